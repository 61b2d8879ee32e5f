/*
 * fuzz_glosa.c - the life of a glosa under any norm, calendar and sequence of acts.
 *
 * The machine is held against the table of the law written again here, in
 * another shape; amounts, dates and clocks against their identities; the
 * events that come out are folded back and must give the same case.
 */
#include "norma_azar.h"

/* ---- the table, written again ----------------------------------------------------- */

#define E(x) (1u << GLOSA_##x)
#define P(x) (1u << PAPEL_##x)
#define ABIERTOS                                                                                             \
    (E(FORMULADA) | E(NOTIFICADA) | E(RESPONDIDA) | E(RATIFICADA) | E(SUBSANADA) | E(EN_CONCILIACION) |      \
     E(EN_JURISDICCION))

/* From which states each event leaves, who may do it, and whether it can change the amounts. */
typedef struct Regla {
    unsigned desde, quien;
    bool acepta, levanta;
} Regla;

static Regla
regla(int evento, int causa, int estado)
{
    const unsigned partes = P(PAGADOR) | P(PRESTADOR), todos = partes | P(SISTEMA);

    switch (evento) {
        case EV_NOTIFICAR:
            return (Regla){E(FORMULADA), P(PAGADOR), false, false};
        case EV_RESPONDER:
            return (Regla){E(NOTIFICADA), P(PRESTADOR), true, false};
        case EV_DECIDIR:
            return (Regla){E(RESPONDIDA) | E(SUBSANADA), P(PAGADOR), false, true};
        case EV_SUBSANAR:
            return (Regla){E(RATIFICADA), P(PRESTADOR), true, false};
        case EV_COMUNICAR:
        case EV_CITAR:
            return (Regla){E(NOTIFICADA) | E(RATIFICADA) | E(EN_CONCILIACION), partes, false, false};
        case EV_CONCILIAR:
            return (Regla){E(EN_CONCILIACION), P(AMBOS), true, true};
        case EV_ESCALAR:
            return (Regla){E(RATIFICADA) | E(EN_CONCILIACION), P(PRESTADOR), false, false};
        case EV_FALLAR:
            return (Regla){E(EN_JURISDICCION), P(SISTEMA), true, true};
        case EV_SUSPENDER:
            return (Regla){ABIERTOS, P(PAGADOR), false, false};
        case EV_REANUDAR:
            return (Regla){E(SUSPENDIDA), P(PAGADOR), false, false};
        case EV_ANULAR:
            return (Regla){E(FORMULADA), P(PAGADOR), false, false};
        case EV_CERRAR:
            break;
        default:
            return (Regla){0, 0, false, false};
    }
    switch (causa) {
        case CAUSA_TACITA:
            return (Regla){E(NOTIFICADA), P(PAGADOR) | P(SISTEMA), true, false};
        case CAUSA_SILENCIO:
            if (estado == GLOSA_RESPONDIDA || estado == GLOSA_SUBSANADA)
                return (Regla){E(RESPONDIDA) | E(SUBSANADA), P(PRESTADOR) | P(SISTEMA), false, true};
            return (Regla){E(NOTIFICADA) | E(RATIFICADA) | E(EN_CONCILIACION), P(PAGADOR) | P(SISTEMA), true,
                           false};
        case CAUSA_LIQUIDACION_ENTIDAD:
        case CAUSA_PRESCRIPCION:
            return (Regla){ABIERTOS | E(SUSPENDIDA), todos, true, false};
        default:
            return (Regla){0, 0, false, false};
    }
}

/* Where the event leads. */
static int
destino(const CasoGlosa *antes, const ActoGlosa *a, Centavos pendiente)
{
    bool todo = pendiente == 0;

    switch (a->evento) {
        case EV_NOTIFICAR:
            return GLOSA_NOTIFICADA;
        case EV_RESPONDER:
            return todo ? GLOSA_CERRADA : GLOSA_RESPONDIDA;
        case EV_DECIDIR:
            return todo ? GLOSA_CERRADA : GLOSA_RATIFICADA;
        case EV_SUBSANAR:
            return todo ? GLOSA_CERRADA : GLOSA_SUBSANADA;
        case EV_COMUNICAR:
            return antes->estado;
        case EV_CITAR:
            return antes->estado == GLOSA_NOTIFICADA ? GLOSA_NOTIFICADA : GLOSA_EN_CONCILIACION;
        case EV_CONCILIAR:
            return todo ? GLOSA_CERRADA : GLOSA_EN_CONCILIACION;
        case EV_ESCALAR:
            return GLOSA_EN_JURISDICCION;
        case EV_SUSPENDER:
            return GLOSA_SUSPENDIDA;
        case EV_REANUDAR:
            return antes->estado_previo;
        case EV_ANULAR:
            return GLOSA_ANULADA;
        default:
            return GLOSA_CERRADA;
    }
}

