-- cumplimiento_plazos(): who did what in term, by month; and the last day to close a conciliation as a deadline.
BEGIN;
SELECT no_plan();

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'A1', 'Asegurador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, 'P1', 'Hospital', '1'), (2, 'P2', 'Clínica', '1');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
SELECT p, n, 1, '[2020-01-01,)', CASE n WHEN 1 THEN 'CO-2284' ELSE 'CO-ARL' END FROM generate_series(1, 2) p, generate_series(1, 2) n;
CREATE FUNCTION pg_temp.notificada(p_convenio bigint, p_notifica date DEFAULT '2025-07-04') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE f bigint; g bigint;
BEGIN
    f := conciliacion.radicar_factura(1, 1, ('F' || (SELECT count(*) + 1 FROM cartera.factura))::conciliacion.numero_factura,
            '2025-07-01', '[{"codigo": "890201", "valor": "1000.00"}]', fecha_servicio => '2025-06-20', convenio_id => p_convenio);
    g := conciliacion.formular_glosa(1, f, 'TA0201', 100, 'Diferencia de tarifa', 1, '2025-07-03');
    PERFORM conciliacion.notificar_glosas(1, f, p_notifica, 'correo', 'acuse 1');
    RETURN g;
END $$;

-- Answers due 2025-07-25: one in 3 business days, one in 10, one late in 20, one never, one never and closed, one stopped 5 days.
CREATE TEMP TABLE c AS SELECT que, pg_temp.notificada(1) AS g FROM unnest('{tres,diez,tarde,nunca,tacita,consulta,abierta}'::text[]) que;
CREATE FUNCTION pg_temp.g(p text) RETURNS bigint LANGUAGE sql AS 'SELECT g FROM c WHERE que = p';
SELECT conciliacion.responder_glosa(1, pg_temp.g('tres'), 'RE9901', 0, 'x', '2025-07-09'), conciliacion.responder_glosa(1, pg_temp.g('diez'), 'RE9901', 0, 'x', '2025-07-18'),
       conciliacion.responder_glosa(1, pg_temp.g('tarde'), 'RE9901', 0, 'x', '2025-08-01'), conciliacion.cerrar_glosa(1, pg_temp.g('tacita'), 'tacita', 'x', '2025-07-25', 'sistema');
SELECT conciliacion.suspender_glosa(1, pg_temp.g('consulta'), 'litigio', 'x', '2025-07-08');
SELECT conciliacion.reanudar_glosa(1, pg_temp.g('consulta'), 'x', '2025-07-15');
SELECT conciliacion.responder_glosa(1, pg_temp.g('consulta'), 'RE9901', 0, 'x', '2025-07-17');
SELECT conciliacion.suspender_glosa(1, pg_temp.g('abierta'), 'litigio', 'x', '2025-07-08');

PREPARE julio AS SELECT papel::text, acto::text, mes, vencian, en_termino, tarde, sin_hacer, cumplimiento::text, mediana_dias, percentil_90_dias, maximo_dias, dias_suspendidos
    FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-08-31') WHERE acto = 'responder' ORDER BY mes;
SELECT results_eq('julio', $$VALUES
    ('prestador', 'responder', date '2025-07-01', 5, 2, 1, 2, '40%', 10, 20, 20, 0),
    ('prestador', 'responder', date '2025-08-01', 1, 1, 0, 0, '100%', 4, 4, 4, 5)$$,
    'answers by month of their due date; the days stopped are not counted, and what is stopped still is not due');
SELECT results_eq($$SELECT papel::text, acto::text, mes, vencian, en_termino, mediana_dias FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-08-31') WHERE acto = 'formular'$$,
    $$VALUES ('pagador', 'formular', date '2025-07-01', 7, 7, 1)$$, 'glosas were notified in term: one business day after formulated');
SELECT results_eq($$SELECT vencian, en_termino, tarde, sin_hacer FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-07-31') WHERE acto = 'responder'$$,
    $$VALUES (5, 2, 0, 3)$$, 'as it was at the end of July the late answer was still to come');
