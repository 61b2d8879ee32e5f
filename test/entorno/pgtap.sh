#!/bin/bash
# pgtap.sh FILE... - run pgTAP files under pg_prove, each in a fresh database with the extension and cartera.
# Expects a cluster (cluster.sh ejecutar).
set -eu
aqui=$(cd "$(dirname "$0")" && pwd)
"$aqui/plantilla.sh" plantilla
exec pg_prove --psql-bin "$aqui/psql_fresco.sh" --ext .sql --failures --comments --timer --nocolor "$@"
