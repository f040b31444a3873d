"""What came of a claim, told in the order in which people want to know it: in words, how it came out, the numbers.

The formula comes last, for those who ask for it. Both front ends tell the same sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from quizapp.claims import Outcome, Verdict
from quizapp.claims.worded import Worded
from quizapp.evidence.results import ClaimResult, QuantityResult, Result
from quizapp.questions.answer_forms import Form, PickMany, PickOne, TurnKnobs
from quizapp.questions.grading import Mark

CONTROL = (
    "A control is a second group of networks, which differ from these in what the brackets say. There the claim must "
    "come out the other way, or it would prove nothing."
)
#: The same in one line, where the rows are wanted for what runs.
CONTROL_IN_SHORT = "A control differs in the brackets; there the claim must come out otherwise."
#: What the claim makes of the option, and what the learner made of it, once it is known how the claim came out.
PICKED = {
    Mark.RIGHT: "the option is right, as you said",
    Mark.RIGHTLY_LEFT: "the option is wrong, as you said",
    Mark.WRONG: "the option is wrong, and you picked it",
    Mark.MISSED: "the option is right, and you left it",
}
#: The same where the claim is of the statement, and what is picked is whether it is true.
JUDGED = {
    Mark.RIGHT: "you were right",
    Mark.RIGHTLY_LEFT: "you were right",
    Mark.WRONG: "so you were not right",
    Mark.MISSED: "so you were not right",
}


@dataclass(frozen=True)
class Told:
    """What there is to tell of a claim or a quantity: label and sentence each; `formula` is for those who ask."""

    words: tuple[tuple[str, str], ...]
    formula: tuple[tuple[str, str], ...]


def told(
    found: ClaimResult | QuantityResult, form: Form, mark: Mark | None, ended: bool = True, shared: bool = False
) -> Told:
    """All that is told of a result; `shared` says that several options rest on it, `ended` that the run is over."""
    if isinstance(found, QuantityResult):
        spread = f" {found.spread[:1].upper()}{found.spread[1:]}." if ended or np.isfinite(found.values).all() else ""
        return Told((("measured", f"{quantity_told(found, ended)}{spread}"),), (("formula", found.quantity),))
    is_goal = isinstance(form, TurnKnobs)
    rows = [
        ("goal" if is_goal else "claim", found.words or found.claim),
        ("", came_out(found, _of_the_pick(form, mark, shared), ended or found.at_start)),
        ("measured", measured(found, ended)),
        ("control", on_control(found, ended)),
    ]
    return Told(tuple((label, text) for label, text in rows if text), (("formula", found.claim),))


def _of_the_pick(form: Form, mark: Mark | None, shared: bool) -> str:
    if mark is None or not isinstance(form, PickOne | PickMany):
        return ""
    return (JUDGED if shared else PICKED).get(mark, "")


def short_of_goal(found: Result | None, ended: bool = True) -> tuple[str, str]:
    """That the goal of knobs does not hold on the networks that are seen, and their numbers; nothing where it holds."""
    if not isinstance(found, ClaimResult):
        return "Nothing is measured yet, so nobody knows whether the goal holds.", ""
    settled, holds = ended or found.at_start, found.verdict.outcome() is Outcome.HOLDS
    if settled and holds:
        return "", ""
    if holds:
        return "The goal holds so far, but the networks have not run to their end.", ""
    wanted = f"The goal does not hold{'' if settled else ' yet'}:"
    return f"{wanted} it is so {_in_how_many(found.verdict)}.", measured(found, ended)


def came_out(found: ClaimResult, of_the_pick: str, ended: bool) -> str:
    """In how many networks it was so, of those that the mark goes by if it is known, and what that says of the pick."""
    if not ended:
        return f"So far it is so {_in_how_many(found.verdict)}; the end of the run is what counts."
    many = found.judged.verdict if found.judged else found.verdict
    begin = "It was so" if many.outcome() is Outcome.FAILS else "So it was"
    counts = f"{begin} {_in_how_many(many)}{_of_them_shown(many, found.verdict)}{_unclear(many)}"
    return f"{counts}{f': {of_the_pick}' if of_the_pick else ''}."


def _of_them_shown(many: Verdict, shown: Verdict) -> str:
    """How many are shown of those that were counted, where these are more, and the count there if it tells more."""
    if many.of == shown.of:
        return ""
    alike = many.count * shown.of == shown.count * many.of
    return f" ({f'{shown.of} of them' if alike else f'{shown.count} of the {shown.of}'} shown)"


def _in_how_many(verdict: Verdict) -> str:
    networks = f"{verdict.of} network{'s' * (verdict.of != 1)}"
    if verdict.count == verdict.of:
        return f"in all {networks}" if verdict.of > 1 else "in the one network"
    return f"in {verdict.count} of {networks}" if verdict.count or verdict.of == 1 else f"in none of the {networks}"


def _unclear(verdict: Verdict) -> str:
    """Why nothing follows from the counts, if nothing does."""
    if verdict.undecided:
        return f" (undecided in {verdict.undecided}: {verdict.why_undecided})"
    if verdict.outcome() is Outcome.UNDECIDED:
        return ", too few to call it true and too many to call it false"
    return ""


def measured(found: ClaimResult, ended: bool = True) -> str:
    """The medians of what the claim compares, as a sentence; nothing where it compares no numbers."""
    return _numbers(_as_of(found.worded, ended), found.verdict)


def _as_of(worded: tuple[Worded, ...], ended: bool) -> tuple[Worded, ...]:
    """What is measured while training goes on is not said to be after it."""
    return worded if ended else tuple(replace(each, trained=False, so_far=True) for each in worded)


def on_control(found: ClaimResult, ended: bool = True) -> str:
    """What the control is, what was measured there, and in how many networks it was so; nothing without a control."""
    if found.control is None:
        return ""
    name = f"{found.control_name}{f' ({found.apart})' if found.apart else ''}"
    judged = found.judged.control if found.judged and found.judged.control else found.control
    wanted = Outcome.FAILS if found.expected else Outcome.HOLDS
    must = ", as it must be" if judged.outcome() is wanted else ", but it must not be" if found.judged else ""
    numbers = _numbers_of_control(_as_of(found.worded_control, ended), found.control)
    return f"{name}: {numbers}so {_in_how_many(judged)}{_unclear(judged)}{must}."


def _numbers_of_control(worded: tuple[Worded, ...], verdict: Verdict) -> str:
    """What was measured on the control: where it is one number, without saying once more what it is.

    What no chart shows as it is, as a square, is said in full; or it would be taken for what the chart shows.
    That all of it is before training was said just above; that it is afterwards bears repeating, as the same networks
    are the control of claims on the start.
    """
    if all(each.initial for each in worded):
        worded = tuple(replace(each, initial=False) for each in worded)
    values = [value for _, value in verdict.typical]
    if len(values) == 1 and not worded[0].derived:
        return f"{worded[0].when.replace(',', '')}{worded[0].value(values[0])}; "
    return "".join(f"{clause}; " for clause in _clauses(worded, values))


def _numbers(worded: tuple[Worded, ...], verdict: Verdict) -> str:
    whole = "; ".join(_clauses(worded, [value for _, value in verdict.typical]))
    return f"{whole[:1].upper()}{whole[1:]}." if whole else ""


def _clauses(worded: tuple[Worded, ...], values: list[float]) -> Iterator[str]:
    """Each number as a clause; when it was measured is said where that is not the moment of the clause before."""
    before = ""
    for each, value in zip(worded, values, strict=True):
        clause = each.worth(value)
        yield clause.removeprefix(each.when) if each.when == before else clause
        before = each.when


def quantity_told(found: QuantityResult, ended: bool = True) -> str:
    """The median of a quantity, as a sentence."""
    if found.worded is None:
        return f"{found.quantity} = {found.median}."
    value = replace(found.worded, trained=found.worded.trained and ended, so_far=not ended).worth(found.typical)
    return f"{value[:1].upper()}{value[1:]}."
