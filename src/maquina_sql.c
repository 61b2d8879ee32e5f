/*
 * maquina_sql.c - the state machines read from SQL, and refusals that the glue
 * of the API raises.
 */
#include "cartera.h"
#include "catalogo_cache.h"
#include "contexto.h"
#include "fila.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"

#include "nucleo/ciclo_factura.h"
#include "nucleo/ciclo_glosa.h"

/* A text of the core (UTF-8) in the server's encoding. */
static Datum
texto(const char *s)
{
    return CStringGetTextDatum(pg_any_to_server(s, (int) strlen(s), PG_UTF8));
}

static const Maquina *
maquina_pedida(text *nombre)
{
    char *s = text_to_cstring(nombre);
    const Maquina *m = maquina_buscar(s);

    if (m == NULL)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there is no machine \"%s\"", s),
                        errhint("SELECT conciliacion.maquinas() lists them.")));
    return m;
}

static Datum
partes(uint8_t quien)
{
    Datum d[PAPEL_N];
    int n = 0;

    for (int p = 0; p < PAPEL_N; p++)
        if ((quien & DE(p)) != 0)
            d[n++] = CStringGetTextDatum(PAPELES[p]);
    return PointerGetDatum(construct_array(d, n, TEXTOID, -1, false, TYPALIGN_INT));
}

static Datum
guardas(const Maquina *m, const Transicion *t)
{
    StringInfoData s;

    initStringInfo(&s);
    appendStringInfoString(&s, m->ramas[t->rama]);
    for (int g = 0; g < m->n_guardias; g++)
        if ((t->guardias & DE(g)) != 0)
            appendStringInfo(&s, "%s%s", s.len > 0 ? "; " : "", m->guardias[g]);
    return texto(s.data);
}

static void
fila_de_maquina(ReturnSetInfo *rsi, const Maquina *m, const Transicion *t, int orden, int desde)
{
    const char *hacia = t->hacia == HACIA_MISMO    ? m->estados[desde]
                        : t->hacia == HACIA_PREVIO ? "estado_previo"
                                                   : m->estados[t->hacia];
    Datum v[8] = {Int32GetDatum(orden)};
    bool nulo[8] = {false};

    nulo[1] = desde < 0;
    if (desde >= 0)
        v[1] = CStringGetTextDatum(m->estados[desde]);
    v[2] = CStringGetTextDatum(m->eventos[t->evento]);
    nulo[3] = t->causa == NINGUNO;
    if (!nulo[3])
        v[3] = CStringGetTextDatum(m->causas[t->causa]);
    v[4] = partes(t->quien);
    v[5] = guardas(m, t);
    nulo[6] = t->acto == NINGUNO;
    if (!nulo[6])
        v[6] = CStringGetTextDatum(ACTOS[t->acto]);
    v[7] = CStringGetTextDatum(hacia);
    tuplestore_putvalues(rsi->setResult, rsi->setDesc, v, nulo);
}

PG_FUNCTION_INFO_V1(transiciones);
Datum
transiciones(PG_FUNCTION_ARGS)
{
    const Maquina *m = maquina_pedida(PG_GETARG_TEXT_PP(0));
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    int orden = 0;

    InitMaterializedSRF(fcinfo, 0);
    for (int i = 0; i < m->n_filas; i++) {
        const Transicion *t = &m->filas[i];

        if (t->desde == DE_NADA)
            fila_de_maquina(rsi, m, t, ++orden, NINGUNO);
        else
            for (int e = 0; e < m->n_estados; e++)
                if ((t->desde & DE(e)) != 0)
                    fila_de_maquina(rsi, m, t, ++orden, e);
    }
    return (Datum) 0;
}

PG_FUNCTION_INFO_V1(diagrama);
Datum
diagrama(PG_FUNCTION_ARGS)
{
    const Maquina *m = maquina_pedida(PG_GETARG_TEXT_PP(0));
    size_t largo = maquina_diagrama(m, NULL, 0) + 1;
    char *s = palloc(largo);

    maquina_diagrama(m, s, largo);
    PG_RETURN_DATUM(texto(s));
}

PG_FUNCTION_INFO_V1(maquinas);
Datum
maquinas(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    int n;
    const Maquina *const *lista = maquina_lista(&n);

    InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
    for (int i = 0; i < n; i++) {
        const char *defecto = maquina_revisar(lista[i]);
        Datum v[1] = {CStringGetTextDatum(lista[i]->nombre)};
        bool nulo[1] = {false};

        if (defecto != NULL)
            elog(ERROR, "machine \"%s\" is defective: %s", lista[i]->nombre, defecto);
        tuplestore_putvalues(rsi->setResult, rsi->setDesc, v, nulo);
    }
    return (Datum) 0;
}

PG_FUNCTION_INFO_V1(acto_debido);
Datum
acto_debido(PG_FUNCTION_ARGS)
{
    int acto = glosa_acto_debido(enum_posicion("estado_glosa", PG_GETARG_OID(0)), PG_GETARG_BOOL(1));

    if (acto == NINGUNO)
        PG_RETURN_NULL();
    PG_RETURN_OID(enum_valor("acto_plazo", acto));
}

