-- estado_cuenta_factura: the rows add up, and tell when the invoice's own balance does not.
BEGIN;
SELECT plan(9);
SET LOCAL search_path = public, pg_catalog;

INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, '900', 'Clínica', '1');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'EPS');
CREATE TEMP TABLE f AS SELECT conciliacion.radicar_factura(1, 1, 'FE-1', '2025-05-20', '[
    {"linea": 1, "codigo": "890201", "fecha": "2025-05-06", "valor": "1000.50"}, {"linea": 2, "codigo": "902210", "fecha": "2025-05-06", "valor": 2000}]') AS id;
CREATE FUNCTION pg_temp.cuenta() RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(concepto || ' ' || valor, ', ' ORDER BY n) || ': ' ||
           CASE WHEN sum(valor) FILTER (WHERE n = 1) = sum(valor) FILTER (WHERE n > 1) THEN 'adds up' ELSE 'does not add up' END
      FROM f, conciliacion.estado_cuenta_factura(1, f.id) WITH ORDINALITY AS e(concepto, valor, n)
$$;

SELECT is(pg_temp.cuenta(), 'valor 3000.50, pagado 0.00, retenido 0.00, descuentos 0.00, glosa aceptada 0.00, notas crédito 0.00, saldo 3000.50, diferencia 0.00: adds up',
    'just filed: everything is owed');

SELECT conciliacion.cargar_glosas(1, 1, '[{"numero": "FE-1", "linea": 1, "codigo": "TA0201", "valor": "300.25", "comentario": "tarifa"},
    {"numero": "FE-1", "linea": 2, "codigo": "SO0801", "valor": 500, "comentario": "soporte"},
    {"numero": "FE-1", "linea": 2, "codigo": "AU0801", "valor": 100, "comentario": "sobra"}]', '2025-05-26');
SELECT conciliacion.anular_glosa(1, max(glosa_id), 'error de digitación', '2025-05-26') FROM cartera.glosa;
SELECT conciliacion.notificar_glosas(1, f.id, '2025-05-27', 'correo', 'acuse 1') FROM f;
SELECT is(pg_temp.cuenta(), 'valor 3000.50, pagado 0.00, retenido 0.00, descuentos 0.00, glosa aceptada 0.00, notas crédito 0.00, saldo 3000.50, diferencia 0.00: adds up',
    'a glosa takes nothing away until it is accepted');

SELECT conciliacion.responder_glosa(1, min(glosa_id), 'RE9702', 300.25, NULL, '2025-06-04') FROM cartera.glosa;
SELECT conciliacion.registrar_pago(1, 1, 1500, '2025-06-10', 'P1',
    jsonb_build_array(jsonb_build_object('factura_id', f.id, 'valor', 1500, 'retenido', 30.25, 'descuento', 20)), 30.25, 20) FROM f;
SELECT is(pg_temp.cuenta(), 'valor 3000.50, pagado 1500.00, retenido 30.25, descuentos 20.00, glosa aceptada 300.25, notas crédito 0.00, saldo 1150.00, diferencia 0.00: adds up',
    'value = paid + withheld + discounts + accepted glosa + credit notes + balance');
SELECT is((SELECT saldo FROM cartera.factura), 1150.00, 'the balance is that of the invoice');

-- The statement is read from the documents: a wrong projection shows as a difference.
SET LOCAL session_replication_role = replica;
SAVEPOINT danio;
UPDATE cartera.factura SET pagado = pagado - 1;
SELECT is((SELECT valor FROM f, conciliacion.estado_cuenta_factura(1, f.id) WHERE concepto = 'diferencia'), -1.00, 'a wrong total is a difference');
SELECT isnt_empty('SELECT * FROM conciliacion.verificar(1)', 'which verificar() finds too');
ROLLBACK TO danio;
SET LOCAL session_replication_role = origin;
SELECT is_empty('SELECT * FROM conciliacion.verificar(1)', 'and nothing else is wrong');

SELECT throws_ok('SELECT * FROM conciliacion.estado_cuenta_factura(1, 987654)', 'KG006', NULL, 'an invoice that does not exist');
SELECT throws_ok('SELECT * FROM conciliacion.estado_cuenta_factura(2, (SELECT id FROM f))', 'KG006', NULL, 'nor that of another provider');
SELECT * FROM finish();
ROLLBACK;
