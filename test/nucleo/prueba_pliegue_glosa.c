/*
 * prueba_pliegue_glosa.c - every combination of state, event, cause and party
 * against the table of the machine, and the fold of random histories against
 * the live case.
 */
#include "tap.h"

#include "glosas.h"

/* ---- every combination, against the rows that the machine publishes ------------------------------------ */

static void
combinaciones(void)
{
    int permitidas = 0, mal = 0;

    for (int e = 0; e < GLOSA_ESTADOS; e++)
        for (int ev = 0; ev < GLOSA_EVENTOS; ev++)
            for (int causa = NINGUNO; causa < CAUSAS; causa++)
                for (int p = NINGUNO; p < PAPEL_N; p++) {
                    CasoGlosa k = en_estado(e), d = k;
                    ActoGlosa a = acto(ev, "2025-06-20");
                    Fallo f = {0};
                    bool fila = false, quien = false;

                    a.causa = causa;
                    a.papel = p;
                    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++) {
                        const Transicion *t = &MAQUINA_GLOSA.filas[i];

                        if (t->desde == DE_NADA || (t->desde & DE(e)) == 0 || t->evento != ev ||
                            t->causa != causa)
                            continue;
                        fila = true;
                        quien |= p == NINGUNO ? (t->quien & (t->quien - 1)) == 0 : (t->quien & DE(p)) != 0;
                    }
                    if (glosa_aplicar(&k, &a, &N, colombia(), &d, &tardia, &f)) {
                        permitidas++;
                        mal += !fila || !quien || d.secuencia != k.secuencia + 1;
                    } else if (!fila)
                        mal += f.clase != (ev == EV_CERRAR && causa == NINGUNO && e < GLOSA_CERRADA
                                               ? FALLO_EVIDENCIA
                                               : FALLO_TRANSICION);
                    else if (!quien)
                        mal += f.clase != FALLO_PAPEL;
                    else
                        mal += f.clase == FALLO_PAPEL && ev != EV_RESPONDER;
                    mal += fila && quien != (f.clase != FALLO_PAPEL);
                }
    es_entero(mal, 0, "10 states x 14 events x 10 causes x 5 parties: only what the table says");
    ok(permitidas > 50, "%d of them allowed", permitidas);
}

/* ---- the fold ---------------------------------------------------------------------------------------------- */

static EventoGuardado
guardar(const CasoGlosa *k, const ActoGlosa *a, bool tarde)
{
    return (EventoGuardado){.secuencia = k->secuencia,
                            .evento = a->evento,
                            .causa = k->causa,
                            .estado = k->estado,
                            .quien_debe = k->quien_debe,
                            .fecha = a->fecha,
                            .vence = k->vence,
                            .valor = k->valor,
                            .aceptado = a->aceptado,
                            .levantado = a->levantado,
                            .extemporanea = tarde,
                            .acuse = a->acuse};
}

static bool
iguales(const CasoGlosa *a, const CasoGlosa *b)
{
    return a->estado == b->estado && a->estado_previo == b->estado_previo && a->causa == b->causa &&
           a->quien_debe == b->quien_debe && a->ultimo_evento == b->ultimo_evento &&
           a->secuencia == b->secuencia && a->valor == b->valor && a->aceptado == b->aceptado &&
           a->levantado == b->levantado && a->pendiente == b->pendiente && a->fecha == b->fecha &&
           a->ultima_fecha == b->ultima_fecha && a->vence == b->vence && a->vence_previo == b->vence_previo &&
           a->comunicaciones == b->comunicaciones && a->extemporanea == b->extemporanea &&
           a->formulada_tarde == b->formulada_tarde && a->subsanada == b->subsanada;
}

