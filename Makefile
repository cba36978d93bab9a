# Every target sets up what it needs: a virtual environment in .venv (uv where it is present, else
# venv and pip). Nothing else has to be installed before but Python 3.11 or newer and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
UV     := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup demo lab test test-all lint format types bench torture docs docs-site pictures licences sbom release-check js lock clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY)  ## make the virtual environment

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "pacslake needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
ifneq ($(UV),)
	@test -x $(BIN)/python || $(UV) venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
	$(UV) pip install --quiet --python $(BIN)/python -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e .
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
endif
	@touch $(READY)

demo: $(READY)  ## a lake from real and synthetic DICOM: counts, SQL, Zarr, Dask, demo/report.html
	$(BIN)/pacslake demo --into demo --fresh

lab: $(READY)  ## JupyterLab with the notebooks, on the demo's lake
	$(BIN)/pacslake lab --lake demo/lake

test: $(READY)  ## the whole test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(READY)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)  ## put the code into the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)  ## measure the hot paths against peers; results under benchmarks/results/
	$(BIN)/python benchmarks/run.py

torture: $(READY)  ## the long form of the kill and fault tests, some four hours with the fuzzing
	PACSLAKE_TORTURE=1 $(BIN)/python -m pytest tests/reliability tests/network -n 2 --dist load --timeout=36000
	$(BIN)/python tests/fuzz/run.py --minutes 60 --processes 2 --keep fuzz-findings

docs: $(READY)  ## renew the pages that are generated from the code
	$(BIN)/python docs/generate.py

docs-site: docs  ## the docs as a site under site/, which needs no network; a page or link that is wrong stops it
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict  # --quiet would let warnings pass

pictures: $(READY)  ## make the docs' pictures anew, from the product
	$(BIN)/python docs/pictures.py

licences: $(READY)  ## the licences of all dependencies; fails where one does not go with ours
	$(BIN)/python tools/dependencies.py licences

sbom: $(READY)  ## a bill of materials (CycloneDX) as sbom.json
	$(BIN)/python tools/dependencies.py sbom > sbom.json

release-check: $(READY)  ## build sdist and wheel; install and use the wheel with each supported Python found here
	$(BIN)/python tools/release_check.py $(PYTHONS)

js:  ## build the widgets' bundle (needs node; users do not)
	cd pacslake/widgets/js && npm ci --no-audit --no-fund && npm run build

lock: ## renew requirements.lock (needs uv)
	$(UV) pip compile --quiet --universal --python-version 3.11 --all-extras --no-emit-index-url --no-emit-find-links \
	  --no-annotate --no-header --output-file requirements.lock pyproject.toml

clean:  ## remove what the targets made
	rm -rf $(VENV) demo site .pytest_cache .mypy_cache .ruff_cache .hypothesis
