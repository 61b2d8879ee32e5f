/*
 * prueba_ciclo_glosa.c - the life of a glosa in the pure core: formulation,
 * terms, late acts, closings, clocks and amounts.
 */
#include "tap.h"

#include "glosas.h"
#include "nucleo/ciclo_prestacion.h"

static char que[256];

#define QUE(...) (snprintf(que, sizeof(que), __VA_ARGS__), que)

/* ---- formulation --------------------------------------------------------------- */

static void
formular(void)
{
    FormulacionGlosa g;
    CasoGlosa k = formulada(), otra;
    bool excede;
    Fallo f;

    es_entero(k.estado, GLOSA_FORMULADA, "formular: state");
    es_entero(k.pendiente, PESOS(1000), "formular: all is pending");
    es_entero(k.quien_debe, PAPEL_PAGADOR, "formular: the payer owes the notification");
    es_fecha(k.vence, "2025-06-03", "formular: due with the term of the invoice");
    ok(!k.extemporanea && !k.formulada_tarde, "formular: in term");

#define REHUSA(cambio, clase, nombre)                                                                        \
    g = formulacion();                                                                                       \
    cambio;                                                                                                  \
    es_fallo(glosa_formular(&g, &N, &otra, &excede, &f), &f, clase, "formular refused: " nombre)
    REHUSA(g.papel = PAPEL_PRESTADOR, FALLO_PAPEL, "by the provider");
    REHUSA(g.papel = PAPEL_SISTEMA, FALLO_PAPEL, "by the system");
    REHUSA(g.admite_glosas = false, FALLO_TRANSICION, "the invoice does not admit glosas");
    REHUSA(g.fecha = dia("2025-05-04"), FALLO_ARGUMENTO, "before the filing");
    REHUSA(g.valor = 0, FALLO_IMPORTE, "nothing");
    REHUSA(g.valor = -1, FALLO_IMPORTE, "negative");
    REHUSA(g.valor = PESOS(5000) + 1, FALLO_IMPORTE, "a cent more than the room of the line");
    REHUSA((g.valor = PESOS(9000) + 1, g.cupo_linea = -1), FALLO_IMPORTE,
           "a cent more than the room of the invoice");
    REHUSA(g.cupo_linea = 0, FALLO_IMPORTE, "a line without room");
    REHUSA(g.estado_linea = PRESTACION_REFACTURADA, FALLO_IMPORTE, "a line billed again");
    REHUSA(g.estado_linea = PRESTACION_DEBITADA_PERMANENTE, FALLO_IMPORTE, "a line that was lost");
    REHUSA(g.codigo = codigo("DE1601"), FALLO_CODIGO, "code of a return");
    REHUSA(g.codigo = codigo("RE9901"), FALLO_CODIGO, "code of an answer");
    REHUSA(g.codigo = codigo("TA"), FALLO_CODIGO, "general concept");
    REHUSA(g.codigo = codigo("101"), FALLO_CODIGO, "code of the other manual");
    REHUSA(g.codigo_oficial = false, FALLO_CODIGO, "code in no list");
    REHUSA(g.notificada = true, FALLO_TRANSICION, "after the first notification");
    REHUSA((g.notificada = g.con_origen = true), FALLO_TRANSICION, "origin that is not an answered glosa");

    g = formulacion();
    g.valor = g.cupo_linea;
    ok(glosa_formular(&g, &N, &otra, &excede, &f) && !excede, "formular: exactly the room of the line");
    g.fecha = dia("2025-06-03");
    ok(glosa_formular(&g, &N, &otra, &excede, &f) && !otra.extemporanea, "formular: the last day is in term");
    g.fecha = dia("2025-06-04");
    ok(glosa_formular(&g, &N, &otra, &excede, &f) && otra.extemporanea && otra.formulada_tarde,
       "formular: the next day is late, and marked");
    N.plazo[ACTO_FORMULAR].al_vencer = EFECTO_RECHAZAR;
    es_fallo(glosa_formular(&g, &N, &otra, &excede, &f), &f, FALLO_PLAZO,
             "formular: refused when the norm so says");
    N = ley();

    g = formulacion();
    g.fecha = dia("2025-07-04");
    g.notificada = g.con_origen = g.origen_valido = true;
    ok(glosa_formular(&g, &N, &otra, &excede, &f), "formular: a fact found in an answer");
    ok(!otra.extemporanea && otra.vence == FECHA_NULA, "... runs no term from the filing");
    g = formulacion();
    g.notificada = true;
    N.glosas_nuevas_rechaza = false;
    ok(glosa_formular(&g, &N, &otra, &excede, &f), "formular: new glosas where the norm permits them");
    g = formulacion();
    g.valor = PESOS(5001);
    N.tope_linea_rechaza = false;
    ok(glosa_formular(&g, &N, &otra, &excede, &f) && excede,
       "formular: over the line where the norm only warns");
    g.valor = PESOS(9001);
    es_fallo(glosa_formular(&g, &N, &otra, &excede, &f), &f, FALLO_IMPORTE, "... but never over the invoice");
    N.manual = 0;
    g = formulacion();
    g.codigo = codigo("101");
    ok(glosa_formular(&g, &N, &otra, &excede, &f), "formular: a norm without manual takes either");
    N = ley();
}

