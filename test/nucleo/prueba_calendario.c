/*
 * prueba_calendario.c - business days, terms and holiday rules of the core.
 * Prints TAP. Compiled with the sources of src/nucleo only.
 */
#include "nucleo/calendario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int hechas = 0, fallidas = 0;

static bool
ok(bool bien, const char *que)
{
    printf("%sok %d - %s\n", bien ? "" : "not ", ++hechas, que);
    fallidas += !bien;
    return bien;
}

/* ---- memory: everything is released at the end ------------------------------ */

static void *bloques[20000];
static int cuantos_bloques = 0;
static int sin_memoria_en = -1; /* the n-th request fails */

static void *
reservar(void *contexto, size_t octetos)
{
    void *p;

    (void) contexto;
    if (sin_memoria_en == 0 || cuantos_bloques == 20000)
        return NULL;
    if (sin_memoria_en > 0)
        sin_memoria_en--;
    p = malloc(octetos);
    bloques[cuantos_bloques++] = p;
    return p;
}

static void
soltar(void)
{
    while (cuantos_bloques > 0)
        free(bloques[--cuantos_bloques]);
}

/* ---- dates as text ----------------------------------------------------------- */

static Fecha
dia(const char *iso)
{
    int a, m, d;

    if (sscanf(iso, "%d-%d-%d", &a, &m, &d) != 3)
        abort();
    return fecha_de(a, m, d);
}

static const char *
iso(Fecha f)
{
    static char b[4][FECHA_TEXTO];
    static int i = 0;

    i = (i + 1) % 4;
    return fecha_texto(f, b[i]);
}

static Calendario *
calendario(const char *pais, unsigned laborables, const Excepcion *e, int n, const char *conocido)
{
    DefinicionCalendario d = {
        .pais = pais == NULL ? NULL : festivos_pais(pais, strlen(pais)),
        .laborables = laborables,
        .excepciones = e,
        .n_excepciones = n,
        .conocido_al = conocido == NULL ? FECHA_NULA : dia(conocido),
    };

    return calendario_construir(&d, reservar, NULL);
}

static Calendario *
pais(const char *p)
{
    return calendario(p, LABORABLES_LUN_VIE, NULL, 0, NULL);
}

/* The n-th business day, as text; "22003" or "22023" when refused. */
static const char *
sumar(const Calendario *c, const char *desde, int n)
{
    Fecha r;
    Fallo f;

    if (calendario_sumar(c, dia(desde), n, &r, &f))
        return iso(r);
    return f.clase == FALLO_RANGO ? "22003" : f.clase == FALLO_ARGUMENTO ? "22023" : "?";
}

static const char *
vence(const Calendario *c, const char *desde, int cantidad, UnidadPlazo unidad)
{
    Fecha r;
    Fallo f;

    if (calendario_vencimiento(c, dia(desde), (Plazo){cantidad, unidad}, &r, &f))
        return iso(r);
    return f.clase == FALLO_RANGO ? "22003" : f.clase == FALLO_ARGUMENTO ? "22023" : "?";
}

static int
contar(const Calendario *c, const char *desde, const char *hasta)
{
    int32_t n;
    Fallo f;

    return calendario_contar(c, dia(desde), dia(hasta), &n, &f) ? n : -99999;
}

static bool
es_habil(const Calendario *c, Fecha f)
{
    bool r = false;
    Fallo e;

    return calendario_es_habil(c, f, &r, &e) && r;
}

static bool
igual(const char *a, const char *b, const char *que)
{
    if (strcmp(a, b) == 0)
        return ok(true, que);
    ok(false, que);
    printf("# got %s, expected %s\n", a, b);
    return false;
}

/* ---- the cases ---------------------------------------------------------------- */

