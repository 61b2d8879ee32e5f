-- Every function that writes, called with each identifier of something that is not there: KG006, never 23503, and nothing
-- changes. And the same of the rows of its tables that a client inserts.
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = error;
\ir comun/conciliacion.sql

INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre) VALUES (1, 7, 'CC 51', 'Dra. Rojas');
SELECT conciliacion.radicar_factura(1, 10, 'X1', '2025-05-05', '[{"codigo": "890201", "valor": "1000.00", "profesional_id": 7}]') AS f \gset
SELECT prueba.glosa_en('notificada') AS g \gset
SELECT conciliacion.registrar_pago(1, 10, 500, '2025-06-01', 'T1', '[]') AS p \gset
SELECT conciliacion.crear_cuenta_corriente(1, 7) AS cuenta \gset
SELECT conciliacion.radicar_factura(1, 10, 'X2', '2025-05-05', '[{"codigo": "890201", "valor": "1000.00", "profesional_id": 7}]') AS fp \gset
SELECT conciliacion.registrar_pago(1, 10, 1000, '2025-06-01', 'T2', format('[{"factura_id": %s, "valor": 1000}]', :fp)::jsonb) AS pagada \gset
SELECT prueba.citada() AS gc \gset
SELECT prueba.cita_de(:gc) AS c \gset
SELECT conciliacion.registrar_comunicacion(1, 10, 'a', 'b', 'portal', fecha => '2025-06-01') AS com \gset

