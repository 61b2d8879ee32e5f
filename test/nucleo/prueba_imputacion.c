/*
 * prueba_imputacion.c - the plan of an imputation.
 */
#include "nucleo/imputacion.h"
#include "nucleo/ciclo_factura.h"

#include "tap.h"

#define MAX 40
#define UNO 7
#define DOS 8

static LineaImputar lineas[MAX];
static PlanImputacion plan;
static TotalProfesional totales[MAX];
static Fallo f;

/* An invoice of lines of 100.00, half of professional UNO, half of DOS. */
static void
preparar(size_t n)
{
    for (size_t i = 0; i < n; i++)
        lineas[i] = (LineaImputar){.linea = (int32_t) i + 1,
                                   .con_profesional = true,
                                   .profesional = i % 2 == 0 ? UNO : DOS,
                                   .estado = PRESTACION_FACTURADA,
                                   .valor = 10000};
}

static bool
planear(const FacturaImputar *factura, size_t n, PeticionImputar p)
{
    static int64_t pesos[MAX], partes[MAX];
    static uint64_t restos[MAX];
    static TurnoProfesional turnos[MAX];
    TrabajoImputacion t = {pesos, partes, restos, turnos};

    plan.totales = totales;
    return imputacion_planear(factura, lineas, n, &p, &t, &plan, &f);
}

/* Write the plan as imputar would, so that the next one starts from it. */
static void
asentar(FacturaImputar *factura, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        LineaImputar *l = &lineas[i];

        if (!l->en_plan || l->accion == IMPUTA_PENDIENTE)
            continue;
        l->imputado += l->imputa;
        l->liquidado += l->liquida;
        l->estado = l->estado_final;
        factura->imputado += l->imputa;
        factura->liquidado += l->liquida;
        factura->liquidado_neto += l->liquida > 0 ? l->imputa : 0;
    }
}

#define EXC(...)                                                                                             \
    .excepciones = (ExcepcionImputar[]){__VA_ARGS__},                                                        \
    .n_excepciones = sizeof((ExcepcionImputar[]){__VA_ARGS__}) / sizeof(ExcepcionImputar)
#define TODO ((PeticionImputar){0})

static void
prueba_normal(void)
{
    FacturaImputar sin_iva = {.pagado = 30000}, con_iva = {.iva = 21000000, .pagado = 30000};
    Porcentaje tasas[] = {17000000, 3500000, 4500000};

    preparar(3);
    ok(planear(&sin_iva, 3, (PeticionImputar){.tasas = tasas, .n_tasas = 3}),
       "everything is paid by default");
    ok(plan.disponible == 30000 && plan.imputa == 30000 && plan.entran == 3 && plan.quedan == 0, "all of it");
    es_entero(plan.tasa, 25000000, "IMP-02: 17% + 3.5% + 4.5% = 25%");
    ok(plan.n_totales == 2 && totales[0].profesional == UNO && totales[0].imputado == 20000 &&
           totales[0].retenido == 5000 && totales[0].liquido == 15000 && totales[1].imputado == 10000,
       "one total per professional");
    ok(lineas[0].estado_final == PRESTACION_PAGADA, "a line paid in full");
    ok(planear(&con_iva, 3, TODO) && plan.imputa == 24793 && lineas[0].imputa == 8265 &&
           lineas[1].imputa == 8264 && lineas[2].imputa == 8264,
       "with VAT the lines share the net of the invoice: 247.93");
}

static void
prueba_por_partes(void)
{
    FacturaImputar v = {.iva = 21000000, .pagado = 10000};

    preparar(3);
    es_fallo(planear(&v, 3, TODO), &f, FALLO_IMPORTE, "only one of three lines was paid");
    ok(strcmp(f.arg[0], "247.93") == 0 && strcmp(f.arg[1], "82.64") == 0 && strcmp(f.arg[2], "165.29") == 0,
       "both amounts and the difference are told");
    ok(planear(&v, 3,
               (PeticionImputar){
                   EXC({2, IMPUTA_PENDIENTE, false, 0, false}, {3, IMPUTA_PENDIENTE, false, 0, false})}) &&
           plan.imputa == 8264 && plan.quedan == 2,
       "what pays exactly one line can be imputed to it");
    asentar(&v, 3);
    v.pagado = 30000;
    ok(planear(&v, 3, TODO) && plan.disponible == 24793 - 8264 && plan.imputa == plan.disponible &&
           plan.quedan == 0,
       "and the rest completes the net of the invoice");
}

