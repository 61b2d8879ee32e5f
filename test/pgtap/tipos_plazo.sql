-- plazo: legal terms (Ley 4/1913 art. 62) in tables, indexes and on the wire.
BEGIN;
SELECT plan(62);
SET LOCAL search_path = conciliacion, public;

-- ---- input, output and parts --------------------------------------------------------
SELECT is(escrito::plazo::text || ' | ' || cantidad(escrito::plazo) || ' | ' || unidad(escrito::plazo), leido, format('%s reads as %s', quote_literal(escrito), leido))
FROM (VALUES
    ('15 dias habiles', '15 dias habiles | 15 | dia habil'), ('15 días hábiles', '15 dias habiles | 15 | dia habil'),
    ('15 DÍAS HÁBILES', '15 dias habiles | 15 | dia habil'), ('15 dh', '15 dias habiles | 15 | dia habil'),
    ('15 DH', '15 dias habiles | 15 | dia habil'), ('1 dia habil', '1 dia habil | 1 | dia habil'), ('5 dias', '5 dias | 5 | dia'),
    ('5 días', '5 dias | 5 | dia'), ('1 día', '1 dia | 1 | dia'), ('0 dias', '0 dias | 0 | dia'), ('4 meses', '4 meses | 4 | mes'),
    ('1 mes', '1 mes | 1 | mes'), ('3 años', '3 años | 3 | año'), ('3 AÑOS', '3 años | 3 | año'), ('1 año', '1 año | 1 | año'),
    ('48 horas', '48 horas | 48 | hora'), ('1 hora', '1 hora | 1 | hora'), ('48 horas habiles', '48 horas habiles | 48 | hora habil'),
    ('  5   dias ', '5 dias | 5 | dia')) AS v(escrito, leido);
SELECT throws_ok(format('SELECT %L::conciliacion.plazo', malo), '22P02', NULL, format('%s is not a term', quote_literal(malo)))
FROM unnest(ARRAY['', '15', 'dias', 'quince dias', '1.5 dias', '+5 dias', '15 habiles', '4 meses habiles', '15 dh habiles', '5 semanas',
                  '1 año y 3 meses', '5 díàs', '15 dias hábiles.']) AS malo;
SELECT throws_ok(format('SELECT %L::conciliacion.plazo', malo), '22003', NULL, format('%s is out of range', malo))
FROM unnest(ARRAY['-5 dias', '-0 dias', '100001 dias', '99999999999999999999 meses']) AS malo;

-- ---- order: approximate length, then unit ---------------------------------------------
SELECT is((SELECT string_agg(p::text, ', ' ORDER BY p) FROM unnest(ARRAY['1 año', '12 meses', '31 dias', '22 dh', '1 mes', '30 dias', '2 dh',
               '48 horas habiles', '2 dias', '48 horas', '0 dias']::plazo[]) p),
          '0 dias, 48 horas, 2 dias, 48 horas habiles, 2 dias habiles, 30 dias, 1 mes, 22 dias habiles, 31 dias, 12 meses, 1 año',
          'order of terms');
SELECT ok(NOT '12 meses'::plazo = '1 año'::plazo AND '12 meses'::plazo <> '1 año'::plazo, 'the same length in other units is another term');
SELECT ok('15 dh'::plazo = '15 días hábiles'::plazo, 'however it was written, the same term');
CREATE TEMP TABLE termino AS
    SELECT (n || ' ' || u)::plazo AS p FROM generate_series(0, 60) AS n, unnest(ARRAY['horas', 'horas habiles', 'dias', 'dh', 'meses', 'años']) AS u;
SELECT is((SELECT count(*) FROM termino a, termino b
           WHERE (a.p < b.p)::int + (a.p = b.p)::int + (a.p > b.p)::int <> 1 OR (a.p <= b.p) = (a.p > b.p) OR (a.p >= b.p) = (a.p < b.p)
              OR (a.p = b.p) <> (a.p::text = b.p::text) OR plazo_cmp(a.p, b.p) <> - plazo_cmp(b.p, a.p)
              OR (a.p = b.p AND plazo_hash(a.p) <> plazo_hash(b.p))), 0::bigint, 'operators agree with each other on every pair');
CREATE UNIQUE INDEX ON termino (p);
ANALYZE termino;
SET LOCAL enable_seqscan = off;
SELECT is((SELECT count(*) FROM termino WHERE p = '15 dh'), 1::bigint, 'the index finds a term');
SELECT is((SELECT count(*) FROM termino WHERE p < '1 hora'), 6::bigint, 'and a range');
SET LOCAL enable_seqscan = on;
SELECT throws_ok($$INSERT INTO termino VALUES ('15 días hábiles')$$, '23505', NULL, 'uniqueness is of the term, not of its text');
SELECT is((SELECT count(DISTINCT p) FROM termino), 366::bigint, 'distinct terms');
SET LOCAL enable_mergejoin = off; SET LOCAL enable_nestloop = off;
SELECT is((SELECT count(*) FROM termino a JOIN termino b ON a.p = b.p), 366::bigint, 'hash join');
CREATE TEMP TABLE partida (p plazo) PARTITION BY HASH (p);
CREATE TEMP TABLE partida_0 PARTITION OF partida FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE partida_1 PARTITION OF partida FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO partida SELECT p FROM termino;
SELECT ok((SELECT count(*) BETWEEN 120 AND 246 FROM partida_0) AND (SELECT count(*) = 366 FROM partida), 'hash partitions, by the extended hash');
SELECT is((SELECT count(*) FROM termino WHERE p::text::plazo <> p), 0::bigint, 'every term reads back from its text');

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
CREATE TEMP TABLE llegada (p plazo);
SELECT is(plazo_send('15 dh')::text, '\x0000000f00000004', 'the wire format is quantity and unit, 32 bits each');
SELECT lives_ok(format('SELECT pg_temp.recibir(''llegada'', %L)', plazo_send(v::plazo)), format('%s arrives', left(v, 24)))
FROM unnest(ARRAY['15 dh', '0 horas', '100000 años']) AS v;
SELECT results_eq('SELECT p::text FROM llegada', $$VALUES ('15 dias habiles'), ('0 horas'), ('100000 años')$$, 'binary output is read back');
SELECT throws_ok(format('SELECT pg_temp.recibir(''llegada'', %L)', campo), estado, NULL, format('%s: %s', campo, porque))
FROM (VALUES ('\xffffffff00000004', '22P03', 'negative quantity'), ('\x000186a100000004', '22P03', 'too large'), ('\x0000000f00000000', '22P03', 'no unit'),
             ('\x0000000f00000007', '22P03', 'unknown unit'), ('\x0000000fffffffff', '22P03', 'negative unit'), ('\x0000000f', '08P01', 'short'),
             ('\x0000000f0000000400', '22P03', 'long')) AS v(campo, estado, porque);

-- ---- soft errors (PostgreSQL 16 and later) ----------------------------------------------------
CREATE FUNCTION pg_temp.se_lee(texto text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v boolean;
BEGIN
    IF current_setting('server_version_num')::int < 160000 THEN RETURN NULL; END IF;
    EXECUTE 'SELECT pg_input_is_valid($1, ''conciliacion.plazo'')' INTO v USING texto;
    RETURN v;
END $$;
SELECT is(pg_temp.se_lee(escrito), CASE WHEN current_setting('server_version_num')::int >= 160000 THEN bien END, format('soft error of %s', escrito))
FROM (VALUES ('15 dh', true), ('quince dias', false), ('-1 dia', false)) v(escrito, bien);

SELECT * FROM finish();
ROLLBACK;
