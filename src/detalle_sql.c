/*
 * detalle_sql.c - the detail of a payment: revisar_, cargar_ and
 * recibir_detalle_pago, and the exceptions that it leaves for the imputation.
 *
 * The core (nucleo/detalle.c) balances it. What balances is applied, as the
 * caller, by rows of cartera.pago_aplicacion that their trigger judges; what
 * does not is refused, or kept in quarantine with every difference.
 */
#include "disparador.h"
#include "tipo_porcentaje.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/timestamp.h"

#include "nucleo/ciclo_factura.h"
#include "nucleo/detalle.h"

extern Datum exigir_version(PG_FUNCTION_ARGS);

typedef struct Hallazgos {
    Descuadre *v;
    int n, cabe;
} Hallazgos;

typedef struct Carga {
    bool lectura; /* only to look */
    int64 prestador, pago;
    Datum detalle;
    char *referencia;
    Fecha fecha;
    DetallePago d;
    char **nombres; /* of each element: its invoice as it was written */
    char **motivos;
    char **numeros; /* of each invoice */
    LineaDetalle *lineas;
    int n_lineas;
    Hallazgos h;
} Carga;

static void *
sitio(int n, Size tamano)
{
    return palloc_extended(tamano * (Size) Max(n, 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

/* ---- reading the payment and the detail --------------------------------------------- */

#define DE_PAGO                                                                                              \
    "SELECT g.pagador_id, g.valor, g.retenido, g.descuentos, g.fecha, g.referencia, g.anulado"               \
    " FROM cartera.pago g"                                                                                   \
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.pago_id OPERATOR(pg_catalog.=) $2"

static Consulta ver_pago = {DE_PAGO, 2, {INT8OID, INT8OID}, {0}, NULL};
static Consulta bloquear_pago = {DE_PAGO " FOR NO KEY UPDATE", 2, {INT8OID, INT8OID}, {0}, NULL};

static void
leer_pago(Carga *c, Consulta *q, bool lectura)
{
    Datum v[2] = {Int64GetDatum(c->prestador), Int64GetDatum(c->pago)};

    if (consulta_correr(q, v, NULL, lectura) == 0)
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

static void
leer_detalle(Carga *c)
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
        r->facturado = spi_centavos(i, 8);
        for (int p = 0; p < DT_PARTES; p++) {
            (void) spi_dato(i, 9 + p, &nulo);
            r->dado[p] = !nulo;
            r->parte[p] = spi_centavos(i, 9 + p);
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

/*
 * Details in force of these invoices: while what they say was paid is what
 * their payment is applied for. Undoing the application undoes them.
 */
#define DETALLADO                                                                                            \
    " LEFT JOIN (SELECT d.factura_id, d.linea, pg_catalog.sum(d.pagado) AS pagado, "                         \
    "pg_catalog.sum(d.retenido) AS"                                                                          \
    " retenido, pg_catalog.sum(d.descuento) AS descuento, pg_catalog.sum(d.debitado) AS debitado,"           \
    " pg_catalog.string_agg(d.motivo, '; ' ORDER BY d.pago_id) AS motivo"                                    \
    " FROM cartera.detalle_pago_linea d JOIN "                                                               \
    "(SELECT d.pago_id, d.factura_id FROM cartera.detalle_pago_linea d"                                      \
    " WHERE d.prestador_id OPERATOR(pg_catalog.=) $1 AND d.factura_id OPERATOR(pg_catalog.=) ANY ($2)"       \
    " GROUP BY d.pago_id, d.factura_id HAVING pg_catalog.sum(d.pagado) OPERATOR(pg_catalog.=) COALESCE("     \
    "(SELECT pg_catalog.sum(a.valor) FROM cartera.pago_aplicacion a WHERE a.prestador_id"                    \
    " OPERATOR(pg_catalog.=) $1 AND a.pago_id OPERATOR(pg_catalog.=) d.pago_id AND a.factura_id"             \
    " OPERATOR(pg_catalog.=) d.factura_id), 0) AND NOT EXISTS (SELECT FROM cartera.pago h WHERE"             \
    " h.prestador_id OPERATOR(pg_catalog.=) $1 AND h.pago_id OPERATOR(pg_catalog.=) d.pago_id AND "          \
    "h.anulado)) g"                                                                                          \
    " ON g.pago_id OPERATOR(pg_catalog.=) d.pago_id AND g.factura_id OPERATOR(pg_catalog.=) d.factura_id"    \
    " WHERE d.prestador_id OPERATOR(pg_catalog.=) $1 GROUP BY d.factura_id, d.linea) x"                      \
    " ON x.factura_id OPERATOR(pg_catalog.=) p.factura_id AND x.linea OPERATOR(pg_catalog.=) p.linea"

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

static void
leer_lo_facturado(Carga *c)
{
    Datum v[3] = {Int64GetDatum(c->prestador), reunir_facturas(c), Int64GetDatum(c->pago)};

    if (!c->lectura) {
        consulta_correr(&bloquear_facturas, v, NULL, false);
        SPI_freetuptable(SPI_tuptable);
        leer_pago(c, &bloquear_pago, false);
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

/* ---- what does not add up ------------------------------------------------------------------ */

static void
anotar_descuadre(void *quien, const Descuadre *d)
{
    Hallazgos *h = quien;

    if (h->n == h->cabe) {
        h->cabe = h->cabe == 0 ? 16 : h->cabe * 2;
        h->v = h->v == NULL ? palloc(sizeof(Descuadre) * (Size) h->cabe)
                            : repalloc_huge(h->v, sizeof(Descuadre) * (Size) h->cabe);
    }
    h->v[h->n++] = *d;
}

static void
cuadrar(Carga *c)
{
    Fallo f;

    if (!detalle_cuadrar(&c->d, anotar_descuadre, &c->h, &f))
        elevar(&f);
}

static const char *
documento_de(const Carga *c, const Descuadre *d)
{
    if (d->nivel == DT_TRANSFERENCIA)
        return c->referencia;
    for (size_t i = 0; i < c->d.n_facturas && d->factura != 0; i++)
        if (c->d.facturas[i].factura == d->factura)
            return c->numeros[i];
    return d->posicion == 0 ? "" : c->nombres[d->posicion - 1];
}

/* What each reason means; the names of them are of the core. */
static const char *const TEXTOS[DD_MOTIVOS] = {
    [DD_FACTURA_NO_EXISTE] = gettext_noop("the invoice of the detail does not exist"),
    [DD_LINEA_NO_EXISTE] = gettext_noop("the line of the detail does not exist"),
    [DD_ORDEN_AMBIGUA] = gettext_noop("more than one line has the orden of the detail"),
    [DD_NEGATIVO] = gettext_noop("an amount of the detail is negative"),
    [DD_DEBITO_SIN_MOTIVO] = gettext_noop("a debit of the detail has no reason"),
    [DD_FACTURADO] = gettext_noop("the invoiced amount of the detail is not that of the line"),
    [DD_YA_IMPUTADA] = gettext_noop("the line of the detail is already imputed"),
    [DD_LINEA] = gettext_noop("the line of the detail does not add up"),
    [DD_FALTAN_LINEAS] =
        gettext_noop("the invoice was not paid as a whole and the detail of its lines is missing"),
    [DD_LINEAS_SIN_DECIR] = gettext_noop("the detail leaves open lines of the invoice unsaid"),
    [DD_TOTAL] = gettext_noop("the totals of the invoice are not those of its lines"),
    [DD_OTRO_PAGADOR] = gettext_noop("the invoice of the detail is of another payer"),
    [DD_ESTADO] = gettext_noop("the invoice of the detail takes no payment"),
    [DD_YA_APLICADO] = gettext_noop("the payment is already applied to the invoice for another amount"),
    [DD_SALDO] = gettext_noop("the detail pays more than the balance of the invoice"),
    [DD_TRANSFERENCIA] = gettext_noop("the detail does not add up to the transfer")};

pg_noreturn static void
rehusar(const Carga *c)
{
    const Descuadre *d = &c->h.v[0];
    char a[DINERO_TEXTO], b[DINERO_TEXTO], e[DINERO_TEXTO];

    ereport(
        ERROR,
        (errcode(sqlstate_de(descuadre_clase(d->motivo))), errmsg_internal("%s", _(TEXTOS[d->motivo])),
         errdetail("Level: %s; document: %s; line: %s; part: %s; expected: %s; found: %s; difference: %s. "
                   "Differences in all: %d.",
                   NIVELES_DETALLE[d->nivel], documento_de(c, d),
                   d->linea == 0 ? "-" : psprintf("%d", d->linea),
                   d->parte < 0 ? "-" : PARTES_DETALLE[d->parte], dinero_texto(d->esperado, a),
                   dinero_texto(d->encontrado, b), dinero_texto(d->esperado - d->encontrado, e), c->h.n),
         errhint("conciliacion.revisar_detalle_pago lists them; conciliacion.recibir_detalle_pago keeps the "
                 "detail "
                 "in quarantine until it is completed.")));
}

/* As an array of objects, for the quarantine. */
static Datum
descuadres_json(const Carga *c)
{
    StringInfoData s;
    char a[DINERO_TEXTO];

    initStringInfo(&s);
    appendStringInfoChar(&s, '[');
    for (int i = 0; i < c->h.n; i++) {
        const Descuadre *d = &c->h.v[i];

        appendStringInfo(&s, "%s{\"nivel\":\"%s\",\"documento\":", i > 0 ? "," : "",
                         NIVELES_DETALLE[d->nivel]);
        escape_json(&s, documento_de(c, d));
        if (d->linea != 0)
            appendStringInfo(&s, ",\"linea\":%d", d->linea);
        if (d->posicion != 0)
            appendStringInfo(&s, ",\"posicion\":%d", d->posicion);
        appendStringInfo(&s, ",\"motivo\":\"%s\"", MOTIVOS_DESCUADRE[d->motivo]);
        if (d->parte >= 0)
            appendStringInfo(&s, ",\"parte\":\"%s\"", PARTES_DETALLE[d->parte]);
        appendStringInfo(&s, ",\"esperado\":\"%s\"", dinero_texto(d->esperado, a));
        appendStringInfo(&s, ",\"encontrado\":\"%s\"", dinero_texto(d->encontrado, a));
        appendStringInfo(&s, ",\"diferencia\":\"%s\"}", dinero_texto(d->esperado - d->encontrado, a));
    }
    appendStringInfoChar(&s, ']');
    return DirectFunctionCall1(jsonb_in, CStringGetDatum(s.data));
}

/* ---- writing what adds up -------------------------------------------------------------------- */

static Consulta insertar_aplicaciones = {
    "INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, retenido, descuento, "
    "fecha)"
    " SELECT $5, $6, u.factura_id, u.valor, u.retenido, u.descuento, $7"
    " FROM ROWS FROM (" UNNEST_4 ") AS u (factura_id, valor, retenido, descuento)",
    7,
    {INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, INT8OID, INT8OID, DATEOID},
    {0},
    NULL};

static void
aplicar(const Carga *c)
{
    static const Oid tipos[4] = {INT8OID, NUMERICOID, NUMERICOID, NUMERICOID};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 4);
    Datum v[7];

    for (size_t i = 0; i < c->d.n_facturas; i++) {
        const FacturaDetalle *f = &c->d.facturas[i];

        if (extincion_total(f->aplica) == 0)
            continue;
        lote_int8(l, 0, f->factura);
        lote_centavos(l, 1, f->aplica.valor);
        lote_centavos(l, 2, f->aplica.retenido);
        lote_centavos(l, 3, f->aplica.descuento);
        lote_fin_fila(l);
    }
    if (l->n == 0)
        return;
    lote_arreglos(l, v);
    v[4] = Int64GetDatum(c->prestador);
    v[5] = Int64GetDatum(c->pago);
    v[6] = DateADTGetDatum(c->fecha);
    consulta_correr(&insertar_aplicaciones, v, NULL, false);
}

static int
comparar_linea(const void *a, const void *b)
{
    const LineaDetalle *x = a, *y = b;

    if (x->factura != y->factura)
        return x->factura < y->factura ? -1 : 1;
    return (x->linea > y->linea) - (x->linea < y->linea);
}

static void
agregar_motivo(char **donde, const char *motivo)
{
    *donde = *donde == NULL ? pstrdup(motivo) : psprintf("%s; %s", *donde, motivo);
}

/* The reasons of each line, in the order in which they were given. */
static char **
motivos_de_lineas(const Carga *c)
{
    char **m = sitio(c->n_lineas, sizeof(char *));

    for (size_t i = 0; i < c->d.n_renglones; i++) {
        const RenglonDetalle *r = &c->d.renglones[i];
        const LineaDetalle clave = {.factura = r->factura, .linea = r->linea};
        LineaDetalle *l;

        if (!r->con_motivo)
            continue;
        l = bsearch(&clave, c->lineas, (size_t) c->n_lineas, sizeof(LineaDetalle), comparar_linea);
        if (l != NULL)
            agregar_motivo(&m[l - c->lineas], c->motivos[i]);
        for (size_t k = 0; k < c->d.n_facturas && r->linea == 0; k++)
            for (size_t j = 0; c->d.facturas[k].factura == r->factura && !c->d.facturas[k].con_lineas &&
                               j < c->d.facturas[k].n;
                 j++)
                agregar_motivo(&m[c->d.facturas[k].lineas + j - c->lineas], c->motivos[i]);
    }
    return m;
}

static Consulta insertar_detalle = {
    "INSERT INTO cartera.detalle_pago (prestador_id, pago_id, detalle, registrado_en, usuario)"
    " VALUES ($1, $2, $3, $4, $5)",
    5,
    {INT8OID, INT8OID, JSONBOID, TIMESTAMPTZOID, TEXTOID},
    {0},
    NULL};

static Consulta insertar_lineas = {
    "INSERT INTO cartera.detalle_pago_linea (prestador_id, pago_id, factura_id, linea, pagado, retenido,"
    " descuento, debitado, pendiente, motivo) SELECT $9, $10, u.factura, u.linea, u.pagado, u.retenido,"
    " u.descuento, u.debitado, u.pendiente, u.motivo FROM ROWS FROM (" UNNEST_8
    ") AS u (factura, linea, pagado,"
    " retenido, descuento, debitado, pendiente, motivo)",
    10,
    {INT8ARRAYOID, INT4ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID,
     NUMERICARRAYOID, TEXTARRAYOID, INT8OID, INT8OID},
    {0},
    NULL};

static Consulta resolver_rechazos = {
    "UPDATE cartera.detalle_rechazado r SET resuelto_en = $3 WHERE r.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND r.pago_id OPERATOR(pg_catalog.=) $2 AND r.resuelto_en IS NULL",
    3,
    {INT8OID, INT8OID, TIMESTAMPTZOID},
    {0},
    NULL};

static int
guardar(const Carga *c, Datum usuario)
{
    static const Oid tipos[8] = {INT8OID,    INT4OID,    NUMERICOID, NUMERICOID,
                                 NUMERICOID, NUMERICOID, NUMERICOID, TEXTOID};
    const Datum instante = TimestampTzGetDatum(GetCurrentTimestamp());
    Datum v[10] = {Int64GetDatum(c->prestador), Int64GetDatum(c->pago), c->detalle, instante, usuario};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 8);
    char **motivos = motivos_de_lineas(c);

    consulta_correr(&insertar_detalle, v, NULL, false);
    for (int i = 0; i < c->n_lineas; i++) {
        const LineaDetalle *x = &c->lineas[i];

        if (!x->dicha)
            continue;
        lote_int8(l, 0, x->factura);
        lote_int4(l, 1, x->linea);
        for (int p = 0; p < DT_PARTES; p++)
            lote_centavos(l, 2 + p, x->parte[p]);
        lote_texto(l, 7, motivos[i]);
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[8] = Int64GetDatum(c->prestador);
    v[9] = Int64GetDatum(c->pago);
    consulta_correr(&insertar_lineas, v, NULL, false);
    v[0] = Int64GetDatum(c->prestador);
    v[1] = Int64GetDatum(c->pago);
    v[2] = instante;
    consulta_correr(&resolver_rechazos, v, NULL, false);
    return l->n;
}

/* ---- the functions ---------------------------------------------------------------------------- */

static void
leer_argumentos(Carga *c, FunctionCallInfo fcinfo)
{
    memset(c, 0, sizeof(*c));
    c->prestador = PG_GETARG_INT64(0);
    c->pago = PG_GETARG_INT64(1);
    c->detalle = PG_GETARG_DATUM(2);
}

PG_FUNCTION_INFO_V1(revisar_detalle_pago);
Datum
revisar_detalle_pago(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    Carga c;

    exigir_version(fcinfo);
    InitMaterializedSRF(fcinfo, 0);
    SPI_connect();
    leer_argumentos(&c, fcinfo);
    c.lectura = true;
    leer_pago(&c, &ver_pago, true);
    leer_detalle(&c);
    leer_lo_facturado(&c);
    cuadrar(&c);
    for (int i = 0; i < c.h.n; i++) {
        const Descuadre *d = &c.h.v[i];
        Datum v[9] = {CStringGetTextDatum(NIVELES_DETALLE[d->nivel]),
                      CStringGetTextDatum(documento_de(&c, d)),
                      Int32GetDatum(d->linea),
                      Int32GetDatum(d->posicion),
                      CStringGetTextDatum(MOTIVOS_DESCUADRE[d->motivo]),
                      d->parte < 0 ? (Datum) 0 : CStringGetTextDatum(PARTES_DETALLE[d->parte]),
                      NumericGetDatum(numeric_de_centavos(d->esperado)),
                      NumericGetDatum(numeric_de_centavos(d->encontrado)),
                      NumericGetDatum(numeric_de_centavos(d->esperado - d->encontrado))};
        bool nulos[9] = {false, false, d->linea == 0, d->posicion == 0, false, d->parte < 0};

        tuplestore_putvalues(rsi->setResult, rsi->setDesc, v, nulos);
    }
    SPI_finish();
    return (Datum) 0;
}

static Consulta leer_cargado = {
    "SELECT d.detalle OPERATOR(pg_catalog.=) $3, (SELECT pg_catalog.count(*) FROM cartera.detalle_pago_linea "
    "l"
    " WHERE l.prestador_id OPERATOR(pg_catalog.=) $1 AND l.pago_id OPERATOR(pg_catalog.=) $2)"
    " FROM cartera.detalle_pago d WHERE d.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND d.pago_id OPERATOR(pg_catalog.=) $2",
    3,
    {INT8OID, INT8OID, JSONBOID},
    {0},
    NULL};

/* Lines of the same detail, already loaded; -1 when there is none. */
static int
ya_cargado(const Carga *c)
{
    Datum v[3] = {Int64GetDatum(c->prestador), Int64GetDatum(c->pago), c->detalle};
    int n;

    if (consulta_correr(&leer_cargado, v, NULL, false) == 0)
        return -1;
    n = (int) spi_int8(0, 2, 0);
    if (!spi_bool(0, 1))
        ereport(ERROR, (errcode(ERRCODE_KG_YA_EXISTE), errmsg("the payment already has another detail"),
                        errdetail("Payment: %lld.", (long long) c->pago)));
    SPI_freetuptable(SPI_tuptable);
    return n;
}

/* Under the locks of invoices and payment: lines loaded, or -1 when it does not add up (c tells why). */
static int
cargar(Carga *c, FunctionCallInfo fcinfo)
{
    Datum usuario = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
    EscrituraInterna e;
    int n;

    leer_argumentos(c, fcinfo);
    leer_pago(c, &ver_pago, false); /* as the caller: who may not see the payment may not detail it */
    cartera_abrir(&e);
    leer_detalle(c);
    leer_lo_facturado(c);
    n = ya_cargado(c);
    if (n < 0)
        cuadrar(c);
    cartera_cerrar(&e);
    if (n >= 0 || c->h.n > 0)
        return n;
    aplicar(c);
    cartera_abrir(&e);
    n = guardar(c, usuario);
    cartera_cerrar(&e);
    return n;
}

PG_FUNCTION_INFO_V1(cargar_detalle_pago);
Datum
cargar_detalle_pago(PG_FUNCTION_ARGS)
{
    Carga c;
    int n;

    exigir_version(fcinfo);
    SPI_connect();
    n = cargar(&c, fcinfo);
    if (n < 0)
        rehusar(&c);
    SPI_finish();
    PG_RETURN_INT32(n);
}

static Consulta insertar_rechazo = {"INSERT INTO cartera.detalle_rechazado (prestador_id, pago_id, detalle, "
                                    "descuadres, registrado_en, usuario)"
                                    " VALUES ($1, $2, $3, $4, $5, $6) RETURNING rechazo_id",
                                    6,
                                    {INT8OID, INT8OID, JSONBOID, JSONBOID, TIMESTAMPTZOID, TEXTOID},
                                    {0},
                                    NULL};

static Consulta buscar_rechazo = {
    "SELECT r.rechazo_id FROM cartera.detalle_rechazado r WHERE r.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND r.pago_id OPERATOR(pg_catalog.=) $2 AND r.resuelto_en IS NULL AND r.detalle OPERATOR(pg_catalog.=) "
    "$3"
    " AND r.descuadres OPERATOR(pg_catalog.=) $4",
    4,
    {INT8OID, INT8OID, JSONBOID, JSONBOID},
    {0},
    NULL};

PG_FUNCTION_INFO_V1(recibir_detalle_pago);
/* NULL when it adds up, and then it is loaded; else the quarantine where it is kept. */
Datum
recibir_detalle_pago(PG_FUNCTION_ARGS)
{
    EscrituraInterna e;
    Carga c;
    Datum v[6];
    int64 id;

    exigir_version(fcinfo);
    SPI_connect();
    if (cargar(&c, fcinfo) >= 0) {
        SPI_finish();
        PG_RETURN_NULL();
    }
    v[0] = Int64GetDatum(c.prestador);
    v[1] = Int64GetDatum(c.pago);
    v[2] = c.detalle;
    v[3] = descuadres_json(&c);
    v[4] = TimestampTzGetDatum(GetCurrentTimestamp());
    v[5] = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
    cartera_abrir(&e);
    if (consulta_correr(&buscar_rechazo, v, NULL, false) == 0)
        consulta_correr(&insertar_rechazo, v, NULL, false);
    id = spi_int8(0, 1, 0);
    cartera_cerrar(&e);
    SPI_finish();
    PG_RETURN_INT64(id);
}

/* ---- for the imputation -------------------------------------------------------------------------- */

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
