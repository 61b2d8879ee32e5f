-- The norms that instalar() ships, against the tables of the law (Ley 1438 de 2011, art. 57; Res. 2284 de 2023, art. 6;
-- Res. 1885 de 2024, art. 1) and the insurer's contract.
BEGIN;
SELECT plan(50);
SET LOCAL search_path = public, pg_catalog;

SELECT results_eq('SELECT calendario_id, base, dias_laborables FROM cartera.calendario ORDER BY 1',
    $$VALUES ('AR', 'AR', '{1,2,3,4,5}'::smallint[]), ('CL', 'CL', '{1,2,3,4,5}'), ('CO', 'CO', '{1,2,3,4,5}'),
             ('ES', 'ES', '{1,2,3,4,5}')$$, 'cuatro calendarios');
SELECT is_empty('SELECT * FROM cartera.calendario_excepcion', 'ninguna excepción de fábrica');

SELECT results_eq(
    $$SELECT norma_id, pais::text, calendario_id, manual, vigencia::text, comunicaciones_para_silencio, tope_linea,
             glosas_nuevas, acta_para_ratificadas
      FROM cartera.norma ORDER BY norma_id COLLATE "C"$$,
    $$VALUES ('AR-OBRA-SOCIAL', 'AR', 'AR', NULL, '[2000-01-01,)', NULL::int, 'rechazar', 'rechazar', false),
             ('CL', 'CL', 'CL', NULL, '[2000-01-01,)', NULL, 'rechazar', 'rechazar', false),
             ('CO-2284', 'CO', 'CO', '2284', '[2025-02-01,)', NULL, 'rechazar', 'rechazar', false),
             ('CO-3047', 'CO', 'CO', '3047', '[2011-01-19,2026-04-01)', NULL, 'rechazar', 'rechazar', false),
             ('CO-ARL', 'CO', 'CO', NULL, '[2011-01-19,)', 2, 'rechazar', 'rechazar', true),
             ('CO-ARL-REEMBOLSO', 'CO', 'CO', NULL, '[2011-01-19,)', NULL, 'rechazar', 'rechazar', false),
             ('ES-PRIVADO', 'ES', 'ES', NULL, '[2000-01-01,)', NULL, 'rechazar', 'rechazar', false)$$,
    'las normas y su política');

CREATE TEMP TABLE esperado (acto text, plazo text, desde text, al_vencer text, causa text) ON COMMIT DROP;
INSERT INTO esperado VALUES
    ('formular', '20 dias habiles', 'radicacion', 'advertir', NULL),
    ('responder', '15 dias habiles', 'notificacion', 'habilitar_cierre', 'tacita'),
    ('decidir', '10 dias habiles', 'respuesta', 'advertir', NULL),
    ('subsanar', '7 dias habiles', 'decision', 'rechazar', NULL),
    ('decidir_final', '5 dias habiles', 'subsanacion', 'advertir', NULL),
    ('pagar', '5 dias habiles', 'levantamiento', 'advertir', NULL),
    ('devolver', '5 dias habiles', 'radicacion', 'rechazar', NULL),
    ('responder_devolucion', '5 dias habiles', 'devolucion', 'habilitar_cierre', NULL),
    ('decidir_devolucion', '5 dias habiles', 'respuesta_devolucion', 'advertir', NULL);
CREATE TEMP VIEW enviado AS
    SELECT norma_id, acto::text, plazo::text, desde, al_vencer::text, causa::text FROM cartera.norma_plazo WHERE activo;

SELECT set_eq('SELECT acto, plazo, desde, al_vencer, causa FROM enviado WHERE norma_id = ''CO-2284''',
              'SELECT * FROM esperado', 'CO-2284: los plazos de la ley');
SELECT set_eq('SELECT acto, plazo, desde, al_vencer, causa FROM enviado WHERE norma_id = ''CO-3047''',
              'SELECT * FROM esperado', 'CO-3047: los mismos');
