-- Type plazo: a legal term, quantity and unit in 8 bytes by value.
CREATE TYPE conciliacion.plazo;

CREATE FUNCTION conciliacion.plazo_in(cstring) RETURNS conciliacion.plazo
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_in';
COMMENT ON FUNCTION conciliacion.plazo_in(cstring) IS 'Lee un valor de plazo escrito como texto';
CREATE FUNCTION conciliacion.plazo_out(conciliacion.plazo) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_out';
COMMENT ON FUNCTION conciliacion.plazo_out(conciliacion.plazo) IS 'Escribe un valor de plazo como texto';
CREATE FUNCTION conciliacion.plazo_recv(internal) RETURNS conciliacion.plazo
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_recv';
COMMENT ON FUNCTION conciliacion.plazo_recv(internal) IS 'Lee un valor de plazo en formato binario y lo valida';
CREATE FUNCTION conciliacion.plazo_send(conciliacion.plazo) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_send';
COMMENT ON FUNCTION conciliacion.plazo_send(conciliacion.plazo) IS 'Escribe un valor de plazo en formato binario';

CREATE TYPE conciliacion.plazo (
    INPUT = conciliacion.plazo_in, OUTPUT = conciliacion.plazo_out,
    RECEIVE = conciliacion.plazo_recv, SEND = conciliacion.plazo_send,
    LIKE = pg_catalog.int8);
COMMENT ON TYPE conciliacion.plazo IS
    'Plazo legal: 15 dias habiles, 5 dias, 4 meses, 3 años, 48 horas; igual sólo a la misma cantidad de la misma unidad';

