"""One healthy endpoint beside many that hang, and beside one with a long queue."""

import time

from .benchmarks import ROUNDS, outcome, percentile
from .platform import TRIGGER_COLLECTION, TRIGGER_ENDPOINT, post

HANGING = 300
BACKLOG = 10_000
SAMPLES = 300


def healthy_tail(platform, requests):
    """Milliseconds from trigger to RUNNING, the slowest hundredth left out."""
    results = platform.load(requests, connections=1, count=SAMPLES, pause=0.015)
    wait_for_end(platform)
    running, _, _ = outcome(platform, results["calls"])
    return percentile(running, 0.99) * 1e3


def wait_for_end(platform):
    deadline = time.monotonic() + 30
    query = "select count(*) from nucleus.run r join nucleus.endpoint e on e.id = r.endpoint_id where e.name like 'Healthy %' and r.status in ('QUEUED', 'RUNNING')"
    while platform.number(query) > 0:
        if time.monotonic() > deadline:
            raise RuntimeError("runs of healthy endpoints are left over")
        time.sleep(0.1)


def hold(platform, expected):
    """Waits until the hanging runs are all there."""
    deadline = time.monotonic() + 60
    query = "select count(*) from nucleus.run r join nucleus.endpoint e on e.id = r.endpoint_id where e.name like 'Hanging %' and r.status = 'RUNNING'"
    while platform.number(query) < expected:
        if time.monotonic() > deadline:
            raise RuntimeError(f"fewer than {expected} runs hang")
        time.sleep(0.2)


def isolation(platform, report):
    # A few healthy ones in turn, since one alone would meet its own former run.
    healthy = [platform.register(f"Healthy {n}", "synthetic", {"datasets": 0}) for n in range(8)]
    requests = [post(TRIGGER_ENDPOINT, id=one) for one in healthy]
    healthy_tail(platform, requests)
    alone = [healthy_tail(platform, requests) for _ in range(ROUNDS)]
    limits = {"runTimeoutSeconds": 3_600}
    hanging = [
        platform.register(f"Hanging {n:03}", "synthetic", {"failure": "hang", "limits": limits}) for n in range(HANGING)
    ]
    platform.load([post(TRIGGER_ENDPOINT, id=one) for one in hanging], once=True)
    hold(platform, HANGING)
    beside = [healthy_tail(platform, requests) for _ in range(ROUNDS)]
    report.add("P6", "healthy endpoints alone: trigger to RUNNING, p99", alone, "ms")
    report.add("P6", f"the same beside {HANGING} endpoints that hang, p99", beside, "ms")
    ratio = sorted(beside)[len(beside) // 2] / sorted(alone)[len(alone) // 2]
    report.add("P6", "hanging beside ÷ alone", [ratio], "", 1.1)
    # A long queue: ten thousand collections of one endpoint, each with a run, behind a run that hangs.
    platform.sql(
        f"""insert into nucleus.collection (id, endpoint_id, name)
            select nucleus.uuid_v7(), '{hanging[0]}', 'backlog ' || n from generate_series(1, {BACKLOG}) n"""
    )
    rows = platform.sql(f"select id from nucleus.collection where endpoint_id = '{hanging[0]}' and name like 'backlog %'")
    made = platform.load([post(TRIGGER_COLLECTION, id=row[0]) for row in rows], once=True)
    if len(made["calls"]) != BACKLOG:
        raise RuntimeError(f"only {len(made['calls'])} runs were queued: {made['refused']}, {made['failed']} failed")
    again = [healthy_tail(platform, requests) for _ in range(ROUNDS)]
    report.add("P6", f"the same with {BACKLOG:,} runs queued for another endpoint, p99", again, "ms")
    report.add("P6", "long queue beside ÷ alone", [sorted(again)[len(again) // 2] / sorted(alone)[len(alone) // 2]], "", 1.1)
    # Gone with their runs, so that what is measured next has the machine for itself.
    platform.load([post("mutation ($id: ID!) { deleteEndpoint(id: $id) }", id=one) for one in hanging], once=True)
    platform.wait_for_rest()
