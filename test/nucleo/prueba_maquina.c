/*
 * prueba_maquina.c - the tables of the state machines: sound as they are, and
 * each kind of defect found on a broken copy; what is told from them.
 */
#include "tap.h"

#include "nucleo/ciclo_factura.h"
#include "nucleo/ciclo_glosa.h"

#include <stdlib.h>

/* ---- defects -------------------------------------------------------------- */

#define FILAS_MAX 64

static Maquina rota;
static Transicion filas[FILAS_MAX];
static const char *nombres[5][32];

static void
copiar_nombres(int cual, const char *const **lista, int n)
{
    if (n > 0)
        memcpy(nombres[cual], *lista, sizeof(char *) * (size_t) n);
    *lista = nombres[cual];
}

static void
copiar(const Maquina *m)
{
    rota = *m;
    memcpy(filas, m->filas, sizeof(Transicion) * (size_t) m->n_filas);
    rota.filas = filas;
    copiar_nombres(0, &rota.estados, m->n_estados);
    copiar_nombres(1, &rota.eventos, m->n_eventos);
    copiar_nombres(2, &rota.causas, m->n_causas);
    copiar_nombres(3, &rota.ramas, m->n_ramas);
    copiar_nombres(4, &rota.guardias, m->n_guardias);
}

static void
defecto(const char *esperado, const char *que)
{
    const char *d = maquina_revisar(&rota);

    es_texto(d == NULL ? "sound" : d, esperado, que);
}

/* Row of the copy with this event (and cause), for the breaking of it. */
static Transicion *
fila(int evento, int causa)
{
    for (int i = 0; i < rota.n_filas; i++)
        if (filas[i].evento == evento && filas[i].causa == causa)
            return &filas[i];
    abort();
}

static void
quitar(int evento)
{
    int n = 0;

    for (int i = 0; i < rota.n_filas; i++)
        if (filas[i].evento != evento)
            filas[n++] = filas[i];
    rota.n_filas = n;
}

static void
defectos(void)
{
    static const char *const INEXISTENTE = "a row names something that does not exist";
    static const char *const SIN_NOMBRE = "a name is missing";
    const Maquina *g = &MAQUINA_GLOSA;

    copiar(g);
    defecto("sound", "a copy of the glosa machine");
#define ROMPE(que_hacer, esperado, que)                                                                      \
    copiar(g);                                                                                               \
    que_hacer;                                                                                               \
    defecto(esperado, que)
    ROMPE(fila(EV_DECIDIR, NINGUNO)->evento = GLOSA_EVENTOS, INEXISTENTE, "event out of range");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->evento = -1, INEXISTENTE, "negative event");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->hacia = GLOSA_ESTADOS, INEXISTENTE, "target out of range");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->hacia = NINGUNO, INEXISTENTE, "no target");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->hacia = HACIA_PREVIO - 1, INEXISTENTE, "unknown special target");
    ROMPE(fila(EV_FORMULAR, NINGUNO)->hacia = HACIA_MISMO, INEXISTENTE, "born into the state it was in");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->quien = 0, INEXISTENTE, "nobody may do it");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->quien = DE(PAPEL_N), INEXISTENTE, "an unknown party");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->desde = 0, INEXISTENTE, "from no state");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->desde |= DE(GLOSA_ESTADOS), INEXISTENTE, "from an unknown state");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->desde |= DE_NADA, INEXISTENTE, "from nothing and from a state at once");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->causa = CAUSAS, INEXISTENTE, "cause out of range");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->causa = NINGUNO - 1, INEXISTENTE, "negative cause");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->rama = 9, INEXISTENTE, "branch without text");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->acto = ACTO_N, INEXISTENTE, "unknown term");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->guardias |= UINT32_C(1) << 30, "a guard has no text",
          "guard without text");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->desde |= DE(GLOSA_CERRADA), "a terminal state has an exit",
          "exit of a closed glosa");
    ROMPE(rota.terminales |= DE(GLOSA_RESPONDIDA), "a terminal state has an exit",
          "a terminal state with exits");
    ROMPE(quitar(EV_CITAR), "an event is never used", "an event without rows");
    ROMPE((quitar(EV_ANULAR), fila(EV_NOTIFICAR, NINGUNO)->evento = EV_ANULAR), "an event is never used",
          "an event whose rows became another's");
    ROMPE(fila(EV_ANULAR, NINGUNO)->hacia = GLOSA_CERRADA, "a state cannot be reached",
          "annulled is never reached");
    ROMPE(fila(EV_FORMULAR, NINGUNO)->hacia = GLOSA_CERRADA, "a state cannot be reached", "nothing starts");
    ROMPE(rota.terminales &= ~DE(GLOSA_ANULADA), "a state that is not terminal has no exit",
          "a state to be stuck in");
    ROMPE(filas[rota.n_filas++] = *fila(EV_ANULAR, NINGUNO),
          "a row never rules: an earlier one takes its case", "a row twice");
    ROMPE(fila(EV_DECIDIR, NINGUNO)->rama = 0, "a row never rules: an earlier one takes its case",
          "a row that takes the other branch");
    ROMPE(nombres[0][GLOSA_RESPONDIDA] = NULL, SIN_NOMBRE, "a state without name");
    ROMPE(nombres[1][EV_CITAR] = NULL, SIN_NOMBRE, "an event without name");
    ROMPE(nombres[2][CAUSA_TACITA] = NULL, SIN_NOMBRE, "a cause without name");
    ROMPE(nombres[3][1] = NULL, SIN_NOMBRE, "a branch without name");
    ROMPE(nombres[4][3] = NULL, SIN_NOMBRE, "a guard without name");

    g = &MAQUINA_FACTURA;
    copiar(g);
    defecto("sound", "a copy of the invoice machine");
    ROMPE(rota.derivados = 0, "a state cannot be reached",
          "glosada is not reached by an event of the invoice");
    ROMPE(fila(EF_DEVOLVER, NINGUNO)->causa = 0, INEXISTENTE, "a cause in a machine that has none");
    ROMPE(rota.derivados |= DE(FACTURA_DEVUELTA), "sound", "a derived state may have exits of its own");
}

