"""What stands on the screen for a vote before it is sent, and what there is to do next."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.play.certainty import Certainty
from quizapp.questions.answer_data import answer_as_data
from quizapp.questions.answer_forms import (
    Answer,
    EnterNumber,
    EnterText,
    PickMany,
    PickOne,
    PutInOrder,
    TurnKnobs,
    missing_from,
)
from quizapp.room.client.question import Asked
from quizapp.room.join.ballots import Cast, Fate


@dataclass(frozen=True)
class Draft:
    """What stands on the screen for a vote: the answer so far, how certain, and how many hints were asked for."""

    answer: Answer
    certainty: Certainty | None = None
    hints: int = 0


def is_sent(asked: Asked, draft: Draft, cast: Cast | None) -> bool:
    """Whether what stands there is what was sent last."""
    if cast is None or cast.fate is Fate.REFUSED:
        return False
    certainty = draft.certainty.value if draft.certainty else None
    same = answer_as_data(asked.form, draft.answer) == cast.ballot.answer
    return same and certainty == cast.ballot.certainty


def next_step(asked: Asked, draft: Draft, cast: Cast | None, asked_how_sure: bool) -> str:
    """What there is to do next while a vote is open, in a sentence."""
    if is_sent(asked, draft, cast):
        return _once_sent(asked, asked_how_sure)
    if missing_from(asked.form, draft.answer) is not None:
        return _keys(asked) if not asked_how_sure else "Your answer is still missing: escape leads back to it."
    if asked_how_sure and asked.asks_certainty and draft.certainty is None:
        return "Say with 1, 2 or 3 how sure you are; enter sends your answer."
    if asked_how_sure:
        return "Press enter to send your answer."
    if draft.answer == asked.form.blank:
        return _keys(asked)
    return (
        "Not sent yet: press enter, say how sure you are, and enter again." if asked.asks_certainty else "Press enter."
    )


def _once_sent(asked: Asked, asked_how_sure: bool) -> str:
    """What the keys do after an answer was sent: digits say how sure one is while that is in front."""
    if not (asked_how_sure and asked.asks_certainty):
        return "Change it as you like; enter sends what you change."
    way = "letters change your answer" if isinstance(asked.form, PickOne | PickMany) else "escape leads to your answer"
    return f"1, 2 or 3 says how sure you are, {way}; enter sends what you change."


def _keys(asked: Asked) -> str:
    """The keys by which a question is answered, in a sentence."""
    others = "F1 is help, F2 a hint, ctrl+q quits." if asked.hints else "F1 is help, ctrl+q quits."
    match asked.form:
        case PickOne() | PickMany():
            return "Pick with the letters or numbers, or with j, k and space; then press enter."
        case EnterNumber():
            return f"Type your number; then press enter. {others}"
        case EnterText():
            return f"Type your answer; then press enter. {others}"
        case PutInOrder():
            return "Carry an item with J and K or to its number, or drag it; press enter when the order is right."
        case TurnKnobs():
            return "Turn with the arrow keys, or click; press enter when it stands where you think it must."
