/*
 * codigo_glosa.h - codes of the Manual Unico de Glosas, Devoluciones y
 * Respuestas: Anexo 6 of Res. 3047/2008 and Anexo 3 of Res. 2284/2023.
 *
 * A code is one int32 whose order groups by manual, family and parent, so that
 * "is under" is a range: every descendant of c lies in [c, codigo_ultimo(c)].
 */
#ifndef NUCLEO_CODIGO_GLOSA_H
#define NUCLEO_CODIGO_GLOSA_H

#include "nucleo/fallo.h"

typedef int32_t CodigoGlosa;

typedef enum ManualGlosa { MANUAL_3047 = 1, MANUAL_2284 = 2 } ManualGlosa;
typedef enum ClaseCodigo { CLASE_GLOSA = 1, CLASE_DEVOLUCION, CLASE_RESPUESTA } ClaseCodigo;

/* Who issues an answer code and what it answers (notes of the table of answers). */
typedef enum EmisorRespuesta { EMISOR_NINGUNO = 0, EMISOR_PRESTADOR, EMISOR_PAGADOR } EmisorRespuesta;

#define CODIGO_TEXTO 8

typedef struct EntradaGlosa {
    CodigoGlosa codigo;
    const char *descripcion;
    const char *nota; /* "" when none */
    ClaseCodigo clase;
    bool oficial;       /* false: unconfirmed in the public sources of the 3047 list */
    const char *estado; /* state of the source: confirmado..., una_fuente, no_confirmado */
} EntradaGlosa;

extern bool codigo_leer(const char *texto, size_t largo, CodigoGlosa *c, Fallo *f);
extern const char *codigo_texto(CodigoGlosa c, char *buf); /* in buf[CODIGO_TEXTO] */
extern bool codigo_valido(CodigoGlosa c);
extern ManualGlosa codigo_manual(CodigoGlosa c);
extern int codigo_nivel(CodigoGlosa c); /* 1 general, 2 specific, 3 cause */
extern CodigoGlosa codigo_general(CodigoGlosa c);
extern bool codigo_padre(CodigoGlosa c, CodigoGlosa *padre);  /* false at level 1 */
extern CodigoGlosa codigo_ultimo(CodigoGlosa c);              /* last code under c */
extern bool codigo_bajo(CodigoGlosa c, CodigoGlosa ancestro); /* c is ancestro or lies under it */
extern ClaseCodigo codigo_clase(CodigoGlosa c);               /* by family, official or not */
extern const EntradaGlosa *codigo_buscar(CodigoGlosa c);      /* NULL when in no list */
extern const EntradaGlosa *codigo_lista(int *cuantos);        /* both lists, in code order */
extern EmisorRespuesta codigo_emisor(CodigoGlosa c);          /* answers only */
extern bool codigo_responde_glosa(CodigoGlosa c);             /* answer code that can answer a glosa */
extern bool codigo_responde_devolucion(CodigoGlosa c);
extern bool codigo_alega_extemporaneidad(CodigoGlosa c); /* RE95.., 995 */

#endif
