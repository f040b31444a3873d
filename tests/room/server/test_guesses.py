"""Wrong codes wait: a little at first, and longer the more of them come."""

from __future__ import annotations

from quizapp.room.server.guesses import GUESS_DELAY, GUESSES, TOO_MANY_DELAY, seconds_of_a_guess
from quizapp.room.server.pace import Pace


def test_the_first_wrong_codes_are_told_at_once_and_many_wait_ever_longer() -> None:
    guesses = Pace(*GUESSES, most=30.0, clock=lambda: 0.0)
    waits = [seconds_of_a_guess(guesses) for _ in range(60)]
    assert waits[: int(GUESSES[0])] == [GUESS_DELAY] * int(GUESSES[0])
    assert waits == sorted(waits)
    assert waits[-1] == GUESS_DELAY + TOO_MANY_DELAY
