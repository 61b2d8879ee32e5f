-- Remittances of other systems, replayed. The table `casos` maps their names to ours, and says what does not apply.
BEGIN;
SELECT plan(32);
SET search_path = public, pg_catalog;

CREATE TEMP TABLE casos (id text, que text, como text, no_aplica text);
INSERT INTO casos VALUES
    ('REM-02', 'claim fully adjusted by two reasons', 'claim → factura; adjustment → elemento con debitado y motivo; sin líneas: totales de la factura; a transfer of 0 is no payment, so another invoice is paid beside', NULL),
    ('REM-06', 'three service lines, patient share by two reasons', 'service line → línea; CO and PR adjustments → debitado, group and reason → motivo', NULL),
    ('REM-10', 'example off by one cent', 'stated benefit → pagado; the rest by the exact benefit → debitado', NULL),
    ('REM-11', 'recovery of an earlier over-payment', 'over-payment → saldo a favor of the earlier payment, detailed first; payment → detail of the rest', NULL),
    ('REM-13', 'TISS statement 1', 'billed → facturado; paid → pagado; billed - paid → debitado; reason → motivo', NULL),
    ('REM-14', 'TISS statement 2', 'as REM-13', NULL),
    ('REM-15', 'TISS statement 3: short-paid without reason', 'as REM-13; the warning is a refusal: a debit needs its reason', NULL),
    ('REM-17', 'TISS statement without objections', 'as REM-13', NULL),
    ('REM-19', 'reversal nets to zero', 'adjudication → aplicación del detalle; reversal → pago_aplicacion de signo contrario', NULL),
    ('REM-20', 'payment of a patient on a claim not yet decided', NULL, 'the patient is no party here: what he pays is not in the invoice of the payer'),
    ('REM-21', '0.1 + 0.2 - 0.3', 'share → línea; paid → pagado', NULL),
    ('REM-22', 'approved less than provided', 'qty x price → valor de la línea, which is what the payer answers', NULL);
SELECT is(count(*), 12::bigint, 'every case is in the table') FROM casos WHERE (como IS NULL) <> (no_aplica IS NULL);

INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente)
VALUES ('PRUEBA', 'CO', 'CO', '2284', '[2011-01-19,)', 'Ley de prueba', 'prueba');
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente)
SELECT 'PRUEBA', acto, plazo, desde, al_vencer, causa, fuente FROM cartera.norma_plazo WHERE norma_id = 'CO-2284';
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (1, '900', 'Sanatorio');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'Obra social');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id) VALUES (1, 1, 1, '[2020-01-01,)', 'PRUEBA');
CREATE FUNCTION pg_temp.factura(n text, valores numeric[]) RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(1, 1, n::conciliacion.numero_factura, '2025-01-10',
        (SELECT jsonb_agg(jsonb_build_object('linea', i, 'codigo', '890201', 'fecha', '2025-01-05', 'valor', v) ORDER BY i)
           FROM unnest(valores) WITH ORDINALITY u(v, i)), convenio_id => 1)
$$;
CREATE FUNCTION pg_temp.pago(r text, valor numeric) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO cartera.pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 1, $2, '2025-02-01', $1) RETURNING pago_id
$$;
CREATE FUNCTION pg_temp.revisar(pago bigint, detalle jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(format('%s %s%s %s %s/%s=%s', nivel, documento, '/' || linea, motivo, esperado, encontrado, diferencia), ' · '), 'balanced')
      FROM conciliacion.revisar_detalle_pago(1, pago, detalle)
$$;
CREATE FUNCTION pg_temp.saldo(n text) RETURNS numeric LANGUAGE sql AS $$
    SELECT saldo FROM cartera.factura WHERE prestador_id = 1 AND numero OPERATOR(conciliacion.=) n::conciliacion.numero_factura
$$;

-- REM-02
SELECT pg_temp.factura('R02-1', '{72232}'), pg_temp.factura('R02-2', '{3000,2}'), pg_temp.factura('R02-3', '{1}');
CREATE TEMP TABLE r02 AS SELECT pg_temp.pago('R02', 1) AS pago, '[{"numero": "R02-1", "facturado": null, "debitado": "50016", "motivo": "OA 147"},
    {"numero": "R02-1", "debitado": "22216", "motivo": "CO 26"}, {"numero": "R02-2", "debitado": "3002", "motivo": "OA 176"}, {"numero": "R02-3", "pagado": "1"}]'::jsonb AS detalle;
