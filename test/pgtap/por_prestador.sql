-- One statement of a client over several providers: what it makes the triggers write goes to one provider at a time (each
-- may live on another node), in order, and it is what each provider alone would have got.
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = error;

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'E1', 'EPS');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) SELECT p, 'H' || p, 'Hospital ' || p, '1' FROM generate_series(1, 3) p;
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id) SELECT p, 1, 1, '[2020-01-01,)', 'CO-2284' FROM generate_series(1, 3) p;

-- Every statement that writes events, with the providers of its rows.
CREATE TEMP TABLE sentencia (n serial, tabla text, prestadores bigint[], filas bigint);
CREATE FUNCTION pg_temp.anotar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sentencia (tabla, prestadores, filas)
    SELECT TG_TABLE_NAME, array_agg(DISTINCT x.prestador_id ORDER BY x.prestador_id), count(*) FROM nuevas x HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER zz_anotar AFTER INSERT ON cartera.factura_evento REFERENCING NEW TABLE AS nuevas FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.anotar();
CREATE TRIGGER zz_anotar AFTER INSERT ON cartera.glosa_evento REFERENCING NEW TABLE AS nuevas FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.anotar();
CREATE TRIGGER zz_anotar AFTER INSERT ON cartera.reliquidacion_factura REFERENCING NEW TABLE AS nuevas FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.anotar();
CREATE FUNCTION pg_temp.escritas(p_tabla text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text := (SELECT string_agg(prestadores::text || filas, ' ' ORDER BY n) FROM sentencia WHERE tabla = p_tabla);
BEGIN
    TRUNCATE sentencia;
    RETURN r;
END $$;

-- The rows of the three providers are mixed in every statement.
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, convenio_id)
SELECT p, f, 1, ('F' || p || f)::conciliacion.numero_factura, '2025-05-05', 1 FROM generate_series(1, 2) f, unnest('{3,1,2}'::bigint[]) p;
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor)
SELECT p, f, l, '890201', 1000 * p FROM generate_series(1, 2) f, unnest('{3,1,2}'::bigint[]) p, generate_series(1, 2) l;
INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT p, 10 * f + l, f, l, 'TA0201', 100 * p + l, 'Tarifa', '2025-05-12' FROM generate_series(1, 2) f, unnest('{2,3,1}'::bigint[]) p, generate_series(1, 2) l;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, evidencia)
SELECT g.prestador_id, g.glosa_id, 'notificar', '2025-05-13', '{"acuse": "1"}' FROM cartera.glosa g ORDER BY g.glosa_id, g.prestador_id DESC;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado, comentario)
SELECT g.prestador_id, g.glosa_id, 'responder', '2025-05-20', 'RE9801', 10, 'x' FROM cartera.glosa g ORDER BY g.glosa_id, g.prestador_id DESC;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_levantado, comentario)
SELECT g.prestador_id, g.glosa_id, 'decidir', '2025-05-28', 20, 'x' FROM cartera.glosa g ORDER BY g.glosa_id, g.prestador_id DESC;
TRUNCATE sentencia;

-- A notice of each provider, acknowledged in one statement.
INSERT INTO cartera.comunicacion (prestador_id, comunicacion_id, pagador_id, papel, medio, asunto, contenido, fecha)
SELECT p, 100 + p, 1, 'pagador', 'correo_certificado', 'Asunto ' || p, 'Texto', '2025-05-29' FROM generate_series(1, 3) p;
INSERT INTO cartera.comunicacion_glosa (prestador_id, comunicacion_id, glosa_id)
SELECT g.prestador_id, 100 + g.prestador_id, g.glosa_id FROM cartera.glosa g ORDER BY g.glosa_id, g.prestador_id DESC;
INSERT INTO cartera.comunicacion_acuse (prestador_id, comunicacion_id, acuse, fecha) SELECT p, 100 + p, 'guía ' || p, '2025-05-30' FROM unnest('{2,3,1}'::bigint[]) p;
SELECT is(pg_temp.escritas('glosa_evento'), '{1}4 {2}4 {3}4', 'acknowledgements: one statement a provider');
SELECT is_empty($$SELECT g.glosa_id FROM cartera.glosa g LEFT JOIN cartera.glosa_evento e ON (e.prestador_id, e.glosa_id, e.evento) = (g.prestador_id, g.glosa_id, 'comunicar')
                   WHERE g.comunicaciones <> 1 OR e.comentario IS DISTINCT FROM 'Asunto ' || g.prestador_id OR e.evidencia ->> 'acuse' <> 'guía ' || g.prestador_id
                      OR e.evidencia ->> 'comunicacion_id' <> (100 + g.prestador_id)::text$$, 'each glosa got the notice of its own provider');

