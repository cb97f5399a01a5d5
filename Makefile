# One command for each purpose. Each makes its own virtual environment in .venv; nothing but Python 3.11 or
# later is needed beforehand. Another Python: make PYTHON=/path/to/python3.12 test

PY = .venv/bin/python
READY = .venv/ready

.PHONY: help demo test check deep bench docs install clean

help:
	@echo "make demo    judge a bundled record, show its worklist and why, and draw the pathway in build/"
	@echo "make test    all tests"
	@echo "make check   format, lint, types, tests and the pathway definitions; runs all, reports all"
	@echo "make deep    the tests with many more generated examples"
	@echo "make bench   the benchmarks"
	@echo "make docs    write again the parts of the reference that follow from the code"
	@echo "make clean   remove .venv, build/ and caches"

install: $(READY)

$(READY): pyproject.toml .ci/install
	@sh .ci/install .venv
	@touch $@

demo: $(READY)
	@$(PY) examples/demo.py

test: $(READY)
	@$(PY) -m pytest

check: $(READY)
	@sh .ci/check .venv

deep: $(READY)
	@$(PY) -m pytest --hypothesis-profile=deep

bench: $(READY)
	@if [ -f bench/run.py ]; then $(PY) bench/run.py; else echo "There are no benchmarks yet."; exit 1; fi

docs: $(READY)
	@$(PY) docs/generate.py

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
