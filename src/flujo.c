/*
 * flujo.c - streams of rows (see flujo.h).
 */
#include "flujo.h"

#include "fila.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "tcop/pquery.h"
#include "utils/memutils.h"
#include "utils/portal.h"

#define FILAS_POR_TRAMO 256

struct Flujo {
    DestReceiver destino; /* first: the executor hands it back to us */
    Portal portal;
    const Consultado *q;
    const void *quien;
    MemoryContext memoria; /* of the stretch */
    char *filas;
    int n, actual;
    bool agotado;
};

static bool
recibir(TupleTableSlot *slot, DestReceiver *destino)
{
    Flujo *f = (Flujo *) destino;
    MemoryContext anterior = MemoryContextSwitchTo(f->memoria);

    slot_getallattrs(slot);
    f->q->leer(f->quien, slot->tts_values, slot->tts_isnull, f->filas + f->q->fila * (size_t) f->n++);
    MemoryContextSwitchTo(anterior);
    return true;
}

static void
nada_al_abrir(DestReceiver *destino, int operacion, TupleDesc desc)
{
    (void) destino;
    (void) operacion;
    (void) desc;
}

static void
nada_al_cerrar(DestReceiver *destino)
{
    (void) destino;
}

static void
traer(Flujo *f)
{
    f->n = f->actual = 0;
    if (f->agotado)
        return;
    MemoryContextReset(f->memoria);
    PortalRunFetch(f->portal, FETCH_FORWARD, FILAS_POR_TRAMO, &f->destino);
    f->agotado = f->n < FILAS_POR_TRAMO;
}

/* What goes by reference is of the type that leer takes it for, whatever was done to the table. */
static void
exigir_tipos(const Consultado *q, TupleDesc desc)
{
    if (desc->natts != (int) strlen(q->tipos))
        elog(ERROR, "%d columns in \"%s\"", desc->natts, q->texto);
    for (int i = 0; i < desc->natts; i++)
        if (q->tipos[i] != '-')
            exigir_tipo(TupleDescAttr(desc, i), q->tipos[i] == 'n' ? NUMERICOID : JSONBOID);
}

Flujo *
flujo_abrir(const Consultado *q, Datum parametro, bool nulo, const void *quien)
{
    Flujo *f = palloc0(sizeof(Flujo));
    Oid tipo = INT8OID;
    char nulos = nulo ? 'n' : ' ';

    f->destino = (DestReceiver){recibir, nada_al_abrir, nada_al_cerrar, nada_al_cerrar, DestNone};
    f->q = q;
    f->quien = quien;
    f->filas = palloc(q->fila * FILAS_POR_TRAMO);
    f->memoria = AllocSetContextCreate(CurrentMemoryContext, "conciliacion stream", ALLOCSET_DEFAULT_SIZES);
    /* planned for this value: a provider or all of them are different plans */
    f->portal =
        SPI_cursor_open_with_args(NULL, q->texto, 1, &tipo, &parametro, &nulos, true, CURSOR_OPT_NO_SCROLL);
    exigir_tipos(q, f->portal->tupDesc);
    return f;
}

void *
flujo_fila(Flujo *f)
{
    if (f->n == 0)
        traer(f);
    return f->actual < f->n ? f->filas + f->q->fila * (size_t) f->actual : NULL;
}

void
flujo_pasar(Flujo *f)
{
    if (++f->actual >= f->n)
        traer(f);
}

void
flujo_cerrar(Flujo *f)
{
    SPI_cursor_close(f->portal);
    MemoryContextDelete(f->memoria);
    pfree(f->filas);
    pfree(f);
}
