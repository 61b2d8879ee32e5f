-- What conciliation refuses, each by its SQLSTATE and with nothing changed; and that a plain INSERT obeys the same.
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = error;
\ir comun/conciliacion.sql

SELECT prueba.citada() AS g \gset
SELECT prueba.cita_de(:g) AS c \gset

-- ---- meetings ------------------------------------------------------------------------------------------------------
SELECT t.* FROM (VALUES
    ($$SELECT conciliacion.citar_conciliacion(1, 11, '2025-05-29', 'Sala', NULL, '2025-05-30')$$, '22023', 'la reunión no es antes de su citación'),
    ($$SELECT conciliacion.citar_conciliacion(1, 11, '2999-05-29', 'Sala', NULL, '2999-01-01')$$, '22023', 'ni se cita en el futuro'),
    ($$SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', ' ', NULL, '2025-05-30')$$, 'KG003', 'la reunión tiene lugar'),
    ($$SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala', NULL, '2025-05-30', 'sistema')$$, 'KG008', 'cita una de las partes'),
    ($$SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala', '{999}', '2025-05-30')$$, 'KG006', 'se citan glosas que existen'),
    ($$SELECT conciliacion.citar_conciliacion(1, 10, '2025-06-05', 'Sala', NULL, '2025-05-30')$$, 'KG001', 'sin glosas no hay reunión'),
    ($$SELECT conciliacion.citar_conciliacion(1, 99, '2025-06-05', 'Sala', NULL, '2025-05-30')$$, 'KG006', 'ni con quien no existe')) r(sql, codigo, que), LATERAL prueba.rehusa(r.sql, r.codigo, r.que) t;
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.citar_conciliacion(1, 12, '2025-06-05', 'Sala', ARRAY[%s]::bigint[], '2025-05-30')$$, :g), '22023', 'la glosa es del pagador de la cita');
SELECT * FROM prueba.rehusa(format($$INSERT INTO cartera.cita_glosa VALUES (1, %s, %s, 1, true)$$, :c, :g), 'KG005', 'un INSERT no dice qué entra: lo dicen los hechos');
SELECT * FROM prueba.rehusa($$SELECT conciliacion.reprogramar_cita(1, 999, '2025-06-10', 'enfermedad', fecha => '2025-06-02')$$, 'KG006', 'se reprograma una cita que existe');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.reprogramar_cita(1, %s, '2025-06-10', '', fecha => '2025-06-02')$$, :c), 'KG003', 'y con su motivo');
SELECT throws_ok($$SELECT * FROM conciliacion.preparacion_cita(1, 999)$$, 'KG006', NULL, 'la preparación es de una cita que existe');

-- ---- rescheduling ---------------------------------------------------------------------------------------------------
SELECT conciliacion.reprogramar_cita(1, :c, '2025-06-10', 'enfermedad', fecha => '2025-06-02') AS c2 \gset
SELECT results_eq(format('SELECT incluida FROM cartera.cita_glosa WHERE cita_id = %s', :c2), 'VALUES (true)', 'la reunión reprogramada lleva las mismas glosas');
SELECT is((SELECT vence FROM cartera.glosa WHERE glosa_id = :g), date '2025-06-10', 'y vence en la nueva fecha');
SELECT is(conciliacion.reprogramar_cita(1, :c, '2025-06-10', 'enfermedad', fecha => '2025-06-02'), :c2::bigint, 'repetirlo es lo mismo');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.reprogramar_cita(1, %s, '2025-06-11', 'otra cosa', fecha => '2025-06-02')$$, :c), 'KG007', 'una reunión se mueve una vez; después, la nueva');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.levantar_acta(1, %s, jsonb_build_array(prueba.linea(%s, 0, 500, 0)), '[]', '2025-06-12')$$, :c, :g), 'KG001', 'de la reunión movida no hay acta');

