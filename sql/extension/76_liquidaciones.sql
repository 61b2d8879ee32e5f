-- Liquidaciones already made: annulment, payment orders, lists, statements and what can still be imputed.
CREATE TYPE conciliacion.evento_liquidacion AS ENUM ('liquidar', 'ordenar', 'pagar', 'liberar', 'anular');
COMMENT ON TYPE conciliacion.evento_liquidacion IS 'Acto que mueve una liquidación de un estado a otro';
CREATE TYPE conciliacion.estado_orden_pago AS ENUM ('pendiente', 'pagada', 'anulada');
COMMENT ON TYPE conciliacion.estado_orden_pago IS 'Estado de una orden de pago a profesionales';

CREATE FUNCTION conciliacion.anular_liquidacion(prestador_id bigint, liquidacion_id bigint, motivo text,
        fecha date DEFAULT CURRENT_DATE) RETURNS conciliacion.estado_liquidacion
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'anular_liquidacion';
COMMENT ON FUNCTION conciliacion.anular_liquidacion(bigint, bigint, text, date) IS
    'Anula una liquidación que no esté ordenada ni pagada: sus líneas vuelven a como estaban y la cuenta corriente recibe el movimiento contrario; nada se borra';

CREATE FUNCTION conciliacion.ordenar_pago(prestador_id bigint, liquidaciones bigint[], fecha date DEFAULT CURRENT_DATE)
    RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'ordenar_pago';
COMMENT ON FUNCTION conciliacion.ordenar_pago(bigint, bigint[], date) IS
    'Orden de pago de una o varias liquidaciones pendientes, de uno o varios profesionales; devuelve la orden';

CREATE FUNCTION conciliacion.pagar_orden(prestador_id bigint, orden_pago_id bigint, fecha date, referencia text)
    RETURNS conciliacion.estado_orden_pago
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'pagar_orden';
COMMENT ON FUNCTION conciliacion.pagar_orden(bigint, bigint, date, text) IS
    'Paga una orden entera: sus liquidaciones quedan pagadas y cada cuenta corriente recibe el movimiento; repetir el mismo pago no lo duplica';

CREATE FUNCTION conciliacion.anular_orden_pago(prestador_id bigint, orden_pago_id bigint, motivo text,
        fecha date DEFAULT CURRENT_DATE) RETURNS conciliacion.estado_orden_pago
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'anular_orden_pago';
COMMENT ON FUNCTION conciliacion.anular_orden_pago(bigint, bigint, text, date) IS
    'Anula una orden de pago que no se ha pagado; sus liquidaciones vuelven a estar pendientes';

