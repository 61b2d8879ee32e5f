/*
 * contexto.c - the statement's knowledge of cases and their pending changes
 * (see contexto.h).
 *
 * Lifetime: a context is a child of the memory of its (sub)transaction; when
 * that ends, by error or not, a reset callback takes it off the stack.
 *
 * An invoice is known by one context at a time. Statements overlap: a query
 * with data-modifying CTEs has several, and a user's trigger or function acts
 * while the outer statement is in course. Who comes to an invoice that another
 * one knows makes it write what it has pending and forget; should the
 * subtransaction where that happened abort, the other gets its cases back.
 */
#include "contexto_interno.h"
#include "fila.h"
#include "glosa_acto.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/tuptable.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

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
    return hash_create(nombre, 16, &ctl, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

static Casos
casos_nuevos(Contexto *c)
{
    Casos k = {tabla(c, "facturas", sizeof(ClaveFactura), sizeof(FacturaCtx)),
               tabla(c, "lineas", sizeof(ClaveLinea), sizeof(LineaCtx)),
               tabla(c, "glosas", sizeof(ClaveGlosa), sizeof(GlosaCtx)),
               tabla(c, "codigos", sizeof(ClaveCodigo), sizeof(CodigoCtx))};

    return k;
}

static void
casos_destruir(Casos *k)
{
    hash_destroy(k->facturas);
    hash_destroy(k->lineas);
    hash_destroy(k->glosas);
    hash_destroy(k->codigos);
}

static void
tabla_copiar(HTAB *de, HTAB *a, Size entrada)
{
    HASH_SEQ_STATUS it;
    void *e;

    hash_seq_init(&it, de);
    while ((e = hash_seq_search(&it)) != NULL)
        memcpy(hash_search(a, e, HASH_ENTER, NULL), e, entrada); /* the key comes first */
}

static Casos
casos_copiar(Contexto *c)
{
    Casos k = casos_nuevos(c);

    tabla_copiar(c->casos.facturas, k.facturas, sizeof(FacturaCtx));
    tabla_copiar(c->casos.lineas, k.lineas, sizeof(LineaCtx));
    tabla_copiar(c->casos.glosas, k.glosas, sizeof(GlosaCtx));
    tabla_copiar(c->casos.codigos, k.codigos, sizeof(CodigoCtx));
    return k;
}

static void
al_terminar_sub(SubXactEvent evento, SubTransactionId mia, SubTransactionId madre, void *arg)
{
    (void) arg;
    if (evento != SUBXACT_EVENT_ABORT_SUB && evento != SUBXACT_EVENT_COMMIT_SUB)
        return;
    for (Contexto *c = pila; c != NULL; c = c->anterior) {
        if (c->sub_guardados != mia)
            continue;
        if (evento == SUBXACT_EVENT_COMMIT_SUB && madre != c->sub) {
            c->sub_guardados = madre;
            continue;
        }
        if (evento == SUBXACT_EVENT_ABORT_SUB) {
            Casos escritos = c->casos;

            c->casos = c->guardados;
            c->guardados = escritos;
        }
        casos_destruir(&c->guardados);
        c->sub_guardados = InvalidSubTransactionId;
    }
}

/* Before context c comes to know an invoice: no other one may have changes of it pending. */
static void
reclamar(const Contexto *c, const ClaveFactura *clave)
{
    SubTransactionId sub = GetCurrentSubTransactionId();

    for (Contexto *o = pila; o != NULL; o = o->anterior) {
        if (o == c || hash_search(o->casos.facturas, clave, HASH_FIND, NULL) == NULL)
            continue;
        if (o->sub != sub && o->sub_guardados == InvalidSubTransactionId) {
            o->guardados = casos_copiar(o);
            o->sub_guardados = sub;
        }
        contexto_volcar_casos(o);
        casos_destruir(&o->casos);
        o->casos = casos_nuevos(o);
    }
}

Contexto *
contexto_abrir(ClaseContexto clase)
{
    static bool registrado = false;
    MemoryContext memoria =
        AllocSetContextCreate(CurTransactionContext, "conciliacion statement", ALLOCSET_DEFAULT_SIZES);
    Contexto *c = MemoryContextAllocZero(memoria, sizeof(Contexto));
    MemoryContextCallback *cb = MemoryContextAllocZero(memoria, sizeof(MemoryContextCallback));

    if (!registrado) {
        RegisterSubXactCallback(al_terminar_sub, NULL);
        registrado = true;
    }

    c->clase = clase;
    c->memoria = memoria;
    c->sub = GetCurrentSubTransactionId();
    c->casos = casos_nuevos(c);
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
contexto_lote(Contexto *c, Consulta *insertar, const Oid *tipos, int columnas)
{
    if (c->lote == NULL) {
        c->memoria_lote = AllocSetContextCreate(c->memoria, "conciliacion rows", ALLOCSET_DEFAULT_SIZES);
        c->lote = lote_crear(c->memoria_lote, tipos, columnas);
        c->insertar = insertar;
    }
    return c->lote;
}

Lote *
contexto_propio(Contexto *c, const Oid *tipos, int columnas)
{
    if (c->propio == NULL)
        c->propio = lote_crear(c->memoria, tipos, columnas);
    return c->propio;
}

void
contexto_volcar(Contexto *c)
{
    Datum v[LOTE_COLUMNAS];

    if (c->lote != NULL) {
        if (lote_arreglos(c->lote, v) > 0)
            consulta_correr(c->insertar, v, NULL, false);
        MemoryContextDelete(c->memoria_lote);
        c->lote = NULL;
    }
    contexto_volcar_casos(c);
}

/* Cases that a statement keeps in memory before it writes them and begins anew. */
#define CASOS_POR_TRAMO 8192

void
contexto_aliviar(Contexto *c)
{
    if (hash_get_num_entries(c->casos.glosas) + hash_get_num_entries(c->casos.lineas) < CASOS_POR_TRAMO &&
        (c->lote == NULL || c->lote->n < CASOS_POR_TRAMO))
        return;
    contexto_volcar(c);
    casos_destruir(&c->casos);
    c->casos = casos_nuevos(c);
}

void
contexto_cerrar(Contexto *c)
{
    MemoryContextDelete(c->memoria);
}

/*
 * What a row is, whatever the order of its columns (a partition may have another one); generated columns, which are
 * computed after the BEFORE triggers, do not count.
 */
static uint64
imagen(TupleDesc desc, const Datum *valores, const bool *nulos)
{
    uint64 suma = 0;

    for (int i = 0; i < desc->natts; i++) {
        Form_pg_attribute a = TupleDescAttr(desc, i);

        if (a->attisdropped || a->attgenerated != '\0' || nulos[i])
            continue;
        suma += hash_combine64(hash_bytes_extended((const unsigned char *) NameStr(a->attname),
                                                   (int) strlen(NameStr(a->attname)), 0),
                               datum_image_hash(valores[i], a->attbyval, a->attlen));
    }
    return suma;
}

void
contexto_contar(Contexto *c, const Fila *fila)
{
    c->filas++;
    c->mezcla += imagen(fila->desc, fila->valores, fila->nulos);
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
contexto_verificar(Contexto *c, Tuplestorestate *nuevas, TupleDesc desc)
{
    TupleTableSlot *slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
    uint64 filas = 0, mezcla = 0;

    tuplestore_rescan(nuevas);
    while (tuplestore_gettupleslot(nuevas, true, false, slot)) {
        slot_getallattrs(slot);
        filas++;
        mezcla += imagen(desc, slot->tts_values, slot->tts_isnull);
    }
    ExecDropSingleTupleTableSlot(slot);
    if (filas != c->filas || mezcla != c->mezcla)
        ereport(ERROR, (errcode(ERRCODE_KG_SOLO_EVENTOS),
                        errmsg("another trigger changed or dropped rows already judged"),
                        errdetail("Rows judged: %llu; rows entered: %llu.", (unsigned long long) c->filas,
                                  (unsigned long long) filas),
                        errhint("ON CONFLICT DO NOTHING drops rows too: insert only what is not there.")));
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
    " f.ultimo_evento, f.vence_pago, f.lineas, f.saldo"
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
    FacturaCtx *f = hash_search(c->casos.facturas, &clave, HASH_FIND, NULL);
    char *norma;

    if (f != NULL)
        return f;
    reclamar(c, &clave);
    c->facturas_vistas++;
    if (consulta_correr(&leer_factura, v, NULL, false) == 0)
        no_existe("invoice", prestador, factura);
    f = hash_search(c->casos.facturas, &clave, HASH_ENTER, NULL);
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
    f->lineas = spi_int4(0, 18, 0);
    f->saldo = spi_centavos(0, 19);
    SPI_freetuptable(SPI_tuptable);
    return f;
}

/* ---- lines -------------------------------------------------------------------- */

#define COLUMNAS_LINEA                                                                                       \
    "SELECT p.linea, p.valor, p.valor_glosado, p.paciente, p.paciente_nombre FROM cartera.prestacion p"      \
    " WHERE p.prestador_id OPERATOR(pg_catalog.=) $1 AND p.factura_id OPERATOR(pg_catalog.=) $2"

static Consulta leer_linea = {
    COLUMNAS_LINEA " AND p.linea OPERATOR(pg_catalog.=) $3", 3, {INT8OID, INT8OID, INT4OID}, {0}, NULL};
static Consulta leer_lineas = {COLUMNAS_LINEA, 2, {INT8OID, INT8OID}, {0}, NULL};

static void
linea_de_fila(uint64 i, int64 prestador, int64 factura, LineaCtx *l)
{
    memset(l, 0, sizeof(*l));
    l->clave.prestador = prestador;
    l->clave.factura = factura;
    l->clave.linea = spi_int4(i, 1, 0);
    l->valor = spi_centavos(i, 2);
    l->glosado = spi_centavos(i, 3);
    l->sin_paciente = texto_vacio(spi_texto(i, 4));
    l->sin_nombre = texto_vacio(spi_texto(i, 5));
}

static bool
traer_linea(bool lectura, int64 prestador, int64 factura, int64 linea, LineaCtx *l)
{
    Datum v[3] = {Int64GetDatum(prestador), Int64GetDatum(factura), Int32GetDatum((int32) linea)};

    if (consulta_correr(&leer_linea, v, NULL, lectura) == 0)
        return false;
    linea_de_fila(0, prestador, factura, l);
    SPI_freetuptable(SPI_tuptable);
    return true;
}

bool
linea_leer(int64 prestador, int64 factura, int64 linea, LineaCtx *l)
{
    return traer_linea(true, prestador, factura, linea, l);
}

/* ---- glosas ------------------------------------------------------------------- */

#define COLUMNAS_GLOSA                                                                                       \
    "SELECT g.glosa_id, g.factura_id, g.linea, g.codigo, g.comentario, g.estado, g.estado_previo,"           \
    " g.causa_cierre, g.quien_debe, g.ultimo_evento, g.secuencia, g.valor, g.valor_aceptado,"                \
    " g.valor_levantado, g.valor_pendiente, g.fecha, g.ultima_fecha, g.vence, g.vence_previo,"               \
    " g.comunicaciones, g.extemporanea, g.formulada_tarde, g.subsanada, g.hash FROM cartera.glosa g"         \
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"

static Consulta leer_glosa = {
    COLUMNAS_GLOSA " AND g.glosa_id OPERATOR(pg_catalog.=) $2", 2, {INT8OID, INT8OID}, {0}, NULL};

/*
 * With a snapshot of the whole transaction, the lock of the invoice does not tell that another transaction acted on
 * the glosa without touching the invoice's totals: the lock of its own row does (40001).
 */
static Consulta bloquear_glosa = {COLUMNAS_GLOSA
                                  " AND g.glosa_id OPERATOR(pg_catalog.=) $2 FOR NO KEY UPDATE",
                                  2,
                                  {INT8OID, INT8OID},
                                  {0},
                                  NULL};

/* Live glosas of an invoice: the same condition as index glosa_codigo_vivo. */
static Consulta leer_glosas = {COLUMNAS_GLOSA " AND g.factura_id OPERATOR(pg_catalog.=) $2"
                                              " AND g.estado OPERATOR(pg_catalog.<>) 'anulada'",
                               2,
                               {INT8OID, INT8OID},
                               {0},
                               NULL};

static Consulta leer_factura_de_glosa = {
    "SELECT g.factura_id FROM cartera.glosa g WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND g.glosa_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta leer_norma_de_factura = {"SELECT f.norma_id, f.fecha_radicacion FROM cartera.factura f WHERE "
                                         "f.prestador_id OPERATOR(pg_catalog.=) $1"
                                         " AND f.factura_id OPERATOR(pg_catalog.=) $2",
                                         2,
                                         {INT8OID, INT8OID},
                                         {0},
                                         NULL};

static void
glosa_de_fila(uint64 i, int64 prestador, GlosaCtx *g)
{
    CasoGlosa *k = &g->caso;
    bool nulo;
    Datum h;

    memset(g, 0, sizeof(*g));
    g->fecha_radicacion = FECHA_NULA;
    g->clave.prestador = prestador;
    g->clave.glosa = spi_int8(i, 1, 0);
    g->factura = spi_int8(i, 2, 0);
    g->linea = spi_int4(i, 3, 0);
    g->codigo = spi_int4(i, 4, 0);
    g->con_comentario = !texto_vacio(spi_texto(i, 5));
    k->estado = spi_enum(i, 6, "estado_glosa");
    k->estado_previo = spi_enum(i, 7, "estado_glosa");
    k->causa = spi_enum(i, 8, "causa_cierre");
    k->quien_debe = spi_enum(i, 9, "papel");
    k->ultimo_evento = spi_enum(i, 10, "evento_glosa");
    k->secuencia = spi_int4(i, 11, 0);
    k->valor = spi_centavos(i, 12);
    k->aceptado = spi_centavos(i, 13);
    k->levantado = spi_centavos(i, 14);
    k->pendiente = spi_centavos(i, 15);
    k->fecha = spi_fecha(i, 16);
    k->ultima_fecha = spi_fecha(i, 17);
    k->vence = spi_fecha(i, 18);
    k->vence_previo = spi_fecha(i, 19);
    k->comunicaciones = spi_int4(i, 20, 0);
    k->extemporanea = spi_bool(i, 21);
    k->formulada_tarde = spi_bool(i, 22);
    k->subsanada = spi_bool(i, 23);
    h = spi_dato_de(i, 24, BYTEAOID, &nulo);
    if (!nulo && VARSIZE_ANY_EXHDR(DatumGetByteaPP(h)) == HUELLA_BYTES)
        memcpy(g->huella, VARDATA_ANY(DatumGetByteaPP(h)), HUELLA_BYTES);
}

static bool
traer_glosa(Consulta *q, bool lectura, int64 prestador, int64 glosa, GlosaCtx *g)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(glosa)};

    if (consulta_correr(q, v, NULL, lectura) == 0)
        return false;
    glosa_de_fila(0, prestador, g);
    SPI_freetuptable(SPI_tuptable);
    return true;
}

bool
glosa_leer(int64 prestador, int64 glosa, GlosaCtx *g, char *norma_id)
{
    Datum v[2] = {Int64GetDatum(prestador)};

    if (!traer_glosa(&leer_glosa, true, prestador, glosa, g))
        return false;
    v[1] = Int64GetDatum(g->factura);
    if (consulta_correr(&leer_norma_de_factura, v, NULL, true) == 0)
        no_existe("invoice", prestador, g->factura);
    strlcpy(norma_id, spi_texto(0, 1), NORMA_ID_MAX);
    g->fecha_radicacion = spi_fecha(0, 2);
    SPI_freetuptable(SPI_tuptable);
    return true;
}

/* ---- the whole invoice at once --------------------------------------------------- */

static void
recordar_codigo(Contexto *c, const GlosaCtx *g)
{
    ClaveCodigo clave = {g->clave.prestador, g->factura, g->linea, g->codigo, 0};
    CodigoCtx *k = hash_search(c->casos.codigos, &clave, HASH_ENTER, NULL);

    k->glosa = g->clave.glosa;
}

/* Every line and live glosa of an invoice: one read each instead of one a row. */
static void
precargar(Contexto *c, FacturaCtx *f)
{
    Datum v[2] = {Int64GetDatum(f->clave.prestador), Int64GetDatum(f->clave.factura)};
    uint64 n = consulta_correr(&leer_lineas, v, NULL, false);
    bool estaba;

    for (uint64 i = 0; i < n; i++) {
        LineaCtx leida, *l;

        linea_de_fila(i, f->clave.prestador, f->clave.factura, &leida);
        l = hash_search(c->casos.lineas, &leida.clave, HASH_ENTER, &estaba);
        if (!estaba)
            *l = leida;
    }
    SPI_freetuptable(SPI_tuptable);
    n = f->caso.glosas_vivas == 0 ? 0 : consulta_correr(&leer_glosas, v, NULL, false);
    for (uint64 i = 0; i < n; i++) {
        GlosaCtx leida, *g;

        glosa_de_fila(i, f->clave.prestador, &leida);
        g = hash_search(c->casos.glosas, &leida.clave, HASH_ENTER, &estaba);
        if (!estaba)
            *g = leida;
        recordar_codigo(c, g);
    }
    f->precargada = true;
}

/*
 * A statement that comes back to an invoice takes the whole of it, once as many
 * reads were missed as that costs.
 */
static void
considerar_precarga(Contexto *c, FacturaCtx *f)
{
    f->lecturas++;
    if (IsolationUsesXactSnapshot())
        return; /* each glosa is locked one by one: see bloquear_glosa */
    if (f->precargada)
        return;
    /* rows that come by invoice (three or more of each so far) are worth the whole of it at once */
    if (c->filas >= 64 && c->filas >= 3 * c->facturas_vistas ? f->lineas + f->caso.glosas_vivas <= 64
                                                             : f->lecturas >= 2)
        f->precargada = f->lecturas * 64 >= f->lineas + f->caso.glosas_vivas;
    if (f->precargada)
        precargar(c, f);
}

LineaCtx *
contexto_linea(Contexto *c, int64 prestador, int64 factura, int64 linea)
{
    ClaveLinea clave = {prestador, factura, linea};
    LineaCtx *l = hash_search(c->casos.lineas, &clave, HASH_FIND, NULL);
    LineaCtx leida;

    if (l != NULL)
        return l;
    considerar_precarga(c, contexto_factura(c, prestador, factura));
    l = hash_search(c->casos.lineas, &clave, HASH_FIND, NULL);
    if (l != NULL)
        return l;
    if (!traer_linea(false, prestador, factura, linea, &leida))
        ereport(ERROR, (errcode(ERRCODE_KG_NO_EXISTE), errmsg("invoice line does not exist"),
                        errdetail("prestador_id: %lld; factura_id: %lld; linea: %lld.", (long long) prestador,
                                  (long long) factura, (long long) linea)));
    l = hash_search(c->casos.lineas, &clave, HASH_ENTER, NULL);
    *l = leida;
    return l;
}

/* The case under the lock of its invoice: locked first, read after. */
GlosaCtx *
contexto_glosa(Contexto *c, int64 prestador, int64 glosa)
{
    ClaveGlosa clave = {prestador, glosa};
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(glosa)};
    GlosaCtx *g = hash_search(c->casos.glosas, &clave, HASH_FIND, NULL);
    GlosaCtx leida;
    int64 factura;

    if (g != NULL)
        return g;
    if (consulta_correr(&leer_factura_de_glosa, v, NULL, false) == 0)
        no_existe("glosa", prestador, glosa);
    factura = spi_int8(0, 1, 0);
    SPI_freetuptable(SPI_tuptable);
    considerar_precarga(c, contexto_factura(c, prestador, factura));
    g = hash_search(c->casos.glosas, &clave, HASH_FIND, NULL);
    if (g != NULL)
        return g;
    if (!traer_glosa(IsolationUsesXactSnapshot() ? &bloquear_glosa : &leer_glosa, false, prestador, glosa,
                     &leida))
        no_existe("glosa", prestador, glosa);
    g = hash_search(c->casos.glosas, &clave, HASH_ENTER, NULL);
    *g = leida;
    return g;
}

