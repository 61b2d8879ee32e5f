/*
 * pago_deshacer.c - undoing what a payment extinguished: desaplicar_pago (one
 * invoice), anular_pago (the payment, with what hangs from it) and the
 * triggers of cartera.pago_anulacion.
 *
 * Nothing is removed: an application is undone by its opposite, a liquidacion
 * by its annulment, a payment by a row of pago_anulacion. The opposites and
 * the annulment are inserted as the caller, and judged as any row.
 */
#include "argumentos.h"
#include "disparador.h"
#include "liquidacion.h"
#include "tipo_porcentaje.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "nucleo/pago.h"
#include "nucleo/reparto.h"

/* ---- applications in force ------------------------------------------------------- */

typedef struct Vigente {
    int64 aplicacion, factura;
    Extincion e;
    char *numero; /* of the invoice */
} Vigente;

/* Those of a payment to one invoice ($3) or to all, and one of them ($4) or all. */
static Consulta leer_vigentes = {
    "SELECT a.aplicacion_id, a.factura_id, a.valor, a.retenido, a.descuento, f.numero::pg_catalog.text"
    " FROM cartera.pago_aplicacion a JOIN cartera.factura f"
    " ON f.prestador_id OPERATOR(pg_catalog.=) a.prestador_id AND f.factura_id OPERATOR(pg_catalog.=) "
    "a.factura_id"
    " WHERE a.prestador_id OPERATOR(pg_catalog.=) $1 AND a.pago_id OPERATOR(pg_catalog.=) $2"
    " AND ($3 IS NULL OR a.factura_id OPERATOR(pg_catalog.=) $3)"
    " AND ($4 IS NULL OR a.aplicacion_id OPERATOR(pg_catalog.=) $4) AND a.revierte_id IS NULL"
    " AND NOT EXISTS (SELECT FROM cartera.pago_aplicacion r"
    " WHERE r.prestador_id OPERATOR(pg_catalog.=) a.prestador_id"
    " AND r.revierte_id OPERATOR(pg_catalog.=) a.aplicacion_id) ORDER BY a.factura_id, a.aplicacion_id",
    4,
    {INT8OID, INT8OID, INT8OID, INT8OID},
    {0},
    NULL};

/* factura and aplicacion: 0 for any. In order of invoice. */
static Vigente *
vigentes(int64 prestador, int64 pago, int64 factura, int64 aplicacion, int *n)
{
    Datum v[4] = {Int64GetDatum(prestador), Int64GetDatum(pago), Int64GetDatum(factura),
                  Int64GetDatum(aplicacion)};
    char nulos[] = "    ";
    Vigente *a;

    nulos[2] = factura == 0 ? 'n' : ' ';
    nulos[3] = aplicacion == 0 ? 'n' : ' ';
    *n = (int) consulta_correr(&leer_vigentes, v, nulos, false);
    a = palloc_extended(sizeof(Vigente) * (Size) Max(*n, 1), MCXT_ALLOC_HUGE);
    for (int i = 0; i < *n; i++)
        a[i] = (Vigente){.aplicacion = spi_int8(i, 1, 0),
                         .factura = spi_int8(i, 2, 0),
                         .e = {spi_centavos(i, 3), spi_centavos(i, 4), spi_centavos(i, 5)},
                         .numero = spi_texto(i, 6)};
    SPI_freetuptable(SPI_tuptable);
    return a;
}

static Consulta insertar_opuestas = {
    "INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, revierte_id, factura_id, valor, retenido,"
    " descuento, fecha, motivo)"
    " SELECT $6, $7, u.aplicacion_id, u.factura_id, u.valor, u.retenido, u.descuento, $8, $9"
    " FROM (SELECT " UNNEST_5 ") AS u (aplicacion_id, factura_id, valor, retenido, descuento)",
    9,
    {INT8ARRAYOID, INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, INT8OID, INT8OID, DATEOID,
     TEXTOID},
    {0},
    NULL};

