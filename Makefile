# Fieldclerk: `make demo` to try it, `make test` to check it. The README says more.
# Needs Python 3.11 or later with venv; another one than python3 by PYTHON=python3.12.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
FIELDCLERK_DATA_DIR ?= var

RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/bot.po))

.DELETE_ON_ERROR:
.PHONY: help install demo test suite torture pictures lint format lock clean distclean
.DEFAULT_GOAL := help

help:
	@echo 'make demo       play every person of a seeded company, without Telegram'
	@echo 'make install    set up $(VENV) with everything that the bot needs'
	@echo 'make test       set up what is missing, then lint and all tests'
	@echo 'make torture    what must survive anything, at full scale: at most 25 minutes, figures in torture.json'
	@echo 'make lint       style, types, catalogues, import rules'
	@echo 'make format     put the source into shape'
	@echo 'make pictures   take the pictures of the guides anew'
	@echo 'make lock       choose the versions of all dependencies anew'
	@echo 'make clean      remove the data folder ($(FIELDCLERK_DATA_DIR))'
	@echo 'make distclean  remove what was installed and compiled as well'

install: $(RUNTIME) $(MESSAGES)

demo: install
	@exec $(BIN)/fieldclerk demo

# The types are checked on one core while the tests, which often wait, have the other.
test: $(TOOLS) $(MESSAGES)
	@PYTHON=$(BIN)/python .ci/chromium
	@$(MAKE) --no-print-directory --jobs 2 lint suite

suite: $(TOOLS) $(MESSAGES)
	$(BIN)/pytest --numprocesses 4 --dist worksteal

torture: $(TOOLS) $(MESSAGES)
	$(BIN)/python -m tests.torture

pictures: $(TOOLS) $(MESSAGES)
	$(BIN)/python -m tests.browser.pictures

lint: $(TOOLS)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m bot.catalogues check
	$(BIN)/pytest tests/test_architecture.py

format: $(TOOLS)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Demo and records go; a folder that a bot still uses stays.
clean:
	@.ci/clean '$(FIELDCLERK_DATA_DIR)'

distclean: clean
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis $(MESSAGES)

# The stamps remember what is installed: a second start installs nothing.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Fieldclerk needs Python 3.11 or later: install it, or name it with make PYTHON=python3.11' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo 'Python has no venv module here: apt-get install python3-venv' >&2; exit 1; }

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot
	@touch $@

$(TOOLS): requirements-dev.lock $(RUNTIME)
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

%.mo: %.po $(RUNTIME)
	@$(BIN)/python -m bot.catalogues compile
	@touch $(MESSAGES)

# No address of an index and no path goes into the locks.
COMPILE = $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --custom-compile-command 'make lock'

lock: $(TOOLS)
	$(COMPILE) --extra build --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
