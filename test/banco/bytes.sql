-- What the parties gave, as they gave it, in bare tables with a primary key.
CREATE SCHEMA crudo;
CREATE TABLE crudo.glosa AS
SELECT prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha FROM cartera.glosa ORDER BY 1, 2;
ALTER TABLE crudo.glosa ADD PRIMARY KEY (prestador_id, glosa_id);
CREATE TABLE crudo.glosa_evento AS
SELECT prestador_id, glosa_id, secuencia, evento, fecha, papel, valor_aceptado, valor_levantado, codigo_respuesta,
       CASE WHEN evento <> 'formular' THEN comentario END AS comentario, evidencia
  FROM cartera.glosa_evento ORDER BY 1, 2, 3;
ALTER TABLE crudo.glosa_evento ADD PRIMARY KEY (prestador_id, glosa_id, secuencia);
