"""How somebody's answers went, as lines of at most 80 columns and as data of which JSON can be made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from textwrap import wrap
from typing import Any

from quizapp.charts import plain, render
from quizapp.record.recorded import RecordedAttempt
from quizapp.review.gains import Asked, gain, gain_in_words
from quizapp.review.order import in_order
from quizapp.review.pictures import (
    NAMES,
    PICTURES,
    calibration_in_words,
    certainty_in_words,
    progress_in_words,
    returned_in_words,
    spans_of,
)
from quizapp.review.prompts import NO_PROMPTS, Prompts, named, objective_named
from quizapp.review.results import Results, results
from quizapp.review.schedule import FAILING, schedule
from quizapp.review.statistics import Day, Group, Level, Share
from quizapp.review.tally import Met, tallied
from quizapp.text.run_report import Page

MOST_DAYS, MOST_WRONG = 14, 10
#: A longer name of a group stands in lines of its own.
LONGEST_NAME = 36
WORDS = Page(drawings=False)
Attempts = Sequence[RecordedAttempt]


def report_lines(
    attempts: Attempts,
    now: datetime,
    asked: Asked | None = None,
    page: Page = WORDS,
    charts: bool = False,
    aim: float | None = None,
    prompts: Prompts = NO_PROMPTS,
) -> Iterator[str]:
    """What there is to say of answers, for reading from top to bottom: in words, and drawn if `charts` are asked for.

    `asked` is what tests asked, `aim` the share that the learner wants to know when it is due, and `prompts` what the
    questions ask.
    """
    found = results(tallied(in_order(attempts, now)), now)
    yield from _overview(attempts, now)
    yield from page.wrapped(returned_in_words(found, aim)).splitlines()
    yield from ("", "How certain, and how often right (with the interval of 95%):")
    yield from map(_level, found.levels)
    yield from page.wrapped(calibration_in_words(found.levels)).splitlines()
    for sentence in certainty_in_words(found):
        yield from page.wrapped(sentence).splitlines()
    yield from _questions("Certain and wrong, the latest first", found.certain_and_wrong, now, prompts, "nothing")
    yield from _questions(f"Keeps failing, {FAILING} times wrong or more", found.failing, now, prompts)
    yield from _questions("Look at these again, too, the surest mistakes first", found.again, now, prompts)
    for title, groups in (
        ("deck", found.by_deck),
        ("objective", found.by_objective),
        ("tag", found.by_tag),
    ):
        yield from _groups(title, groups)
    yield from _days(found.days, page)
    yield from _gains(attempts, now, asked)
    if charts:
        yield from _charts(found, page)


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


def _questions(title: str, found: Sequence[Met], now: datetime, prompts: Prompts, otherwise: str = "") -> Iterator[str]:
    if found:
        yield from ("", f"{title}:")
        for each in found[:MOST_WRONG]:
            yield from _question(each, now, prompts)
    elif otherwise:
        yield from ("", f"{title.partition(',')[0]}: {otherwise}.")
    if len(found) > MOST_WRONG:
        yield f"  and {len(found) - MOST_WRONG} more"


def _question(met: Met, now: datetime, prompts: Prompts) -> Iterator[str]:
    """What a question asks, and below it which it is; in one line where what it asks is not known."""
    first, name = named(met, prompts, WORDS.width - 2)
    if name:
        yield f"  {first}"
        yield f"    {met.deck}: {name}, {_day(met, now)}"
    else:
        yield f"  {met.deck}: {first}, {_day(met, now)}"


def _day(met: Met, now: datetime) -> str:
    return f"{datetime.fromisoformat(met.at).astimezone(now.tzinfo):%Y-%m-%d}"


def _charts(found: Results, page: Page) -> Iterator[str]:
    """Each chart drawn, with its sentence."""
    for each in PICTURES:
        chart = each.draw(found)
        yield ""
        yield from plain(render(chart, page.width, None, page.ascii_only)).splitlines()
        yield from page.wrapped(chart.sentence).splitlines()


def _groups(title: str, groups: Sequence[Group]) -> Iterator[str]:
    if not groups:
        return
    yield from ("", f"By {title}:")
    names = [objective_named(each.name) if title == "objective" else each.name for each in groups]
    width = min(max(map(len, names)), LONGEST_NAME)
    for name, each in zip(names, groups, strict=True):
        if len(name) <= width:
            yield f"  {name:<{width}}  {share_in_words(each.right)}"
        else:
            yield from WORDS.wrapped(name, "  ", "  ").splitlines()
            yield f"    {share_in_words(each.right)}"


def _days(days: Sequence[Day], page: Page) -> Iterator[str]:
    if days:
        yield from ("", "By day:" if len(days) <= MOST_DAYS else f"By day, the last {MOST_DAYS}:")
        yield from (f"  {each.day}  {share_in_words(each.right)}" for each in days[-MOST_DAYS:])
        yield from page.wrapped(progress_in_words(*spans_of(days))).splitlines()


def _gains(attempts: Attempts, now: datetime, asked: Asked | None) -> Iterator[str]:
    for deck in sorted({each.deck for each in attempts}):
        found = gain(attempts, deck, now, asked)
        if found is not None:
            yield from ("", f"{deck}, pre-test and post-test:", *wrap(gain_in_words(found), WORDS.width))


def report_as_data(attempts: Attempts, now: datetime, asked: Asked | None = None) -> dict[str, Any]:
    """The same as data."""
    found = results(tallied(in_order(attempts, now)), now)
    total, of = found.certainty_marks
    gains = {deck: gain(attempts, deck, now, asked) for deck in sorted({each.deck for each in attempts})}
    return {
        "answers": len(attempts),
        "scored": found.right.of,
        "right": found.right.count,
        "not_marked": found.unmarked,
        "disputed": found.disputed,
        "due": len(schedule(attempts, now).due(now)),
        "retention": share_as_data(found.returned),
        "calibration": [
            {
                "certainty": each.certainty,
                **share_as_data(each.right),
                "ideal": list(each.ideal),
                "verdict": each.verdict,
            }
            for each in found.levels
        ],
        "certainty_marks": {"sum": total, "answers": of},
        "brier_score": found.brier_score,
        "certain_and_wrong": [[each.deck, each.question] for each in found.certain_and_wrong],
        "keeps_failing": [[each.deck, each.question] for each in found.failing],
        "look_at_again": [[each.deck, each.question] for each in found.again],
        "by_deck": [_group_as_data(each) for each in found.by_deck],
        "by_objective": [_group_as_data(each) for each in found.by_objective],
        "by_tag": [_group_as_data(each) for each in found.by_tag],
        "by_day": [
            {"day": each.day.isoformat(), **share_as_data(each.right), "certainty_marks": each.certainty_mark}
            for each in found.days
        ],
        "gains": {deck: {**asdict(each), "normalised": each.normalised} for deck, each in gains.items() if each},
        "sentences": {each.name: each.draw(found).sentence for each in PICTURES},
    }


def share_as_data(share: Share) -> dict[str, Any]:
    """A share with its interval as data."""
    return {"right": share.count, "of": share.of, "share": share.share, "interval": list(share.interval)}


def _group_as_data(group: Group) -> dict[str, Any]:
    return {"name": group.name, **share_as_data(group.right), "credit": group.credit}


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
