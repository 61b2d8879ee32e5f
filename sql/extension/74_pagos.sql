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

-- Applying later, undoing and annulling: nothing is removed, each one is a row of its own.
CREATE FUNCTION conciliacion._anulacion_fila() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'anulacion_fila';
COMMENT ON FUNCTION conciliacion._anulacion_fila() IS 'Interna: disparador que completa la anulación de un pago';
CREATE FUNCTION conciliacion._anulacion_juicio() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'anulacion_juicio';
COMMENT ON FUNCTION conciliacion._anulacion_juicio() IS
    'Interna: disparador que juzga la anulación de un pago y lo marca';
REVOKE ALL ON FUNCTION conciliacion._anulacion_fila(), conciliacion._anulacion_juicio() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._anulacion_fila(), conciliacion._anulacion_juicio() TO @extowner@;

CREATE FUNCTION conciliacion.aplicar_pago(prestador_id bigint, pago_id bigint, factura_id bigint, valor numeric,
        retenido numeric DEFAULT 0, descuento numeric DEFAULT 0, fecha date DEFAULT CURRENT_DATE,
        motivo text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_id bigint;
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id,pago_id,factura_id,valor,retenido,descuento,fecha}',
        aplicar_pago.prestador_id, aplicar_pago.pago_id, aplicar_pago.factura_id, aplicar_pago.valor, aplicar_pago.retenido, aplicar_pago.descuento, aplicar_pago.fecha);
    INSERT INTO cartera.pago_aplicacion AS a (prestador_id, pago_id, factura_id, valor, retenido, descuento, fecha, motivo)
    VALUES (aplicar_pago.prestador_id, aplicar_pago.pago_id, aplicar_pago.factura_id, aplicar_pago.valor,
            aplicar_pago.retenido, aplicar_pago.descuento, aplicar_pago.fecha, aplicar_pago.motivo)
    RETURNING a.aplicacion_id INTO v_id;
    RETURN v_id;
END
$$;
COMMENT ON FUNCTION conciliacion.aplicar_pago(bigint, bigint, bigint, numeric, numeric, numeric, date, text) IS
    'Aplica a una factura lo que queda disponible de un pago, con lo retenido y descontado que siga sin aplicar; devuelve la aplicación. Un descuento puede llevar su motivo';

CREATE FUNCTION conciliacion.desaplicar_pago(prestador_id bigint, pago_id bigint, factura_id bigint, motivo text,
        fecha date DEFAULT CURRENT_DATE, aplicacion_id bigint DEFAULT NULL) RETURNS numeric
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'desaplicar_pago';
COMMENT ON FUNCTION conciliacion.desaplicar_pago(bigint, bigint, bigint, text, date, bigint) IS
    'Deshace, por su opuesta, lo que un pago aplicó a una factura (o sólo la aplicación dada) sin tocar las demás; devuelve lo que el pago tiene disponible. Lo ya imputado a profesionales no se deshace hasta anular sus liquidaciones';

CREATE FUNCTION conciliacion.anular_pago(prestador_id bigint, pago_id bigint, motivo text,
        revertir boolean DEFAULT false, fecha date DEFAULT CURRENT_DATE)
    RETURNS TABLE (que text, id bigint, factura_id bigint, valor numeric)
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'anular_pago';
COMMENT ON FUNCTION conciliacion.anular_pago(bigint, bigint, text, boolean, date) IS
    'Anula un pago. Si algo cuelga de él (aplicaciones, liquidaciones que su dinero ya no cubriría) lo rechaza con la lista; con revertir => true lo deshace: anula las liquidaciones pendientes más nuevas de cada factura, las que hagan falta, y desaplica. Devuelve cada cosa deshecha y el pago';

CREATE FUNCTION conciliacion.amortizar_anticipo(prestador_id bigint, pago_id bigint, aplicaciones jsonb DEFAULT NULL,
        fecha date DEFAULT CURRENT_DATE)
    RETURNS TABLE (aplicacion_id bigint, factura_id bigint, valor numeric, retenido numeric, descuento numeric)
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'amortizar_anticipo';
COMMENT ON FUNCTION conciliacion.amortizar_anticipo(bigint, bigint, jsonb, date) IS
    'Amortiza un anticipo: aplica lo disponible de un pago a las facturas dadas, o a la más antigua aceptada, no pagada y no prescrita (Res. 2284/2023 art. 7); devuelve las aplicaciones en el orden en que se hicieron';

REVOKE ALL ON FUNCTION
    conciliacion.aplicar_pago(bigint, bigint, bigint, numeric, numeric, numeric, date, text),
    conciliacion.desaplicar_pago(bigint, bigint, bigint, text, date, bigint),
    conciliacion.anular_pago(bigint, bigint, text, boolean, date),
    conciliacion.amortizar_anticipo(bigint, bigint, jsonb, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    conciliacion.aplicar_pago(bigint, bigint, bigint, numeric, numeric, numeric, date, text),
    conciliacion.desaplicar_pago(bigint, bigint, bigint, text, date, bigint),
    conciliacion.anular_pago(bigint, bigint, text, boolean, date),
    conciliacion.amortizar_anticipo(bigint, bigint, jsonb, date) TO @extowner@;
