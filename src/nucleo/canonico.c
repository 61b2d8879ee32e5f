/*
 * canonico.c - canonical encoding of a record (see canonico.h).
 */
#include "nucleo/canonico.h"

#include <string.h>

static void
entero(uint32_t v, Sumidero sumidero, void *ctx)
{
    uint8_t b[4] = {(uint8_t) (v >> 24), (uint8_t) (v >> 16), (uint8_t) (v >> 8), (uint8_t) v};

    sumidero(ctx, b, sizeof(b));
}

void
canonico_registro(const char *const *campos, int n, Sumidero sumidero, void *ctx)
{
    const uint8_t version = CANONICO_VERSION;

    sumidero(ctx, &version, 1);
    entero((uint32_t) n, sumidero, ctx);
    for (int i = 0; i < n; i++) {
        size_t largo;

        if (campos[i] == NULL) {
            entero(UINT32_MAX, sumidero, ctx);
            continue;
        }
        largo = strlen(campos[i]);
        entero((uint32_t) largo, sumidero, ctx);
        sumidero(ctx, (const uint8_t *) campos[i], largo);
    }
}
