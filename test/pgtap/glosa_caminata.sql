-- A random walk of more than 100 000 events (the seed is fixed): in bulk and one by one, good and bad ones mixed, several of
-- a case in one statement. After it every identity holds, and each glosa is the fold of its events, all its columns.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
SET LOCAL client_min_messages = warning;
SELECT setseed(0.2284) \g /dev/null

-- 350 invoices of 40 lines, of two payers: one with every effect on, the other with the insurer's contract.
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion)
SELECT 1, i, 11 + i % 2, ('W' || i)::conciliacion.numero_factura, date '2021-01-04' + i % 10 FROM generate_series(1, 350) i;
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, paciente, paciente_nombre, valor)
SELECT 1, i, l, 'S' || l, 'CC ' || l, 'P', round((10 + random() * 5000)::numeric, 2) FROM generate_series(1, 350) i, generate_series(1, 40) l ORDER BY 1, 2, 3;
-- All the glosas in one statement: more cases than a statement keeps in memory.
INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT 1, p.factura_id, p.linea, c.codigo, CASE c.n WHEN 1 THEN round(p.valor * random()::numeric, 2) + 0.01 ELSE 0.01 END, 'x', f.fecha_radicacion + 5
  FROM cartera.prestacion p JOIN cartera.factura f USING (prestador_id, factura_id), (VALUES (1, 'TA0201'::conciliacion.codigo_glosa), (2, 'FA0101')) c(n, codigo)
 WHERE c.n = 1 AND p.linea <= 39 OR p.linea = 40;
SELECT cmp_ok((SELECT count(*) FROM cartera.glosa), '>', 14000::bigint, 'más de 14 000 glosas en una sentencia');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');
ANALYZE cartera.factura, cartera.prestacion, cartera.glosa, cartera.glosa_evento;

