-- Security of what the extension puts in a database, read from the catalogue.
BEGIN;
SELECT plan(13);

SELECT isnt_empty($$SELECT 1 FROM pg_proc p WHERE p.pronamespace = 'conciliacion'::regnamespace$$, 'there are functions to look at');

SELECT is_empty($$
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace::regnamespace::text IN ('conciliacion', 'cartera', 'informes') AND p.prosecdef
$$, 'no function is SECURITY DEFINER');

SELECT is_empty($$
    SELECT p.oid::regprocedure::text
    FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace::regnamespace::text IN ('conciliacion', 'cartera', 'informes') AND l.lanname NOT IN ('c', 'internal')
      AND p.prosqlbody IS NULL
      AND NOT coalesce(p.proconfig @> '{"search_path=pg_catalog, pg_temp"}', false) ORDER BY 1
$$, 'every function that is not C pins search_path or has a body parsed at creation');

SELECT is_empty($$
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.prorettype = 'trigger'::regtype
      AND has_function_privilege('pg_database_owner', p.oid, 'EXECUTE') ORDER BY 1
$$, 'PUBLIC may not attach the trigger functions to anything');

SELECT is_empty($$
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.proname ~ '^_(crear|sembrar|instalar|migrar)'
      AND has_function_privilege('pg_database_owner', p.oid, 'EXECUTE') ORDER BY 1
$$, 'PUBLIC may not run the steps of instalar()');

SELECT is_empty($$
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.provolatile = 'v'
      AND has_function_privilege('pg_database_owner', p.oid, 'EXECUTE') ORDER BY 1
$$, 'PUBLIC may run no function that could write');

SELECT is_empty($$
    SELECT c.oid::regclass::text, x.grantee::regrole::text, x.privilege_type
    FROM pg_class c, aclexplode(c.relacl) x
    WHERE c.relnamespace::regnamespace::text IN ('cartera', 'conciliacion') AND x.grantee = 0
$$, 'PUBLIC has no privilege on the tables');

SELECT is_empty($$
    SELECT n.nspname FROM pg_namespace n, aclexplode(n.nspacl) x
    WHERE n.nspname IN ('conciliacion', 'cartera', 'informes') AND x.grantee = 0 AND x.privilege_type = 'CREATE'
$$, 'PUBLIC may create nothing in the schemas');

SELECT is_empty($$
    SELECT c.oid::regclass::text FROM pg_class c
    WHERE c.relnamespace::regnamespace::text = 'informes' AND c.relkind = 'v'
      AND NOT coalesce(c.reloptions && '{security_invoker=true,security_invoker=on,security_invoker=1}', false) ORDER BY 1
$$, 'the views of informes run as whoever reads them');

SELECT is_empty($$SELECT evtname FROM pg_event_trigger$$, 'no event trigger');

-- A trigger function called with SELECT: an error of protocol, never a crash.
CREATE FUNCTION pg_temp.estado_de(consulta text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE consulta;
    RETURN '00000';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
SELECT is_empty($$
    SELECT p.oid::regprocedure::text, e.estado
    FROM pg_proc p, LATERAL (SELECT pg_temp.estado_de(format('SELECT %s', p.oid::regprocedure)) AS estado) e
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.prorettype = 'trigger'::regtype
      AND e.estado NOT IN ('39P01', '0A000') ORDER BY 1
$$, 'calling a trigger function with SELECT is refused');

-- The same functions on a table that instalar() did not make, whose columns look right: refused as well, row or
-- statement, before or after.
CREATE SCHEMA ajeno;
CREATE FUNCTION pg_temp.estado_en_ajena(f regprocedure, cuando text, nivel text, evento text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    CREATE TABLE ajeno.glosa_evento (prestador_id bigint, glosa_id bigint, factura_id bigint, secuencia int, evento text);
    EXECUTE format('CREATE TRIGGER x %s %s ON ajeno.glosa_evento %s EXECUTE FUNCTION %s', cuando, evento, nivel, f);
    INSERT INTO ajeno.glosa_evento VALUES (1, 1, 1, 1, 'formular');
    UPDATE ajeno.glosa_evento SET secuencia = 2;
    DELETE FROM ajeno.glosa_evento;
    RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
SELECT is_empty($$
    SELECT p.oid::regprocedure::text, v.cuando, v.nivel, v.evento, e.estado
    FROM pg_proc p,
         (SELECT c.cuando, n.nivel, ev.evento FROM (VALUES ('BEFORE'), ('AFTER')) c(cuando),
                 (VALUES ('FOR EACH ROW'), ('FOR EACH STATEMENT')) n(nivel),
                 (VALUES ('INSERT'), ('UPDATE'), ('DELETE')) ev(evento)) v,
         LATERAL (SELECT pg_temp.estado_en_ajena(p.oid::regprocedure, v.cuando, v.nivel, v.evento) AS estado) e
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.prorettype = 'trigger'::regtype
      AND e.estado <> '39P01' ORDER BY 1
$$, 'a trigger function on a table of somebody else is refused');

-- The extension owns functions, types and operators; the data never belongs to it, or a dump would lose rows.
SELECT is_empty($$
    SELECT c.oid::regclass::text FROM pg_depend d JOIN pg_class c ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
    JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'conciliacion'
    WHERE d.deptype = 'e' AND c.relkind IN ('r', 'p', 'S', 'm', 'f')
$$, 'no table or sequence is a member of the extension');

SELECT * FROM finish();
ROLLBACK;
