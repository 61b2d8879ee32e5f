#!/bin/bash
# 42_llamada.sh - a single-event call with many glosas stored, against the same with ten thousand. The calls go to the
# last ten thousand glosas, which is where work is. The second row spreads them over all that are stored: what does not fit in
# shared_buffers is then read for each call, whatever the call does. One client.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/grande.sh"
. "$BANCO/casos.sh"
preparar_grande
for b in chica grande; do
    # what a server that is up has already read
    sql $b -o /dev/null -c 'SELECT count(*), sum(hashtext(comentario)) FROM cartera.glosa' -c 'SELECT count(papel) FROM cartera.glosa_evento'
done
llamadas() { # database, first glosa, by how many they are apart, calls already made
    cat >"$BANCO_TMP/llamada.pgbench" <<FIN
\\set i :i + 1
\\set g $2 + ((:i * 7919) % 10000) * $3
\\set p 1 + ((:g - 1) / 20 + 1) % 10
SELECT conciliacion.responder_glosa(:p, :g, 'RE9801', 2500, 'Se anexa soporte', '2025-02-20');
FIN
    tps "$1" -D i="$4" -t "$veces" -f "$BANCO_TMP/llamada.pgbench"
}
veces=$((4500 / (BENCH_REPS + 1)))
comparar() { # row, what, goal, calls already made, first glosa of the great one, by how many they are apart
    local r v
    for r in $(seq 0 "$BENCH_REPS"); do
        for quien in nuestro suyo; do
            if [ $quien = nuestro ]; then
                v=$(llamadas grande "$5" "$6" $(($4 + r * veces)))
            else
                v=$(llamadas chica 1 1 $(($4 + r * veces)))
            fi
            # the first round only warms
            [ "$r" = 0 ] || anotar "$1" $quien "$(awk -v v="$v" 'BEGIN { print 1000 / v }')"
        done
    done
    fila "$1" "$2" "with 10000" ms 1 "$3"
}
comparar llamada "single-event call, $GRANDE glosas stored" '<=1.2' 0 $((GRANDE - 9999)) 1
comparar repartida "  spread over all of them" - 4500 1 $(((GRANDE - 10000) / 10000))
