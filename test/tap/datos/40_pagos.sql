-- Money: payments applied, undone and annulled, with their details and quarantine; liquidaciones in every state; a debit
-- billed again and one given up.
DO $datos$
DECLARE
    p bigint := (SELECT prestador_id FROM cartera.prestador WHERE identificacion = '800111222-3');
    g bigint := (SELECT pagador_id FROM cartera.pagador WHERE identificacion = '800999888-2');
    k CONSTANT jsonb := '[{"concepto": "Gestión", "porcentaje": "17%"}, {"concepto": "Ingresos brutos", "porcentaje": "3,5%"}]';
    f bigint;
    h bigint;
    x bigint;
    o bigint;
    q bigint[];
BEGIN
    INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre)
    VALUES (p, 901, 'M 901', 'Dra. Ñáñez'), (p, 902, 'M 902', 'Dr. «Peña»');
    PERFORM conciliacion.crear_cuenta_corriente(p, 901), conciliacion.crear_cuenta_corriente(p, 902, 'CC-902', E'Peña\t& hijos');
    f := conciliacion.radicar_factura(p, g, 'PG-1', '2025-05-05', '[{"codigo": "890201", "orden": "O1", "valor": "100.01", "profesional_id": 901},
        {"codigo": "890201", "orden": "O1", "valor": "33.33", "profesional_id": 902}, {"codigo": "890201", "orden": "O2", "valor": "66.66", "profesional_id": 901},
        {"codigo": "890201", "orden": "O3", "valor": "50.00", "profesional_id": 902}]', '10.5%');
    h := conciliacion.radicar_factura(p, g, 'PG-2', '2025-05-06', '[{"codigo": "890202", "valor": "40.00", "profesional_id": 901}]');
    -- quarantine, then the complete detail: one line debited, what it withheld on another, and an invoice debited whole
    x := conciliacion.registrar_pago(p, g, 195.00, '2025-06-01', 'PG-T1', '[]');
    INSERT INTO cartera.pago (prestador_id, pagador_id, valor, retenido, fecha, referencia) VALUES (p, g, 190.00, 10.00, '2025-06-02', 'PG-T2');
    PERFORM conciliacion.recibir_detalle_pago(p, (SELECT pago_id FROM cartera.pago WHERE prestador_id = p AND referencia = 'PG-T2'),
        '[{"numero": "PG-1", "linea": 1, "pagado": "100.01"}]');
    PERFORM conciliacion.cargar_detalle_pago(p, (SELECT pago_id FROM cartera.pago WHERE prestador_id = p AND referencia = 'PG-T2'), conciliacion.detalle_de_csv(
        E'numero;linea;pagado;retenido;debitado;motivo\nPG-1;1;100,01;;;\nPG-1;2;23,33;10,00;;\nPG-1;3;66,66;;;\nPG-1;4;;;50,00;"sin firma; «falta»"\nPG-2;;;;40,00;no convenida\n'));
    q := ARRAY(SELECT conciliacion.imputar(p, f, k, excepciones => conciliacion.excepciones_detalle(p, f), comentario => 'primera', fecha => '2025-06-03'));
    PERFORM conciliacion.anular_liquidacion(p, l, 'mal retenida', '2025-06-03') FROM unnest(q) l;
    q := ARRAY(SELECT conciliacion.imputar(p, f, k, excepciones => conciliacion.excepciones_detalle(p, f), fecha => '2025-06-03'));
    o := conciliacion.ordenar_pago(p, q[1:1], '2025-06-04');
    PERFORM conciliacion.anular_orden_pago(p, o, 'otra vez', '2025-06-04');
    o := conciliacion.ordenar_pago(p, q[1:1], '2025-06-05');
    PERFORM conciliacion.pagar_orden(p, o, '2025-06-06', 'TR-9');
    PERFORM conciliacion.ordenar_pago(p, q[2:2], '2025-06-06');
    PERFORM conciliacion.imputar(p, h, '[]', excepciones => conciliacion.excepciones_detalle(p, h), fecha => '2025-06-07');
    PERFORM conciliacion.marcar_prestacion(p, h, 1, 'debitada_permanente', 'no convenida', '2025-06-08');
    PERFORM conciliacion.marcar_prestacion(p, f, 4, 'a_refacturar', 'ya firmada', '2025-06-08');
    PERFORM conciliacion.refacturar(p, f, NULL, 'PG-1R', '2025-06-09');
    -- an advance amortised, undone, applied again; and a payment annulled
    h := conciliacion.radicar_factura(p, g, 'PG-3', '2025-05-07', '[{"codigo": "890202", "valor": "60.00"}]');
    PERFORM conciliacion.aplicar_pago(p, x, h, 60.00, fecha => '2025-06-10');
    PERFORM conciliacion.desaplicar_pago(p, x, h, 'era otra', '2025-06-10');
    PERFORM conciliacion.aplicar_pago(p, x, h, 50.00, fecha => '2025-06-11');
    PERFORM conciliacion.registrar_pago(p, g, 5.00, '2025-06-11', 'PG-T3', jsonb_build_array(jsonb_build_object('factura_id', h, 'valor', 5)));
    PERFORM conciliacion.anular_pago(p, (SELECT pago_id FROM cartera.pago WHERE prestador_id = p AND referencia = 'PG-T3'), 'rebotó', true, '2025-06-12');
END
$datos$;
