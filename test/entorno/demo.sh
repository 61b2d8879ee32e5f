#!/bin/bash
# demo.sh - run demo/demo.sh against a private cluster whose database `conciliacion` has the extension and cartera. The
# refusals come in Spanish where a Spanish locale can be compiled: into a directory of this run, the system stays as is.
set -u
aqui=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" = dentro ]; then
    SIN_PGTAP=1 "$aqui/plantilla.sh" conciliacion || exit 1
    PGDATABASE=conciliacion exec "$aqui/../../demo/demo.sh"
fi
if [ ! -x "$aqui/../../demo/demo.sh" ]; then
    echo "demo: demo/demo.sh is not there" >&2
    exit 1
fi
if [ -z "${LOCPATH:-}" ] && command -v localedef >/dev/null; then
    locales=$(mktemp -d /tmp/locales.XXXXXX) && chmod 755 "$locales"
    trap 'rm -rf "$locales"' EXIT
    # warnings of the sources do not matter, only whether the locale is there
    localedef -i es_CO -f UTF-8 "$locales/es_CO.UTF-8" >/dev/null 2>&1
    [ ! -e "$locales/es_CO.UTF-8/LC_MESSAGES" ] || export LOCPATH=$locales
fi
"$aqui/cluster.sh" ejecutar -- "$aqui/demo.sh" dentro
