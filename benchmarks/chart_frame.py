"""The CPU time of one frame of the observe screen's charts at 120 x 40, and the same charts drawn with textual-plotext.

Every frame has new data, and is drawn through Textual down to the bytes for a terminal.

Both draw main chart, histograms, loss and accuracy in the places that the observe screen gives them. Beside it: a whole
frame of that screen with its claim, sentence and diagnosis. The idle time of the app is taken off.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.widget import Widget

from benchmarks.table import Row
from quizapp.charts import Bars, Chart, Histograms, Lines
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

SIZE = (120, 40)
FRAMES, PAUSE = 60, 0.05
#: The experiment watched, and its control.
MAIN, CONTROL = "tiny", "xavier"
VIEWS_SHOWN = {"#main": "error", **SIDE_VIEWS}


class Screenless(HeadlessDriver):
    """A terminal that takes what is drawn and forgets it."""

    written = 0

    @property
    def is_headless(self) -> bool:
        """No, so that everything is drawn to the last byte."""
        return False

    def write(self, data: str) -> None:
        """Count."""
        self.written += len(data)


class Charts(App[None]):
    """Some chart widgets at given places."""

    CSS = "Screen { layers: all; } .chart { position: absolute; }"

    def __init__(self, widgets: Sequence[Widget], places: Sequence[Region]) -> None:
        super().__init__(driver_class=Screenless)
        self.widgets, self.places = widgets, places

    def compose(self) -> ComposeResult:
        """Every widget at its place."""
        for widget, place in zip(self.widgets, self.places, strict=True):
            widget.styles.position = "absolute"
            widget.styles.offset = place.offset
            widget.styles.width, widget.styles.height = place.width, place.height
            yield widget


def rows() -> Iterator[Row]:
    """Ours against the target, ours against textual-plotext, and the whole screen."""
    yield from asyncio.run(_rows())


async def _rows() -> list[Row]:
    all_observations = _sights()
    places, whole = await _whole_screen(all_observations)
    charts = _charts(all_observations)
    ours, written = await _frames([ChartView() for _ in places], places, lambda view, chart: view.show(chart), charts)
    found = [
        Row("charts of a frame at 120x40", ours * 1e3, f"{written / 1e3:.0f} kB to the terminal", " ms", at_most=16),
        Row("the whole observe screen, a frame at 120x40", whole * 1e3, "with claim, sentence and diagnosis", " ms"),
    ]
    try:
        from textual_plotext import PlotextPlot
    except ImportError:
        print("textual-plotext is not installed; without it there is nothing to compare the charts with.")
        return found
    theirs, _ = await _frames([PlotextPlot() for _ in places], places, _plot, charts)
    detail = f"{theirs * 1e3:.0f} ms against {ours * 1e3:.1f} ms"
    return [*found, Row("the same charts, textual-plotext / ours", theirs / ours, detail, at_least=4)]


def _sights() -> list[Observations]:
    deck = read_deck(find_deck("weight-initialization"))
    experiments = {name: deck.experiments[name] for name in (MAIN, CONTROL)}
    return list(watch(experiments, every(3)))[:FRAMES]


def _charts(all_observations: Sequence[Observations]) -> list[list[Chart]]:
    axes = axes_for([observed.initial for observed in all_observations[0].values()])
    return [
        [VIEWS[name].chart(observations[MAIN], observations[CONTROL], axes) for name in VIEWS_SHOWN.values()]
        for observations in all_observations
    ]


async def _whole_screen(all_observations: Sequence[Observations]) -> tuple[list[Region], float]:
    """The places of the charts on the observe screen, and the CPU seconds of a frame of all of it."""
    app = QuizApp([Path(find_deck("weight-initialization"))], seed=0, straight_into=True)
    app.driver_class = Screenless
    async with Running(app):
        await _until(lambda: isinstance(app.screen, PredictScreen) and app.screen.is_current)
        predict = app.screen
        assert isinstance(predict, PredictScreen)
        order = [option.id for option in predict.attempt.options]
        for key in (str(order.index("vanish") + 1), "enter", "2", "enter"):
            app.simulate_key(key)
            await asyncio.sleep(0.3)
        await _until(lambda: isinstance(app.screen, ObserveScreen) and bool(app.screen.observations))
        screen = app.screen
        assert isinstance(screen, ObserveScreen)
        app.simulate_key("space")
        await _until(lambda: screen.run_ is not None and screen.run_.pace.paused)
        screen.query_one("#answer").focus()
        seen = screen.evidence
        assert seen is not None
        assert seen.experiment == MAIN

        def draw(observations: Observations) -> None:
            screen.observations = observations
            screen._draw()

        seconds = await _cpu([lambda each=each: draw(each) for each in all_observations])  # type: ignore[misc]
        return [screen.query_one(name).content_region for name in VIEWS_SHOWN], seconds


async def _frames(
    widgets: Sequence[Any], places: Sequence[Region], show: Callable[[Any, Chart], None], charts: list[list[Chart]]
) -> tuple[float, float]:
    """CPU seconds and characters written for a frame of charts."""
    app = Charts(widgets, places)
    async with Running(app):
        await asyncio.sleep(0.5)
        assert [widget.size for widget in widgets] == [place.size for place in places]

        def draw(frame: list[Chart]) -> None:
            for widget, chart in zip(widgets, frame, strict=True):
                show(widget, chart)

        draw(charts[0])
        await asyncio.sleep(0.3)
        driver = app._driver
        assert isinstance(driver, Screenless)
        before = driver.written
        seconds = await _cpu([lambda frame=frame: draw(frame) for frame in charts])  # type: ignore[misc]
        return seconds, (driver.written - before) / len(charts)


async def _cpu(frames: Sequence[Callable[[], None]]) -> float:
    """CPU seconds of one frame, less those of doing nothing for as long."""
    began = time.process_time()
    for _ in range(len(frames) // 2):
        await asyncio.sleep(PAUSE)
    idle = 2 * (time.process_time() - began)
    began = time.process_time()
    for frame in frames:
        frame()
        await asyncio.sleep(PAUSE)
    return (time.process_time() - began - idle) / len(frames)


class Running:
    """An app that runs on a terminal without a screen."""

    def __init__(self, app: App[None]) -> None:
        self.app = app

    async def __aenter__(self) -> None:
        self.task = asyncio.create_task(self.app.run_async(size=SIZE, mouse=False))
        await _until(lambda: self.app.is_running and self.app.screen_stack)

    async def __aexit__(self, *_: object) -> None:
        self.app.exit()
        await self.task


async def _until(condition: Callable[[], object], longest: float = 30.0) -> None:
    end = time.perf_counter() + longest
    while not condition():
        if time.perf_counter() > end:
            raise TimeoutError("the app never came to where it is measured")
        await asyncio.sleep(0.02)


def _plot(widget: Any, chart: Chart) -> None:
    """Draw a chart with textual-plotext: numbers, axes, control and title, as much of ours as it can."""
    plot = widget.plt
    plot.clear_figure()
    plot.title(chart.title)
    match chart:
        case Bars(rows=bars, axis=axis):
            lengths = [_log(bar.value) for bar in bars]
            plot.bar([bar.label for bar in bars], lengths, orientation="horizontal", width=0.5)
            plot.scatter([_log(bar.control or 0) for bar in bars], list(range(1, len(bars) + 1)), marker="|")
            plot.xlim(_log(axis.low), _log(axis.high))
        case Histograms(rows=layers):
            plot.bar(np.concatenate([layer.shares for layer in layers]).tolist())
        case Lines(lines=lines, y_axis=y_axis):
            for line in lines:
                for values in (line.y, line.low, line.high):
                    if values is not None:
                        plot.plot(line.x.tolist(), np.nan_to_num(values).tolist(), marker="braille")
            plot.ylim(y_axis.low, y_axis.high)
    widget.refresh()


def _log(value: float) -> float:
    return math.log10(value) if value > 0 and math.isfinite(value) else -16.0
