-- The same tables and indexes without rules, with as much room left in their pages as ours.
CREATE SCHEMA piso;
SELECT format('CREATE TABLE piso.%I (LIKE cartera.%1$I INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING INDEXES INCLUDING STORAGE)', t)
  FROM unnest('{factura,prestacion,liquidacion,liquidacion_linea,liquidacion_retencion,liquidacion_evento,cuenta_movimiento}'::text[]) t \gexec
SELECT format('ALTER TABLE piso.%I SET (%s)', c.relname, array_to_string(c.reloptions, ', '))
  FROM pg_class c WHERE c.relnamespace = 'cartera'::regnamespace AND c.reloptions IS NOT NULL
   AND to_regclass('piso.' || c.relname) IS NOT NULL \gexec
-- where the new versions of lines and invoice are inserted instead of updated
CREATE TABLE piso.version_prestacion (LIKE piso.prestacion INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE);
CREATE TABLE piso.version_factura (LIKE piso.factura INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE);
INSERT INTO piso.prestacion SELECT * FROM cartera.prestacion;
INSERT INTO piso.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, norma_id, estado)
SELECT prestador_id, factura_id, pagador_id, numero, fecha_radicacion, norma_id, estado FROM cartera.factura;
VACUUM ANALYZE piso.prestacion, piso.factura, banco.final_liquidacion_linea, banco.final_linea, banco.final_prestacion;
