-- Ten thousand random acts: payments registered, applied, undone, annulled and amortised; lines imputed, debited and left
-- pending; liquidaciones annulled, ordered and paid. Every identity holds all along, nothing is lost, and what is
-- imputed and annulled at once leaves every row as it was.
-- The acts are committed as they come (each file has a database of its own); in one transaction, no version of a row that
-- changes a thousand times could be pruned.
\ir comun/imputacion.sql
SELECT setseed(0.4);
SELECT conciliacion.crear_cuenta_corriente(1, i) > 0 AS cuenta FROM generate_series(7, 9) i;
-- VAT of 0, 10.5 and 21%; 1 to 6 lines of one to three professionals; two payers
CREATE TEMP TABLE facturas AS
SELECT i, pg_temp.factura('R' || i, (SELECT array_agg((1 + random() * 500)::numeric(10,2)) FROM generate_series(1, 1 + i % 6)),
        (ARRAY[7, 8, 9])[1:1 + i % 3], (ARRAY['0%', '10.5%', '21%'])[1 + i % 3], 1 + i % 2) AS id
  FROM generate_series(1, 150) i;
\ir comun/pagos_azar.sql
CREATE PROCEDURE pg_temp.vivir(desde int, hasta int) LANGUAGE plpgsql AS $$
BEGIN
    FOR n IN desde..hasta LOOP
        PERFORM pg_temp.paso(n);
        IF n % 250 = 0 THEN
            INSERT INTO desvios SELECT n, v.identidad, v.objeto FROM conciliacion.verificar(1) v;
        END IF;
        IF n % 100 = 0 THEN
            COMMIT;
        END IF;
    END LOOP;
END $$;
CALL pg_temp.vivir(1, 10000);
BEGIN;
SELECT plan(12);
SELECT is_empty('SELECT * FROM desvios', 'verificar() empty all along; only refusals of the rules; annulment gives back each row');
SELECT is((SELECT sum(cuantos) FROM tanteo), 10000::bigint, 'all of them counted');
SELECT diag(string_agg(format('%s %s: %s', acto, resultado, cuantos), ', ' ORDER BY acto, resultado)) FROM tanteo;
SELECT is_empty($$SELECT a FROM unnest('{registrar,aplicar,desaplicar,anular pago,amortizar,imputar,imputar y anular,anular liquidación,ordenar,pagar orden,anular orden}'::text[]) a
    WHERE NOT EXISTS (SELECT FROM tanteo t WHERE t.acto = a AND t.resultado = 'bien' AND t.cuantos >= 20)$$, 'each act was done many times');
-- sums, from the history alone
SELECT is((SELECT sum(valor) FROM cartera.pago WHERE NOT anulado), (SELECT sum(aplicado + disponible) FROM cartera.pago), 'money in = applied + in favour');
SELECT is((SELECT sum(valor) FROM cartera.pago_aplicacion), (SELECT sum(pagado) FROM cartera.factura), 'what was applied is what invoices were paid');
SELECT is((SELECT sum(valor) FROM cartera.factura), (SELECT sum(pagado + retenido + descuentos + notas_credito + valor_aceptado + saldo) FROM cartera.factura), 'invoices add up');
SELECT is((SELECT sum(imputado) FROM cartera.liquidacion WHERE estado <> 'anulada'), (SELECT sum(valor_imputado) FROM cartera.prestacion), 'imputed once');
SELECT is((SELECT sum(importe) FROM cartera.cuenta_movimiento), (SELECT coalesce(sum(liquido), 0) FROM cartera.liquidacion WHERE estado IN ('pendiente', 'en_orden_pago')),
    'the accounts hold what is owed to the professionals');
SELECT is((SELECT -sum(importe) FROM cartera.cuenta_movimiento WHERE clase = 'pago'), (SELECT sum(total) FROM cartera.orden_pago WHERE estado = 'pagada'), 'orders paid once');
SELECT is_empty($$SELECT liquidacion_id FROM cartera.cuenta_movimiento WHERE clase = 'pago' GROUP BY 1 HAVING count(*) > 1$$, 'no liquidacion was paid twice');
SELECT is_empty($$SELECT factura_id FROM cartera.factura f WHERE (SELECT sum(valor_imputado) FROM cartera.prestacion p WHERE p.prestador_id = 1 AND p.factura_id = f.factura_id)
    > conciliacion.monto_neto(f.pagado, f.iva)$$, 'nor more than was received');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');
SELECT * FROM finish();
ROLLBACK;
