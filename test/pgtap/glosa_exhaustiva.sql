-- Every state of a glosa × every event × every closing cause × every party (and none given), in term and long after it:
-- what happens is what this table says, which is written by hand from the rules and not read from the machine. Each
-- attempt is a plain INSERT on the real table; after each refusal nothing has changed.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
SET LOCAL client_min_messages = error;

-- ---- the table: from, event, cause, who may, to (when something stays pending, when nothing does) -----------------
CREATE TABLE prueba.regla (estado text, evento text, causa text, quien text[], hacia text, hacia_todo text, cuando text);
INSERT INTO prueba.regla VALUES
    ('formulada',       'anular',    NULL, '{pagador}',           'anulada',         NULL,      'siempre'),
    ('formulada',       'notificar', NULL, '{pagador}',           'notificada',      NULL,      'siempre'),
    ('notificada',      'responder', NULL, '{prestador}',         'respondida',      'cerrada', 'siempre'),
    ('notificada',      'comunicar', NULL, '{pagador,prestador}', 'notificada',      NULL,      'vencido'),
    ('notificada',      'citar',     NULL, '{pagador,prestador}', 'notificada',      NULL,      'vencido'),
    ('respondida',      'decidir',   NULL, '{pagador}',           'ratificada',      'cerrada', 'siempre'),
    ('subsanada',       'decidir',   NULL, '{pagador}',           'ratificada',      'cerrada', 'siempre'),
    ('ratificada',      'subsanar',  NULL, '{prestador}',         'subsanada',       'cerrada', 'en término'),
    ('ratificada',      'comunicar', NULL, '{pagador,prestador}', 'ratificada',      NULL,      'siempre'),
    ('ratificada',      'citar',     NULL, '{pagador,prestador}', 'en_conciliacion', NULL,      'siempre'),
    ('ratificada',      'escalar',   NULL, '{prestador}',         'en_jurisdiccion', NULL,      'siempre'),
    ('en_conciliacion', 'comunicar', NULL, '{pagador,prestador}', 'en_conciliacion', NULL,      'siempre'),
    ('en_conciliacion', 'citar',     NULL, '{pagador,prestador}', 'en_conciliacion', NULL,      'siempre'),
    ('en_conciliacion', 'conciliar', NULL, '{ambos}',             'en_conciliacion', 'cerrada', 'con acta'),
    ('en_conciliacion', 'escalar',   NULL, '{prestador}',         'en_jurisdiccion', NULL,      'siempre'),
    ('en_jurisdiccion', 'fallar',    NULL, '{sistema}',           NULL,              'cerrada', 'siempre'),
    ('suspendida',      'reanudar',  NULL, '{pagador}',           'notificada',      NULL,      'siempre'),
    ('notificada',      'cerrar', 'tacita',   '{pagador,sistema}',   NULL, 'cerrada', 'vencido'),
    ('notificada',      'cerrar', 'silencio', '{pagador,sistema}',   NULL, 'cerrada', 'vencido'),
    ('ratificada',      'cerrar', 'silencio', '{pagador,sistema}',   NULL, 'cerrada', 'vencido'),
    ('en_conciliacion', 'cerrar', 'silencio', '{pagador,sistema}',   NULL, 'cerrada', 'vencido'),
    ('respondida',      'cerrar', 'silencio', '{prestador,sistema}', NULL, 'cerrada', 'vencido'),
    ('subsanada',       'cerrar', 'silencio', '{prestador,sistema}', NULL, 'cerrada', 'vencido');
INSERT INTO prueba.regla
SELECT e, 'suspender', NULL, '{pagador}'::text[], 'suspendida', NULL, 'siempre'
  FROM unnest('{formulada,notificada,respondida,ratificada,subsanada,en_conciliacion,en_jurisdiccion}'::text[]) e
UNION ALL
SELECT e, 'cerrar', c, '{pagador,prestador,sistema}'::text[], NULL, 'cerrada', 'siempre'
  FROM unnest('{formulada,notificada,respondida,ratificada,subsanada,en_conciliacion,en_jurisdiccion,suspendida}'::text[]) e,
       unnest('{liquidacion_entidad,prescripcion}'::text[]) c;