UPDATE esperado SET plazo = '6 dias habiles' WHERE acto = 'formular';
UPDATE esperado SET causa = 'silencio' WHERE acto = 'responder';
INSERT INTO esperado VALUES
    ('citar', '10 dias habiles', 'vencimiento_respuesta', 'advertir', NULL),
    ('conciliar', '4 meses', 'radicacion', 'advertir', NULL),
    ('consultar_afiliacion', '2 dias habiles', 'consulta', 'advertir', NULL),
    ('consultar_tarifa', '2 dias habiles', 'consulta', 'advertir', NULL),
    ('cerrar_consulta', '15 dias habiles', 'radicacion', 'advertir', NULL);
SELECT set_eq('SELECT acto, plazo, desde, al_vencer, causa FROM enviado WHERE norma_id = ''CO-ARL''',
              'SELECT * FROM esperado', 'CO-ARL: los del contrato y, donde calla, los de la ley');
SELECT is_empty($$SELECT * FROM enviado WHERE norma_id IN ('AR-OBRA-SOCIAL', 'ES-PRIVADO', 'CL')$$,
                'los países sin plazo legal conocido no traen ninguno');
SELECT is_empty($$SELECT * FROM cartera.norma_plazo WHERE btrim(fuente) = ''$$, 'cada plazo dice de dónde sale');
SELECT is_empty($$SELECT * FROM cartera.norma_plazo WHERE NOT activo$$, 'ninguno nace apagado');
SELECT is_empty($$SELECT * FROM enviado WHERE acto = 'decidir' AND al_vencer <> 'advertir'$$,
                'el silencio del pagador no tiene efecto de fábrica');

-- Which norm by group and date of service: exactly one, of one row for each group.
CREATE TEMP TABLE servicio (grupo text, fecha date, norma text) ON COMMIT DROP;
INSERT INTO servicio VALUES
    ('1', '2025-01-31', 'CO-3047'), ('1', '2025-02-01', 'CO-2284'), ('1', '2025-05-31', 'CO-2284'),
    ('2', '2025-01-31', 'CO-3047'), ('2', '2025-03-31', 'CO-3047'), ('2', '2025-04-01', 'CO-2284'),
    ('3', '2025-03-31', 'CO-3047'), ('3', '2025-05-31', 'CO-3047'), ('3', '2025-06-01', 'CO-2284'),
    ('1', '2011-01-18', NULL), ('2', '2011-01-19', 'CO-3047'), ('3', '2026-08-01', 'CO-2284'),
    -- A provider whose group is unknown: only where the group does not matter.
    (NULL, '2025-01-31', 'CO-3047'), (NULL, '2025-02-01', NULL), (NULL, '2025-05-31', NULL),
    (NULL, '2025-06-01', 'CO-2284');
SELECT is((SELECT string_agg(DISTINCT g.norma_id, ',') FROM cartera.norma_grupo g JOIN cartera.norma n USING (norma_id)
           WHERE n.pais = 'CO' AND (g.grupo = s.grupo OR g.grupo = '*') AND g.vigencia @> s.fecha),
          s.norma, format('grupo %s, servicio del %s', coalesce(s.grupo, 'desconocido'), s.fecha))
FROM servicio s;
SELECT is((SELECT string_agg(g.norma_id, ',') FROM cartera.norma_grupo g JOIN cartera.norma n USING (norma_id)
           WHERE n.pais = p.pais AND g.grupo = '*' AND g.vigencia @> date '2025-01-01'), p.norma, 'país ' || p.pais)
FROM (VALUES ('AR', 'AR-OBRA-SOCIAL'), ('ES', 'ES-PRIVADO'), ('CL', 'CL')) p (pais, norma);

-- Due dates with the shipped rows, from a filing on 2 May 2025.
SELECT is(conciliacion.vencimiento('2025-05-02', plazo), e.vence, t.norma_id || ' ' || t.acto)
FROM (VALUES ('CO-2284', 'formular', '2025-05-30'::date), ('CO-2284', 'responder', '2025-05-23'),
             ('CO-2284', 'decidir', '2025-05-16'), ('CO-2284', 'subsanar', '2025-05-13'),
             ('CO-2284', 'pagar', '2025-05-09'), ('CO-2284', 'devolver', '2025-05-09'),
             ('CO-ARL', 'formular', '2025-05-12'), ('CO-ARL', 'conciliar', '2025-09-02')) e (norma_id, acto, vence)
