-- cargar_glosas: the file of a payer, all of it or nothing, and each refusal names its element.
BEGIN;
SELECT plan(36);
SET LOCAL search_path = public, pg_catalog;

INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, '900', 'Clínica', '1'), (2, '901', 'Hospital', '1');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'EPS Uno'), (2, '801', 'EPS Dos');
CREATE FUNCTION pg_temp.factura(prestador bigint, pagador bigint, numero text) RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(prestador, pagador, numero::conciliacion.numero_factura, '2025-05-20', '[
        {"linea": 1, "orden": "1/consultas/1", "codigo": "890201", "fecha": "2025-05-06", "valor": 1000},
        {"linea": 2, "orden": "1/procedimientos/1", "codigo": "902210", "fecha": "2025-05-06", "valor": 2000},
        {"linea": 3, "orden": "77", "codigo": "931001", "fecha": "2025-05-06", "valor": 3000},
        {"linea": 4, "orden": "77", "codigo": "931001", "fecha": "2025-05-06", "valor": 4000}]')
$$;
CREATE TEMP TABLE f AS SELECT pg_temp.factura(1, 1, 'FE-001') AS fe1, pg_temp.factura(1, 1, 'FE-002') AS fe2,
    pg_temp.factura(1, 2, 'FE-003') AS de_otro, pg_temp.factura(2, 1, 'FE-004') AS de_otra;

-- ---- what is read ----------------------------------------------------------------------------------------
CREATE TEMP TABLE archivo AS SELECT '[
    {"numero": "fe 1", "orden": "1/consultas/1", "codigo": "ta0201", "valor": "250.50", "comentario": "tarifa"},
    {"numero": "FE001", "linea": 2, "codigo": "SO0801", "valor": 2000, "comentario": "soporte"},
    {"numero": "FE-002", "linea": null, "orden": "", "codigo": "SO3401", "valor": 10000, "comentario": "toda"}]'::jsonb AS glosas;
SELECT is((SELECT conciliacion.cargar_glosas(1, 1, glosas, '2025-06-03') FROM archivo), 3, 'a file of three glosas on two invoices');
SELECT results_eq($$SELECT g.factura_id = f.fe1, g.linea, g.codigo::text, g.valor, g.comentario, g.fecha, g.estado::text FROM cartera.glosa g, f ORDER BY g.glosa_id$$,
    $$VALUES (true, 1, 'TA0201', 250.50, 'tarifa', '2025-06-03'::date, 'formulada'), (true, 2, 'SO0801', 2000.00, 'soporte', '2025-06-03', 'formulada'),
             (false, NULL, 'SO3401', 10000.00, 'toda', '2025-06-03', 'formulada')$$,
    'by the key of the RIPS, by line, and on the whole invoice; the number in any writing');
SELECT is((SELECT conciliacion.cargar_glosas(1, 1, glosas, '2025-06-03') FROM archivo), 0, 'the same file again formulates nothing');
SELECT is((SELECT count(*) FROM cartera.glosa), 3::bigint, 'and there are still three');
SELECT throws_ok($$SELECT conciliacion.cargar_glosas(1, 1, glosas, '2025-06-04') FROM archivo$$, 'KG007', NULL, 'with another date it is not the same file');
SELECT throws_ok($$SELECT conciliacion.cargar_glosas(1, 1, jsonb_set(glosas, '{0,valor}', '250.49'), '2025-06-03') FROM archivo$$, 'KG007', NULL,
    'nor with another amount');
SELECT lives_ok($$SELECT conciliacion.cargar_glosas(1, 1, '[{"numero": "FE-001", "linea": 3, "orden": "77", "codigo": "AU5701", "valor": 1}]', '2025-06-03')$$,
    'line and orden that agree');
SELECT lives_ok($$SELECT conciliacion.cargar_glosas(2, 1, '[{"numero": "FE-004", "linea": 1, "codigo": "TA0201", "valor": 1}]')$$, 'today, if no date is given');
SELECT is((SELECT fecha FROM cartera.glosa WHERE prestador_id = 2), current_date, 'that day');

