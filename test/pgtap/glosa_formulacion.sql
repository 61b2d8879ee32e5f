-- Formulating a glosa: room of the line and of the invoice, the same code twice, codes, amounts, dates, identifiers, term.
-- Each rule has the case that it admits and the one that it refuses, with nothing changed after the refusal.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql
CREATE TABLE prueba.f AS SELECT prueba.factura('FE-1') AS f, prueba.factura('FE-2') AS otra;

-- The INSERT of a glosa on invoice FE-1: only what changes is said.
CREATE FUNCTION prueba.formular(codigo text DEFAULT 'TA0201', valor text DEFAULT '10', linea int DEFAULT 1, fecha text DEFAULT '2025-05-12',
                                origen bigint DEFAULT NULL, factura bigint DEFAULT NULL, prestador bigint DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha, origen_glosa_id) '
                  'VALUES (%s, %s, %L, %L, %L, ''motivo'', %L, %L)', $7, coalesce($6, (SELECT f FROM prueba.f)), $3, $1, $2, $4, $5)
$$;

-- ---- room ---------------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(prueba.formular(valor => '1000.01'), 'KG004', 'un centavo más que la línea');
SELECT results_eq($$SELECT codigo, detalle LIKE '%line: 1000.01; available: 1000.00; difference: 0.01.%' FROM prueba.error(prueba.formular(valor => '1000.01'))$$,
    $$VALUES ('KG004', true)$$, 'el mensaje dice el cupo que queda');
SELECT lives_ok(prueba.formular(valor => '600'), 'dentro de la línea');
SELECT prueba.rehusa(prueba.formular('FA0101', '400.01'), 'KG004', 'lo que ya está glosado ocupa cupo');
SELECT lives_ok(prueba.formular('FA0101', '400'), 'hasta agotar la línea');
SELECT prueba.rehusa(prueba.formular('SO0101', '0.01'), 'KG004', 'la línea agotada no admite ni un centavo');
SELECT results_eq($$SELECT detalle LIKE '%available: 0.00;%' FROM prueba.error(prueba.formular('SO0101', '0.01'))$$, 'VALUES (true)', '... quedan 0.00');
SELECT lives_ok(prueba.formular('SO0101', '500', 2), 'otra línea tiene su cupo');
SELECT prueba.rehusa(prueba.formular('CO0101', '250.51', NULL), 'KG004', 'la factura entera: un centavo más que lo que queda de ella');
SELECT results_eq($$SELECT detalle LIKE '%invoice: 250.51; available: 250.50; difference: 0.01.%' FROM prueba.error(prueba.formular('CO0101', '250.51', NULL))$$,
    'VALUES (true)', '... el mensaje dice el cupo de la factura');
SELECT lives_ok(prueba.formular('CO0101', '250', NULL), 'la factura entera, dentro del cupo');
SELECT prueba.rehusa(prueba.formular('FA0201', '0.51', 3), 'KG004', 'línea con cupo, factura sin él');
SELECT prueba.rehusa(prueba.formular('FA0201', '250.50', 3), 'KG004', '... aunque sea justo el cupo de la línea');
SELECT lives_ok(prueba.formular('FA0201', '0.50', 3), 'hasta agotar la factura');
SELECT results_eq('SELECT valor, valor_glosado, valor_pendiente, glosas_vivas, glosas_abiertas, estado::text FROM cartera.factura WHERE factura_id = (SELECT f FROM prueba.f)',
    $$VALUES (1750.50, 1750.50, 1750.50, 5, 5, 'glosada')$$, 'la factura quedó glosada del todo');
SELECT results_eq('SELECT linea, valor_glosado, valor_pendiente FROM cartera.prestacion WHERE factura_id = (SELECT f FROM prueba.f) ORDER BY linea',
    'VALUES (1, 1000.00, 1000.00), (2, 500.00, 500.00), (3, 0.50, 0.50)', 'y sus líneas');
INSERT INTO cartera.norma SELECT 'ADVIERTE', pais, calendario_id, manual, vigencia, nombre, fuente, comunicaciones_para_silencio, 'advertir'
  FROM cartera.norma WHERE norma_id = 'CO-2284';
INSERT INTO cartera.convenio (prestador_id, pagador_id, vigencia, norma_id) VALUES (2, 10, '[2020-01-01,)', 'ADVIERTE');
UPDATE prueba.f SET otra = prueba.factura('FE-A', prestador => 2);
SET LOCAL client_min_messages = error;
SELECT lives_ok(prueba.formular('TA0301', '1500', 1, factura => otra, prestador => 2), 'norma que sólo advierte: por encima de la línea') FROM prueba.f;
RESET client_min_messages;
SELECT prueba.rehusa(prueba.formular('TA0401', '250.51', 2, factura => otra, prestador => 2), 'KG004', '... pero nunca de la factura') FROM prueba.f;

