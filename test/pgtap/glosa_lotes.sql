-- The batch functions: all or nothing, the first bad element and its place in the DETAIL, the same rows as one by one; and
-- what is asked about a case: what may be done, what would happen, how it was, what is due.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
SET LOCAL client_min_messages = warning;

-- Two equal sets of glosas, one for each way; the rows compared leave out ids, times and hashes.
CREATE TABLE prueba.par (i int, estado text, a bigint, b bigint);
INSERT INTO prueba.par SELECT i, e, prueba.glosa_en(e, 10), prueba.glosa_en(e, 10) FROM unnest('{notificada,respondida,ratificada}'::text[]) e, generate_series(1, 5) i;
CREATE VIEW prueba.glosas AS SELECT g.glosa_id, to_jsonb(g) - '{glosa_id,factura_id,hash}'::text[] AS fila FROM cartera.glosa g;
CREATE VIEW prueba.eventos AS SELECT e.glosa_id, e.secuencia, to_jsonb(e) - '{glosa_id,hash,registrado_en}'::text[] AS fila FROM cartera.glosa_evento e;
CREATE VIEW prueba.facturas AS SELECT g.glosa_id, to_jsonb(f) - '{factura_id,numero}'::text[] AS fila FROM cartera.factura f JOIN cartera.glosa g USING (prestador_id, factura_id);
CREATE VIEW prueba.lineas AS SELECT g.glosa_id, to_jsonb(p) - '{factura_id}'::text[] AS fila FROM cartera.prestacion p JOIN cartera.glosa g USING (prestador_id, factura_id, linea);
CREATE FUNCTION prueba.iguales(nombre text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE v text;
BEGIN
    FOREACH v IN ARRAY '{glosas,eventos,facturas,lineas}'::text[] LOOP
        RETURN NEXT is_empty(format('SELECT p.* FROM prueba.par p WHERE (SELECT array_agg(x.fila ORDER BY x.fila::text) FROM prueba.%1$I x WHERE x.glosa_id = p.a)
            IS DISTINCT FROM (SELECT array_agg(x.fila ORDER BY x.fila::text) FROM prueba.%1$I x WHERE x.glosa_id = p.b)', v), nombre || ': las mismas ' || v);
    END LOOP;
END
$$;
SELECT prueba.iguales('antes');

-- ---- responder_lote ------------------------------------------------------------------------------------------------------------
SELECT results_eq(format('SELECT * FROM conciliacion.responder_lote(1, %L)',
        (SELECT jsonb_agg(jsonb_build_object('glosa_id', a, 'codigo_respuesta', CASE i WHEN 1 THEN 'RE9702' ELSE 'RE9801' END, 'valor_aceptado', CASE i WHEN 1 THEN 800 ELSE i END, 'comentario', 'c' || i,
                                             'fecha', date '2025-05-19' + i, 'evidencia', '{"d": 1}'::jsonb) ORDER BY i) FROM prueba.par WHERE estado = 'notificada')),
    $$SELECT a, CASE i WHEN 1 THEN 'cerrada' ELSE 'respondida' END::conciliacion.estado_glosa FROM prueba.par WHERE estado = 'notificada' ORDER BY i$$, 'responder_lote: cada glosa con su nuevo estado');
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, codigo_respuesta, valor_aceptado, comentario, fecha, evidencia)
SELECT 1, b, 'responder', CASE i WHEN 1 THEN conciliacion.codigo_glosa 'RE9702' ELSE 'RE9801' END, CASE i WHEN 1 THEN 800 ELSE i END, 'c' || i, date '2025-05-19' + i, '{"d": 1}' FROM prueba.par WHERE estado = 'notificada' AND i = 1;
DO $$ DECLARE r record; BEGIN
    FOR r IN SELECT * FROM prueba.par WHERE estado = 'notificada' AND i > 1 LOOP
        INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, papel, codigo_respuesta, valor_aceptado, comentario, fecha, evidencia)
        VALUES (1, r.b, 'responder', 'prestador', 'RE9801', r.i, 'c' || r.i, date '2025-05-19' + r.i, '{"d": 1}');
    END LOOP;
END $$;
SELECT prueba.iguales('responder_lote');

-- ---- decidir_lote, subsanar_lote, cerrar_lote -----------------------------------------------------------------------------------------
SELECT results_eq(format('SELECT * FROM conciliacion.decidir_lote(1, %L)',
        (SELECT jsonb_agg(jsonb_build_object('glosa_id', a, 'valor_levantado', CASE i WHEN 1 THEN '700.00' ELSE '0.5' END, 'comentario', 'c', 'fecha', '2025-05-28') ORDER BY i) FROM prueba.par WHERE estado = 'respondida')),
    $$SELECT a, CASE i WHEN 1 THEN 'cerrada' ELSE 'ratificada' END::conciliacion.estado_glosa FROM prueba.par WHERE estado = 'respondida' ORDER BY i$$, 'decidir_lote');
SELECT is(conciliacion.decidir_glosa(1, b, CASE i WHEN 1 THEN 700 ELSE 0.5 END, 'c', '2025-05-28')::text, CASE i WHEN 1 THEN 'cerrada' ELSE 'ratificada' END, 'uno a uno') FROM prueba.par WHERE estado = 'respondida';
SELECT prueba.iguales('decidir_lote');
SELECT results_eq(format('SELECT * FROM conciliacion.subsanar_lote(1, %L)',
        (SELECT jsonb_agg(jsonb_build_object('glosa_id', a, 'valor_aceptado', CASE i WHEN 1 THEN 500 END, 'comentario', 'firma', 'fecha', '2025-06-03') ORDER BY i) FROM prueba.par WHERE estado = 'ratificada')),
    $$SELECT a, CASE i WHEN 1 THEN 'cerrada' ELSE 'subsanada' END::conciliacion.estado_glosa FROM prueba.par WHERE estado = 'ratificada' ORDER BY i$$, 'subsanar_lote');
SELECT is(conciliacion.subsanar_glosa(1, b, 'firma', CASE i WHEN 1 THEN 500 END, '2025-06-03')::text, CASE i WHEN 1 THEN 'cerrada' ELSE 'subsanada' END, 'uno a uno') FROM prueba.par WHERE estado = 'ratificada';
SELECT prueba.iguales('subsanar_lote');
UPDATE cartera.pagador SET prescripcion = '0 dias' WHERE pagador_id = 10;
SELECT results_eq(format('SELECT * FROM conciliacion.cerrar_lote(1, %L)',
        (SELECT jsonb_agg(jsonb_build_object('glosa_id', a, 'causa', 'prescripcion', 'evidencia', jsonb '{"gestion": "oficio"}', 'comentario', 'sentencia', 'fecha', '2025-10-01', 'papel', 'sistema') ORDER BY estado, i) FROM prueba.par WHERE i > 1)),
    $$SELECT a, 'cerrada'::conciliacion.estado_glosa FROM prueba.par WHERE i > 1 ORDER BY estado, i$$, 'cerrar_lote');
SELECT is(conciliacion.cerrar_glosa(1, b, 'prescripcion', 'sentencia', '2025-10-01', 'sistema', '{"gestion": "oficio"}')::text, 'cerrada', 'uno a uno') FROM prueba.par WHERE i > 1 ORDER BY estado, i;
SELECT prueba.iguales('cerrar_lote');
SELECT results_eq(format('SELECT estado::text FROM conciliacion.cerrar_lote(1, ''[{"glosa_id": %s, "causa": "tacita", "fecha": "2025-06-05"}]'')', prueba.glosa_en('notificada', 10)), $$VALUES ('cerrada')$$,
    'cerrar_lote: por omisión cierra el pagador');

-- ---- all or nothing, and which element -----------------------------------------------------------------------------------------------------
CREATE TABLE prueba.m AS SELECT array_agg(prueba.glosa_en('notificada', 10) ORDER BY i) AS g FROM generate_series(1, 4) i;
CREATE FUNCTION prueba.lote(f text, malo int, VARIADIC cambio text[]) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT * FROM conciliacion.%s(1, %L)', $1, jsonb_agg(jsonb_build_object('glosa_id', g[i], 'codigo_respuesta', 'RE9801', 'valor_aceptado', 10, 'comentario', 'c', 'fecha', '2025-05-20')
                  || CASE WHEN i = $2 THEN jsonb_object($3) ELSE '{}' END ORDER BY i)) FROM prueba.m, generate_series(1, 4) i
