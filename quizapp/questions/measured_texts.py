"""Numbers of the learner's own run in what an author says: `{measured}` in explanations and feedback.

`{measured}` is the first number that the claim compares, the median over the networks that were watched, or the
quantity that is measured, over those by which answers are marked; `{measured.control}` is the same on the control. In
the feedback of a choice it is that of its own claim; elsewhere, and wherever there are several claims,
`{measured.vanish}` and `{measured.vanish.control}` name the choice. Last may stand how the number is said: `.fold` for
120,000-fold, `.percent` for 3 %.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from quizapp.charts.numbers import percent, precise
from quizapp.claims import parse_claim
from quizapp.claims.tree import compared
from quizapp.claims.wording import NEVER, value_text
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import ClaimResult, Result
from sim.diagnosis import times
from sim.experiment import Experiment
from sim.registry import BadValue, nearest

if TYPE_CHECKING:
    from quizapp.questions.question import Question

WORD = "measured"
CONTROL = "control"
#: Where it may stand: in what is said once the answer is marked.
SAID = ("explanation", "if_chosen", "if_not_chosen", "if_right", "if_wrong", "feedback")
#: Where it may not: learners read it before anything is measured.
ASKED = ("prompt", "hints", "text")
FORMS: Mapping[str, Callable[[float], str]] = {
    "fold": lambda value: times(max(value, 1 / value)) if value > 0 else precise(value),
    "percent": percent,
}
#: What stands for a number that is still being measured.
WAITING = "..."
_PLACE = re.compile(r"\{\s*(measured(?:\s*\.[^{}\n]*)?)\s*\}")
_LOOKS_MEANT = re.compile(r"\{\s*(m[a-z]{5,9}(?:\.[a-z0-9.-]*)?)\s*\}")
Path = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Place:
    """What is to be put in: of which evidence, on the experiment or its control, and said how."""

    evidence: Evidence
    on_control: bool
    form: str

    def filled(self, results: Mapping[Evidence, Result]) -> str:
        """The number in what was measured, or what stands for one that is not there yet."""
        result = results.get(self.evidence)
        found = None if result is None else _value(result, self.on_control)
        if found is None:
            return WAITING
        text, value = found
        plain = value_text(text, value)
        return FORMS[self.form](value) if self.form and plain != NEVER else plain


def is_meant(inside: str) -> bool:
    """Whether what stands in braces asks for a measured number, and not for a value that varies."""
    return _PLACE.fullmatch(f"{{{inside}}}") is not None


def filled_in(question: Question, own: str | None, text: str, results: Mapping[Evidence, Result]) -> str:
    """A text that is said of an option (None: of the question) with what was measured put in."""
    return _PLACE.sub(lambda found: _place(question, own, found[1]).filled(results), text)


def is_waiting(question: Question, own: str | None, text: str, results: Mapping[Evidence, Result]) -> bool:
    """Whether a text that is said of an option (None: of the question) asks for what is not measured yet."""
    return any(_place(question, own, found[1]).evidence not in results for found in _PLACE.finditer(text))


def with_measured(question: Question, results: Mapping[Evidence, Result]) -> Question:
    """The question with what was measured put in wherever it may stand."""
    return _refilled(question, None, lambda own, text: filled_in(question, own, text, results))


def asks_for_measured(question: Question) -> bool:
    """Whether any text asks for a measured number."""
    return any(_PLACE.search(text) for _, _, text in _texts(question, SAID))


def places_in(question: Question) -> Iterator[tuple[Path, str, Place]]:
    """Each measured number that a text asks for: where, as it is written, and what it is."""
    for path, own, text in _texts(question, SAID):
        for found in _PLACE.finditer(text):
            yield path, found[0], _place(question, own, found[1])


def check_measured(question: Question, experiments: Mapping[str, Experiment] | None) -> None:
    """Raise BadValue, at its path, for what is asked for and is never measured."""
    for path, _, text in _texts(question, ASKED):
        if _PLACE.search(text):
            raise BadValue("{measured} is known only after the run; write it in an explanation or in feedback", path)
    for path, own, text in _texts(question, SAID):
        try:
            _check_text(question, own, text, experiments)
        except BadValue as error:
            raise BadValue(str(error), path) from None


def _check_text(question: Question, own: str | None, text: str, experiments: Mapping[str, Experiment] | None) -> None:
    for found in _PLACE.finditer(text):
        place = _place(question, own, found[1])
        if experiments is not None and place.evidence.claim:
            claim = parse_claim(place.evidence.claim, experiments, place.evidence.experiment)
            if not compared(claim.truth):
                raise BadValue(f"{found[0]}: the claim `{place.evidence.claim}` compares no number")
    for found in _LOOKS_MEANT.finditer(text):
        first = found[1].partition(".")[0]
        if first != WORD and nearest(first, [WORD]).startswith("; did"):
            raise BadValue(f"there is nothing called {found[0]}; did you mean {{{WORD}}}?")


def _place(question: Question, own: str | None, inside: str) -> Place:
    """What is asked for; BadValue if there is no such number."""
    names = [name.strip() for name in inside.split(".")[1:]]
    form = names.pop() if names and names[-1] in FORMS and names[-1] else ""
    pieces = {option: evidence for option, evidence in question.evidence_by_option() if _measures(evidence)}
    on_control = bool(names) and names[-1] == CONTROL and (len(names) > 1 or CONTROL not in pieces)
    if on_control:
        names.pop()
    if len(names) > 1:
        raise BadValue(f"{{{inside}}} has too many parts; write {{measured.CHOICE.control.fold}} at most")
    evidence = _evidence(question, own, names[0] if names else None, pieces, inside)
    if on_control and evidence.control is None:
        raise BadValue(f"{{{inside}}}: there is no control to measure it on; add `control: NAME`")
    return Place(evidence, on_control, form)


def _evidence(
    question: Question, own: str | None, named: str | None, pieces: Mapping[str, Evidence], inside: str
) -> Evidence:
    if not pieces:
        raise BadValue(f"{{{inside}}}: nothing is measured in this question; give it an experiment and a claim")
    if named is None:
        evidence = pieces.get(own or "") or (next(iter(pieces.values())) if len(pieces) == 1 else None)
        if evidence is None:
            example = next(iter(pieces))
            raise BadValue(f"{{{inside}}}: say of which choice, as in {{measured.{example}}}")
        return evidence
    if named not in pieces:
        known = (*pieces, CONTROL, *FORMS)
        raise BadValue(f"{{{inside}}}: nothing called {named!r} is measured{nearest(named, known)}")
    return pieces[named]


def _measures(evidence: Evidence) -> bool:
    return bool(evidence.claim or evidence.quantity)


def _value(result: Result, on_control: bool) -> tuple[str, float] | None:
    """What was measured, as it is written, and its number: of a quantity that by which answers are marked."""
    if not isinstance(result, ClaimResult):
        return None if on_control else (result.quantity, (result.judged or result).typical)
    verdict = result.control if on_control else result.verdict
    return verdict.typical[0] if verdict and verdict.typical else None


def _texts(
    model: BaseModel, keys: tuple[str, ...], path: Path = (), own: str | None = None
) -> Iterator[tuple[Path, str | None, str]]:
    """Every text under one of the keys, with its path and the id of the option that it belongs to."""
    for name in type(model).model_fields:
        value, here = getattr(model, name, None), (*path, name)
        if name in keys and isinstance(value, str):
            yield here, own, value
        for index, part in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(part, BaseModel):
                yield from _texts(part, keys, (*here, index), getattr(part, "id", None))
            elif name in keys and isinstance(part, str):
                yield (*here, index), own, part


def _refilled(model: M, own: str | None, fill: Callable[[str | None, str], str]) -> M:
    changed: dict[str, object] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name in SAID and isinstance(value, str):
            changed[name] = fill(own, value)
        elif isinstance(value, tuple) and any(isinstance(part, BaseModel) for part in value):
            changed[name] = tuple(
                _refilled(part, getattr(part, "id", None), fill) if isinstance(part, BaseModel) else part
                for part in value
            )
    return model.model_copy(update=changed)
