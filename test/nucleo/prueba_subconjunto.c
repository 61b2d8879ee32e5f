/*
 * prueba_subconjunto.c - the exact-set search against brute force: same
 * answers, same order, whichever way they are found.
 */
#include "nucleo/subconjunto.h"

#include "tap.h"

#include <stdlib.h>

#define N 400
#define TOPE 5000

static int vivos, latidos;

static void *
pedir(size_t bytes)
{
    vivos++;
    return malloc(bytes);
}

static void
soltar(void *p)
{
    vivos--;
    free(p);
}

static void
latir(void)
{
    latidos++;
}

static const Taller TALLER = {pedir, soltar, latir};

/* ---- answers, as texts: "1,2,3 4,5,6" of positions from 1 ---------------------- */

typedef struct Lista {
    char texto[60000];
    size_t largo;
    int cuantas, tope, tamano;
} Lista;

static bool
anotar(void *quien, const int32_t *p, int n)
{
    Lista *l = quien;

    if (l->cuantas == l->tope) {
        l->cuantas++;
        return false;
    }
    l->tamano = n;
    for (int i = 0; i < n; i++)
        l->largo += (size_t) snprintf(l->texto + l->largo, sizeof(l->texto) - l->largo, "%s%d",
                                      i > 0 ? "," : (l->cuantas > 0 ? " " : ""), (int) p[i] + 1);
    l->cuantas++;
    return true;
}

static Lista hallada, esperada;
static Fallo f;

static bool
buscar(Centavos objetivo, const Centavos *v, int n, int tope)
{
    memset(&hallada, 0, sizeof(hallada));
    hallada.tope = tope;
    return subconjunto_buscar(objetivo, v, n, &TALLER, anotar, &hallada, &f);
}

/* Every subset of a size, in order of positions. */
static bool
probar(const Centavos *v, int n, int desde, int faltan, Centavos resto, int32_t *elegidos, int k)
{
    if (faltan == 0)
        return resto != 0 || anotar(&esperada, elegidos, k);
    for (int i = desde; i <= n - faltan; i++) {
        elegidos[k] = i;
        if (!probar(v, n, i + 1, faltan - 1, resto - v[i], elegidos, k + 1))
            return false;
    }
    return true;
}

static void
por_fuerza(Centavos objetivo, const Centavos *v, int n, int tope)
{
    int32_t elegidos[N];

    memset(&esperada, 0, sizeof(esperada));
    esperada.tope = tope;
    for (int k = 1; k <= n && esperada.cuantas == 0; k++)
        probar(v, n, 0, k, objetivo, elegidos, 0);
}

static bool
coincide(Centavos objetivo, const Centavos *v, int n, int tope)
{
    por_fuerza(objetivo, v, n, tope);
    if (!buscar(objetivo, v, n, tope)) {
        printf("# refused: %s\n", f.mensaje);
        return false;
    }
    if (hallada.cuantas == esperada.cuantas && strcmp(hallada.texto, esperada.texto) == 0)
        return true;
    printf("# target %lld of %d amounts, up to %d\n#   got: %d: %.300s\n#  want: %d: %.300s\n",
           (long long) objetivo, n, tope, hallada.cuantas, hallada.texto, esperada.cuantas, esperada.texto);
    return false;
}

/* ---- cases -------------------------------------------------------------------------- */

#define BUSCAR(objetivo, tope, ...)                                                                          \
    buscar(objetivo, (const Centavos[]){__VA_ARGS__},                                                        \
           (int) (sizeof((const Centavos[]){__VA_ARGS__}) / sizeof(Centavos)), tope)

