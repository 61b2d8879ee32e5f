/*
 * imputacion.c - the plan of an imputation (see imputacion.h).
 */
#include "nucleo/imputacion.h"
#include "nucleo/ciclo_factura.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define ENTERO_TEXTO 24

const char *const ESTADOS_PRESTACION[PRESTACION_ESTADOS] = {
    "facturada",    "pagada",      "pagada_parcial",     "debitada",
    "a_refacturar", "refacturada", "debitada_permanente"};

static const char *
entero(int64_t v, char *buf)
{
    snprintf(buf, ENTERO_TEXTO, "%" PRId64, v);
    return buf;
}

/* ---- states ---------------------------------------------------------------- */

EstadoImputacion
imputacion_estado(bool con_pago, bool con_liquidaciones, bool quedan_lineas)
{
    if (con_liquidaciones)
        return quedan_lineas ? IMPUTACION_PARCIAL : IMPUTACION_COMPLETA;
    return con_pago ? IMPUTACION_LISTA : IMPUTACION_FACTURADA;
}

bool
linea_abierta(const LineaImputar *l)
{
    return l->estado == PRESTACION_FACTURADA && l->valor - l->aceptado - l->liquidado > 0;
}

int
linea_estado_resuelta(const LineaImputar *l)
{
    /* paid in full is only what the payer paid as invoiced: an accepted glosa was not */
    return l->aceptado == 0 ? PRESTACION_PAGADA : PRESTACION_PAGADA_PARCIAL;
}

static bool
es_de(const LineaImputar *l, int64_t profesional)
{
    return l->con_profesional && l->profesional == profesional;
}

/* Invoiced part that can be paid now: neither lost, nor disputed, nor settled before. */
static Centavos
cobrable(const LineaImputar *l)
{
    return l->valor - l->aceptado - l->pendiente - l->liquidado;
}

bool
linea_neto(const LineaImputar *l, Porcentaje iva, Centavos *neto, Fallo *f)
{
    Centavos cupo = cobrable(l);

    if (l->liquida > 0) {
        *neto = l->imputa;
        return true;
    }
    return importe_neto(cupo > 0 ? cupo : 0, iva, neto, f);
}

/* ---- exceptions -------------------------------------------------------------- */

static LineaImputar *
buscar_linea(LineaImputar *lineas, size_t n, int32_t linea)
{
    size_t bajo = 0, alto = n;

    while (bajo < alto) {
        size_t medio = bajo + (alto - bajo) / 2;

        if (lineas[medio].linea < linea)
            bajo = medio + 1;
        else
            alto = medio;
    }
    return bajo < n && lineas[bajo].linea == linea ? &lineas[bajo] : NULL;
}

static bool
excede_linea(const LineaImputar *l, Centavos monto, Centavos cupo, Fallo *f)
{
    char linea[ENTERO_TEXTO], a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];

    return fallar(f, FALLO_IMPORTE, "imputed amount exceeds the line",
                  "Line: %s; to impute: %s; payable, net of VAT: %s; difference: %s.", NULL,
                  entero(l->linea, linea), dinero_texto(monto, a), dinero_texto(cupo, b),
                  dinero_texto(monto - cupo, c), NULL);
}

/* A final act on a line whose glosa is not decided would give up what it disputes. */
static bool
en_disputa(const LineaImputar *l, Fallo *f)
{
    char linea[ENTERO_TEXTO], a[DINERO_TEXTO];

    return fallar(f, FALLO_TRANSICION, "the line has a glosa not decided yet",
                  "Line: %s; in dispute: %s. A debit and a payment in part are final.",
                  "Leave the line as pendiente, or impute its undisputed part in full.",
                  entero(l->linea, linea), dinero_texto(l->pendiente, a), NULL);
}

