"""What stands beside the charts and the knobs of the lab: how far the runs are, how the two fare, what a knob does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from quizapp.charts.numbers import precise
from quizapp.experiments.field_knobs import FieldKnob, meaning, shown
from quizapp.lab.comparison import Comparison, Side, differs, setting
from quizapp.lab.repairs import Repair
from quizapp.runs.live_run import LiveRun, newest_step
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.runs.watching import Observations
from quizapp.settings.keys import ACTIONS
from quizapp.ui.lab.click_words import doing
from quizapp.ui.lab.keys import WRITTEN
from quizapp.ui.lab.knob_panel import SIDE_SIGN, SIDE_STYLE
from quizapp.ui.play.run_text import state_of
from quizapp.ui.shared.text import lines, text
from sim.diagnosis import diagnose

#: The networks just drawn, before anybody asked to train them.
WAITING = "as drawn; {} trains"
#: Between two keys.
GAP = "  "


def status_content(run: LiveRun, observations: Observations, train_key: str) -> Content:
    """How far both runs are, and how fast they go."""
    steps, step = max(each.steps for each in run.experiments.values()), newest_step(observations)
    furthest = max(observations.values(), key=lambda observed: observed.latest.step)
    sign, word = state_of(furthest, run)
    if not steps:
        return text("not trained: this is the start")
    if step == 0 and run.pace.paused:
        sign, word = "‖", WAITING.format(train_key)
    return text(f"{sign} step {step} of {steps} · {word}")


def waiting_content(run: LiveRun) -> Content:
    """What is being computed, where that takes a while."""
    largest = max(run.experiments.values(), key=lambda each: each.seeds * each.samples * each.depth * each.width**2)
    size = f"{largest.seeds} networks of {largest.depth} x {largest.width}, {largest.samples} examples"
    return text(f"… drawing {size}; below are the last ones", "$text-warning")


def side_content(side: Side, observed: Observation, with_reason: bool = True) -> Content:
    """How one of the experiments fares: its loss, what is wrong with it, if anything, and why if there is room."""
    first, last = (precise(float(median(frame.loss))) for frame in (observed.initial, observed.latest))
    found = diagnose(observed.experiment, observed.initial, observed.latest)
    style = "$text-success" if found[0].name == "healthy" else "$text-error"
    names = ", ".join(one.name for one in found)
    return Content.assemble(
        text(f"{SIDE_SIGN[side]} {side} ", f"bold {SIDE_STYLE[side]}"),
        text(names, f"bold {style}"),
        text(f" · loss {first} → {last}{f' · {found[0].because}.' * with_reason}"),
    )


def keys_content(offered: Sequence[Repair], side: Side, width: int, used: Callable[[str], str]) -> Content:
    """The keys of the repairs, and those for which the footer has no room; each can be clicked.

    `used` tells the key of an action that can have another.
    """
    repairing = [(str(key), repair.short, f"repair({key - 1})") for key, repair in enumerate(offered, start=1)]
    written = [(used(key) if key in ACTIONS else key, word, action) for key, word, action in WRITTEN]
    return lines(*_in_rows(repairing, width, f"repair {side}"), *_in_rows(written, width))


def _in_rows(keys: Sequence[tuple[str, str, str]], width: int, heading: str = "") -> list[Content]:
    """Keys with their words, as many in a row as there is room for."""
    rows: list[list[Content]] = [[text(heading, "$text-muted")] if heading else []]
    for sign, word, action in keys:
        shown = doing(f"{sign} {word}", action)
        if rows[-1] and sum(len(each) + len(GAP) for each in rows[-1]) + len(shown) > width:
            rows.append([])
        rows[-1].append(shown)
    return [text(GAP).join(row) for row in rows]


def knob_content(comparison: Comparison, knob: FieldKnob) -> Content:
    """What a knob does, what it may be, and how it stands in both experiments where they differ."""
    chosen = meaning(knob, shown(comparison.experiment, knob)) if knob.choices else ""
    of_choice = f" {shown(comparison.experiment, knob)}: {chosen}" if chosen else ""
    parts = [text(f"{knob.about} {sentence(knob.allowed)}{of_choice}", "$text-muted")]
    if differs(comparison, knob):
        settings = [_setting_content(comparison, side, knob) for side in Side]
        parts.append(Content.assemble(text("≠", "bold"), *settings))
    return lines(*parts)


def _setting_content(comparison: Comparison, side: Side, knob: FieldKnob) -> Content:
    return text(f"  {SIDE_SIGN[side]} {side} {setting(comparison, side, knob.path) or 'has none'}", SIDE_STYLE[side])


def trouble_content(trouble: str) -> Content:
    """Why the last turn was not done."""
    return text(f"✗ {trouble}", "$text-error")


def sentence(words: str) -> str:
    """Words as a sentence."""
    return f"{words[:1].upper()}{words[1:]}."
