/*
 * prestacion_disparador.c - triggers of cartera.prestacion_evento: what is done
 * with a debited line, by the machine of nucleo/ciclo_prestacion.c.
 *
 * BEFORE ROW judges and completes the row under the lock of the invoice; AFTER
 * ROW judges what really entered and projects it, one row after another, so
 * that two acts on a line in the same statement are judged in turn.
 */
#include "contexto.h"
#include "disparador.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "nucleo/ciclo_factura.h"
#include "nucleo/ciclo_prestacion.h"

enum {
    PE_PRESTADOR,
    PE_EVENTO_ID,
    PE_FACTURA,
    PE_LINEA,
    PE_EVENTO,
    PE_FECHA,
    PE_COMENTARIO,
    PE_NUEVA_FACTURA,
    PE_NUEVA_LINEA,
    PE_VALOR,
    PE_ESTADO,
    PE_REGISTRADO,
    PE_USUARIO,
    PE_N
};
static const char *const NOMBRES_EVENTO[PE_N] = {
    "prestador_id",     "evento_id",   "factura_id", "linea",  "evento",        "fecha",  "comentario",
    "nueva_factura_id", "nueva_linea", "valor",      "estado", "registrado_en", "usuario"};
static Columnas columnas_evento = {PE_N, NOMBRES_EVENTO, InvalidOid, {0}};

/* ---- reading ---------------------------------------------------------------------- */

