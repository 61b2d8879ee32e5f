/*
 * registro.c - triggers of the records of conciliation (see registro.h).
 *
 * The argument of the trigger names the table, so that a partition or a shard
 * of it is judged the same.
 */
#include "registro.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

static const Registro *
registro_de(const TriggerData *td, ClaseContexto *clase)
{
    const char *tabla = td->tg_trigger->tgnargs == 1 ? td->tg_trigger->tgargs[0] : "";

    for (int i = 0; i < REGISTROS_CITA_N + REGISTROS_ACTA_N; i++) {
        const Registro *r = i < REGISTROS_CITA_N ? &REGISTROS_CITA[i] : &REGISTROS_ACTA[i - REGISTROS_CITA_N];

        if (strcmp(r->tabla, tabla) == 0) {
            *clase = (ClaseContexto) (CTX_CONCILIACION + i);
            return r;
        }
    }
    exigir_momento(td, UINT32_MAX); /* matches no event: refuses */
    return NULL;
}

PG_FUNCTION_INFO_V1(conciliacion_sentencia);
Datum
conciliacion_sentencia(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    ClaseContexto clase;

    exigir_momento(td, ANTES_SENTENCIA);
    if (registro_de(td, &clase)->juicio != NULL)
        contexto_abrir(clase);
    return PointerGetDatum(NULL);
}

/* Who and when; the columns stand last. */
static void
firmar_fila(Fila *f, const char *usuario)
{
    fila_poner(f, f->columnas->n - 2, TimestampTzGetDatum(GetCurrentTimestamp()));
    fila_poner_de(f, f->columnas->n - 1, TEXTOID, CStringGetTextDatum(usuario));
}

static void
juzgar_registro(Contexto *c, Fila *f, const char *usuario)
{
    const Registro *r = f->propio;

    if (r->fecha >= 0)
        exigir_no_futura(fila_fecha(f, r->fecha));
    r->juicio(c, f, usuario);
    if (r->firmada)
        firmar_fila(f, usuario);
}

PG_FUNCTION_INFO_V1(conciliacion_fila);
Datum
conciliacion_fila(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    ClaseContexto clase;
    const Registro *r;
    Fila f;

    exigir_momento(td, ANTES_FILA);
    r = registro_de(td, &clase);
    if (r->juicio == NULL) {
        if (!cartera_interna())
            ereport(ERROR, (errcode(ERRCODE_KG_SOLO_EVENTOS),
                            errmsg("table \"%s\" is written only by its triggers",
                                   RelationGetRelationName(td->tg_relation)),
                            errtable(td->tg_relation)));
        return PointerGetDatum(td->tg_trigtuple);
    }
    fila_abrir(&f, r->columnas, td->tg_relation, td->tg_trigtuple);
    for (int i = r->primera_reservada; i >= 0 && i <= r->ultima_reservada; i++)
        fila_reservada(&f, i);
    for (int i = 1; r->firmada && i <= 2; i++)
        fila_reservada(&f, r->columnas->n - i);
    for (int i = 0; i < r->exigidas; i++)
        fila_exigir(&f, i, td->tg_relation);
    if (r->fecha >= 0 && fila_nula(&f, r->fecha))
        fila_poner_fecha(&f, r->fecha, fecha_hoy());
    f.propio = r;
    return juzgar_fila(contexto_actual(clase), &f, r->caso, juzgar_registro);
}

PG_FUNCTION_INFO_V1(conciliacion_despues);
Datum
conciliacion_despues(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    ClaseContexto clase;
    const Registro *r;
    Contexto *c;

    exigir_momento(td, DESPUES_SENTENCIA);
    r = registro_de(td, &clase);
    if (r->juicio == NULL)
        return PointerGetDatum(NULL);
    c = contexto_actual(clase);
    if (td->tg_newtable == NULL)
        exigir_momento(td, UINT32_MAX);
    contexto_verificar(c, td->tg_newtable, RelationGetDescr(td->tg_relation));
    if (r->cerrar != NULL)
        r->cerrar(c);
    contexto_cerrar(c);
    return PointerGetDatum(NULL);
}

void
insertar_como_cliente(Lote *l, EscrituraLote *insertar)
{
    SPI_connect();
    (void) lote_escribir(l, insertar);
    SPI_finish();
}