static int
causa_esperada(const CasoGlosa *d, const ActoGlosa *a)
{
    if (d->estado != GLOSA_CERRADA)
        return NINGUNO;
    if (a->evento == EV_CERRAR)
        return a->causa;
    if (a->evento == EV_CONCILIAR)
        return CAUSA_CONCILIADA;
    if (a->evento == EV_FALLAR)
        return CAUSA_FALLO;
    return d->levantado == 0 ? CAUSA_ACEPTADA : d->aceptado == 0 ? CAUSA_LEVANTADA : CAUSA_MIXTA;
}

/* The act of the norm that the event does, whose lateness counts. */
static int
acto_de(int estado, int evento, const Norma *n)
{
    switch (evento) {
        case EV_NOTIFICAR:
            return n->plazo[ACTO_NOTIFICAR].existe ? ACTO_NOTIFICAR : ACTO_FORMULAR;
        case EV_RESPONDER:
            return ACTO_RESPONDER;
        case EV_DECIDIR:
            return estado == GLOSA_SUBSANADA ? ACTO_DECIDIR_FINAL : ACTO_DECIDIR;
        case EV_SUBSANAR:
            return ACTO_SUBSANAR;
        default:
            return NINGUNO;
    }
}

/* A meeting called after its term: from the answer that did not come, or from what was left without agreement. */
static bool
cita_tardia(const CasoGlosa *antes, const ActoGlosa *a, const Norma *n, const Calendario *c)
{
    const TerminoNorma *t = &n->plazo[ACTO_CITAR];
    Fecha limite = antes->vence;

    if (a->evento != EV_CITAR || a->ya_citada || limite == FECHA_NULA || !t->existe || !t->activo ||
        t->al_vencer == EFECTO_NINGUNO || (antes->estado == GLOSA_RATIFICADA && !antes->subsanada))
        return false;
    if (antes->estado == GLOSA_NOTIFICADA &&
        (!t->tras_vencer || !calendario_vencimiento(c, antes->vence, t->plazo, &limite, NULL)))
        return false;
    return a->fecha > limite;
}

static bool
terminal(int estado)
{
    return estado == GLOSA_CERRADA || estado == GLOSA_ANULADA;
}

/* ---- what holds of a case, whatever happened ------------------------------------------ */

static void
sano(const CasoGlosa *k)
{
    exigir(k->estado >= 0 && k->estado < GLOSA_ESTADOS);
    exigir(k->aceptado >= 0 && k->levantado >= 0 && k->pendiente >= 0 && k->valor > 0);
    exigir(k->valor == k->aceptado + k->levantado + k->pendiente);
    exigir((k->causa != NINGUNO) == (k->estado == GLOSA_CERRADA));
    exigir(k->estado != GLOSA_CERRADA || k->pendiente == 0);
    exigir(k->pendiente > 0 || k->estado == GLOSA_CERRADA);
    exigir((k->estado_previo != NINGUNO) == (k->estado == GLOSA_SUSPENDIDA));
    exigir(k->vence_previo == FECHA_NULA || k->estado == GLOSA_SUSPENDIDA);
    exigir(k->secuencia >= 1 && k->ultima_fecha >= k->fecha);
    exigir(!k->formulada_tarde || k->extemporanea);
    if (terminal(k->estado) || k->estado == GLOSA_EN_JURISDICCION)
        exigir(k->vence == FECHA_NULA && k->quien_debe == NINGUNO);
    else if (k->estado == GLOSA_SUSPENDIDA) /* the payer owes the answer to its own consultation */
        exigir(k->quien_debe == (k->vence == FECHA_NULA ? NINGUNO : PAPEL_PAGADOR));
    else
        exigir(k->quien_debe >= 0 && k->quien_debe < PAPEL_N);
}

