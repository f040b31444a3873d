"""The rules explained: one on its own in the terminal, all of them as docs/warnings.md."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from quizapp.checking.lint.rule import Rule
from quizapp.checking.lint.rules import RULES
from quizapp.questions.objectives import OBJECTIVES

WIDTH = 116
HEAD = """# Warnings of `quizapp check`

A warning says that something is allowed in a deck, and often not what was meant. It leaves the exit status as it is,
unless `--strict` is given. `quizapp check --explain W101` prints one of the explanations below. Where it is meant so,
say so in the question: `ignore: [W101]`. What is wrong with a file for certain is an error, not a warning, and needs no
code: its message says what to write instead.

This page is written by `poe docs`.

| code | name | in short |
| --- | --- | --- |"""


def page() -> Iterator[str]:
    """The lines of docs/warnings.md."""
    yield from HEAD.splitlines()
    for rule in RULES.values():
        yield f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {rule.summary} |"
    for rule in RULES.values():
        yield ""
        yield from explained(rule, WIDTH)
    yield ""
    yield "## The objectives"
    yield ""
    yield from (f"- {name}: {sentence}" for name, sentence in OBJECTIVES.items())


def explained(rule: Rule, width: int) -> Iterator[str]:
    """A rule as Markdown that reads well in a terminal too."""
    yield f"## {rule.code} {rule.name}"
    for paragraph in (rule.summary, rule.why):
        yield ""
        yield from textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
    for head, example in (("Instead of", rule.before), ("write", rule.after)):
        yield from ("", head, "", "```yaml", *example.splitlines(), "```")
    if rule.source:
        yield ""
        yield from textwrap.wrap(f"Source: {rule.source}", width, break_long_words=False, break_on_hyphens=False)