-- A legal next event of up to n open glosas taken at random.
CREATE FUNCTION prueba.propuesta(n int) RETURNS TABLE (glosa_id bigint, evento conciliacion.evento_glosa, fecha date, papel conciliacion.papel, aceptado numeric, levantado numeric,
        codigo conciliacion.codigo_glosa, causa conciliacion.causa_cierre, comentario text, evidencia jsonb) LANGUAGE sql AS $$
    WITH g AS MATERIALIZED (
        SELECT g.*, f.pagador_id, random() AS r, random() AS q, (random() * 3)::int AS d FROM cartera.glosa g JOIN cartera.factura f USING (prestador_id, factura_id)
         WHERE g.estado NOT IN ('cerrada', 'anulada') ORDER BY random() LIMIT n),
    e AS MATERIALIZED (
        SELECT g.*, CASE g.estado
            WHEN 'formulada' THEN CASE WHEN r < 0.9 THEN 'notificar' WHEN r < 0.98 THEN 'suspender' ELSE 'anular' END
            WHEN 'notificada' THEN CASE WHEN r < 0.45 THEN 'responder' WHEN r < 0.7 THEN 'suspender' WHEN r < 0.98 OR pagador_id = 11 THEN 'comunicar' ELSE 'cerrar' END
            WHEN 'ratificada' THEN CASE WHEN r < 0.25 AND NOT subsanada AND vence >= ultima_fecha THEN 'subsanar' WHEN r < 0.6 THEN 'comunicar' WHEN r < 0.75 THEN 'suspender' WHEN r < 0.94 THEN 'citar' ELSE 'escalar' END
            WHEN 'en_conciliacion' THEN CASE WHEN r < 0.5 THEN 'comunicar' WHEN r < 0.7 THEN 'suspender' WHEN r < 0.94 THEN 'citar' ELSE 'escalar' END
            WHEN 'en_jurisdiccion' THEN CASE WHEN r < 0.6 THEN 'suspender' ELSE 'fallar' END
            WHEN 'suspendida' THEN 'reanudar'
            ELSE CASE WHEN r < 0.65 THEN 'decidir' WHEN r < 0.98 OR pagador_id = 11 THEN 'suspender' ELSE 'cerrar' END END AS ev FROM g)
    SELECT glosa_id, ev::conciliacion.evento_glosa,
           CASE WHEN ev = 'cerrar' OR ev = 'comunicar' AND estado = 'notificada' THEN greatest(vence + 1 + d, ultima_fecha)
                WHEN ev = 'subsanar' THEN least(ultima_fecha + d, vence) ELSE ultima_fecha + d END,
           CASE ev WHEN 'comunicar' THEN CASE WHEN q < 0.7 THEN 'pagador' ELSE 'prestador' END WHEN 'citar' THEN 'pagador'
                   WHEN 'cerrar' THEN CASE WHEN estado <> 'notificada' AND q < 0.5 THEN 'prestador' WHEN estado = 'notificada' AND q < 0.5 THEN 'pagador' ELSE 'sistema' END END::conciliacion.papel,
           CASE WHEN ev IN ('responder', 'subsanar', 'fallar') THEN CASE WHEN q < 0.05 THEN valor_pendiente WHEN q < 0.4 THEN 0 ELSE round(valor_pendiente * (q / 2)::numeric, 2) END END,
           CASE ev WHEN 'decidir' THEN CASE WHEN q < 0.05 THEN valor_pendiente WHEN q < 0.4 THEN 0 ELSE round(valor_pendiente * (q / 2)::numeric, 2) END
                   WHEN 'fallar' THEN valor_pendiente - CASE WHEN q < 0.05 THEN valor_pendiente WHEN q < 0.4 THEN 0 ELSE round(valor_pendiente * (q / 2)::numeric, 2) END END,
           CASE ev WHEN 'responder' THEN conciliacion.codigo_glosa 'RE9801' END,
           CASE ev WHEN 'cerrar' THEN CASE estado WHEN 'notificada' THEN 'tacita' ELSE 'silencio' END END::conciliacion.causa_cierre, 'motivo',
           CASE ev WHEN 'notificar' THEN '{"acuse": "1"}'::jsonb WHEN 'comunicar' THEN CASE WHEN q < 0.6 THEN '{"acuse": "1"}'::jsonb END WHEN 'suspender' THEN '{"causa": "embargo"}'
                   WHEN 'citar' THEN jsonb_build_object('fecha_cita', ultima_fecha + d + (q * 20)::int) WHEN 'escalar' THEN '{"referencia": "R"}' END
      FROM e
$$;
CREATE TABLE prueba.lote AS
SELECT random() AS orden, prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta, causa_cierre, comentario, evidencia FROM cartera.glosa_evento WITH NO DATA;
CREATE TABLE prueba.cuenta (que text PRIMARY KEY, n bigint DEFAULT 0);
INSERT INTO prueba.cuenta VALUES ('en lote'), ('de a uno'), ('lotes rechazados'), ('rechazados'), ('rechazos que dejaron algo');
CREATE FUNCTION prueba.contar(q text, k bigint DEFAULT 1) RETURNS void LANGUAGE sql AS 'UPDATE prueba.cuenta SET n = n + $2 WHERE que = $1';

