-- Amounts and percentages of imputation: pure, exact, one rounding half away from zero.
CREATE FUNCTION conciliacion.monto_neto(total numeric, iva conciliacion.porcentaje, decimales integer DEFAULT 2)
    RETURNS numeric LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'conciliacion_monto_neto';
COMMENT ON FUNCTION conciliacion.monto_neto(numeric, conciliacion.porcentaje, integer) IS
    'Monto sin IVA: total / (1 + iva), redondeado una sola vez; el medio se aleja del cero';

CREATE FUNCTION conciliacion.porcentaje_gasto_administrativo(gasto_neto numeric, total_pagado numeric,
        iva conciliacion.porcentaje)
    RETURNS conciliacion.porcentaje LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'conciliacion_gasto_administrativo_iva';
COMMENT ON FUNCTION conciliacion.porcentaje_gasto_administrativo(numeric, numeric, conciliacion.porcentaje) IS
    'Gasto administrativo como porcentaje del neto pagado, que se toma sin redondear; seis decimales, el medio se aleja del cero';

CREATE FUNCTION conciliacion.porcentaje_gasto_administrativo(gasto_neto numeric, neto_pagado numeric)
    RETURNS conciliacion.porcentaje LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'conciliacion_gasto_administrativo';
COMMENT ON FUNCTION conciliacion.porcentaje_gasto_administrativo(numeric, numeric) IS
    'Gasto administrativo como porcentaje de un neto pagado que ya se conoce; seis decimales, el medio se aleja del cero';

CREATE FUNCTION conciliacion.porcentaje_retencion(VARIADIC porcentajes conciliacion.porcentaje[])
    RETURNS conciliacion.porcentaje LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'conciliacion_porcentaje_retencion';
COMMENT ON FUNCTION conciliacion.porcentaje_retencion(conciliacion.porcentaje[]) IS
    'Porcentaje total de retención: la suma de los porcentajes de sus conceptos';

CREATE FUNCTION conciliacion.monto_retencion(monto numeric, porcentaje conciliacion.porcentaje,
        decimales integer DEFAULT 2)
    RETURNS numeric LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'conciliacion_monto_retencion';
COMMENT ON FUNCTION conciliacion.monto_retencion(numeric, conciliacion.porcentaje, integer) IS
    'Monto que se retiene: el porcentaje del monto imputado, redondeado; el medio se aleja del cero';

CREATE FUNCTION conciliacion.repartir(monto numeric, pesos numeric[], decimales integer DEFAULT 2)
    RETURNS numeric[] LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'conciliacion_repartir';
COMMENT ON FUNCTION conciliacion.repartir(numeric, numeric[], integer) IS
    'Reparte un monto en proporción a los pesos por mayor resto: suma exacta; en los empates, primero el primero';

-- Conditions of CHECKs of cartera: over amounts, read as they are stored.
CREATE FUNCTION conciliacion._evento_cuadra(valor_aceptado numeric, valor_levantado numeric)
    RETURNS boolean LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'evento_cuadra';
COMMENT ON FUNCTION conciliacion._evento_cuadra(numeric, numeric) IS
    'Interna, de los CHECK: cada importe, si lo hay, es exacto al centavo y no es negativo';

CREATE FUNCTION conciliacion._prestacion_cuadra(linea integer, cantidad numeric, valor numeric, valor_convenido numeric)
    RETURNS boolean LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'prestacion_cuadra';
COMMENT ON FUNCTION conciliacion._prestacion_cuadra(integer, numeric, numeric, numeric) IS
    'Interna, de los CHECK: la línea y la cantidad son mayores que cero y la cantidad finita; los importes, exactos al centavo y no negativos';

CREATE FUNCTION conciliacion._glosa_cuadra(valor numeric, valor_aceptado numeric, valor_levantado numeric, valor_pendiente numeric)
    RETURNS boolean LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'glosa_cuadra';
COMMENT ON FUNCTION conciliacion._glosa_cuadra(numeric, numeric, numeric, numeric) IS
    'Interna, de los CHECK: el valor de la glosa, mayor que cero, es lo aceptado más lo levantado más lo pendiente, y nada es negativo';

CREATE FUNCTION conciliacion._factura_cuadra(valor_glosado numeric, valor_aceptado numeric, valor_levantado numeric,
        valor_pendiente numeric, valor numeric, pagado numeric, retenido numeric, descuentos numeric, notas_credito numeric,
        saldo numeric)
    RETURNS boolean LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'factura_cuadra';
COMMENT ON FUNCTION conciliacion._factura_cuadra(numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric) IS
    'Interna, de los CHECK: lo glosado, que no pasa del valor, es lo aceptado más lo levantado más lo pendiente, y nada es negativo';
