-- A whole conciliation of 500 glosas over 80 invoices of one entity: notice, citation, draft, two signatures,
-- re-liquidation, payment, report. Every total is computed again from the lines.
BEGIN;
SELECT no_plan();
\ir comun/conciliacion.sql

-- Invoices of ten lines of 1000.00; 500 glosas on them, of which some were accepted or lifted in part before.
CREATE TABLE prueba.f AS
SELECT n, conciliacion.radicar_factura(1, 11, ('C' || n)::conciliacion.numero_factura, '2025-05-05', (SELECT jsonb_agg(jsonb_build_object('linea', l,
    'codigo', '8902' || l, 'descripcion', 'Servicio', 'paciente', 'CC 1', 'paciente_nombre', 'Ana', 'valor', '1000.00')) FROM generate_series(1, 10) l),
    fecha_servicio => '2025-05-02') AS id FROM generate_series(1, 80) n;
INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha)
SELECT 1, f.id, 1 + (i - 1) / 80, 'TA0201', 100 + i + (i % 7) * 0.13, 'mayor valor', '2025-05-12'
  FROM generate_series(1, 500) i JOIN prueba.f f ON f.n = 1 + (i - 1) % 80 ORDER BY f.id, i;
SELECT is((SELECT count(*)::int FROM cartera.glosa), 500, '500 glosas');
SELECT is((SELECT count(DISTINCT factura_id)::int FROM cartera.glosa), 80, 'de 80 facturas');
SELECT is((SELECT sum(conciliacion.notificar_glosas(1, id, '2025-05-13', 'correo', 'acuse ' || n))::int FROM prueba.f), 500, 'notificadas');
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, papel, fecha, codigo_respuesta, valor_aceptado, comentario)
SELECT 1, glosa_id, 'responder', 'prestador', '2025-05-20', 'RE9801', glosa_id % 11, 'soporte' FROM cartera.glosa ORDER BY factura_id, glosa_id;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, papel, fecha, valor_levantado, comentario)
SELECT 1, glosa_id, 'decidir', 'pagador', '2025-05-28', glosa_id % 5, 'en parte' FROM cartera.glosa ORDER BY factura_id, glosa_id;

SELECT conciliacion.registrar_comunicacion(1, 11, 'Conciliación', 'Se cita a conciliar', 'correo_certificado', 'pagador',
    (SELECT array_agg(glosa_id) FROM cartera.glosa), '2025-05-29', 'citacion', 'OF-500', acuse => 'guía 500') AS aviso \gset
SELECT is((SELECT efectiva FROM cartera.comunicacion_acuse), 500, 'el aviso es efectivo para las 500');
SELECT conciliacion.suspender_glosa(1, (SELECT max(glosa_id) FROM cartera.glosa), 'embargo', 'oficio', '2025-05-29');
SELECT conciliacion.citar_conciliacion(1, 11, '2025-06-05', 'Sala', NULL, '2025-05-30') AS cita \gset
SELECT results_eq('SELECT incluida, motivo, count(*)::int FROM cartera.cita_glosa GROUP BY 1, 2 ORDER BY 1', $$VALUES (false, 'embargo', 1), (true, NULL, 499)$$,
    'se citan 499 y la embargada queda fuera con su motivo');

-- Each pending amount in three parts: a fifth has no agreement at all, a third is closed.
CREATE TABLE prueba.parte AS
SELECT glosa_id, factura_id, valor_pendiente AS pendiente,
       CASE glosa_id % 5 WHEN 0 THEN 0 ELSE round(valor_pendiente * 0.37, 2) END AS aceptado,
       CASE WHEN glosa_id % 5 = 0 THEN 0 WHEN glosa_id % 3 = 0 THEN valor_pendiente - round(valor_pendiente * 0.37, 2) ELSE round(valor_pendiente * 0.41, 2) END AS levantado
  FROM cartera.glosa WHERE estado = 'en_conciliacion';
ALTER TABLE prueba.parte ADD COLUMN sin_acuerdo numeric GENERATED ALWAYS AS (pendiente - aceptado - levantado) STORED;
CREATE TABLE prueba.antes AS SELECT * FROM cartera.glosa;
SELECT conciliacion.levantar_acta(1, :cita, (SELECT jsonb_agg(prueba.linea(glosa_id, aceptado, levantado, sin_acuerdo)) FROM prueba.parte),
    '[{"papel":"pagador","clase":"pago","descripcion":"Pagar lo levantado","plazo":"20 dias habiles"}]', '2025-06-05') AS acta \gset
