/*
 * calendario_interno.h - the inside of a Calendario, for calendario.c and
 * calendario_plazo.c only.
 */
#ifndef NUCLEO_CALENDARIO_INTERNO_H
#define NUCLEO_CALENDARIO_INTERNO_H

#include "nucleo/calendario.h"

struct Calendario {
    const PaisFestivos *pais;
    unsigned laborables;
    Fecha primera;
    Fecha ultima;
    int dias;
    int32_t *previos; /* previos[i]: business days before day primera + i; dias + 1 of them */
    Fecha *habiles;   /* the business days, in order */
    int n_habiles;
    Feriado *feriados; /* by date */
    int n_feriados;
    Fecha conocido_desde; /* dates of knowledge that give this very calendar */
    Fecha conocido_hasta;
};

/* These take dates in range. */
static inline bool
habil(const Calendario *c, Fecha fecha)
{
    int i = fecha - c->primera;

    return c->previos[i + 1] > c->previos[i];
}

static inline int32_t
hasta_inclusive(const Calendario *c, Fecha fecha)
{
    return c->previos[fecha - c->primera + 1];
}

static inline bool
laborable(const Calendario *c, Fecha fecha)
{
    return (c->laborables >> fecha_dia_semana(fecha) & 1u) != 0;
}

extern bool calendario_en_rango(const Calendario *c, Fecha fecha, Fallo *f);
extern bool calendario_fuera_de_alcance(const Calendario *c, Fecha desde, Fallo *f);

#endif
