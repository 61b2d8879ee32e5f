/*
 * glosa_sql.c - questions about one glosa: which acts are open, and what would
 * happen if. Both run the code of the trigger and write nothing.
 */
#include "cartera.h"
#include "contexto.h"
#include "glosa_acto.h"
#include "norma_cache.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

/* The case and what rules it, read without locking. */
static const Norma *
abrir_caso(int64 prestador, int64 glosa, GlosaCtx *g)
{
    char norma_id[NORMA_ID_MAX];

    if (!glosa_leer(prestador, glosa, g, norma_id))
        no_existe("glosa", prestador, glosa);
    return norma_obtener(norma_id);
}

static Datum
papeles(uint8_t quien)
{
    Datum d[PAPEL_N];
    int n = 0;

    for (int p = 0; p < PAPEL_N; p++)
        if ((quien & DE(p)) != 0)
            d[n++] = ObjectIdGetDatum(enum_valor("papel", p));
    return PointerGetDatum(
        construct_array(d, n, tipo_conciliacion("papel"), sizeof(Oid), true, TYPALIGN_INT));
}

/* Conditions that the act still has to meet. */
static Datum
condiciones(const Maquina *m, const Transicion *t)
{
    StringInfoData s;

    initStringInfo(&s);
    appendStringInfoString(&s, m->ramas[t->rama]);
    for (int b = 0; b < m->n_guardias; b++)
        if ((t->guardias & DE(b)) != 0)
            appendStringInfo(&s, "%s%s", s.len > 0 ? "; " : "", m->guardias[b]);
    return CStringGetTextDatum(pg_any_to_server(s.data, s.len, PG_UTF8));
}

static void
fila_permitida(ReturnSetInfo *rsi, const CasoGlosa *k, const Transicion *t, const Norma *n, Fecha fecha)
{
    int acto = glosa_acto_juzgado(t, n);
    const Maquina *m = &MAQUINA_GLOSA;
    int hacia = t->hacia == HACIA_MISMO ? k->estado : t->hacia == HACIA_PREVIO ? k->estado_previo : t->hacia;
    Datum v[8];
    bool nulo[8] = {false};

    v[0] = ObjectIdGetDatum(enum_valor("evento_glosa", t->evento));
    nulo[1] = t->causa == NINGUNO;
    v[1] = nulo[1] ? (Datum) 0 : ObjectIdGetDatum(enum_valor("causa_cierre", t->causa));
    v[2] = papeles(t->quien);
    nulo[3] = acto == NINGUNO;
    v[3] = nulo[3] ? (Datum) 0 : ObjectIdGetDatum(enum_valor("acto_plazo", acto));
    nulo[4] = nulo[3] || k->vence == FECHA_NULA;
    v[4] = DateADTGetDatum(k->vence);
    v[5] = BoolGetDatum(!nulo[4] && fecha > k->vence);
    v[6] = condiciones(m, t);
    v[7] = ObjectIdGetDatum(enum_valor("estado_glosa", hacia));
    tuplestore_putvalues(rsi->setResult, rsi->setDesc, v, nulo);
}

PG_FUNCTION_INFO_V1(eventos_permitidos);
Datum
eventos_permitidos(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    Fecha fecha = fecha_de_datum(PG_GETARG_DATUM(2));
    GlosaCtx g;
    const Norma *n;

    InitMaterializedSRF(fcinfo, 0);
    SPI_connect();
    n = abrir_caso(PG_GETARG_INT64(0), PG_GETARG_INT64(1), &g);
    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++)
        if (glosa_fila_permitida(&g.caso, &MAQUINA_GLOSA.filas[i], n, fecha))
            fila_permitida(rsi, &g.caso, &MAQUINA_GLOSA.filas[i], n, fecha);
    SPI_finish();
    return (Datum) 0;
}

/* ---- what if ----------------------------------------------------------------------- */

static Consulta leer_eventos = {
    "SELECT t.evento, t.fecha, t.papel, t.valor_aceptado, t.valor_levantado, t.codigo_respuesta,"
    " t.causa_cierre, t.comentario, t.evidencia FROM conciliacion._filas_json($1, 'eventos', '{evento}')"
    " AS t(posicion int, evento conciliacion.evento_glosa, fecha pg_catalog.date, papel conciliacion.papel,"
    " valor_aceptado numeric, valor_levantado numeric, codigo_respuesta conciliacion.codigo_glosa,"
    " causa_cierre conciliacion.causa_cierre, comentario pg_catalog.text, evidencia pg_catalog.jsonb)"
    " ORDER BY t.posicion",
    1,
    {JSONBOID},
    {0},
    NULL};

