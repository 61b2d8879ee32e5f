-- Net of VAT, administrative expense, retentions and exact allocation.
BEGIN;
SELECT plan(67);
SET search_path = public, pg_catalog;

-- The worked example of the imputation guide
SELECT is(conciliacion.monto_neto(1000, '10.5%'), 904.98, 'net of 1000 with 10.5% VAT is 904.98 (exact: 904.977...)');
SELECT is(conciliacion.porcentaje_gasto_administrativo(45.20, 1000, '10.5%')::text, '4.9946%',
    'the expense is a percentage of the net before rounding: 45.20 * 1.105 / 1000');
SELECT is(conciliacion.porcentaje_gasto_administrativo(45.20, 904)::text, '5%', 'of a net truncated to 904 it is 5%');
SELECT is(conciliacion.porcentaje_retencion('17%', '3.5%', '4.5%')::text, '25%', 'retentions add up');

SELECT is(conciliacion.monto_neto(t.total, t.iva::conciliacion.porcentaje, t.decimales), t.neto,
          format('net of %s at %s with %s decimals', t.total, t.iva, t.decimales))
  FROM (VALUES (1000, '10.5%', 0, 905),
               (1000, '10.5%', 6, 904.977376),
               (1000, '0%', 2, 1000.00),
               (0, '21%', 2, 0.00),
               (121, '21%', 2, 100.00),
               (0.01, '100%', 2, 0.01),            -- half a cent goes away from zero
               (0.0099999999999999999999, '100%', 2, 0.00),  -- just under half a cent: rounded once
               (90, '-10%', 2, 100.00),
               (123456789012345678901234567890.12, '0%', 2, 123456789012345678901234567890.12))
       AS t(total, iva, decimales, neto);
SELECT is(scale(conciliacion.monto_neto(121, '21%')), 2, 'the net carries its two decimals');

SELECT throws_ok(t.sql, t.codigo, NULL, t.sql || ' is refused')
  FROM (VALUES
    ($$SELECT conciliacion.monto_neto(-0.01, '21%')$$, 'KG004'),
    ($$SELECT conciliacion.monto_neto('NaN', '21%')$$, 'KG004'),
    ($$SELECT conciliacion.monto_neto('Infinity', '21%')$$, 'KG004'),
    ($$SELECT conciliacion.monto_neto('-Infinity', '21%')$$, 'KG004'),
    ($$SELECT conciliacion.monto_neto(1, '-100%')$$, '22023'),
    ($$SELECT conciliacion.monto_neto(1, '-100.000001%')$$, '22023'),
    ($$SELECT conciliacion.monto_neto(1, '21%', -1)$$, '22023'),
    ($$SELECT conciliacion.monto_neto(1, '21%', 19)$$, '22023'),
    ($$SELECT conciliacion.porcentaje_gasto_administrativo(45.20, 0, '10.5%')$$, 'KG004'),
    ($$SELECT conciliacion.porcentaje_gasto_administrativo(45.20, 0)$$, 'KG004'),
    ($$SELECT conciliacion.porcentaje_gasto_administrativo(-1, 100)$$, 'KG004'),
    ($$SELECT conciliacion.porcentaje_gasto_administrativo(1, -100)$$, 'KG004'),
    ($$SELECT conciliacion.porcentaje_gasto_administrativo('NaN', 100)$$, 'KG004'),
    ($$SELECT conciliacion.porcentaje_gasto_administrativo(1, 100, '-100%')$$, '22023'),
    ($$SELECT conciliacion.porcentaje_gasto_administrativo(9999999999999999, 0.01)$$, '22003'),
    ($$SELECT conciliacion.porcentaje_retencion('1%', NULL)$$, '22023'),
    ($$SELECT conciliacion.monto_retencion(-1, '10%')$$, 'KG004'),
    ($$SELECT conciliacion.monto_retencion('NaN', '10%')$$, 'KG004'),
    ($$SELECT conciliacion.monto_retencion(1, '-1%')$$, '22023'),
    ($$SELECT conciliacion.monto_retencion(1, '100.000001%')$$, '22023'),
    ($$SELECT conciliacion.repartir(1, '{}')$$, '22023'),
    ($$SELECT conciliacion.repartir(1, '{0,0}')$$, '22023'),
    ($$SELECT conciliacion.repartir(1, '{1,-1}')$$, '22023'),
    ($$SELECT conciliacion.repartir(1, '{1,NaN}')$$, '22023'),
    ($$SELECT conciliacion.repartir(1, '{1,Infinity}')$$, '22023'),
    ($$SELECT conciliacion.repartir(1, '{1,NULL}')$$, '22023'),
    ($$SELECT conciliacion.repartir(1, '{{1,2},{3,4}}')$$, '22023'),
    ($$SELECT conciliacion.repartir(1, '{1e30,1}')$$, '22003'),
    ($$SELECT conciliacion.repartir(1e30, '{1}')$$, '22003'),
    ($$SELECT conciliacion.repartir(1.001, '{1}')$$, 'KG004'),
    ($$SELECT conciliacion.repartir('NaN', '{1}')$$, 'KG004'),
    ($$SELECT conciliacion.repartir('Infinity', '{1}')$$, 'KG004')) AS t(sql, codigo);

