/*
 * identificacion.c - documents of people and entities (see identificacion.h).
 */
#include "nucleo/identificacion.h"

#include <string.h>

/* Types of document of the health sector (PISIS table TipoIdPISIS), with the usual writings of the tax number. */
static const struct {
    const char *texto;
    const char *tipo;
    bool pegado; /* read also when the number follows at once: CC1020 */
} TIPOS[] = {
    {"NIT", "NI", true}, {"NI", "NI", true},  {"CC", "CC", true},  {"CE", "CE", true},
    {"TI", "TI", true},  {"RC", "RC", true},  {"CD", "CD", false}, {"PA", "PA", false},
    {"PE", "PE", false}, {"PT", "PT", false}, {"SC", "SC", false}, {"CN", "CN", false},
    {"AS", "AS", false}, {"MS", "MS", false}, {"DE", "DE", false}, {"SI", "SI", false},
};

static bool
es_cifra(char c)
{
    return c >= '0' && c <= '9';
}

static char
mayuscula(char c)
{
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

static bool
separa(char c)
{
    return c == ' ' || c == '\t' || c == '.' || c == '-' || c == ':';
}

/* Takes the type off the front; the rest is the number. */
static const char *
leer_tipo(const char *s, char *tipo)
{
    for (size_t i = 0; i < sizeof(TIPOS) / sizeof(TIPOS[0]); i++) {
        size_t n = strlen(TIPOS[i].texto), k = 0;

        while (k < n && mayuscula(s[k]) == TIPOS[i].texto[k])
            k++;
        if (k < n || !(separa(s[n]) || (TIPOS[i].pegado && es_cifra(s[n]))))
            continue;
        strcpy(tipo, TIPOS[i].tipo);
        return s + n;
    }
    return s;
}

/* The check digit of a tax number goes apart, after a hyphen at the end: 900123456-7. */
static const char *
leer_verificacion(const char *s, const char *fin, char *digito)
{
    if (fin - s < 3 || fin[-2] != '-' || !es_cifra(fin[-1]))
        return fin;
    for (const char *p = s; p < fin - 2; p++)
        if (!es_cifra(*p) && !separa(*p))
            return fin;
    *digito = fin[-1];
    return fin - 2;
}

bool
identificacion_leer(const char *texto, Identificacion *id)
{
    const char *s = texto, *fin;
    size_t n = 0, ceros = 0;

    memset(id, 0, sizeof(*id));
    while (separa(*s))
        s++;
    s = leer_tipo(s, id->tipo);
    fin = s + strlen(s);
    while (fin > s && separa(fin[-1]))
        fin--;
    if (id->tipo[0] == '\0' || strcmp(id->tipo, "NI") == 0)
        fin = leer_verificacion(s, fin, &id->verificacion);
    for (; s < fin; s++) {
        if (separa(*s))
            continue;
        if (n == IDENTIFICACION_NUMERO - 1)
            return false;
        id->numero[n++] = mayuscula(*s);
    }
    while (ceros + 1 < n && id->numero[ceros] == '0')
        ceros++;
    memmove(id->numero, id->numero + ceros, n - ceros + 1);
    return n > 0;
}

Coincidencia
identificacion_comparar(const Identificacion *a, const Identificacion *b)
{
    if (strcmp(a->numero, b->numero) != 0 ||
        (a->verificacion != '\0' && b->verificacion != '\0' && a->verificacion != b->verificacion))
        return NO_COINCIDE;
    if (strcmp(a->tipo, b->tipo) == 0)
        return COINCIDE_TODO;
    return a->tipo[0] == '\0' || b->tipo[0] == '\0' ? COINCIDE_NUMERO : NO_COINCIDE;
}
