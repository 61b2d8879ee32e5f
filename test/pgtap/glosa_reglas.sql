-- The guards of each event of a glosa: the case admitted, the case refused, nothing changed after a refusal. Terms: Ley
-- 1438 de 2011, art. 57. Silences: Res. 2284 de 2023, Anexo 3 (RE2202), and the insurer's contract (CO-ARL).
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
CREATE TABLE prueba.g (n text PRIMARY KEY, id bigint);
CREATE FUNCTION prueba.nueva(nombre text, estado text, pagador bigint DEFAULT 10) RETURNS void LANGUAGE sql AS $$
    INSERT INTO prueba.g VALUES ($1, prueba.glosa_en($2, $3)) ON CONFLICT (n) DO UPDATE SET id = excluded.id
$$;
-- The INSERT of an event on a named glosa.
CREATE FUNCTION prueba.ev(nombre text, evento text, fecha text, papel text DEFAULT NULL, aceptado text DEFAULT NULL, levantado text DEFAULT NULL,
                          codigo text DEFAULT NULL, causa text DEFAULT NULL, comentario text DEFAULT 'motivo', evidencia text DEFAULT NULL)
RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, '
                  'codigo_respuesta, causa_cierre, comentario, evidencia) VALUES (1, %s, %L, %L, %L, %L, %L, %L, %L, %L, %L)',
                  (SELECT id FROM prueba.g WHERE n = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10)
$$;
CREATE FUNCTION prueba.de(nombre text) RETURNS cartera.glosa LANGUAGE sql AS $$
    SELECT g FROM cartera.glosa g WHERE g.glosa_id = (SELECT id FROM prueba.g WHERE n = $1)
$$;

-- ---- notification: acknowledgement and content ----------------------------------------------------------------------------
SELECT prueba.nueva('a', 'formulada');
SELECT prueba.rehusa(prueba.ev('a', 'notificar', '2025-05-13', evidencia => e), 'KG003', 'sin acuse: ' || coalesce(e, 'nada'))
  FROM unnest(ARRAY[NULL, '{}', '{"medio": "correo"}', '{"acuse": ""}', '{"acuse": "  "}', '{"acuse": null}', '{"acuse": false}', '[]', '"acuse"']) e;
SELECT prueba.rehusa(format('SELECT conciliacion.notificar_glosas(1, %s, ''2025-05-13'', ''correo'', NULL)', (prueba.de('a')).factura_id), 'KG003',
    'notificar_glosas sin acuse');
SELECT lives_ok(prueba.ev('a', 'notificar', '2025-05-13', evidencia => '{"acuse": "77"}'), 'con acuse');
CREATE TABLE prueba.c AS SELECT conciliacion.radicar_factura(1, 10, 'FE-C', '2025-05-05',
    '[{"codigo": "a", "valor": 100, "paciente": "CC 1", "paciente_nombre": "Ana"}, {"codigo": "b", "valor": 100, "paciente": "CC 1"},
      {"codigo": "c", "valor": 100, "paciente_nombre": "Ana"}, {"codigo": "d", "valor": 100}, {"codigo": "e", "valor": 100, "paciente": " ", "paciente_nombre": ""}]') AS f;
INSERT INTO prueba.g SELECT 'c' || coalesce(l::text, 'f') || coalesce(m, '-'), conciliacion.formular_glosa(1, f, 'TA0201', 10, m, l, '2025-05-12')
  FROM prueba.c, (VALUES (1, 'x'), (2, 'x'), (3, 'x'), (4, 'x'), (5, 'x'), (NULL, 'x')) v(l, m);
INSERT INTO prueba.g SELECT 'sinmotivo', conciliacion.formular_glosa(1, f, 'TA0301', 10, NULL, 1, '2025-05-12') FROM prueba.c;
INSERT INTO prueba.g SELECT 'motivovacio', conciliacion.formular_glosa(1, f, 'TA0401', 10, E' \t\n', 1, '2025-05-12') FROM prueba.c;
SELECT prueba.rehusa(prueba.ev(n, 'notificar', '2025-05-13', evidencia => '{"acuse": "1"}'), 'KG003', q)
  FROM (VALUES ('c2x', 'la línea no dice el nombre del paciente'), ('c3x', 'la línea no dice el documento del paciente'),
               ('sinmotivo', 'la glosa no dice la causa'), ('motivovacio', 'la glosa dice una causa en blanco')) v(n, q);
