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
#include "miscadmin.h"
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

/* An entry of a table of cases, which is made with its first one. */
static void *
anotar(Contexto *c, HTAB **tabla, const char *nombre, Size clave, Size entrada, const void *k, bool *estaba)
{
    HASHCTL ctl;

    if (*tabla == NULL) {
        memset(&ctl, 0, sizeof(ctl));
        ctl.keysize = clave;
        ctl.entrysize = entrada;
        ctl.hcxt = c->memoria;
        *tabla = hash_create(nombre, 16, &ctl, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
    }
    return hash_search(*tabla, k, HASH_ENTER, estaba);
}

static FacturaCtx *
anotar_factura(Contexto *c, Casos *k, const ClaveFactura *clave)
{
    return anotar(c, &k->facturas, "facturas", sizeof(ClaveFactura), sizeof(FacturaCtx), clave, NULL);
}

static LineaCtx *
anotar_linea(Contexto *c, Casos *k, const ClaveLinea *clave, bool *estaba)
{
    return anotar(c, &k->lineas, "lineas", sizeof(ClaveLinea), sizeof(LineaCtx), clave, estaba);
}

static GlosaCtx *
anotar_glosa(Contexto *c, Casos *k, const ClaveGlosa *clave, bool *estaba)
{
    return anotar(c, &k->glosas, "glosas", sizeof(ClaveGlosa), sizeof(GlosaCtx), clave, estaba);
}

static CodigoCtx *
anotar_codigo(Contexto *c, Casos *k, const ClaveCodigo *clave)
{
    return anotar(c, &k->codigos, "codigos", sizeof(ClaveCodigo), sizeof(CodigoCtx), clave, NULL);
}

static void *
buscar(HTAB *tabla, const void *clave)
{
    return tabla == NULL ? NULL : hash_search(tabla, clave, HASH_FIND, NULL);
}

static long
cuantos(HTAB *tabla)
{
    return tabla == NULL ? 0 : hash_get_num_entries(tabla);
}

static void
casos_olvidar(Casos *k)
{
    HTAB **t[] = {&k->facturas, &k->lineas, &k->glosas, &k->codigos};

    for (size_t i = 0; i < lengthof(t); i++) {
        if (*t[i] != NULL)
            hash_destroy(*t[i]);
        *t[i] = NULL;
    }
}

static Casos
casos_copiar(Contexto *c)
{
    Casos k = {NULL, NULL, NULL, NULL};
    HASH_SEQ_STATUS it;
    void *e;

#define COPIAR(tabla, tipo, entrada)                                                                         \
    if (c->casos.tabla != NULL) {                                                                            \
        hash_seq_init(&it, c->casos.tabla);                                                                  \
        while ((e = hash_seq_search(&it)) != NULL)                                                           \
            *(tipo *) (entrada) = *(tipo *) e;                                                               \
    }
    COPIAR(facturas, FacturaCtx, anotar_factura(c, &k, e));
    COPIAR(lineas, LineaCtx, anotar_linea(c, &k, e, NULL));
    COPIAR(glosas, GlosaCtx, anotar_glosa(c, &k, e, NULL));
    COPIAR(codigos, CodigoCtx, anotar_codigo(c, &k, e));
#undef COPIAR
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
        casos_olvidar(&c->guardados);
        c->sub_guardados = InvalidSubTransactionId;
    }
}

/*
 * Before context c (NULL: what has none) comes to know an invoice: no other one may have changes of it pending. True
 * when one had: what was read of the invoice is read again.
 */
static bool
reclamar(const Contexto *c, const ClaveFactura *clave)
{
    SubTransactionId sub = GetCurrentSubTransactionId();
    bool hubo = false;

    for (Contexto *o = pila; o != NULL; o = o->anterior) {
        if (o == c || buscar(o->casos.facturas, clave) == NULL)
            continue;
        if (o->sub != sub && o->sub_guardados == InvalidSubTransactionId) {
            o->guardados = casos_copiar(o);
            o->sub_guardados = sub;
        }
        contexto_volcar_casos(o);
        casos_olvidar(&o->casos);
        hubo = true;
    }
    return hubo;
}

