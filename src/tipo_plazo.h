/*
 * tipo_plazo.h - SQL type plazo at the function call edge: 8 bytes by value,
 * the unit in the upper half and the quantity in the lower.
 */
#ifndef CONCILIACION_TIPO_PLAZO_H
#define CONCILIACION_TIPO_PLAZO_H

#include "compat.h"

#include "nucleo/plazo.h"

static inline Datum
PlazoGetDatum(Plazo p)
{
    return Int64GetDatum((int64) (((uint64) (uint32) p.unidad << 32) | (uint32) p.cantidad));
}

static inline Plazo
DatumGetPlazo(Datum d)
{
    uint64 v = (uint64) DatumGetInt64(d);

    return (Plazo){.cantidad = (int32) (v & 0xFFFFFFFF), .unidad = (int32) (v >> 32)};
}

#define PG_GETARG_PLAZO(n) DatumGetPlazo(PG_GETARG_DATUM(n))
#define PG_RETURN_PLAZO(p) return PlazoGetDatum(p)

#endif
