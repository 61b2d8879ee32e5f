/*
 * flujo.h - a query read as a stream: its rows in order, a stretch at a time,
 * each turned into a C struct as the executor gives it, without a copy of the
 * tuple in between. Several streams in the order of one key are walked side by
 * side in constant memory, whatever the tables hold.
 */
#ifndef CONCILIACION_FLUJO_H
#define CONCILIACION_FLUJO_H

#include "postgres.h"

typedef struct Flujo Flujo;

/* Fill the struct of a row. What it allocates lives until the stretch ends. */
typedef void (*LectorFlujo)(const void *quien, const Datum *valores, const bool *nulos, void *fila);

typedef struct Consultado {
    const char *texto; /* fully qualified; $1 is a bigint, and may be null */
    const char *tipos; /* one a column: n numeric, j jsonb, - by value, which is not looked at */
    size_t fila;       /* bytes of the struct of a row */
    LectorFlujo leer;
} Consultado;

/* Inside SPI, read-only, with the snapshot of the caller; quien goes to leer. Nothing is read until a row is asked for. */
extern Flujo *flujo_abrir(const Consultado *q, Datum parametro, bool nulo, const void *quien);
/* The current row, valid until the next call of flujo_pasar; NULL when there are no more. */
extern void *flujo_fila(Flujo *f);
extern void flujo_pasar(Flujo *f);
extern void flujo_cerrar(Flujo *f);

#endif
