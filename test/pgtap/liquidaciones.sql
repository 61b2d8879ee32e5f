-- Liquidaciones already made: annulled while nobody was paid, ordered, paid whole; lists, statements and printed forms.
-- Quoted sentences are of the guide "Pago de honorarios".
BEGIN;
SELECT plan(103);
\ir comun/imputacion.sql
SELECT conciliacion.crear_cuenta_corriente(1, i) > 0 AS cuenta FROM generate_series(7, 9) i;
CREATE FUNCTION pg_temp.l(n text, profesional bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT max(liquidacion_id) FROM cartera.liquidacion WHERE factura_id = pg_temp.f(n) AND profesional_id = profesional $$;

-- ---- annulment gives back exactly what there was ------------------------------------------------------------------
SELECT pg_temp.factura('A', '{100,100,100,100,100}', '{7,8}', '10.5%'), pg_temp.factura('B', '{90}', '{7}');
SELECT pg_temp.pagar('PA', 350, 'A=350');
CREATE TEMP TABLE previo AS SELECT * FROM pg_temp.proyecciones() x;
SELECT is(cardinality(pg_temp.imputar('A', '[{"linea":2,"accion":"debitado","comentario":"falta firma"},
    {"linea":3,"accion":"pagado","monto":"20.00","comentario":"convenio"},{"linea":5,"accion":"pendiente"}]')), 2,
    'paid, debited, paid in part, pending');
SELECT is(pg_temp.estado('A'), 'parcialmente_imputada: pagada 90.50, debitada 0.00, pagada_parcial 20.00, pagada 90.50, facturada 0.00', 'imputed');
CREATE TEMP TABLE antes AS SELECT pg_temp.foto() AS foto;
SELECT throws_ok(t.sql, t.codigo, NULL, t.nombre) FROM (VALUES
    ($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('A', 7), NULL, '2025-02-11')$$, 'KG003', 'a reason is needed'),
    ($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('A', 7), E'\t ', '2025-02-11')$$, 'KG003', 'blanks are not one'),
    ($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('A', 7), 'x', '2025-02-09')$$, '22023', 'not before it was made'),
    ($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('A', 7), 'x', current_date + 1)$$, '22023', 'nor in the future'),
    ($$SELECT conciliacion.anular_liquidacion(1, 999999, 'x')$$, 'KG006', 'no such liquidacion'),
    ($$SELECT conciliacion.anular_liquidacion(2, pg_temp.l('A', 7), 'x')$$, 'KG006', 'nor of another provider'),
    ($$SELECT conciliacion.anular_liquidacion(1, NULL, 'x')$$, '22004', 'nor of nothing'),
    ($$INSERT INTO cartera.liquidacion_evento SELECT * FROM cartera.liquidacion_evento$$, 'KG005', 'its history is not written'),
    ($$UPDATE cartera.liquidacion_evento SET motivo = 'y'$$, 'KG005', 'nor edited'),
    ($$DELETE FROM cartera.liquidacion_evento$$, 'KG005', 'nor removed'),
    ($$INSERT INTO cartera.orden_pago (prestador_id, fecha, estado, liquidaciones, total, ultima_fecha, registrado_en, usuario)
       VALUES (1, '2025-02-11', 'pagada', 1, 1, '2025-02-11', now(), 'x')$$, 'KG005', 'nor an order'),
    ($$INSERT INTO cartera.orden_pago_linea VALUES (1, 1, 1, 1)$$, 'KG005', 'nor its lines')) t(sql, codigo, nombre);
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'what was refused changed nothing');
SELECT is(conciliacion.anular_liquidacion(1, pg_temp.l('A', 8), 'mal imputada', '2025-02-11')::text, 'anulada', 'annulled');
SELECT is(pg_temp.estado('A'), 'parcialmente_imputada: pagada 90.50, facturada 0.00, pagada_parcial 20.00, facturada 0.00, facturada 0.00',
    'her lines are open again, his are not touched');
SELECT is(conciliacion.anular_liquidacion(1, pg_temp.l('A', 7), 'mal imputada', '2025-02-11')::text, 'anulada', 'the other one');
SELECT results_eq('SELECT x FROM pg_temp.proyecciones() x ORDER BY x COLLATE "C"', 'SELECT x FROM previo ORDER BY x COLLATE "C"',
    'imputation, then annulment: every row as before');
