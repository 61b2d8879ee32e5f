/*
 * subconjunto.c - exact-set search (see subconjunto.h).
 *
 * The order of the answers is that of their positions, and all have the same
 * size, so it is also the descending order of their characteristic words, the
 * first position being the highest bit. The three ways rely on it.
 */
#include "nucleo/subconjunto.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTERO_TEXTO 24
#define LATIDO 65536 /* steps between two beats */

typedef struct Busqueda {
    Centavos objetivo;
    const Centavos *v;    /* the amounts not above the target */
    const int32_t *donde; /* and their positions among those given */
    int n;
    int minimo, maximo; /* sizes that could reach the target */
    const Taller *taller;
    RecibirSubconjunto recibir;
    void *quien;
    int32_t *respuesta; /* room for n */
    uint64_t pasos;
} Busqueda;

static void *
pedir(const Busqueda *b, size_t cuantos, size_t tamano)
{
    return b->taller->pedir((cuantos > 0 ? cuantos : 1) * tamano);
}

static inline void
paso(Busqueda *b)
{
    if (++b->pasos % LATIDO == 0)
        b->taller->latir();
}

/* indices: of b->v, ascending. */
static bool
entregar(Busqueda *b, const int *indices, int cuantos)
{
    for (int i = 0; i < cuantos; i++)
        b->respuesta[i] = b->donde[indices[i]];
    b->taller->latir();
    return b->recibir(b->quien, b->respuesta, cuantos);
}

/* ---- halves ------------------------------------------------------------------- */

/* A subset of a half: its sum; its size, then its word inverted, so that ascending is the order of answers. */
typedef struct Parte {
    int64_t suma;
    uint32_t clave;
} Parte;

#define MITAD 20 /* at most */
#define PALABRA ((UINT32_C(1) << MITAD) - 1)

static inline int
talla(const Parte *p)
{
    return (int) (p->clave >> MITAD);
}

static inline bool
antes(int64_t sa, uint32_t ca, int64_t sb, uint32_t cb)
{
    return (sa < sb) | ((sa == sb) & (ca < cb));
}

/* Every subset of v[0..n) that does not pass the target, in order; returns how many. Bit MITAD-1-i is v[i]. */
static size_t
sumar_mitad(Busqueda *b, const Centavos *v, int n, Parte *p)
{
    size_t total = 1;

    p[0] = (Parte){0, PALABRA};
    for (int i = 0; i < n; i++) {
        /* adding v[i] to all keeps their order: one more in size, one more bit in every word */
        const uint32_t cambio = (UINT32_C(1) << MITAD) - (UINT32_C(1) << (MITAD - 1 - i));
        size_t caben = total, a, c;

        while (caben > 0 && p[caben - 1].suma > b->objetivo - v[i])
            caben--;
        b->taller->latir();
        /* merged from the end, in place: what is written is past what is still to be read */
        for (a = total, c = caben; c > 0;) { /* the empty subset is first, so that a never ends before */
            const Parte sin = p[a - 1], con = {p[c - 1].suma + v[i], p[c - 1].clave + cambio};
            const size_t tomar = (size_t) antes(con.suma, con.clave, sin.suma, sin.clave);

            p[a + c - 1] = tomar ? sin : con;
            a -= tomar;
            c -= 1 - tomar;
        }
        total += caben;
    }
    return total;
}

/* Smallest size of a combination, marking in vistas the left words that take part in one; 0 when there is none. */
static int
cruzar_mitades(Busqueda *b, const Parte *izq, size_t ni, const Parte *der, size_t nd, uint64_t *vistas)
{
    const size_t largo = sizeof(uint64_t) * ((PALABRA >> 6) + 1);
    int menor = 0;
    size_t i = 0, j = nd;

    while (i < ni && j > 0) {
        const int64_t suma = izq[i].suma + der[j - 1].suma;
        size_t d = j - 1;
        int aqui;

        paso(b);
        if (suma != b->objetivo) {
            if (suma < b->objetivo)
                i++;
            else
                j--;
            continue;
        }
        while (d > 0 && der[d - 1].suma == der[j - 1].suma)
            d--;
        /* the first of a sum are its smallest */
        aqui = talla(&izq[i]) + talla(&der[d]);
        if (menor == 0 || aqui < menor) {
            memset(vistas, 0, largo);
            menor = aqui;
        }
        j = d;
        d = i;
        for (; i < ni && izq[i].suma == izq[d].suma; i++)
            if (aqui == menor && talla(&izq[i]) == talla(&izq[d])) {
                const uint32_t palabra = ~izq[i].clave & PALABRA;

                vistas[palabra >> 6] |= UINT64_C(1) << (palabra & 63);
            }
    }
    return menor;
}

