"""Line mode: whole sittings typed in advance, and what is on the page afterwards."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from quizapp.deck.layout import with_note
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.plain.console import PATIENCE, Console, SlowNotice
from quizapp.text.run_report import Page
from tests.support.decks.transcript import Terminal, transcript, words

TWO_QUESTIONS = """
format: 1
title: Halves and doubles
experiments:
  half: {depth: 4, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 2, seeds: 3}
  double: {extends: half, gain: 2}
questions:
  - id: scale
    type: multiple
    shuffle: false
    prompt: What is `W[l] = W[l-1]`, [/b] and [@click=app.quit]x[/] to a network of halves?
    choices:
      - id: shrinks
        text: Its signal shrinks.
        correct: true
        experiment: half
        claim: initial.signal[4] / initial.signal[0] < 0.25
        control: double
        says: The signal fades.
        if_chosen: You saw it fade.
        if_not_chosen: It does fade.
      - {id: grows, text: Its signal grows., correct: false, experiment: double, claim: "signal[4] < 0"}
      - {id: words, text: Only words., correct: false}
    hints: [Multiply., Half of a half.]
    explanation: |
      A half of a half is a quarter.

      - first this
      - then that
    reading: [{title: A paper, url: "https://example.org/paper"}]
    tags: [scale]
  - {id: fact, type: true_false, prompt: Doubles grow., answer: true, experiment: double,
     claim: "initial.signal[4] > initial.signal[0]", if_right: Yes indeed., if_wrong: They do.}