$$;
SELECT prueba.rehusa(prueba.lote('responder_lote', p, k, v), e, format('responder_lote: el elemento %s con %s = %s', p, k, v))
  FROM (VALUES (1, 'valor_aceptado', '800.01', 'KG004'), (3, 'valor_aceptado', '-1', 'KG004'), (4, 'codigo_respuesta', 'RE2202', 'KG008'), (2, 'codigo_respuesta', 'TA0201', 'KG009'),
               (4, 'fecha', '2025-05-12', '22023'), (4, 'fecha', '2999-01-01', '22023'), (2, 'glosa_id', '999999', 'KG006'), (3, 'comentario', '', 'KG003'), (3, 'comentaro', 'x', '22023')) v(p, k, v, e);
SELECT results_eq(format('SELECT codigo, detalle FROM prueba.error(%L)', prueba.lote('responder_lote', p, k, v)), format('SELECT %L::text, %L::text', e, replace(d, '@', g[p]::text)),
    format('el detalle dice qué elemento: %s', p)) FROM prueba.m,
    (VALUES (1, 'valor_aceptado', '800.01', 'KG004', 'valor_aceptado: 800.01; available: 800.00; difference: 0.01. Element 1 of the statement: glosa_id @.'),
            (3, 'valor_aceptado', '-1', 'KG004', 'valor_aceptado: -1.00. Element 3 of the statement: glosa_id @.'),
            (4, 'codigo_respuesta', 'RE2202', 'KG008', 'Code: RE2202. Element 4 of the statement: glosa_id @.'),
            (2, 'fecha', '2025-05-12', '22023', 'Date: 2025-05-12; previous act: 2025-05-13. Element 2 of the statement: glosa_id @.')) v(p, k, v, e, d);
