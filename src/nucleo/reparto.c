/*
 * reparto.c - net of VAT, withholding and exact allocation (see reparto.h).
 */
#include "nucleo/reparto.h"

#include <inttypes.h>
#include <stdio.h>

__extension__ typedef __int128 Ancho;
__extension__ typedef unsigned __int128 AnchoSinSigno;

static bool
no_cabe(Fallo *f)
{
    return fallar(f, FALLO_RANGO, "amount is out of range", NULL, NULL, NULL);
}

bool
importe_iva_valido(Porcentaje iva, Fallo *f)
{
    char texto[PORCENTAJE_TEXTO];

    if (iva > -PORCENTAJE_CIEN)
        return true;
    return fallar(f, FALLO_ARGUMENTO, "VAT must be above -100%", "VAT: %s.", NULL,
                  porcentaje_texto(iva, texto), NULL);
}

bool
importe_neto_cotas(Centavos total, Porcentaje iva, Centavos *bajo, Centavos *alto, Fallo *f)
{
    Ancho cociente, divisor, dividendo = (Ancho) total * PORCENTAJE_CIEN;
    bool exacto;

    if (!importe_iva_valido(iva, f))
        return false;
    divisor = (Ancho) PORCENTAJE_CIEN + iva;
    cociente = dividendo / divisor;
    exacto = dividendo % divisor == 0;
    if (cociente + !exacto > CENTAVOS_MAX)
        return no_cabe(f);
    *bajo = (Centavos) cociente;
    *alto = *bajo + !exacto;
    return true;
}

bool
importe_neto(Centavos total, Porcentaje iva, Centavos *neto, Fallo *f)
{
    Centavos alto;
    Ancho divisor, resto;

    if (!importe_neto_cotas(total, iva, neto, &alto, f))
        return false;
    divisor = (Ancho) PORCENTAJE_CIEN + iva;
    resto = (Ancho) total * PORCENTAJE_CIEN - (Ancho) *neto * divisor;
    if (resto * 2 >= divisor)
        *neto = alto;
    return true;
}

bool
importe_porcentaje(Centavos monto, Porcentaje tasa, Centavos *parte, Fallo *f)
{
    Ancho producto = (Ancho) monto * tasa, mitad = PORCENTAJE_CIEN / 2;
    Ancho cociente = (producto + (producto < 0 ? -mitad : mitad)) / PORCENTAJE_CIEN;

    if (cociente > CENTAVOS_MAX || cociente < -CENTAVOS_MAX)
        return no_cabe(f);
    *parte = (Centavos) cociente;
    return true;
}

/*
 * A value such that fewer than k remainders are above it and at least k reach
 * it; 1 <= k <= n. Bisection on the value: linear passes, no sorting, and the
 * same cost whatever the order.
 */
static uint64_t
umbral(const uint64_t *restos, size_t n, size_t k)
{
    uint64_t bajo = 0, alto = 0;

    for (size_t i = 0; i < n; i++)
        alto = restos[i] > alto ? restos[i] : alto;
    while (bajo < alto) {
        uint64_t medio = bajo + (alto - bajo) / 2 + 1;
        size_t llegan = 0;

        for (size_t i = 0; i < n; i++)
            llegan += restos[i] >= medio;
        if (llegan == k)
            return medio;
        if (llegan > k)
            bajo = medio;
        else
            alto = medio - 1;
    }
    return bajo;
}

static bool
sumar_pesos(const int64_t *pesos, size_t n, int64_t *total, Fallo *f)
{
    char texto[32];

    if (n == 0)
        return fallar(f, FALLO_ARGUMENTO, "there are no weights to share by", NULL, NULL, NULL);
    *total = 0;
    for (size_t i = 0; i < n; i++) {
        if (pesos[i] < 0) {
            snprintf(texto, sizeof(texto), "%zu", i + 1);
            return fallar(f, FALLO_ARGUMENTO, "weight is negative", "Position: %s.", NULL, texto, NULL);
        }
        if (pesos[i] > INT64_MAX - *total)
            return fallar(f, FALLO_RANGO, "weights are out of range", NULL, "Use weights with fewer digits.",
                          NULL);
        *total += pesos[i];
    }
    if (*total == 0)
        return fallar(f, FALLO_ARGUMENTO, "weights must not be all zero", NULL, NULL, NULL);
    return true;
}

