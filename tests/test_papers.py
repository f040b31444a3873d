"""What papers on initialisation state comes out here too; source and tolerance stand in the name of each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.papers import FINDINGS, Finding
from tests.papers.__main__ import page, row

PAGE = (Path(__file__).parents[1] / "docs" / "papers.md").read_text(encoding="utf-8").splitlines()
ROWS = PAGE[-len(FINDINGS) :]


@pytest.mark.slow
@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_what_a_paper_states_is_measured(finding: Finding) -> None:
    assert finding.measured() in finding.within


def test_the_page_of_papers_is_fresh_in_its_words() -> None:
    assert list(page([number_in(line) for line in ROWS])) == PAGE


@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_the_number_on_the_page_is_within_its_tolerance(finding: Finding) -> None:
    (line,) = [line for line in ROWS if line.startswith(row(finding, "").partition("  ")[0])]
    assert number_in(line) in finding.within


def number_in(line: str) -> float:
    return float(line.split(" | ")[-2])


@pytest.mark.parametrize(
    "paper", ["He", "Glorot", "Saxe", "Klambauer", "Poole", "Schoenholz", "Hanin", "Pascanu", "Mishkin"]
)
def test_every_paper_of_the_curriculum_has_a_finding(paper: str) -> None:
    assert any(finding.source.startswith(f"{paper} ") for finding in FINDINGS)
