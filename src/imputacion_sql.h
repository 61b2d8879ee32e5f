/*
 * imputacion_sql.h - what other acts owe to imputation.
 */
#ifndef CONCILIACION_IMPUTACION_SQL_H
#define CONCILIACION_IMPUTACION_SQL_H

#include "cartera.h"

/*
 * After glosas of these invoices (bigint[]) changed: a line whose undisputed
 * part was imputed is resolved when the rest was accepted, and the invoice is
 * imputed when no line is left. Inside SPI, as the owner, under the lock of
 * the invoices and once their totals are written.
 */
extern void imputacion_rederivar(int64 prestador, Datum facturas);

#endif