/* An event of the machine from this state by one of its parties; one time in five, any other thing. */
static ActoGlosa
al_azar(const CasoGlosa *k)
{
    const Transicion *t = &MAQUINA_GLOSA.filas[azar((uint64_t) MAQUINA_GLOSA.n_filas)];
    static const char *const motivos[] = {"litigio", "embargo", "otra cosa", NULL};
    ActoGlosa a;

    while (t->desde == DE_NADA || (t->desde & DE(k->estado)) == 0)
        t = &MAQUINA_GLOSA.filas[azar((uint64_t) MAQUINA_GLOSA.n_filas)];
    a = acto(t->evento, "2025-01-01");
    a.causa = t->causa;
    do
        a.papel = (int) azar(PAPEL_N);
    while ((t->quien & DE(a.papel)) == 0);
    if (azar(5) == 0) {
        a = acto((int) azar(GLOSA_EVENTOS), "2025-01-01");
        a.papel = (int) azar(PAPEL_N + 1) - 1;
        a.causa = a.evento == EV_CERRAR ? (int) azar(CAUSAS + 1) - 1 : NINGUNO;
    }

    a.fecha = k->ultima_fecha + (Fecha) azar(12) - (azar(20) == 0);
    a.acuse = azar(4) != 0;
    a.comentario = azar(10) != 0;
    a.fecha_cita = a.fecha + (Fecha) azar(20);
    a.causa_suspension = motivos[azar(4)];
    if ((t->evento == EV_RESPONDER || t->evento == EV_SUBSANAR || t->evento == EV_CONCILIAR ||
         azar(8) == 0) &&
        azar(4) != 0)
        a = acepta(a, (Centavos) azar((uint64_t) k->pendiente * (azar(5) == 0 ? 2 : 1) + 1));
    if ((t->evento == EV_DECIDIR || t->evento == EV_CONCILIAR || azar(8) == 0) && azar(4) != 0)
        a = levanta(a, (Centavos) azar(
                           (uint64_t) (k->pendiente - (a.aceptado <= k->pendiente ? a.aceptado : 0)) + 1));
    if (t->evento == EV_FALLAR)
        a = levanta(a, k->pendiente);
    return a;
}

static void
pliegue(void)
{
    long hechos = 0, negados = 0, cambiados = 0, desiguales = 0, descuadres = 0, rotos = 0, visto = 0;
    bool cambio;

    for (int caso = 0; caso < 60000; caso++) {
        CasoGlosa k = formulada(), plegado, d;
        ActoGlosa a = acto(EV_FORMULAR, "2025-05-12");
        EventoGuardado e = guardar(&k, &a, false);
        Fallo f;

        N = ley();
        if (caso % 2 == 0)
            N.comunicaciones_para_silencio = 1;
        if (caso % 3 == 0)
            plazo(&N, ACTO_DECIDIR, 10, EFECTO_HABILITAR_CIERRE, CAUSA_SILENCIO);
        memset(&plegado, 0, sizeof(plegado));
        rotos += !glosa_plegar(&plegado, &e, &f);
        for (int i = 0; i < 60 && k.estado < GLOSA_CERRADA; i++) {
            CasoGlosa antes = k;

            a = al_azar(&k);
            cambio = glosa_aplicar(&k, &a, &N, colombia(), &d, &tardia, &f);
            cambiados += memcmp(&antes, &k, sizeof(k)) != 0;
            if (!cambio) {
                negados++;
                continue;
            }
            k = d;
            hechos++;
            visto |= 1L << k.estado;
            descuadres += k.valor != k.aceptado + k.levantado + k.pendiente || k.aceptado < 0 ||
                          k.levantado < 0 || k.pendiente < 0 ||
                          (k.estado == GLOSA_CERRADA) != (k.causa != NINGUNO) ||
                          (k.estado == GLOSA_CERRADA && k.pendiente != 0);
            e = guardar(&k, &a, tardia);
            rotos += !glosa_plegar(&plegado, &e, &f);
            desiguales += !iguales(&plegado, &k);
        }
    }
    N = ley();
    ok(hechos > 80000 && negados > 80000, "random walks: %ld events, %ld refusals", hechos, negados);
    es_entero(visto | 1L << GLOSA_FORMULADA, (1L << GLOSA_ESTADOS) - 1, "... through every state");
    es_entero(cambiados, 0, "no attempt touches the case it was asked on");
    es_entero(descuadres, 0, "valor = aceptado + levantado + pendiente at every step, none negative");
    es_entero(rotos, 0, "the fold contradicts no event of them");
    es_entero(desiguales, 0, "the fold is the case, at every step");
}

