-- Two years of cases, processed daily, weekly, or once at the end: identical states, dates and amounts.
-- Three providers live the same two years; only how often their deadlines are processed differs.
BEGIN;
SELECT plan(12);

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'A1', 'Asegurador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre)
VALUES (1, 'P1', 'Se procesa a diario'), (2, 'P2', 'Cada semana'), (3, 'P3', 'Una vez, al final');
INSERT INTO cartera.norma (norma_id, pais, calendario_id, vigencia, nombre, fuente, comunicaciones_para_silencio, acta_para_ratificadas)
VALUES ('P-TACITA', 'CO', 'CO', '[2020-01-01,)', 'La respuesta que falta es aceptación', 'contrato', NULL, false),
       ('P-SILENCIO', 'CO', 'CO', '[2020-01-01,)', 'Silencio con dos avisos', 'contrato', 2, true),
       ('P-PAGADOR', 'CO', 'CO', '[2020-01-01,)', 'El silencio del pagador levanta', 'contrato', NULL, false),
       ('P-APAGADA', 'CO', 'CO', '[2020-01-01,)', 'Nada se cierra solo', 'contrato', NULL, false);
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, activo, fuente)
SELECT n.norma_id, p.acto, p.plazo, p.desde, p.al_vencer, p.causa, n.norma_id <> 'P-APAGADA', p.fuente
FROM cartera.norma n, cartera.norma_plazo p WHERE n.norma_id LIKE 'P-%' AND p.norma_id = 'CO-2284';
UPDATE cartera.norma_plazo SET al_vencer = 'habilitar_cierre', causa = 'silencio' WHERE norma_id = 'P-PAGADOR' AND acto IN ('decidir', 'decidir_final');
UPDATE cartera.norma_plazo SET causa = 'silencio' WHERE norma_id = 'P-SILENCIO' AND acto = 'responder';
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
SELECT p.prestador_id, row_number() OVER (ORDER BY n.norma_id), 1, '[2020-01-01,)', n.norma_id
FROM cartera.prestador p, cartera.norma n WHERE n.norma_id LIKE 'P-%';

-- What each case does: filed every four days from 2024-01-02 to the autumn of 2025; the roads take turns.
CREATE TEMP TABLE camino (n int, norma text, que text, actos text[]) ON COMMIT DROP;
INSERT INTO camino VALUES
    (0, 'P-TACITA', 'nobody answers', '{notificar}'),
    (1, 'P-TACITA', 'answered in term, not decided', '{notificar,responder}'),
    (2, 'P-TACITA', 'answered on the last day, recorded three days later', '{notificar,responder_ultimo}'),
    (3, 'P-APAGADA', 'answered late', '{notificar,responder_tarde}'),
    (4, 'P-TACITA', 'answered, decided late, cured, not decided again', '{notificar,responder,decidir_tarde,subsanar}'),
    (5, 'P-SILENCIO', 'two notices after the deadline', '{notificar,aviso1,aviso2}'),
    (6, 'P-SILENCIO', 'one notice', '{notificar,aviso1}'),
    (7, 'P-PAGADOR', 'answered, the payer is silent', '{notificar,responder}'),
    (8, 'P-PAGADOR', 'answered, ratified, cured, the payer is silent', '{notificar,responder,decidir,subsanar}'),
    (9, 'P-TACITA', 'suspended for a month, then nobody answers', '{notificar,suspender,reanudar}'),
    (10, 'P-TACITA', 'returned, nobody answers', '{devolver}'),
    (11, 'P-TACITA', 'returned, answered, not decided', '{devolver,responder_devolucion}'),
    (12, 'P-TACITA', 'returned, answered, upheld', '{devolver,responder_devolucion,decidir_devolucion}'),
    (13, 'P-APAGADA', 'returned, nobody answers, norm switched off', '{devolver}');
