/*
 * reparto.h - net of VAT, withholding and exact allocation over integers.
 *
 * Everything here is exact: products in 128 bits, one rounding at the end, half
 * away from zero, and the parts of an allocation always sum to the whole.
 */
#ifndef NUCLEO_REPARTO_H
#define NUCLEO_REPARTO_H

#include "nucleo/dinero.h"
#include "nucleo/porcentaje.h"

#define PORCENTAJE_CIEN (100 * PORCENTAJE_PUNTO)

/* VAT above -100%: below it there is no net. */
extern bool importe_iva_valido(Porcentaje iva, Fallo *f);

/* total / (1 + iva) to the cent. total >= 0; iva above -100%. */
extern bool importe_neto(Centavos total, Porcentaje iva, Centavos *neto, Fallo *f);

/* The same before rounding: the cents just below (or equal) and just above. */
extern bool importe_neto_cotas(Centavos total, Porcentaje iva, Centavos *bajo, Centavos *alto, Fallo *f);

/* tasa of monto to the cent. */
extern bool importe_porcentaje(Centavos monto, Porcentaje tasa, Centavos *parte, Fallo *f);

/*
 * Share monto in proportion to pesos by largest remainder: each part is its
 * quota rounded down, and the units left go one by one to the largest
 * remainders, the first of them when they tie. A negative monto is the mirror
 * of the positive one. restos is room for n values.
 */
extern bool reparto_mayor_resto(int64_t monto, const int64_t *pesos, size_t n, int64_t *partes,
                                uint64_t *restos, Fallo *f);

/* A decimal as digits and scale: cifras * 10^-escala, without trailing zeros. */
typedef struct Decimal {
    int64_t cifras;
    int32_t escala;
} Decimal;

typedef enum LecturaDecimal { DECIMAL_BIEN, DECIMAL_NO_FINITO, DECIMAL_NO_CABE } LecturaDecimal;

/* Text as numeric prints it. */
extern LecturaDecimal decimal_leer(const char *texto, Decimal *d);

/* d in units of 10^-escala: DECIMAL_NO_CABE when it does not fit; d must not have more decimals. */
extern LecturaDecimal decimal_en_unidades(Decimal d, int32_t escala, int64_t *unidades);

#endif
