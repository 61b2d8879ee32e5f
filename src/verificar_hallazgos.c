/*
 * verificar_hallazgos.c - what verificar() finds, as rows and texts.
 */
#include "verificar.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/memutils.h"

static void
coma(StringInfo s)
{
    if (s->len > 0)
        appendStringInfoChar(s, ',');
}

static void
con_entero(StringInfo s, int64 n)
{
    coma(s);
    appendStringInfo(s, INT64_FORMAT, n);
}

static void
con_importe(StringInfo s, Centavos c)
{
    char t[DINERO_TEXTO];

    coma(s);
    appendStringInfoString(s, c == ILEGIBLE ? "?" : dinero_texto(c, t));
}

static void
con_fecha(StringInfo s, Fecha f)
{
    /* the comma stands for a null, as in the text of a row */
    coma(s);
    if (f == FECHA_REMOTA)
        appendStringInfoString(s, "-infinity");
    else if (DATE_IS_NOEND(f))
        appendStringInfoString(s, "infinity");
    else if (f != FECHA_NULA) {
        struct pg_tm tm;
        char t[MAXDATELEN + 1];

        /* any date of the server: the core writes only those that the law may name */
        j2date(f + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
        EncodeDateOnly(&tm, USE_ISO_DATES, t);
        appendStringInfoString(s, t);
    }
}

static void
con_nombre(StringInfo s, const char *const *nombres, int i)
{
    coma(s);
    if (i >= 0)
        appendStringInfoString(s, nombres[i]);
}

static Datum
texto(const char *s)
{
    return CStringGetTextDatum(pg_any_to_server(s, (int) strlen(s), PG_UTF8));
}

void
incumple(const Hallazgos *h, const char *identidad, int64 prestador, const char *objeto, const char *esperado,
         const char *encontrado, Centavos diferencia)
{
    Datum v[6] = {texto(identidad), Int64GetDatum(prestador), texto(objeto)};
    bool nulo[6] = {false, false, false, esperado == NULL, encontrado == NULL, diferencia == ILEGIBLE};

    v[3] = nulo[3] ? (Datum) 0 : CStringGetTextDatum(esperado);
    v[4] = nulo[4] ? (Datum) 0 : CStringGetTextDatum(encontrado);
    v[5] = nulo[5] ? (Datum) 0 : NumericGetDatum(numeric_de_centavos(diferencia));
    tuplestore_putvalues(h->rsi->setResult, h->rsi->setDesc, v, nulo);
    MemoryContextReset(h->textos);
}

const char *
caso_texto(const CasoGlosa *k)
{
    StringInfoData s;

    if (k == NULL)
        return NULL;
    initStringInfo(&s);
    con_entero(&s, k->secuencia);
    con_nombre(&s, MAQUINA_GLOSA.estados, k->estado);
    con_importe(&s, k->valor);
    con_importe(&s, k->aceptado);
    con_importe(&s, k->levantado);
    con_importe(&s, k->pendiente);
    con_fecha(&s, k->vence);
    con_nombre(&s, PAPELES, k->quien_debe);
    con_nombre(&s, MAQUINA_GLOSA.causas, k->causa);
    con_nombre(&s, MAQUINA_GLOSA.eventos, k->ultimo_evento);
    con_fecha(&s, k->fecha);
    con_fecha(&s, k->ultima_fecha);
    con_nombre(&s, MAQUINA_GLOSA.estados, k->estado_previo);
    con_fecha(&s, k->vence_previo);
    con_entero(&s, k->comunicaciones);
    con_entero(&s, k->extemporanea);
    con_entero(&s, k->formulada_tarde);
    con_entero(&s, k->subsanada);
    return psprintf("(%s)", s.data);
}

const char *
linea_texto(Centavos glosado, Centavos aceptado, Centavos pendiente)
{
    StringInfoData s;

    initStringInfo(&s);
    con_importe(&s, glosado);
    con_importe(&s, aceptado);
    con_importe(&s, pendiente);
    return psprintf("(%s)", s.data);
}

const char *
totales_texto(const Totales *t)
{
    StringInfoData s;

    initStringInfo(&s);
    con_importe(&s, t->valor);
    con_importe(&s, t->glosado);
    con_importe(&s, t->aceptado);
    con_importe(&s, t->levantado);
    con_importe(&s, t->pendiente);
    con_entero(&s, t->vivas);
    con_entero(&s, t->abiertas);
    return psprintf("(%s)", s.data);
}

const char *
marcha_texto(const Marcha *m)
{
    StringInfoData s;

    initStringInfo(&s);
    con_entero(&s, m->lineas);
    con_entero(&s, m->actos);
    con_entero(&s, m->devoluciones);
    con_nombre(&s, MAQUINA_FACTURA.eventos, m->evento);
    con_fecha(&s, m->ultima);
    con_fecha(&s, m->vence);
    con_nombre(&s, PAPELES, m->quien_debe);
    con_fecha(&s, m->notificada);
    return psprintf("(%s)", s.data);
}
