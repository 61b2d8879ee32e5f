/*
 * verificar.c - _verificar_glosas(): what must hold of glosas and invoices.
 *
 * Every glosa is the fold of its events; every line and invoice has the totals,
 * the state and the dates that its glosas, lines and events give it. The tables
 * are read once each, as streams in the order of their keys walked side by side
 * (flujo.h), so that the cost is that of reading and memory does not grow with
 * what is stored; what glosas tell to their invoices goes through one sort.
 */
#include "contexto.h"
#include "disparador.h"
#include "fila.h"
#include "flujo.h"
#include "numerico.h"

#include "access/htup_details.h"
#include "access/tupdesc.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "executor/tuptable.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/tuplesort.h"

/* What cannot be read as an amount (a restore may bring anything): it equals nothing, itself included. */
#define ILEGIBLE PG_INT64_MIN
#define SIN_LINEA PG_INT32_MIN

/* OIDs of an enumeration of ours, to find positions without asking by name for each row. */
typedef struct Enumera {
    const char *tipo;
    int n;
    Oid valores[16];
} Enumera;

enum { E_EVENTO, E_CAUSA, E_ESTADO, E_PAPEL, E_EVENTO_FACTURA, E_ESTADO_FACTURA, E_N };

typedef struct Revision {
    ReturnSetInfo *rsi;
    Datum prestador;
    bool todos; /* no provider was given */
    Enumera enums[E_N];
    Flujo *eventos, *casos, *facturas, *actos, *lineas;
    Tuplesortstate *glosas; /* what they tell to their invoices */
    TupleDesc forma;
    TupleTableSlot *glosa; /* the current one of them, in the second pass */
    bool hay_glosa;
    MemoryContext textos;
} Revision;

/* ---- values of a row ---------------------------------------------------------------- */

static int
posicion(const Revision *r, int cual, const Datum *v, const bool *nulos, int col)
{
    const Enumera *e = &r->enums[cual];
    Oid valor = DatumGetObjectId(v[col]);

    if (nulos[col])
        return NINGUNO;
    for (int i = 0; i < e->n; i++)
        if (e->valores[i] == valor)
            return i;
    return enum_posicion(e->tipo, valor); /* refuses */
}

static Centavos
importe(const Datum *v, const bool *nulos, int col)
{
    char *texto;
    Centavos c;
    Fallo f;

    if (nulos[col])
        return 0;
    if (centavos_leer(v[col], &c))
        return c;
    texto = DatumGetCString(DirectFunctionCall1(numeric_out, v[col]));
    if (!dinero_leer(texto, &c, &f))
        c = ILEGIBLE;
    pfree(texto);
    return c;
}

static bool
igual(Centavos a, Centavos b)
{
    return a == b && a != ILEGIBLE;
}

static void
sumar(Centavos *a, Centavos b)
{
    if (*a == ILEGIBLE || b == ILEGIBLE || pg_add_s64_overflow(*a, b, a))
        *a = ILEGIBLE;
}

/* No date and -infinity are not the same. */
static Fecha
fecha(const Datum *v, const bool *nulos, int col)
{
    DateADT f = DatumGetDateADT(v[col]);

    if (nulos[col])
        return FECHA_NULA;
    return DATE_IS_NOBEGIN(f) ? FECHA_NULA + 1 : f;
}

/* ---- what is found ------------------------------------------------------------------- */

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
    char t[FECHA_TEXTO];

    /* the comma stands for a null, as in the text of a row */
    coma(s);
    appendStringInfoString(s, f == FECHA_NULA + 1 ? "-infinity"
                              : DATE_IS_NOEND(f)  ? "infinity"
                                                  : fecha_texto(f, t));
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

/*
 * One row: esperado and encontrado may be NULL; diferencia is ILEGIBLE when there is none. Texts that its caller
 * made are gone after it.
 */
static void
incumple(Revision *r, const char *identidad, int64 prestador, const char *objeto, const char *esperado,
         const char *encontrado, Centavos diferencia)
{
    Datum v[6] = {texto(identidad), Int64GetDatum(prestador), texto(objeto)};
    bool nulo[6] = {false, false, false, esperado == NULL, encontrado == NULL, diferencia == ILEGIBLE};

    v[3] = nulo[3] ? (Datum) 0 : CStringGetTextDatum(esperado);
    v[4] = nulo[4] ? (Datum) 0 : CStringGetTextDatum(encontrado);
    v[5] = nulo[5] ? (Datum) 0 : NumericGetDatum(numeric_de_centavos(diferencia));
    tuplestore_putvalues(r->rsi->setResult, r->rsi->setDesc, v, nulo);
    MemoryContextReset(r->textos);
}

