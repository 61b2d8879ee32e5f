-- Triggers of the user on our tables: one that changes or drops rows after they were judged is found out; one that acts
-- while a statement is in course sees what it did and adds to it, also from a block that fails; and none of them passes
-- for one of ours.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
SET LOCAL client_min_messages = warning;
CREATE TABLE prueba.g AS SELECT prueba.glosa_en('notificada', 10) AS g, prueba.factura('T-1') AS f;
CREATE FUNCTION prueba.ev(g bigint, evento text, fecha text, aceptado text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_aceptado, codigo_respuesta, comentario) VALUES (1, %s, %L, %L, %L, %L, ''x'')',
                  $1, $2, $3, $4, CASE $2 WHEN 'responder' THEN 'RE9801' END)
$$;
CREATE FUNCTION prueba.gl(f bigint, codigo text, valor text, linea int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (1, %s, %s, %L, %L, ''x'', ''2025-05-12'')', $1, $4, $2, $3)
$$;

-- ---- BEFORE, later than ours by name: what enters must be what was judged ------------------------------------------------------
CREATE FUNCTION prueba.cambiar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_ARGV[0] = 'nada' THEN RETURN NEW; ELSIF TG_ARGV[0] = 'quitar' THEN RETURN NULL; END IF;
    RETURN jsonb_populate_record(NEW, TG_ARGV[0]::jsonb);
END
$$;
CREATE FUNCTION prueba.con_disparador(tabla text, cambio text, sql text, antes boolean DEFAULT false) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER %I BEFORE INSERT ON cartera.%I FOR EACH ROW EXECUTE FUNCTION prueba.cambiar(%L)', CASE WHEN antes THEN 'aaa' ELSE 'zzz_usuario' END, tabla, cambio);
    EXECUTE sql;
    RAISE EXCEPTION USING ERRCODE = 'ZZ001';
EXCEPTION WHEN SQLSTATE 'ZZ001' THEN RETURN 'ok'; WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;
CREATE TABLE prueba.sql AS
SELECT t, s FROM prueba.g, LATERAL (VALUES
    ('factura', 'INSERT INTO cartera.factura (prestador_id, pagador_id, numero, fecha_radicacion) VALUES (1, 10, ''T-9'', ''2025-05-05'')'),
    ('prestacion', format('INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor) VALUES (1, %s, 9, ''a'', 10)', f)),
    ('factura_evento', format('INSERT INTO cartera.factura_evento (prestador_id, factura_id, evento, fecha) VALUES (1, %s, ''aceptar'', ''2025-05-06'')', f)),
    ('glosa', prueba.gl(f, 'TA0201', '10')), ('glosa_evento', prueba.ev(g, 'responder', '2025-05-20', '10'))) v(t, s);
SELECT is(prueba.con_disparador(t, 'nada', s), 'ok', format('%s: un disparador que no toca nada no estorba', t)) FROM prueba.sql;
SELECT is(prueba.con_disparador(t, 'quitar', s), 'KG005', format('%s: uno posterior no quita filas ya juzgadas', t)) FROM prueba.sql;
SELECT is(prueba.con_disparador(t, 'quitar', s, true), 'ok', format('%s: uno anterior sí, antes de juzgarlas', t)) FROM prueba.sql;
SELECT is(prueba.con_disparador(v.t, c, s), 'KG005', format('%s: uno posterior no cambia %s', v.t, c)) FROM prueba.sql s,
    LATERAL (VALUES ('factura', '{"valor": 1000}'), ('factura', '{"norma_id": "CO-3047"}'), ('factura', '{"vence": null}'), ('factura', '{"glosas_vivas": 1}'), ('factura', '{"numero": "OTRO-1"}'), ('factura', '{"pagador_id": 11}'),
        ('prestacion', '{"valor": 11}'), ('prestacion', '{"valor_glosado": 1}'), ('prestacion', '{"codigo": "otro"}'), ('prestacion', '{"paciente": "CC 9"}'), ('prestacion', '{"linea": 8}'),
        ('factura_evento', '{"estado": "rechazada"}'), ('factura_evento', '{"papel": "sistema"}'), ('factura_evento', '{"comentario": "otro"}'), ('factura_evento', '{"usuario": "otro"}'),
        ('glosa', '{"valor": 9, "valor_pendiente": 9}'), ('glosa', '{"estado": "cerrada"}'), ('glosa', '{"comentario": "otro"}'), ('glosa', '{"linea": 2}'), ('glosa', '{"vence": "2030-01-01"}'), ('glosa', '{"codigo": "FA0101"}'),
        ('glosa_evento', '{"valor_aceptado": 9}'), ('glosa_evento', '{"estado": "cerrada"}'), ('glosa_evento', '{"comentario": "otro"}'), ('glosa_evento', '{"evidencia": {"a": 1}}'), ('glosa_evento', '{"secuencia": 7}'),
        ('glosa_evento', '{"vence": null}'), ('glosa_evento', '{"usuario": "otro"}'), ('glosa_evento', '{"extemporanea": true}'), ('glosa_evento', '{"fecha": "2025-05-21"}'), ('glosa_evento', '{"papel": "pagador"}')) v(t, c)
 WHERE v.t = s.t;
SELECT is(prueba.con_disparador('glosa', '{"comentario": "completado"}', s, true), 'ok', 'uno anterior completa lo que quiera, y se juzga completo') FROM prueba.sql WHERE t = 'glosa';
SELECT is(prueba.con_disparador('glosa', '{"valor": 1001}', s, true), 'KG004', '... y se rechaza si no cabe') FROM prueba.sql WHERE t = 'glosa';
-- Two equal rows, one of them dropped and the other doubled in value: neither the count nor the sum alone would tell.
SELECT is(prueba.con_disparador('prestacion', 'quitar', format('INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor) SELECT 1, %s, i, ''a'', 0 FROM generate_series(11, 20) i', f)), 'KG005',
    'ni líneas que no suman') FROM prueba.g;

-- ---- AFTER ROW: acts on the same case, on another of the same invoice, and on another invoice, while the statement is in course ---------------
CREATE FUNCTION prueba.seguir() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.evento = 'notificar' THEN
        -- what the statement did is already there
        IF (SELECT g.estado FROM cartera.glosa g WHERE g.glosa_id = NEW.glosa_id) NOT IN ('formulada', 'notificada') THEN RAISE EXCEPTION 'estado inesperado'; END IF;
        INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado, comentario) VALUES (NEW.prestador_id, NEW.glosa_id, 'responder', NEW.fecha, 'RE9801', 1, 'automática');
    ELSIF NEW.evento = 'responder' THEN
        INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_levantado, comentario) VALUES (NEW.prestador_id, NEW.glosa_id, 'decidir', NEW.fecha, 2, 'automática');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER seguir AFTER INSERT ON cartera.glosa_evento FOR EACH ROW EXECUTE FUNCTION prueba.seguir();
