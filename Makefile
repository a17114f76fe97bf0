# The commands of this project. `make help` lists them.
#
#   PORT=8000             port of the web page
#   HOST=127.0.0.1        address it listens on
#   CONFLICTWATCH_HOME    data folder (var/ in this clone)
#   PYTHON                a Python of your choice, 3.11 or newer

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run test lint types format score bench chaos lock clean

# The first Python that is new enough and can make environments, else the first that is new enough.
define choose_python
python=; \
for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python; do \
  if "$$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
    python=$$candidate; break; fi; \
done; \
if [ -z "$$python" ]; then for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python; do \
  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
    python=$$candidate; break; fi; \
done; fi; \
if [ -z "$$python" ]; then \
  echo "conflictwatch: Python 3.11 or newer is needed, and none was found (python3 is $$(python3 --version 2>&1 || true)). Install one, or name it: make PYTHON=/path/to/python3" >&2; \
  exit 1; fi
endef

help:  ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 16

setup:  ## create .venv and everything that .venv/bin/python manage.py needs
	@$(choose_python); exec "$$python" conflictwatch/bootstrap.py setup

run:  ## set up and run everything: database, broker, web, worker, beat, sample articles
	@$(choose_python); "$$python" conflictwatch/bootstrap.py run && exec .venv/bin/python -m conflictwatch.launcher

test:  ## set up what the tests need, then lint, types and all tests
	@$(choose_python); "$$python" conflictwatch/bootstrap.py test && exec .venv/bin/python -m tests.run

lint:  ## style and formatting of Python
	@$(choose_python); "$$python" conflictwatch/bootstrap.py test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types:  ## static types, strict on the pure layers
	@$(choose_python); "$$python" conflictwatch/bootstrap.py test
	.venv/bin/mypy

score:  ## quality of the extraction on our own labelled articles (ARGS="--held-back")
	@$(choose_python); "$$python" conflictwatch/bootstrap.py test
	@.venv/bin/python -m benchmarks.score $(ARGS)

bench:  ## speed: engines, catalogue, extraction, the extraction beside a plain pipeline, articles end to end
	@$(choose_python); "$$python" conflictwatch/bootstrap.py test
	@.venv/bin/python -m benchmarks.speed $(ARGS)
	@.venv/bin/python -m benchmarks.peer.compare
	@.venv/bin/python -m benchmarks.endtoend

chaos:  ## 500 submissions while workers, broker and database are killed; prints what held (ARGS="--seed 1")
	@$(choose_python); "$$python" conflictwatch/bootstrap.py test
	@.venv/bin/python -m tests.chaos $(ARGS)

format:  ## put Python into its form
	@$(choose_python); "$$python" conflictwatch/bootstrap.py test
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock:  ## write the locks anew from pyproject.toml and package.json
	@$(choose_python); "$$python" conflictwatch/bootstrap.py test
	.venv/bin/python requirements/compile.py

clean:  ## remove what make made, but no data
	rm -rf .venv build node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
