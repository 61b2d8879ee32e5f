/*
 * ciclo_glosa.c - the rules that the table of the glosa machine (ciclo_glosa_tabla.c) names.
 */
#include "nucleo/ciclo_glosa_interno.h"
#include "nucleo/ciclo_prestacion.h"

#include <stdio.h>
#include <string.h>

/* ---- what is owed ----------------------------------------------------------- */

int
glosa_acto_debido(int estado, bool subsanada)
{
    return estado == GLOSA_RATIFICADA && subsanada ? ACTO_CITAR : GLOSA_DEBE[estado].acto;
}

int
glosa_acto_debido_en(const Norma *n, int estado, bool subsanada)
{
    return estado == GLOSA_FORMULADA && n->plazo[ACTO_NOTIFICAR].existe
               ? ACTO_NOTIFICAR
               : glosa_acto_debido(estado, subsanada);
}

int
glosa_acto_juzgado(const Transicion *t, const Norma *n)
{
    return t->evento == EV_NOTIFICAR && n->plazo[ACTO_NOTIFICAR].existe ? ACTO_NOTIFICAR : t->acto;
}

bool
glosa_exige_contenido(int evento)
{
    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++)
        if (MAQUINA_GLOSA.filas[i].evento == evento && (MAQUINA_GLOSA.filas[i].guardias & G_CONTENIDO) != 0)
            return true;
    return false;
}

static int
quien_debe(const CasoGlosa *d)
{
    return d->estado == GLOSA_RATIFICADA && d->subsanada ? PAPEL_AMBOS : GLOSA_DEBE[d->estado].quien;
}

/* ---- small helpers -------------------------------------------------------- */

static const char *
numero(int n, char *buf)
{
    snprintf(buf, 16, "%d", n);
    return buf;
}

static bool
falta(Fallo *f, const char *mensaje, const char *sugerencia)
{
    return fallar(f, FALLO_EVIDENCIA, mensaje, NULL, sugerencia, NULL);
}

/* An amount between zero and what is available, or KG004 with both. */
static bool
importe_dentro(Centavos valor, Centavos maximo, const char *que, Fallo *f)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];

    if (valor < 0)
        return fallar(f, FALLO_IMPORTE, "amount is negative", "%s: %s.", NULL, que, dinero_texto(valor, a),
                      NULL);
    if (valor > maximo)
        return fallar(f, FALLO_IMPORTE, "amount exceeds what is available",
                      "%s: %s; available: %s; difference: %s.", NULL, que, dinero_texto(valor, a),
                      dinero_texto(maximo, b), dinero_texto(valor - maximo, c), NULL);
    return true;
}

static bool
orden_de_fechas(Fecha fecha, Fecha anterior, Fallo *f)
{
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    if (fecha >= anterior)
        return true;
    return fallar(f, FALLO_ARGUMENTO, "date is before the previous act", "Date: %s; previous act: %s.", NULL,
                  fecha_texto(fecha, a), fecha_texto(anterior, b), NULL);
}

/* ---- formulation ------------------------------------------------------------ */

static bool
codigo_de_glosa(CodigoGlosa codigo, bool oficial, const Norma *n, Fallo *f)
{
    char t[CODIGO_TEXTO];

    codigo_texto(codigo, t);
    if (codigo_clase(codigo) != CLASE_GLOSA)
        return fallar(f, FALLO_CODIGO, "code is not of class glosa", "Code: %s.", NULL, t, NULL);
    if (codigo_nivel(codigo) == 1)
        return fallar(f, FALLO_CODIGO, "code names only a general concept", "Code: %s.",
                      "Use the specific concept or the cause.", t, NULL);
    if (!oficial)
        return fallar(f, FALLO_CODIGO, "code is not in the official list", "Code: %s.",
                      "A site may admit it with a row in cartera.codigo_adicional.", t, NULL);
    if (n->manual != 0 && (int) codigo_manual(codigo) != n->manual)
        return fallar(f, FALLO_CODIGO, "code is not of the manual that rules the invoice",
                      "Code: %s; manual: %s; norm: %s.", NULL, t, n->manual == MANUAL_2284 ? "2284" : "3047",
                      n->id, NULL);
    return true;
}

