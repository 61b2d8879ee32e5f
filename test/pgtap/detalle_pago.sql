-- Remittance detail: balanced by line, invoice and transfer, or refused and kept in quarantine; then imputed.
BEGIN;
SELECT plan(92);
SET search_path = public, pg_catalog;

-- The law of Res. 2284/2023, in force whatever the date of the service.
INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente)
VALUES ('PRUEBA', 'CO', 'CO', '2284', '[2011-01-19,)', 'Ley de prueba', 'prueba');
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente)
SELECT 'PRUEBA', acto, plazo, desde, al_vencer, causa, fuente FROM cartera.norma_plazo WHERE norma_id = 'CO-2284';
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (1, '900', 'Sanatorio'), (2, '901', 'Otro');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'Obra social'), (2, '801', 'Otra');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
VALUES (1, 1, 1, '[2020-01-01,)', 'PRUEBA'), (1, 2, 2, '[2020-01-01,)', 'PRUEBA');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre) VALUES (1, 7, 'M7', 'Ana'), (1, 8, 'M8', 'Luis');
SELECT conciliacion.crear_cuenta_corriente(1, p) FROM unnest('{7,8}'::bigint[]) p;

CREATE FUNCTION pg_temp.factura(n text, valores numeric[], iva text DEFAULT '0%', pagador bigint DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(1, pagador, n::conciliacion.numero_factura, '2025-01-10',
        (SELECT jsonb_agg(jsonb_build_object('linea', i, 'orden', CASE WHEN i > 3 THEN 'O4' ELSE 'O' || i END, 'codigo', '890201', 'fecha', '2025-01-05',
                'paciente', 'CC ' || i, 'paciente_nombre', 'Paciente ' || i, 'valor', v, 'profesional_id', 7 + i % 2) ORDER BY i)
           FROM unnest(valores) WITH ORDINALITY u(v, i)), iva::conciliacion.porcentaje, convenio_id => pagador)
$$;
-- Money received whose detail has not come yet.
CREATE FUNCTION pg_temp.pago(r text, valor numeric, retenido numeric DEFAULT 0, descuentos numeric DEFAULT 0) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia, retenido, descuentos)
    VALUES (1, 1, $2, '2025-02-01', $1, $3, $4) RETURNING pago_id
$$;
CREATE FUNCTION pg_temp.revisar(pago bigint, detalle jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format('%s %s%s %s%s %s/%s=%s', nivel, documento, '/' || linea, motivo, ':' || parte, esperado, encontrado, diferencia), ' · ')
      FROM conciliacion.revisar_detalle_pago(1, pago, detalle)
