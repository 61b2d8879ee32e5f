/*
 * acta_disparador.c - triggers of acts: lines, participants, commitments,
 * signatures and re-liquidation.
 *
 * Whatever touches an act takes it first (acta_bloquear), so two people who sign
 * at once, or one who signs while another edits, act one after the other. A
 * change invalidates the signatures there are; the second valid signature seals
 * the act and applies it to all its glosas, each by its event conciliar.
 */
#include "acta.h"
#include "registro.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "norma_cache.h"
#include "tipo_plazo.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

/* Terms of an act run in the calendar of the norm of its invoices: that of the first one. */
static Consulta leer_norma_de_acta = {
    "SELECT f.norma_id FROM cartera.cita_glosa g"
    " JOIN cartera.factura f ON f.prestador_id OPERATOR(pg_catalog.=) g.prestador_id"
    " AND f.factura_id OPERATOR(pg_catalog.=) g.factura_id"
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.cita_id OPERATOR(pg_catalog.=) $2"
    " ORDER BY g.glosa_id USING OPERATOR(pg_catalog.<) LIMIT 1",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* NULL: nothing was called to the meeting. */
static const Norma *
norma_de_acta(int64 prestador, int64 cita)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(cita)};

    return consulta_correr(&leer_norma_de_acta, v, NULL, false) == 0 ? NULL : norma_obtener(spi_texto(0, 1));
}

/* ---- the acts that a statement touches --------------------------------------------- */

static const Oid TIPOS_TOCADA[5] = {INT8OID, INT8OID, INT8OID, INT4OID, DATEOID};

static Lote *
tocadas_de(Contexto *c)
{
    return contexto_propio(c, TIPOS_TOCADA, lengthof(TIPOS_TOCADA));
}

static int64
tocada(const Lote *l, int col, int i)
{
    return DatumGetInt64(l->col[col].valores[i]);
}

/* Take the act, once a statement; false when this statement already had it. */
static bool
tomar(Contexto *c, const Fila *f, int col_prestador, int col_acta, ActaLeida *a)
{
    int64 prestador = fila_int8(f, col_prestador, 0), acta = fila_int8(f, col_acta, 0);
    Lote *l = tocadas_de(c);

    for (int i = 0; i < l->n; i++)
        if (tocada(l, 0, i) == prestador && tocada(l, 1, i) == acta) {
            *a = (ActaLeida){prestador, acta, tocada(l, 2, i), DatumGetInt32(l->col[3].valores[i]),
                             DatumGetDateADT(l->col[4].valores[i])};
            return false;
        }
    acta_bloquear(prestador, acta, a);
    lote_int8(l, 0, prestador);
    lote_int8(l, 1, acta);
    lote_int8(l, 2, a->cita);
    lote_int4(l, 3, a->estado);
    lote_fecha(l, 4, a->fecha);
    lote_fin_fila(l);
    return true;
}

static void
exigir_sin_aplicar(const ActaLeida *a)
{
    if (a->estado == ACTA_APLICADA)
        ereport(
            ERROR,
            (errcode(ERRCODE_KG_SOLO_EVENTOS), errmsg("an act signed by both parties never changes"),
             errdetail("prestador_id: %lld; acta_id: %lld.", (long long) a->prestador, (long long) a->acta),
             errhint("Draw up another act.")));
}

static Consulta invalidar_firmas = {
    "INSERT INTO cartera.acta_firma_invalida (prestador_id, acta_id, firma_id, motivo, registrado_en, "
    "usuario)"
    " SELECT f.prestador_id, f.acta_id, f.firma_id, $3, $4, $5 FROM cartera.acta_firma f"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) $1 AND f.acta_id OPERATOR(pg_catalog.=) $2"
    " AND NOT EXISTS (SELECT 1 FROM cartera.acta_firma_invalida i"
    " WHERE i.prestador_id OPERATOR(pg_catalog.=) f.prestador_id"
    " AND i.acta_id OPERATOR(pg_catalog.=) f.acta_id AND i.firma_id OPERATOR(pg_catalog.=) f.firma_id)",
    5,
    {INT8OID, INT8OID, TEXTOID, TIMESTAMPTZOID, TEXTOID},
    {0},
    NULL};

static Consulta marcar_acta = {
    "UPDATE cartera.acta a SET estado = $3 WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.acta_id OPERATOR(pg_catalog.=) $2",
    3,
    {INT8OID, INT8OID, 0},
    {[2] = "estado_acta"},
    NULL};

static void
marcar(int64 prestador, int64 acta, EstadoActa estado)
{
    Datum v[3] = {Int64GetDatum(prestador), Int64GetDatum(acta),
                  ObjectIdGetDatum(enum_valor("estado_acta", estado))};

    (void) consulta_correr(&marcar_acta, v, NULL, false);
}

