/*
 * ciclo_factura.c - the table of the invoice machine and the rules it names.
 */
#include "nucleo/ciclo_factura.h"

#include <string.h>

const char *const ESTADOS_FACTURA[FACTURA_ESTADOS] = {"radicada", "devuelta",   "rechazada", "aceptada",
                                                      "glosada",  "conciliada", "anulada"};
static const char *const EVENTOS[FACTURA_EVENTOS] = {
    "radicar", "aceptar", "devolver", "responder_devolucion", "decidir_devolucion", "rechazar", "anular"};

enum { RAMA_SIEMPRE, RAMA_PROCEDE, RAMA_NO_PROCEDE, RAMA_SIN_RESPUESTA, RAMA_SIN_DECISION, RAMAS };
static const char *const TEXTOS_RAMA[RAMAS] = {"", "procede", "no procede",
                                               "venció el plazo para responder la devolución",
                                               "venció el plazo para decidir la devolución"};

enum {
    G_SIN_GLOSAS = 1 << 0,
    G_UNA_VEZ = 1 << 1,
    G_CODIGO_DEVOLUCION = 1 << 2,
    G_CODIGO_RESPUESTA = 1 << 3,
    G_COMENTARIO = 1 << 4,
    G_EVIDENCIA = 1 << 5,
    G_SIN_PAGOS = 1 << 6,
    G_NORMA_CIERRA = 1 << 7,
    GUARDIAS = 8
};
static const char *const TEXTOS_GUARDIA[GUARDIAS] = {"sin glosas vivas",
                                                     "una sola vez",
                                                     "código vigente de clase devolución",
                                                     "código vigente que responde devoluciones",
                                                     "comentario",
                                                     "evidencia",
                                                     "sin pagos",
                                                     "la norma da efecto al vencimiento"};

#define PAGADOR DE(PAPEL_PAGADOR)
#define PRESTADOR DE(PAPEL_PRESTADOR)
#define SISTEMA DE(PAPEL_SISTEMA)

/*
 * While an invoice is devuelta, who owes tells the step: the provider owes its
 * answer, the payer its decision, nobody when the return stands.
 */
static const Transicion FILAS[] = {
    {DE_NADA, EF_RADICAR, NINGUNO, PRESTADOR, RAMA_SIEMPRE, NINGUNO, FACTURA_RADICADA, 0},
    {DE(FACTURA_RADICADA), EF_ACEPTAR, NINGUNO, PAGADOR, RAMA_SIEMPRE, NINGUNO, FACTURA_ACEPTADA,
     G_SIN_GLOSAS},
    /* Res. 2284/2023 art. 6: once, by closed causes, within 5 business days */
    {DE(FACTURA_RADICADA), EF_DEVOLVER, NINGUNO, PAGADOR, RAMA_SIEMPRE, ACTO_DEVOLVER, FACTURA_DEVUELTA,
     G_SIN_GLOSAS | G_SIN_PAGOS | G_UNA_VEZ | G_CODIGO_DEVOLUCION | G_COMENTARIO},
    {DE(FACTURA_DEVUELTA), EF_RESPONDER_DEVOLUCION, NINGUNO, PRESTADOR, RAMA_PROCEDE,
     ACTO_RESPONDER_DEVOLUCION, FACTURA_DEVUELTA, G_CODIGO_RESPUESTA},
    {DE(FACTURA_DEVUELTA), EF_RESPONDER_DEVOLUCION, NINGUNO, PRESTADOR, RAMA_NO_PROCEDE,
     ACTO_RESPONDER_DEVOLUCION, FACTURA_DEVUELTA, G_CODIGO_RESPUESTA | G_COMENTARIO},
    {DE(FACTURA_DEVUELTA), EF_DECIDIR_DEVOLUCION, NINGUNO, PAGADOR, RAMA_PROCEDE, ACTO_DECIDIR_DEVOLUCION,
     FACTURA_RADICADA, 0},
    {DE(FACTURA_DEVUELTA), EF_DECIDIR_DEVOLUCION, NINGUNO, PAGADOR, RAMA_NO_PROCEDE, ACTO_DECIDIR_DEVOLUCION,
     FACTURA_DEVUELTA, G_COMENTARIO},
    /* RE2201: the return that nobody answered in term is accepted */
    {DE(FACTURA_DEVUELTA), EF_DECIDIR_DEVOLUCION, NINGUNO, PAGADOR | SISTEMA, RAMA_SIN_RESPUESTA, NINGUNO,
     FACTURA_DEVUELTA, G_NORMA_CIERRA},
    /* art. 6: the return that the payer did not uphold in term is unjustified */
    {DE(FACTURA_DEVUELTA), EF_DECIDIR_DEVOLUCION, NINGUNO, PRESTADOR | SISTEMA, RAMA_SIN_DECISION, NINGUNO,
     FACTURA_RADICADA, G_NORMA_CIERRA},
    {DE(FACTURA_RADICADA), EF_RECHAZAR, NINGUNO, PAGADOR, RAMA_SIEMPRE, NINGUNO, FACTURA_RECHAZADA,
     G_SIN_GLOSAS | G_SIN_PAGOS | G_COMENTARIO | G_EVIDENCIA},
    {DE(FACTURA_RADICADA) | DE(FACTURA_DEVUELTA), EF_ANULAR, NINGUNO, PRESTADOR, RAMA_SIEMPRE, NINGUNO,
     FACTURA_ANULADA, G_SIN_GLOSAS | G_SIN_PAGOS | G_COMENTARIO},
};

