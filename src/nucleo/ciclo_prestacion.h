/*
 * ciclo_prestacion.h - the life of an invoice line: what imputation makes of
 * it and, when the payer debited it, whether it is billed again or lost.
 */
#ifndef NUCLEO_CICLO_PRESTACION_H
#define NUCLEO_CICLO_PRESTACION_H

#include "nucleo/dinero.h"
#include "nucleo/fecha.h"
#include "nucleo/imputacion.h"
#include "nucleo/maquina.h"

/* In the order of SQL type evento_prestacion. The first four belong to invoices and liquidaciones. */
typedef enum EventoPrestacion {
    EP_FACTURAR,
    EP_PAGAR,
    EP_DEBITAR,
    EP_ANULAR_LIQUIDACION,
    EP_MARCAR_REFACTURAR,
    EP_DESMARCAR,
    EP_REFACTURAR,
    EP_REABRIR,
    EP_DEBITAR_PERMANENTE,
    PRESTACION_EVENTOS
} EventoPrestacion;

extern const Maquina MAQUINA_PRESTACION;

/* A line as it stands, with what the act on it depends on. */
typedef struct CasoPrestacion {
    int estado;        /* EstadoPrestacion */
    Centavos debitado; /* what the payer did not pay of it, and no glosa took */
    Centavos disputa;  /* glosa of the line not decided yet */
    Centavos saldo;    /* of its invoice */
    Fecha ultima;      /* of its last act; FECHA_NULA: none */
} CasoPrestacion;

/* The line of another invoice that bills it again. */
typedef struct LineaNueva {
    bool existe, enlazada; /* its invoice says that it comes from this one, and is of the same payer */
    bool usada;            /* it already stands for another line */
    bool caida;            /* its invoice was rejected or annulled */
    int estado;
    Centavos valor;
} LineaNueva;

typedef struct ActoPrestacion {
    int evento;
    Fecha fecha;
    LineaNueva nueva; /* of refacturar; of the last refacturar, in reabrir */
} ActoPrestacion;

/*
 * Judge an act. Gives the new state and the credit note that it means on the
 * invoice: what is billed again, or lost, is no longer owed there.
 */
extern bool prestacion_aplicar(const CasoPrestacion *caso, const ActoPrestacion *acto, int *estado,
                               Centavos *nota, Fallo *f);

/* What its glosas may take of a line of which its invoice already gave some up, billed again or lost (nota). */
extern bool prestacion_acreditada(int32_t linea, int estado, Centavos valor, Centavos nota, Centavos aceptado,
                                  Fallo *f);

/* Whether a line in that state may be disputed: its invoice must still owe it. */
extern bool prestacion_glosable(int32_t linea, int estado, Fallo *f);

/* The event by which somebody leads a line from a state to another. */
extern bool prestacion_evento_hacia(int desde, int hacia, int *evento, Fallo *f);

#endif
