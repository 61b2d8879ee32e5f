-- Invoices and glosas along several roads: answered and closed, ratified and cured, overdue, returned.
DO $datos$
DECLARE
    p bigint := (SELECT prestador_id FROM cartera.prestador WHERE identificacion = '800111222-3');
    g bigint := (SELECT pagador_id FROM cartera.pagador WHERE identificacion = '900123456-1');
    lineas jsonb := '[{"linea": 1, "codigo": "890201", "descripcion": "Consulta de primera vez", "fecha": "2025-05-02",
                       "paciente": "CC 1020304050", "paciente_nombre": "María Ñáñez", "cantidad": 1, "valor": "50000.00"},
                      {"linea": 2, "codigo": "903841", "descripcion": "Glucosa en suero", "fecha": "2025-05-02",
                       "paciente": "CC 1020304050", "paciente_nombre": "María Ñáñez", "cantidad": 2, "valor": "23456.78"}]';
    f bigint;
    a bigint;
    b bigint;
BEGIN
    f := conciliacion.radicar_factura(p, g, 'FE-000123', '2025-05-05', lineas, fecha_emision => '2025-05-03',
                                      fecha_servicio => '2025-05-02');
    a := conciliacion.formular_glosa(p, f, 'TA0201', 10000.00, 'Diferencia con la tarifa pactada', 1, '2025-05-12');
    b := conciliacion.formular_glosa(p, f, 'SO0101', 5000.50, E'Falta soporte; «anexo»\ny firma', 2, '2025-05-12');
    PERFORM conciliacion.notificar_glosas(p, f, '2025-05-13', 'correo', 'acuse 77');
    PERFORM conciliacion.responder_glosa(p, a, 'RE9702', 10000.00, 'Se acepta', '2025-05-20');
    PERFORM conciliacion.responder_glosa(p, b, 'RE9801', 1000.00, 'Se adjunta el soporte', '2025-05-20');
    PERFORM conciliacion.decidir_glosa(p, b, 2000.00, 'Se levanta en parte', '2025-05-28');
    PERFORM conciliacion.subsanar_glosa(p, b, 'Se completa la firma', 0, '2025-06-03');

    f := conciliacion.radicar_factura(p, g, 'FE-000124', '2025-06-03', lineas);
    a := conciliacion.formular_glosa(p, f, 'FA0101', 300.00, 'Mayor valor', 2, '2025-06-10');
    PERFORM conciliacion.notificar_glosas(p, f, '2025-06-11', 'correo', 'acuse 78');

    f := conciliacion.radicar_factura(p, g, 'FE-000125', '2025-07-01', lineas);
    PERFORM conciliacion.devolver_factura(p, f, 'DE1601', 'No es afiliado', '2025-07-03');
END
$datos$;
