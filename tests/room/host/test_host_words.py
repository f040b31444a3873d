"""What the facilitator is told, as texts and charts made of a state, without a screen."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.charts.model import Bars, Heatmap
from quizapp.questions.answer_forms import Knob
from quizapp.room.course.phases import Phase
from quizapp.room.host.figures import answers, cloud, figure, numbers
from quizapp.room.host.hands_dialog import counts
from quizapp.room.host.keys import NOT_NOW, WHEN, allowed, why_not
from quizapp.room.host.results import results
from quizapp.room.host.times import problem_with_time, seconds_of
from quizapp.room.host.track import clock, heading, track
from quizapp.room.host.warnings import Warned, warning_before, warning_words
from quizapp.room.host.words import (
    advice,
    answered,
    disk_words,
    following,
    jump_entries,
    next_question,
    next_words,
    question_at,
    runs_words,
)
from quizapp.ui.lab.pick_dialog import matching


def _given(*counts_: int, right: int = 0) -> list[dict[str, Any]]:
    return [
        {"id": name.lower(), "name": name, "text": name, "count": count, "hands": 0, "right": place == right}
        for place, (name, count) in enumerate(zip("ABCD", counts_, strict=False))
    ]


def _tally(*counts_: int, levels: tuple[tuple[str, int, int], ...] = ()) -> dict[str, Any]:
    total = sum(counts_)
    named = [{"certainty": name, "right": right, "wrong": wrong} for name, right, wrong in levels]
    return {"answered": total, "judged": total, "right": counts_[0], "given": _given(*counts_), "levels": named}


def _state(phase: str = "round1_closed", **told: Any) -> dict[str, Any]:
    agenda = [
        {
            "question": name,
            "prompt": f"A net. What is {name}?",
            "transfer_of": None,
            "told": name == "zero",
            "skipped": False,
        }
        | {"asked": name in ("zero", "one"), "runs": "ready" if name == "zero" else "waiting"}
        for name in ("zero", "one", "two")
    ]
    facilitator = {
        "here": 12,
        "people": 12,
        "shown": False,
        "can_undo": True,
        "next": {"question": "one", "phase": "discuss"},
        "agenda": agenda,
        "runs": "waiting",
        "first": _tally(4, 6, 2),
        "second": None,
        "moves": None,
        "advice": "33% right, 6 of the 8 wrong chose B: let them discuss, and vote again.",
        "skipped": False,
        "spread": {"first": [], "second": [], "known": [], "goal": None},
    } | told
    return {
        "phase": phase,
        "title": "A deck",
        "number": 2,
        "of": 3,
        "open": phase in ("round1", "round2"),
        "over": False,
        "transfer": False,
        "rehearsal": False,
        "code": "KMPTX",
        "question": {"id": "one", "form": "pick_one", "prompt": "So?"},
        "facilitator": facilitator,
    }


@pytest.mark.parametrize("width", range(20, 140, 7))
@pytest.mark.parametrize("phase", list(Phase))
def test_the_track_fits_every_window_and_names_the_phase_in_capitals(phase: Phase, width: int) -> None:
    line = track(phase, False, width)
    assert len(line) <= width
    assert any(word.isupper() and len(word) > 3 for word in line.split())


def test_the_track_of_a_wide_window_tells_what_is_done_and_what_is_to_come() -> None:
    whole = "lobby ✓ ─ vote 1 ✓ ─ DISCUSS ─ vote 2 ─ reveal ─ simulate ─ explain"
    assert track(Phase.DISCUSS, False, 78) == whole
    assert track(Phase.ROUND2_CLOSED, False, 78).split(" ─ ")[3] == "VOTE 2 closed"


def test_a_question_that_is_asked_alone_has_one_vote_and_no_discussion_on_its_track() -> None:
    assert track(Phase.ROUND1, True, 78) == "lobby ✓ ─ VOTE 1 open ─ reveal ─ simulate ─ explain"


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_header_keeps_who_is_here_and_the_time_and_lets_the_title_go_first(width: int) -> None:
    line = heading(_state() | {"rehearsal": True, "title": "A very long title of a deck" * 2}, 65.0, width)
    assert len(line) <= width
    assert "REHEARSAL" in line
    assert line.endswith("12 here · 1:05") or width == 40


def test_a_clock_never_goes_below_zero() -> None:
    assert [clock(seconds) for seconds in (125.2, 59.6, -3)] == ["2:05", "1:00", "0:00"]


def test_the_reason_for_an_advice_is_told_only_to_somebody_who_is_alone_with_the_screen() -> None:
    assert advice(_state(), private=True).startswith("33% right")
    hidden = advice(_state(), private=False)
    assert hidden.startswith("Space lets them discuss and vote again; v reveals at once. k shows")
    assert advice(_state("reveal"), private=False).startswith("33% right")


def test_before_the_key_is_asked_for_the_advice_is_the_same_whatever_was_answered() -> None:
    advised = ("9% right: too few.", "33% right: let them discuss.", "90% right: most know it; v reveals at once.")
    assert len({advice(_state(advice=each), private=False) for each in advised}) == 1
    assert "discuss" not in advice(_state() | {"transfer": True}, private=False)


@pytest.mark.parametrize("phase", ["round1", "discuss", "round2", "round2_closed"])
def test_before_the_reveal_no_share_that_is_right_is_told_unless_it_is_asked_for(phase: str) -> None:
    assert "%" not in advice(_state(phase), private=False)


def test_counts_are_of_those_who_answered_among_those_who_are_here() -> None:
    assert answered(_state("round1", first=_tally(4, 5))) == "9 of 12 answered."
    assert answered(_state("round1")) == "12 answered, everybody who is here."
    assert answered(_state("round2")) == "0 of 12 answered."
    assert answered(_state("discuss")) == ""


def test_space_says_where_it_goes_and_leaves_a_skipped_question_behind() -> None:
    assert next_words(_state()) == "discuss"
    assert next_words(_state(skipped=True)) == "next question"
    assert following(_state(skipped=True)) == (Phase.ROUND1, "two")
    assert next_words(_state("explain", next=None)) == "end"
    assert next_words(_state("explain", next={"question": "two", "phase": "round1"})) == "next question"


def test_where_no_networks_are_to_be_seen_the_explanation_follows_the_reveal() -> None:
    ahead = {"question": "one", "phase": "simulate"}
    assert following(_state("reveal", next=ahead, runs_none=True)) == (Phase.EXPLAIN, "one")
    assert following(_state("reveal", next=ahead)) == (Phase.SIMULATE, "one")


def test_a_reveal_waits_for_networks_that_may_still_come() -> None:
    def before(**told: Any) -> Warned | None:
        return warning_before(_state("round2_closed", **told), Phase.REVEAL, "one")

    assert before() is Warned.RUNS
    assert (before(runs="ready"), before(runs="failed")) == (None, None)
    assert "press space again" in warning_words(_state("round2_closed"), Warned.RUNS)
    assert warning_words(_state("round2_closed", runs="ready"), Warned.RUNS) == ""
    assert warning_words(_state("round2_closed"), None) == ""


@pytest.mark.parametrize(("count", "here", "warns"), [(8, 12, True), (9, 12, False), (0, 0, False), (0, 1, True)])
@pytest.mark.parametrize("number", [1, 2])
def test_a_vote_in_which_most_have_not_answered_is_closed_after_a_warning(
    number: int, count: int, here: int, warns: bool
) -> None:
    tallies = {"first": _tally(count), "second": _tally(count)}
    state = _state(f"round{number}", here=here, **tallies)
    closed = Phase(f"round{number}_closed")
    assert warning_before(state, closed, "one") is (Warned.CLOSE if warns else None)
    assert warning_before(state, closed, "one", hands=True) is None
    assert warning_words(state, Warned.CLOSE) == (f"{count} of {here} have answered; space again closes the vote.")


def test_networks_that_fail_are_told_with_the_reason_and_those_that_wait_with_how_many_are_ready() -> None:
    assert runs_words(_state(runs="failed", runs_why="it took too long")) == (
        "Its networks could not be run (it took too long); all else goes on."
    )
    assert "those of 1 of 3 questions are ready" in runs_words(_state())
    assert runs_words(_state(runs="ready")) == ""


def test_votes_that_cannot_be_saved_are_told_with_the_reason() -> None:
    assert disk_words(_state()) == ""
    assert disk_words(_state(trouble="the disk with a.room is full; make room on it")) == (
        "Votes are not saved: the disk with a.room is full; make room on it. Whoever votes is told so."
    )


def test_a_question_to_jump_to_is_found_by_its_id_and_by_any_word_of_its_prompt() -> None:
    entries = jump_entries(_state())
    for typed in ("two", "3", "net two"):
        assert [name.split()[1] for name, _ in matching(entries, typed)] == ["two"]


def test_questions_to_jump_to_say_what_became_of_them_and_lead_to_their_ids() -> None:
    entries = jump_entries(_state())
    assert entries == [
        ("1 zero  A net. What is zero?", "asked and revealed"),
        ("2 one  A net. What is one?", "in front now"),
        ("3 two  A net. What is two?", "not asked yet"),
    ]
    assert [question_at(name, _state()) for name, _ in entries] == ["zero", "one", "two"]
    assert next_question(_state()) == "two"


def test_bars_show_the_last_round_and_the_first_as_a_mark_in_percent_of_those_who_answered() -> None:
    chart = answers(_tally(4, 6, 2), _tally(9, 2, 1), marked=True)
    assert [(bar.label, bar.value, bar.control, bar.extra) for bar in chart.rows] == [
        ("A ✓", 75.0, 33.0, 9.0),
        ("B ✗", 17.0, 50.0, 2.0),
        ("C ✗", 8.0, 17.0, 1.0),
    ]
    assert [bar.label for bar in answers(_tally(4, 6), None, marked=False).rows] == ["A", "B"]


def _number(at: float, count: int, right: bool = False, known: int | None = None) -> dict[str, Any]:
    return {"at": at, "count": count, "right": right, "known": known}


def test_right_numbers_and_those_with_a_name_have_a_row_of_their_own_among_the_others() -> None:
    first = [_number(0.5, 6, True), _number(0.505, 1, True), _number(0.25, 2, known=0), _number(7, 1)]
    known = [{"at": 0.25, "written": "2 / 8", "feedback": "That is the variance."}]
    chart = numbers({"first": first, "second": [], "known": known}, marked=True)
    assert [(bar.label, bar.extra) for bar in chart.rows] == [("2 / 8 ✗1", 2.0), ("0.5 ✓", 7.0), ("7 ✗", 1.0)]
    hidden = numbers({"first": first, "second": [], "known": known}, marked=False)
    assert [bar.label for bar in hidden.rows] == ["0.25", "0.5", "0.505", "7"]


@pytest.mark.parametrize("marked", [True, False])
def test_many_numbers_are_put_into_a_few_bins_that_hold_each_of_them_once(marked: bool) -> None:
    first = [_number(1.7**n, n % 3 + 1) for n in range(-12, 13)]
    chart = numbers({"first": first, "second": [], "known": []}, marked)
    assert len(chart.rows) <= 8
    assert sum(bar.extra or 0 for bar in chart.rows) == sum(each["count"] for each in first)


KNOBS = [Knob("std", "std", 0.01, 1.0, 0.05, logarithmic=True), Knob("gain", "gain", 0.0, 4.0, 1.0)]


def test_two_knobs_are_a_cloud_with_the_solution_pointed_out_only_where_it_may_be() -> None:
    at = {"std": 0.1, "gain": 4.0}
    spread = {"first": [{"at": at, "count": 3, "right": False}], "second": [], "goal": {"std": 1.0, "gain": 0.0}}
    chart = cloud(spread, KNOBS, marked=True)
    assert isinstance(chart, Heatmap)
    rows, columns = chart.values.shape
    assert chart.mark == (rows - 1, columns - 1)
    assert chart.values[0, round((columns - 1) / 2)] == 3
    hidden = cloud(spread, KNOBS, marked=False)
    assert isinstance(hidden, Heatmap)
    assert hidden.mark is None


def test_one_knob_is_a_histogram() -> None:
    spread = {"first": [{"at": {"std": 0.1}, "count": 3, "right": True, "known": None}], "second": [], "goal": None}
    chart = cloud(spread, KNOBS[:1], marked=True)
    assert isinstance(chart, Bars)
    assert [bar.label for bar in chart.rows] == ["0.1 ✓"]


def test_nothing_is_drawn_before_anybody_has_answered() -> None:
    assert figure(_state(first=_tally(0, 0)), marked=True) is None


def test_the_matrix_of_moves_adds_up_to_those_who_voted_twice_and_the_gain_is_hakes() -> None:
    moves = {"names": ["A", "B"], "counts": [[3, 0], [4, 1]], "compared": 8, "left": 1, "joined": 2}
    moves |= {"before": 3 / 8, "after": 7 / 8, "gain": (7 / 8 - 3 / 8) / (1 - 3 / 8)}
    lines = results(_state("round2_closed", second=_tally(8, 2), moves=moves))
    assert lines[0] == "8 voted twice: 38% right before, 88% after; normalised gain +0.80."
    assert lines[1] == "1 voted in the first round only, 2 in the second only."
    assert [line.split() for line in lines if " in vote 1" in line] == [
        ["A", "in", "vote", "1", "3", "·"],
        ["B", "in", "vote", "1", "4", "1"],
    ]


def test_certainty_is_told_by_right_and_wrong_for_the_last_round() -> None:
    levels = ((">80%", 5, 1), ("<67%", 0, 0))
    lines = results(_state(first=_tally(5, 1, levels=levels)))
    assert [line.split() for line in lines if "sure" in line] == [[">80%", "sure", "5", "1"]]


def test_hands_have_a_gain_of_all_together_as_nobody_knows_who_raised_them() -> None:
    moves = {"names": ["A", "B"], "counts": [[0, 0], [0, 0]], "compared": 0, "left": 0, "joined": 0}
    moves |= {"before": None, "after": None, "gain": None}
    lines = results(_state(first=_tally(5, 5), second=_tally(9, 1), moves=moves))
    assert lines[0] == "All together: 50% right before, 90% after; normalised gain +0.80."


def test_hands_are_whole_numbers_and_nothing_is_none() -> None:
    assert counts(["12", " 7 ", ""]) == [12, 7, 0]
    for wrong in ("x", "-1", "1.5", "10001", "²"):
        assert "write 0 to 10000" in str(counts([wrong]))


def test_a_time_is_typed_in_minutes_or_as_a_clock_and_nothing_means_no_limit() -> None:
    assert [seconds_of(typed) for typed in ("2", "1.5", "1:30", " ")] == [120, 90, 90, None]
    for wrong in ("soon", "-1", "0", "61", "nan", "1:75"):
        assert problem_with_time(wrong)
    assert problem_with_time("2") is None


def test_keys_are_offered_where_they_do_something() -> None:
    def offered(phase: str) -> set[str]:
        actions = ("time", "reopen", "private", "play", "hands", "choose", "next_question", "show")
        return {action for action in actions if allowed(action, _state(phase), True)}

    assert offered("round1") == {"time", "private", "hands", "next_question", "show"}
    assert offered("round1_closed") == {"reopen", "private", "hands", "next_question", "show"}
    assert offered("simulate") == {"play", "next_question"}
    assert allowed("restart", None, served=False)
    assert not allowed("next", _state(), served=False)
    assert allowed("address", _state(), True, hands=True)
    assert not allowed("choose", _state("lobby"), True, hands=True)


@pytest.mark.parametrize("phase", list(Phase))
def test_a_key_that_is_not_offered_says_why(phase: str) -> None:
    for action in WHEN:
        if not allowed(action, _state(phase), True):
            assert why_not(action, _state(phase), True).endswith(".")
            assert action in NOT_NOW
    assert "session is over" in why_not("next", _state(phase) | {"over": True}, True)
    assert "cannot be reached" in why_not("next", _state(phase), served=False)