/* First part of at least this sum and key. */
static size_t
buscar_parte(const Parte *p, size_t n, int64_t suma, uint32_t clave)
{
    size_t a = 0, z = n;

    while (a < z) {
        const size_t m = a + (z - a) / 2;

        if (antes(p[m].suma, p[m].clave, suma, clave))
            a = m + 1;
        else
            z = m;
    }
    return a;
}

static int
leer_palabra(uint32_t palabra, int desde, int *indices)
{
    int k = 0;

    for (int i = 0; i < MITAD; i++)
        if ((palabra >> (MITAD - 1 - i) & 1) != 0)
            indices[k++] = desde + i;
    return k;
}

static void
listar_mitades(Busqueda *b, int corte, const uint64_t *vistas, const Parte *der, size_t nd, int menor)
{
    int indices[2 * MITAD];

    for (uint32_t palabra = PALABRA + 1; palabra-- > 0;) {
        int64_t suma = 0;
        int k;

        if ((vistas[palabra >> 6] >> (palabra & 63) & 1) == 0)
            continue;
        k = leer_palabra(palabra, 0, indices);
        for (int i = 0; i < k; i++)
            suma += b->v[indices[i]];
        suma = b->objetivo - suma;
        for (size_t j = buscar_parte(der, nd, suma, (uint32_t) (menor - k) << MITAD);
             j < nd && der[j].suma == suma && talla(&der[j]) == menor - k; j++) {
            leer_palabra(~der[j].clave & PALABRA, corte, indices + k);
            if (!entregar(b, indices, menor))
                return;
        }
    }
}

static void
por_mitades(Busqueda *b)
{
    const int corte = b->n / 2;
    Parte *izq = pedir(b, (size_t) 1 << corte, sizeof(Parte));
    Parte *der = pedir(b, (size_t) 1 << (b->n - corte), sizeof(Parte));
    uint64_t *vistas = pedir(b, (PALABRA >> 6) + 1, sizeof(uint64_t));
    const size_t ni = sumar_mitad(b, b->v, corte, izq);
    const size_t nd = sumar_mitad(b, b->v + corte, b->n - corte, der);
    const int menor = cruzar_mitades(b, izq, ni, der, nd, vistas);

    b->taller->soltar(izq);
    if (menor > 0)
        listar_mitades(b, corte, vistas, der, nd, menor);
    b->taller->soltar(der);
    b->taller->soltar(vistas);
}

/* ---- table -------------------------------------------------------------------- */

static Centavos
divisor(Centavos a, Centavos b)
{
    while (b != 0) {
        const Centavos r = a % b;

        a = b;
        b = r;
    }
    return a;
}

/* Columns of the table: sums from 0 to the target, in units of the common divisor; 0 when it would be too large. */
static size_t
ancho_de_tabla(const Busqueda *b, Centavos unidad)
{
    const Centavos columnas = b->objetivo / unidad + 1;

    return columnas <= SUBCONJUNTO_CELDAS / (b->n + 1) ? (size_t) columnas : 0;
}