static bool
cupo_de_formulacion(const FormulacionGlosa *g, const Norma *n, bool *excede_linea, Fallo *f)
{
    char t[DINERO_TEXTO];

    *excede_linea = false;
    if (g->valor <= 0)
        return fallar(f, FALLO_IMPORTE, "amount must be greater than zero", "Amount: %s.", NULL,
                      dinero_texto(g->valor, t), NULL);
    if (g->cupo_linea >= 0 && !prestacion_glosable(g->linea, g->estado_linea, f))
        return false;
    if (g->cupo_linea >= 0 && g->valor > g->cupo_linea) {
        if (n->tope_linea_rechaza)
            return importe_dentro(g->valor, g->cupo_linea, "line", f);
        *excede_linea = true;
    }
    return importe_dentro(g->valor, g->cupo_factura, "invoice", f);
}

bool
glosa_formular(const FormulacionGlosa *g, const Norma *n, CasoGlosa *caso, bool *excede_linea, Fallo *f)
{
    bool tardia;

    if (g->papel != NINGUNO && g->papel != PAPEL_PAGADOR)
        return fallar(f, FALLO_PAPEL, "this party may not do this act", "Event: %s; party: %s; allowed: %s.",
                      NULL, "formular", PAPELES[g->papel], "pagador", NULL);
    if (!g->admite_glosas)
        return fallar(f, FALLO_TRANSICION, "invoice does not admit glosas", "State of the invoice: %s.", NULL,
                      g->estado_factura, NULL);
    if (!orden_de_fechas(g->fecha, g->fecha_radicacion, f) ||
        !codigo_de_glosa(g->codigo, g->codigo_oficial, n, f))
        return false;
    if (g->con_origen && !g->origen_valido)
        return fallar(f, FALLO_TRANSICION, "glosa of origin is not an answered glosa of this invoice", NULL,
                      NULL, NULL);
    if (g->notificada && !g->con_origen && n->glosas_nuevas_rechaza)
        return fallar(f, FALLO_TRANSICION, "no new glosas after the first notification", "Norm: %s.",
                      "Only facts found in an answer allow it: give origen_glosa_id.", n->id, NULL);
    if (!cupo_de_formulacion(g, n, excede_linea, f))
        return false;
    /* a glosa born of an answer runs no term of its own from the filing */
    if (!norma_juzgar(n, g->con_origen ? NINGUNO : ACTO_FORMULAR, g->vence, g->fecha, &tardia, f))
        return false;
    memset(caso, 0, sizeof(*caso));
    caso->estado = GLOSA_FORMULADA;
    caso->estado_previo = caso->causa = NINGUNO;
    caso->quien_debe = PAPEL_PAGADOR;
    caso->ultimo_evento = EV_FORMULAR;
    caso->secuencia = 1;
    caso->valor = caso->pendiente = g->valor;
    caso->fecha = caso->ultima_fecha = g->fecha;
    caso->vence = n->plazo[ACTO_NOTIFICAR].existe ? g->vence_notificar
                  : g->con_origen                 ? FECHA_NULA
                                                  : g->vence;
    caso->vence_previo = FECHA_NULA;
    caso->extemporanea = caso->formulada_tarde = tardia;
    return true;
}

/* ---- guards of an event ------------------------------------------------------- */

static bool
respuesta_valida(const CasoGlosa *caso, const ActoGlosa *a, Fallo *f)
{
    char t[CODIGO_TEXTO];

    if (a->respuesta == 0)
        return falta(f, "an answer needs its code",
                     "Give codigo_respuesta: a code of class respuesta of the manual.");
    codigo_texto(a->respuesta, t);
    if (codigo_clase(a->respuesta) != CLASE_RESPUESTA || !codigo_responde_glosa(a->respuesta))
        return fallar(f, FALLO_CODIGO, "code is not an answer to a glosa", "Code: %s.", NULL, t, NULL);
    if (!a->respuesta_oficial)
        return fallar(f, FALLO_CODIGO, "code is not in the official list", "Code: %s.",
                      "A site may admit it with a row in cartera.codigo_adicional.", t, NULL);
    if (a->respuesta_manual != 0 && (int) codigo_manual(a->respuesta) != a->respuesta_manual)
        return fallar(f, FALLO_CODIGO, "code is not of the manual that rules the invoice", "Code: %s.", NULL,
                      t, NULL);
    if (codigo_emisor(a->respuesta) == EMISOR_PAGADOR)
        return fallar(f, FALLO_PAPEL, "this answer code is issued by the payer", "Code: %s.", NULL, t, NULL);
    /* RE9502 alleges that the glosa came late: it must have */
    if (codigo_alega_extemporaneidad(a->respuesta) && !caso->formulada_tarde)
        return fallar(f, FALLO_CODIGO, "the glosa was formulated in term", "Code: %s.", NULL, t, NULL);
    return true;
}