static Centavos
diferencia(Centavos esperado, Centavos encontrado)
{
    return esperado == ILEGIBLE || encontrado == ILEGIBLE ? ILEGIBLE : esperado - encontrado;
}

/* ---- a glosa is the fold of its events ----------------------------------------------- */

#define DEL_PRESTADOR " WHERE ($1 IS NULL OR t.prestador_id OPERATOR(pg_catalog.=) $1)"

typedef struct FilaEvento {
    ClaveGlosa clave;
    EventoGuardado e;
} FilaEvento;

static void
leer_evento(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    const Revision *r = quien;
    FilaEvento *f = fila;

    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.glosa = DatumGetInt64(v[1]);
    f->e.secuencia = DatumGetInt32(v[2]);
    f->e.evento = posicion(r, E_EVENTO, v, nulos, 3);
    f->e.fecha = fecha(v, nulos, 4);
    f->e.valor = importe(v, nulos, 5);
    f->e.aceptado = importe(v, nulos, 6);
    f->e.levantado = importe(v, nulos, 7);
    f->e.causa = posicion(r, E_CAUSA, v, nulos, 8);
    f->e.estado = posicion(r, E_ESTADO, v, nulos, 9);
    f->e.vence = fecha(v, nulos, 10);
    f->e.quien_debe = posicion(r, E_PAPEL, v, nulos, 11);
    f->e.extemporanea = DatumGetBool(v[12]);
    f->e.acuse = f->e.evento == EV_COMUNICAR && !nulos[13] && !texto_vacio(jsonb_clave(v[13], "acuse"));
}

static const Consultado EVENTOS_GLOSA = {
    "SELECT t.prestador_id, t.glosa_id, t.secuencia, t.evento, t.fecha, t.valor, t.valor_aceptado,"
    " t.valor_levantado, t.causa_cierre, t.estado, t.vence, t.quien_debe, t.extemporanea, t.evidencia"
    " FROM cartera.glosa_evento t" DEL_PRESTADOR " ORDER BY t.prestador_id, t.glosa_id, t.secuencia",
    "-----nnn-----j", sizeof(FilaEvento), leer_evento};

typedef struct FilaGlosa {
    ClaveGlosa clave;
    int64 factura;
    int32 linea;
    CasoGlosa caso;
} FilaGlosa;

static void
leer_glosa(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    const Revision *r = quien;
    FilaGlosa *f = fila;
    CasoGlosa *k = &f->caso;

    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.glosa = DatumGetInt64(v[1]);
    f->factura = DatumGetInt64(v[2]);
    f->linea = nulos[3] ? SIN_LINEA : DatumGetInt32(v[3]);
    k->estado = posicion(r, E_ESTADO, v, nulos, 4);
    k->estado_previo = posicion(r, E_ESTADO, v, nulos, 5);
    k->causa = posicion(r, E_CAUSA, v, nulos, 6);
    k->quien_debe = posicion(r, E_PAPEL, v, nulos, 7);
    k->ultimo_evento = posicion(r, E_EVENTO, v, nulos, 8);
    k->secuencia = DatumGetInt32(v[9]);
    k->valor = importe(v, nulos, 10);
    k->aceptado = importe(v, nulos, 11);
    k->levantado = importe(v, nulos, 12);
    k->pendiente = importe(v, nulos, 13);
    k->fecha = fecha(v, nulos, 14);
    k->ultima_fecha = fecha(v, nulos, 15);
    k->vence = fecha(v, nulos, 16);
    k->vence_previo = fecha(v, nulos, 17);
    k->comunicaciones = DatumGetInt32(v[18]);
    k->extemporanea = DatumGetBool(v[19]);
    k->formulada_tarde = DatumGetBool(v[20]);
    k->subsanada = DatumGetBool(v[21]);
}

