"""How people come into the room: the QR code, the address to type, the code; and how many have come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.room.host.qr_code import QrCode
from quizapp.room.server.addresses import EVERYWHERE, is_loopback
from quizapp.room.store.serving import Serving
from quizapp.ui.shared.text import lines, text

ONLY_HERE = "Only this machine can reach the room so far."
CHOOSE = "c chooses the address at which others can; nothing is lost by it."
PLAIN = (
    "What is sent goes through this network unencrypted, as http does: use a network that you trust, "
    "or start with --tls-cert and --tls-key."
)
EVERYWHERE_WORDS = "The room answers at every address of this machine, those of other networks too."


class JoinPage(Horizontal):
    """The QR code at the left and the words at the right."""

    DEFAULT_CSS = """
    JoinPage {
        height: 1fr;
        QrCode { width: 1fr; min-width: 35; }
        #join-words { width: 46; height: 1fr; padding: 1 1 0 1; }
        #join-words Static { height: auto; }
        &.-wordy #join-words { width: 1fr; max-width: 76; }
    }
    """

    def compose(self) -> ComposeResult:
        """The code and the words."""
        yield QrCode()
        yield VerticalScroll(Static(id="join-text"), id="join-words")

    def show(self, at: Serving, state: Mapping[str, Any] | None, hands: bool = False) -> None:
        """Show where the room is, and who is there."""
        near = is_loopback(at.address) and at.url == at.local
        self.query_one(QrCode).show("" if near or hands else room_url(at))
        self.query_one(QrCode).display = not (near or hands)
        self.set_class(near or hands, "-wordy")
        self.query_one("#join-text", Static).update(join_words(at, state, near, hands))


def room_url(at: Serving) -> str:
    """The address of the room as people open it."""
    return f"{at.url}/r/{at.code}"


def join_words(at: Serving, state: Mapping[str, Any] | None, near: bool, hands: bool) -> Content:
    """The address and what it means that the room is there."""
    parts = []
    if state and state["rehearsal"]:
        parts += [text("REHEARSAL: those who vote are simulated.", "bold $text-warning"), text("")]
    if hands:
        parts += [text("A show of hands: nobody needs a phone.", "bold"), text(HANDS), text("")]
    elif near:
        parts += [text(ONLY_HERE, "bold $text-warning"), text(CHOOSE), text("")]
        parts += [text("On this machine:", "$text-muted"), text(room_url(at), "bold"), text("")]
    else:
        parts += [text("Scan the code, or open", "$text-muted"), text(at.url, "bold $text-primary")]
        parts += [text("and type", "$text-muted"), text(" ".join(at.code), "bold $text-primary"), text("")]
        parts += [text("In a terminal:", "$text-muted"), text(f"quizapp join {room_url(at)}"), text("")]
    if state and not hands:
        told = state["facilitator"]
        parts += [text(f"{told['here']} here now, {told['people']} have joined.", "bold"), text("")]
    if at.address in EVERYWHERE:
        parts += [text(EVERYWHERE_WORDS, "$text-warning"), text("")]
    if not near and not hands and at.url.startswith("http:"):
        parts += [text(PLAIN, "$text-muted"), text("")]
    parts += [text("The projector's page:", "$text-muted"), text(f"{room_url(at)}/screen")]
    return lines(*parts)


HANDS = "At each vote you type how many hands were raised for each option."
