/*
 * acta.h - conciliation: who may be called to a meeting, what an act must add
 * up to, who may sign it, when a notice is effective, what was paid of what
 * was conciliated.
 *
 * Sources: the insurer's contract (lines of the conciliation process and its
 * notes 1 to 6, special cases a to e) and the nine activities of the process of
 * conciliation of glosas.
 */
#ifndef NUCLEO_ACTA_H
#define NUCLEO_ACTA_H

#include "nucleo/ciclo_glosa.h"

/* ---- who is called ---------------------------------------------------------- */

/* Why a glosa stays out of a meeting. */
typedef enum MotivoExclusion {
    EXCLUSION_LITIGIO,
    EXCLUSION_EMBARGO,
    EXCLUSION_EN_LIQUIDACION, /* the entity is being wound up: its glosas stay open, as they are */
    EXCLUSION_LIQUIDADA,      /* the entity no longer exists: they are closed, not conciliated */
    EXCLUSION_TARIFA,
    EXCLUSION_SUSPENDIDA, /* for another reason */
    EXCLUSION_SIN_COBERTURA,
    EXCLUSION_AFILIACION,
    EXCLUSION_YA_CITADA,
    EXCLUSION_PLAZO_EN_CURSO, /* notified, and the answer is not late yet */
    EXCLUSION_ESTADO,
    EXCLUSIONES
} MotivoExclusion;

extern const char *const MOTIVOS_EXCLUSION[EXCLUSIONES];

/* In the order of the check of column situacion. */
typedef enum SituacionEntidad { ENTIDAD_ACTIVA, ENTIDAD_EN_LIQUIDACION, ENTIDAD_LIQUIDADA } SituacionEntidad;

/* NULL counts as active. */
extern SituacionEntidad entidad_situacion(const char *texto);

typedef struct CasoConciliable {
    const CasoGlosa *caso;
    const Norma *norma;
    Fecha fecha; /* of the citation */
    SituacionEntidad pagador, prestador;
    const char *suspension; /* reason given when its clocks stopped, NULL: none */
    const char *exclusion;  /* MOTIVOS_EXCLUSION shown by somebody with evidence, NULL: none */
    bool reprograma;        /* the meeting takes the place of another */
} CasoConciliable;

/* MotivoExclusion, or NINGUNO when the glosa is truly an object of conciliation. */
extern int conciliacion_excluir(const CasoConciliable *k);

/* A reason that somebody may declare with its evidence (no coverage, affiliation not shown). */
extern bool exclusion_declarable(const char *motivo, Fallo *f);

/* What must be brought to the meeting for a glosa of that code, besides the road of the case itself. */
extern const char *preparacion_soporte(CodigoGlosa codigo);

/* A meeting: called by either party, somewhere, not before the citation itself. */
extern bool cita_juzgar(int papel, bool con_lugar, Fecha fecha, Fecha fecha_cita, Fallo *f);

/* ---- notices ------------------------------------------------------------------ */

/* Sent by either party, with subject and content. */
extern bool comunicacion_juzgar(int papel, bool con_texto, Fallo *f);

/* Whether some row of the machine lets the event happen that day, content aside. */
extern bool glosa_admite(const CasoGlosa *caso, int evento, const Norma *n, Fecha fecha);

/*
 * Nota 5: a notice is effective when it went by electronic or certified mail after the notification of the
 * glosa (notificada, FECHA_NULA: never) and its receipt is shown.
 */
extern bool comunicacion_efectiva(const char *medio, Fecha enviada, Fecha notificada);

/* ---- the act -------------------------------------------------------------------- */

/* In the order of SQL type estado_acta. */
typedef enum EstadoActa { ACTA_BORRADOR, ACTA_FIRMADA_EN_PARTE, ACTA_APLICADA } EstadoActa;

typedef struct LineaActa {
    int estado; /* EstadoGlosa */
    Centavos pendiente, aceptado, levantado, sin_acuerdo;
} LineaActa;

/* State en_conciliacion, nothing negative, and the three parts cover the pending exactly. */
extern bool acta_linea_juzgar(const LineaActa *l, Fallo *f);

typedef struct FirmaActa {
    int papel;
    const char *firmante, *cargo, *poder; /* NULL or blank: not given */
    Fecha fecha, fecha_acta;
    int64_t lineas; /* of the act */
} FirmaActa;

/* Either party, by name and post; a delegate shows the power given by the legal representative. */
extern bool acta_firma_juzgar(const FirmaActa *firma, Fallo *f);

/* Whether a post is that of the legal representative. */
extern bool cargo_representa(const char *cargo);

typedef struct CompromisoActa {
    int papel; /* who owes it */
    bool con_descripcion;
    Fecha fecha_acta, vence;
} CompromisoActa;

extern bool compromiso_juzgar(const CompromisoActa *c, Fallo *f);

/* ---- paying what was conciliated --------------------------------------------------- */

/* By when: the date that the parties agreed on, or the term of the norm from the act; FECHA_NULA: neither. */
extern bool reliquidacion_vence(const Norma *n, const Calendario *c, Fecha fecha_acta, Fecha compromiso,
                                Fecha *vence, Fallo *f);

/*
 * How much of what each act (in order) left to be paid on one invoice has been paid. base: paid on the
 * invoice when the act was re-liquidated; pagado: now. A peso pays one act only, the oldest first; when
 * nothing is owed on the invoice (exigible 0) everything is paid.
 */
extern void actas_pagado(int n, const Centavos *base, const Centavos *a_pagar, Centavos pagado,
                         Centavos exigible, Centavos *cubierto);

#endif
