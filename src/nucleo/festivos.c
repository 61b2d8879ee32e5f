/*
 * festivos.c - from a rule and a year to a date (see festivos.h).
 */
#include "nucleo/festivos.h"

#include <string.h>

enum { LUN, MAR, MIE, JUE, VIE, SAB, DOM };

/*
 * Winter solstice in Chile: 21 June but for these years (UTC-4, computed with
 * Meeus ch. 27; the nearest calls are 2046 at 00:14 and 2050 at 23:33).
 */
static bool
solsticio_el_20(int anio)
{
    static const short anios[] = {2024, 2025, 2028, 2029, 2032, 2033, 2036, 2037,
                                  2040, 2041, 2044, 2045, 2048, 2049, 2050};

    for (size_t i = 0; i < CANTIDAD_REGLAS(anios); i++)
        if (anios[i] == anio)
            return true;
    return false;
}

static Fecha
traslado_ar(Fecha f, bool fin_de_semana)
{
    int d = fecha_dia_semana(f);

    if (d == MAR || d == MIE)
        return f - d;
    if (d == JUE || d == VIE || (fin_de_semana && d >= SAB))
        return f + (7 - d);
    return f;
}

static Fecha
traslado_cl(Fecha f)
{
    int d = fecha_dia_semana(f);

    if (d >= MAR && d <= JUE)
        return f - d;
    return d == VIE ? f + 3 : f;
}

static Fecha
reformada_cl(Fecha f)
{
    int d = fecha_dia_semana(f);

    if (d == MIE)
        return f + 2;
    return d == MAR ? f - 4 : f;
}

static Fecha
nesimo_lunes(int anio, int mes, int n)
{
    Fecha primero = fecha_de(anio, mes, 1);

    return primero + (7 - fecha_dia_semana(primero)) % 7 + 7 * (n - 1);
}

bool
festivos_fecha(const ReglaFestivo *r, int anio, Fecha *fecha)
{
    Fecha f = r->mes > 0 && r->dia > 0 ? fecha_de(anio, r->mes, r->dia) : 0;

    if (anio < r->primero || anio > r->ultimo)
        return false;
    switch (r->tipo) {
        case REGLA_FIJA:
            break;
        case REGLA_FIJA_SI:
            if (fecha_dia_semana(f) != r->n)
                return false;
            break;
        case REGLA_PASCUA:
            f = fecha_pascua(anio) + r->n;
            break;
        case REGLA_LUNES_SIGUIENTE:
            f += (7 - fecha_dia_semana(f)) % 7;
            break;
        case REGLA_NESIMO_LUNES:
            f = nesimo_lunes(anio, r->mes, r->n);
            break;
        case REGLA_TRASLADO_AR:
            f = traslado_ar(f, false);
            break;
        case REGLA_TRASLADO_AR_2008:
            f = traslado_ar(f, true);
            break;
        case REGLA_TRASLADO_CL:
            f = traslado_cl(f);
            break;
        case REGLA_PASCUA_TRASLADO_CL:
            f = traslado_cl(fecha_pascua(anio) + r->n);
            break;
        case REGLA_REFORMADA_CL:
            f = reformada_cl(f);
            break;
        case REGLA_SOLSTICIO_CL:
            f = fecha_de(anio, 6, solsticio_el_20(anio) ? 20 : 21);
            break;
    }
    *fecha = f;
    return true;
}

static Fecha
fecha_de_tres(const int *t)
{
    return t[0] == 0 ? FECHA_NULA : fecha_de(t[0], t[1], t[2]);
}

Fecha
festivos_conocida(const ReglaFestivo *r)
{
    return fecha_de_tres(r->conocida);
}

Fecha
festivos_superada(const ReglaFestivo *r)
{
    return fecha_de_tres(r->superada);
}

const PaisFestivos *
festivos_pais(const char *pais, size_t largo)
{
    static const PaisFestivos *const paises[] = {&festivos_co, &festivos_ar, &festivos_cl, &festivos_es};

    for (size_t i = 0; i < CANTIDAD_REGLAS(paises); i++)
        if (strlen(paises[i]->pais) == largo && memcmp(paises[i]->pais, pais, largo) == 0)
            return paises[i];
    return NULL;
}

const char *
clase_feriado_texto(ClaseFeriado clase)
{
    static const char *const textos[] = {"feriado",     "puente", "no_laborable",
                                         "sustituible", "unico",  "excepcion"};

    return textos[clase];
}

bool
clase_feriado_inhabil(ClaseFeriado clase)
{
    return clase != CLASE_NO_LABORABLE;
}
