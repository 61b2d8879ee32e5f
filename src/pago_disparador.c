/*
 * pago_disparador.c - triggers of cartera.pago and cartera.pago_aplicacion.
 *
 * BEFORE ROW completes a row; AFTER STATEMENT judges all the rows that really
 * entered, under the locks of their invoices (ascending) and then of their
 * payments, and carries them to the totals of both, set-based. So a plain
 * INSERT obeys what registrar_pago obeys.
 */
#include "disparador.h"
#include "entidades.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "nucleo/imputacion.h"
#include "nucleo/pago.h"

/* ---- tables that only imputation writes ------------------------------------------ */

PG_FUNCTION_INFO_V1(solo_imputacion);
Datum
solo_imputacion(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    bool escribe = TRIGGER_FIRED_BY_INSERT(td->tg_event) || TRIGGER_FIRED_BY_UPDATE(td->tg_event);

    if (TRIGGER_FIRED_FOR_ROW(td->tg_event) || !TRIGGER_FIRED_BEFORE(td->tg_event))
        exigir_momento(td, TRIGGER_EVENT_UPDATE | TRIGGER_EVENT_BEFORE);
    if (!cartera_interna() || !escribe)
        ereport(ERROR,
                (errcode(ERRCODE_KG_SOLO_EVENTOS),
                 errmsg("table \"%s\" is not written directly", RelationGetRelationName(td->tg_relation)),
                 errdetail(
                     "Payments and liquidaciones are a record: what is wrong is corrected by another entry."),
                 errhint("Call the function of the act: registrar_pago, imputar, ordenar_pago and the like."),
                 errtable(td->tg_relation)));
    return PointerGetDatum(NULL);
}

/* The rows that entered, one by one; fila is good until the next call. */
static bool
siguiente(TriggerData *td, TupleTableSlot *slot, Fila *fila, Columnas *columnas)
{
    bool propia;

    CHECK_FOR_INTERRUPTS();
    if (!tuplestore_gettupleslot(td->tg_newtable, true, false, slot))
        return false;
    fila_abrir(fila, columnas, td->tg_relation, ExecFetchSlotHeapTuple(slot, false, &propia));
    return true;
}

/* ---- cartera.pago -------------------------------------------------------------------- */

enum {
    PG_PRESTADOR,
    PG_PAGO,
    PG_PAGADOR,
    PG_VALOR,
    PG_RETENIDO,
    PG_DESCUENTOS,
    PG_FECHA,
    PG_REFERENCIA,
    PG_APLICADO,
    PG_RETENIDO_APLICADO,
    PG_DESCUENTOS_APLICADO,
    PG_ANULADO,
    PG_REGISTRADO,
    PG_USUARIO,
    PG_N
};
static const char *const NOMBRES_PAGO[PG_N] = {
    "prestador_id",        "pago_id", "pagador_id",    "valor",    "retenido",
    "descuentos",          "fecha",   "referencia",    "aplicado", "retenido_aplicado",
    "descuentos_aplicado", "anulado", "registrado_en", "usuario"};
static Columnas columnas_pago = {PG_N, NOMBRES_PAGO, InvalidOid, {0}};

static Extincion
extincion_de(const Fila *fila, int valor)
{
    return (Extincion){fila_centavos(fila, valor, NULL), fila_centavos(fila, valor + 1, NULL),
                       fila_centavos(fila, valor + 2, NULL)};
}

static void
poner_extincion(Fila *fila, int valor, Extincion e)
{
    fila_poner_centavos(fila, valor, e.valor);
    fila_poner_centavos(fila, valor + 1, e.retenido);
    fila_poner_centavos(fila, valor + 2, e.descuento);
}

