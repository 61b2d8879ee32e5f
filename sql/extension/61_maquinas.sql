-- The state machines as rows and as a diagram.
CREATE FUNCTION conciliacion.transiciones(maquina text, OUT orden int, OUT desde text, OUT evento text, OUT causa text,
        OUT quien text[], OUT guardia text, OUT acto text, OUT hacia text) RETURNS SETOF record
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 60 AS 'MODULE_PATHNAME', 'transiciones';
COMMENT ON FUNCTION conciliacion.transiciones(text) IS
    'Tabla de transiciones de una máquina (glosa, factura): de qué estado, por qué evento, quién puede, con qué guardas, hacia cuál; desde nulo es el nacimiento del caso';
CREATE FUNCTION conciliacion.diagrama(maquina text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'diagrama';
COMMENT ON FUNCTION conciliacion.diagrama(text) IS 'Diagrama de una máquina de estados en texto Mermaid';
CREATE FUNCTION conciliacion.maquinas() RETURNS SETOF text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 5 AS 'MODULE_PATHNAME', 'maquinas';
COMMENT ON FUNCTION conciliacion.maquinas() IS 'Nombres de las máquinas de estados; las revisa y falla si alguna es defectuosa';
CREATE FUNCTION conciliacion.acto_debido(estado conciliacion.estado_glosa, subsanada boolean) RETURNS conciliacion.acto_plazo
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'acto_debido';
COMMENT ON FUNCTION conciliacion.acto_debido(conciliacion.estado_glosa, boolean) IS
    'Acto que se espera de una glosa en ese estado; nulo cuando ninguno';

-- The fold of a glosa's events.
CREATE TYPE conciliacion.glosa_plegada AS (secuencia int, estado conciliacion.estado_glosa,
    estado_previo conciliacion.estado_glosa, causa_cierre conciliacion.causa_cierre, valor numeric, valor_aceptado numeric,
    valor_levantado numeric, valor_pendiente numeric, ultimo_evento conciliacion.evento_glosa, fecha date, ultima_fecha date,
    vence date, vence_previo date, quien_debe conciliacion.papel, comunicaciones int, extemporanea boolean,
    formulada_tarde boolean, subsanada boolean, contradiccion text);
COMMENT ON TYPE conciliacion.glosa_plegada IS
    'Una glosa reconstruida de sus eventos; contradiccion dice el primero que las reglas no admiten (los siguientes no se aplican)';
CREATE FUNCTION conciliacion._plegar_paso(internal, record) RETURNS internal
    LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'plegar_paso';
COMMENT ON FUNCTION conciliacion._plegar_paso(internal, record) IS 'Interna: aplica un evento al pliegue';
CREATE FUNCTION conciliacion._plegar_fin(internal) RETURNS conciliacion.glosa_plegada
    LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'plegar_fin';
COMMENT ON FUNCTION conciliacion._plegar_fin(internal) IS 'Interna: resultado del pliegue';
CREATE AGGREGATE conciliacion.plegar_glosa(record) (
    SFUNC = conciliacion._plegar_paso, STYPE = internal, FINALFUNC = conciliacion._plegar_fin, PARALLEL = SAFE);
COMMENT ON AGGREGATE conciliacion.plegar_glosa(record) IS
    'Pliega los eventos de una glosa: plegar_glosa(e ORDER BY e.secuencia) FROM cartera.glosa_evento e; igual a su fila en cartera.glosa';
