-- Ten amounts to share over 1,000 weights, and two other ways of doing it.
CREATE EXTENSION conciliacion;
CREATE SCHEMA banco;
SELECT setseed(0.25) \g /dev/null
CREATE TABLE banco.caso AS
SELECT i AS id, 1000000 + i * 1234.56 AS monto, array_agg(round((random() * 100000 + k)::numeric, 2)) AS pesos
  FROM generate_series(1, 10) i, generate_series(1, 1000) k GROUP BY i;

-- Floors in cents, then one more cent to the largest remainders; ties to the first.
CREATE FUNCTION banco.repartir_plpgsql(monto numeric, pesos numeric[]) RETURNS numeric[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_total numeric := 0;
    v_centavos numeric := monto * 100;
    v_queda numeric := monto * 100;
    v_partes numeric[];
    v_restos numeric[];
    v_parte numeric;
    v_peso numeric;
    v_orden int[];
    v_i int;
BEGIN
    FOREACH v_peso IN ARRAY pesos LOOP
        v_total := v_total + v_peso;
    END LOOP;
    FOREACH v_peso IN ARRAY pesos LOOP
        v_parte := div(v_centavos * v_peso, v_total);
        v_partes := v_partes || v_parte;
        v_restos := v_restos || mod(v_centavos * v_peso, v_total);
        v_queda := v_queda - v_parte;
    END LOOP;
    SELECT array_agg(o ORDER BY r DESC, o) INTO v_orden FROM unnest(v_restos) WITH ORDINALITY AS u (r, o);
    FOR v_i IN 1 .. v_queda LOOP
        v_partes[v_orden[v_i]] := v_partes[v_orden[v_i]] + 1;
    END LOOP;
    FOR v_i IN 1 .. cardinality(v_partes) LOOP
        v_partes[v_i] := round(v_partes[v_i] / 100, 2);
    END LOOP;
    RETURN v_partes;
END
$$;

CREATE FUNCTION banco.repartir_sql(monto numeric, pesos numeric[]) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS $$
    SELECT array_agg(round((parte + CASE WHEN puesto <= queda THEN 1 ELSE 0 END) / 100, 2) ORDER BY o)
      FROM (SELECT o, parte, row_number() OVER (ORDER BY resto DESC, o) AS puesto, monto * 100 - sum(parte) OVER () AS queda
              FROM (SELECT o, div(monto * 100 * peso, total) AS parte, mod(monto * 100 * peso, total) AS resto
                      FROM (SELECT o, peso, sum(peso) OVER () AS total FROM unnest(pesos) WITH ORDINALITY AS u (peso, o)) a) b) c
$$;