/* glosada and conciliada are reached through the glosas, not by an event of the invoice. */
const Maquina MAQUINA_FACTURA = {"factura",
                                 ESTADOS_FACTURA,
                                 FACTURA_ESTADOS,
                                 DE(FACTURA_RECHAZADA) | DE(FACTURA_ANULADA) | DE(FACTURA_ACEPTADA),
                                 DE(FACTURA_GLOSADA) | DE(FACTURA_CONCILIADA),
                                 EVENTOS,
                                 FACTURA_EVENTOS,
                                 NULL,
                                 0,
                                 TEXTOS_RAMA,
                                 RAMAS,
                                 TEXTOS_GUARDIA,
                                 GUARDIAS,
                                 FILAS,
                                 (int) (sizeof(FILAS) / sizeof(FILAS[0]))};

int
factura_estado_por_glosas(int estado, int vivas, int abiertas)
{
    if (!factura_admite_pago(estado))
        return estado;
    if (vivas == 0)
        return estado == FACTURA_ACEPTADA ? FACTURA_ACEPTADA : FACTURA_RADICADA;
    return abiertas > 0 ? FACTURA_GLOSADA : FACTURA_CONCILIADA;
}

int
factura_acto_debido(int estado, int quien_debe)
{
    if (estado == FACTURA_RADICADA)
        return ACTO_FORMULAR;
    if (estado != FACTURA_DEVUELTA || quien_debe == NINGUNO)
        return NINGUNO;
    return quien_debe == PAPEL_PRESTADOR ? ACTO_RESPONDER_DEVOLUCION : ACTO_DECIDIR_DEVOLUCION;
}

bool
factura_admite_pago(int estado)
{
    return estado != FACTURA_DEVUELTA && estado != FACTURA_RECHAZADA && estado != FACTURA_ANULADA;
}

bool
factura_admite_glosas(int estado)
{
    return estado == FACTURA_RADICADA || estado == FACTURA_GLOSADA || estado == FACTURA_CONCILIADA;
}

bool
factura_radicar(const Norma *n, const Calendario *c, Fecha fecha, CasoFactura *caso, Fallo *f)
{
    memset(caso, 0, sizeof(*caso));
    caso->estado = FACTURA_RADICADA;
    caso->quien_debe = PAPEL_PAGADOR;
    caso->ultimo_evento = EF_RADICAR;
    caso->secuencia = 1;
    caso->ultima_fecha = fecha;
    if (!norma_vence(n, c, ACTO_FORMULAR, fecha, &caso->vence_formular, f) ||
        !norma_vence(n, c, ACTO_CONCILIAR, fecha, &caso->vence_conciliar, f))
        return false;
    caso->vence = caso->vence_formular;
    return true;
}

/* The step of a return that a row belongs to: who owes while it applies. */
static bool
paso_vale(const CasoFactura *caso, const Transicion *t, const ActoFactura *a)
{
    bool vencido = plazo_vencido(caso->vence, a->papel, a->fecha, a->con_hoy ? a->hoy : FECHA_NULA);
    bool responder = caso->quien_debe == PAPEL_PRESTADOR, decidir = caso->quien_debe == PAPEL_PAGADOR;

    switch (t->rama) {
        case RAMA_PROCEDE:
        case RAMA_NO_PROCEDE:
            return (t->evento == EF_RESPONDER_DEVOLUCION ? responder : decidir) && a->con_procede &&
                   a->procede == (t->rama == RAMA_PROCEDE);
        /* the silence decides: who says the contrary of its effect is not heard as if he had said it */
        case RAMA_SIN_RESPUESTA:
            return responder && vencido && !(a->con_procede && a->procede);
        case RAMA_SIN_DECISION:
            return decidir && vencido && a->papel != PAPEL_PAGADOR && !(a->con_procede && !a->procede);
        default:
            return true;
    }
}

static bool
papel_vale(const Transicion *t, const ActoFactura *a)
{
    return a->papel == NINGUNO || (t->quien & DE(a->papel)) != 0;
}

