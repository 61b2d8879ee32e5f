-- Rows that change a calendar, what each session keeps of them, and bad input.
BEGIN;
SELECT plan(54);
SET LOCAL search_path = public, pg_catalog;

-- ---- bad input --------------------------------------------------------------
SELECT throws_ok($$SELECT conciliacion.es_habil('2025-01-02', 'XX')$$, 'KG006', NULL, 'calendario desconocido');
SELECT throws_ok($$SELECT conciliacion.es_habil('2025-01-02', 'co')$$, 'KG006', NULL, 'se distingue mayúscula');
SELECT throws_ok($$SELECT conciliacion.es_habil('2025-01-02', '')$$, 'KG006', NULL, 'calendario vacío');
SELECT throws_ok($$SELECT conciliacion.sumar_habiles('2025-01-02', 1, 'XX')$$, 'KG006', NULL, 'sumar_habiles: calendario');
SELECT throws_ok($$SELECT conciliacion.dias_habiles('2025-01-02', '2025-01-03', 'XX')$$, 'KG006', NULL,
                 'dias_habiles: calendario');
SELECT throws_ok($$SELECT conciliacion.vencimiento('2025-01-02', '1 dia', 'XX')$$, 'KG006', NULL, 'vencimiento: calendario');
SELECT throws_ok($$SELECT conciliacion.explicar_vencimiento('2025-01-02', '1 dia', 'XX')$$, 'KG006', NULL,
                 'explicar_vencimiento: calendario');
SELECT throws_ok($$SELECT * FROM conciliacion.festivos('XX')$$, 'KG006', NULL, 'festivos: calendario');
SELECT throws_ok($$SELECT conciliacion.es_habil('infinity')$$, '22023', NULL, 'fecha infinita');
SELECT throws_ok($$SELECT conciliacion.sumar_habiles('-infinity', 1)$$, '22023', NULL, 'fecha infinita en sumar_habiles');
SELECT throws_ok($$SELECT conciliacion.dias_habiles('2025-01-02', 'infinity')$$, '22023', NULL,
                 'fecha infinita en dias_habiles');
SELECT throws_ok($$SELECT conciliacion.vencimiento('infinity', '1 dia')$$, '22023', NULL, 'fecha infinita en vencimiento');
SELECT throws_ok($$SELECT conciliacion.es_habil('2025-01-02', 'CO', 'infinity')$$, '22023', NULL, 'conocido_al infinito');
SELECT throws_ok($$SELECT * FROM conciliacion.festivos('CO', '-infinity', '2025-01-01')$$, '22023', NULL,
                 'fecha infinita en festivos');
SELECT is(conciliacion.es_habil(NULL), NULL, 'nulo da nulo');
SELECT is(conciliacion.sumar_habiles('2025-01-02', NULL), NULL, 'n nulo da nulo');
SELECT is(conciliacion.vencimiento('2025-01-02', NULL), NULL, 'plazo nulo da nulo');
SELECT is(conciliacion.dias_habiles('2025-01-02', '2025-01-03', NULL), NULL, 'calendario nulo da nulo');
SELECT is(conciliacion.explicar_vencimiento(NULL, '1 dia'), NULL, 'explicar: nulo da nulo');
SELECT is((SELECT count(*)::int FROM conciliacion.festivos(NULL)), 0, 'festivos de calendario nulo: ninguno');

-- ---- switching off a challenged holiday, and taking it back ------------------
SELECT is(conciliacion.sumar_habiles('2026-07-10', 5), '2026-07-21'::date, 'con el festivo de 2026');
SAVEPOINT antes;
INSERT INTO cartera.calendario_excepcion (calendario_id, fecha, habil, nombre, norma, conocida_desde)
SELECT 'CO', f.fecha, true, 'Suspendido: ' || f.nombre, 'Auto de prueba', '2026-08-15'
FROM conciliacion.festivos('CO', '2026-01-01', '2030-12-31') f WHERE f.norma LIKE 'Ley 2578%';
SELECT is(conciliacion.sumar_habiles('2026-07-10', 5), '2026-07-17'::date, 'suspendido: se cuenta el 13 de julio');
SELECT is(conciliacion.sumar_habiles('2026-07-10', 5, 'CO', '2026-08-14'), '2026-07-21'::date,
          'conocido al día anterior a la suspensión');
