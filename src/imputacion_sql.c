/*
 * imputacion_sql.c - previsualizar_imputacion and imputar.
 *
 * Both read the invoice, let the core decide (nucleo/imputacion.c) and either
 * show the plan or write it: liquidaciones with their lines and retentions,
 * movements of the current accounts, states of lines and invoice. imputar
 * locks the invoice first, and always updates it, so that under REPEATABLE
 * READ a second one fails with 40001 instead of using the same money twice.
 */
#include "argumentos.h"
#include "disparador.h"
#include "imputacion_lineas.h"
#include "tipo_porcentaje.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "nucleo/ciclo_liquidacion.h"
#include "nucleo/imputacion.h"

typedef struct Caso {
    int64 prestador, factura;
    char *numero;
    FacturaImputar f;
    LineaImputar *lineas;
    int n;
    SPITupleTable *textos; /* what the preview shows of each line */
    PeticionImputar p;
    char **comentarios; /* of each exception */
    char **conceptos;
    PlanImputacion plan;
    TurnoProfesional *turnos; /* lines that enter, by professional */
} Caso;

/* ---- reading ------------------------------------------------------------------- */

#define DE_FACTURA                                                                                           \
    "SELECT f.iva, f.pagado, f.numero::pg_catalog.text, f.estado,"                                           \
    " f.retenido OPERATOR(pg_catalog.+) f.descuentos FROM cartera.factura f"                                 \
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) $1 AND f.factura_id OPERATOR(pg_catalog.=) $2"

/* As the caller: who may not see the invoice may not impute it. */
static Consulta ver_factura = {DE_FACTURA, 2, {INT8OID, INT8OID}, {0}, NULL};
static Consulta bloquear_factura = {DE_FACTURA " FOR NO KEY UPDATE", 2, {INT8OID, INT8OID}, {0}, NULL};

