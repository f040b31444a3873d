"""Text that YAML cuts off at a #, as in `title: Lab #3`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from quizapp.checking.lint.rule import Rule
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.tree import Parser
from quizapp.experiments.scalars import NUMBER

#: A comment that has no space after its #, and so may have been meant as text.
CUT = re.compile(r"[ \t]+(#[^\s#!][^\n]*)")
MESSAGE = (
    "YAML takes this for a comment, and the text before it ends there; put the text in quotes, or a space after the # "
    "of a comment"
)


def find(source: Source) -> Iterator[Problem]:
    """Texts without quotes that are followed by such a comment."""
    if not CUT.search(source.text):
        return
    get = Parser(source.text).get_event
    while (event := get()) is not None and not isinstance(event, yaml.StreamEndEvent):
        mark = event.end_mark if isinstance(event, yaml.ScalarEvent) and not event.style else None
        if mark is not None and not NUMBER.fullmatch(event.value or "0"):
            found = CUT.match(source.text, mark.index)
            if found:
                yield source.problem(found.start(1), MESSAGE, len(found[1].rstrip()))


RULES = (
    Rule(
        "W204",
        "cut-at-hash",
        "A text ends at a #, and what follows is read as a comment.",
        "In YAML a # after a space begins a comment, so that `title: Lab #3` is the title Lab. Nothing else says so. A "
        "comment that is meant as one has a space after its #.",
        "title: Lab #3",
        "title: 'Lab #3'",
        find_in_text=find,
    ),
)
