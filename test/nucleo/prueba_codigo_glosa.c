/*
 * prueba_codigo_glosa.c - codes of the Manual Unico, without PostgreSQL.
 */
#include "nucleo/codigo_glosa.h"

#include <stdio.h>
#include <string.h>

static int hechas = 0, malas = 0;

static void
ok(bool bien, const char *que)
{
    printf("%s %d - %s\n", bien ? "ok" : "not ok", ++hechas, que);
    malas += !bien;
}

static bool
lee(const char *texto, CodigoGlosa *c)
{
    Fallo f;

    return codigo_leer(texto, strlen(texto), c, &f);
}

static CodigoGlosa
codigo(const char *texto)
{
    CodigoGlosa c = 0;

    lee(texto, &c);
    return c;
}

static void
lectura(void)
{
    static const char *const buenos[][2] = {
        {"1", "1"},
        {" 9 ", "9"},
        {"101", "101"},
        {"8 50", "850"},
        {"100", "100"},
        {"fa", "FA"},
        {"Fa01", "FA01"},
        {"fa 0101", "FA0101"},
        {" FA0101 ", "FA0101"},
        {"re 95 02", "RE9502"},
        {"\tsa54\n", "SA54"},
        {"CL00", "CL00"},
        {"911", "911"},
        {"912", "912"},
    };
    static const char *const malos[] = {
        "",
        " ",
        "0",
        "7",
        "701",
        "10",
        "1234",
        "10101",
        "R",
        "RS01",
        "RS05",
        "PE",
        "PE01",
        "SC",
        "IN",
        "ME",
        "EX",
        "FA1",
        "FA011",
        "FA01011",
        "FA010101",
        "F A01",
        "FA0 1",
        "FA-01",
        "FA01X",
        "1 0 1",
        "+101",
        "101,102",
        "\xc3\xb1"
        "01",
        "FA\xc2\xa0"
        "01",
    };
    char buf[CODIGO_TEXTO], que[64];

    for (size_t i = 0; i < sizeof(buenos) / sizeof(buenos[0]); i++) {
        CodigoGlosa c;
        bool bien =
            lee(buenos[i][0], &c) && codigo_valido(c) && strcmp(codigo_texto(c, buf), buenos[i][1]) == 0;

        snprintf(que, sizeof(que), "read as %s", buenos[i][1]);
        ok(bien, que);
    }
    for (size_t i = 0; i < sizeof(malos) / sizeof(malos[0]); i++) {
        CodigoGlosa c;
        Fallo f;

        snprintf(que, sizeof(que), "refused: \"%s\"", malos[i]);
        ok(!codigo_leer(malos[i], strlen(malos[i]), &c, &f) && f.clase == FALLO_TEXTO, que);
    }
    {
        CodigoGlosa c;
        Fallo f;
        char largo[1000];

        ok(!codigo_leer("FA01\0FA", 7, &c, &f), "refused: a zero byte inside");
        memset(largo, 'x', sizeof(largo));
        ok(!codigo_leer(largo, sizeof(largo), &c, &f) && strlen(f.arg[0]) < FALLO_ARG_MAX,
           "refused: a text longer than what is quoted");
    }
}

/* Every value of the int32 that could be a code: valid exactly when some text writes it. */
static void
valores(void)
{
    char buf[CODIGO_TEXTO];
    int validos = 0, torcidos = 0, sin_orden = 0;
    CodigoGlosa previo = -1;

    for (CodigoGlosa c = 0; c < (1 << 20); c++) {
        CodigoGlosa leido, padre;

        if (!codigo_valido(c))
            continue;
        validos++;
        torcidos += !lee(codigo_texto(c, buf), &leido) || leido != c;
        if (codigo_padre(c, &padre))
            torcidos += !codigo_valido(padre) || padre >= c || codigo_nivel(padre) != codigo_nivel(c) - 1;
        else
            torcidos += codigo_nivel(c) != 1 || codigo_general(c) != c;
        torcidos += !codigo_valido(codigo_ultimo(c)) || codigo_ultimo(c) < c;
        /* The next code after the last one under c belongs to somebody else. */
        if (previo >= 0 && codigo_nivel(c) > codigo_nivel(previo))
            sin_orden += !codigo_padre(c, &padre) || padre != previo;
        previo = c;
    }
    ok(validos == 8 * (1 + 100) + 9 * (1 + 100 + 100 * 100), "as many values as texts");
    ok(torcidos == 0, "each value is read back from its text; parent, level and bound agree");
    ok(sin_orden == 0, "a deeper code comes right after its parent");
    ok(!codigo_valido(-1) && !codigo_valido(INT32_MIN) && !codigo_valido(INT32_MAX) && !codigo_valido(0),
       "values outside the structure are not codes");
}

static void
bajo(void)
{
    int n, distintos = 0;
    const EntradaGlosa *l = codigo_lista(&n);

    ok(codigo_bajo(codigo("FA0101"), codigo("FA01")), "FA0101 is under FA01");
    ok(codigo_bajo(codigo("FA0101"), codigo("FA")), "FA0101 is under FA");
    ok(codigo_bajo(codigo("FA01"), codigo("FA01")), "a code is under itself");
    ok(!codigo_bajo(codigo("FA01"), codigo("FA0101")), "a parent is not under its child");
    ok(!codigo_bajo(codigo("FA0201"), codigo("FA01")), "FA0201 is not under FA01");
    ok(!codigo_bajo(codigo("101"), codigo("FA")), "101 is not under FA");
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            CodigoGlosa c = l[i].codigo;
            bool esta = c == l[j].codigo;

            while (!esta && codigo_padre(c, &c))
                esta = c == l[j].codigo;
            distintos += esta != codigo_bajo(l[i].codigo, l[j].codigo);
        }
    ok(distintos == 0, "the range agrees with walking up the parents, for every pair of the lists");
}

