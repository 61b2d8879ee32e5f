/*
 * detalle_sql.c - the detail of a payment: revisar_, cargar_ and
 * recibir_detalle_pago.
 *
 * The core (nucleo/detalle.c) balances it. What balances is applied, as the
 * caller, by rows of cartera.pago_aplicacion that their trigger judges; what
 * does not is refused, or kept in quarantine with every difference.
 */
#include "argumentos.h"
#include "detalle_carga.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/timestamp.h"

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

    c->d.pesos = sitio(c->n_lineas, sizeof(int64));
    c->d.partes = sitio(c->n_lineas, sizeof(int64));
    c->d.restos = sitio(c->n_lineas, sizeof(uint64));
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
    " FROM (SELECT " UNNEST_4 ") AS u (factura_id, valor, retenido, descuento)",
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
    " u.descuento, u.debitado, u.pendiente, u.motivo FROM (SELECT " UNNEST_8 ") AS u (factura, linea, pagado,"
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
    exigir_argumentos(fcinfo, 0);
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
    detalle_leer_pago(&c);
    detalle_leer_renglones(&c);
    detalle_leer_facturado(&c);
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
    detalle_leer_pago(c); /* as the caller: who may not see the payment may not detail it */
    cartera_abrir(&e);
    detalle_leer_renglones(c);
    detalle_leer_facturado(c);
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
