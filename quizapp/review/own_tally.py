"""The tally of a record: of what was kept from the last time and the answers since, or of all answers anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise

from quizapp.record import worked_out
from quizapp.record.reading import Extent
from quizapp.record.record import Record
from quizapp.record.recorded import RecordedAttempt, as_text
from quizapp.record.worked_out import MANY, UNSETTLED, Kept
from quizapp.review.order import in_order
from quizapp.review.tally import UNREADABLE, Tally, as_data, from_data, tallied

Rows = Sequence[tuple[int, RecordedAttempt]]


def own_tally(record: Record, now: datetime, stopped: Callable[[], bool] = lambda: False) -> Tally:
    """The tally of all answers of a record's profile; where it takes long, that is kept for the next time."""
    found = worked_out.kept(record)
    base = _tally_of(found)
    if found is not None and base is not None:
        rows = worked_out.answers_after(record, found.extent.last_answer, stopped)
        if _follow(rows, base, found.extent, now):
            return _added(record, base, rows, now)
    rows = worked_out.answers_after(record, 0, stopped)
    return tallied(in_order([each for _, each in rows], now)) if stopped() else _anew(record, rows, now)


def _tally_of(found: Kept | None) -> Tally | None:
    try:
        return None if found is None else from_data(found.data)
    except UNREADABLE:
        return None


def _follow(rows: Rows, base: Tally, extent: Extent, now: datetime) -> bool:
    """Whether answers come after all that are tallied, by their own record and by its clock, which was not set back."""
    times = [base.until, *(each.committed_at for _, each in rows), as_text(now)]
    ordered = all(one <= other for one, other in pairwise(times))
    return ordered and all(each.source == extent.source for _, each in rows)


def _anew(record: Record, rows: Rows, now: datetime) -> Tally:
    """All answers tallied; where those that are settled can be kept, they are."""
    settled = len(rows) - UNSETTLED
    if settled >= MANY:
        extent = worked_out.extent_up_to(record, rows[settled - 1][0])
        base = tallied(in_order([each for _, each in rows[:settled]], now))
        if extent is not None and _follow(rows[settled:], base, extent, now):
            worked_out.keep(record, Kept(extent, as_data(base)))
            return base.add(in_order([each for _, each in rows[settled:]], now))
    return tallied(in_order([each for _, each in rows], now))


def _added(record: Record, base: Tally, rows: Rows, now: datetime) -> Tally:
    """The tally with new answers; once these are many, those of them that are settled are kept, too."""
    settled = len(rows) - UNSETTLED
    if settled >= MANY:
        base.add(in_order([each for _, each in rows[:settled]], now))
        extent = worked_out.extent_up_to(record, rows[settled - 1][0])
        if extent is not None:
            worked_out.keep(record, Kept(extent, as_data(base)))
        rows = rows[settled:]
    return base.add(in_order([each for _, each in rows], now))
