-- Returns of an invoice (Res. 2284 de 2023, art. 6): once, by closed causes, 5 + 5 + 5 business days inside the 20 of the
-- glosa; the silence of each party; rejected and annulled invoices. Nothing changes after a refusal.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
CREATE TABLE prueba.f (n text PRIMARY KEY, id bigint);
CREATE FUNCTION prueba.nueva(nombre text, devuelta date DEFAULT NULL, contestada date DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE f bigint := prueba.factura('D' || nextval('prueba.numero'));
BEGIN
    INSERT INTO prueba.f VALUES (nombre, f) ON CONFLICT (n) DO UPDATE SET id = excluded.id;
    IF devuelta IS NOT NULL THEN PERFORM conciliacion.devolver_factura(1, f, 'DE1601', 'otro responsable', devuelta); END IF;
    IF contestada IS NOT NULL THEN PERFORM conciliacion.responder_devolucion(1, f, false, 'sí es', contestada, 'RE9601'); END IF;
END
$$;
CREATE FUNCTION prueba.ahora(nombre text) RETURNS TABLE (estado text, debe text, vence date, secuencia int) LANGUAGE sql AS $$
    SELECT estado::text, quien_debe::text, vence, secuencia FROM cartera.factura WHERE factura_id = (SELECT id FROM prueba.f WHERE n = $1)
$$;
CREATE FUNCTION prueba.api(funcion text, nombre text, resto text) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT conciliacion.%s(1, %s, %s)', $1, (SELECT id FROM prueba.f WHERE n = $2), $3)
$$;

SELECT prueba.nueva('a');
SELECT results_eq($$SELECT * FROM prueba.ahora('a')$$, $$VALUES ('radicada', 'pagador', '2025-06-03'::date, 1)$$, 'radicada el 5 de mayo: 20 días hábiles para glosar');
SELECT results_eq($$SELECT secuencia, evento::text, fecha, papel::text, estado::text, usuario = current_user FROM cartera.factura_evento WHERE factura_id = (SELECT id FROM prueba.f WHERE n = 'a')$$,
    $$VALUES (1, 'radicar', '2025-05-05'::date, 'prestador', 'radicada', true)$$, 'con su evento');

-- ---- causes -----------------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(prueba.api('devolver_factura', 'a', format('%L, %L, ''2025-05-08''', c, m)), e, q)
  FROM (VALUES ('TA0201', 'x', 'KG009', 'causa de glosa'), ('RE9501', 'x', 'KG009', 'respuesta'), ('DE', 'x', 'KG009', 'sólo la familia'), ('801', 'x', 'KG009', 'del manual anterior'),
               ('DE9999', 'x', 'KG009', 'que no está en la lista'), (NULL, 'x', 'KG003', 'sin causa'), ('DE1601', ' ', 'KG003', 'sin comentario'), ('DE1601', NULL, 'KG003', 'sin comentario')) v(c, m, e, q);
INSERT INTO cartera.codigo_adicional VALUES ('DE9999', 'Causa del sitio', 'acuerdo');
SELECT prueba.nueva('b');
SELECT lives_ok(prueba.api('devolver_factura', 'b', '''DE9999'', ''x'', ''2025-05-08'''), 'causa que el sitio admite');

-- ---- the term to return -----------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(prueba.api('devolver_factura', 'a', '''DE1601'', ''x'', ''2025-05-13'''), 'KG002', 'al sexto día hábil ya no se devuelve');
SELECT prueba.rehusa(prueba.api('devolver_factura', 'a', '''DE1601'', ''x'', ''2025-05-04'''), '22023', 'antes de la radicación');
SELECT prueba.rehusa(prueba.api('devolver_factura', 'a', '''DE1601'', ''x'', current_date + 1'), '22023', 'mañana');
SELECT is(conciliacion.devolver_factura(1, id, 'DE1601', 'otro responsable', '2025-05-12'), 'devuelta', 'al quinto sí') FROM prueba.f WHERE n = 'a';
SELECT results_eq($$SELECT * FROM prueba.ahora('a')$$, $$VALUES ('devuelta', 'prestador', '2025-05-19'::date, 2)$$, 'el prestador tiene 5 días para contestar');
SELECT prueba.rehusa(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) VALUES (1, %s, 1, ''TA0201'', 1, ''2025-05-13'')', id), 'KG001',
    'una factura devuelta no admite glosas') FROM prueba.f WHERE n = 'a';
SELECT prueba.rehusa(format('INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor) VALUES (1, %s, 4, ''x'', 1)', id), 'KG005',
    'ni líneas nuevas') FROM prueba.f WHERE n = 'a';

-- ---- the answer ---------------------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(prueba.api('responder_devolucion', 'a', format('%L, %L, ''2025-05-14'', %L', p, m, c)), e, q)
  FROM (VALUES ('false', NULL, NULL, 'KG003', 'contestar sin razones'), ('false', 'x', 'RE9602', 'KG009', 'con el código de una glosa'), ('false', 'x', 'RE2201', 'KG009', 'con un código del pagador'),
               ('false', 'x', 'TA0201', 'KG009', 'con una glosa'), (NULL, 'x', NULL, 'KG001', 'sin decir si procede')) v(p, m, c, e, q);
SELECT prueba.rehusa(prueba.api('responder_devolucion', 'a', 'false, ''x'', ''2025-05-11'''), '22023', 'antes de la devolución');
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'a', 'false, ''x'', ''2025-05-19'''), 'KG001', 'RE2201 el último día');
SELECT is(conciliacion.responder_devolucion(1, id, false, 'sí es', '2025-05-19', 'RE9601'), 'devuelta', 'contestar el último día') FROM prueba.f WHERE n = 'a';
SELECT results_eq($$SELECT * FROM prueba.ahora('a')$$, $$VALUES ('devuelta', 'pagador', '2025-05-26'::date, 3)$$, 'el pagador tiene 5 días para decidir');
SELECT prueba.rehusa(prueba.api('responder_devolucion', 'a', 'true, ''x'', ''2025-05-20'''), 'KG001', 'no se contesta dos veces');

