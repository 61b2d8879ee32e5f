/*
 * acta.c - rules of conciliation (see acta.h).
 */
#include "nucleo/acta.h"

#include <string.h>

const char *const MOTIVOS_EXCLUSION[EXCLUSIONES] = {"litigio",
                                                    "embargo",
                                                    "entidad_en_liquidacion",
                                                    "entidad_liquidada",
                                                    "tarifa_por_definir",
                                                    "suspendida",
                                                    "sin_cobertura",
                                                    "afiliacion_no_demostrada",
                                                    "ya_citada",
                                                    "plazo_en_curso",
                                                    "estado_no_conciliable"};

static bool
vacio(const char *s)
{
    return s == NULL || s[strspn(s, " \t\r\n")] == '\0';
}

static int
motivo_por_nombre(const char *nombre)
{
    for (int i = 0; nombre != NULL && i < EXCLUSIONES; i++)
        if (strcmp(nombre, MOTIVOS_EXCLUSION[i]) == 0)
            return i;
    return NINGUNO;
}

/* ---- who is called -------------------------------------------------------------- */

SituacionEntidad
entidad_situacion(const char *texto)
{
    if (texto != NULL && strcmp(texto, "liquidada") == 0)
        return ENTIDAD_LIQUIDADA;
    return texto != NULL && strcmp(texto, "en_liquidacion") == 0 ? ENTIDAD_EN_LIQUIDACION : ENTIDAD_ACTIVA;
}

bool
glosa_admite(const CasoGlosa *caso, int evento, const Norma *n, Fecha fecha)
{
    for (int i = 0; i < MAQUINA_GLOSA.n_filas; i++)
        if (MAQUINA_GLOSA.filas[i].evento == evento &&
            glosa_fila_permitida(caso, &MAQUINA_GLOSA.filas[i], n, fecha))
            return true;
    return false;
}

/* A citation dated before the last act of the glosa is not an exclusion: the event itself refuses it. */
static bool
se_puede_citar(const CasoConciliable *k)
{
    Fecha fecha = k->fecha > k->caso->ultima_fecha ? k->fecha : k->caso->ultima_fecha;

    return glosa_admite(k->caso, EV_CITAR, k->norma, fecha);
}

static bool
de_una_parte(int papel, Fallo *f)
{
    if (papel == PAPEL_PAGADOR || papel == PAPEL_PRESTADOR)
        return true;
    return fallar(f, FALLO_PAPEL, "only the payer or the provider may do this", "Party: %s.", NULL,
                  papel == NINGUNO ? "" : PAPELES[papel], NULL);
}

bool
cita_juzgar(int papel, bool con_lugar, Fecha fecha, Fecha fecha_cita, Fallo *f)
{
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    if (!de_una_parte(papel, f))
        return false;
    if (!con_lugar)
        return fallar(f, FALLO_EVIDENCIA, "a meeting needs its place", NULL, NULL, NULL);
    if (fecha_cita < fecha)
        return fallar(f, FALLO_ARGUMENTO, "the meeting is before its citation", "Meeting: %s; citation: %s.",
                      NULL, fecha_texto(fecha_cita, a), fecha_texto(fecha, b), NULL);
    return true;
}

/* While a consultation about affiliation or coverage is open, neither has been shown. */
static int
por_suspension(const char *causa)
{
    int motivo = motivo_por_nombre(causa);

    if (causa != NULL && strcmp(causa, "afiliacion") == 0)
        return EXCLUSION_AFILIACION;
    if (causa != NULL && strcmp(causa, "cobertura") == 0)
        return EXCLUSION_SIN_COBERTURA;
    return motivo == NINGUNO ? EXCLUSION_SUSPENDIDA : motivo;
}