$$;
CREATE FUNCTION pg_temp.cuentas(f bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('%s %s %s %s', f.pagado, f.retenido, f.descuentos, f.saldo) FROM cartera.factura f WHERE f.prestador_id = 1 AND f.factura_id = $1
$$;
CREATE FUNCTION pg_temp.foto() RETURNS text LANGUAGE sql AS $$
    SELECT md5(string_agg(x, E'\n' ORDER BY x)) FROM (
        SELECT f::text FROM cartera.factura f UNION ALL SELECT p::text FROM cartera.pago p UNION ALL SELECT a::text FROM cartera.pago_aplicacion a
        UNION ALL SELECT d::text FROM cartera.detalle_pago d UNION ALL SELECT d::text FROM cartera.detalle_pago_linea d
        UNION ALL SELECT d::text FROM cartera.detalle_rechazado d) t(x)
$$;
CREATE FUNCTION pg_temp.detalles(consulta text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE d text;
BEGIN
    EXECUTE consulta;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
    RETURN d;
END
$$;
CREATE TEMP TABLE v (nombre text PRIMARY KEY, id bigint);
CREATE FUNCTION pg_temp.id(n text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM v WHERE nombre = n $$;

INSERT INTO v VALUES ('f', pg_temp.factura('FE-1', '{400,300,200,100}')), ('g', pg_temp.factura('FE-2', '{50,60}')),
    ('ajena', pg_temp.factura('X-1', '{10}', '0%', 2)), ('p', pg_temp.pago('T-1', 750, 20, 5));

-- ---- what does not add up -----------------------------------------------------------------------------------
-- The good one, and what each change makes of it.
CREATE FUNCTION pg_temp.bueno() RETURNS jsonb LANGUAGE sql AS $$
    SELECT '[{"numero": "FE-1", "linea": 1, "facturado": "400.00", "pagado": "400.00"},
             {"numero": "fe 001", "orden": "O2", "pagado": "275", "retenido": "20.00", "descuento": "5"},
             {"numero": "FE-1", "linea": 3, "debitado": "120", "motivo": "falta firma"},
             {"numero": "FE-1", "linea": 3, "debitado": "80", "motivo": "sin diagnóstico"},
             {"numero": "FE-1", "linea": 4, "pendiente": "100"},
             {"numero": "FE-2", "linea": 1, "pagado": "50"},
             {"numero": "FE-2", "linea": 2, "pagado": "25", "debitado": "35", "motivo": "tarifa"}]'::jsonb
$$;
SELECT is(pg_temp.revisar(pg_temp.id('p'), pg_temp.bueno()), NULL, 'it adds up: nothing to say');
CREATE TEMP TABLE antes AS SELECT pg_temp.foto() AS foto;
CREATE TEMP TABLE malos (que text, detalle jsonb, codigo text, esperado text);
INSERT INTO malos VALUES
    ('a line short: level, document and difference', jsonb_set(pg_temp.bueno(), '{4,pendiente}', '"90"'), 'KG004',
        'linea FE-1/4 linea_no_cuadra 100.00/90.00=10.00'),
    ('a line over', jsonb_set(pg_temp.bueno(), '{4,pendiente}', '"100.01"'), 'KG004', 'linea FE-1/4 linea_no_cuadra 100.00/100.01=-0.01'),
    ('the payer says another invoiced amount', jsonb_set(pg_temp.bueno(), '{0,facturado}', '"401"'), 'KG004',
        'linea FE-1/1 facturado_distinto 400.00/401.00=-1.00'),
    ('a debit without its reason', pg_temp.bueno() #- '{3,motivo}', 'KG003', 'linea FE-1/3 debito_sin_motivo:debitado 0.00/80.00=-80.00'),
    ('a blank reason', jsonb_set(pg_temp.bueno(), '{3,motivo}', '"  "'), 'KG003', 'linea FE-1/3 debito_sin_motivo:debitado 0.00/80.00=-80.00'),
    ('a line unsaid: the invoice does not add up', pg_temp.bueno() - 4, 'KG004', 'factura FE-1 lineas_sin_decir 1000.00/900.00=100.00'),
    ('less than the transfer', jsonb_set(jsonb_set(pg_temp.bueno(), '{6,pagado}', '"20"'), '{6,pendiente}', '"5"'), 'KG004',
        'transferencia T-1 transferencia_no_cuadra:pagado 750.00/745.00=5.00'),
    ('more than the transfer', jsonb_set(jsonb_set(pg_temp.bueno(), '{6,pagado}', '"25.50"'), '{6,debitado}', '"34.50"'), 'KG004',
        'transferencia T-1 transferencia_no_cuadra:pagado 750.00/750.50=-0.50'),
    ('another withholding', jsonb_set(jsonb_set(pg_temp.bueno(), '{1,retenido}', '"19"'), '{1,pendiente}', '"1"'), 'KG004',
        'transferencia T-1 transferencia_no_cuadra:retenido 20.00/19.00=1.00'),
    ('another discount', jsonb_set(jsonb_set(pg_temp.bueno(), '{1,descuento}', '"6"'), '{1,retenido}', '"19"'), 'KG004',
        'transferencia T-1 transferencia_no_cuadra:retenido 20.00/19.00=1.00 · transferencia T-1 transferencia_no_cuadra:descuento 5.00/6.00=-1.00'),
    ('a negative amount, though it would balance', jsonb_set(jsonb_set(pg_temp.bueno(), '{4,pendiente}', '"200"'), '{4,debitado}', '"-100"'), 'KG004',
        'linea FE-1/4 importe_negativo:debitado 0.00/-100.00=100.00 · factura FE-1 lineas_sin_decir 1000.00/900.00=100.00'),
    ('an invoice that does not exist', jsonb_set(pg_temp.bueno(), '{0,numero}', '"ZZ-9"'), 'KG006', NULL),
    ('a line that does not exist', jsonb_set(pg_temp.bueno(), '{0,linea}', '9'), 'KG006', NULL),
    ('line and orden that disagree', jsonb_set(pg_temp.bueno(), '{0,orden}', '"O2"'), 'KG006', NULL),
    ('an invoice of another payer', jsonb_set(pg_temp.bueno(), '{0}', jsonb_build_object('factura_id', pg_temp.id('ajena'), 'linea', 1, 'pagado', 10)), 'KG004', NULL),
    ('the totals of an invoice that are not those of its lines', pg_temp.bueno() || '{"numero": "FE-2", "pagado": "76"}', 'KG004',
        'factura FE-2 total_no_cuadra:pagado 76.00/75.00=1.00'),
    ('of an invoice paid in part, no lines', (pg_temp.bueno() - 6 - 5) || '{"numero": "FE-2", "pagado": "75", "debitado": "35", "motivo": "tarifa"}', 'KG004', NULL),
    ('a third decimal', jsonb_set(pg_temp.bueno(), '{0,pagado}', '"400.001"'), 'KG004', NULL),
    ('a misspelt key', jsonb_set(pg_temp.bueno(), '{0,pagadp}', '"1"'), '22023', NULL),
    ('no elements', '[]', '22023', NULL), ('not an array', '{}', '22023', NULL);
SELECT is(pg_temp.revisar(pg_temp.id('p'), detalle), esperado, que) FROM malos WHERE esperado IS NOT NULL;
SELECT throws_ok(format('SELECT conciliacion.cargar_detalle_pago(1, pg_temp.id(''p''), %L)', detalle), codigo::char(5), NULL, 'refused: ' || que) FROM malos;
SELECT matches(pg_temp.detalles(format('SELECT conciliacion.cargar_detalle_pago(1, pg_temp.id(''p''), %L)', detalle)),
    '^Level: linea; document: FE-1; line: 4; part: -; expected: 100.00; found: 90.00; difference: 10.00. Differences in all: 1.$',
    'the refusal names level, document and difference') FROM malos LIMIT 1;
SELECT is(pg_temp.revisar(pg_temp.id('p'), jsonb_set(pg_temp.bueno(), '{0}', jsonb_build_object('factura_id', pg_temp.id('ajena'), 'linea', 1, 'pagado', 10))),
    'factura FE-1 lineas_sin_decir 1000.00/600.00=400.00 · factura X-1 otro_pagador 0.00/10.00=-10.00 · transferencia T-1 transferencia_no_cuadra:pagado 750.00/360.00=390.00',
    'every difference of every level is told, not the first alone');
SELECT throws_ok($$SELECT conciliacion.cargar_detalle_pago(1, 999, pg_temp.bueno())$$, 'KG006', NULL, 'a payment that does not exist');
SELECT throws_ok($$SELECT conciliacion.cargar_detalle_pago(2, pg_temp.id('p'), pg_temp.bueno())$$, 'KG006', NULL, 'of another provider');
SELECT throws_ok($$SELECT conciliacion.excepciones_detalle(1, pg_temp.id('f'))$$, 'KG006', NULL, 'no detail, no exceptions: never a silent default');
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'nothing of all this changed anything');

-- ---- quarantine --------------------------------------------------------------------------------------------
INSERT INTO v SELECT 'q', conciliacion.recibir_detalle_pago(1, pg_temp.id('p'), detalle) FROM malos LIMIT 1;
SELECT results_eq($$SELECT pago_id, detalle, descuadres, resuelto_en IS NULL FROM cartera.detalle_rechazado WHERE rechazo_id = pg_temp.id('q')$$,
    $$SELECT pg_temp.id('p'), (SELECT detalle FROM malos LIMIT 1), '[{"nivel": "linea", "documento": "FE-1", "linea": 4, "motivo": "linea_no_cuadra",
        "esperado": "100.00", "encontrado": "90.00", "diferencia": "10.00"}]'::jsonb, true$$, 'in quarantine, as it came, with its reasons');
SELECT is((SELECT conciliacion.recibir_detalle_pago(1, pg_temp.id('p'), detalle) FROM malos LIMIT 1), pg_temp.id('q'), 'received again: the same quarantine');
SELECT is(pg_temp.cuentas(pg_temp.id('f')), '0.00 0.00 0.00 1000.00', 'nothing is applied');
SELECT throws_ok($$UPDATE cartera.detalle_rechazado SET resuelto_en = now()$$, 'KG005', NULL, 'the quarantine is not edited');
SELECT throws_ok($$DELETE FROM cartera.detalle_rechazado$$, 'KG005', NULL, 'nor emptied');

-- ---- it adds up ----------------------------------------------------------------------------------------------
SELECT is(conciliacion.recibir_detalle_pago(1, pg_temp.id('p'), pg_temp.bueno()), NULL, 'completed: loaded');
SELECT isnt((SELECT resuelto_en FROM cartera.detalle_rechazado WHERE rechazo_id = pg_temp.id('q')), NULL, 'and its quarantine is resolved');
SELECT is(conciliacion.cargar_detalle_pago(1, pg_temp.id('p'), pg_temp.bueno()), 6, 'the same again does nothing');
SELECT throws_ok($$SELECT conciliacion.cargar_detalle_pago(1, pg_temp.id('p'), pg_temp.bueno() - 0)$$, 'KG007', NULL, 'another detail of the same payment');
SELECT throws_ok($$SELECT conciliacion.recibir_detalle_pago(1, pg_temp.id('p'), pg_temp.bueno() - 0)$$, 'KG007', NULL, 'nor to the quarantine');
SELECT is(pg_temp.cuentas(pg_temp.id('f')), '675.00 20.00 5.00 300.00', 'applied to the first invoice');
SELECT is(pg_temp.cuentas(pg_temp.id('g')), '75.00 0.00 0.00 35.00', 'and to the second');
SELECT is((SELECT format('%s %s %s %s', aplicado, retenido_aplicado, descuentos_aplicado, disponible) FROM cartera.pago WHERE pago_id = pg_temp.id('p')),
    '750.00 20.00 5.00 0.00', 'the whole payment');
SELECT results_eq($$SELECT factura_id, linea, pagado, retenido, descuento, debitado, pendiente, motivo FROM cartera.detalle_pago_linea ORDER BY 1, 2$$,
    $$VALUES (pg_temp.id('f'), 1, 400.00, 0.00, 0.00, 0.00, 0.00, NULL), (pg_temp.id('f'), 2, 275.00, 20.00, 5.00, 0.00, 0.00, NULL),
             (pg_temp.id('f'), 3, 0.00, 0.00, 0.00, 200.00, 0.00, 'falta firma; sin diagnóstico'), (pg_temp.id('f'), 4, 0.00, 0.00, 0.00, 0.00, 100.00, NULL),
             (pg_temp.id('g'), 1, 50.00, 0.00, 0.00, 0.00, 0.00, NULL), (pg_temp.id('g'), 2, 25.00, 0.00, 0.00, 35.00, 0.00, 'tarifa')$$,
    'line by line; all the reasons of a line are kept');
SELECT throws_ok($$INSERT INTO cartera.detalle_pago_linea SELECT * FROM cartera.detalle_pago_linea$$, 'KG005', NULL, 'not written directly');

-- ---- and the imputation is ready --------------------------------------------------------------------------------
SELECT is(conciliacion.excepciones_detalle(1, pg_temp.id('f')),
    '[{"linea": 2, "accion": "pagado", "monto": "275.00", "comentario": "retenido por el pagador 20.00; descuento 5.00; glosa aceptada 0.00"},
      {"linea": 3, "accion": "debitado", "comentario": "falta firma; sin diagnóstico"}, {"linea": 4, "accion": "pendiente"}]'::jsonb,
    'exceptions: what was not paid in full, with the reasons of the payer');
