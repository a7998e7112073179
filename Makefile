# The two commands for a fresh machine are `make site` and `make test`; each sets up what it needs, and no more.
PYTHON ?= python3
POSTS ?= posts
VENV := .venv
BIN := $(VENV)/bin
UV ?= $(shell command -v uv)
# uv installs the same in a tenth of the time, where it is on the machine; pip leaves compiling to who imports.
PIP := $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/pip install --quiet --disable-pip-version-check --no-compile)
MAKE_VENV := $(if $(UV),$(UV) venv --quiet --seed --allow-existing --python $(PYTHON),$(PYTHON) -m venv) $(VENV)
SITE_READY := $(VENV)/.site-ready
READY := $(VENV)/.ready
MAIL_REQUIREMENTS := requirements-mail.txt
SITE_REQUIREMENTS := requirements-site.txt

# For `make bench`: numbers of discussions, builds of each kind (one number, or one for each size), where to write the pages,
# where to build (outside of here); a real archive to measure first, in what format of `parley import`, and how to call it.
SIZES ?= 100 1000 1700 10000
RUNS ?= 3
DOCS ?= docs/parley/pages
SCRATCH ?=
ARCHIVE ?=
FORMAT ?= static
NAME ?= real archive
BENCH_READY := $(VENV)/.bench-ready
BENCH_REQUIREMENTS := tests/bench/requirements.txt
ZENSICAL := tests/bench/zensical.txt
VENDOR := hooks/parley/rendering/theme/vendor
ELEVENTY := tests/bench/eleventy/package-lock.json
BED_REQUIREMENTS := tests/forge_bed/requirements.txt
EXTRA := import sys, tomllib; \
	print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies'][sys.argv[1]], sep='\n')

# For `make mutants`: how many small changes, drawn by which number, and in which modules or folders below hooks/parley (all, if none).
N ?= 100
SEED ?= 1
ROOMS ?=
MUTANTS_READY := $(VENV)/.mutants-ready
MUTANTS_REQUIREMENTS := tests/mutants/requirements.txt

PIN := $(BIN)/uv pip compile --universal --generate-hashes --upgrade --quiet --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

# Programs that lay our pages out as well, and MkDocs with the plug-ins of many sites, each in an environment of its own.
HOSTS ?= properdocs materialx attach neighbours
HOSTS_READY := $(HOSTS:%=$(VENV)/hosts/%/.ready)

export NO_MKDOCS_2_WARNING := 1 # the theme's banner about its own end of life, which concerns maintainers only

# Tests and builds start Python many times: what it has compiled is kept, even where the machine says otherwise.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: site
site: $(SITE_READY) ## build the site into site/, and the program's own into site/parley/
	$(BIN)/parley build
	@$(MAKE) --no-print-directory front-door
	@echo "Look at it: make serve"

.PHONY: front-door
front-door: $(SITE_READY) # below the site that has just been built
	$(BIN)/mkdocs build --quiet --strict --config-file docs/parley/mkdocs.yml --site-dir $(CURDIR)/site/parley

.PHONY: serve
serve: $(SITE_READY) ## preview the site with live reload
	$(BIN)/mkdocs serve

.PHONY: check
check: $(SITE_READY) ## check all posts and say how to mend them
	$(BIN)/parley check --posts $(POSTS)

.PHONY: test
test: $(READY) browser ## run everything that must hold: style, types, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not slow"

.PHONY: hosts
hosts: $(HOSTS_READY) ## build the same pages with ProperDocs, MaterialX, Zensical, Hugo and beside other plug-ins, and compare
	$(BIN)/pytest -m "slow or not slow" tests/host/test_host_programs.py tests/host/test_neighbour.py

.PHONY: hosts-if-possible
hosts-if-possible: $(READY) # where a host can't be had, its tests are left out and say why
	-@$(MAKE) --no-print-directory --keep-going $(HOSTS_READY)

.PHONY: test-slow
test-slow: $(READY) browser servers forge-bed hosts-if-possible ## run what takes longer: large sites and whole builds, many times over
	$(BIN)/pytest -m slow

.PHONY: content
content: $(READY) browser ## see that the starter content, in posts/ and docs/, keeps what it promises
	$(BIN)/pytest tests/content

.PHONY: pictures
pictures: $(READY) browser ## take the pictures of README and docs anew where the site has changed; ALL=--all takes all
	PYTHONPATH=tests $(BIN)/python -m content.pictures $(ALL)

.PHONY: tics
tics: $(READY) ## count the tics of the starter content: lengths, contractions, lists, mottos; POSTS=DIR counts another folder
	PYTHONPATH=tests $(BIN)/python -m content.tics $(POSTS)

.PHONY: browser
browser: $(READY)
	@$(BIN)/python tests/chromium.py --install

.PHONY: servers
servers: $(READY)
	@$(BIN)/python tests/mailing/servers.py --install

.PHONY: forge-bed
forge-bed: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m forge_bed.tools --install

