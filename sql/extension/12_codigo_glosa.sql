-- codigo_glosa: codes of the Manual Único de Glosas, Devoluciones y Respuestas.
CREATE TYPE conciliacion.clase_codigo AS ENUM ('glosa', 'devolucion', 'respuesta');
COMMENT ON TYPE conciliacion.clase_codigo IS 'Qué expresa un código del Manual Único';

CREATE TYPE conciliacion.codigo_glosa;
CREATE FUNCTION conciliacion._codigo_glosa_in(cstring) RETURNS conciliacion.codigo_glosa
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_in';
CREATE FUNCTION conciliacion._codigo_glosa_out(conciliacion.codigo_glosa) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_out';
CREATE FUNCTION conciliacion._codigo_glosa_recv(internal) RETURNS conciliacion.codigo_glosa
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_recv';
CREATE FUNCTION conciliacion._codigo_glosa_send(conciliacion.codigo_glosa) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_send';
CREATE TYPE conciliacion.codigo_glosa (
    INPUT = conciliacion._codigo_glosa_in, OUTPUT = conciliacion._codigo_glosa_out,
    RECEIVE = conciliacion._codigo_glosa_recv, SEND = conciliacion._codigo_glosa_send,
    INTERNALLENGTH = 4, PASSEDBYVALUE, ALIGNMENT = int4);
COMMENT ON TYPE conciliacion.codigo_glosa IS
    'Código del Manual Único: 1, 101… (Res. 3047/2008) o FA, FA01, FA0101… (Res. 2284/2023); ordena por manual, familia y padre';
COMMENT ON FUNCTION conciliacion._codigo_glosa_in(cstring) IS 'Interna: lectura de texto de codigo_glosa';
COMMENT ON FUNCTION conciliacion._codigo_glosa_out(conciliacion.codigo_glosa) IS 'Interna: texto de codigo_glosa';
COMMENT ON FUNCTION conciliacion._codigo_glosa_recv(internal) IS 'Interna: lectura binaria de codigo_glosa';
COMMENT ON FUNCTION conciliacion._codigo_glosa_send(conciliacion.codigo_glosa) IS 'Interna: forma binaria de codigo_glosa';

