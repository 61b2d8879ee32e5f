-- Who may do what with money, as the README says it: EXECUTE for an act, SELECT to see what it is done to, INSERT where the
-- act is a row of the caller's.
BEGIN;
SELECT plan(20);
\ir comun/imputacion.sql
SELECT conciliacion.crear_cuenta_corriente(1, i) > 0 AS cuenta FROM generate_series(7, 8) i;
SELECT pg_temp.factura('A', '{100,50}', '{7,8}') AS a, pg_temp.factura('B', '{40}') AS b \gset
CREATE ROLE regress_lee;
CREATE ROLE regress_tesoreria;
CREATE ROLE regress_nadie;
GRANT USAGE ON SCHEMA conciliacion, cartera TO regress_lee, regress_tesoreria, regress_nadie;
GRANT SELECT ON ALL TABLES IN SCHEMA cartera TO regress_lee, regress_tesoreria;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA conciliacion TO regress_tesoreria;
GRANT INSERT ON cartera.pago, cartera.pago_aplicacion, cartera.pago_anulacion, cartera.cuenta_corriente, cartera.prestacion_evento, cartera.factura, cartera.prestacion
    TO regress_tesoreria;
CREATE FUNCTION pg_temp.como(rol text, consulta text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
    EXECUTE format('SET LOCAL ROLE %I', rol);
    EXECUTE consulta INTO r;
    RESET ROLE;
    RETURN coalesce(r, 'bien');
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;

-- ---- everything, with those and no more ------------------------------------------------------------------------------
CREATE TEMP TABLE acto (n int, consulta text, esperado text);
INSERT INTO acto VALUES
    (1, format($$SELECT conciliacion.registrar_pago(1, 1, 140, '2025-02-01', 'P1', '[{"factura_id": %s, "valor": 50}]') > 0$$, :a), 'true'),
    (3, format($$SELECT conciliacion.aplicar_pago(1, (SELECT pago_id FROM cartera.pago), %s, 10, fecha => '2025-02-01') > 0$$, :b), 'true'),
    (4, format($$SELECT conciliacion.desaplicar_pago(1, (SELECT pago_id FROM cartera.pago), %s, 'x', '2025-02-01')$$, :b), '90.00'),
    (5, format($$SELECT count(*) FROM conciliacion.amortizar_anticipo(1, (SELECT pago_id FROM cartera.pago), '[{"factura_id": %s, "valor": 40}]', '2025-02-01')$$, :b), '1'),
    (6, format($$SELECT count(*) FROM conciliacion.imputar(1, %s, '[]', excepciones => '[{"linea": 1, "accion": "debitado", "comentario": "x"}]', fecha => '2025-02-10')$$, :a), '2'),
    (7, format($$SELECT conciliacion.marcar_prestacion(1, %s, 1, 'a_refacturar', 'x', '2025-02-11')$$, :a), 'a_refacturar'),
    (8, format($$SELECT conciliacion.refacturar(1, %s, NULL, 'A-2', '2025-02-12') > 0$$, :a), 'true'),
    (9, $$SELECT conciliacion.ordenar_pago(1, (SELECT array_agg(liquidacion_id) FROM cartera.liquidacion WHERE profesional_id = 8), '2025-02-12') > 0$$, 'true'),
    (10, $$SELECT conciliacion.pagar_orden(1, (SELECT orden_pago_id FROM cartera.orden_pago), '2025-02-12', 'TR')$$, 'pagada'),
    (11, $$SELECT conciliacion.registrar_pago(1, 1, 5, '2025-02-01', 'P2', '[]') > 0$$, 'true'),
    (12, $$SELECT count(*) FROM conciliacion.anular_pago(1, (SELECT max(pago_id) FROM cartera.pago), 'x')$$, '1'),
    (13, $$SELECT conciliacion.crear_cuenta_corriente(1, 9) > 0$$, 'true'),
    (14, $$SELECT length(conciliacion.liquidacion_html(1, (SELECT max(liquidacion_id) FROM cartera.liquidacion))) > 1000$$, 'true');
SELECT is(pg_temp.como('regress_tesoreria', consulta), esperado, consulta) FROM acto ORDER BY n;
SELECT is((SELECT string_agg(DISTINCT usuario, ' ') FROM (SELECT usuario FROM cartera.pago UNION ALL SELECT usuario FROM cartera.liquidacion UNION ALL SELECT usuario FROM cartera.orden_pago) u),
    'regress_tesoreria', 'and all of it is in his name');

-- ---- who only reads, and who may nothing -------------------------------------------------------------------------------
SELECT is((SELECT string_agg(DISTINCT pg_temp.como('regress_lee', consulta), ' ') FROM acto), '42501', 'who reads does not act');
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA conciliacion TO regress_lee, regress_nadie;
SELECT is(pg_temp.como('regress_lee', $$SELECT conciliacion.registrar_pago(1, 1, 5, '2025-02-01', 'P3', '[]')$$), '42501', 'an act that is a row needs INSERT');
SELECT is((SELECT string_agg(DISTINCT pg_temp.como('regress_nadie', consulta), ' ') FROM acto), '42501', 'who sees nothing acts on nothing, though he may execute');
SELECT is((SELECT string_agg(DISTINCT pg_temp.como('regress_nadie', format('SELECT count(*) FROM conciliacion.%s', f)), ' ')
             FROM unnest('{liquidaciones_pendientes(1),facturas_para_imputar(1),por_refacturar(1),profesionales_sin_cuenta(1)}'::text[]) f), '42501', 'nor does he read');

-- ---- names of his own before ours in the path ----------------------------------------------------------------------------
CREATE SCHEMA malo;
CREATE FUNCTION malo.igual(numeric, numeric) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION malo.mayor(numeric, numeric) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR malo.= (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = malo.igual);
CREATE OPERATOR malo.> (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = malo.mayor);
CREATE OPERATOR malo.<> (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = malo.mayor);
CREATE FUNCTION malo.sum(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0.00';
GRANT USAGE ON SCHEMA malo TO regress_tesoreria;
SET LOCAL search_path = malo, pg_temp, cartera, public, pg_catalog;
SELECT public.is(pg_temp.como('regress_tesoreria', format($$SELECT count(*) FROM conciliacion.imputar(1, %s, '[]', excepciones => '[{"linea": 1, "accion": "pagado", "monto": 41, "comentario": "x"}]',
    fecha => '2025-02-10')$$, :b)), 'KG004', 'an operator of his own opens no rule');
SET LOCAL search_path = public, pg_catalog;
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');
SELECT * FROM finish();
ROLLBACK;
