/*
 * norma_cache.h - norms as the core reads them, kept per backend.
 */
#ifndef CONCILIACION_NORMA_CACHE_H
#define CONCILIACION_NORMA_CACHE_H

#include "cartera.h"
#include "nucleo/codigo_glosa.h"
#include "nucleo/norma.h"

/* Inside SPI. KG009 when there is no such norm. Valid until the next catalogue read. */
extern const Norma *norma_obtener(const char *norma_id);

/* Calendar of a norm; valid until the next catalogue read. */
extern const Calendario *norma_calendario(const Norma *n);

/*
 * The norm of an invoice: the agreement in force between both parties on fecha,
 * or else the law of the provider's country and group. Inside SPI. KG009 when
 * none or more than one applies.
 */
extern void norma_elegir(int64 prestador, int64 pagador, int64 convenio, Fecha fecha, char *norma_id);

/* Official in the compiled lists, or admitted by the site. Inside SPI. */
extern bool codigo_admitido(CodigoGlosa codigo);

#endif
