/*
 * fuzz_textos.c - every parser: the first byte of the input chooses it, the rest is the text.
 *
 * What is accepted has a canonical text that reads back as the same value and prints the same; the order of the
 * type is total and agrees with equality; nothing is read beyond the given length.
 */
#include "fuzz.h"

#include "nucleo/codigo_glosa.h"
#include "nucleo/dinero.h"
#include "nucleo/identificacion.h"
#include "nucleo/numero_factura.h"
#include "nucleo/plazo.h"
#include "nucleo/porcentaje.h"
#include "nucleo/reparto.h"
#include "nucleo/rips.h"

/* ---- each type ------------------------------------------------------------- */

static int
signo(int64_t v)
{
    return (v > 0) - (v < 0);
}

static bool
porcentaje(const char *t, size_t n, Porcentaje *p)
{
    char texto[PORCENTAJE_TEXTO], otro[PORCENTAJE_TEXTO];
    Porcentaje q;
    Fallo f;

    if (!porcentaje_leer(t, n, p, &f)) {
        exigir_fallo(&f);
        exigir(f.clase == FALLO_TEXTO || f.clase == FALLO_RANGO);
        return false;
    }
    exigir(porcentaje_valido(*p));
    porcentaje_texto(*p, texto);
    exigir(strlen(texto) < PORCENTAJE_TEXTO && texto[strlen(texto) - 1] == '%');
    exigir(porcentaje_leer(texto, strlen(texto), &q, &f) && q == *p);
    exigir(strcmp(porcentaje_texto(q, otro), texto) == 0);
    /* without its mark it is the number that numeric prints */
    texto[strlen(texto) - 1] = '\0';
    exigir(porcentaje_de_decimal(texto, &q, &f) && q == *p);
    return true;
}

static void
porcentaje_par(Porcentaje a, Porcentaje b)
{
    SumaPorcentaje s = {0}, inversa = {0}, parte = {0};
    Porcentaje suma, resta, total, media;
    Ancho doble;
    Fallo f;
    bool cabe = porcentaje_suma(a, b, &suma, &f);

    porcentaje_acumular(&s, a);
    porcentaje_acumular(&s, b);
    porcentaje_acumular(&inversa, b);
    porcentaje_acumular(&parte, a);
    porcentaje_combinar(&inversa, &parte);
    exigir(s.n == 2 && inversa.n == 2 && s.alto == inversa.alto && s.bajo == inversa.bajo);
    exigir(porcentaje_total(&s, &total, &f) == cabe);
    exigir(porcentaje_media(&s, &media, &f)); /* between a and b: it always fits */
    exigir(media >= (a < b ? a : b) && media <= (a < b ? b : a));
    doble = (Ancho) a + b;
    exigir((Ancho) media * 2 == doble + (doble % 2 == 0 ? 0 : doble > 0 ? 1 : -1)); /* half away from zero */
    if (cabe) {
        exigir(total == suma && porcentaje_valido(suma));
        exigir(porcentaje_resta(suma, b, &resta, &f) && resta == a);
    }
    porcentaje_descontar(&s, b);
    exigir(porcentaje_total(&s, &total, &f) && total == a && s.n == 1);
}

static bool
plazo(const char *t, size_t n, Plazo *p)
{
    char texto[PLAZO_TEXTO], otro[PLAZO_TEXTO];
    Plazo q;
    Fallo f;

    if (!plazo_leer(t, n, p, &f)) {
        exigir_fallo(&f);
        exigir(f.clase == FALLO_TEXTO || f.clase == FALLO_RANGO);
        return false;
    }
    exigir(plazo_valido(*p) && p->cantidad >= 0 && p->cantidad <= PLAZO_CANTIDAD_MAX);
    plazo_texto(*p, texto);
    exigir(strlen(texto) > 0 && strlen(texto) < PLAZO_TEXTO - 1);
    exigir(plazo_leer(texto, strlen(texto), &q, &f) && plazo_comparar(*p, q) == 0);
    exigir(q.cantidad == p->cantidad && q.unidad == p->unidad);
    exigir(strcmp(plazo_texto(q, otro), texto) == 0);
    exigir(plazo_unidad(*p)[0] != '\0');
    return true;
}

