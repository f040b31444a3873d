"""What authors are warned of: each rule with a deck that calls for it, and with the nearest one that does not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.checking.lint import RULES, lint
from quizapp.checking.lint.pages import explained
from quizapp.checking.lint.rule import finds_nothing
from quizapp.deck.finder import bundled_decks
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.questions.objectives import OBJECTIVES
from tests.support.linted import HEAD, codes, example, prompt, statement


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.find is not finds_nothing])
def test_the_example_before_calls_for_the_warning_and_the_one_after_does_not(code: str) -> None:
    rule = RULES[code]
    assert code in [advice.code for advice in lint(example(rule.before))]
    assert code not in [advice.code for advice in lint(example(rule.after))]


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("title: Lab #3", "#3"),
        ("title: 'Lab #3'", None),
        ('title: "Lab #3"', None),
        ("title: Lab#3", None),
        ("title: Lab # 3", None),
        ("title: Lab  #issue 12", "#issue 12"),
        ("title: Lab\n  and more #3", "#3"),
        ("title: |\n  Lab #3", None),
        ("title: Lab\nformat: 1 #3", None),
    ],
)
def test_a_text_that_ends_at_a_hash_is_warned_of_at_its_place(line: str, cut: str | None, tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    question = "questions:\n- {id: q, type: true_false, prompt: So., answer: true, if_wrong: Look.}\n"
    path.write_text(f"{line}\n{'' if 'format' in line else 'format: 1'}\n{question}")
    found = [advice.problem for advice in lint(read_deck(path)) if advice.code == "W204"]
    assert [problem.source[problem.column - 1 :][: problem.length] for problem in found] == ([cut] if cut else [])


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_explained_in_a_code_a_name_sentences_and_examples_that_fit_80_columns(code: str) -> None:
    rule = RULES[code]
    assert re.fullmatch(r"W[1-4]\d\d", rule.code)
    assert re.fullmatch(r"[a-z0-9-]+", rule.name)
    assert rule.summary.endswith(".")
    assert rule.why.endswith(".")
    words = [line for line in explained(rule, 80) if not line.startswith(("{", " "))]
    assert max(map(len, words)) <= 80


def test_no_two_rules_share_a_name() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


def test_the_bundled_decks_call_for_no_warning() -> None:
    for path in bundled_decks():
        assert [(advice.code, advice.problem.line, advice.problem.message) for advice in lint(read_deck(path))] == []


def test_a_question_can_ask_not_to_be_warned() -> None:
    assert codes(prompt("Which does not?")) == ["W101"]
    assert codes(prompt("Which does not?", ignore=["W101"])) == []


def test_a_code_to_ignore_must_exist() -> None:
    (advice,) = [advice for advice in lint(statement("So.", ignore=["w101"])) if advice.code == "W303"]
    assert advice.problem.message == "unknown code 'w101'; did you mean 'W101'?"


def written(text: str, tmp_path: Path) -> Deck:
    path = tmp_path / "deck.yaml"
    path.write_text(text, encoding="utf-8")
    return read_deck(path)


def marked(text: str, tmp_path: Path) -> list[tuple[str, int, str]]:
    """The code, the line and the marked characters of each warning."""
    found = lint(written(text, tmp_path))
    lines = text.split("\n")
    assert [(each.problem.line, each.problem.column) for each in found] == sorted(
        (each.problem.line, each.problem.column) for each in found
    )
    spans = ((each.code, each.problem, each.problem.column - 1) for each in found)
    return [
        (code, problem.line, lines[problem.line - 1][start : start + problem.length]) for code, problem, start in spans
    ]


@pytest.mark.parametrize(
    ("style", "line"),
    [
        ("prompt: Which of these does not grow?", 9),
        ('prompt: "Which of these does not grow?"', 9),
        ("prompt: 'Which of these does not grow?'", 9),
        ("prompt: >-\n      Which of these\n      does not grow?", 11),
        ("prompt: |\n      Which of these does\n      not grow?", 11),
        ("prompt: Which of these\n      does not grow?", 10),
    ],
)
def test_a_warning_marks_the_word_that_it_is_about_however_the_text_is_written(
    style: str, line: int, tmp_path: Path
) -> None:
    rest = "    choices: [{id: a, text: A, correct: true}, {id: b, text: B, correct: false, if_chosen: Not so.}]\n"
    text = f"{HEAD}questions:\n  - id: q\n    type: single\n    {style}\n{rest}"
    assert ("W101", line, "not") in marked(text, tmp_path)


def test_warnings_come_in_the_order_of_their_places_each_with_what_it_is_about(tmp_path: Path) -> None:
    text = """\
format: 1
title: Places
description: See http://example.org for more.
experiments:
  net: {depth: 2}
  spare: {depth: 3}
