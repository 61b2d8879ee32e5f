-- Writes doc/referencia.md from the comments of the catalog: make referencia.
\set QUIET on
\pset format unaligned
\pset tuples_only on
\pset fieldsep ''
SELECT '# Referencia de `conciliacion`' || E'\n\n'
    || 'Se produce con `make referencia` a partir de los comentarios del catálogo; `make test` comprueba que está al día.' || E'\n\n'
    || '## Tipos' || E'\n\n' || '| tipo | qué es |' || E'\n' || '|---|---|';
SELECT format('| `%s`%s | %s |', t.typname,
              (SELECT ': ' || string_agg('`' || e.enumlabel || '`', ' ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
              obj_description(t.oid, 'pg_type'))
  FROM pg_type t
 WHERE t.typnamespace = 'conciliacion'::regnamespace AND t.typtype IN ('b', 'e', 'd') AND t.typname !~ '^_'
 ORDER BY t.oid;
SELECT E'\n## Funciones\n\nLas que escriben o leen `cartera` no son de `PUBLIC`: las concede quien instaló la extensión.\n';
SELECT format(E'### `%s(%s)`%s\n\n%s\n\n*%s%s*\n', p.proname, pg_get_function_arguments(p.oid),
              CASE p.prokind WHEN 'a' THEN ' (agregado)' ELSE '' END, obj_description(p.oid, 'pg_proc'),
              'devuelve `' || pg_get_function_result(p.oid) || '`',
              CASE p.provolatile WHEN 'i' THEN ' · inmutable' WHEN 's' THEN ' · estable' ELSE ' · escribe' END)
  FROM pg_proc p
 WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.proname !~ '^_' AND p.prorettype <> 'trigger'::regtype
   AND NOT EXISTS (SELECT FROM pg_operator o WHERE o.oprcode = p.oid)
   AND NOT EXISTS (SELECT FROM pg_type t WHERE p.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend))
   AND NOT EXISTS (SELECT FROM pg_amproc a WHERE a.amproc = p.oid)
   AND NOT EXISTS (SELECT FROM pg_cast c WHERE c.castfunc = p.oid)
   AND NOT EXISTS (SELECT FROM pg_aggregate g WHERE p.oid IN (g.aggtransfn, g.aggfinalfn, g.aggcombinefn, g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn))
   AND p.proname !~ '(_support|_soporte|_sortsupport|_selectividad)$'
 ORDER BY p.oid;
SELECT E'## Operadores\n\n| operador | qué hace |\n|---|---|';
SELECT format('| `%s %s %s` | %s |', coalesce(nullif(o.oprleft, 0)::regtype::text, ''), o.oprname, o.oprright::regtype, obj_description(o.oid, 'pg_operator'))
  FROM pg_operator o WHERE o.oprnamespace = 'conciliacion'::regnamespace ORDER BY o.oid;
SELECT E'\n## Tablas y vistas\n\nSe leen con cualquier herramienta; las que guardan historia o proyecciones sólo cambian por eventos (`KG005`).\n';
SELECT format(E'### `%s`\n\n%s\n\n| columna | tipo | qué es |\n|---|---|---|\n%s\n', c.oid::regclass, obj_description(c.oid, 'pg_class'),
              (SELECT string_agg(format('| `%s` | `%s` | %s |', a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)), E'\n' ORDER BY a.attnum)
                 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
  FROM pg_class c
 WHERE c.relnamespace IN (SELECT n.oid FROM pg_namespace n WHERE n.nspname IN ('cartera', 'informes')) AND c.relkind IN ('r', 'v', 'p')
 ORDER BY c.relnamespace::regnamespace::text, c.oid;
