"""The page docs/terms.md: the words that stand on screens, from the file that `g` shows in the program."""

from __future__ import annotations

from quizapp.text.terms import terms
from tools.docs.page import Page

HEAD = """# Words on the screen

<!-- Generated from quizapp/text/terms.yaml by `poe docs docs/terms.md`. -->

What the words on the screens mean, a line each. In the program `g` opens this list; in line mode `g error` tells one.
The words of the code stand in the [glossary](glossary.md).

| word | meaning |
| --- | --- |
"""


def _page() -> str:
    rows = sorted(terms(), key=lambda term: term.name.lower())
    return HEAD + "".join(f"| {term.name} | {term.line} |\n" for term in rows)


PAGE = Page("docs/terms.md", _page)
