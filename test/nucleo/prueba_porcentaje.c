/*
 * prueba_porcentaje.c - exact percentages, without PostgreSQL.
 */
#include "nucleo/porcentaje.h"
#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>

static bool
lee(const char *texto, Porcentaje *p, Fallo *f)
{
    return porcentaje_leer(texto, strlen(texto), p, f);
}

static void
se_lee(void)
{
    static const struct {
        const char *texto;
        int64_t valor;
        const char *canonico;
    } casos[] = {
        {"17", 17000000, "17%"},
        {"17%", 17000000, "17%"},
        {"3,5 %", 3500000, "3.5%"},
        {"10.5%", 10500000, "10.5%"},
        {"-2%", -2000000, "-2%"},
        {"+5", 5000000, "5%"},
        {" \t17 %\n", 17000000, "17%"},
        {"1.234", 1234000, "1.234%"}, /* a decimal mark, never a thousands mark */
        {"1,234", 1234000, "1.234%"},
        {"0", 0, "0%"},
        {"-0", 0, "0%"},
        {"-0,000000%", 0, "0%"},
        {"0.000001", 1, "0.000001%"},
        {"-0.000001", -1, "-0.000001%"},
        {"-0.5", -500000, "-0.5%"},
        {"0.100000", 100000, "0.1%"},
        {"100.010", 100010000, "100.01%"},
        {"00000000000000000000000000000017", 17000000, "17%"},
        {"9223372036854.775807", INT64_MAX, "9223372036854.775807%"},
        {"-9223372036854.775807%", -INT64_MAX, "-9223372036854.775807%"},
    };
    char que[128], buf[PORCENTAJE_TEXTO];

    for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
        Porcentaje p = -77;
        Fallo f;

        snprintf(que, sizeof que, "case %zu reads as %s", i, casos[i].canonico);
        if (!lee(casos[i].texto, &p, &f))
            p = -99;
        es_entero(p, casos[i].valor, que);
        snprintf(que, sizeof que, "case %zu is written as %s", i, casos[i].canonico);
        es_texto(porcentaje_texto(p, buf), casos[i].canonico, que);
    }
}

static void
se_rechaza(void)
{
    static const char *const malos[] = {
        "",
        " ",
        "%",
        " % ",
        "-",
        "+",
        "--1",
        "+-1",
        "- 2",
        "-%",
        "1.234,5",
        "1,2,3",
        "1.2.3",
        "1,234.5",
        "5.",
        "5,",
        ".5",
        ",5",
        "5.%",
        "17%%",
        "17 % %",
        "17%1",
        "1 7",
        "1e2",
        "0x11",
        "NaN",
        "nan%",
        "inf",
        "Infinity",
        "-Infinity",
        "diecisiete",
        "1_000",
        "1.1234567",
        "1.0000000",
        "17\xC2\xA0%",
        "\xE2\x88\x92"
        "2",
        "\xEF\xBC\x91",
        "1%5",
        "(5)",
        "5-",
        "99999999999999999999999999999x",
        "99999999999999999999,1234567",
    };
    static const char *const grandes[] = {
        "9223372036854.775808",
        "-9223372036854.775808",
        "9223372036855",
        "10000000000000%",
        "99999999999999999999999999999999999999999999",
    };
    char que[128];
    Porcentaje p;
    Fallo f;

    for (size_t i = 0; i < sizeof malos / sizeof *malos; i++) {
        snprintf(que, sizeof que, "bad text %zu is not a percentage", i);
        es_fallo(lee(malos[i], &p, &f), &f, FALLO_TEXTO, que);
    }
    for (size_t i = 0; i < sizeof grandes / sizeof *grandes; i++) {
        snprintf(que, sizeof que, "too big %zu is out of range", i);
        es_fallo(lee(grandes[i], &p, &f), &f, FALLO_RANGO, que);
    }
    p = 0;
    ok(porcentaje_leer("17%basura", 3, &p, &f) && p == 17000000, "reads no further than the length given");
    es_fallo(porcentaje_leer("1\0007", 3, &p, &f), &f, FALLO_TEXTO, "a NUL is not part of a percentage");
}