-- What a combination must give: a state, or the SQLSTATE of its refusal. In this order: the event has no place in this
-- state (KG001), the party may not do it (KG008), its moment has not come (KG001) or is gone (KG002), it comes without
-- the signed act (KG003). Where one party alone may do it, it need not be said.
CREATE FUNCTION prueba.esperado(p_estado text, p_evento text, p_causa text, p_papel text, p_momento text, p_todo boolean)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE r prueba.regla;
BEGIN
    SELECT * INTO r FROM prueba.regla x
     WHERE (x.estado, x.evento) = (p_estado, p_evento) AND x.causa IS NOT DISTINCT FROM p_causa;
    IF NOT FOUND THEN
        RETURN CASE WHEN p_evento = 'cerrar' AND p_causa IS NULL AND p_estado NOT IN ('cerrada', 'anulada')
                    THEN 'KG003' ELSE 'KG001' END;
    ELSIF p_papel IS NULL AND cardinality(r.quien) > 1 OR p_papel <> ALL (r.quien) THEN
        RETURN 'KG008';
    ELSIF r.cuando = 'vencido' AND p_momento <> 'vencido' THEN
        RETURN 'KG001';
    ELSIF r.cuando = 'en término' AND p_momento <> 'en término' THEN
        RETURN 'KG002';
    ELSIF r.cuando = 'con acta' THEN
        RETURN 'KG003';
    END IF;
    RETURN CASE WHEN p_todo THEN coalesce(r.hacia_todo, r.hacia) ELSE coalesce(r.hacia, r.hacia_todo) END;
END
$$;

-- ---- the machine says the same rows ------------------------------------------------------------------------------------
SELECT set_eq(
    $$SELECT desde, evento, causa, q, hacia FROM conciliacion.transiciones('glosa'), unnest(quien) q WHERE desde IS NOT NULL$$,
    $$SELECT estado, evento, causa, q, CASE h WHEN 'notificada' THEN CASE evento WHEN 'reanudar' THEN 'estado_previo' ELSE h END ELSE h END
        FROM prueba.regla, unnest(quien) q, unnest(array_remove(ARRAY[hacia, hacia_todo], NULL)) h$$,
    'transiciones(''glosa'') es esta tabla');
SELECT results_eq(
    $$SELECT evento, quien, acto, hacia FROM conciliacion.transiciones('glosa') WHERE desde IS NULL$$,
    $$VALUES ('formular', '{pagador}'::text[], 'formular', 'formulada')$$, 'y una glosa nace formulada por el pagador');
SELECT set_eq($$SELECT evento, acto FROM conciliacion.transiciones('glosa') WHERE acto IS NOT NULL$$,
    $$VALUES ('formular', 'formular'), ('notificar', 'formular'), ('responder', 'responder'), ('decidir', 'decidir'),
             ('decidir', 'decidir_final'), ('subsanar', 'subsanar')$$, 'actos sujetos a plazo');
SELECT is_empty($$SELECT 1 FROM conciliacion.transiciones('glosa') WHERE desde IN ('cerrada', 'anulada')$$,
    'cerrada y anulada no tienen salida');

-- ---- one glosa for each state ---------------------------------------------------------------------------------------------
CREATE TABLE prueba.caso AS
SELECT e::text AS estado, prueba.glosa_en(e::text) AS glosa_id FROM unnest(enum_range(NULL::conciliacion.estado_glosa)) e;
SELECT results_eq('SELECT c.estado FROM prueba.caso c ORDER BY glosa_id',
    'SELECT g.estado::text FROM cartera.glosa g ORDER BY glosa_id', 'hay una glosa en cada estado');
SELECT is((SELECT count(DISTINCT estado)::int FROM prueba.caso), 10, 'de los diez');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'y las identidades se cumplen');

-- One attempt, undone whatever happens: the state reached or the SQLSTATE. The event carries what its guards ask for.
CREATE FUNCTION prueba.intentar(p_estado text, p_evento text, p_causa text, p_papel text, p_momento text, p_todo boolean)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_glosa bigint := (SELECT c.glosa_id FROM prueba.caso c WHERE c.estado = p_estado);
    v_pendiente numeric := (SELECT g.valor_pendiente FROM cartera.glosa g WHERE g.glosa_id = v_glosa);
    v_fecha date := CASE p_momento WHEN 'vencido' THEN date '2025-11-20'
                                   ELSE (SELECT g.ultima_fecha FROM cartera.glosa g WHERE g.glosa_id = v_glosa) END;
    v_aceptado numeric;
    v_levantado numeric;
    r record;
BEGIN
    IF p_evento IN ('responder', 'subsanar') THEN v_aceptado := CASE WHEN p_todo THEN v_pendiente ELSE 10 END; END IF;
    IF p_evento IN ('decidir', 'conciliar') THEN v_levantado := CASE WHEN p_todo THEN v_pendiente ELSE 10 END; END IF;
    IF p_evento = 'fallar' THEN v_levantado := v_pendiente; END IF;
    BEGIN
        INSERT INTO cartera.glosa_evento AS e (prestador_id, glosa_id, evento, causa_cierre, papel, fecha, valor_aceptado,
                                               valor_levantado, codigo_respuesta, comentario, evidencia)
        VALUES (1, v_glosa, p_evento::conciliacion.evento_glosa, p_causa::conciliacion.causa_cierre, p_papel::conciliacion.papel,
                v_fecha, v_aceptado, v_levantado, CASE p_evento WHEN 'responder' THEN conciliacion.codigo_glosa 'RE9801' END, 'motivo',
                jsonb_build_object('acuse', 'a', 'referencia', 'r', 'causa', 'litigio', 'fecha_cita', v_fecha + 7, 'gestion', 'oficio 1'))
        RETURNING e.estado, e.papel, e.extemporanea INTO r;
        IF r.papel IS DISTINCT FROM coalesce(p_papel::conciliacion.papel, r.papel)
           OR r.extemporanea <> (p_momento = 'vencido' AND p_evento IN ('notificar', 'responder', 'decidir')) THEN
            RAISE EXCEPTION 'evento mal completado: %', r USING ERRCODE = 'ZZ999';
        END IF;
        RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = r.estado::text;
    EXCEPTION
        WHEN SQLSTATE 'ZZ001' THEN RETURN SQLERRM;
        WHEN OTHERS THEN RETURN SQLSTATE;
    END;
