/*
 * plazo.h - a legal term: a quantity of business or calendar days, business or
 * running hours, months or years (Ley 4 de 1913 art. 62).
 */
#ifndef NUCLEO_PLAZO_H
#define NUCLEO_PLAZO_H

#include "nucleo/fallo.h"

typedef enum UnidadPlazo {
    UNIDAD_HORA = 1,
    UNIDAD_HORA_HABIL,
    UNIDAD_DIA,
    UNIDAD_DIA_HABIL,
    UNIDAD_MES,
    UNIDAD_ANIO
} UnidadPlazo;

/* The value of SQL type plazo: 8 bytes, passed by value. cantidad >= 0. */
typedef struct Plazo {
    int32_t cantidad;
    int32_t unidad; /* UnidadPlazo */
} Plazo;

#define PLAZO_CANTIDAD_MAX 100000
#define PLAZO_TEXTO 40

extern bool plazo_leer(const char *texto, size_t largo, Plazo *p, Fallo *f);
extern const char *plazo_texto(Plazo p, char *buf); /* canonical form in buf[PLAZO_TEXTO] */
extern const char *plazo_unidad(Plazo p);           /* its unit, in singular; constant */
extern bool plazo_valido(Plazo p);
extern int plazo_comparar(Plazo a, Plazo b);

#endif
