#!/bin/bash
# 11_masivo_copy.sh - as 10_masivo.sh, the rows coming by COPY on every side.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/masivo.sh"
preparar_masivo
exportar() { sql masivo_base -c "\\copy (SELECT $2 FROM banco.$1) TO '$BANCO_TMP/$3.copy'"; }
exportar glosa "$(columnas 1)" paso1
exportar final_glosa1 '*' final_glosa1
for p in $PASOS; do
    [ "$p" = 1 ] || exportar "paso$p" "$(columnas "$p")" "paso$p"
    exportar "final_evento$p" '*' "final_evento$p"
done
chmod 644 "$BANCO_TMP"/*.copy
for _ in $(seq "$BENCH_REPS"); do
    correr copy nuestro paso_reglas_copy cartera PASO
    correr copy suyo paso_piso_copy PASO
    correr copyg suyo paso_reglas_copy gemelo PASO
done
sed -n 's/^copy\([0-9.]*\) nuestro /copyg\1 nuestro /p' "$BANCO_TMP/muestras" >"$BANCO_TMP/m" && cat "$BANCO_TMP/m" >>"$BANCO_TMP/muestras"
n="$(escala 1000000 600) glosas + as many events"
fila copy "$n, COPY" floor s 1000 '<=2.0'
fila copyg "$n, COPY" twin s 1000 '>=3'
rm -f "$BANCO_TMP"/*.copy
quitar masivo_rep
