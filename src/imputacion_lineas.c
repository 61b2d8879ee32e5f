/*
 * imputacion_lineas.c - the lines of an invoice as imputation sees them (see
 * imputacion_lineas.h).
 */
#include "imputacion_lineas.h"
#include "disparador.h"
#include "lote.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "nucleo/ciclo_factura.h"
#include "nucleo/ciclo_prestacion.h"

Consulta leer_lineas = {
    COLUMNAS_LINEA " FROM cartera.prestacion p" DE_LINEA, 2, {INT8OID, INT8OID}, {0}, NULL};

/* What liquidaciones in force have settled of each line. Merged here: no plan of a join can make it quadratic. */
static Consulta leer_liquidado = {
    "SELECT l.linea, pg_catalog.sum(l.liquidado),"
    " pg_catalog.sum(l.imputado) FILTER (WHERE l.liquidado OPERATOR(pg_catalog.>) 0)"
    " FROM cartera.liquidacion_linea l WHERE l.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND l.factura_id OPERATOR(pg_catalog.=) $2 AND l.liquidacion_id OPERATOR(pg_catalog.<>) ALL"
    " (ARRAY(SELECT q.liquidacion_id FROM cartera.liquidacion q WHERE q.prestador_id OPERATOR(pg_catalog.=) "
    "$1"
    " AND q.factura_id OPERATOR(pg_catalog.=) $2 AND q.estado OPERATOR(pg_catalog.=) 'anulada'))"
    " GROUP BY l.linea ORDER BY l.linea",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* Both in order of line. */
Liquidado
leer_lo_liquidado(int64 prestador, int64 factura, LineaImputar *lineas, int cuantas, bool lectura)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(factura)};
    uint64 n = consulta_correr(&leer_liquidado, v, NULL, lectura);
    Liquidado r = {0, n > 0};
    int j = 0;

    for (uint64 i = 0; i < n; i++) {
        while (j < cuantas && lineas[j].linea < spi_int4(i, 1, 0))
            j++;
        if (j < cuantas && lineas[j].linea == spi_int4(i, 1, 0))
            lineas[j].liquidado = spi_centavos(i, 2);
        r.neto += spi_centavos(i, 3);
    }
    SPI_freetuptable(SPI_tuptable);
    return r;
}

