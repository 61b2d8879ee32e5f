/*
 * lote.h - rows gathered column by column, to be written by one statement
 * over unnest().
 */
#ifndef CONCILIACION_LOTE_H
#define CONCILIACION_LOTE_H

#include "cartera.h"

#define LOTE_COLUMNAS 24

typedef struct Lote {
    MemoryContext memoria;
    int n, cabe, columnas;
    struct {
        Oid tipo;
        int16 largo;
        bool por_valor;
        char alinea;
        Datum *valores;
        bool *nulos;
    } col[LOTE_COLUMNAS];
} Lote;

/* In memoria, where values are copied to and live as long as it. */
extern Lote *lote_crear(MemoryContext memoria, const Oid *tipos, int columnas);

extern void lote_poner(Lote *l, int col, Datum d);
extern void lote_nulo(Lote *l, int col);
extern void lote_int8(Lote *l, int col, int64 v);
extern void lote_int4(Lote *l, int col, int32 v);
extern void lote_bool(Lote *l, int col, bool v);
extern void lote_fecha(Lote *l, int col, Fecha f);                       /* FECHA_NULA: null */
extern void lote_enum(Lote *l, int col, const char *tipo, int posicion); /* negative: null */
extern void lote_centavos(Lote *l, int col, Centavos c);
extern void lote_texto(Lote *l, int col, const char *s); /* NULL: null */
extern void lote_bytes(Lote *l, int col, const void *bytes, Size n);
extern void lote_fin_fila(Lote *l);

/* The columns as arrays, in order; returns the number of rows. */
extern int lote_arreglos(const Lote *l, Datum *v);

#endif
