/*
 * ciclo_glosa_tabla.c - the table of the glosa machine: data only, which the rules (ciclo_glosa.c) read and the
 * documentation prints.
 */
#include "nucleo/ciclo_glosa_interno.h"

/* ---- names -------------------------------------------------------------- */

static const char *const ESTADOS[GLOSA_ESTADOS] = {
    "formulada",       "notificada",      "respondida", "ratificada", "subsanada",
    "en_conciliacion", "en_jurisdiccion", "suspendida", "cerrada",    "anulada"};
static const char *const EVENTOS[GLOSA_EVENTOS] = {
    "formular",  "notificar", "responder", "decidir",   "subsanar", "comunicar", "citar",
    "conciliar", "escalar",   "fallar",    "suspender", "reanudar", "cerrar",    "anular"};
static const char *const NOMBRES_CAUSA[CAUSAS] = {"aceptada",    "levantada", "mixta", "conciliada",
                                                  "silencio",    "tacita",    "fallo", "liquidacion_entidad",
                                                  "prescripcion"};

/* ---- branches and guards ------------------------------------------------ */

static const char *const TEXTOS_RAMA[RAMAS] = {"", "nada queda pendiente", "queda valor pendiente"};

static const char *const TEXTOS_GUARDIA[GUARDIAS] = {
    "factura radicada, no devuelta ni rechazada",
    "código vigente en el manual de la factura y de clase glosa",
    "valor mayor que cero y dentro del cupo de la línea y de la factura",
    "tras la primera notificación, sólo con glosa de origen respondida",
    "comentario",
    "acuse de recibo",
    "contenido completo: número de factura, documento y nombre del paciente, concepto y causa",
    "código de clase respuesta que emite el prestador",
    "justificación si no se acepta todo",
    "valor aceptado entre cero y lo pendiente",
    "valor levantado entre cero y lo pendiente",
    "una sola vez",
    "plazo vencido",
    "fecha de la reunión",
    "acta firmada por ambas partes",
    "referencia de la radicación",
    "los valores cubren lo pendiente",
    "motivo: litigio, embargo, entidad_en_liquidacion, tarifa_por_definir, afiliacion o cobertura",
    "la norma habilita el cierre por vencimiento",
    "comunicaciones efectivas que exige la norma",
    "la norma no exige acta",
    "evidencia o comentario que sustente el cierre",
    "lo pendiente queda aceptado",
    "lo pendiente queda levantado"};

/* ---- the machine ---------------------------------------------------------- */

#define ABIERTAS                                                                                             \
    (DE(GLOSA_FORMULADA) | DE(GLOSA_NOTIFICADA) | DE(GLOSA_RESPONDIDA) | DE(GLOSA_RATIFICADA) |              \
     DE(GLOSA_SUBSANADA) | DE(GLOSA_EN_CONCILIACION) | DE(GLOSA_EN_JURISDICCION))
#define PAGADOR DE(PAPEL_PAGADOR)
#define PRESTADOR DE(PAPEL_PRESTADOR)
#define AMBOS DE(PAPEL_AMBOS)
#define SISTEMA DE(PAPEL_SISTEMA)