static Consulta mirar_lineas = {
    COLUMNAS_LINEA ", r.nombre, p.orden, p.codigo, p.descripcion, COALESCE(p.paciente_nombre, p.paciente)"
                   " FROM cartera.prestacion p LEFT JOIN cartera.profesional r"
                   " ON r.prestador_id OPERATOR(pg_catalog.=) p.prestador_id"
                   " AND r.profesional_id OPERATOR(pg_catalog.=) p.profesional_id" DE_LINEA,
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static void
leer_factura(Caso *c, Consulta *q, bool lectura)
{
    Datum v[2] = {Int64GetDatum(c->prestador), Int64GetDatum(c->factura)};
    bool nulo;

    if (consulta_correr(q, v, NULL, lectura) == 0)
        no_existe("invoice", c->prestador, c->factura);
    c->f.iva = DatumGetPorcentaje(spi_dato(0, 1, &nulo));
    c->f.pagado = spi_centavos(0, 2);
    c->numero = spi_texto(0, 3);
    c->f.estado = spi_enum(0, 4, "estado_factura");
    c->f.extinguido = spi_centavos(0, 5);
    SPI_freetuptable(SPI_tuptable);
}

static void
leer_todas(Caso *c, Consulta *q, bool lectura)
{
    c->lineas = leer_lineas_de(c->prestador, c->factura, q, lectura, &c->n);
    c->textos = SPI_tuptable;
    c->f.liquidado_neto = leer_lo_liquidado(c->prestador, c->factura, c->lineas, c->n, lectura).neto;
    for (int i = 0; i < c->n; i++) {
        c->f.imputado += c->lineas[i].imputado;
        c->f.liquidado += c->lineas[i].liquidado;
    }
}

/* ---- the request ----------------------------------------------------------------- */

static Consulta leer_excepciones = {
    "SELECT t.linea, t.accion, t.monto, t.comentario"
    " FROM conciliacion._filas_json($1, 'excepciones', '{linea,accion}') AS t (posicion int, linea int,"
    " accion conciliacion.accion_imputacion, monto numeric, comentario pg_catalog.text) ORDER BY t.posicion",
    1,
    {JSONBOID},
    {0},
    NULL};

static Consulta leer_retenciones = {
    "SELECT t.concepto, t.porcentaje"
    " FROM conciliacion._filas_json($1, 'retenciones', '{concepto,porcentaje}') AS t (posicion int,"
    " concepto pg_catalog.text, porcentaje conciliacion.porcentaje) ORDER BY t.posicion",
    1,
    {JSONBOID},
    {0},
    NULL};

static void
pedir_excepciones(Caso *c, Datum excepciones)
{
    int n = (int) consulta_correr(&leer_excepciones, &excepciones, NULL, true);
    ExcepcionImputar *v = palloc(sizeof(ExcepcionImputar) * (Size) Max(n, 1));

    c->comentarios = palloc(sizeof(char *) * (Size) Max(n, 1));
    for (int i = 0; i < n; i++) {
        bool sin_monto;

        (void) spi_dato(i, 3, &sin_monto);
        c->comentarios[i] = spi_texto(i, 4);
        v[i] = (ExcepcionImputar){.linea = spi_int4(i, 1, 0),
                                  .accion = spi_enum(i, 2, "accion_imputacion"),
                                  .con_monto = !sin_monto,
                                  .monto = spi_centavos_dados(i, 3),
                                  .con_comentario = !texto_vacio(c->comentarios[i])};
    }
    SPI_freetuptable(SPI_tuptable);
    c->p.excepciones = v;
    c->p.n_excepciones = (size_t) n;
}

static void
pedir_retenciones(Caso *c, Datum retenciones)
{
    int n = (int) consulta_correr(&leer_retenciones, &retenciones, NULL, true);
    Porcentaje *v = palloc(sizeof(Porcentaje) * (Size) Max(n, 1));

    c->conceptos = palloc(sizeof(char *) * (Size) Max(n, 1));
    for (int i = 0; i < n; i++) {
        bool nulo;

        c->conceptos[i] = spi_texto(i, 1);
        v[i] = DatumGetPorcentaje(spi_dato(i, 2, &nulo));
        if (texto_vacio(c->conceptos[i]))
            ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                            errmsg("the concept of a retention must not be blank"),
                            errdetail("Position: %d.", i + 1)));
    }
    SPI_freetuptable(SPI_tuptable);
    c->p.tasas = v;
    c->p.n_tasas = (size_t) n;
}

/* prestador_id, factura_id, retenciones, profesional_id, excepciones: the same in both functions. */
static void
leer_peticion(Caso *c, FunctionCallInfo fcinfo)
{
    memset(c, 0, sizeof(*c));
    exigir_argumentos(fcinfo, OPCIONAL(3) | OPCIONAL(4) | OPCIONAL(5));
    c->prestador = PG_GETARG_INT64(0);
    c->factura = PG_GETARG_INT64(1);
    pedir_retenciones(c, PG_GETARG_DATUM(2));
    c->p.de_un_profesional = !PG_ARGISNULL(3);
    c->p.profesional = PG_ARGISNULL(3) ? 0 : PG_GETARG_INT64(3);
    if (!PG_ARGISNULL(4))
        pedir_excepciones(c, PG_GETARG_DATUM(4));
}

static void *
sitio(int n, Size tamano)
{
    return palloc_extended(tamano * (Size) Max(n, 1), MCXT_ALLOC_HUGE);
}

static void
planear(Caso *c)
{
    TrabajoImputacion t = {sitio(c->n, sizeof(int64)), sitio(c->n, sizeof(int64)),
                           sitio(c->n, sizeof(uint64)), sitio(c->n, sizeof(TurnoProfesional))};
    Fallo f;

    c->turnos = t.turnos;
    c->plan.totales = sitio(c->n, sizeof(TotalProfesional));
    if (!imputacion_planear(&c->f, c->lineas, (size_t) c->n, &c->p, &t, &c->plan, &f))
        elevar(&f);
}

static int
comparar_totales(const void *a, const void *b)
{
    const TotalProfesional *x = a, *y = b;

    return (x->profesional > y->profesional) - (x->profesional < y->profesional);
}

