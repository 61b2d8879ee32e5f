/*
 * cuenta.c - current accounts of the professionals.
 */
#include "argumentos.h"
#include "disparador.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

static Consulta leer_profesional = {
    "SELECT p.nombre FROM cartera.profesional p WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND p.profesional_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta insertar_cuenta = {
    "INSERT INTO cartera.cuenta_corriente (prestador_id, profesional_id, numero, nombre) VALUES ($1, $2, $3, "
    "$4)"
    " ON CONFLICT ON CONSTRAINT cuenta_corriente_profesional DO NOTHING RETURNING cuenta_id",
    4,
    {INT8OID, INT8OID, TEXTOID, TEXTOID},
    {0},
    NULL};

static Consulta leer_cuenta = {
    "SELECT c.cuenta_id, c.numero, c.nombre FROM cartera.cuenta_corriente c"
    " WHERE c.prestador_id OPERATOR(pg_catalog.=) $1 AND c.profesional_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/*
 * crear_cuenta_corriente(prestador, profesional, numero, nombre): without a
 * number it takes the id of the professional, without a name his name. The
 * same account again is a no-op.
 */
PG_FUNCTION_INFO_V1(crear_cuenta_corriente);
Datum
crear_cuenta_corriente(PG_FUNCTION_ARGS)
{
    int64 prestador, profesional, cuenta;
    char *numero, *nombre;
    Datum v[4];

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, OPCIONAL(2) | OPCIONAL(3));
    prestador = PG_GETARG_INT64(0);
    profesional = PG_GETARG_INT64(1);
    v[0] = Int64GetDatum(prestador);
    v[1] = Int64GetDatum(profesional);
    SPI_connect();
    if (consulta_correr(&leer_profesional, v, NULL, false) == 0)
        no_existe("professional", prestador, profesional);
    numero =
        PG_ARGISNULL(2) ? psprintf("%lld", (long long) profesional) : text_to_cstring(PG_GETARG_TEXT_PP(2));
    nombre = PG_ARGISNULL(3) ? spi_texto(0, 1) : text_to_cstring(PG_GETARG_TEXT_PP(3));
    if (texto_vacio(numero) || texto_vacio(nombre))
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("an account needs a number and a name")));
    v[2] = CStringGetTextDatum(numero);
    v[3] = CStringGetTextDatum(nombre);
    if (consulta_correr(&insertar_cuenta, v, NULL, false) == 1)
        cuenta = spi_int8(0, 1, 0);
    else {
        if (consulta_correr(&leer_cuenta, v, NULL, false) == 0)
            ereport(ERROR,
                    (errcode(ERRCODE_KG_YA_EXISTE), errmsg("the professional already has an account")));
        cuenta = spi_int8(0, 1, 0);
        if (strcmp(spi_texto(0, 2), numero) != 0 || strcmp(spi_texto(0, 3), nombre) != 0)
            ereport(ERROR,
                    (errcode(ERRCODE_KG_YA_EXISTE), errmsg("the professional already has another account"),
                     errdetail("Account %lld: number \"%s\".", (long long) cuenta, spi_texto(0, 2))));
    }
    SPI_finish();
    PG_RETURN_INT64(cuenta);
}

/* The account of a professional, or the refusal that tells how to make it. */
PG_FUNCTION_INFO_V1(cuenta_de);
Datum
cuenta_de(PG_FUNCTION_ARGS)
{
    int64 prestador, profesional, cuenta;
    Datum v[2];

    exigir_argumentos(fcinfo, 0);
    prestador = PG_GETARG_INT64(0);
    profesional = PG_GETARG_INT64(1);
    v[0] = Int64GetDatum(prestador);
    v[1] = Int64GetDatum(profesional);
    SPI_connect();
    if (consulta_correr(&leer_cuenta, v, NULL, true) == 0)
        ereport(ERROR, (errcode(ERRCODE_KG_NO_EXISTE),
                        errmsg("the current account of a professional does not exist"),
                        errdetail("prestador_id: %lld; profesional_id: %lld.", (long long) prestador,
                                  (long long) profesional),
                        errhint("Create it: SELECT conciliacion.crear_cuenta_corriente(%lld, %lld);",
                                (long long) prestador, (long long) profesional)));
    cuenta = spi_int8(0, 1, 0);
    SPI_finish();
    PG_RETURN_INT64(cuenta);
}