/* The acts that changed lose the signatures that they had. */
static void
cerrar_cambio(Contexto *c, const char *motivo)
{
    Lote *l = tocadas_de(c);
    char *usuario = GetUserNameFromId(GetUserId(), false);
    EscrituraInterna e;

    SPI_connect();
    cartera_abrir(&e);
    for (int i = 0; i < l->n; i++) {
        int64 prestador = tocada(l, 0, i), acta = tocada(l, 1, i);
        Datum v[5] = {Int64GetDatum(prestador), Int64GetDatum(acta), CStringGetTextDatum(motivo),
                      TimestampTzGetDatum(GetCurrentTimestamp()), CStringGetTextDatum(usuario)};

        if (consulta_correr(&invalidar_firmas, v, NULL, false) == 0)
            continue;
        marcar(prestador, acta, ACTA_BORRADOR);
        ereport(WARNING,
                (errcode(ERRCODE_WARNING), errmsg("the act changed and its signature is no longer valid"),
                 errdetail("prestador_id: %lld; acta_id: %lld.", (long long) prestador, (long long) acta),
                 errhint("Whoever had signed must sign again.")));
    }
    cartera_cerrar(&e);
    SPI_finish();
}

static void
cerrar_lineas(Contexto *c)
{
    cerrar_cambio(c, "cambio de líneas");
}

static void
cerrar_anexos(Contexto *c)
{
    cerrar_cambio(c, "cambio de compromisos o participantes");
}

/* ---- the act -------------------------------------------------------------------------- */

enum {
    AA_PRESTADOR,
    AA_ACTA,
    AA_CITA,
    AA_PAGADOR,
    AA_ESTADO,
    AA_APLICADA,
    AA_NORMA,
    AA_VENCE_RESULTADO,
    AA_RESULTADO,
    AA_HUELLA,
    AA_FECHA,
    AA_CAMBIOS,
    AA_N = AA_CAMBIOS + 3
};
static const char *const NOMBRES_ACTA[AA_N] = {"prestador_id",  "acta_id",         "cita_id",
                                               "pagador_id",    "estado",          "fecha_aplicada",
                                               "norma_id",      "vence_resultado", "resultado_comunicado",
                                               "huella",        "fecha",           "cambios",
                                               "registrado_en", "usuario"};
static Columnas columnas_acta = {AA_N, NOMBRES_ACTA, InvalidOid, {0}};

static Consulta leer_cita_de_acta = {
    "SELECT c.pagador_id, c.fecha_cita,"
    " EXISTS (SELECT 1 FROM cartera.cita n WHERE n.prestador_id OPERATOR(pg_catalog.=) c.prestador_id"
    " AND n.reprograma_id OPERATOR(pg_catalog.=) c.cita_id)"
    " FROM cartera.cita c WHERE c.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND c.cita_id OPERATOR(pg_catalog.=) $2 FOR UPDATE OF c",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static void
juzgar_acta(Contexto *c, Fila *f, const char *usuario)
{
    Datum v[2] = {fila_dato(f, AA_PRESTADOR), fila_dato(f, AA_CITA)};
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    (void) c;
    (void) usuario;
    if (consulta_correr(&leer_cita_de_acta, v, NULL, false) == 0)
        no_existe("meeting", DatumGetInt64(v[0]), DatumGetInt64(v[1]));
    if (spi_bool(0, 3))
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the meeting was moved to another date"),
                        errhint("Draw up the act of the meeting that took its place.")));
    if (fila_fecha(f, AA_FECHA) < spi_fecha(0, 2))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the act is before its meeting"),
                        errdetail("Act: %s; meeting: %s.", fecha_texto(fila_fecha(f, AA_FECHA), a),
                                  fecha_texto(spi_fecha(0, 2), b))));
    fila_poner(f, AA_PAGADOR, Int64GetDatum(spi_int8(0, 1, 0)));
    fila_poner_enum(f, AA_ESTADO, "estado_acta", ACTA_BORRADOR);
    fila_poner(f, AA_CAMBIOS, Int32GetDatum(0));
}

/* ---- lines ----------------------------------------------------------------------------- */

enum {
    AL_PRESTADOR,
    AL_ACTA,
    AL_GLOSA,
    AL_VERSION,
    AL_FACTURA,
    AL_PENDIENTE,
    AL_RETIRADA,
    AL_ACEPTADO,
    AL_LEVANTADO,
    AL_SIN_ACUERDO,
    AL_N = AL_SIN_ACUERDO + 3
};
static const char *const NOMBRES_LINEA[AL_N] = {"prestador_id",      "acta_id",        "glosa_id",
                                                "version",           "factura_id",     "valor_pendiente",
                                                "retirada",          "valor_aceptado", "valor_levantado",
                                                "valor_sin_acuerdo", "registrado_en",  "usuario"};
