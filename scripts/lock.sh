#!/usr/bin/env bash
# Make the hashed lock files from pyproject.toml. They name packages and digests, never addresses.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
compile() {
  "$uv" pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 "$@"
}
compile pyproject.toml -o requirements/base.txt
compile pyproject.toml --extra browser --extra qr --extra ocr --extra cluster --extra postgres --extra dev -o requirements/all.txt
compile pyproject.toml --extra bench -o requirements/bench.txt -c requirements/all.txt
