"""The keys that lead from question to question, the same on every screen that shows one."""

from __future__ import annotations

from textual.binding import Binding
from textual.message_pump import MessagePump

from quizapp.play.session import Session
from quizapp.ui.shared.messages import PhaseChanged

PREVIOUS = Binding("left_square_bracket,p", "go(-1)", "previous question", show=False, id="previous")
NEXT = Binding("right_square_bracket,n", "go(1)", "next question", show=False, id="next")
#: Where words are typed, the letter is one of them.
FINISH = (
    Binding("F,upper_f", "finish", "finish the exam", key_display="F", id="finish"),
    Binding("f4", "finish", "finish the exam", id="finish"),
)


def go(screen: MessagePump, session: Session, by: int) -> None:
    """Show another question, if there is one there."""
    other = session.at(session.position + by)
    if other.position != session.position:
        screen.post_message(PhaseChanged(other))
