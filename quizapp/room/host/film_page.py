"""The live runs side by side: the right one, and what the room chose."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.charts.model import Bars
from quizapp.room.host.screening import Screening
from quizapp.room.shown.film import Film
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.text import lines, text

#: The rows of a chart beside those of its bars: title, legend, axis, one free.
AROUND_BARS = 4
NO_RUNS = "Nothing is simulated for this question; space goes on to the explanation."


class FilmPage(Vertical):
    """A line on what plays, and two charts with their words."""

    def compose(self) -> ComposeResult:
        """The line and both sides."""
        yield Static(id="playing")
        with Horizontal(id="sides"):
            for side in ("left", "right"):
                with Vertical(id=f"film-{side}", classes="side"):
                    yield Static(classes="film-title")
                    yield ChartView()
                    yield VerticalScroll(Static(classes="film-words"), classes="film-said")

    def show(self, screening: Screening | None, waiting: str) -> None:
        """Show the films at their moment, or why there are none yet."""
        films = screening.shown if screening else ()
        self.query_one("#playing", Static).update(playing(screening, waiting))
        for number, side in enumerate(("left", "right")):
            box = self.query_one(f"#film-{side}", Vertical)
            box.display = number < len(films)
            if screening and number < len(films):
                _show_side(box, films[number], screening.moment_of(films[number]))


def _show_side(box: Vertical, film: Film, moment: int) -> None:
    chart = film.charts[moment]
    box.border_subtitle = text(film.moment_words(moment))
    box.query_one(".film-title", Static).update(text(film.heading, "bold"))
    view = box.query_one(ChartView)
    view.styles.height = AROUND_BARS + len(chart.rows) if isinstance(chart, Bars) else "1fr"
    view.show(chart)
    box.query_one(".film-words", Static).update(words(film, moment))


def words(film: Film, moment: int) -> Content:
    """What a side comes to: the sentence of its chart, and what was measured for its claim."""
    told = [text(f"{name[:1].upper()}{name[1:]}: " if name else "", "bold") + text(value) for name, value in film.words]
    return lines(text(film.sentence(moment)), *told, text(film.about, "$text-muted"))


def playing(screening: Screening | None, waiting: str) -> Content:
    """Whether it plays, and which keys there are."""
    if screening is None or not screening.films:
        return text(waiting or NO_RUNS)
    state, then = (
        ("Playing", "pauses") if screening.playing else ("At its end" if screening.is_over else "Paused", "plays")
    )
    moves = f": p {then}, full stop and comma step" if screening.length > 1 else ""
    others = f"; ← and → show {len(screening.films) - 1} others" if len(screening.films) > 2 else ""
    return text(state if moves else "Nothing has been trained", "bold") + text(f"{moves}{others}.", "$text-muted")
