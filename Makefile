# Everything runs in .venv, from packages pinned by hash; each target sets up what it needs.

VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements/development.txt
INSTALLED := $(VENV)/.installed

NEW_ENOUGH := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
CANDIDATES := python3.13 python3.12 python3.11 python3 python
# The first interpreter that is there and new enough; `make PYTHON=python3.12 test` names another.
PYTHON ?= $(shell for name in $(CANDIDATES); do \
  "$$name" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo "$$name" && break; done)

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PIN := $(BIN)/uv pip compile pyproject.toml --quiet --no-config --system-certs --upgrade --universal \
  --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test thorough check lint format docs lock clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

run: $(INSTALLED) ## Open the dashboard on the demo portfolio
	@$(BIN)/portfolio-tui data/demo

test: $(INSTALLED) ## Run the tests, but for those that take long
	$(BIN)/pytest -m "not thorough"

thorough: $(INSTALLED) ## Run the tests that take long
	$(BIN)/pytest -m thorough

check: lint test thorough ## Run every check: format, lint, types, floors, all tests

lint: $(INSTALLED) ## Run every check but the tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED) ## Format the code and mend what the linter can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: $(INSTALLED) ## Write the pages of docs/ that are made from the code
	$(BIN)/python docs/generate.py

lock: $(INSTALLED) ## Pin the newest packages within the ranges of pyproject.toml
	$(PIN) --group dev --output-file $(LOCK)
	$(PIN) --constraint $(LOCK) --output-file requirements/runtime.txt

clean: ## Remove the virtual environment and every cache
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): $(LOCK) pyproject.toml
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 || { \
	  echo "portfolio-tui needs Python 3.11 or newer with its venv module; found: $(or $(PYTHON),none)"; \
	  echo "Install it (on Debian and Ubuntu: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3 run"; \
	  exit 1; } >&2
	@echo "Installing into $(VENV), once; this takes a minute or two." >&2
	@$(BIN)/python -c 'import pip; $(NEW_ENOUGH)' >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes --requirement $(LOCK)
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@