static bool
negada(const CasoFactura *caso, const ActoFactura *a, bool por_papel, Fallo *f)
{
    char permitidos[FALLO_ARG_MAX];

    if (por_papel)
        return fallar(f, FALLO_PAPEL, "this party may not do this act", "Event: %s; party: %s.", NULL,
                      EVENTOS[a->evento], PAPELES[a->papel], NULL);
    if (caso->estado == FACTURA_DEVUELTA && !a->con_procede &&
        (a->evento == EF_RESPONDER_DEVOLUCION || a->evento == EF_DECIDIR_DEVOLUCION))
        return fallar(f, FALLO_TRANSICION, "event is not allowed from this state",
                      "State: %s; event: %s; owes: %s.", "Say whether it proceeds: procede true or false.",
                      ESTADOS_FACTURA[caso->estado], EVENTOS[a->evento],
                      caso->quien_debe == NINGUNO ? "-" : PAPELES[caso->quien_debe], NULL);
    return fallar(f, FALLO_TRANSICION, "event is not allowed from this state",
                  "State: %s; event: %s; allowed: %s.", NULL, ESTADOS_FACTURA[caso->estado],
                  EVENTOS[a->evento],
                  maquina_eventos_de(&MAQUINA_FACTURA, caso->estado, permitidos, sizeof(permitidos)), NULL);
}

static const Transicion *
elegir(const CasoFactura *caso, const ActoFactura *a, bool *por_papel)
{
    *por_papel = false;
    for (size_t i = 0; i < sizeof(FILAS) / sizeof(FILAS[0]); i++) {
        const Transicion *t = &FILAS[i];

        if (t->desde == DE_NADA || (t->desde & DE(caso->estado)) == 0 || t->evento != a->evento ||
            !paso_vale(caso, t, a))
            continue;
        if (papel_vale(t, a))
            return t;
        *por_papel = true;
    }
    return NULL;
}

static bool
codigo_valido_para(const ActoFactura *a, ClaseCodigo clase, const Norma *n, Fallo *f)
{
    char t[CODIGO_TEXTO];

    if (a->codigo == 0)
        return fallar(f, FALLO_EVIDENCIA, "a code of the manual is mandatory", NULL, NULL, NULL);
    codigo_texto(a->codigo, t);
    if (codigo_clase(a->codigo) != clase || codigo_nivel(a->codigo) == 1 ||
        (clase == CLASE_RESPUESTA &&
         (!codigo_responde_devolucion(a->codigo) || codigo_emisor(a->codigo) == EMISOR_PAGADOR)))
        return fallar(f, FALLO_CODIGO, "code is not for this act", "Code: %s.", NULL, t, NULL);
    if (!a->codigo_oficial)
        return fallar(f, FALLO_CODIGO, "code is not in the official list", "Code: %s.",
                      "A site may admit it with a row in cartera.codigo_adicional.", t, NULL);
    if (n->manual != 0 && (int) codigo_manual(a->codigo) != n->manual)
        return fallar(f, FALLO_CODIGO, "code is not of the manual that rules the invoice", "Code: %s.", NULL,
                      t, NULL);
    return true;
}

/* What does not depend on the act: whether its event is allowed at this moment at all. Judged before its term. */
static bool
guardias_de_momento(const CasoFactura *caso, const Transicion *t, const Norma *n, Fallo *f)
{
    uint32_t g = t->guardias;

    if ((g & G_SIN_GLOSAS) != 0 && caso->glosas_vivas > 0)
        return fallar(f, FALLO_TRANSICION, "the invoice has live glosas", NULL, NULL, NULL);
    if ((g & G_SIN_PAGOS) != 0 && caso->con_pagos)
        return fallar(f, FALLO_TRANSICION, "the invoice has payments", NULL, NULL, NULL);
    if ((g & G_UNA_VEZ) != 0 && caso->devoluciones > 0)
        return fallar(f, FALLO_TRANSICION, "an invoice is returned only once", NULL, NULL, NULL);
    if ((g & G_NORMA_CIERRA) != 0) {
        int acto = t->rama == RAMA_SIN_RESPUESTA ? ACTO_RESPONDER_DEVOLUCION : ACTO_DECIDIR_DEVOLUCION;
        const TerminoNorma *p = &n->plazo[acto];

        if (!p->existe || !p->activo || p->al_vencer == EFECTO_NINGUNO ||
            (t->rama == RAMA_SIN_RESPUESTA && p->al_vencer != EFECTO_HABILITAR_CIERRE))
            return fallar(f, FALLO_TRANSICION, "the norm does not enable this closing", "Norm: %s; act: %s.",
                          NULL, n->id, ACTOS[acto], NULL);
    }
    return true;
}

