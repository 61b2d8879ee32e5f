/*
 * fuzz.h - what the fuzz targets share: the input as a stream of choices, and
 * assertions that say what they expected.
 *
 * A target takes its decisions from the bytes of the input, in order; when they
 * run out every choice is zero, so that any prefix of an input is an input.
 */
#ifndef PRUEBA_FUZZ_H
#define PRUEBA_FUZZ_H

#include "nucleo/dinero.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define exigir(condicion)                                                                                    \
    do {                                                                                                     \
        if (!(condicion)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s: does not hold: %s\n", __FILE__, __LINE__, __func__, #condicion);     \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

/* Sums and products of amounts, wherever they end. */
__extension__ typedef __int128 Ancho;

typedef struct Flujo {
    const uint8_t *p, *fin;
} Flujo;

static inline uint8_t
octeto(Flujo *fl)
{
    return fl->p < fl->fin ? *fl->p++ : 0;
}

static inline bool
queda(const Flujo *fl)
{
    return fl->p < fl->fin;
}

/* Little endian. */
static inline uint64_t
entero(Flujo *fl, int octetos)
{
    uint64_t v = 0;

    for (int i = 0; i < octetos; i++)
        v |= (uint64_t) octeto(fl) << (8 * i);
    return v;
}

static inline uint32_t
hasta(Flujo *fl, uint32_t n) /* 0 .. n - 1 */
{
    return n <= 1 ? 0 : (n <= 256 ? octeto(fl) : (uint32_t) entero(fl, 4)) % n;
}

static inline bool
moneda(Flujo *fl)
{
    return (octeto(fl) & 1) != 0;
}

/* Mostly small, now and then of any size: the edges are near zero and near the limits. */
static inline int64_t
cantidad(Flujo *fl)
{
    uint8_t tamano = octeto(fl);
    int64_t v = (int64_t) entero(fl, 1 + tamano % 8);

    return (tamano & 0x80) != 0 ? v : v & INT64_MAX;
}

/* An amount within range, of either sign. */
static inline Centavos
importe(Flujo *fl)
{
    return cantidad(fl) % (CENTAVOS_MAX + 1);
}

static inline Centavos
positivo(Flujo *fl)
{
    Centavos c = importe(fl);

    return c < 0 ? -c : c;
}

/* Copy of exactly so many bytes, so that the sanitizer sees a read beyond them; to be freed. */
static inline char *
copia_exacta(const void *datos, size_t n)
{
    char *c = malloc(n > 0 ? n : 1);

    exigir(c != NULL);
    if (n > 0)
        memcpy(c, datos, n);
    return c;
}

/* A refusal says why: class, message, and as many arguments as its detail has holes. */
static inline void
exigir_fallo(const Fallo *f)
{
    int huecos = 0;

    exigir(f->clase > FALLO_NINGUNO && f->clase <= FALLO_ARGUMENTO);
    exigir(f->mensaje != NULL && f->mensaje[0] != '\0');
    for (const char *s = f->detalle; s != NULL && *s != '\0'; s++)
        if (*s == '%') {
            s++;
            exigir(*s == 's' || *s == '%');
            huecos += *s == 's';
        }
    exigir(huecos <= FALLO_ARGS);
    for (int i = 0; i < FALLO_ARGS; i++)
        exigir(memchr(f->arg[i], '\0', FALLO_ARG_MAX) != NULL);
}

extern int LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo);

#endif
