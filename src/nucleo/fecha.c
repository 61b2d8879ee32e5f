/*
 * fecha.c - civil dates as a day count (see fecha.h).
 */
#include "nucleo/fecha.h"

#include <stdio.h>

/* Days from 0000-03-01 to 2000-01-01, the era of the computation below. */
#define EPOCA_2000 730425

static int64_t
dia_de(int anio, int mes, int dia)
{
    int64_t a = (int64_t) anio - (mes <= 2);
    int64_t era = (a >= 0 ? a : a - 399) / 400;
    int64_t aera = a - era * 400;
    int64_t dan = (153 * (mes + (mes > 2 ? -3 : 9)) + 2) / 5 + dia - 1;
    int64_t dera = aera * 365 + aera / 4 - aera / 100 + dan;

    return era * 146097 + dera - EPOCA_2000;
}

Fecha
fecha_de(int anio, int mes, int dia)
{
    return (Fecha) dia_de(anio, mes, dia);
}

void
fecha_partes(Fecha f, int *anio, int *mes, int *dia)
{
    int64_t z = (int64_t) f + EPOCA_2000;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t dera = z - era * 146097;
    int64_t aera = (dera - dera / 1460 + dera / 36524 - dera / 146096) / 365;
    int64_t dan = dera - (365 * aera + aera / 4 - aera / 100);
    int64_t mp = (5 * dan + 2) / 153;

    *dia = (int) (dan - (153 * mp + 2) / 5 + 1);
    *mes = (int) (mp < 10 ? mp + 3 : mp - 9);
    *anio = (int) (aera + era * 400 + (*mes <= 2));
}

int
fecha_dia_semana(Fecha f)
{
    /* 2000-01-01 was a Saturday */
    return (int) ((((int64_t) f + 5) % 7 + 7) % 7);
}

int
fecha_dias_mes(int anio, int mes)
{
    static const int dias[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (mes == 2 && ((anio % 4 == 0 && anio % 100 != 0) || anio % 400 == 0))
        return 29;
    return dias[mes - 1];
}

Fecha
fecha_pascua(int anio)
{
    int a = anio % 19, b = anio / 100, c = anio % 100;
    int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;

    return fecha_de(anio, n / 31, n % 31 + 1);
}

static Fecha
acotar(int64_t dia)
{
    return dia > FECHA_MAX ? FECHA_MAX : dia < FECHA_MIN ? FECHA_MIN : (Fecha) dia;
}

Fecha
fecha_sumar_dias(Fecha f, int64_t dias)
{
    if (dias > (int64_t) FECHA_MAX - FECHA_MIN || dias < (int64_t) FECHA_MIN - FECHA_MAX)
        return dias > 0 ? FECHA_MAX : FECHA_MIN;
    return acotar(f + dias);
}

Fecha
fecha_sumar_meses(Fecha f, int meses)
{
    int anio, mes, dia, dias;
    int64_t total;

    fecha_partes(f, &anio, &mes, &dia);
    total = (int64_t) anio * 12 + (mes - 1) + meses;
    anio = (int) (total >= 0 ? total / 12 : (total - 11) / 12);
    mes = (int) (total - (int64_t) anio * 12) + 1;
    dias = fecha_dias_mes(anio, mes);
    return acotar(dia_de(anio, mes, dia > dias ? dias : dia));
}

const char *
fecha_texto(Fecha f, char *buf)
{
    int anio, mes, dia;

    buf[0] = '\0';
    if (f == FECHA_NULA)
        return buf;
    fecha_partes(f, &anio, &mes, &dia);
    if (anio >= -999 && anio <= 99999)
        snprintf(buf, FECHA_TEXTO, "%04d-%02d-%02d", anio, mes, dia);
    return buf;
}
