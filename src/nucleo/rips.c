/*
 * rips.c - what a reader of RIPS decides (see rips.h).
 */
#include "nucleo/rips.h"

#include <string.h>

static bool
vacio(const char *s)
{
    return s == NULL || s[strspn(s, " \t\r\n")] == '\0';
}

bool
rips_es_factura(const char *obligado, const char *prestador, const char *tipo_nota, const char *num_nota,
                Fallo *f)
{
    Identificacion a, b;

    /* Res. 2275/2023: NC, ND and NA are notes on an invoice, RS goes without one */
    if (!vacio(tipo_nota) || !vacio(num_nota))
        return fallar(f, FALLO_ARGUMENTO, "the RIPS is of a note, not of an invoice",
                      "tipoNota: %s; numNota: %s.", "Only files without tipoNota are filed as invoices.",
                      vacio(tipo_nota) ? "-" : tipo_nota, vacio(num_nota) ? "-" : num_nota, NULL);
    if (obligado == NULL || !identificacion_leer(obligado, &a) || !identificacion_leer(prestador, &b) ||
        identificacion_comparar(&a, &b) == NO_COINCIDE)
        return fallar(f, FALLO_ARGUMENTO, "the RIPS is of another provider",
                      "numDocumentoIdObligado: %s; provider: %s.", NULL, obligado == NULL ? "-" : obligado,
                      prestador, NULL);
    return true;
}

static bool
es_cifra(char c)
{
    return c >= '0' && c <= '9';
}

/* Two digits at s, or -1. */
static int
dos(const char *s)
{
    return es_cifra(s[0]) && es_cifra(s[1]) ? (s[0] - '0') * 10 + s[1] - '0' : -1;
}

bool
rips_fecha(const char *texto, Fecha *fecha)
{
    int siglo, anio, mes, dia, hora, minuto;
    size_t n = strlen(texto);

    if (n < 10 || texto[4] != '-' || texto[7] != '-')
        return false;
    siglo = dos(texto);
    anio = dos(texto + 2);
    mes = dos(texto + 5);
    dia = dos(texto + 8);
    if (siglo < 1 || anio < 0 || mes < 1 || mes > 12 || dia < 1 ||
        dia > fecha_dias_mes(siglo * 100 + anio, mes))
        return false;
    if (n > 10) {
        if (n < 16 || (texto[10] != ' ' && texto[10] != 'T') || texto[13] != ':')
            return false;
        hora = dos(texto + 11);
        minuto = dos(texto + 14);
        if (hora < 0 || hora > 23 || minuto < 0 || minuto > 59 ||
            strspn(texto + 16, "0123456789:.+-Zz ") != n - 16)
            return false;
    }
    *fecha = fecha_de(siglo * 100 + anio, mes, dia);
    return true;
}
