-- Debited lines: billed again or lost. Quotes are of the guide "Pago de honorarios", cases 2 and 3.
BEGIN;
SELECT plan(152);
SET search_path = public, pg_catalog;

-- The law of Res. 2284/2023, in force whatever the date of the service.
INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente)
VALUES ('PRUEBA', 'CO', 'CO', '2284', '[2011-01-19,)', 'Ley de prueba', 'prueba');
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente)
SELECT 'PRUEBA', acto, plazo, desde, al_vencer, causa, fuente FROM cartera.norma_plazo WHERE norma_id = 'CO-2284';
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (1, '900', 'Sanatorio'), (2, '901', 'Otro');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'Obra social'), (2, '801', 'Otra');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
VALUES (1, 1, 1, '[2020-01-01,)', 'PRUEBA'), (1, 2, 2, '[2020-01-01,)', 'PRUEBA');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre) VALUES (1, 7, 'M7', 'Ana');
SELECT conciliacion.crear_cuenta_corriente(1, 7);

CREATE FUNCTION pg_temp.factura(n text, valores numeric[], pagador bigint DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(1, pagador, n::conciliacion.numero_factura, '2025-01-10',
        (SELECT jsonb_agg(jsonb_build_object('linea', i, 'orden', 'O' || i, 'codigo', '890201', 'fecha', '2025-01-05',
                'paciente', 'CC ' || i, 'paciente_nombre', 'Paciente ' || i, 'valor', v, 'profesional_id', 7) ORDER BY i)
           FROM unnest(valores) WITH ORDINALITY u(v, i)), '10.5%', convenio_id => pagador)
$$;
CREATE FUNCTION pg_temp.pagar(f bigint, valor numeric, fecha date DEFAULT '2025-02-01') RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.registrar_pago(1, (SELECT pagador_id FROM cartera.factura WHERE prestador_id = 1 AND factura_id = f), valor,
        fecha, format('P%s-%s', f, fecha), jsonb_build_array(jsonb_build_object('factura_id', f, 'valor', valor)))
$$;
CREATE FUNCTION pg_temp.debitar(f bigint, lineas int[], fecha date DEFAULT '2025-02-10') RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.imputar(1, f, '[]', NULL, (SELECT jsonb_agg(jsonb_build_object('linea', l, 'accion', 'debitado',
        'comentario', 'falta la firma')) FROM unnest(lineas) l), 'c', fecha)
$$;
CREATE FUNCTION pg_temp.estados(f bigint) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(p.estado::text, ' ' ORDER BY p.linea) FROM cartera.prestacion p WHERE p.prestador_id = 1 AND p.factura_id = f
$$;
CREATE FUNCTION pg_temp.cuentas(f bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('%s %s %s', f.pagado, f.notas_credito, f.saldo) FROM cartera.factura f WHERE f.prestador_id = 1 AND f.factura_id = $1
$$;
CREATE FUNCTION pg_temp.foto() RETURNS text LANGUAGE sql AS $$
    SELECT md5(string_agg(x, E'\n' ORDER BY x)) FROM (
        SELECT f::text FROM cartera.factura f UNION ALL SELECT p::text FROM cartera.prestacion p
        UNION ALL SELECT e::text FROM cartera.prestacion_evento e UNION ALL SELECT l::text FROM cartera.liquidacion_linea l
        UNION ALL SELECT g::text FROM cartera.glosa g UNION ALL SELECT e::text FROM cartera.glosa_evento e) t(x)
$$;
-- Refused with this code, and nothing changed.
CREATE FUNCTION pg_temp.rehusa(consulta text, codigo text, que text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE antes text := pg_temp.foto();
BEGIN
    RETURN NEXT throws_ok(consulta, codigo::char(5), NULL, que);
    RETURN NEXT is(pg_temp.foto(), antes, que || ': nothing changed');
END
$$;
CREATE TEMP TABLE v (nombre text PRIMARY KEY, id bigint);
CREATE FUNCTION pg_temp.id(n text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM v WHERE nombre = n $$;

-- ---- the machine, as data -----------------------------------------------------------------------------------
SELECT ok('prestacion' = ANY (ARRAY(SELECT conciliacion.maquinas())), 'the machine of lines is one of the machines');
SELECT results_eq($$SELECT desde, evento, hacia FROM conciliacion.transiciones('prestacion')
                     WHERE hacia = ANY ('{a_refacturar,refacturada,debitada_permanente}') OR evento = 'desmarcar' ORDER BY orden$$,
    $$VALUES ('debitada', 'marcar_refacturar', 'a_refacturar'), ('a_refacturar', 'desmarcar', 'debitada'),
             ('a_refacturar', 'refacturar', 'refacturada'), ('refacturada', 'reabrir', 'a_refacturar'),
             ('debitada', 'debitar_permanente', 'debitada_permanente'), ('a_refacturar', 'debitar_permanente', 'debitada_permanente')$$,
    'debitada → a_refacturar → refacturada, or → debitada_permanente');
SELECT matches(conciliacion.diagrama('prestacion'), 'debitada --> a_refacturar : marcar_refacturar \(prestador\)', 'and its diagram');

-- ---- case 2 -------------------------------------------------------------------------------------------------
-- 1000: lines 1 and 2 paid, 3 and 4 debited.
INSERT INTO v VALUES ('f', pg_temp.factura('FE-1', '{400,300,200,100}'));
SELECT pg_temp.pagar(pg_temp.id('f'), 700);
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('f'), 3, 'a_refacturar')$$, 'KG001',
    'a line that nobody debited is not marked');
SELECT pg_temp.debitar(pg_temp.id('f'), '{3,4}');
SELECT is(pg_temp.estados(pg_temp.id('f')), 'pagada pagada debitada debitada',
    '«Luego de haber generado esta liquidación, la prestación queda marcada en el sistema como "debitada"»');
SELECT is(pg_temp.cuentas(pg_temp.id('f')), '700.00 0.00 300.00', 'what was debited is still owed on the invoice');
SELECT results_eq($$SELECT linea, orden, valor, estado::text, motivo, debitada_el, ronda FROM conciliacion.por_refacturar(1)$$,
    $$VALUES (3, 'O3', 200::numeric, 'debitada', 'falta la firma', '2025-02-10'::date, 1), (4, 'O4', 100, 'debitada', 'falta la firma', '2025-02-10', 1)$$,
    'worklist: debited, to be decided, with the reason of the debit');
SELECT is_empty($$SELECT * FROM conciliacion.por_refacturar(1, 2)$$, 'of a payer');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{3}', 'FE-2', '2025-03-01')$$, 'KG001',
    '«hay que marcar en el sistema para poder ser refacturada»: not before it is marked');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), NULL, 'FE-2', '2025-03-01')$$, 'KG001', 'no line is marked');
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('f'), 3, 'a_refacturar', NULL, '2025-02-09')$$, '22023',
    'marked before it was debited');
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('f'), 3, 'a_refacturar', NULL, current_date + 1)$$, '22023',
    'marked in the future');
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.id('f'), 3, 'a_refacturar', 'ya está firmada', '2025-02-20'), 'a_refacturar',
    '«Editar el estado de la orden a "Refacturar a la obra social"»');
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.id('f'), 3, 'a_refacturar', NULL, '2025-02-20'), 'a_refacturar', 'again: nothing to do');
SELECT is((SELECT count(*) FROM cartera.prestacion_evento), 1::bigint, 'one act only');
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.id('f'), 3, 'debitada', 'faltaba otra firma', '2025-02-21'), 'debitada', 'the mark can be taken off');
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.id('f'), 3, 'a_refacturar', NULL, '2025-02-22'), 'a_refacturar', 'and put again');
SELECT results_eq($$SELECT linea FROM conciliacion.por_refacturar(1) WHERE estado = 'a_refacturar'$$, ARRAY[3],
    '«se puede filtrar por el ESTADO de la orden "A Refacturar"»');
