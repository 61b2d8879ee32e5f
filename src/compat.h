/*
 * compat.h - every difference between the supported majors, one comment each.
 */
#ifndef CONCILIACION_COMPAT_H
#define CONCILIACION_COMPAT_H

#include "postgres.h"
#include "fmgr.h"

/* PG 16 moved VARDATA_ANY and friends out of postgres.h. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* PG 18 replaced pg_attribute_noreturn(), a suffix, by the prefix pg_noreturn. */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* Soft errors of input functions exist from PG 16 on; before, an error is an error. */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#else
#ifndef ereturn
#define ereturn(contexto, devolver, ...)                                                                     \
    do {                                                                                                     \
        (void) (contexto);                                                                                   \
        ereport(ERROR, __VA_ARGS__);                                                                         \
        return devolver;                                                                                     \
    } while (0)
#endif
#endif

#endif