CREATE TABLE prueba.n AS SELECT prueba.factura('T-2') AS f;
SELECT lives_ok(prueba.gl(f, c, '10', l), 'una glosa') FROM prueba.n, (VALUES ('TA0201', 1), ('FA0101', 1), ('TA0201', 2)) v(c, l);
SELECT is(conciliacion.notificar_glosas(1, f, '2025-05-13', 'correo', 'a'), 3, 'notificar tres, con un disparador que responde y otro que decide') FROM prueba.n;
SELECT results_eq('SELECT g.estado::text, g.secuencia, g.valor_aceptado, g.valor_levantado, g.valor_pendiente FROM cartera.glosa g JOIN prueba.n n ON g.factura_id = n.f', $$SELECT 'ratificada', 4, 1.00, 2.00, 7.00 FROM generate_series(1, 3)$$,
    'cada una llegó hasta donde el disparador la llevó');
SELECT results_eq('SELECT f.estado::text, f.valor_aceptado, f.valor_levantado, f.valor_pendiente, f.primera_notificacion FROM cartera.factura f JOIN prueba.n n ON factura_id = n.f', $$VALUES ('glosada', 3.00, 6.00, 21.00, '2025-05-13'::date)$$, '... y la factura las suma');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');
DROP TRIGGER seguir ON cartera.glosa_evento;

