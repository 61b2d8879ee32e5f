/*
 * errores.h - the extension's SQLSTATEs and the bridge from a refusal of the
 * core (nucleo/fallo.h) to ereport.
 */
#ifndef CONCILIACION_ERRORES_H
#define CONCILIACION_ERRORES_H

#include "compat.h"
#include "nucleo/fallo.h"

#undef TEXTDOMAIN
#define TEXTDOMAIN PG_TEXTDOMAIN("conciliacion")
/* Of c.h, _() would look in the catalogue of the server itself. */
#undef _
#define _(x) dgettext(TEXTDOMAIN, x)

#define ERRCODE_KG_TRANSICION MAKE_SQLSTATE('K', 'G', '0', '0', '1')
#define ERRCODE_KG_PLAZO MAKE_SQLSTATE('K', 'G', '0', '0', '2')
#define ERRCODE_KG_EVIDENCIA MAKE_SQLSTATE('K', 'G', '0', '0', '3')
#define ERRCODE_KG_IMPORTE MAKE_SQLSTATE('K', 'G', '0', '0', '4')
#define ERRCODE_KG_SOLO_EVENTOS MAKE_SQLSTATE('K', 'G', '0', '0', '5')
#define ERRCODE_KG_NO_EXISTE MAKE_SQLSTATE('K', 'G', '0', '0', '6')
#define ERRCODE_KG_YA_EXISTE MAKE_SQLSTATE('K', 'G', '0', '0', '7')
#define ERRCODE_KG_PAPEL MAKE_SQLSTATE('K', 'G', '0', '0', '8')
#define ERRCODE_KG_CODIGO MAKE_SQLSTATE('K', 'G', '0', '0', '9')
#define ERRCODE_KG_VERSION MAKE_SQLSTATE('K', 'G', '0', '1', '0')

/* SQLSTATE of a class of refusal. */
extern int sqlstate_de(ClaseFallo clase);

/* Raise the refusal as an ERROR. */
pg_noreturn extern void elevar(const Fallo *f);

/* In an input function: soft error where the caller allows it (PG 16+), else an ERROR. */
#define ELEVAR_SUAVE(escontext, f)                                                                           \
    ereturn(escontext, (Datum) 0,                                                                            \
            (errcode(sqlstate_de((f)->clase)), errmsg_fallo(f), errdetail_fallo(f), errhint_fallo(f)))

/* The refusal as one text: message and detail. */
extern char *fallo_texto(const Fallo *f);

/* Have the DETAIL say which element of a batch was refused (1-based). */
extern void fallo_con_lugar(Fallo *f, int posicion);

/* Parts of the report, for callers that add their own (constraint, table...). */
extern int errmsg_fallo(const Fallo *f);
extern int errdetail_fallo(const Fallo *f);
extern int errhint_fallo(const Fallo *f);

#endif
