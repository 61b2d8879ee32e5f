/*
 * calendario.c - build a calendar and count its business days (see calendario.h).
 */
#include "nucleo/calendario.h"
#include "nucleo/calendario_interno.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- construction -------------------------------------------------------- */

typedef struct Obra {
    Calendario *c;
    const DefinicionCalendario *d;
    ReservaMemoria reservar;
    void *contexto;
    Fecha conocido;
    signed char *excepcion; /* per day: -1 not business, 1 business, 0 by the rules */
    int capacidad;
} Obra;

/*
 * Something became known on t: leave it in or out, and narrow the interval of
 * dates of knowledge for which this very calendar holds.
 */
static bool
sabido(Obra *o, Fecha t)
{
    if (t == FECHA_NULA)
        return true;
    if (t <= o->conocido) {
        if (t > o->c->conocido_desde)
            o->c->conocido_desde = t;
        return true;
    }
    if (t - 1 < o->c->conocido_hasta)
        o->c->conocido_hasta = t - 1;
    return false;
}

static void
anotar(Obra *o, Fecha fecha, ClaseFeriado clase, const char *nombre, const char *norma)
{
    Calendario *c = o->c;

    if (fecha >= c->primera && fecha <= c->ultima && c->n_feriados < o->capacidad)
        c->feriados[c->n_feriados++] = (Feriado){fecha, clase, nombre, norma};
}

static void
aplicar_reglas(Obra *o)
{
    const PaisFestivos *p = o->c->pais;

    for (size_t i = 0; p != NULL && i < p->n; i++) {
        const ReglaFestivo *r = &p->reglas[i];
        Fecha superada = festivos_superada(r);
        bool conocida = sabido(o, festivos_conocida(r));
        Fecha f;

        if (superada != FECHA_NULA && sabido(o, superada))
            conocida = false;
        for (int anio = p->primero; conocida && anio <= p->ultimo; anio++)
            if (festivos_fecha(r, anio, &f) && o->excepcion[f - o->c->primera] <= 0)
                anotar(o, f, r->clase, r->nombre, r->norma);
    }
}

static const char *
copiar_texto(Obra *o, const char *s)
{
    size_t largo;
    char *copia;

    if (s == NULL)
        return NULL;
    largo = strlen(s) + 1;
    copia = o->reservar(o->contexto, largo);
    if (copia != NULL)
        memcpy(copia, s, largo);
    return copia;
}

/* By date; the row in force last: own after inherited, the latest known after the others. */
static int
comparar_excepciones(const void *a, const void *b)
{
    const Excepcion *x = *(const Excepcion *const *) a;
    const Excepcion *y = *(const Excepcion *const *) b;

    if (x->fecha != y->fecha)
        return x->fecha < y->fecha ? -1 : 1;
    if (x->propia != y->propia)
        return x->propia ? 1 : -1;
    if (x->conocida_desde != y->conocida_desde)
        return x->conocida_desde < y->conocida_desde ? -1 : 1;
    return 0;
}

/* Exceptions go first, so that a rule finds its day already switched off. */
static bool
aplicar_excepciones(Obra *o)
{
    const DefinicionCalendario *d = o->d;
    const Excepcion **orden;
    int n = 0;

    if (d->n_excepciones == 0)
        return true;
    orden = o->reservar(o->contexto, (size_t) d->n_excepciones * sizeof(*orden));
    if (orden == NULL)
        return false;
    for (int i = 0; i < d->n_excepciones; i++) {
        const Excepcion *e = &d->excepciones[i];

        if (e->fecha >= o->c->primera && e->fecha <= o->c->ultima && sabido(o, e->conocida_desde))
            orden[n++] = e;
    }
    qsort(orden, (size_t) n, sizeof(*orden), comparar_excepciones);
    for (int i = 0; i < n; i++) {
        const Excepcion *e = orden[i];

        if (i + 1 < n && orden[i + 1]->fecha == e->fecha)
            continue;
        o->excepcion[e->fecha - o->c->primera] = e->habil ? 1 : -1;
        if (!e->habil)
            anotar(o, e->fecha, CLASE_EXCEPCION, copiar_texto(o, e->nombre), copiar_texto(o, e->norma));
    }
    return true;
}

