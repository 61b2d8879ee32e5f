/*
 * contexto.c - the statement's knowledge of cases and their pending changes
 * (see contexto.h).
 *
 * Lifetime: a context is a child of the memory of its (sub)transaction; when
 * that ends, by error or not, a reset callback takes it off the stack.
 */
#include "contexto.h"
#include "fila.h"
#include "glosa_acto.h"
#include "lote.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

struct Contexto {
    ClaseContexto clase;
    MemoryContext memoria;
    HTAB *facturas, *lineas, *glosas;
    Lote *lote;    /* rows to insert when the statement ends */
    uint64 filas;  /* rows let pass by the row trigger */
    uint64 mezcla; /* sum of their hashes */
    struct Contexto *anterior;
};

static Contexto *pila = NULL;

static void
desapilar(void *arg)
{
    Contexto **p = &pila;

    while (*p != NULL && *p != (Contexto *) arg)
        p = &(*p)->anterior;
    if (*p != NULL)
        *p = (*p)->anterior;
}

static HTAB *
tabla(Contexto *c, const char *nombre, Size clave, Size entrada)
{
    HASHCTL ctl;

    memset(&ctl, 0, sizeof(ctl));
    ctl.keysize = clave;
    ctl.entrysize = entrada;
    ctl.hcxt = c->memoria;
    return hash_create(nombre, 64, &ctl, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

Contexto *
contexto_abrir(ClaseContexto clase)
{
    MemoryContext memoria =
        AllocSetContextCreate(CurTransactionContext, "conciliacion statement", ALLOCSET_DEFAULT_SIZES);
    Contexto *c = MemoryContextAllocZero(memoria, sizeof(Contexto));
    MemoryContextCallback *cb = MemoryContextAllocZero(memoria, sizeof(MemoryContextCallback));

    c->clase = clase;
    c->memoria = memoria;
    c->facturas = tabla(c, "facturas", sizeof(ClaveFactura), sizeof(FacturaCtx));
    c->lineas = tabla(c, "lineas", sizeof(ClaveLinea), sizeof(LineaCtx));
    c->glosas = tabla(c, "glosas", sizeof(ClaveGlosa), sizeof(GlosaCtx));
    c->anterior = pila;
    cb->func = desapilar;
    cb->arg = c;
    MemoryContextRegisterResetCallback(memoria, cb);
    pila = c;
    return c;
}

Contexto *
contexto_actual(ClaseContexto clase)
{
    for (Contexto *c = pila; c != NULL; c = c->anterior)
        if (c->clase == clase)
            return c;
    ereport(ERROR, (errcode(ERRCODE_KG_VERSION), errmsg("the statement trigger of this table is missing"),
                    errhint("Enable every trigger of the table, or run SELECT conciliacion.instalar();")));
}

Lote *
contexto_lote(Contexto *c, const Oid *tipos, int columnas)
{
    if (c->lote == NULL)
        c->lote = lote_crear(c->memoria, tipos, columnas);
    return c->lote;
}

void
contexto_insertar(Contexto *c, Consulta *insertar)
{
    Datum v[LOTE_COLUMNAS];

    if (c->lote != NULL && lote_arreglos(c->lote, v) > 0)
        consulta_correr(insertar, v, NULL, false);
}

void
contexto_cerrar(Contexto *c)
{
    MemoryContextDelete(c->memoria);
}

void
contexto_contar(Contexto *c, const uint8 *huella)
{
    uint64 parte = 0;

    if (huella != NULL)
        memcpy(&parte, huella, sizeof(parte));
    c->filas++;
    c->mezcla += parte;
}

uint64
contexto_filas(const Contexto *c)
{
    return c->filas;
}

/*
 * A later BEFORE trigger can drop or change a row after we judged it: what
 * entered must be exactly what passed.
 */
void
contexto_verificar(Contexto *c, Tuplestorestate *nuevas, TupleDesc desc, AttrNumber huella)
{
    TupleTableSlot *slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
    uint64 filas = 0, mezcla = 0;

    tuplestore_rescan(nuevas);
    while (tuplestore_gettupleslot(nuevas, true, false, slot)) {
        bool nulo;
        bytea *h = DatumGetByteaPP(slot_getattr(slot, huella, &nulo));
        uint64 parte = 0;

        if (!nulo && VARSIZE_ANY_EXHDR(h) == HUELLA_BYTES)
            memcpy(&parte, VARDATA_ANY(h), sizeof(parte));
        filas++;
        mezcla += parte;
    }
    ExecDropSingleTupleTableSlot(slot);
    if (filas != c->filas || mezcla != c->mezcla)
        ereport(ERROR, (errcode(ERRCODE_KG_SOLO_EVENTOS),
                        errmsg("another trigger changed or dropped rows already judged"),
                        errdetail("Rows judged: %llu; rows entered: %llu.", (unsigned long long) c->filas,
                                  (unsigned long long) filas)));
}

void
no_existe(const char *que, int64 prestador, int64 id)
{
    ereport(ERROR, (errcode(ERRCODE_KG_NO_EXISTE), errmsg("%s does not exist", que),
                    errdetail("prestador_id: %lld; id: %lld.", (long long) prestador, (long long) id)));
}

/* ---- reading ------------------------------------------------------------- */

static Consulta leer_factura = {
    "SELECT f.estado, f.valor, f.valor_glosado, f.glosas_vivas, f.glosas_abiertas, f.fecha_radicacion,"
    " f.vence_formular, f.primera_notificacion, f.norma_id, f.secuencia, f.ultima_fecha, f.vence, "
    "f.quien_debe,"
    " f.devoluciones, f.pagado OPERATOR(pg_catalog.+) f.retenido OPERATOR(pg_catalog.+) f.descuentos,"
    " f.ultimo_evento, f.vence_pago"
    " FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) $2 FOR NO KEY UPDATE",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

FacturaCtx *
contexto_factura(Contexto *c, int64 prestador, int64 factura)
{
    ClaveFactura clave = {prestador, factura};
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(factura)};
    FacturaCtx *f = hash_search(c->facturas, &clave, HASH_FIND, NULL);
    char *norma;

    if (f != NULL)
        return f;
    if (consulta_correr(&leer_factura, v, NULL, false) == 0)
        no_existe("invoice", prestador, factura);
    f = hash_search(c->facturas, &clave, HASH_ENTER, NULL);
    memset((char *) f + sizeof(clave), 0, sizeof(*f) - sizeof(clave));
    f->caso.estado = spi_enum(0, 1, "estado_factura");
    f->valor = spi_centavos(0, 2);
    f->glosado = spi_centavos(0, 3);
    f->caso.glosas_vivas = spi_int4(0, 4, 0);
    f->caso.glosas_abiertas = spi_int4(0, 5, 0);
    f->fecha_radicacion = spi_fecha(0, 6);
    f->caso.vence_formular = spi_fecha(0, 7);
    f->primera_notificacion = spi_fecha(0, 8);
    norma = spi_texto(0, 9);
    strlcpy(f->norma_id, norma, NORMA_ID_MAX);
    f->caso.secuencia = spi_int4(0, 10, 0);
    f->caso.ultima_fecha = spi_fecha(0, 11);
    f->caso.vence = spi_fecha(0, 12);
    f->caso.quien_debe = spi_enum(0, 13, "papel");
    f->caso.devoluciones = spi_int4(0, 14, 0);
    f->caso.con_pagos = spi_centavos(0, 15) > 0;
    f->caso.ultimo_evento = spi_enum(0, 16, "evento_factura");
    f->vence_pago = spi_fecha(0, 17);
    SPI_freetuptable(SPI_tuptable);
    return f;
}

static Consulta leer_linea = {
    "SELECT p.valor, p.valor_glosado, p.paciente, p.paciente_nombre"
    " FROM cartera.prestacion p WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND p.factura_id OPERATOR(pg_catalog.=) $2 AND p.linea OPERATOR(pg_catalog.=) $3",
    3,
    {INT8OID, INT8OID, INT4OID},
    {0},
    NULL};

bool
linea_leer(int64 prestador, int64 factura, int64 linea, LineaCtx *l)
{
    Datum v[3] = {Int64GetDatum(prestador), Int64GetDatum(factura), Int32GetDatum((int32) linea)};

    if (consulta_correr(&leer_linea, v, NULL, false) == 0)
        return false;
    memset(l, 0, sizeof(*l));
    l->clave.prestador = prestador;
    l->clave.factura = factura;
    l->clave.linea = linea;
    l->valor = spi_centavos(0, 1);
    l->glosado = spi_centavos(0, 2);
    l->sin_paciente = texto_vacio(spi_texto(0, 3));
    l->sin_nombre = texto_vacio(spi_texto(0, 4));
    SPI_freetuptable(SPI_tuptable);
    return true;
}

LineaCtx *
contexto_linea(Contexto *c, int64 prestador, int64 factura, int64 linea)
{
    ClaveLinea clave = {prestador, factura, linea};
    LineaCtx *l = hash_search(c->lineas, &clave, HASH_FIND, NULL);
    LineaCtx leida;

    if (l != NULL)
        return l;
    if (!linea_leer(prestador, factura, linea, &leida))
        ereport(ERROR, (errcode(ERRCODE_KG_NO_EXISTE), errmsg("invoice line does not exist"),
                        errdetail("prestador_id: %lld; factura_id: %lld; linea: %lld.", (long long) prestador,
                                  (long long) factura, (long long) linea)));
    l = hash_search(c->lineas, &clave, HASH_ENTER, NULL);
    *l = leida;
    return l;
}

#define COLUMNAS_GLOSA                                                                                       \
    "SELECT g.factura_id, g.linea, g.codigo, g.comentario, g.estado, g.estado_previo, g.causa_cierre,"       \
    " g.quien_debe, g.ultimo_evento, g.secuencia, g.valor, g.valor_aceptado, g.valor_levantado,"             \
    " g.valor_pendiente, g.fecha, g.ultima_fecha, g.vence, g.vence_previo, g.comunicaciones,"                \
    " g.extemporanea, g.formulada_tarde, g.subsanada, g.hash, f.norma_id"                                    \
    " FROM cartera.glosa g JOIN cartera.factura f ON f.prestador_id OPERATOR(pg_catalog.=) g.prestador_id"   \
    " AND f.factura_id OPERATOR(pg_catalog.=) g.factura_id"                                                  \
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.glosa_id OPERATOR(pg_catalog.=) $2"

static Consulta leer_glosa = {COLUMNAS_GLOSA, 2, {INT8OID, INT8OID}, {0}, NULL};

static Consulta leer_factura_de_glosa = {
    "SELECT g.factura_id FROM cartera.glosa g WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND g.glosa_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

bool
glosa_leer(int64 prestador, int64 glosa, GlosaCtx *g, char *norma_id)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(glosa)};
    CasoGlosa *k = &g->caso;
    bool nulo;
    Datum h;

    if (consulta_correr(&leer_glosa, v, NULL, false) == 0)
        return false;
    memset(g, 0, sizeof(*g));
    g->clave.prestador = prestador;
    g->clave.glosa = glosa;
    g->factura = spi_int8(0, 1, 0);
    g->linea = spi_int4(0, 2, 0);
    g->codigo = spi_int4(0, 3, 0);
    g->con_comentario = !texto_vacio(spi_texto(0, 4));
    k->estado = spi_enum(0, 5, "estado_glosa");
    k->estado_previo = spi_enum(0, 6, "estado_glosa");
    k->causa = spi_enum(0, 7, "causa_cierre");
    k->quien_debe = spi_enum(0, 8, "papel");
    k->ultimo_evento = spi_enum(0, 9, "evento_glosa");
    k->secuencia = spi_int4(0, 10, 0);
    k->valor = spi_centavos(0, 11);
    k->aceptado = spi_centavos(0, 12);
    k->levantado = spi_centavos(0, 13);
    k->pendiente = spi_centavos(0, 14);
    k->fecha = spi_fecha(0, 15);
    k->ultima_fecha = spi_fecha(0, 16);
    k->vence = spi_fecha(0, 17);
    k->vence_previo = spi_fecha(0, 18);
    k->comunicaciones = spi_int4(0, 19, 0);
    k->extemporanea = spi_bool(0, 20);
    k->formulada_tarde = spi_bool(0, 21);
    k->subsanada = spi_bool(0, 22);
    h = spi_dato(0, 23, &nulo);
    if (!nulo && VARSIZE_ANY_EXHDR(DatumGetByteaPP(h)) == HUELLA_BYTES)
        memcpy(g->huella, VARDATA_ANY(DatumGetByteaPP(h)), HUELLA_BYTES);
    if (norma_id != NULL)
        strlcpy(norma_id, spi_texto(0, 24), NORMA_ID_MAX);
    SPI_freetuptable(SPI_tuptable);
    return true;
}

/* The case under the lock of its invoice: locked first, read after. */
GlosaCtx *
contexto_glosa(Contexto *c, int64 prestador, int64 glosa)
{
    ClaveGlosa clave = {prestador, glosa};
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(glosa)};
    GlosaCtx *g = hash_search(c->glosas, &clave, HASH_FIND, NULL);
    GlosaCtx leida;

    if (g != NULL)
        return g;
    if (consulta_correr(&leer_factura_de_glosa, v, NULL, false) == 0)
        no_existe("glosa", prestador, glosa);
    (void) contexto_factura(c, prestador, spi_int8(0, 1, 0));
    if (!glosa_leer(prestador, glosa, &leida, NULL))
        no_existe("glosa", prestador, glosa);
    g = hash_search(c->glosas, &clave, HASH_ENTER, NULL);
    *g = leida;
    return g;
}

