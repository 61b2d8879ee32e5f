-- Questions about cases: what may be done, what would happen, what is due, and whether everything adds up.
CREATE FUNCTION conciliacion.eventos_permitidos(prestador_id bigint, glosa_id bigint, fecha date DEFAULT current_date,
        OUT evento conciliacion.evento_glosa, OUT causa conciliacion.causa_cierre, OUT quien conciliacion.papel[],
        OUT acto conciliacion.acto_plazo, OUT vence date, OUT tardio boolean, OUT condiciones text,
        OUT hacia conciliacion.estado_glosa) RETURNS SETOF record
    LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 6 AS 'MODULE_PATHNAME', 'eventos_permitidos';
COMMENT ON FUNCTION conciliacion.eventos_permitidos(bigint, bigint, date) IS
    'Actos que la glosa admite en esa fecha, quién puede hacerlos, con qué condiciones y a qué estado llevan';

CREATE FUNCTION conciliacion.simular_glosa(prestador_id bigint, glosa_id bigint, eventos jsonb, OUT posicion int,
        OUT evento conciliacion.evento_glosa, OUT fecha date, OUT papel conciliacion.papel, OUT valor_aceptado numeric,
        OUT valor_levantado numeric, OUT estado conciliacion.estado_glosa, OUT causa_cierre conciliacion.causa_cierre,
        OUT valor_pendiente numeric, OUT vence date, OUT quien_debe conciliacion.papel, OUT extemporanea boolean)
    RETURNS SETOF record
    LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 5 AS 'MODULE_PATHNAME', 'simular_glosa';
COMMENT ON FUNCTION conciliacion.simular_glosa(bigint, bigint, jsonb) IS
    'Qué pasaría si: aplica eventos imaginados con las mismas reglas que los reales, sin escribir nada; admite fechas futuras. [{"evento","fecha","papel","valor_aceptado","valor_levantado","codigo_respuesta","causa_cierre","comentario","evidencia"}]';

CREATE FUNCTION conciliacion.glosa_al(prestador_id bigint, glosa_id bigint, fecha date) RETURNS conciliacion.glosa_plegada
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_glosa conciliacion.glosa_plegada;
BEGIN
    PERFORM FROM cartera.glosa g WHERE g.prestador_id = glosa_al.prestador_id AND g.glosa_id = glosa_al.glosa_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('glosa', glosa_al.prestador_id, glosa_al.glosa_id);
    END IF;
    SELECT (conciliacion.plegar_glosa(e ORDER BY e.secuencia)).* INTO v_glosa
      FROM cartera.glosa_evento e
     WHERE e.prestador_id = glosa_al.prestador_id AND e.glosa_id = glosa_al.glosa_id AND e.fecha <= glosa_al.fecha;
    RETURN v_glosa;
END
$$;
COMMENT ON FUNCTION conciliacion.glosa_al(bigint, bigint, date) IS
    'La glosa como estaba al final de una fecha: pliegue de sus eventos hasta ella; nula si aún no se había formulado';

CREATE FUNCTION conciliacion.estado_glosa_al(prestador_id bigint, glosa_id bigint, fecha date)
    RETURNS conciliacion.estado_glosa
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (conciliacion.glosa_al(estado_glosa_al.prestador_id, estado_glosa_al.glosa_id, estado_glosa_al.fecha)).estado;
END
$$;
COMMENT ON FUNCTION conciliacion.estado_glosa_al(bigint, bigint, date) IS
    'Estado de la glosa al final de una fecha; nulo si aún no se había formulado (glosa_al da la glosa entera)';

CREATE FUNCTION conciliacion._semaforo(al date, vence date, habiles int) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'semaforo';
COMMENT ON FUNCTION conciliacion._semaforo(date, date, int) IS
    'Interna: vencida, hoy, proxima_3, proxima_10 (días hábiles) o en_termino';

CREATE TYPE conciliacion.acto_por_vencer AS (prestador_id bigint, pagador_id bigint, factura_id bigint, numero text,
    glosa_id bigint, acto conciliacion.acto_plazo, quien_debe conciliacion.papel, vence date, dias_habiles int, semaforo text,
    valor numeric, acta_id bigint);