static bool
comunicaciones_suficientes(const CasoGlosa *caso, const Norma *n, Fallo *f)
{
    char a[16], b[16];

    if (n->comunicaciones_para_silencio == NINGUNO)
        return fallar(f, FALLO_TRANSICION, "the norm does not close by silence", "Norm: %s.", NULL, n->id,
                      NULL);
    if (caso->comunicaciones < n->comunicaciones_para_silencio)
        return fallar(f, FALLO_EVIDENCIA, "closing by silence needs effective notices",
                      "Effective notices: %s; required: %s; norm: %s.",
                      "A notice is effective with its acknowledgement of receipt.",
                      numero(caso->comunicaciones, a), numero(n->comunicaciones_para_silencio, b), n->id,
                      NULL);
    return true;
}

/*
 * The act whose expiry lets the other party close from this state with this cause. The row of the answer
 * also opens the closing by silence, which then asks for the effective notices of the norm.
 */
static bool
norma_habilita(const CasoGlosa *caso, int causa, const Norma *n, Fallo *f)
{
    int acto = GLOSA_DEBE[caso->estado].acto;
    const TerminoNorma *t = acto == NINGUNO ? NULL : &n->plazo[acto];

    if (t != NULL && t->existe && t->activo && t->al_vencer == EFECTO_HABILITAR_CIERRE &&
        (t->causa == causa || (causa == CAUSA_SILENCIO && acto == ACTO_RESPONDER)))
        return true;
    return fallar(f, FALLO_TRANSICION, "the norm does not enable this closing",
                  "Norm: %s; act: %s; cause: %s.", NULL, n->id, acto == NINGUNO ? "" : ACTOS[acto],
                  MAQUINA_GLOSA.causas[causa], NULL);
}

/* Guards that depend on the case, the norm and the date, not on what the event brings. */
static bool
guardias_de_momento(const CasoGlosa *caso, const Transicion *t, const Norma *n, int papel, Fecha fecha,
                    Fecha hoy, Fallo *f)
{
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    if ((t->guardias & G_UNA_VEZ) != 0 && caso->subsanada)
        return fallar(f, FALLO_TRANSICION, "the glosa was already cured once", NULL, NULL, NULL);
    if ((t->guardias & G_NORMA_CIERRA) != 0 && !norma_habilita(caso, t->causa, n, f))
        return false;
    if ((t->guardias & G_VENCIDA) != 0 && !plazo_vencido(caso->vence, papel, fecha, hoy))
        return fallar(f, FALLO_TRANSICION, "the term is still running", "Due: %s; date of the act: %s.", NULL,
                      caso->vence == FECHA_NULA ? "-" : fecha_texto(caso->vence, a), fecha_texto(fecha, b),
                      NULL);
    if ((t->guardias & G_SIN_ACTA) != 0 && n->acta_para_ratificadas)
        return fallar(f, FALLO_TRANSICION, "a ratified glosa closes only with a signed act", "Norm: %s.",
                      NULL, n->id, NULL);
    if ((t->guardias & G_COMUNICACIONES) != 0 && !comunicaciones_suficientes(caso, n, f))
        return false;
    return true;
}

/* Reasons to stop the clocks; the last three are consultations of the payer within its house. */
static const struct {
    const char *causa;
    int acto; /* that answers it, or NINGUNO */
} MOTIVOS[] = {{"litigio", NINGUNO},
               {"embargo", NINGUNO},
               {"entidad_en_liquidacion", NINGUNO},
               {"tarifa_por_definir", ACTO_CONSULTAR_TARIFA},
               {"afiliacion", ACTO_CONSULTAR_AFILIACION},
               {"cobertura", ACTO_CONSULTAR_COBERTURA}};

int
glosa_acto_de_suspension(const char *causa)
{
    for (size_t i = 0; causa != NULL && i < sizeof(MOTIVOS) / sizeof(MOTIVOS[0]); i++)
        if (strcmp(causa, MOTIVOS[i].causa) == 0)
            return MOTIVOS[i].acto;
    return NINGUNO;
}