/* ---- totals ---------------------------------------------------------------- */

void
contexto_totalizar(Contexto *c, FacturaCtx *f, LineaCtx *l, const CasoGlosa *antes, const CasoGlosa *despues)
{
    static const CasoGlosa nada = {.estado = GLOSA_ANULADA};
    const CasoGlosa *a = antes == NULL ? &nada : antes;
    bool viva_antes = a->estado != GLOSA_ANULADA, viva = despues->estado != GLOSA_ANULADA;
    Centavos glosado = (viva ? despues->valor : 0) - (viva_antes ? a->valor : 0);
    Centavos aceptado = (viva ? despues->aceptado : 0) - (viva_antes ? a->aceptado : 0);
    Centavos levantado = (viva ? despues->levantado : 0) - (viva_antes ? a->levantado : 0);
    Centavos pendiente = (viva ? despues->pendiente : 0) - (viva_antes ? a->pendiente : 0);
    int vivas = (int) viva - (int) viva_antes;
    int abiertas =
        (int) (viva && despues->estado != GLOSA_CERRADA) - (int) (viva_antes && a->estado != GLOSA_CERRADA);

    (void) c;
    if (glosado == 0 && aceptado == 0 && levantado == 0 && pendiente == 0 && vivas == 0 && abiertas == 0)
        return;
    f->glosado += glosado;
    f->d_glosado += glosado;
    f->d_aceptado += aceptado;
    f->d_levantado += levantado;
    f->d_pendiente += pendiente;
    f->d_vivas += vivas;
    f->d_abiertas += abiertas;
    f->caso.glosas_vivas += vivas;
    f->caso.glosas_abiertas += abiertas;
    f->caso.estado = factura_estado_por_glosas(f->caso.estado, f->caso.glosas_vivas, f->caso.glosas_abiertas);
    f->sucia = true;
    if (l == NULL)
        return;
    l->glosado += glosado;
    l->d_glosado += glosado;
    l->d_aceptado += aceptado;
    l->d_pendiente += pendiente;
    l->sucia = true;
}

