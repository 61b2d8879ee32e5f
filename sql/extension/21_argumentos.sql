-- Arguments that a function cannot do without.
CREATE FUNCTION conciliacion._exigir_argumentos(nombres text[], VARIADIC valores "any") RETURNS boolean
    LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'exigir_argumentos_sql';
COMMENT ON FUNCTION conciliacion._exigir_argumentos(text[], "any") IS
    'Interna: rechaza (22004) el primer valor nulo, por su nombre';