/* As the caller. */
static void
deshacer(int64 prestador, int64 pago, const Vigente *a, int n, Fecha fecha, Datum motivo)
{
    static const Oid tipos[5] = {INT8OID, INT8OID, NUMERICOID, NUMERICOID, NUMERICOID};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 5);
    Datum v[9];

    for (int i = 0; i < n; i++) {
        lote_int8(l, 0, a[i].aplicacion);
        lote_int8(l, 1, a[i].factura);
        lote_centavos(l, 2, -a[i].e.valor);
        lote_centavos(l, 3, -a[i].e.retenido);
        lote_centavos(l, 4, -a[i].e.descuento);
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[5] = Int64GetDatum(prestador);
    v[6] = Int64GetDatum(pago);
    v[7] = DateADTGetDatum(fecha);
    v[8] = motivo;
    consulta_correr(&insertar_opuestas, v, NULL, false);
}

/* ---- locks: invoices in ascending order, then the payment --------------------------- */

static Consulta bloquear_facturas = {
    "SELECT f.factura_id, f.pagado, f.iva, (SELECT COALESCE(pg_catalog.sum(p.valor_imputado), 0)"
    " FROM cartera.prestacion p WHERE p.prestador_id OPERATOR(pg_catalog.=) f.prestador_id"
    " AND p.factura_id OPERATOR(pg_catalog.=) f.factura_id) FROM cartera.factura f"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) $1 AND f.factura_id OPERATOR(pg_catalog.=) ANY ($2)"
    " ORDER BY f.factura_id FOR NO KEY UPDATE",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

#define DE_PAGO                                                                                              \
    "SELECT g.anulado, g.disponible, g.fecha FROM cartera.pago g"                                            \
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.pago_id OPERATOR(pg_catalog.=) $2"

/* As the caller: who may not see the payment may not undo it. */
static Consulta ver_pago = {DE_PAGO, 2, {INT8OID, INT8OID}, {0}, NULL};
static Consulta bloquear_pago = {DE_PAGO " FOR NO KEY UPDATE", 2, {INT8OID, INT8OID}, {0}, NULL};

typedef struct PagoVisto {
    bool anulado;
    Centavos disponible;
    Fecha fecha;
} PagoVisto;

static PagoVisto
leer_pago(int64 prestador, int64 pago, Consulta *q)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(pago)};
    PagoVisto p;

    if (consulta_correr(q, v, NULL, false) == 0)
        no_existe("payment", prestador, pago);
    p = (PagoVisto){spi_bool(0, 1), spi_centavos(0, 2), spi_fecha(0, 3)};
    SPI_freetuptable(SPI_tuptable);
    return p;
}

static Datum
facturas_de(const Vigente *a, int n)
{
    static const Oid tipo = INT8OID;
    Lote *l = lote_crear(CurrentMemoryContext, &tipo, 1);
    Datum d;

    for (int i = 0; i < n; i++)
        if (i == 0 || a[i].factura != a[i - 1].factura) {
            lote_int8(l, 0, a[i].factura);
            lote_fin_fila(l);
        }
    lote_arreglos(l, &d);
    return d;
}

static void
bloquear(int64 prestador, Datum facturas)
{
    Datum v[2] = {Int64GetDatum(prestador), facturas};

    consulta_correr(&bloquear_facturas, v, NULL, false);
    SPI_freetuptable(SPI_tuptable);
}

/* ---- desaplicar_pago ------------------------------------------------------------------ */

static Consulta hubo_aplicacion = {
    "SELECT 1 FROM cartera.pago_aplicacion a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.pago_id OPERATOR(pg_catalog.=) $2 AND a.factura_id OPERATOR(pg_catalog.=) $3"
    " AND ($4 IS NULL OR a.aplicacion_id OPERATOR(pg_catalog.=) $4) LIMIT 1",
    4,
    {INT8OID, INT8OID, INT8OID, INT8OID},
    {0},
    NULL};

pg_noreturn static void
nada_que_deshacer(int64 prestador, int64 pago, int64 factura, int64 aplicacion)
{
    Datum v[4] = {Int64GetDatum(prestador), Int64GetDatum(pago), Int64GetDatum(factura),
                  Int64GetDatum(aplicacion)};

    if (consulta_correr(&hubo_aplicacion, v, aplicacion == 0 ? "   n" : "    ", false) > 0)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the application is already undone"),
                        errdetail("Payment: %lld; invoice: %lld.", (long long) pago, (long long) factura)));
    ereport(ERROR, (errcode(ERRCODE_KG_NO_EXISTE), errmsg("the payment is not applied to the invoice"),
                    errdetail("Payment: %lld; invoice: %lld.", (long long) pago, (long long) factura)));
}