-- ---- the same code twice, and what an annulment frees ------------------------------------------------------------------------
UPDATE prueba.f SET f = prueba.factura('FE-3');
SELECT lives_ok(prueba.formular(valor => '1000'), 'una glosa de toda la línea');
SELECT lives_ok(format('SELECT conciliacion.anular_glosa(1, %s, ''error'', ''2025-05-12'')', max(glosa_id)), 'se anula') FROM cartera.glosa;
SELECT results_eq('SELECT valor_glosado, glosas_vivas, estado::text FROM cartera.factura WHERE factura_id = (SELECT f FROM prueba.f)',
    $$VALUES (0.00, 0, 'radicada')$$, 'la anulada libera su cupo y la factura vuelve a estar radicada');
SELECT lives_ok(prueba.formular(valor => '700'), 'y el mismo código se puede formular de nuevo');
SELECT prueba.rehusa(prueba.formular(valor => '5'), 'KG007', 'dos veces viva, no');
SELECT prueba.rehusa(prueba.formular('ta 0201', '5'), 'KG007', '... aunque se escriba de otra manera');
SELECT lives_ok(prueba.formular(valor => '5', linea => 2), 'el mismo código en otra línea');
SELECT lives_ok(prueba.formular(valor => '5', linea => NULL), 'y en la factura entera');
SELECT prueba.rehusa(prueba.formular(valor => '6', linea => NULL), 'KG007', 'que tampoco lo admite dos veces');
SELECT lives_ok(prueba.formular('TA0301', '5'), 'otra causa de la misma línea');
SELECT throws_ok(format($$INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha)
    VALUES (1, %s, 2, 'FA0101', 1, '2025-05-12'), (1, %1$s, 2, 'FA0101', 2, '2025-05-12')$$, f), 'KG007', NULL,
    'dos veces en la misma sentencia') FROM prueba.f;
SELECT is(conciliacion.formular_glosa(1, f, 'SO0201', 3, 'x', 2, '2025-05-12'), conciliacion.formular_glosa(1, f, 'SO0201', 3, 'x', 2, '2025-05-12'),
    'formular_glosa repetida devuelve la misma') FROM prueba.f;
SELECT prueba.rehusa(format($$SELECT conciliacion.formular_glosa(1, %s, 'SO0201', 4, 'x', 2, '2025-05-12')$$, f), 'KG007', '... con otro valor, no') FROM prueba.f;
SELECT prueba.rehusa(format($$SELECT conciliacion.formular_glosa(1, %s, 'SO0201', 3, 'y', 2, '2025-05-12')$$, f), 'KG007', '... con otro motivo, tampoco') FROM prueba.f;

-- ---- codes ---------------------------------------------------------------------------------------------------------------------
UPDATE prueba.f SET f = prueba.factura('FE-4'), otra = prueba.factura('FE-5', servicio => '2025-01-31');
SELECT results_eq('SELECT norma_id FROM cartera.factura JOIN prueba.f ON factura_id IN (f.f, otra) ORDER BY factura_id', $$VALUES ('CO-2284'), ('CO-3047')$$,
    'una factura de cada manual');
SELECT prueba.rehusa(prueba.formular(c, factura => CASE WHEN nueva THEN f ELSE otra END), 'KG009', q)
  FROM prueba.f, (VALUES ('101', true, 'código del manual anterior en una factura del nuevo'), ('TA0201', false, 'código del manual nuevo en una del anterior'),
    ('DE1601', true, 'de clase devolución'), ('RE9901', true, 'de clase respuesta'), ('995', false, 'respuesta del manual anterior'),
    ('TA', true, 'sólo el concepto general'), ('2', false, 'sólo el concepto general del anterior'), ('FA9901', true, 'que no está en la lista'),
    ('199', false, 'que no está en la lista anterior')) v(c, nueva, q);
SELECT lives_ok(prueba.formular('TA02', '1'), 'concepto específico del manual nuevo');
SELECT lives_ok(prueba.formular('101', '1', factura => otra), 'código del manual anterior en su factura') FROM prueba.f;
INSERT INTO cartera.codigo_adicional VALUES ('FA9901', 'Motivo del sitio', 'acuerdo'), ('199', 'Motivo del sitio', 'acuerdo'), ('DE9901', 'Devolución', 'acuerdo');
SELECT lives_ok(prueba.formular('FA9901', '1'), 'el que el sitio admite');
SELECT lives_ok(prueba.formular('199', '1', factura => otra), 'también del manual anterior') FROM prueba.f;
SELECT prueba.rehusa(prueba.formular('199'), 'KG009', '... pero sigue siendo de su manual');
SELECT prueba.rehusa(prueba.formular('DE9901'), 'KG009', '... y de su clase');
DELETE FROM cartera.codigo_adicional WHERE codigo::text = 'FA9901';
SELECT prueba.rehusa(prueba.formular('FA9901', '1', 2), 'KG009', 'lo que el sitio dejó de admitir');
SELECT throws_ok(prueba.formular('XX0101'), '22P02', NULL, 'lo que no es un código');
-- Unconfirmed codes of the old list are not official.
SELECT prueba.rehusa(prueba.formular(codigo::text, factura => otra), 'KG009', 'sin confirmar: ' || codigo::text)
  FROM prueba.f, (SELECT codigo FROM conciliacion.catalogo_glosas() c WHERE NOT c.oficial AND c.clase::text = 'glosa' ORDER BY 1 LIMIT 3) c;
