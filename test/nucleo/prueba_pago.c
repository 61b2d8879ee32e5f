/*
 * prueba_pago.c - what a payment may extinguish, and oldest first.
 */
#include "nucleo/ciclo_factura.h"
#include "nucleo/pago.h"

#include "tap.h"

static void
prueba_extincion(void)
{
    Extincion suma = {0, 0, 0};
    Fallo f;

    ok(extincion_valida((Extincion){100, 0, 0}, &f), "money alone");
    ok(extincion_valida((Extincion){0, 100, 0}, &f), "all of it withheld");
    es_fallo(extincion_valida((Extincion){0, 0, 0}, &f), &f, FALLO_IMPORTE, "nothing extinguishes nothing");
    es_fallo(extincion_valida((Extincion){-1, 0, 0}, &f), &f, FALLO_IMPORTE, "negative money");
    es_fallo(extincion_valida((Extincion){5, -1, 0}, &f), &f, FALLO_IMPORTE, "negative withholding");
    es_fallo(extincion_valida((Extincion){5, 0, -1}, &f), &f, FALLO_IMPORTE, "negative discount");
    ok(extincion_sumar(&suma, (Extincion){1, 2, 3}, &f) && suma.valor == 1 && suma.descuento == 3, "a sum");
    es_fallo(extincion_sumar(&suma, (Extincion){CENTAVOS_MAX, 0, 0}, &f), &f, FALLO_IMPORTE,
             "a sum too large");
}

static void
prueba_cuadre(void)
{
    Extincion pago = {10000, 200, 50};
    Fallo f;

    ok(pago_cuadra(pago, (Extincion){9000, 200, 50}, &f), "money may be left over");
    es_fallo(pago_cuadra(pago, (Extincion){10001, 200, 50}, &f), &f, FALLO_IMPORTE, "more than was received");
    ok(strcmp(f.arg[0], "100.01") == 0 && strcmp(f.arg[1], "100.00") == 0 && strcmp(f.arg[2], "0.01") == 0,
       "both amounts and the difference are told");
    es_fallo(pago_cuadra(pago, (Extincion){10000, 199, 50}, &f), &f, FALLO_IMPORTE, "withholding left over");
    es_fallo(pago_cuadra(pago, (Extincion){10000, 200, 51}, &f), &f, FALLO_IMPORTE, "discounts do not match");
    ok(pago_alcanza(1, pago, pago, &f), "the whole payment may be applied");
    es_fallo(pago_alcanza(1, pago, (Extincion){10000, 201, 50}, &f), &f, FALLO_IMPORTE,
             "not more than was withheld");
    es_fallo(pago_alcanza(1, pago, (Extincion){-1, 0, 0}, &f), &f, FALLO_IMPORTE, "nor less than nothing");
}

static void
prueba_admite(void)
{
    Fecha d = fecha_de(2025, 3, 1);
    FacturaPago v = {.factura = 9, .pagador = 1, .estado = FACTURA_ACEPTADA, .radicacion = d, .saldo = 500};
    Fallo f;

    ok(pago_admite(&v, 1, d, 500, &f), "the whole balance, on the day of filing");
    es_fallo(pago_admite(&v, 1, d, 501, &f), &f, FALLO_IMPORTE, "one cent over the balance");
    ok(strcmp(f.arg[1], "5.01") == 0 && strcmp(f.arg[2], "5.00") == 0 && strcmp(f.arg[3], "0.01") == 0,
       "the room left is told");
    es_fallo(pago_admite(&v, 2, d, 1, &f), &f, FALLO_NO_EXISTE, "the invoice of another payer");
    es_fallo(pago_admite(&v, 1, d - 1, 1, &f), &f, FALLO_ARGUMENTO, "before it was filed");
    for (int e = 0; e < FACTURA_ESTADOS; e++) {
        bool cerrada = e == FACTURA_DEVUELTA || e == FACTURA_RECHAZADA || e == FACTURA_ANULADA;

        v.estado = e;
        ok(pago_admite(&v, 1, d, 1, &f) == !cerrada && (!cerrada || f.clase == FALLO_TRANSICION), "state %s",
           ESTADOS_FACTURA[e]);
    }
}

static FacturaPago
factura(int64_t id, int estado, int dia, Centavos saldo)
{
    return (FacturaPago){.factura = id,
                         .pagador = 1,
                         .estado = estado,
                         .radicacion = fecha_de(2025, 1, dia),
                         .vence_formular = FECHA_NULA,
                         .exigible = fecha_de(2025, 1, dia),
                         .saldo = saldo};
}

