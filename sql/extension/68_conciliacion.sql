-- Conciliation: notices, meetings, acts, signatures, re-liquidation. The triggers judge; these functions insert.
CREATE TYPE conciliacion.estado_acta AS ENUM ('borrador', 'firmada_en_parte', 'aplicada');
COMMENT ON TYPE conciliacion.estado_acta IS 'Estado de un acta de conciliación';

CREATE FUNCTION conciliacion._conciliacion_sentencia() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'conciliacion_sentencia';
COMMENT ON FUNCTION conciliacion._conciliacion_sentencia() IS 'Disparador de los registros de la conciliación: abre la sentencia';
CREATE FUNCTION conciliacion._conciliacion_fila() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'conciliacion_fila';
COMMENT ON FUNCTION conciliacion._conciliacion_fila() IS 'Disparador de los registros de la conciliación: juzga una fila y la completa';
CREATE FUNCTION conciliacion._conciliacion_despues() RETURNS trigger LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'conciliacion_despues';
COMMENT ON FUNCTION conciliacion._conciliacion_despues() IS
    'Disparador de los registros de la conciliación: escribe sus consecuencias (eventos, firmas sin valor, sello del acta)';
REVOKE ALL ON FUNCTION conciliacion._conciliacion_sentencia(), conciliacion._conciliacion_fila(),
    conciliacion._conciliacion_despues() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._conciliacion_sentencia(), conciliacion._conciliacion_fila(),
    conciliacion._conciliacion_despues() TO @extowner@;

CREATE FUNCTION conciliacion._huella_acta(prestador_id bigint, acta_id bigint) RETURNS bytea
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'huella_acta';
COMMENT ON FUNCTION conciliacion._huella_acta(bigint, bigint) IS
    'Interna: SHA-256 del acta con sus líneas vigentes, participantes y compromisos';
CREATE FUNCTION conciliacion._sin_conciliables(prestador_id bigint, cita_id bigint) RETURNS void
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'sin_conciliables';
COMMENT ON FUNCTION conciliacion._sin_conciliables(bigint, bigint) IS 'Interna: rechaza con KG001 una cita sin glosas conciliables, con sus motivos';
CREATE FUNCTION conciliacion._soporte_de_glosa(codigo conciliacion.codigo_glosa) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'soporte_de_glosa';
COMMENT ON FUNCTION conciliacion._soporte_de_glosa(conciliacion.codigo_glosa) IS
    'Interna: documento que hay que llevar a la reunión según el concepto de la glosa';
