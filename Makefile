PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test data bench mutation clean

demo: $(VENV)/.installed
	$(BIN)/atsmu-kg demo

test: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses 2

data: $(VENV)/.installed
	$(BIN)/atsmu-kg build

bench: $(VENV)/.developing
	$(BIN)/python -m benchmarks

mutation: $(VENV)/.developing
	$(BIN)/atsmu-kg check mutation --count 10000

clean:
	rm -rf $(VENV) out

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	touch $@

$(VENV)/.developing: $(VENV)/.installed
	$(BIN)/pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/pip install --quiet --group dev
	touch $@
