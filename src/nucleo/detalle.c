/*
 * detalle.c - the detail of a payment (see detalle.h).
 */
#include "nucleo/detalle.h"
#include "nucleo/ciclo_factura.h"

#include <stdlib.h>

const char *const PARTES_DETALLE[DT_PARTES] = {"pagado", "retenido", "descuento", "debitado", "pendiente"};
const char *const NIVELES_DETALLE[] = {"linea", "factura", "transferencia"};

const char *const MOTIVOS_DESCUADRE[DD_MOTIVOS] = {
    "factura_no_existe", "linea_no_existe",    "orden_ambigua",   "importe_negativo",
    "debito_sin_motivo", "facturado_distinto", "ya_imputada",     "linea_no_cuadra",
    "faltan_lineas",     "lineas_sin_decir",   "total_no_cuadra", "otro_pagador",
    "factura_sin_pago",  "ya_aplicado",        "excede_el_saldo", "transferencia_no_cuadra"};

ClaseFallo
descuadre_clase(MotivoDescuadre m)
{
    switch (m) {
        case DD_FACTURA_NO_EXISTE:
        case DD_LINEA_NO_EXISTE:
        case DD_OTRO_PAGADOR:
            return FALLO_NO_EXISTE;
        case DD_ORDEN_AMBIGUA:
            return FALLO_ARGUMENTO;
        case DD_DEBITO_SIN_MOTIVO:
            return FALLO_EVIDENCIA;
        case DD_YA_IMPUTADA:
        case DD_ESTADO:
            return FALLO_TRANSICION;
        default:
            return FALLO_IMPORTE;
    }
}

/* ---- adding up ------------------------------------------------------------------ */

typedef struct Cuadre {
    DetallePago *d;
    RecibirDescuadre recibir;
    void *quien;
    bool fuera; /* of range */
} Cuadre;

static void
sumar(Cuadre *c, Centavos *a, Centavos b)
{
    /* each is within the range of money, so that one addition always fits in 64 bits */
    if (*a + b > CENTAVOS_MAX || *a + b < -CENTAVOS_MAX)
        c->fuera = true;
    else
        *a += b;
}

static Centavos
total_de(Cuadre *c, const Centavos *parte)
{
    Centavos t = 0;

    for (int p = 0; p < DT_PARTES; p++)
        sumar(c, &t, parte[p]);
    return t;
}

static void
decir(const Cuadre *c, Descuadre d)
{
    c->recibir(c->quien, &d);
}

static int
comparar_factura(const void *a, const void *b)
{
    const int64_t x = ((const FacturaDetalle *) a)->factura, y = ((const FacturaDetalle *) b)->factura;

    return (x > y) - (x < y);
}

static int
comparar_linea(const void *a, const void *b)
{
    const int32_t x = ((const LineaDetalle *) a)->linea, y = ((const LineaDetalle *) b)->linea;

    return (x > y) - (x < y);
}

/* ---- lines --------------------------------------------------------------------- */

static bool
renglon_bien(const Cuadre *c, const RenglonDetalle *r)
{
    static const MotivoDescuadre POR_NOMBRE[] = {[DT_SIN_FACTURA] = DD_FACTURA_NO_EXISTE,
                                                 [DT_SIN_LINEA] = DD_LINEA_NO_EXISTE,
                                                 [DT_AMBIGUO] = DD_ORDEN_AMBIGUA};
    Descuadre d = {.nivel = r->nombre == DT_SIN_FACTURA ? DT_FACTURA : DT_LINEA,
                   .factura = r->factura,
                   .linea = r->linea,
                   .posicion = r->posicion,
                   .parte = -1};
    bool bien = true;

    if (r->nombre != DT_NOMBRADO) {
        d.motivo = POR_NOMBRE[r->nombre];
        decir(c, d);
        return false;
    }
    for (int p = 0; p < DT_PARTES; p++)
        if (r->parte[p] < 0) {
            d.motivo = DD_NEGATIVO;
            d.parte = p;
            d.encontrado = r->parte[p];
            decir(c, d);
            bien = false;
        }
    return bien;
}

