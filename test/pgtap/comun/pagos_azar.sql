-- Random acts over payments and liquidaciones: what the files that live by them share. Table facturas(i, id) comes before.
CREATE TEMP TABLE tanteo (acto text, resultado text, cuantos int, PRIMARY KEY (acto, resultado));
CREATE TEMP TABLE desvios (n int, acto text, dato text);

CREATE FUNCTION pg_temp.una(tabla text, filtro text DEFAULT 'true') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE r bigint;
BEGIN
    EXECUTE format('SELECT %I FROM cartera.%I WHERE prestador_id = 1 AND %s ORDER BY random() LIMIT 1', tabla || '_id', tabla, filtro) INTO r;
    RETURN coalesce(r, -1);
END $$;
-- What an invoice is, apart from its history.
CREATE FUNCTION pg_temp.es(f bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT x::text || (SELECT string_agg(p::text, ';' ORDER BY p.linea) FROM cartera.prestacion p WHERE p.prestador_id = 1 AND p.factura_id = f)
      FROM cartera.factura x WHERE x.prestador_id = 1 AND x.factura_id = f
$$;
-- Exceptions at random, of the open lines of an invoice.
CREATE FUNCTION pg_temp.excepciones(f bigint) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_agg(CASE WHEN z < 0.35 THEN jsonb_build_object('linea', linea, 'accion', 'pendiente')
                          WHEN z < 0.45 THEN jsonb_build_object('linea', linea, 'accion', 'debitado', 'comentario', 'azar')
                          ELSE jsonb_build_object('linea', linea, 'accion', 'pagado', 'monto', round(valor / 3, 2), 'comentario', 'azar') END)
      FROM (SELECT linea, valor, random() AS z FROM cartera.prestacion WHERE prestador_id = 1 AND factura_id = f AND estado = 'facturada') l
     WHERE z < 0.6
$$;
CREATE FUNCTION pg_temp.acto(n int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    z float8 := random() * 100;
    d date := date '2025-02-01' + n / 100;
    cual int := 1 + floor(random() * (SELECT count(*) FROM facturas))::int;
    f bigint := (SELECT id FROM facturas WHERE i = cual);
    antes text;
    v_ids bigint[];
BEGIN
    IF z < 14 THEN
        PERFORM conciliacion.registrar_pago(1, 1 + floor(random() * 2)::bigint, (1 + random() * 1200)::numeric(10,2), d, 'N' || n, CASE WHEN random() < 0.7 THEN '[]'::jsonb END);
        RETURN 'registrar';
    ELSIF z < 36 THEN
        PERFORM conciliacion.aplicar_pago(1, pg_temp.una('pago', format('disponible > 0 AND pagador_id = (SELECT pagador_id FROM cartera.factura WHERE prestador_id = 1 AND factura_id = %s)', f)),
            f, (0.01 + random() * 400)::numeric(10,2), fecha => d);
        RETURN 'aplicar';
    ELSIF z < 43 THEN
        SELECT ARRAY[a.pago_id, a.factura_id] INTO v_ids FROM cartera.pago_aplicacion a WHERE a.prestador_id = 1 ORDER BY random() LIMIT 1;
        PERFORM conciliacion.desaplicar_pago(1, v_ids[1], v_ids[2], 'azar', d);
        RETURN 'desaplicar';
    ELSIF z < 47 THEN
        PERFORM conciliacion.anular_pago(1, pg_temp.una('pago'), 'azar', random() < 0.6, d);
        RETURN 'anular pago';
    ELSIF z < 49 THEN
        PERFORM conciliacion.amortizar_anticipo(1, pg_temp.una('pago', 'disponible > 0'), fecha => d);
        RETURN 'amortizar';
    ELSIF z < 68 THEN
        PERFORM conciliacion.imputar(1, f, '[{"concepto":"a","porcentaje":"17%"},{"concepto":"b","porcentaje":"3.5%"},{"concepto":"c","porcentaje":"4.333%"}]',
            (ARRAY[NULL, 7, 8, 9]::bigint[])[1 + floor(random() * 4)::int], pg_temp.excepciones(f), fecha => d);
        RETURN 'imputar';
    ELSIF z < 78 THEN
        antes := pg_temp.es(f);
        SELECT array_agg(x) INTO v_ids FROM conciliacion.imputar(1, f, '[{"concepto":"a","porcentaje":"25%"}]', NULL, pg_temp.excepciones(f), fecha => d) x;
        PERFORM conciliacion.anular_liquidacion(1, x, 'azar', d) FROM unnest(v_ids) x ORDER BY random();
        IF antes IS DISTINCT FROM pg_temp.es(f) THEN
            INSERT INTO desvios VALUES (n, 'imputar y anular', antes || ' -> ' || pg_temp.es(f));
        END IF;
        RETURN 'imputar y anular';
    ELSIF z < 86 THEN
        PERFORM conciliacion.anular_liquidacion(1, pg_temp.una('liquidacion', CASE WHEN random() < 0.7 THEN 'estado = ''pendiente''' ELSE 'true' END), 'azar', d);
        RETURN 'anular liquidación';
    ELSIF z < 92 THEN
        SELECT array_agg(q.liquidacion_id) INTO v_ids FROM (SELECT liquidacion_id FROM cartera.liquidacion
            WHERE prestador_id = 1 AND (estado = 'pendiente' OR random() < 0.01) ORDER BY random() LIMIT 1 + floor(random() * 4)::int) q;
        PERFORM conciliacion.ordenar_pago(1, v_ids, d);
        RETURN 'ordenar';
    ELSIF z < 96 THEN
        PERFORM conciliacion.pagar_orden(1, pg_temp.una('orden_pago', 'estado <> ''anulada'''), d, 'T' || n);
        RETURN 'pagar orden';
    ELSE
        PERFORM conciliacion.anular_orden_pago(1, pg_temp.una('orden_pago'), 'azar', d);
        RETURN 'anular orden';
    END IF;
END $$;
-- One act, and what came of it.
CREATE FUNCTION pg_temp.paso(n int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    a text;
    r text;
BEGIN
    BEGIN
        a := pg_temp.acto(n);
        r := 'bien';
    EXCEPTION WHEN OTHERS THEN
        a := 'alguno';
        r := SQLSTATE;
        IF SQLSTATE <> ALL ('{KG001,KG004,KG006,KG007,22023,22004}') THEN
            INSERT INTO desvios VALUES (n, SQLSTATE, SQLERRM);
        END IF;
    END;
    INSERT INTO tanteo AS t VALUES (a, r, 1) ON CONFLICT (acto, resultado) DO UPDATE SET cuantos = t.cuantos + 1;
END $$;
