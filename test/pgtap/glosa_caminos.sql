-- Every way in gives the same: functions, plain INSERT, COPY, INSERT ... SELECT of many, MERGE, CTEs; several events of a
-- case in a statement; savepoints, errors in the middle and triggers of the user, before and after ours.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
SET LOCAL client_min_messages = warning;

-- Rows without what must differ: ids, times, hashes.
CREATE FUNCTION prueba.vida(f bigint) RETURNS TABLE (que text, fila jsonb) LANGUAGE sql AS $$
    SELECT 'factura', to_jsonb(x) - '{factura_id,numero}'::text[] FROM cartera.factura x WHERE x.factura_id = f
    UNION ALL SELECT 'línea', to_jsonb(x) - '{factura_id}'::text[] FROM cartera.prestacion x WHERE x.factura_id = f
    UNION ALL SELECT 'evento de factura', to_jsonb(x) - '{factura_id,registrado_en}'::text[] FROM cartera.factura_evento x WHERE x.factura_id = f
    UNION ALL SELECT 'glosa', to_jsonb(x) - '{factura_id,glosa_id,hash}'::text[] FROM cartera.glosa x WHERE x.factura_id = f
    UNION ALL SELECT 'evento', to_jsonb(e) - '{glosa_id,registrado_en,hash}'::text[] || jsonb_build_object('codigo', g.codigo::text)
      FROM cartera.glosa_evento e JOIN cartera.glosa g USING (prestador_id, glosa_id) WHERE g.factura_id = f