COMMENT ON TYPE conciliacion.acto_por_vencer IS
    'Fila de la lista de trabajo: un acto debido, sobre una glosa, una factura (glosa_id nulo) o un acta (acta_id; los demás nulos)';
CREATE FUNCTION conciliacion.vencimientos(hasta date DEFAULT NULL, prestador_id bigint DEFAULT NULL,
        pagador_id bigint DEFAULT NULL, al date DEFAULT current_date)
    RETURNS SETOF conciliacion.acto_por_vencer
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1000 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT w.prestador_id, w.pagador_id, w.factura_id, w.numero::text, w.glosa_id, w.acto, w.quien_debe, w.vence,
           d.habiles, conciliacion._semaforo(vencimientos.al, w.vence, d.habiles), w.valor, w.acta_id
      FROM (-- provider by provider, since every index of what is due begins with it, and the invoice of each glosa by its
            -- key (OFFSET 0): a join of whole tables would grow with what is stored and not with what is due
            SELECT g.prestador_id, f.pagador_id, g.factura_id, f.numero, g.glosa_id, d.acto, d.quien AS quien_debe, d.vence,
                   f.norma_id, g.valor_pendiente AS valor, NULL::bigint AS acta_id
              FROM cartera.prestador p
              JOIN cartera.glosa g ON g.prestador_id = p.prestador_id
             CROSS JOIN LATERAL (SELECT x.* FROM cartera.factura x
                                  WHERE x.prestador_id = g.prestador_id AND x.factura_id = g.factura_id OFFSET 0) f
             CROSS JOIN LATERAL (
                   -- what is due on the date of a meeting is to conciliate; after it, to call another
                   SELECT CASE WHEN g.estado = 'en_conciliacion'
                                    AND (SELECT e.evento FROM cartera.glosa_evento e
                                          WHERE e.prestador_id = g.prestador_id AND e.glosa_id = g.glosa_id
                                            AND e.evento IN ('citar', 'conciliar') ORDER BY e.secuencia DESC LIMIT 1) = 'citar'
                               THEN 'conciliar'::conciliacion.acto_plazo
                               ELSE conciliacion._acto_debido(f.norma_id, g.estado, g.subsanada) END AS acto,
                          g.quien_debe AS quien, g.vence
                   UNION ALL
                   -- what was not answered in term is called to a meeting, once, where the norm asks for it
                   SELECT 'citar', c.quien, c.cita FROM conciliacion._cita_debida(f.norma_id, g.vence) c
                    WHERE g.estado = 'notificada' AND g.vence < vencimientos.al
                      AND (vencimientos.hasta IS NULL OR c.cita <= vencimientos.hasta) AND c.cita IS NOT NULL
                      AND (SELECT e.secuencia FROM cartera.glosa_evento e
                            WHERE e.prestador_id = g.prestador_id AND e.glosa_id = g.glosa_id AND e.evento = 'citar' LIMIT 1) IS NULL) d
             WHERE g.vence IS NOT NULL AND g.estado <> 'suspendida'
               AND (vencimientos.hasta IS NULL OR g.vence <= vencimientos.hasta)
               AND (vencimientos.prestador_id IS NULL OR p.prestador_id = vencimientos.prestador_id)
               AND (vencimientos.pagador_id IS NULL OR f.pagador_id = vencimientos.pagador_id)
            UNION ALL
            -- the consultation for which a glosa is stopped
            SELECT g.prestador_id, f.pagador_id, g.factura_id, f.numero, g.glosa_id,
                   conciliacion._acto_de_suspension(e.evidencia ->> 'causa'), g.quien_debe, g.vence, f.norma_id, g.valor_pendiente, NULL
              FROM cartera.prestador p
              JOIN cartera.glosa g ON g.prestador_id = p.prestador_id
             CROSS JOIN LATERAL (SELECT x.* FROM cartera.factura x
                                  WHERE x.prestador_id = g.prestador_id AND x.factura_id = g.factura_id OFFSET 0) f
              JOIN cartera.glosa_evento e ON e.prestador_id = g.prestador_id AND e.glosa_id = g.glosa_id AND e.secuencia = g.secuencia
             WHERE g.vence IS NOT NULL AND g.estado = 'suspendida'
               AND (vencimientos.hasta IS NULL OR g.vence <= vencimientos.hasta)
               AND (vencimientos.prestador_id IS NULL OR p.prestador_id = vencimientos.prestador_id)
               AND (vencimientos.pagador_id IS NULL OR f.pagador_id = vencimientos.pagador_id)
            UNION ALL
            -- an invoice still without glosas, or returned: who owes tells the act
            SELECT f.prestador_id, f.pagador_id, f.factura_id, f.numero, NULL, conciliacion.acto_debido_factura(f.estado, f.quien_debe),
                   f.quien_debe, f.vence, f.norma_id, f.valor, NULL
              FROM cartera.prestador p
              JOIN cartera.factura f ON f.prestador_id = p.prestador_id
             WHERE f.vence IS NOT NULL AND f.estado = 'radicada' AND conciliacion.acto_debido_factura(f.estado, f.quien_debe) IS NOT NULL
               AND (vencimientos.hasta IS NULL OR f.vence <= vencimientos.hasta)
               AND (vencimientos.prestador_id IS NULL OR p.prestador_id = vencimientos.prestador_id)
               AND (vencimientos.pagador_id IS NULL OR f.pagador_id = vencimientos.pagador_id)
            UNION ALL
            SELECT f.prestador_id, f.pagador_id, f.factura_id, f.numero, NULL, conciliacion.acto_debido_factura(f.estado, f.quien_debe),
                   f.quien_debe, f.vence, f.norma_id, f.valor, NULL
              FROM cartera.prestador p
              JOIN cartera.factura f ON f.prestador_id = p.prestador_id
             WHERE f.vence IS NOT NULL AND f.estado = 'devuelta' AND conciliacion.acto_debido_factura(f.estado, f.quien_debe) IS NOT NULL
               AND (vencimientos.hasta IS NULL OR f.vence <= vencimientos.hasta)
               AND (vencimientos.prestador_id IS NULL OR p.prestador_id = vencimientos.prestador_id)
               AND (vencimientos.pagador_id IS NULL OR f.pagador_id = vencimientos.pagador_id)
            UNION ALL
            -- the last day to close the conciliation, while some glosa is open and its clock runs
            SELECT f.prestador_id, f.pagador_id, f.factura_id, f.numero, NULL, 'conciliar', 'pagador', f.vence_conciliar, f.norma_id,
                   f.valor_pendiente, NULL
              FROM cartera.prestador p
              JOIN cartera.factura f ON f.prestador_id = p.prestador_id
             WHERE f.vence_conciliar IS NOT NULL AND f.estado = 'glosada'
               AND (vencimientos.hasta IS NULL OR f.vence_conciliar <= vencimientos.hasta)
               AND (vencimientos.prestador_id IS NULL OR p.prestador_id = vencimientos.prestador_id)
               AND (vencimientos.pagador_id IS NULL OR f.pagador_id = vencimientos.pagador_id)
               AND EXISTS (SELECT FROM cartera.glosa g WHERE g.prestador_id = f.prestador_id AND g.factura_id = f.factura_id
                              AND g.estado NOT IN ('cerrada', 'anulada', 'suspendida'))
            UNION ALL
            -- what was lifted is to be paid (Ley 1438/2011 art. 57)
            SELECT f.prestador_id, f.pagador_id, f.factura_id, f.numero, NULL, 'pagar', 'pagador', f.vence_pago, f.norma_id,
                   f.saldo - f.valor_pendiente, NULL
              FROM cartera.prestador p
              JOIN cartera.factura f ON f.prestador_id = p.prestador_id
             WHERE f.pago_debido
               AND (vencimientos.hasta IS NULL OR f.vence_pago <= vencimientos.hasta)
               AND (vencimientos.prestador_id IS NULL OR p.prestador_id = vencimientos.prestador_id)
               AND (vencimientos.pagador_id IS NULL OR f.pagador_id = vencimientos.pagador_id)
            UNION ALL
            -- the result of a conciliation is told to who claimed
            SELECT a.prestador_id, a.pagador_id, NULL, NULL, NULL, 'comunicar_resultado', 'pagador', a.vence_resultado, a.norma_id,
                   NULL, a.acta_id
              FROM cartera.acta a
             WHERE a.vence_resultado IS NOT NULL AND a.resultado_comunicado IS NULL
               AND (vencimientos.hasta IS NULL OR a.vence_resultado <= vencimientos.hasta)
               AND (vencimientos.prestador_id IS NULL OR a.prestador_id = vencimientos.prestador_id)
               AND (vencimientos.pagador_id IS NULL OR a.pagador_id = vencimientos.pagador_id)) w
      JOIN cartera.norma n ON n.norma_id = w.norma_id
     CROSS JOIN LATERAL (SELECT conciliacion.dias_habiles(vencimientos.al, w.vence, n.calendario_id) AS habiles) d
     ORDER BY w.vence, w.prestador_id, w.factura_id, w.glosa_id, w.acta_id, w.acto;
