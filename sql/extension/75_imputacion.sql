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
    'Imputa el pago de una factura a sus profesionales, o a uno, y devuelve las liquidaciones: retenciones [{"concepto":"Gestión","porcentaje":"17%"}], [] si no hay; sólo se dan las excepciones [{"linea":3,"accion":"debitado","comentario":"falta firma"},{"linea":4,"accion":"pagado","monto":"50.00","comentario":"convenio"},{"linea":5,"accion":"pendiente"}]; los montos son sin IVA. Sólo se imputa dinero recibido: lo que el pagador retuvo como impuesto extingue deuda pero no está disponible. Si lo retuvo sobre el total de la factura, sus líneas se pagan en parte, con las excepciones que da excepciones_retenido; si su detalle lo dice por línea, con excepciones_detalle';
REVOKE ALL ON FUNCTION conciliacion.imputar(bigint, bigint, jsonb, bigint, jsonb, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.imputar(bigint, bigint, jsonb, bigint, jsonb, text, date) TO @extowner@;

CREATE FUNCTION conciliacion._excepcion_json(linea integer, accion conciliacion.accion_imputacion, monto numeric, comentario text)
    RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
    RETURN pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object('linea', linea, 'accion', accion, 'monto', monto::pg_catalog.text,
        'comentario', comentario));
COMMENT ON FUNCTION conciliacion._excepcion_json(integer, conciliacion.accion_imputacion, numeric, text) IS
    'Interna: una excepción como la lee imputar()';

CREATE FUNCTION conciliacion._excepciones_de_retenido(prestador_id bigint, factura_id bigint, profesional_id bigint,
        excepciones jsonb)
    RETURNS TABLE (linea integer, accion conciliacion.accion_imputacion, monto numeric, comentario text)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 AS 'MODULE_PATHNAME', 'excepciones_de_retenido';
COMMENT ON FUNCTION conciliacion._excepciones_de_retenido(bigint, bigint, bigint, jsonb) IS
    'Interna: las excepciones dadas y, de las demás líneas, la parte de lo cobrado que les toca';

CREATE FUNCTION conciliacion.excepciones_retenido(prestador_id bigint, factura_id bigint, profesional_id bigint DEFAULT NULL,
        excepciones jsonb DEFAULT NULL)
    RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM conciliacion._exigir_argumentos('{prestador_id,factura_id}',
        excepciones_retenido.prestador_id, excepciones_retenido.factura_id);
    RETURN (
        SELECT coalesce(jsonb_agg(conciliacion._excepcion_json(e.linea, e.accion, e.monto, e.comentario) ORDER BY e.linea), '[]')
          FROM conciliacion._excepciones_de_retenido(excepciones_retenido.prestador_id, excepciones_retenido.factura_id,
                   excepciones_retenido.profesional_id, excepciones_retenido.excepciones) e);
END
$$;
COMMENT ON FUNCTION conciliacion.excepciones_retenido(bigint, bigint, bigint, jsonb) IS
    'Excepciones para imputar una factura cuyo pagador retuvo o descontó sobre el total: imputar(…, excepciones => excepciones_retenido(…)); lo cobrado se reparte entre las líneas en proporción a lo que valen (mayor resto), y a las dadas en excepciones no las toca. Si lo que falta no es sólo lo retenido o descontado, se niega y dice la diferencia';
