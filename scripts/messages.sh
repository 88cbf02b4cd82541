#!/bin/sh
# Sentences to translate: `messages.sh make [domain ...]` brings the .po files in step with the sources, `messages.sh compile` compiles them.
set -eu
cd "$(dirname "$0")/.."
command -v msgfmt >/dev/null 2>&1 || { echo "gettext is not installed. Type: sudo apt-get install gettext" >&2; exit 1; }
action=${1:-compile}
[ $# -eq 0 ] || shift
case "$action" in
    make) .venv/bin/python scripts/messages.py "$@" ;;
    compile)
        # The terminal's catalogues are read as they are written: a compiled copy would only be able to be stale.
        find droits_ouverts -name '*.po' ! -name console.po | while read -r po; do
            mo="${po%.po}.mo"
            # A catalogue that says the same is left as it is: its file would change for nothing.
            msgfmt --check-format -o "$mo.new" "$po"
            if cmp -s "$mo.new" "$mo"; then rm "$mo.new"; else mv "$mo.new" "$mo"; fi
        done
        ;;
    *) echo "messages.sh make [domain ...] | compile" >&2; exit 2 ;;
esac