SELECT is(pg_temp.cuentas(pg_temp.id('f')), '700.00 0.00 300.00', 'marking moves no money');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{3,3}', 'FE-2', '2025-03-01')$$, 'KG007', 'the same line twice');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{3,4}', 'FE-2', '2025-03-01')$$, 'KG001', 'one of them is not marked');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{3,9}', 'FE-2', '2025-03-01')$$, 'KG006', 'one of them does not exist');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{}', 'FE-2', '2025-03-01')$$, 'KG001', 'no lines');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{3,NULL}', 'FE-2', '2025-03-01')$$, '22023', 'a null line');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{3}', 'FE-2', '2025-02-21')$$, '22023', 'filed before it was marked');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{3}', 'FE-2', current_date + 1)$$, '22023', 'filed in the future');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{3}', 'fe 001', '2025-03-01')$$, 'KG007', 'with the number of the original');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, 999, '{3}', 'FE-2', '2025-03-01')$$, 'KG006', 'an invoice that does not exist');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(2, pg_temp.id('f'), '{3}', 'FE-2', '2025-03-01')$$, 'KG006', 'of another provider');
INSERT INTO v VALUES ('f2', conciliacion.refacturar(1, pg_temp.id('f'), NULL, 'FE-2', '2025-03-01'));
SELECT results_eq($$SELECT f.origen_factura_id, f.pagador_id, f.valor, f.iva::text, f.norma_id, f.estado_imputacion::text, p.linea, p.orden, p.valor, p.estado::text
                      FROM cartera.factura f JOIN cartera.prestacion p USING (prestador_id, factura_id) WHERE factura_id = pg_temp.id('f2')$$,
    $$VALUES (pg_temp.id('f'), 1::bigint, 200::numeric, '10.5%', 'PRUEBA', 'facturada', 3, 'O3', 200::numeric, 'facturada')$$,
    '«se hace una factura exclusiva que contiene solo las prestaciones debitadas y corregidas», linked to the original');
