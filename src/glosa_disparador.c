/*
 * glosa_disparador.c - triggers of cartera.glosa and cartera.glosa_evento.
 *
 * BEFORE STATEMENT opens the statement's context; BEFORE ROW judges one row by
 * the core and completes it; AFTER STATEMENT checks that what passed is what
 * entered, and writes projections and totals set-based. A glosa is born by its
 * INSERT, which writes its first event; every later change is the INSERT of an
 * event.
 */
#include "contexto.h"
#include "disparador.h"
#include "fila.h"
#include "glosa_acto.h"
#include "huella.h"
#include "norma_cache.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

static const Norma *
norma_de(const FacturaCtx *f, const Calendario **c)
{
    const Norma *n = norma_obtener(f->norma_id);

    *c = norma_calendario(n);
    return n;
}

/* ---- cartera.glosa ----------------------------------------------------------- */

enum {
    GL_PRESTADOR,
    GL_GLOSA,
    GL_FACTURA,
    GL_LINEA,
    GL_CODIGO,
    GL_ADICIONALES,
    GL_VALOR,
    GL_ACEPTADO,
    GL_LEVANTADO,
    GL_PENDIENTE,
    GL_ESTADO,
    GL_ESTADO_PREVIO,
    GL_CAUSA,
    GL_VENCE,
    GL_VENCE_PREVIO,
    GL_QUIEN_DEBE,
    GL_ULTIMO_EVENTO,
    GL_ULTIMA_FECHA,
    GL_SECUENCIA,
    GL_EXTEMPORANEA,
    GL_FORMULADA_TARDE,
    GL_SUBSANADA,
    GL_COMUNICACIONES,
    GL_ORIGEN,
    GL_COMENTARIO,
    GL_FECHA,
    GL_HASH,
    GL_N
};
static const char *const NOMBRES_GLOSA[GL_N] = {"prestador_id",    "glosa_id",       "factura_id",
                                                "linea",           "codigo",         "codigos_adicionales",
                                                "valor",           "valor_aceptado", "valor_levantado",
                                                "valor_pendiente", "estado",         "estado_previo",
                                                "causa_cierre",    "vence",          "vence_previo",
                                                "quien_debe",      "ultimo_evento",  "ultima_fecha",
                                                "secuencia",       "extemporanea",   "formulada_tarde",
                                                "subsanada",       "comunicaciones", "origen_glosa_id",
                                                "comentario",      "fecha",          "hash"};
static Columnas columnas_glosa = {GL_N, NOMBRES_GLOSA, InvalidOid, {0}};

/* The same code is not live twice on a line. */
static void
exigir_codigo_libre(Contexto *c, FacturaCtx *f, int64 linea, CodigoGlosa codigo)
{
    int64 viva = contexto_codigo_vivo(c, f, linea, codigo);
    char texto[CODIGO_TEXTO];

    if (viva != 0)
        ereport(ERROR, (errcode(ERRCODE_KG_YA_EXISTE), errmsg("the same code is already live on this line"),
                        errdetail("Code: %s; factura_id: %lld; linea: %lld; glosa_id: %lld.",
                                  codigo_texto(codigo, texto), (long long) f->clave.factura,
                                  (long long) linea, (long long) viva),
                        errhint("Annul the first one, or act on it.")));
}

/* Additional codes obey what the main one does: official, of the manual, of class glosa. */
static char *
codigos_adicionales(const Fila *f, const Norma *n)
{
    Datum *codigos;
    bool *nulos;
    int cuantos;
    StringInfoData texto;

    if (fila_nula(f, GL_ADICIONALES))
        return NULL;
    deconstruct_array(
        DatumGetArrayTypeP(fila_dato_de(f, GL_ADICIONALES, tipo_conciliacion_arreglo("codigo_glosa"))),
        tipo_conciliacion("codigo_glosa"), 4, true, TYPALIGN_INT, &codigos, &nulos, &cuantos);
    initStringInfo(&texto);
    for (int i = 0; i < cuantos; i++) {
        char t[CODIGO_TEXTO] = "";
        CodigoGlosa c = nulos[i] ? 0 : DatumGetInt32(codigos[i]);

        if (nulos[i] || codigo_clase(c) != CLASE_GLOSA || codigo_nivel(c) == 1 || !codigo_admitido(c) ||
            (n->manual != 0 && (int) codigo_manual(c) != n->manual))
            ereport(ERROR,
                    (errcode(ERRCODE_KG_CODIGO), errmsg("additional code is not in force for this invoice"),
                     errdetail("Code: %s; norm: %s.", nulos[i] ? "null" : codigo_texto(c, t), n->id)));
        appendStringInfo(&texto, "%s%s", i > 0 ? "," : "", codigo_texto(c, t));
    }
    return texto.data;
}

