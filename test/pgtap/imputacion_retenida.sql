-- What the payer withheld, or discounted, on the whole invoice extinguishes its debt and never came: the lines share what
-- did come, each in its proportion, without a sum by hand.
BEGIN;
SELECT plan(35);
\ir comun/imputacion.sql
SELECT conciliacion.crear_cuenta_corriente(1, i) > 0 AS cuenta FROM generate_series(7, 9) i;
CREATE FUNCTION pg_temp.retener(n text, valor numeric, retenido numeric, descuento numeric DEFAULT 0, referencia text DEFAULT NULL, fecha date DEFAULT '2025-02-01')
    RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.registrar_pago(1, 1, valor, fecha, coalesce(referencia, 'P' || n), jsonb_build_array(jsonb_build_object('factura_id', pg_temp.f(n),
        'valor', valor, 'retenido', retenido, 'descuento', descuento)), retenido, descuento)
$$;
CREATE FUNCTION pg_temp.excepciones(n text, profesional bigint DEFAULT NULL, dadas jsonb DEFAULT NULL) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(concat_ws(' ', e ->> 'linea', e ->> 'accion', e ->> 'monto'), ', ' ORDER BY (e ->> 'linea')::int)
      FROM jsonb_array_elements(conciliacion.excepciones_retenido(1, pg_temp.f(n), profesional, dadas)) e
$$;
CREATE FUNCTION pg_temp.queda(n text) RETURNS numeric LANGUAGE sql STABLE AS $$ SELECT disponible FROM conciliacion.disponible_para_imputar(1, pg_temp.f(n)) $$;

-- ---- the whole invoice, 2% withheld, VAT 10.5% ----------------------------------------------------------------------
SELECT pg_temp.factura('A', '{100,300,200}', '{7,8,7}', '10.5%'); SELECT pg_temp.retener('A', 588, 12);
SELECT throws_ok($$SELECT pg_temp.imputar('A')$$, 'KG004', NULL, 'what did not come is not imputed');
SELECT matches(pg_temp.pista($$SELECT pg_temp.imputar('A')$$), 'KG004 .*conciliacion.excepciones_retenido.* \| To impute: 542.99; available: 532.13; difference: 10.86.', 'the refusal tells how');
SELECT is(pg_temp.excepciones('A'), '1 pagado 88.69, 2 pagado 266.06, 3 pagado 177.38', 'each line in its proportion');
SELECT is(pg_temp.excepciones('A', 8), '2 pagado 266.06', 'those of one professional are the same');
SELECT matches(conciliacion.excepciones_retenido(1, pg_temp.f('A')) -> 0 ->> 'comentario', 'retenido o descontado por el pagador .*: 1.81 de 90.50', 'and they say why');
SELECT is(cardinality(pg_temp.imputar('A', conciliacion.excepciones_retenido(1, pg_temp.f('A')))), 2, 'imputed');
SELECT is(pg_temp.queda('A'), 0.00, 'to the last cent');
SELECT is((SELECT sum(imputado) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('A')), conciliacion.monto_neto(588, '10.5%'), 'what came, without VAT');
SELECT is(split_part(pg_temp.estado('A'), ':', 1), 'imputada', 'and the invoice is');

-- ---- with debits, payments in part and pending lines ------------------------------------------------------------------
SELECT pg_temp.factura('B', '{100,100,100,100}', '{7,8}'); SELECT pg_temp.retener('B', 240, 5, 5);
SELECT throws_ok($$SELECT pg_temp.excepciones('B')$$, 'KG004', NULL, 'what was debited was not withheld');
SELECT matches(pg_temp.pista($$SELECT pg_temp.excepciones('B')$$), 'Missing: 160.00; withheld or discounted, net of VAT: 10.00; difference: 150.00.', 'and it tells how much');
SELECT is(pg_temp.excepciones('B', NULL, '[{"linea":1,"accion":"debitado","comentario":"firma"},{"linea":2,"accion":"pagado","monto":50,"comentario":"tarifa"}]'),
    '1 debitado, 2 pagado 50.00, 3 pagado 95.00, 4 pagado 95.00', 'with the exceptions of other lines, those lines as given');
