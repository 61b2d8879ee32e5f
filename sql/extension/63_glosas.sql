-- Acts on a glosa: each function inserts one event a case; the trigger judges it. A plain INSERT is an equal path.
CREATE FUNCTION conciliacion.formular_glosa(prestador_id bigint, factura_id bigint, codigo conciliacion.codigo_glosa,
        valor numeric, comentario text DEFAULT NULL, linea int DEFAULT NULL, fecha date DEFAULT current_date,
        origen_glosa_id bigint DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_version CONSTANT boolean := conciliacion._exigir_version();
    v_id bigint;
BEGIN
    -- the same glosa again is no new glosa
    SELECT g.glosa_id INTO v_id FROM cartera.glosa g
     WHERE g.prestador_id = formular_glosa.prestador_id AND g.factura_id = formular_glosa.factura_id
       AND g.linea IS NOT DISTINCT FROM formular_glosa.linea AND g.codigo OPERATOR(conciliacion.=) formular_glosa.codigo
       AND g.estado <> 'anulada' AND g.valor = formular_glosa.valor AND g.fecha = formular_glosa.fecha
       AND g.comentario IS NOT DISTINCT FROM formular_glosa.comentario
       AND g.origen_glosa_id IS NOT DISTINCT FROM formular_glosa.origen_glosa_id;
    IF FOUND THEN
        RETURN v_id;
    END IF;
    INSERT INTO cartera.glosa AS g (prestador_id, factura_id, codigo, valor, comentario, linea, fecha, origen_glosa_id)
    VALUES (formular_glosa.prestador_id, formular_glosa.factura_id, formular_glosa.codigo, formular_glosa.valor,
            formular_glosa.comentario, formular_glosa.linea, formular_glosa.fecha, formular_glosa.origen_glosa_id)
    RETURNING g.glosa_id INTO v_id;
    RETURN v_id;
END
$$;
COMMENT ON FUNCTION conciliacion.formular_glosa(bigint, bigint, conciliacion.codigo_glosa, numeric, text, int, date, bigint) IS
    'El pagador formula una glosa sobre una línea, o sobre toda la factura si linea es nula; devuelve su id. Repetir la misma devuelve el mismo id';

CREATE FUNCTION conciliacion.notificar_glosas(prestador_id bigint, factura_id bigint, fecha date DEFAULT current_date,
        medio text DEFAULT NULL, acuse text DEFAULT NULL) RETURNS int
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_version CONSTANT boolean := conciliacion._exigir_version();
    v_cuantas int;
BEGIN
    INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, evidencia)
    SELECT g.prestador_id, g.glosa_id, 'notificar', notificar_glosas.fecha, 'pagador',
           jsonb_strip_nulls(jsonb_build_object('medio', notificar_glosas.medio, 'acuse', notificar_glosas.acuse))
      FROM cartera.glosa g
     WHERE g.prestador_id = notificar_glosas.prestador_id AND g.factura_id = notificar_glosas.factura_id
       AND g.estado = 'formulada'
     ORDER BY g.glosa_id;
    GET DIAGNOSTICS v_cuantas = ROW_COUNT;
    IF v_cuantas = 0 THEN
        PERFORM conciliacion._no_existe('glosa to notify', notificar_glosas.prestador_id, notificar_glosas.factura_id);
    END IF;
    RETURN v_cuantas;
END
$$;
COMMENT ON FUNCTION conciliacion.notificar_glosas(bigint, bigint, date, text, text) IS
    'El pagador notifica, con acuse de recibo, todas las glosas formuladas de una factura; devuelve cuántas';