int
conciliacion_excluir(const CasoConciliable *k)
{
    const CasoGlosa *c = k->caso;
    int motivo;

    /* special case e: what was wound up is closed; what is being wound up stays open until that ends */
    if (k->pagador == ENTIDAD_LIQUIDADA || k->prestador == ENTIDAD_LIQUIDADA)
        return EXCLUSION_LIQUIDADA;
    if (k->pagador == ENTIDAD_EN_LIQUIDACION || k->prestador == ENTIDAD_EN_LIQUIDACION)
        return EXCLUSION_EN_LIQUIDACION;
    if (c->estado == GLOSA_SUSPENDIDA)
        return por_suspension(k->suspension);
    /* special cases a and b: no conciliation begins over what is not recognised at all */
    motivo = motivo_por_nombre(k->exclusion);
    if (motivo != NINGUNO)
        return motivo;
    /* a meeting still ahead is moved, not doubled */
    if (c->estado == GLOSA_EN_CONCILIACION && c->ultimo_evento == EV_CITAR && c->vence != FECHA_NULA &&
        c->vence >= k->fecha && !k->reprograma)
        return EXCLUSION_YA_CITADA;
    if (se_puede_citar(k))
        return NINGUNO;
    return c->estado == GLOSA_NOTIFICADA ? EXCLUSION_PLAZO_EN_CURSO : EXCLUSION_ESTADO;
}

bool
exclusion_declarable(const char *motivo, Fallo *f)
{
    int m = motivo_por_nombre(motivo);

    if (m == EXCLUSION_SIN_COBERTURA || m == EXCLUSION_AFILIACION)
        return true;
    return fallar(f, FALLO_ARGUMENTO, "reason of exclusion is not known", "Reason: %s.",
                  "Use sin_cobertura or afiliacion_no_demostrada; litigation and attachment are suspensions.",
                  motivo == NULL ? "" : motivo, NULL);
}

const char *
preparacion_soporte(CodigoGlosa codigo)
{
    static const struct {
        const char *general, *soporte;
    } CONCEPTOS[] = {
        {"FA", "detalle de lo facturado"},
        {"1", "detalle de lo facturado"},
        {"TA", "tarifas pactadas o su homologación"},
        {"2", "tarifas pactadas o su homologación"},
        {"SO", "soporte que nombra el código de la glosa"},
        {"3", "soporte que nombra el código de la glosa"},
        {"AU", "autorización o su solicitud"},
        {"4", "autorización o su solicitud"},
        {"CO", "afiliación y cobertura en la fecha del servicio"},
        {"5", "afiliación y cobertura en la fecha del servicio"},
        {"CL", "historia clínica que sustenta la pertinencia"},
        {"6", "historia clínica que sustenta la pertinencia"},
        {"SA", "acuerdo de voluntades y su seguimiento"},
    };
    char texto[CODIGO_TEXTO];

    codigo_texto(codigo_general(codigo), texto);
    for (size_t i = 0; i < sizeof(CONCEPTOS) / sizeof(CONCEPTOS[0]); i++)
        if (strcmp(texto, CONCEPTOS[i].general) == 0)
            return CONCEPTOS[i].soporte;
    return "soporte de la respuesta";
}

/* ---- notices ------------------------------------------------------------------------ */

bool
comunicacion_juzgar(int papel, bool con_texto, Fallo *f)
{
    if (!de_una_parte(papel, f))
        return false;
    if (!con_texto)
        return fallar(f, FALLO_EVIDENCIA, "a notice needs its subject and its content", NULL, NULL, NULL);
    return true;
}

bool
comunicacion_efectiva(const char *medio, Fecha enviada, Fecha notificada)
{
    return medio != NULL &&
           (strcmp(medio, "correo_electronico") == 0 || strcmp(medio, "correo_certificado") == 0) &&
           notificada != FECHA_NULA && enviada > notificada;
}

/* ---- the act -------------------------------------------------------------------------- */

bool
acta_linea_juzgar(const LineaActa *l, Fallo *f)
{
    static const char *const PARTES[] = {"valor_aceptado", "valor_levantado", "valor_sin_acuerdo"};
    const Centavos valores[] = {l->aceptado, l->levantado, l->sin_acuerdo};
    char a[DINERO_TEXTO], b[DINERO_TEXTO], c[DINERO_TEXTO];
    Centavos queda = l->pendiente;

    if (l->estado != GLOSA_EN_CONCILIACION)
        return fallar(f, FALLO_TRANSICION, "the glosa is not in conciliation", "State: %s.",
                      "Only what was cited and is still in conciliation enters an act.",
                      l->estado == NINGUNO ? "" : MAQUINA_GLOSA.estados[l->estado], NULL);
    for (int i = 0; i < 3; i++) {
        if (valores[i] < 0)
            return fallar(f, FALLO_IMPORTE, "amount is negative", "%s: %s.", NULL, PARTES[i],
                          dinero_texto(valores[i], a), NULL);
        queda -= valores[i]; /* each within CENTAVOS_MAX: four of them fit in 64 bits */
    }
    if (queda != 0)
        return fallar(f, FALLO_IMPORTE, "the parts of the act do not add up to what is pending",
                      "Accepted, lifted and without agreement: %s; pending: %s; difference: %s.", NULL,
                      dinero_texto(l->pendiente - queda, a), dinero_texto(l->pendiente, b),
                      dinero_texto(queda, c), NULL);
    return true;
}

