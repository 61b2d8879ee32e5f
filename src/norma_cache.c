/*
 * norma_cache.c - norms and their terms, read once per backend.
 *
 * Lifetime: entries live until a catalogue table changes (catalogo_vigilar);
 * rows are read with the latest snapshot, as a system catalogue is.
 */
#include "norma_cache.h"
#include "calendario_cache.h"
#include "catalogo_cache.h"
#include "entidades.h"
#include "fila.h"
#include "tipo_plazo.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#define NORMAS_GUARDADAS 32

static Norma normas[NORMAS_GUARDADAS];
static int cuantas = 0;
static bool vigiladas = false;

static void
olvidar(void)
{
    cuantas = 0;
}

static Consulta leer_norma = {
    "SELECT n.calendario_id, n.manual, n.comunicaciones_para_silencio,"
    " n.tope_linea OPERATOR(pg_catalog.=) 'rechazar', n.glosas_nuevas OPERATOR(pg_catalog.=) 'rechazar',"
    " n.acta_para_ratificadas FROM cartera.norma n WHERE n.norma_id OPERATOR(pg_catalog.=) $1",
    1,
    {TEXTOID},
    {0},
    NULL};

static Consulta leer_plazos = {
    "SELECT p.acto, p.plazo, p.al_vencer, p.causa, p.activo,"
    " p.desde OPERATOR(pg_catalog.=) 'vencimiento_respuesta' FROM cartera.norma_plazo p"
    " WHERE p.norma_id OPERATOR(pg_catalog.=) $1",
    1,
    {TEXTOID},
    {0},
    NULL};

static void
cargar(const char *norma_id, Norma *n)
{
    Datum v[1] = {CStringGetTextDatum(norma_id)};
    const char *manual;

    memset(n, 0, sizeof(*n));
    if (consulta_catalogo(&leer_norma, v, NULL) == 0)
        ereport(ERROR, (errcode(ERRCODE_KG_CODIGO), errmsg("norm does not exist"),
                        errdetail("Norm: %s.", norma_id)));
    strlcpy(n->id, norma_id, NORMA_ID_MAX);
    strlcpy(n->calendario, spi_texto(0, 1), NORMA_ID_MAX);
    manual = spi_texto(0, 2);
    n->manual = manual == NULL ? 0 : strcmp(manual, "2284") == 0 ? MANUAL_2284 : MANUAL_3047;
    n->comunicaciones_para_silencio = spi_int4(0, 3, NINGUNO);
    n->tope_linea_rechaza = spi_bool(0, 4);
    n->glosas_nuevas_rechaza = spi_bool(0, 5);
    n->acta_para_ratificadas = spi_bool(0, 6);
    SPI_freetuptable(SPI_tuptable);
    for (uint64 i = 0, filas = consulta_catalogo(&leer_plazos, v, NULL); i < filas; i++) {
        TerminoNorma *t = &n->plazo[spi_enum(i, 1, "acto_plazo")];
        bool nulo;

        t->existe = true;
        t->plazo = DatumGetPlazo(spi_dato(i, 2, &nulo));
        t->al_vencer = (EfectoVencimiento) spi_enum(i, 3, "efecto_vencimiento");
        t->causa = spi_enum(i, 4, "causa_cierre");
        t->activo = spi_bool(i, 5);
        t->tras_vencer = spi_bool(i, 6);
    }
    SPI_freetuptable(SPI_tuptable);
}

/* Good until the next call: what was read while the catalogue changed is read again. */
const Norma *
norma_obtener(const char *norma_id)
{
    Norma n;
    uint64 generacion;

    if (!vigiladas) {
        catalogo_vigilar(olvidar);
        vigiladas = true;
    }
    (void) catalogo_generacion(); /* hear what others committed */
    for (int i = 0; i < cuantas; i++)
        if (strcmp(normas[i].id, norma_id) == 0)
            return &normas[i];
    do {
        generacion = catalogo_generacion();
        cargar(norma_id, &n);
    } while (generacion != catalogo_generacion());
    if (cuantas == NORMAS_GUARDADAS)
        cuantas = 0;
    normas[cuantas] = n;
    return &normas[cuantas++];
}

const Calendario *
norma_calendario(const Norma *n)
{
    return calendario_obtener(n->calendario, FECHA_NULA);
}

