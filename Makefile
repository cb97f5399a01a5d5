# One command for each purpose. Each makes its own virtual environment in .venv; nothing but Python 3.11 or
# later is needed beforehand. Another Python: make PYTHON=/path/to/python3.12 test

PY = .venv/bin/python
READY = .venv/ready

.PHONY: help demo test test-kernel test-equality test-editor test-browser test-spark test-mutants check deep bench docs install clean

help:
	@echo "make demo    judge a bundled record, show its worklist and why, and draw the pathway in build/"
	@echo "make test    all tests"
	@echo "make test-kernel  the tests of cohorts with the kernel compiled, which the others run as plain Python"
	@echo "make test-equality  cohorts beside the reference engine over 100,000 made-up cases (a quarter of an hour)"
	@echo "make test-editor  the schemas in the language server that editors use (needs npm)"
	@echo "make test-browser the live preview and the guidance page in a browser (npm brings one, or CHROMIUM=/path)"
	@echo "make test-spark   cohorts in Spark with two workers, beside one process (needs Java 17 or later)"
	@echo "make check   format, lint, types, tests and the pathway definitions; runs all, reports all"
	@echo "make test-mutants small slips in the engine and in a definition: which of them no test notices (an hour or more)"
	@echo "make deep    the tests with many more generated examples"
	@echo "make bench   the benchmarks"
	@echo "make docs    write again the parts of the reference, and the diagrams, that follow from the code"
	@echo "make clean   remove .venv, build/ and caches"

install: $(READY)

$(READY): pyproject.toml .ci/install
	@sh .ci/install .venv
	@touch $@

demo: $(READY)
	@$(PY) examples/demo.py

test: $(READY)
	@$(PY) -m pytest

# Compiling the kernel takes a minute or two on a clean checkout; not a part of make test.
test-kernel: $(READY)
	@NUMBA_DISABLE_JIT=0 $(PY) -m pytest tests/unit/test_cohort.py tests/unit/test_measures_in_columns.py tests/spec \
		tests/property/test_laws_cohort.py

# May be stopped and started again: what was compared is kept in build/equality. CASES=5000 compares fewer.
test-equality: $(READY)
	@NUMBA_DISABLE_JIT=0 $(PY) tests/equality/try_equality.py $(if $(CASES),--cases $(CASES))

# The language server of YAML editors, installed by npm; not a part of make test.
SERVER = build/editor/node_modules/.bin/yaml-language-server

test-editor: $(READY) $(SERVER)
	@$(PY) tests/editor/try_schemas.py $(SERVER)

$(SERVER): tests/editor/package.json
	@command -v npm >/dev/null || { echo "make test-editor needs npm, which comes with Node.js."; exit 1; }
	@mkdir -p build/editor
	@cp tests/editor/package.json build/editor/
	@cd build/editor && npm install --no-audit --no-fund --loglevel=error
	@touch $@

# Chromium and an accessibility checker, installed by npm; not a part of make test.
CHECKER = build/browser/node_modules/axe-core/axe.min.js

test-browser: $(READY) $(CHECKER)
	@$(PY) tests/browser/try_pages.py build/browser --pictures build/browser/pictures

$(CHECKER): tests/browser/package.json
	@command -v npm >/dev/null || { echo "make test-browser needs npm, which comes with Node.js."; exit 1; }
	@mkdir -p build/browser
	@cp tests/browser/package.json build/browser/
	@cd build/browser && npm install --no-audit --no-fund --loglevel=error
	@touch $@

# Spark, in an environment of its own; not a part of make test.
SPARK = build/spark/bin/python

test-spark: build/spark/ready
	@$(SPARK) tests/spark/try_spark.py

build/spark/ready: $(READY) pyproject.toml
	@echo "Installing Spark into build/spark"
	@test -x $(SPARK) || $(PY) -m venv build/spark
	@$(SPARK) -m pip install --quiet --disable-pip-version-check -e '.[spark]'
	@touch $@

check: $(READY)
	@sh .ci/check .venv

# May be stopped and started again: what was tried is kept in build/mutants. COUNT=20 tries the first twenty.
test-mutants: $(READY)
	@$(PY) tests/mutants/run.py $(if $(COUNT),--count $(COUNT))

deep: $(READY)
	@NUMBA_DISABLE_JIT=0 $(PY) -m pytest --hypothesis-profile=deep

bench: $(READY)
	@if [ -f bench/run.py ]; then $(PY) bench/run.py; else echo "There are no benchmarks yet."; exit 1; fi

docs: $(READY)
	@$(PY) docs/generate.py
	@$(PY) tests/golden/test_diagrams.py

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
