/*
 * cartera.c - shared ground of triggers and functions over schema cartera.
 *
 * Lifetime of statics: saved plans live as long as the backend and are
 * re-planned by the plan cache; type and enum OIDs are dropped on any change
 * of pg_type or pg_enum (callbacks registered once).
 */
#include "cartera.h"
#include "numerico.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/catcache.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

/* ---- trigger protocol ------------------------------------------------- */

static Oid
dueno_de_esquema(Oid esquema)
{
    HeapTuple t = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(esquema));
    Oid dueno = InvalidOid;

    if (HeapTupleIsValid(t)) {
        dueno = ((Form_pg_namespace) GETSTRUCT(t))->nspowner;
        ReleaseSysCache(t);
    }
    return dueno;
}

Oid
cartera_dueno(void)
{
    Oid esquema = get_namespace_oid("cartera", true);

    if (!OidIsValid(esquema))
        ereport(ERROR, (errcode(ERRCODE_KG_VERSION), errmsg("schema cartera does not exist"),
                        errhint("Run SELECT conciliacion.instalar();")));
    return dueno_de_esquema(esquema);
}

TriggerData *
cartera_disparador(FunctionCallInfo fcinfo)
{
    TriggerData *td;
    Relation rel;
    Oid esquema;

    if (!CALLED_AS_TRIGGER(fcinfo))
        ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
                        errmsg("function \"%s\" was not called by trigger manager",
                               get_func_name(fcinfo->flinfo->fn_oid))));
    td = (TriggerData *) fcinfo->context;
    rel = td->tg_relation;
    esquema = RelationGetNamespace(rel);
    if (strcmp(get_namespace_name(esquema), "cartera") != 0 ||
        rel->rd_rel->relowner != dueno_de_esquema(esquema))
        ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
                        errmsg("function \"%s\" may only be used on the tables that instalar() made",
                               get_func_name(fcinfo->flinfo->fn_oid)),
                        errdetail("Relation \"%s\" is not one of them.", RelationGetRelationName(rel))));
    return td;
}

/* ---- writes of the triggers themselves -------------------------------- */

/*
 * Our statements in course, outermost first. Only what they do themselves is internal: a trigger of somebody else
 * that they fire runs one level deeper, and what it does is judged as from any client. A level belongs to the
 * subtransaction that opened it: when that one ends by an error, what is below remains in force.
 */
#define NIVELES 64

static struct {
    SubTransactionId sub;
    int profundidad; /* pg_trigger_depth() of the triggers that our statement fires */
} niveles[NIVELES];
static int nivel_interno = 0;
static bool registrado = false;

static int
profundidad(void)
{
    return DatumGetInt32(pg_trigger_depth(NULL));
}

static void
al_terminar_sub(SubXactEvent evento, SubTransactionId mia, SubTransactionId madre, void *arg)
{
    (void) arg;
    (void) madre;
    while (evento == SUBXACT_EVENT_ABORT_SUB && nivel_interno > 0 && niveles[nivel_interno - 1].sub == mia)
        nivel_interno--;
}

static void
al_terminar(XactEvent evento, void *arg)
{
    (void) evento;
    (void) arg;
    nivel_interno = 0;
}

bool
cartera_interna(void)
{
    return nivel_interno > 0 && niveles[nivel_interno - 1].profundidad == profundidad();
}

