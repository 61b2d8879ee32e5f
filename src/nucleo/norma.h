/*
 * norma.h - the terms and policies that rule an invoice, as the core sees them.
 */
#ifndef NUCLEO_NORMA_H
#define NUCLEO_NORMA_H

#include "nucleo/calendario.h"
#include "nucleo/maquina.h"

/* In the order of SQL type efecto_vencimiento. */
typedef enum EfectoVencimiento {
    EFECTO_RECHAZAR,
    EFECTO_ADVERTIR,
    EFECTO_HABILITAR_CIERRE,
    EFECTO_NINGUNO
} EfectoVencimiento;

typedef struct TerminoNorma {
    bool existe;
    bool activo; /* false: the due date is informative, its expiry has no effect */
    Plazo plazo;
    EfectoVencimiento al_vencer;
    int causa;        /* CausaCierre that habilitar_cierre names, or NINGUNO */
    bool tras_vencer; /* it runs from the expiry of the answer that did not come */
} TerminoNorma;

#define NORMA_ID_MAX 64

typedef struct Norma {
    char id[NORMA_ID_MAX];
    char calendario[NORMA_ID_MAX];
    int manual;                       /* ManualGlosa, 0: the norm names none */
    int comunicaciones_para_silencio; /* NINGUNO: the norm does not close by silence */
    bool tope_linea_rechaza;
    bool glosas_nuevas_rechaza;
    bool acta_para_ratificadas;
    TerminoNorma plazo[ACTO_N];
} Norma;

/*
 * Due date of an act that runs from desde; FECHA_NULA when the norm sets no term for it.
 */
extern bool norma_vence(const Norma *n, const Calendario *c, int acto, Fecha desde, Fecha *vence, Fallo *f);

/*
 * Judge an act done on fecha whose due date was vence: *tardia tells whether it came late and the norm
 * marks it; FALLO_PLAZO when the norm refuses late acts.
 */
extern bool norma_juzgar(const Norma *n, int acto, Fecha vence, Fecha fecha, bool *tardia, Fallo *f);

/*
 * Whether the term had expired for what papel does on fecha. Its last day belongs to who owes the act, so a
 * party closes from the day after; the effect that the system applies is dated at the deadline itself,
 * whatever day it is written, once that day is over: hoy is the last day known (FECHA_NULA: any).
 */
extern bool plazo_vencido(Fecha vence, int papel, Fecha fecha, Fecha hoy);

/* Traffic light of a due date seen on al with that many business days left. */
extern const char *plazo_semaforo(Fecha al, Fecha vence, int habiles);

#endif
