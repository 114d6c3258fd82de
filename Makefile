# make run   reads the sample documents into a release and serves it on http://127.0.0.1:$(PORT)
# make test  runs the tests
# make check runs linter, type checker and tests; make bench measures
# make web   builds the YASGUI editor of the query page from npm, which make setup tries as well
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
JIPU := $(VENV)/bin/jipu
CLIENTS := tests/clients
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet

PAGE := api/http/page/built/licences.txt

.PHONY: setup web web-if-npm run test lint check bench clean

setup: $(VENV)/.installed web-if-npm

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The constraints keep torch to a CPU build and the set-up the same on every machine.
$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --constraint constraints.txt --editable .
	$(JIPU) prepare
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	touch $@

# JavaScript clients that the tests ask with; those tests are skipped where npm is not there.
$(CLIENTS)/node_modules/.installed: $(CLIENTS)/package.json $(CLIENTS)/package-lock.json
	@! command -v npm >/dev/null || ( \
	npm ci --prefix $(CLIENTS) --ignore-scripts --no-audit --no-fund --silent \
	--fetch-retries=1 --fetch-retry-mintimeout=1000 && touch $@ ) || \
	echo "npm could not install $(CLIENTS)/package.json; the tests that need it are skipped"

web: $(PAGE)

# Without npm, or without its registry, /query serves a plain editor.
web-if-npm:
	@if ! command -v npm >/dev/null || ! $(MAKE) --silent web; then \
	  echo "YASGUI was not built: /query serves the plain editor; make web tries again"; fi

# The licences are written last, so that they stand for all that was built.
$(PAGE): web/package-lock.json web/build.mjs $(wildcard web/src/* api/http/page/*.js)
	cd web && npm ci --ignore-scripts --silent --fetch-retries 0 --fetch-timeout 20000 && node build.mjs

run: setup
	$(JIPU) ingest data/pingluo-2024.txt
	exec $(JIPU) serve --port $(PORT)

test: $(VENV)/.installed-dev web-if-npm $(CLIENTS)/node_modules/.installed
	$(VENV)/bin/pytest --numprocesses 2 --dist loadfile

lint: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

check: lint test

bench: $(VENV)/.installed-dev
	$(VENV)/bin/python -m benchmarks

clean:
	rm -rf $(VENV) web/node_modules api/http/page/built build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
