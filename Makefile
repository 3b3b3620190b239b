# klart's menu: `make` prints it. `make demo` and `make test` need Python 3.11 or newer (with pip and venv), make, git.

VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := menu
.PHONY: menu demo test check bench interop cover lock clean

menu: ## print this menu
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.ready ## a week with klart, played through on a calendar server of its own (under a minute)
	@$(BIN)/klart demo

test: $(VENV)/.ready-dev ## every test
	@$(BIN)/pytest -q -n 2 $(ARGS)

check: $(VENV)/.ready-dev ## format, lint, types, floors, house rules
	@$(BIN)/ruff format --check --quiet . || { echo "run: ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet --output-format=concise .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo > $(VENV)/floors.txt || { cat $(VENV)/floors.txt; exit 1; }
	@tail -n 2 $(VENV)/floors.txt
	@$(BIN)/pytest -q tests/house -m "not slow"

bench: $(VENV)/.ready-dev ## measure: one line of JSON for each figure
	@$(BIN)/python -m compileall -q cadences integrations daemon
	@for each in tests/bench/bench_*.py; do $(BIN)/python "$$each" || exit 1; done

interop: $(VENV)/.ready-dev ## the tests that start real CalDAV servers, alone
	@$(BIN)/pytest -q -m server $(ARGS)

cover: $(VENV)/.ready-dev ## which branches no test takes
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -q -n 2 $(ARGS) && $(BIN)/coverage combine -q && $(BIN)/coverage report

lock: $(VENV)/.ready-dev ## choose versions anew, within the bounds of pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate --group dev \
		pyproject.toml | sed 's/ ;.*//' | LC_ALL=C sort -u > requirements.lock.new
	@mv requirements.lock.new requirements.lock

clean: ## remove what was made here: the environment, caches, builds
	@rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up -----------------------------------------------------------------------------------------------------------
# Done once, and again when pyproject.toml or the lock has changed.

$(VENV)/.python:
	@mkdir -p $(VENV); $(BIN)/python -c '' 2>/dev/null && touch $@ && exit 0; \
	for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
		"$$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "set-up: a Python environment in $(VENV) ..."; \
		"$$each" -m venv --clear $(VENV) && touch $@ && exit 0; exit 1; \
	done; \
	echo "klart needs Python 3.11 or newer with venv and pip (on Debian: apt install python3 python3-venv)" >&2; exit 1

$(VENV)/.ready: $(VENV)/.python pyproject.toml requirements.lock
	@echo "set-up: klart and its libraries ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	@$(BIN)/python -m compileall -q cadences integrations daemon
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	@echo "set-up: what the tests need ..."
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")' \
		> $(VENV)/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -r $(VENV)/dev.txt
	@touch $@
