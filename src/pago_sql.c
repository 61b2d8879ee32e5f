/*
 * pago_sql.c - registrar_pago: one payment and, in the same act, what it is
 * applied to; amortizar_anticipo: what is left of a payment, later. Rows are
 * inserted as the caller; the triggers judge them.
 */
#include "argumentos.h"
#include "disparador.h"
#include "tipo_plazo.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "nucleo/pago.h"

typedef struct Aplicacion {
    int64 factura;
    Extincion e;
    char *motivo; /* why what was not paid is extinguished; or NULL */
} Aplicacion;

typedef struct Peticion {
    int64 prestador, pagador;
    Fecha fecha;
    Extincion e;
    bool automatica; /* no applications were given */
    Aplicacion *v;
    int n;
    Datum huella;
} Peticion;

/* ---- the applications as given ------------------------------------------------- */

static Consulta leer_aplicaciones = {
    "SELECT t.factura_id, t.valor, t.retenido, t.descuento, t.motivo"
    " FROM conciliacion._filas_json($1, 'aplicaciones', '{factura_id,valor}') AS t (posicion int,"
    " factura_id bigint, valor numeric, retenido numeric, descuento numeric, motivo pg_catalog.text)"
    " ORDER BY t.posicion",
    1,
    {JSONBOID},
    {0},
    NULL};

static Extincion
sumar_aplicaciones(const Peticion *p)
{
    Extincion suma = {0, 0, 0};
    Fallo f;

    for (int i = 0; i < p->n; i++)
        if (!extincion_sumar(&suma, p->v[i].e, &f))
            elevar(&f);
    return suma;
}

static void
leer_dadas(Peticion *p, Datum aplicaciones)
{
    Fallo f;

    p->n = (int) consulta_correr(&leer_aplicaciones, &aplicaciones, NULL, true);
    p->v = palloc(sizeof(Aplicacion) * (Size) Max(p->n, 1));
    for (int i = 0; i < p->n; i++) {
        p->v[i].factura = spi_int8(i, 1, 0);
        p->v[i].e = (Extincion){spi_centavos_dados(i, 2), spi_centavos_dados(i, 3), spi_centavos_dados(i, 4)};
        p->v[i].motivo = spi_texto(i, 5);
        if (!extincion_valida(p->v[i].e, &f))
            elevar(&f);
    }
    SPI_freetuptable(SPI_tuptable);
}

static void
leer_peticion(Peticion *p, Datum aplicaciones)
{
    Fallo f;

    leer_dadas(p, aplicaciones);
    if (!pago_cuadra(p->e, sumar_aplicaciones(p), &f))
        elevar(&f);
}

static int
comparar(const void *a, const void *b)
{
    const Aplicacion *x = a, *y = b;

    if (x->factura != y->factura)
        return x->factura < y->factura ? -1 : 1;
    if (x->e.valor != y->e.valor)
        return x->e.valor < y->e.valor ? -1 : 1;
    if (x->e.retenido != y->e.retenido)
        return x->e.retenido < y->e.retenido ? -1 : 1;
    if (x->e.descuento != y->e.descuento)
        return x->e.descuento < y->e.descuento ? -1 : 1;
    return strcmp(x->motivo == NULL ? "" : x->motivo, y->motivo == NULL ? "" : y->motivo);
}

/* SHA-256 of the applications, whatever order or number format they came in. */
static Datum
huella_de(const Peticion *p)
{
    StringInfoData texto;
    bytea *b;

    initStringInfo(&texto);
    if (p->automatica)
        appendStringInfoString(&texto, "mas antiguas");
    qsort(p->v, (size_t) p->n, sizeof(Aplicacion), comparar);
    for (int i = 0; i < p->n; i++) {
        appendStringInfo(&texto, "%lld:%lld:%lld:%lld\n", (long long) p->v[i].factura,
                         (long long) p->v[i].e.valor, (long long) p->v[i].e.retenido,
                         (long long) p->v[i].e.descuento);
        if (p->v[i].motivo != NULL)
            appendStringInfo(&texto, "%d %s\n", (int) strlen(p->v[i].motivo), p->v[i].motivo);
    }
    b = palloc(VARHDRSZ + texto.len);
    SET_VARSIZE(b, VARHDRSZ + texto.len);
    memcpy(VARDATA(b), texto.data, texto.len);
    return DirectFunctionCall1(sha256_bytea, PointerGetDatum(b));
}

