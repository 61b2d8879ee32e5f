-- _filas_json and _objeto_json: batches are read strictly, and a refusal says where.
BEGIN;
SELECT plan(73);
SET LOCAL search_path = conciliacion, public;
CREATE DOMAIN pg_temp.con_valor AS text CONSTRAINT con_valor_no_nulo NOT NULL;

-- DETAIL and SQLSTATE of what a query refuses.
CREATE FUNCTION pg_temp.rechazo(consulta text, OUT codigo text, OUT mensaje text, OUT detalle text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE consulta;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS codigo = RETURNED_SQLSTATE, mensaje = MESSAGE_TEXT, detalle = PG_EXCEPTION_DETAIL;
END $$;
CREATE FUNCTION pg_temp.leer(datos text, estricto boolean DEFAULT true) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT * FROM conciliacion._filas_json(%L, ''prestaciones'', ''{codigo,valor}'', %L) AS t(
        posicion int, codigo text, fecha date, valor numeric, cantidad int, firme boolean, extra jsonb, glosa conciliacion.codigo_glosa,
        papel conciliacion.papel)', datos, estricto)
$$;

-- ---- what is read ---------------------------------------------------------------------------
PREPARE completa AS SELECT * FROM _filas_json(
    '[{"codigo": "890201", "fecha": "2025-03-01", "valor": 50000.10, "cantidad": 2, "firme": true, "extra": {"a": [1]},
       "glosa": "fa 0101", "papel": "pagador"},
      {"valor": "50000.00", "codigo": 890201},
      {"codigo": "x", "valor": 0.10, "fecha": null, "extra": null, "firme": "no"}]', 'prestaciones', '{codigo,valor}')
    AS t(posicion int, codigo text, fecha date, valor numeric, cantidad int, firme boolean, extra jsonb, glosa codigo_glosa, papel papel);
SELECT results_eq('completa',
    $$VALUES (1, '890201', '2025-03-01'::date, 50000.10, 2, true, '{"a": [1]}'::jsonb, 'FA0101'::codigo_glosa, 'pagador'::papel),
             (2, '890201', NULL, 50000.00, NULL, NULL, NULL, NULL, NULL),
             (3, 'x', NULL, 0.10, NULL, false, NULL, NULL, NULL)$$,
    'each type through its own input; absent and null give NULL; posicion counts from 1');
SELECT results_eq(
    $$SELECT valor::text FROM _filas_json('[{"valor": 50000.10}, {"valor": "50000.10"}, {"valor": 12345678901234567890.123456789},
        {"valor": 1e3}, {"valor": -0}]', 'p', '{valor}') AS t(valor numeric)$$,
    $$VALUES ('50000.10'), ('50000.10'), ('12345678901234567890.123456789'), ('1000'), ('0')$$,
    'numbers arrive as written: no float in between');
SELECT results_eq(
    $$SELECT * FROM _filas_json('[{"a": 1}, {"a": 2}]', 'p', '{}') AS t(a int, posicion bigint)$$,
    $$VALUES (1, 1::bigint), (2, 2)$$, 'posicion may be anywhere, as bigint too');
SELECT results_eq($$SELECT e FROM _filas_json('[{"e": "s"}, {"e": 1}, {"e": [1]}, {"e": {}}, {"e": false}]', 'p', '{e}') AS t(e jsonb)$$,
    $$VALUES ('"s"'::jsonb), ('1'), ('[1]'), ('{}'), ('false')$$, 'a jsonb column takes the value as it is');
SELECT results_eq($$SELECT u.n, t.* FROM (VALUES (1, '[{"a": 1}]'::jsonb), (2, '[]'), (3, '[{"a": 2}, {"a": 3}]')) u(n, datos)
    CROSS JOIN LATERAL _filas_json(u.datos, 'p', '{a}') AS t(posicion int, a int) ORDER BY 1, 2$$,
    'VALUES (1, 1, 1), (3, 1, 2), (3, 2, 3)', 'one call for each row of another relation');
SELECT is_empty(pg_temp.leer('[]'), 'an empty array gives no rows');
SELECT results_eq($$SELECT codigo FROM _filas_json('[{"codigo": ""}]', 'p', NULL) AS t(codigo text)$$, $$VALUES ('')$$,
    'an empty string is a value where the key is not mandatory');
