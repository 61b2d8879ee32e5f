#!/bin/bash
# subconjunto.sh - times of conciliar_subconjunto against its goals: 40 random amounts whatever the size of the
# combination, 200 amounts with a combination of up to 6. Needs a database with the extension (PGHOST, PGDATABASE…).
# Prints each case, its best time of three in milliseconds, the goal and the ratio; fails when a goal is missed.
set -eu
psql -X -q -v ON_ERROR_STOP=1 <<'FIN_SQL'
SET client_min_messages = error;
CREATE FUNCTION pg_temp.medir(n int, k int, rango bigint, OUT ms numeric, OUT halladas bigint, OUT tamano int)
LANGUAGE plpgsql AS $$
DECLARE
    v numeric[]; t numeric; antes timestamptz; esta numeric;
BEGIN
    SELECT array_agg(((1 + floor(random() * rango))::bigint)::numeric / 100) INTO v FROM generate_series(1, n);
    SELECT sum(x) INTO t FROM (SELECT x FROM unnest(v) x ORDER BY random() LIMIT k) s;
    FOR i IN 1..3 LOOP
        antes := clock_timestamp();
        SELECT count(*), max(cuantos) INTO halladas, tamano FROM conciliacion.conciliar_subconjunto(t, v);
        esta := extract(epoch FROM clock_timestamp() - antes) * 1000;
        ms := least(coalesce(ms, esta), esta);
    END LOOP;
END
$$;
SELECT setseed(0.25) \g /dev/null
CREATE TEMP TABLE banco AS
SELECT c.que, c.n, c.k, m.tamano, m.halladas, round(m.ms, 1) AS ms, c.meta, round(m.ms / c.meta, 2) AS razon
  FROM (VALUES ('40 amounts, 2 of them', 40, 2, 1000000000::bigint, 100), ('40 amounts, 10 of them', 40, 10, 1000000000, 100),
               ('40 amounts, 20 of them', 40, 20, 1000000000, 100), ('40 amounts, 35 of them', 40, 35, 1000000000, 100),
               ('40 amounts of up to 18 digits, 20 of them', 40, 20, 4000000000000000, 100),
               ('200 amounts, 2 of them', 200, 2, 1000000000, 2000), ('200 amounts, 4 of them', 200, 4, 1000000000, 2000),
               ('200 amounts, 6 of them', 200, 6, 1000000000, 2000),
               ('200 amounts of up to 16 digits, 6 of them', 200, 6, 1000000000000000, 2000)) c(que, n, k, rango, meta),
       LATERAL pg_temp.medir(c.n, c.k, c.rango) m;
SELECT que AS "case", tamano AS size, halladas AS found, ms, meta AS goal_ms, razon AS ratio FROM banco ORDER BY n, k, que;
DO $$
BEGIN
    IF (SELECT max(razon) FROM banco) >= 1 THEN
        RAISE EXCEPTION 'a goal is missed';
    END IF;
END
$$;
\echo goals met
FIN_SQL
