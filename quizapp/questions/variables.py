"""Values that vary from attempt to attempt: `vary: {n: [128, 512]}` and `{n}`, or `{2 * n}`, wherever it is wanted.

A question that varies stands for as many questions as there are combinations of its values; each is the question as
it is written with the values put in, and is read, checked and played like any other. Ids stay as they are, and
`{{x}}` is how a question that varies writes the braces themselves.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from quizapp.claims.arithmetic import value_of
from quizapp.experiments import scalars
from quizapp.questions import measured_texts
from sim.registry import BadValue, nearest

MOST_VARIANTS = 64
NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
#: A name, and not the e of 1e-3.
_WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_BRACES = re.compile(r"\{\{([^{}\n]{1,100})\}\}|\{([^{}\n]{1,100})\}")
#: What may be written in braces beside names and numbers.
FUNCTIONS = ("abs", "exp", "ln", "log10", "log2", "max", "min", "sqrt")

EXPERIMENTS: dict[str, Any] = {"type": "object"}
VARY: dict[str, Any] = {
    "type": "object",
    "propertyNames": {"pattern": f"^{NAME.pattern}$"},
    "additionalProperties": {
        "type": "array",
        "items": {"type": ["string", "number"]},
        "minItems": 1,
        "maxItems": MOST_VARIANTS,
    },
}

Drawn = Mapping[str, str]
#: Keys of a question whose text is computed with: a value is put in there as a number, whatever it is written as.
FORMULAS = ("claim", "goal", "measure", "order_by", "value")
#: Keys of a question whose text is only read, beside what is said of an answer; near misses have texts to compare with.
READ, NEAR_MISSES = ("prompt", "hints", "text", "says", "by", "only_here", "title"), "near_misses"
#: Whole numbers are written with all their digits up to here.
MOST_IN_FULL = 1e15
_UNSIGNED = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
#: What of a number may not stand beside one that is put in, as 1e- in 1e-{n} or 0x in 0x{n}; in gain1{n} it is a name.
_BEFORE, _AFTER = re.compile(r"(?<![\w.])[\d.][\w.]*[-+]?$", re.ASCII), re.compile(r"\w|\.\d", re.ASCII)
_NAME_BEFORE, _CALCULATION = re.compile(r"(?<![\w.])[A-Za-z_][\w-]*$", re.ASCII), re.compile(r"[^\w.\[\]-]", re.ASCII)


def check_variables(value: object) -> object:
    """Refuse what cannot vary: names that are no words, lists without values, and too many combinations."""
    if not isinstance(value, Mapping):
        raise BadValue(f"must be a mapping from names to lists of values, not {scalars.in_words(value)}")
    for name, choices in value.items():
        if name == measured_texts.WORD:
            raise BadValue(f"{{{name}}} stands for what was measured in the run; call the value otherwise", (name,))
        if not NAME.fullmatch(name) or name in FUNCTIONS:
            raise BadValue(f"a value that varies is called by a word such as n, not {scalars.shortened(name)}", (name,))
        if not isinstance(choices, list | tuple) or not choices:
            raise BadValue("must be a list of values, as in [128, 256, 512]", (name,))
        given: set[str] = set()
        for index, each in enumerate(choices):
            if not isinstance(each, str) or not each:
                raise BadValue(f"a value is a number or a word, not {scalars.in_words(each)}", (name, index))
            if each in given:
                raise BadValue(f"the value {scalars.shortened(each)} was already given", (name, index))
            given.add(each)
    if math.prod(len(choices) for choices in value.values()) > MOST_VARIANTS:
        raise BadValue(f"there are more than {MOST_VARIANTS} combinations of these values; give fewer")
    return value


def draws(vary: Mapping[str, Any]) -> Iterator[Drawn]:
    """Each combination of the values."""
    for values in itertools.product(*vary.values()):
        yield dict(zip(vary, map(str, values), strict=True))


def _in_full(number: float) -> str:
    return f"{number:.12g}"


def filled(
    text: str, drawn: Drawn, as_written: Callable[[str], str] = str, computed: Callable[[float], str] = _in_full
) -> str:
    """A text with the values put in for what stands in braces; BadValue for one word in braces that is none of them.

    Other braces stay as they are. A text that is nothing but one pair of braces becomes the bare value, so that it
    can stand for a number. `as_written` says how a value is written where it is put in, `computed` how one that was
    computed is before that.
    """
    whole = _BRACES.fullmatch(text)
    if whole and _is_meant(whole[2], drawn):
        return as_written(_value(whole[2], drawn, computed))
    made = _BRACES.sub(lambda found: _put_in(found, drawn, as_written, computed), text)
    return type(text)(made) if made != text else text


def filled_in_text(text: str, drawn: Drawn) -> str:
    """A text to be read with the values put in: what is computed has four digits, or those of a whole number."""
    return filled(text, drawn, computed=_to_be_read)


def _to_be_read(number: float) -> str:
    if 1000 <= abs(number) < MOST_IN_FULL or (number == round(number) and abs(number) < MOST_IN_FULL):
        return f"{number:.0f}"
    mantissa, _, exponent = f"{number:.4g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def filled_in_key(text: str, drawn: Drawn) -> str:
    """What answers are compared with, though it is called a text, with the values put in."""
    return filled(text, drawn)


def filled_in_formula(text: str, drawn: Drawn) -> str:
    """A formula with the values put in as numbers: -2 in `{n} ** 2` is (-2) ** 2, and 1/2 in `1 / {n}` is 1 / (1/2)."""
    for found in _BRACES.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        beside = _BEFORE.search(before) or _AFTER.match(after)
        if (
            beside
            and not _NAME_BEFORE.search(before)
            and _is_meant(found[2], drawn)
            and _number_of(_value(found[2], drawn)) is not None
        ):
            raise BadValue(
                f"{found[0]} is put in as a number, and not as digits of one; put an operator between it and what "
                "stands beside it, or let the whole number vary"
            )
    return filled(text, drawn, _in_brackets)


def filled_in_field(text: str, drawn: Drawn) -> str:
    """A field of an experiment with the values put in as the numbers that they are: 1/2 is 0.5."""
    return filled(text, drawn, _evaluated)


def _in_brackets(value: str) -> str:
    """A value as one piece of a formula: a number without a sign and a name as they are, all else in brackets."""
    if _UNSIGNED.fullmatch(value) or (_number_of(value) is None and not _CALCULATION.search(value)):
        return value
    return f"({value})"


def _evaluated(value: str) -> str:
    number = _number_of(value)
    return value if number is None or scalars.NUMBER.fullmatch(value) else repr(number)


def _number_of(value: str) -> float | None:
    """The number that a value says, or None if it is a word."""
    try:
        return value_of(value)
    except BadValue:
        return None


def _put_in(
    found: re.Match[str], drawn: Drawn, as_written: Callable[[str], str], computed: Callable[[float], str]
) -> str:
    if found[1]:
        return f"{{{found[1]}}}"
    return as_written(_value(found[2], drawn, computed)) if _is_meant(found[2], drawn) else found[0]


def _is_meant(inside: str | None, drawn: Drawn) -> bool:
    if inside is None or measured_texts.is_meant(inside):
        return False
    return bool(_WORD.fullmatch(inside.strip())) or any(word in drawn for word in _WORD.findall(inside))


def _value(inside: str, drawn: Drawn, computed: Callable[[float], str] = _in_full) -> str:
    if inside.strip() in drawn:
        return drawn[inside.strip()]
    for name in _WORD.findall(inside):
        if name not in drawn and name not in FUNCTIONS:
            known = nearest(name, drawn)
            otherwise = "" if known.endswith("?") else "; for the braces themselves write {{...}}"
            raise BadValue(f"there is no value called {name!r} in `vary`{known}{otherwise}")
    number = value_of(_WORD.sub(lambda word: f"({drawn[word[0]]})" if word[0] in drawn else word[0], inside))
    return computed(number)


def names_in(node: Any) -> set[str]:
    """The words that stand in braces anywhere in a tree of mappings, lists and text."""
    if isinstance(node, dict):
        without_quotes = _WORD.findall(next(iter(node))) if _is_unquoted(node) else []
        return set(without_quotes).union(*(names_in(each) for key, each in node.items() if key != "id"))
    if isinstance(node, list):
        return set[str]().union(*map(names_in, node))
    found = _BRACES.findall(node) if isinstance(node, str) else ()
    return {word for _, inside in found for word in _WORD.findall(inside)}


def _is_unquoted(node: Mapping[str, Any]) -> bool:
    """Whether a mapping looks like braces that were meant as text: {n} without quotes is a key without a value."""
    return len(node) == 1 and all(each == "" and type(each) is str for each in node.values())


Fill = Callable[[str, Drawn], str]


def refilled(node: Any, drawn: Drawn, remade: Callable[[Any, Any], Any], fill: Fill = filled) -> Any:
    """A tree of mappings, lists and text with the values put in; `remade` makes a container like another one."""
    if isinstance(node, dict):
        if _is_unquoted(node) and _is_meant(next(iter(node)), drawn):
            raise BadValue(f'must be in quotes, as in "{{{next(iter(node))}}}"')
        return remade(
            node,
            {key: each if key == "id" else refilled_at(key, each, drawn, remade, fill) for key, each in node.items()},
        )
    if isinstance(node, list):
        return remade(node, [refilled_at(index, each, drawn, remade, fill) for index, each in enumerate(node)])
    return fill(node, drawn) if isinstance(node, str) else node


def refilled_at(
    part: str | int, node: Any, drawn: Drawn, remade: Callable[[Any, Any], Any], fill: Fill = filled
) -> Any:
    """What `refilled` gives, or a BadValue whose path leads to what is wrong; `part` says how values are put in."""
    if part == "experiments":
        fill = filled_in_field
    elif part in FORMULAS and fill is filled:
        fill = filled_in_formula
    elif part == NEAR_MISSES:
        fill = filled_in_key
    elif part in measured_texts.SAID or (part in READ and fill is filled):
        fill = filled_in_text
    try:
        return refilled(node, drawn, remade, fill)
    except BadValue as error:
        raise BadValue(str(error), (part, *error.path)) from None
