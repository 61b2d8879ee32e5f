#!/bin/bash
# plantilla.sh NAME - in the cluster at hand, make database NAME with the extension installed and cartera ready, and
# pgTAP unless it is not wanted (SIN_PGTAP=1). Tests copy it (CREATE DATABASE ... TEMPLATE).
set -eu
nombre=$1
psql -X -q -v ON_ERROR_STOP=1 -d postgres -c "CREATE DATABASE $nombre"
[ -n "${SIN_PGTAP:-}" ] || psql -X -q -v ON_ERROR_STOP=1 -d "$nombre" -c 'CREATE EXTENSION pgtap'
psql -X -q -v ON_ERROR_STOP=1 -d "$nombre" -o /dev/null <<'FIN'
CREATE EXTENSION conciliacion;
SELECT conciliacion.instalar();
FIN
