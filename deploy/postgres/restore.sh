#!/usr/bin/env bash
# Brings a dump of backup.sh into an empty database. See --help.
set -euo pipefail
case ${1:-} in
help | -h | --help)
    cat <<'HELP'
deploy/postgres/restore.sh <dump>: all or nothing, into the database that PGDATABASE names, which must be there and empty:

  createdb --template=template0 --encoding=UTF8 --locale=C vip

How to connect is told in PostgreSQL's own variables, as for backup.sh. Stop the silos of the old database first: two clusters must not both go on.
HELP
    exit 0 ;;
'' | -*) echo "restore: '${1:-}' is not the dump; --help says how it is run" >&2; exit 2 ;;
esac
tables=$(psql --no-psqlrc --tuples-only --no-align --command="SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'")
[ "$tables" = 0 ] || { echo "restore: the database has $tables tables already; name an empty one in PGDATABASE" >&2; exit 1; }
pg_restore --single-transaction --exit-on-error --no-owner --no-privileges --dbname="${PGDATABASE:?name the database}" "$1"
psql --no-psqlrc --quiet --command="ANALYZE"
psql --no-psqlrc --tuples-only --no-align --field-separator=' ' --command="
    SELECT 'restore: ' || (SELECT count(*) FROM journal_events) || ' events of ' || (SELECT count(*) FROM journal_partitions) || ' partitions, ' || (SELECT count(*) FROM vault_person) || ' persons'"