$$;
CREATE FUNCTION prueba.iguales(a bigint, b bigint, nombre text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN NEXT set_eq(format('SELECT * FROM prueba.vida(%s)', b), format('SELECT * FROM prueba.vida(%s)', a), nombre || ': las mismas filas');
    RETURN NEXT is((SELECT count(*) FROM prueba.vida(b)), (SELECT count(*) FROM prueba.vida(a)), nombre || ': tantas como');
END
$$;

-- ---- the reference: a life by functions -----------------------------------------------------------------------------------------
CREATE FUNCTION prueba.por_funciones(numero text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    f bigint := prueba.factura(numero);
    a bigint := conciliacion.formular_glosa(1, f, 'TA0201', 800, 'uno', 1, '2025-05-12');
    b bigint := conciliacion.formular_glosa(1, f, 'FA0101', 100, 'dos', 1, '2025-05-12');
    c bigint := conciliacion.formular_glosa(1, f, 'SO0101', 50.25, 'tres', NULL, '2025-05-13');
BEGIN
    PERFORM conciliacion.anular_glosa(1, b, 'error', '2025-05-13');
    PERFORM conciliacion.notificar_glosas(1, f, '2025-05-13', 'correo', 'acuse 1');
    PERFORM conciliacion.responder_glosa(1, a, 'RE9801', 100.5, 'soporte', '2025-05-20');
    PERFORM conciliacion.decidir_glosa(1, a, 200, 'en parte', '2025-05-28');
    PERFORM conciliacion.comunicar_glosa(1, a, 'pagador', 'hola', 'acuse 2', '2025-05-28');
    PERFORM conciliacion.suspender_glosa(1, a, 'litigio', 'demanda', '2025-05-29');
    PERFORM conciliacion.reanudar_glosa(1, a, 'desistida', '2025-06-03');
    PERFORM conciliacion.subsanar_glosa(1, a, 'firma', 0, '2025-06-04');
    PERFORM conciliacion.decidir_glosa(1, a, 0, 'nada', '2025-06-10');
    PERFORM conciliacion.citar_glosa(1, a, 'prestador', '2025-06-20', 'reunión', '2025-06-11');
    PERFORM conciliacion.escalar_glosa(1, a, 'SNS-7', NULL, '2025-06-25');
    PERFORM conciliacion.fallar_glosa(1, a, 99.5, 400, 'sentencia', '2025-07-01');
    PERFORM conciliacion.cerrar_glosa(1, c, 'tacita', 'RE2202', '2025-06-05');
    RETURN f;
END
$$;
CREATE TABLE prueba.f AS SELECT prueba.por_funciones('F-1') AS a;
SELECT results_eq('SELECT estado::text, valor_aceptado, valor_levantado, vence_pago, glosas_vivas FROM cartera.factura JOIN prueba.f ON factura_id = a',
    $$VALUES ('conciliada', 250.25, 600.00, '2025-07-08'::date, 2)$$, 'una vida entera por funciones');

-- ---- the same by INSERT, one row at a time -------------------------------------------------------------------------------------------
CREATE TABLE prueba.acto (n int, codigo text, evento conciliacion.evento_glosa, fecha date, papel conciliacion.papel, aceptado numeric, levantado numeric, respuesta conciliacion.codigo_glosa,
                          causa conciliacion.causa_cierre, comentario text, evidencia jsonb);
INSERT INTO prueba.acto VALUES
    (1, 'FA0101', 'anular', '2025-05-13', NULL, NULL, NULL, NULL, NULL, 'error', NULL),
    (2, 'TA0201', 'notificar', '2025-05-13', NULL, NULL, NULL, NULL, NULL, NULL, '{"medio": "correo", "acuse": "acuse 1"}'),
    (3, 'SO0101', 'notificar', '2025-05-13', NULL, NULL, NULL, NULL, NULL, NULL, '{"medio": "correo", "acuse": "acuse 1"}'),
    (4, 'TA0201', 'responder', '2025-05-20', NULL, 100.5, NULL, 'RE9801', NULL, 'soporte', NULL),
    (5, 'TA0201', 'decidir', '2025-05-28', NULL, NULL, 200, NULL, NULL, 'en parte', NULL),
    (6, 'TA0201', 'comunicar', '2025-05-28', 'pagador', NULL, NULL, NULL, NULL, 'hola', '{"acuse": "acuse 2"}'),
    (7, 'TA0201', 'suspender', '2025-05-29', NULL, NULL, NULL, NULL, NULL, 'demanda', '{"causa": "litigio"}'),
    (8, 'TA0201', 'reanudar', '2025-06-03', NULL, NULL, NULL, NULL, NULL, 'desistida', NULL),
    (9, 'TA0201', 'subsanar', '2025-06-04', NULL, 0, NULL, NULL, NULL, 'firma', NULL),
    (10, 'TA0201', 'decidir', '2025-06-10', NULL, NULL, 0, NULL, NULL, 'nada', NULL),
    (11, 'TA0201', 'citar', '2025-06-11', 'prestador', NULL, NULL, NULL, NULL, 'reunión', '{"fecha_cita": "2025-06-20"}'),
    (12, 'TA0201', 'escalar', '2025-06-25', NULL, NULL, NULL, NULL, NULL, NULL, '{"referencia": "SNS-7"}'),
    (13, 'TA0201', 'fallar', '2025-07-01', NULL, 99.5, 400, NULL, NULL, 'sentencia', NULL),
    (14, 'SO0101', 'cerrar', '2025-06-05', 'pagador', NULL, NULL, NULL, 'tacita', 'RE2202', NULL);
CREATE FUNCTION prueba.factura_insertada(p_numero text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE f bigint;
BEGIN
    INSERT INTO cartera.factura (prestador_id, pagador_id, numero, fecha_radicacion, fecha_servicio) VALUES (1, 10, p_numero::conciliacion.numero_factura, '2025-05-05', '2025-05-02') RETURNING factura_id INTO f;
    INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, descripcion, paciente, paciente_nombre, valor) VALUES (1, f, 1, '890201', 'Consulta', 'CC 1', 'Ana', 1000), (1, f, 2, '903841', 'Glucosa', 'CC 1', 'Ana', 500);
    INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, descripcion, valor) VALUES (1, f, 3, 'CAPITA', 'Cápita', 250.5);
    RETURN f;
END
$$;
CREATE FUNCTION prueba.glosas_insertadas(f bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (1, f, 1, 'TA0201', 800, 'uno', '2025-05-12');
    INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (1, f, 1, 'FA0101', 100, 'dos', '2025-05-12');
    INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (1, f, NULL, 'SO0101', 50.25, 'tres', '2025-05-13');
END
$$;
CREATE FUNCTION prueba.uno_a_uno(f bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
    FOR r IN SELECT g.glosa_id, a.* FROM prueba.acto a JOIN cartera.glosa g ON g.factura_id = f AND g.codigo::text = a.codigo ORDER BY a.n LOOP
        INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta, causa_cierre, comentario, evidencia)
        VALUES (1, r.glosa_id, r.evento, r.fecha, r.papel, r.aceptado, r.levantado, r.respuesta, r.causa, r.comentario, r.evidencia);
    END LOOP;
    RETURN f;
END
$$;
ALTER TABLE prueba.f ADD b bigint, ADD c bigint, ADD d bigint, ADD e bigint, ADD m bigint;
UPDATE prueba.f SET b = prueba.factura_insertada('F-2');
SELECT prueba.glosas_insertadas(b), prueba.uno_a_uno(b) FROM prueba.f;
SELECT prueba.iguales(a, b, 'INSERT de a uno') FROM prueba.f;

-- ---- all in one statement: three glosas, then fourteen events of three cases, in order -------------------------------------------------------
UPDATE prueba.f SET c = prueba.factura_insertada('F-3');
INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT 1, c, v.* FROM prueba.f, (VALUES (1, 'TA0201'::conciliacion.codigo_glosa, 800, 'uno', date '2025-05-12'), (1, 'FA0101', 100, 'dos', '2025-05-12'), (NULL, 'SO0101', 50.25, 'tres', '2025-05-13')) v;
CREATE TABLE prueba.devueltas AS
WITH x AS (
    INSERT INTO cartera.glosa_evento AS e (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta, causa_cierre, comentario, evidencia)
    SELECT 1, g.glosa_id, a.evento, a.fecha, a.papel, a.aceptado, a.levantado, a.respuesta, a.causa, a.comentario, a.evidencia
      FROM prueba.acto a JOIN prueba.f ON true JOIN cartera.glosa g ON g.factura_id = c AND g.codigo::text = a.codigo ORDER BY a.n RETURNING e.*)
SELECT * FROM x;
SELECT prueba.iguales(a, c, 'muchos eventos del mismo caso en una sentencia') FROM prueba.f;
SELECT set_eq('SELECT e.* FROM prueba.devueltas e', 'SELECT e.* FROM cartera.glosa_evento e JOIN cartera.glosa g USING (prestador_id, glosa_id) JOIN prueba.f ON g.factura_id = f.c WHERE e.secuencia > 1',
    'RETURNING da las filas como quedaron');

-- ---- COPY -------------------------------------------------------------------------------------------------------------------------------------
COPY cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, fecha_servicio) FROM stdin;
1	9001	10	F-4	2025-05-05	2025-05-02
\.
COPY cartera.prestacion (prestador_id, factura_id, linea, codigo, descripcion, paciente, paciente_nombre, valor) FROM stdin (FORMAT csv);
1,9001,1,890201,Consulta,CC 1,Ana,1000
1,9001,2,903841,Glucosa,CC 1,Ana,500
1,9001,3,CAPITA,Cápita,,,250.5
\.
COPY cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha) FROM stdin;
1	9001	9001	1	TA0201	800	uno	2025-05-12
1	9002	9001	1	FA0101	100	dos	2025-05-12
1	9003	9001	\N	SO0101	50.25	tres	2025-05-13
\.
COPY cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta, causa_cierre, comentario, evidencia) FROM stdin;
1	9002	anular	2025-05-13	\N	\N	\N	\N	\N	error	\N
1	9001	notificar	2025-05-13	\N	\N	\N	\N	\N	\N	{"medio": "correo", "acuse": "acuse 1"}
1	9003	notificar	2025-05-13	\N	\N	\N	\N	\N	\N	{"medio": "correo", "acuse": "acuse 1"}
1	9001	responder	2025-05-20	\N	100.5	\N	RE9801	\N	soporte	\N
1	9001	decidir	2025-05-28	\N	\N	200	\N	\N	en parte	\N
1	9001	comunicar	2025-05-28	pagador	\N	\N	\N	\N	hola	{"acuse": "acuse 2"}
1	9001	suspender	2025-05-29	\N	\N	\N	\N	\N	demanda	{"causa": "litigio"}
1	9001	reanudar	2025-06-03	\N	\N	\N	\N	\N	desistida	\N
1	9001	subsanar	2025-06-04	\N	0	\N	\N	\N	firma	\N
1	9001	decidir	2025-06-10	\N	\N	0	\N	\N	nada	\N
1	9001	citar	2025-06-11	prestador	\N	\N	\N	\N	reunión	{"fecha_cita": "2025-06-20"}
1	9001	escalar	2025-06-25	\N	\N	\N	\N	\N	\N	{"referencia": "SNS-7"}
1	9001	fallar	2025-07-01	\N	99.5	400	\N	\N	sentencia	\N
1	9003	cerrar	2025-06-05	pagador	\N	\N	\N	tacita	RE2202	\N
\.
UPDATE prueba.f SET d = 9001;
SELECT prueba.iguales(a, d, 'COPY') FROM prueba.f;