/* The row of SPI_tuptable as a Fila of an act. */
static void
fila_de_acto(Fila *f, Columnas *c, uint64 i)
{
    static const char *const NOMBRES[ACTO_C_N] = {ACTO_COLUMNAS_NOMBRES};

    c->n = ACTO_C_N;
    c->nombres = NOMBRES;
    for (int k = 0; k < ACTO_C_N; k++)
        c->num[k] = (AttrNumber) (k + 1);
    f->columnas = c;
    f->desc = SPI_tuptable->tupdesc;
    for (int k = 0; k < ACTO_C_N; k++)
        f->valores[k] = spi_dato(i, k + 1, &f->nulos[k]);
    if (fila_nula(f, ACTO_C_FECHA))
        fila_poner_fecha(f, ACTO_C_FECHA, fecha_hoy());
}

static void
fila_simulada(ReturnSetInfo *rsi, int posicion, const ActoGlosa *a, const CasoGlosa *k, bool tardia)
{
    Datum v[12];
    bool nulo[12] = {false};

    v[0] = Int32GetDatum(posicion);
    v[1] = ObjectIdGetDatum(enum_valor("evento_glosa", a->evento));
    v[2] = DateADTGetDatum(a->fecha);
    v[3] = ObjectIdGetDatum(enum_valor("papel", a->papel));
    v[4] = NumericGetDatum(numeric_de_centavos(a->aceptado));
    v[5] = NumericGetDatum(numeric_de_centavos(a->levantado));
    v[6] = ObjectIdGetDatum(enum_valor("estado_glosa", k->estado));
    nulo[7] = k->causa < 0;
    v[7] = nulo[7] ? (Datum) 0 : ObjectIdGetDatum(enum_valor("causa_cierre", k->causa));
    v[8] = NumericGetDatum(numeric_de_centavos(k->pendiente));
    nulo[9] = k->vence == FECHA_NULA;
    v[9] = DateADTGetDatum(k->vence);
    nulo[10] = k->quien_debe < 0;
    v[10] = nulo[10] ? (Datum) 0 : ObjectIdGetDatum(enum_valor("papel", k->quien_debe));
    v[11] = BoolGetDatum(tardia);
    tuplestore_putvalues(rsi->setResult, rsi->setDesc, v, nulo);
}

/* One imagined event on the case; a refusal names the element. */
static void
imaginar(GlosaCtx *g, const LineaCtx *l, const char *norma_id, const Fila *f, int posicion,
         ReturnSetInfo *rsi)
{
    const Norma *n = norma_obtener(norma_id);
    CasoGlosa despues;
    ActoGlosa a;
    Fallo fallo;
    bool tardia;

    glosa_leer_acto(f, g, l, n, &a);
    if (!glosa_aplicar(&g->caso, &a, n, norma_calendario(n), &despues, &tardia, &fallo)) {
        fallo_con_lugar(&fallo, posicion);
        elevar(&fallo);
    }
    g->caso = despues;
    fila_simulada(rsi, posicion, &a, &despues, tardia);
}

PG_FUNCTION_INFO_V1(simular_glosa);
/* Imagined events may be dated in the future: that is what they are for. */
Datum
simular_glosa(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *rsi = (ReturnSetInfo *) fcinfo->resultinfo;
    Datum eventos = PG_GETARG_DATUM(2);
    GlosaCtx g;
    LineaCtx l;
    char norma_id[NORMA_ID_MAX];
    SPITupleTable *filas;
    uint64 n;
    bool con_linea;

    InitMaterializedSRF(fcinfo, 0);
    SPI_connect();
    strlcpy(norma_id, abrir_caso(PG_GETARG_INT64(0), PG_GETARG_INT64(1), &g)->id, NORMA_ID_MAX);
    con_linea = g.linea != 0 && linea_leer(PG_GETARG_INT64(0), g.factura, g.linea, &l);
    n = consulta_correr(&leer_eventos, &eventos, NULL, true);
    filas = SPI_tuptable;
    for (uint64 i = 0; i < n; i++) {
        Columnas c;
        Fila f;

        CHECK_FOR_INTERRUPTS();
        SPI_tuptable = filas;
        fila_de_acto(&f, &c, i);
        imaginar(&g, con_linea ? &l : NULL, norma_id, &f, (int) i + 1, rsi);
    }
    SPI_finish();
    return (Datum) 0;
}
