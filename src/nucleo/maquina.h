/*
 * maquina.h - a state machine as a table of data.
 *
 * A row says: from any of these states, this event (with this closing cause,
 * if the row names one), done by one of these parties, when the branch holds
 * and the guards are met, leads to that state. Rows are tried in order; the
 * first whose state, event, cause and branch fit is the one that rules.
 * The same tables decide, are listed by transiciones() and drawn by diagrama().
 */
#ifndef NUCLEO_MAQUINA_H
#define NUCLEO_MAQUINA_H

#include "nucleo/fallo.h"

/* Parties, in the order of SQL type papel. */
typedef enum Papel { PAPEL_PAGADOR, PAPEL_PRESTADOR, PAPEL_AMBOS, PAPEL_SISTEMA, PAPEL_N } Papel;

/* Acts subject to a term, in the order of SQL type acto_plazo. */
typedef enum ActoPlazo {
    ACTO_FORMULAR,
    ACTO_RESPONDER,
    ACTO_DECIDIR,
    ACTO_SUBSANAR,
    ACTO_DECIDIR_FINAL,
    ACTO_PAGAR,
    ACTO_CITAR,
    ACTO_CONCILIAR,
    ACTO_DEVOLVER,
    ACTO_RESPONDER_DEVOLUCION,
    ACTO_DECIDIR_DEVOLUCION,
    ACTO_CONSULTAR_AFILIACION,
    ACTO_CONSULTAR_COBERTURA,
    ACTO_CONSULTAR_TARIFA,
    ACTO_CERRAR_CONSULTA,
    ACTO_NOTIFICAR,
    ACTO_COMUNICAR_RESULTADO,
    ACTO_N
} ActoPlazo;

#define NINGUNO (-1) /* absent state, event, cause, party or act */

/* Special targets of a row. */
#define HACIA_MISMO (-2)  /* the state it was in */
#define HACIA_PREVIO (-3) /* the state before the suspension */

#define DE(estado) (UINT32_C(1) << (estado))
#define DE_NADA (UINT32_C(1) << 31) /* the row creates the case */

typedef struct Transicion {
    uint32_t desde; /* mask of states, or DE_NADA */
    int8_t evento;
    int8_t causa;      /* cause the event must carry, or NINGUNO */
    uint8_t quien;     /* mask of DE(papel) */
    uint8_t rama;      /* machine's own branch number, 0: always */
    int8_t acto;       /* ActoPlazo whose lateness is judged, or NINGUNO */
    int8_t hacia;      /* state, HACIA_MISMO or HACIA_PREVIO */
    uint32_t guardias; /* machine's own guard bits */
} Transicion;

typedef struct Maquina {
    const char *nombre;
    const char *const *estados;
    int n_estados;
    uint32_t terminales; /* mask */
    uint32_t derivados;  /* mask of states that something else than an event of this machine sets */
    const char *const *eventos;
    int n_eventos;
    const char *const *causas; /* NULL when the machine has none */
    int n_causas;
    const char *const *ramas; /* text of each branch, "" for 0 */
    int n_ramas;
    const char *const *guardias; /* text of each guard bit */
    int n_guardias;
    const Transicion *filas;
    int n_filas;
} Maquina;

extern const char *const PAPELES[PAPEL_N];
extern const char *const ACTOS[ACTO_N];

extern const Maquina *maquina_buscar(const char *nombre); /* NULL when unknown */
extern const Maquina *const *maquina_lista(int *cuantas);

/* First defect of a machine (a name missing, a row that names what does not exist or that never rules, unreachable
 * state, exit of a terminal one, unused event), or NULL when it is sound. */
extern const char *maquina_revisar(const Maquina *m);

/* Events with some row leaving estado, joined by ", " in buf. */
extern const char *maquina_eventos_de(const Maquina *m, int estado, char *buf, size_t largo);

/* Parties of a mask, joined by " o " in buf (at least 48 bytes). */
extern const char *maquina_quien(uint8_t quien, char *buf, size_t largo);

/* Mermaid text of the machine in a buffer of largo bytes; returns the length it needs (without end). */
extern size_t maquina_diagrama(const Maquina *m, char *buf, size_t largo);

#endif
