-- Payments applied later, undone one application at a time, annulled with what hangs from them; advances amortised.
BEGIN;
SELECT plan(74);
\ir comun/imputacion.sql
SELECT conciliacion.crear_cuenta_corriente(1, i) > 0 AS cuenta FROM generate_series(7, 9) i;

-- ---- aplicar_pago ----------------------------------------------------------------------------------------------
SELECT pg_temp.factura('F1', '{200}'), pg_temp.factura('F2', '{100,100}', '{7,8}'), pg_temp.factura('AJENA', '{100}', pagador => 2);
SELECT pg_temp.pagar('A1', 300);
SELECT is(pg_temp.disponible('A1'), 300.00, 'nothing applied: all of it stays in favour');
CREATE TEMP TABLE antes AS SELECT pg_temp.foto() AS foto;
SELECT throws_ok(t.sql, t.codigo, NULL, t.nombre) FROM (VALUES
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 200.01, fecha => '2025-02-02')$$, 'KG004', 'more than the balance'),
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 0, fecha => '2025-02-02')$$, 'KG004', 'nothing'),
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), -1, fecha => '2025-02-02')$$, 'KG004', 'LED-03: less than nothing'),
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 10, 5, fecha => '2025-02-02')$$, 'KG004', 'a withholding that the payment does not have'),
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 10, 0, 5, fecha => '2025-02-02')$$, 'KG004', 'nor a discount'),
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 10, fecha => '2025-01-31')$$, '22023', 'before it was received'),
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 10, fecha => current_date + 1)$$, '22023', 'in the future'),
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('AJENA'), 10, fecha => '2025-02-02')$$, 'KG006', 'the invoice of another payer'),
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), 999999, 10, fecha => '2025-02-02')$$, 'KG006', 'no such invoice'),
    ($$SELECT conciliacion.aplicar_pago(1, 999999, pg_temp.f('F1'), 10, fecha => '2025-02-02')$$, 'KG006', 'no such payment'),
    ($$SELECT conciliacion.aplicar_pago(2, pg_temp.p('A1'), pg_temp.f('F1'), 10, fecha => '2025-02-02')$$, 'KG006', 'the payment of another provider'),
    ($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), NULL, fecha => '2025-02-02')$$, '22004', 'no amount')) t(sql, codigo, nombre);
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'what was refused changed nothing');
SELECT ok(conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 120, fecha => '2025-02-02') > 0, 'in part');
SELECT ok(conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 80, fecha => '2025-02-03') > 0, 'and the rest');
SELECT is(pg_temp.saldo('F1') || ' ' || pg_temp.disponible('A1'), '0.00 100.00', 'paid; 100 stays in favour');
SELECT throws_ok($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F2'), 100.01, fecha => '2025-02-03')$$, 'KG004', NULL,
    'more than what is left of the payment');

-- ---- desaplicar_pago ---------------------------------------------------------------------------------------------
SELECT throws_ok(t.sql, t.codigo, NULL, t.nombre) FROM (VALUES
    ($$SELECT conciliacion.desaplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), NULL, '2025-02-05')$$, 'KG003', 'a reason is needed'),
    ($$SELECT conciliacion.desaplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), E' \n', '2025-02-05')$$, 'KG003', 'blanks are not a reason'),
    ($$SELECT conciliacion.desaplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F2'), 'x', '2025-02-05')$$, 'KG006', 'it was not applied there'),
    ($$SELECT conciliacion.desaplicar_pago(1, 999999, pg_temp.f('F1'), 'x', '2025-02-05')$$, 'KG006', 'no such payment'),
    ($$SELECT conciliacion.desaplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 'x', '2025-02-02')$$, '22023', 'before it was applied'),
    ($$SELECT conciliacion.desaplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 'x', current_date + 1)$$, '22023', 'in the future'),
    ($$SELECT conciliacion.desaplicar_pago(1, NULL, pg_temp.f('F1'), 'x', '2025-02-05')$$, '22004', 'no payment'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id)
       SELECT prestador_id, pago_id, factura_id, -valor, '2025-02-05', aplicacion_id FROM cartera.pago_aplicacion WHERE valor = 80$$,
        'KG003', 'nor does a plain INSERT without reason pass')) t(sql, codigo, nombre);
