/*
 * plazos_sql.c - what the norm does by itself when a term expires, asked from
 * SQL with the columns of a case (see 69_plazos.sql).
 */
#include "cartera.h"
#include "norma_cache.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "nucleo/ciclo_factura.h"
#include "nucleo/ciclo_glosa.h"

/* The norm of argument n; inside SPI. */
static const Norma *
norma_arg(FunctionCallInfo fcinfo, int n)
{
    return norma_obtener(text_to_cstring(PG_GETARG_TEXT_PP(n)));
}

/* A row of two columns: why, or who, and the date. */
static Datum
efecto(FunctionCallInfo fcinfo, Datum causa, Fecha fecha)
{
    TupleDesc desc;
    Datum v[2] = {causa, DateADTGetDatum(fecha)};
    bool nulo[2] = {false, false};

    if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
        elog(ERROR, "return type must be a row type");
    return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), v, nulo));
}

PG_FUNCTION_INFO_V1(efecto_glosa);
/* _efecto_glosa(norma_id, estado, subsanada, comunicaciones, vence, ultima_fecha, al) */
Datum
efecto_glosa(PG_FUNCTION_ARGS)
{
    CasoGlosa k;
    int causa;
    Fecha fecha;
    bool hay;

    memset(&k, 0, sizeof(k));
    k.estado = enum_posicion("estado_glosa", PG_GETARG_OID(1));
    k.subsanada = PG_GETARG_BOOL(2);
    k.comunicaciones = PG_GETARG_INT32(3);
    k.vence = fecha_de_datum(PG_GETARG_DATUM(4));
    k.ultima_fecha = fecha_de_datum(PG_GETARG_DATUM(5));
    SPI_connect();
    hay = glosa_efecto_vencido(&k, norma_arg(fcinfo, 0), fecha_de_datum(PG_GETARG_DATUM(6)), &causa, &fecha);
    SPI_finish();
    if (!hay)
        PG_RETURN_NULL();
    PG_RETURN_DATUM(efecto(fcinfo, ObjectIdGetDatum(enum_valor("causa_cierre", causa)), fecha));
}

PG_FUNCTION_INFO_V1(efecto_factura);
/* _efecto_factura(norma_id, estado, quien_debe, vence, ultima_fecha, al) */
Datum
efecto_factura(PG_FUNCTION_ARGS)
{
    CasoFactura k;
    Fecha fecha;
    bool hay, injustificada;

    memset(&k, 0, sizeof(k));
    k.estado = enum_posicion("estado_factura", PG_GETARG_OID(1));
    k.quien_debe = enum_posicion("papel", PG_GETARG_OID(2));
    k.vence = fecha_de_datum(PG_GETARG_DATUM(3));
    k.ultima_fecha = fecha_de_datum(PG_GETARG_DATUM(4));
    SPI_connect();
    hay = factura_efecto_vencido(&k, norma_arg(fcinfo, 0), fecha_de_datum(PG_GETARG_DATUM(5)), &injustificada,
                                 &fecha);
    SPI_finish();
    if (!hay)
        PG_RETURN_NULL();
    PG_RETURN_DATUM(efecto(fcinfo, CStringGetTextDatum(injustificada ? "injustificada" : "tacita"), fecha));
}

PG_FUNCTION_INFO_V1(cita_debida);
/* _cita_debida(norma_id, vence) */
Datum
cita_debida(PG_FUNCTION_ARGS)
{
    const Norma *n;
    Fecha vence;
    bool hay;
    int quien;

    SPI_connect();
    n = norma_arg(fcinfo, 0);
    hay = glosa_cita_debida(n, norma_calendario(n), fecha_de_datum(PG_GETARG_DATUM(1)), &quien, &vence) &&
          vence != FECHA_NULA;
    SPI_finish();
    if (!hay)
        PG_RETURN_NULL();
    PG_RETURN_DATUM(efecto(fcinfo, ObjectIdGetDatum(enum_valor("papel", quien)), vence));
}

PG_FUNCTION_INFO_V1(acto_debido_en);
/* _acto_debido(norma_id, estado, subsanada) */
Datum
acto_debido_en(PG_FUNCTION_ARGS)
{
    int acto;

    SPI_connect();
    acto = glosa_acto_debido_en(norma_arg(fcinfo, 0), enum_posicion("estado_glosa", PG_GETARG_OID(1)),
                                PG_GETARG_BOOL(2));
    SPI_finish();
    if (acto == NINGUNO)
        PG_RETURN_NULL();
    PG_RETURN_OID(enum_valor("acto_plazo", acto));
}

PG_FUNCTION_INFO_V1(acto_de_suspension);
/* _acto_de_suspension(causa) */
Datum
acto_de_suspension(PG_FUNCTION_ARGS)
{
    int acto = glosa_acto_de_suspension(text_to_cstring(PG_GETARG_TEXT_PP(0)));

    if (acto == NINGUNO)
        PG_RETURN_NULL();
    PG_RETURN_OID(enum_valor("acto_plazo", acto));
}

PG_FUNCTION_INFO_V1(exigir_fecha);
/* _exigir_no_futura(fecha): 22023 for a day that has not come. */
Datum
exigir_fecha(PG_FUNCTION_ARGS)
{
    exigir_no_futura(fecha_de_datum(PG_GETARG_DATUM(0)));
    PG_RETURN_VOID();
}
