/*
 * lote.c - rows gathered column by column (see lote.h).
 */
#include "lote.h"

#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"

Lote *
lote_crear(MemoryContext memoria, const Oid *tipos, int columnas)
{
    Lote *l = MemoryContextAllocZero(memoria, sizeof(Lote));

    Assert(columnas <= LOTE_COLUMNAS);
    l->memoria = memoria;
    l->columnas = columnas;
    l->cabe = 16;
    for (int i = 0; i < columnas; i++) {
        l->col[i].tipo = tipos[i];
        get_typlenbyvalalign(tipos[i], &l->col[i].largo, &l->col[i].por_valor, &l->col[i].alinea);
        l->col[i].valores = MemoryContextAlloc(memoria, sizeof(Datum) * (Size) l->cabe);
        l->col[i].nulos = MemoryContextAlloc(memoria, sizeof(bool) * (Size) l->cabe);
    }
    return l;
}

void
lote_poner(Lote *l, int col, Datum d)
{
    MemoryContext antes = MemoryContextSwitchTo(l->memoria);

    l->col[col].valores[l->n] = datumCopy(d, l->col[col].por_valor, l->col[col].largo);
    l->col[col].nulos[l->n] = false;
    MemoryContextSwitchTo(antes);
}

void
lote_nulo(Lote *l, int col)
{
    l->col[col].valores[l->n] = (Datum) 0;
    l->col[col].nulos[l->n] = true;
}

void
lote_int8(Lote *l, int col, int64 v)
{
    lote_poner(l, col, Int64GetDatum(v));
}

void
lote_int4(Lote *l, int col, int32 v)
{
    lote_poner(l, col, Int32GetDatum(v));
}

void
lote_bool(Lote *l, int col, bool v)
{
    lote_poner(l, col, BoolGetDatum(v));
}

void
lote_fecha(Lote *l, int col, Fecha f)
{
    if (f == FECHA_NULA)
        lote_nulo(l, col);
    else
        lote_poner(l, col, DateADTGetDatum(f));
}

void
lote_enum(Lote *l, int col, const char *tipo, int posicion)
{
    if (posicion < 0)
        lote_nulo(l, col);
    else
        lote_poner(l, col, ObjectIdGetDatum(enum_valor(tipo, posicion)));
}

/* The same amount often comes several times in a row: its value is shared. */
void
lote_centavos(Lote *l, int col, Centavos c)
{
    if (l->importe == NULL || l->centavos != c) {
        MemoryContext antes = MemoryContextSwitchTo(l->memoria);

        l->importe = numeric_de_centavos(c);
        l->centavos = c;
        MemoryContextSwitchTo(antes);
    }
    l->col[col].valores[l->n] = NumericGetDatum(l->importe);
    l->col[col].nulos[l->n] = false;
}

void
lote_texto(Lote *l, int col, const char *s)
{
    if (s == NULL)
        lote_nulo(l, col);
    else
        lote_poner(l, col, CStringGetTextDatum(s));
}

void
lote_bytes(Lote *l, int col, const void *bytes, Size n)
{
    bytea *b = palloc(VARHDRSZ + n);

    SET_VARSIZE(b, VARHDRSZ + n);
    memcpy(VARDATA(b), bytes, n);
    lote_poner(l, col, PointerGetDatum(b));
}

void
lote_fin_fila(Lote *l)
{
    l->n++;
    if (l->n < l->cabe)
        return;
    l->cabe *= 2;
    for (int i = 0; i < l->columnas; i++) {
        l->col[i].valores = repalloc_huge(l->col[i].valores, sizeof(Datum) * (Size) l->cabe);
        l->col[i].nulos = repalloc_huge(l->col[i].nulos, sizeof(bool) * (Size) l->cabe);
    }
}

int
lote_arreglos(const Lote *l, Datum *v)
{
    for (int i = 0; i < l->columnas; i++) {
        int dims[1] = {l->n}, desde[1] = {1};

        v[i] = PointerGetDatum(construct_md_array(l->col[i].valores, l->col[i].nulos, 1, dims, desde,
                                                  l->col[i].tipo, l->col[i].largo, l->col[i].por_valor,
                                                  l->col[i].alinea));
    }
    return l->n;
}
