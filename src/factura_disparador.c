/*
 * factura_disparador.c - triggers of cartera.factura, cartera.prestacion and
 * cartera.factura_evento.
 *
 * An invoice is filed by its INSERT, which fixes its norm and writes its first
 * event; its value is the sum of its lines, which enter while nothing else has
 * happened to it.
 */
#include "contexto.h"
#include "disparador.h"
#include "entidades.h"
#include "fila.h"
#include "norma_cache.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "tipo_porcentaje.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

/* ---- cartera.factura --------------------------------------------------------- */

enum {
    FA_PRESTADOR,
    FA_FACTURA,
    FA_PAGADOR,
    FA_NUMERO,
    FA_CONVENIO,
    FA_EMISION,
    FA_RADICACION,
    FA_SERVICIO,
    FA_IVA,
    FA_NORMA,
    FA_VALOR,
    FA_GLOSADO,
    FA_ACEPTADO,
    FA_LEVANTADO,
    FA_PENDIENTE,
    FA_PAGADO,
    FA_RETENIDO,
    FA_DESCUENTOS,
    FA_NOTAS,
    FA_ESTADO,
    FA_SECUENCIA,
    FA_ULTIMO_EVENTO,
    FA_ULTIMA_FECHA,
    FA_VENCE,
    FA_QUIEN_DEBE,
    FA_VENCE_FORMULAR,
    FA_VENCE_CONCILIAR,
    FA_PRIMERA_NOTIFICACION,
    FA_VENCE_PAGO,
    FA_VIVAS,
    FA_ABIERTAS,
    FA_DEVOLUCIONES,
    FA_LINEAS,
    FA_IMPUTACION,
    FA_ORIGEN,
    FA_N
};
static const char *const NOMBRES_FACTURA[FA_N] = {"prestador_id",
                                                  "factura_id",
                                                  "pagador_id",
                                                  "numero",
                                                  "convenio_id",
                                                  "fecha_emision",
                                                  "fecha_radicacion",
                                                  "fecha_servicio",
                                                  "iva",
                                                  "norma_id",
                                                  "valor",
                                                  "valor_glosado",
                                                  "valor_aceptado",
                                                  "valor_levantado",
                                                  "valor_pendiente",
                                                  "pagado",
                                                  "retenido",
                                                  "descuentos",
                                                  "notas_credito",
                                                  "estado",
                                                  "secuencia",
                                                  "ultimo_evento",
                                                  "ultima_fecha",
                                                  "vence",
                                                  "quien_debe",
                                                  "vence_formular",
                                                  "vence_conciliar",
                                                  "primera_notificacion",
                                                  "vence_pago",
                                                  "glosas_vivas",
                                                  "glosas_abiertas",
                                                  "devoluciones",
                                                  "lineas",
                                                  "estado_imputacion",
                                                  "origen_factura_id"};
static Columnas columnas_factura = {FA_N, NOMBRES_FACTURA, InvalidOid, {0}};

#define RADICACIONES_ANTES                                                                                   \
    "INSERT INTO cartera.factura_evento (prestador_id, factura_id, secuencia, evento, fecha, papel, estado," \
    " vence, quien_debe, registrado_en, usuario)"                                                            \
    " SELECT $1, u.f, 1, 'radicar', u.fecha, 'prestador', 'radicada', u.vence, 'pagador', u.instante,"       \
    " u.usuario FROM "
#define RADICACIONES_DESPUES " AS u (f, fecha, vence, instante, usuario)"

static EscrituraLote escribir_radicaciones = {
    .una = RADICACIONES_ANTES "(SELECT " UNA_5 ")" RADICACIONES_DESPUES,
    .varias = RADICACIONES_ANTES "(SELECT " VARIAS_5 ")" RADICACIONES_DESPUES,
    .columnas = 6,
    .tipos = {INT8OID, INT8OID, DATEOID, DATEOID, TIMESTAMPTZOID, TEXTOID}};

static void
exigir_antes(Fecha antes, const char *que, Fecha radicacion)
{
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    if (antes != FECHA_NULA && antes > radicacion)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("date is after the filing"),
                        errdetail("%s: %s; fecha_radicacion: %s.", que, fecha_texto(antes, a),
                                  fecha_texto(radicacion, b))));
}

