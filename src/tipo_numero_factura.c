/*
 * tipo_numero_factura.c - SQL type numero_factura: a varlena with the text
 * typed, compared by the canonical form of nucleo/numero_factura.c.
 */
#include "errores.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "nucleo/numero_factura.h"

PG_FUNCTION_INFO_V1(numero_factura_in);
Datum
numero_factura_in(PG_FUNCTION_ARGS)
{
    char *texto = PG_GETARG_CSTRING(0);
    NumeroFactura n;
    Fallo f;

    if (!numero_factura_leer(texto, strlen(texto), &n, &f))
        ELEVAR_SUAVE(fcinfo->context, &f);
    PG_RETURN_TEXT_P(cstring_to_text(texto));
}

PG_FUNCTION_INFO_V1(numero_factura_out);
Datum
numero_factura_out(PG_FUNCTION_ARGS)
{
    PG_RETURN_CSTRING(TextDatumGetCString(PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(numero_factura_recv);
Datum
numero_factura_recv(PG_FUNCTION_ARGS)
{
    StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
    int largo;
    char *texto = pq_getmsgtext(buf, buf->len - buf->cursor, &largo);
    NumeroFactura n;
    Fallo f;

    if (!numero_factura_leer(texto, (size_t) largo, &n, &f))
        elevar(&f);
    PG_RETURN_TEXT_P(cstring_to_text_with_len(texto, largo));
}

PG_FUNCTION_INFO_V1(numero_factura_send);
Datum
numero_factura_send(PG_FUNCTION_ARGS)
{
    text *t = PG_GETARG_TEXT_PP(0);
    StringInfoData buf;

    pq_begintypsend(&buf);
    pq_sendtext(&buf, VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t));
    PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* Canonical form of argument i; a stored value always has one. */
static void
canonico(FunctionCallInfo fcinfo, int i, NumeroFactura *n)
{
    text *t = PG_GETARG_TEXT_PP(i);

    if (!numero_factura_leer(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t), n, NULL))
        elog(ERROR, "stored value of type numero_factura is not valid");
    PG_FREE_IF_COPY(t, i);
}

/* ---- parts ------------------------------------------------------------------ */

PG_FUNCTION_INFO_V1(numero_factura_prefijo);
Datum
numero_factura_prefijo(PG_FUNCTION_ARGS)
{
    NumeroFactura n;

    canonico(fcinfo, 0, &n);
    PG_RETURN_TEXT_P(cstring_to_text_with_len(n.canonico, n.prefijo));
}

PG_FUNCTION_INFO_V1(numero_factura_numero);
Datum
numero_factura_numero(PG_FUNCTION_ARGS)
{
    NumeroFactura n;

    canonico(fcinfo, 0, &n);
    if (n.numero == n.largo)
        PG_RETURN_NULL();
    PG_RETURN_DATUM(DirectFunctionCall3(numeric_in, CStringGetDatum(n.canonico + n.numero),
                                        ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

/* ---- order and hash ----------------------------------------------------------- */

static int
comparar(FunctionCallInfo fcinfo)
{
    NumeroFactura a, b;

    canonico(fcinfo, 0, &a);
    canonico(fcinfo, 1, &b);
    return numero_factura_comparar(&a, &b);
}

#define COMPARADOR(nombre, op)                                                                               \
    extern Datum nombre(PG_FUNCTION_ARGS);                                                                   \
    Datum nombre(PG_FUNCTION_ARGS)                                                                           \
    {                                                                                                        \
        PG_RETURN_BOOL(comparar(fcinfo) op 0);                                                               \
    }                                                                                                        \
    PG_FUNCTION_INFO_V1(nombre)

COMPARADOR(numero_factura_eq, ==);
COMPARADOR(numero_factura_ne, !=);
COMPARADOR(numero_factura_lt, <);
COMPARADOR(numero_factura_le, <=);
COMPARADOR(numero_factura_gt, >);
COMPARADOR(numero_factura_ge, >=);

PG_FUNCTION_INFO_V1(numero_factura_cmp);
Datum
numero_factura_cmp(PG_FUNCTION_ARGS)
{
    PG_RETURN_INT32(comparar(fcinfo));
}

PG_FUNCTION_INFO_V1(numero_factura_hash);
Datum
numero_factura_hash(PG_FUNCTION_ARGS)
{
    NumeroFactura n;

    canonico(fcinfo, 0, &n);
    return hash_any((unsigned char *) n.canonico, n.largo);
}

PG_FUNCTION_INFO_V1(numero_factura_hash_extended);
Datum
numero_factura_hash_extended(PG_FUNCTION_ARGS)
{
    NumeroFactura n;

    canonico(fcinfo, 0, &n);
    return hash_any_extended((unsigned char *) n.canonico, n.largo, (uint64) PG_GETARG_INT64(1));
}