-- One statement with the proposals of n glosas; what stops a clock may start it again in the same statement.
CREATE FUNCTION prueba.en_lote(n int, malo text DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_antes text;
    v_cuantos bigint;
BEGIN
    TRUNCATE prueba.lote;
    INSERT INTO prueba.lote (orden, prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta, causa_cierre, comentario, evidencia)
    SELECT random(), 1, p.* FROM prueba.propuesta(n) p;
    INSERT INTO prueba.lote (orden, prestador_id, glosa_id, evento, fecha, comentario)
    SELECT orden + x.i, 1, l.glosa_id, x.e, l.fecha + x.i, 'motivo' FROM prueba.lote l, (VALUES (1, 'reanudar'::conciliacion.evento_glosa)) x(i, e) WHERE l.evento = 'suspender' AND orden < 0.7;
    IF malo IS NOT NULL THEN
        v_antes := prueba.digesto();
        INSERT INTO prueba.lote (orden, prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, comentario, evidencia)
        SELECT 2 * random(), 1, CASE malo WHEN 'no existe' THEN 0 ELSE g.glosa_id END, CASE malo WHEN 'importe' THEN 'decidir' WHEN 'estado' THEN 'fallar' WHEN 'futuro' THEN 'suspender' ELSE 'anular' END::conciliacion.evento_glosa,
               CASE malo WHEN 'futuro' THEN current_date + 1 ELSE g.ultima_fecha + 400 END, CASE malo WHEN 'papel' THEN 'ambos' END::conciliacion.papel, NULL, CASE malo WHEN 'importe' THEN g.valor + 1 END, 'x', '{"causa": "embargo"}'
          FROM (SELECT * FROM cartera.glosa g ORDER BY g.estado <> CASE malo WHEN 'importe' THEN 'respondida' WHEN 'futuro' THEN 'notificada' ELSE 'cerrada' END::conciliacion.estado_glosa, g.glosa_id LIMIT 1) g;
    END IF;
    BEGIN
        INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta, causa_cierre, comentario, evidencia)
        SELECT l.prestador_id, l.glosa_id, l.evento, l.fecha, l.papel, l.valor_aceptado, l.valor_levantado, l.codigo_respuesta, l.causa_cierre, l.comentario, l.evidencia FROM prueba.lote l ORDER BY l.orden;
        GET DIAGNOSTICS v_cuantos = ROW_COUNT;
        PERFORM prueba.contar('en lote', v_cuantos);
        IF malo IS NOT NULL THEN RAISE EXCEPTION 'lote malo admitido: %', malo USING ERRCODE = 'ZZ999'; END IF;
    EXCEPTION WHEN OTHERS THEN
        IF malo IS NULL OR SQLSTATE NOT LIKE 'KG%' AND SQLSTATE <> '22023' THEN RAISE; END IF;
        PERFORM prueba.contar('lotes rechazados');
        IF prueba.digesto() <> v_antes THEN PERFORM prueba.contar('rechazos que dejaron algo'); END IF;
    END;
END
$$;
-- Single events: a third of them anything at all.
CREATE FUNCTION prueba.de_a_uno(n int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    p record;
    v_g cartera.glosa;
BEGIN
    FOR p IN SELECT * FROM prueba.propuesta(n) LOOP
        IF random() < 0.35 THEN
            p.evento := (enum_range(NULL::conciliacion.evento_glosa))[1 + floor(random() * 14)::int];
            p.papel := (enum_range(NULL::conciliacion.papel) || NULL::conciliacion.papel)[1 + floor(random() * 5)::int];
            p.causa := (enum_range(NULL::conciliacion.causa_cierre) || NULL::conciliacion.causa_cierre)[1 + floor(random() * 18)::int];
            p.aceptado := (ARRAY[NULL, 0, 1, -1, 0.001, 1000000, 'NaN'])[1 + floor(random() * 7)::int];
            p.fecha := p.fecha + (random() * 10 - 5)::int;
            SELECT * INTO v_g FROM cartera.glosa g WHERE g.glosa_id = p.glosa_id;
        ELSE
            v_g := NULL;
        END IF;
        BEGIN
            INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta, causa_cierre, comentario, evidencia)
            VALUES (1, p.glosa_id, p.evento, p.fecha, p.papel, p.aceptado, p.levantado, p.codigo, p.causa, p.comentario, p.evidencia);
            PERFORM prueba.contar('de a uno');
        EXCEPTION WHEN OTHERS THEN
            IF v_g.glosa_id IS NULL OR SQLSTATE NOT LIKE 'KG%' AND SQLSTATE <> '22023' THEN RAISE; END IF;
            PERFORM prueba.contar('rechazados');
            IF v_g IS DISTINCT FROM (SELECT g FROM cartera.glosa g WHERE g.glosa_id = p.glosa_id) THEN PERFORM prueba.contar('rechazos que dejaron algo'); END IF;
        END;
    END LOOP;
