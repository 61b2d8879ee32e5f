/*
 * dinero.c - money as 64-bit cents (see dinero.h).
 */
#include "nucleo/dinero.h"

#include <inttypes.h>
#include <stdio.h>

bool
dinero_leer(const char *texto, Centavos *c, Fallo *f)
{
    const char *s = texto;
    bool negativo = false, cifras = false;
    uint64_t v = 0;
    int decimales = 0;

    if (*s == '-' || *s == '+')
        negativo = *s++ == '-';
    for (; *s >= '0' && *s <= '9'; s++, cifras = true) {
        if (v > (uint64_t) CENTAVOS_MAX / 10)
            goto rango;
        v = v * 10 + (uint64_t) (*s - '0');
    }
    if (*s == '.') {
        s++;
        for (; *s >= '0' && *s <= '9'; s++, cifras = true) {
            if (decimales == 2) {
                if (*s != '0')
                    return fallar(f, FALLO_IMPORTE, "amount has more than two decimals", "Amount: %s.",
                                  "Amounts are never rounded: give them to the cent.", texto, NULL);
                continue;
            }
            if (v > (uint64_t) CENTAVOS_MAX / 10)
                goto rango;
            v = v * 10 + (uint64_t) (*s - '0');
            decimales++;
        }
    }
    if (*s != '\0' || !cifras)
        return fallar(f, FALLO_IMPORTE, "amount is not a finite number", "Amount: %s.", NULL, texto, NULL);
    for (; decimales < 2; decimales++) {
        if (v > (uint64_t) CENTAVOS_MAX / 10)
            goto rango;
        v *= 10;
    }
    if (v > (uint64_t) CENTAVOS_MAX)
        goto rango;
    *c = negativo ? -(Centavos) v : (Centavos) v;
    return true;

rango:
    return fallar(f, FALLO_IMPORTE, "amount is out of range", "Amount: %s; the limit is 9999999999999999.99.",
                  NULL, texto, NULL);
}

bool
dinero_cuadra(Centavos objetado, Centavos aceptado, Centavos levantado, Centavos pendiente)
{
    return aceptado >= 0 && levantado >= 0 && pendiente >= 0 && objetado == aceptado + levantado + pendiente;
}

const char *
dinero_texto(Centavos c, char *buf)
{
    uint64_t v = c < 0 ? (uint64_t) 0 - (uint64_t) c : (uint64_t) c;

    snprintf(buf, DINERO_TEXTO, "%s%" PRIu64 ".%02u", c < 0 ? "-" : "", v / 100, (unsigned) (v % 100));
    return buf;
}
