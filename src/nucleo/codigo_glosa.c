/*
 * codigo_glosa.c - codes of the Manual Unico (see codigo_glosa.h).
 *
 * A code is manual, family, specific concept and cause, each in its own bits
 * of an int32 with the manual on top; an absent part is 0 and a present one is
 * its number plus 1, so that a parent comes right before its children.
 */
#include "nucleo/codigo_glosa.h"

#include <string.h>

#define BITS_PARTE 7
#define PARTE_MAX 100 /* part "99" */
#define MASCARA_PARTE ((1 << BITS_PARTE) - 1)

/* Parts are numbers as written; -1 when the level has none. */
#define CODIGO(manual, familia, especifico, causa)                                                           \
    ((CodigoGlosa) ((((((manual) << 4) | (familia)) << BITS_PARTE | ((especifico) + 1)) << BITS_PARTE) |     \
                    ((causa) + 1)))

#define FAMILIAS 9
#define FAMILIA_INEXISTENTE_3047 7 /* Anexo 6 jumps from 6 (pertinencia) to 8 (devoluciones) */
#define FAMILIA_DEVOLUCION 8       /* the same place in both manuals: 8 and DE, 9 and RE */
#define FAMILIA_RESPUESTA 9

static const char familias_2284[FAMILIAS][3] = {"FA", "TA", "SO", "AU", "CO", "CL", "SA", "DE", "RE"};

static const EntradaGlosa lista[] = {
#include "nucleo/glosas_datos.h"
};

#define ENTRADAS ((int) (sizeof(lista) / sizeof(lista[0])))

static int
manual(CodigoGlosa c)
{
    return c >> (4 + 2 * BITS_PARTE);
}

static int
familia(CodigoGlosa c)
{
    return (c >> (2 * BITS_PARTE)) & 0xF;
}

/* Part as written, -1 when absent. */
static int
especifico(CodigoGlosa c)
{
    return ((c >> BITS_PARTE) & MASCARA_PARTE) - 1;
}

static int
causa(CodigoGlosa c)
{
    return (c & MASCARA_PARTE) - 1;
}

/* ---- text ---------------------------------------------------------------- */

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

