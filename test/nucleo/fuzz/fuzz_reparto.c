/*
 * fuzz_reparto.c - exact allocation and the arithmetic of money: the parts sum to the whole, each is its quota
 * rounded down or up, the units left go to the largest remainders and on a tie to the first, and the order of the
 * weights, their scale and the sign of the amount change nothing else.
 */
#include "fuzz.h"

#include "nucleo/imputacion.h"
#include "nucleo/reparto.h"

#define PESOS_MAX 24

static Ancho
abs_ancho(Ancho v)
{
    return v < 0 ? -v : v;
}

/* Every part against its definition; weights and parts as given. */
static void
definicion(int64_t monto, const int64_t *pesos, const int64_t *partes, size_t n)
{
    Ancho suma = 0, total = 0, entero_ = abs_ancho((Ancho) monto);

    for (size_t i = 0; i < n; i++) {
        total += pesos[i];
        suma += partes[i];
    }
    exigir(suma == (Ancho) monto);
    for (size_t i = 0; i < n; i++) {
        Ancho producto = entero_ * pesos[i], parte = abs_ancho((Ancho) partes[i]);
        bool de_mas = parte > producto / total;

        exigir(monto >= 0 ? partes[i] >= 0 : partes[i] <= 0);
        exigir(parte == producto / total + de_mas);
        exigir(!de_mas || producto % total != 0);
        for (size_t j = 0; j < n; j++) {
            Ancho otro = entero_ * pesos[j];
            bool otra_de_mas = abs_ancho((Ancho) partes[j]) > otro / total;

            /* who got the unit has the larger remainder, or comes first */
            if (de_mas && !otra_de_mas)
                exigir(producto % total > otro % total || (producto % total == otro % total && i < j));
        }
    }
}

static void
reparto(Flujo *fl)
{
    int64_t pesos[PESOS_MAX], partes[PESOS_MAX], espejo[PESOS_MAX], otros[PESOS_MAX], otras[PESOS_MAX];
    uint64_t *restos;
    size_t n = hasta(fl, PESOS_MAX + 1), giro;
    int64_t monto = cantidad(fl);
    int64_t factor = 1 + (int64_t) hasta(fl, 100);
    bool escala = true;
    Ancho total = 0;
    Fallo f;

    giro = n == 0 ? 0 : hasta(fl, (uint32_t) n);
    for (size_t i = 0; i < n; i++) {
        pesos[i] = moneda(fl) && i > 0 ? pesos[i - 1] : cantidad(fl);
        total += pesos[i];
    }
    restos = malloc((n + 1) * sizeof(*restos));
    exigir(restos != NULL);
    if (!reparto_mayor_resto(monto, pesos, n, partes, restos, &f)) {
        bool negativo = false;

        exigir_fallo(&f);
        for (size_t i = 0; i < n; i++)
            negativo |= pesos[i] < 0;
        exigir(n == 0 || negativo || total == 0 || total > INT64_MAX);
        free(restos);
        return;
    }
    definicion(monto, pesos, partes, n);
    /* the mirror */
    if (monto != INT64_MIN) {
        exigir(reparto_mayor_resto(-monto, pesos, n, espejo, restos, &f));
        for (size_t i = 0; i < n; i++)
            exigir(espejo[i] == -partes[i]);
    }
    /* the same proportions with larger weights */
    for (size_t i = 0; i < n; i++) {
        escala &= total * factor <= INT64_MAX;
        otros[i] = escala ? pesos[i] * factor : 0;
    }
    if (escala) {
        exigir(reparto_mayor_resto(monto, otros, n, otras, restos, &f));
        exigir(memcmp(partes, otras, n * sizeof(*partes)) == 0);
    }
    /* in another order, still by the definition */
    for (size_t i = 0; i < n; i++)
        otros[i] = pesos[(i + giro) % n];
    exigir(reparto_mayor_resto(monto, otros, n, otras, restos, &f));
    definicion(monto, otros, otras, n);
    free(restos);
}

