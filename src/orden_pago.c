/*
 * orden_pago.c - payment orders over liquidaciones: ordenar_pago, pagar_orden
 * and anular_orden_pago. An order is paid whole or not at all.
 */
#include "argumentos.h"
#include "disparador.h"
#include "liquidacion.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

static ActoSql
acto_de(Fecha fecha)
{
    exigir_no_futura(fecha);
    return (ActoSql){.fecha = fecha,
                     .sin_motivo = true,
                     .usuario = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false))};
}

/* Each liquidacion must admit the act; all of them go to the same state. */
static int
exigir_todas(const LiquidacionFila *l, int n, int evento, const ActoSql *acto)
{
    const ActoLiquidacion a = {evento, acto->fecha, !acto->sin_motivo};
    int hacia = NINGUNO;
    Fallo f;

    for (int i = 0; i < n; i++)
        if (!liquidacion_aplicar(&l[i].caso, &a, &hacia, &f))
            elevar(&f);
    return hacia;
}

/* ---- ordenar_pago(prestador_id, liquidaciones, fecha) -------------------------------- */

static int
comparar_int8(const void *a, const void *b)
{
    int64 x = *(const int64 *) a, y = *(const int64 *) b;

    return (x > y) - (x < y);
}

/* Ids in ascending order; none null, none twice. */
static int64 *
leer_ids(ArrayType *arreglo, int *n)
{
    Datum *d;
    bool *nulos;
    int64 *ids;

    deconstruct_array(arreglo, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &d, &nulos, n);
    if (*n == 0)
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("a payment order needs liquidaciones")));
    ids = palloc(sizeof(int64) * (Size) *n);
    for (int i = 0; i < *n; i++) {
        if (nulos[i])
            ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                            errmsg("a liquidacion of the order is null"), errdetail("Position: %d.", i + 1)));
        ids[i] = DatumGetInt64(d[i]);
    }
    qsort(ids, (size_t) *n, sizeof(int64), comparar_int8);
    for (int i = 1; i < *n; i++)
        if (ids[i] == ids[i - 1])
            ereport(ERROR,
                    (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("a liquidacion is twice in the order"),
                     errdetail("Liquidacion: %lld.", (long long) ids[i])));
    return ids;
}

/* As the caller: who may not see a liquidacion may not order its payment. */
static Consulta ver_liquidaciones = {
    "SELECT q.liquidacion_id FROM cartera.liquidacion q WHERE q.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND q.liquidacion_id OPERATOR(pg_catalog.=) ANY ($2) ORDER BY q.liquidacion_id",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

static void
exigir_visibles(int64 prestador, const int64 *ids, int n, Datum arreglo)
{
    Datum v[2] = {Int64GetDatum(prestador), arreglo};
    uint64 hay = consulta_correr(&ver_liquidaciones, v, NULL, false);

    for (int i = 0; i < n; i++)
        if ((uint64) i >= hay || spi_int8(i, 1, 0) != ids[i])
            no_existe("liquidacion", prestador, ids[i]);
    SPI_freetuptable(SPI_tuptable);
}

static Consulta insertar_orden = {
    "INSERT INTO cartera.orden_pago (prestador_id, fecha, estado, liquidaciones, total, ultima_fecha,"
    " registrado_en, usuario) VALUES ($1, $2, 'pendiente', $3, $4, $2, $5, $6) RETURNING orden_pago_id",
    6,
    {INT8OID, DATEOID, INT4OID, NUMERICOID, TIMESTAMPTZOID, TEXTOID},
    {0},
    NULL};

static Consulta insertar_lineas = {
    "INSERT INTO cartera.orden_pago_linea (prestador_id, orden_pago_id, liquidacion_id, importe)"
    " SELECT $3, $4, u.liquidacion_id, u.importe FROM (SELECT " UNNEST_2 ") AS u (liquidacion_id, importe)",
    4,
    {INT8ARRAYOID, NUMERICARRAYOID, INT8OID, INT8OID},
    {0},
    NULL};

static int64
escribir_orden(int64 prestador, const LiquidacionFila *l, int n, const ActoSql *acto)
{
    static const Oid tipos[2] = {INT8OID, NUMERICOID};
    Lote *lote = lote_crear(CurrentMemoryContext, tipos, 2);
    Centavos total = 0;
    Datum v[6], w[4];
    int64 orden;

    for (int i = 0; i < n; i++) {
        total += l[i].liquido;
        if (total > CENTAVOS_MAX)
            ereport(ERROR,
                    (errcode(ERRCODE_KG_IMPORTE), errmsg("the total of the payment order is out of range")));
        lote_int8(lote, 0, l[i].caso.id);
        lote_centavos(lote, 1, l[i].liquido);
        lote_fin_fila(lote);
    }
    v[0] = Int64GetDatum(prestador);
    v[1] = DateADTGetDatum(acto->fecha);
    v[2] = Int32GetDatum(n);
    v[3] = NumericGetDatum(numeric_de_centavos(total));
    v[4] = TimestampTzGetDatum(GetCurrentTimestamp());
    v[5] = acto->usuario;
    consulta_correr(&insertar_orden, v, NULL, false);
    orden = spi_int8(0, 1, 0);
    SPI_freetuptable(SPI_tuptable);
    lote_arreglos(lote, w);
    w[2] = Int64GetDatum(prestador);
    w[3] = Int64GetDatum(orden);
    consulta_correr(&insertar_lineas, w, NULL, false);
    return orden;
}

PG_FUNCTION_INFO_V1(ordenar_pago);
Datum
ordenar_pago(PG_FUNCTION_ARGS)
{
    EscrituraInterna interna;
    LiquidacionFila *l;
    ActoSql acto;
    int64 prestador, orden, *ids;
    int n, hay, hacia;

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, 0);
    prestador = PG_GETARG_INT64(0);
    SPI_connect();
    acto = acto_de(fecha_de_datum(PG_GETARG_DATUM(2)));
    ids = leer_ids(PG_GETARG_ARRAYTYPE_P(1), &n);
    exigir_visibles(prestador, ids, n, PG_GETARG_DATUM(1));
    cartera_abrir(&interna);
    l = liquidacion_bloquear(prestador, PG_GETARG_DATUM(1), &hay);
    hacia = exigir_todas(l, hay, EL_ORDENAR, &acto);
    orden = escribir_orden(prestador, l, hay, &acto);
    liquidacion_mover(prestador, l, hay, EL_ORDENAR, hacia, orden, &acto);
    cartera_cerrar(&interna);
    SPI_finish();
    PG_RETURN_INT64(orden);
}

