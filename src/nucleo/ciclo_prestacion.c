/*
 * ciclo_prestacion.c - the table of the machine of invoice lines and the rules
 * it names (guide "Pago de honorarios", cases 1 to 5).
 */
#include "nucleo/ciclo_prestacion.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const EVENTOS[PRESTACION_EVENTOS] = {
    "facturar",  "pagar",      "debitar", "anular_liquidacion", "marcar_refacturar",
    "desmarcar", "refacturar", "reabrir", "debitar_permanente"};

enum { RAMA_SIEMPRE, RAMA_EN_DISPUTA, RAMA_MENOS, RAMA_YA_PAGADA, RAMAS };
static const char *const TEXTOS_RAMA[RAMAS] = {"", "una glosa sin decidir deja abierta una parte",
                                               "menos de lo facturado", "con una parte ya pagada"};

enum {
    G_COMENTARIO = 1 << 0,
    G_SIN_DISPUTA = 1 << 1,
    G_SIN_PAGAR = 1 << 2,
    G_EN_SALDO = 1 << 3,
    G_NUEVA = 1 << 4,
    G_NUEVA_CAIDA = 1 << 5,
    GUARDIAS = 6
};
static const char *const TEXTOS_GUARDIA[GUARDIAS] = {
    "comentario",
    "sin glosa por decidir",
    "liquidación sin pagar al profesional",
    "lo debitado sigue en el saldo de la factura",
    "línea de una factura nueva enlazada, del mismo pagador y valor",
    "la factura nueva fue rechazada o anulada"};

#define PRESTADOR DE(PAPEL_PRESTADOR)
#define FILA(desde, evento, rama, hacia, guardias)                                                           \
    {                                                                                                        \
        desde, evento, NINGUNO, PRESTADOR, rama, NINGUNO, hacia, guardias                                    \
    }

static const Transicion FILAS[] = {
    FILA(DE_NADA, EP_FACTURAR, RAMA_SIEMPRE, PRESTACION_FACTURADA, 0),
    /* imputation: case 1, case 4 (final), and lines with glosas */
    FILA(DE(PRESTACION_FACTURADA), EP_PAGAR, RAMA_EN_DISPUTA, HACIA_MISMO, 0),
    FILA(DE(PRESTACION_FACTURADA), EP_PAGAR, RAMA_MENOS, PRESTACION_PAGADA_PARCIAL,
         G_COMENTARIO | G_SIN_DISPUTA),
    FILA(DE(PRESTACION_FACTURADA), EP_PAGAR, RAMA_SIEMPRE, PRESTACION_PAGADA, 0),
    /* cases 2 and 3: both begin as a debit */
    FILA(DE(PRESTACION_FACTURADA), EP_DEBITAR, RAMA_YA_PAGADA, PRESTACION_PAGADA_PARCIAL,
         G_COMENTARIO | G_SIN_DISPUTA),
    FILA(DE(PRESTACION_FACTURADA), EP_DEBITAR, RAMA_SIEMPRE, PRESTACION_DEBITADA,
         G_COMENTARIO | G_SIN_DISPUTA),
    FILA(DE(PRESTACION_PAGADA) | DE(PRESTACION_PAGADA_PARCIAL) | DE(PRESTACION_DEBITADA),
         EP_ANULAR_LIQUIDACION, RAMA_SIEMPRE, PRESTACION_FACTURADA, G_SIN_PAGAR),
    /* case 2: "hay que marcar en el sistema para poder ser refacturada" */
    FILA(DE(PRESTACION_DEBITADA), EP_MARCAR_REFACTURAR, RAMA_SIEMPRE, PRESTACION_A_REFACTURAR, 0),
    FILA(DE(PRESTACION_A_REFACTURAR), EP_DESMARCAR, RAMA_SIEMPRE, PRESTACION_DEBITADA, 0),
    FILA(DE(PRESTACION_A_REFACTURAR), EP_REFACTURAR, RAMA_SIEMPRE, PRESTACION_REFACTURADA,
         G_SIN_DISPUTA | G_EN_SALDO | G_NUEVA),
    FILA(DE(PRESTACION_REFACTURADA), EP_REABRIR, RAMA_SIEMPRE, PRESTACION_A_REFACTURAR, G_NUEVA_CAIDA),
    /* case 3: "marcar que esa prestación no podrá cobrarse" */
    FILA(DE(PRESTACION_DEBITADA) | DE(PRESTACION_A_REFACTURAR), EP_DEBITAR_PERMANENTE, RAMA_SIEMPRE,
         PRESTACION_DEBITADA_PERMANENTE, G_SIN_DISPUTA | G_EN_SALDO),
};
#define N_FILAS ((int) (sizeof(FILAS) / sizeof(FILAS[0])))

