/*
 * tipo_codigo_glosa.c - SQL type codigo_glosa over nucleo/codigo_glosa.h:
 * input and output, comparison, accessors, the compiled lists as rows, and
 * the planner's view of "is under".
 */
#include "cartera.h"

#include "access/stratnum.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_operator.h"
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
