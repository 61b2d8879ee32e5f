-- Notes 1 to 6 of the audit of medical accounts, and the special cases a, b and e, on the contract of the insurer.
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = error;
\ir comun/conciliacion.sql

SELECT prueba.factura('N1', 11) AS f1 \gset
SELECT lives_ok(format($$SELECT conciliacion.formular_glosa(1, %s, 'FA0101', 0.01, 'un centavo', 1, '2025-05-12')$$, :f1),
    'Nota 1: no hay valor mínimo que glosar');

-- Nota 2: urgencies without agreement are recognised up to the full SOAT tariff, which the line carries as agreed value.
SELECT conciliacion.radicar_factura(1, 11, 'N2', '2025-05-05', '[{"linea": 1, "codigo": "URG01", "descripcion": "Urgencia sin convenio",
    "paciente": "CC 1", "paciente_nombre": "Ana", "valor": "900.00", "valor_convenido": "640.00"}]', fecha_servicio => '2025-05-02') AS f2 \gset
SELECT conciliacion.formular_glosa(1, :f2, 'TA0201', (SELECT valor - valor_convenido FROM cartera.prestacion WHERE factura_id = :f2),
    'excede SOAT pleno', 1, '2025-05-12') AS g2 \gset
SELECT conciliacion.notificar_glosas(1, :f2, '2025-05-13', 'correo', 'acuse 2');
SELECT conciliacion.responder_glosa(1, :g2, 'RE9901', 0, 'tarifa propia', '2025-05-20');
SELECT conciliacion.decidir_glosa(1, :g2, 0, 'se mantiene', '2025-05-28');
SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala', ARRAY[:g2], '2025-05-30') AS c2 \gset
SELECT throws_ok(format($$SELECT conciliacion.levantar_acta(1, %s, jsonb_build_array(prueba.linea(%s, 300, 0, 0)), '[]', '2025-06-05')$$, :c2, :g2), 'KG004', NULL,
    'Nota 2: ni el acta puede quitar más que la diferencia con la tarifa máxima');
SELECT conciliacion.levantar_acta(1, :c2, jsonb_build_array(prueba.linea(:g2, 260, 0, 0)), '[]', '2025-06-05') AS a2 \gset
SELECT prueba.firmada(:a2);
SELECT is((SELECT valor - valor_aceptado FROM cartera.prestacion WHERE factura_id = :f2), 640.00, 'Nota 2: se reconoce hasta la tarifa máxima');

SELECT prueba.glosa_en('ratificada', 11) AS g3 \gset
SELECT factura_id AS f3 FROM cartera.glosa WHERE glosa_id = :g3 \gset
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.formular_glosa(1, %s, 'SO0101', 10, 'otra', 2, '2025-05-29')$$, :f3), 'KG001',
    'Nota 3: notificadas las glosas, no se formulan otras');
SELECT lives_ok(format($$SELECT conciliacion.formular_glosa(1, %s, 'SO0101', 10, 'hallado en la respuesta', 2, '2025-05-29', %s)$$, :f3, :g3),
    'Nota 3: salvo las que surgen de la respuesta');

-- Nota 4: an approach to agree on times of answer and supports, before any meeting.
SELECT conciliacion.registrar_comunicacion(1, 11, 'Tiempos de respuesta', '¿Cuándo llegan los soportes?', 'correo_electronico', 'pagador', ARRAY[:g3],
    '2025-05-30', 'solicitud', 'OF-1') AS m1 \gset
SELECT conciliacion.registrar_comunicacion(1, 11, 'Re: Tiempos de respuesta', 'El viernes', 'correo_electronico', 'prestador', ARRAY[:g3], '2025-06-02',
    'respuesta', responde_id => :m1) AS m2 \gset
SELECT results_eq(format($$SELECT c.papel::text, c.clase FROM cartera.comunicacion c JOIN cartera.comunicacion_glosa USING (prestador_id, comunicacion_id)
                           WHERE glosa_id = %s ORDER BY c.comunicacion_id$$, :g3),
    $$VALUES ('pagador', 'solicitud'), ('prestador', 'respuesta')$$, 'Nota 4: el acercamiento queda en el hilo del caso');
SELECT is((SELECT comunicaciones FROM cartera.glosa WHERE glosa_id = :g3), 0, 'Nota 4: y sin acuse no cuenta como comunicación efectiva');
SELECT is(conciliacion.registrar_comunicacion(1, 11, 'Tiempos de respuesta', '¿Cuándo llegan los soportes?', 'correo_electronico', 'pagador', ARRAY[:g3],
    '2025-05-30', 'solicitud', 'OF-1'), :m1::bigint, 'Nota 4: la misma referencia con lo mismo es la misma comunicación');

