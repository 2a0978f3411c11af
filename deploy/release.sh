#!/usr/bin/env bash
# Makes a release: the programs, the command line, what is in them, and their sums. See --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

to=release runtime=linux-x64 sbom=yes built=""
help() {
    cat <<'HELP'
deploy/release.sh: makes everything that is released, from the sources as they lie here.

  --to <folder>         where it goes (default: release); made, or emptied of an earlier release
  --runtime <name>      linux-x64 or linux-arm64 (default: linux-x64)
  --no-sbom             without the lists of what is in each program
  --built <name>        of what 'dotnet build' has made before, Debug or Release, for a look at the folders; the programs then have the
                        version and the paths of that build
  --version             print the version that it would have, and make nothing
  help, -h, --help      print this
  -p:<name>=<value>     given to every build

It makes pilot, silo, gateway and portal, each as a folder for the .NET 10 runtime (dotnet VipOrleans.Pilot.dll) and as a .tar.gz of it,
the package of the command line (dotnet tool install --global VipOrleans.Cli --add-source <folder> --prerelease), a CycloneDX list of
packages for each (sbom/), VERSION, and SHA256SUMS of it all.

The version is that of the last tag (v1.2.3) on the way to this commit: on the tag itself 1.2.3, after it the next one with -dev and the
number of commits since; without git or a tag it is 0.3.0-dev.0. Behind a plus sign is the commit. The same
commit, built in the same folder with the same .NET SDK, gives the same bytes.
HELP
}
fail() { echo "release: $*" >&2; exit 2; }
value() { [ $# -gt 1 ] && [ -n "$2" ] && echo "$2" || fail "$1 lacks its value; --help says what is known"; }

ask=no properties=()
while [ $# -gt 0 ]; do
    case $1 in
    help | -h | --help) help; exit 0 ;;
    --to) to=$(value "$@"); shift 2 ;;
    --runtime) runtime=$(value "$@"); shift 2 ;;
    --no-sbom) sbom=no; shift ;;
    --built) built=$(value "$@"); shift 2 ;;
    --version) ask=yes; shift ;;
    -p:*) properties+=("$1"); shift ;;
    *) fail "'$1' is not known here; --help says what is" ;;
    esac
done
case $runtime in linux-x64 | linux-arm64) ;; *) fail "'$runtime' is no runtime that is released: linux-x64 or linux-arm64" ;; esac

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
# As on a build server, the packages must be those of the lock files (Directory.Build.props).
export CI=true
dotnet tool restore >/dev/null || fail "the tools of .config/dotnet-tools.json cannot be restored"
version=$(dotnet minver --tag-prefix v --minimum-major-minor 0.3 --default-pre-release-identifiers dev.0 --verbosity error)
commit=$(git rev-parse --short=12 HEAD 2>/dev/null || true)
# Changes that no commit has are said, so that nobody takes the build for that of the commit.
[ -z "$commit" ] || git diff --quiet HEAD -- 2>/dev/null || commit+=-changed
version+=${commit:++$commit}
[ "$ask" = no ] || { echo "$version"; exit 0; }

# The moment of the commit stands for that of the build.
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 946684800)}
[ ! -d "$to" ] || [ -z "$(ls -A "$to")" ] || [ -f "$to/VERSION" ] || fail "$to has files and no release in it: name another folder"
rm -rf "$to"
mkdir -p "$to/sbom"
to=$(cd "$to" && pwd)

# The folder of the sources and the state of git stand in no file that is made.
same=("-p:InformationalVersion=$version" -p:IncludeSourceRevisionInInformationalVersion=false -p:EnableSourceControlManagerQueries=false
    -p:EnableSourceLink=false "-p:PathMap=$PWD=/vip" -p:UseAppHost=false -p:PublishDocumentationFiles=false -nologo -v:q -m:1
    "-p:LeftOutTo=$to/sbom/" -c "${built:-Release}" ${properties[@]+"${properties[@]}"})
[ -z "$built" ] || same+=(--no-build -p:AppendRuntimeIdentifierToOutputPath=false)

for program in Silo Gateway Portal Pilot; do
    name=${program,,}
    echo "release: $name"
    dotnet publish "src/$program" -r "$runtime" --no-self-contained -o "$to/$name" "${same[@]}"
    # What a program that is part of another one would need to run alone.
    for file in "$to/$name"/VipOrleans.*.runtimeconfig.json "$to/$name"/VipOrleans.*.deps.json; do
        case $file in */VipOrleans.$program.*) ;; *) rm "$file" ;; esac
    done
    rm -f "$to/$name/web.config"
    tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' -C "$to" -cf - "$name" | gzip -n >"$to/vip-$name-$runtime.tar.gz"
done

echo "release: the command line"
dotnet pack src/Cli -o "$to" "${same[@]}"

if [ "$sbom" = yes ]; then
    # What is left out of each folder (src/Directory.Build.targets) is not in its list.
    for program in Silo Gateway Portal Pilot Cli; do
        echo "release: what is in $program"
        left=$(paste -sd, "$to/sbom/$program.left" 2>/dev/null || true)
        platform=()
        [ "$program" = Cli ] || platform=(-rt "$runtime")
        dotnet dotnet-CycloneDX "src/$program/$program.csproj" -o "$to/sbom" -fn "${program,,}.cdx.json" -F Json -rs ${platform[@]+"${platform[@]}"} -dpr -ns -sv "$version" ${left:+-ef "$left"} >/dev/null
        sed -i "s/\"timestamp\": \"[^\"]*\"/\"timestamp\": \"$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ)\"/" "$to/sbom/${program,,}.cdx.json"
    done
fi

rm -f "$to"/sbom/*.left

echo "$version" >"$to/VERSION"
(cd "$to" && find . -maxdepth 2 \( -name '*.tar.gz' -o -name '*.nupkg' -o -path './sbom/*' -o -name VERSION \) -type f | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
echo "release: $version is in $to"
