#!/bin/bash
# suites.sh [SUITE...] - what `make test` runs: every suite in order (or those named), each with its log in build/logs;
# a failing suite does not stop the others. The last line tells how many passed and failed; the exit code is 0 only
# when none failed.
set -u
elegidas=" $* "
MAKE=${MAKE:-make}
registros=build/logs
rm -rf "$registros" && mkdir -p "$registros"
pasaron=0 fallaron=0 construido=si
# The suites decide by themselves how parallel they are.
unset MAKEFLAGS MFLAGS

suite() { # name, command...
    local nombre=$1 registro=$registros/$1.log inicio=$SECONDS rc
    shift
    printf '== %s\n' "$nombre"
    "$@" >"$registro" 2>&1 </dev/null
    rc=$?
    if [ $rc -eq 0 ]; then
        tail -n 3 "$registro" | sed 's/^/   /'
        pasaron=$((pasaron + 1))
        printf '   %s: ok (%s s)\n' "$nombre" $((SECONDS - inicio))
    else
        tail -n "${COLA:-60}" "$registro" | sed 's/^/   /'
        fallaron=$((fallaron + 1))
        printf '   %s: FAILED (exit %s, %s s); log in %s\n' "$nombre" $rc $((SECONDS - inicio)) "$registro"
    fi
    return $rc
}

omitir() { # name, reason
    printf '== %s\n   %s: skipped, %s\n' "$1" "$1" "$2"
}

construir() {
    "$MAKE" -s -j"$(nproc)" all COPT=-Werror PG_CONFIG="$PG_CONFIG" && "$MAKE" -s instalar-aqui COPT=-Werror PG_CONFIG="$PG_CONFIG" &&
        echo "built with -Werror and installed into $("$PG_CONFIG" --pkglibdir)"
}

objetivo() { # suite that needs the extension
    if [ "$construido" = si ]; then
        suite "$1" "$MAKE" -s --no-print-directory "test-$1" SIN_CONSTRUIR=1 PG_CONFIG="$PG_CONFIG"
    else
        printf '== %s\n   %s: FAILED (not built)\n' "$1" "$1"
        fallaron=$((fallaron + 1))
    fi
}

hay() { compgen -G "$1" >/dev/null; }

quiere() { [ "$elegidas" = "  " ] || [[ $elegidas == *" $1 "* ]]; }

PG_CONFIG=${PG_CONFIG:-pg_config}
for s in paquetes construir estaticas formato nucleo regress pgtap isolation tap festivos cortos; do
    quiere $s || continue
    case $s in
        paquetes) suite paquetes test/entorno/paquetes.sh ;;
        construir) suite construir construir || construido=no ;;
        estaticas | nucleo) suite $s "$MAKE" -s --no-print-directory test-$s ;;
        formato)
            if command -v clang-format >/dev/null; then
                suite formato "$MAKE" -s --no-print-directory format-check
            else
                omitir formato "clang-format is not installed"
            fi
            ;;
        festivos) if [ -e test/festivos/cotejar.sh ]; then objetivo festivos; else omitir festivos "no test/festivos/cotejar.sh"; fi ;;
        cortos) if hay 'test/cortos/*.sh'; then objetivo cortos; else omitir cortos "no test/cortos"; fi ;;
        *) objetivo $s ;;
    esac
done

echo "suites: $pasaron passed, $fallaron failed"
[ $fallaron -eq 0 ]
