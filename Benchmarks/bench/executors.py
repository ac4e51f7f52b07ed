"""What further executors bring, and how fast endpoints move between them."""

import os
import signal
import subprocess
import time

from .benchmarks import ROUNDS
from .platform import ROOT, TRIGGER_ENDPOINT, post

ENDPOINTS = 300
# Few enough that the executors' own limit is what is measured, and not the machine.
SLOTS = 8
LATENCY_MS = 50
# Until a thousand queues are declared and consumed.
PLACED = 10


def start(number, **settings):
    environment = {**os.environ, **settings}
    subprocess.run([ROOT / "dev/start", "executor", str(number)], check=True, stdout=subprocess.DEVNULL, env=environment)


def executor_of(platform, endpoints):
    """Which executor ran the newest run of each endpoint."""
    ids = ",".join(f"'{one}'" for one in endpoints)
    rows = platform.sql(
        f"select distinct on (endpoint_id) endpoint_id, executor from nucleus.run where endpoint_id in ({ids}) order by endpoint_id, requested_at desc"
    )
    return dict(rows)


def spread(platform, endpoints, members, limit=30):
    """Triggers until every endpoint's run is done by its own executor; seconds until the parts are within a fifth of even."""
    begun = time.monotonic()
    requests = [post(TRIGGER_ENDPOINT, id=one) for one in endpoints]
    while True:
        platform.load(requests, once=True)
        platform.wait_for_rest()
        parts = {}
        for executor in executor_of(platform, endpoints).values():
            parts[executor] = parts.get(executor, 0) + 1
        even = len(endpoints) / members
        if len(parts) == members and all(abs(part - even) <= 0.2 * even for part in parts.values()):
            return time.monotonic() - begun, parts
        if time.monotonic() > begun + limit:
            raise RuntimeError(f"not even after {limit} s: {parts}")


def throughput(platform, endpoints):
    """Runs a second over a backlog of a few rounds."""
    requests = [post(TRIGGER_ENDPOINT, id=one) for one in endpoints]
    results = platform.load(requests, connections=32, seconds=8)
    platform.wait_for_rest()
    first = min(call["start"] for call in results["calls"])
    rows = platform.sql(
        f"""select count(*), extract(epoch from max(completed_at) - min(started_at)) from nucleus.run
            where status = 'SUCCEEDED' and requested_at >= to_timestamp({first - 0.2})"""
    )
    return float(rows[0][0]) / float(rows[0][1])


def executors(platform, report):
    found = [
        platform.register(f"Scaled {n:03}", "synthetic", {"datasets": 0, "latencyMs": LATENCY_MS}) for n in range(ENDPOINTS)
    ]
    platform.stop("run-executor-1")
    slots = {"NUCLEUS_EXECUTOR_MAX_RUNS": str(SLOTS)}
    start(1, **slots)
    spread(platform, found, 1)
    rates = {1: [throughput(platform, found) for _ in range(ROUNDS)]}
    joins = []
    for number in (2, 3):
        start(number, **slots)
        seconds, parts = spread(platform, found, number)
        joins.append(seconds)
        rates[number] = [throughput(platform, found) for _ in range(ROUNDS)]
    for number, figures in rates.items():
        report.add("P11", f"{number} executors of {SLOTS} slots, work of {LATENCY_MS} ms", figures, "runs/s")
    for number, budget in ((2, 1.9), (3, 2.7)):
        ratios = [many / one for many, one in zip(rates[number], rates[1])]
        report.add("P11", f"{number} executors ÷ one", ratios, "", budget, at_most=False)
    report.add("P11", "an executor joins: until the parts are even", joins, "s")
    report.add("P11", "an executor is killed: until its endpoints run elsewhere", [killed(platform, found)], "s", 3)
    # What is measured next has one executor with all its slots.
    platform.stop("run-executor-2")
    platform.stop("run-executor-1")
    platform.start("run-executor-1")


def killed(platform, endpoints):
    """Seconds from the death of an executor to the start of the last run of its endpoints elsewhere."""
    victim = "run-executor-3"
    mine = [one for one, executor in executor_of(platform, endpoints).items() if executor.startswith(victim + "@")]
    pid = platform.pid(victim)
    at = time.time()
    os.kill(pid, signal.SIGKILL)
    platform.load([post(TRIGGER_ENDPOINT, id=one) for one in mine], once=True)
    platform.wait_for_rest()
    ids = ",".join(f"'{one}'" for one in mine)
    return platform.number(
        f"select extract(epoch from max(started_at)) from nucleus.run where endpoint_id in ({ids}) and requested_at >= to_timestamp({at})"
    ) - at


def idle(platform, report):
    """A thousand endpoints that nobody asks anything of."""
    have = int(platform.number("select count(*) from nucleus.endpoint where deleted_at is null"))
    for number in range(max(0, 1_000 - have)):
        platform.register(f"Idle {number:03}", "synthetic", {"datasets": 0})
    platform.wait_for_rest()
    time.sleep(PLACED)
    services = ("scheduler", "run-executor-1", "api-gateway")
    used, begun = sum(platform.cpu(one) for one in services), time.monotonic()
    time.sleep(30)
    share = (sum(platform.cpu(one) for one in services) - used) / (time.monotonic() - begun)
    report.add("P14", "the three services beside 1,000 idle endpoints", [share * 100], "% core", 2)
