-- Debited lines: billed again in a new invoice linked to the original, or lost.
CREATE TYPE conciliacion.evento_prestacion AS ENUM ('facturar', 'pagar', 'debitar', 'anular_liquidacion',
    'marcar_refacturar', 'desmarcar', 'refacturar', 'reabrir', 'debitar_permanente');
COMMENT ON TYPE conciliacion.evento_prestacion IS 'Acto que mueve una línea de factura de un estado a otro';

CREATE FUNCTION conciliacion._prestacion_evento_fila() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'prestacion_evento_fila';
COMMENT ON FUNCTION conciliacion._prestacion_evento_fila() IS 'Interna: disparador que juzga un acto sobre una línea debitada';
CREATE FUNCTION conciliacion._prestacion_evento_proyectar() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'prestacion_evento_proyectar';
COMMENT ON FUNCTION conciliacion._prestacion_evento_proyectar() IS
    'Interna: disparador que lleva el acto a la línea y a las notas crédito de su factura';
REVOKE ALL ON FUNCTION conciliacion._prestacion_evento_fila(), conciliacion._prestacion_evento_proyectar() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._prestacion_evento_fila(), conciliacion._prestacion_evento_proyectar() TO @extowner@;

CREATE FUNCTION conciliacion._evento_prestacion(desde conciliacion.estado_prestacion, hacia conciliacion.estado_prestacion)
    RETURNS conciliacion.evento_prestacion
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'evento_prestacion_hacia';
COMMENT ON FUNCTION conciliacion._evento_prestacion(conciliacion.estado_prestacion, conciliacion.estado_prestacion) IS
    'Interna: acto que lleva una línea de un estado a otro';

CREATE FUNCTION conciliacion.marcar_prestacion(prestador_id bigint, factura_id bigint, linea integer,
        estado conciliacion.estado_prestacion, comentario text DEFAULT NULL, fecha date DEFAULT CURRENT_DATE)
    RETURNS conciliacion.estado_prestacion
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_estado conciliacion.estado_prestacion;
    v_evento conciliacion.evento_prestacion;
    v_choque boolean := false;
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id,factura_id,linea,estado,fecha}',
        marcar_prestacion.prestador_id, marcar_prestacion.factura_id, marcar_prestacion.linea, marcar_prestacion.estado, marcar_prestacion.fecha);
    LOOP
        SELECT p.estado INTO v_estado FROM cartera.prestacion p
         WHERE p.prestador_id = marcar_prestacion.prestador_id AND p.factura_id = marcar_prestacion.factura_id
           AND p.linea = marcar_prestacion.linea;
        IF NOT FOUND THEN
            PERFORM conciliacion._no_existe('invoice line', marcar_prestacion.prestador_id, marcar_prestacion.linea);
        END IF;
        -- marked as it is already: nothing to do
        IF v_estado = marcar_prestacion.estado AND EXISTS (
            SELECT FROM cartera.prestacion_evento e
             WHERE e.prestador_id = marcar_prestacion.prestador_id AND e.factura_id = marcar_prestacion.factura_id
               AND e.linea = marcar_prestacion.linea AND e.estado = v_estado) THEN
            RETURN v_estado;
        END IF;
        v_evento := conciliacion._evento_prestacion(v_estado, marcar_prestacion.estado);
        BEGIN
            INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, evento, comentario, fecha)
            VALUES (marcar_prestacion.prestador_id, marcar_prestacion.factura_id, marcar_prestacion.linea, v_evento,
                    marcar_prestacion.comentario, marcar_prestacion.fecha)
            RETURNING estado INTO v_estado;
            RETURN v_estado;
        EXCEPTION WHEN SQLSTATE 'KG001' THEN
            -- another session acted on the line meanwhile, perhaps just so: it is looked at again
            IF v_choque THEN
                RAISE;
            END IF;
            v_choque := true;
        END;
    END LOOP;
END
$$;
COMMENT ON FUNCTION conciliacion.marcar_prestacion(bigint, bigint, integer, conciliacion.estado_prestacion, text, date) IS
    'Decide sobre una línea debitada: a_refacturar (se corrige y se cobra de nuevo), debitada_permanente (no podrá cobrarse: sale del saldo de la factura) o debitada (deja de estar marcada). Repetirla no hace nada';

