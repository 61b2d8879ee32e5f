/*
 * acta.c - lock, hash and authority of an act (see acta.h).
 */
#include "acta.h"
#include "huella.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

static Consulta tomar_acta = {
    "UPDATE cartera.acta a SET cambios = a.cambios OPERATOR(pg_catalog.+) 1"
    " WHERE a.prestador_id OPERATOR(pg_catalog.=) $1 AND a.acta_id OPERATOR(pg_catalog.=) $2"
    " RETURNING a.cita_id, a.estado, a.fecha",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta contar_lineas = {
    "SELECT pg_catalog.count(*)" LINEAS_VIGENTES, 2, {INT8OID, INT8OID}, {0}, NULL};

void
acta_bloquear(int64 prestador, int64 acta, ActaLeida *a)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(acta)};

    if (consulta_correr(&tomar_acta, v, NULL, false) == 0)
        no_existe("act", prestador, acta);
    a->prestador = prestador;
    a->acta = acta;
    a->cita = spi_int8(0, 1, 0);
    a->estado = spi_enum(0, 2, "estado_acta");
    a->fecha = spi_fecha(0, 3);
    SPI_freetuptable(SPI_tuptable);
}

int64
acta_lineas(int64 prestador, int64 acta)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(acta)};

    (void) consulta_correr(&contar_lineas, v, NULL, false);
    return spi_int8(0, 1, 0);
}

/* ---- hash -------------------------------------------------------------------------- */

/* Dates as ISO 8601 and amounts with two decimals, whatever the session's settings. */
static Consulta registros_acta = {"SELECT 'acta', a.prestador_id, a.acta_id, a.cita_id, a.pagador_id,"
                                  " pg_catalog.to_char(a.fecha::timestamp, 'YYYY-MM-DD'), a.temas"
                                  " FROM cartera.acta a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
                                  " AND a.acta_id OPERATOR(pg_catalog.=) $2",
                                  2,
                                  {INT8OID, INT8OID},
                                  {0},
                                  NULL};

