"""What stands beside the charts of a live run: how far it is, its claim with the numbers, and the diagnosis."""

from __future__ import annotations

import math

from textual.content import Content

from quizapp.charts.numbers import precise
from quizapp.evidence.results import ClaimResult, QuantityResult
from quizapp.runs.live_run import LiveRun
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.text.run_report import network_in_words
from quizapp.ui.shared.text import lines, text
from sim.diagnosis import diagnose


def run_content(main: Observation) -> Content:
    """What runs."""
    return text(f"{main.name}: {network_in_words(main.experiment)}", "bold")


def state_content(newest: Observation, shown: Observation, run: LiveRun, held: bool) -> Content:
    """How far the run is, how fast, and what became of the loss at the moment that is shown; `held` at the start."""
    step, steps = shown.latest.step, shown.experiment.steps
    if not steps:
        return text("not trained: this is the start")
    sign, word = state_of(newest, run)
    if step < newest.latest.step:
        sign, word = "‖", f"looking back from {newest.latest.step}"
    elif held and run.pace.paused and step == 0:
        sign, word = "‖", "the claim is about the start; space trains"
    first, last = (precise(float(median(frame.loss))) for frame in (shown.initial, shown.latest))
    return text(f"{sign} step {step} of {steps} · {word}   loss {first} → {last}")


def state_of(main: Observation, run: LiveRun) -> tuple[str, str]:
    """A sign and a word for whether a run goes on, and how fast."""
    if main.latest.diverged.all():
        return "■", "diverged"
    if run.finished:
        return "■", "finished"
    if run.pace.paused:
        return "‖", "paused"
    return "▶", "full speed" if math.isinf(run.pace.factor) else f"{run.pace.factor:g}x"


def claim_content(found: ClaimResult | QuantityResult | None, finished: bool) -> Content:
    """The claim, what was measured, in how many networks it holds, and the control; or the quantity that decides."""
    if found is None:
        return text("There is no claim for this option: just look.", "$foreground-muted")
    if isinstance(found, QuantityResult):
        return lines(
            text("measured  ", "$foreground-muted") + text(f"{found.quantity} = ") + text(found.median, "bold"),
            text("          ") + text(found.spread),
        )
    measured = values_of(found) + " at step 0" * found.at_start
    style = "$text-success" if found.as_expected else "$text-warning"
    parts = [
        text("claim     ", "$foreground-muted") + text(found.claim, "bold"),
        text("measured  ", "$foreground-muted")
        + text(f"{measured.strip() + '   ' if measured else ''}")
        + text(found.holds if finished or found.at_start else f"{found.holds} so far", style),
    ]
    if found.on_control:
        parts.append(text("control   ", "$foreground-muted") + text(found.on_control))
    if found.says:
        parts.append(text(f"In words: {found.says}", "italic"))
    return lines(*parts)


def values_of(found: ClaimResult) -> str:
    """What was measured: the number alone, or several of them each with its name."""
    if len(found.measured) == 1:
        return found.measured[0][1]
    return ", ".join(f"{name} = {value}" for name, value in found.measured)


def diagnosis_content(main: Observation) -> Content:
    """What is wrong with the networks, or that nothing is."""
    found = diagnose(main.experiment, main.initial, main.latest)
    style = "$text-success" if found[0].name == "healthy" else "$text-warning"
    return lines(*[text(f"{one.name}: ", f"bold {style}") + text(f"{one.because}.") for one in found[:2]])