/* Index of the liquidacion of a line; -1 when it goes to none. */
static int
liquidacion_de(const Caso *c, const LineaImputar *l)
{
    TotalProfesional clave = {.profesional = l->profesional}, *t;

    if (!l->en_plan || l->accion == IMPUTA_PENDIENTE || !l->con_profesional)
        return -1;
    t = bsearch(&clave, c->plan.totales, c->plan.n_totales, sizeof(TotalProfesional), comparar_totales);
    return (int) (t - c->plan.totales);
}

static const char *
comentario_de(const Caso *c, const LineaImputar *l)
{
    const char *s = l->excepcion < 0 ? NULL : c->comentarios[l->excepcion];

    return texto_vacio(s) ? NULL : s;
}

/* ---- previsualizar_imputacion ---------------------------------------------------------- */

PG_FUNCTION_INFO_V1(previsualizar_imputacion);
Datum
previsualizar_imputacion(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
    Caso c;

    exigir_version(fcinfo);
    InitMaterializedSRF(fcinfo, 0);
    SPI_connect();
    leer_peticion(&c, fcinfo);
    c.p.previa = true;
    leer_factura(&c, &ver_factura, true);
    leer_todas(&c, &mirar_lineas, true);
    planear(&c);
    SPI_tuptable = c.textos;
    for (int i = 0; i < c.n; i++) {
        const LineaImputar *l = &c.lineas[i];
        const char *comentario = comentario_de(&c, l);
        int t = liquidacion_de(&c, l);
        Datum v[19];
        bool nulos[19] = {false};
        Centavos neto;
        Fallo f;

        if (!l->en_plan)
            continue;
        if (!linea_neto(l, c.f.iva, &neto, &f))
            elevar(&f);
        v[0] = Int32GetDatum(l->linea);
        v[1] = Int64GetDatum(l->profesional);
        nulos[1] = !l->con_profesional;
        for (int k = 0; k < 5; k++)
            v[2 + k] = spi_dato_de(i, 8 + k, TEXTOID, &nulos[2 + k]);
        v[7] = NumericGetDatum(numeric_de_centavos(l->valor));
        v[8] = NumericGetDatum(numeric_de_centavos(l->aceptado));
        v[9] = NumericGetDatum(numeric_de_centavos(l->pendiente));
        v[10] = NumericGetDatum(numeric_de_centavos(neto));
        v[11] = NumericGetDatum(numeric_de_centavos(l->imputa));
        v[12] = ObjectIdGetDatum(enum_valor("accion_imputacion", l->accion));
        v[13] = comentario == NULL ? (Datum) 0 : CStringGetTextDatum(comentario);
        nulos[13] = comentario == NULL;
        nulos[14] = nulos[15] = nulos[16] = t < 0;
        if (t >= 0) {
            v[14] = NumericGetDatum(numeric_de_centavos(c.plan.totales[t].imputado));
            v[15] = NumericGetDatum(numeric_de_centavos(c.plan.totales[t].retenido));
            v[16] = NumericGetDatum(numeric_de_centavos(c.plan.totales[t].liquido));
        }
        v[17] = NumericGetDatum(numeric_de_centavos(c.plan.disponible));
        v[18] = NumericGetDatum(numeric_de_centavos(c.plan.disponible - c.plan.imputa));
        tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, v, nulos);
    }
    SPI_finish();
    return (Datum) 0;
}

/* ---- excepciones_retenido: the exceptions that share what came ------------------------- */

static const char *
comentario_prorrateo(const Caso *c, const LineaImputar *l, Centavos entera)
{
    char a[DINERO_TEXTO], b[DINERO_TEXTO];

    if (!l->prorrateada || l->accion != IMPUTA_PAGADO)
        return comentario_de(c, l);
    return psprintf("retenido o descontado por el pagador sobre el total de la factura: %s de %s",
                    dinero_texto(entera - l->imputa, a), dinero_texto(entera, b));
}

