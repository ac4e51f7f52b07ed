"""What is measured. The numbers are those of the performance budgets."""

import statistics
import threading
import time
from http.client import HTTPConnection

from .platform import SERVICES, TRIGGER_COLLECTION, TRIGGER_ENDPOINT, get, post
from .subscribers import subscribers

ENDPOINTS = 200
ROUNDS = 3


def endpoints(platform):
    """200 endpoints of a source that finds nothing, so that the platform's own work is what is measured."""
    found = platform.sql("select id from nucleus.endpoint where name like 'Bench %' and deleted_at is null order by name")
    if not found:
        found = [[platform.register(f"Bench {n:03}", "synthetic", {"datasets": 0})] for n in range(ENDPOINTS)]
        # The first run of each makes its collection and warms the way.
        platform.load([post(TRIGGER_ENDPOINT, id=one) for [one] in found], once=True)
        platform.wait_for_rest()
    return [one for [one] in found]


def outcome(platform, calls):
    """Seconds from each call to RUNNING and to SUCCEEDED as recorded, and runs per second over all of them."""
    started = {call["id"]: call["start"] for call in calls}
    first = min(started.values())
    rows = platform.sql(
        f"""select id, extract(epoch from started_at), extract(epoch from completed_at) from nucleus.run
            where status = 'SUCCEEDED' and requested_at >= to_timestamp({first - 1})"""
    )
    ended = [(row[0], float(row[1]), float(row[2])) for row in rows if row[0] in started]
    if len(ended) != len(started):
        raise RuntimeError(f"{len(started) - len(ended)} of {len(started)} runs did not succeed")
    running = [at - started[run] for run, at, _ in ended]
    succeeded = [at - started[run] for run, _, at in ended]
    return running, succeeded, len(ended) / (max(at for _, _, at in ended) - first)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class MemoryWatch(threading.Thread):
    """The most memory the processes had together while it watched."""

    def __init__(self, platform, processes=SERVICES):
        super().__init__(daemon=True)
        self.platform, self.processes = platform, processes
        self.most, self.ended = 0.0, threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.join()

    def run(self):
        while not self.ended.wait(0.1):
            self.most = max(self.most, sum(self.platform.memory(process) for process in self.processes))


def idle_memory(platform, report):
    for process in SERVICES:
        report.add("P7", f"memory of {process}, idle", [platform.memory(process)], "MiB")
    for kind, words, budget in (("Rss", "", 90), ("Pss", ", shared pages counted once", None)):
        total = sum(platform.memory(process, kind) for process in SERVICES)
        report.add("P7", f"memory of the three services, idle{words}", [total], "MiB", budget)


def start_times(platform, report):
    for process in SERVICES:
        platform.stop(process)
        times = []
        for _ in range(ROUNDS):
            times.append(time_to_ready(platform, process))
            platform.stop(process)
        platform.start(process)
        report.add("P8", f"{process}: start to ready", times, "s", 0.5)
    endpoint = platform.register("First run", "synthetic", {"datasets": 0})
    platform.collect(endpoint)
    times = []
    for _ in range(ROUNDS):
        platform.stop("run-executor-1")
        run = platform.ask(TRIGGER_ENDPOINT, id=endpoint)["triggerEndpointCollection"]["id"]
        child = platform.start("run-executor-1", wait=False)
        begun = begin_of(platform, "run-executor-1")
        child.wait()
        platform.wait_for_rest()
        times.append(platform.number(f"select extract(epoch from completed_at) from nucleus.run where id = '{run}'") - begun)
    report.add("P8", "executor: start to the end of a waiting run", times, "s", 1)


def begin_of(platform, process):
    """Waits for the process and gives the time at which it appeared."""
    deadline = time.monotonic() + 30
    while platform.pid(process) is None:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{process} did not start")
        time.sleep(0.002)
    return time.time()


def time_to_ready(platform, process):
    child = platform.start(process, wait=False)
    begun = begin_of(platform, process)
    port = platform.probe_port(process)
    while time.time() - begun < 30:
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                ready = time.time() - begun
                child.wait()
                return ready
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.003)
    raise RuntimeError(f"{process} did not become ready")


