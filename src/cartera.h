/*
 * cartera.h - what every trigger and function over the tables of schema
 * cartera shares: proof of the relation, writes as the owner, saved plans,
 * conversions at the edge.
 */
#ifndef CONCILIACION_CARTERA_H
#define CONCILIACION_CARTERA_H

#include "errores.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/date.h"
#include "utils/numeric.h"

#include "nucleo/dinero.h"
#include "nucleo/fecha.h"

/* ---- trigger protocol ------------------------------------------------- */

/*
 * Prove that fcinfo is a trigger call on a table that instalar() made: called
 * as trigger, schema cartera, table owned by the schema's owner (partitions
 * and shards included). Refuses with 39P01 otherwise; returns the data.
 */
extern TriggerData *cartera_disparador(FunctionCallInfo fcinfo);

/* ---- writes of the triggers themselves -------------------------------- */

/* True while one of our triggers writes; projection tables accept changes only then. */
extern bool cartera_interna(void);

typedef struct EscrituraInterna {
    Oid usuario;
    int contexto;
    int nivel;
} EscrituraInterna;

/*
 * Between abrir and cerrar, statements run as the owner of schema cartera
 * (as RI triggers do) and are recognised as internal. An error in between
 * needs no cerrar: the level falls back with the (sub)transaction.
 */
extern void cartera_abrir(EscrituraInterna *e);
extern void cartera_cerrar(EscrituraInterna *e);

/*
 * Work that may turn out to need no statement, such as judging one of many rows: SPI is connected and the owner taken
 * by the first statement (or by cartera_necesitar, before connecting SPI anew). Between diferir and concluir every
 * error is caught, and abandonar called.
 */
typedef struct Diferida {
    bool hecha;
    EscrituraInterna escritura;
    struct Diferida *anterior;
} Diferida;

extern void cartera_diferir(Diferida *d);
extern void cartera_necesitar(void);
extern void
cartera_devolver(Diferida *d); /* the user again, if the owner was taken; what SPI holds remains */
extern void cartera_concluir(Diferida *d);
extern void cartera_abandonar(Diferida *d);

extern Oid cartera_dueno(void); /* owner of schema cartera; KG010 when there is no such schema */

/* KG010 when cartera is not of the library's version; also a function of SQL. */
extern Datum exigir_version(PG_FUNCTION_ARGS);

/* ---- SPI with saved plans ---------------------------------------------- */

/*
 * A statement prepared once per backend. Declare it static:
 *   static Consulta q = {"SELECT ... WHERE a OPERATOR(pg_catalog.=) $1", 1, {INT8OID}};
 * Text is fully qualified, operators included; values are parameters only.
 */
#define CONSULTA_PARAMETROS 24
typedef struct Consulta {
    const char *texto;
    int n;
    Oid tipos[CONSULTA_PARAMETROS];           /* InvalidOid: filled by preparar from nombres */
    const char *nombres[CONSULTA_PARAMETROS]; /* type of conciliacion for tipos that are 0 */
    SPIPlanPtr plan;
} Consulta;

/* Run inside SPI_connect; returns rows processed. nulos may be NULL. lectura: sees the caller's snapshot rules
 * of a read-only call; a locking or writing statement passes false. */
extern uint64 consulta_correr(Consulta *q, const Datum *valores, const char *nulos, bool lectura);

/* The same for a writing statement over arrays, planned to go by the keys of the tables whatever their statistics
 * say; *planeada is its caller's, NULL before the first time. */
extern uint64 consulta_por_clave(Consulta *q, const Datum *valores, SPIPlanPtr *planeada);

/* The same for a catalogue table: reads the latest committed rows (and our own), whatever the isolation level. */
extern uint64 consulta_catalogo(Consulta *q, const Datum *valores, const char *nulos);

/* OID of a type of schema conciliacion, cached until it changes. */
extern Oid tipo_conciliacion(const char *nombre);
/* Array type of it. */
extern Oid tipo_conciliacion_arreglo(const char *nombre);

/* ---- enumerations ------------------------------------------------------- */

/* Position (0-based, in declaration order) of an enum value of ours, and back. */
extern int enum_posicion(const char *tipo, Oid valor);
extern Oid enum_valor(const char *tipo, int posicion);

/* ---- values at the edge -------------------------------------------------- */

/* numeric to cents; KG004 unless finite, with two decimals at most, and in range. */
extern Centavos centavos_de_numeric(Numeric n);
extern Centavos centavos_de_datum(Datum d);     /* the same, of a value as it is stored */
extern Numeric numeric_de_centavos(Centavos c); /* scale 2 */

/* Date argument to a Fecha; infinite dates are refused (22023). */
extern Fecha fecha_de_datum(Datum d);

/* current_date of the session. */
extern Fecha fecha_hoy(void);

/* Refuse (22023) a business date after today. */
extern void exigir_no_futura(Fecha f);

/* True when the text is NULL or only blanks. */
extern bool texto_vacio(const char *s);

#endif
