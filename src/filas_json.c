/*
 * filas_json.c - rows out of a jsonb array, strictly.
 *
 * Every function that takes a batch reads it through here, so that a misspelt
 * key, a missing amount or an object in place of a number is refused in one
 * way, with the place where it is. The caller's column definition list is the
 * shape: a column takes the key of its name through the type's own input
 * function; numbers go as their exact text, so that money stays exact.
 */
#include "errores.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

/* The parts of a DETAIL are looked up in our own catalogue, as ereport does with whole messages. */
#undef _
#define _(x) dgettext(TEXTDOMAIN, x)

#define COLUMNA_POSICION "posicion"
#define CITA_MAX 80 /* bytes of a value or key quoted in a message */

typedef enum ClaseColumna { COLUMNA_ES_POSICION, COLUMNA_ES_JSONB, COLUMNA_ES_ESCALAR } ClaseColumna;

typedef struct Columna {
    const char *nombre;
    Oid tipo;
    int32 typmod;
    ClaseColumna clase;
    bool obligatoria;
    bool dominio;  /* its constraints are checked on NULL too */
    bool numerico; /* numeric or a domain over it */
    FmgrInfo entrada;
    Oid ioparam;
} Columna;

typedef struct Forma {
    const char *ruta; /* "$.prestaciones" */
    bool estricto;
    int n;
    Columna *columnas;
} Forma;

/* Where we are reading: element of the array (-1: there is none) and key (NULL: the object itself). */
typedef struct Lugar {
    const Forma *forma;
    int64 indice;
    const char *clave;
} Lugar;

/* ---- messages ---------------------------------------------------------------- */

/* SQL/JSON path, which counts from 0. */
static char *
lugar_ruta(const Lugar *l)
{
    StringInfoData s;

    initStringInfo(&s);
    appendStringInfoString(&s, l->forma->ruta);
    if (l->indice >= 0)
        appendStringInfo(&s, "[" INT64_FORMAT "]", l->indice);
    if (l->clave != NULL)
        appendStringInfo(&s, ".%s", l->clave);
    return s.data;
}

/* The element as people count, from 1; nothing for a single object. */
static char *
lugar_elemento(const Lugar *l)
{
    char n[32];

    if (l->indice < 0)
        return pstrdup("");
    snprintf(n, sizeof(n), INT64_FORMAT, l->indice + 1);
    return psprintf(_(" Element %s."), n);
}

static char *
citar(const char *texto, int largo)
{
    int n = pg_mbcliplen(texto, largo, CITA_MAX);

    return psprintf("\"%.*s%s\"", n, texto, n < largo ? "..." : "");
}

static const char *
que_es(const JsonbValue *v)
{
    switch (v->type) {
        case jbvNull:
            return _("null");
        case jbvString:
            return citar(v->val.string.val, v->val.string.len);
        case jbvNumeric: {
            char *n = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(v->val.numeric)));
            int largo = strlen(n);

            return largo <= CITA_MAX ? n : psprintf("%.*s...", CITA_MAX, n);
        }
        case jbvBool:
            return v->val.boolean ? "true" : "false";
        case jbvBinary:
            return JsonContainerIsArray(v->val.binary.data) ? _("an array") : _("an object");
        default:
            return _("an unknown value");
    }
}

static _Noreturn void
malformado(const Lugar *l, const char *esperado, const char *hay)
{
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("malformed JSON"),
             errdetail("Path: %s; expected %s, got %s.%s", lugar_ruta(l), esperado, hay, lugar_elemento(l))));
}

static _Noreturn void
falta(const Lugar *l, const char *esperado)
{
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("malformed JSON"),
                    errdetail("Path: %s; expected %s, it is missing.%s", lugar_ruta(l), esperado,
                              lugar_elemento(l))));
}

static char *
claves_admitidas(const Forma *forma)
{
    StringInfoData s;

    initStringInfo(&s);
    for (int i = 0; i < forma->n; i++)
        if (forma->columnas[i].clase != COLUMNA_ES_POSICION)
            appendStringInfo(&s, "%s%s", s.len > 0 ? ", " : "", forma->columnas[i].nombre);
    return s.data;
}

