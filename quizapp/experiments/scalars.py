"""Scalars of a deck file: text until a field asks for a flag or a number, and never anything else than they say.

`no`, `010`, `12:30` and `1_000` stay text: a field that wants a number refuses them instead of guessing.
"""

from __future__ import annotations

import math
import re

from sim.registry import BadValue

WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", re.ASCII)
NOT_FINITE = re.compile(r"[-+]?\.?(?:inf|nan|infinity)", re.IGNORECASE)
LONGEST = 30


class Quoted(str):
    """Text that stood in quotes or in a block, and so is neither a flag nor a number."""

    __slots__ = ()


def flag(value: object) -> object:
    """The flag that a scalar says, or BadValue: only true and false are flags."""
    if type(value) is str and value in ("true", "false"):
        return value == "true"
    if isinstance(value, bool):
        return value
    raise BadValue(f"must be true or false, not {in_words(value)}{_bare(value, ('true', 'false'))}")


def whole(value: object) -> object:
    """The whole number that a scalar says, or BadValue."""
    if type(value) is int:
        return value
    text = _plain(value, "a whole number")
    if not WHOLE.fullmatch(text):
        example = " such as 8" if _odd(text) is None else f"; {_odd(text)}"
        raise BadValue(f"must be a whole number{example}, not {shortened(text)}")
    return int(_short_enough(text))


def number(value: object) -> object:
    """The finite number that a scalar says, or BadValue."""
    if type(value) is int or type(value) is float:
        return value
    text = _plain(value, "a number")
    if not NUMBER.fullmatch(text):
        example = " such as 0.1 or 1e-6" if _odd(text) is None else f"; {_odd(text)}"
        raise BadValue(f"must be a number{example}, not {shortened(text)}")
    result = float(_short_enough(text))
    if not math.isfinite(result):
        raise BadValue(f"must be a finite number; {shortened(text)} is too large")
    return result


def is_null(value: object) -> bool:
    """Whether a scalar says that there is no value."""
    return value is None or (type(value) is str and value in ("null", "~"))


def in_words(value: object) -> str:
    """What a value is, in the words of a message."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return (shortened(value) if value else "nothing") if isinstance(value, str) else repr(value)[:60]


def shortened(text: str) -> str:
    """The text in quotation marks, cut to what fits a message."""
    return repr(str(text if len(text) <= 60 else f"{text[:57]}..."))


def _plain(value: object, wanted: str) -> str:
    if type(value) is str:
        return value
    cure = "; take it out of its quotes" if isinstance(value, Quoted) and NUMBER.fullmatch(value) else ""
    raise BadValue(f"must be {wanted}, not {in_words(value)}{cure}")


def _short_enough(text: str) -> str:
    if len(text) > LONGEST:
        raise BadValue(f"must be a number of at most {LONGEST} characters; this one has {len(text)}")
    return text


def _bare(value: object, words: tuple[str, ...]) -> str:
    return "; take it out of its quotes" if isinstance(value, Quoted) and value in words else ""


def _odd(text: str) -> str | None:
    if NOT_FINITE.fullmatch(text):
        return "it must be finite"
    if "_" in text and NUMBER.fullmatch(text.replace("_", "")):
        return "write it without '_'"
    if text.lstrip("+-").startswith("0") and NUMBER.fullmatch(text.lstrip("+-0")):
        return "write it without the leading 0"
    return None