CREATE TEMP TABLE caso ON COMMIT DROP AS
SELECT k AS caso, c.norma, c.que, c.actos, date '2024-01-02' + 4 * k AS radica
FROM generate_series(0, 157) k JOIN camino c ON c.n = k % 14;
-- The day of each act: fecha is its date, registro the day it is written.
CREATE TEMP TABLE acto ON COMMIT DROP AS
SELECT c.caso, a.acto, a.orden, f.fecha, f.fecha + CASE a.acto WHEN 'responder_ultimo' THEN 3 ELSE 0 END AS registro
FROM caso c
CROSS JOIN LATERAL (SELECT c.radica + 7 AS notifica, conciliacion.vencimiento(c.radica + 7, '15 dias habiles') AS v_responder) d
CROSS JOIN LATERAL unnest(c.actos) WITH ORDINALITY a (acto, orden)
CROSS JOIN LATERAL (SELECT CASE a.acto
    WHEN 'notificar' THEN d.notifica WHEN 'responder' THEN d.notifica + 10 WHEN 'responder_ultimo' THEN d.v_responder
    WHEN 'responder_tarde' THEN d.v_responder + 9 WHEN 'decidir' THEN d.notifica + 15 WHEN 'decidir_tarde' THEN d.notifica + 40
    WHEN 'subsanar' THEN d.notifica + CASE WHEN 'decidir' = ANY (c.actos) THEN 18 ELSE 44 END
    WHEN 'aviso1' THEN d.v_responder + 3 WHEN 'aviso2' THEN d.v_responder + 12
    WHEN 'suspender' THEN d.notifica + 5 WHEN 'reanudar' THEN d.notifica + 35
    WHEN 'devolver' THEN c.radica + 2 WHEN 'responder_devolucion' THEN c.radica + 5 WHEN 'decidir_devolucion' THEN c.radica + 8 END AS fecha) f;

CREATE TEMP TABLE ids (prestador_id bigint, caso int, factura_id bigint, glosa_id bigint, PRIMARY KEY (prestador_id, caso)) ON COMMIT DROP;
CREATE FUNCTION pg_temp.radicar(p bigint, c caso) RETURNS void LANGUAGE plpgsql AS $$
DECLARE f bigint; g bigint;
BEGIN
    f := conciliacion.radicar_factura(p, 1, format('C%s', c.caso)::conciliacion.numero_factura, c.radica, '[{"codigo": "890201", "valor": "1000.00"}]',
            convenio_id => (SELECT v.convenio_id FROM cartera.convenio v WHERE v.prestador_id = p AND v.norma_id = c.norma));
    IF c.actos[1] = 'notificar' THEN
        g := conciliacion.formular_glosa(p, f, 'TA0201', 100 + c.caso, 'Tarifa', 1, c.radica);
    END IF;
    INSERT INTO ids VALUES (p, c.caso, f, g);
END $$;
CREATE FUNCTION pg_temp.actuar(p bigint, a acto) RETURNS void LANGUAGE plpgsql AS $$
DECLARE i ids;
BEGIN
    SELECT * INTO i FROM ids x WHERE x.prestador_id = p AND x.caso = a.caso;
    CASE
        WHEN a.acto = 'notificar' THEN PERFORM conciliacion.notificar_glosas(p, i.factura_id, a.fecha, 'correo', 'acuse');
        WHEN a.acto LIKE 'responder_devolucion' THEN PERFORM conciliacion.responder_devolucion(p, i.factura_id, false, 'No procede', a.fecha);
        WHEN a.acto LIKE 'responder%' THEN PERFORM conciliacion.responder_glosa(p, i.glosa_id, 'RE9901', 10, 'No procede', a.fecha);
        WHEN a.acto = 'decidir_devolucion' THEN PERFORM conciliacion.decidir_devolucion(p, i.factura_id, false, 'Se reitera', a.fecha);
        WHEN a.acto LIKE 'decidir%' THEN PERFORM conciliacion.decidir_glosa(p, i.glosa_id, 20, 'En parte', a.fecha);
        WHEN a.acto = 'subsanar' THEN PERFORM conciliacion.subsanar_glosa(p, i.glosa_id, 'Se completa', 5, a.fecha);
        WHEN a.acto LIKE 'aviso%' THEN PERFORM conciliacion.comunicar_glosa(p, i.glosa_id, 'pagador', a.acto, 'acuse', a.fecha);
        WHEN a.acto = 'suspender' THEN PERFORM conciliacion.suspender_glosa(p, i.glosa_id, 'litigio', 'Demanda', a.fecha);
        WHEN a.acto = 'reanudar' THEN PERFORM conciliacion.reanudar_glosa(p, i.glosa_id, 'Terminó', a.fecha);
        WHEN a.acto = 'devolver' THEN PERFORM conciliacion.devolver_factura(p, i.factura_id, 'DE1601', 'No es afiliado', a.fecha);
    END CASE;