static bool
pedir_debito(LineaImputar *l, const ExcepcionImputar *e, Fallo *f)
{
    char linea[ENTERO_TEXTO], a[DINERO_TEXTO];

    if (e->con_monto && e->monto != 0)
        return fallar(f, FALLO_ARGUMENTO, "a debited line takes no amount", "Line: %s; amount: %s.",
                      "For a payment in part give accion pagado with the amount paid.",
                      entero(l->linea, linea), dinero_texto(e->monto, a), NULL);
    if (!e->con_comentario)
        return fallar(f, FALLO_EVIDENCIA, "a debit needs a comment", "Line: %s.",
                      "Give the reason in comentario.", entero(l->linea, linea), NULL);
    if (l->pendiente > 0)
        return en_disputa(l, f);
    l->estado_final = l->imputado > 0 ? PRESTACION_PAGADA_PARCIAL : PRESTACION_DEBITADA;
    return true;
}

static bool
pedir_pago(LineaImputar *l, const ExcepcionImputar *e, Porcentaje iva, Fallo *f)
{
    Centavos cupo = cobrable(l), bajo, alto;
    char linea[ENTERO_TEXTO], a[DINERO_TEXTO];

    if (cupo <= 0 && l->pendiente > 0)
        return en_disputa(l, f);
    if (!e->con_monto && cupo > 0)
        return true;
    if (!e->con_monto)
        return fallar(f, FALLO_TRANSICION, "nothing of the line can be paid",
                      "Line: %s; its glosa was accepted in full.", NULL, entero(l->linea, linea), NULL);
    if (!importe_neto_cotas(cupo > 0 ? cupo : 0, iva, &bajo, &alto, f))
        return false;
    if (e->monto <= 0)
        return fallar(f, FALLO_IMPORTE, "imputed amount must be positive", "Line: %s; amount: %s.",
                      "For a line that was not paid give accion debitado or pendiente.",
                      entero(l->linea, linea), dinero_texto(e->monto, a), NULL);
    if (e->monto > alto)
        return excede_linea(l, e->monto, alto, f);
    l->imputa = e->monto;
    if (e->monto >= bajo) /* the whole of it, rounded either way */
        return true;
    if (!e->con_comentario)
        return fallar(f, FALLO_EVIDENCIA, "a payment below the invoiced amount needs a comment", "Line: %s.",
                      "Give the reason in comentario.", entero(l->linea, linea), NULL);
    if (l->pendiente > 0)
        return en_disputa(l, f);
    l->estado_final = PRESTACION_PAGADA_PARCIAL;
    return true;
}

static bool
aplicar_excepcion(LineaImputar *lineas, size_t n, const PeticionImputar *p, size_t i, Porcentaje iva,
                  Fallo *f)
{
    const ExcepcionImputar *e = &p->excepciones[i];
    LineaImputar *l = buscar_linea(lineas, n, e->linea);
    char linea[ENTERO_TEXTO], a[DINERO_TEXTO];

    entero(e->linea, linea);
    if (l == NULL)
        return fallar(f, FALLO_NO_EXISTE, "invoice line does not exist", "Line: %s.", NULL, linea, NULL);
    if (l->excepcion >= 0)
        return fallar(f, FALLO_ARGUMENTO, "two exceptions name the same line", "Line: %s.", NULL, linea,
                      NULL);
    if (p->de_un_profesional && !es_de(l, p->profesional))
        return fallar(f, FALLO_ARGUMENTO, "the line is not of the chosen professional", "Line: %s.", NULL,
                      linea, NULL);
    if (l->estado != PRESTACION_FACTURADA)
        return fallar(f, FALLO_TRANSICION, "the line is already imputed", "Line: %s; state: %s.", NULL, linea,
                      ESTADOS_PRESTACION[l->estado], NULL);
    l->excepcion = (int) i;
    l->accion = e->accion;
    l->en_plan = true;
    switch (e->accion) {
        case IMPUTA_PAGADO:
            return pedir_pago(l, e, iva, f);
        case IMPUTA_DEBITADO:
            return pedir_debito(l, e, f);
        default:
            if (e->con_monto && e->monto != 0)
                return fallar(f, FALLO_ARGUMENTO, "a pending line takes no amount", "Line: %s; amount: %s.",
                              NULL, linea, dinero_texto(e->monto, a), NULL);
            return true;
    }
}