static void
de_numeros(void)
{
    char que[96];
    Porcentaje p;
    Fallo f;
    static const struct {
        const char *texto;
        int64_t valor;
    } buenos[] = {
        {"17", 17000000},
        {"17.50", 17500000},
        {"-3.123456", -3123456},
        {"17.0000000000000000", 17000000},
        {"0.00000000", 0},
        {"0.5000000", 500000},
        {"9223372036854.7758070", INT64_MAX},
    };
    static const char *const malos[] = {"1.1234567",
                                        "1.12345670",
                                        "0.0000001",
                                        "-0.00000000000001",
                                        "9223372036854.775808",
                                        "1000000000000000000000",
                                        "NaN",
                                        "Infinity",
                                        "-Infinity",
                                        ""};

    for (size_t i = 0; i < sizeof buenos / sizeof *buenos; i++) {
        snprintf(que, sizeof que, "number %s is so many percentage points", buenos[i].texto);
        if (!porcentaje_de_decimal(buenos[i].texto, &p, &f))
            p = -99;
        es_entero(p, buenos[i].valor, que);
    }
    for (size_t i = 0; i < sizeof malos / sizeof *malos; i++) {
        snprintf(que, sizeof que, "number '%s' is refused, not rounded", malos[i]);
        es_fallo(porcentaje_de_decimal(malos[i], &p, &f), &f, FALLO_RANGO, que);
    }
    ok(porcentaje_de_entero(-17, &p, &f) && p == -17000000, "-17 points are -17%%");
    ok(porcentaje_de_entero(INT64_C(9223372036854), &p, &f), "the largest whole percentage");
    es_fallo(porcentaje_de_entero(INT64_C(9223372036855), &p, &f), &f, FALLO_RANGO, "one more");
    es_fallo(porcentaje_de_entero(INT64_C(-9223372036855), &p, &f), &f, FALLO_RANGO, "one less");
    es_fallo(porcentaje_de_entero(INT64_MIN, &p, &f), &f, FALLO_RANGO, "the least integer");
    ok(porcentaje_valido(-INT64_MAX) && !porcentaje_valido(INT64_MIN), "the range is symmetric");
}

static void
aritmetica(void)
{
    Porcentaje r;
    Fallo f;

    ok(porcentaje_suma(17000000, -500000, &r, &f) && r == 16500000, "17%% + -0.5%% = 16.5%%");
    ok(porcentaje_resta(2000000, 3500000, &r, &f) && r == -1500000, "2%% - 3.5%% = -1.5%%");
    ok(porcentaje_suma(INT64_MAX, -INT64_MAX, &r, &f) && r == 0, "the ends cancel out");
    ok(porcentaje_suma(INT64_MAX - 1, 1, &r, &f) && r == INT64_MAX, "up to the limit");
    es_fallo(porcentaje_suma(INT64_MAX, 1, &r, &f), &f, FALLO_RANGO, "past the limit");
    es_fallo(porcentaje_suma(-INT64_MAX, -1, &r, &f), &f, FALLO_RANGO, "past the lower limit");
    es_fallo(porcentaje_resta(-INT64_MAX, 1, &r, &f), &f, FALLO_RANGO, "a difference past the lower limit");
    es_fallo(porcentaje_resta(1, -INT64_MAX, &r, &f), &f, FALLO_RANGO, "a difference past the limit");
}

static void
promedio(const char *que, int n, const int64_t *valores, int64_t media)
{
    SumaPorcentaje s = {0, 0, 0};
    Porcentaje r = -99;
    Fallo f;

    for (int i = 0; i < n; i++)
        porcentaje_acumular(&s, valores[i]);
    if (!porcentaje_media(&s, &r, &f))
        r = -98;
    es_entero(r, media, que);
}

