-- Exact-set search: which invoices a payment without detail pays.
BEGIN;
SELECT plan(33);

CREATE FUNCTION pg_temp.hallar(objetivo numeric, importes numeric[], tope int DEFAULT 10) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(posiciones::text, ' ' ORDER BY solucion), '') || CASE WHEN bool_or(hay_mas) THEN ' …' ELSE '' END
      FROM conciliacion.conciliar_subconjunto(objetivo, importes, tope)
$$;

SELECT is(pg_temp.hallar(c.objetivo, c.importes::numeric[], c.tope), c.esperado, c.que)
  FROM (VALUES
    (600.00, '{100,200,300}', 10, '{1,2,3}', 'ALLOC-30: one payment of three invoices'),
    (1.00, '{0.10,0.10,0.10,0.10,0.10,0.10,0.10,0.10,0.10,0.10}', 10, '{1,2,3,4,5,6,7,8,9,10}', 'ALLOC-29: ten tenths are one'),
    (1500.00, '{500,700}', 10, '', 'ALLOC-28: no exact set, no answer: nothing is forced'),
    (300, '{100,200,300,100}', 10, '{3}', 'only the combinations of fewest invoices'),
    (200, '{100,100,100}', 10, '{1,2} {1,3} {2,3}', 'ambiguity is shown: equal amounts are different invoices'),
    (200, '{100,100,100}', 3, '{1,2} {1,3} {2,3}', 'as many as the limit: there are no more'),
    (200, '{100,100,100}', 2, '{1,2} {1,3} …', 'up to the limit, and it says that there are more'),
    (200.01, '{100,100,0.02,0.01}', 10, '{1,2,4}', 'to the cent'),
    (200.03, '{100,100,0.02,0.02}', 10, '', 'a cent away is not an answer'),
    (42.42, '{42.41}', 10, '', 'ALLOC-34: one cent too much is not an answer'),
    (42.41, '{42.42}', 10, '', 'ALLOC-34: nor one too little'),
    (300.00, '{500,100,900,200}', 10, '{2,4}', 'positions are those of the array given'),
    (300, '{}', 10, '', 'nothing to combine'),
    (9999999999999999.99, '{9999999999999999.99,9999999999999999.98,0.01}', 10, '{1}', 'the largest amount'),
    (9999999999999999.99, '{9999999999999999.98,0.01,9999999999999999.98}', 10, '{1,2} {2,3}', 'and its sums')
  ) c(objetivo, importes, tope, esperado, que);
SELECT results_eq($$SELECT solucion, posiciones, importes_hallados, cuantos, hay_mas
                      FROM conciliacion.conciliar_subconjunto(30, '{10,20.00,20,10.0}', 1)$$,
    $$VALUES (1, '{1,2}'::int[], '{10.00,20.00}'::numeric[], 2, true)$$, 'positions, amounts, how many and whether there are more');
SELECT throws_ok($$SELECT * FROM conciliacion.conciliar_subconjunto(NULL, '{1}')$$, '22004', NULL, 'no rows would say that there is none');
SELECT is((SELECT format('%s %s %s', p.provolatile, p.proisstrict, p.proparallel) FROM pg_proc p
            WHERE p.oid = 'conciliacion.conciliar_subconjunto(numeric,numeric[],integer)'::regprocedure), 'i f s',
    'immutable, not strict, parallel safe');
SELECT ok(has_function_privilege('pg_database_owner', 'conciliacion.conciliar_subconjunto(numeric,numeric[],integer)', 'EXECUTE'),
    'anybody may search: it reads no table');

SELECT throws_ok(format('SELECT * FROM conciliacion.conciliar_subconjunto(%s)', c.argumentos), c.codigo, NULL, c.que)
  FROM (VALUES
    ('0, ''{1}''', 'KG004', 'ALLOC: target zero'), ('-1, ''{1}''', 'KG004', 'target negative'),
    ('1, ''{1,0}''', 'KG004', 'amount zero'), ('460, ''{500,-40}''', 'KG004', 'a refund inside the set is not an invoice'),
    ('1.001, ''{1}''', 'KG004', 'target of three decimals'), ('1, ''{1.001}''', 'KG004', 'amount of three decimals'),
    ('''NaN'', ''{1}''', 'KG004', 'not a number'), ('1, ''{Infinity}''', 'KG004', 'infinite'),
    ('1, ''{1,NULL}''', '22004', 'null amount'), ('1, ''{{1},{2}}''', '22023', 'two dimensions'),
    ('1, ''{1}'', 0', '22023', 'no solutions asked for'),
    ('12345.67, array_fill(0.01, ARRAY[10001])', '54000', 'too many amounts')
  ) c(argumentos, codigo, que);

-- A table of 250 amounts without a common divisor, and a target of twenty of them: smaller combinations exist beyond
-- reach, so that any answer would be a guess.
CREATE TEMP TABLE muchos AS
    SELECT array_agg((i * 7919 % 100003 * 10007 + 900000000 + i)::numeric / 100 ORDER BY i) AS v FROM generate_series(1, 250) i;
SELECT throws_ok($$SELECT * FROM muchos, conciliacion.conciliar_subconjunto((SELECT sum(x) FROM unnest(v[1:20]) x) + 0.01, v)$$,
    '54000', NULL, 'what cannot be answered exactly is refused, never approximated');
CREATE FUNCTION pg_temp.interrumpida(consulta text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE consulta;
    RETURN false;
EXCEPTION WHEN query_canceled THEN
    RETURN true;
END
$$;
SET LOCAL statement_timeout = '40ms';
SELECT ok(pg_temp.interrumpida($$SELECT * FROM muchos, conciliacion.conciliar_subconjunto((SELECT sum(x) FROM unnest(v[1:7]) x) + 0.01,
    v[1:200])$$), 'a long search is interrupted');
RESET statement_timeout;

SELECT * FROM finish();
ROLLBACK;
