-- Statements: what a person reads of an invoice, with the sum that proves it.
CREATE FUNCTION conciliacion.estado_cuenta_factura(prestador_id bigint, factura_id bigint)
    RETURNS TABLE (concepto text, valor numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 8 SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    v record;
BEGIN
    PERFORM conciliacion._exigir_version();
    -- from lines, payments and glosas, not from the totals of the invoice, whose balance is then compared
    SELECT f.saldo, f.notas_credito,
           (SELECT coalesce(sum(l.valor), 0.00) FROM cartera.prestacion l
             WHERE l.prestador_id = f.prestador_id AND l.factura_id = f.factura_id) AS facturado,
           (SELECT coalesce(sum(g.valor_aceptado), 0.00) FROM cartera.glosa g
             WHERE g.prestador_id = f.prestador_id AND g.factura_id = f.factura_id) AS aceptado,
           a.pagado, a.retenido, a.descuentos
      INTO v
      FROM cartera.factura f
     CROSS JOIN LATERAL (
            SELECT coalesce(sum(t.valor), 0.00) AS pagado, coalesce(sum(t.retenido), 0.00) AS retenido,
                   coalesce(sum(t.descuento), 0.00) AS descuentos
              FROM cartera.pago_aplicacion t
             WHERE t.prestador_id = f.prestador_id AND t.factura_id = f.factura_id) a
     WHERE f.prestador_id = estado_cuenta_factura.prestador_id AND f.factura_id = estado_cuenta_factura.factura_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('invoice', estado_cuenta_factura.prestador_id, estado_cuenta_factura.factura_id);
    END IF;
    RETURN QUERY VALUES
        ('valor', v.facturado), ('pagado', v.pagado), ('retenido', v.retenido), ('descuentos', v.descuentos),
        ('glosa aceptada', v.aceptado), ('notas crédito', v.notas_credito), ('saldo', v.saldo),
        ('diferencia', v.facturado - v.pagado - v.retenido - v.descuentos - v.aceptado - v.notas_credito - v.saldo);
END
$$;
COMMENT ON FUNCTION conciliacion.estado_cuenta_factura(bigint, bigint) IS
    'Estado de cuenta de una factura, calculado de sus líneas, pagos y glosas: valor = pagado + retenido + descuentos + glosa aceptada + notas crédito + saldo; diferencia es lo que falta para que cuadre y debe ser cero';
REVOKE ALL ON FUNCTION conciliacion.estado_cuenta_factura(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion.estado_cuenta_factura(bigint, bigint) TO @extowner@;
