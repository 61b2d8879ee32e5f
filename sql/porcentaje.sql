-- porcentaje: input, output, arithmetic and the texts of its errors.
\pset null '(null)'
SET search_path = conciliacion, public;

-- a comma or a point is the decimal mark; the output is canonical
SELECT escrito, escrito::porcentaje AS porcentaje
FROM unnest(ARRAY['17', '17%', '3,5 %', '10.5%', '-2%', '+5', E' \t17 %\n', '1.234', '1,234%', '-0', '-0,00%', '0.000001',
                  '-0.5', '0.100000', '007', '9223372036854.775807', '-9223372036854.775807%']) AS escrito;

-- what is not a percentage
SELECT ''::porcentaje;
SELECT '%'::porcentaje;
SELECT '-'::porcentaje;
SELECT '- 2'::porcentaje;
SELECT '1.234,5'::porcentaje;
SELECT '1,234.5%'::porcentaje;
SELECT '.5'::porcentaje;
SELECT '5,'::porcentaje;
SELECT '17%%'::porcentaje;
SELECT '1 7'::porcentaje;
SELECT '1e2'::porcentaje;
SELECT 'NaN'::porcentaje;
SELECT '-Infinity%'::porcentaje;
SELECT repeat('9', 300)::text::porcentaje;
SELECT repeat('x', 300)::text::porcentaje;

-- more than six decimals are never rounded, nor ignored
SELECT '1.1234567'::porcentaje;
SELECT '1.1000000'::porcentaje;

-- out of range
SELECT '9223372036854.775808'::porcentaje;
SELECT '-9223372036855%'::porcentaje;
SELECT '9223372036854.775807%'::porcentaje + '0.000001%';
SELECT '-9223372036854.775807%'::porcentaje - '0.000001%';

-- arithmetic is exact
SELECT '17%'::porcentaje + '0,5' AS suma, '2%'::porcentaje - '3.5%' AS resta, -'3.5%'::porcentaje AS opuesto,
       - '-9223372036854.775807%'::porcentaje AS extremo;
SELECT '17%'::porcentaje * 200 AS entero, 200 * '17%'::porcentaje AS conmuta, '17%'::porcentaje * 200.00 AS centavos,
       '17%'::porcentaje * 0.01 AS exacto, '0.000001%'::porcentaje * 1 AS minimo, '-3.5%'::porcentaje * 1000.0 AS negativo,
       '100%'::porcentaje * 12345678901234567890123456789012345678.90 AS grande, '17%'::porcentaje * 0 AS cero;
SELECT '17%'::porcentaje * 'NaN'::numeric;
SELECT 'Infinity'::numeric * '17%'::porcentaje;
SELECT '17%'::porcentaje * ('0.' || repeat('0', 16381) || '1')::numeric;

-- the number is the percentage points
SELECT 17::porcentaje AS entero, 17::bigint::porcentaje AS largo, 17.50::porcentaje AS decimal,
       (50 / 3.2)::porcentaje AS sin_resto, '17.5%'::porcentaje::numeric AS numero, '17%'::porcentaje::numeric AS puntos;
SELECT (50 / 3.0)::porcentaje;
SELECT 1.1234567::porcentaje;
SELECT 10000000000000::porcentaje;
SELECT (-9223372036855)::porcentaje;
SELECT 9223372036854.775808::porcentaje;
SELECT 'NaN'::numeric::porcentaje;
SELECT '-Infinity'::numeric::porcentaje;

-- assignment, but no implicit cast
CREATE TEMP TABLE tasa (id int, p porcentaje DEFAULT 19);
INSERT INTO tasa VALUES (1, 17), (2, 17.5), (3, 5::bigint), (4, '3,5 %'), (5, NULL), (6, DEFAULT);
SELECT * FROM tasa ORDER BY p, id;
INSERT INTO tasa VALUES (7, 0.12345678);
CREATE TEMP TABLE numeros (n numeric);
INSERT INTO numeros SELECT p FROM tasa WHERE id = 2;
SELECT * FROM numeros;

-- aggregates
SELECT sum(p), avg(p), min(p), max(p) FROM tasa;
SELECT sum(p), avg(p), min(p), max(p) FROM tasa WHERE false;
SELECT avg(v::porcentaje) AS media FROM (VALUES ('0.000001%'), ('0%')) AS m(v);
SELECT avg(v::porcentaje) AS media FROM (VALUES ('-0.000001%'), ('0%')) AS m(v);
SELECT sum(v::porcentaje), avg(v::porcentaje)
FROM (VALUES ('9223372036854.775807%'), ('9223372036854.775807%'), ('-9223372036854.775807%')) AS m(v);
SELECT sum(v::porcentaje) FROM (VALUES ('9223372036854.775807%'), ('0.000001%')) AS m(v);
SELECT id, sum(p) OVER w, avg(p) OVER w, count(p) OVER w FROM tasa
WINDOW w AS (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) ORDER BY id;
SELECT _porcentaje_agregar('{1,2}', '1%');
SELECT _porcentaje_media('{1,1,0}');