/* menos[i][s]: fewest of v[i..n) that sum s units, 0 meaning one that nothing reaches, else one more than them. */
static void
por_tabla(Busqueda *b, Centavos unidad, size_t ancho)
{
    const size_t n = (size_t) b->n;
    uint16_t *menos = pedir(b, (n + 1) * ancho, sizeof(uint16_t));
    size_t *pila = pedir(b, n + 1, sizeof(size_t)); /* what was left to reach before each one chosen */
    int *indices = pedir(b, n, sizeof(int));
    size_t resto = ancho - 1, i = 0;
    int k = 0;

    memset(menos + n * ancho, 0, sizeof(uint16_t) * ancho);
    menos[n * ancho] = 1;
    for (size_t f = n; f-- > 0;) {
        const uint16_t *sin = menos + (f + 1) * ancho;
        uint16_t *fila = menos + f * ancho;
        const size_t x = (size_t) (b->v[f] / unidad);

        b->taller->latir();
        memcpy(fila, sin, sizeof(uint16_t) * ancho);
        for (size_t s = x; s < ancho; s++)
            if (sin[s - x] != 0 && (fila[s] == 0 || sin[s - x] + 1 < fila[s]))
                fila[s] = (uint16_t) (sin[s - x] + 1);
    }
    /* Depth first, the present position before the later ones. The whole is smallest, so that each rest is reached by
     * its own fewest and no branch is dead. */
    if (menos[resto] != 0)
        for (const int menor = menos[resto] - 1;;) {
            const size_t x = i < n ? (size_t) (b->v[i] / unidad) : 0;

            paso(b);
            if (k == menor && !entregar(b, indices, k))
                break;
            if (k < menor && i < n && x <= resto && menos[(i + 1) * ancho + resto - x] == menor - k) {
                pila[k] = resto;
                indices[k++] = (int) i++;
                resto -= x;
                continue;
            }
            if (k < menor && i < n && menos[(i + 1) * ancho + resto] == menor - k + 1) {
                i++;
                continue;
            }
            /* back: give up the last chosen, while nothing reaches its rest without it */
            while (k > 0 && menos[((size_t) indices[k - 1] + 1) * ancho + pila[k - 1]] != menor - k + 2)
                k--;
            if (k == 0)
                break;
            k--;
            resto = pila[k];
            i = (size_t) indices[k] + 1;
        }
    b->taller->soltar(menos);
    b->taller->soltar(pila);
    b->taller->soltar(indices);
}

/* ---- tuples ------------------------------------------------------------------- */

#define TUPLA_MAX 3 /* elements of a kept tuple */

typedef struct Tupla {
    int64_t suma;
    uint16_t i[TUPLA_MAX + 1];
} Tupla;

/* Every tuple of a size, by sum in buckets; within a bucket by sum and then in order. */
typedef struct Indice {
    int q;
    size_t n;
    Tupla *v;
    uint32_t *cubos; /* where each begins; one more than the buckets */
    int bits;
    int64_t menor, mayor; /* sums */
} Indice;

/* How many tuples of size k; more than tope counts as tope + 1. */
static uint64_t
combinaciones(int n, int k, uint64_t tope)
{
    uint64_t c = 1;

    for (int i = 1; i <= k; i++) {
        c = c * (uint64_t) (n - k + i) / (uint64_t) i;
        if (c > tope)
            return tope + 1;
    }
    return k > n ? 0 : c;
}

static inline size_t
cubo_de(const Indice *x, int64_t suma)
{
    return (size_t) (((uint64_t) suma * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - x->bits));
}

static int
comparar_tuplas(const void *a, const void *b)
{
    const Tupla *x = a, *y = b;

    if (x->suma != y->suma)
        return x->suma < y->suma ? -1 : 1;
    for (int k = 0; k < TUPLA_MAX; k++)
        if (x->i[k] != y->i[k])
            return x->i[k] < y->i[k] ? -1 : 1;
    return 0;
}

/* The first combination of k of n, and the next one in order; false after the last. */
static void
combinacion_primera(int *c, int k)
{
    for (int i = 0; i < k; i++)
        c[i] = i;
}

static bool
combinacion_siguiente(int *c, int k, int n)
{
    int i = k - 1;

    while (i >= 0 && c[i] == n - k + i)
        i--;
    if (i < 0)
        return false;
    for (c[i]++; ++i < k;)
        c[i] = c[i - 1] + 1;
    return true;
}

