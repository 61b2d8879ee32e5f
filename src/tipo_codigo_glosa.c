/*
 * tipo_codigo_glosa.c - SQL type codigo_glosa over nucleo/codigo_glosa.h:
 * input and output, comparison, accessors, the compiled lists as rows, and
 * the planner's view of "is under".
 */
#include "cartera.h"

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_statistic.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/selfuncs.h"
#include "utils/sortsupport.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "nucleo/codigo_glosa.h"

#define ARG_CODIGO(n) ((CodigoGlosa) PG_GETARG_INT32(n))
#define DEVOLVER_CODIGO(c) PG_RETURN_INT32(c)

/* ---- text and wire ---------------------------------------------------------- */

PG_FUNCTION_INFO_V1(codigo_glosa_in);
Datum
codigo_glosa_in(PG_FUNCTION_ARGS)
{
    const char *texto = PG_GETARG_CSTRING(0);
    CodigoGlosa c;
    Fallo f;

    if (!codigo_leer(texto, strlen(texto), &c, &f))
        ELEVAR_SUAVE(fcinfo->context, &f);
    DEVOLVER_CODIGO(c);
}

PG_FUNCTION_INFO_V1(codigo_glosa_out);
Datum
codigo_glosa_out(PG_FUNCTION_ARGS)
{
    char *buf = palloc(CODIGO_TEXTO);

    codigo_texto(ARG_CODIGO(0), buf);
    PG_RETURN_CSTRING(buf);
}

/* On the wire the code is its text, so that the inner encoding may change. */
PG_FUNCTION_INFO_V1(codigo_glosa_recv);
Datum
codigo_glosa_recv(PG_FUNCTION_ARGS)
{
    StringInfo mensaje = (StringInfo) PG_GETARG_POINTER(0);
    int largo;
    char *texto = pq_getmsgtext(mensaje, mensaje->len - mensaje->cursor, &largo);
    CodigoGlosa c;
    Fallo f;

    if (!codigo_leer(texto, (size_t) largo, &c, &f))
        elevar(&f);
    DEVOLVER_CODIGO(c);
}

PG_FUNCTION_INFO_V1(codigo_glosa_send);
Datum
codigo_glosa_send(PG_FUNCTION_ARGS)
{
    char buf[CODIGO_TEXTO];
    StringInfoData salida;

    codigo_texto(ARG_CODIGO(0), buf);
    pq_begintypsend(&salida);
    pq_sendtext(&salida, buf, strlen(buf));
    PG_RETURN_BYTEA_P(pq_endtypsend(&salida));
}

/* ---- order ------------------------------------------------------------------ */

#define COMPARADOR(nombre, op)                                                                               \
    PG_FUNCTION_INFO_V1(nombre);                                                                             \
    Datum nombre(PG_FUNCTION_ARGS)                                                                           \
    {                                                                                                        \
        PG_RETURN_BOOL(ARG_CODIGO(0) op ARG_CODIGO(1));                                                      \
    }

COMPARADOR(codigo_glosa_eq, ==)
COMPARADOR(codigo_glosa_ne, !=)
COMPARADOR(codigo_glosa_lt, <)
COMPARADOR(codigo_glosa_le, <=)
COMPARADOR(codigo_glosa_gt, >)
COMPARADOR(codigo_glosa_ge, >=)

PG_FUNCTION_INFO_V1(codigo_glosa_cmp);
Datum
codigo_glosa_cmp(PG_FUNCTION_ARGS)
{
    CodigoGlosa a = ARG_CODIGO(0), b = ARG_CODIGO(1);

    PG_RETURN_INT32((a > b) - (a < b));
}

