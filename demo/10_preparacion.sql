-- Formats, and what the narration needs: amounts as they are written in Colombia, and a check that stops the demo.
\pset border 1
\pset linestyle unicode
\pset footer off
\pset null ''
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.centavos(v numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT lpad(translate(to_char(v, 'FM999,999,990.00'), ',.', '.,'), 10)
$$;
-- Without its cents only when there are none: nothing is rounded to be shown.
CREATE FUNCTION pg_temp.pesos(v numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN v = trunc(v) THEN lpad(translate(to_char(v, 'FM999,999,990'), ',', '.'), 9) ELSE pg_temp.centavos(v) END
$$;
CREATE FUNCTION pg_temp.exigir(bien boolean, que text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF bien IS NOT TRUE THEN
        RAISE EXCEPTION 'la demostración falló: %', que;
    END IF;
    RETURN '✔ ' || que;
END $$;
-- Messages in Spanish where the server has a Spanish locale.
DO $$
DECLARE
    l text;
BEGIN
    FOREACH l IN ARRAY ARRAY['es_CO.UTF-8', 'es_CO.utf8', 'es_ES.UTF-8', 'es_ES.utf8'] LOOP
        BEGIN
            PERFORM set_config('lc_messages', l, false);
            EXIT;
        EXCEPTION WHEN invalid_parameter_value THEN
            NULL;
        END;
    END LOOP;
END $$;
\o /dev/null
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo)
VALUES (1, 'NI 900777001-4', 'Clínica Santa Aurelia (ficticia)', '1');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre, tipo)
VALUES (1, 'NI 800555002-9', 'EPS Horizonte Sur (ficticia)', 'EPS');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre)
VALUES (1, 1, 'CC 43000101', 'Lucía Arango Peña'), (1, 2, 'CC 79000202', 'Tomás Quintero Rey'),
       (1, 3, 'CC 52000303', 'Mariana Solís Duque');
SELECT conciliacion.crear_cuenta_corriente(1, profesional_id) FROM cartera.profesional ORDER BY profesional_id;
\o
\echo 'CONCILIACIÓN DE CUENTAS MÉDICAS, de los archivos a las liquidaciones'
\echo 'Clínica Santa Aurelia y EPS Horizonte Sur. Personas, entidades y valores son ficticios.'