CREATE FUNCTION conciliacion.refacturar(prestador_id bigint, factura_id bigint, lineas integer[],
        nuevo_numero conciliacion.numero_factura, fecha_radicacion date DEFAULT CURRENT_DATE)
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_lineas int[];
    v_pagador bigint;
    v_nueva bigint;
    v_igual boolean;
    v_llave text;
    v_choque boolean := false;
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id,factura_id,nuevo_numero,fecha_radicacion}',
        refacturar.prestador_id, refacturar.factura_id, refacturar.nuevo_numero, refacturar.fecha_radicacion);
    SELECT f.pagador_id INTO v_pagador FROM cartera.factura f
     WHERE f.prestador_id = refacturar.prestador_id AND f.factura_id = refacturar.factura_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('invoice', refacturar.prestador_id, refacturar.factura_id);
    END IF;
    LOOP
        -- the same again is the same invoice
        SELECT f.factura_id, f.origen_factura_id IS NOT DISTINCT FROM refacturar.factura_id
               AND f.fecha_radicacion = refacturar.fecha_radicacion
               AND (refacturar.lineas IS NULL OR (SELECT array_agg(DISTINCT l ORDER BY l) FROM unnest(refacturar.lineas) l)
                    IS NOT DISTINCT FROM
                    (SELECT array_agg(e.linea ORDER BY e.linea) FROM cartera.prestacion_evento e
                      WHERE e.prestador_id = f.prestador_id AND e.nueva_factura_id = f.factura_id))
          INTO v_nueva, v_igual
          FROM cartera.factura f
         WHERE f.prestador_id = refacturar.prestador_id AND f.pagador_id = v_pagador
           AND f.numero OPERATOR(conciliacion.=) refacturar.nuevo_numero;
        IF FOUND THEN
            IF v_igual THEN
                RETURN v_nueva;
            END IF;
            PERFORM conciliacion._ya_existe('invoice', format('numero: %s; factura_id: %s.', refacturar.nuevo_numero, v_nueva));
        END IF;
        SELECT coalesce(refacturar.lineas, array_agg(p.linea ORDER BY p.linea)) INTO v_lineas
          FROM cartera.prestacion p
         WHERE p.prestador_id = refacturar.prestador_id AND p.factura_id = refacturar.factura_id AND p.estado = 'a_refacturar';
        PERFORM conciliacion._exigir_lineas(v_lineas);
        BEGIN
            INSERT INTO cartera.factura (prestador_id, pagador_id, numero, convenio_id, fecha_emision, fecha_radicacion,
                                         fecha_servicio, iva, origen_factura_id)
            SELECT f.prestador_id, f.pagador_id, refacturar.nuevo_numero, f.convenio_id, NULL, refacturar.fecha_radicacion,
                   coalesce((SELECT min(p.fecha) FROM cartera.prestacion p
                              WHERE p.prestador_id = f.prestador_id AND p.factura_id = f.factura_id AND p.linea = ANY (v_lineas)),
                            f.fecha_servicio),
                   f.iva, f.factura_id
              FROM cartera.factura f
             WHERE f.prestador_id = refacturar.prestador_id AND f.factura_id = refacturar.factura_id
            RETURNING factura_id INTO v_nueva;
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
    -- what no glosa took of each line; it keeps its number
    INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, orden, codigo, descripcion, fecha, paciente,
                                    paciente_nombre, profesional_id, cantidad, valor, valor_convenido)
    SELECT p.prestador_id, v_nueva, p.linea, p.orden, p.codigo, p.descripcion, p.fecha, p.paciente, p.paciente_nombre,
           p.profesional_id, p.cantidad, p.valor - p.valor_aceptado, p.valor_convenido
      FROM cartera.prestacion p
     WHERE p.prestador_id = refacturar.prestador_id AND p.factura_id = refacturar.factura_id AND p.linea = ANY (v_lineas)
     ORDER BY p.linea;
    INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, evento, fecha, nueva_factura_id, nueva_linea)
    SELECT refacturar.prestador_id, refacturar.factura_id, l, 'refacturar', refacturar.fecha_radicacion, v_nueva, l
      FROM unnest(v_lineas) l ORDER BY l;
    RETURN v_nueva;
