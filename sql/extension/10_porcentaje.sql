-- Type porcentaje: exact percentage, 8 bytes by value, millionths of a percentage point.
CREATE TYPE conciliacion.porcentaje;

CREATE FUNCTION conciliacion.porcentaje_in(cstring) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_in';
COMMENT ON FUNCTION conciliacion.porcentaje_in(cstring) IS 'Lee un valor de porcentaje escrito como texto';
CREATE FUNCTION conciliacion.porcentaje_out(conciliacion.porcentaje) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_out';
COMMENT ON FUNCTION conciliacion.porcentaje_out(conciliacion.porcentaje) IS 'Escribe un valor de porcentaje como texto';
CREATE FUNCTION conciliacion.porcentaje_recv(internal) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_recv';
COMMENT ON FUNCTION conciliacion.porcentaje_recv(internal) IS 'Lee un valor de porcentaje en formato binario y lo valida';
CREATE FUNCTION conciliacion.porcentaje_send(conciliacion.porcentaje) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_send';
COMMENT ON FUNCTION conciliacion.porcentaje_send(conciliacion.porcentaje) IS 'Escribe un valor de porcentaje en formato binario';

CREATE TYPE conciliacion.porcentaje (
    INPUT = conciliacion.porcentaje_in, OUTPUT = conciliacion.porcentaje_out,
    RECEIVE = conciliacion.porcentaje_recv, SEND = conciliacion.porcentaje_send,
    LIKE = pg_catalog.int8);
COMMENT ON TYPE conciliacion.porcentaje IS
    'Porcentaje exacto con seis decimales: 17%, 3.5%; coma o punto son la marca decimal y nada se redondea';

