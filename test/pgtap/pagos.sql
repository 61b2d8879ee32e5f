-- Payments: registrar_pago, plain INSERT of payments and applications, oldest first, what is refused.
BEGIN;
SELECT plan(106);
SET search_path = public, pg_catalog;

-- The law of Res. 2284/2023, in force whatever the date of the service.
INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente)
VALUES ('PRUEBA', 'CO', 'CO', '2284', '[2011-01-19,)', 'Ley de prueba', 'prueba');
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente)
SELECT 'PRUEBA', acto, plazo, desde, al_vencer, causa, fuente FROM cartera.norma_plazo WHERE norma_id = 'CO-2284';
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (1, '900', 'Clínica'), (2, '901', 'Hospital');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'EPS Uno'), (2, '801', 'EPS Dos');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
VALUES (1, 1, 1, '[2020-01-01,)', 'PRUEBA'), (1, 2, 2, '[2020-01-01,)', 'PRUEBA'), (2, 3, 1, '[2020-01-01,)', 'PRUEBA');

-- An invoice of one line.
CREATE FUNCTION pg_temp.factura(prestador bigint, pagador bigint, convenio bigint, numero text, radicada date, valor numeric)
RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(prestador, pagador, numero::conciliacion.numero_factura, radicada,
        jsonb_build_array(jsonb_build_object('codigo', '890201', 'descripcion', 'Consulta', 'fecha', radicada,
            'paciente', 'CC 1', 'paciente_nombre', 'N', 'valor', valor)), convenio_id => convenio)
$$;
CREATE FUNCTION pg_temp.totales(f bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('%s %s %s saldo %s %s', pagado, retenido, descuentos, saldo, estado_imputacion)
      FROM cartera.factura WHERE factura_id = f
$$;
CREATE FUNCTION pg_temp.pago(r text) RETURNS text LANGUAGE sql AS $$
    SELECT format('%s = %s + %s', valor, aplicado, disponible) FROM cartera.pago WHERE referencia = r
$$;
CREATE FUNCTION pg_temp.id(r text) RETURNS bigint LANGUAGE sql AS $$ SELECT pago_id FROM cartera.pago WHERE referencia = r $$;
CREATE FUNCTION pg_temp.fid(n text) RETURNS bigint LANGUAGE sql AS $$
    SELECT factura_id FROM cartera.factura WHERE numero OPERATOR(conciliacion.=) n::conciliacion.numero_factura
$$;
CREATE FUNCTION pg_temp.foto() RETURNS text LANGUAGE sql AS $$
    SELECT md5(string_agg(x, E'\n' ORDER BY x)) FROM (
        SELECT f::text FROM cartera.factura f UNION ALL SELECT p::text FROM cartera.prestacion p
        UNION ALL SELECT p::text FROM cartera.pago p UNION ALL SELECT a::text FROM cartera.pago_aplicacion a) t(x)
$$;

SELECT pg_temp.factura(1, 1, 1, 'F1', '2025-01-10', 200.00);
SELECT pg_temp.factura(1, 1, 1, 'F2', '2025-01-12', 300.00);
SELECT pg_temp.factura(1, 2, 2, 'G1', '2025-01-10', 500.00);
SELECT pg_temp.factura(2, 1, 3, 'H1', '2025-01-10', 700.00);

-- Given applications: money, what was withheld and what was discounted extinguish debt
SELECT lives_ok($$SELECT conciliacion.registrar_pago(1, 1, 150, '2025-02-10', 'P1',
    format('[{"factura_id":%s,"valor":"100.00","retenido":"4.00","descuento":"1.50"},{"factura_id":%s,"valor":50}]',
           pg_temp.fid('F1'), pg_temp.fid('F2'))::jsonb, 4, 1.50)$$, 'a payment with its applications');
SELECT is(pg_temp.totales(pg_temp.fid('F1')), '100.00 4.00 1.50 saldo 94.50 lista_para_imputar',
    'value = paid + withheld + discounts + balance; ready to impute');
SELECT is(pg_temp.totales(pg_temp.fid('F2')), '50.00 0.00 0.00 saldo 250.00 lista_para_imputar', 'the other invoice');
SELECT is(pg_temp.pago('P1'), '150.00 = 150.00 + 0.00', 'payment = applied + available');
SELECT ok(usuario = current_user AND registrado_en IS NOT NULL AND retenido_aplicado = 4.00 AND descuentos_aplicado = 1.50,
    'who and when are recorded') FROM cartera.pago;
SELECT is((SELECT count(*) FROM cartera.pago_aplicacion WHERE fecha = '2025-02-10'), 2::bigint, 'applied on the date of the payment');

-- The same again
SELECT is(conciliacion.registrar_pago(1, 1, 150.00, '2025-02-10', 'P1',
    format('[{"factura_id":%s,"valor":"50"},{"descuento":1.5,"retenido":4,"factura_id":%s,"valor":100}]',
           pg_temp.fid('F2'), pg_temp.fid('F1'))::jsonb, 4.0, 1.5), pg_temp.id('P1'),
    'the same payment, in another order and format, is a no-op that returns its id');
SELECT is((SELECT count(*) FROM cartera.pago_aplicacion), 2::bigint, 'and applies nothing twice');

-- An advance: nothing applied
SELECT lives_ok($$SELECT conciliacion.registrar_pago(1, 1, 500, '2025-02-11', 'ANT', '[]')$$, 'an advance');
SELECT is(pg_temp.pago('ANT'), '500.00 = 0.00 + 500.00', 'it stays in favour of the payer');

-- Plain INSERT obeys the same rules
SELECT lives_ok($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 2, 300, '2025-02-12', 'Q1')$$,
    'a payment by INSERT');