END
$$;
COMMENT ON FUNCTION conciliacion.refacturar(bigint, bigint, integer[], conciliacion.numero_factura, date) IS
    'Factura de nuevo líneas debitadas ya marcadas a_refacturar (nulo: todas las marcadas) y devuelve la factura nueva, enlazada con la original, que deja de deberlas. Repetirla igual devuelve la misma; con otros datos, KG007';

CREATE FUNCTION conciliacion._exigir_lineas(lineas integer[]) RETURNS void
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'exigir_lineas';
COMMENT ON FUNCTION conciliacion._exigir_lineas(integer[]) IS 'Interna: rechaza una lista de líneas vacía, con nulos o repetidas';

CREATE FUNCTION conciliacion.cadena_refacturas(prestador_id bigint, factura_id bigint)
    RETURNS TABLE (ronda integer, factura bigint, origen bigint, numero text, fecha_radicacion date,
        estado conciliacion.estado_factura, lineas integer, valor numeric, pagado numeric, aceptado numeric, debitado numeric,
        refacturado numeric, perdido numeric, saldo numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10 SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id,factura_id}',
        cadena_refacturas.prestador_id, cadena_refacturas.factura_id);
    PERFORM 1 FROM cartera.factura f
      WHERE f.prestador_id = cadena_refacturas.prestador_id AND f.factura_id = cadena_refacturas.factura_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('invoice', cadena_refacturas.prestador_id, cadena_refacturas.factura_id);
    END IF;
    RETURN QUERY
    WITH RECURSIVE arriba AS (
        SELECT f.factura_id, f.origen_factura_id FROM cartera.factura f
         WHERE f.prestador_id = cadena_refacturas.prestador_id AND f.factura_id = cadena_refacturas.factura_id
        UNION ALL
        SELECT f.factura_id, f.origen_factura_id FROM arriba a
          JOIN cartera.factura f ON f.prestador_id = cadena_refacturas.prestador_id AND f.factura_id = a.origen_factura_id),
    abajo AS (
        SELECT 1 AS ronda, a.factura_id FROM arriba a WHERE a.origen_factura_id IS NULL
        UNION ALL
        SELECT b.ronda + 1, f.factura_id FROM abajo b
          JOIN cartera.factura f ON f.prestador_id = cadena_refacturas.prestador_id AND f.origen_factura_id = b.factura_id)
    SELECT b.ronda, f.factura_id, f.origen_factura_id, f.numero::text, f.fecha_radicacion, f.estado, f.lineas, f.valor,
           f.pagado + f.retenido + f.descuentos, f.valor_aceptado, d.debitado, e.refacturado, e.perdido, f.saldo
      FROM abajo b
      JOIN cartera.factura f ON f.prestador_id = cadena_refacturas.prestador_id AND f.factura_id = b.factura_id
     CROSS JOIN LATERAL (
        SELECT coalesce(sum(p.valor - p.valor_aceptado), 0.00) AS debitado FROM cartera.prestacion p
         WHERE p.prestador_id = f.prestador_id AND p.factura_id = f.factura_id
           AND p.estado = ANY ('{debitada,a_refacturar}'::conciliacion.estado_prestacion[])) d
     CROSS JOIN LATERAL (
        SELECT coalesce(sum(e.valor) FILTER (WHERE e.evento <> 'debitar_permanente'), 0.00) AS refacturado,
               coalesce(sum(e.valor) FILTER (WHERE e.evento = 'debitar_permanente'), 0.00) AS perdido
          FROM cartera.prestacion_evento e WHERE e.prestador_id = f.prestador_id AND e.factura_id = f.factura_id) e
     ORDER BY b.ronda, f.fecha_radicacion, f.factura_id;
END
$$;
COMMENT ON FUNCTION conciliacion.cadena_refacturas(bigint, bigint) IS
    'La cadena entera de una factura, desde cualquiera de las suyas: la original (ronda 1) y las que la refacturan, con lo cobrado, lo debitado que falta decidir, lo refacturado y lo perdido en cada una';

