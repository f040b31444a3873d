"""The outputs of `quizapp simulate`: charts with their sentences, strict JSON, or arrays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import numpy as np

from quizapp.runs.watching import watch
from quizapp.text import run_report as printed
from quizapp.text import terminal
from sim.diagnosis import diagnose
from sim.experiment import Experiment
from sim.frames import Divergence, Frame, as_lists, layer_names
from sim.training import ends_only, every, initial_arrays, run

#: The charts show at most this many frames.
CHART_FRAMES = 100


def print_charts(
    experiment: Experiment, name: str, columns: int | None, in_ascii: bool, with_theory: bool = False
) -> None:
    """Run the experiment, and print every chart with its sentence, and the diagnosis."""
    *_, seen = watch({name: experiment}, every(max(1, experiment.steps // CHART_FRAMES)))
    page = printed.Page(columns or min(terminal.columns(), 100), in_ascii or terminal.ascii_only())
    for block in printed.run_blocks(seen[name], None, page, with_theory):
        click.echo(f"{block}\n")


def print_json(experiment: Experiment, interval: int | None) -> None:
    """Run the experiment, and print its frames as they come, as one JSON object."""
    click.echo(f'{{"experiment": {_strict(experiment.as_data())},\n "frames": [', nl=False)
    first = last = None
    for frame in run(experiment, every(interval) if interval else ends_only):
        click.echo(f"{',' if first else ''}\n  {_strict(frame_data(frame))}", nl=False)
        first, last = first or frame, frame
    click.echo("\n ],")
    if first and last:
        diagnosis = [{"name": each.name, "because": each.because} for each in diagnose(experiment, first, last)]
        click.echo(f' "diagnosis": {_strict(diagnosis)},\n "diverged": {_strict(_where(last.first_divergence))}}}')


def frame_data(frame: Frame) -> dict[str, Any]:
    """A frame as plain data; what is not finite is None."""
    layers = {name: as_lists(getattr(frame.layers, name)) for name in layer_names()}
    tested = {name: getattr(frame, name) for name in ("test_loss", "test_accuracy")}
    return {
        "step": frame.step,
        "loss": as_lists(frame.loss),
        "accuracy": as_lists(frame.accuracy),
        **{name: as_lists(numbers) for name, numbers in tested.items() if numbers is not None},
        "layers": layers,
    }


def _where(divergence: Divergence | None) -> dict[str, int] | None:
    return {"step": divergence.step, "layer": divergence.layer} if divergence else None


def _strict(data: object) -> str:
    return json.dumps(data, allow_nan=False)


def save(experiment: Experiment, path: Path) -> None:
    """Write all arrays at initialisation to a file, under exactly this name."""
    with path.open("wb") as file:
        np.savez(file, **initial_arrays(experiment))  # type: ignore[arg-type]
    click.echo(f"saved the arrays at initialisation to {path}", err=True)
