/*
 * fuzz_imputacion.c - the imputation of one invoice through its life: payments, glosas that come and are decided,
 * plans with any exceptions, and liquidaciones annulled.
 *
 * Whatever the order of things, no cent is lost or made: what a plan imputes is the sum of its lines and of its
 * professionals, never more than what is available; lines paid in full are together worth the net of what was
 * invoiced for them; a payment that covers exactly some lines can always be imputed to them.
 */
#include "fuzz.h"

#include "nucleo/imputacion.h"

#define LINEAS_MAX 10
#define PROFESIONALES 4
#define TASAS_MAX 3

typedef struct Caso {
    FacturaImputar factura;
    LineaImputar lineas[LINEAS_MAX];
    size_t n;
    Centavos valor;
    bool exacto; /* so far every line was paid in full without a given amount, and nothing was annulled */
} Caso;

typedef struct Peticion {
    PeticionImputar p;
    ExcepcionImputar excepciones[LINEAS_MAX + 1];
    Porcentaje tasas[TASAS_MAX];
} Peticion;

typedef struct Resultado {
    PlanImputacion plan;
    TotalProfesional totales[LINEAS_MAX];
    LineaImputar lineas[LINEAS_MAX];
} Resultado;

static Centavos
neto_de(Centavos total, Porcentaje iva)
{
    Centavos r;
    Fallo f;

    exigir(importe_neto(total, iva, &r, &f));
    return r;
}

static Centavos
cobrable(const LineaImputar *l)
{
    return l->valor - l->aceptado - l->pendiente - l->liquidado;
}

static Centavos
parte_de(Flujo *fl, Centavos total)
{
    uint8_t como = octeto(fl);

    return como >= 128 || total <= 0 ? total : (Centavos) ((Ancho) total * como / 127);
}

/* ---- drawing ---------------------------------------------------------------------------- */

static void
factura_azar(Flujo *fl, Caso *c)
{
    static const Porcentaje ivas[] = {0, 19 * PORCENTAJE_PUNTO, 5 * PORCENTAJE_PUNTO, PORCENTAJE_CIEN};
    int32_t linea = 0;

    memset(c, 0, sizeof(*c));
    c->exacto = true;
    c->factura.iva = moneda(fl) ? ivas[hasta(fl, 4)] : (Porcentaje) entero(fl, 4);
    c->n = 1 + hasta(fl, LINEAS_MAX);
    for (size_t i = 0; i < c->n; i++) {
        LineaImputar *l = &c->lineas[i];
        uint8_t bits = octeto(fl);

        linea += 1 + bits % 4 / 3;
        l->linea = linea;
        l->con_profesional = bits >= 16;
        l->profesional = bits / 4 % PROFESIONALES;
        l->valor = (bits & 64) != 0 ? 1 + octeto(fl) : 1 + (cantidad(fl) & INT64_MAX) % (CENTAVOS_MAX / 16);
        c->valor += l->valor;
    }
}

static void
peticion_azar(Flujo *fl, const Caso *c, Peticion *q)
{
    memset(q, 0, sizeof(*q));
    q->p.excepciones = q->excepciones;
    q->p.tasas = q->tasas;
    q->p.de_un_profesional = octeto(fl) % 4 == 3;
    q->p.profesional = (int64_t) hasta(fl, PROFESIONALES);
    q->p.n_tasas = hasta(fl, TASAS_MAX + 1);
    for (size_t i = 0; i < q->p.n_tasas; i++)
        q->tasas[i] = moneda(fl) ? (Porcentaje) hasta(fl, 30) * PORCENTAJE_PUNTO
                                 : (Porcentaje) entero(fl, 4) % (PORCENTAJE_CIEN / 3);
    q->p.n_excepciones = moneda(fl) ? 0 : hasta(fl, LINEAS_MAX + 1);
    for (size_t i = 0; i < q->p.n_excepciones; i++) {
        ExcepcionImputar *e = &q->excepciones[i];
        uint8_t bits = octeto(fl);
        const LineaImputar *l = &c->lineas[(i + bits / 64) % c->n];

        e->linea = (bits & 63) == 63 ? 99 : l->linea;
        e->accion = (bits & 3) == 0 ? IMPUTA_PAGADO : (bits & 3) == 1 ? IMPUTA_DEBITADO : IMPUTA_PENDIENTE;
        e->con_comentario = (bits & 4) != 0;
        e->con_monto = (bits & 8) != 0;
        if (e->con_monto)
            e->monto = e->accion != IMPUTA_PAGADO ? octeto(fl) % 4 / 3
                       : moneda(fl) ? parte_de(fl, neto_de(cobrable(l) > 0 ? cobrable(l) : 0, c->factura.iva))
                                    : (Centavos) octeto(fl) - 2;
    }
}