PG_FUNCTION_INFO_V1(pago_fila);
Datum
pago_fila(PG_FUNCTION_ARGS)
{
    static const int RESERVADAS[] = {PG_APLICADO, PG_RETENIDO_APLICADO, PG_DESCUENTOS_APLICADO, PG_REGISTRADO,
                                     PG_USUARIO};
    static const int EXIGIDAS[] = {PG_PRESTADOR, PG_PAGO,       PG_PAGADOR, PG_VALOR,
                                   PG_RETENIDO,  PG_DESCUENTOS, PG_FECHA,   PG_REFERENCIA};
    TriggerData *td = cartera_disparador(fcinfo);
    FilaJuzgada j;
    Extincion e;
    Fila fila;
    Fallo f;

    exigir_momento(td, ANTES_FILA);
    fila_abrir(&fila, &columnas_pago, td->tg_relation, td->tg_trigtuple);
    fila_reservadas(&fila, RESERVADAS, lengthof(RESERVADAS));
    fila_reservar_falso(&fila, PG_ANULADO);
    fila_exigidas(&fila, EXIGIDAS, lengthof(EXIGIDAS), td->tg_relation);
    e = extincion_de(&fila, PG_VALOR);
    if (!extincion_valida(e, &f))
        elevar(&f);
    exigir_no_futura(fila_fecha(&fila, PG_FECHA));
    if (texto_vacio(fila_texto(&fila, PG_REFERENCIA)))
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the reference of a payment is missing"),
                 errtablecol(td->tg_relation, columnas_pago.num[PG_REFERENCIA])));
    juzgar_abrir(&j);
    exigir_prestador(fila_int8(&fila, PG_PRESTADOR, 0));
    exigir_pagador(fila_int8(&fila, PG_PAGADOR, 0));
    poner_extincion(&fila, PG_VALOR, e);
    poner_extincion(&fila, PG_APLICADO, (Extincion){0, 0, 0});
    fila_poner(&fila, PG_REGISTRADO, TimestampTzGetDatum(GetCurrentTimestamp()));
    fila_poner_de(&fila, PG_USUARIO, TEXTOID, CStringGetTextDatum(j.usuario));
    return juzgar_cerrar(&j, &fila);
}

/* A later BEFORE trigger may have changed what pago_fila wrote. */
PG_FUNCTION_INFO_V1(pago_sentencia);
Datum
pago_sentencia(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    TupleTableSlot *slot;
    Fila fila;
    Fallo f;

    exigir_momento(td, DESPUES_SENTENCIA);
    slot = MakeSingleTupleTableSlot(RelationGetDescr(td->tg_relation), &TTSOpsMinimalTuple);
    tuplestore_rescan(td->tg_newtable);
    while (siguiente(td, slot, &fila, &columnas_pago)) {
        if (!extincion_valida(extincion_de(&fila, PG_VALOR), &f))
            elevar(&f);
        if (extincion_total(extincion_de(&fila, PG_APLICADO)) != 0 ||
            DatumGetBool(fila_dato(&fila, PG_ANULADO)))
            ereport(ERROR, (errcode(ERRCODE_KG_SOLO_EVENTOS),
                            errmsg("another trigger changed or dropped rows already judged")));
    }
    ExecDropSingleTupleTableSlot(slot);
    return PointerGetDatum(NULL);
}

/* ---- cartera.pago_aplicacion: one row --------------------------------------------------- */

enum {
    AP_PRESTADOR,
    AP_APLICACION,
    AP_PAGO,
    AP_FACTURA,
    AP_VALOR,
    AP_RETENIDO,
    AP_DESCUENTO,
    AP_FECHA,
    AP_MOTIVO,
    AP_REVIERTE,
    AP_REGISTRADO,
    AP_USUARIO,
    AP_N
};
static const char *const NOMBRES_APLICACION[AP_N] = {
    "prestador_id", "aplicacion_id", "pago_id", "factura_id",  "valor",         "retenido",
    "descuento",    "fecha",         "motivo",  "revierte_id", "registrado_en", "usuario"};
static Columnas columnas_aplicacion = {AP_N, NOMBRES_APLICACION, InvalidOid, {0}};

static Consulta hay_pago_y_factura = {
    "SELECT EXISTS (SELECT FROM cartera.pago g WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND g.pago_id OPERATOR(pg_catalog.=) $2), EXISTS (SELECT FROM cartera.factura f"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) $1 AND f.factura_id OPERATOR(pg_catalog.=) $3)",
    3,
    {INT8OID, INT8OID, INT8OID},
    {0},
    NULL};