static bool
codigo(const char *t, size_t n, CodigoGlosa *c)
{
    char texto[CODIGO_TEXTO], otro[CODIGO_TEXTO];
    CodigoGlosa q, padre;
    Fallo f;

    if (!codigo_leer(t, n, c, &f)) {
        exigir_fallo(&f);
        exigir(f.clase == FALLO_TEXTO);
        return false;
    }
    exigir(codigo_valido(*c));
    codigo_texto(*c, texto);
    exigir(strlen(texto) >= 1 && strlen(texto) < CODIGO_TEXTO);
    exigir(codigo_leer(texto, strlen(texto), &q, &f) && q == *c);
    exigir(strcmp(codigo_texto(q, otro), texto) == 0);
    exigir(codigo_bajo(*c, *c) && codigo_ultimo(*c) >= *c && codigo_valido(codigo_ultimo(*c)));
    exigir(codigo_padre(*c, &padre) == (codigo_nivel(*c) > 1));
    if (codigo_nivel(*c) > 1) {
        exigir(codigo_valido(padre) && codigo_nivel(padre) == codigo_nivel(*c) - 1);
        exigir(padre < *c && codigo_bajo(*c, padre) && !codigo_bajo(padre, *c));
        exigir(codigo_general(*c) == codigo_general(padre));
        exigir(codigo_clase(*c) == codigo_clase(padre));
        codigo_texto(padre, otro);
        exigir(strncmp(otro, texto, strlen(otro)) == 0);
    } else
        exigir(codigo_general(*c) == *c);
    if (codigo_buscar(*c) != NULL)
        exigir(codigo_buscar(*c)->codigo == *c && codigo_buscar(*c)->clase == codigo_clase(*c));
    if (codigo_emisor(*c) != EMISOR_NINGUNO)
        exigir(codigo_clase(*c) == CLASE_RESPUESTA && codigo_nivel(*c) > 1);
    return true;
}

static void
codigo_par(CodigoGlosa a, CodigoGlosa b)
{
    char x[CODIGO_TEXTO], y[CODIGO_TEXTO];

    codigo_texto(a, x);
    codigo_texto(b, y);
    exigir((a == b) == (strcmp(x, y) == 0));
    /* within a manual, to lie under is to begin with */
    if (codigo_manual(a) == codigo_manual(b))
        exigir(codigo_bajo(a, b) == (strncmp(x, y, strlen(y)) == 0));
    else
        exigir(!codigo_bajo(a, b) && !codigo_bajo(b, a));
    if (codigo_bajo(a, b) && codigo_bajo(b, a))
        exigir(a == b);
}

/* Places where a separator parts two digits: they count, whatever parts them. */
static int
guiones(const char *t, size_t n)
{
    int cuantos = 0;
    bool cifra = false, separado = false;

    for (size_t i = 0; i < n; i++) {
        if (strchr(" -.", t[i]) != NULL) {
            separado = true;
            continue;
        }
        cuantos += cifra && separado && t[i] >= '0' && t[i] <= '9';
        cifra = t[i] >= '0' && t[i] <= '9';
        separado = false;
    }
    return cuantos;
}

static bool
numero(const char *t, size_t n, NumeroFactura *v)
{
    NumeroFactura w;
    Fallo f;

    memset(v, 'x', sizeof(*v));
    if (!numero_factura_leer(t, n, v, &f)) {
        exigir_fallo(&f);
        exigir(f.clase == FALLO_TEXTO);
        return false;
    }
    exigir(n <= NUMERO_FACTURA_MAX && v->largo >= 1 && v->largo <= (int) n);
    exigir(v->canonico[v->largo] == '\0' && strlen(v->canonico) == (size_t) v->largo);
    exigir(v->prefijo >= 0 && v->prefijo <= v->numero && v->numero <= v->largo);
    exigir(v->numero - v->prefijo <= 1);
    for (int i = 0; i < v->largo; i++) {
        char c = v->canonico[i];

        exigir((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '/' || c == '_' || c == '-');
        exigir(i < v->numero || (c >= '0' && c <= '9'));
    }
    exigir(v->largo - v->numero <= 1 || v->canonico[v->numero] != '0');
    exigir(guiones(v->canonico, (size_t) v->largo) == guiones(t, n));
    exigir(numero_factura_leer(v->canonico, (size_t) v->largo, &w, &f));
    exigir(w.largo == v->largo && w.prefijo == v->prefijo && w.numero == v->numero);
    exigir(strcmp(w.canonico, v->canonico) == 0 && numero_factura_comparar(v, &w) == 0);
    return true;
}

/* How it was typed does not count: lower case, a separator before letters, more zeros in front. */
static void
numero_disfrazado(const char *t, size_t n, const NumeroFactura *v)
{
    char disfraz[NUMERO_FACTURA_MAX];
    NumeroFactura w;
    Fallo f;
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        bool letra = (t[i] >= 'a' && t[i] <= 'z') || (t[i] >= 'A' && t[i] <= 'Z');

        if (letra && k < sizeof(disfraz))
            disfraz[k++] = " -."[i % 3];
        if (k == sizeof(disfraz))
            return;
        disfraz[k++] = letra ? (char) (t[i] ^ 0x20) : t[i];
    }
    exigir(numero_factura_leer(disfraz, k, &w, &f));
    exigir(strcmp(w.canonico, v->canonico) == 0);
    if (v->numero < v->largo && v->largo < NUMERO_FACTURA_MAX) {
        memcpy(disfraz, v->canonico, (size_t) v->numero);
        disfraz[v->numero] = '0';
        memcpy(disfraz + v->numero + 1, v->canonico + v->numero, (size_t) (v->largo - v->numero));
        exigir(numero_factura_leer(disfraz, (size_t) v->largo + 1, &w, &f));
        exigir(strcmp(w.canonico, v->canonico) == 0);
    }
}

