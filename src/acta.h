/*
 * acta.h - an act of conciliation as the triggers see it: its lock, its hash,
 * and whether it authorises an event.
 *
 * Lock order: the act first, then the invoices of its glosas in order of
 * (prestador_id, factura_id).
 */
#ifndef CONCILIACION_ACTA_H
#define CONCILIACION_ACTA_H

#include "contexto.h"
#include "fila.h"
#include "nucleo/acta.h"

typedef struct ActaLeida {
    int64 prestador, acta, cita;
    int estado; /* EstadoActa */
    Fecha fecha;
} ActaLeida;

/* FROM and WHERE of the lines in force of act $2 of provider $1: the greatest version of each glosa, unless it was
 * taken out. Further conditions may follow. */
#define LINEAS_VIGENTES                                                                                      \
    " FROM cartera.acta_linea l WHERE l.prestador_id OPERATOR(pg_catalog.=) $1"                              \
    " AND l.acta_id OPERATOR(pg_catalog.=) $2 AND NOT l.retirada AND NOT EXISTS"                             \
    " (SELECT 1 FROM cartera.acta_linea m WHERE m.prestador_id OPERATOR(pg_catalog.=) $1"                    \
    " AND m.acta_id OPERATOR(pg_catalog.=) $2 AND m.glosa_id OPERATOR(pg_catalog.=) l.glosa_id"              \
    " AND m.version OPERATOR(pg_catalog.>) l.version)"

/* The first notice of the payer that names act a, on that day or later: its result was told then. */
#define RESULTADO_DE_ACTA(desde)                                                                             \
    "(SELECT pg_catalog.min(c.fecha) FROM cartera.comunicacion c"                                            \
    " WHERE c.prestador_id OPERATOR(pg_catalog.=) a.prestador_id"                                            \
    " AND c.acta_id OPERATOR(pg_catalog.=) a.acta_id AND c.papel OPERATOR(pg_catalog.=) 'pagador'"           \
    " AND c.fecha OPERATOR(pg_catalog.>=) " desde ")"

/* How many they are. Inside SPI. */
extern int64 acta_lineas(int64 prestador, int64 acta);

/*
 * Take the act for oneself until the transaction ends and read it. It is an UPDATE, so that a snapshot taken
 * before another's change fails (40001) instead of acting on what it does not see. Inside SPI, as the owner.
 */
extern void acta_bloquear(int64 prestador, int64 acta, ActaLeida *a);

/* SHA-256 of the act, its lines in force, participants and commitments. Inside SPI. */
extern void acta_huella(int64 prestador, int64 acta, uint8 *huella);

/*
 * Whether the event conciliar in that row comes from an act signed by both parties, not yet applied to this
 * glosa, whose line says exactly these amounts. KG004 when the pending amount is no longer that of the line.
 */
extern bool acta_autoriza(const Fila *f, int evidencia, const GlosaCtx *g, Centavos aceptado,
                          Centavos levantado);

#endif