SELECT is(conciliacion.excepciones_detalle(1, pg_temp.id('f'), 8), '[{"linea": 3, "accion": "debitado", "comentario": "falta firma; sin diagnóstico"}]'::jsonb,
    'of one professional');
SELECT conciliacion.imputar(1, pg_temp.id('f'), '[]', NULL, conciliacion.excepciones_detalle(1, pg_temp.id('f')), NULL, '2025-02-10');
SELECT is((SELECT string_agg(format('%s %s', estado, valor_imputado), ', ' ORDER BY linea) FROM cartera.prestacion WHERE prestador_id = 1 AND factura_id = pg_temp.id('f')),
    'pagada 400.00, pagada_parcial 275.00, debitada 0.00, facturada 0.00', 'imputed: all the money, line by line');
INSERT INTO v VALUES ('p2', pg_temp.pago('T-2', 100));
SELECT is(pg_temp.revisar(pg_temp.id('p2'), '[{"numero": "FE-1", "linea": 1, "pagado": "100"}, {"numero": "FE-1", "linea": 4, "pendiente": "100"}]'),
    'linea FE-1/1 ya_imputada 0.00/100.00=-100.00', 'an imputed line takes no more');
SELECT is(conciliacion.cargar_detalle_pago(1, pg_temp.id('p2'), '[{"numero": "FE-1", "linea": 4, "pagado": "100"}]'), 1, 'the second payment pays what was pending');
SELECT is(conciliacion.excepciones_detalle(1, pg_temp.id('f')), '[]'::jsonb, 'in full: no exceptions');
SELECT conciliacion.imputar(1, pg_temp.id('f'), '[]', NULL, conciliacion.excepciones_detalle(1, pg_temp.id('f')), NULL, '2025-02-11');
SELECT is((SELECT estado_imputacion::text FROM cartera.factura WHERE prestador_id = 1 AND factura_id = pg_temp.id('f')), 'imputada', 'and the invoice is imputed');

