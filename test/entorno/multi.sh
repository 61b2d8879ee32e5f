#!/bin/bash
# multi.sh [MAJOR...] - the suites that need a server, on the other majors of PostgreSQL: 16, 17 and 18.
#
# Each major lives in a folder of its own, made with mmdebstrap from the suite of Debian (16: of Ubuntu) that packages
# it, and kept in $MULTI_DIR (/var/tmp/conciliacion-multi; 1.5 GB each; remove a folder to take newer packages). The
# tree is copied into it, built with -Werror, installed and tested there: regress, pgtap, isolation, tap. Nothing of
# it reaches the machine: mounts are private to the run. Logs go to build/multi.
#
# A major whose packages cannot be had is told and not run; that fails only when it was asked for by number.
set -u
cd "$(dirname "$0")/../.." || exit 1
base=${MULTI_DIR:-/var/tmp/conciliacion-multi}
registros=$PWD/build/multi
debian=${MULTI_DEBIAN:-$(cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null |
    awk '/^URIs:/ || $1 == "deb" && $2 ~ /^http/ { print $2; exit }')}
debian=${debian:-http://deb.debian.org/debian}
ubuntu=${MULTI_UBUNTU:-http://archive.ubuntu.com/ubuntu}
suites='regress pgtap isolation tap'
# The newest first: the folder of 17 has the keys of Ubuntu, which Debian vouches for.
mayores=(17 18 16)
pedidos=no
[ $# -eq 0 ] || { mayores=("$@") pedidos=si; }

if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || { echo "multi: skipped, it needs root or sudo without a password"; exit 0; }
    exec sudo -n env MULTI_DIR="$base" MULTI_DEBIAN="$debian" MULTI_UBUNTU="$ubuntu" test/entorno/multi.sh "$@"
fi
for programa in mmdebstrap unshare; do
    command -v $programa >/dev/null || { echo "multi: skipped, no $programa (apt-get install mmdebstrap util-linux)"; exit 0; }
done
mkdir -p "$base" "$registros"
exec 9>"$base/cerrojo"
flock -n 9 || echo "multi: waiting for another run that uses $base" && flock 9

hay() { # mirror, suite
    local a rc
    a=$(mktemp) && /usr/lib/apt/apt-helper -o Acquire::http::Timeout=20 download-file "$1/dists/$2/Release" "$a" >/dev/null 2>&1
    rc=$?
    rm -f "$a"
    return $rc
}

armar() { # major
    local v=$1 suite espejo=$debian partes=main llaves='' raiz=$base/$1 mas=''
    [ ! -e "$raiz.hecho" ] || return 0
    case $v in
        16) suite=noble espejo=$ubuntu partes=main,universe llaves=$base/17/usr/share/keyrings/ubuntu-archive-keyring.gpg ;;
        17) suite=trixie mas=,ubuntu-archive-keyring ;;
        18) suite=sid ;;
        *) echo "no distribution is known to package PostgreSQL $v"; return 1 ;;
    esac
    if [ -n "$llaves" ] && [ ! -e "$llaves" ]; then
        armar 17 >/dev/null && [ -e "$llaves" ] || { echo "the keys of Ubuntu are in the folder of 17, which is not there"; return 1; }
    fi
    hay "$espejo" $suite || { echo "$espejo has no $suite within reach"; return 1; }
    rm -rf "$raiz"
    # A mirror that stands still is old, not false: its signature is checked all the same.
    # shellcheck disable=SC2016
    if mmdebstrap -q --variant=apt --components=$partes ${llaves:+--keyring="$llaves"} \
        --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='APT::Install-Recommends "false"' \
        --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --setup-hook='mkdir -p "$1/etc/postgresql-common"; echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.conf"' \
        --include="postgresql-$v,postgresql-server-dev-$v,postgresql-$v-pgtap,postgresql-$v-cron,libtap-parser-sourcehandler-pgtap-perl,libipc-run-perl,make,gcc,libc6-dev,perl,gettext,locales$mas" \
        $suite "$raiz" "$espejo" >"$registros/$v-folder.log" 2>&1 </dev/null; then
        touch "$raiz.hecho"
    else
        echo "its packages could not be installed: $(tail -n 1 "$registros/$v-folder.log") (log in build/multi/$v-folder.log)"
        rm -rf "$raiz"
        return 1
    fi
}

probar() { # major
    local raiz=$base/$1
    rm -rf "$raiz/fuente" && mkdir "$raiz/fuente" || return 1
    tar -c --exclude=./.git --exclude=./build --exclude='*.o' --exclude='*.so' --exclude=node_modules . |
        tar -x -C "$raiz/fuente" --no-same-owner || return 1
    # shellcheck disable=SC2016
    unshare --mount --propagation private bash -c '
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mount -t tmpfs tmpfs "$1/dev/shm" || exit 1
        exec chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TERM=dumb \
            PG_CONFIG="/usr/lib/postgresql/$2/bin/pg_config" COLA="${COLA:-60}" \
            sh -c "cd /fuente && exec test/entorno/suites.sh construir $3"' multi "$raiz" "$1" "$suites" 2>&1 </dev/null 9>&-
    local rc=$?
    rm -rf "$registros/$1" && cp -r "$raiz/fuente/build/logs" "$registros/$1" 2>/dev/null
    return $rc
}

pasaron=0 fallaron=0 faltaron=0
trap 'chown -R --reference=. "$registros"' EXIT
for v in "${mayores[@]}"; do
    echo "== PostgreSQL $v"
    if ! motivo=$(armar "$v"); then
        echo "   $v: not run, $motivo"
        faltaron=$((faltaron + 1))
        continue
    fi
    echo "   $(chroot "$base/$v" "/usr/lib/postgresql/$v/bin/postgres" --version)"
    inicio=$SECONDS
    if probar "$v" >"$registros/$v.log"; then
        sed -nE 's/^   (# All|Files=)/      \1/p; s/^== /   /p; s/^suites:/   suites:/p' "$registros/$v.log"
        echo "   PostgreSQL $v: ok ($((SECONDS - inicio)) s)"
        pasaron=$((pasaron + 1))
    else
        sed 's/^/   /' "$registros/$v.log"
        echo "   PostgreSQL $v: FAILED ($((SECONDS - inicio)) s); logs in build/multi/$v"
        fallaron=$((fallaron + 1))
    fi
done
echo "majors: $pasaron passed, $fallaron failed, $faltaron not run"
[ $fallaron -eq 0 ] && { [ $pedidos = no ] || [ $faltaron -eq 0 ]; }
