/*
 * imputacion_lineas.h - the lines of an invoice as imputation sees them, and
 * what the invoice is once they change.
 */
#ifndef CONCILIACION_IMPUTACION_LINEAS_H
#define CONCILIACION_IMPUTACION_LINEAS_H

#include "cartera.h"

#include "nucleo/imputacion.h"

#define COLUMNAS_LINEA                                                                                       \
    "SELECT p.linea, p.profesional_id, p.estado, p.valor, p.valor_aceptado, p.valor_pendiente, "             \
    "p.valor_imputado"

#define DE_LINEA                                                                                             \
    " WHERE p.prestador_id OPERATOR(pg_catalog.=) $1 AND p.factura_id OPERATOR(pg_catalog.=) $2"             \
    " ORDER BY p.linea"

/* The columns of COLUMNAS_LINEA come first; what follows stays in SPI_tuptable. */
extern LineaImputar *leer_lineas_de(int64 prestador, int64 factura, Consulta *q, bool lectura, int *n);

extern Consulta leer_lineas;

typedef struct Liquidado {
    Centavos neto; /* assigned to what was settled in full */
    bool alguno;   /* there are liquidaciones in force */
} Liquidado;

/* What liquidaciones in force settled of each line, noted in them. */
extern Liquidado leer_lo_liquidado(int64 prestador, int64 factura, LineaImputar *lineas, int cuantas,
                                   bool lectura);

/*
 * States of the lines that follow from their glosas and liquidaciones, and
 * that of the invoice; the invoice is always written, so that under
 * REPEATABLE READ who reads it later fails with 40001.
 */
extern void factura_rederivar(int64 prestador, int64 factura);
extern void factura_avanzar(int64 prestador, int64 factura, bool con_liquidaciones, bool quedan);

#endif
