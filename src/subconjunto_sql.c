/*
 * subconjunto_sql.c - conciliar_subconjunto: the exact-set search of the core
 * with the memory and the interrupts of the server.
 */
#include "argumentos.h"
#include "cartera.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/memutils.h"

#include "nucleo/subconjunto.h"

#define SOLUCIONES_MAX 10000

/* ---- the workshop of the search --------------------------------------------------- */

static void *
pedir(size_t bytes)
{
    return palloc_extended(bytes, MCXT_ALLOC_HUGE);
}

static void
soltar(void *p)
{
    pfree(p);
}

static void
latir(void)
{
    CHECK_FOR_INTERRUPTS();
}

static const Taller TALLER = {pedir, soltar, latir};

/* ---- what it finds ---------------------------------------------------------------- */

typedef struct Hallazgo {
    int32 *posiciones; /* one combination after another */
    int tamano, cuantas, limite;
    bool hay_mas;
} Hallazgo;

static bool
recibir(void *quien, const int32_t *posiciones, int n)
{
    Hallazgo *h = quien;

    if (h->cuantas == h->limite) {
        h->hay_mas = true;
        return false;
    }
    h->tamano = n;
    h->posiciones = h->posiciones == NULL
                        ? palloc_extended(sizeof(int32) * (Size) n * (Size) h->limite, MCXT_ALLOC_HUGE)
                        : h->posiciones;
    memcpy(h->posiciones + (Size) n * (Size) h->cuantas++, posiciones, sizeof(int32) * (Size) n);
    return true;
}

static Centavos *
leer_importes(ArrayType *a, int *n)
{
    Centavos *c;
    Datum *v;
    bool *nulo;

    if (ARR_NDIM(a) > 1)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("amounts must be an array of one dimension")));
    deconstruct_array(a, NUMERICOID, -1, false, TYPALIGN_INT, &v, &nulo, n);
    c = palloc_extended(sizeof(Centavos) * (Size) Max(*n, 1), MCXT_ALLOC_HUGE);
    for (int i = 0; i < *n; i++) {
        CHECK_FOR_INTERRUPTS();
        if (nulo[i])
            ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("amount must not be null"),
                            errdetail("Position: %d.", i + 1)));
        c[i] = centavos_de_numeric(DatumGetNumeric(v[i]));
    }
    return c;
}

static void
poner_solucion(ReturnSetInfo *rsi, const Hallazgo *h, int cual, const Centavos *importes)
{
    const int32 *p = h->posiciones + (Size) cual * (Size) h->tamano;
    Datum *posiciones = palloc(sizeof(Datum) * (Size) h->tamano);
    Datum *cuales = palloc(sizeof(Datum) * (Size) h->tamano), v[5];
    bool nulo[5] = {false};

    for (int i = 0; i < h->tamano; i++) {
        posiciones[i] = Int32GetDatum(p[i] + 1);
        cuales[i] = NumericGetDatum(numeric_de_centavos(importes[p[i]]));
    }
    v[0] = Int32GetDatum(cual + 1);
    v[1] =
        PointerGetDatum(construct_array(posiciones, h->tamano, INT4OID, sizeof(int32), true, TYPALIGN_INT));
    v[2] = PointerGetDatum(construct_array(cuales, h->tamano, NUMERICOID, -1, false, TYPALIGN_INT));
    v[3] = Int32GetDatum(h->tamano);
    v[4] = BoolGetDatum(h->hay_mas);
    tuplestore_putvalues(rsi->setResult, rsi->setDesc, v, nulo);
}

PG_FUNCTION_INFO_V1(conciliar_subconjunto);
Datum
conciliar_subconjunto(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    Hallazgo h = {0};
    MemoryContext trabajo;
    Centavos objetivo, *importes;
    int n;
    Fallo f;

    exigir_argumentos(fcinfo, 0); /* no rows would say that no set is exact */
    objetivo = centavos_de_numeric(PG_GETARG_NUMERIC(0));
    h.limite = PG_GETARG_INT32(2);
    if (h.limite < 1 || h.limite > SOLUCIONES_MAX)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("number of solutions must be between 1 and %d", SOLUCIONES_MAX),
                        errdetail("Solutions: %d.", h.limite)));
    importes = leer_importes(PG_GETARG_ARRAYTYPE_P(1), &n);
    InitMaterializedSRF(fcinfo, 0);
    if (!subconjunto_buscar(objetivo, importes, n, &TALLER, recibir, &h, &f))
        elevar(&f);
    trabajo = AllocSetContextCreate(CurrentMemoryContext, "conciliar_subconjunto", ALLOCSET_DEFAULT_SIZES);
    for (int i = 0; i < h.cuantas; i++) {
        MemoryContext antes = MemoryContextSwitchTo(trabajo);

        poner_solucion(rsi, &h, i, importes);
        MemoryContextSwitchTo(antes);
        MemoryContextReset(trabajo);
    }
    return (Datum) 0;
}
