-- See prueba_gemelo.sh. Variables: actos, semilla.
-- Lines of every kind: without patient, and named by half. One invoice returned, one of another norm, one old.
SET session_replication_role = replica;
UPDATE cartera.prestacion SET paciente = NULL WHERE linea = 3 AND factura_id % 5 = 0;
UPDATE cartera.prestacion SET paciente_nombre = NULL WHERE linea = 3 AND factura_id % 7 = 0;
UPDATE cartera.factura SET estado = 'devuelta' WHERE factura_id = 3;
UPDATE cartera.factura SET norma_id = 'CO-3047' WHERE factura_id % 6 = 0;
UPDATE cartera.norma SET tope_linea = 'advertir', glosas_nuevas = 'permitir' WHERE norma_id = 'CO-3047';
UPDATE gemelo.prestacion g SET paciente = c.paciente, paciente_nombre = c.paciente_nombre
  FROM cartera.prestacion c WHERE (g.prestador_id, g.factura_id, g.linea) = (c.prestador_id, c.factura_id, c.linea);
UPDATE gemelo.factura g SET estado = c.estado, norma_id = c.norma_id
  FROM cartera.factura c WHERE (g.prestador_id, g.factura_id) = (c.prestador_id, c.factura_id);
UPDATE gemelo.norma SET tope_linea = 'advertir', glosas_nuevas = 'permitir' WHERE norma_id = 'CO-3047';
SET session_replication_role = origin;
SET search_path = conciliacion, pg_catalog, public;

CREATE TABLE banco.intento (n int PRIMARY KEY, sentencia text, nuestro text, suyo text);

