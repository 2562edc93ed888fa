#!/usr/bin/env bash
# What some tests start: moto (stands in for AWS), PostgreSQL, MariaDB, Chromium. Without one of them its tests say that
# they were skipped. Installs what is missing where it can: Python packages into the folder that is given, Debian's as root.
# With a second argument, "moto", nothing but that.
set -uo pipefail
venv=$1
only=${2:-}

if ! command -v moto_server >/dev/null; then
    test -x "$venv/bin/moto_server" ||
        { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet 'moto[server]>=5.2,<6'; } || echo "moto was not installed."
fi
[ "$only" = moto ] && exit 0

has() { command -v "$1" >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/$1" >/dev/null || test -x "/usr/sbin/$1"; }
if ! { has postgres && has mariadbd; } && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update && apt-get install --yes --no-install-recommends postgresql mariadb-server; } >/dev/null ||
        echo "PostgreSQL or MariaDB was not installed."
fi
if ! command -v chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update && apt-get install --yes --no-install-recommends chromium; } >/dev/null || echo "Chromium was not installed."
fi
exit 0
