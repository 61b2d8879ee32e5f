-- What is going to be inserted: a glosa on every line, and for the invoices of one third three further events. The
-- rows that result are kept too, so that the floor can write them without any rule. Variables as in facturas.sql.
CREATE TABLE banco.glosa AS
SELECT p.prestador_id, row_number() OVER w AS glosa_id, p.factura_id, p.linea, c.codigo, p.valor AS valor,
       'Mayor valor cobrado en la línea ' || p.linea AS comentario, date '2025-03-10' AS fecha
  FROM cartera.prestacion p
  JOIN banco.codigo c ON c.n = (p.factura_id + p.linea) % (SELECT count(*) FROM banco.codigo)
WINDOW w AS (ORDER BY p.prestador_id, p.factura_id, p.linea)
 ORDER BY 1, 2;
CREATE TABLE banco.paso2 AS
SELECT g.prestador_id, g.glosa_id, 'notificar'::conciliacion.evento_glosa AS evento, date '2025-03-12' AS fecha,
       'pagador'::conciliacion.papel AS papel, '{"acuse": "AC-2025-0312", "medio": "portal"}'::jsonb AS evidencia
  FROM banco.glosa g WHERE g.factura_id % 3 = 0 ORDER BY 1, 2;
CREATE TABLE banco.paso3 AS
SELECT g.prestador_id, g.glosa_id, 'responder'::conciliacion.evento_glosa AS evento, date '2025-03-20' AS fecha,
       'prestador'::conciliacion.papel AS papel, 'RE9801'::conciliacion.codigo_glosa AS codigo_respuesta,
       round(g.valor * (g.glosa_id % 4) / 4, 2) AS valor_aceptado, 'Se anexa soporte del servicio prestado' AS comentario
  FROM banco.glosa g WHERE g.factura_id % 3 = 0 ORDER BY 1, 2;
CREATE TABLE banco.paso4 AS
SELECT g.prestador_id, g.glosa_id, 'decidir'::conciliacion.evento_glosa AS evento, date '2025-03-28' AS fecha,
       'pagador'::conciliacion.papel AS papel,
       CASE WHEN g.glosa_id % 2 = 0 THEN g.valor - r.valor_aceptado ELSE 1000 END AS valor_levantado,
       'Decisión del auditor sobre la respuesta' AS comentario
  FROM banco.glosa g JOIN banco.paso3 r USING (prestador_id, glosa_id) ORDER BY 1, 2;

-- The same in no order at all.
CREATE TABLE banco.glosa_azar AS SELECT * FROM banco.glosa ORDER BY md5(glosa_id::text);
CREATE TABLE banco.paso2_azar AS SELECT * FROM banco.paso2 ORDER BY md5(glosa_id::text);
CREATE TABLE banco.paso3_azar AS SELECT * FROM banco.paso3 ORDER BY md5(glosa_id::text);
CREATE TABLE banco.paso4_azar AS SELECT * FROM banco.paso4 ORDER BY md5(glosa_id::text);
