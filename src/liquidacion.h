/*
 * liquidacion.h - acts on liquidaciones already made, inside the writes of
 * one function: SPI connected, cartera_abrir in force, the invoice locked.
 */
#ifndef CONCILIACION_LIQUIDACION_H
#define CONCILIACION_LIQUIDACION_H

#include "lote.h"

#include "nucleo/ciclo_liquidacion.h"

typedef struct LiquidacionFila {
    CasoLiquidacion caso;
    int64 factura, profesional;
    int32 secuencia;
    Centavos liquido;
} LiquidacionFila;

/* When, why and by whom: what every act writes. */
typedef struct ActoSql {
    Fecha fecha;
    Datum motivo;
    bool sin_motivo; /* null or blank */
    Datum usuario;   /* text: who called */
} ActoSql;

/* Lock the liquidaciones of an int8 array, in ascending order; *n of them. */
extern LiquidacionFila *liquidacion_bloquear(int64 prestador, Datum ids, int *n);

/*
 * Carry the act to the states of the liquidaciones and to their history; all
 * of them were admitted by the core and go to the same state. orden 0: none.
 */
extern void liquidacion_mover(int64 prestador, LiquidacionFila *l, int n, int evento, int hacia, int64 orden,
                              const ActoSql *acto);

/* Annul one whose invoice is locked: lines open again, the current account gets the opposite movement. */
extern void liquidacion_anular(int64 prestador, LiquidacionFila *l, const ActoSql *acto);

/* int8 array of a single value. */
extern Datum arreglo_de_uno(int64 id);

#endif