SELECT results_eq(format('SELECT codigo, detalle FROM prueba.error(%L)', prueba.lote('responder_lote', 2, 'glosa_id', '999999')),
    $$VALUES ('KG006'::text, 'prestador_id: 1; id: 999999. Element 2 of the statement: glosa_id 999999.'::text)$$, 'también cuando no existe');
SELECT prueba.rehusa(format('SELECT * FROM conciliacion.responder_lote(1, %L)', jsonb_build_array(
        jsonb_build_object('glosa_id', g[1], 'codigo_respuesta', 'RE9702', 'valor_aceptado', 800, 'fecha', '2025-05-20'), jsonb_build_object('glosa_id', g[1], 'codigo_respuesta', 'RE9702', 'valor_aceptado', 800, 'fecha', '2025-05-20'))),
    'KG001', 'la misma glosa dos veces en un lote: ya estaba cerrada') FROM prueba.m;
SELECT prueba.rehusa(format('SELECT * FROM conciliacion.%s(1, %L)', f, j), '22023', f || ' con ' || j)
  FROM unnest('{responder_lote,decidir_lote,subsanar_lote,cerrar_lote}'::text[]) f, unnest(ARRAY['[]', '{}', 'null', '"x"', '[1]', '[{}]']) j;
SELECT prueba.rehusa(format('SELECT * FROM conciliacion.%s(1, NULL)', f), '22023', f || ' con nulo') FROM unnest('{responder_lote,decidir_lote,subsanar_lote,cerrar_lote}'::text[]) f;

-- ---- how it was: estado_glosa_al, glosa_al ------------------------------------------------------------------------------------------------------
CREATE TABLE prueba.s AS SELECT prueba.glosa_en('subsanada', 10) AS g, prueba.glosa_en('notificada', 10) AS n, prueba.glosa_en('cerrada', 10) AS c;
SELECT is(conciliacion.estado_glosa_al(1, g, f::date)::text, e, format('al %s: %s', f, coalesce(e, 'aún no existía')))
  FROM prueba.s, (VALUES ('2025-05-11', NULL), ('2025-05-12', 'formulada'), ('2025-05-13', 'notificada'), ('2025-05-19', 'notificada'), ('2025-05-20', 'respondida'), ('2025-05-28', 'ratificada'), ('2025-05-29', 'subsanada'),
                         ('2025-12-31', 'subsanada')) v(f, e);
