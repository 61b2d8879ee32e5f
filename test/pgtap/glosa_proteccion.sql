-- What nobody can do: change or remove history and projections, write what only events write, use the trigger functions
-- elsewhere, replace an operator under the rules. And what an unprivileged role with only INSERT can: act.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
SET LOCAL client_min_messages = warning;
CREATE TABLE prueba.caso AS SELECT e::text AS estado, prueba.glosa_en(e::text, 10) AS g FROM unnest(enum_range(NULL::conciliacion.estado_glosa)) e;
CREATE FUNCTION prueba.de(estado text) RETURNS bigint LANGUAGE sql AS 'SELECT g FROM prueba.caso c WHERE c.estado = $1';

-- ---- direct changes, as a superuser ------------------------------------------------------------------------------------------
CREATE TABLE prueba.tabla AS SELECT unnest('{factura,prestacion,factura_evento,glosa,glosa_evento}'::text[]) AS t;
SELECT prueba.rehusa(format(s, t), 'KG005', format(s, t))
  FROM prueba.tabla, unnest(ARRAY['UPDATE cartera.%I SET prestador_id = prestador_id', 'UPDATE cartera.%I SET prestador_id = 1 WHERE false', 'DELETE FROM cartera.%I', 'DELETE FROM cartera.%I WHERE false',
                                  'TRUNCATE cartera.%I CASCADE', 'TRUNCATE cartera.%I RESTART IDENTITY CASCADE']) s;
SELECT prueba.rehusa(format('UPDATE cartera.%I SET %I = DEFAULT', table_name, column_name), 'KG005', format('UPDATE %s.%s', table_name, column_name))
  FROM information_schema.columns JOIN prueba.tabla ON t = table_name WHERE table_schema = 'cartera' AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position;
SELECT prueba.rehusa(s, 'KG005', s)
  FROM unnest(ARRAY['INSERT INTO cartera.glosa (prestador_id, factura_id, codigo, valor) SELECT 1, factura_id, ''TA0201'', 1 FROM cartera.glosa LIMIT 1 ON CONFLICT (prestador_id, glosa_id) DO UPDATE SET valor = 2',
    'MERGE INTO cartera.glosa g USING (VALUES (1)) v(x) ON g.glosa_id = v.x WHEN MATCHED THEN UPDATE SET estado = ''cerrada''',
    'MERGE INTO cartera.glosa_evento g USING (VALUES (1)) v(x) ON g.glosa_id = v.x WHEN MATCHED THEN DELETE',
    'WITH x AS (DELETE FROM cartera.glosa_evento RETURNING 1) SELECT * FROM x', 'WITH x AS (UPDATE cartera.factura SET valor = 0 RETURNING 1) SELECT * FROM x']) s;
SELECT throws_ok('TRUNCATE cartera.glosa', '0A000', NULL, 'sin CASCADE, TRUNCATE ya lo impiden las claves foráneas');