-- ---- MERGE -------------------------------------------------------------------------------------------------------------------------------------
UPDATE prueba.f SET m = prueba.factura_insertada('F-5');
SELECT prueba.glosas_insertadas(m) FROM prueba.f;
MERGE INTO cartera.glosa_evento e
USING (SELECT g.glosa_id, a.* FROM prueba.acto a JOIN prueba.f ON true JOIN cartera.glosa g ON g.factura_id = m AND g.codigo::text = a.codigo ORDER BY a.n) x ON false
WHEN NOT MATCHED THEN INSERT (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta, causa_cierre, comentario, evidencia)
    VALUES (1, x.glosa_id, x.evento, x.fecha, x.papel, x.aceptado, x.levantado, x.respuesta, x.causa, x.comentario, x.evidencia);
SELECT prueba.iguales(a, m, 'MERGE') FROM prueba.f;

-- ---- prepared statements and cursors ---------------------------------------------------------------------------------------------------------------
UPDATE prueba.f SET e = prueba.factura_insertada('F-6');
SELECT prueba.glosas_insertadas(e) FROM prueba.f;
PREPARE actuar (bigint, conciliacion.evento_glosa, date, conciliacion.papel, numeric, numeric, conciliacion.codigo_glosa, conciliacion.causa_cierre, text, jsonb) AS
    INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta, causa_cierre, comentario, evidencia)
    VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