SELECT is(pg_temp.estados(pg_temp.id('f')), 'pagada pagada refacturada debitada', 'the line is refacturada');
SELECT is(pg_temp.cuentas(pg_temp.id('f')), '700.00 200.00 100.00', 'and the original does not owe it any more: it is owed once');
SELECT is(conciliacion.refacturar(1, pg_temp.id('f'), NULL, 'fe-002', '2025-03-01'), pg_temp.id('f2'), 'the same again is the same invoice');
SELECT is(conciliacion.refacturar(1, pg_temp.id('f'), '{3}', 'FE-2', '2025-03-01'), pg_temp.id('f2'), 'naming its lines too');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{4}', 'FE-2', '2025-03-01')$$, 'KG007', 'the number with other lines');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('f'), '{3}', 'FE-3', '2025-03-01')$$, 'KG001',
    'the same line does not live in two open invoices');
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('f'), 3, 'a_refacturar')$$, 'KG001', 'nor is it marked while it lives in another');
SELECT pg_temp.rehusa($$SELECT pg_temp.pagar(pg_temp.id('f'), 101, '2025-03-02')$$, 'KG004', 'nor is it paid on the original');

-- ---- case 3 -------------------------------------------------------------------------------------------------
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.id('f'), 4, 'debitada_permanente', 'no estaba convenida', '2025-03-02'), 'debitada_permanente',
    '«Editar el estado de la orden a "Debitada permanentemente"»');
SELECT is(pg_temp.cuentas(pg_temp.id('f')), '700.00 300.00 0.00', '«esa prestación no podrá cobrarse»: it is no longer owed');
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('f'), 4, 'a_refacturar')$$, 'KG001', 'lost is for ever: not billed again');
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('f'), 4, 'debitada')$$, 'KG001', 'nor debited again');
SELECT is_empty($$SELECT * FROM conciliacion.por_refacturar(1)$$, 'nothing is left to decide');
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('f'), 1, 'debitada_permanente')$$, 'KG001', 'a paid line is not lost');
SELECT pg_temp.rehusa(format($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('f'), 1, %L)$$, e), c, 'nobody marks a line ' || e)
  FROM (VALUES ('pagada', '22023'), ('pagada_parcial', '22023'), ('facturada', '22023'), ('refacturada', 'KG001')) x(e, c);
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('f'), 9, 'a_refacturar')$$, 'KG006', 'a line that does not exist');

