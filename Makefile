# Each target makes its own environment in .venv from a fresh checkout; Python 3.11 or newer is all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: note test browser lint bench docs commands schema evidence clean

## The main job: a thank-you note from a shipped example, without key or network.
note: $(VENV)/.note
	@$(BIN)/thankgen write examples/first-interview.en.toml --offline

## Everything that must hold: style, types, import direction, tests with coverage.
test: lint
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered -q --numprocesses auto --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

## Pages in a real browser; installs Debian's chromium where it is missing and may be installed.
browser: $(VENV)/.dev
	@.ci/chromium
	$(BIN)/python -m pytest tests/browser -q

## Benchmarks; they report ratios and never fail.
bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

$(VENV)/.note: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@ $(VENV)/.note

$(VENV)/.docs: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
	@touch $@

## The documentation as a site in site/: a link that leads nowhere, or a page that none leads to, fails.
docs: $(VENV)/.docs
	$(BIN)/mkdocs build --quiet --strict

## The page of all commands, from their own help.
commands: $(VENV)/.dev
	$(BIN)/python -m thankgen.cli.manual > docs/commands.md

## The JSON Schema of the facts, for editors.
schema: $(VENV)/.dev
	$(BIN)/python -m thankgen.schema > schema/facts.schema.json

## What words weigh, learnt from the labelled notes: guardrails/<lang>/evidence.json.
evidence: $(VENV)/.dev
	$(BIN)/python -m thankgen.evals.learning

clean:
	rm -rf $(VENV) site .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