static Consulta hay_factura = {
    "SELECT 1 FROM cartera.factura f WHERE f.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND f.factura_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/* The invoice whose lines are billed again in this one. */
static void
exigir_origen(const Fila *fila)
{
    Datum v[2] = {fila_dato(fila, FA_PRESTADOR), fila_dato(fila, FA_ORIGEN)};

    if (fila_nula(fila, FA_ORIGEN))
        return;
    if (consulta_correr(&hay_factura, v, NULL, false) == 0)
        no_existe("invoice", DatumGetInt64(v[0]), DatumGetInt64(v[1]));
    SPI_freetuptable(SPI_tuptable);
}

static void
radicar(Contexto *c, Fila *fila, const char *usuario)
{
    static const int ABIERTOS[] = {FA_SERVICIO, FA_EMISION, FA_RADICACION};
    Fecha radicacion = fila_fecha(fila, FA_RADICACION), rige = FECHA_NULA;
    char norma_id[NORMA_ID_MAX];
    const Norma *n;
    CasoFactura caso;
    Fallo fallo;
    Lote *l = contexto_lote(c, &escribir_radicaciones);

    exigir_no_futura(radicacion);
    exigir_antes(fila_fecha(fila, FA_EMISION), "fecha_emision", radicacion);
    exigir_antes(fila_fecha(fila, FA_SERVICIO), "fecha_servicio", radicacion);
    if (DatumGetPorcentaje(fila_dato(fila, FA_IVA)) < 0)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("VAT must not be negative")));
    /* the manual goes by the date of the service (Res. 1885/2024 art. 1) */
    for (size_t i = 0; i < lengthof(ABIERTOS) && rige == FECHA_NULA; i++)
        rige = fila_fecha(fila, ABIERTOS[i]);
    norma_elegir(fila_int8(fila, FA_PRESTADOR, 0), fila_int8(fila, FA_PAGADOR, 0),
                 fila_int8(fila, FA_CONVENIO, 0), rige, norma_id);
    exigir_pagador(fila_int8(fila, FA_PAGADOR, 0));
    exigir_origen(fila);
    n = norma_obtener(norma_id);
    if (!factura_radicar(n, norma_calendario(n), radicacion, &caso, &fallo))
        elevar(&fallo);
    fila_poner_de(fila, FA_NORMA, TEXTOID, CStringGetTextDatum(norma_id));
    fila_poner_enum(fila, FA_ESTADO, "estado_factura", caso.estado);
    fila_poner(fila, FA_SECUENCIA, Int32GetDatum(caso.secuencia));
    fila_poner_enum(fila, FA_ULTIMO_EVENTO, "evento_factura", caso.ultimo_evento);
    fila_poner_fecha(fila, FA_ULTIMA_FECHA, radicacion);
    fila_poner_fecha(fila, FA_VENCE, caso.vence);
    fila_poner_fecha(fila, FA_VENCE_FORMULAR, caso.vence_formular);
    fila_poner_fecha(fila, FA_VENCE_CONCILIAR, caso.vence_conciliar);
    fila_poner_enum(fila, FA_QUIEN_DEBE, "papel", caso.quien_debe);

    lote_int8(l, 0, fila_int8(fila, FA_PRESTADOR, 0));
    lote_int8(l, 1, fila_int8(fila, FA_FACTURA, 0));
    lote_fecha(l, 2, radicacion);
    lote_fecha(l, 3, caso.vence);
    lote_poner(l, 4, TimestampTzGetDatum(GetCurrentTimestamp()));
    lote_texto(l, 5, usuario);
    lote_fin_fila(l);
}

PG_FUNCTION_INFO_V1(factura_sentencia);
Datum
factura_sentencia(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, ANTES_SENTENCIA);
    contexto_abrir(CTX_FACTURA);
    return PointerGetDatum(NULL);
}

