-- Totals of lines are written by stretches of consecutive lines: whatever the gaps between them, the order of the rows,
-- or how many glosas a line has, each line gets its own.
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = error;

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'E1', 'EPS');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) SELECT p, 'H' || p, 'Hospital ' || p, '1' FROM generate_series(1, 2) p;
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id) SELECT p, 1, 1, '[2020-01-01,)', 'CO-2284' FROM generate_series(1, 2) p;
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, convenio_id)
SELECT p, f, 1, ('F' || p || f)::conciliacion.numero_factura, '2025-05-05', 1 FROM generate_series(1, 4) f, generate_series(1, 2) p;
CREATE TEMP TABLE linea (f bigint, l int, b bigint GENERATED ALWAYS AS (l) STORED);
INSERT INTO linea (f, l) VALUES (1, 1), (1, 2), (1, 3), (1, 5), (1, 7), (1, 8), (2, 8), (2, 9), (2, 2147483646), (2, 2147483647), (3, 10), (4, 11), (4, 13);
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor)
SELECT p, f, l, '890201', 100000 FROM linea, generate_series(1, 2) p ORDER BY l, f, p;

-- two glosas on some lines, one on others, each of its own amount; one line in four has none
CREATE TEMP TABLE esperada AS
SELECT p::bigint, f, l, c, 1000 * p + 100 * f + (l % 100) + (c = 'TA0301')::int * 0.25 AS valor
  FROM linea, generate_series(1, 2) p, unnest('{TA0201,TA0301}'::text[]) c
 WHERE (b + f + p) % 4 > 0 AND (c = 'TA0201' OR (b + p) % 2 = 0);
INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT p, row_number() OVER (ORDER BY md5(c || f || l)), f, l, c::conciliacion.codigo_glosa, valor, 'Tarifa', '2025-05-12' FROM esperada ORDER BY md5(p || c || l || f);
PREPARE totales AS
SELECT t.prestador_id, t.factura_id, t.linea, t.valor_glosado, t.valor_aceptado, t.valor_pendiente FROM cartera.prestacion t ORDER BY 1, 2, 3;
SELECT results_eq('totales',
    $$SELECT p::bigint, linea.f, linea.l, coalesce(sum(valor), 0), 0::numeric, coalesce(sum(valor), 0)
        FROM linea CROSS JOIN generate_series(1, 2) p LEFT JOIN esperada USING (p, f, l) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3$$,
    'lines with gaps between them get the glosas of each');

-- half are answered, in another order, accepting a part of each
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, evidencia)
SELECT g.prestador_id, g.glosa_id, 'notificar', '2025-05-13', '{"acuse": "1"}' FROM cartera.glosa g ORDER BY g.valor DESC;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado, comentario)
SELECT g.prestador_id, g.glosa_id, 'responder', '2025-05-20', 'RE9801', trunc(g.valor / 3, 2), 'x' FROM cartera.glosa g WHERE g.glosa_id % 2 = 0 ORDER BY g.valor;
SELECT results_eq('totales',
    $$SELECT p::bigint, x.f, x.l, coalesce(sum(g.valor), 0), coalesce(sum(trunc(g.valor / 3, 2)) FILTER (WHERE g.glosa_id % 2 = 0), 0),
             coalesce(sum(g.valor - CASE WHEN g.glosa_id % 2 = 0 THEN trunc(g.valor / 3, 2) ELSE 0 END), 0)
        FROM linea x CROSS JOIN generate_series(1, 2) p LEFT JOIN cartera.glosa g ON (g.prestador_id, g.factura_id, g.linea) = (p, x.f, x.l)
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3$$, 'and what is accepted of each');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() finds nothing');
SELECT * FROM finish();
ROLLBACK;
