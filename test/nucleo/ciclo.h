/*
 * ciclo.h - what the tests of the machines share: the calendar of Colombia,
 * dates as text and a norm with the terms of the law.
 */
#ifndef PRUEBA_CICLO_H
#define PRUEBA_CICLO_H

#include "nucleo/ciclo_glosa.h"

#include <stdlib.h>
#include <string.h>

static inline Fecha
dia(const char *iso)
{
    int a, m, d;

    if (sscanf(iso, "%d-%d-%d", &a, &m, &d) != 3)
        abort();
    return fecha_de(a, m, d);
}

static inline bool
es_fecha(Fecha obtenida, const char *esperada, const char *que)
{
    char b[FECHA_TEXTO];

    return es_texto(obtenida == FECHA_NULA ? "-" : fecha_texto(obtenida, b), esperada, que);
}

static inline void *
reservar(void *contexto, size_t octetos)
{
    (void) contexto;
    return malloc(octetos);
}

static inline const Calendario *
colombia(void)
{
    static Calendario *c = NULL;
    DefinicionCalendario d = {
        .pais = &festivos_co, .laborables = LABORABLES_LUN_VIE, .conocido_al = FECHA_NULA};

    if (c == NULL)
        c = calendario_construir(&d, reservar, NULL);
    return c;
}

static inline void
plazo(Norma *n, int acto, int dias, EfectoVencimiento efecto, int causa)
{
    n->plazo[acto] = (TerminoNorma){true, true, {dias, UNIDAD_DIA_HABIL}, efecto, causa, false};
}

/* Ley 1438/2011 art. 57 with the manual of Res. 2284/2023, and Res. 2284 art. 6 for returns. */
static inline Norma
ley(void)
{
    Norma n;

    memset(&n, 0, sizeof(n));
    strcpy(n.id, "LEY");
    strcpy(n.calendario, "CO");
    n.manual = MANUAL_2284;
    n.comunicaciones_para_silencio = NINGUNO;
    n.tope_linea_rechaza = n.glosas_nuevas_rechaza = true;
    plazo(&n, ACTO_FORMULAR, 20, EFECTO_ADVERTIR, NINGUNO);
    plazo(&n, ACTO_RESPONDER, 15, EFECTO_HABILITAR_CIERRE, CAUSA_TACITA);
    plazo(&n, ACTO_DECIDIR, 10, EFECTO_ADVERTIR, NINGUNO);
    plazo(&n, ACTO_SUBSANAR, 7, EFECTO_RECHAZAR, NINGUNO);
    plazo(&n, ACTO_DECIDIR_FINAL, 5, EFECTO_ADVERTIR, NINGUNO);
    plazo(&n, ACTO_PAGAR, 5, EFECTO_ADVERTIR, NINGUNO);
    plazo(&n, ACTO_DEVOLVER, 5, EFECTO_RECHAZAR, NINGUNO);
    plazo(&n, ACTO_RESPONDER_DEVOLUCION, 5, EFECTO_HABILITAR_CIERRE, NINGUNO);
    plazo(&n, ACTO_DECIDIR_DEVOLUCION, 5, EFECTO_ADVERTIR, NINGUNO);
    return n;
}

static inline CodigoGlosa
codigo(const char *texto)
{
    CodigoGlosa c;
    Fallo f;

    if (!codigo_leer(texto, strlen(texto), &c, &f))
        abort();
    return c;
}

#endif
