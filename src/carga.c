/*
 * carga.c - the files of the trade: what the SQL of cargar_rips() and
 * cargar_glosas() asks of the core, and their refusals.
 */
#include "errores.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "nucleo/rips.h"
#include "utils/builtins.h"
#include "utils/date.h"

static char *
argumento_texto(FunctionCallInfo fcinfo, int n)
{
    return PG_ARGISNULL(n) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(n));
}

/* ---- refusals that SQL finds set-based ------------------------------------------ */

typedef struct Rechazo {
    const char *motivo;
    ClaseFallo clase;
    const char *mensaje;
    const char *detalle;
    const char *sugerencia;
} Rechazo;

static const Rechazo RECHAZOS[] = {
    {"rips_repetido", FALLO_ARGUMENTO, gettext_noop("the RIPS repeats a consecutivo"),
     gettext_noop("User, group and service: %s."),
     gettext_noop("Glosas name a service by these three, so each one is used once.")},
    {"rips_grupo", FALLO_ARGUMENTO, gettext_noop("the RIPS bills services in a group that has no value"),
     gettext_noop(
         "Path: %s; groups that are billed: consultas, procedimientos, medicamentos, otrosServicios."),
     NULL},
    {"rips_vacio", FALLO_ARGUMENTO, gettext_noop("the RIPS has no billed services"),
     gettext_noop("Groups that are billed: consultas, procedimientos, medicamentos, otrosServicios."), NULL},
    {"pacientes", FALLO_ARGUMENTO, gettext_noop("malformed JSON"),
     gettext_noop("Path: $.pacientes; expected an object of names by document, got %s."), NULL},
    {"profesional_ambiguo", FALLO_ARGUMENTO, gettext_noop("the document names more than one professional"),
     gettext_noop("Document: %s; profesional_id: %s."),
     gettext_noop("Leave one row for each person in cartera.profesional.")},
    {"factura", FALLO_NO_EXISTE, gettext_noop("invoice does not exist"),
     gettext_noop("numero: %s. Element %s."), NULL},
    {"linea", FALLO_NO_EXISTE, gettext_noop("invoice line does not exist"),
     gettext_noop("numero: %s; line: %s. Element %s."), NULL},
    {"orden_repetida", FALLO_ARGUMENTO, gettext_noop("more than one line has that orden"),
     gettext_noop("numero: %s; orden: %s. Element %s."),
     gettext_noop("Give the number of the line in linea.")},
    {"linea_y_orden", FALLO_ARGUMENTO, gettext_noop("linea and orden name different lines"),
     gettext_noop("numero: %s; line: %s. Element %s."), NULL},
};

PG_FUNCTION_INFO_V1(rechazar_carga);
/* (motivo, VARIADIC values of the detail) */
Datum
rechazar_carga(PG_FUNCTION_ARGS)
{
    char *motivo = argumento_texto(fcinfo, 0);
    char *valor[3] = {"", "", ""};

    for (int i = 0; i < 3; i++)
        if (!PG_ARGISNULL(i + 1))
            valor[i] = argumento_texto(fcinfo, i + 1);
    for (size_t i = 0; i < lengthof(RECHAZOS); i++) {
        const Rechazo *r = &RECHAZOS[i];
        Fallo f;

        if (strcmp(r->motivo, motivo) != 0)
            continue;
        (void) fallar(&f, r->clase, r->mensaje, r->detalle, r->sugerencia, valor[0], valor[1], valor[2],
                      NULL);
        elevar(&f);
    }
    elog(ERROR, "unknown refusal \"%s\"", motivo);
}

/* ---- RIPS ------------------------------------------------------------------------ */

PG_FUNCTION_INFO_V1(rips_exigir_factura);
/* (obligado, prestador, tipo_nota, num_nota) */
Datum
rips_exigir_factura(PG_FUNCTION_ARGS)
{
    char *prestador = argumento_texto(fcinfo, 1);
    Fallo f;

    if (!rips_es_factura(argumento_texto(fcinfo, 0), prestador == NULL ? "" : prestador,
                         argumento_texto(fcinfo, 2), argumento_texto(fcinfo, 3), &f))
        elevar(&f);
    PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(rips_leer_fecha);
/* (texto, ruta): no setting of the session decides which number is the month */
Datum
rips_leer_fecha(PG_FUNCTION_ARGS)
{
    char *texto = text_to_cstring(PG_GETARG_TEXT_PP(0));
    Fecha fecha;

    if (!rips_fecha(texto, &fecha))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("malformed JSON"),
                        errdetail("Path: %s; expected a date AAAA-MM-DD, got \"%.*s\".",
                                  text_to_cstring(PG_GETARG_TEXT_PP(1)),
                                  pg_mbcliplen(texto, (int) strlen(texto), 40), texto)));
    PG_RETURN_DATEADT(fecha);
}

/* ---- documents ---------------------------------------------------------------------- */

PG_FUNCTION_INFO_V1(identificacion_partes);
/* (texto, OUT tipo, OUT numero); tipo is '' when the text does not tell, numero NULL when there is none */
Datum
identificacion_partes(PG_FUNCTION_ARGS)
{
    TupleDesc desc;
    Datum v[2];
    bool nulos[2] = {false, false};
    Identificacion id;

    if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
        elog(ERROR, "return type must be a row type");
    nulos[1] = !identificacion_leer(text_to_cstring(PG_GETARG_TEXT_PP(0)), &id);
    v[0] = CStringGetTextDatum(id.tipo);
    v[1] = CStringGetTextDatum(id.numero);
    PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), v, nulos)));
}

PG_FUNCTION_INFO_V1(avisar_sin_profesional);
/* (documentos, lineas): the lines are filed without a professional, and nothing will be liquidated for them */
Datum
avisar_sin_profesional(PG_FUNCTION_ARGS)
{
    ereport(NOTICE,
            (errmsg("professionals of the RIPS are not registered"),
             errdetail("Documents: %s; lines filed without a professional: %s.",
                       text_to_cstring(PG_GETARG_TEXT_PP(0)), text_to_cstring(PG_GETARG_TEXT_PP(1))),
             errhint("What is paid of a line goes to the professional that it names: register them in "
                     "cartera.profesional before the invoice is filed.")));
    PG_RETURN_VOID();
}
