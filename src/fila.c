/*
 * fila.c - rows of triggers and of SPI results (see fila.h).
 *
 * The owner of a table may have changed the type of a column since instalar().
 * A value by reference is read or written only when its column is of the type
 * expected: another one would be taken for a pointer. A wrong value of a type
 * by value is a wrong value, and no more.
 */
#include "fila.h"
#include "numerico.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/rel.h"

static void
resolver(Columnas *c, Relation rel)
{
    /* each time: columns may have been added since the relation was resolved */
    if (RelationGetDescr(rel)->natts > FILA_COLUMNAS)
        ereport(ERROR, (errcode(ERRCODE_KG_VERSION),
                        errmsg("table \"%s\" is not as instalar() made it", RelationGetRelationName(rel)),
                        errdetail("It has more than %d columns.", FILA_COLUMNAS)));
    if (c->relid == RelationGetRelid(rel))
        return;
    c->relid = InvalidOid;
    for (int i = 0; i < c->n; i++) {
        c->num[i] = SPI_fnumber(RelationGetDescr(rel), c->nombres[i]);
        if (c->num[i] <= 0)
            ereport(ERROR, (errcode(ERRCODE_KG_VERSION),
                            errmsg("table \"%s\" is not as instalar() made it", RelationGetRelationName(rel)),
                            errdetail("Column \"%s\" is missing.", c->nombres[i]),
                            errhint("Run SELECT conciliacion.instalar();")));
    }
    c->relid = RelationGetRelid(rel);
}

void
fila_abrir(Fila *f, Columnas *c, Relation rel, HeapTuple t)
{
    resolver(c, rel);
    f->columnas = c;
    f->propio = NULL;
    f->desc = RelationGetDescr(rel);
    heap_deform_tuple(t, f->desc, f->valores, f->nulos);
}

HeapTuple
fila_cerrar(Fila *f)
{
    return heap_form_tuple(f->desc, f->valores, f->nulos);
}

static Form_pg_attribute
columna(const Fila *f, int col)
{
    return TupleDescAttr(f->desc, f->columnas->num[col] - 1);
}

pg_noreturn static void
otro_tipo(const char *nombre)
{
    ereport(ERROR, (errcode(ERRCODE_KG_VERSION), errmsg("a column of cartera is not as instalar() made it"),
                    errdetail("Column \"%s\" is of another type.", nombre)));
}

void
exigir_tipo(Form_pg_attribute a, Oid tipo)
{
    if (a->atttypid != tipo)
        otro_tipo(NameStr(a->attname));
}

static void
exigir_por_valor(Form_pg_attribute a)
{
    if (!a->attbyval)
        otro_tipo(NameStr(a->attname));
}

bool
fila_nula(const Fila *f, int col)
{
    return f->nulos[f->columnas->num[col] - 1];
}

Datum
fila_dato(const Fila *f, int col)
{
    return f->valores[f->columnas->num[col] - 1];
}

Datum
fila_dato_de(const Fila *f, int col, Oid tipo)
{
    exigir_tipo(columna(f, col), tipo);
    return fila_dato(f, col);
}

static void
poner(Fila *f, int col, Datum d)
{
    f->valores[f->columnas->num[col] - 1] = d;
    f->nulos[f->columnas->num[col] - 1] = false;
}

void
fila_poner(Fila *f, int col, Datum d)
{
    exigir_por_valor(columna(f, col));
    poner(f, col, d);
}

void
fila_poner_de(Fila *f, int col, Oid tipo, Datum d)
{
    exigir_tipo(columna(f, col), tipo);
    poner(f, col, d);
}

void
fila_poner_nulo(Fila *f, int col)
{
    f->valores[f->columnas->num[col] - 1] = (Datum) 0;
    f->nulos[f->columnas->num[col] - 1] = true;
}

void
fila_exigir(const Fila *f, int col, Relation rel)
{
    if (fila_nula(f, col))
        ereport(ERROR, (errcode(ERRCODE_NOT_NULL_VIOLATION),
                        errmsg("column \"%s\" must not be null", f->columnas->nombres[col]),
                        errtablecol(rel, f->columnas->num[col])));
}

static void
reservada(const Fila *f, int col, bool dada)
{
    if (dada)
        ereport(ERROR, (errcode(ERRCODE_KG_SOLO_EVENTOS),
                        errmsg("column \"%s\" is written only by the events", f->columnas->nombres[col]),
                        errhint("Leave it out of the INSERT.")));
}

void
fila_reservada(const Fila *f, int col)
{
    reservada(f, col, !fila_nula(f, col));
}

