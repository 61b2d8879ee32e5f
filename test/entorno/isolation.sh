#!/bin/bash
# isolation.sh SPEC... - isolation specs (test/isolation/specs/SPEC.spec against test/isolation/expected/SPEC.out).
# All of them share one database with the extension installed and instalar() done; a spec cleans what it leaves.
# Results go to build/isolation. Expects a cluster.
set -u
aqui=$(cd "$(dirname "$0")" && pwd)
herramientas=$(dirname "$("$PG_CONFIG" --pgxs)")/../test
salida=build/isolation
rm -rf "$salida" && mkdir -p "$salida"
SIN_PGTAP=1 "$aqui/plantilla.sh" isolation_regression || exit 1
"$herramientas/isolation/pg_isolation_regress" --bindir="$("$PG_CONFIG" --bindir)" --inputdir=test/isolation \
    --outputdir="$salida" --dlpath="$("$PG_CONFIG" --pkglibdir)" --host="$PGHOST" --port="$PGPORT" \
    --user="$PGUSER" --use-existing --dbname=isolation_regression "$@"
rc=$?
[ ! -s "$salida/regression.diffs" ] || cat "$salida/regression.diffs"
exit $rc
