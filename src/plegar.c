/*
 * plegar.c - plegar_glosa(): the fold of a glosa's events as an aggregate.
 */
#include "calendario_cache.h"
#include "contexto.h"
#include "disparador.h"
#include "fila.h"
#include "norma_cache.h"

#include "access/htup_details.h"
#include "access/tupdesc.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "nucleo/ciclo_glosa.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/typcache.h"

enum {
    PL_SECUENCIA,
    PL_EVENTO,
    PL_FECHA,
    PL_VALOR,
    PL_ACEPTADO,
    PL_LEVANTADO,
    PL_CAUSA,
    PL_EVIDENCIA,
    PL_ESTADO,
    PL_VENCE,
    PL_QUIEN_DEBE,
    PL_EXTEMPORANEA,
    PL_N
};
static const char *const NOMBRES[PL_N] = {
    "secuencia",    "evento",    "fecha",  "valor", "valor_aceptado", "valor_levantado",
    "causa_cierre", "evidencia", "estado", "vence", "quien_debe",     "extemporanea"};

typedef struct Pliegue {
    CasoGlosa caso;
    bool roto;
    Fallo fallo;
    Oid tipo; /* row type that columnas was resolved for */
    int32 typmod;
    Columnas columnas;
} Pliegue;

/* Type of each column: one of ours by name, or that of the system. A null only where history has them. */
static const struct {
    const char *nuestro;
    Oid tipo;
    bool obligatoria;
} TIPOS[PL_N] = {[PL_SECUENCIA] = {NULL, INT4OID, true},
                 [PL_EVENTO] = {"evento_glosa", InvalidOid, true},
                 [PL_FECHA] = {NULL, DATEOID, true},
                 [PL_VALOR] = {NULL, NUMERICOID, false},
                 [PL_ACEPTADO] = {NULL, NUMERICOID, false},
                 [PL_LEVANTADO] = {NULL, NUMERICOID, false},
                 [PL_CAUSA] = {"causa_cierre", InvalidOid, false},
                 [PL_EVIDENCIA] = {NULL, JSONBOID, false},
                 [PL_ESTADO] = {"estado_glosa", InvalidOid, true},
                 [PL_VENCE] = {NULL, DATEOID, false},
                 [PL_QUIEN_DEBE] = {"papel", InvalidOid, false},
                 [PL_EXTEMPORANEA] = {NULL, BOOLOID, true}};

pg_noreturn static void
fila_ajena(const char *detalle, const char *columna)
{
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("plegar_glosa takes rows of cartera.glosa_evento"), errdetail(detalle, columna)));
}

/* Anybody may call the aggregate with any record: its columns are found by name and proved by type. */
static void
resolver(Pliegue *p, HeapTupleHeader fila, TupleDesc desc)
{
    p->columnas.n = PL_N;
    p->columnas.nombres = NOMBRES;
    for (int i = 0; i < PL_N; i++) {
        Oid tipo = TIPOS[i].nuestro == NULL ? TIPOS[i].tipo : tipo_conciliacion(TIPOS[i].nuestro);

        p->columnas.num[i] = SPI_fnumber(desc, NOMBRES[i]);
        if (p->columnas.num[i] <= 0 || desc->natts > FILA_COLUMNAS)
            fila_ajena(gettext_noop("Column \"%s\" is missing."), NOMBRES[i]);
        if (TupleDescAttr(desc, p->columnas.num[i] - 1)->atttypid != tipo)
            fila_ajena(gettext_noop("Column \"%s\" is of another type."), NOMBRES[i]);
    }
    p->tipo = HeapTupleHeaderGetTypeId(fila);
    p->typmod = HeapTupleHeaderGetTypMod(fila);
}

