#!/bin/bash
# cluster.sh - private PostgreSQL clusters for the tests, the demo and `make server`.
#
#   cluster.sh iniciar DIR [--puerto N]     make and start a cluster in DIR (new or empty)
#   cluster.sh detener DIR                  stop it and remove DIR
#   cluster.sh ejecutar [--tcp] -- CMD...   start one, run CMD against it, stop and remove it always
#
# A cluster listens on a socket inside its own directory, and on 127.0.0.1 only when a port is asked for (then with a
# random password, kept in DIR/clave). The binaries are those of $PG_CONFIG. initdb and the server refuse to run as
# root: root delegates to the user postgres ($CLUSTER_USUARIO), who never needs to read the source tree.
# CMD sees PGHOST, PGPORT, PGUSER, PGDATABASE, and PGPASSWORD with --tcp; its exit code is returned, except that a
# crash of the server makes it fail. $CLUSTER_REGISTRO names a file that receives the server's log.
# $CLUSTER_OPCIONES holds further lines for postgresql.conf. LOCPATH, when set, reaches the server.
set -u

PG_CONFIG=${PG_CONFIG:-pg_config}
bindir=$("$PG_CONFIG" --bindir) || exit 1
usuario=${CLUSTER_USUARIO:-postgres}
unset LANGUAGE # it would choose the language of messages over lc_messages
for v in $(compgen -e PG); do
    [ "$v" = PG_CONFIG ] || unset "$v"
done

fallo() {
    echo "cluster.sh: $*" >&2
    exit 1
}

# Run as the user of the server, from a directory that it can enter.
como() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec runuser -u "$usuario" -- "$@")
    else
        (cd / && exec "$@")
    fi
}

puerto_libre() {
    perl -MIO::Socket::INET -e \
        'my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Proto => "tcp", Listen => 1) or die; print $s->sockport'
}

iniciar() { # DIR [puerto]
    local dir=$1 puerto=${2:-} direccion='' clave=''

    mkdir -p "$dir" && dir=$(cd "$dir" && pwd) || return 1
    [ -z "$(ls -A "$dir")" ] || fallo "$dir is not empty"
    [ ${#dir} -le 85 ] || fallo "$dir: path too long for a unix socket"
    if [ "$(id -u)" -eq 0 ]; then
        id "$usuario" >/dev/null 2>&1 || fallo "user $usuario does not exist; name another in CLUSTER_USUARIO"
        chown "$usuario" "$dir"
    fi
    chmod 700 "$dir"
    como "$bindir/initdb" -D "$dir/datos" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N \
        >"$dir/initdb.registro" 2>&1 </dev/null || { cat "$dir/initdb.registro" >&2; return 1; }
    if [ -n "$puerto" ]; then
        direccion=127.0.0.1
        clave=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
        (umask 077 && echo "$clave" >"$dir/clave")
        printf 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n' >"$dir/datos/pg_hba.conf"
    else
        puerto=$((50000 + $$ % 10000)) # only part of the socket's name
        printf 'local all all trust\n' >"$dir/datos/pg_hba.conf"
    fi
    cat >>"$dir/datos/postgresql.conf" <<FIN
listen_addresses = '$direccion'
port = $puerto
unix_socket_directories = '$dir'
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 60
max_prepared_transactions = 10
lc_messages = 'C'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %d '
${CLUSTER_OPCIONES:-}
FIN
    como "$bindir/pg_ctl" start -s -w -t 120 -D "$dir/datos" -l "$dir/registro" </dev/null >/dev/null 2>&1 || {
        cat "$dir/registro" >&2
        return 1
    }
    echo "$puerto" >"$dir/puerto"
    [ -z "$clave" ] ||
        "$bindir/psql" -X -q -h "$dir" -p "$puerto" -U postgres -d postgres -c "ALTER ROLE postgres PASSWORD '$clave'"
}

detener() { # DIR
    local dir=$1

    [ -d "$dir/datos" ] || [ -e "$dir/initdb.registro" ] || return 0
    if [ -e "$dir/datos/postmaster.pid" ]; then
        como "$bindir/pg_ctl" stop -s -w -t 20 -m fast -D "$dir/datos" >/dev/null 2>&1 ||
            como "$bindir/pg_ctl" stop -s -w -t 20 -m immediate -D "$dir/datos" >/dev/null 2>&1
    fi
    [ -z "${CLUSTER_REGISTRO:-}" ] || cp "$dir/registro" "$CLUSTER_REGISTRO" 2>/dev/null
    rm -rf "$dir"
}

ejecutar() { # tcp?, command...
    local tcp=$1 base dir puerto='' rc vigia
    shift

    base=${TMPDIR:-/tmp}
    como test -x "$base" || base=/tmp # a private TMPDIR that the server's user cannot enter
    dir=$(mktemp -d "$base/conciliacion.XXXXXX") || exit 1
    # shellcheck disable=SC2064
    trap "detener '$dir'; rm -rf '$dir'" EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    [ "$tcp" = no ] || puerto=$(puerto_libre)
    iniciar "$dir" "$puerto" || fallo "the cluster did not start"

    # Should this script be killed without a chance to clean up, the watchdog does.
    setsid "$0" vigilar $$ "$dir" </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
    vigia=$!

    PATH="$bindir:$PATH" PG_CONFIG="$PG_CONFIG" PGPORT=$(cat "$dir/puerto") PGUSER=postgres PGDATABASE=postgres \
        PGHOST=$([ "$tcp" = no ] && echo "$dir" || echo 127.0.0.1) \
        PGPASSWORD=$(cat "$dir/clave" 2>/dev/null) CLUSTER_DIR="$dir" "$@"
    rc=$?
    kill "$vigia" 2>/dev/null
    if grep -E 'was terminated by signal|PANIC:|TRAP:' "$dir/registro"; then
        echo "cluster.sh: the server crashed (log above)" >&2
        [ $rc -ne 0 ] || rc=70
    fi
    exit $rc
}

orden=${1:-}
shift || true
case $orden in
    iniciar)
        dir=${1:?directory} puerto=''
        [ "${2:-}" != --puerto ] || puerto=${3:?port}
        iniciar "$dir" "$puerto" || { detener "$dir"; exit 1; }
        ;;
    detener)
        detener "$(cd "${1:?directory}" && pwd)"
        ;;
    ejecutar)
        tcp=no
        while [ "${1:-}" != -- ]; do
            case ${1:-} in
                --tcp) tcp=si ;;
                *) fallo "usage: cluster.sh ejecutar [--tcp] -- command" ;;
            esac
            shift
        done
        shift
        [ $# -gt 0 ] || fallo "no command"
        ejecutar $tcp "$@"
        ;;
    vigilar)
        while kill -0 "$1" 2>/dev/null; do sleep 2; done
        detener "$2"
        ;;
    puerto-libre)
        puerto_libre
        ;;
    *)
        fallo "usage: cluster.sh iniciar DIR [--puerto N] | detener DIR | ejecutar [--tcp] -- command"
        ;;
esac