static Columnas columnas_linea = {AL_N, NOMBRES_LINEA, InvalidOid, {0}};

static Consulta leer_lugar_de_linea = {
    "SELECT (SELECT g.incluida FROM cartera.cita_glosa g WHERE g.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND g.cita_id OPERATOR(pg_catalog.=) $2 AND g.glosa_id OPERATOR(pg_catalog.=) $4),"
    " (SELECT pg_catalog.max(l.version) FROM cartera.acta_linea l WHERE l.prestador_id "
    "OPERATOR(pg_catalog.=) $1"
    " AND l.acta_id OPERATOR(pg_catalog.=) $3 AND l.glosa_id OPERATOR(pg_catalog.=) $4)",
    4,
    {INT8OID, INT8OID, INT8OID, INT8OID},
    {0},
    NULL};

/* Version that the line will be; the glosa was called to the meeting of the act. */
static int
version_de_linea(const ActaLeida *a, int64 glosa)
{
    Datum v[4] = {Int64GetDatum(a->prestador), Int64GetDatum(a->cita), Int64GetDatum(a->acta),
                  Int64GetDatum(glosa)};

    (void) consulta_correr(&leer_lugar_de_linea, v, NULL, false);
    if (!spi_bool(0, 1))
        ereport(ERROR,
                (errcode(ERRCODE_KG_NO_EXISTE), errmsg("the glosa was not called to the meeting of the act"),
                 errdetail("glosa_id: %lld; cita_id: %lld.", (long long) glosa, (long long) a->cita)));
    return spi_int4(0, 2, 0) + 1;
}

static void
juzgar_linea(Contexto *c, Fila *f, const char *usuario)
{
    int64 glosa = fila_int8(f, AL_GLOSA, 0);
    bool retirada = !fila_nula(f, AL_RETIRADA) && DatumGetBool(fila_dato(f, AL_RETIRADA));
    ActaLeida a;
    GlosaCtx g;
    LineaActa l;
    Fallo fallo;
    char norma_id[NORMA_ID_MAX];
    int version;

    (void) usuario;
    (void) tomar(c, f, AL_PRESTADOR, AL_ACTA, &a);
    exigir_sin_aplicar(&a);
    version = version_de_linea(&a, glosa);
    if (!glosa_leer(a.prestador, glosa, &g, norma_id))
        no_existe("glosa", a.prestador, glosa);
    if (retirada && version == 1)
        no_existe("line of the act", a.prestador, glosa);
    l.estado = g.caso.estado;
    l.pendiente = retirada ? 0 : g.caso.pendiente;
    l.aceptado = fila_centavos(f, AL_ACEPTADO, NULL);
    l.levantado = fila_centavos(f, AL_LEVANTADO, NULL);
    l.sin_acuerdo = fila_centavos(f, AL_SIN_ACUERDO, NULL);
    if (retirada)
        l.estado = GLOSA_EN_CONCILIACION; /* whatever became of the glosa, it may leave the draft */
    if (!acta_linea_juzgar(&l, &fallo))
        elevar(&fallo);
    fila_poner(f, AL_VERSION, Int32GetDatum(version));
    fila_poner(f, AL_FACTURA, Int64GetDatum(g.factura));
    fila_poner_centavos(f, AL_PENDIENTE, l.pendiente);
    fila_poner_centavos(f, AL_ACEPTADO, l.aceptado);
    fila_poner_centavos(f, AL_LEVANTADO, l.levantado);
    fila_poner_centavos(f, AL_SIN_ACUERDO, l.sin_acuerdo);
}

/* ---- participants ----------------------------------------------------------------------- */

enum { AP_PRESTADOR, AP_ACTA, AP_PARTICIPANTE, AP_PAPEL, AP_NOMBRE, AP_CARGO, AP_N = AP_CARGO + 3 };
static const char *const NOMBRES_PARTICIPANTE[AP_N] = {
    "prestador_id", "acta_id", "participante_id", "papel", "nombre", "cargo", "registrado_en", "usuario"};
static Columnas columnas_participante = {AP_N, NOMBRES_PARTICIPANTE, InvalidOid, {0}};

