#!/bin/sh
# Serve the demo: install what is missing, prepare the database when the code changed, then hand over to the server.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh run
mkdir -p var
# Printed pages and their QR codes lead where the demo is served.
if [ "${1:-}" = "--port" ]; then
    SITE_URL=${SITE_URL:-http://localhost:$2}
    export SITE_URL
fi
# The stamp speaks of the database under var/ only; another database is asked each time what it lacks.
if [ -n "${DATABASE_URL:-}" ] || [ ! -e var/prepared ] || [ -n "$(find droits_ouverts -name '*.py' -newer var/prepared -print -quit)" ]; then
    .venv/bin/droits-ouverts manage migrate --verbosity 0 --no-input
    .venv/bin/droits-ouverts manage seed_demo --skip-checks
    touch var/prepared
    # One opinion of the demo stands beside an estimate: it is given once the engine answers, while the service is already open.
    nice -n 10 .venv/bin/droits-ouverts manage seed_demo --skip-checks --attendre 240 > /dev/null 2>&1 &
fi
exec .venv/bin/droits-ouverts serve "$@"
