#!/bin/bash
# nucleo.sh [FILE...] - the pure core.
#
# 1. src/nucleo compiles as strict C11 with no header of PostgreSQL in reach, and has no binary floating point nor
#    anything that the locale decides.
# 2. Every test/nucleo/prueba_*.c is linked with the core, under the address and undefined-behaviour sanitizers, and
#    its TAP is judged by prove. No cluster is needed.
set -u
cc=${CC:-cc}
salida=build/nucleo
avisos='-std=c11 -pedantic -Wall -Wextra -Werror -Isrc'
instrumentado='-std=c11 -w -Isrc -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all'
if [ $# -gt 0 ]; then
    pruebas=("$@")
else
    shopt -s nullglob
    pruebas=(test/nucleo/prueba_*.c)
fi
mkdir -p "$salida"
rc=0

for f in src/nucleo/*.c; do
    # Strict first; then again instrumented, where gcc's own warnings have false alarms.
    # shellcheck disable=SC2086
    $cc $avisos -O2 -c "$f" -o /dev/null || rc=1
    # shellcheck disable=SC2086
    $cc $instrumentado -c "$f" -o "$salida/$(basename "$f" .c).o" || rc=1
    if $cc -fpreprocessed -dD -E -P "$f" 2>/dev/null | grep -nwE 'float|double|_Decimal64'; then
        echo "not ok: $f uses binary floating point (above)"
        rc=1
    fi
done
if grep -nE '#include[[:space:]]*[<"](postgres|fmgr|utils/|catalog/|executor/|access/)' src/nucleo/*.[ch]; then
    echo "not ok: the core includes headers of PostgreSQL (above)"
    rc=1
fi
if grep -nE '#include[[:space:]]*<(ctype|wctype|locale)\.h>' src/nucleo/*.[ch]; then
    echo "not ok: the core depends on the locale (above)"
    rc=1
fi
[ $rc -eq 0 ] && echo "core: $(ls src/nucleo/*.c | wc -l) files compile as strict C11 without PostgreSQL"
[ ${#pruebas[@]} -gt 0 ] || exit $rc

rm -f "$salida/libnucleo.a"
ar rcs "$salida/libnucleo.a" $(for n in src/nucleo/*.c; do echo "$salida/$(basename "$n" .c).o"; done)
programas=()
for f in "${pruebas[@]}"; do
    p=$salida/$(basename "$f" .c)
    rm -f "$p"
    # shellcheck disable=SC2086
    $cc $avisos -c "$f" -o /dev/null && $cc $instrumentado -o "$p" "$f" \
        "$salida/libnucleo.a" || rc=1
    programas+=("$p")
done
ASAN_OPTIONS=detect_leaks=0 prove --nocolor --failures --timer --exec '' "${programas[@]}" || rc=1
exit $rc