-- ---- refusals ------------------------------------------------------------------------------------------------
CREATE FUNCTION pg_temp.foto() RETURNS text LANGUAGE sql AS $$
    SELECT md5(string_agg(x, E'\n' ORDER BY x)) FROM (SELECT f::text FROM cartera.factura f UNION ALL SELECT p::text FROM cartera.prestacion p
        UNION ALL SELECT g::text FROM cartera.glosa g UNION ALL SELECT e::text FROM cartera.glosa_evento e) t(x)
$$;
CREATE TEMP TABLE antes AS SELECT pg_temp.foto();
CREATE FUNCTION pg_temp.rechazo(glosas jsonb, fecha date DEFAULT '2025-06-04', OUT codigo text, OUT detalle text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM conciliacion.cargar_glosas(1, 1, glosas, fecha);
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS codigo = RETURNED_SQLSTATE, detalle = PG_EXCEPTION_DETAIL;
END $$;
-- a good element, then the bad one
SELECT is((r).codigo, codigo, caso || ': SQLSTATE'), matches((r).detalle, detalle, caso || ': the element is named')
FROM (SELECT caso, codigo, detalle, pg_temp.rechazo(jsonb_build_array('{"numero": "FE-001", "linea": 4, "codigo": "AU5701", "valor": 1}'::jsonb, elemento::jsonb)) AS r
      FROM (VALUES
    ('an invoice that is not there', 'KG006', '^numero: FE-9\. Element 2\.$', '{"numero": "FE-9", "codigo": "TA0201", "valor": 1}'),
    ('of another payer', 'KG006', 'Element 2\.', '{"numero": "FE-003", "codigo": "TA0201", "valor": 1}'),
    ('of another provider', 'KG006', 'Element 2\.', '{"numero": "FE-004", "codigo": "TA0201", "valor": 1}'),
    ('a line that is not there', 'KG006', '^numero: FE-001; line: 9\. Element 2\.$', '{"numero": "FE-001", "linea": 9, "codigo": "TA0201", "valor": 1}'),
    ('a key that is not there', 'KG006', '^numero: FE-001; line: 5/consultas/1\. Element 2\.$',
     '{"numero": "FE-001", "orden": "5/consultas/1", "codigo": "TA0201", "valor": 1}'),
    ('a key of two lines', '22023', '^numero: FE-001; orden: 77\. Element 2\.$', '{"numero": "FE-001", "orden": "77", "codigo": "TA0201", "valor": 1}'),
    ('line and key that disagree', '22023', 'Element 2\.', '{"numero": "FE-001", "linea": 1, "orden": "77", "codigo": "TA0201", "valor": 1}'),
    ('a code that does not exist', '22P02', 'Element 2\.', '{"numero": "FE-001", "linea": 1, "codigo": "RS01", "valor": 1}'),
    ('a code of response', 'KG009', 'Element 2 of', '{"numero": "FE-001", "linea": 1, "codigo": "RE9602", "valor": 1}'),
    ('more than the line has left', 'KG004', 'difference: 250\.50\. Element 2 of', '{"numero": "FE-001", "linea": 1, "codigo": "FA0201", "valor": 1000}'),
    ('a code that is live on the line', 'KG007', 'Element 2 of', '{"numero": "FE-001", "linea": 1, "codigo": "TA0201", "valor": 5}'),
    ('the same code twice in the file', 'KG007', 'Element 2 of', '{"numero": "FE-001", "linea": 4, "codigo": "AU5701", "valor": 2}'))
    AS v(caso, codigo, detalle, elemento)) q;
SELECT is((pg_temp.rechazo(glosas)).codigo, '22023', caso) FROM (VALUES ('no file', NULL::jsonb), ('an empty array', '[]')) v(caso, glosas);
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'after every refusal the data are what they were');
SELECT * FROM finish();
ROLLBACK;
