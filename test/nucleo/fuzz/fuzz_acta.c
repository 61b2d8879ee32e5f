/*
 * fuzz_acta.c - conciliation: who is called to a meeting, what an act must add up to and who may sign it, and which
 * act each peso that was paid covers.
 *
 * Each judgement is held against the rule written again here; a line of an act that was admitted is applied to its
 * case, and what it leaves without agreement is what stays pending; who is called can truly be called.
 */
#include "norma_azar.h"

#include "nucleo/acta.h"

#define ACTAS_MAX 10

/* A case in any state, with its amounts in order. */
static void
caso_azar(Flujo *fl, CasoGlosa *k)
{
    memset(k, 0, sizeof(*k));
    k->estado = (int) hasta(fl, GLOSA_ESTADOS);
    k->estado_previo = k->estado == GLOSA_SUSPENDIDA ? (int) hasta(fl, GLOSA_SUSPENDIDA) : NINGUNO;
    k->causa = k->estado == GLOSA_CERRADA ? (int) hasta(fl, CAUSAS) : NINGUNO;
    k->quien_debe = NINGUNO;
    k->ultimo_evento = (int) hasta(fl, GLOSA_EVENTOS);
    k->secuencia = 2 + (int) hasta(fl, 20);
    k->aceptado = octeto(fl);
    k->levantado = octeto(fl);
    k->pendiente = k->estado == GLOSA_CERRADA ? 0 : 1 + positivo(fl) / 4;
    k->valor = k->aceptado + k->levantado + k->pendiente;
    k->fecha = fecha_de(2024, 1, 1) + (Fecha) octeto(fl);
    k->ultima_fecha = k->fecha + (Fecha) octeto(fl);
    k->vence = moneda(fl) ? FECHA_NULA : k->ultima_fecha + (Fecha) octeto(fl) - 40;
    k->vence_previo = FECHA_NULA;
    k->comunicaciones = (int) hasta(fl, 4);
    k->subsanada = moneda(fl);
}

/* ---- who is called ------------------------------------------------------------------ */

/* The rule, written again: what comes first rules. */
static int
exclusion(const CasoConciliable *q)
{
    const CasoGlosa *k = q->caso;
    const char *s = q->suspension == NULL ? "" : q->suspension;

    if (q->pagador == ENTIDAD_LIQUIDADA || q->prestador == ENTIDAD_LIQUIDADA)
        return EXCLUSION_LIQUIDADA;
    if (q->pagador != ENTIDAD_ACTIVA || q->prestador != ENTIDAD_ACTIVA)
        return EXCLUSION_EN_LIQUIDACION;
    if (k->estado == GLOSA_SUSPENDIDA)
        return strcmp(s, "litigio") == 0                  ? EXCLUSION_LITIGIO
               : strcmp(s, "embargo") == 0                ? EXCLUSION_EMBARGO
               : strcmp(s, "entidad_en_liquidacion") == 0 ? EXCLUSION_EN_LIQUIDACION
               : strcmp(s, "tarifa_por_definir") == 0     ? EXCLUSION_TARIFA
               : strcmp(s, "afiliacion") == 0             ? EXCLUSION_AFILIACION
               : strcmp(s, "cobertura") == 0              ? EXCLUSION_SIN_COBERTURA
                                                          : EXCLUSION_SUSPENDIDA;
    if (q->exclusion != NULL && strcmp(q->exclusion, "sin_cobertura") == 0)
        return EXCLUSION_SIN_COBERTURA;
    if (q->exclusion != NULL && strcmp(q->exclusion, "afiliacion_no_demostrada") == 0)
        return EXCLUSION_AFILIACION;
    if (k->estado == GLOSA_EN_CONCILIACION)
        return k->ultimo_evento == EV_CITAR && k->vence >= q->fecha && !q->reprograma ? EXCLUSION_YA_CITADA
                                                                                      : NINGUNO;
    if (k->estado == GLOSA_NOTIFICADA) /* late: the day after the term, or of a later act */
        return k->vence != FECHA_NULA && (q->fecha > k->vence || k->ultima_fecha > k->vence)
                   ? NINGUNO
                   : EXCLUSION_PLAZO_EN_CURSO;
    return k->estado == GLOSA_RATIFICADA ? NINGUNO : EXCLUSION_ESTADO;
}

