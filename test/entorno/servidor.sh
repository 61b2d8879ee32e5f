#!/bin/bash
# servidor.sh iniciar|detener - a server that stays up, on a free port of 127.0.0.1, with database `conciliacion`
# where the extension and cartera are ready. build/servidor keeps the directory of its cluster.
set -eu
aqui=$(cd "$(dirname "$0")" && pwd)
estado=build/servidor

detener() {
    [ -e "$estado" ] || { echo "no server of this tree is up"; return 0; }
    local dir
    dir=$(cat "$estado")
    [ ! -d "$dir" ] || "$aqui/cluster.sh" detener "$dir"
    rm -f "$estado"
    echo "server stopped, its data removed"
}

decir() {
    local dir puerto clave
    dir=$(cat "$estado") puerto=$(cat "$dir/puerto") clave=$(cat "$dir/clave")
    cat <<FIN
server up: PostgreSQL with conciliacion, data in $dir (kept until make server-stop)

  psql 'postgresql://postgres:$clave@127.0.0.1:$puerto/conciliacion'
  psql -h $dir -p $puerto -U postgres conciliacion      (no password, from this machine's root or the data's owner)
FIN
}

iniciar() {
    mkdir -p build
    if [ -e "$estado" ]; then
        if [ -e "$(cat "$estado")/datos/postmaster.pid" ]; then
            decir
            return 0
        fi
        rm -f "$estado"
    fi
    local dir puerto
    dir=$(mktemp -d /tmp/conciliacion-servidor.XXXXXX)
    puerto=$("$aqui/cluster.sh" puerto-libre)
    "$aqui/cluster.sh" iniciar "$dir" --puerto "$puerto" || { rm -rf "$dir"; return 1; }
    echo "$dir" >"$estado"
    if ! SIN_PGTAP=1 PGHOST=$dir PGPORT=$puerto PGUSER=postgres PATH=$("$PG_CONFIG" --bindir):$PATH \
        "$aqui/plantilla.sh" conciliacion; then
        detener
        return 1
    fi
    decir
}

PG_CONFIG=${PG_CONFIG:-pg_config}
case ${1:-} in
    iniciar) iniciar ;;
    detener) detener ;;
    *) echo "usage: servidor.sh iniciar|detener" >&2; exit 2 ;;
esac
