-- The liquidacion that the professional takes with him: plain text, and a page that prints on A4.
CREATE FUNCTION conciliacion._importe_impreso(importe numeric) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
    RETURN translate(to_char(importe, 'FM9,999,999,999,999,999,990.00'), ',.', '.,');
COMMENT ON FUNCTION conciliacion._importe_impreso(numeric) IS 'Interna: importe como se imprime, 1.234,50';
CREATE FUNCTION conciliacion._texto_impreso(texto text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
    RETURN btrim(regexp_replace(coalesce(texto, ''), '[[:cntrl:][:space:]]+', ' ', 'g'));
COMMENT ON FUNCTION conciliacion._texto_impreso(text) IS 'Interna: texto en una sola línea, sin caracteres de control';
CREATE FUNCTION conciliacion._renglon_impreso(rotulo text, importe text, ancho int) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
    RETURN rotulo || lpad(importe, greatest(ancho - length(rotulo), length(importe) + 1));
COMMENT ON FUNCTION conciliacion._renglon_impreso(text, text, int) IS
    'Interna: rótulo con su importe alineado a la derecha; si no cabe, se alarga sin cortar';
CREATE FUNCTION conciliacion._html_impreso(texto text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
    RETURN replace(replace(replace(replace(replace(conciliacion._texto_impreso(texto), '&', '&amp;'), '<', '&lt;'),
        '>', '&gt;'), '"', '&quot;'), '''', '&#39;');
COMMENT ON FUNCTION conciliacion._html_impreso(text) IS 'Interna: texto que no puede cambiar la página donde se pone';

-- What both forms show, in their order: a block (cabecera, linea, total, parte, final), what it is, and its values.
CREATE TYPE conciliacion.liquidacion_renglon AS (bloque text, rotulo text, detalle text, facturado numeric, importe numeric,
    accion text, comentario text);
COMMENT ON TYPE conciliacion.liquidacion_renglon IS 'Un renglón de una liquidación impresa';

CREATE FUNCTION conciliacion._liquidacion_renglones(prestador_id bigint, liquidacion_id bigint)
    RETURNS SETOF conciliacion.liquidacion_renglon
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v record;
    v_institucion text;
    v_pagador text;
BEGIN
    PERFORM conciliacion._exigir_version();
    PERFORM conciliacion._exigir_argumentos('{prestador_id,liquidacion_id}',
        _liquidacion_renglones.prestador_id, _liquidacion_renglones.liquidacion_id);
    SELECT q.*, r.nombre AS profesional, r.identificacion AS profesional_identificacion, f.numero::text AS factura,
           f.iva, f.pagador_id, c.numero AS cuenta, e.motivo, o.referencia
      INTO v
      FROM cartera.liquidacion q
      JOIN cartera.profesional r ON r.prestador_id = q.prestador_id AND r.profesional_id = q.profesional_id
      JOIN cartera.factura f ON f.prestador_id = q.prestador_id AND f.factura_id = q.factura_id
      LEFT JOIN cartera.cuenta_corriente c ON c.prestador_id = q.prestador_id AND c.profesional_id = q.profesional_id
      LEFT JOIN cartera.liquidacion_evento e
        ON e.prestador_id = q.prestador_id AND e.liquidacion_id = q.liquidacion_id AND e.secuencia = q.secuencia
      LEFT JOIN cartera.orden_pago o ON o.prestador_id = q.prestador_id AND o.orden_pago_id = q.orden_pago_id
     WHERE q.prestador_id = _liquidacion_renglones.prestador_id AND q.liquidacion_id = _liquidacion_renglones.liquidacion_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('liquidacion', _liquidacion_renglones.prestador_id, _liquidacion_renglones.liquidacion_id);
    END IF;
    SELECT concat_ws(' · ', p.nombre, p.identificacion) INTO v_institucion FROM cartera.prestador p
     WHERE p.prestador_id = v.prestador_id;
    SELECT g.nombre INTO v_pagador FROM cartera.pagador g WHERE g.pagador_id = v.pagador_id;
    RETURN QUERY
    SELECT 'cabecera'::text, t.rotulo, t.detalle, NULL::numeric, NULL::numeric, NULL::text, NULL::text
      FROM (VALUES
            (1, 'Institución', v_institucion),
            (2, 'Profesional', concat_ws(' · ', v.profesional, v.profesional_identificacion)),
            (3, 'Cuenta corriente', v.cuenta),
            (4, 'Obra social o pagador', v_pagador),
            (5, 'Factura', v.factura),
            (6, 'IVA de la factura', CASE WHEN v.iva OPERATOR(conciliacion.<>) '0%'::conciliacion.porcentaje THEN replace(v.iva::text, '.', ',') || ', no se imputa' END),
            (7, 'Fecha', to_char(v.fecha, 'DD/MM/YYYY')),
            (8, 'Estado', CASE v.estado
                WHEN 'anulada' THEN format('ANULADA el %s: %s', to_char(v.ultima_fecha, 'DD/MM/YYYY'), v.motivo)
                WHEN 'pagada' THEN format('Pagada el %s, orden de pago %s, referencia %s', to_char(v.ultima_fecha, 'DD/MM/YYYY'), v.orden_pago_id, v.referencia)
                WHEN 'en_orden_pago' THEN format('En la orden de pago %s', v.orden_pago_id)
                ELSE 'Pendiente de pago' END),
            (9, 'Comentario', v.comentario)) AS t(n, rotulo, detalle)
     WHERE t.detalle IS NOT NULL ORDER BY t.n;
    RETURN QUERY
    SELECT 'linea'::text, l.linea::text,
           concat_ws(' · ', 'Orden ' || p.orden, concat_ws(' ', p.codigo, p.descripcion),
                     coalesce(p.paciente_nombre, p.paciente), to_char(p.fecha, 'DD/MM/YYYY')),
           l.facturado, l.imputado, CASE l.accion WHEN 'pagado' THEN 'Pagado' ELSE 'Debitado' END, l.comentario
      FROM cartera.liquidacion_linea l
      JOIN cartera.prestacion p ON p.prestador_id = l.prestador_id AND p.factura_id = l.factura_id AND p.linea = l.linea
     WHERE l.prestador_id = v.prestador_id AND l.liquidacion_id = v.liquidacion_id
     ORDER BY l.linea;
    RETURN QUERY SELECT 'total'::text, 'Monto imputado'::text, NULL::text, NULL::numeric, v.imputado::numeric, NULL::text, NULL::text;
    RETURN QUERY
    SELECT 'parte'::text, format('%s, %s', r.concepto, replace(r.porcentaje::text, '.', ',')), NULL::text, NULL::numeric,
           r.monto::numeric, NULL::text, NULL::text
      FROM cartera.liquidacion_retencion r
     WHERE r.prestador_id = v.prestador_id AND r.liquidacion_id = v.liquidacion_id
     ORDER BY r.orden;
    RETURN QUERY
    SELECT 'total'::text, format('Monto de retención, %s', replace(v.porcentaje_retencion::text, '.', ',')), NULL::text,
           NULL::numeric, -v.retenido::numeric, NULL::text, NULL::text
    UNION ALL
    SELECT 'final'::text, 'Liquidación final', NULL, NULL, v.liquido, NULL, NULL;
END
$$;
COMMENT ON FUNCTION conciliacion._liquidacion_renglones(bigint, bigint) IS 'Interna: renglones de una liquidación impresa';

CREATE FUNCTION conciliacion.liquidacion_texto(prestador_id bigint, liquidacion_id bigint) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT format(E'LIQUIDACIÓN DE HONORARIOS %s\n\n', liquidacion_texto.liquidacion_id)
        || string_agg(CASE t.bloque
            WHEN 'cabecera' THEN rpad(t.rotulo || ':', 24) || conciliacion._texto_impreso(t.detalle)
            WHEN 'linea' THEN
                CASE WHEN t.primera THEN E'\n' || rpad('Prestaciones', 37) || lpad('facturado', 19) || lpad('imputado', 19) || E'\n' || repeat('-', 86) || E'\n' ELSE '' END
                || lpad(t.rotulo, 4) || '  ' || conciliacion._texto_impreso(t.detalle) || E'\n'
                || rpad('', 37) || lpad(conciliacion._importe_impreso(t.facturado), 19) || lpad(conciliacion._importe_impreso(t.importe), 19)
                || '  ' || t.accion
                || CASE WHEN t.comentario IS NULL THEN '' ELSE E'\n      Motivo: ' || conciliacion._texto_impreso(t.comentario) END
            ELSE
                CASE WHEN t.primera AND t.rotulo = 'Monto imputado' OR t.bloque = 'final' THEN repeat('-', 86) || E'\n' ELSE '' END
                || conciliacion._renglon_impreso(CASE t.bloque WHEN 'parte' THEN '    ' ELSE '' END || conciliacion._texto_impreso(t.rotulo),
                                                 conciliacion._importe_impreso(t.importe), CASE t.bloque WHEN 'parte' THEN 60 ELSE 75 END)
            END, E'\n' ORDER BY t.n) || E'\n'
      FROM (SELECT r.*, r.ordinality AS n, lag(r.bloque) OVER (ORDER BY r.ordinality) IS DISTINCT FROM r.bloque AS primera
              FROM conciliacion._liquidacion_renglones(liquidacion_texto.prestador_id, liquidacion_texto.liquidacion_id)
                   WITH ORDINALITY r) t
$$;
COMMENT ON FUNCTION conciliacion.liquidacion_texto(bigint, bigint) IS
    'Liquidación que se lleva el profesional, en texto: qué se le pagó y qué se le debitó, cada retención y la liquidación final';

CREATE FUNCTION conciliacion.liquidacion_html(prestador_id bigint, liquidacion_id bigint) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
    WITH t AS (
        SELECT r.bloque, r.ordinality AS n, conciliacion._html_impreso(r.rotulo) AS rotulo,
               conciliacion._html_impreso(r.detalle) AS detalle, conciliacion._importe_impreso(r.facturado) AS facturado,
               conciliacion._importe_impreso(r.importe) AS importe, r.accion, nullif(conciliacion._html_impreso(r.comentario), '') AS comentario
          FROM conciliacion._liquidacion_renglones(liquidacion_html.prestador_id, liquidacion_html.liquidacion_id)
               WITH ORDINALITY r)
    SELECT format('<!DOCTYPE html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Liquidación %1$s</title>
<style>
@page { size: A4; margin: 15mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 182mm; color: #111; background: #fff; font: 10pt/1.35 "Liberation Sans", Arial, sans-serif; }
h1 { margin: 0 0 4mm; font-size: 15pt; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 4mm; margin: 0 0 5mm; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%%; border-collapse: collapse; }
thead { display: table-header-group; }
tr, .totales { break-inside: avoid; page-break-inside: avoid; }
th, td { padding: 1.2mm 2mm; border-bottom: 0.2mm solid #bbb; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { border-bottom: 0.4mm solid #111; }
.n { text-align: right; white-space: nowrap; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
.a { white-space: nowrap; overflow-wrap: normal; }
.motivo { color: #444; font-style: italic; }
.totales { margin: 5mm 0 0 auto; width: auto; min-width: 90mm; }
.totales th { font-weight: normal; }
.parte th { padding-left: 8mm; }
.parte th, .parte td { color: #444; font-size: 9pt; }
.final th, .final td { border-top: 0.4mm solid #111; border-bottom: 0; font-weight: bold; font-size: 12pt; }
</style>
</head>
<body>
<h1>Liquidación de honorarios %1$s</h1>
<dl>
%2$s
</dl>
<table>
<thead><tr><th class="n" scope="col">N.º</th><th scope="col">Prestación</th><th class="a" scope="col">Acción</th><th class="n" scope="col">Facturado</th><th class="n" scope="col">Imputado</th></tr></thead>
<tbody>
%3$s
</tbody>
</table>
<table class="totales">
<tbody>
%4$s
</tbody>
</table>
</body>
</html>
', liquidacion_html.liquidacion_id,
        (SELECT string_agg(format('<dt>%s</dt><dd>%s</dd>', t.rotulo, t.detalle), E'\n' ORDER BY t.n) FROM t WHERE t.bloque = 'cabecera'),
        (SELECT string_agg(format('<tr><td class="n">%s</td><td>%s%s</td><td class="a">%s</td><td class="n">%s</td><td class="n">%s</td></tr>',
                    t.rotulo, t.detalle, '<div class="motivo">Motivo: ' || t.comentario || '</div>', t.accion, t.facturado, t.importe),
                E'\n' ORDER BY t.n) FROM t WHERE t.bloque = 'linea'),
        (SELECT string_agg(format('<tr%s><th scope="row">%s</th><td class="n">%s</td></tr>',
                    CASE t.bloque WHEN 'final' THEN ' class="final"' WHEN 'parte' THEN ' class="parte"' END, t.rotulo, t.importe), E'\n' ORDER BY t.n)
           FROM t WHERE t.bloque IN ('total', 'parte', 'final')))
$$;
COMMENT ON FUNCTION conciliacion.liquidacion_html(bigint, bigint) IS
    'La misma liquidación como página completa, sin nada externo, que se imprime en A4 sin partir un renglón y con la cabecera de la tabla en cada hoja';

REVOKE ALL ON FUNCTION conciliacion._liquidacion_renglones(bigint, bigint), conciliacion.liquidacion_texto(bigint, bigint),
    conciliacion.liquidacion_html(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._liquidacion_renglones(bigint, bigint), conciliacion.liquidacion_texto(bigint, bigint),
    conciliacion.liquidacion_html(bigint, bigint) TO @extowner@;
