/*
 * calendario_cache.c - calendars kept by this backend (see calendario_cache.h).
 *
 * Each lives in a memory context of its own under CacheMemoryContext, and
 * serves every date of knowledge that gives the same days, so a backlog
 * computed "as known then" needs few of them. Built first and then swapped in:
 * an error while building leaves what was there.
 */
#include "calendario_cache.h"
#include "cartera.h"
#include "catalogo_cache.h"
#include "fila.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#define CUPO 16

typedef struct Entrada {
    MemoryContext memoria; /* NULL: free */
    const Calendario *calendario;
    char *id;
    size_t largo;
    uint64 generacion;
    uint64 uso;
} Entrada;

static Entrada entradas[CUPO];
static int reciente = 0;
static uint64 usos = 0;

static void *
reservar(void *contexto, size_t octetos)
{
    return MemoryContextAlloc((MemoryContext) contexto, octetos);
}

static void
no_existe(const char *id, size_t largo)
{
    ereport(ERROR,
            (errcode(ERRCODE_KG_NO_EXISTE), errmsg("calendar \"%s\" does not exist", pnstrdup(id, largo)),
             errhint("Use CO, AR, CL or ES, or add a row to cartera.calendario.")));
}

/* {1,2,3,4,5} (ISO 8601, Monday is 1) to a mask whose bit 0 is Monday. */
static unsigned
mascara(Datum d)
{
    Datum *dias;
    bool *nulos;
    int n;
    unsigned m = 0;

    deconstruct_array(DatumGetArrayTypeP(d), INT2OID, 2, true, TYPALIGN_SHORT, &dias, &nulos, &n);
    for (int i = 0; i < n; i++)
        if (!nulos[i] && DatumGetInt16(dias[i]) >= 1 && DatumGetInt16(dias[i]) <= 7)
            m |= 1u << (DatumGetInt16(dias[i]) - 1);
    return m;
}

static void
leer_excepcion(HeapTuple t, TupleDesc desc, Excepcion *e)
{
    bool nulo;

    e->fecha = DatumGetDateADT(SPI_getbinval(t, desc, 3, &nulo));
    e->habil = DatumGetBool(SPI_getbinval(t, desc, 4, &nulo));
    e->conocida_desde = DatumGetDateADT(SPI_getbinval(t, desc, 5, &nulo));
    e->nombre = SPI_getvalue(t, desc, 6);
    e->norma = SPI_getvalue(t, desc, 7);
    e->propia = DatumGetBool(SPI_getbinval(t, desc, 8, &nulo));
}

/*
 * The rows of a calendar, under SPI. Those of the calendar that has the name
 * of its base come along: a bridge day decreed for AR holds in a region of AR.
 */
static void
leer_definicion(const char *id, size_t largo, DefinicionCalendario *d)
{
    static Consulta q = {
        "SELECT c.base, c.dias_laborables, e.fecha, e.habil, e.conocida_desde, e.nombre, e.norma,"
        " e.calendario_id OPERATOR(pg_catalog.=) c.calendario_id"
        " FROM cartera.calendario c LEFT JOIN cartera.calendario_excepcion e"
        " ON e.calendario_id OPERATOR(pg_catalog.=) c.calendario_id"
        " OR e.calendario_id OPERATOR(pg_catalog.=) c.base"
        " WHERE c.calendario_id OPERATOR(pg_catalog.=) $1",
        1,
        {TEXTOID},
        {NULL},
        NULL};
    Datum v[1] = {PointerGetDatum(cstring_to_text_with_len(id, (int) largo))};
    LecturaCatalogo lectura;
    uint64 n;
    TupleDesc desc;
    Excepcion *e;
    bool nulo;
    Datum dias;

    catalogo_leer(&lectura);
    n = consulta_correr(&q, v, NULL, true);
    catalogo_leido(&lectura);
    if (n == 0)
        no_existe(id, largo);
    desc = SPI_tuptable->tupdesc;
    d->pais = NULL;
    SPI_getbinval(SPI_tuptable->vals[0], desc, 1, &nulo);
    if (!nulo) {
        char *base = SPI_getvalue(SPI_tuptable->vals[0], desc, 1);

        d->pais = festivos_pais(base, strlen(base));
        if (d->pais == NULL)
            elog(ERROR, "calendar \"%s\" has unknown base \"%s\"", pnstrdup(id, largo), base);
    }
    dias = spi_dato_de(0, 2, INT2ARRAYOID, &nulo);
    d->laborables = mascara(dias);
    e = palloc(n * sizeof(Excepcion));
    for (uint64 i = 0; i < n; i++) {
        SPI_getbinval(SPI_tuptable->vals[i], desc, 3, &nulo);
        if (!nulo)
            leer_excepcion(SPI_tuptable->vals[i], desc, &e[d->n_excepciones++]);
    }
    d->excepciones = e;
}