static void
poner_excepcion(ReturnSetInfo *rsinfo, const Caso *c, const LineaImputar *l, Centavos entera)
{
    const char *comentario = comentario_prorrateo(c, l, entera);
    bool con_monto =
        l->accion == IMPUTA_PAGADO && (l->prorrateada || c->p.excepciones[l->excepcion].con_monto);
    Datum v[4] = {Int32GetDatum(l->linea), ObjectIdGetDatum(enum_valor("accion_imputacion", l->accion)),
                  NumericGetDatum(numeric_de_centavos(l->imputa))};
    bool nulos[4] = {false, false, !con_monto, comentario == NULL};

    if (comentario != NULL)
        v[3] = CStringGetTextDatum(comentario);
    tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, v, nulos);
}

/* _excepciones_de_retenido(prestador_id, factura_id, profesional_id, excepciones) */
PG_FUNCTION_INFO_V1(excepciones_de_retenido);
Datum
excepciones_de_retenido(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
    TrabajoImputacion t;
    Centavos *enteras;
    Caso c;
    Fallo f;

    exigir_version(fcinfo);
    exigir_argumentos(fcinfo, OPCIONAL(2) | OPCIONAL(3));
    InitMaterializedSRF(fcinfo, 0);
    SPI_connect();
    memset(&c, 0, sizeof(c));
    c.prestador = PG_GETARG_INT64(0);
    c.factura = PG_GETARG_INT64(1);
    c.p.previa = true;
    if (!PG_ARGISNULL(3))
        pedir_excepciones(&c, PG_GETARG_DATUM(3));
    leer_factura(&c, &ver_factura, true);
    leer_todas(&c, &leer_lineas, true);
    if (!PG_ARGISNULL(2) && !imputacion_es_suya(c.lineas, (size_t) c.n, PG_GETARG_INT64(2), &f))
        elevar(&f);
    planear(&c);
    enteras = sitio(c.n, sizeof(Centavos));
    for (int i = 0; i < c.n; i++)
        enteras[i] = c.lineas[i].imputa;
    t = (TrabajoImputacion){sitio(c.n, sizeof(int64)), sitio(c.n, sizeof(int64)), sitio(c.n, sizeof(uint64)),
                            NULL};
    if (!imputacion_prorratear(&c.f, c.lineas, (size_t) c.n, &c.p, &t, &c.plan, &f))
        elevar(&f);
    for (int i = 0; i < c.n; i++) {
        const LineaImputar *l = &c.lineas[i];
        bool suya = PG_ARGISNULL(2) || (l->con_profesional && l->profesional == PG_GETARG_INT64(2));

        if (suya && (l->prorrateada || l->excepcion >= 0))
            poner_excepcion(rsinfo, &c, l, enteras[i]);
    }
    SPI_finish();
    return (Datum) 0;
}

/* ---- imputar: what must hold before writing ------------------------------------------------ */

static Consulta ultima_fecha = {
    "SELECT GREATEST((SELECT f.fecha_radicacion FROM cartera.factura f"
    " WHERE f.prestador_id OPERATOR(pg_catalog.=) $1 AND f.factura_id OPERATOR(pg_catalog.=) $2),"
    " (SELECT pg_catalog.max(a.fecha) FROM cartera.pago_aplicacion a"
    " WHERE a.prestador_id OPERATOR(pg_catalog.=) $1 AND a.factura_id OPERATOR(pg_catalog.=) $2),"
    " (SELECT pg_catalog.max(CASE WHEN l.estado OPERATOR(pg_catalog.=) 'anulada' THEN l.ultima_fecha ELSE "
    "l.fecha END)"
    " FROM cartera.liquidacion l"
    " WHERE l.prestador_id OPERATOR(pg_catalog.=) $1 AND l.factura_id OPERATOR(pg_catalog.=) $2))",
    2,
    {INT8OID, INT8OID},
    {0},
    NULL};

