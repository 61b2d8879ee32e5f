-- A conciliation from the notice to the re-liquidation, with a signature that an edition took away.
DO $datos$
DECLARE
    p bigint := (SELECT prestador_id FROM cartera.prestador WHERE identificacion = '800111222-3');
    g bigint := (SELECT pagador_id FROM cartera.pagador WHERE identificacion = '800999888-2');
    f bigint;
    k bigint;
    x bigint;
    c bigint;
    a bigint;
BEGIN
    f := conciliacion.radicar_factura(p, g, 'FE-000200', '2025-05-05', '[{"codigo": "890201", "valor": "50000.00", "paciente": "CC 1", "paciente_nombre": "María Ñáñez"},
                                                                        {"codigo": "890202", "valor": "30000.00"}]', fecha_servicio => '2025-05-02');
    k := conciliacion.formular_glosa(p, f, 'TA0201', 10000.00, 'Diferencia con la tarifa', 1, '2025-05-12');
    x := conciliacion.formular_glosa(p, f, 'SO0101', 3000.00, 'Falta soporte', 2, '2025-05-12');
    PERFORM conciliacion.notificar_glosas(p, f, '2025-05-13', 'correo', 'acuse 90');
    PERFORM conciliacion.responder_glosa(p, k, 'RE9901', 0, 'No procede', '2025-05-20');
    PERFORM conciliacion.responder_glosa(p, x, 'RE9901', 0, 'No procede', '2025-05-20');
    PERFORM conciliacion.decidir_glosa(p, k, 0, 'Se mantiene', '2025-05-28');
    PERFORM conciliacion.decidir_glosa(p, x, 0, 'Se mantiene', '2025-05-28');
    PERFORM conciliacion.registrar_comunicacion(p, g, 'Conciliación', E'Línea 1\nLínea «2»', 'correo_certificado', 'pagador', ARRAY[k], '2025-05-29',
                                                'citacion', 'OF-1', acuse => 'guía 1');
    PERFORM conciliacion.excluir_de_conciliacion(p, x, 'sin_cobertura', 'Origen común', '{"dictamen": "D-1"}', '2025-05-29');
    PERFORM conciliacion.aportar_soporte(p, k, 'soporte', 'folio 7', '2025-05-30');
    c := conciliacion.citar_conciliacion(p, g, '2025-06-05', 'Sala', ARRAY[k, x], '2025-05-30');
    a := conciliacion.levantar_acta(p, c, jsonb_build_array(jsonb_build_object('glosa_id', k, 'valor_aceptado', 1000, 'valor_levantado', 9000)),
        '[{"papel":"pagador","clase":"pago","descripcion":"Pagar","plazo":"10 dias habiles"}]', '2025-06-05',
        '[{"papel":"prestador","nombre":"Ana Ñáñez","cargo":"Auditora","auditor_medico":true}]', 'Tarifas');
    PERFORM conciliacion.firmar_acta(p, a, 'prestador', 'Rosa', 'Representante legal', NULL, '2025-06-06');
    SET LOCAL client_min_messages = error;
    PERFORM conciliacion.modificar_acta(p, a, jsonb_build_array(jsonb_build_object('glosa_id', k, 'valor_aceptado', 1000, 'valor_levantado', 8000.50, 'valor_sin_acuerdo', 999.50)));
    PERFORM conciliacion.firmar_acta(p, a, 'prestador', 'Rosa', 'Representante legal', NULL, '2025-06-09');
    PERFORM conciliacion.firmar_acta(p, a, 'pagador', 'Luis', 'Auditor', 'Poder 1', '2025-06-10');
    PERFORM conciliacion.reliquidar_acta(p, a, '2025-06-11');
    PERFORM conciliacion.cumplir_compromiso(p, (SELECT compromiso_id FROM cartera.compromiso WHERE prestador_id = p AND acta_id = a), 'TR-1', '2025-06-18');
END
$datos$;
