/*
 * prueba_reparto.c - net of VAT, withholding and allocation of the core.
 */
#include "nucleo/reparto.h"

#include "tap.h"

#include <stdlib.h>

__extension__ typedef unsigned __int128 Ancho;

static void
prueba_neto(void)
{
    static const struct {
        Centavos total;
        Porcentaje iva;
        Centavos neto;
        const char *nombre;
    } casos[] = {
        {100000, 10500000, 90498, "1000 at 10.5% is 904.98 (904.977...)"},
        {100000, 0, 100000, "without VAT the net is the total"},
        {12100, 21000000, 10000, "121 at 21% is exactly 100"},
        {0, 21000000, 0, "nothing is nothing"},
        {1, 100000000, 1, "half a cent goes away from zero"},
        {CENTAVOS_MAX, 0, CENTAVOS_MAX, "the largest amount"},
        {9000, -10000000, 10000, "a negative VAT is arithmetic too"},
    };
    Centavos neto, bajo, alto;
    Fallo f;

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++)
        ok(importe_neto(casos[i].total, casos[i].iva, &neto, &f) && neto == casos[i].neto, "%s",
           casos[i].nombre);
    ok(importe_neto_cotas(10000, 21000000, &bajo, &alto, &f) && bajo == 8264 && alto == 8265,
       "100 at 21%% lies between 82.64 and 82.65");
    ok(importe_neto_cotas(12100, 21000000, &bajo, &alto, &f) && bajo == 10000 && alto == 10000,
       "an exact net has no width");
    ok(!importe_neto(1, -PORCENTAJE_CIEN, &neto, &f) && f.clase == FALLO_ARGUMENTO,
       "VAT of -100%% is refused");
    ok(!importe_neto(CENTAVOS_MAX, -PORCENTAJE_CIEN + 1, &neto, &f) && f.clase == FALLO_RANGO,
       "a net that does not fit is refused");
}

static void
prueba_porcentaje(void)
{
    static const struct {
        Centavos monto;
        Porcentaje tasa;
        Centavos parte;
        const char *nombre;
    } casos[] = {
        {20000, 17000000, 3400, "17% of 200 is 34"},
        {1, 50000000, 1, "half a cent goes away from zero"},
        {-1, 50000000, -1, "and below zero too"},
        {1, 49999999, 0, "just under half a cent is lost"},
        {0, 25000000, 0, "nothing is withheld from nothing"},
        {CENTAVOS_MAX, PORCENTAJE_CIEN, CENTAVOS_MAX, "100% of the largest amount"},
    };
    Centavos parte;
    Fallo f;

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++)
        ok(importe_porcentaje(casos[i].monto, casos[i].tasa, &parte, &f) && parte == casos[i].parte, "%s",
           casos[i].nombre);
    ok(!importe_porcentaje(CENTAVOS_MAX, PORCENTAJE_CIEN + 1, &parte, &f) && f.clase == FALLO_RANGO,
       "a part that does not fit is refused");
}

static bool
reparte(int64_t monto, const int64_t *pesos, size_t n, const int64_t *partes)
{
    int64_t r[8];
    uint64_t restos[8];
    Fallo f;

    return reparto_mayor_resto(monto, pesos, n, r, restos, &f) && memcmp(r, partes, n * sizeof(*r)) == 0;
}

#define R(monto, pesos, ...)                                                                                 \
    reparte(monto, (int64_t[]) pesos, sizeof((int64_t[]) pesos) / sizeof(int64_t), (int64_t[]) __VA_ARGS__)
#define L(...)                                                                                               \
    {                                                                                                        \
        __VA_ARGS__                                                                                          \
    }

static void
prueba_reparto(void)
{
    int64_t r[3];
    uint64_t restos[3];
    Fallo f;

    ok(R(10000, L(1, 1, 1), {3334, 3333, 3333}), "100 among three equals: ties to the first");
    ok(R(-10000, L(1, 1, 1), {-3334, -3333, -3333}), "a negative amount mirrors");
    ok(R(2, L(1, 1, 1), {1, 1, 0}), "two units among three");
    ok(R(10, L(0, 1, 0), {0, 10, 0}), "weight zero takes nothing");
    ok(R(0, L(5, 7), {0, 0}), "nothing to share");
    ok(R(100, L(1, 2, 4), {14, 29, 57}), "largest remainder, not order");
    ok(R(CENTAVOS_MAX, L(INT64_MAX - 1, 1), {CENTAVOS_MAX, 0}), "products beyond 64 bits");
    ok(R(1, L(3), {1}), "one alone takes all");
    ok(R(INT64_MIN, L(3), {INT64_MIN}), "and so it does of the least amount there is");
    ok(!reparto_mayor_resto(1, (int64_t[]){1, -1}, 2, r, restos, &f) && f.clase == FALLO_ARGUMENTO &&
           strcmp(f.arg[0], "2") == 0,
       "a negative weight is refused and placed");
    ok(!reparto_mayor_resto(1, (int64_t[]){0, 0}, 2, r, restos, &f) && f.clase == FALLO_ARGUMENTO,
       "weights all zero are refused");
    ok(!reparto_mayor_resto(1, NULL, 0, r, restos, &f) && f.clase == FALLO_ARGUMENTO,
       "no weights are refused");
    ok(!reparto_mayor_resto(1, (int64_t[]){INT64_MAX, 1}, 2, r, restos, &f) && f.clase == FALLO_RANGO,
       "weights that do not fit are refused");
}