-- ---- second round, rejected, and a third ---------------------------------------------------------------------
INSERT INTO v VALUES ('g', pg_temp.factura('G-1', '{50,60,70}'));
SELECT pg_temp.pagar(pg_temp.id('g'), 50);
SELECT pg_temp.debitar(pg_temp.id('g'), '{2,3}');
SELECT conciliacion.marcar_prestacion(1, pg_temp.id('g'), l, 'a_refacturar', NULL, '2025-02-20') FROM unnest('{2,3}'::int[]) l;
INSERT INTO v VALUES ('g2', conciliacion.refacturar(1, pg_temp.id('g'), NULL, 'G-2', '2025-03-01'));
SELECT conciliacion.anular_factura(1, pg_temp.id('g2'), 'salió sin una línea', '2025-03-02');
SELECT is(conciliacion.marcar_prestacion(1, pg_temp.id('g'), 2, 'a_refacturar', NULL, '2025-03-03'), 'a_refacturar', 'its new invoice was annulled: the line can be billed again');
SELECT is(pg_temp.cuentas(pg_temp.id('g')), '50.00 70.00 60.00', 'and the original owes it again');
SELECT conciliacion.marcar_prestacion(1, pg_temp.id('g'), 3, 'a_refacturar', NULL, '2025-03-03');
INSERT INTO v VALUES ('g3', conciliacion.refacturar(1, pg_temp.id('g'), '{3,2}', 'G-3', '2025-03-05'));
SELECT pg_temp.pagar(pg_temp.id('g3'), 60, '2025-04-01');
SELECT pg_temp.debitar(pg_temp.id('g3'), '{3}', '2025-04-02');
SELECT results_eq($$SELECT factura_id, linea, valor, ronda FROM conciliacion.por_refacturar(1)$$, $$VALUES (pg_temp.id('g3'), 3, 70::numeric, 2)$$,
    'debited again, in the second round');
SELECT conciliacion.marcar_prestacion(1, pg_temp.id('g3'), 3, 'a_refacturar', NULL, '2025-04-03');
INSERT INTO v VALUES ('g4', conciliacion.refacturar(1, pg_temp.id('g3'), NULL, 'G-4', '2025-04-05'));
SELECT pg_temp.pagar(pg_temp.id('g4'), 70, '2025-05-01');
SELECT results_eq(format($$SELECT ronda, numero, valor, pagado, debitado, refacturado, perdido, saldo FROM conciliacion.cadena_refacturas(1, pg_temp.id(%L))$$, f),
    $$VALUES (1, 'G-1', 180.00, 50.00, 0.00, 130.00, 0.00, 0.00), (2, 'G-2', 130.00, 0.00, 0.00, 0.00, 0.00, 130.00),
             (2, 'G-3', 130.00, 60.00, 0.00, 70.00, 0.00, 0.00), (3, 'G-4', 70.00, 70.00, 0.00, 0.00, 0.00, 0.00)$$,
    'the whole chain, seen from ' || f) FROM unnest('{g,g3,g4}'::text[]) f;
SELECT throws_ok($$SELECT * FROM conciliacion.cadena_refacturas(1, 999)$$, 'KG006', NULL, 'the chain of no invoice');
SELECT results_eq($$SELECT ronda, facturas, facturado, pagado, aceptado, refacturado, perdido, saldo, porcentaje_recuperado::text
                      FROM conciliacion.recuperado_por_ronda(1)$$,
    $$VALUES (1, 2::bigint, 1180.00, 750.00, 0.00, 330.00, 100.00, 0.00, '63.56%'), (2, 2, 330.00, 60.00, 0.00, 70.00, 0.00, 200.00, '18.18%'),
             (3, 1, 70.00, 70.00, 0.00, 0.00, 0.00, 0.00, '100%')$$, 'recovered in each round');
SELECT is_empty($$SELECT ronda FROM conciliacion.recuperado_por_ronda(1) WHERE facturado <> pagado + aceptado + refacturado + perdido + saldo$$,
    'and it adds up');

-- ---- amounts ------------------------------------------------------------------------------------------------
-- The payer paid it all: what the provider calls a debit is money that it has.
INSERT INTO v VALUES ('p', pg_temp.factura('P-1', '{100,100}'));
SELECT pg_temp.pagar(pg_temp.id('p'), 200);
SELECT pg_temp.debitar(pg_temp.id('p'), '{2}');
SELECT conciliacion.marcar_prestacion(1, pg_temp.id('p'), 2, 'a_refacturar', NULL, '2025-02-20');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('p'), '{2}', 'P-2', '2025-03-01')$$, 'KG004', 'what was paid is not billed again');
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('p'), 2, 'debitada_permanente')$$, 'KG004', 'nor lost');