static void
juzgar_participante(Contexto *c, Fila *f, const char *usuario)
{
    ActaLeida a;

    (void) usuario;
    (void) tomar(c, f, AP_PRESTADOR, AP_ACTA, &a);
    exigir_sin_aplicar(&a);
    if (texto_vacio(fila_texto(f, AP_NOMBRE)) || texto_vacio(fila_texto(f, AP_CARGO)))
        ereport(ERROR, (errcode(ERRCODE_KG_EVIDENCIA), errmsg("a participant needs a name and a post")));
}

/* ---- commitments ----------------------------------------------------------------------------- */

enum {
    CP_PRESTADOR,
    CP_COMPROMISO,
    CP_ACTA,
    CP_PAPEL,
    CP_DESCRIPCION,
    CP_PLAZO,
    CP_VENCE,
    CP_N = CP_VENCE + 3
};
static const char *const NOMBRES_COMPROMISO[CP_N] = {"prestador_id", "compromiso_id", "acta_id",
                                                     "papel",        "descripcion",   "plazo",
                                                     "vence",        "registrado_en", "usuario"};
static Columnas columnas_compromiso = {CP_N, NOMBRES_COMPROMISO, InvalidOid, {0}};

static Fecha
vence_compromiso(const Fila *f, const ActaLeida *a)
{
    Fecha vence = fila_fecha(f, CP_VENCE);
    const Norma *n;
    Fallo fallo;

    if (vence != FECHA_NULA || fila_nula(f, CP_PLAZO) || (n = norma_de_acta(a->prestador, a->cita)) == NULL)
        return vence;
    if (!calendario_vencimiento(norma_calendario(n), a->fecha, DatumGetPlazo(fila_dato(f, CP_PLAZO)), &vence,
                                &fallo))
        elevar(&fallo);
    return vence;
}

static void
juzgar_compromiso(Contexto *c, Fila *f, const char *usuario)
{
    CompromisoActa k;
    ActaLeida a;
    Fallo fallo;

    (void) usuario;
    (void) tomar(c, f, CP_PRESTADOR, CP_ACTA, &a);
    exigir_sin_aplicar(&a);
    k.papel = fila_enum(f, CP_PAPEL, "papel");
    k.con_descripcion = !texto_vacio(fila_texto(f, CP_DESCRIPCION));
    k.fecha_acta = a.fecha;
    k.vence = vence_compromiso(f, &a);
    if (!compromiso_juzgar(&k, &fallo))
        elevar(&fallo);
    fila_poner_fecha(f, CP_VENCE, k.vence);
}

enum { CU_PRESTADOR, CU_COMPROMISO, CU_EVIDENCIA, CU_FECHA, CU_TARDE, CU_N = CU_TARDE + 3 };
static const char *const NOMBRES_CUMPLIMIENTO[CU_N] = {"prestador_id", "compromiso_id", "evidencia", "fecha",
                                                       "tarde",        "registrado_en", "usuario"};
static Columnas columnas_cumplimiento = {CU_N, NOMBRES_CUMPLIMIENTO, InvalidOid, {0}};

static Consulta leer_compromiso = {
    "SELECT c.vence, a.estado, a.fecha FROM cartera.compromiso c"
    " JOIN cartera.acta a ON a.prestador_id OPERATOR(pg_catalog.=) c.prestador_id"
    " AND a.acta_id OPERATOR(pg_catalog.=) c.acta_id"
    " WHERE c.prestador_id OPERATOR(pg_catalog.=) $1 AND c.compromiso_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static void
juzgar_cumplimiento(Contexto *c, Fila *f, const char *usuario)
{
    Datum v[2] = {fila_dato(f, CU_PRESTADOR), fila_dato(f, CU_COMPROMISO)};
    Fecha fecha = fila_fecha(f, CU_FECHA);
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    (void) c;
    (void) usuario;
    if (consulta_correr(&leer_compromiso, v, NULL, false) == 0)
        no_existe("commitment", DatumGetInt64(v[0]), DatumGetInt64(v[1]));
    if (spi_enum(0, 2, "estado_acta") != ACTA_APLICADA)
        ereport(ERROR, (errcode(ERRCODE_KG_TRANSICION), errmsg("the act is not signed by both parties"),
                        errdetail("Until then its commitments bind nobody.")));
    if (texto_vacio(fila_texto(f, CU_EVIDENCIA)))
        ereport(ERROR,
                (errcode(ERRCODE_KG_EVIDENCIA), errmsg("a commitment is fulfilled with its evidence")));
    if (fecha < spi_fecha(0, 3))
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("date is before the act"),
                 errdetail("Date: %s; act: %s.", fecha_texto(fecha, a), fecha_texto(spi_fecha(0, 3), b))));
    fila_poner(f, CU_TARDE, BoolGetDatum(fecha > spi_fecha(0, 1)));
}

