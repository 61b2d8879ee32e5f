/*
 * rips.h - what a reader of RIPS decides: which files are invoices, of whom,
 * and what their dates say. The layout of the file is not fixed here: it
 * changes with each technical document of the ministry.
 */
#ifndef NUCLEO_RIPS_H
#define NUCLEO_RIPS_H

#include "nucleo/fallo.h"
#include "nucleo/fecha.h"
#include "nucleo/identificacion.h"

/*
 * The file bills for this provider and is an invoice. Any of the texts but
 * prestador may be NULL.
 */
extern bool rips_es_factura(const char *obligado, const char *prestador, const char *tipo_nota,
                            const char *num_nota, Fallo *f);

/* Date of "AAAA-MM-DD" or of an instant that begins so ("AAAA-MM-DD HH:MM"). */
extern bool rips_fecha(const char *texto, Fecha *fecha);

#endif
