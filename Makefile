PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

PYTEST := $(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder
SPHINX := $(BIN)/sphinx-build --builder guides --quiet --fail-on-warning --jobs auto --doctree-dir out/doctrees
# The tests to run, by their marks; pyproject.toml says what they mean.
MARKS := not long and not servers and not whole

# Dozens of tests start a process of their own, which would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test types tests quick test-long data picture docs site release notebooks bench engines spark mutation fuzz soak clean

demo: $(VENV)/.installed
	$(BIN)/atsmu-kg demo

test: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --jobs 2 --no-print-directory types tests

types: $(VENV)/.developing
	$(BIN)/mypy

tests: $(VENV)/.developing
	$(PYTEST) -m '$(MARKS)'

# While editing: what is done in less than a minute.
quick: $(VENV)/.developing
	$(BIN)/ruff check .
	$(PYTEST) -m '$(MARKS)' $(addprefix --ignore=tests/,$(shell cat tests/slow.txt))

# Second opinions and long measurements, and forty times as many examples of each property, and others.
test-long: $(VENV)/.developing
	$(PYTEST) -m '(long or hypothesis) and not servers' --hypothesis-profile long

data: $(VENV)/.installed
	$(BIN)/atsmu-kg build

# Needs Graphviz. The picture names the hash of what it was drawn from, so that a test can tell a stale one.
picture: data
	dot -Tsvg docs/model.dot > docs/model.svg
	echo "<!-- drawn from model.dot, sha256 $$(sha256sum docs/model.dot | cut -d' ' -f1) -->" >> docs/model.svg

# The guides and the reference, in out/guides; always from the beginning, so that the same sources give the same bytes.
docs: $(VENV)/.developing
	rm -rf out/guides out/doctrees
	$(SPHINX) --define asks=1 docs out/guides

# The site in out/site: a page for each thing, the guides and the reference.
site: docs
	$(BIN)/atsmu-kg site out/site --guides out/guides

# What is put on the Web: the release with the site as its pages.
release: site
	$(BIN)/atsmu-kg release out/release --pages out/site

# Run all notebooks, and save them with their output.
notebooks: $(VENV)/.developing
	$(BIN)/python tests/test_notebooks.py

bench: $(VENV)/.developing
	$(BIN)/python -m benchmarks
	-$(BIN)/python -m benchmarks.cold
	$(BIN)/python -m benchmarks.citations
	$(BIN)/python -m benchmarks.remote
	$(BIN)/python -m benchmarks.assistants
	$(BIN)/python -m tests.misbehaving

# Which engine for which size, half an hour, and what loading and each call cost. For the engines at a thousand
# copies, two hours at most and 40 GB of disk: make engines COPIES=1000 LIMITS="--load 900 --answer 30".
engines: $(VENV)/.developing
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.engines $(LIMITS) $(COPIES)
	$(BIN)/python -m benchmarks.calls
	$(BIN)/python -m benchmarks.validation
	$(BIN)/python -m benchmarks.lubm

# All named queries on two Spark executors of this machine, and the tests of SPARQL over tables: ten minutes,
# Java 17, and 450 MB of packages.
spark: $(VENV)/.developing
	$(BIN)/pip install --quiet 'pyspark>=4.1'
	$(BIN)/python -m benchmarks.spark
	$(BIN)/pytest -m "whole or not whole" --sql-engine spark tests/test_stores_tables*.py

mutation: $(VENV)/.developing
	$(BIN)/atsmu-kg check mutation --count 1300
	$(BIN)/atsmu-kg check engines --count 1000

# Needs a Python that atheris has wheels for. A finding belongs into tests/test_fuzz_findings.py.
fuzz: $(VENV)/.developing
	$(BIN)/pip install --quiet atheris
	$(BIN)/python -m tests.fuzz --seconds 60

soak: $(VENV)/.developing
	$(BIN)/python -m benchmarks.soak

clean:
	rm -rf $(VENV) out

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

# Dependency groups need pip 25.1. What is never imported need not be compiled.
$(VENV)/.developing: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/pip install --quiet --no-compile --editable . --group dev
	touch $(VENV)/.installed $@