"""
ANSWER, CERTAIN, COMMIT, WATCH, NEXT = "1", "3", "", "", ""


@pytest.fixture(scope="module")
def deck() -> Deck:
    return read_text(TWO_QUESTIONS)


def test_a_sitting_goes_from_prediction_to_summary(deck: Deck) -> None:
    first = [ANSWER, CERTAIN, COMMIT, WATCH, WATCH, "n", NEXT]
    text = words(transcript(deck, *first, "1", "1", "", "", "", ""))
    order = [
        "question 1 of 2. Several may be right.",
        "How certain are you",
        "You say: 1, >80% sure.",
        "You said: 1, >80% sure. Right. Credit 100%: 1 of 1 right ones ticked.",
        "1. right: Its signal shrinks.",
        "Choice 1: Its signal shrinks. (you picked it: right)",
        "Claim: The signal fades.",
        "So it was in all 20 networks (3 of them shown): the option is right, as you said.",
        "Measured: Before training, the signal at layer 4 is 0.0625 times that at the input.",
        "Control: double (weights 2 x identity): 16 times that at the input; so in none of the 20 networks, as it must",
        "A control is a second group of networks, which differ from these in what the brackets say.",
        "The networks were half: 4 layers of 2, identity, weights 0.5 x identity, circles",
        "Before training: the signal falls 16-fold",
        "layer 4: 0.062, control 16",
        "Choice 2: Its signal grows. (you left it: rightly left)",
        "A half of a half is a quarter.",
        "You saw it fade.",
        "https://example.org/paper",
        "question 2 of 2.",
        "So it was in all 20 networks (3 of them shown): you were right.",
        "Yes indeed.",
        "2 of 2 answers right in full, credit 2.0 of 2. Where several may be right, it is the share of the right ones",
        "Nothing to look at again.",
        "Goodbye.",
    ]
    position = 0
    for part in order:
        position = text.index(part, position)


def test_nothing_is_revealed_before_the_commit(deck: Deck) -> None:
    text = transcript(deck, "h", "?", "1 2", "h", "3", "h", "?")
    for secret in ("Credit 100", "right.", "fade", "claim", "holds in", "quarter", "example.org"):
        assert secret.lower() not in text.lower().replace("several may be right.", "").replace("is right.", "")


def test_author_text_is_shown_to_the_letter(deck: Deck) -> None:
    assert "What is `W[l] = W[l-1]`, [/b] and [@click=app.quit]x[/] to a network" in words(transcript(deck))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("1", "1"),
        ("a", "1"),
        ("1 3", "1 and 3"),
        ("3,1", "1 and 3"),
        ("AC", "1 and 3"),
        ("1 1", "1"),
        ("12", "1 and 2"),
        ("none", "none of them"),
        ("0", "none of them"),
    ],
)
def test_an_answer_can_be_typed_in_many_ways(deck: Deck, typed: str, answer: str) -> None:
    assert f"You say: {answer}, >80% sure." in transcript(deck, typed, "3")


@pytest.mark.parametrize(
    ("lines", "words_of_help"),
    [
        (["4"], "There is no choice '4' here; there are 1 to 3 (or a to c)."),
        (["x"], "There is no choice 'x' here"),
        (["1 9"], "There is no choice '9' here"),
        ([""], "Type one or more of 1 to 3 (or a to c)."),
        (["1", "4"], "Type 1 for <67%, 2 for 67-80% or 3 for >80%."),
        (["1", "1", "what"], "Press enter to commit, or type c to change your answer."),
        (["1", "1", "", "z"], "There is no choice 'z' here"),
        (["1", "1", "", "v"], "There is nothing to tell yet: run some networks first."),
        (["1", "1", "", "n", "z"], "There is no choice 'z' here"),
        (["1", "1", "", "n", "", "1 2"], "Only one can be right: type one of 1 to 2 (or a to b)."),
    ],
)
def test_what_is_not_understood_is_answered_with_what_is(deck: Deck, lines: list[str], words_of_help: str) -> None:
    assert words_of_help in words(transcript(deck, *lines))


def test_an_answer_can_be_changed_until_it_is_committed(deck: Deck) -> None:
    text = transcript(deck, "1 2", "1", "c", "3", "2", "", "n")
    assert "You say: 1 and 2, <67% sure." in text
    assert "Nothing is committed. Type every one that is right, as in 1 2, or none: 1 to 3 (or a to c)." in words(text)
    assert "You said: 3, 67-80% sure. Not right. Credit 0%: 0 of 1 right ones ticked, less 1 of 2 wrong." in words(text)


def test_hints_come_one_at_a_time_at_every_prompt(deck: Deck) -> None:
    text = transcript(deck, "h", "1", "h", "1", "h", "", "h")
    assert [text.count("Hint 1 of 2: Multiply."), text.count("Hint 2 of 2: Half of a half.")] == [1, 3]


@pytest.mark.parametrize("before", range(6))
def test_help_and_quitting_are_understood_at_every_prompt(deck: Deck, before: int) -> None:
    lines = [ANSWER, CERTAIN, COMMIT, "n", NEXT, "1"][:before]
    text = transcript(deck, *lines, "?", "q", "1", "1")
    assert "h gives a hint, ? this help, q quits." in words(text)
    assert text.endswith("Goodbye.\n\n")
    assert text.count("> ") == before + 2


@pytest.mark.parametrize("typed", range(8))
def test_wherever_the_input_ends_there_is_a_summary_so_far(deck: Deck, typed: int) -> None:
    text = transcript(deck, *[ANSWER, CERTAIN, COMMIT, "n", NEXT, "2", "1", ""][:typed])
    committed = typed >= 3
    expected = "1 of 1 answer right in full, credit 1.0 of 1; 1 not answered." if committed else "no question answered."
    assert expected in words(text) or typed == 8
    assert text.endswith("Goodbye.\n\n")


def test_the_surest_mistake_is_to_be_looked_at_again(deck: Deck) -> None:
    text = words(transcript(deck, "2", "3", "", "n", "", "1", "1", ""))
    assert "Look at these again, the surest mistakes first: >80% sure What is `W[l]" in text
    assert ">80% sure 0 of 1 right (0%)" in text


def test_choices_can_be_watched_in_any_order_and_more_than_once(deck: Deck) -> None:
    text = transcript(deck, "1", "1", "", "b", "1", "2", "n")
    assert [text.count("double: 4 layers"), text.count("half: 4 layers")] == [2, 1]


def test_all_views_of_the_choice_that_ran_last_can_be_seen(deck: Deck) -> None:
    text = transcript(deck, "1", "1", "", "1", "d", "v")
    for title in ("backpropagated error", "weight gradient", "signal", "loss", "accuracy", "distinct units"):
        assert f"\n{title}" in text


def test_a_choice_without_an_experiment_says_so(deck: Deck) -> None:
    assert "There is nothing to simulate for this choice." in transcript(deck, "1", "1", "", "3")


def test_a_statement_runs_its_networks_once(deck: Deck) -> None:
    text = transcript(deck, "1", "1", "", "n", "", "1", "1", "", "", "", "")
    assert text.count("double: 4 layers") == 1
    assert "Goodbye." in text


def test_the_explanation_has_the_numbers_of_choices_that_were_not_watched(deck: Deck) -> None:
    text = words(transcript(deck, "1", "1", "", "n"))
    held = "The signal fades. So it was in all 20 networks (3 of them shown)."
    assert f"{held} Before training, the signal at layer 4 is 0.0625 times that at the input." in text


def test_the_formula_is_told_to_those_who_ask_and_no_chart_is_drawn_unasked(deck: Deck) -> None:
    told = transcript(deck, "1", "1", "", "1", "f", "d")
    assert "Formula: initial.signal[4] / initial.signal[0] < 0.25" in told
    assert "█" not in told.partition("Formula:")[0]
    assert "█" in told.partition("Formula:")[2]


def test_a_word_is_explained_at_any_prompt(deck: Deck) -> None:
    told = words(transcript(deck, "g delta", "g nosuchword", "g"))
    assert "error: How much the loss would change" in told
    assert "There is no such word. g alone lists all." in told
    assert "Xavier: Random weights of variance" in told


def test_lists_in_an_explanation_stay_lists(deck: Deck) -> None:
    assert "\n- first this\n- then that\n" in transcript(deck, "1", "1", "", "n")


def test_nothing_is_wider_than_80_columns(deck: Deck) -> None:
    text = transcript(deck, "1", "1", "", "", "v", "", "n", "", "1", "1", "", "", "", "")
    assert max(map(len, text.splitlines())) <= 80


def test_the_order_of_the_choices_follows_from_the_seed(deck: Deck) -> None:
    shuffled = read_text(TWO_QUESTIONS.replace("    shuffle: false\n", ""))
    orders = {transcript(shuffled, seed=seed).partition("answer>")[0] for seed in range(12)}
    assert 3 <= len(orders) <= 6
    assert transcript(shuffled, seed=5) == transcript(shuffled, seed=5)


def test_decks_are_chosen_by_number_and_remember_what_was_answered(deck: Deck) -> None:
    other = read_text(TWO_QUESTIONS.replace("Halves and doubles", "Another deck"))
    text = transcript([deck, other], "3", "x", "2", "1", "1", "", "n", "", "1", "1", "", "n", "", "2", "q")
    assert text.count("Type the number of a deck, 1 to 2.") == 2
    assert "  1  Halves and doubles (2 questions)\n  2  Another deck (2 questions)\n" in text
    assert "  2  Another deck (2 questions, 2 answered this time)\n" in text
    assert text.count("Another deck, question 1 of 2.") == 2


@pytest.mark.slow
def test_somebody_who_waits_is_told_what_is_running() -> None:
    sink, now = Terminal(), [0.0]
    patience = SlowNotice(Console(io.StringIO(), sink, Page()), "running tiny and xavier", lambda: now[0])
    for seconds, step in ((0.1, 5), (PATIENCE + 0.01, 20), (PATIENCE + 0.1, 25), (5.0, 180)):
        now[0] = seconds
        patience.still_at(step, 200)
    assert (
        sink.getvalue() == "... running tiny and xavier: step 20 of 200\n... running tiny and xavier: step 180 of 200\n"
    )


def test_networks_that_are_not_trained_are_not_told_to_be_at_step_0_of_0() -> None:
    sink, now = Terminal(), [0.0]
    patience = SlowNotice(Console(io.StringIO(), sink, Page()), "running deep", lambda: now[0])
    now[0] = PATIENCE + 0.1
    patience.still_at(0, 0)
    assert sink.getvalue() == "... running deep\n"


def test_nobody_waits_at_the_end_of_a_pipe() -> None:
    sink, now = io.StringIO(), [0.0]
    patience = SlowNotice(Console(io.StringIO(), sink, Page()), "running tiny", lambda: now[0])
    now[0] = 99.0
    patience.still_at(1, 200)
    assert sink.getvalue() == ""


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_a_sitting_through_a_pipe_in_any_encoding_ends_well(encoding: str, tmp_path: os.PathLike[str]) -> None:
    path = os.path.join(tmp_path, "deck.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(TWO_QUESTIONS.replace("Only words", "Nur Wörter – σ²"))
    done = subprocess.run(
        [sys.executable, "-m", "quizapp", "play", "--plain", "--charts", path, "--seed", "1"],
        input="1\n1\n\n\nv\nq\n".encode(encoding),
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "TERM": "dumb"},
        check=True,
    )
    text = done.stdout.decode(encoding)
    assert ("████" in text, "####" in text) == ((True, False) if encoding == "utf-8" else (False, True))
    assert "Goodbye." in text
    assert done.stderr == b""


def test_a_page_keeps_words_whole_and_paragraphs_apart() -> None:
    page = Page(20)
    assert page.wrapped("one two three four five\nsix\n\nseven") == "one two three four\nfive six\n\nseven"
    assert page.wrapped("https://example.org/a-very-long-address") == "https://example.org/a-very-long-address"
    assert page.wrapped("text that goes on and on", "    ", "1)  ") == "1)  text that goes\n    on and on"
    assert page.wrapped("a list:\n- one\n- two\n  code") == "a list:\n- one\n- two\n  code"


def test_code_in_a_choice_stays_on_its_lines_from_the_question_to_the_explanation() -> None:
    page = Page(40)
    code = "```\nx = [1,\n     2]\n```"
    assert page.wrapped(with_note(code, "you picked it: right"), "   ", "1  ").split("\n") == [
        "1  ```", "   x = [1,", "        2]", "   ```", "", "   (you picked it: right)",
    ]  # fmt: skip
