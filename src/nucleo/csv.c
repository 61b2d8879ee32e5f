/*
 * csv.c - CSV texts (see csv.h).
 */
#include "nucleo/csv.h"

#include <stdio.h>
#include <string.h>

typedef struct Lector {
    const char *s;
    size_t i, largo;
    char sep;
    int renglon; /* line of the text, from 1 */
} Lector;

#define ENTERO_TEXTO 24

static const char *
entero(int n, char *buf)
{
    snprintf(buf, ENTERO_TEXTO, "%d", n);
    return buf;
}

static bool
fin_de_renglon(const Lector *l)
{
    return l->i == l->largo || l->s[l->i] == '\n' || l->s[l->i] == '\r';
}

static void
pasar_renglon(Lector *l)
{
    if (l->i < l->largo && l->s[l->i] == '\r')
        l->i++;
    if (l->i < l->largo && l->s[l->i] == '\n')
        l->i++;
    l->renglon++;
}

static bool
blanco(const Lector *l, char c)
{
    return c == ' ' || (c == '\t' && l->sep != '\t');
}

static void
pasar_blancos(Lector *l)
{
    while (l->i < l->largo && blanco(l, l->s[l->i]))
        l->i++;
}

/* Lines of nothing but blanks say nothing. */
static void
pasar_vacios(Lector *l)
{
    for (;;) {
        const size_t aqui = l->i;

        pasar_blancos(l);
        if (l->i == l->largo)
            return;
        if (!fin_de_renglon(l)) {
            l->i = aqui; /* what a field begins with is its own */
            return;
        }
        pasar_renglon(l);
    }
}

/* The first separator of the header, outside quotes. */
static char
separador(const Lector *l)
{
    bool comillas = false;

    for (size_t i = l->i; i < l->largo && (comillas || (l->s[i] != '\n' && l->s[i] != '\r')); i++) {
        comillas ^= l->s[i] == '"';
        if (!comillas && (l->s[i] == ',' || l->s[i] == ';' || l->s[i] == '\t'))
            return l->s[i];
    }
    return ',';
}

/* One field: what is quoted is kept as it is, the rest loses the blanks around it. */
static bool
leer_campo(Lector *l, char *trabajo, const char **campo, size_t *n, Fallo *f)
{
    const int donde = l->renglon;
    char n_renglon[ENTERO_TEXTO];

    pasar_blancos(l);
    *campo = l->s + l->i;
    *n = 0;
    if (l->i == l->largo || l->s[l->i] != '"') {
        while (!fin_de_renglon(l) && l->s[l->i] != l->sep) {
            if (l->s[l->i] == '"')
                return fallar(f, FALLO_TEXTO, "quote inside a field that is not quoted",
                              "Line %s of the text.", NULL, entero(donde, n_renglon), NULL);
            l->i++;
            ++*n;
        }
        while (*n > 0 && blanco(l, (*campo)[*n - 1]))
            --*n;
        return true;
    }
    *campo = trabajo;
    for (l->i++;; l->i++) {
        if (l->i == l->largo)
            return fallar(f, FALLO_TEXTO, "quoted field without end", "Line %s of the text.", NULL,
                          entero(donde, n_renglon), NULL);
        if (l->s[l->i] == '"') {
            if (l->i + 1 == l->largo || l->s[l->i + 1] != '"')
                break;
            l->i++;
        }
        l->renglon += l->s[l->i] == '\n';
        trabajo[(*n)++] = l->s[l->i];
    }
    l->i++;
    pasar_blancos(l);
    if (!fin_de_renglon(l) && l->s[l->i] != l->sep)
        return fallar(f, FALLO_TEXTO, "text after a quoted field", "Line %s of the text.", NULL,
                      entero(donde, n_renglon), NULL);
    return true;
}

bool
csv_leer(const char *texto, size_t largo, char *trabajo, RecibirCampo recibir, void *quien, int *filas,
         Fallo *f)
{
    Lector l = {.s = texto, .largo = largo, .renglon = 1};
    int columnas = 0, fila = -1;
    char n_renglon[ENTERO_TEXTO];

    if (largo >= 3 && memcmp(texto, "\xEF\xBB\xBF", 3) == 0)
        l.i = 3;
    pasar_vacios(&l);
    l.sep = separador(&l);
    for (; l.i < l.largo; pasar_vacios(&l)) {
        int columna = 0;

        fila++;
        for (;;) {
            const char *campo;
            size_t n;

            if (!leer_campo(&l, trabajo, &campo, &n, f))
                return false;
            if (columna == CSV_COLUMNAS || (fila > 0 && columna == columnas))
                return fallar(f, FALLO_TEXTO, "row with more fields than the header", "Line %s of the text.",
                              NULL, entero(l.renglon, n_renglon), NULL);
            recibir(quien, fila, columna++, campo, n);
            if (fin_de_renglon(&l))
                break;
            l.i++;
        }
        if (fila == 0)
            columnas = columna;
        else if (columna < columnas)
            return fallar(f, FALLO_TEXTO, "row with fewer fields than the header", "Line %s of the text.",
                          NULL, entero(l.renglon, n_renglon), NULL);
        pasar_renglon(&l);
    }
    if (fila < 0)
        return fallar(f, FALLO_TEXTO, "the CSV text is empty", NULL, NULL, NULL);
    *filas = fila;
    return true;
}

bool
csv_importe(char *texto, size_t largo, Fallo *f)
{
    char *marca = NULL, cual[64];
    size_t marcas = 0, decimales = 0;

    for (size_t i = 0; i < largo; i++)
        if (texto[i] == ',' || texto[i] == '.') {
            marca = &texto[i];
            marcas++;
            decimales = 0;
        } else if (texto[i] >= '0' && texto[i] <= '9')
            decimales++;
    /* 1.500 is one and a half here, and fifteen hundred there */
    if (marcas > 1 || (marcas == 1 && decimales > 2)) {
        snprintf(cual, sizeof(cual), "%.*s", largo < 60 ? (int) largo : 60, texto);
        return fallar(f, FALLO_TEXTO, "amount with thousands marks, or with more than two decimals",
                      "Amount: %s.", "A comma or a point is the decimal mark.", cual, NULL);
    }
    if (marca != NULL)
        *marca = '.';
    return true;
}
