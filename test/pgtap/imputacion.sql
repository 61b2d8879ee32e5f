-- Imputation of what a payer paid: the guide "Pago de honorarios", its five cases, glosas and what is refused.
BEGIN;
SELECT plan(146);
SET search_path = public, pg_catalog;

-- The law of Res. 2284/2023, in force whatever the date of the service.
INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente)
VALUES ('PRUEBA', 'CO', 'CO', '2284', '[2011-01-19,)', 'Ley de prueba', 'prueba');
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente)
SELECT 'PRUEBA', acto, plazo, desde, al_vencer, causa, fuente FROM cartera.norma_plazo WHERE norma_id = 'CO-2284';
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (1, '900', 'Sanatorio'), (2, '901', 'Otro');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'Obra social');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
VALUES (1, 1, 1, '[2020-01-01,)', 'PRUEBA');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre)
VALUES (1, 7, 'M7', 'Ana'), (1, 8, 'M8', 'Luis'), (1, 9, 'M9', 'Eva'), (2, 7, 'M7', 'Otra Ana');

-- Lines of these values, of professionals in turn.
CREATE FUNCTION pg_temp.factura(n text, valores numeric[], profesionales bigint[], iva text DEFAULT '0%')
RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(1, 1, n::conciliacion.numero_factura, '2025-01-10',
        (SELECT jsonb_agg(jsonb_build_object('linea', i, 'orden', 'O' || i, 'codigo', '890201', 'descripcion', 'Práctica',
                'fecha', '2025-01-05', 'paciente', 'CC ' || i, 'paciente_nombre', 'Paciente ' || i, 'valor', v,
                'profesional_id', profesionales[1 + (i - 1) % cardinality(profesionales)]) ORDER BY i)
           FROM unnest(valores) WITH ORDINALITY u(v, i)), iva::conciliacion.porcentaje, convenio_id => 1)
$$;
CREATE FUNCTION pg_temp.pagar(f bigint, valor numeric, fecha date DEFAULT '2025-02-01') RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.registrar_pago(1, 1, valor, fecha, format('P%s-%s-%s', f, valor, fecha),
        jsonb_build_array(jsonb_build_object('factura_id', f, 'valor', valor)))
$$;
CREATE FUNCTION pg_temp.imputar(f bigint, excepciones jsonb DEFAULT NULL, profesional bigint DEFAULT NULL,
    retenciones jsonb DEFAULT '[]', fecha date DEFAULT '2025-02-10') RETURNS bigint[] LANGUAGE sql AS $$
    SELECT array_agg(x ORDER BY x) FROM conciliacion.imputar(1, f, retenciones, profesional, excepciones, 'c', fecha) x
$$;
CREATE FUNCTION pg_temp.estado(f bigint) RETURNS text LANGUAGE sql AS $$
    SELECT estado_imputacion::text || ':' || (SELECT string_agg(format(' %s %s', p.estado, p.valor_imputado), ',' ORDER BY p.linea)
             FROM cartera.prestacion p WHERE p.prestador_id = 1 AND p.factura_id = f)
      FROM cartera.factura WHERE prestador_id = 1 AND factura_id = f
$$;
CREATE FUNCTION pg_temp.foto() RETURNS text LANGUAGE sql AS $$
    SELECT md5(string_agg(x, E'\n' ORDER BY x)) FROM (
        SELECT f::text FROM cartera.factura f UNION ALL SELECT p::text FROM cartera.prestacion p
        UNION ALL SELECT p::text FROM cartera.pago p UNION ALL SELECT l::text FROM cartera.liquidacion l
        UNION ALL SELECT l::text FROM cartera.liquidacion_linea l UNION ALL SELECT r::text FROM cartera.liquidacion_retencion r
        UNION ALL SELECT m::text FROM cartera.cuenta_movimiento m UNION ALL SELECT c::text FROM cartera.cuenta_corriente c) t(x)
$$;
CREATE TEMP TABLE v (nombre text PRIMARY KEY, id bigint);
CREATE FUNCTION pg_temp.id(n text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM v WHERE nombre = n $$;

-- ---- current accounts ---------------------------------------------------------------------------------
INSERT INTO v VALUES ('guia', pg_temp.factura('GUIA', '{400,300,300}', '{7,7,8}', '10.5%'));
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('guia'))$$, 'KG001', NULL, 'an invoice without payment has nothing to impute');
SELECT throws_ok($$SELECT * FROM conciliacion.previsualizar_imputacion(1, pg_temp.id('guia'), '[]')$$, 'KG001', NULL, 'nor to preview');
SELECT is(pg_temp.estado(pg_temp.id('guia')), 'facturada: facturada 0.00, facturada 0.00, facturada 0.00', 'facturada');
SELECT pg_temp.pagar(pg_temp.id('guia'), 1000);
SELECT is(pg_temp.estado(pg_temp.id('guia')), 'lista_para_imputar: facturada 0.00, facturada 0.00, facturada 0.00',
    'IMP-03: paid and with every line pending it is ready to impute');
