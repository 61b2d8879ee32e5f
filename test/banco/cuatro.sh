# cuatro.sh - cuatro_base: glosas formulated, notified, answered and decided; all of them. To be sourced after masivo.sh.
preparar_cuatro() {
    [ "$(valor postgres "SELECT count(*) FROM pg_database WHERE datname = 'cuatro_base'")" = 0 ] || return 0
    quitar cuatro_prep
    sql postgres -c 'CREATE DATABASE cuatro_prep'
    sql cuatro_prep -v facturas="$(escala 50000 30)" -v lineas=20 -v prestadores=20 -f "$BANCO/facturas.sql"
    sed 's/ WHERE g.factura_id % 3 = 0//; /_azar/d' "$BANCO/masivo.sql" >"$BANCO_TMP/cuatro.sql"
    sql cuatro_prep -f "$BANCO_TMP/cuatro.sql" -f "$BANCO/limpiar.sql"
    for p in $PASOS; do
        sql cuatro_prep -c "$(paso_reglas cartera "$p")" -c 'ANALYZE cartera.glosa, cartera.glosa_evento'
    done
    [ -z "$(valor cuatro_prep 'SELECT * FROM conciliacion.verificar() LIMIT 1')" ] || { echo "verificar() is not empty" >&2; return 1; }
    sql cuatro_prep -f "$BANCO/limpiar.sql"
    sql postgres -c 'ALTER DATABASE cuatro_prep RENAME TO cuatro_base'
}
