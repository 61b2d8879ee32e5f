/*
 * registro.h - the records of conciliation: tables whose rows enter, judged,
 * and stay. One set of triggers serves all of them; each table says what it
 * needs in a row of REGISTROS.
 */
#ifndef CONCILIACION_REGISTRO_H
#define CONCILIACION_REGISTRO_H

#include "disparador.h"

typedef struct Registro {
    const char *tabla;
    Columnas *columnas;
    int exigidas;                            /* the first columns, which may not be null */
    int caso;                                /* column that names the row in an error */
    int fecha;                               /* column of the business date, today by default; -1: none */
    int primera_reservada, ultima_reservada; /* columns that only the trigger writes; -1: none */
    bool firmada;                            /* the last two columns are registrado_en and usuario */
    JuicioFila juicio;                       /* NULL: only the triggers insert */
    void (*cerrar)(Contexto *c);             /* at the end of the statement, outside SPI; may be NULL */
} Registro;

/* Tables of each file. */
extern const Registro REGISTROS_CITA[];
extern const int REGISTROS_CITA_N;
extern const Registro REGISTROS_ACTA[];
extern const int REGISTROS_ACTA_N;

/* Insert rows as whoever wrote the statement: they are judged as anybody's. Opens SPI. */
extern void insertar_como_cliente(Lote *l, EscrituraLote *insertar);

#endif