static void
exigir_motivo(FunctionCallInfo fcinfo, int cual)
{
    if (PG_ARGISNULL(cual) || texto_vacio(text_to_cstring(PG_GETARG_TEXT_PP(cual))))
        ereport(ERROR, (errcode(ERRCODE_KG_EVIDENCIA), errmsg("undoing a payment needs a reason"),
                        errhint("Give it in motivo.")));
}

/* desaplicar_pago(prestador_id, pago_id, factura_id, motivo, fecha, aplicacion_id) */
PG_FUNCTION_INFO_V1(desaplicar_pago);
Datum
desaplicar_pago(PG_FUNCTION_ARGS)
{
    EscrituraInterna interna;
    int64 prestador, pago, factura, aplicacion;
    Centavos disponible;
    Vigente *a;
    Fecha fecha;
    int n;

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, OPCIONAL(3) | OPCIONAL(5));
    exigir_motivo(fcinfo, 3);
    prestador = PG_GETARG_INT64(0);
    pago = PG_GETARG_INT64(1);
    factura = PG_GETARG_INT64(2);
    fecha = fecha_de_datum(PG_GETARG_DATUM(4));
    aplicacion = PG_ARGISNULL(5) ? 0 : PG_GETARG_INT64(5);
    SPI_connect();
    leer_pago(prestador, pago, &ver_pago);
    cartera_abrir(&interna);
    bloquear(prestador, arreglo_de_uno(factura));
    leer_pago(prestador, pago, &bloquear_pago);
    a = vigentes(prestador, pago, factura, aplicacion, &n);
    if (n == 0)
        nada_que_deshacer(prestador, pago, factura, aplicacion);
    cartera_cerrar(&interna);
    deshacer(prestador, pago, a, n, fecha, PG_GETARG_DATUM(3));
    cartera_abrir(&interna);
    disponible = leer_pago(prestador, pago, &bloquear_pago).disponible;
    cartera_cerrar(&interna);
    SPI_finish();
    PG_RETURN_NUMERIC(numeric_de_centavos(disponible));
}

/* ---- anular_pago: what hangs from the payment ------------------------------------------- */

#define LISTADAS 10

/* One invoice of the payment, with the liquidaciones that its money no longer covers. */
typedef struct Colgante {
    int64 factura;
    Centavos queda, imputado; /* net that remains, net imputed */
    LiquidacionViva *v;       /* the newest first */
    int n;
} Colgante;

