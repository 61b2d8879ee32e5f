/*
 * catalogo_cache.h - when the catalogue tables of cartera change, what the
 * backends keep of them is forgotten.
 *
 * A statement trigger of those tables sends a relcache invalidation, which
 * travels with the transaction: other backends hear of it when it commits, this
 * one at its next command and again if the (sub)transaction rolls back.
 */
#ifndef CONCILIACION_CATALOGO_CACHE_H
#define CONCILIACION_CATALOGO_CACHE_H

#include "compat.h"

typedef enum TablaCatalogo {
    CATALOGO_CALENDARIO = 0,
    CATALOGO_CALENDARIO_EXCEPCION,
    CATALOGO_NORMA,
    CATALOGO_NORMA_PLAZO,
    CATALOGO_NORMA_GRUPO,
    CATALOGO_CONVENIO,
    CATALOGO_CODIGO_ADICIONAL,
    CATALOGO_VERSION,
    CATALOGO_TABLAS
} TablaCatalogo;

/*
 * Number that grows with each change of the catalogue. What was read is good
 * while the number is the one taken before reading. May look up the system
 * catalogues.
 */
extern uint64 catalogo_generacion(void);

/* OID of a table that instalar() made; InvalidOid when there is none. After catalogo_generacion(). */
extern Oid catalogo_tabla(TablaCatalogo t);

/* Have a function called at each change (once per function): it may only mark as stale, never read a catalogue. */
extern void catalogo_vigilar(void (*olvidar)(void));

/*
 * Read catalogue rows as of now, also in a REPEATABLE READ transaction or a parallel worker, and as the owner of
 * cartera: calendars and norms are no secret, and what is kept must not depend on who asked first. Between leer and
 * leido, run queries with consulta_correr(..., lectura = true) under SPI. An error in between needs no leido.
 */
typedef struct LecturaCatalogo {
    Oid usuario;
    int contexto;
} LecturaCatalogo;

extern void catalogo_leer(LecturaCatalogo *l);
extern void catalogo_leido(LecturaCatalogo *l);

#endif