static int
comparar_feriados(const void *a, const void *b)
{
    const Feriado *x = a, *y = b;

    if (x->fecha != y->fecha)
        return x->fecha < y->fecha ? -1 : 1;
    if (x->clase != y->clase)
        return x->clase < y->clase ? -1 : 1;
    return strcmp(x->nombre, y->nombre);
}

/* From holidays and exceptions to prefix counts and the list of business days. */
static void
contar_dias(Obra *o, signed char *dia)
{
    Calendario *c = o->c;
    int semana = fecha_dia_semana(c->primera);

    for (int i = 0; i < c->n_feriados; i++)
        if (clase_feriado_inhabil(c->feriados[i].clase) && dia[c->feriados[i].fecha - c->primera] == 0)
            dia[c->feriados[i].fecha - c->primera] = -1;
    c->previos[0] = 0;
    for (int i = 0; i < c->dias; i++) {
        bool habil = dia[i] > 0 || (dia[i] == 0 && (c->laborables >> semana & 1u));

        if (habil)
            c->habiles[c->n_habiles++] = c->primera + i;
        c->previos[i + 1] = c->n_habiles;
        semana = semana == 6 ? 0 : semana + 1;
    }
}

/* Years of a country in which a rule may give a day. */
static int
anios_de(const ReglaFestivo *r, const PaisFestivos *p)
{
    int primero = r->primero > p->primero ? r->primero : p->primero;
    int ultimo = r->ultimo < p->ultimo ? r->ultimo : p->ultimo;

    return ultimo < primero ? 0 : ultimo - primero + 1;
}

Calendario *
calendario_construir(const DefinicionCalendario *d, ReservaMemoria reservar, void *contexto)
{
    Obra o = {.d = d, .reservar = reservar, .contexto = contexto};
    Calendario *c = reservar(contexto, sizeof(Calendario));
    int primero = CALENDARIO_ANIO_MIN, ultimo = CALENDARIO_ANIO_MAX;

    if (c == NULL)
        return NULL;
    memset(c, 0, sizeof(*c));
    o.c = c;
    o.conocido = d->conocido_al == FECHA_NULA ? INT32_MAX : d->conocido_al;
    c->pais = d->pais;
    c->laborables = d->laborables;
    c->conocido_desde = INT32_MIN;
    c->conocido_hasta = INT32_MAX;
    o.capacidad = d->n_excepciones;
    if (c->pais != NULL) {
        primero = c->pais->primero;
        ultimo = c->pais->ultimo;
        for (size_t i = 0; i < c->pais->n; i++)
            o.capacidad += anios_de(&c->pais->reglas[i], c->pais);
    }
    c->primera = fecha_de(primero, 1, 1);
    c->ultima = fecha_de(ultimo, 12, 31);
    c->dias = c->ultima - c->primera + 1;
    o.excepcion = reservar(contexto, (size_t) c->dias);
    c->previos = reservar(contexto, ((size_t) c->dias + 1) * sizeof(int32_t));
    c->habiles = reservar(contexto, (size_t) c->dias * sizeof(Fecha));
    c->feriados = reservar(contexto, ((size_t) o.capacidad + 1) * sizeof(Feriado));
    if (o.excepcion == NULL || c->previos == NULL || c->habiles == NULL || c->feriados == NULL)
        return NULL;
    memset(o.excepcion, 0, (size_t) c->dias);
    if (!aplicar_excepciones(&o))
        return NULL;
    aplicar_reglas(&o);
    qsort(c->feriados, (size_t) c->n_feriados, sizeof(Feriado), comparar_feriados);
    contar_dias(&o, o.excepcion);
    return c;
}

