"""The examples of the guide as whole decks, to be read and checked: questions join the deck that stands before them."""

from __future__ import annotations

import re
import textwrap

from tools.docs.guide.page import page

_BLOCK = re.compile(r"^( *)```yaml\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)


def examples() -> list[str]:
    """The decks of the guide."""
    decks: list[str] = []
    for _, block in _BLOCK.findall(page()):
        if block.startswith("  - "):
            decks[-1] += f"\n{block}"
        else:
            decks.append(textwrap.dedent(block))
    return decks
