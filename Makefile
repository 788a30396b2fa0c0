# Sightline: `make run` and `make test` do all the set-up themselves.
.DEFAULT_GOAL := help
.PHONY: help run check test lint format bench clean

VENV := .venv
BIN := $(VENV)/bin
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))
# The first Python that is new enough and not too new; `make run PYTHON=/path/to/python` decides otherwise.
PYTHON ?= $(shell for candidate in python3.11 python3.12 python3; do \
	$$candidate -c '$(SUPPORTED)' 2>/dev/null && { echo $$candidate; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check install --constraint constraints.txt
TICK_SECONDS := 20
# Installs, and says from time to time that it still does: pip says nothing for minutes while it unpacks.
define install
	@( while sleep $(TICK_SECONDS) >/dev/null 2>&1 && kill -0 $$$$ 2>/dev/null; do \
		echo "Sightline: still installing, $$(ls -d $(VENV)/lib/python*/site-packages/*.dist-info 2>/dev/null | wc -l) packages are there"; \
	done ) & ticker=$$!; $(PIP) --editable "$(1)"; code=$$?; kill $$ticker; exit $$code
endef

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/.installed ## Install, load the sample corpus, serve; Ctrl+C stops everything
	@$(BIN)/python manage.py serve --check
	@echo "Sightline: bringing the database up to date"
	@$(BIN)/python manage.py migrate --verbosity 0
	@echo "Sightline: preparing the encoder (a minute the first time)"
	@$(BIN)/python manage.py prepare
	@echo "Sightline: loading the sample corpus (only what is not there yet)"
	@$(BIN)/python manage.py corpus sample
	@$(BIN)/python manage.py demo
	@echo "Sightline: starting web, worker, vector server and encoding service"
	@$(BIN)/python manage.py serve

check: lint ## Run the quick part of `make test`: nothing slow
	$(BIN)/pytest -n auto --ignore tests/browser -m "not browser and not processes and not networks and not fuzz and not long"

test: lint ## Run what CI runs: format, lint, types, imports, tests
	$(BIN)/pytest

lint: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-test ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-test ## Run measurements of benchmarks/, one after the other
	@for program in encoders ingestion retrieval scripts_without_spaces answers verification long_horizon \
		live long_trajectory ask_page duplicates bulk grid bringing_in \
		costly_pictures damaged_pictures sign_in_flood; do \
		echo "== $$program"; $(BIN)/python benchmarks/$$program.py || exit 1; done

clean: ## Remove the virtual environment and caches; your data in var/ stays
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The test extras hold everything that a run needs, so installing them counts for both.
$(VENV)/.installed-test: pyproject.toml constraints.txt | $(VENV)/.created
	@echo "Sightline: installing the pinned packages and the test tools (minutes the first time)"
	$(call install,.[test])
	@touch $(VENV)/.installed $@

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/.created
	@echo "Sightline: installing the pinned packages (minutes the first time)"
	$(call install,.[sample])
	@touch $@

$(VENV)/.created:
	@$(if $(PYTHON),,echo "Sightline needs Python 3.11 or 3.12, and none was found. Install one, or name it: make run PYTHON=/path/to/python3.11" >&2; exit 1)
	@$(PYTHON) -c '$(SUPPORTED)' || { echo "Sightline needs Python 3.11 or 3.12; $(PYTHON) is not one of them. Name another: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Sightline: creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@