static void
prueba_mas_antiguas(void)
{
    Fecha hoy = fecha_de(2025, 6, 30);
    Plazo anio = {1, UNIDAD_ANIO};
    FacturaPago v[3] = {factura(2, FACTURA_ACEPTADA, 5, 550), factura(3, FACTURA_ACEPTADA, 1, 450),
                        factura(1, FACTURA_CONCILIADA, 5, 100)};

    ok(pago_mas_antiguas(1000, v, 3, hoy, NULL) == 0 && v[0].factura == 3 && v[0].aplica == 450 &&
           v[1].factura == 1 && v[1].aplica == 100 && v[2].factura == 2 && v[2].aplica == 450,
       "Res. 2284/2023 art. 7: by filing date, then by id; the last one gets what is left");
    ok(pago_mas_antiguas(2000, v, 3, hoy, NULL) == 900, "what exceeds stays in favour");
    v[0] = factura(1, FACTURA_RADICADA, 1, 100);
    v[1] = factura(2, FACTURA_RADICADA, 2, 100);
    v[1].vence_formular = hoy - 1;
    v[2] = factura(3, FACTURA_RADICADA, 3, 100);
    v[2].vence_formular = hoy;
    ok(pago_mas_antiguas(1000, v, 3, hoy, NULL) == 900 && v[1].aplica == 100,
       "filed and not accepted: only when the term to formulate glosas has passed");
    v[0] = factura(1, FACTURA_GLOSADA, 1, 100);
    v[1] = factura(2, FACTURA_ACEPTADA, 2, 100);
    v[1].pendiente = 60;
    v[2] = factura(3, FACTURA_ACEPTADA, 3, 0);
    ok(pago_mas_antiguas(1000, v, 3, hoy, NULL) == 960 && v[1].aplica == 40,
       "not what is disputed, nor an invoice with glosas open, nor a paid one");
    v[0] = factura(1, FACTURA_ACEPTADA, 1, 100);
    v[0].exigible = fecha_de(2024, 6, 29);
    v[1] = factura(2, FACTURA_ACEPTADA, 2, 100);
    v[1].exigible = fecha_de(2024, 6, 30);
    v[2] = factura(3, FACTURA_ACEPTADA, 3, 100);
    v[2].radicacion = hoy + 1;
    ok(pago_mas_antiguas(1000, v, 3, hoy, &anio) == 900 && v[0].aplica == 0 && v[1].aplica == 100,
       "a prescribed invoice is left out, one on its last day is not; nor one filed after the payment");
    ok(pago_mas_antiguas(1000, v, 3, hoy, NULL) == 800, "without a term nothing prescribes");
}

static void
prueba_prescripcion(void)
{
    Fecha d = fecha_de(2024, 2, 29);

    ok(pago_prescribe(d, (Plazo){3, UNIDAD_ANIO}) == fecha_de(2027, 2, 28), "three years");
    ok(pago_prescribe(d, (Plazo){36, UNIDAD_MES}) == fecha_de(2027, 2, 28), "the same in months");
    ok(pago_prescribe(d, (Plazo){10, UNIDAD_DIA}) == d + 10, "in days");
    ok(pago_prescribe(d, (Plazo){10, UNIDAD_DIA_HABIL}) == FECHA_NULA, "not in business days");
    ok(pago_prescribe(FECHA_MAX - 5, (Plazo){10, UNIDAD_DIA}) == FECHA_MAX &&
           pago_prescribe(FECHA_MAX - 10, (Plazo){10, UNIDAD_DIA}) == FECHA_MAX,
       "days beyond the last date stay on it");
    ok(pago_prescribe(FECHA_MAX, (Plazo){PLAZO_CANTIDAD_MAX, UNIDAD_DIA}) == FECHA_MAX &&
           pago_prescribe(FECHA_MAX - 27, (Plazo){1, UNIDAD_MES}) == FECHA_MAX &&
           pago_prescribe(FECHA_MAX - 400, (Plazo){PLAZO_CANTIDAD_MAX, UNIDAD_ANIO}) == FECHA_MAX,
       "and so do months and years");
    ok(pago_prescribe(FECHA_MAX - 800, (Plazo){1, UNIDAD_ANIO}) > FECHA_MAX - 800 &&
           pago_prescribe(FECHA_MAX - 800, (Plazo){1, UNIDAD_ANIO}) < FECHA_MAX,
       "what fits is counted to the end");
    ok(pago_prescribe(fecha_de(-4713, 11, 24), (Plazo){3, UNIDAD_ANIO}) == fecha_de(-4710, 11, 24),
       "from the first dates that PostgreSQL has");
}

int
main(void)
{
    prueba_extincion();
    prueba_cuadre();
    prueba_admite();
    prueba_mas_antiguas();
    prueba_prescripcion();
    return terminar();
}
