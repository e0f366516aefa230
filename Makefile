# Every target works as the first command in a fresh clone: it makes .venv and installs what it needs, once.
# Needed on the machine: Python 3.11 or newer, pip, make, git.

VENV := .venv
PY := $(VENV)/bin/python
SAM_VENV := .venv-sam
CHECKOV_VENV := .venv-checkov
SAM_BUILD := .aws-sam/build
FUNCTION := LegDayCoachFunction

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
export PATH := $(CURDIR)/$(SAM_VENV)/path:$(PATH)
export SAM_CLI_TELEMETRY := 0

##@ Use it

talk: $(VENV)/.ready-$(if $(findstring --voice,$(ARGS)),voice,talk) catalogs ## talk to the coach here in the terminal (ARGS=--show to see what it understood, ARGS=--voice to talk aloud)
	@$(VENV)/bin/legday talk $(ARGS)

serve: $(VENV)/.ready-serve catalogs ## the local page, and with LEGDAY_SKILL_ID the endpoint for Alexa as well
	@$(VENV)/bin/legday serve $(ARGS)

build: skill-package ## make the Lambda artefact under .aws-sam/build (by `sam build` where sam is installed) and the skill package
	@if command -v sam >/dev/null; \
	then sam build --build-dir $(SAM_BUILD) $(ARGS); \
	else rm -rf $(SAM_BUILD)/$(FUNCTION) && $(MAKE) build-$(FUNCTION) ARTIFACTS_DIR=$(SAM_BUILD)/$(FUNCTION) \
	  && echo "Built $(SAM_BUILD)/$(FUNCTION) without sam; deploying it needs the AWS SAM CLI."; \
	fi

skill-package: $(VENV)/.ready-talk catalogs ## write what the ASK CLI uploads to build/alexa (ENDPOINT=arn:... PRIVACY_POLICY=https://...)
	@$(PY) skill_package/build.py --endpoint "$(ENDPOINT)" --privacy-policy "$(PRIVACY_POLICY)" --terms-of-use "$(TERMS_OF_USE)"

sam: $(SAM_VENV)/.ready ## install the AWS SAM CLI into .venv-sam, for `make build` and for deploying

##@ Work on it

test: $(VENV)/.ready-dev catalogs ## run every test, with coverage (ARGS="-k name" to choose)
	@$(PY) -m pytest --numprocesses=auto --dist=loadfile --cov=skill $(ARGS)

bench: $(VENV)/.ready-bench catalogs ## measure, beside the stock SDK; minutes (ARGS=--help for the parts, ARGS=--soak for 10 more)
	@$(PY) -m benchmarks $(ARGS)

lint: $(VENV)/.ready-dev catalogs ## style, types, who imports whom, unsafe calls, interaction models, the AWS template
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-cache --no-logo
	@$(PY) interaction_models/lint.py
	@$(PY) interaction_models/build.py --check
	@$(PY) skill_package/lint.py
	@$(VENV)/bin/cfn-lint template.yaml
	@$(PY) -m bandit --quiet --recursive skill lambda interaction_models skill_package hatch_build.py

docs: $(VENV)/.ready-docs catalogs ## build the documentation site into build/docs; a warning is an error
	@$(PY) -m sphinx --quiet --fail-on-warning --keep-going --nitpicky --fresh-env docs build/docs
	@echo "The site is in build/docs: open build/docs/index.html"

scan: $(CHECKOV_VENV)/.ready ## look for what is unsafe in the AWS template and the Dockerfile (installs checkov into .venv-checkov, once)
	@$(CHECKOV_VENV)/bin/checkov --file template.yaml --framework cloudformation --skip-download --compact --quiet
	@$(CHECKOV_VENV)/bin/checkov --file Dockerfile --framework dockerfile --skip-download --compact --quiet
	@$(CHECKOV_VENV)/bin/hadolint Dockerfile

format: $(VENV)/.ready-dev ## put the code in shape
	@$(PY) -m ruff check --fix-only .
	@$(PY) -m ruff format .

lock: $(VENV)/.ready-dev ## write the requirement files anew from pyproject.toml (ARGS=--upgrade for newer versions)
	@requirements/lock.sh $(PY) $(ARGS)

