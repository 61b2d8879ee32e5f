\echo '── 8. IMPUTACIÓN A LOS PROFESIONALES ─────────────────────────────────────────────────────'
\echo 'La clínica descuenta 12 % de administración y 1,5 % de fondo de riesgo. Por defecto se imputa todo lo que se puede cobrar.'
\echo
\set retenciones '[{"concepto": "Administración", "porcentaje": "12%"}, {"concepto": "Fondo de riesgo", "porcentaje": "1,5%"}]'
\echo 'FE-1041 antes de imputar (previsualizar_imputacion no escribe nada):'
SELECT v.linea AS "lín.", v.codigo AS "código", r.nombre AS profesional, pg_temp.pesos(v.facturado) AS "facturado",
       pg_temp.pesos(v.glosa_aceptada) AS aceptado, pg_temp.pesos(v.glosa_pendiente) AS "en glosa", pg_temp.pesos(v.imputado) AS "se imputa", v.accion AS "acción"
  FROM conciliacion.previsualizar_imputacion(1, :fe_1041, :'retenciones') v
  JOIN cartera.profesional r ON r.prestador_id = 1 AND r.profesional_id = v.profesional_id ORDER BY v.linea;
SELECT count(*) AS n FROM conciliacion.imputar(1, :fe_1041, :'retenciones', comentario => 'Pago TRF-88213', fecha => '2025-07-23') \gset
\echo Imputada: :n liquidaciones, una por profesional.
\echo

\echo '✘ Prueba 3 de 3. De FE-1042 entraron 72.100 y se quiere imputar como si la EPS hubiera pagado también las jeringas.'
\set ON_ERROR_STOP off
SELECT conciliacion.imputar(1, :fe_1042, :'retenciones', fecha => '2025-07-23');
\set ON_ERROR_STOP on
SELECT pg_temp.exigir(:'SQLSTATE' = 'KG004' AND count(*) = 0, 'rechazada con ' || :'SQLSTATE' || ' (imputar más de lo recibido); FE-1042 sigue sin liquidaciones') AS hecho
  FROM cartera.liquidacion q WHERE q.prestador_id = 1 AND q.factura_id = :fe_1042 \gset
\echo :hecho
\echo
\echo 'Lo correcto es decir la excepción. En FE-1043, la retención de la EPS se explica a cada profesional.'
\echo
\o /dev/null
SELECT conciliacion.imputar(1, :fe_1042, :'retenciones', comentario => 'Pago TRF-88213', fecha => '2025-07-23',
    excepciones => '[{"linea": 3, "accion": "pendiente"}]');
SELECT conciliacion.imputar(1, :fe_1043, :'retenciones', comentario => 'Pago TRF-88213', fecha => '2025-07-23',
    excepciones => '[{"linea": 1, "accion": "pagado", "monto": "176400", "comentario": "La EPS retuvo el 2 %"},
                     {"linea": 2, "accion": "pagado", "monto": "41160", "comentario": "La EPS retuvo el 2 %"}]');
\o
