"""How claims are spelled: what would be read otherwise than it looks, and layers as they are shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from sim.experiment import Experiment

#: Stands for the hyphen of an experiment's name while Python's parser looks at the claim; a letter, so that
#: `deep-he.loss` is one name and not a subtraction.
HYPHEN = "\u01c0"
#: What authors mean by signs that look like those of claims.
SIGNS = {"\u2212": "-", "\u2013": "-", "\u2264": "<=", "\u2265": ">=", "\u2260": "!=", "\u00d7": "*", "\u00b7": "*",
         "\u00f7": "/"}  # fmt: skip


def misread_character(text: str) -> tuple[int, str] | None:
    """The first character that would be read otherwise than it looks: its column, and what to write instead.

    Python takes \uff4c\uff4f\uff53\uff53 for loss, and nothing after a #.
    """
    for column, each in enumerate(text):
        if each == "#":
            return column, "nothing after # would be read; take it out, or write it as a comment of the file"
        if each.isspace() and each not in " \t\n\r" and text[:column].strip() and text[column:].strip():
            return column, f"this is {_named(each)}, which looks like a space; write a plain one"
        plain = SIGNS.get(each, unicodedata.normalize("NFKC", each))
        if (plain != each and not each.isspace()) or each == HYPHEN:
            instead = f", as in {plain}" if plain.isascii() else ""
            return column, f"claims are written in plain letters and signs{instead}; this is {_named(each)}"
    return None


def _named(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}{f' ({name})' if name else ''}"


_LAYER = re.compile(
    r"(?:(?P<experiment>[\w-]+)\s*\.\s*)??(?:(?:initial|at\s*\(\s*\d+\s*\))\s*\.\s*)?(?P<name>\w+)\s*\[\s*(?P<layer>-?\d+)\s*\]"
)


def _suffixes(text: str) -> Iterator[str]:
    """A text, and what follows each of its hyphens: in `1-deep-he.loss` one of them is the name."""
    yield text
    for hyphen in re.finditer("-", text):
        yield text[hyphen.end() :]


def spelled_out(text: str, experiments: Mapping[str, Experiment], subject: str) -> str:
    """A claim's text with layers counted from the front: delta[-1] becomes delta[9] in a network of 9 layers."""

    def forward(found: re.Match[str]) -> str:
        name = next((each for each in _suffixes(found["experiment"] or "") if each in experiments), subject)
        layer = int(found["layer"])
        whole = found.group()
        return whole[: whole.rindex("[")] + f"[{layer if layer >= 0 else experiments[name].depth + 1 + layer}]"

    return _LAYER.sub(forward, text)


def mask_hyphens(text: str, names: frozenset[str]) -> str:
    """A claim with a letter in the place of the hyphens in the names of experiments."""
    hyphened = [name for name in names if "-" in name and name in text]
    for name in sorted(hyphened, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?=\s*\.)", name.replace("-", HYPHEN), text)
    return text


def said_of(text: str, own: str, other: str, names: Iterable[str]) -> str:
    """What a claim of the experiment `own` says of it by its name, said of another one: a.loss becomes b.loss."""
    masked = mask_hyphens(text, frozenset(names))
    name = own.replace("-", HYPHEN)
    return re.sub(rf"(?<!\w){re.escape(name)}(?=\s*\.\s*[^\W\d])", other, masked).replace(HYPHEN, "-")