SELECT is((SELECT string_agg(format('%s %s %s', clase, importe, concepto), '; ' ORDER BY movimiento_id) FROM cartera.cuenta_movimiento
            WHERE liquidacion_id = pg_temp.l('A', 8)),
    'liquidacion 67.87 Liquidación de la factura A; anulacion -67.87 Anulación: Liquidación de la factura A', 'the account has both movements');
SELECT is((SELECT string_agg(format('%s %s %s %s', secuencia, evento, estado, coalesce(motivo, '-')), '; ' ORDER BY secuencia)
             FROM cartera.liquidacion_evento WHERE liquidacion_id = pg_temp.l('A', 8)),
    '1 liquidar pendiente -; 2 anular anulada mal imputada', 'and its history both acts');
SELECT is((SELECT count(*) FROM cartera.liquidacion_linea WHERE liquidacion_id = pg_temp.l('A', 8)), 2::bigint, 'nothing of it was removed');
SELECT throws_ok($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('A', 8), 'x', '2025-02-12')$$, 'KG001', NULL, 'LED-13: once');
SELECT throws_ok($$SELECT pg_temp.imputar('A', '[{"linea":5,"accion":"pendiente"}]', fecha => '2025-02-10')$$, '22023', NULL,
    'what follows is not dated before the annulment');
SELECT is(cardinality(pg_temp.imputar('A', '[{"linea":4,"accion":"pendiente"},{"linea":5,"accion":"pendiente"}]', fecha => '2025-02-12')), 2, 'and it is imputed again');
SELECT is(pg_temp.estado('A'), 'parcialmente_imputada: pagada 90.50, pagada 90.50, pagada 90.49, facturada 0.00, facturada 0.00',
    'otherwise than the first time; the net of the three, shared');

-- ---- lines that were acted on after the debit, and lines in two liquidaciones ---------------------------------------
SELECT pg_temp.factura('M', '{100,100}', '{7}');
SELECT pg_temp.pagar('PM', 100, 'M=100');
SELECT pg_temp.imputar('M', '[{"linea":2,"accion":"debitado","comentario":"falta firma"}]');
SELECT conciliacion.marcar_prestacion(1, pg_temp.f('M'), 2, 'a_refacturar', 'firmada', '2025-02-15');
SELECT is(pg_temp.pista($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('M', 7), 'x', '2025-02-16')$$),
    'KG001 | Take its mark away first: conciliacion.marcar_prestacion, to debitada. | Line: 2; state: a_refacturar.', 'a line marked to be billed again holds it');
SELECT conciliacion.marcar_prestacion(1, pg_temp.f('M'), 2, 'debitada', 'no', '2025-02-16');
SELECT is(conciliacion.anular_liquidacion(1, pg_temp.l('M', 7), 'x', '2025-02-16')::text, 'anulada', 'without the mark it may be annulled');
SELECT is(pg_temp.estado('M'), 'lista_para_imputar: facturada 0.00, facturada 0.00', '"Lista para imputar" again');
SELECT pg_temp.imputar('M', '[{"linea":2,"accion":"debitado","comentario":"falta firma"}]', fecha => '2025-02-17');
SELECT conciliacion.marcar_prestacion(1, pg_temp.f('M'), 2, 'a_refacturar', 'firmada', '2025-02-18');
SELECT conciliacion.refacturar(1, pg_temp.f('M'), '{2}', 'M-2', '2025-02-19');
SELECT throws_ok($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('M', 7), 'x', '2025-02-20')$$, 'KG001', NULL, 'billed again, it cannot');

SELECT pg_temp.factura('G', '{100}', '{7}');
CREATE TEMP TABLE g AS SELECT conciliacion.formular_glosa(1, pg_temp.f('G'), 'FA0101', 40, 'mayor valor', 1, '2025-01-20') AS id;
SELECT conciliacion.notificar_glosas(1, pg_temp.f('G'), '2025-01-21', 'correo', 'acuse 1');
SELECT pg_temp.pagar('PG', 60, 'G=60'), pg_temp.imputar('G');
SELECT conciliacion.responder_glosa(1, g.id, 'RE9901', 0, 'no procede', '2025-01-25') FROM g;
SELECT conciliacion.decidir_glosa(1, g.id, 40, 'se levanta', '2025-01-28') FROM g;
SELECT pg_temp.pagar('PG2', 40, 'G=40', '2025-02-20');
CREATE TEMP TABLE previo_g AS SELECT * FROM pg_temp.proyecciones() x;
SELECT pg_temp.imputar('G', '[{"linea":1,"accion":"pagado","monto":"30.00","comentario":"convenio"}]', fecha => '2025-02-21');
SELECT is(pg_temp.estado('G'), 'imputada: pagada_parcial 90.00', 'a line in two liquidaciones');
SELECT matches(pg_temp.pista($$SELECT conciliacion.anular_liquidacion(1, (SELECT min(liquidacion_id) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('G')), 'x', '2025-02-22')$$),
    '^KG001 \| Annul the later one first\. \| Line: 1; liquidacion: \d+\.$', 'the first cannot go while the last closed the line');
