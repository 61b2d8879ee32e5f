/*
 * contexto_volcar.c - writing what a statement did: new events, projections of
 * glosas, totals of lines and invoices; each by one set-based statement.
 */
#include "contexto_interno.h"

#include "catalog/pg_type.h"

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
    hash_seq_init(&it, c->casos.glosas);
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
    hash_seq_init(&it, c->casos.lineas);
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
    "UPDATE cartera.factura f SET valor = f.valor OPERATOR(pg_catalog.+) u.valor,"
    " lineas = f.lineas OPERATOR(pg_catalog.+) u.lineas,"
    " valor_glosado = f.valor_glosado OPERATOR(pg_catalog.+) u.glosado,"
    " valor_aceptado = f.valor_aceptado OPERATOR(pg_catalog.+) u.aceptado,"
    " valor_levantado = f.valor_levantado OPERATOR(pg_catalog.+) u.levantado,"
    " valor_pendiente = f.valor_pendiente OPERATOR(pg_catalog.+) u.pendiente,"
    " glosas_vivas = f.glosas_vivas OPERATOR(pg_catalog.+) u.vivas,"
    " glosas_abiertas = f.glosas_abiertas OPERATOR(pg_catalog.+) u.abiertas,"
    " estado = u.estado, secuencia = u.secuencia, ultimo_evento = u.ultimo_evento,"
    " ultima_fecha = u.ultima_fecha, vence = u.vence, quien_debe = u.quien_debe,"
    " devoluciones = u.devoluciones, primera_notificacion = u.primera_notificacion, vence_pago = u.vence_pago"
    " FROM ROWS FROM (" UNNEST_19 ") AS u"
    " (prestador_id, factura_id, glosado, aceptado, levantado, pendiente, vivas, abiertas, estado, secuencia,"
    " ultimo_evento, ultima_fecha, vence, quien_debe, devoluciones, primera_notificacion, vence_pago, valor, "
    "lineas)"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) u.prestador_id"
    " AND f.factura_id OPERATOR(pg_catalog.=) u.factura_id",
    19,
    {INT8ARRAYOID, INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID,
     INT4ARRAYOID, INT4ARRAYOID, 0, INT4ARRAYOID, 0, DATEARRAYOID, DATEARRAYOID, 0, INT4ARRAYOID,
     DATEARRAYOID, DATEARRAYOID, NUMERICARRAYOID, INT4ARRAYOID},
    {[8] = "estado_factura[]", [10] = "evento_factura[]", [13] = "papel[]"},
    NULL};

static void
volcar_facturas(Contexto *c)
{
    Oid tipos[19] = {INT8OID,
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
                     NUMERICOID,
                     INT4OID};
    Lote *l;
    Datum v[19];
    HASH_SEQ_STATUS it;
    FacturaCtx *f;

    l = lote_crear(CurrentMemoryContext, tipos, 19);
    hash_seq_init(&it, c->casos.facturas);
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
        lote_int4(l, 18, f->d_lineas);
        f->d_valor = 0;
        f->d_lineas = 0;
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
contexto_volcar_casos(Contexto *c)
{
    volcar_glosas(c);
    volcar_lineas(c);
    volcar_facturas(c);
}