SELECT results_eq(format('SELECT (k).valor_pendiente, (k).vence, (k).quien_debe::text, (k).secuencia FROM conciliacion.glosa_al(1, %s, ''2025-05-28'') k', g), $$VALUES (500.00, '2025-06-09'::date, 'prestador', 4)$$, 'glosa_al da la glosa entera de ese día') FROM prueba.s;
SELECT is((conciliacion.glosa_al(1, g, '2025-05-11')).secuencia, NULL, 'glosa_al antes de nacer') FROM prueba.s;

-- ---- what if: the same as doing it, and nothing is written -----------------------------------------------------------------------------------------
CREATE TABLE prueba.antes AS SELECT prueba.digesto();
CREATE TABLE prueba.sim AS SELECT x.* FROM prueba.s, conciliacion.simular_glosa(1, n, '[
    {"evento": "responder", "fecha": "2025-06-05", "codigo_respuesta": "RE9801", "valor_aceptado": "100", "comentario": "x"}, {"evento": "suspender", "fecha": "2025-06-06", "evidencia": {"causa": "litigio"}},
    {"evento": "reanudar", "fecha": "2025-06-10", "comentario": "x"}, {"evento": "decidir", "fecha": "2025-06-12", "valor_levantado": "50", "comentario": "x"},
    {"evento": "citar", "papel": "prestador", "fecha": "2025-06-12", "evidencia": {"fecha_cita": "2025-06-20"}}]') x;
SELECT is(prueba.digesto(), digesto, 'simular_glosa no escribe nada') FROM prueba.antes;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, papel, fecha, codigo_respuesta, valor_aceptado, valor_levantado, comentario, evidencia)
SELECT 1, n, v.* FROM prueba.s, (VALUES ('responder'::conciliacion.evento_glosa, NULL::conciliacion.papel, date '2025-06-05', 'RE9801'::conciliacion.codigo_glosa, 100, NULL::numeric, 'x', NULL::jsonb),
    ('suspender', NULL, '2025-06-06', NULL, NULL, NULL, NULL, '{"causa": "litigio"}'), ('reanudar', NULL, '2025-06-10', NULL, NULL, NULL, 'x', NULL), ('decidir', NULL, '2025-06-12', NULL, NULL, 50, 'x', NULL),
    ('citar', 'prestador', '2025-06-12', NULL, NULL, NULL, NULL, '{"fecha_cita": "2025-06-20"}')) v;
SELECT results_eq('SELECT evento, fecha, papel, valor_aceptado, valor_levantado, estado, causa_cierre, vence, quien_debe, extemporanea FROM prueba.sim ORDER BY posicion',
    'SELECT evento, fecha, papel, coalesce(valor_aceptado, 0), coalesce(valor_levantado, 0), estado, causa_cierre, vence, quien_debe, extemporanea FROM cartera.glosa_evento WHERE glosa_id = (SELECT n FROM prueba.s) AND secuencia > 2 ORDER BY secuencia',
    'y da lo mismo que hacerlo');
SELECT is((SELECT valor_pendiente FROM prueba.sim ORDER BY posicion DESC LIMIT 1), (SELECT valor_pendiente FROM cartera.glosa WHERE glosa_id = (SELECT n FROM prueba.s)), '... hasta el último peso');
SELECT lives_ok(format('SELECT * FROM conciliacion.simular_glosa(1, %s, ''[{"evento": "suspender", "fecha": "2100-01-04", "evidencia": {"causa": "litigio"}}]'')', g), 'admite fechas futuras: para eso es') FROM prueba.s;
SELECT prueba.rehusa(format('SELECT * FROM conciliacion.simular_glosa(1, %s, %L)', g, j), e, 'simular: ' || q) FROM prueba.s,
    (VALUES ('[{"evento": "responder", "codigo_respuesta": "RE9801", "comentario": "x"}]', 'KG001', 'lo que el estado no admite'), ('[{"evento": "decidir", "papel": "prestador", "comentario": "x"}]', 'KG008', 'lo que esa parte no puede'),
            ('[{"evento": "decidir", "fecha": "2025-05-29", "comentario": "x", "valor_levantado": 501}]', 'KG004', 'por más de lo pendiente'), ('[{"evento": "decidir", "fecha": "2025-05-01", "comentario": "x"}]', '22023', 'antes del acto anterior'),
            ('[{"evento": "decidr"}]', '22P02', 'un evento mal escrito'), ('[{"evnto": "decidir"}]', '22023', 'una clave mal escrita'), ('{}', '22023', 'lo que no es una lista')) v(j, e, q);
