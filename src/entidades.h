/*
 * entidades.h - the parties of an invoice as the catalogue has them, read in
 * statements of their own: those tables are not distributed by provider.
 */
#ifndef CONCILIACION_ENTIDADES_H
#define CONCILIACION_ENTIDADES_H

#include "cartera.h"
#include "nucleo/acta.h"
#include "nucleo/plazo.h"

/* KG006 when there is no such party. Inside SPI. */
extern void exigir_prestador(int64 prestador);
extern void exigir_pagador(int64 pagador);

typedef struct Entidades {
    SituacionEntidad prestador, pagador;
    bool prescribe; /* the payer's invoices prescribe, in this term */
    Plazo prescripcion;
} Entidades;

/* Both parties, which exist since the invoice refers to them. Inside SPI; uses SPI_tuptable. */
extern void entidades_leer(int64 prestador, int64 pagador, Entidades *e);

#endif