/* ---- what is told of a machine ---------------------------------------------- */

static int
contar(const char *texto, const char *trozo)
{
    int n = 0;

    for (const char *p = texto; (p = strstr(p, trozo)) != NULL; p += strlen(trozo))
        n++;
    return n;
}

static void
textos(void)
{
    char buf[16384], corto[64], eventos[160];
    int n;
    const Maquina *const *lista = maquina_lista(&n);
    size_t largo;

    ok(n >= 2, "%d machines", n);
    for (int i = 0; i < n; i++) {
        const char *d = maquina_revisar(lista[i]);

        es_texto(d == NULL ? "sound" : d, "sound", lista[i]->nombre);
        ok(maquina_buscar(lista[i]->nombre) == lista[i], "%s is found by its name", lista[i]->nombre);
        largo = maquina_diagrama(lista[i], buf, sizeof(buf));
        ok(largo == strlen(buf) && largo == maquina_diagrama(lista[i], NULL, 0),
           "%s: the diagram tells its length", lista[i]->nombre);
        ok(strncmp(buf, "stateDiagram-v2\n", 16) == 0 && contar(buf, "[*] --> ") == 1, "%s: one birth",
           lista[i]->nombre);
        for (int e = 0; e < lista[i]->n_estados; e++) {
            snprintf(corto, sizeof(corto), "    %s --> [*]\n", lista[i]->estados[e]);
            ok(contar(buf, corto) == ((lista[i]->terminales & DE(e)) != 0), "%s: %s %s", lista[i]->nombre,
               lista[i]->estados[e], contar(buf, corto) ? "ends" : "does not end");
        }
        ok(maquina_diagrama(lista[i], corto, sizeof(corto)) == largo && strlen(corto) == sizeof(corto) - 1 &&
               strncmp(corto, buf, sizeof(corto) - 1) == 0,
           "%s: a short buffer is filled and ended", lista[i]->nombre);
    }
    ok(maquina_buscar("nada") == NULL, "no machine is called nada");
    es_texto(maquina_eventos_de(&MAQUINA_GLOSA, GLOSA_RATIFICADA, eventos, sizeof(eventos)),
             "subsanar, comunicar, citar, escalar, suspender, cerrar", "events that leave ratificada");
    es_texto(maquina_eventos_de(&MAQUINA_GLOSA, NINGUNO, eventos, sizeof(eventos)), "formular",
             "events that give birth");
    es_texto(maquina_eventos_de(&MAQUINA_GLOSA, GLOSA_CERRADA, eventos, sizeof(eventos)), "-",
             "no event leaves a terminal state");
    es_texto(maquina_quien(DE(PAPEL_PAGADOR), corto, sizeof(corto)), "pagador", "one party");
    es_texto(maquina_quien(DE(PAPEL_PRESTADOR) | DE(PAPEL_SISTEMA), corto, sizeof(corto)),
             "prestador o sistema", "two parties");
    es_texto(maquina_quien(0xF, corto, 48), "pagador o prestador o ambos o sistema",
             "all of them fit in 48 bytes");
    maquina_diagrama(&MAQUINA_GLOSA, buf, sizeof(buf));
    es_entero(contar(buf, "    formulada --> notificada : notificar (pagador)\n"), 1,
              "an arrow of the diagram");
    es_entero(
        contar(
            buf,
            "    notificada --> cerrada : responder (prestador)<br/>cerrar tacita (pagador o sistema)<br/>"),
        1, "an arrow with its cause");
    es_entero(contar(buf, "    suspendida --> estado_previo : reanudar (pagador)\n"), 1,
              "back to the state before");
    es_entero(contar(buf, "    ratificada --> ratificada : comunicar (pagador o prestador)\n"), 1,
              "to the same state");
}

int
main(void)
{
    defectos();
    textos();
    return terminar();
}
