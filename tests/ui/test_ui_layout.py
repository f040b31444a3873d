"""Whatever the size of the window, all that a screen says is on it, or a mark and a key or the wheel lead to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quizapp.play.attempt import Phase
from quizapp.settings.file import read_settings
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.left_rows import CHART, FEWEST_OF_ANSWER, FEWEST_OF_CLAIM, divided
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.summary import SummaryScreen
from quizapp.ui.preview.screen import PreviewScreen
from quizapp.ui.preview_app import PreviewApp
from quizapp.ui.settings.screen import SettingsScreen
from quizapp.ui.shared.messages import DeckFinished
from tests.support.clipping import clipped
from tests.support.decks.playing import MUCH, Hands, playing
from tests.support.running import running

#: Every corner of what is laid out, and what lies between, in no order that a layout could count on.
WIDTHS, HEIGHTS = (60, 79, 99, 119, 120, 160, 200), (20, 24, 30, 40, 60)
GRID = [(width, HEIGHTS[(2 * column + row) % 5]) for column, width in enumerate(WIDTHS) for row in (0, 3)]
CORNERS = [(60, 20), (200, 20), (60, 60), (200, 60)]
USUAL = [(80, 24), (100, 30), (120, 30), (120, 40)]
SIZES = [*GRID, *CORNERS, *USUAL]
FEW = [*CORNERS, *USUAL]
#: What the words of a result begin with, and the key that shows what of them has no room.
LABELS, ALL = ("claim:", "measured:", "control:"), "i shows all"


async def _whole(hands: Hands, *labels: str, sizes: list[tuple[int, int]] = FEW) -> None:
    """Walk the screen in front through sizes; of the labelled lines, in their order, none is cut without a mark."""
    faults = []
    for size in sizes:
        await hands.resize(*size)
        await hands.until(lambda: not _faults(hands, labels) or _is_at_rest(hands), "rest")
        faults += [f"{size[0]}x{size[1]} {fault}" for fault in _faults(hands, labels)]
    assert not faults, "\n".join(faults)


def _faults(hands: Hands, labels: tuple[str, ...]) -> list[str]:
    told = [f"{label!r} is missing" for label in labels if label not in hands.read and ALL not in hands.read]
    return [*clipped(hands.app.screen), *told]


_LOOKS: dict[int, tuple[str, int]] = {}


def _is_at_rest(hands: Hands) -> bool:
    """Whether nothing has moved on the screen for some looks."""
    before, looks = _LOOKS.get(id(hands), ("", 0))
    _LOOKS[id(hands)] = (hands.seen, looks + 1 if hands.seen == before else 0)
    return _LOOKS[id(hands)][1] > 8


async def _observing(hands: Hands) -> None:
    await hands.at(ObserveScreen)
    await hands.sees("measured")
    await hands.until(lambda: hands.observe.attempt.tuning or hands.attempt.marked, "a mark")


async def _explained(hands: Hands, sizes: list[tuple[int, int]]) -> None:
    await hands.press("enter")
    await hands.at(ExplainScreen)
    await hands.until(lambda: "measuring ..." not in hands.read, "what was measured")
    await _whole(hands, sizes=sizes)


async def _next(hands: Hands) -> None:
    await hands.press("n")
    await hands.at(PredictScreen)


@pytest.mark.slow
async def test_all_that_is_said_of_a_question_can_be_read_in_a_window_of_any_size() -> None:
    async with playing(MUCH, size=(120, 40)) as hands:
        await _whole(hands)
        await hands.open()
        await hands.press("h")
        await _whole(hands)
        await hands.commit("small", "other")
        await _observing(hands)
        assert hands.observe.holds_at_start
        await _whole(hands, *LABELS, sizes=SIZES)
        await _explained(hands, FEW)
        await _next(hands)
        await hands.commit("best")
        await _observing(hands)
        await hands.until(lambda: hands.observe.ended, "the end of the run")
        await _whole(hands, *LABELS, sizes=SIZES)
        await _explained(hands, CORNERS)


@pytest.mark.slow
async def test_networks_beside_one_another_and_knobs_can_be_read_in_a_window_of_any_size() -> None:
    async with playing(MUCH, size=(120, 40)) as hands:
        await hands.open()
        await hands.press("n", "n")
        await _whole(hands)
        await hands.press("space", "down", "space", "enter", "2", "enter")
        await _observing(hands)
        await _whole(hands, "measured:", sizes=SIZES)
        await _explained(hands, CORNERS)
        await _next(hands)
        await hands.press("0", ".", "2", "enter", "2", "enter")
        await _observing(hands)
        await _whole(hands, *LABELS, sizes=SIZES)
        await _explained(hands, CORNERS)
        await _next(hands)
        await _whole(hands)
        await hands.press("enter", "2", "enter")
        await _observing(hands)
        await _whole(hands, "goal:", "measured:", sizes=SIZES)
        await hands.press("enter")
        await hands.sees("press enter again")
        await _whole(hands, "goal:")
        await hands.press("enter")
        await hands.until(lambda: hands.attempt.phase is Phase.OBSERVE and hands.attempt.marked, "the mark")
        await hands.sees("measured")
        await _whole(hands, "goal:", "measured:")
        hands.app.post_message(DeckFinished(hands.observe.session))
        await hands.at(SummaryScreen)
        await _whole(hands)


@pytest.mark.slow
async def test_the_lab_and_the_settings_can_be_read_in_a_window_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZAPP_CONFIG_DIR", str(tmp_path))
    async with playing(MUCH, size=(120, 40), settings=read_settings()) as hands:
        await hands.press("comma")
        await hands.at(SettingsScreen)
        await _whole(hands)
        await hands.press("escape", "L")
        await hands.at(LabScreen)
        await hands.sees("step 0 of")
        await _whole(hands)
        for key in ("s", "C", "y"):
            await hands.press(key)
            await hands.until(lambda: not isinstance(hands.app.screen, LabScreen), "a dialog")
            await _whole(hands)
            await hands.press("escape")
            await hands.at(LabScreen)


@pytest.mark.slow
async def test_the_preview_can_be_read_in_a_window_of_any_size(tmp_path: Path) -> None:
    file = tmp_path / "much.yaml"
    shutil.copy(MUCH, file)
    app = PreviewApp(file, seed=1)
    async with running(app, (120, 40)) as pilot:
        hands = Hands(pilot, app)
        await hands.at(PreviewScreen)
        await hands.sees("Done in")
        await _whole(hands)


@pytest.mark.slow
async def test_wider_windows_show_at_least_what_the_smallest_usual_one_shows() -> None:
    async with playing(MUCH, size=(80, 24)) as hands:
        await hands.open()
        await hands.commit("small")
        await _observing(hands)
        least = await _shown_rows(hands, 80, 24)
        for size in ((100, 30), (120, 30)):
            shown = await _shown_rows(hands, *size)
            assert shown[0] >= least[0], size
            assert shown[1] >= least[1], size


async def _shown_rows(hands: Hands, width: int, height: int) -> tuple[int, int]:
    """The layers that the chart shows, and the labels of the words that are seen."""
    await hands.resize(width, height)
    for _ in range(12):
        await hands.settled()
    layers = sum(f"{layer} █" in hands.seen for layer in range(1, 10))
    return layers, sum(label in hands.read for label in LABELS)


@pytest.mark.parametrize("room", range(4, 60))
@pytest.mark.parametrize("claim", [0, 3, 9, 14])
def test_options_and_claim_get_all_that_they_want_or_all_that_there_is(room: int, claim: int) -> None:
    for answer in (1, 4, 12):
        for chart in (0, CHART):
            for_answer, for_claim = divided(room, answer, claim, chart)
            assert for_answer <= answer
            assert for_claim <= claim
            assert for_claim >= min(claim, FEWEST_OF_CLAIM)
            assert for_answer >= min(answer, FEWEST_OF_ANSWER)
            if answer + claim + chart <= room:
                assert (for_answer, for_claim) == (answer, claim)