CREATE TEMP TABLE sin_cuentas AS SELECT pg_temp.foto() AS foto;
SELECT throws_like($$SELECT pg_temp.imputar(pg_temp.id('guia'))$$, '%current account of a professional does not exist%', 'accounts first');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('guia'))$$, 'KG006', NULL, 'KG006 when the account does not exist');
CREATE FUNCTION pg_temp.pista(consulta text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE p text; d text;
BEGIN
    EXECUTE consulta;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS p = PG_EXCEPTION_HINT, d = PG_EXCEPTION_DETAIL;
    RETURN p || ' | ' || d;
END $$;
SELECT is(pg_temp.pista($$SELECT pg_temp.imputar(pg_temp.id('guia'))$$),
    'Create it: SELECT conciliacion.crear_cuenta_corriente(1, 7); | prestador_id: 1; profesional_id: 7, 8.',
    'the hint is the call that creates it; every one that is missing is told');
SELECT is(pg_temp.foto(), (SELECT foto FROM sin_cuentas), 'nothing was written before');
SELECT ok(conciliacion.crear_cuenta_corriente(1, 7) > 0, 'an account with the defaults');
SELECT is((SELECT numero || ' ' || nombre FROM cartera.cuenta_corriente WHERE profesional_id = 7), '7 Ana', 'id and name of the professional');
SELECT is(conciliacion.crear_cuenta_corriente(1, 7, '7', 'Ana'), (SELECT cuenta_id FROM cartera.cuenta_corriente WHERE profesional_id = 7),
    'the same again is a no-op');
SELECT throws_ok($$SELECT conciliacion.crear_cuenta_corriente(1, 7, '70', 'Ana')$$, 'KG007', NULL, 'another number is not the same account');
SELECT throws_ok($$SELECT conciliacion.crear_cuenta_corriente(1, 70)$$, 'KG006', NULL, 'no such professional');
SELECT throws_ok($$SELECT conciliacion.crear_cuenta_corriente(1, 8, ' ', 'Luis')$$, '22023', NULL, 'a blank number');
SELECT throws_ok($$SELECT conciliacion.crear_cuenta_corriente(1, NULL)$$, '22004', NULL, 'nobody');
SELECT throws_ok($$SELECT conciliacion.crear_cuenta_corriente(1, 8, '7', 'Luis')$$, '23505', NULL, 'the number of another');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('guia'))$$, 'KG006', NULL, 'one of the two accounts is not enough');
SELECT conciliacion.crear_cuenta_corriente(1, 8), conciliacion.crear_cuenta_corriente(1, 9, 'CC-9', 'Eva honorarios');
SELECT throws_ok($$UPDATE cartera.cuenta_corriente SET profesional_id = 9 WHERE profesional_id = 8$$, 'KG005', NULL, 'an account does not change hands');
SELECT lives_ok($$UPDATE cartera.cuenta_corriente SET nombre = 'Luis honorarios' WHERE profesional_id = 8$$, 'its name may be corrected');

-- ---- the guide: 1000 with 10.5% VAT, retentions 17% + 3.5% + 4.5% ----------------------------------------
CREATE TEMP TABLE previa AS
SELECT * FROM conciliacion.previsualizar_imputacion(1, pg_temp.id('guia'),
    '[{"concepto":"Gestión","porcentaje":"17%"},{"concepto":"Ingresos brutos","porcentaje":"3,5%"},{"concepto":"Gasto administrativo","porcentaje":4.5}]');
SELECT is((SELECT sum(imputado) FROM previa), 904.98, 'IMP-01: what is available is the net, 904.98');
SELECT is((SELECT string_agg(format('%s %s %s %s %s %s %s', linea, profesional, orden, paciente, facturado, imputado, accion), '; ' ORDER BY linea) FROM previa),
    '1 Ana O1 Paciente 1 400.00 361.99 pagado; 2 Ana O2 Paciente 2 300.00 271.50 pagado; 3 Luis O3 Paciente 3 300.00 271.49 pagado',
    'line by line: by default everything invoiced is paid');
SELECT is((SELECT string_agg(DISTINCT format('%s %s %s %s', profesional_id, total_imputado, total_retenido, total_liquido), '; ') FROM previa),
    '7 633.49 158.37 475.12; 8 271.49 67.87 203.62', 'imputed, withheld and final amount of each professional');
