-- What the tests of conciliation share (\ir comun/conciliacion.sql after BEGIN): the masters and cases of
-- comun/glosas.sql, acts drawn up in one call, and a digest of everything that conciliation writes.
\ir glosas.sql

-- One line of an act, as JSON.
CREATE FUNCTION prueba.linea(glosa bigint, aceptado numeric, levantado numeric, sin_acuerdo numeric) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('glosa_id', $1, 'valor_aceptado', $2, 'valor_levantado', $3, 'valor_sin_acuerdo', $4)
$$;

-- A glosa of payer 11 (CO-ARL) with 500.00 pending, called to a meeting on 5 June 2025; its meeting is the last one.
CREATE FUNCTION prueba.citada(pagador bigint DEFAULT 11) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE g bigint := prueba.glosa_en('ratificada', pagador);
BEGIN
    PERFORM conciliacion.citar_conciliacion(1, pagador, '2025-06-05', 'Sala ' || g, ARRAY[g], '2025-05-30');
    RETURN g;
END
$$;
CREATE FUNCTION prueba.cita_de(glosa bigint) RETURNS bigint LANGUAGE sql AS
    $$ SELECT max(c.cita_id) FROM cartera.cita_glosa c WHERE c.prestador_id = 1 AND c.glosa_id = $1 AND c.incluida $$;
CREATE FUNCTION prueba.acta(glosa bigint, aceptado numeric, levantado numeric, sin_acuerdo numeric, compromisos jsonb DEFAULT '[]')
RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.levantar_acta(1, prueba.cita_de($1), jsonb_build_array(prueba.linea($1, $2, $3, $4)), $5, '2025-06-05')
$$;
-- Signed by both: the provider the day after the act, the payer four days after it.
CREATE FUNCTION prueba.firmada(acta bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE dia date := (SELECT a.fecha FROM cartera.acta a WHERE a.prestador_id = 1 AND a.acta_id = acta);
BEGIN
    PERFORM conciliacion.firmar_acta(1, acta, 'prestador', 'Rosa', 'Representante legal', NULL, dia + 1);
    RETURN conciliacion.firmar_acta(1, acta, 'pagador', 'Luis', 'Auditor', 'Poder 7', dia + 4);
END
$$;

CREATE OR REPLACE FUNCTION prueba.digesto() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    t text;
    suma text;
    todo text := '';
BEGIN
    FOREACH t IN ARRAY '{factura,factura_evento,prestacion,glosa,glosa_evento,exclusion_conciliacion,soporte_conciliacion,cita,cita_glosa,acta,acta_linea,acta_participante,compromiso,compromiso_cumplimiento,acta_firma,acta_firma_invalida,reliquidacion,reliquidacion_factura,comunicacion,comunicacion_glosa,comunicacion_acuse}'::text[] LOOP
        EXECUTE format('SELECT sum(hashtextextended(x::text, 0))::text FROM cartera.%I x', t) INTO suma;
        todo := todo || t || coalesce(suma, '-');
    END LOOP;
    RETURN md5(todo);
END
$$;
