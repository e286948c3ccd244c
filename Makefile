# CNN Lab. `make` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# One thread a process: pages and tests run side by side.
export OMP_NUM_THREADS ?= 1
export PYDEVD_DISABLE_FILE_VALIDATION := 1
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup book offline pdf serve notebooks figures record weights course \
	release bench mutants new-exercise new-page reference twins doctor format lint \
	test test-site test-all test-versions red-team clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' \
		$(MAKEFILE_LIST)

setup: $(READY)  ## make .venv and install what is pinned in requirements.txt

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"CNN Lab needs Python 3.11 or newer, this is " + \
		sys.version.split()[0] + ": try `make PYTHON=python3.12 $@`")'
	@echo "Installing into $(VENV) (a few minutes, about 6 GB with torch)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check \
		--progress-bar on -r requirements.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet \
		--no-deps --editable .
	@touch $@

book: $(READY)  ## execute every page and build the HTML book
	@$(BIN)/python tools/build.py

offline: book  ## one zip of the book that needs no server and no network
	@$(BIN)/python tools/offline.py

pdf: book  ## the whole book as one PDF (needs Chromium and Korean fonts)
	@$(BIN)/python tools/book_pdf.py

serve: $(READY)  ## open the book with live rebuild
	@$(BIN)/python tools/serve.py

notebooks: $(READY)  ## write the .ipynb beside every page
	@$(BIN)/python tools/notebooks.py

figures: $(READY)  ## draw the static figures
	@$(BIN)/python tools/figures.py

record: $(READY)  ## do the long runs again that are missing: NAMES="lenet5"
	@$(BIN)/python tools/record.py $(NAMES)

weights: $(READY)  ## train the networks that pages load: NAMES="lenet5_mnist"
	@$(BIN)/python tools/weights.py $(NAMES)

new-exercise: $(READY)  ## start an exercise: NAME=19_video
	@$(BIN)/python tools/new.py exercise "$(NAME)"

new-page: $(READY)  ## start a page: NAME=19_video
	@$(BIN)/python tools/new.py page "$(NAME)"

reference: $(READY)  ## NumPy layers against torch, layer by layer
	@$(BIN)/python tools/reference_table.py

twins: $(READY)  ## our networks against torchvision and timm
	@$(BIN)/python tools/twins.py

course: $(READY)  ## make the nbgrader course in course/
	@$(BIN)/python tools/course.py

release: $(READY)  ## write the learners' zip and Colab notebooks to dist/
	@$(BIN)/python tools/release.py

mutants: $(READY)  ## show which test cell catches which wrong answer
	@$(BIN)/python tools/course.py --mutants

bench: $(READY)  ## measure ours against theirs: FULL=1 NAMES="grading"
	@$(BIN)/python bench/run.py $(if $(FULL),--full) $(NAMES)

doctor: $(READY)  ## say what this machine has and what is missing for what
	@$(BIN)/cnnlab doctor

format: $(READY)  ## format Python files and the code on pages
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .
	@$(BIN)/python tools/format_pages.py

lint: $(READY)  ## style, import rules, generated files
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/python tools/format_pages.py --check
	@$(BIN)/lint-imports
	@$(BIN)/python tools/notebooks.py --check

test: lint  ## lint and the quick tests (about 11 minutes on two cores)
	@$(BIN)/python -m pytest -n 2 --dist loadgroup \
		-m "not site and not slow" tests cnnlab

test-site: book  ## the built book in Chromium
	@$(BIN)/python -m pytest -n 2 -m site tests

test-all: $(READY)  ## nbgrader, grading, wheels, Colab, the largest networks
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --durations 30 \
		-m "slow and not harm" tests

test-versions: $(READY)  ## other versions: PYTHONS="3.12 3.13" OLDEST=1
	@$(BIN)/python tools/versions.py $(PYTHONS) $(if $(OLDEST),--oldest)

red-team: $(READY)  ## show what harmful attacks do to plain nbgrader (boxed)
	@$(BIN)/python -m pytest -m harm tests

clean:  ## remove what was built, keep .venv
	rm -rf _build course build dist *.egg-info