static bool
motivo_de_suspension(const char *causa, Fallo *f)
{
    if (causa == NULL || causa[0] == '\0')
        return falta(f, "a suspension needs its reason",
                     "Give evidencia {\"causa\": …}: litigio, embargo, entidad_en_liquidacion, "
                     "tarifa_por_definir, afiliacion or cobertura.");
    for (size_t i = 0; i < sizeof(MOTIVOS) / sizeof(MOTIVOS[0]); i++)
        if (strcmp(causa, MOTIVOS[i].causa) == 0)
            return true;
    return fallar(
        f, FALLO_ARGUMENTO, "reason of suspension is not known", "Reason: %s.",
        "Use litigio, embargo, entidad_en_liquidacion, tarifa_por_definir, afiliacion or cobertura.", causa,
        NULL);
}

/* Guards on what the event brings. */
static bool
guardias_de_contenido(const CasoGlosa *caso, const Transicion *t, const ActoGlosa *a, Fallo *f)
{
    uint32_t g = t->guardias;

    if ((g & G_ACTA) != 0 && !a->acta)
        return falta(f, "conciliation happens only through an act signed by both parties", NULL);
    if ((g & G_ACUSE) != 0 && !a->acuse)
        return falta(f, "a notification needs its acknowledgement of receipt",
                     "Give evidencia {\"acuse\": …}.");
    if ((g & G_CONTENIDO) != 0 && a->falta_contenido != NULL)
        return fallar(f, FALLO_EVIDENCIA, "the content of the notification is not complete", "Missing: %s.",
                      NULL, a->falta_contenido, NULL);
    if ((g & G_RESPUESTA) != 0 && !respuesta_valida(caso, a, f))
        return false;
    if ((g & G_COMENTARIO) != 0 && !a->comentario)
        return falta(f, "a comment is mandatory", NULL);
    if ((g & G_REFERENCIA) != 0 && !a->referencia)
        return falta(f, "the reference of the filing is mandatory", "Give evidencia {\"referencia\": …}.");
    if ((g & G_EVIDENCIA) != 0 && !a->evidencia && !a->comentario)
        return falta(f, "this closing needs its evidence", NULL);
    if ((g & G_MOTIVO) != 0 && !motivo_de_suspension(a->causa_suspension, f))
        return false;
    if ((g & G_CITA) != 0) {
        if (a->fecha_cita == FECHA_NULA)
            return falta(f, "a citation needs the date of the meeting",
                         "Give evidencia {\"fecha_cita\": \"AAAA-MM-DD\"}.");
        if (!orden_de_fechas(a->fecha_cita, a->fecha, f))
            return false;
    }
    return true;
}

/* ---- amounts -------------------------------------------------------------------- */

/* Complete and check the amounts of the event against the pending one. */
static bool
importes(const CasoGlosa *caso, uint32_t g, ActoGlosa *a, Fallo *f)
{
    char x[DINERO_TEXTO], y[DINERO_TEXTO], z[DINERO_TEXTO];
    Centavos total;

    if ((g & G_TODO_ACEPTADO) != 0 && !a->con_aceptado)
        a->aceptado = caso->pendiente;
    if ((g & G_TODO_LEVANTADO) != 0 && !a->con_levantado)
        a->levantado = caso->pendiente;
    if ((g & (G_ACEPTA | G_TODO_ACEPTADO)) == 0 && a->con_aceptado && a->aceptado != 0)
        return fallar(f, FALLO_IMPORTE, "this event takes no accepted amount", "Amount: %s.", NULL,
                      dinero_texto(a->aceptado, x), NULL);
    if ((g & (G_LEVANTA | G_TODO_LEVANTADO)) == 0 && a->con_levantado && a->levantado != 0)
        return fallar(f, FALLO_IMPORTE, "this event takes no lifted amount", "Amount: %s.", NULL,
                      dinero_texto(a->levantado, x), NULL);
    if (!importe_dentro(a->aceptado, caso->pendiente, "valor_aceptado", f) ||
        !importe_dentro(a->levantado, caso->pendiente - a->aceptado, "valor_levantado", f))
        return false;
    total = a->aceptado + a->levantado;
    if ((g & (G_CUBRE | G_TODO_ACEPTADO | G_TODO_LEVANTADO)) != 0 && total != caso->pendiente)
        return fallar(f, FALLO_IMPORTE, "the amounts do not cover what is pending",
                      "Given: %s; pending: %s; difference: %s.", NULL, dinero_texto(total, x),
                      dinero_texto(caso->pendiente, y), dinero_texto(caso->pendiente - total, z), NULL);
    return true;
}

/* ---- choosing the row ------------------------------------------------------------- */

static bool
rama_vale(int rama, Centavos queda)
{
    return rama == RAMA_SIEMPRE || (rama == RAMA_SIN_PENDIENTE) == (queda == 0);
}