/* ---- writing ----------------------------------------------------------------- */

static Consulta escribir_glosas = {
    "UPDATE cartera.glosa g SET estado = u.estado, estado_previo = u.estado_previo, causa_cierre = u.causa,"
    " quien_debe = u.quien_debe, ultimo_evento = u.ultimo_evento, secuencia = u.secuencia,"
    " valor_aceptado = u.aceptado, valor_levantado = u.levantado, valor_pendiente = u.pendiente,"
    " ultima_fecha = u.ultima_fecha, vence = u.vence, vence_previo = u.vence_previo,"
    " comunicaciones = u.comunicaciones, extemporanea = u.extemporanea, formulada_tarde = u.formulada_tarde,"
    " subsanada = u.subsanada, hash = u.hash"
    " FROM ROWS FROM (" UNNEST_19
    ") AS u (prestador_id, glosa_id, estado, estado_previo, causa, quien_debe, ultimo_evento, secuencia,"
    " aceptado, levantado, pendiente, ultima_fecha, vence, vence_previo, comunicaciones, extemporanea,"
    " formulada_tarde, subsanada, hash)"
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) u.prestador_id"
    " AND g.glosa_id OPERATOR(pg_catalog.=) u.glosa_id",
    19,
    {INT8ARRAYOID, INT8ARRAYOID, 0, 0, 0, 0, 0, INT4ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID,
     NUMERICARRAYOID, DATEARRAYOID, DATEARRAYOID, DATEARRAYOID, INT4ARRAYOID, BOOLARRAYOID, BOOLARRAYOID,
     BOOLARRAYOID, BYTEAARRAYOID},
    {NULL, NULL, "estado_glosa[]", "estado_glosa[]", "causa_cierre[]", "papel[]", "evento_glosa[]"},
    NULL};

