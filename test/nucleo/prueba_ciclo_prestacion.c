/*
 * prueba_ciclo_prestacion.c - every act on an invoice line from every state,
 * and that the table tells of imputation what imputation does.
 */
#include "nucleo/ciclo_prestacion.h"

#include "tap.h"

static Fallo f;

/* The states to which each act leads, from each state ("." where it is refused). */
static const char *const ESPERADO[PRESTACION_EVENTOS][PRESTACION_ESTADOS] = {
    [EP_MARCAR_REFACTURAR] = {".", ".", ".", "a_refacturar", ".", ".", "."},
    [EP_DESMARCAR] = {".", ".", ".", ".", "debitada", ".", "."},
    [EP_REFACTURAR] = {".", ".", ".", ".", "refacturada", ".", "."},
    [EP_REABRIR] = {".", ".", ".", ".", ".", "a_refacturar", "."},
    [EP_DEBITAR_PERMANENTE] = {".", ".", ".", "debitada_permanente", "debitada_permanente", ".", "."},
};

/* What makes every guard of the act hold. */
static ActoPrestacion
acto(int evento)
{
    return (ActoPrestacion){.evento = evento,
                            .fecha = 9000,
                            .nueva = {.existe = true,
                                      .enlazada = true,
                                      .estado = PRESTACION_FACTURADA,
                                      .valor = 500,
                                      .caida = evento == EP_REABRIR}};
}

static CasoPrestacion
caso(int estado)
{
    return (CasoPrestacion){.estado = estado, .debitado = 500, .saldo = 700, .ultima = 9000};
}

static bool
aplicar(CasoPrestacion c, ActoPrestacion a, int *estado, Centavos *nota)
{
    return prestacion_aplicar(&c, &a, estado, nota, &f);
}

static void
cada_acto(void)
{
    static const Centavos NOTAS[PRESTACION_EVENTOS] = {
        [EP_REFACTURAR] = 500, [EP_REABRIR] = -500, [EP_DEBITAR_PERMANENTE] = 500};

    for (int e = 0; e < PRESTACION_EVENTOS; e++)
        for (int s = 0; s < PRESTACION_ESTADOS; s++) {
            const char *esperado = ESPERADO[e][s];
            int estado;
            Centavos nota;
            bool bien = aplicar(caso(s), acto(e), &estado, &nota);

            if (e <= EP_ANULAR_LIQUIDACION)
                ok(!bien && f.clase == FALLO_SOLO_EVENTOS, "%s is not an act of this table",
                   MAQUINA_PRESTACION.eventos[e]);
            else if (strcmp(esperado, ".") == 0)
                ok(!bien && f.clase == FALLO_TRANSICION, "%s: not from %s", MAQUINA_PRESTACION.eventos[e],
                   ESTADOS_PRESTACION[s]);
            else
                ok(bien && strcmp(ESTADOS_PRESTACION[estado], esperado) == 0 && nota == NOTAS[e],
                   "%s: from %s to %s", MAQUINA_PRESTACION.eventos[e], ESTADOS_PRESTACION[s], esperado);
        }
}