-- ---- glosas of a debited line --------------------------------------------------------------------------------
CREATE FUNCTION pg_temp.glosar(f bigint, l int, v numeric) RETURNS bigint LANGUAGE sql AS $$
    SELECT g FROM conciliacion.formular_glosa(1, f, 'TA0201', v, 'tarifa', linea => l, fecha => '2025-01-20') g, conciliacion.notificar_glosas(1, f, '2025-01-21', 'correo', 'a1')
$$;
CREATE FUNCTION pg_temp.explicacion(consulta text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE d text; h text;
BEGIN
    EXECUTE consulta;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
    RETURN SQLSTATE || '; ' || d || ' ' || h;
END
$$;
-- Line 2 is debited and then disputed; line 1 is still owed, so the invoice has a balance that is not of line 2.
INSERT INTO v VALUES ('h', pg_temp.factura('H-1', '{400,200,100}'));
SELECT pg_temp.pagar(pg_temp.id('h'), 100);
SELECT conciliacion.imputar(1, pg_temp.id('h'), '[]', NULL, '[{"linea":1,"accion":"pendiente"},{"linea":2,"accion":"debitado","comentario":"sin firma"}]', NULL, '2025-02-10');
SELECT conciliacion.marcar_prestacion(1, pg_temp.id('h'), 2, 'a_refacturar', NULL, '2025-02-10');
INSERT INTO v VALUES ('glosa h', pg_temp.glosar(pg_temp.id('h'), 2, 150));
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('h'), '{2}', 'H-2', '2025-03-01')$$, 'KG001',
    'a line with a glosa not decided is not billed again');
SELECT pg_temp.rehusa($$SELECT conciliacion.marcar_prestacion(1, pg_temp.id('h'), 2, 'debitada_permanente', 'x', '2025-03-01')$$, 'KG001', 'nor lost');
SELECT is(pg_temp.explicacion($$SELECT conciliacion.refacturar(1, pg_temp.id('h'), '{2}', 'H-2', '2025-03-01')$$),
    'KG001; In dispute: 150.00. Answer or decide the glosa first.', 'and it says why');
SELECT conciliacion.responder_glosa(1, pg_temp.id('glosa h'), 'RE9801', 50, 'se acepta en parte', '2025-02-03');
SELECT pg_temp.rehusa($$SELECT conciliacion.refacturar(1, pg_temp.id('h'), '{2}', 'H-2', '2025-03-01')$$, 'KG001', 'nor while the payer has not decided');
SELECT conciliacion.decidir_glosa(1, pg_temp.id('glosa h'), 100, 'se levanta', '2025-02-10');
INSERT INTO v VALUES ('h2', conciliacion.refacturar(1, pg_temp.id('h'), '{2}', 'H-2', '2025-03-01'));
SELECT is((SELECT valor FROM cartera.factura WHERE prestador_id = 1 AND factura_id = pg_temp.id('h2')), 150.00, 'then what no glosa took is billed again');
SELECT results_eq($$SELECT pg_temp.cuentas(factura_id), valor_aceptado FROM cartera.factura WHERE factura_id = pg_temp.id('h')$$,
    $$VALUES ('100.00 150.00 400.00', 50.00::numeric)$$, 'and the original owes line 1');
-- A line billed again is disputed on its new invoice: the balance of line 1 does not pay for it.
INSERT INTO v VALUES ('k', pg_temp.factura('K-1', '{400,200,100}'));
SELECT pg_temp.pagar(pg_temp.id('k'), 100);
SELECT conciliacion.imputar(1, pg_temp.id('k'), '[]', NULL, '[{"linea":1,"accion":"pendiente"},{"linea":2,"accion":"debitado","comentario":"sin firma"}]', NULL, '2025-02-10');
SELECT conciliacion.marcar_prestacion(1, pg_temp.id('k'), 2, 'a_refacturar', NULL, '2025-02-10');
CREATE FUNCTION pg_temp.sobre(f bigint, VARIADIC lineas int[]) RETURNS text LANGUAGE sql AS $$
    SELECT 'INSERT INTO cartera.glosa (prestador_id, factura_id, linea, codigo, valor, comentario, fecha) VALUES '
        || string_agg(format('(1, %s, %s, ''TA0201'', 50, ''tarifa'', ''2025-01-20'')', f, l), ', ') FROM unnest(lineas) l
$$;
CREATE FUNCTION pg_temp.refacturada(f bigint, l int, n bigint) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, fecha, evento, nueva_factura_id, nueva_linea)
        VALUES (1, %s, %s, ''2025-02-11'', ''refacturar'', %s, %s)', f, l, n, l)