static const Consultado GLOSAS = {
    "SELECT t.prestador_id, t.glosa_id, t.factura_id, t.linea, t.estado, t.estado_previo, t.causa_cierre,"
    " t.quien_debe, t.ultimo_evento, t.secuencia, t.valor, t.valor_aceptado, t.valor_levantado,"
    " t.valor_pendiente, t.fecha, t.ultima_fecha, t.vence, t.vence_previo, t.comunicaciones, t.extemporanea,"
    " t.formulada_tarde, t.subsanada FROM cartera.glosa t" DEL_PRESTADOR
    " ORDER BY t.prestador_id, t.glosa_id",
    "----------nnnn--------", sizeof(FilaGlosa), leer_glosa};

/* A glosa as its events tell it. */
typedef struct Pliegue {
    CasoGlosa caso;
    Fecha notificada; /* first notice */
    bool hay, roto;
    Fallo fallo;
} Pliegue;

static void
plegar(Pliegue *p, const EventoGuardado *e)
{
    p->hay = true;
    if (e->evento == EV_NOTIFICAR && (p->notificada == FECHA_NULA || e->fecha < p->notificada))
        p->notificada = e->fecha;
    if (p->roto)
        return;
    if (e->valor == ILEGIBLE || e->aceptado == ILEGIBLE || e->levantado == ILEGIBLE)
        p->roto = !fallar(&p->fallo, FALLO_IMPORTE, "amount is not a finite number", NULL, NULL, NULL);
    else
        p->roto = !glosa_plegar(&p->caso, e, &p->fallo);
}

static bool
casos_iguales(const CasoGlosa *a, const CasoGlosa *b)
{
    return a->estado == b->estado && a->estado_previo == b->estado_previo && a->causa == b->causa &&
           a->quien_debe == b->quien_debe && a->ultimo_evento == b->ultimo_evento &&
           a->secuencia == b->secuencia && igual(a->valor, b->valor) && igual(a->aceptado, b->aceptado) &&
           igual(a->levantado, b->levantado) && igual(a->pendiente, b->pendiente) && a->fecha == b->fecha &&
           a->ultima_fecha == b->ultima_fecha && a->vence == b->vence && a->vence_previo == b->vence_previo &&
           a->comunicaciones == b->comunicaciones && a->extemporanea == b->extemporanea &&
           a->formulada_tarde == b->formulada_tarde && a->subsanada == b->subsanada;
}

/* NULL when there is no case. */
static const char *
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

static void
comparar_glosa(Revision *r, const ClaveGlosa *clave, const Pliegue *p, const FilaGlosa *g)
{
    const CasoGlosa *esperado = p->hay ? &p->caso : NULL, *encontrado = g == NULL ? NULL : &g->caso;

    if (!p->roto && esperado != NULL && encontrado != NULL && casos_iguales(esperado, encontrado))
        return;
    incumple(r, "glosa = pliegue de sus eventos", clave->prestador,
             psprintf("glosa " INT64_FORMAT, clave->glosa),
             p->roto ? fallo_texto(&p->fallo) : caso_texto(esperado), caso_texto(encontrado),
             esperado == NULL || encontrado == NULL ? ILEGIBLE
                                                    : diferencia(esperado->pendiente, encontrado->pendiente));
}

static int
comparar(int64 a1, int64 a2, int64 b1, int64 b2)
{
    if (a1 != b1)
        return a1 < b1 ? -1 : 1;
    return a2 < b2 ? -1 : a2 > b2;
}

/* ---- what glosas tell to their invoices, sorted by them ------------------------------ */

enum {
    T_PRESTADOR,
    T_FACTURA,
    T_LINEA,
    T_GLOSA,
    T_VALOR,
    T_ACEPTADO,
    T_LEVANTADO,
    T_PENDIENTE,
    T_ESTADO,
    T_NOTIFICADA,
    T_N
};

static void
abrir_orden(Revision *r)
{
    static const Oid tipos[T_N] = {INT8OID, INT8OID, INT4OID, INT8OID, INT8OID,
                                   INT8OID, INT8OID, INT8OID, INT4OID, INT4OID};
    AttrNumber columnas[3] = {1, 2, 3};
    Oid orden[3] = {Int8LessOperator, Int8LessOperator, Int4LessOperator};
    Oid cotejo[3] = {InvalidOid, InvalidOid, InvalidOid};
    bool nulos[3] = {false, false, false};

    r->forma = CreateTemplateTupleDesc(T_N);
    for (int i = 0; i < T_N; i++)
        TupleDescInitEntry(r->forma, (AttrNumber) (i + 1), NULL, tipos[i], -1, 0);
    r->glosa = MakeSingleTupleTableSlot(r->forma, &TTSOpsMinimalTuple);
    r->glosas =
        tuplesort_begin_heap(r->forma, 3, columnas, orden, cotejo, nulos, work_mem, NULL, TUPLESORT_NONE);
}