/* ---- the way and its dates ---------------------------------------------------------- */

static void
camino(void)
{
    CasoGlosa k;

    k = notificada();
    ok(k.estado == GLOSA_NOTIFICADA && k.quien_debe == PAPEL_PRESTADOR,
       "notified: the provider owes its answer");
    es_fecha(k.vence, "2025-06-04", "15 business days, over the Monday of the Ascension");
    k = respondida(PESOS(100));
    ok(k.estado == GLOSA_RESPONDIDA && k.quien_debe == PAPEL_PAGADOR,
       "answered: the payer owes its decision");
    es_fecha(k.vence, "2025-06-04", "10 business days");
    ok(k.aceptado == PESOS(100) && k.pendiente == PESOS(900), "answered: accepted in part");
    k = ratificada();
    ok(k.estado == GLOSA_RATIFICADA && k.quien_debe == PAPEL_PRESTADOR, "ratified: the provider may cure");
    es_fecha(k.vence, "2025-06-09", "7 business days");
    ok(k.levantado == PESOS(200) && k.pendiente == PESOS(700), "ratified: lifted in part");
    k = subsanada();
    ok(k.estado == GLOSA_SUBSANADA && k.quien_debe == PAPEL_PAGADOR,
       "cured: the payer owes the final decision");
    es_fecha(k.vence, "2025-06-10", "5 business days");
    k = tras(k, levanta(acto(EV_DECIDIR, "2025-06-10"), PESOS(100)));
    ok(k.estado == GLOSA_RATIFICADA && k.quien_debe == PAPEL_AMBOS && k.vence == FECHA_NULA,
       "ratified again: both owe a conciliation, that this norm sets no term for");
    negado(k, acto(EV_SUBSANAR, "2025-06-11"), FALLO_TRANSICION, "cured once only");

    k = respondida(PESOS(1000));
    ok(k.estado == GLOSA_CERRADA && k.causa == CAUSA_ACEPTADA && k.vence == FECHA_NULA &&
           k.quien_debe == NINGUNO,
       "answered accepting all: closed, accepted");
    k = tras(respondida(0), levanta(acto(EV_DECIDIR, "2025-05-28"), PESOS(1000)));
    ok(k.estado == GLOSA_CERRADA && k.causa == CAUSA_LEVANTADA, "all lifted: closed, lifted");
    k = tras(respondida(PESOS(400)), levanta(acto(EV_DECIDIR, "2025-05-28"), PESOS(600)));
    ok(k.estado == GLOSA_CERRADA && k.causa == CAUSA_MIXTA, "part accepted, the rest lifted: closed, mixed");
    k = tras(ratificada(), acepta(acto(EV_SUBSANAR, "2025-06-03"), PESOS(700)));
    ok(k.estado == GLOSA_CERRADA && k.causa == CAUSA_MIXTA, "cured accepting the rest: closed, mixed");

    k = en_conciliacion();
    ok(k.estado == GLOSA_EN_CONCILIACION && k.quien_debe == PAPEL_AMBOS, "cited: both owe the meeting");
    es_fecha(k.vence, "2025-06-05", "due on the date of the meeting");
    k = tras(k, levanta(acepta(acto(EV_CONCILIAR, "2025-06-05"), PESOS(300)), PESOS(300)));
    ok(k.estado == GLOSA_EN_CONCILIACION && k.pendiente == PESOS(100),
       "agreed in part: a new citation is due");
    k = tras(k, levanta(acto(EV_CONCILIAR, "2025-06-06"), PESOS(100)));
    ok(k.estado == GLOSA_CERRADA && k.causa == CAUSA_CONCILIADA, "agreed: closed, conciliated");
    k = en_jurisdiccion();
    ok(k.estado == GLOSA_EN_JURISDICCION && k.vence == FECHA_NULA && k.quien_debe == NINGUNO,
       "in court: nobody owes and nothing is due");
    k = tras(k, levanta(acepta(acto(EV_FALLAR, "2025-06-20"), PESOS(700)), 0));
    ok(k.estado == GLOSA_CERRADA && k.causa == CAUSA_FALLO && k.aceptado == PESOS(800), "ruled: closed");
    k = en_estado(GLOSA_ANULADA);
    ok(k.estado == GLOSA_ANULADA && k.vence == FECHA_NULA && k.quien_debe == NINGUNO, "annulled");

    N.plazo[ACTO_RESPONDER].existe = false;
    es_fecha(notificada().vence, "-", "a norm without the term sets no due date");
    N = ley();
}

