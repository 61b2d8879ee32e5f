/*
 * importes.c - monto_neto, porcentaje_gasto_administrativo, retentions and
 * repartir: exact numeric arithmetic with one rounding, half away from zero.
 */
#include "errores.h"
#include "tipo_porcentaje.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "nucleo/reparto.h"

#define DECIMALES_MAX 18

/* ---- exact arithmetic over numeric ------------------------------------------- */

static Numeric
operar(PGFunction f, Numeric a, Numeric b)
{
    return DatumGetNumeric(DirectFunctionCall2(f, NumericGetDatum(a), NumericGetDatum(b)));
}

static char *
texto_de(Numeric n)
{
    return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(n)));
}

static int
signo(Numeric n)
{
    return DatumGetInt32(
        DirectFunctionCall2(numeric_cmp, NumericGetDatum(n), NumericGetDatum(int64_to_numeric(0))));
}

/*
 * num / den to so many decimals, half away from zero; num >= 0, den > 0. One
 * integer division: dividing first and rounding later would round twice.
 */
static Numeric
razon(Numeric num, Numeric den, int decimales)
{
    int64 unidad = 1;
    Numeric doble;

    for (int i = 0; i < decimales; i++)
        unidad *= 10;
    doble = operar(numeric_mul, num, int64_to_numeric(2 * unidad));
    doble = operar(numeric_add, doble, den);
    doble = operar(numeric_div_trunc, doble, operar(numeric_mul, den, int64_to_numeric(2)));
    return operar(numeric_mul, doble, int64_div_fast_to_numeric(1, decimales));
}

/* ---- arguments ------------------------------------------------------------------ */

static Numeric
exigir_finito(Numeric n)
{
    if (numeric_is_nan(n) || numeric_is_inf(n))
        ereport(ERROR, (errcode(ERRCODE_KG_IMPORTE), errmsg("amount is not a finite number"),
                        errdetail("Amount: %s.", texto_de(n))));
    return n;
}

static Numeric
exigir_no_negativo(Numeric n)
{
    if (signo(exigir_finito(n)) < 0)
        ereport(ERROR, (errcode(ERRCODE_KG_IMPORTE), errmsg("amount must not be negative"),
                        errdetail("Amount: %s.", texto_de(n))));
    return n;
}

static Numeric
exigir_positivo(Numeric n)
{
    if (signo(exigir_no_negativo(n)) == 0)
        ereport(ERROR, (errcode(ERRCODE_KG_IMPORTE), errmsg("paid amount must not be zero"),
                        errdetail("Nothing was paid, so no percentage of it can be taken.")));
    return n;
}

static int
exigir_decimales(int32 decimales)
{
    if (decimales < 0 || decimales > DECIMALES_MAX)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("number of decimals must be between 0 and %d", DECIMALES_MAX),
                        errdetail("Decimals: %d.", decimales)));
    return decimales;
}

/* 1 + iva, in millionths of a percentage point. */
static Numeric
uno_mas_iva(Porcentaje iva)
{
    Fallo f;

    if (!importe_iva_valido(iva, &f))
        elevar(&f);
    return operar(numeric_add, int64_to_numeric(PORCENTAJE_CIEN), int64_to_numeric(iva));
}

static Datum
porcentaje_de_millonesimas(Numeric n)
{
    Porcentaje p;
    Fallo f;

    if (!porcentaje_de_decimal(
            texto_de(operar(numeric_mul, n, int64_div_fast_to_numeric(1, PORCENTAJE_DECIMALES))), &p, &f))
        elevar(&f);
    return PorcentajeGetDatum(p);
}

/* ---- net and administrative expense ------------------------------------------------ */