-- ---- the decision ------------------------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'a', 'false, '''', ''2025-05-26'''), 'KG003', 'reiterar sin razones');
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'a', 'true, ''x'', ''2025-05-26'', ''prestador'''), 'KG008', 'el prestador no decide, en término');
SELECT is(conciliacion.decidir_devolucion(1, id, true, NULL, '2025-05-26'), 'radicada', 'admitir la respuesta el último día') FROM prueba.f WHERE n = 'a';
SELECT results_eq($$SELECT * FROM prueba.ahora('a')$$, $$VALUES ('radicada', 'pagador', '2025-06-03'::date, 4)$$, 'los días de la devolución corrieron dentro de los 20');
SELECT prueba.rehusa(prueba.api('devolver_factura', 'a', '''DE1601'', ''x'', ''2025-05-27'''), 'KG001', 'una sola vez');
SELECT lives_ok(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) VALUES (1, %s, 1, ''TA0201'', 1, ''2025-06-03'')', id),
    'y admite glosas hasta el mismo día') FROM prueba.f WHERE n = 'a';
SELECT is((SELECT extemporanea FROM cartera.glosa WHERE factura_id = (SELECT id FROM prueba.f WHERE n = 'a')), false, '... en término');
SELECT prueba.rehusa(prueba.api('rechazar_factura', 'a', '''x'', ''{"d": 1}'', ''2025-06-03'''), 'KG001', 'glosada, no se rechaza');
SELECT prueba.nueva('c', '2025-05-08', '2025-05-14');
SELECT is(conciliacion.decidir_devolucion(1, id, false, 'se reitera', '2025-05-20'), 'devuelta', 'reiterar') FROM prueba.f WHERE n = 'c';
SELECT results_eq($$SELECT * FROM prueba.ahora('c')$$, $$VALUES ('devuelta', NULL, NULL::date, 4)$$, '... la devolución queda firme');
SELECT is(conciliacion.anular_factura(1, id, 'se refactura', '2025-05-21'), 'anulada', '... y el prestador la anula') FROM prueba.f WHERE n = 'c';
SELECT prueba.nueva('d', '2025-05-08');
SELECT is(conciliacion.responder_devolucion(1, id, true, 'de acuerdo', '2025-05-09', 'RE9701'), 'devuelta', 'aceptar la devolución') FROM prueba.f WHERE n = 'd';
SELECT results_eq($$SELECT * FROM prueba.ahora('d')$$, $$VALUES ('devuelta', NULL, NULL::date, 3)$$, '... queda firme');

