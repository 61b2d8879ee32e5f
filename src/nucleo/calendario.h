/*
 * calendario.h - business days of a calendar in constant time.
 *
 * A Calendario is built once (holiday rules of its base country, plus the
 * exceptions given) and then answers with prefix counts: no loop over days.
 * Rules by country and their validity years: Ley 51/1983 and Ley 2578/2026
 * (CO), Ley 27.399 (AR), Ley 19.668 and others (CL), RD 2001/1983 (ES).
 */
#ifndef NUCLEO_CALENDARIO_H
#define NUCLEO_CALENDARIO_H

#include "nucleo/fallo.h"
#include "nucleo/fecha.h"
#include "nucleo/plazo.h"

typedef struct Calendario Calendario;

/* n-th business day after (n > 0) or before (n < 0) desde; desde never counts. n = 0 is refused
 * when desde is not a business day and returns desde otherwise. */
extern bool calendario_sumar(const Calendario *c, Fecha desde, int32_t n, Fecha *resultado, Fallo *f);

/* Business days in (desde, hasta]; negative when reversed. */
extern bool calendario_contar(const Calendario *c, Fecha desde, Fecha hasta, int32_t *dias, Fallo *f);

extern bool calendario_es_habil(const Calendario *c, Fecha fecha, bool *habil, Fallo *f);

/* Due date of a term that starts to run after desde (diseno: vencimiento()). */
extern bool calendario_vencimiento(const Calendario *c, Fecha desde, Plazo plazo, Fecha *vence, Fallo *f);

#endif
