-- Terms on the calendars of the four countries: the cases read like the rule, one row each.
BEGIN;
SELECT plan(83);
SET LOCAL search_path = public, pg_catalog;

CREATE TEMP TABLE vector (caso text, pais text, desde date, plazo text, vence date) ON COMMIT DROP;
INSERT INTO vector VALUES
    ('Navidad, Año Nuevo, Reyes al 12 de enero', 'CO', '2025-12-15', '20 dias habiles', '2026-01-15'),
    ('Semana Santa', 'CO', '2026-03-27', '15 dias habiles', '2026-04-21'),
    ('Ley 2578 de 2026, art. 6: 13 de julio, y 20 de julio', 'CO', '2026-07-10', '5 dias habiles', '2026-07-21'),
    ('el mismo caso un año antes', 'CO', '2025-07-10', '5 dias habiles', '2025-07-17'),
    ('San Pedro y Sagrado Corazón el mismo lunes', 'CO', '2025-06-27', '7 dias habiles', '2025-07-09'),
    ('Fiestas Patrias, 18 viernes', 'CL', '2026-09-10', '10 dias habiles', '2026-09-25'),
    ('solsticio el 20 de junio', 'CL', '2024-06-14', '5 dias habiles', '2024-06-24'),
    ('Güemes al lunes 15; Belgrano en sábado', 'AR', '2026-06-10', '10 dias habiles', '2026-06-25'),
    ('Jueves y Viernes Santo', 'ES', '2026-03-30', '5 dias habiles', '2026-04-08'),
    -- Ley 1438 de 2011, art. 57: the whole circuit from a filing on 26 June 2026.
    ('circuito: formular', 'CO', '2026-06-26', '20 dias habiles', '2026-07-29'),
    ('circuito: responder', 'CO', '2026-07-29', '15 dias habiles', '2026-08-21'),
    ('circuito: decidir', 'CO', '2026-08-21', '10 dias habiles', '2026-09-04'),
    ('circuito: subsanar', 'CO', '2026-09-04', '7 dias habiles', '2026-09-15'),
    ('circuito: pagar', 'CO', '2026-09-15', '5 dias habiles', '2026-09-22'),
    -- Other units (Ley 4 de 1913, art. 62).
    ('meses: sábado, pasa el festivo del 30 de junio', 'CO', '2025-02-28', '4 meses', '2025-07-01'),
    ('meses: el día no existe y el último es sábado', 'CO', '2025-10-31', '4 meses', '2026-03-02'),
    ('meses: día hábil, no se corre', 'CO', '2025-01-14', '1 mes', '2025-02-14'),
    ('años: el 29 de febrero pasa al 28', 'CO', '2024-02-29', '1 año', '2025-02-28'),
    ('años: Año Nuevo se corre', 'CO', '2022-01-01', '3 años', '2025-01-02'),
    ('días calendario: el último no se corre', 'CO', '2025-06-26', '4 dias', '2025-06-30'),
    ('horas corridas', 'CO', '2025-07-10', '48 horas', '2025-07-12'),
    ('horas corridas, hacia arriba', 'CO', '2025-07-10', '49 horas', '2025-07-13'),
    ('horas hábiles', 'CO', '2025-07-10', '48 horas habiles', '2025-07-14');

SELECT is(conciliacion.vencimiento(desde, plazo::conciliacion.plazo, pais), vence, pais || ': ' || caso) FROM vector;

-- A day more or less is another date, and counting undoes adding.
SELECT is(conciliacion.dias_habiles(desde, vence, pais), split_part(plazo, ' ', 1)::int, pais || ' contado: ' || caso)
FROM vector WHERE plazo LIKE '%dias habiles';
SELECT ok(conciliacion.sumar_habiles(desde, split_part(plazo, ' ', 1)::int + 1, pais) > vence
          AND conciliacion.sumar_habiles(desde, split_part(plazo, ' ', 1)::int - 1, pais) < vence,
          pais || ' un día más o menos es otra fecha: ' || caso)
FROM vector WHERE plazo LIKE '%dias habiles';

-- As known before the law of 1 June 2026.
SELECT is(conciliacion.sumar_habiles('2026-07-10', 5, 'CO', '2026-05-31'), '2026-07-17'::date,
          'conocido al 31 de mayo de 2026: sin el festivo nuevo');
SELECT is(conciliacion.sumar_habiles('2026-07-10', 5, 'CO', '2026-06-01'), '2026-07-21'::date,
          'conocido al 1 de junio de 2026: con él');
SELECT is(conciliacion.vencimiento('2026-07-10', '5 dias habiles', conocido_al => '2026-05-31'), '2026-07-17'::date,
          'vencimiento con conocido_al y el calendario por omisión');
SELECT ok(conciliacion.es_habil('2025-10-10', 'AR', '2025-08-31') AND NOT conciliacion.es_habil('2025-10-10', 'AR'),
          'AR: el traslado al 10 de octubre de 2025 se conoce desde el 1 de septiembre (Res. JGM 139/2025)');