/* And backwards. */
static void
combinacion_ultima(int *c, int k, int n)
{
    for (int i = 0; i < k; i++)
        c[i] = n - k + i;
}

static bool
combinacion_anterior(int *c, int k, int n)
{
    int i = k - 1;

    while (i >= 0 && c[i] == (i == 0 ? 0 : c[i - 1] + 1))
        i--;
    if (i < 0)
        return false;
    for (c[i]--; ++i < k;)
        c[i] = n - k + i;
    return true;
}

static int64_t
suma_de(const Busqueda *b, const int *c, int k)
{
    int64_t s = 0;

    for (int i = 0; i < k; i++)
        s += b->v[c[i]];
    return s;
}

static void
indice_soltar(const Busqueda *b, Indice *x)
{
    if (x->q == 0)
        return;
    b->taller->soltar(x->v);
    b->taller->soltar(x->cubos);
    x->q = 0;
}

/* Counted into their buckets, so that within one they keep the order in which they come. */
static void
indice_hacer(Busqueda *b, int q, Indice *x)
{
    int c[TUPLA_MAX];
    size_t cubos;

    if (x->q == q)
        return;
    indice_soltar(b, x);
    x->q = q;
    x->n = (size_t) combinaciones(b->n, q, SUBCONJUNTO_TUPLAS);
    for (x->bits = 4; x->bits < 21 && ((size_t) 1 << x->bits) < x->n; x->bits++)
        ;
    cubos = (size_t) 1 << x->bits;
    x->v = pedir(b, x->n, sizeof(Tupla));
    x->cubos = pedir(b, cubos + 1, sizeof(uint32_t));
    memset(x->cubos, 0, sizeof(uint32_t) * (cubos + 1));
    x->menor = INT64_MAX;
    x->mayor = 0;
    combinacion_primera(c, q);
    do {
        const int64_t suma = suma_de(b, c, q);

        paso(b);
        x->cubos[cubo_de(x, suma)]++;
        x->menor = suma < x->menor ? suma : x->menor;
        x->mayor = suma > x->mayor ? suma : x->mayor;
    } while (combinacion_siguiente(c, q, b->n));
    for (size_t i = 1; i <= cubos; i++)
        x->cubos[i] += x->cubos[i - 1];
    /* filled from the end, so that each count becomes the beginning */
    combinacion_ultima(c, q, b->n);
    do {
        Tupla t = {suma_de(b, c, q), {0}};

        for (int i = 0; i < q; i++)
            t.i[i] = (uint16_t) c[i];
        paso(b);
        x->v[--x->cubos[cubo_de(x, t.suma)]] = t;
    } while (combinacion_anterior(c, q, b->n));
    for (size_t i = 0; i < cubos; i++)
        if (x->cubos[i + 1] - x->cubos[i] > 1)
            qsort(x->v + x->cubos[i], x->cubos[i + 1] - x->cubos[i], sizeof(Tupla), comparar_tuplas);
}

/* Tuples of this sum that begin after a position: v[*a] to v[*z - 1]. */
static void
indice_buscar(const Indice *x, int64_t suma, int tras, size_t *a, size_t *z)
{
    const size_t cubo = cubo_de(x, suma);
    size_t m, tope = x->cubos[cubo + 1];

    *a = x->cubos[cubo];
    *z = tope;
    while (*a < *z) {
        m = *a + (*z - *a) / 2;
        if (x->v[m].suma < suma || (x->v[m].suma == suma && (int) x->v[m].i[0] <= tras))
            *a = m + 1;
        else
            *z = m;
    }
    for (*z = *a; *z < tope && x->v[*z].suma == suma; ++*z)
        ;
}

/* What a found pair of tuples stands for: itself or, of what is left out, the rest. */
static bool
entregar_tuplas(Busqueda *b, const int *c, int p, const Tupla *t, int q, bool restantes, int *indices)
{
    int todos[2 * (TUPLA_MAX + 2)], k = 0, j = 0;

    for (int i = 0; i < p; i++)
        todos[k++] = c[i];
    for (int i = 0; i < q; i++)
        todos[k++] = t->i[i];
    if (!restantes)
        return entregar(b, todos, k);
    k = 0;
    for (int i = 0; i < b->n; i++)
        if (j < p + q && todos[j] == i)
            j++;
        else
            indices[k++] = i;
    return entregar(b, indices, k);
}