/* ---- one plan --------------------------------------------------------------------------- */

static bool
planear(const Caso *c, const PeticionImputar *p, Resultado *r, Fallo *f)
{
    int64_t pesos[LINEAS_MAX], partes[LINEAS_MAX];
    uint64_t restos[LINEAS_MAX];
    TurnoProfesional turnos[LINEAS_MAX];
    TrabajoImputacion t = {pesos, partes, restos, turnos};

    memset(r, 0, sizeof(*r));
    memcpy(r->lineas, c->lineas, sizeof(r->lineas));
    r->plan.totales = r->totales;
    return imputacion_planear(&c->factura, r->lineas, c->n, p, &t, &r->plan, f);
}

static bool
mismo(const Resultado *a, const Resultado *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a->lineas[i].en_plan != b->lineas[i].en_plan || a->lineas[i].accion != b->lineas[i].accion ||
            a->lineas[i].liquida != b->lineas[i].liquida || a->lineas[i].imputa != b->lineas[i].imputa ||
            a->lineas[i].estado_final != b->lineas[i].estado_final)
            return false;
    return a->plan.disponible == b->plan.disponible && a->plan.imputa == b->plan.imputa &&
           a->plan.tasa == b->plan.tasa && a->plan.entran == b->plan.entran &&
           a->plan.quedan == b->plan.quedan && a->plan.n_totales == b->plan.n_totales &&
           memcmp(a->totales, b->totales, sizeof(a->totales)) == 0;
}

/* One line: its action, its amounts and its state agree. */
static void
linea_planeada(const LineaImputar *antes, const LineaImputar *l, const Peticion *q, Porcentaje iva)
{
    const ExcepcionImputar *e = l->excepcion < 0 ? NULL : &q->excepciones[l->excepcion];
    bool suya = !q->p.de_un_profesional || (l->con_profesional && l->profesional == q->p.profesional);
    Centavos bajo, alto, neto;
    Fallo f;

    exigir(linea_neto(l, iva, &neto, &f));
    exigir(neto == (l->liquida > 0 ? l->imputa : neto_de(cobrable(l) > 0 ? cobrable(l) : 0, iva)));
    exigir(antes->valor == l->valor && antes->aceptado == l->aceptado && antes->pendiente == l->pendiente &&
           antes->liquidado == l->liquidado && antes->imputado == l->imputado && antes->estado == l->estado);
    exigir(e == NULL || (e->linea == l->linea && e->accion == l->accion && l->en_plan));
    exigir(!l->en_plan || (suya && l->estado == PRESTACION_FACTURADA));
    exigir(l->imputa >= 0 && l->liquida >= 0);
    if (!l->en_plan || l->accion == IMPUTA_PENDIENTE) {
        exigir(l->imputa == 0 && l->liquida == 0 && l->estado_final == l->estado);
        return;
    }
    if (l->accion == IMPUTA_DEBITADO) {
        exigir(e != NULL && e->con_comentario && l->pendiente == 0 && l->imputa == 0 && l->liquida == 0);
        exigir(l->estado_final == (l->imputado > 0 ? PRESTACION_PAGADA_PARCIAL : PRESTACION_DEBITADA));
        return;
    }
    exigir(importe_neto_cotas(cobrable(l) > 0 ? cobrable(l) : 0, iva, &bajo, &alto, &f));
    if (e != NULL && e->con_monto)
        exigir(l->imputa == e->monto && e->monto > 0 && e->monto <= alto);
    if (e != NULL && e->con_monto && e->monto < bajo) { /* in part: nothing of it was settled in full */
        exigir(e->con_comentario && l->pendiente == 0 && l->liquida == 0);
        exigir(l->estado_final == PRESTACION_PAGADA_PARCIAL);
        return;
    }
    exigir(l->liquida == cobrable(l) && l->liquida > 0);
    exigir(l->estado_final == (l->pendiente > 0   ? PRESTACION_FACTURADA
                               : l->aceptado == 0 ? PRESTACION_PAGADA
                                                  : PRESTACION_PAGADA_PARCIAL));
}

