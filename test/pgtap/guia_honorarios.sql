-- The guide "Pago de honorarios: imputación del pago de la obra social", sentence by sentence: each one that states a rule
-- is quoted by the test that shows it.
BEGIN;
SELECT plan(91);
\ir comun/imputacion.sql
SELECT conciliacion.crear_cuenta_corriente(1, i) > 0 AS cuenta FROM generate_series(7, 8) i;
CREATE FUNCTION pg_temp.linea(n text, l int) RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT estado::text FROM cartera.prestacion WHERE prestador_id = 1 AND factura_id = pg_temp.f(n) AND linea = l $$;
CREATE FUNCTION pg_temp.l(n text, profesional bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT max(liquidacion_id) FROM cartera.liquidacion WHERE factura_id = pg_temp.f(n) AND profesional_id = profesional $$;
CREATE FUNCTION pg_temp.disponible_de(n text) RETURNS numeric LANGUAGE sql STABLE AS
    $$ SELECT disponible FROM conciliacion.disponible_para_imputar(1, pg_temp.f(n)) $$;

-- ---- vocabulary -----------------------------------------------------------------------------------------------------
SELECT pg_temp.factura('V', '{100,300,200}', '{7,8,7}', '21%');
SELECT throws_ok($$SELECT pg_temp.imputar('V')$$, 'KG001', NULL, '"una vez que la obra social pagó una factura": not before');
SELECT is_empty($$SELECT * FROM conciliacion.facturas_para_imputar(1)$$, 'nor is it listed');
SELECT is(split_part(pg_temp.estado('V'), ':', 1), 'facturada', '"Facturada". Indica que se hizo la factura a la obra social y se está esperando el ingreso en el sistema del pago correspondiente');
SELECT pg_temp.pagar('PV', 242, 'V=242', '2025-02-01');
SELECT is(split_part(pg_temp.estado('V'), ':', 1), 'lista_para_imputar', '"Lista para imputar". Esto indica que se cargó un pago a esa factura, y está esperando ser imputada');
SELECT results_eq($$SELECT numero, estado_imputacion, disponible FROM conciliacion.facturas_para_imputar(1)$$, $$VALUES ('V', 'lista_para_imputar', 200.00)$$,
    '"Una vez registrado el pago de la obra social, se habilita el proceso de imputación a la factura"');
SELECT is(pg_temp.disponible_de('V'), 200.00, '"La primera vez que se inicia el proceso de imputación, es igual al monto pagado por la factura, excluyendo el IVA"');
SELECT is(cardinality(pg_temp.imputar('V', '[{"linea":3,"accion":"pendiente"}]', 7, retenciones => '[{"concepto":"Gestión","porcentaje":"10%"}]')), 1,
    '"La imputación de pago de obra social puede ser parcial"');
SELECT is(pg_temp.disponible_de('V'), 117.36, '"es el monto que va quedando de resto, cada vez que se hace una liquidación"');
SELECT is(split_part(pg_temp.estado('V'), ':', 1), 'parcialmente_imputada',
    '"Parcialmente imputada". Esa factura ya tiene liquidaciones a los profesionales asociadas, aunque queda un monto de dinero pendiente sin imputar');
SELECT results_eq($$SELECT numero, estado_imputacion FROM conciliacion.facturas_para_imputar(1)$$, $$VALUES ('V', 'parcialmente_imputada')$$,
    '"Allí aparecerán todas las facturas que tienen cargado algún pago y se encuentran sin imputar o fueron imputadas parcialmente"');
SELECT results_eq($$SELECT DISTINCT profesional FROM conciliacion.previsualizar_imputacion(1, pg_temp.f('V'), '[]') ORDER BY 1$$, $$VALUES ('Ana'), ('Luis')$$,
    '"Allí aparecerán todos los profesionales a los que falta generarle la rendición en esa factura"');
SELECT throws_ok($$SELECT pg_temp.imputar('V')$$, 'KG004', NULL, 'no more than the rest is imputed');
SELECT pg_temp.pagar('PV2', 358, 'V=358', '2025-02-15');
SELECT is(cardinality(pg_temp.imputar('V', '[{"linea":3,"accion":"pendiente"}]', retenciones => '[{"concepto":"Gestión","porcentaje":"5%"}]', fecha => '2025-02-15')), 1,
    '"También, sucede cuando la factura se pagará en 2 veces"');
SELECT is((SELECT string_agg(porcentaje_retencion::text, ' ' ORDER BY profesional_id) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('V')), '10% 5%',
    '"Resulta conveniente realizar la imputación profesional por profesional cuando varía el monto de retención a aplicar entre ellos"');
SELECT is(cardinality(pg_temp.imputar('V', fecha => '2025-02-16')), 1, 'the last line');
SELECT is(split_part(pg_temp.estado('V'), ':', 1), 'imputada', '"Imputada". Esta factura ya fue imputada totalmente en liquidaciones a profesionales');
SELECT is_empty($$SELECT * FROM conciliacion.facturas_para_imputar(1)$$, 'and it is listed no more');
SELECT is((SELECT sum(imputado) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('V')), conciliacion.monto_neto(600, '21%'),
    '"La asignación depende de la cantidad y valores de las prestaciones hechas por cada profesional y facturadas en dicha factura"');

-- ---- amounts, professionals and retentions ----------------------------------------------------------------------------
SELECT is(conciliacion.porcentaje_retencion('17%', '3.5%', '4.5%')::text, '25%', '"Para calcular el porcentaje a aplicar, solo se debe sumar todos los porcentajes"');
SELECT is(conciliacion.monto_neto(1000, '10.5%', 0), 905::numeric, '"Monto neto que pagó la obra social = monto total que pagó la obra social / (1 + porcentaje del IVA)": 904.98, that the guide cuts to 904');
SELECT is(conciliacion.porcentaje_gasto_administrativo(45.20, 904)::text, '5%', '"Porcentaje de gasto administrativo = $ 45,20 / $ 904 * 100 = 5%"');
SELECT is(conciliacion.porcentaje_gasto_administrativo(45.20, 1000, '10.5%')::text, '4.9946%', 'on the net that was not cut');
SELECT is(conciliacion.porcentaje_gasto_administrativo(45.20, 1000, '0%')::text, '4.52%', '"Comúnmente es 0% o 10,5%"');
SELECT is(conciliacion.porcentaje_retencion('20.5%', conciliacion.porcentaje_gasto_administrativo(45.20, 904))::text, '25.5%', '"El porcentaje de gasto administrativo debe sumarse en el porcentaje de retención"');
SELECT pg_temp.factura('R', '{100,100}', '{7,8}');
SELECT pg_temp.pagar('PR', 200, 'R=200');
SELECT is(cardinality(pg_temp.imputar('R')), 2, '"puede realizarse para uno o para todos los profesionales al mismo tiempo"');
SELECT ok(conciliacion.liquidacion_texto(1, pg_temp.l('R', 7)) ~ 'Comentario: +c\n', '"Este detalle aparecerá en la impresión de la liquidación que se llevará el profesional"');
SELECT results_eq($$SELECT disponible, queda_en_institucion FROM conciliacion.disponible_para_imputar(1, pg_temp.f('R'))$$, $$VALUES (0.00, 50.00)$$,
    '"el monto disminuye en la proporción de monto liquidado menos la retención aplicada": what was withheld stays in the institution');
SELECT is((SELECT DISTINCT retenido FROM cartera.liquidacion WHERE factura_id = pg_temp.f('R')), conciliacion.monto_retencion(100, '25%'),
    '"Surge de aplicar el porcentaje de retención al monto imputado. Ese monto sale del dinero que depositó la obra social"');

-- ---- the five cases ----------------------------------------------------------------------------------------------------
SELECT pg_temp.factura('C', '{100,100,100,100,100}', '{7}');
SELECT pg_temp.pagar('PC', 180, 'C=180');
SELECT results_eq($$SELECT profesional, orden, descripcion, paciente, facturado FROM conciliacion.previsualizar_imputacion(1, pg_temp.f('C'), '[]') WHERE linea = 2$$,
    $$VALUES ('Ana', 'O2', 'Práctica', 'Paciente 2', 100.00)$$, '"La información que se muestra de cada prestación es: Profesional, Nro. de Orden, Práctica, Paciente, Monto facturado"');
SELECT is((SELECT string_agg(DISTINCT accion::text || imputado, ' ') FROM conciliacion.previsualizar_imputacion(1, pg_temp.f('C'), '[]')), 'pagado100.00',
    '"Por defecto, el sistema muestra esta situación normal para todas las prestaciones, así se cargan solo las excepciones (débitos)"');
SELECT throws_ok($$SELECT pg_temp.imputar('C', '[{"linea":2,"accion":"debitado"}]')$$, 'KG003', NULL, '"Es Obligatorio cargarla cuando se trata de débitos"');
SELECT throws_ok($$SELECT pg_temp.imputar('C', '[{"linea":4,"accion":"pagado","monto":80}]')$$, 'KG003', NULL, '"Hay un comentario explicando la razón del pago parcial"');
SELECT is(cardinality(pg_temp.imputar('C', '[{"linea":2,"accion":"debitado","comentario":"falta la firma"},{"linea":3,"accion":"debitado","comentario":"no convenida"},
    {"linea":4,"accion":"pagado","monto":80,"comentario":"se facturó más de lo convenido"},{"linea":5,"accion":"pendiente"}]')), 1, 'the five cases at once');
SELECT is(pg_temp.linea('C', 1), 'pagada', 'caso 1: "La obra social pagó la práctica": que el monto imputado es igual al monto facturado');
SELECT is(pg_temp.linea('C', 2), 'debitada', 'caso 2: "Luego de haber generado esta liquidación, la prestación queda marcada en el sistema como debitada"');
SELECT throws_ok($$SELECT conciliacion.refacturar(1, pg_temp.f('C'), '{2}', 'C-2', '2025-03-01')$$, 'KG001', NULL, 'caso 2: "hay que marcar en el sistema para poder ser refacturada"');
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.f('C'), 2, 'a_refacturar', 'ya firmada', '2025-02-20')::text, 'a_refacturar', 'caso 2: "Editar el estado de la orden a Refacturar a la obra social"');
SELECT is((SELECT string_agg(linea::text, ',') FROM conciliacion.por_refacturar(1) WHERE estado = 'a_refacturar'), '2',
    'caso 2: "se puede filtrar por el ESTADO de la orden A Refacturar para hacer una factura solo con las prestaciones debitadas en su momento"');
SELECT ok(conciliacion.refacturar(1, pg_temp.f('C'), NULL, 'C-2', '2025-03-01') > 0, 'caso 2: billed again');
SELECT is((SELECT string_agg(linea || ' ' || valor, ',') FROM cartera.prestacion WHERE factura_id = pg_temp.f('C-2')), '2 100.00', 'caso 2: "una factura exclusiva que contiene solo las prestaciones debitadas y corregidas"');
SELECT is(pg_temp.linea('C', 3), 'debitada', 'caso 3: "Luego de haber generado esta liquidación, la prestación queda marcada en el sistema como debitada"');
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.f('C'), 3, 'debitada_permanente', 'no convenida', '2025-02-20')::text, 'debitada_permanente', 'caso 3: "Editar el estado de la orden a Debitada permanentemente"');
SELECT throws_ok($$SELECT conciliacion.marcar_prestacion(1, pg_temp.f('C'), 3, 'a_refacturar', 'x', '2025-02-21')$$, 'KG001', NULL, 'caso 3: "marcar que esa prestación no podrá cobrarse"');
SELECT is(pg_temp.linea('C', 4), 'pagada_parcial', 'caso 4: "Que el monto imputado es el monto que pagó la obra social. Generalmente, es menor al monto facturado"');
SELECT throws_ok($$SELECT pg_temp.imputar('C', '[{"linea":4,"accion":"pagado","monto":20,"comentario":"x"}]', fecha => '2025-02-21')$$, 'KG001', NULL,
    'caso 4: "el monto pagado es definitivo y no se puede reclamar el faltante"');