/*
 * Combinations of p + q amounts that sum meta: each tuple of p with those of q
 * that follow it. Of what is left out, backwards: the later the left out, the
 * earlier the rest. Returns whether there were any.
 */
static bool
cruzar_tuplas(Busqueda *b, int64_t meta, int p, const Indice *x, bool restantes, int *indices)
{
    int c[TUPLA_MAX + 2];
    bool alguna = false;

    if (restantes)
        combinacion_ultima(c, p, b->n);
    else
        combinacion_primera(c, p);
    do {
        const int64_t falta = meta - suma_de(b, c, p);
        size_t a, z;

        paso(b);
        if (falta < x->menor || falta > x->mayor)
            continue;
        indice_buscar(x, falta, c[p - 1], &a, &z);
        alguna |= a < z;
        if (restantes) {
            while (z > a)
                if (!entregar_tuplas(b, c, p, &x->v[--z], x->q, true, indices))
                    return true;
        } else
            for (; a < z; a++)
                if (!entregar_tuplas(b, c, p, &x->v[a], x->q, false, indices))
                    return true;
    } while (restantes ? combinacion_anterior(c, p, b->n) : combinacion_siguiente(c, p, b->n));
    return alguna;
}

/* How to split a size in two, or false when it passes the limits. Size 1 is a tuple of one with nothing after it. */
static bool
partir(int n, int k, int *p, int *q)
{
    *q = k / 2 < TUPLA_MAX ? k / 2 : TUPLA_MAX;
    while (*q > 0 && combinaciones(n, *q, SUBCONJUNTO_TUPLAS) > SUBCONJUNTO_TUPLAS)
        --*q;
    *p = k - *q;
    return *p <= TUPLA_MAX + 1 && combinaciones(n, *p, SUBCONJUNTO_PASOS) <= SUBCONJUNTO_PASOS;
}

/* Combinations of exactly k, by themselves or by what they leave out. */
static bool
de_tamano(Busqueda *b, int64_t meta, int k, bool restantes, Indice *x, int *indices, bool *cabe)
{
    int p, q;
    bool alguna = false;

    *cabe = partir(b->n, k, &p, &q);
    if (!*cabe)
        return false;
    if (k == 0) /* everything */
        return meta == 0 && (entregar_tuplas(b, NULL, 0, NULL, 0, restantes, indices), true);
    if (q > 0) {
        indice_hacer(b, q, x);
        return cruzar_tuplas(b, meta, p, x, restantes, indices);
    }
    for (int i = 0; i < b->n; i++) {
        const int uno = restantes ? b->n - 1 - i : i;

        if (b->v[uno] != meta)
            continue;
        alguna = true;
        if (!entregar_tuplas(b, &uno, 1, NULL, 0, restantes, indices))
            break;
    }
    return alguna;
}

static bool
demasiadas(const Busqueda *b, int k, Fallo *f)
{
    char n[ENTERO_TEXTO], hasta[ENTERO_TEXTO];

    snprintf(n, sizeof(n), "%d", b->n);
    snprintf(hasta, sizeof(hasta), "%d", k - 1);
    return fallar(
        f, FALLO_LIMITE, "too many amounts for an exact search",
        "Amounts not above the target: %s; no combination of up to %s of them sums it, and larger ones "
        "were not searched.",
        "Leave out the invoices that the payment cannot be for.", n, hasta, NULL);
}

