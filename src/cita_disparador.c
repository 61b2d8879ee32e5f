/*
 * cita_disparador.c - triggers of notices, meetings, exclusions and supports.
 *
 * A row of cita_glosa is judged: it enters as included, and then the glosa gets
 * its event citar when the statement ends, or as excluded with its reason. An
 * acknowledgement writes one event comunicar on each glosa for which the notice
 * is effective. Those events are inserted as any client's.
 */
#include "acta.h"
#include "entidades.h"
#include "registro.h"

#include "catalog/pg_type.h"
#include "norma_cache.h"
#include "nucleo/acta.h"
#include "utils/builtins.h"

static bool
en_blanco(const Fila *f, int col)
{
    return texto_vacio(fila_texto(f, col));
}

pg_noreturn static void
falta_texto(const char *columna)
{
    ereport(ERROR, (errcode(ERRCODE_KG_EVIDENCIA), errmsg("column \"%s\" must not be blank", columna)));
}

static void
exigir_texto(const Fila *f, int col)
{
    if (en_blanco(f, col))
        falta_texto(f->columnas->nombres[col]);
}

/* ---- exclusions ------------------------------------------------------------------ */

enum {
    EX_PRESTADOR,
    EX_GLOSA,
    EX_MOTIVO,
    EX_SECUENCIA,
    EX_EXCLUIDA,
    EX_COMENTARIO,
    EX_EVIDENCIA,
    EX_FECHA,
    EX_N = EX_FECHA + 3
};
static const char *const NOMBRES_EXCLUSION[EX_N] = {"prestador_id",  "glosa_id",   "motivo",    "secuencia",
                                                    "excluida",      "comentario", "evidencia", "fecha",
                                                    "registrado_en", "usuario"};
static Columnas columnas_exclusion = {EX_N, NOMBRES_EXCLUSION, InvalidOid, {0}};

static Consulta leer_exclusion = {
    "SELECT x.secuencia, x.excluida, x.motivo FROM cartera.exclusion_conciliacion x"
    " WHERE x.prestador_id OPERATOR(pg_catalog.=) $1 AND x.glosa_id OPERATOR(pg_catalog.=) $2"
    " ORDER BY x.secuencia USING OPERATOR(pg_catalog.>) LIMIT 1",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static void
juzgar_exclusion(Contexto *c, Fila *f, const char *usuario)
{
    Datum v[2] = {fila_dato(f, EX_PRESTADOR), fila_dato(f, EX_GLOSA)};
    bool excluye = fila_nula(f, EX_EXCLUIDA) || DatumGetBool(fila_dato(f, EX_EXCLUIDA));
    bool excluida = false;
    int secuencia = 0;
    Fallo fallo;

    (void) usuario;
    (void) contexto_glosa(c, DatumGetInt64(v[0]),
                          DatumGetInt64(v[1])); /* KG006, and the lock of its invoice */
    if (!exclusion_declarable(fila_texto(f, EX_MOTIVO), &fallo))
        elevar(&fallo);
    exigir_texto(f, EX_COMENTARIO);
    if (excluye && evidencia_vacia(f, EX_EVIDENCIA))
        ereport(ERROR, (errcode(ERRCODE_KG_EVIDENCIA), errmsg("an exclusion needs its evidence"),
                        errhint("Give evidencia: the certificate of affiliation, the qualification.")));
    if (consulta_correr(&leer_exclusion, v, NULL, false) > 0) {
        secuencia = spi_int4(0, 1, 0);
        excluida = spi_bool(0, 2);
    }
    if (excluida == excluye)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION),
                        excluye ? errmsg("the glosa is already excluded from conciliation")
                                : errmsg("the glosa is not excluded from conciliation")));
    fila_poner(f, EX_SECUENCIA, Int32GetDatum(secuencia + 1));
    fila_poner(f, EX_EXCLUIDA, BoolGetDatum(excluye));
}

/* ---- supports ----------------------------------------------------------------------- */

enum { SO_PRESTADOR, SO_SOPORTE, SO_GLOSA, SO_REQUISITO, SO_REFERENCIA, SO_FECHA, SO_N = SO_FECHA + 3 };
static const char *const NOMBRES_SOPORTE[SO_N] = {"prestador_id", "soporte_id", "glosa_id",      "requisito",
                                                  "referencia",   "fecha",      "registrado_en", "usuario"};
