# Every command of the house. `make run` and `make test` are the two that a newcomer needs; `make help` lists the rest.
SHELL := /bin/sh
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
# Arguments for pytest: make test ARGS="tests/coffre -x"
ARGS ?=
# Two tests at once on two cores; a file's tests stay together, so that a process loads OpenFisca once.
WORKERS ?= 2

.PHONY: help setup run test check format journeys postgres-test bench preuves messages compilemessages screenshots lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: ## install what runs the product (DEV=1: what tests it as well)
	@scripts/setup.sh $(if $(DEV),dev,run)

run: ## install what is missing, prepare the demo, serve it (PORT=8001 for another port)
	@scripts/run.sh $(if $(PORT),--port $(PORT))

.venv/dev: scripts/setup.sh scripts/packages.sh requirements/dev.txt pyproject.toml
	@scripts/setup.sh dev

test: .venv/dev ## every test on SQLite, without a browser
	$(PYTEST) --ignore=tests/journeys -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/dev ## lint, types, contracts, templates, migrations, dependencies
	@scripts/check.sh

format: .venv/dev ## put code and templates in the house's form
	$(PYTHON) -m ruff check --fix-only --quiet . ; $(PYTHON) -m ruff format .
	@scripts/templates.sh | xargs -r .venv/bin/djade --target-version 5.2

journeys: .venv/dev ## the browser tests, in Debian's Chromium
	$(PYTEST) tests/journeys --allow-hosts=127.0.0.1,::1,localhost $(ARGS)

# What meets no database would only be the same tests again.
# Requests are answered under the role that serves, which owns nothing; what tests prepare and look at is the owner's.
postgres-test: .venv/dev ## every test that meets a database again, on a PostgreSQL started for the occasion
	@TESTS_ROLE=application scripts/postgres.sh $(PYTEST) --ignore=tests/journeys --database-only -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

bench: .venv/dev ## measures, each against its reference (ONLY=name for one)
	@$(PYTHON) scripts/measures.py bench $(if $(ONLY),--only $(ONLY))

preuves: .venv/dev ## heavy proofs, under an hour (ONLY=name for one, NUIT=1 adds the night's)
	@$(PYTHON) scripts/measures.py preuves $(if $(ONLY),--only $(ONLY)) $(if $(NUIT),--nuit)

messages: .venv/dev ## gather the sentences to translate
	@scripts/messages.sh make

compilemessages: .venv/dev ## compile the translations
	@scripts/messages.sh compile

screenshots: .venv/dev ## retake the pictures of docs/images
	$(PYTHON) scripts/screenshots.py

lock: ## recompute the hashed locks (needs uv)
	@scripts/lock.sh

clean: ## remove the environment and caches (never var/, which holds data and keys)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
