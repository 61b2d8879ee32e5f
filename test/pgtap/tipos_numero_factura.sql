-- numero_factura: what was typed is kept; equality, order and hash go by the canonical form.
BEGIN;
SELECT plan(83);
SET LOCAL search_path = conciliacion, public;

-- ---- parts -------------------------------------------------------------------------------
SELECT is(escrito::numero_factura::text, escrito, format('%s is kept as typed', quote_literal(escrito)))
FROM unnest(ARRAY['FE-000123', 'fe 123', ' Fe. 0123 ', '00', '1-2-34', 'FE/123_b']) AS escrito;
SELECT results_eq(format('SELECT prefijo(%1$L::numero_factura), numero(%1$L::numero_factura)', escrito), format('SELECT %L::text, %L::numeric', p, n),
                  format('%s has prefix %L and number %L', escrito, p, n))
FROM (VALUES ('FE-000123', 'FE', 123), ('fe 123', 'FE', 123), ('000123', '', 123), ('00', '', 0), ('FE', 'FE', NULL), ('FE12A', 'FE12A', NULL), ('A0B-12', 'A0B', 12),
             ('A0-12', 'A0', 12), ('1-23', '1', 23), ('12-3', '12', 3), ('1-2-34', '1-2', 34), ('0001-00001234', '0001', 1234), ('FE/7', 'FE/', 7),
             ('F99999999999999999999999999', 'F', 99999999999999999999999999)) AS v(escrito, p, n);

-- ---- equality ------------------------------------------------------------------------------
SELECT ok(a::numero_factura = b::numero_factura AND numero_factura_hash(a::numero_factura) = numero_factura_hash(b::numero_factura)
          AND numero_factura_hash_extended(a::numero_factura, 42) = numero_factura_hash_extended(b::numero_factura, 42), format('%s and %s are one invoice', a, b))
FROM (VALUES ('FE-000123', 'fe 123'), ('FE-000123', 'FE123'), ('F.E 123', 'fe--123'), ('123', '000123'), ('1-23', '1.023'), ('A012', 'a-12'),
             ('FE-00', 'FE0')) AS v(a, b);
SELECT ok(a::numero_factura <> b::numero_factura AND NOT a::numero_factura = b::numero_factura, format('%s and %s are two invoices', a, b))
FROM (VALUES ('FE123', 'FA123'), ('FE123', '123'), ('1-23', '12-3'), ('1-23', '123'), ('1-2-34', '12-34'), ('A0-12', 'A012'), ('0001-7', '1-7'),
             ('FE/123', 'FE123'), ('FE_123', 'FE123'), ('FE', 'FE0'), ('FE12', 'FE12A'), ('FE-2024-7', 'FE2-0247')) AS v(a, b);

-- ---- refusals --------------------------------------------------------------------------------
SELECT throws_ok(format('SELECT %L::conciliacion.numero_factura', malo), '22P02', NULL, format('%s is not an invoice number', to_json(malo)))
FROM unnest(ARRAY['', '   ', '-.-', '/', '_', 'FE#1', 'FE,1', E'FE\t1', E'FE\n1', 'Ñ1', 'Nº 1', '１２', repeat('1', 65)]) AS malo;
SELECT lives_ok(format('SELECT %L::conciliacion.numero_factura', repeat('1', 64)), '64 characters fit');

-- ---- casts -------------------------------------------------------------------------------------
CREATE TEMP TABLE moldes (n numero_factura, t text);
SELECT lives_ok($$INSERT INTO moldes VALUES ('FE-01'::text, 'FE-01'::numero_factura), ('FE-02'::varchar(10), 'FE-02'::numero_factura)$$, 'text is assigned both ways');
SELECT results_eq('SELECT n::text, t FROM moldes ORDER BY n', $$VALUES ('FE-01', 'FE-01'), ('FE-02', 'FE-02')$$, 'and nothing is lost');
SELECT throws_ok($$INSERT INTO moldes (n) VALUES ('FE?'::text)$$, '22P02', NULL, 'the assignment validates');
SELECT throws_ok($$SELECT 1 FROM moldes WHERE n = 'FE1'::text$$, '42883', NULL, 'no implicit cast: a text is not compared by accident');

-- ---- order, indexes, joins -----------------------------------------------------------------------
CREATE TEMP TABLE factura AS
    SELECT (p || s || ceros || n)::numero_factura AS numero, p || '|' || n AS clave
    FROM unnest(ARRAY['FE', 'fe', 'FA', '']) AS p, unnest(ARRAY['-', ' ', '', '.-']) AS s, unnest(ARRAY['', '0', '000']) AS ceros, generate_series(0, 30) AS n;
