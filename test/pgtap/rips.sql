-- cargar_rips: the official JSON becomes an invoice with one line for each billed service, or nothing enters.
BEGIN;
SELECT plan(72);
SET LOCAL search_path = public, pg_catalog;

INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo)
VALUES (1, 'NI 900123456-7', 'Clínica', '1'), (2, '901555555', 'Hospital', '1');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'EPS');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre)
VALUES (1, 11, 'CC 43.111', 'Una'), (1, 12, '79222', 'Dos'), (2, 21, 'CC 52333', 'De otro prestador');

-- ---- two users, every group, other keys, out of order ----------------------------------------------------
CREATE TEMP TABLE archivo (rips jsonb);
INSERT INTO archivo VALUES ($${
  "numDocumentoIdObligado": "900123456", "numFactura": "FE-0101", "tipoNota": null, "numNota": null, "versionDeOtraNorma": {"a": [1]},
  "usuarios": [
    {"tipoDocumentoIdentificacion": "TI", "numDocumentoIdentificacion": "2040", "tipoUsuario": "01", "fechaNacimiento": "2011-01-02",
     "codSexo": "F", "incapacidad": "NO", "consecutivo": 2, "codPaisOrigen": "170",
     "servicios": {"procedimientos": [
        {"codPrestador": "050010000101", "fechaInicioAtencion": "2025-05-07 10:00", "idMIPRES": null, "codProcedimiento": "873420",
         "tipoDocumentoIdentificacion": "CC", "numDocumentoIdentificacion": "52333", "vrServicio": 71300, "conceptoRecaudo": "05",
         "valorPagoModerador": 0, "consecutivo": 1}]}},
    {"tipoDocumentoIdentificacion": "CC", "numDocumentoIdentificacion": "1020", "consecutivo": 1,
     "servicios": {
        "urgencias": [{"fechaInicioAtencion": "2025-05-06 07:00", "condicionDestinoUsuarioEgreso": "01", "consecutivo": 1}],
        "hospitalizacion": [], "recienNacidos": null,
        "otrosServicios": [
          {"numAutorizacion": null, "fechaSuministroTecnologia": "2025-05-06 12:00", "tipoOS": "01", "codTecnologiaSalud": "S-77",
           "nomTecnologiaSalud": "GUANTES", "cantidadOS": 2, "vrUnitOS": 1500, "vrServicio": 3000, "consecutivo": 1}],
        "medicamentos": [
          {"fechaDispensAdmon": "2025-05-06 09:15", "codTecnologiaSalud": "19905423-1", "nomTecnologiaSalud": "ACETAMINOFEN 500 mg",
           "cantidadMedicamento": 10, "tipoDocumentoIdentificacion": "CC", "numDocumentoIdentificacion": "79222",
           "vrUnitMedicamento": 350.05, "vrServicio": 3500.50, "consecutivo": 1}],
        "consultas": [
          {"fechaInicioAtencion": "2025-05-06 23:30", "codConsulta": "890301", "vrServicio": "48000.00", "consecutivo": 2,
           "tipoDocumentoIdentificacion": "CC", "numDocumentoIdentificacion": "43111"},
          {"fechaInicioAtencion": "2025-05-05T08:30", "codConsulta": 890201, "vrServicio": 52000, "consecutivo": 1,
           "tipoDocumentoIdentificacion": "", "numDocumentoIdentificacion": "43111"}]}}]}$$);

CREATE FUNCTION pg_temp.foto() RETURNS text LANGUAGE sql AS $$
    SELECT md5(string_agg(x, E'\n' ORDER BY x)) FROM (SELECT f::text FROM cartera.factura f UNION ALL SELECT p::text FROM cartera.prestacion p
        UNION ALL SELECT e::text FROM cartera.factura_evento e) t(x)
$$;

SELECT lives_ok($$SELECT conciliacion.cargar_rips(1, 1, rips, '2025-05-20', '{"cc 1.020": "Ana Beltrán", "CC 999": "Nadie de aquí"}') FROM archivo$$,
    'a RIPS is filed');
