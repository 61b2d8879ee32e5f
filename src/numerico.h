/*
 * numerico.h - amounts read from numeric as it is stored.
 */
#ifndef CONCILIACION_NUMERICO_H
#define CONCILIACION_NUMERICO_H

#include "postgres.h"

#include "nucleo/dinero.h"

/*
 * The cents of a numeric, without making its text. False for whatever is not plainly an amount (NaN, more than two
 * decimals, out of range, kept out of line): dinero_leer() reads its text and says what is wrong, if anything is.
 */
extern bool centavos_leer(Datum numeric, Centavos *c);

/* Any numeric; false when it is no amount, and f says why. */
extern bool centavos_probar(Datum numeric, Centavos *c, Fallo *f);

#endif
