/*
 * lote.h - rows gathered column by column, to be written by one statement
 * over unnest().
 */
#ifndef CONCILIACION_LOTE_H
#define CONCILIACION_LOTE_H

#include "cartera.h"

#define LOTE_COLUMNAS 24

/*
 * Several arrays in step: "FROM (SELECT " UNNEST_n ") AS u (...)". unnest() of all at once exists only unqualified, and
 * ROWS FROM first stores each of them.
 */
#define UNNEST_1 "pg_catalog.unnest($1)"
#define UNNEST_2 UNNEST_1 ", pg_catalog.unnest($2)"
#define UNNEST_3 UNNEST_2 ", pg_catalog.unnest($3)"
#define UNNEST_4 UNNEST_3 ", pg_catalog.unnest($4)"
#define UNNEST_5 UNNEST_4 ", pg_catalog.unnest($5)"
#define UNNEST_6 UNNEST_5 ", pg_catalog.unnest($6)"
#define UNNEST_7 UNNEST_6 ", pg_catalog.unnest($7)"
#define UNNEST_8 UNNEST_7 ", pg_catalog.unnest($8)"

/*
 * The rows of a Lote as the source of a statement for one provider, which is $1: parameters from $2 on, as values (one
 * row: "FROM (SELECT " UNA_n ")") or as arrays ("FROM (SELECT " VARIAS_n ")"); n columns besides prestador_id.
 */
#define UNA_1 "$2"
#define UNA_2 UNA_1 ", $3"
#define UNA_3 UNA_2 ", $4"
#define UNA_4 UNA_3 ", $5"
#define UNA_5 UNA_4 ", $6"
#define UNA_6 UNA_5 ", $7"
#define UNA_7 UNA_6 ", $8"
#define UNA_8 UNA_7 ", $9"
#define UNA_9 UNA_8 ", $10"
#define UNA_10 UNA_9 ", $11"
#define UNA_11 UNA_10 ", $12"
#define UNA_12 UNA_11 ", $13"
#define UNA_13 UNA_12 ", $14"
#define UNA_14 UNA_13 ", $15"
#define UNA_15 UNA_14 ", $16"
#define UNA_16 UNA_15 ", $17"
#define UNA_17 UNA_16 ", $18"
#define UNA_18 UNA_17 ", $19"
#define VARIAS_1 "pg_catalog.unnest($2)"
#define VARIAS_2 VARIAS_1 ", pg_catalog.unnest($3)"
#define VARIAS_3 VARIAS_2 ", pg_catalog.unnest($4)"
#define VARIAS_4 VARIAS_3 ", pg_catalog.unnest($5)"
#define VARIAS_5 VARIAS_4 ", pg_catalog.unnest($6)"
#define VARIAS_6 VARIAS_5 ", pg_catalog.unnest($7)"
#define VARIAS_7 VARIAS_6 ", pg_catalog.unnest($8)"
#define VARIAS_8 VARIAS_7 ", pg_catalog.unnest($9)"
#define VARIAS_9 VARIAS_8 ", pg_catalog.unnest($10)"
#define VARIAS_10 VARIAS_9 ", pg_catalog.unnest($11)"
#define VARIAS_11 VARIAS_10 ", pg_catalog.unnest($12)"
#define VARIAS_12 VARIAS_11 ", pg_catalog.unnest($13)"
#define VARIAS_13 VARIAS_12 ", pg_catalog.unnest($14)"
#define VARIAS_14 VARIAS_13 ", pg_catalog.unnest($15)"
#define VARIAS_15 VARIAS_14 ", pg_catalog.unnest($16)"
#define VARIAS_16 VARIAS_15 ", pg_catalog.unnest($17)"
#define VARIAS_17 VARIAS_16 ", pg_catalog.unnest($18)"
#define VARIAS_18 VARIAS_17 ", pg_catalog.unnest($19)"

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

/*
 * A statement that writes the rows of a Lote whose first column is prestador_id: as text for one row and for several,
 * which differ only in their source (UNA_n, VARIAS_n). Types are those of the columns.
 *
 * With tramo, rows with consecutive numbers in that integer column, the last one of the key, are given to `varias` as
 * stretches: arrays of the key hold one element for each stretch (the first number in its own place), two parameters
 * more give its last number and what to take away from a number to have its place in the arrays of the other columns.
 * A stretch is one descent of the index, and the values need no join.
 */
typedef struct EscrituraLote {
    const char *una, *varias;
    int columnas;
    int tramo; /* column whose consecutive numbers make stretches (see above); 0: rows one by one */
    Oid tipos[LOTE_COLUMNAS];
    const char *nombres[LOTE_COLUMNAS]; /* type of conciliacion for tipos that are 0 */
    Consulta consulta_una, consulta_varias;
    SPIPlanPtr planeada; /* the plan of consulta_varias that has run */
} EscrituraLote;

/* The types of the columns of a statement, and an empty Lote with them. */
extern void lote_tipos(const EscrituraLote *e, Oid *tipos);
extern Lote *lote_para(MemoryContext memoria, const EscrituraLote *e);

/*
 * Write every row, by one statement for each provider (a distributed engine sends it to the node of that provider);
 * returns rows processed. Rows of a provider keep their order.
 */
extern uint64 lote_escribir(Lote *l, EscrituraLote *e);

#endif
