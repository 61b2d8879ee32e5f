/*
 * lote.c - rows gathered column by column (see lote.h).
 */
#include "lote.h"

#include "catalog/pg_type.h"
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

void
lote_centavos(Lote *l, int col, Centavos c)
{
    lote_poner(l, col, NumericGetDatum(numeric_de_centavos(c)));
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

/* Column i as an array, with n of the values given. */
static Datum
arreglo(const Lote *l, int i, Datum *valores, bool *nulos, int n)
{
    int dims[1] = {n}, desde[1] = {1};

    return PointerGetDatum(construct_md_array(valores, nulos, 1, dims, desde, l->col[i].tipo, l->col[i].largo,
                                              l->col[i].por_valor, l->col[i].alinea));
}

int
lote_arreglos(const Lote *l, Datum *v)
{
    for (int i = 0; i < l->columnas; i++)
        v[i] = arreglo(l, i, l->col[i].valores, l->col[i].nulos, l->n);
    return l->n;
}

/* ---- by provider ------------------------------------------------------------------- */

typedef struct Puesto {
    int64 prestador;
    int fila;
} Puesto;

static int
comparar_puestos(const void *a, const void *b)
{
    const Puesto *x = a, *y = b;

    if (x->prestador != y->prestador)
        return x->prestador < y->prestador ? -1 : 1;
    return x->fila < y->fila ? -1 : 1;
}

static inline int64
prestador_de(const Lote *l, int fila)
{
    return DatumGetInt64(l->col[0].valores[fila]);
}

static bool
un_prestador(const Lote *l)
{
    for (int i = 1; i < l->n; i++)
        if (prestador_de(l, i) != prestador_de(l, 0))
            return false;
    return true;
}

/* The rows that puestos names, all of one provider. */
static uint64
correr_puestos(const Lote *l, Consulta *q, const Puesto *puestos, int n)
{
    Datum v[LOTE_COLUMNAS];
    Datum *valores = palloc(sizeof(Datum) * (Size) n);
    bool *nulos = palloc(sizeof(bool) * (Size) n);

    v[0] = Int64GetDatum(puestos[0].prestador);
    for (int i = 1; i < l->columnas; i++) {
        for (int j = 0; j < n; j++) {
            valores[j] = l->col[i].valores[puestos[j].fila];
            nulos[j] = l->col[i].nulos[puestos[j].fila];
        }
        v[i] = arreglo(l, i, valores, nulos, n);
    }
    return consulta_correr(q, v, NULL, false);
}

uint64
lote_por_prestador(const Lote *l, Consulta *q)
{
    Datum v[LOTE_COLUMNAS];
    Puesto *puestos;
    uint64 filas = 0;

    Assert(l->col[0].tipo == INT8OID);
    if (l->n == 0)
        return 0;
    if (un_prestador(l)) {
        v[0] = Int64GetDatum(prestador_de(l, 0));
        for (int i = 1; i < l->columnas; i++)
            v[i] = arreglo(l, i, l->col[i].valores, l->col[i].nulos, l->n);
        return consulta_correr(q, v, NULL, false);
    }
    puestos = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(Puesto) * (Size) l->n);
    for (int i = 0; i < l->n; i++)
        puestos[i] = (Puesto){prestador_de(l, i), i};
    qsort(puestos, (size_t) l->n, sizeof(Puesto), comparar_puestos);
    for (int i = 0, hasta; i < l->n; i = hasta) {
        for (hasta = i + 1; hasta < l->n && puestos[hasta].prestador == puestos[i].prestador; hasta++)
            ;
        filas += correr_puestos(l, q, &puestos[i], hasta - i);
    }
    return filas;
}
