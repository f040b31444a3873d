"""Addresses in texts that are not safe to follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.checking.parts import texts
from quizapp.deck.model import Deck

UNSAFE = re.compile(r"\b(?:http|ftp|file|javascript|data):(?://)?[^\s<>\"']+", re.IGNORECASE)


def find(deck: Deck) -> Iterator[Finding]:
    """Texts with an address that does not begin with https://."""
    for question, path, text in texts(deck):
        found = UNSAFE.search(text) if ":" in text and "//" in text else None
        if found:
            yield Finding(question, path, "write links with https://, best under `reading`", found.group())


RULES = (
    Rule(
        "W203",
        "link-not-https",
        "A text has a link that does not begin with https://.",
        "What comes without encryption can be read and changed on its way, in a class-room's network above all. Under "
        "`reading` such a link is an error; in other texts it is this warning.",
        "{id: q, type: true_false, answer: true, if_wrong: Look at the bars., prompt: Is it as "
        "http://example.org says?}",
        "{id: q, type: true_false, answer: true, if_wrong: Look at the bars., prompt: Is it as the page says?,\n"
        " reading: [{title: The page, url: 'https://example.org'}]}",
        find,
    ),
)
