"""From the text of a claim to its tree: Python's parser, then a whitelist; nothing is ever evaluated as Python."""

from __future__ import annotations

import ast
import math
import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from quizapp.claims.folding import folded
from quizapp.claims.meant import decimal_comma, foreign_sign, unknown_experiment, unknown_function, unknown_measure
from quizapp.claims.mentions import missing
from quizapp.claims.spelling import HYPHEN, mask_hyphens, misread_character
from quizapp.claims.tree import (
    AT,
    EVENTS,
    FUNCTIONS,
    OVER_LAYERS,
    PER_LAYER,
    SCALARS,
    SIZES,
    UNTIL,
    WITH_INPUT,
    Arithmetic,
    Call,
    Claim,
    Comparison,
    Constant,
    Event,
    Logic,
    Measure,
    Mention,
    Negative,
    Not,
    Number,
    Quantity,
    Truth,
    measures_in,
    without_name,
)
from sim.asked import TRACED
from sim.experiment import Experiment

MAX_LENGTH = 500
MEASURES = (*PER_LAYER, *SCALARS, *EVENTS)
NOT_A_CLAIM = "this is not a claim; write one like delta[1] / delta[-1] < 1e-4"
WHERE_AND_WHEN = (
    "write the experiment first, then when: experiment.initial.measure, experiment.at(50).measure, experiment.measure, "
    "initial.measure or at(50).measure"
)
NOT_A_QUANTITY = "this is not a quantity; write one like delta[1] / delta[-1]"

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


class ClaimError(ValueError):
    """What is wrong with a claim, and where: `column` counts characters from 0, `length` is at least 1."""

    def __init__(self, message: str, column: int = 0, length: int = 1) -> None:
        super().__init__(message)
        self.message, self.column, self.length = message, column, max(length, 1)


def parse_claim(text: str, experiments: Mapping[str, Experiment], experiment: str) -> Claim:
    """Parse a claim about `experiment`, which may speak of the others by name; raises ClaimError.

    What it says of `experiment` by its name it says of whatever it is judged on, so that a control can stand in for it.
    """
    claim = _parse(text, frozenset(experiments))
    _check_mentions(claim, experiments, experiment)
    if experiment not in claim.references:
        return claim
    return replace(claim, truth=without_name(claim.truth, experiment), references=claim.references - {experiment})


def parse_quantity(text: str, experiments: Mapping[str, Experiment], experiment: str) -> Quantity:
    """Parse a number that is measured on `experiment`, as in log10(delta[1] / delta[-1]); raises ClaimError."""
    quantity = _parse_quantity(text, frozenset(experiments))
    _check_mentions(quantity, experiments, experiment)
    if experiment not in quantity.references:
        return quantity
    number = without_name(quantity.number, experiment)
    return replace(quantity, number=number, references=quantity.references - {experiment})


def is_claim(text: str, names: frozenset[str]) -> bool:
    """Whether a text says something that is true or false, as far as its form tells, rather than a number."""
    try:
        _, expression = _opened(text, names, NOT_A_CLAIM)
    except ClaimError:
        return False
    match expression:
        case ast.BoolOp() | ast.Compare() | ast.UnaryOp(ast.Not(), _):
            return True
        case ast.Name(name) | ast.Attribute(attr=name):
            return name in EVENTS
    return False


@lru_cache(maxsize=4096)
def _parse(text: str, names: frozenset[str]) -> Claim:
    reader, expression = _opened(text, names, NOT_A_CLAIM)
    truth = reader.truth(expression)
    return Claim(text, truth, frozenset(reader.references), tuple(reader.mentions))


@lru_cache(maxsize=4096)
def _parse_quantity(text: str, names: frozenset[str]) -> Quantity:
    reader, expression = _opened(text, names, NOT_A_QUANTITY)
    number = reader.number(expression)
    return Quantity(text, number, frozenset(reader.references), tuple(reader.mentions))


def _opened(text: str, names: frozenset[str], otherwise: str) -> tuple[_Reader, ast.expr]:
    if len(text) > MAX_LENGTH:
        raise ClaimError(f"this has {len(text)} characters; at most {MAX_LENGTH} are read")
    misread = misread_character(text)
    if misread is not None:
        column, message = misread
        raise ClaimError(message, column)
    masked = mask_hyphens(text, names)
    return _Reader(masked, names), _expression(masked, otherwise)


def _expression(text: str, otherwise: str) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise _foreign(text) or ClaimError(otherwise, _where(error, text)) from None
    except (ValueError, RecursionError, MemoryError):
        raise ClaimError(otherwise) from None


def _foreign(text: str) -> ClaimError | None:
    """What is wrong with a text that holds signs of another language."""
    found = foreign_sign(text) or decimal_comma(text)
    return ClaimError(found[2], found[0], found[1]) if found else None


