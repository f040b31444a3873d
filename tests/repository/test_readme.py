"""What the README says is so: its commands, its example, its table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizapp.checking.claims import check_deck
from quizapp.cli import quizapp
from quizapp.commands.support.check_markdown import as_markdown
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CLAIMS = (ROOT / "docs/claims.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def test_the_readme_has_fewer_than_200_lines() -> None:
    assert len(README.splitlines()) < 200


def test_its_two_commands_are_single_lines_and_the_second_is_what_continuous_integration_runs() -> None:
    play, tests = blocks("sh")
    assert play.count("\n") == tests.count("\n") == 1
    assert play.rstrip().endswith("quizapp")
    assert tests.rstrip() in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.slow
def test_its_example_is_a_deck_of_ten_lines_whose_claims_hold() -> None:
    (example,) = blocks("yaml")
    assert len(example.splitlines()) == 10
    report = check_deck(read_text(example, "mine.yaml"))
    assert len(report.claims) == 1
    assert report.problems == ()


def test_every_link_to_a_file_leads_to_one() -> None:
    files = [target for target in re.findall(r"\]\(([^)#]+)", README) if not target.startswith("https://")]
    assert "questions/README.md" in files
    assert [file for file in files if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("command", sorted(quizapp.commands))
def test_every_command_stands_in_the_table_of_commands(command: str) -> None:
    assert f"| `quizapp {command}" in README


@pytest.mark.slow
@pytest.mark.usefixtures("run_before")
def test_the_table_of_claims_is_what_check_measures(first: Deck, capsys: pytest.CaptureFixture[str]) -> None:
    as_markdown([first], [], [check_deck(first)])
    measured = capsys.readouterr().out.splitlines()
    written = CLAIMS.partition("<!-- claims -->\n")[2].partition("<!-- end of claims -->")[0].splitlines()
    assert [without_numbers(row) for row in written] == [without_numbers(row) for row in measured]


def without_numbers(row: str) -> list[str]:
    """A row of the table without the medians, which differ in their last digits between processors."""
    cells = row.split(" | ")
    return [cell for place, cell in enumerate(cells) if place not in (3, 6)]


def test_the_picture_is_in_the_repository_and_loads_nothing_from_the_network() -> None:
    (picture,) = re.findall(r"!\[.*?\]\((.*?)\)", README)
    assert "url(http" not in (ROOT / picture).read_text(encoding="utf-8")