static Consulta leer_respuesta = {
    "SELECT g.factura_id, EXISTS (SELECT 1 FROM cartera.glosa_evento e"
    " WHERE e.prestador_id OPERATOR(pg_catalog.=) g.prestador_id AND e.glosa_id OPERATOR(pg_catalog.=) "
    "g.glosa_id"
    " AND e.evento OPERATOR(pg_catalog.=) 'responder') FROM cartera.glosa g"
    " WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.glosa_id OPERATOR(pg_catalog.=) $2",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

/*
 * A glosa after the first notification arises from an answer about the same invoice (art. 57: facts found in it). A
 * case that went on without an answer, such as a tacit closing, gave no such facts.
 */
static void
leer_origen(const Fila *fila, FormulacionGlosa *g, int64 prestador, int64 factura)
{
    Datum v[2] = {Int64GetDatum(prestador), Int64GetDatum(fila_int8(fila, GL_ORIGEN, 0))};

    g->con_origen = !fila_nula(fila, GL_ORIGEN);
    if (!g->con_origen)
        return;
    if (consulta_correr(&leer_respuesta, v, NULL, false) == 0)
        no_existe("glosa", prestador, fila_int8(fila, GL_ORIGEN, 0));
    g->origen_valido = spi_int8(0, 1, 0) == factura && spi_bool(0, 2);
}

static void
completar_glosa(Fila *fila, const CasoGlosa *k, const uint8 *huella)
{
    bytea *h = palloc(VARHDRSZ + HUELLA_BYTES);

    SET_VARSIZE(h, VARHDRSZ + HUELLA_BYTES);
    memcpy(VARDATA(h), huella, HUELLA_BYTES);
    fila_poner_centavos(fila, GL_VALOR, k->valor);
    fila_poner_centavos(fila, GL_ACEPTADO, k->aceptado);
    fila_poner_centavos(fila, GL_LEVANTADO, k->levantado);
    fila_poner_centavos(fila, GL_PENDIENTE, k->pendiente);
    fila_poner_enum(fila, GL_ESTADO, "estado_glosa", k->estado);
    fila_poner_enum(fila, GL_ESTADO_PREVIO, "estado_glosa", k->estado_previo);
    fila_poner_enum(fila, GL_CAUSA, "causa_cierre", k->causa);
    fila_poner_fecha(fila, GL_VENCE, k->vence);
    fila_poner_fecha(fila, GL_VENCE_PREVIO, k->vence_previo);
    fila_poner_enum(fila, GL_QUIEN_DEBE, "papel", k->quien_debe);
    fila_poner_enum(fila, GL_ULTIMO_EVENTO, "evento_glosa", k->ultimo_evento);
    fila_poner_fecha(fila, GL_ULTIMA_FECHA, k->ultima_fecha);
    fila_poner(fila, GL_SECUENCIA, Int32GetDatum(k->secuencia));
    fila_poner(fila, GL_EXTEMPORANEA, BoolGetDatum(k->extemporanea));
    fila_poner(fila, GL_FORMULADA_TARDE, BoolGetDatum(k->formulada_tarde));
    fila_poner(fila, GL_SUBSANADA, BoolGetDatum(k->subsanada));
    fila_poner(fila, GL_COMUNICACIONES, Int32GetDatum(k->comunicaciones));
    fila_poner_fecha(fila, GL_FECHA, k->fecha);
    fila_poner_de(fila, GL_HASH, BYTEAOID, PointerGetDatum(h));
}

/* First event of a glosa, kept until the statement ends. */
static void anotar_formulacion(Contexto *c, const GlosaCtx *g, const EventoHuella *e);

static void
formular(Contexto *c, Fila *fila, const char *usuario)
{
    int64 prestador = fila_int8(fila, GL_PRESTADOR, 0), factura = fila_int8(fila, GL_FACTURA, 0);
    int64 glosa = fila_int8(fila, GL_GLOSA, 0);
    int64 linea = fila_nula(fila, GL_LINEA) ? 0 : DatumGetInt32(fila_dato(fila, GL_LINEA));
    FacturaCtx *f = contexto_factura(c, prestador, factura);
    LineaCtx *l = fila_nula(fila, GL_LINEA) ? NULL : contexto_linea(c, prestador, factura, linea);
    const Calendario *calendario;
    const Norma *n = norma_de(f, &calendario);
    FormulacionGlosa g = {.papel = NINGUNO};
    GlosaCtx nueva;
    EventoHuella e;
    Fallo fallo;
    bool excede;
    char *adicionales;
    uint8 genesis[HUELLA_BYTES];

    g.fecha = fila_fecha(fila, GL_FECHA);
    exigir_no_futura(g.fecha);
    g.fecha_radicacion = f->fecha_radicacion;
    g.vence = f->caso.vence_formular;
    if (!norma_vence(n, calendario, ACTO_NOTIFICAR, g.fecha, &g.vence_notificar, &fallo))
        elevar(&fallo);
    g.valor = fila_centavos(fila, GL_VALOR, NULL);
    g.cupo_factura = f->valor - f->glosado;
    g.cupo_linea = l == NULL ? -1 : Max(l->valor - l->glosado, 0);
    g.linea = (int32) linea;
    g.estado_linea = l == NULL ? 0 : l->estado;
    g.codigo = DatumGetInt32(fila_dato(fila, GL_CODIGO));
    g.codigo_oficial = codigo_admitido(g.codigo);
    g.admite_glosas = factura_admite_glosas(f->caso.estado);
    g.estado_factura = ESTADOS_FACTURA[f->caso.estado];
    g.notificada = f->primera_notificacion != FECHA_NULA;
    leer_origen(fila, &g, prestador, factura);
    memset(&nueva, 0, sizeof(nueva));
    if (!glosa_formular(&g, n, &nueva.caso, &excede, &fallo))
        elevar(&fallo);
    adicionales = codigos_adicionales(fila, n);
    exigir_codigo_libre(c, f, linea, g.codigo);
    if (excede)
        ereport(WARNING,
                (errcode(ERRCODE_KG_IMPORTE), errmsg("glosas of this line exceed its value"),
                 errdetail("factura_id: %lld; linea: %lld.", (long long) factura, (long long) linea)));

    nueva.clave.prestador = prestador;
    nueva.clave.glosa = glosa;
    nueva.factura = factura;
    nueva.linea = linea;
    nueva.codigo = g.codigo;
    huella_glosa(prestador, glosa, factura, linea, g.codigo, adicionales, fila_int8(fila, GL_ORIGEN, 0),
                 genesis);
    memset(&e, 0, sizeof(e));
    e.prestador = prestador;
    e.glosa = glosa;
    e.secuencia = 1;
    e.evento = EV_FORMULAR;
    e.papel = PAPEL_PAGADOR;
    e.estado = nueva.caso.estado;
    e.quien_debe = nueva.caso.quien_debe;
    e.causa = NINGUNO;
    e.fecha = g.fecha;
    e.vence = nueva.caso.vence;
    e.con_valor = true;
    e.valor = g.valor;
    e.extemporanea = nueva.caso.extemporanea;
    e.comentario = fila_texto(fila, GL_COMENTARIO);
    e.usuario = usuario;
    e.registrado_en = GetCurrentTimestamp();
    huella_evento(&e, genesis, nueva.huella);
    completar_glosa(fila, &nueva.caso, nueva.huella);
    contexto_totalizar(c, f, l, NULL, &nueva.caso);
    contexto_nacida(c, &nueva);
    anotar_formulacion(c, &nueva, &e);
}

PG_FUNCTION_INFO_V1(glosa_sentencia);
Datum
glosa_sentencia(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, ANTES_SENTENCIA);
    contexto_abrir(CTX_GLOSA);
    return PointerGetDatum(NULL);
}

