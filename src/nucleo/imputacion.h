/*
 * imputacion.h - the plan of an imputation: which line of an invoice is paid,
 * debited or left pending, for how much, and what each professional gets.
 *
 * Amounts of lines and glosas are as invoiced, VAT included; what is imputed
 * is net of VAT. The net is never taken line by line: when lines are paid in
 * full, all of them together get
 *
 *     net(invoiced so far + invoiced now) - net already assigned for the first
 *
 * shared by largest remainder of their invoiced amounts. So the whole invoice
 * is always worth net(valor), whatever was imputed first, and a payment that
 * covers exactly some lines can always be imputed to them.
 */
#ifndef NUCLEO_IMPUTACION_H
#define NUCLEO_IMPUTACION_H

#include "nucleo/reparto.h"

/* In the order of SQL type accion_imputacion. */
typedef enum AccionImputacion { IMPUTA_PAGADO, IMPUTA_DEBITADO, IMPUTA_PENDIENTE } AccionImputacion;

/* In the order of SQL type estado_prestacion. */
typedef enum EstadoPrestacion {
    PRESTACION_FACTURADA,
    PRESTACION_PAGADA,
    PRESTACION_PAGADA_PARCIAL,
    PRESTACION_DEBITADA,
    PRESTACION_A_REFACTURAR,
    PRESTACION_REFACTURADA,
    PRESTACION_DEBITADA_PERMANENTE,
    PRESTACION_ESTADOS
} EstadoPrestacion;

extern const char *const ESTADOS_PRESTACION[PRESTACION_ESTADOS];

/* In the order of SQL type estado_imputacion. */
typedef enum EstadoImputacion {
    IMPUTACION_FACTURADA,
    IMPUTACION_LISTA,
    IMPUTACION_PARCIAL,
    IMPUTACION_COMPLETA
} EstadoImputacion;

/* State of an invoice: was it paid, does any liquidacion in force exist, do lines remain open. */
extern EstadoImputacion imputacion_estado(bool con_pago, bool con_liquidaciones, bool quedan_lineas);

/* A line as it stands. Invoiced amounts, VAT included, except imputado. */
typedef struct LineaImputar {
    int32_t linea;
    bool con_profesional;
    int64_t profesional;
    int estado; /* EstadoPrestacion */
    Centavos valor;
    Centavos aceptado;  /* glosa accepted by the provider */
    Centavos pendiente; /* glosa not decided yet */
    Centavos liquidado; /* part already settled in full */
    Centavos imputado;  /* net, on liquidaciones in force */

    /* What the plan decides. */
    bool en_plan;     /* open, of the chosen professional */
    int excepcion;    /* its index, or -1 */
    int accion;       /* AccionImputacion */
    Centavos liquida; /* invoiced amount settled in full now */
    Centavos imputa;  /* net */
    bool prorrateada; /* imputa is its share of what came */
    int estado_final; /* EstadoPrestacion */
} LineaImputar;

/* Something may still be imputed to it; what a pending glosa disputes keeps it open too. */
extern bool linea_abierta(const LineaImputar *l);

/* Net of what can be paid of it now, by itself; as the plan shared it when it is paid in full. */
extern bool linea_neto(const LineaImputar *l, Porcentaje iva, Centavos *neto, Fallo *f);

/* State of a line all of whose payable part is settled. */
extern int linea_estado_resuelta(const LineaImputar *l);

typedef struct ExcepcionImputar {
    int32_t linea;
    int accion;
    bool con_monto;
    Centavos monto; /* net */
    bool con_comentario;
} ExcepcionImputar;

typedef struct FacturaImputar {
    int estado; /* EstadoFactura */
    Porcentaje iva;
    Centavos pagado;         /* received for it, VAT included */
    Centavos extinguido;     /* withheld by the payer or discounted, likewise */
    Centavos imputado;       /* net, on liquidaciones in force */
    Centavos liquidado;      /* invoiced amount settled in full so far */
    Centavos liquidado_neto; /* net assigned for it */
} FacturaImputar;

typedef struct PeticionImputar {
    bool de_un_profesional;
    int64_t profesional;
    const ExcepcionImputar *excepciones;
    size_t n_excepciones;
    const Porcentaje *tasas; /* retentions, one per concept */
    size_t n_tasas;
    bool previa; /* only to look: what imputar would refuse for lack of money or of professional is shown */
} PeticionImputar;

/* What one professional gets. */
typedef struct TotalProfesional {
    int64_t profesional;
    Centavos imputado, retenido, liquido;
} TotalProfesional;

typedef struct PlanImputacion {
    Centavos disponible;       /* before the plan */
    Centavos imputa;           /* by the plan */
    Porcentaje tasa;           /* total retention */
    size_t entran;             /* lines paid or debited */
    size_t quedan;             /* lines of the invoice that stay open */
    TotalProfesional *totales; /* room for as many as lines; in order of professional */
    size_t n_totales;
} PlanImputacion;

/* Room for the work of the plan: n of each. */
typedef struct TurnoProfesional {
    int64_t profesional;
    size_t linea;
} TurnoProfesional;

typedef struct TrabajoImputacion {
    int64_t *pesos, *partes;
    uint64_t *restos;
    TurnoProfesional *turnos;
} TrabajoImputacion;

/* Whether the professional has a line of them; FALLO_NO_EXISTE when not. */
extern bool imputacion_es_suya(const LineaImputar *lineas, size_t n, int64_t profesional, Fallo *f);

/*
 * Decide. lineas come in order of line number, all those of the invoice. Each
 * line gets its action and amount, plan its totals by professional.
 */
extern bool imputacion_planear(const FacturaImputar *factura, LineaImputar *lineas, size_t n,
                               const PeticionImputar *peticion, TrabajoImputacion *trabajo,
                               PlanImputacion *plan, Fallo *f);

/*
 * After a preview: what the payer withheld or discounted on the whole invoice
 * never came, so the lines that would be paid in full share what did come, in
 * proportion to what each would get. What is missing must have been withheld:
 * a debit or a later payment is not spread. A line in dispute keeps its share
 * and is left pending, since a payment in part is final.
 */
extern bool imputacion_prorratear(const FacturaImputar *factura, LineaImputar *lineas, size_t n,
                                  const PeticionImputar *peticion, TrabajoImputacion *trabajo,
                                  const PlanImputacion *plan, Fallo *f);

/* Sum of the retentions; each within 0..100%, and their sum too. */
extern bool imputacion_tasa(const Porcentaje *tasas, size_t n, Porcentaje *total, Fallo *f);

/* Split what was retained among its concepts: sums exactly. restos has room for n. */
extern bool imputacion_retenciones(Centavos retenido, const Porcentaje *tasas, size_t n, Centavos *montos,
                                   uint64_t *restos, Fallo *f);

#endif