PG_FUNCTION_INFO_V1(codigo_glosa_ordenar);
Datum
codigo_glosa_ordenar(PG_FUNCTION_ARGS)
{
    ((SortSupport) PG_GETARG_POINTER(0))->comparator = ssup_datum_int32_cmp;
    PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(codigo_glosa_hash);
Datum
codigo_glosa_hash(PG_FUNCTION_ARGS)
{
    return hash_uint32((uint32) ARG_CODIGO(0));
}

PG_FUNCTION_INFO_V1(codigo_glosa_hash_extendido);
Datum
codigo_glosa_hash_extendido(PG_FUNCTION_ARGS)
{
    return hash_uint32_extended((uint32) ARG_CODIGO(0), (uint64) PG_GETARG_INT64(1));
}

/* ---- accessors ---------------------------------------------------------------- */

static const char *
nombre_manual(CodigoGlosa c)
{
    return codigo_manual(c) == MANUAL_3047 ? "3047" : "2284";
}

static Datum
clase_datum(CodigoGlosa c)
{
    /* ClaseCodigo counts from 1 in the order of the SQL enumeration. */
    return ObjectIdGetDatum(enum_valor("clase_codigo", (int) codigo_clase(c) - 1));
}

/* The lists are compiled in UTF-8. */
static Datum
texto_de_lista(const char *s)
{
    return CStringGetTextDatum(pg_any_to_server(s, strlen(s), PG_UTF8));
}

PG_FUNCTION_INFO_V1(codigo_glosa_manual);
Datum
codigo_glosa_manual(PG_FUNCTION_ARGS)
{
    PG_RETURN_TEXT_P(cstring_to_text(nombre_manual(ARG_CODIGO(0))));
}

PG_FUNCTION_INFO_V1(codigo_glosa_concepto_general);
Datum
codigo_glosa_concepto_general(PG_FUNCTION_ARGS)
{
    DEVOLVER_CODIGO(codigo_general(ARG_CODIGO(0)));
}

PG_FUNCTION_INFO_V1(codigo_glosa_nivel);
Datum
codigo_glosa_nivel(PG_FUNCTION_ARGS)
{
    PG_RETURN_INT32(codigo_nivel(ARG_CODIGO(0)));
}

PG_FUNCTION_INFO_V1(codigo_glosa_padre);
Datum
codigo_glosa_padre(PG_FUNCTION_ARGS)
{
    CodigoGlosa padre;

    if (!codigo_padre(ARG_CODIGO(0), &padre))
        PG_RETURN_NULL();
    DEVOLVER_CODIGO(padre);
}

PG_FUNCTION_INFO_V1(codigo_glosa_clase);
Datum
codigo_glosa_clase(PG_FUNCTION_ARGS)
{
    PG_RETURN_DATUM(clase_datum(ARG_CODIGO(0)));
}

PG_FUNCTION_INFO_V1(codigo_glosa_descripcion);
Datum
codigo_glosa_descripcion(PG_FUNCTION_ARGS)
{
    const EntradaGlosa *e = codigo_buscar(ARG_CODIGO(0));

    if (e == NULL)
        PG_RETURN_NULL();
    PG_RETURN_DATUM(texto_de_lista(e->descripcion));
}

PG_FUNCTION_INFO_V1(codigo_glosa_es_oficial);
Datum
codigo_glosa_es_oficial(PG_FUNCTION_ARGS)
{
    const EntradaGlosa *e = codigo_buscar(ARG_CODIGO(0));

    PG_RETURN_BOOL(e != NULL && e->oficial);
}

PG_FUNCTION_INFO_V1(codigo_glosa_catalogo);
Datum
codigo_glosa_catalogo(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
    int n;
    const EntradaGlosa *lista = codigo_lista(&n);

    InitMaterializedSRF(fcinfo, 0);
    for (int i = 0; i < n; i++) {
        const EntradaGlosa *e = &lista[i];
        CodigoGlosa padre = 0;
        bool nulos[10] = {false};
        Datum v[10];

        nulos[5] = !codigo_padre(e->codigo, &padre);
        nulos[7] = e->nota[0] == '\0';
        v[0] = Int32GetDatum(e->codigo);
        v[1] = CStringGetTextDatum(nombre_manual(e->codigo));
        v[2] = Int32GetDatum(codigo_nivel(e->codigo));
        v[3] = clase_datum(e->codigo);
        v[4] = Int32GetDatum(codigo_general(e->codigo));
        v[5] = Int32GetDatum(padre);
        v[6] = texto_de_lista(e->descripcion);
        v[7] = nulos[7] ? (Datum) 0 : texto_de_lista(e->nota);
        v[8] = CStringGetTextDatum(e->estado);
        v[9] = BoolGetDatum(e->oficial);
        tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, v, nulos);
    }
    return (Datum) 0;
}

