/*
 * tipo_porcentaje.c - SQL type porcentaje: I/O, arithmetic, order, casts and
 * aggregates over nucleo/porcentaje.c.
 */
#include "errores.h"
#include "tipo_porcentaje.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/sortsupport.h"

/* ---- text and binary ------------------------------------------------------ */

PG_FUNCTION_INFO_V1(porcentaje_in);
Datum
porcentaje_in(PG_FUNCTION_ARGS)
{
    char *texto = PG_GETARG_CSTRING(0);
    Porcentaje p;
    Fallo f;

    if (!porcentaje_leer(texto, strlen(texto), &p, &f))
        ELEVAR_SUAVE(fcinfo->context, &f);
    PG_RETURN_PORCENTAJE(p);
}

PG_FUNCTION_INFO_V1(porcentaje_out);
Datum
porcentaje_out(PG_FUNCTION_ARGS)
{
    char buf[PORCENTAJE_TEXTO];

    PG_RETURN_CSTRING(pstrdup(porcentaje_texto(PG_GETARG_PORCENTAJE(0), buf)));
}

PG_FUNCTION_INFO_V1(porcentaje_recv);
Datum
porcentaje_recv(PG_FUNCTION_ARGS)
{
    Porcentaje p = pq_getmsgint64((StringInfo) PG_GETARG_POINTER(0));

    if (!porcentaje_valido(p))
        ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("percentage is out of range")));
    PG_RETURN_PORCENTAJE(p);
}

PG_FUNCTION_INFO_V1(porcentaje_send);
Datum
porcentaje_send(PG_FUNCTION_ARGS)
{
    StringInfoData buf;

    pq_begintypsend(&buf);
    pq_sendint64(&buf, (uint64) PG_GETARG_PORCENTAJE(0));
    PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* ---- arithmetic ------------------------------------------------------------ */

PG_FUNCTION_INFO_V1(porcentaje_mas);
Datum
porcentaje_mas(PG_FUNCTION_ARGS)
{
    Porcentaje r;
    Fallo f;

    if (!porcentaje_suma(PG_GETARG_PORCENTAJE(0), PG_GETARG_PORCENTAJE(1), &r, &f))
        elevar(&f);
    PG_RETURN_PORCENTAJE(r);
}

PG_FUNCTION_INFO_V1(porcentaje_menos);
Datum
porcentaje_menos(PG_FUNCTION_ARGS)
{
    Porcentaje r;
    Fallo f;

    if (!porcentaje_resta(PG_GETARG_PORCENTAJE(0), PG_GETARG_PORCENTAJE(1), &r, &f))
        elevar(&f);
    PG_RETURN_PORCENTAJE(r);
}

PG_FUNCTION_INFO_V1(porcentaje_opuesto);
Datum
porcentaje_opuesto(PG_FUNCTION_ARGS)
{
    PG_RETURN_PORCENTAJE(-PG_GETARG_PORCENTAJE(0)); /* the range is symmetric */
}

static Numeric
recortar(Numeric n)
{
    return DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(n)));
}

#define ESCALA_MAX 16383 /* decimals that numeric can hold; it rounds in silence past them */

static int32
escala(Numeric n)
{
    return DatumGetInt32(DirectFunctionCall1(numeric_scale, NumericGetDatum(n)));
}

Numeric
numeric_de_porcentaje(Porcentaje p)
{
    return recortar(int64_div_fast_to_numeric(p, PORCENTAJE_DECIMALES));
}

/*
 * p of importe, with every decimal it has and, when it has fewer, the decimals
 * of importe: 17% of 200 is 34 and of 200.00 is 34.00.
 */
Numeric
porcentaje_de_numeric(Porcentaje p, Numeric importe)
{
    Numeric razon = recortar(int64_div_fast_to_numeric(p, PORCENTAJE_DECIMALES + 2));
    Numeric factor, r;

    if (numeric_is_nan(importe) || numeric_is_inf(importe))
        ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                        errmsg("cannot take a percentage of a number that is not finite")));
    factor = recortar(importe);
    if (escala(razon) + escala(factor) > ESCALA_MAX)
        ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                        errmsg("exact percentage has more decimals than numeric can hold")));
    r = recortar(
        DatumGetNumeric(DirectFunctionCall2(numeric_mul, NumericGetDatum(razon), NumericGetDatum(factor))));
    if (escala(r) < escala(importe) && escala(importe) <= NUMERIC_MAX_PRECISION)
        r = DatumGetNumeric(
            DirectFunctionCall2(numeric_round, NumericGetDatum(r), Int32GetDatum(escala(importe))));
    return r;
}

