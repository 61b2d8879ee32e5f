/*
 * calendario.h - business days of a calendar in constant time.
 *
 * A Calendario is built once (holiday rules of its base country, plus the
 * exceptions given) and then answers with prefix counts: no loop over days.
 * Rules by country and their validity years: Ley 51/1983 and Ley 2578/2026
 * (CO), Ley 27.399 (AR), Ley 19.668 and others (CL), RD 2001/1983 (ES).
 *
 * A calendar answers from CALENDARIO_ANIO_MIN to CALENDARIO_ANIO_MAX, or for
 * the years of its country when these are fewer. Outside, every function
 * refuses (FALLO_RANGO) naming the range: nothing is guessed.
 */
#ifndef NUCLEO_CALENDARIO_H
#define NUCLEO_CALENDARIO_H

#include "nucleo/fallo.h"
#include "nucleo/fecha.h"
#include "nucleo/festivos.h"
#include "nucleo/plazo.h"

#define CALENDARIO_ANIO_MIN 1984 /* first year of Ley 51/1983 */
#define CALENDARIO_ANIO_MAX 2199

typedef struct Calendario Calendario;

/* ---- construction -------------------------------------------------------- */

#define LABORABLES_LUN_VIE 0x1Fu /* bit 0 Monday ... bit 6 Sunday */

/* A row of cartera.calendario_excepcion. */
typedef struct Excepcion {
    Fecha fecha;
    bool habil;  /* true: business day whatever the rules and the weekday say */
    bool propia; /* of the calendar itself; false: inherited from its base, which it overrides */
    Fecha conocida_desde;
    const char *nombre;
    const char *norma; /* may be NULL */
} Excepcion;

typedef struct DefinicionCalendario {
    const PaisFestivos *pais; /* NULL: no rules, only exceptions */
    unsigned laborables;      /* working days of the week */
    const Excepcion *excepciones;
    int n_excepciones;
    Fecha conocido_al; /* what was known that day; FECHA_NULA: all that is known */
} DefinicionCalendario;

/* Memory for the parts of a Calendario: palloc in the shell, malloc in tests. May return NULL. */
typedef void *(*ReservaMemoria)(void *contexto, size_t octetos);

/* NULL when memory runs out. Nothing of the definition is kept: texts of exceptions are copied. */
extern Calendario *calendario_construir(const DefinicionCalendario *d, ReservaMemoria reservar,
                                        void *contexto);

/* First and last day that the calendar knows. */
extern void calendario_rango(const Calendario *c, Fecha *primera, Fecha *ultima);

/* True when a calendar built as known on conocido_al (FECHA_NULA: all) would be this same one. */
extern bool calendario_sirve(const Calendario *c, Fecha conocido_al);

/* ---- questions ------------------------------------------------------------- */

/* n-th business day after (n > 0) or before (n < 0) desde; desde never counts. n = 0 is refused
 * when desde is not a business day and returns desde otherwise. */
extern bool calendario_sumar(const Calendario *c, Fecha desde, int32_t n, Fecha *resultado, Fallo *f);

/* Business days in (desde, hasta]; negative when reversed. */
extern bool calendario_contar(const Calendario *c, Fecha desde, Fecha hasta, int32_t *dias, Fallo *f);

extern bool calendario_es_habil(const Calendario *c, Fecha fecha, bool *habil, Fallo *f);

/* Due date of a term that starts to run after desde (diseno: vencimiento()). */
extern bool calendario_vencimiento(const Calendario *c, Fecha desde, Plazo plazo, Fecha *vence, Fallo *f);

/* ---- holidays and explanation ---------------------------------------------- */

typedef struct Feriado {
    Fecha fecha;
    ClaseFeriado clase;
    const char *nombre;
    const char *norma; /* may be NULL */
} Feriado;

/* The holidays from desde to hasta, by date; a date may have several names. */
extern bool calendario_feriados(const Calendario *c, Fecha desde, Fecha hasta, const Feriado **lista, int *n,
                                Fallo *f);

/* How a due date comes out. Texts are in Spanish: they are shown as data. */
typedef struct Explicacion {
    Fecha vence;
    int32_t dias;      /* calendar days from desde to vence */
    int32_t habiles;   /* business days in (desde, vence] */
    Fecha salto_desde; /* the days passed over are the non-business ones of [salto_desde, vence) */
    int32_t fines_de_semana;
    bool provisional; /* holidays of those years are yet to be decreed */
    const char *regla;
    const char *fuente;
    const char *fuente_festivos; /* NULL: calendar without rules */
} Explicacion;

extern bool calendario_explicar(const Calendario *c, Fecha desde, Plazo plazo, Explicacion *e, Fallo *f);

/* True when the holiday made its day not count: a working weekday that is not a business day. */
extern bool calendario_omite(const Calendario *c, const Feriado *feriado);

#endif
