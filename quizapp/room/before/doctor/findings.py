"""What doctor finds: how it stands, in a sentence, and what to do about it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "fix"]
WIDTH = 80
#: What stands before a finding of each state, in letters and not in colour alone.
LABELS: dict[State, str] = {"ok": "ok  ", "note": "note", "fix": "FIX "}


@dataclass(frozen=True)
class Finding:
    """What was found, and `do`, what to do about it; `fix` says that a workshop would fail."""

    state: State
    text: str
    do: str | None = None


def lines_of(findings: Iterable[Finding]) -> Iterator[str]:
    """Findings on lines of at most 80 columns."""
    for each in findings:
        yield from _wrapped(each.text, f"{LABELS[each.state]}  ")
        if each.do:
            yield from _wrapped(each.do, "      -> ")


def _wrapped(text: str, first: str) -> list[str]:
    rest = " " * len(first)
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
    )
