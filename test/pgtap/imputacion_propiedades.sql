-- Imputation over random invoices: sums are preserved whatever is paid, debited, left pending and in what order.
BEGIN;
SELECT plan(11);
SET search_path = public, pg_catalog;
SELECT setseed(0.20250101);

-- The law of Res. 2284/2023, in force whatever the date of the service.
INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente)
VALUES ('PRUEBA', 'CO', 'CO', '2284', '[2011-01-19,)', 'Ley de prueba', 'prueba');
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente)
SELECT 'PRUEBA', acto, plazo, desde, al_vencer, causa, fuente FROM cartera.norma_plazo WHERE norma_id = 'CO-2284';
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (1, '900', 'Sanatorio');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'Obra social');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id) VALUES (1, 1, 1, '[2020-01-01,)', 'PRUEBA');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre) SELECT 1, i, 'M' || i, 'N' || i FROM generate_series(1, 5) i;
DO $$ BEGIN PERFORM conciliacion.crear_cuenta_corriente(1, i) FROM generate_series(1, 5) i; END $$;

-- Each invoice: VAT of 0, 5, 10.5, 19 or 21%, up to 12 lines of 1 to 5 professionals.
CREATE TEMP TABLE azar AS
SELECT i, conciliacion.radicar_factura(1, 1, ('A' || i)::conciliacion.numero_factura, '2025-01-10',
        (SELECT jsonb_agg(jsonb_build_object('linea', l, 'codigo', '890201', 'descripcion', 'P', 'fecha', '2025-01-05', 'paciente', 'CC 1',
                'paciente_nombre', 'N', 'valor', (0.01 + random() * 300)::numeric(10,2), 'profesional_id', 1 + floor(random() * (1 + i % 5))::int))
           FROM generate_series(1, 1 + (i * 7) % 12) l),
        (ARRAY['0%', '5%', '10.5%', '19%', '21%'])[1 + i % 5]::conciliacion.porcentaje, convenio_id => 1) AS factura_id
  FROM generate_series(1, 120) i;