SELECT is(conciliacion.porcentaje_retencion(VARIADIC '{}'::conciliacion.porcentaje[])::text, '0%',
    'no concepts, no retention');
SELECT is(conciliacion.monto_retencion(1000, '25%'), 250.00, '25% of 1000');
SELECT is(conciliacion.monto_retencion(0.02, '25%'), 0.01, 'half a cent goes away from zero');
SELECT is(conciliacion.monto_retencion(0.02, '24.999999%'), 0.00, 'less than half a cent is not withheld');
SELECT is(conciliacion.monto_retencion(33.33, '100%'), 33.33, 'all of it');
SELECT is(conciliacion.porcentaje_gasto_administrativo(1, 3)::text, '33.333333%', 'six decimals of a percentage point');
SELECT is(conciliacion.porcentaje_gasto_administrativo(2, 3)::text, '66.666667%', 'rounded half away');

-- Largest remainder
SELECT is(conciliacion.repartir(t.monto, t.pesos::numeric[], t.decimales), t.partes::numeric[], t.nombre)
  FROM (VALUES (100, '{1,1,1}', 2, '{33.34,33.33,33.33}', '100 among three equals: ties to the first'),
               (-100, '{1,1,1}', 2, '{-33.34,-33.33,-33.33}', 'a negative amount is the mirror'),
               (100, '{1,2,4}', 0, '{14,29,57}', 'to the largest remainder, not to the first'),
               (100, '{0.5,0.25,0.25}', 2, '{50,25,25}', 'fractional weights'),
               (10, '{1e25,3e25}', 1, '{2.5,7.5}', 'weights with many zeros'),
               (0.05, '{1,0,1}', 2, '{0.03,0,0.02}', 'a weight of zero takes nothing'),
               (0, '{1,2}', 2, '{0,0}', 'nothing to share'),
               (9999999999999999.99, '{99999999999.99,1}', 2, '{9999999999899999.99,100000.00}', 'large amounts'))
       AS t(monto, pesos, decimales, partes, nombre);
SELECT is((conciliacion.repartir(1000, ARRAY[1.10, 1.10]))[1]::text, '500.00', 'each part carries its decimals');

-- Properties over random data
CREATE TEMP TABLE azar AS
SELECT i, (random() * 1e6)::numeric(18,2) * (CASE WHEN i % 5 = 0 THEN -1 ELSE 1 END) AS monto,
       (SELECT array_agg((random() * 1000)::numeric(18,3) + CASE WHEN j = 1 THEN 0.001 ELSE 0 END)
          FROM generate_series(1, 1 + i % 37) j WHERE i = i) AS pesos
  FROM generate_series(1, 2000) i;
SELECT is_empty($$SELECT i FROM azar a
    WHERE (SELECT sum(x) FROM unnest(conciliacion.repartir(a.monto, a.pesos)) x) <> a.monto$$,
    'the parts of 2,000 random allocations sum to the whole');
SELECT is_empty($$SELECT i FROM azar a, unnest(a.pesos, conciliacion.repartir(a.monto, a.pesos)) AS u(peso, parte)
    WHERE abs(parte - a.monto * peso / (SELECT sum(p) FROM unnest(a.pesos) p)) >= 0.01$$,
    'no part is a cent away from its exact quota');
SELECT is_empty($$SELECT i FROM azar
    WHERE conciliacion.repartir(-monto, pesos) <> (SELECT array_agg(-x ORDER BY o)
        FROM unnest(conciliacion.repartir(monto, pesos)) WITH ORDINALITY u(x, o))$$,
    'the mirror of an allocation is the allocation of the mirror');
SELECT is_empty($$SELECT i FROM azar, unnest('{0%,5%,10.5%,19%,21%}'::conciliacion.porcentaje[]) iva
    WHERE conciliacion.monto_neto(abs(monto), iva) <> round(abs(monto) / (1 + iva::numeric / 100), 2)$$,
    'the net agrees with plain division');
SELECT is_empty($$SELECT i FROM azar
    WHERE (SELECT sum(x) FROM unnest(conciliacion.repartir(conciliacion.monto_retencion(abs(monto), '25%'),
        '{17,3.5,4.5}')) x) <> round(abs(monto) * 0.25, 2)$$,
    'retentions per concept sum to the retention of the total percentage');

SELECT * FROM finish();
ROLLBACK;