static void
guardas(void)
{
    CasoPrestacion c = caso(PRESTACION_A_REFACTURAR);
    ActoPrestacion a = acto(EP_REFACTURAR);
    int estado;
    Centavos nota;

    a.fecha = 8999;
    es_fallo(aplicar(c, a, &estado, &nota), &f, FALLO_ARGUMENTO, "not before the previous act");
    c.saldo = 499;
    es_fallo(aplicar(c, acto(EP_REFACTURAR), &estado, &nota), &f, FALLO_IMPORTE,
             "what was paid is not billed again");
    es_texto(f.arg[2], "0.01", "and the difference is told");
    es_fallo(aplicar(c, acto(EP_DEBITAR_PERMANENTE), &estado, &nota), &f, FALLO_IMPORTE, "nor lost");
    ok(aplicar(c, acto(EP_DESMARCAR), &estado, &nota) && nota == 0, "but the mark comes off");
    c.saldo = 500;
    ok(aplicar(c, acto(EP_REFACTURAR), &estado, &nota), "the whole balance");
    a = acto(EP_REFACTURAR);
    a.nueva.existe = false;
    es_fallo(aplicar(c, a, &estado, &nota), &f, FALLO_NO_EXISTE, "a new line that does not exist");
    a = acto(EP_REFACTURAR);
    a.nueva.enlazada = false;
    es_fallo(aplicar(c, a, &estado, &nota), &f, FALLO_ARGUMENTO, "of an invoice that is not linked");
    a = acto(EP_REFACTURAR);
    a.nueva.usada = true;
    es_fallo(aplicar(c, a, &estado, &nota), &f, FALLO_YA_EXISTE, "that already stands for another");
    a = acto(EP_REFACTURAR);
    a.nueva.caida = true;
    es_fallo(aplicar(c, a, &estado, &nota), &f, FALLO_TRANSICION, "of a rejected invoice");
    a = acto(EP_REFACTURAR);
    a.nueva.estado = PRESTACION_PAGADA;
    es_fallo(aplicar(c, a, &estado, &nota), &f, FALLO_TRANSICION, "already paid");
    a = acto(EP_REFACTURAR);
    a.nueva.valor = 501;
    es_fallo(aplicar(c, a, &estado, &nota), &f, FALLO_IMPORTE, "of another amount");
    c.disputa = 1;
    es_fallo(aplicar(c, acto(EP_REFACTURAR), &estado, &nota), &f, FALLO_TRANSICION,
             "what is disputed is not billed again");
    es_fallo(aplicar(c, acto(EP_DEBITAR_PERMANENTE), &estado, &nota), &f, FALLO_TRANSICION, "nor lost");
    ok(aplicar(c, acto(EP_DESMARCAR), &estado, &nota), "but the mark comes off");
    a = acto(EP_REABRIR);
    a.nueva.caida = false;
    es_fallo(aplicar(caso(PRESTACION_REFACTURADA), a, &estado, &nota), &f, FALLO_TRANSICION,
             "it lives in another invoice");
}

static void
acreditadas(void)
{
    ok(prestacion_acreditada(2, PRESTACION_REFACTURADA, 500, 500, 0, &f), "all of it left the invoice");
    ok(prestacion_acreditada(2, PRESTACION_REFACTURADA, 500, 300, 200, &f),
       "a glosa had taken a part before the rest left");
    es_fallo(prestacion_acreditada(2, PRESTACION_REFACTURADA, 500, 300, 201, &f), &f, FALLO_IMPORTE,
             "nothing more of it is taken");
    es_texto(f.arg[4], "0.01", "and the difference is told");
    es_fallo(prestacion_acreditada(2, PRESTACION_DEBITADA_PERMANENTE, 500, 500, 500, &f), &f, FALLO_IMPORTE,
             "nor of what was lost");
}

static void
glosables(void)
{
    for (int e = 0; e < PRESTACION_ESTADOS; e++) {
        bool fuera = e == PRESTACION_REFACTURADA || e == PRESTACION_DEBITADA_PERMANENTE;

        ok(prestacion_glosable(2, e, &f) == !fuera, "%s: %s", ESTADOS_PRESTACION[e],
           fuera ? "nothing of it is disputed" : "it may be disputed");
        if (fuera)
            es_texto(f.arg[1], ESTADOS_PRESTACION[e], "and the state is told");
    }
    es_fallo(prestacion_glosable(2, PRESTACION_REFACTURADA, &f), &f, FALLO_IMPORTE, "billed again");
    ok(f.sugerencia != NULL, "what was billed again is disputed elsewhere");
    es_fallo(prestacion_glosable(2, PRESTACION_DEBITADA_PERMANENTE, &f), &f, FALLO_IMPORTE, "lost");
    ok(f.sugerencia == NULL, "what was lost is not disputed anywhere");
}

