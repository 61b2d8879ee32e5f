-- Type numero_factura: the text typed, compared by its canonical form.
CREATE TYPE conciliacion.numero_factura;

CREATE FUNCTION conciliacion.numero_factura_in(cstring) RETURNS conciliacion.numero_factura
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_in';
COMMENT ON FUNCTION conciliacion.numero_factura_in(cstring) IS 'Lee un valor de numero_factura escrito como texto';
CREATE FUNCTION conciliacion.numero_factura_out(conciliacion.numero_factura) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_out';
COMMENT ON FUNCTION conciliacion.numero_factura_out(conciliacion.numero_factura) IS 'Escribe un valor de numero_factura como texto';
CREATE FUNCTION conciliacion.numero_factura_recv(internal) RETURNS conciliacion.numero_factura
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_recv';
COMMENT ON FUNCTION conciliacion.numero_factura_recv(internal) IS 'Lee un valor de numero_factura en formato binario y lo valida';
CREATE FUNCTION conciliacion.numero_factura_send(conciliacion.numero_factura) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_send';
COMMENT ON FUNCTION conciliacion.numero_factura_send(conciliacion.numero_factura) IS 'Escribe un valor de numero_factura en formato binario';

CREATE TYPE conciliacion.numero_factura (
    INPUT = conciliacion.numero_factura_in, OUTPUT = conciliacion.numero_factura_out,
    RECEIVE = conciliacion.numero_factura_recv, SEND = conciliacion.numero_factura_send,
    LIKE = pg_catalog.text, COLLATABLE = false);
COMMENT ON TYPE conciliacion.numero_factura IS
    'Número de factura tal como se escribió; se compara sin mayúsculas, espacios, guiones, puntos ni ceros a la izquierda del número; un separador entre dos cifras sí cuenta (1-23 no es 12-3 ni 123)';

