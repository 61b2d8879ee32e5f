/*
 * prueba_acta.c - rules of conciliation, without PostgreSQL.
 */
#include "nucleo/acta.h"

#include "tap.h"

#include "glosas.h"

static Norma N;

/* ---- who is called ------------------------------------------------------------------ */

static CasoGlosa
caso_en(int estado)
{
    CasoGlosa k;

    memset(&k, 0, sizeof(k));
    k.estado = estado;
    k.estado_previo = k.causa = NINGUNO;
    k.ultimo_evento = EV_DECIDIR;
    k.secuencia = 4;
    k.valor = k.pendiente = PESOS(500);
    k.ultima_fecha = dia("2025-05-28");
    k.vence = dia("2025-06-10");
    k.vence_previo = FECHA_NULA;
    return k;
}

static const char *
motivo(CasoGlosa k, const char *fecha, SituacionEntidad pagador, SituacionEntidad prestador,
       const char *suspension, const char *exclusion, bool reprograma)
{
    CasoConciliable c = {&k, &N, dia(fecha), pagador, prestador, suspension, exclusion, reprograma};
    int m = conciliacion_excluir(&c);

    return m == NINGUNO ? "-" : MOTIVOS_EXCLUSION[m];
}

static void
quien_entra(void)
{
    static const struct {
        int estado;
        const char *motivo;
    } POR_ESTADO[] = {
        {GLOSA_FORMULADA, "estado_no_conciliable"},       {GLOSA_NOTIFICADA, "plazo_en_curso"},
        {GLOSA_RESPONDIDA, "estado_no_conciliable"},      {GLOSA_RATIFICADA, "-"},
        {GLOSA_SUBSANADA, "estado_no_conciliable"},       {GLOSA_EN_CONCILIACION, "-"},
        {GLOSA_EN_JURISDICCION, "estado_no_conciliable"}, {GLOSA_SUSPENDIDA, "suspendida"},
        {GLOSA_CERRADA, "estado_no_conciliable"},         {GLOSA_ANULADA, "estado_no_conciliable"}};
    static const char *const SUSPENSIONES[][2] = {{"litigio", "litigio"},
                                                  {"embargo", "embargo"},
                                                  {"entidad_en_liquidacion", "entidad_en_liquidacion"},
                                                  {"tarifa_por_definir", "tarifa_por_definir"},
                                                  {"afiliacion", "afiliacion_no_demostrada"},
                                                  {"cobertura", "sin_cobertura"},
                                                  {"otra", "suspendida"}};
    CasoGlosa k;
    char que[96];

    for (size_t i = 0; i < sizeof POR_ESTADO / sizeof *POR_ESTADO; i++) {
        snprintf(que, sizeof que, "%s: %s", MAQUINA_GLOSA.estados[POR_ESTADO[i].estado],
                 POR_ESTADO[i].motivo);
        es_texto(motivo(caso_en(POR_ESTADO[i].estado), "2025-06-01", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL,
                        NULL, false),
                 POR_ESTADO[i].motivo, que);
    }
    for (size_t i = 0; i < sizeof SUSPENSIONES / sizeof *SUSPENSIONES; i++) {
        snprintf(que, sizeof que, "suspended for %s: %s", SUSPENSIONES[i][0], SUSPENSIONES[i][1]);
        es_texto(motivo(caso_en(GLOSA_SUSPENDIDA), "2025-06-01", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA,
                        SUSPENSIONES[i][0], NULL, false),
                 SUSPENSIONES[i][1], que);
    }
    es_texto(
        motivo(caso_en(GLOSA_NOTIFICADA), "2025-06-10", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL, NULL, false),
        "plazo_en_curso", "notified: the last day of its answer is still running");
    es_texto(
        motivo(caso_en(GLOSA_NOTIFICADA), "2025-06-11", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL, NULL, false),
        "-", "notified: overdue, it may be cited");

    k = caso_en(GLOSA_RATIFICADA);
    es_texto(motivo(k, "2025-06-01", ENTIDAD_LIQUIDADA, ENTIDAD_ACTIVA, NULL, NULL, false),
             "entidad_liquidada", "the payer is liquidated");
    es_texto(motivo(k, "2025-06-01", ENTIDAD_ACTIVA, ENTIDAD_LIQUIDADA, NULL, NULL, false),
             "entidad_liquidada", "the provider is liquidated");
    es_texto(motivo(k, "2025-06-01", ENTIDAD_EN_LIQUIDACION, ENTIDAD_ACTIVA, NULL, NULL, false),
             "entidad_en_liquidacion", "the payer is being liquidated");
    es_texto(motivo(k, "2025-06-01", ENTIDAD_EN_LIQUIDACION, ENTIDAD_LIQUIDADA, NULL, NULL, false),
             "entidad_liquidada", "what no longer exists says more");
    es_texto(motivo(k, "2025-06-01", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL, "sin_cobertura", false),
             "sin_cobertura", "no coverage");
    es_texto(motivo(k, "2025-06-01", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL, "afiliacion_no_demostrada", false),
             "afiliacion_no_demostrada", "affiliation not shown");
    es_texto(motivo(k, "2025-05-01", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL, NULL, false), "-",
             "a citation dated too early is refused by the event, not hidden as an exclusion");

    k = caso_en(GLOSA_EN_CONCILIACION);
    k.ultimo_evento = EV_CITAR;
    es_texto(motivo(k, "2025-06-10", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL, NULL, false), "ya_citada",
             "its meeting is today");
    es_texto(motivo(k, "2025-06-10", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL, NULL, true), "-",
             "... and this citation takes its place");
    es_texto(motivo(k, "2025-06-11", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL, NULL, false), "-",
             "its meeting is past");
    k.ultimo_evento = EV_CONCILIAR;
    es_texto(motivo(k, "2025-06-01", ENTIDAD_ACTIVA, ENTIDAD_ACTIVA, NULL, NULL, false), "-",
             "without agreement a new one is due");

    es_entero(entidad_situacion(NULL), ENTIDAD_ACTIVA, "an entity without situation is active");
    es_entero(entidad_situacion("activa"), ENTIDAD_ACTIVA, "activa");
    es_entero(entidad_situacion("en_liquidacion"), ENTIDAD_EN_LIQUIDACION, "en_liquidacion");
    es_entero(entidad_situacion("liquidada"), ENTIDAD_LIQUIDADA, "liquidada");
}