static bool
igual(const CasoGlosa *a, const CasoGlosa *b)
{
    return a->estado == b->estado && a->estado_previo == b->estado_previo && a->causa == b->causa &&
           a->quien_debe == b->quien_debe && a->ultimo_evento == b->ultimo_evento &&
           a->secuencia == b->secuencia && a->valor == b->valor && a->aceptado == b->aceptado &&
           a->levantado == b->levantado && a->pendiente == b->pendiente && a->fecha == b->fecha &&
           a->ultima_fecha == b->ultima_fecha && a->vence == b->vence && a->vence_previo == b->vence_previo &&
           a->comunicaciones == b->comunicaciones && a->extemporanea == b->extemporanea &&
           a->formulada_tarde == b->formulada_tarde && a->subsanada == b->subsanada;
}

/* ---- drawing --------------------------------------------------------------------------- */

static CodigoGlosa
codigo(const char *texto)
{
    CodigoGlosa c = 0;
    Fallo f;

    exigir(codigo_leer(texto, strlen(texto), &c, &f));
    return c;
}

static CodigoGlosa
codigo_azar(Flujo *fl, const char *const *lista, uint32_t n)
{
    return codigo(lista[hasta(fl, n)]);
}

static CodigoGlosa
codigo_respuesta(Flujo *fl, const Norma *n, bool bien)
{
    static const char *const todas[] = {"RE9901", "RE9801", "RE9702", "RE9602", "RE9502", "RE2201",
                                        "RE2202", "997",    "999",    "995",    "RE99",   "RE",
                                        "FA0101", "DE1601", "RE9601", "9"};

    if (bien)
        return codigo(n->manual == MANUAL_3047 ? "999" : "RE9901");
    return moneda(fl) ? codigo_azar(fl, todas, sizeof(todas) / sizeof(todas[0])) : 0;
}

static bool
formulacion(Flujo *fl, const Norma *n, const Calendario *c, CasoGlosa *k, Fecha *radicacion)
{
    static const char *const todos[] = {"FA0101", "TA0201", "AU01",   "101",    "601",
                                        "FA",     "1",      "RE9901", "DE1601", "SO99"};
    FormulacionGlosa g = {.papel = (int) hasta(fl, 3) == 2 ? PAPEL_PRESTADOR : (int) hasta(fl, 2) - 1};
    FormulacionGlosa con_mas;
    bool excede = false, otra;
    CasoGlosa despues;
    Fallo f;

    g.fecha_radicacion = fecha_de(2024, 1, 1) + (Fecha) hasta(fl, 512);
    g.fecha = g.fecha_radicacion + (Fecha) octeto(fl) - 8;
    *radicacion = g.fecha_radicacion;
    if (!norma_vence(n, c, ACTO_FORMULAR, g.fecha_radicacion, &g.vence, &f) ||
        !norma_vence(n, c, ACTO_NOTIFICAR, g.fecha, &g.vence_notificar, &f))
        return false; /* beyond the calendar */
    g.valor = moneda(fl) ? 1 + (Centavos) octeto(fl)
                         : (int64_t) (entero(fl, 8) % (CENTAVOS_MAX + 1)) - (octeto(fl) == 7);
    g.cupo_linea = moneda(fl) ? -1 : moneda(fl) ? g.valor : (Centavos) octeto(fl);
    g.cupo_factura = octeto(fl) % 4 != 0 ? CENTAVOS_MAX : (Centavos) octeto(fl);
    g.codigo = octeto(fl) % 4 == 0 ? codigo_azar(fl, todos, sizeof(todos) / sizeof(todos[0]))
                                   : codigo(n->manual == MANUAL_3047 ? "101" : "FA0101");
    g.codigo_oficial = octeto(fl) % 8 != 7;
    g.admite_glosas = octeto(fl) % 8 != 7;
    g.estado_factura = "radicada";
    g.notificada = octeto(fl) % 4 == 3;
    g.con_origen = octeto(fl) % 4 == 3;
    g.origen_valido = octeto(fl) % 4 != 3;
    if (!glosa_formular(&g, n, k, &excede, &f)) {
        exigir_fallo(&f);
        return false;
    }
    sano(k);
    exigir(k->estado == GLOSA_FORMULADA && k->secuencia == 1 && k->pendiente == g.valor &&
           k->comunicaciones == 0);
    exigir(k->fecha == g.fecha && g.fecha >= g.fecha_radicacion && g.papel != PAPEL_PRESTADOR);
    exigir(g.admite_glosas && g.codigo_oficial && codigo_clase(g.codigo) == CLASE_GLOSA &&
           codigo_nivel(g.codigo) > 1);
    exigir(n->manual == 0 || (int) codigo_manual(g.codigo) == n->manual);
    exigir(g.valor > 0 && g.valor <= g.cupo_factura);
    exigir(excede == (g.cupo_linea >= 0 && g.valor > g.cupo_linea) && !(excede && n->tope_linea_rechaza));
    exigir(!g.con_origen || g.origen_valido);
    exigir(!(g.notificada && n->glosas_nuevas_rechaza) || g.con_origen);
    if (k->formulada_tarde)
        exigir(!g.con_origen && g.vence != FECHA_NULA && g.fecha > g.vence &&
               n->plazo[ACTO_FORMULAR].al_vencer != EFECTO_RECHAZAR);
    exigir(k->vence == (n->plazo[ACTO_NOTIFICAR].existe ? g.vence_notificar
                        : g.con_origen                  ? FECHA_NULA
                                                        : g.vence));
    /* what is admitted is admitted for less, too */
    con_mas = g;
    con_mas.valor = g.valor > 1 ? g.valor / 2 : 1;
    exigir(glosa_formular(&con_mas, n, &despues, &otra, &f) && (!otra || excede));
    return true;
}