SELECT lives_ok(prueba.ev(n, 'notificar', '2025-05-13', evidencia => '{"acuse": "1"}'), q)
  FROM (VALUES ('c1x', 'contenido completo'), ('c4x', 'una línea sin paciente no tiene a quién nombrar'), ('c5x', '... ni con el paciente en blanco'),
               ('cfx', 'de la factura entera')) v(n, q);
SELECT results_eq($$SELECT detalle FROM prueba.error(prueba.ev('c2x', 'notificar', '2025-05-13', evidencia => '{"acuse": "1"}'))$$,
    format('SELECT ''Missing: paciente_nombre. Element 1 of the statement: glosa_id %s.''', (SELECT id FROM prueba.g WHERE n = 'c2x')), 'el detalle dice qué falta');
SELECT prueba.rehusa(format('SELECT conciliacion.notificar_glosas(1, %s, ''2025-05-13'', ''correo'', ''a'')', f), 'KG003',
    'notificar_glosas: todas o ninguna') FROM prueba.c;
SELECT prueba.rehusa('SELECT conciliacion.notificar_glosas(1, 999999, ''2025-05-13'', ''correo'', ''a'')', 'KG006', 'factura sin glosas que notificar');

CREATE TABLE prueba.pn AS SELECT prueba.factura('PN') AS f;
INSERT INTO prueba.g SELECT 'pn' || l, conciliacion.formular_glosa(1, f, 'TA0201', 1, 'x', l, '2025-05-12') FROM prueba.pn, generate_series(1, 3) l;
SELECT lives_ok(prueba.ev(n, 'notificar', d, evidencia => '{"acuse": "1"}'), format('notificada el %s', d)) FROM (VALUES ('pn1', '2025-05-16'), ('pn2', '2025-05-14'), ('pn3', '2025-05-20')) v(n, d);
SELECT is((SELECT primera_notificacion FROM cartera.factura x JOIN prueba.pn ON x.factura_id = f), '2025-05-14', 'la primera notificación de una factura es la de fecha más antigua, en cualquier orden');

-- ---- answer: codes ------------------------------------------------------------------------------------------------------------
SELECT prueba.nueva('r', 'notificada');
SELECT prueba.rehusa(prueba.ev('r', 'responder', '2025-05-20', aceptado => '1', codigo => c), e, q)
  FROM (VALUES (NULL, 'KG003', 'sin código'), ('TA0201', 'KG009', 'código de glosa'), ('DE1601', 'KG009', 'código de devolución'),
               ('RE9501', 'KG009', 'sólo para devoluciones'), ('RE9601', 'KG009', 'sólo para devoluciones'), ('RE9701', 'KG009', 'sólo para devoluciones'),
               ('RE2201', 'KG009', 'del pagador y para devoluciones'), ('RE2202', 'KG008', 'la emite el pagador'),
               ('RE9502', 'KG009', 'alega extemporaneidad de una glosa formulada en término'), ('995', 'KG009', 'del manual anterior'),
               ('RE9899', 'KG009', 'que no está en la lista')) v(c, e, q);
INSERT INTO cartera.codigo_adicional VALUES ('RE9899', 'Respuesta del sitio', 'acuerdo');
SELECT lives_ok(format('DO $x$ BEGIN %s; RAISE EXCEPTION ''x'' USING ERRCODE = ''ZZ001''; EXCEPTION WHEN SQLSTATE ''ZZ001'' THEN NULL; END $x$',
    prueba.ev('r', 'responder', '2025-05-20', aceptado => '1', codigo => c)), 'responde con ' || c)
  FROM unnest('{RE9602,RE9702,RE9801,RE9901,RE98,RE9899}'::text[]) c;
SELECT prueba.nueva('t', 'formulada');
SELECT lives_ok(prueba.ev('t', 'notificar', '2025-06-04', evidencia => '{"acuse": "1"}'), 'notificada fuera de término');
SELECT results_eq($$SELECT (prueba.de('t')).extemporanea, (prueba.de('t')).formulada_tarde$$, 'VALUES (true, true)', '... queda marcada');
SELECT lives_ok(prueba.ev('t', 'responder', '2025-06-05', codigo => 'RE9502'), '... y se responde con RE9502');

