/*
 * calendario_sql.c - SQL functions over calendars. All are STABLE: they read
 * the rows of cartera.calendario, through the cache of this backend.
 *
 * The last argument, conocido_al, is the only one that may be null: all that
 * is known. Any other null gives null.
 */
#include "calendario_cache.h"
#include "cartera.h"
#include "tipo_plazo.h"

#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/jsonb.h"

/* Calendar of arguments n (id) and n + 1 (conocido_al). */
static const Calendario *
calendario_arg(FunctionCallInfo fcinfo, int n)
{
    text *id = PG_GETARG_TEXT_PP(n);
    Fecha conocido = PG_ARGISNULL(n + 1) ? FECHA_NULA : fecha_de_datum(PG_GETARG_DATUM(n + 1));
    const Calendario *c = calendario_buscar(VARDATA_ANY(id), VARSIZE_ANY_EXHDR(id), conocido);

    PG_FREE_IF_COPY(id, n);
    return c;
}

static inline bool
hay_nulos(FunctionCallInfo fcinfo, int n)
{
    for (int i = 0; i < n; i++)
        if (PG_ARGISNULL(i))
            return true;
    return false;
}

/* es_habil(fecha, calendario, conocido_al) */
PG_FUNCTION_INFO_V1(es_habil);
Datum
es_habil(PG_FUNCTION_ARGS)
{
    Fallo f;
    bool habil;

    if (hay_nulos(fcinfo, 2))
        PG_RETURN_NULL();
    if (!calendario_es_habil(calendario_arg(fcinfo, 1), fecha_de_datum(PG_GETARG_DATUM(0)), &habil, &f))
        elevar(&f);
    PG_RETURN_BOOL(habil);
}

/* sumar_habiles(fecha, n, calendario, conocido_al) */
PG_FUNCTION_INFO_V1(sumar_habiles);
Datum
sumar_habiles(PG_FUNCTION_ARGS)
{
    Fallo f;
    Fecha r;

    if (hay_nulos(fcinfo, 3))
        PG_RETURN_NULL();
    if (!calendario_sumar(calendario_arg(fcinfo, 2), fecha_de_datum(PG_GETARG_DATUM(0)), PG_GETARG_INT32(1),
                          &r, &f))
        elevar(&f);
    PG_RETURN_DATEADT(r);
}

/* dias_habiles(desde, hasta, calendario, conocido_al) */
PG_FUNCTION_INFO_V1(dias_habiles);
Datum
dias_habiles(PG_FUNCTION_ARGS)
{
    Fallo f;
    int32_t n;

    if (hay_nulos(fcinfo, 3))
        PG_RETURN_NULL();
    if (!calendario_contar(calendario_arg(fcinfo, 2), fecha_de_datum(PG_GETARG_DATUM(0)),
                           fecha_de_datum(PG_GETARG_DATUM(1)), &n, &f))
        elevar(&f);
    PG_RETURN_INT32(n);
}

/* vencimiento(desde, plazo, calendario, conocido_al) */
PG_FUNCTION_INFO_V1(vencimiento);
Datum
vencimiento(PG_FUNCTION_ARGS)
{
    Fallo f;
    Fecha r;

    if (hay_nulos(fcinfo, 3))
        PG_RETURN_NULL();
    if (!calendario_vencimiento(calendario_arg(fcinfo, 2), fecha_de_datum(PG_GETARG_DATUM(0)),
                                PG_GETARG_PLAZO(1), &r, &f))
        elevar(&f);
    PG_RETURN_DATEADT(r);
}

/* ---- texts of the core are UTF-8; those of exceptions come from the database ---- */

static char *
del_nucleo(const char *s)
{
    return pg_any_to_server(s, (int) strlen(s), PG_UTF8);
}

static const char *
texto_feriado(const Feriado *x, const char *s)
{
    return x->clase == CLASE_EXCEPCION ? s : del_nucleo(s);
}