PG_FUNCTION_INFO_V1(glosa_fila);
Datum
glosa_fila(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    static const int RESERVADAS[] = {GL_PENDIENTE,    GL_ESTADO,       GL_ESTADO_PREVIO, GL_CAUSA,
                                     GL_VENCE,        GL_VENCE_PREVIO, GL_QUIEN_DEBE,    GL_ULTIMO_EVENTO,
                                     GL_ULTIMA_FECHA, GL_SECUENCIA,    GL_HASH};
    static const int EXIGIDAS[] = {GL_PRESTADOR, GL_GLOSA, GL_FACTURA, GL_CODIGO, GL_VALOR};
    Fila fila;

    exigir_momento(td, ANTES_FILA);
    fila_abrir(&fila, &columnas_glosa, td->tg_relation, td->tg_trigtuple);
    fila_reservadas(&fila, RESERVADAS, lengthof(RESERVADAS));
    fila_exigidas(&fila, EXIGIDAS, lengthof(EXIGIDAS), td->tg_relation);
    fila_reservar_cero(&fila, GL_ACEPTADO);
    fila_reservar_cero(&fila, GL_LEVANTADO);
    fila_reservar_falso(&fila, GL_EXTEMPORANEA);
    fila_reservar_falso(&fila, GL_FORMULADA_TARDE);
    fila_reservar_falso(&fila, GL_SUBSANADA);
    fila_reservar_cuenta(&fila, GL_COMUNICACIONES);
    if (fila_nula(&fila, GL_FECHA))
        fila_poner_fecha(&fila, GL_FECHA, fecha_hoy());
    return juzgar_fila(contexto_actual(CTX_GLOSA), &fila, GL_FACTURA, formular);
}