SELECT is(pg_temp.pago('Q1'), '300.00 = 0.00 + 300.00', 'completed by its trigger');
SELECT lives_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha)
    VALUES (1, pg_temp.id('Q1'), pg_temp.fid('G1'), 120, '2025-02-13'), (1, pg_temp.id('Q1'), pg_temp.fid('G1'), 80, '2025-02-14')$$,
    'two applications by INSERT');
SELECT is(pg_temp.totales(pg_temp.fid('G1')), '200.00 0.00 0.00 saldo 300.00 lista_para_imputar', 'carried to the invoice');
SELECT is(pg_temp.pago('Q1'), '300.00 = 200.00 + 100.00', 'and to the payment');
SELECT lives_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha)
    SELECT 1, pg_temp.id('Q1'), pg_temp.fid('G1'), 1, '2025-02-14' WHERE false$$, 'no rows, nothing to judge');
SELECT throws_ok($$SELECT conciliacion.registrar_pago(1, 2, 300, '2025-02-12', 'Q1')$$, 'KG007', NULL,
    'a payment inserted without asking for oldest first is not the same as one that asks');

CREATE TEMP TABLE antes AS SELECT pg_temp.foto() AS foto;
SELECT throws_ok(replace(replace(replace(t.sql, '<F1>', pg_temp.fid('F1')::text), '<G1>', pg_temp.fid('G1')::text), '<H1>', pg_temp.fid('H1')::text),
                 t.codigo, NULL, t.nombre)
  FROM (VALUES
    ($$SELECT conciliacion.registrar_pago(1, 1, 151, '2025-02-10', 'P1', '[]')$$, 'KG007', 'same reference, without its withholding'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 500, '2025-02-12', 'ANT', '[]')$$, 'KG007', 'same reference, another date'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 501, '2025-02-11', 'ANT', '[]')$$, 'KG007', 'same reference, another value'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 500, '2025-02-11', 'ANT')$$, 'KG007', 'same reference, now to the oldest'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 500, '2025-02-11', 'ANT', '[{"factura_id":<F1>,"valor":1}]')$$, 'KG007', 'same reference, other applications'),
    ($$SELECT conciliacion.registrar_pago(1, 1, -1, '2025-02-10', 'X', '[]')$$, 'KG004', 'negative'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 0, '2025-02-10', 'X', '[]')$$, 'KG004', 'zero'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 'NaN', '2025-02-10', 'X', '[]')$$, 'KG004', 'not a number'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 'Infinity', '2025-02-10', 'X', '[]')$$, 'KG004', 'infinite'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 1.001, '2025-02-10', 'X', '[]')$$, 'KG004', 'a third decimal'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 1, '2025-02-10', 'X', '[]', -1)$$, 'KG004', 'negative withholding'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 1, '2025-02-10', 'X', NULL, 1)$$, 'KG004', 'withheld, without saying of what'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 1, '2025-02-10', 'X', NULL, 0, 1)$$, 'KG004', 'discounted, without saying of what'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 1, '2025-02-10', 'X', '[]', 1)$$, 'KG004', 'withheld and not applied'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":<F1>,"valor":"10.01"}]')$$, 'KG004', 'applications exceed the payment'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":<F1>,"valor":"5","retenido":1}]')$$, 'KG004', 'withheld in the application only'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":<F1>,"valor":"5","descuento":2}]', 0, 1)$$, 'KG004', 'discounts do not match'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":<F1>,"valor":"-5"}]')$$, 'KG004', 'a negative application'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 1000, '2025-02-10', 'X', '[{"factura_id":<F1>,"valor":"94.51"}]')$$, 'KG004', 'more than the balance'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 1000, '2025-02-10', 'X', '[{"factura_id":<F1>,"valor":"94"},{"factura_id":<F1>,"valor":"0.51"}]')$$, 'KG004', 'more than the balance in two goes'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 1000, '2025-02-10', 'X', '[{"factura_id":<F1>,"valor":"94","retenido":"0.51"}]', 0.51)$$, 'KG004', 'more than the balance counting what was withheld'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":<G1>,"valor":"5"}]')$$, 'KG006', 'the invoice of another payer'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":<H1>,"valor":"5"}]')$$, 'KG006', 'the invoice of another provider'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":999999,"valor":"5"}]')$$, 'KG006', 'no such invoice'),
    ($$SELECT conciliacion.registrar_pago(9, 1, 10, '2025-02-10', 'X', '[]')$$, 'KG006', 'no such provider'),
    ($$SELECT conciliacion.registrar_pago(1, 9, 10, '2025-02-10', 'X', '[]')$$, 'KG006', 'no such payer'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, current_date + 1, 'X', '[]')$$, '22023', 'a future payment'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, 'infinity', 'X', '[]')$$, '22023', 'no date'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', '  ', '[]')$$, '22023', 'a blank reference'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', NULL, '[]')$$, '22004', 'a null reference'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-01-09', 'X', '[{"factura_id":<F1>,"valor":"5"}]')$$, '22023', 'before the invoice was filed'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":<F1>,"importe":"5"}]')$$, '22023', 'a misspelt key'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":<F1>}]')$$, '22023', 'without amount'),
    ($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '{"factura_id":<F1>}')$$, '22023', 'not an array'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 2, -1, '2025-02-12', 'X')$$, 'KG004', 'INSERT: negative'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 2, 1.001, '2025-02-12', 'X')$$, 'KG004', 'INSERT: a third decimal is not rounded'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 2, 'NaN', '2025-02-12', 'X')$$, 'KG004', 'INSERT: not a number'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 9, 1, '2025-02-12', 'X')$$, 'KG006', 'INSERT: no such payer'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 2, 1, current_date + 1, 'X')$$, '22023', 'INSERT: future'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia, aplicado) VALUES (1, 2, 1, '2025-02-12', 'X', 1)$$, 'KG005', 'INSERT: applied by hand'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia, usuario) VALUES (1, 2, 1, '2025-02-12', 'X', 'otro')$$, 'KG005', 'INSERT: in the name of another'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 2, 1, '2025-02-12', 'Q1')$$, '23505', 'INSERT: a reference already used'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, pg_temp.id('Q1'), <G1>, 100.01, '2025-02-14')$$, 'KG004', 'INSERT: more than the payment has'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, pg_temp.id('Q1'), <F1>, 1, '2025-02-14')$$, 'KG006', 'INSERT: the invoice of another payer'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, 999999, <G1>, 1, '2025-02-14')$$, 'KG006', 'INSERT: no such payment'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (2, pg_temp.id('Q1'), <H1>, 1, '2025-02-14')$$, 'KG006', 'INSERT: the payment of another provider'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, pg_temp.id('Q1'), <G1>, 1, '2025-02-11')$$, '22023', 'INSERT: applied before it was received'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, pg_temp.id('Q1'), <G1>, 1, current_date + 1)$$, '22023', 'INSERT: applied in the future'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, pg_temp.id('Q1'), <G1>, -1, '2025-02-14')$$, 'KG004', 'INSERT: negative'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, pg_temp.id('Q1'), <G1>, 0, '2025-02-14')$$, 'KG004', 'INSERT: of nothing'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, pg_temp.id('Q1'), <G1>, 'NaN', '2025-02-14')$$, 'KG004', 'INSERT: not a number'),
    ($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, retenido, fecha) VALUES (1, pg_temp.id('Q1'), <G1>, 1, '2025-02-14')$$, 'KG004', 'INSERT: withheld that the payment does not have'),
    ($$UPDATE cartera.pago SET valor = 1000$$, 'KG005', 'a payment is not edited'),
    ($$UPDATE cartera.pago SET aplicado = 0$$, 'KG005', 'nor what was applied of it'),
    ($$DELETE FROM cartera.pago$$, 'KG005', 'nor removed'),
    ($$TRUNCATE cartera.pago CASCADE$$, 'KG005', 'nor emptied'),
    ($$UPDATE cartera.pago_aplicacion SET valor = 1$$, 'KG005', 'an application is not edited'),
    ($$DELETE FROM cartera.pago_aplicacion$$, 'KG005', 'nor removed'),
    ($$TRUNCATE cartera.pago_aplicacion$$, 'KG005', 'nor emptied'),
    ($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 1, 500, '2025-02-11', 'ANT')
       ON CONFLICT (prestador_id, pagador_id, referencia) DO UPDATE SET valor = 9$$, 'KG005', 'nor edited by an upsert')) AS t(sql, codigo, nombre);
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'what was refused changed nothing');

