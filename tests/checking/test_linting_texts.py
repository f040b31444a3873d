"""What authors are warned of in how texts look in a terminal."""

from __future__ import annotations

import pytest

from quizapp.checking.lint import lint
from quizapp.checking.parts import texts
from tests.support.linted import choices, codes, statement


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


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Look at the lowest bar.", True),
        ("The bar of layer 1 is empty.", True),
        ("See how the curve falls.", True),
        ("It is the red line.", True),
        ("Watch the first steps: the error doubles.", False),
        ("Look at layer 1, where a hundredth is left.", False),
        ("Every bar has its beer.", False),
        ("Line by line, the loss falls.", False),
    ],
)
def test_feedback_that_presumes_sight_is_warned_of(text: str, warned: bool) -> None:
    assert ("W114" in codes(statement("So?", if_wrong=text))) == warned
    assert "W114" not in codes(statement(text, if_wrong="No."))


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
        ("choices", 0, "if_chosen"): "Look at layer 1.",
        ("choices", 1, "text"): "Wrong text",
        ("choices", 1, "if_chosen"): "Look at layer 1.",
    }