PG_FUNCTION_INFO_V1(porcentaje_por_numeric);
Datum
porcentaje_por_numeric(PG_FUNCTION_ARGS)
{
    PG_RETURN_NUMERIC(porcentaje_de_numeric(PG_GETARG_PORCENTAJE(0), PG_GETARG_NUMERIC(1)));
}

PG_FUNCTION_INFO_V1(numeric_por_porcentaje);
Datum
numeric_por_porcentaje(PG_FUNCTION_ARGS)
{
    PG_RETURN_NUMERIC(porcentaje_de_numeric(PG_GETARG_PORCENTAJE(1), PG_GETARG_NUMERIC(0)));
}

/* ---- casts ------------------------------------------------------------------ */

PG_FUNCTION_INFO_V1(numeric_a_porcentaje);
Datum
numeric_a_porcentaje(PG_FUNCTION_ARGS)
{
    char *texto = DatumGetCString(DirectFunctionCall1(numeric_out, PG_GETARG_DATUM(0)));
    Porcentaje p;
    Fallo f;

    if (!porcentaje_de_decimal(texto, &p, &f))
        elevar(&f);
    pfree(texto);
    PG_RETURN_PORCENTAJE(p);
}

PG_FUNCTION_INFO_V1(porcentaje_a_numeric);
Datum
porcentaje_a_numeric(PG_FUNCTION_ARGS)
{
    PG_RETURN_NUMERIC(numeric_de_porcentaje(PG_GETARG_PORCENTAJE(0)));
}

static Datum
de_entero(int64 puntos)
{
    Porcentaje p;
    Fallo f;

    if (!porcentaje_de_entero(puntos, &p, &f))
        elevar(&f);
    PG_RETURN_PORCENTAJE(p);
}

PG_FUNCTION_INFO_V1(int4_a_porcentaje);
Datum
int4_a_porcentaje(PG_FUNCTION_ARGS)
{
    return de_entero(PG_GETARG_INT32(0));
}

PG_FUNCTION_INFO_V1(int8_a_porcentaje);
Datum
int8_a_porcentaje(PG_FUNCTION_ARGS)
{
    return de_entero(PG_GETARG_INT64(0));
}

/* ---- order and hash ---------------------------------------------------------- */

#define COMPARADOR(nombre, op)                                                                               \
    extern Datum nombre(PG_FUNCTION_ARGS);                                                                   \
    Datum nombre(PG_FUNCTION_ARGS)                                                                           \
    {                                                                                                        \
        PG_RETURN_BOOL(PG_GETARG_PORCENTAJE(0) op PG_GETARG_PORCENTAJE(1));                                  \
    }                                                                                                        \
    PG_FUNCTION_INFO_V1(nombre)

COMPARADOR(porcentaje_eq, ==);
COMPARADOR(porcentaje_ne, !=);
COMPARADOR(porcentaje_lt, <);
COMPARADOR(porcentaje_le, <=);
COMPARADOR(porcentaje_gt, >);
COMPARADOR(porcentaje_ge, >=);

PG_FUNCTION_INFO_V1(porcentaje_cmp);
Datum
porcentaje_cmp(PG_FUNCTION_ARGS)
{
    Porcentaje a = PG_GETARG_PORCENTAJE(0), b = PG_GETARG_PORCENTAJE(1);

    PG_RETURN_INT32((a > b) - (a < b));
}

#if SIZEOF_DATUM < 8
static int
comparar_datum(Datum x, Datum y, SortSupport ssup)
{
    Porcentaje a = DatumGetPorcentaje(x), b = DatumGetPorcentaje(y);

    return (a > b) - (a < b);
}
#endif