/* Before the foreign keys, which come first after the row, so that what is missing is refused with KG006. */
static void
exigir_referidos(const Fila *fila)
{
    int64 prestador = fila_int8(fila, AP_PRESTADOR, 0);
    int64 pago = fila_int8(fila, AP_PAGO, 0), factura = fila_int8(fila, AP_FACTURA, 0);
    Datum v[3] = {Int64GetDatum(prestador), Int64GetDatum(pago), Int64GetDatum(factura)};

    consulta_correr(&hay_pago_y_factura, v, NULL, false);
    if (!spi_bool(0, 1))
        no_existe("payment", prestador, pago);
    if (!spi_bool(0, 2))
        no_existe("invoice", prestador, factura);
}

static Consulta hay_reversion = {
    "SELECT a.aplicacion_id FROM cartera.pago_aplicacion a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.revierte_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* A reversal says why, and is made once; of two at once, the unique key refuses the second. */
static void
exigir_reversible(const Fila *fila)
{
    int64 revierte = fila_int8(fila, AP_REVIERTE, 0);
    Datum v[2] = {Int64GetDatum(fila_int8(fila, AP_PRESTADOR, 0)), Int64GetDatum(revierte)};

    if (texto_vacio(fila_texto(fila, AP_MOTIVO)))
        ereport(ERROR, (errcode(ERRCODE_KG_EVIDENCIA), errmsg("undoing an application needs a reason"),
                        errdetail("Application: %lld.", (long long) revierte)));
    if (consulta_correr(&hay_reversion, v, NULL, false) > 0)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the application is already undone"),
                        errdetail("Application: %lld; undone by: %lld.", (long long) revierte,
                                  (long long) spi_int8(0, 1, 0))));
}

PG_FUNCTION_INFO_V1(aplicacion_fila);
Datum
aplicacion_fila(PG_FUNCTION_ARGS)
{
    static const int RESERVADAS[] = {AP_REGISTRADO, AP_USUARIO};
    static const int EXIGIDAS[] = {AP_PRESTADOR, AP_APLICACION, AP_PAGO,      AP_FACTURA,
                                   AP_VALOR,     AP_RETENIDO,   AP_DESCUENTO, AP_FECHA};
    TriggerData *td = cartera_disparador(fcinfo);
    FilaJuzgada j;
    Extincion e;
    Fila fila;
    Fallo f;

    exigir_momento(td, ANTES_FILA);
    fila_abrir(&fila, &columnas_aplicacion, td->tg_relation, td->tg_trigtuple);
    fila_reservadas(&fila, RESERVADAS, lengthof(RESERVADAS));
    fila_exigidas(&fila, EXIGIDAS, lengthof(EXIGIDAS), td->tg_relation);
    e = extincion_de(&fila, AP_VALOR);
    if (fila_nula(&fila, AP_REVIERTE) && !extincion_valida(e, &f))
        elevar(&f);
    juzgar_abrir(&j);
    exigir_referidos(&fila);
    if (!fila_nula(&fila, AP_REVIERTE))
        exigir_reversible(&fila);
    poner_extincion(&fila, AP_VALOR, e);
    fila_poner(&fila, AP_REGISTRADO, TimestampTzGetDatum(GetCurrentTimestamp()));
    fila_poner_de(&fila, AP_USUARIO, TEXTOID, CStringGetTextDatum(j.usuario));
    return juzgar_cerrar(&j, &fila);
}

/* ---- cartera.pago_aplicacion: the statement ------------------------------------------------ */

typedef struct Apunte {
    int64 prestador, aplicacion, pago, factura;
    int64 revierte; /* 0: it does not */
    Extincion e;
    Fecha fecha;
} Apunte;

typedef struct FacturaApuntada {
    FacturaPago f;
    Porcentaje iva;
    Centavos pagado, imputado;
    int estado_imputacion;
    Extincion suma; /* of this statement */
} FacturaApuntada;

typedef struct PagoApuntado {
    int64 pago, pagador;
    Fecha fecha;
    bool anulado;
    Extincion todo, usado;
    Extincion suma;
} PagoApuntado;

static int
comparar_apuntes(const void *a, const void *b)
{
    const Apunte *x = a, *y = b;

    if (x->prestador != y->prestador)
        return x->prestador < y->prestador ? -1 : 1;
    if (x->factura != y->factura)
        return x->factura < y->factura ? -1 : 1;
    return (x->aplicacion > y->aplicacion) - (x->aplicacion < y->aplicacion);
}