/* ---- late acts ------------------------------------------------------------------------- */

static void
tardios(void)
{
    static const struct {
        int estado, evento, plazo;
        const char *a_tiempo, *tarde;
    } actos[] = {{GLOSA_FORMULADA, EV_NOTIFICAR, ACTO_FORMULAR, "2025-06-03", "2025-06-04"},
                 {GLOSA_NOTIFICADA, EV_RESPONDER, ACTO_RESPONDER, "2025-06-04", "2025-06-05"},
                 {GLOSA_RESPONDIDA, EV_DECIDIR, ACTO_DECIDIR, "2025-06-04", "2025-06-05"},
                 {GLOSA_RATIFICADA, EV_SUBSANAR, ACTO_SUBSANAR, "2025-06-09", "2025-06-10"},
                 {GLOSA_SUBSANADA, EV_DECIDIR, ACTO_DECIDIR_FINAL, "2025-06-10", "2025-06-11"}};
    static const char *const efectos[] = {"rechazar", "advertir", "habilitar_cierre", "ninguno"};

    for (size_t i = 0; i < sizeof(actos) / sizeof(actos[0]); i++) {
        const char *nombre = ACTOS[actos[i].plazo];
        CasoGlosa k = en_estado(actos[i].estado), d;

        for (int e = EFECTO_RECHAZAR; e <= EFECTO_NINGUNO; e++) {
            N.plazo[actos[i].plazo].al_vencer = e;
            N.plazo[actos[i].plazo].activo = true;
            d = tras(k, acto(actos[i].evento, actos[i].a_tiempo));
            ok(!tardia && !d.extemporanea, "%s, %s: the last day is in term", nombre, efectos[e]);
            if (e == EFECTO_RECHAZAR)
                negado(k, acto(actos[i].evento, actos[i].tarde), FALLO_PLAZO,
                       QUE("%s, %s: refused the next day", nombre, efectos[e]));
            else {
                d = tras(k, acto(actos[i].evento, actos[i].tarde));
                ok(tardia == (e != EFECTO_NINGUNO) && d.extemporanea == tardia, "%s, %s: the next day %s",
                   nombre, efectos[e], e == EFECTO_NINGUNO ? "nothing happens" : "is marked late");
            }
            N.plazo[actos[i].plazo].activo = false;
            d = tras(k, acto(actos[i].evento, actos[i].tarde));
            ok(!tardia && !d.extemporanea, "%s, %s switched off: no effect", nombre, efectos[e]);
        }
        N = ley();
    }
    ok(tras(formulada(), acto(EV_NOTIFICAR, "2025-06-04")).formulada_tarde,
       "notified late counts as formulated late");
    ok(!tras(notificada(), acto(EV_RESPONDER, "2025-06-05")).formulada_tarde, "answered late does not");
    ok(tras(tras(notificada(), acto(EV_RESPONDER, "2025-06-05")), acto(EV_DECIDIR, "2025-06-06"))
           .extemporanea,
       "a late act stays marked");
}

/* ---- what an answer must say ---------------------------------------------------------------- */

static void
respuestas(void)
{
    static const struct {
        const char *codigo;
        bool oficial;
        ClaseFallo clase;
    } casos[] = {
        {"RE9901", true, FALLO_NINGUNO}, {"RE9801", true, FALLO_NINGUNO}, {"RE9702", true, FALLO_NINGUNO},
        {"RE9602", true, FALLO_NINGUNO}, {"RE99", true, FALLO_NINGUNO},   {"RE9901", false, FALLO_CODIGO},
        {"RE9701", true, FALLO_CODIGO},  {"RE9601", true, FALLO_CODIGO},  {"RE9501", true, FALLO_CODIGO},
        {"RE2202", true, FALLO_PAPEL},   {"RE2201", true, FALLO_CODIGO},  {"TA0201", true, FALLO_CODIGO},
        {"DE1601", true, FALLO_CODIGO},  {"995", true, FALLO_CODIGO},     {"RE9502", true, FALLO_CODIGO}};
    ActoGlosa a;
    CasoGlosa k;

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++) {
        a = acto(EV_RESPONDER, "2025-05-20");
        a.respuesta = codigo(casos[i].codigo);
        a.respuesta_oficial = casos[i].oficial;
        if (casos[i].clase == FALLO_NINGUNO)
            es_entero(tras(notificada(), a).estado, GLOSA_RESPONDIDA,
                      QUE("answered with %s", casos[i].codigo));
        else
            negado(notificada(), a, casos[i].clase,
                   QUE("answer with %s%s refused", casos[i].codigo, casos[i].oficial ? "" : " in no list"));
    }
    a = acto(EV_RESPONDER, "2025-06-05");
    a.respuesta = codigo("RE9502");
    k = tras(formulada(), acto(EV_NOTIFICAR, "2025-06-04"));
    es_entero(tras(k, a).estado, GLOSA_RESPONDIDA, "RE9502 answers a glosa that came late");
    negado(tras(notificada(), acto(EV_SUSPENDER, "2025-05-15")), a, FALLO_TRANSICION,
           "no answer while suspended");
    a = acto(EV_RESPONDER, "2025-05-20");
    a.respuesta = 0;
    negado(notificada(), a, FALLO_EVIDENCIA, "an answer without code");
    a = acto(EV_RESPONDER, "2025-05-20");
    a.comentario = false;
    negado(notificada(), a, FALLO_EVIDENCIA, "not all accepted and no justification");
    negado(notificada(), acepta(a, PESOS(999)), FALLO_EVIDENCIA, "... a peso missing is not all");
    es_entero(tras(notificada(), acepta(a, PESOS(1000))).estado, GLOSA_CERRADA, "all accepted needs none");
}

