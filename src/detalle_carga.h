/*
 * detalle_carga.h - the detail of a payment while it is loaded or looked at, and what its files share.
 */
#ifndef CONCILIACION_DETALLE_CARGA_H
#define CONCILIACION_DETALLE_CARGA_H

#include "disparador.h"

#include "nucleo/detalle.h"

typedef struct Hallazgos {
    Descuadre *v;
    int n, cabe;
} Hallazgos;

typedef struct Carga {
    bool lectura; /* only to look */
    int64 prestador, pago;
    Datum detalle;
    char *referencia;
    Fecha fecha;
    DetallePago d;
    char **nombres; /* of each element: its invoice as it was written */
    char **motivos;
    char **numeros; /* of each invoice */
    LineaDetalle *lineas;
    int n_lineas;
    Hallazgos h;
} Carga;

static inline void *
sitio(int n, Size tamano)
{
    return palloc_extended(tamano * (Size) Max(n, 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

/*
 * Details in force of these invoices: while what they say was paid is what
 * their payment is applied for. Undoing the application undoes them.
 */
#define DETALLADO                                                                                            \
    " LEFT JOIN (SELECT d.factura_id, d.linea, pg_catalog.sum(d.pagado) AS pagado, "                         \
    "pg_catalog.sum(d.retenido) AS"                                                                          \
    " retenido, pg_catalog.sum(d.descuento) AS descuento, pg_catalog.sum(d.debitado) AS debitado,"           \
    " pg_catalog.string_agg(d.motivo, '; ' ORDER BY d.pago_id) AS motivo"                                    \
    " FROM cartera.detalle_pago_linea d JOIN "                                                               \
    "(SELECT d.pago_id, d.factura_id FROM cartera.detalle_pago_linea d"                                      \
    " WHERE d.prestador_id OPERATOR(pg_catalog.=) $1 AND d.factura_id OPERATOR(pg_catalog.=) ANY ($2)"       \
    " GROUP BY d.pago_id, d.factura_id HAVING pg_catalog.sum(d.pagado) OPERATOR(pg_catalog.=) COALESCE("     \
    "(SELECT pg_catalog.sum(a.valor) FROM cartera.pago_aplicacion a WHERE a.prestador_id"                    \
    " OPERATOR(pg_catalog.=) $1 AND a.pago_id OPERATOR(pg_catalog.=) d.pago_id AND a.factura_id"             \
    " OPERATOR(pg_catalog.=) d.factura_id), 0) AND NOT EXISTS (SELECT FROM cartera.pago h WHERE"             \
    " h.prestador_id OPERATOR(pg_catalog.=) $1 AND h.pago_id OPERATOR(pg_catalog.=) d.pago_id AND "          \
    "h.anulado)) g"                                                                                          \
    " ON g.pago_id OPERATOR(pg_catalog.=) d.pago_id AND g.factura_id OPERATOR(pg_catalog.=) d.factura_id"    \
    " WHERE d.prestador_id OPERATOR(pg_catalog.=) $1 GROUP BY d.factura_id, d.linea) x"                      \
    " ON x.factura_id OPERATOR(pg_catalog.=) p.factura_id AND x.linea OPERATOR(pg_catalog.=) p.linea"

/* The payment, as the caller sees it; who may not see it may not detail it. */
extern void detalle_leer_pago(Carga *c);

/* The elements of the detail, then the invoices that they name; those and the payment locked unless only to look. */
extern void detalle_leer_renglones(Carga *c);
extern void detalle_leer_facturado(Carga *c);

#endif
