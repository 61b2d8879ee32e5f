/*
 * prueba_numero_factura.c - canonical form of invoice numbers, without PostgreSQL.
 */
#include "nucleo/numero_factura.h"
#include "tap.h"

#include <stdlib.h>

static NumeroFactura
numero(const char *texto)
{
    NumeroFactura n = {"(refused)", 9, 0, 9};
    Fallo f;

    numero_factura_leer(texto, strlen(texto), &n, &f);
    return n;
}

static void
formas(void)
{
    static const struct {
        const char *texto, *canonico, *prefijo, *numero;
    } casos[] = {
        {"FE-000123", "FE123", "FE", "123"},
        {"fe 123", "FE123", "FE", "123"},
        {"FE123", "FE123", "FE", "123"},
        {"F.E.-0.0.0123", "FE0-0-123", "FE0-0", "123"}, /* separators between digits part the number */
        {"  fe--.-123 ..", "FE123", "FE", "123"},
        {"123", "123", "", "123"},
        {"000123", "123", "", "123"},
        {"00", "0", "", "0"},
        {"FE-00", "FE0", "FE", "0"},
        {"0", "0", "", "0"},
        {"FE", "FE", "FE", ""},
        {"FE12A", "FE12A", "FE12A", ""},
        {"A0B-12", "A0B12", "A0B", "12"},
        {"A0-12", "A0-12", "A0", "12"},
        {"A012", "A12", "A", "12"},
        {"1-23", "1-23", "1", "23"},
        {"12-3", "12-3", "12", "3"},
        {"1.23", "1-23", "1", "23"},
        {"1 - 23", "1-23", "1", "23"},
        {"1-2-34", "1-2-34", "1-2", "34"},
        {"12-34", "12-34", "12", "34"},
        {"0001-00001234", "0001-1234", "0001", "1234"}, /* zeros of a prefix count */
        {"1-1234", "1-1234", "1", "1234"},
        {"FE/123", "FE/123", "FE/", "123"},
        {"fe_123", "FE_123", "FE_", "123"},
        {"FE-2024/0007", "FE2024/7", "FE2024/", "7"},
        {"SETP990000001", "SETP990000001", "SETP", "990000001"},
        {"-7", "7", "", "7"},
        {"12-A", "12A", "12A", ""},
        {"1-2A", "1-2A", "1-2A", ""},
    };
    char que[128], parte[NUMERO_FACTURA_MAX + 1];

    for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
        NumeroFactura n = numero(casos[i].texto);

        snprintf(que, sizeof que, "'%s' has canonical form %s", casos[i].texto, casos[i].canonico);
        es_texto(n.canonico, casos[i].canonico, que);
        snprintf(parte, sizeof parte, "%.*s", n.prefijo, n.canonico);
        snprintf(que, sizeof que, "'%s' has prefix '%s'", casos[i].texto, casos[i].prefijo);
        es_texto(parte, casos[i].prefijo, que);
        snprintf(que, sizeof que, "'%s' has number '%s'", casos[i].texto, casos[i].numero);
        es_texto(n.canonico + n.numero, casos[i].numero, que);
    }
}

static void
se_rechaza(void)
{
    static const char *const malos[] = {
        "",
        " ",
        "---",
        ". - .",
        "/",
        "_",
        "/_-",
        "FE#123",
        "FE\t123",
        "FE\n123",
        "FE,123",
        "N\xC2\xBA"
        "123",
        "FÉ123",
        "ñ1",
        "FE+1",
        "FE(1)",
        "'1",
        "\xEF\xBC\x91",
        "\x7F"
        "1",
        "\xFF"
        "1",
        "FE–123",
        "12345678901234567890123456789012345678901234567890123456789012345",
    };
    char que[96];
    NumeroFactura n;
    Fallo f;

    for (size_t i = 0; i < sizeof malos / sizeof *malos; i++) {
        snprintf(que, sizeof que, "bad text %zu is not an invoice number", i);
        es_fallo(numero_factura_leer(malos[i], strlen(malos[i]), &n, &f), &f, FALLO_TEXTO, que);
    }
    ok(numero_factura_leer("1234567890123456789012345678901234567890123456789012345678901234", 64, &n, &f),
       "64 characters fit");
    ok(n.largo == 64 && n.prefijo == 0 && n.numero == 0, "and all of them are the number");
    ok(numero_factura_leer("1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-11", 64, &n, &f) &&
           n.largo == 64,
       "so do as many parts as can be");
    es_fallo(numero_factura_leer("FE\000123", 6, &n, &f), &f, FALLO_TEXTO, "a NUL is not allowed");
    ok(numero_factura_leer("FE12#", 4, &n, &f) && n.largo == 4, "reads no further than the length given");
}

