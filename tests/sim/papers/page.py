"""Prints docs/papers.md: python -m tests.sim.papers > docs/papers.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sim.papers import FINDINGS, Finding

HEAD = """# Papers, measured again

What papers on initialisation state, and what the simulator gives for it. Each row is a test (`tests/test_papers.py`);
`python -m tests.sim.papers > docs/papers.md` measures all of them anew and writes this page.

| source | statement | measured | our number | tolerance |
| --- | --- | --- | --- | --- |"""


def page(numbers: Sequence[float]) -> Iterator[str]:
    """The lines of the page, for the numbers of all findings in their order."""
    yield from HEAD.splitlines()
    for finding, number in zip(FINDINGS, numbers, strict=True):
        yield row(finding, f"{number:.4g}")


def row(finding: Finding, number: str) -> str:
    """One row of the table."""
    return f"| {finding.source} | {finding.statement} | {finding.quantity} | {number} | {finding.within} |"


if __name__ == "__main__":
    print("\n".join(page([finding.measured() for finding in FINDINGS])))