PG_FUNCTION_INFO_V1(factura_fila);
Datum
factura_fila(PG_FUNCTION_ARGS)
{
    static const int RESERVADAS[] = {
        FA_NORMA,      FA_ESTADO,         FA_ULTIMO_EVENTO,   FA_ULTIMA_FECHA,         FA_VENCE,
        FA_QUIEN_DEBE, FA_VENCE_FORMULAR, FA_VENCE_CONCILIAR, FA_PRIMERA_NOTIFICACION, FA_VENCE_PAGO};
    static const int EN_CERO[] = {FA_VALOR,  FA_GLOSADO,  FA_ACEPTADO,   FA_LEVANTADO, FA_PENDIENTE,
                                  FA_PAGADO, FA_RETENIDO, FA_DESCUENTOS, FA_NOTAS};
    static const int CUENTAS[] = {FA_SECUENCIA, FA_VIVAS, FA_ABIERTAS, FA_DEVOLUCIONES, FA_LINEAS};
    static const int EXIGIDAS[] = {FA_PRESTADOR, FA_FACTURA, FA_PAGADOR, FA_NUMERO, FA_RADICACION, FA_IVA};
    TriggerData *td = cartera_disparador(fcinfo);
    Fila fila;

    exigir_momento(td, ANTES_FILA);
    fila_abrir(&fila, &columnas_factura, td->tg_relation, td->tg_trigtuple);
    fila_reservadas(&fila, RESERVADAS, lengthof(RESERVADAS));
    fila_reservadas_cero(&fila, EN_CERO, lengthof(EN_CERO));
    for (size_t i = 0; i < lengthof(CUENTAS); i++)
        fila_reservar_cuenta(&fila, CUENTAS[i]);
    fila_reservar_primero(&fila, FA_IMPUTACION, "estado_imputacion");
    fila_exigidas(&fila, EXIGIDAS, lengthof(EXIGIDAS), td->tg_relation);
    return juzgar_fila(contexto_actual(CTX_FACTURA), &fila, FA_FACTURA, radicar);
}

PG_FUNCTION_INFO_V1(factura_despues);
Datum
factura_despues(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, DESPUES_SENTENCIA);
    sentencia_terminar(td, contexto_actual(CTX_FACTURA));
    return PointerGetDatum(NULL);
}

/* ---- cartera.prestacion -------------------------------------------------------- */

enum {
    PR_PRESTADOR,
    PR_FACTURA,
    PR_LINEA,
    PR_FECHA,
    PR_VALOR,
    PR_CONVENIDO,
    PR_ESTADO,
    PR_GLOSADO,
    PR_ACEPTADO,
    PR_PENDIENTE,
    PR_PROFESIONAL,
    PR_IMPUTADO,
    PR_N
};
static const char *const NOMBRES_PRESTACION[PR_N] = {
    "prestador_id", "factura_id",    "linea",          "fecha",           "valor",          "valor_convenido",
    "estado",       "valor_glosado", "valor_aceptado", "valor_pendiente", "profesional_id", "valor_imputado"};
static Columnas columnas_prestacion = {PR_N, NOMBRES_PRESTACION, InvalidOid, {0}};

static Centavos
importe_no_negativo(const Fila *fila, int col)
{
    char t[DINERO_TEXTO];
    Centavos c = fila_centavos(fila, col, NULL);

    if (c < 0)
        ereport(ERROR, (errcode(ERRCODE_KG_IMPORTE), errmsg("amount is negative"),
                        errdetail("%s: %s.", fila->columnas->nombres[col], dinero_texto(c, t))));
    return c;
}