SELECT is(cardinality(pg_temp.imputar('B', conciliacion.excepciones_retenido(1, pg_temp.f('B'), NULL,
    '[{"linea":1,"accion":"debitado","comentario":"firma"},{"linea":2,"accion":"pagado","monto":50,"comentario":"tarifa"}]'))), 2, 'imputed');
SELECT is(pg_temp.queda('B'), 0.00, 'nothing is left');

-- ---- in two deliveries ---------------------------------------------------------------------------------------------------
SELECT pg_temp.factura('C', '{100,100,100}'); SELECT pg_temp.retener('C', 195, 5);
SELECT is(pg_temp.excepciones('C', NULL, '[{"linea":3,"accion":"pendiente"}]'), '1 pagado 97.50, 2 pagado 97.50, 3 pendiente', 'the first');
SELECT pg_temp.imputar('C', conciliacion.excepciones_retenido(1, pg_temp.f('C'), NULL, '[{"linea":3,"accion":"pendiente"}]'));
SELECT pg_temp.retener('C', 98, 2, referencia => 'PC2', fecha => '2025-02-15');
SELECT is(pg_temp.excepciones('C'), '3 pagado 98.00', 'the second');

-- ---- a line in dispute keeps its share -------------------------------------------------------------------------------------
SELECT pg_temp.factura('D', '{100,100}');
SELECT conciliacion.formular_glosa(1, pg_temp.f('D'), 'TA0201', 40, 'tarifa', 1, '2025-01-15') > 0 AS glosa;
SELECT pg_temp.retener('D', 152, 8);
SELECT is(pg_temp.excepciones('D'), '1 pendiente, 2 pagado 95.00', 'a payment in part would be final');

-- ---- nothing to share ---------------------------------------------------------------------------------------------------------
SELECT pg_temp.factura('E', '{10,20}'); SELECT pg_temp.pagar('PE', 30, 'E=30');
SELECT is(conciliacion.excepciones_retenido(1, pg_temp.f('E')), '[]'::jsonb, 'paid in full: no exceptions');
SELECT pg_temp.factura('F', '{10,20}'); SELECT pg_temp.pagar('PF', 20, 'F=20');
SELECT throws_ok($$SELECT pg_temp.excepciones('F')$$, 'KG004', NULL, 'paid in part, nothing withheld: never spread by itself');
SELECT pg_temp.factura('G', '{0.01,500}'); SELECT pg_temp.retener('G', 200, 300.01);
SELECT throws_ok($$SELECT pg_temp.excepciones('G')$$, 'KG004', NULL, 'a line whose share would be of nothing is told');
SELECT is(pg_temp.excepciones('G', NULL, '[{"linea":1,"accion":"debitado","comentario":"retenida entera"}]'), '1 debitado, 2 pagado 200.00', 'and decided by hand');
SELECT pg_temp.factura('H', '{10}');
SELECT throws_ok($$SELECT pg_temp.excepciones('H')$$, 'KG001', NULL, 'without a payment');
SELECT throws_ok($$SELECT conciliacion.excepciones_retenido(1, 999999)$$, 'KG006', NULL, 'an invoice that does not exist');
SELECT throws_ok($$SELECT conciliacion.excepciones_retenido(1, NULL)$$, '22004', NULL, 'or that is not given');
SELECT throws_ok($$SELECT conciliacion.excepciones_retenido(1, pg_temp.f('F'), 99)$$, 'KG006', NULL, 'a professional without services on it');
SELECT throws_ok($$SELECT pg_temp.excepciones('B', NULL, '[{"linea":9,"accion":"pendiente"}]')$$, 'KG006', NULL, 'a line that it has not');

