\echo '── 9. LIQUIDACIÓN DE CADA PROFESIONAL ────────────────────────────────────────────────────'
\echo
SELECT CASE WHEN GROUPING(p.profesional_id) = 1 THEN 'TODOS' WHEN GROUPING(q.liquidacion_id) = 1 THEN '  total' ELSE p.nombre END AS profesional,
       CASE WHEN GROUPING(q.liquidacion_id) = 0 THEN min(f.numero::text) END AS factura,
       pg_temp.centavos(sum(q.imputado)) AS imputado, pg_temp.centavos(sum(r.adm)) AS "adm. 12 %", pg_temp.centavos(sum(r.fondo)) AS "fdo. 1,5 %",
       pg_temp.centavos(sum(q.liquido)) AS "a pagar"
  FROM cartera.liquidacion q
  JOIN cartera.profesional p USING (prestador_id, profesional_id)
  JOIN cartera.factura f USING (prestador_id, factura_id)
 CROSS JOIN LATERAL (SELECT sum(t.monto) FILTER (WHERE t.orden = 1) AS adm, sum(t.monto) FILTER (WHERE t.orden = 2) AS fondo
                       FROM cartera.liquidacion_retencion t WHERE t.prestador_id = q.prestador_id AND t.liquidacion_id = q.liquidacion_id) r
 GROUP BY GROUPING SETS ((p.profesional_id, p.nombre, q.liquidacion_id), (p.profesional_id, p.nombre), ())
 ORDER BY p.profesional_id NULLS LAST, q.liquidacion_id NULLS LAST;
\echo 'El detalle que recibe Lucía Arango:'
SELECT f.numero AS factura, l.linea AS "lín.", p.codigo AS "código", p.paciente_nombre AS paciente, pg_temp.pesos(l.facturado) AS facturado,
       pg_temp.pesos(p.valor_aceptado) AS aceptado, pg_temp.pesos(l.imputado) AS imputado, l.comentario
  FROM cartera.liquidacion q
  JOIN cartera.liquidacion_linea l USING (prestador_id, liquidacion_id)
  JOIN cartera.prestacion p ON p.prestador_id = l.prestador_id AND p.factura_id = l.factura_id AND p.linea = l.linea
  JOIN cartera.factura f ON f.prestador_id = l.prestador_id AND f.factura_id = l.factura_id
 WHERE q.prestador_id = 1 AND q.profesional_id = 1 ORDER BY f.factura_id, l.linea;
SELECT pg_temp.exigir(bool_and(q.imputado = q.retenido + q.liquido)
           AND (SELECT sum(m.importe) FROM cartera.cuenta_movimiento m WHERE m.prestador_id = 1) = sum(q.liquido),
    'imputado = retenciones + a pagar, y las cuentas corrientes de los profesionales lo muestran') AS hecho
  FROM cartera.liquidacion q WHERE q.prestador_id = 1 \gset
\echo :hecho
\echo
\echo '── 10. ESTADO DE CUENTA DE LAS FACTURAS ──────────────────────────────────────────────────'
\echo
WITH concepto AS (
    SELECT f.factura_id, f.numero::text AS factura, e.n, e.concepto, e.valor, f.valor_pendiente, f.estado, f.estado_imputacion
      FROM cartera.factura f
     CROSS JOIN LATERAL conciliacion.estado_cuenta_factura(f.prestador_id, f.factura_id) WITH ORDINALITY AS e(concepto, valor, n)
     WHERE f.prestador_id = 1),
renglon AS (
    SELECT factura_id, factura, n::numeric, CASE n WHEN 1 THEN concepto WHEN 2 THEN '= ' || concepto ELSE '+ ' || concepto END AS concepto, pg_temp.pesos(valor) AS texto
      FROM concepto WHERE n <= 7
    UNION ALL
    SELECT 99999, 'total', n, CASE n WHEN 1 THEN concepto WHEN 2 THEN '= ' || concepto ELSE '+ ' || concepto END, pg_temp.pesos(sum(valor))
      FROM concepto WHERE n <= 7 GROUP BY n, concepto
    UNION ALL
    SELECT coalesce(factura_id, 99999), coalesce(factura, 'total'), 8, '¿cuadra?', CASE WHEN sum(valor) FILTER (WHERE n = 1) = sum(valor) FILTER (WHERE n BETWEEN 2 AND 7) THEN '        ✔' ELSE '        ✘' END
      FROM concepto GROUP BY GROUPING SETS ((factura_id, factura), ())
    UNION ALL
    SELECT factura_id, factura, 9, 'del saldo, en glosa', pg_temp.pesos(valor_pendiente) FROM concepto WHERE n = 1
    UNION ALL
    SELECT factura_id, factura, 10, 'estado', estado::text FROM concepto WHERE n = 1
    UNION ALL
    SELECT factura_id, factura, 11, 'imputación', replace(estado_imputacion::text, '_', ' ') FROM concepto WHERE n = 1)
SELECT concepto, factura, texto, factura_id FROM renglon ORDER BY n, factura_id \crosstabview concepto factura texto factura_id
SELECT pg_temp.exigir(count(*) = 3 AND bool_and(e.valor = 0), 'las tres facturas cuadran al peso') AS hecho
  FROM cartera.factura f, conciliacion.estado_cuenta_factura(f.prestador_id, f.factura_id) e
 WHERE f.prestador_id = 1 AND e.concepto = 'diferencia' \gset
\echo :hecho
