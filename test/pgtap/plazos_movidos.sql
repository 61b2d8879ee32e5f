-- plazos_movidos(): open cases whose due date would be another one because the calendar changed. It reports: what runs does not move.
BEGIN;
SELECT no_plan();
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'A1', 'Asegurador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, 'P1', 'Hospital', '1'), (2, 'P2', 'Clínica', '1');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
SELECT p, n, 1, '[2020-01-01,)', CASE n WHEN 1 THEN 'CO-2284' ELSE 'CO-ARL' END FROM generate_series(1, 2) p, generate_series(1, 2) n;
CREATE FUNCTION pg_temp.radicada(p_prestador bigint DEFAULT 1, p_convenio bigint DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(p_prestador, 1, ('F' || (SELECT count(*) + 1 FROM cartera.factura))::conciliacion.numero_factura,
        '2025-07-01', '[{"codigo": "890201", "valor": "1000.00"}]', fecha_servicio => '2025-06-20', convenio_id => p_convenio) $$;
CREATE FUNCTION pg_temp.notificada(p_prestador bigint DEFAULT 1, p_convenio bigint DEFAULT 1) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE f bigint := pg_temp.radicada(p_prestador, p_convenio); g bigint;
BEGIN
    g := conciliacion.formular_glosa(p_prestador, f, 'TA0201', 100, 'Diferencia de tarifa', 1, '2025-07-03');
    PERFORM conciliacion.notificar_glosas(p_prestador, f, '2025-07-04', 'correo', 'acuse 1');
    RETURN g;
END $$;
SELECT is_empty($$SELECT * FROM conciliacion.plazos_movidos('2025-01-01')$$, 'no open case, nothing to say');
CREATE TEMP TABLE c (que text, f bigint, g bigint);
INSERT INTO c SELECT 'notificada', NULL, pg_temp.notificada();
INSERT INTO c SELECT 'respondida antes', NULL, pg_temp.notificada();
INSERT INTO c SELECT 'suspendida y reanudada', NULL, pg_temp.notificada();
INSERT INTO c SELECT 'cerrada', NULL, pg_temp.notificada();
INSERT INTO c SELECT 'de otro', NULL, pg_temp.notificada(2);
INSERT INTO c SELECT 'consulta', NULL, pg_temp.notificada(1, 2);
INSERT INTO c SELECT 'radicada', pg_temp.radicada(), NULL;
INSERT INTO c SELECT 'devuelta', pg_temp.radicada(), NULL;
INSERT INTO c SELECT 'devuelta temprano', pg_temp.radicada(), NULL;
CREATE FUNCTION pg_temp.g(p text) RETURNS bigint LANGUAGE sql AS 'SELECT g FROM c WHERE que = p';
SELECT conciliacion.responder_glosa(1, pg_temp.g('respondida antes'), 'RE9901', 0, 'x', '2025-07-22');
SELECT conciliacion.suspender_glosa(1, pg_temp.g('suspendida y reanudada'), 'litigio', 'x', '2025-07-10');
SELECT conciliacion.reanudar_glosa(1, pg_temp.g('suspendida y reanudada'), 'x', '2025-07-18');
SELECT conciliacion.responder_glosa(1, pg_temp.g('cerrada'), 'RE9702', 100, 'x', '2025-07-08');
SELECT conciliacion.suspender_glosa(1, pg_temp.g('consulta'), 'afiliacion', 'x', '2025-07-14');
SELECT conciliacion.devolver_factura(1, f, 'DE1601', 'x', '2025-07-08') FROM c WHERE que = 'devuelta';
SELECT conciliacion.devolver_factura(1, f, 'DE1601', 'x', '2025-07-02') FROM c WHERE que = 'devuelta temprano';
CREATE TEMP TABLE vencian AS SELECT glosa_id, vence FROM cartera.glosa;

SELECT is_empty($$SELECT * FROM conciliacion.plazos_movidos('2025-01-01')$$, 'nothing moved while nothing new is known');
-- Tuesday 2025-07-15 is decreed a holiday, known on 2025-07-09.
INSERT INTO cartera.calendario_excepcion VALUES ('CO', '2025-07-15', false, 'Día cívico', 'Decreto de prueba', '2025-07-09');
SELECT results_eq($$SELECT c.que, m.acto::text, m.vence_antes, m.vence_despues, m.festivo FROM conciliacion.plazos_movidos('2025-07-08', '2025-07-09') m
                     JOIN c ON c.g = m.glosa_id OR (m.glosa_id IS NULL AND c.f = m.factura_id) ORDER BY c.que COLLATE "C"$$,
    $$VALUES ('consulta', 'consultar_afiliacion', date '2025-07-16', date '2025-07-17', '2025-07-15 Día cívico'),
             ('de otro', 'responder', '2025-07-25', '2025-07-28', '2025-07-15 Día cívico'),
             ('devuelta', 'responder_devolucion', '2025-07-15', '2025-07-16', '2025-07-15 Día cívico'),
             ('notificada', 'responder', '2025-07-25', '2025-07-28', '2025-07-15 Día cívico'),
             ('radicada', 'formular', '2025-07-29', '2025-07-30', '2025-07-15 Día cívico')$$,
    'cases that wait across that day would be due one business day later; the stopped one neither gains nor loses it');
SELECT set_eq('SELECT glosa_id, vence FROM cartera.glosa', 'SELECT * FROM vencian', 'what runs did not move');
SELECT is((SELECT count(*)::int FROM conciliacion.plazos_movidos('2025-07-08', NULL, 2)), 1, 'one provider alone; without hasta, all that is known');
SELECT is((SELECT count(*)::int FROM conciliacion.plazos_movidos('2025-07-09')), 0, 'known already on desde: nothing moved since');
-- A holiday switched off moves them the other way.
INSERT INTO cartera.calendario_excepcion VALUES ('CO', '2025-08-07', true, 'Batalla de Boyacá suspendida', 'Decreto de prueba', '2025-07-20');
SELECT results_eq($$SELECT c.que, m.acto::text, m.vence_antes, m.vence_despues FROM conciliacion.plazos_movidos('2025-07-10') m
                     JOIN c ON c.g = m.glosa_id OR (m.glosa_id IS NULL AND c.f = m.factura_id) ORDER BY c.que COLLATE "C"$$,
    $$SELECT 'x', 'x', date '2025-01-01', date '2025-01-01' WHERE false$$, 'a change after every due date moves none');
SELECT conciliacion.decidir_glosa(1, pg_temp.g('respondida antes'), 10, 'x', '2025-07-31');
SELECT results_eq($$SELECT c.que, m.acto::text, m.vence_antes, m.vence_despues, m.festivo ~ 'Boyacá' FROM conciliacion.plazos_movidos('2025-07-10') m JOIN c ON c.g = m.glosa_id$$,
    $$VALUES ('respondida antes', 'subsanar', date '2025-08-12', date '2025-08-11', true)$$, 'a day that becomes a business day brings the due date forward');
SELECT * FROM finish();
ROLLBACK;
