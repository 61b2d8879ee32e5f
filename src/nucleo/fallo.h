/*
 * fallo.h - how the core refuses: a class, a message and the values of it.
 *
 * The core knows nothing of PostgreSQL. A function that can refuse returns
 * bool and fills a Fallo; the shell turns the class into an SQLSTATE and the
 * texts, which are msgids in English, into the client's language.
 */
#ifndef NUCLEO_FALLO_H
#define NUCLEO_FALLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ClaseFallo {
    FALLO_NINGUNO = 0,
    FALLO_TRANSICION,   /* KG001 */
    FALLO_PLAZO,        /* KG002 */
    FALLO_EVIDENCIA,    /* KG003 */
    FALLO_IMPORTE,      /* KG004 */
    FALLO_SOLO_EVENTOS, /* KG005 */
    FALLO_NO_EXISTE,    /* KG006 */
    FALLO_YA_EXISTE,    /* KG007 */
    FALLO_PAPEL,        /* KG008 */
    FALLO_CODIGO,       /* KG009 */
    FALLO_VERSION,      /* KG010 */
    FALLO_TEXTO,        /* 22P02: text that is not of the type */
    FALLO_RANGO,        /* 22003: value out of the type's range */
    FALLO_ARGUMENTO,    /* 22023: argument without sense */
    FALLO_LIMITE        /* 54000: too large to be answered */
} ClaseFallo;

/* Marks a message for translation where it is kept, not shown. */
#ifndef gettext_noop
#define gettext_noop(x) (x)
#endif

#define FALLO_ARGS 5
#define FALLO_ARG_MAX 160

typedef struct Fallo {
    ClaseFallo clase;
    const char *mensaje;    /* one line, constant msgid */
    const char *detalle;    /* constant format, each conversion is %s; or NULL */
    const char *sugerencia; /* constant msgid or NULL */
    char arg[FALLO_ARGS][FALLO_ARG_MAX];
} Fallo;

/*
 * Fill *f and be false, so that a check reads "return fallar(f, ...)". After
 * the four texts come the arguments of detalle, at most FALLO_ARGS strings
 * ended by NULL; each is cut at FALLO_ARG_MAX without breaking UTF-8. A macro,
 * so that the compiler knows, too, that a refusal never returns true.
 */
#define fallar(...) (fallo_llenar(__VA_ARGS__), false)

extern void fallo_llenar(Fallo *f, ClaseFallo clase, const char *mensaje, const char *detalle,
                         const char *sugerencia, ...);

#endif