/* An act drawn at random; most of them from the table and with all that an act may need, so that cases get far. */
static void
acto_azar(Flujo *fl, const CasoGlosa *k, const Norma *n, Fecha radicacion, ActoGlosa *a)
{
    static const char *const motivos[] = {
        "litigio", "embargo", "entidad_en_liquidacion", "tarifa_por_definir", "afiliacion", "cobertura",
        "",        "capricho"};
    uint8_t bits = octeto(fl), cual = octeto(fl);
    bool completo = (bits & 0x41) != 0;

    memset(a, 0, sizeof(*a));
    a->evento = cual % GLOSA_EVENTOS;
    a->causa = a->evento == EV_CERRAR ? (int) hasta(fl, CAUSAS + 1) - 1
               : cual == 255          ? CAUSA_TACITA
                                      : NINGUNO;
    if ((bits & 0x80) == 0) { /* one of the rows that leave the state */
        int salidas = 0;

        for (int vuelta = 0; vuelta < 2; vuelta++)
            for (int i = 0, vistas = 0; i < MAQUINA_GLOSA.n_filas; i++) {
                const Transicion *t = &MAQUINA_GLOSA.filas[i];

                if (t->desde == DE_NADA || (t->desde & DE(k->estado)) == 0)
                    continue;
                /* what ends a case from anywhere, seldom */
                if ((t->causa >= CAUSA_LIQUIDACION_ENTIDAD || t->evento == EV_ANULAR) &&
                    (bits & 0x24) != 0x24)
                    continue;
                if (vuelta == 0)
                    salidas++;
                else if (vistas++ == cual % salidas) {
                    a->evento = t->evento;
                    a->causa = t->causa;
                }
            }
    }
    a->papel = (bits & 2) != 0 ? NINGUNO : (int) hasta(fl, PAPEL_N);
    a->fecha = k->ultima_fecha + ((bits & 4) != 0 ? (Fecha) hasta(fl, 6) : (Fecha) octeto(fl) - 20);
    if (k->vence != FECHA_NULA && (bits & 8) != 0)
        a->fecha = k->vence + (Fecha) hasta(fl, 5) - 2;
    a->con_hoy = moneda(fl);
    a->hoy = a->con_hoy ? a->fecha + (Fecha) hasta(fl, 4) : 0;
    a->radicacion = octeto(fl) % 8 == 7 ? FECHA_NULA : radicacion;
    a->con_aceptado = (bits & 16) != 0;
    a->con_levantado = (bits & 32) != 0;
    if (a->con_aceptado)
        a->aceptado =
            moneda(fl) ? k->pendiente : k->pendiente / 255 * octeto(fl) + (Centavos) hasta(fl, 3) - 1;
    if (a->con_levantado)
        a->levantado = moneda(fl) ? k->pendiente - a->aceptado
                                  : k->pendiente / 255 * octeto(fl) + (Centavos) hasta(fl, 3) - 1;
    a->respuesta = codigo_respuesta(fl, n, completo);
    a->respuesta_manual = n->manual;
    a->respuesta_oficial = completo || moneda(fl);
    a->comentario = completo || moneda(fl);
    a->evidencia = completo || moneda(fl);
    a->acuse = octeto(fl) % 4 != 0;
    a->referencia = completo || moneda(fl);
    a->ya_citada = (bits & 0x20) != 0;
    a->acta = completo || moneda(fl);
    a->causa_suspension = completo ? motivos[hasta(fl, 6)] : motivos[hasta(fl, 8)];
    a->fecha_cita = moneda(fl) ? a->fecha + (Fecha) hasta(fl, 40) - 2 : FECHA_NULA;
    a->falta_contenido = completo || moneda(fl) ? NULL : "paciente";
}

