"""An exam in line mode: nothing is told before it is over, then all of it; and a test before and after."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.deck.model import Deck
from quizapp.plain import exam as plain_exam
from quizapp.plain import play_plainly, question_in_play
from quizapp.record.place import FILE
from quizapp.record.record import Record
from quizapp.review.exams import Wanted
from tests.support.decks.transcript import ALL, COMMIT, ENTER, GIVEN, PICK, SURE, TUNE, deck, in_order, words

TWO = deck(PICK, PICK.replace("fact", "other").replace("Halves shrink.", "Doubles shrink."))
EXAM = Wanted()
BEGIN, THROUGH = "", ""
FIRST, SECOND = ("1", SURE, COMMIT), ("2", "1", COMMIT)


class Clock:
    """A clock that goes on only when it is told to."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE


def take(path: Path, *lines: str, what: Deck = TWO, wanted: Wanted = EXAM, seed: int | None = 1) -> str:
    sink, source = io.StringIO(), io.StringIO("".join(f"{line}\n" for line in lines))
    play_plainly([what], seed, source, sink, record=Record(path), exam=wanted)
    return words(sink.getvalue())


def test_nothing_is_told_before_the_end_and_then_the_whole_way_through(path: Path) -> None:
    out = take(path, BEGIN, *FIRST, *SECOND, "y", THROUGH, ENTER, ENTER)
    before, _, after = out.partition("The exam is over.")
    for told in ("Right.", "Not right.", "rightly left", "Credit", "You said: 1, >80% sure. Right"):
        assert told not in before
    assert "All questions are answered." in before
    in_order(after, "1 of 2 questions right in full", "Credit 1.0 of 2, 50%.", "All questions:", "1. right",
             "2. not right", "question 1 of 2",
             "You said: 1, >80% sure. Right.", "question 2 of 2", "Not right.")  # fmt: skip
    kept = Record(path).attempts()
    assert [(each.kind, each.right) for each in kept] == [("exam", 1), ("exam", 0)]
    assert Record(path).unfinished() == ()


def test_there_are_no_hints_and_open_questions_can_be_left_and_come_back_to(path: Path) -> None:
    out = take(
        path, BEGIN, "h", "skip", *SECOND, "go 2", ENTER, *FIRST, "y", what=deck(GIVEN.replace("given", "one"), PICK)
    )
    in_order(out, "There are no hints in an exam.", "question 2 of 2", "Committed.", "question 1 of 2",
             "That is committed.", "question 1 of 2")  # fmt: skip
    assert "Take a root" not in out.partition("The exam is over")[0]


def test_finishing_early_says_how_many_are_unanswered_and_they_count_as_that(path: Path) -> None:
    out = take(path, BEGIN, *FIRST, "finish", "n", "finish", "y", THROUGH, ENTER, ENTER)
    assert out.count("1 of 2 questions is not answered yet: 2. What is not answered counts as unanswered.") == 2
    in_order(out, "1 of 2 questions right in full", "1 not answered", "2. not answered", "question 2 of 2",
             "Not answered. It counts as unanswered")  # fmt: skip
    assert len(Record(path).attempts()) == 1


def test_knobs_are_turned_on_running_networks_and_not_judged_before_the_end(path: Path) -> None:
    out = take(path, BEGIN, "0.7", SURE, COMMIT, "1", "done", "y", THROUGH, ENTER, ENTER, what=deck(TUNE))
    before, _, after = out.partition("The exam is over.")
    assert "Setting: the factor = 1" in before or "gain = 1" in before
    assert "networks that you had not seen" not in before
    assert "You kept it." in after


def test_every_kind_of_question_goes_unanswered_and_is_explained(path: Path) -> None:
    everything = deck(*ALL)
    out = take(path, BEGIN, "finish", "y", THROUGH, *["n", ENTER] * len(ALL), ENTER, what=everything)
    assert out.count("Not answered. It counts as unanswered, which earns nothing.") == len(ALL)
    assert "Because it is." in out


def test_when_its_time_is_over_the_rest_is_unanswered(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(plain_exam, "running", clock)
    monkeypatch.setattr(question_in_play.QuestionInPlay.__init__, "__defaults__", (clock,))

    class Slow(io.StringIO):
        """Every line takes two minutes to type."""

        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            clock.at += 120
            return super().readline()

    typed, sink = Slow("\n" + "".join(f"{line}\n" for line in (*FIRST, "2"))), io.StringIO()
    play_plainly([TWO], 1, typed, sink, record=Record(path, exam_clock=clock), exam=replace(EXAM, minutes=7))
    out = words(sink.getvalue())
    in_order(out, "answer (7:00 left)> 1", "5 minutes left.", "certainty (5:00 left)>", "commit (3:00 left)>",
             "1 minute left.", "answer (1:00 left)> 2", "Time is over.", "1 not answered")  # fmt: skip
    assert [each.question for each in Record(path).attempts()] == ["fact"]


def test_one_leaves_and_goes_on_with_what_is_left_of_the_time(path: Path) -> None:
    out = take(path, BEGIN, *FIRST, wanted=replace(EXAM, minutes=60))
    assert "Its clock runs on:" in out
    assert "The same command goes back to it." in out
    out = take(path, *SECOND, "y", wanted=replace(EXAM, minutes=60))
    in_order(out, "The exam goes on where you left it", "question 2 of 2", " left)>", "1 of 2 questions right in full")
    assert "Nothing is told" in take(path, wanted=EXAM), "a new one"


VARIES = """
  - {id: half, type: numeric, vary: {n: [2, 4, 6]}, prompt: "Half of {n}?", answer: {value: "{n} / 2"}}
"""


def test_a_test_before_and_one_after_with_the_gain_between(path: Path) -> None:
    what = deck(PICK, VARIES)
    before = take(path, BEGIN, *FIRST, "0", SURE, COMMIT, "y", what=what, wanted=Wanted("pre"))
    asked = before[before.index("Half of ") :][:9]
    right = {"Half of 2": "1", "Half of 4": "2", "Half of 6": "3"}
    after = take(path, what=what, wanted=Wanted("post"))
    assert "1 of the 2 questions is the same as in the pre-test, for want of variants in the deck." in after
    number = next(n for n in right if n != asked and n in take(path, BEGIN, "skip", what=what, wanted=Wanted("post")))
    after = take(path, *FIRST, right[number], SURE, COMMIT, "y", what=what, wanted=Wanted("post"))
    assert "Credit 50% before and 100% after, over the 2 questions asked both times: a normalised gain of 1.00" in after
    assert "Credit 50% before" not in before
