/*
 * glosa_acto.h - an act on a glosa read from a row: the trigger's or one of a
 * what-if.
 */
#ifndef CONCILIACION_GLOSA_ACTO_H
#define CONCILIACION_GLOSA_ACTO_H

#include "contexto.h"
#include "fila.h"
#include "nucleo/ciclo_glosa.h"

/* Columns of an event that its author gives, in the order of ACTO_COLUMNAS_NOMBRES. */
enum {
    ACTO_C_EVENTO,
    ACTO_C_FECHA,
    ACTO_C_PAPEL,
    ACTO_C_ACEPTADO,
    ACTO_C_LEVANTADO,
    ACTO_C_RESPUESTA,
    ACTO_C_CAUSA,
    ACTO_C_COMENTARIO,
    ACTO_C_EVIDENCIA,
    ACTO_C_N
};
#define ACTO_COLUMNAS_NOMBRES                                                                                \
    "evento", "fecha", "papel", "valor_aceptado", "valor_levantado", "codigo_respuesta", "causa_cierre",     \
        "comentario", "evidencia"

/* l: the line of the glosa, NULL when it is of the whole invoice. Inside SPI. */
extern void glosa_leer_acto(const Fila *f, const GlosaCtx *g, const LineaCtx *l, const Norma *n,
                            ActoGlosa *a);

/* The line of a glosa without locking; false when there is none. Inside SPI. */
extern bool linea_leer(int64 prestador, int64 factura, int64 linea, LineaCtx *l);

#endif
