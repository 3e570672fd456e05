#!/bin/sh
# Builds Opora and does its main job on a made-up region: import, methodologies, lists with reasons.
# Usage: scripts/demo.sh [FOLDER]   (default: build/demo)
set -eu
cd "$(dirname "$0")/.."
scripts/build.sh dev
folder=${1:-build/demo}
exec build/dev/host/cli/opora demo "$folder"