const Maquina MAQUINA_PRESTACION = {"prestacion",
                                    ESTADOS_PRESTACION,
                                    PRESTACION_ESTADOS,
                                    DE(PRESTACION_DEBITADA_PERMANENTE),
                                    0,
                                    EVENTOS,
                                    PRESTACION_EVENTOS,
                                    NULL,
                                    0,
                                    TEXTOS_RAMA,
                                    RAMAS,
                                    TEXTOS_GUARDIA,
                                    GUARDIAS,
                                    FILAS,
                                    N_FILAS};

static const Transicion *
elegir(int estado, int evento)
{
    for (int i = 0; i < N_FILAS; i++)
        if (FILAS[i].desde != DE_NADA && (FILAS[i].desde & DE(estado)) != 0 && FILAS[i].evento == evento)
            return &FILAS[i];
    return NULL;
}

static bool
negada(int estado, int evento, Fallo *f)
{
    char permitidos[FALLO_ARG_MAX];

    return fallar(f, FALLO_TRANSICION, "event is not allowed from this state",
                  "State: %s; event: %s; allowed: %s.", NULL, ESTADOS_PRESTACION[estado], EVENTOS[evento],
                  maquina_eventos_de(&MAQUINA_PRESTACION, estado, permitidos, sizeof(permitidos)), NULL);
}

/* What was already paid, or credited, cannot be owed again by another invoice, nor lost. */
static bool
en_saldo(const CasoPrestacion *caso, Fallo *f)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];

    if (caso->debitado <= caso->saldo)
        return true;
    return fallar(f, FALLO_IMPORTE, "the debited amount is not in the balance of the invoice",
                  "Debited: %s; balance: %s; difference: %s.",
                  "Part of it was paid or credited: undo that first.", dinero_texto(caso->debitado, a),
                  dinero_texto(caso->saldo, b), dinero_texto(caso->debitado - caso->saldo, c), NULL);
}

/* What a glosa may still take of the line cannot leave the invoice: it would be lost, or owed, twice. */
static bool
sin_disputa(const CasoPrestacion *caso, Fallo *f)
{
    char a[DINERO_TEXTO];

    if (caso->disputa == 0)
        return true;
    return fallar(f, FALLO_TRANSICION, "the line has a glosa not decided yet", "In dispute: %s.",
                  "Answer or decide the glosa first.", dinero_texto(caso->disputa, a), NULL);
}

bool
prestacion_acreditada(int32_t linea, int estado, Centavos valor, Centavos nota, Centavos aceptado, Fallo *f)
{
    const Centavos debe = valor - nota;
    char l[16], a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];

    if (aceptado <= debe)
        return true;
    snprintf(l, sizeof(l), "%" PRId32, linea);
    return fallar(f, FALLO_IMPORTE, "the invoice no longer owes what the glosa takes of the line",
                  "Line: %s, %s; owed: %s; accepted: %s; difference: %s.",
                  "The glosa has to be lifted: what was billed again is disputed on its new invoice.", l,
                  ESTADOS_PRESTACION[estado], dinero_texto(debe, a), dinero_texto(aceptado, b),
                  dinero_texto(aceptado - debe, c), NULL);
}

bool
prestacion_glosable(int32_t linea, int estado, Fallo *f)
{
    char l[16];

    for (int i = 0; i < N_FILAS; i++)
        if (FILAS[i].hacia == estado && (FILAS[i].guardias & G_EN_SALDO) != 0) {
            snprintf(l, sizeof(l), "%" PRId32, linea);
            return fallar(f, FALLO_IMPORTE, "the invoice no longer owes the line", "Line: %s, %s.",
                          (FILAS[i].guardias & G_NUEVA) != 0
                              ? "Formulate it on the invoice that bills the line again."
                              : NULL,
                          l, ESTADOS_PRESTACION[estado], NULL);
        }
    return true;
}