SELECT is((SELECT DISTINCT format('%s %s', disponible, quedaria) FROM previa), '904.98 0.00', 'available before and after');
SELECT is(pg_temp.foto() = pg_temp.foto() AND NOT EXISTS (SELECT FROM cartera.liquidacion), true, 'the preview writes nothing');
SELECT is(cardinality(pg_temp.imputar(pg_temp.id('guia'), retenciones =>
    '[{"concepto":"Gestión","porcentaje":"17%"},{"concepto":"Ingresos brutos","porcentaje":"3,5%"},{"concepto":"Gasto administrativo","porcentaje":4.5}]')),
    2, 'one liquidacion per professional');
SELECT is((SELECT string_agg(format('%s %s %s %s %s %s %s', profesional_id, imputado, porcentaje_retencion, retenido, liquido, estado, comentario), '; ' ORDER BY profesional_id)
             FROM cartera.liquidacion),
    '7 633.49 25% 158.37 475.12 pendiente c; 8 271.49 25% 67.87 203.62 pendiente c', 'IMP-02: 25%; final = imputed - withheld');
SELECT is((SELECT string_agg(format('%s %s %s', concepto, porcentaje, monto), '; ' ORDER BY orden)
             FROM cartera.liquidacion_retencion JOIN cartera.liquidacion USING (prestador_id, liquidacion_id) WHERE profesional_id = 7),
    'Gestión 17% 107.69; Ingresos brutos 3.5% 22.17; Gasto administrativo 4.5% 28.51', 'concepts sum exactly 158.37');
SELECT is((SELECT string_agg(format('%s %s %s', linea, facturado, imputado), '; ' ORDER BY linea) FROM cartera.liquidacion_linea),
    (SELECT string_agg(format('%s %s %s', linea, facturado, imputado), '; ' ORDER BY linea) FROM previa), 'what was previewed is what was imputed');
SELECT is((SELECT string_agg(format('%s %s %s', numero, importe, concepto), '; ' ORDER BY importe DESC)
             FROM cartera.cuenta_movimiento JOIN cartera.cuenta_corriente USING (prestador_id, cuenta_id)),
    '7 475.12 Liquidación de la factura GUIA; 8 203.62 Liquidación de la factura GUIA', 'the current account shows it');
SELECT is(pg_temp.estado(pg_temp.id('guia')), 'imputada: pagada 361.99, pagada 271.50, pagada 271.49', 'imputada');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('guia'))$$, 'KG001', NULL, 'nothing is imputed twice');
SELECT is_empty($$SELECT * FROM conciliacion.previsualizar_imputacion(1, pg_temp.id('guia'), '[]')$$, 'nothing is left to show');