static Consulta registros_lineas = {
    "SELECT 'linea', l.glosa_id, l.factura_id, l.version, l.valor_pendiente, l.valor_aceptado::numeric(18,2),"
    " l.valor_levantado::numeric(18,2), l.valor_sin_acuerdo::numeric(18,2), l.comentario" LINEAS_VIGENTES
    " ORDER BY l.glosa_id USING OPERATOR(pg_catalog.<)",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta registros_participantes = {
    "SELECT 'participante', p.participante_id, p.papel, p.nombre, p.cargo, p.auditor_medico"
    " FROM cartera.acta_participante p WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND p.acta_id OPERATOR(pg_catalog.=) $2 ORDER BY p.participante_id USING OPERATOR(pg_catalog.<)",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta registros_compromisos = {
    "SELECT 'compromiso', c.compromiso_id, c.papel, c.clase, c.responsable, c.descripcion, c.plazo,"
    " pg_catalog.to_char(c.vence::timestamp, 'YYYY-MM-DD')"
    " FROM cartera.compromiso c WHERE c.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND c.acta_id OPERATOR(pg_catalog.=) $2 ORDER BY c.compromiso_id USING OPERATOR(pg_catalog.<)",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

#define CAMPOS_MAX 16

static void
resumir_filas(Resumen *r, Consulta *q, const Datum *v)
{
    uint64 n = consulta_correr(q, v, NULL, false);
    SPITupleTable *filas = SPI_tuptable;

    for (uint64 i = 0; i < n; i++) {
        const char *campos[CAMPOS_MAX];

        for (int k = 0; k < filas->tupdesc->natts; k++)
            campos[k] = SPI_getvalue(filas->vals[i], filas->tupdesc, k + 1);
        resumen_registro(r, campos, filas->tupdesc->natts);
    }
    SPI_freetuptable(filas);
}

void
acta_huella(int64 prestador, int64 acta, uint8 *huella)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(acta)};
    Resumen *r = resumen_abrir();

    resumir_filas(r, &registros_acta, v);
    resumir_filas(r, &registros_lineas, v);
    resumir_filas(r, &registros_participantes, v);
    resumir_filas(r, &registros_compromisos, v);
    resumen_cerrar(r, huella);
}

PG_FUNCTION_INFO_V1(huella_acta);
Datum
huella_acta(PG_FUNCTION_ARGS)
{
    bytea *h = palloc(VARHDRSZ + HUELLA_BYTES);

    SET_VARSIZE(h, VARHDRSZ + HUELLA_BYTES);
    SPI_connect();
    acta_huella(PG_GETARG_INT64(0), PG_GETARG_INT64(1), (uint8 *) VARDATA(h));
    SPI_finish();
    PG_RETURN_BYTEA_P(h);
}

/* ---- authority ------------------------------------------------------------------------ */

static Consulta leer_linea_aplicable = {
    "SELECT l.valor_pendiente, l.valor_aceptado, l.valor_levantado" LINEAS_VIGENTES
    " AND l.glosa_id OPERATOR(pg_catalog.=) $3"
    " AND EXISTS (SELECT 1 FROM cartera.acta a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.acta_id OPERATOR(pg_catalog.=) $2 AND a.estado OPERATOR(pg_catalog.=) 'aplicada')"
    " AND NOT EXISTS (SELECT 1 FROM cartera.glosa_evento e WHERE e.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND e.glosa_id OPERATOR(pg_catalog.=) $3 AND e.evento OPERATOR(pg_catalog.=) 'conciliar'"
    " AND (e.evidencia OPERATOR(pg_catalog.->>) 'acta_id') OPERATOR(pg_catalog.=) $2::pg_catalog.text)",
    3,
    {INT8OID, INT8OID, INT8OID},
    {0},
    NULL};

/* The act that an evidence names, 0 when none: an integer written as such, so that each has one text only. */
static int64
acta_de_evidencia(const Fila *f, int col)
{
    Jsonb *j;
    JsonbValue clave, *v;
    char *texto, *fin;
    int64 acta;

    if (fila_nula(f, col))
        return 0;
    j = DatumGetJsonbP(fila_dato_de(f, col, JSONBOID));
    if (!JB_ROOT_IS_OBJECT(j))
        return 0;
    clave.type = jbvString;
    clave.val.string.val = pstrdup("acta_id");
    clave.val.string.len = (int) strlen("acta_id");
    v = findJsonbValueFromContainer(&j->root, JB_FOBJECT, &clave);
    if (v == NULL || v->type != jbvNumeric)
        return 0;
    texto = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(v->val.numeric)));
    if (texto[0] < '1' || texto[0] > '9' || strlen(texto) > 18)
        return 0;
    acta = strtoll(texto, &fin, 10);
    return *fin == '\0' ? acta : 0;
}

bool
acta_autoriza(const Fila *f, int evidencia, const GlosaCtx *g, Centavos aceptado, Centavos levantado)
{
    int64 acta = acta_de_evidencia(f, evidencia);
    Datum v[3] = {Int64GetDatum(g->clave.prestador), Int64GetDatum(acta), Int64GetDatum(g->clave.glosa)};
    LineaActa l;
    Fallo fallo;

    if (acta == 0 || consulta_correr(&leer_linea_aplicable, v, NULL, false) == 0)
        return false;
    l.aceptado = spi_centavos(0, 2);
    l.levantado = spi_centavos(0, 3);
    l.sin_acuerdo = spi_centavos(0, 1) - l.aceptado - l.levantado;
    SPI_freetuptable(SPI_tuptable);
    if (l.aceptado != aceptado || l.levantado != levantado)
        return false;
    l.estado = g->caso.estado;
    l.pendiente = g->caso.pendiente;
    if (!acta_linea_juzgar(&l, &fallo))
        elevar(&fallo);
    return true;
}