/* ---- evidence --------------------------------------------------------------------------------- */

static void
evidencias(void)
{
    ActoGlosa a;

#define NIEGA(caso, ev, fecha, cambio, clase, nombre)                                                        \
    a = acto(ev, fecha);                                                                                     \
    cambio;                                                                                                  \
    negado(caso, a, clase, nombre)
    NIEGA(formulada(), EV_NOTIFICAR, "2025-05-13", a.acuse = false, FALLO_EVIDENCIA,
          "notified without acknowledgement");
    NIEGA(formulada(), EV_NOTIFICAR, "2025-05-13", a.falta_contenido = "paciente", FALLO_EVIDENCIA,
          "notified without its content");
    NIEGA(formulada(), EV_ANULAR, "2025-05-13", a.comentario = false, FALLO_EVIDENCIA,
          "annulled without reason");
    NIEGA(respondida(0), EV_DECIDIR, "2025-05-28", a.comentario = false, FALLO_EVIDENCIA,
          "decided without comment");
    NIEGA(ratificada(), EV_SUBSANAR, "2025-06-03", a.comentario = false, FALLO_EVIDENCIA,
          "cured without saying how");
    NIEGA(ratificada(), EV_COMUNICAR, "2025-06-03", a.comentario = false, FALLO_EVIDENCIA, "an empty notice");
    NIEGA(ratificada(), EV_CITAR, "2025-06-03", a.fecha_cita = FECHA_NULA, FALLO_EVIDENCIA,
          "cited without date");
    NIEGA(ratificada(), EV_CITAR, "2025-06-03", a.fecha_cita = dia("2025-06-02"), FALLO_ARGUMENTO,
          "cited for a day already gone");
    NIEGA(ratificada(), EV_ESCALAR, "2025-06-03", a.referencia = false, FALLO_EVIDENCIA,
          "escalated without reference");
    NIEGA(en_conciliacion(), EV_CONCILIAR, "2025-06-03", a.acta = false, FALLO_EVIDENCIA,
          "conciliated without a signed act");
    NIEGA(ratificada(), EV_SUSPENDER, "2025-06-03", a.causa_suspension = NULL, FALLO_EVIDENCIA,
          "suspended without reason");
    NIEGA(ratificada(), EV_SUSPENDER, "2025-06-03", a.causa_suspension = "", FALLO_EVIDENCIA,
          "suspended with an empty reason");
    NIEGA(ratificada(), EV_SUSPENDER, "2025-06-03", a.causa_suspension = "vacaciones", FALLO_ARGUMENTO,
          "suspended for no listed reason");
    NIEGA(suspendida(), EV_REANUDAR, "2025-06-03", a.comentario = false, FALLO_EVIDENCIA,
          "resumed without reason");
    NIEGA(en_jurisdiccion(), EV_FALLAR, "2025-06-03",
          (a = acepta(a, PESOS(700)), a.comentario = a.evidencia = false), FALLO_EVIDENCIA,
          "a ruling without evidence");
    NIEGA(ratificada(), EV_CERRAR, "2025-06-03", (void) 0, FALLO_EVIDENCIA, "closed without a cause");
    a = cierre(CAUSA_PRESCRIPCION, PAPEL_PAGADOR, "2025-06-03");
    a.comentario = a.evidencia = false;
    negado(ratificada(), a, FALLO_EVIDENCIA, "prescribed without evidence");
    for (size_t i = 0; i < 4; i++) {
        static const char *const motivos[] = {"litigio", "embargo", "entidad_en_liquidacion",
                                              "tarifa_por_definir"};

        a = acto(EV_SUSPENDER, "2025-06-03");
        a.causa_suspension = motivos[i];
        es_entero(tras(ratificada(), a).estado, GLOSA_SUSPENDIDA, QUE("suspended: %s", motivos[i]));
    }
    negado(respondida(0), acto(EV_DECIDIR, "2025-05-19"), FALLO_ARGUMENTO, "dated before the previous act");
    es_entero(tras(respondida(0), acto(EV_DECIDIR, "2025-05-20")).estado, GLOSA_RATIFICADA,
              "dated the same day");
}