static Consulta leer_vivas = {
    "SELECT q.liquidacion_id, q.estado, q.imputado FROM cartera.liquidacion q"
    " WHERE q.prestador_id OPERATOR(pg_catalog.=) $1 AND q.factura_id OPERATOR(pg_catalog.=) $2"
    " AND q.estado OPERATOR(pg_catalog.<>) 'anulada' ORDER BY q.liquidacion_id DESC",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* Invoices locked by now; each with what the payment leaves. */
static Colgante *
colgantes(int64 prestador, const Vigente *a, int n, int *k)
{
    Datum v[2] = {Int64GetDatum(prestador), facturas_de(a, n)};
    Colgante *c;
    Fallo f;

    *k = (int) consulta_correr(&bloquear_facturas, v, NULL, false);
    c = palloc0(sizeof(Colgante) * (Size) Max(*k, 1));
    for (int i = 0, j = 0; i < *k; i++) {
        Centavos pagado = spi_centavos(i, 2);
        bool nulo;

        c[i].factura = spi_int8(i, 1, 0);
        for (; j < n && a[j].factura == c[i].factura; j++)
            pagado -= a[j].e.valor;
        if (!importe_neto(pagado, DatumGetPorcentaje(spi_dato(i, 3, &nulo)), &c[i].queda, &f))
            elevar(&f);
        c[i].imputado = spi_centavos(i, 4);
    }
    SPI_freetuptable(SPI_tuptable);
    for (int i = 0; i < *k; i++) {
        if (c[i].imputado <= c[i].queda)
            continue;
        v[1] = Int64GetDatum(c[i].factura);
        c[i].n = (int) consulta_correr(&leer_vivas, v, NULL, false);
        c[i].v = palloc0(sizeof(LiquidacionViva) * (Size) Max(c[i].n, 1));
        for (int j = 0; j < c[i].n; j++)
            c[i].v[j] = (LiquidacionViva){.id = spi_int8(j, 1, 0),
                                          .estado = spi_enum(j, 2, "estado_liquidacion"),
                                          .imputado = spi_centavos(j, 3)};
        SPI_freetuptable(SPI_tuptable);
    }
    return c;
}

/* "invoice F-1: 100.00, ...; liquidaciones: 5, 6": what would have to go with the payment. */
static char *
lo_que_cuelga(const Vigente *a, int n, const Colgante *c, int k)
{
    StringInfoData s, q;
    char importe[DINERO_TEXTO];
    int cuantas = 0;

    initStringInfo(&s);
    initStringInfo(&q);
    for (int i = 0; i < n && i < LISTADAS; i++)
        appendStringInfo(&s, "%s%s: %s", i == 0 ? "" : ", ", a[i].numero,
                         dinero_texto(extincion_total(a[i].e), importe));
    if (n > LISTADAS)
        appendStringInfo(&s, ", ... (%d)", n);
    for (int i = 0; i < k; i++)
        for (int j = 0; j < c[i].n; j++)
            if (cuantas++ < LISTADAS)
                appendStringInfo(&q, "%s%lld", cuantas == 1 ? "" : ", ", (long long) c[i].v[j].id);
    if (cuantas > LISTADAS)
        appendStringInfo(&q, ", ... (%d)", cuantas);
    return cuantas == 0
               ? psprintf(_("Applied to invoices: %s."), s.data)
               : psprintf(_("Applied to invoices: %s; imputed in liquidaciones: %s."), s.data, q.data);
}

pg_noreturn static void
rechazar_colgantes(const Vigente *a, int n, const Colgante *c, int k)
{
    ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the payment has what hangs from it"),
                    errdetail_internal("%s", lo_que_cuelga(a, n, c, k)),
                    errhint("Undo it first, or ask for it with revertir => true.")));
}

/* ---- anular_pago --------------------------------------------------------------------------- */

static void
devolver(ReturnSetInfo *rsi, const char *que, int64 id, int64 factura, Centavos valor)
{
    Datum v[4] = {CStringGetTextDatum(que), Int64GetDatum(id), Int64GetDatum(factura),
                  NumericGetDatum(numeric_de_centavos(valor))};
    bool nulos[4] = {false, false, factura == 0, false};

    tuplestore_putvalues(rsi->setResult, rsi->setDesc, v, nulos);
}

static Datum
por_anular(const Colgante *c, int k)
{
    static const Oid tipo = INT8OID;
    Lote *l = lote_crear(CurrentMemoryContext, &tipo, 1);
    Datum d;

    for (int i = 0; i < k; i++)
        for (int j = 0; j < c[i].n; j++)
            if (c[i].v[j].anula) {
                lote_int8(l, 0, c[i].v[j].id);
                lote_fin_fila(l);
            }
    lote_arreglos(l, &d);
    return d;
}

static int
comparar_filas(const void *a, const void *b)
{
    int64 x = ((const LiquidacionFila *) a)->caso.id, y = ((const LiquidacionFila *) b)->caso.id;

    return (x > y) - (x < y);
}

/*
 * Of each invoice, the newest pending liquidaciones go, until the money that
 * remains covers the others. All are locked first, in ascending order.
 */
static void
anular_descubiertas(int64 prestador, Colgante *c, int k, const ActoSql *acto, ReturnSetInfo *rsi)
{
    LiquidacionFila *l;
    int n;
    Fallo f;

    for (int i = 0; i < k; i++)
        if (!liquidaciones_descubiertas(c[i].factura, c[i].imputado, c[i].queda, c[i].v, (size_t) c[i].n, &f))
            elevar(&f);
    l = liquidacion_bloquear(prestador, por_anular(c, k), &n);
    for (int i = 0; i < k; i++)
        for (int j = 0; j < c[i].n; j++) {
            const LiquidacionFila clave = {.caso.id = c[i].v[j].id};

            if (!c[i].v[j].anula)
                continue;
            liquidacion_anular(prestador,
                               bsearch(&clave, l, (size_t) n, sizeof(LiquidacionFila), comparar_filas), acto);
            devolver(rsi, "liquidacion", c[i].v[j].id, c[i].factura, -c[i].v[j].imputado);
        }
}

