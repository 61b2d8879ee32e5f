/*
 * huella.h - the hash that chains the events of a glosa.
 */
#ifndef CONCILIACION_HUELLA_H
#define CONCILIACION_HUELLA_H

#include "contexto.h"
#include "datatype/timestamp.h"

/* An event as the chain sees it; texts in the server's encoding, NULL when absent. */
typedef struct EventoHuella {
    int64 prestador, glosa;
    int secuencia;
    int evento, papel, estado, quien_debe, causa;
    Fecha fecha, vence;
    bool con_valor, con_aceptado, con_levantado, extemporanea;
    Centavos valor, aceptado, levantado;
    CodigoGlosa respuesta;
    const char *comentario, *evidencia, *usuario;
    TimestampTz registrado_en;
} EventoHuella;

/* SHA-256 of the canonical record of the event and of the hash before it. */
extern void huella_evento(const EventoHuella *e, const uint8 *anterior, uint8 *huella);

/* Start of the chain: what the glosa says and no event repeats. */
extern void huella_glosa(int64 prestador, int64 glosa, int64 factura, int64 linea, CodigoGlosa codigo,
                         const char *adicionales, int64 origen, uint8 *huella);

/* Several canonical records in one hash; texts in the server's encoding, NULL when absent. */
typedef struct Resumen Resumen;
extern Resumen *resumen_abrir(void);
extern void resumen_registro(Resumen *r, const char *const *campos, int n);
extern void resumen_cerrar(Resumen *r, uint8 *huella);

#endif