END
$$;

CREATE TABLE prueba.resultado AS
SELECT c.estado, ev::text AS evento, ca.causa, p.papel, m.momento, t.todo, NULL::text AS obtenido, NULL::text AS digesto
  FROM prueba.caso c CROSS JOIN unnest(enum_range(NULL::conciliacion.evento_glosa)) ev
 CROSS JOIN (SELECT unnest(enum_range(NULL::conciliacion.causa_cierre))::text UNION ALL SELECT NULL) ca(causa)
 CROSS JOIN (SELECT unnest(enum_range(NULL::conciliacion.papel))::text UNION ALL SELECT NULL) p(papel)
 CROSS JOIN (VALUES ('en término'), ('vencido')) m(momento) CROSS JOIN (VALUES (false), (true)) t(todo)
 -- a cause given to an event that takes none needs not be tried with all of them, nor all the amounts with all the events
 WHERE (ev = 'cerrar' OR ca.causa IS NULL OR ca.causa = 'tacita')
   AND (NOT t.todo OR ev IN ('responder', 'decidir', 'subsanar', 'fallar', 'conciliar') AND ca.causa IS NULL);
CREATE FUNCTION prueba.recorrer() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
    FOR r IN SELECT ctid, x.* FROM prueba.resultado x LOOP
        UPDATE prueba.resultado SET obtenido = prueba.intentar(r.estado, r.evento, r.causa, r.papel, r.momento, r.todo),
               digesto = prueba.digesto() WHERE ctid = r.ctid;
    END LOOP;
END
$$;
-- the facts that closings ask for: the entity is liquidated, and the action prescribes the day after the last act
UPDATE cartera.pagador SET situacion = 'liquidada', prescripcion = '0 dias';
CREATE TABLE prueba.antes AS SELECT prueba.digesto();
SELECT prueba.recorrer();

SELECT is_empty(format(
    $$SELECT evento, causa, papel, momento, todo, obtenido, prueba.esperado(estado, evento, causa, papel, momento, todo) AS esperado
        FROM prueba.resultado WHERE estado = %L
         AND obtenido IS DISTINCT FROM prueba.esperado(estado, evento, causa, papel, momento, todo)$$, c.estado),
    format('desde %s: %s combinaciones, %s admitidas', c.estado, (SELECT count(*) FROM prueba.resultado r WHERE r.estado = c.estado),
           (SELECT count(*) FROM prueba.resultado r WHERE r.estado = c.estado AND obtenido NOT LIKE 'KG%')))
  FROM prueba.caso c ORDER BY c.glosa_id;
SELECT is((SELECT count(*)::int FROM prueba.resultado WHERE digesto <> (SELECT digesto FROM prueba.antes)), 0,
          'tras cada intento todo está como estaba');
SELECT cmp_ok((SELECT count(*) FROM prueba.resultado), '>=', 3500::bigint, 'se probaron todas');
SELECT set_eq('SELECT DISTINCT obtenido FROM prueba.resultado',
    $$SELECT e::text FROM unnest(enum_range(NULL::conciliacion.estado_glosa)) e WHERE e <> 'formulada'
      UNION ALL VALUES ('KG001'), ('KG002'), ('KG003'), ('KG008')$$, 'y dieron todo lo que pueden dar');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');

-- ---- eventos_permitidos() is the same table, seen from the case ------------------------------------------------------------
SELECT set_eq(
    format($$SELECT DISTINCT evento::text, causa::text, q::text FROM conciliacion.eventos_permitidos(1, %s, %L), unnest(quien) q$$,
           c.glosa_id, m.fecha),
    format($$SELECT evento, causa, q FROM prueba.regla, unnest(quien) q WHERE estado = %L AND cuando IN ('siempre', %L)$$,
           c.estado, m.momento),
    format('eventos_permitidos: %s, %s', c.estado, m.momento))
  FROM prueba.caso c JOIN cartera.glosa g ON g.prestador_id = 1 AND g.glosa_id = c.glosa_id
 CROSS JOIN LATERAL (VALUES ('en término', g.ultima_fecha), ('vencido', date '2025-11-20')) m(momento, fecha)
 ORDER BY c.glosa_id, m.momento;
SELECT * FROM finish();
ROLLBACK;
