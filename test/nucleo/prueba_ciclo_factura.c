/*
 * prueba_ciclo_factura.c - the life of an invoice in the pure core: filing,
 * return with its three terms, rejection, acceptance, and the state that
 * follows from its glosas.
 */
#include "tap.h"

#include "ciclo.h"
#include "nucleo/ciclo_factura.h"

static Norma N;
static bool tardia;

static CasoFactura
radicada(void)
{
    CasoFactura k;
    Fallo f;

    if (!factura_radicar(&N, colombia(), dia("2025-05-05"), &k, &f))
        ok(false, "radicar: %s", f.mensaje);
    return k;
}

static ActoFactura
acto(int evento, const char *fecha)
{
    ActoFactura a = {.evento = evento,
                     .papel = NINGUNO,
                     .fecha = dia(fecha),
                     .hoy = FECHA_NULA,
                     .comentario = true,
                     .evidencia = true};

    if (evento == EF_DEVOLVER) {
        a.codigo = codigo("DE1601");
        a.codigo_oficial = true;
    }
    return a;
}

static ActoFactura
dice(ActoFactura a, bool procede)
{
    a.con_procede = true;
    a.procede = procede;
    return a;
}

static ActoFactura
por(ActoFactura a, int papel)
{
    a.papel = papel;
    return a;
}

static CasoFactura
tras(CasoFactura k, ActoFactura a)
{
    CasoFactura d = k;
    Fallo f;

    if (!factura_aplicar(&k, &a, &N, colombia(), &d, &tardia, &f))
        ok(false, "%s from %s refused: %s", MAQUINA_FACTURA.eventos[a.evento], ESTADOS_FACTURA[k.estado],
           f.mensaje);
    return d;
}

static void
negado(CasoFactura k, ActoFactura a, ClaseFallo clase, const char *que)
{
    CasoFactura antes = k, d = k;
    Fallo f = {0};
    bool hecho = factura_aplicar(&k, &a, &N, colombia(), &d, &tardia, &f);

    es_fallo(hecho, &f, clase, que);
    ok(memcmp(&k, &antes, sizeof(k)) == 0, "%s: the case is untouched", que);
}

static CasoFactura
devuelta(void)
{
    return tras(radicada(), acto(EF_DEVOLVER, "2025-05-08"));
}

static CasoFactura
contestada(void)
{
    return tras(devuelta(), dice(acto(EF_RESPONDER_DEVOLUCION, "2025-05-14"), false));
}

static bool
es(const CasoFactura *k, int estado, int debe, const char *vence, const char *que)
{
    bool bien = ok(k->estado == estado && k->quien_debe == debe, "%s: %s", que, ESTADOS_FACTURA[estado]);

    return es_fecha(k->vence, vence, que) && bien;
}

static void
camino(void)
{
    CasoFactura k = radicada();

    es(&k, FACTURA_RADICADA, PAPEL_PAGADOR, "2025-06-03", "filed: 20 business days to formulate");
    k = tras(k, acto(EF_ACEPTAR, "2025-05-20"));
    es(&k, FACTURA_ACEPTADA, NINGUNO, "-", "accepted expressly");
    negado(k, acto(EF_RECHAZAR, "2025-05-21"), FALLO_TRANSICION, "an accepted invoice is not rejected");
    k = tras(radicada(), acto(EF_RECHAZAR, "2025-05-20"));
    es(&k, FACTURA_RECHAZADA, NINGUNO, "-", "rejected");
    k = tras(radicada(), acto(EF_ANULAR, "2025-05-20"));
    es(&k, FACTURA_ANULADA, NINGUNO, "-", "annulled by the provider");

    k = devuelta();
    es(&k, FACTURA_DEVUELTA, PAPEL_PRESTADOR, "2025-05-15", "returned: 5 business days to answer");
    k = contestada();
    es(&k, FACTURA_DEVUELTA, PAPEL_PAGADOR, "2025-05-21", "answered: 5 business days to decide");
    k = tras(contestada(), dice(acto(EF_DECIDIR_DEVOLUCION, "2025-05-21"), true));
    es(&k, FACTURA_RADICADA, PAPEL_PAGADOR, "2025-06-03", "answer admitted: the 5 days ran inside the 20");
    negado(k, acto(EF_DEVOLVER, "2025-05-21"), FALLO_TRANSICION, "not returned again");
    N.plazo[ACTO_DEVOLVER].activo = false;
    negado(k, acto(EF_DEVOLVER, "2025-05-21"), FALLO_TRANSICION, "... whatever the norm says of the term");
    N = ley();
    negado(k, acto(EF_DEVOLVER, "2025-12-01"), FALLO_TRANSICION,
           "... and late besides: it is not allowed, whatever its date");
    k = tras(contestada(), dice(acto(EF_DECIDIR_DEVOLUCION, "2025-05-21"), false));
    es(&k, FACTURA_DEVUELTA, NINGUNO, "-", "answer not admitted: the return stands");
    negado(k, dice(acto(EF_DECIDIR_DEVOLUCION, "2025-05-22"), true), FALLO_TRANSICION, "decided once");
    k = tras(k, acto(EF_ANULAR, "2025-05-22"));
    es(&k, FACTURA_ANULADA, NINGUNO, "-", "a returned invoice is annulled");
    k = tras(devuelta(), dice(acto(EF_RESPONDER_DEVOLUCION, "2025-05-14"), true));
    es(&k, FACTURA_DEVUELTA, NINGUNO, "-", "the provider accepts the return");
    negado(k, dice(acto(EF_RESPONDER_DEVOLUCION, "2025-05-14"), false), FALLO_TRANSICION,
           "... and does not answer again");
}