static void
contar_glosa(Revision *r, TupleTableSlot *slot, const FilaGlosa *g, Fecha notificada)
{
    Datum *v = slot->tts_values;

    ExecClearTuple(slot);
    memset(slot->tts_isnull, 0, T_N);
    v[T_PRESTADOR] = Int64GetDatum(g->clave.prestador);
    v[T_FACTURA] = Int64GetDatum(g->factura);
    v[T_LINEA] = Int32GetDatum(g->linea);
    v[T_GLOSA] = Int64GetDatum(g->clave.glosa);
    v[T_VALOR] = Int64GetDatum(g->caso.valor);
    v[T_ACEPTADO] = Int64GetDatum(g->caso.aceptado);
    v[T_LEVANTADO] = Int64GetDatum(g->caso.levantado);
    v[T_PENDIENTE] = Int64GetDatum(g->caso.pendiente);
    v[T_ESTADO] = Int32GetDatum(g->caso.estado);
    v[T_NOTIFICADA] = Int32GetDatum(notificada);
    ExecStoreVirtualTuple(slot);
    tuplesort_puttupleslot(r->glosas, slot);
}

static void
revisar_glosas(Revision *r)
{
    TupleTableSlot *slot = MakeSingleTupleTableSlot(r->forma, &TTSOpsVirtual);
    MemoryContext anterior = MemoryContextSwitchTo(r->textos);
    const FilaEvento *e = flujo_fila(r->eventos);
    const FilaGlosa *g = flujo_fila(r->casos);

    while (e != NULL || g != NULL) {
        int c = e == NULL ? 1
                : g == NULL
                    ? -1
                    : comparar(e->clave.prestador, e->clave.glosa, g->clave.prestador, g->clave.glosa);
        ClaveGlosa clave = c < 0 ? e->clave : g->clave;
        Pliegue p = {.notificada = FECHA_NULA};

        CHECK_FOR_INTERRUPTS();
        while (c <= 0 && e != NULL && e->clave.glosa == clave.glosa &&
               e->clave.prestador == clave.prestador) {
            plegar(&p, &e->e);
            flujo_pasar(r->eventos);
            e = flujo_fila(r->eventos);
        }
        comparar_glosa(r, &clave, &p, c < 0 ? NULL : g);
        if (c < 0)
            continue;
        contar_glosa(r, slot, g, p.notificada);
        flujo_pasar(r->casos);
        g = flujo_fila(r->casos);
    }
    MemoryContextSwitchTo(anterior);
    ExecDropSingleTupleTableSlot(slot);
    flujo_cerrar(r->eventos);
    flujo_cerrar(r->casos);
}

/* ---- invoices and their lines --------------------------------------------------------- */

typedef struct FilaFactura {
    ClaveFactura clave;
    CasoFactura caso;
    Centavos valor, glosado, aceptado, levantado, pendiente;
    Fecha primera_notificacion;
    int lineas;
} FilaFactura;

static void
leer_factura(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    const Revision *r = quien;
    FilaFactura *f = fila;

    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.factura = DatumGetInt64(v[1]);
    f->valor = importe(v, nulos, 2);
    f->glosado = importe(v, nulos, 3);
    f->aceptado = importe(v, nulos, 4);
    f->levantado = importe(v, nulos, 5);
    f->pendiente = importe(v, nulos, 6);
    f->caso.glosas_vivas = DatumGetInt32(v[7]);
    f->caso.glosas_abiertas = DatumGetInt32(v[8]);
    f->caso.estado = posicion(r, E_ESTADO_FACTURA, v, nulos, 9);
    f->caso.secuencia = DatumGetInt32(v[10]);
    f->caso.devoluciones = DatumGetInt32(v[11]);
    f->caso.ultimo_evento = posicion(r, E_EVENTO_FACTURA, v, nulos, 12);
    f->caso.ultima_fecha = fecha(v, nulos, 13);
    f->caso.vence = fecha(v, nulos, 14);
    f->caso.quien_debe = posicion(r, E_PAPEL, v, nulos, 15);
    f->primera_notificacion = fecha(v, nulos, 16);
    f->lineas = DatumGetInt32(v[17]);
}