/* ---- amounts ---------------------------------------------------------------------------------------- */

static void
importes(void)
{
    ActoGlosa a = acto(EV_RESPONDER, "2025-05-20");

    negado(notificada(), acepta(a, -1), FALLO_IMPORTE, "accepted: negative");
    negado(notificada(), acepta(a, PESOS(1000) + 1), FALLO_IMPORTE, "accepted: a cent more than the pending");
    negado(notificada(), levanta(a, 1), FALLO_IMPORTE, "an answer lifts nothing");
    es_entero(tras(notificada(), levanta(a, 0)).estado, GLOSA_RESPONDIDA, "... and a zero is nothing");
    a = acto(EV_DECIDIR, "2025-05-28");
    negado(respondida(PESOS(100)), levanta(a, PESOS(900) + 1), FALLO_IMPORTE,
           "lifted: a cent more than the pending");
    negado(respondida(PESOS(100)), levanta(a, -1), FALLO_IMPORTE, "lifted: negative");
    negado(respondida(0), acepta(a, 1), FALLO_IMPORTE, "a decision accepts nothing for the provider");
    a = acto(EV_CONCILIAR, "2025-06-05");
    negado(en_conciliacion(), levanta(acepta(a, PESOS(400)), PESOS(301)), FALLO_IMPORTE,
           "an act that adds up to more than the pending");
    a = acto(EV_FALLAR, "2025-06-05");
    negado(en_jurisdiccion(), levanta(acepta(a, PESOS(400)), PESOS(299)), FALLO_IMPORTE,
           "a ruling that leaves some");
    negado(en_jurisdiccion(), a, FALLO_IMPORTE, "a ruling without amounts");
    a = cierre(CAUSA_TACITA, PAPEL_PAGADOR, "2025-06-05");
    negado(notificada(), acepta(a, PESOS(999)), FALLO_IMPORTE, "tacit acceptance of only a part");
    negado(notificada(), levanta(a, 1), FALLO_IMPORTE, "tacit acceptance lifts nothing");
    es_entero(tras(notificada(), acepta(a, PESOS(1000))).aceptado, PESOS(1000),
              "tacit acceptance, the amount given");
}

/* ---- closings ------------------------------------------------------------------------------------------ */

static void
avisos(CasoGlosa *k, int efectivos, int sin_acuse)
{
    ActoGlosa a = acto(EV_COMUNICAR, "2025-06-10");

    for (int i = 0; i < efectivos; i++)
        *k = tras(*k, a);
    a.acuse = false;
    for (int i = 0; i < sin_acuse; i++)
        *k = tras(*k, a);
}

static ActoGlosa
otra_vez(ActoGlosa a)
{
    a.ya_citada = true;
    return a;
}