-- ---- drawing up -----------------------------------------------------------------------------------------------------
SELECT t.* FROM (VALUES
    (format('jsonb_build_array(prueba.linea(%s, 100, 300, 50))', :g), '[]', '2025-06-10', 'KG004', 'las tres partes suman lo pendiente: falta'),
    (format('jsonb_build_array(prueba.linea(%s, 100, 300, 100.01))', :g), '[]', '2025-06-10', 'KG004', 'las tres partes suman lo pendiente: sobra'),
    (format('jsonb_build_array(prueba.linea(%s, -100, 500, 100))', :g), '[]', '2025-06-10', 'KG004', 'ninguna es negativa'),
    (format('jsonb_build_array(prueba.linea(%s, 0.005, 499.995, 0))', :g), '[]', '2025-06-10', 'KG004', 'ni tiene milésimas'),
    (format('jsonb_build_array(prueba.linea(%s, 0, 500, 0))', :g), '[]', '2025-06-09', '22023', 'el acta no es antes de su reunión'),
    (format('jsonb_build_array(prueba.linea(%s, 0, 500, 0))', :g), '[]', '2999-01-01', '22023', 'ni en el futuro'),
    (format('jsonb_build_array(prueba.linea(%s, 0, 500, 0))', :g), '[{"papel":"sistema","descripcion":"x","vence":"2025-07-01"}]', '2025-06-10', 'KG008', 'un compromiso es de una parte'),
    (format('jsonb_build_array(prueba.linea(%s, 0, 500, 0))', :g), '[{"papel":"pagador","descripcion":"x"}]', '2025-06-10', 'KG003', 'y tiene plazo'),
    (format('jsonb_build_array(prueba.linea(%s, 0, 500, 0))', :g), '[{"papel":"pagador","descripcion":"x","vence":"2025-06-01"}]', '2025-06-10', '22023', 'que no es antes del acta'),
    ('jsonb_build_array(prueba.linea(999, 0, 500, 0))', '[]', '2025-06-10', 'KG006', 'las glosas son de la reunión'),
    ('''[]''', '[]', '2025-06-10', '22023', 'un acta tiene líneas')) r(lineas, compromisos, fecha, codigo, que), LATERAL prueba.rehusa(format($$SELECT conciliacion.levantar_acta(1, %s, %s, %L, %L)$$, :c2, r.lineas, r.compromisos, r.fecha), r.codigo, r.que) t;
SELECT * FROM prueba.rehusa($$SELECT conciliacion.levantar_acta(1, 999, '[{"glosa_id": 1}]', '[]', '2025-06-10')$$, 'KG006', 'el acta es de una reunión que existe');
SELECT alike((prueba.error(format($$SELECT conciliacion.levantar_acta(1, %s, jsonb_build_array(prueba.linea(%s, 100, 300, 50)), '[]', '2025-06-10')$$, :c2, :g))).detalle,
    '%450.00; pending: 500.00; difference: 50.00.%', 'la diferencia se dice');
SELECT conciliacion.levantar_acta(1, :c2, jsonb_build_array(prueba.linea(:g, 100, 300, 100)), '[{"papel":"pagador","clase":"pago","descripcion":"pagar","plazo":"5 dias habiles"}]', '2025-06-10') AS a \gset
SELECT is(conciliacion.levantar_acta(1, :c2, jsonb_build_array(prueba.linea(:g, 100, 300, 100)), '[]', '2025-06-10'), :a::bigint, 'la misma acta otra vez es la misma');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.levantar_acta(1, %s, jsonb_build_array(prueba.linea(%s, 0, 400, 100)), '[]', '2025-06-10')$$, :c2, :g), 'KG007', 'una reunión tiene un acta');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.reprogramar_cita(1, %s, '2025-06-20', 'tarde', fecha => '2025-06-12')$$, :c2), 'KG001', 'con acta, la reunión ya no se mueve');
SELECT * FROM prueba.rehusa(format($$INSERT INTO cartera.acta_linea (prestador_id, acta_id, glosa_id, valor_aceptado, valor_levantado) VALUES (1, %s, %s, 100, 300)$$, :a, :g), 'KG004', 'un INSERT suma igual');
SELECT * FROM prueba.rehusa(format($$INSERT INTO cartera.acta_linea (prestador_id, acta_id, glosa_id, version, valor_levantado) VALUES (1, %s, %s, 9, 500)$$, :a, :g), 'KG005', 'y no numera versiones');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.cumplir_compromiso(1, (SELECT compromiso_id FROM cartera.compromiso WHERE acta_id = %s), 'TR', '2025-06-12')$$, :a), 'KG001', 'los compromisos de un acta sin firmar no obligan');