static void
preparacion(void)
{
    static const char *const CASOS[][2] = {
        {"TA0201", "tarifas pactadas o su homologación"},
        {"SO0101", "soporte que nombra el código de la glosa"},
        {"CO0101", "afiliación y cobertura en la fecha del servicio"},
        {"CL0101", "historia clínica que sustenta la pertinencia"},
        {"101", "detalle de lo facturado"},
        {"423", "autorización o su solicitud"},
    };
    Fallo f;

    for (size_t i = 0; i < sizeof CASOS / sizeof *CASOS; i++)
        es_texto(preparacion_soporte(codigo(CASOS[i][0])), CASOS[i][1], CASOS[i][0]);
    ok(exclusion_declarable("sin_cobertura", &f), "coverage may be declared missing");
    ok(exclusion_declarable("afiliacion_no_demostrada", &f), "and affiliation");
    es_fallo(exclusion_declarable("litigio", &f), &f, FALLO_ARGUMENTO, "litigation is a suspension");
    es_fallo(exclusion_declarable("", &f), &f, FALLO_ARGUMENTO, "nothing is no reason");
    es_fallo(exclusion_declarable(NULL, &f), &f, FALLO_ARGUMENTO, "nor is its absence");
}

/* ---- notices and meetings ----------------------------------------------------------------- */

static void
avisos(void)
{
    Fecha n = dia("2025-05-13");
    Fallo f;

    ok(comunicacion_efectiva("correo_electronico", n + 1, n), "electronic mail after the notification");
    ok(comunicacion_efectiva("correo_certificado", n + 1, n), "certified mail after the notification");
    ok(!comunicacion_efectiva("correo_certificado", n, n), "not the same day");
    ok(!comunicacion_efectiva("correo_certificado", n + 1, FECHA_NULA), "not of a glosa never notified");
    ok(!comunicacion_efectiva("telefono", n + 1, n), "not by telephone");
    ok(!comunicacion_efectiva("portal", n + 1, n), "not by the portal");
    ok(!comunicacion_efectiva(NULL, n + 1, n), "not by nothing");
    ok(comunicacion_juzgar(PAPEL_PRESTADOR, true, &f), "the provider writes");
    es_fallo(comunicacion_juzgar(PAPEL_AMBOS, true, &f), &f, FALLO_PAPEL, "one of them does");
    es_fallo(comunicacion_juzgar(PAPEL_PAGADOR, false, &f), &f, FALLO_EVIDENCIA, "and writes something");
    ok(cita_juzgar(PAPEL_PAGADOR, true, n, n, &f), "a meeting today");
    es_fallo(cita_juzgar(PAPEL_PAGADOR, true, n, n - 1, &f), &f, FALLO_ARGUMENTO, "not yesterday");
    es_fallo(cita_juzgar(PAPEL_PAGADOR, false, n, n, &f), &f, FALLO_EVIDENCIA, "nor nowhere");
    es_fallo(cita_juzgar(PAPEL_SISTEMA, true, n, n, &f), &f, FALLO_PAPEL, "nor by nobody");
    es_fallo(cita_juzgar(NINGUNO, true, n, n, &f), &f, FALLO_PAPEL, "nor without saying who");
}

