# zhengjian: make demo · make test · make test-postgres · make check · make bench · make docs. Each sets up what it needs.
SHELL := /bin/bash
PY := .venv/bin/python
EXTRAS := all

.PHONY: setup test test-postgres check demo docs bench bench-accuracy lock new-check format

setup:
	@bash scripts/setup.sh

test: setup
	@bash scripts/check.sh
	@bash scripts/postgres.sh
	$(PY) -m pytest -n 2 -q tests

# Every test of what people decide, its ledger on a PostgreSQL that the tests start.
test-postgres: setup
	@bash scripts/postgres.sh
	ZHENGJIAN_TEST_DATABASE=postgresql $(PY) -m pytest -n 2 -q tests/ledger tests/workflow tests/service tests/console tests/api

check: setup
	@bash scripts/check.sh

demo: setup
	.venv/bin/zhengjian demo $(or $(DIR),demo)

docs: setup
	$(PY) -m zhengjian.tools.docs --write

bench: setup
	.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/bench.txt
	! command -v npm >/dev/null || npm install --silent --no-save --prefix .bench linkinator@7.6.1
	$(PY) -m tests.bench

bench-accuracy: setup
	$(PY) -m tests.bench.accuracy

new-check: setup
	$(PY) -m zhengjian.tools.new_check $(NAME)

format: setup
	.venv/bin/ruff format src tests && .venv/bin/ruff check --fix src tests

lock:
	@bash scripts/lock.sh
