-- Filing an invoice and its acts.
CREATE FUNCTION conciliacion._ya_existe(que text, detalle text) RETURNS void
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'ya_existe';
COMMENT ON FUNCTION conciliacion._ya_existe(text, text) IS 'Interna: rechaza con KG007';
CREATE FUNCTION conciliacion._no_existe(que text, prestador_id bigint, id bigint) RETURNS void
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'rechazar_no_existe';
COMMENT ON FUNCTION conciliacion._no_existe(text, bigint, bigint) IS 'Interna: rechaza con KG006';
-- Acts evaluate it as the value of a declaration: a PERFORM would be a statement of its own.
CREATE FUNCTION conciliacion._exigir_version() RETURNS boolean
    LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'exigir_version';
COMMENT ON FUNCTION conciliacion._exigir_version() IS 'Interna: rechaza con KG010 cuando cartera no es de la versión de la biblioteca';
CREATE FUNCTION conciliacion._radicada_por_otro(llave text) RETURNS boolean
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'radicada_por_otro';
COMMENT ON FUNCTION conciliacion._radicada_por_otro(text) IS
    'Interna: si la llave única violada es la del número de una factura, que otra sesión radicó mientras tanto; rechaza con 40001 cuando la transacción no puede verla';
CREATE FUNCTION conciliacion._exigir_arreglo(datos jsonb, ruta text) RETURNS void
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'exigir_arreglo';
COMMENT ON FUNCTION conciliacion._exigir_arreglo(jsonb, text) IS 'Interna: rechaza (22023) un lote que no trae elementos';

CREATE FUNCTION conciliacion.radicar_factura(prestador_id bigint, pagador_id bigint, numero conciliacion.numero_factura,
        fecha_radicacion date, prestaciones jsonb, iva conciliacion.porcentaje DEFAULT '0%', fecha_emision date DEFAULT NULL,
        fecha_servicio date DEFAULT NULL, convenio_id bigint DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_version CONSTANT boolean := conciliacion._exigir_version();
    v_id bigint;
    v_servicio date := radicar_factura.fecha_servicio;
    v_iguales boolean;
    v_llave text;
    v_choque boolean := false;
BEGIN
    PERFORM conciliacion._exigir_arreglo(radicar_factura.prestaciones, 'prestaciones');
    -- the date of the service that picks the norm is the earliest of the lines when none is given
    IF v_servicio IS NULL THEN
        SELECT min(t.fecha) INTO v_servicio FROM conciliacion._filas_json(radicar_factura.prestaciones, 'prestaciones', '{codigo,valor}')
            AS t(linea int, orden text, codigo text, descripcion text, fecha date, paciente text, paciente_nombre text,
                 profesional_id bigint, cantidad numeric, valor numeric, valor_convenido numeric);
    END IF;
    LOOP
        SELECT f.factura_id,
               f.fecha_radicacion = radicar_factura.fecha_radicacion AND f.iva OPERATOR(conciliacion.=) radicar_factura.iva
               AND f.fecha_emision IS NOT DISTINCT FROM radicar_factura.fecha_emision
               AND f.fecha_servicio IS NOT DISTINCT FROM v_servicio
               AND f.convenio_id IS NOT DISTINCT FROM radicar_factura.convenio_id
          INTO v_id, v_iguales
          FROM cartera.factura f
         WHERE f.prestador_id = radicar_factura.prestador_id AND f.pagador_id = radicar_factura.pagador_id
           AND f.numero OPERATOR(conciliacion.=) radicar_factura.numero;
        IF FOUND THEN
            IF v_iguales AND NOT EXISTS (
                SELECT FROM (
                    SELECT coalesce(t.linea, t.posicion) AS linea, t.orden, t.codigo, t.descripcion, t.fecha, t.paciente,
                           t.paciente_nombre, t.profesional_id, coalesce(t.cantidad, 1) AS cantidad, t.valor, t.valor_convenido
                      FROM conciliacion._filas_json(radicar_factura.prestaciones, 'prestaciones', '{codigo,valor}')
                        AS t(posicion int, linea int, orden text, codigo text, descripcion text, fecha date, paciente text,
                             paciente_nombre text, profesional_id bigint, cantidad numeric, valor numeric, valor_convenido numeric)) n
                  FULL JOIN (SELECT p.linea, p.orden, p.codigo, p.descripcion, p.fecha, p.paciente, p.paciente_nombre,
                                    p.profesional_id, p.cantidad, p.valor, p.valor_convenido
                               FROM cartera.prestacion p
                              WHERE p.prestador_id = radicar_factura.prestador_id AND p.factura_id = v_id) p USING (linea)
                 WHERE ROW(n.orden, n.codigo, n.descripcion, n.fecha, n.paciente, n.paciente_nombre, n.profesional_id, n.cantidad,
                           n.valor, n.valor_convenido)
                       IS DISTINCT FROM
                       ROW(p.orden, p.codigo, p.descripcion, p.fecha, p.paciente, p.paciente_nombre, p.profesional_id, p.cantidad,
                           p.valor, p.valor_convenido)) THEN
                RETURN v_id;
            END IF;
            PERFORM conciliacion._ya_existe('invoice', format('numero: %s; factura_id: %s.', radicar_factura.numero, v_id));
        END IF;
        BEGIN
            INSERT INTO cartera.factura (prestador_id, pagador_id, numero, fecha_radicacion, iva, fecha_emision, fecha_servicio, convenio_id)
            VALUES (radicar_factura.prestador_id, radicar_factura.pagador_id, radicar_factura.numero, radicar_factura.fecha_radicacion,
                    radicar_factura.iva, radicar_factura.fecha_emision, v_servicio, radicar_factura.convenio_id)
            RETURNING factura.factura_id INTO v_id;
            EXIT;
        EXCEPTION WHEN unique_violation THEN
            -- filed meanwhile by another session: it is there when it is looked for again
            GET STACKED DIAGNOSTICS v_llave = CONSTRAINT_NAME;
            IF v_choque OR NOT conciliacion._radicada_por_otro(v_llave) THEN
                RAISE;
            END IF;
            v_choque := true;
        END;
    END LOOP;
    INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, orden, codigo, descripcion, fecha, paciente,
                                    paciente_nombre, profesional_id, cantidad, valor, valor_convenido)
    SELECT radicar_factura.prestador_id, v_id, coalesce(t.linea, t.posicion), t.orden, t.codigo, t.descripcion, t.fecha,
           t.paciente, t.paciente_nombre, t.profesional_id, coalesce(t.cantidad, 1), t.valor, t.valor_convenido
      FROM conciliacion._filas_json(radicar_factura.prestaciones, 'prestaciones', '{codigo,valor}')
        AS t(posicion int, linea int, orden text, codigo text, descripcion text, fecha date, paciente text,
             paciente_nombre text, profesional_id bigint, cantidad numeric, valor numeric, valor_convenido numeric)
     ORDER BY t.posicion;
    RETURN v_id;