JOIN cartera.norma_plazo t ON t.norma_id = e.norma_id AND t.acto::text = e.acto;

-- Every effect is a row that can be switched.
SELECT lives_ok($$UPDATE cartera.norma_plazo SET al_vencer = 'habilitar_cierre', causa = 'silencio'
                  WHERE norma_id = 'CO-2284' AND acto = 'decidir'$$, 'quien lo pactó enciende el silencio del pagador');
SELECT lives_ok($$UPDATE cartera.norma_plazo SET activo = false WHERE norma_id = 'CO-2284' AND acto = 'responder'$$,
                'y apaga el del prestador');
SELECT throws_ok($$UPDATE cartera.norma_plazo SET al_vencer = 'habilitar_cierre', causa = NULL
                   WHERE norma_id = 'CO-2284' AND acto = 'decidir'$$, '23514', NULL,
                 'un cierre que se habilita necesita su causa');

-- instalar() seeds a new cartera only: what the site changed or removed stays so.
DELETE FROM cartera.norma_grupo WHERE norma_id = 'CL';
DELETE FROM cartera.norma WHERE norma_id = 'CL';
UPDATE cartera.norma_plazo SET plazo = '30 dias habiles' WHERE norma_id = 'CO-2284' AND acto = 'formular';
SELECT lives_ok('SELECT conciliacion.instalar()', 'instalar() otra vez');
SELECT is_empty($$SELECT * FROM cartera.norma WHERE norma_id = 'CL'$$, 'no repone lo que el sitio quitó');
SELECT is((SELECT plazo::text FROM cartera.norma_plazo WHERE norma_id = 'CO-2284' AND acto = 'formular'),
          '30 dias habiles', 'ni deshace lo que cambió');

-- The triggers that make every session forget.
SELECT set_eq(
    $$SELECT c.relname::text, t.tgenabled = 'A' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE t.tgname = 'catalogo_cambiado'$$,
    $$SELECT t, true FROM unnest('{calendario,calendario_excepcion,norma,norma_plazo,norma_grupo,convenio,
      codigo_adicional,version}'::text[]) t$$, 'tablas de catálogo vigiladas, siempre');
CREATE TABLE public.ajena (fecha date);
SELECT lives_ok($$CREATE TRIGGER t AFTER INSERT ON public.ajena FOR EACH STATEMENT
                  EXECUTE FUNCTION conciliacion._catalogo_cambiado()$$, 'se puede atar a otra tabla');
SELECT throws_ok('INSERT INTO public.ajena VALUES (NULL)', '39P01', NULL, '... pero se niega a correr');
DROP TRIGGER t ON public.ajena;
CREATE TRIGGER t BEFORE INSERT ON public.ajena FOR EACH ROW EXECUTE FUNCTION conciliacion._excepcion_en_rango();
SELECT throws_ok('INSERT INTO public.ajena VALUES (NULL)', '39P01', NULL, 'la otra función también');
CREATE TRIGGER a BEFORE INSERT ON cartera.norma FOR EACH ROW EXECUTE FUNCTION conciliacion._catalogo_cambiado();
SELECT throws_ok($$INSERT INTO cartera.norma SELECT 'Y', pais, calendario_id, manual, vigencia, nombre, fuente
                   FROM cartera.norma LIMIT 1$$, '39P01', NULL, 'por fila no es su protocolo');
DROP TRIGGER a ON cartera.norma;
CREATE TRIGGER a AFTER INSERT ON cartera.norma FOR EACH STATEMENT EXECUTE FUNCTION conciliacion._excepcion_en_rango();
SELECT throws_ok($$INSERT INTO cartera.norma SELECT 'Y', pais, calendario_id, manual, vigencia, nombre, fuente
                   FROM cartera.norma LIMIT 1$$, '39P01', NULL, 'ni por sentencia el de la otra');
SELECT throws_ok('SELECT conciliacion._catalogo_cambiado()', '39P01', NULL, 'no se llama directamente');
SELECT * FROM finish();
ROLLBACK;
