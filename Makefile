# Every target sets up first what it needs (tools/setup.sh, a moment when that is done).
BIN := .venv/bin
PYTEST_ARGS ?= -n auto
BENCH_ARGS ?=
# Names another SWI-Prolog's home, from which ours would not start.
unexport SWI_HOME_DIR

.DEFAULT_GOAL := help
.PHONY: help setup models demo test prolog-test pytest lint ruff-check ruff-format mypy prolog-check bench \
	bench-translate clean

help: ## show this
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-16s %s\n", $$1, $$2 }'

setup: ## virtual environment, SWI-Prolog, dependencies, all in .venv
	@tools/setup.sh

models: # what runs language models, for the tests
	@tools/setup.sh models

demo: setup ## build the sample knowledge base, ask it four questions, write out/demo.html
	@$(BIN)/rune demo

# pytest last: its closing line is the one people and CI look for.
test: prolog-test pytest ## all tests: plunit and pytest (PYTEST_ARGS="-k proof" some)

prolog-test: setup ## prolog/test/*.plt in plain swipl
	@echo "== plunit"
	@tools/plunit.sh

pytest: models
	@echo "== pytest"
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: ruff-check ruff-format mypy ## ruff and mypy --strict (`make -k lint` shows the complaints of all three)

ruff-check: setup
	@echo "== ruff check"
	@$(BIN)/ruff check

ruff-format: setup
	@echo "== ruff format"
	@$(BIN)/ruff format --check

mypy: setup
	@echo "== mypy"
	@$(BIN)/mypy --strict rune_kb

prolog-check: setup ## prolog/rune.pl loads in plain swipl without a warning
	@echo "== prolog-check"
	@tools/prolog-check.sh

bench: setup ## measure; the figures go to docs/performance.md
	@$(BIN)/python -m bench

bench-translate: models ## how often questions in English are read right (BENCH_ARGS="--translators openai:MODEL")
	@$(BIN)/python -m bench translate $(BENCH_ARGS)

clean: ## remove what was built (.venv with its SWI-Prolog, out/, caches)
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name '*.qlf' -delete
	find . -name __pycache__ -prune -exec rm -rf {} +