static void
exigir_fecha(const Caso *c, Fecha fecha)
{
    Datum v[2] = {Int64GetDatum(c->prestador), Int64GetDatum(c->factura)};
    char a[FECHA_TEXTO], b[FECHA_TEXTO];
    Fecha ultima;

    exigir_no_futura(fecha);
    consulta_correr(&ultima_fecha, v, NULL, false);
    ultima = spi_fecha(0, 1);
    SPI_freetuptable(SPI_tuptable);
    if (ultima != FECHA_NULA && fecha < ultima)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("imputation is dated before the invoice was filed, or before its last payment "
                               "or liquidacion"),
                        errdetail("Date: %s; last act: %s.", fecha_texto(fecha, a), fecha_texto(ultima, b))));
}

static Consulta leer_cuentas = {
    "SELECT c.profesional_id, c.cuenta_id FROM cartera.cuenta_corriente c"
    " WHERE c.prestador_id OPERATOR(pg_catalog.=) $1 AND c.profesional_id OPERATOR(pg_catalog.=) ANY ($2)"
    " ORDER BY c.profesional_id",
    2,
    {INT8OID, INT8ARRAYOID},
    {0},
    NULL};

/* The current account of each professional of the plan: all of them or none is liquidated. */
static int64 *
exigir_cuentas(const Caso *c)
{
    static const Oid tipo = INT8OID;
    Lote *l = lote_crear(CurrentMemoryContext, &tipo, 1);
    int64 *cuentas = sitio((int) c->plan.n_totales, sizeof(int64));
    Datum v[2] = {Int64GetDatum(c->prestador)};
    StringInfoData faltan;
    uint64 hay, j = 0;
    int64 primera = 0;

    for (size_t i = 0; i < c->plan.n_totales; i++) {
        lote_int8(l, 0, c->plan.totales[i].profesional);
        lote_fin_fila(l);
    }
    lote_arreglos(l, v + 1);
    hay = consulta_correr(&leer_cuentas, v, NULL, false);
    initStringInfo(&faltan);
    for (size_t i = 0; i < c->plan.n_totales; i++) {
        int64 profesional = c->plan.totales[i].profesional;

        if (j < hay && spi_int8(j, 1, 0) == profesional) {
            cuentas[i] = spi_int8(j++, 2, 0);
            continue;
        }
        if (faltan.len == 0)
            primera = profesional;
        appendStringInfo(&faltan, "%s%lld", faltan.len == 0 ? "" : ", ", (long long) profesional);
    }
    SPI_freetuptable(SPI_tuptable);
    if (faltan.len > 0)
        ereport(ERROR,
                (errcode(ERRCODE_KG_NO_EXISTE),
                 errmsg("the current account of a professional does not exist"),
                 errdetail("prestador_id: %lld; profesional_id: %s.", (long long) c->prestador, faltan.data),
                 errhint("Create it: SELECT conciliacion.crear_cuenta_corriente(%lld, %lld);",
                         (long long) c->prestador, (long long) primera)));
    return cuentas;
}

/* ---- imputar: writing ------------------------------------------------------------------------ */

typedef struct Escritura {
    Fecha fecha;
    TimestampTz instante;
    Datum usuario;
    Datum comentario;
    bool sin_comentario;
    int64 *liquidaciones; /* one per professional of the plan */
    const int64 *cuentas;
} Escritura;

static Consulta escribir_liquidaciones = {
    "INSERT INTO cartera.liquidacion (prestador_id, factura_id, profesional_id, fecha, estado, imputado,"
    " porcentaje_retencion, retenido, liquido, comentario, registrado_en, usuario, secuencia, ultima_fecha)"
    " SELECT $5, $6, u.profesional, $7, 'pendiente', u.imputado, $8, u.retenido, u.liquido, $9, $10, $11, 1, "
    "$7"
    " FROM (SELECT " UNNEST_4 ") AS u (profesional, imputado, retenido, liquido)"
    " RETURNING profesional_id, liquidacion_id",
    11,
    {INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, INT8OID, INT8OID, DATEOID, 0, TEXTOID,
     TIMESTAMPTZOID, TEXTOID},
    {[7] = "porcentaje"},
    NULL};

