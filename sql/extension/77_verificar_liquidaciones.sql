-- What must hold of annulments, of the states of liquidaciones and of payment orders.
CREATE FUNCTION conciliacion._verificar_liquidaciones(prestador_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.incumplimiento
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- what undoes an application is its exact opposite, of the same payment and invoice
    RETURN QUERY
    SELECT 'aplicación: su reversión es la opuesta', a.prestador_id, format('aplicación %s', r.aplicacion_id),
           (a.pago_id, a.factura_id, -a.valor, -a.retenido, -a.descuento)::text,
           (r.pago_id, r.factura_id, r.valor, r.retenido, r.descuento)::text, -a.valor - r.valor
      FROM cartera.pago_aplicacion r
      JOIN cartera.pago_aplicacion a ON a.prestador_id = r.prestador_id AND a.aplicacion_id = r.revierte_id
     WHERE (_verificar_liquidaciones.prestador_id IS NULL OR r.prestador_id = _verificar_liquidaciones.prestador_id)
       AND (a.revierte_id IS NOT NULL
            OR (a.pago_id, a.factura_id, -a.valor, -a.retenido, -a.descuento)
               IS DISTINCT FROM (r.pago_id, r.factura_id, r.valor, r.retenido, r.descuento));
    -- a payment is annulled by its annulment, and then nothing of it is applied
    RETURN QUERY
    SELECT 'pago: anulado = tiene anulación', g.prestador_id, format('pago %s', g.pago_id),
           (n.pago_id IS NOT NULL)::text, g.anulado::text, NULL::numeric
      FROM cartera.pago g
      LEFT JOIN cartera.pago_anulacion n ON n.prestador_id = g.prestador_id AND n.pago_id = g.pago_id
     WHERE (_verificar_liquidaciones.prestador_id IS NULL OR g.prestador_id = _verificar_liquidaciones.prestador_id)
       AND (n.pago_id IS NOT NULL) <> g.anulado;
    RETURN QUERY
    SELECT 'pago: valor = aplicado + disponible', g.prestador_id, format('pago %s', g.pago_id),
           (CASE WHEN g.anulado THEN 0 ELSE g.valor END)::text, (g.aplicado + g.disponible)::text,
           (CASE WHEN g.anulado THEN 0 ELSE g.valor END) - g.aplicado - g.disponible
      FROM cartera.pago g
     WHERE (_verificar_liquidaciones.prestador_id IS NULL OR g.prestador_id = _verificar_liquidaciones.prestador_id)
       AND CASE WHEN g.anulado THEN 0 ELSE g.valor END <> g.aplicado + g.disponible;
    -- a liquidacion is what its last event left, its events are numbered without gaps and each was allowed
    RETURN QUERY
    SELECT 'liquidación: estado, orden y fecha = último acto', q.prestador_id, format('liquidación %s', q.liquidacion_id),
           e.cuantos || ' ' || (e.secuencia, e.estado, e.orden_pago_id, e.fecha)::text,
           q.secuencia || ' ' || (q.secuencia, q.estado, q.orden_pago_id, q.ultima_fecha)::text, NULL::numeric
      FROM cartera.liquidacion q
      LEFT JOIN LATERAL (
            SELECT e.secuencia, e.estado, CASE WHEN e.estado IN ('en_orden_pago', 'pagada') THEN e.orden_pago_id END AS orden_pago_id,
                   e.fecha, count(*) OVER () AS cuantos
              FROM cartera.liquidacion_evento e
             WHERE e.prestador_id = q.prestador_id AND e.liquidacion_id = q.liquidacion_id
             ORDER BY e.secuencia DESC LIMIT 1) e ON true
     WHERE (_verificar_liquidaciones.prestador_id IS NULL OR q.prestador_id = _verificar_liquidaciones.prestador_id)
       AND (e.cuantos, e.secuencia, e.estado, e.orden_pago_id, e.fecha)
           IS DISTINCT FROM (q.secuencia::bigint, q.secuencia, q.estado, q.orden_pago_id, q.ultima_fecha);
    RETURN QUERY
    SELECT 'liquidación: cada acto según la máquina', e.prestador_id, format('liquidación %s acto %s', e.liquidacion_id, e.secuencia),
           coalesce(e.previo::text, '-') || ' ' || e.evento, e.estado::text, NULL::numeric
      FROM (SELECT e.*, lag(e.estado) OVER w AS previo, lag(e.fecha) OVER w AS previa
              FROM cartera.liquidacion_evento e
             WHERE _verificar_liquidaciones.prestador_id IS NULL OR e.prestador_id = _verificar_liquidaciones.prestador_id
            WINDOW w AS (PARTITION BY e.prestador_id, e.liquidacion_id ORDER BY e.secuencia)) e
     WHERE e.fecha < e.previa
        OR NOT EXISTS (SELECT FROM conciliacion.transiciones('liquidacion') t
                        WHERE t.desde IS NOT DISTINCT FROM e.previo::text AND t.evento = e.evento::text AND t.hacia = e.estado::text);
    -- its lines declare no foreign key
    RETURN QUERY
    SELECT 'liquidación: sus líneas son de su factura y de su profesional', l.prestador_id,
           format('liquidación %s línea %s', l.liquidacion_id, l.linea), (q.factura_id, q.profesional_id)::text,
           (l.factura_id, p.profesional_id)::text, NULL::numeric
      FROM cartera.liquidacion_linea l
      LEFT JOIN cartera.liquidacion q ON q.prestador_id = l.prestador_id AND q.liquidacion_id = l.liquidacion_id
      LEFT JOIN cartera.prestacion p ON p.prestador_id = l.prestador_id AND p.factura_id = l.factura_id AND p.linea = l.linea
     WHERE (_verificar_liquidaciones.prestador_id IS NULL OR l.prestador_id = _verificar_liquidaciones.prestador_id)
       AND (q.factura_id IS DISTINCT FROM l.factura_id OR q.profesional_id IS DISTINCT FROM p.profesional_id);
    -- what was paid to a professional is what his account was debited
    RETURN QUERY
    SELECT 'cuenta corriente: pagos = liquidaciones pagadas', q.prestador_id, format('liquidación %s', q.liquidacion_id),
           q.debe::text, q.importe::text, q.debe - q.importe
      FROM (SELECT q.prestador_id, q.liquidacion_id, CASE WHEN q.estado = 'pagada' THEN -q.liquido ELSE 0.00 END AS debe,
                   coalesce((SELECT sum(m.importe) FROM cartera.cuenta_movimiento m
                              WHERE m.prestador_id = q.prestador_id AND m.liquidacion_id = q.liquidacion_id
                                AND m.clase = 'pago'), 0.00) AS importe
              FROM cartera.liquidacion q
             WHERE _verificar_liquidaciones.prestador_id IS NULL OR q.prestador_id = _verificar_liquidaciones.prestador_id) q
     WHERE q.debe <> q.importe;
    -- an order is the sum of its liquidaciones, which are as it is
    RETURN QUERY
    SELECT 'orden de pago: total = líquido de sus liquidaciones', o.prestador_id, format('orden de pago %s', o.orden_pago_id),
           (l.cuantas, l.total, l.liquido)::text, (o.liquidaciones::bigint, o.total, o.total)::text, l.total - o.total
      FROM cartera.orden_pago o
      JOIN (SELECT l.prestador_id, l.orden_pago_id, count(*) AS cuantas, sum(l.importe) AS total, sum(q.liquido) AS liquido
              FROM cartera.orden_pago_linea l
              JOIN cartera.liquidacion q ON q.prestador_id = l.prestador_id AND q.liquidacion_id = l.liquidacion_id
             WHERE _verificar_liquidaciones.prestador_id IS NULL OR l.prestador_id = _verificar_liquidaciones.prestador_id
             GROUP BY l.prestador_id, l.orden_pago_id) l
        ON l.prestador_id = o.prestador_id AND l.orden_pago_id = o.orden_pago_id
     WHERE (l.cuantas, l.total, l.liquido) IS DISTINCT FROM (o.liquidaciones::bigint, o.total, o.total);
    RETURN QUERY
    SELECT 'orden de pago: se paga entera o no se paga', l.prestador_id,
           format('orden de pago %s liquidación %s', l.orden_pago_id, l.liquidacion_id),
           (o.orden_pago_id, CASE o.estado WHEN 'pagada' THEN 'pagada' ELSE 'en_orden_pago' END)::text,
           (q.orden_pago_id, q.estado)::text, NULL::numeric
      FROM cartera.orden_pago_linea l
      JOIN cartera.orden_pago o ON o.prestador_id = l.prestador_id AND o.orden_pago_id = l.orden_pago_id
      JOIN cartera.liquidacion q ON q.prestador_id = l.prestador_id AND q.liquidacion_id = l.liquidacion_id
     WHERE (_verificar_liquidaciones.prestador_id IS NULL OR l.prestador_id = _verificar_liquidaciones.prestador_id)
       AND CASE WHEN o.estado = 'anulada' THEN q.orden_pago_id IS NOT DISTINCT FROM o.orden_pago_id
                ELSE q.orden_pago_id IS DISTINCT FROM o.orden_pago_id
                     OR q.estado::text <> CASE o.estado WHEN 'pagada' THEN 'pagada' ELSE 'en_orden_pago' END END;
    RETURN QUERY
    SELECT 'liquidación: en una orden que la contiene', q.prestador_id, format('liquidación %s', q.liquidacion_id),
           q.orden_pago_id::text, NULL::text, NULL::numeric
      FROM cartera.liquidacion q
     WHERE (_verificar_liquidaciones.prestador_id IS NULL OR q.prestador_id = _verificar_liquidaciones.prestador_id)
       AND q.orden_pago_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM cartera.orden_pago_linea l
                        WHERE l.prestador_id = q.prestador_id AND l.orden_pago_id = q.orden_pago_id
                          AND l.liquidacion_id = q.liquidacion_id);
END
$$;
COMMENT ON FUNCTION conciliacion._verificar_liquidaciones(bigint) IS
    'Interna: identidades de anulaciones, liquidaciones y órdenes de pago que no se cumplen';
REVOKE ALL ON FUNCTION conciliacion._verificar_liquidaciones(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._verificar_liquidaciones(bigint) TO @extowner@;