-- decisions due: 07-23 (10 bd from 07-09), 08-01, 08-19 (08-07 and 08-18 are holidays), 07-31
SELECT conciliacion.decidir_glosa(1, pg_temp.g('tres'), 100, 'x', '2025-07-24'), conciliacion.decidir_glosa(1, pg_temp.g('diez'), 100, 'x', '2025-08-01');
SELECT results_eq($$SELECT papel::text, mes, vencian, en_termino, tarde, sin_hacer FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-08-31') WHERE acto = 'decidir' ORDER BY mes$$,
    $$VALUES ('pagador', date '2025-07-01', 2, 0, 1, 1), ('pagador', date '2025-08-01', 2, 1, 0, 1)$$, 'decisions of the payer');
SELECT is_empty($$SELECT * FROM conciliacion.cumplimiento_plazos(2, '2025-07-01', '2025-08-31')$$, 'another provider has its own');
SELECT is_empty($$SELECT * FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-08-31', 9)$$, 'another payer too');
SELECT is((SELECT count(*) FROM conciliacion.cumplimiento_plazos(NULL, '2025-07-01', '2025-08-31')),
          (SELECT count(*) FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-08-31')), 'all of them');

-- A special consultation is measured as the payer's, and its time is not the provider's.
CREATE TEMP TABLE a AS SELECT pg_temp.notificada(2) AS g;
SELECT conciliacion.suspender_glosa(1, g, 'tarifa_por_definir', 'x', '2025-07-08') FROM a;
SELECT conciliacion.reanudar_glosa(1, g, 'x', '2025-07-14') FROM a;
SELECT results_eq($$SELECT papel::text, acto::text, vencian, en_termino, tarde, mediana_dias FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-08-31') WHERE acto = 'consultar_tarifa'$$,
    $$VALUES ('pagador', 'consultar_tarifa', 1, 0, 1, 4)$$, 'a consultation of two days answered in four');

-- Returns.
CREATE TEMP TABLE d AS SELECT conciliacion.radicar_factura(1, 1, ('D' || i)::conciliacion.numero_factura, '2025-07-01', '[{"codigo": "890201", "valor": "1000.00"}]',
    fecha_servicio => '2025-06-20', convenio_id => 1) AS f FROM generate_series(1, 3) i;
SELECT conciliacion.devolver_factura(1, f, 'DE1601', 'x', '2025-07-03') FROM d;
SELECT conciliacion.responder_devolucion(1, f, false, 'x', '2025-07-08') FROM (SELECT f FROM d ORDER BY f LIMIT 2) x;
SELECT conciliacion.decidir_devolucion(1, f, false, 'x', '2025-07-14') FROM (SELECT f FROM d ORDER BY f LIMIT 1) x;
SELECT count(*) FROM conciliacion.procesar_vencimientos('2025-07-20');
SELECT results_eq($$SELECT papel::text, acto::text, vencian, en_termino, tarde, sin_hacer, mediana_dias FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-07-31') WHERE acto::text LIKE '%devolucion' ORDER BY 1 DESC$$,
    $$VALUES ('prestador', 'responder_devolucion', 3, 2, 0, 1, 3), ('pagador', 'decidir_devolucion', 2, 1, 0, 1, 4)$$, 'answers and decisions of returns');

-- ---- four months to close the conciliation (special case d) --------------------------------------------------------------
SELECT is((SELECT f.vence_conciliar FROM cartera.factura f JOIN cartera.glosa g USING (prestador_id, factura_id), a WHERE g.glosa_id = a.g), conciliacion.vencimiento('2025-07-01', '4 meses'), 'fixed at the filing');
SELECT is((SELECT count(*)::int FROM cartera.factura f JOIN cartera.norma n USING (norma_id) WHERE f.vence_conciliar IS NOT NULL AND n.norma_id = 'CO-2284'), 0, 'the law sets none');
SELECT results_eq($$SELECT v.acto::text, v.quien_debe::text, v.vence, v.semaforo, v.valor FROM conciliacion.vencimientos(al => '2025-10-29', prestador_id => 1) v
                     JOIN cartera.glosa g ON g.factura_id = v.factura_id, a WHERE g.glosa_id = a.g AND v.acto = 'conciliar'$$,
    $$VALUES ('conciliar', 'pagador', date '2025-11-04', 'proxima_3', 100.00)$$, 'an alert of the worklist (2025-11-01 is a Saturday and the 3rd a holiday)');
UPDATE cartera.norma_plazo SET plazo = '2 meses' WHERE norma_id = 'CO-ARL' AND acto = 'conciliar';
SELECT is((SELECT v.vence FROM conciliacion.vencimientos(prestador_id => 1) v WHERE v.acto = 'conciliar'), date '2025-11-04', 'changing the term moves no deadline already running');
SELECT conciliacion.suspender_glosa(1, g, 'litigio', 'x', '2025-08-01') FROM a;
SELECT is_empty($$SELECT * FROM conciliacion.vencimientos(prestador_id => 1) v WHERE v.acto = 'conciliar'$$, 'litigio is exempt (special case e)');
SELECT conciliacion.reanudar_glosa(1, g, 'x', '2025-08-04') FROM a;
SELECT conciliacion.responder_glosa(1, g, 'RE9702', 100, 'x', '2025-08-05') FROM a;
SELECT is_empty($$SELECT * FROM conciliacion.vencimientos(prestador_id => 1) v WHERE v.acto = 'conciliar'$$, 'once everything is closed there is nothing to alert of');
SELECT results_eq($$SELECT papel::text, vencian, en_termino FROM conciliacion.cumplimiento_plazos(1, '2025-11-01', '2025-11-30') WHERE acto = 'conciliar'$$, $$VALUES ('pagador', 1, 1)$$, 'and it was closed in term');

-- ---- citations: 10 business days since the answer that did not come (2025-07-25): 2025-08-11 ------------------------------------
-- One in term and moved later, one late, one never, one answered late before that day, one closed by silence before it.
CREATE TEMP TABLE k AS SELECT que, pg_temp.notificada(2) AS g FROM unnest('{cita,tarde,nunca,responde,calla}'::text[]) que;
CREATE FUNCTION pg_temp.k(p text) RETURNS bigint LANGUAGE sql AS 'SELECT g FROM k WHERE que = p';
CREATE FUNCTION pg_temp.por_citar(p_al date, p_hasta date DEFAULT NULL) RETURNS TABLE (que text, quien text, vence date, habiles int, semaforo text, valor numeric) LANGUAGE sql AS $$
    SELECT coalesce(k.que, 'another ' || v.glosa_id), v.quien_debe::text, v.vence, v.dias_habiles, v.semaforo, v.valor
      FROM conciliacion.vencimientos(p_hasta, 1, NULL, p_al) v LEFT JOIN k ON k.g = v.glosa_id WHERE v.acto = 'citar' ORDER BY 1 $$;
SELECT is_empty($$SELECT * FROM pg_temp.por_citar('2025-07-25')$$, 'worklist: on the last day of the answer nothing is to be called yet');
SELECT results_eq($$SELECT * FROM pg_temp.por_citar('2025-07-26')$$, $$SELECT q, 'pagador', date '2025-08-11', 10, 'proxima_10', 100.00 FROM unnest('{calla,cita,nunca,responde,tarde}'::text[]) q$$,
    'from the next one, the payer calls what was not answered: only where the norm sets the term');
SELECT is((SELECT count(*) FROM conciliacion.vencimientos(NULL, 1, NULL, '2025-07-26') v JOIN k ON k.g = v.glosa_id WHERE v.acto = 'responder'), 5::bigint, '... besides the answer, which is still owed');
SELECT is_empty($$SELECT * FROM pg_temp.por_citar('2025-07-26', '2025-08-10')$$, '... not before its day');
SELECT is((SELECT count(*) FROM pg_temp.por_citar('2025-07-26', '2025-08-11')), 5::bigint, '... on its day');
SELECT is((SELECT count(*) FROM pg_temp.por_citar('2025-08-12') WHERE semaforo = 'vencida' AND habiles = -1), 5::bigint, '... and after it, overdue');
SELECT is_empty($$SELECT * FROM conciliacion.vencimientos(NULL, 1, 2, '2025-07-26') WHERE acto = 'citar'$$, '... of another payer none');
SELECT is_empty($$SELECT * FROM conciliacion.vencimientos(NULL, 2, NULL, '2025-07-26') WHERE acto = 'citar'$$, '... nor of another provider');
UPDATE cartera.norma_plazo SET desde = 'decision' WHERE norma_id = 'CO-ARL' AND acto = 'citar';
SELECT is_empty($$SELECT * FROM pg_temp.por_citar('2025-07-26')$$, 'a term that runs from something else is not that of an answer that did not come');
SELECT is_empty($$SELECT * FROM conciliacion.cumplimiento_plazos(1, '2025-08-01', '2025-08-31') WHERE acto = 'citar'$$, '... nor is it measured');
UPDATE cartera.norma_plazo SET desde = 'vencimiento_respuesta' WHERE norma_id = 'CO-ARL' AND acto = 'citar';
SELECT conciliacion.suspender_glosa(1, pg_temp.k('nunca'), 'litigio', 'x', '2025-07-28');
SELECT is((SELECT string_agg(que, ' ') FROM pg_temp.por_citar('2025-07-29')), 'calla cita responde tarde', 'while a glosa is stopped nobody is called');
SELECT conciliacion.reanudar_glosa(1, pg_temp.k('nunca'), 'x', '2025-07-28');
SELECT conciliacion.citar_glosa(1, pg_temp.k('cita'), 'pagador', '2025-08-20', 'x', '2025-08-11'), conciliacion.comunicar_glosa(1, pg_temp.k('cita'), 'pagador', 'aviso', 'acuse', '2025-08-12'),
       conciliacion.citar_glosa(1, pg_temp.k('cita'), 'pagador', '2025-09-20', 'se mueve', '2025-08-25'), conciliacion.citar_glosa(1, pg_temp.k('tarde'), 'prestador', '2025-08-20', 'x', '2025-08-12'),
       conciliacion.responder_glosa(1, pg_temp.k('responde'), 'RE9901', 0, 'x', '2025-08-01');
SELECT conciliacion.comunicar_glosa(1, pg_temp.k('calla'), 'pagador', 'aviso', 'acuse ' || i, '2025-07-28') FROM generate_series(1, 2) i;
SELECT conciliacion.cerrar_glosa(1, pg_temp.k('calla'), 'silencio', 'x', '2025-07-29');
SELECT results_eq($$SELECT papel::text, mes, vencian, en_termino, tarde, sin_hacer, maximo_dias FROM conciliacion.cumplimiento_plazos(1, '2025-08-01', '2025-08-31') WHERE acto = 'citar'$$,
    $$VALUES ('pagador', date '2025-08-01', 3, 1, 1, 1, 11)$$, 'the payer calls to conciliate in 10 business days what was not answered');
SELECT results_eq($$SELECT vencian, en_termino, tarde, sin_hacer FROM conciliacion.cumplimiento_plazos(1, '2025-08-01', '2025-08-11') WHERE acto = 'citar'$$, $$VALUES (3, 1, 0, 2)$$, 'as it was on that day');
SELECT results_eq($$SELECT k.que, e.secuencia, e.extemporanea FROM k JOIN cartera.glosa_evento e ON e.glosa_id = k.g AND e.evento = 'citar' ORDER BY 1, 2$$,
    $$VALUES ('cita', 3, false), ('cita', 5, false), ('tarde', 3, true)$$, 'a late citation is marked; moving a meeting called in term is not');
SELECT is((SELECT extemporanea FROM cartera.glosa WHERE glosa_id = pg_temp.k('tarde')), true, 'and so is its glosa');
SELECT results_eq($$SELECT que, vence, semaforo FROM pg_temp.por_citar('2025-08-26')$$, $$VALUES ('nunca', date '2025-08-11', 'vencida')$$, 'worklist: what was called, answered or closed is not to be called');
SELECT is_empty($$SELECT * FROM conciliacion.procesar_vencimientos('2025-08-26') WHERE glosa_id = pg_temp.k('nunca')$$, 'the contract gives no effect to a meeting that was not called');
SELECT is_empty($$SELECT * FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', '2025-12-31') WHERE acto = 'citar' AND mes <> '2025-08-01'$$, 'none where the norm sets no such term');

-- ---- payment of what was lifted: 5 business days ---------------------------------------------------------------------------------
-- Lifted 100 of 1000 with everything decided, on Friday 2025-07-18: due 07-25. What is due is everything that is not in dispute.
CREATE TEMP TABLE q AS SELECT que, pg_temp.notificada(1) AS g, NULL::bigint AS f FROM unnest('{puntual,partes,tarde,nunca,antes,deshecho,dos}'::text[]) que;
UPDATE q SET f = x.factura_id FROM cartera.glosa x WHERE x.glosa_id = q.g;
SELECT conciliacion.responder_glosa(1, g, 'RE9901', 0, 'x', '2025-07-10') FROM q;
SELECT conciliacion.registrar_pago(1, 1, 1000, '2025-07-15', 'P-antes', format('[{"factura_id": %s, "valor": 1000}]', f)::jsonb) FROM q WHERE que = 'antes';
SELECT conciliacion.decidir_glosa(1, g, 100, 'x', '2025-07-18') FROM q WHERE que <> 'dos';
SELECT conciliacion.decidir_glosa(1, g, 40, 'x', '2025-07-18') FROM q WHERE que = 'dos'; -- the other 60 stay in dispute
SELECT conciliacion.subsanar_glosa(1, g, 'x', 0, '2025-07-28') FROM q WHERE que = 'dos';
SELECT conciliacion.decidir_glosa(1, g, 60, 'x', '2025-08-04') FROM q WHERE que = 'dos';
SELECT conciliacion.registrar_pago(1, 1, 1000, '2025-07-25', 'P-puntual', format('[{"factura_id": %s, "valor": 1000}]', f)::jsonb) FROM q WHERE que = 'puntual';
SELECT conciliacion.registrar_pago(1, 1, v, d, 'P-partes' || v, format('[{"factura_id": %s, "valor": %s}]', f, v)::jsonb) FROM q, (VALUES (600, date '2025-07-21'), (400, date '2025-07-24')) x (v, d) WHERE que = 'partes';
SELECT conciliacion.registrar_pago(1, 1, v, d, 'P-tarde' || v, format('[{"factura_id": %s, "valor": %s}]', f, v)::jsonb) FROM q, (VALUES (950, date '2025-07-21'), (50, date '2025-08-01')) x (v, d) WHERE que = 'tarde';
SELECT conciliacion.registrar_pago(1, 1, 1000, '2025-07-21', 'P-deshecho', format('[{"factura_id": %s, "valor": 1000}]', f)::jsonb) FROM q WHERE que = 'deshecho';
SELECT conciliacion.desaplicar_pago(1, p.pago_id, f, 'era de otra', '2025-07-23') FROM q, cartera.pago p WHERE que = 'deshecho' AND p.referencia = 'P-deshecho';
-- and one lifted in two: 40 on 07-18 and 60 on 08-04 (due 08-12); what was due first is paid in term, the rest late
SELECT conciliacion.registrar_pago(1, 1, v, d, 'P-dos' || v, format('[{"factura_id": %s, "valor": %s}]', f, v)::jsonb) FROM q, (VALUES (940, date '2025-07-22'), (60, date '2025-08-20')) x (v, d) WHERE que = 'dos';
-- with those of above, decided on 07-24 (due 07-31) and 08-01 (due 08-11), which nobody paid
PREPARE pagar AS SELECT papel::text, mes, vencian, en_termino, tarde, sin_hacer, maximo_dias FROM conciliacion.cumplimiento_plazos(1, '2025-07-01', $1) WHERE acto = 'pagar' ORDER BY mes;
SELECT results_eq($$EXECUTE pagar('2025-07-31')$$, $$VALUES ('pagador', date '2025-07-01', 8, 4, 0, 4, 5)$$,
    'paid on the last day, in parts and before the lifting; at the end of July a part was missing, and what was undone is not paid');
SELECT results_eq($$EXECUTE pagar('2025-08-31')$$, $$VALUES ('pagador', date '2025-07-01', 8, 4, 1, 3, 10), ('pagador', date '2025-08-01', 2, 0, 1, 1, 10)$$, 'late in August; an invoice lifted twice is due twice');
SELECT results_eq($$SELECT q.que, v.vence, v.valor FROM conciliacion.vencimientos(al => '2025-08-31', prestador_id => 1) v JOIN q ON q.f = v.factura_id WHERE v.acto = 'pagar' ORDER BY q.que$$,
    $$VALUES ('deshecho', date '2025-07-25', 1000.00), ('nunca', date '2025-07-25', 1000.00)$$, 'the worklist asks for what is missing still');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'everything adds up');
SELECT * FROM finish();
ROLLBACK;
