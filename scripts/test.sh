#!/bin/sh
# Installs what is missing, builds, runs every test. Usage: scripts/test.sh [CTEST OPTIONS…]
set -eu
cd "$(dirname "$0")/.."
scripts/build.sh dev
exec ctest --preset dev --parallel "$(nproc)" "$@"