SELECT is((SELECT count(*)::int FROM conciliacion.festivos('CO', '2026-07-13', '2026-07-13')), 0,
          'suspendido: no se lista');
ROLLBACK TO SAVEPOINT antes;
SELECT is(conciliacion.sumar_habiles('2026-07-10', 5), '2026-07-21'::date, 'deshecho el cambio, vuelve lo anterior');

SAVEPOINT dos;
INSERT INTO cartera.calendario_excepcion VALUES ('CO', '2025-07-15', false, 'Día cívico', NULL, '2025-01-01');
SELECT is(conciliacion.sumar_habiles('2025-07-14', 1), '2025-07-16'::date, 'un alta se ve en el acto');
UPDATE cartera.calendario_excepcion SET fecha = '2025-07-16' WHERE calendario_id = 'CO' AND fecha = '2025-07-15';
SELECT is(conciliacion.sumar_habiles('2025-07-14', 1), '2025-07-15'::date, 'un cambio se ve en el acto');
SELECT is(conciliacion.sumar_habiles('2025-07-15', 1), '2025-07-17'::date, '... en su nueva fecha');
DELETE FROM cartera.calendario_excepcion WHERE calendario_id = 'CO';
SELECT is(conciliacion.sumar_habiles('2025-07-15', 1), '2025-07-16'::date, 'una baja se ve en el acto');
INSERT INTO cartera.calendario_excepcion VALUES ('CO', '2025-07-15', false, 'Día cívico', NULL, '2025-01-01');
TRUNCATE cartera.calendario_excepcion;
SELECT is(conciliacion.sumar_habiles('2025-07-14', 1), '2025-07-15'::date, 'un TRUNCATE se ve en el acto');
ROLLBACK TO SAVEPOINT dos;

-- Also inside a subtransaction of a function, which fails.
DO $$
BEGIN
    INSERT INTO cartera.calendario_excepcion VALUES ('CO', '2025-07-15', false, 'x', NULL, '2025-01-01');
    IF conciliacion.es_habil('2025-07-15') THEN
        RAISE 'not seen' USING ERRCODE = 'XX000';
    END IF;
    RAISE division_by_zero;
EXCEPTION WHEN division_by_zero THEN
    NULL;
END $$;
SELECT ok(conciliacion.es_habil('2025-07-15'), 'lo deshecho por un bloque EXCEPTION se olvida');

-- ---- triggers fire also in replica mode --------------------------------------
SET LOCAL session_replication_role = replica;
INSERT INTO cartera.calendario_excepcion VALUES ('CO', '2025-07-15', false, 'Replicado', NULL, '2025-01-01');
SELECT ok(NOT conciliacion.es_habil('2025-07-15'), 'una carga en modo réplica también se nota');
SET LOCAL session_replication_role = origin;

-- ---- the row known last, and conocido_al --------------------------------------
INSERT INTO cartera.calendario_excepcion VALUES ('CO', '2025-07-15', true, 'Revocado', NULL, '2025-03-01');
SELECT ok(conciliacion.es_habil('2025-07-15'), 'rige la fila conocida de último');
SELECT ok(NOT conciliacion.es_habil('2025-07-15', 'CO', '2025-02-28'), 'antes de conocerla regía la otra');
SELECT ok(conciliacion.es_habil('2025-07-15', 'CO', '2024-12-31'), 'y antes de esa, la regla');

