/*
 * argumentos.h - arguments that a function cannot do without.
 */
#ifndef CONCILIACION_ARGUMENTOS_H
#define CONCILIACION_ARGUMENTOS_H

#include "errores.h"

#include "fmgr.h"

/* Bit of argument i (from 0) among those that may be null. */
#define OPCIONAL(i) (UINT32_C(1) << (i))

/* Refuse a null in any other argument, by its name. */
extern void exigir_argumentos(FunctionCallInfo fcinfo, uint32 opcionales);

#endif
