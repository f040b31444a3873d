"""Answers in the order in which they were given, at times that never go back, whatever the clock was set to.

Of one record its numbers say what came first. Its times are believed where most of them agree, that is in the longest
run that never goes back; any other was written by a clock that was wrong, and becomes that of the one before.
Answers of several records, as after an import, are merged by their times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from quizapp.record.recorded import RecordedAttempt

Timed = tuple[datetime, RecordedAttempt]


def in_order(attempts: Iterable[RecordedAttempt], now: datetime) -> list[Timed]:
    """Each answer with the time that it is taken to be from, none of them after `now`, in order."""
    by_source: defaultdict[str, list[RecordedAttempt]] = defaultdict(list)
    for each in attempts:
        by_source[each.source].append(each)
    timed = [pair for own in by_source.values() for pair in _of_one_record(own, now)]
    return timed if len(by_source) == 1 else sorted(timed, key=lambda pair: (pair[0], pair[1].source, pair[1].number))


def _of_one_record(attempts: list[RecordedAttempt], now: datetime) -> list[Timed]:
    attempts.sort(key=lambda each: each.number)
    return list(zip(believable([each.at for each in attempts], now), attempts, strict=True))


def believable(times: Sequence[datetime], now: datetime) -> list[datetime]:
    """Times that never go back and never are after `now`: those given, where most of them agree."""
    if all(one <= other for one, other in pairwise([*times, now])):
        return list(times)
    believed = set(_longest_run(times, now))
    first = next((times[n] for n in range(len(times)) if n in believed), now)
    found: list[datetime] = []
    for number, time in enumerate(times):
        found.append(time if number in believed else found[-1] if found else first)
    return found


def _longest_run(times: Sequence[datetime], now: datetime) -> list[int]:
    """The places of the longest sequence of times up to `now` that never goes back (patience sorting)."""
    ends: list[datetime] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for number, time in enumerate(times):
        if time <= now:
            length = bisect_right(ends, time)
            before[number] = last[length - 1] if length else None
            ends[length : length + 1], last[length : length + 1] = [time], [number]
    run: list[int] = []
    place = last[-1] if last else None
    while place is not None:
        run.append(place)
        place = before[place]
    return run[::-1]
