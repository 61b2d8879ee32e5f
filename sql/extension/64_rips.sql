-- The trade's own files: an invoice as RIPS (Res. 2275/2023), the glosas that a payer sends.
CREATE FUNCTION conciliacion._rechazar_carga(motivo text, a text DEFAULT NULL, b text DEFAULT NULL, c text DEFAULT NULL)
    RETURNS void LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'rechazar_carga';
COMMENT ON FUNCTION conciliacion._rechazar_carga(text, text, text, text) IS 'Interna: rechazos de los lectores de archivos';
CREATE FUNCTION conciliacion._rips_exigir_factura(obligado text, prestador text, tipo_nota text, num_nota text)
    RETURNS void LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'rips_exigir_factura';
COMMENT ON FUNCTION conciliacion._rips_exigir_factura(text, text, text, text) IS
    'Interna: rechaza (22023) un RIPS que no es factura o es de otro prestador';
CREATE FUNCTION conciliacion._rips_fecha(texto text, ruta text) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'rips_leer_fecha';
COMMENT ON FUNCTION conciliacion._rips_fecha(text, text) IS 'Interna: fecha de AAAA-MM-DD o AAAA-MM-DD HH:MM';
CREATE FUNCTION conciliacion._identificacion(texto text, OUT tipo text, OUT numero text) RETURNS record
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'identificacion_partes';
COMMENT ON FUNCTION conciliacion._identificacion(text) IS
    'Interna: tipo y número de un documento, como se escriba: CC 1020, cc 1.020, NI 900123456-7 (sin tipo, vacío)';
CREATE FUNCTION conciliacion._avisar_sin_profesional(documentos text, lineas text) RETURNS void
    LANGUAGE c VOLATILE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'avisar_sin_profesional';
COMMENT ON FUNCTION conciliacion._avisar_sin_profesional(text, text) IS
    'Interna: avisa de las líneas que se radican sin profesional';