-- ---- columns that only events write: every one of them, refused or with no way to give anything else -----------------------------
CREATE TABLE prueba.nueva AS SELECT prueba.factura('X2') AS id;
CREATE TABLE prueba.columna (tabla text, columna text, valor text);
INSERT INTO prueba.columna VALUES
    ('factura', 'norma_id', 'CO-3047'), ('factura', 'valor', '1'), ('factura', 'valor_glosado', '1'), ('factura', 'valor_aceptado', '1'), ('factura', 'valor_levantado', '1'),
    ('factura', 'valor_pendiente', '1'), ('factura', 'pagado', '1'), ('factura', 'retenido', '1'), ('factura', 'descuentos', '1'), ('factura', 'notas_credito', '1'),
    ('factura', 'estado', 'aceptada'), ('factura', 'estado_imputacion', 'imputada'), ('factura', 'glosas_vivas', '1'), ('factura', 'glosas_abiertas', '1'), ('factura', 'secuencia', '1'),
    ('factura', 'ultimo_evento', 'radicar'), ('factura', 'ultima_fecha', '2025-05-05'), ('factura', 'vence', '2025-05-05'), ('factura', 'quien_debe', 'sistema'),
    ('factura', 'vence_formular', '2025-05-05'), ('factura', 'vence_conciliar', '2025-05-05'), ('factura', 'lineas', '1'), ('factura', 'devoluciones', '1'), ('factura', 'primera_notificacion', '2025-05-05'), ('factura', 'vence_pago', '2025-05-05'),
    ('prestacion', 'estado', 'pagada'), ('prestacion', 'valor_glosado', '1'), ('prestacion', 'valor_aceptado', '1'), ('prestacion', 'valor_pendiente', '1'), ('prestacion', 'valor_imputado', '1'),
    ('factura_evento', 'secuencia', '9'), ('factura_evento', 'estado', 'aceptada'), ('factura_evento', 'vence', '2025-05-05'), ('factura_evento', 'quien_debe', 'sistema'),
    ('factura_evento', 'extemporanea', 'true'), ('factura_evento', 'registrado_en', '2025-05-05'), ('factura_evento', 'usuario', 'otro'),
    ('glosa', 'valor_aceptado', '1'), ('glosa', 'valor_levantado', '1'), ('glosa', 'valor_pendiente', '1'), ('glosa', 'estado', 'cerrada'), ('glosa', 'estado_previo', 'cerrada'),
    ('glosa', 'causa_cierre', 'tacita'), ('glosa', 'vence', '2025-05-05'), ('glosa', 'vence_previo', '2025-05-05'), ('glosa', 'quien_debe', 'sistema'), ('glosa', 'ultimo_evento', 'anular'),
    ('glosa', 'ultima_fecha', '2025-05-05'), ('glosa', 'secuencia', '1'), ('glosa', 'extemporanea', 'true'), ('glosa', 'formulada_tarde', 'true'), ('glosa', 'subsanada', 'true'),
    ('glosa', 'comunicaciones', '1'), ('glosa', 'hash', '\x00'),
    ('glosa_evento', 'secuencia', '9'), ('glosa_evento', 'valor', '1'), ('glosa_evento', 'estado', 'cerrada'), ('glosa_evento', 'vence', '2025-05-05'), ('glosa_evento', 'quien_debe', 'sistema'),
    ('glosa_evento', 'extemporanea', 'true'), ('glosa_evento', 'registrado_en', '2025-05-05'), ('glosa_evento', 'usuario', 'otro'), ('glosa_evento', 'hash', '\x00');
CREATE FUNCTION prueba.insertar(tabla text, columna text, valor text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE $1
        WHEN 'factura' THEN format('INSERT INTO cartera.factura (prestador_id, pagador_id, numero, fecha_radicacion, %I) VALUES (1, 10, ''X1'', ''2025-05-05'', %L)', $2, $3)
        WHEN 'prestacion' THEN format('INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor, %I) VALUES (1, %s, 9, ''x'', 1, %L)', $2, (SELECT id FROM prueba.nueva), $3)
        WHEN 'factura_evento' THEN format('INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, fecha, %I) VALUES (1, %s, ''aceptar'', ''2025-05-05'', %L)', $2, (SELECT id FROM prueba.nueva), $3)
        WHEN 'glosa' THEN format('INSERT INTO cartera.glosa (prestador_id, factura_id, codigo, valor, fecha, %I) VALUES (1, %s, ''TA0201'', 1, ''2025-05-05'', %L)', $2, (SELECT id FROM prueba.nueva), $3)
        ELSE format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, comentario, %I) VALUES (1, %s, ''anular'', ''2025-05-12'', ''x'', %L)', $2, prueba.de('formulada'), $3) END
$$;
SELECT prueba.rehusa(prueba.insertar(tabla, columna, valor), 'KG005', format('INSERT con %s.%s', tabla, columna)) FROM prueba.columna;
SELECT throws_ok(prueba.insertar('factura', 'saldo', '1'), '428C9', NULL, 'INSERT con factura.saldo: generada');
SELECT throws_ok(prueba.insertar('factura', 'pago_debido', 'true'), '428C9', NULL, 'INSERT con factura.pago_debido: generada');
SELECT set_eq($$SELECT tabla || '.' || columna FROM prueba.columna UNION SELECT unnest('{factura.saldo,factura.pago_debido}'::text[])
               UNION SELECT unnest('{factura.prestador_id,factura.factura_id,factura.pagador_id,factura.numero,factura.convenio_id,factura.fecha_emision,factura.fecha_radicacion,factura.fecha_servicio,
                 factura.iva,factura.origen_factura_id,prestacion.prestador_id,prestacion.factura_id,prestacion.linea,prestacion.orden,prestacion.codigo,prestacion.descripcion,prestacion.fecha,
                 prestacion.paciente,prestacion.paciente_nombre,prestacion.profesional_id,prestacion.cantidad,prestacion.valor,prestacion.valor_convenido,factura_evento.prestador_id,
                 factura_evento.factura_id,factura_evento.evento,factura_evento.fecha,factura_evento.papel,factura_evento.codigo,factura_evento.procede,factura_evento.comentario,factura_evento.evidencia,
                 glosa.prestador_id,glosa.glosa_id,glosa.factura_id,glosa.linea,glosa.codigo,glosa.codigos_adicionales,glosa.valor,glosa.origen_glosa_id,glosa.comentario,glosa.fecha,
                 glosa_evento.prestador_id,glosa_evento.glosa_id,glosa_evento.evento,glosa_evento.fecha,glosa_evento.papel,glosa_evento.valor_aceptado,glosa_evento.valor_levantado,
                 glosa_evento.codigo_respuesta,glosa_evento.causa_cierre,glosa_evento.comentario,glosa_evento.evidencia}'::text[])$$,
    $$SELECT table_name || '.' || column_name FROM information_schema.columns JOIN prueba.tabla ON t = table_name WHERE table_schema = 'cartera'$$,
    'cada columna está en una de las dos listas: la da el cliente o la escriben los eventos');

