"""Challenges: something to bring about with the knobs, which the simulation judges. They stand in challenges.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import yaml

from quizapp.claims.worded import Worded
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.needs import needed_to_judge
from quizapp.evidence.results import ClaimResult, EndsOf, claim_result
from quizapp.lab.comparison import Pair, Side
from quizapp.runs.batch import judged_on
from quizapp.runs.observation import Observation
from sim.experiment import FIELDS, Experiment

#: Fields that no challenge lets one touch: they say which networks are looked at, and how closely.
ALWAYS_FIXED = ("seed", "seeds", "precision")


@dataclass(frozen=True)
class Challenge:
    """What is to be done from where, what may not be touched, and the claim about A that says it is done.

    Where `only_differ` names fields, A and B must be the same in all others. `why` says what there was to learn.
    """

    id: str
    title: str
    task: str
    start: Pair
    fixed: tuple[str, ...]
    only_differ: tuple[str, ...]
    goal: str
    hint: str
    why: str
    solution: Pair

    def against(self, pair: Pair) -> str | None:
        """What of a pair is against the rules, as a sentence, or None."""
        touched = (
            f"{_worded(name)} of {side} may not be touched here; it was {shown(was)}, and undo takes it back"
            for side in Side
            for name in (*self.fixed, *ALWAYS_FIXED)
            if getattr(pair.of(side), name) != (was := getattr(self.start.of(side), name))
        )
        unlike = (
            f"A and B must have the same {_worded(name)} here"
            for name in FIELDS
            if self.only_differ and name not in self.only_differ and getattr(pair.a, name) != getattr(pair.b, name)
        )
        return next(chain(touched, unlike), None)


@dataclass(frozen=True)
class Judged:
    """Whether a challenge is solved, and that in words with what was measured."""

    solved: bool
    words: str


@cache
def challenges() -> tuple[Challenge, ...]:
    """All challenges, in the order of the file."""
    written = yaml.safe_load(files("quizapp.lab").joinpath("challenges.yaml").read_text("utf-8"))
    return tuple(_challenge(each) for each in written)


def challenge(id_: str) -> Challenge:
    """The challenge of this id; KeyError if there is none."""
    return {each.id: each for each in challenges()}[id_]


def _challenge(given: Mapping[str, Any]) -> Challenge:
    a = Experiment(**given["a"])
    start = Pair(a, Experiment(**given.get("b", given["a"])))
    solution = Pair(*(start.of(side).replace(**given["solution"].get(side.value.lower(), {})) for side in Side))
    texts = {name: given[name] for name in ("id", "title", "task", "goal", "hint", "why")}
    return Challenge(
        **texts,
        start=start,
        fixed=tuple(given["fixed"]),
        only_differ=tuple(given.get("only_differ", ())),
        solution=solution,
    )


def judged(asked: Challenge, pair: Pair, ends: EndsOf) -> Judged:
    """Whether a pair solves a challenge, on as many networks as any claim is judged on; `ends` runs them."""
    against = asked.against(pair)
    if against is not None:
        return Judged(False, f"Not so: {against}.")
    experiments = {"a": pair.a, "b": pair.b}
    evidence = Evidence("a", expected=True, claim=asked.goal)
    needed = needed_to_judge(experiments, evidence)
    seen = {name: Observation(name, each, ends(each, judged_on(each))) for name, each in needed.items()}
    found = claim_result(experiments, evidence, seen)
    if found is None:
        raise ValueError(f"the challenge {asked.id} has no goal")
    if found.as_expected:
        return Judged(True, f"Solved: {_count(found)}. {asked.why}")
    return Judged(False, f"Not yet: {_measured(found)}; {_count(found)}.")


def _count(found: ClaimResult) -> str:
    return f"the goal is reached in {found.verdict.count} of {found.verdict.of} networks"


def _measured(found: ClaimResult) -> str:
    """What was measured, in words: 'before training, the error at layer 1 is 7.6e-7 of that at layer 39'."""
    named = [_with_sides(each) for each in found.worded] if "b." in found.claim else list(found.worded)
    at_both_ends = len({each.initial for each in named}) > 1
    clauses = [
        ("in the end, " if at_both_ends and not each.initial else "") + each.worth(value)
        for each, (_, value) in zip(named, found.verdict.typical, strict=True)
    ]
    return " and ".join(clauses)


def _with_sides(each: Worded) -> Worded:
    """A quantity with the name of the experiment it is of, which is otherwise left out of that in front."""
    what, by = (f"{words} in A" if words and " in b" not in words else words for words in (each.what, each.by))
    return replace(each, what=what.replace(" in b", " in B"), by=by.replace(" in b", " in B"))


def _worded(field: str) -> str:
    return field.replace("_", " ")


def shown(value: object) -> str:
    """A value of a field for reading."""
    return f"{value:g}" if isinstance(value, float) else str(value)
