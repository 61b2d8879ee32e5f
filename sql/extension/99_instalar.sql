-- instalar(): makes schema cartera, or brings it to this version. Idempotent.
CREATE FUNCTION conciliacion.instalar() RETURNS text
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $instalar$
DECLARE
    v_esquema oid := (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = 'cartera');
    v_instalada text;
BEGIN
    IF v_esquema IS NULL THEN
        CREATE SCHEMA cartera;
        COMMENT ON SCHEMA cartera IS 'Datos de la conciliación: facturas, glosas, pagos, liquidaciones';
    ELSIF to_regclass('cartera.version') IS NULL THEN
        RAISE EXCEPTION 'schema cartera exists and was not made by instalar()'
            USING ERRCODE = 'KG010', HINT = 'Rename that schema, then run SELECT conciliacion.instalar();';
    END IF;
    IF to_regclass('cartera.version') IS NULL THEN
        PERFORM conciliacion._crear_catalogos();
        PERFORM conciliacion._crear_facturas();
        PERFORM conciliacion._crear_conciliacion();
        PERFORM conciliacion._comentar_tablas();
        PERFORM conciliacion._sembrar_normas();
        PERFORM conciliacion._crear_pagos();
        PERFORM conciliacion._crear_detalle();
        -- FRAGMENTOS: further steps go here
        INSERT INTO cartera.version (version) VALUES (conciliacion.version());
    ELSE
        SELECT v.version INTO v_instalada FROM cartera.version v;
        IF v_instalada OPERATOR(pg_catalog.<>) conciliacion.version() THEN
            RAISE EXCEPTION 'cartera % cannot be brought to %', v_instalada, conciliacion.version()
                USING ERRCODE = 'KG010', HINT = 'Update the extension first: ALTER EXTENSION conciliacion UPDATE.';
        END IF;
    END IF;
    RETURN conciliacion.version();
END
$instalar$;
COMMENT ON FUNCTION conciliacion.instalar() IS
    'Crea el esquema cartera con sus tablas y disparadores, o lo lleva a la versión de la biblioteca; se puede repetir';
REVOKE ALL ON FUNCTION conciliacion.instalar() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.instalar() TO @extowner@;