-- An application is undone by its exact opposite, with a reason; nothing is removed (ALLOC-01)
SELECT throws_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id, motivo)
    SELECT 1, pago_id, factura_id, -119, '2025-02-15', aplicacion_id, 'x' FROM cartera.pago_aplicacion WHERE valor = 120$$, 'KG004', NULL,
    'not in part');
SELECT throws_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id, motivo)
    SELECT 1, pago_id, factura_id, -120, '2025-02-15', aplicacion_id, ' ' FROM cartera.pago_aplicacion WHERE valor = 120$$, 'KG003', NULL,
    'not without a reason');
SELECT throws_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id, motivo)
    SELECT 1, pago_id, factura_id, -120, '2025-02-12', aplicacion_id, 'x' FROM cartera.pago_aplicacion WHERE valor = 120$$, '22023', NULL,
    'not before it was made');
SELECT lives_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id, motivo)
    SELECT 1, pago_id, factura_id, -120, '2025-02-15', aplicacion_id, 'cheque devuelto' FROM cartera.pago_aplicacion WHERE valor = 120$$,
    'an application undone');
SELECT is(pg_temp.totales(pg_temp.fid('G1')) || '; ' || pg_temp.pago('Q1'),
    '80.00 0.00 0.00 saldo 420.00 lista_para_imputar; 300.00 = 80.00 + 220.00', 'both sides have it back');
