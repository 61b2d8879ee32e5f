-- An invoice that the payer debited whole: it pays nothing for it, and its lines are debited all the same, to be billed
-- again or given up (guide "Pago de honorarios", cases 2 and 3; "incluyendo las prácticas que les fueron debitadas").
BEGIN;
SELECT plan(31);
\ir comun/imputacion.sql
SELECT conciliacion.crear_cuenta_corriente(1, i) > 0 AS cuenta FROM generate_series(7, 9) i;
SELECT pg_temp.factura('A', '{100}'), pg_temp.factura('B', '{50,30}', '{8,9}', '10.5%'), pg_temp.factura('C', '{20,10}'), pg_temp.factura('D', '{5}');
SELECT pg_temp.pagar('P', 100);

-- ---- nobody has said anything of it ------------------------------------------------------------------------------
SELECT throws_ok($$SELECT pg_temp.imputar('B')$$, 'KG001', NULL, 'what was not paid is not imputed');
SELECT throws_ok($$SELECT pg_temp.imputar('B', '[{"linea":1,"accion":"debitado","comentario":"firma"}]')$$, 'KG001', NULL, 'not a line of it');
SELECT throws_ok($$SELECT pg_temp.imputar('B', '[{"linea":1,"accion":"debitado"},{"linea":2,"accion":"debitado"}]')$$, 'KG003', NULL, 'a debit needs its comment');
SELECT throws_ok($$SELECT pg_temp.imputar('B', '[{"linea":1,"accion":"debitado","comentario":"x"},{"linea":2,"accion":"debitado","comentario":"x"}]', fecha => '2025-01-09')$$,
    '22023', NULL, 'nor is it debited before it was filed');
SELECT is_empty($$SELECT * FROM conciliacion.facturas_para_imputar(1)$$, 'nothing is listed');

-- ---- the payer's detail: it pays one invoice and debits the other --------------------------------------------------
SELECT is(conciliacion.cargar_detalle_pago(1, pg_temp.p('P'), '[{"numero":"A","pagado":100},
    {"numero":"B","linea":1,"debitado":50,"motivo":"sin firma"},{"numero":"B","linea":2,"debitado":30,"motivo":"no convenida"}]'), 3, 'one paid, the other debited');
SELECT results_eq($$SELECT numero, pagado, disponible, estado_imputacion FROM conciliacion.facturas_para_imputar(1)$$,
    $$VALUES ('A', 100.00, 100.00, 'lista_para_imputar'), ('B', 0.00, 0.00, 'facturada')$$, 'both wait for their imputation');
CREATE TEMP TABLE antes AS SELECT p FROM pg_temp.proyecciones() p;
SELECT is((SELECT string_agg(format('%s %s %s %s', linea, accion, imputado, quedaria), ', ' ORDER BY linea)
             FROM conciliacion.previsualizar_imputacion(1, pg_temp.f('B'), '[]', excepciones => conciliacion.excepciones_detalle(1, pg_temp.f('B')))),
    '1 debitado 0.00 0.00, 2 debitado 0.00 0.00', 'seen before');
SELECT is(cardinality(pg_temp.imputar('B', conciliacion.excepciones_detalle(1, pg_temp.f('B')))), 2, 'a liquidacion for each professional');
SELECT is(pg_temp.estado('B'), 'imputada: debitada 0.00, debitada 0.00', 'imputed: all of it debited');
SELECT is((SELECT string_agg(format('%s %s %s', imputado, retenido, liquido), ', ') FROM cartera.liquidacion WHERE factura_id = pg_temp.f('B')), '0.00 0.00 0.00, 0.00 0.00 0.00', 'of nothing');
SELECT ok(conciliacion.liquidacion_texto(1, (SELECT liquidacion_id FROM cartera.liquidacion WHERE profesional_id = 8)) ~ 'Debitado\s+Motivo: sin firma', 'and it tells why');
SELECT results_eq($$SELECT numero FROM conciliacion.facturas_para_imputar(1)$$, $$VALUES ('A')$$, 'it waits no more');
SELECT results_eq($$SELECT numero, linea, valor, motivo FROM conciliacion.por_refacturar(1)$$, $$VALUES ('B', 1, 50.00, 'sin firma'), ('B', 2, 30.00, 'no convenida')$$, 'the debits wait for a decision');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');

-- ---- annulled, it is as it was ---------------------------------------------------------------------------------------
SELECT is((SELECT string_agg(conciliacion.anular_liquidacion(1, liquidacion_id, 'error', '2025-02-10')::text, ' ') FROM cartera.liquidacion WHERE factura_id = pg_temp.f('B')),
    'anulada anulada', 'annulled');
SELECT set_eq('SELECT p FROM pg_temp.proyecciones() p', 'SELECT p FROM antes', 'every row as it was');
SELECT pg_temp.imputar('B', conciliacion.excepciones_detalle(1, pg_temp.f('B')));

-- ---- billed again, or given up -----------------------------------------------------------------------------------------
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.f('B'), 1, 'a_refacturar', 'ya firmada', '2025-02-20')::text, 'a_refacturar', 'the first is corrected');
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.f('B'), 2, 'debitada_permanente', 'no convenida', '2025-02-20')::text, 'debitada_permanente', 'the second is lost');
SELECT ok(conciliacion.refacturar(1, pg_temp.f('B'), NULL, 'B-2', '2025-02-21') > 0, 'and the first billed again');
SELECT is(pg_temp.saldo('B') || ' ' || pg_temp.saldo('B-2'), '0.00 50.00', 'owed once');