/* Terms of business days by country; a change of one day in either end must be seen. */
static const struct {
    const char *pais, *hecho;
    int n;
    const char *vence, *por;
} vectores[] = {
    {"CO", "2025-12-15", 20, "2026-01-15", "CO: Christmas, New Year, Epiphany moved to 12 January"},
    {"CO", "2026-03-27", 15, "2026-04-21", "CO: Holy Week"},
    {"CO", "2026-07-10", 5, "2026-07-21", "CO: Ley 2578/2026, 13 July and 20 July"},
    {"CO", "2025-07-10", 5, "2025-07-17", "CO: the same a year before the new holiday"},
    {"CO", "2025-06-27", 7, "2025-07-09", "CO: San Pedro and Sagrado Corazón on one Monday"},
    {"CL", "2026-09-10", 10, "2026-09-25", "CL: Fiestas Patrias, Friday 18"},
    {"CL", "2024-06-14", 5, "2024-06-24", "CL: solstice on 20 June"},
    {"AR", "2026-06-10", 10, "2026-06-25", "AR: Güemes on Monday 15, Belgrano on Saturday"},
    {"ES", "2026-03-30", 5, "2026-04-08", "ES: Maundy Thursday and Good Friday"},
    /* The whole circuit, Ley 1438/2011 art. 57. */
    {"CO", "2026-06-26", 20, "2026-07-29", "circuit: glosa, 20 days from the filing"},
    {"CO", "2026-07-29", 15, "2026-08-21", "circuit: answer, 15 days"},
    {"CO", "2026-08-21", 10, "2026-09-04", "circuit: decision, 10 days"},
    {"CO", "2026-09-04", 7, "2026-09-15", "circuit: correction, 7 days"},
    {"CO", "2026-09-15", 5, "2026-09-22", "circuit: payment, 5 days"},
    /* Notified on 20 March 2026: 23 March and Holy Week in between. */
    {"CO", "2026-03-20", 15, "2026-04-15", "BD-12: answer"},
    {"CO", "2026-04-15", 10, "2026-04-29", "BD-12: decision from the answer"},
    {"CO", "2025-06-27", 1, "2025-07-01", "BD-11: two names on 2025-06-30, one day lost"},
    {"CO", "2010-04-10", 1, "2010-04-12", "BD-07: from a Saturday, day 1 is Monday"},
    {"CO", "2026-03-08", -1, "2026-03-06", "from a Sunday, the day before is Friday"},
    {"CO", "2026-03-09", -1, "2026-03-06", "from a Monday, the business day before is Friday"},
};

static void
probar_vectores(void)
{
    for (size_t i = 0; i < CANTIDAD_REGLAS(vectores); i++) {
        Calendario *c = pais(vectores[i].pais);
        Fecha v = dia(vectores[i].vence);
        int32_t n = 0;
        Fallo f;
        const char *r = sumar(c, vectores[i].hecho, vectores[i].n);

        igual(r, vectores[i].vence, vectores[i].por);
        /* Mutation by a day: the calendar tells the neighbours apart. */
        ok(calendario_contar(c, dia(vectores[i].hecho), v, &n, &f) &&
               (vectores[i].n < 0 || n == vectores[i].n) && es_habil(c, v) &&
               strcmp(sumar(c, vectores[i].hecho, vectores[i].n + (vectores[i].n > 0 ? 1 : -1)), r) != 0,
           "... and one day more is another date");
        soltar();
    }
}

