"""Whatever the size of the window, all that the facilitator's screen says is on it, or a mark leads to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.room.host.address_screen import AddressScreen
from quizapp.room.host.hands_dialog import HandsDialog
from quizapp.room.host.leave_dialog import LeaveDialog
from tests.support.clipping import clipped
from tests.support.hosting import HostHands, hosting, in_a_thread, people, vote
from tests.support.rooms import RIGHT, WRONG, made

pytestmark = pytest.mark.slow
SIZES = ((60, 20), (80, 24), (99, 30), (100, 30), (120, 40), (200, 60))


async def _faults(front: HostHands, where: str) -> list[str]:
    found = []
    for size in SIZES:
        await front.resize(*size)
        await front.until(lambda: not clipped(front.app.screen) or _asked_twice(front), "rest")
        found += [f"{where} at {size[0]}x{size[1]}: {fault}" for fault in clipped(front.app.screen)]
    return found


_LOOKS: dict[int, int] = {}


def _asked_twice(front: HostHands) -> bool:
    _LOOKS[id(front)] = _LOOKS.get(id(front), 0) + 1
    return _LOOKS[id(front)] % 10 == 0


async def test_nothing_is_cut_without_a_mark_in_any_phase_at_any_size(tmp_path: Path) -> None:
    path, faults = made(tmp_path / "a.room", rehearsal=True), []
    with in_a_thread(path) as at:
        far = replace(at, url="http://192.168.100.123:8000", address="192.168.100.123")
        async with people(at, 5) as there, hosting(path, far) as front:
            faults += await _faults(front, "lobby")
            for number, phases in ((1, ("round1_closed", "discuss", "round2")), (2, ("round2_closed",))):
                await front.through("round1") if number == 1 else None
                faults += await _faults(front, f"vote {number}")
                for place, each in enumerate(there):
                    await vote(each, number, RIGHT["one"] if place < 2 * number else WRONG["one"], certainty=">80%")
                for phase in phases:
                    await front.through(phase)
                    faults += await _faults(front, phase)
            await front.press("k")
            faults += await _faults(front, "figures")
            await front.until(lambda: front.told["runs"] == "ready", "the networks")
            for phase in ("reveal", "simulate", "explain"):
                await front.through(phase)
                faults += await _faults(front, phase)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("key", "dialog"), [("q", LeaveDialog), ("a", AddressScreen), ("H", HandsDialog)])
async def test_no_dialog_is_cut_without_a_mark(tmp_path: Path, key: str, dialog: type) -> None:
    path = made(tmp_path / "a.room")
    with in_a_thread(path, command=("sleep", "600")) as at:
        async with hosting(path, at) as front:
            await front.through("round1")
            await front.press(key)
            await front.at(dialog)
            faults = await _faults(front, key)
    assert not faults, "\n".join(faults)
