-- Exact-set search: which invoices a payment without detail pays.
CREATE FUNCTION conciliacion.conciliar_subconjunto(objetivo numeric, importes numeric[], max_soluciones integer DEFAULT 10,
        OUT solucion integer, OUT posiciones integer[], OUT importes_hallados numeric[], OUT cuantos integer,
        OUT hay_mas boolean)
    RETURNS SETOF record LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 10 AS 'MODULE_PATHNAME', 'conciliar_subconjunto';
COMMENT ON FUNCTION conciliacion.conciliar_subconjunto(numeric, numeric[], integer) IS
    'Combinaciones exactas de importes que suman el objetivo, todas las de menos elementos y en orden de sus posiciones, hasta max_soluciones (hay_mas dice si hay otras). Sin filas: ninguna suma exacta. Importes iguales son facturas distintas. Hasta 40 importes contesta siempre; con más, lo que pueda contestar exactamente: si no, se niega (54000), nunca aproxima';
