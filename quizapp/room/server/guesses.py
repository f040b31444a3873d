"""What a wrong code costs: it waits, and the longer the more of them there are."""

from __future__ import annotations

import asyncio

from quizapp.room.server.pace import Pace

#: Wrong codes of all connections together: so many at once, then so many a second. Right codes never wait.
GUESSES = (20.0, 10.0)


#: Seconds for which a wrong code waits in any case.
GUESS_DELAY = 0.25


#: And for which each waits where more wait already than are kept in line.
TOO_MANY_DELAY = 20.0


async def wait_for_guess(guesses: Pace) -> None:
    """Wait for as long as a wrong code does."""
    await asyncio.sleep(seconds_of_a_guess(guesses))


def seconds_of_a_guess(guesses: Pace) -> float:
    """For how long a wrong code waits until it hears that it is wrong: longer, the more of them there are."""
    wait = guesses.wait("all")
    return GUESS_DELAY + (TOO_MANY_DELAY if wait is None else wait)