-- Order and equality
CREATE FUNCTION conciliacion.plazo_eq(conciliacion.plazo, conciliacion.plazo) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_eq';
COMMENT ON FUNCTION conciliacion.plazo_eq(conciliacion.plazo, conciliacion.plazo) IS 'Implementa el operador =';
CREATE FUNCTION conciliacion.plazo_ne(conciliacion.plazo, conciliacion.plazo) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_ne';
COMMENT ON FUNCTION conciliacion.plazo_ne(conciliacion.plazo, conciliacion.plazo) IS 'Implementa el operador <>';
CREATE FUNCTION conciliacion.plazo_lt(conciliacion.plazo, conciliacion.plazo) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_lt';
COMMENT ON FUNCTION conciliacion.plazo_lt(conciliacion.plazo, conciliacion.plazo) IS 'Implementa el operador <';
CREATE FUNCTION conciliacion.plazo_le(conciliacion.plazo, conciliacion.plazo) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_le';
COMMENT ON FUNCTION conciliacion.plazo_le(conciliacion.plazo, conciliacion.plazo) IS 'Implementa el operador <=';
CREATE FUNCTION conciliacion.plazo_gt(conciliacion.plazo, conciliacion.plazo) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_gt';
COMMENT ON FUNCTION conciliacion.plazo_gt(conciliacion.plazo, conciliacion.plazo) IS 'Implementa el operador >';
CREATE FUNCTION conciliacion.plazo_ge(conciliacion.plazo, conciliacion.plazo) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_ge';
COMMENT ON FUNCTION conciliacion.plazo_ge(conciliacion.plazo, conciliacion.plazo) IS 'Implementa el operador >=';
CREATE OPERATOR conciliacion.= (FUNCTION = conciliacion.plazo_eq,
    LEFTARG = conciliacion.plazo, RIGHTARG = conciliacion.plazo,
    COMMUTATOR = OPERATOR(conciliacion.=), NEGATOR = OPERATOR(conciliacion.<>),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR conciliacion.= (conciliacion.plazo, conciliacion.plazo) IS 'Igual';
CREATE OPERATOR conciliacion.<> (FUNCTION = conciliacion.plazo_ne,
    LEFTARG = conciliacion.plazo, RIGHTARG = conciliacion.plazo,
    COMMUTATOR = OPERATOR(conciliacion.<>), NEGATOR = OPERATOR(conciliacion.=),
    RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel);
COMMENT ON OPERATOR conciliacion.<> (conciliacion.plazo, conciliacion.plazo) IS 'Distinto';
CREATE OPERATOR conciliacion.< (FUNCTION = conciliacion.plazo_lt,
    LEFTARG = conciliacion.plazo, RIGHTARG = conciliacion.plazo,
    COMMUTATOR = OPERATOR(conciliacion.>), NEGATOR = OPERATOR(conciliacion.>=),
    RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel);
COMMENT ON OPERATOR conciliacion.< (conciliacion.plazo, conciliacion.plazo) IS 'Menor';
CREATE OPERATOR conciliacion.<= (FUNCTION = conciliacion.plazo_le,
    LEFTARG = conciliacion.plazo, RIGHTARG = conciliacion.plazo,
    COMMUTATOR = OPERATOR(conciliacion.>=), NEGATOR = OPERATOR(conciliacion.>),
    RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel);
COMMENT ON OPERATOR conciliacion.<= (conciliacion.plazo, conciliacion.plazo) IS 'Menor o igual';
CREATE OPERATOR conciliacion.> (FUNCTION = conciliacion.plazo_gt,
    LEFTARG = conciliacion.plazo, RIGHTARG = conciliacion.plazo,
    COMMUTATOR = OPERATOR(conciliacion.<), NEGATOR = OPERATOR(conciliacion.<=),
    RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel);
COMMENT ON OPERATOR conciliacion.> (conciliacion.plazo, conciliacion.plazo) IS 'Mayor';
CREATE OPERATOR conciliacion.>= (FUNCTION = conciliacion.plazo_ge,
    LEFTARG = conciliacion.plazo, RIGHTARG = conciliacion.plazo,
    COMMUTATOR = OPERATOR(conciliacion.<=), NEGATOR = OPERATOR(conciliacion.<),
    RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel);
COMMENT ON OPERATOR conciliacion.>= (conciliacion.plazo, conciliacion.plazo) IS 'Mayor o igual';
CREATE FUNCTION conciliacion.plazo_cmp(conciliacion.plazo, conciliacion.plazo) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_cmp';
COMMENT ON FUNCTION conciliacion.plazo_cmp(conciliacion.plazo, conciliacion.plazo) IS 'Orden de tres vías para índices btree: -1, 0 o 1';
CREATE FUNCTION conciliacion.plazo_hash(conciliacion.plazo) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_hash';
COMMENT ON FUNCTION conciliacion.plazo_hash(conciliacion.plazo) IS 'Hash de 32 bits';
CREATE FUNCTION conciliacion.plazo_hash_extended(conciliacion.plazo, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_hash_extended';
COMMENT ON FUNCTION conciliacion.plazo_hash_extended(conciliacion.plazo, bigint) IS 'Hash de 64 bits con semilla';
CREATE OPERATOR CLASS conciliacion.plazo_btree DEFAULT FOR TYPE conciliacion.plazo USING btree AS
    OPERATOR 1 conciliacion.<, OPERATOR 2 conciliacion.<=, OPERATOR 3 conciliacion.=,
    OPERATOR 4 conciliacion.>=, OPERATOR 5 conciliacion.>,
    FUNCTION 1 conciliacion.plazo_cmp(conciliacion.plazo, conciliacion.plazo),
    FUNCTION 4 pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS conciliacion.plazo_btree USING btree IS
    'Orden por duración aproximada (día hábil 1,4 días, mes 30,4375 días, año 365,25 días) y, a igual duración, por unidad';
COMMENT ON OPERATOR FAMILY conciliacion.plazo_btree USING btree IS
    'Orden por duración aproximada (día hábil 1,4 días, mes 30,4375 días, año 365,25 días) y, a igual duración, por unidad';
CREATE OPERATOR CLASS conciliacion.plazo_hash DEFAULT FOR TYPE conciliacion.plazo USING hash AS
    OPERATOR 1 conciliacion.=,
    FUNCTION 1 conciliacion.plazo_hash(conciliacion.plazo),
    FUNCTION 2 conciliacion.plazo_hash_extended(conciliacion.plazo, bigint);
COMMENT ON OPERATOR CLASS conciliacion.plazo_hash USING hash IS 'Igualdad de plazo';
COMMENT ON OPERATOR FAMILY conciliacion.plazo_hash USING hash IS 'Igualdad de plazo';

-- Parts
CREATE FUNCTION conciliacion.cantidad(conciliacion.plazo) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_cantidad';
COMMENT ON FUNCTION conciliacion.cantidad(conciliacion.plazo) IS 'Cantidad de un plazo: 15 en 15 dias habiles';
CREATE FUNCTION conciliacion.unidad(conciliacion.plazo) RETURNS text
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'plazo_unidad_texto';
COMMENT ON FUNCTION conciliacion.unidad(conciliacion.plazo) IS 
    'Unidad de un plazo, en singular: hora, hora habil, dia, dia habil, mes, año';
