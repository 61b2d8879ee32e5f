/*
 * entidades.c - the parties of an invoice (see entidades.h).
 */
#include "entidades.h"
#include "fila.h"
#include "tipo_plazo.h"

#include "catalog/pg_type.h"

static Consulta hay_prestador = {
    "SELECT 1 FROM cartera.prestador p WHERE p.prestador_id OPERATOR(pg_catalog.=) $1",
    1,
    {INT8OID},
    {0},
    NULL};

static Consulta hay_pagador = {
    "SELECT 1 FROM cartera.pagador p WHERE p.pagador_id OPERATOR(pg_catalog.=) $1", 1, {INT8OID}, {0}, NULL};

void
exigir_prestador(int64 prestador)
{
    Datum v[1] = {Int64GetDatum(prestador)};

    if (consulta_catalogo(&hay_prestador, v, NULL) == 0)
        ereport(ERROR, (errcode(ERRCODE_KG_NO_EXISTE), errmsg("provider does not exist"),
                        errdetail("prestador_id: %lld.", (long long) prestador)));
    SPI_freetuptable(SPI_tuptable);
}

void
exigir_pagador(int64 pagador)
{
    Datum v[1] = {Int64GetDatum(pagador)};

    if (consulta_catalogo(&hay_pagador, v, NULL) == 0)
        ereport(ERROR, (errcode(ERRCODE_KG_NO_EXISTE), errmsg("payer does not exist"),
                        errdetail("pagador_id: %lld.", (long long) pagador)));
    SPI_freetuptable(SPI_tuptable);
}

static Consulta leer_entidades = {
    "SELECT r.situacion, p.situacion, p.prescripcion FROM cartera.prestador r CROSS JOIN cartera.pagador p"
    " WHERE r.prestador_id OPERATOR(pg_catalog.=) $1 AND p.pagador_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

void
entidades_leer(int64 prestador, int64 pagador, Entidades *e)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(pagador)}, plazo;
    bool sin_plazo;

    if (consulta_catalogo(&leer_entidades, v, NULL) == 0)
        elog(ERROR, "provider %lld or payer %lld is missing", (long long) prestador, (long long) pagador);
    e->prestador = entidad_situacion(spi_texto(0, 1));
    e->pagador = entidad_situacion(spi_texto(0, 2));
    plazo = spi_dato(0, 3, &sin_plazo);
    e->prescribe = !sin_plazo;
    if (e->prescribe)
        e->prescripcion = DatumGetPlazo(plazo);
    SPI_freetuptable(SPI_tuptable);
}
