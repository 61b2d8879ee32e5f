\echo
\echo '── 1. RADICACIÓN ─────────────────────────────────────────────────────────────────────────'
\echo 'La clínica radica tres facturas con sus RIPS en JSON (Res. 2275 de 2023): demo/datos/rips_*.json.'
\echo
\set rips_1041 `cat datos/rips_FE-1041.json`
\set rips_1042 `cat datos/rips_FE-1042.json`
\set rips_1043 `cat datos/rips_FE-1043.json`
\set pacientes `cat datos/pacientes.json`
SELECT conciliacion.cargar_rips(1, 1, :'rips_1041', '2025-06-03', :'pacientes') AS fe_1041 \gset
SELECT conciliacion.cargar_rips(1, 1, :'rips_1042', '2025-06-03', :'pacientes') AS fe_1042 \gset
SELECT conciliacion.cargar_rips(1, 1, :'rips_1043', '2025-06-10', :'pacientes') AS fe_1043 \gset
SELECT f.numero AS factura, p.linea AS "lín.", p.orden AS "usuario/grupo/servicio", p.codigo AS "código", p.paciente_nombre AS paciente,
       r.nombre AS profesional, pg_temp.pesos(p.valor) AS valor
  FROM cartera.prestacion p
  JOIN cartera.factura f USING (prestador_id, factura_id)
  JOIN cartera.profesional r USING (prestador_id, profesional_id)
 ORDER BY f.factura_id, p.linea;
\echo 'La estancia de urgencias de FE-1042 no tiene valor en el RIPS y no da línea. Cada factura fija su norma al radicarse:'
SELECT f.numero AS factura, f.fecha_radicacion AS radicada, pg_temp.pesos(f.valor) AS valor, f.norma_id AS norma,
       f.vence_formular AS "se puede glosar hasta", f.estado
  FROM cartera.factura f ORDER BY f.factura_id;
SELECT pg_temp.exigir(conciliacion.cargar_rips(1, 1, :'rips_1041', '2025-06-03', :'pacientes') = :fe_1041,
    'cargar otra vez el mismo archivo devuelve la misma factura: nada se duplica') AS hecho \gset
\echo :hecho
\echo