-- Nota 5
SELECT prueba.glosa_en('notificada', 11) AS g5 \gset
CREATE FUNCTION prueba.aviso(glosa bigint, medio text, fecha date, acuse text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE c bigint := conciliacion.registrar_comunicacion(1, 11, 'Glosa sin respuesta', 'Se reitera', medio, 'pagador', ARRAY[glosa], fecha, acuse => acuse);
BEGIN
    RETURN (SELECT a.efectiva FROM cartera.comunicacion_acuse a WHERE a.comunicacion_id = c);
END
$$;
CREATE FUNCTION prueba.silencio(glosa bigint) RETURNS text LANGUAGE sql AS
    $$ SELECT format($f$SELECT conciliacion.cerrar_glosa(1, %s, 'silencio', 'dos comunicaciones', '2025-06-30')$f$, glosa) $$;
SELECT is((SELECT vence FROM cartera.glosa WHERE glosa_id = :g5), date '2025-06-04', 'Nota 5: (el plazo para responder vence el 4 de junio)');
SELECT is(prueba.aviso(:g5, 'correo_electronico', '2025-05-20', 'leído'), 0, 'Nota 5: en el plazo de responder un aviso no cuenta');
SELECT is(prueba.aviso(:g5, 'telefono', '2025-06-06', 'contestó'), 0, 'Nota 5: una llamada no es una comunicación efectiva');
SELECT is(prueba.aviso(:g5, 'correo_electronico', '2025-06-09', 'leído 1'), 1, 'Nota 5: un correo con acuse, sí');
SELECT conciliacion.registrar_comunicacion(1, 11, 'Glosa sin respuesta', 'Se reitera', 'correo_certificado', 'pagador', ARRAY[:g5], '2025-06-11', referencia => 'C-2') AS m5 \gset
SELECT * FROM prueba.rehusa(prueba.silencio(:g5), 'KG003', 'Nota 5: con una efectiva y otra sin acuse no se cierra por silencio');
SELECT is(conciliacion.registrar_acuse(1, :m5, 'guía 555', '2025-06-13'), 1, 'Nota 5: el acuse que llega después la hace efectiva');
SELECT is(conciliacion.registrar_acuse(1, :m5, 'guía 555', '2025-06-13'), 1, 'Nota 5: y repetirlo no la cuenta dos veces');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.registrar_acuse(1, %s, 'otra', '2025-06-14')$$, :m5), 'KG007', 'Nota 5: ni hay dos acuses');
SELECT results_eq(format($$SELECT fecha, evidencia ->> 'acuse', evidencia ->> 'enviada' FROM cartera.glosa_evento WHERE glosa_id = %s AND evento = 'comunicar' ORDER BY 1$$, :g5),
    $$VALUES (date '2025-06-09', 'leído 1', '2025-06-09'), (date '2025-06-13', 'guía 555', '2025-06-11')$$, 'Nota 5: las evidencias quedan en el caso');
SELECT lives_ok(prueba.silencio(:g5), 'Nota 5: con dos efectivas se cierra por silencio');
SELECT prueba.aviso(:g3, 'correo_electronico', d::date, 'leído') FROM generate_series(timestamp '2025-06-09', '2025-06-10', '1 day') d;
SELECT * FROM prueba.rehusa(prueba.silencio(:g3), 'KG001', 'Nota 5: pero lo ratificado no se cierra sin acta, por más avisos que haya');

-- Nota 6 and special cases a and b: what the insurer does not cover at all is not conciliated.
SELECT prueba.glosa_en('ratificada', 11) AS g6 \gset
SELECT prueba.glosa_en('ratificada', 11) AS g7 \gset
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.excluir_de_conciliacion(1, %s, 'sin_cobertura', 'origen común', NULL, '2025-05-29')$$, :g6), 'KG003',
    'Nota 6: no reconocer la cobertura exige su evidencia');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.excluir_de_conciliacion(1, %s, 'porque sí', 'no', '{"oficio": 1}', '2025-05-29')$$, :g6), '22023',
    'Nota 6: y un motivo de los previstos');
SELECT lives_ok(format($$SELECT conciliacion.excluir_de_conciliacion(1, %s, 'sin_cobertura', 'origen común', '{"dictamen": "D-8"}', '2025-05-29')$$, :g6),
    'Nota 6: el evento que no es laboral ni de la póliza queda fuera');
SELECT lives_ok(format($$SELECT conciliacion.excluir_de_conciliacion(1, %s, 'afiliacion_no_demostrada', 'no figura', '{"certificado": "A-1"}', '2025-05-29')$$, :g7),
    'Caso a: y el que no estaba afiliado');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala', ARRAY[%s, %s]::bigint[], '2025-05-30')$$, :g6, :g7), 'KG001',
    'Nota 6: con sólo eso no hay reunión que citar');
