/*
 * catalogo_cache.c - invalidation of what backends keep of the catalogue
 * tables (see catalogo_cache.h).
 *
 * Statics live as long as the backend. The callbacks, registered once, only
 * raise the generation or mark the table OIDs as doubtful; the next question
 * resolves them again.
 */
#include "catalogo_cache.h"
#include "cartera.h"
#include "nucleo/calendario.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#define VIGILANTES 8

static const char *const nombres[CATALOGO_TABLAS] = {
    [CATALOGO_CALENDARIO] = "calendario",
    [CATALOGO_CALENDARIO_EXCEPCION] = "calendario_excepcion",
    [CATALOGO_NORMA] = "norma",
    [CATALOGO_NORMA_PLAZO] = "norma_plazo",
    [CATALOGO_NORMA_GRUPO] = "norma_grupo",
    [CATALOGO_CONVENIO] = "convenio",
    [CATALOGO_CODIGO_ADICIONAL] = "codigo_adicional",
    [CATALOGO_VERSION] = "version",
};

static uint64 generacion = 1;
static Oid tablas[CATALOGO_TABLAS];
static bool faltan = false; /* some table is not there: any relation may turn out to be it */
static bool dudosas = true; /* tablas must be resolved again */
static void (*vigilantes[VIGILANTES])(void);
static int cuantos_vigilantes = 0;
static bool registrado = false;

static void
avisar(void)
{
    generacion++;
    for (int i = 0; i < cuantos_vigilantes; i++)
        vigilantes[i]();
}

static void
cambio(void)
{
    dudosas = true;
    avisar();
}

static void
al_invalidar_relacion(Datum arg, Oid relid)
{
    (void) arg;
    if (!OidIsValid(relid)) {
        cambio();
        return;
    }
    for (int i = 0; i < CATALOGO_TABLAS; i++)
        if (tablas[i] == relid) {
            cambio();
            return;
        }
    if (faltan)
        dudosas = true;
}

static void
al_invalidar_esquema(Datum arg, int cacheid, uint32 hash)
{
    (void) arg;
    (void) cacheid;
    (void) hash;
    cambio();
}

/* The table of that name, if its schema's owner owns it: anything else was not made by instalar(). */
static Oid
tabla_de(const char *nombre, Oid esquema, Oid dueno)
{
    Oid relid = get_relname_relid(nombre, esquema);
    HeapTuple t;
    Form_pg_class c;

    if (!OidIsValid(relid))
        return InvalidOid;
    t = SearchSysCache1(RELOID, ObjectIdGetDatum(relid));
    if (!HeapTupleIsValid(t))
        return InvalidOid;
    c = (Form_pg_class) GETSTRUCT(t);
    if (c->relowner != dueno || (c->relkind != RELKIND_RELATION && c->relkind != RELKIND_PARTITIONED_TABLE))
        relid = InvalidOid;
    ReleaseSysCache(t);
    return relid;
}

static void
resolver_tablas(void)
{
    Oid esquema, dueno;
    Oid nuevas[CATALOGO_TABLAS] = {InvalidOid};
    bool falta = false;

    dudosas = false; /* first: an invalidation heard on the way raises it again */
    esquema = get_namespace_oid("cartera", true);
    dueno = OidIsValid(esquema) ? cartera_dueno() : InvalidOid;
    for (int i = 0; i < CATALOGO_TABLAS; i++) {
        nuevas[i] = OidIsValid(esquema) ? tabla_de(nombres[i], esquema, dueno) : InvalidOid;
        falta |= !OidIsValid(nuevas[i]);
    }
    faltan = falta;
    if (memcmp(nuevas, tablas, sizeof(tablas)) != 0) {
        memcpy(tablas, nuevas, sizeof(tablas));
        avisar();
    }
}

static void
registrar(void)
{
    if (registrado)
        return;
    CacheRegisterRelcacheCallback(al_invalidar_relacion, (Datum) 0);
    CacheRegisterSyscacheCallback(NAMESPACEOID, al_invalidar_esquema, (Datum) 0);
    registrado = true;
}

/*
 * A statement that takes no lock would not hear what others committed since
 * the last one; within a statement, on the contrary, results stay as they are.
 */