static void
citar(Flujo *fl)
{
    static const char *const causas[] = {NULL,
                                         "litigio",
                                         "embargo",
                                         "entidad_en_liquidacion",
                                         "afiliacion",
                                         "cobertura",
                                         "tarifa_por_definir",
                                         "otra"};
    static const char *const exclusiones[] = {NULL, "sin_cobertura", "afiliacion_no_demostrada", "capricho"};
    const Calendario *c = calendario_fijo(octeto(fl));
    CasoGlosa k, despues;
    CasoConciliable q = {.caso = &k};
    ActoGlosa a = {.evento = EV_CITAR, .causa = NINGUNO, .papel = PAPEL_PRESTADOR, .radicacion = FECHA_NULA};
    bool tardia;
    int motivo;
    Norma n;
    Fallo f;

    norma_azar(fl, &n);
    caso_azar(fl, &k);
    q.norma = &n;
    q.fecha = k.ultima_fecha + (Fecha) octeto(fl) - 20;
    q.pagador = octeto(fl) % 8 > 5 ? (SituacionEntidad) hasta(fl, 3) : ENTIDAD_ACTIVA;
    q.prestador = octeto(fl) % 8 > 5 ? (SituacionEntidad) hasta(fl, 3) : ENTIDAD_ACTIVA;
    q.suspension = causas[hasta(fl, sizeof(causas) / sizeof(causas[0]))];
    q.exclusion = exclusiones[octeto(fl) % 8 > 4 ? hasta(fl, 4) : 0];
    q.reprograma = moneda(fl);
    motivo = conciliacion_excluir(&q);
    exigir(motivo == exclusion(&q));
    if (motivo != NINGUNO)
        return;
    /* called: the machine itself lets the event happen that day */
    a.fecha = q.fecha > k.ultima_fecha ? q.fecha : k.ultima_fecha;
    a.fecha_cita = a.fecha;
    exigir(glosa_admite(&k, EV_CITAR, &n, a.fecha));
    exigir(glosa_aplicar(&k, &a, &n, c, &despues, &tardia, &f));
    exigir(despues.pendiente == k.pendiente && despues.valor == k.valor);
}

/* ---- the act ------------------------------------------------------------------------- */

static void
linea(Flujo *fl)
{
    const Calendario *c = calendario_fijo(octeto(fl));
    CasoGlosa k, d;
    LineaActa l;
    ActoGlosa a = {.evento = EV_CONCILIAR,
                   .causa = NINGUNO,
                   .papel = NINGUNO,
                   .radicacion = FECHA_NULA,
                   .con_aceptado = true,
                   .con_levantado = true,
                   .acta = true};
    bool debe, tardia;
    Norma n;
    Fallo f;

    norma_azar(fl, &n);
    caso_azar(fl, &k);
    if (octeto(fl) % 4 != 0)
        k.estado = GLOSA_EN_CONCILIACION, k.causa = k.estado_previo = NINGUNO;
    l = (LineaActa){.estado = k.estado, .pendiente = k.pendiente};
    l.aceptado = importe(fl) / 2;
    l.levantado = importe(fl) / 2;
    l.sin_acuerdo = importe(fl) / 2;
    if (moneda(fl)) { /* parts of what is pending, so that many add up */
        l.aceptado = k.pendiente / 255 * octeto(fl);
        l.levantado = (k.pendiente - l.aceptado) / 255 * octeto(fl);
        l.sin_acuerdo = k.pendiente - l.aceptado - l.levantado + (Centavos) (octeto(fl) == 1);
    }
    if (octeto(fl) % 8 == 7) { /* what one part has too much, another has below zero */
        Centavos de_mas = l.aceptado + 1 + (Centavos) octeto(fl);

        l.aceptado -= de_mas;
        l.sin_acuerdo += de_mas;
    }
    debe = l.estado == GLOSA_EN_CONCILIACION && l.aceptado >= 0 && l.levantado >= 0 && l.sin_acuerdo >= 0 &&
           (Ancho) l.aceptado + l.levantado + l.sin_acuerdo == l.pendiente;
    exigir(acta_linea_juzgar(&l, &f) == debe);
    if (!debe) {
        exigir_fallo(&f);
        return;
    }
    if (k.pendiente == 0)
        return;
    a.aceptado = l.aceptado;
    a.levantado = l.levantado;
    a.fecha = k.ultima_fecha + (Fecha) hasta(fl, 40);
    if (!glosa_aplicar(&k, &a, &n, c, &d, &tardia, &f)) {
        exigir_fallo(&f);
        exigir(f.clase == FALLO_RANGO); /* the calendar ends */
        return;
    }
    exigir(d.pendiente == l.sin_acuerdo && d.aceptado == k.aceptado + l.aceptado &&
           d.levantado == k.levantado + l.levantado && d.valor == d.aceptado + d.levantado + d.pendiente);
    exigir((d.estado == GLOSA_CERRADA) == (l.sin_acuerdo == 0));
    exigir(d.estado == GLOSA_CERRADA ? d.causa == CAUSA_CONCILIADA : d.estado == GLOSA_EN_CONCILIACION);
}