static bool
dinero(const char *t, Centavos *c)
{
    char texto[DINERO_TEXTO], otro[DINERO_TEXTO];
    Centavos d;
    Fallo f;

    if (!dinero_leer(t, c, &f)) {
        exigir_fallo(&f);
        exigir(f.clase == FALLO_IMPORTE);
        return false;
    }
    exigir(*c >= -CENTAVOS_MAX && *c <= CENTAVOS_MAX);
    dinero_texto(*c, texto);
    exigir(strlen(texto) < DINERO_TEXTO && texto[strlen(texto) - 3] == '.');
    exigir(dinero_leer(texto, &d, &f) && d == *c);
    exigir(strcmp(dinero_texto(d, otro), texto) == 0);
    return true;
}

/* The general reader of decimals reads money as dinero_leer does. */
static void
decimal(const char *t, bool es_dinero, Centavos c)
{
    Decimal d;
    int64_t v;
    LecturaDecimal r = decimal_leer(t, &d);

    if (r == DECIMAL_BIEN) {
        exigir(d.cifras != INT64_MIN);
        exigir(d.cifras == 0 ? d.escala == 0 : d.cifras % 10 != 0);
    }
    if (es_dinero) {
        exigir(r == DECIMAL_BIEN && d.escala <= 2);
        exigir(decimal_en_unidades(d, 2, &v) == DECIMAL_BIEN && v == c);
    } else if (r == DECIMAL_BIEN && d.escala <= 2) {
        /* refused as money though a number: too large */
        exigir(decimal_en_unidades(d, 2, &v) != DECIMAL_BIEN || v > CENTAVOS_MAX || v < -CENTAVOS_MAX);
    }
}

/* Documents: what was read, written with its type apart, is the same document. */
static void
documento(const char *t)
{
    Identificacion id, otra;
    char texto[IDENTIFICACION_TIPO + IDENTIFICACION_NUMERO + 4];
    bool bien = identificacion_leer(t, &id);

    exigir(memchr(id.tipo, '\0', sizeof(id.tipo)) != NULL);
    if (!bien)
        return;
    exigir(memchr(id.numero, '\0', sizeof(id.numero)) != NULL && id.numero[0] != '\0');
    exigir(id.numero[0] != '0' || id.numero[1] == '\0');
    exigir(identificacion_comparar(&id, &id) == COINCIDE_TODO);
    if (id.tipo[0] == '\0')
        return;
    snprintf(texto, sizeof(texto), "%s %s%s%c", id.tipo, id.numero, id.verificacion == '\0' ? "" : "-",
             id.verificacion);
    exigir(identificacion_leer(texto, &otra) && identificacion_comparar(&id, &otra) == COINCIDE_TODO);
    exigir(strcmp(id.numero, otra.numero) == 0 && id.verificacion == otra.verificacion);
}

static void
fecha_rips(const char *t)
{
    char texto[FECHA_TEXTO];
    Fecha f, otra;

    if (!rips_fecha(t, &f))
        return;
    exigir(strncmp(fecha_texto(f, texto), t, 10) == 0 && strlen(texto) == 10);
    exigir(rips_fecha(texto, &otra) && otra == f);
}

/* ---- pairs ------------------------------------------------------------------- */

/* The text holds two values apart by '|' when it has one. */
static size_t
corte(const char *t, size_t n)
{
    const char *barra = n > 0 ? memchr(t, '|', n) : NULL;

    return barra == NULL ? n : (size_t) (barra - t);
}