-- ---- nobody conciliates without the act -------------------------------------------------------------------------------
CREATE FUNCTION prueba.conciliar(glosa bigint, evidencia text, aceptado numeric DEFAULT 100, levantado numeric DEFAULT 300) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, evidencia)'
                  ' VALUES (1, %s, ''conciliar'', ''2025-06-20'', ''ambos'', %s, %s, %L)', $1, $3, $4, $2)
$$;
SELECT * FROM prueba.rehusa(prueba.conciliar(:g, NULL), 'KG003', 'sin acta no se concilia');
SELECT * FROM prueba.rehusa(prueba.conciliar(:g, format('{"acta_id": %s}', :a)), 'KG003', 'ni con un acta sin firmar');

-- ---- signing ------------------------------------------------------------------------------------------------------------
SELECT t.* FROM (VALUES
    ('ambos', 'Rosa', 'Representante legal', NULL, '2025-06-11', 'KG008', 'firma cada parte por sí'),
    ('sistema', 'Rosa', 'Representante legal', NULL, '2025-06-11', 'KG008', 'y nadie más'),
    ('prestador', ' ', 'Representante legal', NULL, '2025-06-11', 'KG003', 'con su nombre'),
    ('prestador', 'Rosa', '', NULL, '2025-06-11', 'KG003', 'y su cargo'),
    ('prestador', 'Rosa', 'Jefe de cartera', NULL, '2025-06-11', 'KG003', 'el delegado muestra su poder'),
    ('prestador', 'Rosa', 'Jefe de cartera', '  ', '2025-06-11', 'KG003', 'que no está en blanco'),
    ('prestador', 'Rosa', 'Representante legalísimo', NULL, '2025-06-11', 'KG003', 'y representante legal es el que lo es'),
    ('prestador', 'Rosa', 'Representante legal', NULL, '2025-06-09', '22023', 'no se firma antes del acta'),
    ('prestador', 'Rosa', 'Representante legal', NULL, '2999-01-01', '22023', 'ni en el futuro')) r(papel, firmante, cargo, poder, fecha, codigo, que), LATERAL prueba.rehusa(format('SELECT conciliacion.firmar_acta(1, %s, %L, %L, %L, %L, %L)', :a, r.papel, r.firmante, r.cargo, r.poder, r.fecha), r.codigo, r.que) t;
SELECT * FROM prueba.rehusa($$SELECT conciliacion.firmar_acta(1, 999, 'prestador', 'Rosa', 'Representante legal', NULL, '2025-06-11')$$, 'KG006', 'se firma un acta que existe');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.firmar_acta(1, %s, 'prestador', 'Rosa', 'Representante legal', NULL, '2025-06-11', '\x00')$$, :a), 'KG007', 'se firma lo que se leyó');
SAVEPOINT leida;
SELECT is(conciliacion.firmar_acta(1, :a, 'prestador', 'Rosa', 'Representante legal', NULL, '2025-06-11', decode(conciliacion.acta_json(1, :a) ->> 'huella', 'hex'))::text,
    'firmada_en_parte', 'con la huella que da acta_json');
ROLLBACK TO leida;
SELECT conciliacion.firmar_acta(1, :a, 'prestador', 'Rosa', '  REPRESENTANTE LEGAL suplente', NULL, '2025-06-11');
SELECT is(conciliacion.firmar_acta(1, :a, 'prestador', 'Rosa', '  REPRESENTANTE LEGAL suplente', NULL, '2025-06-11')::text, 'firmada_en_parte', 'la misma firma otra vez es la misma');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.firmar_acta(1, %s, 'prestador', 'Ana', 'Gerente', 'Poder', '2025-06-11')$$, :a), 'KG007', 'una parte firma una vez');
SELECT * FROM prueba.rehusa(prueba.conciliar(:g, format('{"acta_id": %s}', :a)), 'KG003', 'con una sola firma no se concilia');
SELECT * FROM prueba.rehusa(format($$INSERT INTO cartera.acta_firma (prestador_id, acta_id, papel, firmante, cargo, fecha) VALUES (1, %s, 'pagador', 'Luis', 'Auditor', '2025-06-11')$$, :a), 'KG003', 'un INSERT pide el mismo poder');
SELECT * FROM prueba.rehusa(format($$INSERT INTO cartera.acta_firma_invalida SELECT prestador_id, acta_id, firma_id, 'no me gusta', now(), 'yo' FROM cartera.acta_firma WHERE acta_id = %s$$, :a), 'KG005', 'nadie invalida una firma: lo hace el cambio');
SELECT * FROM prueba.rehusa(format($$UPDATE cartera.acta SET estado = 'aplicada', huella = 'x', fecha_aplicada = '2025-06-11' WHERE acta_id = %s$$, :a), 'KG005', 'ni aplica un acta a mano');

