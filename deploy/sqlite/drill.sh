#!/usr/bin/env bash
# Proves that a copy of one process's data could be restored, beside the process: copies, verifies, compares. See --help.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ${1:-} in
help | -h | --help)
    cat <<'HELP'
deploy/sqlite/drill.sh <data folder> <folder>: makes a copy of the running process into the folder (backup.sh), verifies its journal, compares every
event with the process's own, and says how many events and seconds of acknowledged work a restore of that copy would lose. It ends with 0 if all
holds. With copies of files that is what came since the last one: copy as often as you can afford to lose.

Journal__Key is the journal's; a pilot that has made its own has it in its data folder. VIP_SILO names the silo's program (default:
src/Silo/bin/Debug/net10.0/VipOrleans.Silo.dll beside this repository). It needs the program sqlite3. Run it once a month.
HELP
    exit 0 ;;
'' | -*) echo "drill: '${1:-}' is not the data folder; --help says how it is run" >&2; exit 2 ;;
esac
data=$1 folder=${2:?name the folder for the copy} silo=${VIP_SILO:-$here/../../src/Silo/bin/Debug/net10.0/VipOrleans.Silo.dll}
say() { echo "drill: $*"; }
[ -f "$silo" ] || { echo "drill: there is no silo's program at $silo; name it in VIP_SILO" >&2; exit 2; }
key=${Journal__Key:-}
[ -n "$key" ] || [ ! -f "$data/journal.key" ] || key=$(cat "$data/journal.key")
[ -n "$key" ] || { echo "drill: Journal__Key is missing: without it nobody can tell whether the copied journal is whole" >&2; exit 2; }
umask 077
restored=$(mktemp -d)
trap 'rm -rf "$restored"' EXIT

began=$(date +%s)
# What was signed before the copy began has to be in it.
[ ! -f "$data/journal.anchor" ] || cp "$data/journal.anchor" "$restored"
copy=$("$here/backup.sh" "$data" "$folder")
cp "$copy"/* "$restored"
say "copied in $(($(date +%s) - began)) s: $copy"

Journal__Key=$key Journal__Store=Sqlite Silo__DataFolder=$restored DOTNET_gcServer=0 dotnet "$silo" journal verify
ask() { sqlite3 -cmd "ATTACH '$copy/journal.db' AS copy" "$data/journal.db" "$1"; }
other=$(ask "SELECT count(*) FROM copy.events e LEFT JOIN main.events l ON l.partition = e.partition AND l.position = e.position WHERE l.hash IS NOT e.hash")
[ "$other" = 0 ] || { echo "drill: $other events of the copy are not the process's" >&2; exit 1; }
say "the same: $(ask 'SELECT count(*) FROM copy.events') events; $(sqlite3 "$copy/vault.db" 'SELECT count(*) FROM person') persons"
say "a restore of this copy now would lose $(ask 'SELECT (SELECT count(*) FROM main.events) - (SELECT count(*) FROM copy.events)') events of $(($(date +%s) - began)) s"