-- ---- the five cases of the guide in one invoice ---------------------------------------------------------------
INSERT INTO v VALUES ('casos', pg_temp.factura('CASOS', '{100,100,100,100,100}', '{7,8}'));
SELECT pg_temp.pagar(pg_temp.id('casos'), 250);
CREATE TEMP TABLE antes AS SELECT pg_temp.foto() AS foto;
SELECT throws_ok(replace(replace(t.sql, '<F>', pg_temp.id('casos')::text), '<G>', pg_temp.id('guia')::text), t.codigo, NULL, t.nombre)
  FROM (VALUES
    ($$SELECT pg_temp.imputar(<F>)$$, 'KG004', 'the whole invoice was not paid'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"debitado"}]')$$, 'KG003', 'IMP-04: a debit needs a comment'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"debitado","comentario":"  "}]')$$, 'KG003', 'IMP-04: blanks are not a comment'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"pagado","monto":"99.99"}]')$$, 'KG003', 'a payment below the invoiced amount needs a comment'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"pagado","monto":"100.01","comentario":"x"}]')$$, 'KG004', 'more than the line'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"pagado","monto":"0","comentario":"x"}]')$$, 'KG004', 'nothing is not a payment'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"pagado","monto":"-5","comentario":"x"}]')$$, 'KG004', 'nor less than nothing'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"pagado","monto":"5.001","comentario":"x"}]')$$, 'KG004', 'a third decimal'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"pagado","monto":"NaN","comentario":"x"}]')$$, 'KG004', 'not a number'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"debitado","monto":"5","comentario":"x"}]')$$, '22023', 'a debit takes no amount'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"pendiente","monto":"5","comentario":"x"}]')$$, '22023', 'nor does a pending line'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":6,"accion":"pendiente"}]')$$, 'KG006', 'no such line'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"pendiente"},{"linea":1,"accion":"debitado","comentario":"x"}]')$$, '22023', 'two exceptions on a line'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"accion":"pagada"}]')$$, '22P02', 'no such action'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":1,"acción":"pagado"}]')$$, '22023', 'a misspelt key'),
    ($$SELECT pg_temp.imputar(<F>, '[{"accion":"pagado"}]')$$, '22023', 'an exception without line'),
    ($$SELECT pg_temp.imputar(<F>, '{"linea":1}')$$, '22023', 'exceptions that are not an array'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":2,"accion":"pendiente"}]', 7)$$, '22023', 'the line of another professional'),
    ($$SELECT pg_temp.imputar(<F>, NULL, 9)$$, 'KG006', 'a professional without services on the invoice'),
    ($$SELECT pg_temp.imputar(<F>, NULL, 7)$$, 'KG004', 'the three lines of one professional were not paid'),
    ($$SELECT pg_temp.imputar(<F>, (SELECT jsonb_agg(jsonb_build_object('linea', i, 'accion', 'pendiente')) FROM generate_series(1, 5) i))$$,
        'KG001', 'everything pending is no imputation'),
    ($$SELECT pg_temp.imputar(<F>, NULL, NULL, '[{"concepto":"a","porcentaje":"-1%"}]')$$, '22023', 'a negative retention'),
    ($$SELECT pg_temp.imputar(<F>, NULL, NULL, '[{"concepto":"a","porcentaje":"60%"},{"concepto":"b","porcentaje":"40.000001%"}]')$$, '22023', 'retentions over 100%'),
    ($$SELECT pg_temp.imputar(<F>, NULL, NULL, '[{"concepto":" ","porcentaje":"1%"}]')$$, '22023', 'a retention without concept'),
    ($$SELECT pg_temp.imputar(<F>, NULL, NULL, '[{"concepto":"a"}]')$$, '22023', 'a retention without percentage'),
    ($$SELECT pg_temp.imputar(<F>, fecha => current_date + 1)$$, '22023', 'a future imputation'),
    ($$SELECT pg_temp.imputar(<F>, '[{"linea":3,"accion":"pendiente"},{"linea":4,"accion":"pendiente"},{"linea":5,"accion":"pendiente"}]', fecha => '2025-01-31')$$,
        '22023', 'before the payment'),
    ($$SELECT pg_temp.imputar(999999)$$, 'KG006', 'no such invoice'),
    ($$SELECT * FROM conciliacion.imputar(2, <F>, '[]')$$, 'KG006', 'the invoice of another provider'),
    ($$SELECT * FROM conciliacion.imputar(1, NULL, '[]')$$, '22004', 'no invoice'),
    ($$SELECT * FROM conciliacion.imputar(1, <F>, '[]', fecha => NULL)$$, '22004', 'no date'),
    ($$SELECT pg_temp.imputar(<G>, '[{"linea":1,"accion":"debitado","comentario":"x"}]')$$, 'KG001', 'a line already imputed'),
    ($$INSERT INTO cartera.liquidacion (prestador_id, factura_id, profesional_id, fecha, estado, imputado, porcentaje_retencion, retenido, liquido, registrado_en, usuario)
       VALUES (1, <F>, 7, '2025-02-10', 'pendiente', 10, '0%', 0, 10, now(), 'x')$$, 'KG005', 'liquidaciones are written by imputar alone'),
    ($$INSERT INTO cartera.liquidacion_linea SELECT l.* FROM cartera.liquidacion_linea l$$, 'KG005', 'and their lines'),
    ($$INSERT INTO cartera.liquidacion_retencion SELECT r.* FROM cartera.liquidacion_retencion r$$, 'KG005', 'and their retentions'),
    ($$INSERT INTO cartera.cuenta_movimiento (prestador_id, cuenta_id, fecha, clase, concepto, importe, liquidacion_id, registrado_en, usuario)
       SELECT prestador_id, cuenta_id, fecha, clase, concepto, importe, liquidacion_id, registrado_en, usuario FROM cartera.cuenta_movimiento$$, 'KG005', 'and movements'),
    ($$UPDATE cartera.liquidacion SET estado = 'pagada'$$, 'KG005', 'a liquidacion is not edited'),
    ($$UPDATE cartera.liquidacion_linea SET imputado = 1$$, 'KG005', 'nor its lines'),
    ($$UPDATE cartera.liquidacion_retencion SET monto = 1$$, 'KG005', 'nor its retentions'),
    ($$UPDATE cartera.cuenta_movimiento SET importe = 1$$, 'KG005', 'nor a movement'),
    ($$DELETE FROM cartera.liquidacion_linea$$, 'KG005', 'nothing of it is removed'),
    ($$DELETE FROM cartera.cuenta_movimiento$$, 'KG005', 'nor a movement removed'),
    ($$TRUNCATE cartera.liquidacion CASCADE$$, 'KG005', 'nor emptied'),
    ($$UPDATE cartera.prestacion SET valor_imputado = 100, estado = 'pagada' WHERE factura_id = <F>$$, 'KG005', 'states of lines follow, they are not typed'),
    ($$UPDATE cartera.factura SET estado_imputacion = 'imputada' WHERE factura_id = <F>$$, 'KG005', 'nor is that of the invoice')) AS t(sql, codigo, nombre);
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'what was refused changed nothing');
SELECT is(pg_temp.pista($$SELECT pg_temp.imputar(pg_temp.id('casos'))$$),
    'Give as exceptions the lines that the payer debited, paid in part or left pending. What it withheld on the whole invoice is shared by conciliacion.excepciones_retenido. | To impute: 500.00; available: 250.00; difference: 250.00.',
    'both amounts and the difference are told');
