/*
 * verificar.c - _verificar_glosas(): what must hold of glosas and invoices.
 *
 * Every glosa is the fold of its events; every line and invoice has the totals,
 * the state and the dates that its glosas, lines and events give it. The tables
 * are read once each, as streams in the order of their keys walked side by side
 * (flujo.h), so that the cost is that of reading and memory does not grow with
 * what is stored; what glosas tell to their invoices goes through one sort.
 */
#include "verificar.h"

#include "access/tupdesc.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "executor/tuptable.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/tuplesort.h"

typedef struct Revision {
    Hallazgos hallazgos;
    Datum prestador;
    bool todos; /* no provider was given */
    Enumera enums[E_N];
    Flujo *eventos, *casos, *facturas, *actos, *lineas;
    Tuplesortstate *glosas; /* what they tell to their invoices */
    TupleDesc forma;
    TupleTableSlot *glosa; /* the current one of them, in the second pass */
    bool hay_glosa;
} Revision;

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

static Centavos
diferencia(Centavos esperado, Centavos encontrado)
{
    Centavos d;

    if (esperado == ILEGIBLE || encontrado == ILEGIBLE || pg_sub_s64_overflow(esperado, encontrado, &d))
        return ILEGIBLE;
    return d;
}

static int
comparar(int64 a1, int64 a2, int64 b1, int64 b2)
{
    if (a1 != b1)
        return a1 < b1 ? -1 : 1;
    return a2 < b2 ? -1 : a2 > b2;
}

/* ---- a glosa is the fold of its events ----------------------------------------------- */

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
    if (e->evento == NINGUNO || e->estado == NINGUNO)
        p->roto = !fallar(&p->fallo, FALLO_TRANSICION, "history contradicts the machine", NULL, NULL, NULL);
    else if (e->valor == ILEGIBLE || e->aceptado == ILEGIBLE || e->levantado == ILEGIBLE)
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

