#!/bin/sh
# Bring OpenFisca-France's own YAML tests into var/essais/: they are in its source distribution, not in its wheel.
# Prints the folder. Nothing is done twice; nothing half-done is left. Pinned by its hash, as the locks are.
set -eu
cd "$(dirname "$0")/.."
version=176.1.8
hash=a21a9a30f2f6da503e78945221f61cf4a450fb1b6efbc18e8437c88e1513b806

locked=$(sed -n 's/^openfisca-france==\([0-9.]*\).*/\1/p' requirements/run.txt)
if [ "$locked" != "$version" ]; then
    echo "requirements/run.txt has openfisca-france $locked, this script $version: write the new version and its hash here." >&2
    exit 1
fi
target=var/essais/openfisca-france-$version
if [ -d "$target/tests" ]; then echo "$target/tests"; exit 0; fi

mkdir -p var/essais
work=$(mktemp -d var/essais/.telechargement.XXXXXX)
trap 'rm -rf "$work"' EXIT
echo "openfisca-france==$version --hash=sha256:$hash" > "$work/requirements.txt"
echo "Fetching the tests of openfisca-france $version (once, about 6 MB)" >&2
if ! .venv/bin/python -m pip download --quiet --quiet --disable-pip-version-check --no-deps --no-binary openfisca-france \
    --require-hashes -r "$work/requirements.txt" -d "$work" >&2; then
    echo "The source distribution could not be fetched. Check the network, then type again: sh scripts/essais_openfisca.sh" >&2
    exit 1
fi
tar -xzf "$work"/openfisca_france-*.tar.gz -C "$work" --strip-components=1 "openfisca_france-$version/tests"
mkdir -p "$target"
mv "$work/tests" "$target/tests"
echo "$target/tests"
