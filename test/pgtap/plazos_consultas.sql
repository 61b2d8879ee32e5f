-- Special cases a, b and c of the insurer's contract: a consultation of the payer within its house (afiliación, cobertura,
-- tarifa no definida) stops the clock of the case and has a due date of its own.
BEGIN;
SELECT no_plan();

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'A1', 'Asegurador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, 'P1', 'Hospital', '1');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id) VALUES (1, 1, 1, '[2020-01-01,)', 'CO-ARL'), (1, 2, 1, '[2020-01-01,)', 'CO-2284');
-- Filed on Tuesday 2025-07-01, glossed and notified: the answer is due 2025-07-25 (15 business days from 07-04).
-- A consultation may be open until 2025-07-22 (15 business days from the filing).
CREATE FUNCTION pg_temp.notificada(p_convenio bigint DEFAULT 1) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE f bigint; g bigint;
BEGIN
    f := conciliacion.radicar_factura(1, 1, ('F' || (SELECT count(*) + 1 FROM cartera.factura))::conciliacion.numero_factura,
            '2025-07-01', '[{"codigo": "890201", "valor": "1000.00"}]', fecha_servicio => '2025-06-20', convenio_id => p_convenio);
    g := conciliacion.formular_glosa(1, f, 'TA0201', 100, 'Diferencia de tarifa', 1, '2025-07-03');
    PERFORM conciliacion.notificar_glosas(1, f, '2025-07-04', 'correo', 'acuse 1');
    RETURN g;
END $$;
CREATE FUNCTION pg_temp.caso(p_glosa bigint) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', g.estado, coalesce(g.quien_debe::text, '-'), coalesce(g.vence::text, '-'), coalesce(g.vence_previo::text, '-'))
    FROM cartera.glosa g WHERE g.glosa_id = p_glosa $$;
-- Suspend on a date for a cause (and resume): what the case is then, or the SQLSTATE.
CREATE FUNCTION pg_temp.consulta(p_causa text, p_desde date, p_hasta date DEFAULT NULL, p_convenio bigint DEFAULT 1) RETURNS text LANGUAGE plpgsql AS $$
DECLARE g bigint := pg_temp.notificada(p_convenio);
BEGIN
    PERFORM conciliacion.suspender_glosa(1, g, p_causa, 'Consulta', p_desde);
    IF p_hasta IS NOT NULL THEN
        PERFORM conciliacion.reanudar_glosa(1, g, 'Respondida', p_hasta);
    END IF;
    RETURN pg_temp.caso(g);
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;

SELECT is(conciliacion.vencimiento('2025-07-01', '15 dias habiles'), date '2025-07-22', 'the last day for a consultation of these invoices');
SELECT is(pg_temp.consulta(causa, desde, hasta, convenio), esperado, que) FROM (VALUES
    ('afiliacion', date '2025-07-08', NULL::date, 1, 'suspendida pagador 2025-07-10 2025-07-25', 'a. afiliación: two days'),
    ('tarifa_por_definir', '2025-07-10', NULL, 1, 'suspendida pagador 2025-07-14 2025-07-25', 'c. tarifa no definida: two business days'),
    ('cobertura', '2025-07-08', NULL, 1, 'suspendida pagador 2025-07-22 2025-07-25', 'b. cobertura: no term of its own, only the last day that a consultation may be open'),
    ('tarifa_por_definir', '2025-07-21', NULL, 1, 'suspendida pagador 2025-07-22 2025-07-25', 'near that day, that day'),
    ('tarifa_por_definir', '2025-07-24', NULL, 1, 'suspendida pagador 2025-07-28 2025-07-25', 'after it, its own term'),
    ('litigio', '2025-07-08', NULL, 1, 'suspendida - - 2025-07-25', 'e. litigio: no due date, it waits for the court'),
    ('embargo', '2025-07-08', NULL, 1, 'suspendida - - 2025-07-25', 'e. embargo: nor this one'),
    ('entidad_en_liquidacion', '2025-07-08', NULL, 1, 'suspendida - - 2025-07-25', 'e. en liquidación: nor this one'),
    ('tarifa_por_definir', '2025-07-08', NULL, 2, 'suspendida - - 2025-07-25', 'a norm without that term: stopped, without a due date'),
    ('capricho', '2025-07-08', NULL, 1, '22023', 'any other reason is refused'),
    (' ', '2025-07-08', NULL, 1, '22023', 'a blank one too'),
    (NULL, '2025-07-08', NULL, 1, 'KG003', 'and none'),
    ('afiliacion', '2025-07-03', NULL, 1, '22023', 'not before the notification'),
    -- resumed: the case's own clock moves by the business days stopped
    ('afiliacion', '2025-07-08', '2025-07-10', 1, 'notificada prestador 2025-07-29 -', 'answered in two days: two business days more'),
    ('tarifa_por_definir', '2025-07-08', '2025-07-22', 1, 'notificada prestador 2025-08-11 -', 'open until its last day: ten more (07-08 is a day that counted)'),
    ('tarifa_por_definir', '2025-07-08', '2025-08-22', 1, 'notificada prestador 2025-08-11 -', 'open beyond it: still ten, the rest runs against the payer'),
    ('tarifa_por_definir', '2025-07-24', '2025-08-22', 1, 'notificada prestador 2025-07-25 -', 'opened after it: stops nothing'),
    ('litigio', '2025-07-08', '2025-08-22', 1, 'notificada prestador 2025-09-10 -', 'litigio stops all that it lasts')
) AS v (causa, desde, hasta, convenio, esperado, que);

-- The worklist shows the consultation while the case's own clock is stopped.
CREATE TEMP TABLE c AS SELECT pg_temp.notificada() AS g;
SELECT conciliacion.suspender_glosa(1, g, 'afiliacion', 'Consulta', '2025-07-08') FROM c;
SELECT results_eq($$SELECT v.acto, v.quien_debe, v.vence, v.dias_habiles, v.semaforo FROM conciliacion.vencimientos(al => '2025-07-09') v, c WHERE v.glosa_id = g$$,
    $$VALUES ('consultar_afiliacion'::conciliacion.acto_plazo, 'pagador'::conciliacion.papel, date '2025-07-10', 1, 'proxima_3')$$, 'the worklist shows the consultation');
SELECT is_empty($$SELECT * FROM conciliacion.procesar_vencimientos('2025-12-31') r, c WHERE r.glosa_id = g$$, 'its due date closes nothing');
SELECT throws_ok(format($$SELECT conciliacion.responder_glosa(1, %s, 'RE9901', 0, 'x', '2025-07-09')$$, g), 'KG001', NULL, 'nor may anybody act on the case meanwhile') FROM c;
SELECT throws_ok(format($$SELECT conciliacion.reanudar_glosa(1, %s, ' ', '2025-07-09')$$, g), 'KG003', NULL, 'resuming says what was answered') FROM c;
SELECT results_eq($$SELECT s.estado, s.vence FROM c, conciliacion.simular_glosa(1, c.g, '[{"evento": "reanudar", "papel": "pagador", "fecha": "2025-07-10", "comentario": "x"}]') s$$,
    $$VALUES ('notificada'::conciliacion.estado_glosa, date '2025-07-29')$$, 'the what-if says the same');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'the stored rows and the fold agree');
SELECT * FROM finish();
ROLLBACK;
