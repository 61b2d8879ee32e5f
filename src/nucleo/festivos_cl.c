/*
 * festivos_cl.c - Chile, checked from 2000 (Ley 19.668) and known up to 2050,
 * the last year of the table of the solstice (Ley 21.357).
 *
 * Not here: days of elections, and 31 December, which is a holiday of banks
 * only; a site that needs them adds rows.
 */
#include "nucleo/festivos.h"

#define DESDE 2000, SIN_LIMITE, CLASE_FERIADO

enum { LUNES = 0, VIERNES = 4 };

/* clang-format off */
#define FIJO(mes, dia, nombre) {REGLA_FIJA, mes, dia, 0, DESDE, nombre, NULL, {0}, {0}}

static const ReglaFestivo reglas[] = {
    FIJO(1, 1, "Año Nuevo"),
    {REGLA_FIJA_SI, 1, 2, LUNES, 2017, SIN_LIMITE, CLASE_FERIADO, "Feriado adicional de Año Nuevo", "Ley 20.983",
     {0}, {0}},
    {REGLA_PASCUA, 0, 0, -2, DESDE, "Viernes Santo", NULL, {0}, {0}},
    {REGLA_PASCUA, 0, 0, -1, DESDE, "Sábado Santo", NULL, {0}, {0}},
    FIJO(5, 1, "Día del Trabajo"),
    FIJO(5, 21, "Día de las Glorias Navales"),
    {REGLA_PASCUA_TRASLADO_CL, 0, 0, 60, 2000, 2006, CLASE_FERIADO, "Corpus Christi", "Ley 19.668", {0}, {0}},
    {REGLA_FIJA, 6, 21, 0, 2021, 2021, CLASE_FERIADO, "Día Nacional de los Pueblos Indígenas", "Ley 21.357",
     {0}, {0}},
    {REGLA_SOLSTICIO_CL, 6, 21, 0, 2022, 2050, CLASE_FERIADO, "Día Nacional de los Pueblos Indígenas",
     "Ley 21.357", {0}, {0}},
    {REGLA_TRASLADO_CL, 6, 29, 0, DESDE, "San Pedro y San Pablo", "Ley 19.668", {0}, {0}},
    {REGLA_FIJA, 7, 16, 0, 2007, SIN_LIMITE, CLASE_FERIADO, "Virgen del Carmen", "Ley 20.148", {0}, {0}},
    FIJO(8, 15, "Asunción de la Virgen"),
    {REGLA_FIJA_SI, 9, 17, LUNES, 2007, SIN_LIMITE, CLASE_FERIADO, "Feriado adicional de Fiestas Patrias",
     "Ley 20.215", {0}, {0}},
    {REGLA_FIJA_SI, 9, 17, VIERNES, 2017, SIN_LIMITE, CLASE_FERIADO, "Feriado adicional de Fiestas Patrias",
     "Ley 20.983", {0}, {0}},
    FIJO(9, 18, "Independencia Nacional"),
    FIJO(9, 19, "Día de las Glorias del Ejército"),
    {REGLA_FIJA_SI, 9, 20, VIERNES, 2007, SIN_LIMITE, CLASE_FERIADO, "Feriado adicional de Fiestas Patrias",
     "Ley 20.215", {0}, {0}},
    {REGLA_TRASLADO_CL, 10, 12, 0, DESDE, "Encuentro de Dos Mundos", "Ley 19.668", {0}, {0}},
    {REGLA_REFORMADA_CL, 10, 31, 0, 2008, SIN_LIMITE, CLASE_FERIADO,
     "Día de las Iglesias Evangélicas y Protestantes", "Ley 20.299", {0}, {0}},
    FIJO(11, 1, "Todos los Santos"),
    FIJO(12, 8, "Inmaculada Concepción"),
    FIJO(12, 25, "Navidad"),
    {REGLA_FIJA, 9, 17, 0, 2010, 2010, CLASE_UNICO, "Feriado del Bicentenario", NULL, {0}, {0}},
    {REGLA_FIJA, 9, 20, 0, 2010, 2010, CLASE_UNICO, "Feriado del Bicentenario", NULL, {0}, {0}},
    {REGLA_FIJA, 4, 19, 0, 2017, 2017, CLASE_UNICO, "Censo", NULL, {0}, {0}},
    {REGLA_FIJA, 9, 16, 0, 2022, 2022, CLASE_UNICO, "Feriado adicional de Fiestas Patrias", "Ley 21.482",
     {0}, {0}},
};
/* clang-format on */

const PaisFestivos festivos_cl = {
    .pais = "CL",
    .nombre = "Chile",
    .primero = 2000,
    .ultimo = 2050,
    .provisional_desde = 0,
    .fuente = "Leyes 19.668, 20.148, 20.215, 20.299, 20.983 y 21.357",
    .reglas = reglas,
    .n = CANTIDAD_REGLAS(reglas),
};