-- ---- a line paid in two times ------------------------------------------------------------------------------------
INSERT INTO v VALUES ('h', pg_temp.factura('H-1', '{100,100}')), ('h1', pg_temp.pago('H1', 60)), ('h2', pg_temp.pago('H2', 130));
SELECT conciliacion.cargar_detalle_pago(1, pg_temp.id('h1'), '[{"numero": "H-1", "linea": 1, "pagado": "60", "pendiente": "40"}, {"numero": "H-1", "linea": 2, "pendiente": "100"}]');
SELECT is(conciliacion.excepciones_detalle(1, pg_temp.id('h')), '[{"linea": 1, "accion": "pendiente"}, {"linea": 2, "accion": "pendiente"}]'::jsonb,
    'a payment in part is final, so that a line half pending waits');
SELECT is(pg_temp.revisar(pg_temp.id('h2'), '[{"numero": "H-1", "linea": 1, "pagado": "100"}, {"numero": "H-1", "linea": 2, "pagado": "30", "pendiente": "70"}]'),
    'linea H-1/1 linea_no_cuadra 40.00/100.00=-60.00', 'a line is balanced against what is still open');
SELECT conciliacion.cargar_detalle_pago(1, pg_temp.id('h2'), '[{"numero": "H-1", "linea": 1, "pagado": "40"}, {"numero": "H-1", "linea": 2, "pagado": "90", "debitado": "10", "motivo": "tarifa"}]');
SELECT is(conciliacion.excepciones_detalle(1, pg_temp.id('h')), '[{"linea": 2, "accion": "pagado", "monto": "90.00", "comentario": "tarifa"}]'::jsonb, 'then it is paid in full');

