"""The lab, line by line: two experiments whose fields are set by name, that are run and compared in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TextIO

from quizapp.experiments import field_knobs as fields
from quizapp.experiments.field_knobs import FieldKnob, knob_at, problem_with, shown
from quizapp.lab import comparison as comparisons
from quizapp.lab.challenges import Challenge, challenges, judged
from quizapp.lab.code import BadCode, code_of, read_code
from quizapp.lab.comparison import Comparison, Side, differs
from quizapp.lab.forms import FORMS, Form, NoForm, Shared
from quizapp.lab.presets import presets
from quizapp.lab.repairs import outcome, repairs
from quizapp.plain.console import Console, NotUnderstood, PlayerLeft, Prompt, console_on
from quizapp.plain.runs import Runs
from quizapp.runs.observation import Observation
from quizapp.runs.store import RunStore
from quizapp.text.chart_words import chart_in_words
from quizapp.text.run_report import chart_blocks, diagnosis_block, network_in_words
from quizapp.text.step_words import steps_in_words
from quizapp.views import VIEWS, axes_for
from sim.diagnosis import diagnose
from sim.experiment import Experiment
from sim.registry import BadValue, nearest
from sim.sweep import Ends

WELCOME = (
    "Two experiments, A and B, from the same random numbers. Set a field of A, as in depth 20 or init he_normal, and "
    "run both. Type ? for all commands."
)
HELP = (
    "FIELD VALUE sets a field, as in init.std 0.1; FIELD alone says what it may be, and fields lists all. "
    "run runs A and B and tells error, signal, loss, and what is wrong; v tells all that is measured, s the training "
    "step by step, and d draws charts, or leaves them out. compare tells in what A and B differ. "
    "repairs lists repairs, repair 2 tries the second; presets lists networks to start from, preset 3 takes the "
    "third. b goes to the other experiment, copy makes B as A is, undo and redo go back and forth. "
    "challenges lists things to bring about, challenge 1 begins the first, judge says whether it is done, hint helps. "
    "code prints one line that brings both back anywhere, and open with that line does so. "
    "yaml prints the experiment for a deck, python, pytorch and keras as a script, question a question about both."
)
NO_HINT = "Try preset 1, run, repairs, repair 1."
#: What is told of a run.
TOLD = ("error", "signal", "loss")


def lab_plainly(source: TextIO, sink: TextIO, start: Comparison, drawings: bool = False) -> int:
    """The lab from lines of `source`, beginning with a comparison; the exit status."""
    LineLab(console_on(source, sink, drawings), start).work()
    return 0


class LineLab:
    """The comparison as it stands, and what its commands do."""

    def __init__(self, console: Console, start: Comparison) -> None:
        self.console, self.comparison = console, start
        self.challenge: Challenge | None = None
        self.runs = Runs(console, RunStore())
        self.commands: dict[str, Callable[[str], object]] = {
            "run": lambda _: self._tell_run(TOLD),
            "": lambda _: self._tell_run(TOLD),
            "v": lambda _: self._tell_run(tuple(VIEWS)),
            "s": lambda _: self._tell_steps(),
            "steps": lambda _: self._tell_steps(),
            "d": lambda _: self._toggle_drawings(),
            "compare": lambda _: self._tell_both(),
            "fields": lambda _: self._list_fields(),
            "repairs": lambda _: self._list_repairs(),
            "repair": self._repair,
            "presets": lambda _: self._list_presets(),
            "preset": self._preset,
            "b": lambda _: self._become(comparisons.switch(self.comparison)),
            "copy": lambda _: self._become(comparisons.copy_a_to_b(self.comparison)),
            "undo": lambda _: self._become(comparisons.undo(self.comparison)),
            "redo": lambda _: self._become(comparisons.redo(self.comparison)),
            "code": lambda _: self.console.tell(f"quizapp lab {code_of(self.comparison.pair)}"),
            "open": self._open,
            "challenges": lambda _: self._list_challenges(),
            "challenge": self._begin,
            "judge": lambda _: self._judge(),
            **{each.name.lower(): partial(self._tell_form, each) for each in FORMS},
            "set": self._set,
        }

    def work(self) -> None:
        """One command after another, until the player leaves."""
        self.console.tell_wrapped(WELCOME)
        self._tell_both()
        try:
            while True:
                self.console.ask(
                    Prompt("lab", self._obey, HELP), lambda: self.challenge.hint if self.challenge else NO_HINT
                )
        except PlayerLeft:
            self.console.tell("Goodbye.")

    def _obey(self, line: str) -> None:
        """Do what a line says, or raise NotUnderstood."""
        first, _, rest = line.strip().partition(" ")
        try:
            if first.lower() in self.commands:
                self.commands[first.lower()](rest.strip())
            else:
                self._set(line)
        except BadValue as error:
            raise NotUnderstood(problem_with(error)) from None

    def _set(self, line: str) -> None:
        """Set a field, or say what it may be."""
        name = re.split("[ =:]", line.strip(), maxsplit=1)[0]
        value = line.strip().removeprefix(name).lstrip(" =:")
        path = name.replace("-", "_").lower()
        knob = knob_at(self.comparison.experiment, path)
        if knob is None:
            known = [*self.commands, *(each.path for each in self.comparison.knobs())]
            close = nearest(path[:60], known)
            raise NotUnderstood(
                f"There is no command or field {name[:60]!r}{close if close.startswith('; did') else '.'}"
            )
        if not value.strip():
            self._tell_field(knob)
            return
        self._become(comparisons.type_in(self.comparison, knob, value))

    def _become(self, comparison: Comparison) -> None:
        if comparison == self.comparison:
            self.console.tell("Nothing has changed.")
            return
        self.comparison = comparison
        self.console.tell_wrapped(self._named(comparison.side))

    def _named(self, side: Side) -> str:
        turned = " (this is what you set)" if side is self.comparison.side else ""
        return f"{side}{turned}: {network_in_words(self.comparison.pair.of(side))}."

    def _tell_both(self) -> None:
        """A and B, and in what they differ."""
        both = self.comparison
        apart = [
            f"{knob.path}: {comparisons.setting(both, Side.A, knob.path)} in A, "
            f"{comparisons.setting(both, Side.B, knob.path) or 'nothing'} in B"
            for knob in both.knobs()
            if differs(both, knob)
        ]
        lines = [self._named(Side.A), self._named(Side.B), f"They differ in {'; '.join(apart) or 'nothing'}."]
        self.console.tell("\n".join(map(self.console.page.wrapped, lines)))

    def _tell_field(self, knob: FieldKnob) -> None:
        now = shown(self.comparison.experiment, knob)
        self.console.tell_wrapped(f"{knob.path} is {now}. {knob.about} It may be {self._allowed(knob)}.")

    @staticmethod
    def _allowed(knob: FieldKnob) -> str:
        return f"a number, {knob.range}" if knob.is_number else ", ".join(knob.choices) or knob.allowed

    def _list_fields(self) -> None:
        experiment = self.comparison.experiment
        rows = [f"{knob.path}: {shown(experiment, knob)}{_about(knob)}" for knob in fields.knobs_of(experiment)]
        self.console.tell("\n".join(map(self.console.page.wrapped, rows)))

    def _list_repairs(self) -> None:
        rows = [f"{number}. {each.name}" for number, each in enumerate(repairs(self.comparison.experiment), start=1)]
        self.console.tell("\n".join(rows))

    def _list_presets(self) -> None:
        rows = [f"{number}. {each.name}: {each.about}" for number, each in enumerate(presets(), start=1)]
        self.console.tell("\n".join(self.console.page.wrapped(row, "  ", "") for row in rows))

    def _repair(self, text: str) -> None:
        """Try a repair, and say whether it helped, as drawn and once trained."""
        offered = repairs(self.comparison.experiment)
        repair = offered[_numbered(text, len(offered), "repair")]
        before = self._observed()[self.comparison.side]
        self._become(comparisons.changed(self.comparison, repair.change))
        after = self._observed()[self.comparison.side]
        found = outcome(
            diagnose(before.experiment, before.initial, before.latest),
            diagnose(after.experiment, after.initial, after.initial),
            diagnose(after.experiment, after.initial, after.latest),
        )
        self.console.tell_wrapped(f"{repair.name}: {found.words}.")

    def _preset(self, text: str) -> None:
        chosen = presets()[_numbered(text, len(presets()), "preset")]
        self._become(comparisons.put(self.comparison, chosen.experiment))

    def _open(self, code: str) -> None:
        """Bring back both experiments of a code."""
        try:
            coded = read_code(code)
        except BadCode as error:
            raise NotUnderstood(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
        self.comparison = comparisons.brought(self.comparison, coded.pair.a, coded.pair.b)
        self._tell_both()

    def _list_challenges(self) -> None:
        rows = [f"{number}. {each.title}. {each.task}" for number, each in enumerate(challenges(), start=1)]
        self.console.tell("\n".join(self.console.page.wrapped(row, "  ", "") for row in rows))

    def _begin(self, text: str) -> None:
        """Begin a challenge, with its experiments."""
        asked = challenges()[_numbered(text, len(challenges()), "challenge")]
        self.challenge = asked
        self.comparison = comparisons.brought(self.comparison, asked.start.a, asked.start.b)
        self.console.tell_wrapped(f"{asked.task} Type judge when you think it is done, and hint for help.")
        self._tell_both()

    def _judge(self) -> None:
        """Whether the challenge is solved, on as many networks as anything is judged on."""
        self.console.tell_wrapped(judged(self._tried(), self.comparison.pair, self._ends).words)

    def _tried(self) -> Challenge:
        if self.challenge is None:
            raise NotUnderstood("There is no challenge yet; challenges lists them, and challenge 1 begins the first.")
        return self.challenge

    def _tell_form(self, form: Form, _: str) -> None:
        """The experiment, or both, as text to take away."""
        taken = Shared(self.comparison.pair, self.comparison.side, "error")
        try:
            self.console.tell(form.text(taken, self._ends).rstrip())
        except NoForm as error:
            raise NotUnderstood(str(error)) from None

    def _ends(self, experiment: Experiment, networks: int) -> Ends:
        return self.runs.judged(experiment, networks, "running the networks")

    def _observed(self) -> dict[Side, Observation]:
        pair = self.comparison.pair
        seen = self.runs.watched({side.value: pair.of(side) for side in Side})
        return {side: seen[side.value] for side in Side}

    def _tell_run(self, views: tuple[str, ...]) -> None:
        """What is wrong with each, and then the numbers of both side by side."""
        seen = self._observed()
        for side in Side:
            self.console.tell(self.console.page.wrapped(self._named(side)) + "\n" + self._diagnosis(seen[side]))
        self.console.tell(*self._charts(seen, views))

    def _toggle_drawings(self) -> None:
        self.console.page = replace(self.console.page, drawings=not self.console.page.drawings)
        self.console.tell(f"Charts are {'drawn' if self.console.page.drawings else 'told in words'} from now on.")

    def _diagnosis(self, observation: Observation) -> str:
        return diagnosis_block(observation, self.console.page)

    def _charts(self, seen: dict[Side, Observation], views: tuple[str, ...]) -> Iterator[str]:
        """A's numbers with B's beside them, which stand where those of a control do elsewhere."""
        main, other = seen[self.comparison.side], seen[self.comparison.side.other]
        axes, page = axes_for([main.initial, other.initial]), self.console.page
        chosen = [VIEWS[name] for name in views]
        if page.drawings:
            yield from chart_blocks(chosen, main, other, axes, page)
            return
        for view in chosen:
            yield chart_in_words(view.drawn(main, other, axes), page, every_row=len(views) > len(TOLD), called="")

    def _tell_steps(self) -> None:
        seen = self._observed()
        main, other = seen[self.comparison.side], seen[self.comparison.side.other]
        lines = steps_in_words(main, other, called=other.name)
        self.console.tell("\n".join(map(self.console.page.wrapped, lines)))


def _about(knob: FieldKnob) -> str:
    return f" ({knob.about})" if knob.about and not knob.is_parameter else ""


def _numbered(text: str, count: int, noun: str) -> int:
    """The place that a number means."""
    if not (text.isdecimal() and len(text) < 5 and 1 <= int(text) <= count):
        raise NotUnderstood(f"Type {noun} and a number from 1 to {count}; {noun}s lists them.")
    return int(text) - 1
