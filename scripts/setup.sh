#!/bin/sh
# Install the product in .venv from the hashed lock: `setup.sh run` (what serves) or `setup.sh dev` (what tests it as well).
# Nothing is done twice: the lock's digest is kept beside the environment.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
lock=requirements/$kind.txt
digest=$(cat "$lock" pyproject.toml | sha256sum | cut -c1-64)

is_done() { [ "$(cat ".venv/$1" 2>/dev/null)" = "$2" ] && .venv/bin/python -c '' 2>/dev/null; }
if is_done "$kind" "$digest"; then touch ".venv/$kind"; exit 0; fi
if [ "$kind" = run ] && is_done dev "$(cat requirements/dev.txt pyproject.toml | sha256sum | cut -c1-64)"; then exit 0; fi

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "Python 3.11, 3.12 or 3.13 is needed and was not found. On Debian 12 type: sudo apt-get install python3 python3-venv" >&2
    exit 1
}
PYTHON=$(find_python)
export PYTHON
sh scripts/packages.sh "$kind"

if ! .venv/bin/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
    rm -rf .venv
    if ! "$PYTHON" -m venv .venv 2>/dev/null; then
        rm -rf .venv
        "$PYTHON" -m venv --without-pip .venv
    fi
fi
if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    pip() { .venv/bin/python -m pip "$@"; }
elif "$PYTHON" -m pip --version >/dev/null 2>&1; then
    pip() { "$PYTHON" -m pip --python .venv/bin/python "$@"; }
else
    rm -rf .venv
    echo "This Python brings neither ensurepip nor pip, so nothing can be installed. Type: sudo apt-get install python3-venv" >&2
    exit 1
fi

echo "Installing Python packages from $lock (once, about half a minute)"
pip install --quiet --quiet --disable-pip-version-check --require-hashes -r "$lock"
pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
echo "$digest" > ".venv/$kind"