/* The row that rules the event, amounts aside (rows of one event differ only in branch). */
static const Transicion *
fila_de(int estado, int evento, int causa)
{
    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++) {
        const Transicion *t = &MAQUINA_GLOSA.filas[i];

        if ((t->desde & DE(estado)) != 0 && t->desde != DE_NADA && t->evento == evento && t->causa == causa)
            return t;
    }
    return NULL;
}

static bool
transicion_negada(const CasoGlosa *caso, const ActoGlosa *a, Fallo *f)
{
    char permitidos[FALLO_ARG_MAX], evento[48];

    snprintf(evento, sizeof(evento), "%s%s%s", MAQUINA_GLOSA.eventos[a->evento],
             a->causa == NINGUNO ? "" : " ", a->causa == NINGUNO ? "" : MAQUINA_GLOSA.causas[a->causa]);
    if (a->evento == EV_CERRAR && a->causa == NINGUNO && (MAQUINA_GLOSA.terminales & DE(caso->estado)) == 0)
        return falta(f, "closing needs its cause",
                     "Give causa_cierre: tacita, silencio, liquidacion_entidad or prescripcion.");
    return fallar(f, FALLO_TRANSICION, "event is not allowed from this state",
                  "State: %s; event: %s; allowed: %s.", NULL, MAQUINA_GLOSA.estados[caso->estado], evento,
                  maquina_eventos_de(&MAQUINA_GLOSA, caso->estado, permitidos, sizeof(permitidos)), NULL);
}

/* The party that acts: the one given, or the only one that may. */
static bool
resolver_papel(const Transicion *t, ActoGlosa *a, Fallo *f)
{
    char quien[48];

    if (a->papel == NINGUNO) {
        for (int p = 0; p < PAPEL_N; p++)
            if (t->quien == DE(p))
                a->papel = p;
        if (a->papel == NINGUNO)
            return fallar(f, FALLO_PAPEL, "the party that acts must be given", "Event: %s; allowed: %s.",
                          NULL, MAQUINA_GLOSA.eventos[a->evento],
                          maquina_quien(t->quien, quien, sizeof(quien)), NULL);
        return true;
    }
    if ((t->quien & DE(a->papel)) != 0)
        return true;
    return fallar(f, FALLO_PAPEL, "this party may not do this act", "Event: %s; party: %s; allowed: %s.",
                  NULL, MAQUINA_GLOSA.eventos[a->evento], PAPELES[a->papel],
                  maquina_quien(t->quien, quien, sizeof(quien)), NULL);
}

/* ---- clocks ------------------------------------------------------------------------- */

/*
 * Due date of the consultation that a suspension opens: its own term, and in any case the last day that a
 * consultation may be open, counted from the filing of the invoice. FECHA_NULA: none (litigio…).
 */
static bool
vence_consulta(const ActoGlosa *a, const Norma *n, const Calendario *c, Fecha *vence, Fallo *f)
{
    int acto = glosa_acto_de_suspension(a->causa_suspension);
    Fecha tope = FECHA_NULA;

    *vence = FECHA_NULA;
    if (acto == NINGUNO)
        return true;
    if (!norma_vence(n, c, acto, a->fecha, vence, f) ||
        (a->radicacion != FECHA_NULA && !norma_vence(n, c, ACTO_CERRAR_CONSULTA, a->radicacion, &tope, f)))
        return false;
    if (tope != FECHA_NULA && tope >= a->fecha && (*vence == FECHA_NULA || tope < *vence))
        *vence = tope;
    return true;
}

/*
 * On resuming, the due date moves by the business days stopped. A consultation (it has a due date of its own)
 * stops the clock at most until the last day that it may be open.
 */
static bool
reanudar_reloj(CasoGlosa *caso, Fecha desde, const ActoGlosa *a, const Norma *n, const Calendario *c,
               Fallo *f)
{
    Fecha hasta = a->fecha, tope = FECHA_NULA;
    int32_t parados;

    if (caso->vence != FECHA_NULA && a->radicacion != FECHA_NULA &&
        !norma_vence(n, c, ACTO_CERRAR_CONSULTA, a->radicacion, &tope, f))
        return false;
    if (tope != FECHA_NULA && tope < hasta)
        hasta = tope > desde ? tope : desde;
    caso->vence = caso->vence_previo;
    caso->vence_previo = FECHA_NULA;
    if (caso->vence == FECHA_NULA)
        return true;
    if (!calendario_contar(c, desde, hasta, &parados, f))
        return false;
    return parados == 0 || calendario_sumar(c, caso->vence, parados, &caso->vence, f);
}

