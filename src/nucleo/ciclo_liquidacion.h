/*
 * ciclo_liquidacion.h - the life of a liquidacion and of the order that pays
 * it, and what undoing an imputation may touch.
 */
#ifndef NUCLEO_CICLO_LIQUIDACION_H
#define NUCLEO_CICLO_LIQUIDACION_H

#include "nucleo/dinero.h"
#include "nucleo/fecha.h"
#include "nucleo/maquina.h"

/* In the order of SQL type estado_liquidacion. */
typedef enum EstadoLiquidacion {
    LIQUIDACION_PENDIENTE,
    LIQUIDACION_EN_ORDEN,
    LIQUIDACION_PAGADA,
    LIQUIDACION_ANULADA,
    LIQUIDACION_ESTADOS
} EstadoLiquidacion;

/* In the order of SQL type evento_liquidacion. */
typedef enum EventoLiquidacion {
    EL_LIQUIDAR,
    EL_ORDENAR,
    EL_PAGAR,
    EL_LIBERAR,
    EL_ANULAR,
    LIQUIDACION_EVENTOS
} EventoLiquidacion;

/* In the order of SQL type estado_orden_pago. */
typedef enum EstadoOrdenPago { ORDEN_PENDIENTE, ORDEN_PAGADA, ORDEN_ANULADA, ORDEN_ESTADOS } EstadoOrdenPago;

typedef enum EventoOrdenPago { EO_ORDENAR, EO_PAGAR, EO_ANULAR, ORDEN_EVENTOS } EventoOrdenPago;

extern const Maquina MAQUINA_LIQUIDACION;
extern const Maquina MAQUINA_ORDEN_PAGO;

/* What happens to a liquidacion or to a payment order. */
typedef struct ActoLiquidacion {
    int evento;
    Fecha fecha;
    bool con_motivo;
} ActoLiquidacion;

/* A liquidacion as it stands. */
typedef struct CasoLiquidacion {
    int64_t id;
    int estado;
    int64_t orden; /* the payment order that holds it, 0: none */
    Fecha ultima;  /* date of its last event */
} CasoLiquidacion;

typedef struct CasoOrden {
    int64_t id;
    int estado;
    Fecha ultima;
} CasoOrden;

/* State that the act leads to; refused by state (KG001), reason (KG003) or date (22023). */
extern bool liquidacion_aplicar(const CasoLiquidacion *caso, const ActoLiquidacion *acto, int *hacia,
                                Fallo *f);
extern bool orden_aplicar(const CasoOrden *caso, const ActoLiquidacion *acto, int *hacia, Fallo *f);

/*
 * Whether a line of an annulled liquidacion may be open again, by the machine
 * of lines: not when its debit was acted on (marked, billed again, lost), nor
 * when a later liquidacion made its payment or its debit final (the part
 * reopened could never be imputed).
 */
extern bool linea_reabre(int32_t linea, int estado, int64_t cerrada_por, Fallo *f);

/* A liquidacion in force of an invoice whose payment is undone. */
typedef struct LiquidacionViva {
    int64_t id;
    int estado;
    Centavos imputado;
    bool anula; /* result */
} LiquidacionViva;

/*
 * Of the liquidaciones of an invoice, the newest first, those to annul so
 * that what is imputed does not exceed the net that remains: only pending
 * ones, as few as that order allows. FALLO_IMPORTE when they do not reach.
 */
extern bool liquidaciones_descubiertas(int64_t factura, Centavos imputado, Centavos neto, LiquidacionViva *v,
                                       size_t n, Fallo *f);

#endif
