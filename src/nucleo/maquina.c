/*
 * maquina.c - what every state machine shares (see maquina.h).
 */
#include "nucleo/maquina.h"
#include "nucleo/ciclo_factura.h"
#include "nucleo/ciclo_glosa.h"
#include "nucleo/ciclo_liquidacion.h"
#include "nucleo/ciclo_prestacion.h"

#include <stdio.h>
#include <string.h>

const char *const PAPELES[PAPEL_N] = {"pagador", "prestador", "ambos", "sistema"};
const char *const ACTOS[ACTO_N] = {"formular",
                                   "responder",
                                   "decidir",
                                   "subsanar",
                                   "decidir_final",
                                   "pagar",
                                   "citar",
                                   "conciliar",
                                   "devolver",
                                   "responder_devolucion",
                                   "decidir_devolucion",
                                   "consultar_afiliacion",
                                   "consultar_cobertura",
                                   "consultar_tarifa",
                                   "cerrar_consulta",
                                   "notificar",
                                   "comunicar_resultado"};

static const Maquina *const MAQUINAS[] = {&MAQUINA_GLOSA, &MAQUINA_FACTURA, &MAQUINA_LIQUIDACION,
                                          &MAQUINA_ORDEN_PAGO, &MAQUINA_PRESTACION};

const Maquina *const *
maquina_lista(int *cuantas)
{
    *cuantas = (int) (sizeof(MAQUINAS) / sizeof(MAQUINAS[0]));
    return MAQUINAS;
}

const Maquina *
maquina_buscar(const char *nombre)
{
    int n;
    const Maquina *const *lista = maquina_lista(&n);

    for (int i = 0; i < n; i++)
        if (strcmp(lista[i]->nombre, nombre) == 0)
            return lista[i];
    return NULL;
}

/* States that some sequence of events reaches, as a mask. */
static uint32_t
alcanzables(const Maquina *m)
{
    uint32_t vistos = m->derivados, antes;

    do {
        antes = vistos;
        for (int i = 0; i < m->n_filas; i++) {
            const Transicion *t = &m->filas[i];

            if ((t->desde == DE_NADA || (t->desde & vistos) != 0) && t->hacia >= 0)
                vistos |= DE(t->hacia);
        }
    } while (vistos != antes);
    return vistos;
}

static bool
todos_nombrados(const char *const *nombres, int n)
{
    for (int i = 0; i < n; i++)
        if (nombres[i] == NULL)
            return false;
    return true;
}

static bool
fila_existe(const Maquina *m, const Transicion *t)
{
    bool nace = t->desde == DE_NADA;

    return (nace || (t->desde != 0 && t->desde < DE(m->n_estados))) && t->evento >= 0 &&
           t->evento < m->n_eventos && t->causa >= NINGUNO && t->causa < m->n_causas && t->quien != 0 &&
           t->quien < DE(PAPEL_N) && t->rama < m->n_ramas && t->acto >= NINGUNO && t->acto < ACTO_N &&
           t->hacia < m->n_estados &&
           (t->hacia >= 0 || (!nace && (t->hacia == HACIA_MISMO || t->hacia == HACIA_PREVIO)));
}

/* Whether an earlier row takes this one's case from some state. */
static bool
fila_tapada(const Maquina *m, int fila)
{
    const Transicion *t = &m->filas[fila];

    for (int i = 0; i < fila; i++) {
        const Transicion *o = &m->filas[i];

        if ((o->desde & t->desde) != 0 && o->evento == t->evento && o->causa == t->causa &&
            (o->rama == 0 || o->rama == t->rama))
            return true;
    }
    return false;
}

const char *
maquina_revisar(const Maquina *m)
{
    uint32_t usados = 0, con_salida = 0;

    if (!todos_nombrados(m->estados, m->n_estados) || !todos_nombrados(m->eventos, m->n_eventos) ||
        !todos_nombrados(m->causas, m->n_causas) || !todos_nombrados(m->ramas, m->n_ramas) ||
        !todos_nombrados(m->guardias, m->n_guardias))
        return "a name is missing";
    for (int i = 0; i < m->n_filas; i++) {
        const Transicion *t = &m->filas[i];

        if (!fila_existe(m, t))
            return "a row names something that does not exist";
        if (fila_tapada(m, i))
            return "a row never rules: an earlier one takes its case";
        if (t->desde != DE_NADA && (t->desde & m->terminales) != 0)
            return "a terminal state has an exit";
        if (t->guardias >> m->n_guardias != 0)
            return "a guard has no text";
        usados |= DE(t->evento);
        if (t->desde != DE_NADA)
            con_salida |= t->desde;
    }
    if (usados != DE(m->n_eventos) - 1)
        return "an event is never used";
    if (alcanzables(m) != DE(m->n_estados) - 1)
        return "a state cannot be reached";
    if ((con_salida | m->terminales | m->derivados) != DE(m->n_estados) - 1)
        return "a state that is not terminal has no exit";
    return NULL;
}

static void
agregar(char *buf, size_t largo, size_t *usado, const char *texto)
{
    size_t n = strlen(texto);

    if (*usado < largo) {
        size_t cabe = largo - *usado - 1;

        memcpy(buf + *usado, texto, n < cabe ? n : cabe);
        buf[*usado + (n < cabe ? n : cabe)] = '\0';
    }
    *usado += n;
}

