# Everything a person does with this repository. `make` alone lists it.
PYTHON ?= python3
PY := .venv/bin/python

.DEFAULT_GOAL := help
ENGINE ?= built-in
# Many tests wait for a database or a clock, so one more of them than there are cores.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

.PHONY: accuracy simulate pipeline help setup run stripe dev test lint format bench lock migration verify-audit workday rotate-keys

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup:
	@command -v $(PYTHON) >/dev/null || { echo "Vivavoce needs Python 3.11 or newer, and there is no $(PYTHON)."; exit 1; }
	@$(PYTHON) app/bootstrap.py

run: setup ## serve everything at http://127.0.0.1:8000
	@$(PY) -m app.server

stripe: setup ## the Stripe simulator at http://127.0.0.1:12111, to try topping up
	@$(PY) -m app.simulators.stripe

workday: setup ## the Workday simulator at http://127.0.0.1:12113, to try synchronising
	@$(PY) -m app.simulators.workday

dev: setup ## the same with reload: refresh the page to see a change
	@$(PY) -m app.dev

test: setup ## every test, PostgreSQL and browser included
	@$(PY) -m app.frontend
	@$(PY) -m tests.support.chromium
	@$(PY) -m tests.support.openai_server
	@$(PY) -m tests.support.oidc_server
	@$(PY) -m pytest tests/contract tests/unit tests/api tests/simulators -n $(WORKERS) --dist worksteal
	@$(PY) -m pytest tests/simulated -n 2 --dist loadfile
	@$(PY) -m pytest tests/browser -n 2 --dist loadfile --no-loadscope-reorder

lint: setup ## ruff, mypy in strict mode, import rules
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format: setup ## let ruff put the code in order
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: setup ## measure speed; prints figures
	@$(PY) -m app.frontend
	@$(PY) -m tests.bench

accuracy: setup ## agreement with people on public sets: make accuracy DATA=../data
	@$(PY) -m app.accuracy $(DATA) --engine $(ENGINE)

simulate: setup ## what adaptive questions are worth, on simulated candidates: make simulate
	@$(PY) -m tests.bench.simulate $(CANDIDATES)

pipeline: setup ## 200 applications from Workday to reports, the product killed five times
	@VIVAVOCE_PIPELINE=200 VIVAVOCE_KILLS=5 VIVAVOCE_PIPELINE_DATABASE=postgresql \
		$(PY) -m pytest tests/simulated/test_pipeline.py -s -o faulthandler_timeout=0

verify-audit: setup ## walk the chains of the audit log; names the first broken link of each
	@$(PY) -m app.core.audit_verify

lock: setup ## resolve the dependencies anew into requirements.lock
	@printf 'sentence-transformers\n' > var/excluded.txt
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --excludes var/excluded.txt --group dev \
		--output-file requirements.lock pyproject.toml

migration: setup ## write a migration of what changed in the tables: make migration NAME="add x"
	@$(PY) -m app.core.migrations "$(NAME)"

rotate-keys: setup ## wrap every sealed credential by the newest of VIVAVOCE_CREDENTIAL_KEYS
	@$(PY) -m app.workday.rotate
