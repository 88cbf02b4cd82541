#!/bin/sh
# Sentences to translate: `messages.sh make` gathers them, `messages.sh compile` compiles the catalogues.
set -eu
cd "$(dirname "$0")/../droits_ouverts"
command -v msgfmt >/dev/null 2>&1 || { echo "gettext is not installed. Type: sudo apt-get install gettext" >&2; exit 1; }
python=../.venv/bin/python
export DJANGO_SETTINGS_MODULE=droits_ouverts.config.settings.test
case "${1:-compile}" in
    make) $python -m django makemessages --locale en --locale ar --no-wrap --no-location ;;
    compile) $python -m django compilemessages ;;
    *) echo "messages.sh make | compile" >&2; exit 2 ;;
esac