/* ---- refusals that the glue raises ----------------------------------------------- */

PG_FUNCTION_INFO_V1(ya_existe);
Datum
ya_existe(PG_FUNCTION_ARGS)
{
    ereport(ERROR, (errcode(ERRCODE_KG_YA_EXISTE),
                    errmsg("%s already exists with other data", text_to_cstring(PG_GETARG_TEXT_PP(0))),
                    errdetail_internal("%s", text_to_cstring(PG_GETARG_TEXT_PP(1)))));
    PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(rechazar_no_existe);
Datum
rechazar_no_existe(PG_FUNCTION_ARGS)
{
    no_existe(PG_ARGISNULL(0) ? "" : text_to_cstring(PG_GETARG_TEXT_PP(0)),
              PG_ARGISNULL(1) ? 0 : PG_GETARG_INT64(1), PG_ARGISNULL(2) ? 0 : PG_GETARG_INT64(2));
    PG_RETURN_VOID();
}

/*
 * What a unique key means that the filing of an invoice violated: true when it is that of its number, which another
 * session filed meanwhile. A snapshot of the whole transaction cannot see that invoice to compare it: 40001.
 */
PG_FUNCTION_INFO_V1(radicada_por_otro);
Datum
radicada_por_otro(PG_FUNCTION_ARGS)
{
    const char *llave = text_to_cstring(PG_GETARG_TEXT_PP(0));

    /* by its beginning: a shard's name has a suffix */
    if (strncmp(llave, "factura_numero", strlen("factura_numero")) != 0)
        PG_RETURN_BOOL(false);
    if (IsolationUsesXactSnapshot())
        ereport(ERROR, (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
                        errmsg("the invoice was filed meanwhile by another transaction"),
                        errhint("Retry the transaction.")));
    PG_RETURN_BOOL(true);
}

PG_FUNCTION_INFO_V1(exigir_arreglo);
Datum
exigir_arreglo(PG_FUNCTION_ARGS)
{
    Jsonb *j = PG_ARGISNULL(0) ? NULL : PG_GETARG_JSONB_P(0);

    /* what is not an array is refused by the reader of rows, with its path */
    if (j != NULL && JB_ROOT_IS_ARRAY(j) && !JB_ROOT_IS_SCALAR(j) && JB_ROOT_COUNT(j) == 0)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("malformed JSON"),
                        errdetail("Path: $.%s; expected at least one element, the array is empty.",
                                  PG_ARGISNULL(1) ? "" : text_to_cstring(PG_GETARG_TEXT_PP(1)))));
    PG_RETURN_VOID();
}

static Consulta leer_version = {"SELECT v.version FROM cartera.version v", 0, {0}, {0}, NULL};

/* Version that the tables say they are of; NULL when there are none. */
static char *
version_de_cartera(void)
{
    MemoryContext llamador = CurrentMemoryContext;
    EscrituraInterna e;
    char *version = NULL;

    SPI_connect();
    cartera_abrir(&e);
    if (consulta_catalogo(&leer_version, NULL, NULL) == 1)
        version =
            MemoryContextStrdup(llamador, SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1));
    cartera_cerrar(&e);
    SPI_finish();
    return version;
}

PG_FUNCTION_INFO_V1(exigir_version);
/* Every act of the API first: tables of another version are refused (KG010). */
Datum
exigir_version(PG_FUNCTION_ARGS)
{
    static uint64 vista = 0; /* generation of the catalogue whose version was found to be ours */
    uint64 generacion = catalogo_generacion();
    const char *version = NULL;

    (void) fcinfo;
    if (vista == generacion && OidIsValid(catalogo_tabla(CATALOGO_VERSION)))
        PG_RETURN_BOOL(true);
    if (OidIsValid(catalogo_tabla(CATALOGO_VERSION)))
        version = version_de_cartera();
    if (version == NULL || strcmp(version, CONCILIACION_VERSION) != 0)
        ereport(ERROR, (errcode(ERRCODE_KG_VERSION), errmsg("cartera is not of the version of the library"),
                        errdetail("Library: %s; cartera: %s.", CONCILIACION_VERSION,
                                  version == NULL ? "-" : version),
                        errhint("Run SELECT conciliacion.instalar();")));
    vista = generacion;
    PG_RETURN_BOOL(true);
}

/* ---- states as SQL needs them --------------------------------------------------------- */

PG_FUNCTION_INFO_V1(acto_debido_factura);
Datum
acto_debido_factura(PG_FUNCTION_ARGS)
{
    int acto = factura_acto_debido(enum_posicion("estado_factura", PG_GETARG_OID(0)),
                                   enum_posicion("papel", PG_GETARG_OID(1)));

    if (acto == NINGUNO)
        PG_RETURN_NULL();
    PG_RETURN_OID(enum_valor("acto_plazo", acto));
}

PG_FUNCTION_INFO_V1(semaforo);
Datum
semaforo(PG_FUNCTION_ARGS)
{
    PG_RETURN_TEXT_P(
        cstring_to_text(plazo_semaforo(PG_GETARG_DATEADT(0), PG_GETARG_DATEADT(1), PG_GETARG_INT32(2))));
}