/* Next due date and who owes the next act, by the state reached. */
static bool
siguiente_plazo(const CasoGlosa *antes, const ActoGlosa *a, CasoGlosa *d, const Norma *n, const Calendario *c,
                Fallo *f)
{
    switch (a->evento) {
        case EV_COMUNICAR: /* a notice moves no clock */
            return true;
        case EV_SUSPENDER:
            d->vence_previo = antes->vence;
            if (!vence_consulta(a, n, c, &d->vence, f))
                return false;
            d->quien_debe = d->vence == FECHA_NULA ? NINGUNO : PAPEL_PAGADOR;
            return true;
        case EV_REANUDAR:
            d->quien_debe = quien_debe(d);
            return reanudar_reloj(d, antes->ultima_fecha, a, n, c, f);
        case EV_CITAR:
            if (d->estado == GLOSA_NOTIFICADA)
                return true; /* the answer is still owed, and still late */
            d->vence = a->fecha_cita;
            d->quien_debe = PAPEL_AMBOS;
            return true;
        default:
            break;
    }
    d->vence_previo = FECHA_NULA;
    d->quien_debe = quien_debe(d);
    return norma_vence(n, c, glosa_acto_debido(d->estado, d->subsanada), a->fecha, &d->vence, f);
}

/* ---- causes ---------------------------------------------------------------------------- */

static int
causa_por_importes(const CasoGlosa *caso)
{
    if (caso->aceptado == caso->valor)
        return CAUSA_ACEPTADA;
    return caso->levantado == caso->valor ? CAUSA_LEVANTADA : CAUSA_MIXTA;
}

static int
causa_de_cierre(const CasoGlosa *caso, int evento, int causa)
{
    switch (evento) {
        case EV_CERRAR:
            return causa;
        case EV_CONCILIAR:
            return CAUSA_CONCILIADA;
        case EV_FALLAR:
            return CAUSA_FALLO;
        default:
            return causa_por_importes(caso);
    }
}

/* State, amounts and marks after an event already judged; shared by the live path and the fold. */
static void
avanzar(CasoGlosa *d, int evento, int hacia, int causa, Fecha fecha, Centavos aceptado, Centavos levantado,
        bool tardia, bool acuse)
{
    int antes = d->estado;

    d->aceptado += aceptado;
    d->levantado += levantado;
    d->pendiente -= aceptado + levantado;
    d->secuencia++;
    d->ultimo_evento = evento;
    d->ultima_fecha = fecha;
    d->extemporanea |= tardia;
    if (evento == EV_NOTIFICAR)
        d->formulada_tarde |= tardia;
    if (evento == EV_SUBSANAR)
        d->subsanada = true;
    if (evento == EV_COMUNICAR && acuse)
        d->comunicaciones++;
    d->estado = hacia == HACIA_MISMO ? antes : hacia == HACIA_PREVIO ? d->estado_previo : hacia;
    if (evento == EV_SUSPENDER)
        d->estado_previo = antes;
    else if (antes == GLOSA_SUSPENDIDA)
        d->estado_previo = NINGUNO;
    if (d->estado == GLOSA_CERRADA)
        d->causa = causa_de_cierre(d, evento, causa);
}

/* ---- the event ----------------------------------------------------------------------------- */

bool
glosa_cita_debida(const Norma *n, const Calendario *c, Fecha vence, int *quien, Fecha *cita)
{
    *quien = PAPEL_PAGADOR;
    *cita = FECHA_NULA;
    if (!n->plazo[ACTO_CITAR].existe || !n->plazo[ACTO_CITAR].tras_vencer || vence == FECHA_NULA)
        return false;
    if (!norma_vence(n, c, ACTO_CITAR, vence, cita, NULL))
        *cita = FECHA_NULA;
    return true;
}

/*
 * A meeting has a term of its own: from the expiry of the answer that did not come, or from the act that left the
 * glosa without agreement. Late it is only marked, whatever the norm says: refused, the glosa would have no way out.
 * Moving a meeting is not calling one.
 */
