/*
 * ciclo_liquidacion.c - the tables of both machines and the rules they name.
 */
#include "nucleo/ciclo_liquidacion.h"

#include <inttypes.h>
#include <stdio.h>

#include "nucleo/ciclo_prestacion.h"
#include "nucleo/imputacion.h"

#define ENTERO_TEXTO 24

static const char *
entero(int64_t v, char *buf)
{
    snprintf(buf, ENTERO_TEXTO, "%" PRId64, v);
    return buf;
}

static const char *const ESTADOS_LIQUIDACION[LIQUIDACION_ESTADOS] = {"pendiente", "en_orden_pago", "pagada",
                                                                     "anulada"};
static const char *const EVENTOS_LIQUIDACION[LIQUIDACION_EVENTOS] = {"liquidar", "ordenar", "pagar",
                                                                     "liberar", "anular"};
static const char *const ESTADOS_ORDEN[ORDEN_ESTADOS] = {"pendiente", "pagada", "anulada"};
static const char *const EVENTOS_ORDEN[ORDEN_EVENTOS] = {"ordenar", "pagar", "anular"};
static const char *const RAMAS[] = {""};

enum {
    G_MOTIVO = 1 << 0,
    G_DISPONIBLE = 1 << 1,
    G_CUENTA = 1 << 2,
    G_ORDEN_ENTERA = 1 << 3,
    G_ORDEN_ANULADA = 1 << 4,
    G_LINEAS_REABREN = 1 << 5,
    G_LIQUIDACIONES_PENDIENTES = 1 << 6,
    G_REFERENCIA = 1 << 7,
    GUARDIAS = 8
};
static const char *const TEXTOS_GUARDIA[GUARDIAS] = {
    "motivo",
    "lo imputado no supera lo disponible",
    "el profesional tiene cuenta corriente",
    "se paga la orden entera",
    "se anula su orden de pago",
    "ninguna de sus líneas está marcada, refacturada, perdida ni cerrada por otra liquidación",
    "todas sus liquidaciones estaban pendientes",
    "referencia del pago"};

#define PRESTADOR DE(PAPEL_PRESTADOR)

static const Transicion FILAS_LIQUIDACION[] = {
    {DE_NADA, EL_LIQUIDAR, NINGUNO, PRESTADOR, 0, NINGUNO, LIQUIDACION_PENDIENTE, G_DISPONIBLE | G_CUENTA},
    {DE(LIQUIDACION_PENDIENTE), EL_ORDENAR, NINGUNO, PRESTADOR, 0, NINGUNO, LIQUIDACION_EN_ORDEN, 0},
    {DE(LIQUIDACION_EN_ORDEN), EL_PAGAR, NINGUNO, PRESTADOR, 0, NINGUNO, LIQUIDACION_PAGADA, G_ORDEN_ENTERA},
    {DE(LIQUIDACION_EN_ORDEN), EL_LIBERAR, NINGUNO, PRESTADOR, 0, NINGUNO, LIQUIDACION_PENDIENTE,
     G_ORDEN_ANULADA},
    {DE(LIQUIDACION_PENDIENTE), EL_ANULAR, NINGUNO, PRESTADOR, 0, NINGUNO, LIQUIDACION_ANULADA,
     G_MOTIVO | G_LINEAS_REABREN},
};

static const Transicion FILAS_ORDEN[] = {
    {DE_NADA, EO_ORDENAR, NINGUNO, PRESTADOR, 0, NINGUNO, ORDEN_PENDIENTE, G_LIQUIDACIONES_PENDIENTES},
    {DE(ORDEN_PENDIENTE), EO_PAGAR, NINGUNO, PRESTADOR, 0, NINGUNO, ORDEN_PAGADA, G_REFERENCIA},
    {DE(ORDEN_PENDIENTE), EO_ANULAR, NINGUNO, PRESTADOR, 0, NINGUNO, ORDEN_ANULADA, G_MOTIVO},
};

const Maquina MAQUINA_LIQUIDACION = {"liquidacion",
                                     ESTADOS_LIQUIDACION,
                                     LIQUIDACION_ESTADOS,
                                     DE(LIQUIDACION_PAGADA) | DE(LIQUIDACION_ANULADA),
                                     0,
                                     EVENTOS_LIQUIDACION,
                                     LIQUIDACION_EVENTOS,
                                     NULL,
                                     0,
                                     RAMAS,
                                     1,
                                     TEXTOS_GUARDIA,
                                     GUARDIAS,
                                     FILAS_LIQUIDACION,
                                     (int) (sizeof(FILAS_LIQUIDACION) / sizeof(FILAS_LIQUIDACION[0]))};

const Maquina MAQUINA_ORDEN_PAGO = {"orden_pago",
                                    ESTADOS_ORDEN,
                                    ORDEN_ESTADOS,
                                    DE(ORDEN_PAGADA) | DE(ORDEN_ANULADA),
                                    0,
                                    EVENTOS_ORDEN,
                                    ORDEN_EVENTOS,
                                    NULL,
                                    0,
                                    RAMAS,
                                    1,
                                    TEXTOS_GUARDIA,
                                    GUARDIAS,
                                    FILAS_ORDEN,
                                    (int) (sizeof(FILAS_ORDEN) / sizeof(FILAS_ORDEN[0]))};