static void
prueba_un_centavo(void)
{
    FacturaImputar v = {.pagado = 29999};

    preparar(3);
    es_fallo(planear(&v, 3, TODO), &f, FALLO_IMPORTE, "a cent is missing");
    v.pagado = 30000;
    ok(planear(&v, 3, TODO), "now it is not");
    v.imputado = 1;
    es_fallo(planear(&v, 3, TODO), &f, FALLO_IMPORTE, "a cent was imputed before");
}

static void
prueba_un_profesional(void)
{
    FacturaImputar v = {.pagado = 40000};
    PeticionImputar uno = {.de_un_profesional = true, .profesional = UNO};

    preparar(4);
    ok(planear(&v, 4, uno) && plan.imputa == 20000 && plan.n_totales == 1 && plan.quedan == 2,
       "only his lines");
    es_fallo(planear(&v, 4,
                     (PeticionImputar){.de_un_profesional = true,
                                       .profesional = UNO,
                                       EXC({2, IMPUTA_PENDIENTE, false, 0, false})}),
             &f, FALLO_ARGUMENTO, "an exception on the line of another");
    es_fallo(planear(&v, 4, (PeticionImputar){.de_un_profesional = true, .profesional = 99}), &f,
             FALLO_NO_EXISTE, "somebody without services on the invoice");
    planear(&v, 4, uno);
    asentar(&v, 4);
    es_fallo(planear(&v, 4, uno), &f, FALLO_TRANSICION, "he is already imputed");
    ok(planear(&v, 4, TODO) && plan.imputa == 20000 && totales[0].profesional == DOS,
       "the other one remains");
    lineas[1].con_profesional = false;
    es_fallo(planear(&v, 4, TODO), &f, FALLO_NO_EXISTE, "a line without professional goes to no liquidacion");
    ok(planear(&v, 4, (PeticionImputar){EXC({2, IMPUTA_PENDIENTE, false, 0, false})}),
       "unless it is left pending");
    ok(planear(&v, 4, (PeticionImputar){.previa = true}) && plan.n_totales == 1, "the preview only shows it");
}

