"""What screens tell the app; the app alone decides which screen comes next."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from quizapp.deck.model import Deck
    from quizapp.play.session import Session
    from quizapp.questions.answer_forms import Answer
    from quizapp.review.today import Today
    from quizapp.ui.results.screen import Place


@dataclass
class DeckChosen(Message):
    """The learner wants to play this deck: from where it was left, or `anew`."""

    deck: Deck
    anew: bool = False


@dataclass
class ReviewChosen(Message):
    """The learner wants to practise what is due, or, where nothing is, to go on with what is new."""

    today: Today


@dataclass
class Answered(Message):
    """The learner gives an answer, or changes it; posted to the screen itself, so that it comes before the next key."""

    answer: Answer


@dataclass
class SessionChanged(Message):
    """The session moved on within the screen shown."""

    session: Session


@dataclass
class PhaseChanged(Message):
    """The session came to another phase or question, which has a screen of its own."""

    session: Session


@dataclass
class DeckFinished(Message):
    """The learner is through, or wants to see how it went."""

    session: Session


@dataclass
class PlayAgain(Message):
    """The learner wants to answer the questions that were not right once more, or all if all were right."""

    session: Session


@dataclass
class FinishAsked(Message):
    """The learner wants to finish the exam."""

    session: Session


@dataclass
class LabWanted(Message):
    """The learner wants the lab with the networks of the screen in front, and has to know this of them."""

    note: str = ""


@dataclass
class LookAgain(Message):
    """The learner wants to see an answer from the results again; `place` is where they were there."""

    session: Session
    place: Place


@dataclass
class RecordNews(Message):
    """What people have to be told of the record of their answers, in sentences."""

    sentences: tuple[str, ...]


@dataclass
class WorkDone(Message):
    """Something was done in the background; the app tells all screens."""

    key: Hashable


class GoHome(Message):
    """The learner wants back to the list of decks."""
