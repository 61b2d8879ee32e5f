-- What no text, row or table shape may do: bring the server down.
BEGIN;
SELECT plan(36);
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;

-- ---- plegar_glosa takes any record: its columns are proved, not believed ----

CREATE TEMP VIEW evento AS
    SELECT 1 AS secuencia, 'formular'::conciliacion.evento_glosa AS evento, date '2025-01-02' AS fecha, 100.00 AS valor,
           NULL::numeric AS valor_aceptado, NULL::numeric AS valor_levantado, NULL::conciliacion.causa_cierre AS causa_cierre,
           NULL::jsonb AS evidencia, 'formulada'::conciliacion.estado_glosa AS estado, NULL::date AS vence,
           'pagador'::conciliacion.papel AS quien_debe, false AS extemporanea;
SELECT is((SELECT (conciliacion.plegar_glosa(e)).valor_pendiente FROM evento e), 100.00, 'un evento completo se pliega');
SELECT throws_ok(format('SELECT conciliacion.plegar_glosa(r) FROM (SELECT %s FROM evento) r', columnas), '22023',
                 'plegar_glosa takes rows of cartera.glosa_evento', caso)
  FROM (SELECT s.caso, string_agg(COALESCE(CASE WHEN a.attname = s.columna THEN s.valor END, a.attname::text)
                                  || ' AS ' || a.attname, ', ' ORDER BY a.attnum) AS columnas
          FROM (VALUES ('importe que no es numeric', 'valor', '5::bigint'),
                       ('secuencia que no es entera', 'secuencia', '''uno''::text'),
                       ('estado de otra enumeración', 'estado', '''radicada''::conciliacion.estado_factura'),
                       ('evidencia que no es jsonb', 'evidencia', '42'),
                       ('evento nulo', 'evento', 'NULL::conciliacion.evento_glosa'),
                       ('estado nulo', 'estado', 'NULL::conciliacion.estado_glosa'),
                       ('fecha nula', 'fecha', 'NULL::date'),
                       ('secuencia nula', 'secuencia', 'NULL::int')) s (caso, columna, valor),
               pg_attribute a
         WHERE a.attrelid = 'evento'::regclass AND a.attnum > 0
         GROUP BY s.caso) x;
SELECT throws_ok('SELECT conciliacion.plegar_glosa(r) FROM (SELECT 1 AS secuencia) r', '22023',
                 'plegar_glosa takes rows of cartera.glosa_evento', 'faltan columnas');

-- ---- tables that their owner changed after instalar(): refused, not believed ----

INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (1, '900', 'Clínica');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'EPS');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
VALUES (1, 1, 1, '[2020-01-01,)', 'CO-2284');
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, convenio_id)
SELECT 1, i, 1, 'F' || i, '2025-05-05', 1 FROM generate_series(1, 3) i;
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor)
SELECT 1, f, l, '890201', 1000 FROM generate_series(1, 3) f, generate_series(1, 3) l;
INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT 1, f, f, 1, 'TA0201', 100, 'Tarifa', '2025-05-12' FROM generate_series(1, 3) f;