-- ---- amounts of an answer and of a decision ----------------------------------------------------------------------------------------
SELECT prueba.rehusa(prueba.ev('r', 'responder', '2025-05-20', aceptado => v, codigo => 'RE9801'), 'KG004', 'aceptado ' || v)
  FROM unnest('{-1,-0.01,800.01,NaN,Infinity,-Infinity,1.001,1e30}'::text[]) v;
SELECT prueba.rehusa(format('SELECT conciliacion.responder_glosa(1, %s, ''RE9801'', %L, ''x'', ''2025-05-20'')', id, v), 'KG004', 'responder_glosa con aceptado ' || v)
  FROM prueba.g, unnest('{-1,800.01,NaN,Infinity,1.001}'::text[]) v WHERE n = 'r';
SELECT prueba.rehusa(prueba.ev('r', 'responder', '2025-05-20', levantado => '1', codigo => 'RE9801'), 'KG004', 'la respuesta no levanta');
SELECT prueba.rehusa(prueba.ev('r', 'responder', '2025-05-20', aceptado => '799.99', codigo => 'RE9801', comentario => c), 'KG003',
    'sin aceptar todo y sin justificación: ' || coalesce('«' || c || '»', 'nula')) FROM unnest(ARRAY[NULL, '', '  ']) c;
SELECT lives_ok(prueba.ev('r', 'responder', '2025-05-20', aceptado => '800', codigo => 'RE9702', comentario => NULL), 'aceptarlo todo no la pide');
SELECT results_eq($$SELECT (g).estado::text, (g).causa_cierre::text, (g).valor_aceptado, (g).valor_pendiente, (g).vence, (g).quien_debe FROM prueba.de('r') g$$,
    $$VALUES ('cerrada', 'aceptada', 800.00, 0.00, NULL::date, NULL::conciliacion.papel)$$, '... y la cierra');
SELECT prueba.nueva('d', 'respondida');
SELECT prueba.rehusa(prueba.ev('d', 'decidir', '2025-05-28', levantado => v), 'KG004', 'levantado ' || v)
  FROM unnest('{-1,700.01,NaN,Infinity,-Infinity,0.001}'::text[]) v;
SELECT prueba.rehusa(prueba.ev('d', 'decidir', '2025-05-28', aceptado => '1'), 'KG004', 'el pagador no acepta por el prestador');
SELECT prueba.rehusa(prueba.ev('d', 'decidir', '2025-05-28', levantado => '1', comentario => ''), 'KG003', 'decidir sin comentario');
SELECT lives_ok(prueba.ev('d', 'decidir', '2025-05-28', levantado => '700'), 'levantar todo lo pendiente');
SELECT results_eq($$SELECT (g).estado::text, (g).causa_cierre::text FROM prueba.de('d') g$$, $$VALUES ('cerrada', 'mixta')$$, '... cierra: mixta');
SELECT is((SELECT vence_pago FROM cartera.factura f WHERE f.factura_id = (prueba.de('d')).factura_id), '2025-06-05', 'lo levantado se paga en 5 días hábiles');

-- ---- dates ---------------------------------------------------------------------------------------------------------------------------------
SELECT prueba.nueva('d', 'respondida');
SELECT prueba.rehusa(prueba.ev('d', 'decidir', f), '22023', q)
  FROM (VALUES ('2025-05-19', 'antes del acto anterior'), ((current_date + 1)::text, 'mañana'), ('infinity', 'infinita'), ('-infinity', 'infinita hacia atrás')) v(f, q);
SELECT lives_ok(prueba.ev('d', 'decidir', '2025-05-20'), 'el mismo día del acto anterior');
SELECT prueba.nueva('d', 'respondida');
SELECT lives_ok(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, comentario) VALUES (1, %s, ''decidir'', ''x'')', id), 'sin fecha')
  FROM prueba.g WHERE n = 'd';
SELECT results_eq($$SELECT (g).ultima_fecha, (g).extemporanea FROM prueba.de('d') g$$, 'VALUES (current_date, true)', '... es hoy, y tarde queda marcado');