/* Each element to its line, or to the totals of its invoice. */
static void
repartir_renglones(Cuadre *c)
{
    for (size_t i = 0; i < c->d->n_renglones; i++) {
        const RenglonDetalle *r = &c->d->renglones[i];
        const FacturaDetalle clave = {.factura = r->factura};
        const LineaDetalle cual = {.linea = r->linea};
        FacturaDetalle *f;
        LineaDetalle *l;

        if (!renglon_bien(c, r))
            continue;
        f = bsearch(&clave, c->d->facturas, c->d->n_facturas, sizeof(FacturaDetalle), comparar_factura);
        f->dicha = true;
        /* a debit needs its reason (guide "Pago de honorarios": obligatory when it is a debit) */
        if (r->parte[DT_DEBITADO] > 0 && !r->con_motivo)
            decir(c, (Descuadre){.nivel = r->linea == 0 ? DT_FACTURA : DT_LINEA,
                                 .motivo = DD_DEBITO_SIN_MOTIVO,
                                 .factura = r->factura,
                                 .linea = r->linea,
                                 .posicion = r->posicion,
                                 .parte = DT_DEBITADO,
                                 .encontrado = r->parte[DT_DEBITADO]});
        for (int p = 0; p < DT_PARTES && r->linea == 0; p++) {
            f->dado[p] |= r->dado[p];
            sumar(c, &f->total[p], r->parte[p]);
        }
        f->con_total |= r->linea == 0;
        if (r->linea == 0)
            continue;
        f->con_lineas = true;
        l = bsearch(&cual, f->lineas, f->n, sizeof(LineaDetalle), comparar_linea);
        l->dicha = true;
        for (int p = 0; p < DT_PARTES; p++)
            sumar(c, &l->parte[p], r->parte[p]);
        if (r->con_facturado && r->facturado != l->valor)
            decir(c, (Descuadre){DT_LINEA, DD_FACTURADO, r->factura, r->linea, r->posicion, -1, l->valor,
                                 r->facturado});
    }
}

static void
cuadrar_lineas(Cuadre *c, FacturaDetalle *f)
{
    for (size_t i = 0; i < f->n; i++) {
        LineaDetalle *l = &f->lineas[i];
        const Centavos suma = total_de(c, l->parte);
        Descuadre d = {DT_LINEA, DD_LINEA, l->factura, l->linea, 0, -1, l->abierto, suma};

        for (int p = 0; p < DT_PARTES; p++)
            sumar(c, &f->suma[p], l->parte[p]);
        if (l->cerrada && suma != 0) {
            d.motivo = DD_YA_IMPUTADA;
            d.esperado = 0;
            decir(c, d);
        } else if (!l->cerrada && l->dicha && suma != l->abierto)
            decir(c, d);
    }
}

/* ---- invoices ------------------------------------------------------------------- */

static Centavos
abierto_de(Cuadre *c, const FacturaDetalle *f, bool solo_dichas)
{
    Centavos t = 0;

    for (size_t i = 0; i < f->n; i++)
        if (!f->lineas[i].cerrada && (f->lineas[i].dicha || !solo_dichas))
            sumar(c, &t, f->lineas[i].abierto);
    return t;
}

/*
 * Paid but for what was withheld or discounted: each line was, and bears its
 * share of both. Neither part of a line is ever above the line.
 */