void
calendario_rango(const Calendario *c, Fecha *primera, Fecha *ultima)
{
    *primera = c->primera;
    *ultima = c->ultima;
}

bool
calendario_sirve(const Calendario *c, Fecha conocido_al)
{
    Fecha k = conocido_al == FECHA_NULA ? INT32_MAX : conocido_al;

    return k >= c->conocido_desde && k <= c->conocido_hasta;
}

/* ---- questions ------------------------------------------------------------- */

bool
calendario_en_rango(const Calendario *c, Fecha fecha, Fallo *f)
{
    char a[FECHA_TEXTO], b[FECHA_TEXTO], d[FECHA_TEXTO];

    if (fecha >= c->primera && fecha <= c->ultima)
        return true;
    return fallar(f, FALLO_RANGO, "date is out of the range of the calendar",
                  "Date: %s; the calendar knows from %s to %s.", NULL, fecha_texto(fecha, a),
                  fecha_texto(c->primera, b), fecha_texto(c->ultima, d), NULL);
}

bool
calendario_fuera_de_alcance(const Calendario *c, Fecha desde, Fallo *f)
{
    char a[FECHA_TEXTO], b[FECHA_TEXTO], d[FECHA_TEXTO];

    return fallar(f, FALLO_RANGO, "the term ends out of the range of the calendar",
                  "It runs from %s; the calendar knows from %s to %s.", NULL, fecha_texto(desde, a),
                  fecha_texto(c->primera, b), fecha_texto(c->ultima, d), NULL);
}

bool
calendario_sumar(const Calendario *c, Fecha desde, int32_t n, Fecha *resultado, Fallo *f)
{
    int64_t k;
    char a[FECHA_TEXTO];

    if (!calendario_en_rango(c, desde, f))
        return false;
    if (n == 0) {
        if (!habil(c, desde))
            return fallar(f, FALLO_ARGUMENTO, "zero business days from a day that is not a business day",
                          "Date: %s.", "Ask for 1 to get the next business day, or -1 for the previous one.",
                          fecha_texto(desde, a), NULL);
        *resultado = desde;
        return true;
    }
    /* Position in habiles: those up to desde come before the first one that counts. */
    k = n > 0 ? (int64_t) hasta_inclusive(c, desde) + n - 1 : (int64_t) c->previos[desde - c->primera] + n;
    if (k < 0 || k >= c->n_habiles)
        return calendario_fuera_de_alcance(c, desde, f);
    *resultado = c->habiles[k];
    return true;
}

bool
calendario_contar(const Calendario *c, Fecha desde, Fecha hasta, int32_t *dias, Fallo *f)
{
    if (!calendario_en_rango(c, desde, f) || !calendario_en_rango(c, hasta, f))
        return false;
    *dias = hasta_inclusive(c, hasta) - hasta_inclusive(c, desde);
    return true;
}

bool
calendario_es_habil(const Calendario *c, Fecha fecha, bool *es, Fallo *f)
{
    if (!calendario_en_rango(c, fecha, f))
        return false;
    *es = habil(c, fecha);
    return true;
}

/* First holiday on or after a date. */
static int
primer_feriado(const Calendario *c, Fecha desde)
{
    int a = 0, b = c->n_feriados;

    while (a < b) {
        int m = a + (b - a) / 2;

        if (c->feriados[m].fecha < desde)
            a = m + 1;
        else
            b = m;
    }
    return a;
}

bool
calendario_feriados(const Calendario *c, Fecha desde, Fecha hasta, const Feriado **lista, int *n, Fallo *f)
{
    int a;

    if (!calendario_en_rango(c, desde, f) || !calendario_en_rango(c, hasta, f))
        return false;
    a = primer_feriado(c, desde);
    *lista = c->feriados + a;
    *n = hasta < desde ? 0 : primer_feriado(c, hasta + 1) - a;
    return true;
}

bool
calendario_omite(const Calendario *c, const Feriado *feriado)
{
    return laborable(c, feriado->fecha) && !habil(c, feriado->fecha);
}
