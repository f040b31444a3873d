"""Questions in which things are to be put in order; the simulation measures which order is right."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, Field, ValidationInfo

from quizapp.charts.numbers import precise
from quizapp.claims import ClaimError, apart, parse_quantity
from quizapp.claims.wording import value_text, why_no_value
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import Probe, ProbeValues, Values
from quizapp.questions.alternatives import (
    SAY_SO,
    AlsoOn,
    Alternative,
    Elsewhere,
    also_on,
    check_alternatives,
    only_here,
)
from quizapp.questions.answer_forms import Answer, Option, PutInOrder
from quizapp.questions.fields import (
    ANY_EXPERIMENT,
    FROZEN,
    ExperimentName,
    MisreadClaim,
    Slug,
    Text,
    ViewName,
    option,
    readable_quantity,
    required,
)
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.question import NOTHING, Doubt, FairnessResult, Question
from quizapp.questions.tolerances import Apart, Distance
from quizapp.runs.medians import median
from sim.registry import BadValue

MOST_ITEMS = 9
#: Neighbours that are closer than this share of the larger may change places on another processor.
CLOSEST = 0.1


class Item(BaseModel):
    """One of the things to be put in order."""

    model_config = FROZEN

    id: Slug = required("A name for the item, the only one of this name in the question.")
    text: Text = required("What learners read.")
    experiment: ExperimentName = required("The deck's experiment on which it is measured.")
    also_on: AlsoOn = also_on("the order must come out the same, the first of each item together, and so on")
    feedback: Text | None = option("Said about this item once the order is committed.")


def _measurable(text: str, info: ValidationInfo) -> str:
    """A quantity of every item; of some it may be known before anything runs, as of what others are compared with."""
    experiments = [item.experiment for item in info.data.get("items", ())]
    for experiment in experiments or [None]:
        readable_quantity(text, info, experiment, relative=True)
    refused = []
    for experiment in experiments:
        try:
            readable_quantity(text, info, experiment)
        except MisreadClaim as error:
            refused.append(error)
    if experiments and len(refused) == len(experiments):
        raise refused[0]
    return text.strip()


def _as_many(items: tuple[Item, ...], info: ValidationInfo) -> tuple[Item, ...]:
    """The items, if each has an alternative wherever one has."""
    for index, item in enumerate(items):
        path = (index, "also_on")
        check_alternatives(item.also_on, item.experiment, info, path)
        if len(item.also_on) != len(items[0].also_on):
            raise BadValue(
                f"{items[0].id} has {len(items[0].also_on)} alternatives, and the order can come out the same only "
                "where all items have as many; name one for each, in the same order",
                path,
            )
    return items


def _apart(items: tuple[Item, ...]) -> tuple[Item, ...]:
    first: dict[str, str] = {}
    for index, item in enumerate(items):
        other = first.setdefault(item.experiment, item.id)
        if other != item.id:
            raise BadValue(
                f"{other} is measured on {item.experiment} too, and so the two would be equal",
                (index, "experiment"),
            )
    return items


class Order(Question):
    """The items are to be put in the order of a measured quantity."""

    type: Literal["order"] = required("Items to be put in order.")
    items: Annotated[
        tuple[Item, ...], Field(min_length=2, max_length=MOST_ITEMS), AfterValidator(_apart), AfterValidator(_as_many)
    ] = required("What to put in order, in any order: the simulation finds the right one.")
    order_by: Annotated[str, AfterValidator(_measurable)] = required("The measured quantity that decides the order.")
    by: Text = option("What the order is by, in words.", "what is measured")
    first: Literal["smallest", "largest"] = option("Which end of the order comes first.", "smallest")
    min_gap: Apart = option(
        "How far neighbours must be apart in every network: a factor as in 2x, or a difference as in 0.5.",
        Distance(factor=1.2),
    )

    view: ViewName | None = option("The view that it opens in, where that is not the one of what is measured.")
    only_here: Text | None = only_here()

    def form(self) -> PutInOrder:
        """Put the items in order."""
        options = tuple(Option(item.id, item.text) for item in self.items)
        return PutInOrder(options, self.by, largest_first=self.first == "largest")

    def evidence_for(self, option_id: str) -> Evidence | None:
        """The experiment of an item, and what is measured on it."""
        item = next(item for item in self.items if item.id == option_id)
        others = tuple(other.experiment for other in self.items if other is not item)
        return Evidence(item.experiment, True, quantity=self.order_by, beside=others, view=self.view)

    def evidence_by_option(self) -> tuple[tuple[str, Evidence], ...]:
        """The evidence of each item."""
        pieces = ((item.id, self.evidence_for(item.id)) for item in self.items)
        return tuple((name, evidence) for name, evidence in pieces if evidence)

    def probes(self, answer: Answer, prediction: Answer) -> tuple[Probe, ...]:
        """The quantity on every item."""
        return tuple(Probe(item.id, item.experiment, quantity=self.order_by) for item in self.items)

    def grade(self, answer: Answer, prediction: Answer, measured: ProbeValues) -> Grade:
        """The share of the pairs that stand in the right order; an item is right in a place that it can have."""
        assert isinstance(answer, tuple)
        ids = [str(each) for each in answer]
        typical = {name: _typical(measured[name]) for name in ids}
        rising = [typical[name] * (-1 if self.first == "largest" else 1) for name in ids]
        pairs = [left <= right for left, right in itertools.combinations(rising, 2)]
        places = zip(ids, rising, sorted(rising), strict=True)
        right_order = [name for _, name in sorted(zip(rising, ids, strict=True))]
        texts = {item.id: item.text for item in self.items}
        between, over = " > " if self.first == "largest" else " < ", _medians_over(measured.values())
        return Grade(
            credit=sum(pairs) / len(pairs),
            right=all(pairs),
            marks={name: Mark.RIGHT if mine == best else Mark.WRONG for name, mine, best in places},
            key=f"{between.join(f'{texts[name]} ({self._measured(typical[name])})' for name in right_order)}, {over}",
            said={name: self._said(texts[name], typical[name], rising, index) for index, name in enumerate(ids)},
            feedback={item.id: item.feedback for item in self.items if item.feedback},
        ).with_disputed(name for name in ids if not np.isfinite(measured[name]).all())

    def _said(self, text: str, value: float, rising: list[float], index: int) -> str:
        """An item with what was measured, and the place that it belongs in if it is not there."""
        ranked = sorted(rising)
        place = "" if rising[index] == ranked[index] else f"; belongs in place {ranked.index(rising[index]) + 1}"
        return f"{text} ({self._measured(value)}{place})"

    def _measured(self, value: float) -> str:
        return value_text(self.order_by, value)

    def fairness_probes(self, measured: ProbeValues = NOTHING) -> tuple[Probe, ...]:
        """The quantity on every item."""
        return () if measured else self.probes((), ())

    def fairness_results(self, measured: ProbeValues) -> tuple[FairnessResult, ...]:
        """How far neighbours are apart in the network in which they are closest."""
        lost = [self._without_value(item, at, measured[item.id]) for at, item in enumerate(self.items)]
        if any(lost):
            return tuple(each for each in lost if each)
        names = sorted(measured, key=lambda name: _typical(measured[name]))
        return tuple(self._neighbours(left, right, measured) for left, right in itertools.pairwise(names))

    def alternatives(self) -> tuple[Alternative, ...]:
        """The quantity on the first alternatives of all items, and so on."""
        return tuple(
            Alternative(
                ", ".join(item.also_on[at] for item in self.items),
                ("items", 0, "also_on", at),
                tuple(Probe(item.id, item.also_on[at], quantity=self.order_by) for item in self.items),
            )
            for at in range(len(self.items[0].also_on))
        )

    def elsewhere(self, alternative: Alternative, here: ProbeValues, there: ProbeValues) -> Elsewhere:
        """Whether the items have the same order on alternatives, and are as far apart."""
        ranks = sorted(there, key=lambda name: _typical(there[name]))
        text = " < ".join(f"{name} ({self._measured(_typical(there[name]))})" for name in ranks)
        same = ranks == sorted(here, key=lambda name: _typical(here[name]))
        wrong = [each.text for each in self.fairness_results(there) if each.problem]
        why = None if same and not wrong else f"the order is {text}" if not same else wrong[0]
        return Elsewhere(alternative, text, why and f"on {alternative.name} {why}; {SAY_SO}")

    def _without_value(self, item: Item, at: int, values: Values) -> FairnessResult | None:
        """What is wrong with an item that has no place in the order, as there is no number in some of its networks."""
        count = int(np.sum(~np.isfinite(values)))
        if not count:
            return None
        text = f"on {item.experiment}, {self.order_by} has no value in {count} of {len(values)} networks"
        problem = f"{text}, {why_no_value(self.order_by)}; order by something that all items have"
        return FairnessResult(item.id, text, problem, ("items", at, "experiment"), (item.id,))

    def _neighbours(self, left: str, right: str, measured: ProbeValues) -> FairnessResult:
        both = min(len(measured[left]), len(measured[right]))
        apart = self.min_gap.reached(measured[left][:both], measured[right][:both])
        values = f"{self._measured(_typical(measured[left]))} and {self._measured(_typical(measured[right]))}"
        label = f"{left} < {right}"
        text = f"{values}, at least {self.min_gap} apart in {apart.sum()} of {len(apart)} networks"
        if self.min_gap.factor is not None and np.any(measured[left] < 0):
            return FairnessResult(label, text, self._below_zero(left, measured[left]), self._gap_path, (left, right))
        if apart.all():
            return FairnessResult(label, text, doubts=self._doubts(left, right, measured))
        problem = (
            f"{left} and {right} are closer than {self.min_gap} in {len(apart) - apart.sum()} of {len(apart)} "
            f"networks (typically {values}); choose experiments further apart, or a smaller min_gap"
        )
        at = next(index for index, item in enumerate(self.items) if item.id == right)
        return FairnessResult(label, text, problem, ("items", at, "experiment"), (left, right))

    def _doubts(self, left: str, right: str, measured: ProbeValues) -> tuple[Doubt, ...]:
        """That two neighbours are nearly the same in some network, if so."""
        closest = float(np.min(self._shares_apart(measured[left], measured[right])))
        if closest >= CLOSEST:
            return ()
        message = (
            f"brittle: in one network {left} and {right} are {closest:.0%} apart; choose experiments further apart"
        )
        return (Doubt("brittle-claim", message, self._gap_path),)

    def _shares_apart(self, less: Values, more: Values) -> Values:
        """(S,) how far two items are apart as a share of the larger; what refers to others is taken as it is."""
        networks = {item.experiment: ANY_EXPERIMENT for item in self.items}
        try:
            return apart(parse_quantity(self.order_by, networks, self.items[0].experiment), less, more)
        except ClaimError:
            return np.ones(1)

    def _below_zero(self, name: str, values: Values) -> str:
        return (
            f"{name} is {precise(float(np.nanmin(values)))}, and numbers below 0 are not a factor apart; "
            "give min_gap as a difference, as in `min_gap: 0.5`"
        )

    @property
    def _gap_path(self) -> tuple[str, ...]:
        return ("min_gap",) if "min_gap" in self.model_fields_set else ("order_by",)


def _typical(values: Values) -> float:
    """The median over the networks; what is not finite counts as the largest."""
    return float(median(np.where(np.isfinite(values), values, np.inf)))


def _medians_over(measured: Iterable[Values]) -> str:
    """'each the median over 20 networks'."""
    least, *others = sorted({len(values) for values in measured})
    return f"each the median over {least}{f' to {others[-1]}' if others else ''} networks"


QUESTION_TYPE = Order
