-- porcentaje: exact percentages in tables, indexes, plans, aggregates and on the wire.
BEGIN;
SELECT plan(97);
SET LOCAL search_path = conciliacion, public;

-- ---- input and output -------------------------------------------------------------
SELECT is(escrito::porcentaje::text, canonico, format('%s reads as %s', quote_literal(escrito), canonico))
FROM (VALUES ('17', '17%'), ('17%', '17%'), ('3,5 %', '3.5%'), ('10.5%', '10.5%'), ('-2%', '-2%'), ('+5', '5%'), ('  17 % ', '17%'),
             ('1.234', '1.234%'), ('-0%', '0%'), ('0.000001', '0.000001%')) AS v(escrito, canonico);
SELECT throws_ok(format('SELECT %L::conciliacion.porcentaje', malo), '22P02', NULL, format('%s is not a percentage', quote_literal(malo)))
FROM unnest(ARRAY['', '%', '1.234,5', '1,2,3', '5.', '.5', '17%%', '- 2', '1e2', 'NaN', 'Infinity', '1.1234567', '1.0000000', 'x']) AS malo;
SELECT throws_ok(format('SELECT %L::conciliacion.porcentaje', malo), '22003', NULL, format('%s is out of range', malo))
FROM unnest(ARRAY['9223372036854.775808', '-9223372036854.775808%', '99999999999999999999']) AS malo;

-- ---- arithmetic: nothing is rounded -------------------------------------------------
SELECT is(('17%'::porcentaje * 200)::text, '34', '17% of 200 is 34');
SELECT is((200 * '17%'::porcentaje)::text, '34', 'and 200 times 17% too');
SELECT is(('17%'::porcentaje * 200.00)::text, '34.00', 'the decimals of the amount stay');
SELECT is(('19%'::porcentaje * 0.01)::text, '0.0019', 'and the result has all it needs');
SELECT is('0.000001%'::porcentaje * 123456789012345678901234567890.12, 1234567890123456789012.3456789012::numeric,
          'exact far beyond 64 bits');
SELECT is('17%'::porcentaje * p, 0.17::numeric * p, format('17%% of %s', p))
FROM unnest(ARRAY[0, -1, 0.000000000000000001, 99999999999999999999.99]::numeric[]) AS p;
SELECT is('17%'::porcentaje + '3.5%', '20.5%'::porcentaje, 'sum');
SELECT is('17%'::porcentaje - '20%', '-3%'::porcentaje, 'difference');
SELECT is(- '-3%'::porcentaje, '3%'::porcentaje, 'negation');
SELECT throws_ok(format('SELECT %s', op), '22003', NULL, format('%s is out of range', op))
FROM unnest(ARRAY[
    $$'9223372036854.775807%'::conciliacion.porcentaje OPERATOR(conciliacion.+) '0.000001%'::conciliacion.porcentaje$$,
    $$'-9223372036854.775807%'::conciliacion.porcentaje OPERATOR(conciliacion.-) '0.000001%'::conciliacion.porcentaje$$,
    $$'17%'::conciliacion.porcentaje OPERATOR(conciliacion.*) 'NaN'::numeric$$,
    $$'-Infinity'::numeric OPERATOR(conciliacion.*) '17%'::conciliacion.porcentaje$$,
    $$'17%'::conciliacion.porcentaje OPERATOR(conciliacion.*) ('0.' || repeat('0', 16381) || '1')::numeric$$]) AS op;
SELECT throws_ok($$SELECT '17%'::conciliacion.porcentaje * 0.5::float8$$, '42883', NULL, 'there is no product with a float');

-- ---- casts: the number is the percentage points --------------------------------------
CREATE TEMP TABLE moldes (p porcentaje, n numeric);
SELECT lives_ok($$INSERT INTO moldes VALUES (17, '17%'::porcentaje), (17.5, '17.5%'::porcentaje), (18::bigint, '18%'::porcentaje),
                (19.00000000000, '19.000000%'::porcentaje)$$, 'numbers are assigned both ways');
SELECT results_eq('SELECT p::text, n::text FROM moldes ORDER BY p', $$VALUES ('17%', '17'), ('17.5%', '17.5'), ('18%', '18'), ('19%', '19')$$,
                  'and are percentage points');
SELECT throws_ok(format('INSERT INTO moldes (p) VALUES (%s)', n), '22003', NULL, format('%s does not fit', n))
FROM unnest(ARRAY['1.1234567', '0.0000001', '1::numeric / 3', '10000000000000', '-9223372036855', '9223372036854.775808', $$'NaN'::numeric$$,
                  $$'Infinity'::numeric$$, '9223372036854775807']) AS n;
