/*
 * canonico.h - canonical encoding of a record for hashing.
 *
 * One version byte, the number of fields (32 bits, big endian), then each field
 * as its length in bytes (32 bits, big endian) and its UTF-8 text; length
 * 0xFFFFFFFF marks an absent field. Nothing depends on machine, locale or
 * server encoding, so any language can compute it again.
 */
#ifndef NUCLEO_CANONICO_H
#define NUCLEO_CANONICO_H

#include <stddef.h>
#include <stdint.h>

#define CANONICO_VERSION 1

typedef void (*Sumidero)(void *ctx, const uint8_t *bytes, size_t n);

extern void canonico_registro(const char *const *campos, int n, Sumidero sumidero, void *ctx);

#endif
