#!/bin/bash
# referencia.sh - print doc/referencia.md as the catalog of this build would have it.
set -eu
aqui=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" = dentro ]; then
    SIN_PGTAP=1 "$aqui/plantilla.sh" referencia
    exec psql -X -q -v ON_ERROR_STOP=1 -d referencia -f "$aqui/../../doc/referencia.sql"
fi
exec "$aqui/cluster.sh" ejecutar -- "$aqui/referencia.sh" dentro
