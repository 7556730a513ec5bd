PORT ?= 8000
PY := .venv/bin/python
# What pytest is told besides: make test PYTEST_ARGS="-k search"
PYTEST_ARGS ?=
SUITE := -m pytest --numprocesses=auto --ignore=tests/browser --ignore=tests/serving $(PYTEST_ARGS)
SERVING := -m pytest tests/serving $(PYTEST_ARGS)
BROWSER := -m pytest --numprocesses=2 --dist=loadfile tests/browser $(PYTEST_ARGS)

.PHONY: help run demo test check bench bench-large clean environment environment-dev

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: environment ## set up what is missing, then serve the site at http://127.0.0.1:8000 (PORT= changes it)
	@exec $(PY) manage.py serve --port $(PORT)

demo: environment ## the site on a base of its own, an account for each role, work in progress (FRESH=1 begins anew)
	@DATABASE_URL= WARRANT_VAR=var/demo exec $(PY) manage.py demo --port $(PORT) $(if $(filter 1,$(FRESH)),--fresh)

test: environment-dev ## every test: on SQLite, on PostgreSQL, and in the browser
	@$(PY) -m tests.programs
	DATABASE_URL= $(PY) $(SUITE)
	$(PY) -m tests.postgres $(PY) $(SUITE) --with-database
	DATABASE_URL= $(PY) $(SERVING)
	DATABASE_URL= $(PY) $(BROWSER)

check: environment-dev ## lint, formatting, types, migrations and the deploy check
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	DATABASE_URL= $(PY) manage.py makemigrations --check --dry-run
	DATABASE_URL= BEHIND_TLS=1 $(PY) manage.py check --deploy --fail-level WARNING

bench: environment-dev ## the measurements of docs/performance.md, within 10 minutes
	$(PY) -m benchmarks.pages
	$(PY) -m benchmarks.studies_compared
	$(PY) -m benchmarks.policies_compared
	$(PY) -m benchmarks.versions_compared
	$(PY) -m benchmarks.editor
	$(PY) -m benchmarks.outcomes
	$(PY) -m benchmarks.health
	$(PY) -m benchmarks.checks
	$(PY) -m benchmarks.quick_entry
	$(PY) -m benchmarks.imports
	$(PY) -m benchmarks.screening
	$(PY) -m benchmarks.search_engine
	$(PY) -m benchmarks.search_engine 20000 --engine whoosh
	$(PY) -m benchmarks.search_site

bench-large: environment-dev ## the measurements that take longer
	$(PY) -m benchmarks.pages --large
	$(PY) -m benchmarks.search_engine 522691
	$(PY) -m benchmarks.search_engine 1000000
	$(PY) -m benchmarks.search_site 522691
	$(PY) -m benchmarks.literature_import

clean: ## remove what make made, but no data: var/ stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@bin/environment requirements.txt

environment-dev:
	@bin/environment requirements-dev.txt
