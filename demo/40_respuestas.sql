\echo '✘ Prueba 2 de 3. El 26 de junio la EPS quiere decidir la glosa 2, que la clínica todavía no ha respondido.'
\set ON_ERROR_STOP off
SELECT conciliacion.decidir_glosa(1, 2, 0, 'Se ratifica', '2025-06-26');
\set ON_ERROR_STOP on
SELECT pg_temp.exigir(:'SQLSTATE' = 'KG001' AND g.estado = 'notificada', 'rechazada con ' || :'SQLSTATE' || ' (transición no permitida); la glosa 2 sigue notificada') AS hecho
  FROM cartera.glosa g WHERE g.prestador_id = 1 AND g.glosa_id = 2 \gset
\echo :hecho
\echo

\echo '── 4. RESPUESTAS ─────────────────────────────────────────────────────────────────────────'
\echo 'El 3 de julio la clínica responde por tres caminos con las mismas reglas: una función, un INSERT corriente y un lote.'
\echo 'La glosa 5 se queda sin respuesta. El 4 de julio la EPS acepta FE-1043 sin glosas.'
\echo
\o /dev/null
SELECT conciliacion.responder_glosa(1, 1, 'RE9702', 16000, NULL, '2025-07-03');
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, papel, valor_aceptado, codigo_respuesta, comentario)
VALUES (1, 2, 'responder', '2025-07-03', 'prestador', 0, 'RE9602', 'Se adjunta el informe de la radiografía');
SELECT conciliacion.responder_lote(1, '[
    {"glosa_id": 3, "codigo_respuesta": "RE9602", "valor_aceptado": 0, "fecha": "2025-07-03",
     "comentario": "La autorización 4471 ampara dos sesiones"},
    {"glosa_id": 4, "codigo_respuesta": "RE9801", "valor_aceptado": 4900, "fecha": "2025-07-03",
     "comentario": "Se acepta una ampolla; la otra consta en la hoja"}]');
SELECT conciliacion.aceptar_factura(1, :fe_1043, 'Sin observaciones', '2025-07-04');
\o
SELECT e.glosa_id AS glosa, e.codigo_respuesta AS respuesta, pg_temp.pesos(e.valor_aceptado) AS aceptado, e.estado, e.vence AS "la EPS decide hasta",
       e.comentario AS "justificación de la clínica"
  FROM cartera.glosa_evento e WHERE e.evento = 'responder' ORDER BY e.glosa_id;

\echo '── 5. DECISIONES ─────────────────────────────────────────────────────────────────────────'
\echo 'El 15 de julio la EPS decide: levanta la 2 y lo que quedaba de la 4; de la 3 ratifica una parte.'
\echo
\o /dev/null
SELECT conciliacion.decidir_glosa(1, 2, 71300, 'Soporte conforme', '2025-07-15');
SELECT conciliacion.decidir_lote(1, '[
    {"glosa_id": 3, "valor_levantado": 21000, "fecha": "2025-07-15", "comentario": "La segunda sesión consta por media hora"},
    {"glosa_id": 4, "valor_levantado": 4900, "fecha": "2025-07-15", "comentario": "Hoja conforme para una ampolla"}]');
\o
SELECT g.glosa_id AS glosa, f.numero AS factura, g.codigo AS "código", pg_temp.pesos(g.valor) AS glosado, pg_temp.pesos(g.valor_aceptado) AS aceptado,
       pg_temp.pesos(g.valor_levantado) AS "levantado", pg_temp.pesos(g.valor_pendiente) AS "pendiente", g.estado, g.causa_cierre AS causa
  FROM cartera.glosa g JOIN cartera.factura f USING (prestador_id, factura_id) ORDER BY g.glosa_id;
SELECT pg_temp.exigir(bool_and(valor = valor_aceptado + valor_levantado + valor_pendiente),
    'en cada glosa: glosado = aceptado + levantado + pendiente') AS hecho FROM cartera.glosa \gset
\echo :hecho
\echo

\echo '── 6. LISTA DE TRABAJO AL 18 DE JULIO ────────────────────────────────────────────────────'
\echo 'Qué se debe, quién lo debe y cuántos días hábiles quedan (negativos: vencido).'
\echo
SELECT v.vence, v.dias_habiles AS "días háb.", v.semaforo AS "semáforo", v.quien_debe AS debe, v.acto, v.numero AS factura, v.glosa_id AS glosa,
       pg_temp.pesos(v.valor) AS valor
  FROM conciliacion.vencimientos(NULL, 1, NULL, '2025-07-18') v;
\echo 'La glosa 5 está vencida. Lo que admite ese día, entre otras cosas (eventos_permitidos):'
SELECT e.evento, e.causa, array_to_string(e.quien, ' o ') AS "quién", CASE WHEN e.tardio THEN 'sí' ELSE 'no' END AS "tardío",
       string_agg(e.hacia::text, ' o ') AS "queda"
  FROM conciliacion.eventos_permitidos(1, 5, '2025-07-18') e
 WHERE e.evento IN ('responder', 'citar') OR e.causa = 'tacita' GROUP BY e.evento, e.causa, e.quien, e.tardio ORDER BY e.evento;
