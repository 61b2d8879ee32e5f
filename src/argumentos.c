/*
 * argumentos.c - arguments that a function cannot do without (see
 * argumentos.h). A strict function would answer null, or no rows, which some
 * of ours use to say something: "it adds up", "there is no such set".
 */
#include "argumentos.h"

#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/syscache.h"

pg_noreturn static void
rechazar_nulo(const char *nombre)
{
    ereport(ERROR,
            (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("argument \"%s\" must not be null", nombre)));
}

/* The catalogue knows the names; it is asked only when one is missing. */
static const char *
nombre_de(Oid funcion, int i)
{
    HeapTuple t = SearchSysCache1(PROCOID, ObjectIdGetDatum(funcion));
    Datum nombres, modos;
    bool sin_nombres, sin_modos;
    char **v;
    int n;

    if (!HeapTupleIsValid(t))
        elog(ERROR, "cache lookup failed for function %u", funcion);
    nombres = SysCacheGetAttr(PROCOID, t, Anum_pg_proc_proargnames, &sin_nombres);
    modos = SysCacheGetAttr(PROCOID, t, Anum_pg_proc_proargmodes, &sin_modos);
    n = sin_nombres ? 0 : get_func_input_arg_names(nombres, sin_modos ? (Datum) 0 : modos, &v);
    ReleaseSysCache(t);
    return i < n && v[i] != NULL ? v[i] : psprintf("$%d", i + 1);
}

void
exigir_argumentos(FunctionCallInfo fcinfo, uint32 opcionales)
{
    for (int i = 0; i < PG_NARGS(); i++)
        if (PG_ARGISNULL(i) && (opcionales & OPCIONAL(i)) == 0)
            rechazar_nulo(nombre_de(fcinfo->flinfo->fn_oid, i));
}

/* _exigir_argumentos(nombres, VARIADIC valores): the same for the functions that are not in C. */
PG_FUNCTION_INFO_V1(exigir_argumentos_sql);
Datum
exigir_argumentos_sql(PG_FUNCTION_ARGS)
{
    Datum *nombres;
    bool *nulos;
    int n;

    for (int i = 1; i < PG_NARGS(); i++) {
        if (!PG_ARGISNULL(i))
            continue;
        deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT, &nombres, &nulos, &n);
        if (i > n)
            elog(ERROR, "_exigir_argumentos: value %d has no name", i);
        rechazar_nulo(TextDatumGetCString(nombres[i - 1]));
    }
    PG_RETURN_VOID();
}