static Consulta insertar_anulacion = {
    "INSERT INTO cartera.pago_anulacion (prestador_id, pago_id, fecha, motivo) VALUES ($1, $2, $3, $4)",
    4,
    {INT8OID, INT8OID, DATEOID, TEXTOID},
    {0},
    NULL};

/*
 * Applications in force under the locks of their invoices and of the payment.
 * Which invoices to lock is known only by reading first: if others came in
 * between, the locks would be out of order, and the caller is told to retry;
 * unless it does not ask for them to go with the payment: then they are in its way.
 */
static Vigente *
vigentes_bloqueadas(int64 prestador, int64 pago, bool revertir, PagoVisto *p, int *n)
{
    Vigente *a = vigentes(prestador, pago, 0, 0, n), *b;
    int m;

    bloquear(prestador, facturas_de(a, *n));
    *p = leer_pago(prestador, pago, &bloquear_pago);
    b = vigentes(prestador, pago, 0, 0, &m);
    for (int i = 0, j = 0; j < m; j++) {
        while (i < *n && a[i].factura < b[j].factura)
            i++;
        if (i < *n && a[i].factura == b[j].factura)
            continue;
        if (!revertir)
            rechazar_colgantes(b, m, NULL, 0);
        ereport(ERROR, (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
                        errmsg("the payment was being applied at the same time"),
                        errhint("Retry the transaction.")));
    }
    *n = m;
    return b;
}

/* anular_pago(prestador_id, pago_id, motivo, revertir, fecha) */
PG_FUNCTION_INFO_V1(anular_pago);
Datum
anular_pago(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    EscrituraInterna interna;
    ActoSql acto;
    PagoVisto p;
    Vigente *a;
    Colgante *c;
    int64 prestador, pago;
    Datum v[4];
    int n, k;

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, OPCIONAL(2));
    exigir_motivo(fcinfo, 2);
    InitMaterializedSRF(fcinfo, 0);
    prestador = PG_GETARG_INT64(0);
    pago = PG_GETARG_INT64(1);
    SPI_connect();
    acto = (ActoSql){.fecha = fecha_de_datum(PG_GETARG_DATUM(4)), .motivo = PG_GETARG_DATUM(2)};
    acto.usuario = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
    exigir_no_futura(acto.fecha);
    leer_pago(prestador, pago, &ver_pago);
    cartera_abrir(&interna);
    a = vigentes_bloqueadas(prestador, pago, PG_GETARG_BOOL(3), &p, &n);
    c = colgantes(prestador, a, n, &k);
    if (n > 0 && !PG_GETARG_BOOL(3))
        rechazar_colgantes(a, n, c, k);
    anular_descubiertas(prestador, c, k, &acto, rsi);
    cartera_cerrar(&interna);
    if (n > 0)
        deshacer(prestador, pago, a, n, acto.fecha, acto.motivo);
    for (int i = 0; i < n; i++)
        devolver(rsi, "aplicacion", a[i].aplicacion, a[i].factura, -extincion_total(a[i].e));
    v[0] = Int64GetDatum(prestador);
    v[1] = Int64GetDatum(pago);
    v[2] = DateADTGetDatum(acto.fecha);
    v[3] = acto.motivo;
    consulta_correr(&insertar_anulacion, v, NULL, false);
    devolver(rsi, "pago", pago, 0, 0);
    SPI_finish();
    return (Datum) 0;
}

/* ---- cartera.pago_anulacion ------------------------------------------------------------------- */

enum { AN_PRESTADOR, AN_PAGO, AN_FECHA, AN_MOTIVO, AN_REGISTRADO, AN_USUARIO, AN_N };
static const char *const NOMBRES_ANULACION[AN_N] = {"prestador_id", "pago_id",       "fecha",
                                                    "motivo",       "registrado_en", "usuario"};
static Columnas columnas_anulacion = {AN_N, NOMBRES_ANULACION, InvalidOid, {0}};

