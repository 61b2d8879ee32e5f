/*
 * numero_factura.c - canonical form of an invoice number (see
 * numero_factura.h).
 */
#include "nucleo/numero_factura.h"

#include <string.h>

static bool
es_cifra(char c)
{
    return c >= '0' && c <= '9';
}

static bool
es_separador(char c)
{
    return c == ' ' || c == '-' || c == '.';
}

static bool
es_admitido(char c)
{
    return es_cifra(c) || es_separador(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '/' ||
           c == '_';
}

static char
mayuscula(char c)
{
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

/* A bounded copy, ended by NUL, for the DETAIL of a refusal; fallar cuts it. */
static const char *
muestra(const char *texto, size_t largo, char *buf)
{
    size_t n = largo < FALLO_ARG_MAX ? largo : FALLO_ARG_MAX;

    memcpy(buf, texto, n);
    buf[n] = '\0';
    return buf;
}

/* Upper case, without separators but for one hyphen where they split digits. */
static int
normalizar(const char *texto, size_t largo, char *salida)
{
    int n = 0;
    bool separado = false;

    for (size_t i = 0; i < largo; i++) {
        char c = mayuscula(texto[i]);

        if (es_separador(c)) {
            separado = true;
            continue;
        }
        if (separado && n > 0 && es_cifra(salida[n - 1]) && es_cifra(c))
            salida[n++] = '-';
        salida[n++] = c;
        separado = false;
    }
    return n;
}

bool
numero_factura_leer(const char *texto, size_t largo, NumeroFactura *n, Fallo *f)
{
    bool sustancia = false, admitido = true;
    int ceros = 0;
    char copia[FALLO_ARG_MAX + 1];

    if (largo > NUMERO_FACTURA_MAX)
        return fallar(f, FALLO_TEXTO, "invoice number is longer than 64 characters", "Value: \"%s\".", NULL,
                      muestra(texto, largo, copia), NULL);
    for (size_t i = 0; i < largo; i++) {
        admitido &= es_admitido(texto[i]);
        sustancia |= !es_separador(texto[i]) && texto[i] != '/' && texto[i] != '_';
    }
    if (!admitido)
        return fallar(f, FALLO_TEXTO, "character not allowed in an invoice number", "Value: \"%s\".",
                      "Use letters A to Z, digits, space, hyphen, dot, slash and underscore.",
                      muestra(texto, largo, copia), NULL);
    if (!sustancia)
        return fallar(f, FALLO_TEXTO, "invoice number has no letter or digit", "Value: \"%s\".", NULL,
                      muestra(texto, largo, copia), NULL);

    n->largo = normalizar(texto, largo, n->canonico);
    n->numero = n->largo;
    while (n->numero > 0 && es_cifra(n->canonico[n->numero - 1]))
        n->numero--;
    n->prefijo = n->numero;
    if (n->prefijo > 0 && n->canonico[n->prefijo - 1] == '-')
        n->prefijo--;
    while (n->numero + ceros < n->largo - 1 && n->canonico[n->numero + ceros] == '0')
        ceros++;
    if (ceros > 0) {
        memmove(n->canonico + n->numero, n->canonico + n->numero + ceros,
                (size_t) (n->largo - n->numero - ceros));
        n->largo -= ceros;
    }
    n->canonico[n->largo] = '\0';
    return true;
}

static int
signo(int x)
{
    return (x > 0) - (x < 0);
}

int
numero_factura_comparar(const NumeroFactura *a, const NumeroFactura *b)
{
    int comun = a->prefijo < b->prefijo ? a->prefijo : b->prefijo;
    int cifras_a = a->largo - a->numero, cifras_b = b->largo - b->numero;
    int c = memcmp(a->canonico, b->canonico, (size_t) comun);

    if (c == 0)
        c = a->prefijo - b->prefijo;
    if (c == 0)
        c = cifras_a - cifras_b; /* without leading zeros, more digits is more */
    if (c == 0)
        c = memcmp(a->canonico + a->numero, b->canonico + b->numero, (size_t) cifras_a);
    return signo(c);
}