/* The event of a row; what its author gave beside is left in a when it is wanted. */
static void
leer_evento(Pliegue *p, HeapTupleHeader cabeza, EventoGuardado *e, ActoGlosa *a)
{
    HeapTupleData t;
    TupleDesc desc;
    Fila f;

    desc = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(cabeza), HeapTupleHeaderGetTypMod(cabeza));
    if (p->tipo != HeapTupleHeaderGetTypeId(cabeza) || p->typmod != HeapTupleHeaderGetTypMod(cabeza))
        resolver(p, cabeza, desc);
    t.t_len = HeapTupleHeaderGetDatumLength(cabeza);
    ItemPointerSetInvalid(&t.t_self);
    t.t_tableOid = InvalidOid;
    t.t_data = cabeza;
    f.columnas = &p->columnas;
    f.desc = desc;
    heap_deform_tuple(&t, desc, f.valores, f.nulos);
    for (int i = 0; i < PL_N; i++)
        if (TIPOS[i].obligatoria && fila_nula(&f, i))
            fila_ajena(gettext_noop("Column \"%s\" is null."), NOMBRES[i]);
    e->secuencia = DatumGetInt32(fila_dato(&f, PL_SECUENCIA));
    e->evento = fila_enum(&f, PL_EVENTO, "evento_glosa");
    e->causa = fila_enum(&f, PL_CAUSA, "causa_cierre");
    e->estado = fila_enum(&f, PL_ESTADO, "estado_glosa");
    e->quien_debe = fila_enum(&f, PL_QUIEN_DEBE, "papel");
    e->fecha = fila_fecha(&f, PL_FECHA);
    e->vence = fila_fecha(&f, PL_VENCE);
    e->valor = fila_centavos(&f, PL_VALOR, NULL);
    e->aceptado = fila_centavos(&f, PL_ACEPTADO, NULL);
    e->levantado = fila_centavos(&f, PL_LEVANTADO, NULL);
    e->extemporanea = DatumGetBool(fila_dato(&f, PL_EXTEMPORANEA));
    e->acuse = e->evento == EV_COMUNICAR && !texto_vacio(evidencia_clave(&f, PL_EVIDENCIA, "acuse"));
    if (a != NULL) {
        memset(a, 0, sizeof(*a));
        a->evento = e->evento;
        a->fecha = e->fecha;
        a->causa_suspension = evidencia_clave(&f, PL_EVIDENCIA, "causa");
        a->fecha_cita = e->evento == EV_CITAR ? evidencia_fecha(&f, PL_EVIDENCIA, "fecha_cita") : FECHA_NULA;
    }
    ReleaseTupleDesc(desc);
}

/* State of the aggregate; NULL row: nothing to fold. */
static Pliegue *
pliegue_de(FunctionCallInfo fcinfo)
{
    MemoryContext memoria;

    if (!AggCheckCallContext(fcinfo, &memoria))
        elog(ERROR, "fold called in non-aggregate context");
    return PG_ARGISNULL(0) ? MemoryContextAllocZero(memoria, sizeof(Pliegue))
                           : (Pliegue *) PG_GETARG_POINTER(0);
}

PG_FUNCTION_INFO_V1(plegar_paso);
Datum
plegar_paso(PG_FUNCTION_ARGS)
{
    Pliegue *p = pliegue_de(fcinfo);
    EventoGuardado e;

    if (PG_ARGISNULL(1) || p->roto)
        PG_RETURN_POINTER(p);
    leer_evento(p, PG_GETARG_HEAPTUPLEHEADER(1), &e, NULL);
    if (!glosa_plegar(&p->caso, &e, &p->fallo))
        p->roto = true;
    PG_RETURN_POINTER(p);
}

