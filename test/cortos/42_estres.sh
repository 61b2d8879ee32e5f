#!/bin/bash
# 42_estres.sh - ten seconds of mixed acts by sixteen clients; make stress runs a minute.
exec "$(dirname "$0")/../banco/estres.sh" 10 16
