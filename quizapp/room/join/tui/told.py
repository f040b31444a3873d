"""The answer is told: what became of one's own, how the room answered, one's own run, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.charts import Bars, Chart, render
from quizapp.deck.layout import flowed
from quizapp.room.client.question import Asked
from quizapp.room.client.tally import Revealed
from quizapp.room.join import told, words
from quizapp.room.join.tui.following import Following
from quizapp.room.shown.bars import bars
from quizapp.room.shown.film import Film
from quizapp.room.shown.outcome import CALLED, OptionTold, Outcome
from quizapp.ui.inputs.choice_list import mark_content
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.text import lines, prose, text

#: Rows of a run's chart that is not of bars, and the most rows of one that is.
ROWS, MOST_ROWS = 12, 16


class ToldScreen(Following):
    """What became of one's answer."""

    AUTO_FOCUS = "#page"
    HELP = (
        "What became of your answer, how the whole room answered before and after the discussion, and the networks of "
        "your own answer with the sentence that says what they did. Scroll with the arrow keys or j and k."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll(1)", "scroll down", key_display="j k"),
        Binding("k", "scroll(-1)", "scroll up", show=False),
    ]
    shown: object = None

    def parts(self) -> Iterable[Widget]:
        """One page to scroll through."""
        yield Static(id="next-step")
        yield VerticalScroll(id="page")

    def follow(self) -> None:
        """Show what is new in the room."""
        super().follow()
        seen, mine = self.member.stand, self.member.mine
        if seen is None or seen.asked is None or seen.reveal is None:
            return
        self.query_one("#next-step", Static).update(text(words.what_now(seen)))
        what = (seen.reveal, mine)
        if what is not self.shown and not _same(what, self.shown):
            self.shown = what
            self.call_later(self._rebuild, seen.asked, seen.reveal, mine or Outcome(answered=True))

    async def _rebuild(self, asked: Asked, reveal: Revealed, mine: Outcome) -> None:
        page = self.query_one("#page", VerticalScroll)
        at = page.scroll_y
        await page.remove_children()
        await page.mount(*self._widgets(asked, reveal, mine))
        page.scroll_to(y=at, animate=False)

    def _widgets(self, asked: Asked, reveal: Revealed, mine: Outcome) -> Iterable[Widget]:
        """Words at the left and charts at the right where there is room, or below."""
        said = [
            Static(text(flowed(asked.prompt), "$text-muted"), id="prompt"),
            Static(result_content(asked, reveal, mine, self._said(asked)), id="result"),
            Static(prose(flowed(reveal.explanation)), id="explanation"),
            Static(reading_content(reveal), id="reading"),
        ]
        said[-2].display, said[-1].display = bool(reveal.explanation), bool(reveal.reading)
        yield HorizontalGroup(
            VerticalGroup(*said, id="said"), VerticalGroup(*self._charts(reveal, mine.run), id="charts")
        )

    def _charts(self, reveal: Revealed, run: Film | None) -> Iterable[Widget]:
        if reveal.last is not None:
            yield _view(bars(reveal.last, reveal.before if reveal.after else None))
        if run is not None:
            yield Static(text(f"The run of {run.name}: {run.about}", "bold"), classes="about")
            yield _view(run.charts[-1])
            yield Static(run_content(run), classes="sentence")

    def _said(self, asked: Asked) -> str:
        counted = self.member.ballots.counts(asked.id, 2) or self.member.ballots.counts(asked.id, 1)
        return words.answer_words(asked, counted) if counted else "nothing"

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one("#page").scroll_relative(y=by, animate=False)


def _same(one: object, other: object) -> bool:
    """Whether two states show the same; charts hold arrays, which have no one answer to that."""
    return repr(one) == repr(other)


def _view(chart: Chart) -> ChartView:
    view = ChartView(classes="chart")
    view.show(chart)
    view.styles.height = min(len(render(chart, 60)), MOST_ROWS) if isinstance(chart, Bars) else ROWS
    return view


def result_content(asked: Asked, reveal: Revealed, mine: Outcome, said: str) -> Content:
    """How one's answer came out, the key, and what became of each option."""
    style = {True: "bold $text-success", False: "bold $text-error", None: "bold"}[mine.right]
    parts = [text(told.verdict(mine, said), style)]
    if reveal.key and not mine.right:
        parts.append(text(reveal.key))
    parts += [option_content(asked, each) for each in mine.options]
    if share := words.room_share(reveal):
        parts.append(text(share, "$text-muted"))
    return lines(*parts)


def option_content(asked: Asked, option: OptionTold) -> Content:
    """One option with its mark and the author's word on it, or what is said of the answer itself."""
    feedback = text(f" {option.feedback}" if option.feedback else "", "$text-muted")
    if not words.lettered(asked):
        return text(option.words) + feedback
    chosen = " (you chose it)" if option.picked else ""
    return (
        text(f"{option.letter} {option.words}{chosen}")
        + mark_content(option.mark, CALLED.get(option.mark.value, ""))
        + feedback
    )


def run_content(run: Film) -> Content:
    """The sentence of a run, then what it says of the claim."""
    return lines(text(run.sentence(len(run.charts) - 1), "bold"), *(text(each) for each in run.told))


def reading_content(reveal: Revealed) -> Content:
    """Where to read on."""
    works = [text(f"  {title}\n    {url}") for title, url in reveal.reading]
    return lines(text("Read on:", "bold"), *works) if works else text("")
