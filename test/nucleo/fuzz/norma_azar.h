/*
 * norma_azar.h - a norm drawn from the input, and the calendars that rule it.
 */
#ifndef PRUEBA_NORMA_AZAR_H
#define PRUEBA_NORMA_AZAR_H

#include "fuzz.h"

#include "nucleo/ciclo_glosa.h"
#include "nucleo/norma.h"

#define CALENDARIOS 5

static inline void *
reservar_para_siempre(void *ctx, size_t n)
{
    (void) ctx;
    return malloc(n);
}

/* Four countries and one without rules that works every day; built once. */
static inline const Calendario *
calendario_fijo(unsigned i)
{
    static Calendario *hechos[CALENDARIOS];
    const PaisFestivos *const paises[CALENDARIOS] = {&festivos_co, &festivos_ar, &festivos_cl, &festivos_es,
                                                     NULL};
    DefinicionCalendario d = {.laborables = LABORABLES_LUN_VIE, .conocido_al = FECHA_NULA};

    i %= CALENDARIOS;
    d.pais = paises[i];
    if (d.pais == NULL)
        d.laborables = 0x7Fu;
    if (hechos[i] == NULL)
        hechos[i] = calendario_construir(&d, reservar_para_siempre, NULL);
    exigir(hechos[i] != NULL);
    return hechos[i];
}

static inline void
norma_azar(Flujo *fl, Norma *n)
{
    memset(n, 0, sizeof(*n));
    strcpy(n->id, "AZAR");
    n->manual = moneda(fl) ? MANUAL_2284 : hasta(fl, 3) == 0 ? 0 : MANUAL_3047;
    n->comunicaciones_para_silencio = (int) hasta(fl, 4) - 1;
    n->tope_linea_rechaza = moneda(fl);
    n->glosas_nuevas_rechaza = moneda(fl);
    n->acta_para_ratificadas = moneda(fl);
    for (int i = 0; i < ACTO_N; i++) {
        TerminoNorma *t = &n->plazo[i];
        uint8_t forma = octeto(fl);

        t->existe = forma % 8 != 7;
        t->activo = (forma & 0x80) == 0;
        t->al_vencer = (EfectoVencimiento) (forma / 8 % 4);
        t->plazo.cantidad = 1 + (int32_t) hasta(fl, 30);
        t->plazo.unidad = (forma & 0x40) != 0 ? 1 + forma / 16 % 6 : UNIDAD_DIA_HABIL;
        t->causa = (int) hasta(fl, CAUSAS + 1) - 1;
        t->tras_vencer = forma % 3 != 2;
    }
}

#endif