-- ---- a change after the first signature ---------------------------------------------------------------------------------
SELECT is(conciliacion.modificar_acta(1, :a, jsonb_build_array(prueba.linea(:g, 50, 350, 100)))::text, 'borrador', 'cambiar una línea invalida la firma que había');
SELECT results_eq(format('SELECT i.motivo, f.firmante FROM cartera.acta_firma_invalida i JOIN cartera.acta_firma f USING (prestador_id, acta_id, firma_id) WHERE acta_id = %s', :a),
    $$VALUES ('cambio de líneas', 'Rosa')$$, 'y queda dicho cuál y por qué');
SELECT is(conciliacion.firmar_acta(1, :a, 'pagador', 'Luis', 'Auditor', 'Poder 7', '2025-06-12')::text, 'firmada_en_parte', 'la otra parte firma lo nuevo, y eso no basta');
SELECT is(conciliacion.modificar_acta(1, :a, compromisos => '[{"papel":"prestador","descripcion":"otro","vence":"2025-07-01"}]')::text, 'borrador', 'un compromiso nuevo también invalida');
SELECT * FROM prueba.rehusa($$SELECT conciliacion.modificar_acta(1, 999)$$, 'KG006', 'se modifica un acta que existe');
SELECT is(prueba.firmada(:a), 'aplicada', 'firmada otra vez por ambas, se aplica');
SELECT results_eq(format($$SELECT valor_aceptado, valor_levantado FROM cartera.glosa_evento WHERE glosa_id = %s AND evento = 'conciliar'$$, :g), 'VALUES (50::numeric, 350::numeric)', 'con los últimos valores');

-- ---- after both ------------------------------------------------------------------------------------------------------------
SELECT t.* FROM (VALUES
    (format('SELECT conciliacion.modificar_acta(1, %s, jsonb_build_array(prueba.linea(%s, 0, 0, 100)))', :a, :g), 'las líneas de un acta firmada no cambian'),
    (format($$SELECT conciliacion.modificar_acta(1, %s, jsonb_build_array('{"glosa_id": %s, "retirada": true}'::jsonb))$$, :a, :g), 'ni se retiran'),
    (format($$SELECT conciliacion.modificar_acta(1, %s, compromisos => '[{"papel":"prestador","descripcion":"otro","vence":"2025-07-01"}]')$$, :a), 'ni sus compromisos'),
    (format($$SELECT conciliacion.modificar_acta(1, %s, participantes => '[{"papel":"prestador","nombre":"Eva","cargo":"x"}]')$$, :a), 'ni sus asistentes'),
    (format($$SELECT conciliacion.firmar_acta(1, %s, 'pagador', 'Otro', 'Representante legal', NULL, '2025-06-20')$$, :a), 'ni se firma más'),
    (format('UPDATE cartera.acta_linea SET valor_levantado = 0 WHERE acta_id = %s', :a), 'UPDATE de líneas'),
    (format('DELETE FROM cartera.acta_linea WHERE acta_id = %s', :a), 'DELETE de líneas')) r(sql, que), LATERAL prueba.rehusa(r.sql, 'KG005', r.que) t;
SELECT z.* FROM unnest('{exclusion_conciliacion,soporte_conciliacion,cita,cita_glosa,acta,acta_linea,acta_participante,compromiso,compromiso_cumplimiento,acta_firma,acta_firma_invalida,reliquidacion,reliquidacion_factura,comunicacion,comunicacion_glosa,comunicacion_acuse}'::text[]) t,
       (VALUES ('DELETE FROM', ''), ('UPDATE', ' SET prestador_id = prestador_id'), ('TRUNCATE', ' CASCADE')) r(orden, resto), LATERAL prueba.rehusa(format('%s cartera.%I%s', r.orden, t, r.resto), 'KG005', r.orden || ' de ' || t) z;