SELECT prueba.rehusa(format($$INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha, codigos_adicionales)
    VALUES (1, %s, 2, 'FA0101', 1, '2025-05-12', %L)$$, f, a), 'KG009', 'códigos adicionales: ' || a)
  FROM prueba.f, unnest('{"{SO0101,RE9901}","{101}","{TA}","{FA9901}","{NULL}"}'::text[]) a;
SELECT lives_ok(format($$INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha, codigos_adicionales)
    VALUES (1, %s, 2, 'FA0101', 1, '2025-05-12', '{SO0101,TA02}')$$, f), 'códigos adicionales del manual') FROM prueba.f;

-- ---- amounts ---------------------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(prueba.formular('CO0101', v), 'KG004', 'valor ' || v)
  FROM unnest('{0,0.00,-1,-0.01,NaN,Infinity,-Infinity,10.001,0.009,99999999999999999,1e30}'::text[]) v;
SELECT prueba.rehusa(format('SELECT conciliacion.formular_glosa(1, %s, ''CO0101'', %L, ''x'', 1, ''2025-05-12'')', f, v), 'KG004', 'formular_glosa con valor ' || v)
  FROM prueba.f, unnest('{0,-1,NaN,Infinity,-Infinity,10.001}'::text[]) v;
SELECT lives_ok(prueba.formular('CO0101', '10.100'), 'ceros a la derecha no son decimales');
SELECT is((SELECT valor::text FROM cartera.glosa WHERE codigo::text = 'CO0101' ORDER BY glosa_id DESC LIMIT 1), '10.10', '... y queda con dos');
SELECT throws_ok(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, fecha) VALUES (1, %s, 1, ''CO0201'', ''2025-05-12'')', f), '23502', NULL,
    'sin valor') FROM prueba.f;

-- ---- dates ---------------------------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(prueba.formular('CO0301', fecha => d), '22023', q)
  FROM (VALUES ((current_date + 1)::text, 'mañana'), ('2999-01-01', 'en un futuro lejano'), ('2025-05-04', 'antes de la radicación'),
               ('infinity', 'infinita'), ('-infinity', 'infinita hacia atrás')) v(d, q);
SELECT lives_ok(prueba.formular('CO0301', fecha => '2025-05-05'), 'el día de la radicación');
SELECT lives_ok(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor) VALUES (1, %s, 1, ''CO0801'', 1)', f), 'sin fecha') FROM prueba.f;
SELECT results_eq('SELECT fecha, extemporanea FROM cartera.glosa WHERE codigo::text = ''CO0801''', 'VALUES (current_date, true)', '... es hoy');
-- art. 57: 20 business days from the filing; late, it is accepted and marked
SELECT lives_ok(prueba.formular('CO0401', fecha => '2025-06-03'), 'el último día del plazo');
SELECT lives_ok(prueba.formular('CO2301', fecha => '2025-06-04'), 'al día siguiente');
SELECT results_eq($$SELECT codigo::text, extemporanea, formulada_tarde, vence FROM cartera.glosa WHERE codigo::text IN ('CO0401', 'CO2301')$$,
    $$VALUES ('CO0401', false, false, '2025-06-03'::date), ('CO2301', true, true, '2025-06-03')$$, 'la norma advierte: queda marcada extemporánea');
UPDATE cartera.norma_plazo SET al_vencer = 'rechazar' WHERE norma_id = 'CO-2284' AND acto = 'formular';
SELECT prueba.rehusa(prueba.formular('CO0601', fecha => '2025-06-04'), 'KG002', 'la norma rechaza: fuera de plazo');
SELECT lives_ok(prueba.formular('CO0601', fecha => '2025-06-03'), '... y dentro no');
UPDATE cartera.norma_plazo SET al_vencer = 'advertir' WHERE norma_id = 'CO-2284' AND acto = 'formular';

