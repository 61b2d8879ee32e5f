-- What no text, row or table shape may do: bring the server down.
BEGIN;
SELECT plan(10);
SET LOCAL search_path = public, pg_catalog;

-- ---- plegar_glosa takes any record: its columns are proved, not believed ----

CREATE TEMP VIEW evento AS
    SELECT 1 AS secuencia, 'formular'::conciliacion.evento_glosa AS evento, date '2025-01-02' AS fecha, 100.00 AS valor,
           NULL::numeric AS valor_aceptado, NULL::numeric AS valor_levantado, NULL::conciliacion.causa_cierre AS causa_cierre,
           NULL::jsonb AS evidencia, 'formulada'::conciliacion.estado_glosa AS estado, NULL::date AS vence,
           'pagador'::conciliacion.papel AS quien_debe, false AS extemporanea;
SELECT is((SELECT (conciliacion.plegar_glosa(e)).valor_pendiente FROM evento e), 100.00, 'un evento completo se pliega');
SELECT throws_ok(format('SELECT conciliacion.plegar_glosa(r) FROM (SELECT %s FROM evento) r', columnas), '22023',
                 'plegar_glosa takes rows of cartera.glosa_evento', caso)
  FROM (SELECT s.caso, string_agg(COALESCE(CASE WHEN a.attname = s.columna THEN s.valor END, a.attname::text)
                                  || ' AS ' || a.attname, ', ' ORDER BY a.attnum) AS columnas
          FROM (VALUES ('importe que no es numeric', 'valor', '5::bigint'),
                       ('secuencia que no es entera', 'secuencia', '''uno''::text'),
                       ('estado de otra enumeración', 'estado', '''radicada''::conciliacion.estado_factura'),
                       ('evidencia que no es jsonb', 'evidencia', '42'),
                       ('evento nulo', 'evento', 'NULL::conciliacion.evento_glosa'),
                       ('estado nulo', 'estado', 'NULL::conciliacion.estado_glosa'),
                       ('fecha nula', 'fecha', 'NULL::date'),
                       ('secuencia nula', 'secuencia', 'NULL::int')) s (caso, columna, valor),
               pg_attribute a
         WHERE a.attrelid = 'evento'::regclass AND a.attnum > 0
         GROUP BY s.caso) x;
SELECT throws_ok('SELECT conciliacion.plegar_glosa(r) FROM (SELECT 1 AS secuencia) r', '22023',
                 'plegar_glosa takes rows of cartera.glosa_evento', 'faltan columnas');

SELECT * FROM finish();
ROLLBACK;
