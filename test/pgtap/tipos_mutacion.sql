-- Whatever a client types is refused as bad text or out of range, or is a value that reads back the same.
BEGIN;
SELECT plan(6);

-- One to three small edits: delete, replace, insert or repeat a character.
CREATE FUNCTION pg_temp.mutar(texto text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    raros constant text := E'0123456789.,%-+ \t\n/_eExXaAsSíÍáñÑhHdDmMº１−\u00A0\u0301\u200B''"\\';
    n int; i int; c text;
BEGIN
    n := 1 + floor(random() * 3);
    FOR k IN 1 .. n LOOP
        i := 1 + floor(random() * (length(texto) + 1));
        c := substr(raros, 1 + floor(random() * length(raros))::int, 1);
        texto := CASE floor(random() * 4)
                     WHEN 0 THEN overlay(texto PLACING '' FROM i FOR 1)
                     WHEN 1 THEN overlay(texto PLACING c FROM i FOR 1)
                     WHEN 2 THEN overlay(texto PLACING c FROM i FOR 0)
                     ELSE overlay(texto PLACING substr(texto, i, 1) FROM i FOR 0) END;
    END LOOP;
    RETURN texto;
END $$;

-- What became of a text: its SQLSTATE, 'ok', or what is wrong.
CREATE FUNCTION pg_temp.probar(tipo text, texto text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE bien boolean;
BEGIN
    EXECUTE format('SELECT v::text::%1$s OPERATOR(conciliacion.=) v AND v::text::%1$s::text OPERATOR(pg_catalog.=) v::text FROM (SELECT $1::%1$s) AS t(v)', tipo)
        INTO STRICT bien USING texto;
    RETURN CASE WHEN bien THEN 'ok' ELSE format('%L does not read back', texto) END;
EXCEPTION WHEN OTHERS THEN
    RETURN CASE WHEN SQLSTATE IN ('22P02', '22003') THEN SQLSTATE ELSE format('%L fails with %s', texto, SQLSTATE) END;
END $$;

DO $$ BEGIN PERFORM setseed(0.2284); END $$;
CREATE TEMP TABLE resultado AS
    SELECT v.tipo, pg_temp.probar(v.tipo, pg_temp.mutar(v.literal)) AS queda
    FROM (VALUES
        ('conciliacion.porcentaje', '17'), ('conciliacion.porcentaje', '3,5 %'), ('conciliacion.porcentaje', '-2%'),
        ('conciliacion.porcentaje', '9223372036854.775807%'),
        ('conciliacion.plazo', '15 dias habiles'), ('conciliacion.plazo', '15 días hábiles'), ('conciliacion.plazo', '15 dh'), ('conciliacion.plazo', '3 años'),
        ('conciliacion.plazo', '48 horas'),
        ('conciliacion.numero_factura', 'FE-000123'), ('conciliacion.numero_factura', '0001-00001234'), ('conciliacion.numero_factura', 'fe 12/b')
    ) AS v(tipo, literal), generate_series(1, 300) AS vez;

SELECT is_empty(format('SELECT queda FROM resultado WHERE tipo = %L AND queda NOT IN (''ok'', ''22P02'', ''22003'')', tipo),
                format('%s: refused properly or read back', tipo))
FROM unnest(ARRAY['conciliacion.porcentaje', 'conciliacion.plazo', 'conciliacion.numero_factura']) AS tipo;
SELECT ok(count(*) FILTER (WHERE queda = 'ok') > 30 AND count(*) FILTER (WHERE queda = '22P02') > 30,
          format('%s: both happen (%s)', tipo, string_agg(DISTINCT queda, ', ' ORDER BY queda)))
FROM resultado GROUP BY tipo ORDER BY tipo;

SELECT * FROM finish();
ROLLBACK;