static const Consultado FACTURAS = {
    "SELECT t.prestador_id, t.factura_id, t.valor, t.valor_glosado, t.valor_aceptado, t.valor_levantado,"
    " t.valor_pendiente, t.glosas_vivas, t.glosas_abiertas, t.estado, t.secuencia, t.devoluciones,"
    " t.ultimo_evento, t.ultima_fecha, t.vence, t.quien_debe, t.primera_notificacion, t.lineas"
    " FROM cartera.factura t" DEL_PRESTADOR " ORDER BY t.prestador_id, t.factura_id",
    "--nnnnn-----------", sizeof(FilaFactura), leer_factura};

typedef struct FilaActo {
    ClaveFactura clave;
    int secuencia, evento, estado, quien_debe;
    Fecha fecha, vence;
} FilaActo;

static void
leer_acto(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    const Revision *r = quien;
    FilaActo *f = fila;

    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.factura = DatumGetInt64(v[1]);
    f->secuencia = DatumGetInt32(v[2]);
    f->evento = posicion(r, E_EVENTO_FACTURA, v, nulos, 3);
    f->fecha = fecha(v, nulos, 4);
    f->estado = posicion(r, E_ESTADO_FACTURA, v, nulos, 5);
    f->vence = fecha(v, nulos, 6);
    f->quien_debe = posicion(r, E_PAPEL, v, nulos, 7);
}

static const Consultado ACTOS_FACTURA = {
    "SELECT t.prestador_id, t.factura_id, t.secuencia, t.evento, t.fecha, t.estado, t.vence, t.quien_debe"
    " FROM cartera.factura_evento t" DEL_PRESTADOR " ORDER BY t.prestador_id, t.factura_id, t.secuencia",
    "--------", sizeof(FilaActo), leer_acto};

typedef struct FilaLinea {
    ClaveFactura clave;
    int32 linea;
    Centavos valor, glosado, aceptado, pendiente;
} FilaLinea;

static void
leer_linea(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    FilaLinea *f = fila;

    (void) quien;
    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.factura = DatumGetInt64(v[1]);
    f->linea = DatumGetInt32(v[2]);
    f->valor = importe(v, nulos, 3);
    f->glosado = importe(v, nulos, 4);
    f->aceptado = importe(v, nulos, 5);
    f->pendiente = importe(v, nulos, 6);
}

static const Consultado LINEAS = {
    "SELECT t.prestador_id, t.factura_id, t.linea, t.valor, t.valor_glosado, t.valor_aceptado,"
    " t.valor_pendiente FROM cartera.prestacion t" DEL_PRESTADOR
    " ORDER BY t.prestador_id, t.factura_id, t.linea",
    "---nnnn", sizeof(FilaLinea), leer_linea};

/* What the rows of an invoice add up to. */
typedef struct Suma {
    Centavos valor, glosado, aceptado, levantado, pendiente;
    int vivas, abiertas, lineas, actos, devoluciones;
    Fecha notificada;
    bool con_ultimo;
    FilaActo ultimo; /* the act that the invoice says is its last */
} Suma;

static void
pasar_glosa(Revision *r)
{
    r->hay_glosa = tuplesort_gettupleslot(r->glosas, true, false, r->glosa, NULL);
    if (r->hay_glosa)
        slot_getallattrs(r->glosa);
}

static int64
de_glosa(const Revision *r, int col)
{
    return DatumGetInt64(r->glosa->tts_values[col]);
}

static int32
de_glosa4(const Revision *r, int col)
{
    return DatumGetInt32(r->glosa->tts_values[col]);
}

/* The current glosa, into the totals of its line (NULL: it has none) and of its invoice. */
static void
sumar_glosa(const Revision *r, Suma *linea, Suma *s)
{
    int estado = de_glosa4(r, T_ESTADO);
    Fecha notificada = de_glosa4(r, T_NOTIFICADA);
    Suma *sumas[2] = {s, linea};

    if (notificada != FECHA_NULA && (s->notificada == FECHA_NULA || notificada < s->notificada))
        s->notificada = notificada;
    for (int i = 0; i < 2 && estado != GLOSA_ANULADA; i++) {
        if (sumas[i] == NULL)
            continue;
        sumar(&sumas[i]->glosado, de_glosa(r, T_VALOR));
        sumar(&sumas[i]->aceptado, de_glosa(r, T_ACEPTADO));
        sumar(&sumas[i]->levantado, de_glosa(r, T_LEVANTADO));
        sumar(&sumas[i]->pendiente, de_glosa(r, T_PENDIENTE));
        sumas[i]->vivas++;
        sumas[i]->abiertas += estado != GLOSA_CERRADA;
    }
}

