/*
 * fuzz_pago.c - payments: what a payment may extinguish, and the order when the payer does not say which invoices.
 *
 * Each judgement is held against the rule written again here. A payment spread over the oldest invoices loses no
 * cent, gives no invoice more than its room, leaves no older one short, and does not depend on the order in which
 * the invoices come.
 */
#include "fuzz.h"

#include "nucleo/ciclo_factura.h"
#include "nucleo/pago.h"

#define FACTURAS_MAX 12
#define PARTES_MAX 8

static Extincion
extincion_azar(Flujo *fl)
{
    Extincion e = {importe(fl), 0, 0};

    if (moneda(fl)) {
        e.retenido = importe(fl);
        e.descuento = moneda(fl) ? e.retenido : importe(fl);
    }
    return e;
}

static bool
igual(Extincion a, Extincion b)
{
    return a.valor == b.valor && a.retenido == b.retenido && a.descuento == b.descuento;
}

static bool
cabe(Ancho v)
{
    return v >= -CENTAVOS_MAX && v <= CENTAVOS_MAX;
}

/* ---- the amounts of one payment ---------------------------------------------------------- */

static void
sumar(Flujo *fl)
{
    Extincion v[PARTES_MAX], suma = {0, 0, 0}, otra = {0, 0, 0};
    Ancho valor = 0, retenido = 0, descuento = 0;
    size_t n = hasta(fl, PARTES_MAX + 1), giro = n == 0 ? 0 : hasta(fl, (uint32_t) n);
    bool fuera = false;
    Fallo f;

    for (size_t i = 0; i < n; i++) {
        v[i] = extincion_azar(fl);
        valor += v[i].valor;
        retenido += v[i].retenido;
        descuento += v[i].descuento;
        fuera |= !cabe(valor) || !cabe(retenido) || !cabe(descuento);
        exigir(extincion_sumar(&suma, v[i], &f) == !fuera);
        if (fuera) {
            exigir_fallo(&f);
            return;
        }
    }
    exigir(suma.valor == valor && suma.retenido == retenido && suma.descuento == descuento);
    exigir((Ancho) extincion_total(suma) == valor + retenido + descuento);
    /* in another order, when no partial sum passes the range */
    for (size_t i = 0; i < n; i++)
        if (!extincion_sumar(&otra, v[(i + giro) % n], &f))
            return;
    exigir(igual(suma, otra));
}

static void
juzgar(Flujo *fl)
{
    Extincion pago = extincion_azar(fl), a = extincion_azar(fl), suma;
    bool negativa, debe;
    Fallo f;

    if (moneda(fl)) { /* near to what is right */
        a = pago;
        a.valor -= octeto(fl) % 4 == 0 ? octeto(fl) : 0;
        a.retenido += octeto(fl) == 1;
        a.descuento -= octeto(fl) == 1;
    }
    negativa = pago.valor < 0 || pago.retenido < 0 || pago.descuento < 0;
    debe = !negativa && (Ancho) pago.valor + pago.retenido + pago.descuento > 0;
    exigir(extincion_valida(pago, &f) == debe);
    if (!debe)
        exigir_fallo(&f);
    debe = a.valor <= pago.valor && a.retenido == pago.retenido && a.descuento == pago.descuento;
    exigir(pago_cuadra(pago, a, &f) == debe);
    if (!debe)
        exigir_fallo(&f);
    debe = a.valor >= 0 && a.retenido >= 0 && a.descuento >= 0 && a.valor <= pago.valor &&
           a.retenido <= pago.retenido && a.descuento <= pago.descuento;
    exigir(pago_alcanza(7, pago, a, &f) == debe);
    if (!debe) {
        exigir_fallo(&f);
        return;
    }
    /* undone by its opposite: nothing is applied */
    suma = a;
    exigir(extincion_sumar(&suma, (Extincion){-a.valor, -a.retenido, -a.descuento}, &f));
    exigir(extincion_total(suma) == 0 && pago_alcanza(7, pago, suma, &f));
}

