"""Questions taken from another deck: the same question, on its own networks, counted once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.checking.claims import check_deck
from quizapp.checking.lint import lint
from quizapp.checking.preview import Draft, fingerprints
from quizapp.deck import reader
from quizapp.deck.alone import alone, text_alone
from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, read_deck, read_text
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.text import read_source
from quizapp.deck.writer import deck_as_yaml
from quizapp.play.certainty import Certainty
from quizapp.play.session import start
from quizapp.record.content import content_hash
from quizapp.record.record import Record
from quizapp.review.schedule import schedule
from quizapp.review.today import today
from tests.support.records import Clock, answered

HOME = """format: 1
title: Home
experiments:
  net: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 2}
  other: {extends: net, gain: 2}
  unused: {extends: net, gain: 3}
questions:
  - {id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look., experiment: net, control: other,
     isomorph: varied, claim: 'signal[3] < signal[0]'}
  - {id: varied, type: true_false, prompt: 'It ends at {n}.', answer: true, experiment: mine, control: other,
     if_wrong: Look., vary: {n: [0.5, 0.25]}, experiments: {mine: {extends: net, gain: '{n}'}},
     claim: 'abs(signal[1] / signal[0] - {n}) < 0.01'}
"""
#: A deck in which the names of the other's networks stand for other networks.
AWAY = """format: 1
title: Away
experiments:
  net: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 4, steps: 0, seeds: 2}
  other: {extends: net, gain: 1}
questions:
  - include: home/q
  - {id: own, type: true_false, prompt: It grows., answer: true, if_wrong: Look., experiment: net, control: other,
     claim: 'signal[3] > signal[0]'}
  - include: home/varied
