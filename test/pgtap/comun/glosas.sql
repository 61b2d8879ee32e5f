-- What the tests of invoices and glosas share (\ir comun/glosas.sql after BEGIN): masters, a norm where every effect is
-- on, invoices and glosas brought to a state by legal acts, and the digest that tells whether anything changed.
CREATE SCHEMA prueba;

INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) OVERRIDING SYSTEM VALUE
VALUES (10, 'P10', 'EPS uno'), (11, 'P11', 'ARL once'), (12, 'P12', 'Con todo encendido');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) OVERRIDING SYSTEM VALUE
VALUES (1, 'H1', 'Hospital uno', '1'), (2, 'H2', 'Clínica dos', '3'), (3, 'H3', 'Centro sin grupo', NULL);

-- PRUEBA: the terms of the law; both silences have effect, and no notice is asked for.
INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente, comunicaciones_para_silencio)
VALUES ('PRUEBA', 'CO', 'CO', '2284', '[2011-01-19,)', 'Con todo encendido', 'prueba', 0);
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente)
SELECT 'PRUEBA', acto, plazo, desde, al_vencer, causa, fuente FROM cartera.norma_plazo WHERE norma_id = 'CO-2284';
UPDATE cartera.norma_plazo SET al_vencer = 'habilitar_cierre', causa = 'silencio'
 WHERE norma_id = 'PRUEBA' AND acto IN ('decidir', 'decidir_final');
INSERT INTO cartera.convenio (prestador_id, pagador_id, vigencia, norma_id)
VALUES (1, 11, '[2020-01-01,)', 'CO-ARL'), (1, 12, '[2020-01-01,)', 'PRUEBA');

-- An invoice filed on 5 May 2025 with three lines: 1000.00 and 500.00 of a patient, 250.50 of none.
CREATE FUNCTION prueba.factura(numero text, pagador bigint DEFAULT 10, prestador bigint DEFAULT 1, radicacion date DEFAULT '2025-05-05',
                               servicio date DEFAULT '2025-05-02') RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura($3, $2, $1::conciliacion.numero_factura, $4,
        '[{"linea": 1, "codigo": "890201", "descripcion": "Consulta", "paciente": "CC 1", "paciente_nombre": "Ana", "valor": "1000.00"},
          {"linea": 2, "codigo": "903841", "descripcion": "Glucosa", "paciente": "CC 1", "paciente_nombre": "Ana", "valor": "500.00"},
          {"linea": 3, "codigo": "CAPITA", "descripcion": "Cápita", "valor": "250.50"}]', fecha_servicio => $5)
$$;

-- A glosa of 800.00 on line 1 of an invoice of its own, brought to a state; and the date of its last act.
CREATE FUNCTION prueba.glosa_en(estado text, pagador bigint DEFAULT 12) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    f bigint := prueba.factura('G' || nextval('prueba.numero'), pagador);
    g bigint := conciliacion.formular_glosa(1, f, 'TA0201', 800, 'mayor valor', 1, '2025-05-12');
BEGIN
    IF estado = 'formulada' THEN RETURN g; END IF;
    IF estado = 'anulada' THEN
        PERFORM conciliacion.anular_glosa(1, g, 'error', '2025-05-12');
        RETURN g;
    END IF;
    PERFORM conciliacion.notificar_glosas(1, f, '2025-05-13', 'correo', 'acuse 1');
    IF estado = 'suspendida' THEN PERFORM conciliacion.suspender_glosa(1, g, 'litigio', 'demanda', '2025-05-15'); END IF;
    IF estado IN ('notificada', 'suspendida') THEN RETURN g; END IF;
    PERFORM conciliacion.responder_glosa(1, g, 'RE9801', CASE estado WHEN 'cerrada' THEN 800 ELSE 100 END, 'soporte', '2025-05-20');
    IF estado IN ('respondida', 'cerrada') THEN RETURN g; END IF;
    PERFORM conciliacion.decidir_glosa(1, g, 200, 'en parte', '2025-05-28');
    CASE estado
        WHEN 'ratificada' THEN NULL;
        WHEN 'subsanada' THEN PERFORM conciliacion.subsanar_glosa(1, g, 'firma', 0, '2025-05-29');
        WHEN 'en_conciliacion' THEN PERFORM conciliacion.citar_glosa(1, g, 'pagador', '2025-06-05', 'reunión', '2025-05-29');
        WHEN 'en_jurisdiccion' THEN PERFORM conciliacion.escalar_glosa(1, g, 'SNS-1', 'demanda', '2025-05-29');
    END CASE;
    RETURN g;
