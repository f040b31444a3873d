"""Items to be put in order: carried by keyboard, or dragged with the mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalScroll
from textual.events import MouseDown, MouseMove, MouseUp
from textual.reactive import reactive
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.play.presenter import BeforeCommit
from quizapp.questions.answer_forms import Option, PutInOrder
from quizapp.ui.shared.messages import Answered
from quizapp.ui.shared.text import text


class OrderRow(HorizontalGroup):
    """One item at its place."""

    ALLOW_SELECT = False

    def compose(self) -> ComposeResult:
        """The place, and the words."""
        yield Static(classes="box")
        yield Static(classes="words")

    def show(self, place: int, option: Option, highlighted: bool, carried: bool) -> None:
        """Draw an item at its place."""
        sign = "↕" if carried else "▸" if highlighted else " "
        self.query_one(".box", Static).update(text(f"{sign} {place}. "))
        self.query_one(".words", Static).update(text(flowed(option.text)))
        self.set_class(highlighted, "-highlighted")
        self.set_class(carried, "-carried")


class OrderList(VerticalScroll, can_focus=True):
    """The items in the order so far; the highlighted one can be carried up and down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "next", key_display="j k"),
        Binding("up,k", "move(-1)", "previous", show=False),
        Binding("space", "carry", "carry"),
        Binding("shift+down,J,upper_j", "shift(1)", "move down", key_display="J"),
        Binding("shift+up,K,upper_k", "shift(-1)", "move up", key_display="K"),
        *[Binding(f"{n}", f"put({n - 1})", f"to place {n}", show=False) for n in range(1, 10)],
    ]

    highlighted: reactive[int] = reactive(0, init=False)
    carried: reactive[bool] = reactive(False, init=False)

    def __init__(self, shown: BeforeCommit, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.shown = shown
        self.dragging = False

    def compose(self) -> ComposeResult:
        """A row for each place between the two ends."""
        assert isinstance(self.shown.form, PutInOrder)
        first, last = self.shown.form.ends
        yield Static(text(f"   {first} first"), classes="end")
        for _ in self.shown.options:
            yield OrderRow()
        yield Static(text(f"   {last} last"), classes="end")

    def on_mount(self) -> None:
        """Draw the order as it is."""
        self.show(self.shown)

    def show(self, shown: BeforeCommit) -> None:
        """Draw the order as the attempt has it."""
        self.shown = shown
        for index, row in enumerate(self.query(OrderRow)):
            at = index == self.highlighted
            row.show(index + 1, shown.options[index], at, at and self.carried)

    def watch_highlighted(self) -> None:
        """Redraw, and keep the row in sight."""
        self.show(self.shown)
        self.scroll_to_widget(list(self.query(OrderRow))[self.highlighted], animate=False)

    def watch_carried(self) -> None:
        """Redraw."""
        self.show(self.shown)

    def action_move(self, by: int) -> None:
        """Highlight the next item, or carry the one that is held."""
        if self.carried:
            self.action_shift(by)
        else:
            self.highlighted = (self.highlighted + by) % len(self.shown.options)

    def action_carry(self) -> None:
        """Take the highlighted item up, or put it down."""
        self.carried = not self.carried

    def action_shift(self, by: int) -> None:
        """Move the highlighted item one place."""
        self.action_put(min(max(self.highlighted + by, 0), len(self.shown.options) - 1))

    def action_put(self, place: int) -> None:
        """Move the highlighted item to a place."""
        options = list(self.shown.options)
        if place < len(options) and place != self.highlighted:
            options.insert(place, options.pop(self.highlighted))
            order = tuple(option.id for option in options)
            self.shown = replace(self.shown, options=tuple(options), answer=order)
            self.highlighted = place
            self.screen.post_message(Answered(order))

    def on_mouse_down(self, event: MouseDown) -> None:
        """Take up the item under the mouse."""
        place = self._place_at(event.screen_y)
        if place is not None:
            self.focus()
            self.highlighted, self.dragging = place, True
            self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Carry it along."""
        place = self._place_at(event.screen_y) if self.dragging else None
        if place is not None:
            self.action_put(place)

    def on_mouse_up(self, event: MouseUp) -> None:
        """Put it down."""
        self.dragging = False
        self.release_mouse()

    def _place_at(self, y: int) -> int | None:
        rows = enumerate(self.query(OrderRow))
        return next((place for place, row in rows if row.region.y <= y < row.region.bottom), None)