static bool
guardias_de_contenido(const Transicion *t, const ActoFactura *a, const Norma *n, Fallo *f)
{
    uint32_t g = t->guardias;

    if ((g & G_CODIGO_DEVOLUCION) != 0 && !codigo_valido_para(a, CLASE_DEVOLUCION, n, f))
        return false;
    if ((g & G_CODIGO_RESPUESTA) != 0 && a->codigo != 0 && !codigo_valido_para(a, CLASE_RESPUESTA, n, f))
        return false;
    if ((g & G_COMENTARIO) != 0 && !a->comentario)
        return fallar(f, FALLO_EVIDENCIA, "a comment is mandatory", NULL, NULL, NULL);
    if ((g & G_EVIDENCIA) != 0 && !a->evidencia)
        return fallar(f, FALLO_EVIDENCIA, "this act needs its evidence", NULL, NULL, NULL);
    return true;
}

/* Next due date and who owes it. */
static bool
siguiente(CasoFactura *d, const Transicion *t, const ActoFactura *a, const Norma *n, const Calendario *c,
          Fallo *f)
{
    d->quien_debe = NINGUNO;
    d->vence = FECHA_NULA;
    if (a->evento == EF_DEVOLVER) {
        d->devoluciones++;
        d->quien_debe = PAPEL_PRESTADOR;
        return norma_vence(n, c, ACTO_RESPONDER_DEVOLUCION, a->fecha, &d->vence, f);
    }
    if (a->evento == EF_RESPONDER_DEVOLUCION && t->rama == RAMA_NO_PROCEDE) {
        d->quien_debe = PAPEL_PAGADOR;
        return norma_vence(n, c, ACTO_DECIDIR_DEVOLUCION, a->fecha, &d->vence, f);
    }
    if (d->estado == FACTURA_RADICADA) {
        /* the days of the return run inside the term of the glosa (art. 6) */
        d->quien_debe = PAPEL_PAGADOR;
        d->vence = d->vence_formular;
    }
    return true;
}

/* The party that acts: the one given, or the only one that may. */
static bool
resolver_papel(const Transicion *t, ActoFactura *a, Fallo *f)
{
    char quien[48];

    for (int p = 0; a->papel == NINGUNO && p < PAPEL_N; p++)
        if (t->quien == DE(p))
            a->papel = p;
    if (a->papel != NINGUNO)
        return true;
    return fallar(f, FALLO_PAPEL, "the party that acts must be given", "Event: %s; allowed: %s.", NULL,
                  EVENTOS[a->evento], maquina_quien(t->quien, quien, sizeof(quien)), NULL);
}

bool
factura_aplicar(const CasoFactura *antes, ActoFactura *acto, const Norma *n, const Calendario *c,
                CasoFactura *despues, bool *tardia, Fallo *f)
{
    bool por_papel;
    const Transicion *t = elegir(antes, acto, &por_papel);
    Fecha vence = antes->vence;
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    if (t == NULL)
        return negada(antes, acto, por_papel, f);
    if (!resolver_papel(t, acto, f))
        return false;
    if (acto->fecha < antes->ultima_fecha)
        return fallar(f, FALLO_ARGUMENTO, "date is before the previous act", "Date: %s; previous act: %s.",
                      NULL, fecha_texto(acto->fecha, a), fecha_texto(antes->ultima_fecha, b), NULL);
    if (!guardias_de_momento(antes, t, n, f))
        return false;
    /* the return has its own term from the filing, within the one of the glosa; being the first, that was the last act */
    if (t->evento == EF_DEVOLVER && !norma_vence(n, c, ACTO_DEVOLVER, antes->ultima_fecha, &vence, f))
        return false;
    if (!norma_juzgar(n, t->acto, vence, acto->fecha, tardia, f) || !guardias_de_contenido(t, acto, n, f))
        return false;
    *despues = *antes;
    despues->estado = t->hacia;
    despues->secuencia++;
    despues->ultimo_evento = acto->evento;
    despues->ultima_fecha = acto->fecha;
    return siguiente(despues, t, acto, n, c, f);
}

bool
factura_efecto_vencido(const CasoFactura *caso, const Norma *n, Fecha al, bool *injustificada, Fecha *fecha)
{
    ActoFactura a = {.evento = EF_DECIDIR_DEVOLUCION, .papel = PAPEL_SISTEMA, .hoy = al, .con_hoy = true};
    const Transicion *t;
    bool por_papel;

    if (caso->estado != FACTURA_DEVUELTA || caso->vence == FECHA_NULA)
        return false;
    *fecha = a.fecha = caso->ultima_fecha > caso->vence ? caso->ultima_fecha : caso->vence;
    t = elegir(caso, &a, &por_papel);
    if (t == NULL || !guardias_de_momento(caso, t, n, NULL) || !guardias_de_contenido(t, &a, n, NULL))
        return false;
    *injustificada = t->rama == RAMA_SIN_DECISION;
    return true;
}
