/*
 * glosa_acto.c - an act on a glosa read from a row (see glosa_acto.h).
 */
#include "glosa_acto.h"
#include "disparador.h"
#include "norma_cache.h"

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

void
glosa_leer_acto(const Fila *f, const GlosaCtx *g, const LineaCtx *l, const Norma *n, ActoGlosa *a)
{
    memset(a, 0, sizeof(*a));
    a->evento = fila_enum(f, ACTO_C_EVENTO, "evento_glosa");
    a->papel = fila_enum(f, ACTO_C_PAPEL, "papel");
    a->causa = fila_enum(f, ACTO_C_CAUSA, "causa_cierre");
    a->fecha = fila_fecha(f, ACTO_C_FECHA);
    a->hoy = FECHA_NULA;
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
}