static void
marcas(void)
{
    int e;

    ok(prestacion_evento_hacia(PRESTACION_DEBITADA, PRESTACION_A_REFACTURAR, &e, &f) &&
           e == EP_MARCAR_REFACTURAR,
       "debitada to a_refacturar: marcar_refacturar");
    ok(prestacion_evento_hacia(PRESTACION_REFACTURADA, PRESTACION_A_REFACTURAR, &e, &f) && e == EP_REABRIR,
       "refacturada to a_refacturar: reabrir");
    ok(prestacion_evento_hacia(PRESTACION_A_REFACTURAR, PRESTACION_DEBITADA, &e, &f) && e == EP_DESMARCAR,
       "a_refacturar to debitada: desmarcar");
    es_fallo(prestacion_evento_hacia(PRESTACION_FACTURADA, PRESTACION_A_REFACTURAR, &e, &f), &f,
             FALLO_TRANSICION, "facturada to a_refacturar: not yet");
    es_fallo(prestacion_evento_hacia(PRESTACION_A_REFACTURAR, PRESTACION_REFACTURADA, &e, &f), &f,
             FALLO_ARGUMENTO, "to refacturada: by the new invoice");
    es_fallo(prestacion_evento_hacia(PRESTACION_DEBITADA, PRESTACION_PAGADA, &e, &f), &f, FALLO_ARGUMENTO,
             "to pagada: by imputation");
}

/* ---- imputation and the table tell the same ----------------------------------------- */

static int
imputada(LineaImputar l, const ExcepcionImputar *e)
{
    static const Porcentaje sin = 0;
    FacturaImputar factura = {
        .pagado = 100000, .imputado = l.imputado, .liquidado = l.liquidado, .liquidado_neto = l.imputado};
    int64_t pesos[1], partes[1];
    uint64_t restos[1];
    TurnoProfesional turnos[1];
    TotalProfesional totales[1];
    TrabajoImputacion t = {pesos, partes, restos, turnos};
    PlanImputacion plan = {.totales = totales};
    PeticionImputar p = {.excepciones = e, .n_excepciones = e != NULL, .tasas = &sin, .n_tasas = 1};

    l.linea = 1;
    l.con_profesional = true;
    l.estado = PRESTACION_FACTURADA;
    l.valor = 10000;
    return imputacion_planear(&factura, &l, 1, &p, &t, &plan, &f) ? l.estado_final : NINGUNO;
}

/* State to which the row of this event and branch leads. */
static int
segun_tabla(int evento, const char *rama)
{
    for (int i = 0; i < MAQUINA_PRESTACION.n_filas; i++) {
        const Transicion *t = &MAQUINA_PRESTACION.filas[i];

        if (t->evento == evento && strcmp(MAQUINA_PRESTACION.ramas[t->rama], rama) == 0)
            return t->hacia == HACIA_MISMO ? PRESTACION_FACTURADA : t->hacia;
    }
    return NINGUNO;
}

static void
como_imputacion(void)
{
    const ExcepcionImputar parcial = {1, IMPUTA_PAGADO, true, 4000, true},
                           debito = {1, IMPUTA_DEBITADO, false, 0, true};

    es_entero(imputada((LineaImputar){0}, NULL), segun_tabla(EP_PAGAR, ""), "case 1: paid");
    es_entero(imputada((LineaImputar){0}, &parcial), segun_tabla(EP_PAGAR, "menos de lo facturado"),
              "case 4: paid in part");
    es_entero(imputada((LineaImputar){.aceptado = 1000}, NULL),
              segun_tabla(EP_PAGAR, "menos de lo facturado"), "paid, but for its accepted glosa");
    es_entero(imputada((LineaImputar){.pendiente = 1000}, NULL),
              segun_tabla(EP_PAGAR, "una glosa sin decidir deja abierta una parte"),
              "paid, but for what is disputed");
    es_entero(imputada((LineaImputar){0}, &debito), segun_tabla(EP_DEBITAR, ""), "cases 2 and 3: debited");
    es_entero(imputada((LineaImputar){.liquidado = 3000, .imputado = 3000}, &debito),
              segun_tabla(EP_DEBITAR, "con una parte ya pagada"), "debited after a part was paid");
}

int
main(void)
{
    cada_acto();
    guardas();
    acreditadas();
    glosables();
    marcas();
    como_imputacion();
    return terminar();
}