static Consulta bloquear_factura = {
    "SELECT f.saldo, f.pagador_id FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) $2 FOR NO KEY UPDATE",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* $4: this event, which is not one of the previous. */
static Consulta leer_linea = {
    "SELECT p.estado, p.valor OPERATOR(pg_catalog.-) p.valor_aceptado,"
    " GREATEST((SELECT pg_catalog.max(q.fecha) FROM cartera.liquidacion_linea l JOIN cartera.liquidacion q"
    " ON q.prestador_id OPERATOR(pg_catalog.=) l.prestador_id"
    " AND q.liquidacion_id OPERATOR(pg_catalog.=) l.liquidacion_id"
    " WHERE l.prestador_id OPERATOR(pg_catalog.=) $1 AND l.factura_id OPERATOR(pg_catalog.=) $2"
    " AND l.linea OPERATOR(pg_catalog.=) $3 AND q.estado OPERATOR(pg_catalog.<>) 'anulada'),"
    " (SELECT pg_catalog.max(e.fecha) FROM cartera.prestacion_evento e"
    " WHERE e.prestador_id OPERATOR(pg_catalog.=) $1 AND e.factura_id OPERATOR(pg_catalog.=) $2"
    " AND e.linea OPERATOR(pg_catalog.=) $3 AND e.evento_id OPERATOR(pg_catalog.<>) $4)), p.valor_pendiente"
    " FROM cartera.prestacion p WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND p.factura_id OPERATOR(pg_catalog.=) $2 AND p.linea OPERATOR(pg_catalog.=) $3",
    4,
    {INT8OID, INT8OID, INT4OID, INT8OID},
    {0},
    NULL};

/* The line that bills another again; whether it already stands for a third one. */
static Consulta leer_nueva = {
    "SELECT p.estado, p.valor, f.estado, f.origen_factura_id, f.pagador_id, EXISTS (SELECT FROM"
    " cartera.prestacion_evento e WHERE e.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND e.nueva_factura_id OPERATOR(pg_catalog.=) $2 AND e.nueva_linea OPERATOR(pg_catalog.=) $3"
    " AND e.evento OPERATOR(pg_catalog.=) 'refacturar' AND e.evento_id OPERATOR(pg_catalog.<>) $4)"
    " FROM cartera.prestacion p JOIN cartera.factura f"
    " ON f.prestador_id OPERATOR(pg_catalog.=) p.prestador_id"
    " AND f.factura_id OPERATOR(pg_catalog.=) p.factura_id WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND p.factura_id OPERATOR(pg_catalog.=) $2 AND p.linea OPERATOR(pg_catalog.=) $3 FOR SHARE OF f",
    4,
    {INT8OID, INT8OID, INT4OID, INT8OID},
    {0},
    NULL};

static Consulta ultima_refacturacion = {
    "SELECT e.nueva_factura_id, e.nueva_linea FROM cartera.prestacion_evento e"
    " WHERE e.prestador_id OPERATOR(pg_catalog.=) $1 AND e.factura_id OPERATOR(pg_catalog.=) $2"
    " AND e.linea OPERATOR(pg_catalog.=) $3 AND e.evento OPERATOR(pg_catalog.=) 'refacturar'"
    " ORDER BY e.evento_id DESC LIMIT 1",
    3,
    {INT8OID, INT8OID, INT4OID},
    {0},
    NULL};

typedef struct Juicio {
    int64 prestador, evento_id, factura, pagador;
    int32 linea;
    CasoPrestacion caso;
    ActoPrestacion acto;
    int estado;
    Centavos nota;
} Juicio;

static void
leer_caso(Juicio *j)
{
    Datum v[4] = {Int64GetDatum(j->prestador), Int64GetDatum(j->factura), Int32GetDatum(j->linea),
                  Int64GetDatum(j->evento_id)};

    contexto_reclamar(j->prestador, j->factura);
    if (consulta_correr(&bloquear_factura, v, NULL, false) == 0)
        no_existe("invoice", j->prestador, j->factura);
    j->caso.saldo = spi_centavos(0, 1);
    j->pagador = spi_int8(0, 2, 0);
    SPI_freetuptable(SPI_tuptable);
    if (consulta_correr(&leer_linea, v, NULL, false) == 0)
        no_existe("invoice line", j->prestador, j->linea);
    j->caso.estado = spi_enum(0, 1, "estado_prestacion");
    j->caso.debitado = spi_centavos(0, 2);
    j->caso.ultima = spi_fecha(0, 3);
    j->caso.disputa = spi_centavos(0, 4);
    SPI_freetuptable(SPI_tuptable);
}

static void
leer_linea_nueva(Juicio *j, int64 factura, int32 linea)
{
    Datum v[4] = {Int64GetDatum(j->prestador), Int64GetDatum(factura), Int32GetDatum(linea),
                  Int64GetDatum(j->evento_id)};
    LineaNueva *l = &j->acto.nueva;
    int estado;

    l->existe = consulta_correr(&leer_nueva, v, NULL, false) > 0;
    if (!l->existe)
        return;
    estado = spi_enum(0, 3, "estado_factura");
    l->estado = spi_enum(0, 1, "estado_prestacion");
    l->valor = spi_centavos(0, 2);
    l->caida = estado == FACTURA_RECHAZADA || estado == FACTURA_ANULADA;
    l->enlazada = spi_int8(0, 4, 0) == j->factura && spi_int8(0, 5, 0) == j->pagador;
    l->usada = spi_bool(0, 6);
    SPI_freetuptable(SPI_tuptable);
}

/* ---- judging ------------------------------------------------------------------------ */

/* Of reabrir, the new line is the one of the last refacturar: fila gets it. */
static void
juzgar(const Fila *fila, Juicio *j)
{
    Datum v[3];
    Fallo f;

    memset(j, 0, sizeof(*j));
    j->prestador = fila_int8(fila, PE_PRESTADOR, 0);
    j->evento_id = fila_int8(fila, PE_EVENTO_ID, 0);
    j->factura = fila_int8(fila, PE_FACTURA, 0);
    j->linea = DatumGetInt32(fila_dato(fila, PE_LINEA));
    j->acto.evento = fila_enum(fila, PE_EVENTO, "evento_prestacion");
    j->acto.fecha = fila_fecha(fila, PE_FECHA);
    exigir_no_futura(j->acto.fecha);
    leer_caso(j);
    if (j->acto.evento == EP_REFACTURAR && !fila_nula(fila, PE_NUEVA_FACTURA) &&
        !fila_nula(fila, PE_NUEVA_LINEA))
        leer_linea_nueva(j, fila_int8(fila, PE_NUEVA_FACTURA, 0),
                         DatumGetInt32(fila_dato(fila, PE_NUEVA_LINEA)));
    v[0] = Int64GetDatum(j->prestador);
    v[1] = Int64GetDatum(j->factura);
    v[2] = Int32GetDatum(j->linea);
    if (j->acto.evento == EP_REABRIR && consulta_correr(&ultima_refacturacion, v, NULL, false) > 0)
        leer_linea_nueva(j, spi_int8(0, 1, 0), spi_int4(0, 2, 0));
    if (!prestacion_aplicar(&j->caso, &j->acto, &j->estado, &j->nota, &f))
        elevar(&f);
}

PG_FUNCTION_INFO_V1(prestacion_evento_fila);
Datum
prestacion_evento_fila(PG_FUNCTION_ARGS)
{
    static const int RESERVADAS[] = {PE_VALOR, PE_ESTADO, PE_REGISTRADO, PE_USUARIO};
    static const int EXIGIDAS[] = {PE_PRESTADOR, PE_EVENTO_ID, PE_FACTURA, PE_LINEA, PE_EVENTO, PE_FECHA};
    TriggerData *td = cartera_disparador(fcinfo);
    FilaJuzgada fj;
    Juicio j;
    Fila fila;

    exigir_momento(td, ANTES_FILA);
    fila_abrir(&fila, &columnas_evento, td->tg_relation, td->tg_trigtuple);
    fila_reservadas(&fila, RESERVADAS, lengthof(RESERVADAS));
    fila_exigidas(&fila, EXIGIDAS, lengthof(EXIGIDAS), td->tg_relation);
    juzgar_abrir(&fj);
    juzgar(&fila, &j);
    if (j.acto.evento != EP_REFACTURAR &&
        (!fila_nula(&fila, PE_NUEVA_FACTURA) || !fila_nula(&fila, PE_NUEVA_LINEA)))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("only what is billed again names a new line")));
    fila_poner_centavos(&fila, PE_VALOR, j.nota);
    fila_poner_enum(&fila, PE_ESTADO, "estado_prestacion", j.estado);
    fila_poner(&fila, PE_REGISTRADO, TimestampTzGetDatum(GetCurrentTimestamp()));
    fila_poner_de(&fila, PE_USUARIO, TEXTOID, CStringGetTextDatum(fj.usuario));
    return juzgar_cerrar(&fj, &fila);
}