static bool
nueva_valida(const CasoPrestacion *caso, const LineaNueva *l, Fallo *f)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];

    if (!l->existe)
        return fallar(f, FALLO_NO_EXISTE, "the new line does not exist", NULL,
                      "Call conciliacion.refacturar.", NULL);
    if (!l->enlazada)
        return fallar(f, FALLO_ARGUMENTO, "the new invoice is not linked to this one", NULL,
                      "Call conciliacion.refacturar.", NULL);
    if (l->usada)
        return fallar(f, FALLO_YA_EXISTE, "the new line already bills another line", NULL, NULL, NULL);
    if (l->caida || l->estado != PRESTACION_FACTURADA)
        return fallar(f, FALLO_TRANSICION, "the new invoice has already been acted on", NULL, NULL, NULL);
    if (l->valor != caso->debitado)
        return fallar(f, FALLO_IMPORTE, "the new line is not worth what was debited",
                      "New line: %s; debited: %s; difference: %s.", NULL, dinero_texto(l->valor, a),
                      dinero_texto(caso->debitado, b), dinero_texto(l->valor - caso->debitado, c), NULL);
    return true;
}

bool
prestacion_aplicar(const CasoPrestacion *caso, const ActoPrestacion *acto, int *estado, Centavos *nota,
                   Fallo *f)
{
    const Transicion *t;
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    if (acto->evento <= EP_ANULAR_LIQUIDACION)
        return fallar(f, FALLO_SOLO_EVENTOS, "this event is written by filing and by imputation only",
                      "Event: %s.", NULL, EVENTOS[acto->evento], NULL);
    t = elegir(caso->estado, acto->evento);
    if (t == NULL)
        return negada(caso->estado, acto->evento, f);
    if (caso->ultima != FECHA_NULA && acto->fecha < caso->ultima)
        return fallar(f, FALLO_ARGUMENTO, "date is before the previous act", "Date: %s; previous act: %s.",
                      NULL, fecha_texto(acto->fecha, a), fecha_texto(caso->ultima, b), NULL);
    if ((t->guardias & G_SIN_DISPUTA) != 0 && !sin_disputa(caso, f))
        return false;
    if ((t->guardias & G_EN_SALDO) != 0 && !en_saldo(caso, f))
        return false;
    if ((t->guardias & G_NUEVA) != 0 && !nueva_valida(caso, &acto->nueva, f))
        return false;
    if ((t->guardias & G_NUEVA_CAIDA) != 0 && !acto->nueva.caida)
        return fallar(f, FALLO_TRANSICION, "the line lives in another invoice", NULL,
                      "It can be billed again once that invoice is rejected or annulled.", NULL);
    *estado = t->hacia;
    *nota = (t->guardias & G_EN_SALDO) != 0      ? caso->debitado
            : (t->guardias & G_NUEVA_CAIDA) != 0 ? -acto->nueva.valor
                                                 : 0;
    return true;
}

bool
prestacion_evento_hacia(int desde, int hacia, int *evento, Fallo *f)
{
    *evento = NINGUNO;
    for (int i = 0; i < N_FILAS; i++) {
        const Transicion *t = &FILAS[i];

        if (t->evento <= EP_ANULAR_LIQUIDACION || t->hacia != hacia)
            continue;
        if ((t->desde & DE(desde)) != 0) {
            *evento = t->evento;
            return t->evento != EP_REFACTURAR ||
                   fallar(f, FALLO_ARGUMENTO, "a line is not marked as billed again",
                          "The new invoice that bills it does that.", "Call conciliacion.refacturar.", NULL);
        }
        *evento = t->evento; /* the one that would lead there, from another state */
    }
    if (*evento != NINGUNO)
        return negada(desde, *evento, f);
    return fallar(f, FALLO_ARGUMENTO, "nobody marks a line with this state", "State: %s.",
                  "Imputation sets it: conciliacion.imputar.", ESTADOS_PRESTACION[hacia], NULL);
}