static Columnas columnas_soporte = {SO_N, NOMBRES_SOPORTE, InvalidOid, {0}};

static void
juzgar_soporte(Contexto *c, Fila *f, const char *usuario)
{
    char norma_id[NORMA_ID_MAX];
    GlosaCtx g;

    (void) c;
    (void) usuario;
    if (!glosa_leer(fila_int8(f, SO_PRESTADOR, 0), fila_int8(f, SO_GLOSA, 0), &g, norma_id))
        no_existe("glosa", fila_int8(f, SO_PRESTADOR, 0), fila_int8(f, SO_GLOSA, 0));
    exigir_texto(f, SO_REQUISITO);
    exigir_texto(f, SO_REFERENCIA);
}

/* ---- meetings --------------------------------------------------------------------------- */

enum {
    CI_PRESTADOR,
    CI_CITA,
    CI_PAGADOR,
    CI_PAPEL,
    CI_FECHA_CITA,
    CI_LUGAR,
    CI_FECHA,
    CI_COMENTARIO,
    CI_REPROGRAMA,
    CI_N = CI_REPROGRAMA + 3
};
static const char *const NOMBRES_CITA[CI_N] = {"prestador_id",  "cita_id",       "pagador_id", "papel",
                                               "fecha_cita",    "lugar",         "fecha",      "comentario",
                                               "reprograma_id", "registrado_en", "usuario"};
static Columnas columnas_cita = {CI_N, NOMBRES_CITA, InvalidOid, {0}};

#define LEER_CITA                                                                                            \
    "SELECT c.pagador_id, c.papel, c.fecha, c.fecha_cita, c.reprograma_id,"                                  \
    " EXISTS (SELECT 1 FROM cartera.acta a WHERE a.prestador_id OPERATOR(pg_catalog.=) c.prestador_id"       \
    " AND a.cita_id OPERATOR(pg_catalog.=) c.cita_id)"                                                       \
    " FROM cartera.cita c WHERE c.prestador_id OPERATOR(pg_catalog.=) $1"                                    \
    " AND c.cita_id OPERATOR(pg_catalog.=) $2"

static Consulta leer_cita = {LEER_CITA, 2, {INT8OID, INT8OID}, {0}, NULL};
static Consulta bloquear_cita = {LEER_CITA " FOR UPDATE OF c", 2, {INT8OID, INT8OID}, {0}, NULL};

typedef struct CitaLeida {
    int64 pagador;
    int papel;
    Fecha fecha, fecha_cita;
    bool reprograma, con_acta;
} CitaLeida;

static void
cita_leer(Consulta *q, int64 prestador, int64 cita, CitaLeida *k)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(cita)};

    if (consulta_correr(q, v, NULL, false) == 0)
        no_existe("meeting", prestador, cita);
    k->pagador = spi_int8(0, 1, 0);
    k->papel = spi_enum(0, 2, "papel");
    k->fecha = spi_fecha(0, 3);
    k->fecha_cita = spi_fecha(0, 4);
    k->reprograma = spi_int8(0, 5, 0) != 0;
    k->con_acta = spi_bool(0, 6);
    SPI_freetuptable(SPI_tuptable);
}

static void
juzgar_cita(Contexto *c, Fila *f, const char *usuario)
{
    CitaLeida anterior;
    Fallo fallo;

    (void) c;
    (void) usuario;
    if (!cita_juzgar(fila_enum(f, CI_PAPEL, "papel"), !en_blanco(f, CI_LUGAR), fila_fecha(f, CI_FECHA),
                     fila_fecha(f, CI_FECHA_CITA), &fallo))
        elevar(&fallo);
    exigir_prestador(fila_int8(f, CI_PRESTADOR, 0));
    exigir_pagador(fila_int8(f, CI_PAGADOR, 0));
    if (fila_nula(f, CI_REPROGRAMA))
        return;
    cita_leer(&bloquear_cita, fila_int8(f, CI_PRESTADOR, 0), fila_int8(f, CI_REPROGRAMA, 0), &anterior);
    if (anterior.pagador != fila_int8(f, CI_PAGADOR, 0))
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the meeting is with another payer")));
    if (anterior.con_acta)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the meeting already has its act"),
                        errhint("What was left without agreement needs a new meeting.")));
    exigir_texto(f, CI_COMENTARIO);
}

/* ---- what is called to a meeting ------------------------------------------------------------ */