SELECT is((SELECT count(*) FROM _filas_json((SELECT jsonb_agg(jsonb_build_object('a', i)) FROM generate_series(1, 20000) i), 'p', '{a}')
           AS t(posicion int, a int) WHERE posicion = a), 20000::bigint, 'a long batch, in order');

-- ---- what is refused: SQLSTATE 22023 and the place ---------------------------------------------
SELECT is((r).codigo, '22023', caso || ': SQLSTATE'), is((r).mensaje, 'malformed JSON', caso || ': message'),
       is((r).detalle, detalle, caso || ': detail')
FROM (SELECT caso, detalle, pg_temp.rechazo(pg_temp.leer(datos)) AS r
      FROM (VALUES
    ('null', NULL, 'Path: $.prestaciones; expected an array, it is missing.'),
    ('object for array', '{"codigo": "a"}', 'Path: $.prestaciones; expected an array, got an object.'),
    ('string for array', '"[]"', 'Path: $.prestaciones; expected an array, got "[]".'),
    ('number for object', '[{"codigo": "a", "valor": 1}, 7]', 'Path: $.prestaciones[1]; expected an object, got 7. Element 2.'),
    ('array for object', '[[]]', 'Path: $.prestaciones[0]; expected an object, got an array. Element 1.'),
    ('null for object', '[null]', 'Path: $.prestaciones[0]; expected an object, got null. Element 1.'),
    ('absent mandatory key', '[{"codigo": "a", "valor": 1}, {"codigo": "b"}]',
     'Path: $.prestaciones[1].valor; expected numeric, it is missing. Element 2.'),
    ('null mandatory key', '[{"codigo": "a", "valor": null}]',
     'Path: $.prestaciones[0].valor; expected numeric, it is missing. Element 1.'),
    ('blank mandatory key', '[{"codigo": " ", "valor": 1}]',
     'Path: $.prestaciones[0].codigo; expected text, it is missing. Element 1.'),
    ('misspelt key', '[{"codigo": "a", "valr": 1}]',
     'Path: $.prestaciones[0]; expected no other keys than codigo, fecha, valor, cantidad, firme, extra, glosa, papel, got "valr". Element 1.'),
    ('key posicion', '[{"codigo": "a", "valor": 1, "posicion": 4}]',
     'Path: $.prestaciones[0]; expected no other keys than codigo, fecha, valor, cantidad, firme, extra, glosa, papel, got "posicion". Element 1.'),
    ('object for scalar', '[{"codigo": "a", "valor": {"v": 1}}]',
     'Path: $.prestaciones[0].valor; expected numeric, got an object. Element 1.'),
    ('array for scalar', '[{"codigo": ["a"], "valor": 1}]',
     'Path: $.prestaciones[0].codigo; expected text, got an array. Element 1.')) AS v(caso, datos, detalle)) AS q;

-- ---- what the types refuse keeps its own SQLSTATE -------------------------------------------------
SELECT is(((r).codigo, (r).detalle)::text, (codigo, detalle)::text, caso)
FROM (SELECT caso, codigo, detalle, pg_temp.rechazo(pg_temp.leer(format('[{"codigo": "a", "valor": 1}, {"codigo": "b", %s}]', par))) AS r
      FROM (VALUES
    ('text for a number', '"valor": "mil"', '22P02', 'Path: $.prestaciones[1].valor; expected numeric, got "mil". Element 2.'),
    ('a day that does not exist', '"valor": 1, "fecha": "2025-02-30"', '22008',
     'Path: $.prestaciones[1].fecha; expected date, got "2025-02-30". Element 2.'),
    ('decimals for an integer', '"valor": 1, "cantidad": 1.5', '22P02',
     'Path: $.prestaciones[1].cantidad; expected integer, got 1.5. Element 2.'),
    ('integer out of range', '"valor": 1, "cantidad": 3000000000', '22003',
     'Path: $.prestaciones[1].cantidad; expected integer, got 3000000000. Element 2.'),
    ('boolean for a number', '"valor": true', '22P02', 'Path: $.prestaciones[1].valor; expected numeric, got true. Element 2.'),
    ('a type of ours, with its own detail after the place', '"valor": 1, "glosa": "RS01"', '22P02',
     'Path: $.prestaciones[1].glosa; expected codigo_glosa, got "RS01". Element 2. The general concept of "RS01" does not exist.'),
    ('an enumeration', '"valor": 1, "papel": "juez"', '22P02', 'Path: $.prestaciones[1].papel; expected papel, got "juez". Element 2.'),
    ('NaN is no amount', '"valor": "NaN"', 'KG004', 'Path: $.prestaciones[1].valor; expected numeric, got "NaN". Element 2.'),
    ('Infinity is no amount', '"valor": "Infinity"', 'KG004',
     'Path: $.prestaciones[1].valor; expected numeric, got "Infinity". Element 2.')) AS v(caso, par, codigo, detalle)) AS q;