def triggers(platform, report):
    requests = [post(TRIGGER_ENDPOINT, id=one) for one in endpoints(platform)]
    rates, runnings, successes, memories, commits = [], [], [], [], []
    processors = {process: [] for process in (*SERVICES, "rabbitmq", "postgres")}
    for _ in range(ROUNDS):
        platform.wait_for_rest()
        before = platform.number(COMMITS)
        used = {process: platform.cpu(process) for process in processors}
        with MemoryWatch(platform) as memory:
            results = platform.load(requests, seconds=6)
        platform.wait_for_rest()
        running, succeeded, rate = outcome(platform, results["calls"])
        rates.append(rate)
        runnings.append(running)
        successes.append(succeeded)
        memories.append(memory.most)
        for process, times in processors.items():
            times.append((platform.cpu(process) - used[process]) / len(succeeded) * 1e3)
        # Statistics arrive late; what the waiting itself has committed is not worth subtracting.
        time.sleep(1.2)
        commits.append((platform.number(COMMITS) - before) / len(succeeded))
    report.add("P1", "runs triggered through GraphQL, 16 connections", rates, "runs/s", 1_500, at_most=False)
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        report.add("P1", f"under it: trigger to RUNNING, {name}", [percentile(r, share) * 1e3 for r in runnings], "ms")
        report.add("P1", f"under it: trigger to SUCCEEDED, {name}", [percentile(s, share) * 1e3 for s in successes], "ms")
    report.add("P7", "memory of the three services, under it", memories, "MiB", 180)
    report.add("P13", "commits for each run", commits, "commits", 4)
    # Processor time tells more than rates on a machine that others use as well.
    for process, times in processors.items():
        report.add("P1", f"processor time of {process} for each run", times, "ms")


COMMITS = "select xact_commit from pg_stat_database where datname = current_database()"


def drain(platform, report):
    found = endpoints(platform)
    collections = 15
    platform.sql(
        f"""insert into nucleus.collection (id, endpoint_id, name)
            select nucleus.uuid_v7(), e.id, 'backlog ' || n
            from nucleus.endpoint e, generate_series(1, {collections}) n where e.name like 'Bench %'
            on conflict do nothing"""
    )
    rows = platform.sql("select id from nucleus.collection where name like 'backlog %' order by name, endpoint_id")
    requests = [post(TRIGGER_COLLECTION, id=row[0]) for row in rows]
    rates = []
    for _ in range(ROUNDS):
        platform.wait_for_rest()
        platform.stop("run-executor-1")
        made = platform.load(requests, once=True)
        if len(made["calls"]) != len(found) * collections:
            raise RuntimeError(f"only {len(made['calls'])} runs were made: {made['refused']}, {made['failed']} failed")
        platform.start("run-executor-1")
        platform.wait_for_rest()
        first = min(call["start"] for call in made["calls"])
        rates.append(
            platform.number(
                f"""select count(*) / extract(epoch from max(completed_at) - min(started_at)) from nucleus.run
                    where status = 'SUCCEEDED' and requested_at >= to_timestamp({first - 0.5})"""
            )
        )
    report.add("P2", f"backlog of {len(requests):,} runs drained by one executor", rates, "runs/s", 3_000, at_most=False)


def light_load(platform, report):
    requests = [post(TRIGGER_ENDPOINT, id=one) for one in endpoints(platform)]
    platform.wait_for_rest()
    runnings, successes, calls = [], [], []
    for _ in range(ROUNDS):
        results = platform.load(requests, connections=1, count=250, pause=0.015)
        platform.wait_for_rest()
        running, succeeded, _ = outcome(platform, results["calls"])
        runnings.append(running)
        successes.append(succeeded)
        calls.append([call["duration"] for call in results["calls"]])
    for name, share, budget in (("p50", 0.5, 6), ("p99", 0.99, 15)):
        report.add("P3", f"light load: trigger to RUNNING, {name}", [percentile(r, share) * 1e3 for r in runnings], "ms", budget)
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        report.add("P3", f"light load: trigger to SUCCEEDED, {name}", [percentile(s, share) * 1e3 for s in successes], "ms")
        report.add("P3", f"light load: answer to the trigger, {name}", [percentile(c, share) * 1e3 for c in calls], "ms")


