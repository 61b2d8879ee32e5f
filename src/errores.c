/*
 * errores.c - from a refusal of the core to an SQLSTATE and its texts.
 */
#include "errores.h"

#include "lib/stringinfo.h"

int
sqlstate_de(ClaseFallo clase)
{
    switch (clase) {
        case FALLO_TRANSICION:
            return ERRCODE_KG_TRANSICION;
        case FALLO_PLAZO:
            return ERRCODE_KG_PLAZO;
        case FALLO_EVIDENCIA:
            return ERRCODE_KG_EVIDENCIA;
        case FALLO_IMPORTE:
            return ERRCODE_KG_IMPORTE;
        case FALLO_SOLO_EVENTOS:
            return ERRCODE_KG_SOLO_EVENTOS;
        case FALLO_NO_EXISTE:
            return ERRCODE_KG_NO_EXISTE;
        case FALLO_YA_EXISTE:
            return ERRCODE_KG_YA_EXISTE;
        case FALLO_PAPEL:
            return ERRCODE_KG_PAPEL;
        case FALLO_CODIGO:
            return ERRCODE_KG_CODIGO;
        case FALLO_VERSION:
            return ERRCODE_KG_VERSION;
        case FALLO_TEXTO:
            return ERRCODE_INVALID_TEXT_REPRESENTATION;
        case FALLO_RANGO:
            return ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
        case FALLO_ARGUMENTO:
            return ERRCODE_INVALID_PARAMETER_VALUE;
        case FALLO_LIMITE:
            return ERRCODE_PROGRAM_LIMIT_EXCEEDED;
        case FALLO_NINGUNO:
            break;
    }
    return ERRCODE_INTERNAL_ERROR;
}

int
errmsg_fallo(const Fallo *f)
{
    return errmsg_internal("%s", dgettext(TEXTDOMAIN, f->mensaje));
}

/* The msgids take only %s conversions, at most FALLO_ARGS of them (fallo.h). */
static char *
detalle(const Fallo *f)
{
    return psprintf(dgettext(TEXTDOMAIN, f->detalle), f->arg[0], f->arg[1], f->arg[2], f->arg[3], f->arg[4]);
}

char *
fallo_texto(const Fallo *f)
{
    const char *mensaje = dgettext(TEXTDOMAIN, f->mensaje);

    return f->detalle == NULL ? pstrdup(mensaje) : psprintf("%s: %s", mensaje, detalle(f));
}

void
fallo_con_lugar(Fallo *f, int posicion)
{
    char *lugar = psprintf(_("Element %d."), posicion);
    char *texto = f->detalle == NULL ? lugar : psprintf("%s %s", detalle(f), lugar);
    StringInfoData formato;

    /* already a text: a format without conversions, that no argument's bound cuts */
    initStringInfo(&formato);
    for (const char *s = texto; *s != '\0'; s++)
        appendStringInfo(&formato, "%s%c", *s == '%' ? "%" : "", *s);
    f->detalle = formato.data;
}

int
errdetail_fallo(const Fallo *f)
{
    return f->detalle == NULL ? 0 : errdetail_internal("%s", detalle(f));
}

int
errhint_fallo(const Fallo *f)
{
    return f->sugerencia == NULL ? 0 : errhint("%s", dgettext(TEXTDOMAIN, f->sugerencia));
}

void
elevar(const Fallo *f)
{
    ereport(ERROR, (errcode(sqlstate_de(f->clase)), errmsg_fallo(f), errdetail_fallo(f), errhint_fallo(f)));
}
