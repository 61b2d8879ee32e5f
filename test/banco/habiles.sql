-- Dates to compute from, the holidays, and the loop. Variables n (dates) and m (few dates, for the loop).
CREATE EXTENSION conciliacion;
SELECT conciliacion.instalar() \g /dev/null
CREATE SCHEMA banco;
CREATE TABLE banco.fecha AS SELECT date '2023-01-02' + i % 1000 AS d FROM generate_series(1, :n) i;
CREATE TABLE banco.fecha_poca AS SELECT date '2023-01-02' + i % 1000 AS d FROM generate_series(1, :m) i;
CREATE TABLE banco.festivo AS SELECT DISTINCT fecha AS d FROM conciliacion.festivos('CO', '2020-01-01', '2030-12-31');
ALTER TABLE banco.festivo ADD PRIMARY KEY (d);
CREATE TABLE banco.dia AS
SELECT d::date AS fecha, h.habil, count(*) FILTER (WHERE h.habil) OVER (ORDER BY d) AS acumulado
  FROM generate_series(date '2020-01-01', date '2030-12-31', '1 day') d,
       LATERAL (SELECT extract(isodow FROM d) < 6 AND NOT EXISTS (SELECT FROM banco.festivo f WHERE f.d = d::date) AS habil) h;
ALTER TABLE banco.dia ADD PRIMARY KEY (fecha);
CREATE UNIQUE INDEX ON banco.dia (acumulado) WHERE habil;
CREATE FUNCTION banco.sumar_bucle(desde date, n int) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_fecha date := desde;
    v_quedan int := n;
BEGIN
    WHILE v_quedan > 0 LOOP
        v_fecha := v_fecha + 1;
        IF extract(isodow FROM v_fecha) < 6 AND NOT EXISTS (SELECT FROM banco.festivo f WHERE f.d = v_fecha) THEN
            v_quedan := v_quedan - 1;
        END IF;
    END LOOP;
    RETURN v_fecha;
END
$$;
VACUUM ANALYZE;
SELECT count(d), sum(hashtext(d::text)) FROM banco.fecha \g /dev/null