/* ---- projecting ------------------------------------------------------------------------ */

static Consulta escribir_linea = {
    "UPDATE cartera.prestacion p SET estado = $4 WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND p.factura_id OPERATOR(pg_catalog.=) $2 AND p.linea OPERATOR(pg_catalog.=) $3",
    4,
    {INT8OID, INT8OID, INT4OID, 0},
    {[3] = "estado_prestacion"},
    NULL};

static Consulta escribir_nota = {
    "UPDATE cartera.factura f SET notas_credito = f.notas_credito OPERATOR(pg_catalog.+) $3"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) $1 AND f.factura_id OPERATOR(pg_catalog.=) $2",
    3,
    {INT8OID, INT8OID, NUMERICOID},
    {0},
    NULL};

PG_FUNCTION_INFO_V1(prestacion_evento_proyectar);
Datum
prestacion_evento_proyectar(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    EscrituraInterna e;
    Datum v[4];
    Juicio j;
    Fila fila;

    exigir_momento(td, TRIGGER_EVENT_INSERT | TRIGGER_EVENT_ROW | TRIGGER_EVENT_AFTER);
    fila_abrir(&fila, &columnas_evento, td->tg_relation, td->tg_trigtuple);
    SPI_connect();
    cartera_abrir(&e);
    juzgar(&fila, &j);
    if (fila_centavos(&fila, PE_VALOR, NULL) != j.nota ||
        fila_enum(&fila, PE_ESTADO, "estado_prestacion") != j.estado)
        ereport(ERROR, (errcode(ERRCODE_KG_SOLO_EVENTOS),
                        errmsg("another trigger changed or dropped rows already judged")));
    v[0] = Int64GetDatum(j.prestador);
    v[1] = Int64GetDatum(j.factura);
    v[2] = Int32GetDatum(j.linea);
    v[3] = ObjectIdGetDatum(enum_valor("estado_prestacion", j.estado));
    if (consulta_correr(&escribir_linea, v, NULL, false) != 1)
        elog(ERROR, "projection of invoice lines lost rows");
    v[2] = NumericGetDatum(numeric_de_centavos(j.nota));
    if (j.nota != 0 && consulta_correr(&escribir_nota, v, NULL, false) != 1)
        elog(ERROR, "totals of invoices lost rows");
    cartera_cerrar(&e);
    SPI_finish();
    return PointerGetDatum(NULL);
}

/* ---- for the glue ------------------------------------------------------------------------- */

PG_FUNCTION_INFO_V1(evento_prestacion_hacia);
Datum
evento_prestacion_hacia(PG_FUNCTION_ARGS)
{
    int evento;
    Fallo f;

    if (!prestacion_evento_hacia(enum_posicion("estado_prestacion", PG_GETARG_OID(0)),
                                 enum_posicion("estado_prestacion", PG_GETARG_OID(1)), &evento, &f))
        elevar(&f);
    PG_RETURN_OID(enum_valor("evento_prestacion", evento));
}

static int
comparar_int4(const void *a, const void *b)
{
    const int32 x = *(const int32 *) a, y = *(const int32 *) b;

    return (x > y) - (x < y);
}

PG_FUNCTION_INFO_V1(exigir_lineas);
Datum
exigir_lineas(PG_FUNCTION_ARGS)
{
    ArrayType *a = PG_ARGISNULL(0) ? NULL : PG_GETARG_ARRAYTYPE_P(0);
    int32 *v;
    int n;

    if (a == NULL || ArrayGetNItems(ARR_NDIM(a), ARR_DIMS(a)) == 0)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("there are no lines to bill again"),
                        errhint("Mark them first: conciliacion.marcar_prestacion.")));
    if (ARR_NDIM(a) != 1 || ARR_HASNULL(a))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("lines must be an array of one dimension without nulls")));
    n = ARR_DIMS(a)[0];
    v = palloc(sizeof(int32) * (Size) n);
    memcpy(v, ARR_DATA_PTR(a), sizeof(int32) * (Size) n);
    qsort(v, (size_t) n, sizeof(int32), comparar_int4);
    for (int i = 1; i < n; i++)
        if (v[i] == v[i - 1])
            ereport(ERROR, (errcode(ERRCODE_KG_YA_EXISTE), errmsg("the same line cannot be billed twice"),
                            errdetail("Line: %d.", v[i])));
    PG_RETURN_VOID();
}