/* The letters of both, without regard to case; ASCII is enough for these words. */
static bool
empieza(const char *texto, const char *palabras)
{
    for (; *palabras != '\0'; texto++, palabras++)
        if ((*texto >= 'A' && *texto <= 'Z' ? *texto - 'A' + 'a' : *texto) != *palabras)
            return false;
    return *texto == '\0' || *texto == ' ' || *texto == ',' || *texto == '(';
}

bool
cargo_representa(const char *cargo)
{
    return cargo != NULL && empieza(cargo + strspn(cargo, " \t\r\n"), "representante legal");
}

static bool
no_antes(Fecha fecha, Fecha acta, Fallo *f)
{
    char a[FECHA_TEXTO], b[FECHA_TEXTO];

    if (fecha >= acta)
        return true;
    return fallar(f, FALLO_ARGUMENTO, "date is before the act", "Date: %s; act: %s.", NULL,
                  fecha_texto(fecha, a), fecha_texto(acta, b), NULL);
}

bool
acta_firma_juzgar(const FirmaActa *firma, Fallo *f)
{
    if (!de_una_parte(firma->papel, f))
        return false;
    if (vacio(firma->firmante) || vacio(firma->cargo))
        return fallar(f, FALLO_EVIDENCIA, "a signature needs the name and the post of the signer", NULL, NULL,
                      NULL);
    if (!cargo_representa(firma->cargo) && vacio(firma->poder))
        return fallar(f, FALLO_EVIDENCIA, "a delegate signs with a power of attorney",
                      "Signer: %s; post: %s.",
                      "Give poder: the letter in which the legal representative empowers the signer.",
                      firma->firmante, firma->cargo, NULL);
    if (!no_antes(firma->fecha, firma->fecha_acta, f))
        return false;
    if (firma->lineas == 0)
        return fallar(f, FALLO_EVIDENCIA, "an act without lines cannot be signed", NULL, NULL, NULL);
    return true;
}

bool
compromiso_juzgar(const CompromisoActa *c, Fallo *f)
{
    if (c->papel != PAPEL_PAGADOR && c->papel != PAPEL_PRESTADOR && c->papel != PAPEL_AMBOS)
        return fallar(f, FALLO_PAPEL, "a commitment is owed by a party", "Party: %s.", NULL,
                      c->papel == NINGUNO ? "" : PAPELES[c->papel], NULL);
    if (!c->con_descripcion)
        return fallar(f, FALLO_EVIDENCIA, "a commitment needs its description", NULL, NULL, NULL);
    if (c->vence == FECHA_NULA)
        return fallar(f, FALLO_EVIDENCIA, "a commitment needs its term", NULL, "Give plazo or vence.", NULL);
    return no_antes(c->vence, c->fecha_acta, f);
}

/* ---- paying what was conciliated ---------------------------------------------------------- */

bool
reliquidacion_vence(const Norma *n, const Calendario *c, Fecha fecha_acta, Fecha compromiso, Fecha *vence,
                    Fallo *f)
{
    if (compromiso != FECHA_NULA) {
        *vence = compromiso;
        return true;
    }
    return norma_vence(n, c, ACTO_PAGAR, fecha_acta, vence, f);
}

void
actas_pagado(int n, const Centavos *base, const Centavos *a_pagar, Centavos pagado, Centavos exigible,
             Centavos *cubierto)
{
    Centavos desde = 0;

    for (int i = 0; i < n; i++) {
        Centavos disponible;

        if (i == 0 || base[i] > desde)
            desde = base[i];
        disponible = pagado > desde ? pagado - desde : 0;
        cubierto[i] = exigible <= 0 || disponible > a_pagar[i] ? a_pagar[i] : disponible;
        desde += cubierto[i];
    }
}