DO $$
DECLARE
    c CURSOR FOR SELECT g.glosa_id, a.* FROM prueba.acto a JOIN prueba.f ON true JOIN cartera.glosa g ON g.factura_id = e AND g.codigo::text = a.codigo ORDER BY a.n;
    r record;
BEGIN
    -- the cursor stays open on the tables while they are written
    FOR r IN c LOOP
        EXECUTE format('EXECUTE actuar (%L, %L, %L, %L, %L, %L, %L, %L, %L, %L)', r.glosa_id, r.evento, r.fecha, r.papel, r.aceptado, r.levantado, r.respuesta, r.causa, r.comentario, r.evidencia);
    END LOOP;
END $$;
SELECT prueba.iguales(a, e, 'sentencia preparada, con un cursor abierto') FROM prueba.f;
DEALLOCATE actuar;

-- ---- many glosas of many invoices: INSERT ... SELECT equals one by one ---------------------------------------------------------------------------------
CREATE TABLE prueba.n AS SELECT i, prueba.factura('N-A' || i) AS a, prueba.factura('N-B' || i) AS b FROM generate_series(1, 40) i;
INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT 1, a, l, c, 10 + i + l, 'x', date '2025-05-12' + i % 5 FROM prueba.n, generate_series(1, 3) l, unnest('{TA0201,FA0101}'::conciliacion.codigo_glosa[]) c;
DO $$ DECLARE r record; BEGIN
    FOR r IN SELECT * FROM prueba.n, generate_series(1, 3) l, unnest('{TA0201,FA0101}'::conciliacion.codigo_glosa[]) c LOOP
        INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (1, r.b, r.l, r.c, 10 + r.i + r.l, 'x', date '2025-05-12' + r.i % 5);
    END LOOP;
