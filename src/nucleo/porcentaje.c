/*
 * porcentaje.c - exact percentages (see porcentaje.h).
 */
#include "nucleo/porcentaje.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A bounded copy, ended by NUL, for the DETAIL of a refusal; fallar cuts it without breaking UTF-8. */
static const char *
muestra(const char *texto, size_t largo, char *buf)
{
    size_t n = largo < FALLO_ARG_MAX ? largo : FALLO_ARG_MAX;

    memcpy(buf, texto, n);
    buf[n] = '\0';
    return buf;
}

static bool
fuera_de_rango(Fallo *f, const char *valor)
{
    return fallar(f, FALLO_RANGO, "percentage is out of range",
                  "Value: %s; the limit is 9223372036854.775807%%.", NULL, valor, NULL);
}

static bool
es_espacio(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
es_cifra(char c)
{
    return c >= '0' && c <= '9';
}

/* Append a digit to v; once it does not fit, *cabe stays false. */
static void
agregar(uint64_t *v, char c, bool *cabe)
{
    uint64_t d = (uint64_t) (c - '0');

    if (!*cabe || *v > ((uint64_t) PORCENTAJE_MAX - d) / 10)
        *cabe = false;
    else
        *v = *v * 10 + d;
}

static void
completar(uint64_t *v, int decimales, bool *cabe)
{
    for (; decimales < PORCENTAJE_DECIMALES; decimales++)
        agregar(v, '0', cabe);
}

bool
porcentaje_leer(const char *texto, size_t largo, Porcentaje *p, Fallo *f)
{
    const char *s = texto, *fin = texto + largo;
    char copia[FALLO_ARG_MAX + 1];
    bool negativo = false, cabe = true;
    uint64_t v = 0;
    int decimales = 0;

    while (s < fin && es_espacio(*s))
        s++;
    while (s < fin && es_espacio(fin[-1]))
        fin--;
    if (s < fin && fin[-1] == '%') {
        fin--;
        while (s < fin && es_espacio(fin[-1]))
            fin--;
    }
    if (s < fin && (*s == '-' || *s == '+'))
        negativo = *s++ == '-';
    if (s == fin || !es_cifra(*s))
        goto sintaxis;
    for (; s < fin && es_cifra(*s); s++)
        agregar(&v, *s, &cabe);
    if (s < fin && (*s == '.' || *s == ',')) {
        s++;
        if (s == fin)
            goto sintaxis;
        for (; s < fin && es_cifra(*s); s++) {
            if (decimales < PORCENTAJE_DECIMALES)
                agregar(&v, *s, &cabe);
            decimales++;
        }
    }
    if (s != fin)
        goto sintaxis;
    if (decimales > PORCENTAJE_DECIMALES)
        return fallar(f, FALLO_TEXTO, "percentage has more than six decimals", "Value: \"%s\".",
                      "Percentages are never rounded: write at most six decimals.",
                      muestra(texto, largo, copia), NULL);
    completar(&v, decimales, &cabe);
    if (!cabe)
        return fuera_de_rango(f, muestra(texto, largo, copia));
    *p = negativo ? -(Porcentaje) v : (Porcentaje) v;
    return true;

sintaxis:
    return fallar(f, FALLO_TEXTO, "invalid input syntax for type porcentaje", "Value: \"%s\".",
                  "Write it as 17, 17%, 3.5% or 3,5 %; there is no thousands mark.",
                  muestra(texto, largo, copia), NULL);
}

bool
porcentaje_de_decimal(const char *texto, Porcentaje *p, Fallo *f)
{
    const char *s = texto;
    bool negativo = false, finito, cabe = true, sobra = false;
    uint64_t v = 0;
    int decimales = 0;

    if (*s == '-') {
        negativo = true;
        s++;
    }
    finito = es_cifra(*s);
    for (; es_cifra(*s); s++)
        agregar(&v, *s, &cabe);
    if (*s == '.')
        for (s++; es_cifra(*s); s++) {
            if (decimales == PORCENTAJE_DECIMALES) {
                sobra |= *s != '0';
                continue;
            }
            agregar(&v, *s, &cabe);
            decimales++;
        }
    if (!finito || *s != '\0')
        return fallar(f, FALLO_RANGO, "percentage is not a finite number", "Value: %s.", NULL, texto, NULL);
    completar(&v, decimales, &cabe);
    if (!cabe)
        return fuera_de_rango(f, texto);
    if (sobra)
        return fallar(f, FALLO_RANGO, "number does not fit in a percentage without rounding", "Value: %s.",
                      "A percentage holds six decimals: round the number first.", texto, NULL);
    *p = negativo ? -(Porcentaje) v : (Porcentaje) v;
    return true;
}

bool
porcentaje_de_entero(int64_t puntos, Porcentaje *p, Fallo *f)
{
    char buf[PORCENTAJE_TEXTO];

    if (puntos > PORCENTAJE_MAX / PORCENTAJE_PUNTO || puntos < -(PORCENTAJE_MAX / PORCENTAJE_PUNTO)) {
        snprintf(buf, sizeof buf, "%" PRId64, puntos);
        return fuera_de_rango(f, buf);
    }
    *p = puntos * PORCENTAJE_PUNTO;
    return true;
}

bool
porcentaje_valido(Porcentaje p)
{
    return p >= -PORCENTAJE_MAX;
}

const char *
porcentaje_texto(Porcentaje p, char *buf)
{
    uint64_t v = p < 0 ? (uint64_t) 0 - (uint64_t) p : (uint64_t) p;
    int n;

    n = snprintf(buf, PORCENTAJE_TEXTO, "%s%" PRIu64 ".%06u", p < 0 ? "-" : "",
                 v / (uint64_t) PORCENTAJE_PUNTO, (unsigned) (v % (uint64_t) PORCENTAJE_PUNTO));
    while (buf[n - 1] == '0')
        n--;
    if (buf[n - 1] == '.')
        n--;
    buf[n++] = '%';
    buf[n] = '\0';
    return buf;
}

bool
porcentaje_suma(Porcentaje a, Porcentaje b, Porcentaje *r, Fallo *f)
{
    char x[PORCENTAJE_TEXTO], y[PORCENTAJE_TEXTO];

    if (b > 0 ? a > PORCENTAJE_MAX - b : a < -PORCENTAJE_MAX - b)
        return fallar(f, FALLO_RANGO, "percentage is out of range",
                      "The sum of %s and %s passes 9223372036854.775807%%.", NULL, porcentaje_texto(a, x),
                      porcentaje_texto(b, y), NULL);
    *r = a + b;
    return true;
}

bool
porcentaje_resta(Porcentaje a, Porcentaje b, Porcentaje *r, Fallo *f)
{
    return porcentaje_suma(a, -b, r, f);
}

/* ---- sums of many --------------------------------------------------------- */

static void
sumar128(SumaPorcentaje *s, uint64_t alto, uint64_t bajo)
{
    uint64_t acarreo;

    s->bajo += bajo;
    acarreo = s->bajo < bajo;
    s->alto = (int64_t) ((uint64_t) s->alto + alto + acarreo);
}

void
porcentaje_acumular(SumaPorcentaje *s, Porcentaje p)
{
    s->n++;
    sumar128(s, p < 0 ? UINT64_MAX : 0, (uint64_t) p);
}

void
porcentaje_descontar(SumaPorcentaje *s, Porcentaje p)
{
    s->n--;
    sumar128(s, p > 0 ? UINT64_MAX : 0, (uint64_t) 0 - (uint64_t) p);
}

void
porcentaje_combinar(SumaPorcentaje *s, const SumaPorcentaje *otra)
{
    s->n = (int64_t) ((uint64_t) s->n + (uint64_t) otra->n);
    sumar128(s, (uint64_t) otra->alto, otra->bajo);
}

bool
porcentaje_total(const SumaPorcentaje *s, Porcentaje *r, Fallo *f)
{
    int64_t v = (int64_t) s->bajo;

    if (s->alto != (v < 0 ? -1 : 0) || !porcentaje_valido(v))
        return fallar(f, FALLO_RANGO, "percentage is out of range", "The sum passes 9223372036854.775807%%.",
                      NULL, NULL);
    *r = v;
    return true;
}

bool
porcentaje_media(const SumaPorcentaje *s, Porcentaje *r, Fallo *f)
{
    bool negativo = s->alto < 0;
    uint64_t alto = (uint64_t) s->alto, bajo = s->bajo, n = (uint64_t) s->n, resto;

    if (s->n <= 0)
        return fallar(f, FALLO_ARGUMENTO, "average of no percentages", NULL, NULL, NULL);
    if (negativo) {
        bajo = ~bajo + 1;
        alto = ~alto + (bajo == 0);
    }
    if (alto >= n) /* the quotient would not fit: no sum of n percentages is that large */
        return fallar(f, FALLO_RANGO, "percentage is out of range", NULL, NULL, NULL);
    /* Long division, bit by bit: alto is the remainder, below n < 2^63, so doubling it never overflows. */
    resto = alto;
    for (int i = 0; i < 64; i++) {
        resto = (resto << 1) | (bajo >> 63);
        bajo <<= 1;
        if (resto >= n) {
            resto -= n;
            bajo |= 1;
        }
    }
    if (resto >= n - resto)
        bajo++;
    if (bajo > (uint64_t) PORCENTAJE_MAX)
        return fallar(f, FALLO_RANGO, "percentage is out of range", NULL, NULL, NULL);
    *r = negativo ? -(Porcentaje) bajo : (Porcentaje) bajo;
    return true;
}