void
fila_reservar_cero(const Fila *f, int col)
{
    reservada(f, col, fila_centavos(f, col, NULL) != 0);
}

void
fila_reservar_cuenta(const Fila *f, int col)
{
    reservada(f, col, !fila_nula(f, col) && DatumGetInt32(fila_dato(f, col)) != 0);
}

void
fila_reservar_falso(const Fila *f, int col)
{
    reservada(f, col, !fila_nula(f, col) && DatumGetBool(fila_dato(f, col)));
}

void
fila_reservar_primero(const Fila *f, int col, const char *tipo)
{
    reservada(f, col, fila_enum(f, col, tipo) > 0);
}

int64
fila_int8(const Fila *f, int col, int64 si_nulo)
{
    return fila_nula(f, col) ? si_nulo : DatumGetInt64(fila_dato(f, col));
}

Fecha
fila_fecha(const Fila *f, int col)
{
    return fila_nula(f, col) ? FECHA_NULA : fecha_de_datum(fila_dato(f, col));
}

Centavos
fila_centavos(const Fila *f, int col, bool *dado)
{
    bool hay = !fila_nula(f, col);

    if (dado != NULL)
        *dado = hay;
    return hay ? centavos_de_datum(fila_dato_de(f, col, NUMERICOID)) : 0;
}

int
fila_enum(const Fila *f, int col, const char *tipo)
{
    return fila_nula(f, col) ? -1 : enum_posicion(tipo, DatumGetObjectId(fila_dato(f, col)));
}

char *
fila_texto(const Fila *f, int col)
{
    return fila_nula(f, col) ? NULL : TextDatumGetCString(fila_dato_de(f, col, TEXTOID));
}

void
fila_poner_fecha(Fila *f, int col, Fecha d)
{
    if (d == FECHA_NULA)
        fila_poner_nulo(f, col);
    else
        fila_poner(f, col, DateADTGetDatum(d));
}

void
fila_poner_centavos(Fila *f, int col, Centavos c)
{
    fila_poner_de(f, col, NUMERICOID, NumericGetDatum(numeric_de_centavos(c)));
}

void
fila_poner_enum(Fila *f, int col, const char *tipo, int posicion)
{
    if (posicion < 0)
        fila_poner_nulo(f, col);
    else
        fila_poner(f, col, ObjectIdGetDatum(enum_valor(tipo, posicion)));
}

Datum
spi_dato(uint64 i, int col, bool *nulo)
{
    return SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, col, nulo);
}

Datum
spi_dato_de(uint64 i, int col, Oid tipo, bool *nulo)
{
    exigir_tipo(TupleDescAttr(SPI_tuptable->tupdesc, col - 1), tipo);
    return spi_dato(i, col, nulo);
}

int64
spi_int8(uint64 i, int col, int64 si_nulo)
{
    bool nulo;
    Datum d = spi_dato(i, col, &nulo);

    return nulo ? si_nulo : DatumGetInt64(d);
}

int32
spi_int4(uint64 i, int col, int32 si_nulo)
{
    bool nulo;
    Datum d = spi_dato(i, col, &nulo);

    return nulo ? si_nulo : DatumGetInt32(d);
}

bool
spi_bool(uint64 i, int col)
{
    bool nulo;
    Datum d = spi_dato(i, col, &nulo);

    return !nulo && DatumGetBool(d);
}

Fecha
spi_fecha(uint64 i, int col)
{
    bool nulo;
    Datum d = spi_dato(i, col, &nulo);

    return nulo ? FECHA_NULA : DatumGetDateADT(d);
}

Centavos
spi_centavos(uint64 i, int col)
{
    bool nulo;
    Datum d = spi_dato_de(i, col, NUMERICOID, &nulo);

    return nulo ? 0 : centavos_de_datum(d);
}

Centavos
spi_centavos_dados(uint64 i, int col)
{
    bool nulo;
    Datum d = spi_dato_de(i, col, NUMERICOID, &nulo);
    Centavos c = 0;
    Fallo f;

    if (!nulo && !centavos_probar(d, &c, &f)) {
        fallo_con_lugar(&f, (int) i + 1);
        elevar(&f);
    }
    return c;
}

int
spi_enum(uint64 i, int col, const char *tipo)
{
    bool nulo;
    Datum d = spi_dato(i, col, &nulo);

    return nulo ? -1 : enum_posicion(tipo, DatumGetObjectId(d));
}

char *
spi_texto(uint64 i, int col)
{
    bool nulo;
    Datum d = spi_dato_de(i, col, TEXTOID, &nulo);

    return nulo ? NULL : TextDatumGetCString(d);
}
