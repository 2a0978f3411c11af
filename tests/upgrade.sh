#!/usr/bin/env bash
# Upgrades a cluster of a release to what lies here, process by process and under load. See --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case ${1:-} in
help | -h | --help | "")
    cat <<'HELP'
tests/upgrade.sh <tag or commit>: builds that release in a worktree of its own, starts two silos and two gateways of it on PostgreSQL, and replaces
them one after another by today's while sponsorships are formed. It ends with 0 if nothing that was acknowledged is missing and nothing was refused
that a retry does not mend. Release 0.2.0 is the commit 6dfde09b if the tag v0.2.0 is not here. It takes about five minutes.
HELP
    exit 0 ;;
-*) echo "upgrade: '$1' is not known here; --help says what is" >&2; exit 2 ;;
esac
commit=$(git rev-parse --verify --quiet "$1^{commit}") || { echo "upgrade: there is no '$1' in this clone; fetch the history and tags" >&2; exit 2; }
release=$(mktemp -d)
trap 'git worktree remove --force "$release/sources" 2>/dev/null; rm -rf "$release"' EXIT
git worktree add --quiet --detach "$release/sources" "$commit"
for program in Silo Gateway; do
    echo "upgrade: building the $program of $1"
    dotnet build "$release/sources/src/$program" -v q -nologo -clp:NoSummary -p:RunAnalyzers=false
done
VIP_UPGRADE_FROM=$release/sources dotnet test tests/Cluster.Tests --filter FullyQualifiedName~RollingRestartTests