static void
glosa_huerfana(Revision *r)
{
    int32 linea = de_glosa4(r, T_LINEA);
    StringInfoData s;

    initStringInfo(&s);
    con_entero(&s, de_glosa(r, T_FACTURA));
    if (linea != SIN_LINEA)
        con_entero(&s, linea);
    incumple(r, "glosa: su factura y su línea existen", de_glosa(r, T_PRESTADOR),
             psprintf("glosa " INT64_FORMAT, de_glosa(r, T_GLOSA)), psprintf("(%s)", s.data), NULL, ILEGIBLE);
}

static void
comparar_linea(Revision *r, const FilaLinea *l, const Suma *s)
{
    StringInfoData esperado, encontrado;

    if (igual(s->glosado, l->glosado) && igual(s->aceptado, l->aceptado) && igual(s->pendiente, l->pendiente))
        return;
    initStringInfo(&esperado);
    con_importe(&esperado, s->glosado);
    con_importe(&esperado, s->aceptado);
    con_importe(&esperado, s->pendiente);
    initStringInfo(&encontrado);
    con_importe(&encontrado, l->glosado);
    con_importe(&encontrado, l->aceptado);
    con_importe(&encontrado, l->pendiente);
    incumple(r, "línea: glosado, aceptado y pendiente = glosas vivas", l->clave.prestador,
             psprintf("factura " INT64_FORMAT " línea %d", l->clave.factura, l->linea),
             psprintf("(%s)", esperado.data), psprintf("(%s)", encontrado.data),
             diferencia(s->glosado, l->glosado));
}

static bool
glosa_de(const Revision *r, const ClaveFactura *clave)
{
    return r->hay_glosa && de_glosa(r, T_FACTURA) == clave->factura &&
           de_glosa(r, T_PRESTADOR) == clave->prestador;
}

/* Lines and glosas of an invoice, side by side. existe: there is such an invoice. */
static void
revisar_lineas(Revision *r, const ClaveFactura *clave, bool existe, Suma *s)
{
    const FilaLinea *l;

    for (; glosa_de(r, clave) && de_glosa4(r, T_LINEA) == SIN_LINEA; pasar_glosa(r)) {
        if (!existe)
            glosa_huerfana(r);
        sumar_glosa(r, NULL, s);
    }
    while ((l = flujo_fila(r->lineas)) != NULL && l->clave.factura == clave->factura &&
           l->clave.prestador == clave->prestador) {
        Suma de_linea = {0};

        for (; glosa_de(r, clave) && de_glosa4(r, T_LINEA) <= l->linea; pasar_glosa(r)) {
            if (!existe || de_glosa4(r, T_LINEA) < l->linea)
                glosa_huerfana(r);
            sumar_glosa(r, de_glosa4(r, T_LINEA) == l->linea ? &de_linea : NULL, s);
        }
        comparar_linea(r, l, &de_linea);
        sumar(&s->valor, l->valor);
        s->lineas++;
        flujo_pasar(r->lineas);
    }
    for (; glosa_de(r, clave); pasar_glosa(r)) {
        glosa_huerfana(r);
        sumar_glosa(r, NULL, s);
    }
}

static void
revisar_actos(Revision *r, const FilaFactura *f, Suma *s)
{
    const FilaActo *e;

    /* acts come in the order of invoices, and each of them is of one (a declared key) */
    while ((e = flujo_fila(r->actos)) != NULL &&
           comparar(e->clave.prestador, e->clave.factura, f->clave.prestador, f->clave.factura) <= 0) {
        if (e->clave.factura == f->clave.factura && e->clave.prestador == f->clave.prestador) {
            s->actos++;
            s->devoluciones += e->evento == EF_DEVOLVER;
            if (e->secuencia == f->caso.secuencia) {
                s->ultimo = *e;
                s->con_ultimo = true;
            }
        }
        flujo_pasar(r->actos);
    }
}

