/*
 * prueba_detalle.c - the detail of a payment: what adds up, and that no change
 * of a cent passes; the exceptions that it leaves are what was paid.
 */
#include "nucleo/detalle.h"

#include "nucleo/ciclo_factura.h"
#include "tap.h"

#define MAX 64

static RenglonDetalle renglones[MAX];
static LineaDetalle lineas[MAX];
static FacturaDetalle facturas[MAX];
static DetallePago d;
static Descuadre hallados[MAX * 4];
static int cuantos;
static Fallo f;

static void
recibir(void *quien, const Descuadre *x)
{
    (void) quien;
    if (cuantos < MAX * 4)
        hallados[cuantos] = *x;
    cuantos++;
}

static int
cuadrar(void)
{
    static int64_t pesos[MAX], partes[MAX];
    static uint64_t restos[MAX];

    cuantos = 0;
    d.pesos = pesos;
    d.partes = partes;
    d.restos = restos;
    for (size_t i = 0; i < d.n_facturas; i++) {
        FacturaDetalle *x = &d.facturas[i], limpia = {.factura = x->factura,
                                                      .pagador = x->pagador,
                                                      .estado = x->estado,
                                                      .saldo = x->saldo,
                                                      .aplicado = x->aplicado,
                                                      .lineas = x->lineas,
                                                      .n = x->n};

        *x = limpia;
        for (size_t j = 0; j < x->n; j++) {
            x->lineas[j].dicha = false;
            memset(x->lineas[j].parte, 0, sizeof(x->lineas[j].parte));
        }
    }
    return detalle_cuadrar(&d, recibir, NULL, &f) ? cuantos : -1;
}

/* Invoices of some lines, each split at random in its parts; the payment is what they add up to. */
static void
inventar(void)
{
    size_t nl = 0, nr = 0;

    memset(&d, 0, sizeof(d));
    memset(renglones, 0, sizeof(renglones));
    memset(lineas, 0, sizeof(lineas));
    memset(facturas, 0, sizeof(facturas));
    d = (DetallePago){.pagador = 1, .renglones = renglones, .facturas = facturas, .n_facturas = 1 + azar(4)};
    for (size_t i = 0; i < d.n_facturas; i++) {
        FacturaDetalle *x = &facturas[i];

        *x = (FacturaDetalle){.factura = 10 + (int64_t) i,
                              .pagador = 1,
                              .estado = FACTURA_RADICADA,
                              .lineas = &lineas[nl],
                              .n = 1 + azar(4)};
        for (size_t j = 0; j < x->n; j++, nl++, nr++) {
            RenglonDetalle *r = &renglones[nr];
            Centavos queda = 1 + (Centavos) azar(100000);

            lineas[nl] = (LineaDetalle){
                .factura = x->factura, .linea = (int32_t) j + 1, .valor = queda, .abierto = queda};
            *r = (RenglonDetalle){.posicion = (int32_t) nr + 1,
                                  .factura = x->factura,
                                  .linea = (int32_t) j + 1,
                                  .con_motivo = true};
            x->saldo += queda;
            for (int p = 0; p < DT_PARTES; p++) {
                r->dado[p] = true;
                r->parte[p] = p == DT_PENDIENTE ? queda : (Centavos) azar((uint64_t) queda + 1);
                queda -= r->parte[p];
            }
            d.pago.valor += r->parte[DT_PAGADO];
            d.pago.retenido += r->parte[DT_RETENIDO];
            d.pago.descuento += r->parte[DT_DESCUENTO];
        }
    }
    d.n_renglones = nr;
}

static void
propiedades(void)
{
    int bien = 0, aplica = 0, cambios = 0, vistos = 0;

    for (int vez = 0; vez < 2000; vez++) {
        Extincion suma = {0, 0, 0};

        inventar();
        bien += cuadrar() == 0;
        for (size_t i = 0; i < d.n_facturas; i++)
            extincion_sumar(&suma, d.facturas[i].aplica, &f);
        aplica += suma.valor == d.pago.valor && suma.retenido == d.pago.retenido &&
                  suma.descuento == d.pago.descuento;
        /* a cent more or less in any one amount */
        for (size_t i = 0; i < d.n_renglones; i++)
            for (int p = 0; p < DT_PARTES; p++)
                for (int signo = -1; signo <= 1; signo += 2) {
                    renglones[i].parte[p] += signo;
                    cambios++;
                    vistos += cuadrar() > 0;
                    renglones[i].parte[p] -= signo;
                }
        /* the same cent from a part to another of the line: the line adds up, the transfer does not */
        if (renglones[0].parte[DT_PAGADO] > 0) {
            renglones[0].parte[DT_PAGADO]--;
            renglones[0].parte[DT_DEBITADO]++;
            cambios++;
            vistos += cuadrar() == 1 && hallados[0].nivel == DT_TRANSFERENCIA;
            renglones[0].parte[DT_PAGADO]++;
            renglones[0].parte[DT_DEBITADO]--;
        }
        /* an element less */
        d.n_renglones--;
        cambios++;
        vistos += cuadrar() > 0;
    }
    es_entero(bien, 2000, "2000 details that add up: nothing to say");
    es_entero(aplica, 2000, "and what is applied is the payment");
    es_entero(vistos, cambios, "no change of a cent passes");
}

static void
rango(void)
{
    inventar();
    renglones[0].parte[DT_DEBITADO] = CENTAVOS_MAX;
    renglones[0].parte[DT_PENDIENTE] = CENTAVOS_MAX;
    ok(cuadrar() == -1 && f.clase == FALLO_IMPORTE, "amounts out of range are refused, not wrapped");
}