/* ---- the act --------------------------------------------------------------------------------- */

static void
lineas(void)
{
    LineaActa l = {GLOSA_EN_CONCILIACION, PESOS(500), PESOS(100), PESOS(300), PESOS(100)};
    Fallo f;
    int malas = 0;

    ok(acta_linea_juzgar(&l, &f), "three parts that add up");
    l.sin_acuerdo = PESOS(100) - 1;
    es_fallo(acta_linea_juzgar(&l, &f), &f, FALLO_IMPORTE, "a cent is missing");
    es_texto(f.arg[2], "0.01", "... and the message says it");
    l.sin_acuerdo = PESOS(100) + 1;
    es_fallo(acta_linea_juzgar(&l, &f), &f, FALLO_IMPORTE, "a cent too many");
    es_texto(f.arg[2], "-0.01", "... and the message says it");
    l = (LineaActa){GLOSA_EN_CONCILIACION, PESOS(500), -PESOS(100), PESOS(500), PESOS(100)};
    es_fallo(acta_linea_juzgar(&l, &f), &f, FALLO_IMPORTE, "a negative part that adds up");
    l = (LineaActa){GLOSA_EN_CONCILIACION, PESOS(500), 0, 0, PESOS(500)};
    ok(acta_linea_juzgar(&l, &f), "no agreement at all");
    l = (LineaActa){GLOSA_EN_CONCILIACION, CENTAVOS_MAX, CENTAVOS_MAX, CENTAVOS_MAX, CENTAVOS_MAX};
    es_fallo(acta_linea_juzgar(&l, &f), &f, FALLO_IMPORTE, "the greatest amounts do not overflow");
    for (int e = 0; e < GLOSA_ESTADOS; e++) {
        l = (LineaActa){e, PESOS(500), PESOS(100), PESOS(300), PESOS(100)};
        malas += acta_linea_juzgar(&l, &f) != (e == GLOSA_EN_CONCILIACION);
    }
    es_entero(malas, 0, "only what is in conciliation enters an act");
    for (int i = 0; i < 100000; i++) {
        l.estado = GLOSA_EN_CONCILIACION;
        l.pendiente = (Centavos) azar(1000);
        l.aceptado = (Centavos) azar(1000);
        l.levantado = (Centavos) azar(1000);
        l.sin_acuerdo = azar(2) ? l.pendiente - l.aceptado - l.levantado : (Centavos) azar(1000);
        malas += acta_linea_juzgar(&l, &f) !=
                 (l.sin_acuerdo >= 0 && l.aceptado + l.levantado + l.sin_acuerdo == l.pendiente);
    }
    es_entero(malas, 0, "100000 lines pass exactly when they add up");
}