-- ---- the trigger functions elsewhere ---------------------------------------------------------------------------------------------------
CREATE TABLE public.ajena (prestador_id bigint, factura_id bigint, glosa_id bigint, evento conciliacion.evento_glosa);
CREATE FUNCTION prueba.atar(funcion name, como text, donde text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER t %s ON %s FOR EACH %s EXECUTE FUNCTION conciliacion.%I()', split_part(como, ' FOR ', 1), donde, split_part(como, ' FOR ', 2), funcion);
    BEGIN
        EXECUTE format('INSERT INTO %s (prestador_id) VALUES (1)', donde);
        RAISE EXCEPTION 'no fue rechazado' USING ERRCODE = 'ZZ000';
    EXCEPTION WHEN OTHERS THEN RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = SQLSTATE;
    END;
EXCEPTION WHEN SQLSTATE 'ZZ001' THEN RETURN SQLERRM;
END
$$;
SELECT is(prueba.atar(p.proname, c, 'public.ajena'), '39P01', format('%s, %s, en una tabla ajena', p.proname, c))
  FROM pg_proc p, unnest('{BEFORE INSERT FOR ROW,BEFORE INSERT FOR STATEMENT,AFTER INSERT FOR ROW,AFTER INSERT FOR STATEMENT}'::text[]) c
 WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.prorettype = 'trigger'::regtype ORDER BY p.proname, c;
CREATE TABLE cartera.mia (prestador_id bigint, factura_id bigint, glosa_id bigint);
CREATE ROLE h8_intruso;
ALTER TABLE cartera.mia OWNER TO h8_intruso;
SELECT is(prueba.atar('_glosa_evento_fila', 'BEFORE INSERT FOR ROW', 'cartera.mia'), '39P01', 'ni en una tabla de otro dueño dentro de cartera');
ALTER TABLE cartera.mia OWNER TO CURRENT_USER;
SELECT is(prueba.atar(f, c, 'cartera.mia'), '39P01', format('%s no se dispara de otra manera: %s', f, c))
  FROM (VALUES ('_glosa_evento_sentencia', 'AFTER INSERT FOR STATEMENT'), ('_glosa_evento_fila', 'AFTER INSERT FOR ROW'), ('_glosa_evento_fila', 'BEFORE INSERT FOR STATEMENT'),
               ('_glosa_evento_despues', 'BEFORE INSERT FOR STATEMENT'), ('_glosa_sentencia', 'BEFORE INSERT FOR ROW'), ('_glosa_fila', 'AFTER INSERT FOR ROW'),
               ('_factura_fila', 'AFTER INSERT FOR ROW'), ('_prestacion_fila', 'AFTER INSERT FOR ROW'), ('_factura_evento_fila', 'AFTER INSERT FOR ROW'),
               ('_solo_eventos', 'AFTER INSERT FOR STATEMENT'), ('_solo_eventos', 'BEFORE INSERT FOR ROW')) v(f, c);
DROP TABLE cartera.mia;
SELECT throws_ok(format('SELECT conciliacion.%I()', p.proname), '39P01', NULL, p.proname || ' no se llama')
  FROM pg_proc p WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.prorettype = 'trigger'::regtype ORDER BY 1;
-- Without the statement trigger there is nothing to judge by.
SAVEPOINT sin_sentencia;
ALTER TABLE cartera.glosa_evento DISABLE TRIGGER zz_conciliacion_abrir;
SELECT throws_ok(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, comentario) VALUES (1, %s, ''anular'', ''x'')', prueba.de('formulada')), 'KG010', NULL,
    'con un disparador desactivado, no se actúa a medias');