CREATE FUNCTION conciliacion._html(texto text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'html_escapar';
COMMENT ON FUNCTION conciliacion._html(text) IS 'Interna: el texto con sus caracteres especiales de HTML escapados';
CREATE FUNCTION conciliacion._pagado_de_actas(base numeric[], a_pagar numeric[], pagado numeric, exigible numeric) RETURNS numeric[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pagado_de_actas';
COMMENT ON FUNCTION conciliacion._pagado_de_actas(numeric[], numeric[], numeric, numeric) IS
    'Interna: cuánto se ha pagado de lo que cada acta, en orden, dejó por pagar en una factura';

CREATE FUNCTION conciliacion._lineas_acta(prestador_id bigint, acta_id bigint)
    RETURNS TABLE (glosa_id bigint, factura_id bigint, valor_pendiente numeric, valor_aceptado numeric, valor_levantado numeric,
                   valor_sin_acuerdo numeric, comentario text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT v.glosa_id, v.factura_id, v.valor_pendiente::numeric, v.valor_aceptado, v.valor_levantado, v.valor_sin_acuerdo, v.comentario
      FROM (SELECT DISTINCT ON (l.glosa_id) l.*
              FROM cartera.acta_linea l
             WHERE l.prestador_id = _lineas_acta.prestador_id AND l.acta_id = _lineas_acta.acta_id
             ORDER BY l.glosa_id, l.version DESC) v
     WHERE NOT v.retirada
     ORDER BY v.factura_id, v.glosa_id;
END
$$;
COMMENT ON FUNCTION conciliacion._lineas_acta(bigint, bigint) IS 'Interna: líneas vigentes de un acta';
REVOKE ALL ON FUNCTION conciliacion._lineas_acta(bigint, bigint), conciliacion._huella_acta(bigint, bigint),
    conciliacion._sin_conciliables(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._lineas_acta(bigint, bigint), conciliacion._huella_acta(bigint, bigint),
    conciliacion._sin_conciliables(bigint, bigint) TO @extowner@;

-- Notices.
CREATE FUNCTION conciliacion.registrar_acuse(prestador_id bigint, comunicacion_id bigint, acuse text, fecha date DEFAULT current_date)
    RETURNS int
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_efectiva int;
    v_igual boolean;
BEGIN
    PERFORM conciliacion._exigir_version();
    SELECT a.efectiva, a.acuse = registrar_acuse.acuse AND a.fecha = registrar_acuse.fecha INTO v_efectiva, v_igual
      FROM cartera.comunicacion_acuse a
     WHERE a.prestador_id = registrar_acuse.prestador_id AND a.comunicacion_id = registrar_acuse.comunicacion_id;
    IF FOUND THEN
        IF v_igual THEN
            RETURN v_efectiva;
        END IF;
        PERFORM conciliacion._ya_existe('acknowledgement', format('comunicacion_id: %s.', registrar_acuse.comunicacion_id));
    END IF;
    INSERT INTO cartera.comunicacion_acuse AS a (prestador_id, comunicacion_id, acuse, fecha)
    VALUES (registrar_acuse.prestador_id, registrar_acuse.comunicacion_id, registrar_acuse.acuse, registrar_acuse.fecha)
    RETURNING a.efectiva INTO v_efectiva;
    RETURN v_efectiva;
END
$$;
COMMENT ON FUNCTION conciliacion.registrar_acuse(bigint, bigint, text, date) IS
    'Registra el acuse de recibo de una comunicación y, en cada glosa para la que es efectiva, su evento comunicar; devuelve en cuántas lo es';

CREATE FUNCTION conciliacion.registrar_comunicacion(prestador_id bigint, pagador_id bigint, asunto text, contenido text, medio text,
        papel conciliacion.papel DEFAULT 'pagador', glosas bigint[] DEFAULT NULL, fecha date DEFAULT current_date,
        clase text DEFAULT 'aviso', referencia text DEFAULT NULL, responde_id bigint DEFAULT NULL, acta_id bigint DEFAULT NULL,
        acuse text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_id bigint;
    v_igual boolean;
    v_glosas bigint[] := coalesce(registrar_comunicacion.glosas, '{}');
BEGIN
    PERFORM conciliacion._exigir_version();
    SELECT c.comunicacion_id,
           (c.asunto, c.contenido, c.medio, c.papel, c.fecha, c.clase, c.responde_id, c.acta_id) IS NOT DISTINCT FROM
           (registrar_comunicacion.asunto, registrar_comunicacion.contenido, registrar_comunicacion.medio,
            registrar_comunicacion.papel, registrar_comunicacion.fecha, registrar_comunicacion.clase,
            registrar_comunicacion.responde_id, registrar_comunicacion.acta_id)
           AND ARRAY(SELECT g.glosa_id FROM cartera.comunicacion_glosa g
                      WHERE g.prestador_id = c.prestador_id AND g.comunicacion_id = c.comunicacion_id ORDER BY 1)
               = ARRAY(SELECT DISTINCT u.g FROM unnest(v_glosas) AS u (g) ORDER BY 1)
      INTO v_id, v_igual
      FROM cartera.comunicacion c
     WHERE c.prestador_id = registrar_comunicacion.prestador_id AND c.pagador_id = registrar_comunicacion.pagador_id
       AND c.referencia = registrar_comunicacion.referencia;
    IF FOUND THEN
        IF v_igual THEN
            RETURN v_id;
        END IF;
        PERFORM conciliacion._ya_existe('notice', format('referencia: %s; comunicacion_id: %s.', registrar_comunicacion.referencia, v_id));
    END IF;
    INSERT INTO cartera.comunicacion AS c (prestador_id, pagador_id, asunto, contenido, medio, papel, fecha, clase, referencia,
                                           responde_id, acta_id)
    VALUES (registrar_comunicacion.prestador_id, registrar_comunicacion.pagador_id, registrar_comunicacion.asunto,
            registrar_comunicacion.contenido, registrar_comunicacion.medio, registrar_comunicacion.papel,
            registrar_comunicacion.fecha, registrar_comunicacion.clase, registrar_comunicacion.referencia,
            registrar_comunicacion.responde_id, registrar_comunicacion.acta_id)
    RETURNING c.comunicacion_id INTO v_id;
    INSERT INTO cartera.comunicacion_glosa (prestador_id, comunicacion_id, glosa_id)
    SELECT DISTINCT registrar_comunicacion.prestador_id, v_id, u.g FROM unnest(v_glosas) AS u (g);
    IF registrar_comunicacion.acuse IS NOT NULL THEN
        PERFORM conciliacion.registrar_acuse(registrar_comunicacion.prestador_id, v_id, registrar_comunicacion.acuse,
                                             registrar_comunicacion.fecha);
    END IF;
    RETURN v_id;
END
$$;
COMMENT ON FUNCTION conciliacion.registrar_comunicacion(bigint, bigint, text, text, text, conciliacion.papel, bigint[], date, text, text, bigint, bigint, text) IS
    'Registra una comunicación con una entidad, y las glosas de las que trata; sólo con acuse (aquí o en registrar_acuse) puede ser efectiva. Devuelve su id';

-- What stays out, and what is brought.
CREATE FUNCTION conciliacion.excluir_de_conciliacion(prestador_id bigint, glosa_id bigint, motivo text, comentario text,
        evidencia jsonb, fecha date DEFAULT current_date) RETURNS int
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_secuencia int;
BEGIN
    PERFORM conciliacion._exigir_version();
    INSERT INTO cartera.exclusion_conciliacion AS x (prestador_id, glosa_id, motivo, comentario, evidencia, fecha)
    VALUES (excluir_de_conciliacion.prestador_id, excluir_de_conciliacion.glosa_id, excluir_de_conciliacion.motivo,
            excluir_de_conciliacion.comentario, excluir_de_conciliacion.evidencia, excluir_de_conciliacion.fecha)
    RETURNING x.secuencia INTO v_secuencia;
    RETURN v_secuencia;
END
$$;
COMMENT ON FUNCTION conciliacion.excluir_de_conciliacion(bigint, bigint, text, text, jsonb, date) IS
    'Deja una glosa fuera de la conciliación por sin_cobertura o afiliacion_no_demostrada, con su evidencia';

CREATE FUNCTION conciliacion.readmitir_a_conciliacion(prestador_id bigint, glosa_id bigint, motivo text, comentario text,
        fecha date DEFAULT current_date) RETURNS int
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_secuencia int;
BEGIN
    PERFORM conciliacion._exigir_version();
    INSERT INTO cartera.exclusion_conciliacion AS x (prestador_id, glosa_id, excluida, motivo, comentario, fecha)
    VALUES (readmitir_a_conciliacion.prestador_id, readmitir_a_conciliacion.glosa_id, false, readmitir_a_conciliacion.motivo,
            readmitir_a_conciliacion.comentario, readmitir_a_conciliacion.fecha)
    RETURNING x.secuencia INTO v_secuencia;
    RETURN v_secuencia;
END
$$;
COMMENT ON FUNCTION conciliacion.readmitir_a_conciliacion(bigint, bigint, text, text, date) IS
    'Vuelve a admitir en la conciliación una glosa excluida';

CREATE FUNCTION conciliacion.aportar_soporte(prestador_id bigint, glosa_id bigint, requisito text, referencia text,
        fecha date DEFAULT current_date) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_id bigint;
BEGIN
    PERFORM conciliacion._exigir_version();
    INSERT INTO cartera.soporte_conciliacion AS s (prestador_id, glosa_id, requisito, referencia, fecha)
    VALUES (aportar_soporte.prestador_id, aportar_soporte.glosa_id, aportar_soporte.requisito, aportar_soporte.referencia,
            aportar_soporte.fecha)
    RETURNING s.soporte_id INTO v_id;
    RETURN v_id;
END
$$;
COMMENT ON FUNCTION conciliacion.aportar_soporte(bigint, bigint, text, text, date) IS
    'Registra un documento que se lleva a la reunión de conciliación';

CREATE FUNCTION conciliacion.preparacion_cita(prestador_id bigint, cita_id bigint)
    RETURNS TABLE (glosa_id bigint, factura_id bigint, numero text, requisito text, descripcion text, cumplido boolean, referencia text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM cartera.cita c WHERE c.prestador_id = preparacion_cita.prestador_id AND c.cita_id = preparacion_cita.cita_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('meeting', preparacion_cita.prestador_id, preparacion_cita.cita_id);
    END IF;
    RETURN QUERY
    SELECT cg.glosa_id, cg.factura_id, f.numero::text, q.requisito, q.descripcion, q.hallado IS NOT NULL, q.hallado
      FROM cartera.cita_glosa cg
      JOIN cartera.glosa g ON g.prestador_id = cg.prestador_id AND g.glosa_id = cg.glosa_id
      JOIN cartera.factura f ON f.prestador_id = cg.prestador_id AND f.factura_id = cg.factura_id
     CROSS JOIN LATERAL (
        SELECT t.requisito, t.descripcion,
               coalesce((SELECT s.referencia FROM cartera.soporte_conciliacion s
                          WHERE s.prestador_id = cg.prestador_id AND s.glosa_id = cg.glosa_id AND s.requisito = t.requisito
                          ORDER BY s.soporte_id DESC LIMIT 1),
                        (SELECT coalesce(e.evidencia ->> 'acuse', e.codigo_respuesta::text, e.comentario)
                           FROM cartera.glosa_evento e
                          WHERE e.prestador_id = cg.prestador_id AND e.glosa_id = cg.glosa_id AND e.evento = t.evento
                          ORDER BY e.secuencia DESC LIMIT 1)) AS hallado
          FROM (VALUES ('notificacion', 'acuse de la notificación de la glosa', 'notificar'::conciliacion.evento_glosa),
                       ('respuesta', 'respuesta del prestador', 'responder'),
                       ('decision', 'decisión del pagador sobre la respuesta', 'decidir'),
                       ('soporte', conciliacion._soporte_de_glosa(g.codigo), NULL)) AS t (requisito, descripcion, evento)) q
     WHERE cg.prestador_id = preparacion_cita.prestador_id AND cg.cita_id = preparacion_cita.cita_id AND cg.incluida
     ORDER BY cg.factura_id, cg.glosa_id, q.requisito;
END
$$;
COMMENT ON FUNCTION conciliacion.preparacion_cita(bigint, bigint) IS
    'Lista de preparación de una reunión: por cada glosa incluida, lo que debe llevarse (notificacion, respuesta, decision, soporte) y si ya está';

-- Meetings.
CREATE FUNCTION conciliacion.citar_conciliacion(prestador_id bigint, pagador_id bigint, fecha_cita date, lugar text,
        glosas bigint[] DEFAULT NULL, fecha date DEFAULT current_date, papel conciliacion.papel DEFAULT 'pagador',
        comentario text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_id bigint;
BEGIN
    PERFORM conciliacion._exigir_version();
    -- the same citation again is no new one
    SELECT c.cita_id INTO v_id FROM cartera.cita c
     WHERE c.prestador_id = citar_conciliacion.prestador_id AND c.pagador_id = citar_conciliacion.pagador_id
       AND c.fecha_cita = citar_conciliacion.fecha_cita AND c.lugar = citar_conciliacion.lugar
       AND c.fecha = citar_conciliacion.fecha AND c.papel = citar_conciliacion.papel AND c.reprograma_id IS NULL
       AND c.comentario IS NOT DISTINCT FROM citar_conciliacion.comentario
       AND (citar_conciliacion.glosas IS NULL
            OR ARRAY(SELECT g.glosa_id FROM cartera.cita_glosa g
                      WHERE g.prestador_id = c.prestador_id AND g.cita_id = c.cita_id ORDER BY 1)
               = ARRAY(SELECT DISTINCT u.g FROM unnest(citar_conciliacion.glosas) AS u (g) ORDER BY 1));
    IF FOUND THEN
        RETURN v_id;
    END IF;
    INSERT INTO cartera.cita AS c (prestador_id, pagador_id, fecha_cita, lugar, fecha, papel, comentario)
    VALUES (citar_conciliacion.prestador_id, citar_conciliacion.pagador_id, citar_conciliacion.fecha_cita,
            citar_conciliacion.lugar, citar_conciliacion.fecha, citar_conciliacion.papel, citar_conciliacion.comentario)
    RETURNING c.cita_id INTO v_id;
    IF citar_conciliacion.glosas IS NULL THEN
        INSERT INTO cartera.cita_glosa (prestador_id, cita_id, glosa_id)
        SELECT g.prestador_id, v_id, g.glosa_id
          FROM cartera.glosa g
          JOIN cartera.factura f ON f.prestador_id = g.prestador_id AND f.factura_id = g.factura_id
         WHERE g.prestador_id = citar_conciliacion.prestador_id AND f.pagador_id = citar_conciliacion.pagador_id
           AND g.estado NOT IN ('formulada', 'cerrada', 'anulada')
         ORDER BY g.factura_id, g.glosa_id;
    ELSE
        INSERT INTO cartera.cita_glosa (prestador_id, cita_id, glosa_id)
        SELECT DISTINCT citar_conciliacion.prestador_id, v_id, u.g FROM unnest(citar_conciliacion.glosas) AS u (g);
    END IF;
    PERFORM conciliacion._sin_conciliables(citar_conciliacion.prestador_id, v_id);
    RETURN v_id;
END
$$;
COMMENT ON FUNCTION conciliacion.citar_conciliacion(bigint, bigint, date, text, bigint[], date, conciliacion.papel, text) IS
    'Cita a conciliar con un pagador las glosas indicadas, o todas las abiertas; entran las conciliables y las demás quedan en cita_glosa con su motivo. Devuelve el id de la cita';

CREATE FUNCTION conciliacion.reprogramar_cita(prestador_id bigint, cita_id bigint, fecha_cita date, motivo text,
        lugar text DEFAULT NULL, fecha date DEFAULT current_date, papel conciliacion.papel DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_id bigint;
    v_igual boolean;
BEGIN
    PERFORM conciliacion._exigir_version();
    SELECT n.cita_id, (n.fecha_cita, n.comentario, n.fecha) IS NOT DISTINCT FROM
           (reprogramar_cita.fecha_cita, reprogramar_cita.motivo, reprogramar_cita.fecha)
      INTO v_id, v_igual
      FROM cartera.cita n
     WHERE n.prestador_id = reprogramar_cita.prestador_id AND n.reprograma_id = reprogramar_cita.cita_id;
    IF FOUND THEN
        IF v_igual THEN
            RETURN v_id;
        END IF;
        PERFORM conciliacion._ya_existe('meeting', format('reprograma_id: %s; cita_id: %s.', reprogramar_cita.cita_id, v_id));
    END IF;
    INSERT INTO cartera.cita AS n (prestador_id, pagador_id, fecha_cita, lugar, fecha, papel, comentario, reprograma_id)
    SELECT c.prestador_id, c.pagador_id, reprogramar_cita.fecha_cita, coalesce(reprogramar_cita.lugar, c.lugar),
           reprogramar_cita.fecha, coalesce(reprogramar_cita.papel, c.papel), reprogramar_cita.motivo, c.cita_id
      FROM cartera.cita c
     WHERE c.prestador_id = reprogramar_cita.prestador_id AND c.cita_id = reprogramar_cita.cita_id
    RETURNING n.cita_id INTO v_id;
    IF v_id IS NULL THEN
        PERFORM conciliacion._no_existe('meeting', reprogramar_cita.prestador_id, reprogramar_cita.cita_id);
    END IF;
    INSERT INTO cartera.cita_glosa (prestador_id, cita_id, glosa_id)
    SELECT g.prestador_id, v_id, g.glosa_id FROM cartera.cita_glosa g
     WHERE g.prestador_id = reprogramar_cita.prestador_id AND g.cita_id = reprogramar_cita.cita_id AND g.incluida
     ORDER BY g.factura_id, g.glosa_id;
    PERFORM conciliacion._sin_conciliables(reprogramar_cita.prestador_id, v_id);
    RETURN v_id;
END
$$;
COMMENT ON FUNCTION conciliacion.reprogramar_cita(bigint, bigint, date, text, text, date, conciliacion.papel) IS
    'Cambia la fecha de una reunión que aún no tiene acta: otra cita con sus mismas glosas; devuelve su id';

-- Acts.
CREATE FUNCTION conciliacion._escribir_acta(prestador_id bigint, acta_id bigint, lineas jsonb, compromisos jsonb, participantes jsonb)
    RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO cartera.acta_linea (prestador_id, acta_id, glosa_id, valor_aceptado, valor_levantado, valor_sin_acuerdo, retirada,
                                    comentario)
    SELECT _escribir_acta.prestador_id, _escribir_acta.acta_id, t.glosa_id, coalesce(t.valor_aceptado, 0),
           coalesce(t.valor_levantado, 0), coalesce(t.valor_sin_acuerdo, 0), coalesce(t.retirada, false), t.comentario
      FROM conciliacion._filas_json(_escribir_acta.lineas, 'lineas', '{glosa_id}')
        AS t(posicion int, glosa_id bigint, valor_aceptado numeric, valor_levantado numeric, valor_sin_acuerdo numeric,
             retirada boolean, comentario text)
     ORDER BY t.posicion;
    INSERT INTO cartera.compromiso (prestador_id, acta_id, papel, clase, responsable, descripcion, plazo, vence)
    SELECT _escribir_acta.prestador_id, _escribir_acta.acta_id, t.papel, coalesce(t.clase, 'otro'), t.responsable, t.descripcion,
           t.plazo, t.vence
      FROM conciliacion._filas_json(_escribir_acta.compromisos, 'compromisos', '{papel,descripcion}')
        AS t(posicion int, papel conciliacion.papel, clase text, responsable text, descripcion text, plazo conciliacion.plazo,
             vence date)
     ORDER BY t.posicion;
    INSERT INTO cartera.acta_participante (prestador_id, acta_id, papel, nombre, cargo, auditor_medico)
    SELECT _escribir_acta.prestador_id, _escribir_acta.acta_id, t.papel, t.nombre, t.cargo, coalesce(t.auditor_medico, false)
      FROM conciliacion._filas_json(_escribir_acta.participantes, 'participantes', '{papel,nombre,cargo}')
        AS t(posicion int, papel conciliacion.papel, nombre text, cargo text, auditor_medico boolean)
     ORDER BY t.posicion;
END
$$;
COMMENT ON FUNCTION conciliacion._escribir_acta(bigint, bigint, jsonb, jsonb, jsonb) IS
    'Interna: líneas, compromisos y participantes de un acta';

CREATE FUNCTION conciliacion.levantar_acta(prestador_id bigint, cita_id bigint, lineas jsonb, compromisos jsonb DEFAULT '[]',
        fecha date DEFAULT current_date, participantes jsonb DEFAULT '[]', temas text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_id bigint;
    v_igual boolean;
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_arreglo(levantar_acta.lineas, 'lineas');
    SELECT a.acta_id, a.fecha = levantar_acta.fecha AND a.temas IS NOT DISTINCT FROM levantar_acta.temas
      INTO v_id, v_igual
      FROM cartera.acta a
     WHERE a.prestador_id = levantar_acta.prestador_id AND a.cita_id = levantar_acta.cita_id;
    IF FOUND THEN
        IF v_igual AND NOT EXISTS (
            SELECT FROM conciliacion._lineas_acta(levantar_acta.prestador_id, v_id) l
              FULL JOIN conciliacion._filas_json(levantar_acta.lineas, 'lineas', '{glosa_id}')
                AS t(posicion int, glosa_id bigint, valor_aceptado numeric, valor_levantado numeric, valor_sin_acuerdo numeric,
                     retirada boolean, comentario text) ON t.glosa_id = l.glosa_id
             WHERE (l.valor_aceptado, l.valor_levantado, l.valor_sin_acuerdo, l.comentario) IS DISTINCT FROM
                   (coalesce(t.valor_aceptado, 0), coalesce(t.valor_levantado, 0), coalesce(t.valor_sin_acuerdo, 0), t.comentario)) THEN
            RETURN v_id;
        END IF;
        PERFORM conciliacion._ya_existe('act', format('cita_id: %s; acta_id: %s.', levantar_acta.cita_id, v_id));
    END IF;
    INSERT INTO cartera.acta AS a (prestador_id, cita_id, fecha, temas)
    VALUES (levantar_acta.prestador_id, levantar_acta.cita_id, levantar_acta.fecha, levantar_acta.temas)
    RETURNING a.acta_id INTO v_id;
    PERFORM conciliacion._escribir_acta(levantar_acta.prestador_id, v_id, levantar_acta.lineas,
                                        coalesce(levantar_acta.compromisos, '[]'), coalesce(levantar_acta.participantes, '[]'));
    RETURN v_id;
END
$$;
COMMENT ON FUNCTION conciliacion.levantar_acta(bigint, bigint, jsonb, jsonb, date, jsonb, text) IS
    'Levanta el acta de una reunión: lineas [{"glosa_id","valor_aceptado","valor_levantado","valor_sin_acuerdo","comentario"}], que suman lo pendiente; compromisos [{"papel","clase","responsable","descripcion","plazo" o "vence"}]; participantes [{"papel","nombre","cargo","auditor_medico"}]. Devuelve su id';

CREATE FUNCTION conciliacion.modificar_acta(prestador_id bigint, acta_id bigint, lineas jsonb DEFAULT '[]',
        compromisos jsonb DEFAULT '[]', participantes jsonb DEFAULT '[]') RETURNS conciliacion.estado_acta
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_estado conciliacion.estado_acta;
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._escribir_acta(modificar_acta.prestador_id, modificar_acta.acta_id, coalesce(modificar_acta.lineas, '[]'),
                                        coalesce(modificar_acta.compromisos, '[]'), coalesce(modificar_acta.participantes, '[]'));
    SELECT a.estado INTO v_estado FROM cartera.acta a
     WHERE a.prestador_id = modificar_acta.prestador_id AND a.acta_id = modificar_acta.acta_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('act', modificar_acta.prestador_id, modificar_acta.acta_id);
    END IF;
    RETURN v_estado;
END
$$;
COMMENT ON FUNCTION conciliacion.modificar_acta(bigint, bigint, jsonb, jsonb, jsonb) IS
    'Cambia o agrega líneas, compromisos o participantes de un acta que aún no firmaron ambas partes ("retirada": true saca una glosa); la firma que hubiera deja de valer';

CREATE FUNCTION conciliacion.firmar_acta(prestador_id bigint, acta_id bigint, papel conciliacion.papel, firmante text, cargo text,
        poder text DEFAULT NULL, fecha date DEFAULT current_date, huella bytea DEFAULT NULL) RETURNS conciliacion.estado_acta
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_estado conciliacion.estado_acta;
BEGIN
    PERFORM conciliacion._exigir_version();
    -- the same signature again is no new one
    SELECT a.estado INTO v_estado
      FROM cartera.acta_firma f
      JOIN cartera.acta a ON a.prestador_id = f.prestador_id AND a.acta_id = f.acta_id
     WHERE f.prestador_id = firmar_acta.prestador_id AND f.acta_id = firmar_acta.acta_id AND f.papel = firmar_acta.papel
       AND f.firmante = firmar_acta.firmante AND f.cargo = firmar_acta.cargo AND f.poder IS NOT DISTINCT FROM firmar_acta.poder
       AND f.fecha = firmar_acta.fecha
       AND NOT EXISTS (SELECT FROM cartera.acta_firma_invalida i
                        WHERE i.prestador_id = f.prestador_id AND i.acta_id = f.acta_id AND i.firma_id = f.firma_id);
    IF FOUND THEN
        RETURN v_estado;
    END IF;
    INSERT INTO cartera.acta_firma (prestador_id, acta_id, papel, firmante, cargo, poder, fecha, huella)
    VALUES (firmar_acta.prestador_id, firmar_acta.acta_id, firmar_acta.papel, firmar_acta.firmante, firmar_acta.cargo,
            firmar_acta.poder, firmar_acta.fecha, firmar_acta.huella);
    SELECT a.estado INTO v_estado FROM cartera.acta a
     WHERE a.prestador_id = firmar_acta.prestador_id AND a.acta_id = firmar_acta.acta_id;
    RETURN v_estado;
END
$$;
COMMENT ON FUNCTION conciliacion.firmar_acta(bigint, bigint, conciliacion.papel, text, text, text, date, bytea) IS
    'Firma el acta por una parte; el delegado muestra el poder del representante legal. Con huella (la de acta_json) sólo firma lo que se leyó. La segunda firma la aplica a todas sus glosas y sella sus líneas. Devuelve el estado del acta';

CREATE FUNCTION conciliacion.cumplir_compromiso(prestador_id bigint, compromiso_id bigint, evidencia text,
        fecha date DEFAULT current_date) RETURNS boolean
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_tarde boolean;
    v_igual boolean;
BEGIN
    PERFORM conciliacion._exigir_version();
    SELECT c.tarde, c.evidencia = cumplir_compromiso.evidencia AND c.fecha = cumplir_compromiso.fecha INTO v_tarde, v_igual
      FROM cartera.compromiso_cumplimiento c
     WHERE c.prestador_id = cumplir_compromiso.prestador_id AND c.compromiso_id = cumplir_compromiso.compromiso_id;
    IF FOUND THEN
        IF v_igual THEN
            RETURN NOT v_tarde;
        END IF;
        PERFORM conciliacion._ya_existe('fulfilment', format('compromiso_id: %s.', cumplir_compromiso.compromiso_id));
    END IF;
    INSERT INTO cartera.compromiso_cumplimiento AS c (prestador_id, compromiso_id, evidencia, fecha)
    VALUES (cumplir_compromiso.prestador_id, cumplir_compromiso.compromiso_id, cumplir_compromiso.evidencia, cumplir_compromiso.fecha)
    RETURNING c.tarde INTO v_tarde;
    RETURN NOT v_tarde;
END
$$;
COMMENT ON FUNCTION conciliacion.cumplir_compromiso(bigint, bigint, text, date) IS
    'Registra el cumplimiento de un compromiso con su evidencia; devuelve si llegó a tiempo';

-- Re-liquidation and its follow-up.
CREATE FUNCTION conciliacion.reliquidar_acta(prestador_id bigint, acta_id bigint, fecha date DEFAULT current_date)
    RETURNS TABLE (factura_id bigint, numero text, glosas int, valor_pendiente numeric, valor_aceptado numeric, valor_levantado numeric,
                   valor_sin_acuerdo numeric, vence date)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM FROM cartera.reliquidacion r
      WHERE r.prestador_id = reliquidar_acta.prestador_id AND r.acta_id = reliquidar_acta.acta_id;
    IF NOT FOUND THEN
        INSERT INTO cartera.reliquidacion (prestador_id, acta_id, fecha)
        VALUES (reliquidar_acta.prestador_id, reliquidar_acta.acta_id, reliquidar_acta.fecha);
    END IF;
    RETURN QUERY
    SELECT r.factura_id, f.numero::text, r.glosas, r.valor_pendiente::numeric, r.valor_aceptado::numeric, r.valor_levantado::numeric,
           r.valor_sin_acuerdo::numeric, r.vence
      FROM cartera.reliquidacion_factura r
      JOIN cartera.factura f ON f.prestador_id = r.prestador_id AND f.factura_id = r.factura_id
     WHERE r.prestador_id = reliquidar_acta.prestador_id AND r.acta_id = reliquidar_acta.acta_id
     ORDER BY r.factura_id;
END
$$;
COMMENT ON FUNCTION conciliacion.reliquidar_acta(bigint, bigint, date) IS
    'Reliquida en bloque las facturas de un acta firmada por ambas partes: qué queda por pagar de cada una y para cuándo. Repetirla devuelve lo mismo';

CREATE FUNCTION conciliacion.seguimiento_acta(prestador_id bigint, acta_id bigint, al date DEFAULT current_date)
    RETURNS TABLE (factura_id bigint, numero text, por_pagar numeric, vence date, pagado numeric, falta numeric, estado text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH tocadas AS (
        SELECT r.factura_id, r.acta_id, r.vence, r.valor_levantado, r.pagado_antes,
               row_number() OVER (PARTITION BY r.factura_id ORDER BY r.registrado_en, r.acta_id) AS n
          FROM cartera.reliquidacion_factura r
         WHERE r.prestador_id = seguimiento_acta.prestador_id
           AND r.factura_id IN (SELECT x.factura_id FROM cartera.reliquidacion_factura x
                                 WHERE x.prestador_id = seguimiento_acta.prestador_id AND x.acta_id = seguimiento_acta.acta_id)),
    cubiertas AS (
        SELECT t.factura_id, conciliacion._pagado_de_actas(array_agg(t.pagado_antes::numeric ORDER BY t.n),
                                                           array_agg(t.valor_levantado::numeric ORDER BY t.n),
                                                           f.pagado + f.retenido + f.descuentos,
                                                           f.saldo - f.valor_pendiente) AS cubierto, f.numero::text AS numero
          FROM tocadas t
          JOIN cartera.factura f ON f.prestador_id = seguimiento_acta.prestador_id AND f.factura_id = t.factura_id
         GROUP BY t.factura_id, f.pagado, f.retenido, f.descuentos, f.saldo, f.valor_pendiente, f.numero)
    SELECT t.factura_id, c.numero, t.valor_levantado::numeric, t.vence, c.cubierto[t.n], t.valor_levantado - c.cubierto[t.n],
           CASE WHEN t.valor_levantado = c.cubierto[t.n] THEN 'pagada'
                WHEN t.vence < seguimiento_acta.al THEN 'vencida' ELSE 'por_pagar' END
      FROM tocadas t
      JOIN cubiertas c ON c.factura_id = t.factura_id
     WHERE t.acta_id = seguimiento_acta.acta_id
     ORDER BY t.factura_id;
END
$$;
COMMENT ON FUNCTION conciliacion.seguimiento_acta(bigint, bigint, date) IS
    'Seguimiento del pago de lo que un acta dejó por pagar: por factura, cuánto, para cuándo, pagado y lo que falta (pagada, por_pagar o vencida)';

-- Copies of an act.
CREATE FUNCTION conciliacion.acta_json(prestador_id bigint, acta_id bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_json jsonb;
    v_pagador bigint;
    v_partes jsonb;
BEGIN
    SELECT jsonb_build_object(
        'acta_id', a.acta_id, 'estado', a.estado, 'fecha', to_char(a.fecha, 'YYYY-MM-DD'),
        'fecha_aplicada', to_char(a.fecha_aplicada, 'YYYY-MM-DD'),
        'huella', encode(coalesce(a.huella, conciliacion._huella_acta(a.prestador_id, a.acta_id)), 'hex'), 'temas', a.temas,
        'cita', jsonb_build_object('cita_id', c.cita_id, 'fecha_cita', to_char(c.fecha_cita, 'YYYY-MM-DD'), 'lugar', c.lugar),
        'participantes', coalesce((SELECT jsonb_agg(jsonb_build_object('papel', x.papel, 'nombre', x.nombre, 'cargo', x.cargo,
                                                                       'auditor_medico', x.auditor_medico) ORDER BY x.participante_id)
                                     FROM cartera.acta_participante x
                                    WHERE x.prestador_id = a.prestador_id AND x.acta_id = a.acta_id), '[]'),
        'lineas', coalesce(l.lineas, '[]'), 'totales', l.totales,
        'compromisos', coalesce((SELECT jsonb_agg(jsonb_build_object('compromiso_id', x.compromiso_id, 'papel', x.papel, 'clase', x.clase,
                                            'responsable', x.responsable, 'descripcion', x.descripcion, 'plazo', x.plazo::text,
                                            'vence', to_char(x.vence, 'YYYY-MM-DD'),
                                            'cumplido', (SELECT to_char(y.fecha, 'YYYY-MM-DD') FROM cartera.compromiso_cumplimiento y
                                                          WHERE y.prestador_id = x.prestador_id AND y.compromiso_id = x.compromiso_id))
                                            ORDER BY x.compromiso_id)
                                   FROM cartera.compromiso x
                                  WHERE x.prestador_id = a.prestador_id AND x.acta_id = a.acta_id), '[]'),
        'firmas', coalesce((SELECT jsonb_agg(jsonb_build_object('papel', x.papel, 'firmante', x.firmante, 'cargo', x.cargo,
                                            'poder', x.poder, 'fecha', to_char(x.fecha, 'YYYY-MM-DD'), 'valida', i.firma_id IS NULL,
                                            'motivo', i.motivo) ORDER BY x.firma_id)
                              FROM cartera.acta_firma x
                              LEFT JOIN cartera.acta_firma_invalida i ON i.prestador_id = x.prestador_id AND i.acta_id = x.acta_id
                                   AND i.firma_id = x.firma_id
                             WHERE x.prestador_id = a.prestador_id AND x.acta_id = a.acta_id), '[]')), a.pagador_id
      INTO v_json, v_pagador
      FROM cartera.acta a
      JOIN cartera.cita c ON c.prestador_id = a.prestador_id AND c.cita_id = a.cita_id
     CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('factura', f.numero::text, 'glosa_id', v.glosa_id, 'linea', g.linea,
                                            'codigo', g.codigo::text, 'valor_pendiente', v.valor_pendiente::numeric(18,2),
                                            'valor_aceptado', v.valor_aceptado::numeric(18,2),
                                            'valor_levantado', v.valor_levantado::numeric(18,2),
                                            'valor_sin_acuerdo', v.valor_sin_acuerdo::numeric(18,2), 'comentario', v.comentario)
                         ORDER BY v.factura_id, v.glosa_id) AS lineas,
               jsonb_build_object('glosas', count(*), 'facturas', count(DISTINCT v.factura_id),
                                  'valor_pendiente', coalesce(sum(v.valor_pendiente), 0)::numeric(18,2),
                                  'valor_aceptado', coalesce(sum(v.valor_aceptado), 0)::numeric(18,2),
                                  'valor_levantado', coalesce(sum(v.valor_levantado), 0)::numeric(18,2),
                                  'valor_sin_acuerdo', coalesce(sum(v.valor_sin_acuerdo), 0)::numeric(18,2)) AS totales
          FROM conciliacion._lineas_acta(a.prestador_id, a.acta_id) v
          JOIN cartera.glosa g ON g.prestador_id = a.prestador_id AND g.glosa_id = v.glosa_id
          JOIN cartera.factura f ON f.prestador_id = a.prestador_id AND f.factura_id = v.factura_id) l
     WHERE a.prestador_id = acta_json.prestador_id AND a.acta_id = acta_json.acta_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('act', acta_json.prestador_id, acta_json.acta_id);
    END IF;
    SELECT jsonb_build_object(
        'prestador', jsonb_build_object('prestador_id', r.prestador_id, 'identificacion', r.identificacion, 'nombre', r.nombre),
        'pagador', jsonb_build_object('pagador_id', p.pagador_id, 'identificacion', p.identificacion, 'nombre', p.nombre))
      INTO v_partes
      FROM cartera.prestador r CROSS JOIN cartera.pagador p
     WHERE r.prestador_id = acta_json.prestador_id AND p.pagador_id = v_pagador;
    RETURN v_json || v_partes;
END
$$;
COMMENT ON FUNCTION conciliacion.acta_json(bigint, bigint) IS 'Copia del acta en JSON: partes, reunión, líneas, totales, compromisos y firmas';

CREATE FUNCTION conciliacion.acta_texto(prestador_id bigint, acta_id bigint) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE j jsonb := conciliacion.acta_json(acta_texto.prestador_id, acta_texto.acta_id);
BEGIN
    RETURN concat_ws(E'\n',
        format('ACTA DE CONCILIACIÓN %s (%s)', j ->> 'acta_id', j ->> 'estado'),
        format('Fecha: %s. Reunión: %s, %s.', j ->> 'fecha', j -> 'cita' ->> 'fecha_cita', j -> 'cita' ->> 'lugar'),
        format('Prestador: %s (%s)', j -> 'prestador' ->> 'nombre', j -> 'prestador' ->> 'identificacion'),
        format('Pagador: %s (%s)', j -> 'pagador' ->> 'nombre', j -> 'pagador' ->> 'identificacion'),
        'Temas: ' || (j ->> 'temas'),
        'Participantes:',
        (SELECT string_agg(format('  %s, %s (%s)', x ->> 'nombre', x ->> 'cargo', x ->> 'papel'), E'\n' ORDER BY n)
           FROM jsonb_array_elements(j -> 'participantes') WITH ORDINALITY AS e (x, n)),
        'Factura | Glosa | Código | Pendiente | Aceptado | Levantado | Sin acuerdo',
        (SELECT string_agg(format('%s | %s | %s | %s | %s | %s | %s%s', x ->> 'factura', x ->> 'glosa_id', x ->> 'codigo',
                                  x ->> 'valor_pendiente', x ->> 'valor_aceptado', x ->> 'valor_levantado', x ->> 'valor_sin_acuerdo',
                                  ' | ' || (x ->> 'comentario')), E'\n' ORDER BY n)
           FROM jsonb_array_elements(j -> 'lineas') WITH ORDINALITY AS e (x, n)),
        format('Total: %s glosas de %s facturas | %s | %s | %s | %s', j -> 'totales' ->> 'glosas', j -> 'totales' ->> 'facturas',
               j -> 'totales' ->> 'valor_pendiente', j -> 'totales' ->> 'valor_aceptado', j -> 'totales' ->> 'valor_levantado',
               j -> 'totales' ->> 'valor_sin_acuerdo'),
        'Compromisos:',
        (SELECT string_agg(format('  %s (%s): %s; vence %s', coalesce(x ->> 'responsable', x ->> 'papel'), x ->> 'papel',
                                  x ->> 'descripcion', x ->> 'vence'), E'\n' ORDER BY n)
           FROM jsonb_array_elements(j -> 'compromisos') WITH ORDINALITY AS e (x, n)),
        'Firmas:',
        (SELECT string_agg(format('  %s, %s, por el %s, %s%s%s', x ->> 'firmante', x ->> 'cargo', x ->> 'papel', x ->> 'fecha',
                                  '; poder: ' || (x ->> 'poder'), '; sin valor: ' || (x ->> 'motivo')), E'\n' ORDER BY n)
           FROM jsonb_array_elements(j -> 'firmas') WITH ORDINALITY AS e (x, n)),
        'SHA-256: ' || (j ->> 'huella'));
END
$$;
COMMENT ON FUNCTION conciliacion.acta_texto(bigint, bigint) IS 'Copia del acta en texto';

CREATE FUNCTION conciliacion.acta_html(prestador_id bigint, acta_id bigint) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j jsonb := conciliacion.acta_json(acta_html.prestador_id, acta_html.acta_id);
    v_titulo text := conciliacion._html(format('Acta de conciliación %s', j ->> 'acta_id'));
BEGIN
    RETURN concat('<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><title>', v_titulo, '</title><style>',
        'body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #888;padding:.2em .5em}',
        'td.n{text-align:right}</style></head><body><h1>', v_titulo, '</h1><p>',
        conciliacion._html(format('Estado: %s. Fecha: %s. Reunión: %s, %s.', j ->> 'estado', j ->> 'fecha',
                                  j -> 'cita' ->> 'fecha_cita', j -> 'cita' ->> 'lugar')),
        '</p><p>', conciliacion._html(format('Prestador: %s (%s)', j -> 'prestador' ->> 'nombre', j -> 'prestador' ->> 'identificacion')),
        '</p><p>', conciliacion._html(format('Pagador: %s (%s)', j -> 'pagador' ->> 'nombre', j -> 'pagador' ->> 'identificacion')),
        '</p><p>', conciliacion._html(j ->> 'temas'), '</p><h2>Participantes</h2><ul>',
        (SELECT string_agg('<li>' || conciliacion._html(format('%s, %s (%s)', x ->> 'nombre', x ->> 'cargo', x ->> 'papel')) || '</li>', ''
                           ORDER BY n)
           FROM jsonb_array_elements(j -> 'participantes') WITH ORDINALITY AS e (x, n)),
        '</ul><h2>Glosas</h2><table><tr><th>Factura</th><th>Glosa</th><th>Código</th><th>Pendiente</th><th>Aceptado</th>',
        '<th>Levantado</th><th>Sin acuerdo</th><th>Comentario</th></tr>',
        (SELECT string_agg(concat('<tr><td>', conciliacion._html(x ->> 'factura'), '</td><td>', x ->> 'glosa_id', '</td><td>',
                                  conciliacion._html(x ->> 'codigo'), '</td><td class="n">', x ->> 'valor_pendiente',
                                  '</td><td class="n">', x ->> 'valor_aceptado', '</td><td class="n">', x ->> 'valor_levantado',
                                  '</td><td class="n">', x ->> 'valor_sin_acuerdo', '</td><td>', conciliacion._html(x ->> 'comentario'),
                                  '</td></tr>'), '' ORDER BY n)
           FROM jsonb_array_elements(j -> 'lineas') WITH ORDINALITY AS e (x, n)),
        '<tr><th colspan="3">Total</th><td class="n">', j -> 'totales' ->> 'valor_pendiente', '</td><td class="n">',
        j -> 'totales' ->> 'valor_aceptado', '</td><td class="n">', j -> 'totales' ->> 'valor_levantado', '</td><td class="n">',
        j -> 'totales' ->> 'valor_sin_acuerdo', '</td><td></td></tr></table><h2>Compromisos</h2><ul>',
        (SELECT string_agg('<li>' || conciliacion._html(format('%s: %s; vence %s', coalesce(x ->> 'responsable', x ->> 'papel'),
                                                               x ->> 'descripcion', x ->> 'vence')) || '</li>', '' ORDER BY n)
           FROM jsonb_array_elements(j -> 'compromisos') WITH ORDINALITY AS e (x, n)),
        '</ul><h2>Firmas</h2><ul>',
        (SELECT string_agg('<li>' || conciliacion._html(format('%s, %s, por el %s, %s%s%s', x ->> 'firmante', x ->> 'cargo', x ->> 'papel',
                           x ->> 'fecha', '; poder: ' || (x ->> 'poder'), '; sin valor: ' || (x ->> 'motivo'))) || '</li>', '' ORDER BY n)
           FROM jsonb_array_elements(j -> 'firmas') WITH ORDINALITY AS e (x, n)),
        '</ul><p>', conciliacion._html('SHA-256: ' || (j ->> 'huella')), '</p></body></html>');
END
$$;
COMMENT ON FUNCTION conciliacion.acta_html(bigint, bigint) IS 'Copia del acta como página HTML completa en sí misma, con todo texto escapado';

-- Identities.
CREATE FUNCTION conciliacion._verificar_conciliacion(prestador_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.incumplimiento
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- a signed act is what both signed, to the last line
    RETURN QUERY
    SELECT 'acta: huella de lo firmado', a.prestador_id, format('acta %s', a.acta_id), encode(a.huella, 'hex'),
           encode(h.huella, 'hex'), NULL::numeric
      FROM cartera.acta a
     CROSS JOIN LATERAL (SELECT conciliacion._huella_acta(a.prestador_id, a.acta_id) AS huella) h
     WHERE a.estado = 'aplicada' AND a.huella IS DISTINCT FROM h.huella
       AND (_verificar_conciliacion.prestador_id IS NULL OR a.prestador_id = _verificar_conciliacion.prestador_id);
    -- its state is that of its valid signatures
    RETURN QUERY
    SELECT 'acta: estado según sus firmas válidas', a.prestador_id, format('acta %s', a.acta_id), s.estado, a.estado::text, NULL::numeric
      FROM cartera.acta a
     CROSS JOIN LATERAL (
        SELECT CASE count(DISTINCT f.papel) FILTER (WHERE i.firma_id IS NULL)
                    WHEN 2 THEN 'aplicada' WHEN 1 THEN 'firmada_en_parte' ELSE 'borrador' END AS estado
          FROM cartera.acta_firma f
          LEFT JOIN cartera.acta_firma_invalida i
            ON i.prestador_id = f.prestador_id AND i.acta_id = f.acta_id AND i.firma_id = f.firma_id
         WHERE f.prestador_id = a.prestador_id AND f.acta_id = a.acta_id) s
     WHERE s.estado <> a.estado::text
       AND (_verificar_conciliacion.prestador_id IS NULL OR a.prestador_id = _verificar_conciliacion.prestador_id);
    -- its result was told when the notices say
    RETURN QUERY
    SELECT 'acta: resultado comunicado = primera comunicación del pagador', a.prestador_id, format('acta %s', a.acta_id),
           c.fecha::text, a.resultado_comunicado::text, (a.resultado_comunicado - c.fecha)::numeric
      FROM cartera.acta a
     CROSS JOIN LATERAL (
        SELECT min(x.fecha) AS fecha FROM cartera.comunicacion x
         WHERE x.prestador_id = a.prestador_id AND x.acta_id = a.acta_id AND x.papel = 'pagador' AND x.fecha >= a.fecha_aplicada) c
     WHERE c.fecha IS DISTINCT FROM a.resultado_comunicado
       AND (_verificar_conciliacion.prestador_id IS NULL OR a.prestador_id = _verificar_conciliacion.prestador_id);
    -- each line of a signed act is one event of its glosa, and each event conciliar is such a line
    RETURN QUERY
    SELECT 'acta: líneas = eventos conciliar', coalesce(l.prestador_id, e.prestador_id),
           format('acta %s glosa %s', coalesce(l.acta_id, e.acta_id), coalesce(l.glosa_id, e.glosa_id)),
           (l.valor_aceptado, l.valor_levantado)::text, (e.valor_aceptado, e.valor_levantado)::text,
           coalesce(l.valor_aceptado + l.valor_levantado, 0) - coalesce(e.valor_aceptado + e.valor_levantado, 0)
      FROM (SELECT a.prestador_id, a.acta_id, v.glosa_id, v.valor_aceptado::numeric(18,2) AS valor_aceptado,
                   v.valor_levantado::numeric(18,2) AS valor_levantado
              FROM cartera.acta a
             CROSS JOIN LATERAL conciliacion._lineas_acta(a.prestador_id, a.acta_id) v
             WHERE a.estado = 'aplicada'
               AND (_verificar_conciliacion.prestador_id IS NULL OR a.prestador_id = _verificar_conciliacion.prestador_id)) l
      FULL JOIN (SELECT x.prestador_id, x.glosa_id, (x.evidencia ->> 'acta_id')::bigint AS acta_id,
                        coalesce(x.valor_aceptado, 0)::numeric(18,2) AS valor_aceptado,
                        coalesce(x.valor_levantado, 0)::numeric(18,2) AS valor_levantado
                   FROM cartera.glosa_evento x
                  WHERE x.evento = 'conciliar'
                    AND (_verificar_conciliacion.prestador_id IS NULL OR x.prestador_id = _verificar_conciliacion.prestador_id)) e
        ON e.prestador_id = l.prestador_id AND e.acta_id = l.acta_id AND e.glosa_id = l.glosa_id
     WHERE (l.valor_aceptado, l.valor_levantado) IS DISTINCT FROM (e.valor_aceptado, e.valor_levantado);
    -- what a re-liquidation says of an invoice is the sum of the lines
    RETURN QUERY
    SELECT 'reliquidación = suma de las líneas del acta', r.prestador_id, format('acta %s factura %s', r.acta_id, coalesce(r.factura_id, l.factura_id)),
           (l.n, l.pendiente, l.aceptado, l.levantado, l.sin_acuerdo)::text,
           (r.glosas, r.valor_pendiente, r.valor_aceptado, r.valor_levantado, r.valor_sin_acuerdo)::text,
           coalesce(l.levantado, 0) - coalesce(r.valor_levantado, 0)
      FROM (SELECT x.prestador_id, x.acta_id, y.factura_id, y.glosas, y.valor_pendiente, y.valor_aceptado, y.valor_levantado,
                   y.valor_sin_acuerdo
              FROM cartera.reliquidacion x
              LEFT JOIN cartera.reliquidacion_factura y ON y.prestador_id = x.prestador_id AND y.acta_id = x.acta_id
             WHERE _verificar_conciliacion.prestador_id IS NULL OR x.prestador_id = _verificar_conciliacion.prestador_id) r
      FULL JOIN (SELECT x.prestador_id, x.acta_id, v.factura_id, count(*)::int AS n, sum(v.valor_pendiente) AS pendiente,
                        sum(v.valor_aceptado) AS aceptado, sum(v.valor_levantado) AS levantado, sum(v.valor_sin_acuerdo) AS sin_acuerdo
                   FROM cartera.reliquidacion x
                  CROSS JOIN LATERAL conciliacion._lineas_acta(x.prestador_id, x.acta_id) v
                  WHERE _verificar_conciliacion.prestador_id IS NULL OR x.prestador_id = _verificar_conciliacion.prestador_id
                  GROUP BY x.prestador_id, x.acta_id, v.factura_id) l
        ON l.prestador_id = r.prestador_id AND l.acta_id = r.acta_id AND l.factura_id = r.factura_id
     WHERE (l.n, l.pendiente, l.aceptado, l.levantado, l.sin_acuerdo) IS DISTINCT FROM
           (r.glosas, r.valor_pendiente, r.valor_aceptado, r.valor_levantado, r.valor_sin_acuerdo);
    -- what entered a meeting was cited
    RETURN QUERY
    SELECT 'cita: cada glosa incluida fue citada', c.prestador_id, format('cita %s glosa %s', c.cita_id, c.glosa_id), '1', n.n::text,
           1 - n.n::numeric
      FROM cartera.cita_glosa c
     CROSS JOIN LATERAL (SELECT count(*) AS n FROM cartera.glosa_evento e
                          WHERE e.prestador_id = c.prestador_id AND e.glosa_id = c.glosa_id AND e.evento = 'citar'
                            AND e.evidencia ->> 'cita_id' = c.cita_id::text) n
     WHERE c.incluida AND n.n <> 1
       AND (_verificar_conciliacion.prestador_id IS NULL OR c.prestador_id = _verificar_conciliacion.prestador_id);
END
$$;
COMMENT ON FUNCTION conciliacion._verificar_conciliacion(bigint) IS
    'Interna: identidades de citas, actas y reliquidaciones que no se cumplen';

REVOKE ALL ON FUNCTION conciliacion.registrar_acuse(bigint, bigint, text, date),
    conciliacion.registrar_comunicacion(bigint, bigint, text, text, text, conciliacion.papel, bigint[], date, text, text, bigint, bigint, text),
    conciliacion.excluir_de_conciliacion(bigint, bigint, text, text, jsonb, date),
    conciliacion.readmitir_a_conciliacion(bigint, bigint, text, text, date),
    conciliacion.aportar_soporte(bigint, bigint, text, text, date), conciliacion.preparacion_cita(bigint, bigint),
    conciliacion.citar_conciliacion(bigint, bigint, date, text, bigint[], date, conciliacion.papel, text),
    conciliacion.reprogramar_cita(bigint, bigint, date, text, text, date, conciliacion.papel),
    conciliacion._escribir_acta(bigint, bigint, jsonb, jsonb, jsonb),
    conciliacion.levantar_acta(bigint, bigint, jsonb, jsonb, date, jsonb, text),
    conciliacion.modificar_acta(bigint, bigint, jsonb, jsonb, jsonb),
    conciliacion.firmar_acta(bigint, bigint, conciliacion.papel, text, text, text, date, bytea),
    conciliacion.cumplir_compromiso(bigint, bigint, text, date), conciliacion.reliquidar_acta(bigint, bigint, date),
    conciliacion.seguimiento_acta(bigint, bigint, date), conciliacion.acta_json(bigint, bigint),
    conciliacion.acta_texto(bigint, bigint), conciliacion.acta_html(bigint, bigint),
    conciliacion._verificar_conciliacion(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.registrar_acuse(bigint, bigint, text, date),
    conciliacion.registrar_comunicacion(bigint, bigint, text, text, text, conciliacion.papel, bigint[], date, text, text, bigint, bigint, text),
    conciliacion.excluir_de_conciliacion(bigint, bigint, text, text, jsonb, date),
    conciliacion.readmitir_a_conciliacion(bigint, bigint, text, text, date),
    conciliacion.aportar_soporte(bigint, bigint, text, text, date), conciliacion.preparacion_cita(bigint, bigint),
    conciliacion.citar_conciliacion(bigint, bigint, date, text, bigint[], date, conciliacion.papel, text),
    conciliacion.reprogramar_cita(bigint, bigint, date, text, text, date, conciliacion.papel),
    conciliacion._escribir_acta(bigint, bigint, jsonb, jsonb, jsonb),
    conciliacion.levantar_acta(bigint, bigint, jsonb, jsonb, date, jsonb, text),
    conciliacion.modificar_acta(bigint, bigint, jsonb, jsonb, jsonb),
    conciliacion.firmar_acta(bigint, bigint, conciliacion.papel, text, text, text, date, bytea),
    conciliacion.cumplir_compromiso(bigint, bigint, text, date), conciliacion.reliquidar_acta(bigint, bigint, date),
    conciliacion.seguimiento_acta(bigint, bigint, date), conciliacion.acta_json(bigint, bigint),
    conciliacion.acta_texto(bigint, bigint), conciliacion.acta_html(bigint, bigint),
    conciliacion._verificar_conciliacion(bigint) TO @extowner@;
