# Everything a developer or CI does with Nucleus. The work is done by the scripts in dev/.
.DEFAULT_GOAL := help
.PHONY: run up down start-postgres start-rabbitmq start-scheduler start-api-gateway start-executor \
	replay test ci-check soak bench docs lock-schema format lint arch clean install help
# Which process of its kind the start-… targets mean.
N ?= 1

run: ## The main job: install, build, start everything, collect a sample catalog, stay; Ctrl-C stops it all
	@dev/run
up: ## Start the platform in the background and return when it is ready
	@dev/up
down: ## Stop everything that was started; the data stay
	@dev/down
start-postgres: ## Start the private PostgreSQL alone
	@dev/start postgres
start-rabbitmq: ## Start the private RabbitMQ alone
	@dev/start rabbitmq
start-scheduler: ## Start scheduler N alone (N=1)
	@dev/start scheduler "$(N)"
start-api-gateway: ## Start API gateway N alone (N=1)
	@dev/start api-gateway "$(N)"
start-executor: ## Start run executor N alone (N=1)
	@dev/start executor "$(N)"
replay: ## Walk a run once more and change nothing: RUN=<id> (ARGS="--from-journal", DEBUGGER=lldb or gdb)
	@dev/replay "$(RUN)" $(ARGS)
test: ## Install, build and run every test (ARGS="--filter Name" for some)
	@dev/test $(ARGS)
ci-check: ## What CI runs: format, architecture, build, every test
	@dev/ci-check
soak: ## The end-to-end tests at full length: about half an hour (ARGS="--filter Name" for some)
	@dev/soak $(ARGS)
bench: ## Run the benchmarks; results as JSON in .nucleus/bench
	@dev/bench $(ARGS)
docs: ## Write docs/graphql.md, docs/asyncapi.yaml and docs/operations/metrics.md: API, messages, metrics
	@dev/schema docs
lock-schema: ## At a release: make the current schema the one that no later one may break
	@dev/schema lock
format: ## Bring all Swift files into format
	@dev/format
lint: ## Check format and rules of Swift files and scripts
	@dev/lint
arch: ## Check that every source imports and does only what its layer may
	@dev/arch
clean: ## Remove what was built (ALL=1: the platform's data too)
	@dev/clean $(if $(ALL),all)
install: ## Install what is missing on this machine, for the tests too
	@dev/install --tests
help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "make %-18s %s\n", $$1, $$2 }'
