#!/bin/sh
# Installs what is missing and builds one preset. Usage: scripts/build.sh [PRESET]   (default: dev)
# OPORA_CXX_FLAGS: flags of the compiler in place of the preset's.
set -eu
cd "$(dirname "$0")/.."
preset=${1:-dev}
scripts/install_packages.sh
# The output is kept, so that a build that succeeds stays quiet and one that fails is shown whole.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Building Opora ($preset) …"
if ! { cmake --preset "$preset" ${OPORA_CXX_FLAGS:+"-DCMAKE_CXX_FLAGS=$OPORA_CXX_FLAGS"} && cmake --build --preset "$preset"; } >"$log" 2>&1; then
  cat "$log"
  exit 1
fi
if grep -E 'warning:' "$log"; then
  echo "The compiler warned about our code (above)." >&2
  exit 1
fi
