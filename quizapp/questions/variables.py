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
from sim.registry import BadValue, nearest

MOST_VARIANTS = 64
NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
#: A name, and not the e of 1e-3.
_WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_BRACES = re.compile(r"\{\{([^{}\n]{1,100})\}\}|\{([^{}\n]{1,100})\}")
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
        raise BadValue(f"must be a mapping from names to lists of values, not {scalars.in_words(value)}")
    for name, choices in value.items():
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


def filled(text: str, drawn: Drawn) -> str:
    """A text with the values put in for what stands in braces; BadValue for one word in braces that is none of them.

    Other braces stay as they are. A text that is nothing but one pair of braces becomes the bare value, so that it
    can stand for a number.
    """
    whole = _BRACES.fullmatch(text)
    if whole and _is_meant(whole[2], drawn):
        return _value(whole[2], drawn)
    made = _BRACES.sub(lambda found: _put_in(found, drawn), text)
    return type(text)(made) if made != text else text


def _put_in(found: re.Match[str], drawn: Drawn) -> str:
    if found[1]:
        return f"{{{found[1]}}}"
    return _value(found[2], drawn) if _is_meant(found[2], drawn) else found[0]


def _is_meant(inside: str | None, drawn: Drawn) -> bool:
    if inside is None:
        return False
    return bool(_WORD.fullmatch(inside.strip())) or any(word in drawn for word in _WORD.findall(inside))


def _value(inside: str, drawn: Drawn) -> str:
    if inside.strip() in drawn:
        return drawn[inside.strip()]
    for name in _WORD.findall(inside):
        if name not in drawn and name not in FUNCTIONS:
            known = nearest(name, drawn)
            otherwise = "" if known.endswith("?") else "; for the braces themselves write {{...}}"
            raise BadValue(f"there is no value called {name!r} in `vary`{known}{otherwise}")
    number = value_of(_WORD.sub(lambda word: f"({drawn[word[0]]})" if word[0] in drawn else word[0], inside))
    return f"{number:.12g}"


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


def refilled(node: Any, drawn: Drawn, remade: Callable[[Any, Any], Any]) -> Any:
    """A tree of mappings, lists and text with the values put in; `remade` makes a container like another one."""
    if isinstance(node, dict):
        if _is_unquoted(node) and _is_meant(next(iter(node)), drawn):
            raise BadValue(f'must be in quotes, as in "{{{next(iter(node))}}}"')
        return remade(node, {key: _kept_or_refilled(key, each, drawn, remade) for key, each in node.items()})
    if isinstance(node, list):
        return remade(node, [refilled_at(index, each, drawn, remade) for index, each in enumerate(node)])
    return filled(node, drawn) if isinstance(node, str) else node


def _kept_or_refilled(key: str, node: Any, drawn: Drawn, remade: Callable[[Any, Any], Any]) -> Any:
    return node if key == "id" else refilled_at(key, node, drawn, remade)


def refilled_at(part: str | int, node: Any, drawn: Drawn, remade: Callable[[Any, Any], Any]) -> Any:
    """What `refilled` gives, or a BadValue whose path leads to what is wrong."""
    try:
        return refilled(node, drawn, remade)
    except BadValue as error:
        raise BadValue(str(error), (part, *error.path)) from None
