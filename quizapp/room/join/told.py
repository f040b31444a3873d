"""What the answer and one's own run come to, as blocks of text for line mode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quizapp.charts import Chart, plain, render
from quizapp.room.client.question import Asked
from quizapp.room.client.tally import Revealed
from quizapp.room.join.words import lettered, room_share
from quizapp.room.shown.bars import bars
from quizapp.room.shown.film import Film
from quizapp.room.shown.outcome import CALLED, OptionTold, Outcome
from quizapp.text.chart_words import chart_in_words
from quizapp.text.run_report import TALLEST, Page


def verdict(outcome: Outcome, said: str) -> str:
    """How one's answer came out, in a sentence; `said` is the answer in a few words."""
    if not outcome.answered:
        return "You did not answer."
    if not outcome.verdict:
        return f"You said {said}. It is still being worked out whether that is right."
    return f"You said {said}. {outcome.verdict}"


def option_line(asked: Asked, option: OptionTold) -> str:
    """One option with its mark and the author's word on it, or the answer itself where there are none."""
    ended = option.words if option.words.endswith((".", "?", "!")) or not option.feedback else f"{option.words}."
    words = f"{ended} {option.feedback}".strip()
    if not lettered(asked):
        return words
    mark = f"{CALLED.get(option.mark.value, option.mark.value)}: " if option.mark.value else ""
    return f"{option.letter}. {mark}{words}"


def outcome_blocks(asked: Asked, told: Revealed, outcome: Outcome, said: str, page: Page) -> Iterator[str]:
    """What became of one's answer, the key, and the room's answers."""
    yield page.wrapped(verdict(outcome, said))
    if told.key and not outcome.right:
        yield page.wrapped(told.key)
    if outcome.options:
        yield "\n".join(page.wrapped(option_line(asked, each), "  ") for each in outcome.options)
    if share := room_share(told):
        yield page.wrapped(share)


def reason_blocks(told: Revealed, page: Page) -> Iterator[str]:
    """Why the answer is right, and where to read on."""
    if told.explanation:
        yield page.wrapped(told.explanation)
    if told.reading:
        yield "\n".join(
            ["Read on:", *(f"{page.wrapped(title, '    ', '  ')}\n    {url}" for title, url in told.reading)]
        )


def run_block(run: Film, page: Page) -> str:
    """The end of a run in words: its sentence first, then what it says of the claim, then its numbers."""
    told = [page.wrapped(each) for each in run.told]
    heading = page.wrapped(f"The run of {run.name} ({run.about}):")
    said = replace(run.charts[-1], sentence=run.sentence(len(run.charts) - 1))
    return "\n".join([heading, chart_in_words(said, page, called=""), *told])


def drawings(told: Revealed, outcome: Outcome | None, page: Page) -> Iterator[str]:
    """What can be drawn once the answer is told: how the room answered, and one's own run."""
    if told.last is not None:
        yield _drawn(bars(told.last, told.before if told.after else None), page)
    if outcome is not None and outcome.run is not None:
        yield _drawn(outcome.run.charts[-1], page)


def _drawn(chart: Chart, page: Page) -> str:
    grid = render(chart, page.width, None, page.ascii_only)
    if len(grid) > TALLEST:
        grid = render(chart, page.width, TALLEST, page.ascii_only)
    return f"{plain(grid)}\n{page.wrapped(chart.sentence)}"
