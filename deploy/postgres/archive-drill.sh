#!/usr/bin/env bash
# Proves that PostgreSQL's archive loses nothing that was acknowledged, beside the cluster. See --help.
set -euo pipefail
case ${1:-} in
help | -h | --help)
    cat <<'HELP'
deploy/postgres/archive-drill.sh <archive> <folder> [<seconds>]: makes a base backup of the running cluster's server in the folder, lets the cluster work
for some seconds (5 by default), has the log of the last second archived, and restores base and archive into a server of its own, on another port.
Then every event that the cluster had acknowledged by then must be there, the same, or the drill ends with 1: a restore from the archive loses nothing.

The server has archive_mode=on and an archive_command that copies to <archive>, which this machine reads. How to connect is told in PostgreSQL's own
variables, as for backup.sh; the user may replicate. PostgreSQL's programs are those of PGBIN, or of /usr/lib/postgresql. Its disk must hold the database twice.
HELP
    exit 0 ;;
'' | -*) echo "drill: '${1:-}' is not the folder of the archive; --help says how it is run" >&2; exit 2 ;;
esac
archive=$(cd "$1" && pwd) folder=${2:?name the folder for the base backup} seconds=${3:-5} database=${PGDATABASE:?name the database of the cluster}
bin=${PGBIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}
[ -x "$bin/pg_basebackup" ] || { echo "drill: there is no pg_basebackup in '$bin'; name PostgreSQL's programs in PGBIN" >&2; exit 2; }
say() { echo "drill: $*"; }
ask() { psql --no-psqlrc --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$database" "${@:2}" --command="$1"; }
events="SELECT count(*) || ' ' || coalesce(md5(string_agg(encode(e.hash, 'hex'), '' ORDER BY p.id, e.position)), '')
    FROM journal_events e JOIN journal_partitions p ON p.no = e.partition JOIN (VALUES %s) AS c (id, last) ON c.id = p.id AND e.position <= c.last"

mkdir -p "$folder"
work=$(mktemp -d "$(cd "$folder" && pwd)/vip-archive.XXXXXX")
owner=()
[ "$(id -u)" -ne 0 ] || { owner=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups --); chmod a+rx "$folder"; chown nobody "$work"; }
stop() {
    [ ! -f "$work/base/postmaster.pid" ] || (cd "$work" && ${owner[@]+"${owner[@]}"} "$bin/pg_ctl" -D "$work/base" -m immediate stop >/dev/null) || true
    rm -rf "$work"
}
trap stop EXIT
(cd "$work" && ${owner[@]+"${owner[@]}"} "$bin/pg_basebackup" --pgdata="$work/base" --wal-method=none --checkpoint=fast --no-password)
based=$(date +%s)
say "a base backup is made; the cluster works on"
sleep "$seconds"

# What is acknowledged now has to be there later. A partition has no gap before its last event.
ends=$(ask "SELECT string_agg(format('(%L, %s::bigint)', id, last), ', ') FROM journal_partitions")
query=${events/\%s/$ends}
wanted=$(ask "$query")
log=$(ask "SELECT pg_walfile_name(pg_current_wal_lsn())")
ask "SELECT pg_switch_wal()" >/dev/null
for ((i = 0; i < 300; i++)); do [ -f "$archive/$log" ] && break; sleep 0.2; done
[ -f "$archive/$log" ] || { echo "drill: $log does not come into $archive; look at pg_stat_archiver and archive_command" >&2; exit 1; }

port=$((20000 + RANDOM % 10000))
# A server that restores has to allow for as much as the one that wrote; what that was given on its command line is in no file.
sizes=$(ask "SELECT format('%s = %s', name, setting) FROM pg_settings WHERE name IN ('max_connections', 'max_worker_processes', 'max_wal_senders',
    'max_prepared_transactions', 'max_locks_per_transaction')")
cat >>"$work/base/postgresql.auto.conf" <<CONF
$sizes
restore_command = 'cp "$archive/%f" "%p"'
archive_mode = off
CONF
touch "$work/base/recovery.signal"
[ "$(id -u)" -ne 0 ] || chown -R nobody "$work/base"
(cd "$work" && ${owner[@]+"${owner[@]}"} "$bin/pg_ctl" -D "$work/base" -l "$work/log" -w -t 120 -o "-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c archive_mode=off" start >/dev/null) ||
    { tail -n 20 "$work/log" >&2; echo "drill: the restored server does not start" >&2; exit 1; }
for ((i = 0; i < 300; i++)); do [ "$(ask "SELECT pg_is_in_recovery()" --host=127.0.0.1 --port="$port")" = f ] && break; sleep 0.2; done
found=$(ask "$query" --host=127.0.0.1 --port="$port")
[ "$found" = "$wanted" ] || { echo "drill: the archive has $found, and acknowledged was $wanted" >&2; exit 1; }
say "restored in $(($(date +%s) - based - seconds)) s: ${wanted% *} events, the same; a restore from the archive loses 0 of what was acknowledged"