SELECT results_eq($$SELECT linea, orden, codigo, descripcion, fecha, paciente, paciente_nombre, profesional_id, cantidad, valor
                      FROM cartera.prestacion ORDER BY linea$$,
    $$VALUES (1, '1/consultas/1', '890201', NULL, '2025-05-05'::date, 'CC 1020', 'Ana Beltrán', 11::bigint, 1::numeric, 52000.00),
             (2, '1/consultas/2', '890301', NULL, '2025-05-06', 'CC 1020', 'Ana Beltrán', 11, 1, 48000.00),
             (3, '1/medicamentos/1', '19905423-1', 'ACETAMINOFEN 500 mg', '2025-05-06', 'CC 1020', 'Ana Beltrán', 12, 10, 3500.50),
             (4, '1/otrosServicios/1', 'S-77', 'GUANTES', '2025-05-06', 'CC 1020', 'Ana Beltrán', NULL, 2, 3000.00),
             (5, '2/procedimientos/1', '873420', NULL, '2025-05-07', 'TI 2040', NULL, NULL, 1, 71300.00)$$,
    'a line for each service with a value, in the order of user, group and service; the rest gives none');
SELECT results_eq($$SELECT numero::text, valor, fecha_radicacion, fecha_servicio, norma_id, estado::text FROM cartera.factura$$,
    $$VALUES ('FE-0101', 177800.50, '2025-05-20'::date, '2025-05-05'::date, 'CO-2284', 'radicada')$$,
    'the invoice: number, sum of the services, earliest service');

-- ---- the same again --------------------------------------------------------------------------------------
SELECT is((SELECT conciliacion.cargar_rips(1, 1, rips, '2025-05-20', '{"CC 1020": "Ana Beltrán"}') FROM archivo),
    (SELECT factura_id FROM cartera.factura), 'the same file again returns the same invoice');
SELECT is((SELECT conciliacion.cargar_rips(1, 1, jsonb_build_object('rips', rips, 'xmlFevFile', 'PD94'), '2025-05-20', '{"1020": "Ana Beltrán"}')
             FROM archivo), (SELECT factura_id FROM cartera.factura), 'also wrapped as the client of the ministry sends it');
SELECT is((SELECT count(*) FROM cartera.prestacion), 5::bigint, 'and files nothing twice');
SELECT throws_ok($$SELECT conciliacion.cargar_rips(1, 1, jsonb_set(rips, '{usuarios,0,servicios,procedimientos,0,vrServicio}', '1'),
    '2025-05-20', '{"CC 1020": "Ana Beltrán"}') FROM archivo$$, 'KG007', NULL, 'the same number with other services is refused');

-- ---- refusals: SQLSTATE and place ---------------------------------------------------------------------------
CREATE TEMP TABLE antes AS SELECT pg_temp.foto();
-- a file with one service, changed at a path
CREATE FUNCTION pg_temp.rips(ruta text[] DEFAULT NULL, valor jsonb DEFAULT NULL) RETURNS jsonb LANGUAGE sql AS $f$
    SELECT CASE WHEN ruta IS NULL THEN r WHEN valor IS NULL THEN r #- ruta ELSE jsonb_set(r, ruta, valor) END
      FROM (SELECT '{"numDocumentoIdObligado": "900123456", "numFactura": "FE-0200", "tipoNota": null, "numNota": null, "usuarios": [
        {"tipoDocumentoIdentificacion": "CC", "numDocumentoIdentificacion": "1", "consecutivo": 1, "servicios": {
         "consultas": [{"codConsulta": "890201", "fechaInicioAtencion": "2025-05-06 08:30", "vrServicio": 1000, "consecutivo": 1}],
         "procedimientos": [{"codProcedimiento": "902210", "fechaInicioAtencion": "2025-05-06 08:30", "vrServicio": 2000, "consecutivo": 1}],
         "medicamentos": [{"codTecnologiaSalud": "m", "fechaDispensAdmon": "2025-05-06 08:30", "vrServicio": 3000, "consecutivo": 1}],
         "otrosServicios": [{"codTecnologiaSalud": "o", "fechaSuministroTecnologia": "2025-05-06 08:30", "vrServicio": 4000, "consecutivo": 1}]
        }}]}'::jsonb AS r) b