static void
prueba_excepciones(void)
{
    static const struct {
        ExcepcionImputar e;
        ClaseFallo clase; /* FALLO_NINGUNO: accepted */
        EstadoPrestacion estado;
        Centavos imputa;
        const char *nombre;
    } casos[] = {
        {{1, IMPUTA_DEBITADO, false, 0, true},
         FALLO_NINGUNO,
         PRESTACION_DEBITADA,
         0,
         "a debit with its reason"},
        {{1, IMPUTA_DEBITADO, false, 0, false}, FALLO_EVIDENCIA, 0, 0, "IMP-04: a debit needs a comment"},
        {{1, IMPUTA_DEBITADO, true, 5000, true},
         FALLO_ARGUMENTO,
         0,
         0,
         "a debit of an amount is a payment in part"},
        {{1, IMPUTA_PAGADO, true, 5000, true},
         FALLO_NINGUNO,
         PRESTACION_PAGADA_PARCIAL,
         5000,
         "a payment in part"},
        {{1, IMPUTA_PAGADO, true, 9999, false}, FALLO_EVIDENCIA, 0, 0, "a cent less needs a comment"},
        {{1, IMPUTA_PAGADO, true, 10000, false},
         FALLO_NINGUNO,
         PRESTACION_PAGADA,
         10000,
         "the whole, said aloud"},
        {{1, IMPUTA_PAGADO, true, 10001, true}, FALLO_IMPORTE, 0, 0, "more than the line"},
        {{1, IMPUTA_PAGADO, true, 0, true}, FALLO_IMPORTE, 0, 0, "nothing is not a payment"},
        {{1, IMPUTA_PAGADO, true, -1, true}, FALLO_IMPORTE, 0, 0, "nor is less than nothing"},
        {{1, IMPUTA_PAGADO, false, 0, false}, FALLO_NINGUNO, PRESTACION_PAGADA, 10000, "paid, as by default"},
        {{1, IMPUTA_PENDIENTE, false, 0, false}, FALLO_NINGUNO, PRESTACION_FACTURADA, 0, "left pending"},
        {{1, IMPUTA_PENDIENTE, true, 1, false}, FALLO_ARGUMENTO, 0, 0, "pending with an amount"},
        {{9, IMPUTA_PENDIENTE, false, 0, false}, FALLO_NO_EXISTE, 0, 0, "a line that the invoice has not"},
    };
    FacturaImputar v = {.pagado = 20000};

    for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++) {
        PeticionImputar p = {.excepciones = &casos[i].e, .n_excepciones = 1};
        bool bien;

        preparar(2);
        bien = planear(&v, 2, p);
        if (casos[i].clase != FALLO_NINGUNO)
            es_fallo(bien, &f, casos[i].clase, casos[i].nombre);
        else
            ok(bien && lineas[0].estado_final == (int) casos[i].estado &&
                   lineas[0].imputa == casos[i].imputa && lineas[1].estado_final == PRESTACION_PAGADA,
               "%s", casos[i].nombre);
    }
    preparar(2);
    es_fallo(planear(&v, 2,
                     (PeticionImputar){
                         EXC({1, IMPUTA_PENDIENTE, false, 0, false}, {1, IMPUTA_DEBITADO, false, 0, true})}),
             &f, FALLO_ARGUMENTO, "two exceptions on a line");
    lineas[0].estado = PRESTACION_DEBITADA;
    es_fallo(planear(&v, 2, (PeticionImputar){EXC({1, IMPUTA_PAGADO, false, 0, false})}), &f,
             FALLO_TRANSICION, "a line already imputed");
    preparar(2);
    es_fallo(planear(&v, 2,
                     (PeticionImputar){EXC({1, IMPUTA_PENDIENTE, false, 0, false},
                                           {2, IMPUTA_PENDIENTE, false, 0, false})}),
             &f, FALLO_TRANSICION, "nothing is left when all are pending");
    v.pagado = 0;
    es_fallo(planear(&v, 2, TODO), &f, FALLO_TRANSICION, "an invoice without payment");
    es_fallo(planear(&v, 2, (PeticionImputar){EXC({1, IMPUTA_DEBITADO, false, 0, true})}), &f,
             FALLO_TRANSICION, "nor a line of it, though another one was debited");
    ok(planear(&v, 2,
               (PeticionImputar){
                   EXC({1, IMPUTA_DEBITADO, false, 0, true}, {2, IMPUTA_DEBITADO, false, 0, true})}) &&
           plan.entran == 2 && plan.imputa == 0 && plan.quedan == 0 && plan.n_totales == 2,
       "what the payer debited whole needs no money");
    ok(planear(&v, 2,
               (PeticionImputar){
                   EXC({1, IMPUTA_DEBITADO, false, 0, true}, {2, IMPUTA_PENDIENTE, false, 0, false})}) &&
           plan.entran == 1 && plan.quedan == 1,
       "nor does a debit beside what is left pending");
    v.estado = FACTURA_DEVUELTA;
    es_fallo(planear(&v, 2,
                     (PeticionImputar){
                         EXC({1, IMPUTA_DEBITADO, false, 0, true}, {2, IMPUTA_DEBITADO, false, 0, true})}),
             &f, FALLO_TRANSICION, "an invoice that was returned is not imputed");
    v = (FacturaImputar){.iva = 21000000, .pagado = 20000};
    for (Centavos m = 8263; m <= 8266; m++) {
        preparar(2);
        bool bien = planear(&v, 2,
                            (PeticionImputar){EXC({1, IMPUTA_PAGADO, true, m, false},
                                                  {2, IMPUTA_PENDIENTE, false, 0, false})});

        if (m == 8264 || m == 8265)
            ok(bien && lineas[0].imputa == m && lineas[0].estado_final == PRESTACION_PAGADA,
               "100 at 21%% is 82.644...: paid in full with %d cents", (int) m);
        else
            es_fallo(bien, &f, m < 8264 ? FALLO_EVIDENCIA : FALLO_IMPORTE, "a cent below or above it is not");
    }
}