CREATE FUNCTION conciliacion.responder_glosa(prestador_id bigint, glosa_id bigint, codigo_respuesta conciliacion.codigo_glosa, valor_aceptado numeric DEFAULT 0, comentario text DEFAULT NULL, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'responder_glosa';
COMMENT ON FUNCTION conciliacion.responder_glosa(bigint, bigint, conciliacion.codigo_glosa, numeric, text, date) IS
    'El prestador responde la glosa con su código, el valor que acepta y la justificación de lo que no; devuelve el nuevo estado';

CREATE FUNCTION conciliacion.decidir_glosa(prestador_id bigint, glosa_id bigint, valor_levantado numeric, comentario text, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'decidir_glosa';
COMMENT ON FUNCTION conciliacion.decidir_glosa(bigint, bigint, numeric, text, date) IS
    'El pagador levanta todo, parte o nada de lo pendiente tras la respuesta o la subsanación';

CREATE FUNCTION conciliacion.subsanar_glosa(prestador_id bigint, glosa_id bigint, comentario text, valor_aceptado numeric DEFAULT 0, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'subsanar_glosa';
COMMENT ON FUNCTION conciliacion.subsanar_glosa(bigint, bigint, text, numeric, date) IS
    'El prestador subsana, una sola vez, lo que el pagador no levantó';

CREATE FUNCTION conciliacion.comunicar_glosa(prestador_id bigint, glosa_id bigint, papel conciliacion.papel, comentario text, acuse text DEFAULT NULL, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'comunicar_glosa';
COMMENT ON FUNCTION conciliacion.comunicar_glosa(bigint, bigint, conciliacion.papel, text, text, date) IS
    'Registra una comunicación sobre la glosa; sólo con acuse es efectiva';

CREATE FUNCTION conciliacion.citar_glosa(prestador_id bigint, glosa_id bigint, papel conciliacion.papel, fecha_cita date, comentario text DEFAULT NULL, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'citar_glosa';
COMMENT ON FUNCTION conciliacion.citar_glosa(bigint, bigint, conciliacion.papel, date, text, date) IS
    'Cita a conciliar la glosa en la fecha de la reunión';

CREATE FUNCTION conciliacion.suspender_glosa(prestador_id bigint, glosa_id bigint, causa text, comentario text DEFAULT NULL, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'suspender_glosa';
COMMENT ON FUNCTION conciliacion.suspender_glosa(bigint, bigint, text, text, date) IS
    'Detiene los plazos de la glosa por litigio, embargo o entidad_en_liquidacion, o mientras se absuelve una consulta (tarifa_por_definir, afiliacion, cobertura), que vence en el plazo que le da la norma';

CREATE FUNCTION conciliacion.reanudar_glosa(prestador_id bigint, glosa_id bigint, comentario text, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'reanudar_glosa';
COMMENT ON FUNCTION conciliacion.reanudar_glosa(bigint, bigint, text, date) IS
    'Reanuda los plazos: el vencimiento se corre los días hábiles que estuvo detenida (una consulta detiene, a lo sumo, hasta el último día que la norma permite tenerla abierta)';

CREATE FUNCTION conciliacion.escalar_glosa(prestador_id bigint, glosa_id bigint, referencia text, comentario text DEFAULT NULL, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'escalar_glosa';
COMMENT ON FUNCTION conciliacion.escalar_glosa(bigint, bigint, text, text, date) IS
    'El prestador lleva la glosa a la función jurisdiccional, con la referencia de la radicación';

CREATE FUNCTION conciliacion.fallar_glosa(prestador_id bigint, glosa_id bigint, valor_aceptado numeric, valor_levantado numeric, comentario text, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fallar_glosa';
COMMENT ON FUNCTION conciliacion.fallar_glosa(bigint, bigint, numeric, numeric, text, date) IS
    'Registra el fallo; los dos valores cubren lo pendiente';

CREATE FUNCTION conciliacion.cerrar_glosa(prestador_id bigint, glosa_id bigint, causa conciliacion.causa_cierre, comentario text DEFAULT NULL, fecha date DEFAULT current_date, papel conciliacion.papel DEFAULT 'pagador', evidencia jsonb DEFAULT NULL)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'cerrar_glosa';
COMMENT ON FUNCTION conciliacion.cerrar_glosa(bigint, bigint, conciliacion.causa_cierre, text, date, conciliacion.papel, jsonb) IS
    'Cierra la glosa por tacita, silencio, liquidacion_entidad o prescripcion, cuando la norma y los hechos lo permiten';

CREATE FUNCTION conciliacion.anular_glosa(prestador_id bigint, glosa_id bigint, comentario text, fecha date DEFAULT current_date)
    RETURNS conciliacion.estado_glosa LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'anular_glosa';
COMMENT ON FUNCTION conciliacion.anular_glosa(bigint, bigint, text, date) IS
    'El pagador anula una glosa aún no notificada, con su motivo';

CREATE FUNCTION conciliacion.responder_lote(prestador_id bigint, eventos jsonb)
    RETURNS TABLE (glosa_id bigint, estado conciliacion.estado_glosa)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_version CONSTANT boolean := conciliacion._exigir_version();
BEGIN
    PERFORM conciliacion._exigir_arreglo(responder_lote.eventos, 'eventos');
    RETURN QUERY
    INSERT INTO cartera.glosa_evento AS e (prestador_id, glosa_id, evento, papel, fecha, codigo_respuesta, valor_aceptado, comentario, evidencia)
    SELECT responder_lote.prestador_id, t.glosa_id, 'responder', 'prestador', coalesce(t.fecha, current_date), t.codigo_respuesta, t.valor_aceptado, t.comentario, t.evidencia
      FROM conciliacion._filas_json(responder_lote.eventos, 'eventos', '{glosa_id,codigo_respuesta}')
        AS t(posicion int, glosa_id bigint, codigo_respuesta conciliacion.codigo_glosa, valor_aceptado numeric, comentario text, fecha date, evidencia jsonb)
     ORDER BY t.posicion
    RETURNING e.glosa_id, e.estado;
END
$$;
COMMENT ON FUNCTION conciliacion.responder_lote(bigint, jsonb) IS
    'Responde varias glosas, todas o ninguna: [{"glosa_id","codigo_respuesta","valor_aceptado","comentario","fecha","evidencia"}]';

CREATE FUNCTION conciliacion.decidir_lote(prestador_id bigint, eventos jsonb)
    RETURNS TABLE (glosa_id bigint, estado conciliacion.estado_glosa)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_version CONSTANT boolean := conciliacion._exigir_version();
BEGIN
    PERFORM conciliacion._exigir_arreglo(decidir_lote.eventos, 'eventos');
    RETURN QUERY
    INSERT INTO cartera.glosa_evento AS e (prestador_id, glosa_id, evento, papel, fecha, valor_levantado, comentario, evidencia)
    SELECT decidir_lote.prestador_id, t.glosa_id, 'decidir', 'pagador', coalesce(t.fecha, current_date), t.valor_levantado, t.comentario, t.evidencia
      FROM conciliacion._filas_json(decidir_lote.eventos, 'eventos', '{glosa_id,valor_levantado}')
        AS t(posicion int, glosa_id bigint, valor_levantado numeric, comentario text, fecha date, evidencia jsonb)
     ORDER BY t.posicion
    RETURNING e.glosa_id, e.estado;
END
$$;
COMMENT ON FUNCTION conciliacion.decidir_lote(bigint, jsonb) IS
    'Decide varias glosas, todas o ninguna: [{"glosa_id","valor_levantado","comentario","fecha","evidencia"}]';

CREATE FUNCTION conciliacion.subsanar_lote(prestador_id bigint, eventos jsonb)
    RETURNS TABLE (glosa_id bigint, estado conciliacion.estado_glosa)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_version CONSTANT boolean := conciliacion._exigir_version();
BEGIN
    PERFORM conciliacion._exigir_arreglo(subsanar_lote.eventos, 'eventos');
    RETURN QUERY
    INSERT INTO cartera.glosa_evento AS e (prestador_id, glosa_id, evento, papel, fecha, valor_aceptado, comentario, evidencia)
    SELECT subsanar_lote.prestador_id, t.glosa_id, 'subsanar', 'prestador', coalesce(t.fecha, current_date), t.valor_aceptado, t.comentario, t.evidencia
      FROM conciliacion._filas_json(subsanar_lote.eventos, 'eventos', '{glosa_id}')
        AS t(posicion int, glosa_id bigint, valor_aceptado numeric, comentario text, fecha date, evidencia jsonb)
     ORDER BY t.posicion
    RETURNING e.glosa_id, e.estado;
END
$$;
COMMENT ON FUNCTION conciliacion.subsanar_lote(bigint, jsonb) IS
    'Subsana varias glosas, todas o ninguna: [{"glosa_id","valor_aceptado","comentario","fecha","evidencia"}]';

CREATE FUNCTION conciliacion.cerrar_lote(prestador_id bigint, eventos jsonb)
    RETURNS TABLE (glosa_id bigint, estado conciliacion.estado_glosa)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_version CONSTANT boolean := conciliacion._exigir_version();
BEGIN
    PERFORM conciliacion._exigir_arreglo(cerrar_lote.eventos, 'eventos');
    RETURN QUERY
    INSERT INTO cartera.glosa_evento AS e (prestador_id, glosa_id, evento, papel, fecha, causa_cierre, comentario, evidencia)
    SELECT cerrar_lote.prestador_id, t.glosa_id, 'cerrar', coalesce(t.papel, 'pagador'), coalesce(t.fecha, current_date), t.causa, t.comentario, t.evidencia
      FROM conciliacion._filas_json(cerrar_lote.eventos, 'eventos', '{glosa_id,causa}')
        AS t(posicion int, glosa_id bigint, causa conciliacion.causa_cierre, comentario text, fecha date, papel conciliacion.papel, evidencia jsonb)
     ORDER BY t.posicion
    RETURNING e.glosa_id, e.estado;
END
$$;
COMMENT ON FUNCTION conciliacion.cerrar_lote(bigint, jsonb) IS
    'Cierra varias glosas, todas o ninguna: [{"glosa_id","causa","comentario","fecha","papel","evidencia"}]';

REVOKE ALL ON FUNCTION conciliacion.formular_glosa(bigint, bigint, conciliacion.codigo_glosa, numeric, text, int, date, bigint),
    conciliacion.notificar_glosas(bigint, bigint, date, text, text),
    conciliacion.responder_glosa(bigint, bigint, conciliacion.codigo_glosa, numeric, text, date),
    conciliacion.decidir_glosa(bigint, bigint, numeric, text, date),
    conciliacion.subsanar_glosa(bigint, bigint, text, numeric, date),
    conciliacion.comunicar_glosa(bigint, bigint, conciliacion.papel, text, text, date),
    conciliacion.citar_glosa(bigint, bigint, conciliacion.papel, date, text, date),
    conciliacion.suspender_glosa(bigint, bigint, text, text, date),
    conciliacion.reanudar_glosa(bigint, bigint, text, date),
    conciliacion.escalar_glosa(bigint, bigint, text, text, date),
    conciliacion.fallar_glosa(bigint, bigint, numeric, numeric, text, date),
    conciliacion.cerrar_glosa(bigint, bigint, conciliacion.causa_cierre, text, date, conciliacion.papel, jsonb),
    conciliacion.anular_glosa(bigint, bigint, text, date),
    conciliacion.responder_lote(bigint, jsonb),
    conciliacion.decidir_lote(bigint, jsonb),
    conciliacion.subsanar_lote(bigint, jsonb),
    conciliacion.cerrar_lote(bigint, jsonb)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.formular_glosa(bigint, bigint, conciliacion.codigo_glosa, numeric, text, int, date, bigint),
    conciliacion.notificar_glosas(bigint, bigint, date, text, text),
    conciliacion.responder_glosa(bigint, bigint, conciliacion.codigo_glosa, numeric, text, date),
    conciliacion.decidir_glosa(bigint, bigint, numeric, text, date),
    conciliacion.subsanar_glosa(bigint, bigint, text, numeric, date),
    conciliacion.comunicar_glosa(bigint, bigint, conciliacion.papel, text, text, date),
    conciliacion.citar_glosa(bigint, bigint, conciliacion.papel, date, text, date),
    conciliacion.suspender_glosa(bigint, bigint, text, text, date),
    conciliacion.reanudar_glosa(bigint, bigint, text, date),
    conciliacion.escalar_glosa(bigint, bigint, text, text, date),
    conciliacion.fallar_glosa(bigint, bigint, numeric, numeric, text, date),
    conciliacion.cerrar_glosa(bigint, bigint, conciliacion.causa_cierre, text, date, conciliacion.papel, jsonb),
    conciliacion.anular_glosa(bigint, bigint, text, date),
    conciliacion.responder_lote(bigint, jsonb),
    conciliacion.decidir_lote(bigint, jsonb),
    conciliacion.subsanar_lote(bigint, jsonb),
    conciliacion.cerrar_lote(bigint, jsonb)
    TO @extowner@;
