-- A notified glosa on every line (see casos.sh).
INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT p.prestador_id, (p.factura_id - 1) * 20 + p.linea, p.factura_id, p.linea, 'FA0101', 10000, 'Mayor valor cobrado', '2025-03-10'
  FROM cartera.prestacion p ORDER BY 1, 2;
ANALYZE cartera.glosa, cartera.glosa_evento;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, evidencia)
SELECT g.prestador_id, g.glosa_id, 'notificar', '2025-03-12', 'pagador', '{"acuse": "AC-1"}' FROM cartera.glosa g ORDER BY 1, 2;
CREATE TABLE banco.lote AS
SELECT (g.glosa_id - 1) / 50 AS n,
       jsonb_agg(jsonb_build_object('glosa_id', g.glosa_id, 'codigo_respuesta', 'RE9801', 'valor_aceptado', 2500,
                                    'comentario', 'Se anexa soporte', 'fecha', '2025-03-20') ORDER BY g.glosa_id) AS eventos
  FROM cartera.glosa g GROUP BY 1;
ALTER TABLE banco.lote ADD PRIMARY KEY (n);