static Apunte *
leer_apuntes(TriggerData *td, int *n)
{
    TupleTableSlot *slot = MakeSingleTupleTableSlot(RelationGetDescr(td->tg_relation), &TTSOpsMinimalTuple);
    int cabe = 16;
    Apunte *v = palloc(sizeof(Apunte) * cabe);
    Fila fila;

    *n = 0;
    tuplestore_rescan(td->tg_newtable);
    while (siguiente(td, slot, &fila, &columnas_aplicacion)) {
        if (*n == cabe)
            v = repalloc_huge(v, sizeof(Apunte) * (Size) (cabe *= 2));
        v[(*n)++] = (Apunte){.prestador = fila_int8(&fila, AP_PRESTADOR, 0),
                             .aplicacion = fila_int8(&fila, AP_APLICACION, 0),
                             .pago = fila_int8(&fila, AP_PAGO, 0),
                             .factura = fila_int8(&fila, AP_FACTURA, 0),
                             .revierte = fila_int8(&fila, AP_REVIERTE, 0),
                             .e = extincion_de(&fila, AP_VALOR),
                             .fecha = fila_fecha(&fila, AP_FECHA)};
    }
    ExecDropSingleTupleTableSlot(slot);
    qsort(v, (size_t) *n, sizeof(Apunte), comparar_apuntes);
    return v;
}

static int
comparar_int8(const void *a, const void *b)
{
    int64 x = *(const int64 *) a, y = *(const int64 *) b;

    return (x > y) - (x < y);
}

/* Distinct values, sorted; as an array and, in *v, as C. */
static Datum
distintos(int64 *v, int *n)
{
    Oid tipo = INT8OID;
    Lote *l = lote_crear(CurrentMemoryContext, &tipo, 1);
    Datum d;
    int k = 0;

    qsort(v, (size_t) *n, sizeof(int64), comparar_int8);
    for (int i = 0; i < *n; i++) {
        if (k > 0 && v[k - 1] == v[i])
            continue;
        v[k++] = v[i];
        lote_int8(l, 0, v[i]);
        lote_fin_fila(l);
    }
    *n = k;
    lote_arreglos(l, &d);
    return d;
}

static Datum
columna_distinta(const Apunte *a, int n, size_t desplazamiento, int64 **v, int *k)
{
    *v = palloc_extended(sizeof(int64) * (Size) n, MCXT_ALLOC_HUGE);
    *k = 0;
    for (int i = 0; i < n; i++) {
        int64 x = *(const int64 *) ((const char *) &a[i] + desplazamiento);

        if (x != 0 || desplazamiento != offsetof(Apunte, revierte))
            (*v)[(*k)++] = x;
    }
    return distintos(*v, k);
}