ROLLBACK TO sin_sentencia;

-- ---- an unprivileged role: INSERT on events and SELECT are enough to act, and to do nothing else -------------------------------------------
CREATE ROLE h8_auditor;
GRANT USAGE ON SCHEMA cartera, prueba TO h8_auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA cartera, prueba TO h8_auditor;
GRANT INSERT ON cartera.glosa_evento TO h8_auditor;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prueba TO h8_auditor;
SET LOCAL ROLE h8_auditor;
SELECT lives_ok(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, comentario, evidencia) VALUES (1, %s, ''notificar'', ''2025-05-13'', ''x'', ''{"acuse": "1"}'')',
    prueba.de('formulada')), 'con INSERT en los eventos se actúa');
SELECT results_eq(format('SELECT g.estado::text, e.usuario = ''h8_auditor'', f.primera_notificacion FROM cartera.glosa g JOIN cartera.glosa_evento e USING (prestador_id, glosa_id) JOIN cartera.factura f USING (prestador_id, factura_id)
    WHERE glosa_id = %s AND e.secuencia = g.secuencia', prueba.de('formulada')), $$VALUES ('notificada', true, '2025-05-13'::date)$$, '... las proyecciones se escribieron, y el evento dice quién fue');
SELECT throws_ok(s, '42501', NULL, s)
  FROM unnest(ARRAY['UPDATE cartera.glosa SET estado = ''cerrada''', 'UPDATE cartera.glosa_evento SET comentario = ''x''', 'UPDATE cartera.factura SET valor = 0', 'DELETE FROM cartera.glosa_evento',
    'TRUNCATE cartera.glosa_evento', 'INSERT INTO cartera.glosa (prestador_id, factura_id, codigo, valor) VALUES (1, 1, ''TA0201'', 1)', 'INSERT INTO cartera.norma_plazo SELECT * FROM cartera.norma_plazo',
    'SELECT conciliacion.anular_glosa(1, 1, ''x'')', 'SELECT * FROM conciliacion.verificar()', 'SELECT conciliacion.instalar()',
    'CREATE TRIGGER x BEFORE INSERT ON cartera.glosa_evento FOR EACH ROW EXECUTE FUNCTION conciliacion._solo_eventos()']) s;
SELECT is(current_user::text, 'h8_auditor', 'tras actuar y tras ser rechazado, sigue siendo quien era');
RESET ROLE;
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');

-- ---- a hostile schema first in search_path: the operators, functions and types of the rules are not replaced ------------------------------------
CREATE SCHEMA maligno AUTHORIZATION h8_auditor;
GRANT INSERT ON cartera.glosa, cartera.factura, cartera.prestacion, cartera.factura_evento TO h8_auditor;
SET LOCAL ROLE h8_auditor;
CREATE FUNCTION maligno.verdad(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION maligno.verdad(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION maligno.mentira(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION maligno.verdad(numeric, numeric) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION maligno.verdad(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION maligno.verdad(conciliacion.estado_glosa, conciliacion.estado_glosa) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION maligno.mentira(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION maligno.nada(numeric, numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0::numeric';
CREATE FUNCTION maligno.unnest(anyarray) RETURNS SETOF anyelement LANGUAGE sql AS 'SELECT $1[1] WHERE false';
CREATE FUNCTION maligno.verdad(daterange, date) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR maligno.= (LEFTARG = int, RIGHTARG = int, FUNCTION = maligno.verdad);
CREATE OPERATOR maligno.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = maligno.mentira);
CREATE OPERATOR maligno.= (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = maligno.verdad);
CREATE OPERATOR maligno.<= (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = maligno.verdad);
CREATE OPERATOR maligno.= (LEFTARG = text, RIGHTARG = text, FUNCTION = maligno.verdad);
CREATE OPERATOR maligno.= (LEFTARG = conciliacion.estado_glosa, RIGHTARG = conciliacion.estado_glosa, FUNCTION = maligno.verdad);
CREATE OPERATOR maligno.<> (LEFTARG = conciliacion.estado_glosa, RIGHTARG = conciliacion.estado_glosa, FUNCTION = maligno.verdad);
CREATE OPERATOR maligno.= (LEFTARG = conciliacion.codigo_glosa, RIGHTARG = conciliacion.codigo_glosa, FUNCTION = maligno.mentira);
CREATE OPERATOR maligno.+ (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = maligno.nada);
CREATE OPERATOR maligno.@> (LEFTARG = daterange, RIGHTARG = date, FUNCTION = maligno.verdad);
RESET ROLE;
-- What a statement gives under the hostile path: its SQLSTATE or ok.
CREATE FUNCTION prueba.hostil(sql text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.set_config('search_path', 'maligno, pg_catalog, public', true);
    EXECUTE sql;
    PERFORM pg_catalog.set_config('search_path', 'public, pg_catalog', true);
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;
CREATE FUNCTION prueba.rehusa_hostil(sql text, codigo text, nombre text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE antes text := prueba.digesto();
BEGIN
    RETURN NEXT is(prueba.hostil(sql), codigo, nombre);
    IF codigo <> 'ok' THEN RETURN NEXT is(prueba.digesto(), antes, nombre || ': nada cambia'); END IF;
END
$$;
-- The plans of this session are thrown away, so that they are made again under the hostile path.
DISCARD PLANS;
CREATE TABLE prueba.h AS SELECT prueba.factura('H1') AS f, prueba.glosa_en('notificada', 10) AS g;
GRANT SELECT ON prueba.h TO h8_auditor;
SET LOCAL ROLE h8_auditor;
SELECT is(prueba.hostil('SELECT 1 / (1::bigint = 1::bigint)::int'), '22012', 'el operador hostil está puesto');
SELECT prueba.rehusa_hostil(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) VALUES (1, %s, %s, %L, %s, %L)', f, l, c, v, d), e, 'ruta hostil: ' || q)
  FROM prueba.h, (VALUES (1, 'TA0201', 1000.01, '2025-05-12', 'KG004', 'más que la línea'), (9, 'TA0201', 1, '2025-05-12', 'KG006', 'línea que no existe'), (1, '101', 1, '2025-05-12', 'KG009', 'código de otro manual'),
                         (1, 'FA9902', 1, '2025-05-12', 'KG009', 'código sin admitir'), (1, 'TA0201', 1, '2025-05-04', '22023', 'antes de radicar')) v(l, c, v, d, e, q);
SELECT prueba.rehusa_hostil(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (1, %s, 1, ''TA0201'', 700, ''x'', ''2025-05-12'')', f), 'ok', 'ruta hostil: una glosa') FROM prueba.h;
SELECT prueba.rehusa_hostil(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) VALUES (1, %s, 1, %L, %s, ''2025-05-12'')', f, c, v), e, 'ruta hostil: ' || q)
  FROM prueba.h, (VALUES ('TA0201', 1, 'KG007', 'el mismo código otra vez'), ('FA0101', 300.01, 'KG004', 'más que lo que queda')) v(c, v, e, q);
SELECT prueba.rehusa_hostil(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, codigo_respuesta, causa_cierre, comentario) VALUES (1, %s, %L, %L, %L, %L, %L, %L, ''x'')', g, ev, d, p, a, c, k), e, 'ruta hostil: ' || q)
  FROM prueba.h, (VALUES ('responder', '2025-05-20', NULL, '800.01', 'RE9801', NULL, 'KG004', 'aceptar de más'), ('decidir', '2025-05-20', NULL, NULL, NULL, NULL, 'KG001', 'saltarse un paso'),
                         ('cerrar', '2025-06-04', 'pagador', NULL, NULL, 'tacita', 'KG001', 'cerrar antes de tiempo'), ('responder', '2025-05-20', 'pagador', '0', 'RE9801', NULL, 'KG008', 'hacer de la otra parte')) v(ev, d, p, a, c, k, e, q);
SELECT prueba.rehusa_hostil(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_aceptado, codigo_respuesta, comentario) VALUES (1, %s, ''responder'', ''2025-05-20'', 100, ''RE9801'', ''x'')', g), 'ok', 'ruta hostil: un evento') FROM prueba.h;
SELECT prueba.rehusa_hostil('INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion) VALUES (1, 7777, 10, ''H2'', ''2025-05-05'')', 'ok', 'ruta hostil: una factura');
SELECT prueba.rehusa_hostil('INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor) VALUES (1, 7777, 1, ''a'', 10), (1, 7777, 2, ''b'', 5)', 'ok', 'ruta hostil: sus líneas');
SELECT prueba.rehusa_hostil('INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, fecha) VALUES (1, 7777, ''aceptar'', ''2025-05-06'')', 'ok', 'ruta hostil: su evento');
RESET ROLE;
SELECT results_eq('SELECT valor, estado::text, norma_id FROM cartera.factura WHERE factura_id = 7777', $$VALUES (15.00, 'aceptada', 'CO-2284')$$, 'y la factura vale lo que sus líneas');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');
SELECT * FROM finish();
ROLLBACK;
