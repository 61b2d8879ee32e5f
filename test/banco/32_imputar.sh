#!/bin/bash
# 32_imputar.sh - imputar() of one paid invoice of 10,000 lines and 200 professionals, against writing bare, from tables
# that have them ready, the rows that it writes: every version (the goal: what it inserts, and the new versions of the
# lines and of the invoice inserted too), what it inserts alone, and what it inserts with the lines and the invoice updated.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
n=$(awk -v e="$BENCH_SCALE" 'BEGIN { n = 100000 * e; printf "%d", (n > 10000 ? 10000 : n < 400 ? 400 : n) }')
quitar imputar_prep imputar_base
sql postgres -c 'CREATE DATABASE imputar_base'
sql imputar_base -v lineas="$n" -f "$BANCO/imputar.sql"
llamada="SELECT count(*) FROM conciliacion.imputar(1, 1, '[{\"concepto\":\"Gestión\",\"porcentaje\":\"17%\"},{\"concepto\":\"Seguro\",\"porcentaje\":\"3.5%\"}]', fecha => '2025-04-10')"
copia imputar_base imputar_prep
sql imputar_prep -o /dev/null -c "$llamada" -f "$BANCO/imputar_final.sql"
pg_dump -d imputar_prep -t 'banco.final_*' | sql imputar_base -o /dev/null
sql imputar_base -f "$BANCO/imputar_piso.sql"
insertar="INSERT INTO piso.liquidacion SELECT * FROM banco.final_liquidacion;
    INSERT INTO piso.liquidacion_linea SELECT * FROM banco.final_liquidacion_linea;
    INSERT INTO piso.liquidacion_retencion SELECT * FROM banco.final_liquidacion_retencion;
    INSERT INTO piso.liquidacion_evento SELECT * FROM banco.final_liquidacion_evento;
    INSERT INTO piso.cuenta_movimiento SELECT * FROM banco.final_cuenta_movimiento;"
medir_nueva() { # row, statements: on a copy nobody has used
    copia imputar_base imputar_rep
    anotar "$1" suyo "$(medir imputar_rep "BEGIN; $insertar $2 COMMIT")"
}
for _ in $(seq $((BENCH_REPS * 2 - 1))); do
    copia imputar_base imputar_rep
    ms=$(medir imputar_rep "$llamada")
    for r in versiones inserciones actualizaciones; do anotar $r nuestro "$ms"; done
    medir_nueva versiones 'INSERT INTO piso.version_prestacion SELECT * FROM banco.final_prestacion;
        INSERT INTO piso.version_factura SELECT * FROM banco.final_factura;'
    medir_nueva inserciones ''
    medir_nueva actualizaciones 'UPDATE piso.prestacion p SET valor_imputado = u.valor_imputado, estado = u.estado
          FROM banco.final_linea u
         WHERE p.prestador_id = u.prestador_id AND p.factura_id = u.factura_id AND p.linea = u.linea;
        UPDATE piso.factura SET estado_imputacion = $$imputada$$ WHERE prestador_id = 1 AND factura_id = 1;'
done
que="imputar, $n lines, $((n / 50)) professionals"
fila versiones "$que" "inserting bare every row version it writes" ms 1 '<=2.0'
fila inserciones "$que" "only the rows it inserts" ms 1 -
fila actualizaciones "$que" "the rows it inserts, lines and invoice updated" ms 1 -
quitar imputar_rep imputar_prep imputar_base
