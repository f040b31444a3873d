"""Line mode and the record: answers are on disk before their marks are told, and a deck goes on where it was left."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from quizapp.deck.finder import find_deck
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.plain import play_plainly
from quizapp.record.place import FILE
from quizapp.record.record import Record
from tests.support.decks.transcript import COMMIT, ENTER, PICK, SURE, TUNE, deck

TWO = deck(PICK, PICK.replace("fact", "other").replace("Halves shrink.", "Doubles shrink."))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE


def play(path: Path, *lines: str, what: Deck = TWO, seed: int | None = None, anew: bool = False) -> str:
    sink = io.StringIO()
    source = io.StringIO("".join(f"{line}\n" for line in lines))
    play_plainly([what], seed, source, sink, record=Record(path), anew=anew)
    return sink.getvalue()


FIRST = ("1", SURE, COMMIT, ENTER)


def test_a_whole_sitting_is_kept_and_leaves_nothing_to_go_on_with(path: Path) -> None:
    play(path, *FIRST, "2", "1", COMMIT, ENTER)
    kept = Record(path).attempts()
    assert [(each.question, each.certainty, each.right) for each in kept] == [("fact", "high", 1), ("other", "low", 0)]
    assert all(each.judged and each.scored for each in kept)
    assert Record(path).unfinished() == ()
    assert "You go on" not in play(path)


def test_an_answer_is_on_disk_before_its_mark_is_told(path: Path) -> None:
    seen: list[int] = []

    class Watched(io.StringIO):
        def write(self, text: str) -> int:
            if "Right." in text and not seen:
                seen.append(len(Record(path).attempts()))
            return super().write(text)

    play_plainly([TWO], 1, io.StringIO("".join(f"{line}\n" for line in FIRST)), Watched(), record=Record(path))
    assert seen == [1]


def test_a_deck_goes_on_in_the_middle_of_a_question(path: Path) -> None:
    play(path, *FIRST, "h", "2")
    out = play(path, "1", COMMIT, ENTER)
    assert "You go on where you left off, at question 2 of 2; --anew begins anew." in " ".join(out.split())
    assert len(Record(path).attempts()) == 1, "the 1 was an answer, and no certainty"
    assert "1 of 2 answered" not in out


def test_the_options_are_in_the_same_order_again(path: Path) -> None:
    def shown(out: str) -> list[str]:
        return [line for line in out.splitlines() if line.lstrip()[:2] in ("1.", "2.", "3.")]

    order = deck("  - {id: o, type: single, prompt: So?, choices: [{id: a, text: A, correct: true}, "
                 "{id: b, text: B, correct: false}, {id: c, text: C, correct: false}]}\n")  # fmt: skip
    assert shown(play(path, what=order)) == shown(play(path, what=order)) != []


def test_knobs_stand_where_they_stood(path: Path) -> None:
    tune = deck(TUNE)
    play(path, "0.7", SURE, COMMIT, "0.9", what=tune)
    out = play(path, "done", ENTER, what=tune)
    assert "stands at 0.9" in out
    (kept,) = Record(path).attempts()
    assert '"gain":0.9' in kept.answer
    assert kept.prediction is not None
    assert '"gain":0.7' in kept.prediction
    assert kept.measured is not None
    goals = [(each["settings"], each["holds_in"], each["of"]) for each in json.loads(kept.measured) if "claim" in each]
    assert ({"gain": 0.9}, 0, 20) in goals


def test_what_was_left_in_the_middle_begins_anew_if_that_is_asked_for(path: Path) -> None:
    play(path, *FIRST)
    assert "You go on" not in play(path, anew=True)
    play(path, *FIRST, anew=True, seed=5)
    assert "You go on" in play(path, seed=5)
    assert "You go on" not in play(path, seed=6)


def test_that_nothing_is_saved_is_said_once_and_play_goes_on(path: Path) -> None:
    path.parent.write_text("in the way")
    out = play(path, *FIRST, "2", "1", COMMIT, ENTER)
    assert out.count("Your answers are not being saved") == 1
    assert "1 of 2 answers right in full" in out


def test_after_a_question_that_was_gone_to_the_next_one_is_gone_on_with(path: Path) -> None:
    three = deck(PICK, PICK.replace("fact", "other"), PICK.replace("fact", "third"))
    play(path, "go 2", *FIRST, what=three)
    assert "at question 3 of 3" in " ".join(play(path, what=three).split())


def test_a_deck_is_the_same_in_another_folder_if_its_name_and_its_questions_are(path: Path, tmp_path: Path) -> None:
    text = "format: 1\ntitle: T\nquestions:\n- {id: ID, type: true_false, prompt: So?, answer: true}\n"
    decks = []
    for folder, question in (("one", "q"), ("two", "q"), ("three", "other")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.yaml").write_text(text.replace("ID", question))
        decks.append(read_deck(tmp_path / folder / "same.yaml"))
    play(path, "1", what=decks[0])
    assert "You go on" not in play(path, what=decks[2])
    assert "You go on" in play(path, what=decks[1])


def test_what_to_type_next_is_told_at_the_end_and_at_the_start_why_a_deck_begins_anew(path: Path) -> None:
    first = play(path, *FIRST)
    assert "anew" not in first
    assert "`quizapp play` goes on where you left off." in " ".join(first.split())
    ended = " ".join(play(path, "2", "1", COMMIT, ENTER).split())
    assert "`quizapp review` asks again what is due, `quizapp results` tells how your answers went" in ended
    assert "`quizapp play` begins the deck anew." in ended
    anew = " ".join(play(path).split())
    assert "You have answered all of this deck, and so you begin it anew" in anew
    assert "What to type next" not in anew
    assert "You have answered all" not in " ".join(play(path, anew=True).split())


def test_what_is_told_of_an_answer_rests_on_the_same_networks_after_a_restart(path: Path) -> None:
    what = read_deck(find_deck("weight-initialization")).only(["half-a-layer", "error-ladder"])
    enters = [ENTER] * 8
    assert "20 networks (8 of them shown)" in play(path, "3", SURE, COMMIT, *enters, what=what, seed=1)
    again = play(path, "p", *enters, what=what, seed=1)
    assert "You go on where you left off" in again
    assert "20 networks (8 of them shown)" in again
    assert "8 networks:" not in again
