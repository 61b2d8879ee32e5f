-- What the files about payments and imputation share: a law always in force, parties, invoices and short names.
SET search_path = public, pg_catalog;
INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente)
VALUES ('PRUEBA', 'CO', 'CO', '2284', '[2011-01-19,)', 'Ley de prueba', 'prueba');
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente)
SELECT 'PRUEBA', acto, plazo, desde, al_vencer, causa, fuente FROM cartera.norma_plazo WHERE norma_id = 'CO-2284';
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre) VALUES (1, '900', 'Sanatorio'), (2, '901', 'Otro');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, '800', 'Obra social'), (2, '801', 'Otra obra social');
INSERT INTO cartera.convenio (prestador_id, convenio_id, pagador_id, vigencia, norma_id)
VALUES (1, 1, 1, '[2020-01-01,)', 'PRUEBA'), (1, 2, 2, '[2020-01-01,)', 'PRUEBA');
INSERT INTO cartera.profesional (prestador_id, profesional_id, identificacion, nombre)
VALUES (1, 7, 'M7', 'Ana'), (1, 8, 'M8', 'Luis'), (1, 9, 'M9', 'Eva');

-- An invoice of lines of these values, of professionals in turn.
CREATE FUNCTION pg_temp.factura(n text, valores numeric[], profesionales bigint[] DEFAULT '{7}', iva text DEFAULT '0%',
    pagador bigint DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.radicar_factura(1, pagador, n::conciliacion.numero_factura, '2025-01-10',
        (SELECT jsonb_agg(jsonb_build_object('linea', i, 'orden', 'O' || i, 'codigo', '890201', 'descripcion', 'Práctica',
                'fecha', '2025-01-05', 'paciente', 'CC ' || i, 'paciente_nombre', 'Paciente ' || i, 'valor', v,
                'profesional_id', profesionales[1 + (i - 1) % cardinality(profesionales)]) ORDER BY i)
           FROM unnest(valores) WITH ORDINALITY u(v, i)), iva::conciliacion.porcentaje, convenio_id => pagador)
$$;
CREATE FUNCTION pg_temp.f(n text) RETURNS bigint LANGUAGE sql STABLE AS
    $$ SELECT factura_id FROM cartera.factura WHERE prestador_id = 1 AND numero OPERATOR(conciliacion.=) n::conciliacion.numero_factura $$;
CREATE FUNCTION pg_temp.p(n text) RETURNS bigint LANGUAGE sql STABLE AS
    $$ SELECT pago_id FROM cartera.pago WHERE prestador_id = 1 AND referencia = n $$;
-- A payment applied to these invoices ('F1=100,F2=50'); '' leaves all of it in favour.
CREATE FUNCTION pg_temp.pagar(referencia text, valor numeric, detalle text DEFAULT '', fecha date DEFAULT '2025-02-01',
    pagador bigint DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
    SELECT conciliacion.registrar_pago(1, pagador, valor, fecha, referencia, coalesce((SELECT jsonb_agg(jsonb_build_object(
            'factura_id', pg_temp.f(split_part(x, '=', 1)), 'valor', split_part(x, '=', 2)))
        FROM regexp_split_to_table(detalle, ',') x WHERE x <> ''), '[]'))
$$;
CREATE FUNCTION pg_temp.imputar(n text, excepciones jsonb DEFAULT NULL, profesional bigint DEFAULT NULL,
    retenciones jsonb DEFAULT '[{"concepto":"Gestión","porcentaje":"25%"}]', fecha date DEFAULT '2025-02-10')
    RETURNS bigint[] LANGUAGE sql AS $$
    SELECT array_agg(x ORDER BY x) FROM conciliacion.imputar(1, pg_temp.f(n), retenciones, profesional, excepciones, 'c', fecha) x
$$;
CREATE FUNCTION pg_temp.saldo(n text) RETURNS numeric LANGUAGE sql STABLE AS
    $$ SELECT saldo FROM cartera.factura WHERE prestador_id = 1 AND factura_id = pg_temp.f(n) $$;
CREATE FUNCTION pg_temp.disponible(n text) RETURNS numeric LANGUAGE sql STABLE AS
    $$ SELECT disponible FROM cartera.pago WHERE prestador_id = 1 AND pago_id = pg_temp.p(n) $$;
CREATE FUNCTION pg_temp.estado(n text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT estado_imputacion::text || ':' || (SELECT string_agg(format(' %s %s', p.estado, p.valor_imputado), ',' ORDER BY p.linea)
             FROM cartera.prestacion p WHERE p.prestador_id = 1 AND p.factura_id = pg_temp.f(n))
      FROM cartera.factura WHERE prestador_id = 1 AND factura_id = pg_temp.f(n)
$$;
-- Every row that an act could touch; foto() of all of them, proyecciones() of what history adds up to.
CREATE FUNCTION pg_temp.foto() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT md5(string_agg(x, E'\n' ORDER BY x)) FROM (
        SELECT f::text FROM cartera.factura f UNION ALL SELECT p::text FROM cartera.prestacion p
        UNION ALL SELECT p::text FROM cartera.pago p UNION ALL SELECT a::text FROM cartera.pago_aplicacion a
        UNION ALL SELECT a::text FROM cartera.pago_anulacion a
        UNION ALL SELECT l::text FROM cartera.liquidacion l UNION ALL SELECT l::text FROM cartera.liquidacion_linea l
        UNION ALL SELECT r::text FROM cartera.liquidacion_retencion r UNION ALL SELECT e::text FROM cartera.liquidacion_evento e
        UNION ALL SELECT o::text FROM cartera.orden_pago o UNION ALL SELECT o::text FROM cartera.orden_pago_linea o
        UNION ALL SELECT m::text FROM cartera.cuenta_movimiento m UNION ALL SELECT c::text FROM cartera.cuenta_corriente c) t(x)
$$;
CREATE FUNCTION pg_temp.proyecciones() RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT 'factura ' || f::text FROM cartera.factura f UNION ALL SELECT 'prestacion ' || p::text FROM cartera.prestacion p
    UNION ALL SELECT 'pago ' || p::text FROM cartera.pago p
    UNION ALL SELECT format('cuenta %s %s', c.cuenta_id, coalesce(sum(m.importe), 0.00)) FROM cartera.cuenta_corriente c
              LEFT JOIN cartera.cuenta_movimiento m USING (prestador_id, cuenta_id) GROUP BY c.prestador_id, c.cuenta_id
$$;
-- SQLSTATE, hint and detail of what a statement raises.
CREATE FUNCTION pg_temp.pista(consulta text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE p text; d text;
BEGIN
    EXECUTE consulta;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS p = PG_EXCEPTION_HINT, d = PG_EXCEPTION_DETAIL;
    RETURN SQLSTATE || ' | ' || p || ' | ' || d;
END $$;
