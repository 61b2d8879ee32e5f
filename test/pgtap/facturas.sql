-- Filing an invoice: which norm rules it (Res. 1885 de 2024, art. 1; agreements), what its lines may be, the same invoice
-- again; and what a later change of the norm does not touch (GLO-11). Nothing changes after a refusal.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
CREATE FUNCTION prueba.norma(f bigint) RETURNS text LANGUAGE sql AS 'SELECT norma_id FROM cartera.factura WHERE factura_id = $1';

-- ---- the norm by group of the provider and date of the service ----------------------------------------------------------
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo, pais) OVERRIDING SYSTEM VALUE
VALUES (4, 'H4', 'Mediana', '2', 'CO'), (5, 'H5', 'Sanatorio', NULL, 'AR'), (6, 'H6', 'De un país sin normas', NULL, 'UY');
CREATE FUNCTION prueba.radicar(prestador bigint, servicio text, pagador bigint DEFAULT 10, radicacion text DEFAULT '2025-12-01', convenio bigint DEFAULT NULL,
                               numero text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT format($i$SELECT prueba.norma(conciliacion.radicar_factura(%s, %s, %L, %L, '[{"codigo": "a", "valor": "10"}]', fecha_servicio => %L, convenio_id => %L))$i$,
                  $1, $3, coalesce($6, 'N' || nextval('prueba.numero')), $4, $2, $5)
$$;
SELECT results_eq(prueba.radicar(p, f), format('VALUES (%L::text)', n), format('prestador %s, servicio del %s: %s', p, f, n))
  FROM (VALUES (1, '2025-01-31', 'CO-3047'), (1, '2025-02-01', 'CO-2284'), (4, '2025-03-31', 'CO-3047'), (4, '2025-04-01', 'CO-2284'), (2, '2025-05-31', 'CO-3047'),
               (2, '2025-06-01', 'CO-2284'), (3, '2025-01-31', 'CO-3047'), (3, '2025-06-01', 'CO-2284'), (5, '2025-03-01', 'AR-OBRA-SOCIAL')) v(p, f, n);
SELECT prueba.rehusa(prueba.radicar(p, f), 'KG009', q)
  FROM (VALUES (3, '2025-03-01', 'grupo desconocido donde el grupo decide: dos normas caben'), (1, '2011-01-18', 'antes de la Ley 1438: ninguna'),
               (6, '2025-03-01', 'país sin normas')) v(p, f, q);
SELECT results_eq($$SELECT pista FROM prueba.error(prueba.radicar(3, '2025-03-01'))$$,
    $$VALUES ('Set the provider''s grupo, or add a row to cartera.convenio.'::text)$$, '... la pista dice qué hacer');
SELECT prueba.rehusa(prueba.radicar(99, '2025-03-01'), 'KG006', 'prestador que no existe');
SELECT throws_ok(prueba.radicar(1, '2025-03-01', 999), 'KG006', NULL, 'pagador que no existe');
-- The date of the service is the one given, else the earliest of the lines, else the issue, else the filing.
SELECT is(prueba.norma(conciliacion.radicar_factura(1, 10, 'S1', '2025-03-01', '[{"codigo": "a", "valor": 1, "fecha": "2025-02-05"}, {"codigo": "b", "valor": 1, "fecha": "2025-01-31"}]')),
    'CO-3047', 'sin fecha de servicio manda la línea más antigua');
SELECT is(prueba.norma(conciliacion.radicar_factura(1, 10, 'S2', '2025-03-01', '[{"codigo": "a", "valor": 1}]', fecha_emision => '2025-01-31')), 'CO-3047', 'sin líneas con fecha, la emisión');
SELECT is(prueba.norma(conciliacion.radicar_factura(1, 10, 'S3', '2025-03-01', '[{"codigo": "a", "valor": 1}]')), 'CO-2284', 'sin nada, la radicación');
SELECT is(prueba.norma(conciliacion.radicar_factura(1, 10, 'S4', '2025-03-01', '[{"codigo": "a", "valor": 1, "fecha": "2025-01-31"}]', fecha_servicio => '2025-02-01')), 'CO-2284', 'la dada manda sobre las líneas');

-- ---- agreements -------------------------------------------------------------------------------------------------------------
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id) OVERRIDING SYSTEM VALUE VALUES
    (4, 100, 10, '[2025-05-01,2025-08-01)', 'CO-ARL'), (4, 101, 10, '[2025-07-01,2025-09-01)', 'PRUEBA'), (4, 102, 10, '[2025-10-01,2025-11-01)', 'CO-ARL'),
    (4, 103, 10, '[2025-10-01,2025-11-01)', 'CO-ARL'), (4, 104, 11, '[2025-05-01,)', 'CO-ARL'), (4, 105, 12, '[2010-01-01,)', 'CO-3047'), (4, 106, 12, '[2011-01-01,2026-01-01)', 'CO-3047');