-- Order and equality
CREATE FUNCTION conciliacion.porcentaje_eq(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_eq';
COMMENT ON FUNCTION conciliacion.porcentaje_eq(conciliacion.porcentaje, conciliacion.porcentaje) IS 'Implementa el operador =';
CREATE FUNCTION conciliacion.porcentaje_ne(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_ne';
COMMENT ON FUNCTION conciliacion.porcentaje_ne(conciliacion.porcentaje, conciliacion.porcentaje) IS 'Implementa el operador <>';
CREATE FUNCTION conciliacion.porcentaje_lt(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_lt';
COMMENT ON FUNCTION conciliacion.porcentaje_lt(conciliacion.porcentaje, conciliacion.porcentaje) IS 'Implementa el operador <';
CREATE FUNCTION conciliacion.porcentaje_le(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_le';
COMMENT ON FUNCTION conciliacion.porcentaje_le(conciliacion.porcentaje, conciliacion.porcentaje) IS 'Implementa el operador <=';
CREATE FUNCTION conciliacion.porcentaje_gt(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_gt';
COMMENT ON FUNCTION conciliacion.porcentaje_gt(conciliacion.porcentaje, conciliacion.porcentaje) IS 'Implementa el operador >';
CREATE FUNCTION conciliacion.porcentaje_ge(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_ge';
COMMENT ON FUNCTION conciliacion.porcentaje_ge(conciliacion.porcentaje, conciliacion.porcentaje) IS 'Implementa el operador >=';
CREATE OPERATOR conciliacion.= (FUNCTION = conciliacion.porcentaje_eq,
    LEFTARG = conciliacion.porcentaje, RIGHTARG = conciliacion.porcentaje,
    COMMUTATOR = OPERATOR(conciliacion.=), NEGATOR = OPERATOR(conciliacion.<>),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR conciliacion.= (conciliacion.porcentaje, conciliacion.porcentaje) IS 'Igual';
CREATE OPERATOR conciliacion.<> (FUNCTION = conciliacion.porcentaje_ne,
    LEFTARG = conciliacion.porcentaje, RIGHTARG = conciliacion.porcentaje,
    COMMUTATOR = OPERATOR(conciliacion.<>), NEGATOR = OPERATOR(conciliacion.=),
    RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel);
COMMENT ON OPERATOR conciliacion.<> (conciliacion.porcentaje, conciliacion.porcentaje) IS 'Distinto';
CREATE OPERATOR conciliacion.< (FUNCTION = conciliacion.porcentaje_lt,
    LEFTARG = conciliacion.porcentaje, RIGHTARG = conciliacion.porcentaje,
    COMMUTATOR = OPERATOR(conciliacion.>), NEGATOR = OPERATOR(conciliacion.>=),
    RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel);
COMMENT ON OPERATOR conciliacion.< (conciliacion.porcentaje, conciliacion.porcentaje) IS 'Menor';
CREATE OPERATOR conciliacion.<= (FUNCTION = conciliacion.porcentaje_le,
    LEFTARG = conciliacion.porcentaje, RIGHTARG = conciliacion.porcentaje,
    COMMUTATOR = OPERATOR(conciliacion.>=), NEGATOR = OPERATOR(conciliacion.>),
    RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel);
COMMENT ON OPERATOR conciliacion.<= (conciliacion.porcentaje, conciliacion.porcentaje) IS 'Menor o igual';
CREATE OPERATOR conciliacion.> (FUNCTION = conciliacion.porcentaje_gt,
    LEFTARG = conciliacion.porcentaje, RIGHTARG = conciliacion.porcentaje,
    COMMUTATOR = OPERATOR(conciliacion.<), NEGATOR = OPERATOR(conciliacion.<=),
    RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel);
COMMENT ON OPERATOR conciliacion.> (conciliacion.porcentaje, conciliacion.porcentaje) IS 'Mayor';
CREATE OPERATOR conciliacion.>= (FUNCTION = conciliacion.porcentaje_ge,
    LEFTARG = conciliacion.porcentaje, RIGHTARG = conciliacion.porcentaje,
    COMMUTATOR = OPERATOR(conciliacion.<=), NEGATOR = OPERATOR(conciliacion.<),
    RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel);
COMMENT ON OPERATOR conciliacion.>= (conciliacion.porcentaje, conciliacion.porcentaje) IS 'Mayor o igual';
CREATE FUNCTION conciliacion.porcentaje_cmp(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_cmp';
COMMENT ON FUNCTION conciliacion.porcentaje_cmp(conciliacion.porcentaje, conciliacion.porcentaje) IS 'Orden de tres vías para índices btree: -1, 0 o 1';
CREATE FUNCTION conciliacion.porcentaje_sortsupport(internal) RETURNS void
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_sortsupport';
COMMENT ON FUNCTION conciliacion.porcentaje_sortsupport(internal) IS 'Ordenación rápida en índices btree y en ORDER BY';
CREATE FUNCTION conciliacion.porcentaje_hash(conciliacion.porcentaje) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_hash';
COMMENT ON FUNCTION conciliacion.porcentaje_hash(conciliacion.porcentaje) IS 'Hash de 32 bits';
CREATE FUNCTION conciliacion.porcentaje_hash_extended(conciliacion.porcentaje, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_hash_extended';
COMMENT ON FUNCTION conciliacion.porcentaje_hash_extended(conciliacion.porcentaje, bigint) IS 'Hash de 64 bits con semilla';
CREATE OPERATOR CLASS conciliacion.porcentaje_btree DEFAULT FOR TYPE conciliacion.porcentaje USING btree AS
    OPERATOR 1 conciliacion.<, OPERATOR 2 conciliacion.<=, OPERATOR 3 conciliacion.=,
    OPERATOR 4 conciliacion.>=, OPERATOR 5 conciliacion.>,
    FUNCTION 1 conciliacion.porcentaje_cmp(conciliacion.porcentaje, conciliacion.porcentaje),
    FUNCTION 2 conciliacion.porcentaje_sortsupport(internal),
    FUNCTION 4 pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS conciliacion.porcentaje_btree USING btree IS 'Orden de porcentaje';
COMMENT ON OPERATOR FAMILY conciliacion.porcentaje_btree USING btree IS 'Orden de porcentaje';
CREATE OPERATOR CLASS conciliacion.porcentaje_hash DEFAULT FOR TYPE conciliacion.porcentaje USING hash AS
    OPERATOR 1 conciliacion.=,
    FUNCTION 1 conciliacion.porcentaje_hash(conciliacion.porcentaje),
    FUNCTION 2 conciliacion.porcentaje_hash_extended(conciliacion.porcentaje, bigint);
COMMENT ON OPERATOR CLASS conciliacion.porcentaje_hash USING hash IS 'Igualdad de porcentaje';
COMMENT ON OPERATOR FAMILY conciliacion.porcentaje_hash USING hash IS 'Igualdad de porcentaje';

-- Arithmetic
CREATE FUNCTION conciliacion.porcentaje_mas(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_mas';
COMMENT ON FUNCTION conciliacion.porcentaje_mas(conciliacion.porcentaje, conciliacion.porcentaje) IS 'Suma de dos porcentajes';
CREATE FUNCTION conciliacion.porcentaje_menos(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_menos';
COMMENT ON FUNCTION conciliacion.porcentaje_menos(conciliacion.porcentaje, conciliacion.porcentaje) IS 'Diferencia de dos porcentajes';
CREATE FUNCTION conciliacion.porcentaje_opuesto(conciliacion.porcentaje) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_opuesto';
COMMENT ON FUNCTION conciliacion.porcentaje_opuesto(conciliacion.porcentaje) IS 'Porcentaje cambiado de signo';
CREATE FUNCTION conciliacion.porcentaje_por_numeric(conciliacion.porcentaje, numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_por_numeric';
COMMENT ON FUNCTION conciliacion.porcentaje_por_numeric(conciliacion.porcentaje, numeric) IS 
    'Porcentaje de un número, exacto: 17% de 200 es 34 y de 200.00 es 34.00; NaN e infinito se rechazan';
CREATE FUNCTION conciliacion.numeric_por_porcentaje(numeric, conciliacion.porcentaje) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'numeric_por_porcentaje';
COMMENT ON FUNCTION conciliacion.numeric_por_porcentaje(numeric, conciliacion.porcentaje) IS 
    'Porcentaje de un número, exacto: 17% de 200 es 34 y de 200.00 es 34.00; NaN e infinito se rechazan';
CREATE OPERATOR conciliacion.+ (FUNCTION = conciliacion.porcentaje_mas, LEFTARG = conciliacion.porcentaje, RIGHTARG = conciliacion.porcentaje,
    COMMUTATOR = OPERATOR(conciliacion.+));
COMMENT ON OPERATOR conciliacion.+ (conciliacion.porcentaje, conciliacion.porcentaje) IS 'Suma';
CREATE OPERATOR conciliacion.- (FUNCTION = conciliacion.porcentaje_menos, LEFTARG = conciliacion.porcentaje, RIGHTARG = conciliacion.porcentaje);
COMMENT ON OPERATOR conciliacion.- (conciliacion.porcentaje, conciliacion.porcentaje) IS 'Diferencia';
CREATE OPERATOR conciliacion.- (FUNCTION = conciliacion.porcentaje_opuesto, RIGHTARG = conciliacion.porcentaje);
COMMENT ON OPERATOR conciliacion.- (NONE, conciliacion.porcentaje) IS 'Cambio de signo';
CREATE OPERATOR conciliacion.* (FUNCTION = conciliacion.porcentaje_por_numeric, LEFTARG = conciliacion.porcentaje, RIGHTARG = numeric,
    COMMUTATOR = OPERATOR(conciliacion.*));
COMMENT ON OPERATOR conciliacion.* (conciliacion.porcentaje, numeric) IS 'Porcentaje de un número, exacto';
CREATE OPERATOR conciliacion.* (FUNCTION = conciliacion.numeric_por_porcentaje, LEFTARG = numeric, RIGHTARG = conciliacion.porcentaje,
    COMMUTATOR = OPERATOR(conciliacion.*));
COMMENT ON OPERATOR conciliacion.* (numeric, conciliacion.porcentaje) IS 'Porcentaje de un número, exacto';

-- Casts: the number is the percentage points
CREATE FUNCTION conciliacion.porcentaje(numeric) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'numeric_a_porcentaje';
COMMENT ON FUNCTION conciliacion.porcentaje(numeric) IS 
    'Puntos porcentuales: 17 es 17%; se rechaza (22003) lo que no quepa en seis decimales sin redondear';
CREATE FUNCTION conciliacion.porcentaje(integer) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'int4_a_porcentaje';
COMMENT ON FUNCTION conciliacion.porcentaje(integer) IS 'Puntos porcentuales: 17 es 17%';
CREATE FUNCTION conciliacion.porcentaje(bigint) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'int8_a_porcentaje';
COMMENT ON FUNCTION conciliacion.porcentaje(bigint) IS 'Puntos porcentuales: 17 es 17%';
CREATE FUNCTION conciliacion.porcentaje_a_numeric(conciliacion.porcentaje) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_a_numeric';
COMMENT ON FUNCTION conciliacion.porcentaje_a_numeric(conciliacion.porcentaje) IS 'Puntos porcentuales: 17% es 17';
CREATE CAST (numeric AS conciliacion.porcentaje) WITH FUNCTION conciliacion.porcentaje(numeric) AS ASSIGNMENT;
COMMENT ON CAST (numeric AS conciliacion.porcentaje) IS 'Puntos porcentuales: 17 es 17%';
CREATE CAST (integer AS conciliacion.porcentaje) WITH FUNCTION conciliacion.porcentaje(integer) AS ASSIGNMENT;
COMMENT ON CAST (integer AS conciliacion.porcentaje) IS 'Puntos porcentuales: 17 es 17%';
CREATE CAST (bigint AS conciliacion.porcentaje) WITH FUNCTION conciliacion.porcentaje(bigint) AS ASSIGNMENT;
COMMENT ON CAST (bigint AS conciliacion.porcentaje) IS 'Puntos porcentuales: 17 es 17%';
CREATE CAST (conciliacion.porcentaje AS numeric) WITH FUNCTION conciliacion.porcentaje_a_numeric(conciliacion.porcentaje) AS ASSIGNMENT;
COMMENT ON CAST (conciliacion.porcentaje AS numeric) IS 'Puntos porcentuales: 17% es 17';

-- Aggregates: the state of sum and avg is bigint[3], count and the two halves of a 128-bit sum
CREATE FUNCTION conciliacion.porcentaje_menor(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_menor';
COMMENT ON FUNCTION conciliacion.porcentaje_menor(conciliacion.porcentaje, conciliacion.porcentaje) IS 'El menor de dos porcentajes';
CREATE FUNCTION conciliacion.porcentaje_mayor(conciliacion.porcentaje, conciliacion.porcentaje) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_mayor';
COMMENT ON FUNCTION conciliacion.porcentaje_mayor(conciliacion.porcentaje, conciliacion.porcentaje) IS 'El mayor de dos porcentajes';
CREATE FUNCTION conciliacion._porcentaje_agregar(bigint[], conciliacion.porcentaje) RETURNS bigint[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_agregar';
COMMENT ON FUNCTION conciliacion._porcentaje_agregar(bigint[], conciliacion.porcentaje) IS 'Interna: suma un valor al estado de sum y avg';
CREATE FUNCTION conciliacion._porcentaje_quitar(bigint[], conciliacion.porcentaje) RETURNS bigint[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_quitar';
COMMENT ON FUNCTION conciliacion._porcentaje_quitar(bigint[], conciliacion.porcentaje) IS 'Interna: quita un valor del estado de sum y avg';
CREATE FUNCTION conciliacion._porcentaje_unir(bigint[], bigint[]) RETURNS bigint[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_unir';
COMMENT ON FUNCTION conciliacion._porcentaje_unir(bigint[], bigint[]) IS 'Interna: une dos estados de sum y avg';
CREATE FUNCTION conciliacion._porcentaje_suma(bigint[]) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_suma_final';
COMMENT ON FUNCTION conciliacion._porcentaje_suma(bigint[]) IS 'Interna: resultado de sum';
CREATE FUNCTION conciliacion._porcentaje_media(bigint[]) RETURNS conciliacion.porcentaje
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'porcentaje_media_final';
COMMENT ON FUNCTION conciliacion._porcentaje_media(bigint[]) IS 'Interna: resultado de avg';
CREATE AGGREGATE conciliacion.sum(conciliacion.porcentaje) (
    SFUNC = conciliacion._porcentaje_agregar, STYPE = bigint[], INITCOND = '{0,0,0}',
    FINALFUNC = conciliacion._porcentaje_suma, COMBINEFUNC = conciliacion._porcentaje_unir,
    MSFUNC = conciliacion._porcentaje_agregar, MINVFUNC = conciliacion._porcentaje_quitar,
    MSTYPE = bigint[], MINITCOND = '{0,0,0}', MFINALFUNC = conciliacion._porcentaje_suma,
    PARALLEL = SAFE);
COMMENT ON AGGREGATE conciliacion.sum(conciliacion.porcentaje) IS 'Suma exacta de porcentajes';
CREATE AGGREGATE conciliacion.avg(conciliacion.porcentaje) (
    SFUNC = conciliacion._porcentaje_agregar, STYPE = bigint[], INITCOND = '{0,0,0}',
    FINALFUNC = conciliacion._porcentaje_media, COMBINEFUNC = conciliacion._porcentaje_unir,
    MSFUNC = conciliacion._porcentaje_agregar, MINVFUNC = conciliacion._porcentaje_quitar,
    MSTYPE = bigint[], MINITCOND = '{0,0,0}', MFINALFUNC = conciliacion._porcentaje_media,
    PARALLEL = SAFE);
COMMENT ON AGGREGATE conciliacion.avg(conciliacion.porcentaje) IS 
    'Media de porcentajes, redondeada al sexto decimal con la mitad lejos de cero';
CREATE AGGREGATE conciliacion.min(conciliacion.porcentaje) (
    SFUNC = conciliacion.porcentaje_menor, STYPE = conciliacion.porcentaje, COMBINEFUNC = conciliacion.porcentaje_menor,
    SORTOP = OPERATOR(conciliacion.<), PARALLEL = SAFE);
COMMENT ON AGGREGATE conciliacion.min(conciliacion.porcentaje) IS 'Menor de los porcentajes';
CREATE AGGREGATE conciliacion.max(conciliacion.porcentaje) (
    SFUNC = conciliacion.porcentaje_mayor, STYPE = conciliacion.porcentaje, COMBINEFUNC = conciliacion.porcentaje_mayor,
    SORTOP = OPERATOR(conciliacion.>), PARALLEL = SAFE);
COMMENT ON AGGREGATE conciliacion.max(conciliacion.porcentaje) IS 'Mayor de los porcentajes';