static void
casos(void)
{
    ok(BUSCAR(150000, 10, 50000, 70000), "accepted");
    es_entero(hallada.cuantas, 0, "no exact set: no answer, nothing forced");
    BUSCAR(60000, 10, 10000, 20000, 30000);
    es_texto(hallada.texto, "1,2,3", "one payment of three invoices");
    BUSCAR(100, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10);
    es_texto(hallada.texto, "1,2,3,4,5,6,7,8,9,10", "ten tenths are one");
    BUSCAR(300, 10, 100, 200, 300, 100, 200);
    es_texto(hallada.texto, "3", "only the smallest");
    BUSCAR(200, 10, 100, 100, 100);
    es_texto(hallada.texto, "1,2 1,3 2,3", "equal amounts are different invoices");
    BUSCAR(200, 2, 100, 100, 100);
    es_texto(hallada.texto, "1,2 1,3", "up to the limit");
    es_entero(hallada.cuantas, 3, "and it is told that there are more");
    BUSCAR(200, 3, 100, 100, 100);
    es_entero(hallada.cuantas, 3, "exactly the limit: there are no more");
    BUSCAR(300, 10, 500, 100, 900, 200);
    es_texto(hallada.texto, "2,4", "positions count those above the target");
    ok(buscar(100, NULL, 0, 10) && hallada.cuantas == 0, "nothing to combine");
    BUSCAR(CENTAVOS_MAX, 10, CENTAVOS_MAX, CENTAVOS_MAX - 1, 1, CENTAVOS_MAX);
    es_texto(hallada.texto, "1 4", "the largest amounts do not overflow");
    BUSCAR(CENTAVOS_MAX, 10, CENTAVOS_MAX - 1, CENTAVOS_MAX - 2, 1, CENTAVOS_MAX - 3, 2);
    es_texto(hallada.texto, "1,3 2,5", "nor their sums");
    es_fallo(BUSCAR(0, 10, 100), &f, FALLO_IMPORTE, "target zero");
    es_fallo(BUSCAR(-1, 10, 100), &f, FALLO_IMPORTE, "target negative");
    es_fallo(BUSCAR(100, 10, 100, 0), &f, FALLO_IMPORTE, "amount zero");
    es_fallo(BUSCAR(100, 10, 500, -40), &f, FALLO_IMPORTE, "amount negative");
    es_texto(f.arg[0], "2", "the refusal names the position");
}

/* Small sets of small amounts, so that there are many answers: always by halves. */
static void
contra_fuerza(void)
{
    Centavos v[N];
    int bien = 0;

    for (int vez = 0; vez < 3000; vez++) {
        const int n = 1 + (int) azar(12);
        const Centavos rango = 1 + (Centavos) azar(vez % 3 == 0 ? 6 : vez % 3 == 1 ? 60 : 100000);
        Centavos objetivo = 0;

        for (int i = 0; i < n; i++) {
            v[i] = 1 + (Centavos) azar((uint64_t) rango);
            objetivo += azar(2) ? v[i] : 0;
        }
        bien += coincide(objetivo > 0 && azar(5) > 0 ? objetivo : 1 + (Centavos) azar(200), v, n,
                         1 + (int) azar(40));
    }
    es_entero(bien, 3000, "small sets: as brute force, whatever the limit");
}

/* More than forty amounts: the table when they share a divisor, tuples when they do not. */
static void
contra_fuerza_grandes(void)
{
    Centavos v[N];
    int bien = 0, veces = 0;

    for (int vez = 0; vez < 60; vez++) {
        const int n = 41 + (int) azar(6), k = 1 + (int) azar(vez % 2 == 0 ? 4 : 5);
        const bool tabla = vez % 4 < 2;
        Centavos objetivo = 0;

        for (int i = 0; i < n; i++)
            v[i] = tabla ? 100 * (1 + (Centavos) azar(5000)) : 1 + (Centavos) azar(UINT64_C(900000000));
        for (int i = 0; i < k; i++)
            objetivo += v[i * n / k];
        veces++;
        bien += coincide(objetivo, v, n, TOPE);
    }
    es_entero(bien, veces, "over forty amounts: as brute force");
    /* Of a few values and without a divisor: many answers by tuples. */
    bien = veces = 0;
    for (int vez = 0; vez < 20; vez++) {
        const int n = 41 + (int) azar(5), k = 2 + (int) azar(4);
        Centavos valores[8], objetivo = 0;

        for (int i = 0; i < 8; i++)
            valores[i] = 1 + (Centavos) azar(UINT64_C(900000000));
        for (int i = 0; i < n; i++)
            v[i] = valores[azar(8)];
        for (int i = 0; i < k; i++)
            objetivo += v[i * n / k];
        veces++;
        bien += coincide(objetivo, v, n, 50 + (int) azar(50));
    }
    es_entero(bien, veces, "over forty amounts of few values: as brute force");
}

