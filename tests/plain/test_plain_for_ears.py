"""Line mode for ears: the sentence first, numbers in words, drawings on request, and every question within reach."""

from __future__ import annotations

import io
import itertools
import re

import pytest

from quizapp.charts.model import Axis, Bar, Bars, Scale, Series
from quizapp.deck.finder import find_deck
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck, read_text
from quizapp.plain import play_plainly
from quizapp.plain.question import CHECKED
from quizapp.plain.question_in_play import QuestionInPlay
from quizapp.plain.runs import drawn
from quizapp.text.chart_words import numbers_by_row, told_rows
from tests.support.decks.transcript import GIVEN, MEASURED, PICK, transcript, words
from tests.support.decks.transcript import deck as deck_of

#: What a screen reader would spell out, or pass over: drawings, boxes, rules, and runs of spaces within a line.
NOISE = re.compile(r"[\u2500-\u259f\u2800-\u28ff]|\[[ x]\]|[-=_#*]{4,}|(?<=\S) {3,}(?=\S)")
TRAINED = """
format: 1
title: Trained
experiments:
  tiny: {depth: 5, width: 8, samples: 16, init: {name: normal, std: 0.05}, steps: 20, seeds: 3}
  xavier: {extends: tiny, init: xavier_normal}
questions:
  - {id: dies, type: true_false, prompt: Dies?, answer: true, experiment: tiny, control: xavier,
     claim: "initial.delta[1] / initial.delta[5] < 0.01", says: The error dies on its way back.}
"""


@pytest.fixture(scope="module")
def trained() -> Deck:
    return read_text(TRAINED)


def told(deck: Deck, *lines: str) -> list[str]:
    return transcript(deck, *lines).splitlines()


@pytest.mark.slow
@pytest.mark.usefixtures("marks_known")
@pytest.mark.parametrize("name", ["bad-init-problems", "error-ladder", "three-gradients"])
def test_nothing_of_a_transcript_is_noise(name: str) -> None:
    deck = read_deck(find_deck("weight-initialization")).only([name])
    answers = {"error-ladder": ["1 2 3 4"]}.get(name, ["1"])
    lines = told(deck, *answers, "2", "", "all", "v", "s", "t", "f", "", "")
    assert len(lines) > 60
    assert [line for line in lines if NOISE.search(line.strip())] == []


