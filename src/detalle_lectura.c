/*
 * detalle_lectura.c - reading for the detail of a payment: the payment, the elements of the detail, and the invoices
 * and lines that they name.
 */
#include "detalle_carga.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"

/* ---- reading the payment and the detail --------------------------------------------- */

#define DE_PAGO                                                                                              \
    "SELECT g.pagador_id, g.valor, g.retenido, g.descuentos, g.fecha, g.referencia, g.anulado"               \
    " FROM cartera.pago g"                                                                                   \
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.pago_id OPERATOR(pg_catalog.=) $2"

static Consulta ver_pago = {DE_PAGO, 2, {INT8OID, INT8OID}, {0}, NULL};
static Consulta bloquear_pago = {DE_PAGO " FOR NO KEY UPDATE", 2, {INT8OID, INT8OID}, {0}, NULL};

static void
leer_pago(Carga *c, Consulta *q)
{
    Datum v[2] = {Int64GetDatum(c->prestador), Int64GetDatum(c->pago)};

    if (consulta_correr(q, v, NULL, c->lectura) == 0)
        no_existe("payment", c->prestador, c->pago);
    c->d.pagador = spi_int8(0, 1, 0);
    c->d.pago = (Extincion){spi_centavos(0, 2), spi_centavos(0, 3), spi_centavos(0, 4)};
    c->fecha = spi_fecha(0, 5);
    c->referencia = spi_texto(0, 6);
    if (spi_bool(0, 7))
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the payment is annulled"),
                        errdetail("Payment: %lld.", (long long) c->pago)));
    SPI_freetuptable(SPI_tuptable);
}

void
detalle_leer_pago(Carga *c)
{
    leer_pago(c, &ver_pago);
}

static Consulta leer_renglones = {
    "SELECT t.posicion, f.factura_id, COALESCE(t.numero::pg_catalog.text, t.factura_id::pg_catalog.text, ''),"
    " t.linea IS NOT NULL OR t.orden IS NOT NULL, COALESCE(l.linea, t.linea), l.n, t.motivo, t.facturado,"
    " t.pagado, t.retenido, t.descuento, t.debitado, t.pendiente"
    " FROM conciliacion._filas_json($1, 'detalle', '{}') AS t (posicion int, factura_id bigint,"
    " numero conciliacion.numero_factura, linea int, orden pg_catalog.text, facturado numeric, pagado "
    "numeric,"
    " retenido numeric, descuento numeric, debitado numeric, pendiente numeric, motivo pg_catalog.text)"
    " LEFT JOIN cartera.factura f ON f.prestador_id OPERATOR(pg_catalog.=) $2"
    " AND (f.factura_id OPERATOR(pg_catalog.=) t.factura_id OR t.factura_id IS NULL"
    " AND f.pagador_id OPERATOR(pg_catalog.=) $3 AND f.numero OPERATOR(conciliacion.=) t.numero)"
    " CROSS JOIN LATERAL (SELECT pg_catalog.min(p.linea) AS linea, pg_catalog.count(*) AS n FROM"
    " cartera.prestacion p WHERE p.prestador_id OPERATOR(pg_catalog.=) $2"
    " AND p.factura_id OPERATOR(pg_catalog.=) f.factura_id"
    " AND CASE WHEN t.linea IS NULL THEN p.orden OPERATOR(pg_catalog.=) t.orden"
    " ELSE p.linea OPERATOR(pg_catalog.=) t.linea"
    " AND (t.orden IS NULL OR p.orden OPERATOR(pg_catalog.=) t.orden) END) l ORDER BY t.posicion",
    3,
    {JSONBOID, INT8OID, INT8OID},
    {0},
    NULL};

void
detalle_leer_renglones(Carga *c)
{
    Datum v[3] = {c->detalle, Int64GetDatum(c->prestador), Int64GetDatum(c->d.pagador)};
    int n = (int) consulta_correr(&leer_renglones, v, NULL, c->lectura);

    if (n == 0)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the detail has no elements")));
    c->d.renglones = sitio(n, sizeof(RenglonDetalle));
    c->d.n_renglones = (size_t) n;
    c->nombres = sitio(n, sizeof(char *));
    c->motivos = sitio(n, sizeof(char *));
    for (int i = 0; i < n; i++) {
        RenglonDetalle *r = &c->d.renglones[i];
        bool con_linea = spi_bool(i, 4), nulo;
        int64 halladas = spi_int8(i, 6, 0);

        CHECK_FOR_INTERRUPTS();
        r->posicion = spi_int4(i, 1, 0);
        r->factura = spi_int8(i, 2, 0);
        r->linea = con_linea ? spi_int4(i, 5, 0) : 0;
        r->nombre = r->factura == 0              ? DT_SIN_FACTURA
                    : con_linea && halladas == 0 ? DT_SIN_LINEA
                    : con_linea && halladas > 1  ? DT_AMBIGUO
                                                 : DT_NOMBRADO;
        c->nombres[i] = spi_texto(i, 3);
        c->motivos[i] = spi_texto(i, 7);
        r->con_motivo = !texto_vacio(c->motivos[i]);
        (void) spi_dato(i, 8, &nulo);
        r->con_facturado = !nulo;
        r->facturado = spi_centavos_dados(i, 8);
        for (int p = 0; p < DT_PARTES; p++) {
            (void) spi_dato(i, 9 + p, &nulo);
            r->dado[p] = !nulo;
            r->parte[p] = spi_centavos_dados(i, 9 + p);
        }
    }
    SPI_freetuptable(SPI_tuptable);
}

/* ---- reading the invoices -------------------------------------------------------------- */

