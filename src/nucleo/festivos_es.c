/*
 * festivos_es.c - Spain, the national minimum of art. 45 of RD 2001/1983,
 * checked from 2000.
 *
 * Left to rows of each regional calendar, because no national rule gives them:
 * 19 March or 25 July (one of both, as the region chooses), the Monday after a
 * holiday that falls on Sunday (art. 45.2, which the region may use for another
 * feast, 45.3), and the regional and local feasts. 6 January and Maundy
 * Thursday can be replaced by the region: they count unless a row says otherwise.
 */
#include "nucleo/festivos.h"

#define RD "RD 2001/1983, art. 45"
#define DESDE 2000, SIN_LIMITE

/* clang-format off */
static const ReglaFestivo reglas[] = {
    {REGLA_FIJA, 1, 1, 0, DESDE, CLASE_FERIADO, "Año Nuevo", RD, {0}, {0}},
    {REGLA_FIJA, 1, 6, 0, DESDE, CLASE_SUSTITUIBLE, "Epifanía del Señor", RD, {0}, {0}},
    {REGLA_PASCUA, 0, 0, -3, DESDE, CLASE_SUSTITUIBLE, "Jueves Santo", RD, {0}, {0}},
    {REGLA_PASCUA, 0, 0, -2, DESDE, CLASE_FERIADO, "Viernes Santo", RD, {0}, {0}},
    {REGLA_FIJA, 5, 1, 0, DESDE, CLASE_FERIADO, "Fiesta del Trabajo", RD, {0}, {0}},
    {REGLA_FIJA, 8, 15, 0, DESDE, CLASE_FERIADO, "Asunción de la Virgen", RD, {0}, {0}},
    {REGLA_FIJA, 10, 12, 0, DESDE, CLASE_FERIADO, "Fiesta Nacional de España", RD, {0}, {0}},
    {REGLA_FIJA, 11, 1, 0, DESDE, CLASE_FERIADO, "Todos los Santos", RD, {0}, {0}},
    {REGLA_FIJA, 12, 6, 0, DESDE, CLASE_FERIADO, "Día de la Constitución Española", RD, {0}, {0}},
    {REGLA_FIJA, 12, 8, 0, DESDE, CLASE_FERIADO, "Inmaculada Concepción", RD, {0}, {0}},
    {REGLA_FIJA, 12, 25, 0, DESDE, CLASE_FERIADO, "Natividad del Señor", RD, {0}, {0}},
};
/* clang-format on */

const PaisFestivos festivos_es = {
    .pais = "ES",
    .nombre = "España",
    .primero = 2000,
    .ultimo = 2199,
    .provisional_desde = 0,
    .fuente = "RD 2001/1983, art. 45 (mínimo nacional; las fiestas autonómicas y locales son excepciones)",
    .reglas = reglas,
    .n = CANTIDAD_REGLAS(reglas),
};
