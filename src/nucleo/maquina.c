/*
 * maquina.c - what every state machine shares (see maquina.h).
 */
#include "nucleo/maquina.h"
#include "nucleo/ciclo_factura.h"
#include "nucleo/ciclo_glosa.h"

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
                                   "decidir_devolucion"};

static const Maquina *const MAQUINAS[] = {&MAQUINA_GLOSA, &MAQUINA_FACTURA};

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

const char *
maquina_revisar(const Maquina *m)
{
    uint32_t usados = 0, con_salida = 0;

    for (int i = 0; i < m->n_filas; i++) {
        const Transicion *t = &m->filas[i];

        if (t->evento < 0 || t->evento >= m->n_eventos || t->hacia >= m->n_estados || t->quien == 0)
            return "a row names something that does not exist";
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

/* One arrow of the diagram. */
static void
flecha(const Maquina *m, const Transicion *t, int desde, char *buf, size_t largo, size_t *usado)
{
    char quien[64];
    const char *hacia = t->hacia == HACIA_MISMO    ? m->estados[desde]
                        : t->hacia == HACIA_PREVIO ? "estado_previo"
                                                   : m->estados[t->hacia];

    agregar(buf, largo, usado, "    ");
    agregar(buf, largo, usado, desde == NINGUNO ? "[*]" : m->estados[desde]);
    agregar(buf, largo, usado, " --> ");
    agregar(buf, largo, usado, hacia);
    agregar(buf, largo, usado, " : ");
    agregar(buf, largo, usado, m->eventos[t->evento]);
    if (t->causa != NINGUNO) {
        agregar(buf, largo, usado, " ");
        agregar(buf, largo, usado, m->causas[t->causa]);
    }
    agregar(buf, largo, usado, " (");
    agregar(buf, largo, usado, maquina_quien(t->quien, quien, sizeof(quien)));
    agregar(buf, largo, usado, ")\n");
}

/* Whether an earlier row already draws this arrow (rows that differ only in branch or guards). */
static bool
repetida(const Maquina *m, int fila, int desde)
{
    const Transicion *t = &m->filas[fila];

    for (int i = 0; i < fila; i++) {
        const Transicion *o = &m->filas[i];

        if ((o->desde & (desde == NINGUNO ? DE_NADA : DE(desde))) != 0 && o->evento == t->evento &&
            o->causa == t->causa && o->quien == t->quien && o->hacia == t->hacia)
            return true;
    }
    return false;
}

size_t
maquina_diagrama(const Maquina *m, char *buf, size_t largo)
{
    size_t usado = 0;

    if (largo > 0)
        buf[0] = '\0';
    agregar(buf, largo, &usado, "stateDiagram-v2\n");
    for (int i = 0; i < m->n_filas; i++) {
        const Transicion *t = &m->filas[i];

        if (t->desde == DE_NADA)
            flecha(m, t, NINGUNO, buf, largo, &usado);
        else
            for (int e = 0; e < m->n_estados; e++)
                if ((t->desde & DE(e)) != 0 && !repetida(m, i, e))
                    flecha(m, t, e, buf, largo, &usado);
    }
    for (int e = 0; e < m->n_estados; e++)
        if ((m->terminales & DE(e)) != 0) {
            agregar(buf, largo, &usado, "    ");
            agregar(buf, largo, &usado, m->estados[e]);
            agregar(buf, largo, &usado, " --> [*]\n");
        }
    return usado;
}