PG_FUNCTION_INFO_V1(conciliacion_monto_neto);
Datum
conciliacion_monto_neto(PG_FUNCTION_ARGS)
{
    Numeric total = exigir_no_negativo(PG_GETARG_NUMERIC(0));
    Numeric divisor = uno_mas_iva(PG_GETARG_PORCENTAJE(1));
    int decimales = exigir_decimales(PG_GETARG_INT32(2));

    PG_RETURN_NUMERIC(
        razon(operar(numeric_mul, total, int64_to_numeric(PORCENTAJE_CIEN)), divisor, decimales));
}

/* gasto / (pagado / (1 + iva)): on the net before any rounding. */
PG_FUNCTION_INFO_V1(conciliacion_gasto_administrativo_iva);
Datum
conciliacion_gasto_administrativo_iva(PG_FUNCTION_ARGS)
{
    Numeric gasto = exigir_no_negativo(PG_GETARG_NUMERIC(0));
    Numeric pagado = exigir_positivo(PG_GETARG_NUMERIC(1));

    return porcentaje_de_millonesimas(
        razon(operar(numeric_mul, gasto, uno_mas_iva(PG_GETARG_PORCENTAJE(2))), pagado, 0));
}

PG_FUNCTION_INFO_V1(conciliacion_gasto_administrativo);
Datum
conciliacion_gasto_administrativo(PG_FUNCTION_ARGS)
{
    Numeric gasto = exigir_no_negativo(PG_GETARG_NUMERIC(0));
    Numeric neto = exigir_positivo(PG_GETARG_NUMERIC(1));

    return porcentaje_de_millonesimas(
        razon(operar(numeric_mul, gasto, int64_to_numeric(PORCENTAJE_CIEN)), neto, 0));
}

/* ---- retentions ---------------------------------------------------------------------- */

PG_FUNCTION_INFO_V1(conciliacion_porcentaje_retencion);
Datum
conciliacion_porcentaje_retencion(PG_FUNCTION_ARGS)
{
    ArrayType *tasas = PG_GETARG_ARRAYTYPE_P(0);
    SumaPorcentaje suma = {0, 0, 0};
    Porcentaje total;
    Datum *v;
    bool *nulo;
    int n;
    Fallo f;

    deconstruct_array(tasas, ARR_ELEMTYPE(tasas), sizeof(Porcentaje), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &v,
                      &nulo, &n);
    for (int i = 0; i < n; i++) {
        if (nulo[i])
            ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("percentage must not be null"),
                            errdetail("Position: %d.", i + 1)));
        porcentaje_acumular(&suma, DatumGetPorcentaje(v[i]));
    }
    if (!porcentaje_total(&suma, &total, &f))
        elevar(&f);
    PG_RETURN_PORCENTAJE(total);
}

PG_FUNCTION_INFO_V1(conciliacion_monto_retencion);
Datum
conciliacion_monto_retencion(PG_FUNCTION_ARGS)
{
    Numeric monto = exigir_no_negativo(PG_GETARG_NUMERIC(0));
    Porcentaje tasa = PG_GETARG_PORCENTAJE(1);
    int decimales = exigir_decimales(PG_GETARG_INT32(2));
    char texto[PORCENTAJE_TEXTO];

    if (tasa < 0 || tasa > PORCENTAJE_CIEN)
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("retention must be between 0%% and 100%%"),
                 errdetail("Retention: %s.", porcentaje_texto(tasa, texto))));
    PG_RETURN_NUMERIC(razon(operar(numeric_mul, monto, int64_to_numeric(tasa)),
                            int64_to_numeric(PORCENTAJE_CIEN), decimales));
}

/* ---- allocation ------------------------------------------------------------------------ */

