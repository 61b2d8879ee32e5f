-- verificar() finds what nobody should have been able to do: with our triggers off, each column of a projection is spoiled
-- in turn, history is changed or lost, and each time the object is named.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
CREATE TABLE prueba.c AS SELECT prueba.glosa_en('subsanada', 10) AS s, prueba.glosa_en('suspendida', 10) AS p, prueba.glosa_en('cerrada', 10) AS c, prueba.glosa_en('anulada', 10) AS a;
SELECT conciliacion.devolver_factura(1, prueba.factura('V-1'), 'DE1601', 'x', '2025-05-08') \g /dev/null
SELECT conciliacion.comunicar_glosa(1, prueba.glosa_en('ratificada', 10), 'pagador', 'x', 'acuse', '2025-05-29') \g /dev/null
SELECT prueba.factura('V-2', prestador => 2) \g /dev/null
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'todo cuadra');
SET LOCAL session_replication_role = replica;

-- What verificar() says once spoiled (identity and object), and the spoil undone.
CREATE FUNCTION prueba.estropear(sql text, prestador bigint DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r text;
BEGIN
    EXECUTE sql;
    SELECT string_agg(DISTINCT split_part(v.objeto, ' ', 1), ' ' ORDER BY split_part(v.objeto, ' ', 1)) INTO r FROM conciliacion.verificar(prestador) v;
    RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = coalesce(r, 'nada');
EXCEPTION WHEN SQLSTATE 'ZZ001' THEN RETURN SQLERRM;
END
$$;
SELECT is(prueba.estropear('SELECT 1'), 'nada', 'sin estropear nada, nada');
SELECT matches(prueba.estropear(format('UPDATE cartera.glosa SET %s WHERE glosa_id = (SELECT %s FROM prueba.c)', c, g)), '\mglosa\M', format('glosa %s: %s', g, c))
  FROM (VALUES ('s', 'estado = ''ratificada'''), ('p', 'estado_previo = ''respondida'''), ('c', 'causa_cierre = ''mixta'''), ('s', 'valor = valor + 1, valor_pendiente = valor_pendiente + 1'),
               ('s', 'valor_aceptado = valor_aceptado + 1, valor_pendiente = valor_pendiente - 1'), ('s', 'valor_levantado = valor_levantado + 1, valor_pendiente = valor_pendiente - 1'), ('s', 'vence = vence + 1'),
               ('s', 'vence = NULL'), ('p', 'vence_previo = vence_previo + 1'), ('s', 'quien_debe = ''prestador'''), ('s', 'ultimo_evento = ''decidir'''), ('s', 'ultima_fecha = ultima_fecha + 1'),
               ('s', 'fecha = fecha - 1'), ('s', 'secuencia = 4'), ('s', 'extemporanea = true'), ('s', 'formulada_tarde = true'), ('s', 'subsanada = false'), ('s', 'comunicaciones = 1'), ('a', 'estado = ''formulada''')) v(g, c);
SELECT matches(prueba.estropear(format('UPDATE cartera.glosa_evento SET %s WHERE glosa_id = (SELECT s FROM prueba.c) AND secuencia = %s', c, n)), '\mglosa\M', format('evento %s: %s', n, c))
  FROM (VALUES (3, 'valor_aceptado = 101'), (3, 'valor_aceptado = 900'), (3, 'evento = ''decidir'''), (3, 'estado = ''ratificada'''), (4, 'valor_levantado = 900'), (4, 'fecha = ''2025-05-01'''), (4, 'secuencia = 9'), (1, 'valor = 1'),
               (5, 'vence = NULL'), (5, 'extemporanea = true'), (5, 'quien_debe = NULL')) v(n, c);
SELECT matches(prueba.estropear(format('DELETE FROM cartera.glosa_evento WHERE glosa_id = (SELECT s FROM prueba.c) AND secuencia %s', n)), '\mglosa\M', 'se pierde el evento ' || n) FROM unnest('{= 1,= 3,= 5,> 0}'::text[]) n;
SELECT matches(prueba.estropear('DELETE FROM cartera.glosa WHERE glosa_id = (SELECT s FROM prueba.c)'), 'factura .*glosa|glosa.*factura|factura', 'se pierde una glosa');
SELECT matches(prueba.estropear(format('UPDATE cartera.factura SET %s WHERE factura_id = (SELECT factura_id FROM cartera.glosa WHERE glosa_id = (SELECT s FROM prueba.c))', c)), '\mfactura\M', 'factura: ' || c)
  FROM unnest(ARRAY['valor = valor + 1', 'valor_glosado = valor_glosado + 1, valor_pendiente = valor_pendiente + 1', 'valor_aceptado = valor_aceptado + 1, valor_pendiente = valor_pendiente - 1',
                    'valor_levantado = valor_levantado + 1, valor_pendiente = valor_pendiente - 1', 'glosas_vivas = 0', 'glosas_abiertas = 0', 'glosas_vivas = 2', 'estado = ''conciliada''', 'estado = ''radicada''', 'secuencia = 2', 'lineas = 2', 'devoluciones = 1',
                    'ultimo_evento = ''aceptar''', 'ultima_fecha = ultima_fecha + 1', 'vence = NULL', 'quien_debe = ''sistema''', 'primera_notificacion = NULL', 'primera_notificacion = primera_notificacion + 1']) c;
SELECT matches(prueba.estropear('UPDATE cartera.prestacion SET ' || c || ' WHERE (factura_id, linea) = (SELECT factura_id, 1 FROM cartera.glosa WHERE glosa_id = (SELECT s FROM prueba.c))'), '\mfactura\M', 'línea: ' || c)
  FROM unnest(ARRAY['valor = valor + 1', 'valor_glosado = 0', 'valor_aceptado = 0', 'valor_pendiente = 0']) c;
SELECT matches(prueba.estropear('UPDATE cartera.factura_evento SET estado = ''radicada'' WHERE evento = ''devolver'''), '\mfactura\M', 'el último acto de una factura dice otra cosa');
SELECT matches(prueba.estropear('DELETE FROM cartera.factura_evento WHERE evento = ''devolver'''), '\mfactura\M', 'se pierde el último acto de una factura');
-- A glosa of no invoice, or of no line of it (no key is declared): which identity says so.
CREATE FUNCTION prueba.identidades(sql text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE r text[];
BEGIN
    EXECUTE sql;
    r := ARRAY(SELECT DISTINCT v.identidad FROM conciliacion.verificar() v ORDER BY 1);
    RAISE EXCEPTION USING ERRCODE = 'ZZ001';
EXCEPTION WHEN SQLSTATE 'ZZ001' THEN RETURN r;
END
$$;
SELECT ok('glosa: su factura y su línea existen' = ANY (prueba.identidades(format(d, s))), d) FROM prueba.c, unnest(ARRAY[
    'UPDATE cartera.glosa SET linea = 99 WHERE glosa_id = %s', 'UPDATE cartera.glosa SET linea = NULL, factura_id = 999999 WHERE glosa_id = %s',
    'UPDATE cartera.glosa SET factura_id = 999999 WHERE glosa_id = %s',
    'DELETE FROM cartera.prestacion WHERE (factura_id, linea) = (SELECT factura_id, linea FROM cartera.glosa WHERE glosa_id = %s)',
    'DELETE FROM cartera.factura WHERE factura_id = (SELECT factura_id FROM cartera.glosa WHERE glosa_id = %s)']) d;
SELECT ok('glosa = pliegue de sus eventos' = ANY (prueba.identidades(format('UPDATE cartera.glosa_evento SET glosa_id = 999999 WHERE glosa_id = %s', s))),
          'eventos de ninguna glosa, y una glosa sin eventos') FROM prueba.c;
-- What is no amount and no date is told as well, not an error.
SELECT ok(i = ANY (prueba.identidades(format(d, s))), d) FROM prueba.c, (VALUES
    ('glosa = pliegue de sus eventos', 'UPDATE cartera.glosa_evento SET valor = ''NaN'' WHERE secuencia = 1 AND glosa_id = %s'),
    ('glosa = pliegue de sus eventos', 'ALTER TABLE cartera.glosa DROP CONSTRAINT IF EXISTS glosa_identidad; UPDATE cartera.glosa SET valor = ''NaN'', valor_pendiente = ''NaN'' WHERE glosa_id = %s'),
    ('factura: valor = líneas; glosas vivas y sus totales', 'ALTER TABLE cartera.glosa DROP CONSTRAINT IF EXISTS glosa_identidad; UPDATE cartera.glosa SET valor = ''NaN'', valor_pendiente = ''NaN'' WHERE glosa_id = %s'),
    ('línea: glosado, aceptado y pendiente = glosas vivas', 'ALTER TABLE cartera.glosa DROP CONSTRAINT IF EXISTS glosa_identidad; UPDATE cartera.glosa SET valor = ''NaN'', valor_pendiente = ''NaN'' WHERE glosa_id = %s'),
    ('factura: valor = líneas; glosas vivas y sus totales', 'ALTER TABLE cartera.prestacion DROP CONSTRAINT IF EXISTS prestacion_importes; UPDATE cartera.prestacion SET valor = ''NaN'' WHERE factura_id = (SELECT factura_id FROM cartera.glosa WHERE glosa_id = %s)'),
    ('factura: valor = líneas; glosas vivas y sus totales', 'ALTER TABLE cartera.prestacion DROP CONSTRAINT IF EXISTS prestacion_importes; UPDATE cartera.prestacion SET valor = 1e20 WHERE factura_id = (SELECT factura_id FROM cartera.glosa WHERE glosa_id = %s)'),
    ('glosa = pliegue de sus eventos', 'UPDATE cartera.glosa SET vence = ''-infinity'' WHERE glosa_id = %s'),
    ('glosa = pliegue de sus eventos', 'UPDATE cartera.glosa SET vence = NULL WHERE glosa_id = %s'),
    ('glosa = pliegue de sus eventos', 'UPDATE cartera.glosa_evento SET vence = ''infinity'' WHERE secuencia = 5 AND glosa_id = %s'),
    ('factura: líneas, actos, vencimiento y primera notificación', 'UPDATE cartera.factura SET vence = ''-infinity'' WHERE factura_id = (SELECT factura_id FROM cartera.glosa WHERE glosa_id = %s)')) v(i, d);
SELECT is(prueba.identidades(format('UPDATE cartera.glosa SET vence = NULL WHERE glosa_id = %s', s)), '{glosa = pliegue de sus eventos}', '... y nada más') FROM prueba.c;
-- An owner may have let nulls in, where there is no name to print; a date of any year is told as it is; a difference that is no amount is not told.
CREATE FUNCTION prueba.hallazgo(sql text, identidad text, OUT esperado text, OUT encontrado text, OUT diferencia numeric) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE sql;
    SELECT v.esperado, v.encontrado, v.diferencia INTO esperado, encontrado, diferencia FROM conciliacion.verificar() v WHERE v.identidad = hallazgo.identidad;
    RAISE EXCEPTION USING ERRCODE = 'ZZ001';
EXCEPTION WHEN SQLSTATE 'ZZ001' THEN NULL;
END
$$;
SELECT results_eq(format('SELECT esperado, encontrado FROM prueba.hallazgo(%L, %L)', format(d, s), i), format('VALUES (%L::text, %L::text)', e, h), d)
  FROM prueba.c, (VALUES
    ('factura: estado según sus glosas y eventos', 'glosada', NULL, 'ALTER TABLE cartera.factura ALTER estado DROP NOT NULL; UPDATE cartera.factura SET estado = NULL WHERE factura_id = (SELECT factura_id FROM cartera.glosa WHERE glosa_id = %s)'),
    ('factura: estado según sus glosas y eventos', NULL, 'glosada', 'ALTER TABLE cartera.factura_evento ALTER estado DROP NOT NULL; UPDATE cartera.factura_evento SET estado = NULL WHERE factura_id = (SELECT factura_id FROM cartera.glosa WHERE glosa_id = %s)')) v(i, e, h, d);
SELECT matches((prueba.hallazgo(format('ALTER TABLE cartera.glosa_evento ALTER %s DROP NOT NULL; UPDATE cartera.glosa_evento SET %1$s = NULL WHERE secuencia = %s AND glosa_id = %s', col, n, s), 'glosa = pliegue de sus eventos')).esperado,
               '^history contradicts the machine$', format('evento %s sin su %s', n, col)) FROM prueba.c, unnest('{evento,estado}'::text[]) col, unnest('{1,3}'::int[]) n;
SELECT matches((prueba.hallazgo(format('UPDATE cartera.glosa SET vence = %L WHERE glosa_id = %s', f, s), 'glosa = pliegue de sus eventos')).encontrado, ',' || f || ',', 'vence ' || f)
  FROM prueba.c, unnest('{5874897-12-31,100000-01-01,0044-03-15 BC,4714-11-24 BC,infinity,-infinity}'::text[]) f;
SELECT is((prueba.hallazgo(format('INSERT INTO cartera.glosa (glosa_id, prestador_id, factura_id, linea, codigo, valor, valor_pendiente, estado, ultimo_evento, ultima_fecha, secuencia, fecha, hash) OVERRIDING SYSTEM VALUE
    SELECT 5000 + i, prestador_id, factura_id, linea, (''TA080'' || i)::conciliacion.codigo_glosa, 9999999999999999.99, 9999999999999999.99, estado, ultimo_evento, ultima_fecha, secuencia, fecha, hash FROM cartera.glosa, generate_series(1, 9) i WHERE glosa_id = %s;
    ALTER TABLE cartera.factura DROP CONSTRAINT factura_identidad;
    UPDATE cartera.factura SET valor_glosado = -9999999999999999.99, valor_pendiente = -9999999999999999.99, valor_levantado = 0, valor_aceptado = 0 WHERE factura_id = (SELECT factura_id FROM cartera.glosa WHERE glosa_id = %1$s)', s),
    'factura: valor = líneas; glosas vivas y sus totales')).diferencia, NULL, 'una diferencia que no cabe no se dice') FROM prueba.c;
-- Only the provider that is asked about.
SELECT is(prueba.estropear('UPDATE cartera.factura SET valor = valor + 1 WHERE prestador_id = 2', 1), 'nada', 'lo de otro prestador no se le achaca');
SELECT matches(prueba.estropear('UPDATE cartera.factura SET valor = valor + 1 WHERE prestador_id = 2', 2), 'factura', '... y al suyo sí');
SELECT results_eq($$SELECT prestador_id, objeto, diferencia FROM conciliacion.verificar()$$, 'SELECT NULL::bigint, NULL::text, NULL::numeric WHERE false', 'al final todo sigue cuadrando');
UPDATE cartera.glosa SET valor_pendiente = valor_pendiente - 7, valor_levantado = valor_levantado + 7 WHERE glosa_id = (SELECT s FROM prueba.c);
SELECT results_eq($$SELECT DISTINCT prestador_id, objeto, diferencia FROM conciliacion.verificar() WHERE objeto LIKE 'glosa%'$$, format('VALUES (1::bigint, %L::text, 7.00)', 'glosa ' || s), 'dice qué objeto y cuánto falta') FROM prueba.c;
-- It is labelled parallel safe: a worker finds the same, and what it sets for itself is not left behind.
CREATE TABLE prueba.propio AS SELECT * FROM conciliacion._verificar_glosas();
SELECT set_config(name, 'on', true) AS obrero FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query') \gset
CREATE TABLE prueba.obrero AS SELECT *, current_setting('work_mem') AS work_mem FROM conciliacion._verificar_glosas();
SELECT set_config(name, 'off', true) AS obrero FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query') \gset
SELECT set_eq('SELECT * FROM prueba.obrero', 'SELECT *, current_setting(''work_mem'') FROM prueba.propio', 'en un obrero, lo mismo');
SELECT isnt_empty('SELECT * FROM prueba.obrero', '... que no es nada');
SELECT * FROM finish();
ROLLBACK;
