-- One paid invoice; variable lineas. A professional for each 50 lines.
CREATE EXTENSION conciliacion;
SELECT conciliacion.instalar() \g /dev/null
CREATE SCHEMA banco;
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'P1', 'Pagador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, 'I1', 'Prestador', '1');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre)
SELECT 1, i, 'M' || i, 'Profesional ' || i FROM generate_series(1, :lineas / 50) i;
SELECT count(conciliacion.crear_cuenta_corriente(1, i, 'CC' || i, 'Cuenta ' || i)) FROM generate_series(1, :lineas / 50) i \g /dev/null
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, fecha_servicio)
VALUES (1, 1, 1, 'FE1', '2025-03-03', '2025-02-15');
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, descripcion, fecha, paciente, paciente_nombre, profesional_id, valor)
SELECT 1, 1, l, 'C' || l, 'Servicio', '2025-02-15', 'CC ' || l, 'Paciente', 1 + l % (:lineas / 50), 50000 + l
  FROM generate_series(1, :lineas) l;
SELECT conciliacion.registrar_pago(1, 1, valor, '2025-04-01', 'R1', format('[{"factura_id":1,"valor":%s}]', valor)::jsonb)
  FROM cartera.factura \g /dev/null
SELECT format('VACUUM ANALYZE %s', c.oid::regclass) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND n.nspname = 'cartera' AND pg_relation_size(c.oid) > 0 \gexec
