/*
 * prueba_identificacion.c - documents as the trade writes them, without PostgreSQL.
 */
#include "nucleo/identificacion.h"
#include "tap.h"

static void
partes(void)
{
    static const struct {
        const char *texto, *tipo, *numero;
        char verificacion;
    } casos[] = {
        {"CC 1020", "CC", "1020", 0},
        {"cc 1.020", "CC", "1020", 0},
        {"CC1020", "CC", "1020", 0},
        {" CC-1020 ", "CC", "1020", 0},
        {"1020", "", "1020", 0},
        {"0001020", "", "1020", 0},
        {"0", "", "0", 0},
        {"NI 900123456-7", "NI", "900123456", '7'},
        {"NIT 900.123.456-7", "NI", "900123456", '7'},
        {"900123456-7", "", "900123456", '7'},
        {"900.123.456 - 7", "", "9001234567",
         0},                             /* a space before the digit: not the form of a check digit */
        {"CC 1020-7", "CC", "10207", 0}, /* people have none */
        {"PA AB-123", "PA", "AB123", 0},
        {"AB123", "", "AB123", 0},
        {"PA", "", "PA", 0}, /* a type without a number is not a type */
        {"PE555", "", "PE555", 0},
        {"PE 555", "PE", "555", 0},
        {"pt: 77", "PT", "77", 0},
        {"CCX 12", "", "CCX12", 0},
    };

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++) {
        Identificacion id;

        ok(identificacion_leer(casos[i].texto, &id) && strcmp(id.tipo, casos[i].tipo) == 0 &&
               strcmp(id.numero, casos[i].numero) == 0 && id.verificacion == casos[i].verificacion,
           "\"%s\" is %s %s%s", casos[i].texto, casos[i].tipo, casos[i].numero,
           casos[i].verificacion ? " with a check digit" : "");
    }
}

static void
rechazos(void)
{
    static const char *const casos[] = {"",    " ",   "-",
                                        "CC ", ". .", "1234567890123456789012345678901234567890"};
    Identificacion id;

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++)
        ok(!identificacion_leer(casos[i], &id), "\"%s\" is no document", casos[i]);
}

static void
comparaciones(void)
{
    static const struct {
        const char *a, *b;
        Coincidencia c;
    } casos[] = {
        {"CC 1020", "cc 1.020", COINCIDE_TODO},      {"CC 1020", "1020", COINCIDE_NUMERO},
        {"1020", "0001020", COINCIDE_TODO},          {"CC 1020", "TI 1020", NO_COINCIDE},
        {"CC 1020", "CC 1021", NO_COINCIDE},         {"900123456", "NI 900123456-7", COINCIDE_NUMERO},
        {"900123456-7", "900123456", COINCIDE_TODO}, {"900123456-7", "900123456-8", NO_COINCIDE},
        {"9001234567", "900123456-7", NO_COINCIDE},  {"pa ab1", "PA AB1", COINCIDE_TODO},
    };

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++) {
        Identificacion a, b;

        identificacion_leer(casos[i].a, &a);
        identificacion_leer(casos[i].b, &b);
        ok(identificacion_comparar(&a, &b) == casos[i].c && identificacion_comparar(&b, &a) == casos[i].c,
           "%s and %s, either way", casos[i].a, casos[i].b);
    }
}

int
main(void)
{
    partes();
    rechazos();
    comparaciones();
    return terminar();
}