END
$$;
COMMENT ON FUNCTION conciliacion.radicar_factura(bigint, bigint, conciliacion.numero_factura, date, jsonb,
        conciliacion.porcentaje, date, date, bigint) IS
    'Radica una factura con sus líneas y devuelve su id; el valor es la suma de las líneas. prestaciones: [{"linea","orden","codigo","descripcion","fecha","paciente","paciente_nombre","profesional_id","cantidad","valor","valor_convenido"}]. Repetir la misma factura devuelve el mismo id; con otros datos, KG007';

CREATE FUNCTION conciliacion.devolver_factura(prestador_id bigint, factura_id bigint, codigo conciliacion.codigo_glosa,
        comentario text, fecha date DEFAULT current_date, evidencia jsonb DEFAULT NULL) RETURNS conciliacion.estado_factura
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_version CONSTANT boolean := conciliacion._exigir_version();
    v_estado conciliacion.estado_factura;
BEGIN
    INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, papel, codigo, comentario, fecha, evidencia)
    VALUES (devolver_factura.prestador_id, devolver_factura.factura_id, 'devolver', 'pagador', devolver_factura.codigo,
            devolver_factura.comentario, devolver_factura.fecha, devolver_factura.evidencia)
    RETURNING estado INTO v_estado;
    RETURN v_estado;
END
$$;
COMMENT ON FUNCTION conciliacion.devolver_factura(bigint, bigint, conciliacion.codigo_glosa, text, date, jsonb) IS
    'El pagador devuelve la factura una sola vez, por una causa del manual y dentro de su plazo (Res. 2284/2023 art. 6)';

CREATE FUNCTION conciliacion.responder_devolucion(prestador_id bigint, factura_id bigint, procede boolean, comentario text,
        fecha date DEFAULT current_date, codigo_respuesta conciliacion.codigo_glosa DEFAULT NULL, evidencia jsonb DEFAULT NULL)
    RETURNS conciliacion.estado_factura
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_version CONSTANT boolean := conciliacion._exigir_version();
    v_estado conciliacion.estado_factura;
BEGIN
    INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, papel, codigo, procede, comentario, fecha, evidencia)
    VALUES (responder_devolucion.prestador_id, responder_devolucion.factura_id, 'responder_devolucion', 'prestador',
            responder_devolucion.codigo_respuesta, responder_devolucion.procede, responder_devolucion.comentario,
            responder_devolucion.fecha, responder_devolucion.evidencia)
    RETURNING estado INTO v_estado;
    RETURN v_estado;
END
$$;
COMMENT ON FUNCTION conciliacion.responder_devolucion(bigint, bigint, boolean, text, date, conciliacion.codigo_glosa, jsonb) IS
    'El prestador acepta la devolución (procede) o la contesta (no procede, con comentario)';

