/*
 * prueba_plazo.c - legal terms, without PostgreSQL.
 */
#include "nucleo/plazo.h"
#include "tap.h"

#include <stdlib.h>

static bool
lee(const char *texto, Plazo *p, Fallo *f)
{
    return plazo_leer(texto, strlen(texto), p, f);
}

static void
se_lee(void)
{
    static const struct {
        const char *texto, *canonico;
        UnidadPlazo unidad;
    } casos[] = {
        {"15 dias habiles", "15 dias habiles", UNIDAD_DIA_HABIL},
        {"15 días hábiles", "15 dias habiles", UNIDAD_DIA_HABIL},
        {"15 DÍAS HÁBILES", "15 dias habiles", UNIDAD_DIA_HABIL},
        {"15 Di\xCC\x81"
         "as Ha\xCC\x81"
         "biles",
         "15 dias habiles", UNIDAD_DIA_HABIL}, /* accents as marks */
        {"15 dh", "15 dias habiles", UNIDAD_DIA_HABIL},
        {"15DH", "15 dias habiles", UNIDAD_DIA_HABIL},
        {"1 dia habil", "1 dia habil", UNIDAD_DIA_HABIL},
        {"1 dias habiles", "1 dia habil", UNIDAD_DIA_HABIL},
        {"2 día hábil", "2 dias habiles", UNIDAD_DIA_HABIL},
        {"5 dias", "5 dias", UNIDAD_DIA},
        {" \t5\ndías ", "5 dias", UNIDAD_DIA},
        {"1 dia", "1 dia", UNIDAD_DIA},
        {"0 dias", "0 dias", UNIDAD_DIA},
        {"4 meses", "4 meses", UNIDAD_MES},
        {"1 mes", "1 mes", UNIDAD_MES},
        {"3 años", "3 años", UNIDAD_ANIO},
        {"3 AÑOS", "3 años", UNIDAD_ANIO},
        {"3 an\xCC\x83os", "3 años", UNIDAD_ANIO},
        {"3 anos", "3 años", UNIDAD_ANIO},
        {"1 año", "1 año", UNIDAD_ANIO},
        {"48 horas", "48 horas", UNIDAD_HORA},
        {"1 hora", "1 hora", UNIDAD_HORA},
        {"48 horas habiles", "48 horas habiles", UNIDAD_HORA_HABIL},
        {"1 hora hábil", "1 hora habil", UNIDAD_HORA_HABIL},
        {"0015 dias", "15 dias", UNIDAD_DIA},
        {"100000 horas habiles", "100000 horas habiles", UNIDAD_HORA_HABIL},
    };
    char que[128], buf[PLAZO_TEXTO];

    for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
        Plazo p = {-1, -1}, q = {-1, -1};
        Fallo f;
        bool bien = lee(casos[i].texto, &p, &f);

        snprintf(que, sizeof que, "case %zu reads as %s", i, casos[i].canonico);
        es_texto(bien ? plazo_texto(p, buf) : "(refused)", casos[i].canonico, que);
        ok(bien && p.unidad == (int32_t) casos[i].unidad, "case %zu has its unit", i);
        ok(bien && lee(buf, &q, &f) && plazo_comparar(p, q) == 0, "case %zu reads back", i);
    }
}

static void
se_rechaza(void)
{
    static const char *const malos[] = {
        "",
        " ",
        "15",
        "dias",
        "dias 15",
        "quince dias",
        "15 d",
        "15 dhs",
        "15 dh habiles",
        "15 dias habiles habiles",
        "15 meses habiles",
        "3 años habiles",
        "15 habiles",
        "15 dias y 3 meses",
        "15 dias calendario",
        "1.5 dias",
        "1,5 dias",
        "+5 dias",
        "- 5 dias",
        "5 días.",
        "5 diás hábiles?",
        "5 dìas",
        "5 d\xC3",
        "5 di\xCC",
        "5 d\xCC\x81"
        "ias",
        "5 semanas",
        "5 minutos",
        "5 días\xC2\xA0h\xC3\xA1"
        "biles",
        "5 diasdiasdiasdiasdias",
        "99999999999999999999 perros",
        "-5 perros",
        "5  dias  habiles  x",
        "0x5 dias",
        "5e1 dias",
        "48 h",
    };
    static const char *const fuera[] = {"100001 dias", "99999999999999999999 meses", "-1 dia", "-0 dias",
                                        " -5 dh"};
    char que[96];
    Plazo p;
    Fallo f;

    for (size_t i = 0; i < sizeof malos / sizeof *malos; i++) {
        snprintf(que, sizeof que, "bad text %zu is not a term", i);
        es_fallo(lee(malos[i], &p, &f), &f, FALLO_TEXTO, que);
    }
    for (size_t i = 0; i < sizeof fuera / sizeof *fuera; i++) {
        snprintf(que, sizeof que, "'%s' is out of range", fuera[i]);
        es_fallo(lee(fuera[i], &p, &f), &f, FALLO_RANGO, que);
    }
    ok(plazo_leer("5 diasX", 6, &p, &f) && p.cantidad == 5, "reads no further than the length given");
    es_fallo(plazo_leer("5 dias\0habiles", 14, &p, &f), &f, FALLO_TEXTO, "a NUL is not part of a term");
}