SELECT is(conciliacion.anular_liquidacion(1, pg_temp.l('G', 7), 'x', '2025-02-22')::text, 'anulada', 'the last can');
SELECT results_eq('SELECT x FROM pg_temp.proyecciones() x ORDER BY x COLLATE "C"', 'SELECT x FROM previo_g ORDER BY x COLLATE "C"', 'row by row as before it');
SELECT is(conciliacion.anular_liquidacion(1, (SELECT min(liquidacion_id) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('G')), 'x', '2025-02-22')::text,
    'anulada', 'and then the first');
SELECT is(pg_temp.estado('G'), 'lista_para_imputar: facturada 0.00', 'nothing is left imputed');

-- ---- payment orders ---------------------------------------------------------------------------------------------------
SELECT pg_temp.factura('O', '{100,200,300}', '{7,8,9}');
SELECT pg_temp.pagar('PO', 600, 'O=600'), pg_temp.imputar('O');
UPDATE antes SET foto = pg_temp.foto();
SELECT throws_ok(t.sql, t.codigo, NULL, t.nombre) FROM (VALUES
    ($$SELECT conciliacion.ordenar_pago(1, '{}', '2025-02-20')$$, '22023', 'an order of nothing'),
    ($$SELECT conciliacion.ordenar_pago(1, NULL, '2025-02-20')$$, '22004', 'no liquidaciones'),
    ($$SELECT conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('O', 7), NULL], '2025-02-20')$$, '22023', 'a null among them'),
    ($$SELECT conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('O', 7), pg_temp.l('O', 7)], '2025-02-20')$$, '22023', 'the same twice'),
    ($$SELECT conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('O', 7), 999999], '2025-02-20')$$, 'KG006', 'one that does not exist'),
    ($$SELECT conciliacion.ordenar_pago(2, ARRAY[pg_temp.l('O', 7)], '2025-02-20')$$, 'KG006', 'of another provider'),
    ($$SELECT conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('O', 7), pg_temp.l('A', 8), pg_temp.l('G', 7)], '2025-02-20')$$, 'KG001', 'one that is annulled'),
    ($$SELECT conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('O', 7)], '2025-02-09')$$, '22023', 'before it was made'),
    ($$SELECT conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('O', 7)], current_date + 1)$$, '22023', 'in the future'),
    ($$SELECT conciliacion.pagar_orden(1, 999999, '2025-02-20', 'T1')$$, 'KG006', 'no such order'),
    ($$SELECT conciliacion.anular_orden_pago(1, 999999, 'x')$$, 'KG006', 'nor to annul')) t(sql, codigo, nombre);
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'LED-02: all or none; what was refused changed nothing');
CREATE TEMP TABLE o (n int, id bigint);
INSERT INTO o SELECT 1, conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('O', 9), pg_temp.l('O', 7)], '2025-02-20');
SELECT is((SELECT format('%s %s %s', estado, liquidaciones, total) FROM cartera.orden_pago), 'pendiente 2 300.00', 'an order over two professionals');
SELECT is((SELECT string_agg(estado::text, ' ' ORDER BY profesional_id) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('O')),
    'en_orden_pago pendiente en_orden_pago', 'they are in it');
SELECT is(pg_temp.pista($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('O', 7), 'x', '2025-02-21')$$),
    format('KG001 | Annul the order first: conciliacion.anular_orden_pago. | Liquidacion: %s; order: %s; act: anular.', pg_temp.l('O', 7), (SELECT id FROM o)),
    'a liquidacion in an order is not annulled');