/* ---- is under ------------------------------------------------------------------- */

PG_FUNCTION_INFO_V1(codigo_glosa_bajo);
Datum
codigo_glosa_bajo(PG_FUNCTION_ARGS)
{
    PG_RETURN_BOOL(codigo_bajo(ARG_CODIGO(0), ARG_CODIGO(1)));
}

PG_FUNCTION_INFO_V1(codigo_glosa_sobre);
Datum
codigo_glosa_sobre(PG_FUNCTION_ARGS)
{
    PG_RETURN_BOOL(codigo_bajo(ARG_CODIGO(1), ARG_CODIGO(0)));
}

PG_FUNCTION_INFO_V1(codigo_glosa_ultimo);
Datum
codigo_glosa_ultimo(PG_FUNCTION_ARGS)
{
    DEVOLVER_CODIGO(codigo_ultimo(ARG_CODIGO(0)));
}

/*
 * "c <@ a" is "c >= a and c <= ultimo(a)": exact, so a btree on c serves it
 * without a recheck. The bound may be a parameter or another table's column.
 */
static List *
condicion_de_indice(SupportRequestIndexCondition *req, int hijo)
{
    Oid tipo = tipo_conciliacion("codigo_glosa");
    List *argumentos;
    Node *clave, *ancestro;
    Expr *desde, *hasta;
    Oid mayor, menor;

    if (req->indexarg != hijo || req->index->relam != BTREE_AM_OID)
        return NIL;
    if (is_opclause(req->node))
        argumentos = ((OpExpr *) req->node)->args;
    else if (is_funcclause(req->node))
        argumentos = ((FuncExpr *) req->node)->args;
    else
        return NIL;
    clave = (Node *) list_nth(argumentos, hijo);
    ancestro = (Node *) list_nth(argumentos, 1 - hijo);
    if (!is_pseudo_constant_for_index(req->root, ancestro, req->index))
        return NIL;
    mayor = get_opfamily_member(req->opfamily, tipo, tipo, BTGreaterEqualStrategyNumber);
    menor = get_opfamily_member(req->opfamily, tipo, tipo, BTLessEqualStrategyNumber);
    if (!OidIsValid(mayor) || !OidIsValid(menor))
        return NIL;

    desde = (Expr *) ancestro;
    if (IsA(ancestro, Const)) {
        Const *c = (Const *) ancestro;

        if (c->constisnull)
            return NIL;
        hasta = (Expr *) makeConst(tipo, -1, InvalidOid, sizeof(CodigoGlosa),
                                   Int32GetDatum(codigo_ultimo(DatumGetInt32(c->constvalue))), false, true);
    } else {
        Oid esquema = get_namespace_oid("conciliacion", false);
        Oid ultimo =
            GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum("_codigo_glosa_ultimo"),
                            PointerGetDatum(buildoidvector(&tipo, 1)), ObjectIdGetDatum(esquema));

        if (!OidIsValid(ultimo))
            return NIL;
        hasta = (Expr *) makeFuncExpr(ultimo, tipo, list_make1(copyObject(ancestro)), InvalidOid, InvalidOid,
                                      COERCE_EXPLICIT_CALL);
    }
    req->lossy = false;
    return list_make2(
        make_opclause(mayor, BOOLOID, false, (Expr *) clave, desde, InvalidOid, InvalidOid),
        make_opclause(menor, BOOLOID, false, (Expr *) copyObject(clave), hasta, InvalidOid, InvalidOid));
}

