/*
 * festivos_ar.c - Argentina. Ley 27.399 (2017) and what preceded it, checked
 * from 2000.
 *
 * Bridge days come by decree, year by year, and are known to 2026; from 2025 a
 * movable holiday on a weekend may also be moved by the Jefatura de Gabinete
 * (D. 614/2025). Neither can be computed: from 2027 the calendar is provisional
 * and new decrees are rows of cartera.calendario_excepcion.
 *
 * Days "no laborables" leave the choice to the employer, except in banks and
 * insurance (LCT art. 167): they are listed, and count as business days unless
 * a row of the site says otherwise.
 */
#include "nucleo/festivos.h"

#define FER CLASE_FERIADO
#define LEY "Ley 27.399" /* published on 18 October 2017: rules of 2018 on */
#define D52 "D. 52/2017"
#define D1584 "D. 1584/2010"
#define MEMORIA "Día de la Memoria por la Verdad y la Justicia"
#define MALVINAS "Día del Veterano y de los Caídos en la Guerra de Malvinas"
#define GUEMES "Paso a la Inmortalidad del General Güemes"
#define BELGRANO "Paso a la Inmortalidad del General Belgrano"
#define SAN_MARTIN "Paso a la Inmortalidad del General San Martín"
#define RAZA "Día del Respeto a la Diversidad Cultural"
#define SOBERANIA "Día de la Soberanía Nacional"

/* clang-format off */
#define EN(anio, clase, mes, dia, nombre, norma) {REGLA_FIJA, mes, dia, 0, anio, anio, clase, nombre, norma, {0}, {0}}
#define PUENTE(anio, mes, dia, norma) EN(anio, CLASE_PUENTE, mes, dia, "Feriado con fines turísticos", norma)
#define NO_LABORABLE(anio, mes, dia, norma) \
    EN(anio, CLASE_NO_LABORABLE, mes, dia, "Día no laborable con fines turísticos", norma)
#define UNICO(anio, mes, dia, nombre) EN(anio, CLASE_UNICO, mes, dia, nombre, NULL)
/* Held before Ley 27.399 too, by norms that are not listed here. */
#define FIJO(mes, dia, nombre) \
    {REGLA_FIJA, mes, dia, 0, 2000, 2017, FER, nombre, NULL, {0}, {0}}, \
    {REGLA_FIJA, mes, dia, 0, 2018, SIN_LIMITE, FER, nombre, LEY, {0}, {0}}
#define MOVIL(mes, dia, primero, ultimo, nombre, norma) \
    {REGLA_TRASLADO_AR, mes, dia, 0, primero, ultimo, FER, nombre, norma, {0}, {0}}
#define LUNES(n, mes, primero, ultimo, nombre, norma) \
    {REGLA_NESIMO_LUNES, mes, 0, n, primero, ultimo, FER, nombre, norma, {0}, {0}}
#define PASCUA(n, primero, ultimo, clase, nombre, norma) \
    {REGLA_PASCUA, 0, 0, n, primero, ultimo, clase, nombre, norma, {0}, {0}}