static void
volcar_glosas(Contexto *c)
{
    Oid tipos[19] = {INT8OID,
                     INT8OID,
                     tipo_conciliacion("estado_glosa"),
                     tipo_conciliacion("estado_glosa"),
                     tipo_conciliacion("causa_cierre"),
                     tipo_conciliacion("papel"),
                     tipo_conciliacion("evento_glosa"),
                     INT4OID,
                     NUMERICOID,
                     NUMERICOID,
                     NUMERICOID,
                     DATEOID,
                     DATEOID,
                     DATEOID,
                     INT4OID,
                     BOOLOID,
                     BOOLOID,
                     BOOLOID,
                     BYTEAOID};
    Lote *l;
    Datum v[19];
    HASH_SEQ_STATUS it;
    GlosaCtx *g;

    l = lote_crear(CurrentMemoryContext, tipos, 19);
    hash_seq_init(&it, c->glosas);
    while ((g = hash_seq_search(&it)) != NULL) {
        const CasoGlosa *k = &g->caso;

        if (!g->sucia)
            continue;
        lote_int8(l, 0, g->clave.prestador);
        lote_int8(l, 1, g->clave.glosa);
        lote_enum(l, 2, "estado_glosa", k->estado);
        lote_enum(l, 3, "estado_glosa", k->estado_previo);
        lote_enum(l, 4, "causa_cierre", k->causa);
        lote_enum(l, 5, "papel", k->quien_debe);
        lote_enum(l, 6, "evento_glosa", k->ultimo_evento);
        lote_int4(l, 7, k->secuencia);
        lote_centavos(l, 8, k->aceptado);
        lote_centavos(l, 9, k->levantado);
        lote_centavos(l, 10, k->pendiente);
        lote_fecha(l, 11, k->ultima_fecha);
        lote_fecha(l, 12, k->vence);
        lote_fecha(l, 13, k->vence_previo);
        lote_int4(l, 14, k->comunicaciones);
        lote_bool(l, 15, k->extemporanea);
        lote_bool(l, 16, k->formulada_tarde);
        lote_bool(l, 17, k->subsanada);
        lote_bytes(l, 18, g->huella, HUELLA_BYTES);
        lote_fin_fila(l);
        g->sucia = false;
    }
    if (l->n == 0)
        return;
    lote_arreglos(l, v);
    if (consulta_correr(&escribir_glosas, v, NULL, false) != (uint64) l->n)
        elog(ERROR, "projection of glosas lost rows");
}

