/*
 * lote.c - rows gathered column by column (see lote.h).
 */
#include "lote.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/expandeddatum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

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

/* Rows from desde to hasta (excluded) of a column as an array. */
static Datum
arreglo(const Lote *l, int col, int desde, int hasta)
{
    int dims[1] = {hasta - desde}, primero[1] = {1};

    return PointerGetDatum(construct_md_array(l->col[col].valores + desde, l->col[col].nulos + desde, 1, dims,
                                              primero, l->col[col].tipo, l->col[col].largo,
                                              l->col[col].por_valor, l->col[col].alinea));
}

int
lote_arreglos(const Lote *l, Datum *v)
{
    for (int i = 0; i < l->columnas; i++)
        v[i] = arreglo(l, i, 0, l->n);
    return l->n;
}

/* ---- one statement for each provider ------------------------------------ */

void
lote_tipos(const EscrituraLote *e, Oid *tipos)
{
    for (int i = 0; i < e->columnas; i++)
        tipos[i] = OidIsValid(e->tipos[i]) ? e->tipos[i] : tipo_conciliacion(e->nombres[i]);
}

Lote *
lote_para(MemoryContext memoria, const EscrituraLote *e)
{
    Oid tipos[LOTE_COLUMNAS];

    lote_tipos(e, tipos);
    return lote_crear(memoria, tipos, e->columnas);
}

/* The statements of an EscrituraLote, at its first use. */
static void
escritura_preparar(EscrituraLote *e)
{
    Consulta *una = &e->consulta_una, *varias = &e->consulta_varias;

    if (una->texto != NULL)
        return;
    for (int i = 0; i < e->columnas; i++) {
        una->tipos[i] = e->tipos[i];
        una->nombres[i] = e->nombres[i];
        varias->tipos[i] = i == 0 ? INT8OID : OidIsValid(e->tipos[i]) ? get_array_type(e->tipos[i]) : 0;
        if (e->nombres[i] != NULL)
            varias->nombres[i] = MemoryContextStrdup(TopMemoryContext, psprintf("%s[]", e->nombres[i]));
    }
    una->n = varias->n = e->columnas;
    if (e->tramo > 0) {
        varias->tipos[varias->n++] = varias->tipos[e->tramo];
        varias->tipos[varias->n++] = varias->tipos[e->tramo];
    }
    varias->texto = e->varias;
    una->texto = e->una; /* last: an error before leaves it for the next time */
}

static int64
prestador_de(const Lote *l, int fila)
{
    return DatumGetInt64(l->col[0].valores[fila]);
}

static int
por_prestador(const void *a, const void *b, void *arg)
{
    const Lote *l = arg;
    int x = *(const int *) a, y = *(const int *) b;
    int64 p = prestador_de(l, x), q = prestador_de(l, y);

    return p != q ? (p < q ? -1 : 1) : (x > y) - (x < y);
}

/* Rows of the same provider together, in the order they came. */
static void
agrupar(Lote *l)
{
    int *orden;
    Datum *valores;
    bool *nulos;
    int i = 1;

    while (i < l->n && prestador_de(l, i - 1) <= prestador_de(l, i))
        i++;
    if (i >= l->n)
        return;
    orden = palloc(sizeof(int) * (Size) l->n);
    valores = palloc_extended(sizeof(Datum) * (Size) l->n, MCXT_ALLOC_HUGE);
    nulos = palloc(sizeof(bool) * (Size) l->n);
    for (i = 0; i < l->n; i++)
        orden[i] = i;
    qsort_arg(orden, (size_t) l->n, sizeof(int), por_prestador, l);
    for (int c = l->columnas - 1; c >= 0; c--) {
        for (i = 0; i < l->n; i++) {
            valores[i] = l->col[c].valores[orden[i]];
            nulos[i] = l->col[c].nulos[orden[i]];
        }
        memcpy(l->col[c].valores, valores, sizeof(Datum) * (Size) l->n);
        memcpy(l->col[c].nulos, nulos, sizeof(bool) * (Size) l->n);
    }
    pfree(orden);
    pfree(valores);
    pfree(nulos);
}

