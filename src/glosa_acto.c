/*
 * glosa_acto.c - an act on a glosa read from a row (see glosa_acto.h).
 */
#include "glosa_acto.h"
#include "acta.h"
#include "disparador.h"
#include "entidades.h"
#include "norma_cache.h"
#include "nucleo/pago.h"

#include "catalog/pg_type.h"

/* What the notification of a glosa must say (Ley 1438 art. 57) and the line does not give. */
static const char *
falta_contenido(const GlosaCtx *g, const LineaCtx *l)
{
    if (!g->con_comentario)
        return "comentario (cause of the glosa)";
    if (l == NULL || (l->sin_paciente && l->sin_nombre))
        return NULL; /* a line without a patient, such as capitation, has none to name */
    if (l->sin_paciente)
        return "paciente (document)";
    return l->sin_nombre ? "paciente_nombre" : NULL;
}

static Consulta leer_hechos = {
    "SELECT f.pagador_id, f.fecha_radicacion,"
    " EXISTS (SELECT 1 FROM cartera.glosa_evento e WHERE e.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND e.glosa_id OPERATOR(pg_catalog.=) $3 AND (e.evento OPERATOR(pg_catalog.=) 'citar'"
    " OR e.evento OPERATOR(pg_catalog.=) 'comunicar' OR e.evento OPERATOR(pg_catalog.=) 'conciliar')"
    " AND e.papel OPERATOR(pg_catalog.<>) 'prestador')"
    " FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1 AND f.factura_id "
    "OPERATOR(pg_catalog.=) $2",
    3,
    {INT8OID, INT8OID, INT8OID},
    {0},
    NULL};

/* What happened to the entities and to the action; only the closings that need it ask. */
static void
leer_hechos_de_cierre(const Fila *f, const GlosaCtx *g, ActoGlosa *a)
{
    Datum v[3] = {Int64GetDatum(g->clave.prestador), Int64GetDatum(g->factura),
                  Int64GetDatum(g->clave.glosa)};
    int64 pagador;
    Fecha radicacion;
    Entidades e;

    if (a->evento != EV_CERRAR || (a->causa != CAUSA_LIQUIDACION_ENTIDAD && a->causa != CAUSA_PRESCRIPCION) ||
        consulta_correr(&leer_hechos, v, NULL, false) == 0)
        return;
    pagador = spi_int8(0, 1, 0);
    radicacion = spi_fecha(0, 2);
    a->gestion = spi_bool(0, 3) || !texto_vacio(evidencia_clave(f, ACTO_C_EVIDENCIA, "gestion"));
    SPI_freetuptable(SPI_tuptable);
    entidades_leer(g->clave.prestador, pagador, &e);
    a->entidad_liquidada = e.pagador == ENTIDAD_LIQUIDADA || e.prestador == ENTIDAD_LIQUIDADA;
    /* it is subject to the process of the glosas: each act on the case begins it again */
    if (e.prescribe)
        a->prescribe = pago_prescribe(Max(radicacion, g->caso.ultima_fecha), e.prescripcion);
}

/* Of the events that begin or end the wait for a meeting, the last one. */
static Consulta leer_espera_de_cita = {
    "SELECT e.evento OPERATOR(pg_catalog.=) 'citar' FROM cartera.glosa_evento e"
    " WHERE e.prestador_id OPERATOR(pg_catalog.=) $1 AND e.glosa_id OPERATOR(pg_catalog.=) $2"
    " AND (e.evento OPERATOR(pg_catalog.=) 'citar' OR e.evento OPERATOR(pg_catalog.=) 'notificar'"
    " OR e.evento OPERATOR(pg_catalog.=) 'decidir' OR e.evento OPERATOR(pg_catalog.=) 'conciliar')"
    " ORDER BY e.secuencia USING OPERATOR(pg_catalog.>) LIMIT 1",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* Only the norms that give the citation a term ask. A what-if knows its own last event. */
static bool
ya_citada(const GlosaCtx *g, const Norma *n)
{
    Datum v[2] = {Int64GetDatum(g->clave.prestador), Int64GetDatum(g->clave.glosa)};
    bool citada;

    if (!n->plazo[ACTO_CITAR].existe)
        return false;
    if (g->caso.ultimo_evento == EV_CITAR)
        return true;
    if (consulta_correr(&leer_espera_de_cita, v, NULL, false) == 0)
        return false;
    citada = spi_bool(0, 1);
    SPI_freetuptable(SPI_tuptable);
    return citada;
}

void
glosa_leer_acto(const Fila *f, const GlosaCtx *g, const LineaCtx *l, const Norma *n, ActoGlosa *a)
{
    memset(a, 0, sizeof(*a));
    a->evento = fila_enum(f, ACTO_C_EVENTO, "evento_glosa");
    a->papel = fila_enum(f, ACTO_C_PAPEL, "papel");
    a->causa = fila_enum(f, ACTO_C_CAUSA, "causa_cierre");
    a->fecha = fila_fecha(f, ACTO_C_FECHA);
    a->radicacion = g->fecha_radicacion;
    a->aceptado = fila_centavos(f, ACTO_C_ACEPTADO, &a->con_aceptado);
    a->levantado = fila_centavos(f, ACTO_C_LEVANTADO, &a->con_levantado);
    a->respuesta = fila_nula(f, ACTO_C_RESPUESTA) ? 0 : DatumGetInt32(fila_dato(f, ACTO_C_RESPUESTA));
    a->respuesta_manual = n->manual;
    a->respuesta_oficial = a->respuesta != 0 && codigo_admitido(a->respuesta);
    a->comentario = !texto_vacio(fila_texto(f, ACTO_C_COMENTARIO));
    a->evidencia = !evidencia_vacia(f, ACTO_C_EVIDENCIA);
    a->acuse = !texto_vacio(evidencia_clave(f, ACTO_C_EVIDENCIA, "acuse"));
    a->referencia = !texto_vacio(evidencia_clave(f, ACTO_C_EVIDENCIA, "referencia"));
    a->causa_suspension = evidencia_clave(f, ACTO_C_EVIDENCIA, "causa");
    a->fecha_cita = evidencia_fecha(f, ACTO_C_EVIDENCIA, "fecha_cita");
    a->falta_contenido = falta_contenido(g, l);
    a->prescribe = FECHA_NULA;
    a->ya_citada = a->evento == EV_CITAR && ya_citada(g, n);
    leer_hechos_de_cierre(f, g, a);
    a->acta = a->evento == EV_CONCILIAR && acta_autoriza(f, ACTO_C_EVIDENCIA, g, a->aceptado, a->levantado);
}
