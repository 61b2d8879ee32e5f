#!/bin/bash
# paquetes.sh - install, by package name, whatever building and testing needs on Debian.
#
# Does nothing when everything is there. Creates no cluster and starts or restarts none: the tests bring their own.
set -u
mayor=${PG_MAYOR:-15}
export DEBIAN_FRONTEND=noninteractive

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "paquetes.sh: not a Debian system; install PostgreSQL $mayor with its server headers, pgTAP, gettext and a C compiler" >&2
    exit 0
fi

instalado() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Packages that are looked up by name, then tools that may come from elsewhere.
falta=()
for p in "postgresql-$mayor" "postgresql-client-$mayor" "postgresql-server-dev-$mayor" "postgresql-$mayor-pgtap" \
    libtap-parser-sourcehandler-pgtap-perl libipc-run-perl libc6-dev locales; do
    instalado "$p" || falta+=("$p")
done
for par in gcc:gcc make:make perl:perl prove:perl msgfmt:gettext xgettext:gettext runuser:util-linux; do
    command -v "${par%%:*}" >/dev/null || falta+=("${par##*:}")
done
# The dates of the calendars are compared with an independent library of the npm registry.
if [ -e "$(dirname "$0")/../festivos/cotejar.sh" ]; then
    for par in node:nodejs npm:npm; do
        command -v "${par%%:*}" >/dev/null || falta+=("${par##*:}")
    done
fi
[ ${#falta[@]} -eq 0 ] && exit 0

# The server packages go together: the archive's headers may be newer than a server installed long ago.
if printf '%s\n' "${falta[@]}" | grep -q '^postgresql-'; then
    falta+=("postgresql-$mayor" "postgresql-client-$mayor" "postgresql-server-dev-$mayor" "postgresql-$mayor-pgtap")
fi
mapfile -t falta < <(printf '%s\n' "${falta[@]}" | sort -u)

como_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "paquetes.sh: as root, run: apt-get install ${falta[*]}" >&2
        exit 1
    fi
    como_root=(sudo -n env DEBIAN_FRONTEND=noninteractive)
fi

# While packages are set up: no "main" cluster, and no service started or restarted.
sin_cluster=/etc/postgresql-common/createcluster.d/zz-conciliacion.conf
politica=/usr/sbin/policy-rc.d
puesto=()
limpiar() { [ ${#puesto[@]} -eq 0 ] || "${como_root[@]}" rm -f "${puesto[@]}"; }
trap limpiar EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"${como_root[@]}" mkdir -p "${sin_cluster%/*}"
echo "create_main_cluster = false" | "${como_root[@]}" tee "$sin_cluster" >/dev/null && puesto+=("$sin_cluster")
if [ ! -e "$politica" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${como_root[@]}" tee "$politica" >/dev/null && puesto+=("$politica")
    "${como_root[@]}" chmod 755 "$politica"
fi

echo "paquetes.sh: installing ${falta[*]}"
"${como_root[@]}" apt-get -q update </dev/null || echo "paquetes.sh: apt-get update failed; trying with the lists at hand" >&2
"${como_root[@]}" apt-get -q install -y --no-install-recommends "${falta[@]}" </dev/null
