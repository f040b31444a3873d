"""Mistakes of authors who come from other programs: each is told once, at its place, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.checking.lint import lint
from quizapp.deck.reader import DeckError, read_deck, read_text
from quizapp.deck.reader.problems import Problem

HEAD = "format: 1\ntitle: T\nexperiments:\n  a: {depth: 4, width: 8}\nquestions:\n"
NUMERIC = HEAD + "- id: q\n  type: numeric\n  prompt: P?\n  experiment: a\n  answer: "
SINGLE = HEAD + "- id: q\n  type: single\n  prompt: P?\n"
TWO = "  choices:\n  - {id: a, text: A, correct: true}\n  - {id: b, text: B, correct: false}\n"


def problems(text: str) -> list[Problem]:
    with pytest.raises(DeckError) as caught:
        read_text(text)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("0.5", "as in `answer: {value: 0.5}`"),
        ("0,5", "as in `answer: {value: 0.5}`"),
        ("1/16", "as in `answer: {value: 1/16}`"),
        ("50%", "as in `answer: {value: 0.5}`"),
        ("loss", "as in `answer: {measure: loss, within: 10%}`"),
        ("{value: 50%}", "write 0.5 for 50%"),
        ("{value: 0,5}", "write a number with a point, as in 0.5"),
    ],
)
def test_an_answer_that_is_a_bare_number_is_told_where_it_belongs(answer: str, words: str) -> None:
    (problem,) = problems(NUMERIC + answer)
    assert words in problem.message
    assert problem.line == 10


def test_what_is_proposed_for_an_answer_is_read() -> None:
    for answer in ("{value: 0.5}", "{value: 1/16}", "{measure: loss, within: 10%}"):
        read_text(NUMERIC + answer)


def test_bare_choices_are_told_how_a_choice_is_written() -> None:
    first, second = problems(SINGLE + "  choices: [A, 'B: or not']\n")
    assert "as in `{id: a, text: A, correct: true}`" in first.message
    assert 'as in `{id: b, text: "B: or not", correct: false}`' in second.message
    read_text(SINGLE + '  choices: [{id: a, text: A, correct: true}, {id: b, text: "B: or not", correct: false}]\n')


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("correct: true}", "correct: true, feedback: Yes}", "write if_chosen for what is said to somebody who chose"),
        ("correct: true}", "right: true}", "write correct"),
        ("choices:", "options:", "write choices"),
        ("prompt:", "question:", "write prompt"),
        ("  choices:", "  feedback: Yes\n  choices:", "write explanation"),
        ("  choices:", "  answer: a\n  choices:", "write `correct: true` at the choice that is right"),
    ],
)
def test_keys_of_other_programs_are_told_what_they_are_called_here(old: str, new: str, words: str) -> None:
    (problem,) = problems((SINGLE + TWO).replace(old, new, 1))
    assert problem.message.startswith("unknown key")
    assert words in problem.message


def test_feedback_beside_an_answer_is_if_right_and_if_wrong() -> None:
    (problem,) = problems(NUMERIC + "{value: 1}\n  feedback: Yes\n")
    assert "write if_right and if_wrong" in problem.message


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000"])
@pytest.mark.parametrize(
    ("old", "new"),
    [("  prompt: P?", "{} prompt: P?"), ("prompt: P?", "prompt:{}P?"), ("type: single", "type:{}single")],
)
def test_a_pasted_space_that_is_none_is_shown_where_it_stands(old: str, new: str, space: str) -> None:
    text = (SINGLE + TWO).replace(old, new.format(space), 1)
    (problem,) = problems(text)
    before = text[: text.index(space)]
    assert (problem.line, problem.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert f"this is U+{ord(space):04X}, which only looks like a space" in problem.message


def test_a_web_address_is_no_file() -> None:
    with pytest.raises(DeckError, match="this is a web address; save what is there as a file"):
        read_deck(Path("https://example.org/deck.yaml"))


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        ("Put it in C:\\Users\\ada\\decks, please.", False),
        ("It lies on \\\\server\\share\\decks.", False),
        ("See ..\\decks\\mine.yaml", False),
        ("A variance of \\sigma^2", True),
        ("A map f: X \\to Y", True),
        ("The set A:\\mathbb{R}", True),
    ],
)
def test_paths_of_windows_are_no_latex(words: str, warned: bool, tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text((SINGLE + TWO).replace("prompt: P?", f"prompt: '{words}'"), "utf-8")
    assert ("W201" in {each.code for each in lint(read_deck(path))}) is warned
