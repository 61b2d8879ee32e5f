/*
 * ciclo_glosa_interno.h - what the table of the glosa machine and its rules share.
 */
#ifndef NUCLEO_CICLO_GLOSA_INTERNO_H
#define NUCLEO_CICLO_GLOSA_INTERNO_H

#include "nucleo/ciclo_glosa.h"

enum { RAMA_SIEMPRE, RAMA_SIN_PENDIENTE, RAMA_CON_PENDIENTE, RAMAS };

enum {
    G_FACTURA = 1 << 0,
    G_CODIGO = 1 << 1,
    G_CUPO = 1 << 2,
    G_NUEVAS = 1 << 3,
    G_COMENTARIO = 1 << 4,
    G_ACUSE = 1 << 5,
    G_CONTENIDO = 1 << 6,
    G_RESPUESTA = 1 << 7,
    G_JUSTIFICA = 1 << 8,
    G_ACEPTA = 1 << 9,   /* valor_aceptado may be given */
    G_LEVANTA = 1 << 10, /* valor_levantado may be given */
    G_UNA_VEZ = 1 << 11,
    G_VENCIDA = 1 << 12,
    G_CITA = 1 << 13,
    G_ACTA = 1 << 14,
    G_REFERENCIA = 1 << 15,
    G_CUBRE = 1 << 16,
    G_MOTIVO = 1 << 17,
    G_NORMA_CIERRA = 1 << 18,
    G_COMUNICACIONES = 1 << 19,
    G_SIN_ACTA = 1 << 20,
    G_EVIDENCIA = 1 << 21,
    G_TODO_ACEPTADO = 1 << 22,  /* closing: all pending is accepted */
    G_TODO_LEVANTADO = 1 << 23, /* closing: all pending is lifted */
    GUARDIAS = 24
};

/* What each state waits for: the act and who owes it. */
typedef struct DeudaGlosa {
    int acto, quien;
} DeudaGlosa;

extern const DeudaGlosa GLOSA_DEBE[GLOSA_ESTADOS];

#endif