/* The professionals get what their lines got, and what was withheld splits among its concepts. */
static void
totales(const Resultado *r, const Peticion *q, size_t n)
{
    Centavos suma = 0, montos[TASAS_MAX], junto, retenido;
    uint64_t restos[TASAS_MAX];
    Fallo f;

    for (size_t i = 0; i < r->plan.n_totales; i++) {
        const TotalProfesional *t = &r->totales[i];
        Centavos suyo = 0;

        exigir(i == 0 || t->profesional > r->totales[i - 1].profesional);
        for (size_t k = 0; k < n; k++)
            if (r->lineas[k].con_profesional && r->lineas[k].profesional == t->profesional)
                suyo += r->lineas[k].imputa;
        exigir(t->imputado == suyo);
        exigir(importe_porcentaje(t->imputado, r->plan.tasa, &retenido, &f) && t->retenido == retenido);
        exigir(t->retenido >= 0 && t->liquido >= 0 && t->retenido + t->liquido == t->imputado);
        exigir(imputacion_retenciones(t->retenido, q->tasas, q->p.n_tasas, montos, restos, &f));
        junto = 0;
        for (size_t k = 0; k < q->p.n_tasas; k++) {
            exigir(montos[k] >= 0);
            junto += montos[k];
        }
        exigir(junto == t->retenido);
        suma += t->imputado;
    }
    exigir(suma == r->plan.imputa);
}

/* Paid in full without a given amount. */
static bool
comparte(const Peticion *q, const LineaImputar *l)
{
    return l->liquida > 0 && (l->excepcion < 0 || !q->excepciones[l->excepcion].con_monto);
}

/* Its part of what they share, rounded down or up. */
static bool
en_su_cuota(const LineaImputar *l, Centavos neto, Centavos liquida)
{
    Ancho cuota = (Ancho) neto * l->liquida, suyo = (Ancho) l->imputa * liquida;

    return suyo - cuota < liquida && cuota - suyo < liquida;
}

static void
planeado(const Caso *c, const Peticion *q, const Resultado *r)
{
    Centavos suma = 0, liquida = 0, por_ella = 0, comun_liquida = 0, comun_neto = 0;
    size_t entran = 0, quedan = 0;

    exigir(r->plan.disponible == neto_de(c->factura.pagado, c->factura.iva) - c->factura.imputado);
    for (size_t i = 0; i < c->n; i++) {
        const LineaImputar *l = &r->lineas[i];
        LineaImputar luego = *l;

        linea_planeada(&c->lineas[i], l, q, c->factura.iva);
        entran += l->en_plan && l->accion != IMPUTA_PENDIENTE;
        suma += l->imputa;
        liquida += l->liquida;
        por_ella += l->liquida > 0 ? l->imputa : 0;
        comun_liquida += comparte(q, l) ? l->liquida : 0;
        comun_neto += comparte(q, l) ? l->imputa : 0;
        exigir(!(l->en_plan && l->accion != IMPUTA_PENDIENTE) || l->con_profesional);
        luego.estado = l->estado_final; /* a debit leaves no room, whatever was settled */
        quedan += luego.estado == PRESTACION_FACTURADA && l->valor - l->aceptado - l->liquidado > 0;
    }
    exigir(suma == r->plan.imputa && suma >= 0 && suma <= r->plan.disponible);
    exigir(entran == r->plan.entran && entran > 0 && quedan == r->plan.quedan);
    /* together, what was invoiced and is settled is worth its net */
    for (size_t i = 0; i < c->n; i++)
        if (comparte(q, &r->lineas[i]))
            exigir(en_su_cuota(&r->lineas[i], comun_neto, comun_liquida));
    if (comun_liquida > 0)
        exigir(c->factura.liquidado_neto + por_ella ==
               neto_de(c->factura.liquidado + liquida, c->factura.iva));
    totales(r, q, c->n);
}