SELECT prueba.glosa_en('ratificada', 11) AS g8 \gset
SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala', ARRAY[:g6, :g7, :g8], '2025-05-30') AS c6 \gset
SELECT results_eq(format('SELECT glosa_id, incluida, motivo FROM cartera.cita_glosa WHERE cita_id = %s ORDER BY 1', :c6),
    format($$VALUES (%s::bigint, false, 'sin_cobertura'), (%s, false, 'afiliacion_no_demostrada'), (%s, true, NULL)$$, :g6, :g7, :g8),
    'Nota 6: con otras, se listan como excluidas, con su motivo');
SELECT is((SELECT count(*)::int FROM cartera.glosa_evento WHERE glosa_id IN (:g6, :g7) AND evento = 'citar'), 0, 'Nota 6: y no se citan');
SELECT is(conciliacion.readmitir_a_conciliacion(1, :g7, 'afiliacion_no_demostrada', 'apareció el certificado', '2025-06-02'), 2, 'Caso a: la respuesta positiva las readmite');
SELECT lives_ok(format($$SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-12', 'Sala', ARRAY[%s]::bigint[], '2025-06-03')$$, :g7), 'Caso a: y entonces se citan');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.readmitir_a_conciliacion(1, %s, 'sin_cobertura', 'nada', '2025-06-02')$$, :g8), 'KG001', 'Caso a: sólo se readmite lo excluido');

-- e: litigation, attachment, liquidation.
SELECT prueba.glosa_en('ratificada', 11) AS e1 \gset
SELECT prueba.glosa_en('ratificada', 11) AS e2 \gset
SELECT prueba.glosa_en('ratificada', 11) AS e3 \gset
SELECT prueba.glosa_en('respondida', 11) AS e4 \gset
SELECT prueba.glosa_en('notificada', 11) AS e5 \gset
SELECT prueba.citada() AS e6 \gset
SELECT conciliacion.suspender_glosa(1, :e1, 'litigio', 'demanda', '2025-05-29'), conciliacion.suspender_glosa(1, :e2, 'embargo', 'oficio', '2025-05-29'),
       conciliacion.suspender_glosa(1, :e3, 'tarifa_por_definir', 'consulta', '2025-05-29');
SELECT prueba.glosa_en('ratificada', 11) AS e7 \gset
SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala e', ARRAY[:e1, :e2, :e3, :e4, :e5, :e6, :e7], '2025-05-30') AS ce \gset
SELECT results_eq(format('SELECT motivo FROM cartera.cita_glosa WHERE cita_id = %s ORDER BY glosa_id', :ce),
    $$VALUES ('litigio'), ('embargo'), ('tarifa_por_definir'), ('estado_no_conciliable'), ('plazo_en_curso'), ('ya_citada'), (NULL)$$,
    'Caso e: litigio, embargo y lo que no puede conciliarse se listan con su motivo');
UPDATE cartera.pagador SET situacion = 'en_liquidacion' WHERE pagador_id = 11;
SELECT prueba.glosa_en('ratificada', 11) AS e8 \gset
SELECT is((prueba.error(format($$SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala l', ARRAY[%s]::bigint[], '2025-05-30')$$, :e8))).detalle,
    'Glosas presented: 1; reasons of exclusion: entidad_en_liquidacion.', 'Caso e: con la entidad en liquidación las glosas quedan como están');
UPDATE cartera.pagador SET situacion = 'liquidada' WHERE pagador_id = 11;
SELECT is((prueba.error(format($$SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala l', ARRAY[%s]::bigint[], '2025-05-30')$$, :e8))).detalle,
    'Glosas presented: 1; reasons of exclusion: entidad_liquidada.', 'Caso e: liquidada, no se concilia');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'liquidacion_entidad', NULL, '2025-06-30')$$, :e8), 'KG003', 'Caso e: su cierre exige el acta de la Cámara de Comercio');
SELECT lives_ok(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'liquidacion_entidad', NULL, '2025-06-30', evidencia => '{"acta": "CC 44"}')$$, :e8), 'Caso e: y con él se cierra');

-- Prescription rests on its evidence.
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'prescripcion', NULL, '2025-07-28')$$, :e6), 'KG003', 'Prescripción: exige su evidencia');
SELECT lives_ok(format($$SELECT conciliacion.cerrar_glosa(1, %s, 'prescripcion', NULL, '2025-08-30', evidencia => '{"sentencia": "T-1"}')$$, :e6), 'Prescripción: y con ella cierra lo que estaba en conciliación');

SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'y todo cuadra');
SELECT * FROM finish();
ROLLBACK;