/* What was withheld on the whole invoice is shared by the lines that would be paid in full. */
static void
prueba_retenido(void)
{
    static int64_t pesos[MAX], partes[MAX];
    static uint64_t restos[MAX];
    TrabajoImputacion t = {pesos, partes, restos, NULL};
    FacturaImputar v = {.pagado = 29000, .extinguido = 1000};
    PeticionImputar p = {EXC({2, IMPUTA_PAGADO, true, 9500, true}), .previa = true};

    preparar(3);
    ok(planear(&v, 3, (PeticionImputar){.previa = true}) &&
           imputacion_prorratear(&v, lineas, 3, &(PeticionImputar){.previa = true}, &t, &plan, &f) &&
           lineas[0].imputa == 9667 && lineas[1].imputa == 9667 && lineas[2].imputa == 9666 &&
           lineas[0].prorrateada,
       "290 of 300: largest remainder, ties to the first");
    preparar(3);
    ok(planear(&v, 3, p) && imputacion_prorratear(&v, lineas, 3, &p, &t, &plan, &f) &&
           !lineas[1].prorrateada && lineas[1].imputa == 9500 && lineas[0].imputa == 9750 &&
           lineas[2].imputa == 9750,
       "an amount given stays");
    v.extinguido = 999;
    preparar(3);
    planear(&v, 3, (PeticionImputar){.previa = true});
    es_fallo(imputacion_prorratear(&v, lineas, 3, &(PeticionImputar){.previa = true}, &t, &plan, &f), &f,
             FALLO_IMPORTE, "a cent of what is missing was not withheld");
    v = (FacturaImputar){.pagado = 30000};
    preparar(3);
    ok(planear(&v, 3, (PeticionImputar){.previa = true}) &&
           imputacion_prorratear(&v, lineas, 3, &(PeticionImputar){.previa = true}, &t, &plan, &f) &&
           !lineas[0].prorrateada && lineas[0].imputa == 10000,
       "nothing is missing, nothing is shared");
    v = (FacturaImputar){.pagado = 17000, .extinguido = 1000};
    preparar(2);
    lineas[0].pendiente = 2000;
    ok(planear(&v, 2, (PeticionImputar){.previa = true}) &&
           imputacion_prorratear(&v, lineas, 2, &(PeticionImputar){.previa = true}, &t, &plan, &f) &&
           lineas[0].accion == IMPUTA_PENDIENTE && lineas[1].imputa == 9444,
       "a line in dispute keeps its share for later");
}

static void
prueba_glosas(void)
{
    FacturaImputar v = {.pagado = 17000};

    preparar(2);
    lineas[0].aceptado = 3000;
    ok(planear(&v, 2, TODO) && lineas[0].imputa == 7000 &&
           lineas[0].estado_final == PRESTACION_PAGADA_PARCIAL,
       "an accepted glosa leaves the rest payable, without comment");
    es_fallo(planear(&v, 2, (PeticionImputar){EXC({1, IMPUTA_PAGADO, true, 7001, true})}), &f, FALLO_IMPORTE,
             "what was accepted is not paid");
    lineas[0].aceptado = 0;
    lineas[0].pendiente = 3000;
    ok(planear(&v, 2, TODO) && lineas[0].imputa == 7000 && lineas[0].estado_final == PRESTACION_FACTURADA &&
           plan.quedan == 1,
       "a pending glosa keeps its part open");
    es_fallo(planear(&v, 2, (PeticionImputar){EXC({1, IMPUTA_DEBITADO, false, 0, true})}), &f,
             FALLO_TRANSICION, "a disputed line is not debited");
    es_fallo(planear(&v, 2, (PeticionImputar){EXC({1, IMPUTA_PAGADO, true, 6000, true})}), &f,
             FALLO_TRANSICION, "nor paid in part for ever");
    planear(&v, 2, TODO);
    asentar(&v, 2);
    es_fallo(planear(&v, 2, TODO), &f, FALLO_TRANSICION, "while it is disputed nothing more is paid");
    v.pagado = 20000;
    lineas[0].pendiente = 0;
    ok(planear(&v, 2, TODO) && lineas[0].imputa == 3000 && lineas[0].estado_final == PRESTACION_PAGADA &&
           plan.quedan == 0,
       "lifted, the rest is paid");
    lineas[0].aceptado = 3000;
    ok(!linea_abierta(&lineas[0]) && linea_estado_resuelta(&lineas[0]) == PRESTACION_PAGADA_PARCIAL,
       "accepted, the line is resolved without another liquidacion");
    preparar(2);
    v = (FacturaImputar){.pagado = 10000};
    lineas[0].aceptado = 10000;
    ok(planear(&v, 2, TODO) && plan.entran == 1 && plan.quedan == 0, "a line lost in full waits for nothing");
    ok(planear(&v, 2, (PeticionImputar){EXC({1, IMPUTA_DEBITADO, false, 0, true})}) && plan.entran == 2,
       "it may be told to the professional as a debit");
    es_fallo(planear(&v, 2, (PeticionImputar){EXC({1, IMPUTA_PAGADO, false, 0, false})}), &f,
             FALLO_TRANSICION, "but not paid");
    lineas[0].aceptado = 0;
    lineas[0].pendiente = 10000;
    ok(planear(&v, 2, TODO) && lineas[0].accion == IMPUTA_PENDIENTE, "a line disputed in full is pending");
    es_fallo(planear(&v, 2, (PeticionImputar){EXC({1, IMPUTA_PAGADO, false, 0, false})}), &f,
             FALLO_TRANSICION, "and cannot be paid");
}