$f$;
CREATE FUNCTION pg_temp.rechazo(rips jsonb, pacientes jsonb DEFAULT NULL, prestador bigint DEFAULT 1, fecha date DEFAULT '2025-05-20',
    OUT codigo text, OUT mensaje text, OUT detalle text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM conciliacion.cargar_rips(prestador, 1, rips, fecha, pacientes);
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS codigo = RETURNED_SQLSTATE, mensaje = MESSAGE_TEXT, detalle = PG_EXCEPTION_DETAIL;
END $$;

SELECT is(((r).codigo, (r).detalle)::text, (codigo, detalle)::text, caso)
FROM (SELECT caso, codigo, detalle, pg_temp.rechazo(pg_temp.rips(ruta::text[], valor::jsonb)) AS r FROM (VALUES
    ('another provider', '{numDocumentoIdObligado}', '"901555555"', '22023', 'numDocumentoIdObligado: 901555555; provider: NI 900123456-7.'),
    ('no provider', '{numDocumentoIdObligado}', NULL, '22023', 'Path: $.rips.numDocumentoIdObligado; expected text, it is missing.'),
    ('a credit note', '{tipoNota}', '"NC"', '22023', 'tipoNota: NC; numNota: -.'),
    ('a debit note', '{tipoNota}', '"ND"', '22023', 'tipoNota: ND; numNota: -.'),
    ('RIPS without an invoice', '{tipoNota}', '"RS"', '22023', 'tipoNota: RS; numNota: -.'),
    ('a number of note', '{numNota}', '"7"', '22023', 'tipoNota: -; numNota: 7.'),
    ('no invoice number', '{numFactura}', NULL, '22023', 'Path: $.rips.numFactura; expected conciliacion.numero_factura, it is missing.'),
    ('a blank invoice number', '{numFactura}', '" "', '22023', 'Path: $.rips.numFactura; expected conciliacion.numero_factura, it is missing.'),
    ('no users', '{usuarios}', NULL, '22023', 'Path: $.rips.usuarios; expected an array, it is missing.'),
    ('users that are not an array', '{usuarios}', '{}', '22023', 'Path: $.rips.usuarios; expected an array, got an object.'),
    ('an empty array of users', '{usuarios}', '[]', '22023', 'Groups that are billed: consultas, procedimientos, medicamentos, otrosServicios.'),
    ('a user that is not an object', '{usuarios,0}', '7', '22023', 'Path: $.rips.usuarios[0]; expected an object, got 7. Element 1.'),
    ('a user without document', '{usuarios,0,numDocumentoIdentificacion}', NULL, '22023',
     'Path: $.rips.usuarios[0].numDocumentoIdentificacion; expected text, it is missing. Element 1.'),
    ('a user without type of document', '{usuarios,0,tipoDocumentoIdentificacion}', '""', '22023',
     'Path: $.rips.usuarios[0].tipoDocumentoIdentificacion; expected text, it is missing. Element 1.'),
    ('a user without consecutivo', '{usuarios,0,consecutivo}', 'null', '22023',
     'Path: $.rips.usuarios[0].consecutivo; expected integer, it is missing. Element 1.'),
    ('a user without servicios', '{usuarios,0,servicios}', NULL, '22023',
     'Path: $.rips.usuarios[0].servicios; expected jsonb, it is missing. Element 1.'),
    ('servicios that are not an object', '{usuarios,0,servicios}', '[]', '22023',
     'Path: $.rips.usuarios[0].servicios; expected an object, got an array.'),
    ('a group that is not an array', '{usuarios,0,servicios,consultas}', '{"a": 1}', '22023',
     'Path: $.rips.usuarios[0].servicios.consultas; expected an array, got an object.'),
    ('a service without value', '{usuarios,0,servicios,consultas,0,vrServicio}', NULL, '22023',
     'Path: $.rips.usuarios[0].servicios.consultas[0].vrServicio; expected numeric, it is missing. Element 1.'),
    ('a service without code', '{usuarios,0,servicios,procedimientos,0,codProcedimiento}', 'null', '22023',
     'Path: $.rips.usuarios[0].servicios.procedimientos[0].codProcedimiento; expected text, it is missing. Element 1.'),
    ('a medicine without code', '{usuarios,0,servicios,medicamentos,0,codTecnologiaSalud}', NULL, '22023',
     'Path: $.rips.usuarios[0].servicios.medicamentos[0].codTecnologiaSalud; expected text, it is missing. Element 1.'),
    ('another service without date', '{usuarios,0,servicios,otrosServicios,0,fechaSuministroTecnologia}', NULL, '22023',
     'Path: $.rips.usuarios[0].servicios.otrosServicios[0].fechaSuministroTecnologia; expected text, it is missing. Element 1.'),
    ('a service without consecutivo', '{usuarios,0,servicios,consultas,0,consecutivo}', NULL, '22023',
     'Path: $.rips.usuarios[0].servicios.consultas[0].consecutivo; expected integer, it is missing. Element 1.'),
    ('a date of the other order', '{usuarios,0,servicios,consultas,0,fechaInicioAtencion}', '"06/05/2025 08:30"', '22023',
     'Path: $.rips.usuarios[0].servicios.consultas[0].fechaInicioAtencion; expected a date AAAA-MM-DD, got "06/05/2025 08:30".'),
    ('a day that does not exist', '{usuarios,0,servicios,medicamentos,0,fechaDispensAdmon}', '"2025-02-30 08:30"', '22023',
     'Path: $.rips.usuarios[0].servicios.medicamentos[0].fechaDispensAdmon; expected a date AAAA-MM-DD, got "2025-02-30 08:30".'),
    ('a value that is no number', '{usuarios,0,servicios,consultas,0,vrServicio}', '"mil"', '22P02',
     'Path: $.rips.usuarios[0].servicios.consultas[0].vrServicio; expected numeric, got "mil". Element 1.'),
    ('a value that is not finite', '{usuarios,0,servicios,consultas,0,vrServicio}', '"NaN"', 'KG004',
     'Path: $.rips.usuarios[0].servicios.consultas[0].vrServicio; expected numeric, got "NaN". Element 1.'),
    ('no services at all', '{usuarios,0,servicios}', '{"urgencias": [{"consecutivo": 1}]}', '22023',
     'Groups that are billed: consultas, procedimientos, medicamentos, otrosServicios.'),
    ('billed services in a misspelt group', '{usuarios,0,servicios}', '{"Consultas": [{"vrServicio": 5}]}', '22023',
     'Path: $.rips.usuarios[0].servicios.Consultas; groups that are billed: consultas, procedimientos, medicamentos, otrosServicios.'),
    ('billed services in a group without value', '{usuarios,0,servicios,urgencias}', '[{"vrServicio": 0}, {"vrServicio": "80000"}]', '22023',
     'Path: $.rips.usuarios[0].servicios.urgencias; groups that are billed: consultas, procedimientos, medicamentos, otrosServicios.'),
    ('a key used twice', '{usuarios,0,servicios,consultas}',
     '[{"codConsulta": "a", "fechaInicioAtencion": "2025-05-06", "vrServicio": 1, "consecutivo": 3},
       {"codConsulta": "b", "fechaInicioAtencion": "2025-05-06", "vrServicio": 1, "consecutivo": 3}]', '22023',
     'User, group and service: 1/consultas/3.')) AS v(caso, ruta, valor, codigo, detalle)) q;