static const ReglaFestivo reglas[] = {
    FIJO(1, 1, "Año Nuevo"),
    PASCUA(-48, 2011, 2017, FER, "Carnaval", D1584), PASCUA(-48, 2018, SIN_LIMITE, FER, "Carnaval", LEY),
    PASCUA(-47, 2011, 2017, FER, "Carnaval", D1584), PASCUA(-47, 2018, SIN_LIMITE, FER, "Carnaval", LEY),
    {REGLA_FIJA, 3, 24, 0, 2006, 2017, FER, MEMORIA, "Ley 26.085", {0}, {0}},
    {REGLA_FIJA, 3, 24, 0, 2018, SIN_LIMITE, FER, MEMORIA, LEY, {0}, {0}},
    PASCUA(-3, 2000, 2017, CLASE_NO_LABORABLE, "Jueves Santo", NULL),
    PASCUA(-3, 2018, SIN_LIMITE, CLASE_NO_LABORABLE, "Jueves Santo", LEY),
    PASCUA(-2, 2000, 2017, FER, "Viernes Santo", NULL), PASCUA(-2, 2018, SIN_LIMITE, FER, "Viernes Santo", LEY),
    FIJO(5, 1, "Día del Trabajador"),
    FIJO(5, 25, "Día de la Revolución de Mayo"),
    FIJO(7, 9, "Día de la Independencia"),
    FIJO(12, 8, "Inmaculada Concepción de María"),
    FIJO(12, 25, "Navidad"),

    MOVIL(6, 10, 2000, 2000, MALVINAS, NULL),
    MOVIL(4, 2, 2001, 2006, MALVINAS, "Ley 25.370"),
    {REGLA_FIJA, 4, 2, 0, 2007, 2017, FER, MALVINAS, "Ley 26.110", {0}, {0}},
    {REGLA_FIJA, 4, 2, 0, 2018, 2019, FER, MALVINAS, LEY, {0}, {0}},
    EN(2020, FER, 3, 31, MALVINAS, "DNU 297/2020"),
    {REGLA_FIJA, 4, 2, 0, 2021, SIN_LIMITE, FER, MALVINAS, LEY, {0}, {0}},

    /* Born fixed, by Ley 27.258 of June 2016: that Friday 17 was kept. */
    EN(2016, FER, 6, 17, GUEMES, "Ley 27.258"),
    MOVIL(6, 17, 2017, 2017, GUEMES, D52), MOVIL(6, 17, 2018, SIN_LIMITE, GUEMES, LEY),

    LUNES(3, 6, 2000, 2010, BELGRANO, "Ley 24.445"),
    {REGLA_FIJA, 6, 20, 0, 2011, 2017, FER, BELGRANO, D1584, {0}, {0}},
    {REGLA_FIJA, 6, 20, 0, 2018, SIN_LIMITE, FER, BELGRANO, LEY, {0}, {0}},

    LUNES(3, 8, 2000, 2010, SAN_MARTIN, NULL),
    EN(2011, FER, 8, 22, SAN_MARTIN, "D. 521/2011"),
    LUNES(3, 8, 2012, 2016, SAN_MARTIN, NULL),
    MOVIL(8, 17, 2017, 2017, SAN_MARTIN, D52), MOVIL(8, 17, 2018, SIN_LIMITE, SAN_MARTIN, LEY),

    MOVIL(10, 12, 2000, 2000, RAZA, NULL),
    EN(2001, FER, 10, 8, RAZA, "Ley 25.442"),
    EN(2002, FER, 10, 14, RAZA, "D. 1932/2002"),
    MOVIL(10, 12, 2003, 2007, RAZA, NULL),
    {REGLA_TRASLADO_AR_2008, 10, 12, 0, 2008, 2010, FER, RAZA, "Ley 26.416", {0}, {0}},
    LUNES(2, 10, 2011, 2016, RAZA, NULL),
    MOVIL(10, 12, 2017, 2017, RAZA, D52), MOVIL(10, 12, 2018, 2024, RAZA, LEY),
    /* Moved from Sunday 12 to Friday 10 by the resolution published on 1 September 2025. */
    {REGLA_TRASLADO_AR, 10, 12, 0, 2025, 2025, FER, RAZA, LEY, {0}, {2025, 9, 1}},
    {REGLA_FIJA, 10, 10, 0, 2025, 2025, FER, RAZA, "Res. JGM 139/2025 (D. 614/2025)", {2025, 9, 1}, {0}},
    MOVIL(10, 12, 2026, SIN_LIMITE, RAZA, LEY),

    LUNES(4, 11, 2010, 2014, SOBERANIA, NULL),
    EN(2015, FER, 11, 27, SOBERANIA, "D. 2226/2015"),
    LUNES(4, 11, 2016, 2016, SOBERANIA, NULL),
    MOVIL(11, 20, 2017, 2017, SOBERANIA, D52), MOVIL(11, 20, 2018, SIN_LIMITE, SOBERANIA, LEY),

    PUENTE(2011, 3, 25, "D. 1585/2010"), PUENTE(2011, 12, 9, "D. 1585/2010"),
    PUENTE(2012, 4, 30, "D. 1585/2010"), PUENTE(2012, 12, 24, "D. 1585/2010"),
    PUENTE(2013, 4, 1, "D. 1585/2010"), PUENTE(2013, 6, 21, "D. 1585/2010"),
    PUENTE(2014, 5, 2, "D. 1768/2013"), PUENTE(2014, 12, 26, "D. 1768/2013"),
    PUENTE(2015, 3, 23, "D. 1768/2013"), PUENTE(2015, 12, 7, "D. 1768/2013"),
    PUENTE(2016, 7, 8, "D. 1768/2013"), PUENTE(2016, 12, 9, "D. 1768/2013"),
    NO_LABORABLE(2018, 4, 30, "D. 923/2017"), NO_LABORABLE(2018, 12, 24, "D. 923/2017"),
    NO_LABORABLE(2018, 12, 31, "D. 923/2017"), NO_LABORABLE(2019, 7, 8, "D. 923/2017"),
    NO_LABORABLE(2019, 8, 19, "D. 923/2017"), NO_LABORABLE(2019, 10, 14, "D. 923/2017"),
    PUENTE(2020, 3, 23, "D. 717/2019"), PUENTE(2020, 7, 10, "D. 717/2019"), PUENTE(2020, 12, 7, "D. 717/2019"),
    PUENTE(2021, 5, 24, "D. 947/2020"), PUENTE(2021, 10, 8, "D. 947/2020"), PUENTE(2021, 11, 22, "D. 947/2020"),
    PUENTE(2022, 10, 7, "D. 789/2021"), PUENTE(2022, 11, 21, "D. 789/2021"), PUENTE(2022, 12, 9, "D. 789/2021"),
    PUENTE(2023, 5, 26, "D. 764/2022"), PUENTE(2023, 6, 19, "D. 764/2022"), PUENTE(2023, 10, 13, "D. 764/2022"),
    PUENTE(2024, 4, 1, "D. 106/2023"), PUENTE(2024, 6, 21, "D. 106/2023"), PUENTE(2024, 10, 11, "D. 106/2023"),
    NO_LABORABLE(2025, 5, 2, "D. 1027/2024"), NO_LABORABLE(2025, 8, 15, "D. 1027/2024"),
    NO_LABORABLE(2025, 11, 21, "D. 1027/2024"), NO_LABORABLE(2026, 3, 23, "Res. 164/2025"),
    NO_LABORABLE(2026, 7, 10, "Res. 164/2025"), NO_LABORABLE(2026, 12, 7, "Res. 164/2025"),

    UNICO(2001, 11, 17, "Censo nacional"), UNICO(2010, 10, 27, "Censo nacional"),
    UNICO(2022, 5, 18, "Censo nacional"), UNICO(2010, 5, 24, "Feriado del Bicentenario"),
    UNICO(2012, 2, 27, "Feriado nacional por única vez"), UNICO(2012, 9, 24, "Feriado nacional por única vez"),
    UNICO(2013, 1, 31, "Feriado nacional por única vez"), UNICO(2013, 2, 20, "Feriado nacional por única vez"),
    UNICO(2022, 12, 20, "Feriado nacional por única vez"),
};
/* clang-format on */

const PaisFestivos festivos_ar = {
    .pais = "AR",
    .nombre = "Argentina",
    .primero = 2000,
    .ultimo = 2199,
    .provisional_desde = 2027,
    .fuente = "Ley 27.399 y normas anteriores",
    .reglas = reglas,
    .n = CANTIDAD_REGLAS(reglas),
};
