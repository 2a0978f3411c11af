#!/usr/bin/env bash
# Runs the tests. What they need beside the .NET SDK is installed first, or named before anything runs.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage='Runs every test, or those that its arguments choose as for dotnet test.

  ./test.sh [<argument of dotnet test>…]

  tests/Domain.Tests          the tests of one project
  --filter Speed!=slow        without the long ones
  help, -h, --help            print this

The tests start PostgreSQL, Azurite, a browser and the product'"'"'s own processes on this machine. They need Node.js with npm, from
which come Azurite and the tools that read the API'"'"'s document, PostgreSQL with its clients, sqlite3, Chromium, and kill. As root on Debian
or Ubuntu what is missing is installed with apt-get; elsewhere it is named, and nothing runs.'

for word in "$@"; do
    case "$word" in help | -h | --help) echo "$usage" && exit 0 ;; esac
done

names=() packages=()
missing() {
    names+=("$1")
    packages+=("$2")
}
command -v dotnet >/dev/null || { echo "Install the .NET SDK of global.json first: https://dotnet.microsoft.com/download" >&2 && exit 2; }
command -v node >/dev/null || missing "Node.js 20" nodejs
command -v npm >/dev/null || missing npm npm
ls /usr/lib/postgresql/*/bin/pg_dump >/dev/null 2>&1 || command -v pg_dump >/dev/null || missing "PostgreSQL with pg_dump" postgresql
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing Chromium chromium
# bash has a kill of its own; the tests call the program.
command -v sqlite3 >/dev/null || missing sqlite3 sqlite3
type -P kill >/dev/null || missing "kill (procps)" procps

if [ ${#names[@]} -gt 0 ]; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${packages[@]}" || exit 2
    else
        list=$(printf ', %s' "${names[@]}")
        echo "Install these first, and then run the tests again: ${list:2}." >&2
        exit 2
    fi
fi

exec dotnet test "$@"
