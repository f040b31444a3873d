"""The address and the QR code over whatever is shown, as large as the terminal allows, for those who come late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.room.host.join_page import JoinPage
from quizapp.room.store.serving import Serving
from quizapp.ui.shared.text import text


class AddressScreen(ModalScreen[bool]):
    """It gives whether another address is to be chosen."""

    DEFAULT_CSS = """
    AddressScreen { background: $background; #address-keys { dock: bottom; height: 1; background: $panel; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q,space,enter", "dismiss(False)", "back"),
        Binding("c", "dismiss(True)", "choose another address"),
    ]

    def __init__(self, at: Serving, state: Mapping[str, Any] | None, hands: bool = False) -> None:
        """`hands` says that nobody comes by phone, so that only the projector's page is told."""
        super().__init__()
        self.at, self.state, self.hands = at, state, hands

    def compose(self) -> ComposeResult:
        """The page and the keys."""
        yield JoinPage()
        choose = "" if self.hands else " · c chooses another address"
        yield Static(text(f" escape goes back{choose}"), id="address-keys")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where hands are counted no address is chosen."""
        return not (self.hands and parameters == (True,))

    def on_mount(self) -> None:
        """Show it."""
        self.query_one(JoinPage).show(self.at, self.state, self.hands)