-- ---- calendars of the site ------------------------------------------------------
INSERT INTO cartera.calendario (calendario_id, base, nombre) VALUES ('ES-MD', 'ES', 'Comunidad de Madrid');
INSERT INTO cartera.calendario_excepcion VALUES
    ('ES-MD', '2025-05-02', false, 'Fiesta de la Comunidad de Madrid', 'BOE', '2024-10-01'),
    ('ES', '2025-07-25', false, 'Santiago Apóstol', 'BOE', '2024-10-01'),
    ('ES', '2025-07-24', false, 'Víspera', 'BOE', '2024-10-01'),
    ('ES-MD', '2025-07-24', true, 'Víspera hábil en Madrid', 'BOE', '2024-10-01');
SELECT ok(NOT conciliacion.es_habil('2025-05-02', 'ES-MD') AND conciliacion.es_habil('2025-05-02', 'ES'),
          'fiesta regional: sólo en su calendario');
SELECT ok(NOT conciliacion.es_habil('2025-07-25', 'ES-MD'), 'una excepción del país vale en la región');
SELECT ok(conciliacion.es_habil('2025-07-24', 'ES-MD') AND NOT conciliacion.es_habil('2025-07-24', 'ES'),
          'la fila propia prevalece sobre la del país');
SELECT results_eq(
    $$SELECT fecha, nombre, clase, norma FROM conciliacion.festivos('ES-MD', '2025-05-01', '2025-05-02')$$,
    $$VALUES ('2025-05-01'::date, 'Fiesta del Trabajo', 'feriado', 'RD 2001/1983, art. 45'),
             ('2025-05-02', 'Fiesta de la Comunidad de Madrid', 'excepcion', 'BOE')$$,
    'los festivos de la región: los del país y los suyos');

INSERT INTO cartera.calendario (calendario_id, base, dias_laborables, nombre) VALUES
    ('SABADO', 'CO', '{1,2,3,4,5,6}', 'Seis días'), ('TURNOS', NULL, '{1,2,3,4,5,6,7}', 'Sin festivos'),
    ('DOMINGO', NULL, '{7}', 'Un día');
SELECT is(conciliacion.sumar_habiles('2025-07-11', 1, 'SABADO'), '2025-07-12'::date, 'semana de seis días');
SELECT is(conciliacion.sumar_habiles('2024-12-24', 1, 'TURNOS'), '2024-12-25'::date, 'calendario sin reglas');
SELECT is(conciliacion.sumar_habiles('2025-01-01', 2, 'DOMINGO'), '2025-01-12'::date, 'un solo día hábil por semana');
INSERT INTO cartera.calendario_excepcion VALUES ('TURNOS', '2024-12-25', false, 'Cierre', NULL, '2024-01-01');
SELECT is(conciliacion.sumar_habiles('2024-12-24', 1, 'TURNOS'), '2024-12-26'::date, '... con su excepción');
UPDATE cartera.calendario SET dias_laborables = '{1,2,3,4,5}' WHERE calendario_id = 'SABADO';
SELECT is(conciliacion.sumar_habiles('2025-07-11', 1, 'SABADO'), '2025-07-14'::date, 'cambiar la semana se ve en el acto');

-- Argentina: a day no laborable is listed and counts; rows turn it into a holiday.
SELECT ok(conciliacion.es_habil('2025-05-02', 'AR'), 'AR: el día no laborable cuenta como hábil');
INSERT INTO cartera.calendario_excepcion (calendario_id, fecha, habil, nombre, norma, conocida_desde)
SELECT 'AR', f.fecha, false, f.nombre, f.norma, '2025-01-01'
FROM conciliacion.festivos('AR', '2025-01-01', '2025-12-31') f WHERE f.clase = 'no_laborable';
SELECT ok(NOT conciliacion.es_habil('2025-05-02', 'AR'), '... salvo que el sitio lo diga con filas');

-- More calendars than a session keeps.
INSERT INTO cartera.calendario (calendario_id, base, nombre) SELECT 'C' || g, 'CO', 'n' FROM generate_series(1, 40) g;
INSERT INTO cartera.calendario_excepcion SELECT 'C' || g, date '2025-07-01' + g, false, 'n', NULL, '2025-01-01'
    FROM generate_series(1, 40) g WHERE extract(isodow FROM date '2025-07-01' + g) < 6;