/* The term of the citation (the insurer's contract: 10 business days): late it is marked, never refused. */
static void
citacion(void)
{
    CasoGlosa k;
    ActoGlosa a;
    Fecha cita;
    int quien;

    tras(notificada(), acto(EV_CITAR, "2025-12-01"));
    ok(!tardia, "citation: no term in the law");
    ok(!glosa_cita_debida(&N, colombia(), notificada().vence, &quien, &cita), "... nor is one owed");
    plazo(&N, ACTO_CITAR, 10, EFECTO_ADVERTIR, NINGUNO);
    ok(!glosa_cita_debida(&N, colombia(), notificada().vence, &quien, &cita),
       "citation: the term of one that runs from something else");
    tras(notificada(), acto(EV_CITAR, "2025-12-01"));
    ok(!tardia, "... is not that of an answer that did not come");
    N.plazo[ACTO_CITAR].tras_vencer = true;
    /* the answer was due on 2025-06-04 */
    ok(glosa_cita_debida(&N, colombia(), notificada().vence, &quien, &cita), "citation: owed");
    es_entero(quien, PAPEL_PAGADOR, "... by the payer");
    es_fecha(cita, "2025-06-18", "... in 10 business days");
    ok(!glosa_cita_debida(&N, colombia(), FECHA_NULA, &quien, &cita), "... not when nothing was due");
    k = tras(notificada(), acto(EV_CITAR, "2025-06-18"));
    ok(!tardia && !k.extemporanea, "citation: on its last day since the answer did not come");
    k = tras(notificada(), acto(EV_CITAR, "2025-06-19"));
    ok(tardia && k.extemporanea && k.estado == GLOSA_NOTIFICADA, "citation: the next day it is late");
    tras(k, otra_vez(acto(EV_CITAR, "2025-09-01")));
    ok(!tardia, "citation: moving a meeting is not calling one");
    tras(ratificada(), acto(EV_CITAR, "2025-12-01"));
    ok(!tardia, "citation: while the term is the provider's to cure, none runs");
    /* upheld again on 2025-06-05, after it was cured */
    k = tras(subsanada(), acto(EV_DECIDIR, "2025-06-05"));
    es_fecha(k.vence, "2025-06-19", "citation: due in 10 business days from the final decision");
    tras(k, acto(EV_CITAR, "2025-06-19"));
    ok(!tardia, "citation: on its last day since the final decision");
    tras(k, acto(EV_CITAR, "2025-06-20"));
    ok(tardia, "citation: late");
    a = acepta(acto(EV_CONCILIAR, "2025-06-05"), PESOS(1));
    k = tras(en_conciliacion(), a);
    tras(k, acto(EV_CITAR, "2025-06-20"));
    ok(tardia, "citation: after an act that left something without agreement, late too");
    N.plazo[ACTO_CITAR].al_vencer = EFECTO_RECHAZAR;
    tras(notificada(), acto(EV_CITAR, "2025-06-19"));
    ok(tardia, "citation: never refused, or the glosa would have no way out");
    N.plazo[ACTO_CITAR].al_vencer = EFECTO_NINGUNO;
    tras(notificada(), acto(EV_CITAR, "2025-06-19"));
    ok(!tardia, "citation: without effect, not even marked");
    N.plazo[ACTO_CITAR].al_vencer = EFECTO_ADVERTIR;
    N.plazo[ACTO_CITAR].activo = false;
    tras(notificada(), acto(EV_CITAR, "2025-06-19"));
    ok(!tardia, "citation: switched off");
    N = ley();
}