SELECT is((SELECT retenido FROM cartera.liquidacion WHERE factura_id = pg_temp.f('C')), 45.00, 'caso 4: "Los gastos administrativos se debitan globalmente en el monto de retención"');
SELECT is(pg_temp.linea('C', 5), 'facturada', 'caso 5: "Quedó como un pago pendiente para el futuro"');
SELECT ok(conciliacion.liquidacion_texto(1, pg_temp.l('C', 7)) !~ 'Orden O5', 'caso 5: "Cuando se genere la liquidación, esta prestación no aparecerá"');
SELECT pg_temp.pagar('PC2', 100, 'C=100', '2025-02-22');
SELECT pg_temp.imputar('C', fecha => '2025-02-22');
SELECT ok(conciliacion.liquidacion_texto(1, pg_temp.l('C', 7)) ~ 'Orden O5', 'caso 5: "Solo aparecerá cuando la prestación haya sido pagada, pagada parcialmente o debitada"');

-- ---- the liquidacion -------------------------------------------------------------------------------------------------------
SELECT is((SELECT string_agg(format('%s %s', accion, imputado), ', ' ORDER BY linea) FROM cartera.liquidacion_linea
            WHERE liquidacion_id = (SELECT min(liquidacion_id) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('C'))),
    'pagado 100.00, debitado 0.00, debitado 0.00, pagado 80.00', '"un informe que determina que prácticas se le pagaron al profesional y cuales se le debitaron"');