SELECT throws_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id, motivo)
    SELECT 1, pago_id, factura_id, -120, '2025-02-15', aplicacion_id, 'x' FROM cartera.pago_aplicacion WHERE valor = 120$$, 'KG001', NULL,
    'only once');

-- Two payments split on two invoices, one of the four links undone (ALLOC-06); an advance undone line by line (ALLOC-07)
SELECT pg_temp.factura(1, 1, 1, 'A06-' || i, '2025-01-10', 100.00) FROM generate_series(1, 2) i;
SELECT conciliacion.registrar_pago(1, 1, 100, '2025-02-20', 'A06-' || i, jsonb_build_array(
    jsonb_build_object('factura_id', pg_temp.fid('A06-1'), 'valor', 50), jsonb_build_object('factura_id', pg_temp.fid('A06-2'), 'valor', 50)))
  FROM generate_series(1, 2) i;
INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id, motivo)
SELECT 1, pago_id, factura_id, -valor, '2025-02-21', aplicacion_id, 'error' FROM cartera.pago_aplicacion
 WHERE pago_id = pg_temp.id('A06-2') AND factura_id = pg_temp.fid('A06-1');
SELECT is((SELECT string_agg(format('%s %s', numero, saldo), '; ' ORDER BY factura_id) FROM cartera.factura WHERE numero::text LIKE 'A06%')
    || '; ' || pg_temp.pago('A06-1') || '; ' || pg_temp.pago('A06-2'),
    'A06-1 50.00; A06-2 0.00; 100.00 = 100.00 + 0.00; 100.00 = 50.00 + 50.00', 'exactly those four figures');
