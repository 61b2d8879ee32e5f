/*
 * fallo.c - fill a refusal (see fallo.h).
 */
#include "nucleo/fallo.h"

#include <stdarg.h>
#include <string.h>

static void
copiar(char *destino, const char *origen)
{
    size_t n = strlen(origen);

    if (n >= FALLO_ARG_MAX) {
        n = FALLO_ARG_MAX - 1;
        while (n > 0 && ((unsigned char) origen[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(destino, origen, n);
    destino[n] = '\0';
}

void
fallo_llenar(Fallo *f, ClaseFallo clase, const char *mensaje, const char *detalle, const char *sugerencia,
             ...)
{
    va_list ap;
    const char *s;
    int i = 0;

    if (f == NULL)
        return;
    f->clase = clase;
    f->mensaje = mensaje;
    f->detalle = detalle;
    f->sugerencia = sugerencia;
    for (int k = 0; k < FALLO_ARGS; k++)
        f->arg[k][0] = '\0';
    va_start(ap, sugerencia);
    while (i < FALLO_ARGS && (s = va_arg(ap, const char *)) != NULL)
        copiar(f->arg[i++], s);
    va_end(ap);
}