-- ---- the same from a block that fails: what it undid is undone, and the outer statement goes on as before it ------------------------------------------
CREATE FUNCTION prueba.arrepentirse() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE otra bigint := (SELECT max(g.glosa_id) FROM cartera.glosa g WHERE g.factura_id = (SELECT x.factura_id FROM cartera.glosa x WHERE x.glosa_id = NEW.glosa_id) AND g.glosa_id <> NEW.glosa_id);
BEGIN
    IF NEW.evento <> 'responder' THEN RETURN NULL; END IF;
    BEGIN
        INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_levantado, comentario) VALUES (NEW.prestador_id, NEW.glosa_id, 'decidir', NEW.fecha, 5, 'x');
        BEGIN
            INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado) VALUES (NEW.prestador_id, otra, 'responder', NEW.fecha, 'RE9702', 10);
        EXCEPTION WHEN SQLSTATE 'KG001' OR SQLSTATE 'KG003' THEN NULL;
        END;
        RAISE EXCEPTION USING ERRCODE = 'ZZ001';
    EXCEPTION WHEN SQLSTATE 'ZZ001' THEN NULL;
    END;
    IF TG_ARGV[0] = 'insistir' THEN
        BEGIN
            INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_levantado, comentario) VALUES (NEW.prestador_id, NEW.glosa_id, 'decidir', NEW.fecha, 6, 'x');
        EXCEPTION WHEN division_by_zero THEN NULL;
        END;
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION prueba.dos() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE f bigint := prueba.factura('D' || nextval('prueba.numero'));
BEGIN
    EXECUTE prueba.gl(f, 'TA0201', '10');
    EXECUTE prueba.gl(f, 'FA0101', '10');
    PERFORM conciliacion.notificar_glosas(1, f, '2025-05-13', 'correo', 'a');
    RETURN f;
END
$$;
UPDATE prueba.n SET f = prueba.dos();
CREATE TRIGGER arrepentirse AFTER INSERT ON cartera.glosa_evento FOR EACH ROW EXECUTE FUNCTION prueba.arrepentirse('no');
SELECT lives_ok(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado, comentario) SELECT 1, glosa_id, ''responder'', ''2025-05-20'', ''RE9801'', 1, ''x'' FROM cartera.glosa WHERE factura_id = %s', f),
    'responder dos, con un disparador que decide y se arrepiente') FROM prueba.n;
SELECT results_eq('SELECT g.estado::text, g.secuencia, g.valor_aceptado, g.valor_levantado FROM cartera.glosa g JOIN prueba.n n ON g.factura_id = n.f', $$SELECT 'respondida', 3, 1.00, 0.00 FROM generate_series(1, 2)$$, 'queda sólo lo de la sentencia');
SELECT results_eq('SELECT f.valor_aceptado, f.valor_levantado, f.valor_pendiente FROM cartera.factura f JOIN prueba.n n ON factura_id = n.f', $$VALUES (2.00, 0.00, 18.00)$$, '... también en la factura');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');
DROP TRIGGER arrepentirse ON cartera.glosa_evento;
UPDATE prueba.n SET f = prueba.dos();
CREATE TRIGGER arrepentirse AFTER INSERT ON cartera.glosa_evento FOR EACH ROW EXECUTE FUNCTION prueba.arrepentirse('insistir');
SELECT lives_ok(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado, comentario) SELECT 1, glosa_id, ''responder'', ''2025-05-20'', ''RE9801'', 1, ''x'' FROM cartera.glosa WHERE factura_id = %s', f),
    'y que luego insiste, en un bloque que no falla') FROM prueba.n;
SELECT results_eq('SELECT g.estado::text, g.secuencia, g.valor_aceptado, g.valor_levantado FROM cartera.glosa g JOIN prueba.n n ON g.factura_id = n.f', $$SELECT 'ratificada', 4, 1.00, 6.00 FROM generate_series(1, 2)$$, 'queda lo que insistió');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');
DROP TRIGGER arrepentirse ON cartera.glosa_evento;

-- ---- BEFORE ROW, earlier than ours: a nested statement between two rows of the outer one --------------------------------------------------------------------
CREATE FUNCTION prueba.adelantarse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.codigo::text = 'FA0101' THEN
        INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (NEW.prestador_id, NEW.factura_id, 2, 'SO0101', 100, 'x', NEW.fecha);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER adelantarse BEFORE INSERT ON cartera.glosa FOR EACH ROW EXECUTE FUNCTION prueba.adelantarse();
UPDATE prueba.n SET f = prueba.factura('T-4');
SELECT lives_ok(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (1, %s, 1, ''TA0201'', 300, ''x'', ''2025-05-12''), (1, %1$s, 1, ''FA0101'', 300, ''x'', ''2025-05-12''), (1, %1$s, 1, ''CO0101'', 300, ''x'', ''2025-05-12'')', f),
    'glosas que se formulan entre dos filas de otra sentencia') FROM prueba.n;
