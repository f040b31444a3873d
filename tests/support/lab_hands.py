"""What the tests of the lab's screen share: small networks, so that none of them waits for numbers, and ways about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.widgets import Static

from quizapp.lab.comparison import Comparison, Pair, Side, start
from quizapp.ui.lab import runs as lab_runs
from quizapp.ui.lab.knob_panel import KnobList
from quizapp.ui.lab.left_side import FIRST_KNOB
from quizapp.ui.lab.opening import Opening
from quizapp.ui.lab.screen import LabScreen
from tests.support.decks.playing import SIZES, Hands, playing

#: The lab's first networks, but few of them and on few examples.
SMALL = Comparison(Pair(*(each.replace(seeds=2, samples=32) for each in (start().pair.a, start().pair.b))))


#: Longer than any test: nothing trains by itself, however long the machine takes over a key.
NEVER = 3600.0


@asynccontextmanager
async def in_the_lab(
    comparison: Comparison = SMALL, size: tuple[int, int] = (120, 40), idle: float = NEVER
) -> AsyncIterator[Hands]:
    """The lab with this comparison, once both networks are drawn; they train by themselves after `idle` seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab_runs, "IDLE", idle)
        async with playing(size=size) as hands:
            hands.app.lab = Opening(comparison)
            await enter(hands)
            yield hands


async def at_every_size(hands: Hands) -> AsyncIterator[tuple[int, int]]:
    """The lab at one size after the other, with the networks that it began with and the knob that it begins with."""
    begun = lab(hands).comparison
    for size in SIZES:
        await hands.resize(*size)
        knob_list(hands).path = FIRST_KNOB
        lab(hands).set(begun)
        await hands.until(lambda size=size: tuple(lab(hands).size) == size, "the size")  # type: ignore[misc]
        await drawn(hands)
        hands.app.screen.query_one("#knob-box").scroll_home(animate=False)
        await hands.settled()
        yield size


async def enter(hands: Hands) -> LabScreen:
    """Into the lab, as soon as both networks are drawn."""
    await hands.press("L")
    await hands.at(LabScreen)
    await drawn(hands)
    return lab(hands)


def lab(hands: Hands) -> LabScreen:
    """The screen."""
    screen = hands.app.screen
    assert isinstance(screen, LabScreen)
    return screen


def knob_list(hands: Hands) -> KnobList:
    """The knobs."""
    return lab(hands).query_one(KnobList)


def said(hands: Hands, place: str) -> str:
    """The words at a place on the screen."""
    return str(lab(hands).query_one(place, Static).content)


async def drawn(hands: Hands) -> None:
    """Wait until the networks on the screen are those of the comparison."""
    comparison, charts = lab(hands).comparison, lab(hands).runs.charts
    wanted = {side.value: comparison.pair.of(side) for side in Side}
    await hands.until(
        lambda: {name: seen.experiment for name, seen in charts.observations.items()} == wanted, "the new networks"
    )
    await hands.settled()


async def to(hands: Hands, path: str) -> None:
    """Move to a knob by keys."""
    await hands.press("home")
    paths = [knob.path for knob in knob_list(hands).knobs]
    if path not in paths:
        pytest.fail(f"there is no knob {path}")
    for _ in range(paths.index(path)):
        hands.app.simulate_key("j")
    await hands.until(lambda: knob_list(hands).knob.path == path, path)


async def wheel(hands: Hands, row: int, up: bool) -> None:
    """Turn the wheel over a row of the knobs."""
    knobs = knob_list(hands)
    x, y = knobs.region.x + 3, knobs.region.y + row
    kind = MouseScrollUp if up else MouseScrollDown
    knobs.screen._forward_event(kind(None, x, y, 0, -1 if up else 1, 0, False, False, False, x, y))
    await hands.settled()
