-- codigo_glosa: the Manual Único of Res. 3047/2008 (Anexo 6) and Res. 2284/2023 (Anexo 3).
BEGIN;
SELECT plan(73);
SET LOCAL search_path = conciliacion, public;

-- ---- input ---------------------------------------------------------------------
SELECT is(escrito::codigo_glosa::text, canonico, format('%L reads as %s', escrito, canonico))
FROM (VALUES ('fa 0101', 'FA0101'), (' FA0101 ', 'FA0101'), ('Fa', 'FA'), ('so 61', 'SO61'), ('101', '101'),
             (' 9 ', '9'), ('8 50', '850'), ('911', '911')) AS v(escrito, canonico);

SELECT throws_ok(format('SELECT %L::conciliacion.codigo_glosa', malo), '22P02', NULL, format('%L is refused', malo))
FROM unnest(ARRAY['', '7', '701', '10', '1234', '0', 'RS01', 'RS05', 'PE', 'SC01', 'IN', 'ME', 'EX', 'FA1', 'FA011',
                  'FA010101', 'F A01', 'FA-01']) AS malo;

-- ---- casts -----------------------------------------------------------------------
CREATE TEMP TABLE moldes (codigo codigo_glosa, texto text);
SELECT lives_ok($$INSERT INTO moldes (codigo, texto) SELECT t, c FROM (VALUES ('fa01'::text, '101'::codigo_glosa)) v(t, c)$$,
                'text is assigned to a code and a code to text');
SELECT results_eq('SELECT codigo::text, texto FROM moldes', $$VALUES ('FA01', '101')$$, 'and both are canonical');
SELECT throws_ok($$INSERT INTO moldes (codigo) VALUES ('RS01'::text)$$, '22P02', NULL, 'the assignment validates');

-- ---- binary wire -------------------------------------------------------------------
SELECT lives_ok($$COPY moldes (codigo) FROM PROGRAM
    'printf ''PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0\0\1\0\0\0\6FA0101\377\377''' WITH (FORMAT binary)$$, 'binary input reads the code');
SELECT is((SELECT count(*) FROM moldes WHERE codigo = 'FA0101'), 1::bigint, 'and keeps it');
SELECT throws_ok($$COPY moldes (codigo) FROM PROGRAM
    'printf ''PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4RS01\377\377''' WITH (FORMAT binary)$$, '22P02', NULL,
    'binary input validates as text does');

