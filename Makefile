# Everything a newcomer or CI types. `make` alone lists the targets.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
O2R := $(BIN)/o2r
export O2R_PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_WARN_SCRIPT_LOCATION := 1

say = @printf '\n\033[1m▸ %s\033[0m\n' "$(1)"

.PHONY: help
help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

# --- Installation -------------------------------------------------------------------------------
.venv/.runtime: requirements/runtime.txt pyproject.toml
	$(call say,Environnement Python (.venv))
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if v >= (3, 11) else f"Python 3.11 ou plus est nécessaire ; celui-ci est {v[0]}.{v[1]}. Essayez : make run PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --progress-bar off --no-deps --require-hashes -r requirements/runtime.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt
	$(call say,Outils de développement)
	@$(BIN)/python -m pip install --quiet --progress-bar off --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

# npm ci empties the folder: the markers live inside, so they always tell the truth.
node_modules/.runtime: package.json package-lock.json
	$(call say,Paquets du navigateur (npm))
	@command -v npm >/dev/null || { echo "Node.js 20 ou plus est nécessaire (commande npm introuvable). Installez-le puis relancez."; exit 1; }
	@npm ci --omit=dev --no-audit --no-fund --loglevel=error
	@touch $@

node_modules/.dev: package.json package-lock.json
	$(call say,Paquets du navigateur et outils de mesure (npm))
	@command -v npm >/dev/null || { echo "Node.js 20 ou plus est nécessaire (commande npm introuvable). Installez-le puis relancez."; exit 1; }
	@npm ci --no-audit --no-fund --loglevel=error
	@touch node_modules/.runtime $@

# The few files of the packages that the pages load, copied as they are: no bundler.
var/vendor/.installed: node_modules/.runtime Makefile
	@rm -rf var/vendor && mkdir -p var/vendor/{bootstrap,maplibre,pmtiles,fonts}
	@cp node_modules/bootstrap/dist/css/bootstrap.min.css var/vendor/bootstrap/
	@cp node_modules/maplibre-gl/dist/maplibre-gl{.mjs,-worker.mjs,-shared.mjs,.css} var/vendor/maplibre/
	@{ cat node_modules/pmtiles/dist/pmtiles.js; echo; echo 'export const { PMTiles, Protocol } = pmtiles;'; } > var/vendor/pmtiles/pmtiles.mjs
	@cp node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/*.woff2 var/vendor/fonts/
	@touch $@

.env:
	$(call say,Réglages de démonstration (.env))
	@sed -e 's/^O2R_DEBUG=.*/O2R_DEBUG=1/' -e 's/^O2R_DEMONSTRATION=.*/O2R_DEMONSTRATION=1/' \
	  -e 's/^O2R_INDEX_BETWEEN=.*/O2R_INDEX_BETWEEN=1/' \
	  -e "s/^O2R_SECRET_KEY=.*/O2R_SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')/" \
	  -e '/^O2R_PORT=/d' -e '/^O2R_PUBLIC_URL=/d' .env.example > .env

.PHONY: setup
setup: .venv/.runtime var/vendor/.installed .env ## Install what the product needs, nothing else

# --- Use ----------------------------------------------------------------------------------------
.PHONY: run
run: setup ## Install, fill the database and start the site (O2R_PORT=8000)
	$(call say,Base de données)
	@$(O2R) migrate --verbosity 1 | grep -vE '^(  No migrations|Operations|  Apply all|Running)' || true
	$(call say,Géographie officielle et premières données)
	@$(O2R) load_first_data
	@$(O2R) welcome
	@trap 'kill $$(jobs -p) 2>/dev/null || true; wait || true' EXIT; trap 'exit 0' INT TERM; \
	  if grep -q '^O2R_INDEX_BETWEEN=1' .env; then $(O2R) indexd & fi; \
	  $(O2R) worker & worker=$$!; $(O2R) runserver "127.0.0.1:$${O2R_PORT:-8000}" & \
	  wait -n $$worker $$!

BROWSER_TESTS ?= tests/browser
TEST_OPTIONS ?=

.PHONY: test
test: .venv/.dev node_modules/.dev var/vendor/.installed ## Run the whole suite (SQLite, or O2R_TEST_DATABASE_URL)
	$(call say,Tests du JavaScript)
	@node --test tests/js/*.test.mjs
	$(call say,Tests de la plateforme)
	@$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/browser $(TEST_OPTIONS)
	$(call say,Tests dans un vrai navigateur)
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(BROWSER_TESTS)

.PHONY: check
check: .venv/.dev node_modules/.dev var/vendor/.installed ## What CI runs besides the tests
	$(call say,ruff)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(call say,mypy --strict)
	@$(BIN)/mypy
	$(call say,import-linter)
	@$(BIN)/lint-imports --no-cache
	$(call say,djlint)
	@$(BIN)/djlint --quiet --lint o2r && $(BIN)/djlint --quiet --check o2r
	$(call say,tsc)
	@npx --no-install tsc --noEmit
	$(call say,Règles du dépôt)
	@$(BIN)/python -m pytest -q tests/test_repository.py

.PHONY: fix
fix: .venv/.dev ## Format and repair what can be
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/djlint --quiet --reformat o2r

.PHONY: bench
bench: setup ## Measure the promised figures
	@$(O2R) bench

.PHONY: trust
trust: setup node_modules/.dev ## Verify what must neither leak nor give way
	@$(O2R) trust all $(TRUST_OPTIONS)

.PHONY: geodata
geodata: .venv/.dev ## Rebuild data/ from the official registries
	@$(BIN)/python -m geodata.build

.PHONY: lock
lock: .venv/.dev ## Lock the dependencies again (versions and hashes, no address)
	@for name in runtime dev; do $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done
	@npm install --package-lock-only --no-audit --no-fund