questions:
  - id: q
    type: multiple
    prompt: Which of them never vanish?
    hints: [Think of $x^2$ first.]
    choices:
      - {id: a, text: The error, correct: false, experiment: net, claim: loss < 1}
      - {id: b, text: All of the above, correct: true}
    objectives: [V1, V99]
"""
    assert marked(text, tmp_path) == [
        ("W203", 3, "http://example.org"),
        ("W301", 6, "spare"),
        ("W101", 10, "never"),
        ("W201", 11, "$x^2$"),
        ("W106", 13, "The error"),
        ("W401", 13, "loss < 1"),
        ("W408", 13, "loss < 1"),
        ("W102", 14, "All of the above"),
        ("W403", 14, "true"),
        ("W302", 15, "V99"),
    ]


@pytest.mark.parametrize(
    ("changes", "silenced"),
    [
        ("learning_rate: 0.01", True),
        ("optimizer: adam", True),
        ("learning_rate: 0.1001", False),
        ("clip_norm: 1.0e9", False),
        ("depth: 4", False),
        ("optimizer: {name: momentum, momentum: 0.01}", False),
    ],
)
def test_an_alternative_counts_where_it_learns_otherwise(changes: str, silenced: bool, tmp_path: Path) -> None:
    text = f"""{HEAD.replace("steps: 0", "steps: 2")}  other: {{extends: half, {changes}}}
questions:
- {{id: q, type: true_false, prompt: It learns., answer: true, if_wrong: Look., experiment: half, control: double,
    also_on: [other], says: It learns., claim: loss < 1}}
- {{id: r, type: order, prompt: Which?, order_by: loss, items: [
    {{id: a, text: A, feedback: F, experiment: half, also_on: [other]}},
    {{id: b, text: B, feedback: F, experiment: double, also_on: [other]}}]}}
"""
    found = [advice.problem.message for advice in lint(written(text, tmp_path)) if advice.code == "W408"]
    assert len(found) == (0 if silenced else 2)
    assert all("no alternative learns otherwise" in message for message in found)


def test_a_deck_that_was_edited_meanwhile_is_warned_of_at_its_top(tmp_path: Path) -> None:
    deck = written(f"{HEAD}questions:\n- {RULES['W101'].before}\n", tmp_path)
    deck.path.unlink()
    assert {(advice.problem.line, advice.problem.column) for advice in lint(deck)} == {(1, 1)}


PIECES = ["not", "NOT?", "all of the above", "$x^2$", "\\sigma", "http://x.y", "|", "```", "    x", "usually", "always"]
LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"], include_characters="\n\t")
TEXT = (
    st.lists(st.sampled_from(PIECES) | st.text(LETTERS, max_size=100), min_size=1, max_size=4)
    .map(" ".join)
    .filter(str.strip)
)
SHARED = {
    "prompt": TEXT,
    "hints": st.lists(TEXT, max_size=2),
    "explanation": TEXT,
    "objectives": st.lists(TEXT | st.sampled_from(sorted(OBJECTIVES)), max_size=2),
    "ignore": st.lists(TEXT | st.sampled_from(sorted(RULES)), max_size=2),
}
WATCHED = st.sampled_from([{}, {"experiment": "half"}, {"experiment": "half", "claim": "loss < double.loss"}])
CHOICE = st.tuples(
    st.fixed_dictionaries({"text": TEXT, "correct": st.booleans()}, optional={"if_chosen": TEXT}), WATCHED
)
QUESTION = st.one_of(
    st.fixed_dictionaries({**SHARED, "type": st.just("true_false"), "answer": st.booleans()}),
    st.fixed_dictionaries({**SHARED, "type": st.just("multiple"), "choices": st.lists(CHOICE, min_size=2, max_size=9)}),
)


def numbered(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for place, question in enumerate(questions):
        question["id"] = f"q{place}"
        if "choices" in question:
            parts = enumerate(question["choices"])
            question["choices"] = [{"id": f"c{number}", **text, **watched} for number, (text, watched) in parts]
    return questions


@pytest.mark.slow
@settings(deadline=None)
@given(questions=st.lists(QUESTION, min_size=1, max_size=3).map(numbered), unicode=st.booleans())
def test_no_rule_ever_raises_and_every_place_is_in_the_file(
    questions: list[dict[str, Any]], unicode: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = HEAD + yaml.safe_dump({"questions": questions}, allow_unicode=unicode)
    path = tmp_path_factory.getbasetemp() / "any deck.yaml"
    path.write_text(text, encoding="utf-8")
    lines = text.split("\n")
    for advice in lint(read_deck(path)):
        assert 1 <= advice.problem.column <= len(lines[advice.problem.line - 1]) + 1
        assert advice.problem.message.isprintable()