def _where(error: SyntaxError, text: str) -> int:
    """The column at which Python's parser gave up; the last character if it wanted more."""
    indent = len(text) - len(text.lstrip())
    last = max(len(text.rstrip()) - 1, 0)
    if not error.lineno or not error.offset:
        return last
    return min(_start_of_line(text.strip(), error.lineno) + indent + error.offset - 1, last)


def _start_of_line(text: str, line: int) -> int:
    starts = [0, *(end.end() for end in re.finditer(r"\r\n?|\n", text))]
    return starts[min(line, len(starts)) - 1]


class _Reader:
    """Turns Python's syntax tree into a claim's, one method for each sort of thing."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text, self.names = text.strip(), names
        self.indent = len(text) - len(text.lstrip())
        self.references: set[str] = set()
        self.mentions: list[Mention] = []

    def truth(self, node: ast.expr) -> Truth:
        match node:
            case ast.BoolOp(op, values):
                return Logic("and" if isinstance(op, ast.And) else "or", tuple(map(self.truth, values)))
            case ast.UnaryOp(ast.Not(), operand):
                return Not(self.truth(operand))
            case ast.Compare(left, operators, others):
                return self.comparison(node, [left, *others], operators)
            case ast.Name() | ast.Attribute():
                return self.event(node)
        raise self.foreign() or self.error(
            node, "a claim says something that is true or false; compare this with a number"
        )

    def comparison(self, node: ast.expr, operands: list[ast.expr], operators: list[ast.cmpop]) -> Comparison:
        names = [_OPERATORS.get(type(operator)) for operator in operators]
        if None in names:
            raise self.error(node, "compare with <, <=, >, >=, == or !=")
        read = tuple(map(self.number, operands))
        return Comparison(read, tuple(name for name in names if name), tuple(map(self.source, operands)))

    def event(self, node: ast.expr) -> Event:
        measure = self.measure(node)
        if measure.name not in EVENTS:
            raise self.error(node, f"compare {measure.name} with a number, as in {_example(measure.name)}")
        return Event(measure)

    def number(self, node: ast.expr) -> Number:
        match node:
            case ast.Constant(value):
                return self.constant(node, value)
            case ast.UnaryOp(ast.USub(), operand):
                return folded(Negative(self.number(operand)))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.number(operand)
            case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
                return folded(Arithmetic(_OPERATORS[type(operator)], self.number(left), self.number(right)))
            case ast.Call():
                return self.call(node)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self.quantity(node)
        raise self.foreign() or self.error(
            node, "only numbers, + - * / **, comparisons, and, or, not, functions and measures may stand here"
        )

    def constant(self, node: ast.expr, value: object) -> Constant:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(node, "only numbers and measures may stand here")
        if not (abs(value) <= 1e300 and math.isfinite(value)):
            raise self.error(node, "this number is too large")
        if value == 0 and re.search("[1-9]", self.source(node).lower().partition("e")[0]):
            raise self.error(node, "this number is too small, and would be read as 0")
        return Constant(float(value))

    def call(self, node: ast.Call) -> Number:
        if _last_name(node.func) == UNTIL:
            return self.until(node)
        if _last_name(node.func) == AT:
            raise self.error(node, f"this is a moment; say what is measured then, as in {AT}(50).loss")
        name = node.func.id if isinstance(node.func, ast.Name) else "?"
        if name not in FUNCTIONS:
            raise self.error(node.func, unknown_function(name))
        if node.keywords or not node.args or (len(node.args) > 1 and name not in OVER_LAYERS):
            raise self.error(node, f"{name} takes {'numbers' if name in OVER_LAYERS else 'one number'}")
        read = self.argument if name in OVER_LAYERS else self.number
        return folded(Call(name, tuple(map(read, node.args))))

    def until(self, node: ast.Call) -> Measure:
        *prefixes, _ = self.dotted(node.func)
        if len(prefixes) > 1 or not all(each in self.names for each in prefixes):
            raise self.error(node.func, f"write {UNTIL}(loss < 0.1), or experiment.{UNTIL}(loss < 0.1)")
        if node.keywords or len(node.args) != 1:
            raise self.error(node, f"{UNTIL} takes one condition, as in {UNTIL}(loss < 0.1)")
        known, self.mentions = self.mentions, []
        condition = self.truth(node.args[0])
        self.mentions = known
        self.check_condition(node.args[0], condition)
        measure = Measure(UNTIL, None, str(prefixes[0]) if prefixes else None, until=condition)
        self.references.update(map(str, prefixes))
        self.mentions.append(Mention(measure, *self.place(node)))
        return measure

    def check_condition(self, node: ast.expr, condition: Truth) -> None:
        measures = [each for each in measures_in(condition) if each.name not in SIZES]
        other = next((each for each in measures if each.name not in TRACED), None)
        if other is not None:
            raise self.error(node, f"of every step only {', '.join(TRACED)} are kept, and not {other.name}")
        if any(each.experiment is not None or each.at is not None for each in measures):
            raise self.error(node, f"say it of one run and of any step, as in {UNTIL}(loss < 0.1)")
        if all(each.initial for each in measures):
            raise self.error(node, "nothing in this changes from step to step")

    def argument(self, node: ast.expr) -> Number:
        if isinstance(node, ast.Name | ast.Attribute):
            measure = self.measure(node)
            if measure.name in PER_LAYER:
                return measure
        return self.number(node)

    def quantity(self, node: ast.expr) -> Measure:
        if isinstance(node, ast.Subscript):
            return self.layer_of(node)
        measure = self.measure(node)
        if measure.name in EVENTS:
            raise self.error(node, f"{measure.name} is true or false, not a number")
        if measure.name in PER_LAYER:
            raise self.error(node, f"say of which layer, as in {_example(measure.name)}")
        return measure

    def layer_of(self, node: ast.Subscript) -> Measure:
        measure = self.measure(node.value)
        if measure.name not in PER_LAYER:
            raise self.error(node, f"{measure.name} is one number for the whole network; it has no layers")
        layer = _whole_number(node.slice)
        if layer is None:
            raise self.error(node.slice, "a layer is a whole number: 1 for the first, -1 for the last")
        if layer == 0 and measure.name != WITH_INPUT:
            raise self.error(node.slice, f"layers count from 1; only {WITH_INPUT}[0] exists, the input")
        found = replace(measure, layer=layer)
        self.mentions.append(Mention(replace(found, at=None), *self.place(node.slice)))
        return found

    def measure(self, node: ast.expr) -> Measure:
        *prefixes, name = self.dotted(node)
        first = prefixes[0] if prefixes else None
        experiment = first if isinstance(first, str) and first != "initial" else None
        if experiment is not None and experiment not in self.names:
            raise self.error(node, unknown_experiment(experiment, sorted(self.names)))
        when = prefixes[experiment is not None :]
        if len(when) > 1 or (when and isinstance(when[0], str) and when[0] != "initial"):
            raise self.error(node, WHERE_AND_WHEN)
        if name not in MEASURES:
            raise self.error(node, unknown_measure(str(name), MEASURES))
        if experiment is not None:
            self.references.add(experiment)
        step = 0 if when == ["initial"] else when[0] if when else None
        found = Measure(str(name), None, experiment, initial=step == 0, at=int(step) if step else None)
        self.mentions.append(Mention(found, *self.place(node)))
        return found

    def dotted(self, node: ast.expr) -> list[str | int]:
        """The parts of a name with dots in it; at(50) is the step 50."""
        if isinstance(node, ast.Attribute):
            return [*self.dotted(node.value), node.attr.replace(HYPHEN, "-")]
        if isinstance(node, ast.Name):
            return [node.id.replace(HYPHEN, "-")]
        if isinstance(node, ast.Call) and _last_name(node.func) == AT:
            step = _whole_number(node.args[0]) if len(node.args) == 1 and not node.keywords else None
            if step is None or step < 0:
                raise self.error(node, f"{AT} takes the number of a step, as in {AT}(50).loss")
            return [*self.dotted(node.func)[:-1], step]
        raise self.error(node, "a measure is a name, as in loss or delta[1]")

    def foreign(self) -> ClaimError | None:
        """What is wrong where Python reads a sign, and claims do not have it."""
        found = _foreign(self.text)
        return ClaimError(found.message, found.column + self.indent, found.length) if found else None

    def source(self, node: ast.expr) -> str:
        return (ast.get_source_segment(self.text, node) or "").replace(HYPHEN, "-")

    def place(self, node: ast.expr) -> tuple[int, int]:
        """The column of a node in the text as given, and its length."""
        start = _start_of_line(self.text, node.lineno)
        before = self.text[start:].encode()[: node.col_offset].decode(errors="ignore")
        return self.indent + start + len(before), len(self.source(node))

    def error(self, node: ast.expr, message: str) -> ClaimError:
        return ClaimError(message, *self.place(node))


def _whole_number(node: ast.expr) -> int | None:
    match node:
        case ast.Constant(int(value)) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(ast.USub(), ast.Constant(int(value))) if not isinstance(value, bool):
            return -value
    return None


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


def _example(name: str) -> str:
    return f"{name}[1] < 0.1" if name in PER_LAYER else f"{name} < 0.1"


def _check_mentions(claim: Claim | Quantity, experiments: Mapping[str, Experiment], subject: str) -> None:
    for mention in claim.mentions:
        if message := missing(mention, experiments, subject):
            raise ClaimError(message, mention.column, mention.length)