END $$;

-- Day by day; acts may be written up to three days late, so a run looks at what had expired three days before it.
CREATE TEMP TABLE hechos (prestador_id bigint, corrida date, factura_id bigint, glosa_id bigint, evento text, causa text, fecha date) ON COMMIT DROP;
DO $$
DECLARE d date; c caso; a acto;
BEGIN
    FOR d IN SELECT generate_series(date '2024-01-02', date '2025-12-31', interval '1 day')::date LOOP
        FOR c IN SELECT * FROM caso x WHERE x.radica = d ORDER BY x.caso LOOP
            PERFORM pg_temp.radicar(p, c) FROM generate_series(1, 3) p;
        END LOOP;
        FOR a IN SELECT * FROM acto x WHERE x.registro = d ORDER BY x.caso, x.orden LOOP
            PERFORM pg_temp.actuar(p, a) FROM generate_series(1, 3) p;
        END LOOP;
        INSERT INTO hechos SELECT 1, d, r.factura_id, r.glosa_id, r.evento, r.causa, r.fecha FROM conciliacion.procesar_vencimientos(d - 3, 1) r;
        IF extract(isodow FROM d) = 7 OR d = '2025-12-31' THEN
            INSERT INTO hechos SELECT 2, d, r.factura_id, r.glosa_id, r.evento, r.causa, r.fecha FROM conciliacion.procesar_vencimientos(d - 3, 2) r;
        END IF;
        IF d = '2025-12-31' THEN
            INSERT INTO hechos SELECT 3, d, r.factura_id, r.glosa_id, r.evento, r.causa, r.fecha FROM conciliacion.procesar_vencimientos(d - 3, 3) r;
        END IF;
    END LOOP;
END $$;

-- The end of the two years, case by case.
CREATE TEMP TABLE final ON COMMIT DROP AS
SELECT i.prestador_id, i.caso, c.que, g.estado, g.causa_cierre, g.ultimo_evento, g.ultima_fecha, g.secuencia, g.vence, g.quien_debe,
       g.valor_aceptado, g.valor_levantado, g.valor_pendiente, g.extemporanea, f.estado AS estado_factura, f.ultimo_evento AS ultimo_factura,
       f.ultima_fecha AS fecha_factura, f.vence AS vence_factura, f.quien_debe AS debe_factura, f.valor_aceptado AS aceptado_factura,
       f.valor_levantado AS levantado_factura, f.saldo, f.vence_pago,
       (SELECT string_agg(format('%s %s %s %s', e.evento, e.papel, e.fecha, e.causa_cierre), '; ' ORDER BY e.secuencia)
          FROM cartera.glosa_evento e WHERE e.prestador_id = i.prestador_id AND e.glosa_id = i.glosa_id) AS historia,
       (SELECT string_agg(format('%s %s %s', e.evento, e.papel, e.fecha), '; ' ORDER BY e.secuencia)
          FROM cartera.factura_evento e WHERE e.prestador_id = i.prestador_id AND e.factura_id = i.factura_id) AS historia_factura
FROM ids i JOIN caso c USING (caso)
JOIN cartera.factura f ON f.prestador_id = i.prestador_id AND f.factura_id = i.factura_id
LEFT JOIN cartera.glosa g ON g.prestador_id = i.prestador_id AND g.glosa_id = i.glosa_id;
CREATE FUNCTION pg_temp.distintos(p bigint, q bigint) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s | %s', to_jsonb(a) - 'prestador_id', to_jsonb(b) - 'prestador_id')
    FROM (SELECT * FROM final WHERE prestador_id = p) a FULL JOIN (SELECT * FROM final WHERE prestador_id = q) b USING (caso)
    WHERE (to_jsonb(a) - 'prestador_id') IS DISTINCT FROM (to_jsonb(b) - 'prestador_id') $$;

