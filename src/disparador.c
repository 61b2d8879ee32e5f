/*
 * disparador.c - the shape that every trigger of cartera shares, and the one
 * that keeps records and projections from direct changes.
 */
#include "disparador.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/rel.h"

void
exigir_momento(const TriggerData *td, uint32 evento)
{
    if ((td->tg_event & (TRIGGER_EVENT_OPMASK | TRIGGER_EVENT_ROW | TRIGGER_EVENT_TIMINGMASK)) != evento)
        ereport(ERROR,
                (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
                 errmsg("trigger \"%s\" was not fired as instalar() made it", td->tg_trigger->tgname)));
}

PG_FUNCTION_INFO_V1(solo_eventos);
/*
 * UPDATE, DELETE and TRUNCATE of projections and of history: only the triggers
 * themselves update, and nobody deletes.
 */
Datum
solo_eventos(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    if (TRIGGER_FIRED_FOR_ROW(td->tg_event) || !TRIGGER_FIRED_BEFORE(td->tg_event))
        exigir_momento(td, TRIGGER_EVENT_UPDATE | TRIGGER_EVENT_BEFORE);
    if (!cartera_interna() || !TRIGGER_FIRED_BY_UPDATE(td->tg_event))
        ereport(ERROR,
                (errcode(ERRCODE_KG_SOLO_EVENTOS),
                 errmsg("table \"%s\" changes only through events", RelationGetRelationName(td->tg_relation)),
                 errdetail("Its rows are a record or a projection of it; they are never edited or removed."),
                 errhint("Insert an event, or call the function of the act."), errtable(td->tg_relation)));
    return PointerGetDatum(NULL);
}

void
fila_reservadas(const Fila *f, const int *cols, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fila_reservada(f, cols[i]);
}

void
fila_reservadas_cero(const Fila *f, const int *cols, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fila_reservar_cero(f, cols[i]);
}

void
fila_exigidas(const Fila *f, const int *cols, size_t n, Relation rel)
{
    for (size_t i = 0; i < n; i++)
        fila_exigir(f, cols[i], rel);
}

void
juzgar_abrir(FilaJuzgada *j)
{
    j->llamador = CurrentMemoryContext;
    j->usuario = GetUserNameFromId(GetUserId(), false);
    SPI_connect();
    cartera_abrir(&j->escritura);
}

Datum
juzgar_cerrar(FilaJuzgada *j, Fila *fila)
{
    HeapTuple nueva;

    cartera_cerrar(&j->escritura);
    MemoryContextSwitchTo(j->llamador);
    nueva = fila_cerrar(fila); /* copies what was made inside SPI */
    SPI_finish();
    return PointerGetDatum(nueva);
}

/* Rethrow the error in course with the place of the row in its DETAIL. */
pg_noreturn static void
relanzar(MemoryContext llamador, uint64 posicion, const char *columna, int64 id)
{
    ErrorData *e;
    char *lugar;

    MemoryContextSwitchTo(llamador);
    e = CopyErrorData();
    FlushErrorState();
    lugar = psprintf(_("Element %llu of the statement: %s %lld."), (unsigned long long) posicion, columna,
                     (long long) id);
    e->detail = e->detail == NULL ? lugar : psprintf("%s %s", e->detail, lugar);
    ReThrowError(e);
}

Datum
juzgar_fila(Contexto *c, Fila *fila, int caso, JuicioFila juicio)
{
    MemoryContext llamador = CurrentMemoryContext;
    const char *usuario = contexto_usuario(c);
    volatile bool juzgando = false;
    HeapTuple nueva;
    Diferida d;

    cartera_diferir(&d);
    PG_TRY();
    {
        contexto_aliviar(c);
        juzgando = true;
        juicio(c, fila, usuario);
        contexto_contar(c, fila);
    }
    PG_CATCH();
    {
        cartera_abandonar(&d);
        /* what is not a refusal of ours, or of a value, goes on as it is */
        if (juzgando && (ERRCODE_TO_CATEGORY(geterrcode()) == MAKE_SQLSTATE('K', 'G', '0', '0', '0') ||
                         ERRCODE_TO_CATEGORY(geterrcode()) == ERRCODE_DATA_EXCEPTION))
            relanzar(llamador, contexto_filas(c) + 1, fila->columnas->nombres[caso],
                     fila_int8(fila, caso, 0));
        PG_RE_THROW();
    }
    PG_END_TRY();
    cartera_devolver(&d);
    MemoryContextSwitchTo(llamador);
    nueva = fila_cerrar(fila); /* copies what was made inside SPI */
    cartera_concluir(&d);
    return PointerGetDatum(nueva);
}

void
sentencia_terminar(TriggerData *td, Contexto *c)
{
    EscrituraInterna ei;

    if (td->tg_newtable == NULL)
        exigir_momento(td, UINT32_MAX);
    contexto_verificar(c, td->tg_newtable, RelationGetDescr(td->tg_relation));
    SPI_connect();
    cartera_abrir(&ei);
    contexto_volcar(c);
    cartera_cerrar(&ei);
    SPI_finish();
    contexto_cerrar(c);
}

char *
evidencia_clave(const Fila *f, int col, const char *clave)
{
    Jsonb *j;
    JsonbValue *v;
    JsonbValue buscada;

    if (fila_nula(f, col))
        return NULL;
    j = DatumGetJsonbP(fila_dato_de(f, col, JSONBOID));
    if (!JB_ROOT_IS_OBJECT(j))
        return NULL;
    buscada.type = jbvString;
    buscada.val.string.val = unconstify(char *, clave);
    buscada.val.string.len = (int) strlen(clave);
    v = findJsonbValueFromContainer(&j->root, JB_FOBJECT, &buscada);
    if (v == NULL || v->type == jbvNull)
        return NULL;
    if (v->type == jbvString)
        return pnstrdup(v->val.string.val, v->val.string.len);
    if (v->type == jbvBool)
        return pstrdup(v->val.boolean ? "true" : "");
    return pstrdup("true");
}

bool
evidencia_vacia(const Fila *f, int col)
{
    Jsonb *j;

    if (fila_nula(f, col))
        return true;
    j = DatumGetJsonbP(fila_dato_de(f, col, JSONBOID));
    return JB_ROOT_COUNT(j) == 0 || JB_ROOT_IS_SCALAR(j);
}

/* A date written in the evidence; bad text is refused by date's own input. */
Fecha
evidencia_fecha(const Fila *f, int col, const char *clave)
{
    char *texto = evidencia_clave(f, col, clave);

    if (texto_vacio(texto))
        return FECHA_NULA;
    return fecha_de_datum(DirectFunctionCall1(date_in, CStringGetDatum(texto)));
}
