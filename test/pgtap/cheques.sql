-- What tables hold whatever writes them: CHECKs stand behind the triggers, and refuse also when these are off.
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = error;

SELECT is(conciliacion._evento_cuadra(a, l), r, format('evento: %s, %s', a, l)) FROM (VALUES
    (NULL, NULL, true), (0, NULL, true), (NULL, 0.01, true), (9999999999999999.99, 1, true), (10.500, 3, true),
    (-0.01, NULL, false), (1, -1, false), (0.001, NULL, false), (NULL, 'NaN', false), ('Infinity', 1, false),
    ('-Infinity', 1, false), (10000000000000000, 1, false)) AS v (a, l, r);
SELECT is(conciliacion._prestacion_cuadra(n, c, v, a), r, format('prestación: %s, %s, %s, %s', n, c, v, a)) FROM (VALUES
    (1, 1, 0, NULL, true), (2147483647, 0.000001, 12.34, 12, true), (1, 1e100, 1, 1, true),
    (0, 1, 1, 1, false), (-1, 1, 1, 1, false), (1, 0, 1, 1, false), (1, -1, 1, 1, false), (1, 'NaN', 1, 1, false),
    (1, 'Infinity', 1, 1, false), (1, '-Infinity', 1, 1, false), (1, 1, -1, 1, false), (1, 1, 1, -1, false),
    (1, 1, 1.001, 1, false), (1, 1, 1, 1.001, false), (1, 1, 1e20, 1, false), (1, 1, 'NaN', 1, false)) AS v (n, c, v, a, r);
SELECT ok(conciliacion._prestacion_cuadra(NULL, 1, 1, 1) IS NULL AND conciliacion._prestacion_cuadra(1, NULL, 1, 1) IS NULL, 'nulls say nothing');
SELECT is(conciliacion._glosa_cuadra(v, a, l, p), r, format('glosa: %s = %s + %s + %s', v, a, l, p)) FROM (VALUES
    (0.01, 0, 0, 0.01, true), (10, 1.5, 2.25, 6.25, true), (9999999999999999.99, 0, 9999999999999999.99, 0, true),
    (0, 0, 0, 0, false), (10, 1, 2, 6, false), (10, 1, 2, 8, false), (10, -1, 2, 9, false), (10, 1, -2, 11, false),
    (10, 11, 0, -1, false), (-10, 0, 0, -10, false), (1.001, 0, 0, 1.001, false), ('NaN', 0, 0, 'NaN', false),
    ('Infinity', 0, 0, 'Infinity', false)) AS v (v, a, l, p, r);
SELECT is(conciliacion._factura_cuadra(g, a, l, p, v, pg, rt, d, n, s), r, format('factura: %s', (g, a, l, p, v, pg, rt, d, n, s))) FROM (VALUES
    (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true), (10, 1, 2, 7, 10, 3, 2, 1, 1, 2, true),
    (10, 1, 2, 6, 10, 3, 2, 1, 1, 2, false), (10, 1, 2, 7, 9.99, 3, 2, 1, 1, 1, false), (0, 0, 0, 0, -1, 0, 0, 0, 0, 0, false),
    (0, 0, 0, 0, 9, -1, 0, 0, 0, 0, false), (0, 0, 0, 0, 9, 0, -1, 0, 0, 0, false), (0, 0, 0, 0, 9, 0, 0, -1, 0, 0, false),
    (0, 0, 0, 0, 9, 0, 0, 0, -1, 0, false), (0, 0, 0, 0, 9, 10, 0, 0, 0, -1, false)) AS v (g, a, l, p, v, pg, rt, d, n, s, r);

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'E1', 'EPS');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, 'H1', 'Hospital', '1');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id) VALUES (1, 1, 1, '[2020-01-01,)', 'CO-2284');
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, convenio_id) VALUES (1, 1, 1, 'F1', '2025-05-05', 1);
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor) VALUES (1, 1, 1, '890201', 1000);
INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (1, 1, 1, 1, 'TA0201', 100, 'Tarifa', '2025-05-12');
SET LOCAL session_replication_role = replica;
SELECT throws_ok('UPDATE cartera.' || orden, '23514', NULL, orden) FROM unnest(ARRAY[
    'glosa SET valor_aceptado = 1', 'glosa SET valor = 0, valor_pendiente = 0', 'glosa SET valor_aceptado = -1, valor_pendiente = 101',
    'glosa_evento SET valor_aceptado = -1', 'glosa_evento SET valor_levantado = 0.001',
    'prestacion SET cantidad = 0', 'prestacion SET valor = 10.001', 'prestacion SET linea = 0',
    'factura SET valor_pendiente = 99', 'factura SET pagado = 1000.01', 'factura SET valor = 99.99', 'factura SET retenido = -1']) AS orden;
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'and nothing changed');
SELECT * FROM finish();
ROLLBACK;
