"""Theory's map as a widget: clicked, or moved on with the arrow keys, it puts the knobs where one points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message

from quizapp.charts import PhaseMap
from quizapp.charts.phase_map import place_at
from quizapp.ui.shared.chart_view import ChartView


class PhaseView(ChartView):
    """A chart that is a place to go to where it is a map, and asks for another view elsewhere."""

    DEFAULT_CSS = "PhaseView:focus { background: $boost; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", "on the map", key_display="← → ↑ ↓"),
        Binding("right", "move(1, 0)", "right on the map", show=False),
        Binding("up", "move(0, 1)", "up on the map", show=False),
        Binding("down", "move(0, -1)", "down on the map", show=False),
        Binding("shift+left,pagedown", "move(-10, 0)", "turn far down", show=False),
        Binding("shift+right,pageup", "move(10, 0)", "turn far up", show=False),
        Binding("enter", "leave", "back to the knobs"),
    ]

    @dataclass
    class Pointed(Message):
        """The learner points at a place: its shares of the way across and up."""

        across: float
        up: float

    @dataclass
    class Moved(Message):
        """The learner moves by some steps."""

        right: int
        up: int

    class Left(Message):
        """The learner goes back to the knobs."""

    class NextView(Message):
        """A chart that is no map was clicked."""

    def enter(self) -> None:
        """Take the keys, until another widget does."""
        self.can_focus = True
        self.focus()

    def on_blur(self) -> None:
        """Leave the keys to others: a click points, and takes no keys."""
        self.can_focus = False

    def on_click(self, event: Click) -> None:
        """Point at a place of the map."""
        event.stop()
        if not isinstance(self.chart, PhaseMap):
            self.post_message(self.NextView())
            return
        place = place_at(self.chart, (self.size.width, self.size.height), (event.x, event.y))
        if place is not None:
            self.post_message(self.Pointed(*place))

    def action_move(self, right: int, up: int) -> None:
        """Move on the map."""
        self.post_message(self.Moved(right, up))

    def action_leave(self) -> None:
        """Back to the knobs."""
        self.post_message(self.Left())
