# make demo    set everything up, pack the example, read it back, compare every row
# make test    set everything up, run the tests
# make help    the rest

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SOURCES := pyproject.toml setup.py $(wildcard csrc/*)

# Without Python's own headers (python3-dev) no extension can be built: say so, and run without.
HEADERS := $(shell $(PYTHON) -c "import os, sysconfig; print(os.path.exists(os.path.join(sysconfig.get_path('include'), 'Python.h')))" 2>/dev/null)
ifeq ($(HEADERS),False)
  export SMSCODEC_PURE := 1
  $(warning Python.h is missing: running in plain Python. For the C core: apt-get install python3-dev, make clean, again)
endif

INCLUDE := -isystem $(shell $(PYTHON) -c "import sysconfig; print(sysconfig.get_path('include'))")

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench sanitize fuzz fuzz-deflate fuzz-inflate extended dist clean

help:
	@echo "make demo      set up, pack examples/recipients.csv, read it back, compare every row"
	@echo "make test      set up, run all tests"
	@echo "make lint      ruff, mypy, pyright, and the C core with every warning an error"
	@echo "make bench     benchmarks against their rivals; writes benchmarks/RESULTS.md"
	@echo "make sanitize  the tests on a core built with ASan and UBSan"
	@echo "make fuzz      our deflate and our inflate under libFuzzer, ASan and UBSan, each for FUZZ_SECONDS (600)"
	@echo "make extended  the tests with many more Hypothesis examples, a browser, clients in six languages, Spark"
	@echo "make dist      sdist and wheel in dist/"
	@echo "make clean     remove what the others made"

demo: $(VENV)/.cli
	@$(BIN)/python examples/demo.py

test: $(VENV)/.test
	$(BIN)/python -m pytest

# What is not installed, and cannot be for want of the right to, is skipped: a browser, other people's
# clients.
TOOLS := chromium curl go java javac jq node openssl perl php
PACKAGES := chromium curl fonts-noto-cjk golang-go golang-golang-x-text-dev jq openjdk-17-jdk-headless openssl perl \
  php-cli php-curl php-soap php-xml

extended: $(VENV)/.test $(VENV)/.interop
	@{ for each in $(TOOLS); do command -v $$each >/dev/null || exit 1; done; \
	  [ "$$(php -m | grep -cxE 'curl|SimpleXML|soap')" = 3 ] && [ -d /usr/share/gocode/src/golang.org/x/text ]; } || \
	  { [ "$$(id -u)" = 0 ] && apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes \
	    $(PACKAGES) $$(command -v node >/dev/null || echo nodejs npm); } || \
	  echo "not all installed: $(TOOLS), php-curl, php-soap, php-xml, golang-golang-x-text-dev; some tests will be skipped"
	@[ -d $(VENV)/npm/node_modules/soap ] || npm install --silent --no-audit --no-fund --prefix $(VENV)/npm soap@1 || \
	  echo "not installed: npm's soap; the tests of Node will be skipped"
	$(BIN)/python -m pytest --hypothesis-profile=extended

# The goal is of 10,000,000 rows, which take half a minute more.
PARQUET_ROWS ?= 1000000
bench: $(VENV)/.bench
	mkdir -p .benchmarks
	$(BIN)/python -m pytest benchmarks --benchmark-timer=time.process_time --benchmark-sort=min \
	  --benchmark-columns=median,min,max,rounds --benchmark-json=.benchmarks/run.json
	$(BIN)/python -m benchmarks.memory .benchmarks/memory.json
	PYTHONMALLOC=malloc $(BIN)/python -m benchmarks.linear .benchmarks/linear.json
	$(BIN)/python -m benchmarks.parquet .benchmarks/parquet.json $(PARQUET_ROWS)
	$(BIN)/python -m benchmarks.sandbox_load .benchmarks/load.json
	$(BIN)/python -m benchmarks.report .benchmarks

lint: $(VENV)/.lint $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	for file in csrc/*.c; do $(CC) -std=c11 -O2 -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror $(INCLUDE) -c $$file -o /dev/null || exit 1; done

# Built from an sdist in a temporary folder, so that no object of the ordinary build is mixed in.
sanitize: $(VENV)/.test
	rm -rf .venv-sanitize build/sanitize
	SMSCODEC_SANITIZE=1 $(BIN)/python -m build --outdir build/sanitize .
	$(PYTHON) -m venv .venv-sanitize
	.venv-sanitize/bin/pip install --quiet "$$(ls build/sanitize/*.whl)[test]"
	LD_PRELOAD="$$($(CC) -print-file-name=libasan.so)" ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 \
	  PYTHONMALLOC=malloc PYCRYPTODOME_DISABLE_DEEPBIND=1 .venv-sanitize/bin/python -m pytest --ignore=tests/packaging

# What they find stays in build/fuzz, and is where the next run begins. Needs clang and zlib1g-dev.
FUZZ_SECONDS ?= 600
fuzz: fuzz-deflate fuzz-inflate

fuzz-deflate fuzz-inflate: fuzz-%:
	mkdir -p build/fuzz/$*
	clang -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	  csrc/fuzz/$*.c csrc/deflate*.c csrc/inflate*.c csrc/lines.c csrc/unpack.c -lz -o build/fuzz/$*.run
	cd build/fuzz && ./$*.run -max_total_time=$(FUZZ_SECONDS) -max_len=3000 -timeout=30 -rss_limit_mb=2000 $*

dist: $(VENV)/.test
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) .venv-sanitize build dist src/*.egg-info src/smscodec/_kernels/*.so

# $(VENV)/.<extra>: the package and that extra are installed, and newer than what they are built from.
$(VENV)/.%: $(SOURCES) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[$*]"
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 10) else 'smscodec needs Python 3.10 or newer; try make PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV)
