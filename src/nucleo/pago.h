/*
 * pago.h - what a payment may extinguish: its own amounts, the invoices it is
 * applied to, and the order when the payer does not say which.
 */
#ifndef NUCLEO_PAGO_H
#define NUCLEO_PAGO_H

#include "nucleo/dinero.h"
#include "nucleo/fecha.h"
#include "nucleo/plazo.h"

/* Money received, tax or other amounts withheld by the payer, discounts agreed: the three extinguish debt. */
typedef struct Extincion {
    Centavos valor, retenido, descuento;
} Extincion;

extern Centavos extincion_total(Extincion e);

/* Add b to a; FALLO_IMPORTE when a part goes out of range. */
extern bool extincion_sumar(Extincion *a, Extincion b, Fallo *f);

/* None negative; at least one positive. */
extern bool extincion_valida(Extincion e, Fallo *f);

/*
 * The applications given with a payment: what was withheld and discounted is
 * all theirs, and the money they use does not exceed what was received.
 */
extern bool pago_cuadra(Extincion pago, Extincion aplicado, Fallo *f);

/* What has been applied of a payment never exceeds it, part by part, nor falls below zero. */
extern bool pago_alcanza(int64_t pago, Extincion entero, Extincion aplicado, Fallo *f);

typedef struct FacturaPago {
    int64_t factura;
    int64_t pagador;
    int estado; /* EstadoFactura */
    Fecha radicacion;
    Fecha vence_formular; /* end of the payer's term to formulate glosas */
    Fecha exigible;       /* from when its prescription runs */
    Centavos saldo;
    Centavos pendiente; /* glosa not decided */
    Centavos aplica;    /* what pago_mas_antiguas gives it */
} FacturaPago;

/* Whether a payment of pagador, applied on fecha, may extinguish so much of the invoice. */
extern bool pago_admite(const FacturaPago *f, int64_t pagador, Fecha fecha, Centavos total, Fallo *fallo);

/* Last day before the invoice prescribes; FECHA_NULA when the term is not of days, months or years, FECHA_MAX when that
 * day is beyond every date. */
extern Fecha pago_prescribe(Fecha exigible, Plazo prescripcion);

/*
 * Res. 2284/2023 art. 7: a payment without detail goes to the oldest invoice
 * that was accepted, expressly or tacitly, is not paid and has not
 * prescribed. Oldest by filing date, then by id. Orders v; returns what is
 * left. prescripcion NULL: the invoices of this payer do not prescribe.
 */
extern Centavos pago_mas_antiguas(Centavos disponible, FacturaPago *v, size_t n, Fecha fecha,
                                  const Plazo *prescripcion);

#endif