/* ---- the payment itself -------------------------------------------------------------- */

static Consulta insertar_pago = {
    "INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia, retenido, descuentos, "
    "huella)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (prestador_id, pagador_id, referencia) DO NOTHING"
    " RETURNING pago_id",
    8,
    {INT8OID, INT8OID, NUMERICOID, DATEOID, TEXTOID, NUMERICOID, NUMERICOID, BYTEAOID},
    {0},
    NULL};

static Consulta leer_pago = {
    "SELECT g.pago_id, g.valor, g.retenido, g.descuentos, g.fecha, g.huella, g.anulado FROM cartera.pago g"
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.pagador_id OPERATOR(pg_catalog.=) $2"
    " AND g.referencia OPERATOR(pg_catalog.=) $3",
    3,
    {INT8OID, INT8OID, TEXTOID},
    {0},
    NULL};

/* The same reference again: the same payment is a no-op, another one is refused. */
static int64
exigir_igual(const Peticion *p, Datum referencia)
{
    Datum v[3] = {Int64GetDatum(p->prestador), Int64GetDatum(p->pagador), referencia};
    char a[DINERO_TEXTO], b[DINERO_TEXTO], c[FECHA_TEXTO], d[FECHA_TEXTO];
    Extincion e;
    bool sin_huella, mismas;
    Fecha fecha;
    Datum huella;
    int64 id;

    if (consulta_correr(&leer_pago, v, NULL, false) == 0)
        ereport(ERROR,
                (errcode(ERRCODE_KG_YA_EXISTE), errmsg("the reference of the payment is already used")));
    id = spi_int8(0, 1, 0);
    e = (Extincion){spi_centavos(0, 2), spi_centavos(0, 3), spi_centavos(0, 4)};
    fecha = spi_fecha(0, 5);
    huella = spi_dato_de(0, 6, BYTEAOID, &sin_huella);
    if (spi_bool(0, 7))
        ereport(ERROR,
                (errcode(ERRCODE_KG_YA_EXISTE), errmsg("the payment of this reference was annulled"),
                 errdetail("Payment: %lld.", (long long) id),
                 errhint("An annulled payment does not come back: register it with another reference.")));
    mismas = !sin_huella && DatumGetBool(DirectFunctionCall2(byteaeq, huella, p->huella));
    SPI_freetuptable(SPI_tuptable);
    if (e.valor == p->e.valor && e.retenido == p->e.retenido && e.descuento == p->e.descuento &&
        fecha == p->fecha && mismas)
        return id;
    ereport(ERROR,
            (errcode(ERRCODE_KG_YA_EXISTE), errmsg("the payment is already registered with other data"),
             mismas ? errdetail("Payment %lld: value %s, date %s; now: value %s, date %s.", (long long) id,
                                dinero_texto(e.valor, a), fecha_texto(fecha, c), dinero_texto(p->e.valor, b),
                                fecha_texto(p->fecha, d))
                    : errdetail("Payment %lld was applied to other invoices, or for other amounts.",
                                (long long) id)));
}

/* ---- oldest first ----------------------------------------------------------------------- */

#define DE_ANTICIPO                                                                                          \
    "SELECT g.pagador_id, g.disponible, g.anulado FROM cartera.pago g"                                       \
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.pago_id OPERATOR(pg_catalog.=) $2"

/* As the caller: who may not see the payment may not apply it. */
static Consulta ver_anticipo = {DE_ANTICIPO, 2, {INT8OID, INT8OID}, {0}, NULL};
static Consulta bloquear_anticipo = {DE_ANTICIPO " FOR NO KEY UPDATE", 2, {INT8OID, INT8OID}, {0}, NULL};

/* The payer and what is left of a payment. */
static void
leer_anticipo(Peticion *p, int64 pago, Consulta *q)
{
    Datum v[2] = {Int64GetDatum(p->prestador), Int64GetDatum(pago)};

    if (consulta_correr(q, v, NULL, false) == 0)
        no_existe("payment", p->prestador, pago);
    p->pagador = spi_int8(0, 1, 0);
    p->e = (Extincion){spi_centavos(0, 2), 0, 0};
    if (spi_bool(0, 3))
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the payment is annulled"),
                        errdetail("Payment: %lld.", (long long) pago)));
    SPI_freetuptable(SPI_tuptable);
}

static Consulta leer_prescripcion = {
    "SELECT g.prescripcion FROM cartera.pagador g WHERE g.pagador_id OPERATOR(pg_catalog.=) $1",
    1,
    {INT8OID},
    {0},
    NULL};