SELECT is((SELECT DISTINCT format('%s %s', disponible, quedaria) FROM conciliacion.previsualizar_imputacion(1, pg_temp.id('casos'), '[]')),
    '250.00 -250.00', 'the preview shows what does not reach');

SELECT is(cardinality(pg_temp.imputar(pg_temp.id('casos'), '[{"linea":2,"accion":"debitado","comentario":"falta firma"},
    {"linea":3,"accion":"debitado","comentario":"no convenida"},{"linea":4,"accion":"pagado","monto":"50.00","comentario":"convenio desactualizado"},
    {"linea":5,"accion":"pendiente"}]')), 2, 'paid, debited twice, paid in part, left pending');
SELECT is(pg_temp.estado(pg_temp.id('casos')),
    'parcialmente_imputada: pagada 100.00, debitada 0.00, debitada 0.00, pagada_parcial 50.00, facturada 0.00',
    'IMP-03: a pending line leaves it in part');
SELECT is((SELECT string_agg(format('%s %s %s %s', linea, accion, imputado, coalesce(comentario, '-')), '; ' ORDER BY linea)
             FROM cartera.liquidacion_linea WHERE factura_id = pg_temp.id('casos')),
    '1 pagado 100.00 -; 2 debitado 0.00 falta firma; 3 debitado 0.00 no convenida; 4 pagado 50.00 convenio desactualizado',
    'the pending line is in no liquidacion; the debited ones are, at zero');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('casos'), '[{"linea":4,"accion":"pagado"}]')$$, 'KG001', NULL, 'a payment in part is final');
SELECT is((SELECT disponible FROM conciliacion.previsualizar_imputacion(1, pg_temp.id('casos'), '[]')), 100.00, 'available fell with the liquidaciones');
SELECT is(pg_temp.imputar(pg_temp.id('casos')) IS NOT NULL AND pg_temp.estado(pg_temp.id('casos')) LIKE 'imputada:%', true,
    'the pending line, when it is paid, completes the invoice');

-- ---- one professional or all -----------------------------------------------------------------------------------
INSERT INTO v VALUES ('uno', pg_temp.factura('UNO', '{100,100,100,100}', '{7,8,9}'));
SELECT pg_temp.pagar(pg_temp.id('uno'), 400);
SELECT is((SELECT count(*) FROM conciliacion.previsualizar_imputacion(1, pg_temp.id('uno'), '[]', 7)), 2::bigint, 'the preview of one');
SELECT is(cardinality(pg_temp.imputar(pg_temp.id('uno'), NULL, 7, '[{"concepto":"a","porcentaje":"10%"}]')), 1, 'only one professional');
SELECT is(pg_temp.estado(pg_temp.id('uno')), 'parcialmente_imputada: pagada 100.00, facturada 0.00, facturada 0.00, pagada 100.00', 'his lines');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('uno'), NULL, 7)$$, 'KG001', NULL, 'he has nothing left');
SELECT is((SELECT count(*) FROM unnest(pg_temp.imputar(pg_temp.id('uno'), '[{"linea":3,"accion":"pendiente"}]'))), 1::bigint,
    'a professional whose lines are all pending gets no liquidacion');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('uno'), '[{"linea":3,"accion":"debitado","comentario":"x"}]', fecha => '2025-02-09')$$, '22023', NULL,
    'not before the previous liquidacion');
SELECT is(cardinality(pg_temp.imputar(pg_temp.id('uno'), '[{"linea":3,"accion":"debitado","comentario":"x"}]')), 1, 'a liquidacion of a debit alone');
SELECT is((SELECT format('%s %s %s', imputado, retenido, liquido) FROM cartera.liquidacion WHERE profesional_id = 9), '0.00 0.00 0.00', 'at zero');
SELECT is(pg_temp.estado(pg_temp.id('uno')), 'imputada: pagada 100.00, pagada 100.00, debitada 0.00, pagada 100.00',
    'IMP-03: paid and debited, it is imputed');

-- ---- lines of nobody --------------------------------------------------------------------------------------------
INSERT INTO v VALUES ('nadie', pg_temp.factura('NADIE', '{100,100}', '{7,NULL}'));
SELECT pg_temp.pagar(pg_temp.id('nadie'), 200);
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('nadie'))$$, 'KG006', NULL, 'a line without professional goes to no liquidacion');
SELECT is((SELECT count(*) FROM conciliacion.previsualizar_imputacion(1, pg_temp.id('nadie'), '[]') WHERE profesional_id IS NULL), 1::bigint,
    'the preview shows it');
