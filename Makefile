# Two commands for a newcomer: `make run` and `make test`. Both set up everything they need first.
PYTHON ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
QML := $(shell find ui/qml -name '*.qml')
OFFSCREEN := QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software
# Compiled once, not once in each of the thousand processes that the tests start: whatever the shell says.
COMPILED := PYTHONDONTWRITEBYTECODE=

.PHONY: run setup test proof soak fuzz bad-day check bench bench-quick lock clean

run: setup
	$(PY) kiosk_main.py

setup: $(VENV)/ready
	@$(PY) -m app.machine --install
	@$(PY) -m ui.build_translations

$(VENV)/ready: requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing; install it with: sudo apt-get install python3.11 python3.11-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing; install it with: sudo apt-get install python3.11-venv"; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev-ready: $(VENV)/ready requirements-dev.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Most of the time goes in waiting for wires, processes and clocks, so six workers on two cores.
test: setup $(VENV)/dev-ready
	$(COMPILED) $(OFFSCREEN) $(PY) -m pytest -n 6 --dist worksteal

# The whole of what `make test` runs a slice of: every kill, power-loss image, storage fault, mutation and hostile answer.
proof: setup $(VENV)/dev-ready
	$(COMPILED) $(OFFSCREEN) $(PY) -m pytest -m long -n 2 --dist loadfile

# A whole terminal with random faults, for as long as told: make soak MINUTES=60, or PAYMENTS=30000; LANES=2 are two terminals.
soak: setup $(VENV)/dev-ready
	$(OFFSCREEN) $(PY) -m tests.soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(PAYMENTS),--payments $(PAYMENTS)) $(if $(LANES),--lanes $(LANES)) $(if $(SEED),--seed $(SEED))

# Three terminals and a centre on a day that runs thirty times as fast, one fault after the other: what each user saw, and when.
bad-day: setup $(VENV)/dev-ready
	$(OFFSCREEN) $(PY) -m tests.bad_day $(if $(OUT),--out $(OUT))

# Every parser that reads the outside: make fuzz SECONDS=60 is so long for each of them.
fuzz: setup $(VENV)/dev-ready
	$(OFFSCREEN) $(PY) -m tests.fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

check: setup $(VENV)/dev-ready
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/pyside6-qmllint -W 0 $(QML)

bench: setup $(VENV)/dev-ready
	$(OFFSCREEN) $(PY) -m bench

bench-quick: setup $(VENV)/dev-ready
	$(OFFSCREEN) $(PY) -m bench --quick

# Writes both lock files anew: names, versions and hashes, no addresses.
lock:
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip install --quiet pip-tools
	for name in requirements requirements-dev; do \
	  $(VENV)-lock/bin/pip-compile --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	    --no-emit-find-links --no-emit-trusted-host --quiet --no-header -o $$name.lock $$name.in; done
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) out var