SELECT is(conciliacion.desaplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 'error', '2025-02-05',
        (SELECT aplicacion_id FROM cartera.pago_aplicacion WHERE valor = 80)), 180.00, 'one application alone');
SELECT is(pg_temp.saldo('F1'), 80.00, 'the other stays');
SELECT throws_ok($$SELECT conciliacion.desaplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 'x', '2025-02-05',
    (SELECT aplicacion_id FROM cartera.pago_aplicacion WHERE valor = 80))$$, 'KG001', NULL, 'LED-13: a reversal can be made once');
SELECT throws_ok($$SELECT conciliacion.desaplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 'x', '2025-02-05',
    (SELECT aplicacion_id FROM cartera.pago_aplicacion WHERE valor = -80))$$, 'KG001', NULL, 'and is not itself reversed');
SELECT is(conciliacion.desaplicar_pago(1, pg_temp.p('A1'), pg_temp.f('F1'), 'error', '2025-02-05'), 300.00, 'all that is applied to the invoice');
SELECT is((SELECT string_agg(valor || coalesce(' ' || motivo, ''), ', ' ORDER BY aplicacion_id) FROM cartera.pago_aplicacion WHERE factura_id = pg_temp.f('F1')),
    '120.00, 80.00, -80.00 error, -120.00 error', 'history keeps them all');
SELECT is(pg_temp.estado('F1'), 'facturada: facturada 0.00', 'the invoice is as before');

-- ---- what is imputed does not leave ----------------------------------------------------------------------------------
SELECT pg_temp.pagar('B1', 120, 'F2=120'), pg_temp.pagar('B2', 80, 'F2=80');
SELECT pg_temp.imputar('F2', profesional => 7), pg_temp.imputar('F2', profesional => 8);
SELECT is(pg_temp.pista($$SELECT conciliacion.desaplicar_pago(1, pg_temp.p('B2'), pg_temp.f('F2'), 'x', '2025-03-01')$$),
    format('KG004 | Annul its liquidaciones first. | Invoice: %s; imputed: 200.00; net that would remain: 120.00; difference: 80.00.', pg_temp.f('F2')),
    'refused, with the amounts');
SELECT is(pg_temp.pista($$SELECT conciliacion.anular_pago(1, pg_temp.p('B2'), 'x', fecha => '2025-03-01')$$),
    format('KG001 | Undo it first, or ask for it with revertir => true. | Applied to invoices: F2: 80.00; imputed in liquidaciones: %s, %s.',
        (SELECT max(liquidacion_id) FROM cartera.liquidacion), (SELECT min(liquidacion_id) FROM cartera.liquidacion)),
    'an annulment is refused with the list of what hangs');
SELECT is(conciliacion.anular_liquidacion(1, (SELECT max(liquidacion_id) FROM cartera.liquidacion), 'se deshace', '2025-03-01')::text, 'anulada', 'its liquidacion annulled');
SELECT is(conciliacion.desaplicar_pago(1, pg_temp.p('B2'), pg_temp.f('F2'), 'x', '2025-03-01'), 80.00, 'then it can');
SELECT is(pg_temp.estado('F2'), 'parcialmente_imputada: pagada 100.00, facturada 0.00', 'the other professional keeps his');

