/*
 * verificar_filas.c - the rows that verificar() reads, and what it takes from each.
 */
#include "verificar.h"

#include "disparador.h"
#include "fila.h"
#include "numerico.h"

#include "utils/builtins.h"

/* ---- values of a row ---------------------------------------------------------------- */

static int
posicion(const Enumera *enums, int cual, const Datum *v, const bool *nulos, int col)
{
    const Enumera *e = &enums[cual];
    Oid valor = DatumGetObjectId(v[col]);

    if (nulos[col])
        return NINGUNO;
    for (int i = 0; i < e->n; i++)
        if (e->valores[i] == valor)
            return i;
    return enum_posicion(e->tipo, valor); /* refuses */
}

static Centavos
importe(const Datum *v, const bool *nulos, int col)
{
    char *texto;
    Centavos c;
    Fallo f;

    if (nulos[col])
        return 0;
    if (centavos_leer(v[col], &c))
        return c;
    texto = DatumGetCString(DirectFunctionCall1(numeric_out, v[col]));
    if (!dinero_leer(texto, &c, &f))
        c = ILEGIBLE;
    pfree(texto);
    return c;
}

/* No date and -infinity are not the same. */
static Fecha
fecha(const Datum *v, const bool *nulos, int col)
{
    DateADT f = DatumGetDateADT(v[col]);

    if (nulos[col])
        return FECHA_NULA;
    return DATE_IS_NOBEGIN(f) ? FECHA_REMOTA : f;
}

static void
enumerar(Enumera *e, const char *tipo, int n)
{
    e->tipo = tipo;
    e->n = n;
    StaticAssertStmt(lengthof(e->valores) >= GLOSA_EVENTOS, "room for every enumeration");
    for (int i = 0; i < n; i++)
        e->valores[i] = enum_valor(tipo, i);
}

void
verificar_enumerar(Enumera *enums)
{
    enumerar(&enums[E_EVENTO], "evento_glosa", GLOSA_EVENTOS);
    enumerar(&enums[E_CAUSA], "causa_cierre", CAUSAS);
    enumerar(&enums[E_ESTADO], "estado_glosa", GLOSA_ESTADOS);
    enumerar(&enums[E_PAPEL], "papel", PAPEL_N);
    enumerar(&enums[E_EVENTO_FACTURA], "evento_factura", FACTURA_EVENTOS);
    enumerar(&enums[E_ESTADO_FACTURA], "estado_factura", FACTURA_ESTADOS);
}

/* ---- glosas and their events ---------------------------------------------------------- */

#define DEL_PRESTADOR " WHERE ($1 IS NULL OR t.prestador_id OPERATOR(pg_catalog.=) $1)"

static void
leer_evento(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    const Enumera *enums = quien;
    FilaEvento *f = fila;

    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.glosa = DatumGetInt64(v[1]);
    f->e.secuencia = DatumGetInt32(v[2]);
    f->e.evento = posicion(enums, E_EVENTO, v, nulos, 3);
    f->e.fecha = fecha(v, nulos, 4);
    f->e.valor = importe(v, nulos, 5);
    f->e.aceptado = importe(v, nulos, 6);
    f->e.levantado = importe(v, nulos, 7);
    f->e.causa = posicion(enums, E_CAUSA, v, nulos, 8);
    f->e.estado = posicion(enums, E_ESTADO, v, nulos, 9);
    f->e.vence = fecha(v, nulos, 10);
    f->e.quien_debe = posicion(enums, E_PAPEL, v, nulos, 11);
    f->e.extemporanea = DatumGetBool(v[12]);
    f->e.acuse = f->e.evento == EV_COMUNICAR && !nulos[13] && !texto_vacio(jsonb_clave(v[13], "acuse"));
}

const Consultado FILAS_EVENTO = {
    "SELECT t.prestador_id, t.glosa_id, t.secuencia, t.evento, t.fecha, t.valor, t.valor_aceptado,"
    " t.valor_levantado, t.causa_cierre, t.estado, t.vence, t.quien_debe, t.extemporanea, t.evidencia"
    " FROM cartera.glosa_evento t" DEL_PRESTADOR " ORDER BY t.prestador_id, t.glosa_id, t.secuencia",
    "-----nnn-----j", sizeof(FilaEvento), leer_evento};

static void
leer_glosa(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    const Enumera *enums = quien;
    FilaGlosa *f = fila;
    CasoGlosa *k = &f->caso;

    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.glosa = DatumGetInt64(v[1]);
    f->factura = DatumGetInt64(v[2]);
    f->linea = nulos[3] ? SIN_LINEA : DatumGetInt32(v[3]);
    k->estado = posicion(enums, E_ESTADO, v, nulos, 4);
    k->estado_previo = posicion(enums, E_ESTADO, v, nulos, 5);
    k->causa = posicion(enums, E_CAUSA, v, nulos, 6);
    k->quien_debe = posicion(enums, E_PAPEL, v, nulos, 7);
    k->ultimo_evento = posicion(enums, E_EVENTO, v, nulos, 8);
    k->secuencia = DatumGetInt32(v[9]);
    k->valor = importe(v, nulos, 10);
    k->aceptado = importe(v, nulos, 11);
    k->levantado = importe(v, nulos, 12);
    k->pendiente = importe(v, nulos, 13);
    k->fecha = fecha(v, nulos, 14);
    k->ultima_fecha = fecha(v, nulos, 15);
    k->vence = fecha(v, nulos, 16);
    k->vence_previo = fecha(v, nulos, 17);
    k->comunicaciones = DatumGetInt32(v[18]);
    k->extemporanea = DatumGetBool(v[19]);
    k->formulada_tarde = DatumGetBool(v[20]);
    k->subsanada = DatumGetBool(v[21]);
}

