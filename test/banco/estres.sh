#!/bin/bash
# estres.sh - mixed acts under load: clients formulate, notify, answer (one by one and in batches), decide, cure, annul,
# suspend, pay and impute on the same forty invoices (which move on), several invoices a transaction in the order that src/contexto.h
# documents; a part of the transactions ends in ROLLBACK, and what the rules refuse is undone to its savepoint. Passes
# when no client saw an error (a deadlock is one), the server logged none, every kind of act happened and verificar()
# is empty. Arguments: seconds (60), clients (16).
set -eu
if [ -z "${CLUSTER_DIR:-}" ]; then
    CLUSTER_OPCIONES="shared_buffers = 256MB
deadlock_timeout = 200ms
log_lock_waits = off" exec "$(dirname "$0")/../entorno/cluster.sh" ejecutar -- "$0" "$@"
fi
segundos=${1:-60} clientes=${2:-16}
BANCO=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export PGDATABASE=estres PGOPTIONS='-c client_min_messages=warning'
createdb estres
psql -X -q -v ON_ERROR_STOP=1 -v facturas=1500 -v lineas=5 -v prestadores=3 -f "$BANCO/facturas.sql" -f "$BANCO/estres.sql"
cat >"$tmp/varios.pgbench" <<'FIN'
BEGIN;
SELECT banco.actos(3);
SELECT pg_sleep(0.001 * random());
COMMIT;
FIN
cat >"$tmp/deshacer.pgbench" <<'FIN'
BEGIN;
SELECT banco.actos(3);
ROLLBACK;
FIN
echo 'SELECT banco.actos(1);' >"$tmp/uno.pgbench"
echo 'SELECT banco.pagar_antiguas();' >"$tmp/pago.pgbench"
rc=0
pgbench -n -c "$clientes" -j 2 -T "$segundos" --failures-detailed -f "$tmp/varios.pgbench@5" -f "$tmp/deshacer.pgbench@2" \
    -f "$tmp/uno.pgbench@3" -f "$tmp/pago.pgbench@1" >"$tmp/salida" 2>"$tmp/error" || rc=1
sed -n '/^number of clients/p; /^number of transactions/p; /^number of \(failed\|serial\|deadlock\)/p; /^tps/p' "$tmp/salida" | head -n 6
if [ $rc -ne 0 ] || grep -qi 'aborted\|error' "$tmp/error"; then
    grep -v '^pgbench: pghost' "$tmp/error" | sort | uniq -c | sort -rn | head -n 10
    echo "estres: a client saw an error"
    rc=1
fi
grep -n 'deadlock detected' "$CLUSTER_DIR/registro" && { echo "estres: the server broke a deadlock"; rc=1; }
psql -X -At -F ': ' -c "SELECT 'events', string_agg(format('%s %s', evento, n), ', ' ORDER BY n DESC)
    FROM (SELECT evento, count(*) AS n FROM cartera.glosa_evento GROUP BY 1) e" \
    -c "SELECT 'payments', count(*) FROM cartera.pago" -c "SELECT 'liquidaciones', count(*) FROM cartera.liquidacion"
faltan=$(psql -X -At -c "SELECT string_agg(e::text, ' ') FROM unnest(enum_range(NULL::conciliacion.evento_glosa)) e
    WHERE e::text IN ('formular', 'notificar', 'responder', 'decidir', 'subsanar', 'anular')
      AND NOT EXISTS (SELECT FROM cartera.glosa_evento g WHERE g.evento = e)" \
    -c "SELECT 'pago' WHERE NOT EXISTS (SELECT FROM cartera.pago)" -c "SELECT 'imputar' WHERE NOT EXISTS (SELECT FROM cartera.liquidacion)")
[ -z "$faltan" ] || { echo "estres: acts that never happened: $faltan"; rc=1; }
mal=$(psql -X -At -c 'SELECT * FROM conciliacion.verificar() LIMIT 5')
[ -z "$mal" ] || { echo "$mal"; echo "estres: verificar() is not empty"; rc=1; }
[ $rc -ne 0 ] || echo "estres: $clientes clients, $segundos s: no error, no deadlock, verificar() empty"
exit $rc