"""


@pytest.fixture
def decks(tmp_path: Path) -> tuple[Deck, Deck]:
    (tmp_path / "home.yaml").write_text(HOME)
    (tmp_path / "away.yaml").write_text(AWAY)
    return read_deck(tmp_path / "home.yaml"), read_deck(tmp_path / "away.yaml")


def test_an_included_question_is_the_same_on_the_networks_of_its_own_deck(decks: tuple[Deck, Deck]) -> None:
    home, away = decks
    assert [question.id for question in away.questions] == ["q", "own", "varied"]
    for question in home.questions:
        taken = next(each for each in away.questions if each.id == question.id)
        assert content_hash(away, taken) == content_hash(home, question)
        assert len(away.variants(taken)) == len(home.variants(question))
    networks = [away.experiments_for(question)["net"].gain for question in away.questions]
    assert networks == [0.5, 4, 0.5]
    assert "unused" not in away.experiments_for(away.questions[0])
    assert (away.questions[0].isomorph, away.home_of(away.questions[0]), away.home_of(away.questions[1])) == (
        *("varied", "home"),
        "away",
    )


def test_its_claims_come_out_and_its_warnings_are_those_of_its_own_deck(decks: tuple[Deck, Deck]) -> None:
    _, away = decks
    report = check_deck(away, 2)
    assert [claim.variant for claim in report.claims] == ["q", "own", "varied (n = 0.5)", "varied (n = 0.25)"]
    assert report.problems == ()
    assert {advice.problem.line for advice in lint(away)} <= {10, 11}


def test_a_claim_that_fails_is_told_of_where_the_question_is_taken(tmp_path: Path) -> None:
    (tmp_path / "home.yaml").write_text(HOME.replace("answer: true", "answer: false", 1))
    (tmp_path / "away.yaml").write_text(AWAY)
    (problem,) = check_deck(read_deck(tmp_path / "away.yaml"), 2).problems
    assert (problem.line, problem.column) == (AWAY[: AWAY.index("home/q")].count("\n") + 1, 14)


def test_a_deck_that_includes_is_written_as_it_was_read(decks: tuple[Deck, Deck], tmp_path: Path) -> None:
    _, away = decks
    (tmp_path / "again.yaml").write_text(deck_as_yaml(away))
    again = read_deck(tmp_path / "again.yaml")
    assert again.questions == away.questions
    assert again.included == away.included == {"q": "home/q", "varied": "home/varied"}


def test_written_out_a_deck_asks_the_same_without_the_others(decks: tuple[Deck, Deck]) -> None:
    home, away = decks
    read = read_text(text_alone(away) or "")
    assert not read.included
    for deck in (alone(away), read):
        for question in deck.questions:
            before = next(each for each in away.questions if each.id == question.id)
            assert content_hash(deck, question) == content_hash(away, before)
    assert text_alone(home) is None


def test_what_was_answered_in_either_deck_is_known_and_due_once(decks: tuple[Deck, Deck], tmp_path: Path) -> None:
    home, away = decks
    clock = Clock()
    record = Record(tmp_path / "record", now=clock, clock=clock.seconds)
    session = start(away.only(["q"]), 1, id="s")
    record.keep(answered(session, Certainty.HIGH, record.keep))
    (kept,) = record.attempts()
    assert (kept.deck, kept.question) == ("home", "q")
    plan = schedule([kept], clock())
    assert plan.of(home, home.questions[0]) is plan.of(away, away.questions[0]) is not None
    found = today([away, home], [kept], clock() + timedelta(days=400))
    assert [len(each.to_do.due) for each in found.decks] == [0, 1]
    assert [len(each.to_do.new) for each in found.decks] == [2, 1]
    assert [len(each.to_do.due) for each in today([away], [kept], clock() + timedelta(days=400)).decks] == [1]


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (
            "include: hame/z",
            "in the folder of this one; copy it there, or take the question out; did you mean 'home'?",
        ),
        ("include: home/p", "home.yaml has no question 'p'"),
        ("include: ../home/q", "'../home/q' is no name of a deck in this folder, a slash and an id, as in"),
        ("include: home", "'home' is no name of a deck"),
        ("include: [home]", "must be a deck and a question"),
        ("include: away/z", "decks that include one another in a circle: away -> away"),
        ("include: circle/z", "circle.yaml cannot be read; line 4 of it: include: decks that include one another"),
        ("include: broken/z", "broken.yaml cannot be read; line 1 of it"),
        ("{include: home/varied, difficulty: 3}", "an included question is as its own deck has it"),
        ("include: home/q", "the id 'q' is already that of the question on line 7"),
    ],
)
def test_what_cannot_be_included_is_said_at_its_place(item: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "home.yaml").write_text(HOME)
    (tmp_path / "circle.yaml").write_text("format: 1\ntitle: C\nquestions:\n- include: away/z\n")
    (tmp_path / "broken.yaml").write_text("format: 2\n")
    (tmp_path / "away.yaml").write_text(AWAY.replace("include: home/varied", item))
    with pytest.raises(DeckError) as error:
        read_deck(tmp_path / "away.yaml")
    (problem,) = error.value.problems
    assert problem.line == AWAY[: AWAY.index("home/varied")].count("\n") + 1
    assert message in problem.message


def test_a_deck_that_is_copied_alone_says_which_deck_it_needs(tmp_path: Path) -> None:
    (tmp_path / "copied.yaml").write_text(AWAY)
    with pytest.raises(DeckError, match=r"there is no deck home.yaml in the folder of this one; copy it there"):
        read_deck(tmp_path / "copied.yaml")


def test_a_preview_sees_that_a_deck_beside_was_saved(decks: tuple[Deck, Deck]) -> None:
    _, away = decks
    before = fingerprints(Draft(away.path, away))
    away.path.with_name("home.yaml").write_text(f"{HOME}\n")
    assert fingerprints(Draft(away.path, away)) != before


def test_each_deck_is_read_once_however_many_take_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"deck-{number}" for number in range(6)]
    for number, name in enumerate(names):
        taken = "".join(f"  - include: {other}/{other}\n" for other in names[number + 1 :])
        own = f"  - {{id: {name}, type: true_false, prompt: So., answer: true, if_wrong: Look.}}\n"
        (tmp_path / f"{name}.yaml").write_text(f"format: 1\ntitle: {name}\nquestions:\n{own}{taken}")
    read: list[str] = []
    original = read_source

    def noted(path: Path) -> Source:
        read.append(path.stem)
        return original(path)

    monkeypatch.setattr(reader, "read_source", noted)
    assert len(read_deck(tmp_path / "deck-0.yaml").questions) == 6
    assert sorted(read) == names


def test_a_deck_that_runs_nothing_takes_no_question_that_does(tmp_path: Path) -> None:
    (tmp_path / "home.yaml").write_text(HOME)
    with pytest.raises(DeckError, match="take out `simulation: none`") as error:
        read_text("format: 1\ntitle: T\nsimulation: none\nquestions:\n  - include: home/q\n", tmp_path / "t.yaml")
    assert [(each.line, each.column) for each in error.value.problems] == [(3, 13)]


def test_what_is_no_file_is_not_proposed_for_a_deck(tmp_path: Path) -> None:
    (tmp_path / "home.yaml").mkdir()
    with pytest.raises(DeckError, match=r"there is no deck home.yaml in the folder of this one") as error:
        read_text(AWAY, tmp_path / "away.yaml")
    assert "did you mean" not in error.value.problems[0].message


def test_decks_read_together_are_those_read_alone_and_one_that_is_included_is_read_once(
    tmp_path: Path, decks: tuple[Deck, Deck], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(path: Path) -> Source:
        read.append(path.name)
        return read_source(path)

    monkeypatch.setattr(reader, "read_source", counted)
    (tmp_path / "bad.yaml").write_text("format: 1")
    away, bad, home = reader.read_decks([tmp_path / name for name in ("away.yaml", "bad.yaml", "home.yaml")])
    assert (home, away) == decks
    assert isinstance(bad, DeckError)
    assert sorted(read) == ["away.yaml", "bad.yaml", "home.yaml"]
