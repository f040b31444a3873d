"""What papers on initialisation state comes out here too; source and tolerance stand in the name of each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sim.papers import REPLICATIONS, Replication
from tests.sim.papers.page import number_in, row

PAGE = (Path(__file__).parents[2] / "docs" / "papers.md").read_text(encoding="utf-8").splitlines()
ROWS = PAGE[-len(REPLICATIONS) :]


@pytest.mark.slow
@pytest.mark.usefixtures("run_only_once")
@pytest.mark.parametrize("finding", REPLICATIONS, ids=str)
def test_what_a_paper_states_is_measured(finding: Replication) -> None:
    assert finding.measured() in finding.within


@pytest.mark.parametrize("finding", REPLICATIONS, ids=str)
def test_the_number_on_the_page_is_within_its_tolerance(finding: Replication) -> None:
    (line,) = [line for line in ROWS if line.startswith(row(finding, "").partition("  ")[0])]
    assert number_in(line) in finding.within


@pytest.mark.parametrize(
    "paper", ["He", "Glorot", "Saxe", "Klambauer", "Poole", "Schoenholz", "Hanin", "Pascanu", "Mishkin"]
)
def test_every_paper_of_the_curriculum_has_a_finding(paper: str) -> None:
    assert any(finding.source.startswith(f"{paper} ") for finding in REPLICATIONS)