static Consulta escribir_lineas = {
    "UPDATE cartera.prestacion p SET valor_glosado = p.valor_glosado OPERATOR(pg_catalog.+) u.glosado,"
    " valor_aceptado = p.valor_aceptado OPERATOR(pg_catalog.+) u.aceptado,"
    " valor_pendiente = p.valor_pendiente OPERATOR(pg_catalog.+) u.pendiente"
    " FROM ROWS FROM (" UNNEST_6 ") AS u (prestador_id, factura_id, linea, glosado, "
    "aceptado,"
    " pendiente) WHERE p.prestador_id OPERATOR(pg_catalog.=) u.prestador_id"
    " AND p.factura_id OPERATOR(pg_catalog.=) u.factura_id AND p.linea OPERATOR(pg_catalog.=) u.linea",
    6,
    {INT8ARRAYOID, INT8ARRAYOID, INT4ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID},
    {0},
    NULL};

static void
volcar_lineas(Contexto *c)
{
    static const Oid tipos[6] = {INT8OID, INT8OID, INT4OID, NUMERICOID, NUMERICOID, NUMERICOID};
    Lote *l;
    Datum v[6];
    HASH_SEQ_STATUS it;
    LineaCtx *p;

    l = lote_crear(CurrentMemoryContext, tipos, 6);
    hash_seq_init(&it, c->lineas);
    while ((p = hash_seq_search(&it)) != NULL) {
        if (!p->sucia)
            continue;
        lote_int8(l, 0, p->clave.prestador);
        lote_int8(l, 1, p->clave.factura);
        lote_int4(l, 2, (int32) p->clave.linea);
        lote_centavos(l, 3, p->d_glosado);
        lote_centavos(l, 4, p->d_aceptado);
        lote_centavos(l, 5, p->d_pendiente);
        lote_fin_fila(l);
        p->d_glosado = p->d_aceptado = p->d_pendiente = 0;
        p->sucia = false;
    }
    if (l->n == 0)
        return;
    lote_arreglos(l, v);
    if (consulta_correr(&escribir_lineas, v, NULL, false) != (uint64) l->n)
        elog(ERROR, "projection of invoice lines lost rows");
}

