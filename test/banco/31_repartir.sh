#!/bin/bash
# 31_repartir.sh - one amount over 1,000 lines by largest remainder, per call: the C function against PL/pgSQL and
# against SQL with window functions, on the same weights. All of them must give the same shares.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
quitar repartir
sql postgres -c 'CREATE DATABASE repartir'
sql repartir -f "$BANCO/repartir.sql"
[ "$(valor repartir "SELECT count(*) FROM banco.caso WHERE NOT (conciliacion.repartir(monto, pesos) = banco.repartir_plpgsql(monto, pesos)
    AND conciliacion.repartir(monto, pesos) = banco.repartir_sql(monto, pesos))")" = 0 ] || { echo 'shares differ' >&2; exit 1; }
n=$(escala 2000 20) m=$(escala 500 5)
for _ in $(seq "$BENCH_REPS"); do
    for f in conciliacion.repartir:$n:nuestro banco.repartir_plpgsql:$m:suyo banco.repartir_sql:$m:sql; do
        IFS=: read -r funcion veces quien <<<"$f"
        # a different weight each time: nothing is computed once
        ms=$(medir repartir "SELECT sum(cardinality($funcion(c.monto, c.pesos[2:] || (1000 + i)::numeric)))
            FROM generate_series(1, $veces) i JOIN banco.caso c ON c.id = 1 + i % 10")
        v=$(awk -v a="$ms" -v n="$veces" 'BEGIN { print a / n }')
        case $quien in
            nuestro) anotar repartir nuestro "$v"; anotar ventana nuestro "$v" ;;
            suyo) anotar repartir suyo "$v" ;;
            sql) anotar ventana suyo "$v" ;;
        esac
    done
done
fila repartir "repartir, 1,000 lines, per call" PL/pgSQL ms 1 '>=10'
fila ventana "repartir, 1,000 lines, per call" "SQL window functions" ms 1 '>=15'
quitar repartir