/* ---- the first events, set-based ------------------------------------------------ */

#define FORMULACIONES_ANTES                                                                                  \
    "INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, secuencia, evento, fecha, papel, valor,"      \
    " comentario, estado, vence, quien_debe, extemporanea, registrado_en, usuario, hash)"                    \
    " SELECT $1, u.g, 1, 'formular', u.fecha, 'pagador', u.valor, u.comentario, 'formulada', u.vence,"       \
    " 'pagador', u.tarde, u.instante, u.usuario, u.hash FROM "
#define FORMULACIONES_DESPUES " AS u (g, fecha, valor, comentario, vence, tarde, instante, usuario, hash)"

static EscrituraLote escribir_formulaciones = {
    .una = FORMULACIONES_ANTES "(SELECT " UNA_9 ")" FORMULACIONES_DESPUES,
    .varias = FORMULACIONES_ANTES "(SELECT " VARIAS_9 ")" FORMULACIONES_DESPUES,
    .columnas = 10,
    .tipos = {INT8OID, INT8OID, DATEOID, NUMERICOID, TEXTOID, DATEOID, BOOLOID, TIMESTAMPTZOID, TEXTOID,
              BYTEAOID}};

static void
anotar_formulacion(Contexto *c, const GlosaCtx *g, const EventoHuella *e)
{
    Lote *l = contexto_lote(c, &escribir_formulaciones);

    lote_int8(l, 0, e->prestador);
    lote_int8(l, 1, e->glosa);
    lote_fecha(l, 2, e->fecha);
    lote_centavos(l, 3, e->valor);
    lote_texto(l, 4, e->comentario);
    lote_fecha(l, 5, e->vence);
    lote_bool(l, 6, e->extemporanea);
    lote_poner(l, 7, TimestampTzGetDatum(e->registrado_en));
    lote_texto(l, 8, e->usuario);
    lote_bytes(l, 9, g->huella, HUELLA_BYTES);
    lote_fin_fila(l);
}

PG_FUNCTION_INFO_V1(glosa_despues);
Datum
glosa_despues(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, DESPUES_SENTENCIA);
    sentencia_terminar(td, contexto_actual(CTX_GLOSA));
    return PointerGetDatum(NULL);
}

/* ---- cartera.glosa_evento ----------------------------------------------------------- */

/* The columns of an act come first, as glosa_acto.h reads them. */
enum {
    EV_C_PRESTADOR = ACTO_C_N,
    EV_C_GLOSA,
    EV_C_SECUENCIA,
    EV_C_VALOR,
    EV_C_ESTADO,
    EV_C_VENCE,
    EV_C_QUIEN_DEBE,
    EV_C_EXTEMPORANEA,
    EV_C_REGISTRADO,
    EV_C_USUARIO,
    EV_C_HASH,
    EV_C_N
};
static const char *const NOMBRES_EVENTO[EV_C_N] = {
    ACTO_COLUMNAS_NOMBRES, "prestador_id", "glosa_id",      "secuencia", "valor", "estado", "vence",
    "quien_debe",          "extemporanea", "registrado_en", "usuario",   "hash"};
