#!/usr/bin/env bash
# Lists who was erased, so that a restore of an older dump does not bring them back for good. See --help.
set -euo pipefail
case ${1:-} in
help | -h | --help)
    cat <<'HELP'
deploy/postgres/erasures.sh [<since>]: a line for each erasure since that time (2026-11-25T12:00:00Z; else all): time and person, an id without a name.

Run it often, and keep what it prints where the database is not. After a restore, erase everyone again whom it lists since the time of the dump:
DELETE /v1/hosts/<id>/person?reason=request-of-person and DELETE /v1/migrants/<id>/person?reason=request-of-person; where the line says <id>:traits, only
heritage and faith: DELETE /v1/hosts/<id>/traits and DELETE /v1/migrants/<id>/traits. How to connect is told in PostgreSQL's own variables, as for backup.sh.
HELP
    exit 0 ;;
-*) echo "erasures: '$1' is not known here; --help says what is" >&2; exit 2 ;;
esac
# 3 is the vault's number of an erasure.
psql --no-psqlrc --tuples-only --no-align --field-separator=' ' --set=since="${1:-1970-01-01T00:00:00Z}" <<'SQL'
SELECT to_char(to_timestamp(at / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), person FROM vault_access
WHERE kind = 3 AND at >= extract(epoch FROM :'since'::timestamptz) * 1000 ORDER BY number;
SQL
