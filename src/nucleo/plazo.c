/*
 * plazo.c - reading, writing and ordering of legal terms (see plazo.h).
 */
#include "nucleo/plazo.h"

#include <stdio.h>
#include <string.h>

#define PALABRAS 3
#define PALABRA_MAX 12

/* Length of each unit in tenths of an hour, only to order terms: a business day is 7/5 of a day, a month 365.25 / 12 days. */
static const int64_t decimas[] = {
    [UNIDAD_HORA] = 10,       [UNIDAD_HORA_HABIL] = 14, [UNIDAD_DIA] = 240,
    [UNIDAD_DIA_HABIL] = 336, [UNIDAD_MES] = 7305,      [UNIDAD_ANIO] = 87660,
};

static const char *const nombres[][2] = {
    [UNIDAD_HORA] = {"hora", "horas"}, [UNIDAD_HORA_HABIL] = {"hora habil", "horas habiles"},
    [UNIDAD_DIA] = {"dia", "dias"},    [UNIDAD_DIA_HABIL] = {"dia habil", "dias habiles"},
    [UNIDAD_MES] = {"mes", "meses"},   [UNIDAD_ANIO] = {"a\303\261o", "a\303\261os"},
};

/* The words that name a unit, without accents and in lower case. */
static const struct {
    const char *palabra;
    UnidadPlazo unidad;
} unidades[] = {
    {"hora", UNIDAD_HORA}, {"horas", UNIDAD_HORA},   {"dia", UNIDAD_DIA},
    {"dias", UNIDAD_DIA},  {"dh", UNIDAD_DIA_HABIL}, {"mes", UNIDAD_MES},
    {"meses", UNIDAD_MES}, {"ano", UNIDAD_ANIO},     {"anos", UNIDAD_ANIO},
};

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
es_espacio(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
es_cifra(char c)
{
    return c >= '0' && c <= '9';
}

/*
 * Next letter at s, in lower case and without its accent, or 0 when there is
 * none; *usados are its bytes. Accents come composed or as a combining mark.
 */
static char
letra(const char *s, const char *fin, size_t *usados)
{
    unsigned char c = (unsigned char) *s;
    unsigned char d = s + 1 < fin ? (unsigned char) s[1] : 0;
    char base = 0;

    *usados = 1;
    if (c >= 'a' && c <= 'z')
        base = (char) c;
    else if (c >= 'A' && c <= 'Z')
        base = (char) (c - 'A' + 'a');
    else if (c == 0xC3) {
        *usados = 2;
        switch (d | 0x20) {
            case 0xA1: /* a acute */
                return 'a';
            case 0xAD: /* i acute */
                return 'i';
            case 0xB1: /* n tilde */
                return 'n';
            default:
                return 0;
        }
    } else
        return 0;
    /* U+0301 after a vowel, U+0303 after n */
    if (s + 2 < fin && (unsigned char) s[1] == 0xCC &&
        (((base == 'a' || base == 'i') && (unsigned char) s[2] == 0x81) ||
         (base == 'n' && (unsigned char) s[2] == 0x83)))
        *usados = 3;
    return base;
}

/* Read the word at *s into palabra; false when it has something that is not a letter or is too long. */
static bool
leer_palabra(const char **s, const char *fin, char *palabra)
{
    int n = 0;

    while (*s < fin && !es_espacio(**s)) {
        size_t usados;
        char c = letra(*s, fin, &usados);

        if (c == 0 || n == PALABRA_MAX - 1)
            return false;
        palabra[n++] = c;
        *s += usados;
    }
    palabra[n] = '\0';
    return n > 0;
}

static void
saltar(const char **s, const char *fin)
{
    while (*s < fin && es_espacio(**s))
        (*s)++;
}

/* Unit named by the words from s to the end; 0 when they name none. */
static int
leer_unidad(const char *s, const char *fin)
{
    char palabra[PALABRAS - 1][PALABRA_MAX];
    int n = 0;

    for (; s < fin; saltar(&s, fin))
        if (n == PALABRAS - 1 || !leer_palabra(&s, fin, palabra[n++]))
            return 0;
    if (n == 0)
        return 0;
    for (size_t i = 0; i < sizeof unidades / sizeof *unidades; i++) {
        if (strcmp(palabra[0], unidades[i].palabra) != 0)
            continue;
        if (n == 1)
            return (int) unidades[i].unidad;
        if (strcmp(palabra[1], "habil") != 0 && strcmp(palabra[1], "habiles") != 0)
            return 0;
        if (unidades[i].unidad == UNIDAD_HORA)
            return UNIDAD_HORA_HABIL;
        if (unidades[i].unidad == UNIDAD_DIA)
            return UNIDAD_DIA_HABIL;
        return 0;
    }
    return 0;
}

bool
plazo_leer(const char *texto, size_t largo, Plazo *p, Fallo *f)
{
    const char *s = texto, *fin = texto + largo;
    bool negativo = false, cabe = true;
    int32_t cantidad = 0;
    int unidad;
    char copia[FALLO_ARG_MAX + 1];

    saltar(&s, fin);
    if (s < fin && *s == '-') {
        negativo = true;
        s++;
    }
    if (s == fin || !es_cifra(*s))
        goto sintaxis;
    for (; s < fin && es_cifra(*s); s++) {
        cantidad = cantidad * 10 + (*s - '0');
        if (cantidad > PLAZO_CANTIDAD_MAX) {
            cabe = false;
            cantidad = PLAZO_CANTIDAD_MAX;
        }
    }
    saltar(&s, fin);
    unidad = leer_unidad(s, fin);
    if (unidad == 0)
        goto sintaxis;
    if (negativo)
        return fallar(f, FALLO_RANGO, "term cannot be negative", "Value: \"%s\".", NULL,
                      muestra(texto, largo, copia), NULL);
    if (!cabe)
        return fallar(f, FALLO_RANGO, "term is out of range",
                      "Value: \"%s\"; the limit is 100000 of any unit.", NULL, muestra(texto, largo, copia),
                      NULL);
    p->cantidad = cantidad;
    p->unidad = unidad;
    return true;

sintaxis:
    return fallar(f, FALLO_TEXTO, "invalid input syntax for type plazo", "Value: \"%s\".",
                  "Write it as 15 dias habiles, 15 dh, 5 dias, 4 meses, 48 horas or 48 horas habiles.",
                  muestra(texto, largo, copia), NULL);
}

const char *
plazo_texto(Plazo p, char *buf)
{
    if (plazo_valido(p))
        snprintf(buf, PLAZO_TEXTO, "%d %s", (int) p.cantidad, nombres[p.unidad][p.cantidad != 1]);
    else
        buf[0] = '\0';
    return buf;
}

const char *
plazo_unidad(Plazo p)
{
    return plazo_valido(p) ? nombres[p.unidad][0] : "";
}

bool
plazo_valido(Plazo p)
{
    return p.cantidad >= 0 && p.cantidad <= PLAZO_CANTIDAD_MAX && p.unidad >= UNIDAD_HORA &&
           p.unidad <= UNIDAD_ANIO;
}

int
plazo_comparar(Plazo a, Plazo b)
{
    int64_t x = a.cantidad * decimas[a.unidad], y = b.cantidad * decimas[b.unidad];

    if (x != y)
        return x < y ? -1 : 1;
    return (a.unidad > b.unidad) - (a.unidad < b.unidad);
}