static bool
compartir_total(const DetallePago *d, FacturaDetalle *f, Fallo *fallo)
{
    size_t k = 0;

    for (size_t i = 0; i < f->n; i++)
        if (!f->lineas[i].cerrada)
            d->pesos[k++] = f->lineas[i].abierto;
    if (!reparto_mayor_resto(f->total[DT_RETENIDO] + f->total[DT_DESCUENTO], d->pesos, k, d->partes,
                             d->restos, fallo))
        return false;
    k = 0;
    for (size_t i = 0; i < f->n; i++)
        if (!f->lineas[i].cerrada) {
            f->lineas[i].parte[DT_PAGADO] = d->pesos[k] - d->partes[k];
            d->pesos[k] = d->partes[k]; /* of both, what each line bears */
            k++;
        }
    if (!reparto_mayor_resto(f->total[DT_RETENIDO], d->pesos, k, d->partes, d->restos, fallo))
        return false;
    k = 0;
    for (size_t i = 0; i < f->n; i++)
        if (!f->lineas[i].cerrada) {
            f->lineas[i].parte[DT_RETENIDO] = d->partes[k];
            f->lineas[i].parte[DT_DESCUENTO] = d->pesos[k] - d->partes[k];
            f->lineas[i].dicha = true;
            k++;
        }
    return true;
}

/* An invoice of which only the totals are told: paid, debited or pending as a whole, that is what its lines are. */
static bool
extender_total(Cuadre *c, FacturaDetalle *f, Fallo *fallo)
{
    const Centavos abierto = abierto_de(c, f, false), total = total_de(c, f->total);
    int entera = -1;

    for (int p = 0; p < DT_PARTES; p++)
        if (f->total[p] == total)
            entera = p;
    if (total == abierto && entera < 0 && total > 0 && f->total[DT_DEBITADO] == 0 &&
        f->total[DT_PENDIENTE] == 0 && f->total[DT_PAGADO] >= 0 && f->total[DT_RETENIDO] >= 0 &&
        f->total[DT_DESCUENTO] >= 0)
        return compartir_total(c->d, f, fallo);
    if (total != abierto || (entera < 0 && total != 0)) {
        decir(c, (Descuadre){.nivel = total != abierto ? DT_FACTURA : DT_LINEA,
                             .motivo = total != abierto ? DD_TOTAL : DD_FALTAN_LINEAS,
                             .factura = f->factura,
                             .parte = -1,
                             .esperado = abierto,
                             .encontrado = total != abierto ? total : 0});
        return true;
    }
    for (size_t i = 0; i < f->n; i++) {
        LineaDetalle *l = &f->lineas[i];

        if (l->cerrada)
            continue;
        l->dicha = true;
        l->parte[entera] = l->abierto;
    }
    return true;
}

static void
cuadrar_totales(Cuadre *c, const FacturaDetalle *f)
{
    const Centavos abierto = abierto_de(c, f, false), dicho = abierto_de(c, f, true);

    for (int p = 0; p < DT_PARTES; p++)
        if (f->con_total && f->dado[p] && f->total[p] != f->suma[p])
            decir(c, (Descuadre){DT_FACTURA, DD_TOTAL, f->factura, 0, 0, p, f->total[p], f->suma[p]});
    if (dicho != abierto)
        decir(c, (Descuadre){DT_FACTURA, DD_LINEAS_SIN_DECIR, f->factura, 0, 0, -1, abierto, dicho});
}

/* What the payment still has to be applied to the invoice, so that it is what the detail says. */
static void
cuadrar_aplicacion(Cuadre *c, FacturaDetalle *f)
{
    const Centavos antes[3] = {f->aplicado.valor, f->aplicado.retenido, f->aplicado.descuento};
    Centavos *ahora[3] = {&f->aplica.valor, &f->aplica.retenido, &f->aplica.descuento};
    Descuadre d = {.nivel = DT_FACTURA, .factura = f->factura, .parte = -1};

    for (int p = 0; p < 3; p++) {
        *ahora[p] = f->suma[p] - antes[p];
        if (*ahora[p] < 0)
            decir(c, (Descuadre){DT_FACTURA, DD_YA_APLICADO, f->factura, 0, 0, p, antes[p], f->suma[p]});
    }
    if (f->aplica.valor < 0 || f->aplica.retenido < 0 || f->aplica.descuento < 0)
        return;
    d.encontrado = extincion_total(f->aplica);
    if (f->pagador != c->d->pagador) {
        d.motivo = DD_OTRO_PAGADOR;
        decir(c, d);
    } else if (!factura_admite_pago(f->estado)) {
        d.motivo = DD_ESTADO;
        decir(c, d);
    } else if (d.encontrado > f->saldo) {
        d.motivo = DD_SALDO;
        d.esperado = f->saldo;
        decir(c, d);
    }
}