-- Do it, act, and undo it.
CREATE FUNCTION pg_temp.con(cambio text, acto text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_estado text;
BEGIN
    BEGIN
        EXECUTE cambio;
        BEGIN
            EXECUTE acto;
            v_estado := 'hecho';
        EXCEPTION WHEN OTHERS THEN
            v_estado := SQLSTATE;
        END;
        RAISE EXCEPTION USING ERRCODE = 'UN001';
    EXCEPTION WHEN SQLSTATE 'UN001' THEN
        RETURN v_estado;
    END;
END
$$;
SELECT is(pg_temp.con(cambio, acto), esperado, caso)
  FROM (VALUES
    ('sin cambios se actúa', 'SELECT 1', 'evento', 'hecho'),
    ('evidencia que no es jsonb', 'ALTER TABLE cartera.glosa_evento ALTER evidencia TYPE bigint USING 5', 'evento_numero', 'KG010'),
    ('comentario que no es text', 'ALTER TABLE cartera.glosa_evento ALTER comentario TYPE int USING 5', 'evento_comentado', 'KG010'),
    ('hash que no es bytea', 'ALTER TABLE cartera.glosa_evento ALTER hash TYPE int USING 5', 'evento', 'KG010'),
    ('secuencia que no es entera', 'ALTER TABLE cartera.glosa_evento ALTER secuencia TYPE text', 'evento', 'KG010'),
    ('importe de la glosa que no es numeric', 'DROP SCHEMA informes CASCADE; ALTER TABLE cartera.glosa ALTER valor_pendiente TYPE bigint', 'evento', 'KG010'),
    ('hash de la glosa que no es bytea', 'DROP SCHEMA informes CASCADE; ALTER TABLE cartera.glosa ALTER hash TYPE bigint USING 5', 'evento', 'KG010'),
    ('norma de la factura que no es text',
     'DROP SCHEMA informes CASCADE; ALTER TABLE cartera.factura DROP CONSTRAINT factura_norma_id_fkey; ALTER TABLE cartera.factura ALTER norma_id TYPE int USING 5',
     'evento', 'KG010'),
    ('verificar sin cambios', 'SELECT 1', 'verificar', 'hecho'),
    ('verificar un importe que no es numeric', 'ALTER TABLE cartera.glosa_evento ALTER valor TYPE bigint', 'verificar', 'KG010'),
    ('verificar una evidencia que no es jsonb', 'ALTER TABLE cartera.glosa_evento ALTER evidencia TYPE bigint USING 5', 'verificar', 'KG010'),
    ('códigos adicionales que no son códigos',
     'DROP SCHEMA informes CASCADE; ALTER TABLE cartera.glosa ALTER codigos_adicionales TYPE bigint USING 5', 'glosa_adicional', 'KG010')
  ) c (caso, cambio, cual, esperado)
  JOIN (VALUES
    ('evento', $$INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, comentario) VALUES (1, 1, 'anular', '2025-05-13', 'Error')$$),
    ('verificar', 'SELECT count(*) FROM conciliacion.verificar()'),
    ('evento_numero', $$INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, evidencia) VALUES (1, 1, 'notificar', '2025-05-13', 42)$$),
    ('evento_comentado', $$INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, comentario) VALUES (1, 1, 'anular', '2025-05-13', 42)$$),
    ('glosa_adicional', $$INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha, codigos_adicionales)
                          VALUES (1, 1, 2, 'TA0201', 100, 'Tarifa', '2025-05-12', 42)$$)
  ) a (cual, acto) USING (cual);

DO $$
BEGIN
    FOR i IN 1..60 LOOP
        EXECUTE format('ALTER TABLE cartera.glosa ADD COLUMN extra_%s bigint DEFAULT %s', i, i);
    END LOOP;
END
$$;
SELECT throws_ok($$INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha)
                   VALUES (1, 1, 2, 'TA0201', 100, 'Tarifa', '2025-05-12')$$, 'KG010', NULL, 'más columnas de las que caben');

-- ---- a long refusal of a batch ----

CREATE FUNCTION pg_temp.detalle(consulta text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_detalle text;
BEGIN
    EXECUTE consulta;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS v_detalle = PG_EXCEPTION_DETAIL;
    RETURN v_detalle;
END
$$;
SELECT matches(pg_temp.detalle(format('SELECT conciliacion.simular_glosa(1, 1, %L)',
                   jsonb_build_array(jsonb_build_object('evento', 'suspender', 'fecha', '2025-05-13',
                                                        'evidencia', jsonb_build_object('causa', '100%s ' || repeat('ñ', 300)))))),
               '^Reason: 100%s ñ{60,}\. Element 1\.$', 'dice el elemento, y ninguna letra queda a medias');

-- ---- what a client may not give ----

SELECT throws_ok($$INSERT INTO cartera.factura (prestador_id, pagador_id, numero, fecha_radicacion, convenio_id, lineas)
                   VALUES (1, 1, 'L1', '2025-05-05', 1, 7)$$, 'KG005', NULL, 'el número de líneas de una factura lo lleva el disparador');
SELECT lives_ok($$INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, convenio_id, lineas)
                  VALUES (1, 10, 1, 'L1', '2025-05-05', 1, 0)$$, 'cero es lo que vale al radicar');

-- ---- a trigger of the site that acts, and changes the tables, while our own statement is in course ----

CREATE FUNCTION pg_temp.actuar_tambien() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'GRANT SELECT ON cartera.glosa, cartera.factura, cartera.prestacion TO PUBLIC'; -- saved plans are void
    INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, comentario)
    SELECT g.prestador_id, g.glosa_id, 'anular', '2025-05-14', 'Error' FROM cartera.glosa g WHERE g.estado = 'formulada' LIMIT 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER del_sitio AFTER UPDATE ON cartera.glosa FOR EACH STATEMENT WHEN (pg_trigger_depth() < 8)
    EXECUTE FUNCTION pg_temp.actuar_tambien();
SELECT lives_ok($$INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, comentario)
                  VALUES (1, 3, 'anular', '2025-05-13', 'Error')$$, 'actos dentro de un acto, con los planes invalidados');
SELECT results_eq('SELECT estado::text, count(*) FROM cartera.glosa GROUP BY 1', $$VALUES ('anulada', 3::bigint)$$,
                  'cada uno se hizo una vez');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'y las cuentas cuadran');

