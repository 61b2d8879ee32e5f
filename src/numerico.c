/*
 * numerico.c - amounts read from numeric as it is stored (see numerico.h).
 *
 * What is on disk is a header of 16 bits and digits in base 10000; every major
 * that can be upgraded in place reads it, so it does not change. Should a build
 * have another one, a value written and read once tells, and the text serves.
 */
#include "numerico.h"

#include "compat.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

/* Header of the short form, which every amount has. */
#define FORMA 0xC000
#define FORMA_CORTA 0x8000
#define NEGATIVO 0x2000
#define PESO_NEGATIVO 0x0040
#define PESO 0x003F

#define BASE 10000
#define PESO_MAXIMO 3 /* 16 digits before the point */

static bool
leer(Datum numeric, Centavos *c)
{
    const struct varlena *v = (const struct varlena *) DatumGetPointer(numeric);
    const char *datos;
    uint16 cabeza, cifra;
    int n, peso, i = 0;
    int64 valor = 0;

    if (VARATT_IS_EXTERNAL(v) || VARATT_IS_COMPRESSED(v) || VARSIZE_ANY_EXHDR(v) < sizeof(cabeza))
        return false;
    datos = VARDATA_ANY(v);
    memcpy(&cabeza, datos, sizeof(cabeza)); /* it may not be aligned */
    if ((cabeza & FORMA) != FORMA_CORTA)
        return false;
    datos += sizeof(cabeza);
    n = (int) ((VARSIZE_ANY_EXHDR(v) - sizeof(cabeza)) / sizeof(cifra));
    peso = (cabeza & PESO) - ((cabeza & PESO_NEGATIVO) != 0 ? PESO + 1 : 0);
    if (n == 0) {
        *c = 0;
        return true;
    }
    if (peso > PESO_MAXIMO || peso < -1)
        return false;
    for (int p = peso; p >= 0; p--, i++) {
        cifra = 0; /* final zeros are not kept */
        if (i < n)
            memcpy(&cifra, datos + (Size) i * sizeof(cifra), sizeof(cifra));
        valor = valor * BASE + cifra;
    }
    valor *= 100;
    if (i < n) {
        memcpy(&cifra, datos + (Size) i * sizeof(cifra), sizeof(cifra));
        if (cifra % 100 != 0 || n > i + 1)
            return false;
        valor += cifra / 100;
    }
    *c = (cabeza & NEGATIVO) != 0 ? -valor : valor;
    return true;
}

bool
centavos_leer(Datum numeric, Centavos *c)
{
    static enum { SIN_PROBAR, VALE, NO_VALE } forma = SIN_PROBAR;

    if (forma == SIN_PROBAR) {
        const Centavos muestra = -INT64_C(120034005607890);
        Numeric escrito = int64_div_fast_to_numeric(muestra, 2);
        Centavos leido;

        forma = leer(NumericGetDatum(escrito), &leido) && leido == muestra ? VALE : NO_VALE;
        pfree(escrito);
    }
    return forma == VALE && leer(numeric, c);
}

bool
centavos_probar(Datum numeric, Centavos *c, Fallo *f)
{
    char *texto;
    bool bien;

    if (centavos_leer(numeric, c))
        return true;
    texto = DatumGetCString(DirectFunctionCall1(numeric_out, numeric));
    bien = dinero_leer(texto, c, f);
    pfree(texto); /* a refusal keeps a copy */
    return bien;
}
