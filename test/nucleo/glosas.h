/*
 * glosas.h - glosas brought to each state by legal events, for the tests of
 * their cycle. N is the norm that rules; tardia, whether the last act was late.
 */
#ifndef PRUEBA_GLOSAS_H
#define PRUEBA_GLOSAS_H

#include "ciclo.h"

#define PESOS(n) ((Centavos) (n) *100)

/* ---- doing things ----------------------------------------------------------- */

static Norma N;
static bool tardia;

static inline FormulacionGlosa
formulacion(void)
{
    return (FormulacionGlosa){.fecha = dia("2025-05-12"),
                              .fecha_radicacion = dia("2025-05-05"),
                              .vence = dia("2025-06-03"),
                              .vence_notificar = FECHA_NULA,
                              .papel = PAPEL_PAGADOR,
                              .valor = PESOS(1000),
                              .cupo_linea = PESOS(5000),
                              .cupo_factura = PESOS(9000),
                              .codigo = codigo("TA0201"),
                              .codigo_oficial = true,
                              .admite_glosas = true,
                              .estado_factura = "radicada"};
}

static inline CasoGlosa
formulada(void)
{
    FormulacionGlosa g = formulacion();
    CasoGlosa k;
    bool excede;
    Fallo f;

    if (!glosa_formular(&g, &N, &k, &excede, &f))
        ok(false, "formular: %s", f.mensaje);
    return k;
}

/* An event with everything its guards ask for. */
static inline ActoGlosa
acto(int evento, const char *fecha)
{
    ActoGlosa a = {.evento = evento,
                   .papel = NINGUNO,
                   .causa = NINGUNO,
                   .fecha = dia(fecha),
                   .hoy = FECHA_NULA,
                   .radicacion = FECHA_NULA,
                   .comentario = true,
                   .evidencia = true,
                   .acuse = true,
                   .referencia = true,
                   .entidad_liquidada = true,
                   .gestion = true,
                   .prescribe = dia("2025-01-01"),
                   .fecha_cita = FECHA_NULA};

    if (evento == EV_RESPONDER) {
        a.respuesta = codigo("RE9901");
        a.respuesta_manual = MANUAL_2284;
        a.respuesta_oficial = true;
    }
    if (evento == EV_COMUNICAR || evento == EV_CITAR)
        a.papel = PAPEL_PAGADOR;
    if (evento == EV_CITAR)
        a.fecha_cita = dia(fecha) + 7;
    if (evento == EV_CONCILIAR)
        a.acta = true;
    if (evento == EV_SUSPENDER)
        a.causa_suspension = "litigio";
    return a;
}

static inline ActoGlosa
cierre(int causa, int papel, const char *fecha)
{
    ActoGlosa a = acto(EV_CERRAR, fecha);

    a.causa = causa;
    a.papel = papel;
    return a;
}

static inline ActoGlosa
acepta(ActoGlosa a, Centavos v)
{
    a.aceptado = v;
    a.con_aceptado = true;
    return a;
}

static inline ActoGlosa
levanta(ActoGlosa a, Centavos v)
{
    a.levantado = v;
    a.con_levantado = true;
    return a;
}

static inline CasoGlosa
tras(CasoGlosa k, ActoGlosa a)
{
    CasoGlosa despues = k;
    Fallo f;

    if (!glosa_aplicar(&k, &a, &N, colombia(), &despues, &tardia, &f))
        ok(false, "%s from %s refused: %s", MAQUINA_GLOSA.eventos[a.evento], MAQUINA_GLOSA.estados[k.estado],
           f.mensaje);
    return despues;
}

static inline void
negado(CasoGlosa k, ActoGlosa a, ClaseFallo clase, const char *nombre)
{
    CasoGlosa antes = k, despues = k;
    Fallo f = {0};
    bool hecho = glosa_aplicar(&k, &a, &N, colombia(), &despues, &tardia, &f);

    es_fallo(hecho, &f, clase, nombre);
    ok(memcmp(&k, &antes, sizeof(k)) == 0, "%s: the case is untouched", nombre);
}

static inline CasoGlosa
notificada(void)
{
    return tras(formulada(), acto(EV_NOTIFICAR, "2025-05-13"));
}

static inline CasoGlosa
respondida(Centavos aceptado)
{
    return tras(notificada(), acepta(acto(EV_RESPONDER, "2025-05-20"), aceptado));
}

static inline CasoGlosa
ratificada(void)
{
    return tras(respondida(PESOS(100)), levanta(acto(EV_DECIDIR, "2025-05-28"), PESOS(200)));
}

static inline CasoGlosa
subsanada(void)
{
    return tras(ratificada(), acto(EV_SUBSANAR, "2025-06-03"));
}

static inline CasoGlosa
en_conciliacion(void)
{
    return tras(ratificada(), acto(EV_CITAR, "2025-05-29"));
}

static inline CasoGlosa
en_jurisdiccion(void)
{
    return tras(ratificada(), acto(EV_ESCALAR, "2025-05-29"));
}

static inline CasoGlosa
suspendida(void)
{
    return tras(notificada(), acto(EV_SUSPENDER, "2025-05-15"));
}

static inline CasoGlosa
en_estado(int estado)
{
    switch (estado) {
        case GLOSA_FORMULADA:
            return formulada();
        case GLOSA_NOTIFICADA:
            return notificada();
        case GLOSA_RESPONDIDA:
            return respondida(0);
        case GLOSA_RATIFICADA:
            return ratificada();
        case GLOSA_SUBSANADA:
            return subsanada();
        case GLOSA_EN_CONCILIACION:
            return en_conciliacion();
        case GLOSA_EN_JURISDICCION:
            return en_jurisdiccion();
        case GLOSA_SUSPENDIDA:
            return suspendida();
        case GLOSA_CERRADA:
            return respondida(PESOS(1000));
        default:
            return tras(formulada(), acto(EV_ANULAR, "2025-05-12"));
    }
}

#endif
