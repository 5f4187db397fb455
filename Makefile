# `make run` and `make test` work from a fresh clone; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
# One more than cores, since many tests wait for a worker or a server; at most six, since each has a browser.
TESTERS := $(shell n=$$(getconf _NPROCESSORS_ONLN); echo $$((n < 5 ? n + 1 : 6)))
LOCK := --quiet --universal --generate-hashes --no-strip-extras --no-header --python-version 3.11
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
.PHONY: help run quick test deploy-drill test-sqlite test-browser test-pages test-postgresql coverage lint types format checks bytecode system lock renew audit sbom screenshots words

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 26

run: $(RUN_STAMP) ## Set up what is missing, then run web, worker, beat and broker (PORT=8000)
	@exec $(PY) -m config.run

quick: $(DEV_STAMP) ## Style, types, and the tests that need no server: under a minute
	@$(MAKE) --no-print-directory -j2 types lint
	$(PY) -m pytest --quick -n 2 -q

# Style, types and checks use one core each, so two of them run at a time; the tests use all.
test: $(DEV_STAMP) system ## Check and test everything
	@$(MAKE) --no-print-directory -j2 types lint checks audit bytecode
	@$(MAKE) --no-print-directory test-sqlite test-postgresql
	@$(PY) -m tests.summary

# Once, beside the types, in place of once for each tester.
bytecode: $(DEV_STAMP)
	@$(PY) -m pytest --collect-only -q >/dev/null || $(PY) -m pytest --collect-only -q

lint: $(DEV_STAMP) ## Look at style, templates and imports
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint --quiet --lint templates
	$(VENV)/bin/lint-imports --no-logo

types: $(DEV_STAMP) ## Check the types
	$(PY) -m mypy

checks: $(DEV_STAMP) ## Ask Django whether migrations and the settings of a live site are complete
	$(PY) manage.py makemigrations --check --dry-run
	@$(PY) -m tests.live_site

test-sqlite: $(DEV_STAMP) system ## Run the tests in a browser, of the rules, and of SQLite (all tests on it: make coverage)
	@rm -f var/test-reports/sqlite.json
	$(PY) -m pytest --database=sqlite --once -n $(TESTERS) --dist worksteal

# The two halves of `test-sqlite`, for machines that run beside each other.
test-browser: $(DEV_STAMP) system ## Of the tests on SQLite, those in a browser
	$(PY) -m pytest --database=sqlite --once -n $(TESTERS) --dist worksteal -m e2e

test-pages: $(DEV_STAMP) system ## Of the tests on SQLite, those without a browser
	$(PY) -m pytest --database=sqlite --once -n $(TESTERS) --dist worksteal -m "not e2e"

test-postgresql: $(DEV_STAMP) system ## Run the tests that touch the database on PostgreSQL
	@rm -f var/test-reports/postgresql.json
	$(PY) -m pytest --database=postgresql -n $(TESTERS) --dist worksteal

coverage: $(DEV_STAMP) system ## Say which lines no test reaches, the browser's left out (beside the daily tests)
	$(PY) -m pytest --database=sqlite -n $(TESTERS) --dist worksteal --ignore=tests/e2e --cov --cov-report=term:skip-covered

deploy-drill: $(DEV_STAMP) ## Follow docs/deploy.md word for word on a copy of this machine (root, Debian; ten minutes)
	@$(PY) -m tests.drill

screenshots: $(DEV_STAMP) system ## Take the pictures in docs/screenshots again
	@$(PY) -m bench.screenshots

format: $(DEV_STAMP) ## Put the code into shape
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

system: $(DEV_STAMP)
	@sh config/install.sh chromium
	@sh config/install.sh pango $(PY)
	@sh config/install.sh gettext

words: $(DEV_STAMP) ## Bring the French catalogue up to date with the sentences, and compile it
	@sh config/install.sh gettext
	$(PY) manage.py makemessages --locale fr --add-location file --no-obsolete --ignore tests --ignore bench
	$(PY) manage.py compilemessages $(patsubst config/locale/%,--locale %,$(wildcard config/locale/*))

lock: $(DEV_STAMP) ## Work out the pinned requirements again
	$(PY) -m pip install --quiet uv==0.13.9
	$(PY) -m uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	$(PY) -m uv pip compile $(LOCK) --extra run -c requirements.txt pyproject.toml -o requirements-run.txt
	$(PY) -m uv pip compile $(LOCK) --extra dev -c requirements-run.txt pyproject.toml -o requirements-dev.txt

renew: $(DEV_STAMP) ## Take the newest versions that fit together, and pin them
	$(PY) -m pip install --quiet uv==0.13.9
	$(PY) -m tests.renew
	rm -f requirements.txt requirements-run.txt requirements-dev.txt
	$(MAKE) --no-print-directory --old-file=$(DEV_STAMP) lock

audit: $(DEV_STAMP) ## Look for known weaknesses of the pins, in the advisories on this machine (ADVISORIES=FILE)
	@$(PY) -m tests.audit

sbom: $(DEV_STAMP) ## Write var/sbom.json: what a live site is made of, as CycloneDX has it
	@mkdir -p var
	$(VENV)/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o var/sbom.json requirements.txt

$(PY):
	@sh config/install.sh venv $(VENV)

$(RUN_STAMP): requirements-run.txt | $(PY)
	@echo "Installing the pinned packages into $(VENV) ..."
	@$(PY) -m pip install --quiet --require-hashes -r requirements-run.txt
	@sh config/install.sh pango $(PY)
	@touch $@

$(DEV_STAMP): requirements-dev.txt | $(PY)
	@echo "Installing the pinned packages and those for development into $(VENV) ..."
	@$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)
