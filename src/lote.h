/*
 * lote.h - rows gathered column by column, to be written by one statement
 * over unnest().
 */
#ifndef CONCILIACION_LOTE_H
#define CONCILIACION_LOTE_H

#include "cartera.h"

#define LOTE_COLUMNAS 24

/* unnest() of several arrays at once exists only unqualified: ROWS FROM is the same, and cannot be captured. */
#define UNNEST_1 "pg_catalog.unnest($1)"
#define UNNEST_2 UNNEST_1 ", pg_catalog.unnest($2)"
#define UNNEST_3 UNNEST_2 ", pg_catalog.unnest($3)"
#define UNNEST_4 UNNEST_3 ", pg_catalog.unnest($4)"
#define UNNEST_5 UNNEST_4 ", pg_catalog.unnest($5)"
#define UNNEST_6 UNNEST_5 ", pg_catalog.unnest($6)"
#define UNNEST_7 UNNEST_6 ", pg_catalog.unnest($7)"
#define UNNEST_8 UNNEST_7 ", pg_catalog.unnest($8)"
#define UNNEST_9 UNNEST_8 ", pg_catalog.unnest($9)"
#define UNNEST_10 UNNEST_9 ", pg_catalog.unnest($10)"
#define UNNEST_11 UNNEST_10 ", pg_catalog.unnest($11)"
#define UNNEST_12 UNNEST_11 ", pg_catalog.unnest($12)"
#define UNNEST_13 UNNEST_12 ", pg_catalog.unnest($13)"
#define UNNEST_14 UNNEST_13 ", pg_catalog.unnest($14)"
#define UNNEST_15 UNNEST_14 ", pg_catalog.unnest($15)"
#define UNNEST_16 UNNEST_15 ", pg_catalog.unnest($16)"
#define UNNEST_17 UNNEST_16 ", pg_catalog.unnest($17)"
#define UNNEST_18 UNNEST_17 ", pg_catalog.unnest($18)"
#define UNNEST_19 UNNEST_18 ", pg_catalog.unnest($19)"
#define UNNEST_20 UNNEST_19 ", pg_catalog.unnest($20)"
#define UNNEST_21 UNNEST_20 ", pg_catalog.unnest($21)"
#define UNNEST_22 UNNEST_21 ", pg_catalog.unnest($22)"
#define UNNEST_23 UNNEST_22 ", pg_catalog.unnest($23)"
#define UNNEST_24 UNNEST_23 ", pg_catalog.unnest($24)"

typedef struct Lote {
    MemoryContext memoria;
    int n, cabe, columnas;
    Centavos centavos; /* the last amount, as it is in importe */
    Numeric importe;
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
