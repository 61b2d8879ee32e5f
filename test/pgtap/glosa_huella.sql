-- The chain of hashes of a glosa, computed again here from what is written about it: SHA-256 of one version byte, the number of
-- fields, and each field with its length (32 bits, big endian; all ones when absent), the last field being the hash before.
BEGIN;
SELECT no_plan();
\ir comun/glosas.sql

CREATE FUNCTION prueba.canonico(VARIADIC campos text[]) RETURNS bytea LANGUAGE sql AS $$
    SELECT '\x01'::bytea || int4send(cardinality(campos)) || string_agg(CASE WHEN c IS NULL THEN '\xffffffff'::bytea ELSE int4send(octet_length(convert_to(c, 'UTF8'))) || convert_to(c, 'UTF8') END, ''::bytea ORDER BY n)
      FROM unnest(campos) WITH ORDINALITY x(c, n)
$$;
SELECT is(prueba.canonico('a', NULL, 'ñ'), '\x010000000300000001' || '\x61ffffffff00000002c3b1'::bytea, 'la codificación, a mano');
CREATE FUNCTION prueba.genesis(g cartera.glosa) RETURNS bytea LANGUAGE sql AS $$
    SELECT sha256(prueba.canonico(g.prestador_id::text, g.glosa_id::text, g.factura_id::text, g.linea::text, g.codigo::text, array_to_string(g.codigos_adicionales::text[], ','), g.origen_glosa_id::text))
$$;
CREATE FUNCTION prueba.huella(e cartera.glosa_evento, anterior bytea) RETURNS bytea LANGUAGE sql AS $$
    SELECT sha256(prueba.canonico(e.prestador_id::text, e.glosa_id::text, e.secuencia::text, e.evento::text, to_char(e.fecha, 'YYYY-MM-DD'), e.papel::text, e.valor::numeric(18,2)::text,
        e.valor_aceptado::numeric(18,2)::text, e.valor_levantado::numeric(18,2)::text, e.codigo_respuesta::text, e.causa_cierre::text, e.comentario, e.evidencia::text, e.estado::text, to_char(e.vence, 'YYYY-MM-DD'),
        e.quien_debe::text, e.extemporanea::text, (extract(epoch FROM e.registrado_en - timestamptz '2000-01-01 00:00+00') * 1000000)::bigint::text, e.usuario, encode(anterior, 'hex')))
$$;

-- Lives with everything a record may carry.
CREATE TABLE prueba.g AS SELECT prueba.glosa_en(e::text, 10) AS g FROM unnest(enum_range(NULL::conciliacion.estado_glosa)) e;
CREATE TABLE prueba.f AS SELECT prueba.factura('H-1') AS f;
INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, codigos_adicionales, valor, comentario, fecha)
SELECT 1, f, 1, 'TA0201', '{FA0101,SO01}', 12.5, E'«ñandú»\ny una línea más \\ con '' comillas', '2025-06-04' FROM prueba.f;
INSERT INTO cartera.glosa (prestador_id, factura_id, codigo, codigos_adicionales, valor, fecha) SELECT 1, f, 'CO0101', '{}', 0.01, '2025-06-04' FROM prueba.f;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, evidencia)
SELECT 1, glosa_id, 'notificar', '2025-06-05', '{"z": 1, "acuse": "año", "anidado": {"b": [1.50, null, true], "a": ""}}' FROM cartera.glosa JOIN prueba.f ON factura_id = f WHERE linea = 1;
INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, codigo_respuesta, valor_aceptado, comentario)
SELECT 1, glosa_id, 'responder', '2025-07-21', 'RE9502', 0, '' || repeat('largo ', 3000) FROM cartera.glosa JOIN prueba.f ON factura_id = f WHERE linea = 1;
INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha, origen_glosa_id)
SELECT 1, f, 2, 'FA0101', 3, 'hecho nuevo', '2025-07-22', glosa_id FROM cartera.glosa JOIN prueba.f ON factura_id = f WHERE linea = 1;
SELECT conciliacion.cerrar_glosa(1, prueba.glosa_en('notificada', 10), 'tacita', NULL, '2025-06-04', 'sistema', '{"vencia": "2025-06-04"}') \g /dev/null

SELECT is_empty($$SELECT e.glosa_id, e.secuencia FROM cartera.glosa_evento e JOIN cartera.glosa g USING (prestador_id, glosa_id)
    LEFT JOIN cartera.glosa_evento a ON a.glosa_id = e.glosa_id AND a.secuencia = e.secuencia - 1
    WHERE e.hash IS DISTINCT FROM prueba.huella(e, coalesce(a.hash, prueba.genesis(g)))$$, 'cada evento lleva la huella de lo que dice y de la anterior');
SELECT is_empty('SELECT glosa_id FROM cartera.glosa g WHERE g.hash IS DISTINCT FROM (SELECT e.hash FROM cartera.glosa_evento e WHERE e.glosa_id = g.glosa_id ORDER BY e.secuencia DESC LIMIT 1)',
    'y la glosa, la de su último evento');
SELECT is((SELECT count(DISTINCT hash) FROM cartera.glosa_evento), (SELECT count(*) FROM cartera.glosa_evento), 'no hay dos iguales');
SELECT cmp_ok((SELECT count(*) FROM cartera.glosa_evento), '>', 30::bigint, 'de más de treinta eventos');
SELECT is((SELECT count(*)::int FROM cartera.glosa_evento WHERE extemporanea), 4, 'tardíos entre ellos');
SELECT * FROM finish();
ROLLBACK;