-- ---- silences ------------------------------------------------------------------------------------------------------------------------------
SELECT prueba.nueva('e', '2025-05-08');
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'e', 'true, ''x'', ''2025-05-16'''), 'KG001', 'RE2201: no hubo respuesta que admitir');
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'e', 'false, ''x'', ''2025-05-16'', ''prestador'''), 'KG008', 'RE2201: no lo invoca quien calló');
UPDATE cartera.norma_plazo SET activo = false WHERE norma_id = 'CO-2284' AND acto = 'responder_devolucion';
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'e', 'false, ''x'', ''2025-05-16'''), 'KG001', 'RE2201: apagada');
UPDATE cartera.norma_plazo SET activo = true WHERE norma_id = 'CO-2284' AND acto = 'responder_devolucion';
SELECT is(conciliacion.decidir_devolucion(1, id, false, 'RE2201', '2025-05-16'), 'devuelta', 'RE2201: al día siguiente, aceptación tácita') FROM prueba.f WHERE n = 'e';
SELECT results_eq($$SELECT * FROM prueba.ahora('e')$$, $$VALUES ('devuelta', NULL, NULL::date, 3)$$, '... la devolución queda firme');
SELECT prueba.nueva('f', '2025-05-08');
SELECT is(conciliacion.responder_devolucion(1, id, false, 'tarde', '2025-05-20'), 'devuelta', 'contestar tarde, mientras nadie cerró') FROM prueba.f WHERE n = 'f';
SELECT is((SELECT extemporanea FROM cartera.factura_evento WHERE factura_id = (SELECT id FROM prueba.f WHERE n = 'f') AND secuencia = 3), true, '... queda marcada');
SELECT prueba.nueva('g', '2025-05-08', '2025-05-14');
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'g', 'true, ''x'', ''2025-05-20'', ''sistema'''), 'KG008', 'injustificada: antes del último día, ni el sistema');
SELECT lives_ok(format('DO $x$ BEGIN PERFORM conciliacion.decidir_devolucion(1, %s, true, ''art. 6'', ''2025-05-21'', ''sistema''); RAISE EXCEPTION ''x'' USING ERRCODE = ''ZZ001''; EXCEPTION WHEN SQLSTATE ''ZZ001'' THEN NULL; END $x$', id),
    'injustificada: el sistema la fecha en el vencimiento') FROM prueba.f WHERE n = 'g';
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'g', 'true, ''x'', ''2025-05-21'', ''prestador'''), 'KG008', 'injustificada: el prestador, el último día no');
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'g', 'false, ''x'', ''2025-05-22'', ''prestador'''), 'KG008', 'el prestador no la reitera contra sí mismo');
UPDATE cartera.norma_plazo SET activo = false WHERE norma_id = 'CO-2284' AND acto = 'decidir_devolucion';
SELECT prueba.rehusa(prueba.api('decidir_devolucion', 'g', 'true, ''x'', ''2025-05-22'', ''prestador'''), 'KG001', 'injustificada: apagada') ;
UPDATE cartera.norma_plazo SET activo = true WHERE norma_id = 'CO-2284' AND acto = 'decidir_devolucion';
SELECT is(conciliacion.decidir_devolucion(1, id, true, 'art. 6', '2025-05-22', 'prestador'), 'radicada', 'vencido el plazo, la devolución es injustificada') FROM prueba.f WHERE n = 'g';
SELECT prueba.nueva('h', '2025-05-08', '2025-05-14');
SELECT is(conciliacion.decidir_devolucion(1, id, false, 'tarde', '2025-05-30'), 'devuelta', 'decidir tarde, mientras nadie cerró') FROM prueba.f WHERE n = 'h';
SELECT is((SELECT extemporanea FROM cartera.factura_evento WHERE factura_id = (SELECT id FROM prueba.f WHERE n = 'h') AND secuencia = 4), true, '... queda marcada');

-- ---- rejection, acceptance, annulment --------------------------------------------------------------------------------------------------
SELECT prueba.nueva('r');
SELECT prueba.rehusa(prueba.api('rechazar_factura', 'r', format('%L, %L, ''2025-05-08''', m, j)), 'KG003', q)
  FROM (VALUES (NULL, '{"d": 1}', 'rechazar sin motivo'), ('x', NULL, 'rechazar sin evidencia'), ('x', '{}', 'rechazar con evidencia vacía'), ('x', '"papel"', 'rechazar con lo que no es evidencia')) v(m, j, q);
SELECT is(conciliacion.rechazar_factura(1, id, 'sin contrato', '{"documento": "carta 9"}', '2025-05-08'), 'rechazada', 'rechazar') FROM prueba.f WHERE n = 'r';
SELECT results_eq($$SELECT * FROM prueba.ahora('r')$$, $$VALUES ('rechazada', NULL, NULL::date, 2)$$, 'rechazada: nada vence');
SELECT prueba.rehusa(prueba.api('anular_factura', 'r', '''x'', ''2025-05-09'''), 'KG001', 'una rechazada no se anula');
SELECT prueba.rehusa(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) VALUES (1, %s, 1, ''TA0201'', 1, ''2025-05-13'')', id), 'KG001',
    'ni admite glosas') FROM prueba.f WHERE n = 'r';
SELECT prueba.nueva('s');
SELECT prueba.rehusa(prueba.api('anular_factura', 's', ''''', ''2025-05-09'''), 'KG003', 'anular sin motivo');
SELECT is(conciliacion.aceptar_factura(1, id, NULL, '2025-05-09'), 'aceptada', 'aceptar sin más') FROM prueba.f WHERE n = 's';
SELECT prueba.rehusa(prueba.api('devolver_factura', 's', '''DE1601'', ''x'', ''2025-05-09'''), 'KG001', 'una aceptada no se devuelve');
SELECT prueba.rehusa('SELECT conciliacion.' || c, 'KG006', c)
  FROM unnest(ARRAY['devolver_factura(1, 999999, ''DE1601'', ''x'', ''2025-05-08'')', 'responder_devolucion(1, 999999, true, ''x'')', 'decidir_devolucion(1, 999999, true, ''x'')',
    'rechazar_factura(1, 999999, ''x'', ''{"d": 1}'')', 'aceptar_factura(1, 999999)', 'anular_factura(1, 999999, ''x'')']) c;
SELECT prueba.rehusa(format('INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, comentario) VALUES (2, %s, ''anular'', ''x'')', id), 'KG006', 'factura de otro prestador')
  FROM prueba.f WHERE n = 'd';

SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');
SELECT * FROM finish();
ROLLBACK;
