/*
 * prueba_vencidos_glosa.c - what an expired term does to a glosa: closings of
 * the system dated at the deadline, effects the norm applies by itself,
 * closings by facts outside of the case, and the consultations of the payer.
 */
#include "tap.h"

#include "glosas.h"

static bool
efecto(const CasoGlosa *k, const char *al, int *causa, Fecha *fecha)
{
    *causa = NINGUNO;
    *fecha = FECHA_NULA;
    return glosa_efecto_vencido(k, &N, dia(al), causa, fecha);
}

static void
cierre_del_sistema(void)
{
    CasoGlosa k = notificada(), d;
    ActoGlosa a = cierre(CAUSA_TACITA, PAPEL_SISTEMA, "2025-06-04");

    d = tras(k, a);
    es_fecha(d.ultima_fecha, "2025-06-04", "the system dates the effect at the deadline");
    a.con_hoy = true;
    a.hoy = dia("2025-06-04");
    negado(k, a, FALLO_TRANSICION, "... but not before that day is over");
    a.hoy = dia("2025-06-05");
    es_entero(tras(k, a).estado, GLOSA_CERRADA, "... and does once it is");
    a.fecha = dia("2025-06-03");
    negado(k, a, FALLO_TRANSICION, "the system does not close before the deadline");
    a = cierre(CAUSA_TACITA, PAPEL_PAGADOR, "2025-06-04");
    a.con_hoy = true;
    a.hoy = dia("2025-12-01");
    negado(k, a, FALLO_TRANSICION,
           "the last day belongs to who owes the act, whenever the other party looks");
    ok(!plazo_vencido(FECHA_NULA, PAPEL_SISTEMA, dia("2025-06-04"), FECHA_NULA),
       "what has no term does not expire");
}

static void
efectos(void)
{
    CasoGlosa k = notificada();
    int causa;
    Fecha fecha;

    ok(!efecto(&k, "2025-06-04", &causa, &fecha), "no effect on the last day");
    ok(efecto(&k, "2025-06-05", &causa, &fecha) && causa == CAUSA_TACITA, "tacit acceptance the day after");
    es_fecha(fecha, "2025-06-04", "... dated at the deadline");
    ok(efecto(&k, "2030-01-01", &causa, &fecha) && fecha == k.vence, "... whenever it is asked");
    k = tras(k, acto(EV_COMUNICAR, "2025-06-10"));
    ok(!efecto(&k, "2025-06-10", &causa, &fecha), "after a later act, not before that day is over");
    ok(efecto(&k, "2025-06-11", &causa, &fecha) && fecha == dia("2025-06-10"), "... and dated at it");
    k = notificada();
    N.plazo[ACTO_RESPONDER].activo = false;
    ok(!efecto(&k, "2025-06-05", &causa, &fecha), "switched off: nothing");
    N.plazo[ACTO_RESPONDER].activo = true;
    N.plazo[ACTO_RESPONDER].al_vencer = EFECTO_ADVERTIR;
    ok(!efecto(&k, "2025-06-05", &causa, &fecha), "the norm only warns: nothing");
    N = ley();
    N.plazo[ACTO_RESPONDER].causa = CAUSA_SILENCIO;
    N.comunicaciones_para_silencio = 1;
    ok(!efecto(&k, "2025-06-20", &causa, &fecha), "silence without its notices: nothing");
    k = tras(k, acto(EV_COMUNICAR, "2025-06-10"));
    ok(efecto(&k, "2025-06-20", &causa, &fecha) && causa == CAUSA_SILENCIO && fecha == dia("2025-06-10"),
       "silence with them, dated when the last condition was met");
    N = ley();
    k = respondida(0);
    ok(!efecto(&k, "2026-01-01", &causa, &fecha), "silence of the payer: nothing by itself");
    plazo(&N, ACTO_DECIDIR, 10, EFECTO_HABILITAR_CIERRE, CAUSA_SILENCIO);
    ok(efecto(&k, "2025-06-05", &causa, &fecha) && causa == CAUSA_SILENCIO,
       "... but where a contract gives it");
    N = ley();
    for (int e = 0; e < GLOSA_ESTADOS; e++) {
        k = en_estado(e);
        if (efecto(&k, "2026-06-01", &causa, &fecha)) {
            ActoGlosa a = cierre(causa, PAPEL_SISTEMA, "2025-01-01");

            a.fecha = fecha;
            ok(e == GLOSA_NOTIFICADA && tras(k, a).estado == GLOSA_CERRADA,
               "%s: what is announced can be done", MAQUINA_GLOSA.estados[e]);
        } else
            ok(e != GLOSA_NOTIFICADA, "%s: no effect of the law", MAQUINA_GLOSA.estados[e]);
    }
}

