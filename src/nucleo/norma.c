/*
 * norma.c - terms of a norm (see norma.h).
 */
#include "nucleo/norma.h"

bool
norma_vence(const Norma *n, const Calendario *c, int acto, Fecha desde, Fecha *vence, Fallo *f)
{
    *vence = FECHA_NULA;
    if (acto == NINGUNO || !n->plazo[acto].existe)
        return true;
    return calendario_vencimiento(c, desde, n->plazo[acto].plazo, vence, f);
}

bool
norma_juzgar(const Norma *n, int acto, Fecha vence, Fecha fecha, bool *tardia, Fallo *f)
{
    const TerminoNorma *t;
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    *tardia = false;
    if (acto == NINGUNO || vence == FECHA_NULA || fecha <= vence)
        return true;
    t = &n->plazo[acto];
    if (!t->existe || !t->activo || t->al_vencer == EFECTO_NINGUNO)
        return true;
    if (t->al_vencer == EFECTO_RECHAZAR)
        return fallar(f, FALLO_PLAZO, "the term for this act has expired",
                      "Act: %s; due: %s; date of the act: %s; norm: %s.", NULL, ACTOS[acto],
                      fecha_texto(vence, a), fecha_texto(fecha, b), n->id, NULL);
    *tardia = true;
    return true;
}

bool
plazo_vencido(Fecha vence, int papel, Fecha fecha, Fecha hoy)
{
    if (vence == FECHA_NULA)
        return false;
    if (papel == PAPEL_SISTEMA)
        return fecha >= vence && (hoy == FECHA_NULA || hoy > vence);
    return fecha > vence;
}

const char *
plazo_semaforo(Fecha al, Fecha vence, int habiles)
{
    if (al > vence)
        return "vencida";
    if (al == vence)
        return "hoy";
    if (habiles <= 3)
        return "proxima_3";
    return habiles <= 10 ? "proxima_10" : "en_termino";
}