/* Locks come first, in ascending order; what is read afterwards is what holds. */
static Consulta leer_facturas = {
    "SELECT f.factura_id, f.pagador_id, f.estado, f.fecha_radicacion, f.saldo, f.iva, f.pagado,"
    " f.estado_imputacion FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) ANY ($2) ORDER BY f.factura_id FOR NO KEY UPDATE",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

static Consulta leer_imputado = {
    "SELECT p.factura_id, pg_catalog.sum(p.valor_imputado) FROM cartera.prestacion p"
    " WHERE p.prestador_id OPERATOR(pg_catalog.=) $1 AND p.factura_id OPERATOR(pg_catalog.=) ANY ($2)"
    " GROUP BY p.factura_id ORDER BY p.factura_id",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

static FacturaApuntada *
traer_facturas(int64 prestador, const Apunte *a, int n, bool con_reversiones, int *k)
{
    int64 *ids;
    Datum v[2] = {Int64GetDatum(prestador), columna_distinta(a, n, offsetof(Apunte, factura), &ids, k)};
    FacturaApuntada *f = palloc0(sizeof(FacturaApuntada) * (Size) *k);
    uint64 hay = consulta_correr(&leer_facturas, v, NULL, false);

    for (int i = 0; i < *k; i++) {
        bool nulo;

        if ((uint64) i >= hay || spi_int8(i, 1, 0) != ids[i])
            no_existe("invoice", prestador, ids[i]);
        f[i].f.factura = ids[i];
        f[i].f.pagador = spi_int8(i, 2, 0);
        f[i].f.estado = spi_enum(i, 3, "estado_factura");
        f[i].f.radicacion = spi_fecha(i, 4);
        f[i].f.saldo = spi_centavos(i, 5);
        f[i].iva = DatumGetInt64(spi_dato(i, 6, &nulo));
        f[i].pagado = spi_centavos(i, 7);
        f[i].estado_imputacion = spi_enum(i, 8, "estado_imputacion");
    }
    SPI_freetuptable(SPI_tuptable);
    if (!con_reversiones)
        return f;
    hay = consulta_correr(&leer_imputado, v, NULL, false);
    for (uint64 i = 0, j = 0; i < hay; i++, j++) {
        while (f[j].f.factura != spi_int8(i, 1, 0))
            j++;
        f[j].imputado = spi_centavos(i, 2);
    }
    SPI_freetuptable(SPI_tuptable);
    return f;
}

static Consulta leer_pagos = {
    "SELECT g.pago_id, g.pagador_id, g.fecha, g.valor, g.retenido, g.descuentos, g.aplicado,"
    " g.retenido_aplicado, g.descuentos_aplicado, g.anulado FROM cartera.pago g"
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.pago_id OPERATOR(pg_catalog.=) ANY ($2)"
    " ORDER BY g.pago_id FOR NO KEY UPDATE",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

static Extincion
spi_extincion(uint64 i, int col)
{
    return (Extincion){spi_centavos(i, col), spi_centavos(i, col + 1), spi_centavos(i, col + 2)};
}

static PagoApuntado *
traer_pagos(int64 prestador, const Apunte *a, int n, int *k)
{
    int64 *ids;
    Datum v[2] = {Int64GetDatum(prestador), columna_distinta(a, n, offsetof(Apunte, pago), &ids, k)};
    PagoApuntado *p = palloc0(sizeof(PagoApuntado) * (Size) *k);
    uint64 hay = consulta_correr(&leer_pagos, v, NULL, false);

    for (int i = 0; i < *k; i++) {
        if ((uint64) i >= hay || spi_int8(i, 1, 0) != ids[i])
            no_existe("payment", prestador, ids[i]);
        p[i].pago = ids[i];
        p[i].pagador = spi_int8(i, 2, 0);
        p[i].fecha = spi_fecha(i, 3);
        p[i].todo = spi_extincion(i, 4);
        p[i].usado = spi_extincion(i, 7);
        p[i].anulado = spi_bool(i, 10);
    }
    SPI_freetuptable(SPI_tuptable);
    return p;
}

static Consulta leer_originales = {
    "SELECT a.aplicacion_id, a.pago_id, a.factura_id, a.fecha, a.valor, a.retenido, a.descuento, "
    "a.revierte_id"
    " FROM cartera.pago_aplicacion a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.aplicacion_id OPERATOR(pg_catalog.=) ANY ($2) ORDER BY a.aplicacion_id",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

static Apunte *
traer_originales(int64 prestador, const Apunte *a, int n, int *k)
{
    int64 *ids;
    Datum v[2] = {Int64GetDatum(prestador), columna_distinta(a, n, offsetof(Apunte, revierte), &ids, k)};
    Apunte *o = palloc0(sizeof(Apunte) * (Size) *k);
    uint64 hay = consulta_correr(&leer_originales, v, NULL, false);

    for (int i = 0; i < *k; i++) {
        if ((uint64) i >= hay || spi_int8(i, 1, 0) != ids[i])
            no_existe("application", prestador, ids[i]);
        o[i] = (Apunte){.prestador = prestador,
                        .aplicacion = ids[i],
                        .pago = spi_int8(i, 2, 0),
                        .factura = spi_int8(i, 3, 0),
                        .fecha = spi_fecha(i, 4),
                        .e = spi_extincion(i, 5),
                        .revierte = spi_int8(i, 8, 0)};
    }
    SPI_freetuptable(SPI_tuptable);
    return o;
}

static void
sumar(Extincion *a, Extincion b)
{
    Fallo f;

    if (!extincion_sumar(a, b, &f))
        elevar(&f);
}

static int
comparar_aplicacion(const void *a, const void *b)
{
    int64 x = ((const Apunte *) a)->aplicacion, y = ((const Apunte *) b)->aplicacion;

    return (x > y) - (x < y);
}

static void
juzgar_aplicacion(const Apunte *a, FacturaApuntada *f, const PagoApuntado *p)
{
    char antes[FECHA_TEXTO], despues[FECHA_TEXTO];
    Fallo fallo;

    if (!extincion_valida(a->e, &fallo))
        elevar(&fallo);
    if (p->anulado)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the payment is annulled"),
                        errdetail("Payment: %lld.", (long long) p->pago)));
    if (a->fecha < p->fecha)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("payment is applied before it was received"),
                        errdetail("Payment: %lld; received: %s; application: %s.", (long long) p->pago,
                                  fecha_texto(p->fecha, antes), fecha_texto(a->fecha, despues))));
    if (!pago_admite(&f->f, p->pagador, a->fecha, extincion_total(a->e), &fallo))
        elevar(&fallo);
    f->f.saldo -= extincion_total(a->e);
}

