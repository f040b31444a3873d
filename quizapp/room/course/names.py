"""What people are called in a room: a pseudonym that is drawn, or a nickname that was cleaned of whatever harms.

A nickname reaches terminals, pages and tables, and is hostile until it was here.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Container
from functools import cache
from pathlib import Path

LONGEST = 24
#: Marks that may stand on one letter.
MOST_MARKS = 2
#: How often a pair of words is drawn before one gets a number.
TRIES = 64


@cache
def _words() -> tuple[list[str], list[str]]:
    """Qualities and animals, as `pseudonyms.txt` lists them in two paragraphs."""
    text = Path(__file__).with_name("pseudonyms.txt").read_text(encoding="utf-8")
    qualities, animals = text.split("\n\n")
    return qualities.split(), animals.split()


def cleaned(nickname: str) -> str:
    """A nickname on one line without anything that controls, turns or hides text; empty if nothing is left."""
    usual = unicodedata.normalize("NFKC", nickname)[: 8 * LONGEST]
    kept: list[str] = []
    marks = 0
    for each in usual:
        category = unicodedata.category(each)
        if category.startswith("M"):
            marks += 1
            if kept and marks <= MOST_MARKS:
                kept.append(each)
        elif category.startswith(("L", "N", "P", "S")) or each == " ":
            marks = 0
            kept.append(each)
        elif category.startswith("Z") or each in "\t\n\r":
            kept.append(" ")
    return " ".join("".join(kept).split())[:LONGEST].strip()


def pseudonym(taken: Container[str], rng: random.Random) -> str:
    """A name that nobody in the room has yet: 'Quiet Otter', with a number once all of them are taken."""
    for _ in range(TRIES):
        if (name := _drawn(rng)) not in taken:
            return name
    return free(_drawn(rng), taken)


def _drawn(rng: random.Random) -> str:
    qualities, animals = _words()
    return f"{rng.choice(qualities)} {rng.choice(animals)}".title()


def free(nickname: str, taken: Container[str]) -> str:
    """The nickname, with a number behind it if somebody has it already."""
    if nickname not in taken:
        return nickname
    number = 2
    while (name := f"{nickname[: LONGEST - 3]} {number}") in taken:
        number += 1
    return name
