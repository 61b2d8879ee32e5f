-- Batch functions: all or nothing, the same rows as one by one, and the refusal names the element. Small functions over
-- the state machines.
BEGIN;
SELECT plan(23);

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '900', 'EPS');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, '800', 'IPS', '1');
CREATE FUNCTION pg_temp.factura(p_numero text) RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(1, 1, p_numero::conciliacion.numero_factura, '2025-05-02', (
        SELECT jsonb_agg(jsonb_build_object('codigo', 'S' || i, 'fecha', '2025-04-20', 'paciente', 'CC 1', 'paciente_nombre', 'Ana',
                                            'valor', 10000)) FROM generate_series(1, 4) i)) $$;
CREATE FUNCTION pg_temp.glosar(p_factura bigint, p_base bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha)
    SELECT 1, p_base + i, p_factura, i, 'TA0201', 6000, 'tarifa', '2025-05-09' FROM generate_series(1, 4) i;
    SELECT conciliacion.notificar_glosas(1, p_factura, '2025-05-12', 'correo', 'A1') $$;
SELECT pg_temp.glosar(pg_temp.factura('A-1'), 100);
SELECT pg_temp.glosar(pg_temp.factura('B-1'), 200);

-- the same acts, in a batch on one invoice and one by one on the other
SELECT is((SELECT array_agg(estado::text ORDER BY glosa_id) FROM conciliacion.responder_lote(1, '[
    {"glosa_id": 101, "codigo_respuesta": "RE9702", "valor_aceptado": "6000.00", "fecha": "2025-05-20"},
    {"glosa_id": 102, "codigo_respuesta": "RE9801", "valor_aceptado": 1000, "comentario": "soporte", "fecha": "2025-05-20"},
    {"glosa_id": 103, "codigo_respuesta": "RE9901", "comentario": "soporte", "fecha": "2025-05-20"}]')),
    '{cerrada,respondida,respondida}', 'responder_lote: new states');
SELECT conciliacion.responder_glosa(1, 201, 'RE9702', 6000, NULL, '2025-05-20'),
       conciliacion.responder_glosa(1, 202, 'RE9801', 1000, 'soporte', '2025-05-20'),
       conciliacion.responder_glosa(1, 203, 'RE9901', NULL, 'soporte', '2025-05-20') \g /dev/null
SELECT is((SELECT array_agg(estado::text ORDER BY glosa_id) FROM conciliacion.decidir_lote(1, '[
    {"glosa_id": 102, "valor_levantado": 2000, "comentario": "parte", "fecha": "2025-05-27"},
    {"glosa_id": 103, "valor_levantado": 6000, "comentario": "todo", "fecha": "2025-05-27"}]')),
    '{ratificada,cerrada}', 'decidir_lote: new states');
SELECT conciliacion.decidir_glosa(1, 202, 2000, 'parte', '2025-05-27'), conciliacion.decidir_glosa(1, 203, 6000, 'todo', '2025-05-27') \g /dev/null
SELECT is((SELECT array_agg(estado::text) FROM conciliacion.subsanar_lote(1, '[
    {"glosa_id": 102, "comentario": "anexo", "valor_aceptado": 500, "fecha": "2025-06-03"}]')), '{subsanada}', 'subsanar_lote: new state');
SELECT conciliacion.subsanar_glosa(1, 202, 'anexo', 500, '2025-06-03') \g /dev/null
SELECT is((SELECT array_agg(estado::text) FROM conciliacion.cerrar_lote(1, '[
    {"glosa_id": 104, "causa": "tacita", "fecha": "2025-06-05"}]')), '{cerrada}', 'cerrar_lote: new state');
SELECT conciliacion.cerrar_glosa(1, 204, 'tacita', fecha => '2025-06-05') \g /dev/null

SELECT results_eq(
    $$ SELECT glosa_id - 100, secuencia, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta::text, causa_cierre, comentario, estado, vence, quien_debe
       FROM cartera.glosa_evento WHERE glosa_id BETWEEN 101 AND 104 ORDER BY 1, 2 $$,
    $$ SELECT glosa_id - 200, secuencia, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta::text, causa_cierre, comentario, estado, vence, quien_debe
       FROM cartera.glosa_evento WHERE glosa_id BETWEEN 201 AND 204 ORDER BY 1, 2 $$,
    'a batch leaves the same events as single calls');
SELECT results_eq(
    $$ SELECT valor_glosado, valor_aceptado, valor_levantado, valor_pendiente, glosas_abiertas, estado, vence_pago FROM cartera.factura WHERE factura_id = 1 $$,
    $$ SELECT valor_glosado, valor_aceptado, valor_levantado, valor_pendiente, glosas_abiertas, estado, vence_pago FROM cartera.factura WHERE factura_id = 2 $$,
    'and the same totals');

-- half of a batch bad: nothing of it written, and the element named
CREATE FUNCTION pg_temp.rechazo(orden text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE v_detalle text; v_codigo text;
BEGIN
    EXECUTE orden;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS v_detalle = PG_EXCEPTION_DETAIL, v_codigo = RETURNED_SQLSTATE;
    RETURN v_codigo || ' ' || v_detalle;
END $$;
CREATE TEMP TABLE antes AS SELECT g.* FROM cartera.glosa g;
SELECT matches(pg_temp.rechazo($$ SELECT conciliacion.decidir_lote(1, '[
    {"glosa_id": 102, "valor_levantado": 0, "comentario": "no", "fecha": "2025-06-06"},
    {"glosa_id": 103, "valor_levantado": 1, "comentario": "ya cerrada", "fecha": "2025-06-06"}]') $$),
    '^KG001 .*Element 2 .*glosa_id 103', 'the second element is refused and named');
SELECT matches(pg_temp.rechazo($$ SELECT conciliacion.decidir_lote(1, '[
    {"glosa_id": 102, "valor_levantado": 3000, "comentario": "de más", "fecha": "2025-06-06"}]') $$),
    '^KG004 .*available: 2500.00; difference: 500.00.*Element 1', 'more than pending: both amounts and the difference');
SELECT matches(pg_temp.rechazo($$ SELECT conciliacion.subsanar_lote(1, '[{"glosa_id": 999, "comentario": "x"}]') $$), '^KG006', 'an unknown glosa');
SELECT matches(pg_temp.rechazo($$ SELECT conciliacion.responder_lote(1, '[{"glosa_id": 102, "codigo": "RE9901"}]') $$), '^22023 .*\$\.eventos\[0\]', 'a misspelt key, with its path');
SELECT matches(pg_temp.rechazo($$ SELECT conciliacion.cerrar_lote(1, '[]') $$), '^22023', 'an empty batch');
SELECT matches(pg_temp.rechazo($$ SELECT conciliacion.cerrar_lote(1, '{}') $$), '^22023', 'not an array');
SELECT matches(pg_temp.rechazo($$ SELECT conciliacion.cerrar_lote(1, NULL) $$), '^22023', 'no batch at all');
SELECT results_eq('SELECT g.* FROM cartera.glosa g ORDER BY glosa_id', 'SELECT * FROM antes ORDER BY glosa_id', 'no refusal changed anything');

SELECT set_has('SELECT conciliacion.maquinas()', $$ VALUES ('glosa'), ('factura') $$, 'the machines, sound');
SELECT is(conciliacion.acto_debido('notificada', false)::text, 'responder', 'acto_debido of a notified glosa');
SELECT is(conciliacion.acto_debido('ratificada', true)::text, 'citar', 'acto_debido of one already cured');
SELECT is(conciliacion.acto_debido('cerrada', false), NULL, 'acto_debido of a closed one');
SELECT is(conciliacion.acto_debido_factura('devuelta', 'prestador')::text, 'responder_devolucion', 'acto_debido_factura of a return');
-- what was paid cannot be lost too: the balance of the invoice rules
SELECT conciliacion.registrar_pago(1, 1, 40000, '2025-05-15', 'T-9', jsonb_build_array(jsonb_build_object('factura_id', pg_temp.factura('C-1'), 'valor', 40000))) \g /dev/null
SELECT pg_temp.glosar((SELECT max(factura_id) FROM cartera.factura), 300);
SELECT matches(pg_temp.rechazo($$ SELECT conciliacion.responder_glosa(1, 301, 'RE9702', 6000, NULL, '2025-05-20') $$),
    '^KG004 Accepted: 6000.00; balance: 0.00; difference: 6000.00', 'accepting a glosa of an invoice already paid');
SELECT is((SELECT estado::text FROM cartera.glosa WHERE glosa_id = 301), 'notificada', 'and nothing changed');
SELECT throws_ok($$ SELECT conciliacion.radicar_factura(1, 99, 'Z-1', '2025-05-02', '[{"codigo": "1", "valor": 1}]') $$, 'KG006', NULL, 'an unknown payer');
SELECT throws_ok($$ SELECT conciliacion.radicar_factura(1, 1, 'Z-1', '2025-05-02', '[{"codigo": "1", "valor": 1, "profesional_id": 77}]') $$, 'KG006', NULL, 'an unknown professional');
SELECT * FROM finish();
ROLLBACK;
