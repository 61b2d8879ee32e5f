/*
 * prueba_dinero.c - money in cents, without PostgreSQL.
 */
#include "nucleo/dinero.h"
#include "tap.h"

static void
se_lee(void)
{
    static const struct {
        const char *texto;
        int64_t valor;
        const char *canonico;
    } casos[] = {
        {"0", 0, "0.00"},
        {"0.00", 0, "0.00"},
        {"-0.00", 0, "0.00"},
        {"62", 6200, "62.00"},
        {"62.5", 6250, "62.50"},
        {"1234567.89", 123456789, "1234567.89"},
        {"-50", -5000, "-50.00"},
        {"-0.01", -1, "-0.01"},
        {"+3.10", 310, "3.10"},
        {"12.3400000", 1234, "12.34"}, /* zeros beyond the cent change nothing */
        {"0000000000000000000000001", 100, "1.00"},
        {"9999999999999999.99", CENTAVOS_MAX, "9999999999999999.99"},
        {"-9999999999999999.99", -CENTAVOS_MAX, "-9999999999999999.99"},
    };
    char que[96], buf[DINERO_TEXTO];

    for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
        Centavos c = -77;
        Fallo f;

        if (!dinero_leer(casos[i].texto, &c, &f))
            c = -99;
        snprintf(que, sizeof que, "%s is so many cents", casos[i].texto);
        es_entero(c, casos[i].valor, que);
        snprintf(que, sizeof que, "%s is written as %s", casos[i].texto, casos[i].canonico);
        es_texto(dinero_texto(c, buf), casos[i].canonico, que);
    }
}

static void
se_rechaza(void)
{
    static const char *const malos[] = {
        "",
        " ",
        "-",
        ".",
        "abc",
        "NaN",
        "Infinity",
        "-Infinity",
        "1,5",
        "1.2.3",
        "1 2",
        "--1",
        "1e3",
        "$1",
        "0.001",
        "300.555",
        "1.23456",
        "10000000000000000.00",
        "10000000000000000",
        "-10000000000000000.00",
        "99999999999999999999999999999999",
        "9999999999999999.991",
    };
    char que[96];

    for (size_t i = 0; i < sizeof malos / sizeof *malos; i++) {
        Centavos c;
        Fallo f;

        snprintf(que, sizeof que, "'%s' is refused, never rounded or clamped", malos[i]);
        es_fallo(dinero_leer(malos[i], &c, &f), &f, FALLO_IMPORTE, que);
    }
}

static void
extremos(void)
{
    char buf[DINERO_TEXTO];
    int malas = 0;

    es_texto(dinero_texto(INT64_MIN, buf), "-92233720368547758.08", "the least 64-bit value has a text");
    es_texto(dinero_texto(INT64_MAX, buf), "92233720368547758.07", "and so has the greatest");
    for (int i = 0; i < 100000; i++) {
        Centavos c = (Centavos) azar((uint64_t) CENTAVOS_MAX) >> azar(60), d;
        Fallo f;

        if (azar(2) == 0)
            c = -c;
        malas += !dinero_leer(dinero_texto(c, buf), &d, &f) || c != d;
    }
    es_entero(malas, 0, "100000 amounts read back");
}

int
main(void)
{
    se_lee();
    se_rechaza();
    extremos();
    return terminar();
}