static void
comparar_glosa(Revision *r, const ClaveGlosa *clave, const Pliegue *p, const FilaGlosa *g)
{
    const CasoGlosa *esperado = p->hay ? &p->caso : NULL, *encontrado = g == NULL ? NULL : &g->caso;

    if (!p->roto && esperado != NULL && encontrado != NULL && casos_iguales(esperado, encontrado))
        return;
    incumple(&r->hallazgos, "glosa = pliegue de sus eventos", clave->prestador,
             psprintf("glosa " INT64_FORMAT, clave->glosa),
             p->roto ? fallo_texto(&p->fallo) : caso_texto(esperado), caso_texto(encontrado),
             esperado == NULL || encontrado == NULL ? ILEGIBLE
                                                    : diferencia(esperado->pendiente, encontrado->pendiente));
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
    MemoryContext anterior = MemoryContextSwitchTo(r->hallazgos.textos);
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

/* What the rows of an invoice add up to. */
typedef struct Suma {
    Totales totales;
    Marcha marcha;
    bool con_ultimo; /* there is the act that the invoice says is its last, and it has a state */
    int estado;      /* of that act */
} Suma;

static const Marcha SIN_MARCHA = {.evento = NINGUNO,
                                  .ultima = FECHA_NULA,
                                  .vence = FECHA_NULA,
                                  .quien_debe = NINGUNO,
                                  .notificada = FECHA_NULA};

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
sumar_glosa(const Revision *r, Totales *linea, Suma *s)
{
    int estado = de_glosa4(r, T_ESTADO);
    Fecha notificada = de_glosa4(r, T_NOTIFICADA), *primera = &s->marcha.notificada;
    Totales *totales[2] = {&s->totales, linea};

    if (notificada != FECHA_NULA && (*primera == FECHA_NULA || notificada < *primera))
        *primera = notificada;
    for (int i = 0; i < 2 && estado != GLOSA_ANULADA; i++) {
        if (totales[i] == NULL)
            continue;
        sumar(&totales[i]->glosado, de_glosa(r, T_VALOR));
        sumar(&totales[i]->aceptado, de_glosa(r, T_ACEPTADO));
        sumar(&totales[i]->levantado, de_glosa(r, T_LEVANTADO));
        sumar(&totales[i]->pendiente, de_glosa(r, T_PENDIENTE));
        totales[i]->vivas++;
        totales[i]->abiertas += estado != GLOSA_CERRADA;
    }
}

static void
glosa_huerfana(Revision *r)
{
    int64 factura = de_glosa(r, T_FACTURA);
    int32 linea = de_glosa4(r, T_LINEA);

    incumple(&r->hallazgos, "glosa: su factura y su línea existen", de_glosa(r, T_PRESTADOR),
             psprintf("glosa " INT64_FORMAT, de_glosa(r, T_GLOSA)),
             linea == SIN_LINEA ? psprintf("(" INT64_FORMAT ")", factura)
                                : psprintf("(" INT64_FORMAT ",%d)", factura, linea),
             NULL, ILEGIBLE);
}

static void
comparar_linea(Revision *r, const FilaLinea *l, const Totales *t)
{
    if (igual(t->glosado, l->glosado) && igual(t->aceptado, l->aceptado) && igual(t->pendiente, l->pendiente))
        return;
    incumple(&r->hallazgos, "línea: glosado, aceptado y pendiente = glosas vivas", l->clave.prestador,
             psprintf("factura " INT64_FORMAT " línea %d", l->clave.factura, l->linea),
             linea_texto(t->glosado, t->aceptado, t->pendiente),
             linea_texto(l->glosado, l->aceptado, l->pendiente), diferencia(t->glosado, l->glosado));
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
        Totales de_linea = {0};

        for (; glosa_de(r, clave) && de_glosa4(r, T_LINEA) <= l->linea; pasar_glosa(r)) {
            if (!existe || de_glosa4(r, T_LINEA) < l->linea)
                glosa_huerfana(r);
            sumar_glosa(r, de_glosa4(r, T_LINEA) == l->linea ? &de_linea : NULL, s);
        }
        comparar_linea(r, l, &de_linea);
        sumar(&s->totales.valor, l->valor);
        s->marcha.lineas++;
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
    Marcha *m = &s->marcha;
    const FilaActo *e;

    /* acts come in the order of invoices, and each of them is of one (a declared key) */
    while ((e = flujo_fila(r->actos)) != NULL &&
           comparar(e->clave.prestador, e->clave.factura, f->clave.prestador, f->clave.factura) <= 0) {
        if (e->clave.factura == f->clave.factura && e->clave.prestador == f->clave.prestador) {
            m->actos++;
            m->devoluciones += e->evento == EF_DEVOLVER;
            if (e->secuencia == f->marcha.actos) {
                m->evento = e->evento;
                m->ultima = e->fecha;
                m->vence = e->vence;
                m->quien_debe = e->quien_debe;
                s->estado = e->estado;
                s->con_ultimo = e->estado != NINGUNO;
            }
        }
        flujo_pasar(r->actos);
    }
}

static bool
totales_iguales(const Totales *a, const Totales *b)
{
    return igual(a->valor, b->valor) && igual(a->glosado, b->glosado) && igual(a->aceptado, b->aceptado) &&
           igual(a->levantado, b->levantado) && igual(a->pendiente, b->pendiente) && a->vivas == b->vivas &&
           a->abiertas == b->abiertas;
}

static bool
marchas_iguales(const Marcha *a, const Marcha *b)
{
    return a->lineas == b->lineas && a->actos == b->actos && a->devoluciones == b->devoluciones &&
           a->evento == b->evento && a->ultima == b->ultima && a->vence == b->vence &&
           a->quien_debe == b->quien_debe && a->notificada == b->notificada;
}

static void
comparar_factura(Revision *r, const FilaFactura *f, const Suma *s)
{
    const Totales *t = &f->totales;
    int estado = factura_estado_por_glosas(s->estado, t->vivas, t->abiertas);
    char objeto[40];

    snprintf(objeto, sizeof(objeto), "factura " INT64_FORMAT, f->clave.factura);
    if (!totales_iguales(&s->totales, t))
        incumple(&r->hallazgos, "factura: valor = líneas; glosas vivas y sus totales", f->clave.prestador,
                 objeto, totales_texto(&s->totales), totales_texto(t),
                 diferencia(s->totales.glosado, t->glosado));
    /* the state of an invoice follows from its glosas, its step from its events */
    if (!s->con_ultimo || estado != f->estado)
        incumple(&r->hallazgos, "factura: estado según sus glosas y eventos", f->clave.prestador, objeto,
                 s->con_ultimo ? ESTADOS_FACTURA[estado] : NULL,
                 f->estado == NINGUNO ? NULL : ESTADOS_FACTURA[f->estado], ILEGIBLE);
    /* what else it keeps of its lines, its events and the first notice of its glosas */
    if (!marchas_iguales(&s->marcha, &f->marcha))
        incumple(&r->hallazgos, "factura: líneas, actos, vencimiento y primera notificación",
                 f->clave.prestador, objeto, marcha_texto(&s->marcha), marcha_texto(&f->marcha), ILEGIBLE);
}

static void
revisar_facturas(Revision *r)
{
    MemoryContext anterior = MemoryContextSwitchTo(r->hallazgos.textos);
    const FilaFactura *f;
    const FilaLinea *l;

    tuplesort_performsort(r->glosas);
    pasar_glosa(r);
    while ((f = flujo_fila(r->facturas)) != NULL || r->hay_glosa || flujo_fila(r->lineas) != NULL) {
        /* the first invoice that any of them names */
        ClaveFactura clave = {PG_INT64_MAX, PG_INT64_MAX};
        Suma s = {.marcha = SIN_MARCHA};
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
abrir_flujos(Revision *r)
{
    r->eventos = flujo_abrir(&FILAS_EVENTO, r->prestador, r->todos, r->enums);
    r->casos = flujo_abrir(&FILAS_GLOSA, r->prestador, r->todos, r->enums);
    r->facturas = flujo_abrir(&FILAS_FACTURA, r->prestador, r->todos, r->enums);
    r->actos = flujo_abrir(&FILAS_ACTO, r->prestador, r->todos, r->enums);
    r->lineas = flujo_abrir(&FILAS_LINEA, r->prestador, r->todos, r->enums);
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
    Revision r = {.hallazgos.rsi = (ReturnSetInfo *) fcinfo->resultinfo,
                  .prestador = PG_ARGISNULL(0) ? (Datum) 0 : PG_GETARG_DATUM(0),
                  .todos = PG_ARGISNULL(0)};
    int nivel;

    InitMaterializedSRF(fcinfo, 0);
    SPI_connect();
    r.hallazgos.textos =
        AllocSetContextCreate(CurrentMemoryContext, "conciliacion texts", ALLOCSET_DEFAULT_SIZES);
    verificar_enumerar(r.enums);
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