/* A text of the input, in a copy of exactly its size; NULL now and then; to be freed. */
static char *
texto_azar(Flujo *fl)
{
    static const char *const puestos[] = {"Representante Legal",
                                          "  REPRESENTANTE LEGAL, suplente",
                                          "representante legales",
                                          "Auditora",
                                          " \t\n",
                                          "representante"};
    uint8_t cual = octeto(fl);
    char buf[24];
    size_t n = 0;

    if (cual == 0)
        return NULL;
    if (cual % 2 == 0) {
        const char *s = puestos[cual / 2 % (sizeof(puestos) / sizeof(puestos[0]))];

        return copia_exacta(s, strlen(s) + 1);
    }
    for (; n < cual % sizeof(buf); n++)
        buf[n] = (char) octeto(fl);
    buf[n] = '\0';
    return copia_exacta(buf, strlen(buf) + 1);
}

static bool
en_blanco(const char *s)
{
    for (; s != NULL && *s != '\0'; s++)
        if (*s != ' ' && *s != '\t' && *s != '\r' && *s != '\n')
            return false;
    return true;
}

/* The post in small letters and without margin, up to a mark that ends the words. */
static bool
representa(const char *cargo)
{
    static const char palabras[] = "representante legal";
    char texto[64] = "";
    size_t n = 0, largo = sizeof(palabras) - 1;

    for (const char *s = cargo == NULL ? "" : cargo; *s != '\0' && n < sizeof(texto) - 1; s++)
        if (n > 0 || strchr(" \t\r\n", *s) == NULL)
            texto[n++] = *s >= 'A' && *s <= 'Z' ? (char) (*s + 32) : *s;
    texto[n] = '\0';
    exigir(cargo_representa(cargo) ==
           (strncmp(texto, palabras, largo) == 0 && strchr(" ,(", texto[largo]) != NULL));
    return cargo_representa(cargo);
}

static void
firmar(Flujo *fl)
{
    char *firmante = texto_azar(fl), *cargo = texto_azar(fl), *poder = texto_azar(fl);
    FirmaActa a = {.firmante = firmante, .cargo = cargo, .poder = poder};
    bool debe;
    Fallo f;

    a.papel = (int) hasta(fl, PAPEL_N + 1) - 1;
    a.fecha_acta = (Fecha) entero(fl, 2);
    a.fecha = a.fecha_acta + (Fecha) octeto(fl) - 10;
    a.lineas = moneda(fl) ? 1 + (int64_t) octeto(fl) : 0;
    debe = (a.papel == PAPEL_PAGADOR || a.papel == PAPEL_PRESTADOR) && !en_blanco(firmante) &&
           !en_blanco(cargo) && (representa(cargo) || !en_blanco(poder)) && a.fecha >= a.fecha_acta &&
           a.lineas > 0;
    exigir(acta_firma_juzgar(&a, &f) == debe);
    if (!debe)
        exigir_fallo(&f);
    free(firmante);
    free(cargo);
    free(poder);
}