/* Every invoice of the payer with undisputed balance, locked in ascending order. */
static Consulta leer_candidatas = {
    "SELECT f.factura_id, f.estado, f.fecha_radicacion, f.vence_formular,"
    " GREATEST(f.fecha_radicacion, f.vence_pago, f.ultima_fecha), f.saldo, f.valor_pendiente"
    " FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.pagador_id OPERATOR(pg_catalog.=) $2 AND f.saldo OPERATOR(pg_catalog.>) f.valor_pendiente"
    " AND f.fecha_radicacion OPERATOR(pg_catalog.<=) $3 ORDER BY f.factura_id FOR NO KEY UPDATE",
    3,
    {INT8OID, INT8OID, DATEOID},
    {0},
    NULL};

static bool
prescripcion_de(int64 pagador, Plazo *p)
{
    Datum v[1] = {Int64GetDatum(pagador)};
    char texto[PLAZO_TEXTO];
    bool nulo = true;

    if (consulta_catalogo(&leer_prescripcion, v, NULL) > 0) {
        *p = DatumGetPlazo(spi_dato(0, 1, &nulo));
        SPI_freetuptable(SPI_tuptable);
    }
    if (!nulo && pago_prescribe(0, *p) == FECHA_NULA)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("prescription is counted in calendar days, months or years"),
                        errdetail("Payer: %lld; term: %s.", (long long) pagador, plazo_texto(*p, texto))));
    return !nulo;
}

/* Locked: the invoices, and then the payment if it is of before (id not 0), whose available money is taken. */
static void
elegir_mas_antiguas(Peticion *p, int64 pago)
{
    Datum v[3] = {Int64GetDatum(p->prestador), Int64GetDatum(p->pagador), DateADTGetDatum(p->fecha)};
    EscrituraInterna e;
    FacturaPago *f;
    Plazo prescripcion;
    bool prescribe;
    int n;

    cartera_abrir(&e);
    prescribe = prescripcion_de(p->pagador, &prescripcion);
    n = (int) consulta_correr(&leer_candidatas, v, NULL, false);
    f = palloc_extended(sizeof(FacturaPago) * (Size) Max(n, 1), MCXT_ALLOC_HUGE);
    for (int i = 0; i < n; i++)
        f[i] = (FacturaPago){.factura = spi_int8(i, 1, 0),
                             .pagador = p->pagador,
                             .estado = spi_enum(i, 2, "estado_factura"),
                             .radicacion = spi_fecha(i, 3),
                             .vence_formular = spi_fecha(i, 4),
                             .exigible = spi_fecha(i, 5),
                             .saldo = spi_centavos(i, 6),
                             .pendiente = spi_centavos(i, 7)};
    SPI_freetuptable(SPI_tuptable);
    if (pago != 0)
        leer_anticipo(p, pago, &bloquear_anticipo);
    cartera_cerrar(&e);
    pago_mas_antiguas(p->e.valor, f, (size_t) n, p->fecha, prescribe ? &prescripcion : NULL);
    p->v = palloc(sizeof(Aplicacion) * (Size) Max(n, 1));
    p->n = 0;
    for (int i = 0; i < n; i++)
        if (f[i].aplica > 0)
            p->v[p->n++] = (Aplicacion){.factura = f[i].factura, .e = {.valor = f[i].aplica}};
}

static Consulta insertar_aplicaciones = {
    "INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, retenido, descuento, "
    "motivo, fecha)"
    " SELECT $6, $7, u.factura_id, u.valor, u.retenido, u.descuento, u.motivo, $8"
    " FROM (SELECT " UNNEST_5 ") AS u (factura_id, valor, retenido, descuento, motivo)"
    " RETURNING aplicacion_id",
    8,
    {INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, TEXTARRAYOID, INT8OID, INT8OID,
     DATEOID},
    {0},
    NULL};

