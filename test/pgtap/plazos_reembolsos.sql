-- Reimbursements: the claim of an affiliate or an employer, on the same machine under norm CO-ARL-REEMBOLSO. Report 6 business
-- days, notice 5 calendar days, answer 15 business days, result of the conciliation 10 calendar days.
BEGIN;
SELECT no_plan();
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre, tipo) VALUES (1, 'A1', 'Asegurador', 'ARL');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, clase) VALUES (1, 'CC 1', 'Ana Ruiz', 'afiliado'), (2, 'NIT 2', 'Taller', 'empleador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (3, 'NIT 3', 'Hospital');
SELECT throws_ok($$INSERT INTO cartera.prestador (identificacion, nombre, clase) VALUES ('x', 'x', 'vecino')$$, '23514', NULL, 'a claimant is a provider, an affiliate or an employer');

-- Claimed on Tuesday 2025-07-01 by each of them.
CREATE TEMP TABLE r AS SELECT p, conciliacion.radicar_factura(p, 1, ('R' || p)::conciliacion.numero_factura, '2025-07-01',
    '[{"codigo": "TRASLADO", "valor": "80000.00", "paciente": "CC 1", "paciente_nombre": "Ana Ruiz"}]', fecha_servicio => '2025-06-20') AS f FROM generate_series(1, 3) p;
SELECT results_eq('SELECT f.prestador_id, f.norma_id, f.vence FROM cartera.factura f ORDER BY 1',
    $$VALUES (1::bigint, 'CO-ARL-REEMBOLSO', date '2025-07-09'), (2, 'CO-ARL-REEMBOLSO', '2025-07-09'), (3, 'CO-2284', '2025-07-29')$$,
    'the class of the claimant picks the norm: its report is due in 6 business days');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id) VALUES (1, 1, 1, '[2020-01-01,)', 'CO-ARL');
CREATE TEMP TABLE r9 AS SELECT conciliacion.radicar_factura(1, 1, 'R9', '2025-07-01', '[{"codigo": "x", "valor": "1.00"}]', convenio_id => 1) AS f;
SELECT is((SELECT norma_id FROM cartera.factura JOIN r9 ON f = factura_id), 'CO-ARL', 'an agreement rules over it, as for anybody');

CREATE TEMP TABLE g AS SELECT conciliacion.formular_glosa(1, f, 'SO0101', 30000, 'Falta el soporte', 1, '2025-07-04') AS g FROM r WHERE p = 1;
SELECT results_eq($$SELECT estado::text, quien_debe::text, vence FROM cartera.glosa$$, $$VALUES ('formulada', 'pagador', date '2025-07-09')$$, 'notice: 5 calendar days from the audit');
SELECT results_eq($$SELECT v.acto::text, v.vence FROM conciliacion.vencimientos(al => '2025-07-05') v JOIN g ON g = v.glosa_id$$, $$VALUES ('notificar', date '2025-07-09')$$, 'the worklist says so');
SELECT is((SELECT string_agg(evento || coalesce(':' || acto, ''), ', ' ORDER BY evento) FROM g, conciliacion.eventos_permitidos(1, g.g, '2025-07-05')), 'notificar:notificar, suspender, cerrar, cerrar, anular', 'the same machine');
SELECT conciliacion.notificar_glosas(1, f, '2025-07-10', 'correo', 'acuse') FROM r WHERE p = 1;
SELECT results_eq($$SELECT estado::text, vence, extemporanea, formulada_tarde FROM cartera.glosa$$, $$VALUES ('notificada', conciliacion.vencimiento('2025-07-10', '15 dias habiles'), true, true)$$,
    'a late notice is marked; the answer is due in 15 business days (nota 4)');
SELECT is_empty($$SELECT * FROM conciliacion.procesar_vencimientos('2025-12-31')$$, 'the contract gives no effect to the silence of an affiliate');
SELECT conciliacion.responder_glosa(1, g, 'RE9801', 10000, 'Se adjunta el soporte', '2025-07-20') FROM g;
SELECT is(conciliacion.decidir_glosa(1, g, 20000, 'Completo', '2025-07-25')::text, 'cerrada', 'decided as any other') FROM g;
SELECT results_eq($$SELECT papel::text, acto::text, vencian, tarde FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-07-31') WHERE acto = 'notificar'$$,
    $$VALUES ('pagador', 'notificar', 1, 1)$$, 'and measured');
SELECT is(conciliacion.vencimiento('2025-07-25', plazo), date '2025-08-04', 'result of a conciliation: 10 calendar days') FROM cartera.norma_plazo WHERE norma_id = 'CO-ARL-REEMBOLSO' AND acto = 'comunicar_resultado';

-- ---- the result of a conciliation is told in 10 calendar days -------------------------------------------------------------
-- Two claims of the workshop, conciliated by acts applied on 2025-08-20; the first is told on the last day, the second later.
CREATE TEMP TABLE w AS SELECT i, conciliacion.radicar_factura(2, 1, ('W' || i)::conciliacion.numero_factura, '2025-07-01',
    '[{"codigo": "TRASLADO", "valor": "80000.00", "paciente": "CC 1", "paciente_nombre": "Ana Ruiz"}]', fecha_servicio => '2025-06-20') AS f, NULL::bigint AS g, NULL::bigint AS a FROM generate_series(1, 2) i;