static void
lo_demas(Flujo *fl)
{
    int papel = (int) hasta(fl, PAPEL_N + 1) - 1;
    bool parte = papel == PAPEL_PAGADOR || papel == PAPEL_PRESTADOR, con = moneda(fl);
    Fecha fecha = fecha_de(2024, 1, 1) + (Fecha) octeto(fl);
    Fecha otra = octeto(fl) == 7 ? FECHA_NULA : fecha + (Fecha) octeto(fl) - 60;
    CompromisoActa k = {.papel = papel, .con_descripcion = con, .fecha_acta = fecha, .vence = otra};
    CodigoGlosa codigo = 0;
    char *texto = texto_azar(fl);
    Fecha vence = FECHA_NULA;
    Norma n;
    Fallo f;

    exigir(cita_juzgar(papel, con, fecha, otra, &f) == (parte && con && otra >= fecha));
    exigir(comunicacion_juzgar(papel, con, &f) == (parte && con));
    exigir(compromiso_juzgar(&k, &f) ==
           ((parte || papel == PAPEL_AMBOS) && con && otra != FECHA_NULA && otra >= fecha));
    exigir(exclusion_declarable(texto, &f) ==
           (texto != NULL &&
            (strcmp(texto, "sin_cobertura") == 0 || strcmp(texto, "afiliacion_no_demostrada") == 0)));
    exigir(entidad_situacion(texto) == ENTIDAD_ACTIVA || texto != NULL);
    /* a notice by mail after the notification, and nothing else */
    exigir(comunicacion_efectiva(con ? "correo_certificado" : "correo_electronico", fecha, otra) ==
           (otra != FECHA_NULA && fecha > otra));
    exigir(!comunicacion_efectiva(texto, fecha, otra) || strncmp(texto, "correo_", 7) == 0);
    exigir(!comunicacion_efectiva(texto, fecha, FECHA_NULA));
    /* what to bring depends on the general concept only */
    if (texto != NULL && codigo_leer(texto, strlen(texto), &codigo, &f))
        exigir(preparacion_soporte(codigo) != NULL &&
               preparacion_soporte(codigo) == preparacion_soporte(codigo_general(codigo)));
    /* the date that the parties agreed on rules; else the term of the norm, which does not end before it begins */
    norma_azar(fl, &n);
    if (reliquidacion_vence(&n, calendario_fijo(octeto(fl)), fecha, otra, &vence, &f))
        exigir(otra != FECHA_NULA ? vence == otra : vence == FECHA_NULA || vence >= fecha);
    else
        exigir_fallo(&f);
    free(texto);
}

/* ---- paying what was conciliated -------------------------------------------------------- */

static Centavos
cubrir(int n, const Centavos *base, const Centavos *debe, Centavos pagado, Centavos exigible,
       Centavos *cubierto)
{
    Centavos suma = 0;
    bool falta = false;

    actas_pagado(n, base, debe, pagado, exigible, cubierto);
    for (int i = 0; i < n; i++) {
        exigir(cubierto[i] >= 0 && cubierto[i] <= debe[i]);
        exigir(exigible > 0 || cubierto[i] == debe[i]);
        /* the oldest first: nothing for an act while an older one lacks something */
        exigir(exigible <= 0 || !falta || cubierto[i] == 0);
        falta |= cubierto[i] < debe[i];
        suma += cubierto[i];
    }
    /* a peso covers one act only, and only what came after the first re-liquidation does */
    if (n > 0 && exigible > 0)
        exigir(suma <= (pagado > base[0] ? pagado - base[0] : 0));
    return suma;
}

static void
pagar(Flujo *fl)
{
    Centavos base[ACTAS_MAX], debe[ACTAS_MAX], antes[ACTAS_MAX], ahora[ACTAS_MAX];
    Centavos pagado = positivo(fl) / 32, mas = octeto(fl), suma, total = 0;
    Centavos exigible = octeto(fl) % 8 == 7 ? -(Centavos) octeto(fl) : 1 + (Centavos) octeto(fl);
    int n = (int) hasta(fl, ACTAS_MAX + 1);
    bool iguales = true;

    for (int i = 0; i < n; i++) {
        debe[i] = moneda(fl) ? octeto(fl) : positivo(fl) / 32;
        base[i] = i > 0 && moneda(fl) ? base[i - 1]
                  : moneda(fl)        ? pagado - pagado / 255 * octeto(fl)
                                      : positivo(fl) / 32;
        iguales &= base[i] == base[0];
        total += debe[i];
    }
    suma = cubrir(n, base, debe, pagado, exigible, antes);
    if (n > 0 && exigible > 0 && iguales) { /* nothing is lost between acts */
        Centavos hay = pagado > base[0] ? pagado - base[0] : 0;

        exigir(suma == (hay < total ? hay : total));
    }
    /* what is paid later takes nothing away, and covers no more than itself */
    total = cubrir(n, base, debe, pagado + mas, exigible, ahora);
    for (int i = 0; i < n; i++)
        exigir(ahora[i] >= antes[i]);
    exigir(total - suma <= mas);
    /* and the acts already covered do not depend on those that came later */
    if (n > 1) {
        actas_pagado(n - 1, base, debe, pagado, exigible, ahora);
        exigir(memcmp(ahora, antes, sizeof(*ahora) * (size_t) (n - 1)) == 0);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo)
{
    Flujo fl = {datos, datos + largo};

    for (int i = 0; queda(&fl) && i < 8; i++)
        switch (octeto(&fl) % 5) {
            case 0:
                citar(&fl);
                break;
            case 1:
                linea(&fl);
                break;
            case 2:
                firmar(&fl);
                break;
            case 3:
                lo_demas(&fl);
                break;
            default:
                pagar(&fl);
                break;
        }
    return 0;
}
