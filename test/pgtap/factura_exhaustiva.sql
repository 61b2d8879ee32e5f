-- Every state of an invoice × every event × what the event says × every party (and none given), in term and long after it,
-- against a table written by hand: Res. 2284 de 2023, art. 6, for returns. Each attempt is a plain INSERT on the real
-- table; after each refusal nothing has changed.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql

-- A returned invoice waits for three things in turn: the answer of the provider, the decision of the payer, nothing.
CREATE TABLE prueba.caso (estado text PRIMARY KEY, factura_id bigint, ultima date);
CREATE FUNCTION prueba.factura_en(estado text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    f bigint := prueba.factura('F' || nextval('prueba.numero'));
    g bigint;
BEGIN
    IF estado LIKE 'devuelta%' THEN PERFORM conciliacion.devolver_factura(1, f, 'DE1601', 'otro responsable', '2025-05-08'); END IF;
    CASE estado
        WHEN 'radicada', 'devuelta: responder' THEN NULL;
        WHEN 'devuelta: decidir' THEN PERFORM conciliacion.responder_devolucion(1, f, false, 'sí es afiliado', '2025-05-14');
        WHEN 'devuelta: firme' THEN PERFORM conciliacion.responder_devolucion(1, f, true, 'de acuerdo', '2025-05-14');
        WHEN 'rechazada' THEN PERFORM conciliacion.rechazar_factura(1, f, 'sin contrato', '{"documento": "carta 1"}', '2025-05-08');
        WHEN 'aceptada' THEN PERFORM conciliacion.aceptar_factura(1, f, 'conforme', '2025-05-08');
        WHEN 'anulada' THEN PERFORM conciliacion.anular_factura(1, f, 'duplicada', '2025-05-08');
        ELSE
            g := conciliacion.formular_glosa(1, f, 'TA0201', 800, 'mayor valor', 1, '2025-05-08');
            IF estado = 'conciliada' THEN
                PERFORM conciliacion.notificar_glosas(1, f, '2025-05-08', 'correo', 'acuse');
                PERFORM conciliacion.responder_glosa(1, g, 'RE9702', 800, NULL, '2025-05-08');
            END IF;
    END CASE;
    RETURN f;
END
$$;
INSERT INTO prueba.caso
SELECT e, prueba.factura_en(e) FROM unnest('{radicada,devuelta: responder,devuelta: decidir,devuelta: firme,rechazada,aceptada,glosada,conciliada,anulada}'::text[]) e;
UPDATE prueba.caso c SET ultima = f.ultima_fecha FROM cartera.factura f WHERE f.factura_id = c.factura_id;
SELECT results_eq($$SELECT split_part(estado, ':', 1) FROM prueba.caso ORDER BY factura_id$$,
    'SELECT estado::text FROM cartera.factura ORDER BY factura_id', 'hay una factura en cada estado');
SELECT is((SELECT count(DISTINCT estado)::int FROM cartera.factura),
          cardinality(enum_range(NULL::conciliacion.estado_factura)), 'de los siete');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'y las identidades se cumplen');

