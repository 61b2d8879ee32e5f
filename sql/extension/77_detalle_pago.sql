-- The detail of a payment: what the payer says that it paid, debited and left pending of each line.
CREATE FUNCTION conciliacion.revisar_detalle_pago(prestador_id bigint, pago_id bigint, detalle jsonb)
    RETURNS TABLE (nivel text, documento text, linea integer, posicion integer, motivo text, parte text, esperado numeric,
        encontrado numeric, diferencia numeric)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 10 AS 'MODULE_PATHNAME', 'revisar_detalle_pago';
COMMENT ON FUNCTION conciliacion.revisar_detalle_pago(bigint, bigint, jsonb) IS
    'Todo lo que no cuadra de un detalle de pago, por línea, factura y transferencia, sin escribir nada; sin filas: cuadra';

CREATE FUNCTION conciliacion.cargar_detalle_pago(prestador_id bigint, pago_id bigint, detalle jsonb)
    RETURNS integer LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'cargar_detalle_pago';
COMMENT ON FUNCTION conciliacion.cargar_detalle_pago(bigint, bigint, jsonb) IS
    'Carga el detalle de un pago y lo aplica a sus facturas; devuelve cuántas líneas. detalle: [{"numero" o "factura_id","linea" u "orden","facturado","pagado","retenido","descuento","debitado","pendiente","motivo"}]; varios elementos de una línea se suman, uno por motivo; sin línea son los totales de la factura: pagada, debitada o pendiente entera, o pagada con lo retenido y lo descontado, que se reparten entre sus líneas por mayor resto. Si no cuadra se rechaza con nivel, documento y diferencia: nunca se completa. Repetirlo igual no hace nada';

CREATE FUNCTION conciliacion.recibir_detalle_pago(prestador_id bigint, pago_id bigint, detalle jsonb)
    RETURNS bigint LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'recibir_detalle_pago';
COMMENT ON FUNCTION conciliacion.recibir_detalle_pago(bigint, bigint, jsonb) IS
    'Como cargar_detalle_pago, pero el detalle que no cuadra queda en cuarentena (cartera.detalle_rechazado) con sus motivos, y devuelve su rechazo_id; nulo si cuadró y se cargó. La cuarentena de un pago se resuelve cuando llega su detalle completo';

CREATE FUNCTION conciliacion.detalle_de_csv(csv text) RETURNS jsonb
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'detalle_de_csv';
COMMENT ON FUNCTION conciliacion.detalle_de_csv(text) IS
    'Un detalle de pago en CSV como el jsonb que leen las funciones de detalle: la primera línea nombra las columnas; separador coma, punto y coma o tabulador; los importes admiten coma o punto decimal, nunca separador de miles';

CREATE FUNCTION conciliacion._excepciones_de_detalle(prestador_id bigint, factura_id bigint)
    RETURNS TABLE (linea integer, accion conciliacion.accion_imputacion, monto numeric, comentario text)
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE ROWS 100 AS 'MODULE_PATHNAME', 'excepciones_de_detalle';
COMMENT ON FUNCTION conciliacion._excepciones_de_detalle(bigint, bigint) IS
    'Interna: líneas que, según los detalles de pago, no se imputan por entero';

CREATE FUNCTION conciliacion.excepciones_detalle(prestador_id bigint, factura_id bigint, profesional_id bigint DEFAULT NULL)
    RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM conciliacion._exigir_argumentos('{prestador_id,factura_id}',
        excepciones_detalle.prestador_id, excepciones_detalle.factura_id);
    RETURN (
        SELECT coalesce(jsonb_agg(conciliacion._excepcion_json(e.linea, e.accion, e.monto, e.comentario) ORDER BY e.linea), '[]')
          FROM conciliacion._excepciones_de_detalle(excepciones_detalle.prestador_id, excepciones_detalle.factura_id) e
          JOIN cartera.prestacion p
            ON p.prestador_id = excepciones_detalle.prestador_id AND p.factura_id = excepciones_detalle.factura_id
           AND p.linea = e.linea
         WHERE excepciones_detalle.profesional_id IS NULL OR p.profesional_id = excepciones_detalle.profesional_id);
END
$$;
COMMENT ON FUNCTION conciliacion.excepciones_detalle(bigint, bigint, bigint) IS
    'Excepciones para imputar una factura según los detalles de sus pagos: imputar(…, excepciones => excepciones_detalle(…)); lo pagado por entero no lleva excepción, lo debitado y lo pagado en parte llevan el motivo del pagador, y lo que aún no se resolvió queda pendiente';

REVOKE ALL ON FUNCTION conciliacion.revisar_detalle_pago(bigint, bigint, jsonb),
    conciliacion.cargar_detalle_pago(bigint, bigint, jsonb), conciliacion.recibir_detalle_pago(bigint, bigint, jsonb),
    conciliacion._excepciones_de_detalle(bigint, bigint), conciliacion.excepciones_detalle(bigint, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.revisar_detalle_pago(bigint, bigint, jsonb),
    conciliacion.cargar_detalle_pago(bigint, bigint, jsonb), conciliacion.recibir_detalle_pago(bigint, bigint, jsonb),
    conciliacion._excepciones_de_detalle(bigint, bigint), conciliacion.excepciones_detalle(bigint, bigint, bigint) TO @extowner@;
