/*
 * fila.h - a table row inside a trigger, by column name, and the columns of
 * the current row of an SPI result.
 */
#ifndef CONCILIACION_FILA_H
#define CONCILIACION_FILA_H

#include "cartera.h"

#define FILA_COLUMNAS 48

/* Names of the columns a trigger uses, resolved once per relation. */
typedef struct Columnas {
    int n;
    const char *const *nombres;
    Oid relid;
    AttrNumber num[FILA_COLUMNAS];
} Columnas;

typedef struct Fila {
    const Columnas *columnas;
    TupleDesc desc;
    const void *propio; /* what the judge of the row needs besides it, if anything; NULL after fila_abrir */
    Datum valores[FILA_COLUMNAS];
    bool nulos[FILA_COLUMNAS];
} Fila;

extern void fila_abrir(Fila *f, Columnas *c, Relation rel, HeapTuple t);
extern HeapTuple fila_cerrar(Fila *f);

extern bool fila_nula(const Fila *f, int col);
/* KG010 when a column of cartera is of another type. */
extern void exigir_tipo(Form_pg_attribute a, Oid tipo);

/* Values of types by value; what goes by reference says its type, and KG010 when the column has another. */
extern Datum fila_dato(const Fila *f, int col);
extern Datum fila_dato_de(const Fila *f, int col, Oid tipo);
extern void fila_poner(Fila *f, int col, Datum d);
extern void fila_poner_de(Fila *f, int col, Oid tipo, Datum d);
extern void fila_poner_nulo(Fila *f, int col);

/* Refuse (23502) a null in a column that the trigger needs. */
extern void fila_exigir(const Fila *f, int col, Relation rel);
/* Refuse (KG005) a value given to a column that only the triggers write. */
extern void fila_reservada(const Fila *f, int col);
/* The same for columns with a default: an amount or a count of zero, false, the first value of an enum. */
extern void fila_reservar_cero(const Fila *f, int col);
extern void fila_reservar_cuenta(const Fila *f, int col);
extern void fila_reservar_falso(const Fila *f, int col);
extern void fila_reservar_primero(const Fila *f, int col, const char *tipo);

extern int64 fila_int8(const Fila *f, int col, int64 si_nulo);
extern Fecha fila_fecha(const Fila *f, int col); /* FECHA_NULA when null */
extern Centavos fila_centavos(const Fila *f, int col, bool *dado);
extern int fila_enum(const Fila *f, int col, const char *tipo); /* NINGUNO (-1) when null */
extern char *fila_texto(const Fila *f, int col);                /* NULL when null */

extern void fila_poner_fecha(Fila *f, int col, Fecha d);
extern void fila_poner_centavos(Fila *f, int col, Centavos c);
extern void fila_poner_enum(Fila *f, int col, const char *tipo, int posicion);

/* Columns (1-based) of row i of SPI_tuptable. */
extern Datum spi_dato(uint64 i, int col, bool *nulo);
extern Datum spi_dato_de(uint64 i, int col, Oid tipo, bool *nulo); /* by reference, of that type */
extern int64 spi_int8(uint64 i, int col, int64 si_nulo);
extern int32 spi_int4(uint64 i, int col, int32 si_nulo);
extern bool spi_bool(uint64 i, int col);
extern Fecha spi_fecha(uint64 i, int col);
extern Centavos spi_centavos(uint64 i, int col);
extern Centavos spi_centavos_dados(uint64 i,
                                   int col); /* from a caller's list: the refusal names the element */
extern int spi_enum(uint64 i, int col, const char *tipo);
extern char *spi_texto(uint64 i, int col);

#endif
