/*
 * contexto_interno.h - the inside of a statement's context, shared by the file
 * that reads cases (contexto.c) and the one that writes them (contexto_volcar.c).
 */
#ifndef CONCILIACION_CONTEXTO_INTERNO_H
#define CONCILIACION_CONTEXTO_INTERNO_H

#include "contexto.h"
#include "lote.h"

#include "utils/hsearch.h"

/* Each is NULL until its first entry. */
typedef struct Casos {
    HTAB *facturas, *lineas, *glosas, *codigos;
} Casos;

struct Contexto {
    ClaseContexto clase;
    MemoryContext memoria;
    SubTransactionId sub; /* where the statement runs */
    Casos casos;
    SubTransactionId sub_guardados; /* whose abort brings guardados back, if valid */
    Casos guardados;
    MemoryContext memoria_lote;
    Lote *lote;              /* rows to insert when the statement ends */
    Lote *propio;            /* rows that the statement keeps for itself */
    EscrituraLote *insertar; /* how */
    uint64 filas;            /* rows let pass by the row trigger */
    uint64 facturas_vistas;
    uint64 mezcla; /* sum of their images */
    Oid usuario;   /* whose name is nombre */
    const char *nombre;
    TupleDesc desc; /* whose column names are hashed in columnas */
    uint64 *columnas;
    struct Contexto *anterior;
};

/* Write the projections and totals pending, not the rows kept for the end. */
extern void contexto_volcar_casos(Contexto *c);

#endif
