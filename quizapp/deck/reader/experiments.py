"""The experiments of a deck, or of one question, from the tree of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from quizapp.deck.model import ExperimentText, check_name
from quizapp.deck.reader import tree
from quizapp.deck.reader.extending import resolve
from quizapp.deck.reader.locating import located
from quizapp.deck.reader.paths import Path, at_path, leads
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source
from quizapp.experiments.scalars import in_words, shortened
from quizapp.questions.fields import ANY_EXPERIMENT, Surroundings
from sim.experiment import Experiment
from sim.registry import BadValue

MOST_EXPERIMENTS = 1000


@dataclass(frozen=True)
class ExperimentsRead:
    """Experiments as they are written and as they run; `known` has a stand-in for each that has mistakes."""

    written: Mapping[str, BaseModel]
    experiments: Mapping[str, Experiment]
    known: Mapping[str, Experiment]


NONE = ExperimentsRead({}, {}, {})


def experiments_read(
    source: Source, root: tree.Mapping, holder: Any = None, prefix: Path = (), around: ExperimentsRead = NONE
) -> tuple[ExperimentsRead, list[Problem]]:
    """The experiments that `holder`, which stands at `prefix`, gives, beside those around it."""
    given = (root if holder is None else holder).get("experiments", tree.Mapping(0))
    path = (*prefix, "experiments")
    if not isinstance(given, tree.Mapping):
        message = f"experiments must be a mapping from names to experiments, not {in_words(given)}"
        return around, [at_path(source, root, path, message)]
    if len(given) > MOST_EXPERIMENTS:
        message = f"a deck has at most {MOST_EXPERIMENTS} experiments, not {len(given)}; make several decks of it"
        return around, [at_path(source, root, path, message)]
    written, problems = _written(source, root, given, path, around)
    everything = {**around.written, **written}
    own, mistakes = resolve(everything, written)
    problems += [_mistake(source, root, path, where, message) for where, message in mistakes if where[0] in written]
    stand_ins = {name: own.get(name, ANY_EXPERIMENT) for name in given}
    return ExperimentsRead(everything, own, {**around.known, **stand_ins}), problems


def _mistake(source: Source, root: tree.Mapping, path: Path, where: Path, message: str) -> Problem:
    """What is wrong with an experiment, at its name unless its own text has what is wrong with it."""
    if where[1:] == ("extends",):
        return at_path(source, root, (*path, *where), message)
    own = (*path, *where) if leads(root, (*path, *where)) else (*path, where[0])
    return at_path(source, root, own, message, at_key=True)


def _written(
    source: Source, root: tree.Mapping, given: tree.Mapping, path: Path, around: ExperimentsRead
) -> tuple[dict[str, BaseModel], list[Problem]]:
    problems: list[Problem] = []
    written: dict[str, BaseModel] = {}
    surroundings = Surroundings({**around.known, **dict.fromkeys(given, ANY_EXPERIMENT)}, source.path)
    for name, value in given.items():
        try:
            check_name(name)
            if name in around.known:
                raise BadValue(f"the deck has an experiment {shortened(name)} already; choose another name")
            written[name] = ExperimentText.model_validate(value, context=surroundings)
        except BadValue as error:
            problems.append(at_path(source, root, (*path, name), str(error), at_key=True))
        except ValidationError as error:
            problems.extend(located(source, root, ExperimentText, error, (*path, name)))
    return written, problems
