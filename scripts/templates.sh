#!/bin/sh
# Name every template of the house, one a line.
cd "$(dirname "$0")/.."
git ls-files -co --exclude-standard 'droits_ouverts/**/templates/**/*.html'
