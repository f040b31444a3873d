"""The page docs/papers.md: what papers state, measured again. Making it runs every experiment of it."""

from __future__ import annotations

from tests.sim.papers import REPLICATIONS
from tests.sim.papers.page import numbers_on, page
from tools.docs.page import Page


def measured() -> str:
    """The page with numbers that are measured now."""
    return page([finding.measured() for finding in REPLICATIONS])


def with_its_numbers(text: str) -> str:
    """The page with the numbers that a page has already; that these are within their tolerances is tested elsewhere."""
    try:
        return page(numbers_on(text))
    except ValueError:
        return page([float("nan")] * len(REPLICATIONS))


PAGE = Page("docs/papers.md", measured, with_its_numbers)