static void
liquidar(const Caso *c, Escritura *e)
{
    static const Oid tipos[4] = {INT8OID, NUMERICOID, NUMERICOID, NUMERICOID};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 4);
    char nulos[12] = "           ";
    Datum v[11];

    for (size_t i = 0; i < c->plan.n_totales; i++) {
        const TotalProfesional *t = &c->plan.totales[i];

        lote_int8(l, 0, t->profesional);
        lote_centavos(l, 1, t->imputado);
        lote_centavos(l, 2, t->retenido);
        lote_centavos(l, 3, t->liquido);
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[4] = Int64GetDatum(c->prestador);
    v[5] = Int64GetDatum(c->factura);
    v[6] = DateADTGetDatum(e->fecha);
    v[7] = PorcentajeGetDatum(c->plan.tasa);
    v[8] = e->comentario;
    nulos[8] = e->sin_comentario ? 'n' : ' ';
    v[9] = TimestampTzGetDatum(e->instante);
    v[10] = e->usuario;
    if (consulta_correr(&escribir_liquidaciones, v, nulos, false) != c->plan.n_totales)
        elog(ERROR, "liquidaciones lost rows");
    e->liquidaciones = sitio((int) c->plan.n_totales, sizeof(int64));
    for (uint64 i = 0; i < c->plan.n_totales; i++) {
        TotalProfesional clave = {.profesional = spi_int8(i, 1, 0)};
        const TotalProfesional *t =
            bsearch(&clave, c->plan.totales, c->plan.n_totales, sizeof(clave), comparar_totales);

        e->liquidaciones[t - c->plan.totales] = spi_int8(i, 2, 0);
    }
    SPI_freetuptable(SPI_tuptable);
}

static Consulta escribir_eventos = {
    "INSERT INTO cartera.liquidacion_evento (prestador_id, liquidacion_id, secuencia, evento, fecha, estado,"
    " registrado_en, usuario) SELECT $2, u.liquidacion, 1, 'liquidar', $3, 'pendiente', $4, $5"
    " FROM (SELECT " UNNEST_1 ") AS u (liquidacion)",
    5,
    {INT8ARRAYOID, INT8OID, DATEOID, TIMESTAMPTZOID, TEXTOID},
    {0},
    NULL};