SELECT results_eq(prueba.radicar(4, f, c, convenio => k), format('VALUES (%L::text)', n), q)
  FROM (VALUES ('2025-04-30', 10, NULL, 'CO-2284', 'antes del convenio, la ley'), ('2025-05-01', 10, NULL, 'CO-ARL', 'desde su primer día, el convenio'),
               ('2025-07-01', 10, 100, 'CO-ARL', 'dos convenios: el que se dice'), ('2025-07-01', 10, 101, 'PRUEBA', '... o el otro'),
               ('2025-08-01', 10, NULL, 'PRUEBA', 'el último día no cuenta'), ('2025-10-15', 10, NULL, 'CO-ARL', 'dos convenios con la misma norma'),
               ('2025-05-01', 11, NULL, 'CO-ARL', 'el convenio es con cada pagador'), ('2024-06-01', 12, NULL, 'CO-3047', 'norma del convenio en vigor')) v(f, c, k, n, q);
SELECT prueba.rehusa(prueba.radicar(4, '2025-07-15'), 'KG009', 'dos convenios con normas distintas');
SELECT prueba.rehusa(prueba.radicar(4, '2025-09-15', convenio => 100), 'KG006', 'un convenio que no está vigente');
SELECT prueba.rehusa(prueba.radicar(4, '2025-05-15', convenio => 104), 'KG006', 'un convenio con otro pagador');
SELECT prueba.rehusa(prueba.radicar(1, '2025-05-15', convenio => 100), 'KG006', 'un convenio de otro prestador');
SELECT prueba.rehusa(prueba.radicar(4, '2011-01-10', 12), 'KG009', 'la norma del convenio no estaba en vigor');
SELECT prueba.rehusa(prueba.radicar(1, '2025-05-15', radicacion => '2025-05-14'), '22023', 'servicio posterior a la radicación');

-- ---- GLO-11: terms are data, and a change moves no deadline already running ---------------------------------------------------
CREATE TABLE prueba.t AS SELECT prueba.factura('T1') AS f;
ALTER TABLE prueba.t ADD g bigint;
UPDATE prueba.t SET g = conciliacion.formular_glosa(1, f, 'TA0201', 10, 'x', 1, '2025-05-12');
SELECT conciliacion.notificar_glosas(1, f, '2025-05-13', 'correo', 'a') FROM prueba.t;
UPDATE cartera.norma_plazo SET plazo = '30 dias habiles' WHERE norma_id = 'CO-2284' AND acto = 'formular';
UPDATE cartera.norma_plazo SET plazo = '5 dias' WHERE norma_id = 'CO-2284' AND acto IN ('responder', 'decidir');
SELECT results_eq('SELECT vence, vence_formular FROM cartera.factura JOIN prueba.t ON factura_id = f', $$VALUES ('2025-06-03'::date, '2025-06-03'::date)$$, 'GLO-11: la factura ya radicada vence igual');
SELECT is((SELECT vence FROM cartera.glosa JOIN prueba.t ON glosa_id = g), '2025-06-04', 'GLO-11: la glosa ya notificada también');
CREATE TABLE prueba.t2 AS SELECT prueba.factura('T2') AS f;
SELECT is((SELECT vence_formular FROM cartera.factura JOIN prueba.t2 ON factura_id = f), '2025-06-17', 'la que se radica después sigue el plazo nuevo');
SELECT lives_ok(format('SELECT conciliacion.responder_glosa(1, %s, ''RE9901'', 0, ''x'', ''2025-06-04'')', g), 'responder dentro del plazo que corría') FROM prueba.t;
SELECT results_eq('SELECT extemporanea, vence FROM cartera.glosa JOIN prueba.t ON glosa_id = g', $$VALUES (false, '2025-06-09'::date)$$, '... y el siguiente plazo ya es el nuevo');
UPDATE cartera.norma_plazo n SET plazo = v.plazo FROM cartera.norma_plazo v WHERE v.norma_id = 'PRUEBA' AND v.acto = n.acto AND n.norma_id = 'CO-2284';
UPDATE cartera.prestador SET grupo = '3' WHERE prestador_id = 1;
SELECT is(prueba.norma(f), 'CO-2284', 'la norma se fijó al radicar: no cambia con el grupo') FROM prueba.t;
UPDATE cartera.prestador SET grupo = '1' WHERE prestador_id = 1;

