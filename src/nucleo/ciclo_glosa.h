/*
 * ciclo_glosa.h - the life of a glosa: states, events, guards, amounts, clocks.
 *
 * Ley 1438/2011 art. 57 (formulate, answer, decide, cure, pay), Res. 2284/2023
 * Anexo 3 (answer codes and the silence of RE2202) and contract terms. Pure:
 * the trigger, the fold, the simulation and the tests call these functions.
 */
#ifndef NUCLEO_CICLO_GLOSA_H
#define NUCLEO_CICLO_GLOSA_H

#include "nucleo/codigo_glosa.h"
#include "nucleo/dinero.h"
#include "nucleo/fecha.h"
#include "nucleo/maquina.h"
#include "nucleo/norma.h"

/* In the order of SQL type estado_glosa. */
typedef enum EstadoGlosa {
    GLOSA_FORMULADA,
    GLOSA_NOTIFICADA,
    GLOSA_RESPONDIDA,
    GLOSA_RATIFICADA,
    GLOSA_SUBSANADA,
    GLOSA_EN_CONCILIACION,
    GLOSA_EN_JURISDICCION,
    GLOSA_SUSPENDIDA,
    GLOSA_CERRADA,
    GLOSA_ANULADA,
    GLOSA_ESTADOS
} EstadoGlosa;

/* In the order of SQL type evento_glosa. */
typedef enum EventoGlosa {
    EV_FORMULAR,
    EV_NOTIFICAR,
    EV_RESPONDER,
    EV_DECIDIR,
    EV_SUBSANAR,
    EV_COMUNICAR,
    EV_CITAR,
    EV_CONCILIAR,
    EV_ESCALAR,
    EV_FALLAR,
    EV_SUSPENDER,
    EV_REANUDAR,
    EV_CERRAR,
    EV_ANULAR,
    GLOSA_EVENTOS
} EventoGlosa;

/* In the order of SQL type causa_cierre. */
typedef enum CausaCierre {
    CAUSA_ACEPTADA,
    CAUSA_LEVANTADA,
    CAUSA_MIXTA,
    CAUSA_CONCILIADA,
    CAUSA_SILENCIO,
    CAUSA_TACITA,
    CAUSA_FALLO,
    CAUSA_LIQUIDACION_ENTIDAD,
    CAUSA_PRESCRIPCION,
    CAUSAS
} CausaCierre;

extern const Maquina MAQUINA_GLOSA;

/* The projection of one case: the fold of its events. */
typedef struct CasoGlosa {
    int estado;
    int estado_previo; /* state before the suspension, or NINGUNO */
    int causa;         /* CausaCierre or NINGUNO */
    int quien_debe;    /* Papel or NINGUNO */
    int ultimo_evento;
    int secuencia;
    Centavos valor, aceptado, levantado, pendiente;
    Fecha fecha; /* of the formulation */
    Fecha ultima_fecha;
    Fecha vence;        /* next due date or FECHA_NULA */
    Fecha vence_previo; /* due date when the clock stopped */
    int comunicaciones; /* effective notices since the notification */
    bool extemporanea;  /* some act came late */
    bool formulada_tarde;
    bool subsanada;
} CasoGlosa;

/* One event as its author gives it. */
typedef struct ActoGlosa {
    int evento;
    int papel; /* NINGUNO: the only party that may do it */
    int causa; /* NINGUNO unless closing */
    Fecha fecha;
    Fecha hoy; /* last day known, when con_hoy; a what-if knows any */
    bool con_hoy;
    Fecha radicacion; /* filing of the invoice */
    Centavos aceptado, levantado;
    bool con_aceptado, con_levantado; /* given at all */
    CodigoGlosa respuesta;            /* 0: none */
    int respuesta_manual;             /* manual that rules the invoice, 0: none */
    bool respuesta_oficial;           /* official, or admitted by the site */
    bool comentario;                  /* not blank */
    bool evidencia;                   /* some evidence is attached */
    bool acuse;                       /* acknowledgement of receipt */
    bool referencia;                  /* reference of a filing */
    bool acta;                        /* comes from an act signed by both parties */
    bool ya_citada;                   /* nothing but notices since a meeting was called */
    bool entidad_liquidada;           /* the payer or the provider no longer exists */
    bool gestion;                     /* the payer shows that it managed the conciliation */
    Fecha prescribe;                  /* last day before the action prescribes, FECHA_NULA: never */
    const char *causa_suspension;     /* reason to stop the clocks, NULL: none */
    Fecha fecha_cita;                 /* date of the meeting or FECHA_NULA */
    const char *falta_contenido;      /* what the notification lacks, NULL: complete */
} ActoGlosa;

