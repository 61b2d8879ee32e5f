#!/bin/bash
# psql_fresco.sh - what pg_prove runs in the place of psql: each file gets a database of its own, copied from the
# template, so that no file sees what another one did.
base=prueba_$$
psql -X -q -d postgres -c "CREATE DATABASE $base TEMPLATE plantilla" || exit 3
# Assertions side by side in one row come out as lines of their own.
PGDATABASE=$base psql -F $'\n' "$@"
rc=$?
psql -X -q -d postgres -c "DROP DATABASE $base WITH (FORCE)" || rc=4
exit $rc
