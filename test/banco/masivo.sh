# masivo.sh - the statements of the bulk rows: to be sourced after comun.sh.
#
# masivo_base holds filed invoices with empty glosas, what is to be inserted, and what must result. Each repetition
# starts every variant from a copy of it.

COLUMNAS_GLOSA='prestador_id, glosa_id, factura_id, linea, codigo, valor, comentario, fecha'
COLUMNAS_2='prestador_id, glosa_id, evento, fecha, papel, evidencia'
COLUMNAS_3='prestador_id, glosa_id, evento, fecha, papel, codigo_respuesta, valor_aceptado, comentario'
COLUMNAS_4='prestador_id, glosa_id, evento, fecha, papel, valor_levantado, comentario'

columnas() { # step
    case $1 in 1) echo "$COLUMNAS_GLOSA" ;; 2) echo "$COLUMNAS_2" ;; 3) echo "$COLUMNAS_3" ;; 4) echo "$COLUMNAS_4" ;; esac
}

# The rules, ours or the twin's: one statement a step. Suffix _azar takes the rows in random order.
paso_reglas() { # schema, step, [suffix]
    if [ "$2" = 1 ]; then
        echo "INSERT INTO $1.glosa ($COLUMNAS_GLOSA) SELECT $COLUMNAS_GLOSA FROM banco.glosa${3:-}"
    else
        echo "INSERT INTO $1.glosa_evento ($(columnas "$2")) SELECT $(columnas "$2") FROM banco.paso$2${3:-}"
    fi
}

paso_reglas_copy() { # schema, step
    local t=glosa_evento
    [ "$2" != 1 ] || t=glosa
    echo "COPY $1.$t ($(columnas "$2")) FROM '$BANCO_TMP/paso$2.copy'"
}

# The floor: the rows that result, set-based, and one UPDATE of each projection.
paso_piso() { # step, [suffix], [copy]
    echo "BEGIN;"
    if [ "$1" = 1 ]; then
        if [ -n "${3:-}" ]; then
            echo "COPY piso.glosa FROM '$BANCO_TMP/final_glosa1.copy';"
        else
            echo "INSERT INTO piso.glosa SELECT * FROM banco.final_glosa1${2:-};"
        fi
    fi
    if [ -n "${3:-}" ]; then
        echo "COPY piso.glosa_evento FROM '$BANCO_TMP/final_evento$1.copy';"
    else
        echo "INSERT INTO piso.glosa_evento SELECT * FROM banco.final_evento$1${2:-};"
    fi
    [ "$1" = 1 ] || echo "UPDATE piso.glosa g SET estado = u.estado, estado_previo = u.estado_previo,
        causa_cierre = u.causa_cierre, quien_debe = u.quien_debe, ultimo_evento = u.ultimo_evento, secuencia = u.secuencia,
        valor_aceptado = u.valor_aceptado, valor_levantado = u.valor_levantado, valor_pendiente = u.valor_pendiente,
        ultima_fecha = u.ultima_fecha, vence = u.vence, vence_previo = u.vence_previo, comunicaciones = u.comunicaciones,
        extemporanea = u.extemporanea, formulada_tarde = u.formulada_tarde, subsanada = u.subsanada, hash = u.hash
        FROM banco.final_glosa$1${2:-} u WHERE g.prestador_id = u.prestador_id AND g.glosa_id = u.glosa_id;"
    # a step that leaves the lines as they were (notificar) does not write them
    [ "$1" = 2 ] || echo "UPDATE piso.prestacion p SET valor_glosado = u.valor_glosado, valor_aceptado = u.valor_aceptado,
        valor_pendiente = u.valor_pendiente FROM banco.final_linea$1 u
        WHERE p.prestador_id = u.prestador_id AND p.factura_id = u.factura_id AND p.linea = u.linea;"
    echo "UPDATE piso.factura f SET valor = u.valor, lineas = u.lineas, valor_glosado = u.valor_glosado,
        valor_aceptado = u.valor_aceptado, valor_levantado = u.valor_levantado, valor_pendiente = u.valor_pendiente,
        glosas_vivas = u.glosas_vivas, glosas_abiertas = u.glosas_abiertas, estado = u.estado, secuencia = u.secuencia,
        ultimo_evento = u.ultimo_evento, ultima_fecha = u.ultima_fecha, vence = u.vence, quien_debe = u.quien_debe,
        devoluciones = u.devoluciones, primera_notificacion = u.primera_notificacion, vence_pago = u.vence_pago
        FROM banco.final_factura$1 u WHERE f.prestador_id = u.prestador_id AND f.factura_id = u.factura_id;"
    echo "COMMIT"
}

paso_piso_copy() { paso_piso "$1" '' copy; }

PASOS='1 2 3 4'

preparar_masivo() {
    local facturas p
    [ "$(valor postgres "SELECT count(*) FROM pg_database WHERE datname = 'masivo_base'")" = 0 ] || return 0
    facturas=$(escala 50000 30)
    quitar masivo_prep
    sql postgres -c 'CREATE DATABASE masivo_prep'
    sql masivo_prep -v facturas="$facturas" -v lineas=20 -v prestadores=20 -f "$BANCO/facturas.sql"
    sql masivo_prep -f "$BANCO/piso.sql" -f "$BANCO/gemelo.sql" -f "$BANCO/masivo.sql" -f "$BANCO/limpiar.sql"
    copia masivo_prep masivo_sin
    sql masivo_prep -f "$BANCO/masivo_antes.sql"
    for p in $PASOS; do
        sql masivo_prep -c "$(paso_reglas cartera "$p")" -c 'ANALYZE cartera.glosa, cartera.glosa_evento'
        sql masivo_prep -v paso="$p" -f "$BANCO/masivo_final.sql"
    done
    [ -z "$(valor masivo_prep 'SELECT * FROM conciliacion.verificar() LIMIT 1')" ] || { echo "verificar() is not empty" >&2; return 1; }
    pg_dump -d masivo_prep -t 'banco.final_*' | sql masivo_sin -o /dev/null
    sql masivo_sin -f "$BANCO/limpiar.sql"
    quitar masivo_prep
    sql postgres -c 'ALTER DATABASE masivo_sin RENAME TO masivo_base'
}

# All the steps of a variant, from a fresh copy: the sum of their times, each step noted as row.step.
correr() { # row, variant, function that gives a step, its further arguments...
    local fila=$1 variante=$2 generar=$3 total=0 ms p
    shift 3
    copia masivo_base masivo_rep
    for p in $PASOS; do
        ms=$(medir masivo_rep "$("$generar" $(printf '%s\n' "$@" | sed "s/^PASO\$/$p/"))")
        anotar "$fila.$p" "$variante" "$ms"
        total=$(awk -v a="$total" -v b="$ms" 'BEGIN { print a + b }')
        sql masivo_rep -c 'ANALYZE'
    done
    anotar "$fila" "$variante" "$total"
}