static void
sumas(void)
{
    SumaPorcentaje s = {0, 0, 0}, otra = {0, 0, 0};
    Porcentaje r = -99;
    Fallo f;

    es_fallo(porcentaje_media(&s, &r, &f), &f, FALLO_ARGUMENTO, "nothing has no average");
    promedio("average of 1, 2", 2, (int64_t[]){1, 2}, 2);
    promedio("half goes away from zero", 2, (int64_t[]){-1, -2}, -2);
    promedio("1/3 rounds down", 3, (int64_t[]){1, 0, 0}, 0);
    promedio("-2/3 rounds to -1", 3, (int64_t[]){-2, 0, 0}, -1);
    promedio("half of a millionth", 2, (int64_t[]){1, 0}, 1);
    promedio("minus half of a millionth", 2, (int64_t[]){-1, 0}, -1);
    promedio("average of equal maxima", 3, (int64_t[]){INT64_MAX, INT64_MAX, INT64_MAX}, INT64_MAX);
    promedio("average of equal minima", 3, (int64_t[]){-INT64_MAX, -INT64_MAX, -INT64_MAX}, -INT64_MAX);
    promedio("ends cancel out", 2, (int64_t[]){-INT64_MAX, INT64_MAX}, 0);
    promedio("sum beyond 64 bits", 4, (int64_t[]){INT64_MAX, INT64_MAX, INT64_MAX, -INT64_MAX},
             INT64_C(4611686018427387904));

    porcentaje_acumular(&s, INT64_MAX);
    porcentaje_acumular(&s, 1);
    es_fallo(porcentaje_total(&s, &r, &f), &f, FALLO_RANGO, "a total past the limit is refused");
    porcentaje_acumular(&s, -2);
    ok(porcentaje_total(&s, &r, &f) && r == INT64_MAX - 1, "but only the total counts, not the way to it");
    porcentaje_descontar(&s, INT64_MAX);
    ok(porcentaje_total(&s, &r, &f) && r == -1 && s.n == 2, "a value can be taken out again");
    porcentaje_descontar(&s, -2);
    porcentaje_descontar(&s, 1);
    ok(s.n == 0 && s.alto == 0 && s.bajo == 0, "taking all out leaves nothing");
    porcentaje_acumular(&s, -INT64_MAX);
    porcentaje_acumular(&s, -1);
    es_fallo(porcentaje_total(&s, &r, &f), &f, FALLO_RANGO, "-2^63 is out of the symmetric range");

    s = (SumaPorcentaje){0, 0, 0};
    porcentaje_acumular(&s, INT64_MAX);
    porcentaje_acumular(&s, INT64_MAX);
    porcentaje_acumular(&otra, -INT64_MAX);
    porcentaje_acumular(&otra, -5);
    porcentaje_combinar(&s, &otra);
    ok(porcentaje_total(&s, &r, &f) && r == INT64_MAX - 5 && s.n == 4, "two partial sums join");
    s = (SumaPorcentaje){0, 0, 0};
    porcentaje_acumular(&s, 0);
    porcentaje_descontar(&s, 0);
    ok(s.n == 0 && s.alto == 0 && s.bajo == 0, "zero comes and goes");
    s = (SumaPorcentaje){4, -1, 0};
    ok(porcentaje_media(&s, &r, &f) && r == -INT64_C(4611686018427387904), "average of a sum of -2^64");
    s = (SumaPorcentaje){1, 0, UINT64_C(9223372036854775808)};
    es_fallo(porcentaje_media(&s, &r, &f), &f, FALLO_RANGO, "an average past the limit is refused");
    s = (SumaPorcentaje){1, 1, 0};
    es_fallo(porcentaje_media(&s, &r, &f), &f, FALLO_RANGO, "a made-up state is refused");
}

/* Random sums: any order and any split give the same as plain 128-bit arithmetic done by halves. */
static void
sumas_al_azar(void)
{
    int malas = 0;

    for (int vuelta = 0; vuelta < 2000; vuelta++) {
        SumaPorcentaje a = {0, 0, 0}, b = {0, 0, 0}, c = {0, 0, 0};
        int64_t suma = 0;
        int n = 1 + (int) azar(20);
        Porcentaje r, media;
        Fallo f;

        for (int i = 0; i < n; i++) {
            int64_t v = (int64_t) azar(2000001) - 1000000;

            suma += v;
            porcentaje_acumular(&a, v);
            porcentaje_acumular(azar(2) ? &b : &c, v);
        }
        porcentaje_combinar(&c, &b);
        malas += memcmp(&a, &c, sizeof a) != 0;
        malas += !porcentaje_total(&a, &r, &f) || r != suma;
        malas += !porcentaje_media(&a, &media, &f) ||
                 media != (suma < 0 ? -((2 * -suma + n) / (2 * n)) : (2 * suma + n) / (2 * n));
    }
    es_entero(malas, 0, "2000 random sums and averages agree with plain arithmetic");
}

/* Whatever is typed is either refused as bad text or out of range, or is a value that reads back. */
static void
mutaciones(void)
{
    static const char *const semillas[] = {"17",  "17%",  "3,5 %",     "10.5%",
                                           "-2%", " +5 ", "0.000001%", "9223372036854.775807"};
    int malas = 0, aceptadas = 0;

    for (int i = 0; i < 200000; i++) {
        const char *semilla = semillas[azar(sizeof semillas / sizeof *semillas)];
        char texto[48], uno[PORCENTAJE_TEXTO], dos[PORCENTAJE_TEXTO];
        size_t largo = strlen(semilla);
        char *justo;
        Porcentaje p, q;
        Fallo f;

        memcpy(texto, semilla, largo);
        largo = mutar(texto, largo, sizeof texto);
        justo = malloc(largo + 1); /* exact size, so that the sanitizer sees a read past the end */
        memcpy(justo, texto, largo);
        justo = realloc(justo, largo == 0 ? 1 : largo);
        if (porcentaje_leer(justo, largo, &p, &f)) {
            aceptadas++;
            porcentaje_texto(p, uno);
            malas += !porcentaje_valido(p) || !lee(uno, &q, &f) || q != p ||
                     strcmp(uno, porcentaje_texto(q, dos)) != 0;
        } else
            malas += f.clase != FALLO_TEXTO && f.clase != FALLO_RANGO;
        free(justo);
    }
    es_entero(malas, 0, "200000 mutated texts are refused properly or read back");
    ok(aceptadas > 10000 && aceptadas < 190000, "and both happen (%d accepted)", aceptadas);
}

int
main(void)
{
    se_lee();
    se_rechaza();
    de_numeros();
    aritmetica();
    sumas();
    sumas_al_azar();
    mutaciones();
    return terminar();
}
