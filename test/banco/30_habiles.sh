#!/bin/bash
# 30_habiles.sh - sumar_habiles 30 days ahead, against a PL/pgSQL loop over a table of holidays and against
# busday_offset of numpy (vectorised, weekends and the same holidays), per call. Ours is measured in a query over many
# dates, less the same query without the call. All of them must give the same dates.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
quitar habiles
sql postgres -c 'CREATE DATABASE habiles'
n=$(escala 10000000 100000) m=$(escala 20000 200)
sql habiles -v n="$n" -v m="$m" -f "$BANCO/habiles.sql"
[ "$(valor habiles 'SELECT count(*) FROM banco.fecha_poca WHERE conciliacion.sumar_habiles(d, 30) <> banco.sumar_bucle(d, 30)')" = 0 ] ||
    { echo 'the loop gives other dates' >&2; exit 1; }
con_numpy=no
for python in python3 /usr/bin/python3; do
    if "$python" -c 'import numpy' 2>/dev/null; then con_numpy=si && break; fi
done
if [ $con_numpy = si ]; then
    valor habiles "SELECT string_agg(d::text, ',') FROM banco.festivo" >"$BANCO_TMP/festivos"
    valor habiles "SELECT d || ' ' || conciliacion.sumar_habiles(d, 30) FROM banco.fecha_poca" >"$BANCO_TMP/fechas"
fi
por_llamada() { awk -v a="$1" -v b="$2" -v n="$3" 'BEGIN { v = (a - b) * 1e6 / n; print (v > 1 ? v : 1) }'; }
for _ in $(seq "$BENCH_REPS"); do
    vacio=$(medir habiles 'SELECT max(d) FROM banco.fecha')
    ms=$(medir habiles 'SELECT max(conciliacion.sumar_habiles(d, 30)) FROM banco.fecha')
    ns=$(por_llamada "$ms" "$vacio" "$n")
    anotar habiles nuestro "$ns"
    anotar numpy nuestro "$ns"
    anotar tabla nuestro "$ns"
    ms=$(medir habiles 'SELECT max(banco.sumar_bucle(d, 30)) FROM banco.fecha_poca')
    anotar habiles suyo "$(por_llamada "$ms" 0 "$m")"
    ms=$(medir habiles 'SELECT max(b.fecha) FROM banco.fecha_poca f JOIN banco.dia a ON a.fecha = f.d CROSS JOIN LATERAL
        (SELECT b.fecha FROM banco.dia b WHERE b.habil AND b.acumulado = a.acumulado + 30) b')
    anotar tabla suyo "$(por_llamada "$ms" 0 "$m")"
    if [ $con_numpy = si ]; then
        anotar numpy suyo "$("$python" "$BANCO/habiles.py" "$n" "$BANCO_TMP/festivos" "$BANCO_TMP/fechas")"
    fi
done
fila habiles "sumar_habiles, n = 30, per call" "PL/pgSQL loop over holidays" ns 1 '>=1000'
if [ $con_numpy = si ]; then
    fila numpy "sumar_habiles, n = 30, per call" "numpy busday_offset" ns 1 '>=1'
else
    omitida "sumar_habiles, n = 30, per call" "numpy busday_offset" "python3-numpy is not installed"
fi
fila tabla "sumar_habiles, n = 30, per call" "SQL join, cumulative table" ns 1 -
quitar habiles