END $$;
CREATE VIEW prueba.de AS SELECT g.glosa_id, n.i, g.linea, g.codigo::text AS codigo, g.factura_id = n.a AS masiva FROM cartera.glosa g JOIN prueba.n n ON g.factura_id IN (n.a, n.b);
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, evidencia) SELECT 1, glosa_id, 'notificar', '2025-05-20', '{"acuse": "1"}' FROM prueba.de WHERE masiva ORDER BY random();
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado, comentario)
SELECT 1, glosa_id, 'responder', '2025-05-26', CASE WHEN i % 4 = 0 THEN 'RE9702' ELSE 'RE9801' END::conciliacion.codigo_glosa, CASE WHEN i % 4 = 0 THEN 10 + i + linea ELSE i % 4 END, 's' FROM prueba.de WHERE masiva ORDER BY random();
DO $$ DECLARE r record; BEGIN
    FOR r IN SELECT * FROM prueba.de WHERE NOT masiva ORDER BY random() LOOP
        INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, evidencia) VALUES (1, r.glosa_id, 'notificar', '2025-05-20', '{"acuse": "1"}');
        INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado, comentario)
        VALUES (1, r.glosa_id, 'responder', '2025-05-26', CASE WHEN r.i % 4 = 0 THEN 'RE9702' ELSE 'RE9801' END::conciliacion.codigo_glosa, CASE WHEN r.i % 4 = 0 THEN 10 + r.i + r.linea ELSE r.i % 4 END, 's');
    END LOOP;
END $$;
SELECT is((SELECT count(*)::int FROM prueba.n WHERE EXISTS (SELECT * FROM prueba.vida(a) EXCEPT SELECT * FROM prueba.vida(b)) OR EXISTS (SELECT * FROM prueba.vida(b) EXCEPT SELECT * FROM prueba.vida(a))), 0,
    '40 facturas, 240 glosas, 480 eventos: en masa y en cualquier orden, como de a uno');
SELECT is((SELECT sum(secuencia)::int FROM prueba.de JOIN cartera.glosa USING (glosa_id) WHERE masiva), 720, '... todos entraron');

-- ---- a statement that begins a case and acts on it: CTEs, the same invoice in two statements of one query ---------------------------------------------------
CREATE TABLE prueba.k AS SELECT prueba.factura('K-1') AS f, prueba.factura('K-2') AS h;
WITH g AS (INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) SELECT 1, f, 1, 'TA0201', 10, 'x', '2025-05-12' FROM prueba.k RETURNING prestador_id, glosa_id)
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, evidencia) SELECT prestador_id, glosa_id, 'notificar', '2025-05-13', '{"acuse": "1"}' FROM g;
SELECT results_eq('SELECT estado::text, glosas_vivas, primera_notificacion, valor_glosado FROM cartera.factura JOIN prueba.k ON factura_id = f', $$VALUES ('glosada', 1, '2025-05-13'::date, 10.00)$$,
    'formular y notificar en una sola consulta: la factura sabe de los dos');
WITH l AS (INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion) VALUES (1, 9500, 10, 'K-3', '2025-05-05') RETURNING factura_id),
     p AS (INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, paciente, paciente_nombre, valor) SELECT 1, factura_id, i, 'a', 'CC 1', 'Ana', 100 FROM l, generate_series(1, 2) i RETURNING factura_id, linea),
     g AS (INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) SELECT 1, factura_id, linea, 'TA0201', 60, 'x', '2025-05-12' FROM p ORDER BY linea RETURNING glosa_id),
     n AS (INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, evidencia) SELECT 1, glosa_id, 'notificar', '2025-05-13', '{"acuse": "1"}' FROM g ORDER BY glosa_id RETURNING glosa_id)
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado) SELECT 1, glosa_id, 'responder', '2025-05-14', 'RE9702', 60 FROM n;
-- (each ORDER BY waits for the whole step before: lines, then glosas, then notices)
SELECT results_eq('SELECT valor, valor_aceptado, estado::text, glosas_vivas, glosas_abiertas, lineas FROM cartera.factura WHERE factura_id = 9500', $$VALUES (200.00, 120.00, 'conciliada', 2, 0, 2)$$,
    'radicar, sumar líneas, glosar, notificar y responder en una sola consulta');
SELECT prueba.rehusa(format($$WITH a AS (INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) VALUES (1, %s, 2, 'TA0201', 300, '2025-05-12') RETURNING 1)
    INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) SELECT 1, %1$s, 2, 'FA0101', 200.01, '2025-05-12' FROM a$$, h), 'KG004', 'dos INSERT de una consulta no pasan juntos del tope') FROM prueba.k;
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');

-- ---- ON CONFLICT -----------------------------------------------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(format('INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, fecha) VALUES (1, 9001, %s, 2, ''CO0101'', 1, ''2025-05-12'') ON CONFLICT DO NOTHING', h), 'KG005',
    'ON CONFLICT DO NOTHING no pasa por alto una glosa ya juzgada') FROM prueba.k;
