"""The words that stand on screens, each with a line for a student: one file, terms.yaml, which the docs share."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

#: Spellings that are everyday words, too: they lead to their term when asked for, and are not found in sentences.
EVERYDAY = frozenset(
    {"alike", "clouds", "constant", "distinct", "identity", "init", "linear", "normal", "ones", "outputs", "plane"}
    | {"rate", "sparse", "spread", "start", "sure", "uniform"}
)


@dataclass(frozen=True)
class Term:
    """A word, other spellings that lead to it, and what it means in a line."""

    name: str
    also: tuple[str, ...]
    line: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that it is called."""
        return (self.name, *self.also)


@cache
def terms() -> tuple[Term, ...]:
    """All terms, in the order of the file."""
    written = yaml.load(files("quizapp.text").joinpath("terms.yaml").read_text("utf-8"), yaml.BaseLoader)
    return tuple(Term(each["term"], tuple(each.get("also", ())), each["line"]) for each in written)


@cache
def _by_spelling() -> dict[str, Term]:
    """Terms by all that they are called, in small letters; what is written so itself comes before other spellings."""
    other = {spelling.lower(): term for term in terms() for spelling in term.also}
    return {**other, **{term.name.lower(): term for term in terms()}}


def find(word: str) -> Term | None:
    """The term that a word means, however it is spelled; or None."""
    plain = " ".join(word.lower().split())
    return _by_spelling().get(plain) or _by_spelling().get(plain.replace("_", " ").replace("-", " "))


def search(words: str) -> list[Term]:
    """The terms that words may mean: those called so, then those that speak of them, or else similar ones."""
    plain = " ".join(words.lower().split())
    if not plain:
        return list(terms())
    exact = find(plain)
    named = [term for term in terms() if any(plain in spelling.lower() for spelling in term.spellings)]
    told = [term for term in terms() if plain in term.line.lower()]
    found = list(dict.fromkeys([*([exact] if exact else []), *named, *told]))
    if found:
        return found
    return [_by_spelling()[each] for each in difflib.get_close_matches(plain, list(_by_spelling()), n=3)]


@cache
def _anywhere() -> re.Pattern[str]:
    spellings = sorted(_by_spelling().keys() - EVERYDAY, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, spellings)) + r")(?![\w-])", re.IGNORECASE)


def terms_in(text: str) -> list[Term]:
    """The terms that occur in a text, each once, in the order in which they do."""
    return list(dict.fromkeys(_by_spelling()[found.lower()] for found in _anywhere().findall(" ".join(text.split()))))