void
contexto_reclamar(int64 prestador, int64 factura)
{
    ClaveFactura clave = {prestador, factura};

    (void) reclamar(NULL, &clave);
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
contexto_lote(Contexto *c, EscrituraLote *insertar)
{
    if (c->lote == NULL) {
        c->memoria_lote = AllocSetContextCreate(c->memoria, "conciliacion rows", ALLOCSET_DEFAULT_SIZES);
        c->lote = lote_para(c->memoria_lote, insertar);
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
    if (c->lote != NULL) {
        lote_escribir(c->lote, c->insertar);
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
    if (cuantos(c->casos.glosas) + cuantos(c->casos.lineas) < CASOS_POR_TRAMO &&
        (c->lote == NULL || c->lote->n < CASOS_POR_TRAMO))
        return;
    contexto_volcar(c);
    casos_olvidar(&c->casos);
}

void
contexto_cerrar(Contexto *c)
{
    MemoryContextDelete(c->memoria);
}

const char *
contexto_usuario(Contexto *c)
{
    Oid actual = GetUserId();

    if (c->nombre == NULL || c->usuario != actual) {
        c->nombre = MemoryContextStrdup(c->memoria, GetUserNameFromId(actual, false));
        c->usuario = actual;
    }
    return c->nombre;
}

/*
 * What a row is, whatever the order of its columns (a partition may have another one); generated columns, which are
 * computed after the BEFORE triggers, do not count.
 */
static uint64
imagen(Contexto *c, TupleDesc desc, const Datum *valores, const bool *nulos)
{
    uint64 suma = 0;

    if (c->desc != desc) {
        c->columnas = MemoryContextAlloc(c->memoria, sizeof(uint64) * (Size) desc->natts);
        for (int i = 0; i < desc->natts; i++) {
            const char *nombre = NameStr(TupleDescAttr(desc, i)->attname);

            c->columnas[i] = hash_bytes_extended((const unsigned char *) nombre, (int) strlen(nombre), 0);
        }
        c->desc = desc;
    }
    for (int i = 0; i < desc->natts; i++) {
        Form_pg_attribute a = TupleDescAttr(desc, i);

        if (a->attisdropped || a->attgenerated != '\0' || nulos[i])
            continue;
        suma += hash_combine64(c->columnas[i], datum_image_hash(valores[i], a->attbyval, a->attlen));
    }
    return suma;
}

void
contexto_contar(Contexto *c, const Fila *fila)
{
    c->filas++;
    c->mezcla += imagen(c, fila->desc, fila->valores, fila->nulos);
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
        mezcla += imagen(c, desc, slot->tts_values, slot->tts_isnull);
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

/* Columns of an invoice, by their places from the first one. */
#define COLUMNAS_FACTURA                                                                                     \
    " f.estado, f.valor, f.valor_glosado, f.glosas_vivas, f.glosas_abiertas, f.fecha_radicacion,"            \
    " f.vence_formular, f.primera_notificacion, f.norma_id, f.secuencia, f.ultima_fecha, f.vence,"           \
    " f.quien_debe, f.devoluciones,"                                                                         \
    " f.pagado OPERATOR(pg_catalog.+) f.retenido OPERATOR(pg_catalog.+) f.descuentos,"                       \
    " f.ultimo_evento, f.vence_pago, f.lineas, f.saldo"

static Consulta leer_factura = {"SELECT" COLUMNAS_FACTURA
                                " FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
                                " AND f.factura_id OPERATOR(pg_catalog.=) $2 FOR NO KEY UPDATE",
                                2,
                                {INT8OID, INT8OID},
                                {0},
                                NULL};

/* The invoice of the row of SPI_tuptable, from column i (1-based) on, now known. */
static FacturaCtx *
factura_de_fila(Contexto *c, const ClaveFactura *clave, int i)
{
    FacturaCtx *f = anotar_factura(c, &c->casos, clave);

    c->facturas_vistas++;
    memset((char *) f + sizeof(*clave), 0, sizeof(*f) - sizeof(*clave));
    f->caso.estado = spi_enum(0, i, "estado_factura");
    f->valor = spi_centavos(0, i + 1);
    f->glosado = spi_centavos(0, i + 2);
    f->caso.glosas_vivas = spi_int4(0, i + 3, 0);
    f->caso.glosas_abiertas = spi_int4(0, i + 4, 0);
    f->fecha_radicacion = spi_fecha(0, i + 5);
    f->caso.vence_formular = spi_fecha(0, i + 6);
    f->primera_notificacion = spi_fecha(0, i + 7);
    strlcpy(f->norma_id, spi_texto(0, i + 8), NORMA_ID_MAX);
    f->caso.secuencia = spi_int4(0, i + 9, 0);
    f->caso.ultima_fecha = spi_fecha(0, i + 10);
    f->caso.vence = spi_fecha(0, i + 11);
    f->caso.quien_debe = spi_enum(0, i + 12, "papel");
    f->caso.devoluciones = spi_int4(0, i + 13, 0);
    f->caso.con_pagos = spi_centavos(0, i + 14) > 0;
    f->caso.ultimo_evento = spi_enum(0, i + 15, "evento_factura");
    f->vence_pago = spi_fecha(0, i + 16);
    f->lineas = spi_int4(0, i + 17, 0);
    f->saldo = spi_centavos(0, i + 18);
    return f;
}

FacturaCtx *
contexto_factura(Contexto *c, int64 prestador, int64 factura)
{
    ClaveFactura clave = {prestador, factura};
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(factura)};
    FacturaCtx *f = buscar(c->casos.facturas, &clave);

    if (f != NULL)
        return f;
    (void) reclamar(c, &clave);
    if (consulta_correr(&leer_factura, v, NULL, false) == 0)
        no_existe("invoice", prestador, factura);
    f = factura_de_fila(c, &clave, 1);
    SPI_freetuptable(SPI_tuptable);
    return f;
}

/* ---- lines -------------------------------------------------------------------- */

#define COLUMNAS_LINEA                                                                                       \
    "SELECT p.linea, p.valor, p.valor_glosado, p.paciente, p.paciente_nombre, p.estado"                      \
    " FROM cartera.prestacion p"                                                                             \
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
    l->leida = true;
    l->valor = spi_centavos(i, 2);
    l->glosado = spi_centavos(i, 3);
    l->sin_paciente = texto_vacio(spi_texto(i, 4));
    l->sin_nombre = texto_vacio(spi_texto(i, 5));
    l->estado = spi_enum(i, 6, "estado_prestacion");
}

/* What was read of a line, with the totals that this statement has already changed. */
static LineaCtx *
linea_conocida(Contexto *c, const LineaCtx *leida)
{
    bool estaba;
    LineaCtx *l = anotar_linea(c, &c->casos, &leida->clave, &estaba);
    LineaCtx antes = *l;

    if (estaba && antes.leida)
        return l;
    *l = *leida;
    if (estaba) {
        l->glosado += antes.glosado;
        l->d_glosado = antes.d_glosado;
        l->d_aceptado = antes.d_aceptado;
        l->d_pendiente = antes.d_pendiente;
        l->sucia = antes.sucia;
    }
    return l;
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
    " g.glosa_id, g.factura_id, g.linea, g.codigo, g.comentario, g.estado, g.estado_previo,"                 \
    " g.causa_cierre, g.quien_debe, g.ultimo_evento, g.secuencia, g.valor, g.valor_aceptado,"                \
    " g.valor_levantado, g.valor_pendiente, g.fecha, g.ultima_fecha, g.vence, g.vence_previo,"               \
    " g.comunicaciones, g.extemporanea, g.formulada_tarde, g.subsanada, g.hash"
#define COLUMNAS_DE_GLOSA 24

static Consulta leer_glosa = {"SELECT" COLUMNAS_GLOSA
                              " FROM cartera.glosa g WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"
                              " AND g.glosa_id OPERATOR(pg_catalog.=) $2",
                              2,
                              {INT8OID, INT8OID},
                              {0},
                              NULL};

/*
 * A case and its invoice, which is locked first. The row of the glosa is locked too: who waited for the invoice gets
 * then the glosa as it is, not as the statement's snapshot has it (and 40001 when that snapshot is the transaction's).
 */
static Consulta bloquear_glosa = {
    "SELECT" COLUMNAS_GLOSA "," COLUMNAS_FACTURA " FROM cartera.glosa g JOIN cartera.factura f"
    " ON f.prestador_id OPERATOR(pg_catalog.=) g.prestador_id"
    " AND f.factura_id OPERATOR(pg_catalog.=) g.factura_id"
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.glosa_id OPERATOR(pg_catalog.=) $2"
    " FOR NO KEY UPDATE OF f FOR NO KEY UPDATE OF g",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* Live glosas of an invoice: the same condition as index glosa_codigo_vivo. */
static Consulta leer_glosas = {"SELECT" COLUMNAS_GLOSA
                               " FROM cartera.glosa g WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"
                               " AND g.factura_id OPERATOR(pg_catalog.=) $2"
                               " AND g.estado OPERATOR(pg_catalog.<>) 'anulada'",
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

bool
glosa_leer(int64 prestador, int64 glosa, GlosaCtx *g, char *norma_id)
{
    Datum v[2] = {Int64GetDatum(prestador)};

    v[1] = Int64GetDatum(glosa);
    if (consulta_correr(&leer_glosa, v, NULL, true) == 0)
        return false;
    glosa_de_fila(0, prestador, g);
    SPI_freetuptable(SPI_tuptable);
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

    anotar_codigo(c, &c->casos, &clave)->glosa = g->clave.glosa;
}

/*
 * Whether all the rows of a kind of an invoice are to be read now. A statement that comes back to an invoice takes the
 * whole of it, once as many reads were missed as that costs; at once when rows come by invoice (three or more of each
 * so far).
 */
static bool
conviene_todas(const Contexto *c, Leidas *k, int cuantas)
{
    bool por_factura = c->filas >= 64 && c->filas >= 3 * c->facturas_vistas;

    k->una_a_una++;
    if (k->todas ||
        IsolationUsesXactSnapshot()) /* there each glosa is locked one by one: see bloquear_glosa */
        return false;
    k->todas = por_factura && cuantas <= 64 ? true : k->una_a_una >= 2 && k->una_a_una * 64 >= cuantas;
    return k->todas;
}

static void
leer_todas_las_lineas(Contexto *c, const FacturaCtx *f)
{
    Datum v[2] = {Int64GetDatum(f->clave.prestador), Int64GetDatum(f->clave.factura)};
    uint64 n = consulta_correr(&leer_lineas, v, NULL, false);

    for (uint64 i = 0; i < n; i++) {
        LineaCtx leida;

        linea_de_fila(i, f->clave.prestador, f->clave.factura, &leida);
        linea_conocida(c, &leida);
    }
    SPI_freetuptable(SPI_tuptable);
}

static void
leer_todas_las_vivas(Contexto *c, const FacturaCtx *f)
{
    Datum v[2] = {Int64GetDatum(f->clave.prestador), Int64GetDatum(f->clave.factura)};
    uint64 n;
    bool estaba;

    if (f->caso.glosas_vivas == 0)
        return;
    n = consulta_correr(&leer_glosas, v, NULL, false);
    for (uint64 i = 0; i < n; i++) {
        GlosaCtx leida, *g;

        glosa_de_fila(i, f->clave.prestador, &leida);
        g = anotar_glosa(c, &c->casos, &leida.clave, &estaba);
        if (!estaba)
            *g = leida;
        recordar_codigo(c, g);
    }
    SPI_freetuptable(SPI_tuptable);
}

LineaCtx *
contexto_linea_sin_leer(Contexto *c, int64 prestador, int64 factura, int64 linea)
{
    ClaveLinea clave = {prestador, factura, linea};
    bool estaba;
    LineaCtx *l = anotar_linea(c, &c->casos, &clave, &estaba);

    if (!estaba) {
        memset(l, 0, sizeof(*l));
        l->clave = clave;
    }
    return l;
}

LineaCtx *
contexto_linea(Contexto *c, int64 prestador, int64 factura, int64 linea)
{
    ClaveLinea clave = {prestador, factura, linea};
    LineaCtx *l = buscar(c->casos.lineas, &clave);
    LineaCtx leida;
    FacturaCtx *f;

    if (l != NULL && l->leida)
        return l;
    f = contexto_factura(c, prestador, factura);
    if (conviene_todas(c, &f->de_lineas, f->lineas)) {
        leer_todas_las_lineas(c, f);
        l = buscar(c->casos.lineas, &clave);
        if (l != NULL && l->leida)
            return l;
    }
    if (!traer_linea(false, prestador, factura, linea, &leida))
        ereport(ERROR, (errcode(ERRCODE_KG_NO_EXISTE), errmsg("invoice line does not exist"),
                        errdetail("prestador_id: %lld; factura_id: %lld; linea: %lld.", (long long) prestador,
                                  (long long) factura, (long long) linea)));
    return linea_conocida(c, &leida);
}

/* The case under the lock of its invoice: locked first, read after. */
GlosaCtx *
contexto_glosa(Contexto *c, int64 prestador, int64 glosa)
{
    ClaveGlosa clave = {prestador, glosa};
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(glosa)};
    GlosaCtx *g = buscar(c->casos.glosas, &clave);
    GlosaCtx leida;
    ClaveFactura de;
    FacturaCtx *f;

    if (g != NULL)
        return g;
    do {
        if (consulta_correr(&bloquear_glosa, v, NULL, false) == 0)
            no_existe("glosa", prestador, glosa);
        glosa_de_fila(0, prestador, &leida);
        de.prestador = prestador;
        de.factura = leida.factura;
        f = buscar(c->casos.facturas, &de);
    } while (f == NULL && reclamar(c, &de));
    if (f == NULL)
        f = factura_de_fila(c, &de, COLUMNAS_DE_GLOSA + 1);
    SPI_freetuptable(SPI_tuptable);
    g = anotar_glosa(c, &c->casos, &clave, NULL);
    *g = leida;
    if (conviene_todas(c, &f->vivas, f->caso.glosas_vivas))
        leer_todas_las_vivas(c, f);
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
contexto_codigo_vivo(Contexto *c, FacturaCtx *f, int64 linea, CodigoGlosa codigo)
{
    ClaveCodigo clave = {f->clave.prestador, f->clave.factura, linea, codigo, 0};
    Datum v[4] = {Int64GetDatum(clave.prestador), Int64GetDatum(clave.factura), Int32GetDatum(codigo),
                  Int32GetDatum((int32) linea)};
    CodigoCtx *k = buscar(c->casos.codigos, &clave);
    int64 glosa;

    if (f->caso.glosas_vivas == 0)
        f->vivas.todas = true; /* whatever it has from now on is born here */
    else if (k == NULL && conviene_todas(c, &f->vivas, f->caso.glosas_vivas)) {
        leer_todas_las_vivas(c, f);
        k = buscar(c->casos.codigos, &clave);
    }
    if (k != NULL)
        return k->glosa;
    if (f->vivas.todas || consulta_correr(&buscar_viva, v, NULL, false) == 0)
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