SELECT is((SELECT count(DISTINCT numero) FROM factura), 93::bigint, '1488 ways to write 93 invoices');
SELECT is((SELECT count(*) FROM (SELECT numero FROM factura GROUP BY numero) AS g), 93::bigint, 'grouping');
SELECT is((SELECT count(*) FROM factura a, factura b WHERE (a.numero = b.numero) <> (upper(a.clave) = upper(b.clave))), 0::bigint, 'equality of every pair');
SELECT is((SELECT count(*) FROM (SELECT DISTINCT ON (numero) numero FROM factura) a, (SELECT DISTINCT ON (numero) numero FROM factura) b
           WHERE (a.numero < b.numero) <> ((prefijo(a.numero) COLLATE "C", numero(a.numero)) < (prefijo(b.numero) COLLATE "C", numero(b.numero)))
              OR (a.numero <= b.numero) = (a.numero > b.numero) OR (a.numero >= b.numero) = (a.numero < b.numero)
              OR numero_factura_cmp(a.numero, b.numero) <> - numero_factura_cmp(b.numero, a.numero)), 0::bigint,
          'order is by prefix, then by number as a quantity');
CREATE INDEX ON factura (numero);
ANALYZE factura;
SET LOCAL enable_seqscan = off;
SELECT is((SELECT count(*) FROM factura WHERE numero = 'fe-0007'), 24::bigint, 'the index finds every way of writing it');
SELECT is((SELECT count(*) FROM factura WHERE numero >= 'FE9' AND numero < 'FE 11'), 48::bigint, 'and a range of numbers');
SET LOCAL enable_seqscan = on;
SET LOCAL enable_mergejoin = off; SET LOCAL enable_nestloop = off;
SELECT is((SELECT count(*) FROM factura a JOIN (VALUES ('FE-1'::numero_factura), ('fa 0002'), ('3')) b(n) ON a.numero = b.n), 48::bigint, 'hash join');
SET LOCAL enable_mergejoin = on; SET LOCAL enable_hashjoin = off;
SELECT is((SELECT count(*) FROM factura a JOIN (VALUES ('FE-1'::numero_factura), ('fa 0002'), ('3')) b(n) ON a.numero = b.n), 48::bigint, 'merge join');
CREATE TEMP TABLE unica (numero numero_factura PRIMARY KEY, hijo numero_factura REFERENCES unica);
INSERT INTO unica VALUES ('FE-000123');
SELECT throws_ok($$INSERT INTO unica VALUES ('fe 123')$$, '23505', NULL, 'the same invoice written otherwise is a duplicate');
SELECT lives_ok($$INSERT INTO unica VALUES ('FE 124', 'fe.0123')$$, 'and a foreign key finds it');
SELECT throws_ok($$INSERT INTO unica VALUES ('FE 125', 'FE 999')$$, '23503', NULL, 'or does not');
CREATE TEMP TABLE partida (n numero_factura) PARTITION BY HASH (n);
CREATE TEMP TABLE partida_0 PARTITION OF partida FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE partida_1 PARTITION OF partida FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO partida SELECT numero FROM factura;
SELECT is((SELECT count(*) FROM partida_0 a JOIN partida_1 b ON a.n = b.n), 0::bigint, 'hash partitions keep an invoice together');
SELECT is((SELECT count(*) FROM partida WHERE n = 'fe 7'), 24::bigint, 'and find it');

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
CREATE TEMP TABLE llegada (n numero_factura);
SELECT is(numero_factura_send(' fe-0 1')::text, '\x2066652d302031', 'the wire format is the text typed');
SELECT lives_ok(format('SELECT pg_temp.recibir(''llegada'', %L)', numero_factura_send(v::numero_factura)), format('%s arrives', left(v, 24)))
FROM unnest(ARRAY[' fe-0 1', 'A', repeat('9', 64)]) AS v;
SELECT results_eq('SELECT n::text FROM llegada', $$VALUES (' fe-0 1'), ('A'), (repeat('9', 64))$$, 'binary output is read back');
SELECT throws_ok(format('SELECT pg_temp.recibir(''llegada'', %L)', campo), estado, NULL, format('%s: %s', left(campo, 20), porque))
FROM (VALUES ('\x', '22P02', 'empty'), ('\x23', '22P02', 'character not allowed'), ('\xc3b1', '22P02', 'letter out of ASCII'), ('\x' || repeat('31', 65), '22P02', 'too long'),
             ('\x310031', '22021', 'a zero byte is no text'), ('\xff', '22021', 'text that is not in the encoding')) AS v(campo, estado, porque);

-- ---- soft errors (PostgreSQL 16 and later) ----------------------------------------------------
CREATE FUNCTION pg_temp.se_lee(texto text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v boolean;
BEGIN
    IF current_setting('server_version_num')::int < 160000 THEN RETURN NULL; END IF;
    EXECUTE 'SELECT pg_input_is_valid($1, ''conciliacion.numero_factura'')' INTO v USING texto;
    RETURN v;
END $$;
SELECT is(pg_temp.se_lee(escrito), CASE WHEN current_setting('server_version_num')::int >= 160000 THEN bien END, format('soft error of %s', escrito))
FROM (VALUES ('FE-1', true), ('FE#1', false)) v(escrito, bien);

SELECT * FROM finish();
ROLLBACK;
