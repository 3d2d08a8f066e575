# Everything a person or a machine runs. Each target makes what it needs; nothing has to be installed but Python 3.11+.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Names and versions only: what was tested together. `make newest` and `make oldest` try the ends of the allowed range.
CONSTRAINTS := constraints.txt
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(CONSTRAINTS)

.PHONY: help setup demo test test-engines .test-engines laws oldest newest check lint types imports examples generated \
	generate fuzz bench bench-planning durability clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/product: pyproject.toml $(CONSTRAINTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Pactline needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "no virtual environment could be made; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "installing Pactline into $(VENV) ..."
	@$(PIP_INSTALL) --editable '.[planning]'
	@touch $@

$(VENV)/dev: $(VENV)/product
	@echo "installing what the tests need into $(VENV) ..."
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $@

$(VENV)/fuzz: $(VENV)/dev
	@$(PIP_INSTALL) --editable '.[dev,fuzz]'
	@touch $@

$(VENV)/bench: $(VENV)/dev
	@$(PIP_INSTALL) --editable '.[dev,bench]'
	@touch $@

# The environment of the engines: Apache Spark comes as a source distribution of about 480 MB, so it has one of its own.
$(VENV)/engines: $(VENV)/dev
	@echo "installing Apache Spark and psycopg into $(VENV) ..."
	@$(PIP_INSTALL) --editable '.[dev,spark,postgres]'
	@touch $@

setup: $(VENV)/product ## .venv with the product installed

demo: $(VENV)/product ## a simulated month of a contact centre, from calls to credits
	@$(BIN)/pactline demo northwind

test: $(VENV)/dev ## every test, the examples included
	@$(BIN)/pytest -n 2 --dist loadfile

test-engines: ## every metric on a Spark cluster and from PostgreSQL, started here; the environment is made once
	@$(MAKE) --no-print-directory VENV=.venv-spark .test-engines

.test-engines: $(VENV)/engines
	@PACTLINE_TEST_ENGINES=1 $(BIN)/pytest tests/engines

oldest: ## every test with the oldest dependencies that pyproject.toml allows
	@$(MAKE) --no-print-directory test VENV=.venv-oldest CONSTRAINTS=constraints-oldest.txt

newest: ## every test with the newest dependencies there are today
	@rm -rf .venv-newest
	@$(MAKE) --no-print-directory test VENV=.venv-newest CONSTRAINTS=/dev/null

laws: $(VENV)/dev ## the laws and the second implementations on many more generated months; long simulations
	@PACTLINE_EXAMPLES=200 $(BIN)/pytest tests/laws tests/records/test_stateful.py tests/records/test_verifying.py -n 2
	@PACTLINE_EXAMPLES=200 PACTLINE_SIMULATION=1 $(BIN)/pytest tests/planning/queueing tests/planning/simulation -n 2

durability: $(VENV)/dev ## kills, power cuts, failing calls, full disks: the long ring, and its figures
	@PACTLINE_RING=long $(BIN)/pytest tests/durability -n 2 --dist loadfile
	@$(BIN)/python -m tests.durability.figures

lint: $(VENV)/dev ## style, and the format of every file
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(VENV)/dev ## strict types
	@$(BIN)/mypy

imports: $(VENV)/dev ## rooms import downwards only
	@$(BIN)/lint-imports

examples: $(VENV)/product ## recompute every filed statement of the examples
	@$(BIN)/pactline prove $(sort $(dir $(wildcard examples/*/agreement.yaml examples/contracts/*/agreement.yaml)))

generated: $(VENV)/dev ## README, reference pages and schemas are current
	@$(BIN)/python tools/generate.py --check

generate: $(VENV)/dev ## write README output, tutorial, reference pages and schemas again
	@$(BIN)/python tools/generate.py
	@$(BIN)/python tools/run_examples.py docs/tutorial/first-statement.md docs/tutorial/write-your-agreement-in-an-hour.md

check: lint types imports generated examples test ## all of the above: what CI runs

# RUNS and SECONDS are for each reader; READERS names some of them: make fuzz RUNS=20000 READERS='plain-csv agreement'
RUNS ?= 200000
fuzz: $(VENV)/fuzz ## every reader on inputs made with a view to what they reach in it
	@test -d fuzz/.work/seeds || { echo "writing down what the tests of the importers read ..."; \
		$(BIN)/pytest -q -p fuzz.recording tests/importers >/dev/null; }
	@$(BIN)/python fuzz/run.py --runs $(RUNS) $(if $(SECONDS),--seconds $(SECONDS)) $(READERS)

bench: $(VENV)/bench ## the benchmarks, against their peers in the same run
	@$(BIN)/python benchmarks/run.py

# pyworkforce knows Erlang A from 0.5.4, which needs Python 3.12: name an interpreter that has it in PACTLINE_PEERS.
bench-planning: $(VENV)/bench ## the benchmarks of planning, against their peers in the same run
	@PACTLINE_PEERS=$${PACTLINE_PEERS:-$(BIN)/python} $(BIN)/python benchmarks/erlang.py
	@for each in time_varying simulation shifts; do $(BIN)/python benchmarks/$$each.py || exit 1; done
	@$(BIN)/python benchmarks/kaplan_meier.py --write benchmarks/KAPLAN_MEIER.md
	@$(BIN)/python benchmarks/drift.py --write benchmarks/DRIFT.md
	@$(BIN)/python benchmarks/risk_calibration.py --write benchmarks/RISK.md

clean: ## remove what the targets made
	rm -rf fuzz/.work $(VENV) .venv-spark .venv-oldest .venv-newest northwind build .pytest_cache .mypy_cache .ruff_cache .hypothesis benchmarks/.work
