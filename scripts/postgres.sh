#!/bin/sh
# Run a command with DATABASE_URL set to a PostgreSQL made for it, in a folder of its own, and stopped after it.
#     scripts/postgres.sh COMMAND [ARGUMENT ...]
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
    echo "PostgreSQL's server is not installed. Type: sudo apt-get install postgresql" >&2
    exit 1
fi
folder=$(mktemp -d /tmp/droits-ouverts-postgres.XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# The server refuses to run as root: the system's postgres account runs it there.
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as_server() { su postgres -s /bin/sh -c 'cd / && exec "$@"' -- sh "$@"; }
else
    as_server() { "$@"; }
fi
stop() {
    as_server "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

as_server "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
as_server "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null \
    || { cat "$folder/log" >&2; exit 1; }
as_server "$bin/createdb" -h 127.0.0.1 -p "$port" -U postgres droits_ouverts

DATABASE_URL="postgres://postgres@127.0.0.1:$port/droits_ouverts" "$@"