bool
detalle_cuadrar(DetallePago *d, RecibirDescuadre recibir, void *quien, Fallo *f)
{
    Cuadre c = {d, recibir, quien, false};
    const Centavos pago[3] = {d->pago.valor, d->pago.retenido, d->pago.descuento};
    Centavos suma[3] = {0, 0, 0};

    repartir_renglones(&c);
    for (size_t i = 0; i < d->n_facturas; i++) {
        FacturaDetalle *x = &d->facturas[i];

        if (x->con_total && !x->con_lineas && !extender_total(&c, x, f))
            return false;
        cuadrar_lineas(&c, x);
    }
    for (size_t i = 0; i < d->n_facturas; i++) {
        FacturaDetalle *x = &d->facturas[i];

        if (x->con_lineas)
            cuadrar_totales(&c, x);
        cuadrar_aplicacion(&c, x);
        for (int p = 0; p < 3; p++)
            sumar(&c, &suma[p], x->suma[p]);
    }
    for (int p = 0; p < 3; p++)
        if (suma[p] != pago[p])
            decir(&c, (Descuadre){DT_TRANSFERENCIA, DD_TRANSFERENCIA, 0, 0, 0, p, pago[p], suma[p]});
    if (c.fuera)
        return fallar(f, FALLO_IMPORTE, "the amounts of the detail are out of range", NULL, NULL, NULL);
    return true;
}

/* ---- from the detail to the imputation ------------------------------------------- */

/* Invoiced part that can be paid now (as in the plan of imputation). */
static Centavos
cobrable(const LineaImputar *l)
{
    return l->valor - l->aceptado - l->pendiente - l->liquidado;
}

/* What a line becomes; the amount of a payment in part comes after all of them are known. */
static void
decidir(LineaDetallada *v, Centavos *completas)
{
    const Centavos dinero = v->parte[DT_PAGADO] - v->l.liquidado;
    const Centavos resuelto =
        v->parte[DT_PAGADO] + v->parte[DT_RETENIDO] + v->parte[DT_DESCUENTO] + v->parte[DT_DEBITADO];
    const Centavos cupo = cobrable(&v->l);

    v->excepcion = true;
    v->accion = IMPUTA_PENDIENTE;
    v->monto = 0;
    if (v->dicha && cupo > 0 && dinero >= cupo) {
        v->excepcion = false;
        v->accion = IMPUTA_PAGADO;
        *completas += cupo;
    } else if (!v->dicha || resuelto < v->l.valor || v->l.pendiente > 0) {
        /* unsaid, part of it still to be paid, or in dispute: a payment in part would be final */
    } else
        v->accion = dinero > 0 ? IMPUTA_PAGADO : IMPUTA_DEBITADO;
}

bool
detalle_excepciones(LineaDetallada *v, size_t n, Porcentaje iva, Centavos liquidado, int64_t *pesos,
                    int64_t *partes, uint64_t *restos, Fallo *f)
{
    Centavos completas = liquidado, parciales, neto, sin;
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        decidir(&v[i], &completas);
    parciales = completas;
    for (size_t i = 0; i < n; i++)
        if (v[i].excepcion && v[i].accion == IMPUTA_PAGADO) {
            pesos[k++] = v[i].parte[DT_PAGADO] - v[i].l.liquidado;
            parciales += pesos[k - 1];
        }
    if (k == 0)
        return true;
    /* net of all of them together, over what the lines paid in full take, so that no cent is made nor lost */
    if (!importe_neto(completas, iva, &sin, f) || !importe_neto(parciales, iva, &neto, f) ||
        !reparto_mayor_resto(neto - sin, pesos, k, partes, restos, f))
        return false;
    k = 0;
    for (size_t i = 0; i < n; i++)
        if (v[i].excepcion && v[i].accion == IMPUTA_PAGADO)
            v[i].monto = partes[k++];
    return true;
}
