-- Readers of JSON batches. The column definition list of the call is the shape that the JSON must have:
--   SELECT * FROM conciliacion._filas_json($1, 'prestaciones', '{codigo,valor}') AS t(posicion int, codigo text, valor numeric)
-- STABLE as the input functions of dates are.
CREATE FUNCTION conciliacion._filas_json(datos jsonb, ruta text, obligatorias text[], estricto boolean DEFAULT true)
    RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL SAFE ROWS 100 AS 'MODULE_PATHNAME', 'filas_json';
COMMENT ON FUNCTION conciliacion._filas_json(jsonb, text, text[], boolean) IS
    'Interna: filas de un arreglo JSON con la forma de la lista de columnas; posicion es el número de elemento, desde 1; con estricto, una clave desconocida es un error';
CREATE FUNCTION conciliacion._objeto_json(datos jsonb, ruta text, obligatorias text[], estricto boolean DEFAULT true)
    RETURNS record
    LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'objeto_json';
COMMENT ON FUNCTION conciliacion._objeto_json(jsonb, text, text[], boolean) IS
    'Interna: un objeto JSON con la forma de la lista de columnas';
