-- Every object that a person can meet explains itself, in the catalogue, to whoever looks with \d or a BI tool.
BEGIN;
SELECT plan(10);

SELECT is_empty($$
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND coalesce(obj_description(p.oid, 'pg_proc'), '') = '' ORDER BY 1
$$, 'every function, procedure and aggregate has a comment');

SELECT is_empty($$
    SELECT t.oid::regtype::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.typnamespace = 'conciliacion'::regnamespace AND t.typcategory <> 'A' AND t.typtype <> 'm'
      AND (c.oid IS NULL OR c.relkind = 'c') AND coalesce(obj_description(t.oid, 'pg_type'), '') = '' ORDER BY 1
$$, 'every type has a comment');

SELECT is_empty($$
    SELECT o.oid::regoperator::text FROM pg_operator o
    WHERE o.oprnamespace = 'conciliacion'::regnamespace AND coalesce(obj_description(o.oid, 'pg_operator'), '') = '' ORDER BY 1
$$, 'every operator has a comment');

SELECT is_empty($$
    SELECT c.opcname FROM pg_opclass c
    WHERE c.opcnamespace = 'conciliacion'::regnamespace AND coalesce(obj_description(c.oid, 'pg_opclass'), '') = '' ORDER BY 1
$$, 'every operator class has a comment');

SELECT is_empty($$
    SELECT format('%s -> %s', c.castsource::regtype, c.casttarget::regtype)
    FROM pg_cast c JOIN pg_depend d ON d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'conciliacion'
    WHERE coalesce(obj_description(c.oid, 'pg_cast'), '') = '' ORDER BY 1
$$, 'every cast has a comment');

SELECT is_empty($$
    SELECT c.oid::regclass::text FROM pg_class c
    WHERE c.relnamespace::regnamespace::text IN ('cartera', 'conciliacion', 'informes') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND coalesce(obj_description(c.oid, 'pg_class'), '') = '' ORDER BY 1
$$, 'every table and view has a comment');

SELECT is_empty($$
    SELECT format('%s.%s', c.oid::regclass, a.attname)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace::regnamespace::text = 'informes' AND c.relkind IN ('v', 'm')
      AND coalesce(col_description(c.oid, a.attnum), '') = '' ORDER BY 1
$$, 'every column of the views of informes has a comment');

SELECT is(count(*), 0::bigint, 'every column of the tables of cartera has a comment')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace::regnamespace::text = 'cartera' AND c.relkind IN ('r', 'p')
  AND coalesce(col_description(c.oid, a.attnum), '') = '';

SELECT is_empty($$
    SELECT n.nspname FROM pg_namespace n
    WHERE n.nspname IN ('cartera', 'conciliacion', 'informes') AND coalesce(obj_description(n.oid, 'pg_namespace'), '') = ''
$$, 'every schema has a comment');

-- Spanish is written with its accents: these words never go without (but for names of functions and columns).
SELECT is_empty($$
    SELECT d.classoid::regclass, d.objoid, d.description
    FROM pg_description d
    WHERE (d.objoid, d.classoid) IN (
            SELECT p.oid, 'pg_proc'::regclass FROM pg_proc p WHERE p.pronamespace = 'conciliacion'::regnamespace
            UNION ALL SELECT t.oid, 'pg_type'::regclass FROM pg_type t WHERE t.typnamespace = 'conciliacion'::regnamespace
            UNION ALL SELECT c.oid, 'pg_class'::regclass FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('cartera', 'informes'))
      AND d.description ~* '\m(codigo|codigos|numero|numeros|linea|lineas|conciliacion|liquidacion|facturacion|prestacion|retencion|imputacion|notificacion|devolucion|version|credito|debito|ultimo|ultima|maximo|minimo|segun|tambien|despues|accion|razon)\M'
      AND d.description !~ '[_().]|\mconciliacion\.'
$$, 'comments are spelt with their accents');

SELECT * FROM finish();
ROLLBACK;