-- ---- lines -----------------------------------------------------------------------------------------------------------------------
SELECT results_eq('SELECT valor, saldo, estado::text, estado_imputacion::text, secuencia FROM cartera.factura JOIN prueba.t ON factura_id = f',
    $$VALUES (1750.50, 1750.50, 'glosada', 'facturada', 1)$$, 'el valor es la suma de las líneas');
CREATE TABLE prueba.l (f bigint);
WITH n AS (INSERT INTO cartera.factura (prestador_id, pagador_id, numero, fecha_radicacion) VALUES (1, 10, 'L1', '2025-05-05') RETURNING factura_id)
INSERT INTO prueba.l SELECT factura_id FROM n;
SELECT is((SELECT valor FROM cartera.factura JOIN prueba.l ON factura_id = f), 0.00, 'una factura sin líneas vale cero');
CREATE FUNCTION prueba.linea(linea text, valor text, mas text DEFAULT 'cantidad', dato text DEFAULT '1', factura bigint DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor, %I) VALUES (1, %s, %L, ''890201'', %L, %L)', $3, coalesce($5, (SELECT f FROM prueba.l)), $1, $2, $4)
$$;
SELECT lives_ok(prueba.linea('1', '99.99'), 'una línea');
SELECT lives_ok(prueba.linea('2', '0'), 'una línea sin cargo');
SELECT lives_ok(prueba.linea('3', '0.010'), 'ceros a la derecha');
SELECT is((SELECT valor FROM cartera.factura JOIN prueba.l ON factura_id = f), 100.00, 'el valor sigue a las líneas');
SELECT prueba.rehusa(prueba.linea('4', v), 'KG004', 'línea por ' || v) FROM unnest('{-0.01,NaN,Infinity,-Infinity,1.001,1e30}'::text[]) v;
SELECT prueba.rehusa(prueba.linea('4', '1', 'valor_convenido', v), 'KG004', 'convenida en ' || v) FROM unnest('{-0.01,NaN,Infinity,1.001}'::text[]) v;
SELECT prueba.rehusa(prueba.linea('4', '9999999999999999.99'), 'KG004', 'una suma que no cabe');
SELECT prueba.rehusa(prueba.linea('4', '1', 'cantidad', v), '23514', 'cantidad ' || v) FROM unnest('{0,-1,NaN,Infinity}'::text[]) v;
SELECT prueba.rehusa(prueba.linea('0', '1'), '23514', 'línea cero');
SELECT prueba.rehusa(prueba.linea('1', '1'), '23505', 'la misma línea otra vez');
SELECT prueba.rehusa(prueba.linea('1', '1') || ' ON CONFLICT DO NOTHING', 'KG005', '... ni para pasarla por alto: ya estaba sumada');
SELECT prueba.rehusa(prueba.linea('4', '1', 'fecha', '2025-05-06'), '22023', 'prestada después de radicar');
SELECT prueba.rehusa(prueba.linea('4', '1', 'fecha', 'infinity'), '22023', 'prestada nunca');
SELECT prueba.rehusa(prueba.linea('4', '1', factura => 999999), 'KG006', 'de una factura que no existe');
SELECT prueba.rehusa(prueba.linea('4', '1', 'profesional_id', '77'), 'KG006', 'de un profesional que no existe');
SELECT prueba.rehusa(prueba.linea('4', '1', factura => f), 'KG005', 'en una factura ya glosada') FROM prueba.t;
SELECT conciliacion.aceptar_factura(1, f, NULL, '2025-05-06') FROM prueba.l;
SELECT prueba.rehusa(prueba.linea('4', '1'), 'KG005', 'después del primer acto');