static char
mayuscula(char c)
{
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

static void
saltar_espacios(const char **s, const char *fin)
{
    while (*s < fin && es_espacio(**s))
        (*s)++;
}

/* Two digits of a part; -1 when the text ends here, -2 when something else comes. */
static int
leer_parte(const char **s, const char *fin)
{
    int v;

    saltar_espacios(s, fin);
    if (*s == fin)
        return -1;
    if (fin - *s < 2 || !es_cifra((*s)[0]) || !es_cifra((*s)[1]))
        return -2;
    v = ((*s)[0] - '0') * 10 + ((*s)[1] - '0');
    *s += 2;
    return v;
}

/* Family letters of Res. 2284 to their order; 0 when unknown. */
static int
leer_familia_2284(const char *s, const char *fin)
{
    if (fin - s < 2)
        return 0;
    for (int i = 0; i < FAMILIAS; i++)
        if (mayuscula(s[0]) == familias_2284[i][0] && mayuscula(s[1]) == familias_2284[i][1])
            return i + 1;
    return 0;
}

static bool
texto_malo(Fallo *f, const char *detalle, const char *texto, size_t largo)
{
    char copia[FALLO_ARG_MAX];
    size_t n = largo < sizeof(copia) - 1 ? largo : sizeof(copia) - 1;

    if (n < largo)
        while (n > 0 && ((unsigned char) texto[n] & 0xC0) == 0x80)
            n--;
    memcpy(copia, texto, n);
    copia[n] = '\0';
    return fallar(
        f, FALLO_TEXTO, "invalid input for type codigo_glosa", detalle,
        "Res. 3047/2008: 1 to 9 without 7, alone or with two digits. Res. 2284/2023: FA, TA, SO, AU, CO, "
        "CL, SA, DE or RE, alone or with two or four digits.",
        copia, NULL);
}

bool
codigo_leer(const char *texto, size_t largo, CodigoGlosa *c, Fallo *f)
{
    const char *s = texto, *fin = texto + largo;
    int m, fam, esp, cau = -1;

    saltar_espacios(&s, fin);
    if (s == fin)
        return texto_malo(f, "The code is empty.", texto, largo);
    if (es_cifra(*s)) {
        m = MANUAL_3047;
        fam = *s++ - '0';
        if (fam == 0 || fam == FAMILIA_INEXISTENTE_3047)
            return texto_malo(f, "The general concept of \"%s\" does not exist.", texto, largo);
    } else {
        m = MANUAL_2284;
        fam = leer_familia_2284(s, fin);
        if (fam == 0)
            return texto_malo(f, "The general concept of \"%s\" does not exist.", texto, largo);
        s += 2;
    }
    esp = leer_parte(&s, fin);
    if (esp >= 0 && m == MANUAL_2284)
        cau = leer_parte(&s, fin);
    saltar_espacios(&s, fin);
    if (esp == -2 || cau == -2 || s != fin)
        return texto_malo(f, "\"%s\" does not have the structure of a code.", texto, largo);
    *c = CODIGO(m, fam, esp, cau);
    return true;
}

static char *
poner_parte(char *s, int parte)
{
    if (parte >= 0) {
        *s++ = (char) ('0' + parte / 10);
        *s++ = (char) ('0' + parte % 10);
    }
    return s;
}

const char *
codigo_texto(CodigoGlosa c, char *buf)
{
    char *s = buf;

    if (manual(c) == MANUAL_3047)
        *s++ = (char) ('0' + familia(c));
    else {
        memcpy(s, familias_2284[familia(c) - 1], 2);
        s += 2;
    }
    s = poner_parte(s, especifico(c));
    s = poner_parte(s, causa(c));
    *s = '\0';
    return buf;
}

/* ---- structure ------------------------------------------------------------ */

bool
codigo_valido(CodigoGlosa c)
{
    int m = c < 0 ? 0 : manual(c), fam = familia(c);

    if (fam < 1 || fam > FAMILIAS || especifico(c) >= PARTE_MAX || causa(c) >= PARTE_MAX)
        return false;
    if (m == MANUAL_3047)
        return fam != FAMILIA_INEXISTENTE_3047 && causa(c) < 0;
    return m == MANUAL_2284 && (especifico(c) >= 0 || causa(c) < 0);
}

ManualGlosa
codigo_manual(CodigoGlosa c)
{
    return (ManualGlosa) manual(c);
}

int
codigo_nivel(CodigoGlosa c)
{
    return 1 + (especifico(c) >= 0) + (causa(c) >= 0);
}

CodigoGlosa
codigo_general(CodigoGlosa c)
{
    return CODIGO(manual(c), familia(c), -1, -1);
}

bool
codigo_padre(CodigoGlosa c, CodigoGlosa *padre)
{
    if (especifico(c) < 0)
        return false;
    *padre = CODIGO(manual(c), familia(c), causa(c) < 0 ? -1 : especifico(c), -1);
    return true;
}

CodigoGlosa
codigo_ultimo(CodigoGlosa c)
{
    int esp = especifico(c) < 0 ? PARTE_MAX - 1 : especifico(c);

    if (causa(c) >= 0)
        return c;
    return CODIGO(manual(c), familia(c), esp, manual(c) == MANUAL_3047 ? -1 : PARTE_MAX - 1);
}

bool
codigo_bajo(CodigoGlosa c, CodigoGlosa ancestro)
{
    return c >= ancestro && c <= codigo_ultimo(ancestro);
}

ClaseCodigo
codigo_clase(CodigoGlosa c)
{
    switch (familia(c)) {
        case FAMILIA_DEVOLUCION:
            return CLASE_DEVOLUCION;
        case FAMILIA_RESPUESTA:
            return CLASE_RESPUESTA;
        default:
            return CLASE_GLOSA;
    }
}

/* ---- lists ----------------------------------------------------------------- */

const EntradaGlosa *
codigo_lista(int *cuantos)
{
    *cuantos = ENTRADAS;
    return lista;
}

const EntradaGlosa *
codigo_buscar(CodigoGlosa c)
{
    int desde = 0, hasta = ENTRADAS;

    while (desde < hasta) {
        int medio = desde + (hasta - desde) / 2;

        if (lista[medio].codigo == c)
            return &lista[medio];
        if (lista[medio].codigo < c)
            desde = medio + 1;
        else
            hasta = medio;
    }
    return NULL;
}

/* ---- answers ---------------------------------------------------------------- */

/* What an answer can answer, bit by bit. */
enum { A_GLOSA = 1, A_DEVOLUCION = 2, A_AMBAS = 3 };

/* Tables of answers of both manuals: who issues each code (their notes) and what its text answers. */
static const struct Respuesta {
    CodigoGlosa codigo;
    EmisorRespuesta emisor;
    int responde;
    bool extemporaneidad; /* says that the glosa or the return came late */
} respuestas[] = {
    {CODIGO(MANUAL_3047, FAMILIA_RESPUESTA, 95, -1), EMISOR_PRESTADOR, A_AMBAS, true},
    {CODIGO(MANUAL_3047, FAMILIA_RESPUESTA, 96, -1), EMISOR_PRESTADOR, A_AMBAS, false},
    {CODIGO(MANUAL_3047, FAMILIA_RESPUESTA, 97, -1), EMISOR_PRESTADOR, A_AMBAS, false},
    {CODIGO(MANUAL_3047, FAMILIA_RESPUESTA, 98, -1), EMISOR_PRESTADOR, A_AMBAS, false},
    {CODIGO(MANUAL_3047, FAMILIA_RESPUESTA, 99, -1), EMISOR_PRESTADOR, A_AMBAS, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 22, -1), EMISOR_PAGADOR, A_AMBAS, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 22, 1), EMISOR_PAGADOR, A_DEVOLUCION, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 22, 2), EMISOR_PAGADOR, A_GLOSA, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 95, -1), EMISOR_PRESTADOR, A_AMBAS, true},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 95, 1), EMISOR_PRESTADOR, A_DEVOLUCION, true},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 95, 2), EMISOR_PRESTADOR, A_GLOSA, true},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 96, -1), EMISOR_PRESTADOR, A_AMBAS, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 96, 1), EMISOR_PRESTADOR, A_DEVOLUCION, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 96, 2), EMISOR_PRESTADOR, A_GLOSA, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 97, -1), EMISOR_PRESTADOR, A_AMBAS, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 97, 1), EMISOR_PRESTADOR, A_DEVOLUCION, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 97, 2), EMISOR_PRESTADOR, A_GLOSA, false},
    /* RE98 and RE99 name only glosas, at both levels; a return is accepted or not, never cured in part. */
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 98, -1), EMISOR_PRESTADOR, A_GLOSA, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 98, 1), EMISOR_PRESTADOR, A_GLOSA, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 99, -1), EMISOR_PRESTADOR, A_GLOSA, false},
    {CODIGO(MANUAL_2284, FAMILIA_RESPUESTA, 99, 1), EMISOR_PRESTADOR, A_GLOSA, false},
};

