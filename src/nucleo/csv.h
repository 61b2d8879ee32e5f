/*
 * csv.h - a CSV text (RFC 4180) field by field: quotes, line ends of any
 * system, comma, semicolon or tab as the header uses, byte order mark.
 */
#ifndef NUCLEO_CSV_H
#define NUCLEO_CSV_H

#include "nucleo/fallo.h"

#define CSV_COLUMNAS 64

/* A field, without its quotes; fila 0 is the header. The text is not ended by NUL. */
typedef void (*RecibirCampo)(void *quien, int fila, int columna, const char *texto, size_t largo);

/*
 * Read all of it. trabajo is room for as many bytes as the text. Blank lines
 * are passed over; every row has as many fields as the header (FALLO_TEXTO
 * otherwise, with its line). Gives the rows, without the header.
 */
extern bool csv_leer(const char *texto, size_t largo, char *trabajo, RecibirCampo recibir, void *quien,
                     int *filas, Fallo *f);

/*
 * An amount with comma or point as its decimal mark, as the point that
 * numeric reads, in place. A text with both, or with one of them twice, has
 * thousands marks and is refused (FALLO_TEXTO).
 */
extern bool csv_importe(char *texto, size_t largo, Fallo *f);

#endif