bool
reparto_mayor_resto(int64_t monto, const int64_t *pesos, size_t n, int64_t *partes, uint64_t *restos,
                    Fallo *f)
{
    bool negativo = monto < 0;
    uint64_t entero = negativo ? (uint64_t) 0 - (uint64_t) monto : (uint64_t) monto;
    uint64_t asignado = 0, corte;
    size_t faltan, sobre = 0;
    int64_t total;

    if (!sumar_pesos(pesos, n, &total, f))
        return false;
    for (size_t i = 0; i < n; i++) {
        AnchoSinSigno producto = (AnchoSinSigno) entero * (uint64_t) pesos[i];

        /* the common case fits in 64 bits, where the division is many times cheaper */
        if (producto <= UINT64_MAX) {
            partes[i] = (int64_t) ((uint64_t) producto / (uint64_t) total);
            restos[i] = (uint64_t) producto % (uint64_t) total;
        } else {
            partes[i] = (int64_t) (producto / (uint64_t) total);
            restos[i] = (uint64_t) (producto % (uint64_t) total);
        }
        asignado += (uint64_t) partes[i];
    }
    faltan = (size_t) (entero - asignado); /* below n: each quota lost less than one unit */
    if (faltan > 0) {
        corte = umbral(restos, n, faltan);
        for (size_t i = 0; i < n; i++)
            sobre += restos[i] > corte;
        faltan -= sobre;
        for (size_t i = 0; i < n; i++) {
            if (restos[i] > corte)
                partes[i]++;
            else if (restos[i] == corte && faltan > 0) {
                partes[i]++;
                faltan--;
            }
        }
    }
    if (negativo)
        for (size_t i = 0; i < n; i++)
            partes[i] = (int64_t) ((uint64_t) 0 - (uint64_t) partes[i]); /* INT64_MIN is its own mirror */
    return true;
}

LecturaDecimal
decimal_leer(const char *texto, Decimal *d)
{
    const char *s = texto;
    bool negativo = *s == '-';
    uint64_t v = 0;
    int32_t escala = 0;
    int ceros = 0; /* zeros read and not yet known to be followed by another digit */
    bool punto = false, cifras = false;

    if (*s == '-' || *s == '+')
        s++;
    for (; *s != '\0'; s++) {
        if (*s == '.' && !punto) {
            punto = true;
            continue;
        }
        if (*s < '0' || *s > '9')
            return DECIMAL_NO_FINITO;
        cifras = true;
        escala += punto;
        if (*s == '0') {
            ceros++;
            continue;
        }
        for (; ceros >= 0; ceros--) {
            uint64_t cifra = ceros == 0 ? (uint64_t) (*s - '0') : 0;

            if (v > ((uint64_t) INT64_MAX - cifra) / 10)
                return DECIMAL_NO_CABE;
            v = v * 10 + cifra;
        }
        ceros = 0;
    }
    if (!cifras)
        return DECIMAL_NO_FINITO;
    d->cifras = negativo ? -(int64_t) v : (int64_t) v;
    d->escala = v == 0 ? 0 : escala - ceros;
    return DECIMAL_BIEN;
}

LecturaDecimal
decimal_en_unidades(Decimal d, int32_t escala, int64_t *unidades)
{
    *unidades = d.cifras;
    if (d.cifras == 0)
        return DECIMAL_BIEN;
    for (int32_t e = d.escala; e < escala; e++) {
        if (*unidades > INT64_MAX / 10 || *unidades < -(INT64_MAX / 10))
            return DECIMAL_NO_CABE;
        *unidades *= 10;
    }
    return DECIMAL_BIEN;
}