static int64
entero_de(const Lote *l, int col, int fila)
{
    Datum d = l->col[col].valores[fila];

    return l->col[col].tipo == INT8OID ? DatumGetInt64(d) : DatumGetInt32(d);
}

static Datum
entero_para(const Lote *l, int col, int64 v)
{
    return l->col[col].tipo == INT8OID ? Int64GetDatum(v) : Int32GetDatum((int32) v);
}

/* Does a row go on with the stretch of the one before it? */
static bool
sigue(const Lote *l, int tramo, int fila)
{
    for (int c = 1; c < tramo; c++)
        if (entero_de(l, c, fila) != entero_de(l, c, fila - 1))
            return false;
    return entero_de(l, tramo, fila) == entero_de(l, tramo, fila - 1) + 1;
}

/* The parameters of rows as stretches: the keys, then every other column as an array that is entered by position. */
static void
tramos(const Lote *l, const EscrituraLote *e, int desde, int hasta, Datum *v)
{
    int t = e->tramo;
    Oid tipos[LOTE_COLUMNAS];
    Lote *claves;

    for (int c = 0; c <= t; c++)
        tipos[c] = l->col[c].tipo;
    tipos[t + 1] = tipos[t + 2] = l->col[t].tipo;
    claves = lote_crear(CurrentMemoryContext, tipos, t + 3);
    for (int i = desde, fin; i < hasta; i = fin) {
        fin = i + 1;
        while (fin < hasta && sigue(l, t, fin))
            fin++;
        for (int c = 0; c <= t; c++)
            lote_poner(claves, c, l->col[c].valores[i]);
        lote_poner(claves, t + 1, l->col[t].valores[fin - 1]);
        lote_poner(claves, t + 2, entero_para(l, t, entero_de(l, t, i) - (i - desde) - 1));
        lote_fin_fila(claves);
    }
    for (int c = 1; c <= t; c++)
        v[c] = arreglo(claves, c, 0, claves->n);
    v[e->columnas] = arreglo(claves, t + 1, 0, claves->n);
    v[e->columnas + 1] = arreglo(claves, t + 2, 0, claves->n);
    for (int c = t + 1; c < e->columnas; c++)
        v[c] = EOHPGetRODatum(
            DatumGetEOHP(expand_array(arreglo(l, c, desde, hasta), CurrentMemoryContext, NULL)));
}

static uint64
escribir_tramo(const Lote *l, EscrituraLote *e, int desde, int hasta)
{
    Datum v[LOTE_COLUMNAS];
    char nulos[LOTE_COLUMNAS];

    v[0] = l->col[0].valores[desde];
    if (hasta - desde > 1) {
        if (e->tramo > 0)
            tramos(l, e, desde, hasta, v);
        else
            for (int i = 1; i < l->columnas; i++)
                v[i] = arreglo(l, i, desde, hasta);
        return consulta_por_clave(&e->consulta_varias, v, &e->planeada);
    }
    nulos[0] = ' ';
    for (int i = 1; i < l->columnas; i++) {
        v[i] = l->col[i].valores[desde];
        nulos[i] = l->col[i].nulos[desde] ? 'n' : ' ';
    }
    return consulta_correr(&e->consulta_una, v, nulos, false);
}

uint64
lote_escribir(Lote *l, EscrituraLote *e)
{
    uint64 filas = 0;

    escritura_preparar(e);
    agrupar(l);
    for (int desde = 0, hasta; desde < l->n; desde = hasta) {
        hasta = desde + 1;
        while (hasta < l->n && prestador_de(l, hasta) == prestador_de(l, desde))
            hasta++;
        filas += escribir_tramo(l, e, desde, hasta);
    }
    return filas;
}