static Consulta leer_profesional = {
    "SELECT 1 FROM cartera.profesional p WHERE p.prestador_id OPERATOR(pg_catalog.=) $1"
    " AND p.profesional_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static void
exigir_profesional(const Fila *fila)
{
    Datum v[2] = {fila_dato(fila, PR_PRESTADOR), fila_dato(fila, PR_PROFESIONAL)};

    if (fila_nula(fila, PR_PROFESIONAL))
        return;
    if (consulta_catalogo(&leer_profesional, v, NULL) == 0)
        no_existe("professional", fila_int8(fila, PR_PRESTADOR, 0), fila_int8(fila, PR_PROFESIONAL, 0));
    SPI_freetuptable(SPI_tuptable);
}

static void
agregar_linea(Contexto *c, Fila *fila, const char *usuario)
{
    FacturaCtx *f = contexto_factura(c, fila_int8(fila, PR_PRESTADOR, 0), fila_int8(fila, PR_FACTURA, 0));
    Centavos valor = importe_no_negativo(fila, PR_VALOR);

    exigir_profesional(fila);
    (void) usuario;
    if (f->caso.estado != FACTURA_RADICADA || f->caso.secuencia > 1 || f->caso.glosas_vivas > 0 ||
        f->caso.con_pagos)
        ereport(ERROR, (errcode(ERRCODE_KG_SOLO_EVENTOS),
                        errmsg("the lines of an invoice do not change after its first act"),
                        errdetail("factura_id: %lld; state: %s.", (long long) f->clave.factura,
                                  ESTADOS_FACTURA[f->caso.estado])));
    if (f->valor > CENTAVOS_MAX - valor)
        ereport(ERROR, (errcode(ERRCODE_KG_IMPORTE), errmsg("the value of the invoice is out of range")));
    exigir_antes(fila_fecha(fila, PR_FECHA), "fecha", f->fecha_radicacion);
    fila_poner_centavos(fila, PR_VALOR, valor);
    if (!fila_nula(fila, PR_CONVENIDO))
        fila_poner_centavos(fila, PR_CONVENIDO, importe_no_negativo(fila, PR_CONVENIDO));
    fila_poner_enum(fila, PR_ESTADO, "estado_prestacion", 0);
    f->valor += valor;
    f->d_valor += valor;
    f->lineas++;
    f->d_lineas++;
    f->sucia = true;
}

PG_FUNCTION_INFO_V1(prestacion_sentencia);
Datum
prestacion_sentencia(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, ANTES_SENTENCIA);
    contexto_abrir(CTX_PRESTACION);
    return PointerGetDatum(NULL);
}

PG_FUNCTION_INFO_V1(prestacion_fila);
Datum
prestacion_fila(PG_FUNCTION_ARGS)
{
    static const int EN_CERO[] = {PR_GLOSADO, PR_ACEPTADO, PR_PENDIENTE, PR_IMPUTADO};
    static const int EXIGIDAS[] = {PR_PRESTADOR, PR_FACTURA, PR_LINEA, PR_VALOR};
    TriggerData *td = cartera_disparador(fcinfo);
    Fila fila;

    exigir_momento(td, ANTES_FILA);
    fila_abrir(&fila, &columnas_prestacion, td->tg_relation, td->tg_trigtuple);
    fila_reservadas_cero(&fila, EN_CERO, lengthof(EN_CERO));
    fila_reservar_primero(&fila, PR_ESTADO, "estado_prestacion");
    fila_exigidas(&fila, EXIGIDAS, lengthof(EXIGIDAS), td->tg_relation);
    return juzgar_fila(contexto_actual(CTX_PRESTACION), &fila, PR_FACTURA, agregar_linea);
}

PG_FUNCTION_INFO_V1(prestacion_despues);
Datum
prestacion_despues(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, DESPUES_SENTENCIA);
    sentencia_terminar(td, contexto_actual(CTX_PRESTACION));
    return PointerGetDatum(NULL);
}

/* ---- cartera.factura_evento ------------------------------------------------------ */

enum {
    FE_PRESTADOR,
    FE_FACTURA,
    FE_SECUENCIA,
    FE_EVENTO,
    FE_FECHA,
    FE_PAPEL,
    FE_CODIGO,
    FE_PROCEDE,
    FE_COMENTARIO,
    FE_EVIDENCIA,
    FE_ESTADO,
    FE_VENCE,
    FE_QUIEN_DEBE,
    FE_EXTEMPORANEA,
    FE_REGISTRADO,
    FE_USUARIO,
    FE_N
};
static const char *const NOMBRES_EVENTO[FE_N] = {"prestador_id", "factura_id",   "secuencia",     "evento",
                                                 "fecha",        "papel",        "codigo",        "procede",
                                                 "comentario",   "evidencia",    "estado",        "vence",
                                                 "quien_debe",   "extemporanea", "registrado_en", "usuario"};
static Columnas columnas_evento = {FE_N, NOMBRES_EVENTO, InvalidOid, {0}};

