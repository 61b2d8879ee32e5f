/*
 * prueba_rips.c - which RIPS files are invoices, and their dates, without PostgreSQL.
 */
#include "nucleo/rips.h"
#include "tap.h"

static void
fechas(void)
{
    static const char *const buenas[] = {"2025-05-06",          "2025-05-06 08:30",
                                         "2025-05-06T08:30:15", "2025-05-06 23:59:59",
                                         "2025-05-06 00:00",    "2025-05-06T08:30:15.250-05:00",
                                         "2025-05-06T08:30Z"};
    static const char *const malas[] = {"",
                                        "2025",
                                        "06/05/2025",
                                        "2025/05/06",
                                        "2025-5-6",
                                        "2025-13-01",
                                        "2025-00-10",
                                        "2025-02-29",
                                        "2025-04-31",
                                        "2025-05-00",
                                        "2025-05-06x",
                                        "2025-05-06 ",
                                        "20250506",
                                        "0000-01-01",
                                        "2025-05-06 25:00",
                                        "2025-05-06 08:60",
                                        "2025-05-06 08",
                                        "2025-05-06 0830",
                                        "today",
                                        "infinity",
                                        "-025-05-06",
                                        "2025-05-06 08:3o",
                                        "2025-05-06,08:30",
                                        " 2025-05-06"};
    char buf[FECHA_TEXTO];

    for (size_t i = 0; i < sizeof(buenas) / sizeof(buenas[0]); i++) {
        Fecha f = FECHA_NULA;

        ok(rips_fecha(buenas[i], &f) && strcmp(fecha_texto(f, buf), "2025-05-06") == 0,
           "\"%s\" is 2025-05-06", buenas[i]);
    }
    for (size_t i = 0; i < sizeof(malas) / sizeof(malas[0]); i++) {
        Fecha f;

        ok(!rips_fecha(malas[i], &f), "\"%s\" is no date", malas[i]);
    }
    {
        Fecha f = FECHA_NULA;

        ok(rips_fecha("2024-02-29", &f) && strcmp(fecha_texto(f, buf), "2024-02-29") == 0, "a leap day");
    }
}

static void
facturas(void)
{
    Fallo f;

    ok(rips_es_factura("900123456", "NI 900123456-7", NULL, NULL, &f), "of this provider, without a note");
    ok(rips_es_factura("900123456", "900123456", "", " ", &f), "blank is no note");
    es_fallo(rips_es_factura("900123457", "NI 900123456-7", NULL, NULL, &f), &f, FALLO_ARGUMENTO,
             "another provider is refused");
    es_texto(f.arg[0], "900123457", "and named");
    es_texto(f.arg[1], "NI 900123456-7", "beside ours");
    es_fallo(rips_es_factura(NULL, "900123456", NULL, NULL, &f), &f, FALLO_ARGUMENTO, "nobody is refused");
    es_fallo(rips_es_factura("", "", NULL, NULL, &f), &f, FALLO_ARGUMENTO, "two nobodies are not the same");
    es_fallo(rips_es_factura("900123456", "900123456", "NC", "12", &f), &f, FALLO_ARGUMENTO,
             "a credit note is refused");
    es_texto(f.arg[0], "NC", "its type is told");
    es_texto(f.arg[1], "12", "and its number");
    es_fallo(rips_es_factura("900123456", "900123456", "RS", NULL, &f), &f, FALLO_ARGUMENTO,
             "RIPS without an invoice is refused");
    es_fallo(rips_es_factura("900123456", "900123456", NULL, "7", &f), &f, FALLO_ARGUMENTO,
             "a number of note alone is refused");
}

int
main(void)
{
    fechas();
    facturas();
    return terminar();
}
