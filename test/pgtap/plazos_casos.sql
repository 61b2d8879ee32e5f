-- Cases taken from other systems (silences, holds, terms), replayed: one row each, what they expect beside what happens here.
BEGIN;
SELECT no_plan();
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'A1', 'Asegurador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, 'P1', 'Hospital', '1');
-- The payer's silence has an effect in the system the case comes from, none in the law: a contract's rows switch it on.
INSERT INTO cartera.norma (norma_id, pais, calendario_id, vigencia, nombre, fuente) VALUES ('P-PAGADOR', 'CO', 'CO', '[2020-01-01,)', 'x', 'contrato');
INSERT INTO cartera.norma_plazo SELECT 'P-PAGADOR', acto, plazo, desde, CASE acto WHEN 'decidir' THEN 'habilitar_cierre' ELSE al_vencer END,
    CASE acto WHEN 'decidir' THEN 'silencio' ELSE causa END, activo, fuente FROM cartera.norma_plazo WHERE norma_id = 'CO-2284';
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
VALUES (1, 1, 1, '[2020-01-01,)', 'CO-2284'), (1, 2, 1, '[2020-01-01,)', 'P-PAGADOR'), (1, 3, 1, '[2020-01-01,)', 'CO-ARL');

CREATE FUNCTION pg_temp.radicada(p_convenio bigint, p_valor numeric DEFAULT 1000) RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(1, 1, ('F' || (SELECT count(*) + 1 FROM cartera.factura))::conciliacion.numero_factura, '2025-07-01',
        jsonb_build_array(jsonb_build_object('codigo', '890201', 'valor', p_valor)), fecha_servicio => '2025-06-20', convenio_id => p_convenio) $$;
CREATE FUNCTION pg_temp.notificada(p_convenio bigint, p_formula date DEFAULT '2025-07-03') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE f bigint := pg_temp.radicada(p_convenio); g bigint;
BEGIN
    g := conciliacion.formular_glosa(1, f, 'TA0201', 100, 'Tarifa', 1, p_formula);
    PERFORM conciliacion.notificar_glosas(1, f, p_formula + 1, 'correo', 'acuse 1');
    RETURN g;
