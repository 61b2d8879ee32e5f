-- A whole conciliation with another payer: 500 glosas over 80 invoices, from the notice to the final report.
\echo
\echo '── 11. CONCILIACIÓN CON OTRA ENTIDAD: 500 GLOSAS DE 80 FACTURAS ──────────────────────────'
\echo 'Dos comunicaciones con acuse, citación, acta, dos firmas, reliquidación en bloque, pago e informe final.'
\echo
\o /dev/null
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre, tipo) VALUES (2, 'NI 800666003-1', 'Seguros del Llano (ficticia)', 'ARL');
CREATE TEMP TABLE conciliada AS
SELECT n, conciliacion.radicar_factura(1, 2, ('C-' || n)::conciliacion.numero_factura, '2025-05-05', (
           SELECT jsonb_agg(jsonb_build_object('codigo', '8902' || l, 'descripcion', 'Servicio ' || l, 'fecha', '2025-05-02',
                            'paciente', 'CC ' || n, 'paciente_nombre', 'Paciente ' || n, 'profesional_id', 1 + l % 3, 'valor', 1000))
             FROM generate_series(1, 10) l)) AS factura_id
  FROM generate_series(1, 80) n;
INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT 1, c.factura_id, 1 + (i - 1) / 80, 'TA0201', 100 + i, 'Mayor valor que el pactado', '2025-05-12'
  FROM generate_series(1, 500) i JOIN conciliada c ON c.n = 1 + (i - 1) % 80 ORDER BY c.factura_id, i;
SELECT conciliacion.notificar_glosas(1, factura_id, '2025-05-13', 'correo', 'acuse ' || n) FROM conciliada ORDER BY factura_id;
CREATE TEMP TABLE objeto AS SELECT g.glosa_id, g.factura_id FROM cartera.glosa g JOIN conciliada USING (factura_id) WHERE g.prestador_id = 1;
SELECT * FROM conciliacion.responder_lote(1, (SELECT jsonb_agg(jsonb_build_object('glosa_id', glosa_id, 'codigo_respuesta', 'RE9901',
    'comentario', 'Se adjunta el contrato', 'fecha', '2025-05-20') ORDER BY factura_id, glosa_id) FROM objeto));
SELECT * FROM conciliacion.decidir_lote(1, (SELECT jsonb_agg(jsonb_build_object('glosa_id', glosa_id, 'valor_levantado', 0,
    'comentario', 'Se ratifica', 'fecha', '2025-05-28') ORDER BY factura_id, glosa_id) FROM objeto));
SELECT conciliacion.registrar_comunicacion(1, 2, 'Conciliación', 'Se propone conciliar', 'correo_certificado', 'prestador',
    (SELECT array_agg(glosa_id) FROM objeto), d, 'citacion', 'OF-' || d, acuse => 'guía ' || d)
  FROM unnest('{2025-05-29,2025-05-30}'::date[]) d;
SELECT conciliacion.suspender_glosa(1, (SELECT max(glosa_id) FROM objeto), 'embargo', 'Oficio del juzgado', '2025-05-30');
\o
SELECT conciliacion.citar_conciliacion(1, 2, '2025-06-05', 'Sala de juntas', NULL, '2025-06-03') AS cita \gset
\echo 'Citación: sólo lo que se puede conciliar; lo excluido, con su motivo.'
SELECT CASE WHEN incluida THEN 'citadas' ELSE 'excluidas' END AS "glosas", coalesce(motivo::text, '') AS motivo, count(*) AS cuántas
  FROM cartera.cita_glosa WHERE prestador_id = 1 AND cita_id = :cita GROUP BY 1, 2 ORDER BY 1;
CREATE TEMP TABLE parte AS
SELECT g.glosa_id, g.factura_id, g.valor_pendiente AS pendiente, CASE g.glosa_id % 5 WHEN 0 THEN 0 ELSE round(g.valor_pendiente * 0.4, 2) END AS aceptado,
       CASE WHEN g.glosa_id % 5 = 0 THEN 0 WHEN g.glosa_id % 3 = 0 THEN round(g.valor_pendiente * 0.5, 2) ELSE g.valor_pendiente - round(g.valor_pendiente * 0.4, 2) END AS levantado
  FROM cartera.glosa g JOIN objeto USING (glosa_id) WHERE g.prestador_id = 1 AND g.estado = 'en_conciliacion';
SELECT conciliacion.levantar_acta(1, :cita, (SELECT jsonb_agg(jsonb_build_object('glosa_id', glosa_id, 'valor_aceptado', aceptado,
           'valor_levantado', levantado, 'valor_sin_acuerdo', pendiente - aceptado - levantado)) FROM parte),
    '[{"papel":"pagador","clase":"pago","descripcion":"Pagar lo levantado","plazo":"20 dias habiles"}]', '2025-06-05') AS acta \gset
\o /dev/null
SELECT conciliacion.firmar_acta(1, :acta, 'prestador', 'Rosa Gil', 'Representante legal', NULL, '2025-06-06');
SELECT pg_temp.exigir(count(*) = 499, 'con una firma nada se mueve') FROM cartera.glosa JOIN parte USING (glosa_id) WHERE estado = 'en_conciliacion';
SELECT conciliacion.firmar_acta(1, :acta, 'pagador', 'Luis Paz', 'Auditor', 'Poder 17 de 2025', '2025-06-09');
CREATE TEMP TABLE bloque AS SELECT * FROM conciliacion.reliquidar_acta(1, :acta, '2025-06-10');
SELECT conciliacion.registrar_pago(1, 2, sum(valor_levantado), '2025-06-27', 'TR-500', jsonb_agg(jsonb_build_object('factura_id', factura_id, 'valor', valor_levantado::text)))
  FROM bloque WHERE valor_levantado > 0;
\o
\echo 'El acta, firmada por ambas partes, se aplica entera con la segunda firma:'
SELECT count(*) AS glosas, count(DISTINCT factura_id) AS facturas, pg_temp.pesos(sum(pendiente)) AS pendiente, pg_temp.pesos(sum(aceptado)) AS aceptado,
       pg_temp.pesos(sum(levantado)) AS levantado, pg_temp.pesos(sum(pendiente - aceptado - levantado)) AS "sin acuerdo" FROM parte;
\echo 'Informe final de la entidad (informes.conciliacion_entidad):'
SELECT facturas, glosas, glosas_abiertas AS abiertas, glosas_conciliadas AS conciliadas, pg_temp.pesos(valor_glosado) AS glosado, pg_temp.pesos(valor_aceptado) AS aceptado,
       pg_temp.pesos(valor_levantado) AS levantado, pg_temp.pesos(valor_pendiente) AS pendiente, pg_temp.pesos(pagado) AS pagado, estado
  FROM informes.conciliacion_entidad WHERE prestador_id = 1 AND pagador_id = 2;
SELECT pg_temp.exigir((i.valor_aceptado, i.valor_levantado, i.valor_pendiente, i.pagado) = (p.a, p.l, p.t - p.a - p.l + e.v, p.l),
           'cada total del informe se recalcula desde las líneas del acta') AS hecho
  FROM informes.conciliacion_entidad i, (SELECT sum(aceptado) AS a, sum(levantado) AS l, sum(pendiente) AS t FROM parte) p,
       (SELECT g.valor AS v FROM cartera.glosa g WHERE g.prestador_id = 1 AND g.glosa_id = (SELECT max(glosa_id) FROM objeto)) e
 WHERE i.prestador_id = 1 AND i.pagador_id = 2 \gset
\echo :hecho