-- Services of a RIPS, one row each in the order of the file's numbers: user, group, service. Only what a line needs is
-- read; the layout changes with each technical document of the ministry, so any other key is passed over.
CREATE FUNCTION conciliacion._rips_servicios(rips jsonb)
    RETURNS TABLE (linea int, orden text, codigo text, descripcion text, fecha date, paciente text, profesional text,
                   cantidad numeric, valor numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v_ruta text;
BEGIN
    -- A group that gives no lines must not carry money: it would be lost without a word.
    SELECT format('$.rips.usuarios[%s].servicios.%s', u.posicion - 1, g.key) INTO v_ruta
      FROM conciliacion._filas_json(_rips_servicios.rips -> 'usuarios', 'rips.usuarios', '{servicios}', false)
            AS u(posicion int, servicios jsonb)
     CROSS JOIN LATERAL jsonb_each(CASE jsonb_typeof(u.servicios) WHEN 'object' THEN u.servicios ELSE '{}' END) g
     CROSS JOIN LATERAL jsonb_path_query(g.value, 'lax $[*].vrServicio') v
     WHERE g.key <> ALL ('{consultas,procedimientos,medicamentos,otrosServicios}')
       AND v #>> '{}' !~ '^\s*0*(\.0*)?\s*$'
     LIMIT 1;
    IF FOUND THEN
        PERFORM conciliacion._rechazar_carga('rips_grupo', v_ruta);
    END IF;
    RETURN QUERY
    SELECT (row_number() OVER (ORDER BY u.consecutivo, g.n, s.consecutivo, u.posicion, s.posicion))::int,
           format('%s/%s/%s', u.consecutivo, g.grupo, s.consecutivo),
           CASE g.n WHEN 1 THEN s."codConsulta" WHEN 2 THEN s."codProcedimiento" ELSE s."codTecnologiaSalud" END,
           CASE WHEN g.n > 2 THEN s."nomTecnologiaSalud" END,
           CASE g.n WHEN 3 THEN conciliacion._rips_fecha(s."fechaDispensAdmon", g.ruta || format('[%s].fechaDispensAdmon', s.posicion - 1))
                    WHEN 4 THEN conciliacion._rips_fecha(s."fechaSuministroTecnologia", g.ruta || format('[%s].fechaSuministroTecnologia', s.posicion - 1))
                    ELSE conciliacion._rips_fecha(s."fechaInicioAtencion", g.ruta || format('[%s].fechaInicioAtencion', s.posicion - 1)) END,
           btrim(u."tipoDocumentoIdentificacion") || ' ' || btrim(u."numDocumentoIdentificacion"),
           CASE WHEN btrim(s."numDocumentoIdentificacion") <> '' THEN
                btrim(concat_ws(' ', btrim(s."tipoDocumentoIdentificacion"), btrim(s."numDocumentoIdentificacion"))) END,
           CASE g.n WHEN 3 THEN s."cantidadMedicamento" WHEN 4 THEN s."cantidadOS" END,
           s."vrServicio"
      FROM conciliacion._filas_json(_rips_servicios.rips -> 'usuarios', 'rips.usuarios',
                '{tipoDocumentoIdentificacion,numDocumentoIdentificacion,consecutivo,servicios}', false)
            AS u(posicion int, "tipoDocumentoIdentificacion" text, "numDocumentoIdentificacion" text, consecutivo int,
                 servicios jsonb)
     CROSS JOIN LATERAL conciliacion._objeto_json(u.servicios, format('$.rips.usuarios[%s].servicios', u.posicion - 1), '{}', false)
            AS o(consultas jsonb, procedimientos jsonb, medicamentos jsonb, "otrosServicios" jsonb)
     CROSS JOIN LATERAL (VALUES
            (1, 'consultas', o.consultas, '{codConsulta,fechaInicioAtencion,vrServicio,consecutivo}'::text[]),
            (2, 'procedimientos', o.procedimientos, '{codProcedimiento,fechaInicioAtencion,vrServicio,consecutivo}'),
            (3, 'medicamentos', o.medicamentos, '{codTecnologiaSalud,fechaDispensAdmon,vrServicio,consecutivo}'),
            (4, 'otrosServicios', o."otrosServicios", '{codTecnologiaSalud,fechaSuministroTecnologia,vrServicio,consecutivo}'))
            AS k(n, grupo, servicios, obligatorias)
     CROSS JOIN LATERAL (SELECT k.n, k.grupo, format('$.rips.usuarios[%s].servicios.%s', u.posicion - 1, k.grupo) AS ruta) g
     CROSS JOIN LATERAL conciliacion._filas_json(coalesce(k.servicios, '[]'), g.ruta, k.obligatorias, false)
            AS s(posicion int, "codConsulta" text, "codProcedimiento" text, "codTecnologiaSalud" text,
                 "nomTecnologiaSalud" text, "fechaInicioAtencion" text, "fechaDispensAdmon" text,
                 "fechaSuministroTecnologia" text, "tipoDocumentoIdentificacion" text, "numDocumentoIdentificacion" text,
                 "cantidadMedicamento" numeric, "cantidadOS" numeric, "vrServicio" numeric, consecutivo int)
     ORDER BY 1;
END
$$;
COMMENT ON FUNCTION conciliacion._rips_servicios(jsonb) IS 'Interna: servicios con valor de un RIPS, en el orden de sus consecutivos';

CREATE FUNCTION conciliacion.cargar_rips(prestador_id bigint, pagador_id bigint, rips jsonb, fecha_radicacion date,
        pacientes jsonb DEFAULT NULL, fecha_emision date DEFAULT NULL, convenio_id bigint DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    -- the ministry's client sends it wrapped, beside the invoice: {"rips": {...}, "xmlFevFile": "..."}
    v_rips CONSTANT jsonb := CASE jsonb_typeof(cargar_rips.rips -> 'rips') WHEN 'object' THEN cargar_rips.rips -> 'rips'
                             ELSE cargar_rips.rips END;
    v_cabecera record;
    v_numero conciliacion.numero_factura;
    v_prestador text;
    v_lineas jsonb;
    v_hallado text;
    v_ambiguos text[];
    v_sin text[];
BEGIN
    PERFORM conciliacion._exigir_version();
    SELECT o.* INTO v_cabecera FROM conciliacion._objeto_json(v_rips, 'rips', '{numDocumentoIdObligado}', false)
        AS o("numDocumentoIdObligado" text, "tipoNota" text, "numNota" text);
    SELECT p.identificacion INTO v_prestador FROM cartera.prestador p WHERE p.prestador_id = cargar_rips.prestador_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('provider', cargar_rips.prestador_id, cargar_rips.prestador_id);
    END IF;
    PERFORM conciliacion._rips_exigir_factura(v_cabecera."numDocumentoIdObligado", v_prestador, v_cabecera."tipoNota",
                                              v_cabecera."numNota");
    SELECT o."numFactura" INTO v_numero FROM conciliacion._objeto_json(v_rips, 'rips', '{numFactura}', false)
        AS o("numFactura" conciliacion.numero_factura);
    SELECT jsonb_typeof(cargar_rips.pacientes) INTO v_hallado
     WHERE jsonb_typeof(cargar_rips.pacientes) <> ALL (ARRAY['object', 'null']);
    IF NOT FOUND THEN
        SELECT e.key || ': ' || e.value INTO v_hallado
          FROM jsonb_each(CASE jsonb_typeof(cargar_rips.pacientes) WHEN 'object' THEN cargar_rips.pacientes ELSE '{}' END) e
         WHERE jsonb_typeof(e.value) <> 'string' LIMIT 1;
    END IF;
    IF FOUND THEN
        PERFORM conciliacion._rechazar_carga('pacientes', v_hallado);
    END IF;

    WITH servicio AS MATERIALIZED (SELECT r.* FROM conciliacion._rips_servicios(v_rips) r),
    documento AS MATERIALIZED (
        SELECT d.documento, i.tipo, i.numero
          FROM (SELECT s.profesional FROM servicio s UNION SELECT s.paciente FROM servicio s) d(documento)
         CROSS JOIN LATERAL conciliacion._identificacion(d.documento) i),
    -- the same document wins over the same number with one of the types untold; two people are not chosen between
    candidato AS (
        SELECT d.documento, d.tipo = i.tipo AS exacto, array_agg(p.profesional_id ORDER BY p.profesional_id) AS ids
          FROM documento d
          JOIN (cartera.profesional p CROSS JOIN LATERAL conciliacion._identificacion(p.identificacion) i)
            ON i.numero = d.numero AND (i.tipo = d.tipo OR i.tipo = '' OR d.tipo = '')
         WHERE p.prestador_id = cargar_rips.prestador_id
         GROUP BY 1, 2),
    profesional AS (SELECT DISTINCT ON (c.documento) c.documento, c.ids FROM candidato c ORDER BY c.documento, c.exacto DESC),
    nombre AS (
        SELECT DISTINCT ON (d.documento) d.documento, e.value AS nombre
          FROM documento d
          JOIN (jsonb_each_text(CASE jsonb_typeof(cargar_rips.pacientes) WHEN 'object' THEN cargar_rips.pacientes ELSE '{}' END) e
                CROSS JOIN LATERAL conciliacion._identificacion(e.key) i)
            ON i.numero = d.numero AND (i.tipo = d.tipo OR i.tipo = '' OR d.tipo = '')
         ORDER BY d.documento, d.tipo = i.tipo DESC, e.key)
    SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('linea', s.linea, 'orden', s.orden, 'codigo', s.codigo,
               'descripcion', s.descripcion, 'fecha', s.fecha, 'paciente', s.paciente, 'paciente_nombre', n.nombre,
               'profesional_id', p.ids[1], 'cantidad', s.cantidad, 'valor', s.valor)) ORDER BY s.linea),
           array_agg(ARRAY[s.profesional, array_to_string(p.ids, ', ')] ORDER BY s.linea) FILTER (WHERE cardinality(p.ids) > 1),
           array_agg(s.profesional ORDER BY s.linea) FILTER (WHERE p.ids IS NULL AND s.profesional IS NOT NULL)
      INTO v_lineas, v_ambiguos, v_sin
      FROM servicio s
      LEFT JOIN profesional p ON p.documento = s.profesional
      LEFT JOIN nombre n ON n.documento = s.paciente;
    IF v_lineas IS NULL THEN
        PERFORM conciliacion._rechazar_carga('rips_vacio');
    ELSIF v_ambiguos IS NOT NULL THEN
        PERFORM conciliacion._rechazar_carga('profesional_ambiguo', v_ambiguos[1][1], v_ambiguos[1][2]);
    END IF;
    SELECT l ->> 'orden' INTO v_hallado FROM jsonb_array_elements(v_lineas) l GROUP BY 1 HAVING count(*) > 1 LIMIT 1;
    IF FOUND THEN
        PERFORM conciliacion._rechazar_carga('rips_repetido', v_hallado);
    END IF;
    IF v_sin IS NOT NULL THEN
        PERFORM conciliacion._avisar_sin_profesional((SELECT string_agg(DISTINCT d, ', ') FROM unnest(v_sin) d),
                                                     cardinality(v_sin)::text);
    END IF;
    RETURN conciliacion.radicar_factura(prestador_id => cargar_rips.prestador_id, pagador_id => cargar_rips.pagador_id,
        numero => v_numero, fecha_radicacion => cargar_rips.fecha_radicacion, prestaciones => v_lineas,
        fecha_emision => cargar_rips.fecha_emision, convenio_id => cargar_rips.convenio_id);