/* ---- signatures --------------------------------------------------------------------------------- */

enum {
    AF_PRESTADOR,
    AF_ACTA,
    AF_FIRMA,
    AF_PAPEL,
    AF_HUELLA,
    AF_FIRMANTE,
    AF_CARGO,
    AF_PODER,
    AF_FECHA,
    AF_N = AF_FECHA + 3
};
static const char *const NOMBRES_FIRMA[AF_N] = {"prestador_id", "acta_id",       "firma_id", "papel",
                                                "huella",       "firmante",      "cargo",    "poder",
                                                "fecha",        "registrado_en", "usuario"};
static Columnas columnas_firma = {AF_N, NOMBRES_FIRMA, InvalidOid, {0}};

#define FIRMAS_VALIDAS                                                                                       \
    " FROM cartera.acta_firma f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"                              \
    " AND f.acta_id OPERATOR(pg_catalog.=) $2 AND NOT EXISTS (SELECT 1 FROM cartera.acta_firma_invalida i"   \
    " WHERE i.prestador_id OPERATOR(pg_catalog.=) $1 AND i.acta_id OPERATOR(pg_catalog.=) $2"                \
    " AND i.firma_id OPERATOR(pg_catalog.=) f.firma_id)"

static Consulta buscar_firma = {"SELECT f.firmante" FIRMAS_VALIDAS " AND f.papel OPERATOR(pg_catalog.=) $3",
                                3,
                                {INT8OID, INT8OID, 0},
                                {[2] = "papel"},
                                NULL};

static void
juzgar_firma(Contexto *c, Fila *f, const char *usuario)
{
    FirmaActa firma = {fila_enum(f, AF_PAPEL, "papel"),
                       fila_texto(f, AF_FIRMANTE),
                       fila_texto(f, AF_CARGO),
                       fila_texto(f, AF_PODER),
                       fila_fecha(f, AF_FECHA),
                       0,
                       0};
    Datum v[3] = {fila_dato(f, AF_PRESTADOR), fila_dato(f, AF_ACTA), fila_dato(f, AF_PAPEL)};
    bytea *h = palloc(VARHDRSZ + HUELLA_BYTES);
    ActaLeida a;
    Fallo fallo;

    (void) usuario;
    if (!tomar(c, f, AF_PRESTADOR, AF_ACTA, &a))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("an act is signed by one party a statement")));
    exigir_sin_aplicar(&a);
    firma.fecha_acta = a.fecha;
    firma.lineas = acta_lineas(a.prestador, a.acta);
    if (!acta_firma_juzgar(&firma, &fallo))
        elevar(&fallo);
    if (consulta_correr(&buscar_firma, v, NULL, false) > 0)
        ereport(ERROR, (errcode(ERRCODE_KG_YA_EXISTE), errmsg("this party already signed the act"),
                        errdetail("Signer: %s.", spi_texto(0, 1))));
    SET_VARSIZE(h, VARHDRSZ + HUELLA_BYTES);
    acta_huella(a.prestador, a.acta, (uint8 *) VARDATA(h));
    if (!fila_nula(f, AF_HUELLA) &&
        !DatumGetBool(DirectFunctionCall2(byteaeq, fila_dato(f, AF_HUELLA), PointerGetDatum(h))))
        ereport(ERROR, (errcode(ERRCODE_KG_YA_EXISTE), errmsg("the act changed since the signer read it"),
                        errhint("Read it again: conciliacion.acta_json(prestador_id, acta_id).")));
    fila_poner_de(f, AF_HUELLA, BYTEAOID, PointerGetDatum(h));
}

static Consulta contar_firmas = {"SELECT pg_catalog.count(*), pg_catalog.max(f.fecha), "
                                 "pg_catalog.bool_and(f.huella OPERATOR(pg_catalog.=) "
                                 "$3)" FIRMAS_VALIDAS,
                                 3,
                                 {INT8OID, INT8OID, BYTEAOID},
                                 {0},
                                 NULL};

static Consulta sellar_acta = {
    "UPDATE cartera.acta a SET estado = $3, huella = $4, fecha_aplicada = $5, norma_id = $6,"
    " vence_resultado = $7, resultado_comunicado = " RESULTADO_DE_ACTA(
        "$5") " WHERE a.prestador_id OPERATOR(pg_catalog.=) $1 AND a.acta_id OPERATOR(pg_catalog.=) $2",
    7,
    {INT8OID, INT8OID, 0, BYTEAOID, DATEOID, TEXTOID, DATEOID},
    {[2] = "estado_acta"},
    NULL};