/* ---- the invoices ---------------------------------------------------------------------------- */

static Fecha
fecha_azar(Flujo *fl)
{
    return fecha_de(2024, 1, 1) + (Fecha) octeto(fl);
}

static void
factura_azar(Flujo *fl, FacturaPago *v, int64_t id)
{
    uint8_t bits = octeto(fl);

    v->factura = id;
    v->pagador = 1 + (bits >> 7);
    v->estado = (bits & 1) != 0 ? FACTURA_ACEPTADA : (int) hasta(fl, FACTURA_ESTADOS);
    v->radicacion = fecha_azar(fl);
    v->vence_formular = (bits & 2) != 0 ? FECHA_NULA : v->radicacion + (Fecha) hasta(fl, 40);
    v->exigible = v->radicacion + (Fecha) hasta(fl, 60);
    v->saldo = (bits & 4) != 0 ? 1 + (Centavos) octeto(fl) : positivo(fl);
    v->pendiente = (bits & 8) == 0 ? 0 : v->saldo / 255 * octeto(fl) + (Centavos) hasta(fl, 3);
    v->aplica = cantidad(fl); /* what was there before does not matter */
}

/* Res. 2284/2023 art. 7: accepted, expressly or tacitly, not paid, not prescribed. */
static Centavos
cupo(const FacturaPago *v, Fecha fecha, const Plazo *prescripcion)
{
    bool tacita =
        v->estado == FACTURA_RADICADA && v->vence_formular != FECHA_NULA && fecha > v->vence_formular;
    Centavos libre = v->saldo - v->pendiente;

    if (libre <= 0 || v->radicacion > fecha)
        return 0;
    if (v->estado != FACTURA_ACEPTADA && v->estado != FACTURA_CONCILIADA && !tacita)
        return 0;
    if (prescripcion != NULL && pago_prescribe(v->exigible, *prescripcion) != FECHA_NULA &&
        pago_prescribe(v->exigible, *prescripcion) < fecha)
        return 0;
    return libre;
}

static const FacturaPago *
la_de(const FacturaPago *v, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].factura == id)
            return &v[i];
    exigir(!"an invoice was lost");
    return NULL;
}

/* Every cent somewhere, the oldest first. */
static void
repartido(Centavos disponible, Centavos resto, const FacturaPago *v, size_t n, Fecha fecha, const Plazo *p)
{
    Extincion suma = {0, 0, 0}, pago = {disponible, 0, 0};
    bool corta = false;
    Fallo f;

    for (size_t i = 0; i < n; i++) {
        Centavos libre = cupo(&v[i], fecha, p);

        exigir(i == 0 || v[i - 1].radicacion < v[i].radicacion ||
               (v[i - 1].radicacion == v[i].radicacion && v[i - 1].factura < v[i].factura));
        exigir(v[i].aplica >= 0 && v[i].aplica <= libre);
        exigir(!corta || v[i].aplica == 0);
        corta |= v[i].aplica < libre;
        exigir(extincion_sumar(&suma, (Extincion){v[i].aplica, 0, 0}, &f));
        /* what it gives is what the invoice takes */
        if (v[i].aplica > 0)
            exigir(pago_admite(&v[i], v[i].pagador, fecha, v[i].aplica, &f));
    }
    exigir(resto >= 0 && suma.valor + resto == disponible);
    exigir(resto == 0 || !corta);
    exigir(pago_cuadra(pago, suma, &f) && pago_alcanza(1, pago, suma, &f));
}