-- %f, %g... stand for what is there; 999 is nobody.
CREATE TEMP TABLE llamada (funcion text, argumento text, texto text);
INSERT INTO llamada VALUES
    ('radicar_factura', 'prestador_id', $$999, 10, 'N1', '2025-05-05', '[{"codigo": "890201", "valor": "1.00"}]'$$),
    ('radicar_factura', 'pagador_id', $$1, 999, 'N1', '2025-05-05', '[{"codigo": "890201", "valor": "1.00"}]'$$),
    ('radicar_factura', 'convenio_id', $$1, 10, 'N1', '2025-05-05', '[{"codigo": "890201", "valor": "1.00"}]', convenio_id => 999$$),
    ('radicar_factura', 'profesional', $$1, 10, 'N1', '2025-05-05', '[{"codigo": "890201", "valor": "1.00", "profesional_id": 999}]'$$),
    ('cargar_rips', 'prestador_id', $$999, 10, '{"numDocumentoIdObligado": "H1", "numFactura": "N1", "usuarios": []}', '2025-05-05'$$),
    ('cargar_rips', 'pagador_id', $$1, 999, '{"numDocumentoIdObligado": "H1", "numFactura": "N1", "usuarios": [{"tipoDocumentoIdentificacion": "CC", "numDocumentoIdentificacion": "1", "consecutivo": 1, "servicios": {"consultas": [{"codConsulta": "890201", "vrServicio": 100, "consecutivo": 1, "fechaInicioAtencion": "2025-05-01 10:00"}]}}]}', '2025-05-05'$$),
    ('cargar_rips', 'convenio_id', $$1, 10, '{"numDocumentoIdObligado": "H1", "numFactura": "N1", "usuarios": [{"tipoDocumentoIdentificacion": "CC", "numDocumentoIdentificacion": "1", "consecutivo": 1, "servicios": {"consultas": [{"codConsulta": "890201", "vrServicio": 100, "consecutivo": 1, "fechaInicioAtencion": "2025-05-01 10:00"}]}}]}', '2025-05-05', convenio_id => 999$$),
    ('cargar_glosas', 'prestador_id', $$999, 10, '[{"numero": "X1", "codigo": "TA0201", "valor": "1.00", "linea": 1, "comentario": "x"}]'$$),
    ('cargar_glosas', 'pagador_id', $$1, 999, '[{"numero": "X1", "codigo": "TA0201", "valor": "1.00", "linea": 1, "comentario": "x"}]'$$),
    ('devolver_factura', 'factura_id', $$1, 999, 'DE1601', 'x', '2025-05-06'$$), ('devolver_factura', 'prestador_id', $$999, %f, 'DE1601', 'x', '2025-05-06'$$),
    ('responder_devolucion', 'factura_id', $$1, 999, false, 'x', '2025-05-06'$$), ('responder_devolucion', 'prestador_id', $$999, %f, false, 'x', '2025-05-06'$$),
    ('decidir_devolucion', 'factura_id', $$1, 999, false, 'x', '2025-05-06'$$), ('decidir_devolucion', 'prestador_id', $$999, %f, false, 'x', '2025-05-06'$$),
    ('rechazar_factura', 'factura_id', $$1, 999, 'x', '{"a": 1}', '2025-05-06'$$), ('rechazar_factura', 'prestador_id', $$999, %f, 'x', '{"a": 1}', '2025-05-06'$$),
    ('aceptar_factura', 'factura_id', $$1, 999$$), ('aceptar_factura', 'prestador_id', $$999, %f$$),
    ('anular_factura', 'factura_id', $$1, 999, 'x'$$), ('anular_factura', 'prestador_id', $$999, %f, 'x'$$),
    ('formular_glosa', 'factura_id', $$1, 999, 'TA0201', 1, 'x', 1$$), ('formular_glosa', 'prestador_id', $$999, %f, 'TA0201', 1, 'x', 1$$),
    ('formular_glosa', 'linea', $$1, %f, 'TA0201', 1, 'x', 999, '2025-05-12'$$),
    ('formular_glosa', 'origen_glosa_id', $$1, %f, 'TA0201', 1, 'x', 1, '2025-05-12', 999$$),
    ('notificar_glosas', 'factura_id', $$1, 999, '2025-05-12', 'correo', 'a'$$), ('notificar_glosas', 'prestador_id', $$999, %f, '2025-05-12', 'correo', 'a'$$),
    ('responder_lote', 'prestador_id', $$999, '[{"glosa_id": %g, "codigo_respuesta": "RE9901", "valor_aceptado": 0, "comentario": "x"}]'$$),
    ('responder_lote', 'glosa', $$1, '[{"glosa_id": 999, "codigo_respuesta": "RE9901", "valor_aceptado": 0, "comentario": "x"}]'$$),
    ('decidir_lote', 'prestador_id', $$999, '[{"glosa_id": %g, "valor_levantado": 0, "comentario": "x"}]'$$), ('decidir_lote', 'glosa', $$1, '[{"glosa_id": 999, "valor_levantado": 0, "comentario": "x"}]'$$),
    ('subsanar_lote', 'prestador_id', $$999, '[{"glosa_id": %g, "comentario": "x"}]'$$), ('subsanar_lote', 'glosa', $$1, '[{"glosa_id": 999, "comentario": "x"}]'$$),
    ('cerrar_lote', 'prestador_id', $$999, '[{"glosa_id": %g, "causa": "tacita", "comentario": "x"}]'$$), ('cerrar_lote', 'glosa', $$1, '[{"glosa_id": 999, "causa": "tacita", "comentario": "x"}]'$$),
    ('procesar_vencimientos', 'prestador_id', $$'2025-06-01', 999$$),
    ('registrar_comunicacion', 'prestador_id', $$999, 10, 'a', 'b', 'portal', fecha => '2025-06-01'$$),
    ('registrar_comunicacion', 'pagador_id', $$1, 999, 'a', 'b', 'portal', fecha => '2025-06-01'$$),
    ('registrar_comunicacion', 'responde_id', $$1, 10, 'a', 'b', 'portal', fecha => '2025-06-01', responde_id => 999$$),
    ('registrar_comunicacion', 'acta_id', $$1, 10, 'a', 'b', 'portal', fecha => '2025-06-01', acta_id => 999$$),
    ('registrar_comunicacion', 'glosas', $$1, 10, 'a', 'b', 'portal', fecha => '2025-06-01', glosas => '{999}'$$),
    ('registrar_acuse', 'comunicacion_id', $$1, 999, 'a', '2025-06-01'$$), ('registrar_acuse', 'prestador_id', $$999, %com, 'a', '2025-06-01'$$),
    ('citar_conciliacion', 'prestador_id', $$999, 10, '2025-06-05', 'Sala', NULL, '2025-05-30'$$),
    ('citar_conciliacion', 'pagador_id', $$1, 999, '2025-06-05', 'Sala', NULL, '2025-05-30'$$),
    ('citar_conciliacion', 'glosas', $$1, 10, '2025-06-05', 'Sala', '{999}', '2025-05-30'$$),
    ('reprogramar_cita', 'cita_id', $$1, 999, '2025-06-10', 'x', fecha => '2025-06-02'$$), ('reprogramar_cita', 'prestador_id', $$999, %cita, '2025-06-10', 'x', fecha => '2025-06-02'$$),
    ('levantar_acta', 'cita_id', $$1, 999, '[{"glosa_id": 1, "valor_aceptado": 0, "valor_levantado": 0, "valor_sin_acuerdo": 0}]', '[]', '2025-06-05'$$), ('levantar_acta', 'prestador_id', $$999, %cita, '[{"glosa_id": 1, "valor_aceptado": 0, "valor_levantado": 0, "valor_sin_acuerdo": 0}]', '[]', '2025-06-05'$$),
    ('levantar_acta', 'glosa', $$1, %cita, '[{"glosa_id": 999, "valor_aceptado": 0, "valor_levantado": 0, "valor_sin_acuerdo": 0}]', '[]', '2025-06-05'$$),
    ('modificar_acta', 'acta_id', $$1, 999$$), ('modificar_acta', 'prestador_id', $$999, 1$$),
    ('firmar_acta', 'acta_id', $$1, 999, 'pagador', 'x', 'y', 'z', '2025-06-05'$$), ('firmar_acta', 'prestador_id', $$999, 1, 'pagador', 'x', 'y', 'z', '2025-06-05'$$),
    ('cumplir_compromiso', 'compromiso_id', $$1, 999, 'x', '2025-06-05'$$), ('cumplir_compromiso', 'prestador_id', $$999, 1, 'x', '2025-06-05'$$),
    ('reliquidar_acta', 'acta_id', $$1, 999, '2025-06-05'$$), ('reliquidar_acta', 'prestador_id', $$999, 1, '2025-06-05'$$),
    ('registrar_pago', 'prestador_id', $$999, 10, 5, '2025-06-01', 'N'$$), ('registrar_pago', 'pagador_id', $$1, 999, 5, '2025-06-01', 'N'$$),
    ('registrar_pago', 'factura', $$1, 10, 5, '2025-06-01', 'N', '[{"factura_id": 999, "valor": 5}]'$$),
    ('aplicar_pago', 'pago_id', $$1, 999, %f, 5, fecha => '2025-06-02'$$), ('aplicar_pago', 'factura_id', $$1, %p, 999, 5, fecha => '2025-06-02'$$), ('aplicar_pago', 'prestador_id', $$999, %p, %f, 5, fecha => '2025-06-02'$$),
    ('desaplicar_pago', 'pago_id', $$1, 999, %f, 'x'$$), ('desaplicar_pago', 'factura_id', $$1, %p, 999, 'x'$$), ('desaplicar_pago', 'prestador_id', $$999, %p, %f, 'x'$$),
    ('desaplicar_pago', 'aplicacion_id', $$1, %p, %f, 'x', aplicacion_id => 999$$),
    ('anular_pago', 'pago_id', $$1, 999, 'x'$$), ('anular_pago', 'prestador_id', $$999, %p, 'x'$$),
    ('amortizar_anticipo', 'pago_id', $$1, 999$$), ('amortizar_anticipo', 'prestador_id', $$999, %p$$), ('amortizar_anticipo', 'factura', $$1, %p, '[{"factura_id": 999, "valor": 5}]'$$),
    ('crear_cuenta_corriente', 'prestador_id', $$999, 7$$), ('crear_cuenta_corriente', 'profesional_id', $$1, 999$$),
    ('imputar', 'factura_id', $$1, 999, '[]'$$), ('imputar', 'prestador_id', $$999, %f, '[]'$$), ('imputar', 'profesional_id', $$1, %pagada, '[]', 999$$),
    ('imputar', 'linea', $$1, %pagada, '[]', NULL, '[{"linea": 999, "accion": "pendiente"}]'$$),
    ('anular_liquidacion', 'liquidacion_id', $$1, 999, 'x'$$), ('anular_liquidacion', 'prestador_id', $$999, 1, 'x'$$),
    ('ordenar_pago', 'liquidaciones', $$1, '{999}'$$), ('ordenar_pago', 'prestador_id', $$999, '{1}'$$),
    ('pagar_orden', 'orden_pago_id', $$1, 999, '2025-06-05', 'x'$$), ('pagar_orden', 'prestador_id', $$999, 1, '2025-06-05', 'x'$$),
    ('anular_orden_pago', 'orden_pago_id', $$1, 999, 'x'$$), ('anular_orden_pago', 'prestador_id', $$999, 1, 'x'$$),
    ('cargar_detalle_pago', 'pago_id', $$1, 999, '[{"numero": "X1", "valor": "5.00"}]'$$), ('cargar_detalle_pago', 'prestador_id', $$999, %p, '[{"numero": "X1", "valor": "5.00"}]'$$),
    ('recibir_detalle_pago', 'pago_id', $$1, 999, '[{"numero": "X1", "valor": "5.00"}]'$$), ('recibir_detalle_pago', 'prestador_id', $$999, %p, '[{"numero": "X1", "valor": "5.00"}]'$$),
    ('marcar_prestacion', 'factura_id', $$1, 999, 1, 'a_refacturar'$$), ('marcar_prestacion', 'prestador_id', $$999, %f, 1, 'a_refacturar'$$), ('marcar_prestacion', 'linea', $$1, %f, 999, 'a_refacturar'$$),
    ('refacturar', 'factura_id', $$1, 999, '{1}', 'N2', '2025-06-05'$$), ('refacturar', 'prestador_id', $$999, %f, '{1}', 'N2', '2025-06-05'$$), ('refacturar', 'lineas', $$1, %f, '{999}', 'N2', '2025-06-05'$$),
    ('aportar_soporte', 'glosa_id', $$1, 999, 'x', 'y', '2025-06-01'$$), ('aportar_soporte', 'prestador_id', $$999, %g, 'x', 'y', '2025-06-01'$$),
    ('excluir_de_conciliacion', 'glosa_id', $$1, 999, 'sin_cobertura', 'x', '{"a": 1}', '2025-06-01'$$), ('excluir_de_conciliacion', 'prestador_id', $$999, %g, 'sin_cobertura', 'x', '{"a": 1}', '2025-06-01'$$),
    ('readmitir_a_conciliacion', 'glosa_id', $$1, 999, 'sin_cobertura', 'x', fecha => '2025-06-01'$$), ('readmitir_a_conciliacion', 'prestador_id', $$999, %g, 'sin_cobertura', 'x', fecha => '2025-06-01'$$);