/* festivos(calendario, desde, hasta, conocido_al): without bounds, all that the calendar knows. */
PG_FUNCTION_INFO_V1(festivos);
Datum
festivos(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    const Calendario *c;
    const Feriado *lista;
    Fecha desde, hasta;
    Fallo f;
    int n;

    InitMaterializedSRF(fcinfo, 0);
    if (PG_ARGISNULL(0))
        return (Datum) 0;
    {
        text *id = PG_GETARG_TEXT_PP(0);
        Fecha conocido = PG_ARGISNULL(3) ? FECHA_NULA : fecha_de_datum(PG_GETARG_DATUM(3));

        c = calendario_buscar(VARDATA_ANY(id), VARSIZE_ANY_EXHDR(id), conocido);
    }
    calendario_rango(c, &desde, &hasta);
    if (!PG_ARGISNULL(1))
        desde = fecha_de_datum(PG_GETARG_DATUM(1));
    if (!PG_ARGISNULL(2))
        hasta = fecha_de_datum(PG_GETARG_DATUM(2));
    if (!calendario_feriados(c, desde, hasta, &lista, &n, &f))
        elevar(&f);
    for (int i = 0; i < n; i++) {
        Datum v[4];
        bool nulo[4] = {false, false, false, lista[i].norma == NULL};

        v[0] = DateADTGetDatum(lista[i].fecha);
        v[1] = CStringGetTextDatum(texto_feriado(&lista[i], lista[i].nombre));
        v[2] = CStringGetTextDatum(clase_feriado_texto(lista[i].clase));
        v[3] = nulo[3] ? (Datum) 0 : CStringGetTextDatum(texto_feriado(&lista[i], lista[i].norma));
        tuplestore_putvalues(rsi->setResult, rsi->setDesc, v, nulo);
    }
    return (Datum) 0;
}

/* ---- explicar_vencimiento ------------------------------------------------------ */

static void
clave(StringInfo s, const char *nombre)
{
    appendStringInfo(s, "%s\"%s\": ", s->data[s->len - 1] == '{' ? "" : ", ", nombre);
}

static void
texto(StringInfo s, const char *nombre, const char *valor)
{
    clave(s, nombre);
    if (valor == NULL)
        appendStringInfoString(s, "null");
    else
        escape_json(s, valor);
}

static void
fecha(StringInfo s, const char *nombre, Fecha f)
{
    char b[FECHA_TEXTO];

    texto(s, nombre, f == FECHA_NULA ? NULL : fecha_texto(f, b));
}

static void
omitidos(StringInfo s, const Calendario *c, const Explicacion *e)
{
    const Feriado *lista;
    Fallo f;
    int n = 0;
    bool primero = true;

    clave(s, "omitidos");
    appendStringInfoChar(s, '[');
    if (e->vence > e->salto_desde && !calendario_feriados(c, e->salto_desde, e->vence - 1, &lista, &n, &f))
        elevar(&f);
    for (int i = 0; i < n; i++) {
        const Feriado *x = &lista[i];

        if (!calendario_omite(c, x))
            continue;
        appendStringInfoString(s, primero ? "{" : ", {");
        primero = false;
        fecha(s, "fecha", x->fecha);
        texto(s, "nombre", texto_feriado(x, x->nombre));
        texto(s, "clase", clase_feriado_texto(x->clase));
        texto(s, "norma", x->norma == NULL ? NULL : texto_feriado(x, x->norma));
        appendStringInfoChar(s, '}');
    }
    appendStringInfoChar(s, ']');
}

/* explicar_vencimiento(desde, plazo, calendario, conocido_al) */
PG_FUNCTION_INFO_V1(explicar_vencimiento);
Datum
explicar_vencimiento(PG_FUNCTION_ARGS)
{
    const Calendario *c;
    Fecha desde;
    Plazo plazo;
    Explicacion e;
    Fallo f;
    char b[PLAZO_TEXTO];
    StringInfoData s;

    if (hay_nulos(fcinfo, 3))
        PG_RETURN_NULL();
    desde = fecha_de_datum(PG_GETARG_DATUM(0));
    plazo = PG_GETARG_PLAZO(1);
    c = calendario_arg(fcinfo, 2);
    if (!calendario_explicar(c, desde, plazo, &e, &f))
        elevar(&f);
    initStringInfo(&s);
    appendStringInfoChar(&s, '{');
    fecha(&s, "vence", e.vence);
    fecha(&s, "desde", desde);
    texto(&s, "plazo", del_nucleo(plazo_texto(plazo, b)));
    texto(&s, "calendario", text_to_cstring(PG_GETARG_TEXT_PP(2)));
    fecha(&s, "conocido_al", PG_ARGISNULL(3) ? FECHA_NULA : fecha_de_datum(PG_GETARG_DATUM(3)));
    clave(&s, "dias_contados");
    appendStringInfo(&s, "%d", e.dias);
    clave(&s, "habiles");
    appendStringInfo(&s, "%d", e.habiles);
    omitidos(&s, c, &e);
    clave(&s, "fines_de_semana");
    appendStringInfo(&s, "%d", e.fines_de_semana);
    texto(&s, "regla", del_nucleo(e.regla));
    texto(&s, "fuente",
          del_nucleo(e.fuente_festivos == NULL ? e.fuente
                                               : psprintf("%s; festivos: %s", e.fuente, e.fuente_festivos)));
    clave(&s, "provisional");
    appendStringInfoString(&s, e.provisional ? "true" : "false");
    clave(&s, "interrupciones");
    appendStringInfoString(&s, "[]}");
    PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(s.data)));
}
