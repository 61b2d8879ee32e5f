#!/bin/bash
# 20_lote.sh - responder_lote with 50 events a call against 50 calls of responder_glosa, one client, each call its own
# transaction. Milliseconds per event.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/casos.sh"
n=$(($(escala 160 4) * 1000))
preparar_casos "$n"
lotes=$(escala 1000 5)
cat >"$BANCO_TMP/lote.pgbench" <<'FIN'
\set n :n + 1
SELECT count(*) FROM conciliacion.responder_lote(1, (SELECT eventos FROM banco.lote WHERE n = :n));
FIN
cat >"$BANCO_TMP/simple.pgbench" <<'FIN'
\set g :g + 1
SELECT conciliacion.responder_glosa(1, :g, 'RE9801', 2500, 'Se anexa soporte', '2025-03-20');
FIN
for _ in $(seq "$BENCH_REPS"); do
    copia casos_base casos_rep
    v=$(tps casos_rep -D n=-1 -t "$lotes" -f "$BANCO_TMP/lote.pgbench")
    anotar lote nuestro "$(awk -v v="$v" 'BEGIN { print 1000 / v / 50 }')"
    copia casos_base casos_rep
    v=$(tps casos_rep -D g=0 -t $((lotes * 50)) -f "$BANCO_TMP/simple.pgbench")
    anotar lote suyo "$(awk -v v="$v" 'BEGIN { print 1000 / v }')"
done
fila lote "responder_lote, 50 events a call" "50 single calls" ms/event 1 '>=5'
quitar casos_rep
