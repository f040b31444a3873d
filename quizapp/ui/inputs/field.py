"""A field in which one types: letters are text there, and tab leaves it, so that they are keys again."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

#: Said below a field that is empty.
TYPED = "Letters are text in the field; tab leaves it, and they are keys again."


class Field(Input):
    """An input of one line that says how it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "leave_field", "leave the field")]

    class Left(Message):
        """The learner has left the field, to press keys."""

    def action_leave_field(self) -> None:
        """Tell the screen."""
        self.post_message(self.Left())