END $$;
-- ok, or the SQLSTATE and, for amounts, what the refusal says is available.
CREATE FUNCTION pg_temp.intento(llamada text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text; d text;
BEGIN
    EXECUTE llamada INTO r;
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
    RETURN concat_ws(' ', SQLSTATE, substring(d FROM 'available: [-0-9.]+'));
END $$;
-- A silence, processed on two very different days: effect, amounts and date.
CREATE FUNCTION pg_temp.silencio(p_quien text, p_corrida date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE g bigint;
BEGIN
    CASE p_quien
        WHEN 'prestador' THEN g := pg_temp.notificada(1);
        WHEN 'pagador' THEN g := pg_temp.notificada(2); PERFORM conciliacion.responder_glosa(1, g, 'RE9901', 0, 'x', '2025-07-10');
        WHEN 'pagador, norma sin efecto' THEN g := pg_temp.notificada(1); PERFORM conciliacion.responder_glosa(1, g, 'RE9901', 0, 'x', '2025-07-10');
        WHEN 'pagador no formula' THEN g := pg_temp.notificada(1, '2025-08-01');
    END CASE;
    PERFORM conciliacion.procesar_vencimientos(p_corrida);
    RETURN (SELECT concat_ws(' ', x.estado, x.causa_cierre, 'aceptado', x.valor_aceptado, 'levantado', x.valor_levantado, x.ultima_fecha,
                             CASE WHEN x.formulada_tarde THEN 'extemporánea' END) FROM cartera.glosa x WHERE x.glosa_id = g);
END $$;

CREATE TEMP TABLE caso (id text, dado text, esperado text, obtenido text);
-- GLO-07: opposite effects, dated at the deadline and not at the run; each direction is a row that can be switched off.
INSERT INTO caso
SELECT 'GLO-07', format('%s, processed on %s', v.quien, d.corrida), v.esperado, pg_temp.silencio(v.quien, d.corrida)
FROM (VALUES ('prestador', 'cerrada tacita aceptado 100.00 levantado 0.00 2025-07-25'),
             ('pagador', 'cerrada silencio aceptado 0.00 levantado 100.00 2025-07-24'),
             ('pagador, norma sin efecto', 'respondida aceptado 0.00 levantado 0.00 2025-07-10')) v (quien, esperado),
     (VALUES (date '2025-07-26'), ('2025-12-31')) d (corrida);
INSERT INTO caso VALUES ('GLO-07', 'the payer formulates after its term: untimely', 'notificada aceptado 0.00 levantado 0.00 2025-08-02 extemporánea', pg_temp.silencio('pagador no formula', '2025-08-05'));
INSERT INTO caso SELECT 'GLO-07', 'and the provider may answer so', 'ok', pg_temp.intento(format($$SELECT conciliacion.responder_glosa(1, %s, 'RE9502', 0, 'Extemporánea', '2025-08-08')$$, max(glosa_id))) FROM cartera.glosa;
-- GLO-08: closing by silence with one effective notice of the two required, then with both.
CREATE TEMP TABLE g AS SELECT pg_temp.notificada(3) AS g;
SELECT conciliacion.comunicar_glosa(1, g, 'pagador', 'Aviso 1', 'acuse', '2025-07-28') FROM g;
INSERT INTO caso SELECT 'GLO-08', 'one effective notice', 'KG003', pg_temp.intento(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'silencio', 'x', '2025-08-01')$$, g)) FROM g;
SELECT conciliacion.comunicar_glosa(1, g, 'pagador', 'Aviso 2', 'acuse', '2025-08-04') FROM g;
INSERT INTO caso SELECT 'GLO-08', 'two', 'ok', pg_temp.intento(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'silencio', 'x', '2025-08-05')$$, g)) FROM g;
-- GLO-10: no new glosas after the first notification, except from facts of the answer.
TRUNCATE g; INSERT INTO g SELECT pg_temp.notificada(1);
SELECT conciliacion.responder_glosa(1, g, 'RE9901', 0, 'x', '2025-07-10') FROM g;
INSERT INTO caso SELECT 'GLO-10', 'from a review of the payer', 'KG001', pg_temp.intento(format($$SELECT conciliacion.formular_glosa(1, %s, 'FA0101', 10, 'x', 1, '2025-07-11')$$, factura_id)) FROM g JOIN cartera.glosa ON glosa_id = g;
INSERT INTO caso SELECT 'GLO-10', 'from a fact of the answer', 'ok', pg_temp.intento(format($$SELECT conciliacion.formular_glosa(1, %s, 'FA0101', 10, 'x', 1, '2025-07-11', %s)$$, factura_id, g)) FROM g JOIN cartera.glosa ON glosa_id = g;
-- GLO-11: terms are rows; changing one moves no deadline already running.
TRUNCATE g; INSERT INTO g SELECT pg_temp.notificada(1);
UPDATE cartera.norma_plazo SET plazo = '30 dias habiles' WHERE norma_id = 'CO-2284' AND acto = 'responder';
INSERT INTO caso SELECT 'GLO-11', 'the earlier one', '2025-07-25', vence::text FROM cartera.glosa JOIN g ON g = glosa_id;
TRUNCATE g; INSERT INTO g SELECT pg_temp.notificada(1);
INSERT INTO caso SELECT 'GLO-11', 'the next one', conciliacion.vencimiento('2025-07-04', '30 dias habiles')::text, vence::text FROM cartera.glosa JOIN g ON g = glosa_id;
-- GLO-14: calendar days, last day included.
INSERT INTO caso VALUES ('GLO-14', '30 calendar days from 2025-08-10', '2025-09-09', conciliacion.vencimiento('2025-08-10', '30 dias')::text);
-- HOLD-05: 10 of which 1 is held; asks of 3, 13 and 1. There what exceeds is cut to what is free (3, 6, 0); here nothing is cut in silence: it is
-- refused, the refusal names what is free, and asking exactly that is granted.
CREATE TEMP TABLE h AS SELECT pg_temp.radicada(1, 10) AS f;
INSERT INTO caso SELECT 'HOLD-05', 'held: 1 of 10', 'ok', pg_temp.intento(format($$SELECT conciliacion.formular_glosa(1, %s, 'TA0201', 1, 'x', 1, '2025-07-03')$$, f)) FROM h;
INSERT INTO caso SELECT 'HOLD-05', 'asks 3: takes 3', 'ok', pg_temp.intento(format($$SELECT conciliacion.formular_glosa(1, %s, 'FA0101', 3, 'x', 1, '2025-07-03')$$, f)) FROM h;
INSERT INTO caso SELECT 'HOLD-05', 'asks 13: 6 are free', 'KG004 available: 6.00', pg_temp.intento(format($$SELECT conciliacion.formular_glosa(1, %s, 'SO0101', 13, 'x', 1, '2025-07-03')$$, f)) FROM h;
INSERT INTO caso SELECT 'HOLD-05', 'takes those 6', 'ok', pg_temp.intento(format($$SELECT conciliacion.formular_glosa(1, %s, 'SO0101', 6, 'x', 1, '2025-07-03')$$, f)) FROM h;
INSERT INTO caso SELECT 'HOLD-05', 'asks 1: nothing is free', 'KG004 available: 0.00', pg_temp.intento(format($$SELECT conciliacion.formular_glosa(1, %s, 'AU0101', 1, 'x', 1, '2025-07-03')$$, f)) FROM h;
INSERT INTO caso SELECT 'HOLD-05', 'in all', '10.00', valor_glosado::text FROM cartera.factura JOIN h ON f = factura_id;