/* Against the definition, one unit at a time to the largest remainder, first on ties. */
static bool
igual_que_lento(int64_t monto, const int64_t *pesos, size_t n)
{
    int64_t r[64], lento[64];
    uint64_t restos[64];
    Ancho resto[64], total = 0;
    int64_t faltan = monto, suma = 0;
    Fallo f;

    for (size_t i = 0; i < n; i++)
        total += (uint64_t) pesos[i];
    for (size_t i = 0; i < n; i++) {
        Ancho p = (Ancho) (uint64_t) monto * (uint64_t) pesos[i];

        lento[i] = (int64_t) (p / total);
        resto[i] = p % total;
        faltan -= lento[i];
    }
    for (; faltan > 0; faltan--) {
        size_t mejor = n;

        for (size_t i = 0; i < n; i++)
            if (resto[i] != (Ancho) -1 && (mejor == n || resto[i] > resto[mejor]))
                mejor = i;
        lento[mejor]++;
        resto[mejor] = (Ancho) -1;
    }
    if (!reparto_mayor_resto(monto, pesos, n, r, restos, &f))
        return false;
    for (size_t i = 0; i < n; i++) {
        suma += r[i];
        if (r[i] != lento[i])
            return false;
    }
    return suma == monto;
}

static void
prueba_propiedad(void)
{
    bool bien = true;
    int64_t pesos[64];

    srand(20250101);
    for (int vuelta = 0; vuelta < 20000 && bien; vuelta++) {
        size_t n = 1 + (size_t) rand() % 64;
        int64_t limite = vuelta % 3 == 0 ? 4 : vuelta % 3 == 1 ? 100000 : INT64_C(100000000000000000);

        for (size_t i = 0; i < n; i++)
            pesos[i] = (((int64_t) rand() << 31) | rand()) % limite;
        pesos[0] += pesos[0] == 0;
        bien = igual_que_lento((((int64_t) rand() << 31) | rand()) % (vuelta % 2 ? 1000 : CENTAVOS_MAX),
                               pesos, n);
    }
    ok(bien, "20,000 random allocations: the sum is exact and equal to the slow definition");
}

static void
prueba_decimal(void)
{
    static const struct {
        const char *texto;
        LecturaDecimal lectura;
        int64_t cifras;
        int32_t escala;
    } casos[] = {
        {"100.00", DECIMAL_BIEN, 1, -2},
        {"100.50", DECIMAL_BIEN, 1005, 1},
        {"-0.0010", DECIMAL_BIEN, -1, 3},
        {"0.000", DECIMAL_BIEN, 0, 0},
        {"100000000000000000000000", DECIMAL_BIEN, 1, -23},
        {"9223372036854775807", DECIMAL_BIEN, INT64_MAX, 0},
        {"9223372036854775808", DECIMAL_NO_CABE, 0, 0},
        {"NaN", DECIMAL_NO_FINITO, 0, 0},
        {"Infinity", DECIMAL_NO_FINITO, 0, 0},
        {"-Infinity", DECIMAL_NO_FINITO, 0, 0},
        {"", DECIMAL_NO_FINITO, 0, 0},
    };
    Decimal d;
    int64_t v;

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++) {
        LecturaDecimal l = decimal_leer(casos[i].texto, &d);

        ok(l == casos[i].lectura &&
               (l != DECIMAL_BIEN || (d.cifras == casos[i].cifras && d.escala == casos[i].escala)),
           "%s", casos[i].texto);
    }
    ok(decimal_leer("100.5", &d) == DECIMAL_BIEN && decimal_en_unidades(d, 2, &v) == DECIMAL_BIEN &&
           v == 10050,
       "in cents");
    ok(decimal_en_unidades((Decimal){1, -18}, 1, &v) == DECIMAL_NO_CABE, "a scale that does not fit");
}

int
main(void)
{
    prueba_neto();
    prueba_porcentaje();
    prueba_reparto();
    prueba_propiedad();
    prueba_decimal();
    return terminar();
}