enum { CG_PRESTADOR, CG_CITA, CG_GLOSA, CG_FACTURA, CG_INCLUIDA, CG_MOTIVO, CG_N };
static const char *const NOMBRES_CITA_GLOSA[CG_N] = {"prestador_id", "cita_id",  "glosa_id",
                                                     "factura_id",   "incluida", "motivo"};
static Columnas columnas_cita_glosa = {CG_N, NOMBRES_CITA_GLOSA, InvalidOid, {0}};

static Consulta leer_convocada = {
    "SELECT f.pagador_id,"
    " (SELECT e.evidencia OPERATOR(pg_catalog.->>) 'causa' FROM cartera.glosa_evento e"
    " WHERE e.prestador_id OPERATOR(pg_catalog.=) $1 AND e.glosa_id OPERATOR(pg_catalog.=) $3"
    " AND e.evento OPERATOR(pg_catalog.=) 'suspender' ORDER BY e.secuencia USING OPERATOR(pg_catalog.>) "
    "LIMIT 1),"
    " (SELECT CASE WHEN x.excluida THEN x.motivo END FROM cartera.exclusion_conciliacion x"
    " WHERE x.prestador_id OPERATOR(pg_catalog.=) $1 AND x.glosa_id OPERATOR(pg_catalog.=) $3"
    " ORDER BY x.secuencia USING OPERATOR(pg_catalog.>) LIMIT 1)"
    " FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) $2",
    3,
    {INT8OID, INT8OID, INT8OID},
    {0},
    NULL};

#define CITAS_ANTES                                                                                          \
    "INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, evidencia)"             \
    " SELECT $1, u.g, 'citar', u.fecha, u.papel,"                                                            \
    " pg_catalog.jsonb_build_object('cita_id', u.cita, 'fecha_cita', u.reunion) FROM "
/* in order of invoice, which is the order of the locks */
#define CITAS_DESPUES                                                                                        \
    " AS u (f, g, cita, fecha, reunion, papel)"                                                              \
    " ORDER BY u.f USING OPERATOR(pg_catalog.<), u.g USING OPERATOR(pg_catalog.<)"

static EscrituraLote escribir_citas = {.una = CITAS_ANTES "(SELECT " UNA_6 ")" CITAS_DESPUES,
                                       .varias = CITAS_ANTES "(SELECT " VARIAS_6 ")" CITAS_DESPUES,
                                       .columnas = 7,
                                       .tipos = {INT8OID, INT8OID, INT8OID, INT8OID, DATEOID, DATEOID, 0},
                                       .nombres = {[6] = "papel"}};

/* Rows that the statement will insert when it ends, as whoever wrote it. */
static Lote *
lote_propio(Contexto *c, const EscrituraLote *e)
{
    Oid tipos[LOTE_COLUMNAS];

    lote_tipos(e, tipos);
    return contexto_propio(c, tipos, e->columnas);
}

static void
anotar_cita(Contexto *c, const GlosaCtx *g, int64 cita, const CitaLeida *k)
{
    Lote *l = lote_propio(c, &escribir_citas);

    lote_int8(l, 0, g->clave.prestador);
    lote_int8(l, 1, g->factura);
    lote_int8(l, 2, g->clave.glosa);
    lote_int8(l, 3, cita);
    lote_fecha(l, 4, k->fecha);
    lote_fecha(l, 5, k->fecha_cita);
    lote_enum(l, 6, "papel", k->papel);
    lote_fin_fila(l);
}

/* MotivoExclusion of the glosa, or NINGUNO; KG006 and 22023 when it has no place in the meeting at all. */
static int
motivo_de_exclusion(GlosaCtx *g, int64 prestador, int64 glosa, const CitaLeida *k)
{
    char norma_id[NORMA_ID_MAX];
    Datum v[3];
    Entidades entidades;
    CasoConciliable caso = {.caso = &g->caso, .fecha = k->fecha, .reprograma = k->reprograma};

    if (!glosa_leer(prestador, glosa, g, norma_id))
        no_existe("glosa", prestador, glosa);
    v[0] = Int64GetDatum(prestador);
    v[1] = Int64GetDatum(g->factura);
    v[2] = Int64GetDatum(glosa);
    (void) consulta_correr(&leer_convocada, v, NULL, false);
    if (spi_int8(0, 1, 0) != k->pagador)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the glosa is of another payer"),
                        errdetail("glosa_id: %lld; pagador_id: %lld.", (long long) glosa,
                                  (long long) spi_int8(0, 1, 0))));
    caso.suspension = spi_texto(0, 2);
    caso.exclusion = spi_texto(0, 3);
    SPI_freetuptable(SPI_tuptable);
    entidades_leer(prestador, k->pagador, &entidades);
    caso.pagador = entidades.pagador;
    caso.prestador = entidades.prestador;
    caso.norma = norma_obtener(norma_id);
    return conciliacion_excluir(&caso);
}