/* The act as both signed it, and by when the payer tells its result. */
static void
aplicar_acta(int64 prestador, int64 acta, int64 cita, Datum huella, Fecha fecha)
{
    const Norma *n = norma_de_acta(prestador, cita);
    Datum v[7] = {Int64GetDatum(prestador), Int64GetDatum(acta),
                  ObjectIdGetDatum(enum_valor("estado_acta", ACTA_APLICADA)), huella, DateADTGetDatum(fecha)};
    char nulos[8] = "     nn";
    Fecha vence = FECHA_NULA;
    Fallo fallo;

    if (n != NULL) {
        v[5] = CStringGetTextDatum(n->id);
        nulos[5] = ' ';
        if (!norma_vence(n, norma_calendario(n), ACTO_COMUNICAR_RESULTADO, fecha, &vence, &fallo))
            elevar(&fallo);
    }
    if (vence != FECHA_NULA) {
        v[6] = DateADTGetDatum(vence);
        nulos[6] = ' ';
    }
    (void) consulta_correr(&sellar_acta, v, nulos, false);
}

/* Seal the act when this was the second signature: true, and its date. */
static bool
sellar(int64 prestador, int64 acta, int64 cita, Fecha *fecha)
{
    bytea *h = palloc(VARHDRSZ + HUELLA_BYTES);
    Datum v[3] = {Int64GetDatum(prestador), Int64GetDatum(acta), PointerGetDatum(h)};
    bool ambas, iguales;

    SET_VARSIZE(h, VARHDRSZ + HUELLA_BYTES);
    acta_huella(prestador, acta, (uint8 *) VARDATA(h));
    (void) consulta_correr(&contar_firmas, v, NULL, false);
    ambas = spi_int8(0, 1, 0) == 2;
    *fecha = spi_fecha(0, 2);
    iguales = spi_bool(0, 3);
    if (!iguales)
        ereport(ERROR,
                (errcode(ERRCODE_KG_SOLO_EVENTOS), errmsg("the act is not what was signed"),
                 errdetail("prestador_id: %lld; acta_id: %lld.", (long long) prestador, (long long) acta)));
    if (ambas)
        aplicar_acta(prestador, acta, cita, PointerGetDatum(h), *fecha);
    else
        marcar(prestador, acta, ACTA_FIRMADA_EN_PARTE);
    return ambas;
}

static Consulta leer_lineas = {
    "SELECT l.factura_id, l.glosa_id, l.valor_aceptado, l.valor_levantado, l.comentario" LINEAS_VIGENTES,
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

#define CONCILIAR_ANTES                                                                                      \
    "INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado,"        \
    " valor_levantado, comentario, evidencia)"                                                               \
    " SELECT $1, u.g, 'conciliar', u.fecha, 'ambos', u.aceptado, u.levantado, u.comentario,"                 \
    " pg_catalog.jsonb_build_object('acta_id', u.acta) FROM "
/* in order of invoice, which is the order of the locks */
#define CONCILIAR_DESPUES                                                                                    \
    " AS u (f, g, acta, fecha, aceptado, levantado, comentario)"                                             \
    " ORDER BY u.f USING OPERATOR(pg_catalog.<), u.g USING OPERATOR(pg_catalog.<)"

static EscrituraLote aplicar_lineas = {
    .una = CONCILIAR_ANTES "(SELECT " UNA_7 ")" CONCILIAR_DESPUES,
    .varias = CONCILIAR_ANTES "(SELECT " VARIAS_7 ")" CONCILIAR_DESPUES,
    .columnas = 8,
    .tipos = {INT8OID, INT8OID, INT8OID, INT8OID, DATEOID, NUMERICOID, NUMERICOID, TEXTOID}};

static void
anotar_lineas(Lote *l, int64 prestador, int64 acta, Fecha fecha)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(acta)};
    uint64 n = consulta_correr(&leer_lineas, v, NULL, false);

    for (uint64 i = 0; i < n; i++) {
        lote_int8(l, 0, prestador);
        lote_int8(l, 1, spi_int8(i, 1, 0));
        lote_int8(l, 2, spi_int8(i, 2, 0));
        lote_int8(l, 3, acta);
        lote_fecha(l, 4, fecha);
        lote_centavos(l, 5, spi_centavos(i, 3));
        lote_centavos(l, 6, spi_centavos(i, 4));
        lote_texto(l, 7, spi_texto(i, 5));
        lote_fin_fila(l);
    }
}

