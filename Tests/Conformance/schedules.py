#!/usr/bin/env python3
"""schedules.py --seed N --cases N [--first N]: cron expressions and when two other implementations fire them.

Writes one JSON object a line: `number`, `expression`, `zone`, `start`, and the next fires after the start by `cronsim`
and by `croniter`, all in seconds since 1970; fewer than FIRES where the implementation found no more within 50 years.
Case n of a seed is the same whatever the other numbers are. Two starts in three lie near a change of the zone's clocks.

What is known to differ and therefore is not asked, or is put right here:
- `a-a/s` is `a` in Debian's cron; cronsim takes it for `a/s`, croniter for the whole field.
- cronsim forgets of a start that it lies in the second of two equal local hours, and repeats the first of them: what it
  fires at or before the start is left out.
- croniter has the rule about days as an option, which is on.
- cronsim walks by whole hours and from midnights, also where an expression follows real minutes: it passes over minutes
  where the clocks change within an hour, and goes wrong or turns in a circle where they change at midnight.
  There its reading of the expression is held against every minute instead, and `isScanned` says so.
"""

import argparse
import functools
import json
import random
import signal
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter
from cronsim import CronSim, CronSimError

FIRES = 6
# Seconds of computing that an answer may take.
PATIENCE = 0.4
SCANNED_DAYS = 4
# Half hours, three quarters, changes at midnight, days left out, Ramadan, changes for good, and none at all.
ZONES = [
    "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "America/Anchorage", "America/Asuncion", "America/Caracas",
    "America/Havana", "America/New_York", "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund",
    "America/St_Johns", "Antarctica/Casey", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Colombo",
    "Asia/Gaza", "Asia/Kathmandu", "Asia/Pyongyang", "Asia/Tehran", "Asia/Tokyo", "Australia/Lord_Howe",
    "Australia/Sydney", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/London", "Europe/Volgograd",
    "Pacific/Apia", "Pacific/Chatham", "Pacific/Fiji", "Pacific/Kwajalein", "Pacific/Tongatapu", "UTC",
]
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = "sun mon tue wed thu fri sat".split()
RANGES = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]
YEARS = (datetime(1972, 1, 10), datetime(2090, 1, 1))


def offset(zone, second):
    return datetime.fromtimestamp(second, zone).utcoffset()