static void
juzgar_cita_glosa(Contexto *c, Fila *f, const char *usuario)
{
    int64 prestador = fila_int8(f, CG_PRESTADOR, 0), cita = fila_int8(f, CG_CITA, 0);
    GlosaCtx g;
    CitaLeida k;
    int motivo;

    (void) usuario;
    cita_leer(&leer_cita, prestador, cita, &k);
    if (k.con_acta)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the meeting already has its act")));
    motivo = motivo_de_exclusion(&g, prestador, fila_int8(f, CG_GLOSA, 0), &k);
    fila_poner(f, CG_FACTURA, Int64GetDatum(g.factura));
    fila_poner(f, CG_INCLUIDA, BoolGetDatum(motivo == NINGUNO));
    if (motivo == NINGUNO)
        anotar_cita(c, &g, cita, &k);
    else
        fila_poner_de(f, CG_MOTIVO, TEXTOID, CStringGetTextDatum(MOTIVOS_EXCLUSION[motivo]));
}

static void
cerrar_cita_glosa(Contexto *c)
{
    insertar_como_cliente(lote_propio(c, &escribir_citas), &escribir_citas);
}

/* ---- notices ------------------------------------------------------------------------------------ */

enum {
    CO_PRESTADOR,
    CO_COMUNICACION,
    CO_PAGADOR,
    CO_PAPEL,
    CO_MEDIO,
    CO_ASUNTO,
    CO_CONTENIDO,
    CO_CLASE,
    CO_FECHA,
    CO_ACTA,
    CO_RESPONDE,
    CO_N = CO_RESPONDE + 3
};
static const char *const NOMBRES_COMUNICACION[CO_N] = {
    "prestador_id", "comunicacion_id", "pagador_id", "papel",       "medio",         "asunto", "contenido",
    "clase",        "fecha",           "acta_id",    "responde_id", "registrado_en", "usuario"};
static Columnas columnas_comunicacion = {CO_N, NOMBRES_COMUNICACION, InvalidOid, {0}};

static Consulta leer_acta_comunicada = {"SELECT a.pagador_id, a.estado OPERATOR(pg_catalog.=) 'aplicada',"
                                        " EXISTS (SELECT 1 FROM cartera.reliquidacion r WHERE r.prestador_id "
                                        "OPERATOR(pg_catalog.=) a.prestador_id"
                                        " AND r.acta_id OPERATOR(pg_catalog.=) a.acta_id)"
                                        " FROM cartera.acta a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
                                        " AND a.acta_id OPERATOR(pg_catalog.=) $2",
                                        2,
                                        {INT8OID, INT8OID},
                                        {0},
                                        NULL};