$$;
-- both in one statement, in either order; the invoice that bills line 2 again is made by plain rows
INSERT INTO cartera.factura (prestador_id, pagador_id, numero, convenio_id, fecha_radicacion, fecha_servicio, iva, origen_factura_id)
VALUES (1, 1, 'K-2', 1, '2025-02-11', '2025-01-05', '10.5%', pg_temp.id('k'));
INSERT INTO v SELECT 'k2', factura_id FROM cartera.factura WHERE prestador_id = 1 AND numero OPERATOR(conciliacion.=) 'K-2';
INSERT INTO cartera.prestacion (prestador_id, factura_id, linea, codigo, valor, profesional_id) VALUES (1, pg_temp.id('k2'), 2, '890201', 200, 7);
SELECT pg_temp.rehusa(format('WITH g AS (%s RETURNING 1), e AS (%s RETURNING 1) SELECT', pg_temp.sobre(pg_temp.id('k'), 2), pg_temp.refacturada(pg_temp.id('k'), 2, pg_temp.id('k2'))),
    'KG001', 'a line disputed and billed again in one statement');
SELECT pg_temp.rehusa(format('WITH e AS (%s RETURNING 1), g AS (%s RETURNING 1) SELECT', pg_temp.refacturada(pg_temp.id('k'), 2, pg_temp.id('k2')), pg_temp.sobre(pg_temp.id('k'), 2)),
    'KG001', 'billed again and disputed in one statement');
SELECT lives_ok(pg_temp.refacturada(pg_temp.id('k'), 2, pg_temp.id('k2')), 'billed again');
SELECT pg_temp.rehusa($$SELECT conciliacion.formular_glosa(1, pg_temp.id('k'), 'TA0201', 150, 'tarifa', linea => 2, fecha => '2025-01-20')$$, 'KG004',
    'a line billed again is not disputed');
SELECT pg_temp.rehusa(pg_temp.sobre(pg_temp.id('k'), 2), 'KG004', 'nor by a plain INSERT');
SELECT pg_temp.rehusa(pg_temp.sobre(pg_temp.id('k'), 1, 2, 3), 'KG004', 'nor among others');
SELECT pg_temp.rehusa($$SELECT conciliacion.cargar_glosas(1, 1, '[{"numero": "K-1", "linea": 1, "codigo": "TA0201", "valor": 1}, {"numero": "K-1", "linea": 2, "codigo": "TA0201", "valor": 1}]',
    '2025-01-20')$$, 'KG004', 'nor in the file of the payer');
SELECT is(pg_temp.explicacion(pg_temp.sobre(pg_temp.id('k'), 1, 2)),
    format('KG004; Line: 2, refacturada. Element 2 of the statement: factura_id %s. Formulate it on the invoice that bills the line again.', pg_temp.id('k')), 'and it says why');
SELECT lives_ok($$SELECT conciliacion.formular_glosa(1, pg_temp.id('k2'), 'TA0201', 150, 'tarifa', linea => 2, fecha => '2025-02-12')$$, 'its new invoice admits it');
SELECT lives_ok($$SELECT conciliacion.anular_glosa(1, max(glosa_id), 'de prueba', '2025-02-12') FROM cartera.glosa WHERE prestador_id = 1 AND factura_id = pg_temp.id('k2')$$, '(annulled)');
SELECT lives_ok(pg_temp.sobre(pg_temp.id('k'), 1), 'and so do the other lines of the original');
SELECT conciliacion.anular_glosa(1, max(glosa_id), 'de prueba', '2025-01-20') FROM cartera.glosa WHERE prestador_id = 1 AND factura_id = pg_temp.id('k');
-- The new invoice falls: the line comes back, and is disputed as any other.
SELECT conciliacion.anular_factura(1, pg_temp.id('k2'), 'salió mal', '2025-02-12');
SELECT conciliacion.marcar_prestacion(1, pg_temp.id('k'), 2, 'a_refacturar', NULL, '2025-02-12');
INSERT INTO v VALUES ('glosa k', pg_temp.glosar(pg_temp.id('k'), 2, 150));
-- Were such a glosa there, by whatever way, it is not accepted, and verificar() tells it.
CREATE FUNCTION pg_temp.pendiente(f bigint, l int, v numeric) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    ALTER TABLE cartera.prestacion DISABLE TRIGGER USER;
    UPDATE cartera.prestacion SET valor_pendiente = v WHERE prestador_id = 1 AND factura_id = f AND linea = l;
    ALTER TABLE cartera.prestacion ENABLE TRIGGER USER;
