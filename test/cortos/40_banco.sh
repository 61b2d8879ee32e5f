#!/bin/bash
# 40_banco.sh - every script of the bench runs and prints its rows, with tiny sizes; no time is judged.
set -u
cd "$(dirname "$0")/../.." || exit 1
salida=$(BENCH_SCALE=0.0006 BENCH_REPS=1 test/banco/banco.sh 2>&1)
rc=$?
# the times of tiny sizes mean nothing: only the names of the rows are shown
echo "$salida" | awk -F '|' '/^\|/ { print $2 "|" $3 }'
if [ $rc -ne 0 ] || echo "$salida" | grep -q FAILED; then
    echo "$salida" | tail -n 40
    exit 1
fi
