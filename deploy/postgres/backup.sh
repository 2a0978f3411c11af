#!/usr/bin/env bash
# Dumps journal, vault and reminders of a cluster at one moment, while it runs. See --help.
set -euo pipefail
case ${1:-} in
help | -h | --help)
    cat <<'HELP'
deploy/postgres/backup.sh <folder>: one file vip-<time>.dump with journal, vault and reminders as they were at one moment; the cluster goes on.

How to connect is told in PostgreSQL's own variables: PGHOST, PGPORT, PGUSER, PGPASSWORD or PGPASSFILE, PGDATABASE, PGSSLMODE.
It needs psql, and pg_dump of the server's version or newer. The time is noted in the table vip_backups, where silos read it. People's data in it is sealed with Vault:MasterKeys: keep those apart from the dumps.
HELP
    exit 0 ;;
'' | -*) echo "backup: '${1:-}' is not the folder for the dump; --help says how it is run" >&2; exit 2 ;;
esac
folder=$1
mkdir -p "$folder"
begun=$(date -u +%Y-%m-%dT%H:%M:%SZ)
file=$folder/vip-${begun//[-:]/}.dump
umask 077
# Members of the cluster that is no more would be waited for: those rows stay out.
pg_dump --format=custom --no-owner --no-privileges --exclude-table-data=orleansmembershiptable --exclude-table-data=orleansmembershipversiontable --file="$file.part"
# Read to its end, so that half a file is not called a backup.
pg_restore --file=/dev/null "$file.part"
sync "$file.part"
mv "$file.part" "$file"
# Silos read it for the metric vip_backup_age.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=begun="$begun" <<'SQL'
SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS vip_backups (begun timestamptz PRIMARY KEY, ended timestamptz NOT NULL DEFAULT now());
INSERT INTO vip_backups (begun) VALUES (:'begun') ON CONFLICT DO NOTHING;
SQL
echo "$file"