static void
probar_sin_pais(void)
{
    static const Excepcion once11[] = {{0, false, true, 0, "Veterans", NULL},
                                       {0, false, true, 1, "Again", NULL}};
    static const char *const feriados[] = {"2011-01-17", "2011-02-21", "2011-05-30", "2011-07-04",
                                           "2011-09-05", "2011-10-10", "2011-11-11", "2011-11-24",
                                           "2011-12-26", "2012-01-02"};
    Excepcion e[10], dos[2], uno;
    Calendario *c;

    /* BD-02 (numpy), following and preceding; "modified" conventions are not terms of law and have no function. */
    c = calendario(NULL, LABORABLES_LUN_VIE, NULL, 0, NULL);
    igual(sumar(c, "2010-10-30", 1), "2010-11-01", "BD-02: Saturday, following");
    igual(sumar(c, "2010-08-01", -1), "2010-07-30", "BD-02: Sunday, backward");
    igual(sumar(c, "2010-08-01", 1), "2010-08-02", "BD-02: Sunday, forward");
    igual(sumar(c, "2010-10-16", -1), "2010-10-15", "BD-02: Saturday, preceding");
    igual(sumar(c, "2006-02-04", 0), "22023", "BD-03: zero days from a Saturday is refused");
    igual(sumar(c, "2006-02-03", 0), "2006-02-03", "BD-03: zero days from a Friday is that Friday");
    ok(contar(c, "2026-03-02", "2026-03-02") == 0, "BD-06: same day 0");
    ok(contar(c, "2026-03-02", "2026-03-03") == 1, "BD-06: next day 1");
    ok(contar(c, "2026-03-06", "2026-03-09") == 1, "BD-06: Friday to Monday 1");
    ok(contar(c, "2026-03-09", "2026-03-06") == -1, "reversed is negative");
    ok(contar(c, "2010-12-20", "2010-12-22") == 2, "BD-08: start excluded");
    ok(contar(c, "2010-12-19", "2010-12-22") == 3, "BD-08: inclusive is counted from the day before");
    ok(contar(c, "2015-11-14", "2015-11-20") == 5, "BD-08: Sunday to Friday, inclusive");
    soltar();
    for (int i = 0; i < 10; i++)
        e[i] = (Excepcion){dia(feriados[i]), false, true, dia("2010-01-01"), "Holiday", NULL};
    c = calendario(NULL, LABORABLES_LUN_VIE, e, 10, NULL);
    igual(sumar(c, "2011-12-25", 1), "2011-12-27", "BD-02: Sunday before a holiday, forward");
    igual(sumar(c, "2011-12-26", -1), "2011-12-23", "BD-02: a holiday, backward");
    soltar();
    memcpy(dos, once11, sizeof(dos));
    dos[0].fecha = dos[1].fecha = dia("2011-11-11");
    c = calendario(NULL, LABORABLES_LUN_VIE, dos, 2, NULL);
    igual(sumar(c, "2011-11-10", 1), "2011-11-14", "BD-04: a holiday given twice counts once");
    soltar();
    uno = (Excepcion){dia("2022-06-22"), false, true, dia("2022-01-01"), "Holiday", NULL};
    c = calendario(NULL, LABORABLES_LUN_VIE, &uno, 1, NULL);
    ok(contar(c, "2022-06-19", "2022-06-24") == 4, "BD-08: a holiday in between");
    soltar();
}

/* One by one, asking the list of holidays only: shares nothing with the prefix counts. */
static Fecha
sumar_despacio(const Calendario *c, Fecha f, int n)
{
    const Feriado *lista;
    int cuantos, paso = n > 0 ? 1 : -1;
    Fallo fallo;

    for (n = n > 0 ? n : -n; n > 0;) {
        bool libre = false;

        f += paso;
        if (!calendario_feriados(c, f, f, &lista, &cuantos, &fallo))
            return FECHA_NULA;
        for (int i = 0; i < cuantos; i++)
            libre |= lista[i].clase != CLASE_NO_LABORABLE;
        if (fecha_dia_semana(f) < 5 && !libre)
            n--;
    }
    return f;
}

static uint32_t semilla = 20260601;

static int
azar(int hasta)
{
    semilla = semilla * 1664525u + 1013904223u;
    return (int) ((semilla >> 8) % (uint32_t) hasta);
}