/* ---- clocks ------------------------------------------------------------------------------ */

static void
relojes(const CasoGlosa *antes, const ActoGlosa *a, const CasoGlosa *d, const Norma *n, const Calendario *c)
{
    static const int debido[GLOSA_ESTADOS][2] = {[GLOSA_FORMULADA] = {ACTO_FORMULAR, PAPEL_PAGADOR},
                                                 [GLOSA_NOTIFICADA] = {ACTO_RESPONDER, PAPEL_PRESTADOR},
                                                 [GLOSA_RESPONDIDA] = {ACTO_DECIDIR, PAPEL_PAGADOR},
                                                 [GLOSA_RATIFICADA] = {ACTO_SUBSANAR, PAPEL_PRESTADOR},
                                                 [GLOSA_SUBSANADA] = {ACTO_DECIDIR_FINAL, PAPEL_PAGADOR},
                                                 [GLOSA_EN_CONCILIACION] = {ACTO_CITAR, PAPEL_AMBOS},
                                                 [GLOSA_EN_JURISDICCION] = {NINGUNO, NINGUNO},
                                                 [GLOSA_CERRADA] = {NINGUNO, NINGUNO},
                                                 [GLOSA_ANULADA] = {NINGUNO, NINGUNO}};
    bool a_citar = d->estado == GLOSA_RATIFICADA && d->subsanada; /* nothing left to cure: both meet */
    Fecha vence;
    int consulta;
    int32_t parados, movidos;
    Fallo f;

    switch (a->evento) {
        case EV_COMUNICAR:
            exigir(d->vence == antes->vence && d->quien_debe == antes->quien_debe);
            return;
        case EV_SUSPENDER:
            exigir(d->vence_previo == antes->vence && d->estado_previo == antes->estado);
            consulta = glosa_acto_de_suspension(a->causa_suspension);
            exigir(norma_vence(n, c, consulta, a->fecha, &vence, &f));
            exigir(consulta != NINGUNO || d->vence == FECHA_NULA);
            exigir(vence == FECHA_NULA || (d->vence <= vence && d->vence >= a->fecha));
            return;
        case EV_CITAR:
            if (d->estado == GLOSA_NOTIFICADA)
                exigir(d->vence == antes->vence && d->quien_debe == antes->quien_debe);
            else
                exigir(d->vence == a->fecha_cita && d->vence >= a->fecha && d->quien_debe == PAPEL_AMBOS);
            return;
        case EV_REANUDAR:
            exigir((d->vence == FECHA_NULA) == (antes->vence_previo == FECHA_NULA));
            if (d->estado != GLOSA_EN_CONCILIACION)
                exigir(d->quien_debe == (a_citar ? PAPEL_AMBOS : debido[d->estado][1]));
            if (d->vence == FECHA_NULA)
                return;
            exigir(calendario_contar(c, antes->vence_previo, d->vence, &movidos, &f));
            if (!calendario_contar(c, antes->ultima_fecha, a->fecha, &parados, &f)) {
                exigir(antes->vence != FECHA_NULA); /* only what a consultation stops is counted */
                return;
            }
            exigir(movidos <= parados && d->vence >= antes->vence_previo);
            if (antes->vence == FECHA_NULA ||
                a->radicacion == FECHA_NULA) /* no consultation: all that it stopped */
                exigir(movidos == parados);
            return;
        default:
            break;
    }
    exigir(d->quien_debe == (a_citar ? PAPEL_AMBOS : debido[d->estado][1]));
    exigir(norma_vence(n, c, a_citar ? ACTO_CITAR : debido[d->estado][0], a->fecha, &vence, &f));
    exigir(d->vence == vence && (vence == FECHA_NULA || vence >= a->fecha));
}

/* ---- one step ------------------------------------------------------------------------------ */