SELECT is((pg_temp.rechazo(pg_temp.leer('[{"codigo": "b", "valor": "mil"}]'))).mensaje, 'invalid input syntax for type numeric: "mil"',
    'and its own message');
SELECT throws_ok($$SELECT * FROM conciliacion._filas_json('[{}]', 'p', '{}') AS t(a pg_temp.con_valor)$$, '23502', NULL,
    'a domain that forbids NULL is asked about an absent key');
SELECT ok(length((pg_temp.rechazo(pg_temp.leer(jsonb_build_array(jsonb_build_object('codigo', 'a', 'valor', repeat('ñ', 10000)))::text))).detalle)
          < 300, 'a long value is cut in the detail');
-- The error leaves nothing behind: the session goes on reading.
SELECT isnt_empty(pg_temp.leer('[{"codigo": "a", "valor": 1}]'), 'reading goes on after an error');

-- ---- tolerant mode, paths, single objects ------------------------------------------------------------
SELECT results_eq($$SELECT * FROM _filas_json('[{"a": 1, "otra": {"b": 2}}]', 'p', '{a}', false) AS t(a int)$$, 'VALUES (1)',
    'the tolerant mode passes over other keys');
SELECT is((pg_temp.rechazo(pg_temp.leer('[{"codigo": "a", "otra": 2}]', false))).detalle,
    'Path: $.prestaciones[0].valor; expected numeric, it is missing. Element 1.', 'but asks for the mandatory ones');
SELECT is((pg_temp.rechazo($$SELECT * FROM conciliacion._filas_json('[1]', '', '{}') AS t(a int)$$)).detalle,
    'Path: $[0]; expected an object, got 1. Element 1.', 'no path: the argument itself');
SELECT is((pg_temp.rechazo($$SELECT * FROM conciliacion._filas_json('[1]', '$.usuarios[3].servicios', '{}') AS t(a int)$$)).detalle,
    'Path: $.usuarios[3].servicios[0]; expected an object, got 1. Element 1.', 'a whole path goes as it is');
SELECT results_eq($$SELECT * FROM _objeto_json('{"nombre": "x", "valor": 1.50}', 'rips', '{nombre}') AS t(nombre text, valor numeric)$$,
    $$VALUES ('x', 1.50)$$, 'a single object');
SELECT is((pg_temp.rechazo(format('SELECT * FROM conciliacion._objeto_json(%L, ''rips'', ''{n}'') AS t(n int, m int)', datos))).detalle, detalle, caso)
FROM (VALUES ('object: an array instead', '[]', 'Path: $.rips; expected an object, got an array.'),
             ('object: null', NULL, 'Path: $.rips; expected an object, it is missing.'),
             ('object: misspelt key', '{"n": 1, "k": 2}', 'Path: $.rips; expected no other keys than n, m, got "k".'),
             ('object: missing key', '{"m": 2}', 'Path: $.rips.n; expected integer, it is missing.'),
             ('object: bad value', '{"n": "a"}', 'Path: $.rips.n; expected integer, got "a".')) AS v(caso, datos, detalle);

-- ---- a wrong call is a bug of ours, found at once ------------------------------------------------------
SELECT throws_ok($$SELECT * FROM conciliacion._filas_json('[]', 'p', '{b}') AS t(a int)$$, 'XX000', NULL, 'mandatory key out of the shape');
SELECT throws_ok($$SELECT * FROM conciliacion._filas_json('[]', 'p', '{}') AS t(a numeric(18,2))$$, 'XX000', NULL,
    'a numeric modifier would round: refused');
SELECT throws_ok($$SELECT conciliacion._filas_json('[]', 'p', '{}')$$, NULL, NULL, 'no column definition list');
SELECT * FROM finish();
ROLLBACK;
