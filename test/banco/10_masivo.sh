#!/bin/bash
# 10_masivo.sh - glosas formulated and then notified, answered and decided in bulk, INSERT ... SELECT in the order of
# the invoices: through the triggers, against the floor (the same rows with no rule) and the twin in PL/pgSQL.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/masivo.sh"
preparar_masivo
for _ in $(seq "$BENCH_REPS"); do
    correr piso nuestro paso_reglas cartera PASO
    correr piso suyo paso_piso PASO
    correr gemelo suyo paso_reglas gemelo PASO
done
sed -n 's/^piso\([0-9.]*\) nuestro /gemelo\1 nuestro /p' "$BANCO_TMP/muestras" >"$BANCO_TMP/m" && cat "$BANCO_TMP/m" >>"$BANCO_TMP/muestras"
n="$(escala 1000000 600) glosas + as many events"
fila piso "$n, INSERT SELECT" floor s 1000 '<=2.0'
fila piso.1 "  of which formular" floor s 1000 -
fila piso.2 "  of which notificar (1/3)" floor s 1000 -
fila piso.3 "  of which responder (1/3)" floor s 1000 -
fila piso.4 "  of which decidir (1/3)" floor s 1000 -
fila gemelo "$n, INSERT SELECT" twin s 1000 '>=3'
quitar masivo_rep
