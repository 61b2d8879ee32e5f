-- Calendars and terms. They read cartera.calendario and its exceptions, or the rules of CO, AR, CL and ES alone while
-- instalar() has not been run.
CREATE FUNCTION conciliacion.festivos(calendario text DEFAULT 'CO', desde date DEFAULT NULL, hasta date DEFAULT NULL,
    conocido_al date DEFAULT NULL, OUT fecha date, OUT nombre text, OUT clase text, OUT norma text)
    RETURNS SETOF record
    LANGUAGE c STABLE CALLED ON NULL INPUT PARALLEL SAFE ROWS 20 AS 'MODULE_PATHNAME', 'festivos';
COMMENT ON FUNCTION conciliacion.festivos(text, date, date, date) IS
    'Festivos de un calendario entre dos fechas (sin ellas, todos los que conoce); una fecha puede tener dos nombres. La clase no_laborable (Argentina) se lista pero cuenta como día hábil: para lo contrario, agregar filas a cartera.calendario_excepcion';

CREATE FUNCTION conciliacion.es_habil(fecha date, calendario text DEFAULT 'CO', conocido_al date DEFAULT NULL)
    RETURNS boolean
    LANGUAGE c STABLE CALLED ON NULL INPUT PARALLEL SAFE AS 'MODULE_PATHNAME', 'es_habil';
COMMENT ON FUNCTION conciliacion.es_habil(date, text, date) IS 'Si la fecha es día hábil del calendario';

CREATE FUNCTION conciliacion.sumar_habiles(fecha date, n integer, calendario text DEFAULT 'CO',
    conocido_al date DEFAULT NULL) RETURNS date
    LANGUAGE c STABLE CALLED ON NULL INPUT PARALLEL SAFE AS 'MODULE_PATHNAME', 'sumar_habiles';
COMMENT ON FUNCTION conciliacion.sumar_habiles(date, integer, text, date) IS
    'El n-ésimo día hábil posterior (n > 0) o anterior (n < 0); el propio día nunca cuenta. Cero desde un día no hábil se rechaza';

CREATE FUNCTION conciliacion.dias_habiles(desde date, hasta date, calendario text DEFAULT 'CO',
    conocido_al date DEFAULT NULL) RETURNS integer
    LANGUAGE c STABLE CALLED ON NULL INPUT PARALLEL SAFE AS 'MODULE_PATHNAME', 'dias_habiles';
COMMENT ON FUNCTION conciliacion.dias_habiles(date, date, text, date) IS
    'Días hábiles después de desde y hasta hasta inclusive; negativo si están al revés';

CREATE FUNCTION conciliacion.vencimiento(desde date, plazo conciliacion.plazo, calendario text DEFAULT 'CO',
    conocido_al date DEFAULT NULL) RETURNS date
    LANGUAGE c STABLE CALLED ON NULL INPUT PARALLEL SAFE AS 'MODULE_PATHNAME', 'vencimiento';
COMMENT ON FUNCTION conciliacion.vencimiento(date, conciliacion.plazo, text, date) IS
    'Fecha en que vence un plazo. Días: hábiles o calendario, según el plazo; meses y años: calendario y, si el último día no es hábil, el hábil siguiente (Ley 4 de 1913, art. 62); horas: días de 24 horas, hábiles o corridos, hacia arriba';

CREATE FUNCTION conciliacion.explicar_vencimiento(desde date, plazo conciliacion.plazo, calendario text DEFAULT 'CO',
    conocido_al date DEFAULT NULL) RETURNS jsonb
    LANGUAGE c STABLE CALLED ON NULL INPUT PARALLEL SAFE AS 'MODULE_PATHNAME', 'explicar_vencimiento';
COMMENT ON FUNCTION conciliacion.explicar_vencimiento(date, conciliacion.plazo, text, date) IS
    'Cómo resulta un vencimiento: días contados, festivos omitidos con su nombre y norma, fines de semana, regla y fuente. En un plazo por días hábiles, dias_contados = habiles + fechas omitidas + fines_de_semana; en uno de calendario sólo se omite lo que corre el último día. provisional: faltan por decretar festivos de esos años';

CREATE FUNCTION conciliacion._catalogo_cambiado() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'catalogo_cambiado';
COMMENT ON FUNCTION conciliacion._catalogo_cambiado() IS
    'Interna: avisa a las sesiones que cambiaron los calendarios o las normas';
REVOKE ALL ON FUNCTION conciliacion._catalogo_cambiado() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._catalogo_cambiado() TO @extowner@;

CREATE FUNCTION conciliacion._excepcion_en_rango() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'excepcion_en_rango';
COMMENT ON FUNCTION conciliacion._excepcion_en_rango() IS
    'Interna: rechaza excepciones de fechas que ningún calendario conoce';
REVOKE ALL ON FUNCTION conciliacion._excepcion_en_rango() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._excepcion_en_rango() TO @extowner@;

-- Triggers of the catalogue tables. ENABLE ALWAYS: whoever loads rows as a replica must be noticed too.
CREATE FUNCTION conciliacion._vigilar_catalogos() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $vigilar$
DECLARE
    v_tabla name;
BEGIN
    FOREACH v_tabla IN ARRAY ARRAY['calendario', 'calendario_excepcion', 'norma', 'norma_plazo', 'norma_grupo',
                                   'convenio', 'codigo_adicional', 'version']::name[]
    LOOP
        EXECUTE pg_catalog.format('CREATE TRIGGER catalogo_cambiado AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE'
            ' ON cartera.%I FOR EACH STATEMENT EXECUTE FUNCTION conciliacion._catalogo_cambiado()', v_tabla);
        EXECUTE pg_catalog.format('ALTER TABLE cartera.%I ENABLE ALWAYS TRIGGER catalogo_cambiado', v_tabla);
        EXECUTE pg_catalog.format('COMMENT ON TRIGGER catalogo_cambiado ON cartera.%I IS %L', v_tabla,
            'Avisa a las sesiones de que cambió el catálogo');
    END LOOP;
    CREATE TRIGGER excepcion_en_rango BEFORE INSERT OR UPDATE OF fecha ON cartera.calendario_excepcion
        FOR EACH ROW EXECUTE FUNCTION conciliacion._excepcion_en_rango();
    COMMENT ON TRIGGER excepcion_en_rango ON cartera.calendario_excepcion IS
        'Rechaza fechas que ningún calendario conoce';
    COMMENT ON COLUMN cartera.calendario.base IS
        'País cuyas reglas se calculan; también valen las excepciones del calendario de ese nombre, y una fila propia para la misma fecha prevalece. Nulo: sólo cuentan las excepciones propias';
END
$vigilar$;
COMMENT ON FUNCTION conciliacion._vigilar_catalogos() IS
    'Interna: disparadores de las tablas de catálogo; la llama instalar()';
REVOKE ALL ON FUNCTION conciliacion._vigilar_catalogos() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._vigilar_catalogos() TO @extowner@;