/* Rows of the machine open for the event on that date, content aside. */
static bool
permitido(const CasoGlosa *k, int evento, int causa, const Norma *n, Fecha fecha)
{
    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++) {
        const Transicion *t = &MAQUINA_GLOSA.filas[i];

        if (t->evento == evento && t->causa == causa && glosa_fila_permitida(k, t, n, fecha))
            return true;
    }
    return false;
}

static void
aplicado(const CasoGlosa *antes, const ActoGlosa *a, const CasoGlosa *d, bool tardia, const Norma *n,
         const Calendario *c)
{
    Regla r = regla(a->evento, a->causa, antes->estado);
    int acto = acto_de(antes->estado, a->evento, n);
    bool pasado = antes->vence != FECHA_NULA && a->fecha > antes->vence;
    bool cumplido = antes->vence != FECHA_NULA && a->fecha == antes->vence && a->papel == PAPEL_SISTEMA &&
                    (!a->con_hoy || a->hoy > antes->vence); /* the effect is dated at the deadline */

    sano(d);
    exigir((r.desde & (1u << antes->estado)) != 0 && !terminal(antes->estado));
    exigir(a->papel >= 0 && a->papel < PAPEL_N && (r.quien & (1u << a->papel)) != 0);
    exigir(d->estado == destino(antes, a, d->pendiente) && d->causa == causa_esperada(d, a));
    exigir(d->valor == antes->valor && d->fecha == antes->fecha);
    exigir(d->secuencia == antes->secuencia + 1 && d->ultimo_evento == a->evento);
    exigir(d->ultima_fecha == a->fecha && a->fecha >= antes->ultima_fecha);
    exigir(d->aceptado == antes->aceptado + a->aceptado && d->levantado == antes->levantado + a->levantado);
    exigir((r.acepta || a->aceptado == 0) && (r.levanta || a->levantado == 0));
    /* late: only the acts with a term, as the norm says */
    exigir(tardia == (cita_tardia(antes, a, n, c) ||
                      (acto != NINGUNO && pasado && n->plazo[acto].existe && n->plazo[acto].activo &&
                       n->plazo[acto].al_vencer != EFECTO_NINGUNO)));
    exigir(!tardia || a->evento == EV_CITAR || n->plazo[acto].al_vencer != EFECTO_RECHAZAR);
    exigir(d->extemporanea == (antes->extemporanea || tardia));
    exigir(d->formulada_tarde == (antes->formulada_tarde || (tardia && a->evento == EV_NOTIFICAR)));
    exigir(d->subsanada == (antes->subsanada || a->evento == EV_SUBSANAR));
    exigir(!(a->evento == EV_SUBSANAR && antes->subsanada));
    exigir(d->comunicaciones == antes->comunicaciones + (a->evento == EV_COMUNICAR && a->acuse));
    /* what needs the term to have expired */
    if (antes->estado == GLOSA_NOTIFICADA && (a->evento == EV_COMUNICAR || a->evento == EV_CITAR))
        exigir(pasado);
    if (a->evento == EV_CERRAR && (a->causa == CAUSA_TACITA || a->causa == CAUSA_SILENCIO)) {
        exigir(a->papel == PAPEL_SISTEMA && a->con_hoy ? (pasado && a->hoy > antes->vence) || cumplido
                                                       : pasado || cumplido);
        if (antes->estado == GLOSA_RATIFICADA || antes->estado == GLOSA_EN_CONCILIACION)
            exigir(!n->acta_para_ratificadas);
        if (a->causa == CAUSA_SILENCIO && antes->estado != GLOSA_RESPONDIDA &&
            antes->estado != GLOSA_SUBSANADA)
            exigir(n->comunicaciones_para_silencio != NINGUNO &&
                   antes->comunicaciones >= n->comunicaciones_para_silencio);
        if (antes->estado == GLOSA_NOTIFICADA)
            exigir(n->plazo[ACTO_RESPONDER].activo &&
                   n->plazo[ACTO_RESPONDER].al_vencer == EFECTO_HABILITAR_CIERRE);
    }
    /* evidence */
    if (a->evento == EV_NOTIFICAR)
        exigir(a->acuse && a->falta_contenido == NULL);
    if (a->evento == EV_CONCILIAR)
        exigir(a->acta);
    if (a->evento == EV_ESCALAR)
        exigir(a->referencia);
    if (a->evento == EV_DECIDIR || a->evento == EV_ANULAR || a->evento == EV_COMUNICAR ||
        a->evento == EV_REANUDAR)
        exigir(a->comentario);
    if ((a->evento == EV_RESPONDER || a->evento == EV_SUBSANAR) && d->pendiente > 0)
        exigir(a->comentario);
    if (a->evento == EV_RESPONDER) {
        exigir(codigo_clase(a->respuesta) == CLASE_RESPUESTA &&
               codigo_emisor(a->respuesta) != EMISOR_PAGADOR);
        exigir(!codigo_alega_extemporaneidad(a->respuesta) || antes->formulada_tarde);
    }
    relojes(antes, a, d, n, c);
}