UPDATE w SET g = conciliacion.formular_glosa(2, f, 'SO0101', 30000, 'Falta el soporte', 1, '2025-07-04');
SELECT conciliacion.notificar_glosas(2, f, '2025-07-05', 'correo', 'acuse') FROM w;
SELECT conciliacion.responder_glosa(2, g, 'RE9801', 10000, 'Se adjunta', '2025-07-20'), conciliacion.decidir_glosa(2, g, 5000, 'En parte', '2025-07-25') FROM w;
UPDATE w SET a = conciliacion.levantar_acta(2, conciliacion.citar_conciliacion(2, 1, '2025-08-15', 'Sala', ARRAY[g], '2025-08-01'),
    jsonb_build_array(jsonb_build_object('glosa_id', g, 'valor_aceptado', 5000, 'valor_levantado', 10000, 'valor_sin_acuerdo', 0)), '[]', '2025-08-15');
CREATE FUNCTION pg_temp.por_comunicar(p_al date, p_hasta date DEFAULT NULL) RETURNS TABLE (i int, quien text, vence date, dias int, semaforo text, factura bigint, glosa bigint, valor numeric) LANGUAGE sql AS $$
    SELECT w.i, v.quien_debe::text, v.vence, v.dias_habiles, v.semaforo, v.factura_id, v.glosa_id, v.valor
      FROM conciliacion.vencimientos(p_hasta, 2, NULL, p_al) v LEFT JOIN w ON w.a = v.acta_id WHERE v.acto = 'comunicar_resultado' ORDER BY 1 $$;
SELECT conciliacion.registrar_comunicacion(2, 1, 'Borrador', 'x', 'portal', fecha => '2025-08-19', clase => 'otra', acta_id => a) FROM w;
SELECT conciliacion.firmar_acta(2, a, 'prestador', 'Rosa', 'Representante legal', NULL, '2025-08-18') FROM w;
SELECT is_empty($$SELECT * FROM pg_temp.por_comunicar('2025-08-19')$$, 'worklist: there is no result to tell until both sign');
SELECT conciliacion.firmar_acta(2, a, 'pagador', 'Luis', 'Auditor', 'Poder 7', '2025-08-20') FROM w;
SELECT results_eq($$SELECT * FROM pg_temp.por_comunicar('2025-08-20')$$,
    $$SELECT i, 'pagador', date '2025-08-30', 7, 'proxima_10', NULL::bigint, NULL::bigint, NULL::numeric FROM generate_series(1, 2) i$$, 'then the payer owes it: what was told of the draft does not count');
SELECT is_empty($$SELECT * FROM pg_temp.por_comunicar('2025-08-20', '2025-08-29')$$, '... not before its day');
SELECT is((SELECT count(*) FROM pg_temp.por_comunicar('2025-08-20', '2025-08-30')), 2::bigint, '... on its day');
SELECT is_empty($$SELECT * FROM conciliacion.vencimientos(NULL, 2, 9) WHERE acto = 'comunicar_resultado'$$, '... of another payer none');
SELECT is_empty($$SELECT * FROM conciliacion.vencimientos(NULL, 1) WHERE acto = 'comunicar_resultado'$$, '... nor of another claimant');
SELECT results_eq('SELECT norma_id, vence_resultado, resultado_comunicado FROM cartera.acta WHERE prestador_id = 2', $$SELECT 'CO-ARL-REEMBOLSO', date '2025-08-30', NULL::date FROM w$$, 'the deadline is kept in the act');
UPDATE cartera.norma_plazo SET plazo = '20 dias' WHERE norma_id = 'CO-ARL-REEMBOLSO' AND acto = 'comunicar_resultado';
SELECT is((SELECT max(vence) FROM pg_temp.por_comunicar('2025-08-20')), date '2025-08-30', 'changing the term moves no deadline already running');
SELECT conciliacion.registrar_comunicacion(2, 1, 'Recibido', 'x', 'portal', 'prestador', fecha => '2025-08-21', clase => 'otra', acta_id => a) FROM w;
SELECT is((SELECT count(*) FROM pg_temp.por_comunicar('2025-08-22')), 2::bigint, 'what the claimant says is not the result');
SELECT throws_ok($$UPDATE cartera.acta SET resultado_comunicado = '2025-08-21'$$, 'KG005', NULL, 'nobody writes that it was told');
SELECT throws_ok(format($$INSERT INTO cartera.acta (prestador_id, cita_id, fecha, %s) VALUES (2, 1, '2025-08-21', %L)$$, c, v), 'KG005', NULL, 'nor gives ' || c)
  FROM (VALUES ('norma_id', 'CO-ARL'), ('vence_resultado', '2025-08-30'), ('resultado_comunicado', '2025-08-21')) x (c, v);