static void
plazos(void)
{
    CasoFactura k;

    tras(radicada(), acto(EF_DEVOLVER, "2025-05-12"));
    ok(!tardia, "returned on the fifth business day");
    negado(radicada(), acto(EF_DEVOLVER, "2025-05-13"), FALLO_PLAZO, "returned on the sixth");
    N.plazo[ACTO_DEVOLVER].al_vencer = EFECTO_ADVERTIR;
    tras(radicada(), acto(EF_DEVOLVER, "2025-05-13"));
    ok(tardia, "... where the norm only warns, marked late");
    N = ley();
    tras(devuelta(), dice(acto(EF_RESPONDER_DEVOLUCION, "2025-05-15"), false));
    ok(!tardia, "answered on the last day");
    k = tras(devuelta(), dice(acto(EF_RESPONDER_DEVOLUCION, "2025-05-16"), false));
    ok(tardia && k.quien_debe == PAPEL_PAGADOR, "answered the next day: late, while nobody closed");
    tras(contestada(), dice(por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-21"), PAPEL_PAGADOR), false));
    ok(!tardia, "decided on the last day");
    tras(contestada(), dice(por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-22"), PAPEL_PAGADOR), false));
    ok(tardia, "decided the next day: late, while nobody closed");

    /* RE2201: silence of the provider */
    negado(devuelta(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-15"), PAPEL_PAGADOR), FALLO_TRANSICION,
           "unanswered, still in term");
    for (int p = PAPEL_PAGADOR; p <= PAPEL_SISTEMA; p += PAPEL_SISTEMA - PAPEL_PAGADOR) {
        k = tras(devuelta(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-16"), p));
        es(&k, FACTURA_DEVUELTA, NINGUNO, "-", "unanswered in term: the return is accepted");
    }
    negado(devuelta(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-16"), PAPEL_PRESTADOR), FALLO_PAPEL,
           "... not closed by who was silent");
    negado(devuelta(), acto(EF_DECIDIR_DEVOLUCION, "2025-05-16"), FALLO_PAPEL, "... the party must be said");
    negado(devuelta(), dice(por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-16"), PAPEL_PAGADOR), true),
           FALLO_TRANSICION, "... nor admitting an answer that there was not");
    N.plazo[ACTO_RESPONDER_DEVOLUCION].activo = false;
    negado(devuelta(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-16"), PAPEL_PAGADOR), FALLO_TRANSICION,
           "... switched off");
    N = ley();
    N.plazo[ACTO_RESPONDER_DEVOLUCION].al_vencer = EFECTO_ADVERTIR;
    negado(devuelta(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-16"), PAPEL_PAGADOR), FALLO_TRANSICION,
           "... the norm only warns");
    N = ley();

    /* art. 6: silence of the payer makes the return unjustified */
    negado(contestada(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-21"), PAPEL_PRESTADOR), FALLO_TRANSICION,
           "undecided, still in term");
    for (int p = PAPEL_PRESTADOR; p <= PAPEL_SISTEMA; p += PAPEL_SISTEMA - PAPEL_PRESTADOR) {
        k = tras(contestada(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-22"), p));
        es(&k, FACTURA_RADICADA, PAPEL_PAGADOR, "2025-06-03", "undecided in term: the return is unjustified");
    }
    negado(contestada(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-22"), PAPEL_PAGADOR), FALLO_TRANSICION,
           "... the payer must say whether it proceeds");
    negado(contestada(), dice(por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-22"), PAPEL_PRESTADOR), false),
           FALLO_PAPEL, "... the provider does not decide against itself");
    N.plazo[ACTO_DECIDIR_DEVOLUCION].activo = false;
    negado(contestada(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-22"), PAPEL_PRESTADOR), FALLO_TRANSICION,
           "... switched off");
    N = ley();
    N.plazo[ACTO_DECIDIR_DEVOLUCION].al_vencer = EFECTO_NINGUNO;
    negado(contestada(), por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-22"), PAPEL_PRESTADOR), FALLO_TRANSICION,
           "... the norm gives it no effect");
    N = ley();
}

static void
guardas(void)
{
    CasoFactura k;
    ActoFactura a;
    static const struct {
        const char *codigo;
        bool oficial;
    } malos[] = {{"TA0201", true}, {"RE9501", true}, {"DE", true}, {"801", true}, {"DE1601", false}};

    for (size_t i = 0; i < sizeof(malos) / sizeof(malos[0]); i++) {
        a = acto(EF_DEVOLVER, "2025-05-08");
        a.codigo = codigo(malos[i].codigo);
        a.codigo_oficial = malos[i].oficial;
        negado(radicada(), a, FALLO_CODIGO, malos[i].codigo);
    }
    a = acto(EF_DEVOLVER, "2025-05-08");
    a.codigo = 0;
    negado(radicada(), a, FALLO_EVIDENCIA, "returned without code");
    a = acto(EF_DEVOLVER, "2025-05-08");
    a.comentario = false;
    negado(radicada(), a, FALLO_EVIDENCIA, "returned without comment");
    a = dice(acto(EF_RESPONDER_DEVOLUCION, "2025-05-14"), false);
    a.comentario = false;
    negado(devuelta(), a, FALLO_EVIDENCIA, "answered without reasons");
    a = dice(acto(EF_RESPONDER_DEVOLUCION, "2025-05-14"), false);
    a.codigo_oficial = true;
    a.codigo = codigo("RE9601");
    es_entero(tras(devuelta(), a).quien_debe, PAPEL_PAGADOR, "answered with RE9601");
    a.codigo = codigo("RE9602");
    negado(devuelta(), a, FALLO_CODIGO, "answered with the code of a glosa");
    a.codigo = codigo("RE2201");
    negado(devuelta(), a, FALLO_CODIGO, "answered with a code of the payer");
    a = dice(acto(EF_RESPONDER_DEVOLUCION, "2025-05-14"), true);
    a.comentario = false;
    es_entero(tras(devuelta(), a).quien_debe, NINGUNO, "a return is accepted without comment");
    negado(devuelta(), acto(EF_RESPONDER_DEVOLUCION, "2025-05-14"), FALLO_TRANSICION,
           "an answer that does not say");
    a = dice(por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-20"), PAPEL_PAGADOR), false);
    a.comentario = false;
    negado(contestada(), a, FALLO_EVIDENCIA, "upheld without reasons");
    a = acto(EF_RECHAZAR, "2025-05-20");
    a.comentario = false;
    negado(radicada(), a, FALLO_EVIDENCIA, "rejected without reason");
    a = acto(EF_RECHAZAR, "2025-05-20");
    a.evidencia = false;
    negado(radicada(), a, FALLO_EVIDENCIA, "rejected without evidence");
    a = acto(EF_ANULAR, "2025-05-20");
    a.comentario = false;
    negado(radicada(), a, FALLO_EVIDENCIA, "annulled without reason");
    negado(radicada(), acto(EF_ACEPTAR, "2025-05-04"), FALLO_ARGUMENTO, "before the filing");
    negado(radicada(), acto(EF_RADICAR, "2025-05-06"), FALLO_TRANSICION, "filed twice");

    k = radicada();
    k.glosas_vivas = k.glosas_abiertas = 1;
    negado(k, acto(EF_ACEPTAR, "2025-05-20"), FALLO_TRANSICION, "accepted with live glosas");
    negado(k, acto(EF_DEVOLVER, "2025-05-08"), FALLO_TRANSICION, "returned with live glosas");
    negado(k, acto(EF_DEVOLVER, "2025-12-01"), FALLO_TRANSICION, "... and late besides");
    negado(k, acto(EF_RECHAZAR, "2025-05-08"), FALLO_TRANSICION, "rejected with live glosas");
    negado(k, acto(EF_ANULAR, "2025-05-08"), FALLO_TRANSICION, "annulled with live glosas");
    k = radicada();
    k.con_pagos = true;
    negado(k, acto(EF_DEVOLVER, "2025-05-08"), FALLO_TRANSICION, "returned after a payment");
    negado(k, acto(EF_DEVOLVER, "2025-12-01"), FALLO_TRANSICION, "... and late besides");
    negado(k, acto(EF_RECHAZAR, "2025-05-08"), FALLO_TRANSICION, "rejected after a payment");
    negado(k, acto(EF_ANULAR, "2025-05-08"), FALLO_TRANSICION, "annulled after a payment");
    es_entero(tras(k, acto(EF_ACEPTAR, "2025-05-20")).estado, FACTURA_ACEPTADA, "accepted after a payment");
}

static void
papeles(void)
{
    static const struct {
        int evento, quien;
    } actos[] = {{EF_ACEPTAR, PAPEL_PAGADOR},
                 {EF_DEVOLVER, PAPEL_PAGADOR},
                 {EF_RECHAZAR, PAPEL_PAGADOR},
                 {EF_ANULAR, PAPEL_PRESTADOR}};

    for (size_t i = 0; i < sizeof(actos) / sizeof(actos[0]); i++)
        for (int p = 0; p < PAPEL_N; p++)
            if (p == actos[i].quien)
                ok(tras(radicada(), por(acto(actos[i].evento, "2025-05-08"), p)).secuencia == 2, "%s by %s",
                   MAQUINA_FACTURA.eventos[actos[i].evento], PAPELES[p]);
            else
                negado(radicada(), por(acto(actos[i].evento, "2025-05-08"), p), FALLO_PAPEL, PAPELES[p]);
    negado(devuelta(), dice(por(acto(EF_RESPONDER_DEVOLUCION, "2025-05-14"), PAPEL_PAGADOR), false),
           FALLO_PAPEL, "the payer does not answer its own return");
    negado(contestada(), dice(por(acto(EF_DECIDIR_DEVOLUCION, "2025-05-20"), PAPEL_PRESTADOR), true),
           FALLO_PAPEL, "the provider does not admit its own answer");
}

static void
por_glosas(void)
{
    static const struct {
        int estado, vivas, abiertas, esperado;
    } casos[] = {{FACTURA_RADICADA, 0, 0, FACTURA_RADICADA},    {FACTURA_RADICADA, 1, 1, FACTURA_GLOSADA},
                 {FACTURA_GLOSADA, 2, 1, FACTURA_GLOSADA},      {FACTURA_GLOSADA, 2, 0, FACTURA_CONCILIADA},
                 {FACTURA_CONCILIADA, 3, 1, FACTURA_GLOSADA},   {FACTURA_GLOSADA, 0, 0, FACTURA_RADICADA},
                 {FACTURA_ACEPTADA, 0, 0, FACTURA_ACEPTADA},    {FACTURA_DEVUELTA, 0, 0, FACTURA_DEVUELTA},
                 {FACTURA_RECHAZADA, 0, 0, FACTURA_RECHAZADA},  {FACTURA_ANULADA, 0, 0, FACTURA_ANULADA},
                 {FACTURA_CONCILIADA, 1, 0, FACTURA_CONCILIADA}};
    static const bool admite[FACTURA_ESTADOS] = {
        [FACTURA_RADICADA] = true, [FACTURA_GLOSADA] = true, [FACTURA_CONCILIADA] = true};

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++)
        ok(factura_estado_por_glosas(casos[i].estado, casos[i].vivas, casos[i].abiertas) == casos[i].esperado,
           "%s with %d live glosas, %d open: %s", ESTADOS_FACTURA[casos[i].estado], casos[i].vivas,
           casos[i].abiertas, ESTADOS_FACTURA[casos[i].esperado]);
    for (int e = 0; e < FACTURA_ESTADOS; e++)
        ok(factura_admite_glosas(e) == admite[e], "%s %s glosas", ESTADOS_FACTURA[e],
           admite[e] ? "admits" : "does not admit");
}

int
main(void)
{
    N = ley();
    camino();
    plazos();
    guardas();
    papeles();
    por_glosas();
    return terminar();
}