END
$$;
COMMENT ON FUNCTION conciliacion.cargar_rips(bigint, bigint, jsonb, date, jsonb, date, bigint) IS
    'Radica la factura de un RIPS en JSON (Res. 2275 de 2023 y las que la siguen) y devuelve su id: una línea por consulta, procedimiento, medicamento u otro servicio, con orden = consecutivo del usuario/grupo/consecutivo del servicio; urgencias, hospitalización y recién nacidos no tienen valor ni línea. pacientes da los nombres que el RIPS no trae: {"CC 1020":"Ana…"}. El profesional se busca por su documento entre los del prestador. Repetir la misma factura devuelve el mismo id';

-- What a payer sends, each element with the line that it names and what is wrong with it.
CREATE FUNCTION conciliacion._glosas_nombradas(prestador_id bigint, pagador_id bigint, glosas jsonb)
    RETURNS TABLE (posicion int, problema text, numero text, nombrada text, factura_id bigint, linea int,
                   codigo conciliacion.codigo_glosa, valor numeric, comentario text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH t AS MATERIALIZED (
        SELECT e.*, f.factura_id
          FROM conciliacion._filas_json(_glosas_nombradas.glosas, 'glosas', '{numero,codigo,valor}')
            AS e(posicion int, numero conciliacion.numero_factura, linea int, orden text, codigo conciliacion.codigo_glosa,
                 valor numeric, comentario text)
          LEFT JOIN cartera.factura f
            ON f.prestador_id = _glosas_nombradas.prestador_id AND f.pagador_id = _glosas_nombradas.pagador_id
           AND f.numero OPERATOR(conciliacion.=) e.numero),
    -- the lines of each invoice are read once, however many glosas it has
    o AS (
        SELECT p.factura_id, p.orden, min(p.linea) AS linea, count(*) AS lineas
          FROM (SELECT DISTINCT t.factura_id FROM t WHERE t.orden <> '') n
          JOIN cartera.prestacion p ON p.prestador_id = _glosas_nombradas.prestador_id AND p.factura_id = n.factura_id
         GROUP BY p.factura_id, p.orden)
    SELECT t.posicion,
           CASE WHEN t.factura_id IS NULL THEN 'factura'
                WHEN t.linea IS NULL AND o.lineas > 1 THEN 'orden_repetida'
                WHEN t.linea IS NULL AND t.orden <> '' AND o.linea IS NULL OR t.linea IS NOT NULL AND l.linea IS NULL THEN 'linea'
                WHEN t.linea IS NOT NULL AND t.orden <> '' AND l.orden IS DISTINCT FROM t.orden THEN 'linea_y_orden' END,
           t.numero::text, coalesce(t.linea::text, t.orden), t.factura_id, coalesce(t.linea, o.linea), t.codigo, t.valor,
           t.comentario
      FROM t
      LEFT JOIN o ON o.factura_id = t.factura_id AND o.orden = t.orden
      LEFT JOIN cartera.prestacion l
        ON l.prestador_id = _glosas_nombradas.prestador_id AND l.factura_id = t.factura_id AND l.linea = t.linea
     ORDER BY t.posicion;
END
$$;
COMMENT ON FUNCTION conciliacion._glosas_nombradas(bigint, bigint, jsonb) IS
    'Interna: las glosas de un lote con la factura y la línea que nombran, y lo que les falta';

CREATE FUNCTION conciliacion.cargar_glosas(prestador_id bigint, pagador_id bigint, glosas jsonb,
        fecha date DEFAULT current_date) RETURNS int
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v record;
    v_cuantas int;
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_arreglo(cargar_glosas.glosas, 'glosas');
    SELECT g.* INTO v
      FROM conciliacion._glosas_nombradas(cargar_glosas.prestador_id, cargar_glosas.pagador_id, cargar_glosas.glosas) g
     WHERE g.problema IS NOT NULL ORDER BY g.posicion LIMIT 1;
    IF FOUND THEN
        IF v.problema = 'factura' THEN
            PERFORM conciliacion._rechazar_carga('factura', v.numero, v.posicion::text);
        END IF;
        PERFORM conciliacion._rechazar_carga(v.problema, v.numero, v.nombrada, v.posicion::text);
    END IF;
    -- the same file again formulates nothing
    IF NOT EXISTS (
        SELECT FROM conciliacion._glosas_nombradas(cargar_glosas.prestador_id, cargar_glosas.pagador_id, cargar_glosas.glosas) t
         WHERE NOT EXISTS (
            SELECT FROM cartera.glosa g
             WHERE g.prestador_id = cargar_glosas.prestador_id AND g.factura_id = t.factura_id
               AND g.linea IS NOT DISTINCT FROM t.linea AND g.codigo OPERATOR(conciliacion.=) t.codigo
               AND g.estado <> 'anulada' AND g.valor = t.valor AND g.fecha = cargar_glosas.fecha
               AND g.comentario IS NOT DISTINCT FROM t.comentario AND g.origen_glosa_id IS NULL)) THEN
        RETURN 0;
    END IF;
    INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha)
    SELECT cargar_glosas.prestador_id, t.factura_id, t.linea, t.codigo, t.valor, t.comentario, cargar_glosas.fecha
      FROM conciliacion._glosas_nombradas(cargar_glosas.prestador_id, cargar_glosas.pagador_id, cargar_glosas.glosas) t
     ORDER BY t.posicion;
    GET DIAGNOSTICS v_cuantas = ROW_COUNT;
    RETURN v_cuantas;
END
$$;
COMMENT ON FUNCTION conciliacion.cargar_glosas(bigint, bigint, jsonb, date) IS
    'Formula las glosas de un archivo del pagador, todas o ninguna: [{"numero","linea","orden","codigo","valor","comentario"}]; la línea se nombra por linea o por orden (la del RIPS), y sin ninguna es toda la factura. Devuelve cuántas formuló; repetir el mismo archivo formula cero';

REVOKE ALL ON FUNCTION conciliacion.cargar_rips(bigint, bigint, jsonb, date, jsonb, date, bigint),
    conciliacion.cargar_glosas(bigint, bigint, jsonb, date), conciliacion._avisar_sin_profesional(text, text),
    conciliacion._glosas_nombradas(bigint, bigint, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.cargar_rips(bigint, bigint, jsonb, date, jsonb, date, bigint),
    conciliacion.cargar_glosas(bigint, bigint, jsonb, date), conciliacion._avisar_sin_profesional(text, text),
    conciliacion._glosas_nombradas(bigint, bigint, jsonb) TO @extowner@;