SELECT is((r).codigo, codigo, caso)
FROM (SELECT caso, codigo, pg_temp.rechazo(rips, pacientes, prestador, fecha) AS r FROM (VALUES
    ('no file', '22023', NULL::jsonb, NULL::jsonb, 1::bigint, '2025-05-20'::date),
    ('an array', '22023', '[]', NULL, 1, '2025-05-20'),
    ('a text', '22023', '"x"', NULL, 1, '2025-05-20'),
    ('a provider that does not exist', 'KG006', pg_temp.rips(), NULL, 99, '2025-05-20'),
    ('the file of one provider filed by another', '22023', pg_temp.rips(), NULL, 2, '2025-05-20'),
    ('no provider', 'KG006', pg_temp.rips(), NULL, NULL, '2025-05-20'),
    ('no date of filing', '23502', pg_temp.rips(), NULL, 1, NULL),
    ('filed before the service', '22023', pg_temp.rips(), NULL, 1, '2025-05-01'),
    ('a negative value', 'KG004', pg_temp.rips('{usuarios,0,servicios,consultas,0,vrServicio}', '-1'), NULL, 1, '2025-05-20'),
    ('a third decimal', 'KG004', pg_temp.rips('{usuarios,0,servicios,consultas,0,vrServicio}', '1.001'), NULL, 1, '2025-05-20'),
    ('names that are not an object', '22023', pg_temp.rips(), '["Ana"]', 1, '2025-05-20'),
    ('a name that is not a text', '22023', pg_temp.rips(), '{"CC 1": {"nombre": "Ana"}}', 1, '2025-05-20')
    ) AS v(caso, codigo, rips, pacientes, prestador, fecha)) q;
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'after every refusal the data are what they were');