SELECT results_eq(format($q$SELECT codigo, detalle FROM prueba.error($s$SELECT * FROM conciliacion.simular_glosa(1, %s, '[{"evento": "suspender", "fecha": "2025-06-06", "evidencia": {"causa": "litigio"}}, {"evento": "decidir", "fecha": "2025-06-06", "comentario": "x"}]')$s$)$q$, g),
    $$VALUES ('KG001'::text, 'State: suspendida; event: decidir; allowed: reanudar, cerrar. Element 2.'::text)$$, 'el detalle dice qué elemento') FROM prueba.s;
SELECT is((SELECT count(*)::int FROM prueba.s, conciliacion.simular_glosa(1, c, '[]')), 0, 'sin eventos no pasa nada');

-- ---- in a parallel worker too ---------------------------------------------------------------------------------------------------------------------------
SELECT set_config(name, 'on', true) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SELECT cmp_ok((SELECT count(*) FROM prueba.s, conciliacion.eventos_permitidos(1, g, '2025-06-01')), '>', 0::bigint, 'eventos_permitidos en un proceso paralelo');
SELECT is((SELECT count(*)::int FROM prueba.s, conciliacion.simular_glosa(1, g, '[{"evento": "decidir", "fecha": "2025-06-03", "comentario": "x"}]')), 1, 'simular_glosa en un proceso paralelo');
SELECT is((SELECT conciliacion.estado_glosa_al(1, g, '2025-06-01')::text FROM prueba.s), 'subsanada', 'estado_glosa_al en un proceso paralelo');
SELECT cmp_ok((SELECT count(*) FROM conciliacion.vencimientos()), '>', 0::bigint, 'vencimientos en un proceso paralelo');
SELECT is((SELECT count(*)::int FROM conciliacion.verificar()), 0, 'verificar en un proceso paralelo');
SELECT is((SELECT count(*)::int FROM (SELECT conciliacion.plegar_glosa(e ORDER BY secuencia) AS k FROM cartera.glosa_evento e GROUP BY prestador_id, glosa_id) x WHERE (k).contradiccion IS NOT NULL), 0, 'plegar_glosa en un proceso paralelo');
SELECT set_config(name, 'off', true) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');

-- ---- the worklist --------------------------------------------------------------------------------------------------------------------------------------
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) OVERRIDING SYSTEM VALUE VALUES (7, 'H7', 'Con lista de trabajo', '1');
CREATE TABLE prueba.w AS SELECT v.n, prueba.factura(v.n, pagador, 7, radicacion::date) AS f, NULL::bigint AS g
  FROM (VALUES ('W1', 10, '2025-05-05'), ('W2', 10, '2025-05-07'), ('W3', 11, '2025-05-05'), ('W4', 10, '2025-05-05'), ('W5', 10, '2025-05-05')) v(n, pagador, radicacion);
UPDATE prueba.w SET g = conciliacion.formular_glosa(7, f, 'TA0201', 100, 'x', 1, '2025-05-12') WHERE n IN ('W3', 'W4');
SELECT conciliacion.notificar_glosas(7, f, '2025-05-13', 'correo', 'a') FROM prueba.w WHERE n IN ('W3', 'W4');
SELECT conciliacion.responder_glosa(7, g, 'RE9901', 0, 'x', '2025-05-20'), conciliacion.decidir_glosa(7, g, 100, 'x', '2025-05-28') FROM prueba.w WHERE n = 'W4';
SELECT conciliacion.devolver_factura(7, f, 'DE1601', 'x', '2025-05-08') FROM prueba.w WHERE n = 'W5';
SELECT results_eq($$SELECT w.n, v.pagador_id, v.numero, v.acto::text, v.quien_debe::text, v.vence, v.dias_habiles, v.semaforo, v.valor, v.glosa_id IS NOT DISTINCT FROM CASE WHEN v.acto = 'responder' THEN w.g END
    FROM conciliacion.vencimientos(NULL, 7, NULL, '2025-06-03') v JOIN prueba.w w ON w.f = v.factura_id ORDER BY v.vence, w.n$$,
    $$VALUES ('W5', 10::bigint, 'W5', 'responder_devolucion', 'prestador', '2025-05-15'::date, -12, 'vencida', 1750.50, true), ('W1', 10, 'W1', 'formular', 'pagador', '2025-06-03', 0, 'hoy', 1750.50, true),
             ('W3', 11, 'W3', 'responder', 'prestador', '2025-06-04', 1, 'proxima_3', 100.00, true), ('W2', 10, 'W2', 'formular', 'pagador', '2025-06-05', 2, 'proxima_3', 1750.50, true),
             ('W4', 10, 'W4', 'pagar', 'pagador', '2025-06-05', 2, 'proxima_3', 1750.50, true)$$, 'vencimientos: quién debe qué, cuándo y cuánto falta');
