"""Line mode with every kind of question: theory, hints, help, leaving, and whatever else is typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizapp.deck.model import Deck
from tests.support.decks.transcript import (
    ALL,
    COMMIT,
    ENTER,
    GIVEN,
    HEAD,
    MEASURED,
    ORDER,
    SURE,
    TUNE,
    TWO_KNOBS,
    deck,
    played,
    transcript,
    words,
)
from tests.support.examples import scaled


@pytest.mark.parametrize("question", [MEASURED, ORDER, TUNE])
def test_theory_is_laid_over_the_charts_and_taken_off_again(question: str) -> None:
    to_observe = {MEASURED: ["1"], ORDER: ["1 2 3"], TUNE: ["1"]}[question]
    drawn = question
    for name, other in (("same", "drawn"), ("half", "drawn_small"), ("double", "drawn_large")):
        drawn = drawn.replace(f"experiment: {name}", f"experiment: {other}")
    lines = [*to_observe, SURE, COMMIT, *([] if question == TUNE else ["all" if question == ORDER else ""])]
    assert ", theory " in played(drawn, *lines, "t")
    assert "In theory" not in played(drawn, *lines)
    assert "In theory" in played(drawn, *lines, "t")
    off = words(transcript(deck(drawn), *lines, "t", "t", "v"))
    assert "Theory is left out from now on." in off
    assert "In theory" not in off.partition("Theory is left out")[2]


def test_theory_can_be_asked_for_before_anything_ran() -> None:
    question = MEASURED.replace("experiment: half", "experiment: drawn")
    told = played(question, "1", SURE, COMMIT, "t", ENTER)
    assert "In theory" in told


@pytest.mark.parametrize("question", [GIVEN, TUNE])
def test_hints_are_given_at_every_prompt(question: str) -> None:
    told = played(question, "h", "1", "h", "3", "h", "", "h")
    assert told.count("Hint 1 of 1:") == 4


SITTINGS = {
    GIVEN: ["1", SURE, COMMIT, ENTER],
    MEASURED: ["1", SURE, COMMIT, ENTER, ENTER, ENTER],
    ORDER: ["1 2 3", SURE, COMMIT, ENTER, ENTER, ENTER, ENTER, ENTER],
    TUNE: ["2", SURE, COMMIT, "1", ENTER, ENTER],
    TWO_KNOBS: ["gain 2", "done", ENTER],
}
#: After how many lines the answer of each is marked.
MARKED = {GIVEN: 3, MEASURED: 3, ORDER: 3, TUNE: 5, TWO_KNOBS: 2}


@pytest.mark.parametrize("question", SITTINGS)
@pytest.mark.parametrize("ending", [["q"], []], ids=["quit", "end of input"])
def test_whoever_leaves_in_the_middle_gets_a_summary_of_what_was_marked(question: str, ending: list[str]) -> None:
    for count in range(len(SITTINGS[question]) + 1):
        told = played(question, *SITTINGS[question][:count], *ending)
        expected = "of 1 answer right in full" if count >= MARKED[question] else "no question answered."
        assert expected in told
        assert told.endswith("Goodbye.")


@pytest.mark.parametrize("question", SITTINGS)
def test_help_says_what_can_be_typed_at_every_prompt(question: str) -> None:
    lines = SITTINGS[question]
    for count in range(len(lines)):
        text = transcript(deck(question), *lines[:count], "?")
        help_ = words(text.rpartition("> ?")[2].partition("===")[0])
        assert "h gives a hint, ? this help, q quits." in help_
        assert "type" in help_.lower() or "enter" in help_.lower()


def test_nothing_of_the_key_is_told_before_the_commit() -> None:
    for question, lines in SITTINGS.items():
        if question != TWO_KNOBS:
            told = transcript(deck(question), *lines[:2], "?").partition("====")[0]
            for secret in ("Credit", "Measured", "Goal", "Well done", "variance", "eighth", "signal[", "right order"):
                assert secret not in told


def test_a_question_that_varies_is_asked_and_marked_with_its_values() -> None:
    question = """
  - {id: he, type: numeric, prompt: "What is He's std for {n} inputs?", vary: {n: [128, 512]},
     answer: {value: "sqrt(2 / {n})"}}
"""
    for seed in range(6):
        n = 128 if "for 128 inputs" in played(question, seed=seed) else 512
        told = played(question, str((2 / n) ** 0.5), SURE, COMMIT, seed=seed)
        assert f"for {n} inputs" in told
        assert "Right. Credit 100%." in told


def test_nothing_of_any_kind_is_wider_than_80_columns() -> None:
    lines = [line for question in SITTINGS for line in SITTINGS[question]]
    assert max(map(len, transcript(deck(*ALL), *lines).splitlines())) <= 80


@pytest.mark.slow
def test_all_kinds_are_played_through_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(HEAD + "".join(ALL))
    lines = [line for question in SITTINGS for line in SITTINGS[question]]
    done = subprocess.run(
        [sys.executable, "-m", "quizapp", "play", "--plain", str(path), "--seed", "0"],
        input="\n".join([*lines, "\udcff\udcfe", "1", SURE, COMMIT, ENTER, ""]).encode("utf-8", "surrogateescape"),
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    told = words(done.stdout.decode("utf-8"))
    assert "question 6 of 6" in told
    assert "of 6 answers right in full" in told
    assert "There is no choice '\ufffd' here" in told
    assert done.stderr == b""


SENSIBLE = (
    "",
    "1",
    "2",
    "3",
    "1 2 3",
    "gain 2",
    "done",
    "n",
    "v",
    "m",
    "all",
    "c",
    "h",
    "?",
    "none",
    "depth 2; gain 3",
)
ANY_LINE = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30)


@pytest.fixture(scope="module")
def every_kind() -> Deck:
    return deck(*ALL)


PROMPT = re.compile(r"^(?:answer|certainty|commit|observe|turn|next)> ", re.MULTILINE)


@settings(max_examples=scaled(60))
@given(st.lists(st.one_of(st.sampled_from(SENSIBLE), ANY_LINE), max_size=30), st.integers(0, 5))
@example(["9" * 400, "(" * 100, "1/0", "", "1", "3", "", "", "\x00", "\x85", "\u2028", "ß", "İ", "²", "٣"], 0)
def test_whatever_is_typed_is_answered(every_kind: Deck, lines: list[str], first: int) -> None:
    questions = (*every_kind.questions[first:], *every_kind.questions[:first])
    text = transcript(every_kind.model_copy(update={"questions": questions}), *lines)
    assert text.endswith("Goodbye.\n\n")
    for line in lines:
        before, found, after = text.partition(f"> {line}\n\n")
        if not found:  # they had left, or were through
            assert not PROMPT.search(before)
            break
        text = after
        assert PROMPT.split(text)[0].strip()


def test_every_line_gets_words_of_its_own(every_kind: Deck) -> None:
    for line in ("%", "gain gain gain", "1e", "zz top", "-", "((", "0x", "4 5 6"):
        for count, before in enumerate(SITTINGS[TUNE]):
            text = transcript(deck(TUNE), *SITTINGS[TUNE][:count], line)
            answer = text.rpartition(f"> {line}\n")[2].partition("> ")[0]
            assert "(? for help)" in answer, (line, before)