/* The liquidaciones of a plan are written. */
static void
aplicar(Caso *c, const Peticion *q, const Resultado *r)
{
    Centavos imputado = 0;

    for (size_t i = 0; i < c->n; i++) {
        LineaImputar *l = &c->lineas[i];
        const LineaImputar *d = &r->lineas[i];

        l->estado = d->estado_final;
        l->imputado += d->imputa;
        l->liquidado += d->liquida;
        c->factura.liquidado += d->liquida;
        c->factura.liquidado_neto += d->liquida > 0 ? d->imputa : 0;
        c->exacto &= d->excepcion < 0 || !q->excepciones[d->excepcion].con_monto;
        imputado += l->imputado;
    }
    c->factura.imputado += r->plan.imputa;
    exigir(imputado == c->factura.imputado);
    if (!c->exacto)
        return;
    exigir(c->factura.imputado == neto_de(c->factura.liquidado, c->factura.iva));
    /* all of it was paid: the invoice was worth its net, whatever was imputed first */
    for (size_t i = 0; i < c->n; i++)
        if (c->lineas[i].estado != PRESTACION_PAGADA)
            return;
    exigir(c->factura.imputado <= neto_de(c->valor, c->factura.iva));
    exigir(c->factura.liquidado != c->valor || c->factura.imputado == neto_de(c->valor, c->factura.iva));
}

/* Neither the order of the exceptions nor only looking changes the plan. */
static void
repetido(const Caso *c, const Peticion *q, const Resultado *r)
{
    Peticion otra = *q;
    Resultado dos;
    Fallo f;

    otra.p.excepciones = otra.excepciones;
    otra.p.tasas = otra.tasas;
    for (size_t i = 0; i < q->p.n_excepciones; i++)
        otra.excepciones[i] = q->excepciones[q->p.n_excepciones - 1 - i];
    for (size_t i = 0; i < q->p.n_tasas; i++)
        otra.tasas[i] = q->tasas[q->p.n_tasas - 1 - i];
    exigir(planear(c, &otra.p, &dos, &f) && mismo(r, &dos, c->n));
    otra.p.previa = true;
    exigir(planear(c, &otra.p, &dos, &f) && mismo(r, &dos, c->n));
}

/* ---- the life of an invoice ----------------------------------------------------------------- */

/* What was paid covers the lines that would enter: it can be imputed to them, whoever their professionals are. */
static bool
alcanza(const Caso *c, const Peticion *q)
{
    Centavos entra = 0;
    bool alguna = false;

    if (!c->exacto)
        return false;
    for (size_t i = 0; i < q->p.n_excepciones; i++) {
        const ExcepcionImputar *e = &q->excepciones[i];

        if (e->accion != IMPUTA_PENDIENTE || e->monto != 0)
            return false;
        for (size_t k = 0; k < i; k++)
            if (q->excepciones[k].linea == e->linea)
                return false;
    }
    for (size_t i = 0; i < c->n; i++) {
        const LineaImputar *l = &c->lineas[i];
        bool suya = !q->p.de_un_profesional || (l->con_profesional && l->profesional == q->p.profesional);
        bool nombrada = false;

        for (size_t k = 0; k < q->p.n_excepciones; k++) {
            if (q->excepciones[k].linea != l->linea)
                continue;
            if (!suya || l->estado != PRESTACION_FACTURADA)
                return false;
            nombrada = true;
        }
        if (nombrada || !suya || l->estado != PRESTACION_FACTURADA || cobrable(l) <= 0)
            continue;
        if (!l->con_profesional)
            return false;
        entra += cobrable(l);
        alguna = true;
    }
    for (size_t i = 0; i < q->p.n_excepciones; i++)
        if (q->excepciones[i].linea == 99)
            return false;
    return alguna && c->factura.pagado >= c->factura.liquidado + entra;
}