/* ---- what is done to an order ---------------------------------------------------------- */

typedef struct OrdenFila {
    CasoOrden caso;
    char *referencia; /* NULL until it is paid */
} OrdenFila;

#define DE_ORDEN                                                                                             \
    "SELECT o.estado, o.ultima_fecha, o.referencia FROM cartera.orden_pago o"                                \
    " WHERE o.prestador_id OPERATOR(pg_catalog.=) $1 AND o.orden_pago_id OPERATOR(pg_catalog.=) $2"

static Consulta ver_orden = {DE_ORDEN, 2, {INT8OID, INT8OID}, {0}, NULL};
static Consulta bloquear_orden = {DE_ORDEN " FOR NO KEY UPDATE", 2, {INT8OID, INT8OID}, {0}, NULL};

static OrdenFila
leer_orden(int64 prestador, int64 orden, Consulta *q)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(orden)};
    OrdenFila o;

    if (consulta_correr(q, v, NULL, false) == 0)
        no_existe("payment order", prestador, orden);
    o.caso = (CasoOrden){orden, spi_enum(0, 1, "estado_orden_pago"), spi_fecha(0, 2)};
    o.referencia = spi_texto(0, 3);
    SPI_freetuptable(SPI_tuptable);
    return o;
}

static Consulta leer_lineas_orden = {
    "SELECT pg_catalog.array_agg(l.liquidacion_id ORDER BY l.liquidacion_id) FROM cartera.orden_pago_linea l"
    " WHERE l.prestador_id OPERATOR(pg_catalog.=) $1 AND l.orden_pago_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static LiquidacionFila *
bloquear_sus_liquidaciones(int64 prestador, int64 orden, int *n)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(orden)};
    bool nulo;

    consulta_correr(&leer_lineas_orden, v, NULL, false);
    return liquidacion_bloquear(prestador, spi_dato_de(0, 1, INT8ARRAYOID, &nulo), n);
}

static Consulta escribir_estado_orden = {
    "UPDATE cartera.orden_pago o SET estado = $3, ultima_fecha = $4,"
    " referencia = COALESCE($5, o.referencia), motivo = COALESCE($6, o.motivo)"
    " WHERE o.prestador_id OPERATOR(pg_catalog.=) $1 AND o.orden_pago_id OPERATOR(pg_catalog.=) $2",
    6,
    {INT8OID, INT8OID, 0, DATEOID, TEXTOID, TEXTOID},
    {[2] = "estado_orden_pago"},
    NULL};

static void
avanzar_orden(int64 prestador, int64 orden, int hacia, Fecha fecha, Datum referencia, Datum motivo)
{
    Datum v[6] = {Int64GetDatum(prestador),
                  Int64GetDatum(orden),
                  ObjectIdGetDatum(enum_valor("estado_orden_pago", hacia)),
                  DateADTGetDatum(fecha),
                  referencia,
                  motivo};
    char nulos[] = "    nn";

    nulos[4] = referencia == 0 ? 'n' : ' ';
    nulos[5] = motivo == 0 ? 'n' : ' ';
    if (consulta_correr(&escribir_estado_orden, v, nulos, false) != 1)
        elog(ERROR, "the payment order was lost");
}

/* ---- pagar_orden(prestador_id, orden_pago_id, fecha, referencia) ------------------------- */