SELECT pg_temp.factura(1, 1, 1, 'A07-1', '2025-01-10', 150.00), pg_temp.factura(1, 1, 1, 'A07-2', '2025-01-10', 110.00);
SELECT conciliacion.registrar_pago(1, 1, 260, '2025-02-20', 'A07', jsonb_build_array(
    jsonb_build_object('factura_id', pg_temp.fid('A07-1'), 'valor', 150), jsonb_build_object('factura_id', pg_temp.fid('A07-2'), 'valor', 110)));
INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id, motivo)
SELECT 1, pago_id, factura_id, -valor, '2025-02-21', aplicacion_id, 'error' FROM cartera.pago_aplicacion WHERE factura_id = pg_temp.fid('A07-2');
SELECT is(pg_temp.totales(pg_temp.fid('A07-1')) || '; ' || pg_temp.totales(pg_temp.fid('A07-2')) || '; ' || pg_temp.pago('A07'),
    '150.00 0.00 0.00 saldo 0.00 lista_para_imputar; 0.00 0.00 0.00 saldo 110.00 facturada; 260.00 = 150.00 + 110.00',
    'the advance has 110.00 again, and the invoice is as before it');

-- Invoices that take no payment
SELECT pg_temp.factura(1, 1, 1, 'D1', '2025-01-10', 100.00);
SELECT conciliacion.rechazar_factura(1, pg_temp.fid('D1'), 'duplicada', '{"acuse":"1"}', '2025-01-11');
SELECT throws_ok(format($$SELECT conciliacion.registrar_pago(1, 1, 10, '2025-02-10', 'X', '[{"factura_id":%s,"valor":"5"}]')$$,
    pg_temp.fid('D1')), 'KG001', NULL, 'a rejected invoice takes no payment');

-- Oldest first (Res. 2284/2023 art. 7; ALLOC-26)
UPDATE cartera.pagador SET prescripcion = '3 años' WHERE pagador_id = 1;
SELECT pg_temp.factura(2, 1, 3, 'I2', '2025-01-05', 4.50);
SELECT pg_temp.factura(2, 1, 3, 'I1', '2025-01-05', 5.50);
SELECT pg_temp.factura(2, 1, 3, 'VIEJA', '2020-01-05', 1000.00);
SELECT pg_temp.factura(2, 1, 3, 'NUEVA', '2025-06-25', 1000.00);
SELECT is(conciliacion.aceptar_factura(2, pg_temp.fid('I1'), 'de acuerdo', '2025-01-20')::text, 'aceptada', 'accepted expressly');
SELECT lives_ok($$SELECT conciliacion.registrar_pago(2, 1, 7.00, '2025-06-30', 'A1')$$, 'a payment without detail');
SELECT is(pg_temp.totales(pg_temp.fid('I2')) || '; ' || pg_temp.totales(pg_temp.fid('I1')),
    '4.50 0.00 0.00 saldo 0.00 lista_para_imputar; 2.50 0.00 0.00 saldo 3.00 lista_para_imputar',
    'by date of filing, then by id: 4.50 and 2.50 of 5.50; the prescribed one is skipped');