static void
neto(Flujo *fl)
{
    Centavos total = cantidad(fl) & INT64_MAX, r, bajo, alto;
    Porcentaje iva = moneda(fl) ? (Porcentaje) hasta(fl, 3000) * (PORCENTAJE_PUNTO / 10) : cantidad(fl);
    Ancho divisor = (Ancho) PORCENTAJE_CIEN + iva, dividendo = (Ancho) total * PORCENTAJE_CIEN;
    Fallo f;

    if (!importe_neto(total, iva, &r, &f)) {
        exigir_fallo(&f);
        exigir(divisor <= 0 || dividendo / divisor >= CENTAVOS_MAX);
        return;
    }
    exigir(importe_neto_cotas(total, iva, &bajo, &alto, &f));
    exigir(r >= 0 && r <= CENTAVOS_MAX && (r == bajo || r == alto) && alto - bajo <= 1);
    /* nearest, and half goes up */
    exigir(2 * ((Ancho) r * divisor - dividendo) <= divisor &&
           2 * (dividendo - (Ancho) r * divisor) < divisor);
    exigir((Ancho) bajo * divisor <= dividendo && (Ancho) alto * divisor >= dividendo);
}

static void
porcion(Flujo *fl)
{
    Centavos monto = cantidad(fl), r, espejo;
    Porcentaje tasa = cantidad(fl);
    Ancho producto = (Ancho) monto * tasa, error;
    Fallo f;

    if (!importe_porcentaje(monto, tasa, &r, &f)) {
        exigir_fallo(&f);
        exigir(abs_ancho(producto) / PORCENTAJE_CIEN >= CENTAVOS_MAX);
        return;
    }
    error = abs_ancho((Ancho) r * PORCENTAJE_CIEN) - abs_ancho(producto);
    exigir(2 * error <= PORCENTAJE_CIEN && -2 * error < PORCENTAJE_CIEN);
    exigir(r == 0 || (r > 0) == (producto > 0));
    if (monto != INT64_MIN) {
        exigir(importe_porcentaje(-monto, tasa, &espejo, &f));
        exigir(espejo == -r);
    }
}

/* Retentions by concept sum exactly to what was retained. */
static void
retenciones(Flujo *fl)
{
    Porcentaje tasas[PESOS_MAX], total, suma = 0;
    Centavos montos[PESOS_MAX], retenido, imputado = cantidad(fl) % (CENTAVOS_MAX + 1), junto = 0;
    uint64_t restos[PESOS_MAX];
    size_t n = hasta(fl, PESOS_MAX + 1);
    bool fuera = false;
    Fallo f;

    imputado = imputado < 0 ? -imputado : imputado;
    for (size_t i = 0; i < n; i++) {
        tasas[i] = moneda(fl) ? (Porcentaje) hasta(fl, 40) * PORCENTAJE_PUNTO / 2 : cantidad(fl);
        fuera |= tasas[i] < 0 || tasas[i] > PORCENTAJE_CIEN - suma;
        suma += fuera ? 0 : tasas[i];
    }
    if (!imputacion_tasa(tasas, n, &total, &f)) {
        exigir_fallo(&f);
        exigir(fuera);
        return;
    }
    exigir(!fuera && total == suma);
    exigir(importe_porcentaje(imputado, total, &retenido, &f) && retenido >= 0 && retenido <= imputado);
    exigir(imputacion_retenciones(retenido, tasas, n, montos, restos, &f));
    for (size_t i = 0; i < n; i++) {
        exigir(montos[i] >= 0 && (tasas[i] > 0 || montos[i] == 0));
        junto += montos[i];
    }
    exigir(junto == retenido);
}

int
LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo)
{
    Flujo fl = {datos, datos + largo};

    switch (octeto(&fl) % 6) {
        case 0:
            neto(&fl);
            break;
        case 1:
            porcion(&fl);
            break;
        case 2:
            retenciones(&fl);
            break;
        default:
            reparto(&fl);
            break;
    }
    return 0;
}