/* The payer left out a few: what is smaller is what is left out, and the answers come in the same order. */
static void
lo_que_falta(void)
{
    Centavos v[60], total = 0;
    int32_t todas[60];
    int n = 45;

    for (int i = 0; i < n; i++) {
        v[i] = 500000000 + (Centavos) azar(7) * 1000003 + 17 * (i % 5);
        total += v[i];
        todas[i] = i;
    }
    for (int fuera = 1; fuera <= 3; fuera++) {
        Centavos deja = 0;

        for (int i = 0; i < fuera; i++)
            deja += v[3 + 7 * i];
        buscar(total - deja, v, n, 200);
        ok(hallada.cuantas > 0 && hallada.tamano == n - fuera, "%d left out of %d: found", fuera, n);
        /* the same, by brute force over what is left out, from the last to the first */
        memset(&esperada, 0, sizeof(esperada));
        esperada.tope = 200;
        for (int a = n - 1; a >= 0; a--)
            for (int b = fuera > 1 ? n - 1 : a; b >= a + (fuera > 1); b--)
                for (int c = fuera > 2 ? n - 1 : b; c >= b + (fuera > 2); c--) {
                    int32_t quedan[60];
                    int k = 0;

                    if (v[a] + (fuera > 1 ? v[b] : 0) + (fuera > 2 ? v[c] : 0) != deja)
                        continue;
                    for (int i = 0; i < n; i++)
                        if (i != a && i != b && i != c)
                            quedan[k++] = todas[i];
                    if (esperada.cuantas <= esperada.tope)
                        anotar(&esperada, quedan, k);
                }
        ok(hallada.cuantas == esperada.cuantas && strcmp(hallada.texto, esperada.texto) == 0,
           "%d left out of %d: all, in order", fuera, n);
    }
    buscar(total, v, n, 10);
    es_entero(hallada.tamano, n, "everything is an answer");
    buscar(total - 1, v, n, 10);
    es_entero(hallada.cuantas, 0, "a cent less is none");
    buscar(total + 1, v, n, 10);
    es_entero(hallada.cuantas, 0, "a cent more is none");
}

static void
limites(void)
{
    static Centavos v[SUBCONJUNTO_MAX + 1];
    Centavos objetivo = 0;

    for (int i = 0; i <= SUBCONJUNTO_MAX; i++)
        v[i] = 1000000 + (Centavos) azar(UINT64_C(900000000));
    es_fallo(buscar(100, v, SUBCONJUNTO_MAX + 1, 10), &f, FALLO_LIMITE, "too many amounts");
    for (int i = 0; i < 12; i++)
        objetivo += v[20 * i];
    /* the amount of 12 of 250: smaller ones may exist, larger ones are not searched */
    if (buscar(objetivo, v, 250, 10))
        ok(hallada.tamano > 0 && hallada.tamano <= 6, "answered with a smaller one");
    else
        es_fallo(false, &f, FALLO_LIMITE, "what cannot be answered exactly is refused");
    for (int i = 0; i < 250; i++)
        v[i] = 2 * v[i];
    es_entero(buscar(2 * objetivo + 1, v, 250, 10), true, "an odd target of even amounts needs no search");
    es_entero(hallada.cuantas, 0, "and has no answer");
    for (int i = 0; i < 500; i++)
        v[i] = 5000000 + (i % 7) * 100000;
    es_entero(buscar(5000000 * 40, v, 500, 3), true,
              "five hundred of round amounts, forty of them: by the table");
    es_entero(hallada.tamano, 36, "the fewest");
    for (int i = 0; i < 200; i++)
        v[i] = 12345678901 + i % 2;
    es_entero(buscar(12345678901 * 7 + 3, v, 200, 1), true, "equal but for a cent: bounded to one size");
    es_texto(hallada.texto, "1,2,3,4,5,6,7", "which holds three of the dearer");
    ok(latidos > 0, "the caller may interrupt it");
}

int
main(void)
{
    casos();
    contra_fuerza();
    contra_fuerza_grandes();
    lo_que_falta();
    limites();
    es_entero(vivos, 0, "all the memory is given back");
    return terminar();
}