static const Transicion *
fila_de(const Maquina *m, int estado, int evento)
{
    for (int i = 0; i < m->n_filas; i++)
        if (m->filas[i].desde != DE_NADA && (m->filas[i].desde & DE(estado)) != 0 &&
            m->filas[i].evento == evento)
            return &m->filas[i];
    return NULL;
}

/* What every act asks once the state admits it. */
static bool
acto_valido(const Transicion *t, const ActoLiquidacion *acto, int64_t id, Fecha ultima, Fallo *f)
{
    char a[ENTERO_TEXTO], b[FECHA_TEXTO], c[FECHA_TEXTO];

    if ((t->guardias & G_MOTIVO) != 0 && !acto->con_motivo)
        return fallar(f, FALLO_EVIDENCIA, "an annulment needs a reason", "Case: %s.", "Give it in motivo.",
                      entero(id, a), NULL);
    if (ultima != FECHA_NULA && acto->fecha < ultima)
        return fallar(f, FALLO_ARGUMENTO, "the act is dated before the previous one of its case",
                      "Case: %s; date: %s; previous act: %s.", NULL, entero(id, a),
                      fecha_texto(acto->fecha, b), fecha_texto(ultima, c), NULL);
    return true;
}

bool
liquidacion_aplicar(const CasoLiquidacion *caso, const ActoLiquidacion *acto, int *hacia, Fallo *f)
{
    const Transicion *t = fila_de(&MAQUINA_LIQUIDACION, caso->estado, acto->evento);
    char a[ENTERO_TEXTO], b[ENTERO_TEXTO], eventos[64];

    if (t == NULL && caso->estado == LIQUIDACION_EN_ORDEN)
        return fallar(f, FALLO_TRANSICION, "the liquidacion is in a payment order",
                      "Liquidacion: %s; order: %s; act: %s.",
                      "Annul the order first: conciliacion.anular_orden_pago.", entero(caso->id, a),
                      entero(caso->orden, b), EVENTOS_LIQUIDACION[acto->evento], NULL);
    if (t == NULL)
        return fallar(f, FALLO_TRANSICION, "the liquidacion does not admit this act",
                      "Liquidacion: %s; state: %s; act: %s; acts allowed: %s.", NULL, entero(caso->id, a),
                      ESTADOS_LIQUIDACION[caso->estado], EVENTOS_LIQUIDACION[acto->evento],
                      maquina_eventos_de(&MAQUINA_LIQUIDACION, caso->estado, eventos, sizeof(eventos)), NULL);
    if (!acto_valido(t, acto, caso->id, caso->ultima, f))
        return false;
    *hacia = t->hacia;
    return true;
}

bool
orden_aplicar(const CasoOrden *caso, const ActoLiquidacion *acto, int *hacia, Fallo *f)
{
    const Transicion *t = fila_de(&MAQUINA_ORDEN_PAGO, caso->estado, acto->evento);
    char a[ENTERO_TEXTO], eventos[64];

    if (t == NULL)
        return fallar(f, FALLO_TRANSICION, "the payment order does not admit this act",
                      "Order: %s; state: %s; act: %s; acts allowed: %s.", NULL, entero(caso->id, a),
                      ESTADOS_ORDEN[caso->estado], EVENTOS_ORDEN[acto->evento],
                      maquina_eventos_de(&MAQUINA_ORDEN_PAGO, caso->estado, eventos, sizeof(eventos)), NULL);
    if (!acto_valido(t, acto, caso->id, caso->ultima, f))
        return false;
    *hacia = t->hacia;
    return true;
}

bool
linea_reabre(int32_t linea, int estado, int64_t cerrada_por, Fallo *f)
{
    char a[ENTERO_TEXTO], b[ENTERO_TEXTO];

    /* a line still open was settled in part: it stays so */
    if (estado != PRESTACION_FACTURADA && fila_de(&MAQUINA_PRESTACION, estado, EP_ANULAR_LIQUIDACION) == NULL)
        return fallar(f, FALLO_TRANSICION, "the line was acted on after its debit", "Line: %s; state: %s.",
                      estado == PRESTACION_A_REFACTURAR
                          ? "Take its mark away first: conciliacion.marcar_prestacion, to debitada."
                          : NULL,
                      entero(linea, a), ESTADOS_PRESTACION[estado], NULL);
    if (cerrada_por != 0)
        return fallar(f, FALLO_TRANSICION, "a later liquidacion closed the line",
                      "Line: %s; liquidacion: %s.", "Annul the later one first.", entero(linea, a),
                      entero(cerrada_por, b), NULL);
    return true;
}

bool
liquidaciones_descubiertas(int64_t factura, Centavos imputado, Centavos neto, LiquidacionViva *v, size_t n,
                           Fallo *f)
{
    char a[ENTERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO], d[DINERO_TEXTO];

    for (size_t i = 0; i < n; i++) {
        v[i].anula = imputado > neto && v[i].estado == LIQUIDACION_PENDIENTE && v[i].imputado > 0;
        if (v[i].anula)
            imputado -= v[i].imputado;
    }
    if (imputado <= neto)
        return true;
    return fallar(f, FALLO_IMPORTE, "the payment is already in payment orders to professionals",
                  "Invoice: %s; ordered or paid: %s; net that would remain: %s; difference: %s.", NULL,
                  entero(factura, a), dinero_texto(imputado, b), dinero_texto(neto, c),
                  dinero_texto(imputado - neto, d), NULL);
}
