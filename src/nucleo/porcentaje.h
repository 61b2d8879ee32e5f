/*
 * porcentaje.h - exact percentages: millionths of a percentage point in 64
 * bits. Nothing is rounded: what needs more than six decimals is refused, save
 * the average, whose rounding is part of its definition.
 */
#ifndef NUCLEO_PORCENTAJE_H
#define NUCLEO_PORCENTAJE_H

#include "nucleo/fallo.h"

typedef int64_t Porcentaje;

#define PORCENTAJE_DECIMALES 6
#define PORCENTAJE_PUNTO INT64_C(1000000) /* one percentage point */
#define PORCENTAJE_MAX INT64_MAX          /* symmetric range, so that negation always fits */
#define PORCENTAJE_TEXTO 32

/* "17", "17%", "3,5 %", "-2.25%": comma or point is the decimal mark, never a thousands mark. */
extern bool porcentaje_leer(const char *texto, size_t largo, Porcentaje *p, Fallo *f);

/* Percentage points as numeric prints them; zeros after the sixth decimal are harmless, digits are not. */
extern bool porcentaje_de_decimal(const char *texto, Porcentaje *p, Fallo *f);
extern bool porcentaje_de_entero(int64_t puntos, Porcentaje *p, Fallo *f);

extern bool porcentaje_valido(Porcentaje p);
extern const char *porcentaje_texto(Porcentaje p, char *buf); /* "-3.5%" in buf[PORCENTAJE_TEXTO] */

extern bool porcentaje_suma(Porcentaje a, Porcentaje b, Porcentaje *r, Fallo *f);
extern bool porcentaje_resta(Porcentaje a, Porcentaje b, Porcentaje *r, Fallo *f);

/*
 * Sum of many: 128 bits in two's complement, so that neither the order of the
 * rows nor how they are split among workers can change the result.
 */
typedef struct SumaPorcentaje {
    int64_t n;
    int64_t alto;
    uint64_t bajo;
} SumaPorcentaje;

extern void porcentaje_acumular(SumaPorcentaje *s, Porcentaje p);
extern void porcentaje_descontar(SumaPorcentaje *s, Porcentaje p);
extern void porcentaje_combinar(SumaPorcentaje *s, const SumaPorcentaje *otra);
extern bool porcentaje_total(const SumaPorcentaje *s, Porcentaje *r, Fallo *f);

/* Mean rounded half away from zero to the sixth decimal; refused when n is not positive. */
extern bool porcentaje_media(const SumaPorcentaje *s, Porcentaje *r, Fallo *f);

#endif