static void
listas(void)
{
    int n, n3047 = 0, desorden = 0, huerfanos = 0, clases = 0, vacias = 0, perdidos = 0, oficiales = 0;
    const EntradaGlosa *l = codigo_lista(&n);

    for (int i = 0; i < n; i++) {
        CodigoGlosa padre;

        n3047 += codigo_manual(l[i].codigo) == MANUAL_3047;
        desorden += !codigo_valido(l[i].codigo) || (i > 0 && l[i].codigo <= l[i - 1].codigo);
        huerfanos += codigo_padre(l[i].codigo, &padre) && codigo_buscar(padre) == NULL;
        clases += l[i].clase != codigo_clase(l[i].codigo);
        vacias += l[i].descripcion[0] == '\0' || l[i].nota == NULL || l[i].estado[0] == '\0';
        perdidos += codigo_buscar(l[i].codigo) != &l[i];
        oficiales += l[i].oficial;
    }
    ok(n3047 == 8 + 107, "Anexo 6 of Res. 3047/2008: 8 general and 107 specific concepts");
    ok(n - n3047 == 9 + 109 + 200, "Anexo 3 of Res. 2284/2023: 9 general, 109 specific concepts, 200 causes");
    ok(desorden == 0, "the lists are in order without repetition");
    ok(huerfanos == 0, "each parent is in its list");
    ok(clases == 0, "the class is that of the family");
    ok(vacias == 0, "each row has a description and a state");
    ok(perdidos == 0, "each code is found");
    ok(n - oficiales == 6, "six codes of the 3047 list are not confirmed");
    ok(!codigo_buscar(codigo("305"))->oficial && !codigo_buscar(codigo("154"))->oficial &&
           codigo_buscar(codigo("995"))->oficial,
       "unconfirmed and single-source codes are not official");
    ok(codigo_buscar(codigo("911")) == NULL && codigo_buscar(codigo("FA0104")) == NULL &&
           codigo_buscar(0) == NULL && codigo_buscar(INT32_MAX) == NULL,
       "what no list has is not found");
}

static void
respuestas(void)
{
    /* code, issuer, answers a glosa, answers a return, says that it came late */
    static const struct {
        const char *codigo;
        EmisorRespuesta emisor;
        bool glosa, devolucion, tarde;
    } casos[] = {
        {"995", EMISOR_PRESTADOR, true, true, true},      {"996", EMISOR_PRESTADOR, true, true, false},
        {"997", EMISOR_PRESTADOR, true, true, false},     {"998", EMISOR_PRESTADOR, true, true, false},
        {"999", EMISOR_PRESTADOR, true, true, false},     {"RE95", EMISOR_PRESTADOR, true, true, true},
        {"RE9501", EMISOR_PRESTADOR, false, true, true},  {"RE9502", EMISOR_PRESTADOR, true, false, true},
        {"RE96", EMISOR_PRESTADOR, true, true, false},    {"RE9601", EMISOR_PRESTADOR, false, true, false},
        {"RE9602", EMISOR_PRESTADOR, true, false, false}, {"RE97", EMISOR_PRESTADOR, true, true, false},
        {"RE9701", EMISOR_PRESTADOR, false, true, false}, {"RE9702", EMISOR_PRESTADOR, true, false, false},
        {"RE98", EMISOR_PRESTADOR, true, false, false},   {"RE9801", EMISOR_PRESTADOR, true, false, false},
        {"RE99", EMISOR_PRESTADOR, true, false, false},   {"RE9901", EMISOR_PRESTADOR, true, false, false},
        {"RE22", EMISOR_PAGADOR, true, true, false},      {"RE2201", EMISOR_PAGADOR, false, true, false},
        {"RE2202", EMISOR_PAGADOR, true, false, false},   {"9", EMISOR_NINGUNO, false, false, false},
        {"RE", EMISOR_NINGUNO, false, false, false},      {"911", EMISOR_NINGUNO, true, true, false},
        {"912", EMISOR_NINGUNO, true, true, false},       {"RE9503", EMISOR_PRESTADOR, true, true, true},
        {"RE2203", EMISOR_PAGADOR, true, true, false},    {"822", EMISOR_NINGUNO, false, false, false},
        {"FA01", EMISOR_NINGUNO, false, false, false},    {"DE1601", EMISOR_NINGUNO, false, false, false},
    };
    int n, sin_caso = 0;
    const EntradaGlosa *l = codigo_lista(&n);
    char que[64];

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++) {
        CodigoGlosa c = codigo(casos[i].codigo);

        snprintf(que, sizeof(que), "answer %s: issuer and what it answers", casos[i].codigo);
        ok(codigo_emisor(c) == casos[i].emisor && codigo_responde_glosa(c) == casos[i].glosa &&
               codigo_responde_devolucion(c) == casos[i].devolucion &&
               codigo_alega_extemporaneidad(c) == casos[i].tarde,
           que);
    }
    for (int i = 0; i < n; i++) {
        bool es = l[i].clase == CLASE_RESPUESTA && codigo_nivel(l[i].codigo) > 1;

        sin_caso += es != (codigo_emisor(l[i].codigo) != EMISOR_NINGUNO);
    }
    ok(sin_caso == 0, "every answer below level 1 has an issuer, and nothing else has");
}

int
main(void)
{
    lectura();
    valores();
    bajo();
    listas();
    respuestas();
    printf("1..%d\n", hechas);
    return malas != 0;
}