SELECT throws_ok($$SELECT conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('O', 8), pg_temp.l('O', 7)], '2025-02-21')$$, 'KG001', NULL, 'nor is it in two orders');
SELECT throws_ok(t.sql, t.codigo, NULL, t.nombre) FROM (VALUES
    ($$SELECT conciliacion.anular_orden_pago(1, (SELECT id FROM o), NULL, '2025-02-21')$$, 'KG003', 'its annulment needs a reason'),
    ($$SELECT conciliacion.anular_orden_pago(1, (SELECT id FROM o), 'x', '2025-02-19')$$, '22023', 'not before the order'),
    ($$SELECT conciliacion.pagar_orden(1, (SELECT id FROM o), '2025-02-19', 'T1')$$, '22023', 'nor is it paid before'),
    ($$SELECT conciliacion.pagar_orden(1, (SELECT id FROM o), '2025-02-21', ' ')$$, '22023', 'nor without reference'),
    ($$SELECT conciliacion.pagar_orden(1, (SELECT id FROM o), current_date + 1, 'T1')$$, '22023', 'nor in the future'),
    ($$SELECT conciliacion.pagar_orden(1, (SELECT id FROM o), NULL, 'T1')$$, '22004', 'nor without date')) t(sql, codigo, nombre);
SELECT is(conciliacion.anular_orden_pago(1, (SELECT id FROM o), 'falta una', '2025-02-21')::text, 'anulada', 'an order not paid is annulled');
SELECT is((SELECT string_agg(estado || coalesce(' ' || orden_pago_id, ''), ', ' ORDER BY profesional_id) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('O')),
    'pendiente, pendiente, pendiente', 'and its liquidaciones are pending again');
SELECT throws_ok($$SELECT conciliacion.pagar_orden(1, (SELECT id FROM o), '2025-02-22', 'T1')$$, 'KG001', NULL, 'an annulled order is not paid');
SELECT throws_ok($$SELECT conciliacion.anular_orden_pago(1, (SELECT id FROM o), 'x', '2025-02-22')$$, 'KG001', NULL, 'nor annulled twice');
INSERT INTO o SELECT 2, conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('O', 7), pg_temp.l('O', 8), pg_temp.l('O', 9)], '2025-02-22');
SELECT is(conciliacion.pagar_orden(1, (SELECT id FROM o WHERE n = 2), '2025-02-23', 'TR-1')::text, 'pagada', 'paid whole');
SELECT is((SELECT string_agg(DISTINCT estado::text, ' ') FROM cartera.liquidacion WHERE factura_id = pg_temp.f('O')), 'pagada', 'every one of them');
UPDATE antes SET foto = pg_temp.foto();
SELECT is(conciliacion.pagar_orden(1, (SELECT id FROM o WHERE n = 2), '2025-02-23', 'TR-1')::text, 'pagada', 'told again, it is the same payment');
SELECT throws_ok($$SELECT conciliacion.pagar_orden(1, (SELECT id FROM o WHERE n = 2), '2025-02-24', 'TR-2')$$, 'KG001', NULL, 'another payment is refused');
SELECT throws_ok($$SELECT conciliacion.anular_orden_pago(1, (SELECT id FROM o WHERE n = 2), 'x', '2025-02-24')$$, 'KG001', NULL, 'a paid order is not annulled');
SELECT throws_ok($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('O', 7), 'x', '2025-02-24')$$, 'KG001', NULL,
    '"Las liquidaciones que se pueden anular son aquellas que aún no fueron pagadas al profesional" (IMP-05)');
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'nothing changed');
SELECT is((SELECT string_agg(format('%s %s %s', evento, estado, coalesce(orden_pago_id - (SELECT min(id) FROM o) + 1, 0)), '; ' ORDER BY secuencia)
             FROM cartera.liquidacion_evento WHERE liquidacion_id = pg_temp.l('O', 7)),
    'liquidar pendiente 0; ordenar en_orden_pago 1; liberar pendiente 1; ordenar en_orden_pago 2; pagar pagada 2', 'the whole life of one');
SELECT pg_temp.factura('CERO', '{100}', '{9}'), pg_temp.pagar('PC', 10, 'CERO=10');
SELECT pg_temp.imputar('CERO', '[{"linea":1,"accion":"debitado","comentario":"no convenida"}]');
INSERT INTO o SELECT 3, conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('CERO', 9)], '2025-02-24');
SELECT is(conciliacion.pagar_orden(1, (SELECT id FROM o WHERE n = 3), '2025-02-24', 'sin pago')::text, 'pagada', 'a liquidacion of debits alone leaves the pending list at zero');