static void
validez(void)
{
    char buf[PLAZO_TEXTO];

    ok(plazo_valido((Plazo){0, UNIDAD_HORA}) && plazo_valido((Plazo){PLAZO_CANTIDAD_MAX, UNIDAD_ANIO}),
       "the ends of the range are valid");
    ok(!plazo_valido((Plazo){-1, UNIDAD_DIA}) && !plazo_valido((Plazo){PLAZO_CANTIDAD_MAX + 1, UNIDAD_DIA}) &&
           !plazo_valido((Plazo){1, 0}) && !plazo_valido((Plazo){1, UNIDAD_ANIO + 1}) &&
           !plazo_valido((Plazo){1, -1}),
       "beyond them is not");
    es_texto(plazo_texto((Plazo){1, 99}, buf), "", "what is not valid has no text");
    es_texto(plazo_unidad((Plazo){7, UNIDAD_DIA_HABIL}), "dia habil", "name of a unit");
    es_texto(plazo_unidad((Plazo){7, 99}), "", "no name for no unit");
}

static void
orden(void)
{
    /* each before the next */
    static const char *const cadena[] = {
        "0 horas",  "0 horas habiles", "0 dias",   "0 dias habiles",  "0 meses", "0 años",
        "1 hora",   "1 hora habil",    "23 horas", "24 horas",        "1 dia",   "1 dia habil",
        "29 dias",  "30 dias",         "1 mes",    "22 dias habiles", "31 dias", "364 dias",
        "365 dias", "12 meses",        "1 año",    "13 meses",        "3 años",  "100000 años",
    };
    size_t n = sizeof cadena / sizeof *cadena;
    int malas = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            Plazo a, b;
            Fallo f;
            int c;

            if (!lee(cadena[i], &a, &f) || !lee(cadena[j], &b, &f)) {
                malas++;
                continue;
            }
            c = plazo_comparar(a, b);
            if (c != (i > j) - (i < j)) {
                printf("# %s against %s gives %d\n", cadena[i], cadena[j], c);
                malas++;
            }
        }
    es_entero(malas, 0, "terms are in order of length, then of unit; equal only to themselves");
}

static void
mutaciones(void)
{
    static const char *const semillas[] = {"15 dias habiles", "15 días hábiles", "15 dh",
                                           "5 dias",          "4 meses",         "3 años",
                                           "48 horas",        "48 horas habiles"};
    int malas = 0, aceptadas = 0;

    for (int i = 0; i < 200000; i++) {
        const char *semilla = semillas[azar(sizeof semillas / sizeof *semillas)];
        char texto[48], uno[PLAZO_TEXTO], dos[PLAZO_TEXTO];
        size_t largo = strlen(semilla);
        char *justo;
        Plazo p, q;
        Fallo f;

        memcpy(texto, semilla, largo);
        largo = mutar(texto, largo, sizeof texto);
        justo =
            malloc(largo == 0 ? 1 : largo); /* exact size, so that the sanitizer sees a read past the end */
        memcpy(justo, texto, largo);
        if (plazo_leer(justo, largo, &p, &f)) {
            aceptadas++;
            plazo_texto(p, uno);
            malas += !plazo_valido(p) || !lee(uno, &q, &f) || plazo_comparar(p, q) != 0 ||
                     strcmp(uno, plazo_texto(q, dos)) != 0;
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
    validez();
    orden();
    mutaciones();
    return terminar();
}
