/*
 * identificacion.h - documents of people and entities as the trade writes
 * them: "CC 1020", "cc 1.020", "NI 900123456-7", "900123456".
 */
#ifndef NUCLEO_IDENTIFICACION_H
#define NUCLEO_IDENTIFICACION_H

#include <stdbool.h>

#define IDENTIFICACION_TIPO 4
#define IDENTIFICACION_NUMERO 40

typedef struct Identificacion {
    char tipo[IDENTIFICACION_TIPO];     /* "" when the text does not tell */
    char numero[IDENTIFICACION_NUMERO]; /* letters and digits, in capitals, without leading zeros */
    char verificacion;                  /* check digit of a NIT, or '\0' */
} Identificacion;

typedef enum Coincidencia {
    NO_COINCIDE,
    COINCIDE_NUMERO, /* the same number, and one of the two does not tell its type */
    COINCIDE_TODO
} Coincidencia;

/* False when the text holds no number, or one longer than any document. */
extern bool identificacion_leer(const char *texto, Identificacion *id);

extern Coincidencia identificacion_comparar(const Identificacion *a, const Identificacion *b);

#endif
