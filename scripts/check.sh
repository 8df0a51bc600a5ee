#!/usr/bin/env bash
# Everything that is checked without running the product: format, lint, types, import contracts, generated docs.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/ruff format --check src tests
.venv/bin/ruff check src tests
.venv/bin/mypy src
.venv/bin/lint-imports
.venv/bin/python -m zhengjian.tools.docs --check
