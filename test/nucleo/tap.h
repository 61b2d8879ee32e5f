/*
 * tap.h - what a unit test of the core needs to speak TAP: one line per check
 * and the plan at the end.
 */
#ifndef PRUEBA_TAP_H
#define PRUEBA_TAP_H

#include "nucleo/fallo.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_hechas = 0, tap_malas = 0;

static inline bool __attribute__((format(printf, 2, 3))) ok(bool bien, const char *que, ...)
{
    va_list ap;

    printf("%s %d - ", bien ? "ok" : "not ok", ++tap_hechas);
    va_start(ap, que);
    vprintf(que, ap);
    va_end(ap);
    putchar('\n');
    tap_malas += !bien;
    return bien;
}

static inline bool
es_texto(const char *obtenido, const char *esperado, const char *que)
{
    bool bien = ok(strcmp(obtenido, esperado) == 0, "%s", que);

    if (!bien)
        printf("#   got: '%s'\n#  want: '%s'\n", obtenido, esperado);
    return bien;
}

static inline bool
es_entero(int64_t obtenido, int64_t esperado, const char *que)
{
    bool bien = ok(obtenido == esperado, "%s", que);

    if (!bien)
        printf("#   got: %lld\n#  want: %lld\n", (long long) obtenido, (long long) esperado);
    return bien;
}

/* A refusal of this class, with a message. */
static inline bool
es_fallo(bool aceptado, const Fallo *f, ClaseFallo clase, const char *que)
{
    bool bien = ok(!aceptado && f->clase == clase && f->mensaje != NULL, "%s", que);

    if (!bien)
        printf("#   %s, class %d, wanted class %d\n", aceptado ? "accepted" : "refused", (int) f->clase,
               (int) clase);
    return bien;
}

static inline int
terminar(void)
{
    printf("1..%d\n", tap_hechas);
    return tap_malas == 0 ? 0 : 1;
}

/* Deterministic pseudo-random numbers (xorshift64*), so that a failure repeats. */
static uint64_t tap_semilla = UINT64_C(88172645463325252);

static inline uint64_t
azar(uint64_t n)
{
    tap_semilla ^= tap_semilla >> 12;
    tap_semilla ^= tap_semilla << 25;
    tap_semilla ^= tap_semilla >> 27;
    return (tap_semilla * UINT64_C(2685821657736338717) >> 11) % n;
}

/*
 * Change texto (room for max bytes) with one to three small edits: delete,
 * insert, replace or double a byte. Returns its length; it is not ended by NUL.
 */
static inline size_t
mutar(char *texto, size_t largo, size_t max)
{
    static const char raros[] = "0123456789.,%-+ \t\n/_eExXaAsShHdDmMnN\303\255\261\314\201\203\342\200\257";

    for (uint64_t veces = 1 + azar(3); veces > 0; veces--) {
        size_t i = azar(largo + 1);
        char c = azar(8) == 0 ? (char) azar(256) : raros[azar(sizeof raros - 1)];

        switch (azar(4)) {
            case 0:
                if (i < largo) {
                    memmove(texto + i, texto + i + 1, largo - i - 1);
                    largo--;
                }
                break;
            case 1:
                if (i < largo)
                    texto[i] = c;
                break;
            default:
                if (largo < max) {
                    memmove(texto + i + 1, texto + i, largo - i);
                    if (i == largo || azar(2) == 0)
                        texto[i] = c;
                    largo++;
                }
        }
    }
    return largo;
}

#endif