SELECT * FROM prueba.rehusa(prueba.conciliar(:g, format('{"acta_id": %s}', :a), 50, 350), 'KG003', 'un acta se aplica una vez');
SELECT * FROM prueba.rehusa(prueba.conciliar(:g, format('{"acta_id": %s}', :a), 0, 100), 'KG003', 'y con sus valores');
SELECT * FROM prueba.rehusa(prueba.conciliar(:g, format('{"acta_id": "%s"}', :a), 50, 350), 'KG003', 'nombrada por su número');
SELECT * FROM prueba.rehusa(prueba.conciliar(:g, format('{"acta_id": %s.0}', :a), 50, 350), 'KG003', 'que se escribe de una sola manera');
SELECT prueba.citada() AS otra \gset
SELECT * FROM prueba.rehusa(prueba.conciliar(:otra, format('{"acta_id": %s}', :a), 50, 350), 'KG003', 'ni vale para otra glosa');

-- ---- the case moved between the draft and the second signature -------------------------------------------------------------
SELECT prueba.acta(:otra, 0, 500, 0) AS a2 \gset
SELECT conciliacion.firmar_acta(1, :a2, 'prestador', 'Rosa', 'Representante legal', NULL, '2025-06-06');
SAVEPOINT antes;
SELECT conciliacion.escalar_glosa(1, :otra, 'SNS-4', 'demanda', '2025-06-07');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.firmar_acta(1, %s, 'pagador', 'Luis', 'Auditor', 'Poder 7', '2025-06-09')$$, :a2), 'KG001', 'lo que pasó a la jurisdicción ya no se concilia');
ROLLBACK TO antes;
-- two acts of two meetings on the same glosa: the first one signed rules
SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-07', 'Otra sala', ARRAY[:otra], '2025-06-06') AS c3 \gset
SELECT conciliacion.levantar_acta(1, :c3, jsonb_build_array(prueba.linea(:otra, 0, 300, 200)), '[]', '2025-06-07') AS a3 \gset
SELECT prueba.firmada(:a3);
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.firmar_acta(1, %s, 'pagador', 'Luis', 'Auditor', 'Poder 7', '2025-06-09')$$, :a2), 'KG004', 'un acta que ya no cubre lo pendiente no se aplica');
SELECT lives_ok(format($$SELECT conciliacion.modificar_acta(1, %s, jsonb_build_array('{"glosa_id": %s, "retirada": true}'::jsonb))$$, :a2, :otra), 'pero su línea se puede retirar');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.firmar_acta(1, %s, 'pagador', 'Luis', 'Auditor', 'Poder 7', '2025-06-09')$$, :a2), 'KG003', 'y un acta sin líneas no se firma');

-- ---- notices -----------------------------------------------------------------------------------------------------------------
SELECT t.* FROM (VALUES
    ($$SELECT conciliacion.registrar_comunicacion(1, 11, '', 'texto', 'portal', fecha => '2025-06-01')$$, 'KG003', 'una comunicación tiene asunto'),
    ($$SELECT conciliacion.registrar_comunicacion(1, 11, 'asunto', ' ', 'portal', fecha => '2025-06-01')$$, 'KG003', 'y contenido'),
    ($$SELECT conciliacion.registrar_comunicacion(1, 11, 'asunto', 'texto', 'paloma', fecha => '2025-06-01')$$, '23514', 'por un medio conocido'),
    ($$SELECT conciliacion.registrar_comunicacion(1, 11, 'asunto', 'texto', 'portal', 'ambos', fecha => '2025-06-01')$$, 'KG008', 'la envía una parte'),
    ($$SELECT conciliacion.registrar_comunicacion(1, 11, 'asunto', 'texto', 'portal', fecha => '2999-06-01')$$, '22023', 'no en el futuro'),
    ($$SELECT conciliacion.registrar_comunicacion(1, 11, 'asunto', 'texto', 'portal', glosas => '{999}', fecha => '2025-06-01')$$, 'KG006', 'sobre glosas que existen'),
    ($$SELECT conciliacion.registrar_comunicacion(1, 11, 'asunto', 'texto', 'portal', fecha => '2025-06-01', clase => 'entrega_acta')$$, 'KG003', 'la entrega de un acta dice cuál'),
    (format($$SELECT conciliacion.registrar_comunicacion(1, 12, 'asunto', 'texto', 'portal', glosas => ARRAY[%s]::bigint[], fecha => '2025-06-01')$$, :g), '22023', 'y son del mismo pagador'),
    (format($$SELECT conciliacion.registrar_comunicacion(1, 11, 'QBE', 'texto', 'portal', fecha => '2025-06-12', clase => 'envio_liquidacion', acta_id => %s)$$, :a), 'KG003', 'no se envía la liquidación que no se hizo'),
    ($$SELECT conciliacion.registrar_acuse(1, 999, 'a', '2025-06-01')$$, 'KG006', 'se acusa una comunicación que existe')) r(sql, codigo, que), LATERAL prueba.rehusa(r.sql, r.codigo, r.que) t;
