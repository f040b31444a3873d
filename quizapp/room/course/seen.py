"""Who may see what of a room, as data: everybody, the projector, and the facilitator.

Before the reveal nothing of the key is in what everybody sees: it is made of the question as a learner sees it before
committing. Counts go to the projector, names to nobody; shares and the key go to the facilitator alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizapp.play.attempt import Attempt
from quizapp.play.certainty import Certainty
from quizapp.play.presenter import before_commit
from quizapp.room.course.answers import letters
from quizapp.room.course.phases import Phase
from quizapp.room.course.state import State
from quizapp.room.course.tally import Tally


@dataclass(frozen=True)
class Told:
    """What a revealed question has to tell: the key and the explanation (`presenter`), and what the room answered.

    `options` says of each option whether it should be picked, where options are. Parts that are not known yet, as
    networks still run or cannot, are None.
    """

    options: Mapping[str, bool]
    key: Mapping[str, Any] | None
    first: Tally | None
    second: Tally | None
    runs: str


def question_seen(attempt: Attempt, with_hints: bool = True) -> dict[str, Any]:
    """A question as it is seen: what is asked and how, its hints if `with_hints`, and levels of certainty."""
    seen = before_commit(attempt)
    question = dict(seen.as_data()["question"])
    names = letters(attempt.form)
    if "choices" in question:
        question["choices"] = [{**each, "letter": names[each["id"]]} for each in question["choices"]]
    return {
        **question,
        "hints": list(attempt.question.hints) if with_hints else [],
        "certainties": [level.value for level in Certainty] if attempt.predicts else [],
    }


def everybody(
    state: State, title: str, question: Mapping[str, Any] | None, told: Told | None, seconds_left: float | None
) -> dict[str, Any]:
    """What phones, terminals and the projector may see."""
    data: dict[str, Any] = {
        "phase": state.phase.value,
        "version": state.version,
        "title": title,
        "number": state.at.item + 1,
        "of": len(state.agenda),
        "open": state.open_round is not None,
        "round": state.phase.round,
        "seconds_left": None if seconds_left is None else round(seconds_left, 1),
        "over": state.over,
        "transfer": bool(state.item and state.item.transfer_of),
        "question": question,
        "look": state.look,
    }
    if told is not None and state.phase.is_told:
        data["reveal"] = _revealed(told, state.phase is Phase.EXPLAIN)
    return data


def _revealed(told: Told, explains: bool) -> dict[str, Any]:
    """What is told; the reason, which may say what was measured, only where it `explains`."""
    key = told.key or {}
    return {
        "key": key.get("key"),
        "options": [{"id": option, "right": right} for option, right in told.options.items()],
        "explanation": key.get("explanation") if explains else None,
        "reading": key.get("reading", []) if explains else [],
        "known": told.key is not None,
        "before": told.first and bars(told.first),
        "after": told.second and bars(told.second),
        "runs": told.runs,
    }


def bars(tally: Tally) -> dict[str, Any]:
    """A tally as it may be shown: how many gave which answer."""
    return {
        "answered": tally.answered,
        "judged": tally.judged,
        "right": tally.right,
        "given": [
            {"id": each.id, "name": each.name, "text": each.text, "count": each.count, "right": each.right}
            for each in tally.given
        ],
    }


def unmarked_bars(tally: Tally) -> dict[str, Any]:
    """The same before the reveal, where a facilitator shows the distribution: nothing of what is right."""
    given = [{"id": each.id, "name": each.name, "text": each.text, "count": each.count} for each in tally.given]
    return {"answered": tally.answered, "given": given}