/* Of lines detailed at random, the exceptions imputed give, all together, the net of what was paid. */
static void
imputacion(void)
{
    static LineaDetallada v[MAX];
    static LineaImputar l[MAX];
    static ExcepcionImputar e[MAX];
    static int64_t pesos[MAX], partes[MAX];
    static uint64_t restos[MAX];
    static TurnoProfesional turnos[MAX];
    static TotalProfesional totales[MAX];
    static const Porcentaje sin = 0;
    const Porcentaje ivas[3] = {0, 10 * PORCENTAJE_PUNTO + PORCENTAJE_PUNTO / 2, 21 * PORCENTAJE_PUNTO};
    int bien = 0, veces = 0;

    for (int vez = 0; vez < 3000; vez++) {
        const size_t n = 1 + azar(12);
        const Porcentaje iva = ivas[azar(3)];
        FacturaImputar factura = {.iva = iva};
        TrabajoImputacion t = {pesos, partes, restos, turnos};
        PlanImputacion plan = {.totales = totales};
        PeticionImputar p = {.excepciones = e, .tasas = &sin, .n_tasas = 1};
        Centavos neto;
        bool alguna = false, planeada;

        for (size_t i = 0; i < n; i++) {
            const Centavos valor = 100 + (Centavos) azar(100000);
            const uint64_t caso = azar(3);

            l[i] = (LineaImputar){
                .linea = (int32_t) i + 1, .con_profesional = true, .profesional = 1, .valor = valor};
            v[i] = (LineaDetallada){.l = l[i], .dicha = true};
            v[i].parte[DT_PAGADO] = caso == 0 ? valor : caso == 1 ? (Centavos) azar((uint64_t) valor) : 0;
            v[i].parte[DT_DEBITADO] = valor - v[i].parte[DT_PAGADO];
            factura.pagado += v[i].parte[DT_PAGADO];
            alguna |= v[i].parte[DT_PAGADO] > 0;
        }
        if (!alguna)
            continue;
        veces++;
        if (!detalle_excepciones(v, n, iva, 0, pesos, partes, restos, &f))
            continue;
        for (size_t i = 0; i < n; i++)
            if (v[i].excepcion && !(v[i].accion == IMPUTA_PAGADO && v[i].monto == 0))
                e[p.n_excepciones++] = (ExcepcionImputar){l[i].linea, v[i].accion,
                                                          v[i].accion == IMPUTA_PAGADO, v[i].monto, true};
        planeada = imputacion_planear(&factura, l, n, &p, &t, &plan, &f);
        importe_neto(factura.pagado, iva, &neto, &f);
        if (planeada && plan.imputa == neto && plan.imputa <= plan.disponible)
            bien++;
        else
            printf("# vez %d: %s %s; imputed %lld of %lld\n", vez, planeada ? "" : f.mensaje,
                   planeada ? "" : f.arg[0], (long long) plan.imputa, (long long) neto);
    }
    es_entero(bien, veces, "what is imputed is the net of what was paid, to the cent");
}

/* Of an invoice of which only totals are told, what was withheld and discounted is borne by its lines. */
static void
prueba_totales(void)
{
    for (int vez = 0; vez < 500; vez++) {
        Centavos total = 0, retenido, descuento, suma[DT_PARTES] = {0};
        bool bien = true;

        memset(&d, 0, sizeof(d));
        memset(renglones, 0, sizeof(renglones));
        memset(facturas, 0, sizeof(facturas));
        d = (DetallePago){
            .pagador = 1, .renglones = renglones, .n_renglones = 1, .facturas = facturas, .n_facturas = 1};
        facturas[0] = (FacturaDetalle){
            .factura = 10, .pagador = 1, .estado = FACTURA_RADICADA, .lineas = lineas, .n = 1 + azar(20)};
        for (size_t j = 0; j < facturas[0].n; j++) {
            Centavos v = 1 + (Centavos) azar(vez % 2 == 0 ? 3 : 100000);

            lineas[j] = (LineaDetalle){.factura = 10, .linea = (int32_t) j + 1, .valor = v, .abierto = v};
            total += v;
        }
        retenido = (Centavos) azar((uint32_t) total + 1);
        descuento = (Centavos) azar((uint32_t) (total - retenido) + 1);
        facturas[0].saldo = total;
        renglones[0] = (RenglonDetalle){.posicion = 1,
                                        .factura = 10,
                                        .parte = {[DT_PAGADO] = total - retenido - descuento,
                                                  [DT_RETENIDO] = retenido,
                                                  [DT_DESCUENTO] = descuento}};
        d.pago = (Extincion){total - retenido - descuento, retenido, descuento};
        bien = cuadrar() == 0;
        for (size_t j = 0; j < facturas[0].n; j++) {
            Centavos linea = 0;

            for (int p = 0; p < DT_PARTES; p++) {
                bien = bien && lineas[j].parte[p] >= 0;
                linea += lineas[j].parte[p];
                suma[p] += lineas[j].parte[p];
            }
            bien = bien && linea == lineas[j].abierto;
        }
        bien = bien && suma[DT_RETENIDO] == retenido && suma[DT_DESCUENTO] == descuento;
        if (!bien || vez == 0)
            ok(bien, "totals with %d withheld and %d discounted of %d", (int) retenido, (int) descuento,
               (int) total);
    }
}

int
main(void)
{
    prueba_totales();
    propiedades();
    rango();
    imputacion();
    return terminar();
}
