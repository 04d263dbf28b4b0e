# Call records exporter. `make help` lists the targets.
BINARY  := bin/exporter
ENGINE  := load/engine/embedded/fetch.sh
# Packages whose tests run the embedded engine in their own process. Under the
# race detector such a process may die at exit, in the engine's C++ threads
# rather than in a test; everything else is raced.
EMBEDDED := go list -test -f '{{if .ForTest}}{{.ForTest}} {{.Deps}}{{end}}' ./... | sed -n 's| .*load/engine/embedded[] ].*||p'

# How long make soak goes on. CALLRECORDS_TEST_CLICKHOUSE=URL takes a server for the second engine.
SOAK ?= 10m
# How many runs make soak-serve goes on for.
TICKS ?= 200
# On which engines each test of load runs: one of the two, by its name, or both.
ENGINES ?= one

# How long make fuzz goes on with each fuzzer.
FUZZ ?= 1m

.DEFAULT_GOAL := help
.PHONY: help build man install uninstall release release-test deb-test engine demo up down test race lint fuzz soak soak-serve bench benchmarks bench-analysts alerts prometheus chromium node scrape clients browser golden clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/exporter
	go build -trimpath -o $(BINARY) ./cmd/exporter

# Where make install puts things; DESTDIR is in front of it, for packages.
PREFIX ?= /usr/local
SHARE  := $(DESTDIR)$(PREFIX)/share

man: build ## build, and write the manual pages into bin/man
	rm -rf bin/man
	$(BINARY) man bin/man

