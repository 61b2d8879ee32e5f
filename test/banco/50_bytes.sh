#!/bin/bash
# 50_bytes.sh - bytes of a glosa with its four events, indexes included, against the columns that the parties gave in
# bare tables with only a primary key. Both rewritten (VACUUM FULL); the second row is as the bulk load left them.
. "$(dirname "$0")/comun.sh"
banco_iniciar "$0" "$@"
. "$BANCO/masivo.sh"
. "$BANCO/cuatro.sh"
preparar_cuatro
copia cuatro_base bytes
sql bytes -f "$BANCO/bytes.sql"
por_glosa() {
    valor bytes "SELECT round((pg_total_relation_size('$1.glosa') + pg_total_relation_size('$1.glosa_evento'))::numeric
        / (SELECT count(*) FROM cartera.glosa), 1)"
}
anotar bytesc nuestro "$(por_glosa cartera)"
sql bytes -c 'VACUUM FULL cartera.glosa' -c 'VACUUM FULL cartera.glosa_evento' -c 'VACUUM FULL crudo.glosa' -c 'VACUUM FULL crudo.glosa_evento'
anotar bytes nuestro "$(por_glosa cartera)"
anotar bytes suyo "$(por_glosa crudo)"
anotar bytesc suyo "$(por_glosa crudo)"
fila bytes "glosa with 4 events, with indexes" "raw columns, primary key" bytes 1 '<=2.0'
fila bytesc "  as the bulk load left it" "raw columns, primary key" bytes 1 -
quitar bytes