SELECT is((SELECT format('%s %s %s', imputado, retenido, liquido) FROM cartera.liquidacion
            WHERE liquidacion_id = (SELECT min(liquidacion_id) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('C'))),
    '180.00 45.00 135.00', '"Es la suma de los montos imputados que están con la acción de Pagado"; "Es la resta del monto imputado menos el monto de retención"');
SELECT is((SELECT importe FROM conciliacion.estado_cuenta_corriente(1, 7) WHERE concepto LIKE '%factura C' ORDER BY orden LIMIT 1), 135.00,
    '"puede revisarse la Cuenta Corriente del profesional para ver la acreditación de la liquidación"');
SELECT results_eq('SELECT nombre FROM conciliacion.profesionales_sin_cuenta(1)', $$VALUES ('Eva')$$, '"Elegir de la lista Personas sin cuenta, el profesional que se está imputando"');
SELECT pg_temp.factura('E', '{10}', '{9}'), pg_temp.pagar('PE', 10, 'E=10');
SELECT matches(pg_temp.pista($$SELECT pg_temp.imputar('E')$$), '^KG006 \| Create it: SELECT conciliacion.crear_cuenta_corriente\(1, 9\);',
    '"al generar la liquidación, puede aparecer el mensaje la cuenta no existe"');
SELECT ok(conciliacion.crear_cuenta_corriente(1, 9) > 0, '"Editar el nombre y el número de la cuenta corriente. Solo si es necesario"');
SELECT is(cardinality(pg_temp.imputar('E')), 1, 'then it is generated');
SELECT is(conciliacion.anular_liquidacion(1, pg_temp.l('E', 9), 'error', '2025-02-10')::text, 'anulada', '"A veces es necesario anular alguna de las liquidaciones realizadas"');
SELECT is_empty('SELECT * FROM conciliacion.liquidaciones_pendientes(1, 9)', 'it is pending no more');