/* ---- the shape ----------------------------------------------------------------- */

static void
preparar_columna(Columna *c, Form_pg_attribute att)
{
    Oid entrada;

    memset(c, 0, sizeof(*c));
    c->nombre = pstrdup(NameStr(att->attname));
    c->tipo = att->atttypid;
    c->typmod = att->atttypmod;
    if (strcmp(c->nombre, COLUMNA_POSICION) == 0) {
        if (c->tipo != INT4OID && c->tipo != INT8OID)
            elog(ERROR, "column \"%s\" must be integer or bigint", c->nombre);
        c->clase = COLUMNA_ES_POSICION;
    } else if (c->tipo == JSONBOID)
        c->clase = COLUMNA_ES_JSONB;
    else {
        int32 typmod = c->typmod;

        /* numeric(18,2) would round what it reads, and no amount is rounded in silence. */
        c->numerico = getBaseTypeAndTypmod(c->tipo, &typmod) == NUMERICOID;
        if (c->numerico && typmod >= 0)
            elog(ERROR, "column \"%s\" must be numeric without a modifier, which would round", c->nombre);
        c->clase = COLUMNA_ES_ESCALAR;
        c->dominio = get_typtype(c->tipo) == TYPTYPE_DOMAIN;
        getTypeInputInfo(c->tipo, &entrada, &c->ioparam);
        fmgr_info(entrada, &c->entrada);
    }
}

static void
marcar_obligatorias(Forma *forma, ArrayType *obligatorias)
{
    Datum *nombres;
    bool *nulos;
    int cuantas;

    deconstruct_array(obligatorias, TEXTOID, -1, false, TYPALIGN_INT, &nombres, &nulos, &cuantas);
    for (int i = 0; i < cuantas; i++) {
        char *nombre = nulos[i] ? pstrdup("") : TextDatumGetCString(nombres[i]);
        int j = 0;

        while (j < forma->n && (forma->columnas[j].clase == COLUMNA_ES_POSICION ||
                                strcmp(forma->columnas[j].nombre, nombre) != 0))
            j++;
        if (j == forma->n)
            elog(ERROR, "mandatory key \"%s\" is not in the column definition list", nombre);
        forma->columnas[j].obligatoria = true;
    }
}

/* Arguments 1 to 3 of both functions, and the shape of the result. */
static void
preparar_forma(Forma *forma, FunctionCallInfo fcinfo, TupleDesc desc)
{
    char *ruta = PG_ARGISNULL(1) ? pstrdup("") : text_to_cstring(PG_GETARG_TEXT_PP(1));

    forma->ruta = ruta[0] == '\0' ? "$" : ruta[0] == '$' ? ruta : psprintf("$.%s", ruta);
    forma->estricto = PG_ARGISNULL(3) || PG_GETARG_BOOL(3);
    forma->n = desc->natts;
    forma->columnas = palloc(sizeof(Columna) * desc->natts);
    for (int i = 0; i < desc->natts; i++)
        preparar_columna(&forma->columnas[i], TupleDescAttr(desc, i));
    if (!PG_ARGISNULL(2))
        marcar_obligatorias(forma, PG_GETARG_ARRAYTYPE_P(2));
}

/* ---- reading --------------------------------------------------------------------- */

/*
 * Through the type's input function. Its refusal keeps SQLSTATE and message;
 * the place where it happened goes first in the DETAIL. Nothing is caught for
 * good, so no subtransaction is needed.
 */
static Datum
leer_texto(Columna *c, char *texto, const Lugar *l, const JsonbValue *v)
{
    MemoryContext contexto = CurrentMemoryContext;
    Datum d = (Datum) 0;

    PG_TRY();
    {
        d = InputFunctionCall(&c->entrada, texto, c->ioparam, c->typmod);
    }
    PG_CATCH();
    {
        int categoria = ERRCODE_TO_CATEGORY(geterrcode());
        ErrorData *e;
        char *lugar;

        /* A cancellation or a lack of resources says nothing of the value. */
        if (categoria == ERRCODE_OPERATOR_INTERVENTION || categoria == ERRCODE_INSUFFICIENT_RESOURCES)
            PG_RE_THROW();
        MemoryContextSwitchTo(contexto);
        e = CopyErrorData();
        FlushErrorState();
        lugar = psprintf(_("Path: %s; expected %s, got %s.%s"), lugar_ruta(l), format_type_be(c->tipo),
                         v == NULL ? _("null") : que_es(v), lugar_elemento(l));
        e->detail = e->detail == NULL ? lugar : psprintf("%s %s", lugar, e->detail);
        ReThrowError(e);
    }
    PG_END_TRY();
    return d;
}

