#!/bin/bash
# fuzz.sh SECONDS [TARGET...] - the fuzz targets of the core (test/nucleo/fuzz/fuzz_*.c).
#
# Each target is linked with the core under libFuzzer and the address and undefined-behaviour sanitizers. It first
# runs its committed seeds, then explores from them for SECONDS seconds; what it finds new is kept in
# build/fuzz/corpus and helps the next run (not with FUZZ_SOLO_SEMILLAS=si). A failing input is left in build/fuzz:
# build/fuzz/fuzz_X FILE repeats it. Without a clang that has libFuzzer it says so and ends well.
set -u
cd "$(dirname "$0")/../../.." || exit 1
segundos=${1:-60}
[ $# -gt 0 ] && shift
aqui=test/nucleo/fuzz
salida=build/fuzz
fallar=-fno-sanitize-recover=all
opciones="-std=c11 -w -Isrc -I$aqui -O1 -gline-tables-only -fno-omit-frame-pointer -fno-wrapv $fallar"
instrumentos=address,undefined
# Inputs are made of choices, one byte each: long ones say nothing new.
largo_max=${FUZZ_LARGO:-1024}
# Calendars live as long as the program.
export ASAN_OPTIONS=detect_leaks=0
mkdir -p "$salida/corpus"

cc=
for c in ${FUZZ_CC:-clang clang-19 clang-18 clang-17 clang-16 clang-15 clang-14}; do
    # shellcheck disable=SC2086
    if command -v "$c" >/dev/null &&
        echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return 0; }' |
        "$c" -x c - -fsanitize=fuzzer,$instrumentos -o "$salida/hay" 2>/dev/null; then
        cc=$c
        break
    fi
done
if [ -z "$cc" ]; then
    echo "fuzz: skipped, no clang with libFuzzer"
    exit 0
fi

# The core is compiled again only when it changed, or when it is to be compiled otherwise.
con="$("$cc" --version | head -1) $opciones"
if ! [ "$(cat "$salida/opciones" 2>/dev/null)" = "$con" ]; then
    rm -f "$salida"/*.o "$salida"/fuzz_*
    echo "$con" >"$salida/opciones"
fi
pendientes=()
for o in "$salida"/*.o; do
    [ -e "src/nucleo/$(basename "$o" .o).c" ] || rm -f "$o"
done
for f in src/nucleo/*.c; do
    o=$salida/$(basename "$f" .c).o
    if [ -z "$(find "$o" -newer "$f" 2>/dev/null)" ] ||
        [ -n "$(find src/nucleo -name '*.h' -newer "$o" -print -quit)" ]; then
        pendientes+=("$f")
    fi
done
if [ ${#pendientes[@]} -gt 0 ]; then
    # shellcheck disable=SC2016,SC2086
    printf '%s\n' "${pendientes[@]}" | S=$salida xargs -P 2 -I{} sh -c '
        f=$1; shift; exec "$@" -c "$f" -o "$S/$(basename "$f" .c).o"' sh {} \
        "$cc" $opciones -fsanitize=fuzzer-no-link,$instrumentos || exit 1
fi

objetivos=("$@")
[ ${#objetivos[@]} -gt 0 ] || mapfile -t objetivos < <(basename -s .c "$aqui"/fuzz_*.c)
objetivos=("${objetivos[@]#fuzz_}")
# shellcheck disable=SC2016,SC2086
printf '%s\n' "${objetivos[@]}" | S=$salida A=$aqui xargs -P 2 -I{} sh -c '
    t=$1; shift
    [ -x "$S/fuzz_$t" ] && [ -z "$(find "$S" -name "*.o" -newer "$S/fuzz_$t"; find "$A" -name "*.[ch]" -newer "$S/fuzz_$t")" ] && exit
    exec "$@" -o "$S/fuzz_$t" "$A/fuzz_$t.c" $(ls "$S"/*.o)' sh {} \
    "$cc" $opciones -Wall -Wextra -fsanitize=fuzzer,$instrumentos || exit 1

rc=0
for t in "${objetivos[@]}"; do
    t=fuzz_$t
    semillas=$aqui/corpus/${t#fuzz_} nuevas=$salida/corpus/${t#fuzz_}
    mkdir -p "$semillas" "$nuevas"
    diccionario=()
    [ -f "$aqui/${t#fuzz_}.dict" ] && diccionario=("-dict=$aqui/${t#fuzz_}.dict")
    if [ "${FUZZ_SOLO_SEMILLAS:-no}" = si ]; then
        nuevas=$salida/vacio
        rm -rf "$nuevas" && mkdir "$nuevas"
    fi
    if "$salida/$t" -seed="${FUZZ_SEMILLA:-1}" -max_total_time="$segundos" -max_len="$largo_max" -timeout=20 \
        -rss_limit_mb=1500 -verbosity=1 -print_final_stats=1 "${diccionario[@]}" \
        -artifact_prefix="$salida/$t-" "$nuevas" "$semillas" >"$salida/$t.log" 2>&1; then
        corridas=$(sed -n 's/^stat::number_of_executed_units: *//p' "$salida/$t.log")
        cobertura=$(sed -n 's/.*cov: \([0-9]*\) .*/\1/p' "$salida/$t.log" | tail -1)
        echo "$t: ok, $(ls "$semillas" | wc -l) seeds, $corridas runs, $cobertura edges"
    else
        rc=1
        echo "$t: FAILED"
        grep -nE 'does not hold|ERROR|runtime error|SUMMARY|Test unit written' "$salida/$t.log" | head -20
    fi
done
exit $rc