/* A history that the rules did not write is found out. */
static void
pliegue_roto(void)
{
    CasoGlosa k, base;
    EventoGuardado e = {.secuencia = 1,
                        .evento = EV_FORMULAR,
                        .causa = NINGUNO,
                        .valor = PESOS(10),
                        .fecha = dia("2025-05-12"),
                        .vence = FECHA_NULA,
                        .quien_debe = PAPEL_PAGADOR};
    EventoGuardado n = {.secuencia = 2,
                        .evento = EV_NOTIFICAR,
                        .causa = NINGUNO,
                        .estado = GLOSA_NOTIFICADA,
                        .fecha = dia("2025-05-13"),
                        .vence = FECHA_NULA,
                        .quien_debe = PAPEL_PRESTADOR},
                   m;
    Fallo f;

    memset(&base, 0, sizeof(base));
    ok(glosa_plegar(&base, &e, &f), "fold: first event");
    k = base;
    ok(glosa_plegar(&k, &n, &f), "fold: second event");
#define ROTO(cambio, clase, nombre)                                                                          \
    k = base;                                                                                                \
    m = n;                                                                                                   \
    cambio;                                                                                                  \
    es_fallo(glosa_plegar(&k, &m, &f), &f, clase, "fold refused: " nombre)
    ROTO(m.secuencia = 3, FALLO_TRANSICION, "a gap");
    ROTO(m.secuencia = 1, FALLO_TRANSICION, "a repeated event");
    ROTO(m.evento = EV_DECIDIR, FALLO_TRANSICION, "an event that the state does not admit");
    ROTO(m.estado = GLOSA_RESPONDIDA, FALLO_TRANSICION, "a state that does not follow");
    ROTO(m.aceptado = PESOS(11), FALLO_IMPORTE, "more than the pending");
    ROTO(m.aceptado = -1, FALLO_IMPORTE, "less than nothing");
    ROTO((m.aceptado = PESOS(6), m.levantado = PESOS(5)), FALLO_IMPORTE,
         "both together more than the pending");
    ROTO(m.fecha = dia("2025-05-11"), FALLO_ARGUMENTO, "a date that goes back");
    ROTO((m = e), FALLO_TRANSICION, "formulated twice");
    memset(&k, 0, sizeof(k));
    es_fallo(glosa_plegar(&k, &n, &f), &f, FALLO_TRANSICION, "fold refused: it does not begin with formular");
    e.secuencia = 2;
    es_fallo(glosa_plegar(&k, &e, &f), &f, FALLO_TRANSICION, "fold refused: the first is not number one");
}

/* ---- the clocks computed again ------------------------------------------------------------------------------ */

/* The clocks do not come from what was recorded, here a week too early: stops and notices keep them running. */
static void
pliegue_recalculado(void)
{
    static const struct {
        int evento;
        const char *fecha;
        const char *causa;
    } historia[] = {{EV_NOTIFICAR, "2025-05-14", NULL}, {EV_SUSPENDER, "2025-05-16", "litigio"},
                    {EV_REANUDAR, "2025-05-28", NULL},  {EV_SUSPENDER, "2025-05-29", "afiliacion"},
                    {EV_REANUDAR, "2025-06-05", NULL},  {EV_COMUNICAR, "2025-07-25", NULL},
                    {EV_CITAR, "2025-07-28", NULL},     {EV_RESPONDER, "2025-07-29", NULL}};
    CasoGlosa viva = formulada(), plegada = {0};
    ActoGlosa a = {.radicacion = dia("2025-05-05")};
    EventoGuardado e = {.secuencia = 1,
                        .evento = EV_FORMULAR,
                        .causa = NINGUNO,
                        .estado = viva.estado,
                        .quien_debe = viva.quien_debe,
                        .fecha = viva.fecha,
                        .vence = viva.vence - 7,
                        .valor = viva.valor};
    Fallo f;

    ok(glosa_plegar_con(&plegada, &e, &a, &N, colombia(), &f) && iguales(&plegada, &viva),
       "clocks computed again: formulated");
    for (size_t i = 0; i < sizeof(historia) / sizeof(historia[0]); i++) {
        CasoGlosa d;
        bool bien;

        a = acto(historia[i].evento, historia[i].fecha);
        a.radicacion = dia("2025-05-05");
        a.causa_suspension = historia[i].causa;
        a.fecha_cita = a.fecha;
        bien = glosa_aplicar(&viva, &a, &N, colombia(), &d, &tardia, &f);
        e = guardar(&d, &a, tardia);
        if (e.vence != FECHA_NULA)
            e.vence -= 7;
        bien = bien && glosa_plegar_con(&plegada, &e, &a, &N, colombia(), &f) && iguales(&plegada, &d);
        ok(bien, "clocks computed again: %s on %s", MAQUINA_GLOSA.eventos[historia[i].evento],
           historia[i].fecha);
        viva = d;
    }
}

int
main(void)
{
    N = ley();
    combinaciones();
    pliegue();
    pliegue_roto();
    pliegue_recalculado();
    return terminar();
}