LineaImputar *
leer_lineas_de(int64 prestador, int64 factura, Consulta *q, bool lectura, int *n)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(factura)};
    LineaImputar *lineas;

    *n = (int) consulta_correr(q, v, NULL, lectura);
    lineas = palloc_extended(sizeof(LineaImputar) * (Size) Max(*n, 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
    for (int i = 0; i < *n; i++) {
        LineaImputar *l = &lineas[i];
        bool nulo;

        CHECK_FOR_INTERRUPTS();
        l->linea = spi_int4(i, 1, 0);
        l->profesional = spi_int8(i, 2, 0);
        (void) spi_dato(i, 2, &nulo);
        l->con_profesional = !nulo;
        l->estado = spi_enum(i, 3, "estado_prestacion");
        l->valor = spi_centavos(i, 4);
        l->aceptado = spi_centavos(i, 5);
        l->pendiente = spi_centavos(i, 6);
        l->imputado = spi_centavos(i, 7);
    }
    return lineas;
}

static Consulta leer_pagado = {
    "SELECT f.pagado OPERATOR(pg_catalog.>) 0 FROM cartera.factura f"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) $1 AND f.factura_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta escribir_factura = {
    "UPDATE cartera.factura f SET estado_imputacion = $3 WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) $2",
    3,
    {INT8OID, INT8OID, 0},
    {[2] = "estado_imputacion"},
    NULL};

void
factura_avanzar(int64 prestador, int64 factura, bool con_liquidaciones, bool quedan)
{
    Datum v[3] = {Int64GetDatum(prestador), Int64GetDatum(factura)};
    bool pagada = true;

    if (!con_liquidaciones) {
        consulta_correr(&leer_pagado, v, NULL, false);
        pagada = spi_bool(0, 1);
        SPI_freetuptable(SPI_tuptable);
    }
    v[2] = ObjectIdGetDatum(
        enum_valor("estado_imputacion", (int) imputacion_estado(pagada, con_liquidaciones, quedan)));
    consulta_correr(&escribir_factura, v, NULL, false);
}

static Consulta resolver_lineas = {
    "UPDATE cartera.prestacion p SET estado = ($2)[conciliacion._indice_en($1, p.linea)]"
    " WHERE p.prestador_id OPERATOR(pg_catalog.=) $3 AND p.factura_id OPERATOR(pg_catalog.=) $4"
    " AND conciliacion._indice_en($1, p.linea) OPERATOR(pg_catalog.>) 0",
    4,
    {INT4ARRAYOID, 0, INT8OID, INT8OID},
    {[1] = "estado_prestacion[]"},
    NULL};

/*
 * A line whose undisputed part was imputed is resolved when the rest was
 * accepted, and the invoice is imputed when no line is left.
 */
void
factura_rederivar(int64 prestador, int64 factura)
{
    const Oid tipos[2] = {INT4OID, tipo_conciliacion("estado_prestacion")};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 2);
    Datum v[4];
    bool quedan = false;
    int n;
    LineaImputar *lineas = leer_lineas_de(prestador, factura, &leer_lineas, false, &n);
    Liquidado liquidado;

    SPI_freetuptable(SPI_tuptable);
    liquidado = leer_lo_liquidado(prestador, factura, lineas, n, false);
    for (int i = 0; i < n; i++) {
        LineaImputar *x = &lineas[i];

        quedan |= linea_abierta(x);
        if (x->estado != PRESTACION_FACTURADA || linea_abierta(x) || x->liquidado == 0)
            continue;
        lote_int4(l, 0, x->linea);
        lote_enum(l, 1, "estado_prestacion", linea_estado_resuelta(x));
        lote_fin_fila(l);
    }
    if (l->n > 0) {
        lote_arreglos(l, v);
        v[2] = Int64GetDatum(prestador);
        v[3] = Int64GetDatum(factura);
        consulta_correr(&resolver_lineas, v, NULL, false);
    }
    factura_avanzar(prestador, factura, liquidado.alguno, quedan);
}

static Consulta leer_acreditadas = {
    "SELECT p.linea, p.estado, p.valor, p.valor_aceptado, (SELECT pg_catalog.sum(e.valor)"
    " FROM cartera.prestacion_evento e WHERE e.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND e.factura_id OPERATOR(pg_catalog.=) $2 AND e.linea OPERATOR(pg_catalog.=) p.linea)"
    " FROM cartera.prestacion p WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND p.factura_id OPERATOR(pg_catalog.=) $2 AND p.valor_aceptado OPERATOR(pg_catalog.>) 0"
    " AND p.estado OPERATOR(pg_catalog.=) ANY ('{refacturada,debitada_permanente}') ORDER BY p.linea",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* A glosa takes nothing of a line that its invoice does not owe any more. */
static void
exigir_acreditadas(int64 prestador, int64 factura)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(factura)};
    uint64 n = consulta_correr(&leer_acreditadas, v, NULL, false);
    Fallo f;

    for (uint64 i = 0; i < n; i++)
        if (!prestacion_acreditada(spi_int4(i, 1, 0), spi_enum(i, 2, "estado_prestacion"), spi_centavos(i, 3),
                                   spi_centavos(i, 5), spi_centavos(i, 4), &f))
            elevar(&f);
    SPI_freetuptable(SPI_tuptable);
}

/* What liquidaciones say of an invoice cannot stand when the invoice is withdrawn. */
static void
exigir_sin_liquidaciones(int estado, int64 factura)
{
    if (!factura_admite_pago(estado))
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the invoice has liquidaciones in force"),
                        errdetail("factura_id: %lld.", (long long) factura),
                        errhint("Annul them first: conciliacion.anular_liquidacion.")));
}

