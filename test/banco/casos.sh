# casos.sh - notified glosas of one provider, numbered so that a client can compute whose they are: glosa g is on line
# (g - 1) % 20 + 1 of invoice (g - 1) / 20 + 1. To be sourced after comun.sh. casos_base has them in cartera, in piso
# (no rules) and, for the batches, as JSON.

preparar_casos() { # glosas
    local facturas=$(($1 / 20))
    [ "$(valor postgres "SELECT count(*) FROM pg_database WHERE datname = 'casos_base'")" = 0 ] || return 0
    quitar casos_prep
    sql postgres -c 'CREATE DATABASE casos_prep'
    sql casos_prep -v facturas="$facturas" -v lineas=20 -v prestadores=1 -f "$BANCO/facturas.sql"
    sql casos_prep -f "$BANCO/casos.sql"
    sql casos_prep -f "$BANCO/piso.sql" -f "$BANCO/casos_piso.sql" -f "$BANCO/limpiar.sql"
    sql postgres -c 'ALTER DATABASE casos_prep RENAME TO casos_base'
}

# Transactions per second of a pgbench script.
tps() { # database, pgbench arguments...
    local base=$1
    shift
    sql "$base" -c CHECKPOINT
    pgbench -n -M prepared "$@" "$base" >"$BANCO_TMP/pgbench.salida" 2>"$BANCO_TMP/pgbench.error" &&
        ! grep -q 'aborted' "$BANCO_TMP/pgbench.error" || { cat "$BANCO_TMP/pgbench.error" >&2; return 1; }
    sed -n 's/^tps = \([0-9.]*\).*/\1/p' "$BANCO_TMP/pgbench.salida"
}