PG_FUNCTION_INFO_V1(vence_paso);
/* _vence_conocido(evento, norma_id, fecha_radicacion, conocido_al): the clock with what was known that day. */
Datum
vence_paso(PG_FUNCTION_ARGS)
{
    Pliegue *p = pliegue_de(fcinfo);
    EventoGuardado e;
    ActoGlosa a;
    Norma n;

    if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3) || p->roto)
        PG_RETURN_POINTER(p);
    leer_evento(p, PG_GETARG_HEAPTUPLEHEADER(1), &e, &a);
    a.radicacion = fecha_de_datum(PG_GETARG_DATUM(3));
    SPI_connect();
    n = *norma_obtener(text_to_cstring(PG_GETARG_TEXT_PP(2)));
    if (!glosa_plegar_con(&p->caso, &e, &a, &n,
                          calendario_obtener(n.calendario, PG_ARGISNULL(4)
                                                               ? FECHA_NULA
                                                               : fecha_de_datum(PG_GETARG_DATUM(4))),
                          &p->fallo))
        p->roto = true;
    SPI_finish();
    PG_RETURN_POINTER(p);
}

PG_FUNCTION_INFO_V1(vence_fin);
Datum
vence_fin(PG_FUNCTION_ARGS)
{
    Pliegue *p = PG_ARGISNULL(0) ? NULL : (Pliegue *) PG_GETARG_POINTER(0);

    if (p == NULL || p->roto || p->caso.secuencia == 0 || p->caso.vence == FECHA_NULA)
        PG_RETURN_NULL();
    PG_RETURN_DATEADT(p->caso.vence);
}

/* The columns of glosa_plegada, in order. */
static Datum
resultado(FunctionCallInfo fcinfo, const CasoGlosa *k, const char *contradiccion)
{
    TupleDesc desc;
    Datum v[19];
    bool nulo[19] = {false};

    if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
        elog(ERROR, "return type must be a row type");
    v[0] = Int32GetDatum(k->secuencia);
    v[1] = ObjectIdGetDatum(enum_valor("estado_glosa", k->estado));
    nulo[2] = k->estado_previo < 0;
    v[2] = nulo[2] ? (Datum) 0 : ObjectIdGetDatum(enum_valor("estado_glosa", k->estado_previo));
    nulo[3] = k->causa < 0;
    v[3] = nulo[3] ? (Datum) 0 : ObjectIdGetDatum(enum_valor("causa_cierre", k->causa));
    v[4] = NumericGetDatum(numeric_de_centavos(k->valor));
    v[5] = NumericGetDatum(numeric_de_centavos(k->aceptado));
    v[6] = NumericGetDatum(numeric_de_centavos(k->levantado));
    v[7] = NumericGetDatum(numeric_de_centavos(k->pendiente));
    v[8] = ObjectIdGetDatum(enum_valor("evento_glosa", k->ultimo_evento));
    v[9] = DateADTGetDatum(k->fecha);
    v[10] = DateADTGetDatum(k->ultima_fecha);
    v[11] = DateADTGetDatum(k->vence);
    nulo[11] = k->vence == FECHA_NULA;
    v[12] = DateADTGetDatum(k->vence_previo);
    nulo[12] = k->vence_previo == FECHA_NULA;
    nulo[13] = k->quien_debe < 0;
    v[13] = nulo[13] ? (Datum) 0 : ObjectIdGetDatum(enum_valor("papel", k->quien_debe));
    v[14] = Int32GetDatum(k->comunicaciones);
    v[15] = BoolGetDatum(k->extemporanea);
    v[16] = BoolGetDatum(k->formulada_tarde);
    v[17] = BoolGetDatum(k->subsanada);
    nulo[18] = contradiccion == NULL;
    v[18] = nulo[18] ? (Datum) 0 : CStringGetTextDatum(contradiccion);
    return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), v, nulo));
}

PG_FUNCTION_INFO_V1(plegar_fin);
Datum
plegar_fin(PG_FUNCTION_ARGS)
{
    Pliegue *p;
    char *contradiccion = NULL;

    if (PG_ARGISNULL(0))
        PG_RETURN_NULL();
    p = (Pliegue *) PG_GETARG_POINTER(0);
    if (p->roto)
        contradiccion = fallo_texto(&p->fallo);
    else if (p->caso.secuencia == 0)
        PG_RETURN_NULL();
    return resultado(fcinfo, &p->caso, contradiccion);
}
