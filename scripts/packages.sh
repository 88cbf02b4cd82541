#!/bin/sh
# Install the system packages that are missing: `packages.sh run` or `packages.sh dev`.
# Without the permission to do so, print the exact command to type, tell what is off until then, and go on.
set -eu

RUN_PACKAGES="python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
DEV_PACKAGES="chromium postgresql poppler-utils gettext nodejs gcc libc6-dev"

wanted="$RUN_PACKAGES"
[ "${1:-run}" = dev ] && wanted="$wanted $DEV_PACKAGES"

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This system has no apt. Install the equivalent of: $wanted" >&2
    exit 0
fi

missing=""
for package in $wanted; do
    status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    case "$status" in
        ii*) ;;
        *)
            # A Python that brings its own venv (pyenv, a newer system) needs no python3-venv.
            if [ "$package" = python3-venv ] && "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null; then continue; fi
            if [ "$package" = nodejs ] && command -v node >/dev/null 2>&1; then continue; fi
            missing="$missing $package"
            ;;
    esac
done
[ -z "$missing" ] && exit 0

install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "Some system packages are missing and this account may not install them. Type:" >&2
    echo "    sudo sh -c 'apt-get update && $install'" >&2
    for package in $missing; do
        case "$package" in
            python3-venv) echo "  off until then: a virtual environment by the usual way (another one is tried)" >&2 ;;
            libpango*|libharfbuzz*) echo "  off until then: the sheet as a PDF ($package); the print page remains" >&2 ;;
            fonts-noto-core) echo "  off until then: Arabic and other scripts in PDFs" >&2 ;;
            chromium) echo "  off until then: make journeys, make screenshots" >&2 ;;
            postgresql) echo "  off until then: make postgres-test" >&2 ;;
            poppler-utils) echo "  off until then: the tests that look at a PDF's pages" >&2 ;;
            nodejs) echo "  off until then: the tests of the JavaScript module" >&2 ;;
            gcc|libc6-dev) echo "  off until then: the native kernel and its tests ($package); numpy computes" >&2 ;;
            gettext) echo "  off until then: make messages, make compilemessages" >&2 ;;
        esac
    done
    exit 0
fi

echo "Installing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
if ! { $as_root apt-get update -q && $as_root $install; } >/tmp/droits-ouverts-apt.$$ 2>&1; then
    tail -n 20 /tmp/droits-ouverts-apt.$$ >&2
    echo "apt could not install:$missing. Going on without; what needs them is off." >&2
fi
rm -f /tmp/droits-ouverts-apt.$$
