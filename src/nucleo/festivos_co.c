/*
 * festivos_co.c - Colombia. Ley 51 de 1983 (in force from 1984, constitutional
 * by C-568/1993) and art. 6 of Ley 2578 de 2026, dated 1 June 2026. Easter
 * Sunday is not a holiday of its own.
 *
 * In some years two names fall on one Monday (San Pedro and Sagrado Corazón in
 * 2025): two rows, one day lost.
 */
#include "nucleo/festivos.h"

#define LEY51 "Ley 51 de 1983, art. 1"
#define DESDE 1984, SIN_LIMITE, CLASE_FERIADO

/* clang-format off */
static const ReglaFestivo reglas[] = {
    {REGLA_FIJA, 1, 1, 0, DESDE, "Año Nuevo", LEY51, {0}, {0}},
    {REGLA_FIJA, 5, 1, 0, DESDE, "Día del Trabajo", LEY51, {0}, {0}},
    {REGLA_FIJA, 7, 20, 0, DESDE, "Día de la Independencia", LEY51, {0}, {0}},
    {REGLA_FIJA, 8, 7, 0, DESDE, "Batalla de Boyacá", LEY51, {0}, {0}},
    {REGLA_FIJA, 12, 8, 0, DESDE, "Inmaculada Concepción", LEY51, {0}, {0}},
    {REGLA_FIJA, 12, 25, 0, DESDE, "Navidad", LEY51, {0}, {0}},
    {REGLA_PASCUA, 0, 0, -3, DESDE, "Jueves Santo", LEY51, {0}, {0}},
    {REGLA_PASCUA, 0, 0, -2, DESDE, "Viernes Santo", LEY51, {0}, {0}},
    {REGLA_LUNES_SIGUIENTE, 1, 6, 0, DESDE, "Reyes Magos", LEY51, {0}, {0}},
    {REGLA_LUNES_SIGUIENTE, 3, 19, 0, DESDE, "San José", LEY51, {0}, {0}},
    {REGLA_LUNES_SIGUIENTE, 6, 29, 0, DESDE, "San Pedro y San Pablo", LEY51, {0}, {0}},
    {REGLA_LUNES_SIGUIENTE, 8, 15, 0, DESDE, "Asunción de la Virgen", LEY51, {0}, {0}},
    {REGLA_LUNES_SIGUIENTE, 10, 12, 0, DESDE, "Día de la Raza", LEY51, {0}, {0}},
    {REGLA_LUNES_SIGUIENTE, 11, 1, 0, DESDE, "Todos los Santos", LEY51, {0}, {0}},
    {REGLA_LUNES_SIGUIENTE, 11, 11, 0, DESDE, "Independencia de Cartagena", LEY51, {0}, {0}},
    /* Easter feasts, given as the Monday they move to. */
    {REGLA_PASCUA, 0, 0, 43, DESDE, "Ascensión del Señor", LEY51, {0}, {0}},
    {REGLA_PASCUA, 0, 0, 64, DESDE, "Corpus Christi", LEY51, {0}, {0}},
    {REGLA_PASCUA, 0, 0, 71, DESDE, "Sagrado Corazón de Jesús", LEY51, {0}, {0}},
    {REGLA_LUNES_SIGUIENTE, 7, 9, 0, 2026, SIN_LIMITE, CLASE_FERIADO, "Virgen de Chiquinquirá",
     "Ley 2578 de 2026, art. 6", {2026, 6, 1}, {0}},
};
/* clang-format on */

const PaisFestivos festivos_co = {
    .pais = "CO",
    .nombre = "Colombia",
    .primero = 1984,
    .ultimo = 2199,
    .provisional_desde = 0,
    .fuente = "Ley 51 de 1983",
    .reglas = reglas,
    .n = CANTIDAD_REGLAS(reglas),
};