def queries(platform, report):
    found = endpoints(platform)
    platform.wait_for_rest()
    small = [post("query ($id: ID!) { endpoint(id: $id) { id name kind isEnabled } }", id=one) for one in found]
    nested = [post("{ collectionRuns(first: 100) { id status attempt endpoint { id name } } }")] * 16
    trigger = [post(TRIGGER_ENDPOINT, id=one) for one in found]
    kinds = {"bare": [get("/health/live")] * 16, "health": [post("{ health { status version } }")] * 16, "small": small, "nested": nested}
    rates = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, requests in kinds.items():
            results = platform.load(requests, seconds=1.5)
            if results["refused"] or results["failed"]:
                raise RuntimeError(f"{name}: {results['refused']}, {results['failed']} failed")
            rates[name].append(len(results["calls"]) / results["seconds"])
    report.add("P9", "bare route of the gateway (GET /health/live)", rates["bare"], "req/s")
    for name, words in (("health", "{ health }"), ("small", "one endpoint by id"), ("nested", "100 runs with endpoints")):
        report.add("P9", f"GraphQL: {words}", rates[name], "req/s")
    for name, words, budget in (("health", "{ health }", 0.5), ("nested", "100 runs with endpoints", 0.05)):
        ratios = [one / bare for one, bare in zip(rates[name], rates["bare"])]
        report.add("P9", f"{words} ÷ bare route", ratios, "", budget, at_most=False)
    # Those whose endpoint is busy are answered too, with the run in their way.
    results = platform.load(trigger, seconds=3)
    rate = (len(results["calls"]) + sum(results["refused"].values())) / results["seconds"]
    report.add("P9", "a trigger mutation ÷ bare route", [rate / statistics.median(rates["bare"])], "")
    platform.wait_for_rest()


def live(platform, report):
    subscribers(platform, report, endpoints(platform)[0])


def catalog(platform, report):
    tables, columns, password = 10_000, 20, "bench source"
    platform.sql(f"create role bench_source login password '{password}'")
    platform.sql("create database bench_source owner bench_source")
    fields = ", ".join(f"column_{n} {('int', 'text', 'timestamptz', 'numeric(10,2)')[n % 4]}" for n in range(1, columns))
    script = "\n".join(
        f"do $$ begin for n in {first}..{first + 499} loop execute format("
        f"'create table wide_%s (id bigint primary key, {fields})', n); end loop; end $$;"
        for first in range(1, tables, 500)
    )
    platform.sql(f"set role bench_source; {script} analyze;", database="bench_source")
    endpoint = platform.register(
        "Wide", "postgres",
        {
            "host": "127.0.0.1", "port": int((platform.home / "ports/postgres").read_text()), "database": "bench_source",
            "username": "bench_source", "password": password, "sslmode": "disable",
        },
    )
    times = []
    with MemoryWatch(platform, ("run-executor-1",)) as memory:
        for _ in range(1 + ROUNDS):
            run = platform.collect(endpoint)
            if run["stats"]["datasets"] != tables:
                raise RuntimeError(f"{run['stats']['datasets']} of {tables} tables were found")
            times.append(platform.number(f"select extract(epoch from completed_at - started_at) from nucleus.run where id = '{run['id']}'"))
    report.add("P10", "10,000 tables × 20 columns, first collection", times[:1], "s", 8)
    report.add("P10", "10,000 tables × 20 columns, without changes", times[1:], "s", 4)
    report.add("P10", "memory of the executor during it", [memory.most], "MiB", 150)


ALL = {
    "idle-memory": idle_memory,
    "start": start_times,
    "triggers": triggers,
    "drain": drain,
    "light-load": light_load,
    "queries": queries,
    "live": live,
    "catalog": catalog,
}
