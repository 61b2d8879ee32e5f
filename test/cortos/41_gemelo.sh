#!/bin/bash
# 41_gemelo.sh - the twin of the bench obeys the same rules as the extension, on a sample of random acts.
exec "$(dirname "$0")/../banco/prueba_gemelo.sh" 2000
