-- The acts of estres.sh, on invoices that facturas.sql filed. Variables as there.
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre)
SELECT p.prestador_id, i, 'M' || i, 'Profesional ' || i FROM cartera.prestador p, generate_series(1, 5) i;
SELECT count(conciliacion.crear_cuenta_corriente(prestador_id, profesional_id, 'CC' || profesional_id, nombre))
  FROM cartera.profesional \g /dev/null
-- invoices whose lines are of professionals; the others came with facturas.sql
INSERT INTO cartera.factura (prestador_id, factura_id, pagador_id, numero, fecha_radicacion, fecha_servicio)
SELECT 1 + i % :prestadores, 100000 + i, 1 + i % 5, 'PR' || i, '2025-03-03', '2025-02-15' FROM generate_series(1, :facturas) i;
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, fecha, paciente, paciente_nombre, profesional_id, valor)
SELECT f.prestador_id, f.factura_id, l, 'C' || l, '2025-02-15', 'CC 1', 'Paciente', 1 + l % 5, 50000
  FROM cartera.factura f, generate_series(1, :lineas) l WHERE f.factura_id > 100000;
CREATE TABLE banco.pool AS SELECT row_number() OVER (ORDER BY factura_id % 100000, factura_id) AS n, prestador_id, factura_id FROM cartera.factura;
ALTER TABLE banco.pool ADD PRIMARY KEY (n);
CREATE SEQUENCE banco.referencia;
-- The clients work on forty invoices at a time, which move on as they act: contended, and never exhausted.
CREATE SEQUENCE banco.avance;

-- One act of chance on an invoice. Which glosa, and when, is read without a lock, as a client would: the act is judged
-- when it arrives, and may be refused.
CREATE FUNCTION banco.actuar(p bigint, f bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    azar float := random();
    g record;
    v_fecha date;
    v_lote jsonb;
BEGIN
    IF azar < 0.22 THEN
        PERFORM conciliacion.formular_glosa(p, f, (SELECT codigo FROM banco.codigo OFFSET (random() * 40)::int LIMIT 1),
            round((random() * 20000)::numeric, 2) + 1, 'Causa', 1 + (random() * 4)::int, date '2025-03-10');
        RETURN;
    ELSIF azar < 0.32 THEN
        PERFORM conciliacion.notificar_glosas(p, f, date '2025-03-12', 'portal', 'AC-1');
        RETURN;
    ELSIF azar < 0.40 THEN
        PERFORM conciliacion.registrar_pago(p, (SELECT x.pagador_id FROM cartera.factura x WHERE x.prestador_id = p AND x.factura_id = f),
            5000, '2025-04-20', 'R' || nextval('banco.referencia'), jsonb_build_array(jsonb_build_object('factura_id', f, 'valor', 5000)));
        RETURN;
    ELSIF azar < 0.46 THEN
        -- a small part of some lines; the others stay pending
        PERFORM conciliacion.imputar(p, f, '[{"concepto":"Gestión","porcentaje":"10%"}]', comentario => 'estrés', fecha => '2025-05-20',
            excepciones => (SELECT jsonb_agg(CASE WHEN random() < 0.4
                                THEN jsonb_build_object('linea', l.linea, 'accion', 'pagado', 'monto', '100.00', 'comentario', 'convenio')
                                ELSE jsonb_build_object('linea', l.linea, 'accion', 'pendiente') END)
                              FROM cartera.prestacion l WHERE l.prestador_id = p AND l.factura_id = f AND l.estado = 'facturada'));
        RETURN;
    END IF;
    SELECT x.* INTO g FROM cartera.glosa x
     WHERE x.prestador_id = p AND x.factura_id = f AND x.estado NOT IN ('cerrada', 'anulada') ORDER BY random() LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    v_fecha := greatest(g.ultima_fecha, date '2025-03-14') + (random() * 2)::int;
    CASE g.estado
        WHEN 'formulada' THEN
            IF random() < 0.3 THEN
                PERFORM conciliacion.anular_glosa(p, g.glosa_id, 'Error', v_fecha);
            ELSE
                PERFORM conciliacion.notificar_glosas(p, f, date '2025-03-12', 'portal', 'AC-1');
            END IF;
        WHEN 'notificada' THEN
            IF random() < 0.5 THEN
                PERFORM conciliacion.responder_glosa(p, g.glosa_id, 'RE9801', round(g.valor * (random() * 4)::int / 4, 2), 'Soporte', v_fecha);
            ELSE
                -- all of the invoice at once; some may have moved meanwhile: then none
                SELECT jsonb_agg(jsonb_build_object('glosa_id', x.glosa_id, 'codigo_respuesta', 'RE9801', 'valor_aceptado', 1,
                                                    'comentario', 'Soporte', 'fecha', v_fecha)) INTO v_lote
                  FROM cartera.glosa x WHERE x.prestador_id = p AND x.factura_id = f AND x.estado = 'notificada';
                PERFORM conciliacion.responder_lote(p, v_lote);
            END IF;
        WHEN 'respondida', 'subsanada' THEN
            PERFORM conciliacion.decidir_glosa(p, g.glosa_id, round(g.valor_pendiente * (random() * 4)::int / 4, 2), 'Decisión', v_fecha);
        WHEN 'ratificada' THEN
            IF random() < 0.8 THEN
                PERFORM conciliacion.subsanar_glosa(p, g.glosa_id, 'Soporte', round(g.valor_pendiente * (random() * 2)::int / 4, 2), v_fecha);
            ELSE
                PERFORM conciliacion.escalar_glosa(p, g.glosa_id, 'Radicado 1', 'Demanda', v_fecha);
            END IF;
        WHEN 'suspendida' THEN
            PERFORM conciliacion.reanudar_glosa(p, g.glosa_id, 'Sigue', v_fecha);
        WHEN 'en_jurisdiccion' THEN
            PERFORM conciliacion.fallar_glosa(p, g.glosa_id, 0, g.valor_pendiente, 'Fallo', v_fecha);
        ELSE
            PERFORM conciliacion.suspender_glosa(p, g.glosa_id, 'litigio', 'Demanda', v_fecha);
    END CASE;
END
$$;

-- Acts on some invoices, in the documented order of locks; what the rules refuse is undone and the client goes on. Any
-- other error, a deadlock above all, reaches the client.
CREATE FUNCTION banco.actos(cuantos int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    r record;
    v_hechos int := 0;
    v_base bigint := nextval('banco.avance') / 25;
    v_total bigint := (SELECT max(n) FROM banco.pool);
BEGIN
    FOR r IN SELECT DISTINCT p.prestador_id, p.factura_id
               FROM generate_series(1, cuantos) i, banco.pool p
              WHERE p.n = 1 + (v_base + (random() * 40)::int + 0 * i) % v_total
              ORDER BY 1, 2
    LOOP
        BEGIN
            PERFORM banco.actuar(r.prestador_id, r.factura_id);
            v_hechos := v_hechos + 1;
        EXCEPTION WHEN OTHERS THEN
            IF left(SQLSTATE, 2) <> 'KG' AND SQLSTATE <> '22023' THEN
                RAISE;
            END IF;
        END;
    END LOOP;
    RETURN v_hechos;
END
$$;

-- What a payer pays without saying what for: it touches every invoice of the payer, so it is a transaction of its own.
CREATE FUNCTION banco.pagar_antiguas() RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.registrar_pago(1 + (random() * 2)::int, 1 + (random() * 4)::int, 3000, '2025-05-20', 'A' || nextval('banco.referencia'))
$$;