static Consulta insertar_pagos = {
    "INSERT INTO cartera.cuenta_movimiento (prestador_id, cuenta_id, fecha, clase, concepto, importe,"
    " liquidacion_id, orden_pago_id, registrado_en, usuario)"
    " SELECT m.prestador_id, m.cuenta_id, $3, 'pago', $4, OPERATOR(pg_catalog.-) m.importe, m.liquidacion_id,"
    " $2, $5, $6 FROM cartera.orden_pago_linea l JOIN cartera.cuenta_movimiento m"
    " ON m.prestador_id OPERATOR(pg_catalog.=) l.prestador_id"
    " AND m.liquidacion_id OPERATOR(pg_catalog.=) l.liquidacion_id"
    " AND m.clase OPERATOR(pg_catalog.=) 'liquidacion' WHERE l.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND l.orden_pago_id OPERATOR(pg_catalog.=) $2 ORDER BY m.cuenta_id, m.liquidacion_id",
    6,
    {INT8OID, INT8OID, DATEOID, TEXTOID, TIMESTAMPTZOID, TEXTOID},
    {0},
    NULL};

static void
debitar_cuentas(int64 prestador, int64 orden, const char *referencia, int n, const ActoSql *acto)
{
    Datum v[6] = {Int64GetDatum(prestador),
                  Int64GetDatum(orden),
                  DateADTGetDatum(acto->fecha),
                  CStringGetTextDatum(psprintf("Orden de pago %lld, %s", (long long) orden, referencia)),
                  TimestampTzGetDatum(GetCurrentTimestamp()),
                  acto->usuario};

    if (consulta_correr(&insertar_pagos, v, NULL, false) != (uint64) n)
        elog(ERROR, "movements of the payment order lost rows");
}

PG_FUNCTION_INFO_V1(pagar_orden);
Datum
pagar_orden(PG_FUNCTION_ARGS)
{
    EscrituraInterna interna;
    LiquidacionFila *l;
    ActoLiquidacion a;
    ActoSql acto;
    OrdenFila o;
    int64 prestador, orden;
    char *referencia;
    int n, hacia;
    Fallo f;

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, 0);
    prestador = PG_GETARG_INT64(0);
    orden = PG_GETARG_INT64(1);
    SPI_connect();
    acto = acto_de(fecha_de_datum(PG_GETARG_DATUM(2)));
    referencia = text_to_cstring(PG_GETARG_TEXT_PP(3));
    if (texto_vacio(referencia))
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the reference of a payment is missing")));
    leer_orden(prestador, orden, &ver_orden);
    cartera_abrir(&interna);
    o = leer_orden(prestador, orden, &bloquear_orden);
    /* the same payment told again is no second payment */
    if (o.caso.estado != ORDEN_PAGADA || o.caso.ultima != acto.fecha ||
        strcmp(o.referencia, referencia) != 0) {
        a = (ActoLiquidacion){EO_PAGAR, acto.fecha, false};
        if (!orden_aplicar(&o.caso, &a, &hacia, &f))
            elevar(&f);
        avanzar_orden(prestador, orden, hacia, acto.fecha, PG_GETARG_DATUM(3), 0);
        l = bloquear_sus_liquidaciones(prestador, orden, &n);
        hacia = exigir_todas(l, n, EL_PAGAR, &acto);
        liquidacion_mover(prestador, l, n, EL_PAGAR, hacia, orden, &acto);
        debitar_cuentas(prestador, orden, referencia, n, &acto);
    }
    cartera_cerrar(&interna);
    SPI_finish();
    PG_RETURN_OID(enum_valor("estado_orden_pago", ORDEN_PAGADA));
}

/* ---- anular_orden_pago(prestador_id, orden_pago_id, motivo, fecha) -------------------------- */

PG_FUNCTION_INFO_V1(anular_orden_pago);
Datum
anular_orden_pago(PG_FUNCTION_ARGS)
{
    EscrituraInterna interna;
    LiquidacionFila *l;
    ActoLiquidacion a;
    ActoSql acto;
    OrdenFila o;
    int64 prestador, orden;
    int n, hacia;
    Fallo f;

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, OPCIONAL(2));
    prestador = PG_GETARG_INT64(0);
    orden = PG_GETARG_INT64(1);
    SPI_connect();
    acto = acto_de(fecha_de_datum(PG_GETARG_DATUM(3)));
    acto.sin_motivo = PG_ARGISNULL(2) || texto_vacio(text_to_cstring(PG_GETARG_TEXT_PP(2)));
    acto.motivo = PG_ARGISNULL(2) ? (Datum) 0 : PG_GETARG_DATUM(2);
    leer_orden(prestador, orden, &ver_orden);
    cartera_abrir(&interna);
    o = leer_orden(prestador, orden, &bloquear_orden);
    a = (ActoLiquidacion){EO_ANULAR, acto.fecha, !acto.sin_motivo};
    if (!orden_aplicar(&o.caso, &a, &hacia, &f))
        elevar(&f);
    avanzar_orden(prestador, orden, hacia, acto.fecha, 0, acto.motivo);
    l = bloquear_sus_liquidaciones(prestador, orden, &n);
    hacia = exigir_todas(l, n, EL_LIBERAR, &acto);
    liquidacion_mover(prestador, l, n, EL_LIBERAR, hacia, orden, &acto);
    cartera_cerrar(&interna);
    SPI_finish();
    PG_RETURN_OID(enum_valor("estado_orden_pago", ORDEN_ANULADA));
}
