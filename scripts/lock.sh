#!/bin/sh
# Recompute the hashed locks from pyproject.toml, for every Python and system at once. Needs `uv`; a maintainer's command.
set -eu
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-config \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "scripts/lock.sh" "$@"
}
compile pyproject.toml --group build --output-file requirements/run.txt
compile pyproject.toml --group build --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
compile pyproject.toml --group build --extra masse --extra grappe --constraint requirements/dev.txt --output-file requirements/masse.txt
python3 scripts/sbom.py
