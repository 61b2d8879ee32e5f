#!/bin/bash
# banco.sh - the whole bench on one private cluster: every script NN_*.sh of this directory (or those given), then one
# table of medians and ratios. BENCH_SCALE and BENCH_REPS as in comun.sh; BENCH_VERBOSE shows each measure.
. "$(dirname "$0")/comun.sh"
if [ $# -eq 0 ]; then set -- "$BANCO"/[0-9][0-9]_*.sh; fi
banco_iniciar "$0" "$@"
rc=0
for guion in "$@"; do
    inicio=$SECONDS
    echo "-- $(basename "$guion")" >&2
    "$guion" || { rc=1; printf '%s\t-\t-\t-\t-\t-\tFAILED\n' "$(basename "$guion")" >>"$BANCO_TMP/filas"; }
    echo "   $((SECONDS - inicio)) s" >&2
done
exit $rc