static void
prueba_retenciones(void)
{
    Porcentaje tasas[3] = {17000000, 3500000, 4500000}, negativa[1] = {-1}, mucha[2] = {60000000, 40000001};
    Porcentaje cero[2] = {0, 0}, total;
    Centavos montos[3];
    uint64_t restos[3];

    ok(imputacion_retenciones(25001, tasas, 3, montos, restos, &f) &&
           montos[0] + montos[1] + montos[2] == 25001,
       "concepts sum exactly");
    ok(imputacion_retenciones(0, cero, 2, montos, restos, &f) && montos[0] == 0 && montos[1] == 0, "of zero");
    ok(imputacion_tasa(NULL, 0, &total, &f) && total == 0, "no retentions");
    es_fallo(imputacion_tasa(negativa, 1, &total, &f), &f, FALLO_ARGUMENTO, "a negative one");
    es_fallo(imputacion_tasa(mucha, 2, &total, &f), &f, FALLO_ARGUMENTO, "more than everything");
}

static void
prueba_estado(void)
{
    es_entero(imputacion_estado(false, false, true), IMPUTACION_FACTURADA, "not paid yet");
    es_entero(imputacion_estado(true, false, true), IMPUTACION_LISTA, "IMP-03: pending, pending");
    es_entero(imputacion_estado(true, true, true), IMPUTACION_PARCIAL, "IMP-03: paid, pending");
    es_entero(imputacion_estado(true, true, false), IMPUTACION_COMPLETA, "IMP-03: paid, debited");
}

/*
 * Random invoices with VAT paid in several goes, each imputing random lines
 * that the money covers: nothing is ever refused for a cent, and in the end
 * exactly the net of the invoice was imputed.
 */
static bool
vida(void)
{
    size_t n = 1 + azar(MAX);
    FacturaImputar v = {.iva = (Porcentaje) azar(30) * 1000000};
    ExcepcionImputar e[MAX];
    Centavos valor = 0, neto;

    preparar(n);
    for (size_t i = 0; i < n; i++)
        valor += lineas[i].valor = 1 + (Centavos) azar(100000);
    for (bool quedan = true; quedan;) {
        size_t k = 0, abiertas = 0, van = 0;

        for (size_t i = 0; i < n; i++)
            abiertas += lineas[i].estado == PRESTACION_FACTURADA;
        for (size_t i = 0; i < n; i++) {
            if (lineas[i].estado != PRESTACION_FACTURADA)
                continue;
            abiertas--;
            if (azar(2) == 0 && (abiertas > 0 || van > 0))
                e[k++] = (ExcepcionImputar){lineas[i].linea, IMPUTA_PENDIENTE, false, 0, false};
            else {
                v.pagado += lineas[i].valor;
                van++;
            }
        }
        if (!planear(&v, n, (PeticionImputar){.excepciones = e, .n_excepciones = k}))
            return false;
        if (plan.imputa > plan.disponible)
            return false;
        quedan = plan.quedan > 0;
        asentar(&v, n);
    }
    return importe_neto(valor, v.iva, &neto, &f) && v.imputado == neto && v.pagado == valor;
}

static void
prueba_vidas(void)
{
    bool bien = true;

    for (int i = 0; i < 5000 && bien; i++)
        bien = vida();
    ok(bien, "5,000 invoices paid in several goes end with exactly their net imputed");
}

int
main(void)
{
    prueba_normal();
    prueba_por_partes();
    prueba_un_centavo();
    prueba_un_profesional();
    prueba_excepciones();
    prueba_retenido();
    prueba_glosas();
    prueba_retenciones();
    prueba_estado();
    prueba_vidas();
    return terminar();
}
