"""A report of a room as lines of text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from quizapp.room.course.tally import Tally
from quizapp.room.report.log import Log, hands
from quizapp.room.report.questions import QuestionReport

BAR, WIDTH, LONGEST_NAME = 24, 78, 28


def report_lines(log: Log, reports: Sequence[QuestionReport]) -> Iterator[str]:
    """The report: what was played and by how many, then each question with both rounds."""
    yield f"{log.deck.title}, room {log.about.code}, {log.about.created[:10]}{' · REHEARSAL' * log.is_rehearsal}"
    raised = sum(sum(each.counts.values()) for each in hands(log))
    by_hand = f", {_many(raised, 'hand', 'hands')} counted" if raised else ""
    yield f"{_many(len(log.people), 'person', 'people')}, {_many(log.cast, 'vote', 'votes')} cast{by_hand}"
    if not reports:
        yield "No question was asked."
    for report in reports:
        yield ""
        yield from _question(report)


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _question(report: QuestionReport) -> Iterator[str]:
    transfer = f", tests the transfer of {report.transfer_of}" if report.transfer_of else ""
    heading = f"{report.number}. {report.asks} ({report.question}{transfer})"
    yield from textwrap.wrap(heading, WIDTH, subsequent_indent="   ")
    yield from _tally("first vote", report.first)
    if report.second is not None:
        yield from _tally("second vote", report.second)
    yield from (f"   {line}" for line in moved_lines(report))


def _tally(name: str, tally: Tally) -> Iterator[str]:
    share = f", {tally.share:.0%} right" if tally.share is not None else ""
    by_hand = sum(each.hands for each in tally.given)
    of_hands = f", {by_hand} of them by hand" if by_hand else ""
    yield f"   {name}: {_many(tally.answered, 'answer', 'answers')}{of_hands}{share}"
    most = max((each.count for each in tally.given), default=0)
    wide = min(max((len(each.name) for each in tally.given), default=0), LONGEST_NAME)
    for each in tally.given:
        bar = "#" * round(BAR * each.count / most) if most else ""
        mark = {True: "right", False: "", None: ""}[each.right]
        begins = f"     {each.name[:wide]:>{wide}} {bar:<{BAR}} {each.count:>4} {mark:<6}"
        text = f" {each.text}" if each.text != each.name else ""
        yield from textwrap.wrap(
            f"{begins}{text}", WIDTH, subsequent_indent=" " * (len(begins) + 1), drop_whitespace=True
        )
    told = [level for level in tally.levels if level.right + level.wrong]
    for level in told:
        yield f"     {level.certainty:>7} sure: {level.right} right, {level.wrong} wrong"


def moved_lines(report: QuestionReport) -> Iterator[str]:
    """What was gained by those who voted twice, and where they went."""
    moves = report.moves
    if moves is None or not moves.compared:
        return
    before, after = (f"{share:.0%}" if share is not None else "?" for share in (moves.before, moves.after))
    gain = f"; normalised gain {moves.gain:.2f}" if moves.gain is not None else ""
    yield f"{_many(moves.compared, 'person', 'people')} voted twice: {before} right before, {after} after{gain}"
    for name, row in zip(moves.names, moves.counts, strict=True):
        went = [f"{count} to {other}" for other, count in zip(moves.names, row, strict=True) if count and other != name]
        if went:
            yield f"from {name}: {', '.join(went)}"