static void
firmas(void)
{
    static const struct {
        const char *cargo;
        bool representa;
    } CARGOS[] = {{"Representante legal", true},
                  {"  REPRESENTANTE LEGAL", true},
                  {"representante legal suplente", true},
                  {"Representante legal (e)", true},
                  {"Representante", false},
                  {"Representante legalmente nombrado", false},
                  {"Gerente", false},
                  {"", false},
                  {"Delegado del representante legal", false}};
    FirmaActa base = {PAPEL_PRESTADOR, "Rosa", "Jefe de cartera", "Poder 1", 0, 0, 3}, s;
    CompromisoActa c = {PAPEL_AMBOS, true, 10, 10};
    Fallo f;

    for (size_t i = 0; i < sizeof CARGOS / sizeof *CARGOS; i++)
        ok(cargo_representa(CARGOS[i].cargo) == CARGOS[i].representa, "'%s' %s", CARGOS[i].cargo,
           CARGOS[i].representa ? "represents" : "does not represent");
    ok(!cargo_representa(NULL), "no post does not represent");
#define FIRMA(cambio, clase, que)                                                                            \
    s = base;                                                                                                \
    cambio;                                                                                                  \
    es_fallo(acta_firma_juzgar(&s, &f), &f, clase, que)
    ok(acta_firma_juzgar(&base, &f), "a delegate with a power");
    s = base;
    s.cargo = "Representante legal";
    s.poder = NULL;
    ok(acta_firma_juzgar(&s, &f), "the legal representative without one");
    FIRMA(s.poder = NULL, FALLO_EVIDENCIA, "a delegate without power");
    FIRMA(s.poder = " ", FALLO_EVIDENCIA, "a power in blank");
    FIRMA(s.firmante = "", FALLO_EVIDENCIA, "nobody");
    FIRMA(s.cargo = NULL, FALLO_EVIDENCIA, "no post");
    FIRMA(s.papel = PAPEL_AMBOS, FALLO_PAPEL, "both at once");
    FIRMA(s.papel = NINGUNO, FALLO_PAPEL, "for no party");
    FIRMA(s.fecha_acta = 1, FALLO_ARGUMENTO, "before the act");
    FIRMA(s.lineas = 0, FALLO_EVIDENCIA, "an act without lines");

    ok(compromiso_juzgar(&c, &f), "a commitment of both, due the same day");
    c.vence = 9;
    es_fallo(compromiso_juzgar(&c, &f), &f, FALLO_ARGUMENTO, "due before the act");
    c.vence = FECHA_NULA;
    es_fallo(compromiso_juzgar(&c, &f), &f, FALLO_EVIDENCIA, "without term");
    c = (CompromisoActa){PAPEL_SISTEMA, true, 10, 10};
    es_fallo(compromiso_juzgar(&c, &f), &f, FALLO_PAPEL, "of nobody");
    c = (CompromisoActa){PAPEL_PAGADOR, false, 10, 10};
    es_fallo(compromiso_juzgar(&c, &f), &f, FALLO_EVIDENCIA, "to nothing");
}

/* ---- payment ------------------------------------------------------------------------------------- */

static void
pagos(void)
{
    Centavos cubierto[4];
    Fecha vence;
    Fallo f;
    int malas = 0;

    ok(reliquidacion_vence(&N, colombia(), dia("2025-06-09"), FECHA_NULA, &vence, &f),
       "the term of the norm");
    es_fecha(vence, "2025-06-16", "... runs from the act");
    ok(reliquidacion_vence(&N, colombia(), dia("2025-06-09"), dia("2025-07-30"), &vence, &f),
       "the commitment");
    es_fecha(vence, "2025-07-30", "... rules when there is one");
    N.plazo[ACTO_PAGAR].existe = false;
    ok(reliquidacion_vence(&N, colombia(), dia("2025-06-09"), FECHA_NULA, &vence, &f), "neither");
    es_fecha(vence, "-", "... no date is invented");

    /* whatever the bases, nobody gets more than is owed, and no peso pays twice */
    for (int i = 0; i < 100000; i++) {
        Centavos base[4], a_pagar[4], pagado = (Centavos) azar(200), suma = 0;
        int n = 1 + (int) azar(4);

        for (int k = 0; k < n; k++) {
            base[k] = (Centavos) azar(50) + (k > 0 ? base[k - 1] : 0);
            a_pagar[k] = (Centavos) azar(60);
        }
        actas_pagado(n, base, a_pagar, pagado, 1, cubierto);
        for (int k = 0; k < n; k++) {
            malas += cubierto[k] < 0 || cubierto[k] > a_pagar[k];
            suma += cubierto[k];
        }
        malas += suma > (pagado > base[0] ? pagado - base[0] : 0);
        actas_pagado(n, base, a_pagar, pagado, 0, cubierto);
        for (int k = 0; k < n; k++)
            malas += cubierto[k] != a_pagar[k];
    }
    es_entero(malas, 0, "100000 payments shared among acts");
}

int
main(void)
{
    N = ley();
    quien_entra();
    preparacion();
    avisos();
    lineas();
    firmas();
    N = ley();
    pagos();
    return terminar();
}
