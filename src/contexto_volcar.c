/*
 * contexto_volcar.c - writing what a statement did: new events, projections of
 * glosas, totals of lines and invoices; each by one set-based statement for
 * each provider, in the order of the keys.
 */
#include "contexto_interno.h"

#include "catalog/pg_type.h"

/* The dirty entries of a table of cases, in the order of their keys (identifiers of 64 bits, which come first). */
typedef struct Sucias {
    void **v;
    int n;
} Sucias;

static int
por_clave(const void *a, const void *b, void *arg)
{
    const int64 *x = *(const int64 *const *) a, *y = *(const int64 *const *) b;
    int partes = *(const int *) arg;

    for (int i = 0; i < partes; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static Sucias
sucias(HTAB *tabla, Size clave, Size marca)
{
    Sucias s = {NULL, 0};
    HASH_SEQ_STATUS it;
    int partes = (int) (clave / sizeof(int64));
    char *e;

    if (tabla == NULL)
        return s;
    s.v = palloc_extended(sizeof(void *) * (Size) hash_get_num_entries(tabla), MCXT_ALLOC_HUGE);
    hash_seq_init(&it, tabla);
    while ((e = hash_seq_search(&it)) != NULL)
        if (*(const bool *) (e + marca))
            s.v[s.n++] = e;
    qsort_arg(s.v, (size_t) s.n, sizeof(void *), por_clave, &partes);
    return s;
}

static void
escribir(Lote *l, EscrituraLote *e, const char *que)
{
    if (lote_escribir(l, e) != (uint64) l->n)
        elog(ERROR, "projection of %s lost rows", que);
}

/*
 * The texts of these statements differ only in where a value comes from: a parameter (one row), or the element of an
 * array that the key of the row gives (several).
 */
#define UN_VALOR(n) "$" #n
#define DE_GLOSA(n) "($" #n ")[CAST(g.glosa_id OPERATOR(pg_catalog.-) u.antes AS pg_catalog.int4)]"
#define DE_LINEA(n) "($" #n ")[p.linea OPERATOR(pg_catalog.-) u.antes]"
#define DE_FACTURA(n) "($" #n ")[CAST(f.factura_id OPERATOR(pg_catalog.-) u.antes AS pg_catalog.int4)]"

#define GLOSAS_ANTES                                                                                         \
    "UPDATE cartera.glosa g SET estado = u.estado, estado_previo = u.estado_previo, causa_cierre = u.causa," \
    " quien_debe = u.quien_debe, ultimo_evento = u.ultimo_evento, secuencia = u.secuencia,"                  \
    " valor_aceptado = u.aceptado, valor_levantado = u.levantado, valor_pendiente = u.pendiente,"            \
    " ultima_fecha = u.ultima_fecha, vence = u.vence, vence_previo = u.vence_previo,"                        \
    " comunicaciones = u.comunicaciones, extemporanea = u.extemporanea, formulada_tarde = "                  \
    "u.formulada_tarde,"                                                                                     \
    " subsanada = u.subsanada, hash = u.hash FROM "
#define GLOSAS_DESPUES                                                                                       \
    " AS u (glosa_id, estado, estado_previo, causa, quien_debe, ultimo_evento, secuencia, aceptado,"         \
    " levantado, pendiente, ultima_fecha, vence, vence_previo, comunicaciones, extemporanea,"                \
    " formulada_tarde, subsanada, hash) WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"                      \
    " AND g.glosa_id OPERATOR(pg_catalog.=) u.glosa_id"

static EscrituraLote escribir_glosas = {
    .una = GLOSAS_ANTES "(SELECT " UNA_18 ")" GLOSAS_DESPUES,
    .varias = GLOSAS_ANTES "(SELECT " VARIAS_18 ")" GLOSAS_DESPUES,
    .columnas = 19,
    .tipos = {INT8OID, INT8OID, 0, 0, 0, 0, 0, INT4OID, NUMERICOID, NUMERICOID, NUMERICOID, DATEOID, DATEOID,
              DATEOID, INT4OID, BOOLOID, BOOLOID, BOOLOID, BYTEAOID},
    .nombres = {NULL, NULL, "estado_glosa", "estado_glosa", "causa_cierre", "papel", "evento_glosa"}};

static void
volcar_glosas(Contexto *c)
{
    Sucias s = sucias(c->casos.glosas, sizeof(ClaveGlosa), offsetof(GlosaCtx, sucia));
    Lote *l;

    if (s.n == 0)
        return;
    l = lote_para(CurrentMemoryContext, &escribir_glosas);
    for (int i = 0; i < s.n; i++) {
        GlosaCtx *g = s.v[i];
        const CasoGlosa *k = &g->caso;

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
    escribir(l, &escribir_glosas, "glosas");
}

/* Lines of an invoice come together: a stretch of them is one range of the key. */
static EscrituraLote escribir_lineas = {
    .una = "UPDATE cartera.prestacion p SET valor_glosado = p.valor_glosado OPERATOR(pg_catalog.+) $4,"
           " valor_aceptado = p.valor_aceptado OPERATOR(pg_catalog.+) $5,"
           " valor_pendiente = p.valor_pendiente OPERATOR(pg_catalog.+) $6"
           " WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
           " AND p.factura_id OPERATOR(pg_catalog.=) $2 AND p.linea OPERATOR(pg_catalog.=) $3",
    .varias = "UPDATE cartera.prestacion p SET"
              " valor_glosado = p.valor_glosado OPERATOR(pg_catalog.+) ($4)[p.linea OPERATOR(pg_catalog.-) "
              "u.antes],"
              " valor_aceptado = p.valor_aceptado OPERATOR(pg_catalog.+) ($5)[p.linea OPERATOR(pg_catalog.-) "
              "u.antes],"
              " valor_pendiente = p.valor_pendiente OPERATOR(pg_catalog.+) ($6)[p.linea "
              "OPERATOR(pg_catalog.-) u.antes]"
              " FROM (SELECT " VARIAS_2 ", pg_catalog.unnest($7), pg_catalog.unnest($8))"
              " AS u (factura_id, desde, hasta, antes)"
              " WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
              " AND p.factura_id OPERATOR(pg_catalog.=) u.factura_id"
              " AND p.linea OPERATOR(pg_catalog.>=) u.desde AND p.linea OPERATOR(pg_catalog.<=) u.hasta",
    .tramo = 2,
    .columnas = 6,
    .tipos = {INT8OID, INT8OID, INT4OID, NUMERICOID, NUMERICOID, NUMERICOID}};

static void
volcar_lineas(Contexto *c)
{
    Sucias s = sucias(c->casos.lineas, sizeof(ClaveLinea), offsetof(LineaCtx, sucia));
    Lote *l;

    if (s.n == 0)
        return;
    l = lote_para(CurrentMemoryContext, &escribir_lineas);
    for (int i = 0; i < s.n; i++) {
        LineaCtx *p = s.v[i];

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
    escribir(l, &escribir_lineas, "invoice lines");
}

#define FACTURAS_ANTES                                                                                       \
    "UPDATE cartera.factura f SET valor = f.valor OPERATOR(pg_catalog.+) u.valor,"                           \
    " lineas = f.lineas OPERATOR(pg_catalog.+) u.lineas,"                                                    \
    " valor_glosado = f.valor_glosado OPERATOR(pg_catalog.+) u.glosado,"                                     \
    " valor_aceptado = f.valor_aceptado OPERATOR(pg_catalog.+) u.aceptado,"                                  \
    " valor_levantado = f.valor_levantado OPERATOR(pg_catalog.+) u.levantado,"                               \
    " valor_pendiente = f.valor_pendiente OPERATOR(pg_catalog.+) u.pendiente,"                               \
    " glosas_vivas = f.glosas_vivas OPERATOR(pg_catalog.+) u.vivas,"                                         \
    " glosas_abiertas = f.glosas_abiertas OPERATOR(pg_catalog.+) u.abiertas,"                                \
    " estado = u.estado, secuencia = u.secuencia, ultimo_evento = u.ultimo_evento,"                          \
    " ultima_fecha = u.ultima_fecha, vence = u.vence, quien_debe = u.quien_debe,"                            \
    " devoluciones = u.devoluciones, primera_notificacion = u.primera_notificacion,"                         \
    " vence_pago = u.vence_pago FROM "
#define FACTURAS_DESPUES                                                                                     \
    " AS u (factura_id, glosado, aceptado, levantado, pendiente, vivas, abiertas, estado, secuencia,"        \
    " ultimo_evento, ultima_fecha, vence, quien_debe, devoluciones, primera_notificacion, vence_pago,"       \
    " valor, lineas) WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"                                         \
    " AND f.factura_id OPERATOR(pg_catalog.=) u.factura_id"

static EscrituraLote escribir_facturas = {
    .una = FACTURAS_ANTES "(SELECT " UNA_18 ")" FACTURAS_DESPUES,
    .varias = FACTURAS_ANTES "(SELECT " VARIAS_18 ")" FACTURAS_DESPUES,
    .columnas = 19,
    .tipos = {INT8OID, INT8OID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, INT4OID, INT4OID, 0, INT4OID,
              0, DATEOID, DATEOID, 0, INT4OID, DATEOID, DATEOID, NUMERICOID, INT4OID},
    .nombres = {[8] = "estado_factura", [10] = "evento_factura", [13] = "papel"}};

static void
volcar_facturas(Contexto *c)
{
    Sucias s = sucias(c->casos.facturas, sizeof(ClaveFactura), offsetof(FacturaCtx, sucia));
    Lote *l;

    if (s.n == 0)
        return;
    l = lote_para(CurrentMemoryContext, &escribir_facturas);
    for (int i = 0; i < s.n; i++) {
        FacturaCtx *f = s.v[i];

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
        lote_int4(l, 18, f->d_lineas);
        f->d_valor = 0;
        f->d_lineas = 0;
        lote_fin_fila(l);
        f->d_glosado = f->d_aceptado = f->d_levantado = f->d_pendiente = 0;
        f->d_vivas = f->d_abiertas = 0;
        f->sucia = false;
    }
    escribir(l, &escribir_facturas, "invoices");
}

void
contexto_volcar_casos(Contexto *c)
{
    volcar_glosas(c);
    volcar_lineas(c);
    volcar_facturas(c);
}