END
$$;
COMMENT ON FUNCTION conciliacion.vencimientos(date, bigint, bigint, date) IS
    'Lista de trabajo: cada acto debido hasta una fecha, quién lo debe, cuándo vence, días hábiles que faltan (negativos: vencidos) y semáforo (vencida, hoy, proxima_3, proxima_10, en_termino), vista al día al. Además de lo que cada glosa y cada factura esperan: pagar (lo levantado), conciliar (la factura entera), citar (a reunión lo que venció sin respuesta, desde el día siguiente) y comunicar_resultado (de un acta firmada por ambas partes: acta_id), donde la norma les da plazo';

CREATE FUNCTION conciliacion.acto_debido_factura(estado conciliacion.estado_factura, quien_debe conciliacion.papel)
    RETURNS conciliacion.acto_plazo
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'acto_debido_factura';
COMMENT ON FUNCTION conciliacion.acto_debido_factura(conciliacion.estado_factura, conciliacion.papel) IS
    'Acto que se espera de una factura en ese estado según quién debe; nulo cuando ninguno';

CREATE TYPE conciliacion.incumplimiento AS (identidad text, prestador_id bigint, objeto text, esperado text, encontrado text,
    diferencia numeric);
COMMENT ON TYPE conciliacion.incumplimiento IS 'Una identidad que no se cumple: qué se esperaba, qué se encontró';
CREATE FUNCTION conciliacion._verificar_glosas(prestador_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.incumplimiento
    LANGUAGE c STABLE PARALLEL SAFE ROWS 10 AS 'MODULE_PATHNAME', 'verificar_glosas';
COMMENT ON FUNCTION conciliacion._verificar_glosas(bigint) IS 'Interna: identidades de facturas y glosas que no se cumplen';

CREATE FUNCTION conciliacion.verificar(prestador_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.incumplimiento
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM conciliacion._exigir_version();
    RETURN QUERY SELECT * FROM conciliacion._verificar_glosas(verificar.prestador_id);
    RETURN QUERY SELECT * FROM conciliacion._verificar_conciliacion(verificar.prestador_id);
    RETURN QUERY SELECT * FROM conciliacion._verificar_pagos(verificar.prestador_id);
    RETURN QUERY SELECT * FROM conciliacion._verificar_refacturas(verificar.prestador_id);
    -- VERIFICACIONES: further parts go here
END
$$;
COMMENT ON FUNCTION conciliacion.verificar(bigint) IS
    'Cada identidad que no se cumple, con lo esperado y lo encontrado; vacía cuando todo cuadra. Sin argumento revisa todos los prestadores';

REVOKE ALL ON FUNCTION conciliacion.eventos_permitidos(bigint, bigint, date), conciliacion.simular_glosa(bigint, bigint, jsonb),
    conciliacion.glosa_al(bigint, bigint, date), conciliacion.estado_glosa_al(bigint, bigint, date),
    conciliacion.vencimientos(date, bigint, bigint, date), conciliacion._verificar_glosas(bigint),
    conciliacion.verificar(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.eventos_permitidos(bigint, bigint, date), conciliacion.simular_glosa(bigint, bigint, jsonb),
    conciliacion.glosa_al(bigint, bigint, date), conciliacion.estado_glosa_al(bigint, bigint, date),
    conciliacion.vencimientos(date, bigint, bigint, date), conciliacion._verificar_glosas(bigint),
    conciliacion.verificar(bigint) TO @extowner@;