-- ---- lists ------------------------------------------------------------------------------------------------------------
SELECT results_eq($$SELECT liquidacion_id, profesional, factura, pagador, imputado, retenido, liquido FROM conciliacion.liquidaciones_pendientes(1)$$,
    $$VALUES (pg_temp.l('A', 7), 'Ana', 'A', 'Obra social', 180.99, 45.25, 135.74), (pg_temp.l('A', 8), 'Luis', 'A', 'Obra social', 90.50, 22.63, 67.87),
             (pg_temp.l('M', 7), 'Ana', 'M', 'Obra social', 100.00, 25.00, 75.00)$$,
    '"Liquidaciones pendientes: son liquidaciones hechas y que aún no se genera la orden de pago"');
SELECT is((SELECT count(*) FROM conciliacion.liquidaciones_pendientes(1, 8)), 1::bigint, 'of one professional');
SELECT is((SELECT count(*) FROM conciliacion.liquidaciones_pendientes(2)), 0::bigint, 'another provider has none');
SELECT pg_temp.factura('OTRA', '{50}', '{9}', pagador => 2), pg_temp.pagar('POT', 50, 'OTRA=50', pagador => 2), pg_temp.imputar('OTRA', fecha => '2025-03-01');
SELECT results_eq($$SELECT pagador, count(*) FROM conciliacion.liquidaciones_por_pagador(1) GROUP BY pagador ORDER BY 1$$,
    $$SELECT g.nombre, count(*) FROM cartera.liquidacion q JOIN cartera.factura f USING (prestador_id, factura_id) JOIN cartera.pagador g USING (pagador_id) GROUP BY 1 ORDER BY 1$$,
    '"Liquidaciones por obra social"');
SELECT is((SELECT string_agg(factura, ',') FROM conciliacion.liquidaciones_por_pagador(1, 2)), 'OTRA', 'of one of them');
SELECT results_eq($$SELECT factura, estado FROM conciliacion.historial_liquidaciones(1, 9, '2025-02-10', '2025-02-28')$$,
    $$VALUES ('O', 'pagada'), ('CERO', 'pagada')$$, '"Historial de liquidaciones. Permite filtrar por Profesional y por rango de fecha"');
SELECT is((SELECT count(*) FROM conciliacion.historial_liquidaciones(1)), (SELECT count(*) FROM cartera.liquidacion), 'without filters, all of them, annulled ones too');
SELECT is((SELECT count(*) FROM conciliacion.historial_liquidaciones(1, desde => '2025-03-01')), 1::bigint, 'from a date');
SELECT is((SELECT count(*) FROM conciliacion.historial_liquidaciones(1, hasta => '2025-02-09')), 0::bigint, 'up to a date');

-- ---- the current account ------------------------------------------------------------------------------------------------
SELECT results_eq($$SELECT orden, fecha, clase, importe, saldo FROM conciliacion.estado_cuenta_corriente(1, 9)$$,
    $$VALUES (0::bigint, NULL::date, 'saldo anterior', 0.00, 0.00), (1, '2025-02-10', 'liquidacion', 225.00, 225.00),
             (2, '2025-02-10', 'liquidacion', 0.00, 225.00), (3, '2025-02-23', 'pago', -225.00, 0.00), (4, '2025-02-24', 'pago', 0.00, 0.00),
             (5, '2025-03-01', 'liquidacion', 37.50, 37.50)$$, 'movements with their running balance');
SELECT results_eq($$SELECT fecha, clase, importe, saldo FROM conciliacion.estado_cuenta_corriente(1, 9, '2025-02-23', '2025-02-24')$$,
    $$VALUES ('2025-02-22'::date, 'saldo anterior', 225.00, 225.00), ('2025-02-23', 'pago', -225.00, 0.00), ('2025-02-24', 'pago', 0.00, 0.00)$$,
    'between dates, from the balance of the day before');
SELECT is((SELECT concepto FROM conciliacion.estado_cuenta_corriente(1, 9) WHERE orden = 3), format('Orden de pago %s, TR-1', (SELECT id FROM o WHERE n = 2)), 'which order paid');
SELECT is((SELECT saldo FROM conciliacion.estado_cuenta_corriente(1, 8) ORDER BY orden DESC LIMIT 1),
    (SELECT sum(liquido) FROM cartera.liquidacion WHERE profesional_id = 8 AND estado IN ('pendiente', 'en_orden_pago')), 'what is owed to a professional is what is not paid');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre) VALUES (1, 10, 'M10', 'Sin cuenta');
