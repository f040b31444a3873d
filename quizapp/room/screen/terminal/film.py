"""The networks that the room chose, played side by side with the right ones, moment by moment, as they trained."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.questions.answer_forms import PickMany, PickOne, PutInOrder
from quizapp.room.client.question import Asked
from quizapp.room.screen.terminal.showing import Showing
from quizapp.room.shown.film import Film
from quizapp.ui.play.timeline import Moments, Timeline
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.text import text

#: Seconds that a moment is shown for, and moments for which the last one stays before all begins anew.
EACH, STAYS = 0.4, 12
NOT_YET = {
    "failed": "The networks cannot be run here, and the session goes on without them.",
    "ready": "This question has no networks to watch.",
}


class Reel(Vertical):
    """One film: what it is, its chart, where in the run it is, and the sentence of the moment."""

    def __init__(self, film: Film, said: str) -> None:
        super().__init__()
        self.film, self.said = film, said

    def compose(self) -> Iterable[Widget]:
        """Heading, chart, line of moments, sentence."""
        style = {True: "bold $text-success", False: "bold $text-warning", None: "bold"}[self.film.right]
        heading = text(self.film.heading, style) + text(f" {self.said}" if self.said else "")
        yield Static(heading, classes="heading")
        yield Static(text(self.film.about, "$text-muted"), classes="about")
        yield ChartView()
        yield Timeline()
        yield Static(classes="sentence")

    def show(self, moment: int, moves: bool) -> None:
        """Show a moment; the last for whatever is beyond it."""
        film, last = self.film, len(self.film.charts) - 1
        at = min(moment, last)
        chart = film.charts[at]
        self.query_one(ChartView).show(chart, moves=moves)
        line = self.query_one(Timeline)
        line.display = film.steps > 0 and last > 0
        line.show(Moments(film.steps, film.steps_seen[at], film.steps_seen[at]))
        end = "" if at < last else f" {film.came_out}"
        self.query_one(".sentence", Static).update(text(f"{film.sentence(at)}{end}"))


def said(asked: Asked | None, film: Film) -> str:
    """The words of the option whose film it is; nothing where it is that of a number or a setting."""
    if asked is None or not isinstance(asked.form, PickOne | PickMany | PutInOrder):
        return ""
    return next((flowed(each.text) for each in asked.form.options if asked.letters[each.id] == film.name), "")


class FilmScreen(Showing):
    """The films play by themselves, over and over; without motion their ends are shown."""

    HELP = (
        "The networks of the right answer beside those that most of the room chose, from the start to the end of "
        "their training. The films play by themselves; space stops and goes on, r begins anew."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", "pause"),
        Binding("r", "again", "from the start"),
    ]
    shown: tuple[Film, ...] | None = None
    moment = 0
    paused = False

    def parts(self) -> Iterable[Widget]:
        """The films side by side, or what is said in their place."""
        yield Horizontal(id="reels")
        yield Static(id="instead")

    def on_mount(self) -> None:
        """Begin to play."""
        super().on_mount()
        self.set_interval(EACH, self._next)

    def follow(self) -> None:
        """Show what is new in the room."""
        super().follow()
        seen, films = self.watcher.stand, self.watcher.films
        if seen is None or seen.reveal is None:
            return
        instead = self.query_one("#instead", Static)
        self.query_one("#reels").display, instead.display = bool(films), not films
        instead.update(text(NOT_YET.get(seen.reveal.runs, "The networks are still being run.")))
        if films is not self.shown:
            self.shown = films
            self.call_later(self._rebuild, films)

    async def _rebuild(self, films: tuple[Film, ...]) -> None:
        reels, seen = self.query_one("#reels", Horizontal), self.watcher.stand
        if seen is None:
            return
        await reels.remove_children()
        await reels.mount(*(Reel(film, said(seen.asked, film)) for film in films))
        self.moment = 0 if self.app.animation_level != "none" else self._last
        self._draw(moves=False)

    @property
    def _last(self) -> int:
        """The last moment of the longest film."""
        return max((len(film.charts) for film in self.shown or ()), default=1) - 1

    def _draw(self, moves: bool) -> None:
        for reel in self.query(Reel):
            reel.show(self.moment, moves)

    def _next(self) -> None:
        """The next moment; after the last, a while later, the first again."""
        if self.paused or self.app.animation_level == "none" or not self._last:
            return
        self.moment = 0 if self.moment >= self._last + STAYS else self.moment + 1
        if self.moment <= self._last:
            self._draw(moves=True)

    def action_pause(self) -> None:
        """Stop, or go on."""
        self.paused = not self.paused

    def action_again(self) -> None:
        """Begin anew."""
        self.moment, self.paused = 0, False
        self._draw(moves=False)
