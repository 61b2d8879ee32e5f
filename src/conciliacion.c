/*
 * conciliacion.c - module entry: magic block, initialisation and version.
 */
#include "compat.h"
#include "errores.h"
#include "miscadmin.h"
#include "utils/builtins.h"

PG_MODULE_MAGIC;

void _PG_init(void);

void
_PG_init(void)
{
    pg_bindtextdomain(TEXTDOMAIN);
}

PG_FUNCTION_INFO_V1(conciliacion_version);
Datum
conciliacion_version(PG_FUNCTION_ARGS)
{
    PG_RETURN_TEXT_P(cstring_to_text(CONCILIACION_VERSION));
}
