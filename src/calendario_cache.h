/*
 * calendario_cache.h - the calendars of this backend: built at first use from
 * the rules and the rows of cartera.calendario, forgotten when those change.
 */
#ifndef CONCILIACION_CALENDARIO_CACHE_H
#define CONCILIACION_CALENDARIO_CACHE_H

#include "compat.h"

#include "nucleo/calendario.h"

/*
 * Calendar by its id (CO, AR, CL, ES, or a row of cartera.calendario), as
 * known on conocido_al (FECHA_NULA: all that is known). KG006 when there is
 * none. Good until the next call of these functions: ask again, it is cheap.
 */
extern const Calendario *calendario_obtener(const char *calendario_id, Fecha conocido_al);
extern const Calendario *calendario_buscar(const char *id, size_t largo, Fecha conocido_al);

#endif
