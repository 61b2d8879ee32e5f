/*
 * cheques.c - conditions of the CHECKs of tables that every event writes.
 *
 * Each statement that writes a table reads and plans its CHECKs again, from their text: a function over columns is a
 * half of the text of the operators that it stands for, and a sixth of the whole cost of a call was there.
 */
#include "numerico.h"

#include "compat.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

/* The cents of an argument; false when it is not an amount to the cent. */
static bool
centavos(FunctionCallInfo fcinfo, int n, Centavos *c)
{
    Fallo f;

    return centavos_probar(PG_GETARG_DATUM(n), c, &f);
}

/* Arguments n and n + 1, when there are: to the cent and not negative. */
static bool
importes(FunctionCallInfo fcinfo, int n)
{
    Centavos c;

    for (int i = n; i < n + 2; i++)
        if (!PG_ARGISNULL(i) && (!centavos(fcinfo, i, &c) || c < 0))
            return false;
    return true;
}

PG_FUNCTION_INFO_V1(evento_cuadra);
/* _evento_cuadra(valor_aceptado, valor_levantado) */
Datum
evento_cuadra(PG_FUNCTION_ARGS)
{
    PG_RETURN_BOOL(importes(fcinfo, 0));
}

PG_FUNCTION_INFO_V1(prestacion_cuadra);
/* _prestacion_cuadra(linea, cantidad, valor, valor_convenido); columns of the first two are never null */
Datum
prestacion_cuadra(PG_FUNCTION_ARGS)
{
    Numeric cantidad;

    if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
        PG_RETURN_NULL();
    cantidad = PG_GETARG_NUMERIC(1);
    PG_RETURN_BOOL(PG_GETARG_INT32(0) > 0 && !numeric_is_nan(cantidad) && !numeric_is_inf(cantidad) &&
                   DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(cantidad),
                                                     NumericGetDatum(int64_to_numeric(0)))) > 0 &&
                   importes(fcinfo, 2));
}

/* Objected, accepted, lifted and pending: the first four arguments. */
static bool
cuadra(FunctionCallInfo fcinfo, Centavos *objetado)
{
    Centavos v[4];

    for (int i = 0; i < 4; i++)
        if (!centavos(fcinfo, i, &v[i]))
            return false;
    *objetado = v[0];
    return dinero_cuadra(v[0], v[1], v[2], v[3]);
}

PG_FUNCTION_INFO_V1(glosa_cuadra);
/* _glosa_cuadra(valor, valor_aceptado, valor_levantado, valor_pendiente) */
Datum
glosa_cuadra(PG_FUNCTION_ARGS)
{
    Centavos valor;

    PG_RETURN_BOOL(cuadra(fcinfo, &valor) && valor > 0);
}

PG_FUNCTION_INFO_V1(factura_cuadra);
/* _factura_cuadra(valor_glosado, valor_aceptado, valor_levantado, valor_pendiente, valor, and what extinguishes it...) */
Datum
factura_cuadra(PG_FUNCTION_ARGS)
{
    Centavos glosado, valor, c;

    if (!cuadra(fcinfo, &glosado) || !centavos(fcinfo, 4, &valor) || glosado > valor)
        PG_RETURN_BOOL(false);
    for (int i = 5; i < PG_NARGS(); i++)
        if (!centavos(fcinfo, i, &c) || c < 0)
            PG_RETURN_BOOL(false);
    PG_RETURN_BOOL(true);
}
