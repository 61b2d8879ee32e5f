/*
 * festivos.h - national holidays as rules: data tables per country, and the
 * one function that turns a rule and a year into a date.
 *
 * A rule holds between two years and, where the text that made it is dated,
 * between two dates of knowledge: a computation "as known then" leaves out
 * what nobody knew. A country answers only for the years that were checked.
 */
#ifndef NUCLEO_FESTIVOS_H
#define NUCLEO_FESTIVOS_H

#include "nucleo/fecha.h"

#include <stddef.h>

typedef enum ClaseFeriado {
    CLASE_FERIADO = 0,
    CLASE_PUENTE,       /* AR: bridge day decreed as a holiday */
    CLASE_NO_LABORABLE, /* AR: does not oblige private employers; counts as a business day */
    CLASE_SUSTITUIBLE,  /* ES: the region may replace it */
    CLASE_UNICO,        /* decreed for one year */
    CLASE_EXCEPCION     /* a row of cartera.calendario_excepcion */
} ClaseFeriado;

typedef enum TipoRegla {
    REGLA_FIJA,             /* mes, dia */
    REGLA_FIJA_SI,          /* mes, dia, only when it falls on weekday n (Monday 0) */
    REGLA_PASCUA,           /* n days from Easter Sunday */
    REGLA_LUNES_SIGUIENTE,  /* mes, dia, or the Monday after it (CO, Ley 51/1983 art. 1) */
    REGLA_NESIMO_LUNES,     /* n-th Monday of mes */
    REGLA_TRASLADO_AR,      /* Tue, Wed to the Monday before; Thu, Fri to the one after (Ley 27.399 art. 6) */
    REGLA_TRASLADO_AR_2008, /* the same, and Sat, Sun to the Monday after (Ley 26.416) */
    REGLA_TRASLADO_CL,      /* Tue, Wed, Thu to Monday of that week; Fri to the next one (Ley 19.668) */
    REGLA_PASCUA_TRASLADO_CL, /* n days from Easter, then as REGLA_TRASLADO_CL */
    REGLA_REFORMADA_CL,       /* Wed to Friday of that week; Tue to the Friday before (Ley 20.299) */
    REGLA_SOLSTICIO_CL        /* day of the June solstice in Chile (Ley 21.357), by table */
} TipoRegla;

#define SIN_LIMITE 9999

typedef struct ReglaFestivo {
    TipoRegla tipo;
    int mes;
    int dia;
    int n;
    int primero; /* years in which the rule gives a day */
    int ultimo;
    ClaseFeriado clase;
    const char *nombre;
    const char *norma; /* NULL: no source read */
    int conocida[3];   /* year, month, day from which it was known; 0: always */
    int superada[3];   /* from which it was known that another rule holds; 0: never */
} ReglaFestivo;

typedef struct PaisFestivos {
    const char *pais;
    const char *nombre;
    int primero; /* years for which the rules are known */
    int ultimo;
    int provisional_desde; /* from this year part of the holidays is yet to be decreed; 0: none */
    const char *fuente;
    const ReglaFestivo *reglas;
    size_t n;
} PaisFestivos;

#define CANTIDAD_REGLAS(t) (sizeof(t) / sizeof((t)[0]))

extern const PaisFestivos festivos_co;
extern const PaisFestivos festivos_ar;
extern const PaisFestivos festivos_cl;
extern const PaisFestivos festivos_es;

/* Country by its code; NULL when there are no rules for it. */
extern const PaisFestivos *festivos_pais(const char *pais, size_t largo);

/* The day that the rule gives in that year; false when it gives none. */
extern bool festivos_fecha(const ReglaFestivo *r, int anio, Fecha *fecha);

/* Dates of knowledge of a rule: FECHA_NULA when it has none. */
extern Fecha festivos_conocida(const ReglaFestivo *r);
extern Fecha festivos_superada(const ReglaFestivo *r);

extern const char *clase_feriado_texto(ClaseFeriado clase);
/* False for the classes that do not stop a term by themselves (no_laborable). */
extern bool clase_feriado_inhabil(ClaseFeriado clase);

#endif