clean: ## remove everything that was made here, .venv included
	@rm -rf $(VENV) $(SAM_VENV) $(CHECKOV_VENV) .aws-sam build dist .coverage .*_cache $(CATALOGS)
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## show this
	@awk -F ':.*## ' '/^##@/ {print "\n" substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

.PHONY: talk serve build skill-package sam test bench lint docs scan format lock clean help catalogs build-$(FUNCTION)

# ── What the targets stand on ────────────────────────────────────────────────────────────────────────────────────────

# Each requirement file is installed once, and again when it changes. Nothing of it reaches standard output, which in
# `make talk` is the conversation, or reads standard input, which there is what the athlete says. dev.txt holds the others.
$(VENV)/.ready-%: requirements/%.txt pyproject.toml hatch_build.py | $(PY)
	@echo "Installing requirements/$*.txt into $(VENV) (once) ..." >&2
	@$(call pip_install,$(PY)) --require-hashes --no-deps -r requirements/$*.txt </dev/null >&2
	@$(call pip_install,$(PY)) --no-deps --no-build-isolation --editable . </dev/null >&2
	@touch $@ $(if $(filter dev,$*),$(foreach part,talk voice serve bench docs,$(VENV)/.ready-$(part)))

# The AWS SAM CLI and checkov pin versions that clash with ours, so each lives apart. Of sam's environment only `sam` is
# on the PATH.
$(SAM_VENV)/.ready $(CHECKOV_VENV)/.ready: .venv-%/.ready: requirements/%.txt | $(PY)
	@echo "Installing $< into $(@D) (once) ..." >&2
	@$(PY) -m venv --clear --without-pip $(@D) </dev/null >&2
	@$(call pip_install,$(@D)/bin/python) --require-hashes --no-deps -r $< </dev/null >&2
	@mkdir -p $(@D)/path && ln -sf ../bin/$* $(@D)/path/$*
	@touch $@

# Debian's Python without python3-venv makes environments, but without pip in them: the machine's own pip steps in.
pip_install = $(PIP) --python $(1) install -qq --disable-pip-version-check --no-input
PIP = $(shell $(PY) -m pip --version >/dev/null 2>&1 && echo $(PY) -m pip \
  || echo "$$($(PY) -c 'import sys; print(sys._base_executable)') -m pip")

# PYTHON=/path/to/python chooses one; otherwise the first that is new enough.
PYTHONS := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)

$(PY):
	@for python in $(PYTHONS); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1 || continue; \
	  "$$python" -m venv $(VENV) </dev/null >/dev/null 2>&1 && exit; \
	  "$$python" -m pip --version </dev/null >/dev/null 2>&1 \
	    || { echo "Python is here but pip is not; install it (on Debian: apt-get install python3-pip)." >&2; exit 1; }; \
	  "$$python" -m venv --clear --without-pip $(VENV) </dev/null >&2; exit; \
	done; \
	echo "Leg Day Coach needs Python 3.11 or newer, and found none under the names: $(PYTHONS)." >&2; \
	echo "Install one, or say where it is: make PYTHON=/path/to/python3.11 ..." >&2; exit 1

# Edited .po files are compiled to .mo before anything runs.
CATALOGS := $(patsubst %.po,%.mo,$(wildcard skill/speech/locales/*/LC_MESSAGES/*.po))

catalogs: $(CATALOGS)

$(CATALOGS): %.mo: %.po
	@$(PY) hatch_build.py

# What `sam build` calls, as template.yaml says (BuildMethod: makefile), so that neither Docker nor the Lambda's own
# Python is needed to build: wheels for the Lambda's platform, then our own code. ARTIFACTS_DIR comes from sam.
LAMBDA_PYTHON = $(shell sed -n 's/^ *Runtime: python//p' template.yaml)
LAMBDA_PLATFORM := --platform manylinux2014_aarch64 --platform manylinux_2_28_aarch64

build-$(FUNCTION): $(VENV)/.ready-talk catalogs
	@$(call pip_install,$(PY)) --target "$(ARTIFACTS_DIR)" --require-hashes --no-deps -r lambda/requirements.txt --no-compile \
	  --only-binary=:all: --implementation cp --python-version $(LAMBDA_PYTHON) $(LAMBDA_PLATFORM) </dev/null >&2
	@$(PY) lambda/package.py "$(ARTIFACTS_DIR)" $(LAMBDA_PYTHON)
