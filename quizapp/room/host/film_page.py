"""The live runs side by side: the right one, and what the room chose."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.charts.model import Bars
from quizapp.room.host.film import Film, Scene
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

    def show(self, film: Film | None, waiting: str) -> None:
        """Show a film at its moment, or why there is none yet."""
        scenes = film.scenes() if film else []
        self.query_one("#playing", Static).update(playing(film, waiting))
        for number, side in enumerate(("left", "right")):
            box = self.query_one(f"#film-{side}", Vertical)
            box.display = number < len(scenes)
            if number < len(scenes):
                _show_side(box, scenes[number])


def _show_side(box: Vertical, scene: Scene) -> None:
    box.border_subtitle = text(scene.step)
    box.query_one(".film-title", Static).update(text(scene.title, "bold"))
    view = box.query_one(ChartView)
    view.styles.height = AROUND_BARS + len(scene.chart.rows) if isinstance(scene.chart, Bars) else "1fr"
    view.show(scene.chart)
    box.query_one(".film-words", Static).update(words(scene))


def words(scene: Scene) -> Content:
    """What a side comes to: the sentence of its chart, and what was measured for its claim."""
    said = [text(f"{name}: " if name else "", "bold") + text(value) for name, value in scene.words]
    return lines(text(scene.sentence), *said, text(scene.about, "$text-muted"))


def playing(film: Film | None, waiting: str) -> Content:
    """Whether it plays, and which keys there are."""
    if film is None or not film.runs:
        return text(waiting or NO_RUNS)
    state, then = ("Playing", "pauses") if film.playing else ("At its end" if film.is_over else "Paused", "plays")
    moves = f": p {then}, full stop and comma step" if film.length > 1 else ""
    others = f"; ← and → show {len(film.runs) - 1} others" if len(film.runs) > 2 else ""
    return text(state if moves else "Nothing has been trained", "bold") + text(f"{moves}{others}.", "$text-muted")
