"""The processor time of one frame of the observe screen's charts at 120 x 40, against a bare Textual frame.

The charts are main chart, histograms, loss and accuracy in the places that the observe screen gives them; every frame
has new data. The bare frame has a Static in each of these places, and new text in all of them. Beside it stand a whole
frame of the observe screen with its claim, sentence and diagnosis, and the charts drawn with textual-plotext.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from textual.content import Content
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from benchmarks.headless import Placed, Screenless, cpu_seconds_of_frames, running, until
from benchmarks.plotext_charts import plot_with_plotext
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, in_turn, ratios
from quizapp.charts import Chart
from quizapp.deck.finder import find_deck
from quizapp.deck.reader import read_deck
from quizapp.runs.watching import Observations, watch
from quizapp.ui.app import QuizApp
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.run_charts import SIDE_VIEWS
from quizapp.ui.shared.chart_view import ChartView
from quizapp.views import VIEWS, axes_for
from sim.training import every

#: Frames in each turn, and turns.
FRAMES, TIMES = 20, 5
#: The experiment watched, and its control.
MAIN, CONTROL = "tiny", "xavier"
#: The place of a chart that this question leaves out.
USUAL = Region(0, 0, 60, 8)
VIEWS_SHOWN = {"#main": "error", **SIDE_VIEWS}


def rows(size: Size) -> Iterator[Row]:
    """The charts and the whole screen against the bare frame, and textual-plotext against the charts."""
    frames, times = size.of((FRAMES, TIMES), tiny=(2, 1))
    measured = {
        "charts": lambda: _measure(_charts_frame, _bare_frame, frames, times),
        "screen": lambda: _measure(_screen_frame, _bare_frame, frames, times),
        "plane": lambda: _measure(partial(_screen_frame, view="plane"), _bare_frame, frames, times),
        "units": lambda: _measure(partial(_screen_frame, view="units"), _bare_frame, frames, times),
        "plotext": lambda: _measure(_plotext_frame, _charts_frame, frames, times),
    }
    yield Row("charts", "charts of a frame at 120x40 / a bare Textual frame", measured["charts"], at_most=3)
    yield Row("screen", "a frame of the observe screen / a bare Textual frame", measured["screen"], at_most=6)
    for view in ("plane", "units"):
        what = f"a frame of the observe screen with {VIEWS[view].title} / a bare Textual frame"
        yield Row(view, what, measured[view], at_most=6)
    yield Row("plotext", "the charts drawn by textual-plotext / by ours", measured["plotext"], at_least=4)


def _measure(above: Callable[[int], float], below: Callable[[int], float], frames: int, times: int) -> Measured:
    turns = in_turn({"above": lambda: above(frames), "below": lambda: below(frames)}, times, min(1, times - 1))
    return Measured(ratios(turns, "above", "below"), f"{against(turns, 'above', 'below')} of processor time")


def _charts_frame(frames: int) -> float:
    return _placed_frame(ChartView, lambda view, chart: view.show(chart), _charts(frames))


def _plotext_frame(frames: int) -> float:
    plot = importlib.import_module("textual_plotext").PlotextPlot
    return _placed_frame(plot, plot_with_plotext, _charts(frames))


def _bare_frame(frames: int) -> float:
    """New letters in every cell of the charts' places, without styles or layout."""
    texts = [[_letters(place, number) for place in _places()] for number in range(frames)]
    return _placed_frame(Static, lambda static, text: static.update(text, layout=False), texts)


def _letters(place: Region, number: int) -> Content:
    return Content("\n".join(chr(ord("a") + (number + line) % 26) * place.width for line in range(place.height)))


def _placed_frame(widget: Callable[[], Widget], show: Callable[[Any, Any], None], frames: Sequence[list[Any]]) -> float:
    """The processor time of a frame in which each of these widgets shows something new."""
    places = _places()
    return asyncio.run(_in_places([widget() for _ in places], places, show, frames))


async def _in_places(
    widgets: Sequence[Widget],
    places: Sequence[Region],
    show: Callable[[Any, Any], None],
    frames: Sequence[list[Any]],
) -> float:
    def draw(frame: list[Any]) -> None:
        for widget, shown in zip(widgets, frame, strict=True):
            show(widget, shown)

    async with running(Placed(widgets, places)):
        sizes = [place.size for place in places]
        await until(lambda: [widget.size for widget in widgets] == sizes, "the widgets at their places")
        draw(frames[0])
        await asyncio.sleep(0.2)
        return await cpu_seconds_of_frames([partial(draw, frame) for frame in frames])


def _screen_frame(frames: int, view: str = VIEWS_SHOWN["#main"]) -> float:
    return asyncio.run(_on_the_screen(_observations(frames), view))[1]


@cache
def _places() -> tuple[Region, ...]:
    """The places of the charts on the observe screen."""
    return asyncio.run(_on_the_screen([]))[0]


@cache
def _observations(frames: int) -> tuple[Observations, ...]:
    deck = read_deck(find_deck("weight-initialization"))
    experiments = {name: deck.experiments[name] for name in (MAIN, CONTROL)}
    return tuple(islice(watch(experiments, every(3)), frames))


def _charts(frames: int) -> list[list[Chart]]:
    frames_shown = _observations(frames)
    axes = axes_for([observation.initial for observation in frames_shown[0].values()])
    return [
        [VIEWS[name].drawn(each[MAIN], each[CONTROL], axes) for name in VIEWS_SHOWN.values()] for each in frames_shown
    ]


async def _on_the_screen(
    shown: Sequence[Observations], view: str = VIEWS_SHOWN["#main"]
) -> tuple[tuple[Region, ...], float]:
    """The places of the charts on the observe screen, and the processor time of a frame that shows each of these."""
    app = QuizApp([Path(find_deck("weight-initialization"))], seed=0, straight_into=True)
    app.driver_class = Screenless
    async with running(app):
        screen = await _paused_run(app)
        screen.view_name = view

        def draw(observations: Observations) -> None:
            screen.observations = observations
            screen.draw_run()

        frames = [partial(draw, observations) for observations in shown]
        seconds = await cpu_seconds_of_frames(frames) if frames else 0.0
        regions = (screen.query_one(name).content_region for name in VIEWS_SHOWN)
        return tuple(region if region.area else USUAL for region in regions), seconds


async def _paused_run(app: QuizApp) -> ObserveScreen:
    """The observe screen of the first question, its run on MAIN paused."""
    await until(lambda: isinstance(app.screen, PredictScreen) and app.screen.is_current, "the first question")
    predict = app.screen
    assert isinstance(predict, PredictScreen)
    order = [option.id for option in predict.attempt.options]
    await Pilot(app).press(str(order.index("vanish") + 1), "enter", "2", "enter")
    await until(lambda: isinstance(app.screen, ObserveScreen) and bool(app.screen.observations), "the observe screen")
    screen = app.screen
    assert isinstance(screen, ObserveScreen)
    await Pilot(app).press("space")  # the run waits at its start
    await until(lambda: screen.step > 0 and bool(screen.query_one("#accuracy").size), "the curves")
    if screen.run_ is not None and not screen.run_.pace.paused:
        await Pilot(app).press("space")
    await until(lambda: screen.run_ is not None and screen.run_.pace.paused, "the run to pause")
    screen.query_one("#answer").focus()
    await until(lambda: screen.attempt.settled, "the marks, whose networks run beside the frames otherwise", 120.0)
    assert screen.evidence is not None
    assert screen.evidence.experiment == MAIN
    return screen