SELECT is(pg_temp.pago('A1'), '7.00 = 7.00 + 0.00', 'all of it applied');
SELECT is(conciliacion.registrar_pago(2, 1, 7.00, '2025-06-30', 'A1'), pg_temp.id('A1'), 'again: the same payment');
SELECT lives_ok($$SELECT conciliacion.registrar_pago(2, 1, 1000.00, '2025-06-30', 'A2')$$, 'a larger one');
SELECT is(pg_temp.totales(pg_temp.fid('H1')) || '; ' || pg_temp.pago('A2'),
    '700.00 0.00 0.00 saldo 0.00 lista_para_imputar; 1000.00 = 703.00 + 297.00',
    'accepted tacitly is paid; not accepted yet is not: the rest stays in favour');
SELECT is(pg_temp.totales(pg_temp.fid('NUEVA')), '0.00 0.00 0.00 saldo 1000.00 facturada', 'its term to formulate has not passed');
UPDATE cartera.pagador SET prescripcion = NULL WHERE pagador_id = 1;
SELECT lives_ok($$SELECT conciliacion.registrar_pago(2, 1, 10.00, '2025-06-30', 'A3')$$, 'without prescription');
SELECT is((SELECT pagado FROM cartera.factura WHERE factura_id = pg_temp.fid('VIEJA')), 10.00, 'the old one is first');
UPDATE cartera.pagador SET prescripcion = '10 dias habiles' WHERE pagador_id = 1;
SELECT throws_ok($$SELECT conciliacion.registrar_pago(2, 1, 10.00, '2025-06-30', 'A4')$$, '22023', NULL,
    'prescription is not counted in business days');
UPDATE cartera.pagador SET prescripcion = '3 años' WHERE pagador_id = 1;

-- Disputed money waits, unless the payer says otherwise
SELECT pg_temp.factura(1, 2, 2, 'DISP', '2025-01-02', 100.00);
SELECT conciliacion.formular_glosa(1, pg_temp.fid('DISP'), 'FA0101', 40, 'mayor valor', 1, '2025-01-10');
SELECT lives_ok($$SELECT conciliacion.registrar_pago(1, 2, 600.00, '2025-06-30', 'D1')$$, 'oldest first, with a glosa open');
SELECT is(pg_temp.totales(pg_temp.fid('DISP')) || '; ' || pg_temp.totales(pg_temp.fid('G1')),
    '0.00 0.00 0.00 saldo 100.00 facturada; 500.00 0.00 0.00 saldo 0.00 lista_para_imputar', 'an invoice with open glosas waits');
SELECT lives_ok(format($$SELECT conciliacion.registrar_pago(1, 2, 100.00, '2025-06-30', 'D2', '[{"factura_id":%s,"valor":100}]')$$,
    pg_temp.fid('DISP')), 'said by the payer, even what is disputed may be paid');

-- Set-based: many invoices and payments in one statement, several providers
SELECT lives_ok($$INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia)
    SELECT 1 + i % 2, 1, 1000, '2025-05-05', 'L' || i FROM generate_series(1, 20) i$$, 'payments of two providers in one statement');
SELECT pg_temp.factura(1 + i % 2, 1, CASE i % 2 WHEN 0 THEN 1 ELSE 3 END, 'LOTE' || i, '2025-03-03', 50) FROM generate_series(1, 40) i;
SELECT lives_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha)
    SELECT f.prestador_id, p.pago_id, f.factura_id, 2.50, '2025-05-05' FROM cartera.factura f JOIN cartera.pago p USING (prestador_id)
     WHERE f.valor = 50 AND p.referencia LIKE 'L%' ORDER BY random()$$, '400 applications of both in one statement');
SELECT is((SELECT string_agg(DISTINCT pagado::text, ',') FROM cartera.factura WHERE valor = 50), '25.00', 'each invoice got its ten');
SELECT is((SELECT string_agg(DISTINCT aplicado::text, ',') FROM cartera.pago WHERE referencia LIKE 'L%'), '50.00', 'each payment gave its twenty');

SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');
SELECT * FROM finish();
ROLLBACK;