-- ---- identifiers ------------------------------------------------------------------------------------------------------------------------
SELECT prueba.rehusa(prueba.formular(factura => 999999), 'KG006', 'factura que no existe');
SELECT prueba.rehusa(prueba.formular(prestador => 2), 'KG006', 'factura de otro prestador');
SELECT prueba.rehusa(prueba.formular(linea => 9), 'KG006', 'línea que no existe');
SELECT prueba.rehusa(prueba.formular(origen => 999999), 'KG006', 'glosa de origen que no existe');
SELECT throws_ok(format('INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, fecha) VALUES (%L, %L, 1, %L, 1, ''2025-05-12'')', p, fa, c),
    '23502', NULL, 'falta ' || q) FROM prueba.f, LATERAL (VALUES (NULL, f, 'TA0201', 'prestador_id'), (1, NULL, 'TA0201', 'factura_id'), (1, f, NULL, 'codigo')) v(p, fa, c, q);
SELECT lives_ok(format('INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, fecha) VALUES (1, 5000, %s, 1, ''CO0701'', 1, ''2025-05-12'')', f),
    'el id se puede dar') FROM prueba.f;
SELECT results_eq('SELECT glosa_id, secuencia FROM cartera.glosa_evento WHERE glosa_id = 5000', 'VALUES (5000::bigint, 1)', '... y es el de su primer evento');
SELECT throws_ok(format('INSERT INTO cartera.glosa (prestador_id, glosa_id, factura_id, linea, codigo, valor, fecha) VALUES (1, 5000, %s, 1, ''CO3801'', 1, ''2025-05-12'')', f),
    '23505', NULL, 'dos veces el mismo, no') FROM prueba.f;

-- ---- GLO-10: nothing new after the first notification, but for facts found in an answer ------------------------------------------------------
UPDATE prueba.f SET f = prueba.factura('FE-6'), otra = prueba.factura('FE-7');
SELECT lives_ok(prueba.formular('TA0201', '100'), 'una glosa');
SELECT lives_ok(prueba.formular('TA0301', '100'), 'otra antes de notificar');
SELECT lives_ok(prueba.formular('TA0201', '100', factura => otra), 'y una en otra factura') FROM prueba.f;
SELECT conciliacion.notificar_glosas(1, f, '2025-05-13', 'correo', 'a'), conciliacion.notificar_glosas(1, otra, '2025-05-13', 'correo', 'a') FROM prueba.f;
SELECT prueba.rehusa(prueba.formular('FA0101', fecha => '2025-05-14'), 'KG001', 'tras la primera notificación, ninguna nueva');
CREATE TABLE prueba.g AS SELECT min(glosa_id) AS g, max(glosa_id) AS h FROM cartera.glosa JOIN prueba.f ON factura_id = f.f;
SELECT prueba.rehusa(prueba.formular('FA0101', fecha => '2025-05-14', origen => g), 'KG001', 'origen aún no respondido') FROM prueba.g;
SELECT is(conciliacion.responder_glosa(1, g, 'RE9801', 10, 'soporte', '2025-05-20'), 'respondida', 'se responde') FROM prueba.g;
SELECT lives_ok(prueba.formular('FA0101', fecha => '2025-08-01', origen => g), 'hecho nuevo de la respuesta') FROM prueba.g;
SELECT results_eq('SELECT origen_glosa_id, vence, extemporanea FROM cartera.glosa WHERE origen_glosa_id IS NOT NULL', 'SELECT g, NULL::date, false FROM prueba.g',
    '... no corre el plazo que corrió desde la radicación');
SELECT prueba.rehusa(prueba.formular('FA0201', fecha => '2025-08-01', origen => g, factura => otra), 'KG001', 'la respuesta es de otra factura') FROM prueba.f, prueba.g;
SELECT is(conciliacion.suspender_glosa(1, h, 'litigio', 'x', '2025-05-20'), 'suspendida', 'la otra se suspende sin haber sido respondida') FROM prueba.g;
SELECT prueba.rehusa(prueba.formular('FA0301', fecha => '2025-08-01', origen => h), 'KG001', 'suspendida sin respuesta no es origen') FROM prueba.g;
SELECT is(conciliacion.reanudar_glosa(1, h, 'x', '2025-05-20'), 'notificada', 'se reanuda') FROM prueba.g;
SELECT is(conciliacion.cerrar_glosa(1, h, 'tacita', 'RE2202', '2025-08-01'), 'cerrada', 'y se cierra por aceptación tácita') FROM prueba.g;
SELECT prueba.rehusa(prueba.formular('FA0301', fecha => '2025-08-01', origen => h), 'KG001', 'cerrada sin respuesta tampoco') FROM prueba.g;
UPDATE cartera.norma SET glosas_nuevas = 'permitir' WHERE norma_id = 'CO-2284';
SELECT lives_ok(prueba.formular('FA0301', fecha => '2025-05-20'), 'norma que permite glosas nuevas');

SELECT is_empty('SELECT * FROM prueba.incumplidas', 'las identidades se cumplen al final');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'verificar() dice lo mismo');
SELECT * FROM finish();
ROLLBACK;
