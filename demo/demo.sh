#!/bin/bash
# demo.sh - from the trade's own files to the liquidaciones of the professionals: filing, glosas, notification, answers,
# decisions, payment, imputation. Expects a database with the extension and cartera ready (make demo makes one); its
# exit status is not zero when a refusal does not come or something does not add up.
set -eu
cd "$(dirname "$0")"
export PGCLIENTENCODING=UTF8
# One script through standard input: messages come without file names, and the parts share variables.
cat ./[0-9]*.sql | exec psql -X -q -v ON_ERROR_STOP=1 2>&1