-- ---- anular_pago --------------------------------------------------------------------------------------------------
UPDATE antes SET foto = pg_temp.foto();
SELECT throws_ok(t.sql, t.codigo, NULL, t.nombre) FROM (VALUES
    ($$SELECT * FROM conciliacion.anular_pago(1, pg_temp.p('B2'), '', fecha => '2025-03-02')$$, 'KG003', 'a reason'),
    ($$SELECT * FROM conciliacion.anular_pago(1, 999999, 'x', fecha => '2025-03-02')$$, 'KG006', 'no such payment'),
    ($$SELECT * FROM conciliacion.anular_pago(2, pg_temp.p('B2'), 'x', fecha => '2025-03-02')$$, 'KG006', 'nor of another provider'),
    ($$SELECT * FROM conciliacion.anular_pago(1, pg_temp.p('B2'), 'x', fecha => '2025-02-28')$$, '22023', 'before its last act'),
    ($$SELECT * FROM conciliacion.anular_pago(1, pg_temp.p('B2'), 'x', fecha => current_date + 1)$$, '22023', 'in the future'),
    ($$SELECT * FROM conciliacion.anular_pago(1, NULL, 'x')$$, '22004', 'no payment'),
    ($$SELECT * FROM conciliacion.anular_pago(1, pg_temp.p('B1'), 'x', fecha => '2025-03-02')$$, 'KG001', 'one that is applied'),
    ($$INSERT INTO cartera.pago_anulacion (prestador_id, pago_id, fecha, motivo) VALUES (1, pg_temp.p('B1'), '2025-03-02', 'x')$$, 'KG001', 'not by INSERT either'),
    ($$INSERT INTO cartera.pago_anulacion (prestador_id, pago_id, fecha) VALUES (1, pg_temp.p('B2'), '2025-03-02')$$, 'KG003', 'nor without reason'),
    ($$INSERT INTO cartera.pago_anulacion (prestador_id, pago_id, fecha, motivo) VALUES (1, 999999, '2025-03-02', 'x')$$, 'KG006', 'nor of nothing'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia, anulado) VALUES (1, 1, 5, '2025-03-01', 'Z', true)$$, 'KG005', 'no payment is born annulled'),
    ($$UPDATE cartera.pago SET anulado = true$$, 'KG005', 'nor is it marked'),
    ($$UPDATE cartera.pago_anulacion SET motivo = 'y'$$, 'KG005', 'an annulment is not edited'),
    ($$DELETE FROM cartera.pago_anulacion$$, 'KG005', 'nor removed')) t(sql, codigo, nombre);
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'what was refused changed nothing');
SELECT results_eq($$SELECT que, id, factura_id, valor FROM conciliacion.anular_pago(1, pg_temp.p('B2'), 'cheque devuelto', fecha => '2025-03-02')$$,
    $$VALUES ('pago', pg_temp.p('B2'), NULL::bigint, 0.00)$$, 'one with nothing applied is annulled');
SELECT is((SELECT format('%s %s %s', anulado, aplicado, disponible) FROM cartera.pago WHERE referencia = 'B2'), 't 0.00 0.00', 'and nothing of it is available');
SELECT throws_ok($$SELECT * FROM conciliacion.anular_pago(1, pg_temp.p('B2'), 'x', fecha => '2025-03-02')$$, 'KG001', NULL, 'once');
SELECT throws_ok($$SELECT conciliacion.aplicar_pago(1, pg_temp.p('B2'), pg_temp.f('F2'), 1, fecha => '2025-03-02')$$, 'KG001', NULL, 'it is not applied any more');
SELECT throws_ok($$SELECT * FROM conciliacion.amortizar_anticipo(1, pg_temp.p('B2'), fecha => '2025-03-02')$$, 'KG001', NULL, 'nor amortised');
SELECT throws_ok($$SELECT pg_temp.pagar('B2', 80, 'F2=80')$$, 'KG007', NULL, 'nor does it come back with its reference');

-- revertir: applications and the liquidaciones that its money no longer covers, the newest first
SELECT pg_temp.factura('F3', '{100,100,100}', '{7,8,9}'), pg_temp.factura('F4', '{50}');
SELECT pg_temp.pagar('C1', 200, 'F3=200', '2025-02-01'), pg_temp.pagar('C2', 150, 'F3=100,F4=50', '2025-02-01');
SELECT pg_temp.imputar('F3', profesional => 7), pg_temp.imputar('F3', profesional => 8), pg_temp.imputar('F3', profesional => 9);
SELECT results_eq($$SELECT que, factura_id, valor FROM conciliacion.anular_pago(1, pg_temp.p('C2'), 'sin fondos', true, '2025-03-03')$$,
    $$VALUES ('liquidacion', pg_temp.f('F3'), -100.00), ('aplicacion', pg_temp.f('F3'), -100.00), ('aplicacion', pg_temp.f('F4'), -50.00), ('pago', NULL, 0.00)$$,
    'on request, what hangs goes with it');