-- ---- the payer's detail by invoices, not by lines -----------------------------------------------------------------------------
SELECT pg_temp.factura('M', '{100,300,200}', '{7,8,7}', '10.5%'), pg_temp.factura('N', '{40}');
INSERT INTO cartera.pago (prestador_id, pagador_id, valor, retenido, descuentos, fecha, referencia) VALUES (1, 1, 625, 12, 3, '2025-02-01', 'PM');
SELECT is(conciliacion.cargar_detalle_pago(1, pg_temp.p('PM'), conciliacion.detalle_de_csv(E'numero;pagado;retenido;descuento\nM;586;11;3\nN;39;1;\n')), 4,
    'what it paid, withheld and discounted of each invoice says what became of its lines');
SELECT is((SELECT string_agg(format('%s %s %s', pagado, retenido, descuento), ', ' ORDER BY factura_id, linea) FROM cartera.detalle_pago_linea WHERE pago_id = pg_temp.p('PM')),
    '97.67 1.83 0.50, 293.00 5.50 1.50, 195.33 3.67 1.00, 39.00 1.00 0.00', 'each line its share, to the cent');
SELECT is(cardinality(pg_temp.imputar('M', conciliacion.excepciones_detalle(1, pg_temp.f('M')))), 2, 'imputed by it');
SELECT is(pg_temp.queda('M') || ' ' || split_part(pg_temp.estado('M'), ':', 1), '0.00 imputada', 'to the last cent');
SELECT is(pg_temp.saldo('M') || ' ' || pg_temp.saldo('N'), '0.00 0.00', 'and nothing is owed');
SELECT pg_temp.factura('O', '{50,50}');
INSERT INTO cartera.pago (prestador_id, pagador_id, valor, retenido, fecha, referencia) VALUES (1, 1, 48, 2, '2025-02-01', 'PO');
SELECT throws_ok($$SELECT conciliacion.cargar_detalle_pago(1, pg_temp.p('PO'), '[{"numero": "O", "pagado": 48, "retenido": 2, "debitado": 50, "motivo": "x"}]')$$, 'KG004', NULL,
    'which line was debited is never guessed');
SELECT throws_ok($$SELECT conciliacion.cargar_detalle_pago(1, pg_temp.p('PO'), '[{"numero": "O", "pagado": 48, "retenido": 2, "pendiente": 50}]')$$, 'KG004', NULL, 'nor which was left pending');

-- ---- whatever the amounts, all of it and not a cent more -----------------------------------------------------------------------
SELECT setseed(0.7);
CREATE TEMP TABLE azar AS
SELECT i, pg_temp.factura('Z' || i, (SELECT array_agg((10 + random() * 500)::numeric(10,2)) FROM generate_series(1, 1 + i % 9)), '{7,8,9}', (ARRAY['0%', '10.5%', '21%'])[1 + i % 3])
         AS f FROM generate_series(1, 60) i;
SELECT pg_temp.retener('Z' || z.i, x.valor - r, r) FROM azar z JOIN cartera.factura x ON x.prestador_id = 1 AND x.factura_id = z.f, LATERAL (SELECT round(x.valor * z.i / 100, 2)) t(r);
SELECT is((SELECT sum(cardinality(pg_temp.imputar('Z' || i, conciliacion.excepciones_retenido(1, f)))) > 60 FROM azar), true, 'sixty invoices, from 1 to 60% withheld');
SELECT is_empty($$SELECT i, pg_temp.queda('Z' || i), pg_temp.estado('Z' || i) FROM azar WHERE pg_temp.queda('Z' || i) <> 0 OR pg_temp.estado('Z' || i) !~ '^imputada'
    UNION ALL SELECT NULL, NULL, identidad FROM conciliacion.verificar()$$, 'nothing left of any; every identity holds');
SELECT * FROM finish();
ROLLBACK;
