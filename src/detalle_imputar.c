/*
 * detalle_imputar.c - excepciones_de_detalle: what the details of the payments of an invoice leave for its
 * imputation, line by line.
 */
#include "detalle_carga.h"
#include "tipo_porcentaje.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"

static Consulta leer_factura = {
    "SELECT f.iva FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta leer_detalladas = {
    "SELECT p.linea, p.estado, p.valor, p.valor_aceptado, p.valor_pendiente, p.valor_imputado, a.liquidado,"
    " x.linea IS NOT NULL, x.pagado, x.retenido, x.descuento, x.debitado, x.motivo"
    " FROM cartera.prestacion p LEFT JOIN (SELECT l.linea, pg_catalog.sum(l.liquidado) AS liquidado"
    " FROM cartera.liquidacion_linea l JOIN cartera.liquidacion q"
    " ON q.prestador_id OPERATOR(pg_catalog.=) l.prestador_id"
    " AND q.liquidacion_id OPERATOR(pg_catalog.=) l.liquidacion_id"
    " WHERE l.prestador_id OPERATOR(pg_catalog.=) $1 AND l.factura_id OPERATOR(pg_catalog.=) ANY ($2)"
    " AND q.estado OPERATOR(pg_catalog.<>) 'anulada' GROUP BY l.linea) a"
    " ON a.linea OPERATOR(pg_catalog.=) p.linea" DETALLADO
    " WHERE p.prestador_id OPERATOR(pg_catalog.=) $1 AND p.factura_id OPERATOR(pg_catalog.=) ANY ($2)"
    " ORDER BY p.linea",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

typedef struct Detalladas {
    LineaDetallada *v;
    char **motivos;
    int n;
    Centavos liquidado;
    bool alguna;
} Detalladas;

/* The open lines; of all of them, what was settled in full. */
static void
leer_lineas_detalladas(Detalladas *d, const Datum *v)
{
    int n = (int) consulta_correr(&leer_detalladas, v, NULL, true);

    d->v = sitio(n, sizeof(LineaDetallada));
    d->motivos = sitio(n, sizeof(char *));
    for (int i = 0; i < n; i++) {
        LineaDetallada *x = &d->v[d->n];

        CHECK_FOR_INTERRUPTS();
        x->l.estado = spi_enum(i, 2, "estado_prestacion");
        x->l.liquidado = spi_centavos(i, 7);
        d->liquidado += x->l.liquidado;
        d->alguna |= spi_bool(i, 8);
        x->l.linea = spi_int4(i, 1, 0);
        x->l.valor = spi_centavos(i, 3);
        x->l.aceptado = spi_centavos(i, 4);
        x->l.pendiente = spi_centavos(i, 5);
        x->l.imputado = spi_centavos(i, 6);
        x->dicha = spi_bool(i, 8);
        for (int p = 0; p < DT_PENDIENTE; p++)
            x->parte[p] = spi_centavos(i, 9 + p);
        d->motivos[d->n] = spi_texto(i, 13);
        d->n += linea_abierta(&x->l);
    }
    SPI_freetuptable(SPI_tuptable);
}

/* A payment in part, or a debit, tells the professional why: the payer's reasons, or what it withheld. */
static const char *
comentario_de(const LineaDetallada *x, const char *motivo)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO], g[DINERO_TEXTO];

    if (x->accion == IMPUTA_PENDIENTE || !texto_vacio(motivo))
        return x->accion == IMPUTA_PENDIENTE ? NULL : motivo;
    return psprintf("retenido por el pagador %s; descuento %s; glosa aceptada %s",
                    dinero_texto(x->parte[DT_RETENIDO], a), dinero_texto(x->parte[DT_DESCUENTO], b),
                    dinero_texto(x->l.aceptado, g));
}

PG_FUNCTION_INFO_V1(excepciones_de_detalle);
Datum
excepciones_de_detalle(PG_FUNCTION_ARGS)
{
    static const Oid tipo = INT8OID;
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    Lote *facturas = lote_crear(CurrentMemoryContext, &tipo, 1);
    Datum v[2] = {PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)};
    Detalladas d = {0};
    Porcentaje iva;
    bool nulo;
    Fallo f;

    exigir_version(fcinfo);
    InitMaterializedSRF(fcinfo, 0);
    SPI_connect();
    if (consulta_correr(&leer_factura, v, NULL, true) == 0)
        no_existe("invoice", PG_GETARG_INT64(0), PG_GETARG_INT64(1));
    iva = DatumGetPorcentaje(spi_dato(0, 1, &nulo));
    SPI_freetuptable(SPI_tuptable);
    lote_int8(facturas, 0, PG_GETARG_INT64(1));
    lote_fin_fila(facturas);
    lote_arreglos(facturas, v + 1);
    leer_lineas_detalladas(&d, v);
    if (!d.alguna)
        ereport(ERROR, (errcode(ERRCODE_KG_NO_EXISTE), errmsg("no payment of the invoice has a detail"),
                        errdetail("factura_id: %lld.", (long long) PG_GETARG_INT64(1)),
                        errhint("Load it: conciliacion.cargar_detalle_pago.")));
    if (!detalle_excepciones(d.v, (size_t) d.n, iva, d.liquidado, sitio(d.n, sizeof(int64)),
                             sitio(d.n, sizeof(int64)), sitio(d.n, sizeof(uint64)), &f))
        elevar(&f);
    for (int i = 0; i < d.n; i++) {
        const LineaDetallada *x = &d.v[i];
        const char *comentario = comentario_de(x, d.motivos[i]);
        bool parcial = x->accion == IMPUTA_PAGADO;
        Datum r[4] = {Int32GetDatum(x->l.linea), ObjectIdGetDatum(enum_valor("accion_imputacion", x->accion)),
                      NumericGetDatum(numeric_de_centavos(x->monto)),
                      comentario == NULL ? (Datum) 0 : CStringGetTextDatum(comentario)};
        bool nulos[4] = {false, false, !parcial, comentario == NULL};

        if (x->excepcion)
            tuplestore_putvalues(rsi->setResult, rsi->setDesc, r, nulos);
    }
    SPI_finish();
    return (Datum) 0;
}