enum { FI_PRESTADOR, FI_FACTURA, FI_ESTADO, FI_ACEPTADO, FI_N };
static const char *const NOMBRES_FACTURA[FI_N] = {"prestador_id", "factura_id", "estado", "valor_aceptado"};
static Columnas columnas_factura = {FI_N, NOMBRES_FACTURA, InvalidOid, {0}};

/* An invoice already begun to be imputed: its accepted glosas changed, its lines written by then, or it was withdrawn. */
PG_FUNCTION_INFO_V1(factura_imputacion);
Datum
factura_imputacion(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    EscrituraInterna e;
    Fila antes, fila;
    int64 prestador, factura;
    int estado;

    exigir_momento(td, TRIGGER_EVENT_UPDATE | TRIGGER_EVENT_ROW);
    fila_abrir(&antes, &columnas_factura, td->tg_relation, td->tg_trigtuple);
    fila_abrir(&fila, &columnas_factura, td->tg_relation, td->tg_newtuple);
    prestador = fila_int8(&fila, FI_PRESTADOR, 0);
    factura = fila_int8(&fila, FI_FACTURA, 0);
    estado = fila_enum(&fila, FI_ESTADO, "estado_factura");
    if (estado != fila_enum(&antes, FI_ESTADO, "estado_factura"))
        exigir_sin_liquidaciones(estado, factura);
    if (fila_centavos(&antes, FI_ACEPTADO, NULL) == fila_centavos(&fila, FI_ACEPTADO, NULL))
        return PointerGetDatum(NULL);
    SPI_connect();
    cartera_abrir(&e);
    exigir_acreditadas(prestador, factura);
    factura_rederivar(prestador, factura);
    cartera_cerrar(&e);
    SPI_finish();
    return PointerGetDatum(NULL);
}

/* ---- what each line gets, looked up by its number ------------------------------------------------- */

/* Elements of an array of one dimension without nulls; 0 of an empty one. */
static int
elementos(ArrayType *a)
{
    if (ARR_NDIM(a) == 0)
        return 0;
    if (ARR_NDIM(a) != 1 || ARR_HASNULL(a))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("lines must be an array of one dimension without nulls")));
    return ARR_DIMS(a)[0];
}

/* Position, from 1, of a line among those given in order; 0 when it is not there. */
PG_FUNCTION_INFO_V1(indice_en);
Datum
indice_en(PG_FUNCTION_ARGS)
{
    ArrayType *a = PG_GETARG_ARRAYTYPE_P(0);
    const int32 *v = (const int32 *) ARR_DATA_PTR(a);
    int desde = 0, hasta = elementos(a);
    int32 linea = PG_GETARG_INT32(1);
    int64 salto;

    if (hasta == 0 || linea < v[0])
        PG_RETURN_INT32(0);
    salto = (int64) linea - v[0]; /* lines are usually numbered without gaps */
    if (salto < hasta && v[salto] == linea)
        PG_RETURN_INT32((int32) salto + 1);
    while (desde < hasta) {
        int medio = desde + (hasta - desde) / 2;

        if (v[medio] == linea)
            PG_RETURN_INT32(medio + 1);
        if (v[medio] < linea)
            desde = medio + 1;
        else
            hasta = medio;
    }
    PG_RETURN_INT32(0);
}

PG_FUNCTION_INFO_V1(importe_en);
Datum
importe_en(PG_FUNCTION_ARGS)
{
    ArrayType *a = PG_GETARG_ARRAYTYPE_P(0);
    int32 i = PG_GETARG_INT32(1);

    if (i < 1 || i > elementos(a))
        PG_RETURN_NULL();
    PG_RETURN_NUMERIC(numeric_de_centavos(((const int64 *) ARR_DATA_PTR(a))[i - 1]));
}