static const char *
totales_texto(Centavos valor, Centavos glosado, Centavos aceptado, Centavos levantado, Centavos pendiente,
              int vivas, int abiertas)
{
    StringInfoData s;

    initStringInfo(&s);
    con_importe(&s, valor);
    con_importe(&s, glosado);
    con_importe(&s, aceptado);
    con_importe(&s, levantado);
    con_importe(&s, pendiente);
    con_entero(&s, vivas);
    con_entero(&s, abiertas);
    return psprintf("(%s)", s.data);
}

static const char *
marcha_texto(int lineas, int actos, int devoluciones, int evento, Fecha ultima, Fecha vence, int quien_debe,
             Fecha notificada)
{
    StringInfoData s;

    initStringInfo(&s);
    con_entero(&s, lineas);
    con_entero(&s, actos);
    con_entero(&s, devoluciones);
    con_nombre(&s, MAQUINA_FACTURA.eventos, evento);
    con_fecha(&s, ultima);
    con_fecha(&s, vence);
    con_nombre(&s, PAPELES, quien_debe);
    con_fecha(&s, notificada);
    return psprintf("(%s)", s.data);
}

static void
comparar_factura(Revision *r, const FilaFactura *f, const Suma *s)
{
    const CasoFactura *k = &f->caso;
    const FilaActo nada = {
        .evento = NINGUNO, .fecha = FECHA_NULA, .vence = FECHA_NULA, .quien_debe = NINGUNO};
    const FilaActo *u = s->con_ultimo ? &s->ultimo : &nada;
    char objeto[40];

    snprintf(objeto, sizeof(objeto), "factura " INT64_FORMAT, f->clave.factura);
    if (!igual(s->valor, f->valor) || !igual(s->glosado, f->glosado) || !igual(s->aceptado, f->aceptado) ||
        !igual(s->levantado, f->levantado) || !igual(s->pendiente, f->pendiente) ||
        s->vivas != k->glosas_vivas || s->abiertas != k->glosas_abiertas)
        incumple(r, "factura: valor = líneas; glosas vivas y sus totales", f->clave.prestador, objeto,
                 totales_texto(s->valor, s->glosado, s->aceptado, s->levantado, s->pendiente, s->vivas,
                               s->abiertas),
                 totales_texto(f->valor, f->glosado, f->aceptado, f->levantado, f->pendiente, k->glosas_vivas,
                               k->glosas_abiertas),
                 diferencia(s->glosado, f->glosado));
    /* the state of an invoice follows from its glosas, its step from its events */
    if (!s->con_ultimo ||
        factura_estado_por_glosas(u->estado, k->glosas_vivas, k->glosas_abiertas) != k->estado)
        incumple(
            r, "factura: estado según sus glosas y eventos", f->clave.prestador, objeto,
            s->con_ultimo
                ? ESTADOS_FACTURA[factura_estado_por_glosas(u->estado, k->glosas_vivas, k->glosas_abiertas)]
                : NULL,
            ESTADOS_FACTURA[k->estado], ILEGIBLE);
    /* what else it keeps of its lines, its events and the first notice of its glosas */
    if (s->lineas != f->lineas || s->actos != k->secuencia || s->devoluciones != k->devoluciones ||
        u->evento != k->ultimo_evento || u->fecha != k->ultima_fecha || u->vence != k->vence ||
        u->quien_debe != k->quien_debe || s->notificada != f->primera_notificacion)
        incumple(r, "factura: líneas, actos, vencimiento y primera notificación", f->clave.prestador, objeto,
                 marcha_texto(s->lineas, s->actos, s->devoluciones, u->evento, u->fecha, u->vence,
                              u->quien_debe, s->notificada),
                 marcha_texto(f->lineas, k->secuencia, k->devoluciones, k->ultimo_evento, k->ultima_fecha,
                              k->vence, k->quien_debe, f->primera_notificacion),
                 ILEGIBLE);
}

