"""From Python's tree of a claim to its own: a whitelist, and for whatever is not on it what to write instead."""

from __future__ import annotations

import ast
import math
import re
from dataclasses import replace

from quizapp.claims.folding import folded
from quizapp.claims.meant import unknown_experiment, unknown_function, unknown_measure
from quizapp.claims.spelling import HYPHEN
from quizapp.claims.syntax import ClaimError, foreign, start_of_line
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
    Comparison,
    Constant,
    Event,
    Logic,
    Measure,
    Mention,
    Negative,
    Not,
    Number,
    Truth,
    measures_in,
)
from sim.asked import TRACED

MEASURES = (*PER_LAYER, *SCALARS, *EVENTS)
WHERE_AND_WHEN = (
    "write the experiment first, then when: experiment.initial.measure, experiment.at(50).measure, experiment.measure, "
    "initial.measure or at(50).measure"
)

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


class Reader:
    """Turns Python's syntax tree into a claim's, one method for each sort of thing."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text, self.names = text.strip(), names
        self.indent = len(text) - len(text.lstrip())
        self.references: set[str] = set()
        self.mentions: list[Mention] = []

    def truth(self, node: ast.expr) -> Truth:
        """What is true or false; ClaimError for anything else."""
        match node:
            case ast.BoolOp(op, values):
                return Logic("and" if isinstance(op, ast.And) else "or", tuple(map(self.truth, values)))
            case ast.UnaryOp(ast.Not(), operand):
                return Not(self.truth(operand))
            case ast.Compare(left, operators, others):
                return self._comparison(node, [left, *others], operators)
            case ast.Name() | ast.Attribute():
                return self._event(node)
        raise self._foreign() or self._error(
            node, "a claim says something that is true or false; compare this with a number"
        )

    def _comparison(self, node: ast.expr, operands: list[ast.expr], operators: list[ast.cmpop]) -> Comparison:
        names = [_OPERATORS.get(type(operator)) for operator in operators]
        if None in names:
            raise self._error(node, "compare with <, <=, >, >=, == or !=")
        read = tuple(map(self.number, operands))
        return Comparison(read, tuple(name for name in names if name), tuple(map(self._source, operands)))

    def _event(self, node: ast.expr) -> Event:
        measure = self._measure(node)
        if measure.name not in EVENTS:
            raise self._error(node, f"compare {measure.name} with a number, as in {_example(measure.name)}")
        return Event(measure)

    def number(self, node: ast.expr) -> Number:
        """A number, written, measured or computed; ClaimError for anything else."""
        match node:
            case ast.Constant(value):
                return self._constant(node, value)
            case ast.UnaryOp(ast.USub(), operand):
                return folded(Negative(self.number(operand)))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.number(operand)
            case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
                return folded(Arithmetic(_OPERATORS[type(operator)], self.number(left), self.number(right)))
            case ast.Call():
                return self._call(node)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self._quantity(node)
        raise self._foreign() or self._error(
            node, "only numbers, + - * / **, comparisons, and, or, not, functions and measures may stand here"
        )

    def _constant(self, node: ast.expr, value: object) -> Constant:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._error(node, "only numbers and measures may stand here")
        if not (abs(value) <= 1e300 and math.isfinite(value)):
            raise self._error(node, "this number is too large")
        if value == 0 and re.search("[1-9]", self._source(node).lower().partition("e")[0]):
            raise self._error(node, "this number is too small, and would be read as 0")
        return Constant(float(value))

    def _call(self, node: ast.Call) -> Number:
        if _last_name(node.func) == UNTIL:
            return self._until(node)
        if _last_name(node.func) == AT:
            raise self._error(node, f"this is a moment; say what is measured then, as in {AT}(50).loss")
        name = node.func.id if isinstance(node.func, ast.Name) else "?"
        if name not in FUNCTIONS:
            raise self._error(node.func, unknown_function(name))
        if node.keywords or not node.args or (len(node.args) > 1 and name not in OVER_LAYERS):
            raise self._error(node, f"{name} takes {'numbers' if name in OVER_LAYERS else 'one number'}")
        read = self._argument if name in OVER_LAYERS else self.number
        return folded(Call(name, tuple(map(read, node.args))))

    def _until(self, node: ast.Call) -> Measure:
        *prefixes, _ = self._dotted(node.func)
        if len(prefixes) > 1 or not all(each in self.names for each in prefixes):
            raise self._error(node.func, f"write {UNTIL}(loss < 0.1), or experiment.{UNTIL}(loss < 0.1)")
        if node.keywords or len(node.args) != 1:
            raise self._error(node, f"{UNTIL} takes one condition, as in {UNTIL}(loss < 0.1)")
        known, self.mentions = self.mentions, []
        condition = self.truth(node.args[0])
        self.mentions = known
        self._check_condition(node.args[0], condition)
        measure = Measure(UNTIL, None, str(prefixes[0]) if prefixes else None, until=condition)
        self.references.update(map(str, prefixes))
        self.mentions.append(Mention(measure, *self._place(node)))
        return measure

    def _check_condition(self, node: ast.expr, condition: Truth) -> None:
        measures = [each for each in measures_in(condition) if each.name not in SIZES]
        other = next((each for each in measures if each.name not in TRACED), None)
        if other is not None:
            raise self._error(node, f"of every step only {', '.join(TRACED)} are kept, and not {other.name}")
        if any(each.experiment is not None or each.at is not None for each in measures):
            raise self._error(node, f"say it of one run and of any step, as in {UNTIL}(loss < 0.1)")
        if all(each.initial for each in measures):
            raise self._error(node, "nothing in this changes from step to step")

    def _argument(self, node: ast.expr) -> Number:
        if isinstance(node, ast.Name | ast.Attribute):
            measure = self._measure(node)
            if measure.name in PER_LAYER:
                return measure
        return self.number(node)

    def _quantity(self, node: ast.expr) -> Measure:
        if isinstance(node, ast.Subscript):
            return self._layer_of(node)
        measure = self._measure(node)
        if measure.name in EVENTS:
            raise self._error(node, f"{measure.name} is true or false, not a number")
        if measure.name in PER_LAYER:
            raise self._error(node, f"say of which layer, as in {_example(measure.name)}")
        return measure

    def _layer_of(self, node: ast.Subscript) -> Measure:
        measure = self._measure(node.value)
        if measure.name not in PER_LAYER:
            raise self._error(node, f"{measure.name} is one number for the whole network; it has no layers")
        layer = _whole_number(node.slice)
        if layer is None:
            raise self._error(node.slice, "a layer is a whole number: 1 for the first, -1 for the last")
        if layer == 0 and measure.name != WITH_INPUT:
            raise self._error(node.slice, f"layers count from 1; only {WITH_INPUT}[0] exists, the input")
        found = replace(measure, layer=layer)
        self.mentions.append(Mention(replace(found, at=None), *self._place(node.slice)))
        return found

    def _measure(self, node: ast.expr) -> Measure:
        *prefixes, name = self._dotted(node)
        first = prefixes[0] if prefixes else None
        experiment = first if isinstance(first, str) and first != "initial" else None
        if experiment is not None and experiment not in self.names:
            raise self._error(node, unknown_experiment(experiment, sorted(self.names)))
        when = prefixes[experiment is not None :]
        if len(when) > 1 or (when and isinstance(when[0], str) and when[0] != "initial"):
            raise self._error(node, WHERE_AND_WHEN)
        if name not in MEASURES:
            raise self._error(node, unknown_measure(str(name), MEASURES))
        if experiment is not None:
            self.references.add(experiment)
        step = 0 if when == ["initial"] else when[0] if when else None
        found = Measure(str(name), None, experiment, initial=step == 0, at=int(step) if step else None)
        self.mentions.append(Mention(found, *self._place(node)))
        return found

    def _dotted(self, node: ast.expr) -> list[str | int]:
        """The parts of a name with dots in it; at(50) is the step 50."""
        if isinstance(node, ast.Attribute):
            return [*self._dotted(node.value), node.attr.replace(HYPHEN, "-")]
        if isinstance(node, ast.Name):
            return [node.id.replace(HYPHEN, "-")]
        if isinstance(node, ast.Call) and _last_name(node.func) == AT:
            step = _whole_number(node.args[0]) if len(node.args) == 1 and not node.keywords else None
            if step is None or step < 0:
                raise self._error(node, f"{AT} takes the number of a step, as in {AT}(50).loss")
            return [*self._dotted(node.func)[:-1], step]
        raise self._error(node, "a measure is a name, as in loss or delta[1]")

    def _foreign(self) -> ClaimError | None:
        """What is wrong where Python reads a sign, and claims do not have it."""
        found = foreign(self.text)
        return ClaimError(found.message, found.column + self.indent, found.length) if found else None

    def _source(self, node: ast.expr) -> str:
        return (ast.get_source_segment(self.text, node) or "").replace(HYPHEN, "-")

    def _place(self, node: ast.expr) -> tuple[int, int]:
        """The column of a node in the text as given, and its length."""
        start = start_of_line(self.text, node.lineno)
        before = self.text[start:].encode()[: node.col_offset].decode(errors="ignore")
        return self.indent + start + len(before), len(self._source(node))

    def _error(self, node: ast.expr, message: str) -> ClaimError:
        return ClaimError(message, *self._place(node))


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
