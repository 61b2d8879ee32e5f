/*
 * prueba_vencidos.c - what the norm does by itself when a term expires, and the
 * due date of a consultation.
 */
#include "nucleo/ciclo_factura.h"
#include "nucleo/ciclo_glosa.h"

#include "tap.h"

#include "ciclo.h"

static CasoGlosa
caso(int estado, const char *vence, const char *ultima, int comunicaciones)
{
    CasoGlosa k;

    memset(&k, 0, sizeof(k));
    k.estado = estado;
    k.estado_previo = k.causa = NINGUNO;
    k.vence = vence == NULL ? FECHA_NULA : dia(vence);
    k.vence_previo = FECHA_NULA;
    k.ultima_fecha = dia(ultima);
    k.comunicaciones = comunicaciones;
    k.valor = k.pendiente = 10000;
    k.secuencia = 2;
    return k;
}

static void
prueba_plazo_vencido(void)
{
    Fecha v = dia("2025-05-15");

    ok(!plazo_vencido(FECHA_NULA, PAPEL_PAGADOR, v, FECHA_NULA), "without a term nothing expires");
    ok(!plazo_vencido(v, PAPEL_PAGADOR, v, v + 9), "a party: not on the last day");
    ok(plazo_vencido(v, PAPEL_PAGADOR, v + 1, v + 9), "a party: from the day after");
    ok(!plazo_vencido(v, PAPEL_SISTEMA, v, v), "the system: not while the last day lasts");
    ok(plazo_vencido(v, PAPEL_SISTEMA, v, v + 1), "the system: dated on it once it is over");
    ok(!plazo_vencido(v, PAPEL_SISTEMA, v - 1, v + 9), "the system: never dated before it");
    ok(plazo_vencido(v, PAPEL_SISTEMA, v, FECHA_NULA), "a what-if knows any day");
}

static void
prueba_efecto_glosa(void)
{
    Norma l = ley(), contrato = ley(), apagada = ley(), acta = ley();
    struct {
        const char *que;
        const Norma *norma;
        int estado;
        const char *vence, *ultima;
        int avisos;
        const char *al;
        int causa; /* NINGUNO: nothing */
        const char *fecha;
    } casos[] = {
        {"unanswered, the last day lasts", &l, GLOSA_NOTIFICADA, "2025-05-15", "2025-04-23", 0, "2025-05-15",
         NINGUNO, NULL},
        {"unanswered, the day after", &l, GLOSA_NOTIFICADA, "2025-05-15", "2025-04-23", 0, "2025-05-16",
         CAUSA_TACITA, "2025-05-15"},
        {"unanswered, months after", &l, GLOSA_NOTIFICADA, "2025-05-15", "2025-04-23", 0, "2025-12-31",
         CAUSA_TACITA, "2025-05-15"},
        {"without a due date", &l, GLOSA_NOTIFICADA, NULL, "2025-04-23", 0, "2025-12-31", NINGUNO, NULL},
        {"the payer's silence has no effect in law", &l, GLOSA_RESPONDIDA, "2025-05-15", "2025-04-23", 0,
         "2025-12-31", NINGUNO, NULL},
        {"a row switched off", &apagada, GLOSA_NOTIFICADA, "2025-05-15", "2025-04-23", 0, "2025-12-31",
         NINGUNO, NULL},
        {"silence with one notice of two", &contrato, GLOSA_NOTIFICADA, "2025-05-15", "2025-05-20", 1,
         "2025-12-31", NINGUNO, NULL},
        {"silence with both: dated at the second", &contrato, GLOSA_NOTIFICADA, "2025-05-15", "2025-05-28", 2,
         "2025-12-31", CAUSA_SILENCIO, "2025-05-28"},
        {"... not before its day is over", &contrato, GLOSA_NOTIFICADA, "2025-05-15", "2025-05-28", 2,
         "2025-05-28", NINGUNO, NULL},
        {"a contract lifts what the payer did not decide", &contrato, GLOSA_RESPONDIDA, "2025-05-15",
         "2025-04-30", 0, "2025-12-31", CAUSA_SILENCIO, "2025-05-15"},
        {"a contract closes what was not cured", &contrato, GLOSA_RATIFICADA, "2025-05-15", "2025-05-06", 2,
         "2025-12-31", CAUSA_SILENCIO, "2025-05-15"},
        {"... never when it asks for an act", &acta, GLOSA_RATIFICADA, "2025-05-15", "2025-05-06", 2,
         "2025-12-31", NINGUNO, NULL},
        {"suspended", &l, GLOSA_SUSPENDIDA, "2025-05-15", "2025-05-06", 0, "2025-12-31", NINGUNO, NULL},
        {"closed", &l, GLOSA_CERRADA, "2025-05-15", "2025-05-06", 0, "2025-12-31", NINGUNO, NULL},
    };

    apagada.plazo[ACTO_RESPONDER].activo = false;
    contrato.comunicaciones_para_silencio = 2;
    plazo(&contrato, ACTO_RESPONDER, 15, EFECTO_HABILITAR_CIERRE, CAUSA_SILENCIO);
    plazo(&contrato, ACTO_DECIDIR, 10, EFECTO_HABILITAR_CIERRE, CAUSA_SILENCIO);
    plazo(&contrato, ACTO_SUBSANAR, 7, EFECTO_HABILITAR_CIERRE, CAUSA_SILENCIO);
    acta = contrato;
    acta.acta_para_ratificadas = true;
    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++) {
        CasoGlosa k = caso(casos[i].estado, casos[i].vence, casos[i].ultima, casos[i].avisos);
        int causa = NINGUNO;
        Fecha fecha = FECHA_NULA;
        bool hay = glosa_efecto_vencido(&k, casos[i].norma, dia(casos[i].al), &causa, &fecha);

        ok(hay == (casos[i].causa != NINGUNO) && (!hay || causa == casos[i].causa), "%s", casos[i].que);
        if (hay && casos[i].fecha != NULL) {
            ActoGlosa a = {.evento = EV_CERRAR,
                           .papel = PAPEL_SISTEMA,
                           .causa = causa,
                           .fecha = fecha,
                           .hoy = dia(casos[i].al),
                           .con_hoy = true};
            CasoGlosa d;
            Fallo f;
            bool tardia;

            es_fecha(fecha, casos[i].fecha, "... its date");
            ok(glosa_aplicar(&k, &a, casos[i].norma, colombia(), &d, &tardia, &f) &&
                   d.estado == GLOSA_CERRADA && d.pendiente == 0,
               "... and the machine takes it");
        }
    }
}