-- ---- the table: when = moment in which it may be done; says = what procede must be ('-': it does not count) -----------------
CREATE TABLE prueba.regla (estado text, evento text, quien text[], dice text, cuando text, hacia text, debe text);
INSERT INTO prueba.regla VALUES
    ('radicada', 'aceptar',  '{pagador}',   '-', 'siempre',    'aceptada',  NULL),
    ('radicada', 'devolver', '{pagador}',   '-', 'en término', 'devuelta',  'prestador'),
    ('radicada', 'rechazar', '{pagador}',   '-', 'siempre',    'rechazada', NULL),
    ('radicada', 'anular',   '{prestador}', '-', 'siempre',    'anulada',   NULL),
    ('devuelta: responder', 'anular', '{prestador}', '-', 'siempre', 'anulada', NULL),
    ('devuelta: decidir',   'anular', '{prestador}', '-', 'siempre', 'anulada', NULL),
    ('devuelta: firme',     'anular', '{prestador}', '-', 'siempre', 'anulada', NULL),
    ('devuelta: responder', 'responder_devolucion', '{prestador}', 'sí', 'siempre', 'devuelta', NULL),
    ('devuelta: responder', 'responder_devolucion', '{prestador}', 'no', 'siempre', 'devuelta', 'pagador'),
    ('devuelta: decidir',   'decidir_devolucion',   '{pagador}',   'sí', 'siempre', 'radicada', 'pagador'),
    ('devuelta: decidir',   'decidir_devolucion',   '{pagador}',   'no', 'siempre', 'devuelta', NULL),
    -- RE2201: who did not answer in term accepts the return; and who closes does not admit an answer that there was not
    ('devuelta: responder', 'decidir_devolucion', '{pagador,sistema}', 'no',   'vencido', 'devuelta', NULL),
    ('devuelta: responder', 'decidir_devolucion', '{pagador,sistema}', 'nada', 'vencido', 'devuelta', NULL),
    -- art. 6: who did not decide in term returned without justification
    ('devuelta: decidir',   'decidir_devolucion', '{prestador,sistema}', 'sí',   'vencido', 'radicada', 'pagador'),
    ('devuelta: decidir',   'decidir_devolucion', '{prestador,sistema}', 'nada', 'vencido', 'radicada', 'pagador');