CREATE FUNCTION conciliacion.decidir_devolucion(prestador_id bigint, factura_id bigint, procede boolean, comentario text,
        fecha date DEFAULT current_date, papel conciliacion.papel DEFAULT 'pagador') RETURNS conciliacion.estado_factura
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_version CONSTANT boolean := conciliacion._exigir_version();
    v_estado conciliacion.estado_factura;
BEGIN
    INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, papel, procede, comentario, fecha)
    VALUES (decidir_devolucion.prestador_id, decidir_devolucion.factura_id, 'decidir_devolucion', decidir_devolucion.papel,
            decidir_devolucion.procede, decidir_devolucion.comentario, decidir_devolucion.fecha)
    RETURNING estado INTO v_estado;
    RETURN v_estado;
END
$$;
COMMENT ON FUNCTION conciliacion.decidir_devolucion(bigint, bigint, boolean, text, date, conciliacion.papel) IS
    'El pagador admite la respuesta (procede: la factura vuelve a radicada) o reitera la devolución; vencidos los plazos, la otra parte o el sistema la cierran';

CREATE FUNCTION conciliacion.rechazar_factura(prestador_id bigint, factura_id bigint, motivo text, evidencia jsonb,
        fecha date DEFAULT current_date) RETURNS conciliacion.estado_factura
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_version CONSTANT boolean := conciliacion._exigir_version();
    v_estado conciliacion.estado_factura;
BEGIN
    INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, papel, comentario, fecha, evidencia)
    VALUES (rechazar_factura.prestador_id, rechazar_factura.factura_id, 'rechazar', 'pagador', rechazar_factura.motivo,
            rechazar_factura.fecha, rechazar_factura.evidencia)
    RETURNING estado INTO v_estado;
    RETURN v_estado;
END
$$;
COMMENT ON FUNCTION conciliacion.rechazar_factura(bigint, bigint, text, jsonb, date) IS
    'El pagador rechaza la factura, con motivo y evidencia';

CREATE FUNCTION conciliacion.aceptar_factura(prestador_id bigint, factura_id bigint, comentario text DEFAULT NULL,
        fecha date DEFAULT current_date) RETURNS conciliacion.estado_factura
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_version CONSTANT boolean := conciliacion._exigir_version();
    v_estado conciliacion.estado_factura;
BEGIN
    INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, papel, comentario, fecha)
    VALUES (aceptar_factura.prestador_id, aceptar_factura.factura_id, 'aceptar', 'pagador', aceptar_factura.comentario,
            aceptar_factura.fecha)
    RETURNING estado INTO v_estado;
    RETURN v_estado;
END
$$;
COMMENT ON FUNCTION conciliacion.aceptar_factura(bigint, bigint, text, date) IS 'El pagador acepta expresamente la factura sin glosas';

CREATE FUNCTION conciliacion.anular_factura(prestador_id bigint, factura_id bigint, motivo text,
        fecha date DEFAULT current_date) RETURNS conciliacion.estado_factura
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_version CONSTANT boolean := conciliacion._exigir_version();
    v_estado conciliacion.estado_factura;
BEGIN
    INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, papel, comentario, fecha)
    VALUES (anular_factura.prestador_id, anular_factura.factura_id, 'anular', 'prestador', anular_factura.motivo,
            anular_factura.fecha)
    RETURNING estado INTO v_estado;
    RETURN v_estado;
END
$$;
COMMENT ON FUNCTION conciliacion.anular_factura(bigint, bigint, text, date) IS
    'El prestador anula una factura sin glosas ni pagos, con su motivo';

REVOKE ALL ON FUNCTION
    conciliacion.radicar_factura(bigint, bigint, conciliacion.numero_factura, date, jsonb, conciliacion.porcentaje, date, date, bigint),
    conciliacion.devolver_factura(bigint, bigint, conciliacion.codigo_glosa, text, date, jsonb),
    conciliacion.responder_devolucion(bigint, bigint, boolean, text, date, conciliacion.codigo_glosa, jsonb),
    conciliacion.decidir_devolucion(bigint, bigint, boolean, text, date, conciliacion.papel),
    conciliacion.rechazar_factura(bigint, bigint, text, jsonb, date), conciliacion.aceptar_factura(bigint, bigint, text, date),
    conciliacion.anular_factura(bigint, bigint, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    conciliacion.radicar_factura(bigint, bigint, conciliacion.numero_factura, date, jsonb, conciliacion.porcentaje, date, date, bigint),
    conciliacion.devolver_factura(bigint, bigint, conciliacion.codigo_glosa, text, date, jsonb),
    conciliacion.responder_devolucion(bigint, bigint, boolean, text, date, conciliacion.codigo_glosa, jsonb),
    conciliacion.decidir_devolucion(bigint, bigint, boolean, text, date, conciliacion.papel),
    conciliacion.rechazar_factura(bigint, bigint, text, jsonb, date), conciliacion.aceptar_factura(bigint, bigint, text, date),
    conciliacion.anular_factura(bigint, bigint, text, date) TO @extowner@;
