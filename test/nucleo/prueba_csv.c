/*
 * prueba_csv.c - CSV texts: separators, quotes, line ends, what is malformed,
 * and that no mutation of a text is read out of its bounds.
 */
#include "nucleo/csv.h"

#include "tap.h"

#include <stdlib.h>

static char leido[4096];
static size_t usado;
static int ultima_fila;
static Fallo f;

static void
recibir(void *quien, int fila, int columna, const char *texto, size_t largo)
{
    (void) quien;
    usado +=
        (size_t) snprintf(leido + usado, sizeof(leido) - usado, "%s<%.*s>",
                          columna == 0 && fila != ultima_fila && usado > 0 ? "/" : "", (int) largo, texto);
    if (usado >= sizeof(leido))
        usado = sizeof(leido) - 1;
    ultima_fila = fila;
}

static bool
leer_n(const char *texto, size_t largo, int *filas)
{
    /* copies of the exact size, so that the sanitizer sees one byte too many */
    char *copia = malloc(largo + (largo == 0)), *trabajo = malloc(largo + (largo == 0));
    bool bien;

    memcpy(copia, texto, largo);
    usado = 0;
    leido[0] = '\0';
    ultima_fila = -1;
    bien = csv_leer(copia, largo, trabajo, recibir, NULL, filas, &f);
    free(copia);
    free(trabajo);
    return bien;
}

static bool
leer(const char *texto)
{
    int filas;

    return leer_n(texto, strlen(texto), &filas);
}

#define ES(texto, esperado, que)                                                                             \
    do {                                                                                                     \
        ok(leer(texto), "%s: read", que);                                                                    \
        es_texto(leido, esperado, que);                                                                      \
    } while (0)

static void
lectura(void)
{
    ES("a,b\n1,2\n", "<a><b>/<1><2>", "commas");
    ES("a;b\n1,5;2", "<a><b>/<1,5><2>", "semicolons, without the last end of line");
    ES("a\tb\n1 \t 2\n", "<a><b>/<1><2>", "tabs; blanks around a field do not count");
    ES("\xEF\xBB\xBF"
       "a,b\r\n1,2\r\n",
       "<a><b>/<1><2>", "byte order mark and line ends of Windows");
    ES("a,b\r1,2\r", "<a><b>/<1><2>", "line ends of old");
    ES("\n\na,b\n\n1,2\n\n", "<a><b>/<1><2>", "blank lines");
    ES("\n \t\r\na;b\n  \n1;2\n   ", "<a><b>/<1><2>", "lines of blanks; the header tells the separator");
    ES("a\tb\n\t\n", "<a><b>/<><>", "where a tab separates it is no blank");
    ES("a,b\n,\n", "<a><b>/<><>", "empty fields");
    ES("\"a;x\",b\n1,\"2,\"\"3\"\"\n4\"", "<a;x><b>/<1><2,\"3\"\n4>",
       "quotes keep separators, quotes and line ends");
    ES("a,b\n \"1\" , \"\"\n", "<a><b>/<1><>", "blanks around quotes");
    ES("a\n1\n", "<a>/<1>", "one column");
    ES("a\n", "<a>", "a header alone");
}

static void
rechazos(void)
{
    es_fallo(leer(""), &f, FALLO_TEXTO, "an empty text");
    es_fallo(leer("\n\r\n\n"), &f, FALLO_TEXTO, "blank lines only");
    es_fallo(leer("a,b\n1\n"), &f, FALLO_TEXTO, "fewer fields than the header");
    es_fallo(leer("a,b\n1,2\n3,4,5\n"), &f, FALLO_TEXTO, "more fields than the header");
    es_texto(f.arg[0], "3", "the line is named");
    es_fallo(leer("a,b\n\"1,2\n"), &f, FALLO_TEXTO, "quoted field without end");
    es_fallo(leer("a,b\n\"1\"x,2\n"), &f, FALLO_TEXTO, "text after a quoted field");
    es_fallo(leer("a,b\n1\"x\",2\n"), &f, FALLO_TEXTO, "quote inside a field");
}

static void
importes(void)
{
    static const struct {
        const char *dado, *leido;
    } CASOS[] = {{"1", "1"},         {"1,5", "1.5"},      {"1.5", "1.5"},      {"-1,50", "-1.50"},
                 {"1.500", NULL},    {"12,345", NULL},    {"1,50x", "1.50x"},  {"1.234,50", NULL},
                 {"1,234.50", NULL}, {"1,234,500", NULL}, {"1.234.500", NULL}, {"", ""},
                 {",5", ".5"},       {"abc", "abc"}};

    for (size_t i = 0; i < sizeof(CASOS) / sizeof(CASOS[0]); i++) {
        char t[32];
        bool bien;

        snprintf(t, sizeof(t), "%s", CASOS[i].dado);
        bien = csv_importe(t, strlen(t), &f);
        ok(CASOS[i].leido == NULL ? !bien && f.clase == FALLO_TEXTO : bien && strcmp(t, CASOS[i].leido) == 0,
           "amount %s", CASOS[i].dado);
    }
}

static void
mutaciones(void)
{
    static const char base[] = "numero;linea;pagado\r\n\"FE-1\";1;10,5\r\nFE-2;2;\"3\"\"\"\r\n";
    int leidas = 0;

    for (int i = 0; i < 20000; i++) {
        char t[128];
        size_t n = sizeof(base) - 1;
        int filas;

        memcpy(t, base, n);
        n = mutar(t, n, sizeof(t));
        leidas += leer_n(t, n, &filas);
    }
    ok(leidas > 0 && leidas < 20000, "20000 mutations: some are read, some are not, none out of bounds");
}

int
main(void)
{
    lectura();
    rechazos();
    importes();
    mutaciones();
    return terminar();
}