static void
actuar(Contexto *c, Fila *fila, const char *usuario)
{
    FacturaCtx *f = contexto_factura(c, fila_int8(fila, FE_PRESTADOR, 0), fila_int8(fila, FE_FACTURA, 0));
    const Norma *n = norma_obtener(f->norma_id);
    ActoFactura a = {.evento = fila_enum(fila, FE_EVENTO, "evento_factura"),
                     .papel = fila_enum(fila, FE_PAPEL, "papel"),
                     .fecha = fila_fecha(fila, FE_FECHA),
                     .hoy = fecha_hoy(),
                     .con_hoy = true};
    CasoFactura despues;
    Fallo fallo;
    bool tardia;

    exigir_no_futura(a.fecha);
    a.codigo = fila_nula(fila, FE_CODIGO) ? 0 : DatumGetInt32(fila_dato(fila, FE_CODIGO));
    a.codigo_oficial = a.codigo != 0 && codigo_admitido(a.codigo);
    a.con_procede = !fila_nula(fila, FE_PROCEDE);
    a.procede = a.con_procede && DatumGetBool(fila_dato(fila, FE_PROCEDE));
    a.comentario = !texto_vacio(fila_texto(fila, FE_COMENTARIO));
    a.evidencia = !evidencia_vacia(fila, FE_EVIDENCIA);
    if (!factura_aplicar(&f->caso, &a, n, norma_calendario(n), &despues, &tardia, &fallo))
        elevar(&fallo);
    f->caso = despues;
    f->sucia = true;
    fila_poner(fila, FE_SECUENCIA, Int32GetDatum(despues.secuencia));
    fila_poner_enum(fila, FE_PAPEL, "papel", a.papel);
    fila_poner_enum(fila, FE_ESTADO, "estado_factura", despues.estado);
    fila_poner_fecha(fila, FE_VENCE, despues.vence);
    fila_poner_enum(fila, FE_QUIEN_DEBE, "papel", despues.quien_debe);
    fila_poner(fila, FE_EXTEMPORANEA, BoolGetDatum(tardia));
    fila_poner(fila, FE_REGISTRADO, TimestampTzGetDatum(GetCurrentTimestamp()));
    fila_poner_de(fila, FE_USUARIO, TEXTOID, CStringGetTextDatum(usuario));
}

PG_FUNCTION_INFO_V1(factura_evento_sentencia);
Datum
factura_evento_sentencia(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, ANTES_SENTENCIA);
    if (!cartera_interna())
        contexto_abrir(CTX_FACTURA_EVENTO);
    return PointerGetDatum(NULL);
}

PG_FUNCTION_INFO_V1(factura_evento_fila);
Datum
factura_evento_fila(PG_FUNCTION_ARGS)
{
    static const int RESERVADAS[] = {FE_SECUENCIA,  FE_ESTADO,     FE_VENCE,
                                     FE_QUIEN_DEBE, FE_REGISTRADO, FE_USUARIO};
    static const int EXIGIDAS[] = {FE_PRESTADOR, FE_FACTURA, FE_EVENTO};
    TriggerData *td = cartera_disparador(fcinfo);
    Fila fila;

    exigir_momento(td, ANTES_FILA);
    if (cartera_interna())
        return PointerGetDatum(td->tg_trigtuple); /* the first event, complete already */
    fila_abrir(&fila, &columnas_evento, td->tg_relation, td->tg_trigtuple);
    fila_reservadas(&fila, RESERVADAS, lengthof(RESERVADAS));
    fila_reservar_falso(&fila, FE_EXTEMPORANEA);
    fila_exigidas(&fila, EXIGIDAS, lengthof(EXIGIDAS), td->tg_relation);
    if (fila_nula(&fila, FE_FECHA))
        fila_poner_fecha(&fila, FE_FECHA, fecha_hoy());
    return juzgar_fila(contexto_actual(CTX_FACTURA_EVENTO), &fila, FE_FACTURA, actuar);
}

PG_FUNCTION_INFO_V1(factura_evento_despues);
Datum
factura_evento_despues(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, DESPUES_SENTENCIA);
    if (!cartera_interna())
        sentencia_terminar(td, contexto_actual(CTX_FACTURA_EVENTO));
    return PointerGetDatum(NULL);
}