static bool
citada_tarde(const CasoGlosa *antes, const ActoGlosa *acto, const Norma *n, const Calendario *c)
{
    const TerminoNorma *t = &n->plazo[ACTO_CITAR];
    Fecha vence = antes->vence;
    int quien;

    if (acto->ya_citada || vence == FECHA_NULA || !t->existe || !t->activo || t->al_vencer == EFECTO_NINGUNO)
        return false;
    if (antes->estado == GLOSA_NOTIFICADA)
        return glosa_cita_debida(n, c, vence, &quien, &vence) && vence != FECHA_NULA && acto->fecha > vence;
    return glosa_acto_debido(antes->estado, antes->subsanada) == ACTO_CITAR && acto->fecha > vence;
}

bool
glosa_aplicar(const CasoGlosa *antes, ActoGlosa *acto, const Norma *n, const Calendario *c,
              CasoGlosa *despues, bool *tardia, Fallo *f)
{
    const Transicion *t = fila_de(antes->estado, acto->evento, acto->causa);
    Centavos queda;

    if (t == NULL)
        return transicion_negada(antes, acto, f);
    if (!resolver_papel(t, acto, f) || !orden_de_fechas(acto->fecha, antes->ultima_fecha, f) ||
        !guardias_de_momento(antes, t, n, acto->papel, acto->fecha, acto->con_hoy ? acto->hoy : FECHA_NULA,
                             f) ||
        !norma_juzgar(n, glosa_acto_juzgado(t, n), antes->vence, acto->fecha, tardia, f) ||
        !guardias_de_contenido(antes, t, acto, f) || !importes(antes, t->guardias, acto, f))
        return false;
    *tardia |= acto->evento == EV_CITAR && citada_tarde(antes, acto, n, c);
    queda = antes->pendiente - acto->aceptado - acto->levantado;
    if ((t->guardias & G_JUSTIFICA) != 0 && queda > 0 && !acto->comentario)
        return falta(f, "not accepting everything needs a justification", NULL);
    while (!rama_vale(t->rama, queda))
        t++; /* the rows of one event stand together, one for each branch */
    *despues = *antes;
    avanzar(despues, acto->evento, t->hacia, acto->causa, acto->fecha, acto->aceptado, acto->levantado,
            *tardia, acto->acuse);
    return siguiente_plazo(antes, acto, despues, n, c, f);
}

/*
 * Closings by what happened outside of the case rest on their evidence (a liquidation act, a ruling); what the
 * data say may not agree. Ley 1797/2016 art. 9 par. 4: nothing prescribes for a payer who does not show that it
 * managed the conciliation.
 */
const char *
glosa_hecho_en_duda(const ActoGlosa *a)
{
    if (a->evento != EV_CERRAR)
        return NULL;
    if (a->causa == CAUSA_LIQUIDACION_ENTIDAD && !a->entidad_liquidada)
        return gettext_noop("neither entity is marked as liquidated");
    if (a->causa != CAUSA_PRESCRIPCION)
        return NULL;
    if (a->prescribe == FECHA_NULA || a->fecha <= a->prescribe)
        return gettext_noop("by the dates recorded the action has not prescribed");
    return a->gestion ? NULL
                      : gettext_noop("no notice or meeting shows that the payer managed the conciliation");
}

bool
glosa_fila_permitida(const CasoGlosa *caso, const Transicion *t, const Norma *n, Fecha fecha)
{
    bool tardia;

    return t->desde != DE_NADA && (t->desde & DE(caso->estado)) != 0 && fecha >= caso->ultima_fecha &&
           guardias_de_momento(caso, t, n, NINGUNO, fecha, FECHA_NULA, NULL) &&
           norma_juzgar(n, glosa_acto_juzgado(t, n), caso->vence, fecha, &tardia, NULL) &&
           (t->guardias & G_ACTA) == 0;
}

/* ---- the expiry of a term ------------------------------------------------------------------------ */

bool
glosa_efecto_vencido(const CasoGlosa *caso, const Norma *n, Fecha al, int *causa, Fecha *fecha)
{
    int acto = glosa_acto_debido(caso->estado, caso->subsanada);
    const TerminoNorma *p = acto == NINGUNO ? NULL : &n->plazo[acto];

    if (p == NULL || !p->existe || !p->activo || p->al_vencer != EFECTO_HABILITAR_CIERRE ||
        caso->vence == FECHA_NULA)
        return false;
    *fecha = caso->ultima_fecha > caso->vence ? caso->ultima_fecha : caso->vence;
    if (*fecha >= al) /* the day of the effect is over */
        return false;
    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++) {
        const Transicion *t = &MAQUINA_GLOSA.filas[i];

        if (t->evento == EV_CERRAR && t->causa == p->causa && (t->desde & DE(caso->estado)) != 0 &&
            (t->quien & DE(PAPEL_SISTEMA)) != 0 && (t->guardias & G_VENCIDA) != 0 &&
            guardias_de_momento(caso, t, n, PAPEL_SISTEMA, *fecha, al, NULL)) {
            *causa = p->causa;
            return true;
        }
    }
    return false;
}

