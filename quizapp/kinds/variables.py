"""Values that vary from attempt to attempt: `vary: {n: [128, 512]}` and `{n}`, or `{2 * n}`, wherever it is wanted.

A question that varies stands for as many questions as there are combinations of its values; each is the question as
it is written with the values put in, and is read, checked and played like any other.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from quizapp import scalars
from quizapp.claims.arithmetic import value_of
from sim.registry import BadValue, nearest

MOST_VARIANTS = 64
NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_WORD = re.compile(r"[A-Za-z_]\w*")
_BRACES = re.compile(r"\{([^{}\n]{1,100})\}")
#: What may be written in braces beside names and numbers.
FUNCTIONS = ("abs", "log10", "max", "min", "sqrt")

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


def check_variables(value: object) -> object:
    """Refuse what cannot vary: names that are no words, lists without values, and too many combinations."""
    if not isinstance(value, Mapping):
        raise BadValue(f"must be a mapping from names to lists of values, not {scalars.kind_of(value)}")
    for name, choices in value.items():
        if not NAME.fullmatch(name) or name in FUNCTIONS:
            raise BadValue(f"a value that varies is called by a word such as n, not {scalars.shortened(name)}", (name,))
        if not isinstance(choices, list | tuple) or not choices:
            raise BadValue("must be a list of values, as in [128, 256, 512]", (name,))
        for index, each in enumerate(choices):
            if not isinstance(each, str) or not each:
                raise BadValue(f"a value is a number or a word, not {scalars.kind_of(each)}", (name, index))
    if math.prod(len(choices) for choices in value.values()) > MOST_VARIANTS:
        raise BadValue(f"there are more than {MOST_VARIANTS} combinations of these values; give fewer")
    return value


def draws(vary: Mapping[str, Any]) -> Iterator[Drawn]:
    """Each combination of the values."""
    for values in itertools.product(*vary.values()):
        yield dict(zip(vary, map(str, values), strict=True))


def filled(text: str, drawn: Drawn) -> str:
    """A text with the values put in for what stands in braces; BadValue for one word in braces that is none of them.

    Other braces stay as they are. A text that is nothing but one pair of braces becomes the bare value, so that it
    can stand for a number.
    """
    whole = _BRACES.fullmatch(text)
    if whole and _is_meant(whole[1], drawn):
        return _value(whole[1], drawn)
    made = _BRACES.sub(lambda found: _value(found[1], drawn) if _is_meant(found[1], drawn) else found[0], text)
    return type(text)(made) if made != text else text


def _is_meant(inside: str, drawn: Drawn) -> bool:
    return bool(_WORD.fullmatch(inside.strip())) or any(word in drawn for word in _WORD.findall(inside))


def _value(inside: str, drawn: Drawn) -> str:
    if inside.strip() in drawn:
        return drawn[inside.strip()]
    for name in _WORD.findall(inside):
        if name not in drawn and name not in FUNCTIONS:
            raise BadValue(f"there is no value called {name!r} in `vary`{nearest(name, drawn)}")
    number = value_of(_WORD.sub(lambda word: f"({drawn[word[0]]})" if word[0] in drawn else word[0], inside))
    return f"{number:.10g}"


def refilled(node: Any, drawn: Drawn, remade: Callable[[Any, Any], Any]) -> Any:
    """A tree of mappings, lists and text with the values put in; `remade` makes a container like another one."""
    if isinstance(node, dict):
        return remade(node, {key: refilled_at(key, each, drawn, remade) for key, each in node.items()})
    if isinstance(node, list):
        return remade(node, [refilled_at(index, each, drawn, remade) for index, each in enumerate(node)])
    return filled(node, drawn) if isinstance(node, str) else node


def refilled_at(part: str | int, node: Any, drawn: Drawn, remade: Callable[[Any, Any], Any]) -> Any:
    """The same, with the way to what is wrong in the BadValue."""
    try:
        return refilled(node, drawn, remade)
    except BadValue as error:
        raise BadValue(str(error), (part, *error.path)) from None
