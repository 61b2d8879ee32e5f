-- The nine activities of the process of conciliation of glosas, each with its test, over one meeting of three glosas.
BEGIN;
SELECT no_plan();
\ir comun/conciliacion.sql

CREATE TABLE prueba.g AS SELECT n, prueba.glosa_en('ratificada', 11) AS id FROM generate_series(1, 3) n ORDER BY n;
CREATE FUNCTION prueba.g(n int) RETURNS bigint LANGUAGE sql AS 'SELECT id FROM prueba.g WHERE g.n = $1';
SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala de juntas', NULL, '2025-05-30') AS cita \gset
SELECT results_eq($$SELECT glosa_id, incluida, motivo FROM cartera.cita_glosa ORDER BY 1$$,
    $$SELECT id, true, NULL::text FROM prueba.g ORDER BY 1$$, 'sin lista se citan todas las conciliables de la entidad');
SELECT results_eq($$SELECT DISTINCT evento, papel, evidencia ->> 'fecha_cita', (evidencia ->> 'cita_id')::bigint, estado::text, vence
                      FROM cartera.glosa_evento WHERE evento = 'citar'$$,
    format($$VALUES ('citar'::conciliacion.evento_glosa, 'pagador'::conciliacion.papel, '2025-06-05', %s::bigint, 'en_conciliacion', date '2025-06-05')$$, :cita),
    'cada una recibe su evento citar, que vence el día de la reunión');
SELECT is(conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala de juntas', NULL, '2025-05-30'), :cita::bigint,
    'repetir la citación no hace otra');
SELECT results_eq($$SELECT DISTINCT acto::text, quien_debe::text, vence FROM conciliacion.vencimientos(NULL, 1, 11, '2025-05-30') WHERE glosa_id IS NOT NULL$$,
    $$VALUES ('conciliar', 'ambos', date '2025-06-05')$$, 'en la lista de trabajo, lo que se debe el día de la reunión es conciliar');
SELECT conciliacion.comunicar_glosa(1, prueba.g(1), 'pagador', 'recordatorio', 'acuse', '2025-05-31');
SELECT is((SELECT acto::text FROM conciliacion.vencimientos(NULL, 1, 11, '2025-05-31') WHERE glosa_id = prueba.g(1)), 'conciliar', '... aunque después se comunique algo');

-- 1
SELECT set_eq(format($$SELECT glosa_id, requisito FROM conciliacion.preparacion_cita(1, %s) WHERE NOT cumplido$$, :cita),
    $$SELECT id, 'soporte' FROM prueba.g$$, 'Actividad 1: la lista de preparación dice qué soporte falta de cada caso');
SELECT conciliacion.aportar_soporte(1, prueba.g(1), 'soporte', 'folio 12', '2025-06-02');
SELECT set_eq(format($$SELECT glosa_id, requisito FROM conciliacion.preparacion_cita(1, %s) WHERE NOT cumplido$$, :cita),
    $$SELECT id, 'soporte' FROM prueba.g WHERE n > 1$$, 'Actividad 1: lo aportado deja de faltar');
SELECT results_eq(format($$SELECT requisito, descripcion, cumplido, referencia FROM conciliacion.preparacion_cita(1, %s) WHERE glosa_id = prueba.g(1) ORDER BY 1$$, :cita),
    $$VALUES ('decision', 'decisión del pagador sobre la respuesta', true, 'en parte'),
             ('notificacion', 'acuse de la notificación de la glosa', true, 'acuse 1'),
             ('respuesta', 'respuesta del prestador', true, 'RE9801'),
             ('soporte', 'tarifas pactadas o su homologación', true, 'folio 12')$$,
    'Actividad 1: y el soporte que se pide es el del concepto de la glosa');

-- 2 and 4
SELECT conciliacion.levantar_acta(1, :cita, jsonb_build_array(prueba.linea(prueba.g(1), 100, 400, 0), prueba.linea(prueba.g(2), 0, 300, 200),
                                                             prueba.linea(prueba.g(3), 0, 0, 500)),
    '[{"papel":"pagador","clase":"pago","responsable":"Tesorería","descripcion":"Pagar lo levantado","plazo":"10 dias habiles"},
      {"papel":"prestador","clase":"soportes","descripcion":"Aportar la tarifa de 2024","vence":"2025-06-20"}]', '2025-06-05',
    '[{"papel":"pagador","nombre":"Luis","cargo":"Auditor médico","auditor_medico":true},
      {"papel":"prestador","nombre":"Ana","cargo":"Auditora médica","auditor_medico":true}]', 'Glosas de mayo') AS acta \gset
