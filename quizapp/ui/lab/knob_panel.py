"""The knobs of the lab as a list: moved through and turned by keys, clicked and turned by the mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, MouseEvent, MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from quizapp.charts.grid import fit
from quizapp.experiments.field_knobs import FieldKnob
from quizapp.lab.comparison import Comparison, Side, differs, setting
from quizapp.ui.shared.steady_text import put
from quizapp.ui.shared.text import lines, text

#: From this width on the settings of both experiments stand side by side.
BOTH = 44
SIGNS, LABEL = 2, 15
SIDE_STYLE = {Side.A: "$text-primary", Side.B: "$text-warning"}
#: The sign by which an experiment is drawn in the charts.
SIDE_SIGN = {Side.A: "█", Side.B: "┊"}
LEFT, RIGHT = "‹ ", " ›"


class KnobList(Static, can_focus=True):
    """All knobs on offer, one a row below the names of the experiments; one knob is highlighted."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "knob", key_display="j k"),
        Binding("up,k", "move(-1)", "knob above", show=False),
        Binding("right,l", "turn(True)", "turn", key_display="← →"),
        Binding("left", "turn(False)", "turn down", show=False),
        Binding("shift+right,pageup", "turn(True, True)", "turn far up", show=False),
        Binding("shift+left,pagedown", "turn(False, True)", "turn far down", show=False),
        Binding("enter", "enter", "set"),
        Binding("backspace,delete", "reset", "back to its default", show=False),
        Binding("home", "move(-1000)", "first knob", show=False),
        Binding("end", "move(1000)", "last knob", show=False),
    ]

    @dataclass
    class Turned(Message):
        """The learner turns a knob."""

        knob: FieldKnob
        up: bool
        big: bool

    @dataclass
    class Entered(Message):
        """The learner wants to type a value for a knob, or pick one."""

        knob: FieldKnob

    @dataclass
    class Reset(Message):
        """The learner wants a knob as it is by default."""

        knob: FieldKnob

    @dataclass
    class Highlighted(Message):
        """Another knob is highlighted."""

        knob: FieldKnob

    @dataclass
    class SideClicked(Message):
        """The name of an experiment was clicked."""

        side: Side

    class MoreClicked(Message):
        """The row that stands for the other knobs was clicked."""

    def __init__(self, comparison: Comparison, path: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.comparison, self.all_of_them, self.path = comparison, False, path

    @property
    def knobs(self) -> tuple[FieldKnob, ...]:
        """The knobs on offer."""
        return self.comparison.knobs(self.all_of_them)

    @property
    def index(self) -> int:
        """The place of the highlighted knob; where it has gone, that of its field, or of the last."""
        paths = [knob.path for knob in self.knobs]
        field = self.path.partition(".")[0]
        return next((paths.index(path) for path in (self.path, field) if path in paths), len(paths) - 1)

    @property
    def knob(self) -> FieldKnob:
        """The highlighted knob."""
        return self.knobs[self.index]

    def show(self, comparison: Comparison, all_of_them: bool) -> None:
        """Draw the knobs of this comparison."""
        self.comparison, self.all_of_them = comparison, all_of_them
        self._draw()

    def on_resize(self) -> None:
        """Fit the columns to the width."""
        self._draw()

    def _draw(self) -> None:
        width = self.size.width
        if not width:
            return
        sides = list(Side) if width >= BOTH else [self.comparison.side]
        column = (width - SIGNS - LABEL) // len(sides)
        knobs, highlighted = self.knobs, self.index
        rows = [self._row(knob, sides, column, index == highlighted) for index, knob in enumerate(knobs)]
        put(self, lines(self._names(sides, column), *rows, self._more()))
        self._keep_in_sight()

    def _names(self, sides: list[Side], column: int) -> Content:
        parts = [text(" " * (SIGNS + LABEL))]
        for side in sides:
            turned = side is self.comparison.side
            words = f"{SIDE_SIGN[side]} {side} turned" if turned else f"{SIDE_SIGN[side]} {side}"
            parts.append(text(f"{words:>{column}}", f"{SIDE_STYLE[side]}{' bold underline' * turned}"))
        return Content.assemble(*parts)

    def _row(self, knob: FieldKnob, sides: list[Side], column: int, highlighted: bool) -> Content:
        apart = differs(self.comparison, knob)
        label = f"{'  ' * knob.is_parameter}{knob.label}"
        ground = " on $block-cursor-blurred-background" if highlighted else ""
        bold = f"bold {ground}"
        return Content.assemble(
            text(f"{'▸' if highlighted else ' '}{'≠' if apart else ' '}", bold),
            text(f"{fit(label, LABEL - 1):<{LABEL}}", bold if apart else f"$foreground{ground}"),
            *(self._value(knob, side, column, highlighted, ground) for side in sides),
        )

    def _value(self, knob: FieldKnob, side: Side, column: int, highlighted: bool, ground: str) -> Content:
        """What the knob is set to on a side, in the colour of that side where the two differ."""
        turned, room = side is self.comparison.side, column - len(LEFT + RIGHT)
        value = fit(setting(self.comparison, side, knob.path) or "-", room)
        words = f"{LEFT}{value}{RIGHT}" if turned and highlighted else f"{value}  "
        colour = SIDE_STYLE[side] if differs(self.comparison, knob) else "$foreground"
        return text(f"{words:>{column}}", f"{colour}{' bold' * turned}{ground}")

    def _more(self) -> Content:
        if self.all_of_them:
            return text("  m  fewer knobs", "$text-muted")
        hidden = self.comparison.knobs()[len(self.knobs) :]
        apart = sum(differs(self.comparison, knob) for knob in hidden)
        note = f", {apart} ≠" if apart else ""
        return text(f"  m  {len(hidden)} more knobs{note}", "bold" if apart else "$text-muted")

    def _keep_in_sight(self) -> None:
        top = 0 if self.index == 0 else self.index + 1
        if self.parent is not None:
            self.call_after_refresh(self._show_row, top)

    def _show_row(self, row: int) -> None:
        box = self.parent
        if box is not None and hasattr(box, "scroll_to_region"):
            box.scroll_to_region(Region(0, row, 1, 2), animate=False, force=True)

    def highlight(self, path: str) -> None:
        """Highlight a knob, and tell the screen."""
        self.path = path
        self._draw()
        self.post_message(self.Highlighted(self.knob))

    def action_move(self, by: int) -> None:
        """Highlight the knob above or below."""
        index = min(max(self.index + by, 0), len(self.knobs) - 1)
        self.highlight(self.knobs[index].path)

    def action_turn(self, up: bool, big: bool = False) -> None:
        """Turn the highlighted knob."""
        self.path = self.knob.path
        self.post_message(self.Turned(self.knob, up, big))

    def action_enter(self) -> None:
        """Type or pick a value."""
        self.post_message(self.Entered(self.knob))

    def action_reset(self) -> None:
        """Back to the default."""
        self.post_message(self.Reset(self.knob))

    def on_click(self, event: Click) -> None:
        """On the names: turn that experiment. On a knob: highlight it, turn it by its arrows, or enter it."""
        row = event.y - 1
        if row < 0:
            self._click_name(event.x)
        elif row >= len(self.knobs):
            self.post_message(self.MoreClicked())
        elif row != self.index:
            self.highlight(self.knobs[row].path)
        else:
            self._click_value(event.x)

    def _click_name(self, x: int) -> None:
        both = self.size.width >= BOTH
        middle = SIGNS + LABEL + (self.size.width - SIGNS - LABEL) // 2
        clicked = (Side.A if x < middle else Side.B) if both else self.comparison.side.other
        self.post_message(self.SideClicked(clicked))

    def _click_value(self, x: int) -> None:
        """The arrows of the highlighted knob are two cells wide each."""
        row = self.render_line(self.index + 1).text
        left, right = row.find(LEFT.strip()), row.find(RIGHT.strip())
        if x in (left, left + 1):
            self.action_turn(False)
        elif x in (right, right - 1):
            self.action_turn(True)
        else:
            self.action_enter()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Turn the knob under the mouse up."""
        self._wheel(event, up=True)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Turn the knob under the mouse down."""
        self._wheel(event, up=False)

    def _wheel(self, event: MouseEvent, up: bool) -> None:
        event.stop()
        event.prevent_default()
        row = event.y - 1
        if 0 <= row < len(self.knobs):
            if row != self.index:
                self.highlight(self.knobs[row].path)
            self.action_turn(up, event.shift or event.ctrl)
