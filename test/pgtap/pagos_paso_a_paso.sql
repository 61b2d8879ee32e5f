-- Ten thousand random acts again, in short lives, with every identity proved after each one: what one act breaks is not
-- hidden by the next.
\ir comun/imputacion.sql
SELECT setseed(0.8);
CREATE TEMP TABLE facturas (i int, id bigint);
\ir comun/pagos_azar.sql

-- A life begins with these invoices, and nothing else.
CREATE FUNCTION pg_temp.nacer(vida int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    SET LOCAL session_replication_role = replica; -- or the triggers that guard history would not let it go
    TRUNCATE cartera.factura, cartera.pago, cartera.orden_pago, cartera.cuenta_corriente, cartera.liquidacion_linea CASCADE;
    SET LOCAL session_replication_role = origin;
    TRUNCATE facturas;
    PERFORM conciliacion.crear_cuenta_corriente(1, p) FROM generate_series(7, 9) p;
    INSERT INTO facturas
    SELECT i, pg_temp.factura(format('V%sF%s', vida, i), (SELECT array_agg((1 + random() * 500)::numeric(10,2)) FROM generate_series(1, 1 + i % 4)),
            (ARRAY[7, 8, 9])[1:1 + i % 3], (ARRAY['0%', '10.5%', '21%'])[1 + (i + vida) % 3], 1 + i % 2)
      FROM generate_series(1, 8) i;
END $$;
CREATE PROCEDURE pg_temp.vidas(cuantas int, actos int) LANGUAGE plpgsql AS $$
DECLARE
    n int := 0;
BEGIN
    FOR vida IN 1..cuantas LOOP
        PERFORM pg_temp.nacer(vida);
        FOR i IN 1..actos LOOP
            n := n + 1;
            PERFORM pg_temp.paso(n);
            INSERT INTO desvios SELECT n, v.identidad, v.objeto FROM conciliacion.verificar(1) v;
        END LOOP;
        COMMIT;
    END LOOP;
END $$;
SET client_min_messages = warning;
SET plan_cache_mode = force_generic_plan; -- a life is small: planning verificar() anew costs more than running it
CALL pg_temp.vidas(100, 100);
BEGIN;
SELECT plan(4);
SELECT is_empty('SELECT * FROM desvios', 'verificar() empty after every one; only refusals of the rules; annulment gives back each row');
SELECT is((SELECT sum(cuantos) FROM tanteo), 10000::bigint, 'all of them counted');
SELECT diag(string_agg(format('%s %s: %s', acto, resultado, cuantos), ', ' ORDER BY acto, resultado)) FROM tanteo;
SELECT is_empty($$SELECT a FROM unnest('{registrar,aplicar,desaplicar,anular pago,amortizar,imputar,imputar y anular,anular liquidación,ordenar,pagar orden,anular orden}'::text[]) a
    WHERE NOT EXISTS (SELECT FROM tanteo t WHERE t.acto = a AND t.resultado = 'bien' AND t.cuantos >= 20)$$, 'each act was done many times');
SELECT is((SELECT count(*) FROM facturas f JOIN cartera.factura x ON x.factura_id = f.id), 8::bigint, 'the last life is there to be looked at');
SELECT * FROM finish();
ROLLBACK;
