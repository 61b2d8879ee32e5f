/*
 * contexto.h - what one statement over glosas or invoices knows: the cases it
 * has touched, read once under the lock of their invoice, and the changes to
 * their projections, written set-based when the statement ends.
 *
 * The invoice is the unit of locking: whoever writes about an invoice locks its
 * row first (FOR NO KEY UPDATE). Clients that touch several in one transaction
 * take them in order of (prestador_id, factura_id).
 */
#ifndef CONCILIACION_CONTEXTO_H
#define CONCILIACION_CONTEXTO_H

#include "cartera.h"
#include "fila.h"
#include "lote.h"
#include "nucleo/ciclo_factura.h"
#include "nucleo/ciclo_glosa.h"

#define HUELLA_BYTES 32

typedef struct ClaveFactura {
    int64 prestador;
    int64 factura;
} ClaveFactura;

typedef struct ClaveLinea {
    int64 prestador;
    int64 factura;
    int64 linea;
} ClaveLinea;

/* A code live on a line; without padding, since it is hashed as bytes. */
typedef struct ClaveCodigo {
    int64 prestador;
    int64 factura;
    int64 linea;
    int32 codigo;
    int32 relleno;
} ClaveCodigo;

typedef struct CodigoCtx {
    ClaveCodigo clave;
    int64 glosa;
} CodigoCtx;

typedef struct ClaveGlosa {
    int64 prestador;
    int64 glosa;
} ClaveGlosa;

/* Rows of an invoice: how many were read one by one, and whether all of them are known. */
typedef struct Leidas {
    int una_a_una;
    bool todas;
} Leidas;

/* An invoice, as read under its lock plus what this statement adds. */
typedef struct FacturaCtx {
    ClaveFactura clave;
    char norma_id[NORMA_ID_MAX];
    CasoFactura caso;
    Fecha fecha_radicacion;
    Fecha primera_notificacion;
    Fecha vence_pago;
    Centavos valor, glosado;
    Centavos saldo;                                                    /* what is still owed */
    Centavos d_valor, d_glosado, d_aceptado, d_levantado, d_pendiente; /* not yet written */
    int d_vivas, d_abiertas, d_lineas;
    int lineas;              /* lines of the invoice */
    Leidas de_lineas, vivas; /* what is known of its lines and of its live glosas */
    bool sucia;
} FacturaCtx;

/* A line; an act that only changes its totals does not read it. */
typedef struct LineaCtx {
    ClaveLinea clave;
    bool leida;
    bool sin_paciente, sin_nombre; /* the line names a patient by half, or not at all */
    int estado;                    /* EstadoPrestacion */
    Centavos valor, glosado;
    Centavos d_glosado, d_aceptado, d_pendiente;
    bool sucia;
} LineaCtx;

typedef struct GlosaCtx {
    ClaveGlosa clave;
    int64 factura;
    int64 linea;            /* 0: the whole invoice */
    Fecha fecha_radicacion; /* of the invoice, when read with its norm */
    CodigoGlosa codigo;
    bool con_comentario;
    CasoGlosa caso;
    uint8 huella[HUELLA_BYTES]; /* of the last event */
    bool sucia;
} GlosaCtx;

typedef enum ClaseContexto {
    CTX_FACTURA,
    CTX_PRESTACION,
    CTX_FACTURA_EVENTO,
    CTX_GLOSA,
    CTX_GLOSA_EVENTO,
    CTX_CONCILIACION = 100 /* and one more for each further table of conciliation (registro.h) */
} ClaseContexto;

typedef struct Contexto Contexto;

/* Begin (BEFORE STATEMENT) and find again the context of a statement; NULL when there is none. */
extern Contexto *contexto_abrir(ClaseContexto clase);
extern Contexto *contexto_actual(ClaseContexto clase);
/* Write every pending change (inside SPI, as the owner) and forget the context. */
extern void contexto_volcar(Contexto *c);
extern void contexto_cerrar(Contexto *c);

/* Rows that the statement will insert by that query; made at the first call. */
extern Lote *contexto_lote(Contexto *c, EscrituraLote *insertar);

/* Rows that the statement keeps for itself until it ends; made at the first call. */
extern Lote *contexto_propio(Contexto *c, const Oid *tipos, int columnas);

/* Who acts now, before the owner is taken. */
extern const char *contexto_usuario(Contexto *c);

/* Before judging a row: write and forget when too much is pending. Inside SPI as the owner. */
extern void contexto_aliviar(Contexto *c);

/* Rows that the row trigger let pass, to be compared with those that really entered. */
extern void contexto_contar(Contexto *c, const Fila *fila);
extern uint64 contexto_filas(const Contexto *c);
extern void contexto_verificar(Contexto *c, Tuplestorestate *nuevas, TupleDesc desc);

/* Write what statements in course have pending about an invoice, for whoever reads it without a context. */
extern void contexto_reclamar(int64 prestador, int64 factura);

/* All of these run inside SPI as the owner. KG006 when there is no such case. */
extern FacturaCtx *contexto_factura(Contexto *c, int64 prestador, int64 factura);
extern LineaCtx *contexto_linea(Contexto *c, int64 prestador, int64 factura, int64 linea);
/* The line of a glosa already known, for its totals alone. */
extern LineaCtx *contexto_linea_sin_leer(Contexto *c, int64 prestador, int64 factura, int64 linea);
extern GlosaCtx *contexto_glosa(Contexto *c, int64 prestador, int64 glosa);

/* The live glosa that has this code on this line (0: none), and one just born. */
extern int64 contexto_codigo_vivo(Contexto *c, FacturaCtx *f, int64 linea, CodigoGlosa codigo);
extern void contexto_nacida(Contexto *c, const GlosaCtx *g);

/* Carry to the totals of line and invoice what an event did to a case (antes NULL: it was born). */
extern void contexto_totalizar(Contexto *c, FacturaCtx *f, LineaCtx *l, const CasoGlosa *antes,
                               const CasoGlosa *despues);

/* Read a case without locking (what-if, eventos_permitidos); inside SPI. */
extern bool glosa_leer(int64 prestador, int64 glosa, GlosaCtx *g, char *norma_id);

pg_noreturn extern void no_existe(const char *que, int64 prestador, int64 id);

#endif