SELECT results_eq('SELECT f.valor_glosado, f.glosas_vivas, f.estado::text FROM cartera.factura f JOIN prueba.n n ON factura_id = n.f', $$VALUES (1000.00, 4, 'glosada')$$, 'todas cuentan');
SELECT prueba.rehusa(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES (1, %s, 2, ''TA0301'', 301, ''x'', ''2025-05-12''), (1, %1$s, 2, ''FA0101'', 1, ''x'', ''2025-05-12'')', f), 'KG004', '... y juntas no pasan del tope de la línea') FROM prueba.n;
DROP TRIGGER adelantarse ON cartera.glosa;
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');

-- ---- a function in the SELECT that feeds the INSERT ----------------------------------------------------------------------------------------------------------
CREATE FUNCTION prueba.responder_y_decir(g bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        PERFORM conciliacion.responder_glosa(1, g, 'RE9801', 1, 'x', '2025-05-20');
    EXCEPTION WHEN division_by_zero THEN NULL;
    END;
    RETURN g;
END
$$;
UPDATE prueba.n SET f = prueba.dos();
SELECT lives_ok(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_levantado, comentario) SELECT 1, prueba.responder_y_decir(glosa_id), ''decidir'', ''2025-05-28'', 3, ''x'' FROM cartera.glosa WHERE factura_id = %s', f),
    'cada fila responde y decide') FROM prueba.n;
SELECT results_eq('SELECT f.valor_aceptado, f.valor_levantado, f.valor_pendiente FROM cartera.factura f JOIN prueba.n n ON factura_id = n.f', $$VALUES (2.00, 6.00, 12.00)$$, 'la factura lo suma todo');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');

-- ---- what our own writes fire is not ours -------------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION prueba.abusar() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE TG_ARGV[0]; RETURN NULL; END $$;
CREATE FUNCTION prueba.abuso(tabla text, sql text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER abuso AFTER UPDATE ON cartera.%I FOR EACH STATEMENT EXECUTE FUNCTION prueba.abusar(%L)', tabla, sql);
    EXECUTE (SELECT prueba.ev(prueba.glosa_en('notificada', 10), 'responder', '2025-05-20', '10'));
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;
SELECT is(prueba.abuso(t, s), 'KG005', format('al escribir %s, un disparador ajeno no puede: %s', t, s))
  FROM unnest('{glosa,prestacion,factura}'::text[]) t, unnest(ARRAY['UPDATE cartera.glosa SET valor_pendiente = 0', 'UPDATE cartera.factura SET valor = 0', 'DELETE FROM cartera.glosa_evento']) s;
SELECT is(prueba.abuso('glosa', 'INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, secuencia, evento, fecha, papel, estado, registrado_en, usuario, hash) VALUES (1, 1, 99, ''cerrar'', ''2025-05-20'', ''sistema'', ''cerrada'', now(), ''otro'', ''\x00'')'),
    'KG005', '... ni escribir historia ya hecha');

-- Acting from there is acting as anybody: it is judged, and the case that is being written is seen as written.
CREATE FUNCTION prueba.tras_proyectar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.estado = 'respondida' AND OLD.estado = 'notificada' THEN
        INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_levantado, comentario) VALUES (NEW.prestador_id, NEW.glosa_id, 'decidir', NEW.ultima_fecha, 7, 'x');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER tras AFTER UPDATE ON cartera.glosa FOR EACH ROW EXECUTE FUNCTION prueba.tras_proyectar();
UPDATE prueba.n SET f = prueba.dos();
SELECT lives_ok(format('INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado, comentario) SELECT 1, glosa_id, ''responder'', ''2025-05-20'', ''RE9801'', 1, ''x'' FROM cartera.glosa WHERE factura_id = %s', f),
    'un disparador de la proyección que actúa') FROM prueba.n;
SELECT results_eq('SELECT g.estado::text, g.secuencia, g.valor_levantado FROM cartera.glosa g JOIN prueba.n n ON g.factura_id = n.f', $$SELECT 'ratificada', 4, 7.00 FROM generate_series(1, 2)$$, 'actuó sobre las dos');
SELECT results_eq('SELECT f.valor_aceptado, f.valor_levantado, f.valor_pendiente FROM cartera.factura f JOIN prueba.n n ON factura_id = n.f', $$VALUES (2.00, 14.00, 4.00)$$, 'y la factura lo suma');
DROP TRIGGER tras ON cartera.glosa;
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');
SELECT * FROM finish();
ROLLBACK;
