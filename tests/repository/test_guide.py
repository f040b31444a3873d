"""The author's guide is what the program reads today, and every example in it is right."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from quizapp.__main__ import main
from quizapp.checking.claims import check_deck
from quizapp.checking.lint import lint
from quizapp.checking.lint.rules import RULES
from quizapp.claims.meanings import FUNCTION_MEANINGS, MEASURES
from quizapp.claims.reader import MEASURES as MEASURABLE
from quizapp.claims.tree import FUNCTIONS
from quizapp.commands.new import QUESTION_TYPES as SCAFFOLDS
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.questions.choices import Choice
from quizapp.questions.objectives import OBJECTIVES
from quizapp.questions.types import QUESTION_TYPES
from quizapp.questions.types.numeric import Numeric
from sim.experiment import FIELDS, REGISTRIES
from sim.tasks import TASKS
from tests.support.decks.guide import examples

FILE = Path(__file__).parents[2] / "questions" / "README.md"
GUIDE = FILE.read_text("utf-8")
#: Fewer than `quizapp check` runs: with ten, one may come out otherwise.
NETWORKS = 10


@pytest.fixture(params=range(len(examples())))
def example(request: pytest.FixtureRequest, tmp_path: Path) -> Deck:
    path = tmp_path / "example.yaml"
    path.write_text(examples()[request.param], "utf-8")
    return read_deck(path)


@pytest.mark.slow
def test_the_claims_of_every_example_hold_and_nothing_is_to_be_warned_of(example: Deck) -> None:
    report = check_deck(example, NETWORKS)
    assert report.problems == ()
    assert report.unclaimed == 0
    assert report.controls == len(report.claims)
    assert bool(report.claims) is (example.simulation != "none")
    assert lint(example, report.claims, report.findings) == ()


def test_every_yaml_block_is_in_one_of_the_examples() -> None:
    blocks = re.findall(r"^ *```yaml\n", GUIDE, re.MULTILINE)
    questions = sum(len(re.findall(r"^  - id:", text, re.MULTILINE)) for text in examples())
    assert len(blocks) == questions + 1, "a question each, and the deck that the second example begins with"


def test_there_is_an_example_of_each_kind_with_feedback_for_everybody(tmp_path: Path) -> None:
    decks = []
    for number, text in enumerate(examples()):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, "utf-8")
        decks.append(read_deck(path))
    questions = [question for deck in decks for question in deck.questions]
    assert {question.type for question in questions} == set(SCAFFOLDS), "a type that is offered is shown"
    assert {each.answer.measure is None for each in questions if isinstance(each, Numeric)} == {True, False}
    assert any(len(deck.variants(each)) > 1 and each.experiments for deck in decks for each in deck.questions)


def test_the_commands_of_the_first_page_do_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(block) for block in re.findall(r"^ *```sh\n(.*?)^ *```", GUIDE, re.DOTALL | re.MULTILINE)]
    new, preview, check = commands
    assert main([*new[1:], "--kind", "single", "--title", "My deck"]) == 0
    assert {path.name for path in Path("questions").iterdir()} == {"mine.yaml", "quiz.schema.json"}
    assert preview[1:] == ["preview", new[2]]
    assert main([*check[1:], "--static", "--strict"]) == 0


def anchor(heading: str) -> str:
    """The address that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_every_link_leads_somewhere() -> None:
    anchors = {anchor(heading) for heading in re.findall(r"^#+ (.*)$", GUIDE, re.MULTILINE)}
    for target in re.findall(r"\]\(([^)]+)\)", GUIDE):
        path, _, name = target.partition("#")
        if not path:
            assert name in anchors
        else:
            text = (FILE.parent / path).read_text("utf-8")
            assert not name or name in {anchor(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def test_headings_are_unlike_so_that_links_find_the_right_one() -> None:
    headings = re.findall(r"^#+ (.*)$", GUIDE, re.MULTILINE)
    assert len({anchor(heading) for heading in headings}) == len(headings)


def names() -> set[str]:
    """All that an author can write."""
    fields = {name for kind in QUESTION_TYPES.values() for name in kind.model_fields} | set(Choice.model_fields)
    registered = {name for registry in REGISTRIES.values() for name in registry.all_names}
    return {*fields, *registered, *FIELDS, *TASKS, *MEASURABLE, *FUNCTIONS}


def test_every_name_that_an_author_can_write_is_in_it() -> None:
    assert sorted(name for name in names() if f"`{name}`" not in GUIDE) == [], "run: poe docs questions/README.md"
    assert [code for code in RULES if f"| [{code}](" not in GUIDE] == []
    assert [name for name in OBJECTIVES if f"| {name} |" not in GUIDE] == []


def test_every_word_of_a_claim_is_explained_and_no_other() -> None:
    assert set(MEASURES) == set(MEASURABLE)
    assert set(FUNCTION_MEANINGS) == set(FUNCTIONS)


def test_nothing_is_left_to_be_filled_in() -> None:
    assert "[[" not in GUIDE
    assert not re.search(r"\|\s*None\s*\|", GUIDE)


def test_a_line_that_people_wrote_fits_an_editor() -> None:
    lines = [line for line in GUIDE.splitlines() if not line.startswith("|")]
    assert max(map(len, lines)) <= 126
