-- Totals before a step.
DROP TABLE IF EXISTS banco.antes_linea, banco.antes_factura;
CREATE TABLE banco.antes_linea AS
SELECT prestador_id, factura_id, linea, valor_glosado, valor_aceptado, valor_pendiente FROM cartera.prestacion;
CREATE TABLE banco.antes_factura AS
SELECT prestador_id, factura_id, valor_glosado, valor_aceptado, valor_levantado, valor_pendiente, glosas_vivas, glosas_abiertas,
       estado, secuencia, ultimo_evento, ultima_fecha, vence, quien_debe, devoluciones, primera_notificacion, vence_pago, valor, lineas
  FROM cartera.factura;
