#!/bin/bash
# The seeds of every fuzz target and a second of exploration from them; make fuzz explores for longer.
cd "$(dirname "$0")/../.." || exit 1
exec env FUZZ_SOLO_SEMILLAS=si test/nucleo/fuzz/fuzz.sh 1
