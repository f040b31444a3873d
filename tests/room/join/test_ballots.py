"""Votes on their way: what is known of each, and which of them counts."""

from __future__ import annotations

from quizapp.room.join.ballots import Ballot, Ballots, Fate


def ballot(key: str, picked: str = "a", number: int = 1) -> Ballot:
    return Ballot(key, number, "q", {"form": "pick_one", "picked": [picked]})


def fate(ballots: Ballots, number: int = 1) -> Fate | None:
    cast = ballots.of("q", number)
    return cast.fate if cast else None


def test_a_vote_is_on_its_way_until_it_is_acknowledged() -> None:
    given = Ballots().given(ballot("1"))
    assert (fate(given), given.waiting) == (Fate.SENDING, (ballot("1"),))
    troubled = given.troubled(ballot("1"), "nobody answers")
    assert (fate(troubled), troubled.waiting) == (Fate.WAITING, (ballot("1"),))
    saved = troubled.saved(ballot("1"))
    assert (fate(saved), saved.waiting, saved.counts("q", 1)) == (Fate.SAVED, (), ballot("1"))


def test_one_that_may_have_arrived_stays_before_its_successor_and_others_are_replaced() -> None:
    given = Ballots().given(ballot("1")).given(ballot("2")).given(ballot("3"))
    assert [each.key for each in given.waiting] == ["1", "3"]


def test_what_comes_of_an_earlier_vote_does_not_hide_the_later_one() -> None:
    given = Ballots().given(ballot("1")).given(ballot("2", "b")).saved(ballot("1"))
    assert fate(given) is Fate.SENDING
    assert [each.key for each in given.waiting] == ["2"]


def test_a_vote_that_came_too_late_leaves_the_one_before_it_counting() -> None:
    late = Ballots().given(ballot("1")).saved(ballot("1")).given(ballot("2", "b")).refused(ballot("2", "b"), "closed")
    assert (fate(late), late.counts("q", 1), late.waiting) == (Fate.REFUSED, ballot("1"), ())


def test_votes_of_two_rounds_do_not_replace_each_other() -> None:
    both = Ballots().given(ballot("0")).given(ballot("1")).given(ballot("2", number=2))
    assert [each.key for each in both.waiting] == ["0", "1", "2"]


def test_the_vote_that_the_room_has_counts_but_does_not_hide_a_newer_one_on_its_way() -> None:
    had = {"round": 1, "question": "q", "answer": {"form": "pick_one", "picked": ["a"]}, "certainty": None, "seq": 4}
    assert fate(Ballots().heard(had)) is Fate.SAVED
    assert fate(Ballots().given(ballot("2", "b")).heard(had)) is Fate.SENDING
    assert fate(Ballots().heard(had).given(ballot("2", "b")).saved(ballot("2", "b"))) is Fate.SAVED