/* ---- the fold --------------------------------------------------------------------------------- */

static bool
plegar_formular(CasoGlosa *caso, const EventoGuardado *e, Fallo *f)
{
    if (e->secuencia != 1 || caso->secuencia != 0)
        return fallar(f, FALLO_TRANSICION, "history does not begin with formular", NULL, NULL, NULL);
    memset(caso, 0, sizeof(*caso));
    caso->estado = GLOSA_FORMULADA;
    caso->estado_previo = caso->causa = NINGUNO;
    caso->ultimo_evento = EV_FORMULAR;
    caso->secuencia = 1;
    caso->valor = caso->pendiente = e->valor;
    caso->fecha = caso->ultima_fecha = e->fecha;
    caso->vence_previo = FECHA_NULA;
    caso->extemporanea = caso->formulada_tarde = e->extemporanea;
    caso->vence = e->vence;
    caso->quien_debe = e->quien_debe;
    return true;
}

bool
glosa_plegar(CasoGlosa *caso, const EventoGuardado *e, Fallo *f)
{
    const Transicion *t;
    Fecha vencia = caso->vence;
    Centavos queda;
    char a[16];

    if (e->evento == EV_FORMULAR)
        return plegar_formular(caso, e, f);
    if (caso->secuencia == 0 || e->secuencia != caso->secuencia + 1)
        return fallar(f, FALLO_TRANSICION, "history has a gap", "Sequence: %s.", NULL,
                      numero(e->secuencia, a), NULL);
    t = fila_de(caso->estado, e->evento, e->evento == EV_CERRAR ? e->causa : NINGUNO);
    if (t == NULL)
        return fallar(f, FALLO_TRANSICION, "history contradicts the machine", "Sequence: %s; from %s by %s.",
                      NULL, numero(e->secuencia, a), MAQUINA_GLOSA.estados[caso->estado],
                      MAQUINA_GLOSA.eventos[e->evento], NULL);
    if (!importe_dentro(e->aceptado, caso->pendiente, "valor_aceptado", f) ||
        !importe_dentro(e->levantado, caso->pendiente - e->aceptado, "valor_levantado", f) ||
        !orden_de_fechas(e->fecha, caso->ultima_fecha, f))
        return false;
    queda = caso->pendiente - e->aceptado - e->levantado;
    while (!rama_vale(t->rama, queda))
        t++;
    avanzar(caso, e->evento, t->hacia, e->causa, e->fecha, e->aceptado, e->levantado, e->extemporanea,
            e->acuse);
    if (caso->estado != e->estado)
        return fallar(f, FALLO_TRANSICION, "history contradicts the machine",
                      "Sequence: %s; state recorded: %s; state by the rules: %s.", NULL,
                      numero(e->secuencia, a), MAQUINA_GLOSA.estados[e->estado],
                      MAQUINA_GLOSA.estados[caso->estado], NULL);
    caso->vence_previo = e->evento == EV_SUSPENDER ? vencia : FECHA_NULA;
    caso->vence = e->vence;
    caso->quien_debe = e->quien_debe;
    return true;
}

bool
glosa_plegar_con(CasoGlosa *caso, const EventoGuardado *e, const ActoGlosa *a, const Norma *n,
                 const Calendario *c, Fallo *f)
{
    CasoGlosa antes = *caso;

    if (!glosa_plegar(caso, e, f))
        return false;
    if (e->evento != EV_FORMULAR) {
        /* as in the live case, the clocks go on from those before the event, not from what it recorded */
        caso->vence = antes.vence;
        caso->vence_previo = antes.vence_previo;
        caso->quien_debe = antes.quien_debe;
        return siguiente_plazo(&antes, a, caso, n, c, f);
    }
    if (n->plazo[ACTO_NOTIFICAR].existe)
        return norma_vence(n, c, ACTO_NOTIFICAR, e->fecha, &caso->vence, f);
    /* a glosa born of an answer runs no term of its own */
    return e->vence == FECHA_NULA || norma_vence(n, c, ACTO_FORMULAR, a->radicacion, &caso->vence, f);
}