CREATE FUNCTION conciliacion.por_refacturar(prestador_id bigint, pagador_id bigint DEFAULT NULL)
    RETURNS TABLE (factura_id bigint, numero text, pagador bigint, linea integer, orden text, codigo text,
        descripcion text, paciente text, paciente_nombre text, profesional_id bigint, valor numeric,
        estado conciliacion.estado_prestacion, motivo text, debitada_el date, ronda integer)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id}', por_refacturar.prestador_id);
    RETURN QUERY
    SELECT p.factura_id, f.numero::text, f.pagador_id, p.linea, p.orden, p.codigo, p.descripcion, p.paciente,
           p.paciente_nombre, p.profesional_id, p.valor - p.valor_aceptado, p.estado, d.comentario, d.fecha, r.ronda
      FROM cartera.prestacion p
      JOIN cartera.factura f ON f.prestador_id = p.prestador_id AND f.factura_id = p.factura_id
      LEFT JOIN LATERAL (
        SELECT l.comentario, q.fecha FROM cartera.liquidacion_linea l
          JOIN cartera.liquidacion q ON q.prestador_id = l.prestador_id AND q.liquidacion_id = l.liquidacion_id
         WHERE l.prestador_id = p.prestador_id AND l.factura_id = p.factura_id AND l.linea = p.linea
           AND l.accion = 'debitado' AND q.estado <> 'anulada'
         ORDER BY q.liquidacion_id DESC LIMIT 1) d ON true
     CROSS JOIN LATERAL (
        WITH RECURSIVE arriba AS (
            SELECT f.origen_factura_id AS origen UNION ALL
            SELECT o.origen_factura_id FROM arriba a
              JOIN cartera.factura o ON o.prestador_id = f.prestador_id AND o.factura_id = a.origen)
        SELECT count(*)::int AS ronda FROM arriba) r
     WHERE p.prestador_id = por_refacturar.prestador_id
       AND p.estado = ANY ('{debitada,a_refacturar}'::conciliacion.estado_prestacion[])
       AND (por_refacturar.pagador_id IS NULL OR f.pagador_id = por_refacturar.pagador_id)
     ORDER BY f.pagador_id, p.factura_id, p.linea;
END
$$;
COMMENT ON FUNCTION conciliacion.por_refacturar(bigint, bigint) IS
    'Lista de trabajo de los débitos: líneas debitadas (falta decidir) y a_refacturar (falta corregir y facturar), con su motivo y la ronda en que van';

CREATE FUNCTION conciliacion.recuperado_por_ronda(prestador_id bigint, pagador_id bigint DEFAULT NULL)
    RETURNS TABLE (ronda integer, facturas bigint, facturado numeric, pagado numeric, aceptado numeric, refacturado numeric,
        perdido numeric, saldo numeric, porcentaje_recuperado conciliacion.porcentaje)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 5 SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id}', recuperado_por_ronda.prestador_id);
    RETURN QUERY
    WITH RECURSIVE cadena AS (
        SELECT 1 AS ronda, f.factura_id FROM cartera.factura f
         WHERE f.prestador_id = recuperado_por_ronda.prestador_id AND f.origen_factura_id IS NULL
           AND (recuperado_por_ronda.pagador_id IS NULL OR f.pagador_id = recuperado_por_ronda.pagador_id)
           AND EXISTS (SELECT FROM cartera.factura h
                        WHERE h.prestador_id = f.prestador_id AND h.origen_factura_id = f.factura_id)
        UNION ALL
        SELECT c.ronda + 1, f.factura_id FROM cadena c
          JOIN cartera.factura f ON f.prestador_id = recuperado_por_ronda.prestador_id AND f.origen_factura_id = c.factura_id),
    notas AS (
        SELECT e.factura_id, sum(e.valor) FILTER (WHERE e.evento <> 'debitar_permanente') AS refacturado,
               sum(e.valor) FILTER (WHERE e.evento = 'debitar_permanente') AS perdido
          FROM cartera.prestacion_evento e WHERE e.prestador_id = recuperado_por_ronda.prestador_id GROUP BY 1),
    rondas AS (
        SELECT c.ronda, count(*) AS facturas, sum(f.valor) AS facturado, sum(f.pagado + f.retenido + f.descuentos) AS pagado,
               sum(f.valor_aceptado) AS aceptado, sum(coalesce(n.refacturado, 0.00)) AS refacturado,
               sum(coalesce(n.perdido, 0.00)) AS perdido, sum(f.saldo) AS saldo
          FROM cadena c
          JOIN cartera.factura f ON f.prestador_id = recuperado_por_ronda.prestador_id AND f.factura_id = c.factura_id
          LEFT JOIN notas n ON n.factura_id = c.factura_id
         WHERE f.estado <> ALL ('{rechazada,anulada}'::conciliacion.estado_factura[])
         GROUP BY c.ronda)
    SELECT r.ronda, r.facturas, r.facturado, r.pagado, r.aceptado, r.refacturado, r.perdido, r.saldo,
           CASE WHEN r.facturado > 0 THEN round(r.pagado * 100 / r.facturado, 2)::conciliacion.porcentaje END
      FROM rondas r ORDER BY r.ronda;
