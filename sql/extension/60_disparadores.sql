-- Trigger functions of cartera. EXECUTE is checked when a trigger is created, not when it fires, so nobody else needs it.
CREATE FUNCTION conciliacion._solo_eventos() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'solo_eventos';
COMMENT ON FUNCTION conciliacion._solo_eventos() IS 'Disparador: impide cambiar o borrar historia y proyecciones (KG005)';

CREATE FUNCTION conciliacion._factura_sentencia() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'factura_sentencia';
COMMENT ON FUNCTION conciliacion._factura_sentencia() IS 'Disparador de cartera.factura: abre la sentencia';
CREATE FUNCTION conciliacion._factura_fila() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'factura_fila';
COMMENT ON FUNCTION conciliacion._factura_fila() IS 'Disparador de cartera.factura: radica una factura y fija su norma';
CREATE FUNCTION conciliacion._factura_despues() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'factura_despues';
COMMENT ON FUNCTION conciliacion._factura_despues() IS 'Disparador de cartera.factura: escribe los eventos de radicación';

CREATE FUNCTION conciliacion._prestacion_sentencia() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'prestacion_sentencia';
COMMENT ON FUNCTION conciliacion._prestacion_sentencia() IS 'Disparador de cartera.prestacion: abre la sentencia';
CREATE FUNCTION conciliacion._prestacion_fila() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'prestacion_fila';
COMMENT ON FUNCTION conciliacion._prestacion_fila() IS 'Disparador de cartera.prestacion: valida una línea de factura';
CREATE FUNCTION conciliacion._prestacion_despues() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'prestacion_despues';
COMMENT ON FUNCTION conciliacion._prestacion_despues() IS 'Disparador de cartera.prestacion: suma las líneas al valor de la factura';

CREATE FUNCTION conciliacion._factura_evento_sentencia() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'factura_evento_sentencia';
COMMENT ON FUNCTION conciliacion._factura_evento_sentencia() IS 'Disparador de cartera.factura_evento: abre la sentencia';
CREATE FUNCTION conciliacion._factura_evento_fila() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'factura_evento_fila';
COMMENT ON FUNCTION conciliacion._factura_evento_fila() IS 'Disparador de cartera.factura_evento: juzga un acto sobre la factura';
CREATE FUNCTION conciliacion._factura_evento_despues() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'factura_evento_despues';
COMMENT ON FUNCTION conciliacion._factura_evento_despues() IS 'Disparador de cartera.factura_evento: proyecta la factura';

CREATE FUNCTION conciliacion._glosa_sentencia() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'glosa_sentencia';
COMMENT ON FUNCTION conciliacion._glosa_sentencia() IS 'Disparador de cartera.glosa: abre la sentencia';
CREATE FUNCTION conciliacion._glosa_fila() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'glosa_fila';
COMMENT ON FUNCTION conciliacion._glosa_fila() IS 'Disparador de cartera.glosa: formula una glosa';
CREATE FUNCTION conciliacion._glosa_despues() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'glosa_despues';
COMMENT ON FUNCTION conciliacion._glosa_despues() IS 'Disparador de cartera.glosa: escribe los eventos y los totales';

CREATE FUNCTION conciliacion._glosa_evento_sentencia() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'glosa_evento_sentencia';
COMMENT ON FUNCTION conciliacion._glosa_evento_sentencia() IS 'Disparador de cartera.glosa_evento: abre la sentencia';
CREATE FUNCTION conciliacion._glosa_evento_fila() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'glosa_evento_fila';
COMMENT ON FUNCTION conciliacion._glosa_evento_fila() IS 'Disparador de cartera.glosa_evento: juzga un evento y lo completa';
CREATE FUNCTION conciliacion._glosa_evento_despues() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'glosa_evento_despues';
COMMENT ON FUNCTION conciliacion._glosa_evento_despues() IS 'Disparador de cartera.glosa_evento: proyecta glosas, líneas y facturas';

REVOKE ALL ON FUNCTION conciliacion._solo_eventos(), conciliacion._factura_sentencia(), conciliacion._factura_fila(),
    conciliacion._factura_despues(), conciliacion._prestacion_sentencia(), conciliacion._prestacion_fila(),
    conciliacion._prestacion_despues(), conciliacion._factura_evento_sentencia(), conciliacion._factura_evento_fila(),
    conciliacion._factura_evento_despues(), conciliacion._glosa_sentencia(), conciliacion._glosa_fila(),
    conciliacion._glosa_despues(), conciliacion._glosa_evento_sentencia(), conciliacion._glosa_evento_fila(),
    conciliacion._glosa_evento_despues() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._solo_eventos(), conciliacion._factura_sentencia(), conciliacion._factura_fila(),
    conciliacion._factura_despues(), conciliacion._prestacion_sentencia(), conciliacion._prestacion_fila(),
    conciliacion._prestacion_despues(), conciliacion._factura_evento_sentencia(), conciliacion._factura_evento_fila(),
    conciliacion._factura_evento_despues(), conciliacion._glosa_sentencia(), conciliacion._glosa_fila(),
    conciliacion._glosa_despues(), conciliacion._glosa_evento_sentencia(), conciliacion._glosa_evento_fila(),
    conciliacion._glosa_evento_despues() TO @extowner@;