void
cartera_abrir(EscrituraInterna *e)
{
    if (!registrado) {
        RegisterXactCallback(al_terminar, NULL);
        RegisterSubXactCallback(al_terminar_sub, NULL);
        registrado = true;
    }
    if (nivel_interno == NIVELES)
        ereport(ERROR, (errcode(ERRCODE_STATEMENT_TOO_COMPLEX), errmsg("triggers are nested too deeply")));
    GetUserIdAndSecContext(&e->usuario, &e->contexto);
    SetUserIdAndSecContext(cartera_dueno(),
                           e->contexto | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
    e->nivel = nivel_interno++;
    niveles[e->nivel].sub = GetCurrentSubTransactionId();
    niveles[e->nivel].profundidad = profundidad() + 1;
}

void
cartera_cerrar(EscrituraInterna *e)
{
    nivel_interno = e->nivel;
    SetUserIdAndSecContext(e->usuario, e->contexto);
}

static Diferida *diferida = NULL;

void
cartera_diferir(Diferida *d)
{
    d->hecha = false;
    d->anterior = diferida;
    diferida = d;
}

void
cartera_necesitar(void)
{
    if (diferida == NULL || diferida->hecha)
        return;
    SPI_connect();
    cartera_abrir(&diferida->escritura);
    diferida->hecha = true;
}

void
cartera_devolver(Diferida *d)
{
    if (d->hecha)
        cartera_cerrar(&d->escritura);
}

void
cartera_concluir(Diferida *d)
{
    if (d->hecha)
        SPI_finish();
    diferida = d->anterior;
}

void
cartera_abandonar(Diferida *d)
{
    diferida = d->anterior;
}

/* ---- types and enumerations -------------------------------------------- */

typedef struct TipoGuardado {
    const char *literal; /* the caller's own text: the usual way to find it again */
    char nombre[NAMEDATALEN];
    Oid tipo;
    Oid arreglo;
    int n; /* enum values, -1 until read */
    Oid valores[32];
} TipoGuardado;

#define LECTURAS_DE_TIPO 8

static TipoGuardado tipos[48];
static int cuantos_tipos = 0;
static uint64 cambios_de_tipos = 0; /* times that what was kept was forgotten */
static bool tipos_vigilados = false;

static void
olvidar_tipos(Datum arg, int cacheid, uint32 hash)
{
    (void) arg;
    (void) cacheid;
    (void) hash;
    cuantos_tipos = 0;
    cambios_de_tipos++;
}

/* Values of an enum in their order. */
static void
leer_valores(const char *nombre, TipoGuardado *t)
{
    CatCList *lista = SearchSysCacheList1(ENUMTYPOIDNAME, ObjectIdGetDatum(t->tipo));
    float4 orden[lengthof(t->valores)];

    t->n = lista->n_members;
    if (t->n > (int) lengthof(t->valores))
        elog(ERROR, "enum conciliacion.%s has too many values", nombre);
    for (int i = 0; i < t->n; i++) {
        Form_pg_enum f = (Form_pg_enum) GETSTRUCT(&lista->members[i]->tuple);
        int j = i;

        for (; j > 0 && orden[j - 1] > f->enumsortorder; j--) {
            orden[j] = orden[j - 1];
            t->valores[j] = t->valores[j - 1];
        }
        orden[j] = f->enumsortorder;
        t->valores[j] = f->oid;
    }
    ReleaseSysCacheList(lista);
}

static void
leer_tipo(const char *nombre, TipoGuardado *t)
{
    Oid esquema = get_namespace_oid("conciliacion", false);

    memset(t, 0, sizeof(*t));
    strlcpy(t->nombre, nombre, NAMEDATALEN);
    t->tipo =
        GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum(nombre), ObjectIdGetDatum(esquema));
    if (!OidIsValid(t->tipo))
        elog(ERROR, "type conciliacion.%s does not exist", nombre);
    t->arreglo = get_array_type(t->tipo);
    t->n = -1;
    if (get_typtype(t->tipo) == TYPTYPE_ENUM)
        leer_valores(nombre, t);
}

/*
 * fijo: nombre is a literal, whose address tells it from now on. What it returns is good until a catalogue is read
 * again, which may forget every type. An invalidation heard while a type is read makes it be read again; what could not
 * be read in peace (debug_discard_caches) serves this once and is not kept.
 */
static const TipoGuardado *
tipo_guardado(const char *nombre, bool fijo)
{
    TipoGuardado t;
    uint64 cambios = cambios_de_tipos - 1;

    for (int i = 0; fijo && i < cuantos_tipos; i++)
        if (tipos[i].literal == nombre)
            return &tipos[i];
    for (int i = 0; i < cuantos_tipos; i++)
        if (strcmp(tipos[i].nombre, nombre) == 0) {
            if (fijo)
                tipos[i].literal = nombre;
            return &tipos[i];
        }
    if (!tipos_vigilados) {
        CacheRegisterSyscacheCallback(TYPEOID, olvidar_tipos, (Datum) 0);
        CacheRegisterSyscacheCallback(ENUMOID, olvidar_tipos, (Datum) 0);
        CacheRegisterSyscacheCallback(NAMESPACEOID, olvidar_tipos, (Datum) 0);
        tipos_vigilados = true;
    }
    for (int veces = 0; veces < LECTURAS_DE_TIPO && cambios != cambios_de_tipos; veces++) {
        cambios = cambios_de_tipos;
        leer_tipo(nombre, &t);
    }
    if (cuantos_tipos == lengthof(tipos))
        elog(ERROR, "too many types of conciliacion");
    tipos[cuantos_tipos] = t;
    return &tipos[cambios == cambios_de_tipos ? cuantos_tipos++ : cuantos_tipos];
}

Oid
tipo_conciliacion(const char *nombre)
{
    return tipo_guardado(nombre, true)->tipo;
}

Oid
tipo_conciliacion_arreglo(const char *nombre)
{
    return tipo_guardado(nombre, false)->arreglo;
}

int
enum_posicion(const char *tipo, Oid valor)
{
    const TipoGuardado *t = tipo_guardado(tipo, true);

    for (int i = 0; i < t->n; i++)
        if (t->valores[i] == valor)
            return i;
    elog(ERROR, "value %u is not of enum conciliacion.%s", valor, tipo);
}

Oid
enum_valor(const char *tipo, int posicion)
{
    const TipoGuardado *t = tipo_guardado(tipo, true);

    if (posicion < 0 || posicion >= t->n)
        elog(ERROR, "enum conciliacion.%s has no position %d", tipo, posicion);
    return t->valores[posicion];
}

/* ---- SPI with saved plans ---------------------------------------------- */

