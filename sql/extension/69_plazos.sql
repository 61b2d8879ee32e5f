-- Deadlines that act by themselves, and what is measured about them.
CREATE FUNCTION conciliacion._exigir_no_futura(fecha date) RETURNS void
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'exigir_fecha';
COMMENT ON FUNCTION conciliacion._exigir_no_futura(date) IS 'Interna: rechaza (22023) una fecha posterior a hoy';
CREATE FUNCTION conciliacion._efecto_glosa(norma_id text, estado conciliacion.estado_glosa, subsanada boolean,
        comunicaciones int, vence date, ultima_fecha date, al date, OUT causa conciliacion.causa_cierre, OUT fecha date)
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'efecto_glosa';
COMMENT ON FUNCTION conciliacion._efecto_glosa(text, conciliacion.estado_glosa, boolean, int, date, date, date) IS
    'Interna: causa y fecha con que la norma cierra por sí sola una glosa de plazo vencido antes de al; nulas si no la cierra';
CREATE FUNCTION conciliacion._efecto_factura(norma_id text, estado conciliacion.estado_factura, quien_debe conciliacion.papel,
        vence date, ultima_fecha date, al date, OUT causa text, OUT fecha date)
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'efecto_factura';
COMMENT ON FUNCTION conciliacion._efecto_factura(text, conciliacion.estado_factura, conciliacion.papel, date, date, date) IS
    'Interna: tacita (devolución no respondida) o injustificada (devolución no decidida) cuando la norma lo da por vencimiento';

CREATE FUNCTION conciliacion._acto_de_suspension(causa text) RETURNS conciliacion.acto_plazo
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'acto_de_suspension';
COMMENT ON FUNCTION conciliacion._acto_de_suspension(text) IS
    'Interna: acto que absuelve la consulta por la que se suspendió una glosa; nulo cuando la causa no es una consulta';

CREATE FUNCTION conciliacion._cita_debida(norma_id text, vence date, OUT quien conciliacion.papel, OUT cita date)
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'cita_debida';
COMMENT ON FUNCTION conciliacion._cita_debida(text, date) IS
    'Interna: quién debe citar a conciliar lo que no se respondió hasta vence, y hasta cuándo; nulos cuando la norma no lo pide';

CREATE FUNCTION conciliacion._acto_debido(norma_id text, estado conciliacion.estado_glosa, subsanada boolean)
    RETURNS conciliacion.acto_plazo
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'acto_debido_en';
COMMENT ON FUNCTION conciliacion._acto_debido(text, conciliacion.estado_glosa, boolean) IS
    'Interna: acto que se espera de una glosa según su norma; nulo cuando ninguno';

CREATE TYPE conciliacion.efecto_aplicado AS (prestador_id bigint, factura_id bigint, glosa_id bigint, evento text,
    causa text, fecha date);
COMMENT ON TYPE conciliacion.efecto_aplicado IS
    'Un efecto que el vencimiento de un plazo produjo; glosa_id nulo cuando es de la factura entera';