-- ---- identifiers -----------------------------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, comentario) VALUES (%s, %s, ''anular'', ''x'')', p, g), 'KG006', q)
  FROM (VALUES (1::bigint, 999999::bigint, 'glosa que no existe'), (2, (SELECT id FROM prueba.g WHERE n = 'a'), 'glosa de otro prestador')) v(p, g, q);
SELECT prueba.rehusa('SELECT conciliacion.' || c, 'KG006', c)
  FROM unnest(ARRAY['responder_glosa(1, 999999, ''RE9801'', 0, ''x'', ''2025-05-20'')', 'decidir_glosa(1, 999999, 0, ''x'')', 'subsanar_glosa(1, 999999, ''x'')',
    'comunicar_glosa(1, 999999, ''pagador'', ''x'')', 'citar_glosa(1, 999999, ''pagador'', current_date)', 'suspender_glosa(1, 999999, ''litigio'')',
    'reanudar_glosa(1, 999999, ''x'')', 'escalar_glosa(1, 999999, ''r'')', 'fallar_glosa(1, 999999, 0, 0, ''x'')', 'cerrar_glosa(1, 999999, ''tacita'')',
    'anular_glosa(1, 999999, ''x'')', 'eventos_permitidos(1, 999999)', 'simular_glosa(1, 999999, ''[{"evento": "anular"}]'')', 'glosa_al(1, 999999, current_date)',
    'estado_glosa_al(1, 999999, current_date)']) c;
SELECT throws_ok('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, comentario) VALUES (1, 1, ''x'')', '23502', NULL, 'sin evento');

-- ---- evidence of the other events ----------------------------------------------------------------------------------------------------------------
SELECT prueba.nueva('k', 'ratificada');
SELECT prueba.rehusa(prueba.ev('k', e, '2025-05-29', p, comentario => c, evidencia => j), s, q)
  FROM (VALUES ('subsanar', NULL, '', NULL, 'KG003', 'subsanar sin decir cómo'), ('comunicar', 'pagador', NULL, NULL, 'KG003', 'comunicar sin texto'),
               ('citar', 'pagador', 'x', NULL, 'KG003', 'citar sin fecha'), ('citar', 'pagador', 'x', '{"fecha_cita": "2025-05-28"}', '22023', 'citar para un día ya pasado'),
               ('citar', 'pagador', 'x', '{"fecha_cita": "mañana mismo"}', '22007', 'citar para lo que no es una fecha'),
               ('citar', 'pagador', 'x', '{"fecha_cita": "infinity"}', '22023', 'citar para nunca'),
               ('escalar', NULL, 'x', '{}', 'KG003', 'escalar sin referencia'), ('suspender', NULL, 'x', NULL, 'KG003', 'suspender sin motivo'),
               ('suspender', NULL, 'x', '{"causa": "vacaciones"}', '22023', 'suspender por otro motivo')) v(e, p, c, j, s, q);
SELECT lives_ok(prueba.ev('k', 'comunicar', '2025-05-29', 'prestador', evidencia => '{"acuse": "1"}'), 'comunicar con acuse');
SELECT lives_ok(prueba.ev('k', 'comunicar', '2025-05-29', 'pagador'), 'comunicar sin acuse');
SELECT is((prueba.de('k')).comunicaciones, 1, 'sólo con acuse es efectiva');
-- Prescription and liquidation rest on their evidence; what the data do not bear out is a warning, not a refusal.
UPDATE cartera.pagador SET prescripcion = '1 años', situacion = 'activa' WHERE pagador_id = 10;
SELECT prueba.nueva('x', 'respondida');
SELECT prueba.rehusa(prueba.ev('k', 'cerrar', '2026-06-01', 'sistema', causa => 'prescripcion', comentario => NULL, evidencia => j), 'KG003', 'prescripción sin evidencia: ' || coalesce(j, 'nada'))
  FROM unnest(ARRAY[NULL, '{}', '[]', 'null']) j;