CREATE FUNCTION prueba.esperado(p_estado text, p_evento text, p_dice text, p_papel text, p_momento text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    r prueba.regla;
    caben int := 0;
BEGIN
    FOR r IN SELECT * FROM prueba.regla x WHERE x.estado = p_estado AND x.evento = p_evento AND x.dice IN ('-', p_dice)
                AND (x.cuando <> 'vencido' OR p_momento = 'vencido') ORDER BY cuando <> 'siempre' LOOP
        caben := caben + 1;
        CONTINUE WHEN p_papel <> ALL (r.quien);
        -- the owner of the act rules where he need not be said
        IF p_papel IS NULL AND cardinality(r.quien) > 1 THEN RETURN 'KG008'; END IF;
        -- silence of one part is for the other part to use: by itself it must say
        IF r.cuando = 'en término' AND p_momento = 'vencido' THEN RETURN 'KG002'; END IF;
        RETURN r.hacia || coalesce(': ' || r.debe, '');
    END LOOP;
    IF p_estado = 'devuelta: decidir' AND p_evento = 'decidir_devolucion' AND p_dice = 'nada' AND p_papel = 'pagador' THEN
        RETURN 'KG001';
    END IF;
    RETURN CASE caben WHEN 0 THEN 'KG001' ELSE 'KG008' END;
END
$$;

SELECT set_eq(
    $$SELECT DISTINCT desde, evento, q, hacia FROM conciliacion.transiciones('factura'), unnest(quien) q WHERE desde IS NOT NULL$$,
    $$SELECT DISTINCT split_part(estado, ':', 1), evento, q, hacia FROM prueba.regla, unnest(quien) q$$,
    'transiciones(''factura'') es esta tabla');
SELECT results_eq($$SELECT evento, quien, hacia FROM conciliacion.transiciones('factura') WHERE desde IS NULL$$,
    $$VALUES ('radicar', '{prestador}'::text[], 'radicada')$$, 'una factura nace radicada por el prestador');
SELECT set_eq($$SELECT DISTINCT evento, acto FROM conciliacion.transiciones('factura') WHERE acto IS NOT NULL$$,
    $$VALUES ('devolver', 'devolver'), ('responder_devolucion', 'responder_devolucion'), ('decidir_devolucion', 'decidir_devolucion')$$,
    'actos sujetos a plazo');

CREATE FUNCTION prueba.intentar(p_factura bigint, p_ultima date, p_evento text, p_dice text, p_papel text, p_momento text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
    INSERT INTO cartera.factura_evento AS e (prestador_id, factura_id, evento, papel, fecha, codigo, procede, comentario, evidencia)
    VALUES (1, p_factura, p_evento::conciliacion.evento_factura, p_papel::conciliacion.papel,
            CASE p_momento WHEN 'vencido' THEN '2025-11-20' ELSE p_ultima END,
            CASE p_evento WHEN 'devolver' THEN conciliacion.codigo_glosa 'DE1601' WHEN 'responder_devolucion' THEN 'RE9601' END,
            CASE p_dice WHEN 'sí' THEN true WHEN 'no' THEN false END, 'motivo', '{"documento": "carta"}')
    RETURNING e.estado, e.quien_debe, e.papel INTO r;
    IF p_papel IS NOT NULL AND r.papel::text <> p_papel THEN RAISE EXCEPTION 'papel cambiado' USING ERRCODE = 'ZZ999'; END IF;
    RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = r.estado::text || coalesce(': ' || r.quien_debe, '');
EXCEPTION
    WHEN SQLSTATE 'ZZ001' THEN RETURN SQLERRM;
    WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;
CREATE TABLE prueba.resultado AS
SELECT c.*, ev::text AS evento, d.dice, p.papel, m.momento, NULL::text AS obtenido, NULL::text AS digesto
  FROM prueba.caso c CROSS JOIN unnest(enum_range(NULL::conciliacion.evento_factura)) ev CROSS JOIN unnest('{nada,sí,no}'::text[]) d(dice)
 CROSS JOIN (SELECT unnest(enum_range(NULL::conciliacion.papel))::text UNION ALL SELECT NULL) p(papel)
 CROSS JOIN (VALUES ('en término'), ('vencido')) m(momento);
CREATE FUNCTION prueba.recorrer() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
    FOR r IN SELECT ctid, x.* FROM prueba.resultado x LOOP
        UPDATE prueba.resultado SET obtenido = prueba.intentar(r.factura_id, r.ultima, r.evento, r.dice, r.papel, r.momento),
               digesto = prueba.digesto() WHERE ctid = r.ctid;
    END LOOP;
END
$$;
CREATE TABLE prueba.antes AS SELECT prueba.digesto();
SELECT prueba.recorrer();

SELECT is_empty(format(
    $$SELECT evento, dice, papel, momento, obtenido, prueba.esperado(estado, evento, dice, papel, momento) AS esperado
        FROM prueba.resultado WHERE estado = %L
         AND obtenido IS DISTINCT FROM prueba.esperado(estado, evento, dice, papel, momento)$$, c.estado),
    format('desde %s: %s combinaciones, %s admitidas', c.estado, (SELECT count(*) FROM prueba.resultado r WHERE r.estado = c.estado),
           (SELECT count(*) FROM prueba.resultado r WHERE r.estado = c.estado AND obtenido NOT LIKE 'KG%')))
  FROM prueba.caso c ORDER BY c.factura_id;
SELECT is((SELECT count(*)::int FROM prueba.resultado WHERE digesto <> (SELECT digesto FROM prueba.antes)), 0,
          'tras cada intento todo está como estaba');
SELECT is((SELECT count(*)::int FROM prueba.resultado), 9 * 7 * 3 * 5 * 2, 'se probaron todas');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');

-- ---- which states admit glosas -------------------------------------------------------------------------------------------------
SELECT CASE WHEN c.estado IN ('radicada', 'glosada')
            THEN lives_ok(s, c.estado || ' admite una glosa') ELSE throws_ok(s, 'KG001', NULL, c.estado || ' no admite glosas') END
  FROM prueba.caso c, format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha)
                              VALUES (1, %s, 2, ''FA0101'', 1, %L)', c.factura_id, c.ultima) s
 WHERE c.estado <> 'conciliada' ORDER BY c.factura_id;
SELECT lives_ok(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha, origen_glosa_id)
    VALUES (1, %s, 2, ''FA0101'', 1, %L, (SELECT glosa_id FROM cartera.glosa g WHERE g.factura_id = %1$s))', factura_id, ultima),
    'conciliada admite la que nace de una respuesta')
  FROM prueba.caso WHERE estado = 'conciliada';
SELECT is((SELECT f.estado::text FROM cartera.factura f JOIN prueba.caso c USING (factura_id) WHERE c.estado = 'conciliada'),
          'glosada', 'y vuelve a estar glosada');
SELECT * FROM finish();
ROLLBACK;