static void
probar_oraculo(void)
{
    static const char *const paises[] = {"CO", "AR", "CL", "ES"};

    for (int p = 0; p < 4; p++) {
        Calendario *c = pais(paises[p]);
        Fecha a, b, r = 0;
        Fallo f;
        int malas = 0, cuentas = 0;

        calendario_rango(c, &a, &b);
        for (int i = 0; i < 3000; i++) {
            Fecha desde = a + 500 + azar(b - a - 1000);
            int n = azar(240) - 120;
            int32_t m = 0;

            if (n == 0)
                continue;
            if (!calendario_sumar(c, desde, n, &r, &f) || r != sumar_despacio(c, desde, n))
                malas++;
            if (n > 0 && (!calendario_contar(c, desde, r, &m, &f) || m != n))
                cuentas++;
        }
        ok(malas == 0, "3000 random sums equal the count day by day");
        ok(cuentas == 0, "dias_habiles undoes sumar_habiles");
        soltar();
    }
}

static void
probar_limites(void)
{
    Calendario *c = pais("CO");
    Fecha r;
    Fallo f;
    char largo[512];

    ok(calendario_sumar(c, dia("1984-01-02"), 50000, &r, &f), "50,000 business days are one look-up");
    printf("# 1984-01-02 + 50000 = %s\n", iso(r));
    ok(calendario_sumar(c, r, -50000, &r, &f) && r == dia("1984-01-02"), "... and back");
    igual(sumar(c, "1983-12-31", 1), "22003", "before the law of 1983 in force: refused");
    igual(sumar(c, "2200-01-01", -1), "22003", "after the range: refused");
    igual(sumar(c, "2199-12-31", 1), "22003", "the day that would come is out of range: refused");
    igual(sumar(c, "1984-01-02", -1), "22003", "the day before the first is out of range: refused");
    igual(sumar(c, "2025-01-02", INT32_MAX), "22003", "n of 2^31-1: refused");
    igual(sumar(c, "2025-01-02", INT32_MIN), "22003", "n of -2^31: refused");
    calendario_sumar(c, dia("1983-12-31"), 1, &r, &f);
    snprintf(largo, sizeof(largo), "%s %s %s", f.arg[0], f.arg[1], f.arg[2]);
    igual(largo, "1983-12-31 1984-01-01 2199-12-31", "the refusal names the date and the range");
    soltar();
    c = pais("CL");
    igual(sumar(c, "2050-12-30", 5), "22003", "CL ends with the table of the solstice, 2050");
    igual(sumar(c, "1999-12-31", 1), "22003", "CL starts in 2000");
    soltar();
    c = pais("AR");
    igual(sumar(c, "1999-12-31", 1), "22003", "AR starts in 2000");
    soltar();
    c = calendario("CO", 0, NULL, 0, NULL);
    igual(sumar(c, "2025-01-02", 1), "22003", "a calendar without working days finds none");
    soltar();
    for (int i = 0; i < 6; i++) {
        Excepcion e = {dia("2025-01-02"), false, true, 0, "x", "y"};

        sin_memoria_en = i;
        if (calendario("CO", LABORABLES_LUN_VIE, &e, 1, NULL) != NULL)
            ok(false, "no memory gives no calendar");
        sin_memoria_en = -1;
        soltar();
    }
    ok(true, "without memory there is no calendar");
}