-- ---- the sentences that none of the above quotes ---------------------------------------------------------------------------
-- Two orders, one of them with two practices; the payer debits one of 100 and its own expense is 4.5% of what it pays.
SELECT pg_temp.factura('S', '{100,100,300}', '{7,7,8}', '10.5%');
SELECT pg_temp.pagar('PS', 400, 'S=400');
SELECT is(pg_temp.disponible_de('S'), conciliacion.monto_neto(400, '10.5%'),
    '"Este monto al inicio será igual al monto que se registró en el pago de la factura de la obra social, excluyendo el IVA, débitos y gastos administrativos": of 500 billed, 100 debited and 400 paid with VAT');
SELECT is(pg_temp.disponible_de('S'), 361.99, 'the administrative expense is in the retention, not in what is available: "está libre de los gastos administrativos"');
SELECT results_eq($$SELECT DISTINCT profesional FROM conciliacion.previsualizar_imputacion(1, pg_temp.f('S'), '[]', 8)$$, $$VALUES ('Luis')$$,
    '"Para hacer la rendición por solo 1 profesional, hay que seleccionar dicho profesional"');
SELECT is(conciliacion.porcentaje_retencion('17%', '3.5%', '4.5%')::text, '25%', '"el porcentaje de retención sería 25% que surge de 17% + 3.5% + 4.5%"');
SELECT is((SELECT string_agg(e::text, ' ' ORDER BY e) FROM unnest(enum_range(NULL::conciliacion.accion_imputacion)) e), 'pagado debitado pendiente',
    '"Acción: que se tomará con esa prestación. Puede que haya sido Pagado, Debitado o que el pago esté pendiente"');