/* Each act just signed is sealed by the second signature; its events are inserted as the signer's. */
static void
cerrar_firma(Contexto *c)
{
    Lote *tocadas = tocadas_de(c), *l;
    EscrituraInterna e;

    SPI_connect();
    l = lote_para(CurrentMemoryContext, &aplicar_lineas);
    cartera_abrir(&e);
    for (int i = 0; i < tocadas->n; i++) {
        int64 prestador = tocada(tocadas, 0, i);
        int64 acta = tocada(tocadas, 1, i);
        Fecha fecha;

        if (sellar(prestador, acta, tocada(tocadas, 2, i), &fecha))
            anotar_lineas(l, prestador, acta, fecha);
    }
    cartera_cerrar(&e);
    (void) lote_escribir(l, &aplicar_lineas);
    SPI_finish();
}

/* ---- re-liquidation -------------------------------------------------------------------------------- */

enum { RE_PRESTADOR, RE_ACTA, RE_FECHA, RE_N = RE_FECHA + 3 };
static const char *const NOMBRES_RELIQUIDACION[RE_N] = {"prestador_id", "acta_id", "fecha", "registrado_en",
                                                        "usuario"};
static Columnas columnas_reliquidacion = {RE_N, NOMBRES_RELIQUIDACION, InvalidOid, {0}};

static Consulta leer_sello = {
    "SELECT a.estado, a.fecha_aplicada FROM cartera.acta a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.acta_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static void
juzgar_reliquidacion(Contexto *c, Fila *f, const char *usuario)
{
    Datum v[2] = {fila_dato(f, RE_PRESTADOR), fila_dato(f, RE_ACTA)};
    Lote *l = tocadas_de(c);
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    (void) usuario;
    if (consulta_correr(&leer_sello, v, NULL, false) == 0)
        no_existe("act", DatumGetInt64(v[0]), DatumGetInt64(v[1]));
    if (spi_enum(0, 1, "estado_acta") != ACTA_APLICADA)
        ereport(ERROR, (errcode(ERRCODE_KG_EVIDENCIA), errmsg("the act is not signed by both parties"),
                        errhint("Only what both signed is re-liquidated.")));
    if (fila_fecha(f, RE_FECHA) < spi_fecha(0, 2))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("date is before the act"),
                        errdetail("Date: %s; act: %s.", fecha_texto(fila_fecha(f, RE_FECHA), a),
                                  fecha_texto(spi_fecha(0, 2), b))));
    lote_poner(l, 0, v[0]);
    lote_poner(l, 1, v[1]);
    for (int i = 2; i < l->columnas; i++)
        lote_nulo(l, i);
    lote_fin_fila(l);
}