-- ---- professionals -----------------------------------------------------------------------------------------------
CREATE FUNCTION pg_temp.con_profesional(numero text, tipo text, documento text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    id bigint;
BEGIN
    id := conciliacion.cargar_rips(1, 1, jsonb_set(pg_temp.rips('{numFactura}', to_jsonb(numero)), '{usuarios,0,servicios,consultas,0}',
        pg_temp.rips() #> '{usuarios,0,servicios,consultas,0}' || jsonb_build_object('tipoDocumentoIdentificacion', tipo,
            'numDocumentoIdentificacion', documento)), '2025-05-20');
    RETURN (SELECT p.profesional_id FROM cartera.prestacion p WHERE p.prestador_id = 1 AND p.factura_id = id AND p.linea = 1);
END $$;
SELECT lives_ok($$CREATE TEMP TABLE casos AS SELECT v.*, pg_temp.con_profesional('P-' || n, tipo, documento) AS hallado FROM (VALUES
    (1, 'CC', '43111', 11, 'the same document'), (2, 'CC', '79222', 12, 'ours has no type'), (3, 'CC', '52333', NULL, 'of another provider'),
    (4, 'CE', '43111', NULL, 'the same number of another type'), (5, '', '43111', 11, 'theirs has no type')) v(n, tipo, documento, esperado, caso)$$,
    'services of several professionals');
