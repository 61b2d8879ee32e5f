-- The floor: the same tables and indexes with no rule at all (no trigger, no foreign key, no check).
CREATE SCHEMA piso;
CREATE TABLE piso.factura (LIKE cartera.factura INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING INDEXES INCLUDING STORAGE);
CREATE TABLE piso.prestacion (LIKE cartera.prestacion INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE);
CREATE TABLE piso.glosa (LIKE cartera.glosa INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE);
CREATE TABLE piso.glosa_evento (LIKE cartera.glosa_evento INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE);
-- with as much room left in their pages as ours
SELECT format('ALTER TABLE piso.%I SET (%s)', c.relname, array_to_string(c.reloptions, ', '))
  FROM pg_class c WHERE c.relnamespace = 'cartera'::regnamespace AND c.reloptions IS NOT NULL
   AND to_regclass('piso.' || c.relname) IS NOT NULL \gexec
SELECT format('INSERT INTO piso.factura (%1$s) SELECT %1$s FROM cartera.factura ORDER BY prestador_id, factura_id',
              string_agg(quote_ident(attname), ', ' ORDER BY attnum))
  FROM pg_attribute WHERE attrelid = 'cartera.factura'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' \gexec
INSERT INTO piso.prestacion SELECT * FROM cartera.prestacion ORDER BY prestador_id, factura_id, linea;
