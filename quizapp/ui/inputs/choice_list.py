"""The options of a question as a list: moved through, picked from, and later marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.play.presenter import AfterMarking, BeforeCommit, MarkedOption
from quizapp.questions.answer_forms import (
    EnterNumber,
    EnterText,
    Form,
    Option,
    PickMany,
    PickOne,
    PutInOrder,
    TurnKnobs,
    with_pick,
)
from quizapp.questions.grading import Mark
from quizapp.ui.shared.messages import Answered
from quizapp.ui.shared.text import text

MARK_STYLE = {
    Mark.RIGHT: "bold $text-success",
    Mark.RIGHTLY_LEFT: "$text-success",
    Mark.PARTLY: "bold $text-warning",
    Mark.WRONG: "bold $text-error",
    Mark.MISSED: "bold $text-warning",
    Mark.UNDECIDED: "bold $text-warning",
    Mark.DISPUTED: "bold $text-warning",
}
MARK_SIGN = {
    Mark.RIGHT: "✓",
    Mark.RIGHTLY_LEFT: "✓",
    Mark.PARTLY: "~",
    Mark.WRONG: "✗",
    Mark.MISSED: "✗",
    Mark.UNDECIDED: "?",
    Mark.DISPUTED: "?",
}


#: In the place of a mark that the networks have not given yet.
NOT_YET = " … not run yet"
#: The same of the option that is watched.
TO_COME = " … mark to come"


class ChoiceRow(HorizontalGroup):
    """One option: its number or letter, its box, its words, and its mark once there is one."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """The row was clicked."""

        option_id: str

    def __init__(self, name: str, option: Option | MarkedOption) -> None:
        """`name` is the number or letter by which the option is spoken of."""
        super().__init__()
        self.called, self.option = name, option

    def compose(self) -> ComposeResult:
        """Three columns: number and box, words, mark."""
        yield Static(classes="box")
        yield Static(text(flowed(self.option.text)), classes="words")
        yield Static(classes="mark")

    def on_click(self) -> None:
        """Tell the list."""
        self.post_message(self.Clicked(self.option.id))

    def show(self, option: Option | MarkedOption, boxed: str, highlighted: bool, held: bool = False) -> None:
        """Draw the row with its box, and with its mark if the option has one that is not held back.

        While the screen is taken down, a mark may come that there is no place for any more.
        """
        if not self.query(".box"):
            return
        self.query_one(".box", Static).update(text(f"{'▸' if highlighted else ' '} {self.called} {boxed}"))
        self.set_class(highlighted, "-highlighted")
        if isinstance(option, MarkedOption):
            self.query_one(".words", Static).update(text(flowed(option.said)))
            waits = text(TO_COME if highlighted else NOT_YET, "$text-muted")
            self.query_one(".mark", Static).update(waits if held else mark_content(option.mark))


def box(form: Form, picked: bool) -> str:
    """The box before an option, ticked or not; nothing where nothing is picked."""
    match form:
        case PickMany():
            return "[x] " if picked else "[ ] "
        case PickOne():
            return "(•) " if picked else "( ) "
        case EnterNumber() | EnterText() | PutInOrder() | TurnKnobs():
            return ""
        case _:
            assert_never(form)


def mark_content(mark: Mark, called: str = "") -> Content:
    """A mark as a sign and in words, its own or as `called`; nothing where there was no answer to be marked."""
    if mark is Mark.UNANSWERED:
        return text("")
    return text(f" {MARK_SIGN[mark]} {called or mark.value}", MARK_STYLE[mark])


def own_choice(shown: BeforeCommit | AfterMarking) -> int:
    """The place of the first option that the learner picked, or the first of all."""
    picked = shown.answer if isinstance(shown.answer, frozenset) else frozenset()
    options: Sequence[Option | MarkedOption] = shown.options
    return next((index for index, option in enumerate(options) if option.id in picked), 0)


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

    def __init__(
        self,
        shown: BeforeCommit | AfterMarking,
        id: str | None = None,  # noqa: A002
        highlighted: int = 0,
        names: Sequence[str] = "123456789",
    ) -> None:
        """`names` are what the options are called, in their order: numbers, or the letters of a room."""
        super().__init__(id=id)
        self.shown, self.names = shown, names
        #: The ids of the options whose marks are not told yet.
        self.held: frozenset[str] = frozenset()
        self.set_reactive(ChoiceList.highlighted, highlighted)

    def compose(self) -> ComposeResult:
        """A row for each option."""
        for name, option in zip(self.names, self.options, strict=False):
            yield ChoiceRow(name, option)

    def on_mount(self) -> None:
        """Draw the rows as they are."""
        self.show(self.shown)

    @property
    def options(self) -> tuple[Option | MarkedOption, ...]:
        """The options in the learner's order."""
        return self.shown.options

    @property
    def option(self) -> Option | MarkedOption:
        """The highlighted option."""
        return self.options[self.highlighted]

    @property
    def picked(self) -> frozenset[str]:
        """The ids of the options picked."""
        return self.shown.answer if isinstance(self.shown.answer, frozenset) else frozenset()

    @property
    def open(self) -> bool:
        """Whether anything can be picked still."""
        return isinstance(self.shown, BeforeCommit) and not self.shown.committed

    def show(self, shown: BeforeCommit | AfterMarking) -> None:
        """Draw the list as the attempt has it."""
        self.shown = shown
        for index, (row, option) in enumerate(zip(self.query(ChoiceRow), self.options, strict=False)):
            boxed = box(shown.form, option.id in self.picked)
            row.show(option, boxed, index == self.highlighted, option.id in self.held)

    def hold(self, held: frozenset[str]) -> None:
        """Keep back the marks of these options, and of no others."""
        if held != self.held:
            self.held = held
            self.show(self.shown)

    def watch_highlighted(self, index: int) -> None:
        """Redraw, keep the row in sight, and tell the screen."""
        self.show(self.shown)
        self.scroll_to_widget(self._rows()[index], animate=False)
        self.post_message(self.Highlighted(self.option.id))

    def _rows(self) -> Sequence[ChoiceRow]:
        return list(self.query(ChoiceRow))

    def action_move(self, by: int) -> None:
        """Highlight the next or previous option, around the ends."""
        self.highlighted = (self.highlighted + by) % len(self.shown.options)

    def action_choose(self, index: int) -> None:
        """Highlight an option by its number, and pick it."""
        if index < len(self.shown.options):
            self.highlighted = index
            self.action_pick()

    def action_pick_by_letter(self, index: int) -> None:
        """Highlight an option by its letter, and pick it."""
        self.action_choose(index)

    def action_pick(self) -> None:
        """Pick the highlighted option, or take it back."""
        if self.open and isinstance(self.shown.form, PickOne | PickMany):
            assert isinstance(self.shown, BeforeCommit)
            answer = with_pick(self.shown.form, self.picked, self.option.id)
            self.show(replace(self.shown, answer=answer))
            self.screen.post_message(Answered(answer))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave to the screen space and the letters with which there is nothing to pick."""
        if action == "pick_by_letter":
            return self.open and int(str(parameters[0])) < len(self.options)
        return self.open or action != "pick"

    def on_choice_row_clicked(self, message: ChoiceRow.Clicked) -> None:
        """A click is a choice."""
        message.stop()
        ids = [option.id for option in self.shown.options]
        self.focus()
        self.action_choose(ids.index(message.option_id))