static int64
monto_en_unidades(Numeric monto, int decimales)
{
    char *texto = texto_de(exigir_finito(monto));
    LecturaDecimal lectura;
    int64 unidades = 0;
    Decimal d;

    lectura = decimal_leer(texto, &d);
    if (lectura == DECIMAL_BIEN && d.escala > decimales)
        ereport(ERROR, (errcode(ERRCODE_KG_IMPORTE), errmsg("amount has more than %d decimals", decimales),
                        errdetail("Amount: %s.", texto),
                        errhint("Amounts are never rounded: give them with the decimals to share.")));
    if (lectura == DECIMAL_BIEN)
        lectura = decimal_en_unidades(d, decimales, &unidades);
    if (lectura != DECIMAL_BIEN)
        ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("amount is out of range"),
                        errdetail("Amount: %s.", texto)));
    pfree(texto);
    return unidades;
}

static void
rehusar_peso(int posicion, const char *texto, bool rango)
{
    if (rango)
        ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("weights are out of range"),
                        errdetail("Position: %d; weight: %s.", posicion, texto),
                        errhint("Use weights with fewer digits.")));
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("weight must be a finite number, not negative"),
             errdetail("Position: %d; weight: %s.", posicion, texto)));
}

/* The weights as integers of a common scale. */
static int64 *
leer_pesos(ArrayType *arreglo, int *n)
{
    Decimal *decimales;
    int64 *pesos;
    int32 escala = PG_INT32_MIN;
    Datum *v;
    bool *nulo;

    if (ARR_NDIM(arreglo) > 1)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("weights must be an array of one dimension")));
    deconstruct_array(arreglo, NUMERICOID, -1, false, TYPALIGN_INT, &v, &nulo, n);
    decimales = palloc_extended(sizeof(Decimal) * Max(*n, 1), MCXT_ALLOC_HUGE);
    pesos = palloc_extended(sizeof(int64) * Max(*n, 1), MCXT_ALLOC_HUGE);
    for (int i = 0; i < *n; i++) {
        char *texto;
        LecturaDecimal lectura;

        CHECK_FOR_INTERRUPTS();
        if (nulo[i])
            rehusar_peso(i + 1, "NULL", false);
        texto = DatumGetCString(DirectFunctionCall1(numeric_out, v[i]));
        lectura = decimal_leer(texto, &decimales[i]);
        if (lectura != DECIMAL_BIEN || decimales[i].cifras < 0)
            rehusar_peso(i + 1, texto, lectura == DECIMAL_NO_CABE);
        if (decimales[i].cifras != 0)
            escala = Max(escala, decimales[i].escala);
        pfree(texto);
    }
    for (int i = 0; i < *n; i++)
        if (decimal_en_unidades(decimales[i], escala, &pesos[i]) != DECIMAL_BIEN)
            rehusar_peso(i + 1, DatumGetCString(DirectFunctionCall1(numeric_out, v[i])), true);
    pfree(decimales);
    return pesos;
}

PG_FUNCTION_INFO_V1(conciliacion_repartir);
Datum
conciliacion_repartir(PG_FUNCTION_ARGS)
{
    int decimales = exigir_decimales(PG_GETARG_INT32(2));
    int64 monto = monto_en_unidades(PG_GETARG_NUMERIC(0), decimales);
    int n;
    int64 *pesos = leer_pesos(PG_GETARG_ARRAYTYPE_P(1), &n);
    int64 *partes = palloc_extended(sizeof(int64) * Max(n, 1), MCXT_ALLOC_HUGE);
    uint64 *restos = palloc_extended(sizeof(uint64) * Max(n, 1), MCXT_ALLOC_HUGE);
    Datum *r;
    Fallo f;

    StaticAssertStmt(sizeof(uint64) == sizeof(uint64_t), "same width");
    if (!reparto_mayor_resto(monto, pesos, (size_t) n, partes, restos, &f))
        elevar(&f);
    r = palloc_extended(sizeof(Datum) * n, MCXT_ALLOC_HUGE);
    for (int i = 0; i < n; i++)
        r[i] = NumericGetDatum(int64_div_fast_to_numeric(partes[i], decimales));
    PG_RETURN_ARRAYTYPE_P(construct_array(r, n, NUMERICOID, -1, false, TYPALIGN_INT));
}