static Consulta hay_comunicacion = {
    "SELECT 1 FROM cartera.comunicacion c WHERE c.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND c.comunicacion_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* A notice in answer to another one. */
static void
exigir_respondida(const Fila *f)
{
    Datum v[2] = {fila_dato(f, CO_PRESTADOR), fila_dato(f, CO_RESPONDE)};

    if (!fila_nula(f, CO_RESPONDE) && consulta_correr(&hay_comunicacion, v, NULL, false) == 0)
        no_existe("notice", DatumGetInt64(v[0]), DatumGetInt64(v[1]));
}

/* The copy of an act is delivered once both parties signed it; its liquidation is sent once it was made. */
static void
exigir_acta_lista(const Fila *f)
{
    char *clase = fila_texto(f, CO_CLASE);
    bool entrega = strcmp(clase, "entrega_acta") == 0, envio = strcmp(clase, "envio_liquidacion") == 0;
    Datum v[2] = {fila_dato(f, CO_PRESTADOR), fila_dato(f, CO_ACTA)};

    if (fila_nula(f, CO_ACTA)) {
        if (entrega || envio)
            falta_texto("acta_id");
        return;
    }
    if (consulta_correr(&leer_acta_comunicada, v, NULL, false) == 0)
        no_existe("act", DatumGetInt64(v[0]), DatumGetInt64(v[1]));
    if (spi_int8(0, 1, 0) != fila_int8(f, CO_PAGADOR, 0))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the act is with another payer")));
    if (entrega && !spi_bool(0, 2))
        ereport(ERROR, (errcode(ERRCODE_KG_EVIDENCIA), errmsg("the act is not signed by both parties")));
    if (envio && !spi_bool(0, 3))
        ereport(ERROR, (errcode(ERRCODE_KG_EVIDENCIA), errmsg("the act has not been re-liquidated"),
                        errhint("Call conciliacion.reliquidar_acta(prestador_id, acta_id) first.")));
}

/* Also of a draft, so that whoever signs it in REPEATABLE READ does not miss the notice. */
#define RESULTADOS_ANTES                                                                                     \
    "UPDATE cartera.acta a SET resultado_comunicado = " RESULTADO_DE_ACTA("a.fecha_aplicada") " FROM "
#define RESULTADOS_DESPUES                                                                                   \
    " AS u (acta) WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"                                            \
    " AND a.acta_id OPERATOR(pg_catalog.=) u.acta"

static EscrituraLote escribir_resultados = {.una = RESULTADOS_ANTES "(SELECT " UNA_1 ")" RESULTADOS_DESPUES,
                                            .varias =
                                                RESULTADOS_ANTES "(SELECT " VARIAS_1 ")" RESULTADOS_DESPUES,
                                            .columnas = 2,
                                            .tipos = {INT8OID, INT8OID}};

/* The payer names an act: once the notice is there, its result may have been told. */
static void
anotar_resultado(Contexto *c, const Fila *f)
{
    Lote *l = lote_propio(c, &escribir_resultados);

    if (fila_nula(f, CO_ACTA) || fila_enum(f, CO_PAPEL, "papel") != PAPEL_PAGADOR)
        return;
    lote_int8(l, 0, fila_int8(f, CO_PRESTADOR, 0));
    lote_int8(l, 1, fila_int8(f, CO_ACTA, 0));
    lote_fin_fila(l);
}

static void
cerrar_comunicacion(Contexto *c)
{
    EscrituraInterna e;

    SPI_connect();
    cartera_abrir(&e);
    (void) lote_escribir(lote_propio(c, &escribir_resultados), &escribir_resultados);
    cartera_cerrar(&e);
    SPI_finish();
}

static void
juzgar_comunicacion(Contexto *c, Fila *f, const char *usuario)
{
    Fallo fallo;

    (void) usuario;
    if (!comunicacion_juzgar(fila_enum(f, CO_PAPEL, "papel"),
                             !en_blanco(f, CO_ASUNTO) && !en_blanco(f, CO_CONTENIDO), &fallo))
        elevar(&fallo);
    exigir_prestador(fila_int8(f, CO_PRESTADOR, 0));
    exigir_pagador(fila_int8(f, CO_PAGADOR, 0));
    exigir_respondida(f);
    if (!fila_nula(f, CO_CLASE))
        exigir_acta_lista(f);
    anotar_resultado(c, f);
}

enum { CM_PRESTADOR, CM_COMUNICACION, CM_GLOSA, CM_N };
static const char *const NOMBRES_COMUNICACION_GLOSA[CM_N] = {"prestador_id", "comunicacion_id", "glosa_id"};
static Columnas columnas_comunicacion_glosa = {CM_N, NOMBRES_COMUNICACION_GLOSA, InvalidOid, {0}};

static Consulta leer_comunicacion = {
    "SELECT c.pagador_id, c.papel, c.medio, c.fecha,"
    " EXISTS (SELECT 1 FROM cartera.comunicacion_acuse a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.comunicacion_id OPERATOR(pg_catalog.=) $2), c.asunto"
    " FROM cartera.comunicacion c WHERE c.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND c.comunicacion_id OPERATOR(pg_catalog.=) $2 FOR UPDATE OF c",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static Consulta leer_pagador_de_glosa = {
    "SELECT f.pagador_id FROM cartera.glosa g JOIN cartera.factura f"
    " ON f.prestador_id OPERATOR(pg_catalog.=) g.prestador_id AND f.factura_id OPERATOR(pg_catalog.=) "
    "g.factura_id"
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.glosa_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* The lock of the notice orders who adds a glosa to it and who acknowledges it. */
static void
juzgar_comunicacion_glosa(Contexto *c, Fila *f, const char *usuario)
{
    Datum v[2] = {fila_dato(f, CM_PRESTADOR), fila_dato(f, CM_COMUNICACION)};
    int64 pagador;

    (void) c;
    (void) usuario;
    if (consulta_correr(&leer_comunicacion, v, NULL, false) == 0)
        no_existe("notice", DatumGetInt64(v[0]), DatumGetInt64(v[1]));
    if (spi_bool(0, 5))
        ereport(ERROR, (errcode(ERRCODE_KG_SOLO_EVENTOS), errmsg("the notice was already acknowledged"),
                        errhint("Send another one.")));
    pagador = spi_int8(0, 1, 0);
    v[1] = fila_dato(f, CM_GLOSA);
    if (consulta_correr(&leer_pagador_de_glosa, v, NULL, false) == 0)
        no_existe("glosa", DatumGetInt64(v[0]), DatumGetInt64(v[1]));
    if (spi_int8(0, 1, 0) != pagador)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the glosa is of another payer"),
                        errdetail("glosa_id: %lld; pagador_id: %lld.", (long long) DatumGetInt64(v[1]),
                                  (long long) spi_int8(0, 1, 0))));
}

/* ---- acknowledgements -------------------------------------------------------------------------- */

enum { AC_PRESTADOR, AC_COMUNICACION, AC_ACUSE, AC_FECHA, AC_EFECTIVA, AC_N = AC_EFECTIVA + 3 };
static const char *const NOMBRES_ACUSE[AC_N] = {"prestador_id", "comunicacion_id", "acuse",  "fecha",
                                                "efectiva",     "registrado_en",   "usuario"};
static Columnas columnas_acuse = {AC_N, NOMBRES_ACUSE, InvalidOid, {0}};

static Consulta leer_glosas_comunicadas = {
    "SELECT m.glosa_id, (SELECT e.fecha FROM cartera.glosa_evento e"
    " WHERE e.prestador_id OPERATOR(pg_catalog.=) $1 AND e.glosa_id OPERATOR(pg_catalog.=) m.glosa_id"
    " AND e.evento OPERATOR(pg_catalog.=) 'notificar')"
    " FROM cartera.comunicacion_glosa m WHERE m.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND m.comunicacion_id OPERATOR(pg_catalog.=) $2 ORDER BY m.glosa_id USING OPERATOR(pg_catalog.<)",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

#define COMUNICACIONES_ANTES                                                                                 \
    "INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, comentario, evidencia)" \
    " SELECT $1, u.g, 'comunicar', u.fecha, u.papel, u.asunto,"                                              \
    " pg_catalog.jsonb_build_object('comunicacion_id', u.c, 'medio', u.medio, 'enviada', u.enviada,"         \
    " 'recibida', u.recibida, 'acuse', u.acuse) FROM "
#define COMUNICACIONES_DESPUES                                                                               \
    " AS u (f, g, c, fecha, enviada, recibida, papel, medio, asunto, acuse)"                                 \
    " ORDER BY u.f USING OPERATOR(pg_catalog.<), u.g USING OPERATOR(pg_catalog.<)"

static EscrituraLote escribir_comunicaciones = {
    .una = COMUNICACIONES_ANTES "(SELECT " UNA_10 ")" COMUNICACIONES_DESPUES,
    .varias = COMUNICACIONES_ANTES "(SELECT " VARIAS_10 ")" COMUNICACIONES_DESPUES,
    .columnas = 11,
    .tipos = {INT8OID, INT8OID, INT8OID, INT8OID, DATEOID, DATEOID, DATEOID, 0, TEXTOID, TEXTOID, TEXTOID},
    .nombres = {[7] = "papel"}};

typedef struct Aviso {
    char *medio, *asunto;
    Fecha enviada;
    int papel;
} Aviso;

/* Keep the event of a glosa for which the notice is effective; false when it is not. */
static bool
anotar_comunicacion(Contexto *c, const Fila *f, int64 glosa, Fecha notificada, const Aviso *aviso)
{
    Lote *l = lote_propio(c, &escribir_comunicaciones);
    Fecha recibida = fila_fecha(f, AC_FECHA), fecha;
    char norma_id[NORMA_ID_MAX];
    GlosaCtx g;

    if (!comunicacion_efectiva(aviso->medio, aviso->enviada, notificada) ||
        !glosa_leer(fila_int8(f, AC_PRESTADOR, 0), glosa, &g, norma_id))
        return false;
    /* a receipt that is recorded after another act takes effect with it */
    fecha = Max(recibida, g.caso.ultima_fecha);
    if (!glosa_admite(&g.caso, EV_COMUNICAR, norma_obtener(norma_id), fecha))
        return false;
    lote_int8(l, 0, g.clave.prestador);
    lote_int8(l, 1, g.factura);
    lote_int8(l, 2, glosa);
    lote_int8(l, 3, fila_int8(f, AC_COMUNICACION, 0));
    lote_fecha(l, 4, fecha);
    lote_fecha(l, 5, aviso->enviada);
    lote_fecha(l, 6, recibida);
    lote_enum(l, 7, "papel", aviso->papel);
    lote_texto(l, 8, aviso->medio);
    lote_texto(l, 9, aviso->asunto);
    lote_texto(l, 10, fila_texto(f, AC_ACUSE));
    lote_fin_fila(l);
    return true;
}

static void
juzgar_acuse(Contexto *c, Fila *f, const char *usuario)
{
    Datum v[2] = {fila_dato(f, AC_PRESTADOR), fila_dato(f, AC_COMUNICACION)};
    SPITupleTable *glosas;
    char a[FECHA_TEXTO], b[FECHA_TEXTO];
    Aviso aviso;
    int efectiva = 0;
    uint64 n;

    (void) usuario;
    if (consulta_correr(&leer_comunicacion, v, NULL, false) == 0)
        no_existe("notice", DatumGetInt64(v[0]), DatumGetInt64(v[1]));
    aviso.papel = spi_enum(0, 2, "papel");
    aviso.medio = spi_texto(0, 3);
    aviso.enviada = spi_fecha(0, 4);
    aviso.asunto = spi_texto(0, 6);
    exigir_texto(f, AC_ACUSE);
    if (fila_fecha(f, AC_FECHA) < aviso.enviada)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the receipt is before the notice"),
                        errdetail("Receipt: %s; notice: %s.", fecha_texto(fila_fecha(f, AC_FECHA), a),
                                  fecha_texto(aviso.enviada, b))));
    n = consulta_correr(&leer_glosas_comunicadas, v, NULL, false);
    glosas = SPI_tuptable;
    for (uint64 i = 0; i < n; i++) {
        int64 glosa;
        Fecha notificada;

        SPI_tuptable = glosas;
        glosa = spi_int8(i, 1, 0);
        notificada = spi_fecha(i, 2);
        efectiva += anotar_comunicacion(c, f, glosa, notificada, &aviso);
    }
    fila_poner(f, AC_EFECTIVA, Int32GetDatum(efectiva));
}

