"""Who moved where between the two rounds, and what was gained: only people who voted in both can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from quizapp.questions.answer_forms import Form, PickOne
from quizapp.room.course.answers import letters
from quizapp.room.course.tally import Right
from quizapp.room.course.votes import Vote

RIGHT, WRONG = "right", "wrong"


@dataclass(frozen=True)
class Moves:
    """How people who voted in both rounds moved; `rows` and `columns` name answers, `counts` are by row, then column.

    `left` voted in the first round only, `joined` in the second only. `before` and `after` are the shares right of
    those who are compared, and `gain` what was gained of what could be (Hake, 1998), or None where it does not exist.
    """

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    compared: int
    left: int
    joined: int
    before: float | None
    after: float | None
    gain: float | None

    def as_data(self) -> dict[str, Any]:
        """All of it as data of which JSON can be made."""
        return asdict(self)


def moves(form: Form, first: Mapping[str, Vote], second: Mapping[str, Vote], right: Right) -> Moves:
    """The moves from one round to the other: between options where one is picked, else between right and wrong."""
    both = [person for person in first if person in second]
    by_id = letters(form) if isinstance(form, PickOne) else None
    names = (RIGHT, WRONG) if by_id is None else tuple(by_id.values())
    pairs = Counter((_name(by_id, first[each], right), _name(by_id, second[each], right)) for each in both)
    verdicts = [(right.get(first[each].same), right.get(second[each].same)) for each in both]
    known = [(a, b) for a, b in verdicts if a is not None and b is not None]
    before = sum(a for a, _ in known) / len(known) if known else None
    later = sum(b for _, b in known) / len(known) if known else None
    return Moves(
        names=names,
        counts=tuple(tuple(pairs[row, column] for column in names) for row in names),
        compared=len(both),
        left=len(first) - len(both),
        joined=sum(person not in first for person in second),
        before=before,
        after=later,
        gain=gain(before, later),
    )


def gain(before: float | None, after: float | None) -> float | None:
    """The normalised gain: what was gained of what could be gained; None where all were right before."""
    if before is None or after is None or before >= 1:
        return None
    return (after - before) / (1 - before)


def _name(by_id: Mapping[str, str] | None, vote: Vote, right: Right) -> str:
    """The letter of the option that was picked, where one is; else whether the answer is right."""
    if by_id is not None:
        picked = vote.answer.get("picked") or ()
        return by_id.get(next(iter(picked), ""), "")
    verdict = right.get(vote.same)
    return "" if verdict is None else RIGHT if verdict else WRONG