END
$$;
CREATE SEQUENCE prueba.numero;

-- Everything that the acts write. The order of rows does not count.
CREATE FUNCTION prueba.digesto() RETURNS text LANGUAGE sql AS $$
    SELECT md5(concat_ws('/', (SELECT sum(hashtextextended(f::text, 0)) FROM cartera.factura f),
                         (SELECT sum(hashtextextended(e::text, 0)) FROM cartera.factura_evento e),
                         (SELECT sum(hashtextextended(p::text, 0)) FROM cartera.prestacion p),
                         (SELECT sum(hashtextextended(g::text, 0)) FROM cartera.glosa g),
                         (SELECT sum(hashtextextended(e::text, 0)) FROM cartera.glosa_evento e)))
$$;

-- Refused with that SQLSTATE, and nothing changed.
CREATE FUNCTION prueba.rehusa(sql text, codigo text, nombre text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE antes text := prueba.digesto();
BEGIN
    RETURN NEXT throws_ok(sql, codigo::char(5), NULL, nombre);
    RETURN NEXT is(prueba.digesto(), antes, nombre || ': nada cambia');
END
$$;

-- SQLSTATE, message, detail and hint of what a statement is refused with; and its effect is undone if it is not.
CREATE FUNCTION prueba.error(sql text, OUT codigo text, OUT mensaje text, OUT detalle text, OUT pista text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE sql;
    RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = 'no fue rechazada';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS codigo = RETURNED_SQLSTATE, mensaje = MESSAGE_TEXT, detalle = PG_EXCEPTION_DETAIL, pista = PG_EXCEPTION_HINT;
END
$$;

-- The identities, computed here and not by the extension: rows are violations.
CREATE VIEW prueba.incumplidas AS
WITH pliegue AS (
    SELECT e.prestador_id, e.glosa_id, count(*) AS eventos, max(e.secuencia) AS ultima, sum(e.valor) AS valor,
           sum(coalesce(e.valor_aceptado, 0)) AS aceptado, sum(coalesce(e.valor_levantado, 0)) AS levantado,
           (array_agg(e ORDER BY e.secuencia DESC))[1] AS ult, bool_or(e.extemporanea) AS tarde,
           bool_or(e.evento = 'subsanar') AS subsanada,
           count(*) FILTER (WHERE e.evento = 'comunicar' AND coalesce(btrim(e.evidencia ->> 'acuse'), '') <> '') AS avisos,
           bool_or(e.evento IN ('formular', 'notificar') AND e.extemporanea) AS formulada_tarde
      FROM cartera.glosa_evento e GROUP BY 1, 2)
SELECT 'glosa' AS que, g.glosa_id AS id FROM cartera.glosa g LEFT JOIN pliegue p USING (prestador_id, glosa_id)
 WHERE (p.eventos, p.ultima, p.valor, p.aceptado, p.levantado, (p.ult).estado, (p.ult).vence, (p.ult).quien_debe, (p.ult).hash,
        (p.ult).evento, (p.ult).fecha, (p.ult).causa_cierre, p.tarde, p.subsanada, p.avisos, p.formulada_tarde)
       IS DISTINCT FROM
       (g.secuencia::bigint, g.secuencia, g.valor, g.valor_aceptado, g.valor_levantado, g.estado, g.vence, g.quien_debe, g.hash,
        g.ultimo_evento, g.ultima_fecha, g.causa_cierre, g.extemporanea, g.subsanada, g.comunicaciones::bigint, g.formulada_tarde)
    OR g.valor <> g.valor_aceptado + g.valor_levantado + g.valor_pendiente OR g.valor_aceptado < 0 OR g.valor_levantado < 0
    OR g.valor_pendiente < 0 OR (g.estado = 'cerrada') <> (g.causa_cierre IS NOT NULL)
    OR (g.estado = 'cerrada' AND g.valor_pendiente <> 0) OR (g.estado = 'suspendida') <> (g.estado_previo IS NOT NULL)
UNION ALL
SELECT 'evento', e.glosa_id FROM cartera.glosa_evento e LEFT JOIN cartera.glosa g USING (prestador_id, glosa_id)
 WHERE g.glosa_id IS NULL
UNION ALL
SELECT 'línea', p.factura_id FROM cartera.prestacion p JOIN cartera.factura f USING (prestador_id, factura_id) JOIN cartera.norma n USING (norma_id)
  LEFT JOIN (SELECT g.prestador_id, g.factura_id, g.linea, sum(g.valor) v, sum(g.valor_aceptado) a, sum(g.valor_pendiente) d FROM cartera.glosa g
              WHERE g.estado <> 'anulada' AND g.linea IS NOT NULL GROUP BY 1, 2, 3) s USING (prestador_id, factura_id, linea)
 WHERE (coalesce(s.v, 0), coalesce(s.a, 0), coalesce(s.d, 0)) <> (p.valor_glosado, p.valor_aceptado, p.valor_pendiente)
    OR p.valor_glosado > p.valor AND n.tope_linea = 'rechazar'
UNION ALL
SELECT 'factura', f.factura_id FROM cartera.factura f
  LEFT JOIN (SELECT g.prestador_id, g.factura_id, sum(g.valor) v, sum(g.valor_aceptado) a, sum(g.valor_levantado) l, sum(g.valor_pendiente) d, count(*) n,
                    count(*) FILTER (WHERE g.estado <> 'cerrada') abiertas FROM cartera.glosa g WHERE g.estado <> 'anulada' GROUP BY 1, 2) s USING (prestador_id, factura_id)
  LEFT JOIN (SELECT p.prestador_id, p.factura_id, sum(p.valor) v, count(*) n FROM cartera.prestacion p GROUP BY 1, 2) p USING (prestador_id, factura_id)
  LEFT JOIN (SELECT e.prestador_id, e.factura_id, count(*) n, (array_agg(e ORDER BY e.secuencia DESC))[1] AS ult FROM cartera.factura_evento e GROUP BY 1, 2) e USING (prestador_id, factura_id)
  LEFT JOIN (SELECT g.prestador_id, g.factura_id, min(x.fecha) AS fecha FROM cartera.glosa_evento x JOIN cartera.glosa g USING (prestador_id, glosa_id)
              WHERE x.evento = 'notificar' GROUP BY 1, 2) k USING (prestador_id, factura_id)
 WHERE (coalesce(p.v, 0), coalesce(p.n, 0), coalesce(s.v, 0), coalesce(s.a, 0), coalesce(s.l, 0), coalesce(s.d, 0), coalesce(s.n, 0), coalesce(s.abiertas, 0), e.n, k.fecha)
       IS DISTINCT FROM (f.valor, f.lineas::bigint, f.valor_glosado, f.valor_aceptado, f.valor_levantado, f.valor_pendiente, f.glosas_vivas::bigint,
                         f.glosas_abiertas::bigint, f.secuencia::bigint, f.primera_notificacion)
    OR f.estado <> CASE WHEN s.n IS NULL THEN (e.ult).estado WHEN s.abiertas > 0 THEN 'glosada' ELSE 'conciliada' END
    OR (f.ultimo_evento, f.ultima_fecha) IS DISTINCT FROM ((e.ult).evento, (e.ult).fecha);
