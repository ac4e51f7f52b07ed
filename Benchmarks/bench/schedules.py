"""Many schedules that are due in the same second."""

import json
import time
from datetime import datetime, timezone

from .benchmarks import ROUNDS, endpoints, percentile
from .platform import post

CREATE = """mutation ($endpoint: ID!, $name: String!, $startAt: DateTime!) {
  createCollection(input: {endpointId: $endpoint, name: $name, schedule: {intervalSeconds: 86400, startAt: $startAt}}) { id }
}"""


def schedule(platform, count, start):
    """Makes `count` schedules, spread over the endpoints, whose first fire is at `start`."""
    found = endpoints(platform)
    moment = datetime.fromtimestamp(start, timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    requests = [
        post(CREATE, endpoint=found[n % len(found)], name=f"due {n // len(found)}", startAt=moment) for n in range(count)
    ]
    results = platform.load(requests, once=True)
    if results["refused"] or results["failed"]:
        raise RuntimeError(f"schedules not made: {json.dumps(results['refused'])}, {results['failed']} failed")


def lateness(platform, start, count, limit):
    """Seconds from the planned time to RUNNING of each of the runs, once all have ended."""
    deadline = time.monotonic() + limit
    query = f"""select count(*) filter (where status = 'SUCCEEDED'), count(*), count(distinct collection_id)
                from nucleus.run where trigger = 'SCHEDULE' and scheduled_for = to_timestamp({start})"""
    while True:
        ended, made, distinct = (int(cell) for cell in platform.sql(query)[0])
        if ended == count:
            break
        if time.monotonic() > deadline:
            raise RuntimeError(f"of {count} runs {made} were made and {ended} succeeded")
        time.sleep(0.5)
    if (made, distinct) != (count, count):
        raise RuntimeError(f"{made} runs of {distinct} schedules instead of {count}")
    rows = platform.sql(
        f"""select extract(epoch from started_at - scheduled_for) from nucleus.run
            where trigger = 'SCHEDULE' and scheduled_for = to_timestamp({start})"""
    )
    return [float(row[0]) for row in rows]


def due_together(platform, report, number, count, budget, preparation):
    halves, tails = [], []
    for _ in range(ROUNDS):
        platform.wait_for_rest()
        start = int(time.time()) + preparation
        schedule(platform, count, start)
        if time.time() > start - 1:
            raise RuntimeError(f"{preparation} s are too few to make {count} schedules")
        times = lateness(platform, start, count, preparation + 120)
        halves.append(percentile(times, 0.5))
        tails.append(percentile(times, 0.99))
    report.add(number, f"{count:,} schedules due together: planned to RUNNING, p50", halves, "s")
    report.add(number, f"{count:,} schedules due together: planned to RUNNING, p99", tails, "s", budget)


def schedules(platform, report):
    endpoints(platform)
    due_together(platform, report, "P4", 1_000, 1, 12)
    due_together(platform, report, "P5", 10_000, 5, 60)
