/*
 * contexto_interno.h - the inside of a statement's context, shared by the file
 * that reads cases (contexto.c) and the one that writes them (contexto_volcar.c).
 */
#ifndef CONCILIACION_CONTEXTO_INTERNO_H
#define CONCILIACION_CONTEXTO_INTERNO_H

#include "contexto.h"
#include "lote.h"

#include "utils/hsearch.h"

struct Contexto {
    ClaseContexto clase;
    MemoryContext memoria; /* the whole statement */
    MemoryContext tramo;   /* cases known now; emptied when they are too many */
    HTAB *facturas, *lineas, *glosas, *codigos;
    Lote *lote;         /* rows to insert when the statement ends */
    Consulta *insertar; /* how */
    uint64 filas;       /* rows let pass by the row trigger */
    uint64 mezcla;      /* sum of their hashes */
    struct Contexto *anterior;
};

#endif