CREATE CAST (text AS conciliacion.codigo_glosa) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS conciliacion.codigo_glosa) IS 'Lee el código como su función de entrada';
CREATE CAST (conciliacion.codigo_glosa AS text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (conciliacion.codigo_glosa AS text) IS 'Forma canónica del código';

-- Order: manual, family, parent right before its children.
CREATE FUNCTION conciliacion._codigo_glosa_eq(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_eq';
CREATE FUNCTION conciliacion._codigo_glosa_ne(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_ne';
CREATE FUNCTION conciliacion._codigo_glosa_lt(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_lt';
CREATE FUNCTION conciliacion._codigo_glosa_le(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_le';
CREATE FUNCTION conciliacion._codigo_glosa_gt(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_gt';
CREATE FUNCTION conciliacion._codigo_glosa_ge(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_ge';
CREATE FUNCTION conciliacion._codigo_glosa_cmp(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_cmp';
CREATE FUNCTION conciliacion._codigo_glosa_ordenar(internal) RETURNS void
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_ordenar';
CREATE FUNCTION conciliacion._codigo_glosa_hash(conciliacion.codigo_glosa) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_hash';
CREATE FUNCTION conciliacion._codigo_glosa_hash_extendido(conciliacion.codigo_glosa, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_hash_extendido';
COMMENT ON FUNCTION conciliacion._codigo_glosa_eq(conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'Interna: operador =';
COMMENT ON FUNCTION conciliacion._codigo_glosa_ne(conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'Interna: operador <>';
COMMENT ON FUNCTION conciliacion._codigo_glosa_lt(conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'Interna: operador <';
COMMENT ON FUNCTION conciliacion._codigo_glosa_le(conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'Interna: operador <=';
COMMENT ON FUNCTION conciliacion._codigo_glosa_gt(conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'Interna: operador >';
COMMENT ON FUNCTION conciliacion._codigo_glosa_ge(conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'Interna: operador >=';
COMMENT ON FUNCTION conciliacion._codigo_glosa_cmp(conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'Interna: comparación de btree';
COMMENT ON FUNCTION conciliacion._codigo_glosa_ordenar(internal) IS 'Interna: apoyo de ordenación de btree';
COMMENT ON FUNCTION conciliacion._codigo_glosa_hash(conciliacion.codigo_glosa) IS 'Interna: hash';
COMMENT ON FUNCTION conciliacion._codigo_glosa_hash_extendido(conciliacion.codigo_glosa, bigint) IS 'Interna: hash de 64 bits con semilla';

CREATE OPERATOR conciliacion.= (LEFTARG = conciliacion.codigo_glosa, RIGHTARG = conciliacion.codigo_glosa,
    FUNCTION = conciliacion._codigo_glosa_eq, COMMUTATOR = OPERATOR(conciliacion.=), NEGATOR = OPERATOR(conciliacion.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR conciliacion.<> (LEFTARG = conciliacion.codigo_glosa, RIGHTARG = conciliacion.codigo_glosa,
    FUNCTION = conciliacion._codigo_glosa_ne, COMMUTATOR = OPERATOR(conciliacion.<>), NEGATOR = OPERATOR(conciliacion.=),
    RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR conciliacion.< (LEFTARG = conciliacion.codigo_glosa, RIGHTARG = conciliacion.codigo_glosa,
    FUNCTION = conciliacion._codigo_glosa_lt, COMMUTATOR = OPERATOR(conciliacion.>), NEGATOR = OPERATOR(conciliacion.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR conciliacion.<= (LEFTARG = conciliacion.codigo_glosa, RIGHTARG = conciliacion.codigo_glosa,
    FUNCTION = conciliacion._codigo_glosa_le, COMMUTATOR = OPERATOR(conciliacion.>=), NEGATOR = OPERATOR(conciliacion.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
CREATE OPERATOR conciliacion.> (LEFTARG = conciliacion.codigo_glosa, RIGHTARG = conciliacion.codigo_glosa,
    FUNCTION = conciliacion._codigo_glosa_gt, COMMUTATOR = OPERATOR(conciliacion.<), NEGATOR = OPERATOR(conciliacion.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR conciliacion.>= (LEFTARG = conciliacion.codigo_glosa, RIGHTARG = conciliacion.codigo_glosa,
    FUNCTION = conciliacion._codigo_glosa_ge, COMMUTATOR = OPERATOR(conciliacion.<=), NEGATOR = OPERATOR(conciliacion.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR conciliacion.= (conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'mismo código';
COMMENT ON OPERATOR conciliacion.<> (conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'códigos distintos';
COMMENT ON OPERATOR conciliacion.< (conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'anterior en el manual';
COMMENT ON OPERATOR conciliacion.<= (conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'anterior o igual en el manual';
COMMENT ON OPERATOR conciliacion.> (conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'posterior en el manual';
COMMENT ON OPERATOR conciliacion.>= (conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'posterior o igual en el manual';

CREATE OPERATOR FAMILY conciliacion.codigo_glosa_ops USING btree;
CREATE OPERATOR CLASS conciliacion.codigo_glosa_ops DEFAULT FOR TYPE conciliacion.codigo_glosa USING btree
    FAMILY conciliacion.codigo_glosa_ops AS
    OPERATOR 1 conciliacion.<, OPERATOR 2 conciliacion.<=, OPERATOR 3 conciliacion.=,
    OPERATOR 4 conciliacion.>=, OPERATOR 5 conciliacion.>,
    FUNCTION 1 conciliacion._codigo_glosa_cmp(conciliacion.codigo_glosa, conciliacion.codigo_glosa),
    FUNCTION 2 conciliacion._codigo_glosa_ordenar(internal),
    FUNCTION 4 btequalimage(oid);
CREATE OPERATOR FAMILY conciliacion.codigo_glosa_ops USING hash;
CREATE OPERATOR CLASS conciliacion.codigo_glosa_ops DEFAULT FOR TYPE conciliacion.codigo_glosa USING hash
    FAMILY conciliacion.codigo_glosa_ops AS
    OPERATOR 1 conciliacion.=,
    FUNCTION 1 conciliacion._codigo_glosa_hash(conciliacion.codigo_glosa),
    FUNCTION 2 conciliacion._codigo_glosa_hash_extendido(conciliacion.codigo_glosa, bigint);
COMMENT ON OPERATOR FAMILY conciliacion.codigo_glosa_ops USING btree IS 'Orden de codigo_glosa';
COMMENT ON OPERATOR FAMILY conciliacion.codigo_glosa_ops USING hash IS 'Igualdad de codigo_glosa';
COMMENT ON OPERATOR CLASS conciliacion.codigo_glosa_ops USING btree IS 'Orden de codigo_glosa: manual, familia, padre antes que hijos';
COMMENT ON OPERATOR CLASS conciliacion.codigo_glosa_ops USING hash IS 'Igualdad de codigo_glosa';

-- Parts of a code and what the official lists say of it. The lists are compiled in: no table is read.
CREATE FUNCTION conciliacion.manual(codigo conciliacion.codigo_glosa) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_manual';
COMMENT ON FUNCTION conciliacion.manual(conciliacion.codigo_glosa) IS
    'Manual del código: 3047 (Anexo 6, Res. 3047/2008) o 2284 (Anexo 3, Res. 2284/2023)';
CREATE FUNCTION conciliacion.concepto_general(codigo conciliacion.codigo_glosa) RETURNS conciliacion.codigo_glosa
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_concepto_general';
COMMENT ON FUNCTION conciliacion.concepto_general(conciliacion.codigo_glosa) IS 'Concepto general (nivel 1) al que pertenece el código';
CREATE FUNCTION conciliacion.nivel(codigo conciliacion.codigo_glosa) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_nivel';
COMMENT ON FUNCTION conciliacion.nivel(conciliacion.codigo_glosa) IS 'Nivel: 1 concepto general, 2 concepto específico, 3 causa';
CREATE FUNCTION conciliacion.padre(codigo conciliacion.codigo_glosa) RETURNS conciliacion.codigo_glosa
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_padre';
COMMENT ON FUNCTION conciliacion.padre(conciliacion.codigo_glosa) IS 'Código del que depende; nulo en el concepto general';
CREATE FUNCTION conciliacion.clase(codigo conciliacion.codigo_glosa) RETURNS conciliacion.clase_codigo
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_clase';
COMMENT ON FUNCTION conciliacion.clase(conciliacion.codigo_glosa) IS
    'Si el código es de glosa, de devolución (8, DE) o de respuesta (9, RE), por su familia';
CREATE FUNCTION conciliacion.descripcion(codigo conciliacion.codigo_glosa) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_descripcion';
COMMENT ON FUNCTION conciliacion.descripcion(conciliacion.codigo_glosa) IS 'Texto del manual; nulo si el código no está en ninguna lista';
CREATE FUNCTION conciliacion.es_oficial(codigo conciliacion.codigo_glosa) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_es_oficial';
COMMENT ON FUNCTION conciliacion.es_oficial(conciliacion.codigo_glosa) IS
    'Si el código está confirmado en su manual; los de una sola fuente o sin confirmar no lo son';

CREATE FUNCTION conciliacion.catalogo_glosas(
        OUT codigo conciliacion.codigo_glosa, OUT manual text, OUT nivel integer, OUT clase conciliacion.clase_codigo,
        OUT concepto_general conciliacion.codigo_glosa, OUT padre conciliacion.codigo_glosa, OUT descripcion text,
        OUT nota text, OUT estado text, OUT oficial boolean) RETURNS SETOF record
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 425 AS 'MODULE_PATHNAME', 'codigo_glosa_catalogo';
COMMENT ON FUNCTION conciliacion.catalogo_glosas() IS
    'Los dos manuales, código por código y en su orden; estado dice cuánto se pudo confirmar cada renglón';

-- "Is under or equal": a range of the order, so a btree serves it (support functions) and its statistics estimate it.
CREATE FUNCTION conciliacion._codigo_glosa_bajo_apoyo(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_bajo_apoyo';
CREATE FUNCTION conciliacion._codigo_glosa_sobre_apoyo(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_sobre_apoyo';
CREATE FUNCTION conciliacion._codigo_glosa_bajo_sel(internal, oid, internal, integer) RETURNS double precision
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_bajo_sel';
CREATE FUNCTION conciliacion._codigo_glosa_sobre_sel(internal, oid, internal, integer) RETURNS double precision
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_sobre_sel';
CREATE FUNCTION conciliacion._codigo_glosa_bajo(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE SUPPORT conciliacion._codigo_glosa_bajo_apoyo
    AS 'MODULE_PATHNAME', 'codigo_glosa_bajo';
CREATE FUNCTION conciliacion._codigo_glosa_sobre(conciliacion.codigo_glosa, conciliacion.codigo_glosa) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE SUPPORT conciliacion._codigo_glosa_sobre_apoyo
    AS 'MODULE_PATHNAME', 'codigo_glosa_sobre';
CREATE FUNCTION conciliacion._codigo_glosa_ultimo(conciliacion.codigo_glosa) RETURNS conciliacion.codigo_glosa
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE AS 'MODULE_PATHNAME', 'codigo_glosa_ultimo';
COMMENT ON FUNCTION conciliacion._codigo_glosa_bajo_apoyo(internal) IS 'Interna: condición de índice de <@';
COMMENT ON FUNCTION conciliacion._codigo_glosa_sobre_apoyo(internal) IS 'Interna: condición de índice de @>';
COMMENT ON FUNCTION conciliacion._codigo_glosa_bajo_sel(internal, oid, internal, integer) IS 'Interna: selectividad de <@';
COMMENT ON FUNCTION conciliacion._codigo_glosa_sobre_sel(internal, oid, internal, integer) IS 'Interna: selectividad de @>';
COMMENT ON FUNCTION conciliacion._codigo_glosa_bajo(conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'Interna: operador <@';
COMMENT ON FUNCTION conciliacion._codigo_glosa_sobre(conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'Interna: operador @>';
COMMENT ON FUNCTION conciliacion._codigo_glosa_ultimo(conciliacion.codigo_glosa) IS 'Interna: último código posible bajo otro';
CREATE OPERATOR conciliacion.<@ (LEFTARG = conciliacion.codigo_glosa, RIGHTARG = conciliacion.codigo_glosa,
    FUNCTION = conciliacion._codigo_glosa_bajo, COMMUTATOR = OPERATOR(conciliacion.@>),
    RESTRICT = conciliacion._codigo_glosa_bajo_sel, JOIN = contjoinsel);
CREATE OPERATOR conciliacion.@> (LEFTARG = conciliacion.codigo_glosa, RIGHTARG = conciliacion.codigo_glosa,
    FUNCTION = conciliacion._codigo_glosa_sobre, COMMUTATOR = OPERATOR(conciliacion.<@),
    RESTRICT = conciliacion._codigo_glosa_sobre_sel, JOIN = contjoinsel);
COMMENT ON OPERATOR conciliacion.<@ (conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'es el código o está bajo él';
COMMENT ON OPERATOR conciliacion.@> (conciliacion.codigo_glosa, conciliacion.codigo_glosa) IS 'es el código o lo contiene';