static Consulta bloquear_facturas = {
    "SELECT f.factura_id FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND EXISTS (SELECT 1 FROM cartera.acta_linea l WHERE l.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND l.acta_id OPERATOR(pg_catalog.=) $2 AND l.factura_id OPERATOR(pg_catalog.=) f.factura_id)"
    " ORDER BY f.factura_id USING OPERATOR(pg_catalog.<) FOR NO KEY UPDATE OF f",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* What the act left on each invoice; several payment commitments: by the last one everything is paid. */
static Consulta leer_bloque = {
    "SELECT b.factura_id, f.norma_id, b.n, b.pendiente, b.aceptado, b.levantado, b.sin_acuerdo,"
    " f.pagado OPERATOR(pg_catalog.+) f.retenido OPERATOR(pg_catalog.+) f.descuentos,"
    " (SELECT pg_catalog.max(c.vence) FROM cartera.compromiso c WHERE c.prestador_id OPERATOR(pg_catalog.=) "
    "$1"
    " AND c.acta_id OPERATOR(pg_catalog.=) $2 AND c.clase OPERATOR(pg_catalog.=) 'pago'"
    " AND c.papel OPERATOR(pg_catalog.=) 'pagador'),"
    " (SELECT a.fecha_aplicada FROM cartera.acta a WHERE a.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND a.acta_id OPERATOR(pg_catalog.=) $2)"
    " FROM (SELECT l.factura_id, pg_catalog.count(*)::int AS n, pg_catalog.sum(l.valor_pendiente) AS "
    "pendiente,"
    " pg_catalog.sum(l.valor_aceptado) AS aceptado, pg_catalog.sum(l.valor_levantado) AS levantado,"
    " pg_catalog.sum(l.valor_sin_acuerdo) AS sin_acuerdo" LINEAS_VIGENTES " GROUP BY l.factura_id) b"
    " JOIN cartera.factura f ON f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) b.factura_id",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

#define BLOQUE_ANTES                                                                                         \
    "INSERT INTO cartera.reliquidacion_factura (prestador_id, acta_id, factura_id, glosas, valor_pendiente," \
    " valor_aceptado, valor_levantado, valor_sin_acuerdo, pagado_antes, vence, registrado_en, usuario)"      \
    " SELECT $1, u.a, u.f, u.n, u.pendiente, u.aceptado, u.levantado, u.sin, u.pagado, u.vence, u.instante," \
    " u.usuario FROM "
#define BLOQUE_DESPUES                                                                                       \
    " AS u (a, f, n, pendiente, aceptado, levantado, sin, pagado, vence, instante, usuario)"

static EscrituraLote escribir_bloque = {.una = BLOQUE_ANTES "(SELECT " UNA_11 ")" BLOQUE_DESPUES,
                                        .varias = BLOQUE_ANTES "(SELECT " VARIAS_11 ")" BLOQUE_DESPUES,
                                        .columnas = 12,
                                        .tipos = {INT8OID, INT8OID, INT8OID, INT4OID, NUMERICOID, NUMERICOID,
                                                  NUMERICOID, NUMERICOID, NUMERICOID, DATEOID, TIMESTAMPTZOID,
                                                  TEXTOID}};

static void
anotar_bloque(Lote *l, int64 prestador, int64 acta, const char *usuario)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(acta)};
    SPITupleTable *filas;
    uint64 n;

    (void) consulta_correr(&bloquear_facturas, v, NULL, false);
    n = consulta_correr(&leer_bloque, v, NULL, false);
    filas = SPI_tuptable;
    for (uint64 i = 0; i < n; i++) {
        const Norma *norma;
        Fecha vence;
        Fallo fallo;

        SPI_tuptable = filas;
        lote_int8(l, 0, prestador);
        lote_int8(l, 1, acta);
        lote_int8(l, 2, spi_int8(i, 1, 0));
        lote_int4(l, 3, spi_int4(i, 3, 0));
        for (int k = 4; k <= 8; k++)
            lote_centavos(l, k, spi_centavos(i, k));
        norma = norma_obtener(spi_texto(i, 2));
        SPI_tuptable = filas;
        if (!reliquidacion_vence(norma, norma_calendario(norma), spi_fecha(i, 10), spi_fecha(i, 9), &vence,
                                 &fallo))
            elevar(&fallo);
        lote_fecha(l, 9, vence);
        lote_poner(l, 10, TimestampTzGetDatum(GetCurrentTimestamp()));
        lote_texto(l, 11, usuario);
        lote_fin_fila(l);
    }
}

static void
cerrar_reliquidacion(Contexto *c)
{
    Lote *tocadas = tocadas_de(c), *l;
    char *usuario = GetUserNameFromId(GetUserId(), false);
    EscrituraInterna e;

    SPI_connect();
    l = lote_para(CurrentMemoryContext, &escribir_bloque);
    cartera_abrir(&e);
    for (int i = 0; i < tocadas->n; i++)
        anotar_bloque(l, tocada(tocadas, 0, i), tocada(tocadas, 1, i), usuario);
    (void) lote_escribir(l, &escribir_bloque);
    cartera_cerrar(&e);
    SPI_finish();
}

const Registro REGISTROS_ACTA[] = {
    {"acta", &columnas_acta, AA_PAGADOR, AA_CITA, AA_FECHA, AA_ESTADO, AA_HUELLA, true, juzgar_acta, NULL},
    {"acta_linea", &columnas_linea, AL_VERSION, AL_GLOSA, -1, AL_VERSION, AL_PENDIENTE, true, juzgar_linea,
     cerrar_lineas},
    {"acta_participante", &columnas_participante, AP_NOMBRE, AP_ACTA, -1, -1, -1, true, juzgar_participante,
     cerrar_anexos},
    {"compromiso", &columnas_compromiso, CP_DESCRIPCION, CP_ACTA, -1, -1, -1, true, juzgar_compromiso,
     cerrar_anexos},
    {"compromiso_cumplimiento", &columnas_cumplimiento, CU_EVIDENCIA, CU_COMPROMISO, CU_FECHA, CU_TARDE,
     CU_TARDE, true, juzgar_cumplimiento, NULL},
    {"acta_firma", &columnas_firma, AF_HUELLA, AF_ACTA, AF_FECHA, -1, -1, true, juzgar_firma, cerrar_firma},
    {"acta_firma_invalida", NULL, 0, 0, -1, -1, -1, false, NULL, NULL},
    {"reliquidacion", &columnas_reliquidacion, RE_FECHA, RE_ACTA, RE_FECHA, -1, -1, true,
     juzgar_reliquidacion, cerrar_reliquidacion},
    {"reliquidacion_factura", NULL, 0, 0, -1, -1, -1, false, NULL, NULL},
};
const int REGISTROS_ACTA_N = lengthof(REGISTROS_ACTA);