static Columnas columnas_evento = {EV_C_N, NOMBRES_EVENTO, InvalidOid, {0}};

static void
completar_evento(Fila *f, const ActoGlosa *a, const CasoGlosa *k, bool tardia, const char *usuario,
                 GlosaCtx *g)
{
    EventoHuella e;
    bytea *h = palloc(VARHDRSZ + HUELLA_BYTES);

    memset(&e, 0, sizeof(e));
    e.prestador = g->clave.prestador;
    e.glosa = g->clave.glosa;
    e.secuencia = k->secuencia;
    e.evento = a->evento;
    e.papel = a->papel;
    e.estado = k->estado;
    e.quien_debe = k->quien_debe;
    e.causa = k->causa;
    e.fecha = a->fecha;
    e.vence = k->vence;
    e.aceptado = a->aceptado;
    e.levantado = a->levantado;
    e.con_aceptado = a->con_aceptado || a->aceptado != 0;
    e.con_levantado = a->con_levantado || a->levantado != 0;
    e.extemporanea = tardia;
    e.respuesta = a->respuesta;
    e.comentario = fila_texto(f, ACTO_C_COMENTARIO);
    if (!fila_nula(f, ACTO_C_EVIDENCIA)) {
        Jsonb *j = DatumGetJsonbP(fila_dato_de(f, ACTO_C_EVIDENCIA, JSONBOID));

        e.evidencia = JsonbToCString(NULL, &j->root, (int) VARSIZE(j));
    }
    e.usuario = usuario;
    e.registrado_en = GetCurrentTimestamp();
    huella_evento(&e, g->huella, g->huella);
    SET_VARSIZE(h, VARHDRSZ + HUELLA_BYTES);
    memcpy(VARDATA(h), g->huella, HUELLA_BYTES);

    fila_poner(f, EV_C_SECUENCIA, Int32GetDatum(k->secuencia));
    fila_poner_enum(f, ACTO_C_PAPEL, "papel", a->papel);
    if (e.con_aceptado)
        fila_poner_centavos(f, ACTO_C_ACEPTADO, a->aceptado);
    if (e.con_levantado)
        fila_poner_centavos(f, ACTO_C_LEVANTADO, a->levantado);
    fila_poner_enum(f, ACTO_C_CAUSA, "causa_cierre", k->causa);
    fila_poner_enum(f, EV_C_ESTADO, "estado_glosa", k->estado);
    fila_poner_fecha(f, EV_C_VENCE, k->vence);
    fila_poner_enum(f, EV_C_QUIEN_DEBE, "papel", k->quien_debe);
    fila_poner(f, EV_C_EXTEMPORANEA, BoolGetDatum(tardia));
    fila_poner(f, EV_C_REGISTRADO, TimestampTzGetDatum(e.registrado_en));
    fila_poner_de(f, EV_C_USUARIO, TEXTOID, CStringGetTextDatum(usuario));
    fila_poner_de(f, EV_C_HASH, BYTEAOID, PointerGetDatum(h));
}

/* First notification of the invoice, and the term to pay what is lifted (art. 57). */
static void
consecuencias(FacturaCtx *f, const ActoGlosa *a, const Norma *n, const Calendario *c)
{
    Fallo fallo;
    Fecha pagar;

    if (a->evento == EV_NOTIFICAR &&
        (f->primera_notificacion == FECHA_NULA || a->fecha < f->primera_notificacion)) {
        f->primera_notificacion = a->fecha;
        f->sucia = true;
    }
    if (a->levantado > 0) {
        if (!norma_vence(n, c, ACTO_PAGAR, a->fecha, &pagar, &fallo))
            elevar(&fallo);
        if (pagar != FECHA_NULA && (f->vence_pago == FECHA_NULA || pagar > f->vence_pago)) {
            f->vence_pago = pagar;
            f->sucia = true;
        }
    }
}

/* What is accepted is no longer owed: it must still be, or the payment has to be undone first. */
static void
exigir_saldo(FacturaCtx *f, Centavos aceptado)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO], d[DINERO_TEXTO];

    if (aceptado > f->saldo)
        ereport(ERROR,
                (errcode(ERRCODE_KG_IMPORTE),
                 errmsg("the accepted amount exceeds the balance of the invoice"),
                 errdetail("Accepted: %s; balance: %s; difference: %s.", dinero_texto(aceptado, a),
                           dinero_texto(f->saldo, b), dinero_texto(aceptado - f->saldo, d)),
                 errhint("Payments, withholdings, credit notes and accepted glosas lowered it: undo the "
                         "application of a payment first, or accept no more than the balance.")));
    f->saldo -= aceptado;
}

