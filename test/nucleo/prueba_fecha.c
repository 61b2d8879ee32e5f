/*
 * prueba_fecha.c - civil dates, without PostgreSQL. The independent rule here is
 * the plain one: walk day by day with the lengths of the months.
 */
#include "nucleo/fecha.h"
#include "tap.h"

static bool
bisiesto(int a)
{
    return (a % 4 == 0 && a % 100 != 0) || a % 400 == 0;
}

static int
largo_mes(int a, int m)
{
    return m == 2 ? 28 + bisiesto(a) : m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

/* Day by day from 1600-01-01 to 2400-12-31: number, parts, weekday and length of month. */
static void
dia_a_dia(void)
{
    int a = 1600, m = 1, d = 1, malas = 0;
    int semana = 5; /* 1600-01-01 was a Saturday, as was 2000-01-01: 400 years are whole weeks */
    Fecha f = -146097;

    while (a <= 2400) {
        int x, y, z;

        fecha_partes(f, &x, &y, &z);
        malas += x != a || y != m || z != d;
        malas += fecha_de(a, m, d) != f;
        malas += fecha_dia_semana(f) != semana;
        malas += fecha_dias_mes(a, m) != largo_mes(a, m);
        if (++d > largo_mes(a, m)) {
            d = 1;
            if (++m > 12) {
                m = 1;
                a++;
            }
        }
        semana = (semana + 1) % 7;
        f++;
    }
    es_entero(malas, 0, "801 years day by day");
    es_entero(fecha_de(2000, 1, 1), 0, "2000-01-01 is day 0");
    es_entero(fecha_de(2024, 2, 29), 8825, "2024-02-29 is day 8825");
    es_entero(fecha_de(1970, 1, 1), -10957, "1970-01-01 is day -10957");
}

static void
fuera_de_siglo(void)
{
    static const int anios[] = {-4713, -401, -400, -1, 0, 1, 4, 99999, 294276, 5874897};
    int malas = 0;

    for (size_t i = 0; i < sizeof anios / sizeof *anios; i++)
        for (int m = 1; m <= 12; m++) {
            int x, y, z;

            fecha_partes(fecha_de(anios[i], m, 28), &x, &y, &z);
            malas += x != anios[i] || y != m || z != 28;
        }
    es_entero(malas, 0, "years far away, those of PostgreSQL's range, read back");
}

static void
pascua(void)
{
    /* Easter Sundays as published; the earliest and latest possible included */
    static const int domingos[][3] = {
        {1818, 3, 22}, {1943, 4, 25}, {1961, 4, 2},  {1999, 4, 4},  {2000, 4, 23}, {2008, 3, 23},
        {2011, 4, 24}, {2019, 4, 21}, {2020, 4, 12}, {2021, 4, 4},  {2022, 4, 17}, {2023, 4, 9},
        {2024, 3, 31}, {2025, 4, 20}, {2026, 4, 5},  {2027, 3, 28}, {2028, 4, 16}, {2029, 4, 1},
        {2030, 4, 21}, {2038, 4, 25}, {2285, 3, 22},
    };
    char que[64];
    int malas = 0;

    for (size_t i = 0; i < sizeof domingos / sizeof *domingos; i++) {
        snprintf(que, sizeof que, "Easter of %d is %02d-%02d", domingos[i][0], domingos[i][1],
                 domingos[i][2]);
        es_entero(fecha_pascua(domingos[i][0]), fecha_de(domingos[i][0], domingos[i][1], domingos[i][2]),
                  que);
    }
    for (int a = 1583; a <= 4099; a++) {
        Fecha f = fecha_pascua(a);

        malas += fecha_dia_semana(f) != 6 || f < fecha_de(a, 3, 22) || f > fecha_de(a, 4, 25);
    }
    es_entero(malas, 0, "always a Sunday from 22 March to 25 April");
}

/* Terms of months end on the same day number, or on the last of a shorter month (Ley 4/1913 art. 59). */
static void
meses(void)
{
    static const struct {
        int desde[3], meses, hasta[3];
    } casos[] = {
        {{2025, 1, 15}, 1, {2025, 2, 15}},   {{2025, 1, 31}, 1, {2025, 2, 28}},
        {{2024, 1, 31}, 1, {2024, 2, 29}},   {{2025, 1, 31}, 3, {2025, 4, 30}},
        {{2024, 2, 29}, 12, {2025, 2, 28}},  {{2024, 2, 29}, 48, {2028, 2, 29}},
        {{2025, 12, 31}, 2, {2026, 2, 28}},  {{2025, 3, 31}, -1, {2025, 2, 28}},
        {{2025, 1, 15}, -1, {2024, 12, 15}}, {{2025, 5, 31}, 0, {2025, 5, 31}},
        {{2025, 8, 30}, -18, {2024, 2, 29}}, {{2000, 1, 1}, -24000, {0, 1, 1}},
        {{2000, 1, 1}, -24001, {-1, 12, 1}},
    };
    char que[64], buf[FECHA_TEXTO];

    for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
        const int *d = casos[i].desde, *h = casos[i].hasta;

        snprintf(que, sizeof que, "%s plus %d months", fecha_texto(fecha_de(d[0], d[1], d[2]), buf),
                 casos[i].meses);
        es_entero(fecha_sumar_meses(fecha_de(d[0], d[1], d[2]), casos[i].meses), fecha_de(h[0], h[1], h[2]),
                  que);
    }
}

/* No date is beyond the last one: a sum that would be stays there instead of coming back from the other side. */
static void
limites(void)
{
    es_entero(fecha_sumar_dias(0, 31), 31, "days added");
    es_entero(fecha_sumar_dias(5, -10), -5, "days taken");
    es_entero(fecha_sumar_dias(FECHA_MAX - 1, 1), FECHA_MAX, "the last day is reached");
    es_entero(fecha_sumar_dias(FECHA_MAX, 1), FECHA_MAX, "and not passed");
    es_entero(fecha_sumar_dias(FECHA_MIN, -1), FECHA_MIN, "nor the first one");
    es_entero(fecha_sumar_dias(0, INT64_MAX), FECHA_MAX, "whatever the days");
    es_entero(fecha_sumar_dias(-1, INT64_MIN), FECHA_MIN, "of either sign");
    es_entero(fecha_sumar_dias(FECHA_MIN, (int64_t) FECHA_MAX - FECHA_MIN), FECHA_MAX, "from end to end");
    es_entero(fecha_sumar_meses(FECHA_MAX, 1), FECHA_MAX, "months do not pass the last day");
    es_entero(fecha_sumar_meses(FECHA_MAX - 1000, INT32_MAX), FECHA_MAX, "however many");
    es_entero(fecha_sumar_meses(FECHA_MIN + 1000, -1200000), FECHA_MIN, "nor the first one");
    ok(fecha_sumar_meses(FECHA_MAX - 1000, 12) > FECHA_MAX - 1000, "what fits is counted");
}

static void
texto(void)
{
    char buf[FECHA_TEXTO];

    es_texto(fecha_texto(0, buf), "2000-01-01", "text of day 0");
    es_texto(fecha_texto(fecha_de(2025, 7, 4), buf), "2025-07-04", "text of a date");
    es_texto(fecha_texto(fecha_de(99999, 12, 31), buf), "99999-12-31", "text of a far year");
    es_texto(fecha_texto(FECHA_NULA, buf), "", "an absent date has no text");
}

int
main(void)
{
    dia_a_dia();
    fuera_de_siglo();
    pascua();
    meses();
    limites();
    texto();
    return terminar();
}