END
$$;
SELECT pg_temp.pendiente(pg_temp.id('k'), 2, 0);
INSERT INTO v VALUES ('k3', conciliacion.refacturar(1, pg_temp.id('k'), '{2}', 'K-3', '2025-02-13'));
SELECT pg_temp.pendiente(pg_temp.id('k'), 2, 150);
SELECT results_eq($$SELECT identidad, objeto, esperado, encontrado, diferencia FROM conciliacion.verificar()$$,
    $$VALUES ('línea refacturada o perdida: sin glosa por decidir', format('factura %s línea 2', pg_temp.id('k')), '0.00', '150.00', -150.00)$$, 'verificar() tells it');
SELECT pg_temp.rehusa($$SELECT conciliacion.responder_glosa(1, pg_temp.id('glosa k'), 'RE9702', 150, 'se acepta', '2025-02-03')$$, 'KG004',
    'a glosa of a line billed again is not accepted');
SELECT pg_temp.rehusa($$SELECT conciliacion.responder_glosa(1, pg_temp.id('glosa k'), 'RE9801', 1, 'se acepta en parte', '2025-02-03')$$, 'KG004', 'nor in part');
SELECT pg_temp.rehusa($$INSERT INTO cartera.glosa_evento (prestador_id, glosa_id, evento, fecha, valor_aceptado, codigo_respuesta, comentario)
    VALUES (1, pg_temp.id('glosa k'), 'responder', '2025-02-03', 150, 'RE9702', 'se acepta')$$, 'KG004', 'nor by a plain INSERT');
SELECT is(pg_temp.explicacion($$SELECT conciliacion.responder_glosa(1, pg_temp.id('glosa k'), 'RE9702', 150, 'se acepta', '2025-02-03')$$),
    'KG004; Line: 2, refacturada; owed: 0.00; accepted: 150.00; difference: 150.00. The glosa has to be lifted: what was billed again is disputed on its new invoice.',
    'and it says why');
SELECT conciliacion.responder_glosa(1, pg_temp.id('glosa k'), 'RE9901', 0, 'se refacturó en K-3', '2025-02-03');
SELECT is(conciliacion.decidir_glosa(1, pg_temp.id('glosa k'), 150, 'se levanta', '2025-02-10'), 'cerrada', 'it is lifted');
SELECT is(pg_temp.cuentas(pg_temp.id('k')), '100.00 200.00 400.00', 'and nothing moved');
-- A line that was lost is disputed nowhere; the whole invoice, no further than its balance.
INSERT INTO v VALUES ('m', pg_temp.factura('M-1', '{100,200,50}'));
SELECT pg_temp.pagar(pg_temp.id('m'), 100);
SELECT conciliacion.imputar(1, pg_temp.id('m'), '[]', NULL, '[{"linea":3,"accion":"pendiente"},{"linea":2,"accion":"debitado","comentario":"sin firma"}]', NULL, '2025-02-10');
SELECT conciliacion.marcar_prestacion(1, pg_temp.id('m'), 2, 'debitada_permanente', 'no convenida', '2025-02-11');
SELECT pg_temp.rehusa(pg_temp.sobre(pg_temp.id('m'), 2), 'KG004', 'a line that was lost is not disputed');
SELECT is(pg_temp.explicacion(pg_temp.sobre(pg_temp.id('m'), 2)),
    format('KG004; Line: 2, debitada_permanente. Element 1 of the statement: factura_id %s. ', pg_temp.id('m')), 'and it says why');
INSERT INTO v VALUES ('glosa m', pg_temp.glosar(pg_temp.id('m'), NULL, 51));
SELECT pg_temp.rehusa($$SELECT conciliacion.responder_glosa(1, pg_temp.id('glosa m'), 'RE9702', 51, 'se acepta', '2025-02-03')$$, 'KG004',
    'of the whole invoice, not more than its balance is accepted');