static const struct Respuesta *
en_tabla(CodigoGlosa c)
{
    for (size_t i = 0; i < sizeof(respuestas) / sizeof(respuestas[0]); i++)
        if (respuestas[i].codigo == c)
            return &respuestas[i];
    return NULL;
}

/*
 * A code that only the site knows says what its concept says; under no concept
 * of the tables, it may answer either thing. The bare family answers nothing.
 */
static const struct Respuesta *
respuesta(CodigoGlosa c)
{
    static const struct Respuesta ninguna = {0, EMISOR_NINGUNO, 0, false},
                                  del_sitio = {0, EMISOR_NINGUNO, A_AMBAS, false};
    const struct Respuesta *r = en_tabla(c);
    CodigoGlosa padre;

    if (codigo_clase(c) != CLASE_RESPUESTA || codigo_nivel(c) == 1)
        return &ninguna;
    if (r == NULL && codigo_padre(c, &padre))
        r = en_tabla(padre);
    return r == NULL ? &del_sitio : r;
}

EmisorRespuesta
codigo_emisor(CodigoGlosa c)
{
    return respuesta(c)->emisor;
}

bool
codigo_responde_glosa(CodigoGlosa c)
{
    return (respuesta(c)->responde & A_GLOSA) != 0;
}

bool
codigo_responde_devolucion(CodigoGlosa c)
{
    return (respuesta(c)->responde & A_DEVOLUCION) != 0;
}

bool
codigo_alega_extemporaneidad(CodigoGlosa c)
{
    return respuesta(c)->extemporaneidad;
}