END
$$;
CREATE FUNCTION prueba.vueltas(desde int, hasta int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN desde..hasta LOOP
        PERFORM prueba.en_lote((4000 * random() * random())::int + 1, CASE WHEN i % 6 = 0 THEN ('{no existe,importe,estado,futuro,papel}'::text[])[1 + (i / 6) % 5] END);
        PERFORM prueba.de_a_uno(45);
        EXIT WHEN (SELECT count(*) FROM cartera.glosa_evento) > 110000 OR NOT EXISTS (SELECT FROM cartera.glosa WHERE estado NOT IN ('cerrada', 'anulada'));
    END LOOP;
END $$;
SELECT prueba.en_lote(20000);
-- The worklist, from what the cases are, and what is measured, from what happened to them, say the same is still owed.
CREATE TABLE prueba.debe (vuelta int, glosa_id bigint, acto conciliacion.acto_plazo, quien conciliacion.papel, vence date);
CREATE FUNCTION prueba.debido(v int) RETURNS text LANGUAGE sql AS $$
    INSERT INTO prueba.debe SELECT v, d.glosa_id, d.acto, d.quien_debe, d.vence FROM conciliacion.vencimientos(NULL, 1, NULL, '2027-01-01') d WHERE d.glosa_id IS NOT NULL;
    SELECT set_eq('SELECT glosa_id, acto, quien, vence FROM prueba.debe WHERE vuelta = ' || v,
        $q$SELECT glosa_id, acto, papel, vence FROM conciliacion._actos_medidos(1, '2027-01-01') WHERE glosa_id IS NOT NULL AND cierre IS NULL$q$, 'lo debido es lo que se mide sin hacer, vuelta ' || v);
$$;
SELECT prueba.vueltas(1, 10);
SELECT prueba.debido(10);
SELECT prueba.vueltas(11, 80);
SELECT prueba.debido(80);
SELECT cmp_ok((SELECT count(*) FROM prueba.debe d WHERE d.acto = a AND d.quien = q), '>', 0::bigint, format('... también %s (%s)', a, q))
  FROM (VALUES ('responder'::conciliacion.acto_plazo, 'prestador'::conciliacion.papel), ('citar', 'pagador'), ('citar', 'ambos'), ('conciliar', 'ambos')) v(a, q);
SELECT prueba.vueltas(81, 200);
SELECT diag(que || ': ' || n) FROM prueba.cuenta ORDER BY que;
SELECT cmp_ok((SELECT count(*) FROM cartera.glosa_evento), '>', 100000::bigint, 'más de 100 000 eventos');
SELECT cmp_ok((SELECT n FROM prueba.cuenta WHERE que = q), '>', m::bigint, format('%s: más de %s', q, m)) FROM (VALUES ('en lote', 80000), ('de a uno', 2000), ('lotes rechazados', 8), ('rechazados', 500)) v(q, m);
SELECT is((SELECT n FROM prueba.cuenta WHERE que = 'rechazos que dejaron algo'), 0::bigint, 'ningún rechazo dejó nada');
SELECT cmp_ok((SELECT count(DISTINCT estado) FROM cartera.glosa_evento), '=', 10::bigint, 'se pasó por todos los estados');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'todas las identidades se cumplen, calculadas aquí');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'y según verificar()');
SELECT is((SELECT count(*)::int FROM cartera.glosa g
    LEFT JOIN (SELECT e.glosa_id, conciliacion.plegar_glosa(e ORDER BY e.secuencia) AS k FROM cartera.glosa_evento e GROUP BY e.glosa_id) p USING (glosa_id)
    WHERE to_jsonb(p.k) - 'contradiccion' IS DISTINCT FROM
          to_jsonb(g) - '{prestador_id,glosa_id,factura_id,linea,codigo,codigos_adicionales,origen_glosa_id,comentario,hash}'::text[] OR (p.k).contradiccion IS NOT NULL), 0,
    'cada glosa es el pliegue de sus eventos, columna por columna');
SELECT * FROM finish();
ROLLBACK;