static const Transicion FILAS[] = {
    /* desde, evento, causa, quien, rama, acto, hacia, guardias */
    /* art. 57: all glosas within the term, none new after the first notification */
    {DE_NADA, EV_FORMULAR, NINGUNO, PAGADOR, RAMA_SIEMPRE, ACTO_FORMULAR, GLOSA_FORMULADA,
     G_FACTURA | G_CODIGO | G_CUPO | G_NUEVAS},
    {DE(GLOSA_FORMULADA), EV_ANULAR, NINGUNO, PAGADOR, RAMA_SIEMPRE, NINGUNO, GLOSA_ANULADA, G_COMENTARIO},
    /* art. 57 and Res. 2284 Anexo 3: the glosa counts from its communication */
    {DE(GLOSA_FORMULADA), EV_NOTIFICAR, NINGUNO, PAGADOR, RAMA_SIEMPRE, ACTO_FORMULAR, GLOSA_NOTIFICADA,
     G_ACUSE | G_CONTENIDO},
    {DE(GLOSA_NOTIFICADA), EV_RESPONDER, NINGUNO, PRESTADOR, RAMA_SIN_PENDIENTE, ACTO_RESPONDER,
     GLOSA_CERRADA, G_RESPUESTA | G_ACEPTA | G_JUSTIFICA},
    {DE(GLOSA_NOTIFICADA), EV_RESPONDER, NINGUNO, PRESTADOR, RAMA_CON_PENDIENTE, ACTO_RESPONDER,
     GLOSA_RESPONDIDA, G_RESPUESTA | G_ACEPTA | G_JUSTIFICA},
    {DE(GLOSA_RESPONDIDA), EV_DECIDIR, NINGUNO, PAGADOR, RAMA_SIN_PENDIENTE, ACTO_DECIDIR, GLOSA_CERRADA,
     G_LEVANTA | G_COMENTARIO},
    {DE(GLOSA_RESPONDIDA), EV_DECIDIR, NINGUNO, PAGADOR, RAMA_CON_PENDIENTE, ACTO_DECIDIR, GLOSA_RATIFICADA,
     G_LEVANTA | G_COMENTARIO},
    {DE(GLOSA_SUBSANADA), EV_DECIDIR, NINGUNO, PAGADOR, RAMA_SIN_PENDIENTE, ACTO_DECIDIR_FINAL, GLOSA_CERRADA,
     G_LEVANTA | G_COMENTARIO},
    {DE(GLOSA_SUBSANADA), EV_DECIDIR, NINGUNO, PAGADOR, RAMA_CON_PENDIENTE, ACTO_DECIDIR_FINAL,
     GLOSA_RATIFICADA, G_LEVANTA | G_COMENTARIO},
    {DE(GLOSA_RATIFICADA), EV_SUBSANAR, NINGUNO, PRESTADOR, RAMA_SIN_PENDIENTE, ACTO_SUBSANAR, GLOSA_CERRADA,
     G_UNA_VEZ | G_ACEPTA | G_JUSTIFICA},
    {DE(GLOSA_RATIFICADA), EV_SUBSANAR, NINGUNO, PRESTADOR, RAMA_CON_PENDIENTE, ACTO_SUBSANAR,
     GLOSA_SUBSANADA, G_UNA_VEZ | G_ACEPTA | G_JUSTIFICA},
    {DE(GLOSA_NOTIFICADA), EV_COMUNICAR, NINGUNO, PAGADOR | PRESTADOR, RAMA_SIEMPRE, NINGUNO, HACIA_MISMO,
     G_VENCIDA | G_COMENTARIO},
    {DE(GLOSA_RATIFICADA) | DE(GLOSA_EN_CONCILIACION), EV_COMUNICAR, NINGUNO, PAGADOR | PRESTADOR,
     RAMA_SIEMPRE, NINGUNO, HACIA_MISMO, G_COMENTARIO},
    {DE(GLOSA_NOTIFICADA), EV_CITAR, NINGUNO, PAGADOR | PRESTADOR, RAMA_SIEMPRE, NINGUNO, HACIA_MISMO,
     G_VENCIDA | G_CITA},
    {DE(GLOSA_RATIFICADA) | DE(GLOSA_EN_CONCILIACION), EV_CITAR, NINGUNO, PAGADOR | PRESTADOR, RAMA_SIEMPRE,
     NINGUNO, GLOSA_EN_CONCILIACION, G_CITA},
    {DE(GLOSA_EN_CONCILIACION), EV_CONCILIAR, NINGUNO, AMBOS, RAMA_SIN_PENDIENTE, NINGUNO, GLOSA_CERRADA,
     G_ACTA | G_ACEPTA | G_LEVANTA},
    {DE(GLOSA_EN_CONCILIACION), EV_CONCILIAR, NINGUNO, AMBOS, RAMA_CON_PENDIENTE, NINGUNO,
     GLOSA_EN_CONCILIACION, G_ACTA | G_ACEPTA | G_LEVANTA},
    /* Ley 1438 art. 126: jurisdictional function of the Superintendencia */
    {DE(GLOSA_RATIFICADA) | DE(GLOSA_EN_CONCILIACION), EV_ESCALAR, NINGUNO, PRESTADOR, RAMA_SIEMPRE, NINGUNO,
     GLOSA_EN_JURISDICCION, G_REFERENCIA},
    {DE(GLOSA_EN_JURISDICCION), EV_FALLAR, NINGUNO, SISTEMA, RAMA_SIEMPRE, NINGUNO, GLOSA_CERRADA,
     G_ACEPTA | G_LEVANTA | G_CUBRE | G_EVIDENCIA},
    {ABIERTAS, EV_SUSPENDER, NINGUNO, PAGADOR, RAMA_SIEMPRE, NINGUNO, GLOSA_SUSPENDIDA, G_MOTIVO},
    {DE(GLOSA_SUSPENDIDA), EV_REANUDAR, NINGUNO, PAGADOR, RAMA_SIEMPRE, NINGUNO, HACIA_PREVIO, G_COMENTARIO},
    /* RE2202; not in art. 57 itself: enabled by the norm's row of the act responder */
    {DE(GLOSA_NOTIFICADA), EV_CERRAR, CAUSA_TACITA, PAGADOR | SISTEMA, RAMA_SIEMPRE, NINGUNO, GLOSA_CERRADA,
     G_VENCIDA | G_NORMA_CIERRA | G_TODO_ACEPTADO},
    {DE(GLOSA_NOTIFICADA), EV_CERRAR, CAUSA_SILENCIO, PAGADOR | SISTEMA, RAMA_SIEMPRE, NINGUNO, GLOSA_CERRADA,
     G_VENCIDA | G_NORMA_CIERRA | G_COMUNICACIONES | G_TODO_ACEPTADO},
    {DE(GLOSA_RATIFICADA) | DE(GLOSA_EN_CONCILIACION), EV_CERRAR, CAUSA_SILENCIO, PAGADOR | SISTEMA,
     RAMA_SIEMPRE, NINGUNO, GLOSA_CERRADA, G_VENCIDA | G_SIN_ACTA | G_COMUNICACIONES | G_TODO_ACEPTADO},
    /* silence of the payer: no norm shipped enables it, a contract's row may */
    {DE(GLOSA_RESPONDIDA) | DE(GLOSA_SUBSANADA), EV_CERRAR, CAUSA_SILENCIO, PRESTADOR | SISTEMA, RAMA_SIEMPRE,
     NINGUNO, GLOSA_CERRADA, G_VENCIDA | G_NORMA_CIERRA | G_TODO_LEVANTADO},
    {ABIERTAS | DE(GLOSA_SUSPENDIDA), EV_CERRAR, CAUSA_LIQUIDACION_ENTIDAD, PAGADOR | PRESTADOR | SISTEMA,
     RAMA_SIEMPRE, NINGUNO, GLOSA_CERRADA, G_EVIDENCIA | G_TODO_ACEPTADO},
    {ABIERTAS | DE(GLOSA_SUSPENDIDA), EV_CERRAR, CAUSA_PRESCRIPCION, PAGADOR | PRESTADOR | SISTEMA,
     RAMA_SIEMPRE, NINGUNO, GLOSA_CERRADA, G_EVIDENCIA | G_TODO_ACEPTADO},
};