static bool
por_tuplas(Busqueda *b, Fallo *f)
{
    int *indices = pedir(b, (size_t) b->n, sizeof(int));
    Indice x = {0};
    int64_t total = 0;
    bool cabe = true, alguna = false;
    int k;

    for (int i = 0; i < b->n && total >= 0; i++)
        total = b->v[i] <= INT64_MAX - total ? total + b->v[i] : -1;
    for (k = b->minimo; k <= b->maximo && !alguna; k++) {
        const int fuera = b->n - k;

        if (k <= fuera || total < 0)
            alguna = de_tamano(b, b->objetivo, k, false, &x, indices, &cabe);
        else
            alguna = de_tamano(b, total - b->objetivo, fuera, true, &x, indices, &cabe);
        if (!cabe)
            break;
    }
    indice_soltar(b, &x);
    b->taller->soltar(indices);
    return cabe || demasiadas(b, k, f);
}

/* ---- the search ---------------------------------------------------------------- */

static int
comparar_importes(const void *a, const void *b)
{
    const Centavos x = *(const Centavos *) a, y = *(const Centavos *) b;

    return (x > y) - (x < y);
}

/* Sizes between which a combination may be: the largest amounts must reach the target, the smallest not pass it. */
static void
acotar(Busqueda *b)
{
    Centavos *orden = pedir(b, (size_t) b->n, sizeof(Centavos)), suma = 0;

    if (b->n > 0)
        memcpy(orden, b->v, sizeof(Centavos) * (size_t) b->n);
    qsort(orden, (size_t) b->n, sizeof(Centavos), comparar_importes);
    for (b->minimo = 0; b->minimo < b->n && suma < b->objetivo; b->minimo++)
        suma += orden[b->n - 1 - b->minimo];
    if (suma < b->objetivo)
        b->minimo = b->n + 1;
    suma = 0;
    for (b->maximo = 0; b->maximo < b->n && orden[b->maximo] <= b->objetivo - suma; b->maximo++)
        suma += orden[b->maximo];
    b->taller->soltar(orden);
}

static bool
revisar(Centavos objetivo, const Centavos *importes, int n, Fallo *f)
{
    char a[ENTERO_TEXTO], b[DINERO_TEXTO];

    if (objetivo <= 0)
        return fallar(f, FALLO_IMPORTE, "the amount to find must be positive", "Amount: %s.", NULL,
                      dinero_texto(objetivo, b), NULL);
    if (n > SUBCONJUNTO_MAX) {
        snprintf(a, sizeof(a), "%d", n);
        return fallar(f, FALLO_LIMITE, "too many amounts for an exact search", "Amounts: %s.",
                      "Leave out the invoices that the payment cannot be for.", a, NULL);
    }
    for (int i = 0; i < n; i++)
        if (importes[i] <= 0) {
            snprintf(a, sizeof(a), "%d", i + 1);
            return fallar(f, FALLO_IMPORTE, "every amount to combine must be positive",
                          "Position: %s; amount: %s.", NULL, a, dinero_texto(importes[i], b), NULL);
        }
    return true;
}

bool
subconjunto_buscar(Centavos objetivo, const Centavos *importes, int n, const Taller *taller,
                   RecibirSubconjunto recibir, void *quien, Fallo *f)
{
    Busqueda b = {.objetivo = objetivo, .taller = taller, .recibir = recibir, .quien = quien};
    Centavos *v, unidad = 0;
    int32_t *donde;
    size_t ancho;
    bool bien = true;

    if (!revisar(objetivo, importes, n, f))
        return false;
    b.v = v = pedir(&b, (size_t) n, sizeof(Centavos));
    b.donde = donde = pedir(&b, (size_t) n, sizeof(int32_t));
    b.respuesta = pedir(&b, (size_t) n, sizeof(int32_t));
    for (int i = 0; i < n; i++)
        if (importes[i] <= objetivo) {
            v[b.n] = importes[i];
            donde[b.n++] = i;
            unidad = divisor(unidad, importes[i]);
        }
    acotar(&b);
    if (b.minimo <= b.maximo && objetivo % unidad == 0) {
        if (b.n <= SUBCONJUNTO_MITADES)
            por_mitades(&b);
        else if ((ancho = ancho_de_tabla(&b, unidad)) > 0)
            por_tabla(&b, unidad, ancho);
        else
            bien = por_tuplas(&b, f);
    }
    taller->soltar(v);
    taller->soltar(donde);
    taller->soltar(b.respuesta);
    return bien;
}
