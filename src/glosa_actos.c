/*
 * glosa_actos.c - the functions of the acts on one glosa: each inserts one event, as any client may by itself, and
 * the trigger judges it. Arguments are the parameters of the statement, in order.
 */
#include "disparador.h"

#include "catalog/pg_type.h"

/* As the caller. Null when a trigger of the site kept the event out. */
static Datum
actuar(FunctionCallInfo fcinfo, Consulta *q)
{
    Datum v[CONSULTA_PARAMETROS], estado = (Datum) 0;
    char nulos[CONSULTA_PARAMETROS];
    bool nulo = true;

    exigir_version(fcinfo);
    for (int i = 0; i < q->n; i++) {
        v[i] = PG_GETARG_DATUM(i);
        nulos[i] = PG_ARGISNULL(i) ? 'n' : ' ';
    }
    SPI_connect();
    if (consulta_correr(q, v, nulos, false) > 0)
        estado = spi_dato(0, 1, &nulo);
    SPI_finish();
    if (nulo)
        PG_RETURN_NULL();
    return estado; /* by value */
}

#define ACTO(funcion, q)                                                                                     \
    PG_FUNCTION_INFO_V1(funcion);                                                                            \
    Datum funcion(PG_FUNCTION_ARGS)                                                                          \
    {                                                                                                        \
        return actuar(fcinfo, &(q));                                                                         \
    }
#define EVENTO(columnas, valores)                                                                            \
    "INSERT INTO cartera.glosa_evento AS e (prestador_id, glosa_id, evento, papel, fecha, " columnas         \
    ") VALUES ($1, $2, " valores ") RETURNING e.estado"
#define EVIDENCIA(clave, parametro)                                                                          \
    "pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object('" clave "', " parametro "))"

static Consulta responder = {
    EVENTO("codigo_respuesta, valor_aceptado, comentario", "'responder', 'prestador', $6, $3, $4, $5"),
    6,
    {INT8OID, INT8OID, 0, NUMERICOID, TEXTOID, DATEOID},
    {[2] = "codigo_glosa"},
    NULL};
ACTO(responder_glosa, responder)

static Consulta decidir = {EVENTO("valor_levantado, comentario", "'decidir', 'pagador', $5, $3, $4"),
                           5,
                           {INT8OID, INT8OID, NUMERICOID, TEXTOID, DATEOID},
                           {0},
                           NULL};
ACTO(decidir_glosa, decidir)

static Consulta subsanar = {EVENTO("valor_aceptado, comentario", "'subsanar', 'prestador', $5, $4, $3"),
                            5,
                            {INT8OID, INT8OID, TEXTOID, NUMERICOID, DATEOID},
                            {0},
                            NULL};
ACTO(subsanar_glosa, subsanar)

static Consulta comunicar = {
    EVENTO("comentario, evidencia", "'comunicar', $3, $6, $4, " EVIDENCIA("acuse", "$5")),
    6,
    {INT8OID, INT8OID, 0, TEXTOID, TEXTOID, DATEOID},
    {[2] = "papel"},
    NULL};
ACTO(comunicar_glosa, comunicar)

static Consulta citar = {
    EVENTO("comentario, evidencia", "'citar', $3, $6, $5, " EVIDENCIA("fecha_cita", "$4")),
    6,
    {INT8OID, INT8OID, 0, DATEOID, TEXTOID, DATEOID},
    {[2] = "papel"},
    NULL};
ACTO(citar_glosa, citar)

static Consulta suspender = {
    EVENTO("comentario, evidencia", "'suspender', 'pagador', $5, $4, " EVIDENCIA("causa", "$3")),
    5,
    {INT8OID, INT8OID, TEXTOID, TEXTOID, DATEOID},
    {0},
    NULL};
ACTO(suspender_glosa, suspender)

static Consulta reanudar = {EVENTO("comentario", "'reanudar', 'pagador', $4, $3"),
                            4,
                            {INT8OID, INT8OID, TEXTOID, DATEOID},
                            {0},
                            NULL};
ACTO(reanudar_glosa, reanudar)

static Consulta escalar = {
    EVENTO("comentario, evidencia", "'escalar', 'prestador', $5, $4, " EVIDENCIA("referencia", "$3")),
    5,
    {INT8OID, INT8OID, TEXTOID, TEXTOID, DATEOID},
    {0},
    NULL};
ACTO(escalar_glosa, escalar)

static Consulta fallar = {
    EVENTO("valor_aceptado, valor_levantado, comentario", "'fallar', 'sistema', $6, $3, $4, $5"),
    6,
    {INT8OID, INT8OID, NUMERICOID, NUMERICOID, TEXTOID, DATEOID},
    {0},
    NULL};
ACTO(fallar_glosa, fallar)

static Consulta cerrar = {EVENTO("causa_cierre, comentario, evidencia", "'cerrar', $6, $5, $3, $4, $7"),
                          7,
                          {INT8OID, INT8OID, 0, TEXTOID, DATEOID, 0, JSONBOID},
                          {[2] = "causa_cierre", [5] = "papel"},
                          NULL};
ACTO(cerrar_glosa, cerrar)

static Consulta anular = {
    EVENTO("comentario", "'anular', 'pagador', $4, $3"), 4, {INT8OID, INT8OID, TEXTOID, DATEOID}, {0}, NULL};
ACTO(anular_glosa, anular)