install: ## install what make man has made: program, manual pages, completion of three shells (PREFIX=/usr/local)
	@test -d bin/man || { echo "first make man, as the user who builds"; exit 1; }
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/exporter
	install -d $(SHARE)/man/man1 $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions \
		$(SHARE)/fish/vendor_completions.d
	install -m 644 bin/man/*.1 $(SHARE)/man/man1
	$(BINARY) completion bash > $(SHARE)/bash-completion/completions/exporter
	$(BINARY) completion zsh > $(SHARE)/zsh/site-functions/_exporter
	$(BINARY) completion fish > $(SHARE)/fish/vendor_completions.d/exporter.fish

release: ## make what is published into dist/: programs, packages, SBOMs, checksums (TARGETS="linux/amd64")
	@deploy/release/release.sh

release-test: engine ## make a release twice, in two folders, and compare the bytes
	CALLRECORDS_TEST_RELEASE=1 go test ./deploy -run '^TestTheSameCommitIsTheSameRelease' -count=1 -v -timeout 0

deb-test: engine ## install the Debian package of this commit in a Debian of its own, start, stop, remove it (as root)
	@test "$$(id -u)" = 0 || { echo "root is wanted, for a root folder of its own"; exit 1; }
	@command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -qy --no-install-recommends debootstrap; }
	TARGETS=linux/amd64 deploy/release/release.sh
	CALLRECORDS_TEST_DEB="$$(ls $(CURDIR)/dist/*.deb)" go test ./deploy -run '^TestDeb$$' -count=1 -v

uninstall: ## remove what make install has put there; warehouses stay
	rm -f $(DESTDIR)$(PREFIX)/bin/exporter $(SHARE)/man/man1/exporter.1 $(SHARE)/man/man1/exporter-*.1 \
		$(SHARE)/bash-completion/completions/exporter $(SHARE)/zsh/site-functions/_exporter \
		$(SHARE)/fish/vendor_completions.d/exporter.fish

engine: ## fetch the embedded engine (libchdb) into the cache folder, unless one is installed
	@sh $(ENGINE)

demo: build engine ## export a simulated tenant into ./data and ask it five questions
	@$(BINARY) demo

up: ## run ClickHouse, the demo and its pages in containers, open to this machine only
	@docker compose version >/dev/null 2>&1 || { echo "docker with its compose plugin is wanted"; exit 1; }
	@sh deploy/secrets.sh
	docker compose up --detach --wait clickhouse
	docker compose run --build --rm exporter
	docker compose up --detach --wait dashboard
	@echo "Open http://127.0.0.1:8124/dashboard/, user admin, password in .secrets/dashboard_password"

down: ## stop the containers; their volumes stay
	docker compose --profile grafana down

# go test would vet every package again, which lint has done.
test: engine lint ## vet, lint and run all tests with the real engine
	CALLRECORDS_TEST_ENGINES=$(ENGINES) go test -vet=off -timeout 20m ./...

race: engine ## run the tests under the race detector where the engine allows it
	go test -race -vet=off $$(go list ./... | grep -vxF "$$($(EMBEDDED))")

lint: ## go vet, gofmt and staticcheck
	go vet ./...
	@test -z "$$(gofmt -l .)" || { echo "not gofmt'ed:"; gofmt -l .; exit 1; }
	go tool staticcheck ./...

# Where goroutines run the coverage is never twice the same, and a fuzzer would
# spend its time on making inputs smaller: hence the ten tries.
fuzz: engine ## run every fuzzer there is, a minute each (FUZZ=5m)
	@grep -rHo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sed 's|/[^/]*:func | |' | sort | { \
	while read -r package name; do \
		echo "$$package $$name"; \
		go test "$$package" -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZ) -fuzzminimizetime 10x </dev/null || \
			failed="$$failed $$name"; \
	done; \
	test -z "$$failed" || { echo "failed:$$failed"; exit 1; }; }

soak: engine ## write, kill, sweep and read at random, by right and wrong clocks (SOAK=10m)
	CALLRECORDS_TEST_SOAK=$(SOAK) go test ./load -run TestSoak -count=1 -v -timeout 0

# How often make bench measures, and which parts: flatten,load,import,export,query; none is all.
RUNS ?= 1
ONLY ?=
# How many records the benchmarks of questions make, with ten streams each.
RECORDS ?= 1000000

bench: build engine ## measure the exporter beside what the same bytes cost others (RUNS=5 ONLY=flatten,import)
	go run ./internal/bench -exporter $(BINARY) -out bin/bench.json -runs $(RUNS) -only '$(ONLY)' -asked $(RECORDS)

benchmarks: engine ## run all Go benchmarks
	go test -run '^$$' -bench . -benchmem ./...

soak-serve: build engine ## drive serve through deaths, outages and reloads (TICKS=200)
	CALLRECORDS_TEST_PROGRAM=$(abspath $(BINARY)) CALLRECORDS_TEST_TICKS=$(TICKS) \
		go test ./cmd/exporter -run '^TestServeIsRightWhateverHappens$$' -count=1 -v -timeout 0

bench-analysts: engine ## ask every question of docs/analysts.md of many made calls (RECORDS=20000 for a try)
	CALLRECORDS_BENCH_RECORDS=$(RECORDS) go test ./analysis -run '^$$' -bench Questions -benchtime 2x -timeout 0

# Debian's prometheus has promtool; it is installed only where it is missing and may be.
prometheus:
	@command -v promtool >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		apt-get update -q && apt-get install -qy --no-install-recommends prometheus; } || \
		{ echo "promtool is wanted: install Prometheus (Debian: apt-get install prometheus)"; exit 1; }

scrape: build engine prometheus ## let a genuine Prometheus scrape serve, until an alert fires and ends
	CALLRECORDS_TEST_PROGRAM=$(abspath $(BINARY)) CALLRECORDS_TEST_PROMETHEUS="$$(command -v prometheus)" \
		go test ./cmd/exporter -run '^TestPrometheusAlertsOnARecordThatExpiresSoon$$' -count=1 -v

alerts: prometheus ## check the alerts and their unit tests with promtool
	promtool check rules deploy/prometheus/rules.yml
	promtool test rules deploy/prometheus/rules_test.yml

# Debian's nodejs and npm; they are installed only where they are missing and may be.
node:
	@command -v npm >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		apt-get update -q && apt-get install -qy --no-install-recommends nodejs npm; } || \
		{ echo "npm is wanted: install Node.js (Debian: apt-get install nodejs npm)"; exit 1; }

clients: engine node ## try clients of others (npm's ClickHouse client, Cube's driver) on the served warehouse
	cd deploy/clients && npm ci --ignore-scripts --no-audit --no-fund --silent
	go test ./deploy/clients -count=1 -v

# Debian's chromium, likewise. Without one, the tests that look at pages are skipped.
chromium:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		apt-get update -q && apt-get install -qy --no-install-recommends chromium; } || \
		{ echo "Chromium is wanted: install it (Debian: apt-get install chromium)"; exit 1; }

PAGES := $(CURDIR)/bin/pages
AXE   := $(CURDIR)/internal/browser/node_modules/axe-core/axe.min.js
browser: engine chromium node ## look at all pages and walk through them with Chromium and axe-core; pictures in bin/pages
	mkdir -p $(PAGES)
	cd internal/browser && npm ci --ignore-scripts --no-audit --no-fund --silent
	CALLRECORDS_TEST_SHOTS=$(PAGES) CALLRECORDS_TEST_AXE=$(AXE) go test -vet=off -count=1 -run 'InABrowser$$' \
		./internal/browser $$(grep -rl --include='*_test.go' 'func Test[A-Za-z]*InABrowser(' cmd | xargs -n 1 dirname | sed 's|^|./|')

golden: ## write the golden files and generated documents anew
	go test ./load -run TestDDL -update
	go test ./cmd/exporter -run TestGeneratedDocuments -update
	go test ./cmd/exporter/internal/config -run TestExampleFileIsWhatTheTableSays -update
	go test ./cmd/exporter/internal/statuspage -run TestPageOfEachState -update
	go test ./analysis/dashboards -run TestGrafanaHasThePages -update

clean: ## remove what was built; the warehouse in ./data stays
	rm -rf bin
