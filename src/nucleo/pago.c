/*
 * pago.c - what a payment may extinguish (see pago.h).
 */
#include "nucleo/pago.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "nucleo/ciclo_factura.h"

#define ENTERO_TEXTO 24

static const char *
entero(int64_t v, char *buf)
{
    snprintf(buf, ENTERO_TEXTO, "%" PRId64, v);
    return buf;
}

Centavos
extincion_total(Extincion e)
{
    return e.valor + e.retenido + e.descuento;
}

static bool
en_rango(Centavos c)
{
    return c >= -CENTAVOS_MAX && c <= CENTAVOS_MAX;
}

bool
extincion_sumar(Extincion *a, Extincion b, Fallo *f)
{
    /* each is within the range of money, so that one addition always fits in 64 bits */
    a->valor += b.valor;
    a->retenido += b.retenido;
    a->descuento += b.descuento;
    if (en_rango(a->valor) && en_rango(a->retenido) && en_rango(a->descuento))
        return true;
    return fallar(f, FALLO_IMPORTE, "the sum of the applications is out of range", NULL, NULL, NULL);
}

bool
extincion_valida(Extincion e, Fallo *f)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];

    if (e.valor >= 0 && e.retenido >= 0 && e.descuento >= 0 && extincion_total(e) > 0)
        return true;

    dinero_texto(e.valor, a);
    dinero_texto(e.retenido, b);
    dinero_texto(e.descuento, c);
    if (e.valor < 0 || e.retenido < 0 || e.descuento < 0)
        return fallar(f, FALLO_IMPORTE, "amount must not be negative",
                      "Value: %s; withheld: %s; discounts: %s.", NULL, a, b, c, NULL);
    return fallar(f, FALLO_IMPORTE, "amount must not be zero", "Value: %s; withheld: %s; discounts: %s.",
                  NULL, a, b, c, NULL);
}

/* The two amounts and their difference, as texts. */
typedef struct Descuadre {
    char uno[DINERO_TEXTO], otro[DINERO_TEXTO], diferencia[DINERO_TEXTO];
} Descuadre;

static bool
cuadran(Centavos uno, Centavos otro, Descuadre *d)
{
    dinero_texto(uno, d->uno);
    dinero_texto(otro, d->otro);
    dinero_texto(uno - otro, d->diferencia);
    return uno == otro;
}

bool
pago_cuadra(Extincion pago, Extincion aplicado, Fallo *f)
{
    Descuadre d;

    if (!cuadran(aplicado.valor, pago.valor, &d) && aplicado.valor > pago.valor)
        return fallar(f, FALLO_IMPORTE, "applications exceed the payment",
                      "Applied: %s; received: %s; difference: %s.", NULL, d.uno, d.otro, d.diferencia, NULL);
    if (!cuadran(aplicado.retenido, pago.retenido, &d))
        return fallar(f, FALLO_IMPORTE, "what was withheld does not match its applications",
                      "Applied: %s; withheld: %s; difference: %s.", NULL, d.uno, d.otro, d.diferencia, NULL);
    if (!cuadran(aplicado.descuento, pago.descuento, &d))
        return fallar(f, FALLO_IMPORTE, "discounts do not match their applications",
                      "Applied: %s; discounts: %s; difference: %s.", NULL, d.uno, d.otro, d.diferencia, NULL);
    return true;
}

bool
pago_alcanza(int64_t pago, Extincion entero_, Extincion aplicado, Fallo *f)
{
    const Centavos todo[3] = {entero_.valor, entero_.retenido, entero_.descuento};
    const Centavos usado[3] = {aplicado.valor, aplicado.retenido, aplicado.descuento};
    char id[ENTERO_TEXTO], a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];

    for (int i = 0; i < 3; i++)
        if (usado[i] > todo[i] || usado[i] < 0)
            return fallar(f, FALLO_IMPORTE, "applications exceed the payment",
                          "Payment: %s; applied: %s; of: %s; difference: %s.", NULL, entero(pago, id),
                          dinero_texto(usado[i], a), dinero_texto(todo[i], b),
                          dinero_texto(usado[i] - todo[i], c), NULL);
    return true;
}

bool
pago_admite(const FacturaPago *v, int64_t pagador, Fecha fecha, Centavos total, Fallo *f)
{
    char id[ENTERO_TEXTO], a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO], d1[FECHA_TEXTO],
        d2[FECHA_TEXTO];

    entero(v->factura, id);
    if (v->pagador != pagador)
        return fallar(f, FALLO_NO_EXISTE, "the payer has no such invoice", "Invoice: %s; payer: %s.", NULL,
                      id, entero(pagador, a), NULL);
    if (!factura_admite_pago(v->estado))
        return fallar(f, FALLO_TRANSICION, "an invoice in this state takes no payment",
                      "Invoice: %s; state: %s.", NULL, id, ESTADOS_FACTURA[v->estado], NULL);
    if (fecha < v->radicacion)
        return fallar(f, FALLO_ARGUMENTO, "payment is applied before the invoice was filed",
                      "Invoice: %s; application: %s; filing: %s.", NULL, id, fecha_texto(fecha, d1),
                      fecha_texto(v->radicacion, d2), NULL);
    if (total > v->saldo)
        return fallar(f, FALLO_IMPORTE, "application exceeds the balance of the invoice",
                      "Invoice: %s; to apply: %s; room left: %s; difference: %s.",
                      "What exceeds stays in favour of the payer: apply only the room left.", id,
                      dinero_texto(total, a), dinero_texto(v->saldo, b), dinero_texto(total - v->saldo, c),
                      NULL);
    return true;
}

Fecha
pago_prescribe(Fecha exigible, Plazo p)
{
    switch (p.unidad) {
        case UNIDAD_DIA:
            return fecha_sumar_dias(exigible, p.cantidad);
        case UNIDAD_MES:
            return fecha_sumar_meses(exigible, p.cantidad);
        case UNIDAD_ANIO:
            return fecha_sumar_meses(exigible, p.cantidad * 12); /* PLAZO_CANTIDAD_MAX years fit */
        default:
            return FECHA_NULA;
    }
}

static bool
aceptada(const FacturaPago *v, Fecha fecha)
{
    if (v->estado == FACTURA_ACEPTADA || v->estado == FACTURA_CONCILIADA)
        return true;
    /* tacit: the term to formulate glosas passed without any */
    return v->estado == FACTURA_RADICADA && v->vence_formular != FECHA_NULA && v->vence_formular < fecha;
}

static int
comparar(const void *a, const void *b)
{
    const FacturaPago *x = a, *y = b;

    if (x->radicacion != y->radicacion)
        return x->radicacion < y->radicacion ? -1 : 1;
    return (x->factura > y->factura) - (x->factura < y->factura);
}

Centavos
pago_mas_antiguas(Centavos disponible, FacturaPago *v, size_t n, Fecha fecha, const Plazo *prescripcion)
{
    qsort(v, n, sizeof(FacturaPago), comparar);
    for (size_t i = 0; i < n; i++) {
        Centavos cupo = v[i].saldo - v[i].pendiente;

        v[i].aplica = 0;
        if (disponible == 0 || cupo <= 0 || v[i].radicacion > fecha || !aceptada(&v[i], fecha))
            continue;
        if (prescripcion != NULL) {
            Fecha ultimo = pago_prescribe(v[i].exigible, *prescripcion);

            if (ultimo != FECHA_NULA && ultimo < fecha)
                continue;
        }
        v[i].aplica = cupo < disponible ? cupo : disponible;
        disponible -= v[i].aplica;
    }
    return disponible;
}