static void
juzgar_reversion(const Apunte *a, FacturaApuntada *f, const Apunte *originales, int n)
{
    const Apunte clave = {.aplicacion = a->revierte};
    char antes[FECHA_TEXTO], despues[FECHA_TEXTO];
    const Apunte *o = bsearch(&clave, originales, (size_t) n, sizeof(Apunte), comparar_aplicacion);

    if (o->revierte != 0 || o->pago != a->pago || o->factura != a->factura || o->e.valor != -a->e.valor ||
        o->e.retenido != -a->e.retenido || o->e.descuento != -a->e.descuento)
        ereport(ERROR,
                (errcode(ERRCODE_KG_IMPORTE), errmsg("an application is undone whole, by its exact opposite"),
                 errdetail("Application: %lld.", (long long) a->revierte)));
    if (a->fecha < o->fecha)
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("application is undone before it was made"),
                 errdetail("Application: %lld; made: %s; undone: %s.", (long long) o->aplicacion,
                           fecha_texto(o->fecha, antes), fecha_texto(a->fecha, despues))));
    f->f.saldo -= extincion_total(a->e);
}

/* Money already imputed to professionals cannot leave the invoice. */
static void
exigir_cobertura(const FacturaApuntada *f)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];
    Centavos neto;
    Fallo fallo;

    if (f->suma.valor >= 0)
        return;
    if (!importe_neto(f->pagado + f->suma.valor, f->iva, &neto, &fallo))
        elevar(&fallo);
    if (neto < f->imputado)
        ereport(ERROR,
                (errcode(ERRCODE_KG_IMPORTE), errmsg("the payment is already imputed to professionals"),
                 errdetail("Invoice: %lld; imputed: %s; net that would remain: %s; difference: %s.",
                           (long long) f->f.factura, dinero_texto(f->imputado, a), dinero_texto(neto, b),
                           dinero_texto(f->imputado - neto, c)),
                 errhint("Annul its liquidaciones first.")));
}

static Consulta escribir_facturas = {
    "UPDATE cartera.factura f SET pagado = f.pagado OPERATOR(pg_catalog.+) u.valor,"
    " retenido = f.retenido OPERATOR(pg_catalog.+) u.retenido,"
    " descuentos = f.descuentos OPERATOR(pg_catalog.+) u.descuento, estado_imputacion = u.estado"
    " FROM (SELECT " UNNEST_5 ") AS u (factura_id, valor, retenido, descuento, estado)"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) $6 AND f.factura_id OPERATOR(pg_catalog.=) u.factura_id",
    6,
    {INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, 0, INT8OID},
    {[4] = "estado_imputacion[]"},
    NULL};

static void
volcar_facturas(int64 prestador, const FacturaApuntada *f, int n)
{
    const Oid tipos[5] = {INT8OID, NUMERICOID, NUMERICOID, NUMERICOID,
                          tipo_conciliacion("estado_imputacion")};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 5);
    Datum v[6];

    for (int i = 0; i < n; i++) {
        lote_int8(l, 0, f[i].f.factura);
        lote_centavos(l, 1, f[i].suma.valor);
        lote_centavos(l, 2, f[i].suma.retenido);
        lote_centavos(l, 3, f[i].suma.descuento);
        /* lines do not change here: what was begun stays as it is */
        lote_enum(l, 4, "estado_imputacion",
                  (int) imputacion_estado(f[i].pagado + f[i].suma.valor > 0,
                                          f[i].estado_imputacion >= IMPUTACION_PARCIAL,
                                          f[i].estado_imputacion != IMPUTACION_COMPLETA));
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[5] = Int64GetDatum(prestador);
    if (consulta_correr(&escribir_facturas, v, NULL, false) != (uint64) n)
        elog(ERROR, "totals of invoices lost rows");
}