/* ---- the plan ------------------------------------------------------------------ */

bool
imputacion_es_suya(const LineaImputar *lineas, size_t n, int64_t profesional, Fallo *f)
{
    char a[ENTERO_TEXTO];

    for (size_t i = 0; i < n; i++)
        if (es_de(&lineas[i], profesional))
            return true;
    return fallar(f, FALLO_NO_EXISTE, "the professional has no services on this invoice",
                  "profesional_id: %s.", NULL, entero(profesional, a), NULL);
}

static bool
marcar_lineas(LineaImputar *lineas, size_t n, const PeticionImputar *p, Fallo *f)
{
    for (size_t i = 0; i < n; i++) {
        LineaImputar *l = &lineas[i];
        bool suya = !p->de_un_profesional || es_de(l, p->profesional);

        l->en_plan = suya && linea_abierta(l);
        l->excepcion = -1;
        l->liquida = l->imputa = 0;
        l->prorrateada = false;
        l->estado_final = l->estado;
        l->accion = cobrable(l) > 0 ? IMPUTA_PAGADO : IMPUTA_PENDIENTE;
    }
    return !p->de_un_profesional || imputacion_es_suya(lineas, n, p->profesional, f);
}

/* Lines paid in full without a given amount share what remains of their common net. */
static bool
repartir_netos(const FacturaImputar *factura, LineaImputar *lineas, size_t n, TrabajoImputacion *t, Fallo *f)
{
    Centavos liquidado = factura->liquidado, neto;
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        LineaImputar *l = &lineas[i];

        if (!l->en_plan || l->accion != IMPUTA_PAGADO || l->estado_final != PRESTACION_FACTURADA)
            continue;
        l->liquida = cobrable(l);
        liquidado += l->liquida;
    }
    if (!importe_neto(liquidado, factura->iva, &neto, f))
        return false;
    neto -= factura->liquidado_neto;
    for (size_t i = 0; i < n; i++) {
        if (lineas[i].liquida > 0 && lineas[i].imputa == 0)
            t->pesos[k++] = lineas[i].liquida;
        else if (lineas[i].liquida > 0)
            neto -= lineas[i].imputa;
    }
    if (k == 0)
        return true;
    if (neto < 0)
        return fallar(f, FALLO_IMPORTE, "the amounts given leave nothing for the other lines", NULL, NULL,
                      NULL);
    if (!reparto_mayor_resto(neto, t->pesos, k, t->partes, t->restos, f))
        return false;
    k = 0;
    for (size_t i = 0; i < n; i++)
        if (lineas[i].liquida > 0 && lineas[i].imputa == 0)
            lineas[i].imputa = t->partes[k++];
    return true;
}

/* A line paid in full is resolved when no glosa keeps a part of it open. */
static void
cerrar_lineas(LineaImputar *lineas, size_t n, PlanImputacion *plan)
{
    plan->entran = plan->quedan = 0;
    plan->imputa = 0;
    for (size_t i = 0; i < n; i++) {
        LineaImputar *l = &lineas[i];
        bool entra = l->en_plan && l->accion != IMPUTA_PENDIENTE;

        if (l->liquida > 0 && l->pendiente <= 0)
            l->estado_final = linea_estado_resuelta(l);
        plan->entran += entra;
        plan->imputa += entra ? l->imputa : 0;
        plan->quedan += linea_abierta(l) && l->estado_final == PRESTACION_FACTURADA;
    }
}

/* What the payer debited whole was never paid: debits alone need no payment. */
static bool
con_que_imputar(const FacturaImputar *factura, const PlanImputacion *plan, Fallo *f)
{
    if (factura->pagado > 0)
        return true;
    if (plan->imputa > 0)
        return fallar(f, FALLO_TRANSICION, "the invoice has no payment to impute", NULL,
                      "Register the payment first: conciliacion.registrar_pago. What the payer debited needs "
                      "none: give its lines as debitado, and the others as pendiente.",
                      NULL);
    if (!factura_admite_pago(factura->estado))
        return fallar(f, FALLO_TRANSICION, "an invoice in this state is not imputed", "State: %s.", NULL,
                      ESTADOS_FACTURA[factura->estado], NULL);
    return true;
}

