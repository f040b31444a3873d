"""How sure are you? Three levels to choose from, and the commitment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup
from textual.message import Message
from textual.widgets import Button, Static

from quizapp.play.certainty import Certainty
from quizapp.ui.shared.letters import is_letter
from quizapp.ui.shared.text import text

LEVELS = tuple(Certainty)
#: From this many columns on there is room for what each level is worth.
WIDE_ENOUGH = 80
#: Said where certainty is asked for first.
POINTS = (
    "Right, you gain 1, 2 or 3 points; wrong, you lose none, 2 or 6. So it pays to say what you really think. "
    "They show how well you judge what you know, and are no grade."
)


class Level(Static):
    """One level of certainty, to be clicked."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """The level was clicked."""

        certainty: Certainty

    def __init__(self, certainty: Certainty, points: bool = True) -> None:
        super().__init__()
        self.certainty, self.points = certainty, points

    def on_click(self) -> None:
        """Tell the bar."""
        self.post_message(self.Clicked(self.certainty))

    def show(self, chosen: bool) -> None:
        """Draw the level, chosen or not, with the key that chooses it."""
        self.set_class(chosen, "-chosen")
        box = "(•)" if chosen else "( )"
        right, wrong = self.certainty.points
        name = text(f"{LEVELS.index(self.certainty) + 1} {box} {self.certainty.value}")
        points = text(f" +{right}/{wrong}", "$foreground-muted")
        self.update(name + points if self.points and self.app.size.width >= WIDE_ENOUGH else name)


class CertaintyBar(HorizontalGroup, can_focus=True):
    """The question how sure the learner is, with the button that commits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(f"{n}", f"choose({n - 1})", f"{LEVELS[n - 1].value} sure", show=True) for n in (1, 2, 3)],
        Binding("right", "move(1)", "surer", show=False),
        Binding("left", "move(-1)", "less sure", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """The learner said how sure they are."""

        certainty: Certainty

    class Commit(Message):
        """The learner commits."""

    def __init__(
        self,
        certainty: Certainty | None,
        after_typing: bool = False,
        asks: bool = True,
        id: str | None = None,  # noqa: A002
        commits: str = "Commit",
        points: bool = True,
    ) -> None:
        """`asks` says whether it is asked at all; where not, there is nothing but the button, which says `commits`.

        Without `points` nothing is gained or lost by it.
        """
        super().__init__(id=id)
        self.certainty, self.asks = certainty, asks
        self.commits, self.points = commits, points
        self.after_typing = after_typing

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep letters from being commands where an answer was typed and its field not left: they belong to it."""
        return self.after_typing and is_letter(key, character)

    def compose(self) -> ComposeResult:
        """The question, the levels, the button."""
        if self.asks:
            yield Static(text("How sure?"), id="how-sure")
            for certainty in LEVELS:
                yield Level(certainty, self.points)
        button = Button(text(self.commits), id="commit", compact=True)
        button.can_focus = False
        yield button

    def on_mount(self) -> None:
        """Draw the levels."""
        self.show(self.certainty)

    def on_resize(self) -> None:
        """Leave out what each is worth where there is no room for it."""
        self.show(self.certainty)

    def show(self, certainty: Certainty | None) -> None:
        """Draw the levels with this one chosen."""
        self.certainty = certainty
        for level in self.query(Level):
            level.show(level.certainty is certainty)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to choose where it is not asked."""
        return self.asks or action not in ("choose", "move")

    def action_choose(self, index: int) -> None:
        """Choose a level by its number."""
        self._choose(LEVELS[index])

    def _choose(self, certainty: Certainty) -> None:
        self.show(certainty)
        self.screen.post_message(self.Chosen(certainty))

    def action_move(self, by: int) -> None:
        """Choose the next higher or lower level."""
        index = LEVELS.index(self.certainty) + by if self.certainty else (0 if by > 0 else len(LEVELS) - 1)
        self.action_choose(min(max(index, 0), len(LEVELS) - 1))

    def on_level_clicked(self, message: Level.Clicked) -> None:
        """A click chooses."""
        message.stop()
        self._choose(message.certainty)

    def on_button_pressed(self, message: Button.Pressed) -> None:
        """The button commits."""
        message.stop()
        self.post_message(self.Commit())
