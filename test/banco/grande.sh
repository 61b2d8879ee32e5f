# grande.sh - two data bases of notified glosas, chica (10,000) and grande (10,000,000 scaled), filled without rules so
# that filling is quick. Ten providers; glosa g is of provider 1 + g % 10. In both of them the same forty glosas of
# provider 1 are due by 2025-03-31 and everything else after. To be sourced after comun.sh.
GRANDE=$(escala 10000000 20000)
preparar_grande() {
    local b n
    [ "$(valor postgres "SELECT count(*) FROM pg_database WHERE datname = 'grande'")" = 0 ] || return 0
    for b in "chica 10000" "grande $GRANDE"; do
        read -r b n <<<"$b"
        quitar "$b"
        sql postgres -c "CREATE DATABASE $b"
        sql "$b" -v n="$n" -f "$BANCO/grande.sql"
    done
}