-- the acts on one glosa
INSERT INTO llamada
SELECT f, a, CASE a WHEN 'glosa_id' THEN '1, 999' ELSE '999, %g' END || resto
  FROM (VALUES ('responder_glosa', ', ''RE9901'', 0, ''x'''), ('decidir_glosa', ', 0, ''x'''), ('subsanar_glosa', ', ''x'''), ('comunicar_glosa', ', ''pagador'', ''x'''),
               ('citar_glosa', ', ''pagador'', ''2025-07-01'''), ('suspender_glosa', ', ''litigio'', ''x'''), ('reanudar_glosa', ', ''x'''),
               ('escalar_glosa', ', ''x'''), ('fallar_glosa', ', 0, 0, ''x'''), ('cerrar_glosa', ', ''tacita'', ''x'''), ('anular_glosa', ', ''x''')) v (f, resto),
       unnest('{glosa_id,prestador_id}'::text[]) a;
UPDATE llamada SET texto = replace(replace(replace(replace(replace(replace(texto, '%com', :'com'), '%cita', :'c'), '%pagada', :'fp'), '%f', :'f'), '%g', :'g'), '%p', :'p');

SELECT t.* FROM llamada l,
    LATERAL prueba.rehusa(format('SELECT * FROM conciliacion.%I(%s)', l.funcion, l.texto), 'KG006', format('%s: %s que no existe', l.funcion, l.argumento)) t;

