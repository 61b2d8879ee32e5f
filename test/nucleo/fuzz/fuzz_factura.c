/*
 * fuzz_factura.c - the life of an invoice before the payer, its returns among it, under any norm and calendar.
 */
#include "norma_azar.h"

#include "nucleo/ciclo_factura.h"

/* Where an invoice stands: state and, while it is returned, who owes the next act. */
static void
sano(const CasoFactura *k)
{
    exigir(k->estado >= 0 && k->estado < FACTURA_ESTADOS && k->secuencia >= 1);
    exigir(k->devoluciones == 0 || k->devoluciones == 1);
    exigir(k->estado != FACTURA_DEVUELTA || k->devoluciones == 1);
    if (k->estado == FACTURA_RADICADA)
        exigir(k->quien_debe == PAPEL_PAGADOR && k->vence == k->vence_formular);
    else if (k->estado != FACTURA_DEVUELTA)
        exigir(k->quien_debe == NINGUNO && k->vence == FECHA_NULA);
    else
        exigir(k->quien_debe != NINGUNO || k->vence == FECHA_NULA);
    exigir((factura_acto_debido(k->estado, k->quien_debe) == NINGUNO) == (k->quien_debe == NINGUNO));
}

static bool
terminal(int estado)
{
    return (MAQUINA_FACTURA.terminales & DE(estado)) != 0;
}

static CodigoGlosa
codigo_azar(Flujo *fl, const Norma *n, int evento)
{
    static const char *const todos[] = {"DE1601", "DE5601", "816",    "834", "RE9601", "RE9701",
                                        "RE9501", "996",    "FA0101", "DE",  "8",      "RE",
                                        "RE2201", "RE9801", "RE9901", "101"};
    const char *t = todos[hasta(fl, sizeof(todos) / sizeof(todos[0]))];
    uint8_t bits = octeto(fl);
    CodigoGlosa c = 0;
    Fallo f;

    if (bits % 8 == 7)
        return 0;
    if (bits % 2 == 0) {
        bool viejo = n->manual == MANUAL_3047;

        t = evento == EF_RESPONDER_DEVOLUCION ? (viejo ? "996" : "RE9601") : viejo ? "816" : "DE1601";
    }
    exigir(codigo_leer(t, strlen(t), &c, &f));
    return c;
}

static void
acto_azar(Flujo *fl, const CasoFactura *k, const Norma *n, ActoFactura *a)
{
    uint8_t bits = octeto(fl);

    memset(a, 0, sizeof(*a));
    a->evento = (int) hasta(fl, FACTURA_EVENTOS);
    if (k->estado == FACTURA_DEVUELTA && (bits & 0x60) != 0)
        a->evento =
            k->quien_debe == PAPEL_PRESTADOR && moneda(fl) ? EF_RESPONDER_DEVOLUCION : EF_DECIDIR_DEVOLUCION;
    a->papel = (bits & 1) != 0 ? NINGUNO : (int) hasta(fl, PAPEL_N);
    a->fecha = k->ultima_fecha + ((bits & 2) != 0 ? (Fecha) hasta(fl, 6) : (Fecha) octeto(fl) - 20);
    if (k->vence != FECHA_NULA && (bits & 4) != 0)
        a->fecha = k->vence + (Fecha) hasta(fl, 5) - 2;
    a->con_hoy = moneda(fl);
    a->hoy = a->con_hoy ? a->fecha + (Fecha) hasta(fl, 4) : 0;
    a->codigo = codigo_azar(fl, n, a->evento);
    a->codigo_oficial = octeto(fl) % 8 != 7;
    a->con_procede = (bits & 8) != 0;
    a->procede = a->con_procede && (bits & 16) != 0;
    a->comentario = octeto(fl) % 4 != 3;
    a->evidencia = octeto(fl) % 4 != 3;
}