SELECT results_eq($$SELECT numero FROM conciliacion.vencimientos('2025-06-04', 7, 11, '2025-06-03')$$, $$VALUES ('W3')$$, '... hasta una fecha y de un pagador');
SELECT is((SELECT count(*)::int FROM conciliacion.vencimientos(NULL, 7, NULL, '2025-06-03')), 5, '... cada acto una vez');
SELECT is((SELECT semaforo FROM conciliacion.vencimientos('2025-06-03', 7, 10, d::date) WHERE numero = 'W1'), s, format('semáforo de lo que vence el 3 de junio, visto el %s', d))
  FROM (VALUES ('2025-05-16', 'en_termino'), ('2025-05-19', 'proxima_10'), ('2025-05-28', 'proxima_3'), ('2025-05-27', 'proxima_10'), ('2025-06-03', 'hoy'), ('2025-06-04', 'vencida'), ('2025-06-02', 'proxima_3')) v(d, s);
SELECT results_eq($$SELECT conciliacion.acto_debido(e, s)::text FROM (VALUES ('notificada'::conciliacion.estado_glosa, false), ('ratificada', false), ('ratificada', true), ('cerrada', false)) v(e, s)$$,
    $$VALUES ('responder'), ('subsanar'), ('citar'), (NULL)$$, 'acto_debido');
SELECT results_eq($$SELECT conciliacion.acto_debido_factura(e, p)::text FROM (VALUES ('radicada'::conciliacion.estado_factura, 'pagador'::conciliacion.papel), ('devuelta', 'prestador'), ('devuelta', 'pagador'), ('aceptada', 'pagador')) v(e, p)$$,
    $$VALUES ('formular'), ('responder_devolucion'), ('decidir_devolucion'), (NULL)$$, 'acto_debido_factura');

-- ---- what the machines say of themselves ---------------------------------------------------------------------------------------------------------------------
SELECT set_has('SELECT conciliacion.maquinas()', $$VALUES ('glosa'), ('factura')$$, 'maquinas');
SELECT ok(conciliacion.diagrama(m) LIKE E'stateDiagram-v2\n%[*] --> %', 'diagrama de ' || m) FROM conciliacion.maquinas() m;
SELECT throws_ok(format('SELECT conciliacion.%s', f), '22023', NULL, f) FROM unnest('{diagrama(''nada''),transiciones(''nada'')}'::text[]) f;
SELECT throws_ok('SELECT conciliacion.plegar_glosa(x) FROM (VALUES (1, 2)) x(a, b)', '22023', NULL, 'plegar_glosa de lo que no son eventos');
SELECT is((SELECT conciliacion.plegar_glosa(e ORDER BY secuencia) FROM cartera.glosa_evento e WHERE false), NULL, 'plegar_glosa de ningún evento');
SELECT isnt((SELECT (conciliacion.plegar_glosa(e ORDER BY secuencia)).contradiccion FROM cartera.glosa_evento e JOIN prueba.s ON glosa_id = g WHERE secuencia <> 3), NULL, 'plegar_glosa de una historia con un hueco');
SELECT isnt((SELECT (conciliacion.plegar_glosa(e ORDER BY secuencia DESC)).contradiccion FROM cartera.glosa_evento e JOIN prueba.s ON glosa_id = g), NULL, 'plegar_glosa de una historia al revés');

SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');
SELECT * FROM finish();
ROLLBACK;
