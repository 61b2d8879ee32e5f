/*
 * tipo_plazo.c - SQL type plazo: I/O, order and accessors over
 * nucleo/plazo.c, which works in UTF-8.
 */
#include "errores.h"
#include "tipo_plazo.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

/* True when the database can write the n with tilde of "año". */
static bool
admite_enie(void)
{
    switch (GetDatabaseEncoding()) {
        case PG_UTF8:
        case PG_SQL_ASCII:
        case PG_LATIN1:
        case PG_LATIN3:
        case PG_LATIN5:
        case PG_LATIN8:
        case PG_LATIN9:
        case PG_WIN1252:
        case PG_WIN1254:
        case PG_WIN1258:
            return true;
        default:
            return false;
    }
}

/* Text of the core in the encoding of the database; without the tilde where there is none, which input reads too. */
static char *
a_servidor(const char *utf8)
{
    char *s = pstrdup(utf8), *tilde;

    if (!admite_enie() && (tilde = strstr(s, "\303\261")) != NULL) {
        *tilde = 'n';
        memmove(tilde + 1, tilde + 2, strlen(tilde + 2) + 1);
    }
    return pg_any_to_server(s, strlen(s), PG_UTF8);
}

PG_FUNCTION_INFO_V1(plazo_in);
Datum
plazo_in(PG_FUNCTION_ARGS)
{
    char *texto = PG_GETARG_CSTRING(0);
    char *utf8 = pg_server_to_any(texto, strlen(texto), PG_UTF8);
    Plazo p;
    Fallo f;

    if (!plazo_leer(utf8, strlen(utf8), &p, &f)) {
        if (utf8 != texto) { /* the DETAIL shows what was typed, in the encoding of the database */
            int n = pg_mbcliplen(texto, strlen(texto), FALLO_ARG_MAX - 1);

            memcpy(f.arg[0], texto, n);
            f.arg[0][n] = '\0';
        }
        ELEVAR_SUAVE(fcinfo->context, &f);
    }
    PG_RETURN_PLAZO(p);
}

PG_FUNCTION_INFO_V1(plazo_out);
Datum
plazo_out(PG_FUNCTION_ARGS)
{
    char buf[PLAZO_TEXTO];

    PG_RETURN_CSTRING(a_servidor(plazo_texto(PG_GETARG_PLAZO(0), buf)));
}

PG_FUNCTION_INFO_V1(plazo_recv);
Datum
plazo_recv(PG_FUNCTION_ARGS)
{
    StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
    Plazo p;

    p.cantidad = (int32) pq_getmsgint(buf, 4);
    p.unidad = (int32) pq_getmsgint(buf, 4);
    if (!plazo_valido(p))
        ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
                        errmsg("invalid binary representation of type plazo"),
                        errdetail("Quantity: %d; unit: %d.", p.cantidad, p.unidad)));
    PG_RETURN_PLAZO(p);
}

PG_FUNCTION_INFO_V1(plazo_send);
Datum
plazo_send(PG_FUNCTION_ARGS)
{
    Plazo p = PG_GETARG_PLAZO(0);
    StringInfoData buf;

    pq_begintypsend(&buf);
    pq_sendint32(&buf, (uint32) p.cantidad);
    pq_sendint32(&buf, (uint32) p.unidad);
    PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* ---- parts ------------------------------------------------------------------ */

PG_FUNCTION_INFO_V1(plazo_cantidad);
Datum
plazo_cantidad(PG_FUNCTION_ARGS)
{
    PG_RETURN_INT32(PG_GETARG_PLAZO(0).cantidad);
}

PG_FUNCTION_INFO_V1(plazo_unidad_texto);
Datum
plazo_unidad_texto(PG_FUNCTION_ARGS)
{
    PG_RETURN_TEXT_P(cstring_to_text(a_servidor(plazo_unidad(PG_GETARG_PLAZO(0)))));
}

/* ---- order and hash ----------------------------------------------------------- */

#define COMPARADOR(nombre, op)                                                                               \
    extern Datum nombre(PG_FUNCTION_ARGS);                                                                   \
    Datum nombre(PG_FUNCTION_ARGS)                                                                           \
    {                                                                                                        \
        PG_RETURN_BOOL(plazo_comparar(PG_GETARG_PLAZO(0), PG_GETARG_PLAZO(1)) op 0);                         \
    }                                                                                                        \
    PG_FUNCTION_INFO_V1(nombre)

COMPARADOR(plazo_eq, ==);
COMPARADOR(plazo_ne, !=);
COMPARADOR(plazo_lt, <);
COMPARADOR(plazo_le, <=);
COMPARADOR(plazo_gt, >);
COMPARADOR(plazo_ge, >=);

PG_FUNCTION_INFO_V1(plazo_cmp);
Datum
plazo_cmp(PG_FUNCTION_ARGS)
{
    PG_RETURN_INT32(plazo_comparar(PG_GETARG_PLAZO(0), PG_GETARG_PLAZO(1)));
}

PG_FUNCTION_INFO_V1(plazo_hash);
Datum
plazo_hash(PG_FUNCTION_ARGS)
{
    Plazo p = PG_GETARG_PLAZO(0);

    return hash_any((unsigned char *) &p, sizeof p);
}

PG_FUNCTION_INFO_V1(plazo_hash_extended);
Datum
plazo_hash_extended(PG_FUNCTION_ARGS)
{
    Plazo p = PG_GETARG_PLAZO(0);

    return hash_any_extended((unsigned char *) &p, sizeof p, (uint64) PG_GETARG_INT64(1));
}
