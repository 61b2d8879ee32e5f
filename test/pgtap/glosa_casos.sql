-- Cases of the lifecycle of glosas taken from what other systems got right or wrong, each as one row: what it is about, the
-- SQL that shows it and what it must give. What does not apply to glosas is said with its reason.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
SET LOCAL client_min_messages = warning;
UPDATE cartera.pagador SET prescripcion = NULL;

CREATE TABLE prueba.caso (id text PRIMARY KEY, titulo text, consulta text, esperado text, no_aplica text);
CREATE FUNCTION prueba.valor(sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
    EXECUTE sql INTO r;
    RETURN r;
EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;
-- An invoice with one line of that value, its glosa formulated, notified and, if said, answered.
CREATE FUNCTION prueba.una(valor numeric, glosa numeric, hasta text, pagador bigint DEFAULT 10) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    f bigint := conciliacion.radicar_factura(1, pagador, ('C' || nextval('prueba.numero'))::conciliacion.numero_factura, '2025-05-05', jsonb_build_array(jsonb_build_object('codigo', 'S1', 'valor', valor)));
    g bigint := conciliacion.formular_glosa(1, f, 'TA0201', glosa, 'x', 1, '2025-05-12');
BEGIN
    IF hasta IN ('notificada', 'respondida') THEN PERFORM conciliacion.notificar_glosas(1, f, '2025-05-13', 'correo', 'a'); END IF;
    IF hasta = 'respondida' THEN PERFORM conciliacion.responder_glosa(1, g, 'RE9901', 0, 'x', '2025-05-20'); END IF;
    RETURN g;
END
$$;
CREATE FUNCTION prueba.formular(g bigint, codigo text, valor numeric, origen bigint DEFAULT NULL, linea int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT conciliacion.formular_glosa(1, (SELECT factura_id FROM cartera.glosa WHERE glosa_id = $1), $2::conciliacion.codigo_glosa, $3, 'y', $5, '2025-06-16', $4) IS NOT NULL
$$;
CREATE FUNCTION prueba.avisar(g bigint, n int) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1..n LOOP PERFORM conciliacion.comunicar_glosa(1, g, 'pagador', 'x', 'acuse ' || i, '2025-06-10'); END LOOP;
    RETURN g;
END
$$;
CREATE FUNCTION prueba.tras(nada text, g bigint) RETURNS cartera.glosa LANGUAGE sql AS 'SELECT x FROM cartera.glosa x WHERE x.glosa_id = $2';

-- What has to act first and look after.
CREATE FUNCTION prueba.tardia() RETURNS text LANGUAGE plpgsql AS $$
DECLARE g bigint := conciliacion.formular_glosa(1, prueba.factura('C' || nextval('prueba.numero')), 'FA0101', 5, 'x', 1, '2025-06-04');
BEGIN
    RETURN (SELECT extemporanea FROM cartera.glosa WHERE glosa_id = g);
END
$$;
CREATE FUNCTION prueba.plazos() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    a bigint := prueba.una(100, 10, 'notificada');
    b bigint;
BEGIN
    UPDATE cartera.norma_plazo SET plazo = '30 dias habiles' WHERE norma_id = 'CO-2284' AND acto = 'responder';
    b := prueba.una(100, 10, 'notificada');
    RETURN (SELECT string_agg(vence::text, ' ' ORDER BY glosa_id) FROM cartera.glosa WHERE glosa_id IN (a, b));
END
$$;
CREATE FUNCTION prueba.hallazgos() RETURNS text LANGUAGE plpgsql AS $$
DECLARE f bigint := conciliacion.radicar_factura(1, 10, ('C' || nextval('prueba.numero'))::conciliacion.numero_factura, '2025-05-05', '[{"codigo": "S1", "valor": "62.00"}]');
BEGIN
    INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, codigos_adicionales, valor, fecha) VALUES (1, f, 1, 'TA0201', '{FA0101,SO0101}', 62, '2025-05-12');
    RETURN (SELECT format('%s at risk, %s left', valor_pendiente, valor - valor_pendiente) FROM cartera.factura WHERE factura_id = f);
END
$$;
CREATE FUNCTION prueba.dos_decisiones() RETURNS text LANGUAGE plpgsql AS $$
DECLARE g bigint := prueba.una(100, 100, 'respondida');
BEGIN
    PERFORM conciliacion.decidir_glosa(1, g, 40, 'parte', '2025-05-28');
    PERFORM conciliacion.subsanar_glosa(1, g, 'firma', 0, '2025-06-03');
    PERFORM conciliacion.decidir_glosa(1, g, 60, 'el resto', '2025-06-09');
    RETURN (SELECT format('%s, %s lifted, %s pending', f.estado, f.valor_levantado, f.valor_pendiente) FROM cartera.factura f JOIN cartera.glosa x USING (prestador_id, factura_id) WHERE x.glosa_id = g);
END
$$;
CREATE FUNCTION prueba.tacita_apagada() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cartera.norma_plazo SET activo = false WHERE norma_id = 'CO-2284' AND acto = 'responder';
    RETURN conciliacion.cerrar_glosa(1, prueba.una(100, 60, 'notificada'), 'tacita', 'x', '2025-06-05');
END
$$;

INSERT INTO prueba.caso VALUES
    ('GLO-05a', 'Same code twice on the same service: refused', $$SELECT prueba.formular(prueba.una(100, 10, 'formulada'), 'TA0201', 5)$$, 'KG007'),
    ('GLO-05b', '... unless the first is annulled', $$SELECT prueba.formular(g, 'TA0201', 5) FROM (SELECT g, conciliacion.anular_glosa(1, g, 'x', '2025-05-12') FROM prueba.una(100, 10, 'formulada') g OFFSET 0) x$$, 'true'),
    ('GLO-06', 'The result is an amount, not won or lost: 300 claimed, 200 recovered',
        $$SELECT format('%s recovered, %s lost, %s%%', (k).valor_levantado, (k).valor_aceptado, round((k).valor_levantado / (k).valor * 100, 2)) FROM (SELECT prueba.tras(conciliacion.fallar_glosa(1, g, 100, 200, 'sentencia', '2025-07-01')::text, g) AS k
           FROM (SELECT g, conciliacion.decidir_glosa(1, g, 0, 'x', '2025-05-28'), conciliacion.escalar_glosa(1, g, 'SNS-1', NULL, '2025-06-03') FROM prueba.una(300, 300, 'respondida') g OFFSET 0) x) y$$, '200.00 recovered, 100.00 lost, 66.67%'),
    ('GLO-07a', 'Silence of the provider after the notification: the objection is accepted',
        $$SELECT format('%s %s', (k).valor_aceptado, (k).ultima_fecha) FROM (SELECT prueba.tras(conciliacion.cerrar_glosa(1, g, 'tacita', 'RE2202', '2025-06-04', 'sistema')::text, g) AS k FROM prueba.una(100, 60, 'notificada') g) x$$, '60.00 2025-06-04'),
    ('GLO-07b', '... and not if that direction is switched off',
        'SELECT prueba.tacita_apagada()', 'KG001'),
    ('GLO-07c', 'Silence of the payer after the answer: no effect of the law', $$SELECT conciliacion.cerrar_glosa(1, prueba.una(100, 60, 'respondida'), 'silencio', 'x', '2025-06-05', 'prestador')$$, 'KG001'),
    ('GLO-07d', '... where a contract gives it one, the objection is lifted, dated at the deadline',
        $$SELECT format('%s %s', (k).valor_levantado, (k).ultima_fecha) FROM (SELECT prueba.tras(conciliacion.cerrar_glosa(1, g, 'silencio', 'x', '2025-06-04', 'sistema')::text, g) AS k FROM prueba.una(100, 60, 'respondida', 12) g) x$$, '60.00 2025-06-04'),
    ('GLO-07e', 'A payer that never formulated in term: the objection is untimely',
        'SELECT prueba.tardia()', 'true'),
    ('GLO-08a', 'Closing by silence with one effective notice of two: refused', $$SELECT conciliacion.cerrar_glosa(1, prueba.avisar(prueba.una(100, 60, 'notificada', 11), 1), 'silencio', 'x', '2025-06-20')$$, 'KG003'),
    ('GLO-08b', '... with two: closed', $$SELECT conciliacion.cerrar_glosa(1, prueba.avisar(prueba.una(100, 60, 'notificada', 11), 2), 'silencio', 'x', '2025-06-20')$$, 'cerrada'),
    ('GLO-10a', 'A new objection of the payer after the notification: refused', $$SELECT prueba.formular(prueba.una(100, 10, 'notificada'), 'FA0101', 5)$$, 'KG001'),
    ('GLO-10b', '... from a fact of the answer: accepted', $$SELECT prueba.formular(g, 'FA0101', 5, g) FROM prueba.una(100, 10, 'respondida') g$$, 'true'),
    ('GLO-10c', '... from a glosa that was not answered: refused', $$SELECT prueba.formular(g, 'FA0101', 5, g) FROM prueba.una(100, 10, 'notificada') g$$, 'KG001'),
    ('GLO-11', 'Terms are data: changed from 15 to 30 days, what was running does not move', 'SELECT prueba.plazos()', '2025-06-04 2025-06-26'),
    ('GLO-15', 'Money at risk counts once however many findings: one glosa with three codes',
        'SELECT prueba.hallazgos()', '62.00 at risk, 0.00 left'),
    ('GLO-16', 'A second objection on a service already fully objected: refused', $$SELECT prueba.formular(prueba.una(62, 62, 'formulada'), 'FA0101', 10)$$, 'KG004'),
    ('GLO-17', 'A reduction larger than the line: refused', $$SELECT prueba.una(138.29, 6610.00, 'formulada')$$, 'KG004'),
    ('GLO-18', 'The state of the invoice goes by amounts: all of 100.00 lifted in two decisions is fully conciliated',
        'SELECT prueba.dos_decisiones()', 'conciliada, 100.00 lifted, 0.00 pending');
INSERT INTO prueba.caso (id, titulo, no_aplica) VALUES
    ('GLO-12', 'Invoice states of care-order tracking', 'belongs to care orders: the arrival of the report moves the order, not a glosa'),
    ('GLO-13', 'Authorisation valid on its last day', 'a glosa has no authorisation; the inclusive last day of every term is tried in glosa_reglas and devoluciones'),
    ('GLO-14', 'Submission term in calendar days, last day included', 'the filing of an invoice has no term here; terms in calendar days are tried with the calendar');

SELECT is(prueba.valor(consulta), esperado, id || ': ' || titulo) FROM prueba.caso WHERE no_aplica IS NULL ORDER BY id;
SELECT pass(format('%s: %s # does not apply: %s', id, titulo, no_aplica)) FROM prueba.caso WHERE no_aplica IS NOT NULL ORDER BY id;
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT * FROM finish();
ROLLBACK;