SELECT is(obtenido, esperado, format('%s: %s', id, dado)) FROM caso ORDER BY id, ctid;
SELECT is((SELECT count(obtenido)::int FROM caso), 21, 'every case has its result');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'everything adds up');

-- ---- the traffic light of the worklist, seen from several days -----------------------------------------------------------------
CREATE TEMP TABLE s AS SELECT conciliacion.radicar_factura(1, 1, 'LUZ', '2025-02-20', '[{"codigo": "890201", "valor": "1000.00"}]', fecha_servicio => '2025-02-10', convenio_id => 2) AS f;
SELECT conciliacion.formular_glosa(1, f, 'TA0201', 100, 'Tarifa', 1, '2025-02-27') FROM s;
SELECT conciliacion.notificar_glosas(1, f, '2025-03-03', 'correo', 'acuse') FROM s;
SELECT is((SELECT format('%s %s', v.dias_habiles, v.semaforo) FROM conciliacion.vencimientos(prestador_id => 1, al => e.al) v JOIN s ON v.factura_id = f WHERE v.acto = 'responder'), e.esperado, 'due 2025-03-25, seen on ' || e.al)
FROM (VALUES (date '2025-03-26', '-1 vencida'), ('2025-03-25', '0 hoy'), ('2025-03-23', '1 proxima_3'), ('2025-03-19', '3 proxima_3'), ('2025-03-18', '4 proxima_10'),
             ('2025-03-10', '10 proxima_10'), ('2025-03-07', '11 en_termino')) e (al, esperado);
SELECT is_empty($$SELECT * FROM conciliacion.vencimientos('2025-03-24', 1) v JOIN s ON v.factura_id = f$$, 'until the day before it is not in the list');
SELECT isnt_empty($$SELECT * FROM conciliacion.vencimientos('2025-03-25', 1) v JOIN s ON v.factura_id = f$$, 'on its day it is');
-- what each state waits for
SELECT is(conciliacion.acto_debido(v.estado::conciliacion.estado_glosa, v.subsanada)::text, v.acto, format('%s%s', v.estado, CASE WHEN v.subsanada THEN ', cured once' END))
FROM (VALUES ('formulada', false, 'formular'), ('notificada', false, 'responder'), ('respondida', false, 'decidir'), ('ratificada', false, 'subsanar'),
             ('ratificada', true, 'citar'), ('subsanada', true, 'decidir_final'), ('en_conciliacion', true, 'citar'), ('en_jurisdiccion', false, NULL),
             ('suspendida', false, NULL), ('cerrada', false, NULL), ('anulada', false, NULL)) v (estado, subsanada, acto);
SELECT is(conciliacion.acto_debido_factura(v.estado::conciliacion.estado_factura, v.quien::conciliacion.papel)::text, v.acto, concat_ws(', owes ', v.estado, v.quien))
FROM (VALUES ('radicada', 'pagador', 'formular'), ('devuelta', 'prestador', 'responder_devolucion'), ('devuelta', 'pagador', 'decidir_devolucion'),
             ('devuelta', NULL, NULL), ('glosada', 'pagador', NULL), ('conciliada', 'pagador', NULL), ('rechazada', 'pagador', NULL)) v (estado, quien, acto);
-- what an invoice owes is found by two indexes, whose conditions are states: no other state owes an act
SELECT is_empty($$SELECT e, q, conciliacion.acto_debido_factura(e, q) FROM unnest(enum_range(NULL::conciliacion.estado_factura)) e,
    unnest(enum_range(NULL::conciliacion.papel)) q WHERE e NOT IN ('radicada', 'devuelta') AND conciliacion.acto_debido_factura(e, q) IS NOT NULL$$,
    'only an invoice filed or returned owes an act of its own');
SELECT set_eq($$SELECT pg_get_expr(i.indpred, i.indrelid) FROM pg_index i WHERE i.indrelid = 'cartera.factura'::regclass AND i.indexrelid::regclass::text LIKE 'cartera.factura_por_%'$$,
    ARRAY['((estado = ''radicada''::conciliacion.estado_factura) AND (vence IS NOT NULL))', '((estado = ''devuelta''::conciliacion.estado_factura) AND (vence IS NOT NULL))',
          '((estado = ''glosada''::conciliacion.estado_factura) AND (vence_conciliar IS NOT NULL))', 'pago_debido'], 'indexes of what is due hold what is owed, and no total that every event changes');
SELECT is_empty($$SELECT * FROM conciliacion.vencimientos(pagador_id => 9)$$, 'another payer has nothing');
SELECT * FROM finish();
ROLLBACK;