-- ---- applied before, by invoice, and detailed afterwards; whole invoices; VAT ---------------------------------------
INSERT INTO v VALUES ('i', pg_temp.factura('I-1', '{110.5,110.5,110.5}', '10.5%')), ('j', pg_temp.factura('J-1', '{70,30}'));
INSERT INTO v VALUES ('i1', conciliacion.registrar_pago(1, 1, 321.5, '2025-02-01', 'I1',
    jsonb_build_array(jsonb_build_object('factura_id', pg_temp.id('i'), 'valor', '221.50'))));
SELECT is(pg_temp.revisar(pg_temp.id('i1'), '[{"numero": "J-1", "pagado": "100"}]'),
    'factura I-1 ya_aplicado:pagado 221.50/0.00=221.50 · transferencia I1 transferencia_no_cuadra:pagado 321.50/100.00=221.50',
    'a detail that forgets what is already applied');
SELECT is(conciliacion.cargar_detalle_pago(1, pg_temp.id('i1'), '[{"numero": "J-1", "pagado": "100"}, {"numero": "I-1", "linea": 1, "pagado": "110.5"},
    {"numero": "I-1", "linea": 2, "pagado": "66.66", "debitado": "43.84", "motivo": "a"}, {"numero": "I-1", "linea": 3, "pagado": "44.34", "debitado": "66.16", "motivo": "b"}]'), 5,
    'applied before by invoice, detailed afterwards; an invoice paid whole needs no lines');