def test_the_sentence_comes_first_then_the_numbers_by_layer_with_the_control(trained: Deck) -> None:
    text = transcript(trained, "1", "3", "", "")
    order = [
        "Claim: The error dies",
        "So it was in all",
        "The networks were tiny",
        "Before training: the error falls",
        "layer 5: 1.0, control 1.0",
        "layer 1: ",
        "vanishing at step 0: ",
        "After 20 steps",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_numbers_are_of_the_moment_of_which_the_claim_speaks(trained: Deck) -> None:
    text = words(transcript(trained, "1", "3", "", ""))
    measured = re.search(r"error at layer 1 is ([\d.e-]+) \(", text)
    row = re.search(r"layer 1: ([\d.e-]+), control", text)
    assert measured
    assert row
    assert float(row[1]) == pytest.approx(float(measured[1]), rel=0.05)


def test_charts_are_drawn_only_on_request(trained: Deck) -> None:
    assert "\u2588" not in transcript(trained, "1", "3", "", "")
    drawn = transcript(trained, "1", "3", "", "", "d")
    assert "Charts are drawn from now on" in drawn
    assert "\u2588" in drawn.partition("Charts are drawn")[2]
    sink = io.StringIO()
    play_plainly([trained], 0, io.StringIO("1\n3\n\n\n"), sink, drawings=True)
    assert "\u2588" in sink.getvalue()


def test_the_training_is_told_step_by_step(trained: Deck) -> None:
    lines = told(trained, "1", "3", "", "", "s")
    steps = [int(found[1]) for line in lines if (found := re.match(r"step (\d+): loss .* % right", line))]
    assert steps[0] == 0
    assert steps[-1] == 20
    assert steps == sorted(set(steps))
    assert 5 <= len(steps) <= 9
    assert "There is nothing to tell yet" in words(transcript(trained, "1", "3", "", "s"))


def test_any_question_can_be_gone_to_and_answers_stay() -> None:
    deck = deck_of(GIVEN, MEASURED, PICK)
    text = words(transcript(deck, "1/16", "3", "skip", "p", "", "", "go 3", "p", "1/8"))
    parts = ["question 1 of 3", "Your number = 0.0625", "question 2 of 3", "question 1 of 3", "question 3 of 3",
             "question 2 of 3", "Your number = 0.125"]  # fmt: skip
    position = 0
    for part in parts:
        position = text.index(part, position) + 1
    assert "There are questions 1 to 3; this is question 1." in words(transcript(deck, "p"))
    assert "There are questions 1 to 3; this is question 1." in words(transcript(deck, "go 4"))


def test_what_is_typed_as_a_word_is_an_answer_and_no_command() -> None:
    deck = read_text(
        "format: 1\ntitle: T\nquestions:\n- {id: a, type: true_false, prompt: A?, answer: true}\n"
        "- {id: b, type: short_answer, prompt: Opposite of forward?, answer: back}\n"
    )
    assert "You say: back, >80% sure." in words(transcript(deck, "skip", "back", "3"))


def bars(count: int, named: int) -> Bars:
    rows = tuple(Bar(str(layer), 0.5**layer, 1.0, named=layer == named) for layer in range(count, 0, -1))
    return Bars("error", "rms, log scale", rows, Axis(1e-9, 1, Scale.LOG), Series("a", "b"), "It falls.")


def test_of_many_layers_the_ends_and_those_that_matter_are_told_evenly() -> None:
    chart = bars(40, named=17)
    told_layers = [40 - place for place in told_rows(chart.rows)]
    assert told_layers[0] == 40
    assert told_layers[-1] == 1
    assert 17 in told_layers
    gaps = [high - low for high, low in itertools.pairwise(told_layers)]
    assert max(gaps) <= 4
    lines = list(numbers_by_row(chart))
    assert lines[0] == f"error, rms; {len(told_layers)} of 40 rows, v tells all:"
    assert lines[1] == "layer 40: 9.1e-13, control 1.0"
    assert len(list(numbers_by_row(chart, every_row=True))) == 41


def test_a_diagnosis_stands_beside_the_numbers_of_its_moment_and_later_only_another_one(trained: Deck) -> None:
    text = words(transcript(trained, "1", "3", "", ""))
    places = [text.index(part) for part in ("Before training: ", "vanishing at step 0: ", "After 20 steps")]
    assert places == sorted(places)
    assert "vanishing at step 20" not in text


def test_networks_that_explode_are_told_before_and_after() -> None:
    explode = TRAINED.replace("std: 0.05}, steps", "std: 40}, learning_rate: 1e6, activation: relu, steps")
    text = words(transcript(read_text(explode.replace("< 0.01", "> 100")), "1", "3", "", ""))
    places = [text.index(part) for part in ("Before training: ", "exploding at step 0: ", "diverged at step ")]
    assert places == sorted(places)


def test_the_first_steps_of_a_run_are_all_kept_as_what_explodes_does_so_there() -> None:
    wanted = [step for step in range(201) if drawn(200)(step)]
    assert wanted[:11] == list(range(11))
    assert len(wanted) < 90


def test_networks_can_still_be_looked_at_below_the_explanation(trained: Deck) -> None:
    text = words(transcript(trained, "1", "3", "", "", "n", "v", "s", "f", ""))
    below = text.partition("Enter goes on to the next question.")[2]
    for said in ("saturated outputs", "step 20: loss", "initial.delta[1]"):
        assert said in below, said
    assert "All have run" not in below
    assert "1 of 1 answer right" in below


def test_what_runs_below_the_explanation_does_not_lead_back_to_it(trained: Deck) -> None:
    text = words(transcript(trained, "1", "3", "", "n", "1", ""))
    assert text.count("The networks were tiny") == 1
    assert "Enter goes on to the explanation" not in text
    assert "1 of 1 answer right" in text


def test_a_number_beside_that_of_a_row_stands_with_it_and_not_with_the_control() -> None:
    rows = (Bar("2", 11.0, 12.0, extra=8.4), Bar("1", 7.0, None, extra=2.0))
    counted = Bars("units", "of 16", rows, Axis(0, 16), Series("a", "b"), "Alike.", extra="rank", counts=True)
    assert list(numbers_by_row(counted))[1:] == ["layer 2: 11 (rank 8.4), control 12", "layer 1: 7 (rank 2)"]
    shares = Bars("saturated", "%", rows, Axis(0, 100), Series("a", "b"), "Most.", extra="dead", suffix=" %")
    assert list(numbers_by_row(shares))[1] == "layer 2: 11 % (dead 8.4 %), control 12 %"


def test_a_control_of_another_depth_is_told_to_have_one(trained: Deck) -> None:
    assert "Mind that" not in words(transcript(trained, "1", "3", "", ""))
    flat = TRAINED.replace("xavier: {extends: tiny,", "xavier: {extends: tiny, depth: 3,").replace(
        "delta[5]", "delta[-1]"
    )
    text = words(transcript(read_text(flat), "1", "3", "", "", "v"))
    assert text.count("Mind that the control has 3 layers and not 5: its layer 3, which gives the answer,") == 1


def test_one_sentence_of_two_views_is_told_once() -> None:
    text = words(
        transcript(read_text(TRAINED.replace("steps: 20,", "steps: 20, task: signal,")), "1", "3", "", "", "v")
    )
    assert text.count("are no points of a plane") == 1


def test_after_training_is_said_of_the_first_of_several_numbers_only(trained: Deck) -> None:
    both = TRAINED.replace(
        '"initial.delta[1] / initial.delta[5] < 0.01"', '"delta[1] < 1 and delta[2] < 1 and loss < 9"'
    )
    text = words(transcript(read_text(both), "1", "3", "", ""))
    measured = text[text.index("Measured: ") : text.index("Control: ")]
    assert re.match(r"Measured: After training, the error at layer 1 is [^;]*; the error at layer 2 is", measured)
    alone = TRAINED.replace('"initial.delta[1] / initial.delta[5] < 0.01"', '"delta[1] / delta[5] < 0.01"')
    assert "Control: xavier (weights Xavier): after training " in words(transcript(read_text(alone), "1", "3", "", ""))


def test_marks_that_were_still_being_checked_are_said_to_stand(trained: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = QuestionInPlay.settle

    def only_if_it_waits_for_it(playing: QuestionInPlay, seconds: float | None = None) -> None:
        if seconds is None:
            settle(playing)

    monkeypatch.setattr(QuestionInPlay, "settle", only_if_it_waits_for_it)
    sink = Terminal()
    play_plainly([trained], 0, io.StringIO("1\n3\n\n\nn\n"), sink)
    told = words(sink.getvalue())
    assert 0 < told.index("still being checked") < told.index(CHECKED)
    assert CHECKED not in words(transcript(trained, "1", "3", "", "", "n"))


class Terminal(io.StringIO):
    """What a sitting at a terminal is printed on."""

    def isatty(self) -> bool:
        """Somebody waits there."""
        return True


def test_numbers_of_the_first_network_alone_are_told_to_be_of_it(trained: Deck) -> None:
    text = words(transcript(trained, "1", "3", "", "", "v"))
    for said in ("the outputs have an rms of", "the 8 units of each layer give", "answers"):
        assert re.search(rf"At step 20(, in the first network: |: [^.]*: the first network ){said}", text), said
    assert "in the first network: the signal" not in text