static void
anotar_nacimiento(const Caso *c, const Escritura *e)
{
    static const Oid tipo = INT8OID;
    Lote *l = lote_crear(CurrentMemoryContext, &tipo, 1);
    Datum v[5];

    for (size_t i = 0; i < c->plan.n_totales; i++) {
        lote_int8(l, 0, e->liquidaciones[i]);
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[1] = Int64GetDatum(c->prestador);
    v[2] = DateADTGetDatum(e->fecha);
    v[3] = TimestampTzGetDatum(e->instante);
    v[4] = e->usuario;
    consulta_correr(&escribir_eventos, v, NULL, false);
}

/*
 * Thousands of lines: unnest() in the list of columns hands out its elements one by one, in step, where FROM would keep
 * those of each array in a store of their own first.
 */
static Consulta escribir_lineas = {"INSERT INTO cartera.liquidacion_linea (prestador_id, factura_id, "
                                   "liquidacion_id, linea, accion, facturado,"
                                   " liquidado, imputado, comentario) SELECT $8, $9, " UNNEST_7,
                                   9,
                                   {INT8ARRAYOID, INT4ARRAYOID, 0, NUMERICARRAYOID, NUMERICARRAYOID,
                                    NUMERICARRAYOID, TEXTARRAYOID, INT8OID, INT8OID},
                                   {[2] = "accion_imputacion[]"},
                                   NULL};

/* No join, whose plan would depend on how many lines the other invoices have. */
static Consulta escribir_prestaciones = {
    "UPDATE cartera.prestacion p SET"
    " valor_imputado = conciliacion._importe_en($2, conciliacion._indice_en($1, p.linea)),"
    " estado = ($3)[conciliacion._indice_en($1, p.linea)]"
    " WHERE p.prestador_id OPERATOR(pg_catalog.=) $4 AND p.factura_id OPERATOR(pg_catalog.=) $5"
    " AND conciliacion._indice_en($1, p.linea) OPERATOR(pg_catalog.>) 0",
    5,
    {INT4ARRAYOID, INT8ARRAYOID, 0, INT8OID, INT8OID},
    {[2] = "estado_prestacion[]"},
    NULL};

/* In the order of the key: by liquidacion, and the lines of each. */
static void
anotar_lineas(const Caso *c, const Escritura *e)
{
    const Oid tipos[7] = {INT8OID,    INT4OID, tipo_conciliacion("accion_imputacion"), NUMERICOID, NUMERICOID,
                          NUMERICOID, TEXTOID};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 7);
    Datum v[9];

    for (size_t i = 0; i < c->plan.entran; i++) {
        const LineaImputar *x = &c->lineas[c->turnos[i].linea];

        lote_int8(l, 0, e->liquidaciones[liquidacion_de(c, x)]);
        lote_int4(l, 1, x->linea);
        lote_enum(l, 2, "accion_imputacion", x->accion);
        lote_centavos(l, 3, x->valor);
        lote_centavos(l, 4, x->liquida);
        lote_centavos(l, 5, x->imputa);
        lote_texto(l, 6, comentario_de(c, x));
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[7] = Int64GetDatum(c->prestador);
    v[8] = Int64GetDatum(c->factura);
    consulta_correr(&escribir_lineas, v, NULL, false);
}

/* In the order of the lines. */
static void
avanzar_lineas(const Caso *c)
{
    const Oid tipos[3] = {INT4OID, INT8OID, tipo_conciliacion("estado_prestacion")};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 3);
    Datum v[5];

    for (int i = 0; i < c->n; i++) {
        const LineaImputar *x = &c->lineas[i];

        if (liquidacion_de(c, x) < 0)
            continue;
        lote_int4(l, 0, x->linea);
        lote_int8(l, 1, x->imputado + x->imputa);
        lote_enum(l, 2, "estado_prestacion", x->estado_final);
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[3] = Int64GetDatum(c->prestador);
    v[4] = Int64GetDatum(c->factura);
    if (consulta_correr(&escribir_prestaciones, v, NULL, false) != (uint64) l->n)
        elog(ERROR, "projection of invoice lines lost rows");
}

static Consulta escribir_retenciones = {
    "INSERT INTO cartera.liquidacion_retencion (prestador_id, liquidacion_id, orden, concepto, porcentaje, "
    "monto)"
    " SELECT $6, u.liquidacion, u.orden, u.concepto, u.porcentaje, u.monto FROM (SELECT " UNNEST_5 ") AS u"
    " (liquidacion, orden, concepto, porcentaje, monto)",
    6,
    {INT8ARRAYOID, INT4ARRAYOID, TEXTARRAYOID, 0, NUMERICARRAYOID, INT8OID},
    {[3] = "porcentaje[]"},
    NULL};

static void
anotar_retenciones(const Caso *c, const Escritura *e)
{
    const Oid tipos[5] = {INT8OID, INT4OID, TEXTOID, tipo_conciliacion("porcentaje"), NUMERICOID};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 5);
    int n = (int) c->p.n_tasas;
    Centavos *montos = sitio(n, sizeof(Centavos));
    uint64 *restos = sitio(n, sizeof(uint64));
    Datum v[6];
    Fallo f;

    for (size_t i = 0; i < c->plan.n_totales; i++) {
        if (!imputacion_retenciones(c->plan.totales[i].retenido, c->p.tasas, (size_t) n, montos, restos, &f))
            elevar(&f);
        for (int k = 0; k < n; k++) {
            lote_int8(l, 0, e->liquidaciones[i]);
            lote_int4(l, 1, k + 1);
            lote_texto(l, 2, c->conceptos[k]);
            lote_poner(l, 3, PorcentajeGetDatum(c->p.tasas[k]));
            lote_centavos(l, 4, montos[k]);
            lote_fin_fila(l);
        }
    }
    if (l->n == 0)
        return;
    lote_arreglos(l, v);
    v[5] = Int64GetDatum(c->prestador);
    consulta_correr(&escribir_retenciones, v, NULL, false);
}

