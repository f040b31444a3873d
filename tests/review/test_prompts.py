"""Questions in results are called by what they ask, and objectives by their text."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.deck.finder import bundled_decks
from quizapp.review.order import in_order
from quizapp.review.pictures import certainty_in_words
from quizapp.review.prompts import NO_PROMPTS, Prompts, begun, named, objective_named, prompts
from quizapp.review.report import report_lines
from quizapp.review.results import results
from quizapp.review.tally import tallied
from tests.support.attempts import after, recorded

BUNDLED = "weight-initialization"


@pytest.fixture(scope="module")
def bundled() -> Prompts:
    return prompts({BUNDLED}, bundled_decks())


def test_prompts_stand_on_one_line_and_name_what_varies(bundled: Prompts) -> None:
    assert bundled[BUNDLED, "half-a-layer"].startswith("Nine linear layers. Each halves whatever passes through it:")
    assert bundled[BUNDLED, "he-std"].startswith("A ReLU layer has n inputs. ")
    assert not any("\n" in prompt for prompt in bundled.values())


def test_a_deck_that_cannot_be_read_leaves_the_ids(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("title: [")
    assert prompts({"broken", "gone"}, [tmp_path / "broken.yaml", tmp_path / "gone.yaml"]) == {}


def test_a_prompt_is_cut_at_a_word() -> None:
    assert begun("Nine linear layers. Each halves", 22) == "Nine linear layers. …"


def test_an_objective_is_called_by_its_text_and_one_that_is_not_known_by_its_code() -> None:
    assert objective_named("S1") == "Explain why no hidden layer gets a gradient if all weights are zero (S1)"
    assert objective_named("own-7") == "own-7"


def test_the_report_says_what_a_question_asks_before_its_id(bundled: Prompts) -> None:
    wrong = recorded("half-a-layer", False, "high", deck=BUNDLED, objectives='["V1"]')
    told = list(report_lines([wrong], after(1), prompts=bundled))
    place = told.index("Certain and wrong, the latest first:")
    assert told[place + 1].startswith("  Nine linear layers. Each halves whatever")
    assert told[place + 1].endswith(" …")
    assert told[place + 2].startswith(f"    {BUNDLED}: half-a-layer, ")
    assert "  Explain how small weights shrink the error from layer to layer (V1)" in told
    assert max(map(len, told)) <= 80


def test_without_its_deck_a_question_is_called_by_its_id() -> None:
    wrong = recorded("half-a-layer", False, "high", deck=BUNDLED)
    assert any(line.startswith(f"  {BUNDLED}: half-a-layer, ") for line in report_lines([wrong], after(1)))
    (met,) = tallied(in_order([wrong], after(1))).met.values()
    assert named(met, NO_PROMPTS, 80) == ("half-a-layer", "")


@pytest.mark.parametrize(("foreseen", "said"), [(0, True), (1, False)])
def test_it_is_said_what_certainty_counts_where_a_setting_came_out_otherwise(foreseen: int, said: bool) -> None:
    turned = recorded("turn", True, "high", foreseen=foreseen)
    told = " ".join(certainty_in_words(results(tallied(in_order([turned], after(1))), after(1))))
    assert ("counts your prediction, not what you handed in" in told) is said
