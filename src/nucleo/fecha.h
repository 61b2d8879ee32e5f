/*
 * fecha.h - civil dates as a day count (days since 2000-01-01, as PostgreSQL
 * stores a date), and what a business calendar needs of them.
 */
#ifndef NUCLEO_FECHA_H
#define NUCLEO_FECHA_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t Fecha;

#define FECHA_NULA INT32_MIN /* absent date; PostgreSQL's -infinity never reaches the core */

#define FECHA_MIN (INT32_MIN + 1)
#define FECHA_MAX (INT32_MAX - 1) /* INT32_MAX is PostgreSQL's infinity */

#define FECHA_TEXTO 16 /* room for "AAAA-MM-DD" and its end */

extern Fecha fecha_de(int anio, int mes, int dia); /* proleptic Gregorian; arguments must be valid */
extern void fecha_partes(Fecha f, int *anio, int *mes, int *dia);
extern int fecha_dia_semana(Fecha f); /* Monday 0 ... Sunday 6 */
extern int fecha_dias_mes(int anio, int mes);
extern Fecha fecha_pascua(int anio); /* Easter Sunday, Meeus/Jones/Butcher */
/* What goes beyond FECHA_MIN or FECHA_MAX stays there. */
extern Fecha fecha_sumar_dias(Fecha f, int64_t dias);
extern Fecha fecha_sumar_meses(Fecha f, int meses); /* same day of the month, or its last */
extern const char *fecha_texto(Fecha f, char *buf); /* ISO 8601 in buf[FECHA_TEXTO]; "" when FECHA_NULA */

#endif