SELECT is(pg_temp.cuentas(pg_temp.id('i')), '221.50 0.00 0.00 110.00', 'what was applied is not applied twice');
SELECT is(pg_temp.cuentas(pg_temp.id('j')), '100.00 0.00 0.00 0.00', 'what was not, is');
SELECT is(conciliacion.excepciones_detalle(1, pg_temp.id('j')), '[]'::jsonb, 'whole: no exceptions');
SELECT conciliacion.imputar(1, pg_temp.id('i'), '[]', NULL, conciliacion.excepciones_detalle(1, pg_temp.id('i')), NULL, '2025-02-10');
SELECT is((SELECT sum(valor_imputado) FROM cartera.prestacion WHERE prestador_id = 1 AND factura_id = pg_temp.id('i')), conciliacion.monto_neto(221.50, '10.5%'),
    'net of VAT, what is imputed is the net paid to the cent');

-- ---- undone -----------------------------------------------------------------------------------------------------------
INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, retenido, descuento, fecha, motivo, revierte_id)
SELECT prestador_id, pago_id, factura_id, -valor, -retenido, -descuento, '2025-03-01', 'era de otra', aplicacion_id
  FROM cartera.pago_aplicacion WHERE pago_id = pg_temp.id('h2');
SELECT is(conciliacion.excepciones_detalle(1, pg_temp.id('h')), '[{"linea": 1, "accion": "pendiente"}, {"linea": 2, "accion": "pendiente"}]'::jsonb,
    'the detail of an application that was undone is no longer in force');

INSERT INTO v VALUES ('m', pg_temp.factura('M-1', '{100}')), ('m1', pg_temp.pago('M1', 40));
SELECT conciliacion.cargar_detalle_pago(1, pg_temp.id('m1'), '[{"numero": "M-1", "linea": 1, "pagado": "40", "debitado": "60", "motivo": "tarifa"}]');
SELECT conciliacion.anular_pago(1, pg_temp.id('m1'), 'rebotó', true, '2025-03-01');
SELECT throws_ok($$SELECT conciliacion.excepciones_detalle(1, pg_temp.id('m'))$$, 'KG006', NULL, 'nor that of an annulled payment');
SELECT throws_ok($$SELECT conciliacion.cargar_detalle_pago(1, pg_temp.id('m1'), '[{"numero": "M-1", "pagado": "40"}]')$$, 'KG001', NULL, 'an annulled payment takes no detail');

-- ---- glosas -------------------------------------------------------------------------------------------------------------
INSERT INTO v VALUES ('k', pg_temp.factura('K-1', '{100,100}')), ('k1', pg_temp.pago('K1', 160));
INSERT INTO v VALUES ('kg', conciliacion.formular_glosa(1, pg_temp.id('k'), 'TA0201', 20, 'mayor valor', 1, '2025-01-15')),
    ('kh', conciliacion.formular_glosa(1, pg_temp.id('k'), 'TA0201', 20, 'mayor valor', 2, '2025-01-15'));