SELECT is(cardinality(pg_temp.imputar('S', '[{"linea":2,"accion":"debitado","comentario":"faltó el diagnóstico"}]',
    retenciones => '[{"concepto":"Tareas administrativas","porcentaje":"17%"},{"concepto":"Ingresos brutos","porcentaje":"3,5%"},{"concepto":"Gastos administrativos de la obra social","porcentaje":"4.5%"}]')), 2,
    '"un pago de la obra social es desglosado por profesional": a liquidacion for each');
SELECT is((SELECT string_agg(format('%s %s %s', q.profesional_id, l.accion, l.imputado), ', ' ORDER BY l.linea) FROM cartera.liquidacion_linea l JOIN cartera.liquidacion q USING (prestador_id, liquidacion_id)
            WHERE l.factura_id = pg_temp.f('S')), '7 pagado 90.50, 7 debitado 0.00, 8 pagado 271.49', '"discriminando lo pagado y lo debitado"');
SELECT is(split_part(pg_temp.estado('S'), ':', 1), 'imputada', '"Sucede cuando la obra social debitó algunas prestaciones debido a errores administrativos": paid in part, and all of it imputed');
SELECT is((SELECT string_agg(accion, ' ' ORDER BY linea) FROM (SELECT l.linea, l.accion::text AS accion FROM cartera.liquidacion_linea l WHERE l.liquidacion_id = pg_temp.l('S', 7)) x), 'pagado debitado',
    '"generar las liquidaciones a los profesionales (incluyendo las prácticas que les fueron debitadas)"');
SELECT is((SELECT string_agg(format('%s %s', concepto, monto), ', ' ORDER BY orden) FROM cartera.liquidacion_retencion WHERE liquidacion_id = pg_temp.l('S', 8)),
    'Tareas administrativas 46.15, Ingresos brutos 9.50, Gastos administrativos de la obra social 12.22', '"Es común que ese porcentaje englobe varios ítems para descontarle al profesional"');
SELECT is((SELECT sum(monto) FROM cartera.liquidacion_retencion WHERE liquidacion_id = pg_temp.l('S', 8)), (SELECT retenido FROM cartera.liquidacion WHERE liquidacion_id = pg_temp.l('S', 8)),
    '"Porcentaje de retención: es el porcentaje que se le descontará al profesional para cubrir gastos comunes de la institución": each expense to the cent');
SELECT is((SELECT retenido FROM cartera.liquidacion WHERE liquidacion_id = pg_temp.l('S', 8)), conciliacion.monto_retencion(271.49, '25%'), '"Es la aplicación del porcentaje al monto imputado"');
SELECT is((SELECT sum(retenido) FROM cartera.liquidacion WHERE factura_id = pg_temp.f('S')), (SELECT queda_en_institucion FROM conciliacion.disponible_para_imputar(1, pg_temp.f('S'))),
    '"Monto de retención: es el monto neto que queda en la institución médica para los gastos comunes"');
SELECT matches(conciliacion.liquidacion_texto(1, pg_temp.l('S', 8)), 'Monto de retención, 25% +-67,87\n-+\nLiquidación final +203,62\n', '"Si tuvo alguna retención y de que monto finalmente quedó la operación de imputación"');
SELECT is((SELECT sum(importe) FROM conciliacion.estado_cuenta_corriente(1, 8) WHERE liquidacion_id = pg_temp.l('S', 8)), 203.62, '"Este es el monto que se pagará finalmente al profesional": it is what his account gets');
SELECT matches(conciliacion.liquidacion_texto(1, pg_temp.l('S', 8)), 'IVA de la factura: +10,5%, no se imputa\n', 'and why what was imputed is less than what was billed: "excluyendo el IVA"');
SELECT ok(conciliacion.liquidacion_texto(1, pg_temp.l('C', 7)) !~ 'IVA', 'when it has it');
-- one order of two practices
SELECT conciliacion.radicar_factura(1, 1, 'T', '2025-01-10', '[{"orden": "O9", "codigo": "890201", "valor": 10, "profesional_id": 7}, {"orden": "O9", "codigo": "890202", "valor": 20, "profesional_id": 8}]', fecha_servicio => '2025-01-05', convenio_id => 1) > 0 AS factura;
SELECT pg_temp.pagar('PT', 30, 'T=30');
SELECT results_eq($$SELECT linea, orden, codigo FROM conciliacion.previsualizar_imputacion(1, pg_temp.f('T'), '[]')$$, $$VALUES (1, 'O9', '890201'), (2, 'O9', '890202')$$,
    '"Recordar que en una misma orden pueden haber varias prácticas"');