/* History as the table of events keeps it, folded beside the live case; and folded with its clocks computed again. */
typedef struct Pliegues {
    CasoGlosa plegado, recalculado;
} Pliegues;

static void
plegar(Pliegues *p, const CasoGlosa *d, const ActoGlosa *a, bool tardia, uint8_t como, const Norma *n,
       const Calendario *c)
{
    EventoGuardado e = {.secuencia = d->secuencia,
                        .evento = a->evento,
                        .causa = d->causa,
                        .estado = d->estado,
                        .quien_debe = d->quien_debe,
                        .fecha = a->fecha,
                        .vence = d->vence,
                        .aceptado = a->aceptado,
                        .levantado = a->levantado,
                        .extemporanea = tardia,
                        .acuse = a->acuse};
    EventoGuardado falso = e;
    CasoGlosa copia = p->plegado;
    Fallo f;

    switch (como % 4) { /* history that was tampered with does not fold */
        case 0:
            falso.secuencia += 1 + como / 4 % 3;
            break;
        case 1:
            falso.estado = (falso.estado + 1 + como / 4 % (GLOSA_ESTADOS - 1)) % GLOSA_ESTADOS;
            break;
        case 2:
            falso.aceptado = copia.pendiente - falso.levantado + 1 + como / 4;
            break;
        default:
            falso.fecha = copia.ultima_fecha - 1 - como / 4;
            break;
    }
    exigir(!glosa_plegar(&copia, &falso, &f));
    exigir_fallo(&f);
    exigir(glosa_plegar(&p->plegado, &e, &f));
    exigir(igual(&p->plegado, d));
    /* with the clocks computed again, whatever was recorded */
    e.vence = como % 4 == 3 ? e.vence : d->vence == FECHA_NULA ? FECHA_NULA : d->vence - como;
    exigir(glosa_plegar_con(&p->recalculado, &e, a, n, c, &f));
    exigir(igual(&p->recalculado, d));
}

/* Every row shown as permitted is done by an act that brings all it asks for. */
static void
cumplir_permitidos(Flujo *fl, const CasoGlosa *k, const Norma *n, const Calendario *c, Fecha fecha)
{
    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++) {
        const Transicion *t = &MAQUINA_GLOSA.filas[i];
        Regla r = regla(t->evento, t->causa, k->estado);
        ActoGlosa a = {.evento = t->evento,
                       .causa = t->causa,
                       .papel = NINGUNO,
                       .fecha = fecha,
                       .radicacion = FECHA_NULA};
        CasoGlosa despues;
        bool tardia;
        Fallo f;

        if (!glosa_fila_permitida(k, t, n, fecha))
            continue;
        exigir((r.desde & (1u << k->estado)) != 0 && fecha >= k->ultima_fecha);
        for (int p = 0; p < PAPEL_N; p++)
            if ((t->quien & DE(p)) != 0)
                a.papel = p;
        a.comentario = a.evidencia = a.acuse = a.referencia = a.acta = a.respuesta_oficial = true;
        a.respuesta = codigo_respuesta(fl, n, true);
        a.respuesta_manual = n->manual;
        a.causa_suspension = "litigio";
        a.fecha_cita = fecha;
        if (t->evento == EV_FALLAR) {
            a.con_levantado = true;
            a.levantado = k->pendiente;
        }
        if (!glosa_aplicar(k, &a, n, c, &despues, &tardia, &f)) {
            exigir_fallo(&f);
            exigir(f.clase == FALLO_RANGO); /* the calendar ends */
        } else
            sano(&despues);
    }
}