static void
escuchar(void)
{
    static TimestampTz ultima = 0;
    TimestampTz ahora = GetCurrentStatementStartTimestamp();

    if (unlikely(ahora != ultima)) {
        ultima = ahora;
        AcceptInvalidationMessages();
    }
}

uint64
catalogo_generacion(void)
{
    escuchar();
    if (unlikely(dudosas)) {
        registrar();
        resolver_tablas();
    }
    return generacion;
}

Oid
catalogo_tabla(TablaCatalogo t)
{
    return tablas[t];
}

void
catalogo_vigilar(void (*olvidar)(void))
{
    registrar();
    for (int i = 0; i < cuantos_vigilantes; i++)
        if (vigilantes[i] == olvidar)
            return;
    if (cuantos_vigilantes == VIGILANTES)
        elog(ERROR, "too many watchers of the catalogue");
    vigilantes[cuantos_vigilantes++] = olvidar;
}

void
catalogo_leer(LecturaCatalogo *l)
{
    Oid dueno = cartera_dueno();

    /*
     * A catalogue snapshot is taken anew for an ordinary table and, unlike
     * GetLatestSnapshot(), is allowed in parallel mode. Pushing copies it.
     */
    PushActiveSnapshot(GetCatalogSnapshot(tablas[CATALOGO_CALENDARIO]));
    GetUserIdAndSecContext(&l->usuario, &l->contexto);
    SetUserIdAndSecContext(dueno, l->contexto | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
}

void
catalogo_leido(LecturaCatalogo *l)
{
    SetUserIdAndSecContext(l->usuario, l->contexto);
    PopActiveSnapshot();
}

/* ---- triggers ---------------------------------------------------------------- */

/* AFTER ... FOR EACH STATEMENT on every catalogue table. */
PG_FUNCTION_INFO_V1(catalogo_cambiado);
Datum
catalogo_cambiado(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    if (!TRIGGER_FIRED_AFTER(td->tg_event) || !TRIGGER_FIRED_FOR_STATEMENT(td->tg_event))
        ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
                        errmsg("function \"%s\" must be fired after a statement", "_catalogo_cambiado")));
    CacheInvalidateRelcache(td->tg_relation);
    return PointerGetDatum(NULL);
}

/* BEFORE ... FOR EACH ROW on calendario_excepcion: a date that no calendar knows would never be used. */
PG_FUNCTION_INFO_V1(excepcion_en_rango);
Datum
excepcion_en_rango(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    HeapTuple fila;
    TupleDesc desc = RelationGetDescr(td->tg_relation);
    char a[FECHA_TEXTO];
    bool nulo;
    int columna;
    Datum d;
    DateADT f;

    if (!TRIGGER_FIRED_BEFORE(td->tg_event) || !TRIGGER_FIRED_FOR_ROW(td->tg_event) ||
        TRIGGER_FIRED_BY_DELETE(td->tg_event))
        ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
                        errmsg("function \"%s\" must be fired before insert or update of a row",
                               "_excepcion_en_rango")));
    fila = TRIGGER_FIRED_BY_UPDATE(td->tg_event) ? td->tg_newtuple : td->tg_trigtuple;
    columna = SPI_fnumber(desc, "fecha");
    if (columna <= 0 || SPI_gettypeid(desc, columna) != DATEOID)
        elog(ERROR, "relation \"%s\" has no date column fecha", RelationGetRelationName(td->tg_relation));
    d = SPI_getbinval(fila, desc, columna, &nulo);
    f = nulo ? 0 : DatumGetDateADT(d);
    /* Infinite dates are for the table's own check. */
    if (!nulo && !DATE_NOT_FINITE(f) &&
        (f < fecha_de(CALENDARIO_ANIO_MIN, 1, 1) || f > fecha_de(CALENDARIO_ANIO_MAX, 12, 31)))
        ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                        errmsg("date is out of the range of the calendars"),
                        errdetail("Date: %s; calendars know from %d-01-01 to %d-12-31.", fecha_texto(f, a),
                                  CALENDARIO_ANIO_MIN, CALENDARIO_ANIO_MAX),
                        errtablecol(td->tg_relation, columna)));
    return PointerGetDatum(fila);
}
