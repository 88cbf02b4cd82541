#!/bin/sh
# Every check that runs no test. All of them run, then the failures are named; the exit code is 1 if there is one.
set -u
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
export DJANGO_SETTINGS_MODULE=droits_ouverts.config.settings.test
failed=""

check() {
    title=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok      $title"
    else
        echo "FAILED  $title"
        echo "$output"
        failed="$failed, $title"
    fi
}
templates() { scripts/templates.sh | xargs -r "$@"; }
check "lint (ruff)" ruff check --quiet --no-cache .
check "form (ruff)" ruff format --check --quiet --no-cache .
check "types (mypy)" mypy
check "contracts (import-linter)" lint-imports --no-cache
check "templates' form (djade)" templates djade --check --target-version 5.2
check "templates (djlint)" templates djlint --lint --quiet
check "settings (django check)" python -m django check --fail-level WARNING
check "missing migrations" python -m django makemigrations --check --dry-run --skip-checks
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    check "migrations (linter)" scripts/postgres.sh python scripts/lint_migrations.py
else
    echo "off     migrations (linter): it reads PostgreSQL's SQL. Type: sudo apt-get install postgresql"
fi
check "dependencies (deptry)" deptry .
check "components (SBOM)" python scripts/sbom.py --check
if command -v shellcheck >/dev/null 2>&1; then check "scripts (shellcheck)" shellcheck scripts/*.sh .ci/run; fi

if [ -n "$failed" ]; then
    echo "Failed: ${failed#, }"
    exit 1
fi