/* What the norm does by itself is an act that the system may do, dated at the deadline and never before. */
static void
vencido(const CasoGlosa *k, const Norma *n, const Calendario *c, Fecha al)
{
    ActoGlosa a = {
        .evento = EV_CERRAR, .papel = PAPEL_SISTEMA, .hoy = al, .con_hoy = true, .radicacion = FECHA_NULA};
    CasoGlosa despues;
    bool tardia;
    Fallo f;

    if (!glosa_efecto_vencido(k, n, al, &a.causa, &a.fecha))
        return;
    exigir(k->vence != FECHA_NULA && al > k->vence && !terminal(k->estado));
    exigir(a.fecha == (k->ultima_fecha > k->vence ? k->ultima_fecha : k->vence) && a.fecha < al);
    exigir(glosa_aplicar(k, &a, n, c, &despues, &tardia, &f));
    exigir(despues.estado == GLOSA_CERRADA && despues.causa == a.causa);
}

static void
paso(Flujo *fl, CasoGlosa *k, Pliegues *p, const Norma *n, const Calendario *c, Fecha radicacion)
{
    CasoGlosa antes, despues;
    ActoGlosa a;
    bool tardia = false, abierto, acta;
    uint8_t como;
    Fallo f;

    acto_azar(fl, k, n, radicacion, &a);
    como = octeto(fl);
    memcpy(&antes, k, sizeof(antes));
    abierto = permitido(k, a.evento, a.causa, n, a.fecha);
    acta = a.evento == EV_CONCILIAR &&
           k->estado == GLOSA_EN_CONCILIACION; /* never listed: it comes from an act */
    vencido(k, n, c, a.fecha);
    if ((como & 1) != 0)
        cumplir_permitidos(fl, k, n, c, a.fecha);
    if (!glosa_aplicar(k, &a, n, c, &despues, &tardia, &f)) {
        exigir_fallo(&f);
        exigir(memcmp(&antes, k, sizeof(antes)) == 0);
        if (abierto &&
            (f.clase == FALLO_TRANSICION || f.clase == FALLO_PLAZO)) /* for the system the day is not over */
            exigir(a.papel == PAPEL_SISTEMA && a.con_hoy && a.hoy <= antes.vence);
        return;
    }
    exigir(memcmp(&antes, k, sizeof(antes)) == 0);
    /* nor is what the system does on the last day, which belongs to who owes the act */
    exigir(abierto || acta || (a.papel == PAPEL_SISTEMA && a.evento == EV_CERRAR && a.fecha == antes.vence));
    aplicado(&antes, &a, &despues, tardia, n, c);
    plegar(p, &despues, &a, tardia, como, n, c);
    *k = despues;
}

/* From the formulation on, until it ends or the input does. */
static void
vida(Flujo *fl, const Norma *n, const Calendario *c)
{
    CasoGlosa k;
    Pliegues p;
    Fecha radicacion;
    EventoGuardado e = {.secuencia = 1, .evento = EV_FORMULAR, .causa = NINGUNO};
    Fallo f;

    if (!formulacion(fl, n, c, &k, &radicacion))
        return;
    e.estado = k.estado;
    e.quien_debe = k.quien_debe;
    e.fecha = k.fecha;
    e.vence = k.vence;
    e.valor = k.valor;
    e.extemporanea = k.extemporanea;
    memset(&p, 0, sizeof(p));
    exigir(glosa_plegar(&p.plegado, &e, &f) && igual(&p.plegado, &k));
    exigir(glosa_plegar_con(&p.recalculado, &e, &(ActoGlosa){.radicacion = radicacion}, n, c, &f));
    exigir(igual(&p.recalculado, &k));
    for (int i = 0; queda(fl) && i < 40; i++) {
        paso(fl, &k, &p, n, c, radicacion);
        if (!terminal(k.estado))
            continue;
        for (int ev = 0; ev < GLOSA_EVENTOS; ev++)
            for (int causa = NINGUNO; causa < CAUSAS; causa++)
                exigir(!permitido(&k, ev, causa, n, k.ultima_fecha + 100));
        if (octeto(fl) % 4 != 0) /* now and then, acts on what has ended */
            return;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo)
{
    Flujo fl = {datos, datos + largo};
    const Calendario *c;
    Norma n;

    if (largo < 8)
        return 0;
    c = calendario_fijo(octeto(&fl));
    norma_azar(&fl, &n);
    for (int i = 0; queda(&fl) && i < 6; i++)
        vida(&fl, &n, c);
    return 0;
}