static void
probar_plazos(void)
{
    Calendario *c = pais("CO");

    igual(vence(c, "2025-12-15", 20, UNIDAD_DIA_HABIL), "2026-01-15", "20 business days");
    igual(vence(c, "2025-06-26", 4, UNIDAD_DIA), "2025-06-30", "calendar days do not move: a holiday");
    igual(vence(c, "2025-06-26", 2, UNIDAD_DIA), "2025-06-28", "calendar days do not move: a Saturday");
    igual(vence(c, "2025-02-28", 4, UNIDAD_MES), "2025-07-01",
          "months: Saturday 28 moves past the holiday of 30 June");
    igual(vence(c, "2025-10-31", 4, UNIDAD_MES), "2026-03-02",
          "months: 28 February is a Saturday, to Monday");
    igual(vence(c, "2025-01-15", 1, UNIDAD_MES), "2025-02-17", "months: Saturday 15 to Monday 17");
    igual(vence(c, "2025-01-14", 1, UNIDAD_MES), "2025-02-14", "months: a Friday stays");
    igual(vence(c, "2024-02-29", 1, UNIDAD_ANIO), "2025-02-28", "years: 29 February ends on 28");
    igual(vence(c, "2022-01-01", 3, UNIDAD_ANIO), "2025-01-02", "years: New Year moves to the next day");
    igual(vence(c, "2025-07-10", 48, UNIDAD_HORA), "2025-07-12", "48 hours are two calendar days");
    igual(vence(c, "2025-07-10", 49, UNIDAD_HORA), "2025-07-13", "49 hours round up");
    igual(vence(c, "2025-07-10", 48, UNIDAD_HORA_HABIL), "2025-07-14",
          "48 business hours are two business days");
    igual(vence(c, "2025-07-10", 1, UNIDAD_HORA_HABIL), "2025-07-11", "one business hour rounds up");
    igual(vence(c, "2025-07-10", 0, UNIDAD_DIA), "2025-07-10", "zero calendar days: the same day");
    igual(vence(c, "2025-07-12", 0, UNIDAD_DIA_HABIL), "22023",
          "zero business days from a Saturday: refused");
    igual(vence(c, "2025-07-12", 0, UNIDAD_MES), "2025-07-14", "zero months end on a business day too");
    igual(vence(c, "2025-07-10", -1, UNIDAD_DIA), "22023", "a negative quantity is refused");
    igual(vence(c, "2025-07-10", 1, (UnidadPlazo) 9), "22023", "an unknown unit is refused");
    igual(vence(c, "2025-07-10", 1, (UnidadPlazo) 0), "22023", "unit zero is refused");
    igual(vence(c, "2025-07-10", PLAZO_CANTIDAD_MAX, UNIDAD_ANIO), "22003", "beyond the range: refused");
    igual(vence(c, "2025-07-10", PLAZO_CANTIDAD_MAX, UNIDAD_DIA), "22003",
          "beyond the range in days: refused");
    igual(vence(c, "2199-11-30", 1, UNIDAD_MES), "2199-12-30", "the last month of the range");
    igual(vence(c, "1983-12-30", 1, UNIDAD_MES), "22003", "months from before the range: refused");
    soltar();
}

static void
probar_conocimiento(void)
{
    Calendario *antes = calendario("CO", LABORABLES_LUN_VIE, NULL, 0, "2026-05-31");
    Calendario *desde = calendario("CO", LABORABLES_LUN_VIE, NULL, 0, "2026-06-01");

    igual(sumar(antes, "2026-07-10", 5), "2026-07-17", "CO: due date as known before the law of 1 June 2026");
    igual(sumar(desde, "2026-07-10", 5), "2026-07-21", "CO: as known from 1 June 2026");
    ok(calendario_sirve(antes, dia("2001-01-01")) && calendario_sirve(antes, dia("2026-05-31")) &&
           !calendario_sirve(antes, dia("2026-06-01")) && !calendario_sirve(antes, FECHA_NULA),
       "one calendar serves every date of knowledge before the law");
    ok(!calendario_sirve(desde, dia("2026-05-31")) && calendario_sirve(desde, dia("2026-06-01")) &&
           calendario_sirve(desde, FECHA_NULA),
       "and another serves all the later ones");
    soltar();
    antes = calendario("AR", LABORABLES_LUN_VIE, NULL, 0, "2025-08-31");
    desde = calendario("AR", LABORABLES_LUN_VIE, NULL, 0, "2025-09-01");
    ok(es_habil(antes, dia("2025-10-10")) && !es_habil(desde, dia("2025-10-10")),
       "AR: Friday 10 October 2025 is a holiday once Res. JGM 139/2025 is known");
    ok(contar(desde, "2025-10-01", "2025-10-31") == contar(antes, "2025-10-01", "2025-10-31") - 1,
       "... which a Sunday holiday was not");
    soltar();
}