SELECT is((SELECT count(*)::int FROM generate_series(1, 40) g, generate_series(1, 3)
           WHERE NOT conciliacion.es_habil(date '2025-07-01' + g, 'C' || g)), 120, '40 calendarios, tres veces');

-- ---- rows that no calendar could use ----------------------------------------------
SELECT throws_ok($$INSERT INTO cartera.calendario_excepcion VALUES ('CO', '1983-12-31', false, 'x', NULL, '2025-01-01')$$,
                 '22003', NULL, 'excepción anterior a 1984');
SELECT throws_ok($$UPDATE cartera.calendario_excepcion SET fecha = '2200-01-01' WHERE calendario_id = 'ES-MD'$$,
                 '22003', NULL, 'excepción posterior a 2199');
SELECT throws_ok($$INSERT INTO cartera.calendario_excepcion VALUES ('CO', 'infinity', false, 'x', NULL, '2025-01-01')$$,
                 '23514', NULL, 'excepción infinita');

-- ---- explanation --------------------------------------------------------------------
SELECT is(conciliacion.explicar_vencimiento('2026-07-10', '5 dias habiles') - '{regla,fuente}'::text[],
    '{"vence": "2026-07-21", "desde": "2026-07-10", "plazo": "5 dias habiles", "calendario": "CO", "conocido_al": null,
      "dias_contados": 11, "habiles": 5, "fines_de_semana": 4, "provisional": false, "interrupciones": [], "omitidos": [
      {"fecha": "2026-07-13", "nombre": "Virgen de Chiquinquirá", "clase": "feriado", "norma": "Ley 2578 de 2026, art. 6"},
      {"fecha": "2026-07-20", "nombre": "Día de la Independencia", "clase": "feriado", "norma": "Ley 51 de 1983, art. 1"}]}'
    ::jsonb, 'explicación de un plazo por días hábiles');
SELECT ok(bool_and(
        (e->>'dias_contados')::int = (e->>'habiles')::int + (e->>'fines_de_semana')::int
            + (SELECT count(DISTINCT o->>'fecha') FROM jsonb_array_elements(e->'omitidos') o)
        AND (e->>'vence')::date = conciliacion.vencimiento(d, '13 dias habiles', p)),
    'días contados = hábiles + festivos omitidos + fines de semana, todos los días de un año y cuatro países')
FROM (SELECT d::date AS d, p, conciliacion.explicar_vencimiento(d::date, '13 dias habiles', p) AS e
      FROM generate_series(timestamp '2025-01-01', '2025-12-31', '1 day') d, unnest('{CO,AR,CL,ES}'::text[]) p) x;
SELECT is(conciliacion.explicar_vencimiento('2026-12-28', '10 dias habiles', 'AR')->'provisional', 'true'::jsonb,
          'AR desde 2027: provisional, faltan los puentes por decretar');

-- ---- parallel workers read the same rows ----------------------------------------------
CREATE TABLE public.dias_prueba AS SELECT date '2025-01-01' + g % 365 AS d FROM generate_series(1, 20000) g;
ANALYZE public.dias_prueba;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serie AS SELECT count(*) AS n FROM public.dias_prueba WHERE conciliacion.es_habil(d);
INSERT INTO cartera.calendario_excepcion VALUES ('CO', '2025-02-03', false, 'Sin confirmar', NULL, '2025-01-01');
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_leader_participation = off;
SELECT is((SELECT count(*) FROM public.dias_prueba WHERE conciliacion.es_habil(d)),
          (SELECT n FROM serie) - (SELECT count(*) FROM public.dias_prueba WHERE d = '2025-02-03'),
          'los procesos paralelos ven la excepción que aún no se confirma');
SELECT * FROM finish();
ROLLBACK;
