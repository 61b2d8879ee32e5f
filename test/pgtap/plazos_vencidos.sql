-- procesar_vencimientos(): only what the norm enables, dated at the deadline whatever day it runs, safe to repeat.
BEGIN;
SELECT no_plan();

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'A1', 'Asegurador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, 'P1', 'Hospital', '1'), (2, 'P2', 'Clínica', '1');
-- Contracts: each one differs from the law of Colombia in what its name says.
INSERT INTO cartera.norma (norma_id, pais, calendario_id, vigencia, nombre, fuente, comunicaciones_para_silencio, acta_para_ratificadas)
SELECT v.id, 'CO', 'CO', '[2020-01-01,)', v.id, 'contrato', v.comunicaciones, false
FROM (VALUES ('P-LEY', NULL::int), ('P-PAGADOR', NULL), ('P-APAGADA', NULL), ('P-SILENCIO', 2), ('P-RATIFICADA', 0), ('P-RATIFICADA-NO', NULL)) v (id, comunicaciones);
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, activo, fuente)
SELECT n.norma_id, p.acto, p.plazo, p.desde, p.al_vencer, p.causa, n.norma_id <> 'P-APAGADA', p.fuente
FROM cartera.norma n, cartera.norma_plazo p WHERE n.norma_id LIKE 'P-%' AND p.norma_id = 'CO-2284';
UPDATE cartera.norma_plazo SET al_vencer = 'habilitar_cierre', causa = 'silencio' WHERE norma_id = 'P-PAGADOR' AND acto IN ('decidir', 'decidir_final');
UPDATE cartera.norma_plazo SET causa = 'silencio' WHERE norma_id = 'P-SILENCIO' AND acto = 'responder';
UPDATE cartera.norma_plazo SET al_vencer = 'habilitar_cierre', causa = 'silencio' WHERE norma_id LIKE 'P-RATIFICADA%' AND acto = 'subsanar';
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
SELECT p.prestador_id, row_number() OVER (ORDER BY n.norma_id), 1, '[2020-01-01,)', n.norma_id
FROM cartera.prestador p, cartera.norma n WHERE n.norma_id LIKE 'P-%' OR n.norma_id = 'CO-ARL';

-- A notified glosa of 100 under that contract; its answer is due 2025-03-25 (15 business days, Monday 24 is a holiday).
CREATE FUNCTION pg_temp.notificada(p_norma text, p_prestador bigint DEFAULT 1) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE f bigint; g bigint;
BEGIN
    f := conciliacion.radicar_factura(p_prestador, 1, ('F' || (SELECT count(*) + 1 FROM cartera.factura))::conciliacion.numero_factura,
            '2025-02-20', '[{"codigo": "890201", "valor": "1000.00"}]', fecha_servicio => '2025-02-10',
            convenio_id => (SELECT c.convenio_id FROM cartera.convenio c WHERE c.prestador_id = p_prestador AND c.norma_id = p_norma));
    g := conciliacion.formular_glosa(p_prestador, f, 'TA0201', 100, 'Diferencia de tarifa', 1, '2025-02-27');
    PERFORM conciliacion.notificar_glosas(p_prestador, f, '2025-03-03', 'correo', 'acuse 1');
    RETURN g;
END $$;
-- What a case is, in a line.
CREATE FUNCTION pg_temp.caso(p_glosa bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('%s %s %s a%s l%s p%s', g.estado, coalesce(g.causa_cierre::text, '-'), g.ultima_fecha, g.valor_aceptado, g.valor_levantado, g.valor_pendiente)
    FROM cartera.glosa g WHERE g.glosa_id = p_glosa $$;
-- Effects applied in a run, by glosa.
CREATE FUNCTION pg_temp.corrida(p_fecha date, p_prestador bigint DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(format('%s:%s %s', r.evento, r.causa, r.fecha), ', ' ORDER BY r.factura_id, r.glosa_id), 'nada')
    FROM conciliacion.procesar_vencimientos(p_fecha, p_prestador) r $$;

-- ---- the silence of the provider (RE2202) -------------------------------------------------------------------
CREATE TEMP TABLE c AS SELECT pg_temp.notificada('P-LEY') AS g;
SELECT is((SELECT vence FROM cartera.glosa, c WHERE glosa_id = g), date '2025-03-25', 'the answer is due 2025-03-25');
SELECT is(pg_temp.corrida('2025-03-25'), 'nada', 'the last day of the term belongs to the provider');
SELECT is(pg_temp.corrida('2025-03-26'), 'cerrar:tacita 2025-03-25', 'the day after, the norm closes it, dated at the deadline');
SELECT is(pg_temp.caso(g), 'cerrada tacita 2025-03-25 a100.00 l0.00 p0.00', 'all pending is accepted') FROM c;
SELECT is(pg_temp.corrida('2025-12-31'), 'nada', 'running again does nothing');
SELECT is((SELECT count(*)::int FROM cartera.glosa_evento, c WHERE glosa_id = g AND papel = 'sistema'), 1, 'one event of the system');
SELECT results_eq($$SELECT (e.evidencia ->> 'vencia')::date, e.evidencia ->> 'norma' FROM cartera.glosa_evento e, c WHERE e.glosa_id = g AND e.papel = 'sistema'$$,
    $$VALUES (date '2025-03-25', 'P-LEY')$$, 'the event says which deadline and norm');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'stored row and fold agree');