static int
nombres(const Calendario *c, const char *desde, const char *hasta, int *fechas)
{
    const Feriado *l;
    int n = 0;
    Fallo f;

    *fechas = 0;
    if (!calendario_feriados(c, dia(desde), dia(hasta), &l, &n, &f))
        return -1;
    for (int i = 0; i < n; i++)
        *fechas += i == 0 || l[i].fecha != l[i - 1].fecha;
    return n;
}

static void
probar_feriados(void)
{
    static const int dobles[] = {2000, 2003, 2011, 2014, 2019, 2025, 2030, 2038};
    Calendario *c = pais("CO");
    int fechas, n, malos = 0;

    for (int anio = 2000; anio <= 2040; anio++) {
        char a[FECHA_TEXTO], b[FECHA_TEXTO];
        bool doble = false;

        for (int i = 0; i < 8; i++)
            doble |= dobles[i] == anio;
        snprintf(a, sizeof(a), "%04d-01-01", anio % 10000);
        snprintf(b, sizeof(b), "%04d-12-31", anio % 10000);
        n = nombres(c, a, b, &fechas);
        if (n != (anio < 2026 ? 18 : 19) || fechas != n - doble)
            malos++;
    }
    ok(malos == 0, "CO: 18 names a year, 19 from 2026; one date less when two share a Monday");
    n = nombres(c, "2025-06-30", "2025-06-30", &fechas);
    ok(n == 2 && fechas == 1, "BD-11: two names on 2025-06-30");
    ok(nombres(c, "2025-07-01", "2025-06-01", &fechas) == 0, "a reversed interval has no holidays");
    ok(nombres(c, "1983-01-01", "2025-01-01", &fechas) == -1, "an interval out of the range is refused");
    soltar();
    /* A no_laborable day is listed and does not stop the count. */
    c = pais("AR");
    ok(nombres(c, "2025-05-02", "2025-05-02", &fechas) == 1 && es_habil(c, dia("2025-05-02")),
       "AR: a day no laborable is listed and counts as business day");
    ok(nombres(c, "2024-06-21", "2024-06-21", &fechas) == 1 && !es_habil(c, dia("2024-06-21")),
       "AR: a bridge day decreed as holiday does not");
    soltar();
}

static void
probar_excepciones(void)
{
    Excepcion e[] = {
        {dia("2026-07-13"), true, true, dia("2026-08-15"), "Suspendido", "Auto"},
        {dia("2025-07-05"), true, true, dia("2025-01-01"), "Sábado hábil", NULL},
        {dia("2025-07-07"), false, false, dia("2025-01-01"), "Heredado", NULL},
        {dia("2025-07-08"), false, false, dia("2025-01-01"), "Heredado", NULL},
        {dia("2025-07-08"), true, true, dia("2025-01-01"), "Propio", NULL},
        {dia("2025-07-09"), false, true, dia("2025-02-01"), "Primero", NULL},
        {dia("2025-07-09"), true, true, dia("2025-03-01"), "Revocado", NULL},
        {dia("1970-01-01"), false, true, dia("1970-01-01"), "Fuera de rango", NULL},
    };
    int n = (int) CANTIDAD_REGLAS(e), fechas;
    Calendario *c = calendario("CO", LABORABLES_LUN_VIE, e, n, NULL);

    igual(sumar(c, "2026-07-10", 5), "2026-07-17", "a holiday switched off counts again");
    ok(nombres(c, "2026-07-13", "2026-07-13", &fechas) == 0, "... and is not listed");
    ok(es_habil(c, dia("2025-07-05")), "a working Saturday");
    ok(!es_habil(c, dia("2025-07-07")), "a holiday inherited from the base");
    ok(es_habil(c, dia("2025-07-08")), "an own row wins over the inherited one");
    ok(es_habil(c, dia("2025-07-09")), "the row known last is in force");
    soltar();
    c = calendario("CO", LABORABLES_LUN_VIE, e, n, "2026-08-14");
    igual(sumar(c, "2026-07-10", 5), "2026-07-21", "as known the day before the suspension");
    soltar();
    c = calendario("CO", LABORABLES_LUN_VIE, e, n, "2025-02-28");
    ok(!es_habil(c, dia("2025-07-09")), "as known before the second row, the first is in force");
    ok(calendario_sirve(c, dia("2025-02-01")) && !calendario_sirve(c, dia("2025-01-31")) &&
           !calendario_sirve(c, dia("2025-03-01")),
       "the interval of knowledge ends at the neighbouring rows");
    soltar();
    c = calendario("CO", 0x3Fu, NULL, 0, NULL);
    igual(sumar(c, "2025-07-04", 1), "2025-07-05", "a week of six working days");
    soltar();
}