/* One row each, in order; their ids stay in SPI_tuptable. */
static void
aplicar(const Peticion *p, int64 pago)
{
    static const Oid tipos[5] = {INT8OID, NUMERICOID, NUMERICOID, NUMERICOID, TEXTOID};
    Datum v[8];
    Lote *l;

    if (p->n == 0)
        return;
    l = lote_crear(CurrentMemoryContext, tipos, 5);
    for (int i = 0; i < p->n; i++) {
        lote_int8(l, 0, p->v[i].factura);
        lote_centavos(l, 1, p->v[i].e.valor);
        lote_centavos(l, 2, p->v[i].e.retenido);
        lote_centavos(l, 3, p->v[i].e.descuento);
        lote_texto(l, 4, p->v[i].motivo);
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[5] = Int64GetDatum(p->prestador);
    v[6] = Int64GetDatum(pago);
    v[7] = DateADTGetDatum(p->fecha);
    if (consulta_correr(&insertar_aplicaciones, v, NULL, false) != (uint64) p->n)
        ereport(ERROR, (errcode(ERRCODE_KG_SOLO_EVENTOS),
                        errmsg("another trigger changed or dropped rows already judged")));
}

/* ---- the function ------------------------------------------------------------------------- */

PG_FUNCTION_INFO_V1(registrar_pago);
Datum
registrar_pago(PG_FUNCTION_ARGS)
{
    Peticion p;
    Datum v[8];
    int64 pago;
    Fallo f;

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, OPCIONAL(5));
    p.prestador = PG_GETARG_INT64(0);
    p.pagador = PG_GETARG_INT64(1);
    p.fecha = fecha_de_datum(PG_GETARG_DATUM(3));
    p.e = (Extincion){centavos_de_numeric(PG_GETARG_NUMERIC(2)), centavos_de_numeric(PG_GETARG_NUMERIC(6)),
                      centavos_de_numeric(PG_GETARG_NUMERIC(7))};
    p.automatica = PG_ARGISNULL(5);
    p.v = NULL;
    p.n = 0;
    if (!extincion_valida(p.e, &f))
        elevar(&f);
    if (p.automatica && (p.e.retenido != 0 || p.e.descuento != 0))
        ereport(ERROR, (errcode(ERRCODE_KG_IMPORTE),
                        errmsg("what was withheld or discounted must say which invoices it extinguishes"),
                        errhint("Give aplicaciones, with retenido and descuento of each invoice.")));
    SPI_connect();
    if (!p.automatica)
        leer_peticion(&p, PG_GETARG_DATUM(5));
    p.huella = huella_de(&p);
    v[0] = PG_GETARG_DATUM(0);
    v[1] = PG_GETARG_DATUM(1);
    v[2] = PG_GETARG_DATUM(2);
    v[3] = PG_GETARG_DATUM(3);
    v[4] = PG_GETARG_DATUM(4);
    v[5] = PG_GETARG_DATUM(6);
    v[6] = PG_GETARG_DATUM(7);
    v[7] = p.huella;
    if (consulta_correr(&insertar_pago, v, NULL, false) == 0)
        pago = exigir_igual(&p, PG_GETARG_DATUM(4));
    else {
        pago = spi_int8(0, 1, 0);
        if (p.automatica)
            elegir_mas_antiguas(&p, 0);
        aplicar(&p, pago);
    }
    SPI_finish();
    PG_RETURN_INT64(pago);
}

/* ---- amortizar_anticipo(prestador_id, pago_id, aplicaciones, fecha) --------------------------- */

PG_FUNCTION_INFO_V1(amortizar_anticipo);
Datum
amortizar_anticipo(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    Peticion p;
    int64 pago;

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, OPCIONAL(2));
    InitMaterializedSRF(fcinfo, 0);
    memset(&p, 0, sizeof(p));
    p.prestador = PG_GETARG_INT64(0);
    pago = PG_GETARG_INT64(1);
    p.fecha = fecha_de_datum(PG_GETARG_DATUM(3));
    p.automatica = PG_ARGISNULL(2);
    SPI_connect();
    leer_anticipo(&p, pago, &ver_anticipo);
    if (p.automatica)
        elegir_mas_antiguas(&p, pago);
    else
        leer_dadas(&p, PG_GETARG_DATUM(2));
    aplicar(&p, pago);
    for (int i = 0; i < p.n; i++) {
        Datum v[5] = {Int64GetDatum(spi_int8(i, 1, 0)), Int64GetDatum(p.v[i].factura),
                      NumericGetDatum(numeric_de_centavos(p.v[i].e.valor)),
                      NumericGetDatum(numeric_de_centavos(p.v[i].e.retenido)),
                      NumericGetDatum(numeric_de_centavos(p.v[i].e.descuento))};
        bool nulos[5] = {false};

        tuplestore_putvalues(rsi->setResult, rsi->setDesc, v, nulos);
    }
    SPI_finish();
    return (Datum) 0;
}
