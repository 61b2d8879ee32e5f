-- codigo_glosa: input, output and the texts of its errors.
\pset null '(null)'
SET search_path = conciliacion, public;

-- case and spaces between the parts are tolerated; the output is canonical
SELECT escrito, escrito::codigo_glosa AS codigo
FROM unnest(ARRAY['1', '101', ' 8 50 ', '999', 'FA', 'fa01', 'fa 0101', ' FA 01 01 ', E'\tRe2202\n', 'SA']) AS escrito;

-- structure is strict
SELECT ''::codigo_glosa;
SELECT '   '::codigo_glosa;
SELECT '7'::codigo_glosa;
SELECT '701'::codigo_glosa;
SELECT '0'::codigo_glosa;
SELECT '10'::codigo_glosa;
SELECT '1234'::codigo_glosa;
SELECT '1010101'::codigo_glosa;
SELECT 'RS01'::codigo_glosa;
SELECT 'PE'::codigo_glosa;
SELECT 'IN0101'::codigo_glosa;
SELECT 'F'::codigo_glosa;
SELECT 'F A0101'::codigo_glosa;
SELECT 'FA1'::codigo_glosa;
SELECT 'FA011'::codigo_glosa;
SELECT 'FA0 101'::codigo_glosa;
SELECT 'FA010101'::codigo_glosa;
SELECT 'FA-0101'::codigo_glosa;
SELECT 'ＦＡ01'::codigo_glosa;
SELECT repeat('ñ', 100)::codigo_glosa;

-- order: manual, family as the manual lists it, parent before its children
SELECT codigo FROM unnest('{RE,FA02,101,DE16,SO0101,FA0102,1,FA,999,FA0101,TA,FA01,2}'::codigo_glosa[]) AS codigo ORDER BY 1;

-- what a code says of itself
SELECT codigo, manual(codigo), nivel(codigo), clase(codigo), concepto_general(codigo) AS general, padre(codigo),
       es_oficial(codigo) AS oficial, descripcion(codigo)
FROM unnest('{1,101,154,305,850,911,995,FA,FA01,FA0104,SO61,DE5002,RE9502}'::codigo_glosa[]) AS codigo;

-- the wire form is the text
SELECT _codigo_glosa_send('fa0101');

-- the lists
SELECT manual, clase, count(*), count(*) FILTER (WHERE NOT oficial) AS no_oficiales
FROM catalogo_glosas() GROUP BY 1, 2 ORDER BY 1, 2;
SELECT * FROM catalogo_glosas() WHERE codigo IN ('1', '438', 'DE16', 'FA0101') ORDER BY codigo;

-- <@ uses a plain btree: constants, and bounds known only at execution
CREATE TEMP TABLE prueba AS SELECT codigo FROM catalogo_glosas(), generate_series(1, 20);
CREATE INDEX ON prueba (codigo);
ANALYZE prueba;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT * FROM prueba WHERE codigo <@ 'FA01';
EXPLAIN (COSTS OFF) SELECT * FROM prueba WHERE '1' @> codigo;
EXPLAIN (COSTS OFF) SELECT * FROM prueba WHERE codigo <@ 'FA0101';
EXPLAIN (COSTS OFF) SELECT * FROM prueba WHERE codigo <@ NULL;
PREPARE bajo (codigo_glosa) AS SELECT count(*) FROM prueba WHERE codigo <@ $1;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE bajo ('FA01');
EXECUTE bajo ('FA01');
