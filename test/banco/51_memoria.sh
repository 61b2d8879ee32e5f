#!/bin/bash
# 51_memoria.sh - private memory (RssAnon) of one backend after many events, in statements of a hundred, against the
# same backend after the first hundredth of them.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/masivo.sh"
preparar_masivo
copia masivo_base memoria
sql memoria -c "$(paso_reglas cartera 1)" -c ANALYZE
for p in 2 3 4; do
    sql memoria -c "CREATE TABLE banco.orden$p AS SELECT (row_number() OVER (ORDER BY prestador_id, glosa_id) - 1) / 100 AS n, * FROM banco.paso$p" \
        -c "CREATE INDEX ON banco.orden$p (n)" -c "ANALYZE banco.orden$p"
done
total=$(valor memoria 'SELECT 3 * (max(n) + 1) FROM banco.orden2')
orden() { # statements from, to: of the three steps one after another
    for p in 2 3 4; do
        echo "SELECT format('INSERT INTO cartera.glosa_evento ($(columnas $p)) SELECT $(columnas $p) FROM banco.orden$p WHERE n = %s', i)
            FROM generate_series($1, $2) i \\gexec"
    done
}
medida() { echo "\\! echo $1 \$(awk '\$1 == \"RssAnon:\" { print \$2 }' /proc/\$PID/status)"; }
fin=$((total / 3 - 1))
cien=$((fin / 100))
{
    echo 'SELECT pg_backend_pid() AS pid \gset'
    echo '\setenv PID :pid'
    orden 0 "$cien"
    medida antes
    orden $((cien + 1)) "$fin"
    medida despues
} | sql memoria -o /dev/null >"$BANCO_TMP/memoria.salida"
anotar memoria nuestro "$(awk '$1 == "despues" { print $2 }' "$BANCO_TMP/memoria.salida")"
anotar memoria suyo "$(awk '$1 == "antes" { print $2 }' "$BANCO_TMP/memoria.salida")"
fila memoria "memory of a backend after $(valor memoria 'SELECT sum(secuencia - 1) FROM cartera.glosa') events" "after the first hundredth" kB 1 '<=1.1'
quitar memoria
