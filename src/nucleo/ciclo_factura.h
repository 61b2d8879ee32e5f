/*
 * ciclo_factura.h - the life of an invoice before the payer: filing, return
 * (devolucion, Res. 2284/2023 art. 6), rejection, acceptance, and the state
 * that follows from its glosas.
 */
#ifndef NUCLEO_CICLO_FACTURA_H
#define NUCLEO_CICLO_FACTURA_H

#include "nucleo/codigo_glosa.h"
#include "nucleo/dinero.h"
#include "nucleo/fecha.h"
#include "nucleo/maquina.h"
#include "nucleo/norma.h"

/* In the order of SQL type estado_factura. */
typedef enum EstadoFactura {
    FACTURA_RADICADA,
    FACTURA_DEVUELTA,
    FACTURA_RECHAZADA,
    FACTURA_ACEPTADA,
    FACTURA_GLOSADA,
    FACTURA_CONCILIADA,
    FACTURA_ANULADA,
    FACTURA_ESTADOS
} EstadoFactura;

/* In the order of SQL type evento_factura. */
typedef enum EventoFactura {
    EF_RADICAR,
    EF_ACEPTAR,
    EF_DEVOLVER,
    EF_RESPONDER_DEVOLUCION,
    EF_DECIDIR_DEVOLUCION,
    EF_RECHAZAR,
    EF_ANULAR,
    FACTURA_EVENTOS
} EventoFactura;

extern const Maquina MAQUINA_FACTURA;
extern const char *const ESTADOS_FACTURA[FACTURA_ESTADOS];

/* The projection of an invoice, as far as its own events go. */
typedef struct CasoFactura {
    int estado;
    int quien_debe;
    int ultimo_evento;
    int secuencia;
    Fecha ultima_fecha;
    Fecha vence;
    Fecha vence_formular;  /* term of the payer to formulate glosas, from the filing */
    Fecha vence_conciliar; /* last day to close the conciliation, from the filing; FECHA_NULA: none */
    int devoluciones;
    int glosas_vivas, glosas_abiertas;
    bool con_pagos;
} CasoFactura;

typedef struct ActoFactura {
    int evento;
    int papel;
    Fecha fecha;
    Fecha hoy; /* last day known, when con_hoy */
    bool con_hoy;
    CodigoGlosa codigo; /* of the return or of its answer; 0: none */
    bool codigo_oficial;
    bool con_procede;
    bool procede; /* answer: the provider accepts the return; decision: the payer admits the answer */
    bool comentario;
    bool evidencia;
} ActoFactura;

extern bool factura_radicar(const Norma *n, const Calendario *c, Fecha fecha, CasoFactura *caso, Fallo *f);
extern bool factura_aplicar(const CasoFactura *antes, ActoFactura *acto, const Norma *n, const Calendario *c,
                            CasoFactura *despues, bool *tardia, Fallo *f);

/* State of an invoice whose glosas are vivas (not annulled), abiertas of them not closed. */
extern int factura_estado_por_glosas(int estado, int vivas, int abiertas);

/*
 * What the norm does by itself with an invoice whose term expired before al: a return that nobody answered is
 * accepted (*injustificada false), one that the payer did not decide is unjustified; dated at the deadline.
 * False: nothing.
 */
extern bool factura_efecto_vencido(const CasoFactura *caso, const Norma *n, Fecha al, bool *injustificada,
                                   Fecha *fecha);

/* Act that an invoice waits for from whom owes it, or NINGUNO. */
extern int factura_acto_debido(int estado, int quien_debe);

/* Neither returned, nor rejected, nor annulled: it may be paid, or debited. */
extern bool factura_admite_pago(int estado);

/* Whether a glosa may be formulated in this state. */
extern bool factura_admite_glosas(int estado);

#endif
