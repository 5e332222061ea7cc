# `make run` reads the sample articles; `make test` runs all checks. Both make their own environment.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test lint wheel train bench pythons soak fuzz mutants docs clean

help: ## list what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

$(VENV)/run.stamp: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/test.stamp: pyproject.toml $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

run: $(VENV)/run.stamp ## read seeds/ into outputs/
	$(BIN)/troppetall run seeds --tokens full --out outputs

test: $(VENV)/test.stamp lint ## all checks and tests
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --cov --cov-report=term --cov-report=json:.coverage.json
	$(BIN)/python tools/coverage_shares.py .coverage.json

lint: $(VENV)/test.stamp ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

wheel: $(VENV)/run.stamp ## build the wheel and try it alone in an empty environment
	rm -rf build dist
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	$(PYTHON) -m venv dist/alone
	dist/alone/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	cd dist && alone/bin/troppetall run ../seeds --tokens full --out tables --quiet && alone/bin/troppetall validate tables
	for table in outputs/*.csv; do cmp $$table dist/tables/$${table#outputs/} || exit 1; done

pythons: ## the same tables on each Python from 3.11 to 3.13 that is here
	mkdir -p dist
	for python in python3.11 python3.12 python3.13; do \
		$$python -c "" 2> /dev/null || continue; \
		$$python -m venv --clear dist/$$python && \
		dist/$$python/bin/python -m pip install --quiet --disable-pip-version-check . && \
		dist/$$python/bin/troppetall run seeds --tokens full --out dist/$$python/tables --fresh --quiet || exit 1; \
		for table in outputs/*.csv; do cmp $$table dist/$$python/tables/$${table#outputs/} || exit 1; done; \
		echo "$$python: the same tables"; \
	done

train: $(VENV)/test.stamp ## train the shipped model: make train CORPUS=path
	$(BIN)/python -m pip install --quiet --editable '.[train]'
	$(BIN)/python -m training.train $(CORPUS)

bench: $(VENV)/test.stamp ## speed and memory beside a bare spaCy pass
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python -m benchmarks.run

soak: $(VENV)/test.stamp ## 20,000 short articles in one run, with the memory watched
	$(BIN)/python -m benchmarks.soak

fuzz: $(VENV)/test.stamp ## a bounded run of the fuzzer
	$(BIN)/python -m pip install --quiet --editable '.[fuzz]'
	mkdir -p fuzz/.corpus
	$(BIN)/python fuzz/fuzz_reading.py -runs=3000 -max_total_time=60 fuzz/.corpus seeds

mutants: $(VENV)/test.stamp ## break the number grammar and the linking in small ways: do the tests notice?
	$(BIN)/python -m pip install --quiet --editable '.[mutation]'
	$(BIN)/python tools/mutants.py

docs: $(VENV)/test.stamp ## build the documentation into site/
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	$(BIN)/mkdocs build --strict

clean: ## remove the environment and everything that was built
	rm -rf $(VENV) build dist site .mypy_cache .ruff_cache .pytest_cache .coverage* mutants