REVOKE ALL ON FUNCTION conciliacion._excepciones_de_retenido(bigint, bigint, bigint, jsonb),
    conciliacion.excepciones_retenido(bigint, bigint, bigint, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._excepciones_de_retenido(bigint, bigint, bigint, jsonb),
    conciliacion.excepciones_retenido(bigint, bigint, bigint, jsonb) TO @extowner@;

CREATE FUNCTION conciliacion._factura_imputacion() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'factura_imputacion';
COMMENT ON FUNCTION conciliacion._factura_imputacion() IS
    'Interna: disparador que revisa líneas y estado de una factura en imputación cuando se acepta una glosa';
REVOKE ALL ON FUNCTION conciliacion._factura_imputacion() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._factura_imputacion() TO @extowner@;

CREATE FUNCTION conciliacion._estado_imputacion(con_pago boolean, con_liquidaciones boolean, quedan_lineas boolean)
    RETURNS conciliacion.estado_imputacion
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'estado_imputacion_derivado';
COMMENT ON FUNCTION conciliacion._estado_imputacion(boolean, boolean, boolean) IS
    'Interna: estado de imputación de una factura según sus pagos, sus liquidaciones y sus líneas';

CREATE FUNCTION conciliacion._indice_en(lineas integer[], linea integer) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'indice_en';
COMMENT ON FUNCTION conciliacion._indice_en(integer[], integer) IS
    'Interna: lugar de una línea, desde 1, entre las dadas en orden; 0 si no está';
CREATE FUNCTION conciliacion._importe_en(centavos bigint[], indice integer) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'importe_en';
COMMENT ON FUNCTION conciliacion._importe_en(bigint[], integer) IS
    'Interna: importe, dado en centavos, que está en ese lugar; nulo si no hay tal lugar';

CREATE FUNCTION conciliacion._verificar_pagos(prestador_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.incumplimiento
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- what a payment and an invoice say was applied is what their applications say
    RETURN QUERY
    SELECT 'pago: aplicado = aplicaciones', g.prestador_id, format('pago %s', g.pago_id),
           (coalesce(a.valor, 0), coalesce(a.retenido, 0), coalesce(a.descuento, 0))::text,
           (g.aplicado, g.retenido_aplicado, g.descuentos_aplicado)::text, coalesce(a.valor, 0) - g.aplicado
      FROM cartera.pago g
      LEFT JOIN (SELECT a.prestador_id, a.pago_id, sum(a.valor) AS valor, sum(a.retenido) AS retenido, sum(a.descuento) AS descuento
                   FROM cartera.pago_aplicacion a
                  WHERE _verificar_pagos.prestador_id IS NULL OR a.prestador_id = _verificar_pagos.prestador_id
                  GROUP BY a.prestador_id, a.pago_id) a
        ON a.prestador_id = g.prestador_id AND a.pago_id = g.pago_id
     WHERE (_verificar_pagos.prestador_id IS NULL OR g.prestador_id = _verificar_pagos.prestador_id)
       AND (coalesce(a.valor, 0), coalesce(a.retenido, 0), coalesce(a.descuento, 0))
           IS DISTINCT FROM (g.aplicado, g.retenido_aplicado, g.descuentos_aplicado);
    RETURN QUERY
    SELECT 'factura: pagado, retenido y descuentos = aplicaciones', f.prestador_id, format('factura %s', f.factura_id),
           (coalesce(a.valor, 0), coalesce(a.retenido, 0), coalesce(a.descuento, 0))::text,
           (f.pagado, f.retenido, f.descuentos)::text, coalesce(a.valor, 0) - f.pagado
      FROM cartera.factura f
      LEFT JOIN (SELECT a.prestador_id, a.factura_id, sum(a.valor) AS valor, sum(a.retenido) AS retenido, sum(a.descuento) AS descuento
                   FROM cartera.pago_aplicacion a
                  WHERE _verificar_pagos.prestador_id IS NULL OR a.prestador_id = _verificar_pagos.prestador_id
                  GROUP BY a.prestador_id, a.factura_id) a
        ON a.prestador_id = f.prestador_id AND a.factura_id = f.factura_id
     WHERE (_verificar_pagos.prestador_id IS NULL OR f.prestador_id = _verificar_pagos.prestador_id)
       AND (coalesce(a.valor, 0), coalesce(a.retenido, 0), coalesce(a.descuento, 0))
           IS DISTINCT FROM (f.pagado, f.retenido, f.descuentos);
    -- a liquidacion is the sum of its lines, and its retentions sum what it withheld
    RETURN QUERY
    SELECT 'liquidación: imputado = líneas; retenido = retenciones = porcentaje de lo imputado', q.prestador_id,
           format('liquidación %s', q.liquidacion_id),
           (coalesce(l.imputado, 0), coalesce(r.monto, 0),
            conciliacion.monto_retencion(coalesce(l.imputado, 0), q.porcentaje_retencion))::text,
           (q.imputado, q.retenido, q.retenido)::text,
           coalesce(l.imputado, 0) - q.imputado + coalesce(r.monto, 0) - q.retenido
      FROM cartera.liquidacion q
      LEFT JOIN (SELECT l.prestador_id, l.liquidacion_id, sum(l.imputado) AS imputado FROM cartera.liquidacion_linea l
                  WHERE _verificar_pagos.prestador_id IS NULL OR l.prestador_id = _verificar_pagos.prestador_id
                  GROUP BY l.prestador_id, l.liquidacion_id) l
        ON l.prestador_id = q.prestador_id AND l.liquidacion_id = q.liquidacion_id
      LEFT JOIN (SELECT r.prestador_id, r.liquidacion_id, sum(r.monto) AS monto FROM cartera.liquidacion_retencion r
                  WHERE _verificar_pagos.prestador_id IS NULL OR r.prestador_id = _verificar_pagos.prestador_id
                  GROUP BY r.prestador_id, r.liquidacion_id) r
        ON r.prestador_id = q.prestador_id AND r.liquidacion_id = q.liquidacion_id
     WHERE (_verificar_pagos.prestador_id IS NULL OR q.prestador_id = _verificar_pagos.prestador_id)
       AND (coalesce(l.imputado, 0), coalesce(r.monto, 0),
            conciliacion.monto_retencion(coalesce(l.imputado, 0), q.porcentaje_retencion))
           IS DISTINCT FROM (q.imputado, q.retenido, q.retenido);
    -- the current account shows each liquidacion, once and whole
    RETURN QUERY
    SELECT 'cuenta corriente: movimientos = liquidación', q.prestador_id, format('liquidación %s', q.liquidacion_id),
           q.debe::text, q.importe::text, q.debe - q.importe
      FROM (SELECT q.prestador_id, q.liquidacion_id, CASE WHEN q.estado = 'anulada' THEN 0.00 ELSE q.liquido END AS debe,
                   coalesce((SELECT sum(m.importe) FROM cartera.cuenta_movimiento m
                              WHERE m.prestador_id = q.prestador_id AND m.liquidacion_id = q.liquidacion_id
                                AND m.clase <> 'pago'), 0.00) AS importe
              FROM cartera.liquidacion q
             WHERE _verificar_pagos.prestador_id IS NULL OR q.prestador_id = _verificar_pagos.prestador_id) q
     WHERE q.debe <> q.importe;
    -- lines, and the invoice that follows from them; what remains of its lines only matters once some is in a liquidacion
    RETURN QUERY
    WITH entradas AS MATERIALIZED (
        SELECT l.prestador_id, l.factura_id, l.linea, sum(l.imputado) AS imputado, sum(l.liquidado) AS liquidado
          FROM cartera.liquidacion_linea l
          JOIN cartera.liquidacion q ON q.prestador_id = l.prestador_id AND q.liquidacion_id = l.liquidacion_id
         WHERE q.estado <> 'anulada'
           AND (_verificar_pagos.prestador_id IS NULL OR l.prestador_id = _verificar_pagos.prestador_id)
         GROUP BY l.prestador_id, l.factura_id, l.linea),
    lineas AS MATERIALIZED (
        SELECT p.prestador_id, p.factura_id, p.linea, p.estado, p.valor - p.valor_aceptado AS neta, p.valor_imputado,
               coalesce(l.imputado, 0) AS imputado, coalesce(l.liquidado, 0) AS liquidado, l.linea IS NOT NULL AS entro
          FROM cartera.prestacion p
          LEFT JOIN entradas l ON l.prestador_id = p.prestador_id AND l.factura_id = p.factura_id AND l.linea = p.linea
         WHERE (_verificar_pagos.prestador_id IS NULL OR p.prestador_id = _verificar_pagos.prestador_id)
           AND (l.linea IS NOT NULL OR p.valor_imputado <> 0 OR p.estado <> 'facturada')),
    facturas AS MATERIALIZED (
        SELECT f.prestador_id, f.factura_id, f.pagado, f.iva, f.estado_imputacion, coalesce(s.imputado, 0) AS imputado,
               conciliacion._estado_imputacion(f.pagado > 0, s.factura_id IS NOT NULL, coalesce(s.quedan, true)) AS derivado
          FROM cartera.factura f
          LEFT JOIN (SELECT p.prestador_id, p.factura_id, sum(l.imputado) AS imputado,
                            bool_or(p.estado = 'facturada' AND p.valor - p.valor_aceptado - coalesce(l.liquidado, 0) > 0) AS quedan
                       FROM (SELECT DISTINCT l.prestador_id, l.factura_id FROM lineas l WHERE l.entro) d
                       JOIN cartera.prestacion p ON p.prestador_id = d.prestador_id AND p.factura_id = d.factura_id
                       LEFT JOIN entradas l ON l.prestador_id = p.prestador_id AND l.factura_id = p.factura_id AND l.linea = p.linea
                      GROUP BY p.prestador_id, p.factura_id) s
            ON s.prestador_id = f.prestador_id AND s.factura_id = f.factura_id
         WHERE _verificar_pagos.prestador_id IS NULL OR f.prestador_id = _verificar_pagos.prestador_id)
    SELECT 'línea: imputado = liquidaciones vigentes', l.prestador_id, format('factura %s línea %s', l.factura_id, l.linea),
           l.imputado::text, l.valor_imputado::text, l.imputado - l.valor_imputado
      FROM lineas l WHERE l.imputado <> l.valor_imputado
    UNION ALL
    SELECT 'línea: estado según sus liquidaciones', l.prestador_id, format('factura %s línea %s', l.factura_id, l.linea),
           CASE WHEN l.entro THEN 'imputada' ELSE 'facturada' END, l.estado::text, NULL
      FROM lineas l
     WHERE l.estado <> 'facturada' AND NOT l.entro
        OR l.estado = 'facturada' AND l.liquidado > 0 AND l.neta - l.liquidado <= 0
    UNION ALL
    SELECT 'factura: imputado no supera el neto pagado', f.prestador_id, format('factura %s', f.factura_id),
           n.neto::text, f.imputado::text, n.neto - f.imputado
      FROM facturas f
     CROSS JOIN LATERAL (SELECT conciliacion.monto_neto(f.pagado, f.iva) AS neto WHERE f.imputado > 0) n
     WHERE f.imputado > n.neto
    UNION ALL
    SELECT 'factura: estado de imputación según pagos, liquidaciones y líneas', f.prestador_id,
           format('factura %s', f.factura_id), f.derivado::text, f.estado_imputacion::text, NULL
      FROM facturas f WHERE f.derivado <> f.estado_imputacion;
    RETURN QUERY SELECT * FROM conciliacion._verificar_liquidaciones(_verificar_pagos.prestador_id);
END
$$;
COMMENT ON FUNCTION conciliacion._verificar_pagos(bigint) IS
    'Interna: identidades de pagos, liquidaciones y cuentas corrientes que no se cumplen';
REVOKE ALL ON FUNCTION conciliacion._verificar_pagos(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._verificar_pagos(bigint) TO @extowner@;
