"""What authors are warned of: each rule with a deck that calls for it, and with the nearest one that does not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.checking.claims import check_deck
from quizapp.checking.lint import RULES, lint
from quizapp.checking.lint.pages import explained
from quizapp.checking.lint.parts import texts
from quizapp.checking.lint.rule import finds_nothing
from quizapp.checking.lint.rules.duplicates import core
from quizapp.checking.lint.rules.guessing import guess_floor
from quizapp.deck.finder import bundled_decks
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck, read_text
from quizapp.questions.objectives import OBJECTIVES

ROOT = Path(__file__).parents[2]
#: Weights of the identity, halved or doubled in each of three layers: the signal changes by exactly 1/8, or 8.
HEAD = """\
format: 1
title: Halves and doubles
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 2}
  double: {extends: half, gain: 2}
"""


def deck_of(*questions: dict[str, Any]) -> Deck:
    """A deck of these questions, in which nothing else calls for a warning."""
    return read_text(HEAD + yaml.safe_dump({"questions": list(questions)}, allow_unicode=True))


def codes(deck: Deck) -> list[str]:
    """The codes of all warnings, but for what the questions of this file leave out on purpose."""
    return [advice.code for advice in lint(deck) if advice.code not in ("W301", "W401", "W403")]


def prompt(text: str, **parts: Any) -> Deck:
    choices = [choice("The first thing", correct=True), choice("Another one")]
    return deck_of({"id": "q", "type": "single", "prompt": text, "choices": choices, **parts})


def statement(text: str, **parts: Any) -> Deck:
    return deck_of({"id": "q", "type": "true_false", "prompt": text, "answer": True, "if_wrong": "Look.", **parts})


def choice(text: str, correct: bool = False, **parts: Any) -> dict[str, Any]:
    name = re.sub(r"[^a-z0-9-]+", "-", text.lower())[:60] or "x"
    return {"id": name, "text": text, "correct": correct, "if_chosen": "Look at the bars.", **parts}


def choices(right: list[str], wrong: list[str], type_: str = "multiple") -> Deck:
    every = [choice(text, correct=True) for text in right] + [choice(text) for text in wrong]
    return deck_of({"id": "q", "type": type_, "prompt": "Which?", "choices": every})


def example(text: str) -> Deck:
    """The deck of an example on the page of warnings: a question, or experiments."""
    if not text.startswith("{"):
        question = "{id: q, type: true_false, prompt: So., answer: true, experiment: net}"
        return read_text(f"format: 1\ntitle: T\n{text}\nquestions: [{question}]\n")
    return read_text(f"{HEAD}questions:\n- {text}\n")


# all rules


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


# where


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
        ("W102", 14, "All of the above"),
        ("W403", 14, "true"),
        ("W302", 15, "V99"),
    ]


def test_a_deck_that_was_edited_meanwhile_is_warned_of_at_its_top(tmp_path: Path) -> None:
    deck = written(f"{HEAD}questions:\n- {RULES['W101'].before}\n", tmp_path)
    deck.path.unlink()
    assert {(advice.problem.line, advice.problem.column) for advice in lint(deck)} == {(1, 1)}


# questions


@pytest.mark.parametrize(
    "text",
    ["Which of these does not grow?", "Which units never differ?", "What can't vanish?", "All learn, except which?"],
)
def test_a_question_that_turns_on_a_small_no_is_warned_of(text: str) -> None:
    assert codes(prompt(text)) == ["W101"]


@pytest.mark.parametrize(
    "text",
    [
        "Which of these does NOT grow?",
        "Which of these does **not** grow?",
        "Which of these does *not* grow?",
        "The network does not learn. Which of these is the reason?",
        "Does it learn or not?",
        "Which of these matters not only at the start?",
        "Which knot is tied?",
    ],
)
def test_a_negation_that_is_emphasised_or_turns_nothing_round_is_not(text: str) -> None:
    assert codes(prompt(text)) == []


def test_a_statement_to_be_judged_is_warned_of_wherever_the_no_stands() -> None:
    assert codes(statement("Equal units do not part.")) == ["W101"]
    assert codes(statement("Equal units do NOT part.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "All of the above",
        "None of the above.",
        "none of these",
        "Both a and b",
        "A and C",
        "Neither of the others",
        "Any of the other choices",
        "All of the above, but for the first",
    ],
)
def test_a_choice_about_the_other_choices_is_warned_of(text: str) -> None:
    assert codes(choices(["The signal"], ["The error", text])) == ["W102"]


@pytest.mark.parametrize(
    "text",
    ["None of them, so that nothing changes", "All of the other weights", "All of these layers", "None", "Both halves"],
)
def test_a_choice_that_counts_other_things_is_not(text: str) -> None:
    assert codes(choices(["The signal"], ["The error", text])) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("It grows", "it grows."), ("The error vanishes", "Error will vanish"), ("Large weights", "A large weight")],
)
def test_two_choices_that_say_the_same_are_warned_of(one: str, other: str) -> None:
    assert codes(choices(["Something else"], [one, other])) == ["W103"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It grows", "It shrinks"),
        ("0.5", "0.05"),
        ("1", "-1"),
        ("x < 1", "x > 1"),
        ("It does", "It does not"),
        ("From layer 1 to 9", "From layer 9 to 1"),
        ("large", "larger"),
        ("The", "A"),
    ],
)
def test_two_choices_that_differ_in_what_counts_are_not(one: str, other: str) -> None:
    assert core(one) != core(other)


def test_a_right_choice_that_is_by_far_the_longest_is_warned_of() -> None:
    long = "It shrinks at each layer, since each slope is a quarter or less"
    assert codes(choices([long], ["It grows", "It stays"])) == ["W104"]
    assert codes(choices([long], ["It grows at each layer, since the errors add up", "It stays"])) == []
    assert codes(choices(["It shrinks", long], ["It grows", "It stays"])) == []


def test_a_short_right_choice_is_not_long_whatever_the_ratio() -> None:
    assert codes(choices(["one half"], ["all", "no"])) == []


def test_a_qualifier_in_the_right_choice_alone_is_warned_of() -> None:
    assert codes(choices(["It usually shrinks"], ["It grows", "It stays"])) == ["W105"]
    assert codes(choices(["It usually shrinks"], ["It often grows", "It stays"])) == []
    assert codes(choices(["It usually shrinks"], ["It grows"])) == []


def test_absolutes_in_all_wrong_choices_alone_are_warned_of() -> None:
    assert codes(choices(["It shrinks"], ["It always grows", "It never moves"])) == ["W105"]
    assert codes(choices(["It shrinks"], ["It always grows", "It stays"])) == []
    assert codes(choices(["It always shrinks"], ["It always grows", "It never moves"])) == []


def test_a_wrong_choice_without_feedback_is_warned_of() -> None:
    silent = {"id": "b", "text": "Another one", "correct": False}
    parts = {"id": "q", "type": "single", "prompt": "Which?"}
    assert codes(deck_of({**parts, "choices": [choice("One", correct=True), silent]})) == ["W106"]
    assert codes(deck_of({**parts, "choices": [choice("One"), {**silent, "correct": True}]})) == []


def test_a_question_in_which_all_choices_are_right_earns_credit_without_knowledge() -> None:
    assert codes(choices(["One thing", "Another", "More"], [])) == ["W107"]
    assert codes(choices(["One thing", "Another"], ["More"])) == []


def test_the_guess_floor_is_the_expected_credit_by_the_rule_of_the_kind() -> None:
    """Of the four answers to one right and one wrong choice only the right choice alone earns anything."""
    assert guess_floor(choices(["One"], ["Another"]).questions[0]) == (0.25, "guessing")
    assert guess_floor(choices(["One"], ["Two", "Six"], "single").questions[0]) == (1 / 3, "guessing")
    assert guess_floor(statement("So.").questions[0]) == (0.5, "guessing")
    assert guess_floor(choices([], ["Two", "Six"]).questions[0]) == (1.0, "choosing nothing")


# texts


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        (r"A variance of \sigma_w", "; write σ"),
        (r"It is \Omega(1)", "; write Ω"),
        (r"It is \frac{1}{n}", "; write a / b"),
        ("So $x^2$ grows", "; write plain letters, as in x^2, W[l] or 1/sqrt(n)"),
        ("So $n$ grows", "; write plain letters, as in x^2, W[l] or 1/sqrt(n)"),
        ("So W_{ij} grows", "; write plain letters, as in x^2, W[l] or 1/sqrt(n)"),
        (r"So \(x\) grows", "; write plain letters, as in x^2, W[l] or 1/sqrt(n)"),
    ],
)
def test_latex_is_warned_of_with_what_to_write(text: str, cure: str) -> None:
    (advice,) = [advice for advice in lint(statement(text)) if advice.code == "W201"]
    assert advice.problem.message == f"terminals show LaTeX as it is written{cure}"


@pytest.mark.parametrize(
    "text", ["σ² = 2/n, x^2 and W[l]", r"`\frac{1}{2}` is LaTeX", "It costs $5 and then $6 more", r"A \ and a $"]
)
def test_signs_that_are_not_latex_are_not(text: str) -> None:
    assert codes(statement(text)) == []


def test_code_tables_and_words_that_are_too_wide_are_warned_of() -> None:
    for wide in (
        "x" * 77,
        f"Code:\n\n    {'x = 1; ' * 11}",
        f"| {'a | ' * 20}",
        f"```\n{'x y ' * 20}\n```",
        "x層" + "y" * 77,
    ):
        assert codes(statement(wide)) == ["W202"], wide


def test_ordinary_text_of_any_length_and_code_that_fits_are_not() -> None:
    for fine in (
        "x" * 76,
        "word " * 100,
        f"Code:\n\n    {'x' * 72}",
        "層" * 38,
        f"```\n{'x y ' * 19}\n```",
        "層" * 200,
        "隠れ層の、" * 40,
    ):
        assert codes(statement(fine)) == [], fine


def test_links_in_texts_that_are_not_https_are_warned_of() -> None:
    assert codes(statement("See http://example.org.")) == ["W203"]
    assert codes(statement("See https://example.org, or note: //example.")) == []


def test_texts_are_found_in_every_field_that_learners_read() -> None:
    deck = choices(["Right text"], ["Wrong text"])
    (question,) = deck.questions
    more = question.model_copy(update={"hints": ("A hint",), "explanation": "Why", "tags": ("tag",)})
    found = {words.path: words.text for words in texts(deck.model_copy(update={"questions": (more,)}))}
    assert found == {
        ("title",): "Halves and doubles",
        ("prompt",): "Which?",
        ("hints", 0): "A hint",
        ("explanation",): "Why",
        ("choices", 0, "text"): "Right text",
        ("choices", 0, "if_chosen"): "Look at the bars.",
        ("choices", 1, "text"): "Wrong text",
        ("choices", 1, "if_chosen"): "Look at the bars.",
    }


# the deck, and its claims


def unused(*questions: dict[str, Any]) -> list[str]:
    return [advice.problem.message[21:].split("'")[1] for advice in lint(deck_of(*questions)) if advice.code == "W301"]


def test_an_experiment_is_used_by_name_as_control_in_a_claim_or_to_extend() -> None:
    asked = {"id": "q", "type": "true_false", "prompt": "So.", "answer": True}
    assert unused(asked) == ["double"]
    assert unused({**asked, "experiment": "double"}) == []
    assert unused({**asked, "experiment": "half", "claim": "loss > 0", "control": "double"}) == []
    assert unused({**asked, "experiment": "half", "claim": "loss > double.loss"}) == []
    assert unused({**asked, "experiment": "half", "prompt": "double.loss"}) == ["double"]


def test_an_objective_must_be_one_of_the_curriculum() -> None:
    assert codes(statement("So.", objectives=["V1", "M4"])) == []
    assert unknown_objective("v1") == "unknown objective 'v1'; known are V1, V2, V3, V4, V5, V6"
    assert unknown_objective("Z1") == "unknown objective 'Z1'; there are 41 known ones"


def unknown_objective(name: str) -> str:
    (message,) = [each.problem.message for each in lint(statement("So.", objectives=[name])) if each.code == "W302"]
    return message


def test_every_objective_of_the_bundled_decks_is_known_and_each_is_a_sentence() -> None:
    named = {name for path in bundled_decks() for question in read_deck(path).questions for name in question.objectives}
    assert named <= set(OBJECTIVES)
    assert [text for text in OBJECTIVES.values() if not text.endswith(".")] == []


def test_a_claim_needs_a_control_wherever_it_stands() -> None:
    claim = {"experiment": "half", "claim": "loss > 0"}
    for deck in (statement("So.", **claim), prompt("So?", choices=[choice("A", True, **claim), choice("Not this")])):
        assert "W401" in [advice.code for advice in lint(deck)]
    deck = statement("So.", **claim, control="double")
    assert "W401" not in [advice.code for advice in lint(deck)]


@pytest.mark.parametrize(("threshold", "brittle"), [("0.13", ["half"]), ("0.14", []), ("8.4", []), ("7.5", ["double"])])
def test_a_claim_is_brittle_within_a_tenth_of_its_threshold(threshold: str, brittle: list[str]) -> None:
    """On `half` the ratio is 1/8: 4% under 0.13, and 11% under 0.14. On `double` it is 8: 6% over 7.5."""
    claim = f"signal[3] / signal[0] < {threshold}"
    deck = statement("So.", experiment="half", control="double", claim=claim)
    claims = check_deck(deck, seeds=2).claims
    found = [advice.problem.message for advice in lint(deck, claims) if advice.code == "W402"]
    assert [re.findall(r"on (\w+) the margin", message)[0] for message in found] == brittle


@pytest.mark.parametrize("code", ["W402", "W404", "W405", "W407"])
def test_the_examples_of_what_is_found_in_a_run_are_it_and_their_cures_are_not(code: str) -> None:
    for text, expected in ((RULES[code].before, True), (RULES[code].after, False)):
        deck = example(text)
        assert (code in [advice.code for advice in lint(deck, check_deck(deck, seeds=2).claims)]) is expected


# any deck

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


def test_a_deck_without_networks_is_asked_for_claims_only_while_it_says_that_they_are_to_come() -> None:
    question = "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.}"
    for head, expected in (("", []), ("simulation: none\n", []), ("simulation: todo\n", ["W403"])):
        deck = read_text(f"format: 1\ntitle: T\n{head}questions:\n  - {question}\n")
        assert [advice.code for advice in lint(deck)] == expected
