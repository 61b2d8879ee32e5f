-- Statements of account: what a person reads of an invoice, with the sum that proves it.
CREATE FUNCTION conciliacion.estado_cuenta_factura(prestador_id bigint, factura_id bigint)
    RETURNS TABLE (concepto text, valor numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    f record;
BEGIN
    PERFORM conciliacion._exigir_version();
    -- from the documents, not from the totals that the triggers keep: the statement is also a proof of them
    SELECT x.saldo, x.notas_credito, l.valor, g.aceptado, p.pagado, p.retenido, p.descuentos INTO f
      FROM cartera.factura x
     CROSS JOIN LATERAL (SELECT coalesce(sum(t.valor), 0) AS valor FROM cartera.prestacion t
                          WHERE t.prestador_id = x.prestador_id AND t.factura_id = x.factura_id) l
     CROSS JOIN LATERAL (SELECT coalesce(sum(t.valor_aceptado), 0) AS aceptado FROM cartera.glosa t
                          WHERE t.prestador_id = x.prestador_id AND t.factura_id = x.factura_id
                            AND t.estado <> 'anulada') g
     CROSS JOIN LATERAL (SELECT x.pagado, x.retenido, x.descuentos) p
     WHERE x.prestador_id = estado_cuenta_factura.prestador_id AND x.factura_id = estado_cuenta_factura.factura_id;
    IF NOT FOUND THEN
        PERFORM conciliacion._no_existe('invoice', estado_cuenta_factura.prestador_id, estado_cuenta_factura.factura_id);
    END IF;
    RETURN QUERY VALUES
        ('valor facturado', f.valor), ('pagado', f.pagado), ('retenido', f.retenido), ('descuentos', f.descuentos),
        ('glosa aceptada', f.aceptado), ('notas crédito', f.notas_credito), ('saldo', f.saldo),
        ('diferencia', f.valor - f.pagado - f.retenido - f.descuentos - f.aceptado - f.notas_credito - f.saldo);
END
$$;
