#!/bin/bash
# 41_vencimientos.sh - vencimientos() of one provider's day with many open glosas stored, against the same day with ten
# thousand. The day has the same forty glosas in both; the rest of the provider's, and of the others, is due later.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/grande.sh"
preparar_grande
llamada="SELECT count(*) FROM conciliacion.vencimientos('2025-03-31', 1, al => '2025-03-06')"
for b in chica grande; do
    n=$(valor $b "SELECT count(*) FROM conciliacion.vencimientos('2025-03-31', 1, al => '2025-03-06') WHERE glosa_id IS NOT NULL")
    [ "$n" = 40 ] || { echo "$b: $n glosas due instead of 40" >&2; exit 1; }
done
echo "$llamada;" >"$BANCO_TMP/dia.pgbench"
. "$BANCO/casos.sh"
for _ in $(seq "$BENCH_REPS"); do
    for par in grande:nuestro chica:suyo; do
        v=$(tps "${par%%:*}" -t "$(escala 2000 50)" -f "$BANCO_TMP/dia.pgbench")
        anotar vencimientos "${par##*:}" "$(awk -v v="$v" 'BEGIN { print 1000 / v }')"
    done
done
fila vencimientos "vencimientos, one day, $GRANDE open glosas" "with 10000" ms 1 '<=1.2'