-- The glosas called to a meeting of each.
INSERT INTO cartera.cita (prestador_id, cita_id, pagador_id, papel, fecha_cita, lugar, fecha) SELECT p, 200 + p, 1, 'pagador', '2025-06-05', 'Sala', '2025-05-30' FROM generate_series(1, 3) p;
INSERT INTO cartera.cita_glosa (prestador_id, cita_id, glosa_id)
SELECT g.prestador_id, 200 + g.prestador_id, g.glosa_id FROM cartera.glosa g ORDER BY g.glosa_id DESC, g.prestador_id;
SELECT is(pg_temp.escritas('glosa_evento'), '{1}4 {2}4 {3}4', 'citations: one statement a provider');
SELECT is_empty($$SELECT g.glosa_id FROM cartera.glosa g LEFT JOIN cartera.glosa_evento e ON (e.prestador_id, e.glosa_id, e.evento) = (g.prestador_id, g.glosa_id, 'citar')
                   WHERE g.estado <> 'en_conciliacion' OR e.evidencia ->> 'cita_id' IS DISTINCT FROM (200 + g.prestador_id)::text$$, 'each to the meeting of its own provider');
SELECT results_eq($$SELECT glosa_id FROM cartera.glosa_evento WHERE prestador_id = 2 AND evento = 'citar' ORDER BY registrado_en, ctid$$, 'VALUES (11::bigint), (12), (21), (22)', 'in order of invoice');

-- Acts of two providers signed in one statement: the second signature applies both.
INSERT INTO cartera.acta (prestador_id, acta_id, cita_id, fecha) SELECT p, 300 + p, 200 + p, '2025-06-05' FROM generate_series(1, 3) p;
INSERT INTO cartera.acta_linea (prestador_id, acta_id, glosa_id, valor_aceptado, valor_levantado, valor_sin_acuerdo)
SELECT g.prestador_id, 300 + g.prestador_id, g.glosa_id, 5, g.valor_pendiente - 5, 0 FROM cartera.glosa g ORDER BY g.glosa_id DESC, g.prestador_id;
INSERT INTO cartera.acta_firma (prestador_id, acta_id, papel, firmante, cargo, poder, fecha) SELECT p, 300 + p, 'prestador', 'Rosa', 'Representante legal', NULL, '2025-06-06' FROM unnest('{3,1,2}'::bigint[]) p;
INSERT INTO cartera.acta_firma (prestador_id, acta_id, papel, firmante, cargo, poder, fecha) SELECT p, 300 + p, 'pagador', 'Luis', 'Auditor', 'Poder 7', '2025-06-09' FROM unnest('{3,1,2}'::bigint[]) p;
SELECT is(pg_temp.escritas('glosa_evento'), '{1}4 {2}4 {3}4', 'signed acts: one statement a provider');
SELECT results_eq($$SELECT prestador_id, count(*), sum(valor_aceptado), sum(valor_levantado) FROM cartera.glosa WHERE causa_cierre = 'conciliada' GROUP BY 1 ORDER BY 1$$,
    $$VALUES (1::bigint, 4::bigint, 60.00, 346.00), (2, 4, 60.00, 746.00), (3, 4, 60.00, 1146.00)$$, 'each act closed the glosas of its provider with its amounts');

INSERT INTO cartera.reliquidacion (prestador_id, acta_id, fecha) SELECT p, 300 + p, '2025-06-10' FROM unnest('{3,1,2}'::bigint[]) p;
SELECT is(pg_temp.escritas('reliquidacion_factura'), '{1}2 {2}2 {3}2', 're-liquidations: one statement a provider');
SELECT results_eq($$SELECT prestador_id, sum(valor_levantado) FROM cartera.reliquidacion_factura GROUP BY 1 ORDER BY 1$$, 'SELECT prestador_id, sum(valor_levantado) FROM cartera.acta_linea GROUP BY 1 ORDER BY 1', 'of what each act lifted');

-- The copy of an act names both parties, which are of the catalogue.
SELECT is(conciliacion.acta_json(2, 302) -> 'prestador' ->> 'nombre', 'Hospital 2', 'the copy of the act names its provider');
SELECT is(conciliacion.acta_json(2, 302) -> 'pagador' ->> 'identificacion', 'E1', 'and the payer');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'everything adds up');
SELECT * FROM finish();
ROLLBACK;