static Consulta buscar_viva = {
    "SELECT g.glosa_id FROM cartera.glosa g WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND g.factura_id OPERATOR(pg_catalog.=) $2 AND g.codigo OPERATOR(conciliacion.=) $3"
    " AND ($4 OPERATOR(pg_catalog.=) 0 AND g.linea IS NULL OR g.linea OPERATOR(pg_catalog.=) $4)"
    " AND g.estado OPERATOR(pg_catalog.<>) 'anulada'",
    4,
    {INT8OID, INT8OID, 0, INT4OID},
    {[2] = "codigo_glosa"},
    NULL};

int64
contexto_codigo_vivo(Contexto *c, const FacturaCtx *f, int64 linea, CodigoGlosa codigo)
{
    ClaveCodigo clave = {f->clave.prestador, f->clave.factura, linea, codigo, 0};
    Datum v[4] = {Int64GetDatum(clave.prestador), Int64GetDatum(clave.factura), Int32GetDatum(codigo),
                  Int32GetDatum((int32) linea)};
    CodigoCtx *k = hash_search(c->casos.codigos, &clave, HASH_FIND, NULL);
    int64 glosa;

    if (k != NULL)
        return k->glosa;
    if (f->precargada || f->caso.glosas_vivas == 0 || consulta_correr(&buscar_viva, v, NULL, false) == 0)
        return 0;
    glosa = spi_int8(0, 1, 0);
    SPI_freetuptable(SPI_tuptable);
    return glosa;
}

void
contexto_nacida(Contexto *c, const GlosaCtx *g)
{
    recordar_codigo(c, g);
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