SELECT is((SELECT count(x) FROM (SELECT conciliacion.imputar(1, pg_temp.id('nadie'), '[]', excepciones => '[{"linea":2,"accion":"pendiente"}]',
    fecha => '2025-02-10') AS x) t), 1::bigint, 'left pending it does not matter; no retentions at all');

-- ---- glosas --------------------------------------------------------------------------------------------------------
INSERT INTO v VALUES ('glosas', pg_temp.factura('GLOSAS', '{100,100,100}', '{7}'));
INSERT INTO v SELECT 'g' || l, conciliacion.formular_glosa(1, pg_temp.id('glosas'), 'FA0101', v, 'mayor valor', l, '2025-01-20')
  FROM (VALUES (1, 30), (2, 100), (3, 40)) t(l, v);
SELECT is(conciliacion.notificar_glosas(1, pg_temp.id('glosas'), '2025-01-21', 'correo', 'acuse 1'), 3, 'three glosas');
SELECT is(conciliacion.responder_glosa(1, pg_temp.id('g1'), 'RE9702', 30, 'se acepta', '2025-01-25')::text, 'cerrada', 'the first one accepted');
SELECT is(conciliacion.responder_glosa(1, pg_temp.id('g2'), 'RE9702', 100, 'se acepta', '2025-01-25')::text, 'cerrada', 'the second one too, the whole line');
SELECT pg_temp.pagar(pg_temp.id('glosas'), 130);
SELECT is((SELECT string_agg(format('%s %s %s %s %s %s', linea, facturado, glosa_aceptada, glosa_pendiente, neto, accion), '; ' ORDER BY linea)
             FROM conciliacion.previsualizar_imputacion(1, pg_temp.id('glosas'), '[]')),
    '1 100.00 30.00 0.00 70.00 pagado; 3 100.00 0.00 40.00 60.00 pagado', 'payable is what is neither lost nor disputed');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('glosas'), '[{"linea":1,"accion":"pagado","monto":70.01,"comentario":"x"}]')$$, 'KG004', NULL,
    'what was accepted is not paid');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('glosas'), '[{"linea":3,"accion":"pagado","monto":60.01,"comentario":"x"}]')$$, 'KG004', NULL,
    'nor what is disputed');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('glosas'), '[{"linea":3,"accion":"debitado","comentario":"x"}]')$$, 'KG001', NULL,
    'a disputed line is not debited');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('glosas'), '[{"linea":3,"accion":"pagado","monto":50,"comentario":"x"}]')$$, 'KG001', NULL,
    'nor paid in part for ever');
SELECT is(pg_temp.imputar(pg_temp.id('glosas'), '[{"linea":2,"accion":"debitado","comentario":"glosa aceptada"}]') IS NOT NULL, true,
    'the reduction of an accepted glosa needs no comment; a line lost in full may be told as a debit');
SELECT is(pg_temp.estado(pg_temp.id('glosas')), 'parcialmente_imputada: pagada_parcial 70.00, debitada 0.00, facturada 60.00',
    'the disputed part keeps its line open');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('glosas'))$$, 'KG001', NULL, 'and nothing more is paid meanwhile');

SELECT is(conciliacion.responder_glosa(1, pg_temp.id('g3'), 'RE9702', 40, 'se acepta', '2025-01-25')::text, 'cerrada', 'accepted at last');
SELECT is(pg_temp.estado(pg_temp.id('glosas')), 'imputada: pagada_parcial 70.00, debitada 0.00, pagada_parcial 60.00',
    'the line is resolved without another liquidacion, and so is the invoice');
INSERT INTO v VALUES ('levanta', pg_temp.factura('LEVANTA', '{100}', '{7}', '21%'));
INSERT INTO v SELECT 'g4', conciliacion.formular_glosa(1, pg_temp.id('levanta'), 'FA0101', 40, 'mayor valor', 1, '2025-01-20');
SELECT is(conciliacion.notificar_glosas(1, pg_temp.id('levanta'), '2025-01-21', 'correo', 'acuse 2'), 1, 'another glosa');
SELECT pg_temp.pagar(pg_temp.id('levanta'), 60);
SELECT pg_temp.imputar(pg_temp.id('levanta'));
SELECT is(pg_temp.estado(pg_temp.id('levanta')), 'parcialmente_imputada: facturada 49.59', '60 at 21% VAT is 49.59');
SELECT is(conciliacion.responder_glosa(1, pg_temp.id('g4'), 'RE9901', 0, 'no procede', '2025-01-25')::text, 'respondida', 'answered');
SELECT is(conciliacion.decidir_glosa(1, pg_temp.id('g4'), 40, 'se levanta', '2025-01-28')::text, 'cerrada', 'lifted');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('levanta'))$$, 'KG004', NULL, 'the rest is payable, when there is money');
SELECT pg_temp.pagar(pg_temp.id('levanta'), 40, '2025-02-20');
SELECT is(cardinality(pg_temp.imputar(pg_temp.id('levanta'), fecha => '2025-02-21')), 1, 'paid');
SELECT is(pg_temp.estado(pg_temp.id('levanta')), 'imputada: pagada 82.64', 'in two goes, exactly the net of 100');

