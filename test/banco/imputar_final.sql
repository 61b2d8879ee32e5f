-- What imputar() wrote.
CREATE TABLE banco.final_liquidacion AS SELECT * FROM cartera.liquidacion ORDER BY 1, 2;
CREATE TABLE banco.final_liquidacion_linea AS SELECT * FROM cartera.liquidacion_linea ORDER BY 1, 2, 3, 4;
CREATE TABLE banco.final_liquidacion_retencion AS SELECT * FROM cartera.liquidacion_retencion ORDER BY 1, 2, 3;
CREATE TABLE banco.final_liquidacion_evento AS SELECT * FROM cartera.liquidacion_evento ORDER BY 1, 2, 3;
CREATE TABLE banco.final_cuenta_movimiento AS SELECT * FROM cartera.cuenta_movimiento ORDER BY 1, 2;
CREATE TABLE banco.final_linea AS
SELECT prestador_id, factura_id, linea, valor_imputado, estado FROM cartera.prestacion ORDER BY 1, 2, 3;
CREATE TABLE banco.final_prestacion AS SELECT * FROM cartera.prestacion ORDER BY prestador_id, factura_id, linea;
CREATE TABLE banco.final_factura AS SELECT * FROM cartera.factura;