static Datum
apoyar(Node *pedido, int hijo)
{
    if (IsA(pedido, SupportRequestIndexCondition))
        return PointerGetDatum(condicion_de_indice((SupportRequestIndexCondition *) pedido, hijo));
    return PointerGetDatum(NULL);
}

PG_FUNCTION_INFO_V1(codigo_glosa_bajo_apoyo);
Datum
codigo_glosa_bajo_apoyo(PG_FUNCTION_ARGS)
{
    PG_RETURN_DATUM(apoyar((Node *) PG_GETARG_POINTER(0), 0));
}

PG_FUNCTION_INFO_V1(codigo_glosa_sobre_apoyo);
Datum
codigo_glosa_sobre_apoyo(PG_FUNCTION_ARGS)
{
    PG_RETURN_DATUM(apoyar((Node *) PG_GETARG_POINTER(0), 1));
}

/* ---- selectivity of "is under" ----------------------------------------------------- */

/* Estimate of "var op valor" by the estimator of a plain comparison. */
static double
estimar(PGFunction estimador, FunctionCallInfo fcinfo, int16 estrategia, Node *var, CodigoGlosa valor)
{
    Oid tipo = tipo_conciliacion("codigo_glosa");
    TypeCacheEntry *tc = lookup_type_cache(tipo, TYPECACHE_BTREE_OPFAMILY);
    Oid operador = get_opfamily_member(tc->btree_opf, tipo, tipo, estrategia);
    Const *c = makeConst(tipo, -1, InvalidOid, sizeof(CodigoGlosa), Int32GetDatum(valor), false, true);

    return DatumGetFloat8(DirectFunctionCall4(estimador, PG_GETARG_DATUM(0), ObjectIdGetDatum(operador),
                                              PointerGetDatum(list_make2(var, c)), PG_GETARG_DATUM(3)));
}

/* The fraction of rows between the two bounds, from the column's own statistics. */
static Datum
selectividad(FunctionCallInfo fcinfo, bool hijo_a_la_izquierda)
{
    PlannerInfo *root = (PlannerInfo *) PG_GETARG_POINTER(0);
    List *argumentos = (List *) PG_GETARG_POINTER(2);
    VariableStatData vd;
    Node *otro;
    bool izquierda;
    double s = DEFAULT_RANGE_INEQ_SEL;

    if (!get_restriction_variable(root, argumentos, PG_GETARG_INT32(3), &vd, &otro, &izquierda))
        PG_RETURN_FLOAT8(s);
    if (IsA(otro, Const) && ((Const *) otro)->constisnull)
        s = 0.0; /* the operator is strict */
    else if (IsA(otro, Const) && izquierda == hijo_a_la_izquierda && HeapTupleIsValid(vd.statsTuple)) {
        CodigoGlosa desde = DatumGetInt32(((Const *) otro)->constvalue), hasta = codigo_ultimo(desde);
        double nulos = ((Form_pg_statistic) GETSTRUCT(vd.statsTuple))->stanullfrac;

        if (desde == hasta)
            s = estimar(eqsel, fcinfo, BTEqualStrategyNumber, vd.var, desde);
        else
            s = estimar(scalargesel, fcinfo, BTGreaterEqualStrategyNumber, vd.var, desde) +
                estimar(scalarlesel, fcinfo, BTLessEqualStrategyNumber, vd.var, hasta) + nulos - 1.0;
    }
    ReleaseVariableStats(vd);
    CLAMP_PROBABILITY(s);
    PG_RETURN_FLOAT8(s);
}

PG_FUNCTION_INFO_V1(codigo_glosa_bajo_sel);
Datum
codigo_glosa_bajo_sel(PG_FUNCTION_ARGS)
{
    return selectividad(fcinfo, true);
}

PG_FUNCTION_INFO_V1(codigo_glosa_sobre_sel);
Datum
codigo_glosa_sobre_sel(PG_FUNCTION_ARGS)
{
    return selectividad(fcinfo, false);
}
