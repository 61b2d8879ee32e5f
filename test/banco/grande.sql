-- n notified glosas, twenty an invoice, with their two events (see grande.sh). Written as a restore would. The term to
-- formulate of every invoice is past, and what was lifted of it is paid; its conciliation is to be closed by the end of the year.
CREATE EXTENSION conciliacion;
SELECT conciliacion.instalar() \g /dev/null
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) SELECT i, 'P' || i, 'Pagador ' || i FROM generate_series(1, 5) i;
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) SELECT i, 'I' || i, 'Prestador ' || i, '1' FROM generate_series(1, 10) i;
SET session_replication_role = replica;
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, fecha_servicio, norma_id, valor,
    valor_glosado, valor_pendiente, pagado, estado, lineas, glosas_vivas, glosas_abiertas, secuencia, ultimo_evento, ultima_fecha, quien_debe,
    vence, vence_formular, vence_conciliar, vence_pago, primera_notificacion)
SELECT 1 + f % 10, f, 1 + f % 5, 'FE' || f, '2025-02-03', '2025-02-02', 'CO-2284', 1000000, 200000, 200000, 800000, 'glosada', 20, 20, 20, 1,
       'radicar', '2025-02-03', 'pagador', '2025-03-03', '2025-03-03', '2025-12-31', '2025-03-05', '2025-02-12'
  FROM generate_series(1, :n / 20) f;
INSERT INTO cartera.factura_evento (prestador_id, factura_id, secuencia, evento, fecha, papel, estado, vence, quien_debe, registrado_en, usuario)
SELECT prestador_id, factura_id, 1, 'radicar', fecha_radicacion, 'prestador', 'radicada', vence, 'pagador', clock_timestamp(), 'banco'
  FROM cartera.factura ORDER BY prestador_id, factura_id;
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, fecha, valor, valor_glosado, valor_pendiente)
SELECT 1 + f % 10, f, l, 'C' || l, '2025-02-02', 50000, 10000, 10000 FROM generate_series(1, :n / 20) f, generate_series(1, 20) l;
INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, valor_pendiente, estado, vence, quien_debe,
    ultimo_evento, ultima_fecha, secuencia, comentario, fecha, hash)
SELECT 1 + f % 10, (f - 1) * 20 + l, f, l, 'FA0101', 10000, 10000, 'notificada',
       CASE WHEN f % 10 = 0 AND f <= 20 THEN date '2025-03-06' ELSE date '2025-04-07' + (f % 365)::int END, 'prestador', 'notificar', '2025-02-12', 2,
       'Mayor valor cobrado', '2025-02-10', sha256(f::text::bytea)
  FROM generate_series(1, :n / 20) f, generate_series(1, 20) l;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, secuencia, evento, fecha, papel, valor, comentario, evidencia, estado, vence,
    quien_debe, registrado_en, usuario, hash)
SELECT g.prestador_id, g.glosa_id, s, CASE s WHEN 1 THEN 'formular'::conciliacion.evento_glosa ELSE 'notificar' END, g.fecha + 2 * (s - 1), 'pagador',
       CASE s WHEN 1 THEN g.valor END, CASE s WHEN 1 THEN g.comentario END, CASE s WHEN 2 THEN '{"acuse": "AC-1"}'::jsonb END,
       CASE s WHEN 1 THEN 'formulada'::conciliacion.estado_glosa ELSE 'notificada' END, g.vence,
       CASE s WHEN 1 THEN 'pagador'::conciliacion.papel ELSE 'prestador' END, clock_timestamp(), 'banco', g.hash
  FROM cartera.glosa g, generate_series(1, 2) s;
SET session_replication_role = origin;
SELECT format('VACUUM FREEZE ANALYZE %s', c.oid::regclass) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND n.nspname = 'cartera' AND pg_relation_size(c.oid) > 0 \gexec