-- ---- the schema, and the extension, made again in the same session ----

CREATE FUNCTION pg_temp.de_nuevo() RETURNS text LANGUAGE sql AS $$
    INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (1, '900', 'Clínica');
    INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'EPS');
    INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
    VALUES (1, 1, 1, '[2020-01-01,)', 'CO-2284');
    INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, convenio_id)
    VALUES (1, 1, 1, 'F1', '2025-05-05', 1);
    INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor) VALUES (1, 1, 1, '890201', 1000);
    INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha)
    VALUES (1, 1, 1, 1, 'TA0201', 100, 'Tarifa', '2025-05-12');
    INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, comentario)
    VALUES (1, 1, 'anular', '2025-05-13', 'Error');
    SELECT estado::text FROM cartera.glosa;
$$;
DROP SCHEMA informes CASCADE;
DROP SCHEMA cartera CASCADE;
SELECT lives_ok('SELECT conciliacion.instalar()', 'instalar() otra vez');
SELECT is(pg_temp.de_nuevo(), 'anulada', 'y se actúa');
DROP SCHEMA IF EXISTS informes CASCADE;
DROP SCHEMA cartera CASCADE;
DROP EXTENSION conciliacion CASCADE;
CREATE EXTENSION conciliacion;
DO $$ BEGIN PERFORM conciliacion.instalar(); END $$;
SELECT is(pg_temp.de_nuevo(), 'anulada', 'con la extensión hecha de nuevo también: sus tipos son otros');

-- ---- types that come and go between the rows of a statement: those that were kept are forgotten each time ----

INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, convenio_id)
SELECT 1, i, 1, ('T' || i)::conciliacion.numero_factura, '2025-05-05', 1 FROM generate_series(20, 23) i;
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor) SELECT 1, i, 1, '890201', 1000 FROM generate_series(20, 23) i;
CREATE FUNCTION pg_temp.otro_tipo(n bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $q$CREATE TYPE pg_temp.pasajero AS ENUM ('a', 'b')$q$;
    EXECUTE $q$ALTER TYPE pg_temp.pasajero RENAME VALUE 'a' TO 'c'$q$;
    EXECUTE $q$DROP TYPE pg_temp.pasajero$q$;
    RETURN n;
END
$$;
INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT 1, pg_temp.otro_tipo(i), i, 1, 'TA0201', 100, 'Tarifa', '2025-05-12' FROM generate_series(20, 23) i;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, evidencia)
SELECT 1, pg_temp.otro_tipo(i), 'notificar', '2025-05-13', '{"acuse": "1"}' FROM generate_series(20, 23) i;
SELECT results_eq('SELECT estado::text, quien_debe::text, ultimo_evento::text, count(*) FROM cartera.glosa WHERE glosa_id >= 20 GROUP BY 1, 2, 3',
                  $$VALUES ('notificada', 'prestador', 'notificar', 4::bigint)$$, 'cada valor sigue siendo el suyo');

-- ---- records of the conciliation written in the middle of others: each is judged as what it is ----

CREATE FUNCTION pg_temp.soportar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cartera.soporte_conciliacion (prestador_id, glosa_id, requisito, referencia, fecha)
    VALUES (NEW.prestador_id, NEW.glosa_id, 'carta', 'R' || NEW.glosa_id, '2025-05-15');
    RETURN NEW;
END
$$;
CREATE TRIGGER "AA_del_sitio" BEFORE INSERT ON cartera.exclusion_conciliacion FOR EACH ROW EXECUTE FUNCTION pg_temp.soportar();
CREATE TRIGGER zz_del_sitio BEFORE INSERT ON cartera.exclusion_conciliacion FOR EACH ROW EXECUTE FUNCTION pg_temp.soportar();
INSERT INTO cartera.exclusion_conciliacion (prestador_id, glosa_id, motivo, comentario, evidencia, fecha)
SELECT 1, i, 'sin_cobertura', 'No afiliado', '{"certificado": 1}', '2025-05-15' FROM generate_series(20, 23) i;
SELECT results_eq('SELECT count(*), bool_and(excluida), max(secuencia) FROM cartera.exclusion_conciliacion', 'VALUES (4::bigint, true, 1)', 'las exclusiones');
SELECT results_eq('SELECT glosa_id, count(*), min(referencia) FROM cartera.soporte_conciliacion GROUP BY 1 ORDER BY 1',
                  $$SELECT i::bigint, 2::bigint, 'R' || i FROM generate_series(20, 23) i$$, 'y los soportes que otro disparador escribe entre ellas');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'y las cuentas siguen cuadrando');

SELECT * FROM finish();
ROLLBACK;
