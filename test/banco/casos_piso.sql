-- The same cases in the tables without rules.
INSERT INTO piso.glosa SELECT * FROM cartera.glosa ORDER BY prestador_id, glosa_id;
INSERT INTO piso.glosa_evento SELECT * FROM cartera.glosa_evento ORDER BY prestador_id, glosa_id, secuencia;
