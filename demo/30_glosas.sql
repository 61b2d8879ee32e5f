\echo '── 2. GLOSAS ─────────────────────────────────────────────────────────────────────────────'
\echo 'El 20 de junio llega el archivo de la EPS: demo/datos/glosas.csv. Se formulan todas o ninguna.'
\echo
CREATE TEMP TABLE glosas_recibidas (registro int, factura text, usuario text, grupo text, consecutivo text, codigo text,
    valor numeric, observacion text);
\copy glosas_recibidas FROM 'datos/glosas.csv' WITH (FORMAT csv, HEADER)
SELECT conciliacion.cargar_glosas(1, 1, jsonb_agg(jsonb_build_object('numero', factura, 'orden', concat_ws('/', usuario, grupo, consecutivo),
           'codigo', codigo, 'valor', valor, 'comentario', observacion) ORDER BY registro), '2025-06-20') AS formuladas
  FROM glosas_recibidas \gset
SELECT g.glosa_id AS glosa, f.numero AS factura, g.linea AS "lín.", g.codigo AS "código", pg_temp.pesos(g.valor) AS valor,
       g.comentario AS "observación de la EPS"
  FROM cartera.glosa g JOIN cartera.factura f USING (prestador_id, factura_id) ORDER BY g.glosa_id;

\echo '✘ Prueba 1 de 3. El mismo día la EPS quiere devolver FE-1043, radicada el 10 de junio: tenía 5 días hábiles.'
\set ON_ERROR_STOP off
SELECT conciliacion.devolver_factura(1, :fe_1043, 'DE1601', 'El usuario pertenecía a otra EPS', '2025-06-20');
\set ON_ERROR_STOP on
SELECT pg_temp.exigir(:'SQLSTATE' = 'KG002' AND f.estado = 'radicada', 'rechazada con ' || :'SQLSTATE' || ' (devolución fuera de plazo); FE-1043 sigue radicada') AS hecho
  FROM cartera.factura f WHERE f.prestador_id = 1 AND f.factura_id = :fe_1043 \gset
\echo :hecho
\echo

\echo '── 3. NOTIFICACIÓN ───────────────────────────────────────────────────────────────────────'
\echo 'El 24 de junio la EPS notifica las glosas, con acuse de recibo. Desde ahí corren los 15 días hábiles de la clínica.'
\echo
SELECT f.numero AS factura, conciliacion.notificar_glosas(1, f.factura_id, '2025-06-24', 'correo electrónico', 'acuse ' || f.numero)
       AS "glosas notificadas"
  FROM cartera.factura f WHERE f.glosas_vivas > 0 ORDER BY f.factura_id;
\echo '¿Por qué la respuesta vence cuando vence? (explicar_vencimiento)'
SELECT e ->> 'desde' AS "notificada el", e ->> 'plazo' AS plazo, e ->> 'vence' AS vence, (e ->> 'dias_contados')::int AS "días corridos",
       (e ->> 'fines_de_semana')::int AS "− sáb. y dom.",
       (SELECT count(DISTINCT o ->> 'fecha') FROM jsonb_array_elements(e -> 'omitidos') o) AS "− festivos", (e ->> 'habiles')::int AS "= hábiles"
  FROM conciliacion.explicar_vencimiento('2025-06-24', '15 dias habiles') e;
SELECT o ->> 'fecha' AS "festivo que no cuenta", o ->> 'nombre' AS nombre, o ->> 'norma' AS norma
  FROM conciliacion.explicar_vencimiento('2025-06-24', '15 dias habiles') e, jsonb_array_elements(e -> 'omitidos') o;
SELECT pg_temp.exigir(bool_and(g.vence = conciliacion.vencimiento('2025-06-24', '15 dias habiles')),
    'las cinco glosas vencen ese día') AS hecho FROM cartera.glosa g \gset
\echo :hecho
\echo