static Consulta escribir_movimientos = {
    "INSERT INTO cartera.cuenta_movimiento (prestador_id, cuenta_id, liquidacion_id, importe, clase, fecha,"
    " concepto, registrado_en, usuario) SELECT $4, u.cuenta, u.liquidacion, u.importe, 'liquidacion', $5, "
    "$6, $7, $8"
    " FROM (SELECT " UNNEST_3 ") AS u (cuenta, liquidacion, importe)",
    8,
    {INT8ARRAYOID, INT8ARRAYOID, NUMERICARRAYOID, INT8OID, DATEOID, TEXTOID, TIMESTAMPTZOID, TEXTOID},
    {0},
    NULL};

static void
acreditar(const Caso *c, const Escritura *e)
{
    static const Oid tipos[3] = {INT8OID, INT8OID, NUMERICOID};
    Lote *l = lote_crear(CurrentMemoryContext, tipos, 3);
    Datum v[8];

    for (size_t i = 0; i < c->plan.n_totales; i++) {
        lote_int8(l, 0, e->cuentas[i]);
        lote_int8(l, 1, e->liquidaciones[i]);
        lote_centavos(l, 2, c->plan.totales[i].liquido);
        lote_fin_fila(l);
    }
    lote_arreglos(l, v);
    v[3] = Int64GetDatum(c->prestador);
    v[4] = DateADTGetDatum(e->fecha);
    v[5] = CStringGetTextDatum(psprintf("Liquidación de la factura %s", c->numero));
    v[6] = TimestampTzGetDatum(e->instante);
    v[7] = e->usuario;
    consulta_correr(&escribir_movimientos, v, NULL, false);
}

/* ---- imputar ------------------------------------------------------------------------------------- */

PG_FUNCTION_INFO_V1(imputar);
Datum
imputar(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
    EscrituraInterna interna;
    Escritura e;
    Caso c;

    exigir_version(fcinfo);
    InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
    SPI_connect();
    leer_peticion(&c, fcinfo);
    e.comentario = PG_ARGISNULL(5) ? (Datum) 0 : PG_GETARG_DATUM(5);
    e.sin_comentario = PG_ARGISNULL(5);
    e.fecha = fecha_de_datum(PG_GETARG_DATUM(6));
    e.instante = GetCurrentTimestamp();
    e.usuario = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
    leer_factura(&c, &ver_factura, false);
    cartera_abrir(&interna);
    leer_factura(&c, &bloquear_factura, false);
    leer_todas(&c, &leer_lineas, false);
    exigir_fecha(&c, e.fecha);
    planear(&c);
    e.cuentas = exigir_cuentas(&c);
    liquidar(&c, &e);
    anotar_nacimiento(&c, &e);
    anotar_lineas(&c, &e);
    avanzar_lineas(&c);
    anotar_retenciones(&c, &e);
    acreditar(&c, &e);
    factura_avanzar(c.prestador, c.factura, true, c.plan.quedan > 0);
    cartera_cerrar(&interna);
    for (size_t i = 0; i < c.plan.n_totales; i++) {
        Datum v[1] = {Int64GetDatum(e.liquidaciones[i])};
        bool nulo[1] = {false};

        tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, v, nulo);
    }
    SPI_finish();
    return (Datum) 0;
}

/* ---- for verificar() ----------------------------------------------------------------------------- */

PG_FUNCTION_INFO_V1(estado_imputacion_derivado);
Datum
estado_imputacion_derivado(PG_FUNCTION_ARGS)
{
    PG_RETURN_OID(
        enum_valor("estado_imputacion",
                   (int) imputacion_estado(PG_GETARG_BOOL(0), PG_GETARG_BOOL(1), PG_GETARG_BOOL(2))));
}