SELECT is(pg_temp.pista('SELECT * FROM conciliacion.estado_cuenta_corriente(1, 10)'),
    'KG006 | Create it: SELECT conciliacion.crear_cuenta_corriente(1, 10); | prestador_id: 1; profesional_id: 10.', '"la cuenta no existe"');
SELECT throws_ok('SELECT * FROM conciliacion.estado_cuenta_corriente(1, NULL)', '22004', NULL, 'nobody');

-- ---- what can still be imputed ------------------------------------------------------------------------------------------
SELECT results_eq($$SELECT pagado, neto_pagado, imputado, retenido, liquidado, disponible, queda_en_institucion FROM conciliacion.disponible_para_imputar(1, pg_temp.f('A'))$$,
    $$VALUES (350.00, 316.74, 271.49, 67.88, 203.61, 45.25, 113.13)$$,
    '"cada vez que se realiza alguna, el monto disminuye": what can be imputed, and what stays in the institution');
SELECT is((SELECT disponible FROM conciliacion.disponible_para_imputar(1, pg_temp.f('B'))), 0.00, 'of an invoice without payment');
SELECT throws_ok('SELECT * FROM conciliacion.disponible_para_imputar(1, 999999)', 'KG006', NULL, 'no such invoice');
SELECT is(disponible, (SELECT DISTINCT disponible FROM conciliacion.previsualizar_imputacion(1, pg_temp.f('A'), '[]')), 'the same that the preview says')
  FROM conciliacion.disponible_para_imputar(1, pg_temp.f('A'));

-- ---- printed forms -----------------------------------------------------------------------------------------------------
SELECT conciliacion.radicar_factura(1, 1, 'IMP', '2025-01-10', jsonb_build_array(
    jsonb_build_object('linea', 1, 'orden', 'O1', 'codigo', '890201', 'descripcion', E'<b>Consulta</b> & "más"\nLiquidación final 9.999,00', 'fecha', '2025-01-05',
        'paciente', 'CC 1', 'paciente_nombre', '<script>alert(1)</script>', 'valor', 1234.50, 'profesional_id', 8),
    jsonb_build_object('linea', 2, 'orden', 'O2', 'codigo', '890201', 'descripcion', 'Práctica', 'fecha', '2025-01-05',
        'paciente', 'CC 2', 'paciente_nombre', 'Paciente 2', 'valor', 100, 'profesional_id', 8)), convenio_id => 1);
SELECT pg_temp.pagar('PI', 1334.50, 'IMP=1334.50');
SELECT pg_temp.imputar('IMP', '[{"linea":2,"accion":"debitado","comentario":"falta <firma>"}]',
    retenciones => '[{"concepto":"Gestión & cobro","porcentaje":"17%"},{"concepto":"Ingresos brutos","porcentaje":"3.5%"}]');
