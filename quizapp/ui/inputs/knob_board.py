"""Knobs to turn: by arrow keys, by typing a number, with the mouse or its wheel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Click, Key, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from quizapp.play.presenter import BeforeCommit
from quizapp.questions.answer_forms import Knob, Settings, TurnKnobs
from quizapp.ui.shared.messages import Answered
from quizapp.ui.shared.text import lines, text

#: What a number is typed with, once it was begun.
TYPED = "0123456789.e-+"


class KnobRow(Static):
    """One knob: its name and number, and in its last row where it stands between its ends."""

    ALLOW_SELECT = False

    @dataclass
    class Touched(Message):
        """The knob was clicked, at a share of its way if on the slider."""

        row: KnobRow
        share: float | None = None

    def __init__(self, knob: Knob) -> None:
        super().__init__()
        self.knob = knob
        self.shown: tuple[float, bool, str] | None = None

    @property
    def ends(self) -> tuple[str, str]:
        """What stands to the left and to the right of the slider."""
        return f"    {self.knob.low:g} ", f" {self.knob.high:g}"

    @property
    def room(self) -> int:
        """Cells of the slider."""
        return max(self.size.width - sum(map(len, self.ends)) - 1, 10)

    def show(self, value: float, highlighted: bool, typed: str) -> None:
        """Draw the knob at a value."""
        number = f"{typed}▏" if typed else f"{value:.4g}"
        place = round(self.knob.share(value) * (self.room - 1))
        slider = "─" * place + "●" + "─" * (self.room - 1 - place)
        head = text(f"{'▸' if highlighted else ' '} {self.knob.text} = ") + text(number, "bold")
        self.update(lines(head, text(slider.join(self.ends))))
        self.set_class(highlighted, "-highlighted")
        self.shown = value, highlighted, typed

    def on_resize(self) -> None:
        """Fit the slider to what is left beside a scroll bar."""
        if self.shown:
            self.show(*self.shown)

    def on_click(self, event: Click) -> None:
        """Tell where it was clicked; the words only highlight the knob."""
        share = (event.x - len(self.ends[0])) / (self.room - 1) if event.y == self.size.height - 1 else None
        self.post_message(self.Touched(self, None if share is None else min(max(share, 0.0), 1.0)))


class KnobBoard(VerticalScroll, can_focus=True):
    """The knobs below one another; the highlighted one is turned."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "turn(True)", "turn", key_display="← →"),
        Binding("left", "turn(False)", "turn down", show=False),
        Binding("shift+right,pageup", "turn(True, True)", "turn far up", show=False),
        Binding("shift+left,pagedown", "turn(False, True)", "turn far down", show=False),
        Binding("backspace,delete", "reset", "back to its start", show=False),
        Binding("down,j", "move(1)", "next knob", show=False),
        Binding("up,k", "move(-1)", "previous knob", show=False),
    ]

    highlighted: reactive[int] = reactive(0, init=False)

    def __init__(self, shown: BeforeCommit, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.shown = shown
        self.typed = ""

    @property
    def form(self) -> TurnKnobs:
        """The form that has the knobs."""
        assert isinstance(self.shown.form, TurnKnobs)
        return self.shown.form

    @property
    def knob(self) -> Knob:
        """The highlighted knob."""
        return self.form.knobs[self.highlighted]

    @property
    def settings(self) -> dict[str, float]:
        """Where the knobs stand."""
        return self._settings.values

    @property
    def _settings(self) -> Settings:
        assert isinstance(self.shown.answer, Settings)
        return self.shown.answer

    def compose(self) -> ComposeResult:
        """A row for each knob, and how they are turned."""
        for knob in self.form.knobs:
            yield KnobRow(knob)
        yield Static(text(" ".join(self._told())), classes="end")

    def _told(self) -> Iterator[str]:
        """How knobs are turned; and once they can be tried, what was predicted, and what to do."""
        if not self.shown.tuning:
            yield "Turn with ← and →, further with shift; or type a number and press enter."
            return
        if self.form.predict:
            assert isinstance(self.shown.prediction, Settings)
            yield f"You predicted {self.form.said(self.shown.prediction)}."
        yield "Turn with ← and →, or type a number, until the goal holds; enter hands it in."

    def on_mount(self) -> None:
        """Draw the knobs once their width is known."""
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Draw the sliders anew."""
        self.call_after_refresh(self._draw)

    def show(self, shown: BeforeCommit) -> None:
        """Draw the knobs as the attempt has them."""
        self.shown = shown
        self._draw()

    def _draw(self) -> None:
        for index, row in enumerate(self.query(KnobRow)):
            at = index == self.highlighted
            row.show(self.settings[row.knob.id], at, self.typed if at else "")

    def watch_highlighted(self) -> None:
        """Redraw; what was being typed was for another knob."""
        self.typed = ""
        self._draw()

    def action_move(self, by: int) -> None:
        """Highlight another knob."""
        self.highlighted = (self.highlighted + by) % len(self.form.knobs)

    def action_turn(self, up: bool, big: bool = False) -> None:
        """Turn the highlighted knob to the next round number."""
        self._set(self.knob.stepped(self.settings[self.knob.id], up, big))

    def action_reset(self) -> None:
        """Turn the highlighted knob back to where it started."""
        self._set(self.knob.start)

    def _set(self, value: float) -> None:
        self.typed = ""
        answer = self._settings.with_knob(self.knob.id, value)
        self.shown = replace(self.shown, answer=answer)
        self._draw()
        self.screen.post_message(Answered(answer))

    def on_key(self, event: Key) -> None:
        """A digit, a sign or a point begins a number, enter sets it, escape forgets it."""
        began = bool(self.typed)
        if event.character and (self._begins(event.character) or (began and event.character in TYPED)):
            self.typed += event.character
        elif began and event.key == "backspace":
            self.typed = self.typed[:-1]
        elif began and event.key == "escape":
            self.typed = ""
        elif began and event.key == "enter":
            if self._take_typed() and self._goes_on:
                self._draw()
                return
        else:
            return
        event.stop()
        event.prevent_default()
        self._draw()

    def _begins(self, character: str) -> bool:
        """Whether a number begins so: with a sign where the knob goes below 0, with a point where no run is to step."""
        signed = character == "-" and self.knob.low < 0
        return character.isdigit() or signed or (character == "." and not self.shown.tuning)

    @property
    def _goes_on(self) -> bool:
        """Whether enter after a number is done with the answer: with one knob to predict, a digit comes next."""
        return not self.shown.tuning and len(self.form.knobs) == 1

    def _take_typed(self) -> bool:
        """Set the knob to what was typed; return whether it can stand there."""
        knob = self.knob
        try:
            value = float(self.typed)
        except ValueError:
            self.notify(f"{self.typed} is not a number.", markup=False)
            return False
        if not knob.low <= value <= knob.high or (knob.whole and value != round(value)):
            kind = "a whole number" if knob.whole else "a number"
            self.notify(f"{knob.text} is {kind} from {knob.low:g} to {knob.high:g}.", markup=False)
            self.typed = ""
            return False
        self._set(value)
        return True

    def on_knob_row_touched(self, message: KnobRow.Touched) -> None:
        """Highlight the knob, and turn it to where it was clicked."""
        message.stop()
        self.focus()
        self.highlighted = list(self.query(KnobRow)).index(message.row)
        if message.share is not None:
            self._set(_rounded(message.row.knob.at(message.share)))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel turns up."""
        event.stop()
        self.action_turn(True)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel turns down."""
        event.stop()
        self.action_turn(False)


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")
