"""The page docs/claims.md: what `quizapp check weight-initialization --format markdown` prints."""

from __future__ import annotations

from quizapp.checking.claims import check_deck
from quizapp.commands.support.check_markdown import claims_table
from quizapp.deck.finder import bundled_decks
from quizapp.deck.reader import read_deck
from tools.docs.page import ROOT, Page

START, END = "<!-- claims -->\n", "<!-- end of claims -->"
PATH = "docs/claims.md"
#: The columns of medians, which differ between processors: long training amplifies how they round.
MEDIANS = (3, 6)


def page() -> str:
    """The page with the claims of the bundled deck measured now."""
    return _with_rows((ROOT / PATH).read_text(encoding="utf-8"), _measured())


def with_its_medians(text: str) -> str:
    """A page with its table made anew, but for the rows that differ in nothing but medians."""
    written = text.partition(START)[2].partition(END)[0].splitlines()
    kept = {_without_medians(row): row for row in written}
    return _with_rows(text, [kept.get(_without_medians(row), row) for row in _measured()])


def _measured() -> list[str]:
    (deck,) = (path for path in bundled_decks() if path.stem == "weight-initialization")
    return list(claims_table(check_deck(read_deck(deck))))


def _without_medians(row: str) -> tuple[str, ...]:
    return tuple(cell for place, cell in enumerate(row.split(" | ")) if place not in MEDIANS)


def _with_rows(text: str, rows: list[str]) -> str:
    before, _, rest = text.partition(START)
    return "".join([before, START, *(f"{row}\n" for row in rows), END, rest.partition(END)[2]])


PAGE = Page(PATH, page, with_its_medians)