static void
mas_antiguas(Flujo *fl)
{
    FacturaPago v[FACTURAS_MAX], otro[FACTURAS_MAX], luego[FACTURAS_MAX];
    size_t n = hasta(fl, FACTURAS_MAX + 1), giro = n == 0 ? 0 : hasta(fl, (uint32_t) n);
    Centavos disponible = moneda(fl) ? octeto(fl) : positivo(fl), resto, mitad;
    Plazo plazo = {.cantidad = (int32_t) hasta(fl, 200), .unidad = UNIDAD_HORA + (int) hasta(fl, 6)};
    const Plazo *p = moneda(fl) ? &plazo : NULL;
    Fecha fecha = fecha_azar(fl) + (Fecha) octeto(fl);

    for (size_t i = 0; i < n; i++) /* ids without order */
        factura_azar(fl, &v[i], (int64_t) ((i * 7 + 3) % FACTURAS_MAX));
    for (size_t i = 0; i < n; i++)
        luego[i] = otro[i] = v[(i + giro) % n];
    resto = pago_mas_antiguas(disponible, v, n, fecha, p);
    repartido(disponible, resto, v, n, fecha, p);
    exigir(pago_mas_antiguas(disponible, otro, n, fecha, p) == resto);
    exigir(n == 0 || memcmp(v, otro, n * sizeof(*v)) == 0);
    /* in two payments, as in one */
    mitad = disponible / 2;
    (void) pago_mas_antiguas(mitad, luego, n, fecha, p);
    for (size_t i = 0; i < n; i++)
        luego[i].saldo -= luego[i].aplica;
    memcpy(otro, luego, sizeof(otro));
    (void) pago_mas_antiguas(disponible - mitad, luego, n, fecha, p);
    for (size_t i = 0; i < n; i++)
        exigir(la_de(otro, n, v[i].factura)->aplica + la_de(luego, n, v[i].factura)->aplica == v[i].aplica);
}

static void
admitir(Flujo *fl)
{
    Fecha fecha = fecha_azar(fl);
    int64_t pagador = 1 + (int64_t) hasta(fl, 2);
    Centavos total;
    FacturaPago v;
    bool debe;
    Fallo f;

    factura_azar(fl, &v, 5);
    total = moneda(fl) ? v.saldo + (Centavos) hasta(fl, 3) - 1 : importe(fl);
    debe = v.pagador == pagador && v.estado != FACTURA_DEVUELTA && v.estado != FACTURA_RECHAZADA &&
           v.estado != FACTURA_ANULADA && fecha >= v.radicacion && total <= v.saldo;
    exigir(pago_admite(&v, pagador, fecha, total, &f) == debe);
    if (!debe)
        exigir_fallo(&f);
    else /* what is admitted is admitted for less, too */
        exigir(pago_admite(&v, pagador, fecha, total - 1, &f));
}

/* Later for a longer term; the same for twelve months as for a year. */
static void
prescribir(Flujo *fl)
{
    Plazo p = {.cantidad = (int32_t) hasta(fl, 256), .unidad = UNIDAD_HORA + (int) hasta(fl, 6)};
    Fecha exigible = fecha_de(1900, 1, 1) + (Fecha) (entero(fl, 3) % 120000),
          ultimo = pago_prescribe(exigible, p);
    Plazo mas = {p.cantidad + 1, p.unidad}, meses = {p.cantidad * 12, UNIDAD_MES};

    if (p.unidad != UNIDAD_DIA && p.unidad != UNIDAD_MES && p.unidad != UNIDAD_ANIO) {
        exigir(ultimo == FECHA_NULA);
        return;
    }
    exigir(ultimo >= exigible && (ultimo == exigible) == (p.cantidad == 0));
    exigir(pago_prescribe(exigible, mas) > ultimo);
    exigir(p.unidad != UNIDAD_ANIO || pago_prescribe(exigible, meses) == ultimo);
    exigir(pago_prescribe(exigible + 1, p) >= ultimo);
}

int
LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo)
{
    Flujo fl = {datos, datos + largo};

    for (int i = 0; queda(&fl) && i < 8; i++)
        switch (octeto(&fl) % 6) {
            case 0:
                sumar(&fl);
                break;
            case 1:
                juzgar(&fl);
                break;
            case 2:
                admitir(&fl);
                break;
            case 3:
                prescribir(&fl);
                break;
            default:
                mas_antiguas(&fl);
                break;
        }
    return 0;
}