static void
prueba_efecto_factura(void)
{
    Norma l = ley(), apagada = ley();
    CasoFactura k;
    Fecha fecha;
    bool injustificada;

    apagada.plazo[ACTO_RESPONDER_DEVOLUCION].activo = apagada.plazo[ACTO_DECIDIR_DEVOLUCION].activo = false;
    memset(&k, 0, sizeof(k));
    k.estado = FACTURA_DEVUELTA;
    k.quien_debe = PAPEL_PRESTADOR;
    k.ultima_fecha = dia("2025-07-03");
    k.vence = dia("2025-07-10");
    ok(!factura_efecto_vencido(&k, &l, dia("2025-07-10"), &injustificada, &fecha),
       "a return: the last day lasts");
    ok(factura_efecto_vencido(&k, &l, dia("2025-12-31"), &injustificada, &fecha) && !injustificada,
       "not answered: accepted");
    es_fecha(fecha, "2025-07-10", "... at its deadline");
    ok(!factura_efecto_vencido(&k, &apagada, dia("2025-12-31"), &injustificada, &fecha),
       "... unless switched off");
    k.quien_debe = PAPEL_PAGADOR;
    ok(factura_efecto_vencido(&k, &l, dia("2025-07-11"), &injustificada, &fecha) && injustificada,
       "not decided: unjustified");
    ok(!factura_efecto_vencido(&k, &apagada, dia("2025-12-31"), &injustificada, &fecha),
       "... unless switched off");
    k.quien_debe = NINGUNO;
    ok(!factura_efecto_vencido(&k, &l, dia("2025-12-31"), &injustificada, &fecha),
       "a return that stands stays so");
    k.quien_debe = PAPEL_PAGADOR;
    k.estado = FACTURA_RADICADA;
    ok(!factura_efecto_vencido(&k, &l, dia("2025-12-31"), &injustificada, &fecha),
       "an invoice not returned: nothing");
}

/* Suspend on one date and resume on another: due dates of the consultation and of the case. */
static void
prueba_consulta(void)
{
    Norma n = ley();
    CasoGlosa k = caso(GLOSA_NOTIFICADA, "2025-07-25", "2025-07-04", 0), s, r;
    ActoGlosa a = {.evento = EV_SUSPENDER, .papel = PAPEL_PAGADOR, .causa = NINGUNO, .comentario = true};
    Fallo f;
    bool tardia;

    plazo(&n, ACTO_CONSULTAR_TARIFA, 2, EFECTO_ADVERTIR, NINGUNO);
    plazo(&n, ACTO_CERRAR_CONSULTA, 15, EFECTO_ADVERTIR, NINGUNO);
    a.causa_suspension = "tarifa_por_definir";
    a.fecha = dia("2025-07-08");
    a.radicacion = dia("2025-07-01");
    ok(glosa_aplicar(&k, &a, &n, colombia(), &s, &tardia, &f) && s.quien_debe == PAPEL_PAGADOR,
       "a consultation");
    es_fecha(s.vence, "2025-07-10", "... due in two business days");
    es_fecha(s.vence_previo, "2025-07-25", "... while the case keeps its own");
    a.evento = EV_REANUDAR;
    a.fecha = dia("2025-08-22");
    ok(glosa_aplicar(&s, &a, &n, colombia(), &r, &tardia, &f), "answered long after");
    es_fecha(r.vence, "2025-08-11", "... stops the clock until the last day that it may be open");
    ok(glosa_acto_de_suspension("litigio") == NINGUNO && glosa_acto_de_suspension(NULL) == NINGUNO,
       "litigio is no consultation");
    ok(glosa_acto_de_suspension("cobertura") == ACTO_CONSULTAR_COBERTURA, "cobertura is one");
}

int
main(void)
{
    prueba_plazo_vencido();
    prueba_efecto_glosa();
    prueba_efecto_factura();
    prueba_consulta();
    return terminar();
}
