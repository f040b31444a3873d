"""Work behind the screens: each piece done once, what is urgent first, and nothing once it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from quizapp.runs.background import Background
from quizapp.runs.store import RunStore
from sim.experiment import Experiment
from sim.sweep import Ends

NET = Experiment(depth=2, width=4, samples=8, steps=3, seeds=2)
ENDLESS = NET.replace(steps=5000, width=64, samples=64)
EndsOf = Callable[[Experiment, int], Ends]


def unnoticed(step: int, steps: int) -> None:
    pass


def test_what_is_asked_for_is_done_once_and_told() -> None:
    told: list[object] = []
    background = Background(RunStore(), told.append)
    done: list[str] = []

    def work(ends: EndsOf) -> int:
        done.append("a")
        return len(ends(NET, 5)[1].loss)

    background.ask("a", work)
    assert background.wait("a", unnoticed)
    background.ask("a", work)
    background.ask("b", lambda ends: 1)
    assert background.wait("b", unnoticed)
    assert (background.outcome("a"), background.outcome("c"), done) == (5, None, ["a"])
    background.ask("last", lambda ends: 1)
    assert background.wait("last", unnoticed)
    assert told[:2] == ["a", "b"]


def test_what_is_urgent_goes_before_what_has_begun_which_is_done_all_the_same() -> None:
    background, begun = Background(RunStore()), threading.Event()
    order: list[str] = []

    def slow(ends: EndsOf) -> None:
        begun.set()
        ends(ENDLESS if not order else NET, 2)
        order.append("slow")

    background.ask("slow", slow)
    assert begun.wait(60)
    background.ask("urgent", lambda ends: order.append("urgent"), urgent=True)
    assert background.wait("slow", unnoticed)
    assert order == ["urgent", "slow"]


def test_a_piece_that_breaks_down_is_an_error_and_can_be_asked_for_again() -> None:
    background = Background(RunStore())

    def broken(ends: EndsOf) -> Any:
        raise MemoryError("too much")

    background.ask("a", broken)
    assert background.wait("a", unnoticed)
    assert isinstance(background.outcome("a"), MemoryError)
    background.forget("a")
    background.ask("a", lambda ends: "fine")
    assert background.wait("a", unnoticed)
    assert background.outcome("a") == "fine"


def test_it_ends_within_a_step_once_it_is_told_to_and_does_nothing_more() -> None:
    background, begun, others = Background(RunStore()), threading.Event(), threading.enumerate()

    def endless(ends: EndsOf) -> None:
        begun.set()
        ends(ENDLESS, 64)

    background.ask("a", endless)
    assert begun.wait(60)
    (thread,) = [each for each in threading.enumerate() if each.name == "background" and each not in others]
    background.stop()
    thread.join(60)
    assert not thread.is_alive()
    background.ask("b", lambda ends: 1)
    assert background.outcome("b") is None


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_who_waits_is_told_how_far_it_is_and_does_not_wait_for_ever(seconds: float) -> None:
    background, seen = Background(RunStore()), []
    background.ask("a", lambda ends: ends(ENDLESS, 64))
    assert not background.wait("a", lambda *at: seen.append(at), seconds)
    assert len(seen) == round(seconds / 0.1)
    background.stop()