-- One act of chance. Mostly sensible: cases advance through all their states; one in some is wrong in some way.
CREATE FUNCTION banco.acto(n int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    g record;
    f record;
    v_evento text;
    v_fecha date;
    v_aceptado numeric;
    v_levantado numeric;
    v_codigo text;
    mal float := random();
BEGIN
    IF random() < 0.25 THEN
        SELECT * INTO f FROM cartera.factura ORDER BY random() LIMIT 1;
        v_fecha := greatest(f.fecha_radicacion, coalesce(f.primera_notificacion, f.fecha_radicacion)) + (random() * 30)::int
                   - CASE WHEN mal < 0.05 THEN 40 ELSE 0 END;
        v_codigo := (SELECT c.codigo::text FROM gemelo.codigo c
                      WHERE CASE WHEN mal BETWEEN 0.05 AND 0.15 THEN true
                                 ELSE c.clase = 'glosa' AND c.nivel > 1 AND c.oficial
                                      AND c.manual = CASE f.norma_id WHEN 'CO-3047' THEN '3047' ELSE '2284' END END
                      ORDER BY c.codigo::text = 'FA0101' AND random() < 0.3 DESC, random() LIMIT 1);
        RETURN format('INSERT INTO %%s.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha, origen_glosa_id) '
                      'VALUES (%s, %s, %s, %L, %L, %s, %L, %L, %L)',
                      f.prestador_id, 100000 + n, CASE WHEN mal BETWEEN 0.15 AND 0.17 THEN 999999 ELSE f.factura_id END,
                      CASE WHEN random() < 0.1 THEN NULL WHEN mal BETWEEN 0.17 AND 0.19 THEN 9 ELSE 1 + (random() * 2)::int END,
                      v_codigo,
                      CASE WHEN mal BETWEEN 0.19 AND 0.22 THEN -1 WHEN mal BETWEEN 0.22 AND 0.25 THEN 0
                           WHEN random() < 0.1 THEN 51000 WHEN mal BETWEEN 0.25 AND 0.27 THEN 900000
                           ELSE round((random() * 20000)::numeric, 2) + 0.01 END,
                      CASE WHEN mal BETWEEN 0.27 AND 0.32 THEN ' ' ELSE 'Causa de la glosa' END,
                      CASE WHEN mal BETWEEN 0.32 AND 0.34 THEN current_date + 3 ELSE v_fecha END,
                      CASE WHEN f.primera_notificacion IS NOT NULL AND random() < 0.3 THEN
                          (SELECT o.glosa_id FROM cartera.glosa o WHERE o.prestador_id = f.prestador_id
                              AND (o.factura_id = f.factura_id OR mal BETWEEN 0.34 AND 0.40)
                            ORDER BY o.estado = 'respondida' DESC, random() LIMIT 1) END);
    END IF;
    SELECT * INTO g FROM cartera.glosa x
     ORDER BY x.estado = 'cerrada' OR x.estado = 'ratificada' AND x.subsanada, random() LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    v_evento := CASE WHEN mal < 0.06 THEN (ARRAY['notificar', 'responder', 'decidir', 'subsanar'])[1 + (random() * 3.99)::int % 4]
                     WHEN g.estado = 'formulada' THEN 'notificar' WHEN g.estado = 'notificada' THEN 'responder'
                     WHEN g.estado IN ('respondida', 'subsanada') THEN 'decidir' ELSE 'subsanar' END;
    v_fecha := g.ultima_fecha + (random() * random() * 30)::int - CASE WHEN mal BETWEEN 0.06 AND 0.10 THEN 5 ELSE 0 END;
    IF mal BETWEEN 0.10 AND 0.11 THEN v_fecha := current_date + 1; END IF;
    v_aceptado := CASE WHEN v_evento IN ('responder', 'subsanar') OR mal BETWEEN 0.11 AND 0.14 THEN
                      CASE (random() * 5)::int WHEN 0 THEN NULL WHEN 1 THEN g.valor_pendiente WHEN 2 THEN 0
                           ELSE round((g.valor_pendiente * random())::numeric, 2) END END;
    v_levantado := CASE WHEN v_evento = 'decidir' OR mal BETWEEN 0.14 AND 0.17 THEN
                       CASE (random() * 5)::int WHEN 0 THEN NULL WHEN 1 THEN g.valor_pendiente WHEN 2 THEN 0
                            ELSE round((g.valor_pendiente * random())::numeric, 2) END END;
    IF mal BETWEEN 0.17 AND 0.20 THEN v_aceptado := g.valor_pendiente + 1; END IF;
    IF mal BETWEEN 0.20 AND 0.22 THEN v_aceptado := -1; END IF;
    IF mal BETWEEN 0.22 AND 0.25 THEN v_levantado := g.valor_pendiente + 0.01; END IF;
    v_codigo := CASE WHEN v_evento = 'responder' THEN
        (SELECT c.codigo::text FROM gemelo.codigo c
          WHERE CASE WHEN mal BETWEEN 0.25 AND 0.33 THEN c.clase = 'respuesta' WHEN mal BETWEEN 0.33 AND 0.35 THEN true
                     WHEN mal BETWEEN 0.35 AND 0.37 THEN false
                     ELSE c.responde_glosa AND NOT c.del_pagador AND NOT c.alega_extemporaneidad
                          AND c.manual = CASE WHEN g.factura_id % 6 = 0 THEN '3047' ELSE '2284' END END
          ORDER BY random() LIMIT 1) END;
    RETURN format('INSERT INTO %%s.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, valor_levantado, '
                  'codigo_respuesta, causa_cierre, comentario, evidencia) VALUES (%s, %s, %L, %L, %L, %L, %L, %L, %L, %L, %L)',
                  g.prestador_id, CASE WHEN mal BETWEEN 0.37 AND 0.38 THEN 1 ELSE g.glosa_id END, v_evento, v_fecha,
                  CASE WHEN mal BETWEEN 0.38 AND 0.42 THEN (ARRAY['pagador', 'prestador', 'ambos', 'sistema'])[1 + (random() * 4)::int % 4]
                       WHEN random() < 0.3 THEN NULL WHEN v_evento IN ('notificar', 'decidir') THEN 'pagador' ELSE 'prestador' END,
                  v_aceptado, v_levantado, v_codigo, CASE WHEN mal BETWEEN 0.42 AND 0.43 THEN 'aceptada' END,
                  CASE WHEN mal BETWEEN 0.43 AND 0.50 THEN NULL WHEN mal BETWEEN 0.50 AND 0.52 THEN '  ' ELSE 'Comentario' END,
                  CASE WHEN v_evento = 'notificar' AND mal < 0.95 THEN '{"acuse": "AC-1"}'
                       WHEN mal < 0.97 THEN NULL ELSE '{"acuse": ""}' END);
END
$$;

CREATE FUNCTION banco.intentar(sentencia text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE sentencia;
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END
$$;

SET client_min_messages = error;
SELECT setseed(:semilla) \g /dev/null
SELECT set_config('banco.actos', :'actos', false) \g /dev/null
DO $$
DECLARE
    v text;
BEGIN
    FOR i IN 1 .. current_setting('banco.actos')::int LOOP
        v := banco.acto(i);
        CONTINUE WHEN v IS NULL;
        INSERT INTO banco.intento VALUES (i, v, banco.intentar(format(v, 'cartera')), banco.intentar(format(v, 'gemelo')));
    END LOOP;
END
$$;

\pset footer off
\echo 'outcomes (the same on both sides)'
SELECT nuestro AS outcome, count(*) AS acts FROM banco.intento WHERE nuestro = suyo GROUP BY 1 ORDER BY 2 DESC;
SELECT n, nuestro, suyo, format(sentencia, 'x') AS statement FROM banco.intento WHERE nuestro <> suyo ORDER BY n LIMIT 10;

-- what is left
CREATE VIEW banco.distinto AS
SELECT 'glosa' AS que, coalesce(a.k, b.k) AS k, a.v AS nuestro, b.v AS suyo
  FROM (SELECT prestador_id || '/' || glosa_id AS k, to_jsonb(g) - 'hash' AS v FROM cartera.glosa g) a
  FULL JOIN (SELECT prestador_id || '/' || glosa_id AS k, to_jsonb(g) - 'hash' AS v FROM gemelo.glosa g) b USING (k)
 WHERE a.v IS DISTINCT FROM b.v
UNION ALL
SELECT 'evento', coalesce(a.k, b.k), a.v, b.v
  FROM (SELECT prestador_id || '/' || glosa_id || '/' || secuencia AS k, to_jsonb(g) - 'hash' - 'registrado_en' AS v FROM cartera.glosa_evento g) a
  FULL JOIN (SELECT prestador_id || '/' || glosa_id || '/' || secuencia AS k, to_jsonb(g) - 'hash' - 'registrado_en' AS v FROM gemelo.glosa_evento g) b USING (k)
 WHERE a.v IS DISTINCT FROM b.v
UNION ALL
SELECT 'linea', coalesce(a.k, b.k), a.v, b.v
  FROM (SELECT factura_id || '/' || linea AS k, to_jsonb(g) AS v FROM cartera.prestacion g) a
  FULL JOIN (SELECT factura_id || '/' || linea AS k, to_jsonb(g) AS v FROM gemelo.prestacion g) b USING (k)
 WHERE a.v IS DISTINCT FROM b.v
UNION ALL
SELECT 'factura', coalesce(a.k, b.k), a.v, b.v
  FROM (SELECT factura_id::text AS k, to_jsonb(g) AS v FROM cartera.factura g) a
  FULL JOIN (SELECT factura_id::text AS k, to_jsonb(g) AS v FROM gemelo.factura g) b USING (k)
 WHERE a.v IS DISTINCT FROM b.v;
SELECT que, k, (SELECT string_agg(format('%s: %s / %s', e.key, e.value, d.suyo -> e.key), '; ') FROM jsonb_each(d.nuestro) e
                 WHERE e.value IS DISTINCT FROM d.suyo -> e.key) AS "differs (ours / twin)"
  FROM banco.distinto d LIMIT 10;
SELECT (SELECT count(*) FROM banco.intento) AS acts, (SELECT count(*) FROM banco.intento WHERE nuestro = 'ok') AS accepted,
       (SELECT count(DISTINCT nuestro) FROM banco.intento WHERE nuestro <> 'ok') AS reasons,
       (SELECT count(*) FROM banco.intento WHERE nuestro <> suyo) AS other_outcome, (SELECT count(*) FROM banco.distinto) AS rows_that_differ;
-- all states and every reason that the five acts know were seen, and nothing differs
DO $$
BEGIN
    IF EXISTS (SELECT FROM banco.intento WHERE nuestro <> suyo) OR EXISTS (SELECT FROM banco.distinto) THEN
        RAISE EXCEPTION 'the twin does not obey the same rules';
    END IF;
    IF (SELECT count(DISTINCT nuestro) FROM banco.intento WHERE nuestro IN
        ('ok', 'KG001', 'KG002', 'KG003', 'KG004', 'KG006', 'KG007', 'KG008', 'KG009', '22023')) < 10
       OR (SELECT count(DISTINCT estado) FROM cartera.glosa_evento) < 6 THEN
        RAISE EXCEPTION 'the sample does not reach every rule';
    END IF;
END
$$;
\echo 'the twin equals the extension'