SELECT conciliacion.registrar_comunicacion(1, 11, 'asunto', 'texto', 'portal', fecha => '2025-06-02', referencia => 'R1') AS m \gset
SELECT * FROM prueba.rehusa($$SELECT conciliacion.registrar_comunicacion(1, 11, 'asunto', 'otro texto', 'portal', fecha => '2025-06-02', referencia => 'R1')$$, 'KG007', 'la misma referencia con otro texto');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.registrar_acuse(1, %s, '', '2025-06-03')$$, :m), 'KG003', 'el acuse es evidencia');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.registrar_acuse(1, %s, 'a', '2025-06-01')$$, :m), '22023', 'posterior al envío');
SELECT conciliacion.registrar_acuse(1, :m, 'a', '2025-06-03');
SELECT * FROM prueba.rehusa(format($$INSERT INTO cartera.comunicacion_glosa VALUES (1, %s, %s)$$, :m, :g), 'KG005', 'acusada, no se le agregan glosas');

-- ---- re-liquidation -------------------------------------------------------------------------------------------------------------
SELECT * FROM prueba.rehusa('SELECT conciliacion.reliquidar_acta(1, 999)', 'KG006', 'se reliquida un acta que existe');
SELECT * FROM prueba.rehusa(format($$SELECT conciliacion.reliquidar_acta(1, %s, '2025-06-01')$$, :a), '22023', 'no antes de aplicarla');
SELECT * FROM prueba.rehusa($$INSERT INTO cartera.reliquidacion_factura SELECT 1, 1, factura_id, 1, 0, 0, 0, 0, NULL, 0, now(), 'yo' FROM cartera.factura LIMIT 1$$, 'KG005', 'nadie escribe el bloque a mano');
SELECT throws_ok('SELECT conciliacion.acta_json(1, 999)', 'KG006', NULL, 'ni se copia un acta que no existe');

-- Text of people never becomes markup.
SELECT is(conciliacion._html('<b onclick="x('''')">&'), '&lt;b onclick=&quot;x(&#39;&#39;)&quot;&gt;&amp;', 'el HTML escapa todo');
SELECT is(conciliacion._pagado_de_actas('{0,0}', '{50,30}', 60, 100), '{50.00,10.00}'::numeric[], 'un peso paga una sola acta, la primera');
SELECT is(conciliacion._pagado_de_actas('{0,40}', '{50,30}', 60, 100), '{50.00,10.00}'::numeric[], 'aunque la segunda se reliquide a medio pagar');
SELECT is(conciliacion._pagado_de_actas('{0,80}', '{50,30}', 90, 100), '{50.00,10.00}'::numeric[], 'lo pagado antes de reliquidar no cumple');
SELECT is(conciliacion._pagado_de_actas('{0,0}', '{50,30}', 60, 0), '{50.00,30.00}'::numeric[], 'y si nada se debe, todo está pagado');

-- A seal that no longer matches is seen: the test can fail.
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'todo cuadra');
SET LOCAL session_replication_role = replica;
UPDATE cartera.acta_linea SET comentario = 'otra cosa' WHERE acta_id = :a AND version = 2;
SELECT results_eq('SELECT identidad FROM conciliacion._verificar_conciliacion(1)', $$VALUES ('acta: huella de lo firmado')$$, 'una palabra cambiada en lo firmado se ve');
UPDATE cartera.acta_linea SET valor_levantado = 340, valor_sin_acuerdo = 110 WHERE acta_id = :a AND version = 2;
SELECT set_eq('SELECT identidad, diferencia FROM conciliacion._verificar_conciliacion(1)', $$VALUES ('acta: huella de lo firmado', NULL::numeric), ('acta: líneas = eventos conciliar', -10)$$, 'y un peso también');
SELECT * FROM finish();
ROLLBACK;