REVOKE ALL ON FUNCTION conciliacion.anular_liquidacion(bigint, bigint, text, date),
    conciliacion.ordenar_pago(bigint, bigint[], date), conciliacion.pagar_orden(bigint, bigint, date, text),
    conciliacion.anular_orden_pago(bigint, bigint, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.anular_liquidacion(bigint, bigint, text, date),
    conciliacion.ordenar_pago(bigint, bigint[], date), conciliacion.pagar_orden(bigint, bigint, date, text),
    conciliacion.anular_orden_pago(bigint, bigint, text, date) TO @extowner@;

-- ---- lists ---------------------------------------------------------------------------------------------------------

CREATE TYPE conciliacion.liquidacion_listada AS (liquidacion_id bigint, fecha date, estado text, profesional_id bigint,
    profesional text, factura_id bigint, factura text, pagador_id bigint, pagador text, imputado numeric,
    retenido numeric, liquido numeric, orden_pago_id bigint, comentario text);
COMMENT ON TYPE conciliacion.liquidacion_listada IS 'Una liquidación con los nombres que la explican';

CREATE FUNCTION conciliacion._liquidaciones(prestador_id bigint, estado conciliacion.estado_liquidacion,
        pagador_id bigint, profesional_id bigint, desde date, hasta date)
    RETURNS SETOF conciliacion.liquidacion_listada
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_pagadores jsonb;
BEGIN
    PERFORM conciliacion._exigir_version();
    -- the catalogue apart: a statement is of one provider
    SELECT jsonb_object_agg(g.pagador_id, g.nombre) INTO v_pagadores FROM cartera.pagador g
     WHERE _liquidaciones.pagador_id IS NULL OR g.pagador_id = _liquidaciones.pagador_id;
    RETURN QUERY
    SELECT q.liquidacion_id, q.fecha, q.estado::text, q.profesional_id, r.nombre, q.factura_id, f.numero::text,
           f.pagador_id, v_pagadores ->> f.pagador_id::text, q.imputado, q.retenido, q.liquido, q.orden_pago_id, q.comentario
      FROM cartera.liquidacion q
      JOIN cartera.factura f ON f.prestador_id = q.prestador_id AND f.factura_id = q.factura_id
      JOIN cartera.profesional r ON r.prestador_id = q.prestador_id AND r.profesional_id = q.profesional_id
     WHERE q.prestador_id = _liquidaciones.prestador_id
       AND (_liquidaciones.estado IS NULL OR q.estado = _liquidaciones.estado)
       AND (_liquidaciones.pagador_id IS NULL OR f.pagador_id = _liquidaciones.pagador_id)
       AND (_liquidaciones.profesional_id IS NULL OR q.profesional_id = _liquidaciones.profesional_id)
       AND (_liquidaciones.desde IS NULL OR q.fecha >= _liquidaciones.desde)
       AND (_liquidaciones.hasta IS NULL OR q.fecha <= _liquidaciones.hasta)
     ORDER BY q.fecha, q.liquidacion_id;
END
$$;
COMMENT ON FUNCTION conciliacion._liquidaciones(bigint, conciliacion.estado_liquidacion, bigint, bigint, date, date) IS
    'Interna: liquidaciones con sus nombres; cada filtro nulo no filtra';

CREATE FUNCTION conciliacion.liquidaciones_pendientes(prestador_id bigint, profesional_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.liquidacion_listada
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM conciliacion._exigir_argumentos('{prestador_id}', liquidaciones_pendientes.prestador_id);
    RETURN QUERY SELECT * FROM conciliacion._liquidaciones(liquidaciones_pendientes.prestador_id, 'pendiente', NULL,
        liquidaciones_pendientes.profesional_id, NULL, NULL);
END
$$;
COMMENT ON FUNCTION conciliacion.liquidaciones_pendientes(bigint, bigint) IS
    'Liquidaciones hechas de las que aún no se genera la orden de pago, de un profesional o de todos';

CREATE FUNCTION conciliacion.liquidaciones_por_pagador(prestador_id bigint, pagador_id bigint DEFAULT NULL,
        desde date DEFAULT NULL, hasta date DEFAULT NULL)
    RETURNS SETOF conciliacion.liquidacion_listada
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM conciliacion._exigir_argumentos('{prestador_id}', liquidaciones_por_pagador.prestador_id);
    RETURN QUERY SELECT * FROM conciliacion._liquidaciones(liquidaciones_por_pagador.prestador_id, NULL,
        liquidaciones_por_pagador.pagador_id, NULL, liquidaciones_por_pagador.desde, liquidaciones_por_pagador.hasta) l
     ORDER BY l.pagador_id, l.fecha, l.liquidacion_id;
END
$$;
COMMENT ON FUNCTION conciliacion.liquidaciones_por_pagador(bigint, bigint, date, date) IS
    'Liquidaciones, también las anuladas, de las facturas de un pagador o de todos, entre dos fechas';

CREATE FUNCTION conciliacion.historial_liquidaciones(prestador_id bigint, profesional_id bigint DEFAULT NULL,
        desde date DEFAULT NULL, hasta date DEFAULT NULL)
    RETURNS SETOF conciliacion.liquidacion_listada
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM conciliacion._exigir_argumentos('{prestador_id}', historial_liquidaciones.prestador_id);
    RETURN QUERY SELECT * FROM conciliacion._liquidaciones(historial_liquidaciones.prestador_id, NULL, NULL,
        historial_liquidaciones.profesional_id, historial_liquidaciones.desde, historial_liquidaciones.hasta);
END
$$;
COMMENT ON FUNCTION conciliacion.historial_liquidaciones(bigint, bigint, date, date) IS
    'Historial de liquidaciones, también las anuladas, por profesional y por fechas (ambas incluidas)';

CREATE FUNCTION conciliacion.facturas_para_imputar(prestador_id bigint, pagador_id bigint DEFAULT NULL)
    RETURNS TABLE (factura_id bigint, numero text, pagador bigint, fecha_radicacion date, valor numeric, pagado numeric,
        neto_pagado numeric, imputado numeric, disponible numeric, estado_imputacion text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id}', facturas_para_imputar.prestador_id);
    RETURN QUERY
    SELECT f.factura_id, f.numero::text, f.pagador_id, f.fecha_radicacion, f.valor::numeric, f.pagado::numeric,
           conciliacion.monto_neto(f.pagado, f.iva), coalesce(q.imputado, 0.00),
           conciliacion.monto_neto(f.pagado, f.iva) - coalesce(q.imputado, 0.00), f.estado_imputacion::text
      FROM cartera.factura f
     CROSS JOIN LATERAL (
            SELECT sum(p.valor_imputado) AS imputado FROM cartera.prestacion p
             WHERE p.prestador_id = f.prestador_id AND p.factura_id = f.factura_id) q
     WHERE f.prestador_id = facturas_para_imputar.prestador_id
       AND (facturas_para_imputar.pagador_id IS NULL OR f.pagador_id = facturas_para_imputar.pagador_id)
       AND (f.estado_imputacion = ANY ('{lista_para_imputar,parcialmente_imputada}'::conciliacion.estado_imputacion[])
            -- the payer's detail debits it whole: no money comes, and its lines wait to be debited
            OR f.estado_imputacion = 'facturada' AND EXISTS (
                SELECT FROM cartera.detalle_pago_linea d
                  JOIN cartera.pago g ON g.prestador_id = d.prestador_id AND g.pago_id = d.pago_id AND NOT g.anulado
                 WHERE d.prestador_id = f.prestador_id AND d.factura_id = f.factura_id AND d.debitado > 0))
     ORDER BY f.fecha_radicacion, f.factura_id;
END
$$;
COMMENT ON FUNCTION conciliacion.facturas_para_imputar(bigint, bigint) IS
    'Facturas que tienen algún pago, o que el detalle de un pago debita enteras, y están sin imputar o imputadas en parte, con lo que queda disponible, de un pagador o de todos';

CREATE FUNCTION conciliacion.profesionales_sin_cuenta(prestador_id bigint)
    RETURNS TABLE (profesional_id bigint, identificacion text, nombre text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20 SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id}', profesionales_sin_cuenta.prestador_id);
    RETURN QUERY
    SELECT r.profesional_id, r.identificacion, r.nombre FROM cartera.profesional r
     WHERE r.prestador_id = profesionales_sin_cuenta.prestador_id
       AND NOT EXISTS (SELECT FROM cartera.cuenta_corriente c
                        WHERE c.prestador_id = r.prestador_id AND c.profesional_id = r.profesional_id)
     ORDER BY r.nombre, r.profesional_id;
END
$$;
COMMENT ON FUNCTION conciliacion.profesionales_sin_cuenta(bigint) IS
    'Profesionales sin cuenta corriente, a los que no se puede liquidar hasta crearla';

-- ---- statements ------------------------------------------------------------------------------------------------------

CREATE FUNCTION conciliacion._cuenta_de(prestador_id bigint, profesional_id bigint) RETURNS bigint
    LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cuenta_de';
COMMENT ON FUNCTION conciliacion._cuenta_de(bigint, bigint) IS
    'Interna: cuenta corriente de un profesional; la rechaza con KG006 y la llamada que la crea si no existe';

CREATE FUNCTION conciliacion.estado_cuenta_corriente(prestador_id bigint, profesional_id bigint,
        desde date DEFAULT NULL, hasta date DEFAULT NULL)
    RETURNS TABLE (orden bigint, fecha date, clase text, concepto text, liquidacion_id bigint, orden_pago_id bigint,
        importe numeric, saldo numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_cuenta bigint;
    v_anterior numeric;
BEGIN
    PERFORM conciliacion._exigir_version();
    v_cuenta := conciliacion._cuenta_de(estado_cuenta_corriente.prestador_id, estado_cuenta_corriente.profesional_id);
    -- a balance is that of the end of the day: what is dated before desde
    SELECT coalesce(sum(m.importe), 0.00) INTO v_anterior FROM cartera.cuenta_movimiento m
     WHERE m.prestador_id = estado_cuenta_corriente.prestador_id AND m.cuenta_id = v_cuenta
       AND m.fecha < estado_cuenta_corriente.desde;
    RETURN QUERY
    SELECT row_number() OVER w - 1, t.fecha, t.clase, t.concepto, t.liquidacion_id, t.orden_pago_id, t.importe,
           sum(t.importe) OVER w
      FROM (SELECT 0::bigint AS movimiento_id, estado_cuenta_corriente.desde - 1 AS fecha, 'saldo anterior' AS clase,
                   'Saldo anterior' AS concepto, NULL::bigint AS liquidacion_id, NULL::bigint AS orden_pago_id,
                   v_anterior AS importe, 0 AS grupo
            UNION ALL
            SELECT m.movimiento_id, m.fecha, m.clase, m.concepto, m.liquidacion_id, m.orden_pago_id, m.importe, 1
              FROM cartera.cuenta_movimiento m
             WHERE m.prestador_id = estado_cuenta_corriente.prestador_id AND m.cuenta_id = v_cuenta
               AND (estado_cuenta_corriente.desde IS NULL OR m.fecha >= estado_cuenta_corriente.desde)
               AND (estado_cuenta_corriente.hasta IS NULL OR m.fecha <= estado_cuenta_corriente.hasta)) t
    WINDOW w AS (ORDER BY t.grupo, t.fecha, t.movimiento_id)
     ORDER BY t.grupo, t.fecha, t.movimiento_id;
END
$$;
COMMENT ON FUNCTION conciliacion.estado_cuenta_corriente(bigint, bigint, date, date) IS
    'Movimientos de la cuenta corriente de un profesional entre dos fechas (ambas incluidas), por fecha del movimiento, con su saldo; la primera fila es el saldo anterior, al cierre de la víspera';

CREATE FUNCTION conciliacion.disponible_para_imputar(prestador_id bigint, factura_id bigint)
    RETURNS TABLE (pagado numeric, iva numeric, neto_pagado numeric, imputado numeric, retenido numeric, liquidado numeric,
        disponible numeric, queda_en_institucion numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1 SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v record;
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id,factura_id}',
        disponible_para_imputar.prestador_id, disponible_para_imputar.factura_id);
    SELECT f.pagado, conciliacion.monto_neto(f.pagado, f.iva) AS neto, coalesce(q.imputado, 0.00) AS imputado,
           coalesce(q.retenido, 0.00) AS retenido, coalesce(q.liquido, 0.00) AS liquido
      INTO v
      FROM cartera.factura f
     CROSS JOIN LATERAL (
            SELECT sum(q.imputado) AS imputado, sum(q.retenido) AS retenido, sum(q.liquido) AS liquido
              FROM cartera.liquidacion q
             WHERE q.prestador_id = f.prestador_id AND q.factura_id = f.factura_id AND q.estado <> 'anulada') q
     WHERE f.prestador_id = disponible_para_imputar.prestador_id AND f.factura_id = disponible_para_imputar.factura_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('invoice', disponible_para_imputar.prestador_id, disponible_para_imputar.factura_id);
    END IF;
    RETURN QUERY SELECT v.pagado, v.pagado - v.neto, v.neto, v.imputado, v.retenido, v.liquido, v.neto - v.imputado,
        v.neto - v.liquido;
END
$$;
COMMENT ON FUNCTION conciliacion.disponible_para_imputar(bigint, bigint) IS
    'Lo disponible de una factura en sus dos lecturas: disponible, lo pagado sin IVA menos lo imputado (lo que aún puede imputarse), y queda_en_institucion, lo pagado sin IVA menos lo liquidado a los profesionales (lo disponible más lo retenido)';

REVOKE ALL ON FUNCTION
    conciliacion._liquidaciones(bigint, conciliacion.estado_liquidacion, bigint, bigint, date, date),
    conciliacion._cuenta_de(bigint, bigint),
    conciliacion.liquidaciones_pendientes(bigint, bigint), conciliacion.liquidaciones_por_pagador(bigint, bigint, date, date),
    conciliacion.historial_liquidaciones(bigint, bigint, date, date),
    conciliacion.facturas_para_imputar(bigint, bigint), conciliacion.profesionales_sin_cuenta(bigint),
    conciliacion.estado_cuenta_corriente(bigint, bigint, date, date),
    conciliacion.disponible_para_imputar(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    conciliacion._liquidaciones(bigint, conciliacion.estado_liquidacion, bigint, bigint, date, date),
    conciliacion._cuenta_de(bigint, bigint),
    conciliacion.liquidaciones_pendientes(bigint, bigint), conciliacion.liquidaciones_por_pagador(bigint, bigint, date, date),
    conciliacion.historial_liquidaciones(bigint, bigint, date, date),
    conciliacion.facturas_para_imputar(bigint, bigint), conciliacion.profesionales_sin_cuenta(bigint),
    conciliacion.estado_cuenta_corriente(bigint, bigint, date, date),
    conciliacion.disponible_para_imputar(bigint, bigint) TO @extowner@;
