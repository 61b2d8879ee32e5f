-- Imputation of what was paid: the plan, the liquidaciones and the identities of both.
CREATE FUNCTION conciliacion.previsualizar_imputacion(prestador_id bigint, factura_id bigint, retenciones jsonb,
        profesional_id bigint DEFAULT NULL, excepciones jsonb DEFAULT NULL)
    RETURNS TABLE (linea integer, profesional_id bigint, profesional text, orden text, codigo text, descripcion text,
        paciente text, facturado numeric, glosa_aceptada numeric, glosa_pendiente numeric, neto numeric,
        imputado numeric, accion conciliacion.accion_imputacion, comentario text, total_imputado numeric,
        total_retenido numeric, total_liquido numeric, disponible numeric, quedaria numeric)
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'previsualizar_imputacion';
COMMENT ON FUNCTION conciliacion.previsualizar_imputacion(bigint, bigint, jsonb, bigint, jsonb) IS
    'Cómo quedaría la imputación, línea por línea, sin escribir nada: por defecto se paga todo lo facturado; totales de la liquidación de cada profesional, disponible antes y lo que quedaría (negativo: no alcanza)';
REVOKE ALL ON FUNCTION conciliacion.previsualizar_imputacion(bigint, bigint, jsonb, bigint, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.previsualizar_imputacion(bigint, bigint, jsonb, bigint, jsonb) TO @extowner@;

CREATE FUNCTION conciliacion.imputar(prestador_id bigint, factura_id bigint, retenciones jsonb,
        profesional_id bigint DEFAULT NULL, excepciones jsonb DEFAULT NULL, comentario text DEFAULT NULL,
        fecha date DEFAULT CURRENT_DATE)
    RETURNS SETOF bigint LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'imputar';
COMMENT ON FUNCTION conciliacion.imputar(bigint, bigint, jsonb, bigint, jsonb, text, date) IS
    'Imputa el pago de una factura a sus profesionales, o a uno, y devuelve las liquidaciones: retenciones [{"concepto":"Gestión","porcentaje":"17%"}]; sólo se dan las excepciones [{"linea":3,"accion":"debitado","comentario":"falta firma"},{"linea":4,"accion":"pagado","monto":"50.00","comentario":"convenio"},{"linea":5,"accion":"pendiente"}]; los montos son sin IVA';
REVOKE ALL ON FUNCTION conciliacion.imputar(bigint, bigint, jsonb, bigint, jsonb, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.imputar(bigint, bigint, jsonb, bigint, jsonb, text, date) TO @extowner@;