-- Whenever it runs: the same case, processed late.
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-LEY');
SELECT is(pg_temp.corrida('2025-12-31'), 'cerrar:tacita 2025-03-25', 'run at the end of the year: same date');

-- An act that came in time, or late, but before the run, stands.
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-LEY');
SELECT conciliacion.responder_glosa(1, g, 'RE9901', 0, 'No procede', '2025-03-25') FROM c;
SELECT is(pg_temp.corrida('2025-12-31'), 'nada', 'answered on the last day, recorded later: nothing to apply (the payer''s silence has no effect in law)');
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-LEY');
SELECT conciliacion.responder_glosa(1, g, 'RE9901', 0, 'No procede', '2025-04-10') FROM c;
SELECT is(pg_temp.corrida('2025-03-31'), 'nada', 'a late answer already recorded stands, even for a run dated before it');
SELECT ok(extemporanea, 'and is marked late') FROM cartera.glosa, c WHERE glosa_id = g;

-- ---- rows that can be switched off -------------------------------------------------------------------------------
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-APAGADA');
SELECT is(pg_temp.corrida('2025-12-31'), 'nada', 'a norm whose rows are off closes nothing');
SELECT throws_ok(format($$INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, papel, causa_cierre, fecha) VALUES (1, %s, 'cerrar', 'sistema', 'tacita', '2025-03-26')$$, g),
    'KG001', NULL, 'nor may anybody close it by hand') FROM c;

-- ---- the silence of the payer: no norm shipped enables it, a contract's row does -----------------------------------
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-PAGADOR');
SELECT conciliacion.responder_glosa(1, g, 'RE9901', 0, 'No procede', '2025-03-10') FROM c;
SELECT is(pg_temp.corrida('2025-12-31'), 'cerrar:silencio 2025-03-25', 'the payer did not decide in 10 business days: lifted at the deadline');
SELECT is(pg_temp.caso(g), 'cerrada silencio 2025-03-25 a0.00 l100.00 p0.00', 'all pending is lifted') FROM c;
SELECT is((SELECT f.vence_pago FROM cartera.factura f JOIN cartera.glosa g USING (prestador_id, factura_id), c WHERE g.glosa_id = c.g),
    conciliacion.vencimiento('2025-03-25', '5 dias habiles'), 'and what was lifted is due from the deadline, not from the run');