static char *
texto_de_escalar(const JsonbValue *v)
{
    switch (v->type) {
        case jbvString:
            return pnstrdup(v->val.string.val, v->val.string.len);
        case jbvNumeric:
            return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(v->val.numeric)));
        case jbvBool:
            return pstrdup(v->val.boolean ? "true" : "false");
        default:
            return NULL;
    }
}

static bool
solo_blancos(const JsonbValue *v)
{
    for (int i = 0; i < v->val.string.len; i++)
        if (strchr(" \t\r\n", v->val.string.val[i]) == NULL)
            return false;
    return true;
}

/* Value of one key; v is NULL when the object does not have it. */
static Datum
leer_clave(Columna *c, JsonbValue *v, const Lugar *l, bool *nulo)
{
    char *texto;
    Datum d;

    if (c->obligatoria && (v == NULL || v->type == jbvNull || (v->type == jbvString && solo_blancos(v))))
        falta(l, format_type_be(c->tipo));
    *nulo = v == NULL || v->type == jbvNull;
    if (*nulo)
        return c->dominio ? leer_texto(c, NULL, l, NULL) : (Datum) 0;
    if (c->clase == COLUMNA_ES_JSONB)
        return JsonbPGetDatum(JsonbValueToJsonb(v));
    texto = texto_de_escalar(v);
    if (texto == NULL)
        malformado(l, format_type_be(c->tipo), que_es(v));
    d = leer_texto(c, texto, l, v);
    /* numeric reads the strings NaN and Infinity, and both pass a check like "valor >= 0". */
    if (c->numerico && (numeric_is_nan(DatumGetNumeric(d)) || numeric_is_inf(DatumGetNumeric(d))))
        ereport(ERROR, (errcode(ERRCODE_KG_IMPORTE), errmsg("amount is not a finite number"),
                        errdetail("Path: %s; expected %s, got %s.%s", lugar_ruta(l), format_type_be(c->tipo),
                                  que_es(v), lugar_elemento(l))));
    return d;
}

/* A key that no column takes is a misspelt one; only the tolerant mode passes it over. */
static void
rechazar_clave_ajena(JsonbContainer *objeto, const Lugar *l)
{
    JsonbIterator *it = JsonbIteratorInit(objeto);
    JsonbIteratorToken t;
    JsonbValue v;

    while ((t = JsonbIteratorNext(&it, &v, true)) != WJB_DONE) {
        bool conocida = false;

        if (t != WJB_KEY)
            continue;
        for (int i = 0; i < l->forma->n && !conocida; i++) {
            const Columna *c = &l->forma->columnas[i];

            conocida = c->clase != COLUMNA_ES_POSICION && (int) strlen(c->nombre) == v.val.string.len &&
                       memcmp(c->nombre, v.val.string.val, v.val.string.len) == 0;
        }
        if (!conocida)
            ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("malformed JSON"),
                            errdetail("Path: %s; expected no other keys than %s, got %s.%s", lugar_ruta(l),
                                      claves_admitidas(l->forma), citar(v.val.string.val, v.val.string.len),
                                      lugar_elemento(l))));
    }
}