SELECT throws_ok('SELECT 1 FROM moldes WHERE p = 17', '42883', NULL, 'no implicit cast: 17 and 17% are not compared by accident');

-- ---- order, indexes and plans ---------------------------------------------------------
CREATE TEMP TABLE tasa AS
    SELECT i AS id, ((i * 7919 % 1000 - 500) / 100.0)::porcentaje AS p FROM generate_series(1, 1000) AS i;
SELECT is((SELECT count(*) FROM (SELECT p, lag(p) OVER (ORDER BY p) AS antes FROM tasa) AS x WHERE antes > p), 0::bigint,
          'sorting agrees with the operators');
SELECT results_eq('SELECT p::numeric FROM tasa ORDER BY p DESC, id', 'SELECT p::numeric FROM tasa ORDER BY p::numeric DESC, id',
                  'and with the order of numbers');
CREATE INDEX ON tasa (p);
ANALYZE tasa;
SET LOCAL enable_seqscan = off;
SELECT is((SELECT id FROM tasa WHERE p = '0,5%'), (SELECT id FROM tasa WHERE p::numeric = 0.5), 'the index finds a value');
SELECT is((SELECT count(*) FROM tasa WHERE p > '-1%' AND p <= '1%'), 200::bigint, 'and a range');
SELECT is((SELECT min(p)::text || max(p)::text FROM tasa), '-5%4.99%', 'min and max by index');
SET LOCAL enable_seqscan = on;
CREATE FUNCTION pg_temp.plan_de(consulta text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE linea text; todo text := '';
BEGIN
    FOR linea IN EXECUTE 'EXPLAIN (COSTS OFF) ' || consulta LOOP todo := todo || linea || E'\n'; END LOOP;
    RETURN todo;
END $$;
SELECT matches(pg_temp.plan_de('SELECT max(p) FROM tasa'), 'Index Only Scan', 'max() reads the end of the index');
SET LOCAL enable_hashjoin = off; SET LOCAL enable_nestloop = off;
SELECT is((SELECT count(*) FROM tasa a JOIN tasa b ON a.p = b.p), 1000::bigint, 'merge join');
SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = off;
SELECT matches(pg_temp.plan_de('SELECT 1 FROM tasa a JOIN tasa b ON a.p = b.p'), 'Hash Join', 'equality hashes');
SELECT is((SELECT count(*) FROM tasa a JOIN tasa b ON a.p = b.p), 1000::bigint, 'hash join');
SET LOCAL enable_mergejoin = on; SET LOCAL enable_nestloop = on;
SELECT is((SELECT count(DISTINCT p) FROM tasa), 1000::bigint, 'distinct values');
CREATE INDEX tasa_hash ON tasa USING hash (p);
SELECT is((SELECT count(*) FROM tasa WHERE p = '4.99%'), 1::bigint, 'hash index');
CREATE TEMP TABLE partida (p porcentaje) PARTITION BY HASH (p);
CREATE TEMP TABLE partida_0 PARTITION OF partida FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE partida_1 PARTITION OF partida FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO partida SELECT p FROM tasa;
SELECT ok((SELECT count(*) BETWEEN 400 AND 600 FROM partida_0) AND (SELECT count(*) = 1000 FROM partida), 'hash partitions, by the extended hash');

-- ---- aggregates -------------------------------------------------------------------------
SELECT is((SELECT sum(p)::numeric FROM tasa), (SELECT sum(p::numeric) FROM tasa), 'sum agrees with numbers');
SELECT is((SELECT avg(p)::numeric FROM tasa), (SELECT round(avg(p::numeric), 6) FROM tasa), 'avg is rounded to the sixth decimal');
SELECT is((SELECT avg(v::porcentaje)::text FROM unnest(ARRAY['-0.000001', '0']) v), '-0.000001%', 'half away from zero');
SELECT ok((SELECT sum(p) IS NULL AND avg(p) IS NULL AND min(p) IS NULL AND max(p) IS NULL FROM tasa WHERE false), 'of nothing: null');
SELECT is((SELECT sum(v) FROM (VALUES (NULL::porcentaje), ('1%'), (NULL)) m(v)), '1%'::porcentaje, 'nulls do not count');
SELECT is((SELECT sum(v::porcentaje) FROM unnest(ARRAY['9223372036854.775807', '1', '-1']) v), '9223372036854.775807%'::porcentaje,
          'only the total has to fit');
SELECT throws_ok($$SELECT sum(v::porcentaje) FROM unnest(ARRAY['9223372036854.775807', '0.000001']) v$$, '22003', NULL, 'a total out of range');
SELECT results_eq(
    'SELECT sum(p) OVER w, avg(p) OVER w FROM tasa WINDOW w AS (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING) ORDER BY id',
    'SELECT sum(p::numeric) OVER w::porcentaje, round(avg(p::numeric) OVER w, 6)::porcentaje FROM tasa
     WINDOW w AS (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING) ORDER BY id', 'moving windows');
SELECT throws_ok(format('SELECT conciliacion.%s', f), '22023', NULL, format('%s: the state is checked', f))
FROM unnest(ARRAY[$$_porcentaje_agregar('{1,2}', '1%')$$, $$_porcentaje_unir('{0,0,0}', '{1,NULL,1}')$$, $$_porcentaje_suma('{}')$$,
                  $$_porcentaje_media('{{1,1,1}}')$$, $$_porcentaje_media('{-1,1,1}')$$]) AS f;
CREATE TABLE public.tasa_grande AS SELECT (i % 997 / 100.0)::porcentaje AS p FROM generate_series(1, 20000) AS i;
ALTER TABLE public.tasa_grande SET (parallel_workers = 2);
SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0;
SELECT matches(pg_temp.plan_de('SELECT sum(p), avg(p), min(p), max(p) FROM public.tasa_grande'), 'Partial Aggregate', 'aggregates run in parallel');
SELECT results_eq('SELECT sum(p)::numeric, avg(p)::numeric, min(p)::numeric, max(p)::numeric FROM public.tasa_grande',
                  'SELECT sum(p::numeric), round(avg(p::numeric), 6), min(p::numeric), max(p::numeric) FROM public.tasa_grande',
                  'with the same results');

-- ---- binary wire ---------------------------------------------------------------------------
-- COPY BINARY of one row with one field, fed through printf
CREATE FUNCTION pg_temp.recibir(tabla text, campo bytea) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    octetos bytea := '\x5047434f50590aff0d0a00' || int4send(0) || int4send(0) || int2send(1::int2) || int4send(octet_length(campo)) || campo
                     || int2send(-1::int2);
    cadena text := '';
BEGIN
    FOR i IN 0 .. octet_length(octetos) - 1 LOOP
        cadena := cadena || '\' || (get_byte(octetos, i) / 64)::text || (get_byte(octetos, i) / 8 % 8)::text || (get_byte(octetos, i) % 8)::text;
    END LOOP;
    EXECUTE format('COPY %s FROM PROGRAM %L WITH (FORMAT binary)', tabla, format('printf ''%s''', cadena));
END $$;
CREATE TEMP TABLE llegada (p porcentaje);
SELECT is(porcentaje_send('-3.5%')::text, '\xffffffffffca9820', 'the wire format is a 64-bit integer of millionths');
SELECT lives_ok(format('SELECT pg_temp.recibir(''llegada'', %L)', porcentaje_send(v::porcentaje)), format('%s arrives', left(v, 24)))
FROM unnest(ARRAY['17%', '-3.5%', '0', '9223372036854.775807', '-9223372036854.775807']) AS v;
SELECT results_eq('SELECT p::text FROM llegada', $$VALUES ('17%'), ('-3.5%'), ('0%'), ('9223372036854.775807%'), ('-9223372036854.775807%')$$,
                  'binary output is read back');
SELECT throws_ok($$SELECT pg_temp.recibir('llegada', '\x8000000000000000')$$, '22003', NULL, 'the value out of the symmetric range is refused');
SELECT throws_ok($$SELECT pg_temp.recibir('llegada', '\x80000000')$$, '08P01', NULL, 'short data is refused');
SELECT throws_ok($$SELECT pg_temp.recibir('llegada', '\x000000000000000000')$$, '22P03', NULL, 'and so is long data');

-- ---- soft errors (PostgreSQL 16 and later) ----------------------------------------------------
CREATE FUNCTION pg_temp.se_lee(texto text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v boolean;
BEGIN
    IF current_setting('server_version_num')::int < 160000 THEN RETURN NULL; END IF;
    EXECUTE 'SELECT pg_input_is_valid($1, ''conciliacion.porcentaje'')' INTO v USING texto;
    RETURN v;
END $$;
SELECT is(pg_temp.se_lee(escrito), CASE WHEN current_setting('server_version_num')::int >= 160000 THEN bien END, format('soft error of %s', escrito))
FROM (VALUES ('17%', true), ('1.234,5', false), ('9223372036855', false)) v(escrito, bien);

SELECT * FROM finish();
ROLLBACK;
