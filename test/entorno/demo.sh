#!/bin/bash
# demo.sh - run demo/demo.sh against a private cluster whose database `conciliacion` has the extension and cartera.
set -u
aqui=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" = dentro ]; then
    SIN_PGTAP=1 "$aqui/plantilla.sh" conciliacion || exit 1
    PGDATABASE=conciliacion exec "$aqui/../../demo/demo.sh"
fi
if [ ! -e "$aqui/../../demo/demo.sh" ]; then
    echo "demo: there is no demo/demo.sh yet"
    exit 0
fi
exec "$aqui/cluster.sh" ejecutar -- "$aqui/demo.sh" dentro
