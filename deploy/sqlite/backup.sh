#!/usr/bin/env bash
# Copies journal and vault of one process while it runs. See --help.
set -euo pipefail
case ${1:-} in
help | -h | --help)
    cat <<'HELP'
deploy/sqlite/backup.sh <data folder> <folder>: a folder vip-<time> with journal.db, vault.db and ids.key; the process goes on.

The journal is copied first, so that it names nobody whom the vault does not have. The copies are for their owner only (0600). People's data in
them is sealed with Vault:MasterKeys, snapshots with Journal:Key: keep those (vault-development.key and journal.key of a pilot that has made its
own) apart from the copies. The time is noted in the data folder (last-backup), where the silo reads it for the metric vip_backup_age.
It needs the program sqlite3.
HELP
    exit 0 ;;
'' | -*) echo "backup: '${1:-}' is not the data folder; --help says how it is run" >&2; exit 2 ;;
esac
data=$1 folder=${2:?name the folder for the copies}
for file in journal vault; do [ -f "$data/$file.db" ] || { echo "backup: there is no $file.db in $data" >&2; exit 1; }; done
umask 077
begun=$(date -u +%Y%m%dT%H%M%SZ)
copy=$folder/vip-$begun
mkdir -p "$copy.part"
touch "$copy.part/begun"
for file in journal vault; do
    sqlite3 -cmd 'PRAGMA synchronous=EXTRA' "$data/$file.db" "VACUUM INTO '$copy.part/$file.db'"
    # Read to its end, so that half a file is not called a backup.
    [ "$(sqlite3 "$copy.part/$file.db" 'PRAGMA integrity_check')" = ok ] || { echo "backup: the copy of $file.db is damaged" >&2; exit 1; }
done
# Ids are made with it: it belongs to the journal and opens no data.
[ ! -f "$data/ids.key" ] || cp "$data/ids.key" "$copy.part/ids.key"
sync "$copy.part"/*
mv "$copy.part/begun" "$data/last-backup"
mv "$copy.part" "$copy"
echo "$copy"