static void
exigir_sin_anular(const PagoVisto *p, int64 pago)
{
    if (p->anulado)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the payment is annulled"),
                        errdetail("Payment: %lld.", (long long) pago)));
}

PG_FUNCTION_INFO_V1(anulacion_fila);
Datum
anulacion_fila(PG_FUNCTION_ARGS)
{
    static const int RESERVADAS[] = {AN_REGISTRADO, AN_USUARIO};
    static const int EXIGIDAS[] = {AN_PRESTADOR, AN_PAGO, AN_FECHA};
    TriggerData *td = cartera_disparador(fcinfo);
    FilaJuzgada j;
    PagoVisto p;
    Fila fila;

    exigir_momento(td, ANTES_FILA);
    fila_abrir(&fila, &columnas_anulacion, td->tg_relation, td->tg_trigtuple);
    fila_reservadas(&fila, RESERVADAS, lengthof(RESERVADAS));
    fila_exigidas(&fila, EXIGIDAS, lengthof(EXIGIDAS), td->tg_relation);
    if (texto_vacio(fila_texto(&fila, AN_MOTIVO)))
        ereport(ERROR, (errcode(ERRCODE_KG_EVIDENCIA), errmsg("undoing a payment needs a reason"),
                        errhint("Give it in motivo.")));
    exigir_no_futura(fila_fecha(&fila, AN_FECHA));
    juzgar_abrir(&j);
    /* before the keys, so that what is missing or done twice is refused with its own code */
    p = leer_pago(fila_int8(&fila, AN_PRESTADOR, 0), fila_int8(&fila, AN_PAGO, 0), &bloquear_pago);
    exigir_sin_anular(&p, fila_int8(&fila, AN_PAGO, 0));
    fila_poner(&fila, AN_REGISTRADO, TimestampTzGetDatum(GetCurrentTimestamp()));
    fila_poner_de(&fila, AN_USUARIO, TEXTOID, CStringGetTextDatum(j.usuario));
    return juzgar_cerrar(&j, &fila);
}

static Consulta ultima_aplicacion = {
    "SELECT pg_catalog.max(a.fecha) FROM cartera.pago_aplicacion a"
    " WHERE a.prestador_id OPERATOR(pg_catalog.=) $1 AND a.pago_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta marcar_anulado = {
    "UPDATE cartera.pago g SET anulado = true WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND g.pago_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static void
juzgar_anulacion(int64 prestador, int64 pago, Fecha fecha)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(pago)};
    char antes[FECHA_TEXTO], despues[FECHA_TEXTO];
    PagoVisto p;
    Fecha ultima;
    Vigente *a;
    int n;

    p = leer_pago(prestador, pago, &bloquear_pago);
    exigir_sin_anular(&p, pago);
    a = vigentes(prestador, pago, 0, 0, &n);
    if (n > 0)
        rechazar_colgantes(a, n, NULL, 0);
    consulta_correr(&ultima_aplicacion, v, NULL, false);
    ultima = spi_fecha(0, 1);
    SPI_freetuptable(SPI_tuptable);
    if (ultima == FECHA_NULA || ultima < p.fecha)
        ultima = p.fecha;
    if (fecha < ultima)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("the payment is annulled before its last act"),
                        errdetail("Payment: %lld; last act: %s; annulment: %s.", (long long) pago,
                                  fecha_texto(ultima, antes), fecha_texto(fecha, despues))));
    consulta_correr(&marcar_anulado, v, NULL, false);
}

PG_FUNCTION_INFO_V1(anulacion_juicio);
Datum
anulacion_juicio(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    EscrituraInterna e;
    Fila fila;

    exigir_momento(td, TRIGGER_EVENT_INSERT | TRIGGER_EVENT_ROW);
    fila_abrir(&fila, &columnas_anulacion, td->tg_relation, td->tg_trigtuple);
    SPI_connect();
    cartera_abrir(&e);
    juzgar_anulacion(fila_int8(&fila, AN_PRESTADOR, 0), fila_int8(&fila, AN_PAGO, 0),
                     fila_fecha(&fila, AN_FECHA));
    cartera_cerrar(&e);
    SPI_finish();
    return PointerGetDatum(NULL);
}
