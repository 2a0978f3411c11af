#!/usr/bin/env bash
# Proves that a restore works, beside the cluster: dumps, restores elsewhere, verifies, compares. See --help.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ${1:-} in
help | -h | --help)
    cat <<'HELP'
deploy/postgres/drill.sh <folder> [<database>]: dumps the running cluster into the folder, restores the dump into a new database (vip_drill by
default, which is dropped in the end), verifies its journal and compares it with the cluster's: every event that the dump has must be the same, and the
script says how many events and seconds of acknowledged work a restore of this dump would lose. It ends with 0 if all holds.

How to connect is told in PostgreSQL's own variables, as for backup.sh; the user may make databases. Journal__Key is the journal's. VIP_SILO names the
silo's program (default: src/Silo/bin/Debug/net10.0/VipOrleans.Silo.dll beside this repository). Run it once a month, and after every change of the backup.
HELP
    exit 0 ;;
'' | -*) echo "drill: '${1:-}' is not the folder for the dump; --help says how it is run" >&2; exit 2 ;;
esac
folder=$1 drill=${2:-vip_drill}
live=${PGDATABASE:?name the database of the cluster} silo=${VIP_SILO:-$here/../../src/Silo/bin/Debug/net10.0/VipOrleans.Silo.dll}
: "${Journal__Key:?is missing: without it nobody can tell whether the restored journal is whole}"
say() { echo "drill: $*"; }
ask() { psql --no-psqlrc --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1" --command="$2"; }
[ -f "$silo" ] || { echo "drill: there is no silo's program at $silo; name it in VIP_SILO" >&2; exit 2; }
[ "$(ask "$live" "SELECT count(*) FROM pg_database WHERE datname = '$drill'")" = 0 ] ||
    { echo "drill: there is a database $drill already; name another one, or drop it if it is of a drill that was cut off" >&2; exit 2; }

began=$(date +%s)
dump=$("$here/backup.sh" "$folder")
dumped=$(date +%s)
say "dumped in $((dumped - began)) s: $dump"
createdb --template=template0 --encoding=UTF8 --locale=C "$drill"
trap 'dropdb --if-exists --force "$drill"' EXIT
PGDATABASE=$drill "$here/restore.sh" "$dump"
say "restored in $(($(date +%s) - dumped)) s"

# Every event has a hash over all before it, so that one line a city tells whether the two agree up to where the dump ends.
prints="SELECT p.id || ' ' || c.last || ' ' || md5(coalesce(string_agg(encode(e.hash, 'hex'), '' ORDER BY e.position), ''))
    FROM journal_partitions p JOIN (VALUES %s) AS c (id, last) ON c.id = p.id LEFT JOIN journal_events e ON e.partition = p.no AND e.position <= c.last
    GROUP BY p.id, c.last ORDER BY p.id"
ends=$(ask "$drill" "SELECT coalesce(string_agg(format('(%L, %s::bigint)', id, last), ', '), '(''none'', 0::bigint)') FROM journal_partitions")
query=${prints/\%s/$ends}
diff <(ask "$live" "$query") <(ask "$drill" "$query") || { echo "drill: the restored journal is not the cluster's" >&2; exit 1; }
events=$(ask "$drill" "SELECT count(*) FROM journal_events") now=$(ask "$live" "SELECT count(*) FROM journal_events")
persons=$(ask "$drill" "SELECT count(*) FROM vault_person")
say "the same: $events events in $(ask "$drill" "SELECT count(*) FROM journal_partitions") cities and nations; $persons persons"

DOTNET_gcServer=0 Journal__Store=Postgres Silo__DataFolder=$folder \
    Journal__Connection="Host=${PGHOST:-127.0.0.1};Port=${PGPORT:-5432};Username=${PGUSER:-$(id -un)}${PGPASSWORD:+;Password=$PGPASSWORD};Database=$drill" \
    dotnet "$silo" journal verify
say "a restore of this dump now would lose $((now - events)) events of $(($(date +%s) - began)) s; with PostgreSQL's archive (archive_command) it is none"
