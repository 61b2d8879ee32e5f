/*
 * fuzz_canonico.c - the canonical encoding of a record is injective: what it writes is read back, field by field,
 * by a decoder made from its description alone; the same bytes are one record only.
 */
#include "fuzz.h"

#include "nucleo/canonico.h"

#define CAMPOS_MAX 12

typedef struct Escrito {
    uint8_t bytes[8192];
    size_t n;
} Escrito;

static void
recoger(void *ctx, const uint8_t *bytes, size_t n)
{
    Escrito *e = ctx;

    exigir(e->n + n <= sizeof(e->bytes));
    if (n > 0)
        memcpy(e->bytes + e->n, bytes, n);
    e->n += n;
}

static uint32_t
leer_entero(const Escrito *e, size_t *i)
{
    uint32_t v = 0;

    exigir(*i + 4 <= e->n);
    for (int k = 0; k < 4; k++)
        v = v << 8 | e->bytes[(*i)++];
    return v;
}

static void
decodificar(const Escrito *e, char *const *campos, int n)
{
    size_t i = 1;

    exigir(e->n >= 5 && e->bytes[0] == CANONICO_VERSION);
    exigir(leer_entero(e, &i) == (uint32_t) n);
    for (int k = 0; k < n; k++) {
        uint32_t largo = leer_entero(e, &i);

        if (campos[k] == NULL) {
            exigir(largo == UINT32_MAX);
            continue;
        }
        exigir(largo == strlen(campos[k]) && i + largo <= e->n);
        exigir(memcmp(e->bytes + i, campos[k], largo) == 0);
        i += largo;
    }
    exigir(i == e->n);
}

/* A record: how many fields, and for each whether it is absent and its text up to a NUL. */
static int
registro(Flujo *fl, char **campos)
{
    int n = (int) hasta(fl, CAMPOS_MAX + 1);

    for (int k = 0; k < n; k++) {
        uint8_t forma = octeto(fl);
        size_t largo = 0, max = forma % 16 == 15 ? 256 : forma % 16;

        if ((forma & 0x80) != 0) {
            campos[k] = NULL;
            continue;
        }
        while (largo < max && fl->p + largo < fl->fin && fl->p[largo] != 0)
            largo++;
        campos[k] = malloc(largo + 1);
        exigir(campos[k] != NULL);
        if (largo > 0)
            memcpy(campos[k], fl->p, largo);
        campos[k][largo] = '\0';
        fl->p += largo;
    }
    return n;
}

static bool
iguales(char *const *a, int na, char *const *b, int nb)
{
    if (na != nb)
        return false;
    for (int k = 0; k < na; k++)
        if ((a[k] == NULL) != (b[k] == NULL) || (a[k] != NULL && strcmp(a[k], b[k]) != 0))
            return false;
    return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo)
{
    static Escrito x, y;
    char *a[CAMPOS_MAX], *b[CAMPOS_MAX];
    Flujo fl = {datos, datos + largo};
    int na = registro(&fl, a), nb = registro(&fl, b);

    x.n = y.n = 0;
    canonico_registro((const char *const *) a, na, recoger, &x);
    canonico_registro((const char *const *) b, nb, recoger, &y);
    decodificar(&x, a, na);
    decodificar(&y, b, nb);
    exigir(iguales(a, na, b, nb) == (x.n == y.n && memcmp(x.bytes, y.bytes, x.n) == 0));
    for (int k = 0; k < na; k++)
        free(a[k]);
    for (int k = 0; k < nb; k++)
        free(b[k]);
    return 0;
}