const char *
maquina_eventos_de(const Maquina *m, int estado, char *buf, size_t largo)
{
    size_t usado = 0;

    buf[0] = '\0';
    for (int e = 0; e < m->n_eventos; e++)
        for (int i = 0; i < m->n_filas; i++) {
            const Transicion *t = &m->filas[i];

            if (t->evento != e || (t->desde & (estado < 0 ? DE_NADA : DE(estado))) == 0)
                continue;
            if (usado > 0)
                agregar(buf, largo, &usado, ", ");
            agregar(buf, largo, &usado, m->eventos[e]);
            break;
        }
    return usado == 0 ? "-" : buf;
}

const char *
maquina_quien(uint8_t quien, char *buf, size_t largo)
{
    size_t usado = 0;

    buf[0] = '\0';
    for (int p = 0; p < PAPEL_N; p++)
        if ((quien & DE(p)) != 0) {
            if (usado > 0)
                agregar(buf, largo, &usado, " o ");
            agregar(buf, largo, &usado, PAPELES[p]);
        }
    return buf;
}

/* ---- the diagram -------------------------------------------------------------- */

/* A row from more states than these is drawn once, from a state that stands for all of them. */
#define MUCHOS_ESTADOS 4
#define CUALQUIERA (-4)

static int
cuantos(uint32_t mascara)
{
    int n = 0;

    for (; mascara != 0; mascara &= mascara - 1)
        n++;
    return n;
}

/* Whether the row is drawn from desde (a state, NINGUNO or CUALQUIERA), and where to. */
static bool
sale_de(const Transicion *t, int desde, int *hacia)
{
    bool muchos = t->desde != DE_NADA && cuantos(t->desde) > MUCHOS_ESTADOS;

    *hacia = t->hacia == HACIA_MISMO ? desde : t->hacia;
    if (desde == NINGUNO)
        return t->desde == DE_NADA;
    if (desde == CUALQUIERA)
        return muchos;
    return !muchos && t->desde != DE_NADA && (t->desde & DE(desde)) != 0;
}

/* Whether an earlier row already puts this text on the arrow (rows that differ only in branch or guards). */
static bool
repetida(const Maquina *m, int fila, int desde, int hacia)
{
    const Transicion *t = &m->filas[fila];

    for (int i = 0; i < fila; i++) {
        const Transicion *o = &m->filas[i];
        int h;

        if (sale_de(o, desde, &h) && h == hacia && o->evento == t->evento && o->causa == t->causa &&
            o->quien == t->quien)
            return true;
    }
    return false;
}

static const char *
nombre_de(const Maquina *m, int estado)
{
    return estado == NINGUNO        ? "[*]"
           : estado == CUALQUIERA   ? "abierta"
           : estado == HACIA_PREVIO ? "estado_previo"
                                    : m->estados[estado];
}

/* The arrow between two states, with every event that goes along it. */
static void
flecha(const Maquina *m, int desde, int hacia, char *buf, size_t largo, size_t *usado)
{
    bool primera = true;

    for (int i = 0; i < m->n_filas; i++) {
        const Transicion *t = &m->filas[i];
        char quien[64];
        int h;

        if (!sale_de(t, desde, &h) || h != hacia || repetida(m, i, desde, hacia))
            continue;
        if (primera) {
            agregar(buf, largo, usado, "    ");
            agregar(buf, largo, usado, nombre_de(m, desde));
            agregar(buf, largo, usado, " --> ");
            agregar(buf, largo, usado, nombre_de(m, hacia));
        }
        agregar(buf, largo, usado, primera ? " : " : "<br/>");
        agregar(buf, largo, usado, m->eventos[t->evento]);
        if (t->causa != NINGUNO) {
            agregar(buf, largo, usado, " ");
            agregar(buf, largo, usado, m->causas[t->causa]);
        }
        agregar(buf, largo, usado, " (");
        agregar(buf, largo, usado, maquina_quien(t->quien, quien, sizeof(quien)));
        agregar(buf, largo, usado, ")");
        primera = false;
    }
    if (!primera)
        agregar(buf, largo, usado, "\n");
}

static void
flechas_de(const Maquina *m, int desde, char *buf, size_t largo, size_t *usado)
{
    for (int hacia = 0; hacia < m->n_estados; hacia++)
        flecha(m, desde, hacia, buf, largo, usado);
    flecha(m, desde, HACIA_PREVIO, buf, largo, usado);
}

size_t
maquina_diagrama(const Maquina *m, char *buf, size_t largo)
{
    size_t usado = 0;

    if (largo > 0)
        buf[0] = '\0';
    agregar(buf, largo, &usado, "stateDiagram-v2\n");
    flechas_de(m, NINGUNO, buf, largo, &usado);
    for (int e = 0; e < m->n_estados; e++)
        flechas_de(m, e, buf, largo, &usado);
    flechas_de(m, CUALQUIERA, buf, largo, &usado);
    for (int e = 0; e < m->n_estados; e++)
        if ((m->terminales & DE(e)) != 0) {
            agregar(buf, largo, &usado, "    ");
            agregar(buf, largo, &usado, m->estados[e]);
            agregar(buf, largo, &usado, " --> [*]\n");
        }
    return usado;
}