const Consultado FILAS_GLOSA = {
    "SELECT t.prestador_id, t.glosa_id, t.factura_id, t.linea, t.estado, t.estado_previo, t.causa_cierre,"
    " t.quien_debe, t.ultimo_evento, t.secuencia, t.valor, t.valor_aceptado, t.valor_levantado,"
    " t.valor_pendiente, t.fecha, t.ultima_fecha, t.vence, t.vence_previo, t.comunicaciones, t.extemporanea,"
    " t.formulada_tarde, t.subsanada FROM cartera.glosa t" DEL_PRESTADOR
    " ORDER BY t.prestador_id, t.glosa_id",
    "----------nnnn--------", sizeof(FilaGlosa), leer_glosa};

/* ---- invoices, their acts and their lines --------------------------------------------- */

static void
leer_factura(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    const Enumera *enums = quien;
    FilaFactura *f = fila;

    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.factura = DatumGetInt64(v[1]);
    f->totales.valor = importe(v, nulos, 2);
    f->totales.glosado = importe(v, nulos, 3);
    f->totales.aceptado = importe(v, nulos, 4);
    f->totales.levantado = importe(v, nulos, 5);
    f->totales.pendiente = importe(v, nulos, 6);
    f->totales.vivas = DatumGetInt32(v[7]);
    f->totales.abiertas = DatumGetInt32(v[8]);
    f->estado = posicion(enums, E_ESTADO_FACTURA, v, nulos, 9);
    f->marcha.actos = DatumGetInt32(v[10]);
    f->marcha.devoluciones = DatumGetInt32(v[11]);
    f->marcha.evento = posicion(enums, E_EVENTO_FACTURA, v, nulos, 12);
    f->marcha.ultima = fecha(v, nulos, 13);
    f->marcha.vence = fecha(v, nulos, 14);
    f->marcha.quien_debe = posicion(enums, E_PAPEL, v, nulos, 15);
    f->marcha.notificada = fecha(v, nulos, 16);
    f->marcha.lineas = DatumGetInt32(v[17]);
}

const Consultado FILAS_FACTURA = {
    "SELECT t.prestador_id, t.factura_id, t.valor, t.valor_glosado, t.valor_aceptado, t.valor_levantado,"
    " t.valor_pendiente, t.glosas_vivas, t.glosas_abiertas, t.estado, t.secuencia, t.devoluciones,"
    " t.ultimo_evento, t.ultima_fecha, t.vence, t.quien_debe, t.primera_notificacion, t.lineas"
    " FROM cartera.factura t" DEL_PRESTADOR " ORDER BY t.prestador_id, t.factura_id",
    "--nnnnn-----------", sizeof(FilaFactura), leer_factura};

static void
leer_acto(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    const Enumera *enums = quien;
    FilaActo *f = fila;

    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.factura = DatumGetInt64(v[1]);
    f->secuencia = DatumGetInt32(v[2]);
    f->evento = posicion(enums, E_EVENTO_FACTURA, v, nulos, 3);
    f->fecha = fecha(v, nulos, 4);
    f->estado = posicion(enums, E_ESTADO_FACTURA, v, nulos, 5);
    f->vence = fecha(v, nulos, 6);
    f->quien_debe = posicion(enums, E_PAPEL, v, nulos, 7);
}

const Consultado FILAS_ACTO = {
    "SELECT t.prestador_id, t.factura_id, t.secuencia, t.evento, t.fecha, t.estado, t.vence, t.quien_debe"
    " FROM cartera.factura_evento t" DEL_PRESTADOR " ORDER BY t.prestador_id, t.factura_id, t.secuencia",
    "--------", sizeof(FilaActo), leer_acto};

static void
leer_linea(const void *quien, const Datum *v, const bool *nulos, void *fila)
{
    FilaLinea *f = fila;

    (void) quien;
    f->clave.prestador = DatumGetInt64(v[0]);
    f->clave.factura = DatumGetInt64(v[1]);
    f->linea = DatumGetInt32(v[2]);
    f->valor = importe(v, nulos, 3);
    f->glosado = importe(v, nulos, 4);
    f->aceptado = importe(v, nulos, 5);
    f->pendiente = importe(v, nulos, 6);
}

const Consultado FILAS_LINEA = {
    "SELECT t.prestador_id, t.factura_id, t.linea, t.valor, t.valor_glosado, t.valor_aceptado,"
    " t.valor_pendiente FROM cartera.prestacion t" DEL_PRESTADOR
    " ORDER BY t.prestador_id, t.factura_id, t.linea",
    "---nnnn", sizeof(FilaLinea), leer_linea};
