"""The way through the questions of a session, until the last one is done."""

from __future__ import annotations

from collections.abc import Callable

from quizapp.plain.keeping import Keeping
from quizapp.plain.question import play_question
from quizapp.plain.question_in_play import GoTo, QuestionInPlay
from quizapp.play.session import Session

#: A question in play, from how a session stands.
InPlay = Callable[[Session], QuestionInPlay]


def play_through(session: Session, in_play: InPlay, keeping: Keeping, note: Callable[[Session], object]) -> None:
    """Question after question; `note` is told how the session stands after each, also if the player leaves."""
    while True:
        keeping.keep(session)
        playing = in_play(session)
        try:
            play_question(playing)
        except GoTo as wish:
            session = playing.session.at(wish.position)
            continue
        finally:
            note(playing.session)
        if playing.session.at_end:
            keeping.end(playing.session)
            return
        session = playing.session.at(playing.session.position + 1)