SELECT lives_ok(prueba.ev('k', 'cerrar', '2026-06-01', 'sistema', causa => 'prescripcion', comentario => NULL, evidencia => '{"sentencia": "T-1"}'), 'prescripción con evidencia y comunicación del pagador');
UPDATE cartera.pagador SET situacion = 'en_liquidacion' WHERE pagador_id = 10;
UPDATE cartera.pagador SET situacion = 'liquidada' WHERE pagador_id = 10;
SELECT prueba.rehusa(prueba.ev('x', 'cerrar', '2026-06-01', 'sistema', causa => 'liquidacion_entidad', comentario => NULL), 'KG003', 'liquidación sin evidencia');
SELECT lives_ok(prueba.ev('x', 'cerrar', '2026-06-01', 'sistema', causa => 'liquidacion_entidad'), 'liquidación con ella');
UPDATE cartera.pagador SET situacion = 'activa' WHERE pagador_id = 10;
SELECT prueba.nueva('j', 'en_jurisdiccion');
SELECT prueba.rehusa(prueba.ev('j', 'fallar', '2025-06-20', 'sistema', a, l, comentario => c), s, q)
  FROM (VALUES ('100', '399.99', 'x', 'KG004', 'un fallo que deja un centavo'), ('100', '400.01', 'x', 'KG004', 'un fallo por más de lo pendiente'),
               (NULL, NULL, 'x', 'KG004', 'un fallo sin valores'), ('100', '400', NULL, 'KG003', 'un fallo sin evidencia')) v(a, l, c, s, q);
SELECT is(conciliacion.fallar_glosa(1, id, 100, 400, 'sentencia 1', '2025-06-20'), 'cerrada', 'un fallo que cubre lo pendiente') FROM prueba.g WHERE n = 'j';
SELECT results_eq($$SELECT (g).causa_cierre::text, (g).valor_aceptado, (g).valor_levantado FROM prueba.de('j') g$$, $$VALUES ('fallo', 200.00, 600.00)$$, '... con sus valores');
SELECT prueba.nueva('n', 'en_conciliacion');
SELECT prueba.rehusa(prueba.ev('n', 'conciliar', '2025-06-05', 'ambos', '100', '100', evidencia => '{"acta": 1, "firmada": true}'), 'KG003',
    'conciliar sólo por un acta firmada, no por decir que la hay');

-- ---- late acts -------------------------------------------------------------------------------------------------------------------------------------
SELECT prueba.nueva('s', 'ratificada');
SELECT is((prueba.de('s')).vence, '2025-06-09', 'subsanar: 7 días hábiles');
SELECT prueba.rehusa(prueba.ev('s', 'subsanar', '2025-06-10'), 'KG002', 'subsanar fuera de plazo: la norma rechaza');
SELECT lives_ok(prueba.ev('s', 'subsanar', '2025-06-09'), 'subsanar el último día');
SELECT lives_ok(prueba.ev('s', 'decidir', '2025-06-17', levantado => '0'), 'la decisión final, 5 días después: tarde');
SELECT results_eq($$SELECT (g).estado::text, (g).extemporanea, (g).quien_debe::text FROM prueba.de('s') g$$, $$VALUES ('ratificada', true, 'ambos')$$, '... se admite marcada');
SELECT prueba.rehusa(prueba.ev('s', 'subsanar', '2025-06-17'), 'KG001', 'subsanar una sola vez');
SELECT prueba.nueva('s', 'ratificada');
UPDATE cartera.norma_plazo SET activo = false WHERE norma_id = 'CO-2284' AND acto = 'subsanar';
SELECT lives_ok(prueba.ev('s', 'subsanar', '2025-06-10'), 'apagada la fila de la norma, el vencimiento no tiene efecto');
SELECT is((prueba.de('s')).extemporanea, false, '... ni marca');
UPDATE cartera.norma_plazo SET activo = true WHERE norma_id = 'CO-2284' AND acto = 'subsanar';
SELECT prueba.nueva('s', 'notificada');
SELECT lives_ok(prueba.ev('s', 'responder', '2025-06-05', codigo => 'RE9901'), 'responder tarde, mientras nadie cerró');
SELECT is((prueba.de('s')).extemporanea, true, '... queda marcada');

