-- What every base type of the extension must have, asked of the catalog: a type added later is tested by being there.
BEGIN;
SELECT plan(12);

CREATE TEMP TABLE tipo AS
    SELECT t.typname::text AS nombre, t.* FROM pg_type t
    WHERE t.typnamespace = 'conciliacion'::regnamespace AND t.typtype = 'b' AND t.typelem = 0;
SELECT cmp_ok((SELECT count(*) FROM tipo WHERE nombre IN ('porcentaje', 'plazo', 'numero_factura')), '=', 3::bigint, 'the types are there');
SELECT is_empty($$SELECT nombre FROM tipo WHERE typinput = 0 OR typoutput = 0 OR typreceive = 0 OR typsend = 0$$, 'text and binary input and output');
SELECT is_empty($$SELECT opcname::text FROM pg_opclass WHERE opcnamespace = 'conciliacion'::regnamespace AND NOT amvalidate(oid)$$,
                'amvalidate accepts every operator class');
SELECT is_empty($$SELECT t.nombre, a.metodo FROM tipo t CROSS JOIN (VALUES ('btree'), ('hash')) AS a(metodo)
    WHERE NOT EXISTS (SELECT 1 FROM pg_opclass c JOIN pg_am m ON m.oid = c.opcmethod
                      WHERE c.opcintype = t.oid AND c.opcdefault AND m.amname = a.metodo)$$, 'a default btree and a default hash class for each');
SELECT is_empty($$SELECT c.opcname::text FROM pg_opclass c JOIN pg_am m ON m.oid = c.opcmethod AND m.amname = 'hash'
    WHERE c.opcnamespace = 'conciliacion'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_amproc p WHERE p.amprocfamily = c.opcfamily AND p.amprocnum = 2)$$, 'hash classes have the extended hash');
SELECT is_empty($$SELECT o.oid::regoperator::text FROM pg_operator o
    WHERE o.oprnamespace = 'conciliacion'::regnamespace AND o.oprname IN ('=', '<>', '<', '<=', '>', '>=')
      AND (o.oprcom = 0 OR o.oprnegate = 0 OR o.oprrest = 0 OR o.oprjoin = 0)$$, 'comparisons have commutator, negator and estimators');
SELECT is_empty($$SELECT o.oid::regoperator::text FROM pg_operator o
    WHERE o.oprnamespace = 'conciliacion'::regnamespace AND o.oprname = '=' AND NOT (o.oprcanhash AND o.oprcanmerge)$$, 'equality hashes and merges');

-- every object about these types says, in Spanish, what it is
CREATE TEMP TABLE objeto AS
    SELECT 'pg_type'::regclass AS clase, oid, nombre FROM tipo
    UNION ALL SELECT 'pg_operator', o.oid, o.oid::regoperator::text FROM pg_operator o WHERE o.oprnamespace = 'conciliacion'::regnamespace
    UNION ALL SELECT 'pg_opclass', c.oid, c.opcname FROM pg_opclass c WHERE c.opcnamespace = 'conciliacion'::regnamespace
    UNION ALL SELECT 'pg_opfamily', f.oid, f.opfname FROM pg_opfamily f WHERE f.opfnamespace = 'conciliacion'::regnamespace
    UNION ALL SELECT 'pg_cast', c.oid, c.castsource::regtype || ' as ' || c.casttarget::regtype FROM pg_cast c
              WHERE c.castsource IN (SELECT oid FROM tipo) OR c.casttarget IN (SELECT oid FROM tipo)
    UNION ALL SELECT 'pg_proc', p.oid, p.oid::regprocedure::text FROM pg_proc p
              WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.prolang = (SELECT oid FROM pg_language WHERE lanname = 'c')
                AND (p.prorettype IN (SELECT oid FROM tipo) OR p.proargtypes::oid[] && ARRAY(SELECT oid FROM tipo));
SELECT is_empty($$SELECT clase, nombre FROM objeto WHERE obj_description(oid, clase::text) IS NULL$$, 'every object has a comment');
SELECT is_empty($$SELECT nombre FROM objeto JOIN pg_proc p USING (oid) WHERE clase = 'pg_proc'::regclass
    AND p.proname ~ '^(porcentaje|plazo|numero_factura|codigo_glosa)_(in|out|recv|send|eq|ne|lt|le|gt|ge|cmp|hash|hash_extended)$'
    AND NOT (p.provolatile = 'i' AND p.proisstrict AND p.proparallel = 's')$$, 'functions of a type are immutable, strict and parallel safe');
SELECT is_empty($$SELECT a.aggfnoid::text FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.proargtypes::oid[] && ARRAY(SELECT oid FROM tipo WHERE nombre = 'porcentaje')
      AND (p.proparallel <> 's' OR a.aggcombinefn = 0 OR a.aggtranstype = 'internal'::regtype)$$, 'aggregates combine, over a concrete state');
SELECT set_eq($$SELECT p.proname::text FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.proargtypes[0] = 'conciliacion.porcentaje'::regtype$$, ARRAY['sum', 'avg', 'min', 'max'],
    'aggregates of porcentaje');
SELECT set_eq($$SELECT format('%s -> %s', castsource::regtype, casttarget::regtype) FROM pg_cast
    WHERE castcontext = 'a' AND (castsource IN (SELECT oid FROM tipo WHERE nombre IN ('porcentaje', 'plazo', 'numero_factura'))
                                 OR casttarget IN (SELECT oid FROM tipo WHERE nombre IN ('porcentaje', 'plazo', 'numero_factura')))$$,
    ARRAY['numeric -> conciliacion.porcentaje', 'integer -> conciliacion.porcentaje', 'bigint -> conciliacion.porcentaje', 'conciliacion.porcentaje -> numeric',
          'text -> conciliacion.numero_factura', 'character varying -> conciliacion.numero_factura', 'conciliacion.numero_factura -> text'],
    'casts, all of them by assignment');

SELECT * FROM finish();
ROLLBACK;
