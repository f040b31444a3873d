"""The page docs/papers.md: the findings and their numbers as a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sim.papers import REPLICATIONS, Replication

HEAD = """# Papers, measured again

What papers on initialisation state, and what the simulator gives for it. Each row is a test
(`tests/sim/test_papers.py`); `poe docs docs/papers.md` measures all of them anew and writes this page. A source that
begins with "ours, after" is an experiment of our own that carries a statement of that paper further.

| source | statement | measured | our number | tolerance |
| --- | --- | --- | --- | --- |"""


def page(numbers: Sequence[float]) -> str:
    """The page, for the numbers of all findings in their order."""
    return "\n".join(_lines(numbers)) + "\n"


def _lines(numbers: Sequence[float]) -> Iterator[str]:
    yield HEAD
    for finding, number in zip(REPLICATIONS, numbers, strict=True):
        yield row(finding, f"{number:.4g}")


def row(finding: Replication, number: str) -> str:
    """One row of the table."""
    return f"| {finding.source} | {finding.statement} | {finding.quantity} | {number} | {finding.within} |"


def numbers_on(text: str) -> list[float]:
    """The numbers of the last rows of a page; ValueError if they have none."""
    return [number_in(line) for line in text.splitlines()[-len(REPLICATIONS) :]]


def number_in(line: str) -> float:
    """The number of a row."""
    cells = line.split(" | ")
    return float(cells[-2] if len(cells) > 1 else line)
