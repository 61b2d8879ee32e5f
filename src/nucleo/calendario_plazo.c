/*
 * calendario_plazo.c - when a legal term ends, and why.
 *
 * Ley 4 de 1913 art. 62: terms of days are of business days when the norm says
 * so; those of months and years follow the calendar and, when the last day is
 * not a business day, end on the next one. The day of the fact never counts.
 *
 * Decisions where the norms are silent:
 * - a term of calendar days ends on its last day, business day or not;
 * - hours over dates: running hours are calendar days of 24 hours, rounded up
 *   (C. de Co. art. 829 counts from the next hour, which a date does not have);
 *   business hours (48 for SIIFA, Res. 1962/2025, which does not define them)
 *   are business days of 24 hours, rounded up.
 */
#include "nucleo/calendario.h"
#include "nucleo/calendario_interno.h"

/* Day on which the term ends before any move; *mover tells whether it moves to a business day. */
static bool
ultimo_dia(const Calendario *c, Fecha desde, Plazo plazo, Fecha *nominal, bool *mover, Fallo *f)
{
    int32_t n = plazo.cantidad;
    int64_t fin;

    *mover = false;
    if (n < 0 || n > PLAZO_CANTIDAD_MAX)
        return fallar(f, FALLO_ARGUMENTO, "quantity of the term is out of range", NULL, NULL, NULL);
    switch ((UnidadPlazo) plazo.unidad) {
        case UNIDAD_DIA_HABIL:
            return calendario_sumar(c, desde, n, nominal, f);
        case UNIDAD_HORA_HABIL:
            return calendario_sumar(c, desde, n / 24 + (n % 24 > 0), nominal, f);
        case UNIDAD_HORA:
            fin = (int64_t) desde + n / 24 + (n % 24 > 0);
            break;
        case UNIDAD_DIA:
            fin = (int64_t) desde + n;
            break;
        case UNIDAD_MES:
        case UNIDAD_ANIO:
            *mover = true;
            fin = fecha_sumar_meses(desde, plazo.unidad == UNIDAD_MES ? n : n * 12);
            break;
        default:
            return fallar(f, FALLO_ARGUMENTO, "unknown unit of term", NULL, NULL, NULL);
    }
    if (fin > c->ultima)
        return calendario_fuera_de_alcance(c, desde, f);
    *nominal = (Fecha) fin;
    return true;
}

static bool
vencer(const Calendario *c, Fecha desde, Plazo plazo, Fecha *nominal, Fecha *vence, Fallo *f)
{
    bool mover;

    if (!calendario_en_rango(c, desde, f) || !ultimo_dia(c, desde, plazo, nominal, &mover, f))
        return false;
    *vence = *nominal;
    if (mover && !habil(c, *nominal))
        return calendario_sumar(c, *nominal, 1, vence, f);
    return true;
}

bool
calendario_vencimiento(const Calendario *c, Fecha desde, Plazo plazo, Fecha *vence, Fallo *f)
{
    Fecha nominal;

    return vencer(c, desde, plazo, &nominal, vence, f);
}

static void
regla_y_fuente(const Calendario *c, UnidadPlazo unidad, Explicacion *e)
{
    e->fuente = c->pais == &festivos_co
                    ? "Ley 4 de 1913, art. 62"
                    : "Regla general de la extensión, tomada de la Ley 4 de 1913, art. 62, de Colombia";
    switch (unidad) {
        case UNIDAD_DIA_HABIL:
            e->regla = "El día del hecho no cuenta; se cuentan los días hábiles siguientes";
            break;
        case UNIDAD_DIA:
            e->regla = "El día del hecho no cuenta; se cuentan días calendario y el último no se corre";
            e->fuente = "Días calendario por disposición expresa del plazo";
            break;
        case UNIDAD_HORA:
            e->regla = "Horas corridas: días calendario de 24 horas, redondeados hacia arriba";
            e->fuente = "C. de Co. art. 829; sobre fechas, días de 24 horas";
            break;
        case UNIDAD_HORA_HABIL:
            e->regla = "Horas hábiles: días hábiles de 24 horas, redondeados hacia arriba";
            e->fuente = "Ninguna norma leída define la hora hábil; parámetro de la biblioteca";
            break;
        case UNIDAD_MES:
        case UNIDAD_ANIO:
            e->regla =
                "Meses y años según el calendario; si el último día no es hábil, vence el hábil siguiente";
            break;
    }
}

bool
calendario_explicar(const Calendario *c, Fecha desde, Plazo plazo, Explicacion *e, Fallo *f)
{
    Fecha nominal;
    bool por_habiles = plazo.unidad == UNIDAD_DIA_HABIL || plazo.unidad == UNIDAD_HORA_HABIL;

    if (!vencer(c, desde, plazo, &nominal, &e->vence, f))
        return false;
    regla_y_fuente(c, (UnidadPlazo) plazo.unidad, e);
    e->dias = e->vence - desde;
    e->habiles = hasta_inclusive(c, e->vence) - hasta_inclusive(c, desde);
    /* A term by the calendar passes over no day but those it moves across at its end. */
    if (por_habiles)
        e->salto_desde = e->vence > desde ? desde + 1 : e->vence;
    else
        e->salto_desde = nominal;
    e->fines_de_semana = 0;
    for (Fecha d = e->salto_desde; d < e->vence; d++)
        if (!laborable(c, d) && !habil(c, d))
            e->fines_de_semana++;
    e->fuente_festivos = c->pais == NULL ? NULL : c->pais->fuente;
    e->provisional = c->pais != NULL && c->pais->provisional_desde > 0 &&
                     e->vence >= fecha_de(c->pais->provisional_desde, 1, 1);
    return true;
}