-- ---- the invoice itself --------------------------------------------------------------------------------------------------------------
CREATE FUNCTION prueba.fila(columnas text, valores text) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO cartera.factura (prestador_id, pagador_id, numero%s) VALUES (1, 10, ''R1''%s)', $1, $2)
$$;
SELECT prueba.rehusa(prueba.fila(c, v), e, q)
  FROM (VALUES (', fecha_radicacion', ', current_date + 1', '22023', 'radicada mañana'), (', fecha_radicacion', ', ''infinity''', '22023', 'radicada nunca'),
               ('', '', '23502', 'sin fecha de radicación'), (', fecha_radicacion, fecha_emision', ', ''2025-05-05'', ''2025-05-06''', '22023', 'emitida después de radicar'),
               (', fecha_radicacion, iva', ', ''2025-05-05'', ''-1%''', '22023', 'IVA negativo'), (', fecha_radicacion, factura_id', ', ''2025-05-05'', NULL', '23502', 'sin id'),
               (', fecha_radicacion, origen_factura_id', ', ''2025-05-05'', 999999', 'KG006', 'origen que no existe')) v(c, v, e, q);

-- ---- the same invoice again: a no-op; with other data, KG007 --------------------------------------------------------------------------------
CREATE TABLE prueba.base AS SELECT '[{"linea": 1, "codigo": "a", "descripcion": "x", "cantidad": 2, "valor": "10.00", "fecha": "2025-05-01", "paciente": "CC 1"},
    {"codigo": "b", "valor": 20}]'::jsonb AS l;
CREATE TABLE prueba.id AS SELECT conciliacion.radicar_factura(1, 10, 'FE-000123', '2025-05-05', l, '19%', '2025-05-03') AS id FROM prueba.base;
CREATE TABLE prueba.d AS SELECT prueba.digesto();
SELECT is(conciliacion.radicar_factura(1, 10, n::conciliacion.numero_factura, '2025-05-05', l, '19%', '2025-05-03'), id, 'la misma factura, escrita ' || n) FROM prueba.base, prueba.id, unnest('{FE-000123,fe 123,FE123}'::text[]) n;
SELECT is(prueba.digesto(), digesto, '... no cambia nada') FROM prueba.d;
SELECT prueba.rehusa(format('SELECT conciliacion.radicar_factura(1, 10, ''FE123'', %L, %L, %L, %L, %L)', r, x, i, e, s), 'KG007', 'la misma con ' || q)
  FROM prueba.base, LATERAL (VALUES ('2025-05-06', l, '19%', '2025-05-03', NULL, 'otra radicación'), ('2025-05-05', l, '5%', '2025-05-03', NULL, 'otro IVA'),
    ('2025-05-05', l, '19%', '2025-05-04', NULL, 'otra emisión'), ('2025-05-05', l, '19%', NULL, NULL, 'emisión nula'), ('2025-05-05', l, '19%', '2025-05-03', '2025-05-02', 'otro servicio'),
    ('2025-05-05', l - 1, '19%', '2025-05-03', NULL, 'una línea menos'), ('2025-05-05', l || '[{"codigo": "c", "valor": 1}]', '19%', '2025-05-03', NULL, 'una línea más'),
    ('2025-05-05', jsonb_set(l, '{0,valor}', '10.01'), '19%', '2025-05-03', NULL, 'otro valor'), ('2025-05-05', jsonb_set(l, '{0,cantidad}', '3'), '19%', '2025-05-03', NULL, 'otra cantidad'),
    ('2025-05-05', jsonb_set(l, '{0,paciente}', '"CC 2"'), '19%', '2025-05-03', NULL, 'otro paciente'), ('2025-05-05', jsonb_set(l, '{0,codigo}', '"z"'), '19%', '2025-05-03', NULL, 'otro código'),
    ('2025-05-05', jsonb_set(l, '{1,linea}', '7'), '19%', '2025-05-03', NULL, 'otro número de línea')) v(r, x, i, e, s, q);