-- Order and equality
CREATE FUNCTION conciliacion.numero_factura_eq(conciliacion.numero_factura, conciliacion.numero_factura) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_eq';
COMMENT ON FUNCTION conciliacion.numero_factura_eq(conciliacion.numero_factura, conciliacion.numero_factura) IS 'Implementa el operador =';
CREATE FUNCTION conciliacion.numero_factura_ne(conciliacion.numero_factura, conciliacion.numero_factura) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_ne';
COMMENT ON FUNCTION conciliacion.numero_factura_ne(conciliacion.numero_factura, conciliacion.numero_factura) IS 'Implementa el operador <>';
CREATE FUNCTION conciliacion.numero_factura_lt(conciliacion.numero_factura, conciliacion.numero_factura) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_lt';
COMMENT ON FUNCTION conciliacion.numero_factura_lt(conciliacion.numero_factura, conciliacion.numero_factura) IS 'Implementa el operador <';
CREATE FUNCTION conciliacion.numero_factura_le(conciliacion.numero_factura, conciliacion.numero_factura) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_le';
COMMENT ON FUNCTION conciliacion.numero_factura_le(conciliacion.numero_factura, conciliacion.numero_factura) IS 'Implementa el operador <=';
CREATE FUNCTION conciliacion.numero_factura_gt(conciliacion.numero_factura, conciliacion.numero_factura) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_gt';
COMMENT ON FUNCTION conciliacion.numero_factura_gt(conciliacion.numero_factura, conciliacion.numero_factura) IS 'Implementa el operador >';
CREATE FUNCTION conciliacion.numero_factura_ge(conciliacion.numero_factura, conciliacion.numero_factura) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_ge';
COMMENT ON FUNCTION conciliacion.numero_factura_ge(conciliacion.numero_factura, conciliacion.numero_factura) IS 'Implementa el operador >=';
CREATE OPERATOR conciliacion.= (FUNCTION = conciliacion.numero_factura_eq,
    LEFTARG = conciliacion.numero_factura, RIGHTARG = conciliacion.numero_factura,
    COMMUTATOR = OPERATOR(conciliacion.=), NEGATOR = OPERATOR(conciliacion.<>),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR conciliacion.= (conciliacion.numero_factura, conciliacion.numero_factura) IS 'Igual';
CREATE OPERATOR conciliacion.<> (FUNCTION = conciliacion.numero_factura_ne,
    LEFTARG = conciliacion.numero_factura, RIGHTARG = conciliacion.numero_factura,
    COMMUTATOR = OPERATOR(conciliacion.<>), NEGATOR = OPERATOR(conciliacion.=),
    RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel);
COMMENT ON OPERATOR conciliacion.<> (conciliacion.numero_factura, conciliacion.numero_factura) IS 'Distinto';
CREATE OPERATOR conciliacion.< (FUNCTION = conciliacion.numero_factura_lt,
    LEFTARG = conciliacion.numero_factura, RIGHTARG = conciliacion.numero_factura,
    COMMUTATOR = OPERATOR(conciliacion.>), NEGATOR = OPERATOR(conciliacion.>=),
    RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel);
COMMENT ON OPERATOR conciliacion.< (conciliacion.numero_factura, conciliacion.numero_factura) IS 'Menor';
CREATE OPERATOR conciliacion.<= (FUNCTION = conciliacion.numero_factura_le,
    LEFTARG = conciliacion.numero_factura, RIGHTARG = conciliacion.numero_factura,
    COMMUTATOR = OPERATOR(conciliacion.>=), NEGATOR = OPERATOR(conciliacion.>),
    RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel);
COMMENT ON OPERATOR conciliacion.<= (conciliacion.numero_factura, conciliacion.numero_factura) IS 'Menor o igual';
CREATE OPERATOR conciliacion.> (FUNCTION = conciliacion.numero_factura_gt,
    LEFTARG = conciliacion.numero_factura, RIGHTARG = conciliacion.numero_factura,
    COMMUTATOR = OPERATOR(conciliacion.<), NEGATOR = OPERATOR(conciliacion.<=),
    RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel);
COMMENT ON OPERATOR conciliacion.> (conciliacion.numero_factura, conciliacion.numero_factura) IS 'Mayor';
CREATE OPERATOR conciliacion.>= (FUNCTION = conciliacion.numero_factura_ge,
    LEFTARG = conciliacion.numero_factura, RIGHTARG = conciliacion.numero_factura,
    COMMUTATOR = OPERATOR(conciliacion.<=), NEGATOR = OPERATOR(conciliacion.<),
    RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel);
COMMENT ON OPERATOR conciliacion.>= (conciliacion.numero_factura, conciliacion.numero_factura) IS 'Mayor o igual';
CREATE FUNCTION conciliacion.numero_factura_cmp(conciliacion.numero_factura, conciliacion.numero_factura) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_cmp';
COMMENT ON FUNCTION conciliacion.numero_factura_cmp(conciliacion.numero_factura, conciliacion.numero_factura) IS 'Orden de tres vías para índices btree: -1, 0 o 1';
CREATE FUNCTION conciliacion.numero_factura_hash(conciliacion.numero_factura) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_hash';
COMMENT ON FUNCTION conciliacion.numero_factura_hash(conciliacion.numero_factura) IS 'Hash de 32 bits de la forma canónica';
CREATE FUNCTION conciliacion.numero_factura_hash_extended(conciliacion.numero_factura, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_hash_extended';
COMMENT ON FUNCTION conciliacion.numero_factura_hash_extended(conciliacion.numero_factura, bigint) IS 'Hash de 64 bits con semilla de la forma canónica';
CREATE OPERATOR CLASS conciliacion.numero_factura_btree DEFAULT FOR TYPE conciliacion.numero_factura USING btree AS
    OPERATOR 1 conciliacion.<, OPERATOR 2 conciliacion.<=, OPERATOR 3 conciliacion.=,
    OPERATOR 4 conciliacion.>=, OPERATOR 5 conciliacion.>,
    FUNCTION 1 conciliacion.numero_factura_cmp(conciliacion.numero_factura, conciliacion.numero_factura);
COMMENT ON OPERATOR CLASS conciliacion.numero_factura_btree USING btree IS
    'Orden de la forma canónica: por prefijo, octeto a octeto, y luego por número como cantidad';
COMMENT ON OPERATOR FAMILY conciliacion.numero_factura_btree USING btree IS
    'Orden de la forma canónica: por prefijo, octeto a octeto, y luego por número como cantidad';
CREATE OPERATOR CLASS conciliacion.numero_factura_hash DEFAULT FOR TYPE conciliacion.numero_factura USING hash AS
    OPERATOR 1 conciliacion.=,
    FUNCTION 1 conciliacion.numero_factura_hash(conciliacion.numero_factura),
    FUNCTION 2 conciliacion.numero_factura_hash_extended(conciliacion.numero_factura, bigint);
COMMENT ON OPERATOR CLASS conciliacion.numero_factura_hash USING hash IS 'Igualdad de numero_factura';
COMMENT ON OPERATOR FAMILY conciliacion.numero_factura_hash USING hash IS 'Igualdad de numero_factura';

-- Parts
CREATE FUNCTION conciliacion.prefijo(conciliacion.numero_factura) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_prefijo';
COMMENT ON FUNCTION conciliacion.prefijo(conciliacion.numero_factura) IS 
    'Prefijo en forma canónica: FE en FE-000123; vacío si no hay. Un separador entre dos cifras cuenta: el de 1-2-34 es 1-2';
CREATE FUNCTION conciliacion.numero(conciliacion.numero_factura) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'numero_factura_numero';
COMMENT ON FUNCTION conciliacion.numero(conciliacion.numero_factura) IS 
    'Número, las cifras del final: 123 en FE-000123; nulo si el texto no termina en cifras';

-- Casts
CREATE CAST (text AS conciliacion.numero_factura) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS conciliacion.numero_factura) IS 'Texto validado como número de factura';
CREATE CAST (varchar AS conciliacion.numero_factura) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (varchar AS conciliacion.numero_factura) IS 'Texto validado como número de factura';
CREATE CAST (conciliacion.numero_factura AS text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (conciliacion.numero_factura AS text) IS 'El número de factura como se escribió';
