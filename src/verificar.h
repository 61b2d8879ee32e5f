/*
 * verificar.h - what the files of verificar() share: the rows it reads
 * (verificar_filas.c), the identities it proves (verificar.c) and the rows and
 * texts of what it finds (verificar_hallazgos.c).
 */
#ifndef CONCILIACION_VERIFICAR_H
#define CONCILIACION_VERIFICAR_H

#include "contexto.h"
#include "flujo.h"

#include "nodes/execnodes.h"

/* What cannot be read as an amount (a restore may bring anything): it equals nothing, itself included. */
#define ILEGIBLE PG_INT64_MIN
#define SIN_LINEA PG_INT32_MIN

/* -infinity, which is not the same as no date. */
#define FECHA_REMOTA (FECHA_NULA + 1)

/* ---- rows read ---------------------------------------------------------------------- */

/* OIDs of an enumeration of ours, to find positions without asking by name for each row. */
typedef struct Enumera {
    const char *tipo;
    int n;
    Oid valores[16];
} Enumera;

enum { E_EVENTO, E_CAUSA, E_ESTADO, E_PAPEL, E_EVENTO_FACTURA, E_ESTADO_FACTURA, E_N };

extern void verificar_enumerar(Enumera *enums); /* E_N of them */

typedef struct FilaEvento {
    ClaveGlosa clave;
    EventoGuardado e;
} FilaEvento;

typedef struct FilaGlosa {
    ClaveGlosa clave;
    int64 factura;
    int32 linea;
    CasoGlosa caso;
} FilaGlosa;

/* What an invoice keeps of its lines and glosas (a line, of its glosas). */
typedef struct Totales {
    Centavos valor, glosado, aceptado, levantado, pendiente;
    int vivas, abiertas;
} Totales;

/* What an invoice keeps of its lines, its acts (from evento to quien_debe, of the last) and the notice of its glosas. */
typedef struct Marcha {
    int lineas, actos, devoluciones;
    int evento;
    Fecha ultima, vence;
    int quien_debe;
    Fecha notificada;
} Marcha;

typedef struct FilaFactura {
    ClaveFactura clave;
    Totales totales;
    int estado;
    Marcha marcha;
} FilaFactura;

typedef struct FilaActo {
    ClaveFactura clave;
    int secuencia, evento, estado, quien_debe;
    Fecha fecha, vence;
} FilaActo;

typedef struct FilaLinea {
    ClaveFactura clave;
    int32 linea;
    Centavos valor, glosado, aceptado, pendiente;
} FilaLinea;

/* Each in the order of its key, for a provider or all of them; their reader takes the Enumera of verificar_enumerar(). */
extern const Consultado FILAS_EVENTO, FILAS_GLOSA, FILAS_FACTURA, FILAS_ACTO, FILAS_LINEA;

/* ---- what is found ------------------------------------------------------------------ */

typedef struct Hallazgos {
    ReturnSetInfo *rsi;
    MemoryContext textos; /* the current context of who finds: emptied at each row */
} Hallazgos;

/*
 * One row: esperado and encontrado may be NULL; diferencia is ILEGIBLE when there is none. Texts that its caller
 * made are gone after it.
 */
extern void incumple(const Hallazgos *h, const char *identidad, int64 prestador, const char *objeto,
                     const char *esperado, const char *encontrado, Centavos diferencia);

extern const char *caso_texto(const CasoGlosa *k); /* NULL when there is no case */
extern const char *linea_texto(Centavos glosado, Centavos aceptado, Centavos pendiente);
extern const char *totales_texto(const Totales *t);
extern const char *marcha_texto(const Marcha *m);

#endif
