#!/bin/bash
# 40_verificar.sh - verificar() of every provider, glosas with four events each, against sorting the same events (the
# columns that a fold reads) by case and sequence.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/masivo.sh"
. "$BANCO/cuatro.sh"
preparar_cuatro
for _ in $(seq "$BENCH_REPS"); do
    anotar verificar nuestro "$(medir cuatro_base 'SELECT count(*) FROM conciliacion.verificar()')"
    anotar verificar suyo "$(medir cuatro_base 'SET enable_indexscan = off;
        SELECT count(evento), count(fecha), count(papel), count(valor), count(valor_aceptado), count(valor_levantado),
               count(causa_cierre), count(evidencia), count(estado), count(vence), count(quien_debe), count(extemporanea)
          FROM (SELECT * FROM cartera.glosa_evento ORDER BY prestador_id, glosa_id, secuencia OFFSET 0) e')"
done
fila verificar "verificar(), $(escala 1000000 600) glosas of 4 events" "sorting the same events" s 1000 '<=2.0'