static void
cierres(void)
{
    CasoGlosa k, vencida = notificada(), d;

    negado(vencida, cierre(CAUSA_TACITA, PAPEL_PAGADOR, "2025-06-04"), FALLO_TRANSICION,
           "tacit: the last day of the term is still running");
    d = tras(vencida, cierre(CAUSA_TACITA, PAPEL_PAGADOR, "2025-06-05"));
    ok(d.estado == GLOSA_CERRADA && d.causa == CAUSA_TACITA && d.aceptado == PESOS(1000) && d.pendiente == 0,
       "tacit: all pending is accepted");
    es_entero(tras(vencida, cierre(CAUSA_TACITA, PAPEL_SISTEMA, "2025-06-05")).estado, GLOSA_CERRADA,
              "tacit: by the system too");
    negado(vencida, cierre(CAUSA_TACITA, PAPEL_PRESTADOR, "2025-06-05"), FALLO_PAPEL,
           "tacit: not by who was silent");
    negado(vencida, cierre(CAUSA_TACITA, NINGUNO, "2025-06-05"), FALLO_PAPEL,
           "tacit: the party must be said");
    negado(vencida, acto(EV_COMUNICAR, "2025-06-04"), FALLO_TRANSICION, "no notice before the term expires");
    negado(vencida, acto(EV_CITAR, "2025-06-04"), FALLO_TRANSICION, "no citation before the term expires");
    d = tras(vencida, acto(EV_CITAR, "2025-06-05"));
    ok(d.estado == GLOSA_NOTIFICADA && d.vence == vencida.vence && d.quien_debe == PAPEL_PRESTADOR,
       "cited while overdue: the answer is still owed");
    N.plazo[ACTO_RESPONDER].activo = false;
    negado(vencida, cierre(CAUSA_TACITA, PAPEL_PAGADOR, "2025-06-05"), FALLO_TRANSICION,
           "tacit: switched off");
    N = ley();
    N.plazo[ACTO_RESPONDER].al_vencer = EFECTO_ADVERTIR;
    negado(vencida, cierre(CAUSA_TACITA, PAPEL_PAGADOR, "2025-06-05"), FALLO_TRANSICION,
           "tacit: the norm only warns");
    N = ley();
    N.plazo[ACTO_RESPONDER].existe = false;
    negado(vencida, cierre(CAUSA_TACITA, PAPEL_PAGADOR, "2025-06-05"), FALLO_TRANSICION,
           "tacit: no such term");
    N = ley();

    /* silence of the provider */
    k = vencida;
    avisos(&k, 2, 0);
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PAGADOR, "2025-06-11"), FALLO_TRANSICION,
           "silence: the law does not close by it");
    N.comunicaciones_para_silencio = 2;
    k = vencida;
    avisos(&k, 1, 3);
    es_entero(k.comunicaciones, 1, "a notice without acknowledgement is not effective");
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PAGADOR, "2025-06-11"), FALLO_EVIDENCIA,
           "silence: one effective notice of two");
    avisos(&k, 1, 0);
    d = tras(k, cierre(CAUSA_SILENCIO, PAPEL_PAGADOR, "2025-06-11"));
    ok(d.causa == CAUSA_SILENCIO && d.aceptado == PESOS(1000), "silence: two effective notices");
    N.plazo[ACTO_RESPONDER].activo = false;
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PAGADOR, "2025-06-11"), FALLO_TRANSICION, "silence: switched off");
    N.plazo[ACTO_RESPONDER].activo = true;
    N.plazo[ACTO_RESPONDER].causa = CAUSA_SILENCIO;
    negado(k, cierre(CAUSA_TACITA, PAPEL_PAGADOR, "2025-06-11"), FALLO_TRANSICION,
           "tacit: not where the contract closes by silence");
    k = ratificada();
    avisos(&k, 2, 0);
    d = tras(k, cierre(CAUSA_SILENCIO, PAPEL_SISTEMA, "2025-06-11"));
    ok(d.causa == CAUSA_SILENCIO && d.aceptado == PESOS(800) && d.levantado == PESOS(200),
       "silence: of a ratified one");
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PRESTADOR, "2025-06-11"), FALLO_PAPEL,
           "silence: not by the silent party");
    N.acta_para_ratificadas = true;
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PAGADOR, "2025-06-11"), FALLO_TRANSICION,
           "silence: a ratified one needs its act where the norm so says");
    d = tras(vencida, acto(EV_COMUNICAR, "2025-06-10"));
    avisos(&d, 1, 0);
    es_entero(tras(d, cierre(CAUSA_SILENCIO, PAPEL_PAGADOR, "2025-06-11")).estado, GLOSA_CERRADA,
              "... and an unanswered one does not");
    N.acta_para_ratificadas = false;
    k = en_conciliacion();
    avisos(&k, 2, 0);
    es_entero(tras(k, cierre(CAUSA_SILENCIO, PAPEL_PAGADOR, "2025-06-10")).estado, GLOSA_CERRADA,
              "silence: of one in conciliation, after the meeting");
    k = tras(ratificada(), acto(EV_CITAR, "2025-06-05"));
    avisos(&k, 2, 0);
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PAGADOR, "2025-06-12"), FALLO_TRANSICION,
           "silence: not before the meeting");
    N = ley();

    /* silence of the payer: off unless the norm's row says otherwise */
    k = respondida(PESOS(100));
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PRESTADOR, "2025-06-05"), FALLO_TRANSICION,
           "silence of the payer: no effect by default");
    negado(subsanada(), cierre(CAUSA_SILENCIO, PAPEL_PRESTADOR, "2025-06-11"), FALLO_TRANSICION,
           "... nor in the final one");
    plazo(&N, ACTO_DECIDIR, 10, EFECTO_HABILITAR_CIERRE, CAUSA_SILENCIO);
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PRESTADOR, "2025-06-04"), FALLO_TRANSICION,
           "... switched on: not in term");
    d = tras(k, cierre(CAUSA_SILENCIO, PAPEL_PRESTADOR, "2025-06-05"));
    ok(d.causa == CAUSA_SILENCIO && d.levantado == PESOS(900) && d.aceptado == PESOS(100),
       "... switched on: all pending is lifted");
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PAGADOR, "2025-06-05"), FALLO_PAPEL, "... not by the payer");
    negado(subsanada(), cierre(CAUSA_SILENCIO, PAPEL_PRESTADOR, "2025-06-11"), FALLO_TRANSICION,
           "... the final decision has a row of its own");
    N.plazo[ACTO_DECIDIR].causa = CAUSA_TACITA;
    negado(k, cierre(CAUSA_SILENCIO, PAPEL_PRESTADOR, "2025-06-05"), FALLO_TRANSICION,
           "... the row names another cause");
    N = ley();

    for (int e = GLOSA_FORMULADA; e <= GLOSA_SUSPENDIDA; e++)
        for (int c = CAUSA_LIQUIDACION_ENTIDAD; c <= CAUSA_PRESCRIPCION; c++) {
            d = tras(en_estado(e), cierre(c, PAPEL_PRESTADOR, "2025-06-20"));
            ok(d.estado == GLOSA_CERRADA && d.causa == c && d.pendiente == 0 && d.estado_previo == NINGUNO &&
                   d.vence_previo == FECHA_NULA,
               "%s from %s", MAQUINA_GLOSA.causas[c], MAQUINA_GLOSA.estados[e]);
        }
}

/* ---- stopped clocks -------------------------------------------------------------------------------------- */