static Consulta facturas_aplicadas = {
    "SELECT a.factura_id FROM cartera.pago_aplicacion a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.pago_id OPERATOR(pg_catalog.=) $2 GROUP BY a.factura_id HAVING"
    " pg_catalog.sum(a.valor OPERATOR(pg_catalog.+) a.retenido OPERATOR(pg_catalog.+) a.descuento)"
    " OPERATOR(pg_catalog.<>) 0",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static int
comparar_int8(const void *a, const void *b)
{
    int64 x = *(const int64 *) a, y = *(const int64 *) b;

    return (x > y) - (x < y);
}

/* The invoices that the detail names or the payment was applied to, ascending. */
static Datum
reunir_facturas(Carga *c)
{
    static const Oid tipo = INT8OID;
    Datum v[2] = {Int64GetDatum(c->prestador), Int64GetDatum(c->pago)}, d;
    int n = (int) consulta_correr(&facturas_aplicadas, v, NULL, c->lectura), k = 0;
    int64 *ids = sitio(n + (int) c->d.n_renglones, sizeof(int64)), antes = 0;
    Lote *l = lote_crear(CurrentMemoryContext, &tipo, 1);

    for (int i = 0; i < n; i++)
        ids[k++] = spi_int8(i, 1, 0);
    SPI_freetuptable(SPI_tuptable);
    for (size_t i = 0; i < c->d.n_renglones; i++)
        if (c->d.renglones[i].factura != 0)
            ids[k++] = c->d.renglones[i].factura;
    qsort(ids, (size_t) k, sizeof(int64), comparar_int8);
    for (int i = 0; i < k; i++) {
        if (i > 0 && ids[i] == antes)
            continue;
        antes = ids[i];
        lote_int8(l, 0, antes);
        lote_fin_fila(l);
    }
    lote_arreglos(l, &d);
    c->d.n_facturas = (size_t) l->n;
    return d;
}

static Consulta bloquear_facturas = {
    "SELECT 1 FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) ANY ($2) ORDER BY f.factura_id FOR NO KEY UPDATE",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

static Consulta leer_facturas = {
    "SELECT f.factura_id, f.pagador_id, f.estado, f.saldo, f.numero::pg_catalog.text, f.lineas, a.valor,"
    " a.retenido, a.descuento FROM cartera.factura f CROSS JOIN LATERAL (SELECT pg_catalog.sum(a.valor) AS"
    " valor, pg_catalog.sum(a.retenido) AS retenido, pg_catalog.sum(a.descuento) AS descuento"
    " FROM cartera.pago_aplicacion a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.pago_id OPERATOR(pg_catalog.=) $3 AND a.factura_id OPERATOR(pg_catalog.=) f.factura_id) a"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) $1 AND f.factura_id OPERATOR(pg_catalog.=) ANY ($2)"
    " ORDER BY f.factura_id",
    3,
    {INT8OID, INT8ARRAYOID, INT8OID},
    {0},
    NULL};

static Consulta leer_lineas = {
    "SELECT p.factura_id, p.linea, p.estado, p.valor, x.pagado, x.retenido, x.descuento, x.debitado"
    " FROM cartera.prestacion p" DETALLADO
    " WHERE p.prestador_id OPERATOR(pg_catalog.=) $1 AND p.factura_id OPERATOR(pg_catalog.=) ANY ($2)"
    " ORDER BY p.factura_id, p.linea",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

static void
leer_todas_las_lineas(Carga *c, const Datum *v)
{
    FacturaDetalle *f = c->d.facturas;

    c->n_lineas = (int) consulta_correr(&leer_lineas, v, NULL, c->lectura);
    c->lineas = sitio(c->n_lineas, sizeof(LineaDetalle));
    for (int i = 0; i < c->n_lineas; i++) {
        LineaDetalle *l = &c->lineas[i];

        CHECK_FOR_INTERRUPTS();
        l->factura = spi_int8(i, 1, 0);
        l->linea = spi_int4(i, 2, 0);
        l->cerrada = spi_enum(i, 3, "estado_prestacion") != PRESTACION_FACTURADA;
        l->valor = spi_centavos(i, 4);
        l->abierto =
            l->valor - spi_centavos(i, 5) - spi_centavos(i, 6) - spi_centavos(i, 7) - spi_centavos(i, 8);
        while (f->factura != l->factura)
            f++;
        if (f->n++ == 0)
            f->lineas = l;
    }
    SPI_freetuptable(SPI_tuptable);
}

void
detalle_leer_facturado(Carga *c)
{
    Datum v[3] = {Int64GetDatum(c->prestador), reunir_facturas(c), Int64GetDatum(c->pago)};

    if (!c->lectura) {
        consulta_correr(&bloquear_facturas, v, NULL, false);
        SPI_freetuptable(SPI_tuptable);
        leer_pago(c, &bloquear_pago);
    }
    if (consulta_correr(&leer_facturas, v, NULL, c->lectura) != c->d.n_facturas)
        elog(ERROR, "invoices of the detail lost rows");
    c->d.facturas = sitio((int) c->d.n_facturas, sizeof(FacturaDetalle));
    c->numeros = sitio((int) c->d.n_facturas, sizeof(char *));
    for (size_t i = 0; i < c->d.n_facturas; i++) {
        FacturaDetalle *f = &c->d.facturas[i];

        f->factura = spi_int8(i, 1, 0);
        f->pagador = spi_int8(i, 2, 0);
        f->estado = spi_enum(i, 3, "estado_factura");
        f->saldo = spi_centavos(i, 4);
        c->numeros[i] = spi_texto(i, 5);
        f->aplicado = (Extincion){spi_centavos(i, 7), spi_centavos(i, 8), spi_centavos(i, 9)};
    }
    SPI_freetuptable(SPI_tuptable);
    leer_todas_las_lineas(c, v);
}
