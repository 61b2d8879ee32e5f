-- Returns (devoluciones), Res. 2284/2023 art. 6: once, by closed causes, 5 / 5 / 5 business days that run inside the 20 of
-- the glosa; tacit acceptance (RE2201) and the unjustified return.
BEGIN;
SELECT no_plan();

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'A1', 'Asegurador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, 'P1', 'Hospital', '1');
-- Filed on Tuesday 2025-07-01: the return is due 07-08, the glosas 07-29.
CREATE FUNCTION pg_temp.radicada() RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(1, 1, ('F' || (SELECT count(*) + 1 FROM cartera.factura))::conciliacion.numero_factura,
        '2025-07-01', '[{"codigo": "890201", "valor": "1000.00"}]', fecha_servicio => '2025-06-20') $$;
CREATE FUNCTION pg_temp.devuelta() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE f bigint := pg_temp.radicada();
BEGIN
    PERFORM conciliacion.devolver_factura(1, f, 'DE1601', 'No es afiliado', '2025-07-03');
    RETURN f;
END $$;
CREATE FUNCTION pg_temp.contestada() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE f bigint := pg_temp.devuelta();
BEGIN
    PERFORM conciliacion.responder_devolucion(1, f, false, 'Sí estaba afiliado', '2025-07-08', 'RE9601');
    RETURN f;