static void
cerrar_acuse(Contexto *c)
{
    insertar_como_cliente(lote_propio(c, &escribir_comunicaciones), &escribir_comunicaciones);
}

const Registro REGISTROS_CITA[] = {
    {"exclusion_conciliacion", &columnas_exclusion, EX_SECUENCIA, EX_GLOSA, EX_FECHA, EX_SECUENCIA,
     EX_SECUENCIA, true, juzgar_exclusion, NULL},
    {"soporte_conciliacion", &columnas_soporte, SO_FECHA, SO_GLOSA, SO_FECHA, -1, -1, true, juzgar_soporte,
     NULL},
    {"cita", &columnas_cita, CI_FECHA, CI_CITA, CI_FECHA, -1, -1, true, juzgar_cita, NULL},
    {"cita_glosa", &columnas_cita_glosa, CG_FACTURA, CG_GLOSA, -1, CG_FACTURA, CG_MOTIVO, false,
     juzgar_cita_glosa, cerrar_cita_glosa},
    {"comunicacion", &columnas_comunicacion, CO_CLASE, CO_COMUNICACION, CO_FECHA, -1, -1, true,
     juzgar_comunicacion, cerrar_comunicacion},
    {"comunicacion_glosa", &columnas_comunicacion_glosa, CM_N, CM_GLOSA, -1, -1, -1, false,
     juzgar_comunicacion_glosa, NULL},
    {"comunicacion_acuse", &columnas_acuse, AC_FECHA, AC_COMUNICACION, AC_FECHA, AC_EFECTIVA, AC_EFECTIVA,
     true, juzgar_acuse, cerrar_acuse},
};
const int REGISTROS_CITA_N = lengthof(REGISTROS_CITA);
