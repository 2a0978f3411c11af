#!/usr/bin/env bash
# Makes the portal's sheets, left to right and right to left. Needs Node.js 20 with npm, and only if the styles have changed.
#   build.sh [<folder>]    where the sheets go; default: ../Assets
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
target=${1:-../Assets}
if ! cmp -s package-lock.json node_modules/.installed.json; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.installed.json
fi
node node_modules/sass/sass.js --style=compressed --no-source-map --no-charset --quiet-deps --load-path=node_modules portal.scss "$target/portal.ltr.css"
node node_modules/rtlcss/bin/rtlcss.js --silent "$target/portal.ltr.css" "$target/portal.rtl.css"