SELECT is(pg_temp.revisar(pago, detalle), 'balanced', 'REM-02: 50016 + 22216 = 72232') FROM r02;
SELECT is(conciliacion.cargar_detalle_pago(1, pago, detalle), 4, 'REM-02: loaded') FROM r02;
SELECT is((SELECT string_agg(format('%s %s', debitado, motivo), ', ' ORDER BY factura_id, linea) FROM cartera.detalle_pago_linea WHERE debitado > 0),
    '72232.00 OA 147; CO 26, 3000.00 OA 176, 2.00 OA 176', 'REM-02: both reasons are read');

-- REM-06
SELECT pg_temp.factura('R06', '{1210,890,0}');
CREATE TEMP TABLE r06 AS SELECT pg_temp.pago('R06', 1922.86) AS pago, '[{"numero": "R06", "linea": 1, "facturado": "1210", "pagado": "1057.86"},
    {"numero": "R06", "linea": 1, "debitado": "34.6", "motivo": "CO 42"}, {"numero": "R06", "linea": 1, "debitado": "117.54", "motivo": "PR 2"},
    {"numero": "R06", "linea": 2, "facturado": "890", "pagado": "865", "debitado": "25", "motivo": "PR 3"}, {"numero": "R06", "linea": 3, "facturado": "0"},
    {"numero": "R06", "pagado": "1922.86", "debitado": "177.14", "motivo": "total"}]'::jsonb AS detalle;
SELECT is(pg_temp.revisar(pago, detalle), 'balanced', 'REM-06: line, claim and transfer balance') FROM r06;
SELECT is(conciliacion.cargar_detalle_pago(1, pago, detalle), 3, 'REM-06: loaded') FROM r06;
SELECT is((SELECT sum((e ->> 'debitado')::numeric) FROM cartera.detalle_pago d, jsonb_array_elements(d.detalle) e WHERE d.pago_id = r06.pago AND e ->> 'motivo' LIKE 'PR %'),
    142.54, 'REM-06: patient share 142.54') FROM r06;

-- REM-10
SELECT pg_temp.factura('R10', '{135.57}');
SELECT is(pg_temp.revisar(pg_temp.pago('R10', 100.47), jsonb_build_array(jsonb_build_object('numero', 'R10', 'linea', 1, 'pagado', '100.47', 'motivo', 'copago y coaseguro',
    'debitado', (135.57 - round((135.57 - 10.00) * 80 / 100, 2))::text))), 'linea R10/1 linea_no_cuadra 135.57/135.58=-0.01', 'REM-10: the difference of 0.01 is reported');

-- REM-11
SELECT pg_temp.factura('R11-0', '{25}'), pg_temp.factura('R11', '{182}');
CREATE TEMP TABLE r11 AS SELECT conciliacion.registrar_pago(1, 1, 100, '2025-01-20', 'R11-0', format('[{"factura_id": %s, "valor": "25"}]', factura_id)::jsonb) AS anterior,
    pg_temp.pago('R11', 107) AS pago FROM cartera.factura WHERE numero OPERATOR(conciliacion.=) 'R11-0'::conciliacion.numero_factura;
SELECT is(conciliacion.cargar_detalle_pago(1, anterior, '[{"numero": "R11", "linea": 1, "pagado": "75", "pendiente": "107"}, {"numero": "R11-0", "pagado": "25"}]'), 2,
    'REM-11: the over-payment of 75 is recovered from the payment that has it') FROM r11;
SELECT is(conciliacion.cargar_detalle_pago(1, pago, '[{"numero": "R11", "linea": 1, "pagado": "107"}]'), 1, 'REM-11: 182 - 75 = 107') FROM r11;
SELECT is(pg_temp.saldo('R11'), 0.00, 'REM-11: and the invoice is paid');

-- REM-13, 14, 15, 17
CREATE TEMP TABLE tiss (id text, linea int, facturado numeric, pagado numeric, motivo text);
INSERT INTO tiss VALUES ('REM-13', 1, 120, 120, NULL), ('REM-13', 2, 380, 0, '1007'), ('REM-13', 3, 450, 300, '1010'), ('REM-13', 4, 60, 0, '1701'),
    ('REM-14', 1, 200, 0, '1301'), ('REM-14', 2, 90, 72, '1401'), ('REM-15', 1, 150, 0, NULL), ('REM-15', 2, 80, 80, NULL),
    ('REM-17', 1, 120, 120, NULL), ('REM-17', 2, 300, 300, NULL), ('REM-17', 3, 120, 120, NULL);
CREATE TEMP TABLE r13 AS SELECT id, pg_temp.factura(id, array_agg(facturado ORDER BY linea)) AS factura, pg_temp.pago(id, sum(pagado)) AS pago,
    jsonb_agg(jsonb_build_object('numero', id, 'linea', linea, 'facturado', facturado, 'pagado', pagado, 'debitado', facturado - pagado, 'motivo', motivo) ORDER BY linea) AS detalle
    FROM tiss GROUP BY id;