SELECT is(pg_temp.estado('F3') || '; ' || pg_temp.saldo('F4'), 'parcialmente_imputada: pagada 100.00, pagada 100.00, facturada 0.00; 50.00',
    'as few liquidaciones as needed, the newest first');
SELECT is((SELECT string_agg(motivo, ', ') FROM cartera.liquidacion_evento WHERE evento = 'anular' AND liquidacion_id = (SELECT max(liquidacion_id) FROM cartera.liquidacion)),
    'sin fondos', 'with its reason');
SELECT is(conciliacion.ordenar_pago(1, array_agg(liquidacion_id), '2025-03-04') > 0, true, 'the others are ordered')
  FROM cartera.liquidacion WHERE factura_id = pg_temp.f('F3') AND estado = 'pendiente';
UPDATE antes SET foto = pg_temp.foto();
SELECT is(pg_temp.pista($$SELECT * FROM conciliacion.anular_pago(1, pg_temp.p('C1'), 'x', true, '2025-03-05')$$),
    format('KG004 |  | Invoice: %s; ordered or paid: 200.00; net that would remain: 0.00; difference: 200.00.', pg_temp.f('F3')),
    'what is ordered to professionals is not undone from the payer');
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'and nothing is half undone');

-- ---- advances ---------------------------------------------------------------------------------------------------------
SELECT pg_temp.factura('I' || i, ARRAY[v], pagador => 2) FROM (VALUES (1, 4.50), (2, 5.50), (3, 20)) t(i, v);
SELECT conciliacion.aceptar_factura(1, pg_temp.f('I' || i), 'de acuerdo', '2025-01-20') FROM generate_series(1, 2) i;
SELECT pg_temp.pagar('ADV', 7, pagador => 2, fecha => '2025-02-03');
SELECT throws_ok($$SELECT * FROM conciliacion.amortizar_anticipo(1, pg_temp.p('ADV'),
    jsonb_build_array(jsonb_build_object('factura_id', pg_temp.f('I3'), 'valor', 7.01)), '2025-02-04')$$, 'KG004', NULL, 'no more than the advance');
SELECT throws_ok($$SELECT * FROM conciliacion.amortizar_anticipo(1, 999999)$$, 'KG006', NULL, 'no such advance');
SELECT throws_ok($$SELECT * FROM conciliacion.amortizar_anticipo(1, pg_temp.p('ADV'), '[]', NULL)$$, '22004', NULL, 'no date');
SELECT results_eq($$SELECT factura_id, valor FROM conciliacion.amortizar_anticipo(1, pg_temp.p('ADV'), fecha => '2025-02-04')$$,
    $$VALUES (pg_temp.f('I1'), 4.50), (pg_temp.f('I2'), 2.50)$$, 'ALLOC-26: oldest first, then by id; the result says in which order');
SELECT is_empty($$SELECT * FROM conciliacion.amortizar_anticipo(1, pg_temp.p('ADV'), fecha => '2025-02-04')$$, 'nothing is left to amortise');
SELECT is(conciliacion.desaplicar_pago(1, pg_temp.p('ADV'), pg_temp.f('I1'), 'error', '2025-02-05'), 4.50, 'ALLOC-07: an advance is un-amortised line by line');
SELECT results_eq($$SELECT factura_id, valor FROM conciliacion.amortizar_anticipo(1, pg_temp.p('ADV'),
    jsonb_build_array(jsonb_build_object('factura_id', pg_temp.f('I3'), 'valor', '4.00')), '2025-02-06')$$,
    $$VALUES (pg_temp.f('I3'), 4.00)$$, 'or to the invoices given');
SELECT is(pg_temp.disponible('ADV'), 0.50, 'the rest stays in favour');

SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');
SELECT * FROM finish();
ROLLBACK;
