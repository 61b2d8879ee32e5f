#!/bin/bash
# prueba_gemelo.sh - the twin obeys the same rules: random acts, good and bad, are tried one by one on both; the same
# ones are refused, with the same SQLSTATE, and what is left is the same. Argument: acts to try (default 4000);
# BENCH_SEED chooses others.
set -eu
if [ -z "${CLUSTER_DIR:-}" ]; then
    exec "$(dirname "$0")/../entorno/cluster.sh" ejecutar -- "$0" "$@"
fi
BANCO=$(cd "$(dirname "$0")" && pwd)
createdb gemelos
PGDATABASE=gemelos PGOPTIONS='-c client_min_messages=warning' psql -X -q -v ON_ERROR_STOP=1 \
    -v facturas=40 -v lineas=3 -v prestadores=2 -v actos="${1:-4000}" -v semilla="${BENCH_SEED:-0.4747}" \
    -f "$BANCO/facturas.sql" -f "$BANCO/gemelo.sql" -f "$BANCO/prueba_gemelo.sql"
