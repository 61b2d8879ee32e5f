-- A glosa in each of its states and an invoice in each of its own, with everything an event may carry: additional codes, an
-- origin, evidence, a stopped clock, a late mark, an annulment. The insurer's contract rules them.
DO $datos$
DECLARE
    p bigint := (SELECT prestador_id FROM cartera.prestador WHERE identificacion = '800111222-3');
    g bigint := (SELECT pagador_id FROM cartera.pagador WHERE identificacion = '800999888-2');
    f bigint;
    a bigint;
    b bigint;
    e text;
BEGIN
    FOREACH e IN ARRAY '{formulada,notificada,respondida,ratificada,subsanada,en_conciliacion,en_jurisdiccion,suspendida,cerrada,anulada}'::text[] LOOP
        f := conciliacion.radicar_factura(p, g, ('EST-' || e)::conciliacion.numero_factura, '2025-05-05',
            '[{"linea": 1, "codigo": "890201", "paciente": "CC 1", "paciente_nombre": "Ana", "valor": "1000.00"}, {"linea": 2, "codigo": "903841", "valor": "500.50"}]',
            iva => '19%', fecha_servicio => '2025-05-02');
        INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, codigos_adicionales, valor, comentario, fecha)
        VALUES (p, f, 1, 'TA0201', '{FA0101,SO0101}', 800, 'estado ' || e, '2025-05-12') RETURNING glosa_id INTO a;
        CONTINUE WHEN e = 'formulada';
        IF e = 'anulada' THEN
            PERFORM conciliacion.anular_glosa(p, a, 'error de «código»', '2025-05-12');
            CONTINUE;
        END IF;
        PERFORM conciliacion.notificar_glosas(p, f, '2025-06-10', 'correo', E'acuse\t1'); -- late
        IF e = 'suspendida' THEN PERFORM conciliacion.suspender_glosa(p, a, 'litigio', 'demanda', '2025-06-11'); END IF;
        CONTINUE WHEN e IN ('notificada', 'suspendida');
        PERFORM conciliacion.responder_glosa(p, a, 'RE9502', CASE e WHEN 'cerrada' THEN 800 ELSE 100.25 END, 'extemporánea', '2025-06-12');
        IF e = 'cerrada' THEN -- a fact found in the answer
            b := conciliacion.formular_glosa(p, f, 'CO0101', 1.01, 'hecho nuevo', 2, '2025-06-13', a);
        END IF;
        CONTINUE WHEN e IN ('respondida', 'cerrada');
        PERFORM conciliacion.decidir_glosa(p, a, 200, 'en parte', '2025-06-16');
        PERFORM conciliacion.comunicar_glosa(p, a, 'pagador', 'aviso', 'acuse 2', '2025-06-16');
        CASE e
            WHEN 'ratificada' THEN NULL;
            WHEN 'subsanada' THEN PERFORM conciliacion.subsanar_glosa(p, a, 'firma', 0, '2025-06-17');
            WHEN 'en_conciliacion' THEN PERFORM conciliacion.citar_glosa(p, a, 'pagador', '2025-06-27', 'reunión', '2025-06-17');
            WHEN 'en_jurisdiccion' THEN PERFORM conciliacion.escalar_glosa(p, a, 'SNS-1', NULL, '2025-06-17');
        END CASE;
    END LOOP;
    FOREACH e IN ARRAY '{radicada,aceptada,rechazada,anulada,devuelta,conciliada}'::text[] LOOP
        f := conciliacion.radicar_factura(p, g, ('FAC-' || e)::conciliacion.numero_factura, '2025-05-05', '[{"codigo": "890201", "valor": 100}]', fecha_servicio => '2025-05-02');
        CASE e
            WHEN 'radicada' THEN NULL;
            WHEN 'aceptada' THEN PERFORM conciliacion.aceptar_factura(p, f, NULL, '2025-05-06');
            WHEN 'rechazada' THEN PERFORM conciliacion.rechazar_factura(p, f, 'sin contrato', '{"documento": {"folio": 7}}', '2025-05-06');
            WHEN 'anulada' THEN PERFORM conciliacion.anular_factura(p, f, 'duplicada', '2025-05-06');
            WHEN 'devuelta' THEN
                PERFORM conciliacion.devolver_factura(p, f, 'DE1601', 'no es afiliado', '2025-05-06');
                PERFORM conciliacion.responder_devolucion(p, f, false, 'sí es', '2025-05-07', 'RE9601');
            WHEN 'conciliada' THEN
                a := conciliacion.formular_glosa(p, f, 'TA0201', 100, 'todo', 1, '2025-05-06');
                PERFORM conciliacion.notificar_glosas(p, f, '2025-05-06', 'correo', 'a');
                PERFORM conciliacion.responder_glosa(p, a, 'RE9702', 100, NULL, '2025-05-07');
        END CASE;
    END LOOP;
END
$datos$;
