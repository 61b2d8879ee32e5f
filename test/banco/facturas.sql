-- A data base with the extension, providers, and filed invoices: psql variables facturas, lineas, prestadores.
CREATE EXTENSION conciliacion;
SELECT conciliacion.instalar() \g /dev/null
CREATE SCHEMA banco;

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) SELECT i, 'P' || i, 'Pagador ' || i FROM generate_series(1, 5) i;
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo)
SELECT i, 'I' || i, 'Prestador ' || i, '1' FROM generate_series(1, :prestadores) i;
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_emision, fecha_radicacion, fecha_servicio)
SELECT 1 + (i - 1) * :prestadores / :facturas, i, 1 + i % 5, 'FE' || i, '2025-02-20', '2025-03-03', '2025-02-15'
  FROM generate_series(1, :facturas) i;
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, descripcion, fecha, paciente, paciente_nombre, valor)
SELECT f.prestador_id, f.factura_id, l, 'C' || 890000 + l, 'Servicio ' || l, '2025-02-15', 'CC ' || 1000000 + f.factura_id,
       'Paciente ' || f.factura_id, 50000 + 1000 * l
  FROM cartera.factura f CROSS JOIN generate_series(1, :lineas) l
 ORDER BY f.prestador_id, f.factura_id, l;

-- the codes that a payer may use on these invoices
CREATE TABLE banco.codigo AS
SELECT row_number() OVER (ORDER BY c.codigo) - 1 AS n, c.codigo
  FROM conciliacion.catalogo_glosas() c
 WHERE c.manual = '2284' AND c.clase::text = 'glosa' AND c.nivel > 1 AND c.oficial;