PG_FUNCTION_INFO_V1(porcentaje_sortsupport);
Datum
porcentaje_sortsupport(PG_FUNCTION_ARGS)
{
    SortSupport ssup = (SortSupport) PG_GETARG_POINTER(0);

#if SIZEOF_DATUM >= 8
    ssup->comparator = ssup_datum_signed_cmp; /* the sort has a specialised routine for it */
#else
    ssup->comparator = comparar_datum;
#endif
    PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(porcentaje_hash);
Datum
porcentaje_hash(PG_FUNCTION_ARGS)
{
    Porcentaje p = PG_GETARG_PORCENTAJE(0);

    return hash_any((unsigned char *) &p, sizeof p);
}

PG_FUNCTION_INFO_V1(porcentaje_hash_extended);
Datum
porcentaje_hash_extended(PG_FUNCTION_ARGS)
{
    Porcentaje p = PG_GETARG_PORCENTAJE(0);

    return hash_any_extended((unsigned char *) &p, sizeof p, (uint64) PG_GETARG_INT64(1));
}

PG_FUNCTION_INFO_V1(porcentaje_menor);
Datum
porcentaje_menor(PG_FUNCTION_ARGS)
{
    PG_RETURN_PORCENTAJE(Min(PG_GETARG_PORCENTAJE(0), PG_GETARG_PORCENTAJE(1)));
}

PG_FUNCTION_INFO_V1(porcentaje_mayor);
Datum
porcentaje_mayor(PG_FUNCTION_ARGS)
{
    PG_RETURN_PORCENTAJE(Max(PG_GETARG_PORCENTAJE(0), PG_GETARG_PORCENTAJE(1)));
}

/* ---- sum and average ------------------------------------------------------------ */

/* The state is bigint[3]: how many, high and low halves of the sum (SumaPorcentaje). */
#define ESTADO_LARGO 3

/* Contents of a state, checked: anyone may call these functions with any array. */
static int64 *
contenido(ArrayType *estado)
{
    if (ARR_NDIM(estado) != 1 || ARR_DIMS(estado)[0] != ESTADO_LARGO || ARR_HASNULL(estado) ||
        ARR_ELEMTYPE(estado) != INT8OID)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("aggregate state must be an array of %d bigint", ESTADO_LARGO)));
    return (int64 *) ARR_DATA_PTR(estado);
}

static SumaPorcentaje
leer_estado(ArrayType *estado)
{
    int64 *v = contenido(estado);

    return (SumaPorcentaje){.n = v[0], .alto = v[1], .bajo = (uint64) v[2]};
}

/* The state to write on: the argument itself when it is the aggregate's own. */
static ArrayType *
propio(FunctionCallInfo fcinfo)
{
    return AggCheckCallContext(fcinfo, NULL) ? PG_GETARG_ARRAYTYPE_P(0) : PG_GETARG_ARRAYTYPE_P_COPY(0);
}

static Datum
guardar_estado(ArrayType *estado, SumaPorcentaje s)
{
    int64 *v = contenido(estado);

    v[0] = s.n;
    v[1] = s.alto;
    v[2] = (int64) s.bajo;
    PG_RETURN_ARRAYTYPE_P(estado);
}

PG_FUNCTION_INFO_V1(porcentaje_agregar);
Datum
porcentaje_agregar(PG_FUNCTION_ARGS)
{
    ArrayType *estado = propio(fcinfo);
    SumaPorcentaje s = leer_estado(estado);

    porcentaje_acumular(&s, PG_GETARG_PORCENTAJE(1));
    return guardar_estado(estado, s);
}

PG_FUNCTION_INFO_V1(porcentaje_quitar);
Datum
porcentaje_quitar(PG_FUNCTION_ARGS)
{
    ArrayType *estado = propio(fcinfo);
    SumaPorcentaje s = leer_estado(estado);

    porcentaje_descontar(&s, PG_GETARG_PORCENTAJE(1));
    return guardar_estado(estado, s);
}

PG_FUNCTION_INFO_V1(porcentaje_unir);
Datum
porcentaje_unir(PG_FUNCTION_ARGS)
{
    ArrayType *estado = propio(fcinfo);
    SumaPorcentaje s = leer_estado(estado), otra = leer_estado(PG_GETARG_ARRAYTYPE_P(1));

    porcentaje_combinar(&s, &otra);
    return guardar_estado(estado, s);
}

PG_FUNCTION_INFO_V1(porcentaje_suma_final);
Datum
porcentaje_suma_final(PG_FUNCTION_ARGS)
{
    SumaPorcentaje s = leer_estado(PG_GETARG_ARRAYTYPE_P(0));
    Porcentaje r;
    Fallo f;

    if (s.n == 0)
        PG_RETURN_NULL();
    if (!porcentaje_total(&s, &r, &f))
        elevar(&f);
    PG_RETURN_PORCENTAJE(r);
}

PG_FUNCTION_INFO_V1(porcentaje_media_final);
Datum
porcentaje_media_final(PG_FUNCTION_ARGS)
{
    SumaPorcentaje s = leer_estado(PG_GETARG_ARRAYTYPE_P(0));
    Porcentaje r;
    Fallo f;

    if (s.n == 0)
        PG_RETURN_NULL();
    if (!porcentaje_media(&s, &r, &f))
        elevar(&f);
    PG_RETURN_PORCENTAJE(r);
}