static void
revisar_facturas(Revision *r)
{
    MemoryContext anterior = MemoryContextSwitchTo(r->textos);
    const FilaFactura *f;
    const FilaLinea *l;

    tuplesort_performsort(r->glosas);
    pasar_glosa(r);
    while ((f = flujo_fila(r->facturas)) != NULL || r->hay_glosa || flujo_fila(r->lineas) != NULL) {
        /* the first invoice that any of them names */
        ClaveFactura clave = {PG_INT64_MAX, PG_INT64_MAX};
        Suma s = {.notificada = FECHA_NULA};
        bool existe;

        CHECK_FOR_INTERRUPTS();
        if (f != NULL)
            clave = f->clave;
        l = flujo_fila(r->lineas);
        if (l != NULL && comparar(l->clave.prestador, l->clave.factura, clave.prestador, clave.factura) < 0)
            clave = l->clave;
        if (r->hay_glosa &&
            comparar(de_glosa(r, T_PRESTADOR), de_glosa(r, T_FACTURA), clave.prestador, clave.factura) < 0)
            clave = (ClaveFactura){de_glosa(r, T_PRESTADOR), de_glosa(r, T_FACTURA)};
        existe = f != NULL && f->clave.prestador == clave.prestador && f->clave.factura == clave.factura;
        revisar_lineas(r, &clave, existe, &s);
        if (!existe)
            continue;
        revisar_actos(r, f, &s);
        comparar_factura(r, f, &s);
        flujo_pasar(r->facturas);
    }
    MemoryContextSwitchTo(anterior);
    ExecDropSingleTupleTableSlot(r->glosa);
    flujo_cerrar(r->facturas);
    flujo_cerrar(r->actos);
    flujo_cerrar(r->lineas);
}

static void
enumerar(Revision *r, int cual, const char *tipo, int n)
{
    Enumera *e = &r->enums[cual];

    e->tipo = tipo;
    e->n = n;
    StaticAssertStmt(lengthof(e->valores) >= GLOSA_EVENTOS, "room for every enumeration");
    for (int i = 0; i < n; i++)
        e->valores[i] = enum_valor(tipo, i);
}

static void
abrir_flujos(Revision *r)
{
    r->eventos = flujo_abrir(&EVENTOS_GLOSA, r->prestador, r->todos, r);
    r->casos = flujo_abrir(&GLOSAS, r->prestador, r->todos, r);
    r->facturas = flujo_abrir(&FACTURAS, r->prestador, r->todos, r);
    r->actos = flujo_abrir(&ACTOS_FACTURA, r->prestador, r->todos, r);
    r->lineas = flujo_abrir(&LINEAS, r->prestador, r->todos, r);
}

/*
 * Maintenance work: what has to be sorted (glosas by invoice, and each stream whose plan is a sort) has among all of
 * them the memory of maintenance. Planned before, with the session's own: reading by the key stays preferred.
 */
static void
ordenar_con(int kb)
{
    char valor[16];

    snprintf(valor, sizeof(valor), "%d", kb);
    (void) set_config_option("work_mem", valor, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
}

PG_FUNCTION_INFO_V1(verificar_glosas);
/* _verificar_glosas(prestador_id): rows of incumplimiento; null: every provider. */
Datum
verificar_glosas(PG_FUNCTION_ARGS)
{
    Revision r = {.rsi = (ReturnSetInfo *) fcinfo->resultinfo,
                  .prestador = PG_ARGISNULL(0) ? (Datum) 0 : PG_GETARG_DATUM(0),
                  .todos = PG_ARGISNULL(0)};
    int nivel;

    InitMaterializedSRF(fcinfo, 0);
    SPI_connect();
    r.textos = AllocSetContextCreate(CurrentMemoryContext, "conciliacion texts", ALLOCSET_DEFAULT_SIZES);
    enumerar(&r, E_EVENTO, "evento_glosa", GLOSA_EVENTOS);
    enumerar(&r, E_CAUSA, "causa_cierre", CAUSAS);
    enumerar(&r, E_ESTADO, "estado_glosa", GLOSA_ESTADOS);
    enumerar(&r, E_PAPEL, "papel", PAPEL_N);
    enumerar(&r, E_EVENTO_FACTURA, "evento_factura", FACTURA_EVENTOS);
    enumerar(&r, E_ESTADO_FACTURA, "estado_factura", FACTURA_ESTADOS);
    abrir_flujos(&r);
    nivel = NewGUCNestLevel();
    ordenar_con(Max(work_mem, maintenance_work_mem / 4));
    abrir_orden(&r);
    revisar_glosas(&r);
    revisar_facturas(&r);
    tuplesort_end(r.glosas);
    AtEOXact_GUC(true, nivel);
    SPI_finish();
    return (Datum) 0;
}
