/*
 * huella.c - canonical records of a glosa and its events, hashed.
 */
#include "huella.h"

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "nucleo/canonico.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

static void
a_texto(void *ctx, const uint8_t *bytes, size_t n)
{
    appendBinaryStringInfo(ctx, (const char *) bytes, (int) n);
}

static const char *
en_utf8(const char *s)
{
    return s == NULL ? NULL : pg_server_to_any(s, (int) strlen(s), PG_UTF8);
}

struct Resumen {
    pg_cryptohash_ctx *ctx;
};

Resumen *
resumen_abrir(void)
{
    Resumen *r = palloc(sizeof(Resumen));

    r->ctx = pg_cryptohash_create(PG_SHA256);
    if (pg_cryptohash_init(r->ctx) < 0)
        elog(ERROR, "could not start SHA-256");
    return r;
}

void
resumen_registro(Resumen *r, const char *const *campos, int n)
{
    const char **utf8 = palloc(sizeof(char *) * (Size) n);
    StringInfoData registro;

    for (int i = 0; i < n; i++)
        utf8[i] = en_utf8(campos[i]);
    initStringInfo(&registro);
    canonico_registro(utf8, n, a_texto, &registro);
    if (pg_cryptohash_update(r->ctx, (const uint8 *) registro.data, (size_t) registro.len) < 0)
        elog(ERROR, "could not update SHA-256");
    pfree(registro.data);
    pfree(utf8);
}

void
resumen_cerrar(Resumen *r, uint8 *huella)
{
    if (pg_cryptohash_final(r->ctx, huella, HUELLA_BYTES) < 0)
        elog(ERROR, "could not finish SHA-256");
    pg_cryptohash_free(r->ctx);
    pfree(r);
}

static void
resumir(const char *const *campos, int n, uint8 *huella)
{
    Resumen *r = resumen_abrir();

    resumen_registro(r, campos, n);
    resumen_cerrar(r, huella);
}

static const char *
entero(int64 n)
{
    char *s = palloc(MAXINT8LEN + 1);

    pg_lltoa(n, s);
    return s;
}

static const char *
fecha(Fecha f)
{
    return f == FECHA_NULA ? NULL : fecha_texto(f, palloc(FECHA_TEXTO));
}

static const char *
dinero(bool hay, Centavos c)
{
    return hay ? dinero_texto(c, palloc(DINERO_TEXTO)) : NULL;
}

static const char *
nombre(const char *const *lista, int i)
{
    return i < 0 ? NULL : lista[i];
}

/* Microseconds since 2000-01-01 00:00 UTC. */
static const char *
instante(TimestampTz t)
{
    return entero((int64) t);
}

static const char *
hexadecimal(const uint8 *huella)
{
    char *s = palloc(2 * HUELLA_BYTES + 1);

    hex_encode((const char *) huella, HUELLA_BYTES, s);
    s[2 * HUELLA_BYTES] = '\0';
    return s;
}

void
huella_evento(const EventoHuella *e, const uint8 *anterior, uint8 *huella)
{
    char codigo[CODIGO_TEXTO];
    const char *campos[] = {entero(e->prestador),
                            entero(e->glosa),
                            entero(e->secuencia),
                            nombre(MAQUINA_GLOSA.eventos, e->evento),
                            fecha(e->fecha),
                            nombre(PAPELES, e->papel),
                            dinero(e->con_valor, e->valor),
                            dinero(e->con_aceptado, e->aceptado),
                            dinero(e->con_levantado, e->levantado),
                            e->respuesta == 0 ? NULL : codigo_texto(e->respuesta, codigo),
                            nombre(MAQUINA_GLOSA.causas, e->causa),
                            e->comentario,
                            e->evidencia,
                            nombre(MAQUINA_GLOSA.estados, e->estado),
                            fecha(e->vence),
                            nombre(PAPELES, e->quien_debe),
                            e->extemporanea ? "true" : "false",
                            instante(e->registrado_en),
                            e->usuario,
                            hexadecimal(anterior)};

    resumir(campos, lengthof(campos), huella);
}

void
huella_glosa(int64 prestador, int64 glosa, int64 factura, int64 linea, CodigoGlosa codigo,
             const char *adicionales, int64 origen, uint8 *huella)
{
    char texto[CODIGO_TEXTO];
    const char *campos[] = {entero(prestador),
                            entero(glosa),
                            entero(factura),
                            linea == 0 ? NULL : entero(linea),
                            codigo_texto(codigo, texto),
                            adicionales,
                            origen == 0 ? NULL : entero(origen)};

    resumir(campos, lengthof(campos), huella);
}