CREATE FUNCTION conciliacion.procesar_vencimientos(fecha date DEFAULT current_date, prestador_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.efecto_aplicado
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_prestador bigint;
    v_facturas bigint[];
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_no_futura(procesar_vencimientos.fecha);
    IF procesar_vencimientos.prestador_id IS NOT NULL THEN
        PERFORM FROM cartera.prestador p WHERE p.prestador_id = procesar_vencimientos.prestador_id;
        IF NOT FOUND THEN
            PERFORM conciliacion._no_existe('provider', NULL, procesar_vencimientos.prestador_id);
        END IF;
    END IF;
    FOR v_prestador IN
        SELECT p.prestador_id FROM cartera.prestador p
         WHERE (procesar_vencimientos.prestador_id IS NULL OR p.prestador_id = procesar_vencimientos.prestador_id)
           AND (EXISTS (SELECT FROM cartera.glosa g
                         WHERE g.prestador_id = p.prestador_id AND g.vence < procesar_vencimientos.fecha)
                OR EXISTS (SELECT FROM cartera.factura f
                            WHERE f.prestador_id = p.prestador_id AND f.estado = 'devuelta' AND f.vence < procesar_vencimientos.fecha))
         ORDER BY p.prestador_id
    LOOP
        -- whoever writes about an invoice locks it first: the statements below then see what others left
        v_facturas := ARRAY(
            SELECT f.factura_id FROM cartera.factura f
             WHERE f.prestador_id = v_prestador
               AND f.factura_id = ANY (ARRAY(
                        -- only a return has an effect of the invoice itself
                        SELECT h.factura_id FROM cartera.factura h
                         WHERE h.prestador_id = v_prestador AND h.estado = 'devuelta' AND h.vence < procesar_vencimientos.fecha
                           AND (conciliacion._efecto_factura(h.norma_id, h.estado, h.quien_debe, h.vence, h.ultima_fecha,
                                                             procesar_vencimientos.fecha)).causa IS NOT NULL
                        UNION
                        SELECT g.factura_id FROM cartera.glosa g
                          JOIN cartera.factura h ON h.prestador_id = g.prestador_id AND h.factura_id = g.factura_id
                         WHERE g.prestador_id = v_prestador AND g.vence < procesar_vencimientos.fecha
                           AND (conciliacion._efecto_glosa(h.norma_id, g.estado, g.subsanada, g.comunicaciones, g.vence,
                                                           g.ultima_fecha, procesar_vencimientos.fecha)).causa IS NOT NULL))
             ORDER BY f.prestador_id, f.factura_id
               FOR NO KEY UPDATE OF f);
        CONTINUE WHEN v_facturas = '{}';
        RETURN QUERY
        WITH hechos AS (
            INSERT INTO cartera.factura_evento AS e (prestador_id, factura_id, evento, papel, fecha, comentario, evidencia)
            SELECT f.prestador_id, f.factura_id, 'decidir_devolucion', 'sistema', x.fecha,
                   CASE x.causa WHEN 'tacita' THEN 'RE2201: devolución no respondida en el plazo; se tiene por aceptada'
                                ELSE 'Devolución no decidida en el plazo; se tiene por injustificada' END,
                   jsonb_build_object('causa', x.causa, 'vencia', f.vence, 'norma', f.norma_id)
              FROM cartera.factura f
             CROSS JOIN LATERAL conciliacion._efecto_factura(f.norma_id, f.estado, f.quien_debe, f.vence, f.ultima_fecha,
                                                             procesar_vencimientos.fecha) x
             WHERE f.prestador_id = v_prestador AND f.factura_id = ANY (v_facturas) AND f.estado = 'devuelta'
               AND f.vence < procesar_vencimientos.fecha AND x.causa IS NOT NULL
             ORDER BY f.factura_id
            RETURNING e.prestador_id, e.factura_id, e.evidencia ->> 'causa' AS causa, e.fecha)
        SELECT h.prestador_id, h.factura_id, NULL::bigint, 'decidir_devolucion'::text, h.causa, h.fecha
          FROM hechos h ORDER BY h.factura_id;
        RETURN QUERY
        WITH hechos AS (
            INSERT INTO cartera.glosa_evento AS e (prestador_id, glosa_id, evento, papel, fecha, causa_cierre, comentario, evidencia)
            SELECT g.prestador_id, g.glosa_id, 'cerrar', 'sistema', x.fecha, x.causa,
                   CASE g.quien_debe WHEN 'prestador' THEN 'Plazo del prestador vencido sin respuesta'
                                     WHEN 'pagador' THEN 'Plazo del pagador vencido sin decisión'
                                     ELSE 'Plazo vencido' END,
                   jsonb_build_object('vencia', g.vence, 'norma', f.norma_id)
              FROM cartera.glosa g
              JOIN cartera.factura f ON f.prestador_id = g.prestador_id AND f.factura_id = g.factura_id
             CROSS JOIN LATERAL conciliacion._efecto_glosa(f.norma_id, g.estado, g.subsanada, g.comunicaciones, g.vence,
                                                           g.ultima_fecha, procesar_vencimientos.fecha) x
             WHERE g.prestador_id = v_prestador AND g.factura_id = ANY (v_facturas)
               AND g.vence < procesar_vencimientos.fecha AND x.causa IS NOT NULL
             ORDER BY g.factura_id, g.glosa_id
            RETURNING e.prestador_id, e.glosa_id, e.causa_cierre, e.fecha)
        SELECT h.prestador_id, g.factura_id, h.glosa_id, 'cerrar'::text, h.causa_cierre::text, h.fecha
          FROM hechos h
          JOIN cartera.glosa g ON g.prestador_id = h.prestador_id AND g.glosa_id = h.glosa_id
         ORDER BY g.factura_id, h.glosa_id;
    END LOOP;
END
$$;
COMMENT ON FUNCTION conciliacion.procesar_vencimientos(date, bigint) IS
    'Aplica, como sistema, sólo los efectos que la norma enciende (norma_plazo.activo con al_vencer = habilitar_cierre y su causa, y los de la devolución: tácita si no se respondió, injustificada si no se decidió) a los plazos vencidos antes de fecha. Cada efecto lleva la fecha del vencimiento, o la del último acto si fue entonces cuando se cumplió lo que la norma pide, y nunca la de la corrida: a diario, cada semana o una vez da los mismos estados, fechas e importes, y repetirla no hace nada. El último día del plazo es de quien debe el acto: sólo se aplica cuando ese día ya pasó. Un acto registrado antes de la corrida vale, aunque se registrara tarde; si los actos tardan en registrarse, córrase con una fecha anterior a hoy en ese margen. Devuelve lo que hizo';

-- ---- level of service ------------------------------------------------------------------------------------------
CREATE TYPE conciliacion.acto_medido AS (prestador_id bigint, pagador_id bigint, factura_id bigint, glosa_id bigint,
    papel conciliacion.papel, acto conciliacion.acto_plazo, inicio date, vence date, cierre date, hecho boolean, dias int,
    dias_suspendidos int);
COMMENT ON TYPE conciliacion.acto_medido IS
    'Un acto que alguien debía: desde cuándo, hasta cuándo, si lo hizo y en cuántos días hábiles sin contar los suspendidos';
CREATE FUNCTION conciliacion._actos_medidos(prestador_id bigint, hasta date) RETURNS SETOF conciliacion.acto_medido
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1000 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH ev AS (
        -- a wait begins with each event that puts somebody in debt; notices and stops of the clock happen within it
        SELECT e.prestador_id, e.glosa_id, e.secuencia, e.evento, e.fecha, e.papel, e.estado, e.vence, e.quien_debe, e.causa_cierre,
               e.evidencia, a.abre, count(*) FILTER (WHERE a.abre) OVER w AS espera,
               coalesce(bool_or(e.evento = 'subsanar') OVER w, false) AS subsanada
          FROM cartera.glosa_evento e
         CROSS JOIN LATERAL (SELECT e.evento NOT IN ('comunicar', 'suspender', 'reanudar')
                                    AND NOT (e.evento = 'citar' AND e.estado = 'notificada') AS abre) a
         WHERE (_actos_medidos.prestador_id IS NULL OR e.prestador_id = _actos_medidos.prestador_id)
           AND e.fecha <= _actos_medidos.hasta
        WINDOW w AS (PARTITION BY e.prestador_id, e.glosa_id ORDER BY e.secuencia)),
    espera AS (
        SELECT v.prestador_id, v.glosa_id, v.espera, (array_agg(v.evento ORDER BY v.secuencia))[1] AS evento,
               (array_agg(v.estado ORDER BY v.secuencia))[1] AS estado, (array_agg(v.quien_debe ORDER BY v.secuencia))[1] AS quien,
               (array_agg(v.vence ORDER BY v.secuencia))[1] AS vencia, bool_or(v.subsanada AND v.abre) AS subsanada,
               (array_agg(v.vence ORDER BY v.secuencia DESC) FILTER (WHERE v.estado <> 'suspendida'))[1] AS vence,
               (array_agg(v.estado ORDER BY v.secuencia DESC))[1] AS ultimo, min(v.fecha) AS inicio
          FROM ev v GROUP BY v.prestador_id, v.glosa_id, v.espera),
    acto AS (
        SELECT s.prestador_id, s.glosa_id, s.quien,
               -- what is due on the date of a meeting is to conciliate
               CASE s.evento WHEN 'citar' THEN 'conciliar'::conciliacion.acto_plazo
                             ELSE conciliacion._acto_debido(f.norma_id, s.estado, s.subsanada) END AS acto,
               s.inicio, s.vencia, s.vence, c.evento AS cierra, c.fecha AS cierre, c.papel AS cierra_papel, c.causa_cierre AS causa,
               s.ultimo = 'suspendida' AND c.evento IS NULL AS detenida
          FROM espera s
          JOIN cartera.glosa g ON g.prestador_id = s.prestador_id AND g.glosa_id = s.glosa_id
          JOIN cartera.factura f ON f.prestador_id = g.prestador_id AND f.factura_id = g.factura_id
          LEFT JOIN ev c ON c.prestador_id = s.prestador_id AND c.glosa_id = s.glosa_id AND c.espera = s.espera + 1 AND c.abre
        UNION ALL
        -- a consultation of the payer within its house
        SELECT v.prestador_id, v.glosa_id, v.quien_debe, conciliacion._acto_de_suspension(v.evidencia ->> 'causa'), v.fecha, v.vence,
               v.vence, c.evento, c.fecha, c.papel, c.causa_cierre, false
          FROM ev v
          LEFT JOIN ev c ON c.prestador_id = v.prestador_id AND c.glosa_id = v.glosa_id AND c.secuencia = v.secuencia + 1
         WHERE v.evento = 'suspender' AND v.vence IS NOT NULL
        UNION ALL
        -- the answer did not come: a meeting is to be called, counted from then
        SELECT s.prestador_id, s.glosa_id, x.quien, 'citar', s.vence, x.cita, x.cita, coalesce(k.evento, c.evento), coalesce(k.fecha, c.fecha),
               x.quien, NULL, s.ultimo = 'suspendida' AND c.evento IS NULL AND k.evento IS NULL
          FROM espera s
          JOIN cartera.glosa g ON g.prestador_id = s.prestador_id AND g.glosa_id = s.glosa_id
          JOIN cartera.factura f ON f.prestador_id = g.prestador_id AND f.factura_id = g.factura_id
         CROSS JOIN LATERAL conciliacion._cita_debida(f.norma_id, s.vence) x
          LEFT JOIN ev c ON c.prestador_id = s.prestador_id AND c.glosa_id = s.glosa_id AND c.espera = s.espera + 1 AND c.abre
          LEFT JOIN (SELECT DISTINCT ON (e.prestador_id, e.glosa_id, e.espera) e.prestador_id, e.glosa_id, e.espera, e.evento, e.fecha
                       FROM ev e WHERE e.evento = 'citar' ORDER BY e.prestador_id, e.glosa_id, e.espera, e.secuencia) k
            ON k.prestador_id = s.prestador_id AND k.glosa_id = s.glosa_id AND k.espera = s.espera
         WHERE s.estado = 'notificada' AND s.vence < _actos_medidos.hasta AND (c.fecha IS NULL OR c.fecha > s.vence)
           AND x.cita IS NOT NULL)
    SELECT t.prestador_id, f.pagador_id, g.factura_id, t.glosa_id, t.quien, t.acto, t.inicio, t.vence, t.cierre, h.hecho,
           CASE WHEN h.hecho THEN conciliacion.dias_habiles(t.inicio, t.cierre, n.calendario_id) - h.parados END, h.parados
      FROM acto t
      JOIN cartera.glosa g ON g.prestador_id = t.prestador_id AND g.glosa_id = t.glosa_id
      JOIN cartera.factura f ON f.prestador_id = g.prestador_id AND f.factura_id = g.factura_id
      JOIN cartera.norma n ON n.norma_id = f.norma_id
     CROSS JOIN LATERAL (
           SELECT coalesce((t.cierra::text = t.acto::text OR (t.cierra = 'notificar' AND t.acto = 'formular')
                            OR (t.cierra = 'decidir' AND t.acto = 'decidir_final')
                            OR (t.cierra = 'reanudar' AND t.acto::text LIKE 'consultar%'))
                           AND (t.cierra_papel = t.quien OR t.quien = 'ambos'), false) AS hecho,
                  greatest(conciliacion.dias_habiles(t.vencia, t.vence, n.calendario_id), 0) AS parados) h
     WHERE t.acto IS NOT NULL AND t.vence IS NOT NULL AND NOT t.detenida
       -- what another act made needless while it was in term was never missed
       AND (h.hecho OR t.cierre IS NULL OR t.cierre > t.vence OR t.causa IN ('tacita', 'silencio'));
    RETURN QUERY
    WITH ev AS (
        SELECT e.prestador_id, e.factura_id, e.fecha, e.vence, e.quien_debe AS quien,
               conciliacion.acto_debido_factura(e.estado, e.quien_debe) AS acto,
               lead(e.evento) OVER w AS cierra, lead(e.fecha) OVER w AS cierre, lead(e.papel) OVER w AS cierra_papel
          FROM cartera.factura_evento e
         WHERE (_actos_medidos.prestador_id IS NULL OR e.prestador_id = _actos_medidos.prestador_id)
           AND e.fecha <= _actos_medidos.hasta
        WINDOW w AS (PARTITION BY e.prestador_id, e.factura_id ORDER BY e.secuencia))
    SELECT v.prestador_id, f.pagador_id, v.factura_id, NULL::bigint, v.quien, v.acto, v.fecha, v.vence, v.cierre, h.hecho,
           CASE WHEN h.hecho THEN conciliacion.dias_habiles(v.fecha, v.cierre, n.calendario_id) END, 0
      FROM ev v
      JOIN cartera.factura f ON f.prestador_id = v.prestador_id AND f.factura_id = v.factura_id
      JOIN cartera.norma n ON n.norma_id = f.norma_id
     CROSS JOIN LATERAL (SELECT coalesce(v.cierra::text = v.acto::text AND v.cierra_papel = v.quien, false) AS hecho) h
     WHERE v.acto IN ('responder_devolucion', 'decidir_devolucion') AND v.vence IS NOT NULL AND v.cierra IS DISTINCT FROM 'anular';
    -- the whole conciliation of an invoice (the payer's auditors answer for it)
    RETURN QUERY
    SELECT f.prestador_id, f.pagador_id, f.factura_id, NULL::bigint, 'pagador'::conciliacion.papel, 'conciliar'::conciliacion.acto_plazo,
           f.fecha_radicacion, f.vence_conciliar, x.cierre, x.cierre IS NOT NULL,
           CASE WHEN x.cierre IS NOT NULL THEN conciliacion.dias_habiles(f.fecha_radicacion, x.cierre, n.calendario_id) END, 0
      FROM cartera.factura f
      JOIN cartera.norma n ON n.norma_id = f.norma_id
     CROSS JOIN LATERAL (
           SELECT CASE WHEN bool_and(g.estado = 'cerrada' AND g.ultima_fecha <= _actos_medidos.hasta) THEN max(g.ultima_fecha) END AS cierre,
                  bool_and(g.estado = 'suspendida' OR g.estado = 'cerrada') AND bool_or(g.estado = 'suspendida') AS detenida
             FROM cartera.glosa g
            WHERE g.prestador_id = f.prestador_id AND g.factura_id = f.factura_id AND g.estado <> 'anulada') x
     WHERE (_actos_medidos.prestador_id IS NULL OR f.prestador_id = _actos_medidos.prestador_id)
       AND f.vence_conciliar IS NOT NULL AND f.glosas_vivas > 0 AND NOT x.detenida;
    -- what was lifted is paid, as vencimientos() asks for it: once nothing that is not in dispute is owed. An invoice has
    -- one due date for each day of lifting; that of the last one is kept in it
    RETURN QUERY
    WITH dia AS (
        SELECT e.prestador_id, g.factura_id, e.fecha, sum(coalesce(e.valor_levantado, 0)) AS levantado,
               sum(CASE e.evento WHEN 'anular' THEN -g.valor ELSE coalesce(e.valor, 0) - coalesce(e.valor_levantado, 0) END) AS detenido
          FROM cartera.glosa_evento e
          JOIN cartera.glosa g ON g.prestador_id = e.prestador_id AND g.glosa_id = e.glosa_id
         WHERE (_actos_medidos.prestador_id IS NULL OR e.prestador_id = _actos_medidos.prestador_id)
           AND e.fecha <= _actos_medidos.hasta
         GROUP BY e.prestador_id, g.factura_id, e.fecha),
    -- in dispute or accepted, then and at the end: neither is paid
    alza AS (
        SELECT d.prestador_id, d.factura_id, d.fecha, d.levantado,
               greatest(sum(d.detenido) OVER (w ORDER BY d.fecha), sum(d.detenido) OVER w) AS detenido
          FROM dia d WINDOW w AS (PARTITION BY d.prestador_id, d.factura_id)),
    ultima AS (
        SELECT e.prestador_id, g.factura_id, max(e.fecha) AS fecha
          FROM cartera.glosa_evento e
          JOIN cartera.glosa g ON g.prestador_id = e.prestador_id AND g.glosa_id = e.glosa_id
         WHERE (_actos_medidos.prestador_id IS NULL OR e.prestador_id = _actos_medidos.prestador_id) AND e.valor_levantado > 0
         GROUP BY e.prestador_id, g.factura_id)
    SELECT f.prestador_id, f.pagador_id, f.factura_id, NULL::bigint, 'pagador'::conciliacion.papel, 'pagar'::conciliacion.acto_plazo,
           a.fecha, v.vence, x.cierre, x.cierre IS NOT NULL,
           CASE WHEN x.cierre IS NOT NULL THEN conciliacion.dias_habiles(a.fecha, x.cierre, n.calendario_id) END, 0
      FROM alza a
      JOIN ultima u ON u.prestador_id = a.prestador_id AND u.factura_id = a.factura_id
      JOIN cartera.factura f ON f.prestador_id = a.prestador_id AND f.factura_id = a.factura_id
      JOIN cartera.norma n ON n.norma_id = f.norma_id
      JOIN cartera.norma_plazo p ON p.norma_id = f.norma_id AND p.acto = 'pagar'
     CROSS JOIN LATERAL (
           SELECT CASE WHEN a.fecha = u.fecha THEN f.vence_pago
                       ELSE least(conciliacion.vencimiento(a.fecha, p.plazo, n.calendario_id), f.vence_pago) END AS vence,
                  f.valor - f.notas_credito - a.detenido AS debido) v
     CROSS JOIN LATERAL (
           -- the first day from which what was applied never fell short again
           SELECT CASE WHEN bool_or(q.desde_entonces >= v.debido)
                       THEN greatest(min(q.fecha) FILTER (WHERE q.desde_entonces >= v.debido), a.fecha) END AS cierre
             FROM (SELECT r.fecha, min(r.aplicado) OVER (ORDER BY r.fecha ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS desde_entonces
                     FROM (SELECT t.fecha, sum(sum(t.valor + t.retenido + t.descuento)) OVER (ORDER BY t.fecha) AS aplicado
                             FROM cartera.pago_aplicacion t
                            WHERE t.prestador_id = f.prestador_id AND t.factura_id = f.factura_id AND t.fecha <= _actos_medidos.hasta
                            GROUP BY t.fecha) r) q) x
     WHERE a.levantado > 0 AND v.vence IS NOT NULL AND v.debido > 0;
    -- the result of a conciliation is told to who claimed: the act keeps by when, and since when it was
    RETURN QUERY
    SELECT a.prestador_id, a.pagador_id, NULL::bigint, NULL::bigint, 'pagador'::conciliacion.papel,
           'comunicar_resultado'::conciliacion.acto_plazo, a.fecha_aplicada, a.vence_resultado, x.cierre, x.cierre IS NOT NULL,
           CASE WHEN x.cierre IS NOT NULL THEN conciliacion.dias_habiles(a.fecha_aplicada, x.cierre, n.calendario_id) END, 0
      FROM cartera.acta a
      JOIN cartera.norma n ON n.norma_id = a.norma_id
     CROSS JOIN LATERAL (SELECT CASE WHEN a.resultado_comunicado <= _actos_medidos.hasta THEN a.resultado_comunicado END AS cierre) x
     WHERE a.vence_resultado IS NOT NULL AND (_actos_medidos.prestador_id IS NULL OR a.prestador_id = _actos_medidos.prestador_id)
       AND a.fecha_aplicada <= _actos_medidos.hasta;
END
$$;
COMMENT ON FUNCTION conciliacion._actos_medidos(bigint, date) IS 'Interna: los actos debidos, como estaban al cierre de un día';

CREATE TYPE conciliacion.cumplimiento_plazo AS (prestador_id bigint, papel conciliacion.papel, acto conciliacion.acto_plazo,
    mes date, vencian int, en_termino int, tarde int, sin_hacer int, cumplimiento conciliacion.porcentaje, mediana_dias int,
    percentil_90_dias int, maximo_dias int, dias_suspendidos int);
COMMENT ON TYPE conciliacion.cumplimiento_plazo IS
    'Nivel de servicio de una parte en un acto y un mes; los días son hábiles y no cuentan los suspendidos';
CREATE FUNCTION conciliacion.cumplimiento_plazos(prestador_id bigint, desde date, hasta date, pagador_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.cumplimiento_plazo
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM conciliacion._exigir_version();
    RETURN QUERY
    SELECT a.prestador_id, a.papel, a.acto, date_trunc('month', a.vence::timestamp)::date AS mes, count(*)::int,
           count(*) FILTER (WHERE a.hecho AND a.cierre <= a.vence)::int, count(*) FILTER (WHERE a.hecho AND a.cierre > a.vence)::int,
           count(*) FILTER (WHERE NOT a.hecho)::int,
           round(100 * count(*) FILTER (WHERE a.hecho AND a.cierre <= a.vence)::numeric / count(*), 6)::conciliacion.porcentaje,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY a.dias), percentile_disc(0.9) WITHIN GROUP (ORDER BY a.dias), max(a.dias),
           sum(a.dias_suspendidos)::int
      FROM conciliacion._actos_medidos(cumplimiento_plazos.prestador_id, cumplimiento_plazos.hasta) a
     WHERE a.vence >= cumplimiento_plazos.desde AND a.vence <= cumplimiento_plazos.hasta
       AND (cumplimiento_plazos.pagador_id IS NULL OR a.pagador_id = cumplimiento_plazos.pagador_id)
     GROUP BY 1, 2, 3, 4
     ORDER BY 1, 4, 2, 3;
END
$$;
COMMENT ON FUNCTION conciliacion.cumplimiento_plazos(bigint, date, date, bigint) IS
    'Nivel de servicio por parte, acto y mes de vencimiento, como estaba al cierre de hasta: actos que vencían, hechos en término, hechos tarde y sin hacer; mediana, percentil 90 y máximo de días hábiles de los hechos, sin el tiempo suspendido (consultas especiales, litigio…). Además de los actos sobre glosas y devoluciones: pagar (lo levantado, hasta que no se deba nada que no esté en disputa), citar (desde que venció la respuesta que no llegó), conciliar (la factura entera) y comunicar_resultado (la comunicación del pagador que nombra el acta, desde su segunda firma). prestador_id nulo: todos';

-- ---- due dates that a calendar moved -----------------------------------------------------------------------------
CREATE FUNCTION conciliacion._vence_paso(internal, record, text, date, date) RETURNS internal
    LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'vence_paso';
COMMENT ON FUNCTION conciliacion._vence_paso(internal, record, text, date, date) IS
    'Interna: aplica un evento a la glosa con los vencimientos que daría el calendario conocido un día';
CREATE FUNCTION conciliacion._vence_fin(internal) RETURNS date
    LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'vence_fin';
COMMENT ON FUNCTION conciliacion._vence_fin(internal) IS 'Interna: vencimiento al que llega el pliegue';
CREATE AGGREGATE conciliacion._vence_conocido(evento record, norma_id text, fecha_radicacion date, conocido_al date) (
    SFUNC = conciliacion._vence_paso, STYPE = internal, FINALFUNC = conciliacion._vence_fin, PARALLEL = SAFE);
COMMENT ON AGGREGATE conciliacion._vence_conocido(record, text, date, date) IS
    'Interna: cuándo vencería la glosa, según sus eventos, con el calendario conocido un día';

CREATE TYPE conciliacion.plazo_movido AS (prestador_id bigint, factura_id bigint, glosa_id bigint,
    acto conciliacion.acto_plazo, vence_antes date, vence_despues date, festivo text);
COMMENT ON TYPE conciliacion.plazo_movido IS 'Un caso abierto cuyo vencimiento sería otro porque cambió el calendario';
CREATE FUNCTION conciliacion.plazos_movidos(desde date, hasta date DEFAULT NULL, prestador_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.plazo_movido
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_primera date;
    v_ultima date;
BEGIN
    PERFORM conciliacion._exigir_version();
    SELECT min(v.desde), max(v.vence) INTO v_primera, v_ultima
      FROM (SELECT min(f.fecha_radicacion) AS desde, max(greatest(g.vence, g.vence_previo)) AS vence
              FROM cartera.glosa g
              JOIN cartera.factura f ON f.prestador_id = g.prestador_id AND f.factura_id = g.factura_id
             WHERE g.vence IS NOT NULL AND (plazos_movidos.prestador_id IS NULL OR g.prestador_id = plazos_movidos.prestador_id)
            UNION ALL
            SELECT min(f.fecha_radicacion), max(f.vence) FROM cartera.factura f
             WHERE f.vence IS NOT NULL AND (plazos_movidos.prestador_id IS NULL OR f.prestador_id = plazos_movidos.prestador_id)) v;
    IF v_primera IS NULL THEN
        RETURN; -- no case is open
    END IF;
    RETURN QUERY
    WITH cambio AS MATERIALIZED (
        -- days that one of both calendars counts and the other does not, with the name of what made the difference
        SELECT n.norma_id, n.calendario_id, d.fecha, string_agg(DISTINCT d.nombre, ', ') AS nombre
          FROM cartera.norma n
         CROSS JOIN LATERAL (
               SELECT coalesce(a.fecha, b.fecha) AS fecha, coalesce(a.nombre, b.nombre) AS nombre
                 FROM conciliacion.festivos(n.calendario_id, v_primera, v_ultima + 60, plazos_movidos.desde) a
                 FULL JOIN conciliacion.festivos(n.calendario_id, v_primera, v_ultima + 60, plazos_movidos.hasta) b
                   ON a.fecha = b.fecha AND a.nombre = b.nombre
                WHERE a.fecha IS NULL OR b.fecha IS NULL) d
         WHERE conciliacion.es_habil(d.fecha, n.calendario_id, plazos_movidos.desde)
               <> conciliacion.es_habil(d.fecha, n.calendario_id, plazos_movidos.hasta)
         GROUP BY n.norma_id, n.calendario_id, d.fecha),
    tocada AS (SELECT c.norma_id, min(c.fecha) AS primera FROM cambio c GROUP BY c.norma_id),
    caso AS (
        SELECT g.prestador_id, g.factura_id, g.glosa_id, f.norma_id,
               CASE g.estado WHEN 'formulada' THEN f.fecha_radicacion ELSE g.fecha END AS inicio,
               CASE g.estado WHEN 'suspendida' THEN conciliacion._acto_de_suspension(
                        (SELECT e.evidencia ->> 'causa' FROM cartera.glosa_evento e WHERE e.prestador_id = g.prestador_id
                            AND e.glosa_id = g.glosa_id AND e.secuencia = g.secuencia))
                    ELSE conciliacion._acto_debido(f.norma_id, g.estado, g.subsanada) END AS acto,
               x.antes, x.despues
          FROM cartera.glosa g
          JOIN cartera.factura f ON f.prestador_id = g.prestador_id AND f.factura_id = g.factura_id
          JOIN tocada t ON t.norma_id = f.norma_id AND greatest(g.vence, g.vence_previo) + 60 >= t.primera
         CROSS JOIN LATERAL (
               SELECT conciliacion._vence_conocido(e, f.norma_id, f.fecha_radicacion, plazos_movidos.desde ORDER BY e.secuencia) AS antes,
                      conciliacion._vence_conocido(e, f.norma_id, f.fecha_radicacion, plazos_movidos.hasta ORDER BY e.secuencia) AS despues
                 FROM cartera.glosa_evento e WHERE e.prestador_id = g.prestador_id AND e.glosa_id = g.glosa_id) x
         WHERE g.vence IS NOT NULL AND (plazos_movidos.prestador_id IS NULL OR g.prestador_id = plazos_movidos.prestador_id)
        UNION ALL
        -- an invoice not yet glossed, or a return: its term runs from the filing, or from the last act
        SELECT f.prestador_id, f.factura_id, NULL, f.norma_id, i.inicio, a.acto,
               conciliacion.vencimiento(i.inicio, p.plazo, t.calendario_id, plazos_movidos.desde),
               conciliacion.vencimiento(i.inicio, p.plazo, t.calendario_id, plazos_movidos.hasta)
          FROM cartera.factura f
          JOIN (SELECT DISTINCT c.norma_id, c.calendario_id FROM cambio c) t ON t.norma_id = f.norma_id
         CROSS JOIN LATERAL (SELECT conciliacion.acto_debido_factura(f.estado, f.quien_debe) AS acto) a
         CROSS JOIN LATERAL (SELECT CASE a.acto WHEN 'formular' THEN f.fecha_radicacion ELSE f.ultima_fecha END AS inicio) i
          JOIN cartera.norma_plazo p ON p.norma_id = f.norma_id AND p.acto = a.acto
         WHERE f.vence IS NOT NULL AND (plazos_movidos.prestador_id IS NULL OR f.prestador_id = plazos_movidos.prestador_id))
    SELECT c.prestador_id, c.factura_id, c.glosa_id, c.acto, c.antes, c.despues,
           (SELECT string_agg(m.fecha || ' ' || m.nombre, ', ' ORDER BY m.fecha) FROM cambio m
             WHERE m.norma_id = c.norma_id AND m.fecha > c.inicio AND m.fecha <= greatest(c.antes, c.despues))
      FROM caso c
     WHERE c.antes IS DISTINCT FROM c.despues
     ORDER BY c.prestador_id, c.factura_id, c.glosa_id;
END
$$;
COMMENT ON FUNCTION conciliacion.plazos_movidos(date, date, bigint) IS
    'Casos abiertos que vencerían otro día con el calendario conocido en hasta (nulo: todo lo conocido) que con el conocido en desde, con los festivos que hicieron la diferencia; recorre los eventos de cada caso, suspensiones incluidas. Sólo informa: los vencimientos ya corridos no se mueven';

REVOKE ALL ON FUNCTION conciliacion.procesar_vencimientos(date, bigint), conciliacion.plazos_movidos(date, date, bigint), conciliacion._actos_medidos(bigint, date),
    conciliacion.cumplimiento_plazos(bigint, date, date, bigint),
    conciliacion._efecto_glosa(text, conciliacion.estado_glosa, boolean, int, date, date, date),
    conciliacion._efecto_factura(text, conciliacion.estado_factura, conciliacion.papel, date, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.procesar_vencimientos(date, bigint), conciliacion.plazos_movidos(date, date, bigint), conciliacion._actos_medidos(bigint, date),
    conciliacion.cumplimiento_plazos(bigint, date, date, bigint),
    conciliacion._efecto_glosa(text, conciliacion.estado_glosa, boolean, int, date, date, date),
    conciliacion._efecto_factura(text, conciliacion.estado_factura, conciliacion.papel, date, date, date) TO @extowner@;