END
$$;
COMMENT ON FUNCTION conciliacion.recuperado_por_ronda(bigint, bigint) IS
    'De las facturas que se refacturaron, por ronda (1: la original): facturado = pagado + aceptado + refacturado + perdido + saldo. Las rechazadas o anuladas no cuentan';

REVOKE ALL ON FUNCTION
    conciliacion.marcar_prestacion(bigint, bigint, integer, conciliacion.estado_prestacion, text, date),
    conciliacion.refacturar(bigint, bigint, integer[], conciliacion.numero_factura, date),
    conciliacion.cadena_refacturas(bigint, bigint), conciliacion.por_refacturar(bigint, bigint),
    conciliacion.recuperado_por_ronda(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    conciliacion.marcar_prestacion(bigint, bigint, integer, conciliacion.estado_prestacion, text, date),
    conciliacion.refacturar(bigint, bigint, integer[], conciliacion.numero_factura, date),
    conciliacion.cadena_refacturas(bigint, bigint), conciliacion.por_refacturar(bigint, bigint),
    conciliacion.recuperado_por_ronda(bigint, bigint) TO @extowner@;

CREATE FUNCTION conciliacion._verificar_refacturas(prestador_id bigint DEFAULT NULL)
    RETURNS SETOF conciliacion.incumplimiento
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT 'factura: notas crédito = refacturado y perdido', f.prestador_id, format('factura %s', f.factura_id),
           coalesce(e.valor, 0.00)::text, f.notas_credito::text, coalesce(e.valor, 0.00) - f.notas_credito
      FROM cartera.factura f
      LEFT JOIN (SELECT e.prestador_id, e.factura_id, sum(e.valor) AS valor FROM cartera.prestacion_evento e
                  WHERE _verificar_refacturas.prestador_id IS NULL OR e.prestador_id = _verificar_refacturas.prestador_id
                  GROUP BY e.prestador_id, e.factura_id) e
        ON e.prestador_id = f.prestador_id AND e.factura_id = f.factura_id
     WHERE (_verificar_refacturas.prestador_id IS NULL OR f.prestador_id = _verificar_refacturas.prestador_id)
       AND coalesce(e.valor, 0.00) <> f.notas_credito;
    -- what only an act on the line can give it is what its last act says
    RETURN QUERY
    SELECT 'línea: estado según su último acto', p.prestador_id, format('factura %s línea %s', p.factura_id, p.linea),
           coalesce(e.estado::text, '-'), p.estado::text, NULL::numeric
      FROM cartera.prestacion p
      LEFT JOIN (SELECT DISTINCT ON (e.prestador_id, e.factura_id, e.linea) e.prestador_id, e.factura_id, e.linea, e.estado
                   FROM cartera.prestacion_evento e
                  WHERE _verificar_refacturas.prestador_id IS NULL OR e.prestador_id = _verificar_refacturas.prestador_id
                  ORDER BY e.prestador_id, e.factura_id, e.linea, e.evento_id DESC) e
        ON e.prestador_id = p.prestador_id AND e.factura_id = p.factura_id AND e.linea = p.linea
     WHERE (_verificar_refacturas.prestador_id IS NULL OR p.prestador_id = _verificar_refacturas.prestador_id)
       AND (p.estado = ANY ('{a_refacturar,refacturada,debitada_permanente}'::conciliacion.estado_prestacion[])
            OR e.estado = ANY ('{refacturada,debitada_permanente}'::conciliacion.estado_prestacion[]))
       AND e.estado IS DISTINCT FROM p.estado;
    -- what left the invoice, billed again or lost, is all that no glosa had taken: nothing is owed, nor lost, twice
    -- and no glosa waits to take any of it
    RETURN QUERY
    SELECT i.identidad, p.prestador_id, format('factura %s línea %s', p.factura_id, p.linea), i.esperado::text,
           i.encontrado::text, i.esperado - i.encontrado
      FROM cartera.prestacion p
      LEFT JOIN (SELECT e.prestador_id, e.factura_id, e.linea, sum(e.valor) AS valor FROM cartera.prestacion_evento e
                  WHERE _verificar_refacturas.prestador_id IS NULL OR e.prestador_id = _verificar_refacturas.prestador_id
                  GROUP BY e.prestador_id, e.factura_id, e.linea) e
        ON e.prestador_id = p.prestador_id AND e.factura_id = p.factura_id AND e.linea = p.linea
     CROSS JOIN LATERAL (VALUES
           ('línea refacturada o perdida: nota crédito = valor - aceptado', p.valor - p.valor_aceptado, coalesce(e.valor, 0.00)),
           ('línea refacturada o perdida: sin glosa por decidir', 0.00, p.valor_pendiente)) AS i (identidad, esperado, encontrado)
     WHERE (_verificar_refacturas.prestador_id IS NULL OR p.prestador_id = _verificar_refacturas.prestador_id)
       AND p.estado = ANY ('{refacturada,debitada_permanente}'::conciliacion.estado_prestacion[])
       AND i.esperado <> i.encontrado;
    -- a line that is billed again lives in one invoice, that its acts name
    RETURN QUERY
    SELECT 'línea refacturada: vive en una sola factura abierta', p.prestador_id,
           format('factura %s línea %s', p.factura_id, p.linea),
           CASE p.estado WHEN 'refacturada' THEN '1' ELSE '0' END, v.vivas::text, NULL::numeric
      FROM (SELECT e.prestador_id, e.factura_id, e.linea, count(*) AS vivas
              FROM cartera.prestacion_evento e
              JOIN cartera.factura n ON n.prestador_id = e.prestador_id AND n.factura_id = e.nueva_factura_id
             WHERE e.nueva_factura_id IS NOT NULL AND n.estado <> ALL ('{rechazada,anulada}'::conciliacion.estado_factura[])
               AND (_verificar_refacturas.prestador_id IS NULL OR e.prestador_id = _verificar_refacturas.prestador_id)
             GROUP BY e.prestador_id, e.factura_id, e.linea) v
      JOIN cartera.prestacion p ON p.prestador_id = v.prestador_id AND p.factura_id = v.factura_id AND p.linea = v.linea
     WHERE v.vivas > CASE p.estado WHEN 'refacturada' THEN 1 ELSE 0 END;
    RETURN QUERY
    SELECT 'factura con origen: sus líneas refacturan las de él', n.prestador_id, format('factura %s', n.factura_id),
           n.lineas::text, count(e.evento_id)::text, NULL::numeric
      FROM cartera.factura n
      LEFT JOIN cartera.prestacion_evento e
        ON e.prestador_id = n.prestador_id AND e.nueva_factura_id = n.factura_id AND e.factura_id = n.origen_factura_id
     WHERE n.origen_factura_id IS NOT NULL
       AND (_verificar_refacturas.prestador_id IS NULL OR n.prestador_id = _verificar_refacturas.prestador_id)
     GROUP BY n.prestador_id, n.factura_id, n.lineas HAVING count(e.evento_id) <> n.lineas;
END
$$;
COMMENT ON FUNCTION conciliacion._verificar_refacturas(bigint) IS
    'Interna: identidades de líneas debitadas y refacturaciones que no se cumplen';
REVOKE ALL ON FUNCTION conciliacion._verificar_refacturas(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._verificar_refacturas(bigint) TO @extowner@;
