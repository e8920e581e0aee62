# Everything a developer needs; `make` alone lists it.
# Set-up is done once and again only when a requirements file changes.

VENV := .venv
BIN := $(VENV)/bin
NATIVE := hatch_build.py $(wildcard native/*.[ch])
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types layers docs method bench requirements clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(VENV)/run: requirements/run.txt scripts/venv.sh pyproject.toml $(NATIVE)
	@sh scripts/venv.sh $(PYTHON) $(VENV) requirements/run.txt
	@touch $@

$(VENV)/dev: requirements/dev.txt scripts/venv.sh pyproject.toml $(NATIVE)
	@sh scripts/venv.sh $(PYTHON) $(VENV) requirements/dev.txt
	@touch $@ $(VENV)/run

demo: $(VENV)/run  ## set up, review the example calls, write the reports
	@$(BIN)/gehoor review examples
	@$(BIN)/gehoor review examples --format html --output demo >/dev/null
	@echo "Verslagen: $(CURDIR)/demo/index.html"
	@echo "En nu de pagina's zelf: $(BIN)/gehoor serve   (opent op http://127.0.0.1:8300)"

test: $(VENV)/dev  ## set up and run the whole test suite
	@sh scripts/system.sh chromium postgresql espeak-ng sox
	@$(BIN)/pytest -n auto

check: $(VENV)/dev format lint types layers docs method test  ## all that must hold before a commit

format: $(VENV)/dev  ## formatting is right
	@$(BIN)/ruff format --check .

lint: $(VENV)/dev  ## no lint
	@$(BIN)/ruff check .

types: $(VENV)/dev  ## types hold
	@$(BIN)/mypy

layers: $(VENV)/dev  ## imports point down only
	@$(BIN)/lint-imports --no-cache

docs: $(VENV)/dev  ## generated docs are up to date, all texts translated
	@$(BIN)/python scripts/docs.py --check
	@$(BIN)/python scripts/texts.py --check

method: $(VENV)/dev  ## every example of the method holds
	@$(BIN)/gehoor method

bench: $(VENV)/dev requirements/bench.txt  ## measure speed (installs spaCy, for comparison only)
	@$(BIN)/python -m pip install -q --require-hashes -r requirements/bench.txt
	@$(BIN)/python -m bench

requirements:  ## pin all dependencies again, with hashes
	@sh scripts/pin.sh

clean:  ## remove what the other targets made
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