/* The table of the invoice written again: what had to hold for this to happen. */
static void
aplicado(const CasoFactura *antes, const ActoFactura *a, const CasoFactura *d, bool tardia, const Norma *n,
         const Calendario *c)
{
    bool tarde = antes->vence != FECHA_NULA && a->fecha > antes->vence;
    /* the effect of the system is dated at the deadline, once that day is over */
    bool pasado = a->papel != PAPEL_SISTEMA ? tarde
                                            : antes->vence != FECHA_NULA && a->fecha >= antes->vence &&
                                                  (!a->con_hoy || a->hoy > antes->vence);
    bool radicada = antes->estado == FACTURA_RADICADA, devuelta = antes->estado == FACTURA_DEVUELTA;
    Fecha vence = FECHA_NULA;
    Fallo f;

    sano(d);
    exigir(radicada || devuelta);
    exigir(d->secuencia == antes->secuencia + 1 && d->ultimo_evento == a->evento);
    exigir(d->ultima_fecha == a->fecha && a->fecha >= antes->ultima_fecha);
    exigir(d->vence_formular == antes->vence_formular && d->glosas_vivas == antes->glosas_vivas);
    exigir(a->papel >= 0 && a->papel < PAPEL_N && a->papel != PAPEL_AMBOS);
    exigir(d->devoluciones == antes->devoluciones + (a->evento == EF_DEVOLVER));
    switch (a->evento) {
        case EF_ACEPTAR:
            exigir(radicada && d->estado == FACTURA_ACEPTADA && a->papel == PAPEL_PAGADOR &&
                   antes->glosas_vivas == 0);
            break;
        case EF_DEVOLVER:
            exigir(radicada && d->estado == FACTURA_DEVUELTA && a->papel == PAPEL_PAGADOR && a->comentario);
            exigir(antes->glosas_vivas == 0 && !antes->con_pagos && antes->devoluciones == 0);
            exigir(codigo_clase(a->codigo) == CLASE_DEVOLUCION && a->codigo_oficial);
            exigir(norma_vence(n, c, ACTO_DEVOLVER, antes->ultima_fecha, &vence, &f));
            exigir(d->quien_debe == PAPEL_PRESTADOR);
            exigir(!(vence != FECHA_NULA && a->fecha > vence) ||
                   n->plazo[ACTO_DEVOLVER].al_vencer != EFECTO_RECHAZAR || !n->plazo[ACTO_DEVOLVER].activo);
            break;
        case EF_RESPONDER_DEVOLUCION:
            exigir(devuelta && d->estado == FACTURA_DEVUELTA && a->papel == PAPEL_PRESTADOR &&
                   a->con_procede);
            exigir(antes->quien_debe == PAPEL_PRESTADOR && (a->procede || a->comentario));
            exigir(a->codigo == 0 || codigo_responde_devolucion(a->codigo));
            exigir(d->quien_debe == (a->procede ? NINGUNO : PAPEL_PAGADOR));
            break;
        case EF_DECIDIR_DEVOLUCION:
            exigir(devuelta && antes->quien_debe != NINGUNO);
            if (antes->quien_debe == PAPEL_PRESTADOR) { /* nobody answered: RE2201 */
                exigir(!(a->con_procede && a->procede));
                exigir(pasado && d->estado == FACTURA_DEVUELTA && a->papel != PAPEL_PRESTADOR &&
                       d->quien_debe == NINGUNO);
                exigir(n->plazo[ACTO_RESPONDER_DEVOLUCION].activo &&
                       n->plazo[ACTO_RESPONDER_DEVOLUCION].al_vencer == EFECTO_HABILITAR_CIERRE);
            } else if (a->papel == PAPEL_PAGADOR) { /* the payer decides */
                exigir(a->con_procede && d->estado == (a->procede ? FACTURA_RADICADA : FACTURA_DEVUELTA));
                exigir(a->procede || (a->comentario && d->quien_debe == NINGUNO));
            } else { /* the payer did not decide in term */
                exigir(!(a->con_procede && !a->procede));
                exigir(pasado && d->estado == FACTURA_RADICADA && n->plazo[ACTO_DECIDIR_DEVOLUCION].activo);
                exigir(n->plazo[ACTO_DECIDIR_DEVOLUCION].al_vencer != EFECTO_NINGUNO);
            }
            break;
        case EF_RECHAZAR:
            exigir(radicada && d->estado == FACTURA_RECHAZADA && a->papel == PAPEL_PAGADOR);
            exigir(antes->glosas_vivas == 0 && !antes->con_pagos && a->comentario && a->evidencia);
            break;
        case EF_ANULAR:
            exigir(d->estado == FACTURA_ANULADA && a->papel == PAPEL_PRESTADOR);
            exigir(antes->glosas_vivas == 0 && !antes->con_pagos && a->comentario);
            break;
        default:
            exigir(!"an invoice is filed only once");
    }
    if (tardia)
        exigir(a->evento == EF_DEVOLVER ||
               (tarde && (a->evento == EF_RESPONDER_DEVOLUCION || a->evento == EF_DECIDIR_DEVOLUCION)));
    if (d->vence != FECHA_NULA && d->estado == FACTURA_DEVUELTA)
        exigir(d->vence >= a->fecha);
}