SELECT results_eq($$SELECT linea FROM conciliacion.previsualizar_imputacion(1, pg_temp.f('T'), '[]') ORDER BY profesional DESC$$, 'VALUES (2), (1)', '"Todas las columnas pueden ordenarse": they are rows');
SELECT is(cardinality(pg_temp.imputar('T', profesional => 7)), 1, 'half of it');
SELECT is(split_part(pg_temp.estado('T'), ':', 1), 'parcialmente_imputada', '"Éste último estado se refiere a cuando el proceso de liquidación anterior, quedó a mitad de realizado"');
-- cases 2, 3 and 5
SELECT pg_temp.factura('U', '{10,10,10}'), pg_temp.pagar('PU', 10);
SELECT conciliacion.aplicar_pago(1, pg_temp.p('PU'), pg_temp.f('U'), 10, fecha => '2025-02-01') > 0 AS aplicada;
SELECT throws_ok($$SELECT pg_temp.imputar('U', '[{"linea":2,"accion":"debitado","comentario":"  "},{"linea":3,"accion":"pendiente"}]')$$, 'KG003', NULL, 'casos 2 y 3: "Hay un comentario explicando la razón del débito"');
SELECT throws_ok($$SELECT pg_temp.imputar('U', '[{"linea":2,"accion":"debitado","monto":1,"comentario":"x"},{"linea":3,"accion":"pendiente"}]')$$, '22023', NULL, 'casos 2 y 3: "La acción está en el modo debitado": what was debited has no amount');
SELECT is(cardinality(pg_temp.imputar('U', '[{"linea":2,"accion":"debitado","comentario":"salió rechazada la autorización"},{"linea":3,"accion":"pendiente"}]')), 1,
    'caso 5: "La acción está en el modo pago pendiente"');
SELECT is((SELECT format('%s %s', saldo, disponible) FROM cartera.factura f, conciliacion.disponible_para_imputar(1, f.factura_id) WHERE f.factura_id = pg_temp.f('U')), '20.00 0.00',
    'caso 5: "Esta situación se da cuando la obra no pagó la factura completa, y dejó para una segunda oportunidad el pago de otras prestaciones facturadas"');
SELECT throws_ok($$SELECT conciliacion.marcar_prestacion(1, pg_temp.f('U'), 2, 'refacturada', 'x', '2025-02-11')$$, 'KG001', NULL,
    'caso 2: "La obra social espera que esa prestación sea corregida con los datos faltantes y sea presentada nuevamente": by a new invoice');
SELECT throws_ok($$SELECT conciliacion.marcar_prestacion(1, pg_temp.f('U'), 1, 'a_refacturar', 'x', '2025-02-11')$$, 'KG001', NULL, 'caso 2: only "la prestación que fue debitada"');
-- lists, accounts and annulment
SELECT results_eq($$SELECT factura, profesional FROM conciliacion.historial_liquidaciones(1, 8, '2025-02-10', '2025-02-10') WHERE factura = 'S'$$, $$VALUES ('S', 'Luis')$$,
    '"Permite filtrar por Profesional y por rango de fecha las liquidaciones hechas"');
SELECT is_empty($$SELECT * FROM conciliacion.historial_liquidaciones(1, 8, '2025-02-11', '2025-02-14') WHERE factura = 'S'$$, 'and only those');
SELECT throws_ok($$SELECT conciliacion.crear_cuenta_corriente(1, 9, 'otra')$$, 'KG007', NULL, '"Seleccionar el tipo de cuenta como Profesional": he has one');
SELECT conciliacion.pagar_orden(1, conciliacion.ordenar_pago(1, ARRAY[pg_temp.l('S', 7)], '2025-02-12'), '2025-02-12', 'TR') IS NOT NULL AS pagada;
SELECT throws_ok($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('S', 7), 'error', '2025-02-13')$$, 'KG001', NULL, '"Las liquidaciones que se pueden anular son aquellas que aún no fueron pagadas al profesional"');
SELECT throws_ok($$SELECT conciliacion.anular_liquidacion(1, pg_temp.l('S', 8), ' ', '2025-02-13')$$, 'KG003', NULL, '"Al hacer click, pedirá la confirmación": here, the reason');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');
SELECT * FROM finish();
ROLLBACK;
