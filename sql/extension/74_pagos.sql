-- Payments: registrar_pago and the triggers that judge every row, however it came.
CREATE FUNCTION conciliacion._solo_imputacion() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'solo_imputacion';
COMMENT ON FUNCTION conciliacion._solo_imputacion() IS
    'Interna: disparador que sólo deja escribir a las propias funciones de pagos e imputación';
CREATE FUNCTION conciliacion._pago_fila() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'pago_fila';
COMMENT ON FUNCTION conciliacion._pago_fila() IS 'Interna: disparador que valida y completa un pago';
CREATE FUNCTION conciliacion._pago_sentencia() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'pago_sentencia';
COMMENT ON FUNCTION conciliacion._pago_sentencia() IS 'Interna: disparador que comprueba los pagos que entraron';
CREATE FUNCTION conciliacion._aplicacion_fila() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'aplicacion_fila';
COMMENT ON FUNCTION conciliacion._aplicacion_fila() IS 'Interna: disparador que completa una aplicación de pago';
CREATE FUNCTION conciliacion._aplicacion_sentencia() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'aplicacion_sentencia';
COMMENT ON FUNCTION conciliacion._aplicacion_sentencia() IS
    'Interna: disparador que juzga las aplicaciones de una sentencia y las lleva a los totales de pagos y facturas';
REVOKE ALL ON FUNCTION conciliacion._solo_imputacion(), conciliacion._pago_fila(), conciliacion._pago_sentencia(),
    conciliacion._aplicacion_fila(), conciliacion._aplicacion_sentencia() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._solo_imputacion(), conciliacion._pago_fila(), conciliacion._pago_sentencia(),
    conciliacion._aplicacion_fila(), conciliacion._aplicacion_sentencia() TO @extowner@;

CREATE FUNCTION conciliacion.registrar_pago(prestador_id bigint, pagador_id bigint, valor numeric, fecha date,
        referencia text, aplicaciones jsonb DEFAULT NULL, retenido numeric DEFAULT 0, descuentos numeric DEFAULT 0)
    RETURNS bigint LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'registrar_pago';
COMMENT ON FUNCTION conciliacion.registrar_pago(bigint, bigint, numeric, date, text, jsonb, numeric, numeric) IS
    'Registra un pago y lo aplica a las facturas dadas [{"factura_id":1,"valor":"100.00","retenido":"2.00","descuento":"0"}]; sin aplicaciones, a la más antigua aceptada, no pagada y no prescrita (Res. 2284/2023 art. 7); lo que sobra queda a favor. Repetirlo igual devuelve el mismo pago';
REVOKE ALL ON FUNCTION conciliacion.registrar_pago(bigint, bigint, numeric, date, text, jsonb, numeric, numeric)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.registrar_pago(bigint, bigint, numeric, date, text, jsonb, numeric, numeric)
    TO @extowner@;

CREATE FUNCTION conciliacion.crear_cuenta_corriente(prestador_id bigint, profesional_id bigint,
        numero text DEFAULT NULL, nombre text DEFAULT NULL)
    RETURNS bigint LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'crear_cuenta_corriente';
COMMENT ON FUNCTION conciliacion.crear_cuenta_corriente(bigint, bigint, text, text) IS
    'Crea la cuenta corriente de un profesional; sin número toma su identificador y sin nombre el suyo. Repetirla igual devuelve la misma';
REVOKE ALL ON FUNCTION conciliacion.crear_cuenta_corriente(bigint, bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.crear_cuenta_corriente(bigint, bigint, text, text) TO @extowner@;
