/*
 * dinero.h - money as 64-bit cents. Exact: what has more than two decimals,
 * is not finite or does not fit is refused, never rounded.
 */
#ifndef NUCLEO_DINERO_H
#define NUCLEO_DINERO_H

#include "nucleo/fallo.h"

typedef int64_t Centavos;

#define CENTAVOS_MAX INT64_C(999999999999999999) /* numeric(18,2) */
#define DINERO_TEXTO 32

/* Decimal text (as numeric prints it) to cents; FALLO_IMPORTE otherwise. */
extern bool dinero_leer(const char *texto, Centavos *c, Fallo *f);

/* What is objected is what was accepted, lifted and is left, and none of them is negative. */
extern bool dinero_cuadra(Centavos objetado, Centavos aceptado, Centavos levantado, Centavos pendiente);
extern const char *dinero_texto(Centavos c, char *buf); /* "-1234.50" in buf[DINERO_TEXTO] */

#endif