static Consulta escribir_facturas = {
    "UPDATE cartera.factura f SET valor = f.valor OPERATOR(pg_catalog.+) u.valor, valor_glosado = "
    "f.valor_glosado OPERATOR(pg_catalog.+) u.glosado,"
    " valor_aceptado = f.valor_aceptado OPERATOR(pg_catalog.+) u.aceptado,"
    " valor_levantado = f.valor_levantado OPERATOR(pg_catalog.+) u.levantado,"
    " valor_pendiente = f.valor_pendiente OPERATOR(pg_catalog.+) u.pendiente,"
    " glosas_vivas = f.glosas_vivas OPERATOR(pg_catalog.+) u.vivas,"
    " glosas_abiertas = f.glosas_abiertas OPERATOR(pg_catalog.+) u.abiertas,"
    " estado = u.estado, secuencia = u.secuencia, ultimo_evento = u.ultimo_evento,"
    " ultima_fecha = u.ultima_fecha, vence = u.vence, quien_debe = u.quien_debe,"
    " devoluciones = u.devoluciones, primera_notificacion = u.primera_notificacion, vence_pago = u.vence_pago"
    " FROM ROWS FROM (" UNNEST_18 ") AS u"
    " (prestador_id, factura_id, glosado, aceptado, levantado, pendiente, vivas, abiertas, estado, secuencia,"
    " ultimo_evento, ultima_fecha, vence, quien_debe, devoluciones, primera_notificacion, vence_pago, valor)"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) u.prestador_id"
    " AND f.factura_id OPERATOR(pg_catalog.=) u.factura_id",
    18,
    {INT8ARRAYOID, INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID,
     INT4ARRAYOID, INT4ARRAYOID, 0, INT4ARRAYOID, 0, DATEARRAYOID, DATEARRAYOID, 0, INT4ARRAYOID,
     DATEARRAYOID, DATEARRAYOID, NUMERICARRAYOID},
    {[8] = "estado_factura[]", [10] = "evento_factura[]", [13] = "papel[]"},
    NULL};

static void
volcar_facturas(Contexto *c)
{
    Oid tipos[18] = {INT8OID,
                     INT8OID,
                     NUMERICOID,
                     NUMERICOID,
                     NUMERICOID,
                     NUMERICOID,
                     INT4OID,
                     INT4OID,
                     tipo_conciliacion("estado_factura"),
                     INT4OID,
                     tipo_conciliacion("evento_factura"),
                     DATEOID,
                     DATEOID,
                     tipo_conciliacion("papel"),
                     INT4OID,
                     DATEOID,
                     DATEOID,
                     NUMERICOID};
    Lote *l;
    Datum v[18];
    HASH_SEQ_STATUS it;
    FacturaCtx *f;

    l = lote_crear(CurrentMemoryContext, tipos, 18);
    hash_seq_init(&it, c->facturas);
    while ((f = hash_seq_search(&it)) != NULL) {
        if (!f->sucia)
            continue;
        lote_int8(l, 0, f->clave.prestador);
        lote_int8(l, 1, f->clave.factura);
        lote_centavos(l, 2, f->d_glosado);
        lote_centavos(l, 3, f->d_aceptado);
        lote_centavos(l, 4, f->d_levantado);
        lote_centavos(l, 5, f->d_pendiente);
        lote_int4(l, 6, f->d_vivas);
        lote_int4(l, 7, f->d_abiertas);
        lote_enum(l, 8, "estado_factura", f->caso.estado);
        lote_int4(l, 9, f->caso.secuencia);
        lote_enum(l, 10, "evento_factura", f->caso.ultimo_evento);
        lote_fecha(l, 11, f->caso.ultima_fecha);
        lote_fecha(l, 12, f->caso.vence);
        lote_enum(l, 13, "papel", f->caso.quien_debe);
        lote_int4(l, 14, f->caso.devoluciones);
        lote_fecha(l, 15, f->primera_notificacion);
        lote_fecha(l, 16, f->vence_pago);
        lote_centavos(l, 17, f->d_valor);
        f->d_valor = 0;
        lote_fin_fila(l);
        f->d_glosado = f->d_aceptado = f->d_levantado = f->d_pendiente = 0;
        f->d_vivas = f->d_abiertas = 0;
        f->sucia = false;
    }
    if (l->n == 0)
        return;
    lote_arreglos(l, v);
    if (consulta_correr(&escribir_facturas, v, NULL, false) != (uint64) l->n)
        elog(ERROR, "projection of invoices lost rows");
}

void
contexto_volcar(Contexto *c)
{
    volcar_glosas(c);
    volcar_lineas(c);
    volcar_facturas(c);
}
