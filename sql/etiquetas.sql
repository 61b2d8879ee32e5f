-- Labels are claims: every function with its language, volatility, strictness, parallel safety, security and whether
-- PUBLIC may execute it. A change here is a change of contract and must show in review.
\pset format unaligned
\pset fieldsep '|'
SELECT p.oid::regprocedure::text AS funcion,
       l.lanname AS lenguaje,
       CASE p.prokind WHEN 'f' THEN 'funcion' WHEN 'a' THEN 'agregado' WHEN 'w' THEN 'ventana' ELSE 'procedimiento' END AS clase,
       CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatilidad,
       CASE WHEN p.proisstrict THEN 'strict' ELSE '-' END AS nulos,
       CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS paralelo,
       CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'invoker' END AS seguridad,
       CASE WHEN has_function_privilege('pg_database_owner', p.oid, 'EXECUTE') THEN 'public' ELSE '-' END AS ejecuta
FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = 'conciliacion'::regnamespace
ORDER BY 1 COLLATE "C";