.PHONY: bench
bench: $(BENCH_READY) browser site ## measure building, ours and that of others; takes hours, less with SIZES="100 1000" RUNS=1; ARCHIVE=DIR FORMAT=static NAME=title too
	PYTHONPATH=tests:hooks $(BIN)/python -m bench --sizes $(SIZES) --runs $(RUNS) --docs "$(DOCS)" \
		$(if $(SCRATCH),--scratch "$(SCRATCH)") $(if $(ARCHIVE),--archive "$(ARCHIVE)" --format "$(FORMAT)" --name "$(NAME)")
	PYTHONPATH=tests:hooks $(BIN)/python -m bench.pages site --long 1000 --docs "$(DOCS)"

.PHONY: mutants
mutants: $(MUTANTS_READY) browser ## see which small changes to the code no test notices: N=300 SEED=7 ROOMS="importing model"
	PYTHONPATH=tests $(BIN)/python -m mutants --number $(N) --seed $(SEED) --rooms $(ROOMS)

.PHONY: lock
lock: $(READY) ## pin the newest versions of all dependencies
	$(PIP) uv
	$(PIN) pyproject.toml --extra test --extra build --extra cards --output-file requirements.txt
	$(PIN) pyproject.toml --extra build --extra cards --constraints requirements.txt --output-file $(SITE_REQUIREMENTS)
	$(PIN) pyproject.toml --extra build --extra properdocs --constraints requirements.txt --output-file tests/host/properdocs.txt
	$(PIN) pyproject.toml --extra build --extra materialx --constraints requirements.txt --no-emit-package mkdocs-material \
		--output-file tests/host/materialx.txt
	$(PIN) pyproject.toml --extra build --extra neighbours --constraints requirements.txt --output-file tests/host/neighbours.txt
	printf 'hugo\nzensical<0.0.74\n' | $(PIN) - --output-file tests/host/attach.txt
	$(BIN)/python -c "$(EXTRA)" mail | $(PIN) - --constraints requirements.txt --output-file $(MAIL_REQUIREMENTS)
	$(BIN)/python -c "$(EXTRA)" bench | $(PIN) - --constraints requirements.txt --output-file $(BENCH_REQUIREMENTS)
	$(BIN)/python -c "$(EXTRA)" zensical | $(PIN) - --constraints requirements.txt --output-file $(ZENSICAL)
	-cd $(dir $(ELEVENTY)) && npm update --package-lock-only --omit-lockfile-registry-resolved --silent
	$(BIN)/python -c "$(EXTRA)" mutants | $(PIN) - --constraints requirements.txt --output-file $(MUTANTS_REQUIREMENTS)
	$(BIN)/python -c "$(EXTRA)" workflows | $(PIN) - --constraints requirements.txt --output-file $(BED_REQUIREMENTS)

.PHONY: words
words: $(READY) ## collect the words of the code anew, and bring the catalogues of all languages up to date; ADD=nl begins one
	PYTHONPATH=tests $(BIN)/python -m extract_words $(ADD)

.PHONY: vendor
vendor: $(READY) ## bundle the preview's parser of Markdown anew, after its versions were changed; needs Node.js
	mkdir -p $(VENV)/vendor && cp $(VENDOR)/*.js* $(VENV)/vendor
	cd $(VENV)/vendor && npm ci --ignore-scripts --no-audit --no-fund --silent && node build.js
	cp $(VENV)/vendor/micromark.js $(VENDOR)

.PHONY: clean
clean: ## take away everything that was made
	rm -rf $(VENV) site .site.* .pytest_cache .mypy_cache .ruff_cache .hypothesis .mutants

.PHONY: .venv
.venv: $(READY)

.PHONY: package
package: $(SITE_READY) ## build the package into dist/; with TAG=v0.2.0 only if version and changelog say the same
	$(BIN)/python tests/releasing.py $(TAG)
	$(BIN)/python -m hatchling build --directory dist

.PHONY: program
program: $(SITE_READY) ## install the command alone, without what tests it, as the workflows do

$(SITE_READY): $(SITE_REQUIREMENTS) pyproject.toml
	$(MAKE_VENV)
	$(PIP) --require-hashes --requirement $(SITE_REQUIREMENTS)
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(READY): $(SITE_READY) requirements.txt $(MAIL_REQUIREMENTS)
	$(PIP) --require-hashes --requirement requirements.txt
	$(PIP) --require-hashes --no-build-isolation --requirement $(MAIL_REQUIREMENTS)
	@touch $@

$(VENV)/hosts/%/.ready: tests/host/%.txt $(READY)
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $<
	if [ $* != attach ]; then \
		$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; fi
	@touch $@

# Zensical and Eleventy are measured where they can be installed.
$(BENCH_READY): $(READY) $(BENCH_REQUIREMENTS) $(ZENSICAL) $(ELEVENTY)
	$(PIP) --require-hashes --requirement $(BENCH_REQUIREMENTS)
	-$(PIP) --require-hashes --requirement $(ZENSICAL)
	mkdir -p $(VENV)/eleventy && cp $(dir $(ELEVENTY))package*.json $(VENV)/eleventy
	-cd $(VENV)/eleventy && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(MUTANTS_READY): $(READY) $(MUTANTS_REQUIREMENTS)
	$(PIP) --require-hashes --requirement $(MUTANTS_REQUIREMENTS)
	@touch $@
