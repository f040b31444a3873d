"""How somebody's answers went, as lines of at most 80 columns and as data of which JSON can be made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from textwrap import wrap
from typing import Any

from quizapp.play.attempt import Certainty
from quizapp.record.recorded import RecordedAttempt
from quizapp.review.gains import Asked, gain, gain_in_words
from quizapp.review.schedule import schedule
from quizapp.review.statistics import (
    MARKS,
    Group,
    Level,
    Share,
    brier_score,
    by_deck,
    by_objective,
    by_tag,
    calibration,
    certain_and_wrong,
    certainty_marks,
    progress,
)

MOST_DAYS, MOST_WRONG = 14, 10
WIDTH = 80
NAMES = {level.name.lower(): level.value for level in Certainty}
Attempts = Sequence[RecordedAttempt]


def report_lines(attempts: Attempts, now: datetime, asked: Asked | None = None) -> Iterator[str]:
    """What there is to say of answers, for reading from top to bottom."""
    yield from _overview(attempts, now)
    yield from ("", "How certain, and how often right (with the interval of 95%):")
    yield from map(_level, calibration(attempts))
    yield from _certainty(attempts)
    yield from _certain_and_wrong(attempts, now)
    for title, groups in (
        ("deck", by_deck(attempts)),
        ("objective", by_objective(attempts)),
        ("tag", by_tag(attempts)),
    ):
        yield from _groups(title, groups)
    yield from _days(attempts, now)
    yield from _gains(attempts, now, asked)


def share_in_words(share: Share) -> str:
    """'5 of 9 (56%, 27% to 81%)'."""
    if share.share is None:
        return "none"
    low, high = share.interval
    return f"{share.count} of {share.of} ({share.share:.0%}, {low:.0%} to {high:.0%})"


def _overview(attempts: Attempts, now: datetime) -> Iterator[str]:
    scored = [each for each in attempts if each.scored]
    right = sum(bool(each.right) for each in scored)
    yield f"{_count(len(scored), 'answer')} scored, {right} right in full."
    unmarked = sum(each.right is None for each in attempts)
    disputed = len(attempts) - len(scored) - unmarked
    if unmarked:
        yield f"{_count(unmarked, 'answer')} not marked, as the program ended before."
    if disputed:
        yield f"{_count(disputed, 'answer')} not scored, as the simulation does not bear the deck out."
    due = schedule(attempts, now).due(now)
    yield f"{_count(len(due), 'question')} due."


def _level(level: Level) -> str:
    return f"  {NAMES[level.certainty]:>6} sure  {share_in_words(level.right)}  {level.verdict}".rstrip()


def _certainty(attempts: Attempts) -> Iterator[str]:
    total, of = certainty_marks(attempts)
    brier = brier_score(attempts)
    if brier is not None:
        marks = ", ".join(f"{NAMES[level]} sure {right:+d} or {wrong}" for level, (right, wrong) in MARKS.items())
        yield f"Certainty marks {total:+d} over {_count(of, 'answer')}"
        yield f"  (each {marks})."
        yield f"Brier score {brier:.3f}: 0 is best, and always saying 50% gives 0.25."


def _certain_and_wrong(attempts: Attempts, now: datetime) -> Iterator[str]:
    found = certain_and_wrong(attempts, now)
    yield ""
    if not found:
        yield "Certain and wrong: nothing."
        return
    yield "Certain and wrong, the latest first:"
    yield from (
        f"  {each.deck}: {each.question}, {each.at.astimezone(now.tzinfo):%Y-%m-%d}" for each in found[:MOST_WRONG]
    )
    if len(found) > MOST_WRONG:
        yield f"  and {len(found) - MOST_WRONG} more"


def _groups(title: str, groups: Sequence[Group]) -> Iterator[str]:
    if not groups:
        return
    yield from ("", f"By {title}:")
    width = min(max(len(each.name) for each in groups), 36)
    for each in groups:
        name = each.name if len(each.name) <= width else f"{each.name[: width - 1]}…"
        yield f"  {name:<{width}}  {share_in_words(each.right)}"


def _days(attempts: Attempts, now: datetime) -> Iterator[str]:
    days = progress(attempts, now)
    if days:
        yield from ("", "By day:" if len(days) <= MOST_DAYS else f"By day, the last {MOST_DAYS}:")
        yield from (f"  {each.day}  {share_in_words(each.right)}" for each in days[-MOST_DAYS:])


def _gains(attempts: Attempts, now: datetime, asked: Asked | None) -> Iterator[str]:
    for deck in sorted({each.deck for each in attempts}):
        found = gain(attempts, deck, now, asked)
        if found is not None:
            yield from ("", f"{deck}, pre-test and post-test:", *wrap(gain_in_words(found), WIDTH))


def report_as_data(attempts: Attempts, now: datetime, asked: Asked | None = None) -> dict[str, Any]:
    """The same as data."""
    total, of = certainty_marks(attempts)
    gains = {deck: gain(attempts, deck, now, asked) for deck in sorted({each.deck for each in attempts})}
    return {
        "answers": len(attempts),
        "scored": sum(each.scored for each in attempts),
        "right": sum(bool(each.right) for each in attempts if each.scored),
        "due": len(schedule(attempts, now).due(now)),
        "calibration": [
            {"certainty": each.certainty, **share_as_data(each.right), "verdict": each.verdict}
            for each in calibration(attempts)
        ],
        "certainty_marks": {"sum": total, "answers": of},
        "brier_score": brier_score(attempts),
        "certain_and_wrong": [[each.deck, each.question] for each in certain_and_wrong(attempts, now)],
        "by_deck": [_group_as_data(each) for each in by_deck(attempts)],
        "by_objective": [_group_as_data(each) for each in by_objective(attempts)],
        "by_tag": [_group_as_data(each) for each in by_tag(attempts)],
        "by_day": [
            {"day": each.day.isoformat(), **share_as_data(each.right), "certainty_marks": each.certainty_mark}
            for each in progress(attempts, now)
        ],
        "gains": {deck: {**asdict(each), "normalised": each.normalised} for deck, each in gains.items() if each},
    }


def share_as_data(share: Share) -> dict[str, Any]:
    """A share with its interval as data."""
    return {"right": share.count, "of": share.of, "share": share.share, "interval": list(share.interval)}


def _group_as_data(group: Group) -> dict[str, Any]:
    return {"name": group.name, **share_as_data(group.right), "credit": group.credit}


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