-- ---- closing by silence with notices (Nota 5 of the insurer's contract) ----------------------------------------------
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-SILENCIO');
SELECT is(pg_temp.corrida('2025-04-30'), 'nada', 'no notices: not closed');
SELECT conciliacion.comunicar_glosa(1, g, 'pagador', 'Primer aviso', 'acuse 1', '2025-04-01') FROM c;
SELECT conciliacion.comunicar_glosa(1, g, 'pagador', 'Aviso sin acuse', NULL, '2025-04-05') FROM c;
SELECT is(pg_temp.corrida('2025-04-30'), 'nada', 'one effective notice is not two');
SELECT conciliacion.comunicar_glosa(1, g, 'pagador', 'Segundo aviso', 'acuse 2', '2025-04-10') FROM c;
SELECT is(pg_temp.corrida('2025-04-09'), 'nada', 'a run dated before the second notice does not see it');
SELECT is(pg_temp.corrida('2025-12-31'), 'cerrar:silencio 2025-04-10', 'with two, dated when what the norm asks was met');
SELECT is(pg_temp.caso(g), 'cerrada silencio 2025-04-10 a100.00 l0.00 p0.00', 'closed') FROM c;
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('CO-ARL');
SELECT conciliacion.comunicar_glosa(1, g, 'pagador', 'Aviso ' || i, 'acuse ' || i, date '2025-04-01' + i) FROM c, generate_series(1, 2) i;
SELECT is(pg_temp.corrida('2025-12-31'), 'cerrar:silencio 2025-04-03', 'the contract that is shipped does the same');

-- A ratified glosa closes by itself only when a row says so, and never when the norm asks for an act.
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('CO-ARL');
SELECT conciliacion.responder_glosa(1, g, 'RE9901', 0, 'No procede', '2025-03-10'), conciliacion.decidir_glosa(1, g, 40, 'Se levanta en parte', '2025-03-12') FROM c;
SELECT is(pg_temp.corrida('2025-12-31'), 'nada', 'ratified under a norm that requires an act: stays open');
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-RATIFICADA');
SELECT conciliacion.responder_glosa(1, g, 'RE9901', 10, 'Se acepta algo', '2025-03-10'), conciliacion.decidir_glosa(1, g, 40, 'Se levanta en parte', '2025-03-12') FROM c;
SELECT is(pg_temp.corrida('2025-12-31'), 'cerrar:silencio 2025-03-21', 'a contract that closes by silence what was not cured in 7 business days');
SELECT is(pg_temp.caso(g), 'cerrada silencio 2025-03-21 a60.00 l40.00 p0.00', 'the rest is accepted') FROM c;
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-RATIFICADA-NO');
SELECT conciliacion.responder_glosa(1, g, 'RE9901', 10, 'Se acepta algo', '2025-03-10'), conciliacion.decidir_glosa(1, g, 40, 'Se levanta en parte', '2025-03-12') FROM c;
SELECT is(pg_temp.corrida('2025-12-31'), 'nada', 'a norm that does not say how many notices closes nothing by silence');

-- Suspended: the clock stands still, nothing expires.
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-LEY');
SELECT conciliacion.suspender_glosa(1, g, 'litigio', 'Demanda', '2025-03-20') FROM c;
SELECT is(pg_temp.corrida('2025-06-30'), 'nada', 'nothing expires while it is suspended');
SELECT conciliacion.reanudar_glosa(1, g, 'Terminó', '2025-07-01') FROM c;
SELECT is(pg_temp.corrida('2025-12-31'), 'cerrar:tacita ' || conciliacion.sumar_habiles('2025-03-25', conciliacion.dias_habiles('2025-03-20', '2025-07-01')),
    'and once resumed, at the deadline moved by the business days stopped');

-- ---- by hand, the same guard: a party from the day after; the system at the deadline once it is past ---------------------
TRUNCATE c; INSERT INTO c SELECT pg_temp.notificada('P-LEY');
SELECT throws_ok(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'tacita', 'x', '2025-03-25')$$, g), 'KG001', NULL, 'the payer may not close on the last day') FROM c;
SELECT throws_ok(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'tacita', 'x', '2025-03-24', 'sistema')$$, g), 'KG001', NULL, 'nor the system before it') FROM c;
SELECT lives_ok(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'tacita', 'x', '2025-03-25', 'sistema')$$, g), 'the system dates it at the deadline') FROM c;
SELECT throws_ok($$SELECT conciliacion.procesar_vencimientos(current_date + 1)$$, '22023', NULL, 'a run is never dated in the future');
-- a term that ends today is not over
INSERT INTO cartera.norma_plazo SELECT 'P-RATIFICADA-NO', 'responder', '3 dias', 'notificacion', 'habilitar_cierre', 'tacita', true, 'x' ON CONFLICT (norma_id, acto) DO UPDATE SET plazo = '3 dias';
CREATE TEMP TABLE hoy AS SELECT conciliacion.radicar_factura(1, 1, 'HOY', current_date - 30, '[{"codigo": "1", "valor": "10.00"}]',
    convenio_id => (SELECT convenio_id FROM cartera.convenio WHERE prestador_id = 1 AND norma_id = 'P-RATIFICADA-NO')) AS f;
SELECT conciliacion.formular_glosa(1, f, 'TA0201', 5, 'Tarifa', 1, current_date - 20) FROM hoy;
SELECT conciliacion.notificar_glosas(1, f, current_date - 3, 'correo', 'acuse') FROM hoy;
SELECT is((SELECT vence FROM cartera.glosa g, hoy WHERE g.factura_id = f), current_date, 'a term in calendar days that ends today');
SELECT throws_ok(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'tacita', 'x', current_date, 'sistema')$$, g.glosa_id), 'KG001', NULL,
    'is not over, for the system either') FROM cartera.glosa g, hoy WHERE g.factura_id = f;
SELECT is(pg_temp.corrida(current_date), 'nada', 'nor for a run of today');

-- ---- one provider or all ---------------------------------------------------------------------------------------------
SELECT pg_temp.notificada('P-LEY', 1), pg_temp.notificada('P-LEY', 2), pg_temp.notificada('P-LEY', 2);
SELECT throws_ok('SELECT conciliacion.procesar_vencimientos(''2025-12-31'', 99)', 'KG006', NULL, 'a provider that does not exist');
SELECT is(pg_temp.corrida('2025-12-31', 1), 'cerrar:tacita 2025-03-25', 'only that provider');
SELECT is(pg_temp.corrida('2025-12-31'), 'cerrar:tacita 2025-03-25, cerrar:tacita 2025-03-25', 'the others are still there for a run of all');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'everything adds up');
SELECT * FROM finish();
ROLLBACK;