static void
hechos(void)
{
    CasoGlosa k = ratificada();
    ActoGlosa a = cierre(CAUSA_LIQUIDACION_ENTIDAD, PAPEL_PAGADOR, "2025-06-03");

    es_entero(tras(k, a).causa, CAUSA_LIQUIDACION_ENTIDAD, "closed: one of the entities is liquidated");
    a.entidad_liquidada = false;
    ok(glosa_hecho_en_duda(&a) != NULL, "liquidation of nobody: in doubt");
    a = cierre(CAUSA_PRESCRIPCION, PAPEL_PRESTADOR, "2025-06-03");
    a.prescribe = dia("2025-06-03");
    ok(glosa_hecho_en_duda(&a) != NULL, "the last day has not prescribed: in doubt");
    a.prescribe = FECHA_NULA;
    ok(glosa_hecho_en_duda(&a) != NULL, "an action that does not prescribe: in doubt");
    a.prescribe = dia("2025-06-02");
    a.gestion = false;
    ok(glosa_hecho_en_duda(&a) != NULL,
       "prescribed for a payer who managed nothing (Ley 1797/2016 art. 9): in doubt");
    a.gestion = true;
    es_entero(tras(k, a).causa, CAUSA_PRESCRIPCION, "prescribed");
}

static void
consultas(void)
{
    static const struct {
        const char *causa;
        int acto;
    } motivos[] = {{"tarifa_por_definir", ACTO_CONSULTAR_TARIFA},
                   {"afiliacion", ACTO_CONSULTAR_AFILIACION},
                   {"cobertura", ACTO_CONSULTAR_COBERTURA},
                   {"litigio", NINGUNO},
                   {"otra", NINGUNO},
                   {NULL, NINGUNO}};
    ActoGlosa a = acto(EV_SUSPENDER, "2025-05-15");
    CasoGlosa k = notificada(), d;

    for (size_t i = 0; i < sizeof(motivos) / sizeof(motivos[0]); i++)
        es_entero(glosa_acto_de_suspension(motivos[i].causa), motivos[i].acto,
                  motivos[i].causa == NULL ? "no reason" : motivos[i].causa);
    a.causa_suspension = "tarifa_por_definir";
    a.radicacion = dia("2025-05-05");
    d = tras(k, a);
    ok(d.vence == FECHA_NULA && d.quien_debe == NINGUNO, "a consultation without a term has no due date");
    plazo(&N, ACTO_CONSULTAR_TARIFA, 2, EFECTO_ADVERTIR, NINGUNO);
    d = tras(k, a);
    ok(d.quien_debe == PAPEL_PAGADOR && d.vence_previo == k.vence,
       "with one, the payer owes the answer of its house");
    es_fecha(d.vence, "2025-05-19", "... 2 business days");
    d = tras(d, acto(EV_REANUDAR, "2025-05-19"));
    es_fecha(d.vence, "2025-06-06", "the clock moved by the 2 business days stopped");
    plazo(&N, ACTO_CERRAR_CONSULTA, 9, EFECTO_ADVERTIR, NINGUNO);
    d = tras(k, a);
    es_fecha(d.vence, "2025-05-16",
             "but no later than the last day that a consultation may be open: 9 from the filing");
    a = acto(EV_REANUDAR, "2025-05-30");
    a.radicacion = dia("2025-05-05");
    es_fecha(tras(d, a).vence, "2025-06-05", "and it stopped the clock only until that day");
    N = ley();
}

static void
aviso(void)
{
    FormulacionGlosa g = formulacion();
    CasoGlosa k;
    bool excede;
    Fallo f;

    plazo(&N, ACTO_NOTIFICAR, 2, EFECTO_RECHAZAR, NINGUNO);
    g.vence_notificar = dia("2025-05-14");
    ok(glosa_formular(&g, &N, &k, &excede, &f), "formulated under a norm that gives the notice a term");
    es_fecha(k.vence, "2025-05-14", "... that is what is due");
    es_entero(glosa_acto_debido_en(&N, GLOSA_FORMULADA, false), ACTO_NOTIFICAR, "... as the act says");
    negado(k, acto(EV_NOTIFICAR, "2025-05-15"), FALLO_PLAZO, "... and what is judged");
    es_entero(tras(k, acto(EV_NOTIFICAR, "2025-05-14")).estado, GLOSA_NOTIFICADA, "notified in it");
    N = ley();
    es_entero(glosa_acto_debido_en(&N, GLOSA_FORMULADA, false), ACTO_FORMULAR,
              "without one, it is that of formulating");
}

int
main(void)
{
    N = ley();
    cierre_del_sistema();
    efectos();
    hechos();
    consultas();
    aviso();
    return terminar();
}
