"""What clients send, read with care: every message is hostile until it was here."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizapp.claims.arithmetic import EXAMPLES, value_of
from quizapp.play.certainty import Certainty
from quizapp.questions.answer_data import BadAnswer, answer_as_data, answer_from_data
from quizapp.questions.answer_forms import EnterNumber, Form, PickMany, PickOne, PutInOrder, missing_from
from sim.registry import BadValue

#: Bytes of the longest message.
LONGEST = 4096
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
LEVELS = tuple(each.value for each in Certainty)
ROUNDS = {1: 1, 2: 2, "1": 1, "2": 2, "round1": 1, "round2": 2}


class BadMessage(ValueError):
    """A message that cannot be taken, and why."""


@dataclass(frozen=True)
class VoteMessage:
    """A vote as it came: its round, the key of the tap, the question it means if it says so, the rest unread."""

    round: int
    key: str
    question: str | None
    body: Mapping[str, Any]


def read_json(text: str | bytes) -> dict[str, Any]:
    """The object that a message is, or BadMessage."""
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadMessage("this is no JSON") from None
    if not isinstance(data, dict):
        raise BadMessage("a message is a JSON object")
    return data


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def vote_message(data: Mapping[str, Any]) -> VoteMessage:
    """The vote that a message is, its answer not read yet; or BadMessage."""
    number = data.get("round")
    if isinstance(number, bool) or not isinstance(number, int | str) or number not in ROUNDS:
        raise BadMessage('"round" is 1 or 2')
    key, question = data.get("key"), data.get("question")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise BadMessage('"key" has 1 to 64 letters, digits, - and _, made anew for each vote')
    if question is not None and not isinstance(question, str):
        raise BadMessage('"question" is the id of a question')
    return VoteMessage(ROUNDS[number], key, question, data)


def answer_of(form: Form, body: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a vote as data that fits the question, or BadMessage."""
    try:
        answer = answer_from_data(form, _answer_data(form, body))
    except (BadAnswer, RecursionError) as error:
        raise BadMessage(str(error)) from None
    missing = missing_from(form, answer)
    if missing:
        raise BadMessage(f"{missing} first")
    return answer_as_data(form, answer)


def _answer_data(form: Form, body: Mapping[str, Any]) -> object:
    if "choice" not in body:
        answer = body.get("answer")
        return _with_value(answer) if isinstance(form, EnterNumber) and isinstance(answer, Mapping) else answer
    choice = body["choice"]
    if not isinstance(choice, list) or not all(isinstance(each, str) for each in choice):
        raise BadMessage('"choice" is a list of the ids that are chosen')
    if isinstance(form, PickOne | PickMany):
        return {"form": form.name, "picked": choice}
    if isinstance(form, PutInOrder):
        return {"form": form.name, "order": choice}
    raise BadMessage(f'this question is answered by "answer", of the form {form.name}')


def certainty_of(body: Mapping[str, Any]) -> str | None:
    """How certain a voter is, or None where they did not say; BadMessage if it is no level."""
    level = body.get("certainty")
    if level is None:
        return None
    if level not in LEVELS:
        raise BadMessage(f'"certainty" is one of {", ".join(LEVELS)}')
    return str(level)


def _with_value(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """An entered number with its value, which a client that cannot work out sqrt(2 / 512) leaves to the server."""
    number = answer.get("number")
    if not isinstance(number, Mapping) or not isinstance(number.get("text"), str):
        return answer
    text = number["text"].strip()
    return {**answer, "number": {"text": text, "value": number_in(text)}}


def number_in(text: str) -> float:
    """The number that somebody typed, understood as everywhere else; BadMessage if it is none."""
    try:
        number = value_of(text)
    except BadValue:
        number = math.nan
    if not math.isfinite(number):
        raise BadMessage(f"type a number, such as {EXAMPLES}")
    return number
