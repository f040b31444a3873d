"""What stands beside the charts of a live run: how far it is, its claim with the numbers, and the diagnosis."""

from __future__ import annotations

import math

from textual.content import Content

from quizapp.charts.numbers import precise
from quizapp.evidence.results import ClaimResult, Result
from quizapp.play.telling import Told
from quizapp.questions.grading import Mark
from quizapp.runs.live_run import LiveRun
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.text.run_report import diagnoses, network_in_words
from quizapp.ui.shared.text import lines, text
from quizapp.views import WHOLE, Focus

#: The seconds from which on a run takes long.
PATIENCE = 10.0


def run_content(main: Observation, which: str = "") -> Content:
    """What runs, and which networks these are."""
    return text(f"{which}{main.name}: {network_in_words(main.experiment)}", "bold")


def state_content(newest: Observation, shown: Observation, run: LiveRun, held: str, faster: str = "+") -> Content:
    """How far the run is, how fast, and what became of the loss at the moment that is shown.

    `held` says why the run waits at its start, if it does, and `faster` is the key that lets it go faster.
    """
    step, steps = shown.latest.step, shown.experiment.steps
    if not steps:
        return text("not trained: this is the start")
    sign, word = state_of(newest, run)
    if step < newest.latest.step:
        sign, word = "‖", f"looking back from {newest.latest.step}"
    elif held and run.pace.paused and step == 0:
        sign, word = "‖", held
    left = 0.0 if run.finished or run.pace.paused else run.pace.seconds_left(newest.latest.step)
    word += time_left(left, faster if run.pace.can_be_faster else "")
    if left > PATIENCE or (held and not step):
        return text(f"{sign} step {step} of {steps} · {word}")
    first, last = (precise(float(median(frame.loss))) for frame in (shown.initial, shown.latest))
    return text(f"{sign} step {step} of {steps} · {word}   loss {first}{f' → {last}' if step else ''}")


def time_left(seconds: float, faster: str = "+") -> str:
    """', 3 s left'; of a run that takes long roughly how long, and the key that makes it faster, if one does."""
    if seconds <= 0:
        return ""
    if seconds <= PATIENCE:
        return f", {math.ceil(seconds)} s left"
    rough = f"{5 * round(seconds / 5)} s" if seconds < 90 else f"{round(seconds / 60)} min"
    return f", about {rough} more{f'; {faster} is faster' if faster else ''}"


def state_of(main: Observation, run: LiveRun) -> tuple[str, str]:
    """A sign and a word for whether a run goes on, and how fast."""
    if main.latest.diverged.all():
        return "■", "diverged"
    if run.finished:
        return "■", "finished"
    if run.pace.paused:
        return "‖", "paused"
    return "▶", "full speed" if math.isinf(run.pace.factor) else f"{run.pace.factor:g}x"


NO_CLAIM = "There is no claim for this option: just look."


def claim_content(found: Told | None, with_formula: bool, style: str = "", about_control: str = "") -> Content:
    """What there is to tell, in words first; the formula for those who ask, and once what a control is.

    `about_control` says that, and `style` is that of how it came out.
    """
    if found is None:
        return text(NO_CLAIM, "$foreground-muted")
    rows = [*found.words, *(found.formula if with_formula else ())]
    parts = [told_content(label, words, style) for label, words in rows]
    if about_control and any(label == "control" for label, _ in rows):
        parts.append(text(about_control, "italic $foreground-muted"))
    return lines(*parts)


def told_content(label: str, words: str, style: str = "") -> Content:
    """A label and what there is to tell; how it came out has no label, and the style."""
    if not label:
        return text(words, f"bold {style}".strip())
    return text(f"{label}: ", "$foreground-muted") + text(words, "italic" if label in ("claim", "goal") else "")


def style_of(found: Result | None, mark: Mark | None = None) -> str:
    """How it is drawn that a claim came out as the learner said, or, before they are marked, as the question says."""
    if not isinstance(found, ClaimResult):
        return ""
    good = found.as_expected and mark not in (Mark.WRONG, Mark.MISSED)
    return "$text-success" if good else "$text-warning"


def diagnosis_content(main: Observation, focus: Focus = WHOLE) -> Content:
    """What is wrong with the networks; or, without a verdict on them, that the error is level and what the loss did."""
    found = diagnoses(main, focus)
    style = "$foreground-muted" if found[0][0].startswith("at ") else "bold $text-warning"
    return lines(*[text(f"{name}: ", style) + text(because) for name, because in found[:2]])