SELECT set_eq($$SELECT papel::text FROM cartera.acta_participante WHERE auditor_medico$$, $$VALUES ('pagador'), ('prestador')$$,
    'Actividad 2: en la reunión estuvieron los auditores médicos de ambas entidades');
SELECT results_eq($$SELECT papel::text, clase, vence FROM cartera.compromiso ORDER BY compromiso_id$$,
    $$VALUES ('pagador', 'pago', conciliacion.sumar_habiles('2025-06-05', 10)), ('prestador', 'soportes', date '2025-06-20')$$,
    'Actividad 4: el acta recoge los compromisos, de quién son y cuándo vencen');
SELECT is(conciliacion.acta_json(1, :acta) ->> 'temas', 'Glosas de mayo', 'Actividad 4: y los temas tratados');
SELECT throws_ok(format($$SELECT conciliacion.registrar_comunicacion(1, 11, 'Acta', 'Copia', 'correo_electronico', 'prestador', NULL,
    '2025-06-05', 'entrega_acta', acta_id => %s)$$, :acta), 'KG003', NULL, 'Actividad 5: antes de firmarla no hay copia que entregar');
SELECT throws_ok(format('SELECT conciliacion.reliquidar_acta(1, %s, %L)', :acta, '2025-06-10'), 'KG003', NULL,
    'Actividad 6: ni nada que reliquidar');
SELECT is(conciliacion.firmar_acta(1, :acta, 'prestador', 'Rosa', 'Representante Legal', NULL, '2025-06-06')::text, 'firmada_en_parte',
    'Actividad 4: una firma no la aplica');
SELECT is((SELECT count(*)::int FROM cartera.glosa_evento WHERE evento = 'conciliar'), 0, 'Actividad 4: ni mueve glosa alguna');
SELECT is(conciliacion.firmar_acta(1, :acta, 'pagador', 'Luis', 'Auditor', 'Poder 7', '2025-06-09')::text, 'aplicada',
    'Actividad 4: la segunda sí');
SELECT results_eq($$SELECT p.n, g.estado::text, g.causa_cierre::text, g.valor_aceptado, g.valor_levantado, g.valor_pendiente
                      FROM cartera.glosa g JOIN prueba.g p ON p.id = g.glosa_id ORDER BY 1$$,
    $$VALUES (1, 'cerrada', 'conciliada', 200.00, 600.00, 0.00), (2, 'en_conciliacion', NULL, 100.00, 500.00, 200.00),
             (3, 'en_conciliacion', NULL, 100.00, 200.00, 500.00)$$,
    'Actividad 4: cada glosa queda como dice su línea, y sólo se cierra la que no tiene pendiente');
SELECT results_eq($$SELECT DISTINCT papel::text, fecha, evidencia FROM cartera.glosa_evento WHERE evento = 'conciliar'$$,
    format($$VALUES ('ambos', date '2025-06-09', '{"acta_id": %s}'::jsonb)$$, :acta), 'Actividad 4: por un evento de ambas partes que nombra el acta');

-- 3
SELECT set_eq($$SELECT glosa_id, acto::text, quien_debe::text, vence FROM conciliacion.vencimientos(NULL, 1, 11, '2025-06-10') WHERE glosa_id IS NOT NULL AND acto = 'citar'$$,
    $$SELECT id, 'citar' AS acto, 'ambos' AS quien, conciliacion.sumar_habiles('2025-06-09', 10) AS vence FROM prueba.g WHERE n > 1$$,
    'Actividad 3: sin acuerdo, se debe otra reunión dentro del plazo de la norma');