const Maquina MAQUINA_GLOSA = {"glosa",
                               ESTADOS,
                               GLOSA_ESTADOS,
                               DE(GLOSA_CERRADA) | DE(GLOSA_ANULADA),
                               0,
                               EVENTOS,
                               GLOSA_EVENTOS,
                               NOMBRES_CAUSA,
                               CAUSAS,
                               TEXTOS_RAMA,
                               RAMAS,
                               TEXTOS_GUARDIA,
                               GUARDIAS,
                               FILAS,
                               (int) (sizeof(FILAS) / sizeof(FILAS[0]))};

const DeudaGlosa GLOSA_DEBE[GLOSA_ESTADOS] = {[GLOSA_FORMULADA] = {ACTO_FORMULAR, PAPEL_PAGADOR},
                                              [GLOSA_NOTIFICADA] = {ACTO_RESPONDER, PAPEL_PRESTADOR},
                                              [GLOSA_RESPONDIDA] = {ACTO_DECIDIR, PAPEL_PAGADOR},
                                              [GLOSA_RATIFICADA] = {ACTO_SUBSANAR, PAPEL_PRESTADOR},
                                              [GLOSA_SUBSANADA] = {ACTO_DECIDIR_FINAL, PAPEL_PAGADOR},
                                              [GLOSA_EN_CONCILIACION] = {ACTO_CITAR, PAPEL_AMBOS},
                                              [GLOSA_EN_JURISDICCION] = {NINGUNO, NINGUNO},
                                              [GLOSA_SUSPENDIDA] = {NINGUNO, NINGUNO},
                                              [GLOSA_CERRADA] = {NINGUNO, NINGUNO},
                                              [GLOSA_ANULADA] = {NINGUNO, NINGUNO}};
