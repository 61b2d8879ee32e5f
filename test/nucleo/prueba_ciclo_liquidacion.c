/*
 * prueba_ciclo_liquidacion.c - the machines of liquidaciones and payment
 * orders, exhaustively, and what undoing an imputation may touch.
 */
#include "nucleo/ciclo_liquidacion.h"
#include "nucleo/imputacion.h"

#include "tap.h"

#define OTRO (-1)

/* State that each act leads to from each state; OTRO: refused. */
static const int LIQUIDACION[LIQUIDACION_ESTADOS][LIQUIDACION_EVENTOS] = {
    /* liquidar, ordenar, pagar, liberar, anular */
    {OTRO, LIQUIDACION_EN_ORDEN, OTRO, OTRO, LIQUIDACION_ANULADA},
    {OTRO, OTRO, LIQUIDACION_PAGADA, LIQUIDACION_PENDIENTE, OTRO},
    {OTRO, OTRO, OTRO, OTRO, OTRO},
    {OTRO, OTRO, OTRO, OTRO, OTRO},
};
static const int ORDEN[ORDEN_ESTADOS][ORDEN_EVENTOS] = {
    /* ordenar, pagar, anular */
    {OTRO, ORDEN_PAGADA, ORDEN_ANULADA},
    {OTRO, OTRO, OTRO},
    {OTRO, OTRO, OTRO},
};

static void
prueba_maquinas(void)
{
    Fecha d = fecha_de(2025, 3, 1);
    int hacia;
    Fallo f;

    for (int e = 0; e < LIQUIDACION_ESTADOS; e++)
        for (int v = 0; v < LIQUIDACION_EVENTOS; v++) {
            CasoLiquidacion c = {7, e, e == LIQUIDACION_EN_ORDEN ? 3 : 0, d};
            ActoLiquidacion a = {v, d, true};
            bool bien = liquidacion_aplicar(&c, &a, &hacia, &f);

            if (LIQUIDACION[e][v] == OTRO)
                ok(!bien && f.clase == FALLO_TRANSICION, "liquidacion %d refuses act %d", e, v);
            else
                ok(bien && hacia == LIQUIDACION[e][v], "liquidacion %d by act %d goes to %d", e, v, hacia);
        }
    for (int e = 0; e < ORDEN_ESTADOS; e++)
        for (int v = 0; v < ORDEN_EVENTOS; v++) {
            CasoOrden c = {7, e, d};
            ActoLiquidacion a = {v, d, true};
            bool bien = orden_aplicar(&c, &a, &hacia, &f);

            if (ORDEN[e][v] == OTRO)
                ok(!bien && f.clase == FALLO_TRANSICION, "order %d refuses act %d", e, v);
            else
                ok(bien && hacia == ORDEN[e][v], "order %d by act %d goes to %d", e, v, hacia);
        }
}

static void
prueba_guardas(void)
{
    Fecha d = fecha_de(2025, 3, 1);
    CasoLiquidacion c = {7, LIQUIDACION_PENDIENTE, 0, d};
    CasoOrden o = {3, ORDEN_PENDIENTE, d};
    int hacia;
    Fallo f;

    es_fallo(liquidacion_aplicar(&c, &(ActoLiquidacion){EL_ANULAR, d, false}, &hacia, &f), &f,
             FALLO_EVIDENCIA, "annulled without a reason");
    ok(liquidacion_aplicar(&c, &(ActoLiquidacion){EL_ORDENAR, d, false}, &hacia, &f),
       "ordered without a reason");
    es_fallo(liquidacion_aplicar(&c, &(ActoLiquidacion){EL_ANULAR, d - 1, true}, &hacia, &f), &f,
             FALLO_ARGUMENTO, "annulled before it was made");
    es_fallo(orden_aplicar(&o, &(ActoLiquidacion){EO_ANULAR, d, false}, &hacia, &f), &f, FALLO_EVIDENCIA,
             "an order annulled without a reason");
    ok(orden_aplicar(&o, &(ActoLiquidacion){EO_PAGAR, d, false}, &hacia, &f), "paid without a reason");
    es_fallo(orden_aplicar(&o, &(ActoLiquidacion){EO_PAGAR, d - 1, true}, &hacia, &f), &f, FALLO_ARGUMENTO,
             "paid before it was ordered");
    c = (CasoLiquidacion){7, LIQUIDACION_EN_ORDEN, 3, d};
    es_fallo(liquidacion_aplicar(&c, &(ActoLiquidacion){EL_ANULAR, d, true}, &hacia, &f), &f,
             FALLO_TRANSICION, "in an order it is not annulled");
    es_texto(f.arg[1], "3", "the order is told");
}

static void
prueba_lineas(void)
{
    Fallo f;

    for (int e = 0; e < PRESTACION_ESTADOS; e++) {
        bool libre = e <= PRESTACION_DEBITADA;

        ok(linea_reabre(1, e, 0, &f) == libre && (libre || f.clase == FALLO_TRANSICION), "a line %s %s",
           ESTADOS_PRESTACION[e], libre ? "opens again" : "does not open again");
        es_fallo(linea_reabre(1, e, 9, &f), &f, FALLO_TRANSICION, "nor when a later liquidacion closed it");
    }
    linea_reabre(1, PRESTACION_A_REFACTURAR, 0, &f);
    ok(f.sugerencia != NULL, "a mark can be taken away: it is said how");
    linea_reabre(1, PRESTACION_DEBITADA_PERMANENTE, 0, &f);
    ok(f.sugerencia == NULL, "what is lost cannot");
}

static void
prueba_descubiertas(void)
{
    Fallo f;
    LiquidacionViva v[4] = {{4, LIQUIDACION_PENDIENTE, 100, false},
                            {3, LIQUIDACION_EN_ORDEN, 50, false},
                            {2, LIQUIDACION_PENDIENTE, 0, false},
                            {1, LIQUIDACION_PENDIENTE, 100, false}};

    ok(liquidaciones_descubiertas(9, 250, 250, v, 4, &f) && !v[0].anula && !v[3].anula,
       "what is covered stays");
    ok(liquidaciones_descubiertas(9, 250, 249, v, 4, &f) && v[0].anula && !v[3].anula,
       "a cent short: the newest pending goes");
    ok(liquidaciones_descubiertas(9, 250, 149, v, 4, &f) && v[0].anula && !v[1].anula && !v[2].anula &&
           v[3].anula,
       "then the next pending one; neither the ordered one, nor one of debits alone");
    es_fallo(liquidaciones_descubiertas(9, 250, 49, v, 4, &f), &f, FALLO_IMPORTE,
             "pending ones do not reach");
    ok(strcmp(f.arg[1], "0.50") == 0 && strcmp(f.arg[2], "0.49") == 0 && strcmp(f.arg[3], "0.01") == 0,
       "the amounts are told");
    ok(liquidaciones_descubiertas(9, 0, 0, v, 0, &f), "no liquidaciones at all");
}

int
main(void)
{
    prueba_maquinas();
    prueba_guardas();
    prueba_lineas();
    prueba_descubiertas();
    return terminar();
}