static bool
excede_disponible(Centavos imputa, Centavos disponible, Fallo *f)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];

    return fallar(
        f, FALLO_IMPORTE, "imputed amount exceeds what is available",
        "To impute: %s; available: %s; difference: %s.",
        "Give as exceptions the lines that the payer debited, paid in part or left pending. What it "
        "withheld on the whole invoice is shared by conciliacion.excepciones_retenido.",
        dinero_texto(imputa, a), dinero_texto(disponible, b), dinero_texto(imputa - disponible, c), NULL);
}

static bool
revisar_plan(const LineaImputar *lineas, size_t n, const PlanImputacion *plan, Fallo *f)
{
    char linea[ENTERO_TEXTO];

    if (plan->entran == 0)
        return fallar(f, FALLO_TRANSICION, "there is nothing left to impute",
                      "Every line is already imputed, disputed by a glosa or left pending.", NULL, NULL);
    if (plan->imputa > plan->disponible)
        return excede_disponible(plan->imputa, plan->disponible, f);
    for (size_t i = 0; i < n; i++)
        if (lineas[i].en_plan && lineas[i].accion != IMPUTA_PENDIENTE && !lineas[i].con_profesional)
            return fallar(f, FALLO_NO_EXISTE, "the line has no professional to liquidate to", "Line: %s.",
                          "Set the professional of the line, or leave it as pendiente.",
                          entero(lineas[i].linea, linea), NULL);
    return true;
}

static int
comparar_turnos(const void *a, const void *b)
{
    const TurnoProfesional *x = a, *y = b;

    if (x->profesional != y->profesional)
        return x->profesional < y->profesional ? -1 : 1;
    return (x->linea > y->linea) - (x->linea < y->linea);
}

static bool
totalizar(const LineaImputar *lineas, size_t n, TrabajoImputacion *t, PlanImputacion *plan, Fallo *f)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        if (lineas[i].en_plan && lineas[i].accion != IMPUTA_PENDIENTE && lineas[i].con_profesional)
            t->turnos[k++] = (TurnoProfesional){lineas[i].profesional, i};
    qsort(t->turnos, k, sizeof(TurnoProfesional), comparar_turnos);
    plan->n_totales = 0;
    for (size_t i = 0; i < k; i++) {
        if (i == 0 || t->turnos[i].profesional != t->turnos[i - 1].profesional)
            plan->totales[plan->n_totales++] = (TotalProfesional){t->turnos[i].profesional, 0, 0, 0};
        plan->totales[plan->n_totales - 1].imputado += lineas[t->turnos[i].linea].imputa;
    }
    for (size_t i = 0; i < plan->n_totales; i++) {
        TotalProfesional *total = &plan->totales[i];

        if (!importe_porcentaje(total->imputado, plan->tasa, &total->retenido, f))
            return false;
        total->liquido = total->imputado - total->retenido;
    }
    return true;
}

bool
imputacion_planear(const FacturaImputar *factura, LineaImputar *lineas, size_t n, const PeticionImputar *p,
                   TrabajoImputacion *trabajo, PlanImputacion *plan, Fallo *f)
{
    if (!imputacion_tasa(p->tasas, p->n_tasas, &plan->tasa, f))
        return false;
    if (!importe_neto(factura->pagado, factura->iva, &plan->disponible, f))
        return false;
    plan->disponible -= factura->imputado;
    if (!marcar_lineas(lineas, n, p, f))
        return false;
    for (size_t i = 0; i < p->n_excepciones; i++)
        if (!aplicar_excepcion(lineas, n, p, i, factura->iva, f))
            return false;
    if (!repartir_netos(factura, lineas, n, trabajo, f))
        return false;
    cerrar_lineas(lineas, n, plan);
    if (!con_que_imputar(factura, plan, f))
        return false;
    if (!p->previa && !revisar_plan(lineas, n, plan, f))
        return false;
    return totalizar(lineas, n, trabajo, plan, f);
}