static void
liberar(Entrada *e)
{
    MemoryContext m = e->memoria;

    memset(e, 0, sizeof(*e));
    if (m != NULL)
        MemoryContextDelete(m);
}

/* A free place: an entry that is stale goes first, then the least used. */
static Entrada *
hacer_lugar(uint64 generacion)
{
    Entrada *lugar = &entradas[0];

    for (int i = 0; i < CUPO; i++) {
        if (entradas[i].memoria != NULL && entradas[i].generacion != generacion)
            liberar(&entradas[i]);
        if (entradas[i].uso < lugar->uso)
            lugar = &entradas[i];
    }
    if (lugar->memoria != NULL)
        liberar(lugar);
    return lugar;
}

static const Calendario *
construir(const char *id, size_t largo, Fecha conocido_al, uint64 generacion)
{
    DefinicionCalendario d = {.laborables = LABORABLES_LUN_VIE, .conocido_al = conocido_al};
    MemoryContext memoria =
        AllocSetContextCreate(CurrentMemoryContext, "calendario de conciliacion", ALLOCSET_SMALL_SIZES);
    bool con_tablas = OidIsValid(catalogo_tabla(CATALOGO_CALENDARIO)) &&
                      OidIsValid(catalogo_tabla(CATALOGO_CALENDARIO_EXCEPCION));
    const Calendario *c;
    char *copia;
    Entrada *e;

    if (con_tablas) {
        cartera_necesitar();
        if (SPI_connect() != SPI_OK_CONNECT)
            elog(ERROR, "SPI_connect failed");
        leer_definicion(id, largo, &d);
    } else {
        /* Before instalar() there are the rules of the four countries, nothing else. */
        d.pais = festivos_pais(id, largo);
        if (d.pais == NULL)
            no_existe(id, largo);
    }
    c = calendario_construir(&d, reservar, memoria);
    copia = MemoryContextAlloc(memoria, largo + 1);
    memcpy(copia, id, largo);
    copia[largo] = '\0';
    if (con_tablas)
        SPI_finish();

    e = hacer_lugar(generacion);
    MemoryContextSetParent(memoria, CacheMemoryContext);
    *e = (Entrada){memoria, c, copia, largo, generacion, ++usos};
    reciente = (int) (e - entradas);
    return c;
}

static inline bool
es(const Entrada *e, const char *id, size_t largo, Fecha conocido_al, uint64 generacion)
{
    return e->generacion == generacion && e->largo == largo && memcmp(e->id, id, largo) == 0 &&
           calendario_sirve(e->calendario, conocido_al);
}

const Calendario *
calendario_buscar(const char *id, size_t largo, Fecha conocido_al)
{
    uint64 generacion = catalogo_generacion();

    if (likely(es(&entradas[reciente], id, largo, conocido_al, generacion)))
        return entradas[reciente].calendario;
    for (int i = 0; i < CUPO; i++)
        if (es(&entradas[i], id, largo, conocido_al, generacion)) {
            reciente = i;
            entradas[i].uso = ++usos;
            return entradas[i].calendario;
        }
    return construir(id, largo, conocido_al, generacion);
}

const Calendario *
calendario_obtener(const char *calendario_id, Fecha conocido_al)
{
    return calendario_buscar(calendario_id, strlen(calendario_id), conocido_al);
}
