#!/bin/bash
# 42_llamada.sh - a single-event call with many glosas stored, against the same with ten thousand: the calls go to
# glosas spread over all that are stored. One client.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/grande.sh"
. "$BANCO/casos.sh"
preparar_grande
for b in chica grande; do
    # what a server that is up has already read
    sql $b -o /dev/null -c 'SELECT count(*), sum(hashtext(comentario)) FROM cartera.glosa' -c 'SELECT count(papel) FROM cartera.glosa_evento'
done
veces=$((6000 / (BENCH_REPS + 1)))
llamadas() { # database, glosas, calls already made
    local paso=$(($2 / 10000))
    cat >"$BANCO_TMP/llamada.pgbench" <<FIN
\\set i :i + 1
\\set g ((:i * 7919) % 10000) * $paso + 1
\\set p 1 + ((:g - 1) / 20 + 1) % 10
SELECT conciliacion.responder_glosa(:p, :g, 'RE9801', 2500, 'Se anexa soporte', '2025-02-20');
FIN
    tps "$1" -D i="$3" -t "$veces" -f "$BANCO_TMP/llamada.pgbench"
}
for r in $(seq 0 "$BENCH_REPS"); do
    for par in "grande $GRANDE nuestro" "chica 10000 suyo"; do
        read -r b n quien <<<"$par"
        v=$(llamadas $b "$n" $((r * veces)))
        # the first round only warms
        [ "$r" = 0 ] || anotar llamada "$quien" "$(awk -v v="$v" 'BEGIN { print 1000 / v }')"
    done
done
fila llamada "single-event call, $GRANDE glosas stored" "with 10000" ms 1 '<=1.2'