-- ---- tacit acceptance (RE2202) ------------------------------------------------------------------------------------------------------------------------
SELECT prueba.nueva('v', 'notificada');
SELECT is((prueba.de('v')).vence, '2025-06-04', 'responder: 15 días hábiles');
SELECT prueba.rehusa(prueba.ev('v', 'cerrar', '2025-06-04', 'pagador', causa => 'tacita'), 'KG001', 'tácita el último día');
UPDATE cartera.norma_plazo SET activo = false WHERE norma_id = 'CO-2284' AND acto = 'responder';
SELECT prueba.rehusa(prueba.ev('v', 'cerrar', '2025-06-05', 'pagador', causa => 'tacita'), 'KG001', 'tácita con la fila apagada');
UPDATE cartera.norma_plazo SET activo = true, al_vencer = 'advertir' WHERE norma_id = 'CO-2284' AND acto = 'responder';
SELECT prueba.rehusa(prueba.ev('v', 'cerrar', '2025-06-05', 'pagador', causa => 'tacita'), 'KG001', 'tácita donde la norma sólo advierte');
UPDATE cartera.norma_plazo SET al_vencer = 'habilitar_cierre' WHERE norma_id = 'CO-2284' AND acto = 'responder';
SELECT prueba.rehusa(prueba.ev('v', 'cerrar', '2025-06-05', 'pagador', '799.99', causa => 'tacita'), 'KG004', 'tácita de una parte');
SELECT prueba.rehusa(prueba.ev('v', 'cerrar', '2025-06-05', 'pagador', causa => 'silencio'), 'KG001', 'la ley no cierra por silencio');
SELECT lives_ok(prueba.ev('v', 'cerrar', '2025-06-05', 'pagador', causa => 'tacita', comentario => NULL), 'tácita al día siguiente');
SELECT results_eq($$SELECT (g).estado::text, (g).causa_cierre::text, (g).valor_aceptado, (g).valor_pendiente FROM prueba.de('v') g$$,
    $$VALUES ('cerrada', 'tacita', 800.00, 0.00)$$, '... todo lo pendiente queda aceptado');
SELECT results_eq($$SELECT f.estado::text, f.valor_aceptado, f.saldo FROM cartera.factura f WHERE f.factura_id = (prueba.de('v')).factura_id$$,
    $$VALUES ('conciliada', 800.00, 950.50)$$, '... y así la factura');

-- ---- silence under the insurer's contract ---------------------------------------------------------------------------------------------------------------
SELECT prueba.nueva('w', 'notificada', 11);
SELECT prueba.rehusa(prueba.ev('w', 'cerrar', '2025-06-10', 'pagador', causa => 'silencio'), 'KG003', 'GLO-08: sin comunicaciones efectivas');
SELECT prueba.rehusa(prueba.ev('w', 'comunicar', '2025-06-04', 'pagador', evidencia => '{"acuse": "0"}'), 'KG001', 'antes del vencimiento no hay qué comunicar');
SELECT lives_ok(prueba.ev('w', 'comunicar', '2025-06-05', 'pagador', evidencia => '{"acuse": "1"}'), 'una comunicación efectiva');
SELECT lives_ok(prueba.ev('w', 'comunicar', '2025-06-06', 'pagador'), 'y una sin acuse');
SELECT prueba.rehusa(prueba.ev('w', 'cerrar', '2025-06-10', 'pagador', causa => 'silencio'), 'KG003', 'GLO-08: con una sola efectiva');
SELECT results_eq($$SELECT detalle LIKE 'Effective notices: 1; required: 2; norm: CO-ARL.%' FROM prueba.error(prueba.ev('w', 'cerrar', '2025-06-10', 'pagador', causa => 'silencio'))$$,
    'VALUES (true)', '... el detalle dice cuántas faltan');
