"""A claim as a sentence and a quantity as a noun, for those who do not read formulas.

'Before training, the error at layer 1 is less than a ten-thousandth of that at layer 9.'
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from quizapp.charts.numbers import number as short
from quizapp.charts.numbers import precise
from quizapp.claims.number_words import FUNCTION_NOUNS, exact, part, times_of
from quizapp.claims.tree import (
    SCALARS,
    SIZES,
    TURNED,
    UNTIL,
    Arithmetic,
    Call,
    Claim,
    Comparison,
    Constant,
    Event,
    Logic,
    Measure,
    Negative,
    Not,
    Number,
    Quantity,
    Truth,
    compared,
    constant_of,
    measures_in,
)
from quizapp.claims.worded import DIFFERENCE, Multiple, Worded
from sim.experiment import Experiment

#: What a measure is called, and the word between it and its layer.
NOUNS: dict[str, tuple[str, str]] = {
    "signal": ("the signal", "at"),
    "preactivation": ("the input of the activation", "in"),
    "delta": ("the error", "at"),
    "weight_gradient": ("the weight gradient", "of"),
    "bias_gradient": ("the bias gradient", "of"),
    "update_ratio": ("the share by which a step changes the weights", "of"),
    "saturated": ("the share of saturated outputs", "in"),
    "dead": ("the share of dead units", "in"),
    "distinct_units": ("the number of distinct units", "in"),
    "effective_rank": ("the number of directions (rank) of the units", "in"),
    "weight": ("the size (rms) of the weights", "of"),
    "example_cosine": ("the cosine of two examples", "in"),
    "loss": ("the loss", "of"),
    "accuracy": ("the share of examples classified rightly", "of"),
    "test_loss": ("the loss on held-out examples", "of"),
    "test_accuracy": ("the share of held-out examples classified rightly", "of"),
    "jacobian_max": ("the largest singular value of the Jacobian", "of"),
    "jacobian_rms": ("the typical singular value (rms) of the Jacobian", "of"),
    "jacobian_min": ("the smallest singular value of the Jacobian", "of"),
    "depth": ("the number of layers", "of"),
    "width": ("the number of units in a layer", "of"),
}
RELATIONS = {
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
    "==": "is exactly",
    "!=": "is not",
}
#: A step that does not come in a run.
NEVER = "never"
OVER_LAYERS = {"max": "the largest", "min": "the smallest", "median": "the middle"}
OPERATIONS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by", "**": "to the power of"}


def claim_in_words(claim: Claim, experiments: Mapping[str, Experiment], subject: str) -> str:
    """What a claim on the experiment `subject` says, as a sentence."""
    return sentence(_Wording(experiments, subject, _is_initial(claim.truth)).truth(claim.truth), claim.truth)


def quantity_in_words(quantity: Quantity, experiments: Mapping[str, Experiment], subject: str) -> Worded:
    """What a quantity is, in words."""
    return _worded(quantity.number, experiments, subject)


def compared_in_words(claim: Claim, experiments: Mapping[str, Experiment], subject: str) -> tuple[Worded, ...]:
    """What a claim compares, in words, in the order of `Verdict.measured`."""
    return tuple(_worded(number, experiments, subject) for _, number in compared(claim.truth))


def sentence(words: str, about: Truth | Number) -> str:
    """Words with a capital letter and a full stop, and before them when it is, where all is measured at the start."""
    when = "before training, " if _is_initial(about) else ""
    whole = f"{when}{words}"
    return f"{whole[:1].upper()}{whole[1:]}."


def _worded(number: Number, experiments: Mapping[str, Experiment], subject: str) -> Worded:
    initial = _is_initial(number)
    return Worded(
        *_Wording(experiments, subject, initial).split(number),
        initial,
        _is_trained(number, experiments, subject),
        _multiple(number, experiments, subject),
        _is_derived(number),
    )


def _multiple(number: Number, experiments: Mapping[str, Experiment], subject: str) -> Multiple | None:
    match number:
        case Arithmetic("*", Constant(times), Measure() as of) | Arithmetic("*", Measure() as of, Constant(times)):
            return Multiple(times, _untimed(of, experiments, subject)) if times > 0 else None
        case Arithmetic("/", Measure() as of, Constant(parts)) if parts > 0:
            return Multiple(1 / parts, _untimed(of, experiments, subject))
    return None


def _is_derived(number: Number) -> bool:
    """Whether a number is a square, a ratio of squares, or a difference."""
    match number:
        case Arithmetic("/", above, below):
            return _is_derived(above) and _is_derived(below)
        case Arithmetic("**", Measure(), Constant(2.0)) | Call("abs", (Arithmetic("-"),)):
            return True
    return False


def _untimed(number: Number, experiments: Mapping[str, Experiment], subject: str) -> Worded:
    """A quantity in words whose moment is said elsewhere."""
    return replace(_worded(number, experiments, subject), initial=False, trained=False)


def _is_initial(node: Truth | Number) -> bool:
    """Whether all that is measured is measured before training, so that it is enough to say so once."""
    measures = [each for each in measures_in(node) if each.name not in ("depth", "width")]
    return bool(measures) and all(each.initial for each in measures)


def _is_trained(number: Number, experiments: Mapping[str, Experiment], subject: str) -> bool:
    """Whether all that is measured is of layers, which have a number before training as well, and after it."""
    measures = [each for each in measures_in(number) if each.name not in SIZES]
    return bool(measures) and all(
        each.name not in (*SCALARS, UNTIL) and each.moment is None and experiments[each.experiment or subject].steps
        for each in measures
    )


@dataclass(frozen=True)
class _Wording:
    """Says the parts of a claim; with `untrained` when it is measured goes without saying."""

    experiments: Mapping[str, Experiment]
    subject: str
    untrained: bool

    def truth(self, node: Truth) -> str:
        match node:
            case Comparison():
                return self._comparison(node)
            case Event(measure):
                return self._event(measure, "come out too large to hold")
            case Not(Event(measure)):
                return self._event(measure, "all stay finite")
            case Not(operand):
                return f"it is not so that {self.truth(operand)}"
            case Logic(operator, operands):
                return f", {operator} ".join(map(self._among, operands))

    def _among(self, node: Truth) -> str:
        """One of several truths, in brackets if it is made of several itself."""
        return f"({self.truth(node)})" if isinstance(node, Logic) else self.truth(node)

    def _event(self, measure: Measure, what: str) -> str:
        return f"the numbers{self._of(measure)} {what}{self._when(measure)}"

    def _comparison(self, node: Comparison) -> str:
        if known := self._known(node):
            return known
        operands, operators = list(node.operands), list(node.operators)
        if len(operands) == 3:
            return self._between(operands, operators)
        if _is_constant(operands[0]) and len(operands) == 2:
            operands.reverse()
            operators = [TURNED[operators[0]]]
        if len(operands) == 2:
            return self._two(operands[0], operators[0], operands[1])
        pairs = zip(operands, operators, operands[1:], strict=False)
        return ", and ".join(self._two(left, operator, right) for left, operator, right in pairs)

    def _between(self, operands: list[Number], operators: list[str]) -> str:
        low, high = constant_of(operands[0]), constant_of(operands[2])
        if operators[0][0] == ">" and operators[1][0] == ">":
            low, high = high, low
        elif operators[0][0] != "<" or operators[1][0] != "<":
            low = high = None
        if low is None or high is None:
            first, second = (self._two(operands[i], operators[i], operands[i + 1]) for i in (0, 1))
            return f"{first}, and {second}"
        above, below = self.split(operands[1])
        if below and low > 0 and abs(low * high - 1) < 1e-9:
            return f"{above} is within a factor of {short(high)} of {below}"
        if below:
            most = "the whole of" if high == 1 else times_of(high)
            return f"{above} is between {part(low)} and {most} {below}"
        return f"{above} is between {short(low)} and {short(high)}"

    def _two(self, left: Number, operator: str, right: Number) -> str:
        value = constant_of(right)
        above, below = self.split(left)
        if value == 1 and below:
            return f"{above} {RELATIONS[operator]} {below}"
        if value is not None and below and value > 0:
            return f"{above} {RELATIONS[operator]} {times_of(value)} {below}"
        if value is None:
            return f"{self.number(left)} {RELATIONS[operator]} {self._multiple(right)}"
        if value == 0 and operator == ">":
            return f"{self.number(left)} is not 0"
        return f"{self.number(left)} {RELATIONS[operator]} {self._amount(left, value)}"

    def _multiple(self, right: Number) -> str:
        match right:
            case Arithmetic("*", Constant(value), other) | Arithmetic("*", other, Constant(value)) if value > 0:
                return f"{times_of(value)} {self.number(other)}"
            case Arithmetic("/", other, Constant(value)) if value > 0:
                return f"{times_of(1 / value)} {self.number(other)}"
            case Measure("width") | Measure("depth"):
                size = getattr(self.experiments[right.experiment or self.subject], right.name)
                return f"{size}, which is {self.number(right)}"
        return self.number(right)

    def _amount(self, left: Number, value: float) -> str:
        """A threshold: a share as such, any other number as it is."""
        shares = {"saturated", "dead", "accuracy", "test_accuracy"}
        is_share = 0 < value < 1 and {each.name for each in measures_in(left)} <= shares
        return f"{100 * value:g}%" if is_share else exact(value)

    def _known(self, node: Comparison) -> str:
        """Comparisons that have a sentence of their own, or nothing."""
        match node.operands, node.operators:
            case (Measure(until=condition) as steps, Constant(value)), (operator,) if condition is not None:
                return self._takes(steps, condition, operator, value)
            case (Constant(value), Measure(until=condition) as steps), (operator,) if condition is not None:
                return self._takes(steps, condition, TURNED[operator], value)
            case (Measure("distinct_units", int()) as units, Measure("width")), ("==",):
                return f"all units{self._place(units, 'of')} differ{self._when(units)}"
            case (Measure("distinct_units", int()) as units, Constant(1.0)), ("==",):
                return f"all units{self._place(units, 'of')} compute the same{self._when(units)}"
            case (Measure("update_ratio", int()) as update, Constant(0.0)), (">",):
                return f"the weights{self._place(update, 'of')} move{self._when(update)}"
        return ""

    def _takes(self, steps: Measure, condition: Truth, operator: str, value: float) -> str:
        many = f"{RELATIONS[operator].removeprefix('is ')} {exact(value)} step{'s' * (value != 1)}"
        return f"it takes {many}{self._of(steps)} until {self._condition(steps, condition)}"

    def _condition(self, steps: Measure, condition: Truth) -> str:
        return _Wording(self.experiments, steps.experiment or self.subject, False).truth(condition)

    def split(self, number: Number) -> tuple[str, str]:
        """What is measured, and what it is divided by if that is the same measure elsewhere or at another time."""
        match number:
            case Arithmetic("/", Measure() as above, Measure() as below) if above.name == below.name:
                return self.number(above), self._that(above, below)
            case Arithmetic("/", Measure() as above, Measure() as below):
                return self.number(above), self.number(below)
            case Arithmetic("/", Arithmetic("**", Measure() as above, _), Arithmetic("**", Measure() as below, _)) if (
                above.name == below.name and _is_derived(number)
            ):
                return f"the square of {self.number(above)}", f"that of {self.number(below)}"
        return self.number(number), ""

    def _that(self, above: Measure, below: Measure) -> str:
        if above.layer == below.layer and above.experiment == below.experiment and below.moment is not None:
            return f"what it was{_at(below)}"
        when = "" if above.moment == below.moment else self._when(below)
        return f"that{self._place(below)}{when}"

    def number(self, node: Number) -> str:
        match node:
            case Constant(value):
                return exact(value)
            case Measure(until=condition) if condition is not None:
                return f"the number of steps{self._of(node)} until {self._condition(node, condition)}"
            case Measure():
                return f"{NOUNS[node.name][0]}{self._place(node)}{self._when(node)}"
            case Arithmetic("-", Constant(1.0), Measure("accuracy") as measure):
                return f"the share of examples classified wrongly{self._of(measure)}{self._when(measure)}"
            case Arithmetic("**", Measure() as measure, Constant(2.0)):
                return f"the square of {self.number(measure)}"
            case Arithmetic("/", Measure(), Measure()):
                above, below = self.split(node)
                return f"{above}, as a share of {below}"
            case Arithmetic(operator, left, right):
                return f"{self._part(left)} {OPERATIONS[operator]} {self._part(right)}"
            case Negative(operand):
                return f"minus {self._part(operand)}"
            case Call(function, (Measure() as measure,)) if measure.layer is None and function in OVER_LAYERS:
                what = NOUNS[measure.name][0].removeprefix("the ")
                return f"{OVER_LAYERS[function]} {what} of any layer{self._of(measure)}{self._when(measure)}"
            case Call("abs", (Arithmetic("-", left, right),)):
                one = self.number(left)
                return f"{DIFFERENCE}{one}{',' * (', ' in one)} and {self._other(left, right)}"
            case Call(function, arguments):
                return f"the {FUNCTION_NOUNS[function]} of {' and '.join(map(self.number, arguments))}"

    def _other(self, one: Number, other: Number) -> str:
        """What something is compared with, short where it is the same measure elsewhere or at another time."""
        match one, other:
            case Measure(), Measure() if one.name == other.name:
                return self._that(one, other)
        return self.number(other)

    def _part(self, node: Number) -> str:
        """A part of a calculation, in brackets if it is one itself."""
        return f"({self.number(node)})" if isinstance(node, Arithmetic) else self.number(node)

    def _place(self, measure: Measure, between: str = "") -> str:
        if measure.layer is None:
            return self._of(measure)
        depth = self.experiments[measure.experiment or self.subject].depth
        layer = measure.layer if measure.layer >= 0 else depth + 1 + measure.layer
        where = f"layer {layer}" if layer else "the input"
        return f" {between or NOUNS[measure.name][1]} {where}{self._of(measure)}"

    def _of(self, measure: Measure) -> str:
        other = measure.experiment not in (None, self.subject)
        return f" in {measure.experiment}" if other else ""

    def _when(self, measure: Measure) -> str:
        return "" if measure.initial and self.untrained else _at(measure)


def _at(measure: Measure) -> str:
    if measure.moment is None:
        return ""
    return f" after {measure.at} step{'s' * (measure.at != 1)}" if measure.at else " before training"


def value_text(text: str, value: float) -> str:
    """A measured value of the quantity that is written so: a number of three digits, or 'never' for a step."""
    return NEVER if value == math.inf and f"{UNTIL}(" in text else precise(value)


def why_no_value(*texts: str) -> str:
    """Why one of the quantities that are written so may have no value, as in 'it has none, such as 0/0'."""
    if any(f"{UNTIL}(" in text for text in texts):
        return "as the step does not come within the run, or cannot be told"
    return "such as 0/0 or after it diverged"


def _is_constant(number: Number) -> bool:
    return constant_of(number) is not None
