\echo '── 7. PAGO ───────────────────────────────────────────────────────────────────────────────'
\echo 'El 22 de julio entra una transferencia con su detalle: demo/datos/pago.csv.'
\echo 'En FE-1042 la EPS no pagó las jeringas; en FE-1043 retuvo el 2 %.'
\echo
CREATE TEMP TABLE pago_recibido (referencia text, fecha date, factura conciliacion.numero_factura, valor numeric, retencion numeric, descuento numeric);
\copy pago_recibido FROM 'datos/pago.csv' WITH (FORMAT csv, HEADER)
SELECT conciliacion.registrar_pago(1, 1, sum(r.valor), r.fecha, r.referencia,
           jsonb_agg(jsonb_build_object('factura_id', f.factura_id, 'valor', r.valor, 'retenido', r.retencion, 'descuento', r.descuento)),
           sum(r.retencion), sum(r.descuento)) AS pago
  FROM pago_recibido r
  LEFT JOIN cartera.factura f ON f.prestador_id = 1 AND f.pagador_id = 1 AND f.numero OPERATOR(conciliacion.=) r.factura
 GROUP BY r.referencia, r.fecha \gset
SELECT p.referencia, p.fecha, pg_temp.pesos(p.valor) AS valor, pg_temp.pesos(p.aplicado) AS aplicado, pg_temp.pesos(p.disponible) AS "a favor",
       pg_temp.pesos(p.retenido) AS retenido
  FROM cartera.pago p WHERE p.prestador_id = 1 AND p.pago_id = :pago;
SELECT pg_temp.exigir(p.valor = p.aplicado + p.disponible, 'el pago: valor = aplicado + disponible') AS hecho
  FROM cartera.pago p WHERE p.prestador_id = 1 AND p.pago_id = :pago \gset
\echo :hecho
\echo