/* Agreements are of one provider; norms, of all: two statements. */
static Consulta leer_convenio = {
    "SELECT DISTINCT c.norma_id FROM cartera.convenio c WHERE c.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND c.pagador_id OPERATOR(pg_catalog.=) $2 AND c.vigencia OPERATOR(pg_catalog.@>) $3"
    " AND ($4 OPERATOR(pg_catalog.=) 0 OR c.convenio_id OPERATOR(pg_catalog.=) $4)",
    4,
    {INT8OID, INT8OID, DATEOID, INT8OID},
    {0},
    NULL};

static Consulta leer_vigencia = {"SELECT 1 FROM cartera.norma n WHERE n.norma_id OPERATOR(pg_catalog.=) $1"
                                 " AND n.vigencia OPERATOR(pg_catalog.@>) $2",
                                 2,
                                 {TEXTOID, DATEOID},
                                 {0},
                                 NULL};

/* The norm of the only agreement found must be in force. */
static void
exigir_vigente(const char *norma_id, Fecha fecha)
{
    Datum v[2] = {CStringGetTextDatum(norma_id), DateADTGetDatum(fecha)};
    char texto[FECHA_TEXTO];

    if (consulta_catalogo(&leer_vigencia, v, NULL) == 0)
        ereport(ERROR,
                (errcode(ERRCODE_KG_CODIGO), errmsg("the norm of the agreement is not in force"),
                 errdetail("Norm: %s; date of the service: %s.", norma_id, fecha_texto(fecha, texto))));
}

static Consulta leer_ley = {
    "SELECT DISTINCT g.norma_id FROM cartera.prestador p JOIN cartera.norma n"
    " ON n.pais OPERATOR(pg_catalog.=) p.pais AND n.vigencia OPERATOR(pg_catalog.@>) $2 JOIN "
    "cartera.norma_grupo g"
    " ON g.norma_id OPERATOR(pg_catalog.=) n.norma_id WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND g.vigencia OPERATOR(pg_catalog.@>) $2 AND (g.grupo OPERATOR(pg_catalog.=) p.clase"
    " OR (p.clase OPERATOR(pg_catalog.=) 'prestador' AND (g.grupo OPERATOR(pg_catalog.=) '*'"
    " OR g.grupo OPERATOR(pg_catalog.=) p.grupo OR (p.grupo IS NULL AND g.grupo OPERATOR(pg_catalog.<>) "
    "'afiliado'"
    " AND g.grupo OPERATOR(pg_catalog.<>) 'empleador'))))",
    2,
    {INT8OID, DATEOID},
    {0},
    NULL};

void
norma_elegir(int64 prestador, int64 pagador, int64 convenio, Fecha fecha, char *norma_id)
{
    Datum v[4] = {Int64GetDatum(prestador), Int64GetDatum(pagador), DateADTGetDatum(fecha),
                  Int64GetDatum(convenio)};
    Datum w[2] = {Int64GetDatum(prestador), DateADTGetDatum(fecha)};
    char texto[FECHA_TEXTO];
    uint64 filas = consulta_catalogo(&leer_convenio, v, NULL);
    bool por_convenio;

    if (filas == 0 && convenio != 0)
        ereport(ERROR,
                (errcode(ERRCODE_KG_NO_EXISTE),
                 errmsg("no agreement between these parties is in force with that id"),
                 errdetail("convenio_id: %lld; date: %s.", (long long) convenio, fecha_texto(fecha, texto))));
    por_convenio = filas > 0;
    if (filas == 0)
        filas = consulta_catalogo(&leer_ley, w, NULL);
    if (filas == 1) {
        strlcpy(norma_id, spi_texto(0, 1), NORMA_ID_MAX);
        if (por_convenio)
            exigir_vigente(norma_id, fecha);
        return;
    }
    exigir_prestador(prestador);
    ereport(ERROR, (errcode(ERRCODE_KG_CODIGO),
                    filas == 0 ? errmsg("no norm is in force for this invoice")
                               : errmsg("more than one norm would apply to this invoice"),
                    errdetail("prestador_id: %lld; date of the service: %s.", (long long) prestador,
                              fecha_texto(fecha, texto)),
                    errhint("Set the provider's grupo, or add a row to cartera.convenio.")));
}

static Consulta leer_codigo = {"SELECT 1 FROM cartera.codigo_adicional a WHERE a.codigo"
                               " OPERATOR(conciliacion.=) $1",
                               1,
                               {0},
                               {"codigo_glosa"},
                               NULL};

bool
codigo_admitido(CodigoGlosa codigo)
{
    const EntradaGlosa *e = codigo_buscar(codigo);
    Datum v[1] = {Int32GetDatum(codigo)};

    if (e != NULL && e->oficial)
        return true;
    return consulta_catalogo(&leer_codigo, v, NULL) > 0;
}