-- ---- the money that was imputed cannot leave -----------------------------------------------------------------------
SELECT throws_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id, motivo)
    SELECT 1, pago_id, factura_id, -valor, '2025-02-20', aplicacion_id, 'x' FROM cartera.pago_aplicacion WHERE factura_id = pg_temp.id('uno')$$,
    'KG004', NULL, 'an application already imputed is not undone');
INSERT INTO v VALUES ('libre', pg_temp.factura('LIBRE', '{100,100}', '{7}'));
SELECT pg_temp.pagar(pg_temp.id('libre'), 120), pg_temp.pagar(pg_temp.id('libre'), 30, '2025-02-02');
SELECT pg_temp.imputar(pg_temp.id('libre'), '[{"linea":2,"accion":"pendiente"}]');
SELECT lives_ok($$INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, revierte_id, motivo)
    SELECT 1, pago_id, factura_id, -valor, '2025-02-20', aplicacion_id, 'error' FROM cartera.pago_aplicacion WHERE factura_id = pg_temp.id('libre') AND valor = 30$$,
    'one that was not is');

-- ---- who may ------------------------------------------------------------------------------------------------------
INSERT INTO v VALUES ('papeles', pg_temp.factura('PAPELES', '{100,100}', '{7}'));
SELECT pg_temp.pagar(pg_temp.id('papeles'), 200);
CREATE ROLE regress_liquidador;
CREATE FUNCTION pg_temp.como(consulta text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
    SET LOCAL ROLE regress_liquidador;
    EXECUTE consulta INTO r;
    RESET ROLE;
    RETURN coalesce(r, 'bien');
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
CREATE FUNCTION pg_temp.imputa() RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.como(format('SELECT count(*) FROM conciliacion.imputar(1, %s, ''[]'', excepciones => ''[{"linea":2,"accion":"pendiente"}]'', fecha => ''2025-02-10'')',
        pg_temp.id('papeles')))
$$;
SELECT is(pg_temp.imputa(), '42501', 'imputing is granted to nobody');
GRANT USAGE ON SCHEMA cartera TO regress_liquidador;
GRANT EXECUTE ON FUNCTION conciliacion.imputar(bigint, bigint, jsonb, bigint, jsonb, text, date) TO regress_liquidador;
SELECT is(pg_temp.imputa(), '42501', 'who may not see the invoice may not impute it');
GRANT SELECT ON cartera.factura TO regress_liquidador;
SELECT is(pg_temp.imputa(), '1', 'who sees it and was granted imputar may');
SELECT is((SELECT usuario FROM cartera.liquidacion WHERE factura_id = pg_temp.id('papeles')), 'regress_liquidador', 'it is in his name');
GRANT INSERT, UPDATE, DELETE, SELECT ON ALL TABLES IN SCHEMA cartera TO regress_liquidador;
SELECT is(pg_temp.como('INSERT INTO cartera.liquidacion_linea SELECT l.* FROM cartera.liquidacion_linea l'), 'KG005', 'no privilege opens the tables');
SELECT is(pg_temp.como('UPDATE cartera.cuenta_movimiento SET importe = 0'), 'KG005', 'nor the accounts');
SELECT is(pg_temp.como(format('INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha)
    SELECT 1, p.pago_id, %s, 0.01, ''2025-02-10'' FROM cartera.pago p WHERE p.referencia LIKE ''P%%'' LIMIT 1', pg_temp.id('papeles'))), 'KG004',
    'and plain INSERT is judged for everybody');

-- ---- a tax withheld on the whole invoice ---------------------------------------------------------------
-- Only money is imputed: what the payer withheld extinguishes the invoice and is not available. The lines are paid in
-- part, by the shares of what is available.
INSERT INTO v VALUES ('fuente', pg_temp.factura('FUENTE', '{100.01,33.33,66.66}', '{7,8}', '10.5%'));
SELECT conciliacion.registrar_pago(1, 1, 195, '2025-02-01', 'FUENTE',
    jsonb_build_array(jsonb_build_object('factura_id', pg_temp.id('fuente'), 'valor', 195, 'retenido', 5)), 5);
SELECT results_eq($$SELECT neto_pagado, disponible FROM conciliacion.disponible_para_imputar(1, pg_temp.id('fuente'))$$,
    $$VALUES (176.47::numeric, 176.47::numeric)$$, 'what was withheld is not available');
SELECT throws_ok($$SELECT pg_temp.imputar(pg_temp.id('fuente'))$$, 'KG004', NULL, 'nor is it imputed by default');
CREATE TEMP TABLE reparto AS
SELECT jsonb_agg(jsonb_build_object('linea', u.linea, 'accion', 'pagado', 'monto', u.monto::text, 'comentario', 'retención en la fuente')) AS excepciones
  FROM (SELECT array_agg(p.linea ORDER BY p.linea) AS lineas, array_agg(p.valor ORDER BY p.linea) AS valores FROM cartera.prestacion p
         WHERE p.prestador_id = 1 AND p.factura_id = pg_temp.id('fuente')) l
 CROSS JOIN conciliacion.disponible_para_imputar(1, pg_temp.id('fuente')) d
 CROSS JOIN unnest(l.lineas, conciliacion.repartir(d.disponible, l.valores)) AS u(linea, monto);
SELECT is(cardinality(pg_temp.imputar(pg_temp.id('fuente'), (SELECT excepciones FROM reparto))), 2, 'by shares of what is available it is');
SELECT is(pg_temp.estado(pg_temp.id('fuente')), 'imputada: pagada_parcial 88.24, pagada_parcial 29.41, pagada_parcial 58.82', 'to the cent');
SELECT results_eq($$SELECT disponible FROM conciliacion.disponible_para_imputar(1, pg_temp.id('fuente'))$$, ARRAY[0.00], 'and nothing is left');

-- ---- lines numbered with gaps ---------------------------------------------------------------------------
INSERT INTO v VALUES ('saltos', conciliacion.radicar_factura(1, 1, 'SALTOS', '2025-01-10',
    (SELECT jsonb_agg(jsonb_build_object('linea', l, 'codigo', '890201', 'fecha', '2025-01-05', 'paciente', 'CC', 'paciente_nombre', 'P',
        'valor', l, 'profesional_id', 7 + l % 2)) FROM unnest('{3,4,9,10,700,2147483646,2147483647}'::int[]) l), convenio_id => 1));
SELECT pg_temp.pagar(pg_temp.id('saltos'), (SELECT valor FROM cartera.factura WHERE factura_id = pg_temp.id('saltos')));
SELECT pg_temp.imputar(pg_temp.id('saltos'), '[{"linea":9,"accion":"pendiente"},{"linea":2147483647,"accion":"debitado","comentario":"firma"}]', 8);
SELECT results_eq($$SELECT linea, estado::text, valor_imputado FROM cartera.prestacion WHERE factura_id = pg_temp.id('saltos') ORDER BY 1$$,
    $$VALUES (3, 'pagada', 3.00), (4, 'facturada', 0), (9, 'facturada', 0), (10, 'facturada', 0), (700, 'facturada', 0),
             (2147483646, 'facturada', 0), (2147483647, 'debitada', 0)$$, 'each line gets what is its own, whatever its number');
SELECT pg_temp.imputar(pg_temp.id('saltos'));
SELECT results_eq($$SELECT linea, estado::text, valor_imputado FROM cartera.prestacion WHERE factura_id = pg_temp.id('saltos') ORDER BY 1$$,
    $$VALUES (3, 'pagada', 3.00), (4, 'pagada', 4), (9, 'pagada', 9), (10, 'pagada', 10), (700, 'pagada', 700),
             (2147483646, 'pagada', 2147483646), (2147483647, 'debitada', 0)$$, 'and the rest afterwards');
SELECT results_eq($$SELECT conciliacion._indice_en('{-5,3,4,10}', l) FROM unnest('{-6,-5,-4,3,4,5,10,11,2147483647}'::int[]) l$$,
    ARRAY[0, 1, 0, 2, 3, 0, 4, 0, 0], 'the place of a line among others');
SELECT is(conciliacion._indice_en('{}', 1), 0, 'of none');
SELECT is(conciliacion._importe_en('{0,-150,1}', i), x, 'the amount in place ' || i)
  FROM (VALUES (1, 0.00), (2, -1.50), (3, 0.01), (0, NULL), (4, NULL), (-1, NULL)) t(i, x);
SELECT throws_ok(format('SELECT conciliacion._indice_en(%L, 1)', a), '22023', NULL, 'not an array of lines: ' || a)
  FROM unnest('{"{{1,2},{3,4}}","{1,NULL}"}'::text[]) a;

SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');
SELECT is((SELECT count(*) FROM conciliacion.verificar(2)), 0::bigint, 'of one provider too');
SELECT * FROM finish();
ROLLBACK;