SELECT lives_ok(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) VALUES (1, %s, 2, ''CO0101'', 1, ''2025-05-12'') ON CONFLICT DO NOTHING', h), '... y sin conflicto entra') FROM prueba.k;

-- ---- savepoints -----------------------------------------------------------------------------------------------------------------------------------------------------
CREATE TABLE prueba.s AS SELECT prueba.glosa_en('notificada', 10) AS g, prueba.glosa_en('notificada', 10) AS h;
CREATE FUNCTION prueba.ev(glosa bigint, evento text, fecha text, aceptado text DEFAULT NULL, levantado text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_aceptado, valor_levantado, codigo_respuesta, comentario) VALUES (1, %s, %L, %L, %L, %L, %L, ''x'')',
                  $1, $2, $3, $4, $5, CASE $2 WHEN 'responder' THEN 'RE9801' END)
$$;
CREATE FUNCTION prueba.correr(sql text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE sql; END $$;
CREATE TABLE prueba.d AS SELECT prueba.digesto();
SAVEPOINT uno;
SELECT prueba.correr(prueba.ev(g, 'responder', '2025-05-20', '1')) FROM prueba.s;
SAVEPOINT dos;
SELECT prueba.correr(prueba.ev(g, 'decidir', '2025-05-28', NULL, '2')) FROM prueba.s;
ROLLBACK TO dos;
SELECT is((SELECT estado::text FROM cartera.glosa JOIN prueba.s ON glosa_id = g), 'respondida', 'ROLLBACK TO deshace el evento y su proyección');
SELECT lives_ok(prueba.ev(g, 'decidir', '2025-05-29', NULL, '3'), '... y se actúa de nuevo') FROM prueba.s;
ROLLBACK TO uno;
SELECT is(prueba.digesto(), digesto, 'y el de antes, todo') FROM prueba.d;
RELEASE uno;
SELECT lives_ok(prueba.ev(g, 'responder', '2025-05-20', '1'), '... y se actúa de nuevo') FROM prueba.s;

-- ---- an error in the middle of a statement leaves nothing behind in the transaction -------------------------------------------------------------------------------------
CREATE FUNCTION prueba.tropezar(n int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE k int := 0;
BEGIN
    FOR i IN 1..n LOOP
        BEGIN
            INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_aceptado, codigo_respuesta, comentario)
            SELECT 1, x, 'responder', '2025-05-20', v, 'RE9801', 'x' FROM prueba.s, LATERAL (VALUES (h, 1.00), (h, 900.00)) y(x, v);
        EXCEPTION WHEN SQLSTATE 'KG001' OR SQLSTATE 'KG004' THEN k := k + 1;
        END;
        BEGIN
            INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) SELECT 1, factura_id, 2, 'FA0201', v, '2025-05-12' FROM cartera.glosa, prueba.k, unnest('{1,9999}'::numeric[]) v WHERE factura_id = h;
        EXCEPTION WHEN SQLSTATE 'KG004' OR SQLSTATE 'KG007' THEN k := k + 1;
        END;
        BEGIN
            INSERT INTO cartera.factura (prestador_id, pagador_id, numero, fecha_radicacion) VALUES (1, 10, 'Z-1', '2025-05-05'), (1, 10, 'Z-2', '2999-05-05');
        EXCEPTION WHEN invalid_parameter_value THEN k := k + 1;
        END;
    END LOOP;
    RETURN k;
END
$$;
UPDATE prueba.d SET digesto = prueba.digesto();
SELECT is(prueba.tropezar(50), 150, '150 sentencias con error en su segunda fila, en la misma transacción');
SELECT is(prueba.digesto(), digesto, '... no dejan nada') FROM prueba.d;
SELECT lives_ok(prueba.ev(h, 'responder', '2025-05-20', '1'), '... y la siguiente actúa sobre lo que hay') FROM prueba.s;
SELECT results_eq('SELECT secuencia, valor_aceptado FROM cartera.glosa JOIN prueba.s ON glosa_id = h', 'VALUES (3, 1.00)', '... sin restos de las que fallaron');
SELECT is((SELECT count(*)::int FROM pg_backend_memory_contexts WHERE name IN ('conciliacion statement', 'conciliacion rows')), 0, '... ni memoria de ellas');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');
SELECT * FROM finish();
ROLLBACK;
