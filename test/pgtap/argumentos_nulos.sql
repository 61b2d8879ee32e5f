-- A null where a function of payments and imputation needs a value: an error that names the argument, never a wrong
-- answer ("it adds up", "no set", "no exceptions", "no rows").
BEGIN;
SELECT plan(7);
\ir comun/imputacion.sql
SELECT conciliacion.crear_cuenta_corriente(1, i) > 0 AS cuenta FROM generate_series(7, 8) i;
SELECT pg_temp.factura('N', '{100,50}', '{7,8}'), pg_temp.pagar('PN', 100, 'N=100');
SELECT pg_temp.imputar('N', '[{"linea":2,"accion":"debitado","comentario":"firma"}]');

-- The arguments in order; what may be null is in brackets.
CREATE TEMP TABLE llamada AS SELECT funcion, string_to_array(a, ' | ') AS argumentos FROM (VALUES
    ('registrar_pago', '1 | 1 | 10 | ''2025-02-01'' | ''R'' | [NULL] | 0 | 0'),
    ('crear_cuenta_corriente', '1 | 7 | [NULL] | [NULL]'),
    ('aplicar_pago', '1 | %p | %f | 10 | 0 | 0 | ''2025-02-01'' | [NULL]'),
    ('desaplicar_pago', '1 | %p | %f | [''x''] | ''2025-02-01'' | [NULL]'),
    ('anular_pago', '1 | %p | [''x''] | true | ''2025-03-01'''),
    ('amortizar_anticipo', '1 | %p | [NULL] | ''2025-02-01'''),
    ('previsualizar_imputacion', '1 | %f | ''[]'' | [NULL] | [NULL]'),
    ('imputar', '1 | %f | ''[]'' | [NULL] | [NULL] | [NULL] | ''2025-02-10'''),
    ('anular_liquidacion', '1 | %q | [''x''] | ''2025-02-10'''),
    ('ordenar_pago', '1 | ARRAY[%q] | ''2025-02-10'''),
    ('pagar_orden', '1 | 1 | ''2025-02-10'' | ''R'''),
    ('anular_orden_pago', '1 | 1 | [''x''] | ''2025-02-10'''),
    ('liquidaciones_pendientes', '1 | [NULL]'),
    ('liquidaciones_por_pagador', '1 | [NULL] | [NULL] | [NULL]'),
    ('historial_liquidaciones', '1 | [NULL] | [NULL] | [NULL]'),
    ('facturas_para_imputar', '1 | [NULL]'),
    ('profesionales_sin_cuenta', '1'),
    ('estado_cuenta_corriente', '1 | 7 | [NULL] | [NULL]'),
    ('disponible_para_imputar', '1 | %f'),
    ('conciliar_subconjunto', '10 | ''{10,20}'' | 10'),
    ('revisar_detalle_pago', '1 | %p | %d'),
    ('cargar_detalle_pago', '1 | %p | %d'),
    ('recibir_detalle_pago', '1 | %p | %d'),
    ('excepciones_detalle', '1 | %f | [NULL]'),
    ('excepciones_retenido', '1 | %f | [NULL] | [NULL]'),
    ('liquidacion_texto', '1 | %q'),
    ('liquidacion_html', '1 | %q'),
    ('marcar_prestacion', '1 | %f | 2 | ''a_refacturar'' | [NULL] | ''2025-03-01'''),
    ('refacturar', '1 | %f | [''{2}''] | ''N-2'' | ''2025-03-01'''),
    ('cadena_refacturas', '1 | %f'),
    ('por_refacturar', '1 | [NULL]'),
    ('recuperado_por_ronda', '1 | [NULL]')) v(funcion, a);

CREATE FUNCTION pg_temp.estado_de(consulta text, OUT estado text, OUT mensaje text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE consulta;
    RAISE SQLSTATE 'ZZ000' USING MESSAGE = 'done';
EXCEPTION WHEN OTHERS THEN
    estado := SQLSTATE;
    mensaje := SQLERRM;
END $$;
-- The call with its argument number n null; 0 changes none.
CREATE FUNCTION pg_temp.llamada(funcion text, argumentos text[], n int) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('SELECT * FROM conciliacion.%I(%s)', funcion, replace(replace(replace(replace(
               string_agg(CASE i WHEN n THEN 'NULL' ELSE CASE WHEN a LIKE '[%' THEN substr(a, 2, length(a) - 2) ELSE a END END, ', ' ORDER BY i),
               '%p', pg_temp.p('PN')::text), '%f', pg_temp.f('N')::text), '%d', quote_literal('[{"numero": "N", "pagado": 100}]')),
               '%q', (SELECT min(liquidacion_id)::text FROM cartera.liquidacion)))
      FROM unnest(argumentos) WITH ORDINALITY u(a, i)
$$;
CREATE TEMP TABLE visto AS
SELECT l.funcion, i AS n, i > 0 AND l.argumentos[i] LIKE '[%' AS puede, (SELECT p.proargnames[i] FROM pg_proc p
           WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.proname = l.funcion AND p.pronargs = cardinality(l.argumentos)) AS argumento, e.*
  FROM llamada l, generate_series(0, cardinality(l.argumentos)) i,
       LATERAL pg_temp.estado_de(pg_temp.llamada(l.funcion, l.argumentos, i)) e;

SELECT is_empty($$SELECT * FROM visto WHERE n > 0 AND argumento IS NULL$$, 'every argument of every function is tried');
SELECT is_empty($$SELECT * FROM visto WHERE n > 0 AND NOT puede
    AND (estado, mensaje) IS DISTINCT FROM ('22004', format('argument "%s" must not be null', argumento)) ORDER BY 1, 2$$,
    'a null that is not an answer is refused, and named');
SELECT is_empty($$SELECT * FROM visto WHERE puede AND argumento <> 'motivo' AND estado = '22004' ORDER BY 1, 2$$, 'what may be left out may be null');
SELECT is_empty($$SELECT * FROM visto WHERE argumento = 'motivo' AND puede AND funcion <> 'anular_orden_pago' AND funcion <> 'aplicar_pago' AND estado <> 'KG003'$$,
    'a reason that is missing is evidence that is missing');
SELECT is_empty($$SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.proname !~ '^_'
    AND p.proname ~ '(pago|imputa|liquidacion|cuenta_corriente|refactur|anticipo|detalle|retenido|subconjunto|prestacion$|ronda)'
    AND p.proname NOT IN (SELECT funcion FROM llamada) AND p.proname NOT IN ('detalle_de_csv', 'informe_conciliacion') ORDER BY 1$$,
    'none is left out of the list');
-- What is null of a text or of an amount is null: arithmetic, as that of SQL.
SELECT is(conciliacion.detalle_de_csv(NULL), NULL, 'no CSV, no detail');
SELECT is(conciliacion.monto_neto(NULL, '21%'), NULL, 'no amount, no net');
SELECT * FROM finish();
ROLLBACK;
