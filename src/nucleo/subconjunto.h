/*
 * subconjunto.h - which invoices a payment without detail pays: every smallest
 * exact combination of amounts that sums a target.
 *
 * Exact or refused: an answer is complete (no smaller combination exists, and
 * what is listed is the first of its size in the order of positions), or the
 * search is refused because it would pass its limits. It never approximates.
 *
 * Three ways, chosen by size:
 *   halves   up to SUBCONJUNTO_MITADES amounts: the sums of all subsets of each half;
 *   table    few distinct sums (amounts with a large common divisor): fewest
 *            amounts that reach each sum, from each position on;
 *   tuples   many amounts: size by size, sums of tuples against sums of tuples.
 * The last one also looks for what is left out, when that is less.
 */
#ifndef NUCLEO_SUBCONJUNTO_H
#define NUCLEO_SUBCONJUNTO_H

#include "nucleo/dinero.h"

#define SUBCONJUNTO_MAX 10000       /* amounts */
#define SUBCONJUNTO_MITADES 40      /* amounts that are searched whatever the size of the combination */
#define SUBCONJUNTO_CELDAS 32000000 /* of the table */
#define SUBCONJUNTO_TUPLAS 2200000  /* tuples kept in memory: triples of 236 amounts */
#define SUBCONJUNTO_PASOS 140000000 /* tuples looked up for one size: quadruples of 240 amounts */

/* What the search asks of whoever calls it. */
typedef struct Taller {
    void *(*pedir)(size_t bytes); /* does not return when there is no memory */
    void (*soltar)(void *p);
    void (*latir)(void); /* called often; may not return (the memory is then the caller's to free) */
} Taller;

/* One combination, by positions from 0, ascending; false stops the search. */
typedef bool (*RecibirSubconjunto)(void *quien, const int32_t *posiciones, int cuantas);

/*
 * Give every smallest combination of importes (n of them, each above zero)
 * that sums objetivo, in lexicographic order of positions, until recibir
 * returns false. None is also an answer.
 */
extern bool subconjunto_buscar(Centavos objetivo, const Centavos *importes, int n, const Taller *taller,
                               RecibirSubconjunto recibir, void *quien, Fallo *f);

#endif