/* Types of the parameters as they are now. */
static void
consulta_tipos(const Consulta *q, Oid *tipo)
{
    for (int i = 0; i < q->n; i++) {
        const char *nombre = q->nombres[i];
        size_t largo = nombre == NULL ? 0 : strlen(nombre);

        if (OidIsValid(q->tipos[i]))
            tipo[i] = q->tipos[i];
        else if (largo > 2 && strcmp(nombre + largo - 2, "[]") == 0)
            tipo[i] = tipo_conciliacion_arreglo(pnstrdup(nombre, largo - 2));
        else
            tipo[i] = tipo_conciliacion(nombre);
    }
}

static void
consulta_preparar(Consulta *q)
{
    Oid argumentos[CONSULTA_PARAMETROS];
    SPIPlanPtr plan;
    bool mismos = true;

    cartera_necesitar();
    if (q->plan != NULL && SPI_plan_is_valid(q->plan))
        return;
    consulta_tipos(q, argumentos);
    if (q->plan != NULL) {
        /*
         * The plan cache analyses an invalid plan again by itself, and an outer statement may be running this very
         * one (a trigger that it fired brought us here), so it stays. Only what it cannot follow makes another:
         * types of ours made again, with the extension.
         */
        for (int i = 0; i < q->n; i++)
            mismos &= SPI_getargtypeid(q->plan, i) == argumentos[i];
        if (mismos)
            return;
        SPI_freeplan(q->plan);
        q->plan = NULL;
    }
    plan = SPI_prepare_cursor(q->texto, q->n, argumentos, CURSOR_OPT_GENERIC_PLAN);
    if (plan == NULL)
        elog(ERROR, "SPI_prepare returned %s for \"%s\"", SPI_result_code_string(SPI_result), q->texto);
    if (SPI_keepplan(plan) != 0)
        elog(ERROR, "SPI_keepplan failed");
    q->plan = plan;
}

uint64
consulta_correr(Consulta *q, const Datum *valores, const char *nulos, bool lectura)
{
    int r;

    consulta_preparar(q);
    r = SPI_execute_plan(q->plan, unconstify(Datum *, valores), nulos, lectura, 0);
    if (r < 0)
        elog(ERROR, "SPI_execute_plan returned %s for \"%s\"", SPI_result_code_string(r), q->texto);
    return SPI_processed;
}

/*
 * A plan lasts as long as the session, and may be made when a table is empty or was never analysed: reading all of it,
 * which is cheap then, is not when it has grown.
 */
uint64
consulta_por_clave(Consulta *q, const Datum *valores, SPIPlanPtr *planeada)
{
    static const char *const OTROS[] = {"enable_seqscan", "enable_bitmapscan", "enable_hashjoin",
                                        "enable_mergejoin"};
    int nivel;
    uint64 n;

    consulta_preparar(q);
    if (*planeada == q->plan && SPI_plan_is_valid(q->plan))
        return consulta_correr(q, valores, NULL, false);
    nivel = NewGUCNestLevel();
    for (size_t i = 0; i < lengthof(OTROS); i++)
        (void) set_config_option(OTROS[i], "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0,
                                 false);
    n = consulta_correr(q, valores, NULL, false);
    AtEOXact_GUC(true, nivel);
    *planeada = q->plan;
    return n;
}

uint64
consulta_catalogo(Consulta *q, const Datum *valores, const char *nulos)
{
    int r;

    consulta_preparar(q);
    /* a catalogue snapshot is taken anew for what is not a system catalogue, and parallel workers may take it */
    r = SPI_execute_snapshot(q->plan, unconstify(Datum *, valores), nulos, GetCatalogSnapshot(InvalidOid),
                             InvalidSnapshot, true, false, 0);
    if (r < 0)
        elog(ERROR, "SPI_execute_snapshot returned %s for \"%s\"", SPI_result_code_string(r), q->texto);
    return SPI_processed;
}

/* ---- values at the edge -------------------------------------------------- */

Centavos
centavos_de_numeric(Numeric n)
{
    Centavos c;
    Fallo f;

    if (!centavos_probar(NumericGetDatum(n), &c, &f))
        elevar(&f);
    return c;
}

/* A value as it is stored: only what is not plainly an amount is unpacked. */
Centavos
centavos_de_datum(Datum d)
{
    Centavos c;

    return centavos_leer(d, &c) ? c : centavos_de_numeric(DatumGetNumeric(d));
}

Numeric
numeric_de_centavos(Centavos c)
{
    return int64_div_fast_to_numeric(c, 2);
}

Fecha
fecha_de_datum(Datum d)
{
    DateADT f = DatumGetDateADT(d);

    if (DATE_NOT_FINITE(f))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("date must be finite")));
    return f;
}

Fecha
fecha_hoy(void)
{
    return DatumGetDateADT(
        DirectFunctionCall1(timestamptz_date, TimestampTzGetDatum(GetCurrentTransactionStartTimestamp())));
}

void
exigir_no_futura(Fecha f)
{
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    if (f > fecha_hoy())
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("date is in the future"),
                        errdetail("Date: %s; today: %s.", fecha_texto(f, a), fecha_texto(fecha_hoy(), b))));
}

bool
texto_vacio(const char *s)
{
    if (s == NULL)
        return true;
    for (; *s != '\0'; s++)
        if (*s != ' ' && *s != '\t' && *s != '\n' && *s != '\r')
            return false;
    return true;
}
