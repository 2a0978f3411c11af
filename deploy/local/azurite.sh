#!/usr/bin/env bash
# Azure Tables of one's own (Azurite) on the loopback address, until it is stopped: deploy/local/azurite.sh <folder> <port>
set -euo pipefail
case ${1:-} in
help | -h | --help | "") sed -n '2s/^# //p' "$0"; exit 0 ;;
esac
[ $# -eq 2 ] || { echo "azurite: give a folder and a port" >&2; exit 2; }
command -v npm >/dev/null || { echo "azurite: install Node.js with npm first" >&2; exit 1; }
mkdir -p "$1/npm" "$1/azurite"
data=$(cd "$1" && pwd)
[ -d "$data/npm/node_modules/azurite" ] || npm install --prefix "$data/npm" --no-audit --no-fund --loglevel=error azurite@3.37.0 >&2
exec node "$data/npm/node_modules/azurite/dist/src/table/main.js" --tableHost 127.0.0.1 --tablePort "$2" --location "$data/azurite" --silent --skipApiVersionCheck --disableTelemetry