SELECT is(hallado, esperado::bigint, 'professional: ' || caso) FROM casos ORDER BY n;
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre) VALUES (1, 13, 'CE 43111', 'Otra');
SELECT is(pg_temp.con_profesional('P-10', 'CC', '43111'), 11::bigint, 'professional: the whole document wins over the number');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre) VALUES (1, 14, 'CC 79222', 'Tres');
SELECT is(pg_temp.con_profesional('P-11', 'CC', '79222'), 14::bigint, 'professional: also over a row of ours without type');
SELECT is(((r).codigo, (r).detalle)::text, '(22023,"Document: 43111; profesional_id: 11, 13.")', 'professional: two people are not chosen between')
FROM (SELECT pg_temp.rechazo(pg_temp.rips('{usuarios,0,servicios,consultas,0}', '{"codConsulta": "a", "fechaInicioAtencion": "2025-05-06",
    "vrServicio": 1, "consecutivo": 1, "numDocumentoIdentificacion": "43111"}')) AS r) q;

SELECT is((SELECT profesional FROM conciliacion._rips_servicios(jsonb_set(pg_temp.rips(),
    '{usuarios,0,servicios,consultas,0,numDocumentoIdentificacion}', '" "')) WHERE linea = 1), NULL, 'professional: a blank number is nobody');

-- ---- what is read and what is not ---------------------------------------------------------------------------------
SET LOCAL "DateStyle" = 'SQL, DMY';
SELECT lives_ok($$SELECT conciliacion.cargar_rips(1, 1, pg_temp.rips('{numFactura}', '"D-1"'), '20/05/2025'::date)$$, 'another DateStyle');
SELECT is((SELECT min(p.fecha) FROM cartera.prestacion p JOIN cartera.factura f USING (prestador_id, factura_id)
            WHERE f.numero OPERATOR(conciliacion.=) 'D1'), DATE '06/05/2025', 'dates do not depend on the session');
RESET "DateStyle";
SELECT lives_ok($$SELECT conciliacion.cargar_rips(1, 1, pg_temp.rips('{usuarios,0,servicios,urgencias}', '[{"vrServicio": 0}, {"vrServicio": null}]'), '2025-05-20')$$,
    'a zero in a group without value loses nothing');
SELECT lives_ok($$SELECT conciliacion.cargar_rips(1, 1, jsonb_set(pg_temp.rips('{numFactura}', '"C-1"'), '{usuarios,0,servicios}',
    '{"consultas": [{"codConsulta": "a", "fechaInicioAtencion": "2025-05-06", "vrServicio": 0, "consecutivo": 1}]}'), '2025-05-20')$$,
    'a service of zero, as in capitation, is a line');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id) VALUES (1, 7, 1, '[2025-01-01,)', 'CO-ARL');
SELECT lives_ok($$SELECT conciliacion.cargar_rips(1, 1, pg_temp.rips('{numFactura}', '"V-1"'), '2025-05-20', fecha_emision => '2025-05-10', convenio_id => 7)$$,
    'agreement and date of issue are given apart');
SELECT is((SELECT format('%s %s %s', norma_id, convenio_id, fecha_emision) FROM cartera.factura WHERE numero OPERATOR(conciliacion.=) 'V1'),
    'CO-ARL 7 2025-05-10', 'and rule the invoice');

SELECT lives_ok($$SELECT conciliacion.cargar_rips(1, 1, pg_temp.rips('{numFactura}', '"N-0"'), '2025-05-20',
    '{"1": "sin tipo", "CC 1": "Ana", "TI 1": "de otro tipo"}')$$, 'several names of the same number');
SELECT is((SELECT p.paciente_nombre FROM cartera.prestacion p JOIN cartera.factura f USING (prestador_id, factura_id)
            WHERE f.numero OPERATOR(conciliacion.=) 'N0' AND p.linea = 1), 'Ana', 'that of the whole document wins');

-- The name that the RIPS does not carry is what the notification of a glosa needs.
SELECT lives_ok($$SELECT conciliacion.cargar_rips(1, 1, pg_temp.rips('{numFactura}', '"N-1"'), '2025-05-20');
    SELECT conciliacion.formular_glosa(1, f.factura_id, 'TA0201', 100, 'tarifa', 1, '2025-05-21') FROM cartera.factura f
     WHERE f.numero OPERATOR(conciliacion.=) 'N1'$$, 'a glosa on a line without the name of the patient');
SELECT throws_ok($$SELECT conciliacion.notificar_glosas(1, f.factura_id, '2025-05-22', 'correo', 'acuse') FROM cartera.factura f
     WHERE f.numero OPERATOR(conciliacion.=) 'N1'$$, 'KG003', NULL, 'is not notified');
SELECT is_empty('SELECT * FROM conciliacion.verificar()', 'everything adds up');
SELECT * FROM finish();
ROLLBACK;