SELECT conciliacion.notificar_glosas(1, pg_temp.id('k'), '2025-01-16', 'correo', 'acuse');
SELECT conciliacion.responder_glosa(1, pg_temp.id('kg'), 'RE9702', 20, NULL, '2025-01-20');
SELECT conciliacion.cargar_detalle_pago(1, pg_temp.id('k1'), '[{"numero": "K-1", "linea": 1, "pagado": "80", "debitado": "20", "motivo": "glosa"},
    {"numero": "K-1", "linea": 2, "pagado": "80", "pendiente": "20"}]');
SELECT is(conciliacion.excepciones_detalle(1, pg_temp.id('k')), '[]'::jsonb,
    'but for its accepted glosa, and for what one not decided yet disputes, each line was paid in full');

-- ---- CSV ------------------------------------------------------------------------------------------------------------------
SELECT is(conciliacion.detalle_de_csv(E'\uFEFFNumero;Linea;Pagado;Debitado;Motivo\r\nFE-1;1;1234,50;;\r\n\r\n"FE-2" ; 2 ;0;10;"falta ""firma""; y sello"\r\n'),
    '[{"numero": "FE-1", "linea": "1", "pagado": "1234.50"}, {"numero": "FE-2", "linea": "2", "pagado": "0", "debitado": "10", "motivo": "falta \"firma\"; y sello"}]'::jsonb,
    'CSV with semicolons, decimal commas, quotes and line ends of Windows');
SELECT is(conciliacion.detalle_de_csv(E'numero;pagado\nA;1\n;\n  ;\nB;2\n;\n'), '[{"numero": "A", "pagado": "1"}, {"numero": "B", "pagado": "2"}]'::jsonb,
    'the empty rows that a spreadsheet leaves say nothing');
SELECT matches(pg_temp.detalles($$SELECT conciliacion.detalle_de_csv(E'numero;pagado\nA;1\nB;1.500')$$), '^Amount: 1.500. Element 2.$',
    'what could be a mark of thousands is refused, with its place');
SELECT is(conciliacion.detalle_de_csv(E'numero,pagado\nA,1.5\n'), '[{"numero": "A", "pagado": "1.5"}]'::jsonb, 'with commas');
SELECT throws_ok(format('SELECT conciliacion.detalle_de_csv(%L)', t), '22P02', NULL, q) FROM (VALUES
    ('', 'an empty text'), (E'numero,pagado\nA,1,5', 'more fields than the header'), (E'numero,pagado\nA', 'fewer'),
    (E'numero;pagado\nA;1.234,50', 'thousands marks'), (E'numero,pagado\n"A,1', 'a quote without end'), (E'numero,numero\nA,1', 'a column twice'),
    (E'numero,pagado\n"A"x,1', 'text after a quoted field'), (E'numero,pagado\nA"x,1', 'a quote inside a field')) x(t, q);
INSERT INTO v VALUES ('l', pg_temp.factura('L-1', '{1234.5,10}')), ('l1', pg_temp.pago('L1', 1234.5));
SELECT is(conciliacion.cargar_detalle_pago(1, pg_temp.id('l1'), conciliacion.detalle_de_csv(
    E'numero;linea;facturado;pagado;debitado;motivo\nL-1;1;1234,50;1234,50;;\nL-1;2;10;;10;no estaba convenida\n')), 2, 'a CSV loads as the same detail in JSON');
-- An amount that is none tells where it is, in a detail and elsewhere.
SELECT matches(pg_temp.detalles(q), '^Amount: 1.005. Element 2.$', 'an amount that is none tells its element') FROM (VALUES
    ($$SELECT conciliacion.cargar_detalle_pago(1, pg_temp.id('l1'), '[{"numero": "L-1", "linea": 1, "pagado": 1}, {"numero": "L-1", "linea": 2, "pagado": 1.005}]')$$),
    ($$SELECT conciliacion.registrar_pago(1, 1, 9, '2025-02-01', 'Z', '[{"factura_id": 1, "valor": 1}, {"factura_id": 1, "valor": 1.005}]')$$),
    ($$SELECT conciliacion.imputar(1, pg_temp.id('l'), '[]', excepciones => '[{"linea": 1, "accion": "pendiente"}, {"linea": 2, "accion": "pagado", "monto": 1.005}]')$$)) x(q);
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');

SELECT * FROM finish();
ROLLBACK;