static void
relojes(void)
{
    CasoGlosa k = notificada(), d;

    d = tras(k, acto(EV_SUSPENDER, "2025-05-15"));
    ok(d.vence == FECHA_NULA && d.vence_previo == k.vence && d.quien_debe == NINGUNO &&
           d.estado_previo == GLOSA_NOTIFICADA,
       "suspended: nothing is due and the date is kept");
    negado(d, acto(EV_SUSPENDER, "2025-05-16"), FALLO_TRANSICION, "suspended only once at a time");
    d = tras(d, acto(EV_REANUDAR, "2025-05-22"));
    ok(d.estado == GLOSA_NOTIFICADA && d.quien_debe == PAPEL_PRESTADOR && d.estado_previo == NINGUNO &&
           d.vence_previo == FECHA_NULA,
       "resumed: the state before, with its debtor");
    es_fecha(d.vence, "2025-06-11", "due 5 business days later: those of 16 to 22 May");
    es_fecha(tras(suspendida(), acto(EV_REANUDAR, "2025-05-15")).vence, "2025-06-04",
             "resumed the same day: no move");
    es_fecha(tras(tras(k, acto(EV_SUSPENDER, "2025-05-17")), acto(EV_REANUDAR, "2025-05-18")).vence,
             "2025-06-04", "a weekend stops no business day");
    es_fecha(tras(tras(k, acto(EV_SUSPENDER, "2025-05-30")), acto(EV_REANUDAR, "2025-06-03")).vence,
             "2025-06-05", "over a holiday: one business day");
    d = tras(tras(d, acto(EV_SUSPENDER, "2025-06-03")), acto(EV_REANUDAR, "2025-06-05"));
    es_fecha(d.vence, "2025-06-13", "stopped again: the days add up");
    d = tras(tras(k, acto(EV_SUSPENDER, "2025-06-10")), acto(EV_REANUDAR, "2025-06-20"));
    ok(d.vence < dia("2025-06-20"), "what had expired before is still expired after");
    es_fecha(d.vence, "2025-06-16", "... by as many business days as before");
    d = tras(tras(en_jurisdiccion(), acto(EV_SUSPENDER, "2025-06-10")), acto(EV_REANUDAR, "2025-06-20"));
    ok(d.estado == GLOSA_EN_JURISDICCION && d.vence == FECHA_NULA, "what had no due date has none after");
    for (int e = GLOSA_FORMULADA; e <= GLOSA_EN_JURISDICCION; e++) {
        k = en_estado(e);
        d = tras(tras(k, acto(EV_SUSPENDER, "2025-06-20")), acto(EV_REANUDAR, "2025-06-20"));
        ok(d.estado == e && d.vence == k.vence && d.quien_debe == k.quien_debe && d.subsanada == k.subsanada,
           "stopped and resumed at once, %s is as it was", MAQUINA_GLOSA.estados[e]);
    }
    d = tras(tras(tras(subsanada(), acto(EV_DECIDIR, "2025-06-10")), acto(EV_SUSPENDER, "2025-06-10")),
             acto(EV_REANUDAR, "2025-06-12"));
    es_entero(d.quien_debe, PAPEL_AMBOS, "ratified again and resumed: both owe");
}

static void
preguntas(void)
{
    CasoGlosa k = notificada();
    char vistos[512] = "";

    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++)
        if (glosa_fila_permitida(&k, &MAQUINA_GLOSA.filas[i], &N, dia("2025-06-04"))) {
            strcat(vistos, MAQUINA_GLOSA.eventos[MAQUINA_GLOSA.filas[i].evento]);
            strcat(vistos, " ");
        }
    es_texto(vistos, "responder responder suspender cerrar cerrar ", "open acts of a notified one in term");
    vistos[0] = '\0';
    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++)
        if (glosa_fila_permitida(&k, &MAQUINA_GLOSA.filas[i], &N, dia("2025-06-05"))) {
            strcat(vistos, MAQUINA_GLOSA.eventos[MAQUINA_GLOSA.filas[i].evento]);
            strcat(vistos, " ");
        }
    es_texto(vistos, "responder responder comunicar citar suspender cerrar cerrar cerrar ",
             "... and once overdue");
    es_entero(glosa_acto_debido(GLOSA_RATIFICADA, false), ACTO_SUBSANAR, "a ratified one waits for its cure");
    es_entero(glosa_acto_debido(GLOSA_RATIFICADA, true), ACTO_CITAR, "... once cured, for a citation");
    es_entero(glosa_acto_debido(GLOSA_CERRADA, false), NINGUNO, "a closed one waits for nothing");
}

int
main(void)
{
    N = ley();
    formular();
    camino();
    tardios();
    respuestas();
    evidencias();
    importes();
    citacion();
    cierres();
    relojes();
    preguntas();
    return terminar();
}