/* ---- what was withheld on the whole invoice --------------------------------------- */

static bool
falta_retenida(const FacturaImputar *factura, const PeticionImputar *p, Centavos falta, Fallo *f)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];
    Centavos con, sin;

    if (!importe_neto(factura->pagado + factura->extinguido, factura->iva, &con, f) ||
        !importe_neto(factura->pagado, factura->iva, &sin, f))
        return false;
    /* an amount given net may be a cent away from what the payer paid with VAT */
    if (falta <= con - sin + (Centavos) p->n_excepciones)
        return true;
    return fallar(f, FALLO_IMPORTE, "what is missing of the invoice was not all withheld by the payer",
                  "Missing: %s; withheld or discounted, net of VAT: %s; difference: %s.",
                  "Give as exceptions the lines that it debited, paid in part or left pending.",
                  dinero_texto(falta, a), dinero_texto(con - sin, b), dinero_texto(falta - (con - sin), c),
                  NULL);
}

/* Its amount was not given. */
static bool
comparte(const LineaImputar *l, const PeticionImputar *p)
{
    return l->en_plan && l->accion == IMPUTA_PAGADO && l->imputa > 0 &&
           (l->excepcion < 0 || !p->excepciones[l->excepcion].con_monto);
}

bool
imputacion_prorratear(const FacturaImputar *factura, LineaImputar *lineas, size_t n, const PeticionImputar *p,
                      TrabajoImputacion *t, const PlanImputacion *plan, Fallo *f)
{
    Centavos reparte = plan->disponible;
    char linea[ENTERO_TEXTO];
    size_t k = 0;

    if (plan->imputa <= plan->disponible)
        return true;
    if (!falta_retenida(factura, p, plan->imputa - plan->disponible, f))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (comparte(&lineas[i], p))
            t->pesos[k++] = lineas[i].imputa;
        else if (lineas[i].en_plan && lineas[i].accion == IMPUTA_PAGADO)
            reparte -= lineas[i].imputa;
    }
    if (k == 0 || reparte < 0)
        return excede_disponible(plan->imputa, plan->disponible, f);
    if (!reparto_mayor_resto(reparte, t->pesos, k, t->partes, t->restos, f))
        return false;
    k = 0;
    for (size_t i = 0; i < n; i++) {
        LineaImputar *l = &lineas[i];

        if (!comparte(l, p))
            continue;
        l->imputa = t->partes[k++];
        l->prorrateada = true;
        if (l->pendiente > 0) {
            l->accion = IMPUTA_PENDIENTE;
            l->imputa = 0;
        } else if (l->imputa == 0)
            return fallar(f, FALLO_IMPORTE, "the share of a line would be of nothing", "Line: %s.",
                          "Give it as an exception: debitado or pendiente.", entero(l->linea, linea), NULL);
    }
    return true;
}

/* ---- retentions ----------------------------------------------------------------- */

bool
imputacion_tasa(const Porcentaje *tasas, size_t n, Porcentaje *total, Fallo *f)
{
    char a[PORCENTAJE_TEXTO];

    *total = 0;
    for (size_t i = 0; i < n; i++) {
        if (tasas[i] < 0)
            return fallar(f, FALLO_ARGUMENTO, "retention must not be negative", "Retention: %s.", NULL,
                          porcentaje_texto(tasas[i], a), NULL);
        if (tasas[i] > PORCENTAJE_CIEN - *total)
            return fallar(f, FALLO_ARGUMENTO, "retentions exceed 100%", "Up to concept %s they pass it.",
                          NULL, entero((int64_t) i + 1, a), NULL);
        *total += tasas[i];
    }
    return true;
}

bool
imputacion_retenciones(Centavos retenido, const Porcentaje *tasas, size_t n, Centavos *montos,
                       uint64_t *restos, Fallo *f)
{
    bool alguna = false;

    for (size_t i = 0; i < n; i++) {
        alguna |= tasas[i] != 0;
        montos[i] = 0;
    }
    return !alguna || reparto_mayor_resto(retenido, tasas, n, montos, restos, f);
}