SELECT throws_ok($$INSERT INTO cartera.comunicacion (prestador_id, pagador_id, papel, medio, asunto, contenido, fecha, clase, acta_id) SELECT 2, 1, 'pagador', 'portal', 'x', ' ', '2025-08-22', 'otra', a FROM w$$,
    'KG003', NULL, 'a notice that is refused');
SELECT is((SELECT count(*) FROM pg_temp.por_comunicar('2025-08-22')), 2::bigint, '... tells nothing');
SELECT is_empty($$SELECT * FROM conciliacion.procesar_vencimientos('2025-12-31', 2)$$, 'the contract gives no effect to the delay');
-- a later one first, and both in one statement: it was told on the first day
INSERT INTO cartera.comunicacion (prestador_id, pagador_id, papel, medio, asunto, contenido, fecha, clase, acta_id)
SELECT 2, 1, 'pagador', 'portal', 'Resultado', 'x', d, 'entrega_acta', a FROM w, unnest('{2025-09-02,2025-08-31}'::date[]) d WHERE i = 2;
SELECT results_eq($$SELECT i FROM pg_temp.por_comunicar('2025-09-02')$$, ARRAY[1], 'the one that was told is not due any more');
SELECT is((SELECT resultado_comunicado FROM cartera.acta JOIN w ON a = acta_id AND i = 2 WHERE prestador_id = 2), date '2025-08-31', '... since the first notice');
SELECT conciliacion.registrar_comunicacion(2, 1, 'Resultado', 'x', 'portal', fecha => '2025-08-30', clase => 'entrega_acta', acta_id => a) FROM w WHERE i = 1;
SELECT is_empty($$SELECT * FROM pg_temp.por_comunicar('2025-09-02')$$, 'nothing else is owed');
SELECT results_eq($$SELECT papel::text, acto::text, vencian, en_termino, tarde, sin_hacer FROM conciliacion.cumplimiento_plazos(2, '2025-08-01', '2025-08-31') WHERE acto = 'comunicar_resultado'$$,
    $$VALUES ('pagador', 'comunicar_resultado', 2, 1, 1, 0)$$, 'it is measured: by the notice of the payer that names the act');
SELECT results_eq($$SELECT vencian, en_termino, tarde, sin_hacer FROM conciliacion.cumplimiento_plazos(2, '2025-08-01', '2025-08-30') WHERE acto = 'comunicar_resultado'$$, 'VALUES (2, 1, 0, 1)', 'as it was on the last day');
SELECT is_empty($$SELECT * FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-12-31') WHERE acto = 'comunicar_resultado'$$, 'nothing where nothing was conciliated');
-- told on the day of the second signature, before it
CREATE TEMP TABLE z AS SELECT conciliacion.radicar_factura(2, 1, 'Z1', '2025-07-01', '[{"codigo": "TRASLADO", "valor": "80000.00", "paciente": "CC 1", "paciente_nombre": "Ana Ruiz"}]',
    fecha_servicio => '2025-06-20') AS f, NULL::bigint AS g, NULL::bigint AS a;
UPDATE z SET g = conciliacion.formular_glosa(2, f, 'SO0101', 30000, 'Falta el soporte', 1, '2025-07-04');
SELECT conciliacion.notificar_glosas(2, f, '2025-07-05', 'correo', 'acuse') FROM z;
SELECT conciliacion.responder_glosa(2, g, 'RE9801', 10000, 'Se adjunta', '2025-07-20'), conciliacion.decidir_glosa(2, g, 5000, 'En parte', '2025-07-25') FROM z;
UPDATE z SET a = conciliacion.levantar_acta(2, conciliacion.citar_conciliacion(2, 1, '2025-08-15', 'Sala', ARRAY[g], '2025-08-01'),
    jsonb_build_array(jsonb_build_object('glosa_id', g, 'valor_aceptado', 5000, 'valor_levantado', 10000, 'valor_sin_acuerdo', 0)), '[]', '2025-08-15');
SELECT conciliacion.registrar_comunicacion(2, 1, 'Resultado', 'x', 'portal', fecha => '2025-08-20', clase => 'otra', acta_id => a) FROM z;
SELECT conciliacion.firmar_acta(2, a, 'prestador', 'Rosa', 'Representante legal', NULL, '2025-08-18'), conciliacion.firmar_acta(2, a, 'pagador', 'Luis', 'Auditor', 'Poder 7', '2025-08-20') FROM z;
SELECT is((SELECT resultado_comunicado FROM cartera.acta JOIN z ON a = acta_id WHERE prestador_id = 2), date '2025-08-20', 'what was told on that day counts');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'everything adds up');
ALTER TABLE cartera.acta DISABLE TRIGGER USER;
UPDATE cartera.acta SET resultado_comunicado = NULL WHERE prestador_id = 2 AND acta_id = (SELECT a FROM z);
ALTER TABLE cartera.acta ENABLE TRIGGER USER;
SELECT results_eq('SELECT identidad, objeto, esperado, encontrado FROM conciliacion.verificar()',
    $$SELECT 'acta: resultado comunicado = primera comunicación del pagador', format('acta %s', a), '2025-08-20', NULL FROM z$$, 'verificar() tells a notice that the act forgot');
SELECT * FROM finish();
ROLLBACK;
