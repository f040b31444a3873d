"""What opens over the lab to pick something or to type it: values of knobs, presets, challenges, experiment codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.experiments import field_knobs as knobs
from quizapp.experiments.field_knobs import FieldKnob, problem_with
from quizapp.lab import comparison as comparisons
from quizapp.lab.challenges import challenges
from quizapp.lab.code import BadCode, read_code
from quizapp.lab.comparison import Comparison
from quizapp.lab.presets import preset, presets
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.texts import sentence
from quizapp.ui.lab.type_dialog import TypeScreen
from sim.registry import BadValue

if TYPE_CHECKING:
    from quizapp.ui.lab.screen import LabScreen

NO_CHALLENGE = "none"
ABOUT_CODES = "A line of letters and digits, as y shows it; capitals or not, with hyphens or without."


def enter(lab: LabScreen, knob: FieldKnob) -> None:
    """Pick a value of a knob from its choices, or type a number."""
    title = f"{lab.comparison.side}: {knob.label}"

    def set_to(text: str | None) -> None:
        if text is not None:
            lab.do(lambda comparison: comparisons.type_in(comparison, knob, text))

    if knob.choices:
        entries = [(choice, knobs.meaning(knob, choice)) for choice in knob.choices]
        lab.app.push_screen(PickScreen(title, entries, knobs.place(lab.comparison.experiment, knob)), set_to)
    else:
        about, now = f"{knob.about} {sentence(knob.allowed)}", knobs.shown(lab.comparison.experiment, knob)
        lab.app.push_screen(TypeScreen(title, about, now, lambda text: _problem(lab.comparison, knob, text)), set_to)


def _problem(comparison: Comparison, knob: FieldKnob, typed: str) -> str | None:
    try:
        comparisons.type_in(comparison, knob, typed)
    except BadValue as error:
        return problem_with(error)
    return None


def pick_preset(lab: LabScreen) -> None:
    """Pick an experiment that is ready made; an experiment code that is typed brings both."""

    def put(name: str | None) -> None:
        if name in {each.name for each in presets()}:
            lab.do(lambda comparison: comparisons.put(comparison, preset(name or "").experiment))
        elif name is not None:
            open_code(lab, name)

    entries = [(each.name, each.about) for each in presets()]
    title = f"{lab.comparison.side} becomes (or type an experiment code, for both)"
    lab.app.push_screen(PickScreen(title, entries, accepts=lambda typed: _problem_with_code(typed) is None), put)


def pick_challenge(lab: LabScreen) -> None:
    """Pick something to bring about; those that are solved carry a sign."""

    def begin(title: str | None) -> None:
        if title is None:
            return
        wanted = next((each for each in challenges() if title.endswith(each.title)), None)
        if wanted is not None:
            lab.set(comparisons.brought(lab.comparison, wanted.start.a, wanted.start.b))
        lab.try_(lab.trial.begun(wanted))

    signs = {each.id: "✓ " if each.id in lab.trial.solved else "" for each in challenges()}
    entries = [(f"{signs[each.id]}{each.title}", each.task) for each in challenges()]
    if lab.trial.challenge is not None:
        entries.append((NO_CHALLENGE, "Go on without a challenge; the experiments stay as they are."))
    lab.app.push_screen(PickScreen("Bring about", entries), begin)


def type_code(lab: LabScreen) -> None:
    """Type an experiment code."""
    screen = TypeScreen("Open an experiment code", ABOUT_CODES, "", _problem_with_code)
    lab.app.push_screen(screen, lambda code: None if code is None else open_code(lab, code))


def open_code(lab: LabScreen, code: str) -> None:
    """Bring back both experiments of a code and its view."""
    coded = read_code(code)
    lab.set(comparisons.brought(lab.comparison, coded.pair.a, coded.pair.b))
    lab.runs.charts.show_view(coded.view)


def _problem_with_code(typed: str) -> str | None:
    try:
        read_code(typed)
    except BadCode as error:
        return sentence(str(error))
    return None