/* One professional after another, or all at once, get the same in all. */
static void
por_partes(const Caso *c, const Peticion *q, const Resultado *r)
{
    Caso copia = *c;
    Peticion uno = *q;
    Resultado parte;
    Centavos suma = 0;
    Fallo f;

    uno.p.excepciones = uno.excepciones;
    uno.p.tasas = uno.tasas;
    uno.p.n_excepciones = 0;
    uno.p.de_un_profesional = true;
    for (size_t i = 0; i < r->plan.n_totales; i++) {
        uno.p.profesional = r->totales[r->plan.n_totales - 1 - i].profesional;
        exigir(planear(&copia, &uno.p, &parte, &f));
        planeado(&copia, &uno, &parte);
        aplicar(&copia, &uno, &parte);
        suma += parte.plan.imputa;
    }
    exigir(suma == r->plan.imputa);
}

static void
pagar(Flujo *fl, Caso *c)
{
    Centavos falta = 0;

    if (moneda(fl)) { /* exactly some lines */
        for (size_t i = 0; i < c->n; i++)
            falta += moneda(fl) && c->lineas[i].estado == PRESTACION_FACTURADA && cobrable(&c->lineas[i]) > 0
                         ? cobrable(&c->lineas[i])
                         : 0;
        falta += c->factura.liquidado - c->factura.pagado;
    } else
        falta = parte_de(fl, c->valor - c->factura.pagado);
    c->factura.pagado += falta > 0 ? falta : 0;
    if (c->factura.pagado > c->valor)
        c->factura.pagado = c->valor;
}

static void
glosar(Flujo *fl, Caso *c)
{
    LineaImputar *l = &c->lineas[hasta(fl, (uint32_t) c->n)];
    Centavos parte;

    if (moneda(fl)) {
        l->pendiente += parte_de(fl, l->valor - l->aceptado - l->pendiente);
        return;
    }
    parte = parte_de(fl, l->pendiente);
    l->pendiente -= parte;
    if (moneda(fl)) /* accepted by the provider; else lifted by the payer */
        l->aceptado += parte;
}

/* A professional's liquidacion of the last plan is annulled: its lines are open again. */
static void
anular(Flujo *fl, Caso *c, Resultado *ultimo)
{
    int64_t profesional = (int64_t) hasta(fl, PROFESIONALES);

    for (size_t i = 0; i < c->n; i++) {
        LineaImputar *l = &c->lineas[i], *d = &ultimo->lineas[i];

        if (!d->en_plan || d->accion == IMPUTA_PENDIENTE || d->profesional != profesional)
            continue;
        l->estado = PRESTACION_FACTURADA;
        l->imputado -= d->imputa;
        l->liquidado -= d->liquida;
        c->factura.imputado -= d->imputa;
        c->factura.liquidado -= d->liquida;
        c->factura.liquidado_neto -= d->liquida > 0 ? d->imputa : 0;
        c->exacto = false;
        d->en_plan = false;
    }
    exigir(c->factura.imputado >= 0 && c->factura.liquidado >= 0);
}

static void
imputar(Flujo *fl, Caso *c, Resultado *ultimo)
{
    Resultado r;
    Peticion q;
    bool debe;
    Fallo f;

    peticion_azar(fl, c, &q);
    debe = c->factura.pagado > 0 && alcanza(c, &q);
    if (!planear(c, &q.p, &r, &f)) {
        exigir_fallo(&f);
        exigir(!debe);
        return;
    }
    planeado(c, &q, &r);
    repetido(c, &q, &r);
    if (debe && q.p.n_excepciones == 0 && !q.p.de_un_profesional)
        por_partes(c, &q, &r);
    aplicar(c, &q, &r);
    *ultimo = r;
}

int
LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo)
{
    Flujo fl = {datos, datos + largo};
    Resultado ultimo = {0};
    Caso c;

    if (largo < 4)
        return 0;
    factura_azar(&fl, &c);
    for (int i = 0; queda(&fl) && i < 24; i++)
        switch (octeto(&fl) % 8) {
            case 0:
            case 1:
                pagar(&fl, &c);
                break;
            case 2:
            case 3:
                glosar(&fl, &c);
                break;
            case 4:
                anular(&fl, &c, &ultimo);
                break;
            default:
                imputar(&fl, &c, &ultimo);
                break;
        }
    return 0;
}