SELECT is(pg_temp.revisar(r.pago, r.detalle), e.esperado, r.id || ': balance') FROM r13 r JOIN (VALUES ('REM-13', 'balanced'), ('REM-14', 'balanced'),
    ('REM-15', 'linea REM-15/1 debito_sin_motivo 0.00/150.00=-150.00'), ('REM-17', 'balanced')) e(id, esperado) USING (id) ORDER BY 1;
SELECT conciliacion.cargar_detalle_pago(1, pago, detalle) FROM r13 WHERE id <> 'REM-15';
SELECT throws_ok(format('SELECT conciliacion.cargar_detalle_pago(1, %s, %L)', pago, detalle), 'KG003', NULL, 'REM-15: line 1 is named, and refused until its reason comes')
  FROM r13 WHERE id = 'REM-15';
SELECT conciliacion.cargar_detalle_pago(1, pago, jsonb_set(detalle, '{0,motivo}', '"9999"')) FROM r13 WHERE id = 'REM-15';
SELECT is((SELECT format('%s %s %s', sum(p.valor), sum(d.pagado), sum(d.debitado)) FROM cartera.detalle_pago_linea d JOIN cartera.prestacion p USING (prestador_id, factura_id, linea)
            WHERE d.factura_id = r.factura), e.esperado, r.id || ': billed, paid and objected')
  FROM r13 r JOIN (VALUES ('REM-13', '1010.00 420.00 590.00'), ('REM-14', '290.00 72.00 218.00'), ('REM-15', '230.00 80.00 150.00'), ('REM-17', '540.00 540.00 0.00')) e(id, esperado) USING (id) ORDER BY 1;
SELECT results_eq(format('SELECT motivo, debitado FROM cartera.detalle_pago_linea WHERE factura_id = %s AND debitado > 0 ORDER BY 1', factura),
    e.esperado, r.id || ': by reason') FROM r13 r JOIN (VALUES ('REM-13', $$VALUES ('1007', 380.00), ('1010', 150.00), ('1701', 60.00)$$),
    ('REM-14', $$VALUES ('1301', 200.00), ('1401', 18.00)$$)) e(id, esperado) USING (id) ORDER BY 1;

-- REM-19
SELECT pg_temp.factura('R19', '{100}');
CREATE TEMP TABLE r19 AS SELECT pg_temp.pago('R19', 60) AS pago;
SELECT is(conciliacion.cargar_detalle_pago(1, pago, '[{"numero": "R19", "linea": 1, "pagado": "60", "pendiente": "40"}]'), 1, 'REM-19: paid') FROM r19;
INSERT INTO cartera.pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha, motivo, revierte_id)
SELECT prestador_id, pago_id, factura_id, -valor, '2025-02-05', 'reversada', aplicacion_id FROM cartera.pago_aplicacion JOIN r19 ON pago_id = pago;
SELECT is((SELECT format('%s %s', sum(valor), count(*)) FROM cartera.pago_aplicacion JOIN r19 ON pago_id = pago), '0.00 2', 'REM-19: net 0.00, both events kept');
SELECT is(pg_temp.saldo('R19'), 100.00, 'REM-19: owed again');

-- REM-20
SELECT skip(format('%s: %s', id, no_aplica), 1) FROM casos WHERE no_aplica IS NOT NULL;

-- REM-21, REM-22
SELECT pg_temp.factura('R21', '{0.10,0.20}'), pg_temp.factura('R22', '{200,300}');
SELECT is(conciliacion.cargar_detalle_pago(1, pg_temp.pago('R21', 0.30), '[{"numero": "R21", "linea": 1, "pagado": 0.1}, {"numero": "R21", "linea": 2, "pagado": 0.2}]'), 2, 'REM-21: paid');
SELECT is(pg_temp.saldo('R21'), 0.00, 'REM-21: 0.1 + 0.2 - 0.3 is not an open balance');
SELECT is((SELECT count(*) FROM cartera.factura WHERE numero OPERATOR(conciliacion.=) 'R21'::conciliacion.numero_factura AND saldo <> 0), 0::bigint, 'REM-21: zero open items');
SELECT is(conciliacion.cargar_detalle_pago(1, pg_temp.pago('R22', 500), '[{"numero": "R22", "pagado": "500"}]'), 2, 'REM-22: 2 x 100 + 3 x 100 = 500');
SELECT is(pg_temp.saldo('R22'), 0.00, 'REM-22: remunerated in full');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');

SELECT * FROM finish();
ROLLBACK;
