/*
 * acta_sql.c - small questions of conciliation asked from SQL.
 */
#include "cartera.h"
#include "nucleo/acta.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"

static Consulta contar_incluidas = {
    "SELECT pg_catalog.count(*) FILTER (WHERE g.incluida), pg_catalog.count(*),"
    " pg_catalog.string_agg(DISTINCT g.motivo, ', ')"
    " FROM cartera.cita_glosa g WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND g.cita_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

PG_FUNCTION_INFO_V1(sin_conciliables);
/* A meeting with nothing to conciliate is refused, with the reasons. */
Datum
sin_conciliables(PG_FUNCTION_ARGS)
{
    Datum v[2] = {PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)};
    char *motivos;
    bool nulo;

    SPI_connect();
    (void) consulta_correr(&contar_incluidas, v, NULL, false);
    motivos = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 3);
    if (DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &nulo)) == 0)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("no glosa can be conciliated in this meeting"),
                        errdetail("Glosas presented: %lld; reasons of exclusion: %s.",
                                  (long long) DatumGetInt64(
                                      SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &nulo)),
                                  motivos == NULL ? "-" : motivos)));
    SPI_finish();
    PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(soporte_de_glosa);
Datum
soporte_de_glosa(PG_FUNCTION_ARGS)
{
    const char *texto = preparacion_soporte(PG_GETARG_INT32(0));

    PG_RETURN_TEXT_P(cstring_to_text(pg_any_to_server(texto, (int) strlen(texto), PG_UTF8)));
}

PG_FUNCTION_INFO_V1(html_escapar);
Datum
html_escapar(PG_FUNCTION_ARGS)
{
    text *t = PG_GETARG_TEXT_PP(0);
    const char *s = VARDATA_ANY(t), *fin = s + VARSIZE_ANY_EXHDR(t);
    StringInfoData b;

    initStringInfo(&b);
    /* server encodings keep ASCII bytes for ASCII characters */
    for (; s < fin; s++)
        switch (*s) {
            case '&':
                appendStringInfoString(&b, "&amp;");
                break;
            case '<':
                appendStringInfoString(&b, "&lt;");
                break;
            case '>':
                appendStringInfoString(&b, "&gt;");
                break;
            case '"':
                appendStringInfoString(&b, "&quot;");
                break;
            case '\'':
                appendStringInfoString(&b, "&#39;");
                break;
            default:
                appendStringInfoChar(&b, *s);
        }
    PG_RETURN_TEXT_P(cstring_to_text_with_len(b.data, b.len));
}

/* An array of amounts without nulls. */
static Centavos *
importes_de(ArrayType *a, int *n)
{
    Datum *d;
    bool *nulos;
    Centavos *c;

    deconstruct_array(a, NUMERICOID, -1, false, TYPALIGN_INT, &d, &nulos, n);
    c = palloc(sizeof(Centavos) * (Size) Max(*n, 1));
    for (int i = 0; i < *n; i++) {
        if (nulos[i])
            ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("amounts must not be null")));
        c[i] = centavos_de_numeric(DatumGetNumeric(d[i]));
    }
    return c;
}

PG_FUNCTION_INFO_V1(pagado_de_actas);
Datum
pagado_de_actas(PG_FUNCTION_ARGS)
{
    int n, m;
    Centavos *base = importes_de(PG_GETARG_ARRAYTYPE_P(0), &n);
    Centavos *a_pagar = importes_de(PG_GETARG_ARRAYTYPE_P(1), &m);
    Centavos *cubierto = palloc(sizeof(Centavos) * (Size) Max(n, 1));
    Datum *d = palloc(sizeof(Datum) * (Size) Max(n, 1));

    if (n != m)
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("arrays must have the same length")));
    actas_pagado(n, base, a_pagar, centavos_de_numeric(PG_GETARG_NUMERIC(2)),
                 centavos_de_numeric(PG_GETARG_NUMERIC(3)), cubierto);
    for (int i = 0; i < n; i++)
        d[i] = NumericGetDatum(numeric_de_centavos(cubierto[i]));
    PG_RETURN_ARRAYTYPE_P(construct_array(d, n, NUMERICOID, -1, false, TYPALIGN_INT));
}
