-- The same tables and indexes without rules.
CREATE SCHEMA piso;
SELECT format('CREATE TABLE piso.%I (LIKE cartera.%1$I INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING INDEXES INCLUDING STORAGE)', t)
  FROM unnest('{factura,prestacion,liquidacion,liquidacion_linea,liquidacion_retencion,liquidacion_evento,cuenta_movimiento}'::text[]) t \gexec
INSERT INTO piso.prestacion SELECT * FROM cartera.prestacion;
INSERT INTO piso.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, norma_id, estado)
SELECT prestador_id, factura_id, pagador_id, numero, fecha_radicacion, norma_id, estado FROM cartera.factura;
VACUUM ANALYZE piso.prestacion, piso.factura, banco.final_liquidacion_linea, banco.final_prestacion;
