/*
 * detalle.h - the detail of a payment (remittance): what the payer says it
 * paid, debited and left pending of each line, balanced line by line, invoice
 * by invoice and against the transfer.
 *
 * It adds up or it does not: every difference is told with its level and
 * document, and nothing is made up to close it.
 */
#ifndef NUCLEO_DETALLE_H
#define NUCLEO_DETALLE_H

#include "nucleo/imputacion.h"
#include "nucleo/pago.h"

/* Parts of a line, in the order in which they are listed. */
typedef enum ParteDetalle {
    DT_PAGADO,
    DT_RETENIDO,
    DT_DESCUENTO,
    DT_DEBITADO,
    DT_PENDIENTE,
    DT_PARTES
} ParteDetalle;

extern const char *const PARTES_DETALLE[DT_PARTES];

/* How an element of the detail names its document. */
typedef enum NombreDetalle { DT_NOMBRADO, DT_SIN_FACTURA, DT_SIN_LINEA, DT_AMBIGUO } NombreDetalle;

/* An element: of a line, or (linea 0) the totals of an invoice. Several of one line add up: one per reason. */
typedef struct RenglonDetalle {
    int32_t posicion; /* from 1 */
    NombreDetalle nombre;
    int64_t factura;
    int32_t linea;
    bool con_facturado;
    Centavos facturado;
    bool dado[DT_PARTES];
    Centavos parte[DT_PARTES];
    bool con_motivo;
} RenglonDetalle;

/* A line of one of the invoices; abierto is what no detail nor liquidacion has resolved yet. */
typedef struct LineaDetalle {
    int64_t factura;
    int32_t linea;
    bool cerrada; /* imputed already */
    Centavos valor, abierto;
    bool dicha; /* some element names it, or its invoice's totals do */
    Centavos parte[DT_PARTES];
} LineaDetalle;

typedef struct FacturaDetalle {
    int64_t factura, pagador;
    int estado; /* EstadoFactura */
    Centavos saldo;
    Extincion aplicado; /* by this payment, before */
    LineaDetalle *lineas;
    size_t n;
    bool dicha, con_total, con_lineas;
    bool dado[DT_PARTES];
    Centavos total[DT_PARTES], suma[DT_PARTES];
    Extincion aplica; /* now */
} FacturaDetalle;

typedef enum NivelDetalle { DT_LINEA, DT_FACTURA, DT_TRANSFERENCIA } NivelDetalle;

extern const char *const NIVELES_DETALLE[];

typedef enum MotivoDescuadre {
    DD_FACTURA_NO_EXISTE,
    DD_LINEA_NO_EXISTE,
    DD_ORDEN_AMBIGUA,
    DD_NEGATIVO,
    DD_DEBITO_SIN_MOTIVO,
    DD_FACTURADO,        /* the payer says another invoiced amount */
    DD_YA_IMPUTADA,      /* the line was already imputed */
    DD_LINEA,            /* paid + withheld + discount + debited + pending is not what is open */
    DD_FALTAN_LINEAS,    /* of an invoice paid in part, the detail of its lines is missing */
    DD_LINEAS_SIN_DECIR, /* open lines that the detail does not name */
    DD_TOTAL,            /* the totals of the invoice are not those of its lines */
    DD_OTRO_PAGADOR,
    DD_ESTADO,      /* returned, rejected or annulled */
    DD_YA_APLICADO, /* the payment was applied to the invoice for more */
    DD_SALDO,
    DD_TRANSFERENCIA,
    DD_MOTIVOS
} MotivoDescuadre;

extern const char *const MOTIVOS_DESCUADRE[DD_MOTIVOS]; /* names */
extern ClaseFallo descuadre_clase(MotivoDescuadre m);

/* Of a transfer, factura is 0; where it is a part that does not add up, parte says which (else -1). */
typedef struct Descuadre {
    NivelDetalle nivel;
    MotivoDescuadre motivo;
    int64_t factura;
    int32_t linea, posicion; /* 0: none */
    int parte;
    Centavos esperado, encontrado;
} Descuadre;

typedef struct DetallePago {
    int64_t pagador;
    Extincion pago;
    RenglonDetalle *renglones;
    size_t n_renglones;
    FacturaDetalle *facturas; /* ascending; those named and those that the payment was applied to */
    size_t n_facturas;
    int64_t *pesos, *partes; /* room for the lines of any of them */
    uint64_t *restos;
} DetallePago;

typedef void (*RecibirDescuadre)(void *quien, const Descuadre *d);

/*
 * Balance the detail: fills its lines and, of each invoice, what is to be
 * applied now. Every difference goes to recibir, lines first. False only when
 * amounts are out of range.
 */
extern bool detalle_cuadrar(DetallePago *d, RecibirDescuadre recibir, void *quien, Fallo *f);

/* ---- from the detail to the imputation ---------------------------------------- */

/* An open line and what all the details in force say of it. */
typedef struct LineaDetallada {
    LineaImputar l; /* as imputation reads it */
    bool dicha;
    Centavos parte[DT_PENDIENTE]; /* accumulated */

    bool excepcion; /* it is not paid in full */
    int accion;     /* AccionImputacion */
    Centavos monto; /* net of VAT, of a payment in part */
} LineaDetallada;

/*
 * The exceptions that an imputation needs so that each line gets what the
 * details say: in order of line. pesos, partes and restos: room for n.
 */
extern bool detalle_excepciones(LineaDetallada *v, size_t n, Porcentaje iva, Centavos liquidado,
                                int64_t *pesos, int64_t *partes, uint64_t *restos, Fallo *f);

#endif