-- Cases taken from other systems. BD-02 asks also for "modified" conventions: no legal term uses them, there is no
-- function for them. BD-08's inclusive count is the count from the day before.
SELECT is(conciliacion.sumar_habiles('2010-10-30', 1, 'ES'), '2010-11-02'::date,
          'BD-02: sábado, siguiente (el lunes 1 de noviembre es festivo en ES)');
SELECT is(conciliacion.sumar_habiles('2010-10-16', -1, 'ES'), '2010-10-15'::date, 'BD-02: sábado, anterior');
SELECT is(conciliacion.sumar_habiles('2010-08-01', 1, 'ES'), '2010-08-02'::date, 'BD-02: domingo, siguiente');
SELECT is(conciliacion.sumar_habiles('2010-08-01', -1, 'ES'), '2010-07-30'::date, 'BD-02: domingo, anterior');
SELECT throws_ok($$SELECT conciliacion.sumar_habiles('2006-02-04', 0)$$, '22023', NULL,
                 'BD-03: cero días hábiles desde un sábado se rechaza');
SELECT is(conciliacion.sumar_habiles('2006-02-03', 0), '2006-02-03'::date, 'BD-03: desde un viernes es ese viernes');
SELECT is(conciliacion.dias_habiles('2026-03-02', '2026-03-02'), 0, 'BD-06: el mismo día, 0');
SELECT is(conciliacion.dias_habiles('2026-03-02', '2026-03-03'), 1, 'BD-06: el siguiente, 1');
SELECT is(conciliacion.dias_habiles('2026-03-06', '2026-03-09'), 1, 'BD-06: de viernes a lunes, 1');
SELECT is(conciliacion.dias_habiles('2026-03-09', '2026-03-06'), -1, 'al revés es negativo');
SELECT is(conciliacion.sumar_habiles('2010-04-10', 1), '2010-04-12'::date,
          'BD-07: desde un sábado, el primer día hábil posterior es el lunes');
SELECT is(conciliacion.dias_habiles('2010-12-20', '2010-12-22', 'ES'), 2, 'BD-08: sin el día inicial');
SELECT is(conciliacion.dias_habiles('2010-12-19', '2010-12-22', 'ES'), 3, 'BD-08: con él');
SELECT is(conciliacion.dias_habiles('2015-11-14', '2015-11-20', 'ES'), 5, 'BD-08: domingo a viernes');
SELECT is((SELECT count(*)::int FROM conciliacion.festivos('CO', '2025-06-30', '2025-06-30')), 2,
          'BD-11: dos nombres el 30 de junio de 2025');
SELECT is(conciliacion.sumar_habiles('2025-06-27', 1), '2025-07-01'::date, 'BD-11: se pierde un día, no dos');
SELECT is(conciliacion.sumar_habiles('2026-03-20', 15), '2026-04-15'::date, 'BD-12: respuesta');
SELECT is(conciliacion.sumar_habiles('2026-04-15', 10), '2026-04-29'::date, 'BD-12: decisión desde la respuesta');
SELECT throws_ok($$SELECT conciliacion.dias_habiles('2026-13-01', '2026-03-03')$$, '22008', NULL,
                 'BD-13: una fecha que no existe es un error, no cero días');
SELECT throws_ok($$SELECT conciliacion.dias_habiles('', '2026-03-03')$$, '22007', NULL,
                 'BD-13: una fecha vacía es un error');

-- Constant time for any n, and the limits.
SELECT is(conciliacion.sumar_habiles(conciliacion.sumar_habiles('1984-01-02', 50000), -50000), '1984-01-02'::date,
          '50.000 días hábiles, ida y vuelta');
SELECT throws_ok($$SELECT conciliacion.es_habil('1983-12-31')$$, '22003', NULL, 'CO: antes de 1984 no se conoce');
SELECT throws_ok($$SELECT conciliacion.es_habil('2200-01-01')$$, '22003', NULL, 'CO: hasta 2199');
SELECT throws_ok($$SELECT conciliacion.es_habil('1999-12-31', 'AR')$$, '22003', NULL, 'AR: desde 2000');
SELECT throws_ok($$SELECT conciliacion.es_habil('2051-01-01', 'CL')$$, '22003', NULL, 'CL: hasta 2050');
SELECT throws_ok($$SELECT conciliacion.sumar_habiles('2199-12-31', 1)$$, '22003', NULL, 'el resultado cae fuera');
SELECT throws_ok($$SELECT conciliacion.vencimiento('2025-01-02', '3000 meses')$$, '22003', NULL, 'meses fuera del rango');
SELECT throws_ok($$SELECT * FROM conciliacion.festivos('CO', '1983-01-01', '2025-01-01')$$, '22003', NULL,
                 'festivos fuera del rango');
SELECT * FROM finish();
ROLLBACK;
