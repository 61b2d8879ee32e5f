/*
 * disparador.h - the shape that every trigger of cartera shares: when it fires,
 * how one row is judged as the owner, how a statement ends.
 */
#ifndef CONCILIACION_DISPARADOR_H
#define CONCILIACION_DISPARADOR_H

#include "contexto.h"
#include "fila.h"

#define ANTES_SENTENCIA (TRIGGER_EVENT_INSERT | TRIGGER_EVENT_BEFORE)
#define ANTES_FILA (TRIGGER_EVENT_INSERT | TRIGGER_EVENT_ROW | TRIGGER_EVENT_BEFORE)
#define DESPUES_SENTENCIA (TRIGGER_EVENT_INSERT | TRIGGER_EVENT_AFTER)

/* 39P01 unless the trigger was fired as instalar() made it. */
extern void exigir_momento(const TriggerData *td, uint32 evento);

extern void fila_reservadas(const Fila *f, const int *cols, size_t n);
extern void fila_reservadas_cero(const Fila *f, const int *cols, size_t n);
extern void fila_exigidas(const Fila *f, const int *cols, size_t n, Relation rel);

/* Judging one row: between both calls SPI is open and reads run as the owner. */
typedef struct FilaJuzgada {
    EscrituraInterna escritura;
    MemoryContext llamador;
    char *usuario; /* who does the act */
} FilaJuzgada;

extern void juzgar_abrir(FilaJuzgada *j);
extern Datum juzgar_cerrar(FilaJuzgada *j, Fila *fila);

/*
 * Judge and complete one row; a refusal says in its DETAIL which row of the
 * statement it was (its position and the value of column caso).
 */
typedef void (*JuicioFila)(Contexto *c, Fila *fila, const char *usuario);
extern Datum juzgar_fila(Contexto *c, Fila *fila, int caso, JuicioFila juicio);

/*
 * The end of a statement: what entered is what passed; then write the rows kept for the end, the projections and
 * the totals, and forget the statement.
 */
extern void sentencia_terminar(TriggerData *td, Contexto *c);

/* A key of an evidence object as text: NULL when absent; values that are not text stand as "true". */
extern char *jsonb_clave(Datum jsonb, const char *clave);
extern char *evidencia_clave(const Fila *f, int col, const char *clave);
extern Fecha evidencia_fecha(const Fila *f, int col, const char *clave);
extern bool evidencia_vacia(const Fila *f, int col);

#endif