static int
orden(char tipo, const void *a, const void *b)
{
    switch (tipo) {
        case 'l':
            return plazo_comparar(*(const Plazo *) a, *(const Plazo *) b);
        case 'n':
            return numero_factura_comparar(a, b);
        default:
            return signo((*(const CodigoGlosa *) a > *(const CodigoGlosa *) b) -
                         (*(const CodigoGlosa *) a < *(const CodigoGlosa *) b));
    }
}

/* Reflexive, antisymmetric, transitive over the last values seen; zero only between equals. */
static void
orden_total(char tipo, const void *a, const void *b, const void *c, bool iguales)
{
    int ab = orden(tipo, a, b), bc = orden(tipo, b, c), ac = orden(tipo, a, c);

    exigir(orden(tipo, a, a) == 0 && orden(tipo, b, a) == -ab && orden(tipo, c, b) == -bc);
    exigir((ab == 0) == iguales);
    if (ab <= 0 && bc <= 0)
        exigir(ac <= 0 && (ac < 0 || (ab == 0 && bc == 0)));
    if (ab >= 0 && bc >= 0)
        exigir(ac >= 0 && (ac > 0 || (ab == 0 && bc == 0)));
}

static void
textos_numero(const char *a, size_t na, const char *b, size_t nb)
{
    NumeroFactura x, y, mixto;
    static const char *const fijos[] = {"A", "A1", "FE-123", "1-23", "123", "0", "A/B_9"};
    Fallo f;

    if (!numero(a, na, &x))
        return;
    numero_disfrazado(a, na, &x);
    if (!numero(b, nb, &y))
        return;
    for (size_t i = 0; i < sizeof(fijos) / sizeof(fijos[0]); i++) {
        exigir(numero_factura_leer(fijos[i], strlen(fijos[i]), &mixto, &f));
        orden_total('n', &x, &y, &mixto, strcmp(x.canonico, y.canonico) == 0);
        orden_total('n', &x, &mixto, &y, strcmp(x.canonico, mixto.canonico) == 0);
        orden_total('n', &mixto, &x, &y, strcmp(x.canonico, mixto.canonico) == 0);
    }
}

static void
textos_plazo(const char *a, size_t na, const char *b, size_t nb)
{
    Plazo x, y;

    if (!plazo(a, na, &x) || !plazo(b, nb, &y))
        return;
    for (int u = UNIDAD_HORA; u <= UNIDAD_ANIO; u++) {
        Plazo z = {x.cantidad / 2 + y.cantidad / 2, u};
        bool iguales = x.cantidad == y.cantidad && x.unidad == y.unidad;

        orden_total('l', &x, &y, &z, iguales);
        orden_total('l', &x, &z, &y, x.cantidad == z.cantidad && x.unidad == z.unidad);
        orden_total('l', &z, &x, &y, x.cantidad == z.cantidad && x.unidad == z.unidad);
    }
}

/* The readers of texts that end by NUL. */
static void
textos_terminados(char tipo, const char *datos, size_t largo)
{
    char *t = malloc(largo + 1);
    Centavos c = 0;
    bool bien;

    exigir(t != NULL);
    memcpy(t, datos, largo);
    t[largo] = '\0';
    if (tipo == 'i')
        documento(t);
    if (tipo == 'r')
        fecha_rips(t);
    bien = dinero(t, &c);
    /* numeric prints its digits bare: the other readers take no plus sign as their own */
    if (t[0] != '+')
        decimal(t, bien, c);
    free(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo)
{
    char tipo = largo > 0 ? (char) datos[0] : 0;
    const char *todo = (const char *) datos + 1;
    size_t n = largo > 0 ? largo - 1 : 0, na = corte(todo, n), nb = na < n ? n - na - 1 : 0;
    char *a, *b;

    if (largo == 0)
        return 0;
    a = copia_exacta(todo, na);
    b = copia_exacta(nb > 0 ? todo + na + 1 : todo, nb);
    switch (tipo) {
        case 'p': {
            Porcentaje x, y;

            if (porcentaje(a, na, &x) && porcentaje(b, nb, &y))
                porcentaje_par(x, y);
            break;
        }
        case 'l':
            textos_plazo(a, na, b, nb);
            break;
        case 'c': {
            CodigoGlosa x, y;

            if (codigo(a, na, &x) && codigo(b, nb, &y))
                codigo_par(x, y);
            break;
        }
        case 'n':
            textos_numero(a, na, b, nb);
            break;
        case 'd':
        case 'i':
        case 'r':
            textos_terminados(tipo, a, na);
            break;
        default:
            break;
    }
    free(a);
    free(b);
    return 0;
}
