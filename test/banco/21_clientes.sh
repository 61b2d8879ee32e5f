#!/bin/bash
# 21_clientes.sh - single-event calls of 8 clients against the bare statements that a client would send in one
# transaction to tables without any rule (it still reads and locks the case, writes the event and the three
# projections). Prepared statements for both. Milliseconds per event and client.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/casos.sh"
glosas=$(($(escala 160 4) * 1000))
preparar_casos "$glosas"
por_cliente=$(escala 20000 50)
cat >"$BANCO_TMP/llamada.pgbench" <<FIN
\set i :i + 1
\set g (:i * 8 + :client_id) * 7919 % $glosas + 1
SELECT conciliacion.responder_glosa(1, :g, 'RE9801', 2500, 'Se anexa soporte', '2025-03-20');
FIN
cat >"$BANCO_TMP/desnudo.pgbench" <<FIN
\set i :i + 1
\set g (:i * 8 + :client_id) * 7919 % $glosas + 1
\set f (:g - 1) / 20 + 1
\set l (:g - 1) % 20 + 1
BEGIN;
SELECT estado, valor, valor_pendiente, vence, secuencia, hash FROM piso.glosa WHERE prestador_id = 1 AND glosa_id = :g FOR UPDATE;
INSERT INTO piso.glosa_evento (prestador_id, glosa_id, secuencia, evento, fecha, papel, valor_aceptado, codigo_respuesta, comentario, estado, vence, quien_debe, extemporanea, registrado_en, usuario, hash) VALUES (1, :g, 3, 'responder', '2025-03-20', 'prestador', 2500, 'RE9801', 'Se anexa soporte', 'respondida', '2025-04-03', 'pagador', false, clock_timestamp(), 'postgres', '\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');
UPDATE piso.glosa SET estado = 'respondida', ultimo_evento = 'responder', secuencia = 3, valor_aceptado = valor_aceptado + 2500, valor_pendiente = valor_pendiente - 2500, ultima_fecha = '2025-03-20', vence = '2025-04-03', quien_debe = 'pagador', hash = '\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff' WHERE prestador_id = 1 AND glosa_id = :g;
UPDATE piso.prestacion SET valor_aceptado = valor_aceptado + 2500, valor_pendiente = valor_pendiente - 2500 WHERE prestador_id = 1 AND factura_id = :f AND linea = :l;
UPDATE piso.factura SET valor_aceptado = valor_aceptado + 2500, valor_pendiente = valor_pendiente - 2500 WHERE prestador_id = 1 AND factura_id = :f;
COMMIT;
FIN
medir_clientes() { # variant, script
    local v
    v=$(tps casos_rep -c 8 -j 2 -D i=-1 -t "$por_cliente" -f "$BANCO_TMP/$2.pgbench")
    anotar clientes "$1" "$(awk -v v="$v" 'BEGIN { print 8000 / v }')"
}
for n in $(seq "$BENCH_REPS"); do
    copia casos_base casos_rep
    # by turns: who goes first meets the machine still writing the copy
    if [ $((n % 2)) = 1 ]; then
        medir_clientes nuestro llamada
        medir_clientes suyo desnudo
    else
        medir_clientes suyo desnudo
        medir_clientes nuestro llamada
    fi
done
fila clientes "single-event calls, 8 clients" "bare statements of the client" ms 1 '>=1'
quitar casos_rep