@functools.cache
def changes(name):
    """All seconds at which a zone's offset changes, found by halving."""
    zone, found = ZoneInfo(name), []
    step = 5 * 86_400
    for low in range(int(YEARS[0].timestamp()), int(YEARS[1].timestamp()), step):
        high = low + step
        if offset(zone, low) == offset(zone, high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(zone, middle) == offset(zone, low):
                low = middle
            else:
                high = middle
        found.append(high)
    return found


def value(source, field, number):
    names = {3: MONTHS, 4: DAYS}.get(field)
    number_of_first = RANGES[field][0]
    if names and number - number_of_first < len(names) and source.random() < 0.3:
        return source.choice([str.lower, str.upper, str.title])(names[number - number_of_first])
    return str(number)


def item(source, field, near):
    low, high = RANGES[field]
    # Values near a change of the clocks meet it more often.
    first = near[field] if source.random() < 0.6 else source.randint(low, high)
    last = source.randint(first, high)
    step = source.randint(1, source.choice([3, 12, 40]))
    roll = source.random()
    if roll < 0.4 or first == last:
        return value(source, field, first)
    if roll < 0.6:
        return f"{value(source, field, first)}-{value(source, field, last)}"
    if roll < 0.75:
        return f"{value(source, field, first)}-{value(source, field, last)}/{step}"
    if roll < 0.85:
        return f"{value(source, field, first)}/{step}"
    return f"*/{step}"


def expression(source, near):
    fields = []
    for field in range(5):
        if source.random() < (0.25 if field < 2 else 0.6):
            fields.append("*")
        else:
            count = source.choice([1, 1, 1, 1, 2, 3])
            fields.append(",".join(item(source, field, near) for _ in range(count)))
    return source.choice([" ", "  ", "\t"]).join(fields)


def local_fields(zone, second):
    local = datetime.fromtimestamp(second, zone)
    return [local.minute, local.hour, local.day, local.month, local.isoweekday()]


class OutOfPatience(Exception):
    pass


def lose_patience(_signal, _frame):
    raise OutOfPatience


def fires_by_cronsim(text, start):
    fires, simulation = [], CronSim(text, start)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        for fire in simulation:
            second = int(fire.timestamp())
            if second > start.timestamp():
                fires.append(second)
            if len(fires) == FIRES:
                break
    except OutOfPatience:
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return fires


def is_odd(zone, change):
    """Whether the clocks change by no whole hours, within an hour, or at a midnight."""
    before, after = (int(offset(zone, second).total_seconds()) for second in (change - 1, change))
    low, high = sorted((change + before, change + after))
    return low % 3600 != 0 or high % 3600 != 0 or high // 86_400 != (low - 1) // 86_400


def follows_real_minutes(text):
    return any(part.startswith("*") for part in text.split()[:2])


def fires_by_scan(text, start):
    """What cronsim's reading of the expression says of each minute of some days."""
    reading, zone, fires = CronSim(text, start), start.tzinfo, []
    first = int(start.timestamp()) // 60 * 60 + 60
    for second in range(first, first + SCANNED_DAYS * 86_400, 60):
        local = datetime.fromtimestamp(second, zone)
        if local.minute in reading.minutes and local.hour in reading.hours and local.month in reading.months:
            if reading.match_day(local.date()):
                fires.append(second)
        if len(fires) == FIRES:
            break
    return fires


def fires_by_croniter(text, start):
    fires, iteration = [], croniter(text, start, implement_cron_bug=True)
    try:
        while len(fires) < FIRES:
            fires.append(int(iteration.get_next(datetime).timestamp()))
    except CroniterBadDateError:
        pass
    return fires


def case(seed, number):
    source = random.Random(f"{seed}/{number}")
    while True:
        name = source.choice(ZONES)
        zone, near_changes = ZoneInfo(name), changes(name)
        if near_changes and source.random() < 0.67:
            change = source.choice(near_changes)
            start = change + source.randint(-36 * 3600, 12 * 3600)
            near = local_fields(zone, change + source.randint(-90 * 60, 90 * 60))
        else:
            start = source.randint(int(YEARS[0].timestamp()), int(YEARS[1].timestamp()))
            if source.random() < 0.2:
                year = datetime.fromtimestamp(start, zone).year
                start = int(datetime(year, 12, 31, 20, tzinfo=zone).timestamp()) + source.randint(0, 8 * 3600)
            near = local_fields(zone, start)
        if source.random() < 0.5:
            start -= start % 60
        text = expression(source, near)
        moment = datetime.fromtimestamp(start, zone)
        try:
            by_cronsim = fires_by_cronsim(text, moment)
        except CronSimError:  # days that never come
            continue
        # Where it turns in a circle, its answers end before the change.
        end = (max(by_cronsim) if by_cronsim else start + SCANNED_DAYS * 86_400) + 86_400
        is_scanned = follows_real_minutes(text) and (
            by_cronsim is None
            or any(start - 2 * 86_400 <= change <= end and is_odd(zone, change) for change in near_changes)
        )
        return {
            "number": number, "expression": text, "zone": name, "start": start, "isScanned": is_scanned,
            "cronsim": fires_by_scan(text, moment) if is_scanned else by_cronsim,
            "croniter": fires_by_croniter(text, moment),
        }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", required=True)
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    signal.signal(signal.SIGVTALRM, lose_patience)
    # Whoever started this may have blocked it.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGVTALRM})
    for number in range(options.first, options.first + options.cases):
        sys.stdout.write(json.dumps(case(options.seed, number)) + "\n")


if __name__ == "__main__":
    main()
