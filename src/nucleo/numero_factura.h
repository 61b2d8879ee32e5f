/*
 * numero_factura.h - number of an invoice as two parties write it: what was
 * typed is kept by the caller, comparison goes by a canonical form.
 *
 * Case, spaces, hyphens, dots and the leading zeros of the number do not
 * count: FE-000123 = fe 123 = FE123. The number is the run of digits at the
 * end; all before it is the prefix, and prefixes are compared as they are
 * (zeros of a prefix count, so do slash and underscore). A separator between
 * two digits is where one part ends and the next begins, so it does count:
 * 1-23, 12-3 and 123 are three invoices. Which separator it is does not matter.
 */
#ifndef NUCLEO_NUMERO_FACTURA_H
#define NUCLEO_NUMERO_FACTURA_H

#include "nucleo/fallo.h"

#define NUMERO_FACTURA_MAX 64 /* characters typed; only ASCII is admitted */

/* Canonical form: prefix, a hyphen when the prefix ends in a digit and a number follows, number. */
typedef struct NumeroFactura {
    char canonico[NUMERO_FACTURA_MAX + 1];
    int largo;   /* of canonico */
    int prefijo; /* characters of the prefix, from the start */
    int numero;  /* where the number starts; largo when there is none */
} NumeroFactura;

extern bool numero_factura_leer(const char *texto, size_t largo, NumeroFactura *n, Fallo *f);

/* By prefix, byte by byte, then by number as a quantity; no number goes first. */
extern int numero_factura_comparar(const NumeroFactura *a, const NumeroFactura *b);

#endif
