#!/bin/bash
# cotejar.sh - the holidays of the extension against the npm package date-holidays (see cotejar.mjs).
# The extension must be installed in the server that PGHOST, PGPORT... name; without PGHOST, a cluster of its own is
# started. Nothing is left in the database, and node_modules goes to build/festivos.
set -eu
aqui=$(cd "$(dirname "$0")" && pwd)
raiz=$(cd "$aqui/../.." && pwd)

if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    echo "festivos: skipped, npm is not installed"
    exit 0
fi
if [ -z "${PGHOST:-}" ] && [ -x "$raiz/test/entorno/cluster.sh" ]; then
    exec "$raiz/test/entorno/cluster.sh" ejecutar -- "$aqui/cotejar.sh"
fi

trabajo=$raiz/build/festivos
mkdir -p "$trabajo"
if ! cmp -s "$aqui/package-lock.json" "$trabajo/package-lock.json" || [ ! -d "$trabajo/node_modules/date-holidays" ]; then
    rm -rf "$trabajo/node_modules" "$trabajo/package-lock.json"
    cp "$aqui/package.json" "$aqui/package-lock.json" "$trabajo/"
    (cd "$trabajo" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || {
        rm -f "$trabajo/package-lock.json"
        echo "festivos: npm ci failed"
        exit 1
    }
fi
cp "$aqui/cotejar.mjs" "$aqui/diferencias.json" "$trabajo/"

psql -X -q -v ON_ERROR_STOP=1 -d "${PGDATABASE:-postgres}" >"$trabajo/festivos.tsv" <<'FIN'
BEGIN;
SET LOCAL client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS conciliacion;
COPY (SELECT p.pais, f.fecha, f.nombre, f.clase
      FROM (VALUES ('CO', date '1984-01-01'), ('AR', '2000-01-01'), ('CL', '2000-01-01'), ('ES', '2000-01-01')) p (pais, desde),
           conciliacion.festivos(p.pais, p.desde, '2050-12-31') f) TO STDOUT;
ROLLBACK;
FIN
node "$trabajo/cotejar.mjs" <"$trabajo/festivos.tsv" >"$trabajo/cotejo.tap" || {
    grep '^not ok' "$trabajo/cotejo.tap" || true
    tail -n 1 "$trabajo/cotejo.tap"
    exit 1
}
tail -n 1 "$trabajo/cotejo.tap"