/* The state that follows from the glosas. */
static void
por_glosas(Flujo *fl, CasoFactura *k)
{
    int vivas = (int) hasta(fl, 4), abiertas = vivas == 0 ? 0 : (int) hasta(fl, (uint32_t) vivas + 1), e;

    e = factura_estado_por_glosas(k->estado, vivas, abiertas);
    exigir(factura_estado_por_glosas(e, vivas, abiertas) == e);
    if (k->estado == FACTURA_DEVUELTA || k->estado == FACTURA_RECHAZADA || k->estado == FACTURA_ANULADA) {
        exigir(e == k->estado);
        return;
    }
    exigir(vivas > 0 ? e == (abiertas > 0 ? FACTURA_GLOSADA : FACTURA_CONCILIADA)
                     : e == FACTURA_RADICADA || (e == FACTURA_ACEPTADA && k->estado == FACTURA_ACEPTADA));
    exigir(vivas == 0 || factura_admite_glosas(e));
}

/* What the norm does by itself is an act that the system may do, dated at the deadline and never before. */
static void
vencido(const CasoFactura *k, const Norma *n, const Calendario *c, Fecha al)
{
    ActoFactura a = {.evento = EF_DECIDIR_DEVOLUCION, .papel = PAPEL_SISTEMA, .hoy = al, .con_hoy = true};
    CasoFactura despues;
    bool injustificada = false, tardia;
    Fallo f;

    if (!factura_efecto_vencido(k, n, al, &injustificada, &a.fecha))
        return;
    exigir(k->estado == FACTURA_DEVUELTA && k->vence != FECHA_NULA && al > k->vence);
    exigir(a.fecha == (k->ultima_fecha > k->vence ? k->ultima_fecha : k->vence));
    exigir(factura_aplicar(k, &a, n, c, &despues, &tardia, &f));
    exigir(despues.estado == (injustificada ? FACTURA_RADICADA : FACTURA_DEVUELTA));
}

static void
paso(Flujo *fl, CasoFactura *k, const Norma *n, const Calendario *c)
{
    CasoFactura antes, despues;
    ActoFactura a;
    bool tardia = false;
    Fallo f;

    acto_azar(fl, k, n, &a);
    memcpy(&antes, k, sizeof(antes));
    vencido(k, n, c, a.fecha);
    if (!factura_aplicar(k, &a, n, c, &despues, &tardia, &f)) {
        exigir_fallo(&f);
        exigir(memcmp(&antes, k, sizeof(antes)) == 0);
        return;
    }
    exigir(memcmp(&antes, k, sizeof(antes)) == 0);
    exigir(!terminal(antes.estado));
    aplicado(&antes, &a, &despues, tardia, n, c);
    *k = despues;
}

int
LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo)
{
    Flujo fl = {datos, datos + largo};
    const Calendario *c;
    Norma n;
    CasoFactura k;
    Fallo f;

    if (largo < 8)
        return 0;
    c = calendario_fijo(octeto(&fl));
    norma_azar(&fl, &n);
    for (int vida = 0; queda(&fl) && vida < 6; vida++) {
        if (!factura_radicar(&n, c, fecha_de(2024, 1, 1) + (Fecha) hasta(&fl, 512), &k, &f)) {
            exigir_fallo(&f);
            continue;
        }
        sano(&k);
        for (int i = 0; queda(&fl) && i < 12; i++) {
            uint8_t que = octeto(&fl);

            if (que % 16 == 15)
                k.con_pagos = !k.con_pagos;
            if (que % 16 == 14)
                k.glosas_vivas = k.glosas_vivas > 0 ? 0 : 1;
            if (que % 16 == 13)
                por_glosas(&fl, &k);
            paso(&fl, &k, &n, c);
        }
    }
    return 0;
}