SELECT is(conciliacion.liquidacion_texto(1, pg_temp.l('IMP', 8)), format(
'LIQUIDACIÓN DE HONORARIOS %s

Institución:            Sanatorio · 900
Profesional:            Luis · M8
Cuenta corriente:       8
Obra social o pagador:  Obra social
Factura:                IMP
Fecha:                  10/02/2025
Estado:                 Pendiente de pago
Comentario:             c

Prestaciones                                   facturado           imputado
--------------------------------------------------------------------------------------
   1  Orden O1 · 890201 <b>Consulta</b> & "más" Liquidación final 9.999,00 · <script>alert(1)</script> · 05/01/2025
                                                1.234,50           1.234,50  Pagado
   2  Orden O2 · 890201 Práctica · Paciente 2 · 05/01/2025
                                                  100,00               0,00  Debitado
      Motivo: falta <firma>
--------------------------------------------------------------------------------------
Monto imputado                                                     1.234,50
    Gestión & cobro, 17%%                              209,86
    Ingresos brutos, 3,5%%                              43,21
Monto de retención, 20,5%%                                           -253,07
--------------------------------------------------------------------------------------
Liquidación final                                                    981,43
', pg_temp.l('IMP', 8)), 'plain text: what was paid, debited and withheld; data cannot forge a line');
CREATE TEMP TABLE pagina AS SELECT conciliacion.liquidacion_html(1, pg_temp.l('IMP', 8)) AS h;
SELECT is((SELECT xpath('count(//tr)', xml)::text FROM (SELECT regexp_replace(regexp_replace(h, '^<!DOCTYPE html>', ''), '<(meta[^>]*)>', '<\1/>', 'g')::xml AS xml FROM pagina) x),
    '{8}', 'well formed: a heading, two lines, the imputed and withheld amounts, two concepts, the final amount');
SELECT ok(h LIKE '%&lt;script&gt;alert(1)&lt;/script&gt;%' AND h LIKE '%&lt;b&gt;Consulta&lt;/b&gt; &amp; &quot;más&quot;%' AND h !~ '<(script|b)>', 'escaped') FROM pagina;
SELECT ok(h !~* '(\msrc=|href|url\(|@import|http:|<script)', 'nothing from outside') FROM pagina;
SELECT ok(h ~ 'size: A4' AND h ~ 'break-inside: avoid' AND h ~ 'table-header-group', 'on A4, no row is cut, the heading repeated') FROM pagina;
SELECT ok(conciliacion.liquidacion_texto(1, pg_temp.l('O', 7)) ~ format('Pagada el 23/02/2025, orden de pago %s, referencia TR-1', (SELECT id FROM o WHERE n = 2)), 'a paid one says so');
SELECT ok(conciliacion.liquidacion_texto(1, pg_temp.l('G', 7)) ~ 'ANULADA el 22/02/2025: x', 'an annulled one says so');
SELECT throws_ok('SELECT conciliacion.liquidacion_texto(1, 999999)', 'KG006', NULL, 'no such liquidacion to print');
SELECT throws_ok('SELECT conciliacion.liquidacion_html(1, 999999)', 'KG006', NULL, 'nor as a page');

-- ---- the machines ----------------------------------------------------------------------------------------------------------
SELECT set_eq($$SELECT desde, evento, hacia FROM conciliacion.transiciones('liquidacion')$$,
    $$VALUES (NULL, 'liquidar', 'pendiente'), ('pendiente', 'ordenar', 'en_orden_pago'), ('en_orden_pago', 'pagar', 'pagada'),
             ('en_orden_pago', 'liberar', 'pendiente'), ('pendiente', 'anular', 'anulada')$$, 'the machine of a liquidacion');
SELECT set_eq($$SELECT desde, evento, hacia FROM conciliacion.transiciones('orden_pago')$$,
    $$VALUES (NULL, 'ordenar', 'pendiente'), ('pendiente', 'pagar', 'pagada'), ('pendiente', 'anular', 'anulada')$$, 'and of a payment order');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');

-- verificar() finds what is broken
SELECT pg_temp.pagar('PX', 5);
SET LOCAL session_replication_role = replica;
UPDATE cartera.pago SET anulado = true WHERE referencia = 'PX';
UPDATE cartera.liquidacion SET secuencia = 7 WHERE liquidacion_id = pg_temp.l('IMP', 8);
UPDATE cartera.liquidacion_evento SET evento = 'pagar' WHERE liquidacion_id = pg_temp.l('G', 7) AND secuencia = 2;
UPDATE cartera.cuenta_movimiento SET importe = importe + 1 WHERE clase = 'pago' AND liquidacion_id = pg_temp.l('O', 7);
UPDATE cartera.orden_pago SET total = total + 1 WHERE orden_pago_id = (SELECT id FROM o WHERE n = 2);
UPDATE cartera.orden_pago SET estado = 'pendiente' WHERE orden_pago_id = (SELECT id FROM o WHERE n = 3);
UPDATE cartera.liquidacion_linea SET linea = 77 WHERE liquidacion_id = pg_temp.l('A', 8) AND linea = 2;
DELETE FROM cartera.orden_pago_linea WHERE liquidacion_id = pg_temp.l('O', 8) AND orden_pago_id = (SELECT id FROM o WHERE n = 2);
SET LOCAL session_replication_role = origin;
SELECT set_eq('SELECT DISTINCT identidad FROM conciliacion._verificar_liquidaciones(1)', ARRAY[
    'pago: anulado = tiene anulación', 'liquidación: estado, orden y fecha = último acto',
    'liquidación: cada acto según la máquina', 'liquidación: sus líneas son de su factura y de su profesional', 'cuenta corriente: pagos = liquidaciones pagadas',
    'orden de pago: total = líquido de sus liquidaciones', 'orden de pago: se paga entera o no se paga',
    'liquidación: en una orden que la contiene'], 'what was altered is found');
SELECT * FROM finish();
ROLLBACK;