SELECT is(pg_temp.explicacion($$SELECT conciliacion.responder_glosa(1, pg_temp.id('glosa m'), 'RE9702', 51, 'se acepta', '2025-02-03')$$),
    format('KG004; Accepted: 51.00; balance: 50.00; difference: 1.00. Element 1 of the statement: glosa_id %s. '
    'Payments, withholdings, credit notes and accepted glosas lowered it: undo the application of a payment first, or accept no more than the balance.', pg_temp.id('glosa m')),
    'and it says what can be done');
SELECT is(conciliacion.responder_glosa(1, pg_temp.id('glosa m'), 'RE9801', 50, 'se acepta en parte', '2025-02-03'), 'respondida', 'the balance is');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');
-- verificar() sees it all the same, were the rule not there
ALTER TABLE cartera.prestacion DISABLE TRIGGER USER;
UPDATE cartera.prestacion SET valor_aceptado = 10 WHERE prestador_id = 1 AND factura_id = pg_temp.id('k') AND linea = 2;
SELECT results_eq($$SELECT objeto, esperado, encontrado, diferencia FROM conciliacion.verificar() WHERE identidad LIKE 'línea refacturada o perdida%'$$,
    $$VALUES (format('factura %s línea 2', pg_temp.id('k')), '190.00', '200.00', -10.00)$$, 'verificar() tells what left the invoice twice');
UPDATE cartera.prestacion SET valor_aceptado = 0 WHERE prestador_id = 1 AND factura_id = pg_temp.id('k') AND linea = 2;
ALTER TABLE cartera.prestacion ENABLE TRIGGER USER;

-- ---- plain INSERT obeys the same -------------------------------------------------------------------------------
SELECT pg_temp.rehusa(format($$INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, fecha, evento) VALUES (1, pg_temp.id('p'), 2, '2025-03-01', %L)$$, e),
    'KG005', 'only imputation writes ' || e) FROM unnest('{facturar,pagar,debitar,anular_liquidacion}'::text[]) e;
INSERT INTO v VALUES ('q', pg_temp.factura('Q-1', '{100,70}'));
SELECT pg_temp.pagar(pg_temp.id('q'), 100);
SELECT pg_temp.debitar(pg_temp.id('q'), '{2}');
SELECT conciliacion.marcar_prestacion(1, pg_temp.id('q'), 2, 'a_refacturar', NULL, '2025-02-20');
SELECT throws_ok($$INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, fecha, evento, nueva_factura_id, nueva_linea)
    VALUES (1, pg_temp.id('q'), 2, '2025-03-01', 'refacturar', pg_temp.id('g4'), 3)$$, '22023', NULL, 'by an invoice that is not linked');
SELECT throws_ok($$INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, fecha, evento)
    VALUES (1, pg_temp.id('q'), 2, '2025-03-01', 'refacturar')$$, 'KG006', NULL, 'by no invoice');
SELECT throws_ok($$INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, fecha, evento, nueva_factura_id, nueva_linea)
    VALUES (1, pg_temp.id('q'), 2, '2025-03-01', 'debitar_permanente', pg_temp.id('g4'), 3)$$, '22023', NULL, 'what is lost names no new line');
SELECT throws_ok($$INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, fecha, evento)
    VALUES (1, pg_temp.id('p'), 2, '2025-03-01', 'desmarcar'), (1, pg_temp.id('p'), 2, '2025-03-01', 'desmarcar')$$, 'KG001', NULL,
    'two acts in a statement are judged in turn');
SELECT throws_ok($$INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, fecha, evento, estado)
    VALUES (1, pg_temp.id('p'), 2, '2025-03-01', 'desmarcar', 'pagada')$$, 'KG005', NULL, 'the state is not given');
SELECT throws_ok($$INSERT INTO cartera.prestacion_evento (prestador_id, factura_id, linea, fecha, evento, valor)
    VALUES (1, pg_temp.id('p'), 2, '2025-03-01', 'desmarcar', 5)$$, 'KG005', NULL, 'nor the amount');
SELECT throws_ok($$UPDATE cartera.prestacion_evento SET fecha = '2025-01-01'$$, 'KG005', NULL, 'history does not change');
SELECT throws_ok($$DELETE FROM cartera.prestacion_evento$$, 'KG005', NULL, 'nor is it removed');
SELECT throws_ok($$TRUNCATE cartera.prestacion_evento$$, 'KG005', NULL, 'nor emptied');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'every identity holds');

SELECT * FROM finish();
ROLLBACK;