-- ---- soft errors (PostgreSQL 16 and later) -------------------------------------------
CREATE FUNCTION pg_temp.se_lee(texto text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v boolean;
BEGIN
    IF current_setting('server_version_num')::int < 160000 THEN RETURN NULL; END IF;
    EXECUTE 'SELECT pg_input_is_valid($1, ''conciliacion.codigo_glosa'')' INTO v USING texto;
    RETURN v;
END $$;
SELECT is(pg_temp.se_lee('fa 01'), CASE WHEN current_setting('server_version_num')::int >= 160000 THEN true END,
          'pg_input_is_valid accepts a code');
SELECT is(pg_temp.se_lee('RS01'), CASE WHEN current_setting('server_version_num')::int >= 160000 THEN false END,
          'pg_input_is_valid refuses without an error');

-- ---- accessors ---------------------------------------------------------------------------
SELECT results_eq(
    $$SELECT codigo::text, manual(codigo), nivel(codigo), clase(codigo)::text, concepto_general(codigo)::text,
             padre(codigo)::text, es_oficial(codigo)
      FROM unnest('{1,101,154,305,850,911,912,999,FA,FA01,FA0101,FA0104,DE16,DE1601,RE95,RE9502}'::codigo_glosa[]) codigo$$,
    $$VALUES ('1', '3047', 1, 'glosa', '1', NULL, true),
             ('101', '3047', 2, 'glosa', '1', '1', true),
             ('154', '3047', 2, 'glosa', '1', '1', false),         -- one source only
             ('305', '3047', 2, 'glosa', '3', '3', false),         -- not confirmed
             ('850', '3047', 2, 'devolucion', '8', '8', true),
             ('911', '3047', 2, 'respuesta', '9', '9', false),     -- invented: in no list
             ('912', '3047', 2, 'respuesta', '9', '9', false),
             ('999', '3047', 2, 'respuesta', '9', '9', true),
             ('FA', '2284', 1, 'glosa', 'FA', NULL, true),
             ('FA01', '2284', 2, 'glosa', 'FA', 'FA', true),
             ('FA0101', '2284', 3, 'glosa', 'FA', 'FA01', true),
             ('FA0104', '2284', 3, 'glosa', 'FA', 'FA01', false),  -- the manual skips it
             ('DE16', '2284', 2, 'devolucion', 'DE', 'DE', true),
             ('DE1601', '2284', 3, 'devolucion', 'DE', 'DE16', true),
             ('RE95', '2284', 2, 'respuesta', 'RE', 'RE', true),
             ('RE9502', '2284', 3, 'respuesta', 'RE', 'RE95', true)$$,
    'manual, level, class, general concept, parent and whether it is official');
SELECT is(descripcion('101'), 'Estancia', 'description of the 3047 list');
SELECT is(descripcion('FA01'), 'Estancia u observación de urgencias', 'description of the 2284 list');
SELECT is(descripcion('911'), NULL, 'no description for a code in no list');
SELECT is(manual(NULL), NULL, 'NULL in, NULL out');

-- ---- order and hash ----------------------------------------------------------------------
SELECT results_eq(
    $$SELECT c::text AS texto FROM unnest('{RE,FA02,101,DE16,FA0102,1,FA,999,FA0101,TA,FA01,2}'::codigo_glosa[]) c ORDER BY c$$,
    $$VALUES ('1'), ('101'), ('2'), ('999'), ('FA'), ('FA01'), ('FA0101'), ('FA0102'), ('FA02'), ('TA'), ('DE16'), ('RE')$$,
    'order groups by manual, family and parent, each parent right before its children');
SELECT is((SELECT array_agg(c ORDER BY c DESC) FROM unnest('{FA,1,FA01}'::codigo_glosa[]) c), '{FA01,FA,1}', 'descending');
SELECT ok('FA' < 'FA01'::codigo_glosa AND 'FA01' > '999'::codigo_glosa AND 'FA' <= 'FA'::codigo_glosa
          AND 'FA' >= 'FA'::codigo_glosa AND 'fa' = 'FA'::codigo_glosa AND 'FA' <> 'TA'::codigo_glosa, 'comparison operators');
SELECT is((SELECT count(*) FROM (SELECT codigo FROM catalogo_glosas() UNION SELECT codigo FROM catalogo_glosas()) u),
          433::bigint, 'set operations find equal codes');
SET LOCAL enable_mergejoin = off;
SET LOCAL enable_nestloop = off;
SELECT is((SELECT count(*) FROM catalogo_glosas() a JOIN catalogo_glosas() b USING (codigo)), 433::bigint, 'hash join');
SET LOCAL enable_mergejoin = on;
SET LOCAL enable_hashjoin = off;
SELECT is((SELECT count(*) FROM catalogo_glosas() a JOIN catalogo_glosas() b USING (codigo)), 433::bigint, 'merge join');
RESET enable_nestloop;
RESET enable_hashjoin;
SELECT is(_codigo_glosa_hash_extendido('FA01', 0) & 4294967295, _codigo_glosa_hash('FA01')::bigint & 4294967295,
          'the extended hash with seed 0 agrees with the plain one');
SELECT isnt(_codigo_glosa_hash_extendido('FA01', 0), _codigo_glosa_hash_extendido('FA01', 1), 'the seed counts');
CREATE TEMP TABLE repartida (codigo codigo_glosa) PARTITION BY HASH (codigo);
CREATE TEMP TABLE repartida0 PARTITION OF repartida FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE repartida1 PARTITION OF repartida FOR VALUES WITH (MODULUS 2, REMAINDER 1);
SELECT lives_ok('INSERT INTO repartida SELECT codigo FROM catalogo_glosas()', 'hash partitioning by code');
SELECT is((SELECT count(*) FROM repartida WHERE codigo = 'RE9502'), 1::bigint, 'and its pruning');
SELECT is((SELECT array_agg(DISTINCT amvalidate(o.oid)) FROM pg_opclass o
           WHERE o.opcintype = 'codigo_glosa'::regtype), '{t}', 'the operator classes are valid');

-- ---- is under ---------------------------------------------------------------------------------
SELECT is(c::codigo_glosa <@ a::codigo_glosa, esperado, format('%s <@ %s is %s', c, a, esperado))
FROM (VALUES ('FA0101', 'FA01', true), ('FA0101', 'FA', true), ('FA01', 'FA01', true), ('FA01', 'FA0101', false),
             ('FA0201', 'FA01', false), ('101', '1', true), ('101', 'FA', false), ('FA', '1', false)) AS v(c, a, esperado);
SELECT ok('FA01'::codigo_glosa @> 'FA0101'::codigo_glosa AND NOT 'FA0101'::codigo_glosa @> 'FA01'::codigo_glosa, '@> is its mirror');

CREATE TEMP TABLE muchas AS SELECT c.codigo FROM catalogo_glosas() c, generate_series(1, 50);
CREATE INDEX ON muchas (codigo);
ANALYZE muchas;
CREATE FUNCTION pg_temp.plan_de(consulta text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE l text; t text := '';
BEGIN
    FOR l IN EXECUTE 'EXPLAIN ' || consulta LOOP t := t || l || E'\n'; END LOOP;
    RETURN t;
END $$;
SELECT matches(pg_temp.plan_de($$SELECT * FROM muchas WHERE codigo <@ 'FA01'$$),
               $$Index Cond: \(\(codigo >= 'FA01'::codigo_glosa\) AND \(codigo <= 'FA0199'::codigo_glosa\)\)$$,
               'codigo <@ constant uses a plain btree');
SELECT matches(pg_temp.plan_de($$SELECT * FROM muchas WHERE 'FA01' @> codigo$$), 'Index Cond: \(\(codigo >= ', 'constant @> codigo too');
SELECT matches(pg_temp.plan_de($$SELECT * FROM (VALUES ('FA01'::codigo_glosa), ('SA')) v(a) JOIN muchas m ON m.codigo <@ v.a$$),
               'Index Cond: .*_codigo_glosa_ultimo', 'and the bound may come from another relation');
SELECT doesnt_match(pg_temp.plan_de($$SELECT * FROM muchas WHERE 'FA0101' <@ codigo$$), 'Index Cond',
                    'the question from the other side is not a range');
CREATE TEMP TABLE dispersa AS SELECT codigo FROM muchas;
CREATE INDEX ON dispersa USING hash (codigo);
SELECT doesnt_match(pg_temp.plan_de($$SELECT * FROM dispersa WHERE codigo <@ 'FA01'$$), 'Index Cond', 'a hash index does not serve it');
SELECT is((SELECT count(*) FROM muchas WHERE codigo <@ 'FA01'),
          (SELECT count(*) FROM muchas WHERE codigo::text LIKE 'FA01%'), 'by index: the same rows as by text');
SELECT is((SELECT count(*) FROM muchas WHERE codigo <@ '1'),
          (SELECT count(*) FROM muchas WHERE codigo::text LIKE '1%'), 'a 3047 concept: the same rows as by text');
SELECT cmp_ok(abs((regexp_match(pg_temp.plan_de($$SELECT * FROM muchas WHERE codigo <@ 'FA'$$), 'rows=(\d+)'))[1]::int
                  - (SELECT count(*) FROM muchas WHERE codigo <@ 'FA')), '<', 500::bigint, 'the planner estimates the range from statistics');

-- ---- the lists --------------------------------------------------------------------------------------
SELECT results_eq('SELECT manual, nivel, count(*) FROM catalogo_glosas() GROUP BY 1, 2 ORDER BY 1, 2',
    $$VALUES ('2284', 1, 9::bigint), ('2284', 2, 109), ('2284', 3, 200), ('3047', 1, 8), ('3047', 2, 107)$$,
    'complete lists');
SELECT results_eq('SELECT codigo::text, estado FROM catalogo_glosas() WHERE NOT oficial',
    $$VALUES ('154', 'una_fuente'), ('305', 'no_confirmado'), ('330', 'no_confirmado'), ('343', 'no_confirmado'),
             ('438', 'una_fuente'), ('822', 'una_fuente')$$, 'codes that public sources do not confirm');
SELECT is_empty(
    $$SELECT codigo FROM catalogo_glosas() c
      WHERE (manual, nivel, clase, concepto_general, descripcion, oficial) IS DISTINCT FROM
            (conciliacion.manual(codigo), conciliacion.nivel(codigo), conciliacion.clase(codigo),
             conciliacion.concepto_general(codigo), conciliacion.descripcion(codigo), es_oficial(codigo))
         OR padre IS DISTINCT FROM conciliacion.padre(codigo)$$, 'the rows say what the functions say');
SELECT is_empty(
    $$SELECT c.codigo FROM catalogo_glosas() c
      WHERE c.padre IS NOT NULL AND NOT EXISTS (SELECT FROM catalogo_glosas() p WHERE p.codigo = c.padre)$$, 'no orphan');
SELECT is((SELECT array_agg(codigo) FROM catalogo_glosas()), (SELECT array_agg(codigo ORDER BY codigo) FROM catalogo_glosas()),
          'rows come in code order');

SELECT is_empty(
    $$SELECT p.proname FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
      WHERE p.proname IN ('manual', 'concepto_general', 'nivel', 'padre', 'clase', 'descripcion', 'es_oficial', 'catalogo_glosas')
        AND p.pronamespace = 'conciliacion'::regnamespace
        AND (p.provolatile <> 'i' OR p.proparallel <> 's' OR NOT p.proisstrict)$$, 'accessors are immutable, strict and parallel safe');
SELECT * FROM finish();
ROLLBACK;