SELECT is((SELECT count(*)::int FROM final), 3 * 158, 'the cases of the three providers');
SELECT is_empty('SELECT pg_temp.distintos(1, 2)', 'daily = weekly');
SELECT is_empty('SELECT pg_temp.distintos(1, 3)', 'daily = once at the end');
SELECT is((SELECT array_agg(n ORDER BY prestador_id) FROM (SELECT prestador_id, count(*)::int AS n FROM hechos GROUP BY 1) x),
    (SELECT array_agg(n) FROM (SELECT count(*)::int AS n FROM hechos WHERE prestador_id = 1) x, generate_series(1, 3)), 'as many effects in each');
SELECT cmp_ok((SELECT count(DISTINCT corrida)::int FROM hechos WHERE prestador_id = 1), '>', 60, 'the daily run had something to do on many days');
SELECT is_empty($$SELECT * FROM hechos h WHERE h.fecha >= h.corrida - 3$$, 'every effect is of a day already over for its run');
SELECT is_empty($$SELECT * FROM hechos h LEFT JOIN cartera.glosa_evento e ON e.prestador_id = h.prestador_id AND e.glosa_id = h.glosa_id AND e.papel = 'sistema'
                  WHERE h.glosa_id IS NOT NULL AND (e.fecha IS DISTINCT FROM h.fecha OR e.causa_cierre::text <> h.causa)$$, 'what a run returns is what it wrote');
SELECT is_empty($$SELECT * FROM cartera.glosa_evento e WHERE e.papel = 'sistema'
                    AND e.fecha <> greatest((e.evidencia ->> 'vencia')::date,
                        (SELECT a.fecha FROM cartera.glosa_evento a WHERE a.prestador_id = e.prestador_id AND a.glosa_id = e.glosa_id AND a.secuencia = e.secuencia - 1))$$,
    'an effect is dated at the deadline, or at the notice that completed what silence needs');
-- each road ends where its rule says
SELECT set_eq($$SELECT DISTINCT que, coalesce(estado::text, estado_factura::text) AS estado, CASE WHEN estado IS NULL THEN debe_factura::text ELSE causa_cierre::text END AS causa FROM final WHERE prestador_id = 3$$,
    $$VALUES ('nobody answers', 'cerrada', 'tacita'),
             ('answered in term, not decided', 'respondida', NULL),
             ('answered on the last day, recorded three days later', 'respondida', NULL),
             ('answered late', 'respondida', NULL),
             ('answered, decided late, cured, not decided again', 'subsanada', NULL),
             ('two notices after the deadline', 'cerrada', 'silencio'),
             ('one notice', 'notificada', NULL),
             ('answered, the payer is silent', 'cerrada', 'silencio'),
             ('answered, ratified, cured, the payer is silent', 'cerrada', 'silencio'),
             ('suspended for a month, then nobody answers', 'cerrada', 'tacita'),
             ('returned, nobody answers', 'devuelta', NULL),
             ('returned, answered, not decided', 'radicada', 'pagador'),
             ('returned, answered, upheld', 'devuelta', NULL),
             ('returned, nobody answers, norm switched off', 'devuelta', 'prestador')$$, 'each road ends as its rule says');
SELECT is_empty($$SELECT * FROM final f JOIN caso c USING (caso) JOIN acto a USING (caso) WHERE a.acto = 'notificar' AND f.que = 'nobody answers'
                  AND f.ultima_fecha <> conciliacion.vencimiento(a.fecha, '15 dias habiles')$$, 'tacit acceptance on the day its term ends');
SELECT is((SELECT count(*)::int FROM conciliacion.procesar_vencimientos('2025-12-31')), 0, 'and there is nothing left to do');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'everything adds up');
SELECT * FROM finish();
ROLLBACK;