static void
probar_explicacion(void)
{
    Calendario *c = pais("CO");
    Explicacion e;
    Fallo f;
    const Feriado *l;
    int n, omitidos = 0;

    ok(calendario_explicar(c, dia("2025-12-15"), (Plazo){20, UNIDAD_DIA_HABIL}, &e, &f) &&
           e.vence == dia("2026-01-15") && e.dias == 31 && e.habiles == 20,
       "explained: due date, calendar and business days");
    calendario_feriados(c, e.salto_desde, e.vence - 1, &l, &n, &f);
    for (int i = 0; i < n; i++)
        omitidos += calendario_omite(c, &l[i]);
    ok(omitidos == 3 && e.fines_de_semana == 8 && e.dias == e.habiles + omitidos + e.fines_de_semana,
       "business days, holidays and weekends make up the calendar days");
    ok(!e.provisional, "CO is not provisional");
    ok(calendario_explicar(c, dia("2025-01-15"), (Plazo){1, UNIDAD_MES}, &e, &f) &&
           e.salto_desde == dia("2025-02-15") && e.fines_de_semana == 2,
       "a term of months passes over the days at its end only");
    soltar();
    c = pais("AR");
    ok(calendario_explicar(c, dia("2026-12-10"), (Plazo){5, UNIDAD_DIA_HABIL}, &e, &f) && !e.provisional,
       "AR: 2026 is decreed");
    ok(calendario_explicar(c, dia("2026-12-28"), (Plazo){5, UNIDAD_DIA_HABIL}, &e, &f) && e.provisional,
       "AR: from 2027 the due date is provisional");
    soltar();
}

/* Every rule: texts present, years in order, and a date in each of its years but for the conditional kinds. */
static void
probar_tablas(void)
{
    static const char *const paises[] = {"CO", "AR", "CL", "ES"};
    int malas = 0;

    for (int p = 0; p < 4; p++) {
        const PaisFestivos *t = festivos_pais(paises[p], 2);

        for (size_t i = 0; i < t->n; i++) {
            const ReglaFestivo *r = &t->reglas[i];

            malas += r->nombre == NULL || r->ultimo < r->primero || r->primero < t->primero;
            for (int anio = t->primero; anio <= t->ultimo; anio++) {
                Fecha f;
                int a, m, d;
                bool da = festivos_fecha(r, anio, &f);

                if (da) {
                    fecha_partes(f, &a, &m, &d);
                    malas += a != anio;
                }
                malas += r->tipo != REGLA_FIJA_SI && da != (anio >= r->primero && anio <= r->ultimo);
            }
        }
    }
    ok(malas == 0, "the tables of rules are sound");
    ok(festivos_pais("XX", 2) == NULL && festivos_pais("C", 1) == NULL && festivos_pais("COL", 3) == NULL,
       "an unknown country has no rules");
    ok(strcmp(clase_feriado_texto(CLASE_EXCEPCION), "excepcion") == 0, "classes have names");
}

int
main(void)
{
    probar_vectores();
    probar_sin_pais();
    probar_oraculo();
    probar_limites();
    probar_plazos();
    probar_conocimiento();
    probar_feriados();
    probar_excepciones();
    probar_explicacion();
    probar_tablas();
    printf("1..%d\n", hechas);
    return fallidas != 0;
}