END $$;
CREATE FUNCTION pg_temp.factura(f bigint) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', x.estado, coalesce(x.quien_debe::text, '-'), coalesce(x.vence::text, '-')) FROM cartera.factura x WHERE x.factura_id = f $$;
-- Each case is a call with %s for the invoice; ok, or the SQLSTATE of its refusal.
CREATE FUNCTION pg_temp.intento(preparar text, llamada text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE f bigint; r text;
BEGIN
    EXECUTE 'SELECT pg_temp.' || preparar || '()' INTO f;
    BEGIN
        EXECUTE replace(llamada, '%s', f::text);
        r := pg_temp.factura(f);
    EXCEPTION WHEN OTHERS THEN
        r := SQLSTATE;
    END;
    RETURN r;
END $$;

SELECT is(pg_temp.intento(preparar, 'SELECT conciliacion.' || llamada), esperado, que) FROM (VALUES
    -- the payer returns
    ('radicada', $$devolver_factura(1, %s, 'DE1601', 'No es afiliado', '2025-07-03')$$, 'devuelta prestador 2025-07-10', 'returned: the provider owes its answer in 5 business days'),
    ('radicada', $$devolver_factura(1, %s, 'DE1601', 'No es afiliado', '2025-07-08')$$, 'devuelta prestador 2025-07-15', 'returned on its last day'),
    ('radicada', $$devolver_factura(1, %s, 'DE1601', 'No es afiliado', '2025-07-09')$$, 'KG002', 'the day after, it may no longer be returned'),
    ('devuelta', $$devolver_factura(1, %s, 'DE5001', 'Ya pagada', '2025-07-04')$$, 'KG001', 'not twice'),
    ('radicada', $$devolver_factura(1, %s, 'TA0201', 'Tarifa', '2025-07-03')$$, 'KG009', 'only by the causes of return: a cause of glosa is not'),
    ('radicada', $$devolver_factura(1, %s, 'DE', 'Sin causa', '2025-07-03')$$, 'KG009', 'nor the general concept'),
    ('radicada', $$devolver_factura(1, %s, 'DE9999', 'Inventada', '2025-07-03')$$, 'KG009', 'nor a code out of the list'),
    ('radicada', $$devolver_factura(1, %s, '850', 'De otro manual', '2025-07-03')$$, 'KG009', 'nor one of the other manual'),
    ('radicada', $$devolver_factura(1, %s, NULL, 'Sin causa', '2025-07-03')$$, 'KG003', 'nor without a cause'),
    ('radicada', $$devolver_factura(1, %s, 'DE1601', ' ', '2025-07-03')$$, 'KG003', 'nor without a comment'),
    ('radicada', $$formular_glosa(1, %s, 'TA0201', 10, 'Tarifa', 1, '2025-07-02') , conciliacion.devolver_factura(1, %s, 'DE1601', 'x', '2025-07-03')$$, 'KG001', 'an invoice with live glosas is not returned'),
    ('devuelta', $$formular_glosa(1, %s, 'TA0201', 10, 'Tarifa', 1, '2025-07-04')$$, 'KG001', 'and a returned one is not glossed'),
    ('radicada', $$devolver_factura(1, %s, 'DE1601', 'x', '2025-06-30')$$, '22023', 'not before it was filed'),
    -- the provider answers
    ('devuelta', $$responder_devolucion(1, %s, true, NULL, '2025-07-08', 'RE9701')$$, 'devuelta - -', 'the provider accepts the return: it stands'),
    ('devuelta', $$responder_devolucion(1, %s, false, 'Sí estaba afiliado', '2025-07-08', 'RE9601')$$, 'devuelta pagador 2025-07-15', 'or contests it: the payer owes its decision'),
    ('devuelta', $$responder_devolucion(1, %s, false, ' ', '2025-07-08', 'RE9601')$$, 'KG003', 'contesting needs its reasons'),
    ('devuelta', $$responder_devolucion(1, %s, NULL, 'x', '2025-07-08')$$, 'KG001', 'it says whether it proceeds'),
    ('devuelta', $$responder_devolucion(1, %s, false, 'x', '2025-07-08', 'RE2201')$$, 'KG009', 'RE2201 is for the payer to give'),
    ('devuelta', $$responder_devolucion(1, %s, false, 'x', '2025-07-08', 'TA0201')$$, 'KG009', 'a cause of glosa answers nothing'),
    ('radicada', $$responder_devolucion(1, %s, false, 'x', '2025-07-08')$$, 'KG001', 'nothing to answer when it was not returned'),
    ('contestada', $$responder_devolucion(1, %s, false, 'x', '2025-07-09')$$, 'KG001', 'answered once'),
    ('devuelta', $$responder_devolucion(1, %s, false, 'Tarde', '2025-07-14', 'RE9601')$$, 'devuelta pagador 2025-07-21', 'late, while nobody took it as accepted, it is an answer marked as late'),
    -- the payer decides
    ('contestada', $$decidir_devolucion(1, %s, true, NULL, '2025-07-15')$$, 'radicada pagador 2025-07-29', 'the payer admits the answer: the invoice follows, and its 20 days did not stop'),
    ('contestada', $$decidir_devolucion(1, %s, false, 'Se reitera', '2025-07-15')$$, 'devuelta - -', 'or upholds the return'),
    ('contestada', $$decidir_devolucion(1, %s, false, ' ', '2025-07-15')$$, 'KG003', 'upholding needs its reasons'),
    ('devuelta', $$decidir_devolucion(1, %s, false, 'x', '2025-07-08')$$, 'KG001', 'nothing to decide before the answer'),
    ('contestada', $$decidir_devolucion(1, %s, false, 'Tarde', '2025-07-16')$$, 'devuelta - -', 'late, while nobody took it as unjustified, it is a decision marked as late'),
    ('contestada', $$decidir_devolucion(1, %s, NULL, 'x', '2025-07-15')$$, 'KG001', 'the payer says whether it proceeds'),
    -- tacit acceptance, RE2201
    ('devuelta', $$decidir_devolucion(1, %s, NULL, 'RE2201', '2025-07-11')$$, 'devuelta - -', 'not answered in term: the payer takes it as accepted from the day after'),
    ('devuelta', $$decidir_devolucion(1, %s, NULL, 'RE2201', '2025-07-10')$$, 'KG001', 'not on the last day'),
    ('devuelta', $$decidir_devolucion(1, %s, NULL, 'RE2201', '2025-07-10', 'sistema')$$, 'devuelta - -', 'the system dates it at the deadline'),
    ('devuelta', $$decidir_devolucion(1, %s, NULL, 'RE2201', '2025-07-09', 'sistema')$$, 'KG001', 'never before it'),
    ('devuelta', $$decidir_devolucion(1, %s, NULL, 'RE2201', '2025-07-11', 'prestador')$$, 'KG008', 'it is not for the provider to take'),
    -- unjustified return
    ('contestada', $$decidir_devolucion(1, %s, NULL, NULL, '2025-07-16', 'prestador')$$, 'radicada pagador 2025-07-29', 'not decided in term: the provider takes it as unjustified from the day after'),
    ('contestada', $$decidir_devolucion(1, %s, NULL, NULL, '2025-07-15', 'prestador')$$, 'KG001', 'not on the last day'),
    ('contestada', $$decidir_devolucion(1, %s, NULL, NULL, '2025-07-15', 'sistema')$$, 'radicada pagador 2025-07-29', 'the system dates it at the deadline'),
    ('contestada', $$procesar_vencimientos('2025-12-31') , conciliacion.devolver_factura(1, %s, 'DE5001', 'x', '2025-07-15')$$, 'KG001', 'and the invoice is not returned again'),
    ('contestada', $$procesar_vencimientos('2025-12-31') , conciliacion.devolver_factura(1, %s, 'DE5001', 'x', '2025-07-29')$$, 'KG001', 'however late: once is once, it is not a matter of terms'),
    ('contestada', $$decidir_devolucion(1, %s, true, NULL, '2025-07-15') , conciliacion.devolver_factura(1, %s, 'DE5001', 'x', '2025-11-04')$$, 'KG001', 'nor after the answer was admitted'),
    ('radicada', $$formular_glosa(1, %s, 'TA0201', 10, 'Tarifa', 1, '2025-07-02') , conciliacion.devolver_factura(1, %s, 'DE1601', 'x', '2025-11-04')$$, 'KG001', 'nor, late, one with live glosas'),
    ('contestada', $$procesar_vencimientos('2025-12-31') , conciliacion.formular_glosa(1, %s, 'TA0201', 10, 'Tarifa', 1, '2025-07-29')$$, 'glosada pagador 2025-07-29', 'but it may be glossed within the 20 days'),
    ('contestada', $$anular_factura(1, %s, 'Se corrige y se vuelve a facturar', '2025-07-09')$$, 'anulada - -', 'the provider may withdraw a returned invoice')
) AS v (preparar, llamada, esperado, que);

-- ---- by themselves ------------------------------------------------------------------------------------------------
CREATE TEMP TABLE d AS SELECT pg_temp.devuelta() AS callada, pg_temp.contestada() AS sin_decidir;
SELECT results_eq($$SELECT r.evento, r.causa, r.fecha FROM conciliacion.procesar_vencimientos('2025-07-11') r, d WHERE r.factura_id IN (callada, sin_decidir)$$,
    $$VALUES ('decidir_devolucion', 'tacita', date '2025-07-10')$$, 'the return nobody answered is accepted at its deadline');
SELECT is(pg_temp.factura(callada), 'devuelta - -', 'it stands') FROM d;
SELECT results_eq($$SELECT r.evento, r.causa, r.fecha FROM conciliacion.procesar_vencimientos('2025-12-31') r, d WHERE r.factura_id IN (callada, sin_decidir)$$,
    $$VALUES ('decidir_devolucion', 'injustificada', date '2025-07-15')$$, 'the one the payer did not decide is unjustified at its deadline');
SELECT is(pg_temp.factura(sin_decidir), 'radicada pagador 2025-07-29', 'the invoice follows its course with the term it had') FROM d;
SELECT results_eq($$SELECT e.evento, e.papel, e.fecha, e.comentario ~ 'RE2201' FROM cartera.factura_evento e, d WHERE e.factura_id = callada AND e.secuencia = 3$$,
    $$VALUES ('decidir_devolucion'::conciliacion.evento_factura, 'sistema'::conciliacion.papel, date '2025-07-10', true)$$, 'written as the system, with the code of the manual');

-- ---- and only while the norm says so -----------------------------------------------------------------------------------
UPDATE cartera.norma_plazo SET activo = false WHERE norma_id = 'CO-2284' AND acto IN ('responder_devolucion', 'decidir_devolucion');
TRUNCATE d; INSERT INTO d SELECT pg_temp.devuelta(), pg_temp.contestada();
SELECT is_empty('SELECT * FROM conciliacion.procesar_vencimientos(''2025-12-31'')', 'rows switched off: nothing happens by itself');
SELECT is(pg_temp.intento('devuelta', $$SELECT conciliacion.decidir_devolucion(1, %s, NULL, 'RE2201', '2025-07-11')$$), 'KG001', 'nor by hand');
SELECT is(pg_temp.intento('contestada', $$SELECT conciliacion.decidir_devolucion(1, %s, NULL, NULL, '2025-07-16', 'prestador')$$), 'KG001', 'in either direction');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'everything adds up');
SELECT * FROM finish();
ROLLBACK;