SELECT prueba.rehusa(prueba.ev('w', 'cerrar', '2025-06-10', 'pagador', causa => 'tacita'), 'KG001', 'el contrato no da aceptación tácita');
SELECT lives_ok(prueba.ev('w', 'comunicar', '2025-06-09', 'prestador', evidencia => '{"acuse": "2"}'), 'la segunda efectiva');
UPDATE cartera.norma_plazo SET activo = false WHERE norma_id = 'CO-ARL' AND acto = 'responder';
SELECT prueba.rehusa(prueba.ev('w', 'cerrar', '2025-06-10', 'pagador', causa => 'silencio'), 'KG001', 'silencio con la fila apagada');
UPDATE cartera.norma_plazo SET activo = true WHERE norma_id = 'CO-ARL' AND acto = 'responder';
SELECT prueba.rehusa(prueba.ev('w', 'cerrar', '2025-06-10', 'prestador', causa => 'silencio'), 'KG008', 'no lo invoca quien calló');
SELECT lives_ok(prueba.ev('w', 'cerrar', '2025-06-10', 'pagador', causa => 'silencio'), 'GLO-08: con dos efectivas');
SELECT results_eq($$SELECT (g).causa_cierre::text, (g).valor_aceptado FROM prueba.de('w') g$$, $$VALUES ('silencio', 800.00)$$, '... lo pendiente queda aceptado');
SELECT prueba.nueva('q', 'ratificada', 11);
SELECT lives_ok(prueba.ev('q', 'comunicar', '2025-06-1' || i, 'pagador', evidencia => '{"acuse": "1"}'), 'comunicación ' || i) FROM generate_series(0, 1) i;
SELECT prueba.rehusa(prueba.ev('q', 'cerrar', '2025-06-20', 'pagador', causa => 'silencio'), 'KG001', 'lo ratificado sólo se cierra con acta, dice el contrato');
UPDATE cartera.norma SET acta_para_ratificadas = false WHERE norma_id = 'CO-ARL';
SELECT lives_ok(prueba.ev('q', 'cerrar', '2025-06-20', 'sistema', causa => 'silencio'), '... sin esa cláusula, vencido, por silencio');
UPDATE cartera.norma SET acta_para_ratificadas = true WHERE norma_id = 'CO-ARL';

-- ---- silence of the payer: no effect unless a contract gives it ---------------------------------------------------------------------------------------
SELECT prueba.nueva('p', 'respondida');
SELECT prueba.rehusa(prueba.ev('p', 'cerrar', '2025-08-01', 'prestador', causa => 'silencio'), 'KG001', 'el silencio del pagador no tiene efecto de ley');
SELECT prueba.nueva('p', 'respondida', 12);
SELECT prueba.rehusa(prueba.ev('p', 'cerrar', '2025-06-04', 'prestador', causa => 'silencio'), 'KG001', 'pactado: el último día no');
SELECT prueba.rehusa(prueba.ev('p', 'cerrar', '2025-06-05', 'pagador', causa => 'silencio'), 'KG008', 'pactado: no lo invoca quien calló');
SELECT lives_ok(prueba.ev('p', 'cerrar', '2025-06-05', 'prestador', causa => 'silencio'), 'pactado: vencido, por silencio');
SELECT results_eq($$SELECT (g).valor_aceptado, (g).valor_levantado FROM prueba.de('p') g$$, $$VALUES (100.00, 700.00)$$, '... lo pendiente queda levantado');
SELECT is((SELECT vence_pago FROM cartera.factura f WHERE f.factura_id = (prueba.de('p')).factura_id), '2025-06-12', '... y se debe pagar');

-- ---- stopped clocks ----------------------------------------------------------------------------------------------------------------------------------
SELECT prueba.nueva('z', 'notificada');
SELECT is(conciliacion.suspender_glosa(1, id, 'embargo', 'oficio 1', '2025-05-15'), 'suspendida', 'suspender') FROM prueba.g WHERE n = 'z';
SELECT results_eq($$SELECT (g).vence, (g).vence_previo, (g).quien_debe FROM prueba.de('z') g$$, $$VALUES (NULL::date, '2025-06-04'::date, NULL::conciliacion.papel)$$,
    'nada vence mientras tanto');
SELECT prueba.rehusa(prueba.ev('z', 'cerrar', '2025-08-01', 'pagador', causa => 'tacita'), 'KG001', 'ni se cierra por vencimiento');
SELECT prueba.rehusa(prueba.ev('z', 'reanudar', '2025-05-22', comentario => NULL), 'KG003', 'reanudar sin motivo');
SELECT is(conciliacion.reanudar_glosa(1, id, 'levantado', '2025-05-22'), 'notificada', 'reanudar') FROM prueba.g WHERE n = 'z';
SELECT results_eq($$SELECT (g).vence, (g).vence_previo, (g).quien_debe::text FROM prueba.de('z') g$$, $$VALUES ('2025-06-11'::date, NULL::date, 'prestador')$$,
    'el vencimiento se corre los 5 días hábiles parados');
SELECT lives_ok(prueba.ev('z', 'responder', '2025-06-11', codigo => 'RE9901'), 'responder ese día');
SELECT is((prueba.de('z')).extemporanea, false, '... es en término');

SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');
SELECT * FROM finish();
ROLLBACK;