-- Several goes: each pays exactly some lines in full and imputes them, debiting or leaving pending the others.
CREATE FUNCTION pg_temp.vivir(f bigint, i int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_paga numeric;
    v_excepciones jsonb;
    v_vuelta int := 0;
    v_previa numeric;
    v_imputado numeric;
    v_profesional bigint;
BEGIN
    LOOP
        v_vuelta := v_vuelta + 1;
        CREATE TEMP TABLE turno ON COMMIT DROP AS
            SELECT p.linea, p.valor, CASE WHEN v_vuelta > 4 THEN 0 ELSE random() END AS suerte
              FROM cartera.prestacion p WHERE p.prestador_id = 1 AND p.factura_id = f AND p.estado = 'facturada';
        IF NOT EXISTS (SELECT FROM turno) THEN
            DROP TABLE turno;
            EXIT;
        END IF;
        UPDATE turno SET suerte = 0 WHERE linea = (SELECT min(linea) FROM turno);
        SELECT sum(valor) INTO v_paga FROM turno WHERE suerte < 0.5;
        SELECT jsonb_agg(CASE WHEN suerte < 0.7 THEN jsonb_build_object('linea', linea, 'accion', 'pendiente')
                              ELSE jsonb_build_object('linea', linea, 'accion', 'debitado', 'comentario', 'azar') END)
          INTO v_excepciones FROM turno WHERE suerte >= 0.5;
        DROP TABLE turno;
        PERFORM conciliacion.registrar_pago(1, 1, v_paga, date '2025-02-01' + v_vuelta, format('%s/%s', f, v_vuelta),
            jsonb_build_array(jsonb_build_object('factura_id', f, 'valor', v_paga)));
        SELECT sum(x.imputado) INTO v_previa
          FROM conciliacion.previsualizar_imputacion(1, f, '[]', excepciones => v_excepciones) x;
        IF i % 3 = 0 THEN -- one professional at a time
            FOR v_profesional IN SELECT DISTINCT x.profesional_id FROM conciliacion.previsualizar_imputacion(1, f, '[]', excepciones => v_excepciones) x
                                  WHERE x.accion <> 'pendiente' ORDER BY 1 LOOP
                PERFORM conciliacion.imputar(1, f, '[{"concepto":"a","porcentaje":"17%"},{"concepto":"b","porcentaje":"3.5%"},{"concepto":"c","porcentaje":"4.5%"}]',
                    v_profesional, (SELECT jsonb_agg(e) FROM jsonb_array_elements(v_excepciones) e
                                      JOIN cartera.prestacion p ON p.prestador_id = 1 AND p.factura_id = f AND p.linea = (e->>'linea')::int
                                     WHERE p.profesional_id = v_profesional), fecha => date '2025-02-01' + v_vuelta);
            END LOOP;
        ELSE
            PERFORM conciliacion.imputar(1, f, '[{"concepto":"a","porcentaje":"17%"},{"concepto":"b","porcentaje":"3.5%"},{"concepto":"c","porcentaje":"4.5%"}]',
                excepciones => v_excepciones, fecha => date '2025-02-01' + v_vuelta);
        END IF;
        SELECT sum(p.valor_imputado) INTO v_imputado FROM cartera.prestacion p WHERE p.prestador_id = 1 AND p.factura_id = f;
        INSERT INTO pasos VALUES (f, v_vuelta, v_previa, v_imputado,
            (SELECT conciliacion.monto_neto(x.pagado, x.iva) FROM cartera.factura x WHERE x.prestador_id = 1 AND x.factura_id = f));
    END LOOP;
END $$;
CREATE TEMP TABLE pasos (factura_id bigint, vuelta int, previa numeric, imputado numeric, neto numeric);
SELECT lives_ok($$DO 'BEGIN PERFORM pg_temp.vivir(factura_id, i) FROM azar; END'$$,
    'what pays some lines exactly can always be imputed to them, never refused for a cent');
SELECT cmp_ok((SELECT count(*) FROM pasos WHERE vuelta > 1), '>', 20::bigint, 'many in several goes');
SELECT is_empty('SELECT * FROM pasos WHERE imputado <> neto', 'after each one, exactly the net of what was paid is imputed');
SELECT is_empty($$SELECT * FROM pasos p WHERE previa <> imputado - coalesce((SELECT q.imputado FROM pasos q
    WHERE q.factura_id = p.factura_id AND q.vuelta = p.vuelta - 1), 0)$$, 'and the preview said so, all at once or one by one');
SELECT is_empty($$SELECT * FROM cartera.factura WHERE estado_imputacion <> 'imputada'$$, 'every invoice ends imputed');
SELECT is_empty($$SELECT * FROM cartera.liquidacion q WHERE imputado <> (SELECT sum(imputado) FROM cartera.liquidacion_linea l
    WHERE (l.prestador_id, l.liquidacion_id) = (q.prestador_id, q.liquidacion_id))$$, 'a liquidacion is the sum of its lines');
SELECT is_empty($$SELECT * FROM cartera.liquidacion q WHERE retenido <> (SELECT sum(monto) FROM cartera.liquidacion_retencion l
    WHERE (l.prestador_id, l.liquidacion_id) = (q.prestador_id, q.liquidacion_id)) OR retenido <> round(imputado * 0.25, 2)$$,
    'its retentions sum exactly 25%');
SELECT is((SELECT sum(importe) FROM cartera.cuenta_movimiento), (SELECT sum(liquido) FROM cartera.liquidacion),
    'the current accounts hold what was liquidated');
SELECT is_empty($$SELECT * FROM cartera.liquidacion_linea l JOIN cartera.factura f USING (prestador_id, factura_id)
    WHERE l.liquidado > 0 AND abs(l.imputado - l.liquidado / (1 + f.iva::numeric / 100)) >= 0.02$$,
    'no line is two cents away from its own net');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');
-- verificar() finds what is broken
SET LOCAL session_replication_role = replica;
UPDATE cartera.prestacion SET valor_imputado = valor_imputado + 0.01 WHERE (factura_id, linea) = (SELECT min(factura_id), 1 FROM azar);
UPDATE cartera.liquidacion_retencion SET monto = monto + 1 WHERE (liquidacion_id, orden) = (SELECT min(liquidacion_id), 1 FROM cartera.liquidacion);
UPDATE cartera.cuenta_movimiento SET importe = importe + 1 WHERE movimiento_id = (SELECT min(movimiento_id) FROM cartera.cuenta_movimiento);
UPDATE cartera.pago SET aplicado = aplicado - 1 WHERE pago_id = (SELECT min(pago_id) FROM cartera.pago);
UPDATE cartera.factura SET retenido = retenido + 1 WHERE factura_id = (SELECT min(factura_id) FROM azar) AND saldo > 1;
UPDATE cartera.factura SET estado_imputacion = 'facturada' WHERE factura_id = (SELECT max(factura_id) FROM azar);
SET LOCAL session_replication_role = origin;
SELECT set_eq('SELECT DISTINCT split_part(identidad, '':'', 1) || split_part(identidad, '':'', 2) FROM conciliacion._verificar_pagos()',
    $$SELECT DISTINCT split_part(x, ':', 1) || split_part(x, ':', 2) FROM unnest(ARRAY[
        'pago: aplicado = aplicaciones', 'liquidación: imputado = líneas; retenido = retenciones = porcentaje de lo imputado',
        'cuenta corriente: movimientos = liquidación', 'línea: imputado = liquidaciones vigentes',
        'factura: estado de imputación según pagos, liquidaciones y líneas', 'factura: pagado, retenido y descuentos = aplicaciones',
        'factura: imputado no supera el neto pagado']) x
       WHERE x NOT LIKE 'factura: imputado%' AND (x NOT LIKE 'factura: pagado%' OR EXISTS (SELECT FROM cartera.factura WHERE retenido > 0))$$,
    'what was altered is found');
SELECT * FROM finish();
ROLLBACK;
