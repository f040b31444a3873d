"""The options of a question as a list: moved through, picked from, and later marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from quizapp.play.session import Attempt, Mark
from quizapp.questions.answer_forms import Option, PickMany, PickOne
from quizapp.ui.shared.messages import Answered
from quizapp.ui.shared.text import text

MARK_STYLE = {
    Mark.RIGHT: "bold $text-success",
    Mark.RIGHTLY_LEFT: "$text-success",
    Mark.WRONG: "bold $text-error",
    Mark.MISSED: "bold $text-warning",
}
MARK_SIGN = {Mark.RIGHT: "✓", Mark.RIGHTLY_LEFT: "✓", Mark.WRONG: "✗", Mark.MISSED: "✗"}


class ChoiceRow(HorizontalGroup):
    """One option: its number, its box, its words, and its mark once there is one."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """The row was clicked."""

        option_id: str

    def __init__(self, number: int, option: Option) -> None:
        super().__init__()
        self.number, self.option = number, option

    def compose(self) -> ComposeResult:
        """Three columns: number and box, words, mark."""
        yield Static(classes="box")
        yield Static(text(self.option.text), classes="words")
        yield Static(classes="mark")

    def on_click(self) -> None:
        """Tell the list."""
        self.post_message(self.Clicked(self.option.id))

    def show(self, attempt: Attempt, highlighted: bool) -> None:
        """Draw the row as the attempt has it."""
        self.query_one(".box", Static).update(
            text(f"{'▸' if highlighted else ' '} {self.number} {box(attempt, self.option)}")
        )
        self.set_class(highlighted, "-highlighted")
        if attempt.marking:
            self.query_one(".words", Static).update(text(said_of(attempt, self.option)))
            self.query_one(".mark", Static).update(mark_content(attempt.mark(self.option.id)))


def box(attempt: Attempt, option: Option) -> str:
    """The box before an option, ticked or not; nothing where nothing is picked."""
    picked = option.id in attempt.picked
    if isinstance(attempt.form, PickMany):
        return "[x] " if picked else "[ ] "
    return ("(•) " if picked else "( ) ") if isinstance(attempt.form, PickOne) else ""


def said_of(attempt: Attempt, option: Option) -> str:
    """An option in its own words, or in those of what the learner answered."""
    return attempt.marking.said.get(option.id, option.text) if attempt.marking else option.text


def mark_content(mark: Mark) -> Content:
    """A mark as a sign and in words, so that colour is never alone."""
    return text(f" {MARK_SIGN[mark]} {mark.value}", MARK_STYLE[mark])


class ChoiceList(VerticalScroll, can_focus=True):
    """The options in their order; one is highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "next", key_display="j k"),
        Binding("up,k", "move(-1)", "previous", show=False),
        Binding("space", "pick", "pick"),
        *[Binding(f"{n}", f"choose({n - 1})", f"choice {n}", show=False) for n in range(1, 10)],
        *[Binding(letter, f"pick_by_letter({n})", f"choice {n + 1}", show=False) for n, letter in enumerate("abcdefg")],
    ]

    @dataclass
    class Highlighted(Message):
        """Another option is highlighted."""

        option_id: str

    highlighted: reactive[int] = reactive(0, init=False)

    def __init__(self, attempt: Attempt, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.attempt = attempt

    def compose(self) -> ComposeResult:
        """A row for each option."""
        for number, option in enumerate(self.attempt.options, start=1):
            yield ChoiceRow(number, option)

    def on_mount(self) -> None:
        """Draw the rows as they are."""
        self.show(self.attempt)

    @property
    def option(self) -> Option:
        """The highlighted option."""
        return self.attempt.options[self.highlighted]

    def show(self, attempt: Attempt) -> None:
        """Draw the list as the attempt has it."""
        self.attempt = attempt
        for index, row in enumerate(self.query(ChoiceRow)):
            row.show(attempt, index == self.highlighted)

    def watch_highlighted(self, index: int) -> None:
        """Redraw, keep the row in sight, and tell the screen."""
        self.show(self.attempt)
        self.scroll_to_widget(self._rows()[index], animate=False)
        self.post_message(self.Highlighted(self.option.id))

    def _rows(self) -> Sequence[ChoiceRow]:
        return list(self.query(ChoiceRow))

    def action_move(self, by: int) -> None:
        """Highlight the next or previous option, around the ends."""
        self.highlighted = (self.highlighted + by) % len(self.attempt.options)

    def action_choose(self, index: int) -> None:
        """Highlight an option by its number, and pick it."""
        if index < len(self.attempt.options):
            self.highlighted = index
            self.action_pick()

    def action_pick_by_letter(self, index: int) -> None:
        """Highlight an option by its letter, and pick it."""
        self.action_choose(index)

    def action_pick(self) -> None:
        """Pick the highlighted option, or take it back."""
        if not self.attempt.committed:
            self.screen.post_message(Answered(self.attempt.pick(self.option.id).answer))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave space and the letters to the screen once there is nothing more to pick."""
        return not (self.attempt.committed and action in ("pick", "pick_by_letter"))

    def on_choice_row_clicked(self, message: ChoiceRow.Clicked) -> None:
        """A click is a choice."""
        message.stop()
        ids = [option.id for option in self.attempt.options]
        self.focus()
        self.action_choose(ids.index(message.option_id))