static void
actuar(Contexto *c, Fila *fila, const char *usuario)
{
    GlosaCtx *g = contexto_glosa(c, fila_int8(fila, EV_C_PRESTADOR, 0), fila_int8(fila, EV_C_GLOSA, 0));
    FacturaCtx *f = contexto_factura(c, g->clave.prestador, g->factura);
    LineaCtx *l = g->linea == 0 ? NULL
                  : glosa_exige_contenido(fila_enum(fila, ACTO_C_EVENTO, "evento_glosa"))
                      ? contexto_linea(c, g->clave.prestador, g->factura, g->linea)
                      : contexto_linea_sin_leer(c, g->clave.prestador, g->factura, g->linea);
    const Calendario *calendario;
    const Norma *n = norma_de(f, &calendario);
    CasoGlosa despues;
    ActoGlosa a;
    Fallo fallo;
    const char *duda;
    bool tardia;

    glosa_leer_acto(fila, g, l, n, &a);
    exigir_no_futura(a.fecha);
    a.hoy = fecha_hoy();
    a.con_hoy = true;
    a.radicacion = f->fecha_radicacion;
    if (!glosa_aplicar(&g->caso, &a, n, calendario, &despues, &tardia, &fallo))
        elevar(&fallo);
    exigir_saldo(f, a.aceptado);
    duda = glosa_hecho_en_duda(&a);
    if (duda != NULL)
        ereport(WARNING, (errcode(ERRCODE_WARNING), errmsg_internal("%s", dgettext(TEXTDOMAIN, duda)),
                          errdetail("glosa_id: %lld; the closing rests on its evidence.",
                                    (long long) g->clave.glosa)));
    completar_evento(fila, &a, &despues, tardia, usuario, g);
    consecuencias(f, &a, n, calendario);
    contexto_totalizar(c, f, l, &g->caso, &despues);
    g->caso = despues;
    g->sucia = true;
}

PG_FUNCTION_INFO_V1(glosa_evento_sentencia);
Datum
glosa_evento_sentencia(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, ANTES_SENTENCIA);
    if (!cartera_interna())
        contexto_abrir(CTX_GLOSA_EVENTO);
    return PointerGetDatum(NULL);
}

PG_FUNCTION_INFO_V1(glosa_evento_fila);
Datum
glosa_evento_fila(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);
    static const int RESERVADAS[] = {EV_C_SECUENCIA,  EV_C_VALOR,      EV_C_ESTADO,  EV_C_VENCE,
                                     EV_C_QUIEN_DEBE, EV_C_REGISTRADO, EV_C_USUARIO, EV_C_HASH};
    static const int EXIGIDAS[] = {EV_C_PRESTADOR, EV_C_GLOSA, ACTO_C_EVENTO};
    Fila fila;

    exigir_momento(td, ANTES_FILA);
    if (cartera_interna())
        return PointerGetDatum(td->tg_trigtuple); /* the first event, complete already */
    fila_abrir(&fila, &columnas_evento, td->tg_relation, td->tg_trigtuple);
    fila_reservadas(&fila, RESERVADAS, lengthof(RESERVADAS));
    fila_reservar_falso(&fila, EV_C_EXTEMPORANEA);
    fila_exigidas(&fila, EXIGIDAS, lengthof(EXIGIDAS), td->tg_relation);
    if (fila_nula(&fila, ACTO_C_FECHA))
        fila_poner_fecha(&fila, ACTO_C_FECHA, fecha_hoy());
    return juzgar_fila(contexto_actual(CTX_GLOSA_EVENTO), &fila, EV_C_GLOSA, actuar);
}

PG_FUNCTION_INFO_V1(glosa_evento_despues);
Datum
glosa_evento_despues(PG_FUNCTION_ARGS)
{
    TriggerData *td = cartera_disparador(fcinfo);

    exigir_momento(td, DESPUES_SENTENCIA);
    if (!cartera_interna())
        sentencia_terminar(td, contexto_actual(CTX_GLOSA_EVENTO));
    return PointerGetDatum(NULL);
}