static void
leer_objeto(const Forma *forma, JsonbContainer *objeto, int64 indice, Datum *valores, bool *nulos)
{
    Lugar l = {forma, indice, NULL};
    uint32 tomadas = 0;

    for (int i = 0; i < forma->n; i++) {
        Columna *c = &forma->columnas[i];

        if (c->clase != COLUMNA_ES_POSICION &&
            getKeyJsonValueFromContainer(objeto, c->nombre, strlen(c->nombre), NULL) != NULL)
            tomadas++;
    }
    /* First of all: a misspelt key is better named than the one that it leaves missing. */
    if (forma->estricto && tomadas != JsonContainerSize(objeto))
        rechazar_clave_ajena(objeto, &l);

    for (int i = 0; i < forma->n; i++) {
        Columna *c = &forma->columnas[i];

        if (c->clase == COLUMNA_ES_POSICION) {
            nulos[i] = false;
            valores[i] = c->tipo == INT4OID ? Int32GetDatum((int32) (indice + 1)) : Int64GetDatum(indice + 1);
            continue;
        }
        l.clave = c->nombre;
        valores[i] = leer_clave(c, getKeyJsonValueFromContainer(objeto, c->nombre, strlen(c->nombre), NULL),
                                &l, &nulos[i]);
    }
}

/* What a whole jsonb is, for messages. */
static const char *
que_es_todo(Jsonb *j)
{
    JsonbValue v;

    if (JB_ROOT_IS_SCALAR(j)) {
        JsonbExtractScalar(&j->root, &v);
        return que_es(&v);
    }
    return JB_ROOT_IS_ARRAY(j) ? _("an array") : _("an object");
}

PG_FUNCTION_INFO_V1(filas_json);
Datum
filas_json(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
    MemoryContext fila, anterior;
    Forma forma;
    Lugar l = {&forma, -1, NULL};
    JsonbIterator *it;
    JsonbIteratorToken t;
    JsonbValue v;
    Datum *valores;
    bool *nulos;
    Jsonb *datos;

    /* a copy: the executor frees what it is given, and a lateral call comes again for the same list */
    InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
    preparar_forma(&forma, fcinfo, rsinfo->setDesc);
    if (PG_ARGISNULL(0))
        falta(&l, _("an array"));
    datos = PG_GETARG_JSONB_P(0);
    if (!JB_ROOT_IS_ARRAY(datos) || JB_ROOT_IS_SCALAR(datos))
        malformado(&l, _("an array"), que_es_todo(datos));

    valores = palloc(sizeof(Datum) * forma.n);
    nulos = palloc(sizeof(bool) * forma.n);
    fila = AllocSetContextCreate(CurrentMemoryContext, "filas_json", ALLOCSET_DEFAULT_SIZES);
    it = JsonbIteratorInit(&datos->root);
    while ((t = JsonbIteratorNext(&it, &v, true)) != WJB_DONE) {
        if (t != WJB_ELEM)
            continue;
        CHECK_FOR_INTERRUPTS();
        l.indice++;
        anterior = MemoryContextSwitchTo(fila);
        if (v.type != jbvBinary || !JsonContainerIsObject(v.val.binary.data))
            malformado(&l, _("an object"), que_es(&v));
        leer_objeto(&forma, v.val.binary.data, l.indice, valores, nulos);
        tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, valores, nulos);
        MemoryContextSwitchTo(anterior);
        MemoryContextReset(fila);
    }
    return (Datum) 0;
}

PG_FUNCTION_INFO_V1(objeto_json);
Datum
objeto_json(PG_FUNCTION_ARGS)
{
    Forma forma;
    Lugar l = {&forma, -1, NULL};
    TupleDesc desc;
    Jsonb *datos;
    Datum *valores;
    bool *nulos;

    if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
        ereport(ERROR,
                (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                 errmsg("function returning record called in context that cannot accept type record")));
    desc = BlessTupleDesc(desc);
    preparar_forma(&forma, fcinfo, desc);
    for (int i = 0; i < forma.n; i++)
        if (forma.columnas[i].clase == COLUMNA_ES_POSICION)
            elog(ERROR, "a single object has no column \"%s\"", COLUMNA_POSICION);
    if (PG_ARGISNULL(0))
        falta(&l, _("an object"));
    datos = PG_GETARG_JSONB_P(0);
    if (!JB_ROOT_IS_OBJECT(datos))
        malformado(&l, _("an object"), que_es_todo(datos));
    valores = palloc(sizeof(Datum) * forma.n);
    nulos = palloc(sizeof(bool) * forma.n);
    leer_objeto(&forma, &datos->root, -1, valores, nulos);
    PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(desc, valores, nulos)));
}
