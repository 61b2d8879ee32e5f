/*
 * detalle_csv.c - detalle_de_csv: the detail of a payment in CSV as the jsonb
 * that the functions of detail read.
 */
#include "errores.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"

#include "nucleo/csv.h"

/* Columns whose decimal mark may be a comma. */
static const char *const IMPORTES[] = {"facturado", "pagado",   "retenido",
                                       "descuento", "debitado", "pendiente"};

typedef struct Salida {
    StringInfoData json;
    char *nombres[CSV_COLUMNAS];
    bool importe[CSV_COLUMNAS];
    int columnas, fila, elementos;
} Salida;

static void
nombrar(Salida *s, int columna, char *nombre)
{
    for (char *c = nombre; *c != '\0'; c++)
        *c = (char) pg_ascii_tolower((unsigned char) *c);
    for (int i = 0; i < columna; i++)
        if (strcmp(s->nombres[i], nombre) == 0)
            ereport(ERROR, (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
                            errmsg("the header repeats a column"), errdetail("Column: %s.", nombre)));
    s->nombres[columna] = nombre;
    s->columnas = columna + 1;
    for (size_t i = 0; i < lengthof(IMPORTES); i++)
        s->importe[columna] |= strcmp(nombre, IMPORTES[i]) == 0;
}

static void
recibir(void *quien, int fila, int columna, const char *texto, size_t largo)
{
    Salida *s = quien;
    char *campo = pnstrdup(texto, largo);
    Fallo f;

    CHECK_FOR_INTERRUPTS();
    if (fila == 0) {
        nombrar(s, columna, campo);
        return;
    }
    /* an empty field is one that was not given, and a row of them says nothing */
    if (largo > 0) {
        if (fila != s->fila) {
            appendStringInfoString(&s->json, s->elementos++ == 0 ? "{" : "},{");
            s->fila = fila;
        } else
            appendStringInfoChar(&s->json, ',');
        if (s->importe[columna] && !csv_importe(campo, largo, &f)) {
            fallo_con_lugar(&f, s->elementos);
            elevar(&f);
        }
        escape_json(&s->json, s->nombres[columna]);
        appendStringInfoChar(&s->json, ':');
        escape_json(&s->json, campo);
    }
    pfree(campo);
}

PG_FUNCTION_INFO_V1(detalle_de_csv);
Datum
detalle_de_csv(PG_FUNCTION_ARGS)
{
    text *csv = PG_GETARG_TEXT_PP(0);
    char *trabajo = palloc_extended(VARSIZE_ANY_EXHDR(csv) + 1, MCXT_ALLOC_HUGE);
    Salida s = {0};
    int filas;
    Fallo f;

    initStringInfo(&s.json);
    appendStringInfoChar(&s.json, '[');
    if (!csv_leer(VARDATA_ANY(csv), VARSIZE_ANY_EXHDR(csv), trabajo, recibir, &s, &filas, &f))
        elevar(&f);
    appendStringInfoString(&s.json, s.elementos > 0 ? "}]" : "]");
    return DirectFunctionCall1(jsonb_in, CStringGetDatum(s.json.data));
}
