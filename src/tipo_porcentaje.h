/*
 * tipo_porcentaje.h - SQL type porcentaje at the function call edge.
 */
#ifndef CONCILIACION_TIPO_PORCENTAJE_H
#define CONCILIACION_TIPO_PORCENTAJE_H

#include "compat.h"
#include "utils/numeric.h"

#include "nucleo/porcentaje.h"

#define DatumGetPorcentaje(d) ((Porcentaje) DatumGetInt64(d))
#define PorcentajeGetDatum(p) Int64GetDatum((int64) (p))
#define PG_GETARG_PORCENTAJE(n) DatumGetPorcentaje(PG_GETARG_DATUM(n))
#define PG_RETURN_PORCENTAJE(p) return PorcentajeGetDatum(p)

/* Percentage points of p, and p of an amount; both exact. */
extern Numeric numeric_de_porcentaje(Porcentaje p);
extern Numeric porcentaje_de_numeric(Porcentaje p, Numeric importe);

#endif
