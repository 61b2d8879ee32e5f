#!/bin/bash
# 12_masivo_azar.sh - as 10_masivo.sh, the rows of every side in random order: what it costs that no two rows of an
# invoice stand together. Informative.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/masivo.sh"
preparar_masivo
for t in final_glosa1 final_evento1 final_glosa2 final_evento2 final_glosa3 final_evento3 final_glosa4 final_evento4; do
    sql masivo_base -c "CREATE TABLE IF NOT EXISTS banco.${t}_azar AS SELECT * FROM banco.$t ORDER BY md5(glosa_id::text)" \
        -c "ANALYZE banco.${t}_azar"
done
for _ in $(seq "$BENCH_REPS"); do
    correr azar nuestro paso_reglas cartera PASO _azar
    correr azar suyo paso_piso PASO _azar
done
fila azar "$(escala 1000000 600) glosas + as many events, random order" floor s 1000 -
quitar masivo_rep