-- None was forgotten: every public function that writes and takes an identifier.
SELECT is_empty($$
    SELECT p.proname, a.nombre FROM pg_proc p, LATERAL unnest(p.proargnames[1:p.pronargs]) a (nombre)
     WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.provolatile = 'v' AND p.proname !~ '^_' AND p.prokind = 'f'
       AND a.nombre ~ '_id$' AND NOT EXISTS (SELECT FROM llamada l WHERE l.funcion = p.proname AND l.argumento = a.nombre)$$,
    'every function that writes was tried with every identifier it takes');

-- ---- the same by a plain row -----------------------------------------------------------------------------------------
SELECT t.* FROM (VALUES
    ($$factura (prestador_id, pagador_id, numero, fecha_radicacion) VALUES (999, 10, 'N1', '2025-05-05')$$, 'prestador de una factura'),
    ($$factura (prestador_id, pagador_id, numero, fecha_radicacion) VALUES (1, 999, 'N1', '2025-05-05')$$, 'pagador de una factura'),
    ($$factura (prestador_id, pagador_id, numero, fecha_radicacion, convenio_id) VALUES (1, 10, 'N1', '2025-05-05', 999)$$, 'convenio de una factura'),
    ($$factura (prestador_id, pagador_id, numero, fecha_radicacion, origen_factura_id) VALUES (1, 10, 'N1', '2025-05-05', 999)$$, 'factura de la que viene otra'),
    ($$prestacion (prestador_id, factura_id, linea, valor) VALUES (1, 999, 1, 5)$$, 'factura de una línea'),
    (format($$prestacion (prestador_id, factura_id, linea, valor, profesional_id) VALUES (1, %s, 9, 5, 999)$$, :f), 'profesional de una línea'),
    ($$factura_evento (prestador_id, factura_id, evento) VALUES (1, 999, 'aceptar')$$, 'factura de un evento'),
    ($$prestacion_evento (prestador_id, factura_id, linea, evento, fecha) VALUES (1, 999, 1, 'marcar_refacturar', '2025-06-01')$$, 'factura del acto sobre una línea'),
    (format($$prestacion_evento (prestador_id, factura_id, linea, evento, fecha) VALUES (1, %s, 999, 'marcar_refacturar', '2025-06-01')$$, :f), 'línea sobre la que se actúa'),
    ($$glosa (prestador_id, factura_id, linea, codigo, valor) VALUES (1, 999, 1, 'TA0201', 5)$$, 'factura de una glosa'),
    ($$glosa_evento (prestador_id, glosa_id, evento) VALUES (1, 999, 'notificar')$$, 'glosa de un evento'),
    ($$cita (prestador_id, pagador_id, papel, fecha_cita, lugar, fecha) VALUES (999, 10, 'pagador', '2025-06-05', 'Sala', '2025-06-01')$$, 'prestador de una reunión'),
    ($$cita (prestador_id, pagador_id, papel, fecha_cita, lugar, fecha) VALUES (1, 999, 'pagador', '2025-06-05', 'Sala', '2025-06-01')$$, 'pagador de una reunión'),
    ($$cita (prestador_id, pagador_id, papel, fecha_cita, lugar, fecha, comentario, reprograma_id) VALUES (1, 10, 'pagador', '2025-06-05', 'Sala', '2025-06-01', 'x', 999)$$, 'reunión que se mueve'),
    ($$cita_glosa (prestador_id, cita_id, glosa_id) VALUES (1, 999, 1)$$, 'reunión de una glosa'),
    (format($$cita_glosa (prestador_id, cita_id, glosa_id) VALUES (1, %s, 999)$$, :c), 'glosa de una reunión'),
    ($$comunicacion (prestador_id, pagador_id, papel, medio, asunto, contenido, fecha) VALUES (999, 10, 'pagador', 'portal', 'a', 'b', '2025-06-01')$$, 'prestador de una comunicación'),
    ($$comunicacion (prestador_id, pagador_id, papel, medio, asunto, contenido, fecha) VALUES (1, 999, 'pagador', 'portal', 'a', 'b', '2025-06-01')$$, 'pagador de una comunicación'),
    ($$comunicacion (prestador_id, pagador_id, papel, medio, asunto, contenido, fecha, responde_id) VALUES (1, 10, 'pagador', 'portal', 'a', 'b', '2025-06-01', 999)$$, 'comunicación a la que se responde'),
    ($$comunicacion_glosa (prestador_id, comunicacion_id, glosa_id) VALUES (1, 999, 1)$$, 'comunicación de una glosa'),
    ($$comunicacion_acuse (prestador_id, comunicacion_id, acuse, fecha) VALUES (1, 999, 'a', '2025-06-01')$$, 'comunicación de un acuse'),
    ($$acta (prestador_id, cita_id, fecha) VALUES (1, 999, '2025-06-05')$$, 'reunión de un acta'),
    ($$acta_linea (prestador_id, acta_id, glosa_id, valor_aceptado, valor_levantado, valor_sin_acuerdo) VALUES (1, 999, 1, 0, 0, 0)$$, 'acta de una línea'),
    ($$compromiso (prestador_id, acta_id, papel, descripcion, vence) VALUES (1, 999, 'pagador', 'x', '2025-07-05')$$, 'acta de un compromiso'),
    ($$compromiso_cumplimiento (prestador_id, compromiso_id, evidencia, fecha) VALUES (1, 999, 'x', '2025-07-05')$$, 'compromiso que se cumple'),
    ($$acta_firma (prestador_id, acta_id, papel, firmante, cargo, poder, fecha) VALUES (1, 999, 'pagador', 'x', 'y', 'z', '2025-06-05')$$, 'acta que se firma'),
    ($$reliquidacion (prestador_id, acta_id, fecha) VALUES (1, 999, '2025-06-05')$$, 'acta que se reliquida'),
    ($$exclusion_conciliacion (prestador_id, glosa_id, motivo, comentario, evidencia) VALUES (1, 999, 'sin_cobertura', 'x', '{"a": 1}')$$, 'glosa que se excluye'),
    ($$soporte_conciliacion (prestador_id, glosa_id, requisito, referencia) VALUES (1, 999, 'x', 'y')$$, 'glosa de un soporte'),
    ($$acta_participante (prestador_id, acta_id, papel, nombre, cargo) VALUES (1, 999, 'pagador', 'x', 'y')$$, 'acta de un participante'),
    ($$pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (999, 10, 5, '2025-06-01', 'N')$$, 'prestador de un pago'),
    ($$pago (prestador_id, pagador_id, valor, fecha, referencia) VALUES (1, 999, 5, '2025-06-01', 'N')$$, 'pagador de un pago'),
    (format($$pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, 999, %s, 5, '2025-06-01')$$, :f), 'pago de una aplicación'),
    (format($$pago_aplicacion (prestador_id, pago_id, factura_id, valor, fecha) VALUES (1, %s, 999, 5, '2025-06-01')$$, :p), 'factura de una aplicación'),
    ($$pago_anulacion (prestador_id, pago_id, motivo) VALUES (1, 999, 'x')$$, 'pago de una anulación')) v (fila, que),
    LATERAL prueba.rehusa('INSERT INTO cartera.' || v.fila, 'KG006', v.que || ' que no existe') t;
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'everything adds up');
SELECT * FROM finish();
ROLLBACK;
