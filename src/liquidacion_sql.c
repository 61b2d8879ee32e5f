/*
 * liquidacion_sql.c - anular_liquidacion, and what acts on liquidaciones share.
 *
 * Locks go invoice, payment, payment order, liquidacion, each kind in
 * ascending order, so that no two acts wait for each other in a circle.
 */
#include "liquidacion.h"
#include "argumentos.h"
#include "disparador.h"
#include "imputacion_lineas.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

Datum
arreglo_de_uno(int64 id)
{
    static const Oid tipo = INT8OID;
    Lote *l = lote_crear(CurrentMemoryContext, &tipo, 1);
    Datum d;

    lote_int8(l, 0, id);
    lote_fin_fila(l);
    lote_arreglos(l, &d);
    return d;
}

static Consulta bloquear = {
    "SELECT q.liquidacion_id, q.estado, q.orden_pago_id, q.ultima_fecha, q.factura_id, q.profesional_id,"
    " q.secuencia, q.liquido FROM cartera.liquidacion q WHERE q.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND q.liquidacion_id OPERATOR(pg_catalog.=) ANY ($2) ORDER BY q.liquidacion_id FOR NO KEY UPDATE",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

LiquidacionFila *
liquidacion_bloquear(int64 prestador, Datum ids, int *n)
{
    Datum v[2] = {Int64GetDatum(prestador), ids};
    LiquidacionFila *l;

    *n = (int) consulta_correr(&bloquear, v, NULL, false);
    l = palloc_extended(sizeof(LiquidacionFila) * (Size) Max(*n, 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
    for (int i = 0; i < *n; i++) {
        l[i].caso.id = spi_int8(i, 1, 0);
        l[i].caso.estado = spi_enum(i, 2, "estado_liquidacion");
        l[i].caso.orden = spi_int8(i, 3, 0);
        l[i].caso.ultima = spi_fecha(i, 4);
        l[i].factura = spi_int8(i, 5, 0);
        l[i].profesional = spi_int8(i, 6, 0);
        l[i].secuencia = spi_int4(i, 7, 0);
        l[i].liquido = spi_centavos(i, 8);
    }
    SPI_freetuptable(SPI_tuptable);
    return l;
}

static Consulta escribir_estado = {
    "UPDATE cartera.liquidacion q SET estado = $3, orden_pago_id = $4, secuencia = u.secuencia,"
    " ultima_fecha = $5 FROM (SELECT " UNNEST_2 ") AS u (liquidacion_id, secuencia)"
    " WHERE q.prestador_id OPERATOR(pg_catalog.=) $6"
    " AND q.liquidacion_id OPERATOR(pg_catalog.=) u.liquidacion_id",
    6,
    {INT8ARRAYOID, INT4ARRAYOID, 0, INT8OID, DATEOID, INT8OID},
    {[2] = "estado_liquidacion"},
    NULL};

static Consulta escribir_evento = {
    "INSERT INTO cartera.liquidacion_evento (prestador_id, liquidacion_id, secuencia, evento, fecha, estado,"
    " orden_pago_id, motivo, registrado_en, usuario)"
    " SELECT $3, u.liquidacion_id, u.secuencia, $4, $5, $6, $7, $8, $9, $10"
    " FROM (SELECT " UNNEST_2 ") AS u (liquidacion_id, secuencia)",
    10,
    {INT8ARRAYOID, INT4ARRAYOID, INT8OID, 0, DATEOID, 0, INT8OID, TEXTOID, TIMESTAMPTZOID, TEXTOID},
    {[3] = "evento_liquidacion", [5] = "estado_liquidacion"},
    NULL};

void
liquidacion_mover(int64 prestador, LiquidacionFila *l, int n, int evento, int hacia, int64 orden,
                  const ActoSql *acto)
{
    static const Oid tipos[2] = {INT8OID, INT4OID};
    bool la_tiene = hacia == LIQUIDACION_EN_ORDEN || hacia == LIQUIDACION_PAGADA;
    Lote *lote = lote_crear(CurrentMemoryContext, tipos, 2);
    char nulos[] = "          ";
    Datum v[2], e[6], h[10];

    for (int i = 0; i < n; i++) {
        lote_int8(lote, 0, l[i].caso.id);
        lote_int4(lote, 1, ++l[i].secuencia);
        lote_fin_fila(lote);
        l[i].caso.estado = hacia;
        l[i].caso.orden = la_tiene ? orden : 0;
        l[i].caso.ultima = acto->fecha;
    }
    lote_arreglos(lote, v);
    memcpy(e, v, sizeof(v));
    e[2] = ObjectIdGetDatum(enum_valor("estado_liquidacion", hacia));
    e[3] = Int64GetDatum(orden);
    nulos[3] = la_tiene ? ' ' : 'n';
    e[4] = DateADTGetDatum(acto->fecha);
    e[5] = Int64GetDatum(prestador);
    if (consulta_correr(&escribir_estado, e, nulos, false) != (uint64) n)
        elog(ERROR, "states of liquidaciones lost rows");
    nulos[3] = ' ';
    memcpy(h, v, sizeof(v));
    h[2] = Int64GetDatum(prestador);
    h[3] = ObjectIdGetDatum(enum_valor("evento_liquidacion", evento));
    h[4] = DateADTGetDatum(acto->fecha);
    h[5] = e[2];
    h[6] = Int64GetDatum(orden);
    nulos[6] = orden == 0 ? 'n' : ' ';
    h[7] = acto->motivo;
    nulos[7] = acto->sin_motivo ? 'n' : ' ';
    h[8] = TimestampTzGetDatum(GetCurrentTimestamp());
    h[9] = acto->usuario;
    consulta_correr(&escribir_evento, h, nulos, false);
}

/* ---- annulment ------------------------------------------------------------------- */

/* Its lines, and the liquidacion in force that closed each one for ever, if any. */
static Consulta leer_sus_lineas = {
    "SELECT l.linea, p.estado, m.liquidacion_id FROM cartera.liquidacion_linea l"
    " JOIN cartera.prestacion p ON p.prestador_id OPERATOR(pg_catalog.=) l.prestador_id"
    " AND p.factura_id OPERATOR(pg_catalog.=) l.factura_id AND p.linea OPERATOR(pg_catalog.=) l.linea"
    " LEFT JOIN (cartera.liquidacion_linea m JOIN cartera.liquidacion q"
    " ON q.prestador_id OPERATOR(pg_catalog.=) m.prestador_id"
    " AND q.liquidacion_id OPERATOR(pg_catalog.=) m.liquidacion_id"
    " AND q.estado OPERATOR(pg_catalog.<>) 'anulada')"
    " ON m.prestador_id OPERATOR(pg_catalog.=) l.prestador_id"
    " AND m.factura_id OPERATOR(pg_catalog.=) l.factura_id AND m.linea OPERATOR(pg_catalog.=) l.linea"
    " AND m.liquidado OPERATOR(pg_catalog.=) 0 AND m.liquidacion_id OPERATOR(pg_catalog.<>) l.liquidacion_id"
    " WHERE l.prestador_id OPERATOR(pg_catalog.=) $1 AND l.liquidacion_id OPERATOR(pg_catalog.=) $2"
    " ORDER BY l.linea",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static void
exigir_lineas_reabren(int64 prestador, int64 liquidacion)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(liquidacion)};
    uint64 n = consulta_correr(&leer_sus_lineas, v, NULL, false);
    Fallo f;

    for (uint64 i = 0; i < n; i++)
        if (!linea_reabre(spi_int4(i, 1, 0), spi_enum(i, 2, "estado_prestacion"), spi_int8(i, 3, 0), &f))
            elevar(&f);
    SPI_freetuptable(SPI_tuptable);
}

static Consulta reabrir_lineas = {
    "UPDATE cartera.prestacion p SET estado = 'facturada',"
    " valor_imputado = p.valor_imputado OPERATOR(pg_catalog.-) l.imputado FROM cartera.liquidacion_linea l"
    " WHERE l.prestador_id OPERATOR(pg_catalog.=) $1 AND l.liquidacion_id OPERATOR(pg_catalog.=) $2"
    " AND p.prestador_id OPERATOR(pg_catalog.=) $1 AND p.factura_id OPERATOR(pg_catalog.=) $3"
    " AND p.linea OPERATOR(pg_catalog.=) l.linea",
    3,
    {INT8OID, INT8OID, INT8OID},
    {0},
    NULL};

static Consulta contramovimiento = {
    "INSERT INTO cartera.cuenta_movimiento (prestador_id, cuenta_id, fecha, clase, concepto, importe,"
    " liquidacion_id, registrado_en, usuario)"
    " SELECT m.prestador_id, m.cuenta_id, $3, 'anulacion', $4 OPERATOR(pg_catalog.||) m.concepto,"
    " OPERATOR(pg_catalog.-) m.importe, m.liquidacion_id, $5, $6 FROM cartera.cuenta_movimiento m"
    " WHERE m.prestador_id OPERATOR(pg_catalog.=) $1 AND m.liquidacion_id OPERATOR(pg_catalog.=) $2"
    " AND m.clase OPERATOR(pg_catalog.=) 'liquidacion'",
    6,
    {INT8OID, INT8OID, DATEOID, TEXTOID, TIMESTAMPTZOID, TEXTOID},
    {0},
    NULL};

void
liquidacion_anular(int64 prestador, LiquidacionFila *l, const ActoSql *acto)
{
    const ActoLiquidacion a = {EL_ANULAR, acto->fecha, !acto->sin_motivo};
    Datum v[6] = {Int64GetDatum(prestador), Int64GetDatum(l->caso.id), Int64GetDatum(l->factura)};
    int hacia;
    Fallo f;

    if (!liquidacion_aplicar(&l->caso, &a, &hacia, &f))
        elevar(&f);
    exigir_lineas_reabren(prestador, l->caso.id);
    liquidacion_mover(prestador, l, 1, EL_ANULAR, hacia, 0, acto);
    consulta_correr(&reabrir_lineas, v, NULL, false);
    v[2] = DateADTGetDatum(acto->fecha);
    v[3] = CStringGetTextDatum("Anulación: ");
    v[4] = TimestampTzGetDatum(GetCurrentTimestamp());
    v[5] = acto->usuario;
    if (consulta_correr(&contramovimiento, v, NULL, false) != 1)
        elog(ERROR, "the liquidacion had no movement");
    factura_rederivar(prestador, l->factura);
}

/* ---- anular_liquidacion(prestador_id, liquidacion_id, motivo, fecha) ---------------- */

/* As the caller: who may not see it may not annul it. */
static Consulta ver_liquidacion = {
    "SELECT q.factura_id FROM cartera.liquidacion q WHERE q.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND q.liquidacion_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta bloquear_factura = {
    "SELECT f.factura_id FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) $2 FOR NO KEY UPDATE",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

PG_FUNCTION_INFO_V1(anular_liquidacion);
Datum
anular_liquidacion(PG_FUNCTION_ARGS)
{
    EscrituraInterna interna;
    LiquidacionFila *l;
    ActoSql acto;
    int64 prestador, liquidacion;
    Datum v[2];
    int n;

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, OPCIONAL(2));
    prestador = PG_GETARG_INT64(0);
    liquidacion = PG_GETARG_INT64(1);
    v[0] = Int64GetDatum(prestador);
    v[1] = Int64GetDatum(liquidacion);
    SPI_connect();
    acto.fecha = fecha_de_datum(PG_GETARG_DATUM(3));
    exigir_no_futura(acto.fecha);
    acto.sin_motivo = PG_ARGISNULL(2) || texto_vacio(text_to_cstring(PG_GETARG_TEXT_PP(2)));
    acto.motivo = PG_ARGISNULL(2) ? (Datum) 0 : PG_GETARG_DATUM(2);
    acto.usuario = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
    if (consulta_correr(&ver_liquidacion, v, NULL, false) == 0)
        no_existe("liquidacion", prestador, liquidacion);
    v[1] = Int64GetDatum(spi_int8(0, 1, 0));
    cartera_abrir(&interna);
    consulta_correr(&bloquear_factura, v, NULL, false);
    l = liquidacion_bloquear(prestador, arreglo_de_uno(liquidacion), &n);
    liquidacion_anular(prestador, l, &acto);
    cartera_cerrar(&interna);
    SPI_finish();
    PG_RETURN_OID(enum_valor("estado_liquidacion", LIQUIDACION_ANULADA));
}