-- ---- by hand, in part, and paid later -----------------------------------------------------------------------------------
SELECT is(cardinality(pg_temp.imputar('C', '[{"linea":1,"accion":"debitado","comentario":"firma"},{"linea":2,"accion":"pendiente"}]')), 1, 'without a detail, by hand');
SELECT is(pg_temp.estado('C'), 'parcialmente_imputada: debitada 0.00, facturada 0.00', 'in part');
SELECT pg_temp.pagar('P2', 10, 'C=10', '2025-02-15'), pg_temp.imputar('C', fecha => '2025-02-16');
SELECT is(pg_temp.estado('C'), 'imputada: debitada 0.00, pagada 10.00', 'the rest, when it is paid');

-- ---- while it has liquidaciones in force it is neither returned nor annulled ------------------------------------------------
SELECT pg_temp.factura('E', '{5}'), pg_temp.imputar('E', '[{"linea":1,"accion":"debitado","comentario":"x"}]');
SELECT throws_ok($$SELECT conciliacion.anular_factura(1, pg_temp.f('E'), 'duplicada', '2025-02-11')$$, 'KG001', NULL, 'not annulled');
SELECT throws_ok($$SELECT conciliacion.rechazar_factura(1, pg_temp.f('E'), 'x', '{"oficio": "1"}', '2025-02-11')$$, 'KG001', NULL, 'nor rejected');
SELECT matches(pg_temp.pista($$SELECT conciliacion.anular_factura(1, pg_temp.f('E'), 'duplicada', '2025-02-11')$$), '^KG001 \| Annul them first', 'and it tells what to do');
SELECT is(conciliacion.anular_liquidacion(1, max(liquidacion_id), 'error', '2025-02-11')::text, 'anulada', 'without them') FROM cartera.liquidacion;
SELECT is(conciliacion.anular_factura(1, pg_temp.f('E'), 'duplicada', '2025-02-11')::text, 'anulada', 'it is');

-- ---- what was returned or annulled is not imputed --------------------------------------------------------------------------
SELECT conciliacion.anular_factura(1, pg_temp.f('D'), 'duplicada', '2025-02-02');
SELECT throws_ok($$SELECT pg_temp.imputar('D', '[{"linea":1,"accion":"debitado","comentario":"x"}]')$$, 'KG001', NULL, 'an invoice that was annulled');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');
SELECT * FROM finish();
ROLLBACK;