SELECT isnt(conciliacion.radicar_factura(1, p, n::conciliacion.numero_factura, '2025-05-05', l, '19%', '2025-05-03'), id, q)
  FROM prueba.base, prueba.id, (VALUES (11, 'FE123', 'el mismo número ante otro pagador'), (10, 'FX123', 'otro prefijo')) v(p, n, q);
SELECT throws_ok('INSERT INTO cartera.factura (prestador_id, pagador_id, numero, fecha_radicacion) VALUES (1, 10, ''fe-0123'', ''2025-05-05'')', '23505', NULL, 'el INSERT no la repite');
SELECT prueba.rehusa('INSERT INTO cartera.factura (prestador_id, pagador_id, numero, fecha_radicacion) VALUES (1, 10, ''fe-0123'', ''2025-05-05'') ON CONFLICT DO NOTHING', 'KG005', '... ni la pasa por alto');
-- The id of the sequence was taken by a row that gave its own: the key violated is not that of the number.
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion)
SELECT 1, nextval(pg_get_serial_sequence('cartera.factura', 'factura_id')) + 1, 10, 'ID1', '2025-05-05';
SELECT prueba.rehusa($$SELECT conciliacion.radicar_factura(1, 10, 'ID2', '2025-05-05', '[{"codigo": "a", "valor": 1}]')$$, '23505', 'un id ya usado no es un número ya radicado');
SELECT lives_ok($$SELECT conciliacion.radicar_factura(1, 10, 'ID2', '2025-05-05', '[{"codigo": "a", "valor": 1}]')$$, '... y el siguiente se radica');
SELECT prueba.rehusa(format('SELECT conciliacion.radicar_factura(1, 10, ''J1'', ''2025-05-05'', %L)', j), '22023', 'líneas: ' || j)
  FROM unnest(ARRAY['[]', '{}', '"x"', 'null', '[{"codigo": "a"}]', '[{"valor": 1}]', '[{"codigo": "a", "valor": 1, "valro": 2}]', '[7]']) j;

SELECT prueba.rehusa($$SELECT conciliacion.radicar_factura(1, 10, 'J1', '2025-05-05', '[{"codigo": "a", "valor": 1, "fecha": "ayer"}]')$$, '22007', 'líneas: una fecha que no lo es');
SELECT prueba.rehusa($$SELECT conciliacion.radicar_factura(1, 10, 'J1', '2025-05-05', '[{"codigo": "a", "valor": 1, "linea": 2}, {"codigo": "a", "valor": 1}]')$$, '23505', 'líneas: dos con el mismo número');

-- ---- version of cartera -------------------------------------------------------------------------------------------------------------------
UPDATE cartera.version SET version = '0.0.1';
SELECT prueba.rehusa(s, 'KG010', 'cartera de otra versión: ' || split_part(s, '(', 1))
  FROM unnest(ARRAY['SELECT conciliacion.aceptar_factura(1, 1)', 'SELECT conciliacion.formular_glosa(1, 1, ''TA0201'', 1)', 'SELECT conciliacion.notificar_glosas(1, 1)',
    'SELECT conciliacion.responder_lote(1, ''[]'')', 'SELECT * FROM conciliacion.verificar()']) s;
SELECT results_eq($$SELECT pista, detalle LIKE '%cartera: 0.0.1.' FROM prueba.error('SELECT conciliacion.aceptar_factura(1, 1)')$$,
    $$VALUES ('Run SELECT conciliacion.instalar();'::text, true)$$, '... la pista dice qué hacer');
DELETE FROM cartera.version;
SELECT prueba.rehusa('SELECT conciliacion.aceptar_factura(1, 1)', 'KG010', 'cartera sin versión');
INSERT INTO cartera.version (version) VALUES (conciliacion.version());
SELECT prueba.rehusa('SELECT conciliacion.aceptar_factura(1, 999999)', 'KG006', 'y de la suya otra vez');
SAVEPOINT sin_cartera;
SET LOCAL client_min_messages = error;
DROP SCHEMA cartera CASCADE;
SELECT throws_ok('SELECT conciliacion.aceptar_factura(1, 1)', 'KG010', NULL, 'sin cartera');
ROLLBACK TO sin_cartera;
SELECT prueba.rehusa('SELECT conciliacion.aceptar_factura(1, 999999)', 'KG006', 'y con ella otra vez');

SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');
SELECT * FROM finish();
ROLLBACK;