static void
orden(void)
{
    /* groups of equals, each group before the next */
    static const char *const cadena[][4] = {
        {"0", "00", "-0"},
        {"1", "001", " 1 "},
        {"2", "02"},
        {"10", "0010"},
        {"123", "000123"},
        {"99999999999999999999999999999999999999999999999999"},
        {"100000000000000000000000000000000000000000000000000"},
        {"0001-1234", "0001 01234"},
        {"1-23", "1.23", "1 023", "1--23"},
        {"1-2-34"},
        {"1-1234"},
        {"12-3", "12 3", "12-03"},
        {"A12", "a-0012", "A012"},
        {"A0-12", "a0 12"},
        {"FE", "f-e", "f e"},
        {"FE0", "fe-000"},
        {"FE9", "FE-09"},
        {"FE10", "fe.10"},
        {"FE123", "FE-000123", "fe 123", "Fe.123"},
        {"FE/123", "fe/0123", "FE / 123"},
        {"FEA1"},
        {"FE_123"},
    };
    size_t n = sizeof cadena / sizeof *cadena;
    int malas = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            for (int k = 0; k < 4 && cadena[i][k] != NULL; k++)
                for (int l = 0; l < 4 && cadena[j][l] != NULL; l++) {
                    NumeroFactura a = numero(cadena[i][k]), b = numero(cadena[j][l]);
                    int c = numero_factura_comparar(&a, &b);

                    if ((c == 0) != (i == j) || (strcmp(a.canonico, b.canonico) == 0) != (i == j)) {
                        printf("# '%s' against '%s' gives %d\n", cadena[i][k], cadena[j][l], c);
                        malas++;
                    }
                }
    es_entero(malas, 0, "equal within a group, different between groups, and the canonical text agrees");
}

/* Order by prefix and then by number as a quantity. */
static void
orden_total(void)
{
    static const char *const cadena[] = {
        "0",
        "1",
        "2",
        "10",
        "123",
        "99999999999999999999",
        "100000000000000000000",
        "0001-1234",
        "1-23",
        "1-1234",
        "1-2-34",
        "12-3",
        "A12",
        "A0-12",
        "FE",
        "FE0",
        "FE9",
        "FE10",
        "FE123",
        "FE/123",
        "FEA1",
        "FE_123",
    };
    size_t n = sizeof cadena / sizeof *cadena;
    int malas = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            NumeroFactura a = numero(cadena[i]), b = numero(cadena[j]);
            int c = numero_factura_comparar(&a, &b);

            if (c != (i > j) - (i < j)) {
                printf("# '%s' against '%s' gives %d\n", cadena[i], cadena[j], c);
                malas++;
            }
        }
    es_entero(malas, 0, "order is by prefix, then by number");
}

static void
mutaciones(void)
{
    static const char *const semillas[] = {"FE-000123",     "fe 123", "FE123", "1-2-34",
                                           "0001-00001234", "A0B-12", "FE/7_a"};
    int malas = 0, aceptadas = 0;

    for (int i = 0; i < 200000; i++) {
        const char *semilla = semillas[azar(sizeof semillas / sizeof *semillas)];
        char texto[80];
        size_t largo = strlen(semilla);
        char *justo;
        NumeroFactura n, m;
        Fallo f;

        memcpy(texto, semilla, largo);
        largo = mutar(texto, largo, sizeof texto);
        justo =
            malloc(largo == 0 ? 1 : largo); /* exact size, so that the sanitizer sees a read past the end */
        memcpy(justo, texto, largo);
        if (numero_factura_leer(justo, largo, &n, &f)) {
            aceptadas++;
            /* the canonical form is itself a number of the same invoice */
            malas += !numero_factura_leer(n.canonico, (size_t) n.largo, &m, &f) ||
                     numero_factura_comparar(&n, &m) != 0 || strcmp(n.canonico, m.canonico) != 0 ||
                     n.prefijo != m.prefijo || n.numero != m.numero;
        } else
            malas += f.clase != FALLO_TEXTO;
        free(justo);
    }
    es_entero(malas, 0, "200000 mutated texts are refused properly or keep their canonical form");
    ok(aceptadas > 10000 && aceptadas < 190000, "and both happen (%d accepted)", aceptadas);
}

int
main(void)
{
    formas();
    se_rechaza();
    orden();
    orden_total();
    mutaciones();
    return terminar();
}
