# comun.sh - what every script of the bench shares; to be sourced.
#
# A script of the bench runs alone (it starts a private cluster and prints its own rows) or inside banco.sh, which
# starts one cluster for all of them and prints one table. BENCH_SCALE grows or shrinks the sizes (1: those of the
# goals), BENCH_REPS is the number of interleaved repetitions. BENCH_RELOJ=cpu measures the processor time of the backend
# instead of the clock, where one backend does the work: what to look at while others use the machine.
set -eu
BANCO=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export BENCH_SCALE=${BENCH_SCALE:-0.1} BENCH_REPS=${BENCH_REPS:-3} BENCH_RELOJ=${BENCH_RELOJ:-pared}
AJUSTES="shared_buffers = 1GB
synchronous_commit = off
max_wal_size = 8GB
autovacuum = off
jit = off
max_parallel_workers_per_gather = 0
checkpoint_timeout = 1h
max_connections = 60"

# Alone: again, inside a private cluster. $1 is the script, then its arguments.
banco_iniciar() {
    if [ -z "${BANCO_TMP:-}" ]; then
        BANCO_TMP=$(mktemp -d "${TMPDIR:-/tmp}/banco.XXXXXX")
        chmod 755 "$BANCO_TMP"
        export BANCO_TMP
        trap 'rm -rf "$BANCO_TMP"' EXIT
        local rc=0
        CLUSTER_OPCIONES=$AJUSTES "$BANCO/../entorno/cluster.sh" ejecutar -- "$@" || rc=$?
        tabla
        exit $rc
    fi
    # a script starts from what it declares: the data bases of others are not its own
    NOMBRE=$(basename "$1" .sh)
}

# A size of the goals, scaled; never below the second argument.
escala() { # size [minimum]
    awk -v n="$1" -v e="$BENCH_SCALE" -v m="${2:-1}" 'BEGIN { v = n * e; printf "%.0f", v < m ? m : v }'
}

sql() { # database, psql arguments...
    local base=$1
    shift
    PGOPTIONS="-c client_min_messages=warning" psql -X -q -v ON_ERROR_STOP=1 -d "$base" "$@"
}

valor() { # database, query
    sql "$1" -At -c "$2"
}

# A copy of a data base, from which every variant of every repetition starts.
copia() { # template, name
    sql postgres -c "DROP DATABASE IF EXISTS $2" -c "CREATE DATABASE $2 TEMPLATE $1 STRATEGY file_copy"
}

quitar() {
    local b
    for b in "$@"; do sql postgres -c "DROP DATABASE IF EXISTS $b"; done
}

# Milliseconds of one statement (or several, as one file on standard input), measured in the session that runs it,
# after a checkpoint; commit included.
medir() { # database, statement
    {
        echo "SET client_min_messages = warning; CHECKPOINT;"
        if [ "$BENCH_RELOJ" = cpu ]; then
            echo 'SELECT pg_backend_pid() AS pid \gset'
            echo '\setenv PID :pid'
            echo '\! echo antes $(cat /proc/$PID/schedstat)'
        fi
        echo "SELECT clock_timestamp() AS antes \\gset"
        printf '%s;\n' "$2"
        echo "SELECT 'ms', round(1000 * extract(epoch FROM clock_timestamp() - :'antes'), 3);"
        [ "$BENCH_RELOJ" != cpu ] || echo '\! echo despues $(cat /proc/$PID/schedstat)'
    } | sql "$1" -At -F ' ' | awk '$1 == "ms" { v = $2 } $1 == "antes" { a = $2 } $1 == "despues" { v = ($2 - a) / 1e6 }
        END { if (v == "") exit 1; print v }'
}

# Keep one measure of this repetition.
anotar() { # row, variant, value
    echo "$1 $2 $3" >>"$BANCO_TMP/muestras"
    [ -z "${BENCH_VERBOSE:-}" ] || echo "   $1 $2 $3" >&2
}

# One row of the table. The ratio is the median of the ratios of each repetition: ours/theirs for a goal "<=",
# theirs/ours for a goal ">=". Goal "-" is informative. Values are divided by the divisor for the unit shown.
fila() { # row, what, against, unit, divisor, goal
    awk -v f="$1" -v que="$2" -v contra="$3" -v unidad="$4" -v div="$5" -v meta="$6" '
        function mediana(v, n,    i, j, t) {
            for (i = 2; i <= n; i++) { t = v[i]; for (j = i - 1; j > 0 && v[j] > t; j--) v[j + 1] = v[j]; v[j + 1] = t }
            return n == 0 ? 0 : n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
        }
        function cifra(x) { return sprintf(x >= 1000 ? "%.0f" : x >= 100 ? "%.1f" : x >= 1 ? "%.2f" : "%.4f", x) }
        $1 == f && $2 == "nuestro" { a[++na] = $3 }
        $1 == f && $2 == "suyo" { b[++nb] = $3 }
        END {
            n = na < nb ? na : nb
            if (n == 0) exit 1
            inverso = meta ~ /^>=/
            for (i = 1; i <= n; i++) r[i] = inverso ? b[i] / a[i] : a[i] / b[i]
            razon = mediana(r, n)
            limite = meta; sub(/^[<>]=/, "", limite)
            cumple = meta == "-" ? "-" : (inverso ? razon >= limite + 0 : razon <= limite + 0) ? "yes" : "NO"
            printf "%s\t%s\t%s %s\t%s %s\t%.2f\t%s\t%s\n", que, contra, cifra(mediana(a, na) / div), unidad,
                cifra(mediana(b, nb) / div), unidad, razon, meta, cumple
        }' "$BANCO_TMP/muestras" >>"$BANCO_TMP/filas"
    [ -z "${BENCH_VERBOSE:-}" ] || tail -n 1 "$BANCO_TMP/filas" >&2
}

omitida() { # what, against, reason
    printf '%s\t%s\t-\t-\t-\t-\tskipped: %s\n' "$1" "$2" "$3" >>"$BANCO_TMP/filas"
}

maquina() {
    echo "$(nproc) cores,$(sed -n 's/^model name[^:]*:/ /p' /proc/cpuinfo | head -n 1), load $(cut -d' ' -f1 /proc/loadavg)"
}

tabla() {
    [ -s "$BANCO_TMP/filas" ] || return 0
    echo "BENCH_SCALE=$BENCH_SCALE, ${BENCH_RELOJ/pared/wall} time, $BENCH_REPS interleaved repetitions; $("${PG_CONFIG:-pg_config}" --version); $(maquina)"
    echo "settings: $(echo "$AJUSTES" | paste -sd, | sed 's/,/, /g'), fsync = off, full_page_writes = off"
    awk -F '\t' '
        BEGIN { c[1] = "what"; c[2] = "against"; c[3] = "ours"; c[4] = "theirs"; c[5] = "ratio"; c[6] = "goal"; c[7] = "met?"
                for (i = 1; i <= 7; i++) { t[0, i] = c[i]; w[i] = length(c[i]) } }
        { for (i = 1; i <= 7; i++) { t[NR, i] = $i; if (length($i) > w[i]) w[i] = length($i) } }
        END {
            for (k = 0; k <= NR; k++) {
                l = "|"; s = "|"
                for (i = 1; i <= 7; i++) {
                    l = l sprintf(i >= 3 && i <= 6 ? " %" w[i] "s |" : " %-" w[i] "s |", t[k, i])
                    g = ""; for (j = 0; j < w[i]; j++) g = g "-"; s = s (i >= 3 && i <= 6 ? "-" g ":|" : "-" g "-|")
                }
                print l; if (k == 0) print s
            }
        }' "$BANCO_TMP/filas"
}
