#!/bin/bash
# regress.sh TEST... - pg_regress over sql/TEST.sql; results go to build/regress. Expects a cluster.
set -u
herramientas=$(dirname "$("$PG_CONFIG" --pgxs)")/../test
salida=build/regress
rm -rf "$salida" && mkdir -p "$salida"
"$herramientas/regress/pg_regress" --bindir="$("$PG_CONFIG" --bindir)" --inputdir=. --outputdir="$salida" \
    --dlpath="$("$PG_CONFIG" --pkglibdir)" --host="$PGHOST" --port="$PGPORT" --user="$PGUSER" \
    --dbname=conciliacion_regression --load-extension=conciliacion "$@"
rc=$?
[ ! -s "$salida/regression.diffs" ] || cat "$salida/regression.diffs"
exit $rc