/* What the invoice and the line say when a glosa is formulated. */
typedef struct FormulacionGlosa {
    Fecha fecha, fecha_radicacion, vence; /* vence: term to formulate, FECHA_NULA: none */
    Fecha vence_notificar;                /* term of the notice, when the norm gives it one of its own */
    int papel;
    Centavos valor;
    Centavos cupo_linea; /* room left on the line; -1: the glosa is of the whole invoice */
    int32_t linea;
    int estado_linea; /* EstadoPrestacion */
    Centavos cupo_factura;
    CodigoGlosa codigo;
    bool codigo_oficial; /* official, or admitted by the site */
    bool admite_glosas;  /* state of the invoice */
    const char *estado_factura;
    bool notificada;    /* the invoice already had a first notification */
    bool con_origen;    /* names a glosa of origin */
    bool origen_valido; /* of the same invoice and answered */
} FormulacionGlosa;

/* *excede_linea: the line's cap was passed and the norm only warns. */
extern bool glosa_formular(const FormulacionGlosa *g, const Norma *n, CasoGlosa *caso, bool *excede_linea,
                           Fallo *f);

/* Apply one event: *antes is not touched; *despues is filled on success, and the
 * party and amounts that the event takes by itself are completed in *acto. */
extern bool glosa_aplicar(const CasoGlosa *antes, ActoGlosa *acto, const Norma *n, const Calendario *c,
                          CasoGlosa *despues, bool *tardia, Fallo *f);

/* Why the data recorded do not bear out the fact that a closing alleges (a message), or NULL. */
extern const char *glosa_hecho_en_duda(const ActoGlosa *a);

/* The act whose lateness an event is judged by under a norm, or NINGUNO. */
extern int glosa_acto_juzgado(const Transicion *t, const Norma *n);

/* Whether an event is judged by what the notification says, so that its line has to be read. */
extern bool glosa_exige_contenido(int evento);

/* Whether row could be applied on fecha, content aside (eventos_permitidos). */
extern bool glosa_fila_permitida(const CasoGlosa *caso, const Transicion *t, const Norma *n, Fecha fecha);

/*
 * What the norm does by itself with a case whose term expired before al: the cause it closes with and the date
 * of the effect, which is the deadline (or the last act, when what the norm asks for was met later). False:
 * nothing. Only the act's own row enables it, with its cause; it never depends on the day it is asked.
 */
extern bool glosa_efecto_vencido(const CasoGlosa *caso, const Norma *n, Fecha al, int *causa, Fecha *fecha);

/*
 * Whether a meeting is owed about what was not answered by vence, who calls it and by when (FECHA_NULA: the calendar
 * does not reach it). False where the norm gives no such term.
 */
extern bool glosa_cita_debida(const Norma *n, const Calendario *c, Fecha vence, int *quien, Fecha *cita);

/* Act that answers the consultation a glosa is suspended for, or NINGUNO (litigio, embargo…). */
extern int glosa_acto_de_suspension(const char *causa);

/* Act that a glosa in that state waits for, or NINGUNO. */
extern int glosa_acto_debido(int estado, bool subsanada);
/* The same under a norm: one that gives the notice a term of its own waits for notificar once formulated. */
extern int glosa_acto_debido_en(const Norma *n, int estado, bool subsanada);

/* An event as history keeps it. */
typedef struct EventoGuardado {
    int secuencia, evento, causa, estado, quien_debe;
    Fecha fecha, vence;
    Centavos valor, aceptado, levantado;
    bool extemporanea;
    bool acuse;
} EventoGuardado;

/*
 * The same, with the due dates that calendar c gives instead of those recorded: what the clock of the case
 * would be had that been known. a holds the date, reason and meeting of the event.
 */
extern bool glosa_plegar_con(CasoGlosa *caso, const EventoGuardado *e, const ActoGlosa *a, const Norma *n,
                             const Calendario *c, Fallo *f);

/* Fold one stored event; false with FALLO_TRANSICION/FALLO_IMPORTE when history contradicts the rules. */
extern bool glosa_plegar(CasoGlosa *caso, const EventoGuardado *e, Fallo *f);

#endif
