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
    FOR v_prestador IN
        SELECT p.prestador_id FROM cartera.prestador p
         WHERE (procesar_vencimientos.prestador_id IS NULL OR p.prestador_id = procesar_vencimientos.prestador_id)
           AND (EXISTS (SELECT FROM cartera.glosa g
                         WHERE g.prestador_id = p.prestador_id AND g.vence < procesar_vencimientos.fecha)
                OR EXISTS (SELECT FROM cartera.factura f
                            WHERE f.prestador_id = p.prestador_id AND f.vence < procesar_vencimientos.fecha))
         ORDER BY p.prestador_id
    LOOP
        -- whoever writes about an invoice locks it first: the statements below then see what others left
        v_facturas := ARRAY(
            SELECT f.factura_id FROM cartera.factura f
             WHERE f.prestador_id = v_prestador
               AND ((f.vence < procesar_vencimientos.fecha
                     AND (conciliacion._efecto_factura(f.norma_id, f.estado, f.quien_debe, f.vence, f.ultima_fecha,
                                                       procesar_vencimientos.fecha)).causa IS NOT NULL)
                    OR f.factura_id IN (
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
             WHERE f.prestador_id = v_prestador AND f.factura_id = ANY (v_facturas)
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

REVOKE ALL ON FUNCTION conciliacion.procesar_vencimientos(date, bigint),
    conciliacion._efecto_glosa(text, conciliacion.estado_glosa, boolean, int, date, date, date),
    conciliacion._efecto_factura(text, conciliacion.estado_factura, conciliacion.papel, date, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.procesar_vencimientos(date, bigint),
    conciliacion._efecto_glosa(text, conciliacion.estado_glosa, boolean, int, date, date, date),
    conciliacion._efecto_factura(text, conciliacion.estado_factura, conciliacion.papel, date, date, date) TO @extowner@;