SELECT lives_ok($$SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-25', 'Sala', NULL, '2025-06-12')$$, 'Actividad 3: que se programa');
SELECT set_eq($$SELECT glosa_id FROM cartera.cita_glosa WHERE cita_id = (SELECT max(cita_id) FROM cartera.cita) AND incluida$$,
    $$SELECT id FROM prueba.g WHERE n > 1$$, 'Actividad 3: con lo que quedó pendiente y nada más');

-- 5
SELECT lives_ok(format($$SELECT conciliacion.registrar_comunicacion(1, 11, 'Acta', conciliacion.acta_texto(1, %1$s), 'correo_electronico', 'prestador', NULL,
    '2025-06-10', 'entrega_acta', acta_id => %1$s, acuse => 'recibido 99')$$, :acta), 'Actividad 5: la copia del acta firmada se entrega, con acuse');
SELECT is((SELECT contenido FROM cartera.comunicacion WHERE clase = 'entrega_acta'), conciliacion.acta_texto(1, :acta), 'Actividad 5: y lo entregado queda');
SELECT matches(conciliacion.acta_html(1, :acta), '^<!DOCTYPE html>.*<td class="n">400\.00</td>.*</html>$', 'Actividad 5: también como página completa');
SELECT unalike(conciliacion.acta_html(1, :acta), '%src=%', 'Actividad 5: que nada trae de fuera');

-- 6
SELECT results_eq(format('SELECT factura_id, glosas, valor_aceptado, valor_levantado, valor_sin_acuerdo, vence FROM conciliacion.reliquidar_acta(1, %s, %L)', :acta, '2025-06-10'),
    $$SELECT g.factura_id, 1, l.a, l.l, l.s, conciliacion.sumar_habiles('2025-06-05', 10)
        FROM (VALUES (1, 100.00, 400.00, 0.00), (2, 0.00, 300.00, 200.00), (3, 0.00, 0.00, 500.00)) l(n, a, l, s)
        JOIN prueba.g p USING (n) JOIN cartera.glosa g ON g.glosa_id = p.id ORDER BY 1$$,
    'Actividad 6: las facturas se reliquidan en bloque, para pagar cuando dice el compromiso');
SELECT is((SELECT count(*)::int FROM conciliacion.reliquidar_acta(1, :acta, '2025-06-12')), 3, 'Actividad 6: repetirlo devuelve lo mismo');
SELECT is((SELECT count(*)::int FROM cartera.reliquidacion_factura), 3, 'Actividad 6: y no escribe nada más');

-- 7
SELECT lives_ok(format($$SELECT conciliacion.registrar_comunicacion(1, 11, 'QBE de liquidaciones', '3 facturas', 'portal', 'pagador', NULL, '2025-06-11',
    'envio_liquidacion', 'QBE-31', acta_id => %s)$$, :acta), 'Actividad 7: se envían las liquidaciones para generar el pago');

-- 8
SELECT results_eq(format('SELECT estado, sum(falta) FROM conciliacion.seguimiento_acta(1, %s, %L) GROUP BY 1 ORDER BY 1', :acta, '2025-06-12'),
    $$VALUES ('pagada', 0.00), ('por_pagar', 700.00)$$, 'Actividad 8: antes de pagar falta todo lo levantado');
SELECT conciliacion.registrar_pago(1, 11, 500.00, '2025-06-18', 'TR-1', (SELECT jsonb_agg(jsonb_build_object('factura_id', g.factura_id, 'valor',
    CASE p.n WHEN 1 THEN '400.00' ELSE '100.00' END)) FROM prueba.g p JOIN cartera.glosa g ON g.glosa_id = p.id WHERE p.n < 3));
SELECT results_eq(format($$SELECT p.n, s.por_pagar, s.pagado, s.falta, s.estado FROM conciliacion.seguimiento_acta(1, %s, '2025-07-15') s
      JOIN cartera.glosa g USING (factura_id) JOIN prueba.g p ON p.id = g.glosa_id ORDER BY 1$$, :acta),
    $$VALUES (1, 400.00, 400.00, 0.00, 'pagada'), (2, 300.00, 100.00, 200.00, 'vencida'), (3, 0.00, 0.00, 0.00, 'pagada')$$,
    'Actividad 8: el pago cumple lo que alcanza, y lo que no, se ve vencido');
SELECT is(conciliacion.cumplir_compromiso(1, (SELECT min(compromiso_id) FROM cartera.compromiso), 'TR-1', '2025-06-18'), true,
    'Actividad 8: el compromiso de pago se cumple a tiempo');

-- 9
SELECT results_eq($$SELECT glosas, glosas_abiertas, glosas_conciliadas, valor_glosado, valor_aceptado, valor_levantado, valor_pendiente, conciliado_aceptado,
                           conciliado_levantado, valor_conciliado, actas, actas_aplicadas, reliquidado, pagado, por_pagar, estado, porcentaje_recuperado
                      FROM informes.conciliacion_entidad WHERE prestador_id = 1 AND pagador_id = 11$$,
    $$VALUES (3::bigint, 2::bigint, 3::bigint, 2400.00, 400.00, 1300.00, 700.00, 100.00, 700.00, 800.00, 1::bigint, 1::bigint, 700.00, 500.00, 200.00,
              'en curso', 54.17)$$, 'Actividad 9: el informe por entidad da el estado y el resultado');

SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'y todo cuadra');
SELECT is_empty('SELECT * FROM conciliacion._verificar_conciliacion(1)', 'también visto sólo desde la conciliación');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'calculado por la extensión o aquí');
SELECT * FROM finish();
ROLLBACK;