static Consulta escribir_pagos = {
    "UPDATE cartera.pago g SET aplicado = g.aplicado OPERATOR(pg_catalog.+) u.valor,"
    " retenido_aplicado = g.retenido_aplicado OPERATOR(pg_catalog.+) u.retenido,"
    " descuentos_aplicado = g.descuentos_aplicado OPERATOR(pg_catalog.+) u.descuento"
    " FROM (SELECT " UNNEST_4 ") AS u (pago_id, valor, retenido, descuento)"
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $5 AND g.pago_id OPERATOR(pg_catalog.=) u.pago_id",
    5,
    {INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, INT8OID},
    {0},
    NULL};

static void
volcar_pagos(int64 prestador, const PagoApuntado *p, int n)
{
    const Oid tipos[4] = {INT8OID, NUMERICOID, NUMERICOID, NUMERICOID};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 4);
    Datum v[5];
    Fallo f;

    for (int i = 0; i < n; i++) {
        Extincion usado = p[i].usado;

        sumar(&usado, p[i].suma);
        if (!pago_alcanza(p[i].pago, p[i].todo, usado, &f))
            elevar(&f);
        lote_int8(l, 0, p[i].pago);
        lote_centavos(l, 1, p[i].suma.valor);
        lote_centavos(l, 2, p[i].suma.retenido);
        lote_centavos(l, 3, p[i].suma.descuento);
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[4] = Int64GetDatum(prestador);
    if (consulta_correr(&escribir_pagos, v, NULL, false) != (uint64) n)
        elog(ERROR, "totals of payments lost rows");
}

/* The applications of one provider, in order of invoice. */
static void
juzgar_prestador(const Apunte *a, int n)
{
    int64 prestador = a[0].prestador;
    bool con_reversiones = false;
    int n_facturas, n_pagos, n_originales = 0;
    FacturaApuntada *facturas, *f;
    PagoApuntado *pagos;
    Apunte *originales = NULL;

    for (int i = 0; i < n; i++) {
        exigir_no_futura(a[i].fecha);
        con_reversiones |= a[i].revierte != 0;
    }
    facturas = traer_facturas(prestador, a, n, con_reversiones, &n_facturas);
    pagos = traer_pagos(prestador, a, n, &n_pagos);
    if (con_reversiones)
        originales = traer_originales(prestador, a, n, &n_originales);
    f = facturas;
    for (int i = 0; i < n; i++) {
        PagoApuntado *p = bsearch(&a[i].pago, pagos, (size_t) n_pagos, sizeof(PagoApuntado), comparar_int8);

        while (f->f.factura != a[i].factura)
            f++;
        if (a[i].revierte == 0)
            juzgar_aplicacion(&a[i], f, p);
        else
            juzgar_reversion(&a[i], f, originales, n_originales);
        sumar(&f->suma, a[i].e);
        sumar(&p->suma, a[i].e);
    }
    for (int i = 0; i < n_facturas; i++)
        exigir_cobertura(&facturas[i]);
    volcar_pagos(prestador, pagos, n_pagos);
    volcar_facturas(prestador, facturas, n_facturas);
}

PG_FUNCTION_INFO_V1(aplicacion_sentencia);
Datum
aplicacion_sentencia(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    EscrituraInterna e;
    Apunte *a;
    int n;

    exigir_momento(td, DESPUES_SENTENCIA);
    SPI_connect();
    a = leer_apuntes(td, &n);
    cartera_abrir(&e);
    for (int i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && a[j].prestador == a[i].prestador; j++)
            ;
        juzgar_prestador(a + i, j - i);
    }
    cartera_cerrar(&e);
    SPI_finish();
    return PointerGetDatum(NULL);
}