SELECT is(prueba.firmada(:acta), 'aplicada', 'dos firmas la aplican');
SELECT is((SELECT count(*)::int FROM cartera.glosa_evento WHERE evento = 'conciliar'), 499, 'a sus 499 glosas, un evento cada una');
SELECT is_empty($$
    SELECT g.glosa_id FROM cartera.glosa g JOIN prueba.antes a USING (glosa_id) LEFT JOIN prueba.parte p USING (glosa_id)
     WHERE (g.valor_aceptado - a.valor_aceptado, g.valor_levantado - a.valor_levantado, g.valor_pendiente)
           IS DISTINCT FROM (coalesce(p.aceptado, 0), coalesce(p.levantado, 0), coalesce(p.sin_acuerdo, a.valor_pendiente))
        OR g.estado::text <> CASE WHEN p.glosa_id IS NULL THEN 'suspendida' WHEN p.sin_acuerdo = 0 THEN 'cerrada' ELSE 'en_conciliacion' END$$,
    'cada glosa como dice su línea');

-- The same act by totals: its copy, its re-liquidation, the invoices.
SELECT is(conciliacion.acta_json(1, :acta) -> 'totales', (SELECT jsonb_build_object('glosas', count(*), 'facturas', count(DISTINCT factura_id),
    'valor_pendiente', sum(pendiente), 'valor_aceptado', sum(aceptado), 'valor_levantado', sum(levantado), 'valor_sin_acuerdo', sum(sin_acuerdo)) FROM prueba.parte),
    'los totales del acta son la suma de sus líneas');
SELECT set_eq(format($$SELECT factura_id, glosas, valor_pendiente, valor_aceptado, valor_levantado, valor_sin_acuerdo, vence FROM conciliacion.reliquidar_acta(1, %s, '2025-06-10')$$, :acta),
    $$SELECT factura_id, count(*)::int AS n, sum(pendiente) AS p, sum(aceptado) AS a, sum(levantado) AS l, sum(sin_acuerdo) AS s, conciliacion.sumar_habiles('2025-06-05', 20) AS v
        FROM prueba.parte GROUP BY 1$$, 'la reliquidación en bloque, factura por factura');

-- The payer pays what was lifted of the first 50 invoices, and half of it of the others.
CREATE TABLE prueba.pago AS
SELECT factura_id, round(CASE WHEN row_number() OVER (ORDER BY factura_id) <= 50 THEN 1 ELSE 0.5 END * sum(levantado), 2) AS valor FROM prueba.parte GROUP BY factura_id;
SELECT conciliacion.registrar_pago(1, 11, (SELECT sum(valor) FROM prueba.pago), '2025-06-20', 'TR-500',
    (SELECT jsonb_agg(jsonb_build_object('factura_id', factura_id, 'valor', valor::text)) FROM prueba.pago WHERE valor > 0));
SELECT set_eq(format($$SELECT factura_id, por_pagar, pagado, falta FROM conciliacion.seguimiento_acta(1, %s, '2025-06-25')$$, :acta),
    $$SELECT factura_id, sum(levantado) AS l, max(g.valor) AS v, sum(levantado) - max(g.valor) AS f FROM prueba.parte p JOIN prueba.pago g USING (factura_id) GROUP BY factura_id$$,
    'el seguimiento, factura por factura');

SELECT results_eq($$SELECT facturas, glosas, glosas_abiertas, glosas_conciliadas, valor_glosado, valor_aceptado, valor_levantado, valor_pendiente, conciliado_aceptado,
        conciliado_levantado, valor_conciliado, reliquidado, pagado, por_pagar, estado FROM informes.conciliacion_entidad WHERE prestador_id = 1 AND pagador_id = 11$$,
    $$SELECT 80::bigint, 500::bigint, 1 + count(*) FILTER (WHERE p.sin_acuerdo > 0), 499::bigint, sum(a.valor), sum(a.valor_aceptado + coalesce(p.aceptado, 0)),
             sum(a.valor_levantado + coalesce(p.levantado, 0)), sum(coalesce(p.sin_acuerdo, a.valor_pendiente)), sum(p.aceptado), sum(p.levantado), sum(p.aceptado + p.levantado),
             sum(p.levantado), (SELECT sum(valor) FROM prueba.pago), sum(p.levantado) - (SELECT sum(valor) FROM prueba.pago), 'en curso'
        FROM prueba.antes a LEFT JOIN prueba.parte p USING (glosa_id)$$, 'cada total del informe por entidad se recalcula desde las líneas');
SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');
SELECT * FROM finish();
ROLLBACK;
